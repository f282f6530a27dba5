//! `/_parlel/*`: what a test or a person asks of the server itself. JSON in, JSON out.

use super::Server;
use crate::engine::Lifecycle;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use wire::{Action, Timestamp};

/// `{"status":"ok","service":"ec2",…}` and the number of resources of each kind.
pub(super) async fn health(State(server): State<Server>) -> Json<Value> {
    let mut body = Map::new();
    body.insert("status".to_owned(), "ok".into());
    body.insert("service".to_owned(), "ec2".into());
    body.insert("version".to_owned(), env!("CARGO_PKG_VERSION").into());
    body.insert("requests".to_owned(), server.engine.requests().into());
    for (kind, count) in server.engine.counts() {
        body.insert(kind.to_owned(), count.into());
    }
    Json(body.into())
}

/// Forgets everything. The old state is dropped aside, so that the answer does not wait for it.
pub(super) async fn reset(State(server): State<Server>) -> Json<Value> {
    let old = server.engine.reset();
    tokio::task::spawn_blocking(move || drop(old));
    Json(json!({ "ok": true }))
}

/// Every operation of the API and whether it is emulated, from the registration itself.
pub(super) async fn operations(State(server): State<Server>) -> Json<Value> {
    let describe = |action: &Action| {
        let module = server.engine.emulated_in(*action);
        // parlel_ec2::resources::instances::launch -> instances
        let kind = module.and_then(|module| module.split("::").nth(2));
        json!({ "name": action.name(), "emulated": module.is_some(), "resource": kind })
    };
    let all: Vec<Value> = Action::ALL.iter().map(describe).collect();
    let emulated = all.iter().filter(|operation| operation["emulated"] == true).count();
    Json(json!({ "total": all.len(), "emulated": emulated, "operations": all }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LifecycleBody {
    mode: Lifecycle,
}

/// `{"mode":"instant"}` or `{"mode":"aws"}`; transitions that are under way keep their course.
pub(super) async fn set_lifecycle(
    State(server): State<Server>,
    body: Result<Json<LifecycleBody>, JsonRejection>,
) -> Response {
    match body {
        Ok(Json(LifecycleBody { mode })) => {
            server.engine.set_lifecycle(mode);
            Json(json!({ "mode": mode })).into_response()
        }
        Err(rejection) => bad(&rejection.body_text()),
    }
}

pub(super) async fn lifecycle(State(server): State<Server>) -> Json<Value> {
    Json(json!({ "mode": server.engine.lifecycle() }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ClockBody {
    now: Option<String>,
    advance_seconds: Option<f64>,
    run: Option<bool>,
}

/// `{"now":"2026-01-31T12:00:00Z"}` stops the clock there, `{"advanceSeconds":90}` moves it on,
/// `{"run":true}` lets it run with the machine's again.
pub(super) async fn set_clock(
    State(server): State<Server>,
    body: Result<Json<ClockBody>, JsonRejection>,
) -> Response {
    let body = match body {
        Ok(Json(body)) => body,
        Err(rejection) => return bad(&rejection.body_text()),
    };
    let clock = &server.engine.clock;
    match (body.now, body.advance_seconds, body.run) {
        (Some(now), None, None) => match Timestamp::parse(&now) {
            Some(at) => clock.stop(at),
            None => return bad(&format!("'{now}' is no moment like 2026-01-31T12:00:00Z")),
        },
        #[expect(clippy::cast_possible_truncation, reason = "`as` saturates")]
        (None, Some(seconds), None) if seconds >= 0.0 => clock.advance((seconds * 1e3) as i64),
        (None, None, Some(true)) => clock.run(),
        _ => return bad("give one of now, advanceSeconds (not negative) and run (true)"),
    }
    self::clock(State(server)).await.into_response()
}

pub(super) async fn clock(State(server): State<Server>) -> Json<Value> {
    let clock = &server.engine.clock;
    Json(json!({ "now": clock.now().iso8601(), "stopped": clock.is_stopped() }))
}

/// Every resource as the server holds it, by account, region and kind.
pub(super) async fn state(State(server): State<Server>) -> Json<Value> {
    Json(server.engine.export())
}

pub(super) async fn unknown(uri: Uri) -> Response {
    let message = format!(
        "there is no {uri} here; there are /health, /reset, /operations, /lifecycle, /clock and \
         /state below /_parlel"
    );
    (StatusCode::NOT_FOUND, Json(json!({ "error": message }))).into_response()
}

fn bad(message: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": message }))).into_response()
}

//! `/_parlel/*`: what a test or a person asks of the server itself. JSON in, JSON out.

use super::memory::{self, NotRead, Pieces};
use super::{Server, guard};
use crate::engine::Lifecycle;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, get, post, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use wire::{Action, Timestamp};

const HEALTH: &str = "/_parlel/health";

const ROUTES: [(&str, &str); 6] = [
    (HEALTH, "GET"),
    ("/_parlel/reset", "POST"),
    ("/_parlel/operations", "GET"),
    ("/_parlel/lifecycle", "GET, PUT"),
    ("/_parlel/clock", "GET, PUT"),
    ("/_parlel/state", "GET"),
];

/// Longer than anything that is said here.
const MOST_BYTES: usize = 64 * 1024;

pub(super) fn routes(server: &Server) -> Router<Server> {
    Router::new()
        .route("/_parlel", get(list))
        .route("/_parlel/", get(list))
        .route(HEALTH, get(health))
        .route("/_parlel/reset", post(reset))
        .route("/_parlel/operations", get(operations))
        .route("/_parlel/lifecycle", put(set_lifecycle).get(lifecycle))
        .route("/_parlel/clock", put(set_clock).get(clock))
        .route("/_parlel/state", get(state))
        .route("/_parlel/{*path}", any(unknown))
        .method_not_allowed_fallback(other_method)
        .route_layer(from_fn_with_state(server.clone(), admit))
}

/// Lets nobody in who has not the token, if there is one, and no web page.
async fn admit(State(server): State<Server>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if let Some(message) = guard::refusal(headers, request.uri()) {
        return refused(StatusCode::FORBIDDEN, &message);
    }
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    if changes && guard::is_browser(headers) && !is_json(headers) {
        let message = "A browser has to send application/json here; forms are not taken.";
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, message);
    }
    // Containers are asked for their health by whoever runs them.
    let is_health = request.uri().path() == HEALTH;
    if let Some(token) = server.control_token.as_deref().filter(|_| !is_health)
        && !has_token(headers, token)
    {
        let message = "The control routes need the header 'Authorization: Bearer TOKEN', with \
                       the token that --control-token or PARLEL_CONTROL_TOKEN gave this server.";
        let mut response = refused(StatusCode::UNAUTHORIZED, message);
        let scheme = header::HeaderValue::from_static("Bearer");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        return response;
    }
    next.run(request).await
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.trim_start().starts_with("application/json"))
}

/// Digests are compared, so that the time this takes says nothing of the token.
fn has_token(headers: &HeaderMap, token: &str) -> bool {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    Sha256::digest(given.trim()) == Sha256::digest(token)
}

async fn list() -> Json<Value> {
    let route = |(path, methods): &(&str, &str)| json!({ "path": path, "methods": methods });
    Json(json!({ "routes": ROUTES.iter().map(route).collect::<Vec<_>>() }))
}

async fn unknown(uri: Uri) -> Response {
    let known = ROUTES.map(|(path, _)| path).join(", ");
    refused(StatusCode::NOT_FOUND, &format!("there is no {uri} here; there are {known}"))
}

async fn other_method(method: Method, uri: Uri) -> Response {
    refused(StatusCode::METHOD_NOT_ALLOWED, &format!("{uri} does not take {method}"))
}

fn bad(message: &str) -> Response {
    refused(StatusCode::BAD_REQUEST, message)
}

fn refused(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "error": message }))).into_response()
}

/// The body as JSON, whatever its Content-Type says.
async fn read<T: DeserializeOwned>(server: &Server, request: Request) -> Result<T, Response> {
    let (time, budget) = (server.body_time, &server.unfinished_bodies);
    let read = memory::read(request.into_body(), MOST_BYTES, time, budget).await;
    let (bytes, _held) = read.map_err(|why| match why {
        NotRead::TooLarge => refused(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large"),
        NotRead::BrokenOff => bad("the body ended early"),
        NotRead::TooSlow => refused(StatusCode::REQUEST_TIMEOUT, "the body took too long"),
        NotRead::NoRoom => refused(StatusCode::SERVICE_UNAVAILABLE, "too many bodies at once"),
    })?;
    serde_json::from_slice(&bytes).map_err(|error| bad(&format!("the body is not right: {error}")))
}

/// `{"status":"ok","service":"ec2",…}` and the number of resources of each kind.
async fn health(State(server): State<Server>) -> Json<Value> {
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
async fn reset(State(server): State<Server>) -> Json<Value> {
    let old = server.engine.reset();
    server.kept.clear();
    tokio::task::spawn_blocking(move || drop(old));
    Json(json!({ "ok": true }))
}

/// Every operation of the API and whether it is emulated, from the registration itself.
async fn operations(State(server): State<Server>) -> Json<Value> {
    let describe = |action: &Action| {
        let module = server.engine.emulated_in(*action);
        // parlel_ec2::operations::compute::instances::launch -> instances
        let kind = module.and_then(|module| module.split("::").nth(3));
        json!({ "name": action.name(), "emulated": module.is_some(), "resource": kind })
    };
    let all: Vec<Value> = Action::ALL.iter().map(describe).collect();
    let emulated = all.iter().filter(|operation| operation["emulated"] == true).count();
    Json(json!({ "total": all.len(), "emulated": emulated, "operations": all }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LifecycleBody {
    mode: Lifecycle,
}

/// `{"mode":"instant"}` or `{"mode":"aws"}`; transitions that are under way keep their course.
async fn set_lifecycle(State(server): State<Server>, request: Request) -> Response {
    match read(&server, request).await {
        Ok(LifecycleBody { mode }) => {
            server.engine.set_lifecycle(mode);
            Json(json!({ "mode": mode })).into_response()
        }
        Err(refusal) => refusal,
    }
}

async fn lifecycle(State(server): State<Server>) -> Json<Value> {
    Json(json!({ "mode": server.engine.lifecycle() }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ClockBody {
    now: Option<String>,
    advance_seconds: Option<f64>,
    run: Option<bool>,
}

/// `{"now":"2026-01-31T12:00:00Z"}` stops the clock there, `{"advanceSeconds":90}` moves it on,
/// `{"run":true}` lets it run with the machine's again.
async fn set_clock(State(server): State<Server>, request: Request) -> Response {
    let body: ClockBody = match read(&server, request).await {
        Ok(body) => body,
        Err(refusal) => return refusal,
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

async fn clock(State(server): State<Server>) -> Json<Value> {
    let clock = &server.engine.clock;
    Json(json!({ "now": clock.now().iso8601(), "stopped": clock.is_stopped() }))
}

/// Every resource as the server holds it, by account, region and kind.
async fn state(State(server): State<Server>) -> Response {
    let json = (header::CONTENT_TYPE, "application/json");
    ([json], Body::new(Pieces(server.engine.export()))).into_response()
}

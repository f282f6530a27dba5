//! What time it is.

use super::reply::{bad, read};
use crate::http::Server;
use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use wire::Timestamp;

/// An hour in less than four milliseconds.
const MOST_TIMES: u32 = 1_000_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ClockBody {
    now: Option<String>,
    advance_seconds: Option<f64>,
    run: Option<bool>,
    scale: Option<u32>,
}

/// `{"now":"2026-01-31T12:00:00Z"}` stops the clock there, `{"advanceSeconds":90}` moves it on,
/// `{"run":true}` lets it run with the machine's again, and `{"scale":60}` from where it is, sixty
/// times as fast.
pub(super) async fn set_clock(State(server): State<Server>, request: Request) -> Response {
    let body: ClockBody = match read(&server, request).await {
        Ok(body) => body,
        Err(refusal) => return refusal,
    };
    let clock = &server.engine.clock;
    match (body.now, body.advance_seconds, body.run, body.scale) {
        (Some(now), None, None, None) => match Timestamp::parse(&now) {
            Some(at) => clock.stop(at),
            None => return bad(&format!("'{now}' is no moment like 2026-01-31T12:00:00Z")),
        },
        #[expect(clippy::cast_possible_truncation, reason = "`as` saturates")]
        (None, Some(seconds), None, None) if seconds >= 0.0 => {
            clock.advance((seconds * 1e3) as i64);
        }
        (None, None, Some(true), None) => clock.run(),
        (None, None, None, Some(times @ 1..=MOST_TIMES)) => clock.run_faster(times),
        _ => {
            let message = format!(
                "give one of now, advanceSeconds (not negative), run (true) and scale (1 to \
                 {MOST_TIMES})"
            );
            return bad(&message);
        }
    }
    self::clock(State(server)).await.into_response()
}

pub(super) async fn clock(State(server): State<Server>) -> Json<Value> {
    let clock = &server.engine.clock;
    let (now, stopped) = (clock.now().iso8601(), clock.is_stopped());
    Json(json!({ "now": now, "stopped": stopped, "scale": clock.scale() }))
}

//! What the control routes share: a body is read as JSON, and a refusal says in JSON what was
//! expected.

use crate::http::Server;
use crate::http::memory::{self, NotRead};
use axum::Json;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::de::DeserializeOwned;
use serde_json::json;

/// Longer than anything that is said here.
const MOST_BYTES: usize = 64 * 1024;

pub(super) fn bad(message: &str) -> Response {
    refused(StatusCode::BAD_REQUEST, message)
}

pub(super) fn refused(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "error": message }))).into_response()
}

/// The body as JSON, whatever its Content-Type says.
pub(super) async fn read<T: DeserializeOwned>(
    server: &Server,
    request: Request,
) -> Result<T, Response> {
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

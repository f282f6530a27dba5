//! What the control routes share: a body is read as JSON, and a refusal says in JSON what was
//! expected.

use crate::catalog::regions;
use crate::config::is_account_id;
use crate::engine::Scope;
use crate::http::Server;
use crate::http::memory::{self, Held, NotRead};
use axum::Json;
use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
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
    let (bytes, _held) = read_bytes(server, request, MOST_BYTES).await?;
    serde_json::from_slice(&bytes).map_err(|error| bad(&format!("the body is not right: {error}")))
}

/// A body of up to `most` bytes.
pub(super) async fn read_bytes(
    server: &Server,
    request: Request,
    most: usize,
) -> Result<(Bytes, Held), Response> {
    let (time, budget) = (server.body_time, &server.unfinished_bodies);
    let read = memory::read(request.into_body(), most, time, budget).await;
    read.map_err(|why| match why {
        NotRead::TooLarge => refused(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large"),
        NotRead::BrokenOff => bad("the body ended early"),
        NotRead::TooSlow => refused(StatusCode::REQUEST_TIMEOUT, "the body took too long"),
        NotRead::NoRoom => refused(StatusCode::SERVICE_UNAVAILABLE, "too many bodies at once"),
    })
}

/// What a query says.
#[expect(clippy::result_large_err, reason = "it is the answer itself")]
pub(super) fn query<T: DeserializeOwned>(uri: &Uri) -> Result<T, Response> {
    serde_urlencoded::from_str(uri.query().unwrap_or_default())
        .map_err(|error| bad(&format!("the query is not right: {error}")))
}

/// The part of the state that `?account=…` and `?region=…` choose.
#[expect(clippy::result_large_err, reason = "it is the answer itself")]
pub(super) fn scope(uri: &Uri) -> Result<Scope, Response> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Query {
        account: Option<String>,
        region: Option<String>,
    }

    let Query { account, region } = query(uri)?;
    if let Some(account) = account.as_deref().filter(|account| !is_account_id(account)) {
        return Err(bad(&format!("account: '{account}' is not 12 digits")));
    }
    if let Some(region) = region.as_deref().filter(|region| regions::find(region).is_none()) {
        return Err(bad(&format!("region: '{region}' is none of AWS's, such as us-east-1")));
    }
    Ok(Scope { account: account.map(Into::into), region: region.map(Into::into) })
}

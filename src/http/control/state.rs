//! Everything that the server holds, to be kept in a file and taken over again.

use super::reply::{bad, read_bytes, scope};
use crate::catalog::regions;
use crate::config::is_account_id;
use crate::engine::{Caller, Engine, Scope};
use crate::http::Server;
use crate::http::memory::Pieces;
use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

/// The state, or what an account or a region has of it.
pub(super) async fn state(State(server): State<Server>, uri: Uri) -> Response {
    let json = (header::CONTENT_TYPE, "application/json");
    match scope(&uri) {
        Ok(scope) => ([json], Body::new(Pieces(server.engine.export(scope)))).into_response(),
        Err(refusal) => refusal,
    }
}

/// Takes a state over, or what an account or a region has of it.
pub(super) async fn set_state(State(server): State<Server>, request: Request) -> Response {
    let scope = match scope(request.uri()) {
        Ok(scope) => scope,
        Err(refusal) => return refusal,
    };
    let (bytes, held) = match read_bytes(&server, request, server.max_state_bytes).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    // Away from the threads that serve the others. It is never closed.
    let _permit = server.long_work.clone().acquire_owned().await;
    let engine = server.engine.clone();
    let taken = tokio::task::spawn_blocking(move || take_over(&engine, &bytes, &scope)).await;
    drop(held);
    match taken {
        Ok(Ok(())) => {
            server.kept.clear();
            Json(json!({ "ok": true })).into_response()
        }
        Ok(Err(message)) => bad(&message),
        Err(_) => super::reply::refused(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the state could not be taken over",
        ),
    }
}

/// # Errors
/// What is wrong with the document, and where.
pub(in crate::http) fn take_over(
    engine: &Engine,
    document: &[u8],
    scope: &Scope,
) -> Result<(), String> {
    let text = std::str::from_utf8(document).map_err(|error| format!("no UTF-8: {error}"))?;
    engine.import(text, scope, is_place).map(drop).map_err(|flaw| flaw.to_string())
}

pub(in crate::http) fn is_place(caller: &Caller) -> Result<(), String> {
    if !is_account_id(&caller.account) {
        return Err(format!("the account '{}' is not 12 digits", caller.account));
    }
    match regions::find(&caller.region) {
        Some(_) => Ok(()),
        None => Err(format!("the region '{}' is none of AWS's", caller.region)),
    }
}

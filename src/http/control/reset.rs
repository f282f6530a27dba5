//! Begins anew.

use super::reply::scope;
use crate::http::Server;
use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

/// Forgets everything, or an account or a region. The old state is dropped aside, so that the
/// answer does not wait for it.
pub(super) async fn reset(State(server): State<Server>, uri: Uri) -> Response {
    let scope = match scope(&uri) {
        Ok(scope) => scope,
        Err(refusal) => return refusal,
    };
    if scope.is_all() {
        let old = server.engine.reset();
        server.metadata_at_root.set(None);
        tokio::task::spawn_blocking(move || drop(old));
    } else {
        server.engine.reset_part(&scope);
    }
    server.kept.clear();
    server.requests.clear();
    Json(json!({ "ok": true })).into_response()
}

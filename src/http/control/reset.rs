//! Begins anew.

use crate::http::Server;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

/// Forgets everything. The old state is dropped aside, so that the answer does not wait for it.
pub(super) async fn reset(State(server): State<Server>) -> Json<Value> {
    let old = server.engine.reset();
    server.kept.clear();
    server.requests.clear();
    server.metadata_at_root.set(None);
    tokio::task::spawn_blocking(move || drop(old));
    Json(json!({ "ok": true }))
}

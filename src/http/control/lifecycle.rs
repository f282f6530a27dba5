//! How resources change state.

use super::reply::read;
use crate::engine::Lifecycle;
use crate::http::Server;
use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LifecycleBody {
    mode: Lifecycle,
}

/// `{"mode":"instant"}` or `{"mode":"aws"}`; transitions that are under way keep their course.
pub(super) async fn set_lifecycle(State(server): State<Server>, request: Request) -> Response {
    match read(&server, request).await {
        Ok(LifecycleBody { mode }) => {
            server.engine.set_lifecycle(mode);
            Json(json!({ "mode": mode })).into_response()
        }
        Err(refusal) => refusal,
    }
}

pub(super) async fn lifecycle(State(server): State<Server>) -> Json<Value> {
    Json(json!({ "mode": server.engine.lifecycle() }))
}

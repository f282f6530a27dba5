//! How the server is, and what it can do.

use crate::http::Server;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use wire::Action;

/// `{"status":"ok","service":"ec2",…}` and the number of resources of each kind.
pub(super) async fn health(State(server): State<Server>) -> (StatusCode, Json<Value>) {
    let failure = server.engine.failure();
    let status = if failure.is_some() { "failing" } else { "ok" };
    let mut body = Map::new();
    body.insert("status".to_owned(), status.into());
    if let Some(why) = &failure {
        body.insert("failure".to_owned(), format!("cannot keep the state: {why}").into());
    }
    body.insert("service".to_owned(), "ec2".into());
    body.insert("version".to_owned(), env!("CARGO_PKG_VERSION").into());
    body.insert("requests".to_owned(), server.engine.requests().into());
    for (kind, count) in server.engine.counts() {
        body.insert(kind.to_owned(), count.into());
    }
    let code = if failure.is_some() { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    (code, Json(body.into()))
}

/// Every operation of the API and whether it is emulated, from the registration itself.
pub(super) async fn operations(State(server): State<Server>) -> Json<Value> {
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

//! Named states to return to.

use super::reply::{bad, query, refused};
use crate::engine::checkpoints::Checkpoint;
use crate::engine::diff::{Differing, How};
use crate::http::Server;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value, json};

const MOST_CHARS: usize = 64;

pub(super) async fn make(State(server): State<Server>, Path(name): Path<String>) -> Response {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "-_.".contains(it);
    if name.len() > MOST_CHARS || !name.chars().all(is_plain) {
        return bad(&format!(
            "'{name}' is no name of a checkpoint: up to {MOST_CHARS} letters, digits, '-', '_' \
             and '.'"
        ));
    }
    match server.engine.make_checkpoint(&name) {
        Ok(checkpoint) => Json(show(&checkpoint)).into_response(),
        Err(message) => bad(&message),
    }
}

pub(super) async fn list(State(server): State<Server>) -> Json<Value> {
    let checkpoints: Vec<Value> = server.engine.checkpoints().iter().map(show).collect();
    Json(json!({ "checkpoints": checkpoints }))
}

pub(super) async fn remove(State(server): State<Server>, Path(name): Path<String>) -> Response {
    match server.engine.remove_checkpoint(&name) {
        Some(old) => {
            tokio::task::spawn_blocking(move || drop(old));
            Json(json!({ "ok": true })).into_response()
        }
        None => unknown(&server, &name),
    }
}

pub(super) async fn restore(State(server): State<Server>, Path(name): Path<String>) -> Response {
    if !server.engine.restore(&name) {
        return unknown(&server, &name);
    }
    server.kept.clear();
    Json(json!({ "ok": true })).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DiffQuery {
    to: Option<String>,
}

/// What has come of a checkpoint until now, or `?to=` another one.
pub(super) async fn diff(
    State(server): State<Server>,
    Path(name): Path<String>,
    uri: Uri,
) -> Response {
    let to = match query(&uri) {
        Ok(DiffQuery { to }) => to,
        Err(refusal) => return refusal,
    };
    let differing = match server.engine.diff(&name, to.as_deref()) {
        Ok(differing) => differing,
        Err(name) => return unknown(&server, name),
    };
    let those = |is: fn(&How) -> bool| -> Vec<Value> {
        differing.iter().filter(|it| is(&it.how)).map(show_differing).collect()
    };
    Json(json!({
        "from": name,
        "to": to,
        "created": those(|how| matches!(how, How::Created)),
        "deleted": those(|how| matches!(how, How::Deleted)),
        "changed": those(|how| matches!(how, How::Changed(_))),
    }))
    .into_response()
}

fn show(checkpoint: &Checkpoint) -> Value {
    json!({ "name": checkpoint.name, "at": checkpoint.at.iso8601() })
}

fn show_differing(differing: &Differing) -> Value {
    let Differing { caller, kind, id, how } = differing;
    let (account, region) = (&*caller.account, &*caller.region);
    let mut shown = json!({ "account": account, "region": region, "kind": kind, "id": id });
    if let How::Changed(members) = how {
        let member = |(path, was, is): &(String, Value, Value)| {
            json!({
                "member": path,
                "before": was,
                "after": is,
            })
        };
        shown["members"] = members.iter().map(member).collect();
    }
    shown
}

fn unknown(server: &Server, name: &str) -> Response {
    let there: Vec<String> = server.engine.checkpoints().into_iter().map(|it| it.name).collect();
    let there = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
    refused(StatusCode::NOT_FOUND, &format!("there is no checkpoint '{name}'; there are: {there}"))
}

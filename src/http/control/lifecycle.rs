//! How resources change state, and how long that takes.

use super::reply::{bad, read};
use crate::engine::{Engine, Lifecycle};
use crate::http::Server;
use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Ten years.
const MOST_SECONDS: f64 = 315_360_000.0;

/// A transition by its kind and its name, and how long it takes; `None`: as long as usual.
type Duration = ((&'static str, &'static str), Option<i64>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LifecycleBody {
    mode: Option<Lifecycle>,
    /// By the plural of a kind, and by transition, in seconds; `null` is as usual again.
    durations: Option<BTreeMap<String, BTreeMap<String, Option<f64>>>>,
}

/// `{"mode":"instant"}` or `{"mode":"aws"}`, `{"durations":{"instances":{"pending":5}}}`, or both;
/// transitions that are under way keep their course.
pub(super) async fn set_lifecycle(State(server): State<Server>, request: Request) -> Response {
    let body: LifecycleBody = match read(&server, request).await {
        Ok(body) => body,
        Err(refusal) => return refusal,
    };
    if body.mode.is_none() && body.durations.is_none() {
        return bad("give mode (instant or aws), durations, or both");
    }
    let durations = match checked(&server.engine, &body.durations.unwrap_or_default()) {
        Ok(durations) => durations,
        Err(message) => return bad(&message),
    };
    server.engine.lab.durations.set(&durations);
    if let Some(mode) = body.mode {
        server.engine.set_lifecycle(mode);
    }
    // What they show may come at another moment now.
    server.kept.clear();
    lifecycle(State(server)).await.into_response()
}

/// The durations that there are, and none but these.
fn checked(
    engine: &Engine,
    asked: &BTreeMap<String, BTreeMap<String, Option<f64>>>,
) -> Result<Vec<Duration>, String> {
    let known = engine.durations();
    let mut durations = Vec::new();
    for (kind, transitions) in asked {
        let mut of_kind = known.keys().filter(|(of, _)| of == kind).peekable();
        if of_kind.peek().is_none() {
            let mut kinds: Vec<&str> = known.keys().map(|(kind, _)| *kind).collect();
            kinds.dedup();
            return Err(format!("no '{kind}' takes time; there are {}", kinds.join(", ")));
        }
        let of_kind: Vec<&(&'static str, &'static str)> = of_kind.collect();
        for (name, seconds) in transitions {
            let found = of_kind.iter().find(|(_, known)| known == name).ok_or_else(|| {
                let names: Vec<&str> = of_kind.iter().map(|(_, name)| *name).collect();
                format!("{kind} have no '{name}' that takes time; there are {}", names.join(", "))
            })?;
            if seconds.is_some_and(|seconds| !(0.0..=MOST_SECONDS).contains(&seconds)) {
                let most = MOST_SECONDS;
                return Err(format!("{kind}.{name} is a number of seconds, from 0 to {most}"));
            }
            #[expect(clippy::cast_possible_truncation, reason = "it is in the range")]
            let millis = seconds.map(|seconds| (seconds * 1e3) as i64);
            durations.push((**found, millis));
        }
    }
    Ok(durations)
}

pub(super) async fn lifecycle(State(server): State<Server>) -> Json<Value> {
    let mut durations: Map<String, Value> = Map::new();
    for ((kind, name), millis) in server.engine.durations() {
        let of_kind = durations.entry(kind).or_insert_with(|| json!({}));
        #[expect(clippy::cast_precision_loss, reason = "ten years are no loss")]
        let seconds = millis as f64 / 1e3;
        of_kind[name] = seconds.into();
    }
    Json(json!({ "mode": server.engine.lifecycle(), "durations": durations }))
}

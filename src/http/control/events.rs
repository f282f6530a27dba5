//! What a test wants to happen to an instance.

use super::reply::{bad, read, refused};
use crate::effects::compute::instance_events::raise::{self, Happening};
use crate::error::Error;
use crate::http::Server;
use crate::records::compute::instance_events::{
    self, Check, Progress, Scheduled, usual_description,
};
use crate::records::compute::instances::BootFailure;
use crate::records::ids::{InstanceEventId, InstanceId};
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::json;
use wire::{Action, EventCode, Timestamp};

pub(super) const OF_INSTANCE: &str = "/_parlel/instances/{id}/events";
pub(super) const ONE: &str = "/_parlel/instances/{id}/events/{event}";

/// As far ahead as a test may look.
const MOST_SECONDS: u32 = 365 * 24 * 60 * 60;

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[serde(deny_unknown_fields)]
enum Body {
    SpotInterruption {
        #[serde(default)]
        after_seconds: u32,
    },
    RebalanceRecommendation {},
    InstanceReboot(Maintenance),
    SystemReboot(Maintenance),
    SystemMaintenance(Maintenance),
    InstanceRetirement(Maintenance),
    InstanceStop(Maintenance),
    Impaired {
        check: Check,
    },
    Shutdown {},
    BootFailure {
        reason: BootFailure,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Maintenance {
    not_before: String,
    not_after: Option<String>,
    not_before_deadline: Option<String>,
    description: Option<String>,
}

/// `{"type":"spot-interruption"}`; `{"events":["instance-event-…"]}` comes back.
pub(super) async fn raise(
    State(server): State<Server>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let body: Body = match read(&server, request).await {
        Ok(body) => body,
        Err(refusal) => return refusal,
    };
    let happening = match happening(body) {
        Ok(happening) => happening,
        Err(message) => return bad(&message),
    };
    let id = InstanceId::new(id);
    let raised = server
        .engine
        .change_where(Action::DescribeInstanceStatus, &id, |cx| raise::raise(cx, &id, happening));
    answer(&id, raised.map(|raised| raised.map(|ids| json!({ "events": texts(&ids) }))))
}

/// The maintenance, the checks and the interruptions of an instance.
pub(super) async fn list(State(server): State<Server>, Path(id): Path<String>) -> Response {
    let id = InstanceId::new(id);
    let found = server.engine.look_up(Action::DescribeInstanceStatus, &id, |cx| {
        let events = instance_events::of(cx, &id);
        let events = events.map(|row| json!({ "id": *row.id, "is": row.what }));
        json!({ "events": events.collect::<Vec<_>>() })
    });
    answer(&id, found.map(Ok))
}

pub(super) async fn withdraw(
    State(server): State<Server>,
    Path((id, event)): Path<(String, String)>,
) -> Response {
    let (id, event) = (InstanceId::new(id), InstanceEventId::new(event));
    let gone = server
        .engine
        .change_where(Action::DescribeInstanceStatus, &id, |cx| raise::withdraw(cx, &id, &event));
    answer(&id, gone.map(|gone| gone.map(|()| json!({ "withdrawn": &*event }))))
}

fn answer(id: &str, outcome: Option<Result<serde_json::Value, Error>>) -> Response {
    match outcome {
        Some(Ok(shown)) => Json(shown).into_response(),
        Some(Err(error)) => refused(StatusCode::CONFLICT, &error.message),
        None => refused(StatusCode::NOT_FOUND, &format!("there is no instance {id}")),
    }
}

fn texts(ids: &[InstanceEventId]) -> Vec<&str> {
    ids.iter().map(|id| &**id).collect()
}

fn happening(body: Body) -> Result<Happening, String> {
    Ok(match body {
        Body::SpotInterruption { after_seconds } if after_seconds > MOST_SECONDS => {
            return Err(format!("afterSeconds goes up to {MOST_SECONDS}"));
        }
        Body::SpotInterruption { after_seconds } => {
            Happening::SpotInterruption { after_millis: i64::from(after_seconds) * 1_000 }
        }
        Body::RebalanceRecommendation {} => Happening::RebalanceRecommendation,
        Body::InstanceReboot(it) => scheduled(EventCode::InstanceReboot, it)?,
        Body::SystemReboot(it) => scheduled(EventCode::SystemReboot, it)?,
        Body::SystemMaintenance(it) => scheduled(EventCode::SystemMaintenance, it)?,
        Body::InstanceRetirement(it) => scheduled(EventCode::InstanceRetirement, it)?,
        Body::InstanceStop(it) => scheduled(EventCode::InstanceStop, it)?,
        Body::Impaired { check } => Happening::Impaired(check),
        Body::Shutdown {} => Happening::Shutdown,
        Body::BootFailure { reason } => Happening::BootFailure(reason),
    })
}

fn scheduled(code: EventCode, it: Maintenance) -> Result<Happening, String> {
    let not_before = moment(&it.not_before)?;
    let not_after = it.not_after.as_deref().map(moment).transpose()?;
    let deadline = it.not_before_deadline.as_deref().map(moment).transpose()?;
    if not_after.is_some_and(|end| end < not_before) || deadline.is_some_and(|at| at < not_before) {
        return Err("notAfter and notBeforeDeadline do not come before notBefore".to_owned());
    }
    let description = it.description.unwrap_or_else(|| usual_description(code).to_owned()).into();
    let progress = Progress::Active;
    Ok(Happening::Scheduled(Scheduled {
        code,
        description,
        not_before,
        not_after,
        deadline,
        progress,
    }))
}

fn moment(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text).ok_or_else(|| format!("'{text}' is no moment like 2026-01-31T12:00:00Z"))
}

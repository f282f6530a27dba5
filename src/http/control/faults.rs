//! Failures that a test asks for.

use super::reply::{bad, read, refused};
use crate::catalog::{instance_types, regions};
use crate::engine::faults::{Definition, Market, NO_CAPACITY, Rule, Stage};
use crate::engine::filter::Pattern;
use crate::http::{Server, ssm, sts};
use crate::records::compute::instance_events::Happening;
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize as _;
use serde_json::{Value, json};
use wire::Action;

/// The status and the words of EC2's common failures; no words: they are made after the request.
/// RequestLimitExceeded: otiai10/hotsub#10; Unavailable: MozillaSecurity/FuzzManager#603;
/// InternalError: smarty-archives/go-aws-auth#37; RequestExpired: aws/aws-sdk-java#1443.
const KNOWN: [(&str, u16, Option<&str>); 8] = [
    ("RequestLimitExceeded", 503, Some("Request limit exceeded.")),
    (NO_CAPACITY, 500, None),
    ("InternalError", 500, Some("An internal error has occurred")),
    ("Unavailable", 503, Some("The service is unavailable. Please try again shortly.")),
    ("UnauthorizedOperation", 403, None),
    ("AuthFailure", 401, Some("AWS was not able to validate the provided access credentials")),
    ("RequestExpired", 400, Some("Request has expired.")),
    ("MaxSpotInstanceCountExceeded", 400, Some("Max spot instance count exceeded")),
];

/// Adds a rule and shows it.
pub(super) async fn add(State(server): State<Server>, request: Request) -> Response {
    let definition: Definition = match read(&server, request).await {
        Ok(definition) => definition,
        Err(refusal) => return refusal,
    };
    let definition = match check(&definition).and_then(|()| worded(definition)) {
        Ok(definition) => definition,
        Err(message) => return bad(&message),
    };
    let definition = match of_launched(definition) {
        Ok(definition) => definition,
        Err(message) => return bad(&message),
    };
    match server.engine.lab.faults.add(definition, show) {
        Ok(shown) => Json(shown).into_response(),
        Err(message) => bad(&message),
    }
}

pub(super) async fn list(State(server): State<Server>) -> Json<Value> {
    Json(json!({ "faults": server.engine.lab.faults.list(show) }))
}

pub(super) async fn remove_all(State(server): State<Server>) -> Json<Value> {
    Json(json!({ "removed": server.engine.lab.faults.remove(None) }))
}

pub(super) async fn remove(State(server): State<Server>, Path(id): Path<String>) -> Response {
    let number = id.parse().ok();
    match number.map_or(0, |number| server.engine.lab.faults.remove(Some(number))) {
        0 => {
            let there = server.engine.lab.faults.list(|rule| rule.id.to_string()).join(", ");
            let message = format!("there is no fault {id}; there are: {there}");
            refused(StatusCode::NOT_FOUND, &message)
        }
        removed => Json(json!({ "removed": removed })).into_response(),
    }
}

fn show(rule: &Rule) -> Value {
    let mut shown = json!(rule.definition);
    shown["id"] = rule.id.into();
    shown["at"] = json!(rule.definition.stage());
    shown["matched"] = rule.matched.into();
    shown["fired"] = rule.fired.into();
    shown
}

/// With AWS's status and words where it gives none.
fn worded(definition: Definition) -> Result<Definition, String> {
    let Some(code) = &definition.error else { return Ok(definition) };
    let known = KNOWN.iter().find(|(known, ..)| known == code);
    let status = definition.status.or(known.map(|(_, status, _)| *status));
    let words = known.and_then(|(.., words)| *words).map(str::to_owned);
    // A zone without capacity is a launch's matter, who may do what and how often is a request's.
    let is_made = match definition.stage() {
        Stage::Launch => code == NO_CAPACITY,
        Stage::Launched => false,
        Stage::Request => ["UnauthorizedOperation", "RequestLimitExceeded"].contains(&&**code),
    };
    let message = definition.message.clone().or(words.filter(|_| !is_made));
    if message.is_none() && !is_made {
        let known: Vec<&str> = KNOWN.iter().map(|(code, ..)| *code).collect();
        return Err(format!(
            "{code} needs a message; AWS's words are known of {}",
            known.join(", ")
        ));
    }
    Ok(Definition { status: Some(status.unwrap_or(400)), message, ..definition })
}

/// With an event that instances know; what only Spot Instances have is for them alone.
fn of_launched(definition: Definition) -> Result<Definition, String> {
    let Some(event) = &definition.event else { return Ok(definition) };
    let happening = Happening::deserialize(event);
    let happening = happening.map_err(|error| format!("the event is not right: {error}"))?;
    let market = definition.market;
    match market {
        Some(Market::OnDemand) if happening.is_of_spot() => {
            Err("the event is one of Spot Instances".to_owned())
        }
        _ if happening.is_of_spot() => Ok(Definition { market: Some(Market::Spot), ..definition }),
        _ => Ok(definition),
    }
}

/// A pattern that nothing can match is a mistake.
fn check(definition: &Definition) -> Result<(), String> {
    let is_any = |text: &Option<String>, mut all: Box<dyn Iterator<Item = &str> + '_>| {
        text.as_deref().is_none_or(|text| {
            let pattern = Pattern::parse(text);
            all.any(|name| pattern.matches(name))
        })
    };
    let actions = Action::ALL.iter().map(|action| action.name());
    let actions = actions.chain(sts::ACTIONS).chain(ssm::ACTIONS);
    if !is_any(&definition.action, Box::new(actions)) {
        return Err("action is none of EC2's, such as RunInstances or Describe*".to_owned());
    }
    if !is_any(&definition.region, Box::new(regions::all().iter().map(|region| region.name))) {
        return Err("region is none of AWS's, such as us-east-1 or eu-*".to_owned());
    }
    let zones = regions::all().iter().flat_map(|region| &region.zones).map(|zone| zone.name);
    if !is_any(&definition.zone, Box::new(zones)) {
        return Err("zone is none of AWS's, such as us-east-1a or *a".to_owned());
    }
    let types = instance_types::all().iter().map(|kind| kind.name);
    if !is_any(&definition.instance_type, Box::new(types)) {
        return Err("instanceType is none of AWS's, such as t3.micro or p5.*".to_owned());
    }
    let is_account = |text: &str| text.chars().all(|it| it.is_ascii_digit() || "*?".contains(it));
    if !definition.account.as_deref().is_none_or(is_account) {
        return Err("account is a number such as 111122223333 or 1111*".to_owned());
    }
    Ok(())
}

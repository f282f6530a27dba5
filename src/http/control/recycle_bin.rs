//! The retention rules of the Recycle Bin, which is another AWS service.
//! <https://docs.aws.amazon.com/recyclebin/latest/APIReference/API_CreateRule.html>

use super::reply::{bad, read};
use crate::catalog::regions;
use crate::config::is_account_id;
use crate::engine::{RetentionRule, Scope};
use crate::http::Server;
use crate::records::storage::recycle_bin::KINDS;
use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) const PATH: &str = "/_parlel/recycle-bin";

const DAY_MILLIS: i64 = 24 * 3_600_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    rules: Vec<Rule>,
}

/// In the words of the Recycle Bin's API.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Rule {
    resource_type: String,
    #[serde(default)]
    resource_tags: Vec<Tag>,
    retention_days: i64,
    account: Option<String>,
    region: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tag {
    key: String,
    value: Option<String>,
}

/// `{"rules":[{"resourceType":"EBS_SNAPSHOT","retentionDays":7}]}` takes the place of all rules.
pub(super) async fn set(State(server): State<Server>, request: Request) -> Response {
    let body: Body = match read(&server, request).await {
        Ok(body) => body,
        Err(refusal) => return refusal,
    };
    match body.rules.into_iter().map(checked).collect() {
        Ok(rules) => server.engine.lab.retention.set(rules),
        Err(message) => return bad(&message),
    }
    list(State(server)).await.into_response()
}

fn checked(rule: Rule) -> Result<RetentionRule, String> {
    let kind = KINDS.iter().find(|(name, ..)| *name == rule.resource_type);
    let (_, kind, most) = kind.ok_or_else(|| {
        let names: Vec<&str> = KINDS.iter().map(|(name, ..)| *name).collect();
        format!("resourceType: '{}' is none of {}", rule.resource_type, names.join(", "))
    })?;
    if !(1..=*most).contains(&rule.retention_days) {
        return Err(format!("retentionDays of {} go from 1 to {most}", rule.resource_type));
    }
    if let Some(account) = rule.account.as_deref().filter(|account| !is_account_id(account)) {
        return Err(format!("account: '{account}' is not 12 digits"));
    }
    if let Some(region) = rule.region.as_deref().filter(|name| regions::find(name).is_none()) {
        return Err(format!("region: '{region}' is none of AWS's, such as us-east-1"));
    }
    Ok(RetentionRule {
        scope: Scope { account: rule.account.map(Into::into), region: rule.region.map(Into::into) },
        kind,
        tags: rule.resource_tags.into_iter().map(|tag| (tag.key, tag.value)).collect(),
        millis: rule.retention_days * DAY_MILLIS,
    })
}

pub(super) async fn list(State(server): State<Server>) -> Json<Value> {
    let rules = server.engine.lab.retention.rules();
    Json(json!({ "rules": rules.iter().map(show).collect::<Vec<_>>() }))
}

fn show(rule: &RetentionRule) -> Value {
    let name = KINDS.iter().find(|(_, kind, _)| *kind == rule.kind).map(|(name, ..)| *name);
    let tag = |(key, value): &(String, Option<String>)| json!({ "key": key, "value": value });
    json!({
        "resourceType": name,
        "resourceTags": rule.tags.iter().map(tag).collect::<Vec<_>>(),
        "retentionDays": rule.millis / DAY_MILLIS,
        "account": rule.scope.account.as_deref(),
        "region": rule.scope.region.as_deref(),
    })
}

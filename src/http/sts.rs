//! STS, as far as EC2's clients need it, and the refusal of every other service:
//! `AWS_ENDPOINT_URL` sends them all here.

use super::credentials::{Scope, assumed_key};
use super::{Server, xml};
use crate::catalog::regions;
use crate::config::is_account_id;
use crate::error::{Error, Result};
use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use wire::Timestamp;

pub(super) const VERSION: &str = "2011-06-15";
const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

pub(super) fn respond(
    server: &Server,
    scope: &Scope,
    pairs: &[(String, String)],
    request_id: &str,
) -> Response {
    let find = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, v)| v.as_str());
    let action = find("Action").unwrap_or_default();
    let result = match action {
        "GetCallerIdentity" => caller_identity(server, scope),
        "AssumeRole" => assume_role(server, find),
        _ => Err(Error::new(
            "InvalidAction",
            format!("parlel-ec2 emulates GetCallerIdentity and AssumeRole of STS; not '{action}'."),
        )),
    };
    match result {
        Ok(members) => xml::document(200, request_id, |xml| {
            xml.element(&format!("{action}Response"), Some(NAMESPACE), |xml| {
                xml.element(&format!("{action}Result"), None, |xml| write(xml, &members));
                xml.element("ResponseMetadata", None, |xml| xml.leaf("RequestId", request_id));
            });
        }),
        Err(error) => xml::query_refusal(&error, Some(NAMESPACE), request_id),
    }
}

/// An element and what it holds.
enum Member {
    Leaf(&'static str, String),
    Group(&'static str, Vec<Member>),
}

fn write(xml: &mut xml::XmlWriter, members: &[Member]) {
    for member in members {
        match member {
            Member::Leaf(name, text) => xml.leaf(name, text),
            Member::Group(name, members) => xml.element(name, None, |xml| write(xml, members)),
        }
    }
}

fn caller_identity(server: &Server, scope: &Scope) -> Result<Vec<Member>> {
    let caller = scope.caller(server)?;
    let partition = regions::find(&caller.region).map_or("aws", |r| r.partition.as_str());
    // unverified: whose key it is cannot be known; the account's root is what has every right.
    Ok(vec![
        Member::Leaf("Arn", format!("arn:{partition}:iam::{}:root", caller.account)),
        Member::Leaf("UserId", caller.account.to_string()),
        Member::Leaf("Account", caller.account.to_string()),
    ])
}

fn assume_role<'a>(server: &Server, find: impl Fn(&str) -> Option<&'a str>) -> Result<Vec<Member>> {
    let missing = |name| {
        let message = format!(
            "1 validation error detected: Value null at '{name}' failed to satisfy constraint: \
             Member must not be null"
        );
        Error::new("ValidationError", message)
    };
    let arn = find("RoleArn").ok_or_else(|| missing("roleArn"))?;
    let session = find("RoleSessionName").ok_or_else(|| missing("roleSessionName"))?;
    let seconds = find("DurationSeconds").map_or(Ok(3600), str::parse::<i64>);
    let seconds = seconds.ok().filter(|seconds| (900..=43_200).contains(seconds));
    let seconds = seconds.ok_or_else(|| {
        let message = "The requested DurationSeconds is not between 900 and 43200.";
        Error::new("ValidationError", message)
    })?;
    let parts: Vec<&str> = arn.split(':').collect();
    let (account, role) = match parts.as_slice() {
        ["arn", _, "iam", "", account, role] if is_account_id(account) => (*account, *role),
        _ => return Err(Error::new("ValidationError", format!("{arn} is invalid"))),
    };
    let role = role.strip_prefix("role/").and_then(|path| path.rsplit('/').next());
    let role = role.ok_or_else(|| Error::new("ValidationError", format!("{arn} is invalid")))?;
    let expires = Timestamp(server.engine.clock.now().0 + seconds * 1_000);
    let key = assumed_key(account);
    Ok(vec![
        Member::Group(
            "AssumedRoleUser",
            vec![
                Member::Leaf("AssumedRoleId", format!("AROA{role}:{session}")),
                Member::Leaf(
                    "Arn",
                    format!("arn:{}:sts::{account}:assumed-role/{role}/{session}", parts[1]),
                ),
            ],
        ),
        Member::Group(
            "Credentials",
            vec![
                Member::Leaf("AccessKeyId", key.clone()),
                Member::Leaf("SecretAccessKey", format!("{key}-secret")),
                Member::Leaf("SessionToken", format!("{key}-session")),
                Member::Leaf("Expiration", expires.iso8601()),
            ],
        ),
    ])
}

/// Says what this server is, in the form the asked service's clients can read.
pub(super) fn other_service(service: &str, headers: &HeaderMap, request_id: &str) -> Response {
    let message = format!(
        "This is parlel-ec2, an emulation of AWS EC2. It does not emulate the service '{service}'; \
         set AWS_ENDPOINT_URL_EC2 instead of AWS_ENDPOINT_URL to send only EC2's requests here."
    );
    if headers.contains_key("x-amz-target") {
        let body = json!({ "__type": "UnknownOperationException", "message": message });
        return (StatusCode::BAD_REQUEST, Json(body)).into_response();
    }
    // Terraform asks IAM who it is, takes AccessDenied for an answer and goes on to STS.
    let error = if service == "iam" {
        Error::new("AccessDenied", message).with_status(403)
    } else {
        Error::new("NotImplemented", message).with_status(501)
    };
    xml::query_refusal(&error, None, request_id)
}

//! STS, as far as EC2's clients need it, and the refusal of every other service:
//! `AWS_ENDPOINT_URL` sends them all here.

use super::credentials::Scope;
use super::{Server, xml};
use crate::catalog::regions;
use crate::config::is_account_id;
use crate::engine::Caller;
use crate::error::{Error, Result};
use crate::records::account::sessions::Session;
use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use wire::Timestamp;

pub(super) const VERSION: &str = "2011-06-15";
pub(super) const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
/// What is emulated of it.
pub(super) const ACTIONS: [&str; 3] =
    ["GetCallerIdentity", "AssumeRole", "DecodeAuthorizationMessage"];
const MIN_ARN: usize = 20;
const MAX_ARN: usize = 2048;

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
        "DecodeAuthorizationMessage" => decoded_message(find("EncodedMessage")),
        _ => Err(Error::new(
            "InvalidAction",
            format!("parlel-ec2 emulates {} of STS; not '{action}'.", ACTIONS.join(", ")),
        )),
    };
    match result {
        Ok(members) => xml::query_document(200, request_id, |xml| {
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
    let session = scope.session()?;
    let (user_id, account) = match &session {
        Some(session) => (session.user_id(), session.account.clone()),
        None => (caller.account.to_string(), caller.account.to_string()),
    };
    Ok(vec![
        Member::Leaf("Arn", arn(session.as_ref(), &caller)),
        Member::Leaf("UserId", user_id),
        Member::Leaf("Account", account),
    ])
}

/// Whose request it is.
pub(super) fn caller_arn(scope: &Scope, caller: &Caller) -> String {
    arn(scope.session().ok().flatten().as_ref(), caller)
}

fn arn(session: Option<&Session>, caller: &Caller) -> String {
    let partition = regions::find(&caller.region).map_or("aws", |r| r.partition.as_str());
    match session {
        Some(session) => session.arn(partition),
        // unverified: whose key it is cannot be known; the account's root has every right.
        None => format!("arn:{partition}:iam::{}:root", caller.account),
    }
}

fn missing(name: &str) -> Error {
    let message = format!(
        "1 validation error detected: Value null at '{name}' failed to satisfy constraint: \
         Member must not be null"
    );
    Error::new("ValidationError", message)
}

/// What stands in the refusals that a test asked for. The code is documented.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html>
// unverified (looked up 2026-11-26): the words.
fn decoded_message(encoded: Option<&str>) -> Result<Vec<Member>> {
    let encoded = encoded.ok_or_else(|| missing("encodedMessage"))?;
    let invalid = || Error::new("InvalidAuthorizationMessageException", "Message is not valid");
    let bytes = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| invalid())?;
    let message: Value = serde_json::from_slice(&bytes).map_err(|_| invalid())?;
    if !message["allowed"].is_boolean() || !message["context"].is_object() {
        return Err(invalid());
    }
    Ok(vec![Member::Leaf("DecodedMessage", message.to_string())])
}

fn assume_role<'a>(server: &Server, find: impl Fn(&str) -> Option<&'a str>) -> Result<Vec<Member>> {
    let arn = find("RoleArn").ok_or_else(|| missing("roleArn"))?;
    let name = find("RoleSessionName").ok_or_else(|| missing("roleSessionName"))?;
    check_session_name(name)?;
    let seconds = check_duration(find("DurationSeconds").unwrap_or("3600"))?;
    let invalid = || Error::new("ValidationError", format!("{arn} is invalid"));
    match arn.len() {
        0..MIN_ARN => return Err(constraint(arn, "roleArn", "length greater than or equal to 20")),
        MIN_ARN..=MAX_ARN => {}
        _ => return Err(constraint(arn, "roleArn", "length less than or equal to 2048")),
    }
    let mut parts = arn.splitn(6, ':');
    let mut next = || parts.next().unwrap_or_default();
    let ("arn", partition, "iam", "", account, role) =
        (next(), next(), next(), next(), next(), next())
    else {
        return Err(invalid());
    };
    let role = role.strip_prefix("role/").and_then(|path| path.rsplit('/').next());
    let role = role.filter(|role| is_account_id(account) && is_plain(role)).ok_or_else(invalid)?;
    let expires = Timestamp(server.engine.clock.now().0 + seconds * 1_000);
    let (account, role, name) = (account.to_owned(), role.to_owned(), name.to_owned());
    let session = Session { account, role, name, expires };
    let user = vec![
        Member::Leaf("AssumedRoleId", session.user_id()),
        Member::Leaf("Arn", session.arn(partition)),
    ];
    let credentials = vec![
        Member::Leaf("AccessKeyId", session.access_key()),
        Member::Leaf("SecretAccessKey", session.secret_key()),
        Member::Leaf("SessionToken", session.token()),
        Member::Leaf("Expiration", expires.iso8601()),
    ];
    Ok(vec![Member::Group("AssumedRoleUser", user), Member::Group("Credentials", credentials)])
}

/// The words for too much are those that KeyConjurer reads the greatest value from.
fn check_duration(text: &str) -> Result<i64> {
    let wanted = match text.parse::<i64>() {
        Ok(seconds @ 900..=43_200) => return Ok(seconds),
        Ok(43_201..) => "value less than or equal to 43200",
        // unverified (looked up 2026-11-26): that what is no number is answered so, too.
        _ => "value greater than or equal to 900",
    };
    Err(constraint(text, "durationSeconds", wanted))
}

/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
fn check_session_name(name: &str) -> Result<()> {
    let wanted = match name.chars().count() {
        0 | 1 => "length greater than or equal to 2",
        65.. => "length less than or equal to 64",
        _ if is_plain(name) => return Ok(()),
        _ => {
            let message = format!(
                "1 validation error detected: Value '{name}' at 'roleSessionName' failed to \
                 satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*"
            );
            return Err(Error::new("ValidationError", message));
        }
    };
    Err(constraint(name, "roleSessionName", wanted))
}

fn constraint(value: &str, name: &str, wanted: &str) -> Error {
    let message = format!(
        "1 validation error detected: Value '{value}' at '{name}' failed to satisfy constraint: \
         Member must have {wanted}"
    );
    Error::new("ValidationError", message)
}

/// What names of roles and sessions are made of.
fn is_plain(name: &str) -> bool {
    let is_one = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    !name.is_empty() && name.bytes().all(is_one)
}

/// Says what this server is, in the form the asked service's clients can read.
pub(super) fn other_service(service: &str, headers: &HeaderMap, request_id: &str) -> Response {
    let message = format!(
        "This is parlel-ec2, an emulation of AWS EC2. It does not emulate the service '{service}'; \
         set AWS_ENDPOINT_URL_EC2 instead of AWS_ENDPOINT_URL to send only EC2's requests here."
    );
    if headers.contains_key(super::TARGET) {
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

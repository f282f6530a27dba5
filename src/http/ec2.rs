//! The Query API: a form by POST, or in the query of a GET, on any path.

use super::credentials::{Scope, is_signature};
use super::kept::Asked;
use super::{Server, sts, xml};
use crate::engine::Outcome;
use crate::error::{Error, Result};
use axum::body::{self, Body};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Request, header};
use axum::response::Response;
use wire::Action;

const VERSION: &str = "2016-11-15";

pub(super) async fn handle(State(server): State<Server>, request: Request<Body>) -> Response {
    let request_id = server.engine.next_request_id();
    let (parts, body) = request.into_parts();
    if !matches!(parts.method, Method::GET | Method::POST | Method::HEAD) {
        let message = format!("The method {} is not allowed; use POST or GET.", parts.method);
        let error = Error::new("MethodNotAllowed", message).with_status(405);
        let mut response = xml::refusal(&error, &request_id);
        let allow = header::HeaderValue::from_static("GET, HEAD, POST");
        response.headers_mut().insert(header::ALLOW, allow);
        return response;
    }
    let Ok(body) = body::to_bytes(body, server.max_body_bytes).await else {
        let message = format!(
            "The request body is larger than {} bytes or ended early.",
            server.max_body_bytes
        );
        let error = Error::new("RequestEntityTooLarge", message).with_status(413);
        return xml::refusal(&error, &request_id);
    };
    let asked = Asked::of(&server, &parts, &body);
    if let Some(asked) = &asked
        && let Some(response) = server.kept.find(asked, &server.engine, &request_id)
    {
        tracing::debug!(%request_id, "answered as before");
        return response;
    }
    let mut pairs = form(parts.uri.query().unwrap_or_default().as_bytes());
    if parts.method == Method::POST {
        pairs.extend(form(&body));
    }
    let response = respond(&server, &parts.headers, pairs, asked, &request_id);
    tracing::debug!(%request_id, status = response.status().as_u16(), "answered");
    response
}

fn form(bytes: &[u8]) -> Vec<(String, String)> {
    serde_urlencoded::from_bytes(bytes).unwrap_or_default()
}

fn take(pairs: &mut Vec<(String, String)>, name: &str) -> Option<String> {
    let at = pairs.iter().position(|(key, _)| key == name)?;
    Some(pairs.remove(at).1)
}

fn respond(
    server: &Server,
    headers: &HeaderMap,
    mut pairs: Vec<(String, String)>,
    asked: Option<Asked>,
    request_id: &str,
) -> Response {
    let scope = Scope::of(headers, &pairs);
    pairs.retain(|(key, _)| !is_signature(key));
    let version = take(&mut pairs, "Version");
    let service = scope.service.as_deref().unwrap_or(match version.as_deref() {
        Some(sts::VERSION) => "sts",
        Some("2010-05-08") => "iam",
        _ => "ec2",
    });
    if service == "sts" {
        return sts::respond(server, &scope, &pairs, request_id);
    }
    if service != "ec2" || headers.contains_key("x-amz-target") {
        return sts::other_service(service, headers, request_id);
    }
    let action = take(&mut pairs, "Action");
    tracing::debug!(%request_id, action, "asked");
    let result = run(server, &scope, version.as_deref(), action.as_deref(), &pairs);
    match result {
        Ok((action, outcome)) => {
            let body = xml::answer(action, request_id, &*outcome.answer);
            if let (Some(asked), Some(holds)) = (asked, outcome.holds) {
                server.kept.keep(asked, holds, body.clone());
            }
            body.respond(request_id)
        }
        Err(error) => xml::refusal(&error, request_id),
    }
}

fn run(
    server: &Server,
    scope: &Scope,
    version: Option<&str>,
    action: Option<&str>,
    pairs: &[(String, String)],
) -> Result<(Action, Outcome)> {
    let Some(name) = action.filter(|name| !name.is_empty()) else {
        let message = "The request is missing an action or a required parameter. This is \
                       parlel-ec2, an emulation of AWS EC2: point AWS_ENDPOINT_URL here.";
        return Err(Error::new("MissingAction", message));
    };
    // A request without a version gets the only one there is.
    if let Some(version) = version.filter(|version| *version != VERSION) {
        let message = format!(
            "The requested version ({version}) of service AmazonEC2 is not emulated; {VERSION} is."
        );
        return Err(Error::new("NoSuchVersion", message));
    }
    let Some(action) = Action::parse(name) else {
        let message = format!("The action {name} is not valid for this web service.");
        return Err(Error::new("InvalidAction", message));
    };
    check_characters(pairs)?;
    let caller = scope.caller(server)?;
    Ok((action, server.engine.execute(&caller, action, pairs)?))
}

/// XML has no way to say these back.
fn check_characters(pairs: &[(String, String)]) -> Result<()> {
    let illegal = |letter: char| {
        (letter.is_control() && !matches!(letter, '\t' | '\n' | '\r'))
            || matches!(letter, '\u{fffe}' | '\u{ffff}')
    };
    match pairs.iter().find(|(key, value)| key.contains(illegal) || value.contains(illegal)) {
        Some((key, _)) => {
            let key: String = key.chars().filter(|letter| !illegal(*letter)).collect();
            let message = format!("The value of parameter {key} has an invalid character.");
            Err(Error::new("InvalidCharacter", message))
        }
        None => Ok(()),
    }
}

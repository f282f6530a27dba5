//! The Query API: a form by POST, or in the query of a GET, on any path.

use super::control::console;
use super::credentials::{Scope, is_signature};
use super::kept::Asked;
use super::memory::{self, Held, NotRead};
use super::older::TODAY;
use super::requests::Recording;
use super::{Server, faults, form, guard, pause, signatures, ssm, sts, xml};
use crate::catalog::{older_operations, older_parameters, regions, services};
use crate::engine::{Caller, Outcome};
use crate::error::{Error, Result};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{Method, Request, header};
use axum::response::Response;
use wire::Action;

const IAM_VERSION: &str = "2010-05-08";

/// The versions that EC2's API had before, each of which AWS still takes.
const OLDER_VERSIONS: &[&str] = &[
    "2006-06-26",
    "2006-10-01",
    "2007-01-03",
    "2007-01-19",
    "2007-03-01",
    "2007-08-29",
    "2008-02-01",
    "2008-05-05",
    "2008-08-08",
    "2008-12-01",
    "2009-03-01",
    "2009-04-04",
    "2009-07-15",
    "2009-08-15",
    "2009-10-31",
    "2009-11-30",
    "2010-06-15",
    "2010-08-31",
    "2010-11-15",
    "2011-01-01",
    "2011-02-28",
    "2011-05-15",
    "2011-07-15",
    "2011-11-01",
    "2011-12-01",
    "2011-12-15",
    "2012-03-01",
    "2012-04-01",
    "2012-05-01",
    "2012-06-01",
    "2012-06-15",
    "2012-07-20",
    "2012-08-15",
    "2012-10-01",
    "2012-12-01",
    "2013-02-01",
    "2013-06-15",
    "2013-07-15",
    "2013-08-15",
    "2013-10-01",
    "2013-10-15",
    "2014-02-01",
    "2014-05-01",
    "2014-06-15",
    "2014-09-01",
    "2014-10-01",
    "2015-03-01",
    "2015-04-15",
    "2015-10-01",
    "2016-04-01",
    "2016-09-15",
];

/// A form, or an answer, that is longer keeps a processor busy for a while.
const LONG_BYTES: usize = 64 * 1024;

pub(super) async fn handle(State(server): State<Server>, request: Request<Body>) -> Response {
    if console::is_asked(request.method(), request.uri(), request.headers()) {
        return console::page(&server, request.headers());
    }
    let pauses = pause::is_for(request.headers());
    let mut recording = Recording::begin(&server);
    let mut response = answered(server, request, &mut recording).await;
    if let Some(recording) = recording {
        recording.end(&mut response);
    }
    if pauses && let Some(time) = pause::before(&response) {
        tokio::time::sleep(time).await;
    }
    response
}

async fn answered(
    server: Server,
    request: Request<Body>,
    recording: &mut Option<Recording>,
) -> Response {
    let request_id = server.engine.next_request_id();
    let (parts, body) = request.into_parts();
    let mut note = |form: &[u8]| {
        if let Some(recording) = recording {
            recording.note(&request_id, &parts, form);
        }
    };
    if let Some(response) = not_taken(&parts, &request_id) {
        note(&[]);
        return response;
    }
    let (most, time) = (server.max_body_bytes, server.body_time);
    let (body, held) = match memory::read(body, most, time, &server.unfinished_bodies).await {
        Ok(read) => read,
        Err(why) => {
            note(&[]);
            return not_read(&server, &why, &request_id);
        }
    };
    note(&body);
    if let Some(response) = signatures::refusal(&server, &parts, &body, &request_id) {
        return response;
    }
    let Some(striking) = faults::of(&server, &parts, &body) else {
        return kept(&server, &parts, (body, held), &request_id).await;
    };
    match striking.before(&server, &request_id).await {
        Some(response) => response,
        None => striking.after(kept(&server, &parts, (body, held), &request_id).await).await,
    }
}

/// Marks the answer to a request that has changed something.
#[derive(Clone)]
struct Changed;

/// The answer to a request that is here, once what it has changed is kept.
async fn kept(server: &Server, parts: &Parts, body: (Bytes, Held), request_id: &str) -> Response {
    let mut response = served(server, parts, body, request_id).await;
    if response.extensions_mut().remove::<Changed>().is_some()
        && let Err(error) = server.engine.saved().await
    {
        return xml::refusal(&error, request_id);
    }
    response
}

/// The refusal of what is no request of the API by its head alone.
fn not_taken(parts: &Parts, request_id: &str) -> Option<Response> {
    if let Some(message) = guard::refusal(&parts.headers, &parts.uri) {
        let error = Error::new("UnauthorizedOperation", message).with_status(403);
        return Some(xml::refusal(&error, request_id));
    }
    if matches!(parts.method, Method::GET | Method::POST | Method::HEAD) {
        return None;
    }
    let message = format!("The method {} is not allowed; use POST or GET.", parts.method);
    let error = Error::new("MethodNotAllowed", message).with_status(405);
    let mut response = xml::refusal(&error, request_id);
    let allow = header::HeaderValue::from_static("GET, HEAD, POST");
    response.headers_mut().insert(header::ALLOW, allow);
    Some(response)
}

/// The answer to a request that is here, with what its body is held by.
async fn served(
    server: &Server,
    parts: &Parts,
    (body, held): (Bytes, Held),
    request_id: &str,
) -> Response {
    let asked = Asked::of(server, parts, &body);
    if let Some(asked) = &asked
        && let Some(answer) = server.kept.find(asked, &server.engine, request_id)
    {
        tracing::debug!(%request_id, "answered as before");
        return answer.respond(&server.unread_answers, request_id);
    }
    let action = action_in(&body);
    let action = action.or_else(|| action_in(parts.uri.query().unwrap_or_default().as_bytes()));
    if body.len() <= LONG_BYTES && !action.is_some_and(|action| is_long(server, action)) {
        return answer(server, parts, &body, asked, request_id);
    }
    // Away from the threads that serve the others. It is never closed, and handlers do not panic.
    let _permit = server.long_work.clone().acquire_owned().await;
    let of_its_own = {
        let (server, parts) = (server.clone(), parts.clone());
        let request_id = request_id.to_owned();
        tokio::task::spawn_blocking(move || answer(&server, &parts, &body, asked, &request_id))
    };
    let response = of_its_own.await;
    drop(held);
    response.unwrap_or_else(|_| {
        let error = Error::new("InternalError", "An internal error has occurred");
        xml::refusal(&error.with_status(500), request_id)
    })
}

fn action_in(form: &[u8]) -> Option<Action> {
    let name = form.split(|byte| *byte == b'&').find_map(|pair| pair.strip_prefix(b"Action="))?;
    Action::parse(std::str::from_utf8(name).ok()?)
}

/// Whether the answer to an operation was long the last time, or takes long to be made.
fn is_long(server: &Server, action: Action) -> bool {
    xml::likely_length(action) > LONG_BYTES * 16 || server.engine.is_prepared(action)
}

fn not_read(server: &Server, why: &NotRead, request_id: &str) -> Response {
    // unverified (looked up 2026-11-26): the codes of all but the first; EC2 documents none for the
    // way that a body came.
    let error = match why {
        NotRead::TooLarge => {
            let most = server.max_body_bytes;
            let message = format!("The request body is larger than {most} bytes.");
            Error::new("RequestEntityTooLarge", message).with_status(413)
        }
        NotRead::BrokenOff => Error::new("IncompleteBody", "The request body ended early."),
        NotRead::TooSlow => {
            let seconds = server.body_time.as_secs();
            let message = format!("The request body took longer than {seconds} seconds.");
            Error::new("RequestTimeout", message).with_status(408)
        }
        NotRead::NoRoom => {
            Error::new("RequestLimitExceeded", "Request limit exceeded.").with_status(503)
        }
    };
    let mut response = xml::refusal(&error, request_id);
    let close = header::HeaderValue::from_static("close");
    response.headers_mut().insert(header::CONNECTION, close);
    response
}

fn answer(
    server: &Server,
    parts: &Parts,
    body: &Bytes,
    asked: Option<Asked>,
    request_id: &str,
) -> Response {
    let response = respond(server, parts, body, asked, request_id);
    tracing::debug!(%request_id, status = response.status().as_u16(), "answered");
    response
}

fn take(pairs: &mut Vec<(String, String)>, name: &str) -> Option<String> {
    let at = pairs.iter().position(|(key, _)| key == name)?;
    Some(pairs.remove(at).1)
}

pub(super) fn decode(parts: &Parts, body: &Bytes) -> Result<Vec<(String, String)>> {
    let mut pairs = form::pairs(parts.uri.query().unwrap_or_default().as_bytes())?;
    if parts.method == Method::POST && !parts.headers.contains_key(super::TARGET) {
        pairs.extend(form::pairs(body)?);
    }
    Ok(pairs)
}

fn respond(
    server: &Server,
    parts: &Parts,
    body: &Bytes,
    asked: Option<Asked>,
    request_id: &str,
) -> Response {
    if let Some(asked) = asked {
        let caller = asked.caller.clone();
        return respond_as_ec2(server, form::pairs(body), Ok(caller), Some(asked), request_id);
    }
    // A request to another service need not be a form.
    let decoded = decode(parts, body);
    let headers = &parts.headers;
    let scope = match Scope::of(headers, decoded.as_deref().unwrap_or_default()) {
        Ok(scope) => scope,
        Err(error) => return xml::refusal(&error, request_id),
    };
    let find = |name: &str| {
        let pairs = decoded.as_deref().unwrap_or_default();
        pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    };
    let service = service(scope.service, find("Version"), find("Action")).to_owned();
    if service == "ssm" {
        return ssm::respond(server, &scope, headers, body, request_id);
    }
    if !matches!(service.as_str(), "ec2" | "sts") || headers.contains_key(super::TARGET) {
        return sts::other_service(&service, headers, request_id);
    }
    match &decoded {
        Ok(pairs) if service == "sts" => sts::respond(server, &scope, pairs, request_id),
        _ => {
            let caller = scope.caller(server);
            respond_as_ec2(server, decoded, caller, None, request_id)
        }
    }
}

fn respond_as_ec2(
    server: &Server,
    decoded: Result<Vec<(String, String)>>,
    caller: Result<Caller>,
    asked: Option<Asked>,
    request_id: &str,
) -> Response {
    let mut pairs = match decoded {
        Ok(pairs) => pairs,
        Err(error) => return xml::refusal(&error, request_id),
    };
    pairs.retain(|(key, _)| !is_signature(key));
    let version = take(&mut pairs, "Version");
    let action = take(&mut pairs, "Action");
    tracing::debug!(%request_id, action, "asked");
    let result = run(server, caller, version.as_deref(), action.as_deref(), &pairs);
    match result {
        Ok((action, outcome)) => {
            let older = version.as_deref().filter(|version| *version != TODAY);
            let answer = xml::answer(action, older, request_id, &*outcome.answer);
            let has_changed = outcome.holds.is_none();
            if let (Some(asked), Some(holds)) = (asked, outcome.holds) {
                server.kept.keep(asked, holds, answer.clone());
            }
            let mut response = answer.respond(&server.unread_answers, request_id);
            if has_changed {
                response.extensions_mut().insert(Changed);
            }
            response
        }
        Err(error) => {
            let mut response = xml::refusal(&error, request_id);
            if error.is_partial {
                response.extensions_mut().insert(Changed);
            }
            response
        }
    }
}

/// Which service is asked: the one that the request is signed for, if AWS has it; clients that make
/// the name up, out of the host's for example, ask for what version and action say.
pub(super) fn service<'a>(
    signed_for: Option<&'a str>,
    version: Option<&str>,
    action: Option<&str>,
) -> &'a str {
    match (signed_for, version) {
        (Some(name), _) if matches!(name, "ec2" | "sts") || services::is_service(name) => name,
        (_, Some(sts::VERSION)) => "sts",
        (_, Some(IAM_VERSION)) => "iam",
        (Some(_), version)
            if version.is_none_or(is_version) && action.and_then(Action::parse).is_some() =>
        {
            "ec2"
        }
        (Some(name), _) => name,
        (None, _) => "ec2",
    }
}

fn is_version(version: &str) -> bool {
    version == TODAY || OLDER_VERSIONS.contains(&version)
}

fn run(
    server: &Server,
    caller: Result<Caller>,
    version: Option<&str>,
    action: Option<&str>,
    pairs: &[(String, String)],
) -> Result<(Action, Outcome)> {
    let Some(name) = action.filter(|name| !name.is_empty()) else {
        let message = "The request is missing an action or a required parameter. This is \
                       parlel-ec2, an emulation of AWS EC2: point AWS_ENDPOINT_URL here.";
        return Err(Error::new("MissingAction", message));
    };
    // A request without a version gets today's.
    if let Some(version) = version.filter(|version| *version != TODAY) {
        if !is_version(version) {
            // boto/boto3#1138
            let message =
                format!("The requested version ({version}) of service AmazonEC2 does not exist");
            return Err(Error::new("NoSuchVersion", message));
        }
        server.older_version.call_once(|| {
            tracing::warn!(
                "asked for version {version} of the API; answers are as of {TODAY}, \
                 without later members"
            );
        });
    }
    let is_theirs = |older: &str| older == TODAY || older_operations::has(older, name);
    let is_here = caller.as_ref().map_or(true, |caller| regions::has(&caller.region, name));
    let action = Action::parse(name).filter(|_| is_here && version.is_none_or(is_theirs));
    let Some(action) = action else {
        let message = format!("The action {name} is not valid for this web service.");
        return Err(Error::new("InvalidAction", message));
    };
    let caller = caller?;
    if let Some(version) = version.filter(|version| *version != TODAY) {
        let later = |(key, _): &(String, String)| {
            older_parameters::unknown(version, name, key).map(str::to_owned)
        };
        if let Some(later) = pairs.iter().find_map(later) {
            let message = format!("The parameter {later} is not recognized");
            return Err(Error::new("UnknownParameter", message));
        }
    }
    Ok((action, server.engine.execute(&caller, action, pairs)?))
}

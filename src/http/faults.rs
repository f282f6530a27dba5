//! The failures that a test asked for, where they meet a request: before it is run, and in place of
//! its answer. Without a rule, a request costs the look at one switch.

use super::credentials::Scope;
use super::{Server, ec2, ssm, sts, xml};
use crate::catalog::regions;
use crate::engine::Caller;
use crate::engine::faults::{Call, Connection, Failure, Fault, Refused};
use crate::error::Error;
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http_body_util::BodyExt as _;
use hyper::body::{Frame, SizeHint};
use serde_json::{Value, json};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use wire::{ResourceType, WireEnum as _};

/// What happens to one request.
pub(super) struct Striking {
    fault: Fault,
    asked: Asked,
}

/// The request, as far as refusals name it.
struct Asked {
    action: String,
    service: String,
    caller: Caller,
    arn: String,
    pairs: Vec<(String, String)>,
}

/// Marks an answer that does not arrive, or not whole.
#[derive(Clone, Copy)]
pub(super) struct Ended(pub Connection);

pub(super) fn of(server: &Server, parts: &Parts, body: &Bytes) -> Option<Striking> {
    let faults = &server.engine.lab.faults;
    if !faults.any() {
        return None;
    }
    // What is no request of EC2's, STS's or Systems Manager's is answered as if there were no rule.
    let mut pairs = ec2::decode(parts, body).ok()?;
    let scope = Scope::of(&parts.headers, &pairs).ok()?;
    let caller = scope.caller(server).ok()?;
    let find = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, it)| it.as_str());
    let (action, service) = match looked_up(parts) {
        Some(action) => (action.to_owned(), "ssm".to_owned()),
        None => {
            let action = find("Action")?;
            let service = ec2::service(scope.service, find("Version"), Some(action));
            (action.to_owned(), service.to_owned())
        }
    };
    let arn = sts::caller_arn(&scope, &caller);
    if service == "ssm" {
        pairs.extend(names(body));
    }
    let (account, region) = (&caller.account, &caller.region);
    let fault = faults.of_request(Call { action: &action, account, region }, &pairs);
    if fault == Fault::default() {
        return None;
    }
    Some(Striking { fault, asked: Asked { action, service, caller, arn, pairs } })
}

/// What a request asks of Systems Manager.
fn looked_up(parts: &Parts) -> Option<&str> {
    parts.headers.get(super::TARGET)?.to_str().ok()?.strip_prefix(ssm::TARGET)
}

/// The parameters that a look-up names.
fn names(body: &Bytes) -> Vec<(String, String)> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let one = ["Name", "Path"].into_iter().filter_map(|member| body[member].as_str());
    let several = body["Names"].as_array().into_iter().flatten().filter_map(Value::as_str);
    one.chain(several).map(|name| ("Name".to_owned(), name.to_owned())).collect()
}

impl Striking {
    /// Waits as long as the rules say; an answer here is one in place of the operation's.
    pub async fn before(&self, server: &Server, request_id: &str) -> Option<Response> {
        if !self.fault.latency.is_zero() {
            tokio::time::sleep(self.fault.latency).await;
        }
        match self.fault.failure.as_ref()? {
            Failure::Refused(refused) => Some(self.asked.refusal(server, refused, request_id)),
            Failure::Connection(Connection::Dropped) => Some(ended(Connection::Dropped)),
            Failure::Connection(_) => None,
        }
    }

    /// What arrives of the operation's answer.
    pub async fn after(&self, answer: Response) -> Response {
        match self.fault.failure {
            Some(Failure::Connection(Connection::Cut)) => cut(answer).await,
            Some(Failure::Connection(connection)) => ended(connection),
            _ => answer,
        }
    }
}

impl Asked {
    fn refusal(&self, server: &Server, refused: &Refused, request_id: &str) -> Response {
        let message = refused.message.clone().unwrap_or_else(|| match refused.code {
            "RequestLimitExceeded" => self.throttled(),
            _ => self.unauthorized(server),
        });
        let error = Error::new(refused.code, message).with_status(refused.status);
        if self.service == "ssm" {
            let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST);
            // What is EC2's UnauthorizedOperation has another name there.
            let (status, code) = match error.code {
                "UnauthorizedOperation" => (StatusCode::BAD_REQUEST, "AccessDeniedException"),
                code => (status, code),
            };
            return ssm::refusal(status, (code, Some(&error.message)), request_id);
        }
        if self.service == "sts" {
            return xml::query_refusal(&error, Some(sts::NAMESPACE), request_id);
        }
        xml::refusal(&error, request_id)
    }

    /// As CloudSnorkel/cdk-github-runners#946 has it, of 2026; otiai10/hotsub#10 has its beginning.
    // unverified (looked up 2026-11-26): that the other services stay with the latter.
    fn throttled(&self) -> String {
        let Self { action, service, caller: Caller { account, .. }, .. } = self;
        if service != "ec2" {
            return "Request limit exceeded.".to_owned();
        }
        format!(
            "Request limit exceeded. Account {account} has been throttled on ec2:{action} because \
             it exceeded its request rate limit."
        )
    }

    /// Recorded, among others by stratus-red-team.
    /// A Describe is told without a resource, as a user without permissions quotes it.
    // unverified (looked up 2026-11-26): which resource is named of several.
    fn unauthorized(&self, server: &Server) -> String {
        let Self { action, service, arn, .. } = self;
        if service == "ssm" {
            let parameter = self.pairs.first().map_or("*", |(_, name)| name);
            let Caller { region, .. } = &self.caller;
            let partition = regions::find(region).map_or("aws", |it| it.partition.as_str());
            return format!(
                "User: {arn} is not authorized to perform: ssm:{action} on resource: \
                 arn:{partition}:ssm:{region}::parameter{parameter} because no identity-based \
                 policy allows the ssm:{action} action"
            );
        }
        let begins = format!(
            "You are not authorized to perform this operation. User: {arn} is not authorized to \
             perform: {service}:{action}"
        );
        let because = format!("because no identity-based policy allows the {service}:{action}");
        if ["Describe", "Get", "Search"].iter().any(|reads| action.starts_with(reads)) {
            return format!("{begins} {because} action");
        }
        let resource = self.resource(server);
        let told = json!({
            "allowed": false,
            "explicitDeny": false,
            "matchedStatements": { "items": [] },
            "failures": { "items": [] },
            "context": {
                "principal": { "arn": arn },
                "action": format!("{service}:{action}"),
                "resource": resource,
                "conditions": { "items": [] },
            },
        });
        let encoded = URL_SAFE_NO_PAD.encode(told.to_string());
        format!(
            "{begins} on resource: {resource} {because} action. Encoded authorization failure \
             message: {encoded}"
        )
    }

    /// The ARN of the first resource that the request names, or of what it would make.
    fn resource(&self, server: &Server) -> String {
        let Caller { account, region } = &self.caller;
        let mut named = self.pairs.iter().filter_map(|(_, value)| {
            let of = server.engine.type_of(value)?;
            Some(format!("{}/{value}", of.as_str()))
        });
        let made = || Some(format!("{}/*", made_by(&self.action)?.as_str()));
        let path = if made_by(&self.action).is_some() { made() } else { named.next() };
        let partition = regions::find(region).map_or("aws", |it| it.partition.as_str());
        let path = path.unwrap_or_else(|| "*/*".to_owned());
        // The ARNs of what can be public have no account: `arn:aws:ec2:us-east-1::snapshot/*`.
        let is_of_account = !["snapshot/", "image/"].iter().any(|it| path.starts_with(it));
        let account: &str = if is_of_account { account } else { "" };
        format!("arn:{partition}:ec2:{region}:{account}:{path}")
    }
}

/// The type of what an action makes: `internet-gateway` of CreateInternetGateway.
fn made_by(action: &str) -> Option<ResourceType> {
    if action == "RunInstances" {
        return Some(ResourceType::Instance);
    }
    let mut kebab = String::new();
    for letter in action.strip_prefix("Create")?.chars() {
        if letter.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    ResourceType::parse(&kebab)
}

fn ended(connection: Connection) -> Response {
    let mut response = Response::new(Body::new(Broken { begins: None, length: 1 }));
    response.extensions_mut().insert(Ended(connection));
    response
}

async fn cut(answer: Response) -> Response {
    let (mut parts, body) = answer.into_parts();
    let whole = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let begins = Some(whole.slice(..whole.len() / 2));
    parts.extensions.insert(Ended(Connection::Cut));
    Response::from_parts(parts, Body::new(Broken { begins, length: whole.len() as u64 }))
}

/// An answer that breaks off, and its connection with it. One that breaks off before its first byte
/// takes the head with it.
struct Broken {
    begins: Option<Bytes>,
    length: u64,
}

impl hyper::body::Body for Broken {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.begins.take() {
            Some(begins) if !begins.is_empty() => {
                self.begins = Some(Bytes::new());
                Poll::Ready(Some(Ok(Frame::data(begins))))
            }
            // Once more, so that what there is is sent.
            Some(_) => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            None => {
                let error = "a test asked for the connection to end here";
                Poll::Ready(Some(Err(io::Error::new(io::ErrorKind::ConnectionAborted, error))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        false
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}

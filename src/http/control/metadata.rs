//! The instance metadata service of each instance, and the certificate of its documents. What is
//! asked and answered is [`metadata`]'s; here is how it comes and goes.
//!
//! Programs in an instance have nobody's token, as they have none for the API itself: these routes
//! ask for none.

use super::reply::{read, refused};
use crate::engine::Id;
use crate::http::{Server, ec2, guard};
use crate::metadata::{self, Answer, Asked, signing};
use crate::records::ids::InstanceId;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, get};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};

pub(super) const OF_INSTANCE: &str = "/_parlel/instances/{id}/metadata";
pub(super) const CERTIFICATE: &str = "/_parlel/metadata/certificate";
pub(super) const AT_ROOT: &str = "/_parlel/metadata";

const TOKEN: HeaderName = HeaderName::from_static("x-aws-ec2-metadata-token");
const TTL_SECONDS: HeaderName = HeaderName::from_static("x-aws-ec2-metadata-token-ttl-seconds");

/// The instance whose metadata is at the root of this server, for clients that keep no path.
#[derive(Debug, Clone, Default)]
pub(in crate::http) struct AtRoot(Arc<Mutex<Option<InstanceId>>>);

impl AtRoot {
    fn get(&self) -> Option<InstanceId> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn set(&self, id: Option<InstanceId>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = id;
    }
}

/// What a program in an instance asks.
pub(super) fn of_instances() -> Router<Server> {
    let mut routes = Router::new()
        .route(OF_INSTANCE, any(of_instance))
        .route(&format!("{OF_INSTANCE}/"), any(of_instance))
        .route(&format!("{OF_INSTANCE}/{{*path}}"), any(below_instance))
        .route(CERTIFICATE, get(signing::CERTIFICATE));
    for version in metadata::VERSIONS {
        let asked = || get(at_root).put(at_root).fallback(ec2::handle);
        routes = routes
            .route(&format!("/{version}"), asked())
            .route(&format!("/{version}/{{*path}}"), asked());
    }
    routes.route_layer(from_fn(admit))
}

/// Lets no web page in, as with all routes.
async fn admit(request: Request, next: Next) -> Response {
    match guard::refusal(request.headers(), request.uri()) {
        Some(message) => refused(StatusCode::FORBIDDEN, &message),
        None => next.run(request).await,
    }
}

async fn of_instance(
    State(server): State<Server>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    respond(&server, &id, "", &request)
}

async fn below_instance(
    State(server): State<Server>,
    Path((id, path)): Path<(String, String)>,
    request: Request,
) -> Response {
    respond(&server, &id, &path, &request)
}

/// Of the instance that the host is called by, `i-….localhost`, or else of the chosen one.
async fn at_root(State(server): State<Server>, request: Request) -> Response {
    let host = text(request.headers(), &header::HOST).and_then(|host| host.split('.').next());
    let host = host.filter(|label| label.starts_with("i-")).map(Id::new);
    let Some(id) = host.or_else(|| server.metadata_at_root.get()) else {
        let message = format!(
            "no instance's metadata is here; PUT {AT_ROOT} chooses one with \
             {{\"instanceId\":\"i-…\"}}, and each is at {OF_INSTANCE}"
        );
        return refused(StatusCode::NOT_FOUND, &message);
    };
    respond(&server, &id, request.uri().path().trim_start_matches('/'), &request)
}

fn respond(server: &Server, id: &str, path: &str, request: &Request) -> Response {
    let headers = request.headers();
    let asked = Asked {
        method: request.method().as_str(),
        path,
        token: text(headers, &TOKEN),
        ttl_seconds: text(headers, &TTL_SECONDS),
        is_forwarded: headers.contains_key("x-forwarded-for"),
    };
    match metadata::answer(&server.engine, id, &asked) {
        Ok(answer) => with_headers(answer),
        Err(why) => {
            let status = StatusCode::from_u16(why.status).unwrap_or(StatusCode::NOT_FOUND);
            refused(status, &why.message)
        }
    }
}

/// The value of a header; a text that it cannot be counts as an empty one.
fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap_or_default())
}

/// By the server's name some programs know that they are in EC2.
fn with_headers(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::NOT_FOUND);
    let mut response = (status, answer.body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(answer.media_type));
    headers.insert(header::SERVER, HeaderValue::from_static("EC2ws"));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("none"));
    if let Some(seconds) = answer.ttl_seconds {
        headers.insert(TTL_SECONDS, seconds.into());
    }
    if let Some(allow) = answer.allow {
        headers.insert(header::ALLOW, HeaderValue::from_static(allow));
    }
    response
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct AtRootBody {
    instance_id: Option<InstanceId>,
}

/// `{"instanceId":"i-…"}` puts an instance's metadata at the root of this server, as
/// 169.254.169.254 has it there; `{"instanceId":null}` takes it away.
pub(super) async fn set_at_root(State(server): State<Server>, request: Request) -> Response {
    match read(&server, request).await {
        Ok(AtRootBody { instance_id }) => {
            server.metadata_at_root.set(instance_id);
            get_at_root(State(server)).await.into_response()
        }
        Err(refusal) => refusal,
    }
}

pub(super) async fn get_at_root(State(server): State<Server>) -> Json<Value> {
    Json(json!({ "instanceId": server.metadata_at_root.get().as_deref() }))
}

//! `/_parlel/*`: what a test or a person asks of the server itself. JSON in, JSON out; a file for
//! each concern, and here who gets in and what there is.

mod checkpoints;
mod clock;
pub(super) mod console;
mod events;
mod faults;
mod health;
mod lifecycle;
pub(super) mod metadata;
mod recycle_bin;
mod reply;
mod requests;
mod reset;
pub(super) mod state;

use super::{Server, guard};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{any, delete, get, post, put};
use axum::{Json, Router};
use reply::refused;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const HEALTH: &str = "/_parlel/health";
const CHECKPOINT: &str = "/_parlel/checkpoints/{name}";

const ROUTES: &[(&str, &str)] = &[
    (HEALTH, "GET"),
    ("/_parlel/reset", "POST"),
    ("/_parlel/operations", "GET"),
    ("/_parlel/lifecycle", "GET, PUT"),
    ("/_parlel/clock", "GET, PUT"),
    ("/_parlel/state", "GET, PUT"),
    ("/_parlel/checkpoints", "GET"),
    (CHECKPOINT, "PUT, DELETE"),
    ("/_parlel/checkpoints/{name}/restore", "POST"),
    ("/_parlel/checkpoints/{name}/diff", "GET"),
    (metadata::OF_INSTANCE, "GET, PUT"),
    (events::OF_INSTANCE, "GET, POST"),
    (events::ONE, "DELETE"),
    (metadata::AT_ROOT, "GET, PUT"),
    (metadata::CERTIFICATE, "GET"),
    ("/_parlel/faults", "GET, POST, DELETE"),
    ("/_parlel/faults/{id}", "DELETE"),
    (recycle_bin::PATH, "GET, PUT"),
    ("/_parlel/requests", "GET, DELETE"),
    ("/_parlel/requests/stream", "GET"),
];

pub(super) fn routes(server: &Server) -> Router<Server> {
    Router::new()
        .route("/_parlel/reset", post(reset::reset))
        .route("/_parlel/lifecycle", get(lifecycle::lifecycle).put(lifecycle::set_lifecycle))
        .route("/_parlel/clock", get(clock::clock).put(clock::set_clock))
        .route("/_parlel/state", get(state::state).put(state::set_state))
        .route("/_parlel/checkpoints/{name}/restore", post(checkpoints::restore))
        .route(events::OF_INSTANCE, get(events::list).post(events::raise))
        .route(events::ONE, delete(events::withdraw))
        .route_layer(from_fn_with_state(server.clone(), keep))
        .route("/_parlel", get(list))
        .route("/_parlel/", get(list))
        .route(HEALTH, get(health::health))
        .route("/_parlel/operations", get(health::operations))
        .route("/_parlel/checkpoints", get(checkpoints::list))
        .route(CHECKPOINT, put(checkpoints::make).delete(checkpoints::remove))
        .route("/_parlel/checkpoints/{name}/diff", get(checkpoints::diff))
        .route(metadata::AT_ROOT, get(metadata::get_at_root).put(metadata::set_at_root))
        .route("/_parlel/faults", get(faults::list).post(faults::add).delete(faults::remove_all))
        .route("/_parlel/faults/{id}", delete(faults::remove))
        .route(recycle_bin::PATH, get(recycle_bin::list).put(recycle_bin::set))
        .route("/_parlel/requests", get(requests::list).delete(requests::clear))
        .route("/_parlel/requests/stream", get(requests::stream))
        .route("/_parlel/{*path}", any(unknown))
        .method_not_allowed_fallback(other_method)
        .route_layer(from_fn_with_state(server.clone(), admit))
        .merge(metadata::of_instances())
}

/// Lets what changes the state be answered when the change is kept.
async fn keep(State(server): State<Server>, request: Request, next: Next) -> Response {
    let engine = &server.engine;
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    if let Err(error) = engine.check_saves() {
        return refused(StatusCode::SERVICE_UNAVAILABLE, &error.message);
    }
    let response = next.run(request).await;
    engine.save_head();
    match engine.saved().await {
        Ok(()) => response,
        Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, &error.message),
    }
}

/// Lets nobody in who has not the token, if there is one, and no web page.
async fn admit(State(server): State<Server>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if console::is_asked(request.method(), request.uri(), headers) {
        return console::page(&server, headers);
    }
    if !console::has_proof(&server, headers)
        && let Some(message) = guard::refusal(headers, request.uri())
    {
        return refused(StatusCode::FORBIDDEN, &message);
    }
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    if changes && guard::is_browser(headers) && !is_json(headers) {
        let message = "A browser has to send application/json here; forms are not taken.";
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, message);
    }
    // Containers are asked for their health by whoever runs them.
    let is_health = request.uri().path() == HEALTH;
    if let Some(token) = server.control_token.as_deref().filter(|_| !is_health)
        && !has_token(headers, token)
    {
        let message = "The control routes need the header 'Authorization: Bearer TOKEN', with \
                       the token that --control-token or PARLEL_CONTROL_TOKEN gave this server.";
        let mut response = refused(StatusCode::UNAUTHORIZED, message);
        let scheme = header::HeaderValue::from_static("Bearer");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        return response;
    }
    next.run(request).await
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.trim_start().starts_with("application/json"))
}

/// Digests are compared, so that the time this takes says nothing of the token.
fn has_token(headers: &HeaderMap, token: &str) -> bool {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    Sha256::digest(given.trim()) == Sha256::digest(token)
}

async fn list() -> Json<Value> {
    let route = |(path, methods): &(&str, &str)| json!({ "path": path, "methods": methods });
    Json(json!({ "routes": ROUTES.iter().map(route).collect::<Vec<_>>() }))
}

async fn unknown(uri: Uri) -> Response {
    let known = ROUTES.iter().map(|(path, _)| *path).collect::<Vec<_>>().join(", ");
    refused(StatusCode::NOT_FOUND, &format!("there is no {uri} here; there are {known}"))
}

async fn other_method(method: Method, uri: Uri) -> Response {
    refused(StatusCode::METHOD_NOT_ALLOWED, &format!("{uri} does not take {method}"))
}

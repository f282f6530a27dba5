//! What clients sent, and what came of it.

use super::reply::bad;
use crate::http::Server;
use crate::http::requests::{Filter, Seen, is_closed};
use axum::Json;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::http::{Uri, header};
use axum::response::{IntoResponse as _, Response};
use hyper::body::Frame;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc;

/// So often a silent stream says something, which tells whether anybody listens.
const ALIVE: Duration = Duration::from_secs(15);
/// Events that wait for a client to read; then the stream waits for it, too.
const AHEAD: usize = 64;

/// `{"requests":[…],"next":…}`: the oldest that match, and where the next page begins.
pub(super) async fn list(State(server): State<Server>, uri: Uri) -> Response {
    let filter = match Filter::parse(uri.query().unwrap_or_default()) {
        Ok(filter) => filter,
        Err(message) => return bad(&message),
    };
    // It may have many to decode.
    let listed = tokio::task::spawn_blocking(move || page(&server, &filter)).await;
    Json(listed.unwrap_or_default()).into_response()
}

fn page(server: &Server, filter: &Filter) -> Value {
    let entries = server.requests.behind(filter.after.unwrap_or(0));
    let mut matching = entries.iter().filter_map(|entry| {
        let seen = Seen::of(server, entry);
        filter.matches(&seen).then(|| (entry.id, seen.json()))
    });
    let shown: Vec<(u64, Value)> = matching.by_ref().take(filter.limit).collect();
    let last = shown.last().map(|(id, _)| *id);
    let next = last.filter(|_| matching.next().is_some());
    let requests: Vec<Value> = shown.into_iter().map(|(_, value)| value).collect();
    json!({ "requests": requests, "next": next })
}

pub(super) async fn clear(State(server): State<Server>) -> Json<Value> {
    Json(json!({ "removed": server.requests.clear() }))
}

/// Each request as a server-sent event when it has been answered.
pub(super) async fn stream(State(server): State<Server>, uri: Uri) -> Response {
    let filter = match Filter::parse(uri.query().unwrap_or_default()) {
        Ok(filter) => filter,
        Err(message) => return bad(&message),
    };
    let (sender, receiver) = mpsc::channel(AHEAD);
    let last = filter.after.unwrap_or_else(|| server.requests.last_id());
    tokio::spawn(send(server, filter, last, sender));
    let kind = (header::CONTENT_TYPE, "text/event-stream");
    ([kind, (header::CACHE_CONTROL, "no-store")], Body::new(Events(receiver))).into_response()
}

/// Sends what comes behind an entry until nobody reads or the server stops.
async fn send(server: Server, filter: Filter, mut last: u64, events: mpsc::Sender<Bytes>) {
    let mut more = server.requests.subscribe();
    let mut is_open = events.send(Bytes::from_static(b": requests\n\n")).await.is_ok();
    while is_open {
        more.borrow_and_update();
        for entry in server.requests.behind(last) {
            let missed = entry.id - last - 1;
            last = entry.id;
            if missed > 0 {
                let event = format!("event: missed\ndata: {{\"missed\":{missed}}}\n\n");
                is_open &= events.send(event.into()).await.is_ok();
            }
            let seen = Seen::of(&server, &entry);
            if filter.matches(&seen) {
                let event = format!("id: {last}\nevent: request\ndata: {}\n\n", seen.json());
                is_open &= events.send(event.into()).await.is_ok();
            }
        }
        tokio::select! {
            changed = more.changed() => {
                is_open &= changed.is_ok() && !is_closed(*more.borrow());
            }
            () = tokio::time::sleep(ALIVE) => {
                is_open &= events.send(Bytes::from_static(b":\n\n")).await.is_ok();
            }
            () = events.closed() => is_open = false,
        }
    }
}

struct Events(mpsc::Receiver<Bytes>);

impl HttpBody for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(cx).map(|event| event.map(|event| Ok(Frame::data(event))))
    }
}

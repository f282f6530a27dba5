//! Everything that the server holds.

use crate::http::Server;
use crate::http::memory::Pieces;
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

/// Every resource as the server holds it, by account, region and kind.
pub(super) async fn state(State(server): State<Server>) -> Response {
    let json = (header::CONTENT_TYPE, "application/json");
    ([json], Body::new(Pieces(server.engine.export()))).into_response()
}

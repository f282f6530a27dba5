//! Who calls and how. The whole URL space is here; no rule of EC2 lives below.

mod control;
mod credentials;
mod ec2;
mod kept;
mod sts;
mod xml;

use crate::config::Config;
use crate::engine::Engine;
use crate::resources::WORLD;
use axum::Router;
use axum::routing::{any, get, post, put};
use std::sync::Arc;

/// What every route has at hand.
#[derive(Clone)]
struct Server {
    engine: Arc<Engine>,
    kept: Arc<kept::Kept>,
    account_id: Arc<str>,
    region: Arc<str>,
    max_body_bytes: usize,
}

pub(crate) fn router(config: &Config) -> Router {
    let server = Server {
        engine: Arc::new(Engine::new(WORLD, config.settings())),
        kept: Arc::new(kept::Kept::new(config.kept_answers_kib.saturating_mul(1024))),
        account_id: config.account_id.as_str().into(),
        region: config.region.as_str().into(),
        max_body_bytes: config.max_body_kib.saturating_mul(1024),
    };
    let control = Router::new()
        .route("/health", get(control::health))
        .route("/reset", post(control::reset))
        .route("/operations", get(control::operations))
        .route("/lifecycle", put(control::set_lifecycle).get(control::lifecycle))
        .route("/clock", put(control::set_clock).get(control::clock))
        .route("/state", get(control::state))
        .fallback(control::unknown);
    Router::new().nest("/_parlel", control).fallback(any(ec2::handle)).with_state(server)
}

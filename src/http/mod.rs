//! Who calls and how. The whole URL space is here; no rule of EC2 lives below.

mod control;
mod credentials;
mod ec2;
mod faults;
mod form;
mod guard;
mod kept;
mod memory;
mod older;
mod pause;
mod requests;
mod serve;
mod signatures;
mod ssm;
mod sts;
mod xml;

pub use serve::serve;

use crate::config::{AuthArg, Config};
use crate::engine::ids::random_seed;
use crate::engine::{Engine, Scope, Text};
use crate::keys::Credentials;
use crate::world::WORLD;
use axum::Router;
use axum::http::HeaderName;
use control::metadata::AtRoot;
use memory::Budget;
use std::ops::Deref;
use std::sync::{Arc, Once};
use std::time::Duration;
use tokio::sync::Semaphore;

/// What JSON requests name their operation by.
const TARGET: HeaderName = HeaderName::from_static("x-amz-target");

/// What every route has at hand; each request holds it.
#[derive(Clone)]
struct Server(Arc<Shared>);

impl Deref for Server {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

struct Shared {
    engine: Arc<Engine>,
    kept: kept::Kept,
    account_id: Text,
    region: Text,
    control_token: Option<Box<str>>,
    /// What signatures are checked with; `None`: they are not.
    credentials: Option<Credentials>,
    max_body_bytes: usize,
    max_state_bytes: usize,
    body_time: Duration,
    unfinished_bodies: Arc<Budget>,
    unread_answers: Arc<Budget>,
    /// Taken by requests that keep a processor busy, so that one is always left for the others.
    long_work: Arc<Semaphore>,
    /// Another version of the API than today's was asked for.
    older_version: Once,
    metadata_at_root: AtRoot,
    requests: Arc<requests::RequestLog>,
    /// What the page for people sends along.
    console_proof: Box<str>,
}

/// # Errors
/// Why the server cannot begin with the state that it was told to begin with.
fn server(config: &Config) -> Result<Server, String> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let server = Server(Arc::new(Shared {
        engine: Arc::new(Engine::new(WORLD, config.settings())),
        kept: kept::Kept::new(config.kept_answers_kib.saturating_mul(1024)),
        account_id: config.account_id.as_str().into(),
        region: config.region.as_str().into(),
        control_token: config.control_token.as_deref().map(Into::into),
        credentials: (config.auth == AuthArg::Verify)
            .then(|| config.credentials.clone().unwrap_or_default()),
        max_body_bytes: config.max_body_kib.saturating_mul(1024),
        max_state_bytes: config.max_state_kib.saturating_mul(1024),
        body_time: Duration::from_secs(config.body_seconds),
        unfinished_bodies: Budget::new(config.unfinished_bodies_kib.saturating_mul(1024)),
        unread_answers: Budget::new(config.unread_answers_kib.saturating_mul(1024)),
        long_work: Arc::new(Semaphore::new((processors - 1).max(1))),
        older_version: Once::new(),
        metadata_at_root: AtRoot::default(),
        requests: requests::RequestLog::new(config.request_log_kib.saturating_mul(1024)),
        console_proof: format!("{:016x}", random_seed()).into(),
    }));
    if let Some(directory) = &config.data_dir {
        let kept = server.engine.keep_in(directory, control::state::is_place);
        kept.map_err(|why| format!("cannot keep the state in {}: {why}", directory.display()))?;
    }
    if let Some(file) = &config.state {
        let cannot = |why: String| format!("cannot begin with {}: {why}", file.display());
        let document = std::fs::read(file).map_err(|error| cannot(error.to_string()))?;
        let taken = control::state::take_over(&server.engine, &document, &Scope::default());
        taken.map_err(cannot)?;
    }
    Ok(server)
}

fn router_of(server: Server) -> Router {
    Router::new().merge(control::routes(&server)).fallback(ec2::handle).with_state(server)
}

/// # Errors
/// Why the server cannot begin.
pub(crate) fn router(config: &Config) -> Result<Router, String> {
    server(config).map(router_of)
}

//! A local AWS EC2.
//!
//! A request's path through the crate:
//!
//! 1. [`http`] takes connections, and of each request the form, reads account and region out of the
//!    credential scope, and finds the action; it holds what a client may cost the others to its
//!    bounds. The control routes under `/_parlel` are here too.
//! 2. [`engine`] runs it: the request is decoded by `wire`; the operation's type says whether it
//!    reads or writes, which picks the lock; the handler checks first and changes last; what a
//!    refused or dry request changed is rolled back.
//! 3. [`resources`] holds the handlers: one file per kind of resource, with its record, its
//!    constants, its operations and its view. `resources/mod.rs` is the table of contents.
//! 4. The answer, a type of `wire`, encodes itself into a sink: the XML writer of [`http`], or the
//!    probe that evaluates filters.
//! 5. [`http`] keeps what was written, with what `engine` says of how long it holds: the region's
//!    version, and the first moment at which the clock would change it. The same request is
//!    answered with the same bytes until then.
//!
//! [`catalog`] has the facts of AWS that no user creates. `engine` names no kind, `resources`
//! knows neither HTTP nor XML nor parameter strings, and only `config`, `engine::clock`,
//! `engine::ids` and `http` touch the world outside.

mod catalog;
mod config;
mod effects;
mod engine;
mod error;
mod http;
mod operations;
mod records;
mod world;

pub use config::{Command, Config, LifecycleArg};
pub use http::serve;

/// The whole server as a router, ready to be served or called in process.
pub fn app(config: &Config) -> axum::Router {
    http::router(config)
}

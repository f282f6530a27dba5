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
//! 3. The handlers are in [`operations`], which [`world`], the table of contents, lists with the
//!    kinds whose rows they keep, and which nobody else imports. They stand on two floors: what
//!    one thing does to others ([`effects`]: launching, ending, attaching, releasing), and what
//!    there is ([`records`]: each kind's record, facts, view and finders). All three have the same
//!    groups, in one order. A file names lower floors freely, and of its own floor its group and
//!    earlier ones; no two files name each other in a circle. `tests/tidy` holds this.
//! 4. The answer, a type of `wire`, encodes itself into a sink: the XML writer of [`http`], or the
//!    probe that evaluates filters.
//! 5. [`http`] keeps what was written, with what `engine` says of how long it holds: the region's
//!    version, and the first moment at which the clock would change it. The same request is
//!    answered with the same bytes until then.
//!
//! A program in an instance asks for the instance's metadata instead: [`http`] hands what it asks
//! to [`metadata`], which stands beside the operations.
//!
//! [`catalog`] has the facts of AWS that no user creates. `engine` names no kind, the floors above
//! it know neither HTTP nor XML nor parameter strings, and only `config`, `engine::clock`,
//! `engine::ids`, `http` and [`store`], which keeps the state in a directory, touch the world
//! outside.

mod catalog;
mod config;
mod effects;
mod engine;
mod error;
mod http;
mod keys;
mod metadata;
mod operations;
mod records;
mod store;
mod world;

pub use config::{AuthArg, Command, Config, LifecycleArg, QuotasArg};
pub use http::serve;
pub use keys::Credentials;

/// The whole server as a router, ready to be served or called in process.
///
/// # Errors
/// Why the server cannot begin with [`Config::state`].
pub fn app(config: &Config) -> Result<axum::Router, String> {
    http::router(config)
}

//! What the engine is told once, when it starts.

use super::clock::Lifecycle;
use wire::Timestamp;

/// Which quotas hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Quotas {
    /// None but those that AWS never raises, and that of vCPUs.
    #[default]
    Raised,
    /// Those of a new account.
    Default,
}

/// How a server was told to begin.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Settings {
    /// `None`: another one with every start and reset.
    pub seed: Option<u64>,
    pub lifecycle: Lifecycle,
    pub clock_stopped_at: Option<Timestamp>,
    /// How many vCPUs an account's instances of a bucket may have in a region.
    pub vcpu_limit: u64,
    pub quotas: Quotas,
    /// Memory for what was written of rows.
    pub kept_rows_bytes: usize,
}

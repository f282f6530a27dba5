//! What is kept of managed prefix lists.

use super::entries::{AddressFamily, Entries, Versions};
use crate::engine::{Now, Text, Timed};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use wire::PrefixListState;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PrefixList {
    /// AWS's own have no version and no maximum.
    pub is_of_aws: bool,
    pub name: String,
    pub family: AddressFamily,
    pub max_entries: i32,
    pub state: Timed<PrefixListState>,
    pub versions: Versions,
    /// The version before the last change, if that made one.
    #[serde(default)]
    pub former: Option<i64>,
    /// The target of a prefix list resolver of IPAM's that it is.
    #[serde(default)]
    pub resolver_target: Option<Text>,
    /// Why the last change failed.
    #[serde(default)]
    pub failure: Option<Box<str>>,
}

impl PrefixList {
    pub fn entries(&self) -> Result<&Arc<Entries>> {
        self.at_version(self.versions.current())
    }

    /// The one in force. What a change makes is so once the change is made, as the examples of
    /// <https://docs.aws.amazon.com/cli/latest/reference/ec2/modify-managed-prefix-list.html> and
    /// of restore-managed-prefix-list-version have it.
    pub fn version(&self, now: Now) -> i64 {
        use PrefixListState::{ModifyInProgress, RestoreInProgress};
        let changes = matches!(self.state.at(now), ModifyInProgress | RestoreInProgress);
        self.former.filter(|_| changes).unwrap_or_else(|| self.versions.current())
    }

    /// Why it failed to change, once it did.
    pub fn failed(&self, now: Now) -> Option<&str> {
        let is_told = self.state.at(now) == PrefixListState::ModifyFailed;
        self.failure.as_deref().filter(|_| is_told)
    }

    /// Whether a change is under way.
    pub fn is_changing(&self, now: Now) -> bool {
        matches!(
            self.state.at(now),
            PrefixListState::CreateInProgress
                | PrefixListState::ModifyInProgress
                | PrefixListState::RestoreInProgress
                | PrefixListState::DeleteInProgress
        )
    }

    /// Makes a version.
    pub fn renew(&mut self, entries: Arc<Entries>) {
        self.former = Some(self.versions.current());
        self.versions.push(entries);
    }

    pub fn at_version(&self, version: i64) -> Result<&Arc<Entries>> {
        self.versions.at(version).ok_or_else(|| no_version(version))
    }
}

pub(crate) fn no_version(version: i64) -> Error {
    // unverified (looked up 2026-11-26): code and wording.
    let message = format!("The prefix list version '{version}' does not exist");
    Error::new("InvalidPrefixListVersion.NotFound", message)
}

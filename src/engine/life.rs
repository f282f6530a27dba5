//! The life of a resource as data: it is made, is there, leaves, and is listed for a while after it
//! is gone. In the lifecycle `instant` there is nothing between.

use serde::{Deserialize, Serialize};

pub(crate) const HOUR_MILLIS: i64 = 3_600_000;

/// How long something takes, under the name by which a test can change it. What has no name takes
/// as long as it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Millis {
    /// The plural of its kind, and what it does.
    pub(super) name: Option<(&'static str, &'static str)>,
    pub(super) usual: i64,
}

impl Millis {
    pub const fn new(kind: &'static str, what: &'static str, usual: i64) -> Self {
        Self { name: Some((kind, what)), usual }
    }
}

impl From<i64> for Millis {
    fn from(usual: i64) -> Self {
        Self { name: None, usual }
    }
}

/// Where in its life a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Phase {
    Making,
    There,
    Leaving,
    Gone,
}

/// How a kind's resources come and go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Life {
    /// What EC2 calls the phases, in their order.
    pub states: [&'static str; 4],
    /// How long one is made; 0: it is there at once.
    pub making_millis: i64,
    pub leaving_millis: i64,
    /// How long it is listed when it is gone.
    pub listed_millis: i64,
}

impl Life {
    /// How long one of a kind is made, and how long it leaves.
    pub(super) const fn takes(&self, kind: &'static str) -> [Millis; 2] {
        let [making, _, leaving, _] = self.states;
        [
            Millis::new(kind, making, self.making_millis),
            Millis::new(kind, leaving, self.leaving_millis),
        ]
    }

    /// That of most kinds of networking; how long things take differs.
    // unverified (looked up 2026-11-26): AWS documents that what is deleted is listed, not for how
    // long.
    pub const USUAL: Self = Self {
        states: ["pending", "available", "deleting", "deleted"],
        making_millis: 2_000,
        leaving_millis: 2_000,
        listed_millis: HOUR_MILLIS,
    };
}

//! The states that IPAMs, scopes, pools and resource discoveries have alike: those of a life, and
//! between its begin and its end those of a change.

use crate::engine::{Life, Now, Phase, Read, Record, Row, Timed};
use crate::records::durations;
use serde::{Deserialize, Serialize};
use wire::WireEnum;

// Terraform waits for each of the states; unverified (looked up 2026-11-26): that what is gone is
// listed no more, which Terraform takes either way.
pub(crate) const LIFE: Life = Life {
    states: ["create-in-progress", "create-complete", "delete-in-progress", "delete-complete"],
    making_millis: 5_000,
    leaving_millis: 5_000,
    listed_millis: 0,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Change {
    InProgress,
    Complete,
}

/// When it was changed last, if it ever was.
pub(crate) type Changed = Option<Timed<Change>>;

/// A change that begins now.
pub(crate) fn changing(cx: Read<'_>) -> Changed {
    Some(cx.transition(Change::InProgress, Change::Complete, durations::IPAMS_MODIFYING))
}

pub(crate) fn state<T: Record, S: WireEnum>(
    row: &Row<T>,
    changed: Changed,
    now: Now<'_>,
) -> Option<S> {
    let change = changed.filter(|_| row.life_phase(now) == Phase::There);
    let text = match change.map(|change| change.at(now)) {
        Some(Change::InProgress) => "modify-in-progress",
        Some(Change::Complete) => "modify-complete",
        None => row.state_text(now)?,
    };
    S::parse(text)
}

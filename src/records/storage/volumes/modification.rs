//! Elastic volumes: changing the size, type and performance of a volume while it is used.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modify-volume.html>

use super::record::VolumeSettings;
use crate::engine::Now;
use serde::Serialize;
use wire::{Timestamp, VolumeModificationState as State};

/// No filter has this name; the index has the volumes that were ever modified.
pub(crate) const MODIFIED: &str = "modified";

/// The last modification of a volume.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Modification {
    pub original: VolumeSettings,
    pub target: VolumeSettings,
    pub started: Timestamp,
    pub optimizes: Timestamp,
    pub completes: Timestamp,
    /// When those of the last day began, this one included.
    pub of_day: Vec<Timestamp>,
}

impl Modification {
    pub fn state(&self, now: Now<'_>) -> State {
        if now.reached(self.completes) {
            State::Completed
        } else if now.reached(self.optimizes) {
            State::Optimizing
        } else {
            State::Modifying
        }
    }

    /// What the volume was, while it still is.
    pub fn original(&self, now: Now<'_>) -> Option<&VolumeSettings> {
        (self.state(now) == State::Modifying).then_some(&self.original)
    }

    pub fn progress(&self, now: Now<'_>) -> i64 {
        if now.reached(self.completes) {
            return 100;
        }
        let whole = self.completes.0.saturating_sub(self.started.0).max(1);
        let done = now.timestamp().0.saturating_sub(self.started.0).saturating_mul(100);
        (done / whole).clamp(0, 99)
    }
}

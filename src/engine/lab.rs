//! What a test changes of how the server behaves: failures, and how long things take.

use super::durations::Durations;
use super::faults::Faults;

#[derive(Default)]
pub(crate) struct Lab {
    pub faults: Faults,
    pub durations: Durations,
}

impl Lab {
    pub fn reset(&self) {
        self.faults.remove(None);
        self.durations.reset();
    }
}

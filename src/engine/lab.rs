//! What a test changes of how the server behaves: failures, how long things take, and
//! what is kept once it is deleted.

use super::durations::Durations;
use super::faults::Faults;
use super::retention::Retention;

#[derive(Default)]
pub(crate) struct Lab {
    pub faults: Faults,
    pub durations: Durations,
    pub retention: Retention,
}

impl Lab {
    pub fn reset(&self) {
        self.faults.remove(None);
        self.durations.reset();
        self.retention.set(Vec::new());
    }
}

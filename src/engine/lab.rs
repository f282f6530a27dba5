//! What a test changes of how the server behaves: the failures that it asked for.

use super::faults::Faults;

#[derive(Default)]
pub(crate) struct Lab {
    pub faults: Faults,
}

impl Lab {
    pub fn reset(&self) {
        self.faults.remove(None);
    }
}

//! What a handler asks when it launches something.

use super::context::Read;
use super::faults::{Call, Launching, Refused};
use serde_json::Value;

impl<'a> Read<'a> {
    /// What a test wants a launch to be refused with, in each of the zones that it could be made
    /// in; empty where nothing refuses it.
    pub fn refusals_of_launch(
        self,
        launching: &Launching<'_>,
        zones: &[&str],
    ) -> Vec<Option<Refused>> {
        let faults = &self.others.lab.faults;
        if self.unhindered || !faults.any() {
            return Vec::new();
        }
        faults.of_launch(self.call(), launching, zones)
    }

    /// Whether a launch might be refused in a zone; asking is no launch.
    pub fn might_refuse_launch(self, launching: &Launching<'_>, zone: &str) -> bool {
        self.others.lab.faults.might_refuse(self.call(), launching, zone)
    }

    /// What a test wants to happen to an instance that is launched, and how many seconds later.
    pub fn happening_to_launched(
        self,
        launching: &Launching<'_>,
        zone: &str,
        tags: impl FnOnce() -> Vec<String>,
    ) -> Vec<(Value, u32)> {
        let faults = &self.others.lab.faults;
        if self.unhindered || !faults.any() {
            return Vec::new();
        }
        faults.of_launched(self.call(), launching, (zone, &tags()))
    }

    fn call(self) -> Call<'a> {
        let (account, region) = (&self.caller.account, &self.caller.region);
        Call { action: self.action.name(), account, region }
    }
}

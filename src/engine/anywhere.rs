//! Looks at what is named by its id alone, in whatever account and region it is: for whoever asks
//! in no account's name.

use super::clock::{Basis, Now};
use super::context::Read;
use super::runner::Engine;
use super::state::{Caller, Ec2State};
use wire::Action;

impl Engine {
    /// What `look` makes of where a resource with an id is; `None` if nothing has it.
    pub fn look_up<T>(
        &self,
        action: Action,
        id: &str,
        look: impl FnOnce(Read<'_>) -> T,
    ) -> Option<T> {
        let state = self.lock_settled();
        let basis = Basis::default();
        let now = Now::new(self.clock.now(), &basis);
        let caller = owner(&state, id, now)?;
        let region = state.region(caller)?;
        let lifecycle = self.lifecycle();
        Some(look(Read {
            action,
            caller,
            seen_by: &caller.account,
            region,
            others: &state,
            now,
            lifecycle,
            unhindered: true,
            kept_rows: None,
        }))
    }
}

/// Whose a resource is, and where. Regions that nobody has changed have none that was made.
fn owner<'a>(state: &'a Ec2State, id: &str, now: Now<'_>) -> Option<&'a Caller> {
    let mut regions = state.entries();
    let found = regions.find(|(_, region)| {
        let stored = region.stored_as(id);
        stored.is_some_and(|(stored, _)| stored.rows.find(id, now).is_some())
    });
    found.map(|(caller, _)| caller)
}

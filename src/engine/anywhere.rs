//! Looks at what is named by its id alone, in whatever account and region it is, and changes it:
//! for whoever asks in no account's name.

use super::change::broken;
use super::clock::{Basis, Now};
use super::context::{Read, Write};
use super::region::Caller;
use super::runner::Engine;
use super::state::Ec2State;
use crate::error::Result;
use std::panic::{AssertUnwindSafe, catch_unwind};
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
        Some(look(Read::new(action, caller, (region, &state), now, self.lifecycle())))
    }

    /// Has `change` change a region in which a resource with an id is: all of it, or nothing where
    /// it refuses. `None` if nothing has the id.
    pub fn change_where<T>(
        &self,
        action: Action,
        id: &str,
        change: impl FnOnce(&mut Write<'_>) -> Result<T>,
    ) -> Option<Result<T>> {
        let mut state = self.lock_mut();
        self.settle(&mut state);
        let basis = Basis::default();
        let now = Now::new(self.clock.now(), &basis);
        let caller = owner(&state, id, now)?.clone();
        let mut region = state.take(&caller)?;
        let mut cx = Write::new(action, &caller, (&mut region, &state), now, self.lifecycle());
        let result = catch_unwind(AssertUnwindSafe(|| change(&mut cx)));
        let result = result.unwrap_or_else(|_| broken());
        let touched = std::mem::take(&mut cx.touched);
        let elsewhere = std::mem::take(&mut cx.elsewhere);
        let result = result.and_then(|made| {
            self.change_elsewhere(&mut state, action, now, elsewhere).map(|()| made)
        });
        self.finish(&mut state, (&caller, &mut region), &touched, result.is_ok());
        state.put(&caller, region);
        Some(result)
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

//! Tells rows that rows of other kinds have changed in their account ([`super::Watch`]), in
//! whatever region: each within its own one, with all the others there to be looked at.

use super::clock::{Basis, Now};
use super::id::Text;
use super::operation::Due;
use super::region::Caller;
use super::runner::Engine;
use super::state::Ec2State;
use std::any::TypeId;
use wire::Timestamp;

impl Engine {
    /// Notes whose rows are to be told of a change.
    pub(super) fn note(&self, state: &mut Ec2State, caller: &Caller, touched: &[(usize, TypeId)]) {
        let mut kinds = self.world.watches.iter().flat_map(|watch| watch.kinds);
        if kinds.any(|kind| touched.iter().any(|(_, of)| *of == kind())) {
            state.changed.insert(caller.account.clone());
        }
    }

    /// Tells of what has changed by a moment.
    pub(super) fn tell(&self, state: &mut Ec2State, at: Timestamp) {
        while let Some(account) = state.changed.pop_first() {
            for watch in self.world.watches {
                for caller in state.regions_with(&account, (watch.then.of)()) {
                    self.tell_in(state, &caller, &watch.then, at);
                }
            }
        }
    }

    fn tell_in(&self, state: &mut Ec2State, caller: &Caller, then: &Due, at: Timestamp) {
        let Some(mut region) = state.take(caller) else { return };
        let basis = Basis::default();
        let rows = region.rows((then.of)()).iter(0, Now::new(at, &basis));
        let ids: Vec<Text> = rows.map(|(_, row)| row.id().clone()).collect();
        for id in ids {
            self.happen(state, (caller, &mut region), (then, &id), at);
        }
        state.put(caller, region);
    }
}

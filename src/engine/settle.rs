//! What comes of rows at the moments they name: nothing runs in the background, but whoever comes
//! after such a moment finds it done, a request that only looks too.

use super::clock::{Basis, Now};
use super::context::Write;
use super::region::{Caller, Region};
use super::runner::Engine;
use super::state::Ec2State;
use crate::error::Result;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::RwLockReadGuard;
use wire::{Action, Timestamp};

impl Engine {
    /// The state to look at, with all done that is due by now.
    pub(super) fn lock_settled(&self) -> RwLockReadGuard<'_, Ec2State> {
        let state = self.lock();
        if !state.is_due(self.clock.now()) {
            return state;
        }
        drop(state);
        self.settle(&mut self.lock_mut());
        self.lock()
    }

    /// Has come of all rows what is due by now.
    pub(super) fn settle(&self, state: &mut Ec2State) {
        let now = self.clock.now();
        if state.is_due(now) {
            while let Some(caller) = state.first_due(now) {
                self.settle_first(state, &caller, now);
            }
        }
        state.settled = now;
    }

    /// The same of the first rows of a region, up to one of which others are to be told.
    fn settle_first(&self, state: &mut Ec2State, caller: &Caller, now: Timestamp) {
        let Some(mut region) = state.take(caller) else { return };
        let mut last = now;
        while state.changed.is_empty()
            && let Some((at, of, seq)) = region.first_due().filter(|(at, ..)| *at <= now)
            && !state.is_due(at.plus_millis(-1))
        {
            let basis = Basis::default();
            let found = region.rows(of).at(seq, Now::new(at, &basis)).map(|row| row.id().clone());
            let due = self.world.due.iter().find(|due| (due.of)() == of);
            if let (Some(id), Some(due)) = (found, due) {
                let place = (caller, &mut region);
                self.happen(state, place, due.action, at, |cx| due.happen.happen(cx, &id));
            }
            // Once, whatever came of it.
            region.rows_mut(of).forget_due((at, seq));
            last = at;
        }
        state.put(caller, region);
        self.tell(state, last);
    }

    /// Changes at a moment what nobody asked for then: all of it, or nothing.
    pub(super) fn happen(
        &self,
        state: &mut Ec2State,
        (caller, region): (&Caller, &mut Region),
        action: Action,
        at: Timestamp,
        change: impl FnOnce(&mut Write<'_>) -> Result<()>,
    ) {
        let basis = Basis::default();
        let moment = Now::new(at, &basis);
        let place = (&mut *region, &*state);
        let mut cx = Write::new(action, caller, place, moment, self.lifecycle());
        let result = catch_unwind(AssertUnwindSafe(|| cx.attempt(change)));
        let touched = std::mem::take(&mut cx.touched);
        let elsewhere = std::mem::take(&mut cx.elsewhere);
        let is_well = result.is_ok_and(|result| result.is_ok())
            && self.change_elsewhere(state, action, moment, elsewhere).is_ok();
        if !touched.is_empty() {
            self.finish(state, (caller, region), &touched, is_well);
        }
    }

    /// How many resources there are, by the plural of their kind.
    pub fn counts(&self) -> BTreeMap<&'static str, usize> {
        let basis = Basis::default();
        let state = self.lock_settled();
        state.counts(Now::new(self.clock.now(), &basis))
    }
}

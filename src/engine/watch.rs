//! Tells rows that rows of other kinds have changed in their account ([`super::Watch`]), in
//! whatever region: each within its own one, with all the others there to be looked at.

use super::changed::Changed;
use super::clock::{Basis, Now};
use super::id::Text;
use super::operation::Watch;
use super::region::{Caller, Region};
use super::rows::{Journal, Rows};
use super::runner::Engine;
use super::state::Ec2State;
use std::any::TypeId;
use wire::Timestamp;

impl Engine {
    /// Whether there is one in the account that is told of changes of a kind.
    pub(super) fn is_watched(
        &self,
        state: &Ec2State,
        (caller, region): (&Caller, &Region),
        of: TypeId,
    ) -> bool {
        let told = |watch: &Watch| {
            let by = (watch.of)();
            region.rows(by).next() > 1 || state.regions_with(&caller.account, by).next().is_some()
        };
        let mut watches = self.world.watches.iter();
        watches.any(|watch| watch.kinds.iter().any(|kind| kind() == of) && told(watch))
    }

    /// Tells of what has changed by a moment.
    pub(super) fn tell(&self, state: &mut Ec2State, at: Timestamp) {
        while let Some((account, changed)) = state.changed.pop_first() {
            let is_watched = |watch: &&Watch| {
                watch.kinds.iter().any(|kind| changed.iter().any(|it| it.of == kind()))
            };
            for watch in self.world.watches.iter().filter(is_watched) {
                let places: Vec<Caller> =
                    state.regions_with(&account, (watch.of)()).cloned().collect();
                for caller in places {
                    self.tell_in(state, &caller, (watch, &changed), at);
                }
            }
        }
    }

    fn tell_in(
        &self,
        state: &mut Ec2State,
        caller: &Caller,
        (watch, changed): (&Watch, &[Changed]),
        at: Timestamp,
    ) {
        let Some(mut region) = state.take(caller) else { return };
        let basis = Basis::default();
        let rows = region.rows((watch.of)()).iter(0, Now::new(at, &basis));
        let ids: Vec<Text> = rows.map(|(_, row)| row.id().clone()).collect();
        for id in ids {
            let place = (caller, &mut region);
            self.happen(state, place, watch.action, at, |cx| (watch.tell)(cx, &id, changed));
        }
        state.put(caller, region);
    }
}

impl Ec2State {
    /// Notes what was changed of a kind that is watched.
    pub(super) fn note(&mut self, caller: &Caller, of: TypeId, (rows, journal): (&Rows, &Journal)) {
        let ids = journal
            .before
            .iter()
            .filter_map(|(seq, before)| Some(rows.held(*seq).or(before.as_deref())?.id().clone()));
        let changed = ids.map(|id| Changed { of, region: caller.region.clone(), id });
        self.changed.entry(caller.account.clone()).or_default().extend(changed);
    }
}

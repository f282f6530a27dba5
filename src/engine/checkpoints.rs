//! Named states to return to. Making one marks the moment ([`super::history`]); returning puts back
//! what has changed since. Either takes the time that follows what was changed, not what is held.
//!
//! Returning is a change like others: later checkpoints stay what they are, and can be returned to
//! as well.

use super::history::{Before, Mark};
use super::region::Caller;
use super::runner::{Engine, save};
use super::state::Ec2State;
use super::tokens::Change;
use wire::Timestamp;

/// How many checkpoints there can be.
pub(crate) const MOST: usize = 100;

/// A checkpoint as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    pub name: String,
    pub at: Timestamp,
}

impl Engine {
    /// Makes a checkpoint of what there is now, in place of the one that has the name.
    ///
    /// # Errors
    /// There are as many as there can be.
    pub fn make_checkpoint(&self, name: &str) -> Result<Checkpoint, String> {
        let mut state = self.lock_mut();
        self.settle(&mut state);
        let former = state.history.place_named(name);
        let named = state.history.marks().iter().filter(|mark| mark.name.is_some());
        if former.is_none() && named.count() >= MOST {
            return Err(format!("there are {MOST} checkpoints already; DELETE some"));
        }
        former.and_then(|place| state.history.remove(place));
        self.mark(&mut state, Some(name));
        Ok(Checkpoint { name: name.to_owned(), at: self.clock.now() })
    }

    /// The checkpoints, the oldest first.
    pub fn checkpoints(&self) -> Vec<Checkpoint> {
        let state = self.lock();
        let named = state.history.marks().iter().filter_map(|mark| {
            let name = mark.name.as_deref()?.to_owned();
            Some(Checkpoint { name, at: mark.at })
        });
        named.collect()
    }

    /// Forgets a checkpoint, and tells whether there was one. What it alone held comes back for
    /// the caller to drop.
    pub fn remove_checkpoint(&self, name: &str) -> Option<impl Send + use<>> {
        let mut state = self.lock_mut();
        let place = state.history.place_named(name)?;
        state.history.remove(place)
    }

    /// Returns to a checkpoint, with its clock and its lifecycle; `false`: there is none.
    pub fn restore(&self, name: &str) -> bool {
        let mut state = self.lock_mut();
        let Some(place) = state.history.place_named(name) else { return false };
        let Some(Mark { at, clock, lifecycle, .. }) = state.history.marks().get(place) else {
            return false;
        };
        let (at, clock, lifecycle) = (*at, *clock, *lifecycle);
        let is_last = place + 1 == state.history.marks().len();
        for (caller, before) in state.history.since(place) {
            self.put_back(&mut state, &caller, before, at);
        }
        if is_last {
            state.history.clear_last();
        }
        self.clock.go_on(clock);
        self.set_lifecycle(lifecycle);
        self.settle(&mut state);
        if let Some(unsaved) = &mut state.unsaved {
            unsaved.head();
        }
        // So that nobody is answered out of what was.
        self.next_version();
        true
    }

    fn put_back(&self, state: &mut Ec2State, caller: &Caller, before: Before, at: Timestamp) {
        let (ids, tokens, kinds) = before.into_parts();
        if ids.is_none() || tokens.last.is_some() {
            state.remove(caller);
        }
        let Some(ids) = ids else { return };
        let mut region = state.take(caller).unwrap_or_else(|| state.new_region(caller));
        let version = self.next_version();
        (region.ids, region.version) = (ids, version);
        for (place, former) in kinds {
            let Some(rows) = region.rows_at(place) else { continue };
            rows.open(0);
            rows.put_back(former.next, former.rows, at);
            Self::commit_rows(state, (caller, &mut region), place, None);
        }
        if let Some(last) = tokens.last {
            region.tokens = last;
        }
        let mut undone: Vec<Change> =
            tokens.changes.into_iter().rev().filter_map(|it| region.tokens.make(it)).collect();
        if let Some(noted) = state.history.before(caller).and_then(Before::tokens) {
            noted.append(&mut undone);
        }
        if let Some(unsaved) = &mut state.unsaved {
            if region.is_saved {
                unsaved.other_tokens(caller, &region.tokens);
            }
            save(unsaved, (caller, &mut region));
        }
        state.put(caller, region);
    }
}

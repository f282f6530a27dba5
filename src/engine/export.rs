//! All that the server holds as JSON, piece by piece. The state is locked for a piece at a time, so
//! that no other client waits for the whole; all pieces show it as it was at one moment, which is
//! marked for as long.

use super::any_row::Seq;
use super::format::{Head, write};
use super::history::{Mark, MarkId, Past};
use super::region::{Caller, Scope};
use super::runner::Engine;
use super::state::Ec2State;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How long a piece gets before the next one begins.
const PIECE_BYTES: usize = 64 * 1024;

/// See [`super::format`].
pub(crate) struct Export {
    engine: Arc<Engine>,
    scope: Scope,
    mark: MarkId,
    head: Head,
    told: Told,
}

enum Told {
    Nothing,
    /// The regions up to this one.
    Region(Caller),
    /// The kinds of a region before the one at this place, and its rows up to this position.
    UpTo(Caller, usize, Seq),
    Everything,
}

impl Engine {
    /// What is held now, as JSON in pieces.
    pub fn export(self: &Arc<Self>, scope: Scope) -> Export {
        let mut state = self.lock_mut();
        self.settle(&mut state);
        let mark = self.mark(&mut state, None);
        let head = self.head(&state, self.clock.now());
        Export { engine: Arc::clone(self), scope, mark, head, told: Told::Nothing }
    }

    /// Marks what the state is now.
    pub(super) fn mark(&self, state: &mut Ec2State, name: Option<&str>) -> MarkId {
        let id = self.next_version();
        state.history.add(Mark {
            id,
            name: name.map(Into::into),
            at: self.clock.now(),
            clock: self.clock.how(),
            lifecycle: self.lifecycle(),
            regions: BTreeMap::new(),
        });
        id
    }
}

impl Drop for Export {
    fn drop(&mut self) {
        let mut state = self.engine.lock_mut();
        let removed = state.history.place_of(self.mark).and_then(|at| state.history.remove(at));
        drop(state);
        drop(removed);
    }
}

impl Iterator for Export {
    /// What was being told is no more if the server began anew meanwhile.
    type Item = Result<Vec<u8>, &'static str>;

    fn next(&mut self) -> Option<Self::Item> {
        let state = self.engine.lock();
        let Some(place) = state.history.place_of(self.mark) else {
            let is_told = matches!(self.told, Told::Everything);
            self.told = Told::Everything;
            return (!is_told).then_some(Err("the state was replaced"));
        };
        let view = View { state: &state, place, scope: &self.scope };
        let mut piece = Vec::new();
        while piece.len() < PIECE_BYTES {
            self.told = match std::mem::replace(&mut self.told, Told::Everything) {
                Told::Everything => break,
                Told::Nothing => {
                    write(&self.head, &mut piece);
                    piece.pop();
                    piece.extend_from_slice(b",\"accounts\":{");
                    view.next_region(None, &mut piece)
                }
                Told::Region(caller) => view.next_region(Some(&caller), &mut piece),
                Told::UpTo(caller, kind, after) => view.go_on(caller, (kind, after), &mut piece),
            };
        }
        (!piece.is_empty()).then_some(Ok(piece))
    }
}

/// The state as it was at a mark.
struct View<'a> {
    state: &'a Ec2State,
    place: usize,
    scope: &'a Scope,
}

impl View<'_> {
    fn past(&self, caller: &Caller) -> Option<Past<'_>> {
        let marks = self.state.history.marks().get(self.place..).unwrap_or_default();
        Past::of(marks, caller, self.state.region(caller))
    }

    fn go_on(&self, caller: Caller, (kind, after): (usize, Seq), to: &mut Vec<u8>) -> Told {
        let plural = self.state.plural(kind);
        let (Some(past), Some(plural)) = (self.past(&caller), plural) else {
            to.extend_from_slice(b"}}");
            return Told::Region(caller);
        };
        let rows = past.rows(kind);
        let mut after = after;
        if after == 0 {
            if kind > 0 {
                to.push(b',');
            }
            open(to, plural, "{\"next\":");
            write(&rows.next(), to);
            to.extend_from_slice(b",\"rows\":[");
        }
        while let Some((seq, row)) = rows.behind(after) {
            if after > 0 {
                to.push(b',');
            }
            row.write(seq, to);
            after = seq;
            if to.len() >= PIECE_BYTES {
                return Told::UpTo(caller, kind, after);
            }
        }
        to.extend_from_slice(b"]}");
        Told::UpTo(caller, kind + 1, 0)
    }

    fn next_region(&self, before: Option<&Caller>, to: &mut Vec<u8>) -> Told {
        let mut last = before;
        let (next, past) = loop {
            let Some(next) = self.state.past_behind(self.place, last) else {
                to.extend_from_slice(if before.is_some() { b"}}}" } else { b"}}" });
                return Told::Everything;
            };
            if let Some(past) = self.scope.has(next).then(|| self.past(next)).flatten() {
                break (next, past);
            }
            last = Some(next);
        };
        let is_same = before.is_some_and(|before| before.account == next.account);
        match before {
            Some(_) if is_same => to.push(b','),
            Some(_) => to.extend_from_slice(b"},"),
            None => {}
        }
        if !is_same {
            open(to, &next.account, "{");
        }
        open(to, &next.region, "{\"ids\":");
        write(past.ids, to);
        to.extend_from_slice(b",\"tokens\":");
        write(&*past.tokens(), to);
        to.extend_from_slice(b",\"kinds\":{");
        Told::UpTo(next.clone(), 0, 0)
    }
}

/// Names of accounts, regions and kinds need no escaping.
fn open(to: &mut Vec<u8>, name: &str, value: &str) {
    to.push(b'"');
    to.extend_from_slice(name.as_bytes());
    to.extend_from_slice(b"\":");
    to.extend_from_slice(value.as_bytes());
}

//! All that the server holds as JSON, piece by piece. The state is locked for a piece at a time, so
//! that no other client waits for the whole; each piece shows what there is when it is made.

use super::rows::Seq;
use super::runner::Engine;
use super::state::{Caller, Ec2State};
use std::sync::Arc;

/// How long a piece gets before the next one begins.
const PIECE_BYTES: usize = 64 * 1024;

/// `{"account":{"region":{"kind":[row,…],…},…},…}`
pub(crate) struct Export {
    engine: Arc<Engine>,
    told: Told,
}

enum Told {
    Nothing,
    /// The kinds of a region before the one at this place, and its rows up to this position.
    UpTo(Caller, usize, Seq),
    Everything,
}

impl Engine {
    /// All that is held, as JSON by account, region and kind.
    pub fn export(self: &Arc<Self>) -> Export {
        drop(self.lock_settled());
        Export { engine: Arc::clone(self), told: Told::Nothing }
    }
}

impl Iterator for Export {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        let state = self.engine.lock();
        let mut piece = Vec::new();
        while piece.len() < PIECE_BYTES {
            let told = std::mem::replace(&mut self.told, Told::Everything);
            self.told = match told {
                Told::Everything => break,
                Told::Nothing => {
                    piece.push(b'{');
                    next_region(&state, None, &mut piece)
                }
                Told::UpTo(caller, kind, after) => go_on(&state, caller, (kind, after), &mut piece),
            };
        }
        (!piece.is_empty()).then_some(piece)
    }
}

fn go_on(state: &Ec2State, caller: Caller, (kind, after): (usize, Seq), to: &mut Vec<u8>) -> Told {
    let stored = state.region(&caller).and_then(|region| region.stored().get(kind));
    let Some(stored) = stored else {
        // That was the last kind, or a reset has come in between.
        to.extend_from_slice(if after > 0 { b"]}" } else { b"}" });
        return next_region(state, Some(&caller), to);
    };
    if after == 0 {
        if kind > 0 {
            to.push(b',');
        }
        open(to, stored.kind.plural, b'[');
    }
    match stored.rows.export(after, PIECE_BYTES, to) {
        Some(last) => Told::UpTo(caller, kind, last),
        None => {
            to.push(b']');
            Told::UpTo(caller, kind + 1, 0)
        }
    }
}

fn next_region(state: &Ec2State, before: Option<&Caller>, to: &mut Vec<u8>) -> Told {
    let next = state.behind(before).map(|(caller, _)| caller);
    let is_same = before.map(|before| next.is_some_and(|next| next.account == before.account));
    if is_same == Some(false) {
        to.push(b'}');
    }
    let Some(next) = next else {
        to.push(b'}');
        return Told::Everything;
    };
    if before.is_some() {
        to.push(b',');
    }
    if is_same != Some(true) {
        open(to, &next.account, b'{');
    }
    open(to, &next.region, b'{');
    Told::UpTo(next.clone(), 0, 0)
}

/// Names of accounts, regions and kinds need no escaping.
fn open(to: &mut Vec<u8>, name: &str, bracket: u8) {
    to.push(b'"');
    to.extend_from_slice(name.as_bytes());
    to.extend_from_slice(b"\":");
    to.push(bracket);
}

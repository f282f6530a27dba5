//! What of the state is to be written to the directory that keeps it, as entries: those of what was
//! changed. Whoever changes the state holds its lock until all of it is noted, and hands it in as
//! one when it lets go ([`super::runner::Changing`]), so that nothing is ever kept by half.
//!
//! ```text
//! head                                        what stands in a document before the accounts
//! regions/ACCOUNT/REGION/ids                  the sequence of ids
//! regions/ACCOUNT/REGION/next/KIND            the position of the kind's next row
//! regions/ACCOUNT/REGION/rows/KIND/POSITION   a row, as in a document
//! regions/ACCOUNT/REGION/tokens/NUMBER        a client token, as in a document
//! ```

use super::any_row::Seq;
use super::format::{Head, write};
use super::ids::Ids;
use super::region::{Caller, Region};
use super::rows::Rows;
use super::tokens::Tokens;
use crate::store::Change;
use serde::Serialize;
use std::ops::Range;

pub(super) const HEAD: &str = "head";
pub(super) const REGIONS: &str = "regions/";

/// Changes since the state was locked.
#[derive(Default)]
pub(super) struct Unsaved {
    changes: Vec<Change>,
    is_head_another: bool,
}

fn json(value: &impl Serialize) -> Vec<u8> {
    let mut to = Vec::new();
    write(value, &mut to);
    to
}

fn below(Caller { account, region }: &Caller) -> String {
    format!("{REGIONS}{account}/{region}/")
}

impl Unsaved {
    /// The clock or the lifecycle is another one.
    pub fn head(&mut self) {
        self.is_head_another = true;
    }

    /// Whether there is something to be written.
    pub fn is_any(&self) -> bool {
        self.is_head_another || !self.changes.is_empty()
    }

    /// What is to be written, with what stands before the accounts.
    pub fn take(&mut self, head: &Head) -> Vec<Change> {
        self.is_head_another = false;
        let mut changes = std::mem::take(&mut self.changes);
        changes.push(Change::Put(HEAD.to_owned(), json(head)));
        changes
    }

    /// All of a region, in place of whatever there was.
    pub fn region(&mut self, caller: &Caller, region: &Region) {
        self.no_region(caller);
        self.ids(caller, &region.ids);
        self.tokens(caller, &region.tokens, 0..0);
        for stored in region.stored().iter().filter(|stored| stored.rows.next() > 1) {
            let (kind, rows) = (stored.kind.plural, &stored.rows);
            let after = |after| rows.behind(after).map(|(seq, _)| seq);
            let seqs = std::iter::successors(after(0), |seq| after(*seq));
            self.rows((caller, kind), rows, seqs);
        }
    }

    pub fn no_region(&mut self, caller: &Caller) {
        self.changes.push(Change::RemoveBelow(below(caller)));
    }

    pub fn nothing(&mut self) {
        self.changes.clear();
        self.changes.push(Change::RemoveBelow(REGIONS.to_owned()));
    }

    pub fn ids(&mut self, caller: &Caller, ids: &Ids) {
        self.changes.push(Change::Put(format!("{}ids", below(caller)), json(ids)));
    }

    /// The rows of a kind at some positions, there or not.
    pub fn rows(
        &mut self,
        (caller, kind): (&Caller, &str),
        rows: &Rows,
        seqs: impl Iterator<Item = Seq>,
    ) {
        let below = below(caller);
        for seq in seqs {
            let text = format!("{below}rows/{kind}/{seq:016x}");
            self.changes.push(match rows.held(seq) {
                Some(row) => {
                    let mut written = Vec::new();
                    row.write(seq, &mut written);
                    Change::Put(text, written)
                }
                None => Change::Remove(text),
            });
        }
        self.changes.push(Change::Put(format!("{below}next/{kind}"), json(&rows.next())));
    }

    /// The tokens of a region, of which those with some numbers were kept before.
    pub fn tokens(&mut self, caller: &Caller, tokens: &Tokens, kept: Range<u64>) {
        let below = below(caller);
        let text = |number: u64| format!("{below}tokens/{number:016x}");
        let now = tokens.numbers();
        for number in kept.clone().filter(|number| !now.contains(number)) {
            self.changes.push(Change::Remove(text(number)));
        }
        for number in now.filter(|number| !kept.contains(number)) {
            let entry =
                tokens.numbered(number).map(|entry| Change::Put(text(number), json(&entry)));
            self.changes.extend(entry);
        }
    }

    /// All tokens of a region, in place of those there were.
    pub fn other_tokens(&mut self, caller: &Caller, tokens: &Tokens) {
        self.changes.push(Change::RemoveBelow(format!("{}tokens/", below(caller))));
        self.tokens(caller, tokens, 0..0);
    }
}

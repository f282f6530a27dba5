//! The state out of a document that an export made: all of it, or nothing.

use super::any_row::Seq;
use super::clock::{Basis, Now};
use super::flaw::Flaw;
use super::format::{Document, KindDocument, Members, RegionDocument, read_document};
use super::id::Text;
use super::region::{Caller, ReadRow, Region, Scope};
use super::rows::Former;
use super::runner::{Engine, save};
use super::state::Ec2State;
use std::any::TypeId;
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use wire::Timestamp;

/// Beyond it, numbers are not what all programs take them for.
const LAST_SEQ: Seq = 1 << 53;

/// Says what is wrong with an account and a region.
pub(super) type IsPlace = fn(&Caller) -> Result<(), String>;
type Regions = Vec<(Caller, Region)>;

impl Engine {
    /// Takes over what a document holds, in place of all that is there or of a part of it. In
    /// place of all, the document's clock, lifecycle and seed hold as well; of a part, the
    /// server's own go on. What was there comes back for the caller to drop.
    ///
    /// # Errors
    /// What is wrong with the document; nothing has changed then.
    pub fn import(
        &self,
        json: &str,
        scope: &Scope,
        is_place: IsPlace,
    ) -> Result<impl Send + use<>, Flaw> {
        let document = read_document(json)?;
        let (at, began, seed) = (document.at, document.began, document.seed);
        let (clock, lifecycle) = (document.clock, document.lifecycle);
        let regions = self.regions_of(document, scope, is_place)?;
        check_held(&regions, at)?;
        let mut state = self.lock_mut();
        let mut old = None;
        if scope.is_all() {
            self.clock.go_on(clock);
            self.set_lifecycle(lifecycle);
            self.began.store(began.0, Ordering::Relaxed);
            old = Some(self.begin(&mut state, seed));
        } else {
            self.forget(&mut state, scope);
        }
        for (caller, mut region) in regions {
            (region.number, region.version) = (state.next_number(), self.next_version());
            if let Some(unsaved) = &mut state.unsaved {
                save(unsaved, (&caller, &mut region));
            }
            state.put(&caller, region);
        }
        self.settle(&mut state);
        Ok(old)
    }

    /// Forgets what is held in a part of the state.
    pub(super) fn forget(&self, state: &mut Ec2State, scope: &Scope) {
        let there = state.entries().map(|(caller, _)| caller).filter(|caller| scope.has(caller));
        for caller in there.cloned().collect::<Vec<_>>() {
            state.remove(&caller);
        }
        // So that nobody is answered out of what was.
        self.next_version();
    }

    fn regions_of(
        &self,
        document: Document<'_>,
        scope: &Scope,
        is_place: IsPlace,
    ) -> Result<Regions, Flaw> {
        let mut regions = Vec::new();
        for (account, Members(in_account)) in document.accounts.0 {
            for (region, held) in in_account {
                let path = format!("accounts.{account}.{region}");
                let caller = Caller { account: account.as_str().into(), region: region.into() };
                is_place(&caller).map_err(|message| Flaw::new(path.as_str(), message))?;
                if !scope.has(&caller) {
                    return Err(Flaw::new(path, "it is not of the part that is to be replaced"));
                }
                let region = self.region_of(held, document.at).map_err(|it| it.within(&path))?;
                regions.push((caller, region));
            }
        }
        Ok(regions)
    }

    fn region_of(&self, held: RegionDocument<'_>, at: Timestamp) -> Result<Region, Flaw> {
        let mut region = Region::new(&self.kinds, held.ids, (0, 0));
        region.tokens = held.tokens;
        for (plural, kind) in held.kinds.0 {
            let path = format!("kinds.{plural}");
            let Some((place, known)) = self.kinds.named(&plural) else {
                return Err(Flaw::new(path, "this version knows no such kind"));
            };
            let prefix = known.named.map(|named| named.prefix);
            let next = kind.next;
            let rows = rows_of(kind, (known.read, prefix), at).map_err(|it| it.within(&path))?;
            if let Some(stored) = region.rows_at(place) {
                stored.put_back(next, rows, at);
            }
        }
        Ok(region)
    }
}

/// The rows of a kind, and its ids' prefix.
fn rows_of(
    kind: KindDocument<'_>,
    (read, prefix): (ReadRow, Option<&str>),
    at: Timestamp,
) -> Result<Former, Flaw> {
    let (basis, mut last) = (Basis::default(), 0);
    let now = Now::new(at, &basis);
    let mut rows = Former::new();
    let mut ids: HashMap<Text, usize> = HashMap::new();
    for (index, json) in kind.rows.into_iter().enumerate() {
        let path = format!("rows[{index}]");
        let wrong = |member: &str, message: String| {
            Err(Flaw::new(format!("rows[{index}].{member}"), message))
        };
        let (seq, row) = read(json.get()).map_err(|flaw| flaw.within(&path))?;
        if seq <= last || seq >= kind.next {
            let message = format!("{seq} is not between {last}, the last one, and next");
            return wrong("seq", message);
        }
        last = seq;
        let id = row.id().clone();
        if let Some(prefix) = prefix
            && !prefix.is_empty()
            && !id.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('-'))
        {
            return wrong("id", format!("'{id}' does not begin with {prefix}-"));
        }
        let has_ended = row.ends().is_some_and(|ends| now.reached(ends));
        // A name may have gone over from a row that has ended.
        if !has_ended && let Some(first) = ids.insert(id.clone(), index) {
            return wrong("id", format!("'{id}' is the id of rows[{first}] already"));
        }
        rows.insert(seq, Some(row));
    }
    if kind.next == 0 || kind.next > LAST_SEQ {
        return Err(Flaw::new("next", format!("{} is not between 1 and 2^53", kind.next)));
    }
    Ok(rows)
}

/// # Errors
/// The first row that holds what is not there.
fn check_held(regions: &Regions, at: Timestamp) -> Result<(), Flaw> {
    let basis = Basis::default();
    let now = Now::new(at, &basis);
    for (caller, region) in regions {
        let is_there = |of: TypeId, id: &str| region.rows(of).find(id, now).is_some();
        for stored in region.stored() {
            let (mut after, mut index) = (0, 0);
            while let Some((seq, row)) = stored.rows.behind(after) {
                let has_ended = row.ends().is_some_and(|ends| now.reached(ends));
                let held = if has_ended { Vec::new() } else { (stored.kind.held)(row, now) };
                if let Some((_, id)) = held.iter().find(|(of, id)| !is_there(*of, id)) {
                    let Caller { account, region } = caller;
                    let kind = stored.kind.plural;
                    let path = format!("accounts.{account}.{region}.kinds.{kind}.rows[{index}]");
                    return Err(Flaw::new(path, format!("it holds '{id}', which is not there")));
                }
                (after, index) = (seq, index + 1);
            }
        }
    }
    Ok(())
}

//! The resources of other accounts: a kind says which of them are shared with whom ([`Sharing`]),
//! and whoever looks is led to the rows and to what their owner holds. Tags are their account's
//! own, and are never shown to others:
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html>.
//!
//! [`Sharing`]: super::Sharing

use super::any_row::Seq;
use super::context::Read;
use super::id::Names;
use super::index::{By, Key};
use super::row::Row;
use super::sharing::EVERYBODY;
use super::state::Entries;
use super::table::{Record, Resource};
use super::walk::RowsOf;

/// What the owner of a row holds, and the row.
pub(crate) type Reached<'a, T> = (Read<'a>, &'a Row<T>);

impl<'a> Read<'a> {
    /// What the other accounts hold in this region.
    fn other_accounts(self) -> Places<'a> {
        self.now.basis.elsewhere.set(true);
        Places { caller: self, own: false, others: self.others.entries(), is_here: true }
    }

    /// The same behind what the caller holds.
    fn accounts(self) -> Places<'a> {
        Places { own: true, ..self.other_accounts() }
    }

    /// What every account holds in every region; what the caller holds here comes first.
    pub fn everywhere(self) -> Places<'a> {
        Places { is_here: false, ..self.accounts() }
    }

    /// The rows that an index lists under a key, whoever has them: the caller's come first.
    pub fn anyones<T: Record, K: Key + ?Sized>(self, by: By<T, K>, key: &K) -> Anyones<'a, T> {
        let (by, key) = (By::new(by.name), key.text().into_owned());
        Anyones { by, key, owner: self, rows: None, accounts: self.accounts() }
    }

    /// The row with an id, whoever has it, and whether the caller sees it or not.
    pub fn find_anyones<T: Record>(self, id: &(impl Names<T> + ?Sized)) -> Option<Reached<'a, T>> {
        self.accounts().find_map(|owner| Some((owner, owner.find(id)?)))
    }

    /// The row of another account with an id, if it is shared with the caller.
    pub fn find_shared<T: Resource>(self, id: &(impl Names<T> + ?Sized)) -> Option<Reached<'a, T>> {
        let sharing = T::SHARING?;
        self.other_accounts().find_map(|owner| {
            let row = owner.find(id)?;
            (sharing.is_with)(row, owner, self.account()).then_some((owner, row))
        })
    }

    /// The row with an id that is the caller's own, or shared with it.
    pub fn reach<T: Resource>(self, id: &(impl Names<T> + ?Sized)) -> Option<Reached<'a, T>> {
        self.find(id).map(|row| (self, row)).or_else(|| self.find_shared(id))
    }

    /// All that is shared with the caller without its asking, by owner and in the order of
    /// creation.
    pub fn shared<T: Resource>(self) -> impl Iterator<Item = (Seq, Reached<'a, T>)> {
        let listed = T::SHARING.and_then(|sharing| Some((sharing.index?, sharing.is_with)));
        listed.into_iter().flat_map(move |(index, is_with)| {
            self.other_accounts().flat_map(move |owner| {
                let table = owner.table::<T>();
                let to = [EVERYBODY, self.account()];
                let rows = to.into_iter();
                let rows = rows.flat_map(|to| table.listed(&index.under(to), 0, self.now));
                let mut found: Vec<_> = rows
                    .filter(|(_, row)| is_with(row, owner, self.account()))
                    .map(|(seq, row)| (seq, (owner, row)))
                    .collect();
                found.sort_unstable_by_key(|(seq, _)| *seq);
                found.dedup_by_key(|(seq, _)| *seq);
                found
            })
        })
    }
}

/// What accounts hold in places that are left to look at.
pub(crate) struct Places<'a> {
    caller: Read<'a>,
    /// Whether the caller's own is left.
    own: bool,
    others: Entries<'a>,
    /// Whether only this region's are looked at.
    is_here: bool,
}

impl<'a> Iterator for Places<'a> {
    type Item = Read<'a>;

    fn next(&mut self) -> Option<Read<'a>> {
        let own = self.caller.caller;
        if std::mem::take(&mut self.own) {
            return Some(self.caller);
        }
        loop {
            let (caller, region) = self.others.next()?;
            if caller != own && !(self.is_here && caller.region != own.region) {
                return Some(Read { caller, region, ..self.caller });
            }
        }
    }
}

/// Rows of a kind that are left to look at, whoever has them.
pub(crate) struct Anyones<'a, T> {
    by: By<T, str>,
    key: String,
    /// Whose the rows are.
    owner: Read<'a>,
    rows: Option<RowsOf<'a, T>>,
    accounts: Places<'a>,
}

impl<'a, T: Record> Iterator for Anyones<'a, T> {
    type Item = Reached<'a, T>;

    fn next(&mut self) -> Option<Reached<'a, T>> {
        loop {
            if let Some(row) = self.rows.as_mut().and_then(Iterator::next) {
                return Some((self.owner, row));
            }
            self.owner = self.accounts.next()?;
            self.rows = Some(self.owner.with(self.by, &*self.key));
        }
    }
}

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
use super::table::{Record, Resource};

/// What the owner of a row holds, and the row.
pub(crate) type Reached<'a, T> = (Read<'a>, &'a Row<T>);

impl<'a> Read<'a> {
    /// What the other accounts hold in this region.
    fn other_accounts(self) -> impl Iterator<Item = Self> {
        self.now.basis.elsewhere.set(true);
        let here = self.others.entries().filter(move |(caller, _)| {
            caller.region == self.caller.region && caller.account != self.caller.account
        });
        here.map(move |(caller, region)| Self { caller, region, ..self })
    }

    /// The rows that an index lists under a key, whoever has them: the caller's come first.
    pub fn anyones<T: Record, K: Key + ?Sized>(
        self,
        by: By<T, K>,
        key: &K,
    ) -> impl Iterator<Item = Reached<'a, T>> + use<'a, T, K> {
        let (by, key) = (By::<T, str>::new(by.name), key.text().into_owned());
        let accounts = std::iter::once(self).chain(self.other_accounts());
        accounts.flat_map(move |owner| owner.with(by, &*key).map(move |row| (owner, row)))
    }

    /// What every account holds in every region; what the caller holds here comes first.
    pub fn everywhere(self) -> impl Iterator<Item = Self> {
        self.now.basis.elsewhere.set(true);
        let others = self.others.entries().filter(move |(caller, _)| *caller != self.caller);
        let others = others.map(move |(caller, region)| Self { caller, region, ..self });
        std::iter::once(self).chain(others)
    }

    /// The row with an id, whoever has it, and whether the caller sees it or not.
    pub fn find_anyones<T: Record>(self, id: &(impl Names<T> + ?Sized)) -> Option<Reached<'a, T>> {
        let mut accounts = std::iter::once(self).chain(self.other_accounts());
        accounts.find_map(|owner| Some((owner, owner.find(id)?)))
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

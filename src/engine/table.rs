//! What a kind of resource is to the engine (`Resource`), and its rows with their type.

use super::any_row::{AnyRow, Seq};
use super::clock::{Now, Timed};
use super::context::Read;
use super::cursor;
use super::flaw::Flaw;
use super::format::{self, Around};
use super::id::{Id, Names, Text};
use super::id_rules::{IdForm, IdRule};
use super::index::{By, Index, Key, PartOf, Under, Wanted};
use super::life::{Life, Phase};
use super::names::{self, Word};
use super::page::PageSize;
use super::region::{Kind, Named, Region};
use super::row::{Row, typed, typed_mut};
use super::rows::Rows;
use super::sharing::{Sharing, Whose};
use super::tags::Tags;
use super::walk::{RowsOf, Walk};
use crate::error::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::TypeId;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use wire::{Action, Encode, ResourceType, Timestamp};

/// A filter that is worked out by the kind: its name, and the values a row has for it.
pub(crate) type CustomFilter<T> = (&'static str, fn(&Row<T>, Read<'_>) -> Vec<String>);

/// A filter's name, and the ids of rows that may have a value for it.
pub(crate) type Join<T> = (&'static str, fn(&str, Read<'_>) -> Vec<Id<T>>);

/// How many resources of a kind a new account may have, in a region or in each VPC and the like.
pub(crate) struct Quota<T: 'static> {
    /// Whether a new resource, which is there already, is one too many.
    pub is_exceeded: fn(&Row<T>, Read<'_>) -> bool,
    pub code: &'static str,
    pub message: fn(&Row<T>) -> String,
}

/// What a row of a table holds. A record that clients name is a [`Resource`], and this by that.
pub(crate) trait Record:
    Clone + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// The plural in lower camel case, as health and the exported state name it.
    const PLURAL: &'static str;
    /// What DescribeTags says the rows' tags are of; `None`: they have none.
    const TAGS_OF: Option<ResourceType> = None;
    /// How the rows come and go; `None`: at once.
    const LIFE: Option<Life> = None;
    /// What its rows are parts of, and end with.
    const PART_OF: &'static [PartOf] = &[];
    /// How many of them an account may have.
    const QUOTA: Option<Quota<Self>> = None;

    /// The values that rows are looked up by.
    fn index(&self, _index: &mut Index<'_, Self>) {}

    /// When something comes of the row that is not of itself alone, as of a state that settles:
    /// what, the world says ([`super::Due`]), which then has the row say another moment, or none.
    fn due(&self) -> Option<Timestamp> {
        None
    }
}

impl<T: Resource> Record for T {
    const PLURAL: &'static str = <T as Resource>::PLURAL;
    const TAGS_OF: Option<ResourceType> = T::TYPE;
    const LIFE: Option<Life> = <T as Resource>::LIFE;
    const PART_OF: &'static [PartOf] = <T as Resource>::PART_OF;
    const QUOTA: Option<Quota<Self>> = <T as Resource>::QUOTA;

    fn index(&self, index: &mut Index<'_, Self>) {
        Resource::index(self, index);
    }

    fn due(&self) -> Option<Timestamp> {
        Resource::due(self)
    }
}

/// A kind of resource: what its rows are, and how EC2 speaks of them.
pub(crate) trait Resource:
    Clone + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// The element a Describe lists.
    type View: Encode;

    /// What an id begins with, without the hyphen.
    const PREFIX: &'static str;
    /// What tags and tag specifications call the kind; `None`: it has no tags.
    const TYPE: Option<ResourceType> = None;
    /// The kind's plural in lower camel case, as health and the exported state name it.
    const PLURAL: &'static str;
    /// The code for an id that nothing has: `InvalidVpcID.NotFound`, unless it says otherwise.
    const NOT_FOUND: &'static str = Self::USUAL_NAMES[0].as_str();
    /// The code for what cannot be an id of the kind: `InvalidVpcId.Malformed`.
    const MALFORMED: &'static str = Self::USUAL_NAMES[1].as_str();
    /// How "The {} 'x' does not exist" names it: `vpc ID`.
    const NOUN: &'static str = Self::USUAL_NAMES[2].as_str();
    /// What those three are where EC2 follows the pattern. No kind says otherwise.
    const USUAL_NAMES: [Word; 3] = [
        names::code(Self::PLURAL, "ID.NotFound"),
        names::code(Self::PLURAL, "Id.Malformed"),
        names::noun(Self::PLURAL),
    ];
    /// Whether EC2's networking answers for the kind, which words some refusals otherwise.
    const OF_VPC: bool = false;
    /// How EC2 looks at an id before it looks it up.
    const ID: IdRule = if Self::OF_VPC { IdRule::LookedUp } else { IdRule::Prefixed };
    /// Filters that are no path into the view, or whose documented path is wrong.
    const FILTERS: &'static [CustomFilter<Self>] = &[];
    /// Whether its Describe passes over filters that it does not know, instead of refusing them.
    const IGNORES_OTHER_FILTERS: bool = false;
    /// The filter that compares a row's own id.
    const ID_FILTER: Option<&'static str> = None;
    /// Filters over what another kind holds, each with a way to the ids of all rows it can match,
    /// and perhaps of some that it does not.
    const JOINS: &'static [Join<Self>] = &[];
    /// Filters that have no index of their own, because another one's lists all they can match.
    const ANSWERED: &'static [(&'static str, By<Self, str>)] = &[];
    /// What EC2 calls the parameter with the ids where it refuses it next to MaxResults:
    /// `instancesSet`. `None`: the two go together.
    const IDS_EXCLUDE_MAX_RESULTS: Option<&'static str> = None;
    /// Whether NextToken is refused next to ids, too.
    const IDS_EXCLUDE_TOKENS: bool = false;

    /// How its resources come and go; `None`: at once.
    const LIFE: Option<Life> = None;
    /// What its resources hold, so that it cannot go.
    const HOLDS: &'static [Hold<Self>] = &[];
    /// What its resources are parts of, and end with.
    const PART_OF: &'static [PartOf] = &[];
    /// How many of them a new account may have.
    const QUOTA: Option<Quota<Self>> = None;
    /// How many rows its Describe shows at once.
    const PAGE_SIZE: PageSize = PageSize::Asked;
    /// Which of its resources other accounts see; `None`: no one's but their own.
    const SHARING: Option<Sharing<Self>> = None;
    /// Whose resources its Describe lists, in this order.
    const WHOSE: &'static [Whose<Self>] = &[Whose::Own];

    fn view(row: &Row<Self>, cx: Read<'_>) -> Self::View;

    /// The values that rows are looked up by, under the name of the filter they answer.
    fn index(&self, _index: &mut Index<'_, Self>) {}

    /// See [`Record::due`].
    fn due(&self) -> Option<Timestamp> {
        None
    }

    /// The refusal of ids that nothing has; `ids` is never empty.
    fn not_found(ids: &[&str]) -> Error {
        let message = match ids {
            [id] => format!("The {} '{id}' does not exist", Self::NOUN),
            _ => format!("The {}s '{}' do not exist", Self::NOUN, ids.join(", ")),
        };
        Error::new(Self::NOT_FOUND, message)
    }

    /// The refusal to delete what another resource holds.
    fn in_use(id: &str) -> Error {
        let noun = Self::NOUN.trim_end_matches(" ID");
        let message = format!("The {noun} '{id}' has dependencies and cannot be deleted.");
        Error::new("DependencyViolation", message)
    }

    /// The same where EC2 says what holds it.
    fn in_use_by(id: &str, _holder: &str) -> Error {
        Self::in_use(id)
    }

    /// Whether its Describe leaves an id out that nothing has, instead of refusing it.
    fn is_passed_over(_cx: Read<'_>, _id: &str) -> bool {
        false
    }

    /// Whether `id` can be an id of the kind.
    ///
    /// # Errors
    /// What [`Self::ID`] says.
    fn check_id(id: &str) -> Result<(), Error> {
        id_form::<Self>().check(id, false)
    }

    /// What operations say that look no id up that lacks the prefix, whatever others do.
    ///
    /// # Errors
    /// [`Self::MALFORMED`].
    fn check_prefix(id: &str) -> Result<(), Error> {
        IdForm { rule: IdRule::Prefixed, ..id_form::<Self>() }.check(id, false)
    }

    /// [`Self::check_id`] for one of several ids that a Describe is given.
    ///
    /// # Errors
    /// What [`Self::ID`] says.
    fn check_listed_id(id: &str) -> Result<(), Error> {
        match Self::ID {
            IdRule::Parameter { .. } | IdRule::Exact => id_form::<Self>().check(id, true),
            _ => Self::check_id(id),
        }
    }

    /// [`Self::check_id`] where operations on the kind word their refusals differently.
    ///
    /// # Errors
    /// Those of the operation.
    fn check_id_of(_action: Action, id: &str) -> Result<(), Error> {
        Self::check_id(id)
    }

    /// The same of [`Self::check_listed_id`].
    ///
    /// # Errors
    /// Those of the operation.
    fn check_listed_id_of(_action: Action, id: &str) -> Result<(), Error> {
        Self::check_listed_id(id)
    }
}

const fn id_form<T: Resource>() -> IdForm {
    IdForm { rule: T::ID, prefix: T::PREFIX, noun: T::NOUN, of: T::TYPE, malformed: T::MALFORMED }
}

impl<T: Record> AnyRow for Row<T> {
    fn id(&self) -> &Text {
        self.id.as_text()
    }

    fn tags(&self) -> &Tags {
        &self.tags
    }

    fn tags_mut(&mut self) -> &mut Tags {
        &mut self.tags
    }

    fn ends(&self) -> Option<Timestamp> {
        self.ends.get()
    }

    fn set_end(&mut self, at: Option<Timestamp>) {
        self.ends = at.into();
    }

    fn set_life(&mut self, phase: Timed<Phase>) {
        self.life = Some(Box::new(phase));
    }

    fn index(&self, wanted: Wanted<'_>) {
        self.record.index(&mut Index::new(wanted));
    }

    fn due(&self) -> Option<Timestamp> {
        self.record.due()
    }

    fn boxed_clone(&self) -> Box<dyn AnyRow> {
        Box::new(self.clone())
    }

    fn write(&self, seq: Seq, to: &mut Vec<u8>) {
        format::write_row(self, seq, to);
    }
}

/// That resources of the kind `T` hold those of another kind.
pub(crate) struct Hold<T: 'static> {
    held: fn() -> TypeId,
    /// The index that lists them under the id of what they hold.
    index: &'static str,
    does: fn(&Row<T>, Now<'_>) -> bool,
    /// Whether what is held may be another account's or region's.
    elsewhere: bool,
}

impl<T: Resource> Hold<T> {
    /// Those listed in an index under the id of an `H` hold it until they are gone.
    pub const fn of<H: Resource>(by: By<T, Id<H>>) -> Self {
        Self::of_those(by, |row, now| row.life_phase(now) != Phase::Gone)
    }

    /// The same of some of them alone.
    pub const fn of_those<H: Resource>(
        by: By<T, Id<H>>,
        does: fn(&Row<T>, Now<'_>) -> bool,
    ) -> Self {
        Self { held: TypeId::of::<H>, index: by.name, does, elsewhere: false }
    }

    /// The same where what is held may be another account's or region's.
    pub const fn or_elsewhere(self) -> Self {
        Self { elsewhere: true, ..self }
    }
}

/// The first row of the kind `T` that holds what has an id.
fn holder<T: Resource>(region: &Region, now: Now<'_>, held: TypeId, id: &str) -> Option<Text> {
    let mut holds = T::HOLDS.iter().filter(|hold| (hold.held)() == held);
    holds.find_map(|hold| {
        let mut rows = region.table::<T>().with(By::<T, str>::new(hold.index), id, now);
        rows.find(|row| (hold.does)(row, now)).map(|row| row.id.as_text().clone())
    })
}

/// What a row of the kind `T` holds of its own account and region: the types, with the ids.
fn held<T: Resource>(row: &dyn AnyRow, now: Now<'_>) -> Vec<(TypeId, Text)> {
    let holds = T::HOLDS.iter().filter(|hold| !hold.elsewhere && (hold.does)(typed(row), now));
    let mut each = Vec::new();
    for hold in holds {
        row.index(Wanted::Each(&mut |index, id| {
            if index == hold.index {
                each.push(((hold.held)(), Text::from(id)));
            }
        }));
    }
    each
}

fn read_row<T: Record>(json: &str) -> Result<(Seq, Box<dyn AnyRow>), Flaw> {
    format::read_row(json, T::LIFE.is_some(), |around, record| {
        let Around { id, tags, ends, life, .. } = around;
        let record = cursor::read::<T>(record)?;
        Ok(Box::new(Row { id: Id::new(id), record, tags, ends: ends.into(), life }))
    })
}

impl Kind {
    pub const fn of<T: Resource>() -> Self {
        let named = Named { prefix: T::PREFIX, not_found: T::not_found };
        let record = Self { named: Some(named), ..Self::record::<T>() };
        if const { T::HOLDS.is_empty() } {
            return record;
        }
        Self { holder: holder::<T>, held: held::<T>, ..record }
    }

    /// Rows that clients do not name.
    pub const fn record<T: Record>() -> Self {
        Self {
            plural: T::PLURAL,
            tags_of: T::TAGS_OF,
            life: T::LIFE,
            named: None,
            type_id: TypeId::of::<T>,
            holder: |_, _, _, _| None,
            held: |_, _| Vec::new(),
            read: read_row::<T>,
            part_of: T::PART_OF,
        }
    }
}

impl Region {
    pub fn table<T: Record>(&self) -> Table<'_, T> {
        Table::new(self.rows(TypeId::of::<T>()))
    }
}

/// A look at the rows of a kind.
pub(crate) struct Table<'a, T> {
    rows: &'a Rows,
    of: PhantomData<T>,
}

impl<T> Clone for Table<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Table<'_, T> {}

impl<'a, T: Record> Table<'a, T> {
    pub(super) const fn new(rows: &'a Rows) -> Self {
        Self { rows, of: PhantomData }
    }

    pub(super) const fn rows(self) -> &'a Rows {
        self.rows
    }

    pub fn find(self, id: &str, now: Now<'_>) -> Option<&'a Row<T>> {
        self.rows.find(id, now).map(typed)
    }

    pub fn seq(self, id: &(impl Names<T> + ?Sized), now: Now<'_>) -> Option<Seq> {
        self.rows.seq(id.name(), now)
    }

    /// The rows behind `after`, in the order of their creation.
    pub fn iter(self, after: Seq, now: Now<'a>) -> Walk<'a, T> {
        Walk::new(self.rows.iter(after, now))
    }

    /// The rows that an index lists under a key, in the order of their creation.
    pub fn with<K: Key + ?Sized>(self, by: By<T, K>, key: &K, now: Now<'a>) -> RowsOf<'a, T> {
        RowsOf(self.listed(&by.under(key), 0, now))
    }

    /// The same with their positions, behind `after`.
    pub fn listed(self, under: &Under<'_, T>, after: Seq, now: Now<'a>) -> Walk<'a, T> {
        Walk::new(self.rows.with((under.name, &under.value), after, now))
    }

    /// How many rows an index lists under a key.
    pub fn live_count_with<K: Key + ?Sized>(self, by: By<T, K>, key: &K, now: Now<'_>) -> usize {
        self.rows.live_count_with(by.name, &key.text(), now)
    }
}

/// A row under change; dropping it brings the indexes up to date.
pub(crate) struct RowMut<'a, T> {
    rows: &'a mut Rows,
    seq: Seq,
    indexed: Vec<(&'static str, u64)>,
    due: Option<Timestamp>,
    of: PhantomData<T>,
}

impl<'a, T: Record> RowMut<'a, T> {
    pub(super) fn new(rows: &'a mut Rows, id: &str) -> Option<Self> {
        let seq = rows.seq_to_change(id)?;
        let due = rows.get_mut(seq)?.due();
        let indexed = rows.indexed(seq);
        Some(Self { rows, seq, indexed, due, of: PhantomData })
    }
}

impl<T: Record> Deref for RowMut<'_, T> {
    type Target = Row<T>;

    fn deref(&self) -> &Row<T> {
        typed(self.rows.again(self.seq))
    }
}

impl<T: Record> DerefMut for RowMut<'_, T> {
    fn deref_mut(&mut self) -> &mut Row<T> {
        typed_mut(self.rows.again_mut(self.seq))
    }
}

impl<T> Drop for RowMut<'_, T> {
    fn drop(&mut self) {
        self.rows.reindex(self.seq, &self.indexed, self.due);
    }
}

/// Puts a new row behind the others.
pub(super) fn insert<T: Record>(rows: &mut Rows, row: Row<T>) -> &mut Row<T> {
    let seq = rows.insert(Box::new(row));
    typed_mut(rows.again_mut(seq))
}

//! The exported state as a document: what stands in it beside the rows, and how a row is written
//! and read again. Whoever keeps rows outside of the memory does it by this file.
//!
//! ```json
//! {"format":1,"seed":"42","began":…,"at":…,"clock":…,"lifecycle":"instant","accounts":
//!   {"000000000000":{"us-east-1":{"ids":…,"tokens":[…],"kinds":
//!     {"vpcs":{"next":3,"rows":[{"seq":1,"id":"vpc-…","record":{…},"tags":[…]},…]},…}},…},…}}
//! ```
//!
//! Moments are milliseconds since 1970. What a later version of this server adds to a record has to
//! be read where it is missing; what it changes otherwise is another format.

use super::any_row::{AnyRow, Seq};
use super::as_text;
use super::clock::{Lifecycle, Mode, Timed};
use super::cursor;
use super::flaw::Flaw;
use super::id::Text;
use super::ids::Ids;
use super::life::Phase;
use super::member;
use super::parsed::Parsed;
use super::row::Row;
use super::tags::Tags;
use super::tokens::Tokens;
use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use std::fmt;
use std::marker::PhantomData;
use wire::Timestamp;

/// The format of this version's documents.
pub(super) const FORMAT: u64 = 1;

/// What stands before the accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    pub format: u64,
    #[serde(with = "as_text")]
    pub seed: u64,
    /// When the clock began, which what a fresh region holds is older than.
    pub began: Timestamp,
    /// When the document was made. All that was due by then had come.
    pub at: Timestamp,
    pub clock: Mode,
    pub lifecycle: Lifecycle,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document<'a> {
    #[serde(rename = "format")]
    _format: u64,
    #[serde(with = "as_text")]
    pub seed: u64,
    pub began: Timestamp,
    pub at: Timestamp,
    pub clock: Mode,
    pub lifecycle: Lifecycle,
    #[serde(borrow)]
    pub accounts: Members<Members<RegionDocument<'a>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegionDocument<'a> {
    pub ids: Ids,
    pub tokens: Tokens,
    #[serde(borrow)]
    pub kinds: Members<KindDocument<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KindDocument<'a> {
    pub next: Seq,
    #[serde(borrow)]
    pub rows: Vec<&'a RawValue>,
}

/// An object whose members' names are data, in their order; none is there twice.
pub(super) struct Members<T>(pub Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Members<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Collector<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Collector<T> {
            type Value = Members<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<T>, A::Error> {
                let mut members: Vec<(String, T)> = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    if members.iter().any(|(other, _)| *other == name) {
                        return Err(A::Error::custom(format!("'{name}' is there twice")));
                    }
                    members.push((name, map.next_value()?));
                }
                Ok(Members(members))
            }
        }

        from.deserialize_map(Collector(PhantomData))
    }
}

#[derive(Deserialize)]
struct Formatted {
    format: u64,
}

/// # Errors
/// What is wrong with the document, its rows aside.
pub(super) fn read_document(json: &str) -> Result<Document<'_>, Flaw> {
    let Formatted { format } = read(json)?;
    if format != FORMAT {
        let message =
            format!("this version reads format {FORMAT}, and the document has format {format}");
        return Err(Flaw::new("format", message));
    }
    read(json)
}

/// Reads a value of any type.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, Flaw> {
    serde_json::from_str(json)
        .map_err(|error| Flaw::new(member::with_error(json, &error), error.to_string()))
}

/// What a document has of a row beside its record.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Around {
    seq: Seq,
    pub id: Text,
    #[serde(rename = "record")]
    _record: IgnoredAny,
    pub tags: Tags,
    #[serde(default)]
    pub ends: Option<Timestamp>,
    #[serde(default)]
    pub life: Option<Box<Timed<Phase>>>,
}

/// Appends a row and its position as JSON.
pub(super) fn write_row<T: Serialize>(row: &Row<T>, seq: Seq, to: &mut Vec<u8>) {
    let Row { id, record, tags, ends, life } = row;
    write_member("{\"seq\":", &seq, to);
    write_member(",\"id\":", id.as_text(), to);
    write_member(",\"record\":", record, to);
    write_member(",\"tags\":", tags, to);
    if let Some(ends) = ends.get() {
        write_member(",\"ends\":", &ends, to);
    }
    if let Some(life) = life {
        write_member(",\"life\":", life, to);
    }
    to.push(b'}');
}

fn write_member(name: &str, value: &impl Serialize, to: &mut Vec<u8>) {
    to.extend_from_slice(name.as_bytes());
    write(value, to);
}

/// Makes a row of what it reads the record from, and what is around that.
type Make = fn(Around, &Parsed<'_>) -> Result<Box<dyn AnyRow>, Flaw>;

/// Reads a row of a kind, which has a life or not, and its position.
///
/// # Errors
/// What is wrong with it; a member that the kind does not have, too.
pub(super) fn read_row(
    json: &str,
    has_life: bool,
    make: Make,
) -> Result<(Seq, Box<dyn AnyRow>), Flaw> {
    let document: Parsed<'_> = read(json)?;
    let (around, record) = read_around(&document, has_life)?;
    let seq = around.seq;
    let row = make(around, record).map_err(|flaw| flaw.within("record"))?;
    let mut again = Vec::with_capacity(json.len());
    row.write(seq, &mut again);
    all_is_read(json, &again)?;
    Ok((seq, row))
}

/// What is the same for all kinds, and what the record is to be read from.
fn read_around<'de>(
    document: &'de Parsed<'de>,
    has_life: bool,
) -> Result<(Around, &'de Parsed<'de>), Flaw> {
    let around: Around = cursor::read(document)?;
    let record = document.member("record").unwrap_or(&Parsed::Null);
    match (&around.life, has_life) {
        (Some(_), false) => Err(Flaw::new("life", "the kind has none")),
        (None, true) => Err(Flaw::new("life", "the kind has one")),
        _ => Ok((around, record)),
    }
}

/// Checks that a row has no member that is not in what was read of it, written again.
fn all_is_read(json: &str, again: &[u8]) -> Result<(), Flaw> {
    if again == json.as_bytes() {
        return Ok(());
    }
    let value = |error: serde_json::Error| Flaw::new("", error.to_string());
    let given = serde_json::from_str(json).map_err(value)?;
    let known = serde_json::from_slice(again).map_err(value)?;
    match member::unread(&given, &known) {
        Some(path) => Err(Flaw::new(path, "there is no such member")),
        None => Ok(()),
    }
}

/// Appends a value as JSON.
pub(super) fn write(value: &impl Serialize, to: &mut Vec<u8>) {
    let length = to.len();
    if serde_json::to_writer(&mut *to, value).is_err() {
        to.truncate(length);
        to.extend_from_slice(b"null");
    }
}

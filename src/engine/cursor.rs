//! Reads a record from a parsed value. As little as possible of it stands in the code of each
//! record: the members of an object come in the order in which the record declares them, so that it
//! reads them like the items of a list and knows no names.

use super::flaw::Flaw;
use super::member;
use super::parsed::{Member, Parsed, Text};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::iter::{Enumerate, Zip};
use std::slice::Iter;
use std::vec::IntoIter;

/// What is wrong with a value; where is known by the [`Trail`].
#[derive(Debug)]
enum Wrong {
    /// There is less than what is read, or more.
    Length(Box<str>),
    Other(Box<str>),
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Length(message) | Self::Other(message)) = self;
        message.fmt(f)
    }
}

impl std::error::Error for Wrong {}

impl Error for Wrong {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Other(message.to_string().into())
    }

    #[cold]
    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::Length(format!("invalid length {length}, expected {expected}").into())
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let null = Unexpected::Other("null");
        let found = if found == Unexpected::Unit { null } else { found };
        Self::custom(format_args!("invalid type: {found}, expected {expected}"))
    }
}

/// Where whoever reads is. It is told on the way in, so that nothing needs to be done on the way
/// out.
#[derive(Default)]
struct Trail {
    /// Which member or item it has come to on each level.
    steps: RefCell<Vec<usize>>,
    /// The member that it looked for last, if there is none.
    missing: Cell<Option<&'static str>>,
}

/// Reads a value out of what was parsed.
///
/// # Errors
/// What is wrong with it, and where in it.
pub(super) fn read<'de, T: Deserialize<'de>>(value: &'de Parsed<'de>) -> Result<T, Flaw> {
    let trail = Trail::default();
    T::deserialize(Cursor { value, trail: &trail }).map_err(|wrong| trail.flaw(value, &wrong))
}

impl Trail {
    fn flaw(&self, value: &Parsed<'_>, wrong: &Wrong) -> Flaw {
        let path = member::written(&value.steps(&self.steps.borrow()));
        match (wrong, self.missing.get()) {
            (Wrong::Length(_), Some(name)) => Flaw::new(path, format!("missing field `{name}`")),
            _ => Flaw::new(path, wrong.to_string()),
        }
    }
}

impl Parsed<'_> {
    #[cold]
    fn is_no(&self, expected: &dyn Expected) -> Wrong {
        let found = match self {
            Self::Null => Unexpected::Unit,
            Self::Bool(value) => Unexpected::Bool(*value),
            Self::Unsigned(value) => Unexpected::Unsigned(*value),
            Self::Signed(value) => Unexpected::Signed(*value),
            Self::Float(value) => Unexpected::Float(*value),
            Self::Text(text) => Unexpected::Str(&text.0),
            Self::List(_) => Unexpected::Seq,
            Self::Object(_) => Unexpected::Map,
            Self::Missing => return Wrong::Other(Box::default()),
        };
        Wrong::invalid_type(found, expected)
    }
}

/// A value to read, and where it is.
#[derive(Clone, Copy)]
struct Cursor<'t, 'de> {
    value: &'de Parsed<'de>,
    trail: &'t Trail,
}

impl<'t, 'de> Cursor<'t, 'de> {
    fn level(self) -> Level<'t> {
        Level { trail: self.trail, depth: self.trail.steps.borrow().len() }
    }

    fn members(self) -> Option<Members<'t, 'de>> {
        let Parsed::Object(members) = self.value else { return None };
        Some(Members { rest: members.iter().enumerate(), last: &Parsed::Null, level: self.level() })
    }

    fn items(self) -> Option<Items<'t, 'de>> {
        let Parsed::List(items) = self.value else { return None };
        Some(Items { rest: items.iter().enumerate(), level: self.level() })
    }

    /// The members of an object that has these alone, in their order.
    fn fields(
        self,
        names: &'static [&'static str],
        expected: &dyn Expected,
    ) -> Result<Fields<'t, 'de>, Wrong> {
        let Parsed::Object(members) = self.value else { return Err(self.value.is_no(expected)) };
        let level = self.level();
        let mut places = vec![None; names.len()];
        let mut next = 0;
        for (place, (name, _)) in members.iter().enumerate() {
            // Mostly they are in this order already.
            let mut from_here = (next..names.len()).chain(0..next);
            let Some(at) = from_here.find(|at| name.0 == names[*at]) else {
                level.step(place);
                return Err(Wrong::unknown_field(&name.0, names));
            };
            if places[at].replace(place).is_some() {
                level.step(place);
                return Err(Wrong::duplicate_field(names[at]));
            }
            next = at + 1;
        }
        Ok(Fields { members, names: names.iter().zip(places), level })
    }

    fn variant(self) -> Option<Variant<'t, 'de>> {
        match self.value {
            Parsed::Text(name) => Some(Variant { name, value: &Parsed::Null, level: self.level() }),
            Parsed::Object(members) => match &members[..] {
                [(name, value)] => Some(Variant { name, value, level: self.level() }),
                _ => None,
            },
            _ => None,
        }
    }
}

impl<'de> Deserializer<'de> for Cursor<'_, 'de> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.value {
            Parsed::Null => visitor.visit_unit(),
            Parsed::Bool(value) => visitor.visit_bool(*value),
            Parsed::Unsigned(value) => visitor.visit_u64(*value),
            Parsed::Signed(value) => visitor.visit_i64(*value),
            Parsed::Float(value) => visitor.visit_f64(*value),
            Parsed::Text(text) => visitor.visit_borrowed_str(&text.0),
            Parsed::List(_) => self.deserialize_seq(visitor),
            Parsed::Object(_) => self.deserialize_map(visitor),
            Parsed::Missing => Err(self.value.is_no(&visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.value {
            Parsed::Text(text) => visitor.visit_borrowed_str(&text.0),
            other => Err(other.is_no(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.value {
            Parsed::Null | Parsed::Missing => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        let Some(mut items) = self.items() else { return Err(self.value.is_no(&visitor)) };
        let value = visitor.visit_seq(&mut items)?;
        items.end()?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Wrong> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.members() {
            Some(members) => visitor.visit_map(members),
            None => Err(self.value.is_no(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        let fields = self.fields(names, &visitor)?;
        visitor.visit_seq(fields)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        match self.variant() {
            Some(variant) => visitor.visit_enum(variant),
            None => Err(self.value.is_no(&visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.value {
            Parsed::Missing => Err(self.value.is_no(&visitor)),
            _ => visitor.visit_unit(),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char bytes byte_buf unit unit_struct tuple_struct
    }
}

/// The name of a member; that of a map whose keys are numbers is read as one.
struct Name<'t, 'de> {
    text: &'de Text<'de>,
    level: Level<'t>,
}

impl<'de> Deserializer<'de> for Name<'_, 'de> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_borrowed_str(&self.text.0)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.text.0.parse() {
            Ok(number) => visitor.visit_i64(number),
            Err(_) => Err(Wrong::invalid_type(Unexpected::Str(&self.text.0), &visitor)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        let Self { text: name, level } = self;
        visitor.visit_enum(Variant { name, value: &Parsed::Null, level })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// The members or items of a value, of which the trail says which is being read.
#[derive(Clone, Copy)]
struct Level<'t> {
    trail: &'t Trail,
    depth: usize,
}

impl Level<'_> {
    fn step(self, place: usize) {
        let mut steps = self.trail.steps.borrow_mut();
        steps.truncate(self.depth);
        steps.push(place);
        self.trail.missing.set(None);
    }

    /// There is no member of a name.
    fn miss(self, name: &'static str) {
        self.end();
        self.trail.missing.set(Some(name));
    }

    /// All have been read.
    fn end(self) {
        self.trail.steps.borrow_mut().truncate(self.depth);
        self.trail.missing.set(None);
    }
}

struct Items<'t, 'de> {
    rest: Enumerate<Iter<'de, Parsed<'de>>>,
    level: Level<'t>,
}

impl<'t, 'de> Items<'t, 'de> {
    fn step(&mut self) -> Option<Cursor<'t, 'de>> {
        let Some((place, value)) = self.rest.next() else {
            self.level.end();
            return None;
        };
        self.level.step(place);
        Some(Cursor { value, trail: self.level.trail })
    }

    fn end(mut self) -> Result<(), Wrong> {
        self.level.end();
        match self.rest.next_back() {
            None => Ok(()),
            Some((last, _)) => Err(Wrong::invalid_length(last + 1, &"fewer items")),
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Wrong;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Wrong> {
        match self.step() {
            Some(item) => seed.deserialize(item).map(Some),
            None => Ok(None),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The members of an object, in the order of these names.
struct Fields<'t, 'de> {
    members: &'de [Member<'de>],
    /// Where each stands, if it is there.
    names: Zip<Iter<'static, &'static str>, IntoIter<Option<usize>>>,
    level: Level<'t>,
}

impl<'t, 'de> Fields<'t, 'de> {
    fn step(&mut self) -> Option<Cursor<'t, 'de>> {
        let (name, place) = self.names.next()?;
        let trail = self.level.trail;
        let Some(place) = place else {
            self.level.miss(name);
            return Some(Cursor { value: &Parsed::Missing, trail });
        };
        self.level.step(place);
        Some(Cursor { value: &self.members[place].1, trail })
    }
}

impl<'de> SeqAccess<'de> for Fields<'_, 'de> {
    type Error = Wrong;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Wrong> {
        let Some(field) = self.step() else { return Ok(None) };
        match seed.deserialize(field) {
            Ok(value) => Ok(Some(value)),
            // The record says what stands for it, or that it has to be there.
            Err(_) if matches!(field.value, Parsed::Missing) => Ok(None),
            Err(wrong) => Err(wrong),
        }
    }
}

struct Members<'t, 'de> {
    rest: Enumerate<Iter<'de, Member<'de>>>,
    /// The value whose name was read last.
    last: &'de Parsed<'de>,
    level: Level<'t>,
}

impl<'t, 'de> Members<'t, 'de> {
    fn step(&mut self) -> Option<Name<'t, 'de>> {
        let Some((place, (text, value))) = self.rest.next() else {
            self.level.end();
            return None;
        };
        self.last = value;
        self.level.step(place);
        Some(Name { text, level: self.level })
    }
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Wrong;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Wrong> {
        match self.step() {
            Some(name) => seed.deserialize(name).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Wrong> {
        seed.deserialize(Cursor { value: self.last, trail: self.level.trail })
    }
}

/// One of several, by its name, and what it comes with.
struct Variant<'t, 'de> {
    name: &'de Text<'de>,
    value: &'de Parsed<'de>,
    level: Level<'t>,
}

impl<'t, 'de> EnumAccess<'de> for Variant<'t, 'de> {
    type Error = Wrong;
    type Variant = Cursor<'t, 'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), Wrong> {
        let Self { name, value, level } = self;
        let variant = seed.deserialize(Name { text: name, level })?;
        level.step(0);
        Ok((variant, Cursor { value, trail: level.trail }))
    }
}

impl<'de> VariantAccess<'de> for Cursor<'_, 'de> {
    type Error = Wrong;

    fn unit_variant(self) -> Result<(), Wrong> {
        Deserialize::deserialize(self)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Wrong> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Wrong> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        let fields = self.fields(names, &visitor)?;
        visitor.visit_seq(fields)
    }
}

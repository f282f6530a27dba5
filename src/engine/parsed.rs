//! A JSON value that records are read from. It is parsed in one place; what reads a record then
//! takes one step after the other, each of which stands once. Reading while parsing puts the parser
//! into the code of each record, which made the binary a tenth larger.

use super::flaw::Flaw;
use super::member::{self, Step};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};
use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::slice::Iter;

pub(super) enum Parsed<'a> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(Text<'a>),
    List(Vec<Parsed<'a>>),
    Object(Vec<Member<'a>>),
}

type Member<'a> = (Text<'a>, Parsed<'a>);

pub(super) struct Text<'a>(Cow<'a, str>);

/// What is wrong with a value; where is known by the [`Trail`].
#[derive(Debug)]
struct Wrong(Box<str>);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Wrong {}

impl Error for Wrong {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string().into())
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let null = Unexpected::Other("null");
        let found = if found == Unexpected::Unit { null } else { found };
        Self::custom(format_args!("invalid type: {found}, expected {expected}"))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct OfText;

        impl<'de> Visitor<'de> for OfText {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }

        from.deserialize_str(OfText)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Parsed<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(OfAny)
    }
}

struct OfAny;

impl<'de> Visitor<'de> for OfAny {
    type Value = Parsed<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Parsed<'de>, E> {
        Ok(Parsed::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Parsed<'de>, E> {
        Ok(Parsed::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Parsed<'de>, E> {
        Ok(Parsed::Unsigned(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Parsed<'de>, E> {
        Ok(Parsed::Signed(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Parsed<'de>, E> {
        Ok(Parsed::Float(value))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Parsed<'de>, E> {
        Ok(Parsed::Text(Text(Cow::Borrowed(text))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Parsed<'de>, E> {
        Ok(Parsed::Text(Text(Cow::Owned(text.to_owned()))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Parsed<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Parsed::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Parsed<'de>, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Parsed::Object(object))
    }
}

/// Where whoever reads is: which member or item it has come to on each level. It is told on the way
/// in, so that nothing needs to be done on the way out.
type Trail = RefCell<Vec<usize>>;

/// Reads a value out of what was parsed.
///
/// # Errors
/// What is wrong with it, and where in it.
pub(super) fn read<'de, T: Deserialize<'de>>(value: &'de Parsed<'de>) -> Result<T, Flaw> {
    let trail = Trail::default();
    T::deserialize(Cursor { value, trail: &trail }).map_err(|wrong| {
        let steps = value.steps(&trail.borrow());
        Flaw::new(member::written(&steps), wrong.0)
    })
}

impl<'a> Parsed<'a> {
    /// The value of a member of an object.
    pub fn member(&self, name: &str) -> Option<&Parsed<'a>> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(other, _)| other.0 == name).map(|(_, value)| value)
    }

    fn steps(&self, trail: &[usize]) -> Vec<Step<'_>> {
        let mut steps = Vec::new();
        let mut value = self;
        for at in trail {
            match value {
                Self::Object(members) => {
                    let Some((name, member)) = members.get(*at) else { break };
                    steps.push(Step::Named(&name.0));
                    value = member;
                }
                Self::List(items) => {
                    let Some(item) = items.get(*at) else { break };
                    steps.push(Step::Item(*at));
                    value = item;
                }
                _ => break,
            }
        }
        steps
    }

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
        Level { trail: self.trail, depth: self.trail.borrow().len(), next: 0 }
    }

    fn members(self) -> Option<Members<'t, 'de>> {
        let Parsed::Object(members) = self.value else { return None };
        Some(Members { rest: members.iter(), last: &Parsed::Null, level: self.level() })
    }

    fn items(self) -> Option<Items<'t, 'de>> {
        let Parsed::List(items) = self.value else { return None };
        Some(Items { rest: items.iter(), level: self.level() })
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
            Parsed::Null => visitor.visit_none(),
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
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        self.deserialize_map(visitor)
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
        visitor.visit_unit()
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
    next: usize,
}

impl Level<'_> {
    fn step(&mut self) {
        let mut trail = self.trail.borrow_mut();
        trail.truncate(self.depth);
        trail.push(self.next);
        self.next += 1;
    }

    /// All have been read.
    fn end(&self) {
        self.trail.borrow_mut().truncate(self.depth);
    }
}

struct Items<'t, 'de> {
    rest: Iter<'de, Parsed<'de>>,
    level: Level<'t>,
}

impl<'t, 'de> Items<'t, 'de> {
    fn step(&mut self) -> Option<Cursor<'t, 'de>> {
        let Some(value) = self.rest.next() else {
            self.level.end();
            return None;
        };
        self.level.step();
        Some(Cursor { value, trail: self.level.trail })
    }

    fn end(&self) -> Result<(), Wrong> {
        self.level.end();
        match self.rest.len() {
            0 => Ok(()),
            more => Err(Wrong::invalid_length(self.level.next + more, &"fewer items")),
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

struct Members<'t, 'de> {
    rest: Iter<'de, Member<'de>>,
    /// The value whose name was read last.
    last: &'de Parsed<'de>,
    level: Level<'t>,
}

impl<'t, 'de> Members<'t, 'de> {
    fn step(&mut self) -> Option<Name<'t, 'de>> {
        let Some((text, value)) = self.rest.next() else {
            self.level.end();
            return None;
        };
        self.last = value;
        self.level.step();
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
        let Self { name, value, mut level } = self;
        let variant = seed.deserialize(Name { text: name, level })?;
        level.step();
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
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        self.deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Thing {
        name: String,
        #[serde(default)]
        sizes: Vec<i32>,
        shape: Option<Shape>,
        #[serde(default)]
        versions: BTreeMap<i64, f64>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    enum Shape {
        Round,
        Long(u8),
        Flat { sides: (u8, bool) },
    }

    fn thing(json: &str) -> Result<Thing, String> {
        let parsed: Parsed<'_> = serde_json::from_str(json).unwrap();
        read(&parsed).map_err(|flaw| flaw.to_string())
    }

    #[test]
    fn it_reads_what_the_parser_would_read() {
        let shapes = ["null", "\"Round\"", "{\"Long\":3}", "{\"Flat\":{\"sides\":[1,true]}}"];
        for shape in shapes {
            let json = format!(
                "{{\"name\":\"a\\u0041\",\"sizes\":[-1,2],\"shape\":{shape},\"versions\":\
                 {{\"-7\":0.5,\"8\":1}}}}"
            );
            assert_eq!(thing(&json), Ok(serde_json::from_str(&json).unwrap()), "{json}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let of = |json: &str| thing(json).unwrap_err();
        assert_eq!(of("{}"), "missing field `name`");
        assert_eq!(of("[]"), "invalid type: sequence, expected struct Thing");
        assert_eq!(of("{\"name\":1}"), "name: invalid type: integer `1`, expected a string");
        let sizes = "{\"name\":\"a\",\"sizes\":[1,null]}";
        assert_eq!(of(sizes), "sizes[1]: invalid type: null, expected i32");
        let flat = "{\"name\":\"a\",\"shape\":{\"Flat\":{\"sides\":[1,true,2]}}}";
        assert_eq!(of(flat), "shape.Flat.sides: invalid length 3, expected fewer items");
        let unknown = "{\"name\":\"a\",\"shape\":\"Square\"}";
        let names = "expected one of `Round`, `Long`, `Flat`";
        assert_eq!(of(unknown), format!("shape: unknown variant `Square`, {names}"));
        let versions = "{\"name\":\"a\",\"versions\":{\"x\":1}}";
        assert_eq!(of(versions), "versions.x: invalid type: string \"x\", expected i64");
        let more = "{\"name\":\"a\",\"more\":1}";
        let names = "expected one of `name`, `sizes`, `shape`, `versions`";
        assert_eq!(of(more), format!("more: unknown field `more`, {names}"));
        assert_eq!(of("{\"name\":\"a\",\"name\":\"b\"}"), "name: duplicate field `name`");
    }
}

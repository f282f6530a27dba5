//! A JSON value that records are read from. It is parsed in one place; what reads a record then
//! takes one step after the other, each of which stands once. Reading while parsing puts the parser
//! into the code of each record, which made the binary a tenth larger.

use super::flaw::Flaw;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};
use std::borrow::Cow;
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

/// What is wrong with a value, and where in it.
#[derive(Debug)]
pub(super) struct Wrong(Box<Flaw>);

impl Wrong {
    #[cold]
    fn within(self, step: &str) -> Self {
        Self(Box::new(self.0.within(step)))
    }
}

impl From<Wrong> for Flaw {
    fn from(wrong: Wrong) -> Self {
        *wrong.0
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Wrong {}

impl Error for Wrong {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(Box::new(Flaw::new("", message.to_string())))
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

impl<'a> Parsed<'a> {
    /// The value of a member of an object.
    pub fn member(&self, name: &str) -> Option<&Parsed<'a>> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(other, _)| other.0 == name).map(|(_, value)| value)
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

impl<'de> Deserializer<'de> for &'de Parsed<'_> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self {
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
        match self {
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
        match self {
            Parsed::Null => visitor.visit_none(),
            some => visitor.visit_some(some),
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
        let Parsed::List(list) = self else { return Err(self.is_no(&visitor)) };
        let mut items = Items { rest: list.iter(), next: 0 };
        let value = visitor.visit_seq(&mut items)?;
        match items.rest.len() {
            0 => Ok(value),
            _ => Err(Wrong::invalid_length(list.len(), &"fewer items")),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Wrong> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self {
            Parsed::Object(members) => {
                visitor.visit_map(Members { rest: members.iter(), last: None })
            }
            other => Err(other.is_no(&visitor)),
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
        match self {
            Parsed::Text(name) => visitor.visit_enum(Variant { name, value: &Parsed::Null }),
            Parsed::Object(members) => match &members[..] {
                [(name, value)] => visitor.visit_enum(Variant { name, value }),
                _ => Err(self.is_no(&visitor)),
            },
            other => Err(other.is_no(&visitor)),
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
impl<'de> Deserializer<'de> for &'de Text<'_> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_borrowed_str(&self.0)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0.parse() {
            Ok(number) => visitor.visit_i64(number),
            Err(_) => Err(Wrong::invalid_type(Unexpected::Str(&self.0), &visitor)),
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
        visitor.visit_enum(Variant { name: self, value: &Parsed::Null })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct Items<'de, 'a> {
    rest: Iter<'de, Parsed<'a>>,
    next: usize,
}

impl<'de> SeqAccess<'de> for &mut Items<'de, '_> {
    type Error = Wrong;

    #[inline(never)]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Wrong> {
        let Some(item) = self.rest.next() else { return Ok(None) };
        let at = self.next;
        self.next += 1;
        match seed.deserialize(item) {
            Ok(value) => Ok(Some(value)),
            Err(wrong) => Err(wrong.within(&format!("[{at}]"))),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

struct Members<'de, 'a> {
    rest: Iter<'de, Member<'a>>,
    last: Option<&'de Member<'a>>,
}

impl<'de> MapAccess<'de> for Members<'de, '_> {
    type Error = Wrong;

    #[inline(never)]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Wrong> {
        self.last = self.rest.next();
        let Some((name, _)) = self.last else { return Ok(None) };
        match seed.deserialize(name) {
            Ok(key) => Ok(Some(key)),
            Err(wrong) => Err(wrong.within(&name.0)),
        }
    }

    #[inline(never)]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Wrong> {
        let Some((name, value)) = self.last else {
            return Err(Wrong::custom("a value without a name"));
        };
        seed.deserialize(value).map_err(|wrong| wrong.within(&name.0))
    }
}

/// One of several, by its name, and what it comes with.
struct Variant<'de, 'a> {
    name: &'de Text<'a>,
    value: &'de Parsed<'a>,
}

impl<'de, 'a> EnumAccess<'de> for Variant<'de, 'a> {
    type Error = Wrong;
    type Variant = &'de Parsed<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), Wrong> {
        Ok((seed.deserialize(self.name)?, self.value))
    }
}

impl<'de> VariantAccess<'de> for &'de Parsed<'_> {
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
        Thing::deserialize(&parsed).map_err(|wrong| wrong.to_string())
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
        assert_eq!(of(flat), "shape.sides: invalid length 3, expected fewer items");
        let unknown = "{\"name\":\"a\",\"shape\":\"Square\"}";
        let names = "expected one of `Round`, `Long`, `Flat`";
        assert_eq!(of(unknown), format!("shape: unknown variant `Square`, {names}"));
        let versions = "{\"name\":\"a\",\"versions\":{\"x\":1}}";
        assert_eq!(of(versions), "versions.x: invalid type: string \"x\", expected i64");
        let more = "{\"name\":\"a\",\"more\":1}";
        let names = "expected one of `name`, `sizes`, `shape`, `versions`";
        assert_eq!(of(more), format!("more: unknown field `more`, {names}"));
        assert_eq!(of("{\"name\":\"a\",\"name\":\"b\"}"), "duplicate field `name`");
    }
}

//! A JSON value that records are read from. It is parsed in one place: reading while parsing puts
//! the parser into the code of each record, which made the binary a tenth larger.

use super::member::Step;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

pub(super) enum Parsed<'a> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(Text<'a>),
    List(Vec<Parsed<'a>>),
    Object(Vec<Member<'a>>),
    /// What stands for a member that is not there.
    Missing,
}

pub(super) type Member<'a> = (Text<'a>, Parsed<'a>);

pub(super) struct Text<'a>(pub Cow<'a, str>);

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

    /// The way to the member or item that a trail of numbers leads to.
    pub fn steps(&self, trail: &[usize]) -> Vec<Step<'_>> {
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
}

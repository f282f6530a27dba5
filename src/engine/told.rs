//! An answer as data, so that it can be kept in a file: the elements that it writes, in their
//! order. It writes the same ones when it is read again.

use serde::{Deserialize, Serialize};
use wire::{Encode, Name as Element, Sink};

/// What an answer, or an element of one, holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Told(Vec<(Name, Content)>);

/// The name of an element, which goes into documents as it is; held as the tag that ends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Box<str>", into = "Box<str>")]
struct Name(Box<str>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Content {
    Text(Box<str>),
    Elements(Told),
    /// An element without content, which is written otherwise than one that is opened and closed.
    Nothing,
}

impl TryFrom<Box<str>> for Name {
    type Error = String;

    fn try_from(name: Box<str>) -> Result<Self, String> {
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if is_name {
            Ok(Self(format!("</{name}>").into()))
        } else {
            Err(format!("'{name}' is no name of an element"))
        }
    }
}

impl From<Name> for Box<str> {
    fn from(name: Name) -> Self {
        Element::ending(&name.0).as_str().into()
    }
}

impl Told {
    pub fn by(answer: &dyn Encode) -> Self {
        let mut listener = Listener(vec![Self::default()]);
        answer.encode(&mut listener);
        listener.0.pop().unwrap_or_default()
    }

    /// The text of an element; `a.b` is `b` within `a`.
    pub fn text(&self, path: &str) -> Option<&str> {
        let (name, rest) = path.split_once('.').map_or((path, None), |(a, b)| (a, Some(b)));
        let told = |(Name(it), _): &&(Name, Content)| Element::ending(it).as_str() == name;
        match (&self.0.iter().find(told)?.1, rest) {
            (Content::Text(text), None) => Some(text),
            (Content::Elements(within), Some(rest)) => within.text(rest),
            _ => None,
        }
    }
}

impl Encode for Told {
    fn encode(&self, sink: &mut dyn Sink) {
        for (Name(name), content) in &self.0 {
            let name = Element::ending(name);
            match content {
                Content::Text(text) => sink.text(name, text),
                Content::Nothing => sink.empty(name),
                Content::Elements(within) => {
                    if sink.open(name) {
                        within.encode(sink);
                        sink.close(name);
                    }
                }
            }
        }
    }
}

/// The elements that are open, the innermost last.
struct Listener(Vec<Told>);

impl Listener {
    fn hear(&mut self, name: Element<'_>, content: Content) {
        if let Some(Told(elements)) = self.0.last_mut() {
            elements.push((Name(name.ends().into()), content));
        }
    }
}

impl Sink for Listener {
    fn open(&mut self, _: Element<'_>) -> bool {
        self.0.push(Told::default());
        true
    }

    fn text(&mut self, name: Element<'_>, text: &str) {
        self.hear(name, Content::Text(text.into()));
    }

    fn empty(&mut self, name: Element<'_>) {
        self.hear(name, Content::Nothing);
    }

    fn close(&mut self, name: Element<'_>) {
        if let Some(within) = self.0.pop() {
            self.hear(name, Content::Elements(within));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_the_same_when_it_is_read_again() {
        let vpc = wire::Vpc {
            vpc_id: Some("vpc-1".to_owned()),
            cidr_block_association_set: Some(vec![wire::VpcCidrBlockAssociation::default()]),
            tags: Some(Vec::new()),
            is_default: Some(false),
            ..wire::Vpc::default()
        };
        let told = Told::by(&wire::CreateVpcResult { vpc: Some(vpc) });
        let json = serde_json::to_string(&told).unwrap();
        let expected = "[[\"vpc\",[[\"cidrBlockAssociationSet\",[[\"item\",[]]]],\
                        [\"isDefault\",\"false\"],[\"tagSet\",null],[\"vpcId\",\"vpc-1\"]]]]";
        assert_eq!(json, expected);
        let again: Told = serde_json::from_str(&json).unwrap();
        assert_eq!(again, told);
        assert_eq!(Told::by(&again), told);
    }

    #[test]
    fn names_of_elements_cannot_break_a_document() {
        let refusal = serde_json::from_str::<Told>("[[\"a><b\",\"text\"]]").unwrap_err();
        assert!(refusal.to_string().starts_with("'a><b' is no name of an element"), "{refusal}");
    }
}

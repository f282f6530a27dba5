//! EC2's API (2016-11-15) as Rust types: requests that decode from a query tree, responses that
//! encode into a [`Sink`], the enums, and [`Action`] with what the model says of each operation.
//!
//! The types are generated from `ec2.model` by `build.rs`; this file and its modules are what the
//! generated code stands on. Nothing here knows a rule of EC2 beyond the model's own facts.
//!
//! Members of a request are plain where the model requires them, `Vec` where they are lists and
//! `Option` otherwise; everything nested and everything in a response is `Option`, because an
//! absent list and an empty one differ to clients.

mod error;
mod model;
mod query;
mod shown;
mod sink;
mod value;

pub use error::Invalid;
pub use model::{FilterModel, Member, Model, Operation as OperationModel, Struct as StructModel};
pub use query::Node;
pub use shown::{Keep, Shown};
pub use sink::{Name, Sink};
pub use value::{Blob, Timestamp, WireEnum};

/// A request.
pub trait Decode: Sized {
    /// The names of its members.
    const MEMBERS: &'static [&'static str];

    /// Reads the members below `node`.
    ///
    /// # Errors
    /// A member that is missing, malformed or out of its range.
    fn decode(node: &Node<'_>) -> Result<Self, Invalid>;
}

/// A part of a request.
pub(crate) trait Part: Default {
    /// Reads the members below `node`.
    ///
    /// # Errors
    /// A member that is missing, malformed or out of its range.
    fn read(&mut self, node: &Node<'_>) -> Result<(), Invalid>;
}

/// A response or a part of one.
pub trait Encode {
    /// Writes the members that are present, in the model's order.
    fn encode(&self, sink: &mut dyn Sink);
}

/// The 53 operations without an output answer `<return>true</return>`.
impl Encode for () {
    fn encode(&self, sink: &mut dyn Sink) {
        sink.plain(Name::ending("</return>"), "true");
    }
}

/// Ties an operation's name to its types; [`op`] has one such type for each operation.
pub trait Operation {
    const ACTION: Action;
    type Request: Decode;
    type Response: Encode;
}

/// A request that asks for a list by ids, filters and pages, and for nothing else.
pub trait DescribeRequest {
    fn ids(&self) -> &[String];
    fn filters(&self) -> &[Filter];
    /// `None` too where the operation has no pages.
    fn max_results(&self) -> Option<i32>;
    fn next_token(&self) -> Option<&str>;
}

/// An answer that is one list, and perhaps the token of its next page.
pub trait DescribeResponse {
    type Item;
    fn new(items: Vec<Self::Item>, next_token: Option<String>) -> Self;
    /// Writes what such an answer would, of items that need not all be worked out.
    fn list(sink: &mut dyn Sink, items: &[Shown<Self::Item>], next_token: Option<&str>);
}

/// What one Describe lists whose request and response are no more than that.
pub trait Described: Encode + Sized {
    type Request: DescribeRequest;
    type Response: DescribeResponse<Item = Self>;
}

/// What one Delete takes away whose request is its id and whose response is no more than that it
/// is done: nothing, `true`, the id, or what it took away.
pub trait Deleted: Sized {
    type Request;
    type Response;
    fn id(request: &Self::Request) -> &str;
    fn response(self, request: &Self::Request) -> Self::Response;
}

/// The table the types are made from, for tests that go over the whole model.
///
/// # Panics
/// Never for the table that this crate was built with.
#[must_use]
pub fn model() -> Model {
    Model::parse(include_str!("../ec2.model")).expect("the build script parsed this very text")
}

/// Serialises an enum as the string it has on the wire.
macro_rules! wire_enum {
    ($name:ident) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                let unknown = || serde::de::Error::unknown_variant(&text, Self::TEXTS);
                Self::parse(&text).ok_or_else(unknown)
            }
        }
    };
}

impl serde::Serialize for Action {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl<'de> serde::Deserialize<'de> for Action {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        let unexpected = serde::de::Unexpected::Str(&text);
        let unknown = || serde::de::Error::invalid_value(unexpected, &"an operation of EC2");
        Self::parse(&text).ok_or_else(unknown)
    }
}

mod generated {
    #![expect(
        clippy::all,
        clippy::pedantic,
        nonstandard_style,
        reason = "generated; its generator is what is read"
    )]
    use super::sink as write;
    use super::{
        Blob, Decode, Deleted, DescribeRequest, DescribeResponse, Described, Encode, FilterModel,
        Invalid, Name, Node, Part, Shown, Sink, Timestamp, WireEnum,
    };
    include!(concat!(env!("OUT_DIR"), "/ec2.rs"));
}

pub use generated::*;

//! From a form to an operation's typed request, before any lock is taken, and from there to its
//! handler.

use super::context::{Prepared, Read, Write};
use super::listed::Listing;
use super::tokens::Answer;
use crate::error::Result;
use rand_chacha::ChaCha12Rng;
use std::any::Any;
use std::sync::Arc;
use wire::{Action, Decode as _, Described, Encode, Invalid, Node, Sink};

/// A request of whatever operation.
pub(crate) type Request = Box<dyn Any + Send + Sync>;
pub(crate) type RunRead = fn(Read<'_>, &Request) -> Result<Answer>;
/// Makes what takes long, of a request and a source of chance, before the lock is taken.
pub(crate) type Prepare = fn(&Request, ChaCha12Rng) -> Prepared;
pub(crate) type RunWrite = fn(&mut Write<'_>, &Request) -> Result<Answer>;
/// Answers with what an earlier request made, which an id names.
pub(crate) type Show = fn(Read<'_>, &Request, &str) -> Result<Answer>;

pub(crate) fn decode<O>(node: &Node<'_>) -> Result<Request>
where
    O: wire::Operation<Request: Send + Sync + 'static>,
{
    let decode =
        |node: &Node<'_>| -> Result<Request, Invalid> { Ok(Box::new(O::Request::decode(node)?)) };
    decoded(node, O::ACTION, O::Request::MEMBERS, decode)
}

fn decoded(
    node: &Node<'_>,
    action: Action,
    members: &[&str],
    decode: fn(&Node<'_>) -> Result<Request, Invalid>,
) -> Result<Request> {
    let request = decode(node)
        .map_err(|refusal| refusal.in_words_of(action))
        .map_err(|refusal| node.beyond(members).unwrap_or(refusal))?;
    node.refuse_unread()?;
    Ok(request)
}

fn typed<T: 'static>(request: &Request) -> &T {
    request.downcast_ref().expect("an operation runs what it decoded")
}

/// What a handler may answer to an operation: its response, or what writes itself as one.
pub(crate) trait Answers<O, How>: Encode + Send + Sync + 'static {}

/// By the response itself.
pub(crate) enum Whole {}

impl<O, R> Answers<O, Whole> for R
where
    O: wire::Operation<Response = R>,
    R: Encode + Send + Sync + 'static,
{
}

/// Row by row.
pub(crate) enum Listed {}

impl<O, V> Answers<O, Listed> for Listing<V>
where
    O: wire::Operation<Response = V::Response>,
    V: Described + Send + Sync + 'static,
{
}

/// The answer of an operation that refuses whatever it is asked.
pub(crate) enum Never {}

impl Encode for Never {
    fn encode(&self, _: &mut dyn Sink) {
        match *self {}
    }
}

/// By none.
pub(crate) enum Refused {}

impl<O> Answers<O, Refused> for Never {}

pub(crate) fn read<O, A: Answers<O, How>, How>(
    cx: Read<'_>,
    request: &Request,
    handler: fn(Read<'_>, &O::Request) -> Result<A>,
) -> Result<Answer>
where
    O: wire::Operation<Request: 'static>,
{
    Ok(Arc::new(handler(cx, typed(request))?))
}

pub(crate) fn write<O>(
    cx: &mut Write<'_>,
    request: &Request,
    handler: fn(&mut Write<'_>, &O::Request) -> Result<O::Response>,
) -> Result<Answer>
where
    O: wire::Operation<Request: 'static, Response: Send + Sync + 'static>,
{
    Ok(Arc::new(handler(cx, typed(request))?))
}

pub(crate) fn show<O>(
    cx: Read<'_>,
    request: &Request,
    id: &str,
    handler: fn(Read<'_>, &O::Request, &str) -> Result<O::Response>,
) -> Result<Answer>
where
    O: wire::Operation<Request: 'static, Response: Send + Sync + 'static>,
{
    Ok(Arc::new(handler(cx, typed(request), id)?))
}

pub(crate) fn prepare<O, T>(
    request: &Request,
    chance: ChaCha12Rng,
    make: fn(&O::Request, ChaCha12Rng) -> T,
) -> Prepared
where
    O: wire::Operation<Request: 'static>,
    T: Send + 'static,
{
    Box::new(make(typed(request), chance))
}

/// The same as [`write`] with what was made before.
pub(crate) fn write_prepared<O, T>(
    cx: &mut Write<'_>,
    request: &Request,
    handler: fn(&mut Write<'_>, &O::Request, T) -> Result<O::Response>,
) -> Result<Answer>
where
    O: wire::Operation<Request: 'static, Response: Send + Sync + 'static>,
    T: Send + 'static,
{
    let prepared = cx.prepared.take().and_then(|prepared| prepared.downcast().ok());
    let prepared = prepared.expect("an operation runs with what it prepared");
    Ok(Arc::new(handler(cx, typed(request), *prepared)?))
}

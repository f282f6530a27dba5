//! What requests and answers may hold of the memory while their clients are slow: bodies that have
//! not ended, and answers that were not read.

use axum::body::{Body, Bytes, HttpBody};
use http_body_util::BodyExt as _;
use hyper::body::{Frame, SizeHint};
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

/// What is shorter is always taken: it is the others' share.
const SMALL_BYTES: usize = 16 * 1024;
/// How much of a body that is not taken is read and dropped, so that its client gets to read why,
/// and for how long.
const DRAINED_BYTES: usize = 16 * 1024 * 1024;
const DRAIN: Duration = Duration::from_secs(2);
/// An answer is handed out in such pieces, so that it is held until the last one is asked for.
const PIECE_BYTES: usize = 256 * 1024;
/// Pieces that are shorter are put together up to this length, which a processor's cache holds
/// until it is sent.
const GATHERED_BYTES: usize = 64 * 1024;

/// A number of bytes that many hold together.
#[derive(Debug)]
pub(super) struct Budget {
    used: AtomicUsize,
    limit: usize,
}

impl Budget {
    pub fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self { used: AtomicUsize::new(0), limit })
    }
}

/// A share of a budget; it is given back when it is dropped.
#[derive(Debug)]
pub(super) struct Held {
    budget: Arc<Budget>,
    bytes: usize,
}

impl Held {
    pub fn nothing_of(budget: &Arc<Budget>) -> Self {
        Self { budget: Arc::clone(budget), bytes: 0 }
    }

    /// Whether there was room for more; a small share always finds it, and so does the only one.
    pub fn grow(&mut self, bytes: usize) -> bool {
        let others = self.budget.used.fetch_add(bytes, Ordering::Relaxed) - self.bytes;
        self.bytes += bytes;
        self.bytes <= SMALL_BYTES || others == 0 || others + self.bytes <= self.budget.limit
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.budget.used.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// Why a body was not taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NotRead {
    TooLarge,
    BrokenOff,
    TooSlow,
    NoRoom,
}

/// Reads a body of up to `most` bytes, in `time`; what comes back with it is held as long as it is.
pub(super) async fn read(
    mut body: Body,
    most: usize,
    time: Duration,
    budget: &Arc<Budget>,
) -> Result<(Bytes, Held), NotRead> {
    let reading = read_all(&mut body, most, Held::nothing_of(budget));
    match tokio::time::timeout(time, reading).await {
        Err(_) => Err(NotRead::TooSlow),
        Ok(Err(why @ (NotRead::TooLarge | NotRead::NoRoom))) => {
            let _ = tokio::time::timeout(DRAIN, drain(&mut body)).await;
            Err(why)
        }
        Ok(read) => read,
    }
}

async fn read_all(body: &mut Body, most: usize, mut held: Held) -> Result<(Bytes, Held), NotRead> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > most {
        return Err(NotRead::TooLarge);
    }
    let mut first = Bytes::new();
    let mut all = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| NotRead::BrokenOff)?;
        let Ok(data) = frame.into_data() else { continue };
        let length = first.len() + all.len() + data.len();
        if length > most {
            return Err(NotRead::TooLarge);
        }
        if !held.grow(data.len()) {
            return Err(NotRead::NoRoom);
        }
        if length == data.len() {
            first = data;
            continue;
        }
        if all.is_empty() {
            all.extend_from_slice(&std::mem::take(&mut first));
        }
        all.extend_from_slice(&data);
    }
    Ok((if all.is_empty() { first } else { all.into() }, held))
}

/// Reads on without keeping anything.
async fn drain(body: &mut Body) {
    let mut drained = 0;
    while drained <= DRAINED_BYTES
        && let Some(Ok(frame)) = body.frame().await
    {
        drained += frame.data_ref().map_or(0, Bytes::len);
    }
}

/// An answer that counts as held until its client has read it.
pub(super) struct Unread {
    pieces: VecDeque<Bytes>,
    length: usize,
    _held: Held,
}

impl Unread {
    /// `None`: clients hold too much already, and this is not a small answer.
    pub fn body(first: Bytes, rest: Vec<Bytes>, budget: &Arc<Budget>) -> Option<Body> {
        if first.len() <= SMALL_BYTES && rest.is_empty() {
            return Some(Body::from(first));
        }
        let length = first.len() + rest.iter().map(Bytes::len).sum::<usize>();
        let mut held = Held::nothing_of(budget);
        let mut pieces = VecDeque::from(rest);
        pieces.push_front(first);
        held.grow(length).then(|| Body::new(Self { pieces, length, _held: held }))
    }

    /// A long piece is handed on as it is; short ones are put together.
    fn next(&mut self) -> Option<Bytes> {
        let mut first = self.pieces.pop_front()?;
        if first.len() > PIECE_BYTES {
            let rest = first.split_off(PIECE_BYTES);
            self.pieces.push_front(rest);
        }
        let fits = |next: &&Bytes, length: usize| length + next.len() <= GATHERED_BYTES;
        let Some(next) = self.pieces.front().filter(|next| fits(next, first.len())) else {
            return Some(first);
        };
        let mut gathered = Vec::with_capacity(GATHERED_BYTES.min(self.length));
        gathered.extend_from_slice(&first);
        gathered.extend_from_slice(next);
        self.pieces.pop_front();
        while let Some(next) = self.pieces.front().filter(|next| fits(next, gathered.len())) {
            gathered.extend_from_slice(next);
            self.pieces.pop_front();
        }
        Some(gathered.into())
    }
}

impl HttpBody for Unread {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let piece = self.next();
        self.length -= piece.as_ref().map_or(0, Bytes::len);
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.length == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length as u64)
    }
}

/// A body that is made piece by piece, as fast as its client reads.
pub(super) struct Pieces<I>(pub I);

impl<I, E> HttpBody for Pieces<I>
where
    I: Iterator<Item = Result<Vec<u8>, E>> + Unpin,
{
    type Data = Bytes;
    type Error = E;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Poll::Ready(self.0.next().map(|piece| piece.map(|piece| Frame::data(piece.into()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_hold_is_bounded_and_given_back() {
        let budget = Budget::new(100_000);
        let mut one = Held::nothing_of(&budget);
        assert!(one.grow(90_000));
        let mut other = Held::nothing_of(&budget);
        assert!(other.grow(16_000), "a small share is always taken");
        assert!(!other.grow(4_000));
        drop(one);
        assert!(Held::nothing_of(&budget).grow(70_000));
        drop(other);
        assert!(Held::nothing_of(&budget).grow(1_000_000), "the only one is taken");
        assert_eq!(budget.used.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn a_long_answer_is_held_until_its_last_piece() {
        let budget = Budget::new(1_000_000);
        let bytes = Bytes::from(vec![b'x'; 600_000]);
        let rest = vec![bytes.slice(10..40), bytes.slice(40..)];
        let mut body = Unread::body(bytes.slice(..10), rest, &budget).unwrap();
        assert!(Unread::body(bytes.clone(), Vec::new(), &budget).is_none());
        assert!(Unread::body(bytes.slice(..SMALL_BYTES), Vec::new(), &budget).is_some());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut lengths = Vec::new();
        while let Some(Ok(frame)) = runtime.block_on(body.frame()) {
            lengths.push(frame.into_data().unwrap().len());
        }
        drop(body);
        assert_eq!(lengths, [40, PIECE_BYTES, PIECE_BYTES, 600_000 - 40 - 2 * PIECE_BYTES]);
        assert!(Unread::body(bytes, Vec::new(), &budget).is_some());
    }
}

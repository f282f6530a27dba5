//! What requests and answers may hold of the memory while their clients are slow: bodies that have
//! not ended, and answers that were not read.

use axum::body::{Body, Bytes, HttpBody};
use http_body_util::BodyExt as _;
use hyper::body::{Frame, SizeHint};
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
    rest: Bytes,
    _held: Held,
}

impl Unread {
    /// `None`: clients hold too much already, and this is not a small answer.
    pub fn body(bytes: Bytes, budget: &Arc<Budget>) -> Option<Body> {
        if bytes.len() <= SMALL_BYTES {
            return Some(Body::from(bytes));
        }
        let mut held = Held::nothing_of(budget);
        held.grow(bytes.len()).then(|| Body::new(Self { rest: bytes, _held: held }))
    }
}

impl HttpBody for Unread {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let length = self.rest.len().min(PIECE_BYTES);
        let piece = (length > 0).then(|| self.rest.split_to(length));
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
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
        let mut body = Unread::body(bytes.clone(), &budget).unwrap();
        assert!(Unread::body(bytes.clone(), &budget).is_none());
        assert!(Unread::body(bytes.slice(..SMALL_BYTES), &budget).is_some());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut length = 0;
        while let Some(Ok(frame)) = runtime.block_on(body.frame()) {
            length += frame.into_data().unwrap().len();
        }
        drop(body);
        assert_eq!(length, 600_000);
        assert!(Unread::body(bytes, &budget).is_some());
    }
}

//! The request log: what clients sent, and what came of it. It is kept up to a number of bytes, the
//! oldest forgotten first. A request's texts are copied as they came, in one piece; they are
//! decoded when somebody looks, which keeps what each request pays for it small.

mod filter;
mod show;

pub(super) use filter::Filter;
pub(super) use show::Seen;

use super::faults::Ended;
use super::{Server, credentials, xml};
use crate::engine::faults::Connection;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use wire::Timestamp;

/// What an entry takes beside its texts: itself, and the heads of its allocations.
const OVERHEAD_BYTES: usize = size_of::<Entry>() + 64;
/// The share of the log that one request's texts may take.
const SHARE: usize = 8;
/// No more is waited for; the streams end.
const CLOSED: u64 = u64::MAX;

/// A request that was answered, or not.
pub(super) struct Entry {
    pub id: u64,
    pub at: Timestamp,
    took: Duration,
    /// `None`: its client did not wait.
    status: Option<u16>,
    ended: Option<Connection>,
    refusal: Option<Box<xml::Said>>,
    texts: Texts,
}

/// The texts of a request, one behind the other.
#[derive(Default)]
struct Texts {
    bytes: Box<[u8]>,
    /// Where each ends but the last, which is the form.
    ends: [usize; 5],
    is_cut: bool,
}

impl Texts {
    fn new(request_id: &str, parts: &Parts, form: &[u8], most: usize) -> Self {
        let header = |name| parts.headers.get(name).map_or(&[][..], |value| value.as_bytes());
        let query = parts.uri.query().unwrap_or_default().as_bytes();
        let (agent, target) = (header(header::USER_AGENT), header(super::TARGET));
        let heads = [request_id.as_bytes(), signed_for(&parts.headers), agent, target, query];
        let length: usize = heads.iter().map(|head| head.len()).sum();
        let mut bytes = Vec::with_capacity(length + form.len().min(most));
        let mut ends = [0; 5];
        for (head, end) in heads.into_iter().zip(&mut ends) {
            bytes.extend_from_slice(head);
            *end = bytes.len();
        }
        // What is cut is cut between two parameters.
        let fits = form.get(..most).map(|fits| {
            let last = fits.iter().rposition(|byte| *byte == b'&');
            &fits[..last.unwrap_or(0)]
        });
        bytes.extend_from_slice(fits.unwrap_or(form));
        Self { bytes: bytes.into(), ends, is_cut: fits.is_some() }
    }

    fn get(&self, at: usize) -> &[u8] {
        let from = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        let to = self.ends.get(at).copied().unwrap_or(self.bytes.len());
        &self.bytes[from..to]
    }
}

/// The credential of a signature in the header; that of a query stays in the query.
fn signed_for(headers: &HeaderMap) -> &[u8] {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    value.and_then(credentials::credential).unwrap_or_default().as_bytes()
}

impl Entry {
    fn weight(&self) -> usize {
        let refusal = self.refusal.as_ref().map_or(0, |said| said.message.len());
        OVERHEAD_BYTES + self.texts.bytes.len() + refusal
    }
}

#[derive(Default)]
struct Kept {
    entries: VecDeque<Arc<Entry>>,
    bytes: usize,
    last_id: u64,
}

pub(super) struct RequestLog {
    capacity: usize,
    kept: Mutex<Kept>,
    /// The last entry's number, for those who wait for more.
    last_id: watch::Sender<u64>,
}

impl RequestLog {
    /// Keeps up to a number of bytes in all; 0: nothing.
    pub fn new(capacity: usize) -> Arc<Self> {
        let last_id = watch::Sender::new(0);
        Arc::new(Self { capacity, kept: Mutex::default(), last_id })
    }

    fn push(&self, entry: Entry) {
        let weight = entry.weight();
        let mut kept = self.kept();
        kept.last_id += 1;
        let id = kept.last_id;
        kept.entries.push_back(Arc::new(Entry { id, ..entry }));
        kept.bytes += weight;
        while kept.bytes > self.capacity
            && let Some(oldest) = kept.entries.pop_front()
        {
            kept.bytes -= oldest.weight();
        }
        drop(kept);
        if self.last_id.receiver_count() > 0 {
            self.last_id.send_if_modified(|last| {
                let is_more = *last < id;
                *last = (*last).max(id);
                is_more
            });
        }
    }

    /// The entries behind one.
    pub fn behind(&self, id: u64) -> Vec<Arc<Entry>> {
        let kept = self.kept();
        let from = kept.entries.partition_point(|entry| entry.id <= id);
        kept.entries.range(from..).cloned().collect()
    }

    /// The number of the last entry there was.
    pub fn last_id(&self) -> u64 {
        self.kept().last_id
    }

    pub fn clear(&self) -> usize {
        let mut kept = self.kept();
        kept.bytes = 0;
        let old = std::mem::take(&mut kept.entries);
        drop(kept);
        old.len()
    }

    /// Tells whoever waits for more that there is more.
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.last_id.subscribe()
    }

    /// Lets the streams end.
    pub fn close(&self) {
        self.last_id.send_replace(CLOSED);
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the server stops, as a subscriber is told.
pub(super) fn is_closed(last_id: u64) -> bool {
    last_id == CLOSED
}

/// A request under way; it goes into the log when it is answered, or when its client goes.
pub(super) struct Recording {
    log: Arc<RequestLog>,
    began: Instant,
    entry: Option<Entry>,
}

impl Recording {
    /// `None`: nothing is kept.
    pub fn begin(server: &Server) -> Option<Self> {
        if server.requests.capacity == 0 {
            return None;
        }
        let entry = Entry {
            id: 0,
            at: server.engine.clock.now(),
            took: Duration::ZERO,
            status: None,
            ended: None,
            refusal: None,
            texts: Texts::default(),
        };
        let log = Arc::clone(&server.requests);
        Some(Self { log, began: Instant::now(), entry: Some(entry) })
    }

    pub fn note(&mut self, request_id: &str, parts: &Parts, form: &[u8]) {
        if let Some(entry) = &mut self.entry {
            entry.texts = Texts::new(request_id, parts, form, self.log.capacity / SHARE);
        }
    }

    pub fn end(mut self, response: &mut Response) {
        if let Some(mut entry) = self.entry.take() {
            let extensions = response.extensions_mut();
            entry.ended = extensions.get::<Ended>().map(|ended| ended.0);
            entry.refusal = extensions.remove::<xml::Said>().map(Box::new);
            entry.status = Some(response.status().as_u16());
            self.push(entry);
        }
    }

    fn push(&self, entry: Entry) {
        self.log.push(Entry { took: self.began.elapsed(), ..entry });
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        if let Some(entry) = self.entry.take() {
            self.push(entry);
        }
    }
}

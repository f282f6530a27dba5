//! Answers and refusals as the XML that EC2 and STS send.

use super::memory::{Budget, Unread};
use super::older;
use crate::error::Error;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use wire::{Action, Encode, Name, Sink};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");

/// EC2's, before the version.
const NAMESPACES: &str = "http://ec2.amazonaws.com/doc";
/// That of today's version.
const NAMESPACE: &str = "http://ec2.amazonaws.com/doc/2016-11-15/";

/// From this length on an answer shares what was written of rows before, in place of copying it:
/// more than that leaves a processor's cache before it is sent.
const SHARED_FROM_BYTES: usize = 512 * 1024;
/// An answer that is longer is not copied to be given again.
const LONG_BYTES: usize = 64 * 1024;

/// A sink that writes elements into one buffer. Names are the model's own and need no escaping, so
/// they go there as they are; texts are escaped where they need it, in this one place.
#[derive(Default)]
pub(super) struct XmlWriter {
    buffer: Vec<u8>,
    /// What was written before, and where in the buffer it belongs.
    shared: Vec<(usize, Arc<[u8]>)>,
}

impl XmlWriter {
    fn new(capacity: usize) -> Self {
        let mut buffer = Vec::with_capacity(capacity);
        buffer.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        Self { buffer, shared: Vec::new() }
    }

    /// The first piece, and the others.
    fn into_pieces(mut self) -> (Bytes, Vec<Bytes>) {
        // What is not written is not held: an answer may be kept for long.
        self.buffer.shrink_to_fit();
        let mut own = Bytes::from(self.buffer);
        let mut begins = self.shared.first().map_or(own.len(), |(place, _)| *place);
        let first = own.split_to(begins);
        let mut rest = Vec::with_capacity(self.shared.len() * 2);
        for (place, written) in self.shared {
            rest.push(own.split_to(place - begins));
            rest.push(Bytes::from_owner(written));
            begins = place;
        }
        rest.push(own);
        rest.retain(|piece| !piece.is_empty());
        (first, rest)
    }

    fn push(&mut self, text: &str) {
        self.buffer.extend_from_slice(text.as_bytes());
    }

    pub fn element(
        &mut self,
        name: &str,
        namespace: Option<&str>,
        content: impl FnOnce(&mut Self),
    ) {
        self.push("<");
        self.push(name);
        if let Some(namespace) = namespace {
            self.push(" xmlns=\"");
            self.push(namespace);
            self.push("\"");
        }
        self.push(">");
        content(self);
        self.push("</");
        self.push(name);
        self.push(">");
    }

    pub fn leaf(&mut self, name: &str, text: &str) {
        self.element(name, None, |xml| xml.escaped(text));
    }

    fn begin(&mut self, name: Name<'_>) {
        self.buffer.push(b'<');
        self.buffer.extend_from_slice(name.begins());
    }

    /// EC2 leaves quotes as they are. A parser would read a carriage return as a line feed; what
    /// XML cannot say at all was refused where it came in, and does not leave by any other way.
    fn escaped(&mut self, text: &str) {
        if !has_special(text) {
            return self.push(text);
        }
        for letter in text.chars() {
            match letter {
                '<' => self.buffer.extend_from_slice(b"&lt;"),
                '>' => self.buffer.extend_from_slice(b"&gt;"),
                '&' => self.buffer.extend_from_slice(b"&amp;"),
                '\r' => self.buffer.extend_from_slice(b"&#13;"),
                _ => {
                    let letter = if is_xml(letter) { letter } else { char::REPLACEMENT_CHARACTER };
                    self.buffer.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
        }
    }
}

/// Whether a letter of a text may need care. Looking at all bytes, several at a time, is quicker
/// than stopping at the first, as hardly any text has one.
fn has_special(text: &str) -> bool {
    let (chunks, rest) = text.as_bytes().as_chunks::<8>();
    let any = |bytes: &[u8]| bytes.iter().fold(false, |found, byte| found | is_special(*byte));
    chunks.iter().fold(any(rest), |found, chunk| found | any(chunk))
}

/// Whether letters with this byte may need care: 0xEF begins U+FFFE and U+FFFF, which XML lacks.
const fn is_special(byte: u8) -> bool {
    SPECIAL[byte as usize]
}

const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        special[byte] = matches!(byte, 0..=0x1f | 0x26 | 0x3c | 0x3e | 0xef);
        byte += 1;
    }
    special
};

/// <https://www.w3.org/TR/xml/#charsets>
const fn is_xml(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// Whether a document can hold a text.
pub(super) fn can_say(text: &str) -> bool {
    !has_special(text) || text.chars().all(is_xml)
}

impl Sink for XmlWriter {
    fn open(&mut self, name: Name<'_>) -> bool {
        self.begin(name);
        true
    }

    fn text(&mut self, name: Name<'_>, text: &str) {
        self.begin(name);
        self.escaped(text);
        self.push(name.ends());
    }

    fn plain(&mut self, name: Name<'_>, text: &str) {
        self.begin(name);
        self.push(text);
        self.push(name.ends());
    }

    fn empty(&mut self, name: Name<'_>) {
        self.begin(name);
        self.buffer.pop();
        self.push("/>");
    }

    fn close(&mut self, name: Name<'_>) {
        self.push(name.ends());
    }

    fn written(&self) -> Option<&[u8]> {
        Some(&self.buffer)
    }

    fn write(&mut self, written: &Arc<[u8]>) {
        if self.buffer.len() < SHARED_FROM_BYTES {
            self.buffer.extend_from_slice(written);
        } else {
            self.shared.push((self.buffer.len(), Arc::clone(written)));
        }
    }
}

/// Builds a document and answers with it.
fn document(status: u16, request_id: &str, content: impl FnOnce(&mut XmlWriter)) -> Response {
    let mut writer = XmlWriter::new(1024);
    content(&mut writer);
    respond(status, request_id, writer.buffer.into())
}

/// As STS and IAM send it, with fewer headers than EC2:
/// <https://github.com/aws-azure-login/aws-azure-login/issues/251>.
pub(super) fn query_document(
    status: u16,
    request_id: &str,
    content: impl FnOnce(&mut XmlWriter),
) -> Response {
    let mut response = document(status, request_id, content);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/xml"));
    headers.remove(header::CACHE_CONTROL);
    headers.remove(header::SERVER);
    response
}

/// A whole answer, and where in its first piece the id of its request stands.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    first: Bytes,
    rest: Vec<Bytes>,
    request_id: Range<usize>,
}

impl Answer {
    pub fn len(&self) -> usize {
        self.first.len() + self.rest.iter().map(Bytes::len).sum::<usize>()
    }

    /// The same answer to another request.
    pub fn again(&self, request_id: &str) -> Self {
        let before = [&self.first[..self.request_id.start], request_id.as_bytes()].concat();
        let after = self.first.slice(self.request_id.end..);
        let request_id = self.request_id.start..before.len();
        if self.len() < LONG_BYTES {
            let first = [&before[..], &after].concat().into();
            return Self { first, rest: self.rest.clone(), request_id };
        }
        let rest = [after].into_iter().chain(self.rest.iter().cloned()).collect();
        Self { first: before.into(), rest, request_id }
    }

    pub fn respond(self, unread: &Arc<Budget>, request_id: &str) -> Response {
        match Unread::body(self.first, self.rest, unread) {
            Some(body) => said(StatusCode::OK, body, request_id),
            // What AWS says to clients that ask too much; SDKs ask again after a while.
            None => {
                let error = Error::new("RequestLimitExceeded", "Request limit exceeded.");
                refusal(&error.with_status(503), request_id)
            }
        }
    }
}

fn respond(status: u16, request_id: &str, body: Bytes) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    said(status, Body::from(body), request_id)
}

/// With what EC2 says of itself: <https://github.com/boto/boto3/issues/3493>. Browsers would keep
/// that it is to be had over TLS alone, so that is left out.
fn said(status: StatusCode, body: Body, request_id: &str) -> Response {
    let mut headers = HeaderMap::with_capacity(4);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/xml;charset=UTF-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache, no-store"));
    headers.insert(header::SERVER, HeaderValue::from_static("AmazonEC2"));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID, id);
    }
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// What an operation answers tends to be as long as it was the last time.
static LENGTHS: [AtomicUsize; Action::ALL.len()] =
    [const { AtomicUsize::new(0) }; Action::ALL.len()];

pub(super) fn likely_length(action: Action) -> usize {
    LENGTHS[action as usize].load(Ordering::Relaxed)
}

/// `<XxxResponse><requestId/>…</XxxResponse>`; `version` is one before today's.
pub(super) fn answer(
    action: Action,
    version: Option<&str>,
    request_id: &str,
    answer: &dyn Encode,
) -> Answer {
    let older = version.map(|version| format!("{NAMESPACES}/{version}/"));
    let namespace = older.as_deref().unwrap_or(NAMESPACE);
    let length = &LENGTHS[action as usize];
    let mut writer = XmlWriter::new(length.load(Ordering::Relaxed) + 1024);
    let mut id_ends = 0;
    writer.element(&format!("{}Response", action.name()), Some(namespace), |xml| {
        xml.leaf("requestId", request_id);
        id_ends = xml.buffer.len() - "</requestId>".len();
        match version {
            Some(version) => xml.buffer.extend(older::shown(version, action, &encoded(answer))),
            None => answer.encode(xml),
        }
    });
    let (first, rest) = writer.into_pieces();
    let answer = Answer { first, rest, request_id: id_ends - request_id.len()..id_ends };
    length.store(answer.len(), Ordering::Relaxed);
    answer
}

/// An answer in one piece, by itself.
fn encoded(answer: &dyn Encode) -> Vec<u8> {
    let mut writer = XmlWriter::default();
    answer.encode(&mut writer);
    let (first, rest) = writer.into_pieces();
    [first].into_iter().chain(rest).collect::<Vec<_>>().concat()
}

/// What a refusal said, for the request log.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub code: &'static str,
    pub message: String,
}

fn saying(mut response: Response, error: &Error) -> Response {
    let said = Said { code: error.code, message: error.message.clone() };
    response.extensions_mut().insert(said);
    response
}

/// EC2's form of an error; note the capital D of `RequestID`.
pub(super) fn refusal(error: &Error, request_id: &str) -> Response {
    let response = document(error.status, request_id, |xml| {
        xml.element("Response", None, |xml| {
            xml.element("Errors", None, |xml| {
                xml.element("Error", None, |xml| {
                    xml.leaf("Code", error.code);
                    xml.leaf("Message", &error.message);
                });
            });
            xml.leaf("RequestID", request_id);
        });
    });
    saying(response, error)
}

/// The form of an error that STS, IAM and the other query services share.
pub(super) fn query_refusal(error: &Error, namespace: Option<&str>, request_id: &str) -> Response {
    let response = query_document(error.status, request_id, |xml| {
        xml.element("ErrorResponse", namespace, |xml| {
            xml.element("Error", None, |xml| {
                xml.leaf("Type", "Sender");
                xml.leaf("Code", error.code);
                xml.leaf("Message", &error.message);
            });
            xml.leaf("RequestId", request_id);
        });
    });
    saying(response, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut writer = XmlWriter::default();
        writer.leaf("x", text);
        String::from_utf8(writer.buffer).unwrap()
    }

    #[test]
    fn texts_leave_as_xml_can_say_them() {
        assert_eq!(written("plain \t\n'\""), "<x>plain \t\n'\"</x>");
        assert_eq!(written("a<b>&c\r\n"), "<x>a&lt;b&gt;&amp;c&#13;\n</x>");
        assert_eq!(
            written("\u{0}\u{1f}\u{fffe}\u{ffff}"),
            format!("<x>{}</x>", "\u{fffd}".repeat(4))
        );
        assert_eq!(
            written("\u{7f}\u{e9}\u{ef01}\u{1f600}"),
            "<x>\u{7f}\u{e9}\u{ef01}\u{1f600}</x>"
        );
        assert!(can_say("a\r\u{fffd}") && !can_say("\u{b}") && !can_say("\u{ffff}"));
    }
}

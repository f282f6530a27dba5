//! Answers and refusals as the XML that EC2 and STS send.

use crate::error::Error;
use axum::body::Bytes;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use quick_xml::escape::partial_escape;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use wire::{Action, Encode, Sink};

const EC2_NAMESPACE: &str = "http://ec2.amazonaws.com/doc/2016-11-15/";

/// A sink that writes elements into one buffer. Names are the model's own and need no escaping, so
/// they go there as they are; quick-xml escapes the texts that need it.
pub(super) struct XmlWriter(Vec<u8>);

impl XmlWriter {
    fn new(capacity: usize) -> Self {
        let mut buffer = Vec::with_capacity(capacity);
        buffer.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        Self(buffer)
    }

    fn start(&mut self, name: &str, end: &[u8]) {
        self.0.push(b'<');
        self.0.extend_from_slice(name.as_bytes());
        self.0.extend_from_slice(end);
    }

    fn end(&mut self, name: &str) {
        self.0.extend_from_slice(b"</");
        self.0.extend_from_slice(name.as_bytes());
        self.0.push(b'>');
    }

    pub fn element(
        &mut self,
        name: &str,
        namespace: Option<&str>,
        content: impl FnOnce(&mut Self),
    ) {
        match namespace {
            Some(namespace) => {
                self.start(name, b" xmlns=\"");
                self.0.extend_from_slice(namespace.as_bytes());
                self.0.extend_from_slice(b"\">");
            }
            None => self.start(name, b">"),
        }
        content(self);
        self.end(name);
    }

    pub fn leaf(&mut self, name: &str, text: &str) {
        self.0.reserve(2 * name.len() + text.len() + "<></>".len());
        self.start(name, b">");
        // EC2 leaves quotes as they are. Looking at all bytes is quicker than stopping at the first
        // that needs escaping, as hardly any text has one.
        let escaped =
            text.bytes().fold(false, |found, byte| found | matches!(byte, b'<' | b'>' | b'&'));
        if escaped {
            self.0.extend_from_slice(partial_escape(text).as_bytes());
        } else {
            self.0.extend_from_slice(text.as_bytes());
        }
        self.end(name);
    }
}

impl Sink for XmlWriter {
    fn open(&mut self, name: &'static str) -> bool {
        self.start(name, b">");
        true
    }

    fn text(&mut self, name: &'static str, text: &str) {
        self.leaf(name, text);
    }

    fn empty(&mut self, name: &'static str) {
        self.start(name, b"/>");
    }

    fn close(&mut self, name: &'static str) {
        self.end(name);
    }
}

/// Builds a document and answers with it.
pub(super) fn document(
    status: u16,
    request_id: &str,
    content: impl FnOnce(&mut XmlWriter),
) -> Response {
    let mut writer = XmlWriter::new(1024);
    content(&mut writer);
    respond(status, request_id, writer.0.into())
}

/// A whole answer, and where in it the id of its request stands.
#[derive(Debug, Clone)]
pub(super) struct Body {
    pub bytes: Bytes,
    request_id: Range<usize>,
}

impl Body {
    pub fn respond(self, request_id: &str) -> Response {
        respond(200, request_id, self.bytes)
    }

    /// The same answer to another request.
    pub fn respond_as(&self, request_id: &str) -> Response {
        let parts = [
            &self.bytes[..self.request_id.start],
            request_id.as_bytes(),
            &self.bytes[self.request_id.end..],
        ];
        respond(200, request_id, parts.concat().into())
    }
}

fn respond(status: u16, request_id: &str, body: Bytes) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/xml;charset=UTF-8"));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(HeaderName::from_static("x-amzn-requestid"), id);
    }
    response
}

/// `<XxxResponse><requestId/>…</XxxResponse>`
pub(super) fn answer(action: Action, request_id: &str, answer: &dyn Encode) -> Body {
    // What an operation answers tends to be as long as it was the last time.
    static LENGTHS: [AtomicUsize; Action::ALL.len()] =
        [const { AtomicUsize::new(0) }; Action::ALL.len()];
    let length = &LENGTHS[action as usize];
    let mut writer = XmlWriter::new(length.load(Ordering::Relaxed) + 1024);
    let mut id_ends = 0;
    writer.element(&format!("{}Response", action.name()), Some(EC2_NAMESPACE), |xml| {
        xml.leaf("requestId", request_id);
        id_ends = xml.0.len() - "</requestId>".len();
        answer.encode(xml);
    });
    length.store(writer.0.len(), Ordering::Relaxed);
    Body { bytes: writer.0.into(), request_id: id_ends - request_id.len()..id_ends }
}

/// EC2's form of an error; note the capital D of `RequestID`.
pub(super) fn refusal(error: &Error, request_id: &str) -> Response {
    document(error.status, request_id, |xml| {
        xml.element("Response", None, |xml| {
            xml.element("Errors", None, |xml| {
                xml.element("Error", None, |xml| {
                    xml.leaf("Code", error.code);
                    xml.leaf("Message", &error.message);
                });
            });
            xml.leaf("RequestID", request_id);
        });
    })
}

/// The form of an error that STS, IAM and the other query services share.
pub(super) fn query_refusal(error: &Error, namespace: Option<&str>, request_id: &str) -> Response {
    document(error.status, request_id, |xml| {
        xml.element("ErrorResponse", namespace, |xml| {
            xml.element("Error", None, |xml| {
                xml.leaf("Type", "Sender");
                xml.leaf("Code", error.code);
                xml.leaf("Message", &error.message);
            });
            xml.leaf("RequestId", request_id);
        });
    })
}

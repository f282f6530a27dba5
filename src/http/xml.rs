//! Answers and refusals as the XML that EC2 and STS send.

use crate::error::Error;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use quick_xml::Writer;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use wire::{Encode, Sink};

const EC2_NAMESPACE: &str = "http://ec2.amazonaws.com/doc/2016-11-15/";

/// A sink that writes elements into one buffer.
pub(super) struct XmlWriter(Writer<Vec<u8>>);

impl XmlWriter {
    fn new() -> Self {
        let mut writer = Self(Writer::new(Vec::with_capacity(4096)));
        writer.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        writer.0.get_mut().push(b'\n');
        writer
    }

    fn event(&mut self, event: Event<'_>) {
        // Writing into a Vec cannot fail.
        let _ = self.0.write_event(event);
    }

    pub fn element(
        &mut self,
        name: &str,
        namespace: Option<&str>,
        content: impl FnOnce(&mut Self),
    ) {
        let mut start = BytesStart::new(name);
        if let Some(namespace) = namespace {
            start.push_attribute(("xmlns", namespace));
        }
        self.event(Event::Start(start));
        content(self);
        self.event(Event::End(BytesEnd::new(name)));
    }

    pub fn leaf(&mut self, name: &str, text: &str) {
        self.event(Event::Start(BytesStart::new(name)));
        // EC2 leaves quotes as they are.
        self.event(Event::Text(BytesText::from_escaped(partial_escape(text))));
        self.event(Event::End(BytesEnd::new(name)));
    }
}

impl Sink for XmlWriter {
    fn open(&mut self, name: &'static str) -> bool {
        self.event(Event::Start(BytesStart::new(name)));
        true
    }

    fn text(&mut self, name: &'static str, text: &str) {
        self.leaf(name, text);
    }

    fn empty(&mut self, name: &'static str) {
        self.event(Event::Empty(BytesStart::new(name)));
    }

    fn close(&mut self, name: &'static str) {
        self.event(Event::End(BytesEnd::new(name)));
    }
}

/// Builds a document and answers with it.
pub(super) fn document(
    status: u16,
    request_id: &str,
    content: impl FnOnce(&mut XmlWriter),
) -> Response {
    let mut writer = XmlWriter::new();
    content(&mut writer);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, writer.0.into_inner()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/xml;charset=UTF-8"));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(HeaderName::from_static("x-amzn-requestid"), id);
    }
    response
}

/// `<XxxResponse><requestId/>…</XxxResponse>`
pub(super) fn answer(action: &str, request_id: &str, answer: &dyn Encode) -> Response {
    document(200, request_id, |xml| {
        xml.element(&format!("{action}Response"), Some(EC2_NAMESPACE), |xml| {
            xml.leaf("requestId", request_id);
            answer.encode(xml);
        });
    })
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

//! The page by which a person looks at the server. It is one file, without anything of anybody
//! else's, and does all by the other control routes.
//!
//! Pages are kept out ([`guard`]), this one's requests under a name that is not this machine's
//! included, as behind a preview's address. So the page has a proof that it was its reader who
//! opened it, which it sends along: it is in there when the browser says that no page led here.

use crate::http::{Server, guard};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};
use axum::response::{IntoResponse as _, Response};

const PAGE: &str = include_str!("console.html");
const PROOF: HeaderName = HeaderName::from_static("x-parlel-console");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
                      connect-src 'self'; img-src data:; frame-ancestors 'self'";

/// Whether a person's program asks for the root, and not the API for an action.
pub(in crate::http) fn is_asked(method: &Method, uri: &Uri, headers: &HeaderMap) -> bool {
    let accepted = || headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let query = uri.query().unwrap_or_default();
    matches!(*method, Method::GET | Method::HEAD)
        && matches!(uri.path(), "/" | "/_parlel" | "/_parlel/")
        && accepted().is_some_and(|accepted| accepted.contains("text/html"))
        && !query.split('&').any(|pair| pair.starts_with("Action="))
}

pub(in crate::http) fn page(server: &Server, headers: &HeaderMap) -> Response {
    let is_opened = headers.get(guard::SITE).is_some_and(|site| site == "none");
    let proof = if is_opened { &*server.console_proof } else { "" };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    (headers, PAGE.replace("{{proof}}", proof)).into_response()
}

/// Whether the page sent a request that its reader has opened.
pub(super) fn has_proof(server: &Server, headers: &HeaderMap) -> bool {
    headers.get(PROOF).is_some_and(|proof| proof.as_bytes() == server.console_proof.as_bytes())
}

//! Web pages are kept out: a page of any site can make its visitor's browser send requests here.
//! SDKs, the CLI and proxies send none of what is looked at.
//!
//! Three ways are closed: a request that the browser says comes from another site; one whose origin
//! is not the host that it is sent to; and one by a browser that took the name of a page's own host
//! for this machine's address (DNS rebinding), which looks like one of the host's own pages.

use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, Uri, header};
use std::net::IpAddr;

pub(super) const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Why a request is not taken, if it is not.
pub(super) fn refusal(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let site = text(SITE);
    let origin = text(header::ORIGIN);
    if site.is_none() && origin.is_none() && !is_browser(headers) {
        return None;
    }
    let host = text(header::HOST).or_else(|| uri.authority().map(Authority::as_str));
    let host = host.unwrap_or_default();
    let said = match (site, origin) {
        (Some(site @ ("cross-site" | "same-site")), _) => format!("Sec-Fetch-Site: {site}"),
        (_, Some(origin)) if !is_at(origin, host) => format!("Origin: {origin}"),
        (Some("none"), _) => return None,
        _ if is_own_name(host) => return None,
        _ => format!("Host: {host}"),
    };
    Some(format!(
        "This request comes from a web page of another site ({said}). parlel-ec2 serves programs; \
         it does nothing that a page asks of it."
    ))
}

/// Whether a program for people sent it.
pub(super) fn is_browser(headers: &HeaderMap) -> bool {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    agent.is_some_and(|agent| agent.starts_with("Mozilla/"))
}

fn is_at(origin: &str, host: &str) -> bool {
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host))
}

/// A host that no page can have: an address, or this machine's name for itself.
fn is_own_name(host: &str) -> bool {
    let without_port = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let name = without_port.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost") || name.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn taken(headers: &[(&'static str, &'static str)]) -> bool {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| {
                (header::HeaderName::from_static(name), HeaderValue::from_static(value))
            })
            .collect();
        refusal(&headers, &Uri::from_static("/")).is_none()
    }

    const FIREFOX: (&str, &str) = ("user-agent", "Mozilla/5.0 (X11; Linux) Gecko Firefox/140.0");
    const HERE: (&str, &str) = ("host", "localhost:4700");

    #[test]
    fn programs_are_served_under_any_name() {
        assert!(taken(&[]));
        assert!(taken(&[("host", "ec2.us-east-1.amazonaws.com"), ("user-agent", "Boto3/1.40")]));
        assert!(taken(&[("host", "4700-preview.example.com"), ("user-agent", "curl/8.5")]));
    }

    #[test]
    fn a_person_may_look() {
        assert!(taken(&[HERE, FIREFOX]));
        assert!(taken(&[HERE, FIREFOX, ("sec-fetch-site", "none")]));
        assert!(taken(&[HERE, FIREFOX, ("sec-fetch-site", "same-origin")]));
        assert!(taken(&[("host", "[::1]:4700"), FIREFOX, ("origin", "http://[::1]:4700")]));
        let preview = ("host", "4700-preview.example.com");
        assert!(taken(&[preview, FIREFOX, ("sec-fetch-site", "none")]));
    }

    #[test]
    fn pages_of_other_sites_are_not_served() {
        assert!(!taken(&[HERE, ("sec-fetch-site", "cross-site")]));
        assert!(!taken(&[HERE, ("sec-fetch-site", "same-site")]));
        assert!(!taken(&[HERE, ("origin", "https://evil.example")]));
        assert!(!taken(&[HERE, ("origin", "null")]));
        assert!(!taken(&[HERE, ("origin", "http://localhost:3000")]));
        // A page's host whose name was given this machine's address.
        assert!(!taken(&[("host", "evil.example:4700"), FIREFOX]));
        let origin = ("origin", "http://evil.example:4700");
        assert!(!taken(&[("host", "evil.example:4700"), FIREFOX, origin]));
        assert!(!taken(&[("host", "evil.example"), ("sec-fetch-site", "same-origin")]));
    }
}

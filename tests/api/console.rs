//! The page for people: when it comes, and whom it lets in.

use super::support::Ec2;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use parlel_ec2::Config;
use serde_json::json;

const HTML: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
const FIREFOX: (&str, &str) = ("user-agent", "Mozilla/5.0 (X11; Linux) Gecko Firefox/140.0");
const PREVIEW: (&str, &str) = ("host", "4700-preview.example.com");
const TYPED: (&str, &str) = ("sec-fetch-site", "none");
const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

fn get(ec2: &Ec2, path: &str, headers: &[(&str, &str)]) -> (u16, HeaderMap, String) {
    let request = Request::get(path);
    let request =
        headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    ec2.send_for_headers(request.body(Body::empty()).unwrap())
}

/// The proof in a page.
fn proof(page: &str) -> &str {
    let (_, rest) = page.split_once("<meta name=\"console\" content=\"").unwrap();
    rest.split('"').next().unwrap()
}

#[test]
fn a_person_gets_a_page() {
    let ec2 = Ec2::new();
    for path in ["/", "/_parlel", "/_parlel/", "/?lang=en"] {
        let (status, headers, page) = get(&ec2, path, &[HTML, FIREFOX, TYPED]);
        assert_eq!(
            (status, &headers["content-type"]),
            (200, &"text/html; charset=utf-8".parse().unwrap())
        );
        assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"), "{path}");
        // Nothing comes from elsewhere.
        for word in ["src=", "https://", "http://", "@import", "url("] {
            assert!(!page.contains(word), "{word}");
        }
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
    }
    // It is no request of the API.
    assert_eq!(ec2.control("GET", "requests", "")["requests"], json!([]));
}

#[test]
fn programs_get_what_they_got() {
    let ec2 = Ec2::new();
    let query = "/?Action=DescribeVpcs&Version=2016-11-15";
    let (status, _, text) = get(&ec2, query, &[HTML, FIREFOX, TYPED, ("host", "localhost")]);
    assert!(status == 200 && text.contains("<DescribeVpcsResponse"), "{text}");
    let (status, _, text) = get(&ec2, "/", &[("accept", "*/*")]);
    assert!(status == 400 && text.contains("MissingAction"), "{text}");
    let (status, _, text) = get(&ec2, "/_parlel", &[]);
    assert!(status == 200 && text.starts_with("{\"routes\":"), "{text}");
}

#[test]
fn the_page_asks_for_the_token_itself() {
    let ec2 = Ec2::with(Config { control_token: Some("secret".to_owned()), ..Config::default() });
    let (status, _, page) = get(&ec2, "/_parlel/", &[HTML, FIREFOX, TYPED, PREVIEW]);
    assert_eq!(status, 200);
    let sent = [FIREFOX, OWN, PREVIEW, ("x-parlel-console", proof(&page))];
    assert_eq!(get(&ec2, "/_parlel/clock", &sent).0, 401);
    let with_token = [&sent[..], &[("authorization", "Bearer secret")]].concat();
    assert_eq!(get(&ec2, "/_parlel/clock", &with_token).0, 200);
}

#[test]
fn what_the_reader_opened_is_let_in_under_any_name() {
    let ec2 = Ec2::new();
    let (_, _, page) = get(&ec2, "/", &[HTML, FIREFOX, TYPED, PREVIEW]);
    let proof = proof(&page);
    assert!(proof.len() == 16 && !page.contains("{{"), "{proof}");
    let sent = [FIREFOX, OWN, PREVIEW, ("origin", "https://4700-preview.example.com")];
    let with = |more: &[(&str, &str)]| get(&ec2, "/_parlel/health", &[&sent[..], more].concat()).0;
    assert_eq!(with(&[("x-parlel-console", proof)]), 200);
    assert_eq!(with(&[("x-parlel-console", "")]), 403);
    assert_eq!(with(&[("x-parlel-console", "0123456789abcdef")]), 403);
    assert_eq!(with(&[]), 403);
    // Where a page led here, that page could read the proof out of what it opened.
    for site in ["cross-site", "same-site", "same-origin"] {
        let (status, _, page) = get(&ec2, "/", &[HTML, FIREFOX, PREVIEW, ("sec-fetch-site", site)]);
        assert_eq!((status, self::proof(&page)), (200, ""));
    }
    assert_eq!(self::proof(&get(&ec2, "/", &[HTML, FIREFOX, PREVIEW]).2), "");
}

//! Signature Version 4: what of a request is signed, and how.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>
//!
//! The libraries that do this sign, and bring a client's runtime with them; the two hashes are all
//! of it that is hard.

use axum::http::HeaderMap;
use axum::http::request::Parts;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

pub(super) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// A signature and what it says of itself.
pub(super) struct Signed {
    pub access_key: String,
    /// `date/region/service/aws4_request`
    pub scope: String,
    /// Names, as they are listed.
    pub headers: String,
    pub signature: String,
    /// `20260131T120000Z`
    pub moment: String,
    /// In the query, it says how long it goes.
    pub is_query: bool,
}

impl Signed {
    /// Whether a secret has made it of this request.
    pub fn is_by(&self, secret: &str, parts: &Parts, body: &[u8]) -> bool {
        let scope: Vec<&str> = self.scope.split('/').collect();
        let [date, region, service, end @ "aws4_request"] = scope[..] else { return false };
        if !self.moment.starts_with(date) {
            return false;
        }
        let canonical = self.canonical(parts, body);
        let digest = hex(&Sha256::digest(canonical));
        let to_sign = format!("{ALGORITHM}\n{}\n{}\n{digest}", self.moment, self.scope);
        let mut key = format!("AWS4{secret}").into_bytes();
        for part in [date, region, service, end] {
            key = hmac(&key, part.as_bytes()).finalize().into_bytes().to_vec();
        }
        // In a time that says nothing of where they differ.
        unhex(&self.signature)
            .is_some_and(|given| hmac(&key, to_sign.as_bytes()).verify_slice(&given).is_ok())
    }

    fn canonical(&self, parts: &Parts, body: &[u8]) -> String {
        let mut text = format!("{}\n{}\n", parts.method, path(parts.uri.path()));
        text.push_str(&query(parts.uri.query().unwrap_or_default()));
        text.push('\n');
        for name in self.headers.split(';') {
            let _ = writeln!(text, "{name}:{}", header(&parts.headers, name));
        }
        let _ = write!(text, "\n{}\n{}", self.headers, hex(&Sha256::digest(body)));
        text
    }
}

fn hmac(key: &[u8], text: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    mac.update(text);
    mac
}

/// As it came, and encoded once more: so it is signed for all services but S3.
fn path(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            part => kept.push(part),
        }
    }
    let encoded: Vec<String> = kept.iter().map(|part| encode(part.as_bytes())).collect();
    let end = if path.ends_with('/') && !encoded.is_empty() { "/" } else { "" };
    format!("/{}{end}", encoded.join("/"))
}

/// Sorted, without the signature itself.
fn query(query: &str) -> String {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let mut pairs: Vec<(String, String)> = pairs
        .filter(|(name, _)| *name != "X-Amz-Signature")
        .map(|(name, value)| (encode(&decode(name)), encode(&decode(value))))
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// All values of a header, blanks between words made one.
fn header(headers: &HeaderMap, name: &str) -> String {
    let values = headers.get_all(name).iter().map(|value| {
        let text = String::from_utf8_lossy(value.as_bytes());
        text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    });
    values.collect::<Vec<_>>().join(",")
}

fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(byte) {
            text.push(char::from(*byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

fn decode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        rest = behind;
        bytes.push(match (first, behind) {
            (b'+', _) => b' ',
            (b'%', [high, low, behind @ ..]) => match nibble(*high).zip(nibble(*low)) {
                Some((high, low)) => {
                    rest = behind;
                    high << 4 | low
                }
                None => b'%',
            },
            (byte, _) => *byte,
        });
    }
    bytes
}

fn nibble(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(nibble(*high)? << 4 | nibble(*low)?),
        _ => None,
    };
    pairs.map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    /// AWS's own example, of IAM's ListUsers:
    /// <https://docs.aws.amazon.com/general/latest/gr/sigv4-signed-request-examples.html>
    #[test]
    fn the_documented_example_is_right() {
        let request = Request::get("/?Action=ListUsers&Version=2010-05-08")
            .header("host", "iam.amazonaws.com")
            .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
            .header("x-amz-date", "20150830T123600Z")
            .body(())
            .unwrap();
        let (parts, ()) = request.into_parts();
        let signature = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";
        let signed = Signed {
            access_key: "AKIDEXAMPLE".to_owned(),
            scope: "20150830/us-east-1/iam/aws4_request".to_owned(),
            headers: "content-type;host;x-amz-date".to_owned(),
            signature: signature.to_owned(),
            moment: "20150830T123600Z".to_owned(),
            is_query: false,
        };
        let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        assert!(signed.is_by(secret, &parts, b""));
        assert!(!signed.is_by("another", &parts, b"") && !signed.is_by(secret, &parts, b"x"));
        let yesterday = "20150829/us-east-1/iam/aws4_request".to_owned();
        assert!(!Signed { scope: yesterday, ..signed }.is_by(secret, &parts, b""));
    }

    #[test]
    fn paths_queries_and_headers_are_made_canonical() {
        assert_eq!(path("/"), "/");
        assert_eq!(path("/a/./b/../c%20d/"), "/a/c%2520d/");
        assert_eq!(query("b=2&a=x%2Fy+z&X-Amz-Signature=0&a=1"), "a=1&a=x%2Fy%20z&b=2");
        assert_eq!(query("flag&a=%zz"), "a=%25zz&flag=");
        let mut headers = HeaderMap::new();
        headers.append("x", " a   b ".parse().unwrap());
        headers.append("x", "c".parse().unwrap());
        assert_eq!(header(&headers, "x"), "a b,c");
    }
}

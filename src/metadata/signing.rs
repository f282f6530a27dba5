//! How identity documents are signed: with a key of this program's own, whose certificate it hands
//! out. Both are the same in each copy of it, as AWS's are for a region, so that a verifier can be
//! configured once; the key is no secret, and proves nothing beyond a test.
//!
//! AWS signs `pkcs7` with DSA and SHA-1; here all are RSA and SHA-256, which `openssl` and Vault
//! verify alike. The crate `rsa` is here for key pairs already. The signed form is short enough to
//! be written out (RFC 5652), which spares a dependency that has no release yet for that crate.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::PrivateKey;
use rsa::pkcs1v15::SigningKey;
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::signature::{SignatureEncoding as _, Signer as _};
use sha2::Sha256;
use std::sync::OnceLock;

/// What the signatures are verified with, as PEM.
pub(crate) const CERTIFICATE: &str = include_str!("signing.crt.pem");
static KEY: OnceLock<Option<SigningKey<Sha256>>> = OnceLock::new();

const LINE_CHARS: usize = 76;

/// The signature of a document, as base64.
pub(super) fn signature(document: &str) -> String {
    lines(&sign(document.as_bytes()))
}

/// A document with its signature, as base64 of RFC 5652's SignedData; the certificate is not in it.
pub(super) fn pkcs7(document: &str) -> String {
    let content = document.as_bytes();
    let data = der(SEQUENCE, &[DATA, &der(FIRST, &[&der(OCTETS, &[content])])]);
    let signer = der(
        SEQUENCE,
        &[ONE, ISSUER_AND_SERIAL, SHA256, RSA_WITH_SHA256, &der(OCTETS, &[&sign(content)])],
    );
    let content = der(SEQUENCE, &[ONE, &der(SET, &[SHA256]), &data, &der(SET, &[&signer])]);
    lines(&der(SEQUENCE, &[SIGNED_DATA, &der(FIRST, &[&content])]))
}

fn sign(content: &[u8]) -> Vec<u8> {
    let key = KEY.get_or_init(|| {
        let pem = include_str!("signing.key.pem").lines().filter(|line| !line.starts_with('-'));
        let der = STANDARD.decode(pem.collect::<String>()).ok()?;
        PrivateKey::from_pkcs8_der(&der).ok().map(SigningKey::new)
    });
    let signature = key.as_ref().and_then(|key| key.try_sign(content).ok());
    signature.map(|signature| signature.to_vec()).unwrap_or_default()
}

fn lines(bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    let lines = text.as_bytes().chunks(LINE_CHARS).map(String::from_utf8_lossy);
    lines.collect::<Vec<_>>().join("\n")
}

const OCTETS: u8 = 0x04;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
/// A member that is tagged with 0.
const FIRST: u8 = 0xa0;
const ONE: &[u8] = &[0x02, 1, 1];
/// 1.2.840.113549.1.7.1
const DATA: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
/// 1.2.840.113549.1.7.2
const SIGNED_DATA: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
/// 2.16.840.1.101.3.4.2.1, without parameters
const SHA256: &[u8] = &[0x30, 11, 0x06, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
/// 1.2.840.113549.1.1.11, with the parameter NULL
const RSA_WITH_SHA256: &[u8] =
    &[0x30, 13, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11, 0x05, 0];
/// `O=parlel-ec2` (2.5.4.10) and 1, those of [`CERTIFICATE`].
const ISSUER_AND_SERIAL: &[u8] =
    b"\x30\x1a\x30\x15\x31\x13\x30\x11\x06\x03\x55\x04\x0a\x0c\x0aparlel-ec2\x02\x01\x01";

/// An element of a kind with what is in it, one after the other.
fn der(kind: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = content.len().to_be_bytes();
    let digits = &length[length.iter().take_while(|byte| **byte == 0).count()..];
    let mut element = vec![kind];
    match (digits, u8::try_from(digits.len())) {
        ([], _) => element.push(0),
        ([short], _) if *short < 0x80 => element.push(*short),
        (_, count) => {
            element.push(0x80 | count.unwrap_or_default());
            element.extend_from_slice(digits);
        }
    }
    element.extend_from_slice(&content);
    element
}

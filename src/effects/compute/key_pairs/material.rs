//! The cryptographic half of key pairs: making a key, reading an imported one, fingerprints
//! and file formats. It knows neither the store nor the wire, and all randomness is the caller's.
//!
//! Fingerprints: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-keys.html>,
//! importable formats: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-key-pairs.html>.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::rand_core::CryptoRng;
use rsa::traits::{PrivateKeyParts as _, PublicKeyParts as _};
use rsa::{BoxedUint, Pkcs1v15Encrypt, PrivateKey, PublicKey};
use std::ops::RangeInclusive;

pub(crate) const RSA: &str = "ssh-rsa";

pub(crate) const ED25519: &str = "ssh-ed25519";

const CREATED_RSA_BITS: usize = 2048;

/// AWS's documentation names 1024, 2048 and 4096, but EC2 takes others: 8192 was tried in
/// terraform-aws-modules/terraform-aws-key-pair#16, ssh-keygen's own are 3072, and 512, 768, 1023
/// and 1025 are recorded in radkawar/stackd's `key_pairs_import_boundaries.json`.
// unverified (looked up 2026-11-26): that fewer are too few.
const IMPORTABLE_RSA_BITS: RangeInclusive<usize> = 512..=8_192;

/// `secret` for the holder of an RSA key, by PKCS #1 v1.5, as base64; `public_openssh` is a line
/// that this module made. `None` for other keys.
pub(crate) fn encrypt(
    public_openssh: &str,
    secret: &[u8],
    rng: &mut impl CryptoRng,
) -> Option<String> {
    let Public::Rsa(key) = parse_openssh_line(public_openssh)? else { return None };
    Some(STANDARD.encode(key.encrypt(rng, Pkcs1v15Encrypt, secret).ok()?))
}

/// With the larger prime first, as OpenSSL writes a key and a ppk file demands it.
pub(crate) fn generate_rsa(rng: &mut impl CryptoRng) -> PrivateKey {
    let key = PrivateKey::new(rng, CREATED_RSA_BITS).expect("two distinct primes of this size");
    let [p, q] = key.primes() else { return key };
    if p > q {
        return key;
    }
    PrivateKey::from_p_q(q.as_ref().clone(), p.as_ref().clone(), key.e().clone())
        .expect("the same key, its primes swapped")
}

pub(crate) enum Public {
    Rsa(PublicKey),
    Ed25519([u8; 32]),
}

// unverified (looked up 2026-11-26): that EC2 refuses options in front of the type, and a second
// line.
pub(crate) fn parse_openssh_line(text: &str) -> Option<Public> {
    if text.lines().nth(1).is_some() {
        return None;
    }
    let mut words = text.split_ascii_whitespace();
    let algorithm = words.next()?;
    parse_blob(&decode(words.next()?)?, algorithm)
}

/// RFC 4253, section 6.6, and RFC 8709, section 4.
pub(crate) fn parse_blob(mut blob: &[u8], algorithm: &str) -> Option<Public> {
    let rest = &mut blob;
    if take_string(rest)? != algorithm.as_bytes() {
        return None;
    }
    let key = match algorithm {
        RSA => {
            let (exponent, modulus) = (take_string(rest)?, take_string(rest)?);
            // The sign bit: neither number is ever negative.
            if [exponent, modulus].iter().any(|number| number.first().is_none_or(|b| *b >= 0x80)) {
                return None;
            }
            checked_rsa(modulus, exponent)?
        }
        // unverified (looked up 2026-11-26): that EC2 does not check that the point is on the
        // curve.
        ED25519 => Public::Ed25519(take_string(rest)?.try_into().ok()?),
        _ => return None,
    };
    rest.is_empty().then_some(key)
}

pub(crate) fn checked_rsa(modulus: &[u8], exponent: &[u8]) -> Option<Public> {
    let modulus = significant(modulus);
    let bits = u32::try_from(modulus.len()).ok()?.checked_mul(8)?;
    modulus.first()?;
    let exponent = significant(exponent);
    let modulus = BoxedUint::from_be_slice(modulus, bits).ok()?;
    // The crate takes exponents below 2^33; ssh-keygen and openssl write 65537, old tools 35 or 37.
    let exponent = BoxedUint::from_be_slice(exponent, 64).ok()?;
    let key = PublicKey::new_with_size_limits(modulus, exponent, IMPORTABLE_RSA_BITS);
    key.ok().map(Public::Rsa)
}

fn take_string<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, tail) = rest.split_first_chunk()?;
    let (string, tail) = tail.split_at_checked(u32::from_be_bytes(*length).try_into().ok()?)?;
    *rest = tail;
    Some(string)
}

pub(crate) fn significant(big_endian: &[u8]) -> &[u8] {
    let zeros = big_endian.iter().take_while(|b| **b == 0).count();
    &big_endian[zeros..]
}

/// Base64 that may be broken into lines.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let text: String = text.split_ascii_whitespace().collect();
    STANDARD.decode(text).ok()
}

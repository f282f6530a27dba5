//! Session tokens of the second version. A token says until when it goes, and proves for which
//! instance it was made: nothing is kept of it, and no other instance takes it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::ops::RangeInclusive;
use wire::Timestamp;

/// How long a session can be asked to last.
pub(super) const SECONDS: RangeInclusive<i64> = 1..=21_600;

/// No secret: whoever reaches the server may ask for a token.
const KEY: &[u8] = b"parlel-ec2 metadata token";

/// 56 characters, as EC2's tokens have.
pub(super) fn new(instance_id: &str, expires: Timestamp) -> String {
    let expires = expires.0.to_be_bytes();
    let proof = proof(instance_id, expires).map(|mac| mac.finalize().into_bytes());
    URL_SAFE.encode([&expires[..], &proof.unwrap_or_default()].concat())
}

/// How long a token goes on; `None` for one that is over, is another instance's, or is none.
pub(super) fn seconds_left(token: &str, instance_id: &str, now: Timestamp) -> Option<i64> {
    let bytes = URL_SAFE.decode(token).ok()?;
    let (expires, given) = bytes.split_first_chunk()?;
    proof(instance_id, *expires)?.verify_slice(given).ok()?;
    let left = i64::from_be_bytes(*expires).checked_sub(now.0).filter(|left| *left > 0)?;
    Some(left.div_euclid(1_000))
}

fn proof(instance_id: &str, expires: [u8; 8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY).ok()?;
    mac.update(instance_id.as_bytes());
    mac.update(&expires);
    Some(mac)
}

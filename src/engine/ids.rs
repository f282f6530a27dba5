//! Everything random: ids, MAC addresses, names. Seeded, so that the same seed and the same
//! requests give the same bytes; each account and region draws from a sequence of its own.

use super::id::Id;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha12Rng;
use serde::{Deserialize, Serialize};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};

/// A sequence of random values; its state is the region's and rolls back with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ids(ChaCha12Rng);

impl Ids {
    pub fn new(seed: u64, account: &str, region: &str) -> Self {
        Self(ChaCha12Rng::seed_from_u64(mix((seed, account, region))))
    }

    /// `prefix-0` and sixteen hexadecimal digits, the form of EC2's longer ids.
    pub fn next<T>(&mut self, prefix: &str) -> Id<T> {
        Id::new(format!("{prefix}-0{:016x}", self.0.next_u64()))
    }

    /// What a UUID looks like.
    pub fn uuid(&mut self) -> String {
        let mut digits = || self.below(1 << 16);
        format!(
            "{:04x}{:04x}-{:04x}-{:04x}-{:04x}-{:04x}{:04x}{:04x}",
            digits(),
            digits(),
            digits(),
            digits(),
            digits(),
            digits(),
            digits(),
            digits(),
        )
    }

    /// A locally administered unicast address, `0a:…`, as EC2's interfaces have.
    pub fn mac_address(&mut self) -> String {
        let bits = self.0.next_u64().to_be_bytes();
        bits[..5].iter().fold("0a".to_owned(), |text, byte| format!("{text}:{byte:02x}"))
    }

    /// A number below `bound`, for choices such as a public address out of AWS's ranges.
    pub fn below(&mut self, bound: u32) -> u32 {
        self.0.next_u32() % bound.max(1)
    }

    /// A generator for what is made of a request before its turn: the same for the same request
    /// at the same place in the sequence, another one for another request. It draws nothing.
    pub fn aside(&self, request: u64) -> ChaCha12Rng {
        let draw = self.0.clone().next_u64();
        ChaCha12Rng::seed_from_u64(mix((draw, request)))
    }

    /// A generator for key material, drawn from this sequence.
    pub fn generator(&mut self) -> ChaCha12Rng {
        ChaCha12Rng::from_rng(&mut self.0)
    }
}

/// A generator for what belongs to something that has an id, which was drawn from the seed: the
/// same for the same id.
pub(crate) fn generator_of(id: &str) -> ChaCha12Rng {
    ChaCha12Rng::seed_from_u64(mix(id))
}

/// Request ids: not part of any region's state, as every request gets one, refused or not.
#[derive(Debug)]
pub(crate) struct RequestIds {
    seed: u64,
    next: AtomicU64,
}

impl RequestIds {
    pub const fn new(seed: u64) -> Self {
        Self { seed, next: AtomicU64::new(0) }
    }

    pub fn next(&self) -> String {
        let at = self.next.fetch_add(1, Ordering::Relaxed);
        let bytes =
            (u128::from(mix((self.seed, at, 1_u8))) << 64) | u128::from(mix((self.seed, at)));
        uuid::Builder::from_random_bytes(bytes.to_be_bytes()).into_uuid().to_string()
    }
}

/// A seed that differs with every call, for a server that was given none.
pub(crate) fn random_seed() -> u64 {
    rand::random()
}

fn mix(parts: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}

//! Everything random: ids, MAC addresses, names. Seeded, so that the same seed and the same
//! requests give the same bytes; each account and region draws from a sequence of its own.

use super::id::{Id, Text};
use super::scatter::{gather, scatter};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha12Rng;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};

/// A sequence of random values; its state is the region's and rolls back with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub(crate) struct Ids {
    random: ChaCha12Rng,
    /// The number of the next id with each prefix that ids were drawn with. The first one is
    /// random, and an id shows its number scattered.
    next: BTreeMap<Text, u64>,
}

/// The sequence in a document.
#[derive(Serialize, Deserialize)]
struct Written {
    seed: [u8; 32],
    stream: u64,
    word_pos: u128,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    next: BTreeMap<Text, u64>,
}

impl From<Ids> for Written {
    fn from(Ids { random, next }: Ids) -> Self {
        let (stream, word_pos) = (random.get_stream(), random.get_word_pos());
        Self { seed: random.get_seed(), stream, word_pos, next }
    }
}

impl From<Written> for Ids {
    fn from(written: Written) -> Self {
        let mut random = ChaCha12Rng::from_seed(written.seed);
        random.set_stream(written.stream);
        random.set_word_pos(written.word_pos);
        Self { random, next: written.next }
    }
}

/// The digits of an id's number, what is between prefix and digits, and the number's bits.
const DIGITS: usize = 16;
const BEFORE_DIGITS: &str = "-0";
const ID_BITS: u32 = 64;

/// What a MAC address that is administered locally begins with here, and the bits behind it.
const MAC_PREFIX: &str = "0a";
const MAC_BITS: u32 = 40;

/// The number of an id, of an IPv4 address in its block or of a MAC address, and what stands before
/// it.
pub(super) fn numbered(text: &str) -> Option<(&str, u64)> {
    let at_digits = text.len().checked_sub(DIGITS).and_then(|at| text.split_at_checked(at));
    if let Some((rest, digits)) = at_digits.filter(|(rest, _)| rest.ends_with(BEFORE_DIGITS)) {
        let shown = hexadecimal(digits.bytes())?;
        return Some((rest, gather(shown, ID_BITS)));
    }
    if let Some((block, octet)) = text.rsplit_once('.') {
        return Some((block, octet.parse::<u8>().ok()?.into()));
    }
    let octets = text.strip_prefix(MAC_PREFIX).filter(|octets| octets.len() == 15)?;
    let colons = octets.bytes().step_by(3).all(|byte| byte == b':');
    let digits = octets.bytes().filter(|byte| *byte != b':');
    let shown = hexadecimal(digits).filter(|_| colons)?;
    Some((MAC_PREFIX, gather(shown, MAC_BITS)))
}

/// The number that hexadecimal digits write: in lower case, as ids are drawn. All are looked at,
/// which is quicker than stopping at one that is none.
fn hexadecimal(digits: impl Iterator<Item = u8>) -> Option<u64> {
    let (number, values) = digits.fold((0, 0), |(number, values), digit| {
        let value = VALUES[usize::from(digit)];
        (number << 4 | u64::from(value & 0xf), values | value)
    });
    (values <= 0xf).then_some(number)
}

/// The values of digits, and more than any of what is none.
const VALUES: [u8; 256] = {
    let mut values = [u8::MAX; 256];
    let digits = b"0123456789abcdef";
    let mut value = 0;
    while value < 16 {
        values[digits[value as usize] as usize] = value;
        value += 1;
    }
    values
};

impl Ids {
    pub fn new(seed: u64, account: &str, region: &str) -> Self {
        let random = ChaCha12Rng::seed_from_u64(mix((seed, account, region)));
        Self { random, next: BTreeMap::new() }
    }

    /// `prefix-0` and sixteen hexadecimal digits, the form of EC2's longer ids.
    pub fn next<T>(&mut self, prefix: &str) -> Id<T> {
        let number = scatter(self.number(prefix), ID_BITS);
        Id::new(format!("{prefix}{BEFORE_DIGITS}{number:016x}"))
    }

    fn number(&mut self, prefix: &str) -> u64 {
        if let Some(next) = self.next.get_mut(prefix) {
            *next = next.wrapping_add(1);
            return next.wrapping_sub(1);
        }
        let first = self.random.next_u64();
        self.next.insert(prefix.into(), first.wrapping_add(1));
        first
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
        let shown = scatter(self.number(MAC_PREFIX), MAC_BITS).to_be_bytes();
        shown[3..].iter().fold(MAC_PREFIX.to_owned(), |text, byte| format!("{text}:{byte:02x}"))
    }

    /// What an address out of a block is looked for by. Those drawn one after another are anywhere
    /// in a large block, and yet near each other: within 256 addresses.
    pub fn address(&mut self) -> u32 {
        let number = self.number("address");
        let (block, place) = (scatter(number >> 8, 24), scatter(number & 0xff, 8));
        u32::try_from(block << 8 | place).unwrap_or_default()
    }

    /// A number below `bound`, for choices such as a public address out of AWS's ranges.
    pub fn below(&mut self, bound: u32) -> u32 {
        self.random.next_u32() % bound.max(1)
    }

    /// A generator for what is made of a request before its turn: the same for the same request
    /// at the same place in the sequence, another one for another request. It draws nothing.
    pub fn aside(&self, request: u64) -> ChaCha12Rng {
        let draw = self.random.clone().next_u64();
        ChaCha12Rng::seed_from_u64(mix((draw, &self.next, request)))
    }

    /// A generator for key material, drawn from this sequence.
    pub fn generator(&mut self) -> ChaCha12Rng {
        ChaCha12Rng::from_rng(&mut self.random)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_mac_addresses_are_numbered_one_after_another() {
        let mut ids = Ids::new(7, "000000000000", "us-east-1");
        let drawn: [Id<()>; 3] = [ids.next("vpc-cidr-assoc"), ids.next("i"), ids.next("i")];
        let [(other, _), (rest, first), (_, second)] =
            drawn.each_ref().map(|id| numbered(id).unwrap());
        assert_eq!((other, rest), ("vpc-cidr-assoc-0", "i-0"));
        assert_eq!(second, first.wrapping_add(1));
        let [one, other] = [ids.mac_address(), ids.mac_address()];
        let ((rest, first), (_, second)) = (numbered(&one).unwrap(), numbered(&other).unwrap());
        assert_eq!((rest, first + 1), ("0a", second));
        assert_eq!(numbered("subnet-1/10.0.3.77"), Some(("subnet-1/10.0.3", 77)));
        let others = ["", "i-0", "10.0.0.256", "i-0123456789ABCDEF0", "i-0123456789abcdeg0"];
        for text in others.into_iter().chain(["0a:00:00:00:00-00"]) {
            assert_eq!(numbered(text), None, "{text}");
        }
    }

    #[test]
    fn a_sequence_is_read_as_it_was_written_and_as_it_was_once() {
        let mut ids = Ids::new(7, "000000000000", "us-east-1");
        let once = serde_json::to_string(&ids).unwrap();
        assert_eq!(once, serde_json::to_string(&ids.random).unwrap());
        let _: Id<()> = ids.next("i");
        let written = serde_json::to_string(&ids).unwrap();
        assert_eq!(serde_json::from_str::<Ids>(&written).unwrap(), ids);
    }
}

//! Client tokens: the second request with the same token gets the first one's answer.

use super::as_text;
use super::id::Text;
use super::rules::TokenRule;
use super::told::Told;
use crate::error::{Error, Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use std::collections::{HashMap, VecDeque};
use std::ops::Range;
use std::sync::Arc;
use wire::{Action, Encode, Timestamp};

/// How long a token is remembered.
// unverified (looked up 2026-11-26): AWS documents no common lifetime; a day is what most EC2
// operations are said to keep.
const KEPT_MILLIS: i64 = 24 * 60 * 60 * 1_000;

/// An answer that may be given again.
pub(crate) type Answer = Arc<dyn Encode + Send + Sync>;

#[derive(Clone, Default)]
pub(crate) struct Tokens {
    known: HashMap<Key, Known>,
    by_age: VecDeque<(Timestamp, Key)>,
    /// The number of the oldest, of all that were ever remembered.
    first: u64,
}

/// What a token is known by: the same one in another zone is another one.
/// <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html>
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Key {
    pub action: Action,
    pub token: Box<str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<Text>,
}

#[derive(Clone)]
pub(super) struct Known {
    at: Timestamp,
    parameters: u64,
    /// `None`: the operation works its answer out again from what it made.
    answer: Option<Answer>,
}

/// A step from some tokens to others.
#[derive(Clone)]
pub(super) enum Change {
    ForgetFirst,
    AddFirst(Timestamp, Key, Option<Known>),
    AddLast(Timestamp, Key, Option<Known>),
    /// With what was known by its key before.
    ForgetLast(Option<Known>),
}

/// A token as the exported state has it.
#[derive(Serialize, Deserialize)]
pub(super) struct Entry {
    #[serde(flatten)]
    key: Key,
    at: Timestamp,
    #[serde(with = "as_text")]
    parameters: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answer: Option<Told>,
}

impl Entry {
    fn without_answer(at: Timestamp, key: &Key) -> Self {
        Self { key: key.clone(), at, parameters: 0, answer: None }
    }
}

/// What is known of a token.
pub(crate) enum Seen {
    Never,
    /// It came with other parameters.
    OfOthers,
    /// Answer this.
    Answered(Answer),
    /// Ask the operation for its answer of now.
    AskAgain,
}

impl Tokens {
    pub fn look_up(&self, key: &Key, parameters: u64, now: Timestamp) -> Seen {
        let known = self.known.get(key);
        let Some(known) = known.filter(|known| now.0 - known.at.0 < KEPT_MILLIS) else {
            return Seen::Never;
        };
        if known.parameters != parameters {
            return Seen::OfOthers;
        }
        known.answer.clone().map_or(Seen::AskAgain, Seen::Answered)
    }

    /// Remembers a token, and forgets those whose time is over; what takes that back is noted.
    pub fn remember(
        &mut self,
        (key, parameters): (Key, u64),
        answer: Option<Answer>,
        now: Timestamp,
        mut changes: Option<&mut Vec<Change>>,
    ) {
        let mut note = |inverse| {
            if let Some(changes) = &mut changes {
                changes.extend(inverse);
            }
        };
        while self.by_age.front().is_some_and(|(at, _)| now.0 - at.0 >= KEPT_MILLIS) {
            note(self.make(Change::ForgetFirst));
        }
        let known = Known { at: now, parameters, answer };
        note(self.make(Change::AddLast(now, key, Some(known))));
    }

    /// Makes a change and tells the one that takes it back.
    pub fn make(&mut self, change: Change) -> Option<Change> {
        match change {
            Change::ForgetFirst => {
                let (at, key) = self.by_age.pop_front()?;
                self.first += 1;
                let is_known = self.known.get(&key).is_some_and(|known| known.at == at);
                let known = is_known.then(|| self.known.remove(&key)).flatten();
                Some(Change::AddFirst(at, key, known))
            }
            Change::AddFirst(at, key, known) => {
                known.map(|known| self.known.insert(key.clone(), known));
                self.by_age.push_front((at, key));
                self.first = self.first.saturating_sub(1);
                Some(Change::ForgetFirst)
            }
            Change::AddLast(at, key, known) => {
                let before = known.and_then(|known| self.known.insert(key.clone(), known));
                self.by_age.push_back((at, key));
                Some(Change::ForgetLast(before))
            }
            Change::ForgetLast(before) => {
                let (at, key) = self.by_age.pop_back()?;
                let known = self.known.remove(&key);
                before.map(|before| self.known.insert(key.clone(), before));
                Some(Change::AddLast(at, key, known))
            }
        }
    }

    /// The numbers of those that are remembered.
    pub fn numbers(&self) -> Range<u64> {
        self.first..self.first + self.by_age.len() as u64
    }

    /// The one with a number, as data. One that came again since has no answer any more.
    pub fn numbered(&self, number: u64) -> Option<Entry> {
        let place = usize::try_from(number.checked_sub(self.first)?).ok()?;
        let (at, key) = self.by_age.get(place)?;
        Some(self.entry(*at, key).unwrap_or_else(|| Entry::without_answer(*at, key)))
    }

    fn entry(&self, at: Timestamp, key: &Key) -> Option<Entry> {
        let known = self.known.get(key).filter(|known| known.at == at)?;
        let answer = known.answer.as_ref().map(|answer| Told::by(&**answer));
        Some(Entry { answer, parameters: known.parameters, ..Entry::without_answer(at, key) })
    }

    /// Remembers what was remembered before, behind all others.
    pub fn remember_again(&mut self, number: u64, entry: Entry) {
        let Entry { key, at, parameters, answer } = entry;
        if self.by_age.is_empty() {
            self.first = number;
        }
        let answer = answer.map(|told| Arc::new(told) as Answer);
        self.by_age.push_back((at, key.clone()));
        self.known.insert(key, Known { at, parameters, answer });
    }

    /// What they were before changes, given what takes these back.
    pub fn before(&self, changes: impl DoubleEndedIterator<Item = Change>) -> Self {
        let mut tokens = self.clone();
        for change in changes.rev() {
            tokens.make(change);
        }
        tokens
    }
}

/// A token that came with other parameters before.
pub(crate) fn used(rule: &TokenRule, token: &str) -> Error {
    Error::new("IdempotentParameterMismatch", rule.used.replace("{token}", token))
}

/// A token of what made something that is gone.
pub(crate) fn spent(rule: &TokenRule, token: &str) -> Error {
    Error::new("IdempotentParameterMismatch", rule.spent.replace("{token}", token))
}

/// # Errors
/// `InvalidClientToken` for what cannot be a token, of some operations `InvalidParameterValue`.
pub(crate) fn check(rule: &TokenRule, token: &str) -> Result<()> {
    let TokenRule { most, is_ascii, is_trimmed, .. } = *rule;
    let is_blank = is_trimmed && !token.is_empty() && token.trim().is_empty();
    if is_blank && !rule.refuses_blank {
        return Ok(());
    }
    let is_given = !is_trimmed || !token.trim().is_empty();
    let is_fit = is_given && token.chars().count() <= most && (token.is_ascii() || !is_ascii);
    if is_fit {
        return Ok(());
    }
    if is_trimmed {
        let message = format!("Value ({token}) for parameter clientToken is invalid");
        return Err(Error::invalid_value(message));
    }
    // The code is documented; unverified (looked up 2026-11-26): the message.
    let of = if is_ascii { "ASCII " } else { "" };
    let message = format!("A client token has up to {most} {of}characters.");
    match rule.too_long {
        Some(words) if token.chars().count() > most => Err(Error::invalid_value(words)),
        _ => Err(Error::new("InvalidClientToken", message)),
    }
}

/// In the order in which they were remembered.
impl Serialize for Tokens {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.by_age.iter().filter_map(|(at, key)| self.entry(*at, key)))
    }
}

impl<'de> Deserialize<'de> for Tokens {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut tokens = Self::default();
        for (number, entry) in (0..).zip(Vec::<Entry>::deserialize(from)?) {
            tokens.remember_again(number, entry);
        }
        Ok(tokens)
    }
}

/// One number for a request's parameters, whatever their order; a dry run is the same request. It
/// is the same in every version of this server, as it is kept with the state.
pub(crate) fn fingerprint(pairs: &[(String, String)]) -> u64 {
    let mut sorted: Vec<_> = pairs.iter().filter(|(key, _)| key != "DryRun").collect();
    sorted.sort_unstable();
    let mut digest = Sha256::new();
    for text in sorted.into_iter().flat_map(|(key, value)| [key, value]) {
        digest.update(text.len().to_be_bytes());
        digest.update(text);
    }
    let first = digest.finalize().first_chunk().copied();
    u64::from_be_bytes(first.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(token: &str) -> Key {
        Key { action: Action::CreateVpc, token: token.into(), zone: None }
    }

    fn seen(tokens: &Tokens, token: &str, parameters: u64, now: i64) -> bool {
        let seen = tokens.look_up(&key(token), parameters, Timestamp(now));
        matches!(seen, Seen::Answered(_))
    }

    #[test]
    fn a_token_answers_again_for_a_day() {
        let mut tokens = Tokens::default();
        assert!(!seen(&tokens, "t", 1, 0));
        tokens.remember((key("t"), 1), Some(Arc::new(())), Timestamp(0), None);
        assert!(seen(&tokens, "t", 1, KEPT_MILLIS - 1));
        assert!(!seen(&tokens, "u", 1, 1));
        let others = tokens.look_up(&key("t"), 2, Timestamp(1));
        assert!(matches!(others, Seen::OfOthers));
        let refusal = used(&TokenRule::USUAL, "t");
        assert_eq!(refusal.code, "IdempotentParameterMismatch");
        assert_eq!(
            refusal.message,
            "Arguments on this idempotent request are inconsistent with arguments used in \
             previous request(s)."
        );
        assert!(!seen(&tokens, "t", 2, KEPT_MILLIS));
    }

    #[test]
    fn a_token_is_another_one_in_another_zone() {
        let mut tokens = Tokens::default();
        tokens.remember((key("t"), 1), None, Timestamp(0), None);
        let elsewhere = Key { zone: Some("us-east-1b".into()), ..key("t") };
        let seen = tokens.look_up(&elsewhere, 2, Timestamp(1));
        assert!(matches!(seen, Seen::Never));
    }

    #[test]
    fn tokens_are_the_same_when_they_are_read_again() {
        let mut tokens = Tokens::default();
        tokens.remember((key("t"), 1), Some(Arc::new(())), Timestamp(5), None);
        let elsewhere = Key { zone: Some("us-east-1b".into()), ..key("u") };
        tokens.remember((elsewhere, 2), None, Timestamp(6), None);
        let json = serde_json::to_string(&tokens).unwrap();
        let expected = "[{\"action\":\"CreateVpc\",\"token\":\"t\",\"at\":5,\"parameters\":\"1\",\
                        \"answer\":[[\"return\",\"true\"]]},{\"action\":\"CreateVpc\",\
                        \"token\":\"u\",\"zone\":\"us-east-1b\",\"at\":6,\"parameters\":\"2\"}]";
        assert_eq!(json, expected);
        let again: Tokens = serde_json::from_str(&json).unwrap();
        assert!(seen(&again, "t", 1, 7));
        assert_eq!(serde_json::to_string(&again).unwrap(), json);
        let unknown = json.replace("CreateVpc", "MakeVpc");
        let refusal = serde_json::from_str::<Tokens>(&unknown).err().unwrap().to_string();
        let expected = "invalid value: string \"MakeVpc\", expected an operation of EC2";
        assert!(refusal.starts_with(expected), "{refusal}");
    }

    #[test]
    fn tokens_are_short_and_plain() {
        let templates = TokenRule { most: 128, ..TokenRule::USUAL };
        let any = TokenRule { is_ascii: false, ..TokenRule::USUAL };
        let usual = "A client token has up to 64 ASCII characters.";
        for (rule, token, message) in [
            (TokenRule::USUAL, "t".repeat(65), usual),
            (TokenRule::USUAL, "t\u{e9}".to_owned(), usual),
            (templates, "t".repeat(129), "A client token has up to 128 ASCII characters."),
            (any, "t".repeat(65), "A client token has up to 64 characters."),
        ] {
            let refusal = check(&rule, &token).unwrap_err();
            assert_eq!((refusal.code, &*refusal.message), ("InvalidClientToken", message));
        }
        assert!(check(&TokenRule::USUAL, &"t".repeat(64)).is_ok());
        assert!(check(&templates, &"t".repeat(65)).is_ok());
        assert!(check(&any, "t\u{e9}").is_ok());
    }

    #[test]
    fn a_token_used_again_after_its_day_is_kept_another() {
        let mut tokens = Tokens::default();
        tokens.remember((key("t"), 1), Some(Arc::new(())), Timestamp(0), None);
        tokens.remember((key("t"), 2), Some(Arc::new(())), Timestamp(KEPT_MILLIS), None);
        tokens.remember((key("u"), 3), None, Timestamp(KEPT_MILLIS + 1), None);
        assert!(seen(&tokens, "t", 2, KEPT_MILLIS + 2));
    }

    #[test]
    fn the_fingerprint_is_the_parameters_not_their_order() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let one = [pair("A", "1"), pair("B", "2")];
        let other = [pair("B", "2"), pair("A", "1"), pair("DryRun", "false")];
        assert_eq!(fingerprint(&one), fingerprint(&other));
        assert_ne!(fingerprint(&one), fingerprint(&one[..1]));
    }
}

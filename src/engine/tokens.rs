//! Client tokens: the second request with the same token gets the first one's answer.

use super::ids::Id;
use crate::error::{Error, Result};
use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use wire::{Action, Encode, Timestamp};

/// How long a token is remembered.
// unverified: AWS documents no common lifetime; a day is what most EC2 operations are said to keep.
const KEPT_MILLIS: i64 = 24 * 60 * 60 * 1_000;

/// <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html>
const MAX_CHARS: usize = 64;

/// An answer that may be given again.
pub(crate) type Answer = Arc<dyn Encode + Send + Sync>;

#[derive(Default)]
pub(crate) struct Tokens {
    known: HashMap<Key, Known>,
    by_age: VecDeque<(Timestamp, Key)>,
}

/// What a token is known by: the same one in another zone is another one.
/// <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html>
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub action: Action,
    pub token: Box<str>,
    pub zone: Option<Id>,
}

struct Known {
    at: Timestamp,
    parameters: u64,
    /// `None`: the operation works its answer out again from what it made.
    answer: Option<Answer>,
}

/// What is known of a token.
pub(crate) enum Seen {
    Never,
    /// Answer this.
    Answered(Answer),
    /// Ask the operation for its answer of now.
    AskAgain,
}

impl Tokens {
    /// # Errors
    /// `IdempotentParameterMismatch` if the token came with other parameters before.
    pub fn look_up(&self, key: &Key, parameters: u64, now: Timestamp) -> Result<Seen> {
        let known = self.known.get(key);
        let Some(known) = known.filter(|known| now.0 - known.at.0 < KEPT_MILLIS) else {
            return Ok(Seen::Never);
        };
        if known.parameters != parameters {
            let message = "Arguments on this idempotent request are inconsistent with arguments \
                           used in previous request(s).";
            return Err(Error::new("IdempotentParameterMismatch", message));
        }
        Ok(known.answer.clone().map_or(Seen::AskAgain, Seen::Answered))
    }

    pub fn remember(&mut self, key: Key, parameters: u64, answer: Option<Answer>, now: Timestamp) {
        while let Some((at, ..)) = self.by_age.front()
            && now.0 - at.0 >= KEPT_MILLIS
            && let Some((at, key)) = self.by_age.pop_front()
        {
            if self.known.get(&key).is_some_and(|known| known.at == at) {
                self.known.remove(&key);
            }
        }
        let known = Known { at: now, parameters, answer };
        self.known.insert(key.clone(), known);
        self.by_age.push_back((now, key));
    }
}

/// # Errors
/// `InvalidParameterValue` for what cannot be a token.
pub(crate) fn check(token: &str) -> Result<()> {
    if token.len() <= MAX_CHARS && token.is_ascii() {
        return Ok(());
    }
    // unverified: AWS documents what a token is, not how it refuses what is none.
    let reason = format!("A client token has up to {MAX_CHARS} ASCII characters.");
    Err(Error::bad_parameter("clientToken", token, &reason))
}

/// One number for a request's parameters, whatever their order; a dry run is the same request.
pub(crate) fn fingerprint(pairs: &[(String, String)]) -> u64 {
    let mut sorted: Vec<_> = pairs.iter().filter(|(key, _)| key != "DryRun").collect();
    sorted.sort_unstable();
    let mut hasher = DefaultHasher::new();
    sorted.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(token: &str) -> Key {
        Key { action: Action::CreateVpc, token: token.into(), zone: None }
    }

    fn seen(tokens: &Tokens, token: &str, parameters: u64, now: i64) -> Result<bool> {
        let seen = tokens.look_up(&key(token), parameters, Timestamp(now))?;
        Ok(matches!(seen, Seen::Answered(_)))
    }

    #[test]
    fn a_token_answers_again_for_a_day() {
        let mut tokens = Tokens::default();
        assert!(!seen(&tokens, "t", 1, 0).unwrap());
        tokens.remember(key("t"), 1, Some(Arc::new(())), Timestamp(0));
        assert!(seen(&tokens, "t", 1, KEPT_MILLIS - 1).unwrap());
        assert!(!seen(&tokens, "u", 1, 1).unwrap());
        let refusal = seen(&tokens, "t", 2, 1).unwrap_err();
        assert_eq!(refusal.code, "IdempotentParameterMismatch");
        assert_eq!(
            refusal.message,
            "Arguments on this idempotent request are inconsistent with arguments used in \
             previous request(s)."
        );
        assert!(!seen(&tokens, "t", 2, KEPT_MILLIS).unwrap());
    }

    #[test]
    fn a_token_is_another_one_in_another_zone() {
        let mut tokens = Tokens::default();
        tokens.remember(key("t"), 1, None, Timestamp(0));
        let elsewhere = Key { zone: Some("us-east-1b".into()), ..key("t") };
        let seen = tokens.look_up(&elsewhere, 2, Timestamp(1)).unwrap();
        assert!(matches!(seen, Seen::Never));
    }

    #[test]
    fn tokens_are_short_and_plain() {
        assert!(check(&"t".repeat(64)).is_ok());
        let (long, accented) = ("t".repeat(65), "t\u{e9}");
        for token in [long.as_str(), accented] {
            let refusal = check(token).unwrap_err();
            assert_eq!(
                refusal.message,
                format!(
                    "Value ({token}) for parameter clientToken is invalid. A client token has up \
                     to 64 ASCII characters."
                )
            );
        }
    }

    #[test]
    fn a_token_used_again_after_its_day_is_kept_another() {
        let mut tokens = Tokens::default();
        tokens.remember(key("t"), 1, Some(Arc::new(())), Timestamp(0));
        tokens.remember(key("t"), 2, Some(Arc::new(())), Timestamp(KEPT_MILLIS));
        tokens.remember(key("u"), 3, None, Timestamp(KEPT_MILLIS + 1));
        assert!(seen(&tokens, "t", 2, KEPT_MILLIS + 2).unwrap());
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

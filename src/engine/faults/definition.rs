//! A rule as its author writes it.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

pub(super) const MOST_RULES: usize = 1_000;
/// Clients give up long before.
const MOST_LATENCY_MILLIS: u64 = 600_000;
const MOST_CODE_BYTES: usize = 100;
/// A year.
const MOST_AFTER_SECONDS: u32 = 365 * 24 * 60 * 60;
/// Codes stay in memory, as those of all other refusals do.
const MOST_CODES: usize = 1_000;

/// EC2 says this of a launch for which a zone has no machine.
pub(crate) const NO_CAPACITY: &str = "InsufficientInstanceCapacity";

/// Absent patterns match everything; `*` and `?` are wildcards.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub(crate) struct Definition {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Stage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub market: Option<Market>,
    /// Of the launched instance: `Key=Value`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// What happens to the launched instance, as its kind knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_seconds: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency_millis: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection: Option<Connection>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// When a rule is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Stage {
    /// Before the request is run.
    Request,
    /// When a type is to be launched in a zone, by whichever operation.
    Launch,
    /// When an instance is launched; what happens to it comes later.
    Launched,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Market {
    Spot,
    OnDemand,
}

/// How a connection ends in place of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Connection {
    /// Nothing is done, and nothing comes back.
    Dropped,
    /// The request is carried out, and nothing comes back.
    Lost,
    /// The request is carried out, and half of the answer comes back.
    Cut,
}

impl Definition {
    pub fn stage(&self) -> Stage {
        let of_code = match self.error.as_deref() {
            _ if self.event.is_some() => Stage::Launched,
            Some(NO_CAPACITY) => Stage::Launch,
            _ => Stage::Request,
        };
        self.at.unwrap_or(of_code)
    }

    pub(super) fn is_of_market(&self, is_spot: bool) -> bool {
        self.market.is_none_or(|market| (market == Market::Spot) == is_spot)
    }

    /// Whether it makes sense; the code of its error, if it has one.
    pub(super) fn check(&self) -> Result<Option<&'static str>, String> {
        let has_error = self.error.is_some();
        let is_answered = self.connection.is_some() || self.latency_millis.is_some();
        if !has_error && !is_answered && self.event.is_none() {
            return Err("give what is to happen: error, latencyMillis, connection or event".into());
        }
        self.check_launched(has_error || is_answered)?;
        if has_error && self.connection.is_some() {
            return Err("give error or connection, not both".to_owned());
        }
        if !has_error && (self.status.is_some() || self.message.is_some()) {
            return Err("status and message go with an error".to_owned());
        }
        if self.stage() == Stage::Launch {
            if !has_error || self.latency_millis.is_some() {
                return Err("a launch takes an error alone, no latencyMillis or connection".into());
            }
        } else if self.market.is_some() && self.stage() == Stage::Request {
            return Err("market goes with what happens at the launch: {\"at\":\"launch\"}".into());
        }
        if self.latency_millis.is_some_and(|millis| millis > MOST_LATENCY_MILLIS) {
            return Err(format!("latencyMillis goes up to {MOST_LATENCY_MILLIS}"));
        }
        if self.status.is_some_and(|status| !(400..=599).contains(&status)) {
            return Err("status goes from 400 to 599".to_owned());
        }
        if self.probability.is_some_and(|odds| !(0.0..=1.0).contains(&odds)) {
            return Err("probability goes from 0 to 1".to_owned());
        }
        if self.count == Some(0) {
            return Err("count goes from 1".to_owned());
        }
        if self.seed.is_some() && self.probability.is_none() {
            return Err("seed goes with probability".to_owned());
        }
        self.error.as_deref().map(code).transpose()
    }
}

impl Definition {
    fn check_launched(&self, is_answered: bool) -> Result<(), String> {
        if self.event.is_none() {
            let is_of_event = self.tag.is_some() || self.after_seconds.is_some();
            let is_late = self.at == Some(Stage::Launched);
            if is_of_event || is_late {
                return Err("tag, afterSeconds and \"at\":\"launched\" go with an event".to_owned());
            }
            return Ok(());
        }
        if is_answered {
            return Err("give an event, or what is answered, not both".to_owned());
        }
        if self.stage() != Stage::Launched || self.resource.is_some() {
            return Err("an event is for what will be launched: no resource, no other at".into());
        }
        if self.tag.as_deref().is_some_and(|tag| !tag.contains('=')) {
            return Err("tag is a key and a value such as Name=web*".to_owned());
        }
        if self.after_seconds.is_some_and(|seconds| seconds > MOST_AFTER_SECONDS) {
            return Err(format!("afterSeconds goes up to {MOST_AFTER_SECONDS}"));
        }
        Ok(())
    }
}

/// The code for good: that of a refusal is a literal everywhere else.
fn code(text: &str) -> Result<&'static str, String> {
    static CODES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    if text.is_empty() || text.len() > MOST_CODE_BYTES || !text.bytes().all(is_plain) {
        return Err("error is a code such as RequestLimitExceeded".to_owned());
    }
    let mut codes = CODES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = codes.get(text) {
        return Ok(known);
    }
    if codes.len() >= MOST_CODES {
        return Err(format!("there were {MOST_CODES} different codes already"));
    }
    let kept: &'static str = Box::leak(text.to_owned().into_boxed_str());
    codes.insert(kept);
    Ok(kept)
}

//! For how long what is deleted can be had back. The rules are another service's; a test says them.

use super::region::{Caller, Scope};
use super::tags::Tags;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

/// A rule for the rows of a kind, or for those with one of some tags.
#[derive(Debug, Clone)]
pub(crate) struct RetentionRule {
    pub scope: Scope,
    /// The kind by its plural.
    pub kind: &'static str,
    /// Keys with values; a key alone is any value. None: all rows.
    pub tags: Vec<(String, Option<String>)>,
    pub millis: i64,
}

impl RetentionRule {
    fn is_for(&self, caller: &Caller, kind: &str, tags: &Tags) -> bool {
        let has = |(key, value): &(String, Option<String>)| {
            let found = tags.get(key);
            found.is_some_and(|found| value.as_ref().is_none_or(|value| *found == **value))
        };
        self.kind == kind
            && self.scope.has(caller)
            && (self.tags.is_empty() || self.tags.iter().any(has))
    }
}

#[derive(Default)]
pub(crate) struct Retention {
    /// Whether there is any: while there is none, nobody takes the lock.
    any: AtomicBool,
    rules: RwLock<Vec<RetentionRule>>,
}

impl Retention {
    /// Replaces all rules.
    pub fn set(&self, rules: Vec<RetentionRule>) {
        self.any.store(!rules.is_empty(), Ordering::Relaxed);
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) = rules;
    }

    /// How long a row is kept: the longest of all rules for it.
    pub(super) fn of(&self, caller: &Caller, kind: &str, tags: &Tags) -> Option<i64> {
        if !self.any.load(Ordering::Relaxed) {
            return None;
        }
        let rules = self.rules.read().unwrap_or_else(PoisonError::into_inner);
        let rules = rules.iter().filter(|rule| rule.is_for(caller, kind, tags));
        rules.map(|rule| rule.millis).max()
    }

    pub fn rules(&self) -> Vec<RetentionRule> {
        self.rules.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

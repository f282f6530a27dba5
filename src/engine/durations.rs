//! How long transitions take where a test says otherwise.

use super::life::Millis;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

/// A kind by its plural, and what it does.
type Name = (&'static str, &'static str);

#[derive(Default)]
pub(crate) struct Durations {
    /// Whether any is changed: while none is, nobody takes the lock.
    any: AtomicBool,
    changed: RwLock<BTreeMap<Name, i64>>,
}

impl Durations {
    pub fn of(&self, takes: Millis) -> i64 {
        if !self.any.load(Ordering::Relaxed) {
            return takes.usual;
        }
        let changed = self.changed.read().unwrap_or_else(PoisonError::into_inner);
        takes.name.and_then(|name| changed.get(&name).copied()).unwrap_or(takes.usual)
    }

    /// Changes some; `None` is as usual again.
    pub fn set(&self, durations: &[(Name, Option<i64>)]) {
        let mut changed = self.changed.write().unwrap_or_else(PoisonError::into_inner);
        for (name, millis) in durations {
            match millis {
                Some(millis) => changed.insert(*name, *millis),
                None => changed.remove(name),
            };
        }
        self.any.store(!changed.is_empty(), Ordering::Relaxed);
    }

    pub fn reset(&self) {
        self.changed.write().unwrap_or_else(PoisonError::into_inner).clear();
        self.any.store(false, Ordering::Relaxed);
    }
}

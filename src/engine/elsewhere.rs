//! What a request sees and changes in other accounts and regions than its caller's.

use super::clock::Now;
use super::ids::Id;
use super::operation::{Operation, Read};
use super::state::{Caller, Ec2State};
use super::write::Write;
use super::{Engine, broken, roll_back};
use crate::error::Result;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a request changes elsewhere. The request has checked it, and there is nothing to refuse.
pub(super) type Elsewhere = Box<dyn FnOnce(&mut Write<'_>)>;

impl Read<'_> {
    /// What an account has in a region; `None` if it was never spoken to there.
    pub fn of(self, account: &str, region: &str) -> Option<Self> {
        if **self.account() == *account && **self.region() == *region {
            return Some(self);
        }
        self.now.basis.elsewhere.set(true);
        let caller = Caller { account: account.into(), region: region.into() };
        let (caller, region) = self.others.entry(&caller)?;
        Some(Self { caller, region, ..self })
    }
}

impl Write<'_> {
    /// Changes what an account has in another region, or another account has, together with the
    /// caller's own: once the request has succeeded, or not at all. Nothing happens where nobody
    /// was ever spoken to.
    pub fn also_in(
        &mut self,
        account: &Id,
        region: &Id,
        change: impl FnOnce(&mut Write<'_>) + 'static,
    ) {
        let there = Caller { account: account.clone(), region: region.clone() };
        self.elsewhere.push((there, Box::new(change)));
    }
}

impl Engine {
    /// Makes the changes of a request to other regions than the caller's: all of them, or none
    /// where one is broken.
    pub(super) fn change_elsewhere(
        &self,
        state: &mut Ec2State,
        operation: &Operation,
        now: Now<'_>,
        changes: Vec<(Caller, Elsewhere)>,
    ) -> Result<()> {
        let mut touched_there = Vec::with_capacity(changes.len());
        let mut result = Ok(());
        for (there, change) in changes {
            if result.is_err() {
                break;
            }
            let Some(mut region) = state.take(&there) else { continue };
            let mut cx =
                Write::new(operation, &there, (&mut region, &*state), now, self.lifecycle());
            let made = catch_unwind(AssertUnwindSafe(|| change(&mut cx)));
            result = made.or_else(|_| broken());
            let touched = std::mem::take(&mut cx.touched);
            state.put(&there, region);
            touched_there.push((there, touched));
        }
        for (there, touched) in touched_there {
            let Some(mut region) = state.take(&there) else { continue };
            match &result {
                Ok(()) => self.commit(&mut region, &touched),
                Err(_) => roll_back(&mut region, &touched),
            }
            state.put(&there, region);
        }
        result
    }
}

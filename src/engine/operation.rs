//! What a kind hands to the engine: its operations, and what there is to keep.

use super::changed::Changed;
use super::context::Write;
use super::id::{Id, Text};
use super::region::Kind;
use super::request::{Prepare, Request, RunRead, RunWrite, Show};
use super::rules::Rules;
use super::table::Record;
use crate::error::{Error, Result};
use std::any::TypeId;
use wire::{Action, Node};

/// One emulated operation.
pub(crate) struct Operation {
    pub action: Action,
    /// The module it is written in, which the coverage groups it by.
    pub module: &'static str,
    pub decode: fn(&Node<'_>) -> Result<Request>,
    /// Runs before the lock is taken.
    pub prepare: Option<Prepare>,
    pub run: Run,
    /// Where else than with its caller the handler looks something up.
    pub visits: Option<Visits>,
    /// The element of its answer with the id of what it made, without which the request's client
    /// token is of no use any more.
    pub spent_without: Option<&'static str>,
    /// Shows that again as it is now, where a repeated token does not get the first answer.
    pub shows: Option<Show>,
    /// Where it differs from the others in what is looked at before its handler.
    pub rules: Rules,
    /// Parameters that EC2 has and this server does not emulate, as dotted names without indexes;
    /// a request that gives one of them, or a part of one, is refused.
    pub refuses: &'static [&'static str],
}

/// The parameters that name another region, and perhaps its account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visits {
    pub region: &'static str,
    pub account: Option<&'static str>,
}

/// Whether an operation changes anything is a matter of its type, and picks the lock.
pub(crate) enum Run {
    Read(RunRead),
    Write {
        run: RunWrite,
        /// Answers a repeated client token from what is there now; without it the first answer is
        /// given again.
        replay: Option<RunRead>,
    },
}

/// Lists a kind's operations: `Read` or `Write`, the action, `=>` and its handler, which may be a
/// closure where it is one expression; then, where they apply, `prepared by` what makes something
/// before the lock is taken, which the handler gets, `replayed by` a handler, `visits` the region
/// that a parameter names, perhaps `of` the account that another names, has its token `spent
/// without` what an element of its answer names, and that `shown by` a handler, is `ruled by`
/// [`Rules`] of its own, and `refuses [..]` parameters.
macro_rules! operations {
    (@run Read $action:ident $handler:expr) => {
        $crate::engine::Run::Read(|cx, request| {
            $crate::engine::read::<wire::op::$action, _, _>(cx, request, $handler)
        })
    };
    (@run Write $action:ident $handler:expr) => {
        $crate::engine::Run::Write {
            run: |cx, request| {
                $crate::engine::write::<wire::op::$action>(cx, request, $handler)
            },
            replay: None,
        }
    };
    (@run Write $action:ident $handler:expr, prepared $prepare:path) => {
        $crate::engine::Run::Write {
            run: |cx, request| {
                $crate::engine::write_prepared::<wire::op::$action, _>(cx, request, $handler)
            },
            replay: None,
        }
    };
    (@run Write $action:ident $handler:expr, $replay:path) => {
        $crate::engine::Run::Write {
            run: |cx, request| {
                $crate::engine::write::<wire::op::$action>(cx, request, $handler)
            },
            replay: Some(|cx, request| {
                $crate::engine::read::<wire::op::$action, _, _>(cx, request, $replay)
            }),
        }
    };
    (@prepare $action:ident) => { None };
    (@prepare $action:ident $prepare:path) => {
        Some(|request, chance| {
            $crate::engine::prepare::<wire::op::$action, _>(request, chance, $prepare)
        })
    };
    (@spent) => { None };
    (@spent $made:literal) => { Some($made) };
    (@shows $action:ident) => { None };
    (@shows $action:ident $shows:path) => {
        Some(|cx, request, id| {
            $crate::engine::show::<wire::op::$action>(cx, request, id, $shows)
        })
    };
    (@rules) => { $crate::engine::Rules::USUAL };
    (@rules $rules:path) => { $rules };
    (@visits) => { None };
    (@visits $region:literal) => {
        Some($crate::engine::Visits { region: $region, account: None })
    };
    (@visits $region:literal $account:literal) => {
        Some($crate::engine::Visits { region: $region, account: Some($account) })
    };
    ($($mode:ident $action:ident => $handler:expr
        $(, prepared by $prepare:path)? $(, replayed by $replay:path)?
        $(, visits $visits:literal $(of $account:literal)?)?
        $(, spent without $made:literal $(shown by $shows:path)?)?
        $(, ruled by $rules:path)?
        $(, refuses [$($refused:literal),* $(,)?])?;)*) => {
        &[$($crate::engine::Operation {
            action: wire::Action::$action,
            module: module_path!(),
            decode: $crate::engine::decode::<wire::op::$action>,
            prepare: operations!(@prepare $action $($prepare)?),
            run: operations!(@run $mode $action $handler $(, $replay)? $(, prepared $prepare)?),
            visits: operations!(@visits $($visits $($account)?)?),
            spent_without: operations!(@spent $($made)?),
            shows: operations!(@shows $action $($($shows)?)?),
            rules: operations!(@rules $($rules)?),
            refuses: &[$($($refused),*)?],
        }),*]
    };
}
pub(crate) use operations;

/// A row of the world's table of contents: what is kept, and the operations on it. Whoever lists
/// one without the other does not compile.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    pub kinds: &'static [Kind],
    pub operations: &'static [Operation],
}

/// What comes of a kind's rows at the moment that they name ([`Record::due`]), in the eyes of
/// whoever looks next. It happens in the order of the moments, each at its own time, so that it is
/// the same whenever somebody looks.
#[derive(Clone, Copy)]
pub(crate) struct Due {
    pub(super) of: fn() -> TypeId,
    /// The operation whose late effect it is.
    pub(super) action: Action,
    pub(super) happen: &'static (dyn Happen + Sync),
}

impl Due {
    pub const fn of<T: Record>(action: Action, then: &'static Then<T>) -> Self {
        Self { of: TypeId::of::<T>, action, happen: then }
    }
}

/// What is told to rows of a kind when rows of some kinds have changed in their account, wherever.
#[derive(Clone, Copy)]
pub(crate) struct Watch {
    /// The kinds that are watched; what comes of it changes none of them.
    pub kinds: &'static [fn() -> TypeId],
    /// Whose rows are told.
    pub of: fn() -> TypeId,
    /// The operation that it is for.
    pub action: Action,
    /// Gets the id of one of them, and what has changed.
    pub tell: fn(&mut Write<'_>, &Text, &[Changed]) -> Result<()>,
}

/// What comes of a row.
pub(crate) struct Then<T>(pub fn(&mut Write<'_>, &Id<T>) -> Result<()>);

/// The same, whatever the kind.
pub(super) trait Happen {
    fn happen(&self, cx: &mut Write<'_>, id: &Text) -> Result<()>;
}

impl<T> Happen for Then<T> {
    fn happen(&self, cx: &mut Write<'_>, id: &Text) -> Result<()> {
        (self.0)(cx, &Id::new(id.clone()))
    }
}

impl Operation {
    /// # Errors
    /// What EC2 says of a malformed request, and the refusal of parameters that are not emulated.
    pub(super) fn request(&self, node: &Node<'_>) -> Result<Request> {
        let request = (self.decode)(node)?;
        match self.refuses.iter().find(|path| node.has(path)) {
            Some(path) => {
                let action = self.action.name();
                Err(Error::not_emulated(format!("the parameter {path} of {action}")))
            }
            None => Ok(request),
        }
    }
}

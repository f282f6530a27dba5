//! What a kind hands to the engine (`Operation`), and what the engine hands to a handler (`Read`,
//! `Write`).

use super::clock::{Lifecycle, Now, Timed};
use super::filter::Filters;
use super::ids::Id;
use super::page::{Page, Paging};
use super::request::{Request, RunRead, RunWrite};
use super::rows::Seq;
use super::state::{Caller, Ec2State, Region, Stored};
use super::table::{Record, Resource, Row, Table};
use super::tags::Tags;
use crate::error::{Error, Result};
use std::collections::HashSet;
use wire::{Action, Node, ResourceType};

/// One emulated operation.
pub(crate) struct Operation {
    pub action: Action,
    /// The module it is written in, which the coverage groups it by.
    pub module: &'static str,
    pub decode: fn(&Node<'_>) -> Result<Request>,
    pub run: Run,
    /// Where else than with its caller the handler looks something up.
    pub visits: Option<Visits>,
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

/// Lists a kind's operations: `Read` or `Write`, the action, `=>` and its handler; then, where
/// they apply, `replayed by` a handler, `visits` the region that a parameter names,
/// perhaps `of` the account that another names, and `refuses [..]` parameters.
macro_rules! operations {
    (@run Read $action:ident $handler:path) => {
        $crate::engine::Run::Read(|cx, request| {
            $crate::engine::read::<wire::op::$action>(cx, request, $handler)
        })
    };
    (@run Write $action:ident $handler:path) => {
        $crate::engine::Run::Write {
            run: |cx, request| {
                $crate::engine::write::<wire::op::$action>(cx, request, $handler)
            },
            replay: None,
        }
    };
    (@run Write $action:ident $handler:path, $replay:path) => {
        $crate::engine::Run::Write {
            run: |cx, request| {
                $crate::engine::write::<wire::op::$action>(cx, request, $handler)
            },
            replay: Some(|cx, request| {
                $crate::engine::read::<wire::op::$action>(cx, request, $replay)
            }),
        }
    };
    (@visits) => { None };
    (@visits $region:literal) => {
        Some($crate::engine::Visits { region: $region, account: None })
    };
    (@visits $region:literal $account:literal) => {
        Some($crate::engine::Visits { region: $region, account: Some($account) })
    };
    ($($mode:ident $action:ident => $handler:path
        $(, replayed by $replay:path)? $(, visits $visits:literal $(of $account:literal)?)?
        $(, refuses [$($refused:literal),* $(,)?])?;)*) => {
        &[$($crate::engine::Operation {
            action: wire::Action::$action,
            module: module_path!(),
            decode: $crate::engine::decode::<wire::op::$action>,
            run: operations!(@run $mode $action $handler $(, $replay)?),
            visits: operations!(@visits $($visits $($account)?)?),
            refuses: &[$($($refused),*)?],
        }),*]
    };
}
pub(crate) use operations;

/// What a Describe asks for.
#[derive(Default)]
pub(crate) struct Query<'a> {
    pub ids: &'a [String],
    pub filters: &'a [wire::Filter],
    pub max_results: Option<i32>,
    pub next_token: Option<&'a str>,
}

/// What a handler that changes nothing sees.
#[derive(Clone, Copy)]
pub(crate) struct Read<'a> {
    pub(super) operation: &'a Operation,
    pub(super) caller: &'a Caller,
    pub(super) region: &'a Region,
    pub(super) others: &'a Ec2State,
    pub(super) now: Now<'a>,
    pub(super) lifecycle: Lifecycle,
}

/// Rows with their positions in their table.
type Listed<'a, T> = Box<dyn Iterator<Item = (Seq, &'a Row<T>)> + 'a>;

impl<'a> Read<'a> {
    pub fn now(self) -> Now<'a> {
        self.now
    }

    pub fn account(self) -> &'a Id {
        &self.caller.account
    }

    /// How many vCPUs the account's instances of a bucket may have in a region.
    pub fn vcpu_limit(self) -> u64 {
        self.others.vcpu_limit
    }

    /// The region's name: `us-east-1`.
    pub fn region(self) -> &'a Id {
        &self.caller.region
    }

    /// The same caller's resources in another region; `None` if it was never spoken to, which the
    /// region of a parameter that the operation `visits` always was.
    pub fn in_region(self, name: &str) -> Option<Self> {
        self.of(self.account(), name)
    }

    /// What the other accounts hold in this region.
    pub fn other_accounts(self) -> impl Iterator<Item = Self> {
        self.now.basis.elsewhere.set(true);
        let here = self.others.entries().filter(move |(caller, _)| {
            caller.region == self.caller.region && caller.account != self.caller.account
        });
        here.map(move |(caller, region)| Self { caller, region, ..self })
    }

    pub fn action(self) -> Action {
        self.operation.action
    }

    pub fn table<T: Record>(self) -> Table<'a, T> {
        self.region.table()
    }

    /// The row with an id, if there is one.
    pub fn find<T: Record>(self, id: &str) -> Option<&'a Row<T>> {
        self.table::<T>().find(id, self.now)
    }

    /// # Errors
    /// The kind's malformed or not-found code.
    pub fn get<T: Resource>(self, id: &str) -> Result<&'a Row<T>> {
        if let Some(row) = self.find(id) {
            return Ok(row);
        }
        T::check_id(id)?;
        Err(T::not_found(&[id]))
    }

    /// The rows an index lists under a value, in the order of their creation.
    pub fn with<T: Record>(
        self,
        filter: &str,
        value: &str,
    ) -> impl Iterator<Item = &'a Row<T>> + use<'a, T> {
        self.table::<T>().with(filter, value, self.now)
    }

    /// Whether there is a row with an id, of whatever kind: `None` if no kind has such ids, and the
    /// kind's refusal if it has no such row.
    pub fn exists(self, id: &str) -> Option<Result<()>> {
        let (stored, named) = self.region.stored_as(id)?;
        Some(match stored.rows.find(id, self.now) {
            Some(_) => Ok(()),
            None => Err((named.not_found)(&[id])),
        })
    }

    /// The same of what can have tags.
    pub fn can_be_tagged(self, id: &str) -> Option<Result<()>> {
        self.region.stored_as(id)?.0.kind.tags_of?;
        self.exists(id)
    }

    /// The type of the resource with an id, of whatever kind, and its tags.
    pub fn tags_of(self, id: &str) -> Option<(ResourceType, &'a Tags)> {
        let (stored, _) = self.region.stored_as(id)?;
        Some((stored.kind.tags_of?, stored.rows.find(id, self.now)?.tags()))
    }

    /// Shows every resource of the wanted types with its tags.
    pub fn each_tagged(
        self,
        wanted: &dyn Fn(ResourceType) -> bool,
        show: &mut dyn FnMut(ResourceType, &str, &Tags),
    ) {
        for Stored { kind, rows, .. } in self.region.stored() {
            if let Some(of) = kind.tags_of.filter(|of| wanted(*of)) {
                for (_, row) in rows.iter(0, self.now) {
                    show(of, row.id(), row.tags());
                }
            }
        }
    }

    /// The rows with these ids, each once, in the order of their creation.
    ///
    /// # Errors
    /// The kind's malformed code, or its not-found code naming every missing id.
    pub fn get_all<T: Resource>(self, ids: &[String]) -> Result<Vec<&'a Row<T>>> {
        Ok(self.seqs::<T>(ids)?.into_iter().map(|(_, row)| row).collect())
    }

    fn seqs<T: Resource>(self, ids: &[String]) -> Result<Vec<(Seq, &'a Row<T>)>> {
        let table = self.table::<T>();
        let mut found = Vec::with_capacity(ids.len());
        let mut missing: Vec<&str> = Vec::new();
        let mut seen: HashSet<&str> = HashSet::new();
        for id in ids {
            match table.seq(id).and_then(|seq| Some((seq, table.at(seq, self.now)?))) {
                Some(row) => found.push(row),
                None => {
                    T::check_listed_id(id)?;
                    if seen.insert(id) {
                        missing.push(id);
                    }
                }
            }
        }
        if !missing.is_empty() {
            return Err(T::not_found(&missing));
        }
        found.sort_unstable_by_key(|(seq, _)| *seq);
        found.dedup_by_key(|(seq, _)| *seq);
        Ok(found)
    }

    /// The rows of an operation that shows other things of them than their views, behind the page
    /// before, with the positions that a page's token names: those with the ids, or without ids
    /// those that an index lists under a value, or all.
    ///
    /// # Errors
    /// Those of the ids.
    pub fn listed<T: Resource>(
        self,
        ids: &[String],
        among: Option<(&str, &str)>,
        paging: &Paging,
    ) -> Result<Listed<'a, T>> {
        let (table, after) = (self.table::<T>(), paging.position());
        if !ids.is_empty() {
            let named = self.seqs::<T>(ids)?.into_iter();
            return Ok(Box::new(named.filter(move |(seq, _)| *seq > after)));
        }
        Ok(match among {
            Some(index) => Box::new(table.listed(index, after, self.now)),
            None => Box::new(table.iter(after, self.now)),
        })
    }

    /// The views of a page of rows: by ids, filters, limit and token.
    ///
    /// # Errors
    /// Those of the ids, the filters and the token.
    pub fn select<T: Resource>(self, query: &Query<'_>) -> Result<Page<T::View>> {
        Ok(self.select_rows::<T>(query, |_| true)?.map(|(_, view)| view))
    }

    /// The same with the rows beside their views, out of those that `wanted` takes.
    ///
    /// # Errors
    /// Those of the ids, the filters and the token.
    pub fn select_rows<T: Resource>(
        self,
        query: &Query<'_>,
        wanted: impl Fn(&Row<T>) -> bool,
    ) -> Result<Page<(&'a Row<T>, T::View)>> {
        if let (Some(ids), false, Some(_)) =
            (T::IDS_EXCLUDE_MAX_RESULTS, query.ids.is_empty(), query.max_results)
        {
            return Err(Error::combination(format!(
                "The parameter {ids} cannot be used with the parameter maxResults"
            )));
        }
        let filters = Filters::<T>::parse(self.action(), query.filters)?;
        let paging = Paging::new(self.action(), query.max_results, query.next_token)?;
        let after = paging.position();
        let table = self.table::<T>();
        let seqs: Box<dyn Iterator<Item = Seq>> = if query.ids.is_empty() {
            let plain: Vec<_> = filters.plain().collect();
            let joined = self.joined::<T>(&plain);
            table.rows().candidates(T::ID_FILTER, &plain, joined, after)
        } else {
            let named = self.seqs::<T>(query.ids)?;
            Box::new(named.into_iter().map(|(seq, _)| seq).filter(move |seq| *seq > after))
        };
        let rows = seqs.filter_map(|seq| Some((seq, table.at(seq, self.now)?)));
        let rows = rows.filter(|(_, row)| wanted(row)).filter_map(|(seq, row)| {
            let mut view = None;
            let matches = filters.is_empty() || filters.matches(row, &mut view, self);
            matches.then_some((seq, (row, view)))
        });
        let page = paging.cut(rows.map(Ok))?;
        Ok(page.map(|(row, view)| (row, view.unwrap_or_else(|| T::view(row, self)))))
    }

    /// The positions of the rows that another kind leads to, if it does for one of the filters.
    fn joined<T: Resource>(self, plain: &[(&str, Vec<&str>)]) -> Option<Vec<Seq>> {
        plain.iter().find_map(|(name, values)| {
            let (_, ids) = T::JOINS.iter().find(|(filter, _)| filter == name)?;
            let ids = values.iter().flat_map(|value| ids(value, self));
            Some(ids.filter_map(|id| self.table::<T>().seq(&id)).collect())
        })
    }

    /// A state on its way to another, or there already where transitions are instantaneous.
    pub fn transition<S: Copy>(self, first: S, then: S, millis: i64) -> Timed<S> {
        match self.lifecycle {
            Lifecycle::Instant => Timed::settled(then),
            Lifecycle::Aws => Timed::moving(first, self.now.plus_millis(millis), then),
        }
    }
}

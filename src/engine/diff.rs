//! What differs between two checkpoints, or between one and now, in terms of resources. It looks at
//! what was changed between them alone.

use super::any_row::{AnyRow, Seq};
use super::clock::{Basis, Now};
use super::history::{Mark, Past, PastRows};
use super::region::{Caller, Region};
use super::runner::Engine;
use super::state::Ec2State;
use serde_json::Value;
use std::collections::BTreeSet;
use wire::{Action, Timestamp};

/// A resource that is there in one of two states alone, or another one in both.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Differing {
    pub caller: Caller,
    pub kind: &'static str,
    pub id: String,
    pub how: How,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum How {
    Created,
    Deleted,
    /// The members that differ, by their paths, as they were and as they are.
    Changed(Vec<(String, Value, Value)>),
}

/// One of the two states.
struct Side<'a> {
    marks: &'a [Mark],
    at: Timestamp,
}

impl Engine {
    /// What has come of a checkpoint until another one, or until now.
    ///
    /// # Errors
    /// The name of which there is no checkpoint.
    pub fn diff<'n>(&self, from: &'n str, to: Option<&'n str>) -> Result<Vec<Differing>, &'n str> {
        let state = self.lock_settled();
        let marks = state.history.marks();
        let place = |name: &'n str| state.history.place_named(name).ok_or(name);
        let from = place(from)?;
        let to = to.map_or(Ok(marks.len()), place)?;
        let side = |place: usize| Side {
            marks: marks.get(place..).unwrap_or_default(),
            at: marks.get(place).map_or_else(|| self.clock.now(), |mark| mark.at),
        };
        let (first, second) = (side(from), side(to));
        let between = marks.get(from.min(to)..from.max(to)).unwrap_or_default();
        let mut differing = Vec::new();
        for (caller, region) in touched(&state, between) {
            // What was never changed is what a fresh region has.
            let fresh = || self.found(&state, Action::DescribeRegions, caller);
            let pasts = [&first, &second].map(|side| Past::of(side.marks, caller, region));
            let fresh = pasts.iter().any(Option::is_none).then(fresh);
            let [was, is] =
                pasts.map(|past| past.or_else(|| Past::of(&[], caller, fresh.as_ref())));
            let (Some(was), Some(is)) = (was, is) else { continue };
            for place in 0.. {
                let Some(kind) = state.plural(place) else { break };
                let rows = [was.rows(place), is.rows(place)];
                let times = [first.at, second.at];
                compare(&rows, times, fresh.is_some(), |id, how| {
                    let (caller, id) = (caller.clone(), id.to_owned());
                    differing.push(Differing { caller, kind, id, how });
                });
            }
        }
        Ok(differing)
    }
}

/// The regions of which something may differ: those in which something was changed, and those
/// that are there now, as rows may have come to their ends.
fn touched<'a>(
    state: &'a Ec2State,
    between: &'a [Mark],
) -> impl Iterator<Item = (&'a Caller, Option<&'a Region>)> {
    let noted = between.iter().flat_map(|mark| mark.regions.keys());
    let all: BTreeSet<&Caller> = noted.chain(state.entries().map(|(caller, _)| caller)).collect();
    all.into_iter().map(|caller| (caller, state.region(caller)))
}

fn compare(
    [was, is]: &[PastRows<'_>; 2],
    times: [Timestamp; 2],
    whole: bool,
    mut tell: impl FnMut(&str, How),
) {
    let mut seqs: BTreeSet<Seq> = was.noted().chain(is.noted()).collect();
    seqs.extend(was.ending().chain(is.ending()));
    if whole || was.is_apart_from(is) {
        seqs.extend(was.seqs().chain(is.seqs()));
    }
    let basis = Basis::default();
    let exists = |row: &&dyn AnyRow, at: Timestamp| {
        row.ends().is_none_or(|ends| !Now::new(at, &basis).reached(ends))
    };
    for seq in seqs {
        let before = was.at(seq).filter(|row| exists(row, times[0]));
        let after = is.at(seq).filter(|row| exists(row, times[1]));
        match (before, after) {
            (Some(before), Some(after)) if before.id() == after.id() => {
                let mut members = Vec::new();
                differences(&json(before), &json(after), String::new(), &mut members);
                if !members.is_empty() {
                    tell(after.id(), How::Changed(members));
                }
            }
            (before, after) => {
                if let Some(row) = before {
                    tell(row.id(), How::Deleted);
                }
                if let Some(row) = after {
                    tell(row.id(), How::Created);
                }
            }
        }
    }
}

fn json(row: &dyn AnyRow) -> Value {
    let mut json = Vec::new();
    row.write(0, &mut json);
    serde_json::from_slice(&json).unwrap_or_default()
}

fn differences(was: &Value, is: &Value, path: String, found: &mut Vec<(String, Value, Value)>) {
    match (was, is) {
        (Value::Object(before), Value::Object(after)) => {
            let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
            for name in names {
                let dot = if path.is_empty() { "" } else { "." };
                let path = format!("{path}{dot}{name}");
                differences(&was[name.as_str()], &is[name.as_str()], path, found);
            }
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (at, (before, after)) in before.iter().zip(after).enumerate() {
                differences(before, after, format!("{path}[{at}]"), found);
            }
        }
        _ if was == is => {}
        _ => found.push((path, was.clone(), is.clone())),
    }
}

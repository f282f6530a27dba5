//! What EC2 Fleets and Spot Fleets have alike: how much is to run, how it is allocated, where in
//! its life a fleet is, and what happened to it. Which instances are in a fleet, these say.

use crate::engine::{Id, Now, Read, Resource, Row, Text, Timed};
use crate::records::compute::instances::{Instance, Member};
use crate::records::ids::InstanceId;
use serde::{Deserialize, Serialize};
use wire::{
    FleetType, InstanceInterruptionBehavior, InstanceStateName as State, TargetCapacityUnitType,
    Timestamp,
};

/// How long a fleet is evaluated, or modified, where transitions take time.
pub(crate) const EVALUATED_MILLIS: i64 = 10_000;

/// "The request is deleted two days after its instances are terminated", and so are its events.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-ec2-fleet.html>
pub(crate) const VISIBLE_MILLIS: i64 = 48 * 60 * 60 * 1_000;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Core {
    pub kind: FleetType,
    pub created: Timestamp,
    pub target: Target,
    /// What a unit is.
    pub unit: Option<TargetCapacityUnitType>,
    pub spot: Allocation,
    pub on_demand: Allocation,
    pub interruption: InstanceInterruptionBehavior,
    pub valid_from: Option<Timestamp>,
    pub valid_until: Option<Timestamp>,
    pub terminates_excess: bool,
    pub terminates_with_expiration: bool,
    /// While it is there.
    pub phase: Timed<Phase>,
    /// How it was left, once it was deleted, cancelled or over.
    pub left: Option<Phase>,
    /// When the last instance is gone that was too much.
    pub shrinks_until: Option<Timestamp>,
    /// When it is to launch next, or to end what is too much.
    pub next: Option<Timestamp>,
    /// How often in a row it could not launch all that it was to.
    pub failures: u32,
    pub events: Vec<Event>,
}

/// Units.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Target {
    pub total: i32,
    pub on_demand: i32,
    pub spot: i32,
}

/// How the units of one purchasing option are spread over what can be launched.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Allocation {
    pub strategy: Strategy,
    /// Whether Capacity Reservations with room are filled first.
    #[serde(default)]
    pub reserved_first: bool,
    /// Over how many of the cheapest pools, where the lowest price decides.
    pub pools_to_use: usize,
    pub single_type: bool,
    pub single_zone: bool,
    /// Fewer units than this are none.
    pub least: f64,
    /// US dollars an hour for all instances together.
    pub max_total_price: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Strategy {
    LowestPrice,
    PriceCapacityOptimized,
    Diversified,
    CapacityOptimized,
    Prioritized,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Phase {
    Submitted,
    Active,
    Modifying,
    /// Deleted or cancelled, and its instances go on.
    LeftRunning,
    LeftTerminating,
    /// The same without any instance.
    Gone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Subject {
    Fleet,
    Instance,
    Error,
    /// What AWS calls information.
    Information,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Event {
    pub at: Timestamp,
    pub subject: Subject,
    pub what: Text,
    pub description: Option<Text>,
    pub instance: Option<InstanceId>,
}

/// A kind of fleets.
pub(crate) trait Fleeting: Resource {
    fn core(&self) -> &Core;
    fn core_mut(&mut self) -> &mut Core;
}

impl Core {
    /// One that begins, and of which nothing else was said.
    pub fn new(kind: FleetType, now: Now<'_>, target: Target, sides: [Allocation; 2]) -> Self {
        let [spot, on_demand] = sides;
        Self {
            kind,
            created: now.timestamp().whole_seconds(),
            target,
            unit: None,
            spot,
            on_demand,
            interruption: InstanceInterruptionBehavior::Terminate,
            valid_from: None,
            valid_until: None,
            terminates_excess: true,
            terminates_with_expiration: false,
            phase: Timed::settled(Phase::Active),
            left: None,
            shrinks_until: None,
            next: None,
            failures: 0,
            events: Vec::new(),
        }
    }

    /// Whether its instances are its own to replace.
    pub fn maintains(&self) -> bool {
        self.kind == FleetType::Maintain
    }

    /// See [`crate::engine::Record::due`].
    pub fn due(&self) -> Option<Timestamp> {
        if self.left.is_some() || self.kind == FleetType::Instant {
            return None;
        }
        [self.next, self.valid_until].into_iter().flatten().min()
    }

    pub fn tell(&mut self, event: Event) {
        // Fleets that launch everything at once have no events.
        // <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-event-types.html>
        if self.kind == FleetType::Instant {
            return;
        }
        let kept_from = event.at.plus_millis(-VISIBLE_MILLIS);
        self.events.retain(|old| old.at > kept_from);
        let at = self.events.partition_point(|old| old.at <= event.at);
        self.events.insert(at, event);
    }

    /// Tells that the fleet itself has become something.
    pub fn became(&mut self, what: &'static str, at: Timestamp) {
        self.became_so(what, at, None);
    }

    /// The same, with more to say of it.
    pub fn became_so(&mut self, what: &'static str, at: Timestamp, description: Option<Text>) {
        let (what, instance) = (what.into(), None);
        self.tell(Event { at, subject: Subject::Fleet, what, description, instance });
    }

    /// What happened from a moment on, as far as it is remembered.
    pub fn events_since(&self, start: Timestamp, now: Now<'_>) -> Vec<&Event> {
        let is_known = |event: &&Event| {
            event.at >= start
                && now.reached(event.at)
                && !now.reached(event.at.plus_millis(VISIBLE_MILLIS))
        };
        self.events.iter().filter(is_known).collect()
    }
}

/// The instances of a fleet that have not begun to end.
// unverified (looked up 2026-11-26): that one which was stopped still counts.
pub(crate) fn members<'a, F>(
    cx: Read<'a>,
    fleet: &Id<F>,
) -> impl Iterator<Item = (&'a Row<Instance>, &'a Member)> {
    let rows = cx.with(Instance::BY_FLEET, &fleet.any());
    let rows = rows
        .filter(move |row| !matches!(row.state(cx.now()), State::ShuttingDown | State::Terminated));
    rows.filter_map(|row| Some((row, row.member()?)))
}

/// The instances of a fleet that are there in whatever state, but for those that have ended.
pub(crate) fn has_instances<F>(cx: Read<'_>, fleet: &Id<F>) -> bool {
    cx.with(Instance::BY_FLEET, &fleet.any()).any(|row| !row.is_terminated(cx.now()))
}

/// The units that run: all of them, and the on-demand ones.
pub(crate) fn fulfilled<F>(cx: Read<'_>, fleet: &Id<F>) -> (f64, f64) {
    members(cx, fleet).fold((0.0, 0.0), |(all, on_demand), (row, member)| {
        let own = if row.spot().is_some() { 0.0 } else { member.weight };
        (all + member.weight, on_demand + own)
    })
}

/// Where a fleet is in its life.
pub(crate) fn phase<F: Fleeting>(row: &Row<F>, cx: Read<'_>) -> Phase {
    match row.core().left {
        Some(_) if !has_instances(cx, &row.id) => Phase::Gone,
        Some(left) => left,
        None => row.core().phase.at(cx.now()),
    }
}

/// What becomes of a fleet's request for capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Activity {
    Error,
    PendingFulfillment,
    PendingTermination,
    Fulfilled,
}

/// Nothing while requests are not placed yet, or not any more: a recorded fleet that is deleted
/// has none.
pub(crate) fn activity<F: Fleeting>(row: &Row<F>, cx: Read<'_>) -> Option<Activity> {
    let core = row.core();
    if core.kind == FleetType::Instant {
        return Some(Activity::Fulfilled);
    }
    if !matches!(phase(row, cx), Phase::Active | Phase::Modifying) {
        return None;
    }
    let (all, _) = fulfilled(cx, &row.id);
    Some(if all < f64::from(core.target.total) {
        if core.failures > 0 { Activity::Error } else { Activity::PendingFulfillment }
    } else if core.shrinks_until.is_some_and(|until| !cx.now().reached(until)) {
        Activity::PendingTermination
    } else {
        Activity::Fulfilled
    })
}

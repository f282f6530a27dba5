//! EC2 Fleets: requests for capacity out of launch templates, of On-Demand and Spot Instances.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet.html>

pub(crate) mod core;
pub(crate) mod record;
pub(crate) mod view;

pub(crate) use record::{AtOnce, Fleet};

use self::core::{Fleeting, Phase, phase};
use super::spot_fleet_requests::SpotFleetRequest;
use crate::engine::{CustomFilter, Quota, Read, Resource, Row};
use view::view;
use wire::{
    FleetData, FleetExcessCapacityTerminationPolicy as Policy, FleetType, ResourceType, Timestamp,
    WireEnum,
};

/// The documentation writes the values otherwise than the answers do; either finds them.
const FILTERS: &[CustomFilter<Fleet>] = &[
    ("activity-status", |row, cx| spellings(view(row, cx).activity_status)),
    ("fleet-state", |row, cx| spellings(view(row, cx).fleet_state)),
    ("excess-capacity-termination-policy", |row, _| {
        let terminates = row.excess == Policy::Termination;
        vec![row.excess.as_str().to_owned(), terminates.to_string()]
    }),
];

fn spellings(value: Option<impl WireEnum>) -> Vec<String> {
    let Some(text) = value.map(WireEnum::as_str) else { return Vec::new() };
    vec![text.to_owned(), text.replace('_', "-")]
}

impl Resource for Fleet {
    type View = FleetData;
    const PREFIX: &'static str = "fleet";
    const TYPE: Option<ResourceType> = Some(ResourceType::Fleet);
    const PLURAL: &'static str = "fleets";
    const NOT_FOUND: &'static str = "InvalidFleetId.NotFound";
    const NOUN: &'static str = "fleet ID";
    const FILTERS: &'static [CustomFilter<Self>] = FILTERS;
    /// runs-on/runs-on#88
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |row, cx| row.core.kind != FleetType::Instant && are_too_many(cx),
        code: "MaxFleetCountExceeded",
        message: |_| {
            "You've reached your quota for maximum Fleet Requests for this account.".to_owned()
        },
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> FleetData {
        view(row, cx)
    }

    fn due(&self) -> Option<Timestamp> {
        self.core.due()
    }
}

/// How many fleets of a region, of either kind but not instant ones, may be active or still have
/// instances, and how much they may ask for together.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/fleet-quotas.html>
pub(crate) fn are_too_many(cx: Read<'_>) -> bool {
    let (fleets, asked) = of_kind::<Fleet>(cx);
    let (requests, more) = of_kind::<SpotFleetRequest>(cx);
    fleets + requests > 1_000 || asked + more > 100_000
}

fn of_kind<F: Fleeting>(cx: Read<'_>) -> (usize, i64) {
    let rows = cx.table::<F>().iter(0, cx.now()).map(|(_, row)| row);
    let lasting = rows.filter(|row| row.core().kind != FleetType::Instant);
    let lasting = lasting.filter(|row| phase(row, cx) != Phase::Gone);
    lasting
        .fold((0, 0), |(count, asked), row| (count + 1, asked + i64::from(row.core().target.total)))
}

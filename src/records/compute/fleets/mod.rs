//! EC2 Fleets: requests for capacity out of launch templates, of On-Demand and Spot Instances.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet.html>

pub(crate) mod core;
pub(crate) mod record;
pub(crate) mod view;

pub(crate) use record::Fleet;

use crate::engine::{CustomFilter, Read, Resource, Row};
use view::view;
use wire::{
    FleetData, FleetExcessCapacityTerminationPolicy as Policy, ResourceType, Timestamp, WireEnum,
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

    fn view(row: &Row<Self>, cx: Read<'_>) -> FleetData {
        view(row, cx)
    }

    fn due(&self) -> Option<Timestamp> {
        self.core.due()
    }
}

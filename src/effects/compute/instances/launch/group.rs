//! The placement group of a launch: what it takes, and how many more.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/placement-strategies.html>

use crate::catalog::instance_types::InstanceType;
use crate::catalog::instance_types::PlacementStrategy as Offered;
use crate::engine::{Read, Row, Text};
use crate::error::{Error, Result};
use crate::records::compute::instances::Instance;
use crate::records::compute::placement_groups;
use crate::records::network::subnets::Subnet;
use wire::{
    PlacementGroup, PlacementStrategy, RunInstancesRequest, SpreadLevel, Tenancy, WireEnum as _,
};

/// Running instances of a spread group in one zone.
const MAX_SPREAD: usize = 7;

pub(crate) struct Group {
    pub name: Text,
    /// Empty for groups without partitions.
    pub partitions: Vec<i32>,
    /// How many more instances the zone takes.
    pub free: u32,
}

/// # Errors
/// `InvalidPlacementGroup.Unknown`, `InvalidPlacementGroup.InUse` for a cluster in another zone,
/// `InvalidParameterCombination` for a type or a partition that
/// does not go with the group's strategy, `InvalidParameterValue` for a partition it has not.
pub(crate) fn asked_for(
    cx: Read<'_>,
    request: &RunInstancesRequest,
    kind: &'static InstanceType,
    subnet: &Subnet,
) -> Result<Option<Group>> {
    let placement = request.placement.as_ref();
    let partition = placement.and_then(|placement| placement.partition_number);
    let name = placement.and_then(|placement| placement.group_name.as_deref());
    match name.filter(|name| !name.is_empty()) {
        Some(name) => find(cx, name, partition, kind, &subnet.zone).map(Some),
        None if partition.is_some() => Err(no_partitions()),
        None => Ok(None),
    }
}

/// The group of a name, if an instance of the type in the zone can be in it.
///
/// # Errors
/// Those of [`asked_for`].
pub(crate) fn find(
    cx: Read<'_>,
    name: &str,
    partition: Option<i32>,
    kind: &'static InstanceType,
    zone: &str,
) -> Result<Group> {
    let group = placement_groups::find(cx, name).ok_or_else(|| placement_groups::unknown(name))?;
    let strategy = group.strategy.unwrap_or(PlacementStrategy::Cluster);
    if group.spread_level == Some(SpreadLevel::Host) {
        // Anywhere can be such a group, as Terraform's tests have it; the hosts are of Outposts.
        return Err(Error::not_emulated("instances of a placement group of the spread level host"));
    }
    check_type(strategy, kind)?;
    let free = free(cx, name, strategy, zone)?;
    let partitions = partitions(group, partition)?;
    Ok(Group { name: name.into(), partitions, free })
}

impl Group {
    /// # Errors
    /// `InsufficientInstanceCapacity` if the least number does not fit.
    pub fn room(&self, (least, most): (u32, u32)) -> Result<(u32, u32)> {
        if least <= self.free {
            return Ok((least, most.min(self.free)));
        }
        let message = "You've reached the limit of instances in this spread placement group. A \
                       spread placement group can have up to seven instances per Availability \
                       Zone.";
        Err(Error::new("InsufficientInstanceCapacity", message))
    }
}

// unverified (looked up 2026-11-26): this wording, and that of a partition that is not there.
pub(crate) fn no_partitions() -> Error {
    Error::combination("A partition number may only be specified with a partition placement group")
}

/// # Errors
/// `InvalidParameterCombination` for a type that the strategy does not go with.
pub(crate) fn check_type(strategy: PlacementStrategy, kind: &'static InstanceType) -> Result<()> {
    let Some(wanted) = Offered::parse(strategy.as_str()) else { return Ok(()) };
    if kind.placement_strategies.contains(&wanted) {
        return Ok(());
    }
    let mut name = strategy.as_str().to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    // In transcripts of tutorials, of a launch.
    Err(Error::combination(format!(
        "{name} placement groups are not supported by the '{}' instance type. Specify a supported \
         instance type or change the placement group strategy, and try again.",
        kind.name
    )))
}

/// # Errors
/// `InvalidParameterCombination` for an instance of a spread group on hardware of its own.
// unverified (looked up 2026-11-26): code and wording, which are those of a tenancy of `host`; that
// it cannot be is documented.
pub(crate) fn check_tenancy(cx: Read<'_>, name: Option<&str>, tenancy: Tenancy) -> Result<()> {
    let group = name.and_then(|name| placement_groups::find(cx, name));
    let group = group.filter(|_| tenancy == Tenancy::Dedicated);
    let which = match group.and_then(|group| group.strategy) {
        Some(PlacementStrategy::Spread) => "spread placement group",
        // <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/limitations-placement-groups.html>
        Some(PlacementStrategy::Partition)
            if group.and_then(|group| group.partition_count).is_some_and(|count| count > 2) =>
        {
            "partition placement group with more than 2 partitions"
        }
        _ => return Ok(()),
    };
    Err(Error::combination(format!(
        "You cannot launch an instance with a tenancy of 'dedicated' into a {which}. Either remove \
         the placement group from the request, or specify a different tenancy.",
    )))
}

fn free(cx: Read<'_>, name: &str, strategy: PlacementStrategy, zone: &str) -> Result<u32> {
    let members = cx.with(Instance::BY_PLACEMENT_GROUP, name);
    let mut members = members.filter(|member| !member.is_terminated(cx.now()));
    match strategy {
        PlacementStrategy::Spread => {
            let here = members.filter(|member| *member.launch.zone == *zone);
            let here = here.take(MAX_SPREAD).count();
            Ok(u32::try_from(MAX_SPREAD - here).unwrap_or(0))
        }
        PlacementStrategy::Cluster => match members.next() {
            Some(first) if *first.launch.zone != *zone => {
                // The code of bcbio/bcbio-nextgen-vm#45 (2014), the words of file 29794708394.
                let message = format!(
                    "The {name} Placement Group has already been used in another Availability \
                     Zone. Specify the correct Availability Zone and try again."
                );
                Err(Error::new("InvalidPlacementGroup.InUse", message))
            }
            _ => Ok(u32::MAX),
        },
        _ => Ok(u32::MAX),
    }
}

/// The partition asked for; without one all of them, for the instances to take turns.
fn partitions(group: &Row<PlacementGroup>, asked_for: Option<i32>) -> Result<Vec<i32>> {
    let count = group.partition_count.unwrap_or(0);
    match asked_for {
        None => Ok((1..=count).collect()),
        Some(_) if count == 0 => Err(no_partitions()),
        Some(number) if (1..=count).contains(&number) => Ok(vec![number]),
        Some(number) => {
            let reason = format!("Expecting a value between 1 and {count}.");
            Err(Error::bad_parameter("partitionNumber", number, &reason))
        }
    }
}

//! On-Demand Capacity Reservations. Nothing here ever lacks capacity: a reservation counts the
//! instances that run in it. Which instances do is told in `matching`.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-reservations.html>

use crate::engine::{By, Index, Now, Read, Resource, Row, Text, Timed};
use crate::error::{Error, Result};
use crate::records::account::arns::arn;
use crate::records::compute::instances::{Instance, Wish};
use crate::records::ids::CapacityReservationId;
use serde::{Deserialize, Serialize};
use wire::{
    AllocationType, CapacityAllocation, CapacityReservationCommitmentInfo,
    CapacityReservationDeliveryPreference, CapacityReservationInstancePlatform as Platform,
    CapacityReservationPreference as Preference, CapacityReservationSpecification,
    CapacityReservationState as State, CapacityReservationTenancy, CapacityReservationType,
    EndDateType, InstanceLifecycleType, InstanceMatchCriteria, InterruptibleCapacityAllocation,
    InterruptibleCapacityReservationAllocationStatus, InterruptionInfo, InterruptionType,
    ResourceType, Tenancy, Timestamp, WireEnum as _,
};

impl Wish {
    /// # Errors
    /// `InvalidParameterCombination` for a preference and a target together, those of the
    /// target's id, and those of [`check_market`].
    pub fn new(
        cx: Read<'_>,
        asked: Option<&CapacityReservationSpecification>,
        market: Option<InstanceLifecycleType>,
    ) -> Result<Self> {
        let preference = asked.and_then(|asked| asked.capacity_reservation_preference);
        let target = asked.and_then(|asked| asked.capacity_reservation_target.as_ref());
        let Some(target) = target else {
            check_market(None, market)?;
            return Ok(Self { preference: preference.unwrap_or(Preference::Open), target: None });
        };
        // The other goes with a target. See `API_CapacityReservationSpecification` in AWS's
        // reference. A group is refused alike:
        // gardener/machine-controller-manager-provider-aws#114.
        if preference.is_some_and(|preference| preference != Preference::CapacityReservationsOnly) {
            return Err(Error::combination(
                "The request can include either a CapacityReservationId or a \
                 CapacityReservationPreference but not both.",
            ));
        }
        if target.capacity_reservation_resource_group_arn.is_some() {
            let what = "groups of reservations: CapacityReservationResourceGroupArn";
            return Err(Error::not_emulated(what));
        }
        let id = target.capacity_reservation_id.as_deref();
        let id = id.ok_or_else(|| Error::missing("CapacityReservationId"))?;
        let row = cx.get::<CapacityReservation>(id)?;
        check_market(row.lifecycle(), market)?;
        let target = Some(row.id.clone());
        // unverified (looked up 2026-11-26): what the preference of an instance with a target is.
        let preference = preference.unwrap_or(Preference::CapacityReservationsOnly);
        Ok(Self { preference, target })
    }

    /// Whether there must be a reservation for it.
    pub fn insists(&self) -> bool {
        self.target.is_some() || self.preference == Preference::CapacityReservationsOnly
    }
}

/// Capacity Blocks and interruptible reservations each take the instances of a market type of their
/// own, which must name one.
///
/// # Errors
/// `InvalidParameterValue`.
/// A launch into a block without its market type: terraform-aws-modules/terraform-aws-ec2-instance
/// #404.
// unverified (looked up 2026-11-26): that the other ways not to match are worded so, too.
fn check_market(
    takes: Option<InstanceLifecycleType>,
    market: Option<InstanceLifecycleType>,
) -> Result<()> {
    if takes == market {
        return Ok(());
    }
    Err(Error::invalid_value(
        "The market type (purchasing) option is not valid. Choose a different market type and try \
         again",
    ))
}

/// The reservation that an instance runs in, while there is such a one.
pub(crate) fn of_instance<'a>(
    cx: Read<'a>,
    instance: &Instance,
) -> Option<&'a Row<CapacityReservation>> {
    let id = instance.rare.as_ref()?.reservation.as_ref()?;
    cx.find::<CapacityReservation>(id).filter(|row| row.is_active(cx.now()))
}

/// Whether an instance fits in a reservation and may use it, where there is room.
pub(crate) fn suits(row: &Row<CapacityReservation>, instance: &Instance, wish: &Wish) -> bool {
    let tenancy = match instance.tenancy() {
        Tenancy::Default => CapacityReservationTenancy::Default,
        Tenancy::Dedicated => CapacityReservationTenancy::Dedicated,
        // A host's capacity is reserved already.
        Tenancy::Host => return false,
    };
    let is_meant = match &wish.target {
        Some(target) => row.id == *target,
        None => row.criteria == InstanceMatchCriteria::Open,
    };
    is_meant
        && wish.preference != Preference::None
        && *row.instance_type == *instance.kind.name
        && row.zone == instance.launch.zone
        && row.platform.as_str() == &*instance.launch.platform_details
        && row.tenancy == tenancy
        && row.group.as_deref().is_none_or(|name| instance.group() == Some(name))
}

/// The active reservations with room that an instance fits in and may use.
pub(crate) fn fitting<'a>(
    cx: Read<'a>,
    instance: &'a Instance,
    wish: &'a Wish,
) -> impl Iterator<Item = &'a Row<CapacityReservation>> {
    let rows = cx.with(CapacityReservation::BY_INSTANCE_TYPE, instance.kind.name);
    rows.filter(move |row| suits(row, instance, wish) && available(cx, row) > 0)
}

/// How many instances of a type, on a platform, the open reservations of a zone have room for.
pub(crate) fn open_room(
    cx: Read<'_>,
    (kind, platform): (&str, &str),
    zone: &str,
    tenancy: Option<Tenancy>,
) -> u32 {
    let tenancy = tenancy.unwrap_or(Tenancy::Default).as_str();
    let rows = cx.with(CapacityReservation::BY_INSTANCE_TYPE, kind);
    let open = rows.filter(|row| {
        row.criteria == InstanceMatchCriteria::Open
            && row.group.is_none()
            && *row.zone == *zone
            && row.platform.as_str() == platform
            && row.tenancy.as_str() == tenancy
    });
    open.map(|row| available(cx, row)).sum()
}

/// Checks that there is room for at least one instance that insists on a reservation, and says for
/// how many.
///
/// # Errors
/// `ReservationCapacityExceeded`, and `InvalidCapacityReservationState.PendingActivation` for a
/// block that is to come, with what AWS's list of codes says.
/// The message: <https://github.com/hashicorp/terraform-provider-aws/issues/32458>.
// unverified (looked up 2026-11-26): that a reservation that has ended is refused so, too.
pub(crate) fn check_room(
    cx: Read<'_>,
    instance: &Instance,
    wish: &Wish,
    least: u32,
) -> Result<u32> {
    let target = wish.target.as_ref().and_then(|id| cx.find::<CapacityReservation>(id));
    if target.is_some_and(|row| row.is_block_to_come(cx.now())) {
        let message = "Your Capacity Block is not active yet.";
        return Err(Error::new("InvalidCapacityReservationState.PendingActivation", message));
    }
    let room: u32 = fitting(cx, instance, wish).map(|row| available(cx, row)).sum();
    if room >= least {
        return Ok(room);
    }
    let message = "The requested reservation does not have sufficient compatible and available \
                   capacity for this request.";
    Err(Error::new("ReservationCapacityExceeded", message))
}

impl CapacityReservation {
    pub(crate) const BY_INSTANCE_TYPE: By<Self, str> = By::new("instance-type");
    /// What was taken from one for others to be interrupted in.
    pub(crate) const BY_SOURCE: By<Self, CapacityReservationId> = By::new("source");
}

/// The interruptible capacity that was taken from a reservation, and is there still.
pub(crate) fn interruptible<'a>(
    cx: Read<'a>,
    source: &CapacityReservationId,
) -> Option<&'a Row<CapacityReservation>> {
    cx.with(CapacityReservation::BY_SOURCE, source).find(|row| row.is_active(cx.now()))
}

fn allocated(
    row: &Row<CapacityReservation>,
    cx: Read<'_>,
) -> Option<InterruptibleCapacityAllocation> {
    let taken = interruptible(cx, &row.id)?;
    let target = taken.clearing.map(|clearing| clearing.keep);
    Some(InterruptibleCapacityAllocation {
        instance_count: i32::try_from(taken.total).ok(),
        target_instance_count: i32::try_from(target.unwrap_or(taken.total)).ok(),
        status: Some(match target {
            None => InterruptibleCapacityReservationAllocationStatus::Active,
            Some(0) => InterruptibleCapacityReservationAllocationStatus::Canceling,
            Some(_) => InterruptibleCapacityReservationAllocationStatus::Updating,
        }),
        interruptible_capacity_reservation_id: Some(taken.id.to_string()),
        interruption_type: Some(InterruptionType::Adhoc),
        ..InterruptibleCapacityAllocation::default()
    })
}

impl Resource for CapacityReservation {
    type View = wire::CapacityReservation;
    const PREFIX: &'static str = "cr";
    const TYPE: Option<ResourceType> = Some(ResourceType::CapacityReservation);
    const PLURAL: &'static str = "capacityReservations";
    const NOT_FOUND: &'static str = "InvalidCapacityReservationId.NotFound";
    const NOUN: &'static str = "Capacity Reservation ID";

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::CapacityReservation {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_INSTANCE_TYPE, &*self.instance_type);
        if let Some(source) = &self.source {
            index.add(Self::BY_SOURCE, source);
        }
    }

    fn due(&self) -> Option<Timestamp> {
        self.clearing.map(|clearing| clearing.at)
    }

    fn not_found(ids: &[&str]) -> Error {
        let message = match ids {
            [id] => format!("The capacity reservation ID '{id}' was not found"),
            // unverified (looked up 2026-11-26): the wording for more than one.
            _ => format!("The capacity reservation IDs '{}' were not found", ids.join(", ")),
        };
        Error::new(Self::NOT_FOUND, message)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CapacityReservation {
    pub instance_type: Box<str>,
    pub platform: Platform,
    pub zone: Text,
    pub zone_id: Text,
    pub tenancy: CapacityReservationTenancy,
    pub total: u32,
    pub ebs_optimized: bool,
    pub ephemeral_storage: bool,
    pub criteria: InstanceMatchCriteria,
    pub end: Option<Timestamp>,
    pub is_cancelled: bool,
    pub created: Timestamp,
    /// The fleet of reservations that it is in.
    pub fleet: Option<Text>,
    /// The account that pays for what is not used, where that is not its owner.
    pub billing_owner: Option<Text>,
    /// What interruptible capacity was taken from.
    pub source: Option<CapacityReservationId>,
    /// What it is, if it was purchased for a time.
    pub block: Option<Block>,
    /// That instances have to leave it, if they do.
    pub clearing: Option<Clearing>,
    /// The name of the placement group that its instances have to be in.
    #[serde(default)]
    pub group: Option<Text>,
    /// What it is, if it was asked for a date to come.
    #[serde(default)]
    pub future: Option<Box<Future>>,
}

/// What a future-dated reservation is beside others.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Future {
    pub start: Timestamp,
    /// Until it starts.
    pub state: Timed<State>,
    /// For how long from its start it stays, with how many instances.
    pub commitment_millis: i64,
    pub committed: u32,
}

impl Future {
    pub const fn commitment_end(&self) -> Timestamp {
        self.start.plus_millis(self.commitment_millis)
    }

    fn commitment(&self) -> CapacityReservationCommitmentInfo {
        CapacityReservationCommitmentInfo {
            committed_instance_count: i32::try_from(self.committed).ok(),
            commitment_end_date: Some(self.commitment_end()),
            commitment_duration: Some(self.commitment_millis / 1_000),
        }
    }
}

/// When the instances of a reservation end, and how many go on.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Clearing {
    pub at: Timestamp,
    pub keep: u32,
}

impl Clearing {
    /// The instances of a Capacity Block end half an hour before it does:
    /// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-blocks-launch.html>
    pub const fn before_end(end: Timestamp) -> Self {
        Self { at: end.plus_millis(-30 * 60 * 1_000), keep: 0 }
    }
}

/// What a Capacity Block is beside a reservation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Block {
    /// `cb-…`
    pub id: Text,
    pub paid: Timestamp,
    pub start: Timestamp,
}

impl CapacityReservation {
    pub fn state(&self, now: Now<'_>) -> State {
        if self.is_cancelled {
            State::Cancelled
        } else if self.end.is_some_and(|end| now.reached(end)) {
            State::Expired
        } else if self.block.as_ref().is_some_and(|block| !now.reached(block.paid)) {
            State::PaymentPending
        } else if self.block.as_ref().is_some_and(|block| !now.reached(block.start)) {
            State::Scheduled
        } else {
            let coming = self.future.as_ref().filter(|future| !now.reached(future.start));
            coming.map_or(State::Active, |future| future.state.at(now))
        }
    }

    pub fn is_active(&self, now: Now<'_>) -> bool {
        self.state(now) == State::Active
    }

    pub fn is_block_to_come(&self, now: Now<'_>) -> bool {
        self.block.is_some() && matches!(self.state(now), State::PaymentPending | State::Scheduled)
    }

    /// The market type of the instances that it takes; `None`: On-Demand Instances.
    pub fn lifecycle(&self) -> Option<InstanceLifecycleType> {
        if self.block.is_some() {
            Some(InstanceLifecycleType::CapacityBlock)
        } else {
            self.source.as_ref().map(|_| InstanceLifecycleType::InterruptibleCapacityReservation)
        }
    }

    /// Whether it is a block whose instances have ended already.
    // unverified (looked up 2026-11-26): that nothing can be launched in its last half hour.
    fn is_closing(&self, now: Now<'_>) -> bool {
        let end = self.end.filter(|_| self.block.is_some());
        end.is_some_and(|end| now.reached(Clearing::before_end(end).at))
    }
}

/// How many instances run in a reservation: one that stops or ends leaves it at once.
pub(crate) fn used(cx: Read<'_>, id: &CapacityReservationId) -> u32 {
    let count =
        cx.table::<Instance>().live_count_with(Instance::BY_CAPACITY_RESERVATION, id, cx.now());
    u32::try_from(count).unwrap_or(u32::MAX)
}

pub(crate) fn available(cx: Read<'_>, row: &Row<CapacityReservation>) -> u32 {
    let is_open = row.is_active(cx.now()) && !row.is_closing(cx.now());
    if is_open { row.total.saturating_sub(used(cx, &row.id)) } else { 0 }
}

/// Nothing of what nobody uses, as in the command line's examples of
/// describe-capacity-reservations.
fn allocations(used: Option<i32>) -> Vec<CapacityAllocation> {
    let used = used.filter(|used| *used > 0).map(|used| CapacityAllocation {
        allocation_type: Some(AllocationType::Used),
        count: Some(used),
        ..CapacityAllocation::default()
    });
    used.into_iter().collect()
}

fn view(row: &Row<CapacityReservation>, cx: Read<'_>) -> wire::CapacityReservation {
    let int = |number: u32| i32::try_from(number).ok();
    let used = used(cx, &row.id);
    let is_active = row.is_active(cx.now());
    let is_there = is_active || matches!(row.state(cx.now()), State::Assessing | State::Scheduled);
    let future = row.future.as_deref();
    let block_start = row.block.as_ref().map(|block| block.start);
    wire::CapacityReservation {
        capacity_reservation_id: Some(row.id.to_string()),
        owner_id: Some(cx.account().to_string()),
        capacity_reservation_arn: Some(arn(cx, &format!("capacity-reservation/{}", row.id))),
        availability_zone_id: Some(row.zone_id.to_string()),
        availability_zone: Some(row.zone.to_string()),
        instance_type: Some(row.instance_type.to_string()),
        instance_platform: Some(row.platform),
        tenancy: Some(row.tenancy),
        total_instance_count: int(if is_there { row.total } else { 0 }),
        available_instance_count: int(available(cx, row)),
        ebs_optimized: Some(row.ebs_optimized),
        ephemeral_storage: Some(row.ephemeral_storage),
        state: Some(row.state(cx.now())),
        start_date: block_start.or(future.map(|future| future.start)).or(Some(row.created)),
        original_start_date: future.map(|future| future.start),
        commitment_info: future.map(Future::commitment),
        delivery_preference: future.map(|_| CapacityReservationDeliveryPreference::Incremental),
        end_date: row.end,
        end_date_type: Some(match row.end {
            Some(_) => EndDateType::Limited,
            None => EndDateType::Unlimited,
        }),
        instance_match_criteria: Some(row.criteria),
        create_date: Some(row.created),
        tags: row.tags.wire(),
        capacity_allocations: Some(allocations(if is_active { int(used) } else { None })),
        reservation_type: Some(match row.block {
            Some(_) => CapacityReservationType::CapacityBlock,
            None => CapacityReservationType::Default,
        }),
        capacity_block_id: row.block.as_ref().map(|block| block.id.to_string()),
        capacity_reservation_fleet_id: row.fleet.as_deref().map(str::to_owned),
        unused_reservation_billing_owner_id: row.billing_owner.as_deref().map(str::to_owned),
        interruptible: row.source.is_some().then_some(true),
        interruption_info: row.source.as_ref().map(|source| InterruptionInfo {
            source_capacity_reservation_id: Some(source.to_string()),
            interruption_type: Some(InterruptionType::Adhoc),
        }),
        interruptible_capacity_allocation: allocated(row, cx),
        placement_group_arn: row
            .group
            .as_deref()
            .map(|name| arn(cx, &format!("placement-group/{name}"))),
        ..wire::CapacityReservation::default()
    }
}

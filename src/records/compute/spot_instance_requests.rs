//! Spot instance requests: each has one instance, which a request of its own or RunInstances asked
//! for. There is no spot market here: what can be launched is, at any price that some market might
//! take, and it is interrupted when a test says so.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-requests.html>

use crate::catalog::instance_types::{self, InstanceType};
use crate::catalog::prices::{self, Product};
use crate::engine::{By, CustomFilter, Index, Now, Read, Resource, Row, Text, Timed};
use crate::error::{Error, Result};
use crate::records::compute::instances::launch::market::Bid;
use crate::records::compute::instances::launch::settings::DEFAULT_TYPE;
use crate::records::compute::instances::record::RELAUNCH_MILLIS;
use crate::records::compute::instances::{Spot, view as view_records};
use crate::records::ids::{InstanceId, SecurityGroupId, SubnetId};
use serde::{Deserialize, Serialize};
use wire::{
    Action, EbsBlockDevice, LaunchSpecification, Placement, RIProductDescription, ResourceType,
    RunInstancesMonitoringEnabled, RunInstancesRequest, SpotInstanceState as State,
    SpotInstanceStateFault, SpotInstanceStatus, SpotPlacement, Timestamp, WireEnum as _,
};

const FILTERS: &[CustomFilter<SpotInstanceRequest>] = &[
    ("launch.block-device-mapping.delete-on-termination", |row, cx| {
        of_disks(row, cx, |ebs| ebs.delete_on_termination.map(|delete| delete.to_string()))
    }),
    ("launch.block-device-mapping.device-name", |row, cx| {
        let mappings = specification(row, cx).block_device_mappings.unwrap_or_default();
        mappings.into_iter().filter_map(|mapping| mapping.device_name).collect()
    }),
    ("launch.block-device-mapping.snapshot-id", |row, cx| {
        of_disks(row, cx, |ebs| ebs.snapshot_id.clone())
    }),
    ("launch.block-device-mapping.volume-size", |row, cx| {
        of_disks(row, cx, |ebs| ebs.volume_size.map(|size_gib| size_gib.to_string()))
    }),
    ("launch.block-device-mapping.volume-type", |row, cx| {
        of_disks(row, cx, |ebs| ebs.volume_type.map(|kind| kind.as_str().to_owned()))
    }),
    ("launch.group-id", |row, cx| {
        let groups = specification(row, cx).security_groups.unwrap_or_default();
        groups.into_iter().filter_map(|group| group.group_id).collect()
    }),
    ("launch.group-name", |row, cx| {
        let groups = specification(row, cx).security_groups.unwrap_or_default();
        groups.into_iter().filter_map(|group| group.group_name).collect()
    }),
    ("launch.image-id", |row, cx| one(row, cx, |launch| launch.image_id)),
    ("launch.instance-type", |row, cx| one(row, cx, |launch| launch.instance_type)),
    // Neither can be asked for here.
    ("launch.kernel-id", |_, _| Vec::new()),
    ("launch.ramdisk-id", |_, _| Vec::new()),
    ("launch.key-name", |row, cx| one(row, cx, |launch| launch.key_name)),
    ("launch.monitoring-enabled", |row, cx| {
        let enabled = specification(row, cx).monitoring.and_then(|it| it.enabled);
        vec![enabled.unwrap_or_default().to_string()]
    }),
];

fn one(
    row: &Row<SpotInstanceRequest>,
    cx: Read<'_>,
    member: impl Fn(LaunchSpecification) -> Option<String>,
) -> Vec<String> {
    member(specification(row, cx)).into_iter().collect()
}

fn of_disks(
    row: &Row<SpotInstanceRequest>,
    cx: Read<'_>,
    member: impl Fn(&EbsBlockDevice) -> Option<String>,
) -> Vec<String> {
    let mappings = specification(row, cx).block_device_mappings.unwrap_or_default();
    mappings.iter().filter_map(|mapping| member(mapping.ebs.as_ref()?)).collect()
}

impl SpotInstanceRequest {
    pub(crate) const BY_INSTANCE: By<Self, InstanceId> = By::new("instance-id");
}

impl Resource for SpotInstanceRequest {
    type View = wire::SpotInstanceRequest;
    const PREFIX: &'static str = "sir";
    const TYPE: Option<ResourceType> = Some(ResourceType::SpotInstancesRequest);
    const PLURAL: &'static str = "spotInstanceRequests";
    const MALFORMED: &'static str = "InvalidSpotInstanceRequestID.Malformed";
    const NOUN: &'static str = "spot instance request ID";
    const ID_FILTER: Option<&'static str> = Some("spot-instance-request-id");
    const FILTERS: &'static [CustomFilter<Self>] = FILTERS;

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::SpotInstanceRequest {
        view(row, row.phase(cx.now()), cx)
    }

    /// An empty id is none: DanielThomas/ec2gaming#5, without the code.
    fn check_id_of(_: Action, id: &str) -> Result<()> {
        if id.is_empty() {
            return Err(Error::missing("SpotInstanceRequestId"));
        }
        Self::check_id(id)
    }

    fn check_listed_id_of(action: Action, id: &str) -> Result<()> {
        Self::check_id_of(action, id)
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        if let Some(instance) = &self.instance_id {
            index.add(Self::BY_INSTANCE, instance);
        }
    }

    /// When it launches, if that is not yet, or tries to again.
    fn due(&self) -> Option<Timestamp> {
        if self.phase == Timed::settled(Phase::Scheduled) {
            return self.valid_from;
        }
        let waits = [
            (Phase::Reevaluated, RELAUNCH_MILLIS),
            (Phase::NoCapacity, AGAIN_MILLIS),
            (Phase::StoppedNoCapacity, AGAIN_MILLIS),
        ];
        let (_, millis) = waits.iter().find(|(phase, _)| self.phase == Timed::settled(*phase))?;
        let again = self.changed.plus_millis(*millis);
        self.spot.valid_until.is_none_or(|until| again < until).then_some(again)
    }
}

/// How long a request waits for capacity until it asks again.
// unverified (looked up 2026-11-26): AWS documents none.
const AGAIN_MILLIS: i64 = 5 * 60 * 1_000;

/// Whether an instance was launched, and is to end, together with others.
pub(crate) fn is_in_launch_group(cx: Read<'_>, instance_id: &InstanceId) -> bool {
    let request = cx.with(SpotInstanceRequest::BY_INSTANCE, instance_id).next();
    request.is_some_and(|request| request.launch_group.is_some())
}

/// The phase of the request that an instance fulfils.
pub(crate) fn phase_of(cx: Read<'_>, instance_id: &InstanceId) -> Option<Phase> {
    let request = cx.with(SpotInstanceRequest::BY_INSTANCE, instance_id).next()?;
    Some(request.phase(cx.now()))
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SpotInstanceRequest {
    pub spot: Spot,
    pub created: Timestamp,
    pub launch_group: Option<Text>,
    pub valid_from: Option<Timestamp>,
    pub phase: Timed<Phase>,
    /// What is wrong with one that failed.
    pub fault: Option<Text>,
    /// Its code, if it is not that of a device.
    #[serde(default)]
    pub fault_code: Option<Text>,
    /// When the phase began, unless it is one that time brought.
    pub changed: Timestamp,
    /// `None` while nothing could be launched.
    pub instance_id: Option<InstanceId>,
    /// Launched again when a persistent request loses its instance.
    pub launch: Box<RunInstancesRequest>,
    pub place: LaunchedIn,
}

/// Where the instance is, and what is known of it from then on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LaunchedIn {
    pub zone: Text,
    pub zone_id: Text,
    pub subnet_id: SubnetId,
    /// Ids of security groups.
    pub groups: Vec<SecurityGroupId>,
    pub is_windows: bool,
}

/// State and status code of a request go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Phase {
    /// What a request says of itself when it is made, where transitions take time.
    Evaluated,
    /// The same of a persistent request whose instance did not last, up to its next launch.
    Reevaluated,
    /// It is to launch later.
    Scheduled,
    Fulfilled,
    /// A persistent request whose instance was terminated, and that cannot launch another one.
    Unfulfillable,
    /// The same for a while: there is no capacity.
    NoCapacity,
    /// The same, as it offers less than any market takes.
    PriceTooLow,
    /// The same: the others of its placement group are in another zone.
    OtherZone,
    /// One of these, once its time is over.
    Expired,
    /// It asks for what there cannot be.
    BadParameters,
    /// Its user has stopped the instance, of which the request takes note later.
    StoppingByUser,
    Stopped,
    /// Its instance is to be interrupted in two minutes; one that ends says so at once.
    MarkedForStop,
    Interrupted,
    /// The same of a persistent request, which launches again.
    InterruptedOpen,
    StoppedNoCapacity,
    /// Its instance goes on.
    Cancelled,
    CancelledUnfulfilled,
    CancelledAndTerminated,
    Terminated,
}

impl Phase {
    pub const fn state(self) -> State {
        match self {
            Self::Evaluated
            | Self::Reevaluated
            | Self::Scheduled
            | Self::Unfulfillable
            | Self::NoCapacity
            | Self::PriceTooLow
            | Self::OtherZone
            | Self::InterruptedOpen => State::Open,
            Self::Fulfilled | Self::StoppingByUser | Self::MarkedForStop => State::Active,
            Self::Stopped | Self::StoppedNoCapacity => State::Disabled,
            Self::Cancelled | Self::CancelledUnfulfilled | Self::CancelledAndTerminated => {
                State::Cancelled
            }
            Self::Terminated | Self::Interrupted | Self::Expired => State::Closed,
            Self::BadParameters => State::Failed,
        }
    }

    /// Codes: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-request-status.html>
    // unverified (looked up 2026-11-26): the messages but those of requests that failed, are
    // fulfilled, find no capacity, offer too little or whose instance was terminated, which
    // recorded answers have.
    pub const fn status(self) -> (&'static str, &'static str) {
        match self {
            Self::Evaluated | Self::Reevaluated => (
                "pending-evaluation",
                "Your Spot request has been submitted for review, and is pending evaluation.",
            ),
            Self::Scheduled => (
                "not-scheduled-yet",
                "Your Spot request will not be evaluated until the scheduled date.",
            ),
            Self::Fulfilled => ("fulfilled", "Your spot request is fulfilled."),
            Self::Unfulfillable => (
                "constraint-not-fulfillable",
                "Your Spot request cannot be fulfilled due to one or more constraints.",
            ),
            Self::NoCapacity => (
                "capacity-not-available",
                "There is no Spot capacity available that matches your request.",
            ),
            // With the price that was in force: see `message`.
            Self::PriceTooLow => {
                ("price-too-low", "Your Spot request price is lower than the minimum.")
            }
            // The message is of cybertronai/ncluster#21. unverified: that the code goes with it.
            Self::OtherZone => (
                "placement-group-constraint",
                "Your placement group is spread across Availability Zones.",
            ),
            Self::Expired => {
                ("schedule-expired", "Your Spot request expired before it was fulfilled.")
            }
            Self::BadParameters => {
                ("bad-parameters", "Your Spot request failed due to bad parameters.")
            }
            Self::StoppingByUser => (
                "marked-for-stop",
                "Your Spot Instance is marked for stop due to user-initiated stop.",
            ),
            Self::Stopped => {
                ("instance-stopped-by-user", "Spot Instance stopped due to user-initiated stop.")
            }
            Self::MarkedForStop => (
                "marked-for-stop",
                "Your Spot Instance is marked for stop because there is no Spot capacity.",
            ),
            Self::Interrupted | Self::InterruptedOpen => (
                "instance-terminated-no-capacity",
                "Your Spot Instance was terminated because there is no Spot capacity available.",
            ),
            Self::StoppedNoCapacity => (
                "instance-stopped-no-capacity",
                "Your Spot Instance was stopped because there is no Spot capacity available.",
            ),
            Self::Cancelled => (
                "request-canceled-and-instance-running",
                "Your Spot request is canceled, but your instance is still running.",
            ),
            Self::CancelledUnfulfilled => (
                "canceled-before-fulfillment",
                "Your Spot request is canceled before it was fulfilled.",
            ),
            Self::CancelledAndTerminated | Self::Terminated => (
                "instance-terminated-by-user",
                "Spot Instance terminated due to user-initiated termination.",
            ),
        }
    }
}

impl SpotInstanceRequest {
    pub fn phase(&self, now: Now<'_>) -> Phase {
        let phase = self.phase.at(now);
        let is_over = || self.spot.valid_until.is_some_and(|until| now.reached(until));
        match phase {
            Phase::Reevaluated
            | Phase::Unfulfillable
            | Phase::NoCapacity
            | Phase::PriceTooLow
            | Phase::OtherZone
                if is_over() =>
            {
                Phase::Expired
            }
            // Its instance goes on: LeanerCloud/AutoSpotting#231, kubernetes/kops#4424. One that is
            // stopped stays so, as tried for the warm pool of
            // github-aws-runners/terraform-aws-github-runner; unverified (looked up 2026-11-26):
            // what its request says of itself.
            Phase::Fulfilled | Phase::Stopped | Phase::StoppedNoCapacity if is_over() => {
                Phase::Cancelled
            }
            _ => phase,
        }
    }

    pub fn changed(&self, now: Now<'_>) -> Timestamp {
        let expired = self.spot.valid_until.filter(|_| self.phase(now) != self.phase.at(now));
        let settled = self.phase.settles().filter(|at| now.reached(*at));
        expired.or(settled).unwrap_or(self.changed)
    }
}

pub(crate) fn view(
    row: &Row<SpotInstanceRequest>,
    phase: Phase,
    cx: Read<'_>,
) -> wire::SpotInstanceRequest {
    let (code, message) = (phase.status().0, message(row, phase, cx));
    let has_instance = phase != Phase::Evaluated;
    let instance_id = row.instance_id.as_ref().filter(|_| has_instance);
    let is_windows = row.place.is_windows;
    wire::SpotInstanceRequest {
        create_time: Some(row.created),
        fault: row.fault.as_deref().filter(|_| phase == Phase::BadParameters).map(|fault| {
            SpotInstanceStateFault {
                // unverified (looked up 2026-11-26): a device's code, which is a launch's.
                code: Some(row.fault_code.as_deref().unwrap_or(OF_DEVICE).to_owned()),
                message: Some(fault.to_owned()),
            }
        }),
        instance_id: instance_id.map(ToString::to_string),
        launch_group: row.launch_group.as_deref().map(str::to_owned),
        launch_specification: Some(specification(row, cx)),
        launched_availability_zone: instance_id.map(|_| row.place.zone.to_string()),
        launched_availability_zone_id: instance_id.map(|_| row.place.zone_id.to_string()),
        product_description: Some(if is_windows {
            RIProductDescription::Windows
        } else {
            RIProductDescription::LinuxUNIX
        }),
        spot_instance_request_id: Some(row.id.to_string()),
        spot_price: row.spot.max_price.as_deref().map(price).or_else(|| on_demand_price(row, cx)),
        state: Some(phase.state()),
        status: Some(SpotInstanceStatus {
            code: Some(code.to_owned()),
            message: Some(message),
            update_time: Some(row.changed(cx.now())),
        }),
        tags: row.tags.wire(),
        r#type: Some(row.spot.kind),
        valid_from: row.valid_from,
        valid_until: row.spot.valid_until,
        instance_interruption_behavior: Some(row.spot.interruption),
        ..wire::SpotInstanceRequest::default()
    }
}

const OF_DEVICE: &str = "InvalidBlockDeviceMapping";

/// What the zone that was asked for is faulted with: scylladb/scylla-cluster-tests#6495 has it as
/// the request's status, too.
pub(crate) const OF_ZONE: (&str, &str) = (
    "bad-parameters",
    "Your Spot request failed due to bad parameters. Spot request cannot be fulfilled due to \
     invalid availability zone.",
);

fn message(row: &SpotInstanceRequest, phase: Phase, cx: Read<'_>) -> String {
    if phase == Phase::BadParameters && row.fault_code.as_deref() == Some(OF_ZONE.0) {
        return OF_ZONE.1.to_owned();
    }
    let bid = || {
        let (kind, product) = sold(row)?;
        let max_price = row.spot.max_price.as_deref();
        Bid { kind, product, zone: &row.place.zone, max_price }.refusal(cx)
    };
    let refusal = if phase == Phase::PriceTooLow { bid() } else { None };
    refusal.unwrap_or_else(|| phase.status().1.to_owned())
}

/// With six decimals, as recorded answers have it.
fn price(text: &str) -> String {
    text.parse::<f64>().map_or_else(|_| text.to_owned(), |price| format!("{price:.6}"))
}

/// What a request that names no price is ready to pay.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RequestSpotInstances.html>
fn on_demand_price(row: &SpotInstanceRequest, cx: Read<'_>) -> Option<String> {
    let (kind, product) = sold(row)?;
    Some(format!("{:.6}", prices::on_demand(cx.region(), kind, product)?))
}

fn sold(row: &SpotInstanceRequest) -> Option<(&'static InstanceType, Product)> {
    let name = row.launch.instance_type.as_deref().filter(|name| !name.is_empty());
    let kind = instance_types::find(name.unwrap_or(DEFAULT_TYPE))?;
    Some((kind, if row.place.is_windows { Product::Windows } else { Product::Linux }))
}

/// The zone that was found, and what else was asked for.
// unverified (looked up 2026-11-26): that the zone's id shows only where it was asked for.
fn placement(row: &SpotInstanceRequest) -> SpotPlacement {
    let asked = row.launch.placement.as_ref();
    let text = |of: fn(&Placement) -> &Option<String>| {
        asked.and_then(|asked| of(asked).clone()).filter(|text| !text.is_empty())
    };
    SpotPlacement {
        availability_zone: Some(row.place.zone.to_string()),
        availability_zone_id: text(|asked| &asked.availability_zone_id),
        group_name: text(|asked| &asked.group_name),
        tenancy: asked.and_then(|asked| asked.tenancy),
    }
}

fn specification(row: &Row<SpotInstanceRequest>, cx: Read<'_>) -> LaunchSpecification {
    let (launch, place) = (&row.launch, &row.place);
    let monitoring = launch.monitoring.clone().unwrap_or_default();
    let has_interfaces = !launch.network_interfaces.is_empty();
    LaunchSpecification {
        block_device_mappings: (!launch.block_device_mappings.is_empty())
            .then(|| launch.block_device_mappings.clone()),
        ebs_optimized: launch.ebs_optimized,
        iam_instance_profile: launch.iam_instance_profile.clone(),
        image_id: launch.image_id.clone(),
        instance_type: launch.instance_type.clone(),
        key_name: launch.key_name.clone(),
        monitoring: Some(RunInstancesMonitoringEnabled {
            enabled: Some(monitoring.enabled == Some(true)),
            ..monitoring
        }),
        network_interfaces: has_interfaces.then(|| launch.network_interfaces.clone()),
        placement: Some(placement(row)),
        security_groups: Some(if has_interfaces {
            Vec::new()
        } else {
            view_records::groups(&place.groups, cx)
        }),
        subnet_id: (!has_interfaces).then(|| place.subnet_id.to_string()),
        ..LaunchSpecification::default()
    }
}

//! Instances: their record, its states, and how DescribeInstances finds them. The life of one is
//! told in `launch` and `lifecycle`; what can be asked and changed of it in `status`,
//! `attributes`, `credits` and `options`.

mod attributes;
mod console;
mod credits;
mod defaults;
mod filters;
mod image_metadata;
mod launch;
mod lifecycle;
mod metadata_tags;
mod options;
mod password;
mod placement;
mod status;
mod topology;
mod view;

pub(super) use defaults::{DefaultCredits, MetadataDefaults};
pub(super) use launch::{
    DEFAULT_TYPE, MAX_USER_DATA_BYTES, check_offered, launch_again, launch_spot, new_request_id,
    place_of_spot, spot,
};
pub(super) use lifecycle::terminate;
pub(super) use metadata_tags::check_metadata_tags;
pub(super) use view::{current_boot_mode, groups};

use crate::catalog::instance_types::InstanceType;
use crate::engine::{
    CustomFilter, Id, IdRule, Index, Join, Now, Operation, Query, Read, Resource, Row, Timed,
    operations, page,
};
use crate::error::{Error, Result};
use crate::resources::capacity_reservations::{self, Wish};
use serde::{Serialize, Serializer};
use std::sync::Arc;
use wire::{
    AmdSevSnpSpecification, ArchitectureValues, BootModeValues, CapacityReservationPreference,
    DescribeInstancesRequest, DescribeInstancesResult, HostnameType, HttpTokensState,
    InstanceAutoRecoveryState, InstanceBandwidthWeighting, InstanceInterruptionBehavior,
    InstanceMetadataEndpointState, InstanceMetadataOptionsState, InstanceMetadataProtocolState,
    InstanceMetadataTagsState, InstanceRebootMigrationState, InstanceStateName, MonitoringState,
    Reservation, ResourceType, ShutdownBehavior, SpotInstanceType, Tenancy, Timestamp,
    VirtualizationType,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write RunInstances => launch::run_instances, replayed by launch::replay_run_instances,
        refuses [
            "AdditionalInfo", "BlockDeviceMapping.Ebs.AvailabilityZone",
            "BlockDeviceMapping.Ebs.AvailabilityZoneId", "BlockDeviceMapping.Ebs.EbsCardIndex",
            "BlockDeviceMapping.Ebs.OutpostArn",
            "CpuOptions.NestedVirtualization",
            "ElasticGpuSpecification", "ElasticInferenceAccelerator",
            "InstanceMarketOptions.SpotOptions.BlockDurationMinutes", "KernelId",
            "Monitoring.MetricCategoryId",
            "NetworkInterface.AssociateCarrierIpAddress",
            "NetworkInterface.ConnectionTrackingSpecification", "NetworkInterface.EnaQueueCount",
            "NetworkInterface.EnaSrdSpecification", "Operator", "Placement.Affinity",
            "Placement.GroupId", "Placement.HostId", "Placement.HostResourceGroupArn",
            "Placement.SpreadDomain", "RamdiskId", "SecondaryInterface",
        ];
    Read DescribeInstances => describe_instances;
    Write StartInstances => lifecycle::start_instances, refuses ["AdditionalInfo"];
    Write StopInstances => lifecycle::stop_instances;
    Write RebootInstances => lifecycle::reboot_instances;
    Write TerminateInstances => lifecycle::terminate_instances;
    Read DescribeInstanceStatus => status::describe_instance_status;
    Read DescribeInstanceAttribute => attributes::describe_instance_attribute;
    Read GetPasswordData => password::get_password_data;
    Read GetConsoleOutput => console::get_console_output;
    Read DescribeInstanceTopology => topology::describe_instance_topology;
    Write ModifyInstanceAttribute => attributes::modify_instance_attribute, refuses [
        "BlockDeviceMapping.NoDevice", "BlockDeviceMapping.VirtualName", "Kernel", "Ramdisk",
        "SriovNetSupport",
    ];
    Write ResetInstanceAttribute => attributes::reset_instance_attribute;
    Read DescribeInstanceCreditSpecifications => credits::describe_credit_specifications;
    Write ModifyInstanceCreditSpecification => credits::modify_credit_specification;
    Write ModifyDefaultCreditSpecification => defaults::modify_default_credits;
    Read GetDefaultCreditSpecification => defaults::default_credits;
    Write ModifyInstanceMetadataDefaults => defaults::modify_metadata_defaults,
        refuses ["HttpTokensEnforced"];
    Read GetInstanceMetadataDefaults => defaults::metadata_defaults;
    Write EnableSerialConsoleAccess => defaults::enable_serial_console_access;
    Write DisableSerialConsoleAccess => defaults::disable_serial_console_access;
    Read GetSerialConsoleAccessStatus => defaults::serial_console_access;
    Write MonitorInstances => options::monitor_instances, refuses ["MetricCategoryId"];
    Write UnmonitorInstances => options::unmonitor_instances, refuses ["MetricCategoryId"];
    Write ModifyInstanceMetadataOptions => options::modify_metadata_options;
    Write ModifyInstanceMaintenanceOptions => options::modify_maintenance_options;
    Write ModifyPrivateDnsNameOptions => options::modify_private_dns_name_options;
    Write ModifyInstanceCapacityReservationAttributes =>
        options::modify_capacity_reservation_attributes;
    Write ModifyInstancePlacement => placement::modify_instance_placement, refuses [
        "Affinity", "GroupId", "HostId", "HostResourceGroupArn", "Tenancy",
    ];
    Write ModifyInstanceNetworkPerformanceOptions => options::modify_network_performance;
    Read DescribeInstanceImageMetadata => image_metadata::describe_instance_image_metadata;
    Read ReportInstanceStatus => status::report_instance_status;
    Write ModifyInstanceCpuOptions => options::modify_cpu_options,
        refuses ["NestedVirtualization"];
};

impl Resource for Instance {
    type View = wire::Instance;
    const PREFIX: &'static str = "i";
    const TYPE: Option<ResourceType> = Some(ResourceType::Instance);
    const PLURAL: &'static str = "instances";
    const NOT_FOUND: &'static str = "InvalidInstanceID.NotFound";
    const MALFORMED: &'static str = "InvalidInstanceID.Malformed";
    const NOUN: &'static str = "instance ID";
    const ID: IdRule = IdRule::Digits;
    const ID_FILTER: Option<&'static str> = Some("instance-id");
    const FILTERS: &'static [CustomFilter<Self>] = filters::FILTERS;
    const JOINS: &'static [Join] = filters::JOINS;
    const IDS_EXCLUDE_MAX_RESULTS: Option<&'static str> = Some("instancesSet");

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Instance {
        view::instance(row, cx)
    }

    fn index(&self, index: &mut Index<'_>) {
        let launch = &self.launch;
        index.add("reservation-id", launch.reservation.clone());
        index.add("vpc-id", launch.vpc_id.clone());
        index.add("subnet-id", launch.subnet_id.clone());
        index.add("image-id", launch.image_id.clone());
        index.add(launch::quota::INDEX, launch::quota::indexed(self.kind, self.spot().is_some()));
        if let Some(token) = &launch.client_token {
            index.add("client-token", token.clone());
        }
        if let Some(group) = self.rare.as_ref().and_then(|rare| rare.group.as_ref()) {
            index.add("placement-group-name", group.clone());
        }
        if let Some(id) = self.rare.as_ref().and_then(|rare| rare.reservation.as_ref()) {
            index.add(capacity_reservations::INDEX, id.clone());
        }
        if let Some(spot) = self.rare.as_ref().and_then(|rare| rare.spot.as_ref()) {
            index.add("spot-instance-request-id", spot.request_id.clone());
        }
        self.index_credits(index);
        self.index_topology(index);
    }
}

fn describe_instances(
    cx: Read<'_>,
    request: &DescribeInstancesRequest,
) -> Result<DescribeInstancesResult> {
    check_ids(&request.instance_ids)?;
    let page = cx.select_rows::<Instance>(
        &Query {
            ids: &request.instance_ids,
            filters: &request.filters,
            max_results: page::size(request.max_results)?,
            next_token: request.next_token.as_deref(),
        },
        |_| true,
    )?;
    let mut reservations: Vec<Reservation> = Vec::new();
    let mut last: Option<&Id> = None;
    for (row, view) in page.items {
        let id = &row.launch.reservation;
        if last != Some(id) {
            reservations.push(view::reservation(&row.launch, cx));
            last = Some(id);
        }
        let instances = reservations.last_mut().and_then(|open| open.instances.as_mut());
        if let Some(instances) = instances {
            instances.push(view);
        }
    }
    Ok(DescribeInstancesResult { reservations: Some(reservations), next_token: page.next_token })
}

/// An empty id counts as none: <https://github.com/aws/aws-sdk-java/issues/1131>.
// unverified: that DescribeInstanceStatus does as DescribeInstances does.
fn check_ids(ids: &[String]) -> Result<()> {
    if ids.iter().any(String::is_empty) {
        return Err(Error::missing("InstanceId"));
    }
    Ok(())
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Instance {
    pub launch: Arc<Launch>,
    pub launch_index: u32,
    #[serde(serialize_with = "by_name")]
    pub kind: &'static InstanceType,
    pub state: Timed<InstanceStateName>,
    /// Why it stopped or ended; a running one has no reason.
    pub reason: Option<Reason>,
    /// When it was launched or started last.
    pub launched: Timestamp,
    pub switches: Switches,
    pub shutdown_behavior: ShutdownBehavior,
    pub monitoring: Timed<MonitoringState>,
    pub metadata: MetadataOptions,
    pub private_dns: PrivateDnsOptions,
    pub auto_recovery: InstanceAutoRecoveryState,
    pub reboot_migration: InstanceRebootMigrationState,
    pub capacity_reservation: CapacityReservationPreference,
    pub credits: Option<Credits>,
    /// As base64, the way it came and goes.
    pub user_data: Option<Arc<str>>,
    /// What few instances have.
    pub rare: Option<Box<Rare>>,
}

/// What the instances of one request share; few of them ever change any of it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Launch {
    /// `r-…`
    pub reservation: Id,
    pub client_token: Option<Id>,
    pub at: Timestamp,
    pub image_id: Id,
    pub architecture: ArchitectureValues,
    pub platform_details: Id,
    pub usage_operation: Id,
    pub is_windows: bool,
    pub virtualization: VirtualizationType,
    pub sriov_net_support: bool,
    pub root_device_name: Id,
    pub boot_mode: Option<BootModeValues>,
    pub tpm_support: bool,
    pub imds_v2_required: bool,
    /// Devices and the disks of the instance store that are mapped to them.
    pub instance_store: Vec<(Id, Id)>,
    pub key_name: Option<Id>,
    pub vpc_id: Id,
    pub subnet_id: Id,
    pub zone: Id,
    pub zone_id: Id,
    pub bandwidth: InstanceBandwidthWeighting,
}

/// Attributes that are on or off.
#[derive(Debug, Clone, Copy, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is an attribute of EC2's own")]
pub(super) struct Switches {
    pub disable_api_termination: bool,
    pub disable_api_stop: bool,
    pub ebs_optimized: bool,
    pub ena_support: bool,
    pub enclave: bool,
    pub hibernation: bool,
}

/// Why an instance is not running, and since when.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) enum Reason {
    UserShutdown(Timestamp),
    UserHibernate(Timestamp),
}

#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct MetadataOptions {
    pub state: Timed<InstanceMetadataOptionsState>,
    pub tokens: HttpTokensState,
    pub hop_limit: i32,
    pub endpoint: InstanceMetadataEndpointState,
    pub ipv6: InstanceMetadataProtocolState,
    pub tags: InstanceMetadataTagsState,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct PrivateDnsOptions {
    pub hostname_type: HostnameType,
    pub a_record: bool,
    pub aaaa_record: bool,
}

/// How a burstable instance pays for bursts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Credits {
    Standard,
    Unlimited,
}

#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Rare {
    /// Cores and threads per core, where these are not the type's own.
    pub cpu: Option<(u32, u32)>,
    pub amd_sev_snp: Option<AmdSevSnpSpecification>,
    /// ARNs of license configurations.
    pub licenses: Vec<Id>,
    /// The name of a placement group.
    pub group: Option<Id>,
    pub partition: Option<i32>,
    pub tenancy: Option<Tenancy>,
    pub spot: Option<Spot>,
    pub password: Option<Password>,
    /// The capacity reservation that it names.
    pub reservation_target: Option<Id>,
    /// The one that it runs in, or ran in when that ended; nothing once it stops.
    /// [`capacity_reservations::of_instance`] tells if it still does.
    pub reservation: Option<Id>,
    /// Whether it once paid for all its bursts, which it may not do any more.
    pub was_unlimited: bool,
}

/// The first password of a Windows instance.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Password {
    /// Encrypted, as base64.
    pub data: Id,
    pub is_made: Timed<bool>,
}

/// The spot request that an instance fulfils.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Spot {
    pub request_id: Id,
    pub kind: SpotInstanceType,
    pub interruption: InstanceInterruptionBehavior,
    pub max_price: Option<Id>,
    pub valid_until: Option<Timestamp>,
}

impl Credits {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Unlimited => "unlimited",
        }
    }
}

impl Rare {
    fn is_worth_keeping(&self) -> bool {
        self.cpu.is_some()
            || self.amd_sev_snp.is_some()
            || !self.licenses.is_empty()
            || self.group.is_some()
            || self.partition.is_some()
            || self.tenancy.is_some()
            || self.spot.is_some()
            || self.reservation_target.is_some()
    }
}

fn by_name<S: Serializer>(kind: &&'static InstanceType, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(kind.name)
}

impl Instance {
    pub fn state(&self, now: Now<'_>) -> InstanceStateName {
        self.state.at(now)
    }

    /// Whether it is gone but for its row.
    pub fn is_terminated(&self, now: Now<'_>) -> bool {
        self.state(now) == InstanceStateName::Terminated
    }

    pub fn rare_mut(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }

    /// What it says of capacity reservations.
    pub fn wish(&self) -> Wish {
        let target = self.rare.as_ref().and_then(|rare| rare.reservation_target.clone());
        Wish { preference: self.capacity_reservation, target }
    }

    pub fn spot(&self) -> Option<&Spot> {
        self.rare.as_ref()?.spot.as_ref()
    }

    /// # Errors
    /// `IncorrectInstanceState` unless it is stopped.
    fn check_stopped(&self, id: &str, now: Now<'_>) -> Result<()> {
        if self.state(now) == InstanceStateName::Stopped {
            return Ok(());
        }
        let message = format!("The instance '{id}' is not in the 'stopped' state.");
        Err(Error::new("IncorrectInstanceState", message))
    }
}

/// An instance that can still be changed.
///
/// # Errors
/// Those of the id, and `IncorrectInstanceState` for one that is ending or has ended.
fn alive<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<Instance>> {
    let row = cx.get::<Instance>(id)?;
    match row.state(cx.now()) {
        // unverified: no recording changes an attribute of a terminated instance.
        InstanceStateName::ShuttingDown | InstanceStateName::Terminated => {
            let message =
                format!("The instance '{id}' is not in a valid state for this operation.");
            Err(Error::new("IncorrectInstanceState", message))
        }
        _ => Ok(row),
    }
}

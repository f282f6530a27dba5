//! What is kept of instances.

use super::topology::depth;
use crate::catalog::instance_types::{self, InstanceType};
use crate::engine::{Index, Now, Text, Timed};
use crate::error::{Error, Result};
use crate::records::account::account_settings::Credits;
use crate::records::ids::{
    AnyId, CapacityReservationId, HostId, ImageId, MetricCategoryId, ReservationId,
    SpotInstanceRequestId, SubnetId, VpcId,
};
use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::Arc;
use wire::{
    Affinity, AmdSevSnpSpecification, ArchitectureValues, BootModeValues,
    CapacityReservationPreference, CapacityReservationPreference as Preference, HostnameType,
    HttpTokensState, InstanceAutoRecoveryState, InstanceBandwidthWeighting,
    InstanceInterruptionBehavior, InstanceLifecycleType, InstanceMetadataEndpointState,
    InstanceMetadataOptionsState, InstanceMetadataProtocolState, InstanceMetadataTagsState,
    InstanceRebootMigrationState, InstanceStateName, MonitoringState,
    NestedVirtualizationSpecification, ShutdownBehavior, SpotInstanceType, Tenancy, Timestamp,
    VirtualizationType,
};

/// What an instance says of reservations.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Wish {
    pub preference: Preference,
    /// The reservation that it names.
    pub target: Option<CapacityReservationId>,
}

impl Instance {
    /// Says how it pays for bursts from now on, and that it once paid for all of them if it did.
    pub fn set_credits(&mut self, credits: Option<Credits>) {
        if self.credits == Some(Credits::Unlimited) && credits != self.credits {
            self.rare_mut().was_unlimited = true;
        }
        self.credits = credits;
    }

    pub fn is_or_was_unlimited(&self) -> bool {
        let was = self.rare.as_ref().is_some_and(|rare| rare.was_unlimited);
        was || self.credits == Some(Credits::Unlimited)
    }

    pub fn index_credits(&self, index: &mut Index<'_, Self>) {
        if self.is_or_was_unlimited() {
            index.add(Self::UNLIMITED, &());
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Instance {
    pub launch: Arc<Launch>,
    pub launch_index: u32,
    #[serde(serialize_with = "by_name", deserialize_with = "of_name")]
    pub kind: &'static InstanceType,
    pub state: Timed<InstanceStateName>,
    /// Why it stopped or ended; a running one has no reason.
    pub reason: Option<Box<Reason>>,
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
    pub user_data: Option<Text>,
    /// What few instances have.
    pub rare: Option<Box<Rare>>,
}

/// What the instances of one request share; few of them ever change any of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Launch {
    /// `r-…`
    pub reservation: ReservationId,
    pub client_token: Option<Text>,
    pub at: Timestamp,
    pub image_id: ImageId,
    pub architecture: ArchitectureValues,
    pub platform_details: Text,
    pub usage_operation: Text,
    pub is_windows: bool,
    pub virtualization: VirtualizationType,
    pub sriov_net_support: bool,
    pub root_device_name: Text,
    pub boot_mode: Option<BootModeValues>,
    pub tpm_support: bool,
    /// The UEFI variables that its image gave it, as base64.
    #[serde(default)]
    pub uefi_data: Option<Text>,
    pub imds_v2_required: bool,
    /// Devices and the disks of the instance store that are mapped to them.
    pub instance_store: Vec<(Text, Text)>,
    pub key_name: Option<Text>,
    /// That of the key pair, which may go or be another one later.
    pub public_key: Option<Text>,
    pub vpc_id: VpcId,
    pub subnet_id: SubnetId,
    pub zone: Text,
    pub zone_id: Text,
    pub bandwidth: InstanceBandwidthWeighting,
}

/// Attributes that are on or off.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is an attribute of EC2's own")]
pub(crate) struct Switches {
    pub disable_api_termination: bool,
    pub disable_api_stop: bool,
    pub ebs_optimized: bool,
    pub ena_support: bool,
    pub enclave: bool,
    pub hibernation: bool,
}

/// How long a Spot request or a fleet waits until it launches another instance for one that did not
/// last even as long, as one that cannot boot: at once it would do so again, and for ever.
// unverified (looked up 2026-11-27): AWS does not say how long.
pub(crate) const RELAUNCH_MILLIS: i64 = 60_000;

/// Why an instance is not running, and since when.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Reason {
    UserShutdown(Timestamp),
    UserHibernate(Timestamp),
    /// From inside.
    InstanceShutdown(Timestamp),
    /// It could not boot.
    FailedBoot(BootFailure),
    ScheduledStop(Timestamp),
    SpotTermination(Timestamp),
    /// The reservation that it had to be in was wanted back, or is over.
    CapacityEnded(Timestamp),
    SpotShutdown(Timestamp),
}

/// Why an instance never ran. The names are those of
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StateReason.html>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum BootFailure {
    #[serde(rename = "Client.InternalError")]
    Client,
    #[serde(rename = "Server.InternalError")]
    Server,
    #[serde(rename = "Client.VolumeLimitExceeded")]
    VolumeLimit,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct MetadataOptions {
    pub state: Timed<InstanceMetadataOptionsState>,
    pub tokens: HttpTokensState,
    pub hop_limit: i32,
    pub endpoint: InstanceMetadataEndpointState,
    pub ipv6: InstanceMetadataProtocolState,
    pub tags: InstanceMetadataTagsState,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct PrivateDnsOptions {
    pub hostname_type: HostnameType,
    pub a_record: bool,
    pub aaaa_record: bool,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Rare {
    /// Cores and threads per core, where these are not the type's own.
    pub cpu: Option<(u32, u32)>,
    pub amd_sev_snp: Option<AmdSevSnpSpecification>,
    #[serde(default)]
    pub nested_virtualization: Option<NestedVirtualizationSpecification>,
    /// ARNs of license configurations.
    pub licenses: Vec<Text>,
    /// The name of a placement group.
    pub group: Option<Text>,
    pub partition: Option<i32>,
    pub tenancy: Option<Tenancy>,
    pub spot: Option<Spot>,
    /// The market of a reservation that it had to be launched into.
    pub market: Option<InstanceLifecycleType>,
    pub password: Option<Password>,
    /// The capacity reservation that it names.
    pub reservation_target: Option<CapacityReservationId>,
    /// The one that it runs in, or ran in when that ended; nothing once it stops.
    /// [`capacity_reservations::of_instance`] tells if it still does.
    pub reservation: Option<CapacityReservationId>,
    /// The Dedicated Host that it runs on, or ran on last.
    pub host: Option<HostId>,
    /// Whether it comes back to its host; nothing where its tenancy is no host's.
    pub affinity: Option<Affinity>,
    /// Whether it once paid for all its bursts, which it may not do any more.
    pub was_unlimited: bool,
    /// The fleet that launched it.
    pub fleet: Option<Member>,
    /// Whose metrics it sends, too, while it is monitored in detail.
    #[serde(default)]
    pub metric_categories: Vec<MetricCategoryId>,
}

/// What an instance is to a fleet.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Member {
    pub fleet: AnyId,
    /// In units of the fleet's capacity.
    pub weight: f64,
}

/// The first password of a Windows instance.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Password {
    /// Encrypted, as base64.
    pub data: Text,
    pub is_made: Timed<bool>,
}

/// The spot request that an instance fulfils.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Spot {
    pub request_id: SpotInstanceRequestId,
    pub kind: SpotInstanceType,
    pub interruption: InstanceInterruptionBehavior,
    pub max_price: Option<Text>,
    pub valid_until: Option<Timestamp>,
}

impl Rare {
    pub fn is_worth_keeping(&self) -> bool {
        self.cpu.is_some()
            || self.amd_sev_snp.is_some()
            || self.nested_virtualization.is_some()
            || !self.licenses.is_empty()
            || self.group.is_some()
            || self.partition.is_some()
            || self.tenancy.is_some()
            || self.spot.is_some()
            || self.market.is_some()
            || self.reservation_target.is_some()
            || !self.metric_categories.is_empty()
    }
}

impl Instance {
    pub fn state(&self, now: Now<'_>) -> InstanceStateName {
        self.state.at(now)
    }

    /// Whether it is gone but for its row.
    pub fn is_terminated(&self, now: Now<'_>) -> bool {
        self.state(now) == InstanceStateName::Terminated
    }

    /// When another one is launched in its place, now that it has ended: at once if its user ended
    /// it, or if it lasted.
    pub fn relaunched(&self, now: Timestamp) -> Timestamp {
        let is_users = matches!(
            self.reason.as_deref(),
            None | Some(Reason::UserShutdown(_) | Reason::UserHibernate(_))
        );
        let has_lasted = now >= self.launch.at.plus_millis(RELAUNCH_MILLIS);
        if is_users || has_lasted { now } else { now.plus_millis(RELAUNCH_MILLIS) }
    }

    pub fn rare_mut(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }

    /// What it says of capacity reservations.
    pub fn wish(&self) -> Wish {
        let target = self.rare.as_ref().and_then(|rare| rare.reservation_target.clone());
        Wish { preference: self.capacity_reservation, target }
    }

    pub fn tenancy(&self) -> Tenancy {
        self.rare.as_ref().and_then(|rare| rare.tenancy).unwrap_or(Tenancy::Default)
    }

    /// The name of its placement group.
    pub fn group(&self) -> Option<&str> {
        self.rare.as_ref()?.group.as_deref()
    }

    /// The Dedicated Host that it runs on, or ran on last.
    pub fn host(&self) -> Option<&HostId> {
        self.rare.as_ref()?.host.as_ref()
    }

    pub fn spot(&self) -> Option<&Spot> {
        self.rare.as_ref()?.spot.as_ref()
    }

    pub fn market(&self) -> Option<InstanceLifecycleType> {
        self.rare.as_ref()?.market
    }

    pub fn member(&self) -> Option<&Member> {
        self.rare.as_ref()?.fleet.as_ref()
    }

    pub fn metric_categories(&self) -> &[MetricCategoryId] {
        self.rare.as_ref().map_or(&[], |rare| &rare.metric_categories)
    }

    /// # Errors
    /// `IncorrectInstanceState` unless it is stopped.
    pub fn check_stopped(&self, id: &str, now: Now<'_>) -> Result<()> {
        if self.state(now) == InstanceStateName::Stopped {
            return Ok(());
        }
        let message = format!("The instance '{id}' is not in the 'stopped' state.");
        Err(Error::new("IncorrectInstanceState", message))
    }
}

impl Instance {
    pub fn index_topology(&self, index: &mut Index<'_, Self>) {
        if depth(self.kind).is_some() {
            index.add(Self::WITH_TOPOLOGY, &());
        }
    }
}

pub(crate) fn by_name<S: Serializer>(
    kind: &&'static InstanceType,
    to: S,
) -> Result<S::Ok, S::Error> {
    to.serialize_str(kind.name)
}

pub(crate) fn of_name<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<&'static InstanceType, D::Error> {
    let name = Box::<str>::deserialize(from)?;
    let unknown = || D::Error::invalid_value(Unexpected::Str(&name), &"an instance type");
    instance_types::find(&name).ok_or_else(unknown)
}

//! Dedicated Hosts: what one is, what runs on it, and how much room that leaves.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/dedicated-hosts-overview.html>

use crate::catalog::dedicated_hosts::{self, HostModel};
use crate::catalog::instance_types::InstanceType;
use crate::engine::{
    By, HOUR_MILLIS, Index, Life, Now, PageSize, Phase, Read, Resource, Row, Text,
};
use crate::records::compute::instances::Instance;
use crate::records::compute::instances::record::{by_name, of_name};
use crate::records::ids::{HostId, HostReservationId};
use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use wire::{
    AllowsMultipleInstanceTypes, AutoPlacement, AvailableCapacity, HostInstance, HostMaintenance,
    HostProperties, HostRecovery, InstanceCapacity, InstanceStateName, ResourceType, Timestamp,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Host {
    #[serde(serialize_with = "family_of", deserialize_with = "model_of")]
    pub model: HostModel,
    pub takes: Takes,
    pub zone: Text,
    pub zone_id: Text,
    pub auto_placement: AutoPlacement,
    pub recovery: HostRecovery,
    pub maintenance: HostMaintenance,
    pub client_token: Option<Text>,
    pub allocated: Timestamp,
    pub released: Option<Timestamp>,
    /// What it is paid by, and until when.
    pub reservation: Option<(HostReservationId, Timestamp)>,
}

/// The types that a host takes.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Takes {
    Family,
    One(#[serde(serialize_with = "by_name", deserialize_with = "of_name")] &'static InstanceType),
}

fn family_of<S: Serializer>(model: &HostModel, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(model.family)
}

fn model_of<'de, D: Deserializer<'de>>(from: D) -> Result<HostModel, D::Error> {
    let family = Box::<str>::deserialize(from)?;
    let unknown = || D::Error::invalid_value(Unexpected::Str(&family), &"an instance type");
    dedicated_hosts::find(&family).ok_or_else(unknown)
}

impl Resource for Host {
    type View = wire::Host;
    const PREFIX: &'static str = "h";
    const TYPE: Option<ResourceType> = Some(ResourceType::DedicatedHost);
    const PLURAL: &'static str = "hosts";
    const PAGE_SIZE: PageSize = PageSize::Within(5, 500);
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeHosts.html>
    // unverified (looked up 2026-11-26): what the refusal calls the ids.
    const IDS_EXCLUDE_MAX_RESULTS: Option<&'static str> = Some("hostIdSet");
    /// It can be launched onto at once:
    /// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/dedicated-hosts-allocating.html>
    // unverified (looked up 2026-11-26): how long a host is listed that is released.
    const LIFE: Option<Life> = Some(Life {
        states: ["pending", "available", "released", "released"],
        making_millis: 0,
        leaving_millis: 0,
        listed_millis: HOUR_MILLIS,
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Host {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_ZONE, &self.zone);
    }
}

impl Host {
    pub(crate) const BY_ZONE: By<Self, str> = By::new("availability-zone");

    /// The one type that it takes; none: any of its family.
    pub fn kind(&self) -> Option<&'static InstanceType> {
        match self.takes {
            Takes::Family => None,
            Takes::One(kind) => Some(kind),
        }
    }

    /// Whether instances of a type can run on it.
    pub fn takes(&self, kind: &InstanceType) -> bool {
        match self.kind() {
            Some(only) => only.name == kind.name,
            None => kind.dedicated_hosts && kind.family() == self.model.family,
        }
    }

    /// What it is paid by at the moment.
    pub fn reservation_id(&self, now: Now<'_>) -> Option<&HostReservationId> {
        let (id, end) = self.reservation.as_ref()?;
        (!now.reached(*end)).then_some(id)
    }

    /// The types that it takes.
    fn kinds(&self) -> Vec<&'static InstanceType> {
        match self.kind() {
            Some(only) => vec![only],
            None => dedicated_hosts::types(self.model.family).collect(),
        }
    }
}

/// Whether instances can be launched on it.
pub(crate) fn is_available(row: &Row<Host>, now: Now<'_>) -> bool {
    row.life_phase(now) == Phase::There
}

/// The instances that take room on a host: those that are stopped or terminated do not.
pub(crate) fn occupants<'a>(
    cx: Read<'a>,
    id: &HostId,
) -> impl Iterator<Item = &'a Row<Instance>> + use<'a> {
    let now = cx.now();
    let ended = |state| matches!(state, InstanceStateName::Stopped | InstanceStateName::Terminated);
    cx.with(Instance::BY_HOST, id).filter(move |row| !ended(row.state(now)))
}

/// How many more instances of a type a host has room for.
// unverified (looked up 2026-11-26): of hosts that take several types, whose sockets may be filled
// unevenly.
pub(crate) fn room(cx: Read<'_>, row: &Row<Host>, kind: &InstanceType) -> u32 {
    let whole = f64::from(row.model.capacity(kind));
    let share = |instance: &Row<Instance>| 1.0 / f64::from(row.model.capacity(instance.kind));
    let used: f64 = occupants(cx, &row.id).map(share).sum();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number")]
    let free = (whole * (1.0 - used) + 1e-6).max(0.0) as u32;
    free
}

fn view(row: &Row<Host>, cx: Read<'_>) -> wire::Host {
    let now = cx.now();
    let model = row.model;
    wire::Host {
        auto_placement: Some(row.auto_placement),
        availability_zone: Some(row.zone.to_string()),
        availability_zone_id: Some(row.zone_id.to_string()),
        available_capacity: is_available(row, now).then(|| available(row, cx)),
        client_token: row.client_token.as_deref().map(str::to_owned),
        host_id: Some(row.id.to_string()),
        host_properties: Some(HostProperties {
            cores: int(model.cores),
            instance_type: row.kind().map(|kind| kind.name.to_owned()),
            // Only a host that takes several types names a family:
            // aws-solutions/cloud-migration-factory-on-aws#29.
            instance_family: row.kind().is_none().then(|| model.family.to_owned()),
            sockets: int(model.sockets),
            total_v_cpus: int(model.vcpus),
        }),
        host_reservation_id: row.reservation_id(now).map(ToString::to_string),
        instances: Some(occupants(cx, &row.id).map(|instance| occupant(instance, cx)).collect()),
        state: row.life_state(now),
        allocation_time: Some(row.allocated),
        release_time: row.released,
        tags: row.tags.wire(),
        host_recovery: Some(row.recovery),
        allows_multiple_instance_types: Some(match row.kind() {
            Some(_) => AllowsMultipleInstanceTypes::Off,
            None => AllowsMultipleInstanceTypes::On,
        }),
        owner_id: Some(cx.account().to_string()),
        member_of_service_linked_resource_group: Some(false),
        host_maintenance: Some(row.maintenance),
        ..wire::Host::default()
    }
}

fn available(row: &Row<Host>, cx: Read<'_>) -> AvailableCapacity {
    let used: u32 = occupants(cx, &row.id).map(|it| it.kind.processor.vcpus).sum();
    let capacity = |kind: &'static InstanceType| InstanceCapacity {
        available_capacity: int(room(cx, row, kind)),
        instance_type: Some(kind.name.to_owned()),
        total_capacity: int(row.model.capacity(kind)),
    };
    AvailableCapacity {
        available_instance_capacity: Some(row.kinds().into_iter().map(capacity).collect()),
        available_v_cpus: int(row.model.vcpus.saturating_sub(used)),
    }
}

fn occupant(row: &Row<Instance>, cx: Read<'_>) -> HostInstance {
    HostInstance {
        instance_id: Some(row.id.to_string()),
        instance_type: Some(row.kind.name.to_owned()),
        owner_id: Some(cx.account().to_string()),
    }
}

fn int(number: u32) -> Option<i32> {
    i32::try_from(number).ok()
}

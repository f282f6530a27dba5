//! Where a launch goes: the subnet of its primary interface, asked for or chosen.

use crate::effects::compute::hosts;
use crate::engine::{Read, Row};
use crate::error::{Error, Result};
use crate::records::account::regions::check_is_regional;
use crate::records::account::regions::{invalid_zone, named_zone};
use crate::records::compute::hosts::Host;
use crate::records::compute::instances::launch::capacity::{self, Wanted};
use crate::records::compute::instances::launch::place::{check_offered, is_offered};
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpcs::Vpc;
use crate::records::storage::images::Image;
use crate::records::storage::images::mappings::device_name;
use wire::{
    BlockDeviceMapping, CapacityReservationPreference, InstanceNetworkInterfaceSpecification,
    RunInstancesRequest, Tenancy, VolumeType, WireEnum as _,
};

/// Whether the zone of a launch has to offer its type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zones {
    Offering,
    Any,
}

pub(crate) struct Place<'a> {
    pub subnet: &'a Row<Subnet>,
    pub vpc_tenancy: Tenancy,
    /// Whether the zone was EC2's to choose.
    pub is_chosen: bool,
}

/// # Errors
/// Those of the subnet, the zone and the default VPC, `Unsupported` where the type is not
/// offered in a zone that has to, and those of a launch that no zone has the capacity for.
pub(crate) fn choose<'a>(
    cx: Read<'a>,
    request: &RunInstancesRequest,
    (wanted, zones): (&Wanted<'_>, Zones),
    image: &Image,
) -> Result<Place<'a>> {
    let kind = wanted.kind;
    let zone = zone(cx, request)?;
    let named = named_subnet(cx, request)?;
    if named.is_none() {
        check_is_in_vpc(cx, request)?;
    }
    let sought = zone.or_else(|| zone_of_host(cx, request));
    let is_chosen = named.is_none() && sought.is_none();
    let subnet = match (named, sought) {
        (Some(subnet), _) => subnet,
        (None, Some(zone)) => default_subnet_in(cx, zone)?,
        (None, None) => {
            let volumes = root_volume_type(request, image);
            default_subnet(cx, request, wanted, volumes)?
        }
    };
    if let Some(zone) = zone.filter(|zone| **zone != *subnet.zone) {
        // As a user of Terraform has noted it, with the id of the request.
        let reason = format!("Subnet '{}' is in the availability zone {}", subnet.id, subnet.zone);
        return Err(Error::bad_parameter("availabilityZone", zone, &reason));
    }
    check_is_regional(cx.region(), &subnet.zone, "instances")?;
    if zones == Zones::Offering {
        check_offered(cx.region(), &subnet.zone, kind)?;
    }
    let vpc = cx.get::<Vpc>(&subnet.vpc_id)?;
    Ok(Place { subnet, vpc_tenancy: vpc.instance_tenancy, is_chosen })
}

/// The name of the zone that the request names, by name or id.
fn zone(cx: Read<'_>, request: &RunInstancesRequest) -> Result<Option<&'static str>> {
    let placement = request.placement.as_ref();
    let name = placement.and_then(|placement| placement.availability_zone.as_deref());
    let id = placement.and_then(|placement| placement.availability_zone_id.as_deref());
    Ok(named_zone(cx, name, id, invalid_zone)?.map(|zone| zone.name))
}

/// The zone of the Dedicated Host that the request names.
// unverified (looked up 2026-11-26): that a launch that names no other place goes there.
fn zone_of_host<'a>(cx: Read<'a>, request: &RunInstancesRequest) -> Option<&'a str> {
    let host = request.placement.as_ref()?.host_id.as_deref()?;
    cx.find::<Host>(host).map(|host| &*host.zone)
}

/// The subnet that the request gives for the primary interface, itself or by an interface.
fn named_subnet<'a>(
    cx: Read<'a>,
    request: &RunInstancesRequest,
) -> Result<Option<&'a Row<Subnet>>> {
    let primary = primary(request);
    let interface = primary.and_then(|primary| primary.network_interface_id.as_deref());
    if let Some(id) = interface {
        let interface = cx.get::<NetworkInterface>(id)?;
        return cx.get::<Subnet>(&interface.subnet_id).map(Some);
    }
    let subnet = primary.map_or(request.subnet_id.as_deref(), |it| it.subnet_id.as_deref());
    subnet.filter(|id| !id.is_empty()).map(|id| cx.get::<Subnet>(id)).transpose()
}

/// What the request says of the interface at device index 0, if anything.
fn primary(request: &RunInstancesRequest) -> Option<&InstanceNetworkInterfaceSpecification> {
    request.network_interfaces.iter().find(|specification| {
        specification.device_index.unwrap_or(0) == 0
            && specification.network_card_index.unwrap_or(0) == 0
    })
}

/// Where there is no default VPC, as reported of `true`: inlets/inletsctl#74 (2020).
// unverified (looked up 2026-11-27): that `false` is refused alike.
fn check_is_in_vpc(cx: Read<'_>, request: &RunInstancesRequest) -> Result<()> {
    let asks = primary(request).is_some_and(|it| it.associate_public_ip_address.is_some());
    if asks && cx.with(Vpc::BY_IS_DEFAULT, &true).next().is_none() {
        let message = "The AssociatePublicIpAddress parameter is only supported for VPC launches.";
        return Err(Error::new("InvalidParameter", message));
    }
    Ok(())
}

/// What its root volume is to be.
fn root_volume_type(request: &RunInstancesRequest, image: &Image) -> &'static str {
    let root = |mappings: &[BlockDeviceMapping]| {
        let root =
            mappings.iter().find(|mapping| device_name(mapping) == image.root_device_name)?;
        root.ebs.as_ref()?.volume_type
    };
    let asked_for = root(&request.block_device_mappings).or_else(|| root(&image.block_devices));
    asked_for.unwrap_or(VolumeType::Gp2).as_str()
}

/// The default subnets, in the order of their zones.
fn default_subnets(cx: Read<'_>) -> Result<(&Row<Vpc>, Vec<&Row<Subnet>>)> {
    let Some(vpc) = cx.with(Vpc::BY_IS_DEFAULT, &true).next() else {
        // Also where no group is named: google/cloud-forensics-utils#316 (2021).
        let message = "No default VPC for this user. GroupName is only supported for EC2-Classic \
                       and default VPC.";
        return Err(Error::new("VPCIdNotSpecified", message));
    };
    let mut subnets: Vec<&Row<Subnet>> =
        cx.with(Subnet::BY_VPC, &vpc.id).filter(|subnet| subnet.default_for_az).collect();
    subnets.sort_by(|a, b| a.zone.cmp(&b.zone));
    Ok((vpc, subnets))
}

fn default_subnet_in<'a>(cx: Read<'a>, zone: &str) -> Result<&'a Row<Subnet>> {
    let (_, subnets) = default_subnets(cx)?;
    subnets.into_iter().find(|subnet| *subnet.zone == *zone).ok_or_else(|| {
        let message = format!("No default subnet for availability zone: '{zone}'.");
        Error::new("InvalidInput", message)
    })
}

/// The first default subnet whose zone offers the type and has the capacity.
fn default_subnet<'a>(
    cx: Read<'a>,
    request: &RunInstancesRequest,
    wanted: &Wanted<'_>,
    volumes: &str,
) -> Result<&'a Row<Subnet>> {
    let (vpc, subnets) = default_subnets(cx)?;
    let tenancy = request.placement.as_ref().and_then(|placement| placement.tenancy);
    let offers = |subnet: &&&Row<Subnet>| {
        is_offered(cx.region(), &subnet.zone, wanted.kind)
            && (tenancy != Some(Tenancy::Host)
                || hosts::assign(cx, None, wanted.kind, &subnet.zone, (1, 1)).is_ok())
    };
    let offering: Vec<&Row<Subnet>> = subnets.iter().filter(offers).copied().collect();
    let zones: Vec<&str> = offering.iter().map(|subnet| &*subnet.zone).collect();
    let at = if insists(request) { 0 } else { capacity::first(cx, wanted, &zones, volumes)? };
    let chosen = offering.get(at).or_else(|| subnets.first()).copied();
    chosen.ok_or_else(|| {
        let message =
            format!("No subnets found for the default VPC '{}'. Please specify a subnet.", vpc.id);
        Error::new("MissingInput", message)
    })
}

/// Whether it goes into a reservation, which has the capacity.
pub(crate) fn insists(request: &RunInstancesRequest) -> bool {
    request.capacity_reservation_specification.as_ref().is_some_and(|specification| {
        specification.capacity_reservation_target.is_some()
            || specification.capacity_reservation_preference
                == Some(CapacityReservationPreference::CapacityReservationsOnly)
    })
}

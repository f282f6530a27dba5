//! Where a launch goes: the subnet of its primary interface, asked for or chosen.

use crate::effects::compute::hosts;
use crate::engine::{Read, Row};
use crate::error::{Error, Result};
use crate::records::account::regions;
use crate::records::compute::hosts::Host;
use crate::records::compute::instances::launch::place::{check_offered, is_offered};
use crate::records::compute::instances::launch::settings::Kind;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpcs::Vpc;
use wire::{InstanceNetworkInterfaceSpecification, RunInstancesRequest, Tenancy};

pub(crate) struct Place<'a> {
    pub subnet: &'a Row<Subnet>,
    pub vpc_tenancy: Tenancy,
}

/// # Errors
/// Those of the subnet, the zone and the default VPC, and `Unsupported` where the type is not
/// offered.
pub(crate) fn choose<'a>(
    cx: Read<'a>,
    request: &RunInstancesRequest,
    kind: Kind,
) -> Result<Place<'a>> {
    let zone = zone(cx, request)?;
    let subnet = match named_subnet(cx, request)? {
        Some(subnet) => subnet,
        None => default_subnet(cx, request, zone.or_else(|| zone_of_host(cx, request)), kind)?,
    };
    if let Some(zone) = zone.filter(|zone| **zone != *subnet.zone) {
        // unverified: no recording has the wording.
        return Err(Error::combination(format!(
            "The subnet '{}' is in the availability zone {} and not in {zone}.",
            subnet.id, subnet.zone
        )));
    }
    check_offered(cx.region(), &subnet.zone, kind)?;
    let vpc = cx.get::<Vpc>(&subnet.vpc_id)?;
    Ok(Place { subnet, vpc_tenancy: vpc.instance_tenancy })
}

/// The name of the zone that the request names, by name or id.
fn zone(cx: Read<'_>, request: &RunInstancesRequest) -> Result<Option<&'static str>> {
    let Some(placement) = &request.placement else { return Ok(None) };
    let named = placement.availability_zone.as_deref().filter(|name| !name.is_empty());
    let by_id = placement.availability_zone_id.as_deref().filter(|id| !id.is_empty());
    let zone = regions::named_zone(cx.region(), named, by_id)?;
    Ok(zone.map(|zone| zone.name))
}

/// The zone of the Dedicated Host that the request names.
// unverified: that a launch that names no other place goes there.
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

/// A default subnet in the zone asked for; without one the first that offers the type.
fn default_subnet<'a>(
    cx: Read<'a>,
    request: &RunInstancesRequest,
    zone: Option<&str>,
    kind: Kind,
) -> Result<&'a Row<Subnet>> {
    let Some(vpc) = cx.with(Vpc::BY_IS_DEFAULT, "true").next() else {
        let message = if request.security_groups.is_empty() {
            "No default VPC for this user"
        } else {
            "No default VPC for this user. GroupName is only supported for EC2-Classic and \
             default VPC."
        };
        return Err(Error::new("VPCIdNotSpecified", message));
    };
    let mut subnets: Vec<&Row<Subnet>> =
        cx.with(Subnet::BY_VPC, &vpc.id).filter(|subnet| subnet.default_for_az).collect();
    subnets.sort_by(|a, b| a.zone.cmp(&b.zone));
    if let Some(zone) = zone {
        return subnets.into_iter().find(|subnet| *subnet.zone == *zone).ok_or_else(|| {
            let message = format!("No default subnet for availability zone: '{zone}'.");
            Error::new("InvalidInput", message)
        });
    }
    let tenancy = request.placement.as_ref().and_then(|placement| placement.tenancy);
    let takes = |zone: &str| {
        is_offered(cx.region(), zone, kind)
            && (tenancy != Some(Tenancy::Host)
                || hosts::assign(cx, None, kind, zone, (1, 1)).is_ok())
    };
    let offers = |subnet: &&&Row<Subnet>| takes(&subnet.zone);
    let chosen = subnets.iter().find(offers).or_else(|| subnets.first()).copied();
    chosen.ok_or_else(|| {
        let message =
            format!("No subnets found for the default VPC '{}'. Please specify a subnet.", vpc.id);
        Error::new("MissingInput", message)
    })
}

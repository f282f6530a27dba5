//! Where endpoints are: a network interface in each of their subnets.

use super::ip_types::{has_ipv4, has_ipv6};
use super::{ids, services};
use crate::catalog::endpoint_services::EndpointService;
use crate::catalog::regions::{self, Zone, ZoneKind};
use crate::effects::network::network_interfaces::managed;
use crate::engine::{Read, Tags, Text, Write};
use crate::error::{Error, Result};
use crate::records::ids::{SecurityGroupId, VpcEndpointId};
use crate::records::network::network_interfaces::addresses;
use crate::records::network::network_interfaces::wanted::NewInterface;
use crate::records::network::network_interfaces::wanted::{WantedIpv4, WantedIpv6};
use crate::records::network::subnets::Subnet;
use crate::records::network::vpc_endpoints::{InSubnet, Interface};
use std::net::{Ipv4Addr, Ipv6Addr};
use wire::{IpAddressType, NetworkInterfaceType, SubnetConfiguration, Timestamp, WireEnum as _};

/// The account that makes the network interfaces of endpoints, as in AWS's user guide:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html>
const REQUESTER: &str = "727180483921";

/// A subnet to be in, and the addresses to have there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WantedPlace<'a> {
    pub subnet_id: &'a str,
    pub ipv4: Option<Ipv4Addr>,
    pub ipv6: Option<Ipv6Addr>,
}

impl<'a> WantedPlace<'a> {
    pub const fn any(subnet_id: &'a str) -> Self {
        Self { subnet_id, ipv4: None, ipv6: None }
    }
}

pub(crate) fn wanted_places<'a>(
    subnet_ids: &'a [String],
    configurations: &'a [SubnetConfiguration],
) -> Result<Vec<WantedPlace<'a>>> {
    let mut wanted: Vec<WantedPlace<'_>> =
        subnet_ids.iter().map(|id| WantedPlace::any(id)).collect();
    for configuration in configurations {
        let subnet =
            configuration.subnet_id.as_deref().ok_or_else(|| Error::missing("subnetId"))?;
        let ipv4 = configuration.ipv4.as_deref().map(addresses::parse).transpose()?;
        let ipv6 = configuration.ipv6.as_deref().map(addresses::parse_ipv6).transpose()?;
        let place = WantedPlace { subnet_id: subnet, ipv4, ipv6 };
        match wanted.iter_mut().find(|present| present.subnet_id == subnet) {
            Some(present) => *present = place,
            None => wanted.push(place),
        }
    }
    let mut seen: Vec<&str> = Vec::with_capacity(wanted.len());
    wanted.retain(|place| {
        let is_new = !seen.contains(&place.subnet_id);
        seen.push(place.subnet_id);
        is_new
    });
    Ok(wanted)
}

/// # Errors
/// `InvalidParameter` for an IPv6 address of an endpoint that has none.
// unverified (looked up 2026-11-26): code and wording; the same of IPv4.
pub(crate) fn check_addresses(of: IpAddressType, wanted: &[WantedPlace<'_>]) -> Result<()> {
    let unfit = wanted.iter().any(|place| {
        (place.ipv4.is_some() && !has_ipv4(of)) || (place.ipv6.is_some() && !has_ipv6(of))
    });
    if !unfit {
        return Ok(());
    }
    let message = format!(
        "The address in a subnet configuration does not fit the IP address type {}.",
        of.as_str()
    );
    Err(Error::new("InvalidParameter", message))
}

/// # Errors
/// `DuplicateSubnetsInSameZone`, `InvalidParameter` for a zone that the service lacks, and those of
/// [`ids::subnet`].
pub(crate) fn check_places(
    cx: Read<'_>,
    vpc_id: &str,
    service: &EndpointService,
    present: &[InSubnet],
    wanted: &[WantedPlace<'_>],
) -> Result<()> {
    let mut zones: Vec<Text> = present.iter().map(|place| place.zone.clone()).collect();
    for WantedPlace { subnet_id: id, .. } in wanted {
        let subnet = ids::subnet(cx, vpc_id, id)?;
        if services::zones(cx.region(), service).all(|zone| *zone.name != *subnet.zone) {
            // <https://github.com/terraform-aws-modules/terraform-aws-vpc/issues/785>
            let message = format!(
                "The VPC endpoint service {} does not support the availability zone of the \
                 subnet: {id}.",
                service.name
            );
            return Err(Error::new("InvalidParameter", message));
        }
        if zones.contains(&subnet.zone) {
            let message = format!(
                "Found another VPC endpoint subnet in the availability zone of {id}. VPC endpoint \
                 subnets should be in different availability zones supported by the VPC endpoint \
                 service."
            );
            return Err(Error::new("DuplicateSubnetsInSameZone", message));
        }
        zones.push(subnet.zone.clone());
    }
    Ok(())
}

/// Zones from which no service of another region is reached.
// unverified (looked up 2026-11-26): that there are none in other regions.
const WITHOUT_REMOTE_ACCESS: [&str; 1] = ["use1-az3"];

/// As recorded in <https://github.com/chanzuckerberg/cztack/pull/865>, where the zones are in no
/// order that could be told.
///
/// # Errors
/// `InvalidParameter` for a subnet in a zone without access to other regions.
pub(crate) fn check_reach(cx: Read<'_>, subnet_ids: &[String]) -> Result<()> {
    let subnets = subnet_ids.iter().filter_map(|id| cx.find::<Subnet>(id));
    let zones = regions::find(cx.region()).map_or(&[][..], |region| &region.zones);
    let reaches = |zone: &&Zone| !WITHOUT_REMOTE_ACCESS.contains(&zone.id);
    let is_cut_off = |name: &str| zones.iter().any(|it| *it.name == *name && !reaches(&it));
    if !subnets.into_iter().any(|subnet| is_cut_off(&subnet.zone)) {
        return Ok(());
    }
    let zones = zones.iter().filter(|zone| zone.kind == ZoneKind::AvailabilityZone);
    let ids: Vec<&str> = zones.filter(reaches).map(|zone| zone.id).collect();
    let message = format!(
        "Only the following availability zones are supported for remote access: {}",
        ids.join(", ")
    );
    Err(Error::new("InvalidParameter", message))
}

/// Makes a network interface in each subnet, which the endpoint shows `since` a moment; whoever
/// asks has checked the subnets.
///
/// # Errors
/// Those of the addresses.
pub(crate) fn add_places(
    cx: &mut Write<'_>,
    id: &VpcEndpointId,
    interface: &mut Interface,
    wanted: &[WantedPlace<'_>],
    since: Option<Timestamp>,
) -> Result<()> {
    for place in wanted {
        let kind = (NetworkInterfaceType::VpcEndpoint, interface.ip_address_type);
        let place = new_place(cx, id, *place, kind, &interface.groups)?;
        interface.places.push(InSubnet { since, ..place });
    }
    Ok(())
}

pub(crate) fn new_place(
    cx: &mut Write<'_>,
    id: &VpcEndpointId,
    wanted: WantedPlace<'_>,
    (kind, ip_address_type): (NetworkInterfaceType, IpAddressType),
    groups: &[SecurityGroupId],
) -> Result<InSubnet> {
    let subnet = cx.get::<Subnet>(wanted.subnet_id)?;
    let chosen = u32::from(has_ipv6(ip_address_type) && wanted.ipv6.is_none());
    let (subnet_id, zone) = (subnet.id.clone(), subnet.zone.clone());
    let new = NewInterface {
        subnet_id: subnet_id.clone(),
        description: format!("VPC Endpoint Interface {id}"),
        groups: groups.to_vec(),
        ipv4: WantedIpv4 { primary: wanted.ipv4, ..WantedIpv4::default() },
        ipv6: WantedIpv6 {
            addresses: wanted.ipv6.into_iter().collect(),
            count: Some(chosen),
            ..WantedIpv6::default()
        },
        public_address: false,
        interface_type: kind,
        source_dest_check: true,
        attachment: None,
        tags: Tags::default(),
    };
    let network_interface_id = managed::create_managed(cx, new, REQUESTER)?;
    Ok(InSubnet { subnet_id, zone, network_interface_id, since: None })
}

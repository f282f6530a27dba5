//! What one NetworkInterface.N of a launch says.

use super::interface::{Interface, Source};
use super::place::Place;
use crate::engine::{Read, Row, Tags, Text};
use crate::error::{Error, Result};
use crate::records::ids::{NetworkInterfaceId, SecurityGroupId};
use crate::records::network::network_interfaces::settings::{Ena, Express, Settings, Tracking};
use crate::records::network::network_interfaces::wanted::{AskedIpv4, AskedIpv6, NewInterface};
use crate::records::network::network_interfaces::{NetworkInterface, in_use};
use crate::records::network::security_groups::{self, SecurityGroup};
use crate::records::network::subnets::Subnet;
use wire::{
    InstanceIpv6Address, InstanceNetworkInterfaceSpecification, NetworkInterfaceType,
    RunInstancesRequest, WireEnum as _,
};

/// # Errors
/// Those of subnets, groups, addresses and interfaces.
pub(crate) fn of_specification(
    cx: Read<'_>,
    request: &RunInstancesRequest,
    wanted: &InstanceNetworkInterfaceSpecification,
    place: &Place<'_>,
) -> Result<Interface> {
    let device_index = wanted.device_index.unwrap_or(0);
    let source = match &wanted.network_interface_id {
        Some(id) => Source::Existing(existing(cx, id, wanted, place)?),
        None => Source::New(Box::new(new(cx, request, wanted, place)?)),
    };
    let is_new = matches!(source, Source::New(_));
    Ok(Interface {
        source,
        device_index,
        network_card_index: wanted.network_card_index.unwrap_or(0),
        delete_on_termination: wanted.delete_on_termination.unwrap_or(is_new),
        settings: settings(wanted)?,
    })
}

fn settings(wanted: &InstanceNetworkInterfaceSpecification) -> Result<Settings> {
    let ena = Ena {
        express: Express::asked_of_launch(wanted.ena_srd_specification.as_ref())?,
        queues: wanted.ena_queue_count,
    };
    let tracking = Tracking::asked(wanted.connection_tracking_specification.as_ref())?;
    Ok(Settings { tracking, ena, public_until: None })
}

fn existing(
    cx: Read<'_>,
    id: &str,
    wanted: &InstanceNetworkInterfaceSpecification,
    place: &Place<'_>,
) -> Result<NetworkInterfaceId> {
    let given = [
        (wanted.subnet_id.is_some(), "a subnet ID"),
        (wanted.groups.as_ref().is_some_and(|list| !list.is_empty()), "security groups"),
        (wanted.private_ip_address.is_some(), "a private IP address"),
        (wanted.private_ip_addresses.is_some(), "private IP addresses"),
        (wanted.secondary_private_ip_address_count.is_some(), "a secondary address count"),
        (wanted.ipv6_addresses.is_some(), "IPv6 addresses"),
        (wanted.ipv6_address_count.is_some(), "an IPv6 address count"),
        (wanted.ipv4_prefixes.as_ref().is_some_and(|list| !list.is_empty()), "IPv4 prefixes"),
        (wanted.ipv4_prefix_count.is_some(), "an IPv4 prefix count"),
        (wanted.ipv6_prefixes.as_ref().is_some_and(|list| !list.is_empty()), "IPv6 prefixes"),
        (wanted.ipv6_prefix_count.is_some(), "an IPv6 prefix count"),
        (wanted.primary_ipv6.is_some(), "a primary IPv6 address"),
        (wanted.description.is_some(), "a description"),
        (wanted.interface_type.is_some(), "an interface type"),
        (wanted.associate_public_ip_address == Some(true), "associatePublicIpAddress"),
    ];
    // See `API_InstanceNetworkInterfaceSpecification` in AWS's reference.
    if wanted.delete_on_termination == Some(true) {
        return Err(Error::combination(
            "A network interface may not specify a network interface ID and delete on termination \
             as true",
        ));
    }
    if let Some((_, parameter)) = given.iter().find(|(is_given, _)| *is_given) {
        return Err(Error::combination(format!(
            "A network interface may not specify both a network interface ID and {parameter}"
        )));
    }
    let row = cx.get::<NetworkInterface>(id)?;
    if in_use(row, cx) {
        let message = format!("Interface: [{id}] in use.");
        return Err(Error::new("InvalidNetworkInterface.InUse", message));
    }
    check_zone(&row.zone, place)?;
    Ok(row.id.clone())
}

/// The VPCs of an instance's interfaces may be several:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/scenarios-enis.html>
// unverified (looked up 2026-11-26): the wording.
fn check_zone(zone: &Text, place: &Place<'_>) -> Result<()> {
    if *zone != place.subnet.zone {
        let message = "All network interfaces of an instance must be in one availability zone.";
        return Err(Error::combination(message));
    }
    Ok(())
}

fn new(
    cx: Read<'_>,
    request: &RunInstancesRequest,
    wanted: &InstanceNetworkInterfaceSpecification,
    place: &Place<'_>,
) -> Result<NewInterface> {
    let subnet = match wanted.subnet_id.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => cx.get::<Subnet>(id)?,
        None => place.subnet,
    };
    check_zone(&subnet.zone, place)?;
    if wanted.associate_carrier_ip_address == Some(true) {
        return Err(Error::not_emulated("carrier IP addresses: AssociateCarrierIpAddress"));
    }
    let groups = wanted.groups.as_deref().unwrap_or_default();
    let groups = find_groups(cx, subnet, groups, &[])?;
    let ipv4 = AskedIpv4 {
        primary: wanted.private_ip_address.as_deref(),
        addresses: wanted.private_ip_addresses.as_deref().unwrap_or_default(),
        secondary_count: wanted.secondary_private_ip_address_count,
        prefixes: wanted.ipv4_prefixes.as_deref().unwrap_or_default(),
        prefix_count: wanted.ipv4_prefix_count,
    };
    let addresses = wanted.ipv6_addresses.as_deref().unwrap_or_default();
    check_one_ipv6(addresses, wanted.ipv6_address_count)?;
    let ipv6 = AskedIpv6 {
        addresses,
        count: wanted.ipv6_address_count,
        prefixes: wanted.ipv6_prefixes.as_deref().unwrap_or_default(),
        prefix_count: wanted.ipv6_prefix_count,
        has_primary: wanted.primary_ipv6,
    };
    Ok(NewInterface {
        subnet_id: subnet.id.clone(),
        description: wanted.description.clone().unwrap_or_default(),
        groups,
        ipv4: ipv4.wanted()?,
        ipv6: ipv6.wanted()?,
        public_address: public_address(request, wanted, subnet)?,
        interface_type: interface_type(wanted)?,
        source_dest_check: true,
        attachment: None,
        tags: Tags::default(),
    })
}

/// Whether AWS gives a public address: only to the single interface of a launch.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html>
fn public_address(
    request: &RunInstancesRequest,
    wanted: &InstanceNetworkInterfaceSpecification,
    subnet: &Row<Subnet>,
) -> Result<bool> {
    let single = request.network_interfaces.len() == 1;
    Ok(match wanted.associate_public_ip_address {
        Some(asked_for) => asked_for,
        None => single && subnet.map_public_ip_on_launch,
    })
}

/// The words are reported of `interface` in aws/aws-sdk-go#3095, which AWS takes by now:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html>
fn interface_type(wanted: &InstanceNetworkInterfaceSpecification) -> Result<NetworkInterfaceType> {
    match wanted.interface_type.as_deref() {
        None | Some("" | "interface") => Ok(NetworkInterfaceType::Interface),
        Some(text) => match NetworkInterfaceType::parse(text) {
            Some(kind @ (NetworkInterfaceType::Efa | NetworkInterfaceType::EfaOnly)) => Ok(kind),
            _ => Err(Error::invalid_value(format!(
                "'{text}' is not a valid value for interface type. Enter a valid value and try \
                 again."
            ))),
        },
    }
}

/// The groups of an interface that a launch makes.
pub(super) fn find_groups(
    cx: Read<'_>,
    subnet: &Row<Subnet>,
    ids: &[String],
    names: &[String],
) -> Result<Vec<SecurityGroupId>> {
    if ids.iter().chain(names).any(String::is_empty) {
        return Err(no_group_id());
    }
    let is_unknown = |id: &&str| cx.find::<SecurityGroup>(id).is_none();
    let unknown: Vec<&str> = ids.iter().map(String::as_str).filter(is_unknown).collect();
    if !unknown.is_empty() {
        return Err(security_groups::not_in(&subnet.vpc_id, &unknown));
    }
    security_groups::resolve(cx, &subnet.vpc_id, &subnet.id, ids, names)
}

/// A launch has words of its own for the two older ways to ask for IPv6 addresses:
/// ansible/ansible#40334.
pub(super) fn check_one_ipv6(addresses: &[InstanceIpv6Address], count: Option<i32>) -> Result<()> {
    if !addresses.is_empty() && count.is_some_and(|count| count > 0) {
        return Err(Error::combination(
            "IPv6 addresses and IPv6 address count may not be specified on the same request",
        ));
    }
    Ok(())
}

/// A launch has words of its own for a group without a name: pry0cc/axiom#671 and others.
pub(super) fn no_group_id() -> Error {
    Error::bad_parameter("groupId", "", "The value cannot be empty")
}

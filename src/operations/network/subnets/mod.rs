//! Subnets, and how many addresses they have left. How they are made is in `create`, their IPv6
//! blocks are in `ipv6_blocks`, the addresses that they keep back in `cidr_reservations`.

pub(crate) mod checks;
pub(crate) mod cidr_reservations;
pub(crate) mod create;
pub(crate) mod ipv6_blocks;

use crate::effects::ipam::resource_blocks::give_back;
use crate::effects::network::{nat_gateways, network_acls, route_tables};
use crate::engine::{Now, Operation, Resource as _, Row, Write, deleted, listed, operations};
use crate::error::{Error, Result};
use crate::records::network::from_pool::FromPool;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::subnets::{Subnet, SubnetCidrReservation};
use crate::records::network::token_rules::{DRY_FIRST, PAGES};
use ipnet::IpNet;
use wire::{
    AttributeBooleanValue, DeleteSubnetRequest, HostnameType, ModifySubnetAttributeRequest,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateSubnet => create::create_subnet, ruled by DRY_FIRST, refuses ["OutpostArn"];
    Read  DescribeSubnets => listed::<Subnet>, ruled by PAGES;
    Write DeleteSubnet => delete_subnet, ruled by DRY_FIRST;
    Write ModifySubnetAttribute => modify_subnet_attribute, refuses [
        "MapCustomerOwnedIpOnLaunch", "CustomerOwnedIpv4Pool", "DisableLniAtDeviceIndex",
    ];
    Write AssociateSubnetCidrBlock => ipv6_blocks::associate_subnet_cidr_block;
    Write CreateSubnetCidrReservation => cidr_reservations::create_subnet_cidr_reservation;
    Read  GetSubnetCidrReservations => cidr_reservations::get_subnet_cidr_reservations;
    Write DeleteSubnetCidrReservation => deleted::<SubnetCidrReservation>;
    Write DisassociateSubnetCidrBlock => ipv6_blocks::disassociate_subnet_cidr_block;
};

fn delete_subnet(cx: &mut Write<'_>, request: &DeleteSubnetRequest) -> Result<()> {
    let subnet = cx.get::<Subnet>(&request.subnet_id)?;
    let (id, vpc_id) = (subnet.id.clone(), subnet.vpc_id.clone());
    // A subnet counts its interfaces, so that these cannot name it as what they hold.
    if cx.read().with(NetworkInterface::BY_SUBNET, &id).next().is_some() {
        return Err(Subnet::in_use(&id));
    }
    cx.read().check_free::<Subnet>(&id)?;
    route_tables::forget_subnet(cx, &id);
    network_acls::forget_subnet(cx, &id);
    let given = given(cx.get::<Subnet>(&id)?, cx.now());
    cx.remove::<Subnet>(&id);
    let now = cx.now().timestamp();
    for (from_pool, cidr) in given {
        give_back(cx, Some(&from_pool), (&id.any(), cidr), now);
    }
    nat_gateways::follow_subnets(cx, &vpc_id);
    Ok(())
}

/// What pools have again when a subnet goes.
fn given(subnet: &Row<Subnet>, now: Now<'_>) -> Vec<(FromPool, IpNet)> {
    let ipv4 = subnet.cidr.map(|cidr| (&subnet.from_pool, IpNet::V4(cidr)));
    let ipv6 = subnet.ipv6_block(now).filter(|block| !block.is_leaving(now));
    let ipv6 = ipv6.map(|block| (&block.from_pool, IpNet::V6(block.cidr)));
    let both = ipv4.into_iter().chain(ipv6);
    both.filter_map(|(from, cidr)| Some(((**from.as_ref()?).clone(), cidr))).collect()
}

fn modify_subnet_attribute(
    cx: &mut Write<'_>,
    request: &ModifySubnetAttributeRequest,
) -> Result<()> {
    check_local_interfaces(request.enable_lni_at_device_index)?;
    check_one_of(request)?;
    check_families(cx.get::<Subnet>(&request.subnet_id)?, request, cx.now())?;
    let wanted = |change: &Option<AttributeBooleanValue>| change.as_ref().and_then(|c| c.value);
    let assign_ipv6 = wanted(&request.assign_ipv6_address_on_creation);
    let mut subnet = cx.get_mut::<Subnet>(&request.subnet_id)?;
    let set = |field: &mut bool, change: Option<bool>| *field = change.unwrap_or(*field);
    set(&mut subnet.assign_ipv6_address_on_creation, assign_ipv6);
    set(&mut subnet.map_public_ip_on_launch, wanted(&request.map_public_ip_on_launch));
    set(&mut subnet.enable_dns64, wanted(&request.enable_dns64));
    set(
        &mut subnet.resource_name_dns_a_record,
        wanted(&request.enable_resource_name_dns_a_record_on_launch),
    );
    set(
        &mut subnet.resource_name_dns_aaaa_record,
        wanted(&request.enable_resource_name_dns_aaaa_record_on_launch),
    );
    if let Some(hostname_type) = request.private_dns_hostname_type_on_launch {
        subnet.hostname_type = hostname_type;
    }
    Ok(())
}

/// # Errors
/// Local network interfaces are an Outpost's, and not emulated.
fn check_local_interfaces(device_index: Option<i32>) -> Result<()> {
    match device_index {
        None => Ok(()),
        Some(1..=64) => {
            let what = "the parameter EnableLniAtDeviceIndex of ModifySubnetAttribute";
            Err(Error::not_emulated(what))
        }
        // As reported: hashicorp/terraform-provider-aws#30901, of a subnet on an Outpost.
        // unverified (looked up 2026-11-27): that the subnet's place does not matter to this.
        Some(_) => Err(Error::invalid_value(
            "lni-at-device-index must be less than or equal to 64 and greater than or equal to 1",
        )),
    }
}

/// # Errors
/// For none or several attributes.
fn check_one_of(request: &ModifySubnetAttributeRequest) -> Result<()> {
    let dns_a = &request.enable_resource_name_dns_a_record_on_launch;
    let dns_aaaa = &request.enable_resource_name_dns_aaaa_record_on_launch;
    let hostname = request.private_dns_hostname_type_on_launch;
    let changes = [
        ("assignIpv6AddressOnCreation", request.assign_ipv6_address_on_creation.is_some()),
        ("enableDns64", request.enable_dns64.is_some()),
        ("enableResourceNameDnsAAAARecordOnLaunch", dns_aaaa.is_some()),
        ("enableResourceNameDnsARecordOnLaunch", dns_a.is_some()),
        ("mapPublicIpOnLaunch", request.map_public_ip_on_launch.is_some()),
        ("privateDnsHostnameTypeOnLaunch", hostname.is_some()),
    ];
    let asked = changes.iter().filter(|(_, asked)| *asked).map(|(name, _)| *name);
    let asked: Vec<&str> = asked.collect();
    if asked.is_empty() {
        return Err(Error::combination("No attributes specified."));
    }
    if asked.len() > 1 {
        let message = format!(
            "Only one subnet attribute can be modified at a time.\nProvided attributes: [{}]",
            asked.join(", ")
        );
        return Err(Error::combination(message));
    }
    Ok(())
}

/// # Errors
/// For what a subnet without the family cannot have.
fn check_families(
    subnet: &Row<Subnet>,
    request: &ModifySubnetAttributeRequest,
    now: Now<'_>,
) -> Result<()> {
    let dns_a = &request.enable_resource_name_dns_a_record_on_launch;
    let dns_aaaa = &request.enable_resource_name_dns_aaaa_record_on_launch;
    let hostname = request.private_dns_hostname_type_on_launch;
    let is_set = |change: &Option<AttributeBooleanValue>| {
        change.as_ref().is_some_and(|change| change.value == Some(true))
    };
    // As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/46795> and
    // <https://github.com/terraform-aws-modules/terraform-aws-vpc/issues/930>.
    // unverified (looked up 2026-11-26): that it is the same, the other way round, of IPv4's
    // attributes.
    let (ipv6, ipv4) = (subnet.ipv6_block(now).is_some(), subnet.cidr.is_some());
    for (attribute, is_set, family, has_it) in [
        (
            "assign-ipv6-address-on-creation",
            is_set(&request.assign_ipv6_address_on_creation),
            "IPv6",
            ipv6,
        ),
        ("enable-dns64", is_set(&request.enable_dns64), "IPv6", ipv6),
        ("enable-resource-name-dns-aaaa-record-on-launch", is_set(dns_aaaa), "IPv6", ipv6),
        ("enable-resource-name-dns-a-record-on-launch", is_set(dns_a), "IPv4", ipv4),
        ("map-public-ip-on-launch", is_set(&request.map_public_ip_on_launch), "IPv4", ipv4),
    ] {
        if is_set && !has_it {
            let message = format!(
                "Invalid value 'true' for {attribute}. Cannot set {attribute} to true unless the \
                 subnet ({}) has an {family} CIDR block associated with it.",
                subnet.id
            );
            return Err(Error::invalid_value(message));
        }
    }
    if hostname == Some(HostnameType::IpName) && !ipv4 {
        // unverified (looked up 2026-11-26): documented of IPv6-only subnets, without a message.
        let message = format!(
            "Invalid value 'ip-name' for private-dns-hostname-type-on-launch. The subnet ({}) is \
             IPv6-only.",
            subnet.id
        );
        return Err(Error::invalid_value(message));
    }
    Ok(())
}

//! Secondary private addresses and IPv6 addresses: giving them to an interface and taking them
//! away.

use super::super::instances::Instance;
use super::super::subnets::{Subnet, cidr_reservations};
use super::requests::count;
use super::{NetworkInterface, PrivateAddress, addresses, managed};
use crate::engine::{Id, Read, Row, Write};
use crate::error::{Error, Result};
use std::net::{Ipv4Addr, Ipv6Addr};
use wire::{
    AssignIpv6AddressesRequest, AssignIpv6AddressesResult, AssignPrivateIpAddressesRequest,
    AssignPrivateIpAddressesResult, AssignedPrivateIpAddress, UnassignIpv6AddressesRequest,
    UnassignIpv6AddressesResult, UnassignPrivateIpAddressesRequest,
};

pub(super) fn assign_private_ip_addresses(
    cx: &mut Write<'_>,
    request: &AssignPrivateIpAddressesRequest,
) -> Result<AssignPrivateIpAddressesResult> {
    let id = &request.network_interface_id;
    let row = cx.get::<NetworkInterface>(id)?;
    managed::check_is_users(row)?;
    let subnet_id = row.subnet_id.clone();
    let present = row.addresses.len();
    let limit = limits(cx.read(), row).0;
    let number =
        count("secondaryPrivateIpAddressCount", request.secondary_private_ip_address_count)?;
    let assigned = match (request.private_ip_addresses.as_slice(), number) {
        // unverified: AWS documents that one of the two must be there, and no message.
        ([], None | Some(0)) => return Err(Error::missing("privateIpAddress")),
        ([_, ..], Some(_)) => {
            return Err(Error::combination(
                "The parameter secondaryPrivateIpAddressCount cannot be used with the parameter \
                 privateIpAddress",
            ));
        }
        ([], Some(number)) => {
            addresses::check_count(present, number, limit)?;
            addresses::choose(cx, &subnet_id, &[], number).map_err(subnet_is_full)?
        }
        (asked, None) => {
            let asked = asked.iter().map(|text| addresses::parse(text)).collect::<Result<_>>()?;
            let allowed = request.allow_reassignment == Some(true);
            claim(cx, id, asked, (allowed, limit))?
        }
    };
    let mut row = cx.get_mut::<NetworkInterface>(id)?;
    for address in &assigned {
        row.addresses.push(PrivateAddress { address: *address, public: None, elastic: None });
    }
    let view = |address: Ipv4Addr| AssignedPrivateIpAddress {
        private_ip_address: Some(address.to_string()),
    };
    Ok(AssignPrivateIpAddressesResult {
        assigned_private_ip_addresses: Some(assigned.into_iter().map(view).collect()),
        network_interface_id: Some(id.clone()),
        ..AssignPrivateIpAddressesResult::default()
    })
}

/// How many IPv4 and IPv6 addresses an interface can have: the type of its instance says so.
fn limits(cx: Read<'_>, row: &Row<NetworkInterface>) -> (usize, usize) {
    let attached = row.attached(cx.now());
    let instance =
        attached.and_then(|(attachment, _)| cx.find::<Instance>(&attachment.instance_id));
    let most = (addresses::MAX_ADDRESSES, addresses::MAX_ADDRESSES);
    instance.map_or(most, |instance| {
        let network = &instance.kind.network;
        let of = |number: u32| number as usize;
        (of(network.ipv4_addresses_per_interface), of(network.ipv6_addresses_per_interface))
    })
}

/// The wording for this operation, as recorded in
/// <https://github.com/aws/amazon-vpc-cni-k8s/pull/1773>.
fn subnet_is_full(error: Error) -> Error {
    if error.code != "InsufficientFreeAddressesInSubnet" {
        return error;
    }
    let message =
        "The specified subnet does not have enough free addresses to satisfy the request.";
    Error { message: message.to_owned(), ..error }
}

/// Checks addresses that an interface is to have, and takes them from those that have them now.
fn claim(
    cx: &mut Write<'_>,
    id: &str,
    mut asked: Vec<Ipv4Addr>,
    (may_move, limit): (bool, usize),
) -> Result<Vec<Ipv4Addr>> {
    let row = cx.get::<NetworkInterface>(id)?;
    let subnet_id = row.subnet_id.clone();
    // unverified: an address that the interface has already is none to assign.
    asked.retain(|address| row.addresses.iter().all(|present| present.address != *address));
    let more = u32::try_from(asked.len()).unwrap_or(u32::MAX);
    addresses::check_count(row.addresses.len(), more, limit)?;
    let cidr = cx.get::<Subnet>(&subnet_id)?.cidr;
    let cidr = cidr.ok_or_else(|| addresses::without_ipv4(&subnet_id))?;
    let mut distinct: Vec<Ipv4Addr> = Vec::with_capacity(asked.len());
    let mut taken: Vec<(Id, Ipv4Addr)> = Vec::new();
    for address in asked {
        addresses::check(&cidr, address)?;
        cidr_reservations::check(cx.read(), &subnet_id, address)?;
        if distinct.contains(&address) {
            continue;
        }
        distinct.push(address);
        let Some((owner, is_primary)) = owner(cx.read(), &subnet_id, address) else { continue };
        if is_primary || !may_move {
            // unverified: the message is remembered, not recorded here.
            let message = format!("[{address}] assigned, but move is not allowed.");
            return Err(Error::invalid_value(message));
        }
        taken.push((owner, address));
    }
    for (owner, address) in taken {
        let mut row = cx.get_mut::<NetworkInterface>(&owner)?;
        row.addresses.retain(|present| present.address != address);
    }
    Ok(distinct)
}

/// The interface that has an address, and whether it is its primary one.
fn owner(cx: Read<'_>, subnet_id: &str, address: Ipv4Addr) -> Option<(Id, bool)> {
    let row = cx
        .with::<NetworkInterface>("subnet-address", &addresses::key(subnet_id, address))
        .next()?;
    Some((row.id.clone(), row.primary_address().is_some_and(|first| first.address == address)))
}

pub(super) fn unassign_private_ip_addresses(
    cx: &mut Write<'_>,
    request: &UnassignPrivateIpAddressesRequest,
) -> Result<()> {
    let id = &request.network_interface_id;
    let row = cx.get::<NetworkInterface>(id)?;
    managed::check_is_users(row)?;
    if request.private_ip_addresses.is_empty() {
        return Err(Error::missing("privateIpAddress"));
    }
    let asked = request.private_ip_addresses.iter().map(|text| addresses::parse(text));
    let asked = asked.collect::<Result<Vec<_>>>()?;
    if asked.iter().any(|address| row.addresses.iter().all(|has| has.address != *address)) {
        return Err(not_assigned(&row.id));
    }
    if row.primary_address().is_some_and(|primary| asked.contains(&primary.address)) {
        // unverified: AWS documents that only secondary addresses go, and no message.
        let message = "The primary private IP address of an interface cannot be unassigned.";
        return Err(Error::invalid_value(message));
    }
    let mut row = cx.get_mut::<NetworkInterface>(id)?;
    row.addresses.retain(|present| !asked.contains(&present.address));
    Ok(())
}

pub(super) fn assign_ipv6_addresses(
    cx: &mut Write<'_>,
    request: &AssignIpv6AddressesRequest,
) -> Result<AssignIpv6AddressesResult> {
    let id = &request.network_interface_id;
    let row = cx.get::<NetworkInterface>(id)?;
    managed::check_is_users(row)?;
    let (subnet_id, present) = (row.subnet_id.clone(), row.ipv6_addresses.len());
    let limit = limits(cx.read(), row).1;
    let number = count("ipv6AddressCount", request.ipv6_address_count)?;
    let (asked, number) = match (request.ipv6_addresses.as_slice(), number) {
        // unverified: AWS documents that one of the two must be there, and no message.
        ([], None | Some(0)) => return Err(Error::missing("ipv6Addresses")),
        ([_, ..], Some(_)) => {
            return Err(Error::combination(
                "The parameter ipv6AddressCount cannot be used with the parameter ipv6Addresses",
            ));
        }
        ([], Some(number)) => (Vec::new(), number),
        (asked, None) => (parse_ipv6(asked)?, 0),
    };
    let more = u32::try_from(asked.len()).unwrap_or(u32::MAX).saturating_add(number);
    addresses::check_count(present, more, limit)?;
    let assigned = addresses::choose_ipv6(cx, &subnet_id, &asked, number)?;
    cx.get_mut::<NetworkInterface>(id)?.ipv6_addresses.extend(&assigned);
    Ok(AssignIpv6AddressesResult {
        assigned_ipv6_addresses: Some(assigned.iter().map(ToString::to_string).collect()),
        network_interface_id: Some(id.clone()),
        ..AssignIpv6AddressesResult::default()
    })
}

pub(super) fn unassign_ipv6_addresses(
    cx: &mut Write<'_>,
    request: &UnassignIpv6AddressesRequest,
) -> Result<UnassignIpv6AddressesResult> {
    let id = &request.network_interface_id;
    let row = cx.get::<NetworkInterface>(id)?;
    managed::check_is_users(row)?;
    if request.ipv6_addresses.is_empty() {
        return Err(Error::missing("ipv6Addresses"));
    }
    let asked = parse_ipv6(&request.ipv6_addresses)?;
    if asked.iter().any(|address| !row.ipv6_addresses.contains(address)) {
        return Err(not_assigned(&row.id));
    }
    let mut row = cx.get_mut::<NetworkInterface>(id)?;
    row.ipv6_addresses.retain(|present| !asked.contains(present));
    Ok(UnassignIpv6AddressesResult {
        network_interface_id: Some(id.clone()),
        unassigned_ipv6_addresses: Some(asked.iter().map(ToString::to_string).collect()),
        ..UnassignIpv6AddressesResult::default()
    })
}

fn parse_ipv6(addresses: &[String]) -> Result<Vec<Ipv6Addr>> {
    addresses.iter().map(|text| addresses::parse_ipv6(text)).collect()
}

// unverified: the wording for IPv6 addresses.
fn not_assigned(interface_id: &str) -> Error {
    Error::invalid_value(format!(
        "Some of the specified addresses are not assigned to interface {interface_id}"
    ))
}

//! Secondary private addresses, IPv6 addresses and prefixes: giving them to an interface and taking
//! them away.

use crate::effects::network::network_interfaces::addresses::MAX_ADDRESSES;
use crate::effects::network::network_interfaces::{addresses as addresses_effects, prefixes};
use crate::engine::{Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::compute::instances::Instance;
use crate::records::ids::{NetworkInterfaceId, SubnetId};
use crate::records::network::network_interfaces::prefixes::{parse_ipv4_prefix, parse_ipv6_prefix};
use crate::records::network::network_interfaces::wanted::{self, count};
use crate::records::network::network_interfaces::{
    NetworkInterface, PrivateAddress, addresses, ipv4_prefixes, managed,
    prefixes as prefixes_records,
};
use crate::records::network::subnets::{self, Subnet};
use ipnet::Ipv6Net;
use std::net::{Ipv4Addr, Ipv6Addr};
use wire::{
    AssignIpv6AddressesRequest, AssignIpv6AddressesResult, AssignPrivateIpAddressesRequest,
    AssignPrivateIpAddressesResult, AssignedPrivateIpAddress, UnassignIpv6AddressesRequest,
    UnassignIpv6AddressesResult, UnassignPrivateIpAddressesRequest,
};

pub(crate) fn assign_private_ip_addresses(
    cx: &mut Write<'_>,
    request: &AssignPrivateIpAddressesRequest,
) -> Result<AssignPrivateIpAddressesResult> {
    let id = &request.network_interface_id;
    let number =
        count("secondaryPrivateIpAddressCount", request.secondary_private_ip_address_count)?;
    let number = number.filter(|number| *number > 0);
    let prefix_count = count("ipv4PrefixCount", request.ipv4_prefix_count)?.unwrap_or(0);
    let prefixes = request.ipv4_prefixes.iter().map(|text| parse_ipv4_prefix(text));
    let prefixes = prefixes.collect::<Result<Vec<_>>>()?;
    let asked = request.private_ip_addresses.iter().map(|text| addresses::parse(text));
    let asked = asked.collect::<Result<Vec<_>>>()?;
    if !asked.is_empty() && number.is_some() {
        return Err(Error::exclusive("secondaryPrivateIpAddressCount", "privateIpAddress"));
    }
    let ways = [!asked.is_empty(), number.is_some(), !prefixes.is_empty(), prefix_count > 0];
    wanted::check_one_of_ipv4(&ways)?;
    if !ways.contains(&true) {
        // The words are reported: sous-chefs/aws#314.
        return Err(Error::missing("privateIpAddress"));
    }
    let row = cx.get::<NetworkInterface>(id)?;
    managed::check_is_users(row)?;
    let subnet_id = row.subnet_id.clone();
    let present = row.addresses.len() + row.ipv4_prefixes.len();
    let own: Vec<Ipv4Addr> = row.addresses.iter().map(|it| it.address).collect();
    let room = Room { present, limit: limits(cx.read(), row).0 };
    let mut assigned = Vec::new();
    let mut delegated = Vec::new();
    if let Some(number) = number {
        room.check(number)?;
        assigned = addresses_effects::choose(cx, &subnet_id, &[], number)?;
        let private = |address: &Ipv4Addr| private(*address);
        cx.get_mut::<NetworkInterface>(id)?.addresses.extend(assigned.iter().map(private));
    } else if !asked.is_empty() {
        assigned = claim(cx, id, asked, (request.allow_reassignment == Some(true), room))?;
    } else {
        let more = u32::try_from(prefixes.len()).unwrap_or(u32::MAX).saturating_add(prefix_count);
        check_prefixes(cx.read(), id, room, more)?;
        delegated = prefixes::choose_ipv4(cx, &subnet_id, &own, (&prefixes, prefix_count))?;
        cx.get_mut::<NetworkInterface>(id)?.ipv4_prefixes.extend(delegated.iter().copied());
    }
    let view = |address: Ipv4Addr| AssignedPrivateIpAddress {
        private_ip_address: Some(address.to_string()),
    };
    Ok(AssignPrivateIpAddressesResult {
        r#return: Some(true),
        // Both are shown, empty or not: `network_interface_addresses.json` of `radkawar/stackd`,
        // and transcripts 38072970244 and 59516274941 (2025, 2026).
        assigned_private_ip_addresses: Some(assigned.into_iter().map(view).collect()),
        assigned_ipv4_prefixes: Some(ipv4_prefixes(&delegated).unwrap_or_default()),
        network_interface_id: Some(id.clone()),
    })
}

/// How many addresses and prefixes an interface has, and can have.
#[derive(Clone, Copy)]
pub(crate) struct Room {
    present: usize,
    limit: usize,
}

impl Room {
    fn check(self, more: u32) -> Result<()> {
        addresses::check_count(self.present, more, self.limit)
    }
}

/// Whether an interface can have more prefixes.
fn check_prefixes(cx: Read<'_>, id: &str, room: Room, more: u32) -> Result<()> {
    room.check(more)?;
    match instance_of(cx, cx.get::<NetworkInterface>(id)?) {
        Some(instance) => prefixes_records::check_type(instance.kind),
        None => Ok(()),
    }
}

fn instance_of<'a>(cx: Read<'a>, row: &NetworkInterface) -> Option<&'a Row<Instance>> {
    let (attachment, _) = row.attached(cx.now())?;
    cx.find::<Instance>(&attachment.instance_id)
}

const fn private(address: Ipv4Addr) -> PrivateAddress {
    PrivateAddress { address, public: None, elastic: None }
}

/// How many IPv4 and IPv6 addresses an interface can have: the type of its instance says so.
fn limits(cx: Read<'_>, row: &Row<NetworkInterface>) -> (usize, usize) {
    let most = (MAX_ADDRESSES, MAX_ADDRESSES);
    instance_of(cx, row).map_or(most, |instance| {
        let network = &instance.kind.network;
        let of = |number: u32| number as usize;
        (of(network.ipv4_addresses_per_interface), of(network.ipv6_addresses_per_interface))
    })
}

/// Gives addresses to an interface, and takes them from those that have them now. What is
/// associated with an address moves with it:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssignPrivateIpAddresses.html>
fn claim(
    cx: &mut Write<'_>,
    id: &str,
    mut asked: Vec<Ipv4Addr>,
    (may_move, room): (bool, Room),
) -> Result<Vec<Ipv4Addr>> {
    let row = cx.get::<NetworkInterface>(id)?;
    let subnet_id = row.subnet_id.clone();
    // Those that the interface has already are told as assigned, and all in their order:
    // `network_interface_addresses.json` of `radkawar/stackd`.
    asked.sort_unstable();
    asked.dedup();
    let all = asked.clone();
    asked.retain(|address| row.addresses.iter().all(|present| present.address != *address));
    room.check(u32::try_from(asked.len()).unwrap_or(u32::MAX))?;
    let cidr = cx.get::<Subnet>(&subnet_id)?.cidr;
    let cidr = cidr.ok_or_else(|| addresses_effects::without_ipv4(&subnet_id))?;
    let mut taken: Vec<(NetworkInterfaceId, Ipv4Addr)> = Vec::new();
    let mut refused: Vec<String> = Vec::new();
    for address in asked.iter().copied() {
        addresses_effects::check(cx.read(), &cidr, address)?;
        subnets::check(cx.read(), &subnet_id, address)?;
        if !addresses_effects::is_taken(cx.read(), &subnet_id, address) {
            continue;
        }
        // No single address moves out of a prefix.
        match owner(cx.read(), &subnet_id, address) {
            Some((owner, false)) if may_move => taken.push((owner, address)),
            _ => refused.push(address.to_string()),
        }
    }
    if !refused.is_empty() {
        // As in the documentation of Ansible's `ec2_eni`; clients split the list at its commas.
        let refused = refused.join(", ");
        let message = format!("[{refused}] assigned, but move is not allowed.");
        return Err(Error::invalid_value(message));
    }
    let mut moved: Vec<PrivateAddress> = Vec::with_capacity(taken.len());
    for (owner, address) in taken {
        let mut row = cx.get_mut::<NetworkInterface>(&owner)?;
        if let Some(at) = row.addresses.iter().position(|present| present.address == address) {
            moved.push(row.addresses.remove(at));
        }
    }
    let mut row = cx.get_mut::<NetworkInterface>(id)?;
    for address in &asked {
        let moved =
            moved.iter().position(|moved| moved.address == *address).map(|at| moved.remove(at));
        row.addresses.push(moved.unwrap_or_else(|| private(*address)));
    }
    Ok(all)
}

/// The interface that has an address, and whether it is its primary one.
fn owner(
    cx: Read<'_>,
    subnet_id: &SubnetId,
    address: Ipv4Addr,
) -> Option<(NetworkInterfaceId, bool)> {
    let row =
        cx.with(NetworkInterface::BY_SUBNET_ADDRESS, &addresses::key(subnet_id, address)).next()?;
    Some((row.id.clone(), row.primary_address().is_some_and(|first| first.address == address)))
}

pub(crate) fn unassign_private_ip_addresses(
    cx: &mut Write<'_>,
    request: &UnassignPrivateIpAddressesRequest,
) -> Result<()> {
    let id = &request.network_interface_id;
    if request.private_ip_addresses.is_empty() && request.ipv4_prefixes.is_empty() {
        return Err(Error::missing("privateIpAddress"));
    }
    let asked = request.private_ip_addresses.iter().map(|text| addresses::parse(text));
    let asked = asked.collect::<Result<Vec<_>>>()?;
    let prefixes = request.ipv4_prefixes.iter().map(|text| parse_ipv4_prefix(text));
    let prefixes = prefixes.collect::<Result<Vec<_>>>()?;
    let row = cx.get::<NetworkInterface>(id)?;
    managed::check_is_users(row)?;
    if asked.iter().any(|address| row.addresses.iter().all(|has| has.address != *address))
        || prefixes.iter().any(|prefix| !row.ipv4_prefixes.contains(prefix))
    {
        return Err(not_assigned(&row.id));
    }
    if row.primary_address().is_some_and(|primary| asked.contains(&primary.address)) {
        // unverified (looked up 2026-11-26): AWS documents that only secondary addresses go, and no
        // message.
        let message = "The primary private IP address of an interface cannot be unassigned.";
        return Err(Error::invalid_value(message));
    }
    let mut row = cx.get_mut::<NetworkInterface>(id)?;
    row.addresses.retain(|present| !asked.contains(&present.address));
    row.ipv4_prefixes.retain(|present| !prefixes.contains(present));
    Ok(())
}

pub(crate) fn assign_ipv6_addresses(
    cx: &mut Write<'_>,
    request: &AssignIpv6AddressesRequest,
) -> Result<AssignIpv6AddressesResult> {
    let id = &request.network_interface_id;
    let number = count("ipv6AddressCount", request.ipv6_address_count)?.unwrap_or(0);
    let prefix_count = count("ipv6PrefixCount", request.ipv6_prefix_count)?.unwrap_or(0);
    let asked = parse_ipv6(&request.ipv6_addresses)?;
    let prefixes = parse_ipv6_prefixes(&request.ipv6_prefixes)?;
    let ways = [!asked.is_empty(), number > 0, !prefixes.is_empty(), prefix_count > 0];
    wanted::check_one_of_ipv6(&ways)?;
    if !ways.contains(&true) {
        // unverified (looked up 2026-11-26): AWS documents that one of them must be there, and no
        // message.
        return Err(Error::missing("ipv6Addresses"));
    }
    let row = cx.get::<NetworkInterface>(id)?;
    managed::check_is_users(row)?;
    let (subnet_id, own) = (row.subnet_id.clone(), row.ipv6_addresses.clone());
    let present = own.len() + row.ipv6_prefixes.len();
    let room = Room { present, limit: limits(cx.read(), row).1 };
    let named = u32::try_from(asked.len() + prefixes.len()).unwrap_or(u32::MAX);
    let more = named.saturating_add(number).saturating_add(prefix_count);
    if prefix_count > 0 || !prefixes.is_empty() {
        check_prefixes(cx.read(), id, room, more)?;
    } else {
        room.check(more)?;
    }
    let assigned = addresses_effects::choose_ipv6(cx, &subnet_id, &asked, number)?;
    let delegated = prefixes::choose_ipv6(cx, &subnet_id, &own, (&prefixes, prefix_count))?;
    let mut row = cx.get_mut::<NetworkInterface>(id)?;
    row.ipv6_addresses.extend(assigned.iter().copied());
    row.ipv6_prefixes.extend(delegated.iter().copied());
    Ok(AssignIpv6AddressesResult {
        assigned_ipv6_addresses: listed(&assigned),
        // unverified (looked up 2026-11-26): by likeness to the prefixes of IPv4.
        assigned_ipv6_prefixes: Some(listed(&delegated).unwrap_or_default()),
        network_interface_id: Some(id.clone()),
    })
}

fn listed(items: &[impl ToString]) -> Option<Vec<String>> {
    (!items.is_empty()).then(|| items.iter().map(ToString::to_string).collect())
}

pub(crate) fn unassign_ipv6_addresses(
    cx: &mut Write<'_>,
    request: &UnassignIpv6AddressesRequest,
) -> Result<UnassignIpv6AddressesResult> {
    let id = &request.network_interface_id;
    if request.ipv6_addresses.is_empty() && request.ipv6_prefixes.is_empty() {
        return Err(Error::missing("ipv6Addresses"));
    }
    let asked = parse_ipv6(&request.ipv6_addresses)?;
    let prefixes = parse_ipv6_prefixes(&request.ipv6_prefixes)?;
    let row = cx.get::<NetworkInterface>(id)?;
    managed::check_is_users(row)?;
    if asked.iter().any(|address| !row.ipv6_addresses.contains(address))
        || prefixes.iter().any(|prefix| !row.ipv6_prefixes.contains(prefix))
    {
        return Err(not_assigned(&row.id));
    }
    let primary = row.ipv6_addresses.first().filter(|_| row.has_primary_ipv6);
    if primary.is_some_and(|primary| asked.contains(primary)) {
        // unverified (looked up 2026-11-26): AWS documents that a primary address stays, and no
        // message.
        let message = "The primary IPv6 address of an interface cannot be unassigned.";
        return Err(Error::invalid_value(message));
    }
    let mut row = cx.get_mut::<NetworkInterface>(id)?;
    row.ipv6_addresses.retain(|present| !asked.contains(present));
    row.ipv6_prefixes.retain(|present| !prefixes.contains(present));
    Ok(UnassignIpv6AddressesResult {
        network_interface_id: Some(id.clone()),
        unassigned_ipv6_addresses: listed(&asked),
        unassigned_ipv6_prefixes: listed(&prefixes),
    })
}

fn parse_ipv6_prefixes(prefixes: &[String]) -> Result<Vec<Ipv6Net>> {
    prefixes.iter().map(|text| parse_ipv6_prefix(text)).collect()
}

fn parse_ipv6(addresses: &[String]) -> Result<Vec<Ipv6Addr>> {
    addresses.iter().map(|text| addresses::parse_ipv6(text)).collect()
}

// unverified (looked up 2026-11-26): the wording for IPv6 addresses.
fn not_assigned(interface_id: &str) -> Error {
    Error::invalid_value(format!(
        "Some of the specified addresses are not assigned to interface {interface_id}"
    ))
}

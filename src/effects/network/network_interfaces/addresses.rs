//! The addresses of interfaces: private ones out of their subnet, public ones out of AWS's ranges.

use crate::engine::{Key as _, Read, Write, network};
use crate::error::{Error, Result};
use crate::records::ids::SubnetId;
use crate::records::network::addresses::is_allocated;
use crate::records::network::network_interfaces::addresses::{InSubnet, check_count, key};
use crate::records::network::network_interfaces::{NetworkInterface, prefixes};
use crate::records::network::subnets::{self, Subnet};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::fmt::Display;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use wire::Action;

/// Blocks that AWS announces for EC2, as first octets and the number of addresses.
// unverified: on AWS each region has blocks of its own; here every region draws from these.
const PUBLIC_BLOCKS: [([u8; 2], u32); 6] = [
    ([3, 80], 1 << 20),
    ([18, 204], 1 << 18),
    ([34, 192], 1 << 20),
    ([44, 192], 1 << 21),
    ([52, 0], 1 << 21),
    ([54, 144], 1 << 20),
];

/// The most addresses that an interface has on any instance type.
/// <https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-types.html>
pub(crate) const MAX_ADDRESSES: usize = 64;

/// An IPv6 block in which none of so many addresses is free is taken for full: nearly all of it
/// must be reserved then.
pub(crate) const IPV6_DRAWS: u32 = 1_000;

/// Whether an interface has an address, or the prefix that it lies in.
pub(crate) fn is_taken(cx: Read<'_>, subnet_id: &SubnetId, address: impl Into<IpAddr>) -> bool {
    let address = address.into();
    let interfaces = cx.table::<NetworkInterface>();
    let is_there = |key: &str| {
        interfaces.live_count_with(NetworkInterface::BY_SUBNET_ADDRESS, key, cx.now()) > 0
    };
    let by_itself = match address {
        IpAddr::V4(address) => InSubnet(subnet_id, address).text().into_owned(),
        IpAddr::V6(address) => key(subnet_id, address),
    };
    let with_more = NetworkInterface::BY_SUBNET_WITH_FURTHER_ADDRESSES;
    // Hardly any subnet has IPv4 prefixes, and looking for each in vain takes time.
    let may_be_in_prefix =
        address.is_ipv6() || interfaces.live_count_with(with_more, subnet_id, cx.now()) > 0;
    is_there(&by_itself) || may_be_in_prefix && is_there(&key(subnet_id, prefixes::around(address)))
}

/// The private addresses for an interface: those asked for, then `count` chosen ones.
///
/// # Errors
/// `InvalidParameterValue` for an address that the subnet does not give, `InvalidIPAddress.InUse`
/// for one that is taken, `InsufficientFreeAddressesInSubnet` when the subnet is full.
pub(crate) fn choose(
    cx: &mut Write<'_>,
    subnet_id: &SubnetId,
    asked: &[Ipv4Addr],
    count: u32,
) -> Result<Vec<Ipv4Addr>> {
    let subnet = cx.get::<Subnet>(subnet_id)?;
    let left = subnets::available_addresses(subnet, cx.read());
    let Some(cidr) = subnet.cidr else {
        return if asked.is_empty() { Ok(Vec::new()) } else { Err(without_ipv4(subnet_id)) };
    };
    check_count(asked.len(), count, MAX_ADDRESSES)?;
    let mut addresses = Vec::with_capacity(asked.len());
    for address in asked {
        check(cx.read(), &cidr, *address)?;
        if addresses.contains(address) || is_taken(cx.read(), subnet_id, *address) {
            return Err(address_in_use(cx.read(), *address));
        }
        subnets::check(cx.read(), subnet_id, *address)?;
        addresses.push(*address);
    }
    let wanted = u64::from(count) + asked.len() as u64;
    if wanted > u64::from(left) {
        return Err(subnet_is_full(cx.read(), subnet_id));
    }
    let reserved = subnets::reserved(cx.read(), subnet_id);
    for _ in 0..count {
        let draw = cx.ids().address();
        let read = cx.read();
        let is_taken = |address| {
            addresses.contains(&address)
                || is_in(&reserved, address)
                || is_taken(read, subnet_id, address)
        };
        let address = network::free_address(&cidr, draw, is_taken);
        addresses.push(address.ok_or_else(|| subnet_is_full(read, subnet_id))?);
    }
    Ok(addresses)
}

/// The refusal of an IPv4 address in an IPv6-only subnet.
// unverified (looked up 2026-11-26): code and message.
pub(crate) fn without_ipv4(subnet_id: &SubnetId) -> Error {
    Error::invalid_value(format!("The subnet '{subnet_id}' does not have an IPv4 CIDR block."))
}

/// # Errors
/// `InvalidParameterValue` for an address outside the subnet, or one that AWS keeps.
pub(crate) fn check(cx: Read<'_>, subnet: &Ipv4Net, address: Ipv4Addr) -> Result<()> {
    // A launch names it, as recorded in the troubleshooting notes of several tools; the create of
    // an interface does not: `network_interfaces.json` of `radkawar/stackd`.
    let called = match cx.action() {
        Action::CreateNetworkInterface => "Address".to_owned(),
        _ => format!("Address {address}"),
    };
    if !subnet.contains(&address) {
        let message = format!("{called} does not fall within the subnet's address range");
        return Err(Error::invalid_value(message));
    }
    if !network::is_usable(subnet, address) {
        let message = format!("{called} is in subnet's reserved address range");
        return Err(Error::invalid_value(message));
    }
    Ok(())
}

/// The IPv6 addresses for an interface: those asked for, then `count` chosen ones.
///
/// # Errors
/// As for [`choose`], and `InvalidParameterValue` for a subnet without an IPv6 block.
pub(crate) fn choose_ipv6(
    cx: &mut Write<'_>,
    subnet_id: &SubnetId,
    asked: &[Ipv6Addr],
    count: u32,
) -> Result<Vec<Ipv6Addr>> {
    if asked.is_empty() && count == 0 {
        return Ok(Vec::new());
    }
    let block = ipv6_block(cx.read(), subnet_id)?;
    check_count(asked.len(), count, MAX_ADDRESSES)?;
    let mut addresses = Vec::with_capacity(asked.len());
    for address in asked {
        if !block.contains(address) {
            return Err(outside_of_subnet(address));
        }
        if addresses.contains(address) || is_taken(cx.read(), subnet_id, *address) {
            return Err(address_in_use(cx.read(), *address));
        }
        subnets::check(cx.read(), subnet_id, *address)?;
        addresses.push(*address);
    }
    let reserved = subnets::reserved(cx.read(), subnet_id);
    for _ in 0..count {
        let mut free = None;
        for _ in 0..IPV6_DRAWS {
            let address = draw_ipv6(cx, &block);
            let is_free = !addresses.contains(&address)
                && !is_in(&reserved, address)
                && !is_taken(cx.read(), subnet_id, address);
            if is_free {
                free = Some(address);
                break;
            }
        }
        addresses.push(free.ok_or_else(|| subnet_is_full(cx.read(), subnet_id))?);
    }
    Ok(addresses)
}

/// # Errors
/// `InvalidParameterValue` for a subnet without an IPv6 block.
pub(crate) fn ipv6_block(cx: Read<'_>, subnet_id: &SubnetId) -> Result<Ipv6Net> {
    let block = cx.get::<Subnet>(subnet_id)?.ipv6_block(cx.now()).map(|block| block.cidr);
    block.ok_or_else(|| {
        // unverified (looked up 2026-11-26): AWS documents no message for this.
        let message = format!("The subnet '{subnet_id}' does not have an IPv6 CIDR block.");
        Error::invalid_value(message)
    })
}

fn is_in(blocks: &[IpNet], address: impl Into<IpAddr>) -> bool {
    let address = address.into();
    blocks.iter().any(|block| block.contains(&address))
}

/// An IPv6 block of a subnet has 2^64 addresses, so that drawing one hardly ever meets another.
pub(crate) fn draw_ipv6(cx: &mut Write<'_>, block: &Ipv6Net) -> Ipv6Addr {
    let ids = cx.ids();
    let host = (u128::from(ids.below(u32::MAX)) << 32) | u128::from(ids.below(u32::MAX));
    Ipv6Addr::from(u128::from(block.network()) | (host & u128::from(block.hostmask())))
}

/// A public address that no interface of the region has, and that nobody holds.
pub(crate) fn free_public(cx: &mut Write<'_>) -> Ipv4Addr {
    loop {
        let ids = cx.ids();
        let block = ids.below(u32::try_from(PUBLIC_BLOCKS.len()).unwrap_or(1));
        let ([a, b], count) = PUBLIC_BLOCKS[block as usize % PUBLIC_BLOCKS.len()];
        let offset = ids.below(count);
        let address = Ipv4Addr::from(u32::from(Ipv4Addr::new(a, b, 0, 0)) + offset);
        let value = address.to_string();
        let mut taken = cx.read().with(NetworkInterface::BY_PUBLIC_ADDRESS, &value);
        let is_taken = taken.next().is_some() || is_allocated(cx.read(), address);
        if !matches!(address.octets()[3], 0 | 255) && !is_taken {
            return address;
        }
    }
}

pub(crate) fn outside_of_subnet(address: impl Display) -> Error {
    let message = format!("Address {address} does not fall within the subnet's address range");
    Error::invalid_value(message)
}

/// A launch names the address: aws/aws-cli#7178.
fn address_in_use(cx: Read<'_>, address: impl Display) -> Error {
    if cx.action() == Action::RunInstances {
        return Error::new("InvalidIPAddress.InUse", format!("Address {address} is in use."));
    }
    in_use_already()
}

pub(crate) fn in_use_already() -> Error {
    Error::new("InvalidIPAddress.InUse", "The specified address is already in use.")
}

/// A launch speaks of instances. The other words are recorded of an interface that is made and of
/// addresses for one: aws/amazon-vpc-cni-k8s issue 40 and pull request 1773.
// unverified (looked up 2026-11-26): of other operations.
fn subnet_is_full(cx: Read<'_>, subnet_id: &SubnetId) -> Error {
    let message = if cx.action() == Action::RunInstances {
        format!(
            "There are not enough free addresses in subnet '{subnet_id}' to satisfy the requested \
             number of instances."
        )
    } else {
        "The specified subnet does not have enough free addresses to satisfy the request.".into()
    };
    Error::new("InsufficientFreeAddressesInSubnet", message)
}

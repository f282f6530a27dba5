//! Prefixes: blocks of a subnet's addresses that are delegated to an interface as a whole, /28 of
//! IPv4 and /80 of IPv6.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html>

use super::addresses::{
    self, IPV6_DRAWS, draw_ipv6, in_use_already, ipv6_block, is_taken, outside_of_subnet,
};
use crate::engine::{Read, Write};
use crate::error::{Error, Result};
use crate::records::ids::SubnetId;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::network_interfaces::addresses::key;
use crate::records::network::network_interfaces::prefixes::{IPV4_LENGTH, IPV6_LENGTH, around};
use crate::records::network::subnets::{self, Subnet};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

fn ipv4_is_free(cx: Read<'_>, subnet_id: &SubnetId, own: &[Ipv4Addr], block: Ipv4Net) -> bool {
    let first = u32::from(block.network());
    let mut addresses = (0..16).map(|offset| Ipv4Addr::from(first | offset));
    !own.iter().any(|address| block.contains(address))
        && !addresses.any(|address| is_taken(cx, subnet_id, address))
}

fn ipv6_is_free(cx: Read<'_>, subnet_id: &SubnetId, own: &[Ipv6Addr], block: Ipv6Net) -> bool {
    let interfaces = cx.table::<NetworkInterface>();
    let neighbours = key(subnet_id, block);
    !own.iter().any(|address| block.contains(address))
        && !is_taken(cx, subnet_id, block.network())
        && interfaces.live_count_with(NetworkInterface::BY_IPV6_NEIGHBOURS, &neighbours, cx.now())
            == 0
}

/// The prefixes for an interface whose own addresses are `own`: those asked for, then `count`
/// chosen ones, out of what is reserved for prefixes if anything is.
///
/// # Errors
/// `InvalidParameterValue` for a prefix outside the subnet, `InvalidIPAddress.InUse` for one that
/// is taken and for a subnet with too few addresses, `InsufficientCidrBlocks` where no block is
/// free.
pub(crate) fn choose_ipv4(
    cx: &mut Write<'_>,
    subnet_id: &SubnetId,
    own: &[Ipv4Addr],
    (asked, count): (&[Ipv4Net], u32),
) -> Result<Vec<Ipv4Net>> {
    if asked.is_empty() && count == 0 {
        return Ok(Vec::new());
    }
    let subnet = cx.get::<Subnet>(subnet_id)?;
    let is_enough = subnets::available_addresses(subnet, cx.read()) / 16 >= count;
    let cidr = subnet.cidr.ok_or_else(|| addresses::without_ipv4(subnet_id))?;
    let mut prefixes: Vec<Ipv4Net> = Vec::with_capacity(asked.len());
    for prefix in asked {
        // AWS keeps addresses at both ends.
        if !cidr.contains(prefix) || is_at_an_end(&cidr, prefix) {
            return Err(outside_of_subnet(prefix));
        }
        if prefixes.contains(prefix) || !ipv4_is_free(cx.read(), subnet_id, own, *prefix) {
            return Err(in_use_already());
        }
        prefixes.push(*prefix);
    }
    let reserved = subnets::reserved(cx.read(), subnet_id);
    let is_reserved = |block: &Ipv4Net| {
        let overlaps =
            |it: &IpNet| matches!(it, IpNet::V4(it) if it.contains(block) || block.contains(it));
        reserved.iter().any(overlaps)
    };
    let for_prefixes = subnets::for_prefixes(cx.read(), subnet_id);
    let kept = for_prefixes.iter().filter_map(|block| match block {
        IpNet::V4(block) => Some(*block),
        IpNet::V6(_) => None,
    });
    let places: Vec<(Ipv4Net, bool)> =
        kept.map(|block| (block, true)).chain([(cidr, false)]).collect();
    for _ in 0..count {
        let draw = cx.ids().below(u32::MAX);
        let read = cx.read();
        let is_free = |block: &Ipv4Net, may_be_reserved: bool| {
            !prefixes.contains(block)
                && !is_at_an_end(&cidr, block)
                && (may_be_reserved || !is_reserved(block))
                && ipv4_is_free(read, subnet_id, own, *block)
        };
        let mut found = places.iter().filter_map(|(place, may_be_reserved)| {
            blocks(*place, draw).find(|block| is_free(block, *may_be_reserved))
        });
        let found = found.next();
        prefixes.push(found.ok_or_else(|| if is_enough { no_block() } else { too_few() })?);
    }
    Ok(prefixes)
}

fn is_at_an_end(cidr: &Ipv4Net, block: &Ipv4Net) -> bool {
    block.contains(&cidr.network()) || block.contains(&cidr.broadcast())
}

/// All blocks of the size of a prefix within a place, in an order that depends on the draw: a step
/// that is odd leads everywhere.
fn blocks(place: Ipv4Net, draw: u32) -> impl Iterator<Item = Ipv4Net> {
    let length = place.prefix_len();
    let count =
        if length > IPV4_LENGTH { 0 } else { 1_u32 << u32::from(IPV4_LENGTH - length).min(31) };
    let first = u32::from(place.network());
    let step = (draw >> 16) | 1;
    (0..count).filter_map(move |at| {
        let at = draw.wrapping_add(step.wrapping_mul(at)) & count.wrapping_sub(1);
        Ipv4Net::new(Ipv4Addr::from(first | (at << 4)), IPV4_LENGTH).ok()
    })
}

/// The IPv6 prefixes for an interface, as [`choose_ipv4`] chooses those of IPv4.
///
/// # Errors
/// As there, and `InvalidParameterValue` for a subnet without an IPv6 block.
pub(crate) fn choose_ipv6(
    cx: &mut Write<'_>,
    subnet_id: &SubnetId,
    own: &[Ipv6Addr],
    (asked, count): (&[Ipv6Net], u32),
) -> Result<Vec<Ipv6Net>> {
    if asked.is_empty() && count == 0 {
        return Ok(Vec::new());
    }
    let cidr = ipv6_block(cx.read(), subnet_id)?;
    let mut prefixes: Vec<Ipv6Net> = Vec::with_capacity(asked.len());
    for prefix in asked {
        if !cidr.contains(prefix) {
            return Err(outside_of_subnet(prefix));
        }
        if prefixes.contains(prefix) || !ipv6_is_free(cx.read(), subnet_id, own, *prefix) {
            return Err(in_use_already());
        }
        prefixes.push(*prefix);
    }
    let reserved = subnets::reserved(cx.read(), subnet_id);
    let for_prefixes = subnets::for_prefixes(cx.read(), subnet_id);
    let kept = for_prefixes.iter().filter_map(|block| match block {
        IpNet::V6(block) if block.prefix_len() <= IPV6_LENGTH => Some((*block, true)),
        _ => None,
    });
    let places: Vec<(Ipv6Net, bool)> = kept.chain([(cidr, false)]).collect();
    for _ in 0..count {
        let mut found = None;
        for (place, may_be_reserved) in &places {
            let is_free = |cx: Read<'_>, block: Ipv6Net| {
                (*may_be_reserved || !reserved.iter().any(|it| overlaps(it, &block)))
                    && !prefixes.contains(&block)
                    && ipv6_is_free(cx, subnet_id, own, block)
            };
            found = found.or_else(|| draw_block(cx, *place, is_free));
        }
        prefixes.push(found.ok_or_else(no_block)?);
    }
    Ok(prefixes)
}

fn overlaps(reserved: &IpNet, block: &Ipv6Net) -> bool {
    match reserved {
        IpNet::V6(reserved) => reserved.contains(block) || block.contains(reserved),
        IpNet::V4(_) => false,
    }
}

fn draw_block(
    cx: &mut Write<'_>,
    place: Ipv6Net,
    is_free: impl Fn(Read<'_>, Ipv6Net) -> bool,
) -> Option<Ipv6Net> {
    for _ in 0..IPV6_DRAWS {
        let drawn = IpAddr::V6(draw_ipv6(cx, &place));
        if let IpNet::V6(block) = around(drawn)
            && is_free(cx.read(), block)
        {
            return Some(block);
        }
    }
    None
}

/// As recorded in <https://github.com/aws/amazon-vpc-cni-k8s/issues/1836>.
fn no_block() -> Error {
    let message =
        "The specified subnet does not have enough free cidr blocks to satisfy the request.";
    Error::new("InsufficientCidrBlocks", message)
}

/// As AWS explains the two codes in <https://github.com/cilium/cilium/pull/31016>.
fn too_few() -> Error {
    Error::invalid_value("There aren't sufficient free Ipv4 addresses or prefixes")
}

/// The words of a create for a subnet without a free block, as recorded in
/// <https://github.com/aws/amazon-vpc-cni-k8s/issues/3105>.
pub(crate) fn for_a_new_interface(error: Error) -> Error {
    if error.code == "InsufficientCidrBlocks" { too_few() } else { error }
}

//! The IPv6 blocks of subnets, and how they come and go.

use super::checks::conflict;
use crate::effects::ipam::resource_blocks::{IPV6_NAMES, Wanted, chosen, give, give_back};
use crate::engine::network::parse_ipv6_cidr;
use crate::engine::{Id, Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::account::regions::check_is_regional;
use crate::records::network::from_pool::FromPool;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::subnets::{CHANGING_MILLIS, Ipv6Block, Subnet};
use crate::records::network::vpcs::Vpc;
use ipnet::Ipv6Net;
use wire::{
    AssociateSubnetCidrBlockRequest, AssociateSubnetCidrBlockResult,
    DisassociateSubnetCidrBlockRequest, DisassociateSubnetCidrBlockResult,
    IpamPoolAllocationResourceType as Given, SubnetCidrBlockStateCode,
};

/// A block out of one of the VPC's, /44 to /64 in steps of four, that no other subnet has:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>
pub(crate) fn check(cx: Read<'_>, vpc: &Row<Vpc>, text: &str) -> Result<Ipv6Net> {
    let now = cx.now();
    let cidr = parse_ipv6_cidr("ipv6CidrBlock", text)?;
    if !(44..=64).contains(&cidr.prefix_len()) || cidr.prefix_len() % 4 != 0 {
        // As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/28775>.
        let message = format!("invalid value for parameter ipv6-cidr-block: {cidr}");
        return Err(Error::invalid_value(message));
    }
    if !vpc.usable_ipv6_cidrs(now).any(|block| block.contains(&cidr)) {
        let message = format!("The IPv6 CIDR '{cidr}' is invalid.");
        return Err(Error::new("InvalidSubnet.Range", message));
    }
    let overlaps = |other: &Row<Subnet>| {
        let block = other.ipv6_block(now);
        block.is_some_and(|block| block.cidr.contains(&cidr) || cidr.contains(&block.cidr))
    };
    if cx.with(Subnet::BY_VPC, &vpc.id).any(overlaps) {
        return Err(conflict(format!("The IPv6 CIDR '{cidr}' conflicts with another subnet")));
    }
    Ok(cidr)
}

/// Whose the addresses of a block of a VPC's are, if they are no Amazon's.
pub(crate) fn source(cx: Read<'_>, vpc: &Row<Vpc>, cidr: Ipv6Net) -> Option<Box<FromPool>> {
    let mut blocks = vpc.ipv6_cidr_blocks.iter();
    let block = blocks.find(|it| it.is_there(cx.now()) && it.cidr.contains(&cidr))?;
    let source = block.from_pool.as_ref()?.source;
    Some(Box::new(FromPool { home: None, source }))
}

pub(crate) fn associate_subnet_cidr_block(
    cx: &mut Write<'_>,
    request: &AssociateSubnetCidrBlockRequest,
) -> Result<AssociateSubnetCidrBlockResult> {
    let subnet = cx.get::<Subnet>(&request.subnet_id)?;
    check_is_regional(cx.region(), &subnet.zone, "IPv6 blocks of subnets")?;
    let vpc = cx.get::<Vpc>(&subnet.vpc_id)?;
    let wanted = Wanted {
        pool_id: request.ipv6_ipam_pool_id.as_deref(),
        cidr: request.ipv6_cidr_block.as_deref(),
        length: request.ipv6_netmask_length,
        names: IPV6_NAMES,
    };
    let chosen = chosen(cx.read(), wanted, &subnet.tags, Some(&vpc.id))?;
    let text = chosen.as_ref().map(|chosen| chosen.cidr.to_string());
    let text = text.as_deref().or(request.ipv6_cidr_block.as_deref());
    let text = text.ok_or_else(|| Error::missing("ipv6CidrBlock"))?;
    let cidr = check(cx.read(), vpc, text)?;
    if subnet.ipv6_block(cx.now()).is_some() {
        // unverified (looked up 2026-11-26): the documentation grants one block a subnet, and gives
        // no message.
        let message = format!("The subnet '{}' already has an IPv6 CIDR block.", subnet.id);
        return Err(Error::invalid_value(message));
    }
    let (id, of_block) = (subnet.id.clone(), source(cx.read(), vpc, cidr));
    let from_pool = match chosen {
        Some(chosen) => Some(Box::new(give(cx, chosen, Given::Subnet, id.any()))),
        None => of_block,
    };
    let block = Ipv6Block { from_pool, ..Ipv6Block::associating(cx, cidr) };
    let answer = block.view(cx.now());
    let mut subnet = cx.get_mut::<Subnet>(&request.subnet_id)?;
    subnet.ipv6_blocks.push(block);
    Ok(AssociateSubnetCidrBlockResult {
        ipv6_cidr_block_association: Some(answer),
        subnet_id: Some(subnet.id.to_string()),
    })
}

pub(crate) fn disassociate_subnet_cidr_block(
    cx: &mut Write<'_>,
    request: &DisassociateSubnetCidrBlockRequest,
) -> Result<DisassociateSubnetCidrBlockResult> {
    let id = request.association_id.as_str();
    if !id.starts_with("subnet-cidr-assoc-") {
        // As recorded in <https://github.com/hashicorp/terraform/pull/14545>.
        let message = format!("The subnet CIDR block with association ID {id} is malformed");
        return Err(Error::new("InvalidSubnetCidrBlockAssociationId.Malformed", message));
    }
    let now = cx.now();
    let subnet = cx.read().with(Subnet::BY_ASSOCIATION, &Id::new(id)).next();
    let held = subnet.and_then(|subnet| Some((subnet, subnet.ipv6_block(now)?)));
    let held = held.filter(|(_, block)| *block.association_id == *id && !block.is_leaving(now));
    let Some((subnet, block)) = held else {
        let message = format!("The subnet CIDR block with association ID '{id}' does not exist");
        return Err(Error::new("InvalidSubnetCidrBlockAssociationID.NotFound", message));
    };
    check_unused(cx.read(), subnet, block)?;
    let (first, then) =
        (SubnetCidrBlockStateCode::Disassociating, SubnetCidrBlockStateCode::Disassociated);
    let state = cx.read().transition(first, then, CHANGING_MILLIS);
    let answer = Ipv6Block { state, ..block.clone() }.view(now);
    let (subnet_id, cidr, from_pool) = (subnet.id.clone(), block.cidr, block.from_pool.clone());
    let at = state.settles().unwrap_or_else(|| cx.now().timestamp());
    give_back(cx, from_pool.as_deref(), (&subnet_id.any(), cidr.into()), at);
    let mut subnet = cx.get_mut::<Subnet>(&subnet_id)?;
    let mut blocks = subnet.ipv6_blocks.iter_mut();
    if let Some(block) = blocks.find(|block| *block.association_id == *id) {
        block.state = state;
    }
    Ok(DisassociateSubnetCidrBlockResult {
        ipv6_cidr_block_association: Some(answer),
        subnet_id: Some(subnet_id.to_string()),
    })
}

fn check_unused(cx: Read<'_>, subnet: &Row<Subnet>, block: &Ipv6Block) -> Result<()> {
    let id = &block.association_id;
    // As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/1519>.
    // unverified (looked up 2026-11-26): of the others; Terraform turns DNS64 off before it takes
    // the block away.
    for (attribute, is_set) in [
        ("assign-ipv6-address-on-creation", subnet.assign_ipv6_address_on_creation),
        ("enable-dns64", subnet.enable_dns64),
        ("enable-resource-name-dns-aaaa-record-on-launch", subnet.resource_name_dns_aaaa_record),
    ] {
        if is_set {
            let message = format!(
                "The subnet IPv6 CIDR block with association ID {id} may not be disassociated, \
                 because its subnet has {attribute} set to true."
            );
            return Err(Error::new("InvalidCidrBlock.InUse", message));
        }
    }
    if subnet.cidr.is_none() {
        // unverified (looked up 2026-11-26): code and message; a subnet without any block is none.
        let message = format!(
            "The subnet IPv6 CIDR block with association ID {id} may not be disassociated, because \
             its subnet is IPv6-only."
        );
        return Err(Error::new("OperationNotPermitted", message));
    }
    let mut interfaces = cx.with(NetworkInterface::BY_SUBNET, &subnet.id);
    if interfaces.any(|it| !it.ipv6_addresses.is_empty() || !it.ipv6_prefixes.is_empty()) {
        // As recorded in kubernetes/kops#13660 (2022).
        let message = format!(
            "The subnet {} currently has an interface within CIDR block {}",
            subnet.id, block.cidr
        );
        return Err(Error::new("InvalidCidrBlock.InUse", message));
    }
    Ok(())
}

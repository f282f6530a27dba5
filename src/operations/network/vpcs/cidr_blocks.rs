//! The IPv4 and IPv6 blocks of VPCs, and how further ones come and go.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html>

use super::pool_blocks;
use crate::effects::ipam::resource_blocks::{Chosen, give_back};
use crate::effects::network::vpcs::{CHANGING_MILLIS, amazon_ipv6_block, associating};
use crate::effects::network::{network_acls, route_tables, vpc_peering_connections};
use crate::engine::network::{overlap, parse_ipv4_cidr};
use crate::engine::{Id, Read, Row, Timed, Write};
use crate::error::{Error, Result};
use crate::records::ids::VpcId;
use crate::records::network::route_tables::routes;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpc_peering_connections::of_vpc;
use crate::records::network::vpcs::{Ipv4Block, Ipv6Block, Vpc};
use ipnet::Ipv4Net;
use std::net::Ipv4Addr;
use wire::{
    AssociateVpcCidrBlockRequest, AssociateVpcCidrBlockResult, DisassociateVpcCidrBlockRequest,
    DisassociateVpcCidrBlockResult, VpcCidrBlockAssociation, VpcCidrBlockStateCode,
    VpcIpv6CidrBlockAssociation,
};

/// How many IPv4 blocks a VPC can have:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>
const MAX_IPV4_BLOCKS: usize = 5;

/// By the same table. That Amazon's own are among them, not one for a network border group alone as
/// API_AssociateVpcCidrBlock has it, is what hashicorp/terraform-provider-aws#27274 is for.
const MAX_IPV6_BLOCKS: usize = 5;

const TEN: Ipv4Net = net(10, 0, 8);

const TEN_ZERO: Ipv4Net = net(10, 0, 16);

const TEN_ZERO_AND_ONE: Ipv4Net = net(10, 0, 15);

const ONE_SEVEN_TWO: Ipv4Net = net(172, 16, 12);

const OF_DEFAULT_VPCS: Ipv4Net = net(172, 31, 16);

const ONE_NINE_TWO: Ipv4Net = net(192, 168, 16);

const OF_BENCHMARKS: Ipv4Net = net(198, 19, 16);

const OF_NO_VPC: [Ipv4Net; 4] = [net(0, 0, 8), net(127, 0, 8), net(169, 254, 16), net(224, 0, 4)];

const fn net(first: u8, second: u8, prefix_length: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(first, second, 0, 0), prefix_length)
}

/// Nor is a block of the network itself, of loopback, link-local or multicast addresses a VPC's.
// unverified (looked up 2026-11-26): that it is in these words for such a block.
pub(crate) fn check_block(cidr: Ipv4Net) -> Result<()> {
    let is_of_vpcs = !OF_NO_VPC.iter().any(|block| block.contains(&cidr));
    if (16..=28).contains(&cidr.prefix_len()) && is_of_vpcs {
        return Ok(());
    }
    Err(Error::new("InvalidVpc.Range", format!("The CIDR '{cidr}' is invalid.")))
}

/// # Errors
/// `InvalidParameterCombination` without a block of Amazon's, which is what has one;
/// `UnsupportedOperation` for a network border group other than the region's own.
// unverified (looked up 2026-11-26): code and words of the first.
pub(crate) fn check_border_group(
    cx: &Write<'_>,
    group: Option<&str>,
    is_amazons: Option<bool>,
) -> Result<()> {
    match group {
        Some(_) if is_amazons != Some(true) => Err(Error::combination(
            "The parameter ipv6CidrBlockNetworkBorderGroup requires amazonProvidedIpv6CidrBlock \
             to be true.",
        )),
        Some(group) if group != &**cx.region() => {
            Err(Error::not_emulated("IPv6 blocks of another network border group"))
        }
        _ => Ok(()),
    }
}

pub(crate) fn associate_vpc_cidr_block(
    cx: &mut Write<'_>,
    request: &AssociateVpcCidrBlockRequest,
) -> Result<AssociateVpcCidrBlockResult> {
    let vpc = cx.get::<Vpc>(&request.vpc_id)?;
    let vpc_id = vpc.id.clone();
    let amazons = request.amazon_provided_ipv6_cidr_block;
    check_border_group(cx, request.ipv6_cidr_block_network_border_group.as_deref(), amazons)?;
    let ipv4 = pool_blocks::ipv4(cx.read(), request, &vpc.tags)?;
    let ipv6 = pool_blocks::ipv6(cx.read(), request, &vpc.tags)?;
    let with_ipv6 = request.amazon_provided_ipv6_cidr_block == Some(true) || ipv6.is_some();
    let mut result = AssociateVpcCidrBlockResult {
        vpc_id: Some(vpc_id.to_string()),
        ..AssociateVpcCidrBlockResult::default()
    };
    let cidr = match (&ipv4, request.cidr_block.as_deref()) {
        (Some(chosen), _) => Some(chosen.ipv4()?),
        (None, Some(text)) => Some(parse_ipv4_cidr("cidrBlock", text)?),
        (None, None) => None,
    };
    match (cidr, with_ipv6) {
        (Some(cidr), false) => {
            result.cidr_block_association = Some(associate_ipv4(cx, &vpc_id, cidr, ipv4)?);
        }
        (None, true) => {
            result.ipv6_cidr_block_association = Some(associate_ipv6(cx, &vpc_id, ipv6)?);
        }
        // unverified (looked up 2026-11-26): AWS documents that one of them is needed, and no
        // message.
        (None, false) => return Err(Error::missing("cidrBlock")),
        (Some(_), true) => {
            return Err(Error::exclusive("cidrBlock", "amazonProvidedIpv6CidrBlock"));
        }
    }
    Ok(result)
}

fn associate_ipv4(
    cx: &mut Write<'_>,
    vpc_id: &VpcId,
    cidr: Ipv4Net,
    chosen: Option<Chosen>,
) -> Result<VpcCidrBlockAssociation> {
    check_block(cidr)?;
    let now = cx.now();
    let vpc = cx.get::<Vpc>(vpc_id)?;
    let blocks: Vec<Ipv4Net> = vpc.ipv4_cidrs(now).collect();
    if blocks.len() >= MAX_IPV4_BLOCKS {
        return Err(too_many(vpc_id, MAX_IPV4_BLOCKS));
    }
    if is_restricted(&blocks, cidr) {
        let message = format!(
            "The CIDR '{cidr}' is restricted. Use a CIDR from the same private address range as \
             the current VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, \
             see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html"
        );
        return Err(Error::new("InvalidVpc.Range", message));
    }
    if blocks.iter().any(|block| overlap(block, &cidr))
        || routes::has_route_within(cx.read(), vpc_id, cidr)
    {
        // unverified (looked up 2026-11-26): both are documented restrictions; AWS documents no
        // message for them.
        let message = format!("The CIDR '{cidr}' conflicts with another block or route of the VPC");
        return Err(Error::new("InvalidVpc.Range", message));
    }
    check_peers(cx.read(), vpc_id, cidr)?;
    vpc_peering_connections::fail_overlapping(cx, vpc_id, cidr)?;
    let association_id = cx.ids().next("vpc-cidr-assoc");
    // The next DescribeVpcs already finds it associated.
    let from_pool = chosen.map(|chosen| Box::new(pool_blocks::give_block(cx, vpc_id, chosen)));
    let block = Ipv4Block { from_pool, ..Ipv4Block::associated(association_id, cidr) };
    let answer = Ipv4Block { state: associating(cx), ..block.clone() }.view(now);
    cx.get_mut::<Vpc>(vpc_id)?.cidr_blocks.push(block);
    Ok(answer)
}

/// A block keeps clear of those of the VPCs that it is connected to, and whoever asked for a
/// connection waits for the answer before there is another block.
// unverified (looked up 2026-11-26): codes and messages of both.
fn check_peers(cx: Read<'_>, vpc_id: &VpcId, cidr: Ipv4Net) -> Result<()> {
    let now = cx.now();
    for row in of_vpc(cx, vpc_id).filter(|row| row.is_live(now)) {
        let peer = row.across(vpc_id);
        if row.is_accepted(now) && peer.has_any_of(cx, cidr) {
            let message = format!(
                "The CIDR '{cidr}' overlaps with a CIDR of {}, with which the VPC is peered.",
                peer.vpc_id
            );
            return Err(Error::new("InvalidVpc.Range", message));
        }
        if !row.is_accepted(now) && row.requester.vpc_id == *vpc_id {
            let message = format!(
                "The VPC peering connection {} that {vpc_id} has requested is pending acceptance.",
                row.id
            );
            return Err(Error::new("OperationNotPermitted", message));
        }
    }
    Ok(())
}

pub(super) fn associate_ipv6(
    cx: &mut Write<'_>,
    vpc_id: &VpcId,
    chosen: Option<Chosen>,
) -> Result<VpcIpv6CidrBlockAssociation> {
    let now = cx.now();
    if cx.get::<Vpc>(vpc_id)?.ipv6_cidrs(now).count() >= MAX_IPV6_BLOCKS {
        return Err(too_many(vpc_id, MAX_IPV6_BLOCKS));
    }
    let block = match chosen {
        None => amazon_ipv6_block(cx),
        Some(chosen) => Ipv6Block {
            association_id: cx.ids().next("vpc-cidr-assoc"),
            cidr: chosen.ipv6()?,
            state: associating(cx),
            from_pool: Some(Box::new(pool_blocks::give_block(cx, vpc_id, chosen))),
        },
    };
    let answer = block.view(cx.region(), now);
    cx.get_mut::<Vpc>(vpc_id)?.ipv6_cidr_blocks.push(block);
    network_acls::gain_ipv6(cx, vpc_id)?;
    Ok(answer)
}

fn too_many(vpc_id: &str, limit: usize) -> Error {
    let message =
        format!("This network {vpc_id} has met its maximum number of allowed CIDRs: {limit}");
    Error::new("CidrLimitExceeded", message)
}

/// What cannot join the blocks of a VPC, the primary one first, by the table "IPv4 CIDR block
/// association restrictions".
fn is_restricted(blocks: &[Ipv4Net], wanted: Ipv4Net) -> bool {
    let Some(primary) = blocks.first() else { return false };
    let private = [TEN, ONE_SEVEN_TWO, ONE_NINE_TWO];
    let home = private.iter().find(|range| overlap(range, primary));
    let is_of_another = private.iter().any(|range| overlap(range, &wanted) && Some(range) != home);
    is_of_another
        || (overlap(&OF_BENCHMARKS, &wanted) && !overlap(&OF_BENCHMARKS, primary))
        || (home == Some(&ONE_SEVEN_TWO) && overlap(&OF_DEFAULT_VPCS, &wanted))
        || (blocks.iter().any(|block| overlap(&TEN_ZERO_AND_ONE, block))
            && overlap(&TEN_ZERO, &wanted))
}

pub(crate) fn disassociate_vpc_cidr_block(
    cx: &mut Write<'_>,
    request: &DisassociateVpcCidrBlockRequest,
) -> Result<DisassociateVpcCidrBlockResult> {
    let id = &Id::new(request.association_id.as_str());
    let now = cx.now();
    let vpc = cx.read().with(Vpc::BY_IPV4_ASSOCIATION, id).next();
    let held = vpc.and_then(|vpc| {
        let at = vpc.cidr_blocks.iter().position(|block| block.is_held(id, now))?;
        Some((vpc.id.clone(), at))
    });
    if let Some((vpc_id, at)) = held {
        return disassociate_ipv4(cx, &vpc_id, at);
    }
    let vpc = cx.read().with(Vpc::BY_IPV6_ASSOCIATION, id).next();
    let held = vpc.and_then(|vpc| {
        let at = vpc.ipv6_cidr_blocks.iter().position(|block| block.is_held(id, now))?;
        Some((vpc.id.clone(), at))
    });
    if let Some((vpc_id, at)) = held {
        return disassociate_ipv6(cx, &vpc_id, at);
    }
    let message = format!("The vpc CIDR block association ID '{id}' does not exist");
    Err(Error::new("InvalidVpcCidrBlockAssociationID.NotFound", message))
}

fn disassociate_ipv4(
    cx: &mut Write<'_>,
    vpc_id: &VpcId,
    at: usize,
) -> Result<DisassociateVpcCidrBlockResult> {
    let block = cx.get::<Vpc>(vpc_id)?.cidr_blocks[at].clone();
    if at == 0 {
        let message = format!(
            "The vpc CIDR block with association ID {} may not be disassociated. It is the \
             primary IPv4 CIDR block of the VPC",
            block.association_id
        );
        return Err(Error::new("OperationNotPermitted", message));
    }
    let is_within =
        |subnet: &Row<Subnet>| subnet.cidr.is_some_and(|cidr| block.cidr.contains(&cidr));
    if cx.read().with(Subnet::BY_VPC, vpc_id).any(is_within) {
        return Err(has_subnet(vpc_id, &block.cidr.to_string()));
    }
    let state = disassociating(cx);
    let leaving = Ipv4Block { state, ..block };
    cx.get_mut::<Vpc>(vpc_id)?.cidr_blocks[at] = leaving.clone();
    let at = leaving.state.settles().unwrap_or_else(|| cx.now().timestamp());
    let what = (&vpc_id.any(), leaving.cidr.into());
    give_back(cx, leaving.from_pool.as_deref(), what, at);
    route_tables::forget_block(cx, vpc_id, leaving.cidr.into())?;
    Ok(DisassociateVpcCidrBlockResult {
        cidr_block_association: Some(leaving.view(cx.now())),
        vpc_id: Some(vpc_id.to_string()),
        ..DisassociateVpcCidrBlockResult::default()
    })
}

fn disassociate_ipv6(
    cx: &mut Write<'_>,
    vpc_id: &VpcId,
    at: usize,
) -> Result<DisassociateVpcCidrBlockResult> {
    let now = cx.now();
    let block = cx.get::<Vpc>(vpc_id)?.ipv6_cidr_blocks[at].clone();
    let is_within = |subnet: &Row<Subnet>| {
        subnet.ipv6_block(now).is_some_and(|other| block.cidr.contains(&other.cidr))
    };
    if cx.read().with(Subnet::BY_VPC, vpc_id).any(is_within) {
        return Err(has_subnet(vpc_id, &block.cidr.to_string()));
    }
    let state = disassociating(cx);
    let leaving = Ipv6Block { state, ..block };
    cx.get_mut::<Vpc>(vpc_id)?.ipv6_cidr_blocks[at] = leaving.clone();
    let at = leaving.state.settles().unwrap_or_else(|| cx.now().timestamp());
    let what = (&vpc_id.any(), leaving.cidr.into());
    give_back(cx, leaving.from_pool.as_deref(), what, at);
    route_tables::forget_block(cx, vpc_id, leaving.cidr.into())?;
    Ok(DisassociateVpcCidrBlockResult {
        ipv6_cidr_block_association: Some(leaving.view(cx.region(), now)),
        vpc_id: Some(vpc_id.to_string()),
        ..DisassociateVpcCidrBlockResult::default()
    })
}

fn disassociating(cx: &Write<'_>) -> Timed<VpcCidrBlockStateCode> {
    let (first, then) =
        (VpcCidrBlockStateCode::Disassociating, VpcCidrBlockStateCode::Disassociated);
    cx.read().transition(first, then, CHANGING_MILLIS)
}

fn has_subnet(vpc_id: &str, cidr: &str) -> Error {
    let message = format!("The vpc {vpc_id} currently has a subnet within CIDR block {cidr}");
    Error::new("InvalidCidrBlock.InUse", message)
}

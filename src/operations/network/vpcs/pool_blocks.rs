//! The blocks that VPCs get out of pools of IP Address Manager.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/create-vpc-ipam.html>

use crate::effects::ipam::resource_blocks::{Chosen, IPV4_NAMES, IPV6_NAMES, Wanted, chosen, give};
use crate::engine::{Now, Read, Row, Tags, Write};
use crate::error::{Error, Result};
use crate::records::ids::VpcId;
use crate::records::network::from_pool::FromPool;
use crate::records::network::vpcs::Vpc;
use ipnet::IpNet;
use wire::{
    AssociateVpcCidrBlockRequest, CreateVpcRequest, IpamPoolAllocationResourceType as Given,
};

/// What a request says of pools.
pub(super) trait Asks {
    fn ipv4(&self) -> Wanted<'_>;
    fn ipv6(&self) -> Wanted<'_>;
    fn has_amazons(&self) -> bool;
}

impl Asks for CreateVpcRequest {
    fn ipv4(&self) -> Wanted<'_> {
        let (pool_id, cidr) = (self.ipv4_ipam_pool_id.as_deref(), self.cidr_block.as_deref());
        Wanted { pool_id, cidr, length: self.ipv4_netmask_length, names: IPV4_NAMES }
    }

    fn ipv6(&self) -> Wanted<'_> {
        let (pool_id, cidr) = (self.ipv6_ipam_pool_id.as_deref(), self.ipv6_cidr_block.as_deref());
        Wanted { pool_id, cidr, length: self.ipv6_netmask_length, names: IPV6_NAMES }
    }

    fn has_amazons(&self) -> bool {
        self.amazon_provided_ipv6_cidr_block == Some(true)
    }
}

impl Asks for AssociateVpcCidrBlockRequest {
    fn ipv4(&self) -> Wanted<'_> {
        let (pool_id, cidr) = (self.ipv4_ipam_pool_id.as_deref(), self.cidr_block.as_deref());
        Wanted { pool_id, cidr, length: self.ipv4_netmask_length, names: IPV4_NAMES }
    }

    fn ipv6(&self) -> Wanted<'_> {
        let (pool_id, cidr) = (self.ipv6_ipam_pool_id.as_deref(), self.ipv6_cidr_block.as_deref());
        Wanted { pool_id, cidr, length: self.ipv6_netmask_length, names: IPV6_NAMES }
    }

    fn has_amazons(&self) -> bool {
        self.amazon_provided_ipv6_cidr_block == Some(true)
    }
}

pub(super) fn ipv4(cx: Read<'_>, request: &impl Asks, tags: &Tags) -> Result<Option<Chosen>> {
    chosen(cx, request.ipv4(), tags, None)
}

/// # Errors
/// Those of [`chosen`]; `InvalidParameterCombination` for a pool beside Amazon's blocks;
/// `MissingParameter` for a block without its pool;
/// `InvalidVpc.Range` for a length that VPCs do not have.
// unverified (looked up 2026-11-26): the words; the lengths are documented.
pub(super) fn ipv6(cx: Read<'_>, request: &impl Asks, tags: &Tags) -> Result<Option<Chosen>> {
    let wanted = request.ipv6();
    if wanted.pool_id.is_some() && request.has_amazons() {
        return Err(Error::exclusive("ipv6IpamPoolId", "amazonProvidedIpv6CidrBlock"));
    }
    if wanted.pool_id.is_none() && wanted.cidr.is_some() {
        return Err(Error::missing("ipv6Pool"));
    }
    let chosen = chosen(cx, wanted, tags, None)?;
    if let Some(chosen) = &chosen {
        let cidr = chosen.ipv6()?;
        if !(44..=60).contains(&cidr.prefix_len()) || cidr.prefix_len() % 4 != 0 {
            let message = format!("The IPv6 CIDR '{cidr}' is invalid.");
            return Err(Error::new("InvalidVpc.Range", message));
        }
    }
    Ok(chosen)
}

/// Gives a VPC what was chosen for it.
pub(super) fn give_block(cx: &mut Write<'_>, vpc_id: &VpcId, chosen: Chosen) -> FromPool {
    give(cx, chosen, Given::Vpc, vpc_id.any())
}

/// The same as its first block.
pub(super) fn give_first(cx: &mut Write<'_>, vpc_id: &VpcId, chosen: Chosen) -> Result<()> {
    let from_pool = give_block(cx, vpc_id, chosen);
    if let Some(block) = cx.get_mut::<Vpc>(vpc_id)?.cidr_blocks.first_mut() {
        block.from_pool = Some(Box::new(from_pool));
    }
    Ok(())
}

/// What pools have again when a VPC goes; what it left before, they have already or soon.
pub(super) fn given(vpc: &Row<Vpc>, now: Now<'_>) -> Vec<(FromPool, IpNet)> {
    let ipv4 = vpc.cidr_blocks.iter().filter(|block| block.stays(now));
    let ipv4 = ipv4.map(|block| (&block.from_pool, IpNet::V4(block.cidr)));
    let ipv6 = vpc.ipv6_cidr_blocks.iter().filter(|block| block.stays(now));
    let ipv6 = ipv6.map(|block| (&block.from_pool, IpNet::V6(block.cidr)));
    let both = ipv4.chain(ipv6);
    both.filter_map(|(from, cidr)| Some(((**from.as_ref()?).clone(), cidr))).collect()
}

//! What AWS puts into a region before anyone asks for anything: the default VPC and all it needs;
//! and how it is made again after it was deleted.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html>

use crate::effects::network::default_vpc::{SUBNET_PREFIX_LENGTH, create, default_subnet};
use crate::effects::network::subnets as subnets_effects;
use crate::effects::network::vpc_encryption_controls;
use crate::engine::network::overlap;
use crate::engine::{Now, Operation, Row, Write, operations};
use crate::error::{Error, Result};
use crate::records::account::regions::check_is_regional;
use crate::records::ids::VpcId;
use crate::records::network::subnets::{self, Subnet};
use crate::records::network::vpcs::{self, Vpc};
use ipnet::{Ipv4Net, Ipv6Net};
use wire::{
    CreateDefaultSubnetRequest, CreateDefaultSubnetResult, CreateDefaultVpcRequest,
    CreateDefaultVpcResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateDefaultVpc => create_default_vpc;
    Write CreateDefaultSubnet => create_default_subnet;
};

const IPV6_PREFIX_LENGTH: u8 = 64;

fn create_default_vpc(
    cx: &mut Write<'_>,
    _request: &CreateDefaultVpcRequest,
) -> Result<CreateDefaultVpcResult> {
    if vpcs::default_of_region(cx.read()).is_some() {
        let message = "A Default VPC already exists for this account in this region.";
        return Err(Error::new("DefaultVpcAlreadyExists", message));
    }
    let id = create(cx);
    vpc_encryption_controls::create_with_vpc(cx, &id, None)?;
    let vpc = vpcs::created(cx.get::<Vpc>(&id)?, cx.read());
    Ok(CreateDefaultVpcResult { vpc: Some(vpc) })
}

fn create_default_subnet(
    cx: &mut Write<'_>,
    request: &CreateDefaultSubnetRequest,
) -> Result<CreateDefaultSubnetResult> {
    let Some(vpc) = vpcs::default_of_region(cx.read()) else {
        let message = "No default VPC exists for this account in this region.";
        return Err(Error::new("DefaultVpcDoesNotExist", message));
    };
    let name = request.availability_zone.as_deref();
    let zone_id = request.availability_zone_id.as_deref();
    if name.is_none() && zone_id.is_none() {
        return Err(Error::missing("availabilityZone"));
    }
    let zone = subnets::zone(cx.read(), name, zone_id)?;
    check_is_regional(cx.region(), zone.name, "default subnets")?;
    let vpc_id = vpc.id.clone();
    let others: Vec<&Row<Subnet>> = cx.read().with(Subnet::BY_VPC, &vpc_id).collect();
    let is_it = |other: &&&Row<Subnet>| other.default_for_az && *other.zone == *zone.name;
    if let Some(other) = others.iter().find(is_it) {
        let (id, zone) = (&other.id, &other.zone);
        let message = format!("'{id}' is already the default subnet in {zone}.");
        return Err(Error::new("DefaultSubnetAlreadyExistsInAvailabilityZone", message));
    }
    let new = if request.ipv6_native == Some(true) {
        let cidr =
            free_ipv6(vpc, &others, cx.now()).ok_or_else(|| full(&vpc_id, IPV6_PREFIX_LENGTH))?;
        default_subnet(&vpc_id, zone, None, Some(cidr))
    } else {
        let cidr = free_ipv4(vpc, &others, cx.now());
        let cidr = cidr.ok_or_else(|| full(&vpc_id, SUBNET_PREFIX_LENGTH))?;
        default_subnet(&vpc_id, zone, Some(cidr), None)
    };
    let id = subnets_effects::create(cx, new);
    let subnet = subnets::created(cx.get::<Subnet>(&id)?, cx.read());
    Ok(CreateDefaultSubnetResult { subnet: Some(subnet) })
}

/// The first block of a default subnet's size that no subnet has.
fn free_ipv4(vpc: &Vpc, others: &[&Row<Subnet>], now: Now<'_>) -> Option<Ipv4Net> {
    let parts = |block: Ipv4Net| block.subnets(SUBNET_PREFIX_LENGTH).into_iter().flatten();
    let taken = |cidr: &Ipv4Net| {
        others.iter().filter_map(|other| other.cidr).any(|other| overlap(&other, cidr))
    };
    vpc.usable_ipv4_cidrs(now).flat_map(parts).find(|cidr| !taken(cidr))
}

fn free_ipv6(vpc: &Vpc, others: &[&Row<Subnet>], now: Now<'_>) -> Option<Ipv6Net> {
    let parts = |block: Ipv6Net| block.subnets(IPV6_PREFIX_LENGTH).into_iter().flatten();
    let taken = |cidr: &Ipv6Net| {
        let blocks = others.iter().filter_map(|other| other.ipv6_block(now));
        blocks.into_iter().any(|block| block.cidr.contains(cidr))
    };
    vpc.usable_ipv6_cidrs(now).flat_map(parts).find(|cidr| !taken(cidr))
}

// unverified (looked up 2026-11-26): AWS documents no answer for a default VPC that is full, or has
// no block of the family.
fn full(vpc_id: &VpcId, prefix_length: u8) -> Error {
    let message = format!("The vpc '{vpc_id}' has no free CIDR block of size /{prefix_length}");
    Error::new("InvalidSubnet.Conflict", message)
}

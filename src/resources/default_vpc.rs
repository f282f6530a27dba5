//! What AWS puts into a region before anyone asks for anything: the default VPC and all it needs;
//! and how it is made again after it was deleted.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html>

use super::regions::availability_zones;
use super::subnets::Subnet;
use super::vpcs::{NewVpc, Vpc};
use super::{dhcp_options, images, internet_gateways, route_tables, subnets, vpcs};
use crate::engine::network::overlap;
use crate::engine::{Id, Operation, Resource as _, Row, Tags, Write, operations};
use crate::error::{Error, Result};
use ipnet::Ipv4Net;
use std::net::Ipv4Addr;
use wire::{
    CreateDefaultSubnetRequest, CreateDefaultSubnetResult, CreateDefaultVpcRequest,
    CreateDefaultVpcResult, Tenancy,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateDefaultVpc => create_default_vpc;
    Write CreateDefaultSubnet => create_default_subnet;
};

const CIDR: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(172, 31, 0, 0), 16);
const SUBNET_PREFIX_LENGTH: u8 = 20;
const EVERYWHERE: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 0);

pub(super) fn found(cx: &mut Write<'_>) {
    create(cx);
    images::found(cx);
}

fn create(cx: &mut Write<'_>) -> Id {
    let dhcp_options_id = dhcp_options::of_region(cx);
    let new = NewVpc {
        cidr: CIDR,
        with_ipv6: false,
        tenancy: Tenancy::Default,
        dhcp_options_id,
        is_default: true,
        tags: Tags::default(),
    };
    let vpc_id = vpcs::create(cx, new);
    let gateway_id = internet_gateways::create(cx, Some(vpc_id.clone()), Tags::default());
    if let Some(table_id) = route_tables::main_of_vpc(cx.read(), &vpc_id) {
        route_tables::add_route(cx, &table_id, EVERYWHERE, &gateway_id);
    }
    let region = cx.region().clone();
    let cidrs = CIDR.subnets(SUBNET_PREFIX_LENGTH).into_iter().flatten();
    for (zone, cidr) in availability_zones(&region).zip(cidrs) {
        subnets::create(cx, &vpc_id, cidr, zone, true, Tags::default());
    }
    vpc_id
}

fn create_default_vpc(
    cx: &mut Write<'_>,
    _request: &CreateDefaultVpcRequest,
) -> Result<CreateDefaultVpcResult> {
    if vpcs::default_of_region(cx.read()).is_some() {
        let message = "A Default VPC already exists for this account in this region.";
        return Err(Error::new("DefaultVpcAlreadyExists", message));
    }
    let id = create(cx);
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
    if request.ipv6_native == Some(true) {
        return Err(Error::not_emulated("IPv6-only subnets"));
    }
    let name = request.availability_zone.as_deref();
    let zone_id = request.availability_zone_id.as_deref();
    if name.is_none() && zone_id.is_none() {
        return Err(Error::missing("availabilityZone"));
    }
    let zone = subnets::zone(cx.read(), name, zone_id)?;
    let vpc_id = vpc.id.clone();
    let others: Vec<&Row<Subnet>> = cx.read().with("vpc-id", &vpc_id).collect();
    let is_it = |other: &&&Row<Subnet>| other.default_for_az && *other.zone == *zone.name;
    if let Some(other) = others.iter().find(is_it) {
        let (id, zone) = (&other.id, &other.zone);
        let message = format!("'{id}' is already the default subnet in {zone}.");
        return Err(Error::new("DefaultSubnetAlreadyExistsInAvailabilityZone", message));
    }
    let is_free = |cidr: &Ipv4Net| !others.iter().any(|other| overlap(&other.cidr, cidr));
    let free = vpc.usable_ipv4_cidrs(cx.now()).flat_map(parts).find(is_free);
    let Some(cidr) = free else {
        // unverified: AWS documents no answer for a default VPC that is full.
        let message = format!("The vpc '{vpc_id}' has no free CIDR block of size /20");
        return Err(Error::new("InvalidSubnet.Conflict", message));
    };
    let id = subnets::create(cx, &vpc_id, cidr, zone, true, Tags::default());
    let subnet = Subnet::view(cx.get::<Subnet>(&id)?, cx.read());
    Ok(CreateDefaultSubnetResult { subnet: Some(subnet) })
}

/// The blocks of a default subnet's size in a block.
fn parts(block: Ipv4Net) -> impl Iterator<Item = Ipv4Net> {
    block.subnets(SUBNET_PREFIX_LENGTH).into_iter().flatten()
}

//! The default VPC that an account has in a region from the start.

use crate::catalog::regions::Zone;
use crate::effects::network::{
    dhcp_options, internet_gateways, route_tables as route_tables_effects, subnets, vpcs,
};
use crate::effects::storage::images;
use crate::engine::{Tags, Write};
use crate::records::account::regions::availability_zones;
use crate::records::ids::VpcId;
use crate::records::network::route_tables;
use crate::records::network::subnets::NewSubnet;
use crate::records::network::vpcs::NewVpc;
use ipnet::{Ipv4Net, Ipv6Net};
use std::net::Ipv4Addr;
use wire::Tenancy;

const CIDR: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(172, 31, 0, 0), 16);

pub(crate) const SUBNET_PREFIX_LENGTH: u8 = 20;

pub(crate) fn found(cx: &mut Write<'_>) {
    create(cx);
    images::found(cx);
}

pub(crate) fn create(cx: &mut Write<'_>) -> VpcId {
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
        route_tables_effects::add_route(
            cx,
            &table_id,
            route_tables_effects::EVERYWHERE,
            &gateway_id.any(),
        );
    }
    let region = cx.region().clone();
    let cidrs = CIDR.subnets(SUBNET_PREFIX_LENGTH).into_iter().flatten();
    for (zone, cidr) in availability_zones(&region).zip(cidrs) {
        subnets::create(cx, default_subnet(&vpc_id, zone, Some(cidr), None));
    }
    vpc_id
}

pub(crate) fn default_subnet(
    vpc_id: &VpcId,
    zone: &'static Zone,
    cidr: Option<Ipv4Net>,
    ipv6_cidr: Option<Ipv6Net>,
) -> NewSubnet {
    let (vpc_id, tags) = (vpc_id.clone(), Tags::default());
    NewSubnet { vpc_id, cidr, ipv6_cidr, zone, default_for_az: true, tags }
}

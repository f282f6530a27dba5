//! What AWS puts into a region before anyone asks for anything: the default VPC and all it needs.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html>

use super::regions::availability_zones;
use super::vpcs::NewVpc;
use super::{dhcp_options, images, internet_gateways, route_tables, subnets, vpcs};
use crate::engine::{Tags, Write};
use ipnet::Ipv4Net;
use std::net::Ipv4Addr;
use wire::Tenancy;

const CIDR: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(172, 31, 0, 0), 16);
const SUBNET_PREFIX_LENGTH: u8 = 20;
const EVERYWHERE: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 0);

pub(super) fn found(cx: &mut Write<'_>) {
    let domain = if &**cx.region() == "us-east-1" {
        "ec2.internal".to_owned()
    } else {
        format!("{}.compute.internal", cx.region())
    };
    let configurations = [
        ("domain-name", vec![domain]),
        ("domain-name-servers", vec![dhcp_options::AMAZON_DNS.to_owned()]),
    ];
    let dhcp_options_id = dhcp_options::create(cx, &configurations, Tags::default());
    let vpc_id = vpcs::create(
        cx,
        NewVpc {
            cidr: CIDR,
            with_ipv6: false,
            tenancy: Tenancy::Default,
            dhcp_options_id,
            is_default: true,
            tags: Tags::default(),
        },
    );
    let gateway_id = internet_gateways::create(cx, Some(vpc_id.clone()), Tags::default());
    if let Some(table_id) = route_tables::main_of_vpc(cx.read(), &vpc_id) {
        route_tables::add_route(cx, &table_id, EVERYWHERE, &gateway_id);
    }
    let region = cx.region().clone();
    let cidrs = CIDR.subnets(SUBNET_PREFIX_LENGTH).into_iter().flatten();
    for (zone, cidr) in availability_zones(&region).zip(cidrs) {
        subnets::create(cx, &vpc_id, cidr, zone, true, Tags::default());
    }
    images::found(cx);
}

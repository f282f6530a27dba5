//! Making VPCs with all that EC2 puts into one.

use crate::effects::network::{network_acls, route_tables, security_groups};
use crate::engine::{Millis, Timed, Write};
use crate::records::durations;
use crate::records::ids::VpcId;
use crate::records::network::vpcs::{Ipv4Block, Ipv6Block, NewVpc, Vpc};
use ipnet::Ipv6Net;
use std::net::Ipv6Addr;
use wire::{VpcCidrBlockStateCode, VpcState};

pub(crate) const CHANGING_MILLIS: Millis = durations::VPCS_CIDR_BLOCK;

pub(crate) fn associating(cx: &Write<'_>) -> Timed<VpcCidrBlockStateCode> {
    let (first, then) = (VpcCidrBlockStateCode::Associating, VpcCidrBlockStateCode::Associated);
    cx.read().transition(first, then, CHANGING_MILLIS)
}

/// A /56 out of the blocks that AWS gives away, on its way to be associated.
pub(crate) fn amazon_ipv6_block(cx: &mut Write<'_>) -> Ipv6Block {
    let association_id = cx.ids().next("vpc-cidr-assoc");
    let cidr = Ipv6Net::new_assert(amazon_ipv6_address(cx), 56).trunc();
    Ipv6Block { association_id, cidr, state: associating(cx), from_pool: None }
}

/// Where one of the blocks is that AWS gives away; none that is smaller than a /56.
pub(crate) fn amazon_ipv6_address(cx: &mut Write<'_>) -> Ipv6Addr {
    let bits = u128::from(cx.ids().below(u32::MAX)) << 72;
    ((0x2600_1f00_u128 << 96) | bits).into()
}

/// How long a new VPC is pending.
const PENDING_MILLIS: Millis = durations::VPCS_PENDING;

/// Makes a VPC with its main route table, its default network ACL and default security group.
pub(crate) fn create(cx: &mut Write<'_>, new: NewVpc) -> VpcId {
    let id = cx.new_id::<Vpc>();
    let association_id = cx.ids().next("vpc-cidr-assoc");
    let ipv6 = new.with_ipv6.then(|| amazon_ipv6_block(cx));
    let record = Vpc {
        cidr_blocks: vec![Ipv4Block::associated(association_id, new.cidr)],
        ipv6_cidr_blocks: ipv6.into_iter().collect(),
        dhcp_options_id: new.dhcp_options_id,
        instance_tenancy: new.tenancy,
        is_default: new.is_default,
        state: cx.read().transition(VpcState::Pending, VpcState::Available, PENDING_MILLIS),
        enable_dns_support: true,
        enable_dns_hostnames: new.is_default,
        enable_network_address_usage_metrics: false,
    };
    cx.insert(id.clone(), record, new.tags);
    route_tables::create_main(cx, &id);
    network_acls::create_default(cx, &id, new.with_ipv6);
    security_groups::create_default(cx, &id);
    id
}

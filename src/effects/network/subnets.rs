//! Making subnets.

use crate::effects::network::{nat_gateways, network_acls};
use crate::engine::Write;
use crate::records::ids::SubnetId;
use crate::records::network::subnets::{Ipv6Block, NewSubnet, Subnet};
use wire::HostnameType;

/// An IPv6-only subnet gives every interface an address, and hosts are named after their resource:
/// <https://docs.aws.amazon.com/cli/latest/reference/ec2/create-subnet.html>
pub(crate) fn create(cx: &mut Write<'_>, new: NewSubnet) -> SubnetId {
    let id = cx.new_id::<Subnet>();
    let is_native = new.cidr.is_none();
    let ipv6_blocks = new.ipv6_cidr.map(|cidr| Ipv6Block::associating(cx, cidr));
    let vpc_id = new.vpc_id.clone();
    let record = Subnet {
        vpc_id: new.vpc_id,
        cidr: new.cidr,
        ipv6_blocks: ipv6_blocks.into_iter().collect(),
        zone: new.zone.name.into(),
        zone_id: new.zone.id.into(),
        default_for_az: new.default_for_az,
        map_public_ip_on_launch: new.default_for_az && !is_native,
        assign_ipv6_address_on_creation: is_native,
        enable_dns64: false,
        hostname_type: if is_native { HostnameType::ResourceName } else { HostnameType::IpName },
        resource_name_dns_a_record: false,
        resource_name_dns_aaaa_record: is_native,
        from_pool: None,
    };
    cx.insert(id.clone(), record, new.tags);
    network_acls::associate_with_default(cx, &vpc_id, &id);
    nat_gateways::follow_subnets(cx, &vpc_id);
    id
}

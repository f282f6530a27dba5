//! A VPC's default security group, and the groups that go with a VPC.

use crate::effects::network::security_group_rules;
use crate::engine::{Tags, Write};
use crate::records::ids::{SecurityGroupId, VpcId};
use crate::records::network::security_group_rules::{Direction, Peer};
use crate::records::network::security_groups::{DEFAULT, SecurityGroup, default_of_vpc};
use crate::records::network::vpcs::Vpc;
use ipnet::{Ipv4Net, Ipv6Net};

const DEFAULT_DESCRIPTION: &str = "default VPC security group";

const ALL_IPV4: Peer = Peer::Ipv4(Ipv4Net::new_assert(std::net::Ipv4Addr::UNSPECIFIED, 0));

const ALL_IPV6: Peer = Peer::Ipv6(Ipv6Net::new_assert(std::net::Ipv6Addr::UNSPECIFIED, 0));

/// A new group lets all traffic out, by IPv6 too where its VPC has such addresses.
pub(crate) fn insert(
    cx: &mut Write<'_>,
    vpc_id: &VpcId,
    name: &str,
    description: &str,
    tags: Tags,
) -> SecurityGroupId {
    let id = cx.new_id::<SecurityGroup>();
    let description = description.to_owned();
    let group = SecurityGroup { vpc_id: vpc_id.clone(), name: name.into(), description };
    cx.insert(id.clone(), group, tags);
    security_group_rules::allow_all(cx, &id, Direction::Egress, ALL_IPV4);
    if cx.find::<Vpc>(vpc_id).is_some_and(|vpc| vpc.has_ipv6(cx.now())) {
        security_group_rules::allow_all(cx, &id, Direction::Egress, ALL_IPV6);
    }
    id
}

/// Makes the group that a new VPC has.
pub(crate) fn create_default(cx: &mut Write<'_>, vpc_id: &VpcId) -> SecurityGroupId {
    let id = insert(cx, vpc_id, DEFAULT, DEFAULT_DESCRIPTION, Tags::default());
    security_group_rules::allow_all(cx, &id, Direction::Ingress, Peer::Group(id.clone()));
    id
}

/// Takes away the group that a VPC has to its end.
pub(crate) fn delete_of_vpc(cx: &mut Write<'_>, vpc_id: &VpcId) {
    if let Some(id) = default_of_vpc(cx.read(), vpc_id) {
        cx.remove::<SecurityGroup>(&id);
    }
}

//! The default network ACL of a VPC, and the subnets that come and go under ACLs.

use crate::engine::{Id, Read, Tags, Write};
use crate::error::Result;
use crate::records::ids::{SubnetId, VpcId};
use crate::records::network::network_acls::{
    Association, FIRST_IPV4_RULE, LAST_IPV4_RULE, NetworkAcl, everything,
};
use wire::NetworkAclEntry;

/// The entries of a new ACL; the default one allows what any other denies.
fn first(is_default: bool) -> Vec<NetworkAclEntry> {
    let mut entries = Vec::new();
    for egress in [true, false] {
        if is_default {
            entries.push(everything(FIRST_IPV4_RULE, egress));
        }
        entries.push(everything(LAST_IPV4_RULE, egress));
    }
    entries
}

/// The ACL that a VPC comes with: it allows everything, both ways.
pub(crate) fn create_default(cx: &mut Write<'_>, vpc_id: &VpcId, has_ipv6: bool) {
    create(cx, vpc_id, true, has_ipv6, Tags::default());
}

pub(crate) fn create(
    cx: &mut Write<'_>,
    vpc_id: &VpcId,
    is_default: bool,
    has_ipv6: bool,
    tags: Tags,
) -> Id<NetworkAcl> {
    let id = cx.new_id::<NetworkAcl>();
    let entries = first(is_default);
    let vpc_id = vpc_id.clone();
    let mut record = NetworkAcl { vpc_id, is_default, entries, associations: Vec::new() };
    if has_ipv6 {
        record.gain_ipv6();
    }
    cx.insert(id.clone(), record, tags);
    id
}

/// What a VPC's first IPv6 block does to its ACLs.
pub(crate) fn gain_ipv6(cx: &mut Write<'_>, vpc_id: &VpcId) -> Result<()> {
    let acls = cx.read().with(NetworkAcl::BY_VPC, vpc_id);
    let ids: Vec<_> = acls.map(|acl| acl.id.clone()).collect();
    for id in ids {
        cx.get_mut::<NetworkAcl>(&id)?.gain_ipv6();
    }
    Ok(())
}

fn default_of_vpc(cx: Read<'_>, vpc_id: &VpcId) -> Option<Id<NetworkAcl>> {
    let mut acls = cx.with(NetworkAcl::BY_VPC, vpc_id);
    acls.find(|acl| acl.is_default).map(|acl| acl.id.clone())
}

/// A new subnet is under its VPC's default ACL.
pub(crate) fn associate_with_default(cx: &mut Write<'_>, vpc_id: &VpcId, subnet_id: &SubnetId) {
    let association = Association { id: cx.ids().next("aclassoc"), subnet_id: subnet_id.clone() };
    let id = default_of_vpc(cx.read(), vpc_id);
    if let Some(mut acl) = id.and_then(|id| cx.get_mut::<NetworkAcl>(&id).ok()) {
        acl.associations.push(association);
    }
}

/// Takes the association of a subnet that goes.
pub(crate) fn forget_subnet(cx: &mut Write<'_>, subnet_id: &SubnetId) {
    let id = cx.read().with(NetworkAcl::BY_SUBNET, subnet_id).next();
    let id = id.map(|acl| acl.id.clone());
    if let Some(mut acl) = id.and_then(|id| cx.get_mut::<NetworkAcl>(&id).ok()) {
        acl.associations.retain(|one| one.subnet_id != *subnet_id);
    }
}

/// Takes a VPC's default ACL with the VPC.
pub(crate) fn delete_of_vpc(cx: &mut Write<'_>, vpc_id: &VpcId) {
    if let Some(id) = default_of_vpc(cx.read(), vpc_id) {
        cx.remove::<NetworkAcl>(&id);
    }
}

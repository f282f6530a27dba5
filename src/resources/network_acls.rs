//! Network ACLs: the default one of each VPC and its entries.

use crate::engine::{
    CustomFilter, Id, Index, Operation, Query, Read, Resource, Row, Tags, Write, operations,
};
use crate::error::Result;
use serde::Serialize;
use wire::{
    DescribeNetworkAclsRequest, DescribeNetworkAclsResult, NetworkAclAssociation, NetworkAclEntry,
    ResourceType, RuleAction,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Read DescribeNetworkAcls => describe_network_acls;
};

/// The number of the entry that denies what no other allows; nobody can take it away.
const LAST_RULE: i32 = 32_767;

impl Resource for NetworkAcl {
    type View = wire::NetworkAcl;
    const PREFIX: &'static str = "acl";
    const TYPE: ResourceType = ResourceType::NetworkAcl;
    const PLURAL: &'static str = "networkAcls";
    const NOT_FOUND: &'static str = "InvalidNetworkAclID.NotFound";
    const MALFORMED: &'static str = "InvalidNetworkAclId.Malformed";
    const NOUN: &'static str = "networkAcl ID";
    const ID_FILTER: Option<&'static str> = Some("network-acl-id");
    const FILTERS: &'static [CustomFilter<Self>] = &[
        ("entry.cidr", |row: &Row<Self>, _| {
            row.entries.iter().filter_map(|entry| entry.cidr_block.clone()).collect()
        }),
        ("entry.ipv6-cidr", |row: &Row<Self>, _| {
            row.entries.iter().filter_map(|entry| entry.ipv6_cidr_block.clone()).collect()
        }),
        ("entry.icmp.code", |row: &Row<Self>, _| {
            let icmp = row.entries.iter().filter_map(|entry| entry.icmp_type_code.as_ref());
            icmp.filter_map(|icmp| icmp.code).map(|code| code.to_string()).collect()
        }),
        ("entry.icmp.type", |row: &Row<Self>, _| {
            let icmp = row.entries.iter().filter_map(|entry| entry.icmp_type_code.as_ref());
            icmp.filter_map(|icmp| icmp.r#type).map(|kind| kind.to_string()).collect()
        }),
    ];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::NetworkAcl {
        let associations = row.associations.iter().map(|one| NetworkAclAssociation {
            network_acl_association_id: Some(one.id.to_string()),
            network_acl_id: Some(row.id.to_string()),
            subnet_id: Some(one.subnet_id.to_string()),
        });
        wire::NetworkAcl {
            associations: Some(associations.collect()),
            entries: Some(row.entries.clone()),
            is_default: Some(row.is_default),
            network_acl_id: Some(row.id.to_string()),
            tags: row.tags.wire(),
            vpc_id: Some(row.vpc_id.to_string()),
            owner_id: Some(cx.account().to_string()),
        }
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add("vpc-id", self.vpc_id.clone());
        for association in &self.associations {
            index.add("association.subnet-id", association.subnet_id.clone());
        }
    }
}

fn describe_network_acls(
    cx: Read<'_>,
    request: &DescribeNetworkAclsRequest,
) -> Result<DescribeNetworkAclsResult> {
    let page = cx.select::<NetworkAcl>(&Query {
        ids: &request.network_acl_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    })?;
    Ok(DescribeNetworkAclsResult { network_acls: Some(page.items), next_token: page.next_token })
}

/// The ACL that a VPC comes with: it allows everything, both ways.
pub(super) fn create_default(cx: &mut Write<'_>, vpc_id: &Id) {
    let id = cx.new_id::<NetworkAcl>();
    let entry = |egress, rule_number, rule_action| NetworkAclEntry {
        cidr_block: Some("0.0.0.0/0".to_owned()),
        egress: Some(egress),
        protocol: Some("-1".to_owned()),
        rule_action: Some(rule_action),
        rule_number: Some(rule_number),
        ..NetworkAclEntry::default()
    };
    let entries = [true, false].into_iter().flat_map(|egress| {
        [entry(egress, 100, RuleAction::Allow), entry(egress, LAST_RULE, RuleAction::Deny)]
    });
    let record = NetworkAcl {
        vpc_id: vpc_id.clone(),
        is_default: true,
        entries: entries.collect(),
        associations: Vec::new(),
    };
    cx.insert(id, record, Tags::default());
}

fn default_of_vpc(cx: Read<'_>, vpc_id: &str) -> Option<Id> {
    let mut acls = cx.with::<NetworkAcl>("vpc-id", vpc_id);
    acls.find(|acl| acl.is_default).map(|acl| acl.id.clone())
}

/// A new subnet is under its VPC's default ACL.
pub(super) fn associate_with_default(cx: &mut Write<'_>, vpc_id: &str, subnet_id: &Id) {
    let association = Association { id: cx.ids().next("aclassoc"), subnet_id: subnet_id.clone() };
    let id = default_of_vpc(cx.read(), vpc_id);
    if let Some(mut acl) = id.and_then(|id| cx.get_mut::<NetworkAcl>(&id).ok()) {
        acl.associations.push(association);
    }
}

/// Takes the association of a subnet that goes.
pub(super) fn forget_subnet(cx: &mut Write<'_>, subnet_id: &str) {
    let id = cx.read().with::<NetworkAcl>("association.subnet-id", subnet_id).next();
    let id = id.map(|acl| acl.id.clone());
    if let Some(mut acl) = id.and_then(|id| cx.get_mut::<NetworkAcl>(&id).ok()) {
        acl.associations.retain(|one| *one.subnet_id != *subnet_id);
    }
}

pub(super) fn has_others_than_default(cx: Read<'_>, vpc_id: &str) -> bool {
    cx.with::<NetworkAcl>("vpc-id", vpc_id).any(|acl| !acl.is_default)
}

/// Takes a VPC's default ACL with the VPC.
pub(super) fn delete_of_vpc(cx: &mut Write<'_>, vpc_id: &str) {
    if let Some(id) = default_of_vpc(cx.read(), vpc_id) {
        cx.remove::<NetworkAcl>(&id);
    }
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct NetworkAcl {
    vpc_id: Id,
    is_default: bool,
    entries: Vec<NetworkAclEntry>,
    associations: Vec<Association>,
}

/// Which subnet is under the ACL.
#[derive(Debug, Clone, Serialize)]
struct Association {
    id: Id,
    subnet_id: Id,
}

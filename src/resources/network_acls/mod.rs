//! Network ACLs and the subnets under them: the default one of each VPC, and those made besides.
//! Their entries are in `entries`.

mod entries;

use super::vpcs::Vpc;
use crate::engine::{
    CustomFilter, Id, Index, Operation, Query, Read, Resource, Row, Tags, Write, operations,
};
use crate::error::{Error, Result};
use serde::Serialize;
use wire::{
    CreateNetworkAclRequest, CreateNetworkAclResult, DeleteNetworkAclRequest,
    DescribeNetworkAclsRequest, DescribeNetworkAclsResult, NetworkAclAssociation, NetworkAclEntry,
    ReplaceNetworkAclAssociationRequest, ReplaceNetworkAclAssociationResult, ResourceType,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateNetworkAcl => create_network_acl;
    Read  DescribeNetworkAcls => describe_network_acls;
    Write ReplaceNetworkAclAssociation => replace_network_acl_association;
    Write CreateNetworkAclEntry => entries::create_network_acl_entry;
    Write ReplaceNetworkAclEntry => entries::replace_network_acl_entry;
    Write DeleteNetworkAclEntry => entries::delete_network_acl_entry;
    Write DeleteNetworkAcl => delete_network_acl;
};

impl Resource for NetworkAcl {
    type View = wire::NetworkAcl;
    const PREFIX: &'static str = "acl";
    const TYPE: Option<ResourceType> = Some(ResourceType::NetworkAcl);
    const PLURAL: &'static str = "networkAcls";
    const NOT_FOUND: &'static str = "InvalidNetworkAclID.NotFound";
    const MALFORMED: &'static str = "InvalidNetworkAclId.Malformed";
    const NOUN: &'static str = "networkAcl ID";
    const OF_VPC: bool = true;
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
            index.add("association.association-id", association.id.clone());
        }
    }
}

fn create_network_acl(
    cx: &mut Write<'_>,
    request: &CreateNetworkAclRequest,
) -> Result<CreateNetworkAclResult> {
    let tags = cx.tags_for::<NetworkAcl>(&request.tag_specifications)?;
    let vpc = cx.get::<Vpc>(&request.vpc_id)?;
    let (vpc_id, has_ipv6) = (vpc.id.clone(), vpc.has_ipv6(cx.now()));
    let id = create(cx, &vpc_id, false, has_ipv6, tags);
    let acl = NetworkAcl::view(cx.get::<NetworkAcl>(&id)?, cx.read());
    Ok(CreateNetworkAclResult {
        network_acl: Some(acl),
        client_token: request.client_token.clone(),
    })
}

/// The ACL that a VPC comes with: it allows everything, both ways.
pub(super) fn create_default(cx: &mut Write<'_>, vpc_id: &Id, has_ipv6: bool) {
    create(cx, vpc_id, true, has_ipv6, Tags::default());
}

fn create(cx: &mut Write<'_>, vpc_id: &Id, is_default: bool, has_ipv6: bool, tags: Tags) -> Id {
    let id = cx.new_id::<NetworkAcl>();
    let entries = entries::first(is_default);
    let vpc_id = vpc_id.clone();
    let mut record = NetworkAcl { vpc_id, is_default, entries, associations: Vec::new() };
    if has_ipv6 {
        record.gain_ipv6();
    }
    cx.insert(id.clone(), record, tags);
    id
}

/// What a VPC's first IPv6 block does to its ACLs.
pub(super) fn gain_ipv6(cx: &mut Write<'_>, vpc_id: &str) -> Result<()> {
    let acls = cx.read().with::<NetworkAcl>("vpc-id", vpc_id);
    let ids: Vec<Id> = acls.map(|acl| acl.id.clone()).collect();
    for id in ids {
        cx.get_mut::<NetworkAcl>(&id)?.gain_ipv6();
    }
    Ok(())
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

fn replace_network_acl_association(
    cx: &mut Write<'_>,
    request: &ReplaceNetworkAclAssociationRequest,
) -> Result<ReplaceNetworkAclAssociationResult> {
    let association_id = request.association_id.as_str();
    let (old, subnet_id) = holder(cx.read(), association_id)?;
    let new = cx.get::<NetworkAcl>(&request.network_acl_id)?;
    if new.vpc_id != old.vpc_id {
        // unverified: worded as AWS words it of route tables.
        let message = format!(
            "network ACL association {association_id} and network ACL {} belong to different \
             networks",
            new.id
        );
        return Err(Error::invalid_value(message));
    }
    let (old_id, subnet_id) = (old.id.clone(), subnet_id.clone());
    let id = cx.ids().next("aclassoc");
    cx.get_mut::<NetworkAcl>(&old_id)?.associations.retain(|one| *one.id != *association_id);
    let moved = Association { id: id.clone(), subnet_id };
    cx.get_mut::<NetworkAcl>(&request.network_acl_id)?.associations.push(moved);
    Ok(ReplaceNetworkAclAssociationResult { new_association_id: Some(id.to_string()) })
}

/// The ACL that holds an association, with the association's subnet.
fn holder<'a>(cx: Read<'a>, association_id: &str) -> Result<(&'a Row<NetworkAcl>, &'a Id)> {
    let acl = cx.with::<NetworkAcl>("association.association-id", association_id).next();
    let found = acl.and_then(|acl| {
        let association = acl.associations.iter().find(|one| *one.id == *association_id)?;
        Some((acl, &association.subnet_id))
    });
    found.ok_or_else(|| {
        let message = format!("The association ID '{association_id}' does not exist");
        Error::new("InvalidAssociationID.NotFound", message)
    })
}

fn delete_network_acl(cx: &mut Write<'_>, request: &DeleteNetworkAclRequest) -> Result<()> {
    let acl = cx.get::<NetworkAcl>(&request.network_acl_id)?;
    if acl.is_default {
        let message = format!("cannot delete default network ACL {}", acl.id);
        return Err(Error::invalid_value(message));
    }
    if !acl.associations.is_empty() {
        let message =
            format!("The networkAcl '{}' has dependencies and cannot be deleted.", acl.id);
        return Err(Error::new("DependencyViolation", message));
    }
    cx.remove::<NetworkAcl>(&request.network_acl_id);
    Ok(())
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

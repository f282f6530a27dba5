//! Network ACLs and the subnets under them: the default one of each VPC, and those made besides.
//! Their entries are in `entries`.

pub(crate) mod entries;

use crate::effects::network::network_acls::create;
use crate::engine::{
    Id, Operation, Read, Resource, Row, Write, deleted, listed, operations, tags_of,
};
use crate::error::{Error, Result};
use crate::records::ids::{NetworkAclAssociationId, SubnetId};
use crate::records::network::network_acls::{Association, NetworkAcl};
use crate::records::network::token_rules::{DRY_FIRST, PAGES, TRIMMED};
use crate::records::network::vpcs::Vpc;
use wire::{
    CreateNetworkAclRequest, CreateNetworkAclResult, DeleteNetworkAclRequest,
    ReplaceNetworkAclAssociationRequest, ReplaceNetworkAclAssociationResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateNetworkAcl => create_network_acl,
        spent without "networkAcl.networkAclId" shown by show_again, ruled by TRIMMED;
    Read  DescribeNetworkAcls => listed::<NetworkAcl>, ruled by PAGES;
    Write ReplaceNetworkAclAssociation => replace_network_acl_association, ruled by DRY_FIRST;
    Write CreateNetworkAclEntry => entries::create_network_acl_entry;
    Write ReplaceNetworkAclEntry => entries::replace_network_acl_entry;
    Write DeleteNetworkAclEntry => entries::delete_network_acl_entry;
    Write DeleteNetworkAcl => delete_network_acl, ruled by DRY_FIRST;
};

fn create_network_acl(
    cx: &mut Write<'_>,
    request: &CreateNetworkAclRequest,
) -> Result<CreateNetworkAclResult> {
    let tags = cx.tags_for::<NetworkAcl>(&request.tag_specifications)?;
    let vpc = cx.get::<Vpc>(&request.vpc_id)?;
    let (vpc_id, has_ipv6) = (vpc.id.clone(), vpc.has_ipv6(cx.now()));
    let id = create(cx, &vpc_id, false, has_ipv6, tags);
    Ok(created(request, cx.view::<NetworkAcl>(&id)?))
}

/// As recorded in `networking.json` of `radkawar/stackd`, the entries have here what
/// DescribeNetworkAcls leaves out: parts that are empty.
fn created(request: &CreateNetworkAclRequest, mut acl: wire::NetworkAcl) -> CreateNetworkAclResult {
    for entry in acl.entries.iter_mut().flatten() {
        entry.icmp_type_code.get_or_insert_default();
        entry.port_range.get_or_insert_default();
    }
    CreateNetworkAclResult {
        network_acl: Some(acl),
        client_token: TRIMMED.token.read(request.client_token.as_deref()).map(str::to_owned),
    }
}

/// The ACL that a client token made: with the entries of now, and the tags of the request, as
/// recorded in `network_acl_idempotency.json`.
fn show_again(
    cx: Read<'_>,
    request: &CreateNetworkAclRequest,
    id: &str,
) -> Result<CreateNetworkAclResult> {
    let tags = tags_of::<NetworkAcl>(&request.tag_specifications)?;
    let acl = NetworkAcl::view(cx.get::<NetworkAcl>(id)?, cx);
    Ok(created(request, wire::NetworkAcl { tags: tags.wire(), ..acl }))
}

fn replace_network_acl_association(
    cx: &mut Write<'_>,
    request: &ReplaceNetworkAclAssociationRequest,
) -> Result<ReplaceNetworkAclAssociationResult> {
    let association_id = Id::new(request.association_id.as_str());
    let (old, subnet_id) = holder(cx.read(), &association_id)?;
    let new = cx.get::<NetworkAcl>(&request.network_acl_id)?;
    if new.vpc_id != old.vpc_id {
        // As recorded: AWS's request c3cbe098-ab7b-4a0f-b315-df8538167c54.
        let acl = &new.id;
        let message =
            format!("network ACL {acl} and subnet {subnet_id} belong to different networks");
        return Err(Error::invalid_value(message));
    }
    let (old_id, subnet_id) = (old.id.clone(), subnet_id.clone());
    let id = cx.ids().next("aclassoc");
    cx.get_mut::<NetworkAcl>(&old_id)?.associations.retain(|one| one.id != association_id);
    let moved = Association { id: id.clone(), subnet_id };
    cx.get_mut::<NetworkAcl>(&request.network_acl_id)?.associations.push(moved);
    Ok(ReplaceNetworkAclAssociationResult { new_association_id: Some(id.to_string()) })
}

/// The ACL that holds an association, with the association's subnet.
fn holder<'a>(
    cx: Read<'a>,
    association_id: &NetworkAclAssociationId,
) -> Result<(&'a Row<NetworkAcl>, &'a SubnetId)> {
    let acl = cx.with(NetworkAcl::BY_ASSOCIATION, association_id).next();
    let found = acl.and_then(|acl| {
        let association = acl.associations.iter().find(|one| one.id == *association_id)?;
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
        return Err(NetworkAcl::in_use(&acl.id));
    }
    deleted::<NetworkAcl>(cx, request)
}

//! Verified Access groups, and the policy of each.
//! <https://docs.aws.amazon.com/verified-access/latest/ug/verified-access-groups.html>

use crate::engine::{Operation, Query, Read, Write, operations};
use crate::error::Result;
use crate::records::access::verified_access::{Policy, encryption, moment, replace};
use crate::records::access::verified_access_endpoints::VerifiedAccessEndpoint;
use crate::records::access::verified_access_groups::VerifiedAccessGroup;
use crate::records::access::verified_access_instances::VerifiedAccessInstance;
use crate::records::ids::VerifiedAccessInstanceId;
use wire::{
    CreateVerifiedAccessGroupRequest, CreateVerifiedAccessGroupResult,
    DeleteVerifiedAccessGroupRequest, DeleteVerifiedAccessGroupResult,
    DescribeVerifiedAccessGroupsRequest, DescribeVerifiedAccessGroupsResult,
    GetVerifiedAccessGroupPolicyRequest, GetVerifiedAccessGroupPolicyResult,
    ModifyVerifiedAccessGroupPolicyRequest, ModifyVerifiedAccessGroupPolicyResult,
    ModifyVerifiedAccessGroupRequest, ModifyVerifiedAccessGroupResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateVerifiedAccessGroup => create_verified_access_group;
    Read  DescribeVerifiedAccessGroups => describe_verified_access_groups;
    Write ModifyVerifiedAccessGroup => modify_verified_access_group;
    Read  GetVerifiedAccessGroupPolicy => get_verified_access_group_policy;
    Write ModifyVerifiedAccessGroupPolicy => modify_verified_access_group_policy;
    Write DeleteVerifiedAccessGroup => delete_verified_access_group;
};

// unverified (looked up 2026-11-26): that its instance need not have a trust provider yet.
fn create_verified_access_group(
    cx: &mut Write<'_>,
    request: &CreateVerifiedAccessGroupRequest,
) -> Result<CreateVerifiedAccessGroupResult> {
    let tags = cx.tags_for::<VerifiedAccessGroup>(&request.tag_specifications)?;
    let instance = cx.get::<VerifiedAccessInstance>(&request.verified_access_instance_id)?;
    let instance_id = instance.id.clone();
    let policy = Policy::new(request.policy_document.as_ref())?;
    let created = Some(moment(cx.read()));
    let shown = wire::VerifiedAccessGroup {
        description: Some(request.description.clone().unwrap_or_default()),
        creation_time: created.clone(),
        last_updated_time: created,
        sse_specification: encryption(None, request.sse_specification.as_ref())?,
        ..wire::VerifiedAccessGroup::default()
    };
    let group = cx.create(VerifiedAccessGroup { shown, instance_id, policy }, tags)?;
    Ok(CreateVerifiedAccessGroupResult { verified_access_group: Some(group) })
}

fn describe_verified_access_groups(
    cx: Read<'_>,
    request: &DescribeVerifiedAccessGroupsRequest,
) -> Result<DescribeVerifiedAccessGroupsResult> {
    let instance_id = request.verified_access_instance_id.as_ref();
    instance_id.map_or(Ok(()), |id| cx.get::<VerifiedAccessInstance>(id).map(|_| ()))?;
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref());
    let query = query.among(&request.verified_access_group_ids);
    let page = cx.select_rows::<VerifiedAccessGroup>(&query, |row| {
        instance_id.is_none_or(|id| *row.instance_id == **id)
    })?;
    Ok(DescribeVerifiedAccessGroupsResult {
        verified_access_groups: Some(page.items.into_iter().map(|(_, view)| view).collect()),
        next_token: page.next_token,
    })
}

/// What is not given stays.
fn modify_verified_access_group(
    cx: &mut Write<'_>,
    request: &ModifyVerifiedAccessGroupRequest,
) -> Result<ModifyVerifiedAccessGroupResult> {
    let id = request.verified_access_group_id.as_str();
    let mut record = cx.get::<VerifiedAccessGroup>(id)?.record.clone();
    replace(&mut record.shown.description, request.description.as_ref());
    record.shown.last_updated_time = Some(moment(cx.read()));
    if let Some(instance_id) = &request.verified_access_instance_id {
        record.instance_id = cx.get::<VerifiedAccessInstance>(instance_id)?.id.clone();
        move_endpoints(cx, id, &record.instance_id)?;
    }
    cx.get_mut::<VerifiedAccessGroup>(id)?.record = record;
    let view = cx.view::<VerifiedAccessGroup>(id)?;
    let group = wire::VerifiedAccessGroup { tags: None, ..view };
    Ok(ModifyVerifiedAccessGroupResult { verified_access_group: Some(group) })
}

// unverified (looked up 2026-11-26): that a group takes its endpoints to another instance, with the
// domains that they have.
fn move_endpoints(cx: &mut Write<'_>, id: &str, to: &VerifiedAccessInstanceId) -> Result<()> {
    let group_id = cx.get::<VerifiedAccessGroup>(id)?.id.clone();
    let endpoints = cx.read().with(VerifiedAccessEndpoint::BY_VERIFIED_ACCESS_GROUP, &group_id);
    let endpoints: Vec<_> = endpoints.map(|row| row.id.clone()).collect();
    for endpoint in endpoints {
        cx.get_mut::<VerifiedAccessEndpoint>(&endpoint)?.instance_id = to.clone();
    }
    Ok(())
}

fn get_verified_access_group_policy(
    cx: Read<'_>,
    request: &GetVerifiedAccessGroupPolicyRequest,
) -> Result<GetVerifiedAccessGroupPolicyResult> {
    let policy = &cx.get::<VerifiedAccessGroup>(&request.verified_access_group_id)?.policy;
    Ok(GetVerifiedAccessGroupPolicyResult {
        policy_enabled: Some(policy.is_enabled()),
        policy_document: policy.document.clone(),
    })
}

fn modify_verified_access_group_policy(
    cx: &mut Write<'_>,
    request: &ModifyVerifiedAccessGroupPolicyRequest,
) -> Result<ModifyVerifiedAccessGroupPolicyResult> {
    let id = request.verified_access_group_id.as_str();
    let group = cx.get::<VerifiedAccessGroup>(id)?;
    let policy = group.policy.changed(request.policy_enabled, request.policy_document.as_ref())?;
    let before = group.shown.sse_specification.as_ref();
    let encrypted = encryption(before, request.sse_specification.as_ref())?;
    let now = moment(cx.read());
    let mut row = cx.get_mut::<VerifiedAccessGroup>(id)?;
    row.policy = policy.clone();
    row.shown.sse_specification.clone_from(&encrypted);
    row.shown.last_updated_time = Some(now);
    Ok(ModifyVerifiedAccessGroupPolicyResult {
        policy_enabled: Some(policy.is_enabled()),
        policy_document: policy.document,
        sse_specification: encrypted,
    })
}

// unverified (looked up 2026-11-26): that it is gone at once.
fn delete_verified_access_group(
    cx: &mut Write<'_>,
    request: &DeleteVerifiedAccessGroupRequest,
) -> Result<DeleteVerifiedAccessGroupResult> {
    let view = cx.delete::<VerifiedAccessGroup>(&request.verified_access_group_id)?.view;
    let deletion_time = Some(moment(cx.read()));
    let group = wire::VerifiedAccessGroup { tags: None, deletion_time, ..view };
    Ok(DeleteVerifiedAccessGroupResult { verified_access_group: Some(group) })
}

//! Flex cost allocation policies: at which granularity the costs of NAT gateways, of peering
//! connections and of instances' traffic are reported. There is no traffic here, and nothing costs
//! anything: no report comes of a policy.
//! `API_CreateNetworkingFlexCostAllocationPolicy` in AWS's reference.

mod associations;
mod document;
pub(crate) mod record;

use crate::engine::{Operation, Read, Write, listed, operations};
use crate::error::{Error, Result, check_length};
use crate::records::account::arns::arn;
use document::Document;
use record::{
    FlexCostAllocationPolicy, FlexCostAllocationPolicyAssociation as Association, Version,
};
use wire::{
    CreateNetworkingFlexCostAllocationPolicyRequest,
    CreateNetworkingFlexCostAllocationPolicyResult,
    DeleteNetworkingFlexCostAllocationPoliciesRequest,
    DeleteNetworkingFlexCostAllocationPoliciesResult,
    FlexCostAllocationOperationFailure as Failure,
    GetNetworkingFlexCostAllocationPolicyVersionsRequest,
    GetNetworkingFlexCostAllocationPolicyVersionsResult,
    ModifyNetworkingFlexCostAllocationPolicyRequest,
    ModifyNetworkingFlexCostAllocationPolicyResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateNetworkingFlexCostAllocationPolicy => create;
    Read  DescribeNetworkingFlexCostAllocationPolicies => listed::<FlexCostAllocationPolicy>;
    Write ModifyNetworkingFlexCostAllocationPolicy => modify;
    Read  GetNetworkingFlexCostAllocationPolicyVersions => versions;
    Write DeleteNetworkingFlexCostAllocationPolicies => delete;
    Write AssociateNetworkingFlexCostAllocationPolicy => associations::associate;
    Read  DescribeNetworkingFlexCostAllocationPolicyAssociations => listed::<Association>;
    Write DisassociateNetworkingFlexCostAllocationPolicy => associations::disassociate;
};

const MAX_DESCRIPTION_CHARS: usize = 1_024;

const MAX_VERSIONS: i32 = 100;

fn create(
    cx: &mut Write<'_>,
    request: &CreateNetworkingFlexCostAllocationPolicyRequest,
) -> Result<CreateNetworkingFlexCostAllocationPolicyResult> {
    let tags = cx.tags_for::<FlexCostAllocationPolicy>(&request.tag_specifications)?;
    let asked = (
        &request.nat_fca_policy_document,
        &request.instance_fca_policy_document,
        &request.pcx_fca_policy_document,
    );
    let of = request.network_resource_type;
    let document = Document::asked(of, asked)?;
    let document = document.ok_or_else(|| Error::missing(Document::parameter(of)))?;
    check_description(request.description.as_deref())?;
    let created = cx.now().timestamp();
    let latest = Version {
        document,
        show_back: request.show_back_enabled.unwrap_or(true),
        description: request.description.clone(),
        created,
    };
    let effective = latest.effective();
    let id = cx.new_id::<FlexCostAllocationPolicy>();
    let record = FlexCostAllocationPolicy { created, updated: created, older: Vec::new(), latest };
    cx.insert(id.clone(), record, tags);
    Ok(CreateNetworkingFlexCostAllocationPolicyResult {
        fca_policy_arn: Some(arn(cx.read(), &format!("fca-policy/{id}"))),
        fca_policy_id: Some(id.to_string()),
        created_at: Some(created),
        expected_effective_at: Some(effective),
    })
}

fn check_description(description: Option<&str>) -> Result<()> {
    check_length("description", description, MAX_DESCRIPTION_CHARS)
}

/// A new document, or to report or not, makes a new version; a new description makes none.
// That is documented; unverified (looked up 2026-11-26): that the same again makes none either,
// that no number is told where there is no new version, and the refusals.
fn modify(
    cx: &mut Write<'_>,
    request: &ModifyNetworkingFlexCostAllocationPolicyRequest,
) -> Result<ModifyNetworkingFlexCostAllocationPolicyResult> {
    let id = request.fca_policy_id.as_str();
    let policy = cx.get::<FlexCostAllocationPolicy>(id)?;
    let asked = (
        &request.nat_fca_policy_document,
        &request.instance_fca_policy_document,
        &request.pcx_fca_policy_document,
    );
    let document = Document::asked(policy.latest.document.of(), asked)?;
    let show_back = request.show_back_enabled;
    if document.is_none() && show_back.is_none() && request.description.is_none() {
        return Err(Error::combination("No attributes specified."));
    }
    check_description(request.description.as_deref())?;
    let mut latest = policy.latest.clone();
    latest.document = document.unwrap_or(latest.document);
    latest.show_back = show_back.unwrap_or(latest.show_back);
    latest.description = request.description.clone().or(latest.description);
    let is_new =
        (&latest.document, latest.show_back) != (&policy.latest.document, policy.latest.show_back);
    if is_new && policy.latest_number() >= MAX_VERSIONS {
        let message = format!("A policy can have up to {MAX_VERSIONS} versions.");
        return Err(Error::new("ResourceLimitExceeded", message));
    }
    let now = cx.now().timestamp();
    let mut policy = cx.get_mut::<FlexCostAllocationPolicy>(id)?;
    if is_new {
        latest.created = now;
        let before = policy.latest.clone();
        policy.older.push(before);
    }
    (policy.latest, policy.updated) = (latest, now);
    Ok(ModifyNetworkingFlexCostAllocationPolicyResult {
        fca_policy_id: Some(id.to_owned()),
        updated_at: Some(now),
        version: is_new.then(|| policy.latest_number()),
        version_expected_effective_at: is_new.then(|| policy.latest.effective()),
    })
}

// unverified (looked up 2026-11-26): that a version that there is not is left out.
fn versions(
    cx: Read<'_>,
    request: &GetNetworkingFlexCostAllocationPolicyVersionsRequest,
) -> Result<GetNetworkingFlexCostAllocationPolicyVersionsResult> {
    let policy = cx.get::<FlexCostAllocationPolicy>(&request.fca_policy_id)?;
    let wanted = &request.versions_to_include;
    let versions = policy.versions(&policy.id);
    let versions = versions.filter(|version| {
        wanted.is_empty() || version.version.is_some_and(|number| wanted.contains(&number))
    });
    Ok(GetNetworkingFlexCostAllocationPolicyVersionsResult {
        fca_policy_versions: Some(versions.collect()),
    })
}

/// One that cannot be deleted does not keep the others. The codes are documented.
// unverified (looked up 2026-11-26): the reasons.
fn delete(
    cx: &mut Write<'_>,
    request: &DeleteNetworkingFlexCostAllocationPoliciesRequest,
) -> Result<DeleteNetworkingFlexCostAllocationPoliciesResult> {
    let (mut successful, mut failed) = (Vec::new(), Vec::new());
    for id in &request.fca_policy_ids {
        match check_free(cx.read(), id) {
            Ok(()) => {
                cx.delete::<FlexCostAllocationPolicy>(id)?;
                successful.push(id.clone());
            }
            Err(failure) => failed.push(failure),
        }
    }
    Ok(DeleteNetworkingFlexCostAllocationPoliciesResult {
        successful: Some(successful),
        failed: Some(failed),
    })
}

fn check_free(cx: Read<'_>, id: &str) -> Result<(), Failure> {
    let Some(policy) = cx.find::<FlexCostAllocationPolicy>(id) else {
        let reason = format!("The policy '{id}' does not exist.");
        return Err(associations::failure(id, "ResourceNotFound", reason));
    };
    match cx.with(Association::BY_POLICY, &policy.id).next() {
        None => Ok(()),
        Some(_) => {
            let reason = format!("The policy '{id}' has active associations.");
            Err(associations::failure(id, "InvalidResourceState", reason))
        }
    }
}

//! Private scopes beside the default ones. All that is made is private.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/add-scope-ipam.html>

use crate::engine::{Operation, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::ipam::ipam_pools::IpamPool;
use crate::records::ipam::ipam_scopes::IpamScope;
use crate::records::ipam::ipams::Ipam;
use crate::records::ipam::refusals::{check_not_default, check_tier, check_without};
use crate::records::ipam::states::changing;
use wire::{
    CreateIpamScopeRequest, CreateIpamScopeResult, DeleteIpamScopeRequest, DeleteIpamScopeResult,
    IpamScopeType, ModifyIpamScopeRequest, ModifyIpamScopeResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateIpamScope => create_ipam_scope, refuses ["ExternalAuthorityConfiguration"];
    Read  DescribeIpamScopes => listed::<IpamScope>;
    Write ModifyIpamScope => modify_ipam_scope, refuses [
        "ExternalAuthorityConfiguration", "RemoveExternalAuthorityConfiguration",
    ];
    Write DeleteIpamScope => delete_ipam_scope;
};

fn create_ipam_scope(
    cx: &mut Write<'_>,
    request: &CreateIpamScopeRequest,
) -> Result<CreateIpamScopeResult> {
    let tags = cx.tags_for::<IpamScope>(&request.tag_specifications)?;
    let ipam = cx.read().get_live::<Ipam>(&request.ipam_id)?;
    // That the tier has none is documented.
    check_tier("CreateIpamScope", ipam.tier, "the default scopes only")?;
    let record = IpamScope {
        ipam_id: ipam.id.clone(),
        of: IpamScopeType::Private,
        is_default: false,
        description: request.description.clone(),
        changed: None,
    };
    let scope = cx.create(record, tags)?;
    Ok(CreateIpamScopeResult { ipam_scope: Some(scope) })
}

fn modify_ipam_scope(
    cx: &mut Write<'_>,
    request: &ModifyIpamScopeRequest,
) -> Result<ModifyIpamScopeResult> {
    let id = cx.read().get_live::<IpamScope>(&request.ipam_scope_id)?.id.clone();
    let Some(description) = &request.description else {
        // unverified (looked up 2026-11-26): that it is as with pools.
        let message = "The request must contain a modification to the ipam scope.";
        return Err(Error::combination(message));
    };
    let changed = changing(cx.read());
    let mut row = cx.get_mut::<IpamScope>(&id)?;
    row.description = Some(description.clone());
    row.changed = changed;
    drop(row);
    let scope = wire::IpamScope { tags: None, ..cx.view::<IpamScope>(&id)? };
    Ok(ModifyIpamScopeResult { ipam_scope: Some(scope) })
}

/// <https://docs.aws.amazon.com/vpc/latest/ipam/delete-scope-ipam.html>
// unverified (looked up 2026-11-26): what is said of pools.
fn delete_ipam_scope(
    cx: &mut Write<'_>,
    request: &DeleteIpamScopeRequest,
) -> Result<DeleteIpamScopeResult> {
    let scope = cx.read().get_live::<IpamScope>(&request.ipam_scope_id)?;
    let id = scope.id.clone();
    check_not_default("DeleteIpamScope", scope.is_default, &id)?;
    let has_pools = cx.read().with(IpamPool::BY_SCOPE, &id).next().is_some();
    check_without(has_pools, &id, "There are one or more pools in the scope.")?;
    let left = cx.delete::<IpamScope>(&id)?;
    let scope = wire::IpamScope { tags: None, ..left.view };
    Ok(DeleteIpamScopeResult { ipam_scope: Some(scope) })
}

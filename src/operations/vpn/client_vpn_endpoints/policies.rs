//! The authorization policy of an endpoint, of which it has one at most. Nobody connects here, so
//! that it is kept and shown, and decides nothing. See
//! `API_ModifyClientVpnEndpointAuthorizationPolicy` in AWS's reference.

use super::record::{CHANGING_MILLIS, ClientVpnEndpoint, Policy};
use crate::engine::{Read, Row, Write};
use crate::error::{Error, Result};
use wire::{
    ClientVpnAuthorizationPolicyShadowMode as ShadowMode,
    ClientVpnAuthorizationPolicyStatus as Status,
    DeleteClientVpnEndpointAuthorizationPolicyRequest,
    DeleteClientVpnEndpointAuthorizationPolicyResult,
    GetClientVpnEndpointAuthorizationPolicyRequest, GetClientVpnEndpointAuthorizationPolicyResult,
    ModifyClientVpnEndpointAuthorizationPolicyRequest,
    ModifyClientVpnEndpointAuthorizationPolicyResult,
};

/// Makes the policy, or changes what is given of it.
pub(super) fn modify_policy(
    cx: &mut Write<'_>,
    request: &ModifyClientVpnEndpointAuthorizationPolicyRequest,
) -> Result<ModifyClientVpnEndpointAuthorizationPolicyResult> {
    let row = cx.read().get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let present = row.policy(cx.now()).filter(|policy| !policy.is_deleted).cloned();
    let first = if present.is_some() { Status::Updating } else { Status::Creating };
    let state = cx.read().transition(first, Status::Active, CHANGING_MILLIS);
    let document = request.policy_document.clone();
    let document = document.map(check_document).transpose()?;
    let policy = match (present, document) {
        (Some(policy), document) => Policy {
            document: document.unwrap_or(policy.document),
            description: request.description.clone().or(policy.description),
            shadow_mode: request.shadow_mode.unwrap_or(policy.shadow_mode),
            state,
            is_deleted: false,
        },
        (None, Some(document)) => Policy {
            document,
            description: request.description.clone(),
            shadow_mode: request.shadow_mode.unwrap_or(ShadowMode::Disabled),
            state,
            is_deleted: false,
        },
        (None, None) => return Err(Error::missing("PolicyDocument")),
    };
    let status = Some(policy.state.at(cx.now()));
    let id = row.id.clone();
    cx.get_mut::<ClientVpnEndpoint>(&id)?.policy = Some(Box::new(policy));
    Ok(ModifyClientVpnEndpointAuthorizationPolicyResult { status })
}

/// What can be no policy. Cedar is not parsed any further.
// unverified (looked up 2026-11-26): that a wrong one is refused at once; code and words.
fn check_document(document: String) -> Result<String> {
    let text = document.trim();
    let says = text.contains("permit") || text.contains("forbid");
    if says && text.ends_with(';') {
        return Ok(document);
    }
    Err(Error::invalid_value("The policy document is not a valid Cedar policy."))
}

pub(super) fn get_policy(
    cx: Read<'_>,
    request: &GetClientVpnEndpointAuthorizationPolicyRequest,
) -> Result<GetClientVpnEndpointAuthorizationPolicyResult> {
    let row = cx.get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let policy = row.policy(cx.now()).ok_or_else(|| none(row))?;
    Ok(GetClientVpnEndpointAuthorizationPolicyResult {
        client_vpn_endpoint_id: Some(row.id.to_string()),
        policy_document: Some(policy.document.clone()),
        description: policy.description.clone(),
        shadow_mode: Some(policy.shadow_mode),
        status: Some(policy.state.at(cx.now())),
    })
}

pub(super) fn delete_policy(
    cx: &mut Write<'_>,
    request: &DeleteClientVpnEndpointAuthorizationPolicyRequest,
) -> Result<DeleteClientVpnEndpointAuthorizationPolicyResult> {
    let row = cx.read().get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let policy = row.policy(cx.now()).filter(|policy| !policy.is_deleted);
    let policy = policy.ok_or_else(|| none(row))?.clone();
    // Whatever it settles at, it is gone then.
    let state = cx.read().transition(Status::Deleting, Status::Deleting, CHANGING_MILLIS);
    let id = row.id.clone();
    let mut row = cx.get_mut::<ClientVpnEndpoint>(&id)?;
    row.policy = Some(Box::new(Policy { state, is_deleted: true, ..policy }));
    Ok(DeleteClientVpnEndpointAuthorizationPolicyResult { status: Some(Status::Deleting) })
}

// unverified (looked up 2026-11-26): code and words.
fn none(row: &Row<ClientVpnEndpoint>) -> Error {
    let message = format!("The endpoint {} does not have an authorization policy.", row.id);
    Error::new("InvalidClientVpnEndpointAuthorizationPolicy.NotFound", message)
}

//! Which autonomous systems may announce a prefix, as an internet registry is told. An association
//! with a registry has to be enabled for that, and none ever is, so that no registration is made or
//! changed, and nothing was published: what lists these finds none, and that is the truth.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpamRoutingPolicyRegistration.html>

use crate::engine::{Never, Operation, Read, operations};
use crate::error::Result;
use crate::records::ipam::ipam_internet_registry_associations::{
    IpamInternetRegistryAssociation, in_state,
};
use wire::{
    BatchModifyIpamRoutingPolicyRegistrationsRequest, CreateIpamRoutingPolicyRegistrationRequest,
    DeleteIpamRoutingPolicyRegistrationRequest, GetIpamRouteOriginAuthorizationsRequest,
    GetIpamRouteOriginAuthorizationsResult, GetIpamRoutingPolicyRegistrationDeltasRequest,
    GetIpamRoutingPolicyRegistrationDeltasResult, GetIpamRoutingPolicyRegistrationsRequest,
    GetIpamRoutingPolicyRegistrationsResult, ModifyIpamRoutingPolicyRegistrationRequest,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  CreateIpamRoutingPolicyRegistration => create_registration;
    Read  ModifyIpamRoutingPolicyRegistration => modify_registration;
    Read  BatchModifyIpamRoutingPolicyRegistrations => batch_modify_registrations;
    Read  DeleteIpamRoutingPolicyRegistration => delete_registration;
    Read  GetIpamRoutingPolicyRegistrations => get_registrations;
    Read  GetIpamRoutingPolicyRegistrationDeltas => get_deltas;
    Read  GetIpamRouteOriginAuthorizations => get_authorizations;
};

/// That of an association which is not enabled.
///
/// # Errors
/// Those of the id; `IncorrectState`.
// unverified (looked up 2026-11-26): that it comes before what else is asked.
fn not_enabled(cx: Read<'_>, id: &str) -> Result<Never> {
    Err(in_state(cx.get_live::<IpamInternetRegistryAssociation>(id)?, cx.now()))
}

fn create_registration(
    cx: Read<'_>,
    request: &CreateIpamRoutingPolicyRegistrationRequest,
) -> Result<Never> {
    let _ = (&request.cidr, &request.asns, &request.max_length, &request.description);
    let _ = (request.permit_more_specific_announcements, request.force);
    not_enabled(cx, &request.ipam_internet_registry_association_id)
}

fn modify_registration(
    cx: Read<'_>,
    request: &ModifyIpamRoutingPolicyRegistrationRequest,
) -> Result<Never> {
    let _ = (&request.cidr, &request.asns, &request.max_length, &request.description);
    let _ = (request.permit_more_specific_announcements, request.force);
    not_enabled(cx, &request.ipam_internet_registry_association_id)
}

fn batch_modify_registrations(
    cx: Read<'_>,
    request: &BatchModifyIpamRoutingPolicyRegistrationsRequest,
) -> Result<Never> {
    let _ = (&request.delta_json, request.force);
    not_enabled(cx, &request.ipam_internet_registry_association_id)
}

fn delete_registration(
    cx: Read<'_>,
    request: &DeleteIpamRoutingPolicyRegistrationRequest,
) -> Result<Never> {
    let _ = (&request.cidr, request.force);
    not_enabled(cx, &request.ipam_internet_registry_association_id)
}

/// # Errors
/// Those of the id and the token.
fn check(cx: Read<'_>, id: &str, max_results: Option<i32>, token: Option<&str>) -> Result<()> {
    cx.get_live::<IpamInternetRegistryAssociation>(id)?;
    cx.paging(max_results, token).map(|_| ())
}

fn get_registrations(
    cx: Read<'_>,
    request: &GetIpamRoutingPolicyRegistrationsRequest,
) -> Result<GetIpamRoutingPolicyRegistrationsResult> {
    let id = &request.ipam_internet_registry_association_id;
    check(cx, id, request.max_results, request.next_token.as_deref())?;
    let _ = &request.cidr;
    Ok(GetIpamRoutingPolicyRegistrationsResult {
        ipam_routing_policy_registrations: Some(Vec::new()),
        next_token: None,
    })
}

fn get_deltas(
    cx: Read<'_>,
    request: &GetIpamRoutingPolicyRegistrationDeltasRequest,
) -> Result<GetIpamRoutingPolicyRegistrationDeltasResult> {
    let id = &request.ipam_internet_registry_association_id;
    check(cx, id, request.max_results, request.next_token.as_deref())?;
    let _ = (&request.delta_id, request.start_time, request.end_time, request.chronological_order);
    Ok(GetIpamRoutingPolicyRegistrationDeltasResult {
        ipam_routing_policy_registration_deltas: Some(Vec::new()),
        next_token: None,
    })
}

fn get_authorizations(
    cx: Read<'_>,
    request: &GetIpamRouteOriginAuthorizationsRequest,
) -> Result<GetIpamRouteOriginAuthorizationsResult> {
    let id = &request.ipam_internet_registry_association_id;
    check(cx, id, request.max_results, request.next_token.as_deref())?;
    let _ = &request.cidr;
    Ok(GetIpamRouteOriginAuthorizationsResult {
        ipam_route_origin_authorizations: Some(Vec::new()),
        next_token: None,
    })
}

//! Who pays for endpoints: the account that has one, unless the owner of the service says that it
//! does itself, for all or for one. Nothing costs anything here; it is kept and shown.

use super::connections::{endpoints_of, with_owner};
use crate::engine::{Resource as _, Write};
use crate::error::{Error, Result};
use crate::records::network::vpc_endpoint_services::VpcEndpointService;
use crate::records::network::vpc_endpoints::{VpcEndpoint, payers};
use wire::{
    ModifyVpcEndpointPayerResponsibilityRequest, ModifyVpcEndpointPayerResponsibilityResult,
    ModifyVpcEndpointServicePayerResponsibilityRequest,
    ModifyVpcEndpointServicePayerResponsibilityResult, PayerResponsibility,
    PayerResponsibilityScope, PayerResponsibilityType,
};

pub(super) fn modify_vpc_endpoint_service_payer_responsibility(
    cx: &mut Write<'_>,
    request: &ModifyVpcEndpointServicePayerResponsibilityRequest,
) -> Result<ModifyVpcEndpointServicePayerResponsibilityResult> {
    let PayerResponsibility::ServiceOwner = request.payer_responsibility;
    cx.get_mut::<VpcEndpointService>(&request.service_id)?.owner_pays = true;
    Ok(ModifyVpcEndpointServicePayerResponsibilityResult { return_value: Some(true) })
}

// unverified (looked up 2026-11-26): that it is the owner of the service who says this, as nobody
// can have another account pay, and that it has to name the service; that nothing is shown of an
// endpoint before.
pub(super) fn modify_vpc_endpoint_payer_responsibility(
    cx: &mut Write<'_>,
    request: &ModifyVpcEndpointPayerResponsibilityRequest,
) -> Result<ModifyVpcEndpointPayerResponsibilityResult> {
    let payer = request.payer_responsibility;
    if request.scope != PayerResponsibilityScope::VpcEndpointCharges
        || payer == PayerResponsibilityType::ResourceGatewayAccount
    {
        return Err(Error::not_emulated("charges of resource gateways"));
    }
    let service_id = request.service_id.as_deref().ok_or_else(|| Error::missing("ServiceId"))?;
    cx.get::<VpcEndpointService>(service_id)?;
    let id = request.vpc_endpoint_id.as_str();
    VpcEndpoint::check_id(id)?;
    let found = endpoints_of(cx.read(), service_id).find(|(_, row)| *row.id == *id);
    let (there, row) = found.ok_or_else(|| VpcEndpoint::not_found(&[id]))?;
    let owner = (there.account().clone(), there.region().clone());
    let endpoint = row.id.clone();
    with_owner(cx, owner, move |cx| {
        if let Some(mut row) = cx.find_mut::<VpcEndpoint>(&endpoint) {
            row.payer = Some(payer);
        }
    });
    Ok(ModifyVpcEndpointPayerResponsibilityResult {
        vpc_endpoint_id: Some(id.to_owned()),
        payer_responsibilities: payers(Some(payer)),
    })
}

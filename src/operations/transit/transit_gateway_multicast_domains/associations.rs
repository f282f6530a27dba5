//! The subnets of attached VPCs that are in a domain; a subnet is in one at most.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/manage-domain.html>

use crate::engine::filter::ViewFilters;
use crate::engine::{Millis, Paging, Read, Resource as _, Row, Write};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::network::subnets::Subnet;
use crate::records::transit::transit_gateway_attachments::{self, TransitGatewayAttachment};
use crate::records::transit::transit_gateway_multicast_domains::{
    Association, TransitGatewayMulticastDomain, available,
};
use wire::{
    AcceptTransitGatewayMulticastDomainAssociationsRequest,
    AcceptTransitGatewayMulticastDomainAssociationsResult,
    AssociateTransitGatewayMulticastDomainRequest, AssociateTransitGatewayMulticastDomainResult,
    DisassociateTransitGatewayMulticastDomainRequest,
    DisassociateTransitGatewayMulticastDomainResult,
    GetTransitGatewayMulticastDomainAssociationsRequest,
    GetTransitGatewayMulticastDomainAssociationsResult,
    RejectTransitGatewayMulticastDomainAssociationsRequest,
    RejectTransitGatewayMulticastDomainAssociationsResult, SubnetAssociation,
    TransitGatewayMulitcastDomainAssociationState as State,
    TransitGatewayMulticastDomainAssociation, TransitGatewayMulticastDomainAssociations,
};

const CHANGING_MILLIS: Millis = durations::TRANSIT_GATEWAY_ROUTE_TABLES_ASSOCIATION;

pub(super) fn associate_transit_gateway_multicast_domain(
    cx: &mut Write<'_>,
    request: &AssociateTransitGatewayMulticastDomainRequest,
) -> Result<AssociateTransitGatewayMulticastDomainResult> {
    let domain = available(cx.read(), &request.transit_gateway_multicast_domain_id)?;
    let id = request.transit_gateway_attachment_id.as_str();
    let attachment = transit_gateway_attachments::available(cx.read(), id)?;
    let vpc = attachment.vpc().filter(|_| attachment.gateway_id == domain.gateway_id);
    // unverified (looked up 2026-11): what AWS says of an attachment of another gateway or type.
    let vpc = vpc.ok_or_else(|| TransitGatewayAttachment::not_found(&[id]))?;
    if vpc.owner != *cx.account() {
        let what = "multicast domains with another account's subnets";
        return Err(Error::not_emulated(what));
    }
    let state = cx.read().transition(State::Associating, State::Associated, CHANGING_MILLIS);
    let mut associations = Vec::new();
    for subnet_id in &request.subnet_ids {
        let subnet = cx.find::<Subnet>(subnet_id).filter(|it| it.vpc_id == vpc.vpc_id);
        let Some(subnet) = subnet else {
            // As of the subnets of an attachment.
            let message = format!("Subnet {subnet_id} was deleted or does not exist.");
            return Err(Error::new("InvalidSubnetID.NotFound", message));
        };
        check_free(cx.read(), subnet)?;
        let (attachment_id, subnet_id) = (attachment.id.clone(), subnet.id.clone());
        associations.push(Association { attachment_id, subnet_id, state });
    }
    let (domain_id, attachment_id) = (domain.id.clone(), attachment.id.clone());
    let shown = shown(cx.read(), domain, attachment, &associations);
    let mut row = cx.get_mut::<TransitGatewayMulticastDomain>(&domain_id)?;
    let is_asked = |it: &Association| request.subnet_ids.iter().any(|id| **id == *it.subnet_id);
    row.associations.retain(|it| !is_asked(it) || it.attachment_id != attachment_id);
    row.associations.extend(associations);
    Ok(AssociateTransitGatewayMulticastDomainResult { associations: Some(shown) })
}

/// # Errors
/// `Resource.AlreadyAssociated` for a subnet that is in a domain.
// That it is in one at most is documented; unverified (looked up 2026-11): code and message.
fn check_free(cx: Read<'_>, subnet: &Row<Subnet>) -> Result<()> {
    let mut domains = cx.with(TransitGatewayMulticastDomain::BY_SUBNET, &subnet.id);
    let domain = domains.find(|domain| {
        domain.associated(cx).any(|(association, _)| association.subnet_id == subnet.id)
    });
    domain.map_or(Ok(()), |domain| {
        let message = format!("Subnet {} is already associated to {}.", subnet.id, domain.id);
        Err(Error::new("Resource.AlreadyAssociated", message))
    })
}

fn shown(
    cx: Read<'_>,
    domain: &Row<TransitGatewayMulticastDomain>,
    attachment: &Row<TransitGatewayAttachment>,
    associations: &[Association],
) -> TransitGatewayMulticastDomainAssociations {
    TransitGatewayMulticastDomainAssociations {
        transit_gateway_multicast_domain_id: Some(domain.id.to_string()),
        transit_gateway_attachment_id: Some(attachment.id.to_string()),
        resource_id: Some(attachment.resource_id().to_string()),
        resource_type: Some(attachment.resource_type()),
        resource_owner_id: Some(attachment.resource_owner().to_string()),
        subnets: Some(associations.iter().map(|it| subnet(cx, it)).collect()),
    }
}

fn subnet(cx: Read<'_>, association: &Association) -> SubnetAssociation {
    SubnetAssociation {
        subnet_id: Some(association.subnet_id.to_string()),
        state: Some(association.state.at(cx.now())),
    }
}

pub(super) fn accept_transit_gateway_multicast_domain_associations(
    cx: &mut Write<'_>,
    request: &AcceptTransitGatewayMulticastDomainAssociationsRequest,
) -> Result<AcceptTransitGatewayMulticastDomainAssociationsResult> {
    let domain_id = request.transit_gateway_multicast_domain_id.as_deref();
    let attachment_id = request.transit_gateway_attachment_id.as_deref();
    Err(unawaited(cx.read(), domain_id, attachment_id, &request.subnet_ids)?)
}

pub(super) fn reject_transit_gateway_multicast_domain_associations(
    cx: &mut Write<'_>,
    request: &RejectTransitGatewayMulticastDomainAssociationsRequest,
) -> Result<RejectTransitGatewayMulticastDomainAssociationsResult> {
    let domain_id = request.transit_gateway_multicast_domain_id.as_deref();
    let attachment_id = request.transit_gateway_attachment_id.as_deref();
    Err(unawaited(cx.read(), domain_id, attachment_id, &request.subnet_ids)?)
}

/// What is said of associations that do not wait for an answer: only another account's would, and
/// those are refused by name.
// unverified (looked up 2026-11): code and message.
fn unawaited(
    cx: Read<'_>,
    domain_id: Option<&str>,
    attachment_id: Option<&str>,
    subnet_ids: &[String],
) -> Result<Error> {
    let id = domain_id.ok_or_else(|| Error::missing("TransitGatewayMulticastDomainId"))?;
    let domain = available(cx, id)?;
    let id = attachment_id.ok_or_else(|| Error::missing("TransitGatewayAttachmentId"))?;
    let attachment = transit_gateway_attachments::available(cx, id)?;
    if subnet_ids.is_empty() {
        return Err(Error::missing("SubnetIds"));
    }
    let (of, subnets) = (&domain.id, subnet_ids.join(", "));
    let message =
        format!("No association of {of} with {} awaits acceptance for {subnets}.", attachment.id);
    Ok(Error::new("IncorrectState", message))
}

pub(super) fn disassociate_transit_gateway_multicast_domain(
    cx: &mut Write<'_>,
    request: &DisassociateTransitGatewayMulticastDomainRequest,
) -> Result<DisassociateTransitGatewayMulticastDomainResult> {
    let domain = available(cx.read(), &request.transit_gateway_multicast_domain_id)?;
    let id = request.transit_gateway_attachment_id.as_str();
    let attachment = transit_gateway_attachments::available(cx.read(), id)?;
    let state = cx.read().transition(State::Disassociating, State::Disassociated, CHANGING_MILLIS);
    let mut leaving = Vec::new();
    for subnet_id in &request.subnet_ids {
        let present = domain.associated(cx.read()).find(|(association, row)| {
            *association.subnet_id == **subnet_id && row.id == attachment.id
        });
        let is_settled = |it: &Association| it.state.at(cx.now()) == State::Associated;
        let Some((association, _)) = present.filter(|(association, _)| is_settled(association))
        else {
            // unverified (looked up 2026-11): code and message.
            let message = format!("Subnet {subnet_id} is not associated to {}.", domain.id);
            return Err(Error::new("InvalidAssociation.NotFound", message));
        };
        leaving.push(Association { state, ..association.clone() });
    }
    let associations = Some(shown(cx.read(), domain, attachment, &leaving));
    let domain_id = domain.id.clone();
    let leaves = |subnet_id: &str| leaving.iter().any(|it| *it.subnet_id == *subnet_id);
    let mut row = cx.get_mut::<TransitGatewayMulticastDomain>(&domain_id)?;
    row.registrations.retain(|it| !leaves(&it.subnet_id));
    row.associations.retain(|it| !leaves(&it.subnet_id));
    if state.settles().is_some() {
        row.associations.extend(leaving);
    }
    Ok(DisassociateTransitGatewayMulticastDomainResult { associations })
}

pub(super) fn get_transit_gateway_multicast_domain_associations(
    cx: Read<'_>,
    request: &GetTransitGatewayMulticastDomainAssociationsRequest,
) -> Result<GetTransitGatewayMulticastDomainAssociationsResult> {
    let id = request.transit_gateway_multicast_domain_id.as_str();
    let domain = cx.get_live::<TransitGatewayMulticastDomain>(id)?;
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = Paging::new(cx.action(), request.max_results, request.next_token.as_deref())?;
    let views = domain.associated(cx).map(|(association, row)| {
        let view = TransitGatewayMulticastDomainAssociation {
            transit_gateway_attachment_id: Some(row.id.to_string()),
            resource_id: Some(row.resource_id().to_string()),
            resource_type: Some(row.resource_type()),
            resource_owner_id: Some(row.resource_owner().to_string()),
            subnet: Some(subnet(cx, association)),
        };
        (association.subnet_id.to_string(), view)
    });
    let mut views: Vec<_> = views.filter(|(_, view)| filters.matches(view)).collect();
    views.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    let page = paging.cut_sorted(views.into_iter())?;
    Ok(GetTransitGatewayMulticastDomainAssociationsResult {
        multicast_domain_associations: Some(page.items),
        next_token: page.next_token,
    })
}

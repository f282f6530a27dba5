//! The subnets of attached VPCs that are in a domain; a subnet is in one at most.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/manage-domain.html>

use crate::engine::filter::ViewFilters;
use crate::engine::{Millis, Read, Resource as _, Row, Timed, Write};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::network::subnets::Subnet;
use crate::records::transit::transit_gateway_attachments::{self, TransitGatewayAttachment};
use crate::records::transit::transit_gateway_multicast_domains::{
    Association, TransitGatewayMulticastDomain, available, change, is_shown, reach, seen,
};
use crate::records::transit::transit_gateways::missing;
use wire::{
    AcceptTransitGatewayMulticastDomainAssociationsRequest,
    AcceptTransitGatewayMulticastDomainAssociationsResult,
    AssociateTransitGatewayMulticastDomainRequest, AssociateTransitGatewayMulticastDomainResult,
    AutoAcceptSharedAssociationsValue, DisassociateTransitGatewayMulticastDomainRequest,
    DisassociateTransitGatewayMulticastDomainResult,
    GetTransitGatewayMulticastDomainAssociationsRequest,
    GetTransitGatewayMulticastDomainAssociationsResult,
    RejectTransitGatewayMulticastDomainAssociationsRequest,
    RejectTransitGatewayMulticastDomainAssociationsResult, SubnetAssociation,
    TransitGatewayMulitcastDomainAssociationState as State,
    TransitGatewayMulticastDomainAssociation, TransitGatewayMulticastDomainAssociations,
};

const CHANGING_MILLIS: Millis = durations::TRANSIT_GATEWAY_ROUTE_TABLES_ASSOCIATION;

/// Whoever the domain is shared with associates its own subnets, and the domain's owner accepts
/// them unless that is to happen by itself:
/// <https://docs.aws.amazon.com/vpc/latest/tgw/multicast-share-domain.html>
pub(super) fn associate_transit_gateway_multicast_domain(
    cx: &mut Write<'_>,
    request: &AssociateTransitGatewayMulticastDomainRequest,
) -> Result<AssociateTransitGatewayMulticastDomainResult> {
    let (owner, domain) = reach(cx.read(), &request.transit_gateway_multicast_domain_id)?;
    let id = request.transit_gateway_attachment_id.as_str();
    let attachment = transit_gateway_attachments::available(cx.read(), id)?;
    let vpc = attachment.vpc().filter(|_| attachment.gateway_id == domain.gateway_id);
    // unverified (looked up 2026-11-26): what AWS says of an attachment of another gateway or type.
    let vpc = vpc.ok_or_else(|| TransitGatewayAttachment::not_found(&[id]))?;
    let waits = owner.account() != cx.account()
        && domain.auto_accept == AutoAcceptSharedAssociationsValue::Disable;
    let state = if waits {
        Timed::settled(State::PendingAcceptance)
    } else {
        cx.read().transition(State::Associating, State::Associated, CHANGING_MILLIS)
    };
    let mut associations = Vec::new();
    for subnet_id in &request.subnet_ids {
        // Another account's are not found, so that an owner associates none of these.
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
    let (domain_id, owner) = (domain.id.clone(), owner.account().clone());
    let shown = shown(cx.read(), domain, attachment, &associations);
    change(cx, &owner, &domain_id, move |domain| {
        let is_new = |it: &Association| {
            associations.iter().any(|one| {
                (&one.attachment_id, &one.subnet_id) == (&it.attachment_id, &it.subnet_id)
            })
        };
        domain.associations.retain(|it| !is_new(it));
        domain.associations.extend(associations);
    })?;
    Ok(AssociateTransitGatewayMulticastDomainResult { associations: Some(shown) })
}

/// # Errors
/// `Resource.AlreadyAssociated` for a subnet that is in a domain.
// That it is in one at most is documented; unverified (looked up 2026-11-26): code and message.
fn check_free(cx: Read<'_>, subnet: &Row<Subnet>) -> Result<()> {
    let mut domains = cx.anyones(TransitGatewayMulticastDomain::BY_SUBNET, &subnet.id);
    let domain = domains.find(|(owner, domain)| {
        domain.associated(*owner).any(|(association, _)| association.subnet_id == subnet.id)
    });
    domain.map_or(Ok(()), |(_, domain)| {
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
    let state = cx.read().transition(State::Associating, State::Associated, CHANGING_MILLIS);
    let associations =
        answer(cx, (domain_id, attachment_id), &request.subnet_ids, |association| {
            association.state = state;
        })?;
    Ok(AcceptTransitGatewayMulticastDomainAssociationsResult { associations: Some(associations) })
}

/// What is rejected is gone at once.
// unverified (looked up 2026-11-26): that it is not listed for a while.
pub(super) fn reject_transit_gateway_multicast_domain_associations(
    cx: &mut Write<'_>,
    request: &RejectTransitGatewayMulticastDomainAssociationsRequest,
) -> Result<RejectTransitGatewayMulticastDomainAssociationsResult> {
    let domain_id = request.transit_gateway_multicast_domain_id.as_deref();
    let attachment_id = request.transit_gateway_attachment_id.as_deref();
    let associations =
        answer(cx, (domain_id, attachment_id), &request.subnet_ids, |association| {
            association.state = Timed::settled(State::Rejected);
        })?;
    let id = domain_id.unwrap_or_default();
    let mut row = cx.get_mut::<TransitGatewayMulticastDomain>(id)?;
    row.associations.retain(|it| it.state != Timed::settled(State::Rejected));
    drop(row);
    Ok(RejectTransitGatewayMulticastDomainAssociationsResult { associations: Some(associations) })
}

/// The owner of a domain answers those that ask for it.
///
/// # Errors
/// `IncorrectState` for an association that does not wait for an answer.
// unverified (looked up 2026-11-26): code and message.
fn answer(
    cx: &mut Write<'_>,
    (domain_id, attachment_id): (Option<&str>, Option<&str>),
    subnet_ids: &[String],
    settle: impl Fn(&mut Association),
) -> Result<TransitGatewayMulticastDomainAssociations> {
    let id = domain_id.ok_or_else(|| missing("TransitGatewayMulticastDomainId"))?;
    let domain = available(cx.read(), id)?;
    let id = attachment_id.ok_or_else(|| missing("TransitGatewayAttachmentId"))?;
    let attachment = transit_gateway_attachments::available(cx.read(), id)?;
    if subnet_ids.is_empty() {
        return Err(missing("SubnetIds"));
    }
    let mut associations = domain.associations.clone();
    let mut answered = Vec::new();
    for subnet_id in subnet_ids {
        let waiting = associations.iter_mut().find(|it| {
            *it.subnet_id == **subnet_id
                && it.attachment_id == attachment.id
                && it.state.at(cx.now()) == State::PendingAcceptance
        });
        let Some(association) = waiting else {
            let message = format!(
                "No association of {} with {} awaits acceptance for {subnet_id}.",
                domain.id, attachment.id
            );
            return Err(Error::new("IncorrectState", message));
        };
        settle(association);
        answered.push(association.clone());
    }
    let answer = shown(cx.read(), domain, attachment, &answered);
    let domain_id = domain.id.clone();
    cx.get_mut::<TransitGatewayMulticastDomain>(&domain_id)?.associations = associations;
    Ok(answer)
}

pub(super) fn disassociate_transit_gateway_multicast_domain(
    cx: &mut Write<'_>,
    request: &DisassociateTransitGatewayMulticastDomainRequest,
) -> Result<DisassociateTransitGatewayMulticastDomainResult> {
    let (owner, domain) = reach(cx.read(), &request.transit_gateway_multicast_domain_id)?;
    let id = request.transit_gateway_attachment_id.as_str();
    let attachment = transit_gateway_attachments::available(cx.read(), id)?;
    let state = cx.read().transition(State::Disassociating, State::Disassociated, CHANGING_MILLIS);
    let mut leaving = Vec::new();
    for subnet_id in &request.subnet_ids {
        let present = domain.associated(owner).find(|(association, row)| {
            *association.subnet_id == **subnet_id && row.id == attachment.id
        });
        let is_settled = |it: &Association| it.state.at(cx.now()) == State::Associated;
        let Some((association, _)) = present.filter(|(association, _)| is_settled(association))
        else {
            // The code is what Terraform's provider looks for; unverified (looked up 2026-11-26):
            // the message.
            let code = "InvalidTransitGatewayMulticastDomainAssociation.NotFound";
            let message = format!("Subnet {subnet_id} is not associated to {}.", domain.id);
            return Err(Error::new(code, message));
        };
        leaving.push(Association { state, ..association.clone() });
    }
    let associations = Some(shown(cx.read(), domain, attachment, &leaving));
    let (domain_id, owner) = (domain.id.clone(), owner.account().clone());
    change(cx, &owner, &domain_id, move |domain| {
        let leaves = |subnet_id: &str| leaving.iter().any(|it| *it.subnet_id == *subnet_id);
        domain.registrations.retain(|it| !leaves(&it.subnet_id));
        domain.associations.retain(|it| !leaves(&it.subnet_id));
        if state.settles().is_some() {
            domain.associations.extend(leaving);
        }
    })?;
    Ok(DisassociateTransitGatewayMulticastDomainResult { associations })
}

pub(super) fn get_transit_gateway_multicast_domain_associations(
    cx: Read<'_>,
    request: &GetTransitGatewayMulticastDomainAssociationsRequest,
) -> Result<GetTransitGatewayMulticastDomainAssociationsResult> {
    let id = request.transit_gateway_multicast_domain_id.as_str();
    let (owner, domain) = seen(cx, id)?;
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let own = domain.associated(owner).filter(|(_, row)| is_shown(cx, owner, row));
    let views = own.map(|(association, row)| {
        let view = TransitGatewayMulticastDomainAssociation {
            transit_gateway_attachment_id: Some(row.id.to_string()),
            resource_id: Some(row.resource_id().to_string()),
            resource_type: Some(row.resource_type()),
            resource_owner_id: Some(row.resource_owner().to_string()),
            subnet: Some(subnet(cx, association)),
        };
        (association.subnet_id.to_string(), view)
    });
    let page = paging.sort_and_cut(views.filter(|(_, view)| filters.matches(view)))?;
    Ok(GetTransitGatewayMulticastDomainAssociationsResult {
        multicast_domain_associations: Some(page.items),
        next_token: page.next_token,
    })
}

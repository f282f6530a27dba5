//! Multicast domains of transit gateways. Which subnets are in one is in `associations`, who
//! receives and sends in `groups`; the domain may be another account's.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/multicast-domains-about.html>

mod associations;
mod groups;

use crate::engine::{Operation, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::transit::transit_gateway_multicast_domains::{
    TransitGatewayMulticastDomain, available,
};
use crate::records::transit::transit_gateways::available_own;
use wire::{
    AutoAcceptSharedAssociationsValue, CreateTransitGatewayMulticastDomainRequest,
    CreateTransitGatewayMulticastDomainResult, DeleteTransitGatewayMulticastDomainRequest,
    DeleteTransitGatewayMulticastDomainResult, Igmpv2SupportValue, MulticastSupportValue,
    StaticSourcesSupportValue,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateTransitGatewayMulticastDomain => create_transit_gateway_multicast_domain;
    Read  DescribeTransitGatewayMulticastDomains => listed::<TransitGatewayMulticastDomain>;
    Write AssociateTransitGatewayMulticastDomain =>
        associations::associate_transit_gateway_multicast_domain;
    Write AcceptTransitGatewayMulticastDomainAssociations =>
        associations::accept_transit_gateway_multicast_domain_associations;
    Write RejectTransitGatewayMulticastDomainAssociations =>
        associations::reject_transit_gateway_multicast_domain_associations;
    Read  GetTransitGatewayMulticastDomainAssociations =>
        associations::get_transit_gateway_multicast_domain_associations;
    Write DisassociateTransitGatewayMulticastDomain =>
        associations::disassociate_transit_gateway_multicast_domain;
    Write RegisterTransitGatewayMulticastGroupMembers =>
        groups::register_transit_gateway_multicast_group_members;
    Write RegisterTransitGatewayMulticastGroupSources =>
        groups::register_transit_gateway_multicast_group_sources;
    Read  SearchTransitGatewayMulticastGroups =>
        groups::search_transit_gateway_multicast_groups;
    Write DeregisterTransitGatewayMulticastGroupMembers =>
        groups::deregister_transit_gateway_multicast_group_members;
    Write DeregisterTransitGatewayMulticastGroupSources =>
        groups::deregister_transit_gateway_multicast_group_sources;
    Write DeleteTransitGatewayMulticastDomain => delete_transit_gateway_multicast_domain;
};

fn create_transit_gateway_multicast_domain(
    cx: &mut Write<'_>,
    request: &CreateTransitGatewayMulticastDomainRequest,
) -> Result<CreateTransitGatewayMulticastDomainResult> {
    let tags = cx.tags_for::<TransitGatewayMulticastDomain>(&request.tag_specifications)?;
    let gateway = available_own(cx.read(), &request.transit_gateway_id)?;
    if gateway.options.multicast != MulticastSupportValue::Enable {
        // That it must be on is documented; unverified (looked up 2026-11-26): code and message.
        let message = format!("Multicast support is not enabled for {}.", gateway.id);
        return Err(Error::new("IncorrectState", message));
    }
    let wanted = request.options.as_ref();
    let off = AutoAcceptSharedAssociationsValue::Disable;
    let igmpv2 = wanted.and_then(|it| it.igmpv2_support).unwrap_or(Igmpv2SupportValue::Disable);
    let static_sources = wanted
        .and_then(|it| it.static_sources_support)
        .unwrap_or(StaticSourcesSupportValue::Disable);
    if igmpv2 == Igmpv2SupportValue::Enable && static_sources == StaticSourcesSupportValue::Enable {
        // <https://docs.aws.amazon.com/vpc/latest/tgw/multicast-domains-about.html>; unverified
        // (looked up 2026-11-26): code and message.
        let message = "Igmpv2Support and StaticSourcesSupport cannot both be enabled.";
        return Err(Error::combination(message));
    }
    let record = TransitGatewayMulticastDomain {
        gateway_id: gateway.id.clone(),
        igmpv2,
        static_sources,
        auto_accept: wanted.and_then(|it| it.auto_accept_shared_associations).unwrap_or(off),
        created: cx.now().timestamp().whole_seconds(),
        associations: Vec::new(),
        registrations: Vec::new(),
    };
    let made = cx.create(record, tags)?;
    Ok(CreateTransitGatewayMulticastDomainResult { transit_gateway_multicast_domain: Some(made) })
}

/// Its subnets go first.
// unverified (looked up 2026-11-26): that they have to; code and message.
fn delete_transit_gateway_multicast_domain(
    cx: &mut Write<'_>,
    request: &DeleteTransitGatewayMulticastDomainRequest,
) -> Result<DeleteTransitGatewayMulticastDomainResult> {
    let domain = available(cx.read(), &request.transit_gateway_multicast_domain_id)?;
    let subnets = domain.associated(cx.read()).map(|(association, _)| &*association.subnet_id);
    let subnets: Vec<&str> = subnets.collect();
    if !subnets.is_empty() {
        let message = format!("{} has associated subnets: {}.", domain.id, subnets.join(", "));
        return Err(Error::new("IncorrectState", message));
    }
    let id = domain.id.clone();
    let view = cx.delete::<TransitGatewayMulticastDomain>(&id)?.view;
    // It has no tags, as in the example of this command in
    // <https://docs.aws.amazon.com/cli/latest/reference/ec2/>.
    let gone = wire::TransitGatewayMulticastDomain { tags: None, ..view };
    Ok(DeleteTransitGatewayMulticastDomainResult { transit_gateway_multicast_domain: Some(gone) })
}

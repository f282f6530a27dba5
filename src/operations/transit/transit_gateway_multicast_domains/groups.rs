//! The interfaces that receive what goes to a domain's groups, and those that send it.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/manage-multicast-group.html>

use crate::engine::filter::ViewFilters;
use crate::engine::{Read, Write};
use crate::error::{Error, Result};
use crate::records::ids::NetworkInterfaceId;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::transit::transit_gateway_multicast_domains::{
    Association, Registration, change, is_shown, reach, seen,
};
use crate::records::transit::transit_gateways::missing;
use std::net::IpAddr;
use wire::{
    DeregisterTransitGatewayMulticastGroupMembersRequest,
    DeregisterTransitGatewayMulticastGroupMembersResult,
    DeregisterTransitGatewayMulticastGroupSourcesRequest,
    DeregisterTransitGatewayMulticastGroupSourcesResult, MembershipType,
    RegisterTransitGatewayMulticastGroupMembersRequest,
    RegisterTransitGatewayMulticastGroupMembersResult,
    RegisterTransitGatewayMulticastGroupSourcesRequest,
    RegisterTransitGatewayMulticastGroupSourcesResult, SearchTransitGatewayMulticastGroupsRequest,
    SearchTransitGatewayMulticastGroupsResult, StaticSourcesSupportValue,
    TransitGatewayMulitcastDomainAssociationState as State,
    TransitGatewayMulticastDeregisteredGroupMembers,
    TransitGatewayMulticastDeregisteredGroupSources, TransitGatewayMulticastGroup,
    TransitGatewayMulticastRegisteredGroupMembers, TransitGatewayMulticastRegisteredGroupSources,
};

/// What an interface is to a group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Member,
    Source,
}

impl Role {
    const fn of(self, registration: &mut Registration) -> &mut bool {
        match self {
            Self::Member => &mut registration.is_member,
            Self::Source => &mut registration.is_source,
        }
    }

    const fn is_of(self, registration: &Registration) -> bool {
        match self {
            Self::Member => registration.is_member,
            Self::Source => registration.is_source,
        }
    }

    fn missing(self, interface_id: &str, domain_id: &str) -> Error {
        let (noun, code) = match self {
            Self::Member => ("member", "TransitGatewayMulticastGroupMember.NotFound"),
            Self::Source => ("source", "TransitGatewayMulticastGroupSource.NotFound"),
        };
        let message = format!("{interface_id} is no {noun} of the group in {domain_id}.");
        Error::new(code, message)
    }
}

pub(super) fn register_transit_gateway_multicast_group_members(
    cx: &mut Write<'_>,
    request: &RegisterTransitGatewayMulticastGroupMembersRequest,
) -> Result<RegisterTransitGatewayMulticastGroupMembersResult> {
    let id = request.transit_gateway_multicast_domain_id.as_str();
    let group = group(request.group_ip_address.as_deref())?;
    register(cx, id, group, &request.network_interface_ids, Role::Member)?;
    let members = TransitGatewayMulticastRegisteredGroupMembers {
        transit_gateway_multicast_domain_id: Some(id.to_owned()),
        registered_network_interface_ids: Some(request.network_interface_ids.clone()),
        group_ip_address: Some(group.to_string()),
    };
    Ok(RegisterTransitGatewayMulticastGroupMembersResult {
        registered_multicast_group_members: Some(members),
    })
}

pub(super) fn register_transit_gateway_multicast_group_sources(
    cx: &mut Write<'_>,
    request: &RegisterTransitGatewayMulticastGroupSourcesRequest,
) -> Result<RegisterTransitGatewayMulticastGroupSourcesResult> {
    let id = request.transit_gateway_multicast_domain_id.as_str();
    let group = group(request.group_ip_address.as_deref())?;
    if reach(cx.read(), id)?.1.static_sources != StaticSourcesSupportValue::Enable {
        // That it must be on is documented; unverified (looked up 2026-11-26): code and message.
        let message = format!("Static sources support is not enabled for {id}.");
        return Err(Error::new("IncorrectState", message));
    }
    register(cx, id, group, &request.network_interface_ids, Role::Source)?;
    let sources = TransitGatewayMulticastRegisteredGroupSources {
        transit_gateway_multicast_domain_id: Some(id.to_owned()),
        registered_network_interface_ids: Some(request.network_interface_ids.clone()),
        group_ip_address: Some(group.to_string()),
    };
    Ok(RegisterTransitGatewayMulticastGroupSourcesResult {
        registered_multicast_group_sources: Some(sources),
    })
}

/// # Errors
/// `MissingParameter`, and `InvalidParameterValue` for what is no group's address.
// unverified (looked up 2026-11-26): the wordings, and that the model's optional address is needed.
fn group(text: Option<&str>) -> Result<IpAddr> {
    let text = text.ok_or_else(|| missing("GroupIpAddress"))?;
    match text.parse::<IpAddr>() {
        Ok(address) if address.is_multicast() => Ok(address),
        _ => {
            let reason = "Expecting an address of 224.0.0.0/4 or ff00::/8.";
            Err(Error::bad_parameter("groupIpAddress", text, reason))
        }
    }
}

/// Gives interfaces of the domain's subnets a role in a group, unless they have it already.
///
/// # Errors
/// Those of the domain and the interfaces, and for one of another subnet.
// unverified (looked up 2026-11-26): the last one's code and message, and that a role can be asked
// for again.
fn register(
    cx: &mut Write<'_>,
    domain_id: &str,
    group: IpAddr,
    interface_ids: &[String],
    role: Role,
) -> Result<()> {
    let (owner, domain) = reach(cx.read(), domain_id)?;
    let mut registrations = domain.registrations.clone();
    for id in interface_ids {
        let interface = cx.get::<NetworkInterface>(id)?;
        let mut subnets = domain.associated(owner);
        let is_its = |it: &Association| {
            it.subnet_id == interface.subnet_id && it.state.at(cx.now()) != State::PendingAcceptance
        };
        if !subnets.any(|(association, _)| is_its(association)) {
            let message = format!("{id} is not in a subnet that is associated to {domain_id}.");
            return Err(Error::invalid_value(message));
        }
        let is_it = |it: &&mut Registration| it.group == group && it.interface_id == interface.id;
        if let Some(registration) = registrations.iter_mut().find(is_it) {
            *role.of(registration) = true;
            continue;
        }
        registrations.push(Registration {
            group,
            interface_id: interface.id.clone(),
            subnet_id: interface.subnet_id.clone(),
            is_member: role == Role::Member,
            is_source: role == Role::Source,
        });
    }
    registrations.sort_unstable();
    let (id, owner) = (domain.id.clone(), owner.account().clone());
    change(cx, &owner, &id, move |domain| domain.registrations = registrations)
}

pub(super) fn deregister_transit_gateway_multicast_group_members(
    cx: &mut Write<'_>,
    request: &DeregisterTransitGatewayMulticastGroupMembersRequest,
) -> Result<DeregisterTransitGatewayMulticastGroupMembersResult> {
    let gone = deregister(
        cx,
        request.transit_gateway_multicast_domain_id.as_deref(),
        request.group_ip_address.as_deref(),
        &request.network_interface_ids,
        Role::Member,
    )?;
    let members = TransitGatewayMulticastDeregisteredGroupMembers {
        transit_gateway_multicast_domain_id: request.transit_gateway_multicast_domain_id.clone(),
        deregistered_network_interface_ids: Some(gone),
        group_ip_address: request.group_ip_address.clone(),
    };
    Ok(DeregisterTransitGatewayMulticastGroupMembersResult {
        deregistered_multicast_group_members: Some(members),
    })
}

pub(super) fn deregister_transit_gateway_multicast_group_sources(
    cx: &mut Write<'_>,
    request: &DeregisterTransitGatewayMulticastGroupSourcesRequest,
) -> Result<DeregisterTransitGatewayMulticastGroupSourcesResult> {
    let gone = deregister(
        cx,
        request.transit_gateway_multicast_domain_id.as_deref(),
        request.group_ip_address.as_deref(),
        &request.network_interface_ids,
        Role::Source,
    )?;
    let sources = TransitGatewayMulticastDeregisteredGroupSources {
        transit_gateway_multicast_domain_id: request.transit_gateway_multicast_domain_id.clone(),
        deregistered_network_interface_ids: Some(gone),
        group_ip_address: request.group_ip_address.clone(),
    };
    Ok(DeregisterTransitGatewayMulticastGroupSourcesResult {
        deregistered_multicast_group_sources: Some(sources),
    })
}

/// Takes a role from interfaces, and says which had it. Without a group or interfaces, all are
/// meant: an owner's are all in the domain, others' are their own.
///
/// # Errors
/// `TransitGatewayMulticastGroupMember.NotFound`, or the same of a source, for one that is named
/// and has not the role: the codes are what Terraform's provider looks for.
// unverified (looked up 2026-11-26): that all are meant, and the message.
fn deregister(
    cx: &mut Write<'_>,
    domain_id: Option<&str>,
    group_address: Option<&str>,
    interface_ids: &[String],
    role: Role,
) -> Result<Vec<String>> {
    let id = domain_id.ok_or_else(|| missing("TransitGatewayMulticastDomainId"))?;
    let (owner, domain) = reach(cx.read(), id)?;
    let wanted = group_address.map(|text| group(Some(text))).transpose()?;
    let is_owners = owner.account() == cx.account();
    let is_own = |id: &NetworkInterfaceId| cx.find::<NetworkInterface>(id).is_some();
    let is_in = |id: &str| domain.registrations.iter().any(|it| *it.interface_id == *id);
    for id in interface_ids.iter().filter(|id| !is_owners || !is_in(id)) {
        cx.get::<NetworkInterface>(id)?;
    }
    let is_meant = |it: &Registration| {
        (is_owners || is_own(&it.interface_id))
            && wanted.is_none_or(|group| it.group == group)
            && (interface_ids.is_empty() || interface_ids.iter().any(|id| **id == *it.interface_id))
    };
    let is_there = |id: &String| {
        let mut meant = domain.registrations.iter().filter(|it| is_meant(it) && role.is_of(it));
        meant.any(|it| *it.interface_id == **id)
    };
    if let Some(id) = interface_ids.iter().find(|id| !is_there(id)) {
        return Err(role.missing(id, &domain.id));
    }
    let mut registrations = domain.registrations.clone();
    let mut gone = Vec::new();
    for registration in registrations.iter_mut().filter(|it| is_meant(it)) {
        if std::mem::take(role.of(registration)) {
            gone.push(registration.interface_id.to_string());
        }
    }
    registrations.retain(|it| it.is_member || it.is_source);
    gone.dedup();
    let (id, owner) = (domain.id.clone(), owner.account().clone());
    change(cx, &owner, &id, move |domain| domain.registrations = registrations)?;
    Ok(gone)
}

/// Filters whose documentation tells no path.
const PATHS: &[(&str, &[&str])] =
    &[("is-group-member", &["groupMember"]), ("is-group-source", &["groupSource"])];

pub(super) fn search_transit_gateway_multicast_groups(
    cx: Read<'_>,
    request: &SearchTransitGatewayMulticastGroupsRequest,
) -> Result<SearchTransitGatewayMulticastGroupsResult> {
    let id = request.transit_gateway_multicast_domain_id.as_str();
    let (owner, domain) = seen(cx, id)?;
    let filters = ViewFilters::parse_with(cx.action(), &request.filters, PATHS)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let fixed = |is: bool| is.then_some(MembershipType::Static);
    let own = domain.registered(owner).filter(|(_, row)| is_shown(cx, owner, row));
    let views = own.map(|(it, attachment)| {
        let view = TransitGatewayMulticastGroup {
            group_ip_address: Some(it.group.to_string()),
            transit_gateway_attachment_id: Some(attachment.id.to_string()),
            subnet_id: Some(it.subnet_id.to_string()),
            resource_id: Some(attachment.resource_id().to_string()),
            resource_type: Some(attachment.resource_type()),
            resource_owner_id: Some(attachment.resource_owner().to_string()),
            network_interface_id: Some(it.interface_id.to_string()),
            group_member: Some(it.is_member),
            group_source: Some(it.is_source),
            member_type: fixed(it.is_member),
            source_type: fixed(it.is_source),
        };
        (format!("{} {}", it.group, it.interface_id), view)
    });
    let page = paging.sort_and_cut(views.filter(|(_, view)| filters.matches(view)))?;
    Ok(SearchTransitGatewayMulticastGroupsResult {
        multicast_groups: Some(page.items),
        next_token: page.next_token,
    })
}

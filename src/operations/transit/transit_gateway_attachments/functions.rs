//! Attachments to services of Gateway Load Balancers, which the traffic of a gateway is sent to.
//! Those of Network Firewall are made by that service alone.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/manage-nf-attachment-gwlb.html>

use super::answers::{self, deletable};
use crate::catalog::endpoint_services::EndpointKind;
use crate::catalog::regions::ZoneKind;
use crate::effects::transit::transit_gateway_attachments::{CHANGING_MILLIS, close, open};
use crate::engine::{Query, Read, Resource as _, Row, Text, Timed, Write};
use crate::error::{Error, Result};
use crate::records::account::regions::{invalid_zone, named_zone};
use crate::records::network::vpc_endpoint_services::{self, VpcEndpointService};
use crate::records::transit::transit_gateway_attachments::{
    Attached, AttachedFunction, FunctionZone, TransitGatewayAttachment, View, function_view,
    of_gateway,
};
use crate::records::transit::transit_gateways::{available_own, check_unencrypted, invalid_state};
use wire::{
    CreateTransitGatewayNetworkFunctionAttachmentRequest,
    CreateTransitGatewayNetworkFunctionAttachmentResult,
    DeleteTransitGatewayNetworkFunctionAttachmentRequest,
    DeleteTransitGatewayNetworkFunctionAttachmentResult,
    DescribeTransitGatewayNetworkFunctionAttachmentsRequest,
    DescribeTransitGatewayNetworkFunctionAttachmentsResult,
    ModifyTransitGatewayNetworkFunctionAttachmentRequest,
    ModifyTransitGatewayNetworkFunctionAttachmentResult, State as ConnectionState,
    TransitGatewayAttachmentState as State, TransitGatewayNetworkFunctionAttachment, WireEnum as _,
};

pub(crate) fn create_network_function_attachment(
    cx: &mut Write<'_>,
    request: &CreateTransitGatewayNetworkFunctionAttachmentRequest,
) -> Result<CreateTransitGatewayNetworkFunctionAttachmentResult> {
    let tags = cx.tags_for::<TransitGatewayAttachment>(&request.tag_specifications)?;
    let gateway = available_own(cx.read(), &request.transit_gateway_id)?;
    check_unencrypted(gateway, cx.read(), "network function attachments")?;
    let gateway_id = gateway.id.clone();
    let name = request.service_name.as_str();
    let waits = service(cx.read(), name)?.acceptance_required;
    let (names, ids) = (&request.availability_zones, &request.availability_zone_ids);
    let zones = zones(cx.read(), name, names, ids)?;
    if zones.is_empty() {
        return Err(Error::missing("AvailabilityZone"));
    }
    if of_gateway(cx.read(), &gateway_id).any(|row| row.resource_id() == name) {
        // unverified (looked up 2026-11-26): code and message, by likeness to those for VPCs.
        let message = format!(
            "{gateway_id} has non-deleted Transit Gateway Attachments with same service name."
        );
        return Err(Error::new("DuplicateTransitGatewayAttachment", message));
    }
    let zones = zones.into_iter().map(|zone| new_zone(cx, zone, waits)).collect();
    let to = Attached::Function(AttachedFunction { service_name: name.into(), zones });
    let (gateway, state) = ((&gateway_id, cx.account()), Timed::settled(State::PendingAcceptance));
    let record = TransitGatewayAttachment::new(gateway, to, state, cx.now());
    let id = cx.new_id::<TransitGatewayAttachment>();
    cx.insert(id.clone(), record, tags);
    if !waits {
        open(cx, &id)?;
    }
    let made = shown(cx.read(), &id)?;
    Ok(CreateTransitGatewayNetworkFunctionAttachmentResult {
        transit_gateway_network_function_attachment: Some(made),
    })
}

/// The service of an account with a name, if the caller can attach gateways to it.
///
/// # Errors
/// Those of endpoints.
// unverified (looked up 2026-11-26): code and words.
fn service<'a>(cx: Read<'a>, name: &str) -> Result<&'a Row<VpcEndpointService>> {
    let kind = EndpointKind::GatewayLoadBalancer;
    match vpc_endpoint_services::named(cx, name) {
        None => Err(vpc_endpoint_services::none_of_aws(cx.region(), name, kind)),
        Some((owner, row))
            if owner.region() != cx.region() || !row.is_attachable_by(owner, cx.account()) =>
        {
            Err(vpc_endpoint_services::does_not_exist(name))
        }
        Some((_, row)) if row.is_of_gateways => Ok(row),
        Some((_, row)) => Err(vpc_endpoint_services::other_type(kind, row.service_type().as_str())),
    }
}

/// The zones that a request names, each once.
///
/// # Errors
/// `InvalidParameterValue` for a zone that is none, `InvalidParameter` for one without the service.
// unverified (looked up 2026-11-26): code and message of the latter, by likeness to those for
// endpoints.
fn zones(cx: Read<'_>, service: &str, names: &[String], ids: &[String]) -> Result<Vec<Text>> {
    let by_name = names.iter().map(|name| named_zone(cx, Some(name), None, invalid_zone));
    let by_id = ids.iter().map(|id| named_zone(cx, None, Some(id), invalid_zone));
    let mut zones: Vec<Text> = Vec::new();
    for zone in by_name.chain(by_id) {
        let Some(zone) = zone? else { continue };
        let name = zone.name;
        if zone.kind != ZoneKind::AvailabilityZone {
            let message = format!(
                "The VPC endpoint service {service} does not support the availability zone {name}."
            );
            return Err(Error::new("InvalidParameter", message));
        }
        if zones.iter().all(|known| **known != *name) {
            zones.push(name.into());
        }
    }
    Ok(zones)
}

fn new_zone(cx: &mut Write<'_>, zone: Text, waits: bool) -> FunctionZone {
    let (pending, there) = (ConnectionState::Pending, ConnectionState::Available);
    let connection = if waits {
        Timed::settled(ConnectionState::PendingAcceptance)
    } else {
        cx.read().transition(pending, there, CHANGING_MILLIS)
    };
    let created = cx.now().timestamp();
    FunctionZone { zone, created, connection_id: cx.ids().next("vpce-con"), connection }
}

/// The attachment with an id, if it is one of a function and not gone.
fn get<'a>(
    cx: Read<'a>,
    id: &str,
) -> Result<(&'a Row<TransitGatewayAttachment>, &'a AttachedFunction)> {
    let row = cx.get::<TransitGatewayAttachment>(id)?;
    let function = row.function().filter(|_| row.state.at(cx.now()) != State::Deleted);
    Ok((row, function.ok_or_else(|| TransitGatewayAttachment::not_found(&[id]))?))
}

fn shown(cx: Read<'_>, id: &str) -> Result<TransitGatewayNetworkFunctionAttachment> {
    let row = cx.get::<TransitGatewayAttachment>(id)?;
    let function = row.function().ok_or_else(|| TransitGatewayAttachment::not_found(&[id]))?;
    Ok(function_view(row, function, cx))
}

pub(crate) fn describe_network_function_attachments(
    cx: Read<'_>,
    request: &DescribeTransitGatewayNetworkFunctionAttachmentsRequest,
) -> Result<DescribeTransitGatewayNetworkFunctionAttachmentsResult> {
    super::check_filters(&request.filters)?;
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref())
        .among(&request.transit_gateway_attachment_ids);
    let is_one = |row: &TransitGatewayAttachment| row.function().is_some();
    let page = answers::of_type(cx, &query, is_one, |view| match view {
        View::Function(view) => Some(*view),
        _ => None,
    })?;
    Ok(DescribeTransitGatewayNetworkFunctionAttachmentsResult {
        transit_gateway_network_function_attachments: Some(page.items),
        next_token: page.next_token,
    })
}

/// Zones that are added wait for the service's owner where it lets each connection in; the
/// attachment does not.
// unverified (looked up 2026-11-26): the latter; codes and messages.
pub(crate) fn modify_network_function_attachment(
    cx: &mut Write<'_>,
    request: &ModifyTransitGatewayNetworkFunctionAttachmentRequest,
) -> Result<ModifyTransitGatewayNetworkFunctionAttachmentResult> {
    let (row, function) = get(cx.read(), &request.transit_gateway_attachment_id)?;
    if row.state.at(cx.now()) != State::Available {
        return Err(invalid_state(&row.id));
    }
    let (id, name) = (row.id.clone(), function.service_name.clone());
    let (names, ids) = (&request.add_availability_zones, &request.add_availability_zone_ids);
    let added = zones(cx.read(), &name, names, ids)?;
    let (names, ids) = (&request.remove_availability_zones, &request.remove_availability_zone_ids);
    let removed = zones(cx.read(), &name, names, ids)?;
    if added.is_empty() && removed.is_empty() {
        let message = "Either Availability Zones to add or to remove must be specified.";
        return Err(Error::new("MissingParameter", message));
    }
    if let Some(zone) = added.iter().find(|zone| removed.contains(zone)) {
        return Err(Error::combination(format!("{zone} cannot be added and removed.")));
    }
    let has = |zone: &&Text| function.zones.iter().any(|it| it.zone == **zone);
    if let Some(zone) = added.iter().find(has) {
        return Err(Error::invalid_value(format!("{zone} is in {id} already.")));
    }
    if let Some(zone) = removed.iter().find(|zone| !has(zone)) {
        return Err(Error::invalid_value(format!("{zone} is not in {id}.")));
    }
    if added.is_empty() && removed.len() == function.zones.len() {
        let message = format!("{id} must be in at least one Availability Zone.");
        return Err(Error::invalid_value(message));
    }
    let waits = vpc_endpoint_services::named(cx.read(), &name);
    let waits = waits.is_some_and(|(_, service)| service.acceptance_required);
    let added: Vec<_> = added.into_iter().map(|zone| new_zone(cx, zone, waits)).collect();
    let state = cx.read().transition(State::Modifying, State::Available, CHANGING_MILLIS);
    let mut row = cx.get_mut::<TransitGatewayAttachment>(&id)?;
    row.state = state;
    if let Some(function) = row.function_mut() {
        function.zones.retain(|it| !removed.contains(&it.zone));
        function.zones.extend(added);
    }
    drop(row);
    let changed = changed(cx.read(), &id)?;
    Ok(ModifyTransitGatewayNetworkFunctionAttachmentResult {
        transit_gateway_network_function_attachment: Some(changed),
    })
}

/// What the operations that change an attachment answer.
// unverified (looked up 2026-11-26): that it has no tags, as that of a gateway has none.
fn changed(cx: Read<'_>, id: &str) -> Result<TransitGatewayNetworkFunctionAttachment> {
    Ok(TransitGatewayNetworkFunctionAttachment { tags: None, ..shown(cx, id)? })
}

pub(crate) fn delete_network_function_attachment(
    cx: &mut Write<'_>,
    request: &DeleteTransitGatewayNetworkFunctionAttachmentRequest,
) -> Result<DeleteTransitGatewayNetworkFunctionAttachmentResult> {
    let (row, _) = get(cx.read(), &request.transit_gateway_attachment_id)?;
    let id = deletable(cx.read(), row)?;
    let state = cx.read().transition(State::Deleting, State::Deleted, CHANGING_MILLIS);
    close(cx, &id, state)?;
    let gone = changed(cx.read(), &id)?;
    Ok(DeleteTransitGatewayNetworkFunctionAttachmentResult {
        transit_gateway_network_function_attachment: Some(gone),
    })
}

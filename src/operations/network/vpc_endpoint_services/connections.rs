//! The endpoints that accounts have to a service, and the transit gateways that they attach to it:
//! letting them in, and the end of the service. Either is a row of its own account alone; the state
//! of an endpoint is the connection's, and an attachment has a connection in each zone.

use super::permissions::of_filter;
use crate::effects::transit::transit_gateway_attachments::{
    keep_connections_out, let_connections_in, waits,
};
use crate::engine::filter::ViewFilters;
use crate::engine::{Millis, Read, Resource as _, Row, Text, Timed, Write, page};
use crate::error::{Error, Result, unsuccessful};
use crate::records::durations;
use crate::records::ids::TransitGatewayAttachmentId;
use crate::records::network::vpc_endpoint_services::{VpcEndpointService, name};
use crate::records::network::vpc_endpoints::VpcEndpoint;
use crate::records::transit::transit_gateway_attachments::{
    AttachedFunction, FunctionZone, TransitGatewayAttachment, of_service,
};
use wire::{
    AcceptVpcEndpointConnectionsRequest, AcceptVpcEndpointConnectionsResult,
    DeleteVpcEndpointServiceConfigurationsRequest, DeleteVpcEndpointServiceConfigurationsResult,
    DescribeVpcEndpointConnectionsRequest, DescribeVpcEndpointConnectionsResult, IpAddressType,
    RejectVpcEndpointConnectionsRequest, RejectVpcEndpointConnectionsResult, ServiceState, State,
    TransitGatewayAttachmentState, UnsuccessfulItem, VpcEndpointConnection, WireEnum as _,
};

const PENDING_MILLIS: Millis = durations::VPC_ENDPOINTS_ACCEPTING;

const DELETING_MILLIS: Millis = durations::VPC_ENDPOINT_SERVICES_DELETING;

/// The endpoints to a service, each with its account.
pub(super) fn endpoints_of<'a>(
    cx: Read<'a>,
    service_id: &str,
) -> impl Iterator<Item = (Read<'a>, &'a Row<VpcEndpoint>)> + use<'a> {
    let name = name(cx, service_id);
    cx.everywhere().flat_map(move |there| {
        there.with(VpcEndpoint::BY_SERVICE_NAME, name.as_str()).map(move |row| (there, row))
    })
}

/// The attachments of transit gateways to the service, each with its account.
fn attachments_of<'a>(
    cx: Read<'a>,
    service_id: &str,
) -> impl Iterator<Item = (Read<'a>, &'a Row<TransitGatewayAttachment>)> + use<'a> {
    of_service(cx, &name(cx, service_id))
}

pub(super) fn describe_vpc_endpoint_connections(
    cx: Read<'_>,
    request: &DescribeVpcEndpointConnectionsRequest,
) -> Result<DescribeVpcEndpointConnectionsResult> {
    let filters = ViewFilters::parse(cx.action(), &request.filters).map_err(of_filter)?;
    let services = cx.table::<VpcEndpointService>().iter(0, cx.now());
    let all = services.flat_map(|(_, service)| connections(cx, service));
    let size = page::size(request.max_results)?;
    let paging = cx.paging(size, request.next_token.as_deref())?;
    let page = paging.sort_and_cut(all.filter(|(_, view)| filters.matches(view)))?;
    Ok(DescribeVpcEndpointConnectionsResult {
        vpc_endpoint_connections: Some(page.items),
        next_token: page.next_token,
    })
}

/// The connections to a service, each with what places it among the others.
fn connections(
    cx: Read<'_>,
    service: &Row<VpcEndpointService>,
) -> Vec<(String, VpcEndpointConnection)> {
    let of_endpoints = endpoints_of(cx, &service.id)
        .map(|(there, row)| (format!("{}/{}", service.id, row.id), view(service, there, row)));
    let of_attachments = attachments_of(cx, &service.id).flat_map(|(there, row)| {
        let function = row.function().map(|it| (it, there, row));
        function.into_iter().flat_map(|(it, there, row)| of_zones(service, it, there, row))
    });
    of_endpoints.chain(of_attachments).collect()
}

fn base(service: &Row<VpcEndpointService>, there: Read<'_>) -> VpcEndpointConnection {
    let arns = Some(service.load_balancer_arns.clone());
    let (gateways, networks) = if service.is_of_gateways { (arns, None) } else { (None, arns) };
    VpcEndpointConnection {
        service_id: Some(service.id.to_string()),
        network_load_balancer_arns: networks,
        gateway_load_balancer_arns: gateways,
        tags: Some(Vec::new()),
        vpc_endpoint_region: Some(there.region().to_string()),
        ..VpcEndpointConnection::default()
    }
}

// unverified (looked up 2026-11-26): a connection can have tags of its own; here it has none.
fn view(
    service: &Row<VpcEndpointService>,
    there: Read<'_>,
    row: &Row<VpcEndpoint>,
) -> VpcEndpointConnection {
    let endpoint = VpcEndpoint::view(row, there);
    VpcEndpointConnection {
        vpc_endpoint_id: endpoint.vpc_endpoint_id,
        vpc_endpoint_owner: endpoint.owner_id,
        vpc_endpoint_state: endpoint.state,
        creation_timestamp: endpoint.creation_timestamp,
        dns_entries: endpoint.dns_entries,
        payer_responsibilities: endpoint.payer_responsibilities,
        ip_address_type: endpoint.ip_address_type,
        vpc_endpoint_connection_id: row.connection_id.as_ref().map(ToString::to_string),
        ..base(service, there)
    }
}

/// The connections of an attachment: its endpoint in each zone has one.
// unverified (looked up 2026-11-26): that there is one a zone, as each is accepted, and that it
// names no endpoint, as nobody can describe those.
fn of_zones(
    service: &Row<VpcEndpointService>,
    function: &AttachedFunction,
    there: Read<'_>,
    row: &Row<TransitGatewayAttachment>,
) -> Vec<(String, VpcEndpointConnection)> {
    use TransitGatewayAttachmentState as Attachment;
    let state = |zone: &FunctionZone| match row.state.at(there.now()) {
        Attachment::Deleted => None,
        Attachment::Deleting => Some(State::Deleting),
        Attachment::Rejecting | Attachment::Rejected => Some(State::Rejected),
        _ => Some(zone.connection.at(there.now())),
    };
    let view = |zone: &FunctionZone| {
        let view = VpcEndpointConnection {
            vpc_endpoint_state: Some(state(zone)?),
            creation_timestamp: Some(zone.created),
            ip_address_type: Some(IpAddressType::Ipv4),
            vpc_endpoint_connection_id: Some(zone.connection_id.to_string()),
            transit_gateway_attachment_id: Some(row.id.to_string()),
            transit_gateway_attachment_owner: Some(there.account().to_string()),
            ..base(service, there)
        };
        Some((format!("{}/{}/{}", service.id, row.id, zone.connection_id), view))
    };
    function.zones.iter().filter_map(view).collect()
}

pub(super) fn accept_vpc_endpoint_connections(
    cx: &mut Write<'_>,
    request: &AcceptVpcEndpointConnectionsRequest,
) -> Result<AcceptVpcEndpointConnectionsResult> {
    let id = request.service_id.as_str();
    let attachments = &request.transit_gateway_attachment_ids;
    check_one_kind(cx.read(), id, &request.vpc_endpoint_ids, attachments)?;
    let state = cx.read().transition(State::Pending, State::Available, PENDING_MILLIS);
    let from = [State::PendingAcceptance, State::Rejected];
    let mut unsuccessful = answer(cx, id, &request.vpc_endpoint_ids, &from, state, "accepted");
    unsuccessful.extend(answer_attachments(cx, id, attachments, let_connections_in, "accepted"));
    Ok(AcceptVpcEndpointConnectionsResult { unsuccessful: Some(unsuccessful) })
}

pub(super) fn reject_vpc_endpoint_connections(
    cx: &mut Write<'_>,
    request: &RejectVpcEndpointConnectionsRequest,
) -> Result<RejectVpcEndpointConnectionsResult> {
    let id = request.service_id.as_str();
    let attachments = &request.transit_gateway_attachment_ids;
    check_one_kind(cx.read(), id, &request.vpc_endpoint_ids, attachments)?;
    let state = Timed::settled(State::Rejected);
    let from = [State::PendingAcceptance, State::Pending, State::Available];
    let mut unsuccessful = answer(cx, id, &request.vpc_endpoint_ids, &from, state, "rejected");
    unsuccessful.extend(answer_attachments(cx, id, attachments, keep_connections_out, "rejected"));
    Ok(RejectVpcEndpointConnectionsResult { unsuccessful: Some(unsuccessful) })
}

/// Gives endpoints another state, those that can have it; another does not keep them.
// unverified (looked up 2026-11-26): which states can be left, and the code and the wording for the
// others.
fn answer(
    cx: &mut Write<'_>,
    service_id: &str,
    ids: &[String],
    from: &[State],
    to: Timed<State>,
    done: &str,
) -> Vec<UnsuccessfulItem> {
    unsuccessful(ids, |id| {
        let found = endpoints_of(cx.read(), service_id).find(|(_, row)| *row.id == *id);
        let (there, row) = found.ok_or_else(|| VpcEndpoint::not_found(&[id]))?;
        let state = row.state.at(cx.now());
        if !from.contains(&state) {
            let message =
                format!("The Vpc Endpoint {id} is {} and cannot be {done}.", state.as_str());
            return Err(Error::new("IncorrectState", message));
        }
        let owner = (there.account().clone(), there.region().clone());
        let endpoint = row.id.clone();
        with_owner(cx, owner, move |cx| {
            if let Some(mut row) = cx.find_mut::<VpcEndpoint>(&endpoint) {
                row.state = to;
            }
        });
        Ok(())
    })
}

/// Makes a change where an account has something in a region.
pub(super) fn with_owner(
    cx: &mut Write<'_>,
    (owner, region): (Text, Text),
    change: impl FnOnce(&mut Write<'_>) + 'static,
) {
    if (&owner, &region) == (cx.account(), cx.region()) {
        change(cx);
    } else {
        cx.also_in(&owner, &region, change);
    }
}

/// The service is there, and one of the two lists is given, that of attachments for services that
/// can be attached.
///
/// # Errors
/// The kind's codes, and for both, neither, or the wrong one.
// unverified (looked up 2026-11-26): code and message of the last one.
fn check_one_kind(
    cx: Read<'_>,
    service_id: &str,
    endpoints: &[String],
    attachments: &[String],
) -> Result<()> {
    let service = cx.get::<VpcEndpointService>(service_id)?;
    match (endpoints.is_empty(), attachments.is_empty()) {
        (true, true) => Err(Error::missing("VpcEndpointId")),
        (false, false) => Err(Error::exclusive("VpcEndpointId", "TransitGatewayAttachmentId")),
        (true, false) if !service.is_of_gateways => {
            let message = "Transit gateway attachments are only supported for services with \
                           gateway load balancers.";
            Err(Error::new("InvalidParameter", message))
        }
        _ => Ok(()),
    }
}

/// Lets the connections of attachments in that wait, or keeps them out.
// unverified (looked up 2026-11-26): that those which were let in stay in; code and words for what
// does not wait.
fn answer_attachments(
    cx: &mut Write<'_>,
    service_id: &str,
    ids: &[String],
    change: fn(&mut Write<'_>, &TransitGatewayAttachmentId) -> Result<()>,
    done: &str,
) -> Vec<UnsuccessfulItem> {
    unsuccessful(ids, |id| {
        let found = attachments_of(cx.read(), service_id).find(|(_, row)| *row.id == *id);
        let (there, row) = found.ok_or_else(|| TransitGatewayAttachment::not_found(&[id]))?;
        if !waits(row, cx.now()) {
            let state = row.state.at(cx.now()).as_str();
            let message =
                format!("The Transit Gateway Attachment {id} is {state} and cannot be {done}.");
            return Err(Error::new("IncorrectState", message));
        }
        let owner = (there.account().clone(), there.region().clone());
        let id = row.id.clone();
        with_owner(cx, owner, move |cx| {
            change(cx, &id).ok();
        });
        Ok(())
    })
}

/// One service that cannot be deleted does not keep the others.
pub(super) fn delete_vpc_endpoint_service_configurations(
    cx: &mut Write<'_>,
    request: &DeleteVpcEndpointServiceConfigurationsRequest,
) -> Result<DeleteVpcEndpointServiceConfigurationsResult> {
    let unsuccessful = Some(unsuccessful(&request.service_ids, |id| delete(cx, id)));
    Ok(DeleteVpcEndpointServiceConfigurationsResult { unsuccessful })
}

fn delete(cx: &mut Write<'_>, id: &str) -> Result<()> {
    let Some(service) = cx.find::<VpcEndpointService>(id) else {
        VpcEndpointService::check_id(id)?;
        // Its code is not that of the Describe: <https://github.com/openshift/hypershift>.
        let unknown = VpcEndpointService::not_found(&[id]);
        return Err(Error { code: "InvalidVpcEndpointService.NotFound", ..unknown });
    };
    if service.state.at(cx.now()) == ServiceState::Deleting {
        return Ok(());
    }
    let has = |(_, row): (Read<'_>, &Row<VpcEndpoint>)| {
        let state = row.state.at(cx.now());
        matches!(state, State::PendingAcceptance | State::Pending | State::Available)
    };
    let is_attached = attachments_of(cx.read(), id).any(|(there, row)| row.is_live(there.now()));
    if is_attached || endpoints_of(cx.read(), id).any(has) {
        // As recorded in <https://github.com/openshift/hypershift/pull/2700>.
        let message = "Service has existing active VPC Endpoint connections!";
        return Err(Error::new("ExistingVpcEndpointConnections", message));
    }
    let state =
        cx.read().transition(ServiceState::Deleting, ServiceState::Deleted, DELETING_MILLIS);
    let at = state.settles().unwrap_or_else(|| cx.now().timestamp());
    cx.get_mut::<VpcEndpointService>(id)?.state = state;
    cx.end::<VpcEndpointService>(id, at);
    Ok(())
}

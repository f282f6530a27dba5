//! The endpoints that accounts have to a service: letting them in, and the end of the service. An
//! endpoint is a row of its own account alone; its state is the connection's.

use crate::engine::filter::ViewFilters;
use crate::engine::{Millis, Paging, Read, Resource as _, Row, Text, Timed, Write, page};
use crate::error::{Error, Result, unsuccessful};
use crate::records::durations;
use crate::records::network::vpc_endpoint_services::{VpcEndpointService, name};
use crate::records::network::vpc_endpoints::VpcEndpoint;
use wire::{
    AcceptVpcEndpointConnectionsRequest, AcceptVpcEndpointConnectionsResult,
    DeleteVpcEndpointServiceConfigurationsRequest, DeleteVpcEndpointServiceConfigurationsResult,
    DescribeVpcEndpointConnectionsRequest, DescribeVpcEndpointConnectionsResult,
    RejectVpcEndpointConnectionsRequest, RejectVpcEndpointConnectionsResult, ServiceState, State,
    UnsuccessfulItem, VpcEndpointConnection, WireEnum as _,
};

const PENDING_MILLIS: Millis = durations::VPC_ENDPOINTS_ACCEPTING;

const DELETING_MILLIS: Millis = durations::VPC_ENDPOINT_SERVICES_DELETING;

/// The endpoints to a service, each with its account.
fn endpoints_of<'a>(
    cx: Read<'a>,
    service_id: &str,
) -> impl Iterator<Item = (Read<'a>, &'a Row<VpcEndpoint>)> + use<'a> {
    cx.anyones(VpcEndpoint::BY_SERVICE_NAME, name(cx, service_id).as_str())
}

pub(super) fn describe_vpc_endpoint_connections(
    cx: Read<'_>,
    request: &DescribeVpcEndpointConnectionsRequest,
) -> Result<DescribeVpcEndpointConnectionsResult> {
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let services = cx.table::<VpcEndpointService>().iter(0, cx.now());
    let mut connections: Vec<_> = services
        .flat_map(|(_, service)| {
            endpoints_of(cx, &service.id).map(move |(there, row)| (service, there, row))
        })
        .map(|(service, there, row)| (format!("{}/{}", service.id, row.id), service, there, row))
        .collect();
    connections.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    let views = connections
        .into_iter()
        .map(|(key, service, there, row)| (key, view(service, there, row)))
        .filter(|(_, view)| filters.matches(view));
    let size = page::size(request.max_results)?;
    let paging = Paging::new(cx.action(), size, request.next_token.as_deref())?;
    let page = paging.cut_sorted(views)?;
    Ok(DescribeVpcEndpointConnectionsResult {
        vpc_endpoint_connections: Some(page.items),
        next_token: page.next_token,
    })
}

// unverified: a connection can have tags of its own; here it has none.
fn view(
    service: &Row<VpcEndpointService>,
    there: Read<'_>,
    row: &Row<VpcEndpoint>,
) -> VpcEndpointConnection {
    let endpoint = VpcEndpoint::view(row, there);
    VpcEndpointConnection {
        service_id: Some(service.id.to_string()),
        vpc_endpoint_id: endpoint.vpc_endpoint_id,
        vpc_endpoint_owner: endpoint.owner_id,
        vpc_endpoint_state: endpoint.state,
        creation_timestamp: endpoint.creation_timestamp,
        dns_entries: endpoint.dns_entries,
        network_load_balancer_arns: Some(service.load_balancer_arns.clone()),
        ip_address_type: endpoint.ip_address_type,
        vpc_endpoint_connection_id: row.connection_id.as_ref().map(ToString::to_string),
        tags: Some(Vec::new()),
        vpc_endpoint_region: Some(there.region().to_string()),
        ..VpcEndpointConnection::default()
    }
}

pub(super) fn accept_vpc_endpoint_connections(
    cx: &mut Write<'_>,
    request: &AcceptVpcEndpointConnectionsRequest,
) -> Result<AcceptVpcEndpointConnectionsResult> {
    let state = cx.read().transition(State::Pending, State::Available, PENDING_MILLIS);
    let from = [State::PendingAcceptance, State::Rejected];
    let unsuccessful =
        answer(cx, &request.service_id, &request.vpc_endpoint_ids, &from, state, "accepted")?;
    Ok(AcceptVpcEndpointConnectionsResult { unsuccessful: Some(unsuccessful) })
}

pub(super) fn reject_vpc_endpoint_connections(
    cx: &mut Write<'_>,
    request: &RejectVpcEndpointConnectionsRequest,
) -> Result<RejectVpcEndpointConnectionsResult> {
    let state = Timed::settled(State::Rejected);
    let from = [State::PendingAcceptance, State::Pending, State::Available];
    let unsuccessful =
        answer(cx, &request.service_id, &request.vpc_endpoint_ids, &from, state, "rejected")?;
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
) -> Result<Vec<UnsuccessfulItem>> {
    cx.get::<VpcEndpointService>(service_id)?;
    Ok(unsuccessful(ids, |id| {
        let found = endpoints_of(cx.read(), service_id).find(|(_, row)| *row.id == *id);
        let (there, row) = found.ok_or_else(|| VpcEndpoint::not_found(&[id]))?;
        let state = row.state.at(cx.now());
        if !from.contains(&state) {
            let message =
                format!("The Vpc Endpoint {id} is {} and cannot be {done}.", state.as_str());
            return Err(Error::new("IncorrectState", message));
        }
        let (owner, endpoint) = (there.account().clone(), row.id.clone());
        let change = move |cx: &mut Write<'_>| {
            if let Some(mut row) = cx.find_mut::<VpcEndpoint>(&endpoint) {
                row.state = to;
            }
        };
        if owner == *cx.account() {
            change(cx);
        } else {
            let region: Text = cx.region().clone();
            cx.also_in(&owner, &region, change);
        }
        Ok(())
    }))
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
    if endpoints_of(cx.read(), id).any(has) {
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

//! VPC route servers, which put what they learn from BGP peers into route tables. Nobody speaks BGP
//! here, so that each waits for a first route. The association with a VPC is in `associations`, the
//! tables that would get the routes in `propagations`, what peers talk to in `endpoints`.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/dynamic-routing-route-server.html>

mod associations;
pub(crate) mod endpoints;
pub(crate) mod peers;
pub(crate) mod propagations;
pub(crate) mod record;

use crate::engine::{Operation, Timed, Write, listed, operations};
use crate::error::{Error, Result, check_between};
use endpoints::RouteServerEndpoint;
use peers::RouteServerPeer;
use record::{
    CHANGING_MILLIS, Persistence, RouteServer, check_asn, incorrect_state, settled_server,
};
use wire::{
    CreateRouteServerRequest, CreateRouteServerResult, DeleteRouteServerRequest,
    DeleteRouteServerResult, ModifyRouteServerRequest, ModifyRouteServerResult,
    RouteServerPersistRoutesAction as Action, RouteServerPersistRoutesState as State,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateRouteServer => create_route_server;
    Read  DescribeRouteServers => listed::<RouteServer>;
    Write ModifyRouteServer => modify_route_server;
    Write AssociateRouteServer => associations::associate_route_server;
    Read  GetRouteServerAssociations => associations::get_route_server_associations;
    Write DisassociateRouteServer => associations::disassociate_route_server;
    Write CreateRouteServerEndpoint => endpoints::create_route_server_endpoint;
    Read  DescribeRouteServerEndpoints => listed::<RouteServerEndpoint>;
    Write DeleteRouteServerEndpoint => endpoints::delete_route_server_endpoint;
    Write CreateRouteServerPeer => peers::create_route_server_peer;
    Read  DescribeRouteServerPeers => listed::<RouteServerPeer>;
    Write DeleteRouteServerPeer => peers::delete_route_server_peer;
    Write EnableRouteServerPropagation => propagations::enable_route_server_propagation;
    Read  GetRouteServerPropagations => propagations::get_route_server_propagations;
    Write DisableRouteServerPropagation => propagations::disable_route_server_propagation;
    Read  GetRouteServerRoutingDatabase => propagations::get_route_server_routing_database;
    Write DeleteRouteServer => delete_route_server;
};

fn create_route_server(
    cx: &mut Write<'_>,
    request: &CreateRouteServerRequest,
) -> Result<CreateRouteServerResult> {
    let tags = cx.tags_for::<RouteServer>(&request.tag_specifications)?;
    check_asn("amazonSideAsn", request.amazon_side_asn)?;
    if request.persist_routes == Some(Action::Reset) {
        return Err(nothing_persists());
    }
    let asked = Asked { action: request.persist_routes, duration: request.persist_routes_duration };
    let persistence = persistence(cx, &Persistence::NONE, &asked)?;
    let mut server = cx.create(
        RouteServer {
            amazon_side_asn: request.amazon_side_asn,
            persistence,
            notifies: request.sns_notifications_enabled.unwrap_or(false),
            changes_until: None,
            association: None,
        },
        tags,
    )?;
    server.tags.take_if(|tags| tags.is_empty());
    Ok(CreateRouteServerResult { route_server: Some(server) })
}

/// What a request says of persisting routes.
struct Asked {
    action: Option<Action>,
    duration: Option<i64>,
}

/// What becomes of it. The duration goes with routes that persist, and with nothing else:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyRouteServer.html>
// unverified (looked up 2026-11-26): the codes and wordings, and the states on the way.
fn persistence(cx: &Write<'_>, before: &Persistence, asked: &Asked) -> Result<Persistence> {
    let is_on = before.minutes.is_some();
    let (first, then, minutes) = match (asked.action, asked.duration) {
        (None, None) => return Ok(before.clone()),
        (Some(Action::Enable), Some(minutes)) => {
            let first = if is_on { State::Modifying } else { State::Enabling };
            (first, State::Enabled, Some(minutes))
        }
        (Some(Action::Enable), None) => return Err(Error::missing("persistRoutesDuration")),
        (None, Some(minutes)) if is_on => (State::Modifying, State::Enabled, Some(minutes)),
        (Some(Action::Reset), None) if is_on => (State::Resetting, State::Enabled, before.minutes),
        (Some(Action::Disable), None) if is_on => (State::Disabling, State::Disabled, None),
        (Some(Action::Disable), None) => (State::Disabled, State::Disabled, None),
        (Some(Action::Reset), None) => return Err(nothing_persists()),
        (_, Some(_)) => {
            let message = "PersistRoutesDuration can be specified only where routes persist.";
            return Err(Error::combination(message));
        }
    };
    if let Some(minutes) = minutes {
        check_between("persistRoutesDuration", minutes, 1..=5)?;
    }
    let state = if first == then {
        Timed::settled(then)
    } else {
        cx.read().transition(first, then, CHANGING_MILLIS)
    };
    Ok(Persistence { minutes, state })
}

// unverified (looked up 2026-11-26): code and words.
fn nothing_persists() -> Error {
    let message = "Routes can be reset only where they persist.";
    Error::combination(message)
}

fn modify_route_server(
    cx: &mut Write<'_>,
    request: &ModifyRouteServerRequest,
) -> Result<ModifyRouteServerResult> {
    let server = settled_server(cx.read(), &request.route_server_id)?;
    let asked = Asked { action: request.persist_routes, duration: request.persist_routes_duration };
    let persistence = persistence(cx, &server.persistence, &asked)?;
    let notifies = request.sns_notifications_enabled.unwrap_or(server.notifies);
    let id = server.id.clone();
    let changing = cx.read().transition(false, true, CHANGING_MILLIS);
    let mut server = cx.get_mut::<RouteServer>(&id)?;
    (server.persistence, server.notifies) = (persistence, notifies);
    server.changes_until = changing.settles();
    drop(server);
    Ok(ModifyRouteServerResult { route_server: Some(cx.view::<RouteServer>(&id)?) })
}

/// What is associated stays, as Terraform's order of destroying and a script of OpenShift's show,
/// which tries again for as long as it gets this code.
// unverified (looked up 2026-11-26): the wording.
fn delete_route_server(
    cx: &mut Write<'_>,
    request: &DeleteRouteServerRequest,
) -> Result<DeleteRouteServerResult> {
    let server = settled_server(cx.read(), &request.route_server_id)?;
    if let Some(association) = server.association(cx.now()) {
        let (id, vpc) = (&server.id, &association.vpc_id);
        return Err(incorrect_state(format!("Route Server {id} is associated with VPC {vpc}.")));
    }
    let id = server.id.clone();
    Ok(DeleteRouteServerResult { route_server: Some(cx.delete::<RouteServer>(&id)?.view) })
}

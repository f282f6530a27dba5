//! The VPC that a route server is associated with.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/route-server-tutorial-associate.html>

use super::endpoints::RouteServerEndpoint;
use super::propagations::RouteServerPropagation;
use super::record::{
    Association, CHANGING_MILLIS, RouteServer, associated_vpc, incorrect_state, not_associated,
    settled_server,
};
use crate::engine::{Phase, Read, Row, Timed, Write};
use crate::error::Result;
use crate::records::network::vpcs::Vpc;
use wire::{
    AssociateRouteServerRequest, AssociateRouteServerResult, DisassociateRouteServerRequest,
    DisassociateRouteServerResult, GetRouteServerAssociationsRequest,
    GetRouteServerAssociationsResult, RouteServerAssociation, RouteServerAssociationState as State,
};

// unverified (looked up 2026-11-26): that a server is in one VPC, as the words for one that is in
// none say; the words.
pub(super) fn associate_route_server(
    cx: &mut Write<'_>,
    request: &AssociateRouteServerRequest,
) -> Result<AssociateRouteServerResult> {
    let server = settled_server(cx.read(), &request.route_server_id)?;
    let vpc_id = cx.get::<Vpc>(&request.vpc_id)?.id.clone();
    if let Some(other) = server.association(cx.now()) {
        let (id, vpc) = (&server.id, &other.vpc_id);
        let message = format!("Route Server {id} is already associated with VPC {vpc}.");
        return Err(incorrect_state(message));
    }
    let id = server.id.clone();
    let state = cx.read().transition(State::Associating, State::Associated, CHANGING_MILLIS);
    cx.get_mut::<RouteServer>(&id)?.association = Some(Association { vpc_id, state, ends: None });
    let server = cx.get::<RouteServer>(&id)?;
    Ok(AssociateRouteServerResult { route_server_association: view(server, cx.read()) })
}

/// One that has none is refused, not answered with nothing.
pub(super) fn get_route_server_associations(
    cx: Read<'_>,
    request: &GetRouteServerAssociationsRequest,
) -> Result<GetRouteServerAssociationsResult> {
    let server = cx.get::<RouteServer>(&request.route_server_id)?;
    let association = view(server, cx).ok_or_else(|| not_associated(&server.id))?;
    Ok(GetRouteServerAssociationsResult { route_server_associations: Some(vec![association]) })
}

/// What stands on the association goes first, as a script of OpenShift's met it.
// unverified (looked up 2026-11-26): the wordings.
pub(super) fn disassociate_route_server(
    cx: &mut Write<'_>,
    request: &DisassociateRouteServerRequest,
) -> Result<DisassociateRouteServerResult> {
    let read = cx.read();
    let server = settled_server(read, &request.route_server_id)?;
    let vpc_id = &cx.get::<Vpc>(&request.vpc_id)?.id;
    let id = server.id.clone();
    if server.association(cx.now()).is_none_or(|it| it.vpc_id != *vpc_id) {
        return Err(not_associated(&id));
    }
    associated_vpc(read, server, &id)?;
    let mut endpoints = read.with(RouteServerEndpoint::BY_SERVER, &id);
    if endpoints.any(|endpoint| endpoint.life_phase(read.now()) != Phase::Gone) {
        return Err(incorrect_state(format!("Route Server {id} has endpoints.")));
    }
    if read.with(RouteServerPropagation::BY_SERVER, &id).next().is_some() {
        return Err(incorrect_state(format!("Route Server {id} has propagations.")));
    }
    let gone = read.transition((), (), CHANGING_MILLIS).settles();
    let ends = gone.unwrap_or_else(|| cx.now().timestamp());
    let association = Association {
        vpc_id: vpc_id.clone(),
        state: Timed::settled(State::Disassociating),
        ends: Some(ends),
    };
    let shown = shown(&association, &id, read);
    let mut server = cx.get_mut::<RouteServer>(&id)?;
    server.association = gone.map(|_| association);
    drop(server);
    Ok(DisassociateRouteServerResult { route_server_association: Some(shown) })
}

fn view(server: &Row<RouteServer>, cx: Read<'_>) -> Option<RouteServerAssociation> {
    Some(shown(server.association(cx.now())?, &server.id, cx))
}

fn shown(association: &Association, id: &str, cx: Read<'_>) -> RouteServerAssociation {
    RouteServerAssociation {
        route_server_id: Some(id.to_owned()),
        vpc_id: Some(association.vpc_id.to_string()),
        state: Some(association.state.at(cx.now())),
    }
}

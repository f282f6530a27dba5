//! The route tables that a route server would put routes into, and the routes that it knows: none,
//! as nobody advertises any.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/route-server-tutorial-propagation.html>

use super::record::{
    CHANGING_MILLIS, RouteServer, associated_vpc, incorrect_state, settled_server,
};
use crate::engine::filter::ViewFilters;
use crate::engine::{By, Id, Index, PartOf, Read, Record, Row, Tags, Timed, Write};
use crate::error::{Error, Result};
use crate::records::ids::RouteTableId;
use crate::records::network::route_tables::{AssociatedWith, RouteTable};
use serde::{Deserialize, Serialize};
use wire::{
    DisableRouteServerPropagationRequest, DisableRouteServerPropagationResult,
    EnableRouteServerPropagationRequest, EnableRouteServerPropagationResult,
    GetRouteServerPropagationsRequest, GetRouteServerPropagationsResult,
    GetRouteServerRoutingDatabaseRequest, GetRouteServerRoutingDatabaseResult,
    RouteServerPropagation as View, RouteServerPropagationState as State,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RouteServerPropagation {
    server_id: Id<RouteServer>,
    table_id: RouteTableId,
    state: Timed<State>,
}

impl RouteServerPropagation {
    pub(super) const BY_SERVER: By<Self, Id<RouteServer>> = By::new("route-server-id");
    const BY_TABLE: By<Self, RouteTableId> = By::new("route-table-id");

    /// The row's own id, which no client sees.
    fn key(server_id: &Id<RouteServer>, table_id: &str) -> Id<Self> {
        Id::new(format!("{server_id}/{table_id}"))
    }
}

// unverified (looked up 2026-11-26): that a table can be deleted all the same.
impl Record for RouteServerPropagation {
    const PLURAL: &'static str = "routeServerPropagations";
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_TABLE)];

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_SERVER, &self.server_id);
        index.add(Self::BY_TABLE, &self.table_id);
    }
}

// unverified (looked up 2026-11-26): that it is no mistake to enable what is enabled; the code and
// words for other tables.
pub(super) fn enable_route_server_propagation(
    cx: &mut Write<'_>,
    request: &EnableRouteServerPropagationRequest,
) -> Result<EnableRouteServerPropagationResult> {
    let read = cx.read();
    let server = settled_server(read, &request.route_server_id)?;
    let table = read.get::<RouteTable>(&request.route_table_id)?;
    let associated = associated_vpc(read, server, &server.id)?;
    let refuse = |reason: &str| Err(Error::bad_parameter("routeTableId", &table.id, reason));
    if table.vpc_id != *associated {
        return refuse(&format!("It must be of the route server's VPC, {associated}."));
    }
    // As the reference of EnableRouteServerPropagation says.
    if is_of_vpn_gateway(table) {
        return refuse("Route tables of virtual private gateways are not supported.");
    }
    let (server_id, table_id) = (server.id.clone(), table.id.clone());
    let key = RouteServerPropagation::key(&server_id, &table_id);
    if let Some(row) = read.find(&key) {
        check_available(row, read)?;
    } else {
        let state = read.transition(State::Pending, State::Available, CHANGING_MILLIS);
        let record = RouteServerPropagation { server_id, table_id, state };
        cx.insert(key.clone(), record, Tags::default());
    }
    let propagation = cx.find(&key).map(|row| view(row, cx.read()));
    Ok(EnableRouteServerPropagationResult { route_server_propagation: propagation })
}

fn is_of_vpn_gateway(table: &RouteTable) -> bool {
    let mut places = table.associations.iter().map(|association| &association.place);
    places.any(|place| matches!(place, AssociatedWith::Gateway(id) if id.starts_with("vgw-")))
}

// unverified (looked up 2026-11-26): code and words.
fn check_available(row: &Row<RouteServerPropagation>, cx: Read<'_>) -> Result<()> {
    match row.state.at(cx.now()) {
        State::Available => Ok(()),
        state => {
            let (server, table) = (&row.server_id, &row.table_id);
            let state = wire::WireEnum::as_str(state);
            Err(incorrect_state(format!(
                "The propagation of Route Server {server} to Route Table {table} is {state}."
            )))
        }
    }
}

fn view(row: &RouteServerPropagation, cx: Read<'_>) -> View {
    View {
        route_server_id: Some(row.server_id.to_string()),
        route_table_id: Some(row.table_id.to_string()),
        state: Some(row.state.at(cx.now())),
    }
}

/// Where there is none the server is refused, as its associations are.
pub(super) fn get_route_server_propagations(
    cx: Read<'_>,
    request: &GetRouteServerPropagationsRequest,
) -> Result<GetRouteServerPropagationsResult> {
    let server = cx.get::<RouteServer>(&request.route_server_id)?;
    let table = request.route_table_id.as_deref();
    let table = table.map(|id| cx.get::<RouteTable>(id)).transpose()?.map(|table| &table.id);
    let all = cx.with(RouteServerPropagation::BY_SERVER, &server.id);
    let wanted = all.filter(|row| table.is_none_or(|table| row.table_id == *table));
    let propagations: Vec<View> = wanted.map(|row| view(row, cx)).collect();
    if propagations.is_empty() {
        return Err(not_propagated(&server.id));
    }
    Ok(GetRouteServerPropagationsResult { route_server_propagations: Some(propagations) })
}

/// The code is what Terraform's provider takes for it.
// unverified (looked up 2026-11-26): the wording.
fn not_propagated(id: &str) -> Error {
    let message = format!("Route Server {id} is not propagated to a route table.");
    Error::new("InvalidRouteServerId.NotPropagated", message)
}

pub(super) fn disable_route_server_propagation(
    cx: &mut Write<'_>,
    request: &DisableRouteServerPropagationRequest,
) -> Result<DisableRouteServerPropagationResult> {
    let read = cx.read();
    let server = read.get::<RouteServer>(&request.route_server_id)?;
    let table = read.get::<RouteTable>(&request.route_table_id)?;
    let key = RouteServerPropagation::key(&server.id, &table.id);
    let row = read.find(&key).ok_or_else(|| not_propagated(&server.id))?;
    check_available(row, read)?;
    let gone = read.transition((), (), CHANGING_MILLIS).settles();
    if let Some(mut row) = cx.find_mut(&key) {
        row.state = Timed::settled(State::Deleting);
    }
    let propagation = cx.find(&key).map(|row| view(row, cx.read()));
    cx.end(&key, gone.unwrap_or_else(|| cx.now().timestamp()));
    Ok(DisableRouteServerPropagationResult { route_server_propagation: propagation })
}

/// What the peers of a server advertise: nothing. Its filters are documented nowhere.
pub(super) fn get_route_server_routing_database(
    cx: Read<'_>,
    request: &GetRouteServerRoutingDatabaseRequest,
) -> Result<GetRouteServerRoutingDatabaseResult> {
    cx.get::<RouteServer>(&request.route_server_id)?;
    ViewFilters::parse(cx.action(), &request.filters)?;
    cx.paging(request.max_results, request.next_token.as_deref())?;
    Ok(GetRouteServerRoutingDatabaseResult {
        are_routes_persisted: Some(false),
        routes: Some(Vec::new()),
        next_token: None,
    })
}

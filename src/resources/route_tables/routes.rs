//! The routes of a table. Those within the VPC follow from its blocks, those to gateway endpoints
//! from the endpoints; both are kept nowhere.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html>

use super::RouteTable;
use crate::engine::network::{parse_ipv4_cidr, parse_ipv6_cidr};
use crate::engine::{Id, Read, Resource as _, Row, Write};
use crate::error::{Error, Result};
use crate::resources::egress_only_internet_gateways::EgressOnlyInternetGateway;
use crate::resources::instances::Instance;
use crate::resources::internet_gateways::InternetGateway;
use crate::resources::nat_gateways::NatGateway;
use crate::resources::network_interfaces::{NetworkInterface, only_interface};
use crate::resources::subnets::Subnet;
use crate::resources::vpc_endpoints;
use crate::resources::vpc_peering_connections::VpcPeeringConnection;
use crate::resources::vpcs::Vpc;
use crate::resources::vpn_gateways::VpnGateway;
use ipnet::{IpNet, Ipv4Net};
use serde::Serialize;
use wire::{
    CreateRouteRequest, CreateRouteResult, DeleteRouteRequest, ReplaceRouteRequest, RouteOrigin,
    RouteState,
};

pub(super) fn create_route(
    cx: &mut Write<'_>,
    request: &CreateRouteRequest,
) -> Result<CreateRouteResult> {
    let (table, route) = Wanted::from(request).check(cx.read())?;
    let destination = route.destination;
    let is_taken = is_local(cx.read(), table, destination) || table.has(destination);
    if is_taken {
        let message = format!("The route identified by {destination} already exists.");
        return Err(Error::new("RouteAlreadyExists", message));
    }
    cx.get_mut::<RouteTable>(&request.route_table_id)?.routes.push(route);
    Ok(CreateRouteResult { r#return: Some(true) })
}

/// Adds a route that is known to be right.
pub(in crate::resources) fn add_route(
    cx: &mut Write<'_>,
    table_id: &str,
    destination: Ipv4Net,
    gateway_id: &Id,
) {
    if let Ok(mut table) = cx.get_mut::<RouteTable>(table_id) {
        let target = Target::Gateway(gateway_id.clone());
        table.routes.push(Route { destination: destination.into(), target });
    }
}

pub(super) fn replace_route(cx: &mut Write<'_>, request: &ReplaceRouteRequest) -> Result<()> {
    let (table, route) = Wanted::from(request).check(cx.read())?;
    let destination = route.destination;
    if is_local(cx.read(), table, destination) {
        return Err(Error::not_emulated("other targets for a VPC's local route"));
    }
    if !table.has(destination) {
        let message = format!(
            "There is no route defined for '{destination}' in the route table. Use CreateRoute \
             instead."
        );
        return Err(Error::invalid_value(message));
    }
    let mut table = cx.get_mut::<RouteTable>(&request.route_table_id)?;
    if let Some(old) = table.routes.iter_mut().find(|old| old.destination == destination) {
        *old = route;
    }
    Ok(())
}

pub(super) fn delete_route(cx: &mut Write<'_>, request: &DeleteRouteRequest) -> Result<()> {
    let table = cx.get::<RouteTable>(&request.route_table_id)?;
    let destination = destination(
        request.destination_cidr_block.as_deref(),
        request.destination_ipv6_cidr_block.as_deref(),
    )?;
    if is_local(cx.read(), table, destination) {
        let id = &table.id;
        let message = format!("cannot remove local route {destination} in route table {id}");
        return Err(Error::invalid_value(message));
    }
    if !table.has(destination) {
        let parameter = match destination {
            IpNet::V4(_) => "destination-cidr-block",
            IpNet::V6(_) => "destination-ipv6-cidr-block",
        };
        let id = &table.id;
        let message = format!("no route with {parameter} {destination} in route table {id}");
        return Err(Error::new("InvalidRoute.NotFound", message));
    }
    let mut table = cx.get_mut::<RouteTable>(&request.route_table_id)?;
    table.routes.retain(|route| route.destination != destination);
    Ok(())
}

/// Whether a table of the VPC routes a block, or a part of it, elsewhere.
pub(in crate::resources) fn has_route_within(cx: Read<'_>, vpc_id: &str, block: Ipv4Net) -> bool {
    let block = IpNet::V4(block);
    let mut tables = cx.with::<RouteTable>("vpc-id", vpc_id);
    tables.any(|table| table.routes.iter().any(|route| block.contains(&route.destination)))
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Route {
    destination: IpNet,
    target: Target,
}

/// Where a route leads; what it names may be gone by now.
#[derive(Debug, Clone, Serialize)]
enum Target {
    Gateway(Id),
    Interface(Id),
    Peering(Id),
    Nat(Id),
    EgressOnly(Id),
}

impl RouteTable {
    fn has(&self, destination: IpNet) -> bool {
        self.routes.iter().any(|route| route.destination == destination)
    }
}

/// The VPC's blocks that local routes lead to.
fn local_blocks<'a>(cx: Read<'a>, table: &RouteTable) -> impl Iterator<Item = IpNet> + use<'a> {
    let vpc = cx.find::<Vpc>(&table.vpc_id);
    let ipv4 = vpc.into_iter().flat_map(move |vpc| vpc.usable_ipv4_cidrs(cx.now()));
    let ipv6 = vpc.into_iter().flat_map(move |vpc| vpc.usable_ipv6_cidrs(cx.now()));
    ipv4.map(IpNet::V4).chain(ipv6.map(IpNet::V6))
}

fn is_local(cx: Read<'_>, table: &RouteTable, destination: IpNet) -> bool {
    local_blocks(cx, table).any(|block| block == destination)
}

pub(super) fn view(table: &Row<RouteTable>, cx: Read<'_>) -> Vec<wire::Route> {
    let local = local_blocks(cx, table).map(|block| wire::Route {
        gateway_id: Some("local".to_owned()),
        origin: Some(RouteOrigin::CreateRouteTable),
        state: Some(RouteState::Active),
        ..to(block)
    });
    let to_endpoints =
        vpc_endpoints::routes_of(cx, &table.id).map(|(prefix_list, endpoint)| wire::Route {
            destination_prefix_list_id: Some(prefix_list.to_string()),
            gateway_id: Some(endpoint.to_string()),
            origin: Some(RouteOrigin::CreateRoute),
            state: Some(RouteState::Active),
            ..wire::Route::default()
        });
    let own = table.routes.iter().map(|route| route.view(table, cx));
    local.chain(own).chain(to_endpoints).collect()
}

fn to(destination: IpNet) -> wire::Route {
    let text = Some(destination.to_string());
    match destination {
        IpNet::V4(_) => wire::Route { destination_cidr_block: text, ..wire::Route::default() },
        IpNet::V6(_) => wire::Route { destination_ipv6_cidr_block: text, ..wire::Route::default() },
    }
}

impl Route {
    fn view(&self, table: &RouteTable, cx: Read<'_>) -> wire::Route {
        let mut view =
            wire::Route { origin: Some(RouteOrigin::CreateRoute), ..to(self.destination) };
        let is_reachable = match &self.target {
            Target::Gateway(id) => {
                view.gateway_id = Some(id.to_string());
                gateway_vpc_id(cx, id).is_ok_and(|vpc_id| vpc_id == Some(&table.vpc_id))
            }
            Target::Interface(id) => {
                view.network_interface_id = Some(id.to_string());
                let interface = cx.find::<NetworkInterface>(id);
                let attached = interface.and_then(|interface| interface.attached(cx.now()));
                if let Some((attachment, _)) = attached {
                    view.instance_id = Some(attachment.instance_id.to_string());
                    view.instance_owner_id = Some(cx.account().to_string());
                }
                attached.is_some()
            }
            Target::Peering(id) => {
                view.vpc_peering_connection_id = Some(id.to_string());
                let connection = cx.find::<VpcPeeringConnection>(id);
                connection.is_some_and(|connection| connection.is_active(cx.now()))
            }
            Target::Nat(id) => {
                view.nat_gateway_id = Some(id.to_string());
                let gateway = cx.find::<NatGateway>(id);
                gateway.is_some_and(|gateway| gateway.is_available(cx.now()))
            }
            Target::EgressOnly(id) => {
                view.egress_only_internet_gateway_id = Some(id.to_string());
                cx.find::<EgressOnlyInternetGateway>(id).is_some()
            }
        };
        view.state = Some(if is_reachable { RouteState::Active } else { RouteState::Blackhole });
        view
    }
}

/// What CreateRoute and ReplaceRoute both ask for.
struct Wanted<'a> {
    route_table_id: &'a str,
    destination: (Option<&'a str>, Option<&'a str>),
    gateway_id: Option<&'a str>,
    instance_id: Option<&'a str>,
    network_interface_id: Option<&'a str>,
    nat_gateway_id: Option<&'a str>,
    vpc_peering_connection_id: Option<&'a str>,
    transit_gateway_id: Option<&'a str>,
    egress_only_internet_gateway_id: Option<&'a str>,
}

macro_rules! wanted_from {
    ($request:ty) => {
        impl<'a> From<&'a $request> for Wanted<'a> {
            fn from(request: &'a $request) -> Self {
                Self {
                    route_table_id: &request.route_table_id,
                    destination: (
                        request.destination_cidr_block.as_deref(),
                        request.destination_ipv6_cidr_block.as_deref(),
                    ),
                    gateway_id: request.gateway_id.as_deref(),
                    instance_id: request.instance_id.as_deref(),
                    network_interface_id: request.network_interface_id.as_deref(),
                    nat_gateway_id: request.nat_gateway_id.as_deref(),
                    vpc_peering_connection_id: request.vpc_peering_connection_id.as_deref(),
                    transit_gateway_id: request.transit_gateway_id.as_deref(),
                    egress_only_internet_gateway_id: request
                        .egress_only_internet_gateway_id
                        .as_deref(),
                }
            }
        }
    };
}
wanted_from!(CreateRouteRequest);
wanted_from!(ReplaceRouteRequest);

impl Wanted<'_> {
    fn check<'a>(&self, cx: Read<'a>) -> Result<(&'a Row<RouteTable>, Route)> {
        let table = cx.get::<RouteTable>(self.route_table_id)?;
        let destination = destination(self.destination.0, self.destination.1)?;
        let target = self.target(cx, table)?;
        check_within(cx, table, destination, &target)?;
        Ok((table, Route { destination, target }))
    }

    fn target(&self, cx: Read<'_>, table: &Row<RouteTable>) -> Result<Target> {
        self.check_count()?;
        if let Some(id) = self.gateway_id {
            return gateway(cx, table, id);
        }
        if let Some(id) = self.network_interface_id {
            return interface(table, cx.get::<NetworkInterface>(id)?);
        }
        if let Some(id) = self.instance_id {
            return interface(table, only_interface(cx, cx.get::<Instance>(id)?)?);
        }
        if let Some(id) = self.vpc_peering_connection_id {
            return peering(cx, table, id);
        }
        if let Some(id) = self.nat_gateway_id {
            return nat(cx, table, id);
        }
        if let Some(id) = self.egress_only_internet_gateway_id {
            return egress_only(cx, table, id, self.destination.1.is_some());
        }
        Err(self.not_there())
    }

    fn check_count(&self) -> Result<()> {
        let targets = [
            self.gateway_id,
            self.instance_id,
            self.network_interface_id,
            self.nat_gateway_id,
            self.vpc_peering_connection_id,
            self.transit_gateway_id,
            self.egress_only_internet_gateway_id,
        ];
        if targets.iter().flatten().count() == 1 {
            return Ok(());
        }
        let message = "The request must contain exactly one of gatewayId, natGatewayId, \
                       networkInterfaceId, vpcPeeringConnectionId or instanceId";
        Err(Error::invalid_value(message))
    }

    /// The refusal of a target of the kind that nobody can create here, so that none exists.
    fn not_there(&self) -> Error {
        let id = self.transit_gateway_id.unwrap_or_default();
        let message = format!("Transit Gateway {id} was deleted or does not exist.");
        Error::new("InvalidTransitGatewayID.NotFound", message)
    }
}

fn destination(ipv4: Option<&str>, ipv6: Option<&str>) -> Result<IpNet> {
    match (ipv4, ipv6) {
        (Some(cidr), None) => parse_ipv4_cidr("destinationCidrBlock", cidr).map(IpNet::V4),
        (None, Some(cidr)) => parse_ipv6_cidr("destinationIpv6CidrBlock", cidr).map(IpNet::V6),
        (None, None) => Err(Error::missing("destinationCidrBlock")),
        (Some(_), Some(_)) => {
            // unverified: AWS documents no message for this.
            let message = "The parameter destinationCidrBlock cannot be used with the parameter \
                           destinationIpv6CidrBlock";
            Err(Error::combination(message))
        }
    }
}

fn gateway(cx: Read<'_>, table: &Row<RouteTable>, id: &str) -> Result<Target> {
    if let Some(refusal) = vpc_endpoints::refuse_as_target(cx, id) {
        return Err(refusal);
    }
    if gateway_vpc_id(cx, id)? != Some(&table.vpc_id) {
        let table = &table.id;
        let message =
            format!("route table {table} and network gateway {id} belong to different networks");
        return Err(Error::invalid_value(message));
    }
    Ok(Target::Gateway(id.into()))
}

/// The VPC that an internet or VPN gateway is attached to.
///
/// # Errors
/// `InvalidGatewayID.NotFound` if there is no such gateway.
fn gateway_vpc_id<'a>(cx: Read<'a>, id: &str) -> Result<Option<&'a Id>> {
    if let Some(gateway) = cx.find::<InternetGateway>(id) {
        return Ok(gateway.vpc_id.as_ref());
    }
    let gateway = cx.find::<VpnGateway>(id).ok_or_else(|| {
        let message = format!("The gateway ID '{id}' does not exist");
        Error::new("InvalidGatewayID.NotFound", message)
    })?;
    Ok(gateway.vpc_id(cx.now()))
}

/// A route to a connection that is still to be accepted is a blackhole until then:
/// <https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html>
fn peering(cx: Read<'_>, table: &Row<RouteTable>, id: &str) -> Result<Target> {
    let connection = cx.get::<VpcPeeringConnection>(id)?;
    if !connection.is_live(cx.now()) {
        // unverified: what AWS says of a connection that is only listed any more.
        return Err(VpcPeeringConnection::not_found(&[id]));
    }
    if !connection.connects(&table.vpc_id) {
        // unverified: by likeness to gateways and interfaces.
        let table = &table.id;
        let message = format!(
            "route table {table} and vpc peering connection {id} belong to different networks"
        );
        return Err(Error::invalid_value(message));
    }
    Ok(Target::Peering(connection.id.clone()))
}

// unverified: the code is what clients expect of CreateRoute; the wording for another VPC is by
// likeness to other gateways.
fn nat(cx: Read<'_>, table: &Row<RouteTable>, id: &str) -> Result<Target> {
    let gateway = cx.find::<NatGateway>(id).filter(|gateway| gateway.is_live(cx.now()));
    let gateway = gateway.ok_or_else(|| {
        let message = format!("The natGateway ID '{id}' does not exist");
        Error::new("InvalidNatGatewayID.NotFound", message)
    })?;
    if gateway.vpc_id != table.vpc_id {
        let table = &table.id;
        let message =
            format!("route table {table} and nat gateway {id} belong to different networks");
        return Err(Error::invalid_value(message));
    }
    Ok(Target::Nat(gateway.id.clone()))
}

// unverified: all three refusals.
fn egress_only(cx: Read<'_>, table: &Row<RouteTable>, id: &str, is_ipv6: bool) -> Result<Target> {
    let gateway = cx.find::<EgressOnlyInternetGateway>(id).ok_or_else(|| {
        let message = format!("The egressOnlyInternetGateway ID '{id}' does not exist");
        Error::new("InvalidEgressOnlyInternetGatewayId.NotFound", message)
    })?;
    if gateway.vpc_id != table.vpc_id {
        let table = &table.id;
        let message =
            format!("route table {table} and network gateway {id} belong to different networks");
        return Err(Error::invalid_value(message));
    }
    if !is_ipv6 {
        let message = "An egress-only internet gateway is the target of IPv6 routes alone.";
        return Err(Error::combination(message));
    }
    Ok(Target::EgressOnly(gateway.id.clone()))
}

fn interface(table: &Row<RouteTable>, interface: &Row<NetworkInterface>) -> Result<Target> {
    if interface.vpc_id != table.vpc_id {
        let (table, interface) = (&table.id, &interface.id);
        let message =
            format!("route table {table} and interface {interface} belong to different networks");
        return Err(Error::invalid_value(message));
    }
    Ok(Target::Interface(interface.id.clone()))
}

/// A route within a block of the VPC can only lead a whole subnet's traffic to an interface:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html>
fn check_within(
    cx: Read<'_>,
    table: &Row<RouteTable>,
    destination: IpNet,
    target: &Target,
) -> Result<()> {
    let within = |block: &IpNet| *block != destination && block.contains(&destination);
    let Some(block) = local_blocks(cx, table).find(within) else { return Ok(()) };
    let is_of = |subnet: &Row<Subnet>| {
        subnet.cidr.map(IpNet::V4) == Some(destination)
            || subnet.ipv6_block(cx.now()).is_some_and(|own| IpNet::V6(own.cidr) == destination)
    };
    let is_subnet = cx.with::<Subnet>("vpc-id", &table.vpc_id).any(is_of);
    if is_subnet && matches!(target, Target::Interface(_)) {
        return Ok(());
    }
    let message = format!(
        "Cannot create a more specific route for {destination} than local route {block} in route \
         table {}",
        table.id
    );
    Err(Error::invalid_value(message))
}

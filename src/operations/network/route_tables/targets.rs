//! What a route can lead to, and what a request asks a route to lead to.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html>

use crate::engine::{Id, Read, Resource as _, Row, Timed};
use crate::error::{Error, Result};
use crate::records::compute::instances::Instance;
use crate::records::network::carrier_gateways::CarrierGateway;
use crate::records::network::egress_only_internet_gateways::EgressOnlyInternetGateway;
use crate::records::network::local_gateways;
use crate::records::network::nat_gateways::NatGateway;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::network_interfaces::attached::{is_past_launch, only_interface};
use crate::records::network::route_tables::RouteTable;
use crate::records::network::route_tables::record::{Destination, Route, Target};
use crate::records::network::route_tables::routes::local_blocks;
use crate::records::network::route_tables::targets::gateway_vpc_id;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpc_endpoints::{self, VpcEndpoint};
use crate::records::network::vpc_peering_connections::VpcPeeringConnection;
use crate::records::transit::transit_gateway_attachments;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use wire::{Action, CreateRouteRequest, ReplaceRouteRequest, RouteState, WireEnum as _};

/// What CreateRoute and ReplaceRoute both ask for.
pub(crate) struct Wanted<'a> {
    route_table_id: &'a str,
    destination_cidr_block: Option<&'a str>,
    destination_ipv6_cidr_block: Option<&'a str>,
    destination_prefix_list_id: Option<&'a str>,
    targets: Targets<'a>,
}

/// Each target that a request can name.
pub(crate) struct Targets<'a> {
    carrier_gateway_id: Option<&'a str>,
    core_network_arn: Option<&'a str>,
    egress_only_internet_gateway_id: Option<&'a str>,
    gateway_id: Option<&'a str>,
    instance_id: Option<&'a str>,
    local_gateway_id: Option<&'a str>,
    nat_gateway_id: Option<&'a str>,
    network_interface_id: Option<&'a str>,
    odb_network_arn: Option<&'a str>,
    transit_gateway_id: Option<&'a str>,
    vpc_endpoint_id: Option<&'a str>,
    vpc_peering_connection_id: Option<&'a str>,
}

macro_rules! wanted_from {
    ($request:ty) => {
        impl<'a> From<&'a $request> for Targets<'a> {
            fn from(request: &'a $request) -> Self {
                Self {
                    carrier_gateway_id: request.carrier_gateway_id.as_deref(),
                    core_network_arn: request.core_network_arn.as_deref(),
                    egress_only_internet_gateway_id: request
                        .egress_only_internet_gateway_id
                        .as_deref(),
                    gateway_id: request.gateway_id.as_deref(),
                    instance_id: request.instance_id.as_deref(),
                    local_gateway_id: request.local_gateway_id.as_deref(),
                    nat_gateway_id: request.nat_gateway_id.as_deref(),
                    network_interface_id: request.network_interface_id.as_deref(),
                    odb_network_arn: request.odb_network_arn.as_deref(),
                    transit_gateway_id: request.transit_gateway_id.as_deref(),
                    vpc_endpoint_id: request.vpc_endpoint_id.as_deref(),
                    vpc_peering_connection_id: request.vpc_peering_connection_id.as_deref(),
                }
            }
        }

        impl<'a> From<&'a $request> for Wanted<'a> {
            fn from(request: &'a $request) -> Self {
                Self {
                    route_table_id: &request.route_table_id,
                    destination_cidr_block: request.destination_cidr_block.as_deref(),
                    destination_ipv6_cidr_block: request.destination_ipv6_cidr_block.as_deref(),
                    destination_prefix_list_id: request.destination_prefix_list_id.as_deref(),
                    targets: Targets::from(request),
                }
            }
        }
    };
}

wanted_from!(CreateRouteRequest);

wanted_from!(ReplaceRouteRequest);

impl Wanted<'_> {
    pub fn check<'a>(&self, cx: Read<'a>) -> Result<(&'a Row<RouteTable>, Route)> {
        // An empty one is none to these two: prabhatsharma/kubernetes-the-hard-way-aws#5.
        if self.route_table_id.is_empty() {
            return Err(Error::missing("routeTableId"));
        }
        let destination = Destination::of(
            self.destination_cidr_block,
            self.destination_ipv6_cidr_block,
            self.destination_prefix_list_id,
        )?;
        check_reserved(&destination)?;
        self.targets.check_count(cx)?;
        let table = cx.get::<RouteTable>(self.route_table_id)?;
        destination.check_is_there(cx)?;
        let target = self.targets.one(cx, table, &destination)?;
        check_within(cx, table, &destination, &target)?;
        if table.has_gateway() {
            check_of_gateway(cx, table, &destination, &target)?;
        }
        Ok((table, Route { destination, target }))
    }
}

impl Targets<'_> {
    /// How many there are.
    pub fn count(&self) -> usize {
        let each = [
            self.carrier_gateway_id,
            self.core_network_arn,
            self.egress_only_internet_gateway_id,
            self.gateway_id,
            self.instance_id,
            self.local_gateway_id,
            self.nat_gateway_id,
            self.network_interface_id,
            self.odb_network_arn,
            self.transit_gateway_id,
            self.vpc_endpoint_id,
            self.vpc_peering_connection_id,
        ];
        each.iter().flatten().count()
    }

    /// EC2 takes a NAT gateway's id for that of a gateway, and the other way round, and shows the
    /// route as what it is: <https://github.com/hashicorp/terraform-provider-aws/issues/9445>.
    // An interface's id is none there: hashicorp/terraform#4987; unverified (looked up 2026-11-26):
    // that no other target's is.
    fn one(
        &self,
        cx: Read<'_>,
        table: &Row<RouteTable>,
        destination: &Destination,
    ) -> Result<Target> {
        if let Some(id) = self.gateway_id {
            return match ready_nat(cx, id) {
                Some(gateway) => nat(table, gateway),
                None => gateway(cx, table, id),
            };
        }
        if let Some(id) = self.network_interface_id {
            return interface(table, cx.get::<NetworkInterface>(id)?);
        }
        if let Some(id) = self.instance_id {
            return interface(table, of_instance(cx, id)?);
        }
        if let Some(id) = self.vpc_peering_connection_id {
            return peering(cx, table, id);
        }
        if let Some(id) = self.nat_gateway_id {
            return match ready_nat(cx, id) {
                Some(gateway) => nat(table, gateway),
                None if gateway_vpc_id(cx, id).is_ok() => gateway(cx, table, id),
                None => Err(no_nat(id)),
            };
        }
        if let Some(id) = self.egress_only_internet_gateway_id {
            return egress_only(cx, table, id, destination.is_ipv6(cx));
        }
        if let Some(id) = self.carrier_gateway_id {
            return carrier(cx, table, id);
        }
        if let Some(id) = self.vpc_endpoint_id {
            return endpoint(table, cx.get::<VpcEndpoint>(id)?, cx);
        }
        match self.transit_gateway_id {
            Some(id) => transit(cx, table, id),
            None => Err(self.absent()),
        }
    }

    /// The refusal of what leads to nothing that can be here: core networks, ODB networks and local
    /// gateways.
    fn absent(&self) -> Error {
        if let Some(arn) = self.core_network_arn {
            // What a VPC is not attached to is unknown, too: the README of
            // aws-samples/aws-cloud-wan-workshop-code.
            let message = format!("The core network arn '{arn}' does not exist.");
            return Error::new("InvalidCoreNetworkArn.NotFound", message);
        }
        if let Some(arn) = self.odb_network_arn {
            // unverified (looked up 2026-11-26): by likeness to core networks.
            let message = format!("The odb network arn '{arn}' does not exist.");
            return Error::new("InvalidOdbNetworkArn.NotFound", message);
        }
        let id = self.local_gateway_id.unwrap_or_default();
        local_gateways::missing(local_gateways::GATEWAY, id)
    }

    fn check_count(&self, cx: Read<'_>) -> Result<()> {
        // Recorded of a replacement in `internet_gateways.json` of `radkawar/stackd`.
        let message = if cx.action() == Action::ReplaceRoute {
            "The request must contain exactly one of gatewayId, localGatewayId, carrierGatewayId, \
             natGatewayId, networkInterfaceId, vpcPeeringConnectionId, \
             egressOnlyInternetGatewayId, transitGatewayId, vpcEndpointId, coreNetworkArn or \
             instanceId, or must have localTarget set to true"
        } else {
            // As reported with a request id in 2024: kubernetes-sigs/cluster-api-provider-aws#4899.
            "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, \
             vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId, \
             localGatewayId, carrierGatewayId, vpcEndpointId, coreNetworkArn or instanceId"
        };
        match self.count() {
            0 => Err(Error::new("MissingParameter", message)),
            1 => Ok(()),
            // unverified (looked up 2026-11-26): the code where there are several.
            _ => Err(Error::invalid_value(message)),
        }
    }
}

/// EC2 does not know a gateway that the VPC is not attached to, as recorded in
/// <https://github.com/aws/aws-cdk/issues/8584>.
fn transit(cx: Read<'_>, table: &Row<RouteTable>, id: &str) -> Result<Target> {
    let mut attachments = transit_gateway_attachments::of_vpc(cx, &table.vpc_id);
    let attachment = attachments.find(|row| *row.gateway_id == *id && row.is_available(cx.now()));
    let attachment = attachment.ok_or_else(|| {
        let message = format!("The transitGateway ID '{id}' does not exist.");
        Error::new("InvalidTransitGatewayID.NotFound", message)
    })?;
    Ok(Target::Transit(attachment.gateway_id.clone(), Timed::settled(RouteState::Active)))
}

fn gateway(cx: Read<'_>, table: &Row<RouteTable>, id: &str) -> Result<Target> {
    if let Some(found) = cx.find::<VpcEndpoint>(id) {
        return endpoint(table, found, cx);
    }
    check_gateway(cx, table, id)?;
    Ok(Target::Gateway(Id::new(id)))
}

/// # Errors
/// `InvalidGatewayID.NotFound`, or `InvalidParameterValue` for a gateway that is not attached to
/// the table's VPC.
pub(crate) fn check_gateway(cx: Read<'_>, table: &Row<RouteTable>, id: &str) -> Result<()> {
    if gateway_vpc_id(cx, id)? == Some(&table.vpc_id) {
        return Ok(());
    }
    Err(of_other_network(table, id))
}

/// A route to a connection that is still to be accepted is a blackhole until then:
/// <https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html>
fn peering(cx: Read<'_>, table: &Row<RouteTable>, id: &str) -> Result<Target> {
    let connection = cx.get::<VpcPeeringConnection>(id)?;
    if !connection.is_live(cx.now()) {
        // unverified (looked up 2026-11-26): what AWS says of a connection that is only listed any
        // more.
        return Err(VpcPeeringConnection::not_found(&[id]));
    }
    if !connection.connects(&table.vpc_id) {
        // A README with a request id calls it so (transcript 30259784616).
        return Err(of_other_network(table, id));
    }
    Ok(Target::Peering(connection.id.clone()))
}

/// No route leads to a gateway before it is available:
/// <https://github.com/kubernetes/kops/pull/944>.
fn ready_nat<'a>(cx: Read<'a>, id: &str) -> Option<&'a Row<NatGateway>> {
    cx.find::<NatGateway>(id).filter(|gateway| gateway.is_available(cx.now()))
}

fn no_nat(id: &str) -> Error {
    let message = format!("The natGateway ID '{id}' does not exist");
    Error::new("InvalidNatGatewayID.NotFound", message)
}

// unverified (looked up 2026-11-26): the wording for another VPC is by likeness to other gateways
// and to peering connections.
fn nat(table: &Row<RouteTable>, gateway: &Row<NatGateway>) -> Result<Target> {
    if gateway.vpc_id != table.vpc_id {
        return Err(of_other_network(table, &gateway.id));
    }
    Ok(Target::Nat(gateway.id.clone()))
}

// unverified (looked up 2026-11-26): all three refusals.
fn egress_only(cx: Read<'_>, table: &Row<RouteTable>, id: &str, is_ipv6: bool) -> Result<Target> {
    let gateway = cx.find::<EgressOnlyInternetGateway>(id).ok_or_else(|| {
        let message = format!("The egressOnlyInternetGateway ID '{id}' does not exist");
        Error::new("InvalidEgressOnlyInternetGatewayId.NotFound", message)
    })?;
    if gateway.vpc_id != table.vpc_id {
        return Err(of_other_network(table, id));
    }
    if !is_ipv6 {
        let message = "An egress-only internet gateway is the target of IPv6 routes alone.";
        return Err(Error::combination(message));
    }
    Ok(Target::EgressOnly(gateway.id.clone()))
}

/// Like an internet gateway's, the VPC of one must be the table's.
// unverified (looked up 2026-11-26): that any table of the VPC takes the route, also one that no
// subnet of a Wavelength Zone uses.
fn carrier(cx: Read<'_>, table: &Row<RouteTable>, id: &str) -> Result<Target> {
    let gateway = cx.get_live::<CarrierGateway>(id)?;
    if gateway.vpc_id != table.vpc_id {
        return Err(of_other_network(table, id));
    }
    Ok(Target::Carrier(gateway.id.clone()))
}

/// Only those of Gateway Load Balancers are, and these not before they are available.
// unverified (looked up 2026-11-26): that either parameter takes one.
fn endpoint(table: &Row<RouteTable>, endpoint: &Row<VpcEndpoint>, cx: Read<'_>) -> Result<Target> {
    if !endpoint.is_target(cx.now()) {
        return Err(vpc_endpoints::refuse_as_target(&endpoint.id));
    }
    if endpoint.vpc_id != table.vpc_id {
        return Err(of_other_network(table, &endpoint.id));
    }
    Ok(Target::Endpoint(endpoint.id.clone()))
}

fn of_other_network(table: &Row<RouteTable>, id: &str) -> Error {
    let table = &table.id;
    let message =
        format!("route table {table} and network gateway {id} belong to different networks");
    Error::invalid_value(message)
}

/// # Errors
/// `IncorrectInstanceState` for an instance that begins or ends.
fn of_instance<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<NetworkInterface>> {
    let instance = cx.get::<Instance>(id)?;
    let state = instance.state(cx.now());
    if is_past_launch(state) {
        return only_interface(cx, &instance.id);
    }
    // As reported of one that is pending: hashicorp/terraform#9967.
    // unverified (looked up 2026-11-27): the same words for one that ends.
    let state = state.as_str();
    let message = format!("Instance with state '{state}' is not valid for this operation.");
    Err(Error::new("IncorrectInstanceState", message))
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

/// Where AWS's own services answer, and no route leads:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html>
// unverified (looked up 2026-11-26): code and message.
fn check_reserved(destination: &Destination) -> Result<()> {
    let (cidr, reserved) = match destination {
        Destination::Cidr(IpNet::V4(cidr)) => {
            (IpNet::V4(*cidr), IpNet::V4(Ipv4Net::new_assert([169, 254, 168, 0].into(), 22)))
        }
        Destination::Cidr(IpNet::V6(cidr)) => {
            let first = [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0].into();
            (IpNet::V6(*cidr), IpNet::V6(Ipv6Net::new_assert(first, 32)))
        }
        Destination::PrefixList(_) => return Ok(()),
    };
    if !reserved.contains(&cidr) {
        return Ok(());
    }
    let message = format!(
        "The destination CIDR block {cidr} is within {reserved}, which is reserved for use by AWS \
         services."
    );
    Err(Error::invalid_value(message))
}

/// What leads traffic of the VPC itself elsewhere leads all of a block's or a subnet's, and to an
/// interface, a NAT gateway or the endpoint of a Gateway Load Balancer:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html>
fn check_within(
    cx: Read<'_>,
    table: &Row<RouteTable>,
    destination: &Destination,
    target: &Target,
) -> Result<()> {
    let Destination::Cidr(cidr) = destination else { return Ok(()) };
    let mut blocks = local_blocks(cx, table).filter(|block| block.contains(cidr));
    let Some(block) = blocks.next() else { return Ok(()) };
    if !matches!(target, Target::Interface(_) | Target::Nat(_) | Target::Endpoint(_)) {
        // As recorded, although NAT gateways are documented as targets by now.
        let message = format!(
            "The destination CIDR block {cidr} is equal to or more specific than one of this VPC's \
             CIDR blocks. This route can target only an interface or an instance."
        );
        return Err(Error::invalid_value(message));
    }
    if block == *cidr || is_subnet(cx, table, cidr) {
        return Ok(());
    }
    // As recorded: AWS's request ba560b0f-40c3-4df6-b578-131e9fc18b0b.
    Err(Error::invalid_value("Route destination doesn't match any subnet CIDR blocks."))
}

fn is_subnet(cx: Read<'_>, table: &RouteTable, cidr: &IpNet) -> bool {
    let is_it = |subnet: &Row<Subnet>| {
        let ipv6 = subnet.ipv6_block(cx.now()).map(|block| IpNet::V6(block.cidr));
        subnet.cidr.map(IpNet::V4).as_ref() == Some(cidr) || ipv6.as_ref() == Some(cidr)
    };
    cx.with(Subnet::BY_VPC, &table.vpc_id).any(is_it)
}

/// The table of a gateway leads what comes in through it to interfaces within the VPC, also those
/// of endpoints of Gateway Load Balancers, and no further:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html>
// unverified (looked up 2026-11-26): the rules are documented, the messages are not.
pub(crate) fn check_of_gateway(
    cx: Read<'_>,
    table: &Row<RouteTable>,
    destination: &Destination,
    target: &Target,
) -> Result<()> {
    let id = &table.id;
    let is_within = match destination {
        Destination::Cidr(cidr) => local_blocks(cx, table).any(|block| block.contains(cidr)),
        Destination::PrefixList(_) => false,
    };
    if !is_within {
        let message = format!(
            "Route table {id} is that of a gateway: the destination {destination} must be within \
             the CIDR blocks of the VPC."
        );
        return Err(Error::invalid_value(message));
    }
    if !matches!(target, Target::Interface(_) | Target::Endpoint(_)) {
        let message = format!(
            "Route table {id} is that of a gateway: the target of the route for {destination} must \
             be a network interface or a Gateway Load Balancer endpoint."
        );
        return Err(Error::invalid_value(message));
    }
    Ok(())
}

//! Route server endpoints: a network interface in a subnet, to which peers would speak BGP.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/route-server-tutorial-create-endpoints.html>

use super::record::{RouteServer, associated_vpc, incorrect_state, settled, settled_server};
use crate::effects::network::network_interfaces::managed;
use crate::engine::{By, Hold, Id, Index, Life, Phase, Read, Resource, Row, Tags, Write};
use crate::error::{Error, Result};
use crate::records::ids::{NetworkInterfaceId, SubnetId, VpcId};
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::network_interfaces::wanted::NewInterface;
use crate::records::network::network_interfaces::wanted::{WantedIpv4, WantedIpv6};
use crate::records::network::subnets::Subnet;
use serde::{Deserialize, Serialize};
use wire::{
    CreateRouteServerEndpointRequest, CreateRouteServerEndpointResult,
    DeleteRouteServerEndpointRequest, DeleteRouteServerEndpointResult, NetworkInterfaceType,
    ResourceType,
};

/// Who makes the interfaces.
// unverified (looked up 2026-11-26): this, and what the interface says of itself.
const REQUESTER: &str = "amazon-aws";

const MOST_IN_SUBNET: usize = 2;

/// Endpoints of a server of a new account.
const QUOTA: usize = 10;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RouteServerEndpoint {
    pub server_id: Id<RouteServer>,
    pub vpc_id: VpcId,
    pub subnet_id: SubnetId,
    interface: NetworkInterfaceId,
}

// No filter has this name.
impl RouteServerEndpoint {
    pub(super) const BY_SERVER: By<Self, Id<RouteServer>> = By::new("route-server-id");

    /// Its interface's id and address, as long as there is one.
    pub(super) fn place(&self, cx: Read<'_>) -> (Option<String>, Option<String>) {
        let interface = cx.find::<NetworkInterface>(&self.interface);
        let address = interface.and_then(|it| it.primary_address());
        (interface.map(|it| it.id.to_string()), address.map(|address| address.address.to_string()))
    }
}

impl Resource for RouteServerEndpoint {
    type View = wire::RouteServerEndpoint;
    const PREFIX: &'static str = "rse";
    const TYPE: Option<ResourceType> = Some(ResourceType::RouteServerEndpoint);
    const PLURAL: &'static str = "routeServerEndpoints";
    const OF_VPC: bool = true;
    const NOT_FOUND: &'static str = "InvalidRouteServerEndpointId.NotFound";
    const LIFE: Option<Life> =
        Some(Life { making_millis: 60_000, leaving_millis: 60_000, ..Life::USUAL });
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_SERVER)];

    /// The interface shows once the endpoint is there, as recorded.
    // unverified (looked up 2026-11-26): that it does no more when the endpoint leaves.
    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::RouteServerEndpoint {
        let is_there = row.life_phase(cx.now()) == Phase::There;
        let (eni_id, eni_address) = if is_there { row.place(cx) } else { (None, None) };
        wire::RouteServerEndpoint {
            route_server_id: Some(row.server_id.to_string()),
            route_server_endpoint_id: Some(row.id.to_string()),
            vpc_id: Some(row.vpc_id.to_string()),
            subnet_id: Some(row.subnet_id.to_string()),
            eni_id,
            eni_address,
            state: row.life_state(cx.now()),
            failure_reason: None,
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_SERVER, &self.server_id);
    }

    /// As a script of OpenShift's met it: one with peers that are not gone is refused so.
    // unverified (looked up 2026-11-26): the wording.
    fn in_use(id: &str) -> Error {
        incorrect_state(format!("Route Server Endpoint {id} has peers."))
    }
}

/// Two endpoints of a server are in one subnet at most, and as many as the quotas let it have in
/// all: <https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>
// unverified (looked up 2026-11-26): code and words.
fn check_count(cx: Read<'_>, server: &Id<RouteServer>, subnet: &SubnetId) -> Result<()> {
    let all = cx.with(RouteServerEndpoint::BY_SERVER, server);
    let all: Vec<_> = all.filter(|row| !row.is_leaving(cx.now())).collect();
    let in_subnet = all.iter().filter(|row| row.subnet_id == *subnet).count();
    let is_full = in_subnet >= MOST_IN_SUBNET || cx.has_default_quotas() && all.len() >= QUOTA;
    if !is_full {
        return Ok(());
    }
    let message = "The maximum number of route server endpoints has been reached.";
    Err(Error::new("RouteServerEndpointLimitExceeded", message))
}

pub(super) fn create_route_server_endpoint(
    cx: &mut Write<'_>,
    request: &CreateRouteServerEndpointRequest,
) -> Result<CreateRouteServerEndpointResult> {
    let tags = cx.tags_for::<RouteServerEndpoint>(&request.tag_specifications)?;
    let read = cx.read();
    let server = settled_server(read, &request.route_server_id)?;
    let subnet = read.get::<Subnet>(&request.subnet_id)?;
    let associated = associated_vpc(read, server, &server.id)?;
    if subnet.vpc_id != *associated {
        // unverified (looked up 2026-11-26): code and words.
        let reason = format!("The subnet must be of the route server's VPC, {associated}.");
        return Err(Error::bad_parameter("subnetId", &subnet.id, &reason));
    }
    check_count(read, &server.id, &subnet.id)?;
    let (server_id, vpc_id) = (server.id.clone(), subnet.vpc_id.clone());
    let subnet_id = subnet.id.clone();
    let id = cx.new_id::<RouteServerEndpoint>();
    let interface = NewInterface {
        subnet_id: subnet_id.clone(),
        description: format!("Route Server Endpoint {id}"),
        groups: Vec::new(),
        ipv4: WantedIpv4::default(),
        ipv6: WantedIpv6 { count: Some(0), ..WantedIpv6::default() },
        public_address: false,
        interface_type: NetworkInterfaceType::Interface,
        source_dest_check: false,
        attachment: None,
        tags: Tags::default(),
    };
    let interface = managed::create_managed(cx, interface, REQUESTER)?;
    let record = RouteServerEndpoint { server_id, vpc_id, subnet_id, interface };
    cx.insert(id.clone(), record, tags);
    let mut endpoint = cx.view::<RouteServerEndpoint>(&id)?;
    endpoint.tags.take_if(|tags| tags.is_empty());
    Ok(CreateRouteServerEndpointResult { route_server_endpoint: Some(endpoint) })
}

/// Its interface goes with it.
pub(super) fn delete_route_server_endpoint(
    cx: &mut Write<'_>,
    request: &DeleteRouteServerEndpointRequest,
) -> Result<DeleteRouteServerEndpointResult> {
    let id = request.route_server_endpoint_id.as_str();
    let row = settled::<RouteServerEndpoint>(cx.read(), "Route Server Endpoint", id)?;
    let interface_id = row.interface.clone();
    let left = cx.delete::<RouteServerEndpoint>(id)?;
    cx.end::<NetworkInterface>(&interface_id, left.gone);
    let endpoint = cx.view::<RouteServerEndpoint>(id)?;
    Ok(DeleteRouteServerEndpointResult { route_server_endpoint: Some(endpoint) })
}

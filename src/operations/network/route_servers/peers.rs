//! Route server peers: the devices that an endpoint would speak BGP with. None ever answers.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/route-server-tutorial-create-peer.html>

use super::endpoints::RouteServerEndpoint;
use super::record::{check_asn, settled};
use crate::engine::{By, Hold, Id, Index, Life, Read, Resource, Row, Write};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::net::Ipv4Addr;
use wire::{
    CreateRouteServerPeerRequest, CreateRouteServerPeerResult, DeleteRouteServerPeerRequest,
    DeleteRouteServerPeerResult, ResourceType, RouteServerBfdState, RouteServerBfdStatus,
    RouteServerBgpOptions, RouteServerBgpState, RouteServerBgpStatus, RouteServerPeerLivenessMode,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RouteServerPeer {
    endpoint_id: Id<RouteServerEndpoint>,
    address: Ipv4Addr,
    asn: i64,
    liveness: RouteServerPeerLivenessMode,
}

impl RouteServerPeer {
    // No filter has this name.
    const BY_ENDPOINT: By<Self, Id<RouteServerEndpoint>> = By::new("route-server-endpoint-id");
}

impl Resource for RouteServerPeer {
    type View = wire::RouteServerPeer;
    const PREFIX: &'static str = "rsp";
    const TYPE: Option<ResourceType> = Some(ResourceType::RouteServerPeer);
    const PLURAL: &'static str = "routeServerPeers";
    const OF_VPC: bool = true;
    const NOT_FOUND: &'static str = "InvalidRouteServerPeerId.NotFound";
    const LIFE: Option<Life> =
        Some(Life { making_millis: 60_000, leaving_millis: 60_000, ..Life::USUAL });
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_ENDPOINT)];

    /// Both statuses are down for want of an answer, as recorded of one nobody answered.
    // unverified (looked up 2026-11-26): that there is one of BFD where it was not asked for.
    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::RouteServerPeer {
        let endpoint = cx.find::<RouteServerEndpoint>(&row.endpoint_id);
        let place = endpoint.map(|endpoint| endpoint.place(cx));
        let (eni_id, eni_address) = place.unwrap_or_default();
        wire::RouteServerPeer {
            route_server_peer_id: Some(row.id.to_string()),
            route_server_endpoint_id: Some(row.endpoint_id.to_string()),
            route_server_id: endpoint.map(|endpoint| endpoint.server_id.to_string()),
            vpc_id: endpoint.map(|endpoint| endpoint.vpc_id.to_string()),
            subnet_id: endpoint.map(|endpoint| endpoint.subnet_id.to_string()),
            state: row.life_state(cx.now()),
            failure_reason: None,
            endpoint_eni_id: eni_id,
            endpoint_eni_address: eni_address,
            peer_address: Some(row.address.to_string()),
            bgp_options: Some(RouteServerBgpOptions {
                peer_asn: Some(row.asn),
                peer_liveness_detection: Some(row.liveness),
            }),
            bgp_status: Some(RouteServerBgpStatus { status: Some(RouteServerBgpState::Down) }),
            bfd_status: Some(RouteServerBfdStatus { status: Some(RouteServerBfdState::Down) }),
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_ENDPOINT, &self.endpoint_id);
    }
}

/// The address need not be of the VPC, as recorded; liveness is that of BGP unless asked otherwise.
// unverified (looked up 2026-11-26): that an endpoint takes the same address twice; the words.
pub(super) fn create_route_server_peer(
    cx: &mut Write<'_>,
    request: &CreateRouteServerPeerRequest,
) -> Result<CreateRouteServerPeerResult> {
    let tags = cx.tags_for::<RouteServerPeer>(&request.tag_specifications)?;
    let asked = &request.bgp_options;
    let asn = asked.peer_asn.unwrap_or_default();
    check_asn("peerAsn", asn)?;
    let address = request.peer_address.parse().map_err(|_| {
        let reason = "This is not a valid IPv4 address.";
        Error::bad_parameter("peerAddress", &request.peer_address, reason)
    })?;
    let id = request.route_server_endpoint_id.as_str();
    let endpoint = settled::<RouteServerEndpoint>(cx.read(), "Route Server Endpoint", id)?;
    let record = RouteServerPeer {
        endpoint_id: endpoint.id.clone(),
        address,
        asn,
        liveness: asked
            .peer_liveness_detection
            .unwrap_or(RouteServerPeerLivenessMode::BgpKeepalive),
    };
    let mut peer = cx.create(record, tags)?;
    peer.tags.take_if(|tags| tags.is_empty());
    Ok(CreateRouteServerPeerResult { route_server_peer: Some(peer) })
}

pub(super) fn delete_route_server_peer(
    cx: &mut Write<'_>,
    request: &DeleteRouteServerPeerRequest,
) -> Result<DeleteRouteServerPeerResult> {
    let id = request.route_server_peer_id.as_str();
    settled::<RouteServerPeer>(cx.read(), "Route Server Peer", id)?;
    let left = cx.delete::<RouteServerPeer>(id)?;
    Ok(DeleteRouteServerPeerResult { route_server_peer: Some(left.view) })
}

//! Site-to-Site VPN connections between a VPN or transit gateway and a customer gateway: two
//! tunnels, at the far end of which nobody ever answers, so that both are down for good. The
//! document with their parameters is in `configuration`.
//! <https://docs.aws.amazon.com/vpn/latest/s2svpn/VPC_VPN.html>

mod configuration;
mod record;

pub(crate) use record::{StaticRoute, Transit, Tunnel, VpnConnection};

use crate::engine::{By, CustomFilter, Hold, Index, Now, Quota, Read, Resource, Row};
use crate::records::ids::{CustomerGatewayId, TransitGatewayId, VpnConcentratorId, VpnGatewayId};
use crate::records::network::customer_gateways;
use ipnet::Ipv4Net;
use wire::{
    CustomerGateway, GatewayAssociationState, GatewayType, ResourceType, TunnelInsideIpVersion,
    VpnConnectionOptions, VpnState, VpnStaticRoute, VpnTunnelBandwidth,
};

impl VpnConnection {
    pub(crate) const BY_CUSTOMER_GATEWAY: By<Self, CustomerGatewayId> =
        By::new("customer-gateway-id");
    pub(crate) const BY_VPN_GATEWAY: By<Self, VpnGatewayId> = By::new("vpn-gateway-id");
    pub(crate) const BY_TRANSIT_GATEWAY: By<Self, TransitGatewayId> = By::new("transit-gateway-id");
    /// No filter has this name.
    pub(crate) const BY_CONCENTRATOR: By<Self, VpnConcentratorId> = By::new("vpn-concentrator-id");
}

impl Resource for VpnConnection {
    type View = wire::VpnConnection;
    const PREFIX: &'static str = "vpn";
    const TYPE: Option<ResourceType> = Some(ResourceType::VpnConnection);
    const PLURAL: &'static str = "vpnConnections";
    const NOT_FOUND: &'static str = "InvalidVpnConnectionID.NotFound";
    const MALFORMED: &'static str = "InvalidVpnConnectionID.Malformed";
    const NOUN: &'static str = "vpnConnection ID";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("vpn-connection-id");
    const HOLDS: &'static [Hold<Self>] = &[
        Hold::of_those(Self::BY_CONCENTRATOR, is_there),
        Hold::of_those(Self::BY_CUSTOMER_GATEWAY, is_there),
        Hold::of_those(Self::BY_VPN_GATEWAY, is_there),
    ];
    const FILTERS: &'static [CustomFilter<Self>] = &[("bgp-asn", |row, cx| {
        let gateway = cx.find::<CustomerGateway>(&row.customer_gateway_id);
        gateway.map(|gateway| customer_gateways::asn(gateway).to_string()).into_iter().collect()
    })];
    // Of a gateway, and in a region:
    // <https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-limits.html>
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |row, cx| {
            let of_gateway = |id| cx.with(Self::BY_VPN_GATEWAY, id);
            let of_gateway = row.vpn_gateway_id.as_ref().into_iter().flat_map(of_gateway);
            let of_gateway = of_gateway.filter(|row| row.is_live(cx.now())).count();
            of_gateway > 10 || cx.count::<Self>() > 50
        },
        code: "VpnConnectionLimitExceeded",
        // unverified (looked up 2026-11-26): the text.
        message: |_| "The maximum number of VPN connections has been reached.".to_owned(),
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::VpnConnection {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_CUSTOMER_GATEWAY, &self.customer_gateway_id);
        if let Some(gateway) = &self.vpn_gateway_id {
            index.add(Self::BY_VPN_GATEWAY, gateway);
        }
        match &self.transit {
            Some(Transit { concentrator_id: Some(id), .. }) => {
                index.add(Self::BY_CONCENTRATOR, id);
            }
            Some(transit) => index.add(Self::BY_TRANSIT_GATEWAY, &transit.gateway_id),
            None => {}
        }
    }
}

fn is_there(row: &Row<VpnConnection>, now: Now<'_>) -> bool {
    row.state.at(now) != VpnState::Deleted
}

pub(crate) fn has_pending(cx: Read<'_>, gateway_id: &VpnGatewayId) -> bool {
    let mut connections = cx.with(VpnConnection::BY_VPN_GATEWAY, gateway_id);
    connections.any(|row| row.state.at(cx.now()) == VpnState::Pending)
}

/// The static routes that a VPN gateway propagates.
// unverified (looked up 2026-11-26): AWS may wait until a tunnel is up; here, where none ever is, a
// route is propagated as soon as it is there.
pub(crate) fn propagated<'a>(
    cx: Read<'a>,
    gateway_id: &VpnGatewayId,
) -> impl Iterator<Item = Ipv4Net> + use<'a> {
    let now = cx.now();
    let connections = cx.with(VpnConnection::BY_VPN_GATEWAY, gateway_id);
    let connections = connections.filter(move |row| row.state.at(now) == VpnState::Available);
    let routes = connections.flat_map(|row| row.routes.iter());
    routes.filter(move |it| it.state.at(now) == VpnState::Available).map(|it| it.destination)
}

fn view(row: &Row<VpnConnection>, cx: Read<'_>) -> wire::VpnConnection {
    let state = row.state.at(cx.now());
    let (is_there, is_gone) = (row.is_live(cx.now()), state == VpnState::Deleted);
    let association = if is_there && (row.vpn_gateway_id.is_some() || row.transit.is_some()) {
        GatewayAssociationState::Associated
    } else {
        GatewayAssociationState::NotAssociated
    };
    let concentrator = row.transit.as_ref().and_then(|transit| transit.concentrator_id.as_ref());
    // unverified (looked up 2026-11-26): that of a concentrator's gateway AWS tells with the
    // concentrator.
    let transit = row.transit.as_ref().filter(|_| concentrator.is_none());
    // A deleted connection's routes are told with it: the recordings of Ansible's `ec2_vpc_vpn`
    // tests, of 2018.
    let routes = row.routes.iter().filter(|route| route.is_there(cx.now()));
    let routes = routes.map(|route| VpnStaticRoute {
        destination_cidr_block: Some(route.destination.to_string()),
        // A user's answer of 2026 has no source, which the documentation says is always the same.
        source: None,
        state: Some(if is_gone { state } else { route.state.at(cx.now()) }),
    });
    let telemetry = row.tunnels.iter().filter(|_| is_there);
    wire::VpnConnection {
        category: Some("VPN".to_owned()),
        vpn_connection_id: Some(row.id.to_string()),
        customer_gateway_id: Some(row.customer_gateway_id.to_string()),
        vpn_gateway_id: row.vpn_gateway_id.as_ref().map(ToString::to_string),
        transit_gateway_id: transit.map(|transit| transit.gateway_id.to_string()),
        vpn_concentrator_id: concentrator.map(ToString::to_string),
        r#type: Some(GatewayType::Ipsec1),
        state: Some(state),
        gateway_association_state: Some(association),
        // unverified (looked up 2026-11-26): remembered of `API_VpnConnection` in AWS's reference.
        customer_gateway_configuration: is_there.then(|| configuration::document(row, cx)),
        options: Some(options(row)),
        routes: Some(routes.collect()),
        tags: row.tags.wire(),
        vgw_telemetry: Some(telemetry.map(|tunnel| tunnel.telemetry(row, cx.now())).collect()),
        ..wire::VpnConnection::default()
    }
}

fn options(row: &VpnConnection) -> VpnConnectionOptions {
    VpnConnectionOptions {
        enable_acceleration: Some(row.is_accelerated),
        static_routes_only: Some(row.static_routes_only),
        local_ipv4_network_cidr: Some(row.local_cidr.to_string()),
        remote_ipv4_network_cidr: Some(row.remote_cidr.to_string()),
        outside_ip_address_type: Some("PublicIpv4".to_owned()),
        tunnel_inside_ip_version: Some(TunnelInsideIpVersion::Ipv4),
        tunnel_options: Some(row.tunnels.iter().map(|tunnel| tunnel.options.clone()).collect()),
        // unverified (looked up 2026-11-26): that AWS tells the bandwidth where it can be only one.
        tunnel_bandwidth: Some(if row.is_large {
            VpnTunnelBandwidth::Large
        } else {
            VpnTunnelBandwidth::Standard
        }),
        ..VpnConnectionOptions::default()
    }
}

/// Whether a connection of the gateway has a tunnel with these inside addresses already.
pub(crate) fn has_inside_cidr(cx: Read<'_>, gateway_id: &VpnGatewayId, inside: Ipv4Net) -> bool {
    let mut connections = cx.with(VpnConnection::BY_VPN_GATEWAY, gateway_id);
    connections.any(|row| {
        row.is_live(cx.now()) && row.tunnels.iter().any(|it| it.inside_cidr() == Some(inside))
    })
}

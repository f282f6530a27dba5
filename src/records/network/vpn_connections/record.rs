//! What is kept of VPN connections.

use crate::engine::{Now, Timed};
use crate::records::ids::{CustomerGatewayId, TransitGatewayId, VpnConcentratorId, VpnGatewayId};
use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use wire::{TelemetryStatus, Timestamp, TunnelOption, VgwTelemetry, VpnState};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VpnConnection {
    pub customer_gateway_id: CustomerGatewayId,
    /// A connection can be made before there is a gateway for it.
    pub vpn_gateway_id: Option<VpnGatewayId>,
    /// The transit gateway that takes a VPN gateway's place.
    #[serde(default)]
    pub transit: Option<Transit>,
    pub state: Timed<VpnState>,
    pub static_routes_only: bool,
    pub local_cidr: Ipv4Net,
    pub remote_cidr: Ipv4Net,
    pub tunnels: [Tunnel; 2],
    pub routes: Vec<StaticRoute>,
    /// What no VPN gateway can do.
    #[serde(default)]
    pub is_accelerated: bool,
    #[serde(default)]
    pub is_large: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Transit {
    pub gateway_id: TransitGatewayId,
    /// What is attached to the gateway in place of the connection.
    pub concentrator_id: Option<VpnConcentratorId>,
    /// The gateway's number, which it keeps as long as it has connections.
    pub amazon_side_asn: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Tunnel {
    /// What was asked for, and what was drawn where nothing was.
    pub options: TunnelOption,
    /// The certificate of AWS's end, where certificates take the keys' place.
    pub certificate_arn: Option<String>,
    pub changed: Timestamp,
    /// When its end was replaced last.
    pub replaced: Option<Timestamp>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StaticRoute {
    pub destination: Ipv4Net,
    pub state: Timed<VpnState>,
}

impl StaticRoute {
    pub fn is_there(&self, now: Now<'_>) -> bool {
        self.state.at(now) != VpnState::Deleted
    }
}

impl VpnConnection {
    pub fn is_live(&self, now: Now<'_>) -> bool {
        matches!(self.state.at(now), VpnState::Pending | VpnState::Available)
    }
}

impl Tunnel {
    pub fn has_address(&self, outside: &str) -> bool {
        self.options.outside_ip_address.as_deref() == Some(outside)
    }

    pub fn inside_cidr(&self) -> Option<Ipv4Net> {
        self.options.tunnel_inside_cidr.as_ref()?.parse().ok()
    }

    /// Static routes are accepted without any tunnel, as a user's answer of 2026 shows. What it
    /// says of a tunnel that is down is in the sample of amazon.aws's `ec2_vpc_vpn` (2024), and
    /// that it says nothing of one that is being made in the recordings of Ansible's tests (2018).
    pub fn telemetry(&self, connection: &VpnConnection, now: Now<'_>) -> VgwTelemetry {
        let is_pending = connection.state.at(now) == VpnState::Pending;
        let settled = connection.state.settles().filter(|_| !is_pending);
        let since = settled.map_or(self.changed, |at| at.max(self.changed));
        let message = if is_pending { "" } else { "IPSEC IS DOWN" };
        let routes = connection.routes.iter();
        let accepted = routes.filter(|it| it.state.at(now) == VpnState::Available).count();
        VgwTelemetry {
            accepted_route_count: i32::try_from(accepted).ok(),
            last_status_change: Some(since.whole_seconds()),
            outside_ip_address: self.options.outside_ip_address.clone(),
            status: Some(TelemetryStatus::DOWN),
            status_message: Some(message.to_owned()),
            certificate_arn: self.certificate_arn.clone(),
        }
    }
}

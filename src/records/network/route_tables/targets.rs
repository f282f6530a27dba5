//! What a route can lead to, and what a request asks a route to lead to.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html>

use super::record::RouteTable;
use crate::engine::{Id, Read, Timed};
use crate::error::{Error, Result};
use crate::records::network::egress_only_internet_gateways::EgressOnlyInternetGateway;
use crate::records::network::internet_gateways::InternetGateway;
use crate::records::network::nat_gateways::NatGateway;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::vpc_peering_connections::VpcPeeringConnection;
use crate::records::network::vpn_gateways::VpnGateway;
use serde::Serialize;
use wire::RouteState;

/// Where a route leads; what it names may be gone by now.
#[derive(Debug, Clone, Serialize)]
pub(crate) enum Target {
    Gateway(Id),
    Interface(Id),
    Peering(Id),
    Nat(Id),
    EgressOnly(Id),
    /// A transit gateway, and whether the VPC is attached to it.
    Transit(Id, Timed<RouteState>),
}

impl Target {
    /// Puts the target into a route's view, and tells whether anything is there.
    pub fn show(&self, view: &mut wire::Route, table: &RouteTable, cx: Read<'_>) -> bool {
        match self {
            Self::Gateway(id) => {
                view.gateway_id = Some(id.to_string());
                gateway_vpc_id(cx, id).is_ok_and(|vpc_id| vpc_id == Some(&table.vpc_id))
            }
            Self::Interface(id) => {
                view.network_interface_id = Some(id.to_string());
                let interface = cx.find::<NetworkInterface>(id);
                let attached = interface.and_then(|interface| interface.attached(cx.now()));
                if let Some((attachment, _)) = attached {
                    view.instance_id = Some(attachment.instance_id.to_string());
                    view.instance_owner_id = Some(cx.account().to_string());
                }
                attached.is_some()
            }
            Self::Peering(id) => {
                view.vpc_peering_connection_id = Some(id.to_string());
                let connection = cx.find::<VpcPeeringConnection>(id);
                connection.is_some_and(|connection| connection.is_active(cx.now()))
            }
            Self::Nat(id) => {
                view.nat_gateway_id = Some(id.to_string());
                let gateway = cx.find::<NatGateway>(id);
                gateway.is_some_and(|gateway| gateway.is_available(cx.now()))
            }
            Self::EgressOnly(id) => {
                view.egress_only_internet_gateway_id = Some(id.to_string());
                cx.find::<EgressOnlyInternetGateway>(id).is_some()
            }
            Self::Transit(id, state) => {
                view.transit_gateway_id = Some(id.to_string());
                state.at(cx.now()) == RouteState::Active
            }
        }
    }
}

/// The VPC that an internet or VPN gateway is attached to.
///
/// # Errors
/// `InvalidGatewayID.NotFound` if there is no such gateway.
pub(crate) fn gateway_vpc_id<'a>(cx: Read<'a>, id: &str) -> Result<Option<&'a Id>> {
    if let Some(gateway) = cx.find::<InternetGateway>(id) {
        return Ok(gateway.vpc_id.as_ref());
    }
    let gateway = cx.find::<VpnGateway>(id).ok_or_else(|| {
        let message = format!("The gateway ID '{id}' does not exist");
        Error::new("InvalidGatewayID.NotFound", message)
    })?;
    Ok(gateway.vpc_id(cx.now()))
}

//! What a route can lead to, and what a request asks a route to lead to.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html>

use crate::engine::Read;
use crate::error::{Error, Result};
use crate::records::ids::VpcId;
use crate::records::network::internet_gateways::InternetGateway;
use crate::records::network::vpn_gateways::VpnGateway;

/// The VPC that an internet or VPN gateway is attached to.
///
/// # Errors
/// `InvalidGatewayID.NotFound` if there is no such gateway.
pub(crate) fn gateway_vpc_id<'a>(cx: Read<'a>, id: &str) -> Result<Option<&'a VpcId>> {
    if let Some(gateway) = cx.find::<InternetGateway>(id) {
        return Ok(gateway.vpc_id.as_ref());
    }
    let gateway = cx.find::<VpnGateway>(id).ok_or_else(|| {
        let message = format!("The gateway ID '{id}' does not exist");
        Error::new("InvalidGatewayID.NotFound", message)
    })?;
    Ok(gateway.vpc_id(cx.now()))
}

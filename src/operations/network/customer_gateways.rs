//! Customer gateways: the far ends of VPN connections.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCustomerGateway.html>

use crate::engine::{Operation, Resource, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::network::customer_gateways::key;
use crate::records::network::vpn_connections::{VpnConnection, use_gateway};
use std::net::IpAddr;
use wire::{
    CreateCustomerGatewayRequest, CreateCustomerGatewayResult, CustomerGateway,
    DeleteCustomerGatewayRequest, WireEnum as _,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateCustomerGateway => create_customer_gateway;
    Read  DescribeCustomerGateways => listed::<CustomerGateway>;
    Write DeleteCustomerGateway => delete_customer_gateway;
};

const DEFAULT_ASN: i64 = 65_000;

/// From here on a number is an extended one.
const FIRST_EXTENDED_ASN: i64 = 2_147_483_648;

/// An identical request is answered with the gateway that is there; another device name makes
/// another gateway.
// unverified (looked up 2026-11-26): that the tags of a repeated request do not count.
fn create_customer_gateway(
    cx: &mut Write<'_>,
    request: &CreateCustomerGatewayRequest,
) -> Result<CreateCustomerGatewayResult> {
    let tags = cx.tags_for::<CustomerGateway>(&request.tag_specifications)?;
    if let Some(name) = request.device_name.as_ref().filter(|name| name.chars().count() > 255) {
        let reason = "It must have up to 255 characters.";
        return Err(Error::bad_parameter("deviceName", name, reason));
    }
    let ip_address = address(request)?.map(|address| address.to_string());
    let asn = asn(request)?;
    let record = CustomerGateway {
        certificate_arn: request.certificate_arn.clone(),
        device_name: request.device_name.clone(),
        bgp_asn: (asn < FIRST_EXTENDED_ASN).then(|| asn.to_string()),
        bgp_asn_extended: (asn >= FIRST_EXTENDED_ASN).then(|| asn.to_string()),
        r#type: Some(request.r#type.as_str().to_owned()),
        ip_address,
        ..CustomerGateway::default()
    };
    let read = cx.read();
    let identical = key(&record).and_then(|(by, value)| {
        let mut rows = read.with(by, value);
        rows.find(|row| row.record == record && !row.is_leaving(read.now()))
    });
    let gateway = match identical.map(|row| CustomerGateway::view(row, read)) {
        Some(present) => present,
        None => cx.create(record, tags)?,
    };
    Ok(CreateCustomerGatewayResult { customer_gateway: Some(gateway) })
}

/// IpAddress, or PublicIp as it was called before.
fn address(request: &CreateCustomerGatewayRequest) -> Result<Option<IpAddr>> {
    let text = match (&request.ip_address, &request.public_ip) {
        (Some(address), Some(public)) if address != public => {
            return Err(Error::exclusive("ipAddress", "publicIp"));
        }
        (Some(text), _) | (None, Some(text)) => text,
        (None, None) if request.certificate_arn.is_some() => return Ok(None),
        (None, None) => return Err(Error::missing("ipAddress")),
    };
    let bad = |reason| Error::bad_parameter("ipAddress", text, reason);
    let address: IpAddr = text.parse().map_err(|_| bad("This is not a valid IP address."))?;
    let is_local = match address {
        IpAddr::V4(address) => address.is_broadcast() || address.is_link_local(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    };
    if is_local || address.is_unspecified() || address.is_loopback() || address.is_multicast() {
        // unverified (looked up 2026-11-26): which addresses AWS does not take. Private ones it
        // does.
        return Err(bad("The address is not one of a gateway."));
    }
    Ok(Some(address))
}

fn asn(request: &CreateCustomerGatewayRequest) -> Result<i64> {
    let (parameter, asn, range) = match (request.bgp_asn, request.bgp_asn_extended) {
        (Some(_), Some(_)) => return Err(Error::exclusive("bgpAsn", "bgpAsnExtended")),
        (None, Some(asn)) => ("bgpAsnExtended", asn, FIRST_EXTENDED_ASN..=4_294_967_295),
        (asn, None) => ("bgpAsn", asn.map_or(DEFAULT_ASN, i64::from), 1..=FIRST_EXTENDED_ASN - 1),
    };
    if range.contains(&asn) {
        return Ok(asn);
    }
    let reason = format!("It must be between {} and {}.", range.start(), range.end());
    Err(Error::bad_parameter(parameter, asn, &reason))
}

fn delete_customer_gateway(
    cx: &mut Write<'_>,
    request: &DeleteCustomerGatewayRequest,
) -> Result<()> {
    let id = &request.customer_gateway_id;
    let gateway = cx.read().get_live::<CustomerGateway>(id)?;
    if use_gateway(cx.read(), VpnConnection::BY_CUSTOMER_GATEWAY, &gateway.id) {
        // As recorded in
        // <https://github.com/terraform-aws-modules/terraform-aws-vpn-gateway/issues/69>.
        return Err(Error::new("IncorrectState", "The customer gateway is in use."));
    }
    cx.delete::<CustomerGateway>(id)?;
    Ok(())
}

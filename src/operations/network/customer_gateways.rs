//! Customer gateways: the far ends of VPN connections.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCustomerGateway.html>

use crate::engine::{Operation, Write, deleted, listed, operations};
use crate::error::{Error, Result, check_between, check_length};
use crate::records::network::customer_gateways::identical;
use std::net::IpAddr;
use wire::{
    CreateCustomerGatewayRequest, CreateCustomerGatewayResult, CustomerGateway, WireEnum as _,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateCustomerGateway => create_customer_gateway;
    Read  DescribeCustomerGateways => listed::<CustomerGateway>;
    Write DeleteCustomerGateway => deleted::<CustomerGateway>;
};

const DEFAULT_ASN: i64 = 65_000;

/// From here on a number is an extended one.
const FIRST_EXTENDED_ASN: i64 = 2_147_483_648;

/// An identical request, by the device's name too, is answered with the gateway that is there.
// unverified (looked up 2026-11-26): that the tags of a repeated request do not count.
fn create_customer_gateway(
    cx: &mut Write<'_>,
    request: &CreateCustomerGatewayRequest,
) -> Result<CreateCustomerGatewayResult> {
    let tags = cx.tags_for::<CustomerGateway>(&request.tag_specifications)?;
    check_length("deviceName", request.device_name.as_deref(), 255)?;
    let (address, asn) = (address(request)?, asn(request)?);
    let record = CustomerGateway {
        certificate_arn: request.certificate_arn.clone(),
        device_name: request.device_name.clone(),
        bgp_asn: (asn < FIRST_EXTENDED_ASN).then(|| asn.to_string()),
        bgp_asn_extended: (asn >= FIRST_EXTENDED_ASN).then(|| asn.to_string()),
        r#type: Some(request.r#type.as_str().to_owned()),
        ip_address: address.map(|address| address.to_string()),
        ..CustomerGateway::default()
    };
    let gateway = match identical(cx.read(), &record) {
        Some(present) => cx.view::<CustomerGateway>(&present.id)?,
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
    check_between(parameter, asn, range)?;
    Ok(asn)
}

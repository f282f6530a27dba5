//! Customer gateways: the far ends of VPN connections.

use crate::engine::{Id, Index, Operation, Read, Resource, Row, Timed, Write, listed, operations};
use crate::error::{Error, Result};
use serde::Serialize;
use std::net::IpAddr;
use wire::{
    CreateCustomerGatewayRequest, CreateCustomerGatewayResult, DeleteCustomerGatewayRequest,
    GatewayType, ResourceType, WireEnum as _,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateCustomerGateway => create_customer_gateway;
    Read  DescribeCustomerGateways => listed::<CustomerGateway>;
    Write DeleteCustomerGateway => delete_customer_gateway;
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCustomerGateway.html>
const DEFAULT_ASN: i64 = 65_000;

const MAX_PLAIN_ASN: i64 = 2_147_483_647;

const MAX_ASN: i64 = 4_294_967_295;

const MAX_NAME_CHARS: usize = 255;

const CHANGING_MILLIS: i64 = 2_000;

/// How long a deleted gateway is still listed.
// unverified: AWS documents that it is, not for how long.
const LISTED_MILLIS: i64 = 3_600_000;

impl Resource for CustomerGateway {
    type View = wire::CustomerGateway;
    const PREFIX: &'static str = "cgw";
    const TYPE: Option<ResourceType> = Some(ResourceType::CustomerGateway);
    const PLURAL: &'static str = "customerGateways";
    const NOT_FOUND: &'static str = "InvalidCustomerGatewayID.NotFound";
    const MALFORMED: &'static str = "InvalidCustomerGatewayId.Malformed";
    const NOUN: &'static str = "customerGateway ID";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("customer-gateway-id");

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::CustomerGateway {
        wire::CustomerGateway {
            certificate_arn: row.certificate_arn.clone(),
            device_name: row.device_name.clone(),
            tags: row.tags.wire(),
            bgp_asn: (row.asn <= MAX_PLAIN_ASN).then(|| row.asn.to_string()),
            bgp_asn_extended: (row.asn > MAX_PLAIN_ASN).then(|| row.asn.to_string()),
            customer_gateway_id: Some(row.id.to_string()),
            state: Some(row.state.at(cx.now()).as_str().to_owned()),
            r#type: Some(row.kind.as_str().to_owned()),
            ip_address: row.address.map(|address| address.to_string()),
        }
    }

    fn index(&self, index: &mut Index<'_>) {
        if let Some(address) = self.address {
            index.add("ip-address", address.to_string());
        } else if let Some(arn) = &self.certificate_arn {
            index.add(CERTIFICATE, arn.as_str());
        }
    }
}

/// No filter has this name; the index is for finding an identical gateway without an address.
const CERTIFICATE: &str = "certificate-arn";

fn create_customer_gateway(
    cx: &mut Write<'_>,
    request: &CreateCustomerGatewayRequest,
) -> Result<CreateCustomerGatewayResult> {
    let tags = cx.tags_for::<CustomerGateway>(&request.tag_specifications)?;
    if request.device_name.as_ref().is_some_and(|name| name.chars().count() > MAX_NAME_CHARS) {
        let name = request.device_name.as_deref().unwrap_or_default();
        let reason = "It must have up to 255 characters.";
        return Err(Error::bad_parameter("deviceName", name, reason));
    }
    let record = CustomerGateway {
        kind: request.r#type,
        address: address(request)?,
        asn: asn(request)?,
        certificate_arn: request.certificate_arn.clone(),
        device_name: request.device_name.clone(),
        state: cx.read().transition(State::Pending, State::Available, CHANGING_MILLIS),
    };
    // unverified: that the tags of a repeated request do not count.
    let id = match identical(cx.read(), &record) {
        Some(id) => id,
        None => {
            let id = cx.new_id::<CustomerGateway>();
            cx.insert(id.clone(), record, tags);
            id
        }
    };
    let gateway = CustomerGateway::view(cx.get::<CustomerGateway>(&id)?, cx.read());
    Ok(CreateCustomerGatewayResult { customer_gateway: Some(gateway) })
}

/// IpAddress, or PublicIp as it was called before.
fn address(request: &CreateCustomerGatewayRequest) -> Result<Option<IpAddr>> {
    let text = match (&request.ip_address, &request.public_ip) {
        (Some(address), Some(public)) if address != public => {
            let message = "The parameter ipAddress cannot be used with the parameter publicIp";
            return Err(Error::combination(message));
        }
        (Some(text), _) | (None, Some(text)) => text,
        (None, None) if request.certificate_arn.is_some() => return Ok(None),
        (None, None) => return Err(Error::missing("ipAddress")),
    };
    let address: IpAddr = text
        .parse()
        .map_err(|_| Error::bad_parameter("ipAddress", text, "This is not a valid IP address."))?;
    let nobodys = match address {
        IpAddr::V4(address) => address.is_broadcast() || address.is_link_local(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    };
    if nobodys || address.is_unspecified() || address.is_loopback() || address.is_multicast() {
        // unverified: which addresses AWS does not take. Private ones it does.
        let reason = "The address is not one of a gateway.";
        return Err(Error::bad_parameter("ipAddress", text, reason));
    }
    Ok(Some(address))
}

fn asn(request: &CreateCustomerGatewayRequest) -> Result<i64> {
    let asn = match (request.bgp_asn, request.bgp_asn_extended) {
        (Some(_), Some(_)) => {
            let message = "The parameter bgpAsn cannot be used with the parameter bgpAsnExtended";
            return Err(Error::combination(message));
        }
        (Some(asn), None) => i64::from(asn),
        (None, Some(asn)) => asn,
        (None, None) => DEFAULT_ASN,
    };
    let (parameter, range) = if request.bgp_asn_extended.is_some() {
        ("bgpAsnExtended", MAX_PLAIN_ASN + 1..=MAX_ASN)
    } else {
        ("bgpAsn", 1..=MAX_PLAIN_ASN)
    };
    if range.contains(&asn) {
        return Ok(asn);
    }
    let reason = format!("It must be between {} and {}.", range.start(), range.end());
    Err(Error::bad_parameter(parameter, asn, &reason))
}

/// The gateway that an identical request made: it is answered again, and another device name makes
/// another gateway.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCustomerGateway.html>
fn identical(cx: Read<'_>, record: &CustomerGateway) -> Option<Id> {
    let (index, value) = match (&record.address, &record.certificate_arn) {
        (Some(address), _) => ("ip-address", address.to_string()),
        (None, Some(arn)) => (CERTIFICATE, arn.clone()),
        (None, None) => return None,
    };
    let mut others = cx.with::<CustomerGateway>(index, &value);
    let identical = others.find(|other| {
        let is_live = matches!(other.state.at(cx.now()), State::Pending | State::Available);
        is_live
            && other.kind == record.kind
            && other.asn == record.asn
            && other.device_name == record.device_name
            && other.certificate_arn == record.certificate_arn
    });
    identical.map(|row| row.id.clone())
}

fn delete_customer_gateway(
    cx: &mut Write<'_>,
    request: &DeleteCustomerGatewayRequest,
) -> Result<()> {
    let id = &request.customer_gateway_id;
    let state = cx.get::<CustomerGateway>(id)?.state.at(cx.now());
    if matches!(state, State::Deleting | State::Deleted) {
        // unverified: whether AWS lets a gateway be deleted again as long as it is listed.
        return Err(CustomerGateway::not_found(&[id]));
    }
    let state = cx.read().transition(State::Deleting, State::Deleted, CHANGING_MILLIS);
    let ends = state.settles().unwrap_or_else(|| cx.now().timestamp()).plus_millis(LISTED_MILLIS);
    cx.get_mut::<CustomerGateway>(id)?.state = state;
    cx.end::<CustomerGateway>(id, ends);
    Ok(())
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct CustomerGateway {
    kind: GatewayType,
    /// Absent when a certificate stands for the gateway.
    address: Option<IpAddr>,
    asn: i64,
    certificate_arn: Option<String>,
    device_name: Option<String>,
    state: Timed<State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum State {
    Pending,
    Available,
    Deleting,
    Deleted,
}

impl State {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Available => "available",
            Self::Deleting => "deleting",
            Self::Deleted => "deleted",
        }
    }
}

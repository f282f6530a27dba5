//! Customer gateways: the far ends of VPN connections.

use crate::engine::{Id, Index, Operation, Query, Read, Resource, Row, Timed, Write, operations};
use crate::error::{Error, Result};
use serde::Serialize;
use std::net::Ipv4Addr;
use wire::{
    CreateCustomerGatewayRequest, CreateCustomerGatewayResult, DeleteCustomerGatewayRequest,
    DescribeCustomerGatewaysRequest, DescribeCustomerGatewaysResult, GatewayType, ResourceType,
    WireEnum as _,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateCustomerGateway => create_customer_gateway;
    Read  DescribeCustomerGateways => describe_customer_gateways;
    Write DeleteCustomerGateway => delete_customer_gateway;
};

/// <https://docs.aws.amazon.com/vpn/latest/s2svpn/cgw-options.html>
const DEFAULT_ASN: i64 = 65_000;
const MAX_ASN: i64 = 4_294_967_294;
const CHANGING_MILLIS: i64 = 2_000;
/// How long a deleted gateway is still listed.
// unverified: AWS documents that it is, not for how long.
const LISTED_MILLIS: i64 = 3_600_000;

impl Resource for CustomerGateway {
    type View = wire::CustomerGateway;
    const PREFIX: &'static str = "cgw";
    const TYPE: ResourceType = ResourceType::CustomerGateway;
    const PLURAL: &'static str = "customerGateways";
    const NOT_FOUND: &'static str = "InvalidCustomerGatewayID.NotFound";
    const MALFORMED: &'static str = "InvalidCustomerGatewayId.Malformed";
    const NOUN: &'static str = "customerGateway ID";
    const ID_FILTER: Option<&'static str> = Some("customer-gateway-id");

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::CustomerGateway {
        wire::CustomerGateway {
            certificate_arn: row.certificate_arn.clone(),
            device_name: row.device_name.clone(),
            tags: row.tags.wire(),
            // The plain member has 31 bits; greater numbers are in the extended one.
            bgp_asn: (row.asn <= i64::from(i32::MAX)).then(|| row.asn.to_string()),
            bgp_asn_extended: (row.asn > i64::from(i32::MAX)).then(|| row.asn.to_string()),
            customer_gateway_id: Some(row.id.to_string()),
            state: Some(row.state.at(cx.now()).as_str().to_owned()),
            r#type: Some(row.kind.as_str().to_owned()),
            ip_address: row.address.map(|address| address.to_string()),
        }
    }

    fn index(&self, index: &mut Index<'_>) {
        if let Some(address) = self.address {
            index.add("ip-address", address.to_string());
        }
    }
}

fn create_customer_gateway(
    cx: &mut Write<'_>,
    request: &CreateCustomerGatewayRequest,
) -> Result<CreateCustomerGatewayResult> {
    let tags = cx.tags_for::<CustomerGateway>(&request.tag_specifications)?;
    let record = CustomerGateway {
        kind: request.r#type,
        address: address(request)?,
        asn: asn(request)?,
        certificate_arn: request.certificate_arn.clone(),
        device_name: request.device_name.clone(),
        state: cx.read().transition(State::Pending, State::Available, CHANGING_MILLIS),
    };
    // An identical request is answered with the gateway that is there:
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCustomerGateway.html
    let id = match twin(cx.read(), &record) {
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

fn address(request: &CreateCustomerGatewayRequest) -> Result<Option<Ipv4Addr>> {
    let text = request.ip_address.as_ref().or(request.public_ip.as_ref());
    let Some(text) = text else {
        if request.certificate_arn.is_none() {
            return Err(Error::missing("ipAddress"));
        }
        return Ok(None);
    };
    let address: Ipv4Addr = text
        .parse()
        .map_err(|_| Error::bad_parameter("ipAddress", text, "This is not a valid IP address."))?;
    if address.is_unspecified() || address.is_loopback() || address.is_broadcast() {
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
    if (1..=MAX_ASN).contains(&asn) {
        return Ok(asn);
    }
    let reason = format!("It must be between 1 and {MAX_ASN}.");
    Err(Error::bad_parameter("bgpAsn", asn, &reason))
}

fn twin(cx: Read<'_>, record: &CustomerGateway) -> Option<Id> {
    let address = record.address?.to_string();
    let mut same_address = cx.with::<CustomerGateway>("ip-address", &address);
    let twin = same_address.find(|other| {
        let is_live = matches!(other.state.at(cx.now()), State::Pending | State::Available);
        is_live && other.asn == record.asn && other.kind == record.kind
    });
    twin.map(|row| row.id.clone())
}

fn describe_customer_gateways(
    cx: Read<'_>,
    request: &DescribeCustomerGatewaysRequest,
) -> Result<DescribeCustomerGatewaysResult> {
    let page = cx.select::<CustomerGateway>(&Query {
        ids: &request.customer_gateway_ids,
        filters: &request.filters,
        ..Query::default()
    })?;
    Ok(DescribeCustomerGatewaysResult { customer_gateways: Some(page.items) })
}

fn delete_customer_gateway(
    cx: &mut Write<'_>,
    request: &DeleteCustomerGatewayRequest,
) -> Result<()> {
    let id = &request.customer_gateway_id;
    let state = cx.get::<CustomerGateway>(id)?.state.at(cx.now());
    if matches!(state, State::Deleting | State::Deleted) {
        return Err(CustomerGateway::not_found(&[id]));
    }
    let state = cx.read().transition(State::Deleting, State::Deleted, CHANGING_MILLIS);
    let ends = state.settles().unwrap_or(cx.now()).plus_millis(LISTED_MILLIS);
    cx.get_mut::<CustomerGateway>(id)?.state = state;
    cx.end::<CustomerGateway>(id, ends);
    Ok(())
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct CustomerGateway {
    kind: GatewayType,
    /// Absent when a certificate stands for the gateway.
    address: Option<Ipv4Addr>,
    asn: i64,
    certificate_arn: Option<String>,
    device_name: Option<String>,
    state: Timed<State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum State {
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

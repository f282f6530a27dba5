//! Customer gateways: the far ends of VPN connections. They have no behaviour of their own.

use crate::engine::{Operation, Query, Read, Resource, Row, Write, operations};
use crate::error::{Error, Result};
use wire::WireEnum as _;
use wire::{
    CreateCustomerGatewayRequest, CreateCustomerGatewayResult, CustomerGateway,
    DeleteCustomerGatewayRequest, DescribeCustomerGatewaysRequest, DescribeCustomerGatewaysResult,
    ResourceType,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateCustomerGateway => create_customer_gateway;
    Read  DescribeCustomerGateways => describe_customer_gateways;
    Write DeleteCustomerGateway => delete_customer_gateway;
};

impl Resource for CustomerGateway {
    type View = Self;
    const PREFIX: &'static str = "cgw";
    const TYPE: ResourceType = ResourceType::CustomerGateway;
    const PLURAL: &'static str = "customerGateways";
    const NOT_FOUND: &'static str = "InvalidCustomerGatewayID.NotFound";
    const MALFORMED: &'static str = "InvalidCustomerGatewayID.Malformed";
    const NOUN: &'static str = "customerGateway ID";

    fn view(row: &Row<Self>, _cx: Read<'_>) -> Self {
        Self {
            customer_gateway_id: Some(row.id.to_string()),
            tags: row.tags.wire(),
            ..row.record.clone()
        }
    }
}

fn create_customer_gateway(
    cx: &mut Write<'_>,
    request: &CreateCustomerGatewayRequest,
) -> Result<CreateCustomerGatewayResult> {
    let tags = cx.tags_for::<CustomerGateway>(&request.tag_specifications)?;
    let address = request.ip_address.as_ref().or(request.public_ip.as_ref());
    if address.is_none() && request.certificate_arn.is_none() {
        return Err(Error::missing("IpAddress"));
    }
    let id = cx.new_id::<CustomerGateway>();
    let record = CustomerGateway {
        certificate_arn: request.certificate_arn.clone(),
        device_name: request.device_name.clone(),
        state: Some("available".to_owned()),
        r#type: Some(request.r#type.as_str().to_owned()),
        ip_address: address.cloned(),
        bgp_asn: Some(request.bgp_asn.unwrap_or(65_000).to_string()),
        ..CustomerGateway::default()
    };
    cx.insert(id.clone(), record, tags);
    let row = cx.get::<CustomerGateway>(&id)?;
    Ok(CreateCustomerGatewayResult {
        customer_gateway: Some(CustomerGateway::view(row, cx.read())),
    })
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
    cx.get::<CustomerGateway>(&request.customer_gateway_id)?;
    cx.remove::<CustomerGateway>(&request.customer_gateway_id);
    Ok(())
}

//! Egress-only internet gateways: how IPv6 traffic leaves a VPC and does not enter it.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html>

use crate::engine::{Operation, Query, Read, Resource, Write, operations};
use crate::error::Result;
use crate::records::network::egress_only_internet_gateways::EgressOnlyInternetGateway;
use crate::records::network::vpcs::Vpc;
use wire::{
    CreateEgressOnlyInternetGatewayRequest, CreateEgressOnlyInternetGatewayResult,
    DeleteEgressOnlyInternetGatewayRequest, DeleteEgressOnlyInternetGatewayResult,
    DescribeEgressOnlyInternetGatewaysRequest, DescribeEgressOnlyInternetGatewaysResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateEgressOnlyInternetGateway => create_egress_only_internet_gateway;
    Read  DescribeEgressOnlyInternetGateways => describe_egress_only_internet_gateways;
    Write DeleteEgressOnlyInternetGateway => delete_egress_only_internet_gateway;
};

fn create_egress_only_internet_gateway(
    cx: &mut Write<'_>,
    request: &CreateEgressOnlyInternetGatewayRequest,
) -> Result<CreateEgressOnlyInternetGatewayResult> {
    let tags = cx.tags_for::<EgressOnlyInternetGateway>(&request.tag_specifications)?;
    let vpc_id = cx.get::<Vpc>(&request.vpc_id)?.id.clone();
    let id = cx.new_id::<EgressOnlyInternetGateway>();
    cx.insert(id.clone(), EgressOnlyInternetGateway { vpc_id }, tags);
    let gateway = EgressOnlyInternetGateway::view(cx.get(&id)?, cx.read());
    Ok(CreateEgressOnlyInternetGatewayResult {
        client_token: request.client_token.clone(),
        egress_only_internet_gateway: Some(gateway),
    })
}

/// Ids that nothing has are passed over.
fn describe_egress_only_internet_gateways(
    cx: Read<'_>,
    request: &DescribeEgressOnlyInternetGatewaysRequest,
) -> Result<DescribeEgressOnlyInternetGatewaysResult> {
    let mut ids = Vec::new();
    for id in &request.egress_only_internet_gateway_ids {
        match cx.find::<EgressOnlyInternetGateway>(id) {
            Some(_) => ids.push(id.clone()),
            None => EgressOnlyInternetGateway::check_id(id)?,
        }
    }
    let query = Query {
        ids: &ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    };
    let is_wanted = !ids.is_empty() || request.egress_only_internet_gateway_ids.is_empty();
    let page = cx.select_rows::<EgressOnlyInternetGateway>(&query, |_| is_wanted)?;
    let page = page.map(|(_, view)| view);
    Ok(DescribeEgressOnlyInternetGatewaysResult {
        egress_only_internet_gateways: Some(page.items),
        next_token: page.next_token,
    })
}

/// Routes to it become black holes.
// unverified: that a route does not hold it.
fn delete_egress_only_internet_gateway(
    cx: &mut Write<'_>,
    request: &DeleteEgressOnlyInternetGatewayRequest,
) -> Result<DeleteEgressOnlyInternetGatewayResult> {
    let id = &request.egress_only_internet_gateway_id;
    cx.get::<EgressOnlyInternetGateway>(id)?;
    cx.remove::<EgressOnlyInternetGateway>(id);
    Ok(DeleteEgressOnlyInternetGatewayResult { return_code: Some(true) })
}

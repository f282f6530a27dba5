//! Egress-only internet gateways: how IPv6 traffic leaves a VPC and does not enter it.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html>

use crate::engine::{Operation, Write, deleted, listed, operations};
use crate::error::Result;
use crate::records::network::egress_only_internet_gateways::EgressOnlyInternetGateway;
use crate::records::network::vpc_encryption_controls::{Exclusion, check_way_out};
use crate::records::network::vpcs::Vpc;
use wire::{CreateEgressOnlyInternetGatewayRequest, CreateEgressOnlyInternetGatewayResult};

/// Routes to a gateway that is deleted become black holes.
// unverified (looked up 2026-11-26): that a route does not hold it.
pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateEgressOnlyInternetGateway => create_egress_only_internet_gateway;
    Read  DescribeEgressOnlyInternetGateways => listed::<EgressOnlyInternetGateway>;
    Write DeleteEgressOnlyInternetGateway => deleted::<EgressOnlyInternetGateway>;
};

fn create_egress_only_internet_gateway(
    cx: &mut Write<'_>,
    request: &CreateEgressOnlyInternetGatewayRequest,
) -> Result<CreateEgressOnlyInternetGatewayResult> {
    let tags = cx.tags_for::<EgressOnlyInternetGateway>(&request.tag_specifications)?;
    let vpc_id = cx.get::<Vpc>(&request.vpc_id)?.id.clone();
    let what = Exclusion::EgressOnlyInternetGateway;
    check_way_out(cx.read(), &vpc_id, what, "egress-only internet gateways")?;
    let gateway = cx.create(EgressOnlyInternetGateway { vpc_id }, tags)?;
    Ok(CreateEgressOnlyInternetGatewayResult {
        client_token: request.client_token.clone(),
        egress_only_internet_gateway: Some(gateway),
    })
}

//! Carrier gateways: how subnets in Wavelength Zones reach a carrier's network.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCarrierGateway.html>

use crate::engine::{Operation, Write, deleted, listed, operations};
use crate::error::{Error, Result};
use crate::records::network::carrier_gateways::CarrierGateway;
use crate::records::network::vpcs::Vpc;
use wire::{CreateCarrierGatewayRequest, CreateCarrierGatewayResult};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateCarrierGateway => create_carrier_gateway;
    Read  DescribeCarrierGateways => listed::<CarrierGateway>;
    Write DeleteCarrierGateway => deleted::<CarrierGateway>;
};

fn create_carrier_gateway(
    cx: &mut Write<'_>,
    request: &CreateCarrierGatewayRequest,
) -> Result<CreateCarrierGatewayResult> {
    let tags = cx.tags_for::<CarrierGateway>(&request.tag_specifications)?;
    let vpc_id = cx.get::<Vpc>(&request.vpc_id)?.id.clone();
    if cx.read().with(CarrierGateway::BY_VPC, &vpc_id).next().is_some() {
        // One a VPC: <https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>;
        // unverified (looked up 2026-11-26): code and message, by likeness to those of internet
        // gateways.
        let message = format!("Network {vpc_id} already has a carrier gateway attached");
        return Err(Error::invalid_value(message));
    }
    let gateway = cx.create(CarrierGateway { vpc_id }, tags)?;
    Ok(CreateCarrierGatewayResult { carrier_gateway: Some(gateway) })
}

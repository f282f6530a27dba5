//! Carrier gateways: how subnets in Wavelength Zones reach a carrier's network. No route leads to
//! one: routes refuse them by name.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCarrierGateway.html>

use crate::engine::{
    By, Hold, Index, Life, Operation, Read, Resource, Row, Write, deleted, listed, operations,
};
use crate::error::{Error, Result};
use crate::records::ids::VpcId;
use crate::records::network::vpcs::Vpc;
use serde::{Deserialize, Serialize};
use wire::{CreateCarrierGatewayRequest, CreateCarrierGatewayResult, ResourceType};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateCarrierGateway => create_carrier_gateway;
    Read  DescribeCarrierGateways => listed::<CarrierGateway>;
    Write DeleteCarrierGateway => deleted::<CarrierGateway>;
};

impl CarrierGateway {
    const BY_VPC: By<Self, VpcId> = By::new("vpc-id");
}

impl Resource for CarrierGateway {
    type View = wire::CarrierGateway;
    const PREFIX: &'static str = "cagw";
    const TYPE: Option<ResourceType> = Some(ResourceType::CarrierGateway);
    const PLURAL: &'static str = "carrierGateways";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("carrier-gateway-id");
    // Terraform takes the usual code for "gone". unverified: the messages, and the code for what is
    // malformed.
    /// amazon.aws takes whatever is listed of a VPC for a gateway that can be used.
    const LIFE: Option<Life> = Some(Life { listed_millis: 0, ..Life::USUAL });
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_VPC)];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::CarrierGateway {
        wire::CarrierGateway {
            carrier_gateway_id: Some(row.id.to_string()),
            vpc_id: Some(row.vpc_id.to_string()),
            state: row.life_state(cx.now()),
            owner_id: Some(cx.account().to_string()),
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_VPC, &self.vpc_id);
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CarrierGateway {
    vpc_id: VpcId,
}

fn create_carrier_gateway(
    cx: &mut Write<'_>,
    request: &CreateCarrierGatewayRequest,
) -> Result<CreateCarrierGatewayResult> {
    let tags = cx.tags_for::<CarrierGateway>(&request.tag_specifications)?;
    let vpc_id = cx.get::<Vpc>(&request.vpc_id)?.id.clone();
    if cx.read().with(CarrierGateway::BY_VPC, &vpc_id).next().is_some() {
        // One a VPC: <https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>;
        // unverified: code and message, by likeness to those of internet gateways.
        let message = format!("Network {vpc_id} already has a carrier gateway attached");
        return Err(Error::invalid_value(message));
    }
    let gateway = cx.create(CarrierGateway { vpc_id }, tags)?;
    Ok(CreateCarrierGatewayResult { carrier_gateway: Some(gateway) })
}

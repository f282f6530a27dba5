//! Carrier gateways: how subnets in Wavelength Zones reach a carrier's network.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCarrierGateway.html>

use crate::engine::{By, Hold, Index, Life, Now, Phase, Read, Resource, Row};
use crate::records::ids::VpcId;
use serde::{Deserialize, Serialize};
use wire::ResourceType;

impl CarrierGateway {
    pub(crate) const BY_VPC: By<Self, VpcId> = By::new("vpc-id");
}

impl Resource for CarrierGateway {
    type View = wire::CarrierGateway;
    const PREFIX: &'static str = "cagw";
    const TYPE: Option<ResourceType> = Some(ResourceType::CarrierGateway);
    const PLURAL: &'static str = "carrierGateways";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("carrier-gateway-id");
    // Terraform takes the usual code for "gone". unverified (looked up 2026-11-26): the messages,
    // and the code for what is malformed.
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
    pub vpc_id: VpcId,
}

/// Whether traffic of a VPC can leave by a gateway now.
pub(crate) fn is_way_out(row: &Row<CarrierGateway>, vpc_id: &VpcId, now: Now<'_>) -> bool {
    row.vpc_id == *vpc_id && row.life_phase(now) == Phase::There
}

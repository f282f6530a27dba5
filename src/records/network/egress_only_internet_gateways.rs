//! Egress-only internet gateways: how IPv6 traffic leaves a VPC and does not enter it.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html>

use crate::engine::{By, Hold, Index, Quota, Read, Resource, Row};
use crate::records::ids::VpcId;
use serde::{Deserialize, Serialize};
use wire::{InternetGatewayAttachment, ResourceType};

impl EgressOnlyInternetGateway {
    /// No filter has this name.
    pub(crate) const BY_VPC: By<Self, VpcId> = By::new("vpc-id");
}

impl Resource for EgressOnlyInternetGateway {
    type View = wire::EgressOnlyInternetGateway;
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_VPC)];
    const PREFIX: &'static str = "eigw";
    const TYPE: Option<ResourceType> = Some(ResourceType::EgressOnlyInternetGateway);
    const PLURAL: &'static str = "egressOnlyInternetGateways";
    /// Terraform takes this code for "gone" where AWS documents one of the kind's own, as for
    /// malformed ids; unverified (looked up 2026-11-26): the messages.
    const NOT_FOUND: &'static str = "InvalidGatewayID.NotFound";
    const OF_VPC: bool = true;
    /// A client that asked for those of one VPC was shown all, and deleted them.
    /// As reported: kubernetes-sigs/cluster-api-provider-aws#5683 and #5684.
    const IGNORES_OTHER_FILTERS: bool = true;
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |_, cx| cx.count::<Self>() > 5,
        code: "EgressOnlyInternetGatewayLimitExceeded",
        // unverified (looked up 2026-11-26): the text.
        message: |_| {
            "The maximum number of egress-only internet gateways has been reached.".to_owned()
        },
    });

    fn view(row: &Row<Self>, _cx: Read<'_>) -> wire::EgressOnlyInternetGateway {
        let attachment = InternetGatewayAttachment {
            state: Some("attached".to_owned()),
            vpc_id: Some(row.vpc_id.to_string()),
        };
        wire::EgressOnlyInternetGateway {
            attachments: Some(vec![attachment]),
            egress_only_internet_gateway_id: Some(row.id.to_string()),
            tags: row.tags.wire(),
        }
    }

    fn is_passed_over(_cx: Read<'_>, _id: &str) -> bool {
        true
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_VPC, &self.vpc_id);
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EgressOnlyInternetGateway {
    pub vpc_id: VpcId,
}

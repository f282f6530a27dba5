//! Internet gateways and the VPC each is attached to.

use crate::engine::{By, CustomFilter, Hold, Index, Quota, Read, Resource, Row};
use crate::records::ids::VpcId;
use serde::{Deserialize, Serialize};
use wire::{InternetGatewayAttachment, ResourceType};

impl InternetGateway {
    pub(crate) const BY_VPC: By<Self, VpcId> = By::new("attachment.vpc-id");
}

impl Resource for InternetGateway {
    type View = wire::InternetGateway;
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_VPC)];
    const PREFIX: &'static str = "igw";
    const TYPE: Option<ResourceType> = Some(ResourceType::InternetGateway);
    const PLURAL: &'static str = "internetGateways";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("internet-gateway-id");
    /// What is attached is `available` in the answer and in this filter, not `attached`:
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInternetGateways.html>
    const FILTERS: &'static [CustomFilter<Self>] = &[("attachment.state", |row: &Row<Self>, _| {
        row.vpc_id.iter().map(|_| AVAILABLE.to_owned()).collect()
    })];
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |_, cx| cx.count::<Self>() > 5,
        code: "InternetGatewayLimitExceeded",
        // Hubs-Foundation/hubs#3593.
        message: |_| "The maximum number of internet gateways has been reached.".to_owned(),
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::InternetGateway {
        let attachment = row.vpc_id.iter().map(|vpc_id| InternetGatewayAttachment {
            state: Some(AVAILABLE.to_owned()),
            vpc_id: Some(vpc_id.to_string()),
        });
        wire::InternetGateway {
            attachments: Some(attachment.collect()),
            internet_gateway_id: Some(row.id.to_string()),
            owner_id: Some(cx.account().to_string()),
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        if let Some(vpc_id) = &self.vpc_id {
            index.add(Self::BY_VPC, vpc_id);
        }
    }
}

/// The state of what is attached.
const AVAILABLE: &str = "available";

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct InternetGateway {
    pub vpc_id: Option<VpcId>,
}

/// Whether a VPC has a gateway.
pub(crate) fn is_attached_to(cx: Read<'_>, vpc_id: &VpcId) -> bool {
    cx.with(InternetGateway::BY_VPC, vpc_id).next().is_some()
}

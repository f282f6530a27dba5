//! Virtual private gateways and the VPC each is attached to.
//! <https://docs.aws.amazon.com/vpn/latest/s2svpn/VPC_VPN.html>

use crate::engine::{By, Hold, Index, Life, Now, Quota, Read, Resource, Row, Timed};
use crate::error::Error;
use crate::records::ids::VpcId;
use serde::{Deserialize, Serialize};
use wire::{AttachmentStatus, GatewayType, ResourceType, VpcAttachment};

impl VpnGateway {
    pub(crate) const BY_VPC: By<Self, VpcId> = By::new("attachment.vpc-id");
}

impl Resource for VpnGateway {
    type View = wire::VpnGateway;
    const PREFIX: &'static str = "vgw";
    const TYPE: Option<ResourceType> = Some(ResourceType::VpnGateway);
    const PLURAL: &'static str = "vpnGateways";
    const MALFORMED: &'static str = "InvalidVpnGatewayID.Malformed";
    const OF_VPC: bool = true;
    /// amazon.aws looks once, soon after it deleted one; Terraform's tests do at once, and want it
    /// deleted.
    const LIFE: Option<Life> = Some(Life { making_millis: 0, leaving_millis: 0, ..Life::USUAL });
    const HOLDS: &'static [Hold<Self>] =
        &[Hold::of_those(Self::BY_VPC, |gateway, now| gateway.attached(now).is_some())];
    const ID_FILTER: Option<&'static str> = Some("vpn-gateway-id");
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |_, cx| cx.count::<Self>() > 5,
        code: "VpnGatewayLimitExceeded",
        // ansible/ansible#40175.
        message: |_| "The maximum number of virtual private gateways has been reached.".to_owned(),
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::VpnGateway {
        let attachment = row.attachment.iter().map(|attachment| attachment.view(cx.now()));
        wire::VpnGateway {
            amazon_side_asn: Some(row.amazon_side_asn),
            tags: row.tags.wire(),
            vpn_gateway_id: Some(row.id.to_string()),
            state: row.life_state(cx.now()),
            r#type: Some(GatewayType::Ipsec1),
            vpc_attachments: Some(attachment.collect()),
            ..wire::VpnGateway::default()
        }
    }

    fn in_use(_: &str) -> Error {
        Error::new("IncorrectState", "The VPN gateway is in use.")
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        if let Some(attachment) = &self.attachment {
            index.add(Self::BY_VPC, &attachment.vpc_id);
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VpnGateway {
    pub amazon_side_asn: i64,
    /// The last one; it may be over.
    pub attachment: Option<Attachment>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Attachment {
    pub vpc_id: VpcId,
    pub state: Timed<AttachmentStatus>,
}

impl Attachment {
    pub fn view(&self, now: Now<'_>) -> VpcAttachment {
        VpcAttachment { vpc_id: Some(self.vpc_id.to_string()), state: Some(self.state.at(now)) }
    }
}

impl VpnGateway {
    /// The attachment, unless it is over.
    pub fn attached(&self, now: Now<'_>) -> Option<&Attachment> {
        let attachment = self.attachment.as_ref();
        attachment.filter(|attachment| attachment.state.at(now) != AttachmentStatus::Detached)
    }

    /// The VPC that it is attached to, or soon will be.
    pub fn vpc_id(&self, now: Now<'_>) -> Option<&VpcId> {
        let attachment = self.attached(now)?;
        let is_leaving = attachment.state.at(now) == AttachmentStatus::Detaching;
        (!is_leaving).then_some(&attachment.vpc_id)
    }
}

/// Whether a VPC has a gateway that was not detached.
pub(crate) fn is_attached_to(cx: Read<'_>, vpc_id: &VpcId) -> bool {
    cx.with(VpnGateway::BY_VPC, vpc_id).any(|gateway| gateway.attached(cx.now()).is_some())
}

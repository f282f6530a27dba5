//! VPN concentrators: what takes many VPN connections to a transit gateway by one attachment.
//! <https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-concentrator.html>

use crate::engine::{By, Index, Life, Read, Resource, Row};
use crate::records::ids::{TransitGatewayAttachmentId, TransitGatewayId};
use serde::{Deserialize, Serialize};
use wire::{ResourceType, VpnConcentratorType, WireEnum as _};

impl VpnConcentrator {
    /// No filter has this name.
    pub(crate) const BY_GATEWAY: By<Self, TransitGatewayId> = By::new("transit-gateway-id");
}

impl Resource for VpnConcentrator {
    type View = wire::VpnConcentrator;
    // unverified (looked up 2026-11): the prefix, and the codes and their words.
    const PREFIX: &'static str = "vcn";
    const TYPE: Option<ResourceType> = Some(ResourceType::VpnConcentrator);
    const PLURAL: &'static str = "vpnConcentrators";
    const OF_VPC: bool = true;
    const LIFE: Option<Life> =
        Some(Life { making_millis: 10_000, leaving_millis: 10_000, ..Life::USUAL });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::VpnConcentrator {
        wire::VpnConcentrator {
            vpn_concentrator_id: Some(row.id.to_string()),
            state: row.state_text(cx.now()).map(str::to_owned),
            transit_gateway_id: Some(row.gateway_id.to_string()),
            transit_gateway_attachment_id: Some(row.attachment_id.to_string()),
            r#type: Some(row.of.as_str().to_owned()),
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_GATEWAY, &self.gateway_id);
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VpnConcentrator {
    pub of: VpnConcentratorType,
    pub gateway_id: TransitGatewayId,
    pub attachment_id: TransitGatewayAttachmentId,
}

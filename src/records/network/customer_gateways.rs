//! Customer gateways: the far ends of VPN connections.

use crate::engine::{Index, Now, Read, Resource, Row, Timed};
use serde::Serialize;
use std::net::IpAddr;
use wire::{GatewayType, ResourceType, WireEnum as _};

pub(crate) const MAX_PLAIN_ASN: i64 = 2_147_483_647;

impl Resource for CustomerGateway {
    type View = wire::CustomerGateway;
    const PREFIX: &'static str = "cgw";
    const TYPE: Option<ResourceType> = Some(ResourceType::CustomerGateway);
    const PLURAL: &'static str = "customerGateways";
    const NOT_FOUND: &'static str = "InvalidCustomerGatewayID.NotFound";
    const MALFORMED: &'static str = "InvalidCustomerGatewayId.Malformed";
    const NOUN: &'static str = "customerGateway ID";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("customer-gateway-id");

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::CustomerGateway {
        wire::CustomerGateway {
            certificate_arn: row.certificate_arn.clone(),
            device_name: row.device_name.clone(),
            tags: row.tags.wire(),
            bgp_asn: (row.asn <= MAX_PLAIN_ASN).then(|| row.asn.to_string()),
            bgp_asn_extended: (row.asn > MAX_PLAIN_ASN).then(|| row.asn.to_string()),
            customer_gateway_id: Some(row.id.to_string()),
            state: Some(row.state.at(cx.now()).as_str().to_owned()),
            r#type: Some(row.kind.as_str().to_owned()),
            ip_address: row.address.map(|address| address.to_string()),
        }
    }

    fn index(&self, index: &mut Index<'_>) {
        if let Some(address) = self.address {
            index.add("ip-address", address.to_string());
        } else if let Some(arn) = &self.certificate_arn {
            index.add(CERTIFICATE, arn.as_str());
        }
    }
}

/// No filter has this name; the index is for finding an identical gateway without an address.
pub(crate) const CERTIFICATE: &str = "certificate-arn";

#[derive(Debug, Clone, Serialize)]
pub(crate) struct CustomerGateway {
    pub kind: GatewayType,
    /// Absent when a certificate stands for the gateway.
    pub address: Option<IpAddr>,
    pub asn: i64,
    pub certificate_arn: Option<String>,
    pub device_name: Option<String>,
    pub state: Timed<State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum State {
    Pending,
    Available,
    Deleting,
    Deleted,
}

impl State {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Available => "available",
            Self::Deleting => "deleting",
            Self::Deleted => "deleted",
        }
    }
}

impl CustomerGateway {
    pub fn is_live(&self, now: Now<'_>) -> bool {
        matches!(self.state.at(now), State::Pending | State::Available)
    }
}

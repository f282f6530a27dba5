//! Customer gateways: the far ends of VPN connections.

use crate::engine::{By, Index, Life, Quota, Read, Resource, Row};
use wire::{CustomerGateway, ResourceType};

pub(crate) const BY_IP_ADDRESS: By<CustomerGateway, str> = By::new("ip-address");
/// No filter has this name.
pub(crate) const BY_CERTIFICATE: By<CustomerGateway, str> = By::new("certificate-arn");

impl Resource for CustomerGateway {
    type View = Self;
    const PREFIX: &'static str = "cgw";
    const TYPE: Option<ResourceType> = Some(ResourceType::CustomerGateway);
    const PLURAL: &'static str = "customerGateways";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("customer-gateway-id");
    const LIFE: Option<Life> = Some(Life::USUAL);
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |_, cx| cx.count::<Self>() > 50,
        code: "CustomerGatewayLimitExceeded",
        // unverified: the text.
        message: |_| "The maximum number of customer gateways has been reached.".to_owned(),
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> Self {
        Self {
            customer_gateway_id: Some(row.id.to_string()),
            state: row.state_text(cx.now()).map(str::to_owned),
            tags: row.tags.wire(),
            ..row.record.clone()
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        if let Some(address) = &self.ip_address {
            index.add(BY_IP_ADDRESS, address);
        }
        if let Some(certificate) = &self.certificate_arn {
            index.add(BY_CERTIFICATE, certificate);
        }
    }
}

/// The index that lists those that may be identical to a gateway, and the value.
pub(crate) fn key(gateway: &CustomerGateway) -> Option<(By<CustomerGateway, str>, &str)> {
    let address = gateway.ip_address.as_deref().map(|address| (BY_IP_ADDRESS, address));
    address.or_else(|| Some((BY_CERTIFICATE, gateway.certificate_arn.as_deref()?)))
}

/// The number by which a gateway is known to BGP.
pub(crate) fn asn(gateway: &CustomerGateway) -> i64 {
    let asn = gateway.bgp_asn.as_deref().or(gateway.bgp_asn_extended.as_deref());
    asn.and_then(|asn| asn.parse().ok()).unwrap_or_default()
}

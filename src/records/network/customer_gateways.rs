//! Customer gateways: the far ends of VPN connections.

use crate::engine::{By, Index, Life, Quota, Read, Resource, Row};
use crate::error::Error;
use wire::{CustomerGateway, ResourceType};

const BY_IP_ADDRESS: By<CustomerGateway, str> = By::new("ip-address");
/// No filter has this name.
const BY_CERTIFICATE: By<CustomerGateway, str> = By::new("certificate-arn");

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
        // unverified (looked up 2026-11-26): the text.
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

    /// As recorded in
    /// <https://github.com/terraform-aws-modules/terraform-aws-vpn-gateway/issues/69>.
    fn in_use(_: &str) -> Error {
        Error::new("IncorrectState", "The customer gateway is in use.")
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

/// One that is there and has all that another one has.
pub(crate) fn identical<'a>(
    cx: Read<'a>,
    gateway: &CustomerGateway,
) -> Option<&'a Row<CustomerGateway>> {
    let (by, value) = match (&gateway.ip_address, &gateway.certificate_arn) {
        (Some(address), _) => (BY_IP_ADDRESS, address),
        (None, certificate) => (BY_CERTIFICATE, certificate.as_ref()?),
    };
    let mut rows = cx.with(by, value.as_str());
    rows.find(|row| row.record == *gateway && !row.is_leaving(cx.now()))
}

/// The number by which a gateway is known to BGP.
pub(crate) fn asn(gateway: &CustomerGateway) -> i64 {
    let asn = gateway.bgp_asn.as_deref().or(gateway.bgp_asn_extended.as_deref());
    asn.and_then(|asn| asn.parse().ok()).unwrap_or_default()
}

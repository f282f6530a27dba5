//! Transit gateways: hubs of networks, each with the route tables that it gives to attachments by
//! itself. <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-transit-gateways.html>

use crate::engine::{CustomFilter, Now, Quota, Read, Resource, Row, Sharing, Timed, Whose};
use crate::error::{Error, Result};
use crate::records::account::arns::arn;
use crate::records::ids::TransitGatewayRouteTableId;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use wire::{
    AutoAcceptSharedAttachmentsValue, DefaultRouteTableAssociationValue,
    DefaultRouteTablePropagationValue, DnsSupportValue, EncryptionStateValue, EncryptionSupport,
    MulticastSupportValue, ResourceType, SecurityGroupReferencingSupportValue, Timestamp,
    TransitGatewayOptions, TransitGatewayState, VpnEcmpSupportValue, WireEnum as _,
};

impl Resource for TransitGateway {
    type View = wire::TransitGateway;
    const PREFIX: &'static str = "tgw";
    const TYPE: Option<ResourceType> = Some(ResourceType::TransitGateway);
    const PLURAL: &'static str = "transitGateways";
    const NOT_FOUND: &'static str = "InvalidTransitGatewayID.NotFound";
    // unverified (looked up 2026-11-26): by likeness to other ids of networks.
    const MALFORMED: &'static str = "InvalidTransitGatewayID.Malformed";
    const NOUN: &'static str = "Transit Gateway";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("transit-gateway-id");
    /// Not documented; the integration tests of Ansible's `amazon.aws` ask AWS for it.
    const FILTERS: &'static [CustomFilter<Self>] =
        &[("options.multicast-support", |row: &Row<Self>, _| {
            vec![row.options.multicast.as_str().to_owned()]
        })];
    /// Who shares a gateway with whom is another service's business; here every account reaches one
    /// by its id.
    const SHARING: Option<Sharing<Self>> =
        Some(Sharing::new(None, |row, owner, _| !row.is_deleted(owner)));
    const WHOSE: &'static [Whose<Self>] = &[Whose::Own, Whose::Shared];
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |_, cx| cx.count::<Self>() > 5,
        code: "TransitGatewayLimitExceeded",
        // hashicorp/terraform-provider-aws#20970.
        message: |_| "TransitGateway limit exceeded".to_owned(),
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::TransitGateway {
        wire::TransitGateway {
            transit_gateway_id: Some(row.id.to_string()),
            transit_gateway_arn: Some(arn(cx, &format!("transit-gateway/{}", row.id))),
            state: Some(row.state.at(cx.now())),
            owner_id: Some(cx.account().to_string()),
            description: row.description.clone(),
            creation_time: Some(row.created),
            options: Some(row.options.view(cx.now())),
            tags: row.tags.wire(),
        }
    }

    fn not_found(ids: &[&str]) -> Error {
        was_deleted(Self::NOT_FOUND, Self::NOUN, ids)
    }
}

/// What the transit family says of ids that nothing has, and of none in place of one, as recorded
/// of route tables in <https://github.com/hashicorp/terraform-provider-aws/issues/13512>.
// unverified (looked up 2026-11-26): the wording for several of them.
pub(super) fn was_deleted(code: &'static str, noun: &str, ids: &[&str]) -> Error {
    if ids == [""] {
        return missing(&format!("{}Id", noun.replace(' ', "")));
    }
    Error::new(code, format!("{noun} {} was deleted or does not exist.", ids.join(", ")))
}

/// What the transit family says of a parameter that is not there.
pub(crate) fn missing(parameter: &str) -> Error {
    let message = format!("Missing required parameter in request: {parameter}.");
    Error::new("MissingParameter", message)
}

/// What the transit family says of what is not in the state that a request needs.
pub(crate) fn invalid_state(id: &str) -> Error {
    Error::new("IncorrectState", format!("{id} is in invalid state"))
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TransitGateway {
    pub description: Option<String>,
    pub created: Timestamp,
    pub state: Timed<TransitGatewayState>,
    pub options: Options,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Options {
    pub amazon_side_asn: i64,
    pub cidr_blocks: Vec<IpNet>,
    pub auto_accept: AutoAcceptSharedAttachmentsValue,
    /// The table that new attachments are associated with; `None`: with none.
    pub association_table_id: Option<TransitGatewayRouteTableId>,
    /// The table that new attachments propagate their routes to; `None`: to none.
    pub propagation_table_id: Option<TransitGatewayRouteTableId>,
    pub vpn_ecmp: VpnEcmpSupportValue,
    pub dns: DnsSupportValue,
    pub security_group_referencing: SecurityGroupReferencingSupportValue,
    pub multicast: MulticastSupportValue,
    /// Whether it encrypts what goes between VPCs; `None`: nobody has ever asked for it.
    #[serde(default)]
    pub encryption: Option<Timed<EncryptionStateValue>>,
}

impl Options {
    /// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-encryption-support.html>
    pub fn encrypts(&self, now: Now<'_>) -> bool {
        self.encryption.is_some_and(|state| state.at(now) == EncryptionStateValue::Enabled)
    }

    /// Whether it is to encrypt, encrypts, or is not done with it.
    pub fn is_encryption_on(&self, now: Now<'_>) -> bool {
        self.encryption.is_some_and(|state| state.at(now) != EncryptionStateValue::Disabled)
    }

    fn view(&self, now: Now<'_>) -> TransitGatewayOptions {
        let blocks: Vec<String> = self.cidr_blocks.iter().map(ToString::to_string).collect();
        let (association, propagation) = (&self.association_table_id, &self.propagation_table_id);
        TransitGatewayOptions {
            amazon_side_asn: Some(self.amazon_side_asn),
            transit_gateway_cidr_blocks: Some(blocks).filter(|blocks| !blocks.is_empty()),
            auto_accept_shared_attachments: Some(self.auto_accept),
            default_route_table_association: Some(match association {
                Some(_) => DefaultRouteTableAssociationValue::Enable,
                None => DefaultRouteTableAssociationValue::Disable,
            }),
            association_default_route_table_id: association.as_deref().map(str::to_owned),
            default_route_table_propagation: Some(match propagation {
                Some(_) => DefaultRouteTablePropagationValue::Enable,
                None => DefaultRouteTablePropagationValue::Disable,
            }),
            propagation_default_route_table_id: propagation.as_deref().map(str::to_owned),
            vpn_ecmp_support: Some(self.vpn_ecmp),
            dns_support: Some(self.dns),
            security_group_referencing_support: Some(self.security_group_referencing),
            multicast_support: Some(self.multicast),
            // Shown so by users of 2026 where nobody asked for it; unverified (looked up
            // 2026-11-26): that the answer that makes a gateway has it, too.
            encryption_support: Some(EncryptionSupport {
                encryption_state: Some(
                    self.encryption.map_or(EncryptionStateValue::Disabled, |state| state.at(now)),
                ),
                state_message: None,
            }),
        }
    }

    /// Whether attachments are given a table by themselves.
    pub fn has_default(&self, table_id: &str) -> bool {
        let is_it = |id: &Option<TransitGatewayRouteTableId>| id.as_deref() == Some(table_id);
        is_it(&self.association_table_id) || is_it(&self.propagation_table_id)
    }
}

impl TransitGateway {
    fn is_deleted(&self, cx: Read<'_>) -> bool {
        self.state.at(cx.now()) == TransitGatewayState::Deleted
    }
}

/// A gateway, and what its owner holds: the caller, or another account of the server.
///
/// # Errors
/// The kind's malformed and not-found codes, the latter also for one that is only listed any more.
pub(crate) fn reach<'a>(cx: Read<'a>, id: &str) -> Result<(Read<'a>, &'a Row<TransitGateway>)> {
    TransitGateway::check_id(id)?;
    let found = cx.reach::<TransitGateway>(id);
    let found = found.filter(|(_, gateway)| !gateway.is_deleted(cx));
    found.ok_or_else(|| TransitGateway::not_found(&[id]))
}

/// The caller's own gateway, ready for work.
///
/// # Errors
/// The kind's codes, the one for what is not there also for what is gone, and `IncorrectState`.
pub(crate) fn available_own<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<TransitGateway>> {
    let gateway = cx.get::<TransitGateway>(id)?;
    match gateway.state.at(cx.now()) {
        TransitGatewayState::Available => Ok(gateway),
        TransitGatewayState::Deleted => Err(TransitGateway::not_found(&[id])),
        _ => Err(invalid_state(id)),
    }
}

/// # Errors
/// `IncorrectState` for what a gateway with encryption support cannot have, by
/// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-encryption-support.html>.
// unverified (looked up 2026-11-26): code and message.
pub(crate) fn check_unencrypted(
    gateway: &Row<TransitGateway>,
    cx: Read<'_>,
    noun: &str,
) -> Result<()> {
    if gateway.options.is_encryption_on(cx.now()) {
        let message = format!("{} has encryption support and cannot have {noun}.", gateway.id);
        return Err(Error::new("IncorrectState", message));
    }
    Ok(())
}

/// The same for a VPN connection, which finds no gateway that is only shared with the caller, and
/// says so in VPN's words: hashicorp/terraform-provider-aws#8070.
///
/// # Errors
/// Those of [`available_own`].
pub(crate) fn available_for_vpn<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<TransitGateway>> {
    available_own(cx, id).map_err(|error| match error.code {
        TransitGateway::NOT_FOUND => {
            Error::new(error.code, format!("The transitGateway ID '{id}' does not exist"))
        }
        _ => error,
    })
}

/// A gateway that is ready for work.
///
/// # Errors
/// Those of [`reach`], and `IncorrectState`.
pub(crate) fn available<'a>(cx: Read<'a>, id: &str) -> Result<(Read<'a>, &'a Row<TransitGateway>)> {
    let (owner, gateway) = reach(cx, id)?;
    match gateway.state.at(cx.now()) {
        TransitGatewayState::Available => Ok((owner, gateway)),
        _ => Err(invalid_state(id)),
    }
}

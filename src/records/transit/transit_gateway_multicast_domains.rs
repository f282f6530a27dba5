//! Multicast domains of transit gateways: the subnets that are in one, and the interfaces that
//! receive and send what goes to its groups.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-multicast-overview.html>

use super::transit_gateway_attachments::TransitGatewayAttachment;
use super::transit_gateways::{invalid_state, was_deleted};
use crate::engine::{
    By, Id, Index, Life, Phase, Read, Resource, Row, Sharing, Text, Timed, Whose, Write,
};
use crate::error::{Error, Result};
use crate::records::account::arns::arn;
use crate::records::ids::{
    NetworkInterfaceId, SubnetId, TransitGatewayAttachmentId, TransitGatewayId,
};
use crate::records::network::network_interfaces::NetworkInterface;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use wire::{
    AutoAcceptSharedAssociationsValue, Igmpv2SupportValue, ResourceType, StaticSourcesSupportValue,
    Timestamp, TransitGatewayMulitcastDomainAssociationState as State,
    TransitGatewayMulticastDomainOptions,
};

impl TransitGatewayMulticastDomain {
    pub(crate) const BY_GATEWAY: By<Self, TransitGatewayId> = By::new("transit-gateway-id");
    /// No filter has this name: the domains that a subnet is in, or was.
    pub(crate) const BY_SUBNET: By<Self, SubnetId> = By::new("subnet-id");
}

impl Resource for TransitGatewayMulticastDomain {
    type View = wire::TransitGatewayMulticastDomain;
    const PREFIX: &'static str = "tgw-mcast-domain";
    const TYPE: Option<ResourceType> = Some(ResourceType::TransitGatewayMulticastDomain);
    const PLURAL: &'static str = "transitGatewayMulticastDomains";
    // The code is what Terraform's provider looks for. unverified (looked up 2026-11): the words.
    const NOT_FOUND: &'static str = "InvalidTransitGatewayMulticastDomainId.NotFound";
    const NOUN: &'static str = "Transit Gateway Multicast Domain";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("transit-gateway-multicast-domain-id");
    const LIFE: Option<Life> =
        Some(Life { making_millis: 10_000, leaving_millis: 10_000, ..Life::USUAL });
    /// As of gateways: every account reaches one by its id.
    const SHARING: Option<Sharing<Self>> =
        Some(Sharing::new(None, |row, owner, _| row.life_phase(owner.now()) != Phase::Gone));
    const WHOSE: &'static [Whose<Self>] = &[Whose::Own, Whose::Shared];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::TransitGatewayMulticastDomain {
        let name = format!("transit-gateway-multicast-domain/{}", row.id);
        wire::TransitGatewayMulticastDomain {
            transit_gateway_multicast_domain_id: Some(row.id.to_string()),
            transit_gateway_id: Some(row.gateway_id.to_string()),
            transit_gateway_multicast_domain_arn: Some(arn(cx, &name)),
            owner_id: Some(cx.account().to_string()),
            options: Some(TransitGatewayMulticastDomainOptions {
                igmpv2_support: Some(row.igmpv2),
                static_sources_support: Some(row.static_sources),
                auto_accept_shared_associations: Some(row.auto_accept),
            }),
            state: row.life_state(cx.now()),
            creation_time: Some(row.created),
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_GATEWAY, &self.gateway_id);
        for association in &self.associations {
            index.add(Self::BY_SUBNET, &association.subnet_id);
        }
    }

    fn not_found(ids: &[&str]) -> Error {
        was_deleted(Self::NOT_FOUND, Self::NOUN, ids)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TransitGatewayMulticastDomain {
    pub gateway_id: TransitGatewayId,
    pub igmpv2: Igmpv2SupportValue,
    pub static_sources: StaticSourcesSupportValue,
    pub auto_accept: AutoAcceptSharedAssociationsValue,
    pub created: Timestamp,
    /// Some may be over; [`TransitGatewayMulticastDomain::associated`] tells.
    pub associations: Vec<Association>,
    /// Some may be over; [`TransitGatewayMulticastDomain::registered`] tells.
    pub registrations: Vec<Registration>,
}

/// A subnet of an attached VPC.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Association {
    pub attachment_id: TransitGatewayAttachmentId,
    pub subnet_id: SubnetId,
    pub state: Timed<State>,
}

/// An interface that receives what goes to a group, sends it, or both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Registration {
    pub group: IpAddr,
    pub interface_id: NetworkInterfaceId,
    pub subnet_id: SubnetId,
    pub is_member: bool,
    pub is_source: bool,
}

impl TransitGatewayMulticastDomain {
    /// The associations that are not over, with the attachment of each. They end with it.
    pub fn associated<'a>(
        &'a self,
        cx: Read<'a>,
    ) -> impl Iterator<Item = (&'a Association, &'a Row<TransitGatewayAttachment>)> {
        let there = self
            .associations
            .iter()
            .filter(move |it| it.state.at(cx.now()) != State::Disassociated);
        let with = there.filter_map(move |it| {
            Some((it, cx.find::<TransitGatewayAttachment>(&it.attachment_id)?))
        });
        with.filter(move |(_, row)| row.is_live(cx.now()))
    }

    /// The registrations of interfaces that are there, in associated subnets.
    pub fn registered<'a>(
        &'a self,
        cx: Read<'a>,
    ) -> impl Iterator<Item = (&'a Registration, &'a Row<TransitGatewayAttachment>)> {
        self.registrations.iter().filter_map(move |it| {
            let mut subnets = self.associated(cx);
            let (_, row) = subnets.find(|(one, _)| one.subnet_id == it.subnet_id)?;
            cx.of(row.resource_owner(), cx.region())?.find::<NetworkInterface>(&it.interface_id)?;
            Some((it, row))
        })
    }
}

/// The caller's own domain, if it can be changed.
///
/// # Errors
/// The kind's codes, the one for what is not there also for what is gone, and `IncorrectState`.
pub(crate) fn available<'a>(
    cx: Read<'a>,
    id: &str,
) -> Result<&'a Row<TransitGatewayMulticastDomain>> {
    ready(cx, cx.get::<TransitGatewayMulticastDomain>(id)?)
}

/// The caller's own domain or another account's, and what its owner holds. Who shares one with whom
/// is another service's business.
///
/// # Errors
/// The same.
pub(crate) fn reach<'a>(
    cx: Read<'a>,
    id: &str,
) -> Result<(Read<'a>, &'a Row<TransitGatewayMulticastDomain>)> {
    TransitGatewayMulticastDomain::check_id(id)?;
    let found = cx.reach::<TransitGatewayMulticastDomain>(id);
    let not_found = || TransitGatewayMulticastDomain::not_found(&[id]);
    let (owner, row) = found.ok_or_else(not_found)?;
    Ok((owner, ready(cx, row)?))
}

/// Changes a domain, whosever it is.
///
/// # Errors
/// Those of the caller's own.
pub(crate) fn change(
    cx: &mut Write<'_>,
    owner: &Text,
    id: &Id<TransitGatewayMulticastDomain>,
    change: impl FnOnce(&mut TransitGatewayMulticastDomain) + 'static,
) -> Result<()> {
    if owner == cx.account() {
        change(&mut cx.get_mut::<TransitGatewayMulticastDomain>(id)?.record);
        return Ok(());
    }
    let (id, region) = (id.clone(), cx.region().clone());
    cx.also_in(owner, &region, move |there| {
        if let Some(mut row) = there.find_mut::<TransitGatewayMulticastDomain>(&id) {
            change(&mut row.record);
        }
    });
    Ok(())
}

fn ready<'a>(
    cx: Read<'_>,
    row: &'a Row<TransitGatewayMulticastDomain>,
) -> Result<&'a Row<TransitGatewayMulticastDomain>> {
    let id = &*row.id;
    match row.life_phase(cx.now()) {
        Phase::There => Ok(row),
        Phase::Gone => Err(TransitGatewayMulticastDomain::not_found(&[id])),
        Phase::Making | Phase::Leaving => Err(invalid_state(id)),
    }
}

/// A domain that the caller looks into, and what its owner holds.
///
/// # Errors
/// The kind's codes, the one for what is not there also for what leaves.
pub(crate) fn seen<'a>(
    cx: Read<'a>,
    id: &str,
) -> Result<(Read<'a>, &'a Row<TransitGatewayMulticastDomain>)> {
    TransitGatewayMulticastDomain::check_id(id)?;
    let found = cx.reach::<TransitGatewayMulticastDomain>(id);
    let found = found.filter(|(_, row)| !row.is_leaving(cx.now()));
    found.ok_or_else(|| TransitGatewayMulticastDomain::not_found(&[id]))
}

/// The owner of a domain sees all that is in it, others see what is theirs.
pub(crate) fn is_shown(cx: Read<'_>, owner: Read<'_>, row: &TransitGatewayAttachment) -> bool {
    [owner.account(), row.resource_owner()].contains(&cx.account())
}

//! Attachments of transit gateways, and the tables that each is associated with and propagates
//! its routes to. Where the gateway is another account's than what is attached, either account has
//! a row with the attachment's id and tags of its own; that of the gateway's owner has the tables.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html>

use super::transit_gateways::{invalid_state, was_deleted};
use crate::engine::{By, CustomFilter, Hold, Index, Now, Read, Resource, Row, Text, Timed};
use crate::error::{Error, Result};
use crate::records::ids::{
    NetworkInterfaceId, SubnetId, TransitGatewayId, TransitGatewayRouteTableId, VpcId,
};
use crate::records::network::vpcs::Vpc;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use wire::{
    Action, ApplianceModeSupportValue, DnsSupportValue, DynamicRoutingValue, Encode,
    Ipv6SupportValue, PeeringAttachmentStatus, PeeringTgwInfo, ResourceType,
    SecurityGroupReferencingSupportValue, Sink, Timestamp, TransitGatewayAssociationState,
    TransitGatewayAttachmentAssociation, TransitGatewayAttachmentResourceType,
    TransitGatewayAttachmentState as State, TransitGatewayPeeringAttachmentOptions,
    TransitGatewayPropagationState, TransitGatewayVpcAttachmentOptions,
};

/// Filters of peering attachments alone.
pub(crate) const LOCAL_OWNER: &str = "local-owner-id";

pub(crate) const REMOTE_OWNER: &str = "remote-owner-id";

impl TransitGatewayAttachment {
    /// The attachments of a gateway, and those to it as a peer.
    pub(crate) const BY_GATEWAY: By<Self, TransitGatewayId> = By::new("transit-gateway-id");
    pub(crate) const BY_VPC: By<Self, VpcId> = By::new("vpc-id");
    pub(crate) const BY_RESOURCE: By<Self, str> = By::new("resource-id");
    /// No filter has this name.
    pub(crate) const BY_SUBNET: By<Self, SubnetId> = By::new("subnet-id");
    /// The attachments that are associated with a table, and some that were.
    pub(crate) const BY_ASSOCIATED_TABLE: By<Self, TransitGatewayRouteTableId> =
        By::new("association.transit-gateway-route-table-id");
    /// No filter has this name: the attachments that propagate to a table, and some that did.
    pub(crate) const BY_PROPAGATION_TABLE: By<Self, TransitGatewayRouteTableId> =
        By::new("propagation.transit-gateway-route-table-id");
}

impl Resource for TransitGatewayAttachment {
    type View = View;
    const PREFIX: &'static str = "tgw-attach";
    const HOLDS: &'static [Hold<Self>] = &[
        Hold::of_those(Self::BY_VPC, |row, now| row.is_live(now)),
        Hold::of_those(Self::BY_SUBNET, |row, now| row.is_live(now)),
    ];
    const TYPE: Option<ResourceType> = Some(ResourceType::TransitGatewayAttachment);
    const PLURAL: &'static str = "transitGatewayAttachments";
    const NOT_FOUND: &'static str = "InvalidTransitGatewayAttachmentID.NotFound";
    // unverified: by likeness to other ids of networks.
    const MALFORMED: &'static str = "InvalidTransitGatewayAttachmentID.Malformed";
    const NOUN: &'static str = "Transit Gateway Attachment";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("transit-gateway-attachment-id");
    const FILTERS: &'static [CustomFilter<Self>] = &[
        ("transit-gateway-id", gateways),
        (LOCAL_OWNER, |row, _| {
            row.peer().map(|_| row.gateway_owner.to_string()).into_iter().collect()
        }),
        (REMOTE_OWNER, |row, _| {
            row.peer().map(|peer| peer.owner.to_string()).into_iter().collect()
        }),
    ];

    fn view(row: &Row<Self>, cx: Read<'_>) -> View {
        match &row.to {
            Attached::Vpc(vpc) if cx.action() == Action::DescribeTransitGatewayVpcAttachments => {
                View::Vpc(vpc_view(row, vpc, cx))
            }
            Attached::Peer(peer)
                if cx.action() == Action::DescribeTransitGatewayPeeringAttachments =>
            {
                View::Peer(Box::new(peer_view(row, peer, cx)))
            }
            Attached::Vpc(_) | Attached::Peer(_) => View::Any(Box::new(any_view(row, cx))),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_GATEWAY, &self.gateway_id);
        match &self.to {
            Attached::Vpc(vpc) => {
                index.add(Self::BY_VPC, &vpc.vpc_id);
                index.add(Self::BY_RESOURCE, &vpc.vpc_id);
                for place in &vpc.places {
                    index.add(Self::BY_SUBNET, &place.subnet_id);
                }
            }
            Attached::Peer(peer) => {
                index.add(Self::BY_GATEWAY, &peer.gateway_id);
                index.add(Self::BY_RESOURCE, &peer.gateway_id);
            }
        }
        if let Some(association) = &self.association {
            index.add(Self::BY_ASSOCIATED_TABLE, &association.table_id);
        }
        for propagation in &self.propagations {
            index.add(Self::BY_PROPAGATION_TABLE, &propagation.table_id);
        }
    }

    fn not_found(ids: &[&str]) -> Error {
        was_deleted(Self::NOT_FOUND, Self::NOUN, ids)
    }
}

/// Either side's gateway finds a peering attachment where these alone are described.
// unverified: that it is not the requester's alone.
fn gateways(row: &Row<TransitGatewayAttachment>, cx: Read<'_>) -> Vec<String> {
    let is_of_peers = cx.action() == Action::DescribeTransitGatewayPeeringAttachments;
    let peer = row.peer().filter(|_| is_of_peers).map(|peer| peer.gateway_id.to_string());
    [row.gateway_id.to_string()].into_iter().chain(peer).collect()
}

/// What a Describe lists: the attachments of all kinds alike, or those of one kind in full.
pub(crate) enum View {
    Any(Box<wire::TransitGatewayAttachment>),
    Vpc(wire::TransitGatewayVpcAttachment),
    Peer(Box<wire::TransitGatewayPeeringAttachment>),
}

impl Encode for View {
    fn encode(&self, sink: &mut dyn Sink) {
        match self {
            Self::Any(view) => view.encode(sink),
            Self::Vpc(view) => view.encode(sink),
            Self::Peer(view) => view.encode(sink),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TransitGatewayAttachment {
    pub gateway_id: TransitGatewayId,
    pub gateway_owner: Text,
    pub to: Attached,
    pub created: Timestamp,
    pub state: Timed<State>,
    /// May be over; [`TransitGatewayAttachment::associated`] tells.
    pub association: Option<Association>,
    /// Some may be over; [`TransitGatewayAttachment::propagating`] tells.
    pub propagations: Vec<Propagation>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Attached {
    Vpc(AttachedVpc),
    Peer(Peer),
}

/// The gateway on the other side, of another account or region.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Peer {
    pub gateway_id: TransitGatewayId,
    pub owner: Text,
    pub region: Text,
    /// Whether it asked for the attachment; the other one accepts or rejects it.
    pub is_requester: bool,
    pub dynamic_routing: Option<DynamicRoutingValue>,
    /// What kept the attachment from coming to be.
    pub failure: Option<Failure>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Failure {
    pub code: Box<str>,
    pub message: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AttachedVpc {
    pub vpc_id: VpcId,
    pub owner: Text,
    pub places: Vec<InSubnet>,
    pub options: VpcOptions,
}

/// A subnet, and the interface that the gateway has in it, which the VPC's owner knows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct InSubnet {
    pub subnet_id: SubnetId,
    pub interface_id: Option<NetworkInterfaceId>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct VpcOptions {
    pub dns: DnsSupportValue,
    pub security_group_referencing: SecurityGroupReferencingSupportValue,
    pub ipv6: Ipv6SupportValue,
    pub appliance_mode: ApplianceModeSupportValue,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Association {
    pub table_id: TransitGatewayRouteTableId,
    pub state: Timed<TransitGatewayAssociationState>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Propagation {
    pub table_id: TransitGatewayRouteTableId,
    pub state: Timed<TransitGatewayPropagationState>,
}

impl TransitGatewayAttachment {
    /// Whether it holds what it joins: it is there, asked for, or not quite gone.
    pub fn is_live(&self, now: Now<'_>) -> bool {
        !matches!(self.state.at(now), State::Deleted | State::Rejected | State::Failed)
    }

    pub fn is_available(&self, now: Now<'_>) -> bool {
        matches!(self.state.at(now), State::Available | State::Modifying)
    }

    pub fn vpc(&self) -> Option<&AttachedVpc> {
        match &self.to {
            Attached::Vpc(vpc) => Some(vpc),
            Attached::Peer(_) => None,
        }
    }

    pub fn vpc_mut(&mut self) -> Option<&mut AttachedVpc> {
        match &mut self.to {
            Attached::Vpc(vpc) => Some(vpc),
            Attached::Peer(_) => None,
        }
    }

    pub fn peer(&self) -> Option<&Peer> {
        match &self.to {
            Attached::Peer(peer) => Some(peer),
            Attached::Vpc(_) => None,
        }
    }

    /// The association, unless it is over, and its state.
    pub fn associated(
        &self,
        now: Now<'_>,
    ) -> Option<(&Association, TransitGatewayAssociationState)> {
        let association = self.association.as_ref()?;
        let state = association.state.at(now);
        let is_over = state == TransitGatewayAssociationState::Disassociated;
        (!is_over).then_some((association, state))
    }

    /// The propagations that are not over, and their states.
    pub fn propagating<'a>(
        &'a self,
        now: Now<'a>,
    ) -> impl Iterator<Item = (&'a Propagation, TransitGatewayPropagationState)> {
        let all = self.propagations.iter().map(move |one| (one, one.state.at(now)));
        all.filter(|(_, state)| *state != TransitGatewayPropagationState::Disabled)
    }

    /// The state of the propagation to a table, unless there is none.
    pub fn propagation_to(
        &self,
        table_id: &TransitGatewayRouteTableId,
        now: Now<'_>,
    ) -> Option<TransitGatewayPropagationState> {
        let mut all = self.propagating(now);
        all.find(|(one, _)| one.table_id == *table_id).map(|(_, state)| state)
    }

    pub const fn resource_type(&self) -> TransitGatewayAttachmentResourceType {
        match self.to {
            Attached::Vpc(_) => TransitGatewayAttachmentResourceType::Vpc,
            Attached::Peer(_) => TransitGatewayAttachmentResourceType::Peering,
        }
    }

    pub fn resource_id(&self) -> &str {
        match &self.to {
            Attached::Vpc(vpc) => &vpc.vpc_id,
            Attached::Peer(peer) => &peer.gateway_id,
        }
    }

    fn resource_owner(&self) -> &Text {
        match &self.to {
            Attached::Vpc(vpc) => &vpc.owner,
            Attached::Peer(peer) => &peer.owner,
        }
    }

    /// Whose row of the attachment the other one is, and where, if there are two.
    pub fn twin(&self, cx: Read<'_>) -> Option<(Text, Text)> {
        match &self.to {
            Attached::Vpc(vpc) => {
                let owners = [&self.gateway_owner, &vpc.owner];
                let other = owners.into_iter().find(|owner| *owner != cx.account())?;
                Some((other.clone(), cx.region().clone()))
            }
            Attached::Peer(peer) => Some((peer.owner.clone(), peer.region.clone())),
        }
    }

    /// The blocks that it tells the tables it propagates to.
    pub fn blocks(&self, cx: Read<'_>) -> Vec<IpNet> {
        let Some(attached) = self.vpc() else { return Vec::new() };
        let there = cx.of(&attached.owner, cx.region());
        let Some(vpc) = there.and_then(|there| there.find::<Vpc>(&attached.vpc_id)) else {
            return Vec::new();
        };
        let with_ipv6 = attached.options.ipv6 == Ipv6SupportValue::Enable;
        let ipv6 = vpc.usable_ipv6_cidrs(cx.now()).filter(|_| with_ipv6).map(IpNet::V6);
        vpc.usable_ipv4_cidrs(cx.now()).map(IpNet::V4).chain(ipv6).collect()
    }
}

fn any_view(row: &Row<TransitGatewayAttachment>, cx: Read<'_>) -> wire::TransitGatewayAttachment {
    let association =
        row.associated(cx.now()).map(|(association, state)| TransitGatewayAttachmentAssociation {
            transit_gateway_route_table_id: Some(association.table_id.to_string()),
            state: Some(state),
            ..TransitGatewayAttachmentAssociation::default()
        });
    wire::TransitGatewayAttachment {
        transit_gateway_attachment_id: Some(row.id.to_string()),
        transit_gateway_id: Some(row.gateway_id.to_string()),
        transit_gateway_owner_id: Some(row.gateway_owner.to_string()),
        resource_owner_id: Some(row.resource_owner().to_string()),
        resource_type: Some(row.resource_type()),
        resource_id: Some(row.resource_id().to_string()),
        state: Some(row.state.at(cx.now())),
        association,
        creation_time: Some(row.created),
        tags: row.tags.wire(),
        ..wire::TransitGatewayAttachment::default()
    }
}

pub(crate) fn vpc_view(
    row: &Row<TransitGatewayAttachment>,
    vpc: &AttachedVpc,
    cx: Read<'_>,
) -> wire::TransitGatewayVpcAttachment {
    let subnet_ids = vpc.places.iter().map(|place| place.subnet_id.to_string()).collect();
    wire::TransitGatewayVpcAttachment {
        transit_gateway_attachment_id: Some(row.id.to_string()),
        transit_gateway_id: Some(row.gateway_id.to_string()),
        vpc_id: Some(vpc.vpc_id.to_string()),
        vpc_owner_id: Some(vpc.owner.to_string()),
        state: Some(row.state.at(cx.now())),
        subnet_ids: Some(subnet_ids),
        creation_time: Some(row.created),
        options: Some(TransitGatewayVpcAttachmentOptions {
            dns_support: Some(vpc.options.dns),
            security_group_referencing_support: Some(vpc.options.security_group_referencing),
            ipv6_support: Some(vpc.options.ipv6),
            appliance_mode_support: Some(vpc.options.appliance_mode),
        }),
        tags: row.tags.wire(),
    }
}

pub(crate) fn peer_view(
    row: &Row<TransitGatewayAttachment>,
    peer: &Peer,
    cx: Read<'_>,
) -> wire::TransitGatewayPeeringAttachment {
    let info = |gateway: &TransitGatewayId, owner: &Text, region: &Text| {
        Some(PeeringTgwInfo {
            transit_gateway_id: Some(gateway.to_string()),
            owner_id: Some(owner.to_string()),
            region: Some(region.to_string()),
            ..PeeringTgwInfo::default()
        })
    };
    let here = info(&row.gateway_id, &row.gateway_owner, cx.region());
    let there = info(&peer.gateway_id, &peer.owner, &peer.region);
    let (requester, accepter) = if peer.is_requester { (there, here) } else { (here, there) };
    let state = row.state.at(cx.now());
    let failure = peer.failure.as_ref().filter(|_| state == State::Failed);
    wire::TransitGatewayPeeringAttachment {
        transit_gateway_attachment_id: Some(row.id.to_string()),
        requester_tgw_info: requester,
        accepter_tgw_info: accepter,
        options: peer.dynamic_routing.map(|dynamic_routing| {
            TransitGatewayPeeringAttachmentOptions {
                dynamic_routing: Some(dynamic_routing),
                ..TransitGatewayPeeringAttachmentOptions::default()
            }
        }),
        status: failure.map(|failure| PeeringAttachmentStatus {
            code: Some(failure.code.to_string()),
            message: Some(failure.message.clone()),
        }),
        state: Some(state),
        creation_time: Some(row.created),
        tags: row.tags.wire(),
        ..wire::TransitGatewayPeeringAttachment::default()
    }
}

/// The attachments of a gateway that are not gone.
pub(crate) fn of_gateway<'a>(
    cx: Read<'a>,
    gateway_id: &TransitGatewayId,
) -> impl Iterator<Item = &'a Row<TransitGatewayAttachment>> + use<'a> {
    let (now, gateway_id) = (cx.now(), gateway_id.clone());
    let rows = cx.with(TransitGatewayAttachment::BY_GATEWAY, &gateway_id);
    rows.filter(move |row| row.gateway_id == gateway_id && row.is_live(now))
}

/// The attachments of a VPC that are not gone.
pub(crate) fn of_vpc<'a>(
    cx: Read<'a>,
    vpc_id: &VpcId,
) -> impl Iterator<Item = &'a Row<TransitGatewayAttachment>> + use<'a> {
    let now = cx.now();
    cx.with(TransitGatewayAttachment::BY_VPC, vpc_id).filter(move |row| row.is_live(now))
}

/// An attachment that traffic can take.
///
/// # Errors
/// The kind's codes, the one for what is not there also for what is gone, and `IncorrectState`.
pub(crate) fn available<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<TransitGatewayAttachment>> {
    let row = cx.get::<TransitGatewayAttachment>(id)?;
    match row.state.at(cx.now()) {
        State::Available => Ok(row),
        State::Deleted => Err(TransitGatewayAttachment::not_found(&[id])),
        // As recorded for routes.
        _ => Err(invalid_state(id)),
    }
}

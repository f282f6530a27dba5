//! What is kept of an attachment.

use super::nat::Nat;
use crate::engine::{Now, Read, Text, Timed};
use crate::records::ids::{
    AnyId, EndpointConnectionId, NetworkInterfaceId, SubnetId, TransitGatewayAttachmentId,
    TransitGatewayId, TransitGatewayPolicyTableId, TransitGatewayRouteTableId, VpcId,
};
use crate::records::network::vpcs::Vpc;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use wire::{
    ApplianceModeSupportValue, DnsSupportValue, DynamicRoutingValue, Ipv6SupportValue,
    ProtocolValue, SecurityGroupReferencingSupportValue, State as ConnectionState, Timestamp,
    TransitGatewayAssociationState, TransitGatewayAttachmentResourceType,
    TransitGatewayAttachmentState as State, TransitGatewayPropagationState,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TransitGatewayAttachment {
    pub gateway_id: TransitGatewayId,
    pub gateway_owner: Text,
    pub to: Attached,
    pub created: Timestamp,
    pub state: Timed<State>,
    /// May be over; [`TransitGatewayAttachment::associated`] tells.
    pub association: Option<Association>,
    /// May be over; [`TransitGatewayAttachment::policed`] tells. It takes the association's place.
    #[serde(default)]
    pub policy: Option<PolicyAssociation>,
    /// Some may be over; [`TransitGatewayAttachment::propagating`] tells.
    pub propagations: Vec<Propagation>,
    #[serde(default)]
    pub nat: Option<Box<Nat>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Attached {
    Vpc(AttachedVpc),
    Peer(Peer),
    Connect(Transport),
    Resource(AttachedResource),
    Function(AttachedFunction),
}

/// Another resource of the gateway's owner, with which the attachment comes and goes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AttachedResource {
    pub of: TransitGatewayAttachmentResourceType,
    pub id: AnyId,
}

/// A service of Gateway Load Balancers, which has an endpoint for the gateway in each zone. These
/// are AWS's own: their connections are all that is seen of them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AttachedFunction {
    pub service_name: Text,
    pub zones: Vec<FunctionZone>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FunctionZone {
    pub zone: Text,
    pub created: Timestamp,
    pub connection_id: EndpointConnectionId,
    /// Of the connection, for as long as the attachment is there.
    pub connection: Timed<ConnectionState>,
}

/// What carries the tunnels of a Connect attachment: another attachment of the gateway.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Transport {
    pub attachment_id: TransitGatewayAttachmentId,
    pub protocol: ProtocolValue,
}

/// The gateway on the other side.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Peer {
    pub gateway_id: TransitGatewayId,
    pub owner: Text,
    pub region: Text,
    /// Whether it asked for the attachment; the other one accepts or rejects it.
    pub is_requester: bool,
    pub dynamic_routing: Option<DynamicRoutingValue>,
    /// Whether the side that asked, and the other one, allow multipath resilience.
    #[serde(default)]
    pub resilience: [Option<bool>; 2],
    /// What kept the attachment from coming to be.
    pub failure: Option<Failure>,
    /// The attachment's id on the other side, if it is another one: within a region, as told in
    /// <https://github.com/hashicorp/terraform-provider-aws/issues/38027>.
    #[serde(default)]
    pub twin_id: Option<TransitGatewayAttachmentId>,
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
pub(crate) struct PolicyAssociation {
    pub table_id: TransitGatewayPolicyTableId,
    pub state: Timed<TransitGatewayAssociationState>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Propagation {
    pub table_id: TransitGatewayRouteTableId,
    pub state: Timed<TransitGatewayPropagationState>,
}

impl TransitGatewayAttachment {
    /// One without ties to any table.
    pub fn new(
        (gateway_id, gateway_owner): (&TransitGatewayId, &Text),
        to: Attached,
        state: Timed<State>,
        now: Now<'_>,
    ) -> Self {
        Self {
            gateway_id: gateway_id.clone(),
            gateway_owner: gateway_owner.clone(),
            to,
            created: now.timestamp().whole_seconds(),
            state,
            association: None,
            policy: None,
            propagations: Vec::new(),
            nat: None,
        }
    }

    /// Whether it holds what it joins: it is there, asked for, or not quite gone.
    pub fn is_live(&self, now: Now<'_>) -> bool {
        !matches!(self.state.at(now), State::Deleted | State::Rejected | State::Failed)
    }

    /// Whether it is here yet: a request of another side's is on its way for a while.
    pub fn has_arrived(&self, now: Now<'_>) -> bool {
        now.reached(self.created)
    }

    pub fn is_available(&self, now: Now<'_>) -> bool {
        matches!(self.state.at(now), State::Available | State::Modifying)
    }

    pub const fn vpc(&self) -> Option<&AttachedVpc> {
        if let Attached::Vpc(vpc) = &self.to { Some(vpc) } else { None }
    }

    pub const fn vpc_mut(&mut self) -> Option<&mut AttachedVpc> {
        if let Attached::Vpc(vpc) = &mut self.to { Some(vpc) } else { None }
    }

    pub const fn peer(&self) -> Option<&Peer> {
        if let Attached::Peer(peer) = &self.to { Some(peer) } else { None }
    }

    pub const fn transport(&self) -> Option<&Transport> {
        if let Attached::Connect(transport) = &self.to { Some(transport) } else { None }
    }

    pub const fn function(&self) -> Option<&AttachedFunction> {
        if let Attached::Function(function) = &self.to { Some(function) } else { None }
    }

    pub const fn function_mut(&mut self) -> Option<&mut AttachedFunction> {
        if let Attached::Function(function) = &mut self.to { Some(function) } else { None }
    }

    /// Whether it tells tables any routes: to peers and to functions there are static ones alone.
    /// <https://docs.aws.amazon.com/vpc/latest/tgw/route-traffic-nf-attachment.html>
    pub const fn tells_routes(&self) -> bool {
        !matches!(self.to, Attached::Peer(_) | Attached::Function(_))
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

    /// The association with a policy table, unless it is over, and its state.
    pub fn policed(
        &self,
        now: Now<'_>,
    ) -> Option<(&PolicyAssociation, TransitGatewayAssociationState)> {
        let policy = self.policy.as_ref()?;
        let state = policy.state.at(now);
        let is_over = state == TransitGatewayAssociationState::Disassociated;
        (!is_over).then_some((policy, state))
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
        match &self.to {
            Attached::Vpc(_) => TransitGatewayAttachmentResourceType::Vpc,
            Attached::Peer(_) => TransitGatewayAttachmentResourceType::Peering,
            Attached::Connect(_) => TransitGatewayAttachmentResourceType::Connect,
            Attached::Resource(resource) => resource.of,
            Attached::Function(_) => TransitGatewayAttachmentResourceType::NetworkFunction,
        }
    }

    pub fn resource_id(&self) -> &str {
        match &self.to {
            Attached::Vpc(vpc) => &vpc.vpc_id,
            Attached::Peer(peer) => &peer.gateway_id,
            // unverified (looked up 2026-11-26): which resource AWS says that a Connect attachment
            // is to.
            Attached::Connect(transport) => &transport.attachment_id,
            Attached::Resource(resource) => &resource.id,
            Attached::Function(function) => &function.service_name,
        }
    }

    pub fn resource_owner(&self) -> &Text {
        match &self.to {
            Attached::Vpc(vpc) => &vpc.owner,
            Attached::Peer(peer) => &peer.owner,
            Attached::Connect(_) | Attached::Resource(_) | Attached::Function(_) => {
                &self.gateway_owner
            }
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
            Attached::Connect(_) | Attached::Resource(_) | Attached::Function(_) => None,
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
        let translated = |block| self.nat.as_ref().and_then(|nat| nat.of(block, cx.now()));
        let ipv4 = vpc.usable_ipv4_cidrs(cx.now());
        ipv4.map(|block| IpNet::V4(translated(block).unwrap_or(block))).chain(ipv6).collect()
    }
}

//! Transit gateways over which the rules of a VPC's security groups can name those of another VPC:
//! both are attached, and the gateway and both attachments allow it.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html>

use super::record::{Attached, AttachedVpc, TransitGatewayAttachment};
use crate::engine::{Read, Row, Text};
use crate::records::ids::{TransitGatewayId, VpcId};
use crate::records::network::peered_groups::PeeredGroup;
use crate::records::network::security_group_vpc_associations;
use crate::records::transit::transit_gateways::TransitGateway;
use wire::{
    SecurityGroupReferencingSupportValue as Support, TransitGatewayAttachmentState as State,
};

/// The gateways between a VPC of the caller's and another one.
pub(crate) fn gateways(
    cx: Read<'_>,
    own: &VpcId,
    (there, other): (Read<'_>, &VpcId),
) -> Vec<TransitGatewayId> {
    let theirs = of_vpc(there, other);
    let mut shared = of_vpc(cx, own);
    shared.retain(|gateway| theirs.contains(gateway));
    shared
}

/// The gateways that a VPC is attached to so.
pub(crate) fn of_vpc(cx: Read<'_>, vpc_id: &VpcId) -> Vec<TransitGatewayId> {
    let attachments = cx.with(TransitGatewayAttachment::BY_VPC, vpc_id);
    let allowed = attachments.filter(|row| allows(cx, row).is_some());
    allowed.map(|row| row.gateway_id.clone()).collect()
}

/// The VPCs that are attached to a gateway so, with their owners.
pub(crate) fn vpcs(cx: Read<'_>, gateway_id: &TransitGatewayId) -> Vec<(Text, VpcId)> {
    let attachments = cx.anyones(TransitGatewayAttachment::BY_GATEWAY, gateway_id);
    let allowed = attachments.filter_map(|(owner, row)| allows(owner, row));
    let mut vpcs: Vec<_> = allowed.map(|vpc| (vpc.owner.clone(), vpc.vpc_id.clone())).collect();
    // Either account has a row of what is another one's than the gateway.
    vpcs.sort_unstable();
    vpcs.dedup();
    vpcs
}

fn allows<'a>(cx: Read<'_>, row: &'a Row<TransitGatewayAttachment>) -> Option<&'a AttachedVpc> {
    let Attached::Vpc(vpc) = &row.to else { return None };
    let (_, gateway) = cx.find_anyones::<TransitGateway>(&row.gateway_id)?;
    let is_allowed = vpc.options.security_group_referencing == Support::Enable
        && gateway.options.security_group_referencing == Support::Enable
        && row.state.at(cx.now()) == State::Available;
    is_allowed.then_some(vpc)
}

/// Whether what a rule names is gone, or nothing leads to it any more.
pub(crate) fn is_stale(cx: Read<'_>, peer: &PeeredGroup) -> bool {
    let is_led = |there| {
        let theirs = (there, &peer.vpc_id);
        !gateways(cx, &peer.own_vpc_id, theirs).is_empty()
    };
    let is_reached = peer.is_peered(cx)
        || peer.there(cx).is_some_and(is_led)
        || security_group_vpc_associations::is_usable(cx, &peer.group_id, &peer.own_vpc_id);
    !(peer.is_there(cx) && is_reached)
}

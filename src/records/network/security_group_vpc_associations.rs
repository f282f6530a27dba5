//! Security groups in other VPCs than their own, whose network interfaces can have them, too.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html>

use crate::engine::{By, Id, Index, Now, Read, Record, Timed};
use crate::records::ids::{SecurityGroupId, VpcId};
use serde::{Deserialize, Serialize};
use wire::SecurityGroupVpcAssociationState as State;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SecurityGroupVpcAssociation {
    pub group_id: SecurityGroupId,
    pub vpc_id: VpcId,
    pub state: Timed<State>,
}

impl SecurityGroupVpcAssociation {
    pub(crate) const BY_GROUP: By<Self, SecurityGroupId> = By::new("group-id");
    pub(crate) const BY_VPC: By<Self, VpcId> = By::new("vpc-id");
}

impl Record for SecurityGroupVpcAssociation {
    const PLURAL: &'static str = "securityGroupVpcAssociations";

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_GROUP, &self.group_id);
        index.add(Self::BY_VPC, &self.vpc_id);
    }
}

impl SecurityGroupVpcAssociation {
    /// The row's own id, which no client sees.
    pub fn key(group_id: &SecurityGroupId, vpc_id: &VpcId) -> Id<Self> {
        Id::new(format!("{group_id}/{vpc_id}"))
    }

    fn is_usable(&self, now: Now<'_>) -> bool {
        self.state.at(now) == State::Associated
    }
}

/// Whether network interfaces of a VPC can have a group that is another VPC's.
pub(crate) fn is_usable(cx: Read<'_>, group_id: &SecurityGroupId, vpc_id: &VpcId) -> bool {
    let key = SecurityGroupVpcAssociation::key(group_id, vpc_id);
    let association = cx.find::<SecurityGroupVpcAssociation>(&key);
    association.is_some_and(|association| association.is_usable(cx.now()))
}

pub(crate) fn has_group(cx: Read<'_>, group_id: &SecurityGroupId) -> bool {
    cx.with(SecurityGroupVpcAssociation::BY_GROUP, group_id).next().is_some()
}

pub(crate) fn has_vpc(cx: Read<'_>, vpc_id: &VpcId) -> bool {
    cx.with(SecurityGroupVpcAssociation::BY_VPC, vpc_id).next().is_some()
}

/// The groups of other VPCs that network interfaces of a VPC can have.
pub(crate) fn usable_in<'a>(
    cx: Read<'a>,
    vpc_id: &VpcId,
) -> impl Iterator<Item = &'a SecurityGroupId> {
    let associations = cx.with(SecurityGroupVpcAssociation::BY_VPC, vpc_id);
    associations.filter(move |it| it.is_usable(cx.now())).map(|it| &it.group_id)
}

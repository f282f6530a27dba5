//! Security groups in other VPCs than their own, whose network interfaces can have them, too.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html>

use crate::engine::{Id, Index, Now, Read, Record, Timed};
use serde::{Deserialize, Serialize};
use wire::SecurityGroupVpcAssociationState as State;

const GROUP: &str = "group-id";
const VPC: &str = "vpc-id";

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SecurityGroupVpcAssociation {
    pub group_id: Id,
    pub vpc_id: Id,
    pub state: Timed<State>,
}

impl Record for SecurityGroupVpcAssociation {
    const PLURAL: &'static str = "securityGroupVpcAssociations";

    fn index(&self, index: &mut Index<'_>) {
        index.add(GROUP, self.group_id.clone());
        index.add(VPC, self.vpc_id.clone());
    }
}

impl SecurityGroupVpcAssociation {
    /// The row's own id, which no client sees.
    pub fn key(group_id: &str, vpc_id: &str) -> Id {
        format!("{group_id}/{vpc_id}").into()
    }

    fn is_usable(&self, now: Now<'_>) -> bool {
        self.state.at(now) == State::Associated
    }
}

/// Whether network interfaces of a VPC can have a group that is another VPC's.
pub(crate) fn is_usable(cx: Read<'_>, group_id: &str, vpc_id: &str) -> bool {
    let key = SecurityGroupVpcAssociation::key(group_id, vpc_id);
    let association = cx.find::<SecurityGroupVpcAssociation>(&key);
    association.is_some_and(|association| association.is_usable(cx.now()))
}

pub(crate) fn has_group(cx: Read<'_>, group_id: &str) -> bool {
    cx.with::<SecurityGroupVpcAssociation>(GROUP, group_id).next().is_some()
}

pub(crate) fn has_vpc(cx: Read<'_>, vpc_id: &str) -> bool {
    cx.with::<SecurityGroupVpcAssociation>(VPC, vpc_id).next().is_some()
}

/// The groups of other VPCs that network interfaces of a VPC can have.
pub(crate) fn usable_in<'a>(cx: Read<'a>, vpc_id: &str) -> impl Iterator<Item = &'a Id> {
    let associations = cx.with::<SecurityGroupVpcAssociation>(VPC, vpc_id);
    associations.filter(move |it| it.is_usable(cx.now())).map(|it| &it.group_id)
}

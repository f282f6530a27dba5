//! Groups of peered VPCs, of VPCs beyond a transit gateway, and those that are associated with the
//! VPC, as the rules of another group name them. Such a group may go, and so may what leads to it;
//! the rule is stale then, and stays.
//! <https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html>

use crate::engine::{Read, Row, Text};
use crate::records::ids::{SecurityGroupId, VpcId, VpcPeeringConnectionId};
use crate::records::network::vpc_peering_connections::{self, VpcPeeringConnection};
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};
use wire::{UserIdGroupPair, VpcPeeringConnectionStateReasonCode as Code, WireEnum as _};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PeeredGroup {
    pub group_id: SecurityGroupId,
    pub owner: Text,
    pub vpc_id: VpcId,
    /// The VPC of the group whose rule names it.
    pub own_vpc_id: VpcId,
    /// The peering connection over which it was named, if there was one.
    pub connection_id: Option<VpcPeeringConnectionId>,
}

/// It is the same group over whatever connection it is named.
impl PartialEq for PeeredGroup {
    fn eq(&self, other: &Self) -> bool {
        self.group_id == other.group_id
    }
}

impl Eq for PeeredGroup {}

impl Hash for PeeredGroup {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.group_id.hash(state);
    }
}

impl PeeredGroup {
    /// A group of another VPC, if a connection leads to it now.
    pub fn over_connection(
        cx: Read<'_>,
        own_vpc_id: &VpcId,
        (owner, vpc_id, group_id): (&Text, &VpcId, &SecurityGroupId),
    ) -> Option<Self> {
        let connection = to(cx, own_vpc_id, owner, vpc_id)?;
        let peered = Self::elsewhere(own_vpc_id, (owner, vpc_id, group_id));
        Some(Self { connection_id: Some(connection.id.clone()), ..peered })
    }

    /// One that a transit gateway leads to, or that is associated with the VPC.
    pub fn elsewhere(
        own_vpc_id: &VpcId,
        (owner, vpc_id, group_id): (&Text, &VpcId, &SecurityGroupId),
    ) -> Self {
        Self {
            group_id: group_id.clone(),
            owner: owner.clone(),
            vpc_id: vpc_id.clone(),
            own_vpc_id: own_vpc_id.clone(),
            connection_id: None,
        }
    }

    /// What its owner has in the region.
    pub fn there<'a>(&self, cx: Read<'a>) -> Option<Read<'a>> {
        cx.of(&self.owner, cx.region())
    }

    pub fn is_there(&self, cx: Read<'_>) -> bool {
        self.there(cx).is_some_and(|there| there.find(&self.group_id).is_some())
    }

    /// The connection that leads to it, or did, and its state. One that is made anew between the
    /// same VPCs takes the former's place.
    fn connection(&self, cx: Read<'_>) -> Option<(VpcPeeringConnectionId, Code)> {
        if let Some(active) = to(cx, &self.own_vpc_id, &self.owner, &self.vpc_id) {
            return Some((active.id.clone(), Code::Active));
        }
        let former = self.connection_id.as_ref()?;
        let row = cx.find(former);
        let code = row.map_or(Code::Deleted, |row| row.code(cx.now()));
        Some((former.clone(), code))
    }

    /// Whether a peering connection leads to its VPC.
    pub fn is_peered(&self, cx: Read<'_>) -> bool {
        self.connection(cx).is_some_and(|(_, code)| code == Code::Active)
    }

    /// How permissions name it: without its owner once it is gone.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UserIdGroupPair.html>
    // unverified (looked up 2026-11-26): that one beyond a transit gateway shows its VPC.
    pub fn pair(&self, cx: Read<'_>) -> UserIdGroupPair {
        let (connection_id, code) = self.connection(cx).unzip();
        UserIdGroupPair {
            user_id: self.is_there(cx).then(|| self.owner.to_string()),
            group_id: Some(self.group_id.to_string()),
            vpc_id: Some(self.vpc_id.to_string()),
            vpc_peering_connection_id: connection_id.map(|id| id.to_string()),
            peering_status: code.map(|code| code.as_str().to_owned()),
            ..UserIdGroupPair::default()
        }
    }

    /// Whether a pair that a request sends names it: what else is sent must be so, too.
    pub fn is(&self, cx: Read<'_>, asked: &UserIdGroupPair) -> bool {
        let shown = self.pair(cx);
        let agrees = |asked: &Option<String>, shown: Option<&str>| {
            asked.as_deref().is_none_or(|asked| asked.is_empty() || Some(asked) == shown)
        };
        asked.group_id.as_deref() == Some(&*self.group_id)
            && agrees(&asked.user_id, Some(&*self.owner))
            && agrees(&asked.vpc_id, shown.vpc_id.as_deref())
            && agrees(&asked.vpc_peering_connection_id, shown.vpc_peering_connection_id.as_deref())
            && agrees(&asked.peering_status, shown.peering_status.as_deref())
    }
}

/// The active connection between two VPCs of the region.
fn to<'a>(
    cx: Read<'a>,
    own_vpc_id: &VpcId,
    owner: &Text,
    vpc_id: &VpcId,
) -> Option<&'a Row<VpcPeeringConnection>> {
    let mut connections = vpc_peering_connections::active_of(cx, own_vpc_id);
    connections.find(|row| {
        let there = row.across(own_vpc_id);
        there.region == *cx.region() && there.owner == *owner && there.vpc_id == *vpc_id
    })
}

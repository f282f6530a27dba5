//! Branch interfaces on a trunk, each in a VLAN or a GRE tunnel of its own: what lets containers on
//! an instance have interfaces.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateTrunkInterface.html>

use crate::engine::{By, Index, PartOf, Read, Resource, Row};
use crate::records::ids::NetworkInterfaceId;
use serde::{Deserialize, Serialize};
use wire::InterfaceProtocolType;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TrunkInterfaceAssociation {
    pub branch: NetworkInterfaceId,
    pub trunk: NetworkInterfaceId,
    pub tunnel: Tunnel,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Tunnel {
    Vlan(i32),
    Gre(i32),
}

// No filter has these names.
impl TrunkInterfaceAssociation {
    pub(crate) const BY_BRANCH: By<Self, NetworkInterfaceId> = By::new("branch-interface-id");
    pub(crate) const BY_TRUNK: By<Self, NetworkInterfaceId> = By::new("trunk-interface-id");
}

impl Resource for TrunkInterfaceAssociation {
    type View = wire::TrunkInterfaceAssociation;
    const PREFIX: &'static str = "trunk-assoc";
    const PLURAL: &'static str = "trunkInterfaceAssociations";
    const OF_VPC: bool = true;
    // unverified (looked up 2026-11-26): the codes and the noun.
    const NOUN: &'static str = "trunk interface association ID";
    /// Either interface takes it along:
    /// <https://github.com/aws/amazon-vpc-resource-controller-k8s/pull/372>.
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_BRANCH), PartOf::of(Self::BY_TRUNK)];

    fn view(row: &Row<Self>, _: Read<'_>) -> wire::TrunkInterfaceAssociation {
        let (protocol, vlan_id, gre_key) = match row.tunnel {
            Tunnel::Vlan(id) => (InterfaceProtocolType::VLAN, Some(id), None),
            Tunnel::Gre(key) => (InterfaceProtocolType::GRE, None, Some(key)),
        };
        wire::TrunkInterfaceAssociation {
            association_id: Some(row.id.to_string()),
            branch_interface_id: Some(row.branch.to_string()),
            trunk_interface_id: Some(row.trunk.to_string()),
            interface_protocol: Some(protocol),
            vlan_id,
            gre_key,
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_BRANCH, &self.branch);
        index.add(Self::BY_TRUNK, &self.trunk);
    }
}

/// Whether an interface is a branch of a trunk now.
pub(crate) fn is_branch(cx: Read<'_>, interface: &NetworkInterfaceId) -> bool {
    cx.with(TrunkInterfaceAssociation::BY_BRANCH, interface).next().is_some()
}

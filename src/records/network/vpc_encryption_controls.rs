//! VPC encryption controls: whether a VPC's traffic is watched for what is not encrypted. No
//! traffic ever passes here, and the mode that enforces encryption is refused where it is asked
//! for. <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html>

use crate::engine::{By, Index, Life, PartOf, Phase, Read, Resource, Row};
use crate::records::ids::VpcId;
use serde::{Deserialize, Serialize};
use wire::{
    ResourceType, VpcEncryptionControlExclusion, VpcEncryptionControlExclusionState,
    VpcEncryptionControlExclusions, VpcEncryptionControlMode,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VpcEncryptionControl {
    pub vpc_id: VpcId,
}

impl VpcEncryptionControl {
    /// No filter has this name.
    pub(crate) const BY_VPC: By<Self, VpcId> = By::new("vpc-id");
}

// unverified (looked up 2026-11-26): the prefix, which AWS's examples have, for lack of a recorded
// id; and how long the states take.
impl Resource for VpcEncryptionControl {
    type View = wire::VpcEncryptionControl;
    const PREFIX: &'static str = "vpcec";
    const TYPE: Option<ResourceType> = Some(ResourceType::VpcEncryptionControl);
    const PLURAL: &'static str = "vpcEncryptionControls";
    const OF_VPC: bool = true;
    const LIFE: Option<Life> =
        Some(Life { states: ["creating", "available", "deleting", "deleted"], ..Life::USUAL });
    // unverified (looked up 2026-11-26): that it goes with its VPC.
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_VPC)];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::VpcEncryptionControl {
        let is_there = row.life_phase(cx.now()) == Phase::There;
        wire::VpcEncryptionControl {
            vpc_id: Some(row.vpc_id.to_string()),
            vpc_encryption_control_id: Some(row.id.to_string()),
            mode: Some(VpcEncryptionControlMode::Monitor),
            state: row.life_state(cx.now()),
            // As Terraform's acceptance tests have it.
            state_message: is_there.then(|| "succeeded".to_owned()),
            resource_exclusions: Some(no_exclusions()),
            tags: row.tags.wire(),
            ..wire::VpcEncryptionControl::default()
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_VPC, &self.vpc_id);
    }
}

// unverified (looked up 2026-11-26): that each is shown where none was asked for.
fn no_exclusions() -> VpcEncryptionControlExclusions {
    let none = || {
        let state = Some(VpcEncryptionControlExclusionState::Disabled);
        Some(VpcEncryptionControlExclusion { state, ..VpcEncryptionControlExclusion::default() })
    };
    VpcEncryptionControlExclusions {
        internet_gateway: none(),
        egress_only_internet_gateway: none(),
        nat_gateway: none(),
        virtual_private_gateway: none(),
        vpc_peering: none(),
        lambda: none(),
        vpc_lattice: none(),
        elastic_file_system: none(),
        ..VpcEncryptionControlExclusions::default()
    }
}

/// The control of a VPC, unless it leaves.
pub(crate) fn of_vpc<'a>(cx: Read<'a>, id: &VpcId) -> Option<&'a Row<VpcEncryptionControl>> {
    cx.with(VpcEncryptionControl::BY_VPC, id).find(|row| !row.is_leaving(cx.now()))
}

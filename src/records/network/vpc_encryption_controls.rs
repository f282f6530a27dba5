//! VPC encryption controls: whether a VPC's traffic is watched for what is not encrypted, or has to
//! be encrypted. No traffic ever passes here: what enforcing does is to keep out what cannot
//! encrypt. An account can say for all of its VPCs how it is with them.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html>

use crate::engine::{By, Index, Life, PartOf, Phase, Read, Record, Resource, Row, Timed};
use crate::error::{Error, Result};
use crate::records::ids::VpcId;
use serde::{Deserialize, Serialize};
use wire::{
    AccountVpcEncryptionControlExclusions, AccountVpcEncryptionControlMode,
    AccountVpcEncryptionControlState, ManagedBy, ResourceType, Timestamp,
    VpcEncryptionControlExclusion, VpcEncryptionControlExclusionState,
    VpcEncryptionControlExclusions, VpcEncryptionControlMode, VpcEncryptionControlState,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VpcEncryptionControl {
    pub vpc_id: VpcId,
    /// What is let through where encryption is enforced; `None`: it is only watched.
    #[serde(default)]
    pub enforced: Option<Vec<Exclusion>>,
    /// Until when its mode changes.
    #[serde(default)]
    pub changes_until: Option<Timestamp>,
}

/// What can be let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Exclusion {
    InternetGateway,
    EgressOnlyInternetGateway,
    NatGateway,
    VirtualPrivateGateway,
    VpcPeering,
    Lambda,
    VpcLattice,
    ElasticFileSystem,
    GlobalAccelerator,
    ApiGatewayV2,
}

impl VpcEncryptionControl {
    /// No filter has this name.
    pub(crate) const BY_VPC: By<Self, VpcId> = By::new("vpc-id");

    pub fn lets_through(&self, what: Exclusion) -> bool {
        self.enforced.as_ref().is_none_or(|through| through.contains(&what))
    }
}

// unverified (looked up 2026-11-26): the prefix, which AWS's examples have, for lack of a recorded
// id; and how long the states take.
impl Resource for VpcEncryptionControl {
    type View = wire::VpcEncryptionControl;
    const PREFIX: &'static str = "vpcec";
    const TYPE: Option<ResourceType> = Some(ResourceType::VpcEncryptionControl);
    const PLURAL: &'static str = "vpcEncryptionControls";
    /// Terraform's provider names its constant for "gone" after it.
    const NOT_FOUND: &'static str = "InvalidVpcEncryptionControlId.NotFound";
    const OF_VPC: bool = true;
    const LIFE: Option<Life> =
        Some(Life { states: ["creating", "available", "deleting", "deleted"], ..Life::USUAL });
    // unverified (looked up 2026-11-26): that it goes with its VPC.
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_VPC)];

    /// The members are those of the acceptance tests of Terraform's provider: nothing is excluded
    /// where encryption is only watched.
    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::VpcEncryptionControl {
        let is_changing = row.changes_until.is_some_and(|until| !cx.now().reached(until));
        let is_there = row.life_phase(cx.now()) == Phase::There;
        let state = match &row.enforced {
            _ if !is_there || !is_changing => row.life_state(cx.now()),
            Some(_) => Some(VpcEncryptionControlState::EnforceInProgress),
            None => Some(VpcEncryptionControlState::MonitorInProgress),
        };
        wire::VpcEncryptionControl {
            vpc_id: Some(row.vpc_id.to_string()),
            vpc_encryption_control_id: Some(row.id.to_string()),
            mode: Some(match row.enforced {
                Some(_) => VpcEncryptionControlMode::Enforce,
                None => VpcEncryptionControlMode::Monitor,
            }),
            state,
            state_message: (is_there && !is_changing).then(|| "succeeded".to_owned()),
            resource_exclusions: row.enforced.as_deref().map(|it| exclusions(it, is_changing)),
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_VPC, &self.vpc_id);
    }
}

// unverified (looked up 2026-11-26): what an exclusion's message is until it is enabled; that the
// two that Terraform does not know are shown only where they were asked for.
fn exclusions(through: &[Exclusion], is_changing: bool) -> VpcEncryptionControlExclusions {
    let one = |what: Exclusion| {
        let state = match through.contains(&what) {
            true if is_changing => VpcEncryptionControlExclusionState::Enabling,
            true => VpcEncryptionControlExclusionState::Enabled,
            false => VpcEncryptionControlExclusionState::Disabled,
        };
        let is_settled = state != VpcEncryptionControlExclusionState::Enabling;
        Some(VpcEncryptionControlExclusion {
            state: Some(state),
            state_message: is_settled.then(|| "succeeded".to_owned()),
        })
    };
    let asked = |what: Exclusion| one(what).filter(|_| through.contains(&what));
    VpcEncryptionControlExclusions {
        internet_gateway: one(Exclusion::InternetGateway),
        egress_only_internet_gateway: one(Exclusion::EgressOnlyInternetGateway),
        nat_gateway: one(Exclusion::NatGateway),
        virtual_private_gateway: one(Exclusion::VirtualPrivateGateway),
        vpc_peering: one(Exclusion::VpcPeering),
        lambda: one(Exclusion::Lambda),
        vpc_lattice: one(Exclusion::VpcLattice),
        elastic_file_system: one(Exclusion::ElasticFileSystem),
        global_accelerator: asked(Exclusion::GlobalAccelerator),
        api_gateway_v2: asked(Exclusion::ApiGatewayV2),
    }
}

/// The control of a VPC, unless it leaves.
pub(crate) fn of_vpc<'a>(cx: Read<'a>, id: &VpcId) -> Option<&'a Row<VpcEncryptionControl>> {
    cx.with(VpcEncryptionControl::BY_VPC, id).find(|row| !row.is_leaving(cx.now()))
}

/// Whether a VPC has all of its traffic encrypted.
pub(crate) fn is_enforced(cx: Read<'_>, id: &VpcId) -> bool {
    of_vpc(cx, id).is_some_and(|row| row.enforced.is_some())
}

/// # Errors
/// For a way out of a VPC that has its traffic encrypted, unless it is let through.
// unverified (looked up 2026-11-26): that making the way out is refused is documented; code and
// message.
pub(crate) fn check_way_out(cx: Read<'_>, id: &VpcId, what: Exclusion, noun: &str) -> Result<()> {
    match of_vpc(cx, id) {
        Some(row) if !row.lets_through(what) => Err(keeps_out(id, noun)),
        _ => Ok(()),
    }
}

/// # Errors
/// For what a VPC that has its traffic encrypted cannot take, whatever it lets through.
// unverified (looked up 2026-11-26): the same.
pub(crate) fn check_encrypts(cx: Read<'_>, id: &VpcId, does: bool, noun: &str) -> Result<()> {
    if does || !is_enforced(cx, id) { Ok(()) } else { Err(keeps_out(id, noun)) }
}

fn keeps_out(id: &VpcId, noun: &str) -> Error {
    let message = format!(
        "The encryption control of the VPC '{id}' is in enforce mode and does not allow {noun}."
    );
    Error::new("UnsupportedOperation", message)
}

/// What an account says for all of its VPCs in a region: the only row of its table, there once it
/// has said anything.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AccountVpcEncryptionControl {
    pub mode: AccountVpcEncryptionControlMode,
    /// What is let through where encryption is enforced.
    pub through: Vec<Exclusion>,
    /// What came of the mode for the VPCs that there were.
    pub state: Timed<AccountVpcEncryptionControlState>,
    pub updated: Timestamp,
}

pub(crate) const ONLY: &str = "account";

impl Record for AccountVpcEncryptionControl {
    const PLURAL: &'static str = "accountVpcEncryptionControls";
}

impl AccountVpcEncryptionControl {
    /// What VPCs are to let through; `None`: they are only watched.
    pub fn enforced(&self) -> Option<Vec<Exclusion>> {
        let enforces = self.mode == AccountVpcEncryptionControlMode::AttemptEnforce;
        enforces.then(|| self.through.clone())
    }
}

/// What the account says, where it manages its VPCs.
pub(crate) fn of_account(cx: Read<'_>) -> Option<&Row<AccountVpcEncryptionControl>> {
    let row = cx.find::<AccountVpcEncryptionControl>(ONLY);
    row.filter(|row| row.mode != AccountVpcEncryptionControlMode::Unmanaged)
}

// unverified (looked up 2026-11-26): what an account is shown that never said anything, but for its
// state; that exclusions are shown in whatever mode.
pub(crate) fn account_view(cx: Read<'_>) -> wire::AccountVpcEncryptionControl {
    let row = cx.find::<AccountVpcEncryptionControl>(ONLY);
    let state = row.map(|row| row.state.at(cx.now()));
    let is_changing = state == Some(AccountVpcEncryptionControlState::TransitionsInProgress);
    let one = |what: Exclusion| {
        Some(match row.is_some_and(|row| row.through.contains(&what)) {
            true if is_changing => VpcEncryptionControlExclusionState::Enabling,
            true => VpcEncryptionControlExclusionState::Enabled,
            false => VpcEncryptionControlExclusionState::Disabled,
        })
    };
    wire::AccountVpcEncryptionControl {
        state: Some(state.unwrap_or(AccountVpcEncryptionControlState::DefaultState)),
        mode: Some(row.map_or(AccountVpcEncryptionControlMode::Unmanaged, |row| row.mode)),
        exclusions: Some(AccountVpcEncryptionControlExclusions {
            internet_gateway: one(Exclusion::InternetGateway),
            egress_only_internet_gateway: one(Exclusion::EgressOnlyInternetGateway),
            nat_gateway: one(Exclusion::NatGateway),
            virtual_private_gateway: one(Exclusion::VirtualPrivateGateway),
            vpc_peering: one(Exclusion::VpcPeering),
            lambda: one(Exclusion::Lambda),
            vpc_lattice: one(Exclusion::VpcLattice),
            elastic_file_system: one(Exclusion::ElasticFileSystem),
            global_accelerator: one(Exclusion::GlobalAccelerator),
            api_gateway_v2: one(Exclusion::ApiGatewayV2),
        }),
        managed_by: Some(ManagedBy::Account),
        last_update_timestamp: row.map(|row| row.updated),
    }
}

/// # Errors
/// `OperationNotPermitted` for a control of a VPC that the account manages.
// That VPCs manage their own where the account does not is documented; unverified (looked up
// 2026-11-26): that they do not elsewhere, code and message.
pub(crate) fn check_unmanaged(cx: Read<'_>) -> Result<()> {
    if of_account(cx).is_none() {
        return Ok(());
    }
    let message = "VPC encryption controls are managed at the account level.";
    Err(Error::new("OperationNotPermitted", message))
}

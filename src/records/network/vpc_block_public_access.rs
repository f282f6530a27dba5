//! VPC Block Public Access: what an account has set for a region, and which of its VPCs and subnets
//! are excluded. No traffic ever passes, so that what it does is shown and stops nothing.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html>

use crate::engine::{By, Index, Now, PartOf, Read, Record, Resource, Row, Timed};
use crate::records::account::arns::arn;
use crate::records::ids::{AnyId, SubnetId, VpcId};
use serde::{Deserialize, Serialize};
use wire::{
    BlockPublicAccessMode as Shown, BlockPublicAccessStates, InternetGatewayBlockMode,
    InternetGatewayExclusionMode, ManagedBy, ResourceType, Timestamp,
    VpcBlockPublicAccessExclusionState as State, VpcBlockPublicAccessExclusionsAllowed,
    VpcBlockPublicAccessState,
};

/// The only row of its table, there once the mode was set.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VpcBlockPublicAccessOptions {
    pub mode: Timed<InternetGatewayBlockMode>,
    pub state: Timed<VpcBlockPublicAccessState>,
    pub updated: Timestamp,
}

pub(crate) const ONLY: &str = "options";

impl Record for VpcBlockPublicAccessOptions {
    const PLURAL: &'static str = "vpcBlockPublicAccessOptions";
}

pub(crate) fn mode_of_region(cx: Read<'_>) -> InternetGatewayBlockMode {
    let options = cx.find::<VpcBlockPublicAccessOptions>(ONLY);
    options.map_or(InternetGatewayBlockMode::Off, |options| options.mode.at(cx.now()))
}

pub(crate) fn options(cx: Read<'_>) -> wire::VpcBlockPublicAccessOptions {
    let options = cx.find::<VpcBlockPublicAccessOptions>(ONLY);
    let state = options.map(|options| options.state.at(cx.now()));
    wire::VpcBlockPublicAccessOptions {
        aws_account_id: Some(cx.account().to_string()),
        aws_region: Some(cx.region().to_string()),
        state: Some(state.unwrap_or(VpcBlockPublicAccessState::DefaultState)),
        internet_gateway_block_mode: Some(mode_of_region(cx)),
        last_update_timestamp: options.map(|options| options.updated),
        managed_by: Some(ManagedBy::Account),
        exclusions_allowed: Some(VpcBlockPublicAccessExclusionsAllowed::Allowed),
        ..wire::VpcBlockPublicAccessOptions::default()
    }
}

impl VpcBlockPublicAccessExclusion {
    pub(crate) const BY_RESOURCE: By<Self, AnyId> = By::new("resource-id");
}

impl Resource for VpcBlockPublicAccessExclusion {
    type View = wire::VpcBlockPublicAccessExclusion;
    const PREFIX: &'static str = "vpcbpa-exclude";
    const TYPE: Option<ResourceType> = Some(ResourceType::VpcBlockPublicAccessExclusion);
    const PLURAL: &'static str = "vpcBlockPublicAccessExclusions";
    const NOT_FOUND: &'static str = "InvalidVpcBlockPublicAccessExclusionId.NotFound";
    // unverified (looked up 2026-11-26): this code, and the noun.
    const MALFORMED: &'static str = "InvalidVpcBlockPublicAccessExclusionId.Malformed";
    const NOUN: &'static str = "VPC Block Public Access exclusion ID";
    const OF_VPC: bool = true;
    // unverified (looked up 2026-11-26): whether AWS still lists them then.
    const PART_OF: &'static [PartOf] = &[
        PartOf::of(Self::BY_RESOURCE.among::<VpcId>()),
        PartOf::of(Self::BY_RESOURCE.among::<SubnetId>()),
    ];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::VpcBlockPublicAccessExclusion {
        wire::VpcBlockPublicAccessExclusion {
            exclusion_id: Some(row.id.to_string()),
            internet_gateway_exclusion_mode: Some(row.mode.at(cx.now())),
            resource_arn: Some(arn(cx, &row.resource())),
            state: Some(row.state.at(cx.now())),
            creation_timestamp: Some(row.created),
            last_update_timestamp: Some(row.updated),
            deletion_timestamp: row.deleted,
            tags: row.tags.wire(),
            ..wire::VpcBlockPublicAccessExclusion::default()
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_RESOURCE, &self.resource_id);
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VpcBlockPublicAccessExclusion {
    /// A VPC or a subnet.
    pub resource_id: AnyId,
    pub mode: Timed<InternetGatewayExclusionMode>,
    pub state: Timed<State>,
    pub created: Timestamp,
    pub updated: Timestamp,
    pub deleted: Option<Timestamp>,
}

impl VpcBlockPublicAccessExclusion {
    /// As ARNs have it: `vpc/vpc-…`.
    fn resource(&self) -> String {
        let kind = self.resource_id.split('-').next().unwrap_or_default();
        format!("{kind}/{}", self.resource_id)
    }

    pub fn is_deleted(&self, now: Now<'_>) -> bool {
        matches!(self.state.at(now), State::DeleteInProgress | State::DeleteComplete)
    }

    /// Whether it is in force: from its creation's end to its deletion's.
    fn holds(&self, now: Now<'_>) -> bool {
        !matches!(self.state.at(now), State::CreateInProgress | State::DeleteComplete)
    }
}

/// The exclusions of a VPC or subnet, also those that are listed only.
pub(crate) fn of_resource<'a>(
    cx: Read<'a>,
    id: &AnyId,
) -> impl Iterator<Item = &'a Row<VpcBlockPublicAccessExclusion>> + use<'a> {
    cx.with(VpcBlockPublicAccessExclusion::BY_RESOURCE, id)
}

/// What holds for something that is excluded under the first of these ids that is.
pub(crate) fn states(cx: Read<'_>, ids: &[AnyId]) -> BlockPublicAccessStates {
    let region = mode_of_region(cx);
    let excluded = || {
        let held = |id: &AnyId| of_resource(cx, id).find(|row| row.holds(cx.now()));
        ids.iter().find_map(held).map(|row| row.mode.at(cx.now()))
    };
    let shown = match region {
        InternetGatewayBlockMode::Off => Shown::Off,
        blocking => match (blocking, excluded()) {
            (_, Some(InternetGatewayExclusionMode::AllowBidirectional)) => Shown::Off,
            (InternetGatewayBlockMode::BlockBidirectional, None) => Shown::BlockBidirectional,
            _ => Shown::BlockIngress,
        },
    };
    BlockPublicAccessStates { internet_gateway_block_mode: Some(shown) }
}

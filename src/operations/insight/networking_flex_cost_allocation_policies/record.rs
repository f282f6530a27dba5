//! The records of policies and of what they are associated with.

use super::document::Document;
use crate::engine::{By, CustomFilter, Id, Index, PageSize, PartOf, Quota, Read, Resource, Row};
use crate::records::account::arns::arn;
use crate::records::account::billing::next_hour;
use crate::records::ids::{
    AnyId, InstanceId, NatGatewayId, SubnetId, VpcId, VpcPeeringConnectionId,
};
use serde::{Deserialize, Serialize};
use wire::{
    FlexCostAllocationAssociationMode as Mode, FlexCostAllocationPolicyAssociationDescription,
    FlexCostAllocationPolicyDescription, FlexCostAllocationPolicyVersion, ManagedBy, ResourceType,
    Timestamp,
};

const PAGE_SIZE: PageSize = PageSize::Usual(100);

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FlexCostAllocationPolicy {
    pub created: Timestamp,
    pub updated: Timestamp,
    /// All but the last, which is the first one at first.
    pub older: Vec<Version>,
    pub latest: Version,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Version {
    pub document: Document,
    pub show_back: bool,
    pub description: Option<String>,
    pub created: Timestamp,
}

impl Version {
    /// When it applies to traffic.
    // unverified (looked up 2026-11-26): that it does from the next hour of billing on, as the
    // metering policies of transit gateways do.
    pub const fn effective(&self) -> Timestamp {
        next_hour(self.created)
    }

    fn view(&self, id: &str, number: i32) -> FlexCostAllocationPolicyVersion {
        FlexCostAllocationPolicyVersion {
            fca_policy_id: Some(id.to_owned()),
            version: Some(number),
            network_resource_type: Some(self.document.of()),
            nat_fca_policy_document: self.document.nat(),
            instance_fca_policy_document: self.document.instance(),
            pcx_fca_policy_document: self.document.pcx(),
            show_back_enabled: Some(self.show_back),
            description: self.description.clone(),
            expected_effective_at: Some(self.effective()),
            created_at: Some(self.created),
        }
    }
}

impl FlexCostAllocationPolicy {
    pub fn latest_number(&self) -> i32 {
        i32::try_from(self.older.len()).unwrap_or(i32::MAX).saturating_add(1)
    }

    pub fn versions(&self, id: &str) -> impl Iterator<Item = FlexCostAllocationPolicyVersion> {
        let all = self.older.iter().chain([&self.latest]);
        (1..).zip(all).map(move |(number, version)| version.view(id, number))
    }
}

// The prefix is documented; unverified (looked up 2026-11-26): codes, nouns and what is said of too
// many.
impl Resource for FlexCostAllocationPolicy {
    type View = FlexCostAllocationPolicyDescription;
    const PREFIX: &'static str = "fcap";
    const TYPE: Option<ResourceType> = Some(ResourceType::FcaPolicy);
    const PLURAL: &'static str = "flexCostAllocationPolicies";
    const NOT_FOUND: &'static str = "InvalidFcaPolicyId.NotFound";
    const MALFORMED: &'static str = "InvalidFcaPolicyId.Malformed";
    const NOUN: &'static str = "fca-policy ID";
    const ID_FILTER: Option<&'static str> = Some("fca-policy-id");
    const FILTERS: &'static [CustomFilter<Self>] =
        &[("showback-enabled", |row, _| vec![row.latest.show_back.to_string()])];
    const PAGE_SIZE: PageSize = PAGE_SIZE;
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |_, cx| cx.count::<Self>() > 100,
        code: "ResourceLimitExceeded",
        message: |_| "You can have up to 100 flex cost allocation policies.".to_owned(),
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> FlexCostAllocationPolicyDescription {
        let latest = row.latest.view(&row.id, row.latest_number());
        FlexCostAllocationPolicyDescription {
            fca_policy_id: latest.fca_policy_id,
            fca_policy_arn: Some(arn(cx, &format!("fca-policy/{}", row.id))),
            network_resource_type: latest.network_resource_type,
            nat_fca_policy_document: latest.nat_fca_policy_document,
            instance_fca_policy_document: latest.instance_fca_policy_document,
            pcx_fca_policy_document: latest.pcx_fca_policy_document,
            show_back_enabled: latest.show_back_enabled,
            owner_account: Some(cx.account().to_string()),
            description: latest.description,
            latest_version: latest.version,
            version_expected_effective_at: latest.expected_effective_at,
            policy_created_at: Some(row.created),
            updated_at: Some(row.updated),
            managed_by: Some(ManagedBy::Account),
            tags: row.tags.wire(),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FlexCostAllocationPolicyAssociation {
    pub policy_id: Id<FlexCostAllocationPolicy>,
    /// Of a network resource, or of a scope: a subnet, a VPC or the account.
    pub resource_id: AnyId,
    pub is_scope: bool,
    pub associated: Timestamp,
}

impl FlexCostAllocationPolicyAssociation {
    pub const BY_POLICY: By<Self, Id<FlexCostAllocationPolicy>> = By::new("fca-policy-id");
    pub const BY_RESOURCE: By<Self, AnyId> = By::new("resource-id");
}

impl Resource for FlexCostAllocationPolicyAssociation {
    type View = FlexCostAllocationPolicyAssociationDescription;
    const PREFIX: &'static str = "fcapassoc";
    const PLURAL: &'static str = "flexCostAllocationPolicyAssociations";
    const NOT_FOUND: &'static str = "InvalidFcaPolicyAssociationId.NotFound";
    const MALFORMED: &'static str = "InvalidFcaPolicyAssociationId.Malformed";
    const NOUN: &'static str = "fca-policy-association ID";
    const FILTERS: &'static [CustomFilter<Self>] =
        &[("resource-id", |row, _| vec![row.resource_id.to_string()])];
    const PAGE_SIZE: PageSize = PAGE_SIZE;
    // unverified (looked up 2026-11-26): that one goes with what it is of.
    const PART_OF: &'static [PartOf] = &[
        PartOf::of(Self::BY_RESOURCE.among::<NatGatewayId>()),
        PartOf::of(Self::BY_RESOURCE.among::<VpcPeeringConnectionId>()),
        PartOf::of(Self::BY_RESOURCE.among::<InstanceId>()),
        PartOf::of(Self::BY_RESOURCE.among::<VpcId>()),
        PartOf::of(Self::BY_RESOURCE.among::<SubnetId>()),
    ];

    fn view(row: &Row<Self>, cx: Read<'_>) -> FlexCostAllocationPolicyAssociationDescription {
        FlexCostAllocationPolicyAssociationDescription {
            fca_policy_association_id: Some(row.id.to_string()),
            fca_policy_id: Some(row.policy_id.to_string()),
            network_resource_id: Some(row.resource_id.to_string()),
            owner_account: Some(cx.account().to_string()),
            associated_at: Some(row.associated),
            expected_effective_at: Some(next_hour(row.associated)),
            association_mode: Some(if row.is_scope { Mode::Scope } else { Mode::Direct }),
            managed_by: Some(ManagedBy::Account),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_POLICY, &self.policy_id);
        index.add(Self::BY_RESOURCE, &self.resource_id);
    }
}

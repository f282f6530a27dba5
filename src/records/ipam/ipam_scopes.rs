//! Scopes: each is the address space of one network. An IPAM has a private one and the public one
//! by default. <https://docs.aws.amazon.com/vpc/latest/ipam/add-scope-ipam.html>

use crate::engine::{By, Index, Life, PartOf, Quota, Read, Resource, Row};
use crate::records::ids::IpamId;
use crate::records::ipam::ipam_pools::IpamPool;
use crate::records::ipam::shown::{ipam_arn, number, scope_arn};
use crate::records::ipam::states::{self, Changed};
use serde::{Deserialize, Serialize};
use wire::{IpamScopeType, ResourceType};

/// <https://docs.aws.amazon.com/vpc/latest/ipam/quotas-ipam.html>
const MOST: usize = 5;

impl IpamScope {
    /// No filter has this name.
    pub(crate) const BY_IPAM: By<Self, IpamId> = By::new("ipam-id");
}

// unverified (looked up 2026-11-26): code and words of an unknown id are as those of pools.
impl Resource for IpamScope {
    type View = wire::IpamScope;
    const PREFIX: &'static str = "ipam-scope";
    const TYPE: Option<ResourceType> = Some(ResourceType::IpamScope);
    const PLURAL: &'static str = "ipamScopes";
    const NOT_FOUND: &'static str = "InvalidIpamScopeId.NotFound";
    const NOUN: &'static str = "ipam-scope ID";
    const LIFE: Option<Life> = Some(states::LIFE);
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_IPAM)];
    // The number is documented; unverified (looked up 2026-11-26): the words are as those of IPAMs.
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |row, cx| cx.with(Self::BY_IPAM, &row.ipam_id).count() > MOST,
        code: "ResourceLimitExceeded",
        message: |_| {
            format!(
                "You've reached the limit for ipam-scopes. You have created {MOST} ipam-scopes \
                 and you are limited to {MOST}."
            )
        },
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::IpamScope {
        wire::IpamScope {
            owner_id: Some(cx.account().to_string()),
            ipam_scope_id: Some(row.id.to_string()),
            ipam_scope_arn: Some(scope_arn(cx, &row.id)),
            ipam_arn: Some(ipam_arn(cx, &row.ipam_id)),
            ipam_region: Some(cx.region().to_string()),
            ipam_scope_type: Some(row.of),
            is_default: Some(row.is_default),
            description: row.description.clone(),
            pool_count: Some(number(cx.with(IpamPool::BY_SCOPE, &row.id).count())),
            state: states::state(row, row.changed, cx.now()),
            tags: row.tags.wire(),
            external_authority_configuration: None,
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_IPAM, &self.ipam_id);
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IpamScope {
    pub ipam_id: IpamId,
    pub of: IpamScopeType,
    pub is_default: bool,
    pub description: Option<String>,
    pub changed: Changed,
}

//! Pools: blocks of a scope's addresses under one set of rules, each perhaps out of another pool.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/how-it-works-ipam.html>

use crate::engine::{By, CustomFilter, Index, Life, PartOf, Quota, Read, Resource, Row, Text};
use crate::records::account::arns::global_arn;
use crate::records::ids::{IpamId, IpamPoolId, IpamScopeId, VpcId};
use crate::records::ipam::shown::{ipam_arn, scope_arn};
use crate::records::ipam::states::{self, Changed};
use serde::{Deserialize, Serialize};
use wire::{
    AddressFamily, IpamPoolAwsService, IpamPoolPublicIpSource, IpamPoolSourceResource,
    IpamPoolSourceResourceType, IpamResourceTag, IpamScopeType, ResourceType,
};

/// <https://docs.aws.amazon.com/vpc/latest/ipam/quotas-ipam.html>
const MOST: usize = 50;

/// What a pool without a locale shows, as AWS CLI's examples do.
pub(crate) const NO_LOCALE: &str = "None";

impl IpamPool {
    pub(crate) const BY_SCOPE: By<Self, IpamScopeId> = By::new("ipam-scope-id");
    pub(crate) const BY_SOURCE: By<Self, IpamPoolId> = By::new("source-ipam-pool-id");
}

// Code and words are as recorded in hashicorp/terraform-provider-aws#28095.
impl Resource for IpamPool {
    type View = wire::IpamPool;
    const PREFIX: &'static str = "ipam-pool";
    const TYPE: Option<ResourceType> = Some(ResourceType::IpamPool);
    const PLURAL: &'static str = "ipamPools";
    const NOT_FOUND: &'static str = "InvalidIpamPoolId.NotFound";
    const NOUN: &'static str = "ipam-pool ID";
    const LIFE: Option<Life> = Some(states::LIFE);
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_SCOPE)];
    // As AWS CLI's example of DescribeIpamPools asks for it.
    const FILTERS: &'static [CustomFilter<Self>] =
        &[("ipam-scope-id", |row, _| vec![row.scope_id.to_string()])];
    // The number is documented; unverified (looked up 2026-11-26): the words are as those of IPAMs.
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |row, cx| cx.with(Self::BY_SCOPE, &row.scope_id).count() > MOST,
        code: "ResourceLimitExceeded",
        message: |_| {
            format!(
                "You've reached the limit for ipam-pools. You have created {MOST} ipam-pools and \
                 you are limited to {MOST}."
            )
        },
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::IpamPool {
        let pool = &row.record;
        let locale = pool.locale.as_ref().map_or(NO_LOCALE, |locale| locale.as_str());
        wire::IpamPool {
            owner_id: Some(cx.account().to_string()),
            ipam_pool_id: Some(row.id.to_string()),
            source_ipam_pool_id: pool.source_id.as_ref().map(IpamPoolId::to_string),
            ipam_pool_arn: Some(global_arn(cx, &format!("ipam-pool/{}", row.id))),
            ipam_scope_arn: Some(scope_arn(cx, &pool.scope_id)),
            ipam_scope_type: Some(pool.scope_type),
            ipam_arn: Some(ipam_arn(cx, &pool.ipam_id)),
            ipam_region: Some(cx.region().to_string()),
            locale: Some(locale.to_owned()),
            pool_depth: Some(pool.depth),
            state: states::state(row, pool.changed, cx.now()),
            state_message: None,
            description: pool.description.clone(),
            auto_import: Some(pool.auto_import),
            publicly_advertisable: pool.publicly_advertisable,
            address_family: Some(pool.family),
            allocation_min_netmask_length: pool.lengths.min,
            allocation_max_netmask_length: pool.lengths.max,
            allocation_default_netmask_length: pool.lengths.default,
            allocation_resource_tags: Some(pool.resource_tags.iter().map(shown).collect()),
            tags: row.tags.wire(),
            aws_service: pool.aws_service,
            public_ip_source: pool.public_ip_source,
            source_resource: pool.vpc.as_ref().map(Planned::view),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_SCOPE, &self.scope_id);
        if let Some(source_id) = &self.source_id {
            index.add(Self::BY_SOURCE, source_id);
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IpamPool {
    pub ipam_id: IpamId,
    pub scope_id: IpamScopeId,
    pub scope_type: IpamScopeType,
    pub source_id: Option<IpamPoolId>,
    /// 1 without a source.
    pub depth: i32,
    pub locale: Option<Text>,
    pub description: Option<String>,
    pub auto_import: bool,
    pub publicly_advertisable: Option<bool>,
    pub family: AddressFamily,
    pub lengths: Lengths,
    pub resource_tags: Vec<ResourceTag>,
    pub aws_service: Option<IpamPoolAwsService>,
    pub public_ip_source: Option<IpamPoolPublicIpSource>,
    /// The VPC whose addresses it plans.
    pub vpc: Option<Planned>,
    pub changed: Changed,
}

/// How long the netmasks of allocations are.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Lengths {
    pub min: Option<i32>,
    pub max: Option<i32>,
    pub default: Option<i32>,
}

/// A tag that resources need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ResourceTag {
    pub key: String,
    pub value: String,
}

fn shown(tag: &ResourceTag) -> IpamResourceTag {
    IpamResourceTag { key: Some(tag.key.clone()), value: Some(tag.value.clone()) }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Planned {
    pub vpc_id: VpcId,
    pub region: Text,
    pub owner: Text,
}

impl Planned {
    fn view(&self) -> IpamPoolSourceResource {
        IpamPoolSourceResource {
            resource_id: Some(self.vpc_id.to_string()),
            resource_type: Some(IpamPoolSourceResourceType::Vpc),
            resource_region: Some(self.region.to_string()),
            resource_owner: Some(self.owner.to_string()),
        }
    }
}

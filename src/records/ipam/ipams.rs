//! IPAMs: what watches over the addresses of an account. One has a home, the region that it was
//! made in, where alone it is seen, and regions that it operates in.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/how-it-works-ipam.html>

use crate::engine::{Life, Quota, Read, Resource, Row, Text};
use crate::records::ids::{
    IpamResourceDiscoveryAssociationId, IpamResourceDiscoveryId, IpamScopeId,
};
use crate::records::ipam::ipam_resource_discoveries::IpamResourceDiscoveryAssociation;
use crate::records::ipam::ipam_scopes::IpamScope;
use crate::records::ipam::shown::{ipam_arn, number, operating};
use crate::records::ipam::states::{self, Changed};
use serde::{Deserialize, Serialize};
use wire::{IpamMeteredAccount, IpamTier, ResourceType};

// The code is the one that Terraform looks for, and the words are as recorded of pools in
// hashicorp/terraform-provider-aws#28095.
impl Resource for Ipam {
    type View = wire::Ipam;
    const PREFIX: &'static str = "ipam";
    const TYPE: Option<ResourceType> = Some(ResourceType::Ipam);
    const PLURAL: &'static str = "ipams";
    const NOT_FOUND: &'static str = "InvalidIpamId.NotFound";
    const LIFE: Option<Life> = Some(states::LIFE);
    // As recorded in rebuy-de/aws-nuke#834.
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |_, cx| cx.count::<Self>() > 1,
        code: "ResourceLimitExceeded",
        message: |_| {
            "You've reached the limit for ipams. You have created 1 ipams and you are limited to 1."
                .to_owned()
        },
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Ipam {
        let associations = cx.with(IpamResourceDiscoveryAssociation::BY_IPAM, &row.id).count();
        wire::Ipam {
            owner_id: Some(cx.account().to_string()),
            ipam_id: Some(row.id.to_string()),
            ipam_arn: Some(ipam_arn(cx, &row.id)),
            ipam_region: Some(cx.region().to_string()),
            public_default_scope_id: Some(row.public_scope_id.to_string()),
            private_default_scope_id: Some(row.private_scope_id.to_string()),
            scope_count: Some(number(cx.with(IpamScope::BY_IPAM, &row.id).count())),
            description: row.description.clone(),
            operating_regions: Some(operating(&row.operating_regions)),
            state: states::state(row, row.changed, cx.now()),
            tags: row.tags.wire(),
            default_resource_discovery_id: Some(row.discovery_id.to_string()),
            default_resource_discovery_association_id: Some(row.association_id.to_string()),
            resource_discovery_association_count: Some(number(associations)),
            state_message: None,
            tier: Some(row.tier),
            enable_private_gua: Some(row.enable_private_gua),
            metered_account: Some(row.metered_account),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Ipam {
    pub description: Option<String>,
    /// Its home is among them.
    pub operating_regions: Vec<Text>,
    pub tier: IpamTier,
    pub enable_private_gua: bool,
    pub metered_account: IpamMeteredAccount,
    pub public_scope_id: IpamScopeId,
    pub private_scope_id: IpamScopeId,
    pub discovery_id: IpamResourceDiscoveryId,
    pub association_id: IpamResourceDiscoveryAssociationId,
    pub changed: Changed,
}

impl Ipam {
    pub fn operates_in(&self, region: &str) -> bool {
        self.operating_regions.iter().any(|operating| *operating == *region)
    }
}

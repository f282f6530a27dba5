//! Resource discoveries, by which an IPAM knows what there is, and their associations with IPAMs.
//! Each IPAM has one by default.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/res-disc-work-with.html>

use crate::engine::{By, Index, Life, PartOf, Quota, Read, Resource, Row, Text};
use crate::records::account::arns::global_arn;
use crate::records::ids::{IpamId, IpamResourceDiscoveryId};
use crate::records::ipam::shown::{ipam_arn, operating};
use crate::records::ipam::states::{self, Changed};
use serde::{Deserialize, Serialize};
use wire::{IpamAssociatedResourceDiscoveryStatus, ResourceType};

impl IpamResourceDiscovery {
    /// Those that an IPAM has by default. No filter has this name.
    pub(crate) const BY_IPAM: By<Self, IpamId> = By::new("ipam-id");
}

// The code is the one that Terraform looks for; unverified (looked up 2026-11-26): the words are as
// those of pools.
impl Resource for IpamResourceDiscovery {
    type View = wire::IpamResourceDiscovery;
    const PREFIX: &'static str = "ipam-res-disco";
    const TYPE: Option<ResourceType> = Some(ResourceType::IpamResourceDiscovery);
    const PLURAL: &'static str = "ipamResourceDiscoveries";
    const NOT_FOUND: &'static str = "InvalidIpamResourceDiscoveryId.NotFound";
    const MALFORMED: &'static str = "InvalidIpamResourceDiscoveryId.Malformed";
    const NOUN: &'static str = "ipam-resource-discovery ID";
    const LIFE: Option<Life> = Some(states::LIFE);
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_IPAM)];
    // The number is that of <https://docs.aws.amazon.com/vpc/latest/ipam/quotas-ipam.html>;
    // unverified (looked up 2026-11-26): that the default one is beside it; the words are as those
    // of IPAMs.
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |row, cx| {
            let rows = cx.table::<Self>().iter(0, cx.now());
            row.default_of.is_none() && rows.filter(|(_, row)| row.default_of.is_none()).count() > 1
        },
        code: "ResourceLimitExceeded",
        message: |_| {
            "You've reached the limit for ipam-resource-discoveries. You have created 1 \
             ipam-resource-discoveries and you are limited to 1."
                .to_owned()
        },
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::IpamResourceDiscovery {
        let arn = global_arn(cx, &format!("ipam-resource-discovery/{}", row.id));
        wire::IpamResourceDiscovery {
            owner_id: Some(cx.account().to_string()),
            ipam_resource_discovery_id: Some(row.id.to_string()),
            ipam_resource_discovery_arn: Some(arn),
            ipam_resource_discovery_region: Some(cx.region().to_string()),
            description: row.description.clone(),
            operating_regions: Some(operating(&row.operating_regions)),
            is_default: Some(row.default_of.is_some()),
            state: states::state(row, row.changed, cx.now()),
            tags: row.tags.wire(),
            organizational_unit_exclusions: None,
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        if let Some(ipam_id) = &self.default_of {
            index.add(Self::BY_IPAM, ipam_id);
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IpamResourceDiscovery {
    /// The IPAM whose default it is.
    pub default_of: Option<IpamId>,
    pub description: Option<String>,
    pub operating_regions: Vec<Text>,
    pub changed: Changed,
}

impl IpamResourceDiscoveryAssociation {
    pub(crate) const BY_IPAM: By<Self, IpamId> = By::new("ipam-id");
    pub(crate) const BY_DISCOVERY: By<Self, IpamResourceDiscoveryId> =
        By::new("ipam-resource-discovery-id");
}

// As of resource discoveries.
impl Resource for IpamResourceDiscoveryAssociation {
    type View = wire::IpamResourceDiscoveryAssociation;
    const PREFIX: &'static str = "ipam-res-disco-assoc";
    const TYPE: Option<ResourceType> = Some(ResourceType::IpamResourceDiscoveryAssociation);
    const PLURAL: &'static str = "ipamResourceDiscoveryAssociations";
    const NOT_FOUND: &'static str = "InvalidIpamResourceDiscoveryAssociationId.NotFound";
    const NOUN: &'static str = "ipam-resource-discovery-association ID";
    const LIFE: Option<Life> = Some(Life {
        states: [
            "associate-in-progress",
            "associate-complete",
            "disassociate-in-progress",
            "disassociate-complete",
        ],
        ..states::LIFE
    });
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_IPAM)];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::IpamResourceDiscoveryAssociation {
        let arn = global_arn(cx, &format!("ipam-resource-discovery-association/{}", row.id));
        wire::IpamResourceDiscoveryAssociation {
            owner_id: Some(cx.account().to_string()),
            ipam_resource_discovery_association_id: Some(row.id.to_string()),
            ipam_resource_discovery_association_arn: Some(arn),
            ipam_resource_discovery_id: Some(row.discovery_id.to_string()),
            ipam_id: Some(row.ipam_id.to_string()),
            ipam_arn: Some(ipam_arn(cx, &row.ipam_id)),
            ipam_region: Some(cx.region().to_string()),
            is_default: Some(row.is_default),
            resource_discovery_status: Some(IpamAssociatedResourceDiscoveryStatus::Active),
            state: row.life_state(cx.now()),
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_IPAM, &self.ipam_id);
        index.add(Self::BY_DISCOVERY, &self.discovery_id);
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IpamResourceDiscoveryAssociation {
    pub ipam_id: IpamId,
    pub discovery_id: IpamResourceDiscoveryId,
    pub is_default: bool,
}

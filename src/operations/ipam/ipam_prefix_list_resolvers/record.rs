//! A prefix list resolver: its record and its view.

use crate::engine::{By, Hold, Index, Life, Quota, Read, Resource, Row};
use crate::error::Error;
use crate::records::account::arns::global_arn;
use crate::records::ids::IpamId;
use crate::records::ipam::shown::ipam_arn;
use crate::records::ipam::states::{self, Changed};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use wire::{AddressFamily, IpamPrefixListResolverVersionCreationStatus, ResourceType};

/// <https://docs.aws.amazon.com/vpc/latest/ipam/quotas-ipam.html>
const MOST: usize = 10;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IpamPrefixListResolver {
    pub ipam_id: IpamId,
    pub description: Option<String>,
    pub family: AddressFamily,
    pub rules: Vec<IpNet>,
    /// What each version has, from the first one on.
    pub versions: Vec<BTreeSet<IpNet>>,
    pub changed: Changed,
}

impl IpamPrefixListResolver {
    // No filter has this name.
    const BY_IPAM: By<Self, IpamId> = By::new("ipam-id");

    /// The number of the last version.
    pub fn latest(&self) -> i64 {
        i64::try_from(self.versions.len()).unwrap_or(i64::MAX)
    }

    /// # Errors
    /// `InvalidParameterValue` for a version that there is not; `parameter` as EC2 spells it.
    // unverified (looked up 2026-11-26): code and words.
    pub fn version(&self, parameter: &str, number: i64) -> Result<&BTreeSet<IpNet>, Error> {
        let at = number.checked_sub(1).and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| self.versions.get(at)).ok_or_else(|| {
            let reason = "The prefix list resolver has no such version.";
            Error::bad_parameter(parameter, number, reason)
        })
    }
}

// unverified (looked up 2026-11-26): the prefix, the code and the noun, as those of pools; that an
// IPAM that has one stays.
impl Resource for IpamPrefixListResolver {
    type View = wire::IpamPrefixListResolver;
    const PREFIX: &'static str = "ipam-pl-resolver";
    const TYPE: Option<ResourceType> = Some(ResourceType::IpamPrefixListResolver);
    const PLURAL: &'static str = "ipamPrefixListResolvers";
    const NOT_FOUND: &'static str = "InvalidIpamPrefixListResolverId.NotFound";
    const NOUN: &'static str = "ipam-prefix-list-resolver ID";
    const LIFE: Option<Life> = Some(states::LIFE);
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_IPAM)];
    // unverified (looked up 2026-11-26): the words are as those of IPAMs.
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |row, cx| cx.with(Self::BY_IPAM, &row.ipam_id).count() > MOST,
        code: "ResourceLimitExceeded",
        message: |_| {
            format!(
                "You've reached the limit for ipam-prefix-list-resolvers. You have created {MOST} \
                 ipam-prefix-list-resolvers and you are limited to {MOST}."
            )
        },
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::IpamPrefixListResolver {
        wire::IpamPrefixListResolver {
            owner_id: Some(cx.account().to_string()),
            ipam_prefix_list_resolver_id: Some(row.id.to_string()),
            ipam_prefix_list_resolver_arn: Some(global_arn(
                cx,
                &format!("ipam-prefix-list-resolver/{}", row.id),
            )),
            ipam_arn: Some(ipam_arn(cx, &row.ipam_id)),
            ipam_region: Some(cx.region().to_string()),
            description: row.description.clone(),
            address_family: Some(row.family),
            state: states::state(row, row.changed, cx.now()),
            tags: row.tags.wire(),
            last_version_creation_status: Some(
                IpamPrefixListResolverVersionCreationStatus::Success,
            ),
            last_version_creation_status_message: None,
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_IPAM, &self.ipam_id);
    }
}

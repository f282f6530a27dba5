//! A prefix list that a resolver fills: its record and its view.

use super::record::IpamPrefixListResolver;
use crate::engine::{By, Hold, Id, Index, Life, Phase, Quota, Read, Resource, Row, Text, Timed};
use crate::records::account::arns::global_arn;
use crate::records::ids::PrefixListId;
use crate::records::ipam::states;
use serde::{Deserialize, Serialize};
use wire::{IpamPrefixListResolverTargetState as State, ResourceType};

/// <https://docs.aws.amazon.com/vpc/latest/ipam/quotas-ipam.html>
const MOST: usize = 50;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IpamPrefixListResolverTarget {
    pub resolver_id: Id<IpamPrefixListResolver>,
    pub list_id: PrefixListId,
    pub list_region: Text,
    /// The version that it is to have; `None`: the latest one.
    pub desired: Option<i64>,
    /// The version that it has.
    pub synced: Option<i64>,
    /// Why it could not be filled, if it could not.
    pub failure: Option<String>,
    /// Since it was filled last.
    pub state: Timed<State>,
}

impl IpamPrefixListResolverTarget {
    // No filter has this name.
    pub const BY_RESOLVER: By<Self, Id<IpamPrefixListResolver>> =
        By::new("ipam-prefix-list-resolver-id");
}

// unverified (looked up 2026-11-26): the prefix, the code and the noun, as those of pools; that a
// resolver that has one stays.
impl Resource for IpamPrefixListResolverTarget {
    type View = wire::IpamPrefixListResolverTarget;
    const PREFIX: &'static str = "ipam-pl-resolver-target";
    const TYPE: Option<ResourceType> = Some(ResourceType::IpamPrefixListResolverTarget);
    const PLURAL: &'static str = "ipamPrefixListResolverTargets";
    const NOT_FOUND: &'static str = "InvalidIpamPrefixListResolverTargetId.NotFound";
    const NOUN: &'static str = "ipam-prefix-list-resolver-target ID";
    const LIFE: Option<Life> = Some(states::LIFE);
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_RESOLVER)];
    // unverified (looked up 2026-11-26): the words are as those of IPAMs.
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |row, cx| cx.with(Self::BY_RESOLVER, &row.resolver_id).count() > MOST,
        code: "ResourceLimitExceeded",
        message: |_| {
            format!(
                "You've reached the limit for ipam-prefix-list-resolver-targets. You have created \
                 {MOST} ipam-prefix-list-resolver-targets and you are limited to {MOST}."
            )
        },
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::IpamPrefixListResolverTarget {
        let is_there = row.life_phase(cx.now()) == Phase::There;
        let synced = row.state.at(cx.now());
        let is_over = is_there && synced != State::SyncInProgress;
        wire::IpamPrefixListResolverTarget {
            ipam_prefix_list_resolver_target_id: Some(row.id.to_string()),
            ipam_prefix_list_resolver_target_arn: Some(global_arn(
                cx,
                &format!("ipam-prefix-list-resolver-target/{}", row.id),
            )),
            ipam_prefix_list_resolver_id: Some(row.resolver_id.to_string()),
            owner_id: Some(cx.account().to_string()),
            prefix_list_id: Some(row.list_id.to_string()),
            prefix_list_region: Some(row.list_region.to_string()),
            desired_version: row.desired,
            last_synced_version: row.synced.filter(|_| is_over),
            track_latest_version: Some(row.desired.is_none()),
            state_message: row.failure.clone().filter(|_| is_over),
            state: if is_there { Some(synced) } else { row.life_state(cx.now()) },
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_RESOLVER, &self.resolver_id);
    }
}

//! Verified Access groups: endpoints with one policy.
//! <https://docs.aws.amazon.com/verified-access/latest/ug/verified-access-groups.html>

use super::verified_access::Policy;
use crate::engine::{By, Hold, Index, Read, Resource, Row};
use crate::records::account::arns::arn;
use crate::records::ids::VerifiedAccessInstanceId;
use serde::{Deserialize, Serialize};
use wire::ResourceType;

impl VerifiedAccessGroup {
    /// No filter has this name.
    const BY_INSTANCE: By<Self, VerifiedAccessInstanceId> = By::new("verified-access-instance-id");
}

impl Resource for VerifiedAccessGroup {
    type View = wire::VerifiedAccessGroup;
    const PREFIX: &'static str = "vagr";
    const TYPE: Option<ResourceType> = Some(ResourceType::VerifiedAccessGroup);
    const PLURAL: &'static str = "verifiedAccessGroups";
    const NOT_FOUND: &'static str = "InvalidVerifiedAccessGroupId.NotFound";
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_INSTANCE)];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::VerifiedAccessGroup {
        wire::VerifiedAccessGroup {
            verified_access_group_id: Some(row.id.to_string()),
            verified_access_instance_id: Some(row.instance_id.to_string()),
            owner: Some(cx.account().to_string()),
            verified_access_group_arn: Some(arn(cx, &format!("verified-access-group/{}", row.id))),
            tags: row.tags.wire(),
            ..row.shown.clone()
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_INSTANCE, &self.instance_id);
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VerifiedAccessGroup {
    /// All that is told of it but ids, names of it, and tags.
    pub shown: wire::VerifiedAccessGroup,
    pub instance_id: VerifiedAccessInstanceId,
    pub policy: Policy,
}

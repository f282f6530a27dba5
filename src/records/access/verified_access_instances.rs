//! Verified Access instances, which stand for the groups and endpoints in them and have trust
//! providers.
//! <https://docs.aws.amazon.com/verified-access/latest/ug/verified-access-instances.html>

use super::verified_access_trust_providers::{VerifiedAccessTrustProvider, condensed};
use crate::engine::{By, Hold, Index, Read, Resource, Row};
use crate::records::ids::VerifiedAccessTrustProviderId;
use serde::{Deserialize, Serialize};
use wire::{ResourceType, VerifiedAccessLogs};

impl VerifiedAccessInstance {
    /// No filter has this name.
    const BY_TRUST_PROVIDER: By<Self, VerifiedAccessTrustProviderId> =
        By::new("verified-access-trust-provider-id");
}

impl Resource for VerifiedAccessInstance {
    type View = wire::VerifiedAccessInstance;
    const PREFIX: &'static str = "vai";
    const TYPE: Option<ResourceType> = Some(ResourceType::VerifiedAccessInstance);
    const PLURAL: &'static str = "verifiedAccessInstances";
    const NOT_FOUND: &'static str = "InvalidVerifiedAccessInstanceId.NotFound";
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_TRUST_PROVIDER)];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::VerifiedAccessInstance {
        let providers = trust_providers(row, cx).map(condensed).collect();
        wire::VerifiedAccessInstance {
            verified_access_instance_id: Some(row.id.to_string()),
            verified_access_trust_providers: Some(providers),
            tags: row.tags.wire(),
            ..row.shown.clone()
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        for id in &self.trust_providers {
            index.add(Self::BY_TRUST_PROVIDER, id);
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VerifiedAccessInstance {
    /// All that is told of it but its id, trust providers and tags.
    pub shown: wire::VerifiedAccessInstance,
    pub trust_providers: Vec<VerifiedAccessTrustProviderId>,
    pub logs: VerifiedAccessLogs,
}

/// Those that are attached, in the order in which they were.
pub(crate) fn trust_providers<'a>(
    row: &'a Row<VerifiedAccessInstance>,
    cx: Read<'a>,
) -> impl Iterator<Item = &'a Row<VerifiedAccessTrustProvider>> {
    row.trust_providers.iter().filter_map(move |id| cx.find::<VerifiedAccessTrustProvider>(id))
}

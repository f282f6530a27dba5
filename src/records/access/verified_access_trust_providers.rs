//! Trust providers of Verified Access: who tells of users, or of their devices. Nobody is asked
//! here. <https://docs.aws.amazon.com/verified-access/latest/ug/trust-providers.html>

use crate::engine::{Read, Resource, Row};
use serde::{Deserialize, Serialize};
use wire::{ResourceType, VerifiedAccessTrustProviderCondensed};

impl Resource for VerifiedAccessTrustProvider {
    type View = wire::VerifiedAccessTrustProvider;
    const PREFIX: &'static str = "vatp";
    const TYPE: Option<ResourceType> = Some(ResourceType::VerifiedAccessTrustProvider);
    const PLURAL: &'static str = "verifiedAccessTrustProviders";
    /// As Terraform's provider knows it, like those of the other kinds of Verified Access.
    // unverified (looked up 2026-11-26): the messages of all four kinds, what AWS says of what
    // cannot be an id, and of what cannot be deleted as another kind holds it.
    const NOT_FOUND: &'static str = "InvalidVerifiedAccessTrustProviderId.NotFound";

    /// Without the secrets: Terraform's provider has them from its own configuration.
    // unverified (looked up 2026-11-26): that AWS leaves them out, and hides them not otherwise.
    fn view(row: &Row<Self>, _cx: Read<'_>) -> wire::VerifiedAccessTrustProvider {
        wire::VerifiedAccessTrustProvider {
            verified_access_trust_provider_id: Some(row.id.to_string()),
            tags: row.tags.wire(),
            ..row.shown.clone()
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VerifiedAccessTrustProvider {
    /// All that is told of it but its id and tags.
    pub shown: wire::VerifiedAccessTrustProvider,
    pub client_secret: Option<String>,
    /// That for applications that are not asked by HTTP.
    pub native_client_secret: Option<String>,
}

/// What an instance tells of it.
pub(crate) fn condensed(
    row: &Row<VerifiedAccessTrustProvider>,
) -> VerifiedAccessTrustProviderCondensed {
    VerifiedAccessTrustProviderCondensed {
        verified_access_trust_provider_id: Some(row.id.to_string()),
        // AWS's examples leave an empty one out here.
        description: row.shown.description.clone().filter(|text| !text.is_empty()),
        trust_provider_type: row.shown.trust_provider_type,
        user_trust_provider_type: row.shown.user_trust_provider_type,
        device_trust_provider_type: row.shown.device_trust_provider_type,
    }
}

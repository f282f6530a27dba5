//! Network Access Scopes: which ways through a network are looked for.
//! <https://docs.aws.amazon.com/vpc/latest/network-access-analyzer/>

use crate::engine::{Read, Resource, Row};
use crate::records::account::arns::arn;
use serde::{Deserialize, Serialize};
use wire::{NetworkInsightsAccessScopeContent, ResourceType};

impl Resource for NetworkInsightsAccessScope {
    type View = wire::NetworkInsightsAccessScope;
    const PREFIX: &'static str = "nis";
    const TYPE: Option<ResourceType> = Some(ResourceType::NetworkInsightsAccessScope);
    const PLURAL: &'static str = "networkInsightsAccessScopes";
    /// As Terraform's provider knows it. unverified (looked up 2026-11-26): the messages, and what
    /// AWS says of one with an analysis; so for analyses.
    const NOT_FOUND: &'static str = "InvalidNetworkInsightsAccessScopeId.NotFound";

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::NetworkInsightsAccessScope {
        let path = format!("network-insights-access-scope/{}", row.id);
        wire::NetworkInsightsAccessScope {
            network_insights_access_scope_id: Some(row.id.to_string()),
            network_insights_access_scope_arn: Some(arn(cx, &path)),
            tags: row.tags.wire(),
            ..row.shown.clone()
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NetworkInsightsAccessScope {
    /// All that is told of it but its id, name and tags.
    pub shown: wire::NetworkInsightsAccessScope,
    pub content: NetworkInsightsAccessScopeContent,
}

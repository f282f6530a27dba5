//! Paths of Reachability Analyzer: from where to where which packets are to go.
//! <https://docs.aws.amazon.com/vpc/latest/reachability/what-is-reachability-analyzer.html>

use crate::engine::{CustomFilter, Read, Resource, Row};
use crate::error::Error;
use crate::records::account::arns::arn;
use wire::{FilterPortRange, NetworkInsightsPath, PathFilter, ResourceType};

impl Resource for NetworkInsightsPath {
    type View = Self;
    const PREFIX: &'static str = "nip";
    const TYPE: Option<ResourceType> = Some(ResourceType::NetworkInsightsPath);
    const PLURAL: &'static str = "networkInsightsPaths";
    /// As Terraform's provider knows it. unverified (looked up 2026-11-26): the messages, and what
    /// AWS says of what cannot be an id; so for analyses.
    const NOT_FOUND: &'static str = "InvalidNetworkInsightsPathId.NotFound";
    const FILTERS: &'static [CustomFilter<Self>] = &[
        ("filter-at-source.source-port-range", |row, _| {
            ports(row.filter_at_source.as_ref(), |it| it.source_port_range.as_ref())
        }),
        ("filter-at-source.destination-port-range", |row, _| {
            ports(row.filter_at_source.as_ref(), |it| it.destination_port_range.as_ref())
        }),
        ("filter-at-destination.source-port-range", |row, _| {
            ports(row.filter_at_destination.as_ref(), |it| it.source_port_range.as_ref())
        }),
        ("filter-at-destination.destination-port-range", |row, _| {
            ports(row.filter_at_destination.as_ref(), |it| it.destination_port_range.as_ref())
        }),
    ];

    fn view(row: &Row<Self>, cx: Read<'_>) -> Self {
        Self {
            network_insights_path_id: Some(row.id.to_string()),
            network_insights_path_arn: Some(arn(cx, &format!("network-insights-path/{}", row.id))),
            tags: row.tags.wire(),
            ..row.record.clone()
        }
    }

    /// Terraform's provider knows the code; unverified (looked up 2026-11-26): the message.
    fn in_use_by(id: &str, analysis: &str) -> Error {
        let message = format!("The path {id} has an analysis: {analysis}");
        Error::new("AnalysisExistsForNetworkInsightsPath", message)
    }
}

// unverified (looked up 2026-11-26): how a filter writes a range.
fn ports(
    filter: Option<&PathFilter>,
    range: fn(&PathFilter) -> Option<&FilterPortRange>,
) -> Vec<String> {
    let range = filter.and_then(range);
    let ends = range.and_then(|range| range.from_port.zip(range.to_port));
    ends.map(|(from, to)| format!("{from}-{to}")).into_iter().collect()
}

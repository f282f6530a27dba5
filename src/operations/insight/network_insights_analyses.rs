//! Analyses of paths: each is what the region's networks made of the path when it was started.
//! <https://docs.aws.amazon.com/vpc/latest/reachability/getting-started-cli.html>

use crate::effects::insight::reachability::{Found, analyse};
use crate::engine::{
    By, CustomFilter, Hold, Id, Index, Millis, Operation, Query, Read, Resource, Row, Timed, Write,
    deleted, operations,
};
use crate::error::Result;
use crate::records::account::arns::arn;
use crate::records::durations;
use serde::{Deserialize, Serialize};
use wire::{
    AnalysisComponent, AnalysisStatus, DescribeNetworkInsightsAnalysesRequest,
    DescribeNetworkInsightsAnalysesResult, Explanation, NetworkInsightsPath, PathComponent,
    ResourceType, StartNetworkInsightsAnalysisRequest, StartNetworkInsightsAnalysisResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write StartNetworkInsightsAnalysis => start_network_insights_analysis, refuses [
        "AdditionalAccount",
    ];
    Read  DescribeNetworkInsightsAnalyses => describe_network_insights_analyses;
    Write DeleteNetworkInsightsAnalysis => deleted::<NetworkInsightsAnalysis>;
};

const RUNNING_MILLIS: Millis = durations::NETWORK_INSIGHTS_ANALYSES_RUNNING;

/// AWS deletes an analysis after 120 days.
const KEPT_MILLIS: i64 = 120 * 24 * 60 * 60 * 1_000;

impl NetworkInsightsAnalysis {
    /// No filter has this name.
    const BY_PATH: By<Self, Id<NetworkInsightsPath>> = By::new("network-insights-path-id");
}

impl Resource for NetworkInsightsAnalysis {
    type View = wire::NetworkInsightsAnalysis;
    const PREFIX: &'static str = "nia";
    const TYPE: Option<ResourceType> = Some(ResourceType::NetworkInsightsAnalysis);
    const PLURAL: &'static str = "networkInsightsAnalyses";
    const NOT_FOUND: &'static str = "InvalidNetworkInsightsAnalysisId.NotFound";
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_PATH)];
    const FILTERS: &'static [CustomFilter<Self>] = &[("path-found", |row, cx| {
        let found = Self::view(row, cx).network_path_found;
        found.map(|found| found.to_string()).into_iter().collect()
    })];

    /// What it finds is told once it is through.
    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::NetworkInsightsAnalysis {
        let status = row.status.at(cx.now());
        let path = format!("network-insights-analysis/{}", row.id);
        let view = wire::NetworkInsightsAnalysis {
            network_insights_analysis_id: Some(row.id.to_string()),
            network_insights_analysis_arn: Some(arn(cx, &path)),
            status: Some(status),
            tags: row.tags.wire(),
            ..row.shown.clone()
        };
        if status == AnalysisStatus::Succeeded {
            return view;
        }
        wire::NetworkInsightsAnalysis {
            network_path_found: None,
            forward_path_components: None,
            return_path_components: None,
            explanations: None,
            ..view
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_PATH, &self.path_id);
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NetworkInsightsAnalysis {
    path_id: Id<NetworkInsightsPath>,
    /// All that is told of it but its id, status and tags.
    shown: wire::NetworkInsightsAnalysis,
    status: Timed<AnalysisStatus>,
}

fn start_network_insights_analysis(
    cx: &mut Write<'_>,
    request: &StartNetworkInsightsAnalysisRequest,
) -> Result<StartNetworkInsightsAnalysisResult> {
    let tags = cx.tags_for::<NetworkInsightsAnalysis>(&request.tag_specifications)?;
    let path = cx.get::<NetworkInsightsPath>(&request.network_insights_path_id)?;
    let path_id = path.id.clone();
    let found = analyse(cx.read(), path)?;
    let found = filtered(found, &request.filter_in_arns, &request.filter_out_arns);
    let listed = |arns: &[String]| (!arns.is_empty()).then(|| arns.to_vec());
    let shown = wire::NetworkInsightsAnalysis {
        network_insights_path_id: Some(path_id.to_string()),
        filter_in_arns: listed(&request.filter_in_arns),
        filter_out_arns: listed(&request.filter_out_arns),
        start_date: Some(cx.now().timestamp()),
        network_path_found: Some(found.is_reachable),
        forward_path_components: Some(found.forward),
        return_path_components: Some(found.back),
        explanations: Some(found.explanations),
        ..wire::NetworkInsightsAnalysis::default()
    };
    let (running, succeeded) = (AnalysisStatus::Running, AnalysisStatus::Succeeded);
    let status = cx.read().transition(running, succeeded, RUNNING_MILLIS);
    let id = cx.new_id::<NetworkInsightsAnalysis>();
    cx.insert(id.clone(), NetworkInsightsAnalysis { path_id, shown, status }, tags);
    let end = cx.now().plus_millis(KEPT_MILLIS);
    cx.end::<NetworkInsightsAnalysis>(&id, end);
    let analysis = cx.view::<NetworkInsightsAnalysis>(&id)?;
    Ok(StartNetworkInsightsAnalysisResult { network_insights_analysis: Some(analysis) })
}

/// The path found, if it goes where it is asked to and nowhere else.
// unverified (looked up 2026-11-26): what AWS says with these codes.
fn filtered(mut found: Found, through: &[String], around: &[String]) -> Found {
    let arn = |part: &PathComponent| part.component.as_ref().and_then(|it| it.arn.clone());
    let on_the_way: Vec<String> = found.forward.iter().filter_map(arn).collect();
    let missed = through.iter().filter(|arn| !on_the_way.contains(arn));
    let missed = missed.map(|arn| ("COMPONENT_FILTER_RESTRICTION", arn));
    let hit = around.iter().filter(|arn| on_the_way.contains(arn));
    let hit = hit.map(|arn| ("COMPONENT_FILTER_RESTRICTION_REMOVED_COMPONENT", arn));
    if !found.is_reachable {
        return found;
    }
    let told = missed.chain(hit).map(|(code, arn)| Explanation {
        explanation_code: Some(code.to_owned()),
        component: Some(AnalysisComponent {
            id: arn.rsplit('/').next().map(str::to_owned),
            arn: Some(arn.clone()),
            name: None,
        }),
        ..Explanation::default()
    });
    found.explanations = told.collect();
    found.is_reachable = found.explanations.is_empty();
    found
}

fn describe_network_insights_analyses(
    cx: Read<'_>,
    request: &DescribeNetworkInsightsAnalysesRequest,
) -> Result<DescribeNetworkInsightsAnalysesResult> {
    let path_id = request.network_insights_path_id.as_ref();
    path_id.map_or(Ok(()), |id| cx.get::<NetworkInsightsPath>(id).map(|_| ()))?;
    let (begin, end) = (request.analysis_start_time, request.analysis_end_time);
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref());
    let query = query.among(&request.network_insights_analysis_ids);
    let page = cx.select_rows::<NetworkInsightsAnalysis>(&query, |row| {
        let started = row.shown.start_date;
        path_id.is_none_or(|id| *row.path_id == **id)
            && begin.is_none_or(|begin| started >= Some(begin))
            && end.is_none_or(|end| started <= Some(end))
    })?;
    Ok(DescribeNetworkInsightsAnalysesResult {
        network_insights_analyses: Some(page.items.into_iter().map(|(_, view)| view).collect()),
        next_token: page.next_token,
    })
}

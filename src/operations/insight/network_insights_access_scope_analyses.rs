//! Analyses of Network Access Scopes: each is what the region's networks made of one when it was
//! started.
//! <https://docs.aws.amazon.com/vpc/latest/network-access-analyzer/> ("How it works")

use crate::effects::insight::reachability::{Findings, findings};
use crate::engine::{
    By, Hold, Id, Index, Millis, Operation, Query, Read, Resource, Row, Timed, Write, deleted,
    operations,
};
use crate::error::Result;
use crate::records::account::arns::arn;
use crate::records::durations;
use crate::records::insight::network_insights_access_scopes::NetworkInsightsAccessScope;
use serde::{Deserialize, Serialize};
use wire::{
    AccessScopeAnalysisFinding, AnalysisStatus, DescribeNetworkInsightsAccessScopeAnalysesRequest,
    DescribeNetworkInsightsAccessScopeAnalysesResult, FindingsFound,
    GetNetworkInsightsAccessScopeAnalysisFindingsRequest,
    GetNetworkInsightsAccessScopeAnalysisFindingsResult, PathComponent, ResourceType,
    StartNetworkInsightsAccessScopeAnalysisRequest, StartNetworkInsightsAccessScopeAnalysisResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write StartNetworkInsightsAccessScopeAnalysis => start_network_insights_access_scope_analysis;
    Read  DescribeNetworkInsightsAccessScopeAnalyses =>
        describe_network_insights_access_scope_analyses;
    Read  GetNetworkInsightsAccessScopeAnalysisFindings =>
        get_network_insights_access_scope_analysis_findings;
    Write DeleteNetworkInsightsAccessScopeAnalysis => deleted::<NetworkInsightsAccessScopeAnalysis>;
};

const RUNNING_MILLIS: Millis = durations::NETWORK_INSIGHTS_ACCESS_SCOPE_ANALYSES_RUNNING;

impl NetworkInsightsAccessScopeAnalysis {
    /// No filter has this name.
    const BY_SCOPE: By<Self, Id<NetworkInsightsAccessScope>> =
        By::new("network-insights-access-scope-id");
}

impl Resource for NetworkInsightsAccessScopeAnalysis {
    type View = wire::NetworkInsightsAccessScopeAnalysis;
    const PREFIX: &'static str = "nisa";
    const TYPE: Option<ResourceType> = Some(ResourceType::NetworkInsightsAccessScopeAnalysis);
    const PLURAL: &'static str = "networkInsightsAccessScopeAnalyses";
    const NOT_FOUND: &'static str = "InvalidNetworkInsightsAccessScopeAnalysisId.NotFound";
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_SCOPE)];

    /// Until it is through, no interface is counted, as in AWS's example.
    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::NetworkInsightsAccessScopeAnalysis {
        let status = row.status.at(cx.now());
        let path = format!("network-insights-access-scope-analysis/{}", row.id);
        let interfaces = i32::try_from(row.interfaces).ok();
        let view = wire::NetworkInsightsAccessScopeAnalysis {
            network_insights_access_scope_analysis_id: Some(row.id.to_string()),
            network_insights_access_scope_analysis_arn: Some(arn(cx, &path)),
            network_insights_access_scope_id: Some(row.scope_id.to_string()),
            status: Some(status),
            start_date: row.shown.start_date,
            findings_found: Some(FindingsFound::Unknown),
            analyzed_eni_count: Some(0),
            tags: row.tags.wire(),
            ..wire::NetworkInsightsAccessScopeAnalysis::default()
        };
        match status {
            AnalysisStatus::Running => view,
            AnalysisStatus::Succeeded => wire::NetworkInsightsAccessScopeAnalysis {
                end_date: row.status.settles().or(view.start_date),
                findings_found: row.shown.findings_found,
                analyzed_eni_count: interfaces,
                ..view
            },
            AnalysisStatus::Failed => wire::NetworkInsightsAccessScopeAnalysis {
                end_date: row.status.settles().or(view.start_date),
                status_message: row.shown.status_message.clone(),
                ..view
            },
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_SCOPE, &self.scope_id);
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NetworkInsightsAccessScopeAnalysis {
    scope_id: Id<NetworkInsightsAccessScope>,
    /// When it was started, and what is told of it in the end.
    shown: wire::NetworkInsightsAccessScopeAnalysis,
    interfaces: usize,
    ways: Vec<Vec<PathComponent>>,
    status: Timed<AnalysisStatus>,
}

fn start_network_insights_access_scope_analysis(
    cx: &mut Write<'_>,
    request: &StartNetworkInsightsAccessScopeAnalysisRequest,
) -> Result<StartNetworkInsightsAccessScopeAnalysisResult> {
    let tags = cx.tags_for::<NetworkInsightsAccessScopeAnalysis>(&request.tag_specifications)?;
    let id = &request.network_insights_access_scope_id;
    let scope = cx.get::<NetworkInsightsAccessScope>(id)?;
    let scope_id = scope.id.clone();
    let Findings { ways, interfaces, missing } = findings(cx.read(), &scope.content)?;
    let found = if ways.is_empty() { FindingsFound::False } else { FindingsFound::True };
    let end = if missing.is_some() { AnalysisStatus::Failed } else { AnalysisStatus::Succeeded };
    let shown = wire::NetworkInsightsAccessScopeAnalysis {
        start_date: Some(cx.now().timestamp()),
        findings_found: Some(found),
        // As the guide has it, under "Troubleshooting".
        status_message: missing
            .map(|id| format!("The request failed due to missing component {id}")),
        ..wire::NetworkInsightsAccessScopeAnalysis::default()
    };
    let status = cx.read().transition(AnalysisStatus::Running, end, RUNNING_MILLIS);
    let record = NetworkInsightsAccessScopeAnalysis { scope_id, shown, interfaces, ways, status };
    let analysis = cx.create(record, tags)?;
    Ok(StartNetworkInsightsAccessScopeAnalysisResult {
        network_insights_access_scope_analysis: Some(analysis),
    })
}

fn describe_network_insights_access_scope_analyses(
    cx: Read<'_>,
    request: &DescribeNetworkInsightsAccessScopeAnalysesRequest,
) -> Result<DescribeNetworkInsightsAccessScopeAnalysesResult> {
    let scope_id = request.network_insights_access_scope_id.as_ref();
    scope_id.map_or(Ok(()), |id| cx.get::<NetworkInsightsAccessScope>(id).map(|_| ()))?;
    let (begin, end) = (request.analysis_start_time_begin, request.analysis_start_time_end);
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref());
    let query = query.among(&request.network_insights_access_scope_analysis_ids);
    let page = cx.select_rows::<NetworkInsightsAccessScopeAnalysis>(&query, |row| {
        let started = row.shown.start_date;
        scope_id.is_none_or(|id| *row.scope_id == **id)
            && begin.is_none_or(|begin| started >= Some(begin))
            && end.is_none_or(|end| started <= Some(end))
    })?;
    let analyses = page.items.into_iter().map(|(_, view)| view).collect();
    Ok(DescribeNetworkInsightsAccessScopeAnalysesResult {
        network_insights_access_scope_analyses: Some(analyses),
        next_token: page.next_token,
    })
}

fn get_network_insights_access_scope_analysis_findings(
    cx: Read<'_>,
    request: &GetNetworkInsightsAccessScopeAnalysisFindingsRequest,
) -> Result<GetNetworkInsightsAccessScopeAnalysisFindingsResult> {
    let id = &request.network_insights_access_scope_analysis_id;
    let row = cx.get::<NetworkInsightsAccessScopeAnalysis>(id)?;
    let status = row.status.at(cx.now());
    let is_done = status == AnalysisStatus::Succeeded;
    let ways = row.ways.iter().filter(|_| is_done).zip(1..);
    let findings = ways.map(|(way, number): (_, usize)| {
        let finding = AccessScopeAnalysisFinding {
            network_insights_access_scope_analysis_id: Some(row.id.to_string()),
            network_insights_access_scope_id: Some(row.scope_id.to_string()),
            finding_id: Some(format!("AnalysisFinding-{number}")),
            finding_components: Some(way.clone()),
        };
        (format!("{number:05}"), finding)
    });
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let page = paging.cut_sorted(findings)?;
    Ok(GetNetworkInsightsAccessScopeAnalysisFindingsResult {
        network_insights_access_scope_analysis_id: Some(row.id.to_string()),
        analysis_status: Some(status),
        analysis_findings: Some(page.items),
        next_token: page.next_token,
    })
}

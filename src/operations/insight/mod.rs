//! Insight.

pub(crate) mod aws_network_performance_metric_subscriptions;
pub(crate) mod network_insights_access_scope_analyses;
pub(crate) mod network_insights_access_scopes;
pub(crate) mod network_insights_analyses;
pub(crate) mod network_insights_paths;
pub(crate) mod networking_flex_cost_allocation_policies;
pub(crate) mod reachability_analyzer_sharing;
pub(crate) mod traffic_mirror_filter_rules;
pub(crate) mod traffic_mirror_filters;
pub(crate) mod traffic_mirror_sessions;
pub(crate) mod traffic_mirror_targets;

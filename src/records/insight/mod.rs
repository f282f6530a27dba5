//! What is made to look at a network.

pub(crate) mod network_insights_access_scopes;
pub(crate) mod network_insights_paths;
pub(crate) mod traffic_mirror_filter_rules;
pub(crate) mod traffic_mirror_filters;
pub(crate) mod traffic_mirror_sessions;
pub(crate) mod traffic_mirror_targets;

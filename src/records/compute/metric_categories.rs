//! Metric categories: sets of metrics that an instance with detailed monitoring sends beside the
//! usual ones. What instances send goes to CloudWatch, which is not here.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html>

use crate::engine::{By, CustomFilter, Index, Read, Resource, Row};
use serde::{Deserialize, Serialize};
use wire::ResourceType;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MetricCategory {
    /// Each once, in the order in which they were given.
    pub metrics: Vec<String>,
}

impl MetricCategory {
    const BY_METRIC: By<Self, str> = By::new("metric-name");
}

// unverified (looked up 2026-11-26): the prefix, the codes and the noun.
impl Resource for MetricCategory {
    type View = wire::MetricCategory;
    const PREFIX: &'static str = "mc";
    const TYPE: Option<ResourceType> = Some(ResourceType::MetricCategory);
    const PLURAL: &'static str = "metricCategories";
    const NOT_FOUND: &'static str = "InvalidMetricCategoryID.NotFound";
    const MALFORMED: &'static str = "InvalidMetricCategoryId.Malformed";
    const NOUN: &'static str = "metricCategory ID";
    const FILTERS: &'static [CustomFilter<Self>] = &[("metric-name", |row, _| row.metrics.clone())];
    // That neither goes with ids is documented.
    const IDS_EXCLUDE_MAX_RESULTS: Option<&'static str> = Some("MetricCategoryIds");
    const IDS_EXCLUDE_TOKENS: bool = true;

    fn view(row: &Row<Self>, _: Read<'_>) -> wire::MetricCategory {
        wire::MetricCategory {
            metric_category_id: Some(row.id.to_string()),
            metrics: Some(row.metrics.clone()),
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        self.metrics.iter().for_each(|metric| index.add(Self::BY_METRIC, metric.as_str()));
    }
}

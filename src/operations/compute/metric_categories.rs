//! Metric categories: making and changing them. Instances are told of theirs where they are
//! launched and monitored.

use crate::engine::{Operation, Write, deleted, listed, operations};
use crate::error::{Error, Result};
use crate::records::compute::instances::Instance;
use crate::records::compute::metric_categories::MetricCategory;
use wire::{
    CreateMetricCategoryRequest, CreateMetricCategoryResult, DeleteMetricCategoryRequest,
    DeleteMetricCategoryResult, ModifyMetricCategoryRequest, ModifyMetricCategoryResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateMetricCategory => create_metric_category;
    Read  DescribeMetricCategories => listed::<MetricCategory>;
    Write ModifyMetricCategory => modify_metric_category;
    Write DeleteMetricCategory => delete_metric_category;
};

fn create_metric_category(
    cx: &mut Write<'_>,
    request: &CreateMetricCategoryRequest,
) -> Result<CreateMetricCategoryResult> {
    let tags = cx.tags_for::<MetricCategory>(&request.tag_specifications)?;
    let metrics = metrics(&request.metrics)?;
    let made = cx.create(MetricCategory { metrics }, tags)?;
    Ok(CreateMetricCategoryResult { metric_category: Some(made) })
}

/// Each metric once.
///
/// # Errors
/// `InvalidParameterValue` for what no metric of CloudWatch or OpenTelemetry is called like.
// unverified (looked up 2026-11-26): which metrics there are, and in which regions those of
// OpenTelemetry; that a repeated one is one; the wording.
fn metrics(asked: &[String]) -> Result<Vec<String>> {
    let mut metrics: Vec<String> = Vec::with_capacity(asked.len());
    for name in asked {
        let is_of_name = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'_');
        if name.is_empty() || !name.bytes().all(is_of_name) {
            return Err(Error::bad_parameter("metric", name, "This is no name of a metric."));
        }
        if !metrics.contains(name) {
            metrics.push(name.clone());
        }
    }
    Ok(metrics)
}

/// That the metrics must be others than before is documented.
// unverified (looked up 2026-11-26): that their order does not make them others; the wording.
fn modify_metric_category(
    cx: &mut Write<'_>,
    request: &ModifyMetricCategoryRequest,
) -> Result<ModifyMetricCategoryResult> {
    let id = request.metric_category_id.as_str();
    let category = cx.get::<MetricCategory>(id)?;
    let metrics = metrics(&request.metrics)?;
    let is_same = metrics.len() == category.metrics.len()
        && metrics.iter().all(|metric| category.metrics.contains(metric));
    if is_same {
        let message = format!("The metric category '{id}' has these metrics already.");
        return Err(Error::invalid_value(message));
    }
    cx.get_mut::<MetricCategory>(id)?.metrics = metrics;
    Ok(ModifyMetricCategoryResult { metric_category: Some(cx.view::<MetricCategory>(id)?) })
}

/// Instances lose it: AWS does that some time later.
fn delete_metric_category(
    cx: &mut Write<'_>,
    request: &DeleteMetricCategoryRequest,
) -> Result<DeleteMetricCategoryResult> {
    let category = cx.get::<MetricCategory>(&request.metric_category_id)?.id.clone();
    let instances = cx.read().with(Instance::BY_METRIC_CATEGORY, &category);
    let instances: Vec<_> = instances.map(|row| row.id.clone()).collect();
    for id in instances {
        let mut row = cx.get_mut::<Instance>(&id)?;
        row.rare_mut().metric_categories.retain(|other| *other != category);
    }
    deleted::<MetricCategory>(cx, request)
}

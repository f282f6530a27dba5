//! Elastic graphics accelerators: AWS has ended them, and no instance has one.
//! <https://docs.aws.amazon.com/AWSEC2/latest/WindowsGuide/elastic-graphics.html>

use crate::engine::{Operation, Query, Read, operations};
use crate::error::Result;
use crate::records::account::empty_lists::check_none;
use wire::{DescribeElasticGpusRequest, DescribeElasticGpusResult};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeElasticGpus => describe_elastic_gpus;
};

fn describe_elastic_gpus(
    cx: Read<'_>,
    request: &DescribeElasticGpusRequest,
) -> Result<DescribeElasticGpusResult> {
    let query = Query {
        ids: &request.elastic_gpu_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    };
    check_none(
        cx,
        &query,
        ("InvalidElasticGpuID.NotFound", "Elastic GPU ID"),
        &[("elastic-gpu-health", &["elasticGpuHealth", "status"])],
    )?;
    Ok(DescribeElasticGpusResult {
        elastic_gpu_set: Some(Vec::new()),
        ..DescribeElasticGpusResult::default()
    })
}

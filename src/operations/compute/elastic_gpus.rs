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
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref())
        .among(&request.elastic_gpu_ids);
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

//! VPC endpoints to services of AWS: gateways, which are routes, and interfaces, which are network
//! interfaces with DNS names. The record and its view; the services are in `services`, making an
//! endpoint in `create`, changing and deleting it in `change`, what is wrong with an id in `ids`.
//! No traffic ever passes through an endpoint, so that its policy is kept and never applied.

pub(crate) mod change;
pub(crate) mod create;
pub(crate) mod ids;
pub(crate) mod services;

use crate::engine::{Operation, Query, Read, operations, page};
use crate::error::Result;
use crate::records::network::vpc_endpoints::VpcEndpoint;
use wire::{DescribeVpcEndpointsRequest, DescribeVpcEndpointsResult};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeVpcEndpointServices => services::describe_vpc_endpoint_services;
    Write CreateVpcEndpoint => create::create_vpc_endpoint, refuses [
        "ServiceNetworkArn", "ResourceConfigurationArn", "SubnetConfiguration.Ipv6",
    ];
    Read  DescribeVpcEndpoints => describe_vpc_endpoints;
    Write ModifyVpcEndpoint => change::modify_vpc_endpoint, refuses ["SubnetConfiguration"];
    Write DeleteVpcEndpoints => change::delete_vpc_endpoints;
};

fn describe_vpc_endpoints(
    cx: Read<'_>,
    request: &DescribeVpcEndpointsRequest,
) -> Result<DescribeVpcEndpointsResult> {
    let page = cx.select::<VpcEndpoint>(&Query {
        ids: &request.vpc_endpoint_ids,
        filters: &request.filters,
        max_results: page::size(request.max_results)?,
        next_token: request.next_token.as_deref(),
    })?;
    Ok(DescribeVpcEndpointsResult { vpc_endpoints: Some(page.items), next_token: page.next_token })
}

//! VPC endpoints to services of AWS and of accounts: gateways, which are routes, interfaces, which
//! are network interfaces with DNS names, and those of Gateway Load Balancers. The services are in
//! `services`, making an endpoint in `create`, its interfaces in `places`, changing and deleting it
//! in `change`, what is wrong with an id in `ids`, with a policy in `policies`, with IPv4 and IPv6
//! in `ip_types`. No traffic ever passes through an endpoint, so that its policy is kept and never
//! applied.

pub(crate) mod associations;
pub(crate) mod change;
pub(crate) mod create;
pub(crate) mod ids;
pub(crate) mod ip_types;
pub(crate) mod places;
pub(crate) mod policies;
pub(crate) mod services;

use crate::engine::{Operation, listed, operations};
use crate::records::network::vpc_endpoints::VpcEndpoint;

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeVpcEndpointServices => services::describe_vpc_endpoint_services;
    Write CreateVpcEndpoint => create::create_vpc_endpoint, refuses [
        "ServiceNetworkArn", "ResourceConfigurationArn",
    ];
    Read  DescribeVpcEndpoints => listed::<VpcEndpoint>;
    Read  DescribeVpcEndpointAssociations => associations::describe_vpc_endpoint_associations;
    Write ModifyVpcEndpoint => change::modify_vpc_endpoint;
    Write DeleteVpcEndpoints => change::delete_vpc_endpoints;
};

//! Endpoint services of an account: making and changing them in `configurations`, who may use them
//! in `permissions`, who does in `connections`, and who pays for that in `payers`.

mod configurations;
mod connections;
mod payers;
mod permissions;

use crate::engine::{Operation, listed, operations};
use crate::records::network::vpc_endpoint_services::VpcEndpointService;

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateVpcEndpointServiceConfiguration =>
        configurations::create_vpc_endpoint_service_configuration;
    Read  DescribeVpcEndpointServiceConfigurations => listed::<VpcEndpointService>;
    Write ModifyVpcEndpointServiceConfiguration =>
        configurations::modify_vpc_endpoint_service_configuration;
    Write StartVpcEndpointServicePrivateDnsVerification =>
        configurations::start_vpc_endpoint_service_private_dns_verification;
    Write ModifyVpcEndpointServicePayerResponsibility =>
        payers::modify_vpc_endpoint_service_payer_responsibility;
    Write ModifyVpcEndpointPayerResponsibility => payers::modify_vpc_endpoint_payer_responsibility;
    Write ModifyVpcEndpointServicePermissions =>
        permissions::modify_vpc_endpoint_service_permissions;
    Read  DescribeVpcEndpointServicePermissions =>
        permissions::describe_vpc_endpoint_service_permissions;
    Read  DescribeVpcEndpointConnections => connections::describe_vpc_endpoint_connections;
    Write AcceptVpcEndpointConnections => connections::accept_vpc_endpoint_connections;
    Write RejectVpcEndpointConnections => connections::reject_vpc_endpoint_connections;
    Write DeleteVpcEndpointServiceConfigurations =>
        connections::delete_vpc_endpoint_service_configurations;
};

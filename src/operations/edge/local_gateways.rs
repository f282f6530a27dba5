//! Local gateways and what belongs to them, customer-owned addresses among it. They come with an
//! Outpost, which an account here has none of.
//! <https://docs.aws.amazon.com/outposts/latest/userguide/outposts-local-gateways.html>

use crate::engine::{Operation, Query, Read, operations};
use crate::error::Result;
use crate::records::account::empty_lists::check_none;
use wire::{
    DescribeCoipPoolsRequest, DescribeCoipPoolsResult,
    DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociationsRequest,
    DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociationsResult,
    DescribeLocalGatewayRouteTableVpcAssociationsRequest,
    DescribeLocalGatewayRouteTableVpcAssociationsResult, DescribeLocalGatewayRouteTablesRequest,
    DescribeLocalGatewayRouteTablesResult, DescribeLocalGatewayVirtualInterfaceGroupsRequest,
    DescribeLocalGatewayVirtualInterfaceGroupsResult, DescribeLocalGatewayVirtualInterfacesRequest,
    DescribeLocalGatewayVirtualInterfacesResult, DescribeLocalGatewaysRequest,
    DescribeLocalGatewaysResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeLocalGateways => describe_local_gateways;
    Read  DescribeLocalGatewayRouteTables => describe_local_gateway_route_tables;
    Read  DescribeLocalGatewayRouteTableVpcAssociations
        => describe_local_gateway_route_table_vpc_associations;
    Read  DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociations
        => describe_local_gateway_route_table_virtual_interface_group_associations;
    Read  DescribeLocalGatewayVirtualInterfaceGroups
        => describe_local_gateway_virtual_interface_groups;
    Read  DescribeLocalGatewayVirtualInterfaces => describe_local_gateway_virtual_interfaces;
    Read  DescribeCoipPools => describe_coip_pools;
};

/// Documented without telling what of the answer it compares.
const GROUP: (&str, &[&str]) = (
    "local-gateway-route-table-virtual-interface-group-id",
    &["localGatewayVirtualInterfaceGroupId"],
);

// Terraform looks for the codes of route tables, of their associations with VPCs and of pools;
// unverified: the others, and the nouns.
fn describe_local_gateways(
    cx: Read<'_>,
    request: &DescribeLocalGatewaysRequest,
) -> Result<DescribeLocalGatewaysResult> {
    let query = Query {
        ids: &request.local_gateway_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    };
    check_none(cx, &query, ("InvalidLocalGatewayID.NotFound", "local gateway ID"), &[])?;
    Ok(DescribeLocalGatewaysResult {
        local_gateways: Some(Vec::new()),
        ..DescribeLocalGatewaysResult::default()
    })
}

fn describe_local_gateway_route_tables(
    cx: Read<'_>,
    request: &DescribeLocalGatewayRouteTablesRequest,
) -> Result<DescribeLocalGatewayRouteTablesResult> {
    let query = Query {
        ids: &request.local_gateway_route_table_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    };
    check_none(
        cx,
        &query,
        ("InvalidLocalGatewayRouteTableID.NotFound", "local gateway route table ID"),
        &[],
    )?;
    Ok(DescribeLocalGatewayRouteTablesResult {
        local_gateway_route_tables: Some(Vec::new()),
        ..DescribeLocalGatewayRouteTablesResult::default()
    })
}

fn describe_local_gateway_route_table_vpc_associations(
    cx: Read<'_>,
    request: &DescribeLocalGatewayRouteTableVpcAssociationsRequest,
) -> Result<DescribeLocalGatewayRouteTableVpcAssociationsResult> {
    let query = Query {
        ids: &request.local_gateway_route_table_vpc_association_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    };
    check_none(
        cx,
        &query,
        (
            "InvalidLocalGatewayRouteTableVpcAssociationID.NotFound",
            "local gateway route table VPC association ID",
        ),
        &[],
    )?;
    Ok(DescribeLocalGatewayRouteTableVpcAssociationsResult {
        local_gateway_route_table_vpc_associations: Some(Vec::new()),
        ..DescribeLocalGatewayRouteTableVpcAssociationsResult::default()
    })
}

fn describe_local_gateway_route_table_virtual_interface_group_associations(
    cx: Read<'_>,
    request: &DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociationsRequest,
) -> Result<DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociationsResult> {
    let query = Query {
        ids: &request.local_gateway_route_table_virtual_interface_group_association_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    };
    check_none(
        cx,
        &query,
        (
            "InvalidLocalGatewayRouteTableVirtualInterfaceGroupAssociationID.NotFound",
            "local gateway route table virtual interface group association ID",
        ),
        &[GROUP],
    )?;
    Ok(DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociationsResult {
        local_gateway_route_table_virtual_interface_group_associations: Some(Vec::new()),
        ..DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociationsResult::default()
    })
}

fn describe_local_gateway_virtual_interface_groups(
    cx: Read<'_>,
    request: &DescribeLocalGatewayVirtualInterfaceGroupsRequest,
) -> Result<DescribeLocalGatewayVirtualInterfaceGroupsResult> {
    let query = Query {
        ids: &request.local_gateway_virtual_interface_group_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    };
    check_none(
        cx,
        &query,
        (
            "InvalidLocalGatewayVirtualInterfaceGroupID.NotFound",
            "local gateway virtual interface group ID",
        ),
        &[],
    )?;
    Ok(DescribeLocalGatewayVirtualInterfaceGroupsResult {
        local_gateway_virtual_interface_groups: Some(Vec::new()),
        ..DescribeLocalGatewayVirtualInterfaceGroupsResult::default()
    })
}

fn describe_local_gateway_virtual_interfaces(
    cx: Read<'_>,
    request: &DescribeLocalGatewayVirtualInterfacesRequest,
) -> Result<DescribeLocalGatewayVirtualInterfacesResult> {
    let query = Query {
        ids: &request.local_gateway_virtual_interface_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    };
    check_none(
        cx,
        &query,
        ("InvalidLocalGatewayVirtualInterfaceID.NotFound", "local gateway virtual interface ID"),
        &[],
    )?;
    Ok(DescribeLocalGatewayVirtualInterfacesResult {
        local_gateway_virtual_interfaces: Some(Vec::new()),
        ..DescribeLocalGatewayVirtualInterfacesResult::default()
    })
}

fn describe_coip_pools(
    cx: Read<'_>,
    request: &DescribeCoipPoolsRequest,
) -> Result<DescribeCoipPoolsResult> {
    let query = Query {
        ids: &request.pool_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    };
    check_none(cx, &query, ("InvalidPoolID.NotFound", "pool ID"), &[])?;
    Ok(DescribeCoipPoolsResult {
        coip_pools: Some(Vec::new()),
        ..DescribeCoipPoolsResult::default()
    })
}

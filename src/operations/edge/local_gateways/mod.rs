//! Local gateways and what belongs to them, customer-owned addresses among it. They come with an
//! Outpost, which an account here has none of.
//! <https://docs.aws.amazon.com/outposts/latest/userguide/outposts-local-gateways.html>

pub(crate) mod absent;

use crate::engine::{Operation, Read, operations};
use crate::error::Result;
use crate::records::account::empty_lists::none;
use wire::{
    CoipPool, DescribeCoipPoolsRequest, DescribeCoipPoolsResult,
    DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociationsRequest,
    DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociationsResult,
    DescribeLocalGatewayRouteTableVpcAssociationsRequest,
    DescribeLocalGatewayRouteTableVpcAssociationsResult, DescribeLocalGatewayRouteTablesRequest,
    DescribeLocalGatewayRouteTablesResult, DescribeLocalGatewayVirtualInterfaceGroupsRequest,
    DescribeLocalGatewayVirtualInterfaceGroupsResult, DescribeLocalGatewayVirtualInterfacesRequest,
    DescribeLocalGatewayVirtualInterfacesResult, DescribeLocalGatewaysRequest,
    DescribeLocalGatewaysResult, DescribeOutpostLagsRequest, DescribeOutpostLagsResult,
    DescribeServiceLinkVirtualInterfacesRequest, DescribeServiceLinkVirtualInterfacesResult,
    LocalGateway, LocalGatewayRouteTable, LocalGatewayRouteTableVirtualInterfaceGroupAssociation,
    LocalGatewayRouteTableVpcAssociation, LocalGatewayVirtualInterface,
    LocalGatewayVirtualInterfaceGroup, OutpostLag, ServiceLinkVirtualInterface,
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
    Read  DescribeOutpostLags => describe_outpost_lags;
    Read  DescribeServiceLinkVirtualInterfaces => describe_service_link_virtual_interfaces;
    Read  DescribeCoipPools => describe_coip_pools;
    Read  SearchLocalGatewayRoutes => absent::search_local_gateway_routes;
    Read  CreateLocalGatewayRoute => absent::create_local_gateway_route;
    Read  ModifyLocalGatewayRoute => absent::modify_local_gateway_route;
    Read  DeleteLocalGatewayRoute => absent::delete_local_gateway_route;
    Read  CreateLocalGatewayRouteTable => absent::create_local_gateway_route_table;
    Read  DeleteLocalGatewayRouteTable => absent::delete_local_gateway_route_table;
    Read  CreateLocalGatewayRouteTableVpcAssociation
        => absent::create_local_gateway_route_table_vpc_association;
    Read  DeleteLocalGatewayRouteTableVpcAssociation
        => absent::delete_local_gateway_route_table_vpc_association;
    Read  CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociation
        => absent::create_local_gateway_route_table_virtual_interface_group_association;
    Read  DeleteLocalGatewayRouteTableVirtualInterfaceGroupAssociation
        => absent::delete_local_gateway_route_table_virtual_interface_group_association;
    Read  CreateLocalGatewayVirtualInterfaceGroup
        => absent::create_local_gateway_virtual_interface_group;
    Read  DeleteLocalGatewayVirtualInterfaceGroup
        => absent::delete_local_gateway_virtual_interface_group;
    Read  DeleteLocalGatewayVirtualInterface => absent::delete_local_gateway_virtual_interface;
    Read  CreateCoipPool => absent::create_coip_pool;
    Read  DeleteCoipPool => absent::delete_coip_pool;
    Read  GetCoipPoolUsage => absent::get_coip_pool_usage;
    Read  CreateCoipCidr => absent::create_coip_cidr;
    Read  DeleteCoipCidr => absent::delete_coip_cidr;
};

/// Documented without telling what of the answer it compares.
const GROUP: (&str, &[&str]) = (
    "local-gateway-route-table-virtual-interface-group-id",
    &["localGatewayVirtualInterfaceGroupId"],
);

fn describe_local_gateways(
    cx: Read<'_>,
    request: &DescribeLocalGatewaysRequest,
) -> Result<DescribeLocalGatewaysResult> {
    none::<LocalGateway>(cx, request, absent::GATEWAY, &[])
}

fn describe_local_gateway_route_tables(
    cx: Read<'_>,
    request: &DescribeLocalGatewayRouteTablesRequest,
) -> Result<DescribeLocalGatewayRouteTablesResult> {
    none::<LocalGatewayRouteTable>(cx, request, absent::ROUTE_TABLE, &[])
}

fn describe_local_gateway_route_table_vpc_associations(
    cx: Read<'_>,
    request: &DescribeLocalGatewayRouteTableVpcAssociationsRequest,
) -> Result<DescribeLocalGatewayRouteTableVpcAssociationsResult> {
    none::<LocalGatewayRouteTableVpcAssociation>(cx, request, absent::VPC_ASSOCIATION, &[])
}

fn describe_local_gateway_route_table_virtual_interface_group_associations(
    cx: Read<'_>,
    request: &DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociationsRequest,
) -> Result<DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociationsResult> {
    none::<LocalGatewayRouteTableVirtualInterfaceGroupAssociation>(
        cx,
        request,
        absent::GROUP_ASSOCIATION,
        &[GROUP],
    )
}

fn describe_local_gateway_virtual_interface_groups(
    cx: Read<'_>,
    request: &DescribeLocalGatewayVirtualInterfaceGroupsRequest,
) -> Result<DescribeLocalGatewayVirtualInterfaceGroupsResult> {
    none::<LocalGatewayVirtualInterfaceGroup>(cx, request, absent::INTERFACE_GROUP, &[])
}

fn describe_local_gateway_virtual_interfaces(
    cx: Read<'_>,
    request: &DescribeLocalGatewayVirtualInterfacesRequest,
) -> Result<DescribeLocalGatewayVirtualInterfacesResult> {
    none::<LocalGatewayVirtualInterface>(cx, request, absent::INTERFACE, &[])
}

/// Documented without telling what of the answer they compare.
const OF_LAGS: &[(&str, &[&str])] = &[
    ("service-link-virtual-interface-arn", &["serviceLinkVirtualInterfaceIdSet"]),
    ("outpost-id", &["outpostArn"]),
    ("vlan", &["outpostLagId"]),
    ("local-address", &["outpostLagId"]),
    ("peer-address", &["outpostLagId"]),
    ("peer-bgp-asn", &["outpostLagId"]),
    ("configuration-state", &["state"]),
];

fn describe_outpost_lags(
    cx: Read<'_>,
    request: &DescribeOutpostLagsRequest,
) -> Result<DescribeOutpostLagsResult> {
    none::<OutpostLag>(cx, request, ("InvalidOutpostLagID.NotFound", "outpost LAG ID"), OF_LAGS)
}

fn describe_service_link_virtual_interfaces(
    cx: Read<'_>,
    request: &DescribeServiceLinkVirtualInterfacesRequest,
) -> Result<DescribeServiceLinkVirtualInterfacesResult> {
    none::<ServiceLinkVirtualInterface>(
        cx,
        request,
        ("InvalidServiceLinkVirtualInterfaceID.NotFound", "service link virtual interface ID"),
        &[
            ("state", &["configurationState"]),
            ("local-gateway-virtual-interface-id", &["serviceLinkVirtualInterfaceId"]),
        ],
    )
}

fn describe_coip_pools(
    cx: Read<'_>,
    request: &DescribeCoipPoolsRequest,
) -> Result<DescribeCoipPoolsResult> {
    none::<CoipPool>(cx, request, absent::POOL, &[])
}

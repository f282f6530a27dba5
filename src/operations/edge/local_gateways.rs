//! Local gateways and what belongs to them, customer-owned addresses among it. They come with an
//! Outpost, which an account here has none of.
//! <https://docs.aws.amazon.com/outposts/latest/userguide/outposts-local-gateways.html>

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
    none::<LocalGateway>(cx, request, ("InvalidLocalGatewayID.NotFound", "local gateway ID"), &[])
}

fn describe_local_gateway_route_tables(
    cx: Read<'_>,
    request: &DescribeLocalGatewayRouteTablesRequest,
) -> Result<DescribeLocalGatewayRouteTablesResult> {
    none::<LocalGatewayRouteTable>(
        cx,
        request,
        ("InvalidLocalGatewayRouteTableID.NotFound", "local gateway route table ID"),
        &[],
    )
}

fn describe_local_gateway_route_table_vpc_associations(
    cx: Read<'_>,
    request: &DescribeLocalGatewayRouteTableVpcAssociationsRequest,
) -> Result<DescribeLocalGatewayRouteTableVpcAssociationsResult> {
    none::<LocalGatewayRouteTableVpcAssociation>(
        cx,
        request,
        (
            "InvalidLocalGatewayRouteTableVpcAssociationID.NotFound",
            "local gateway route table VPC association ID",
        ),
        &[],
    )
}

fn describe_local_gateway_route_table_virtual_interface_group_associations(
    cx: Read<'_>,
    request: &DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociationsRequest,
) -> Result<DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociationsResult> {
    none::<LocalGatewayRouteTableVirtualInterfaceGroupAssociation>(
        cx,
        request,
        (
            "InvalidLocalGatewayRouteTableVirtualInterfaceGroupAssociationID.NotFound",
            "local gateway route table virtual interface group association ID",
        ),
        &[GROUP],
    )
}

fn describe_local_gateway_virtual_interface_groups(
    cx: Read<'_>,
    request: &DescribeLocalGatewayVirtualInterfaceGroupsRequest,
) -> Result<DescribeLocalGatewayVirtualInterfaceGroupsResult> {
    none::<LocalGatewayVirtualInterfaceGroup>(
        cx,
        request,
        (
            "InvalidLocalGatewayVirtualInterfaceGroupID.NotFound",
            "local gateway virtual interface group ID",
        ),
        &[],
    )
}

fn describe_local_gateway_virtual_interfaces(
    cx: Read<'_>,
    request: &DescribeLocalGatewayVirtualInterfacesRequest,
) -> Result<DescribeLocalGatewayVirtualInterfacesResult> {
    none::<LocalGatewayVirtualInterface>(
        cx,
        request,
        ("InvalidLocalGatewayVirtualInterfaceID.NotFound", "local gateway virtual interface ID"),
        &[],
    )
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
    none::<CoipPool>(cx, request, ("InvalidPoolID.NotFound", "pool ID"), &[])
}

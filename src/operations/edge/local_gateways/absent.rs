//! What would change local gateways, or look into them: each names one, or what belongs to one,
//! and an account here has none.

use crate::engine::Read;
use crate::error::Result;
use crate::records::network::local_gateways;
pub(crate) use crate::records::network::local_gateways::{GATEWAY, Unknown};
use wire::{
    CreateCoipCidrRequest, CreateCoipCidrResult, CreateCoipPoolRequest, CreateCoipPoolResult,
    CreateLocalGatewayRouteRequest, CreateLocalGatewayRouteResult,
    CreateLocalGatewayRouteTableRequest, CreateLocalGatewayRouteTableResult,
    CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociationRequest,
    CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociationResult,
    CreateLocalGatewayRouteTableVpcAssociationRequest,
    CreateLocalGatewayRouteTableVpcAssociationResult,
    CreateLocalGatewayVirtualInterfaceGroupRequest, CreateLocalGatewayVirtualInterfaceGroupResult,
    DeleteCoipCidrRequest, DeleteCoipCidrResult, DeleteCoipPoolRequest, DeleteCoipPoolResult,
    DeleteLocalGatewayRouteRequest, DeleteLocalGatewayRouteResult,
    DeleteLocalGatewayRouteTableRequest, DeleteLocalGatewayRouteTableResult,
    DeleteLocalGatewayRouteTableVirtualInterfaceGroupAssociationRequest,
    DeleteLocalGatewayRouteTableVirtualInterfaceGroupAssociationResult,
    DeleteLocalGatewayRouteTableVpcAssociationRequest,
    DeleteLocalGatewayRouteTableVpcAssociationResult,
    DeleteLocalGatewayVirtualInterfaceGroupRequest, DeleteLocalGatewayVirtualInterfaceGroupResult,
    DeleteLocalGatewayVirtualInterfaceRequest, DeleteLocalGatewayVirtualInterfaceResult,
    GetCoipPoolUsageRequest, GetCoipPoolUsageResult, ModifyLocalGatewayRouteRequest,
    ModifyLocalGatewayRouteResult, SearchLocalGatewayRoutesRequest, SearchLocalGatewayRoutesResult,
};

// Terraform looks for the codes of route tables, of their associations with VPCs and of pools;
// unverified (looked up 2026-11-26): the others, and the nouns.
pub(crate) const ROUTE_TABLE: Unknown =
    ("InvalidLocalGatewayRouteTableID.NotFound", "local gateway route table ID");
pub(crate) const VPC_ASSOCIATION: Unknown = (
    "InvalidLocalGatewayRouteTableVpcAssociationID.NotFound",
    "local gateway route table VPC association ID",
);
pub(crate) const GROUP_ASSOCIATION: Unknown = (
    "InvalidLocalGatewayRouteTableVirtualInterfaceGroupAssociationID.NotFound",
    "local gateway route table virtual interface group association ID",
);
pub(crate) const INTERFACE_GROUP: Unknown = (
    "InvalidLocalGatewayVirtualInterfaceGroupID.NotFound",
    "local gateway virtual interface group ID",
);
pub(crate) const INTERFACE: Unknown =
    ("InvalidLocalGatewayVirtualInterfaceID.NotFound", "local gateway virtual interface ID");
pub(crate) const POOL: Unknown = ("InvalidPoolID.NotFound", "pool ID");

/// Nothing comes of the rest of a request: what it is about is looked up first.
// unverified (looked up 2026-11-26): that it is.
fn missing<T>(unknown: Unknown, id: &str) -> Result<T> {
    Err(local_gateways::missing(unknown, id))
}

pub(crate) fn search_local_gateway_routes(
    _: Read<'_>,
    request: &SearchLocalGatewayRoutesRequest,
) -> Result<SearchLocalGatewayRoutesResult> {
    let _ = (&request.filters, &request.max_results, &request.next_token);
    missing(ROUTE_TABLE, &request.local_gateway_route_table_id)
}

pub(crate) fn create_local_gateway_route(
    _: Read<'_>,
    request: &CreateLocalGatewayRouteRequest,
) -> Result<CreateLocalGatewayRouteResult> {
    let _ = (
        &request.destination_cidr_block,
        &request.local_gateway_virtual_interface_group_id,
        &request.network_interface_id,
        &request.destination_prefix_list_id,
    );
    missing(ROUTE_TABLE, &request.local_gateway_route_table_id)
}

pub(crate) fn modify_local_gateway_route(
    _: Read<'_>,
    request: &ModifyLocalGatewayRouteRequest,
) -> Result<ModifyLocalGatewayRouteResult> {
    let _ = (
        &request.destination_cidr_block,
        &request.local_gateway_virtual_interface_group_id,
        &request.network_interface_id,
        &request.destination_prefix_list_id,
    );
    missing(ROUTE_TABLE, &request.local_gateway_route_table_id)
}

pub(crate) fn delete_local_gateway_route(
    _: Read<'_>,
    request: &DeleteLocalGatewayRouteRequest,
) -> Result<DeleteLocalGatewayRouteResult> {
    let _ = (&request.destination_cidr_block, &request.destination_prefix_list_id);
    missing(ROUTE_TABLE, &request.local_gateway_route_table_id)
}

pub(crate) fn create_local_gateway_route_table(
    _: Read<'_>,
    request: &CreateLocalGatewayRouteTableRequest,
) -> Result<CreateLocalGatewayRouteTableResult> {
    let _ = (&request.mode, &request.tag_specifications);
    missing(GATEWAY, &request.local_gateway_id)
}

pub(crate) fn delete_local_gateway_route_table(
    _: Read<'_>,
    request: &DeleteLocalGatewayRouteTableRequest,
) -> Result<DeleteLocalGatewayRouteTableResult> {
    missing(ROUTE_TABLE, &request.local_gateway_route_table_id)
}

pub(crate) fn create_local_gateway_route_table_vpc_association(
    _: Read<'_>,
    request: &CreateLocalGatewayRouteTableVpcAssociationRequest,
) -> Result<CreateLocalGatewayRouteTableVpcAssociationResult> {
    let _ = (&request.vpc_id, &request.tag_specifications);
    missing(ROUTE_TABLE, &request.local_gateway_route_table_id)
}

pub(crate) fn delete_local_gateway_route_table_vpc_association(
    _: Read<'_>,
    request: &DeleteLocalGatewayRouteTableVpcAssociationRequest,
) -> Result<DeleteLocalGatewayRouteTableVpcAssociationResult> {
    missing(VPC_ASSOCIATION, &request.local_gateway_route_table_vpc_association_id)
}

pub(crate) fn create_local_gateway_route_table_virtual_interface_group_association(
    _: Read<'_>,
    request: &CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociationRequest,
) -> Result<CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociationResult> {
    let _ = (&request.local_gateway_virtual_interface_group_id, &request.tag_specifications);
    missing(ROUTE_TABLE, &request.local_gateway_route_table_id)
}

pub(crate) fn delete_local_gateway_route_table_virtual_interface_group_association(
    _: Read<'_>,
    request: &DeleteLocalGatewayRouteTableVirtualInterfaceGroupAssociationRequest,
) -> Result<DeleteLocalGatewayRouteTableVirtualInterfaceGroupAssociationResult> {
    missing(
        GROUP_ASSOCIATION,
        &request.local_gateway_route_table_virtual_interface_group_association_id,
    )
}

pub(crate) fn create_local_gateway_virtual_interface_group(
    _: Read<'_>,
    request: &CreateLocalGatewayVirtualInterfaceGroupRequest,
) -> Result<CreateLocalGatewayVirtualInterfaceGroupResult> {
    let _ = (&request.local_bgp_asn, &request.local_bgp_asn_extended, &request.tag_specifications);
    missing(GATEWAY, &request.local_gateway_id)
}

pub(crate) fn delete_local_gateway_virtual_interface_group(
    _: Read<'_>,
    request: &DeleteLocalGatewayVirtualInterfaceGroupRequest,
) -> Result<DeleteLocalGatewayVirtualInterfaceGroupResult> {
    missing(INTERFACE_GROUP, &request.local_gateway_virtual_interface_group_id)
}

pub(crate) fn delete_local_gateway_virtual_interface(
    _: Read<'_>,
    request: &DeleteLocalGatewayVirtualInterfaceRequest,
) -> Result<DeleteLocalGatewayVirtualInterfaceResult> {
    missing(INTERFACE, &request.local_gateway_virtual_interface_id)
}

pub(crate) fn create_coip_pool(
    _: Read<'_>,
    request: &CreateCoipPoolRequest,
) -> Result<CreateCoipPoolResult> {
    let _ = &request.tag_specifications;
    missing(ROUTE_TABLE, &request.local_gateway_route_table_id)
}

pub(crate) fn delete_coip_pool(
    _: Read<'_>,
    request: &DeleteCoipPoolRequest,
) -> Result<DeleteCoipPoolResult> {
    missing(POOL, &request.coip_pool_id)
}

pub(crate) fn get_coip_pool_usage(
    _: Read<'_>,
    request: &GetCoipPoolUsageRequest,
) -> Result<GetCoipPoolUsageResult> {
    let _ = (&request.filters, &request.max_results, &request.next_token);
    missing(POOL, &request.pool_id)
}

pub(crate) fn create_coip_cidr(
    _: Read<'_>,
    request: &CreateCoipCidrRequest,
) -> Result<CreateCoipCidrResult> {
    let _ = &request.cidr;
    missing(POOL, &request.coip_pool_id)
}

pub(crate) fn delete_coip_cidr(
    _: Read<'_>,
    request: &DeleteCoipCidrRequest,
) -> Result<DeleteCoipCidrResult> {
    let _ = &request.cidr;
    missing(POOL, &request.coip_pool_id)
}

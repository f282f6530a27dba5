//! Local gateways and what belongs to them, customer-owned addresses among it. They come with an
//! Outpost, which an account here has none of: its lists are empty, and whatever would change one,
//! or look into it, names what is not there.
//! <https://docs.aws.amazon.com/outposts/latest/userguide/outposts-local-gateways.html>

use crate::engine::{Never, Operation, operations};
use crate::error::Result;
use crate::records::account::empty_lists::{absent, none};
use crate::records::network::local_gateways::{GATEWAY, Unknown};
use wire::{
    CoipPool, LocalGateway, LocalGatewayRouteTable,
    LocalGatewayRouteTableVirtualInterfaceGroupAssociation, LocalGatewayRouteTableVpcAssociation,
    LocalGatewayVirtualInterface, LocalGatewayVirtualInterfaceGroup, OutpostLag,
    ServiceLinkVirtualInterface,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeLocalGateways => |cx, it| none::<LocalGateway>(cx, it, GATEWAY, &[]);
    Read  DescribeLocalGatewayRouteTables
        => |cx, it| none::<LocalGatewayRouteTable>(cx, it, ROUTE_TABLE, &[]);
    Read  DescribeLocalGatewayRouteTableVpcAssociations
        => |cx, it| none::<LocalGatewayRouteTableVpcAssociation>(cx, it, VPC_ASSOCIATION, &[]);
    Read  DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociations
        => |cx, it| none::<LocalGatewayRouteTableVirtualInterfaceGroupAssociation>(
            cx, it, GROUP_ASSOCIATION, OF_GROUP_ASSOCIATIONS,
        );
    Read  DescribeLocalGatewayVirtualInterfaceGroups
        => |cx, it| none::<LocalGatewayVirtualInterfaceGroup>(cx, it, INTERFACE_GROUP, &[]);
    Read  DescribeLocalGatewayVirtualInterfaces
        => |cx, it| none::<LocalGatewayVirtualInterface>(cx, it, INTERFACE, &[]);
    Read  DescribeOutpostLags => |cx, it| none::<OutpostLag>(cx, it, LAG, OF_LAGS);
    Read  DescribeServiceLinkVirtualInterfaces
        => |cx, it| none::<ServiceLinkVirtualInterface>(cx, it, LINK, OF_LINKS);
    Read  DescribeCoipPools => |cx, it| none::<CoipPool>(cx, it, POOL, &[]);

    Read  SearchLocalGatewayRoutes => |_, it| missing(
        ROUTE_TABLE,
        &it.local_gateway_route_table_id,
        (&it.filters, &it.max_results, &it.next_token),
    );
    Read  CreateLocalGatewayRoute => |_, it| missing(
        ROUTE_TABLE,
        &it.local_gateway_route_table_id,
        (
            (&it.destination_cidr_block, &it.destination_prefix_list_id),
            (&it.local_gateway_virtual_interface_group_id, &it.network_interface_id),
        ),
    );
    Read  ModifyLocalGatewayRoute => |_, it| missing(
        ROUTE_TABLE,
        &it.local_gateway_route_table_id,
        (
            (&it.destination_cidr_block, &it.destination_prefix_list_id),
            (&it.local_gateway_virtual_interface_group_id, &it.network_interface_id),
        ),
    );
    Read  DeleteLocalGatewayRoute => |_, it| missing(
        ROUTE_TABLE,
        &it.local_gateway_route_table_id,
        (&it.destination_cidr_block, &it.destination_prefix_list_id),
    );
    Read  CreateLocalGatewayRouteTable
        => |_, it| missing(GATEWAY, &it.local_gateway_id, (&it.mode, &it.tag_specifications));
    Read  DeleteLocalGatewayRouteTable
        => |_, it| missing(ROUTE_TABLE, &it.local_gateway_route_table_id, ());
    Read  CreateLocalGatewayRouteTableVpcAssociation => |_, it| missing(
        ROUTE_TABLE,
        &it.local_gateway_route_table_id,
        (&it.vpc_id, &it.tag_specifications),
    );
    Read  DeleteLocalGatewayRouteTableVpcAssociation => |_, it| missing(
        VPC_ASSOCIATION,
        &it.local_gateway_route_table_vpc_association_id,
        (),
    );
    Read  CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociation => |_, it| missing(
        ROUTE_TABLE,
        &it.local_gateway_route_table_id,
        (&it.local_gateway_virtual_interface_group_id, &it.tag_specifications),
    );
    Read  DeleteLocalGatewayRouteTableVirtualInterfaceGroupAssociation => |_, it| missing(
        GROUP_ASSOCIATION,
        &it.local_gateway_route_table_virtual_interface_group_association_id,
        (),
    );
    Read  CreateLocalGatewayVirtualInterfaceGroup => |_, it| missing(
        GATEWAY,
        &it.local_gateway_id,
        (&it.local_bgp_asn, &it.local_bgp_asn_extended, &it.tag_specifications),
    );
    Read  DeleteLocalGatewayVirtualInterfaceGroup
        => |_, it| missing(INTERFACE_GROUP, &it.local_gateway_virtual_interface_group_id, ());
    Read  CreateLocalGatewayVirtualInterface => |_, it| missing(
        INTERFACE_GROUP,
        &it.local_gateway_virtual_interface_group_id,
        (
            (&it.outpost_lag_id, &it.vlan, &it.local_address, &it.peer_address),
            (&it.peer_bgp_asn, &it.peer_bgp_asn_extended, &it.tag_specifications),
        ),
    );
    Read  DeleteLocalGatewayVirtualInterface
        => |_, it| missing(INTERFACE, &it.local_gateway_virtual_interface_id, ());
    Read  CreateCoipPool
        => |_, it| missing(ROUTE_TABLE, &it.local_gateway_route_table_id, &it.tag_specifications);
    Read  DeleteCoipPool => |_, it| missing(POOL, &it.coip_pool_id, ());
    Read  GetCoipPoolUsage
        => |_, it| missing(POOL, &it.pool_id, (&it.filters, &it.max_results, &it.next_token));
    Read  CreateCoipCidr => |_, it| missing(POOL, &it.coip_pool_id, &it.cidr);
    Read  DeleteCoipCidr => |_, it| missing(POOL, &it.coip_pool_id, &it.cidr);
};

// Terraform looks for the codes of route tables, of their associations with VPCs and of pools;
// unverified (looked up 2026-11-26): the others, and the nouns.
const ROUTE_TABLE: Unknown =
    ("InvalidLocalGatewayRouteTableID.NotFound", "local gateway route table ID");
const VPC_ASSOCIATION: Unknown = (
    "InvalidLocalGatewayRouteTableVpcAssociationID.NotFound",
    "local gateway route table VPC association ID",
);
const GROUP_ASSOCIATION: Unknown = (
    "InvalidLocalGatewayRouteTableVirtualInterfaceGroupAssociationID.NotFound",
    "local gateway route table virtual interface group association ID",
);
const INTERFACE_GROUP: Unknown = (
    "InvalidLocalGatewayVirtualInterfaceGroupID.NotFound",
    "local gateway virtual interface group ID",
);
const INTERFACE: Unknown =
    ("InvalidLocalGatewayVirtualInterfaceID.NotFound", "local gateway virtual interface ID");
const LAG: Unknown = ("InvalidOutpostLagID.NotFound", "outpost LAG ID");
const LINK: Unknown =
    ("InvalidServiceLinkVirtualInterfaceID.NotFound", "service link virtual interface ID");
const POOL: Unknown = ("InvalidPoolID.NotFound", "pool ID");

/// Filters that are documented without telling what of the answer they compare.
type Paths = &'static [(&'static str, &'static [&'static str])];

const OF_GROUP_ASSOCIATIONS: Paths = &[(
    "local-gateway-route-table-virtual-interface-group-id",
    &["localGatewayVirtualInterfaceGroupId"],
)];
const OF_LAGS: Paths = &[
    ("service-link-virtual-interface-arn", &["serviceLinkVirtualInterfaceIdSet"]),
    ("outpost-id", &["outpostArn"]),
    ("vlan", &["outpostLagId"]),
    ("local-address", &["outpostLagId"]),
    ("peer-address", &["outpostLagId"]),
    ("peer-bgp-asn", &["outpostLagId"]),
    ("configuration-state", &["state"]),
];
const OF_LINKS: Paths = &[
    ("state", &["configurationState"]),
    ("local-gateway-virtual-interface-id", &["serviceLinkVirtualInterfaceId"]),
];

/// Nothing comes of the rest of a request: what it is about is looked up first.
// unverified (looked up 2026-11-26): that it is.
fn missing<Rest>(of_ids: Unknown, id: &str, _: Rest) -> Result<Never> {
    absent(of_ids, id)
}

//! What belongs to an Outpost, which no account here has.

use super::support::Ec2;

/// The operation, the parameter with the id of a thing of an Outpost, another parameter, and how
/// the id is refused.
type Outside =
    (&'static str, &'static str, (&'static str, &'static str), &'static str, &'static str);

const OF_AN_OUTPOST: &[Outside] = &[
    (
        "SearchLocalGatewayRoutes",
        "LocalGatewayRouteTableId",
        ("DryRun", "false"),
        "InvalidLocalGatewayRouteTableID.NotFound",
        "local gateway route table ID",
    ),
    (
        "CreateLocalGatewayRoute",
        "LocalGatewayRouteTableId",
        ("DryRun", "false"),
        "InvalidLocalGatewayRouteTableID.NotFound",
        "local gateway route table ID",
    ),
    (
        "ModifyLocalGatewayRoute",
        "LocalGatewayRouteTableId",
        ("DryRun", "false"),
        "InvalidLocalGatewayRouteTableID.NotFound",
        "local gateway route table ID",
    ),
    (
        "DeleteLocalGatewayRoute",
        "LocalGatewayRouteTableId",
        ("DryRun", "false"),
        "InvalidLocalGatewayRouteTableID.NotFound",
        "local gateway route table ID",
    ),
    (
        "CreateLocalGatewayRouteTable",
        "LocalGatewayId",
        ("DryRun", "false"),
        "InvalidLocalGatewayID.NotFound",
        "local gateway ID",
    ),
    (
        "DeleteLocalGatewayRouteTable",
        "LocalGatewayRouteTableId",
        ("DryRun", "false"),
        "InvalidLocalGatewayRouteTableID.NotFound",
        "local gateway route table ID",
    ),
    (
        "CreateLocalGatewayRouteTableVpcAssociation",
        "LocalGatewayRouteTableId",
        ("VpcId", "vpc-1"),
        "InvalidLocalGatewayRouteTableID.NotFound",
        "local gateway route table ID",
    ),
    (
        "DeleteLocalGatewayRouteTableVpcAssociation",
        "LocalGatewayRouteTableVpcAssociationId",
        ("DryRun", "false"),
        "InvalidLocalGatewayRouteTableVpcAssociationID.NotFound",
        "local gateway route table VPC association ID",
    ),
    (
        "CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociation",
        "LocalGatewayRouteTableId",
        ("LocalGatewayVirtualInterfaceGroupId", "lgw-vif-grp-1"),
        "InvalidLocalGatewayRouteTableID.NotFound",
        "local gateway route table ID",
    ),
    (
        "DeleteLocalGatewayRouteTableVirtualInterfaceGroupAssociation",
        "LocalGatewayRouteTableVirtualInterfaceGroupAssociationId",
        ("DryRun", "false"),
        "InvalidLocalGatewayRouteTableVirtualInterfaceGroupAssociationID.NotFound",
        "local gateway route table virtual interface group association ID",
    ),
    (
        "CreateLocalGatewayVirtualInterfaceGroup",
        "LocalGatewayId",
        ("DryRun", "false"),
        "InvalidLocalGatewayID.NotFound",
        "local gateway ID",
    ),
    (
        "DeleteLocalGatewayVirtualInterfaceGroup",
        "LocalGatewayVirtualInterfaceGroupId",
        ("DryRun", "false"),
        "InvalidLocalGatewayVirtualInterfaceGroupID.NotFound",
        "local gateway virtual interface group ID",
    ),
    (
        "DeleteLocalGatewayVirtualInterface",
        "LocalGatewayVirtualInterfaceId",
        ("DryRun", "false"),
        "InvalidLocalGatewayVirtualInterfaceID.NotFound",
        "local gateway virtual interface ID",
    ),
    (
        "CreateCoipPool",
        "LocalGatewayRouteTableId",
        ("DryRun", "false"),
        "InvalidLocalGatewayRouteTableID.NotFound",
        "local gateway route table ID",
    ),
    ("DeleteCoipPool", "CoipPoolId", ("DryRun", "false"), "InvalidPoolID.NotFound", "pool ID"),
    ("GetCoipPoolUsage", "PoolId", ("DryRun", "false"), "InvalidPoolID.NotFound", "pool ID"),
    ("CreateCoipCidr", "CoipPoolId", ("Cidr", "10.0.0.0/24"), "InvalidPoolID.NotFound", "pool ID"),
    ("DeleteCoipCidr", "CoipPoolId", ("Cidr", "10.0.0.0/24"), "InvalidPoolID.NotFound", "pool ID"),
];

#[test]
fn what_belongs_to_an_outpost_does_not_exist() {
    let ec2 = Ec2::new();
    for &(action, parameter, more, code, noun) in OF_AN_OUTPOST {
        let refusal = ec2.refused(action, &[(parameter, "x-1"), more]);
        let message = format!("The {noun} 'x-1' does not exist");
        assert_eq!(refusal, (code.to_owned(), message), "{action}");
    }
}

#[test]
fn no_group_has_a_virtual_interface() {
    let form = [
        ("LocalGatewayVirtualInterfaceGroupId", "lgw-vif-grp-1"),
        ("OutpostLagId", "op-lag-1"),
        ("Vlan", "1"),
        ("LocalAddress", "10.0.0.1/30"),
        ("PeerAddress", "10.0.0.2/30"),
        ("PeerBgpAsn", "65000"),
    ];
    let (code, message) = Ec2::new().refused("CreateLocalGatewayVirtualInterface", &form);
    assert_eq!(code, "InvalidLocalGatewayVirtualInterfaceGroupID.NotFound");
    let noun = "local gateway virtual interface group ID";
    assert_eq!(message, format!("The {noun} 'lgw-vif-grp-1' does not exist"));
}

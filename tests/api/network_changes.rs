//! What changes about a network once it is there: ACLs and their entries, routes, further blocks.

use super::support::Ec2;

fn vpc(ec2: &Ec2) -> String {
    let form = [("CidrBlock", "10.0.0.0/16"), ("AmazonProvidedIpv6CidrBlock", "true")];
    ec2.call("CreateVpc", &form).text("vpc.vpcId").to_owned()
}

#[test]
fn an_acl_is_made_filled_used_and_deleted() {
    let ec2 = Ec2::new();
    let vpc = vpc(&ec2);
    let form = [("VpcId", vpc.as_str()), ("CidrBlock", "10.0.0.0/24")];
    let subnet = ec2.call("CreateSubnet", &form);
    let acl = ec2.call("CreateNetworkAcl", &[("VpcId", &vpc)]);
    let acl = acl.text("networkAcl.networkAclId");
    let entry = [
        ("NetworkAclId", acl),
        ("Egress", "false"),
        ("RuleNumber", "100"),
        ("Protocol", "6"),
        ("RuleAction", "allow"),
        ("CidrBlock", "0.0.0.0/0"),
        ("PortRange.From", "80"),
        ("PortRange.To", "81"),
    ];
    ec2.call("CreateNetworkAclEntry", &entry);
    // The same one again is none too many.
    ec2.call("CreateNetworkAclEntry", &entry);
    let mut denied = entry;
    denied[4].1 = "deny";
    assert_eq!(ec2.refused("CreateNetworkAclEntry", &denied).0, "NetworkAclEntryAlreadyExists");
    ec2.call("ReplaceNetworkAclEntry", &denied);
    let shown = || {
        let found = ec2.call("DescribeNetworkAcls", &[("NetworkAclId.1", acl)]);
        found.texts("networkAclSet.item.entrySet.item.ruleAction").join(" ")
    };
    // The four that close an ACL, and this one.
    assert_eq!(shown().matches("deny").count(), 5);
    ec2.call("DeleteNetworkAclEntry", &entry[..3]);
    assert_eq!(shown().matches("deny").count(), 4);
    assert_eq!(
        ec2.refused("DeleteNetworkAclEntry", &entry[..3]).0,
        "InvalidNetworkAclEntry.NotFound"
    );

    let id = subnet.text("subnet.subnetId");
    let of_subnet = [("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", id)];
    let before = ec2.call("DescribeNetworkAcls", &of_subnet);
    let association = "networkAclSet.item.associationSet.item.networkAclAssociationId";
    let form = [("AssociationId", before.text(association)), ("NetworkAclId", acl)];
    ec2.call("ReplaceNetworkAclAssociation", &form);
    let after = ec2.call("DescribeNetworkAcls", &of_subnet);
    assert_eq!(after.texts("networkAclSet.item.networkAclId"), [acl]);
    let (code, message) = ec2.refused("DeleteNetworkAcl", &[("NetworkAclId", acl)]);
    assert_eq!(code, "DependencyViolation");
    assert_eq!(message, format!("The networkAcl '{acl}' has dependencies and cannot be deleted."));
    ec2.call("DeleteSubnet", &[("SubnetId", id)]);
    ec2.call("DeleteNetworkAcl", &[("NetworkAclId", acl)]);
    let (code, _) = ec2.refused("DeleteNetworkAcl", &[("NetworkAclId", acl)]);
    assert_eq!(code, "InvalidNetworkAclID.NotFound");
}

#[test]
fn a_route_is_replaced_where_there_is_one() {
    let ec2 = Ec2::new();
    let table = ec2.call("DescribeRouteTables", &[]);
    let table = table.text("routeTableSet.item.routeTableId");
    let gateway = ec2.call("DescribeInternetGateways", &[]);
    let gateway = gateway.text("internetGatewaySet.item.internetGatewayId");
    let form =
        [("RouteTableId", table), ("DestinationCidrBlock", "0.0.0.0/0"), ("GatewayId", gateway)];
    ec2.call("ReplaceRoute", &form);
    let missing = [form[0], ("DestinationCidrBlock", "9.0.0.0/8"), form[2]];
    assert_eq!(ec2.refused("ReplaceRoute", &missing).0, "InvalidParameterValue");
}

#[test]
fn further_blocks_come_and_go() {
    let ec2 = Ec2::new();
    let vpc = vpc(&ec2);
    let form = [("VpcId", vpc.as_str()), ("CidrBlock", "10.1.0.0/16")];
    let made = ec2.call("AssociateVpcCidrBlock", &form);
    let association = made.text("cidrBlockAssociation.associationId");
    let found = ec2.call("DescribeVpcs", &[("VpcId.1", &vpc)]);
    let cidrs = found.texts("vpcSet.item.cidrBlockAssociationSet.item.cidrBlock");
    assert_eq!(cidrs, ["10.0.0.0/16", "10.1.0.0/16"]);
    let within = [form[0], ("CidrBlock", "10.1.0.0/24")];
    let subnet = ec2.call("CreateSubnet", &within);
    let subnet = subnet.text("subnet.subnetId");

    let blocks = found.text("vpcSet.item.ipv6CidrBlockAssociationSet.item.ipv6CidrBlock");
    let ipv6 = blocks.replace("/56", "/64");
    let form = [("SubnetId", subnet), ("Ipv6CidrBlock", ipv6.as_str())];
    let block = ec2.call("AssociateSubnetCidrBlock", &form);
    let block = block.text("ipv6CidrBlockAssociation.associationId");
    ec2.call("DisassociateSubnetCidrBlock", &[("AssociationId", block)]);
    let (code, _) = ec2.refused("DisassociateSubnetCidrBlock", &[("AssociationId", block)]);
    assert_eq!(code, "InvalidSubnetCidrBlockAssociationID.NotFound");

    ec2.call("DeleteSubnet", &[("SubnetId", subnet)]);
    ec2.call("DisassociateVpcCidrBlock", &[("AssociationId", association)]);
    let (code, _) = ec2.refused("DisassociateVpcCidrBlock", &[("AssociationId", association)]);
    assert_eq!(code, "InvalidVpcCidrBlockAssociationID.NotFound");
    let own = found.texts("vpcSet.item.cidrBlockAssociationSet.item.associationId")[0];
    let refused = ec2.refused("DisassociateVpcCidrBlock", &[("AssociationId", own)]);
    assert_eq!(refused.0, "OperationNotPermitted");
}

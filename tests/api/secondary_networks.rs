use super::support::{Ec2, Xml};

fn network(ec2: &Ec2) -> Xml {
    let form = [("Ipv4CidrBlock", "10.0.0.0/16"), ("NetworkType", "rdma"), ("ClientToken", "one")];
    let made = ec2.call("CreateSecondaryNetwork", &form);
    assert_eq!(made.text("clientToken"), "one");
    ec2.advance(60);
    made.at("secondaryNetwork").unwrap().clone()
}

fn subnet_form<'a>(network: &'a str, cidr: &'a str) -> [(&'a str, &'a str); 3] {
    [("SecondaryNetworkId", network), ("Ipv4CidrBlock", cidr), ("AvailabilityZone", "us-east-1b")]
}

fn refusal(code: &str, message: &str) -> (String, String) {
    (code.to_owned(), message.to_owned())
}

const BLOCK: &str = "ipv4CidrBlockAssociationSet.item";

#[test]
fn a_network_lives() {
    let ec2 = Ec2::with_aws_lifecycle();
    let made = network(&ec2);
    let id = made.text("secondaryNetworkId").to_owned();
    let arn = format!("arn:aws:ec2:us-east-1:000000000000:secondary-network/{id}");
    for (member, value) in [
        ("secondaryNetworkArn", arn.as_str()),
        ("ownerId", "000000000000"),
        ("type", "rdma"),
        ("state", "create-in-progress"),
        ("ipv4CidrBlockAssociationSet.item.cidrBlock", "10.0.0.0/16"),
        ("ipv4CidrBlockAssociationSet.item.state", "associating"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    let by_block = [
        ("Filter.1.Name", "ipv4-cidr-block-association.cidr-block"),
        ("Filter.1.Value.1", "10.0.0.0/16"),
    ];
    let found = ec2.call("DescribeSecondaryNetworks", &by_block);
    let found = found.at("secondaryNetworkSet.item").unwrap();
    assert_eq!(found.text("state"), "create-complete");
    assert_eq!(found.at(BLOCK).unwrap().text("state"), "associated");
    let by_id = [("SecondaryNetworkId", id.as_str())];
    let left = ec2.call("DeleteSecondaryNetwork", &by_id);
    assert_eq!(left.text("secondaryNetwork.state"), "delete-in-progress");
    let message = format!("The resource {id} is not in a modifiable state.");
    assert_eq!(ec2.refused("DeleteSecondaryNetwork", &by_id), refusal("InvalidState", &message));
    ec2.advance(60);
    let found = ec2.call("DescribeSecondaryNetworks", &[("SecondaryNetworkId.1", &id)]);
    let found = found.at("secondaryNetworkSet.item").unwrap();
    assert_eq!(found.text("state"), "delete-complete");
    assert_eq!(found.at(BLOCK).unwrap().text("state"), "disassociated");
    ec2.advance(3_600);
    let message = format!("The secondary network ID '{id}' does not exist");
    let gone = refusal("InvalidSecondaryNetworkId.NotFound", &message);
    assert_eq!(ec2.refused("DeleteSecondaryNetwork", &by_id), gone);
}

#[test]
fn a_subnet_is_in_a_network_and_a_zone() {
    let ec2 = Ec2::with_aws_lifecycle();
    let network = network(&ec2).text("secondaryNetworkId").to_owned();
    let made = ec2.call("CreateSecondarySubnet", &subnet_form(&network, "10.0.1.0/24"));
    let made = made.at("secondarySubnet").unwrap();
    let id = made.text("secondarySubnetId").to_owned();
    let arn = format!("arn:aws:ec2:us-east-1:000000000000:secondary-subnet/{id}");
    for (member, value) in [
        ("secondarySubnetArn", arn.as_str()),
        ("secondaryNetworkId", &network),
        ("secondaryNetworkType", "rdma"),
        ("ownerId", "000000000000"),
        ("availabilityZone", "us-east-1b"),
        ("state", "create-in-progress"),
        ("ipv4CidrBlockAssociationSet.item.cidrBlock", "10.0.1.0/24"),
        ("ipv4CidrBlockAssociationSet.item.state", "associating"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    ec2.advance(60);
    let by_network =
        [("Filter.1.Name", "secondary-network-id"), ("Filter.1.Value.1", network.as_str())];
    let found = ec2.call("DescribeSecondarySubnets", &by_network);
    let found = found.at("secondarySubnetSet.item").unwrap();
    assert_eq!(found.text("state"), "create-complete");
    assert_eq!(found.at(BLOCK).unwrap().text("state"), "associated");
    let by_id = [("SecondaryNetworkId", network.as_str())];
    let message =
        format!("The secondary network '{network}' has dependencies and cannot be deleted.");
    let held = refusal("DependencyViolation", &message);
    assert_eq!(ec2.refused("DeleteSecondaryNetwork", &by_id), held);
    let by_subnet = [("SecondarySubnetId", id.as_str())];
    let left = ec2.call("DeleteSecondarySubnet", &by_subnet);
    assert_eq!(left.text("secondarySubnet.state"), "delete-in-progress");
    assert_eq!(ec2.refused("DeleteSecondaryNetwork", &by_id), held);
    ec2.advance(60);
    let found = ec2.call("DescribeSecondarySubnets", &[("SecondarySubnetId.1", &id)]);
    let found = found.at("secondarySubnetSet.item").unwrap();
    assert_eq!(found.at(BLOCK).unwrap().text("state"), "disassociated");
    ec2.call("DeleteSecondaryNetwork", &by_id);
    ec2.advance(3_600);
    let message = format!("The secondary subnet ID '{id}' does not exist");
    let gone = refusal("InvalidSecondarySubnetId.NotFound", &message);
    assert_eq!(ec2.refused("DeleteSecondarySubnet", &by_subnet), gone);
}

#[test]
fn other_blocks_are_refused() {
    let ec2 = Ec2::new();
    let id = network(&ec2).text("secondaryNetworkId").to_owned();
    let value = |message: &str| refusal("InvalidParameterValue", message);
    let form = [("Ipv4CidrBlock", "10.0.0.0/8"), ("NetworkType", "rdma")];
    let large = "Value (10.0.0.0/8) for parameter ipv4CidrBlock is invalid. The block size must be \
                 between /12 and /28.";
    assert_eq!(ec2.refused("CreateSecondaryNetwork", &form), value(large));
    let refused = |cidr: &str| ec2.refused("CreateSecondarySubnet", &subnet_form(&id, cidr));
    let outside = "Value (10.1.0.0/24) for parameter ipv4CidrBlock is invalid. It must be within \
                   the block of the secondary network.";
    assert_eq!(refused("10.1.0.0/24"), value(outside));
    ec2.call("CreateSecondarySubnet", &subnet_form(&id, "10.0.0.0/24"));
    let message = "The CIDR '10.0.0.0/20' conflicts with another secondary subnet";
    assert_eq!(refused("10.0.0.0/20"), refusal("InvalidSubnet.Conflict", message));
}

#[test]
fn there_are_no_interfaces() {
    let ec2 = Ec2::new();
    let found = ec2.call("DescribeSecondaryInterfaces", &[]);
    assert!(found.has("secondaryInterfaceSet") && !found.has("secondaryInterfaceSet.item"));
    let by_id = [("SecondaryInterfaceId.1", "si-0123456789abcdef0")];
    let message = "The secondary interface ID 'si-0123456789abcdef0' does not exist";
    let absent = refusal("InvalidSecondaryInterfaceId.NotFound", message);
    assert_eq!(ec2.refused("DescribeSecondaryInterfaces", &by_id), absent);
}

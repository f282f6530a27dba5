//! Routes within the VPC: local ones, and what leads traffic of the VPC itself elsewhere.

use super::{Network, VPC_CIDR};

fn to<'a>(cidr: &'a str, target: (&'a str, &'a str)) -> [(&'a str, &'a str); 2] {
    [("DestinationCidrBlock", cidr), target]
}

#[test]
fn within_the_vpc_only_whole_subnets_are_led_elsewhere() {
    let network = Network::new();
    let (_, interface) = network.launch();
    let to_interface = ("NetworkInterfaceId", interface.as_str());
    network.routed("CreateRoute", "10.0.0.0/24", to_interface);
    let form = [("VpcId", network.vpc.as_str()), ("CidrBlock", "10.0.7.0/24")];
    network.ec2.call("CreateSubnet", &form);
    let form = [("SubnetId", network.subnet.as_str()), ("ConnectivityType", "private")];
    let nat = network.ec2.call("CreateNatGateway", &form);
    network.routed(
        "CreateRoute",
        "10.0.7.0/24",
        ("NatGatewayId", nat.text("natGateway.natGatewayId")),
    );
    let (code, message) = network.route_refused("CreateRoute", &to("10.0.1.0/24", to_interface));
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Route destination doesn't match any subnet CIDR blocks.");
    for action in ["CreateRoute", "ReplaceRoute"] {
        for cidr in ["10.0.0.0/25", "10.0.0.0/24", VPC_CIDR] {
            let form = to(cidr, ("GatewayId", network.gateway.as_str()));
            let (code, message) = network.route_refused(action, &form);
            assert_eq!(code, "InvalidParameterValue");
            assert_eq!(
                message,
                format!(
                    "The destination CIDR block {cidr} is equal to or more specific than one of \
                     this VPC's CIDR blocks. This route can target only an interface or an \
                     instance."
                )
            );
        }
    }
}

#[test]
fn a_local_route_can_lead_to_an_interface_and_back() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let (instance, interface) = network.launch();
    let (code, message) =
        network.route_refused("CreateRoute", &to(VPC_CIDR, ("InstanceId", &instance)));
    assert_eq!(code, "RouteAlreadyExists");
    assert_eq!(message, format!("The route identified by {VPC_CIDR} already exists."));
    for _ in 0..2 {
        network.routed("ReplaceRoute", VPC_CIDR, ("InstanceId", &instance));
        let route = network.last_route();
        assert_eq!(route.text("destinationCidrBlock"), VPC_CIDR);
        assert_eq!(route.text("networkInterfaceId"), interface);
        assert_eq!(route.text("origin"), "CreateRouteTable");
        assert!(!route.has("gatewayId"));
    }
    let delete = [("RouteTableId", network.table.as_str()), ("DestinationCidrBlock", VPC_CIDR)];
    let (code, message) = ec2.refused("DeleteRoute", &delete);
    assert_eq!(code, "InvalidParameterValue");
    let expected = format!("cannot remove local route {VPC_CIDR} in route table {}", delete[0].1);
    assert_eq!(message, expected);

    let reset = ("LocalTarget", "true");
    for _ in 0..2 {
        network.routed("ReplaceRoute", VPC_CIDR, reset);
        assert_eq!(network.last_route().text("gatewayId"), "local");
    }
    let both = [("DestinationCidrBlock", VPC_CIDR), reset, ("InstanceId", instance.as_str())];
    let (code, message) = network.route_refused("ReplaceRoute", &both);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The parameter localTarget cannot be used with another target.");
    let (code, message) = network.route_refused("ReplaceRoute", &to("0.0.0.0/0", reset));
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "local-target only allowed with network local destination CIDRs");
    let none = to(VPC_CIDR, ("LocalTarget", "false"));
    let (code, message) = network.route_refused("ReplaceRoute", &none);
    assert_eq!(code, "MissingParameter");
    let expected = "The request must contain exactly one of gatewayId, localGatewayId, \
                    carrierGatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, \
                    egressOnlyInternetGatewayId, transitGatewayId, vpcEndpointId, coreNetworkArn \
                    or instanceId, or must have localTarget set to true";
    assert_eq!(message, expected);
}

#[test]
fn a_block_that_leaves_the_vpc_takes_its_route_along() {
    let network = Network::new();
    let (_, interface) = network.launch();
    let block = [("VpcId", network.vpc.as_str()), ("CidrBlock", "10.2.0.0/16")];
    let associate = || {
        let made = network.ec2.call("AssociateVpcCidrBlock", &block);
        made.text("cidrBlockAssociation.associationId").to_owned()
    };
    let first = associate();
    network.routed("ReplaceRoute", "10.2.0.0/16", ("NetworkInterfaceId", &interface));
    network.ec2.call("DisassociateVpcCidrBlock", &[("AssociationId", &first)]);
    assert_eq!(network.last_route().text("destinationCidrBlock"), VPC_CIDR);
    associate();
    assert_eq!(network.last_route().text("gatewayId"), "local");
}

#[test]
fn no_route_leads_to_where_services_of_aws_answer() {
    let network = Network::new();
    let gateway = ("GatewayId", network.gateway.as_str());
    for (name, cidr, reserved) in [
        ("DestinationCidrBlock", "169.254.169.254/32", "169.254.168.0/22"),
        ("DestinationCidrBlock", "169.254.168.0/22", "169.254.168.0/22"),
        ("DestinationIpv6CidrBlock", "fd00:ec2::254/128", "fd00:ec2::/32"),
    ] {
        for action in ["CreateRoute", "ReplaceRoute"] {
            let (code, message) = network.route_refused(action, &[(name, cidr), gateway]);
            assert_eq!(code, "InvalidParameterValue");
            let expected = format!(
                "The destination CIDR block {cidr} is within {reserved}, which is reserved for use \
                 by AWS services."
            );
            assert_eq!(message, expected);
        }
    }
    // A larger block can be routed, but for what is reserved.
    network.routed("CreateRoute", "169.254.0.0/16", gateway);
}

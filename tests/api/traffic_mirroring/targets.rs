use super::{BALANCER, Ec2, bad, combination, filtered, interface, target};

#[test]
fn a_target_lives() {
    let ec2 = Ec2::new();
    let interface = interface(&ec2);
    let form = [
        ("NetworkInterfaceId", interface.as_str()),
        ("Description", "sink"),
        ("TagSpecification.1.ResourceType", "traffic-mirror-target"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "one"),
        ("ClientToken", "token"),
    ];
    let made = ec2.call("CreateTrafficMirrorTarget", &form);
    assert_eq!(made.text("clientToken"), "token");
    let view = made.at("trafficMirrorTarget").unwrap();
    let id = view.text("trafficMirrorTargetId");
    assert!(id.starts_with("tmt-"));
    for (member, value) in [
        ("networkInterfaceId", interface.as_str()),
        ("type", "network-interface"),
        ("description", "sink"),
        ("ownerId", "000000000000"),
        ("tagSet.item.value", "one"),
    ] {
        assert_eq!(view.text(member), value);
    }
    assert_eq!(target(&ec2, &form), id);
    let made = ec2.call("CreateTrafficMirrorTarget", &[("NetworkLoadBalancerArn", BALANCER)]);
    assert_eq!(made.text("clientToken").len(), 36);
    let balanced = made.at("trafficMirrorTarget").unwrap();
    assert_eq!(balanced.text("type"), "network-load-balancer");
    assert_eq!(balanced.text("networkLoadBalancerArn"), BALANCER);
    let path = "trafficMirrorTargetSet.item";
    let described = ec2.call("DescribeTrafficMirrorTargets", &[("TrafficMirrorTargetId.1", id)]);
    assert_eq!(described.at(path).unwrap().children, view.children);
    for (name, value, count) in [
        ("description", "si*", 1),
        ("network-interface-id", interface.as_str(), 1),
        ("network-load-balancer-arn", BALANCER, 1),
        ("owner-id", "000000000000", 2),
        ("traffic-mirror-target-id", id, 1),
        ("tag:Name", "one", 1),
    ] {
        let found = filtered(&ec2, "DescribeTrafficMirrorTargets", path, name, value);
        assert_eq!(found, count, "{name}");
    }
    let by_id = [("TrafficMirrorTargetId", id)];
    assert_eq!(ec2.call("DeleteTrafficMirrorTarget", &by_id).text("trafficMirrorTargetId"), id);
    let (code, message) = ec2.refused("DeleteTrafficMirrorTarget", &by_id);
    assert_eq!(code, "InvalidTrafficMirrorTargetId.NotFound");
    assert_eq!(message, format!("The traffic mirror target ID '{id}' does not exist"));
}

#[test]
fn a_target_is_one_of_three_things() {
    let ec2 = Ec2::new();
    let refused = |form: &[(&str, &str)]| ec2.refused("CreateTrafficMirrorTarget", form);
    let (code, message) = refused(&[]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter networkInterfaceId");
    let interface = interface(&ec2);
    let both = [("NetworkInterfaceId", interface.as_str()), ("NetworkLoadBalancerArn", BALANCER)];
    let one = "Only one of networkInterfaceId, networkLoadBalancerArn and \
               gatewayLoadBalancerEndpointId can be specified";
    assert_eq!(refused(&both), combination(one));
    let (code, message) = refused(&[("NetworkInterfaceId", "eni-0123456789abcdef0")]);
    assert_eq!(code, "InvalidTrafficMirrorTarget");
    assert_eq!(message, "The interface ID 'eni-0123456789abcdef0' does not exist");
    for arn in [
        "nlb",
        "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/x/50dc6c495c0c9188",
        "arn:aws:elasticloadbalancing:us-west-2:000000000000:loadbalancer/net/x/50dc6c495c0c9188",
        "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/x",
    ] {
        let form = [("NetworkLoadBalancerArn", arn)];
        let (code, message) = refused(&form);
        assert_eq!(code, "InvalidNetworkLoadBalancerArn.Malformed");
        let expected = format!("'{arn}' is not the ARN of a Network Load Balancer of this region");
        assert_eq!(message, expected);
    }
    let vpc = ec2.call("DescribeVpcs", &[]);
    let vpc = vpc.text("vpcSet.item.vpcId");
    let form = [("VpcId", vpc), ("ServiceName", "com.amazonaws.us-east-1.s3")];
    let endpoint = ec2.call("CreateVpcEndpoint", &form);
    let endpoint = endpoint.text("vpcEndpoint.vpcEndpointId");
    let reason = "It is not the endpoint of a Gateway Load Balancer.";
    let form = [("GatewayLoadBalancerEndpointId", endpoint)];
    assert_eq!(refused(&form), bad("gatewayLoadBalancerEndpointId", endpoint, reason));
    let form = [("GatewayLoadBalancerEndpointId", "vpce-0123456789abcdef0")];
    assert_eq!(refused(&form).0, "InvalidVpcEndpointId.NotFound");
}

use super::{
    BACK, FORWARD, assert_blocked, assert_found, codes, group, instance, interface, kinds, let_in,
    net, reach,
};
use crate::support::Ec2;

const SSH: [(&str, &str); 1] = [("DestinationPort", "22")];

/// As the acceptance tests of Terraform's provider have it.
#[test]
fn members_of_a_default_group_reach_each_other() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let one = interface(&ec2, &net.subnets[0], "10.0.1.10", None);
    let other = interface(&ec2, &net.subnets[0], "10.0.1.11", None);
    let found = reach(&ec2, &one, &other, &[]);
    assert_found(&found);
    assert_eq!(kinds(&found, FORWARD), ["eni", "sg", "sg", "eni"]);
    assert_eq!(kinds(&found, BACK), ["eni", "sg", "sg", "eni"]);
    let first = found.at("forwardPathComponentSet.item").unwrap();
    for (member, value) in [
        ("sequenceNumber", "1"),
        ("outboundHeader.protocol", "6"),
        ("outboundHeader.sourceAddressSet.item", "10.0.1.10/32"),
        ("outboundHeader.destinationAddressSet.item", "10.0.1.11/32"),
        ("outboundHeader.destinationPortRangeSet.item.from", "0"),
        ("outboundHeader.destinationPortRangeSet.item.to", "65535"),
        ("subnet.id", net.subnets[0].as_str()),
        ("vpc.id", &net.vpc),
    ] {
        assert_eq!(first.text(member), value, "{member}");
    }
    let arn = format!("arn:aws:ec2:us-east-1:000000000000:network-interface/{one}");
    assert_eq!(first.text("component.arn"), arn);
    let rules = found.all_at("forwardPathComponentSet.item.securityGroupRule");
    assert_eq!(rules[0].text("direction"), "egress");
    assert_eq!(rules[0].text("cidr"), "0.0.0.0/0");
    assert_eq!(rules[1].text("direction"), "ingress");
    assert!(rules[1].has("securityGroupId"));
}

#[test]
fn a_security_group_is_in_the_way() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let (out, inside) = (group(&ec2, &net, "out"), group(&ec2, &net, "in"));
    let (source, _) = instance(&ec2, &net.subnets[0], "10.0.1.10", &out);
    let (destination, there) = instance(&ec2, &net.subnets[1], "10.0.2.10", &inside);
    let found = reach(&ec2, &source, &destination, &SSH);
    assert_blocked(&found, &["ENI_SG_RULES_MISMATCH"]);
    let explanation = found.at("explanationSet.item").unwrap();
    for (member, value) in [
        ("direction", "ingress"),
        ("networkInterface.id", there.as_str()),
        ("securityGroupSet.item.id", &inside),
        ("subnet.id", &net.subnets[1]),
        ("vpc.id", &net.vpc),
    ] {
        assert_eq!(explanation.text(member), value, "{member}");
    }
    let_in(&ec2, &inside, "80", "10.0.0.0/16");
    let_in(&ec2, &inside, "22", "10.0.9.0/24");
    assert_blocked(&reach(&ec2, &source, &destination, &SSH), &["ENI_SG_RULES_MISMATCH"]);
    let_in(&ec2, &inside, "22", "10.0.1.0/24");
    ec2.advance(100_000);
    let found = reach(&ec2, &source, &destination, &SSH);
    assert_found(&found);
    let forward = ["i", "eni", "sg", "acl", "rtb", "acl", "sg", "eni", "i"];
    assert_eq!(kinds(&found, FORWARD), forward);
    assert_eq!(kinds(&found, BACK), forward);
    let numbers = found.texts("forwardPathComponentSet.item.sequenceNumber");
    assert_eq!(numbers, ["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    let route = found.at("forwardPathComponentSet.item.routeTableRoute").unwrap();
    assert_eq!(route.text("destinationCidr"), "10.0.0.0/16");
    assert_eq!(route.text("gatewayId"), "local");
    assert_eq!(route.text("state"), "active");
    let attached = found.texts("forwardPathComponentSet.item.attachedTo.id");
    assert_eq!(attached, [&source, &destination]);
    assert_blocked(&reach(&ec2, &destination, &source, &SSH), &["ENI_SG_RULES_MISMATCH"]);
    let last = found.all_at("forwardPathComponentSet.item.inboundHeader");
    assert_eq!(last[0].text("destinationPortRangeSet.item.from"), "22");
}

#[test]
fn a_network_acl_is_in_the_way_of_answers() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let one = interface(&ec2, &net.subnets[0], "10.0.1.10", None);
    let other = interface(&ec2, &net.subnets[1], "10.0.2.10", None);
    let made = ec2.call("CreateNetworkAcl", &[("VpcId", &net.vpc)]);
    let acl = made.text("networkAcl.networkAclId");
    let form = [("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", &net.subnets[1])];
    let found = ec2.call("DescribeNetworkAcls", &form);
    let associations = found.all_at("networkAclSet.item.associationSet.item");
    let association = associations.iter().find(|it| it.text("subnetId") == net.subnets[1]).unwrap();
    let association = association.text("networkAclAssociationId");
    let form = [("AssociationId", association), ("NetworkAclId", acl)];
    ec2.call("ReplaceNetworkAclAssociation", &form);
    let found = reach(&ec2, &one, &other, &SSH);
    assert_blocked(&found, &["SUBNET_ACL_RESTRICTION"]);
    let explanation = found.at("explanationSet.item").unwrap();
    assert_eq!(explanation.text("direction"), "ingress");
    assert_eq!(explanation.text("acl.id"), acl);
    assert_eq!(explanation.text("subnet.id"), net.subnets[1]);
    assert_eq!(kinds(&found, FORWARD).last().unwrap(), "eni");
    assert!(!found.has("returnPathComponentSet.item"));
    let entry = |egress: &str, from: &str, to: &str| {
        let form = [
            ("NetworkAclId", acl),
            ("RuleNumber", "100"),
            ("Protocol", "6"),
            ("RuleAction", "allow"),
            ("Egress", egress),
            ("CidrBlock", "10.0.0.0/16"),
            ("PortRange.From", from),
            ("PortRange.To", to),
        ];
        ec2.call("CreateNetworkAclEntry", &form);
    };
    entry("false", "22", "22");
    let found = reach(&ec2, &one, &other, &SSH);
    assert_blocked(&found, &["SUBNET_ACL_RESTRICTION"]);
    assert_eq!(found.text("explanationSet.item.direction"), "egress");
    assert_eq!(kinds(&found, FORWARD).last().unwrap(), "eni");
    assert_eq!(kinds(&found, BACK)[..3], ["eni", "sg", "acl"]);
    entry("true", "1024", "65535");
    let found = reach(&ec2, &one, &other, &SSH);
    assert_found(&found);
    let ports = "forwardPathComponentSet.item.outboundHeader.sourcePortRangeSet.item";
    let ports = found.at(ports).unwrap();
    assert_eq!((ports.text("from"), ports.text("to")), ("1024", "65535"));
    let rules = found.all_at("forwardPathComponentSet.item.aclRule");
    let rule = rules.iter().find(|rule| rule.text("protocol") == "tcp").unwrap();
    for (member, value) in [
        ("egress", "false"),
        ("ruleNumber", "100"),
        ("ruleAction", "allow"),
        ("cidr", "10.0.0.0/16"),
        ("portRange.from", "22"),
    ] {
        assert_eq!(rule.text(member), value, "{member}");
    }
    let udp = [("Protocol", "udp"), ("DestinationPort", "22")];
    let found = reach(&ec2, &one, &other, &udp[1..]);
    assert_found(&found);
}

#[test]
fn nothing_is_asked_of_answers_with_udp() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let one = interface(&ec2, &net.subnets[0], "10.0.1.10", None);
    let other = interface(&ec2, &net.subnets[1], "10.0.2.10", None);
    let form = [
        ("Source", one.as_str()),
        ("Destination", &other),
        ("Protocol", "udp"),
        ("ClientToken", "udp"),
    ];
    let made = ec2.call("CreateNetworkInsightsPath", &form);
    let path = made.text("networkInsightsPath.networkInsightsPathId");
    let found = super::analyse(&ec2, path, &[]);
    assert_found(&found);
    assert!(!found.has("returnPathComponentSet.item"));
    let protocol = found.text("forwardPathComponentSet.item.outboundHeader.protocol");
    assert_eq!(protocol, "17");
}

#[test]
fn an_address_is_a_destination() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let one = interface(&ec2, &net.subnets[0], "10.0.1.10", None);
    let other = interface(&ec2, &net.subnets[1], "10.0.2.10", None);
    let to = |address: &str| {
        ec2.advance(1);
        let form = [
            ("Source", one.as_str()),
            ("FilterAtSource.DestinationAddress", address),
            ("Protocol", "tcp"),
            ("ClientToken", address),
        ];
        let made = ec2.call("CreateNetworkInsightsPath", &form);
        super::analyse(&ec2, made.text("networkInsightsPath.networkInsightsPathId"), &[])
    };
    let found = to("10.0.2.10");
    assert_found(&found);
    assert!(found.texts("forwardPathComponentSet.item.component.id").contains(&other.as_str()));
    assert_eq!(codes(&to("10.0.2.11")), ["NO_POSSIBLE_DESTINATION"]);
    assert_eq!(codes(&to("10.9.2.11")), ["NO_ROUTE_TO_DESTINATION"]);
}

#[test]
fn interfaces_of_endpoints_are_reached() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let inside = group(&ec2, &net, "in");
    let one = interface(&ec2, &net.subnets[0], "10.0.1.10", None);
    let form = [
        ("VpcId", net.vpc.as_str()),
        ("ServiceName", "com.amazonaws.us-east-1.ssm"),
        ("VpcEndpointType", "Interface"),
        ("SubnetId.1", &net.subnets[1]),
        ("SecurityGroupId.1", &inside),
        ("PrivateDnsEnabled", "false"),
    ];
    let endpoint = ec2.call("CreateVpcEndpoint", &form);
    let endpoint = endpoint.text("vpcEndpoint.vpcEndpointId");
    let https = [("DestinationPort", "443")];
    assert_blocked(&reach(&ec2, &one, endpoint, &https), &["ENI_SG_RULES_MISMATCH"]);
    let_in(&ec2, &inside, "443", "10.0.0.0/16");
    let found =
        reach(&ec2, &one, endpoint, &[("DestinationPort", "443"), ("SourceIp", "10.0.1.10")]);
    assert_found(&found);
    assert_eq!(found.texts("forwardPathComponentSet.item.component.id").last(), Some(&endpoint));
    assert_blocked(&reach(&ec2, endpoint, &one, &[]), &["VPCE_INTRA_VPC_TRAFFIC"]);
}

//! Interface endpoints with IPv6, alone or next to IPv4.

use super::super::support::{Ec2, Xml};
use super::{Network, id};

const INTERFACE: (&str, &str) = ("VpcEndpointType", "Interface");
const DUALSTACK: (&str, &str) = ("IpAddressType", "dualstack");
const IPV6: (&str, &str) = ("IpAddressType", "ipv6");
const XRAY: &str = "com.amazonaws.us-east-1.xray";

/// Subnets with both kinds of addresses, in us-east-1c, and with IPv6 alone, in us-east-1d.
fn subnets(network: &Network) -> [String; 2] {
    let ec2 = &network.ec2;
    let form = [("VpcId", network.vpc.as_str()), ("AmazonProvidedIpv6CidrBlock", "true")];
    let made = ec2.call("AssociateVpcCidrBlock", &form);
    ec2.advance(60);
    let block = made.text("ipv6CidrBlockAssociation.ipv6CidrBlock").to_owned();
    let block = if block.is_empty() {
        let found = ec2.call("DescribeVpcs", &[("VpcId.1", &network.vpc)]);
        found.text("vpcSet.item.ipv6CidrBlockAssociationSet.item.ipv6CidrBlock").to_owned()
    } else {
        block
    };
    let cidr = |last: char| block.replace("00::/56", &format!("0{last}::/64"));
    let both = cidr('1');
    let form = [
        ("VpcId", network.vpc.as_str()),
        ("AvailabilityZone", "us-east-1c"),
        ("CidrBlock", "10.0.8.0/24"),
        ("Ipv6CidrBlock", &both),
    ];
    let both = ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned();
    let alone = cidr('2');
    let form = [
        ("VpcId", network.vpc.as_str()),
        ("AvailabilityZone", "us-east-1d"),
        ("Ipv6Native", "true"),
        ("Ipv6CidrBlock", &alone),
    ];
    let alone = ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned();
    ec2.advance(60);
    [both, alone]
}

fn interface(network: &Network, endpoint: &str) -> Xml {
    let shown = network.describe(endpoint);
    let interface = shown.text("networkInterfaceIdSet.item").to_owned();
    let form = [("NetworkInterfaceId.1", interface.as_str())];
    let found = network.ec2.call("DescribeNetworkInterfaces", &form);
    found.at("networkInterfaceSet.item").unwrap().clone()
}

fn ipv6_of(interface: &Xml) -> Vec<&str> {
    interface.texts("ipv6AddressesSet.item.ipv6Address")
}

fn unfit(message: &str) -> (String, String) {
    ("InvalidParameter".to_owned(), message.to_owned())
}

#[test]
fn an_endpoint_has_both_kinds_of_addresses() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let network = Network::of(ec2);
        let [both, alone] = subnets(&network);
        let made = network.create(XRAY, &[INTERFACE, DUALSTACK, ("SubnetId.1", &both)]);
        assert_eq!(made.text("ipAddressType"), "dualstack");
        assert_eq!(made.text("dnsOptions.dnsRecordIpType"), "dualstack");
        let endpoint = id(&made);
        network.ec2.advance(600);
        let shown = interface(&network, &endpoint);
        assert!(shown.text("privateIpAddress").starts_with("10.0.8."));
        assert_eq!(ipv6_of(&shown).len(), 1);

        let records = ("DnsOptions.DnsRecordIpType", "ipv4");
        network.modify(&endpoint, &[records]);
        network.ec2.advance(600);
        network.modify(&endpoint, &[("IpAddressType", "ipv4")]);
        network.ec2.advance(600);
        assert_eq!(network.describe(&endpoint).text("ipAddressType"), "ipv4");
        assert!(ipv6_of(&interface(&network, &endpoint)).is_empty());
        let words = "DNS records of the type ipv6 are not supported for the IP address type ipv4.";
        let change = [("DnsOptions.DnsRecordIpType", "ipv6")];
        assert_eq!(network.refused_change(&endpoint, &change), unfit(words));
        network.modify(&endpoint, &[DUALSTACK, ("DnsOptions.DnsRecordIpType", "service-defined")]);
        network.ec2.advance(600);
        let now = network.describe(&endpoint);
        assert_eq!(now.text("dnsOptions.dnsRecordIpType"), "service-defined");
        assert_eq!(ipv6_of(&interface(&network, &endpoint)).len(), 1);
        let words = format!(
            "The subnet {both} does not support the IP address type ipv6 of the VPC endpoint."
        );
        let change = [IPV6, ("DnsOptions.DnsRecordIpType", "ipv6")];
        assert_eq!(network.refused_change(&endpoint, &change), unfit(&words));
        let words = format!(
            "The subnet {alone} does not support the IP address type dualstack of the VPC endpoint."
        );
        let change = [("AddSubnetId.1", alone.as_str())];
        assert_eq!(network.refused_change(&endpoint, &change), unfit(&words));
    }
}

#[test]
fn an_endpoint_has_ipv6_alone() {
    let network = Network::new();
    let [both, alone] = subnets(&network);
    let made = network.create(XRAY, &[INTERFACE, IPV6, ("SubnetId.1", &alone)]);
    assert_eq!(made.text("dnsOptions.dnsRecordIpType"), "ipv6");
    let shown = interface(&network, &id(&made));
    assert!(!shown.has("privateIpAddress"));
    assert_eq!(ipv6_of(&shown).len(), 1);
    for (subnet, of) in [(&both, IPV6), (&network.subnets[0], DUALSTACK)] {
        let words = format!(
            "The subnet {subnet} does not support the IP address type {} of the VPC endpoint.",
            of.1
        );
        let form = [INTERFACE, of, ("PrivateDnsEnabled", "false"), ("SubnetId.1", subnet.as_str())];
        assert_eq!(network.refused(XRAY, &form), unfit(&words));
    }
    let words = format!(
        "The subnet {alone} does not support the IP address type ipv4 of the VPC endpoint."
    );
    let form = [INTERFACE, ("PrivateDnsEnabled", "false"), ("SubnetId.1", alone.as_str())];
    assert_eq!(network.refused(XRAY, &form), unfit(&words));
}

#[test]
fn an_address_is_chosen_or_named() {
    let network = Network::new();
    let [both, _] = subnets(&network);
    let found = network.ec2.call("DescribeSubnets", &[("SubnetId.1", &both)]);
    let block = found.text("subnetSet.item.ipv6CidrBlockAssociationSet.item.ipv6CidrBlock");
    let address = block.replace("::/64", "::77");
    let form = [
        INTERFACE,
        DUALSTACK,
        ("SubnetId.1", both.as_str()),
        ("SubnetConfiguration.1.SubnetId", &both),
        ("SubnetConfiguration.1.Ipv4", "10.0.8.77"),
        ("SubnetConfiguration.1.Ipv6", &address),
    ];
    let made = network.create(XRAY, &form);
    let shown = interface(&network, &id(&made));
    assert_eq!(shown.text("privateIpAddress"), "10.0.8.77");
    assert_eq!(ipv6_of(&shown), [address.as_str()]);
    let ipv4 = [INTERFACE, ("PrivateDnsEnabled", "false"), form[2], form[3], form[5]];
    let words = "The address in a subnet configuration does not fit the IP address type ipv4.";
    assert_eq!(network.refused(XRAY, &ipv4), unfit(words));
}

fn of<'a>(subnet: &'a str, address: &'a str) -> [(&'a str, &'a str); 2] {
    [("SubnetConfiguration.1.SubnetId", subnet), ("SubnetConfiguration.1.Ipv4", address)]
}

#[test]
fn an_address_is_changed_with_the_interface() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let network = Network::of(ec2);
        let [both, _] = subnets(&network);
        let [first, second, _] = &network.subnets;
        let named = ("PrivateDnsEnabled", "false");
        let endpoint = id(&network.create(XRAY, &[INTERFACE, named, ("SubnetId.1", first)]));
        network.ec2.advance(600);
        let before = interface(&network, &endpoint);
        network.modify(&endpoint, &of(first, "10.0.0.77"));
        network.ec2.advance(600);
        let after = interface(&network, &endpoint);
        assert_eq!(after.text("privateIpAddress"), "10.0.0.77");
        let (former, now) = ("networkInterfaceId", after.text("networkInterfaceId"));
        assert_ne!(before.text(former), now);
        let gone = [("NetworkInterfaceId.1", before.text(former))];
        let code = network.ec2.refused("DescribeNetworkInterfaces", &gone).0;
        assert_eq!(code, "InvalidNetworkInterfaceID.NotFound");

        let [subnet, address] = of(second, "10.0.1.78");
        let words = format!("{second} is not associated with the VPC endpoint.");
        assert_eq!(network.refused_change(&endpoint, &[subnet, address]), unfit(&words));
        network.modify(&endpoint, &[("AddSubnetId.1", second), subnet, address]);
        network.ec2.advance(600);
        let filter = [("Filter.1.Name", "private-ip-address"), ("Filter.1.Value.1", "10.0.1.78")];
        let found = network.ec2.call("DescribeNetworkInterfaces", &filter);
        assert_eq!(found.text("networkInterfaceSet.item.subnetId"), second);
        let [subnet, address] = of(&both, "10.0.8.79");
        let form = [("AddSubnetId.1", both.as_str()), subnet, address];
        network.modify(&endpoint, &form);
        network.ec2.advance(600);
        let leaving = [("RemoveSubnetId.1", both.as_str()), subnet, address];
        let code = network.refused_change(&endpoint, &leaving).0;
        assert_eq!(code, "InvalidParameterCombination");
        let sixth = [subnet, ("SubnetConfiguration.1.Ipv6", "2600::77")];
        let words = "The address in a subnet configuration does not fit the IP address type ipv4.";
        assert_eq!(network.refused_change(&endpoint, &sixth), unfit(words));
    }
}

#[test]
fn a_service_must_take_it() {
    let network = Network::new();
    let balancer =
        "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/one/0123456789abcdef";
    let form = [("NetworkLoadBalancerArn.1", balancer), ("AcceptanceRequired", "false")];
    let made = network.ec2.call("CreateVpcEndpointServiceConfiguration", &form);
    let service = made.text("serviceConfiguration.serviceName");
    let words =
        format!("The VPC endpoint service {service} does not support the IP address type ipv6.");
    assert_eq!(network.refused(service, &[INTERFACE, IPV6]), unfit(&words));
}

use super::support::{Ec2, Xml};

struct Network {
    vpc: String,
    subnet: String,
    group: String,
}

fn network(ec2: &Ec2, more: &[(&str, &str)]) -> Network {
    let mut form = vec![("CidrBlock", "10.0.0.0/16")];
    form.extend(more);
    let vpc = ec2.call("CreateVpc", &form).text("vpc.vpcId").to_owned();
    ec2.advance(60);
    let found = ec2.call("DescribeVpcs", &[("VpcId.1", &vpc)]);
    let path = "vpcSet.item.ipv6CidrBlockAssociationSet.item.ipv6CidrBlock";
    let ipv6 = found.has(path).then(|| found.text(path).replace("/56", "/64"));
    let mut form = vec![("VpcId", vpc.as_str()), ("CidrBlock", "10.0.1.0/24")];
    form.extend(ipv6.as_deref().map(|ipv6| ("Ipv6CidrBlock", ipv6)));
    let subnet = ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned();
    ec2.advance(60);
    let form = [("VpcId", vpc.as_str()), ("GroupName", "ssh"), ("GroupDescription", "ssh")];
    let group = ec2.call("CreateSecurityGroup", &form).text("groupId").to_owned();
    Network { vpc, subnet, group }
}

fn described(ec2: &Ec2, id: &str) -> Xml {
    let form = [("InstanceConnectEndpointId.1", id)];
    let found = ec2.call("DescribeInstanceConnectEndpoints", &form);
    found.at("instanceConnectEndpointSet.item").unwrap().clone()
}

fn create(ec2: &Ec2, form: &[(&str, &str)]) -> String {
    let made = ec2.call("CreateInstanceConnectEndpoint", form);
    made.text("instanceConnectEndpoint.instanceConnectEndpointId").to_owned()
}

#[test]
fn an_endpoint_is_made_and_found() {
    let ec2 = Ec2::new();
    let net = network(&ec2, &[]);
    let form = [
        ("SubnetId", net.subnet.as_str()),
        ("SecurityGroupId.1", net.group.as_str()),
        ("ClientToken", "once"),
        ("TagSpecification.1.ResourceType", "instance-connect-endpoint"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "in"),
    ];
    let dry = [form[0], ("DryRun", "true")];
    assert_eq!(ec2.refused("CreateInstanceConnectEndpoint", &dry).0, "DryRunOperation");
    let made = ec2.call("CreateInstanceConnectEndpoint", &form);
    assert_eq!(made.text("clientToken"), "once");
    let endpoint = made.at("instanceConnectEndpoint").unwrap();
    let id = endpoint.text("instanceConnectEndpointId").to_owned();
    let arn = format!("arn:aws:ec2:us-east-1:000000000000:instance-connect-endpoint/{id}");
    let zone = ec2.call("DescribeSubnets", &[("SubnetId.1", &net.subnet)]);
    for (member, value) in [
        ("ownerId", "000000000000"),
        ("instanceConnectEndpointArn", &arn),
        ("state", "create-complete"),
        ("stateMessage", ""),
        ("vpcId", &net.vpc),
        ("subnetId", &net.subnet),
        ("availabilityZone", zone.text("subnetSet.item.availabilityZone")),
        ("availabilityZoneId", zone.text("subnetSet.item.availabilityZoneId")),
        ("preserveClientIp", "false"),
        ("securityGroupIdSet.item", &net.group),
        ("ipAddressType", "ipv4"),
        ("tagSet.item.value", "in"),
    ] {
        assert_eq!(endpoint.text(member), value, "{member}");
    }
    let end = ".ec2-instance-connect-endpoint.us-east-1.amazonaws.com";
    let (name, fips) = (endpoint.text("dnsName"), endpoint.text("fipsDnsName"));
    assert!(name.starts_with(&format!("{id}.")) && name.ends_with(end), "{name}");
    assert_eq!(fips, name.replace(end, &format!(".fips{end}")));
    let again = ec2.call("CreateInstanceConnectEndpoint", &form);
    assert_eq!(again.text("instanceConnectEndpoint.instanceConnectEndpointId"), id);
    for (name, value) in [
        ("instance-connect-endpoint-id", id.as_str()),
        ("state", "create-complete"),
        ("subnet-id", &net.subnet),
        ("vpc-id", &net.vpc),
        ("tag:Name", "in"),
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeInstanceConnectEndpoints", &form);
        let path = "instanceConnectEndpointSet.item.instanceConnectEndpointId";
        assert_eq!(found.texts(path), [&id], "{name}");
    }
}

#[test]
fn what_is_deleted_is_listed_for_a_while() {
    let ec2 = Ec2::new();
    let net = network(&ec2, &[]);
    let id = create(&ec2, &[("SubnetId", &net.subnet)]);
    let by_id = [("InstanceConnectEndpointId", id.as_str())];
    let deleted = ec2.call("DeleteInstanceConnectEndpoint", &by_id);
    let deleted = deleted.at("instanceConnectEndpoint").unwrap();
    assert_eq!(deleted.text("state"), "delete-complete");
    assert!(deleted.has("networkInterfaceIdSet") && !deleted.has("networkInterfaceIdSet.item"));
    assert!(deleted.has("availabilityZone"));
    for member in ["dnsName", "preserveClientIp", "securityGroupIdSet"] {
        assert!(!deleted.has(member), "{member}");
    }
    assert_eq!(described(&ec2, &id).text("state"), "delete-complete");
    let (code, message) = ec2.refused("DeleteInstanceConnectEndpoint", &by_id);
    assert_eq!(code, "InvalidInstanceConnectEndpointId.NotFound");
    assert_eq!(message, format!("The instance connect endpoint ID '{id}' does not exist"));
    ec2.advance(3_600);
    let found = ec2.call("DescribeInstanceConnectEndpoints", &[]);
    assert!(!found.has("instanceConnectEndpointSet.item"));
    let malformed = [("InstanceConnectEndpointId", "eigw-1")];
    let (code, message) = ec2.refused("DeleteInstanceConnectEndpoint", &malformed);
    assert_eq!(code, "InvalidInstanceConnectEndpointId.Malformed");
    assert_eq!(message, "Invalid id: \"eigw-1\" (expecting \"eice-...\")");
}

#[test]
fn its_interface_is_the_services_and_holds_group_subnet_and_vpc() {
    let ec2 = Ec2::new();
    let net = network(&ec2, &[]);
    let form = [("SubnetId", net.subnet.as_str()), ("SecurityGroupId.1", net.group.as_str())];
    let id = create(&ec2, &form);
    let interface = described(&ec2, &id).text("networkInterfaceIdSet.item").to_owned();
    let by_interface = [("NetworkInterfaceId.1", interface.as_str())];
    let found = ec2.call("DescribeNetworkInterfaces", &by_interface);
    let item = found.at("networkInterfaceSet.item").unwrap();
    assert_eq!(item.text("subnetId"), net.subnet);
    assert_eq!(item.text("requesterManaged"), "true");
    assert_eq!(item.text("groupSet.item.groupId"), net.group);
    let delete = [("NetworkInterfaceId", interface.as_str())];
    assert!(ec2.ask("DeleteNetworkInterface", &delete).is_err());
    for (operation, name, held) in [
        ("DeleteSubnet", "SubnetId", &net.subnet),
        ("DeleteSecurityGroup", "GroupId", &net.group),
        ("DeleteVpc", "VpcId", &net.vpc),
    ] {
        assert_eq!(ec2.refused(operation, &[(name, held)]).0, "DependencyViolation");
    }
    ec2.call("DeleteInstanceConnectEndpoint", &[("InstanceConnectEndpointId", &id)]);
    let (code, _) = ec2.refused("DescribeNetworkInterfaces", &by_interface);
    assert_eq!(code, "InvalidNetworkInterfaceID.NotFound");
    ec2.call("DeleteSubnet", &[("SubnetId", &net.subnet)]);
    ec2.call("DeleteSecurityGroup", &[("GroupId", &net.group)]);
    ec2.call("DeleteVpc", &[("VpcId", &net.vpc)]);
}

#[test]
fn a_vpc_has_one_endpoint() {
    let ec2 = Ec2::new();
    let net = network(&ec2, &[]);
    let form = [("SubnetId", net.subnet.as_str())];
    let id = create(&ec2, &form);
    let groups = ec2.call("DescribeSecurityGroups", &[("GroupName.1", "default")]);
    assert!(groups.has("securityGroupInfo.item"));
    assert_ne!(described(&ec2, &id).text("securityGroupIdSet.item"), net.group);
    let (code, message) = ec2.refused("CreateInstanceConnectEndpoint", &form);
    assert_eq!(code, "InstanceConnectEndpointLimitExceeded");
    let most = "The maximum number of EC2 Instance Connect Endpoints per VPC has been reached.";
    assert_eq!(message, most);
    ec2.call("DeleteInstanceConnectEndpoint", &[("InstanceConnectEndpointId", &id)]);
    assert_ne!(create(&ec2, &form), id);
    let unknown = [("SubnetId", "subnet-0123456789abcdef0")];
    let (code, _) = ec2.refused("CreateInstanceConnectEndpoint", &unknown);
    assert_eq!(code, "InvalidSubnetID.NotFound");
}

#[test]
fn address_types_are_the_subnets() {
    let ec2 = Ec2::new();
    let net = network(&ec2, &[]);
    let plain = [("SubnetId", net.subnet.as_str()), ("IpAddressType", "dualstack")];
    let (code, message) = ec2.refused("CreateInstanceConnectEndpoint", &plain);
    assert_eq!(code, "InvalidParameter");
    let unsupported =
        format!("The subnet {} does not support the IP address type dualstack.", net.subnet);
    assert_eq!(message, unsupported);
    let net = network(&ec2, &[("AmazonProvidedIpv6CidrBlock", "true")]);
    let subnet = ("SubnetId", net.subnet.as_str());
    let both = [subnet, ("PreserveClientIp", "true")];
    let (code, message) = ec2.refused("CreateInstanceConnectEndpoint", &both);
    assert_eq!(code, "InvalidParameterValue");
    let only = "Client IP preservation isn't supported for Dualstack and IPv6 EC2 Instance Connect \
                Endpoints. To use client IP preservation, create an IPv4 EC2 Instance Connect \
                Endpoint.";
    assert_eq!(message, only);
    let id = create(&ec2, &[subnet]);
    let endpoint = described(&ec2, &id);
    assert_eq!(endpoint.text("ipAddressType"), "dualstack");
    let interface = [("NetworkInterfaceId.1", endpoint.text("networkInterfaceIdSet.item"))];
    let found = ec2.call("DescribeNetworkInterfaces", &interface);
    assert!(found.has("networkInterfaceSet.item.ipv6AddressesSet.item.ipv6Address"));
    let found = found.at("networkInterfaceSet.item").unwrap();
    assert_eq!(found.text("description"), format!("Instance Connect Endpoint (id: {id})"));
    assert_eq!(found.text("sourceDestCheck"), "false");
    assert_eq!(found.text("tagSet.item.key"), "InstanceConnectEndpointId");
    assert_eq!(found.text("tagSet.item.value"), id);
    ec2.call("DeleteInstanceConnectEndpoint", &[("InstanceConnectEndpointId", &id)]);
    let id = create(&ec2, &[subnet, both[1], ("IpAddressType", "ipv4")]);
    assert_eq!(described(&ec2, &id).text("preserveClientIp"), "true");
}

#[test]
fn in_the_aws_lifecycle_changes_take_their_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let net = network(&ec2, &[]);
    let id = create(&ec2, &[("SubnetId", &net.subnet)]);
    let state = || described(&ec2, &id).text("state").to_owned();
    assert_eq!(state(), "create-in-progress");
    let early = described(&ec2, &id);
    for member in ["dnsName", "fipsDnsName", "networkInterfaceIdSet.item", "availabilityZone"] {
        assert!(!early.has(member), "{member}");
    }
    assert!(early.has("securityGroupIdSet.item"));
    assert!(early.text("createdAt").contains(".000Z"));
    let by_id = ("InstanceConnectEndpointId", id.as_str());
    let modify = [by_id, ("PreserveClientIp", "true"), ("SecurityGroupId.1", &net.group)];
    let (code, message) = ec2.refused("ModifyInstanceConnectEndpoint", &modify);
    assert_eq!(code, "IncorrectState");
    let busy = format!("The instance connect endpoint '{id}' is not in a valid state.");
    assert_eq!(message, busy);
    ec2.advance(10);
    assert_eq!(state(), "create-complete");
    assert_eq!(ec2.call("ModifyInstanceConnectEndpoint", &modify).text("return"), "true");
    assert_eq!(state(), "update-in-progress");
    ec2.advance(10);
    assert_eq!(state(), "update-complete");
    assert_eq!(described(&ec2, &id).text("preserveClientIp"), "true");
    assert_eq!(described(&ec2, &id).text("securityGroupIdSet.item"), net.group);
    let (code, message) =
        ec2.refused("ModifyInstanceConnectEndpoint", &[by_id, ("IpAddressType", "ipv4")]);
    assert_eq!(code, "UnsupportedOperation");
    assert!(message.contains("IpAddressType"), "{message}");
    ec2.call("DeleteInstanceConnectEndpoint", &[by_id]);
    assert_eq!(state(), "delete-in-progress");
    assert_eq!(ec2.refused("DeleteSubnet", &[("SubnetId", &net.subnet)]).0, "DependencyViolation");
    let (code, _) = ec2.refused("ModifyInstanceConnectEndpoint", &modify);
    assert_eq!(code, "InvalidInstanceConnectEndpointId.NotFound");
    ec2.advance(10);
    assert_eq!(state(), "delete-complete");
    ec2.call("DeleteSubnet", &[("SubnetId", &net.subnet)]);
}

use super::super::support::Xml;
use super::{EC2, Ec2, Network, S3, SQS, id};

const INTERFACE: (&str, &str) = ("VpcEndpointType", "Interface");

impl Network {
    fn group(&self, name: &str) -> String {
        let form = [("GroupName", name), ("GroupDescription", "x"), ("VpcId", &self.vpc)];
        self.ec2.call("CreateSecurityGroup", &form).text("groupId").to_owned()
    }

    /// An endpoint in the first two subnets.
    fn create_in_two(&self, service: &str) -> Xml {
        let [one, two, _] = &self.subnets;
        self.create(service, &[INTERFACE, ("SubnetId.1", one), ("SubnetId.2", two)])
    }

    fn network_interface(&self, id: &str) -> Xml {
        let found = self.ec2.call("DescribeNetworkInterfaces", &[("NetworkInterfaceId.1", id)]);
        found.at("networkInterfaceSet.item").unwrap().clone()
    }
}

#[test]
fn an_endpoint_has_an_interface_in_each_subnet_and_names() {
    let network = Network::new();
    let created = network.create_in_two(EC2);
    let id = id(&created);
    for (path, value) in [
        ("vpcEndpointType", "Interface"),
        ("state", "available"),
        ("groupSet.item.groupName", "default"),
        ("privateDnsEnabled", "true"),
        ("dnsOptions.dnsRecordIpType", "ipv4"),
        ("requesterManaged", "false"),
    ] {
        assert_eq!(created.text(path), value, "{path}");
    }
    // A create shows neither: AWS's own walk-through with Amazon Keyspaces, 2025-09.
    assert!(!created.has("policyDocument") && !created.has("tagSet"));
    let found = network.describe(&id);
    assert!(found.text("policyDocument").starts_with("{\n  \"Statement\": [\n    {\n"));
    assert!(found.at("tagSet").unwrap().children.is_empty());
    assert_eq!(created.texts("subnetIdSet.item"), network.subnets[..2]);
    let names = created.texts("dnsEntrySet.item.dnsName");
    let start = names[0].strip_suffix(".ec2.us-east-1.vpce.amazonaws.com").unwrap();
    let label = start.strip_prefix(&format!("{id}-")).unwrap();
    assert_eq!(label.len(), 8);
    let zonal = |zone| format!("{start}-{zone}.ec2.us-east-1.vpce.amazonaws.com");
    assert_eq!(names[1..3], [zonal("us-east-1a"), zonal("us-east-1b")]);
    assert_eq!(names[3..], ["ec2.us-east-1.amazonaws.com"]);
    let zones = created.texts("dnsEntrySet.item.hostedZoneId");
    assert_eq!(zones[..3], ["Z7HUB22UULQXV"; 3]);
    assert!(zones[3].starts_with("Z0") && zones[3].len() == 21, "{}", zones[3]);

    let interfaces = created.texts("networkInterfaceIdSet.item");
    assert_eq!(interfaces.len(), 2);
    let interface = network.network_interface(interfaces[1]);
    for (path, value) in [
        ("interfaceType", "vpc_endpoint"),
        ("description", &*format!("VPC Endpoint Interface {id}")),
        ("requesterManaged", "true"),
        ("status", "in-use"),
        ("subnetId", &network.subnets[1]),
        ("attachment.instanceOwnerId", "amazon-aws"),
        ("attachment.status", "attached"),
        ("groupSet.item.groupId", created.text("groupSet.item.groupId")),
    ] {
        assert_eq!(interface.text(path), value, "{path}");
    }
    assert!(interface.text("attachment.attachmentId").starts_with("ela-attach-0"));
    assert_ne!(interface.text("requesterId"), "000000000000");
    network.delete(&id);
    let found = network.ec2.call("DescribeNetworkInterfaces", &[]);
    assert!(!found.has("networkInterfaceSet.item"));
}

#[test]
fn a_user_cannot_change_the_interfaces() {
    let network = Network::new();
    let created = network.create_in_two(EC2);
    let interface = created.text("networkInterfaceIdSet.item").to_owned();
    let attachment = network.network_interface(&interface);
    let attachment = attachment.text("attachment.attachmentId");
    let one = ("NetworkInterfaceId", interface.as_str());
    let ec2 = &network.ec2;
    let (code, message) = ec2.refused("DeleteNetworkInterface", &[one]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, format!("Network interface '{interface}' is currently in use."));
    let (code, message) = ec2.refused("DetachNetworkInterface", &[("AttachmentId", attachment)]);
    assert_eq!(code, "OperationNotPermitted");
    assert_eq!(message, "You are not allowed to manage 'ela-attach' attachments.");
    for (action, parameter) in [
        ("ModifyNetworkInterfaceAttribute", ("Description.Value", "mine")),
        ("ResetNetworkInterfaceAttribute", ("SourceDestCheck", "")),
        ("AssignPrivateIpAddresses", ("SecondaryPrivateIpAddressCount", "1")),
        ("UnassignPrivateIpAddresses", ("PrivateIpAddress.1", "10.0.0.9")),
    ] {
        let (code, message) = ec2.refused(action, &[one, parameter]);
        assert_eq!(code, "AuthFailure", "{action}");
        assert_eq!(message, "You do not have permission to access the specified resource.");
    }
    let launch = [("ImageId", "ami-0abcdef1234567890"), ("InstanceType", "t3.micro")];
    let launch = [&launch[..], &[("SubnetId", network.subnets[0].as_str())]].concat();
    let instance = ec2.call("RunInstances", &launch);
    let instance = instance.text("instancesSet.item.instanceId");
    let form = [one, ("InstanceId", instance), ("DeviceIndex", "1")];
    let (code, message) = ec2.refused("AttachNetworkInterface", &form);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, format!("Network interface '{interface}' is currently in use."));
    let form = [("Filter.1.Name", "attachment.attachment-id"), ("Filter.1.Value.1", attachment)];
    let found = ec2.call("DescribeNetworkInterfaces", &form);
    assert_eq!(found.texts("networkInterfaceSet.item.networkInterfaceId"), [&interface]);
}

#[test]
fn subnets_lie_in_different_zones() {
    let network = Network::new();
    let [one, two, same_zone] = &network.subnets;
    let both = [INTERFACE, ("SubnetId.1", one), ("SubnetId.2", same_zone)];
    let (code, message) = network.refused(EC2, &both);
    assert_eq!(code, "DuplicateSubnetsInSameZone");
    let expected = format!(
        "Found another VPC endpoint subnet in the availability zone of {same_zone}. VPC endpoint \
         subnets should be in different availability zones supported by the VPC endpoint service."
    );
    assert_eq!(message, expected);
    let created = network.create(EC2, &[INTERFACE, ("SubnetId.1", one), ("SubnetId.2", one)]);
    let id = id(&created);
    assert_eq!(created.texts("subnetIdSet.item"), [one]);
    let add = [("AddSubnetId.1", same_zone.as_str())];
    assert_eq!(network.refused_change(&id, &add).0, "DuplicateSubnetsInSameZone");
    network.modify(&id, &[add[0], ("RemoveSubnetId.1", one), ("AddSubnetId.2", two)]);
    let changed = network.describe(&id);
    let mut subnets = changed.texts("subnetIdSet.item");
    subnets.sort_unstable();
    let mut expected = [same_zone.as_str(), two];
    expected.sort_unstable();
    assert_eq!(subnets, expected);
    let gone = created.text("networkInterfaceIdSet.item");
    let form = [("NetworkInterfaceId.1", gone)];
    let (code, _) = network.ec2.refused("DescribeNetworkInterfaces", &form);
    assert_eq!(code, "InvalidNetworkInterfaceID.NotFound");
    assert_eq!(changed.texts("dnsEntrySet.item.dnsName").len(), 4);
    let twice = [("AddSubnetId.1", two.as_str()), ("RemoveSubnetId.1", two)];
    assert_eq!(network.refused_change(&id, &twice).0, "InvalidParameterCombination");
    let (code, message) = network.refused_change(&id, &[("RemoveSubnetId.1", one)]);
    assert_eq!(code, "InvalidParameter");
    assert_eq!(message, format!("{one} is not associated with the VPC endpoint."));
    for (subnet, code, said) in [
        (
            "subnet-0123456789abcdef0",
            "InvalidSubnetId.NotFound",
            "The subnet ID 'subnet-0123456789abcdef0' does not exist",
        ),
        (
            "module.subnet",
            "InvalidSubnetId.Malformed",
            "Invalid Subnet Id: 'module.subnet' (expecting 'subnet-...; the Id may only contain \
             lowercase alphanumeric characters and a single dash')",
        ),
    ] {
        let refusal = network.refused(SQS, &[INTERFACE, ("SubnetId.1", subnet)]);
        assert_eq!(refusal, (code.to_owned(), said.to_owned()));
    }
    let default = [("Filter.1.Name", "default-for-az"), ("Filter.1.Value.1", "true")];
    let default = network.ec2.call("DescribeSubnets", &default);
    let default = ("SubnetId.1", default.text("subnetSet.item.subnetId"));
    let (code, message) = network.refused(SQS, &[INTERFACE, default]);
    assert_eq!(code, "InvalidParameter");
    assert!(message.ends_with("belong to different networks"), "{message}");
    let table = ("RouteTableId.1", network.tables[0].as_str());
    let (_, message) = network.refused(EC2, &[INTERFACE, table]);
    assert_eq!(message, "Route table IDs are only supported for Gateway type VPC Endpoint.");
    let add = [("AddRouteTableId.1", table.1)];
    assert_eq!(network.refused_change(&id, &add).1, message);
}

#[test]
fn an_address_can_be_asked_for() {
    let network = Network::new();
    let [one, two, _] = &network.subnets;
    let form = [
        INTERFACE,
        ("SubnetId.1", one),
        ("SubnetConfiguration.1.SubnetId", one),
        ("SubnetConfiguration.1.Ipv4", "10.0.0.77"),
        ("SubnetConfiguration.2.SubnetId", two),
    ];
    let created = network.create(SQS, &form);
    assert_eq!(created.texts("subnetIdSet.item"), [one, two]);
    let interface = network.network_interface(created.text("networkInterfaceIdSet.item"));
    assert_eq!(interface.text("privateIpAddress"), "10.0.0.77");
    let state = network.ec2.state();
    let private = ("PrivateDnsEnabled", "false");
    let form = [&form[..], &[private]].concat();
    assert_eq!(network.refused(SQS, &form).0, "InvalidIPAddress.InUse");
    assert_eq!(network.ec2.state(), state, "nothing is left of a refused endpoint");
    let without_subnet = [INTERFACE, private, ("SubnetConfiguration.1.Ipv4", "10.0.0.78")];
    assert_eq!(network.refused(SQS, &without_subnet).0, "MissingParameter");
    let other = [form[0], private, form[2], ("SubnetConfiguration.1.Ipv4", "here")];
    assert_eq!(network.refused(SQS, &other).0, "InvalidParameterValue");
}

#[test]
fn groups_come_and_go_and_stay_while_they_are_used() {
    let network = Network::new();
    let (web, app) = (network.group("web"), network.group("app"));
    let groups = [INTERFACE, ("SecurityGroupId.1", &web), ("SubnetId.1", &network.subnets[0])];
    let created = network.create(EC2, &groups);
    let id = id(&created);
    assert_eq!(created.texts("groupSet.item.groupName"), ["web"]);
    network.modify(&id, &[("AddSecurityGroupId.1", &app), ("RemoveSecurityGroupId.1", &web)]);
    assert_eq!(network.describe(&id).texts("groupSet.item.groupId"), [&app]);
    let interface = network.network_interface(created.text("networkInterfaceIdSet.item"));
    assert_eq!(interface.texts("groupSet.item.groupId"), [&app]);
    network.ec2.call("DeleteSecurityGroup", &[("GroupId", &web)]);
    network.modify(&id, &[("RemoveSubnetId.1", &network.subnets[0])]);
    let (code, _) = network.ec2.refused("DeleteSecurityGroup", &[("GroupId", &app)]);
    assert_eq!(code, "DependencyViolation", "also without an interface");
    let (code, message) = network.refused_change(&id, &[("RemoveSecurityGroupId.1", &app)]);
    assert_eq!(code, "InvalidParameter");
    assert_eq!(message, "An interface endpoint must have at least one security group.");
    let (code, _) = network.refused_change(&id, &[("RemoveSecurityGroupId.1", &web)]);
    assert_eq!(code, "InvalidParameter");
    let (code, _) = network.refused_change(&id, &[("AddSecurityGroupId.1", &web)]);
    assert_eq!(code, "InvalidGroup.NotFound");
    network.delete(&id);
    network.ec2.call("DeleteSecurityGroup", &[("GroupId", &app)]);
}

#[test]
fn private_names_need_the_vpc_s_dns_and_are_there_once() {
    let network = Network::new();
    let place = ("SubnetId.1", network.subnets[0].as_str());
    let first = id(&network.create(EC2, &[INTERFACE, place]));
    let (code, message) = network.refused(EC2, &[INTERFACE]);
    assert_eq!(code, "InvalidParameter");
    let vpc = &network.vpc;
    let conflict = format!(
        "private-dns-enabled cannot be set because there is already a conflicting DNS domain for \
         ec2.us-east-1.amazonaws.com in the VPC {vpc}"
    );
    assert_eq!(message, conflict);
    let second = network.create(EC2, &[INTERFACE, place, ("PrivateDnsEnabled", "false")]);
    assert_eq!(second.texts("dnsEntrySet.item.dnsName").len(), 2);
    let second = id(&second);
    let enable = [("PrivateDnsEnabled", "true")];
    assert_eq!(network.refused_change(&second, &enable).1, conflict);
    network.modify(&first, &[("PrivateDnsEnabled", "false")]);
    network.modify(&second, &enable);
    network.modify(&second, &enable);
    let names = network.describe(&second);
    assert_eq!(names.texts("dnsEntrySet.item.dnsName")[2], "ec2.us-east-1.amazonaws.com");
    network.modify(&second, &[("RemoveSubnetId.1", place.1)]);
    let nowhere = network.describe(&second);
    assert!(nowhere.at("dnsEntrySet").unwrap().children.is_empty(), "no subnet, no names");
    assert_eq!(nowhere.text("privateDnsEnabled"), "true");

    let unnamed = [("VpcId", vpc.as_str()), ("EnableDnsHostnames.Value", "false")];
    network.ec2.call("ModifyVpcAttribute", &unnamed);
    let (code, message) = network.refused(SQS, &[INTERFACE]);
    assert_eq!(code, "InvalidParameter");
    let expected = format!(
        "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes \
         set to true for {vpc}"
    );
    assert_eq!(message, expected);
    let dynamodb = "com.amazonaws.us-east-1.dynamodb";
    let (_, message) = network.refused(dynamodb, &[INTERFACE, enable[0]]);
    let expected = format!(
        "Private DNS can't be enabled because the service {dynamodb} does not provide a private \
         DNS name."
    );
    assert_eq!(message, expected);
    let without = network.create(dynamodb, &[INTERFACE]);
    assert_eq!(without.text("privateDnsEnabled"), "false");
}

#[test]
fn options_are_those_of_interface_endpoints() {
    let network = Network::new();
    let lattice = |option: &str| {
        format!(
            "DnsOptions {option} is applicable only to ServiceNetwork and Resource VPC Endpoints."
        )
    };
    for (name, value, said) in [
        (
            "DnsRecordIpType",
            "ipv6",
            "DNS records of the type ipv6 are not supported for the IP address type ipv4."
                .to_owned(),
        ),
        (
            "DnsRecordIpType",
            "service-defined",
            "DNS records of the type service-defined are not supported for the IP address type \
             ipv4."
                .to_owned(),
        ),
        ("PrivateDnsPreference", "ALL_DOMAINS", lattice("PrivateDnsPreference")),
        ("PrivateDnsSpecifiedDomain.1", "example.com", lattice("PrivateDnsSpecifiedDomains")),
    ] {
        let option = format!("DnsOptions.{name}");
        let refusal = network.refused(SQS, &[INTERFACE, (&option, value)]);
        assert_eq!(refusal, ("InvalidParameter".to_owned(), said), "{name}");
    }
    let endpoint = id(&network.create(SQS, &[INTERFACE, ("DnsOptions.DnsRecordIpType", "ipv4")]));
    let ipv6 = [("IpAddressType", "ipv6")];
    let (code, message) = network.refused_change(&endpoint, &ipv6);
    assert_eq!(code, "UnsupportedOperation");
    let expected =
        format!("parlel-ec2 does not emulate VPC endpoints with IPv6 to the service {SQS}.");
    assert_eq!(message, expected);
}

#[test]
fn a_zone_must_have_the_service() {
    let network = Network::new();
    let [one, two, _] = &network.subnets;
    let smtp = "com.amazonaws.us-east-1.email-smtp";
    let service = network.ec2.call("DescribeVpcEndpointServices", &[("ServiceName.1", smtp)]);
    let zones = service.texts("serviceDetailSet.item.availabilityZoneSet.item");
    assert_eq!(zones, ["us-east-1b", "us-east-1c", "us-east-1d"]);
    let expected = format!(
        "The VPC endpoint service {smtp} does not support the availability zone of the subnet: \
         {one}."
    );
    let expected = ("InvalidParameter".to_owned(), expected);
    assert_eq!(network.refused(smtp, &[INTERFACE, ("SubnetId.1", one)]), expected);
    let endpoint = id(&network.create(smtp, &[INTERFACE, ("SubnetId.1", two)]));
    assert_eq!(network.refused_change(&endpoint, &[("AddSubnetId.1", one)]), expected);
}

#[test]
fn s3_can_leave_the_vpc_s_own_traffic_to_a_gateway() {
    let network = Network::new();
    let plain = network.create(S3, &[INTERFACE, ("SubnetId.1", &network.subnets[0])]);
    assert_eq!(plain.text("privateDnsEnabled"), "false");
    let names = plain.texts("dnsEntrySet.item.dnsName");
    assert!(names.len() == 2 && names.iter().all(|name| name.starts_with("*.vpce-")), "{names:?}");
    let plain = id(&plain);
    let enable = ("PrivateDnsEnabled", "true");
    let (code, message) = network.refused_change(&plain, &[enable]);
    assert_eq!(code, "InvalidParameter");
    let expected = format!(
        "To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC {} must have a Gateway \
         endpoint for the service.",
        network.vpc
    );
    assert_eq!(message, expected);
    let only = "DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint";
    network.modify(&plain, &[enable, (only, "false")]);
    let changed = network.describe(&plain);
    assert_eq!(changed.text("dnsOptions.privateDnsOnlyForInboundResolverEndpoint"), "false");
    assert!(changed.texts("dnsEntrySet.item.dnsName").contains(&"*.s3.us-east-1.amazonaws.com"));

    let gateway = id(&network.create(S3, &[]));
    network.modify(&plain, &[(only, "true")]);
    let kept = network.delete(&gateway);
    assert_eq!(kept.text("unsuccessful.item.resourceId"), gateway);
    assert_eq!(kept.text("unsuccessful.item.error.code"), "InvalidParameter");
    let expected = format!(
        "The gateway endpoint {gateway} cannot be deleted while private DNS only for inbound \
         resolver endpoints is enabled for an interface endpoint of the service."
    );
    assert_eq!(kept.text("unsuccessful.item.error.message"), expected);
    network.delete(&plain);
    assert!(network.delete(&gateway).at("unsuccessful").unwrap().children.is_empty());
    let (_, message) = network.refused(EC2, &[INTERFACE, (only, "true")]);
    let expected = "PrivateDnsOnlyForInboundResolverEndpoint not supported for this service.";
    assert_eq!(message, expected);
    let tables = "com.amazonaws.us-east-1.s3tables";
    assert_eq!(network.refused(tables, &[INTERFACE, (only, "true")]).1, expected);
}

#[test]
fn in_the_aws_lifecycle_an_interface_endpoint_takes_its_time() {
    let network = Network::of(Ec2::with_aws_lifecycle());
    let created = network.create_in_two(EC2);
    assert_eq!(created.text("state"), "pending");
    let id = id(&created);
    network.ec2.advance(10);
    assert_eq!(network.describe(&id).text("state"), "available");
    network.delete(&id);
    assert_eq!(network.describe(&id).text("state"), "deleting");
    let subnet = [("SubnetId", network.subnets[0].as_str())];
    assert_eq!(network.ec2.refused("DeleteSubnet", &subnet).0, "DependencyViolation");
    network.create_in_two(EC2);
    network.ec2.advance(10);
    let (code, _) = network.ec2.refused("DescribeVpcEndpoints", &[("VpcEndpointId.1", &id)]);
    assert_eq!(code, "InvalidVpcEndpointId.NotFound");
    let found = network.ec2.call("DescribeNetworkInterfaces", &[]);
    assert_eq!(found.all_at("networkInterfaceSet.item").len(), 2, "those of the second endpoint");
}

#[test]
fn in_the_aws_lifecycle_one_change_waits_for_the_other() {
    let network = Network::of(Ec2::with_aws_lifecycle());
    let [one, two, _] = &network.subnets;
    let endpoint = id(&network.create(EC2, &[INTERFACE, ("SubnetId.1", one)]));
    let add = [("AddSubnetId.1", two.as_str())];
    let in_progress =
        ("OperationInProgress".to_owned(), "VpcEndpoint modify operation in progress".to_owned());
    assert_eq!(network.refused_change(&endpoint, &add), in_progress);
    network.ec2.advance(10);
    network.modify(&endpoint, &add);
    let changing = network.describe(&endpoint);
    assert_eq!(changing.text("state"), "pending");
    assert_eq!(changing.texts("subnetIdSet.item"), [one, two]);
    assert_eq!(changing.texts("networkInterfaceIdSet.item").len(), 1);
    assert_eq!(changing.texts("dnsEntrySet.item.dnsName").len(), 3);
    let remove = [("RemoveSubnetId.1", one.as_str())];
    assert_eq!(network.refused_change(&endpoint, &remove), in_progress);
    network.ec2.advance(10);
    let changed = network.describe(&endpoint);
    assert_eq!(changed.text("state"), "available");
    assert_eq!(changed.texts("networkInterfaceIdSet.item").len(), 2);
    assert_eq!(changed.texts("dnsEntrySet.item.dnsName").len(), 4);
    network.modify(&endpoint, &remove);
}

#[test]
fn private_names_are_in_a_zone_once_the_endpoint_is_there() {
    let network = Network::of(Ec2::with_aws_lifecycle());
    for (service, private) in [
        ("ecr.api", &["api.ecr.us-east-1.amazonaws.com", "ecr.us-east-1.api.aws"][..]),
        (
            "ecr.dkr",
            &[
                "dkr.ecr.us-east-1.amazonaws.com",
                "*.dkr.ecr.us-east-1.amazonaws.com",
                "dkr-ecr.us-east-1.on.aws",
                "*.dkr-ecr.us-east-1.on.aws",
            ],
        ),
        ("ssm", &["ssm.us-east-1.amazonaws.com", "ssm.us-east-1.api.aws"]),
        ("ec2messages", &["ec2messages.us-east-1.amazonaws.com"]),
    ] {
        let created = network.create_in_two(&format!("com.amazonaws.us-east-1.{service}"));
        assert_eq!(created.text("state"), "pending");
        assert_eq!(created.texts("dnsEntrySet.item.dnsName")[3..], *private, "{service}");
        let zones = created.texts("dnsEntrySet.item.hostedZoneId");
        assert!(zones[3..].iter().all(|zone| *zone == "ZONEIDPENDING"), "{zones:?}");
        network.ec2.advance(10);
        let id = id(&created);
        let zones = |shown: &Xml| {
            let zones = shown.texts("dnsEntrySet.item.hostedZoneId");
            zones[3..].iter().map(|zone| (*zone).to_owned()).collect::<Vec<_>>()
        };
        let available = zones(&network.describe(&id));
        assert!(available.iter().all(|zone| zone.starts_with("Z0")), "{available:?}");
        network.modify(&id, &[("PrivateDnsEnabled", "true")]);
        assert_eq!(zones(&network.describe(&id)), available);
    }
}

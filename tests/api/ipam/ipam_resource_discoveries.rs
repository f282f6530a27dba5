use super::super::support::{Ec2, Xml};
use super::ipam;

fn create(ec2: &Ec2, form: &[(&str, &str)]) -> Xml {
    let made = ec2.call("CreateIpamResourceDiscovery", form);
    made.at("ipamResourceDiscovery").unwrap().clone()
}

fn described(ec2: &Ec2, id: &str) -> Xml {
    let form = [("IpamResourceDiscoveryId.1", id)];
    let found = ec2.call("DescribeIpamResourceDiscoveries", &form);
    found.at("ipamResourceDiscoverySet.item").unwrap().clone()
}

fn value(message: &str) -> (String, String) {
    ("InvalidParameterValue".to_owned(), message.to_owned())
}

fn unsupported(operation: &str, id: &str) -> (String, String) {
    let message = format!("The operation {operation} is not supported. {id} is a default.");
    ("UnsupportedOperation".to_owned(), message)
}

#[test]
fn a_discovery_lives() {
    let ec2 = Ec2::with_aws_lifecycle();
    let form = [
        ("Description", "mine"),
        ("OperatingRegion.1.RegionName", "us-west-1"),
        ("TagSpecification.1.ResourceType", "ipam-resource-discovery"),
        ("TagSpecification.1.Tag.1.Key", "cost-center"),
        ("TagSpecification.1.Tag.1.Value", "cc123"),
        ("ClientToken", "once"),
    ];
    let made = create(&ec2, &form);
    let id = made.text("ipamResourceDiscoveryId").to_owned();
    let arn = format!("arn:aws:ec2::000000000000:ipam-resource-discovery/{id}");
    for (member, value) in [
        ("ownerId", "000000000000"),
        ("ipamResourceDiscoveryArn", &arn),
        ("ipamResourceDiscoveryRegion", "us-east-1"),
        ("description", "mine"),
        ("isDefault", "false"),
        ("state", "create-in-progress"),
        ("tagSet.item.value", "cc123"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    let regions = made.texts("operatingRegionSet.item.regionName");
    assert_eq!(regions, ["us-west-1", "us-east-1"]);
    assert_eq!(create(&ec2, &form).text("ipamResourceDiscoveryId"), id);
    ec2.advance(60);
    let by_id = ("IpamResourceDiscoveryId", id.as_str());
    let modify = [
        by_id,
        ("AddOperatingRegion.1.RegionName", "eu-west-1"),
        ("RemoveOperatingRegion.1.RegionName", "us-west-1"),
        ("Description", "ours"),
    ];
    let changed = ec2.call("ModifyIpamResourceDiscovery", &modify);
    let changed = changed.at("ipamResourceDiscovery").unwrap();
    assert!(changed.text("state") == "modify-in-progress" && !changed.has("tagSet"));
    assert_eq!(changed.texts("operatingRegionSet.item.regionName"), ["us-east-1", "eu-west-1"]);
    ec2.advance(60);
    let found = described(&ec2, &id);
    assert!(found.text("state") == "modify-complete" && found.text("description") == "ours");
    let left = ec2.call("DeleteIpamResourceDiscovery", &[by_id]);
    assert_eq!(left.text("ipamResourceDiscovery.state"), "delete-in-progress");
    ec2.advance(60);
    let (code, message) = ec2.refused("DeleteIpamResourceDiscovery", &[by_id]);
    assert_eq!(code, "InvalidIpamResourceDiscoveryId.NotFound");
    assert_eq!(message, format!("The ipam-resource-discovery ID '{id}' does not exist"));
}

#[test]
fn changes_that_are_none_are_refused() {
    let ec2 = Ec2::new();
    let id = create(&ec2, &[]).text("ipamResourceDiscoveryId").to_owned();
    let by_id = ("IpamResourceDiscoveryId", id.as_str());
    let refused = |more: &[(&str, &str)]| {
        ec2.refused("ModifyIpamResourceDiscovery", &[&[by_id], more].concat())
    };
    let message = "The request must contain a modification to the ipam resource discovery.";
    assert_eq!(refused(&[]), ("InvalidParameterCombination".to_owned(), message.to_owned()));
    let home = "Value (us-east-1) for parameter removeOperatingRegion.regionName is invalid. The \
                home Region of a resource discovery is always one of its operating Regions.";
    assert_eq!(refused(&[("RemoveOperatingRegion.1.RegionName", "us-east-1")]), value(home));
    let other = "Value (eu-west-1) for parameter removeOperatingRegion.regionName is invalid. It \
                 is not an operating Region of the resource discovery.";
    assert_eq!(refused(&[("RemoveOperatingRegion.1.RegionName", "eu-west-1")]), value(other));
    let path = "AddOrganizationalUnitExclusion.1.OrganizationsEntityPath";
    let (code, message) = refused(&[(path, "o-1/r-1/ou-1/")]);
    assert_eq!(code, "UnsupportedOperation");
    assert!(message.contains("AddOrganizationalUnitExclusion"), "{message}");
}

#[test]
fn a_discovery_is_associated_with_an_ipam() {
    let ec2 = Ec2::with_aws_lifecycle();
    let ipam = ipam(&ec2).text("ipamId").to_owned();
    let discovery = create(&ec2, &[]).text("ipamResourceDiscoveryId").to_owned();
    ec2.advance(60);
    let form = [("IpamId", ipam.as_str()), ("IpamResourceDiscoveryId", discovery.as_str())];
    let made = ec2.call("AssociateIpamResourceDiscovery", &form);
    let made = made.at("ipamResourceDiscoveryAssociation").unwrap();
    let id = made.text("ipamResourceDiscoveryAssociationId").to_owned();
    assert!(made.text("state") == "associate-in-progress" && made.text("isDefault") == "false");
    assert_eq!(made.text("resourceDiscoveryStatus"), "active");
    let (code, message) = ec2.refused("AssociateIpamResourceDiscovery", &form);
    assert_eq!(code, "Resource.AlreadyAssociated");
    assert_eq!(message, format!("{discovery} is already associated with {ipam}."));
    let found = ec2.call("DescribeIpams", &[]);
    assert_eq!(found.text("ipamSet.item.resourceDiscoveryAssociationCount"), "2");
    let (code, message) = ec2.refused("DeleteIpamResourceDiscovery", &form[1..]);
    assert_eq!(code, "DependencyViolation");
    let expected = format!(
        "The specified action is not valid for {discovery}. There are one or more associations \
         with IPAMs."
    );
    assert_eq!(message, expected);
    ec2.advance(60);
    let by_id = [("IpamResourceDiscoveryAssociationId", id.as_str())];
    let left = ec2.call("DisassociateIpamResourceDiscovery", &by_id);
    let path = "ipamResourceDiscoveryAssociation.state";
    assert_eq!(left.text(path), "disassociate-in-progress");
    ec2.advance(60);
    let (code, message) = ec2.refused("DisassociateIpamResourceDiscovery", &by_id);
    assert_eq!(code, "InvalidIpamResourceDiscoveryAssociationId.NotFound");
    let expected = format!("The ipam-resource-discovery-association ID '{id}' does not exist");
    assert_eq!(message, expected);
    ec2.call("DeleteIpamResourceDiscovery", &form[1..]);
}

#[test]
fn default_ones_stay() {
    let ec2 = Ec2::new();
    let ipam = ipam(&ec2);
    let discovery = ipam.text("defaultResourceDiscoveryId");
    let by_id = [("IpamResourceDiscoveryId", discovery), ("Description", "mine")];
    let operation = "ModifyIpamResourceDiscovery";
    assert_eq!(ec2.refused(operation, &by_id), unsupported(operation, discovery));
    let operation = "DeleteIpamResourceDiscovery";
    assert_eq!(ec2.refused(operation, &by_id[..1]), unsupported(operation, discovery));
    let association = ipam.text("defaultResourceDiscoveryAssociationId");
    let operation = "DisassociateIpamResourceDiscovery";
    let by_id = [("IpamResourceDiscoveryAssociationId", association)];
    assert_eq!(ec2.refused(operation, &by_id), unsupported(operation, association));
}

#[test]
fn it_finds_the_account_and_its_blocks() {
    let ec2 = Ec2::new();
    let ipam = ipam(&ec2);
    let id = ipam.text("defaultResourceDiscoveryId");
    let by_id = ("IpamResourceDiscoveryId", id);
    let form = [by_id, ("DiscoveryRegion", "eu-west-1")];
    let found = ec2.call("GetIpamDiscoveredAccounts", &form);
    let account = found.at("ipamDiscoveredAccountSet.item").unwrap();
    assert_eq!(account.text("accountId"), "000000000000");
    assert_eq!(account.text("discoveryRegion"), "eu-west-1");
    assert!(account.has("lastAttemptedDiscoveryTime"));
    assert!(account.has("lastSuccessfulDiscoveryTime"));

    let vpc = [("CidrBlock", "10.0.0.0/16"), ("AmazonProvidedIpv6CidrBlock", "true")];
    let vpc = ec2.call("CreateVpc", &vpc).text("vpc.vpcId").to_owned();
    let form = [("VpcId", vpc.as_str()), ("CidrBlock", "10.0.0.0/18")];
    let subnet = ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned();
    let address = ec2.call("AllocateAddress", &[]);
    let form = [by_id, ("ResourceRegion", "us-east-1")];
    let found = ec2.call("GetIpamDiscoveredResourceCidrs", &form);
    let of = |id: &str| {
        let mut all = found.all_at("ipamDiscoveredResourceCidrSet.item");
        all.retain(|item| item.text("resourceId") == id);
        all
    };
    let blocks = of(&vpc);
    assert_eq!(blocks.len(), 2);
    let ipv4 = blocks.iter().find(|item| item.text("resourceCidr") == "10.0.0.0/16").unwrap();
    assert_eq!(ipv4.text("resourceType"), "vpc");
    assert_eq!(ipv4.text("ipUsage"), "0.25");
    assert!(ipv4.text("ipSource") == "none" && ipv4.text("vpcId") == vpc);
    let item = of(&subnet)[0].clone();
    assert!(item.text("resourceType") == "subnet" && item.text("subnetId") == subnet);
    assert_eq!(item.text("ipUsage"), "3.0E-4");
    assert!(item.has("availabilityZoneId") && item.has("sampleTime"));
    let item = of(address.text("allocationId"))[0].clone();
    assert_eq!(item.text("resourceCidr"), format!("{}/32", address.text("publicIp")));
    assert!(item.text("resourceType") == "eip" && !item.has("ipUsage"));
    // The VPC that a region has from the beginning.
    let form = [by_id, ("ResourceRegion", "eu-west-1")];
    let found = ec2.call("GetIpamDiscoveredResourceCidrs", &form);
    let blocks = found.texts("ipamDiscoveredResourceCidrSet.item.resourceCidr");
    assert!(blocks.contains(&"172.31.0.0/16"), "{blocks:?}");
}

#[test]
fn it_finds_public_addresses() {
    let ec2 = Ec2::new();
    let ipam = ipam(&ec2);
    let by_id = ("IpamResourceDiscoveryId", ipam.text("defaultResourceDiscoveryId"));
    let form = [by_id, ("AddressRegion", "us-east-1")];
    let none = ec2.call("GetIpamDiscoveredPublicAddresses", &form);
    assert!(!none.has("ipamDiscoveredPublicAddressSet.item") && !none.has("oldestSampleTime"));
    let tagged = [
        ("TagSpecification.1.ResourceType", "elastic-ip"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "mine"),
    ];
    let elastic = ec2.call("AllocateAddress", &tagged);
    let images = ec2.call("DescribeImages", &[("Owner.1", "amazon")]);
    let image = images.text("imagesSet.item.imageId");
    let launch = [("ImageId", image), ("InstanceType", "t3.micro")];
    let launched = ec2.call("RunInstances", &launch);
    let instance = launched.text("instancesSet.item.instanceId");
    let found = ec2.call("GetIpamDiscoveredPublicAddresses", &form);
    assert!(found.has("oldestSampleTime"));
    let of = |kind: &str| {
        let mut all = found.all_at("ipamDiscoveredPublicAddressSet.item");
        all.retain(|item| item.text("addressType") == kind);
        all[0].clone()
    };
    let item = of("amazon-owned-eip");
    assert_eq!(item.text("address"), elastic.text("publicIp"));
    assert_eq!(item.text("addressAllocationId"), elastic.text("allocationId"));
    assert_eq!(item.text("associationStatus"), "disassociated");
    assert_eq!(item.text("tags.eipTagSet.item.value"), "mine");
    let item = of("ec2-public-ip");
    for (member, value) in [
        ("addressOwnerId", "000000000000"),
        ("addressRegion", "us-east-1"),
        ("associationStatus", "associated"),
        ("instanceId", instance),
        ("networkBorderGroup", "us-east-1"),
        ("securityGroupSet.item.groupName", "default"),
    ] {
        assert_eq!(item.text(member), value, "{member}");
    }
    assert!(!item.has("addressAllocationId") && item.has("networkInterfaceId"));
    let subnet = item.text("subnetId").to_owned();
    let allocation = ("AllocationId", elastic.text("allocationId"));
    let gateway = ec2.call("CreateNatGateway", &[("SubnetId", &subnet), allocation]);
    let gateway = gateway.text("natGateway.natGatewayId");
    let found = ec2.call("GetIpamDiscoveredPublicAddresses", &form);
    let mut all = found.all_at("ipamDiscoveredPublicAddressSet.item");
    all.retain(|item| item.has("service"));
    assert_eq!(all[0].text("service"), "nat-gateway");
    assert_eq!(all[0].text("serviceResource"), gateway);
    assert_eq!(all[0].text("associationStatus"), "associated");
}

#[test]
fn it_looks_into_its_operating_regions() {
    let ec2 = Ec2::new();
    let ipam = ipam(&ec2);
    let by_id = ("IpamResourceDiscoveryId", ipam.text("defaultResourceDiscoveryId"));
    for (operation, name, parameter) in [
        ("GetIpamDiscoveredAccounts", "DiscoveryRegion", "discoveryRegion"),
        ("GetIpamDiscoveredResourceCidrs", "ResourceRegion", "resourceRegion"),
        ("GetIpamDiscoveredPublicAddresses", "AddressRegion", "addressRegion"),
        ("GetIpamDiscoveredRoutes", "ResourceRegion", "resourceRegion"),
    ] {
        let expected = format!(
            "Value (us-west-2) for parameter {parameter} is invalid. It is not an operating \
             Region of the resource discovery."
        );
        assert_eq!(ec2.refused(operation, &[by_id, (name, "us-west-2")]), value(&expected));
    }
}

#[test]
fn no_range_that_is_brought_is_advertised() {
    let ec2 = Ec2::new();
    let ipam = ipam(&ec2);
    ec2.call("ProvisionByoipCidr", &[("Cidr", "203.0.113.0/24")]);
    let by_id = ("IpamResourceDiscoveryId", ipam.text("defaultResourceDiscoveryId"));
    let form = [by_id, ("ResourceRegion", "us-east-1"), ("MaxResults", "5")];
    let found = ec2.call("GetIpamDiscoveredRoutes", &form);
    assert!(found.has("ipamDiscoveredRouteSet") && !found.has("ipamDiscoveredRouteSet.item"));
    let by_ipam = ("IpamId", ipam.text("ipamId"));
    let found = ec2.call("GetIpamRouteProtectionFindings", &[by_ipam]);
    assert_eq!(found.text("ipamId"), ipam.text("ipamId"));
    assert!(!found.has("routeProtectionFindingSet.item"));
    let refused =
        ec2.refused("GetIpamRouteProtectionFindings", &[("IpamId", "ipam-0123456789abcdef0")]);
    assert_eq!(refused.0, "InvalidIpamId.NotFound");
}

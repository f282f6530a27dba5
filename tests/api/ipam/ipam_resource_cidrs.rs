use super::super::support::{Ec2, Xml};
use super::{ipam, provisioned};

const HERE: (&str, &str) = ("Locale", "us-east-1");

fn known(ec2: &Ec2, scope: &str, more: &[(&str, &str)]) -> Vec<Xml> {
    let mut form = vec![("IpamScopeId", scope)];
    form.extend(more);
    let found = ec2.call("GetIpamResourceCidrs", &form);
    found.all_at("ipamResourceCidrSet.item").into_iter().cloned().collect()
}

fn vpc(ec2: &Ec2, form: &[(&str, &str)]) -> String {
    ec2.call("CreateVpc", form).text("vpc.vpcId").to_owned()
}

#[test]
fn an_ipam_knows_the_blocks_of_vpcs_and_subnets() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let scope = made.text("privateDefaultScopeId");
    let tags = [
        ("CidrBlock", "172.33.0.0/16"),
        ("TagSpecification.1.ResourceType", "vpc"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "one"),
    ];
    let id = vpc(&ec2, &tags);
    let subnet = ec2.call("CreateSubnet", &[("VpcId", &id), ("CidrBlock", "172.33.1.0/24")]);
    let subnet = subnet.text("subnet.subnetId");
    let mine = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", id.as_str())];
    let found = known(&ec2, scope, &mine);
    let [of_subnet, of_vpc] = &found[..] else { panic!("{found:?}") };
    for (path, value) in [
        ("ipamId", made.text("ipamId")),
        ("ipamScopeId", scope),
        ("resourceRegion", "us-east-1"),
        ("resourceOwnerId", "000000000000"),
        ("resourceId", &id),
        ("resourceName", "one"),
        ("resourceCidr", "172.33.0.0/16"),
        ("resourceType", "vpc"),
        ("resourceTagSet.item.key", "Name"),
        ("ipUsage", "0.0039"),
        ("complianceStatus", "unmanaged"),
        ("managementState", "unmanaged"),
        ("overlapStatus", "nonoverlapping"),
        ("vpcId", &id),
    ] {
        assert_eq!(of_vpc.text(path), value, "{path}");
    }
    assert_eq!(of_subnet.text("resourceId"), subnet);
    assert_eq!(of_subnet.text("resourceType"), "subnet");
    assert_eq!(of_subnet.text("ipUsage"), "0.0195", "5 of 256");
    assert!(of_subnet.has("availabilityZoneId"));
    for (name, value, count) in [
        ("ResourceId", id.as_str(), 1),
        ("ResourceId", "vpc-0", 0),
        ("ResourceTag.Key", "Name", 1),
        ("ResourceTag.Value", "two", 0),
        ("ResourceOwner", "111111111111", 0),
    ] {
        assert_eq!(known(&ec2, scope, &[(name, value)]).len(), count, "{name}={value}");
    }
    // The default VPC and its subnets are known, too, and no region but those it operates in.
    assert_eq!(known(&ec2, scope, &[("ResourceType", "vpc")]).len(), 2);
    let far = ec2.in_region("eu-west-1");
    vpc(&far, &[("CidrBlock", "10.0.0.0/16")]);
    vpc(&ec2.in_region("us-west-2"), &[("CidrBlock", "10.0.0.0/16")]);
    let there = [("Filter.1.Name", "resource-region"), ("Filter.1.Value.1", "eu-west-1")];
    assert!(known(&ec2, scope, &there).iter().any(|it| it.text("resourceCidr") == "10.0.0.0/16"));
    let away = [there[0], ("Filter.1.Value.1", "us-west-2")];
    assert!(known(&ec2, scope, &away).is_empty());
}

#[test]
fn what_overlaps_and_what_keeps_the_rules() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let scope = made.text("privateDefaultScopeId");
    let pool = provisioned(&ec2, scope, "10.0.0.0/8", &[HERE]);
    let form = [("Ipv4IpamPoolId", pool.as_str()), ("Ipv4NetmaskLength", "16")];
    let managed = vpc(&ec2, &form);
    let status = |id: &str| {
        let found = known(&ec2, scope, &[("ResourceId", id)]);
        let texts = ["managementState", "complianceStatus", "overlapStatus"];
        texts.map(|path| found[0].text(path).to_owned())
    };
    assert_eq!(status(&managed), ["managed", "compliant", "nonoverlapping"]);
    let found = known(&ec2, scope, &[("IpamPoolId", &pool)]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].text("ipamPoolId"), pool);
    let other = vpc(&ec2, &[("CidrBlock", "10.0.128.0/17")]);
    assert_eq!(status(&other), ["unmanaged", "unmanaged", "overlapping"]);
    assert_eq!(status(&managed)[2], "overlapping");
    for (cidr, overlap) in [("10.0.0.0/18", "overlapping"), ("10.1.0.0/16", "nonoverlapping")] {
        assert_eq!(status(&vpc(&ec2, &[("CidrBlock", cidr)]))[2], overlap, "{cidr}");
    }
    ec2.call("ModifyIpamPool", &[("IpamPoolId", &pool), ("AllocationMinNetmaskLength", "17")]);
    assert_eq!(status(&managed)[1], "noncompliant");
    let none = [("IpamScopeId", scope), ("IpamPoolId", "ipam-pool-1")];
    assert_eq!(ec2.refused("GetIpamResourceCidrs", &none).0, "InvalidIpamPoolId.NotFound");
    let none = [("IpamScopeId", "ipam-scope-1")];
    assert_eq!(ec2.refused("GetIpamResourceCidrs", &none).0, "InvalidIpamScopeId.NotFound");
}

#[test]
fn public_addresses_are_in_the_public_scope() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let scope = made.text("publicDefaultScopeId");
    let address = ec2.call("AllocateAddress", &[]);
    let id = vpc(&ec2, &[("CidrBlock", "10.0.0.0/16"), ("AmazonProvidedIpv6CidrBlock", "true")]);
    let found = known(&ec2, scope, &[]);
    let of = |it: &Xml| (it.text("resourceType").to_owned(), it.text("resourceId").to_owned());
    let both: Vec<_> = found.iter().map(of).collect();
    let address_id = address.text("allocationId").to_owned();
    assert_eq!(both, [("eip".to_owned(), address_id), ("vpc".to_owned(), id.clone())]);
    assert!(!found[0].has("ipUsage"));
    let cidr = found[1].text("resourceCidr");
    let form = [
        ("ResourceId", id.as_str()),
        ("ResourceCidr", cidr),
        ("ResourceRegion", "us-east-1"),
        ("CurrentIpamScopeId", scope),
        ("Monitored", "false"),
    ];
    let (code, message) = ec2.refused("ModifyIpamResourceCidr", &form);
    assert_eq!(code, "UnsupportedOperation");
    let first = "The operation ModifyIpamResourceCidr is not supported.";
    assert_eq!(message, format!("{first} {cidr} of {id} is not a private CIDR of a VPC."));
}

#[test]
fn a_block_is_ignored_or_moved() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let scope = made.text("privateDefaultScopeId");
    let pool = provisioned(&ec2, scope, "10.0.0.0/8", &[HERE]);
    let form = [("Ipv4IpamPoolId", pool.as_str()), ("Ipv4NetmaskLength", "16")];
    let id = vpc(&ec2, &form);
    ec2.call("CreateSubnet", &[("VpcId", &id), ("CidrBlock", "10.0.1.0/24")]);
    let form = [
        ("ResourceId", id.as_str()),
        ("ResourceCidr", "10.0.0.0/16"),
        ("ResourceRegion", "us-east-1"),
        ("CurrentIpamScopeId", scope),
        ("Monitored", "false"),
    ];
    let changed = ec2.call("ModifyIpamResourceCidr", &form);
    for path in ["managementState", "complianceStatus", "overlapStatus"] {
        assert_eq!(changed.text(&format!("ipamResourceCidr.{path}")), "ignored");
    }
    let found = ec2.call("GetIpamPoolAllocations", &[("IpamPoolId", &pool)]);
    assert!(!found.has("ipamPoolAllocationSet.item"), "the pool has it again");
    let mine = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", id.as_str())];
    for one in known(&ec2, scope, &mine) {
        assert_eq!(one.text("managementState"), "ignored", "subnets follow their VPC");
    }

    let second = ec2.call("CreateIpamScope", &[("IpamId", made.text("ipamId"))]);
    let second = second.text("ipamScope.ipamScopeId");
    let mut moved = form.to_vec();
    moved[4] = ("Monitored", "true");
    moved.push(("DestinationIpamScopeId", second));
    let changed = ec2.call("ModifyIpamResourceCidr", &moved);
    assert_eq!(changed.text("ipamResourceCidr.ipamScopeId"), second);
    assert_eq!(changed.text("ipamResourceCidr.managementState"), "unmanaged");
    assert!(known(&ec2, scope, &mine).is_empty());
    assert_eq!(known(&ec2, second, &mine).len(), 2);
    let (code, message) = ec2.refused("ModifyIpamResourceCidr", &form);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, format!("{scope} has no resource {id} with the CIDR 10.0.0.0/16."));
    let public = made.text("publicDefaultScopeId");
    moved[5] = ("DestinationIpamScopeId", public);
    let (code, message) = ec2.refused("ModifyIpamResourceCidr", &moved);
    assert_eq!(code, "InvalidParameterValue");
    let parameter = format!("Value ({public}) for parameter destinationIpamScopeId is invalid.");
    let reason = "A CIDR can be moved between private scopes of one IPAM.";
    assert_eq!(message, format!("{parameter} {reason}"));
}

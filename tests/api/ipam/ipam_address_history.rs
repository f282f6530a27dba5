use super::super::support::{Ec2, NOW, Xml};
use super::ipam;

const SINCE: (&str, &str) = ("StartTime", NOW);
const BLOCK: &str = "172.33.0.0/24";

fn history(ec2: &Ec2, scope: &str, cidr: &str, more: &[(&str, &str)]) -> Vec<Xml> {
    let mut form = vec![("IpamScopeId", scope), ("Cidr", cidr)];
    form.extend(more);
    let found = ec2.call("GetIpamAddressHistory", &form);
    found.all_at("historyRecordSet.item").into_iter().cloned().collect()
}

fn types(records: &[Xml]) -> Vec<&str> {
    records.iter().map(|record| record.text("resourceType")).collect()
}

fn vpc(ec2: &Ec2, cidr: &str) -> String {
    ec2.call("CreateVpc", &[("CidrBlock", cidr)]).text("vpc.vpcId").to_owned()
}

fn instance(ec2: &Ec2) -> Xml {
    let images = ec2.call("DescribeImages", &[("Owner.1", "amazon")]);
    let image = images.text("imagesSet.item.imageId");
    let launched = ec2.call("RunInstances", &[("ImageId", image), ("InstanceType", "t3.micro")]);
    let id = launched.text("instancesSet.item.instanceId");
    let found = ec2.call("DescribeInstances", &[("InstanceId.1", id)]);
    found.at("reservationSet.item.instancesSet.item").unwrap().clone()
}

#[test]
fn a_block_is_remembered() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let scope = made.text("privateDefaultScopeId");
    let id = vpc(&ec2, BLOCK);
    ec2.call(
        "CreateTags",
        &[("ResourceId.1", id.as_str()), ("Tag.1.Key", "Name"), ("Tag.1.Value", "one")],
    );
    let subnet = ec2.call("CreateSubnet", &[("VpcId", &id), ("CidrBlock", BLOCK)]);
    let subnet = subnet.text("subnet.subnetId").to_owned();
    let found = history(&ec2, scope, BLOCK, &[]);
    assert_eq!(types(&found), ["subnet", "vpc"]);
    for (path, value) in [
        ("resourceOwnerId", "000000000000"),
        ("resourceRegion", "us-east-1"),
        ("resourceId", &id),
        ("resourceCidr", BLOCK),
        ("resourceName", "one"),
        ("resourceComplianceStatus", "unmanaged"),
        ("resourceOverlapStatus", "nonoverlapping"),
        ("vpcId", &id),
        ("sampledStartTime", "2026-01-31T12:00:00.000Z"),
    ] {
        assert_eq!(found[1].text(path), value, "{path}");
    }
    assert!(found[0].text("resourceId") == subnet && found[0].text("vpcId") == id);
    for member in ["resourceName", "resourceComplianceStatus", "resourceOverlapStatus"] {
        assert!(!found[0].has(member), "{member}");
    }
    assert!(found.iter().all(|record| !record.has("sampledEndTime")));
    // Only what has the very block, and another one in another region where the IPAM looks.
    assert!(history(&ec2, scope, "172.33.0.0/25", &[]).is_empty());
    ec2.advance(60);
    let other = vpc(&ec2.in_region("eu-west-1"), BLOCK);
    vpc(&ec2.in_region("us-west-2"), BLOCK);
    let found = history(&ec2, scope, BLOCK, &[]);
    assert_eq!(types(&found), ["subnet", "vpc", "vpc"]);
    assert_eq!(found[1].text("resourceOverlapStatus"), "overlapping");
    assert_eq!(found[2].text("resourceRegion"), "eu-west-1");
    assert_eq!(found[2].text("sampledStartTime"), "2026-01-31T12:01:00.000Z");
    let of_one = history(&ec2, scope, BLOCK, &[("VpcId", &other)]);
    assert!(of_one.len() == 1 && of_one[0].text("resourceId") == other);
    // What is gone was there.
    ec2.advance(60);
    ec2.call("DeleteSubnet", &[("SubnetId", &subnet)]);
    ec2.call("DeleteVpc", &[("VpcId", &id)]);
    let found = history(&ec2, scope, BLOCK, &[]);
    assert!(found.len() == 1 && found[0].text("resourceId") == other);
    let found = history(&ec2, scope, BLOCK, &[SINCE]);
    assert_eq!(types(&found), ["subnet", "vpc", "vpc"]);
    assert_eq!(found[1].text("sampledEndTime"), "2026-01-31T12:02:00.000Z");
    assert_eq!(found[1].text("resourceOverlapStatus"), "overlapping");
    let early = [SINCE, ("EndTime", "2026-01-31T12:00:30Z")];
    assert_eq!(types(&history(&ec2, scope, BLOCK, &early)), ["subnet", "vpc"]);
    assert!(history(&ec2, scope, BLOCK, &[("EndTime", "2026-01-31T11:59:59Z")]).is_empty());
    // For three years.
    ec2.advance(3 * 365 * 24 * 3_600 - 1);
    assert_eq!(history(&ec2, scope, BLOCK, &[SINCE]).len(), 3);
    ec2.advance(1);
    assert_eq!(history(&ec2, scope, BLOCK, &[SINCE]).len(), 1);
}

#[test]
fn it_is_cut_into_pages() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let scope = made.text("privateDefaultScopeId");
    let mut ids: Vec<String> = (0..3).map(|_| vpc(&ec2, BLOCK)).collect();
    let mut found = Vec::new();
    let mut token = String::new();
    loop {
        let form = [("IpamScopeId", scope), ("Cidr", BLOCK), ("MaxResults", "2")];
        let next = [("NextToken", token.as_str())];
        let page = ec2.call("GetIpamAddressHistory", &[&form[..], &next].concat());
        found.extend(page.texts("historyRecordSet.item.resourceId").into_iter().map(str::to_owned));
        match page.at("nextToken") {
            Some(next) if !next.text.is_empty() => token.clone_from(&next.text),
            _ => break,
        }
    }
    ids.sort();
    assert_eq!(found, ids);
}

#[test]
fn an_address_is_an_interfaces_and_its_instances() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let scopes = ["privateDefaultScopeId", "publicDefaultScopeId"].map(|path| made.text(path));
    let running = instance(&ec2);
    let private = format!("{}/32", running.text("privateIpAddress"));
    let public = format!("{}/32", running.text("ipAddress"));
    let id = running.text("instanceId");
    for (scope, cidr) in [(scopes[0], &private), (scopes[1], &public)] {
        let found = history(&ec2, scope, cidr, &[]);
        assert_eq!(types(&found), ["network-interface", "instance"]);
        assert_eq!(found[1].text("resourceId"), id);
        assert_eq!(found[0].text("resourceOwnerId"), "000000000000");
        assert!(found[0].text("resourceId").starts_with("eni-"));
        assert!(!found[1].has("resourceComplianceStatus"));
    }
    ec2.advance(60);
    let address = ec2.call("AllocateAddress", &[]);
    let elastic = format!("{}/32", address.text("publicIp"));
    let found = history(&ec2, scopes[1], &elastic, &[]);
    assert_eq!(types(&found), ["eip"]);
    assert!(!found[0].has("vpcId"));
    let allocation = ("AllocationId", address.text("allocationId"));
    ec2.call("AssociateAddress", &[allocation, ("InstanceId", id)]);
    let found = history(&ec2, scopes[1], &elastic, &[]);
    assert_eq!(types(&found), ["network-interface", "instance", "eip"]);
    assert!(history(&ec2, scopes[1], &public, &[]).is_empty(), "it gave way");
    ec2.advance(60);
    ec2.call("TerminateInstances", &[("InstanceId.1", id)]);
    assert!(history(&ec2, scopes[0], &private, &[]).is_empty());
    let found = history(&ec2, scopes[0], &private, &[SINCE]);
    assert_eq!(types(&found), ["network-interface", "instance"]);
    assert_eq!(found[1].text("sampledEndTime"), "2026-01-31T12:02:00.000Z");
    assert_eq!(types(&history(&ec2, scopes[1], &elastic, &[])), ["eip"]);
    // That of a NAT gateway is AWS's own instance.
    let subnet = ("SubnetId", running.text("subnetId"));
    let gateway = ec2.call("CreateNatGateway", &[subnet, allocation]);
    let inside = gateway.text("natGateway.natGatewayAddressSet.item.privateIp");
    let found = history(&ec2, scopes[0], &format!("{inside}/32"), &[]);
    assert_eq!(types(&found), ["network-interface", "instance"]);
    assert!(found[1].text("resourceOwnerId") == "amazon-aws" && !found[1].has("resourceId"));
    assert_eq!(found[1].text("vpcId"), running.text("vpcId"));
}

#[test]
fn it_begins_with_the_ipam_and_ends_with_the_scope() {
    let ec2 = Ec2::new();
    let id = vpc(&ec2, BLOCK);
    ec2.advance(3_600);
    let made = ipam(&ec2);
    let (ipam_id, scope) = (made.text("ipamId"), made.text("privateDefaultScopeId"));
    let found = history(&ec2, scope, BLOCK, &[SINCE]);
    assert_eq!(found[0].text("sampledStartTime"), "2026-01-31T13:00:00.000Z");
    // In another scope it is another record.
    let second = ec2.call("CreateIpamScope", &[("IpamId", ipam_id)]);
    let second = second.text("ipamScope.ipamScopeId");
    ec2.advance(60);
    let moved = [
        ("ResourceId", id.as_str()),
        ("ResourceCidr", BLOCK),
        ("ResourceRegion", "us-east-1"),
        ("CurrentIpamScopeId", scope),
        ("DestinationIpamScopeId", second),
        ("Monitored", "true"),
    ];
    ec2.call("ModifyIpamResourceCidr", &moved);
    let found = history(&ec2, scope, BLOCK, &[SINCE]);
    assert_eq!(found[0].text("sampledEndTime"), "2026-01-31T13:01:00.000Z");
    let found = history(&ec2, second, BLOCK, &[]);
    assert_eq!(found[0].text("sampledStartTime"), "2026-01-31T13:01:00.000Z");
    ec2.call("DeleteIpamScope", &[("IpamScopeId", second)]);
    let found = history(&ec2, scope, BLOCK, &[]);
    assert!(found.len() == 1 && !found[0].has("sampledEndTime"));
    // Where it does not look any more, nothing is known to be.
    let far = vpc(&ec2.in_region("eu-west-1"), BLOCK);
    assert_eq!(history(&ec2, scope, BLOCK, &[("VpcId", &far)]).len(), 1);
    let fewer = [("IpamId", ipam_id), ("RemoveOperatingRegion.1.RegionName", "eu-west-1")];
    ec2.call("ModifyIpam", &fewer);
    assert!(history(&ec2, scope, BLOCK, &[("VpcId", &far)]).is_empty());
    ec2.call("DeleteIpam", &[("IpamId", ipam_id)]);
    let records = &ec2.state()["000000000000"]["us-east-1"]["ipamAddressRecords"];
    assert!(records.as_array().is_none_or(Vec::is_empty), "{records}");
}

#[test]
fn what_takes_time_ends_when_it_is_over() {
    let ec2 = Ec2::with_aws_lifecycle();
    let made = ipam(&ec2);
    ec2.advance(60);
    let scope = made.text("privateDefaultScopeId");
    let running = instance(&ec2);
    let private = format!("{}/32", running.text("privateIpAddress"));
    let id = ("InstanceId.1", running.text("instanceId"));
    ec2.advance(600);
    ec2.call("TerminateInstances", &[id]);
    assert_eq!(types(&history(&ec2, scope, &private, &[])), ["network-interface", "instance"]);
    // Nobody asks for hours.
    ec2.advance(7_200);
    assert!(history(&ec2, scope, &private, &[]).is_empty());
    let found = history(&ec2, scope, &private, &[SINCE]);
    assert_eq!(types(&found), ["network-interface", "instance"]);
    for record in found {
        let ended = record.text("sampledEndTime");
        assert!(("2026-01-31T12:11".."2026-01-31T12:13").contains(&ended), "{ended}");
    }
    let form = [("CidrBlock", "10.0.0.0/16"), ("AmazonProvidedIpv6CidrBlock", "true")];
    let main = ec2.call("CreateVpc", &form).text("vpc.vpcId").to_owned();
    ec2.advance(7_200);
    let found = ec2.call("DescribeVpcs", &[("VpcId.1", &main)]);
    let block = found.text("vpcSet.item.ipv6CidrBlockAssociationSet.item.ipv6CidrBlock").to_owned();
    let found = history(&ec2, made.text("publicDefaultScopeId"), &block, &[]);
    let began = found[0].text("sampledStartTime");
    assert!(("2026-01-31T14:11".."2026-01-31T14:13").contains(&began), "{began}");
    let more = [("VpcId", main.as_str()), ("CidrBlock", "10.1.0.0/16")];
    let more = ec2.call("AssociateVpcCidrBlock", &more);
    let association = more.text("cidrBlockAssociation.associationId");
    ec2.advance(600);
    assert_eq!(history(&ec2, scope, "10.1.0.0/16", &[]).len(), 1);
    ec2.call("DisassociateVpcCidrBlock", &[("AssociationId", association)]);
    ec2.advance(7_200);
    let found = history(&ec2, scope, "10.1.0.0/16", &[SINCE]);
    let ended = found[0].text("sampledEndTime");
    assert!(("2026-01-31T16:21".."2026-01-31T16:23").contains(&ended), "{ended}");
}

#[test]
fn what_asks_for_no_history_is_refused() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let scope = ("IpamScopeId", made.text("privateDefaultScopeId"));
    let refused = |form: &[(&str, &str)]| ec2.refused("GetIpamAddressHistory", form);
    let (code, message) = refused(&[scope, ("Cidr", "10.0.0.9")]);
    assert_eq!(code, "InvalidParameterValue");
    let expected =
        "Value (10.0.0.9) for parameter cidr is invalid. This is not a valid CIDR block.";
    assert_eq!(message, expected);
    let form = [scope, ("Cidr", BLOCK), ("StartTime", "2027-01-01T00:00:00Z"), ("EndTime", NOW)];
    let (code, message) = refused(&form);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "The start time is after the end time.");
    let (code, _) = refused(&[("IpamScopeId", "ipam-scope-0123456789abcdef0"), ("Cidr", BLOCK)]);
    assert_eq!(code, "InvalidIpamScopeId.NotFound");
    assert_eq!(refused(&[scope]).0, "MissingParameter");
    ec2.call("ModifyIpam", &[("IpamId", made.text("ipamId")), ("Tier", "free")]);
    let (code, message) = refused(&[scope, ("Cidr", BLOCK)]);
    assert_eq!(code, "UnsupportedOperation");
    let expected = "The operation GetIpamAddressHistory is not supported. The Free Tier of IPAM \
                    has no history of IP addresses.";
    assert_eq!(message, expected);
}

#[test]
fn what_a_region_has_from_the_beginning_is_known_with_the_first_change_there() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let scope = made.text("privateDefaultScopeId");
    let default = || history(&ec2, scope, "172.31.0.0/16", &[]);
    assert_eq!(default()[0].text("resourceRegion"), "us-east-1");
    assert_eq!(default().len(), 1);
    ec2.advance(60);
    vpc(&ec2.in_region("eu-west-1"), BLOCK);
    assert_eq!(default()[1].text("resourceRegion"), "eu-west-1");
    assert_eq!(default()[1].text("resourceOverlapStatus"), "overlapping");
    assert_eq!(history(&ec2, scope, BLOCK, &[]).len(), 1);
}

#[test]
fn accounts_know_nothing_of_each_other() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let scope = made.text("privateDefaultScopeId");
    let other = ec2.as_account("111111111111");
    ipam(&other);
    vpc(&other, BLOCK);
    assert!(history(&ec2, scope, BLOCK, &[]).is_empty());
    let form = [("IpamScopeId", scope), ("Cidr", BLOCK)];
    let refused = other.refused("GetIpamAddressHistory", &form);
    assert_eq!(refused.0, "InvalidIpamScopeId.NotFound");
}

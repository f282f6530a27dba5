//! Reachability Analyzer: paths, and what analyses find on them.

mod between_vpcs;
mod filters;
mod gateways;
mod paths;
mod scopes;
mod within_a_vpc;

use super::support::{Ec2, Xml};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A VPC, with subnets of it in one zone.
pub struct Net {
    pub vpc: String,
    pub subnets: Vec<String>,
}

/// One with two subnets, `10.n.1.0/24` and `10.n.2.0/24`.
pub fn net(ec2: &Ec2, number: u8) -> Net {
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", &format!("10.{number}.0.0/16"))]);
    let vpc = vpc.text("vpc.vpcId").to_owned();
    ec2.advance(60);
    let subnet = |at: u8| {
        let block = format!("10.{number}.{at}.0/24");
        let form =
            [("VpcId", vpc.as_str()), ("CidrBlock", &block), ("AvailabilityZone", "us-east-1a")];
        ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned()
    };
    let subnets = vec![subnet(1), subnet(2)];
    Net { vpc, subnets }
}

/// A group that lets nothing in.
pub fn group(ec2: &Ec2, net: &Net, name: &str) -> String {
    let form = [("VpcId", net.vpc.as_str()), ("GroupName", name), ("GroupDescription", "test")];
    ec2.call("CreateSecurityGroup", &form).text("groupId").to_owned()
}

pub fn let_in(ec2: &Ec2, group: &str, port: &str, from: &str) {
    let form = [
        ("GroupId", group),
        ("IpPermissions.1.IpProtocol", "tcp"),
        ("IpPermissions.1.FromPort", port),
        ("IpPermissions.1.ToPort", port),
        ("IpPermissions.1.IpRanges.1.CidrIp", from),
    ];
    ec2.call("AuthorizeSecurityGroupIngress", &form);
}

pub fn interface(ec2: &Ec2, subnet: &str, address: &str, group: Option<&str>) -> String {
    let mut form = vec![("SubnetId", subnet), ("PrivateIpAddress", address)];
    form.extend(group.map(|group| ("SecurityGroupId.1", group)));
    let made = ec2.call("CreateNetworkInterface", &form);
    made.text("networkInterface.networkInterfaceId").to_owned()
}

/// An instance, and its interface.
pub fn instance(ec2: &Ec2, subnet: &str, address: &str, group: &str) -> (String, String) {
    let images = ec2.call("DescribeImages", &[("Owner.1", "amazon")]);
    let form = [
        ("ImageId", images.text("imagesSet.item.imageId")),
        ("InstanceType", "t3.micro"),
        ("SubnetId", subnet),
        ("PrivateIpAddress", address),
        ("SecurityGroupId.1", group),
    ];
    let made = ec2.call("RunInstances", &form);
    let item = made.at("instancesSet.item").unwrap();
    let id = item.text("instanceId").to_owned();
    (id, item.text("networkInterfaceSet.item.networkInterfaceId").to_owned())
}

/// Another one each time.
pub fn token() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed).to_string()
}

pub fn path(ec2: &Ec2, source: &str, destination: &str, more: &[(&str, &str)]) -> String {
    let mut form = vec![("Source", source), ("Destination", destination), ("Protocol", "tcp")];
    form.extend(more);
    let token = token();
    form.push(("ClientToken", &token));
    let made = ec2.call("CreateNetworkInsightsPath", &form);
    made.text("networkInsightsPath.networkInsightsPathId").to_owned()
}

pub fn analyse(ec2: &Ec2, path: &str, more: &[(&str, &str)]) -> Xml {
    let token = token();
    let mut form = vec![("NetworkInsightsPathId", path), ("ClientToken", &token)];
    form.extend(more);
    let made = ec2.call("StartNetworkInsightsAnalysis", &form);
    made.at("networkInsightsAnalysis").unwrap().clone()
}

/// Analyses a new path.
pub fn reach(ec2: &Ec2, source: &str, destination: &str, more: &[(&str, &str)]) -> Xml {
    ec2.advance(1);
    let path = path(ec2, source, destination, more);
    analyse(ec2, &path, &[])
}

/// What an analysis has found: the kinds of resources on the way, by what their ids begin with.
pub fn kinds(analysis: &Xml, set: &str) -> Vec<String> {
    let ids = analysis.texts(&format!("{set}.item.component.id"));
    ids.into_iter().map(|id| id.rsplit_once('-').unwrap().0.to_owned()).collect()
}

pub const FORWARD: &str = "forwardPathComponentSet";
pub const BACK: &str = "returnPathComponentSet";

pub fn codes(analysis: &Xml) -> Vec<&str> {
    analysis.texts("explanationSet.item.explanationCode")
}

#[track_caller]
pub fn assert_found(analysis: &Xml) {
    assert_eq!(codes(analysis), Vec::<&str>::new());
    assert_eq!(analysis.text("networkPathFound"), "true");
}

#[track_caller]
pub fn assert_blocked(analysis: &Xml, expected: &[&str]) {
    assert_eq!(codes(analysis), expected);
    assert_eq!(analysis.text("networkPathFound"), "false");
}

/// A route of the main table of a VPC.
pub fn route(ec2: &Ec2, vpc: &str, destination: &str, (target, id): (&str, &str)) {
    let form = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc)];
    let tables = ec2.call("DescribeRouteTables", &form);
    let table = tables.text("routeTableSet.item.routeTableId");
    let form = [("RouteTableId", table), ("DestinationCidrBlock", destination), (target, id)];
    ec2.call("CreateRoute", &form);
}

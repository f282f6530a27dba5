use super::{DEVICE, POLICY, attach, group, instance, provider, with};
use crate::support::{Ec2, Xml};

const CREATE: &str = "CreateVerifiedAccessEndpoint";
const MODIFY: &str = "ModifyVerifiedAccessEndpoint";

const BALANCER: &str =
    "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/one/0123456789abcdef";
const CERTIFICATE: &str = "arn:aws:acm:us-east-1:000000000000:certificate/one";
const DATABASE: &str = "arn:aws:rds:us-east-1:000000000000:db:one";

/// A group, and a network with two subnets in one zone and a third in another.
struct Place {
    instance: String,
    group: String,
    vpc: String,
    subnets: Vec<String>,
    security_group: String,
}

fn place(ec2: &Ec2) -> Place {
    let instance = instance(ec2);
    let group = group(ec2, &instance);
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let vpc = vpc.text("vpc.vpcId").to_owned();
    ec2.advance(60);
    let zones = ["us-east-1a", "us-east-1a", "us-east-1b"];
    let subnets = zones.iter().zip(1..).map(|(zone, at)| {
        let block = format!("10.0.{at}.0/24");
        let form = [("VpcId", vpc.as_str()), ("CidrBlock", &block), ("AvailabilityZone", zone)];
        ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned()
    });
    let subnets = subnets.collect();
    let form = [("VpcId", vpc.as_str()), ("GroupName", "va"), ("GroupDescription", "va")];
    let security_group = ec2.call("CreateSecurityGroup", &form).text("groupId").to_owned();
    Place { instance, group, vpc, subnets, security_group }
}

impl Place {
    fn of_type<'a>(&'a self, of: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let mut form = vec![
            ("VerifiedAccessGroupId", self.group.as_str()),
            ("EndpointType", of),
            ("AttachmentType", "vpc"),
            ("SecurityGroupId.1", &self.security_group),
        ];
        form.extend(more);
        form
    }

    fn balancer(&self) -> Vec<(&str, &str)> {
        let more = [
            ("DomainCertificateArn", CERTIFICATE),
            ("ApplicationDomain", "app.example.com"),
            ("EndpointDomainPrefix", "my-app"),
            ("LoadBalancerOptions.LoadBalancerArn", BALANCER),
            ("LoadBalancerOptions.Protocol", "https"),
            ("LoadBalancerOptions.Port", "443"),
            ("LoadBalancerOptions.SubnetId.1", &self.subnets[0]),
            ("LoadBalancerOptions.SubnetId.2", &self.subnets[2]),
        ];
        self.of_type("load-balancer", &more)
    }

    fn cidr(&self) -> Vec<(&str, &str)> {
        let more = [
            ("CidrOptions.Cidr", "10.0.1.0/24"),
            ("CidrOptions.Protocol", "tcp"),
            ("CidrOptions.PortRange.1.FromPort", "22"),
            ("CidrOptions.PortRange.1.ToPort", "23"),
            ("CidrOptions.SubnetId.1", &self.subnets[0]),
        ];
        self.of_type("cidr", &more)
    }

    fn rds(&self) -> Vec<(&str, &str)> {
        let more = [
            ("RdsOptions.RdsDbInstanceArn", DATABASE),
            ("RdsOptions.Protocol", "tcp"),
            ("RdsOptions.Port", "3306"),
            ("RdsOptions.SubnetId.1", &self.subnets[0]),
        ];
        self.of_type("rds", &more)
    }
}

/// A subnet of another VPC.
fn default_subnet(ec2: &Ec2) -> String {
    let form = [("Filter.1.Name", "default-for-az"), ("Filter.1.Value.1", "true")];
    ec2.call("DescribeSubnets", &form).text("subnetSet.item.subnetId").to_owned()
}

fn create(ec2: &Ec2, form: &[(&str, &str)]) -> String {
    let made = ec2.call(CREATE, form);
    made.text("verifiedAccessEndpoint.verifiedAccessEndpointId").to_owned()
}

fn described(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeVerifiedAccessEndpoints", &[("VerifiedAccessEndpointId.1", id)]);
    found.at("verifiedAccessEndpointSet.item").unwrap().clone()
}

#[test]
fn an_endpoint_leads_to_a_load_balancer() {
    let ec2 = Ec2::new();
    let place = place(&ec2);
    attach(&ec2, &place.instance, &provider(&ec2, &DEVICE));
    let id = create(&ec2, &with(&place.balancer(), ("PolicyDocument", POLICY)));
    let endpoint = described(&ec2, &id);
    for (member, value) in [
        ("verifiedAccessInstanceId", place.instance.as_str()),
        ("verifiedAccessGroupId", &place.group),
        ("applicationDomain", "app.example.com"),
        ("endpointType", "load-balancer"),
        ("attachmentType", "vpc"),
        ("domainCertificateArn", CERTIFICATE),
        ("securityGroupIdSet.item", &place.security_group),
        ("loadBalancerOptions.loadBalancerArn", BALANCER),
        ("loadBalancerOptions.protocol", "https"),
        ("loadBalancerOptions.port", "443"),
        ("status.code", "active"),
        ("description", ""),
        ("creationTime", "2026-01-31T12:01:00"),
        ("sseSpecification.customerManagedKeyEnabled", "false"),
    ] {
        assert_eq!(endpoint.text(member), value, "{member}");
    }
    let subnets = endpoint.texts("loadBalancerOptions.subnetIdSet.item");
    assert_eq!(subnets, [&place.subnets[0], &place.subnets[2]]);
    let end = format!(".{}.prod.verified-access.us-east-1.amazonaws.com", place.instance);
    let domain = endpoint.text("endpointDomain");
    assert!(domain.starts_with("my-app.edge-") && domain.ends_with(&end), "{domain}");
    assert!(endpoint.text("deviceValidationDomain").ends_with(&end));
    let policy = "GetVerifiedAccessEndpointPolicy";
    let policy = ec2.call(policy, &[("VerifiedAccessEndpointId", &id)]);
    assert_eq!(policy.text("policyDocument"), POLICY);
}

#[test]
fn an_endpoint_leads_to_a_network_interface() {
    let ec2 = Ec2::new();
    let place = place(&ec2);
    let made = ec2.call("CreateNetworkInterface", &[("SubnetId", &place.subnets[0])]);
    let interface = made.text("networkInterface.networkInterfaceId");
    let more = [
        ("NetworkInterfaceOptions.NetworkInterfaceId", interface),
        ("NetworkInterfaceOptions.Protocol", "tcp"),
        ("NetworkInterfaceOptions.PortRange.1.FromPort", "22"),
        ("NetworkInterfaceOptions.PortRange.1.ToPort", "22"),
    ];
    let form = place.of_type("network-interface", &more);
    let id = create(&ec2, &form);
    let endpoint = described(&ec2, &id);
    let options = endpoint.at("networkInterfaceOptions").unwrap();
    assert_eq!(options.text("networkInterfaceId"), interface);
    assert_eq!(options.text("portRangeSet.item.fromPort"), "22");
    assert!(!endpoint.has("applicationDomain") && !endpoint.has("deviceValidationDomain"));
    assert!(endpoint.text("endpointDomain").starts_with("edge-"));
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.1.0.0/16")]);
    let group =
        [("VpcId", vpc.text("vpc.vpcId")), ("GroupName", "other"), ("GroupDescription", "other")];
    let other = ec2.call("CreateSecurityGroup", &group);
    let form = with(&form, ("SecurityGroupId.1", other.text("groupId")));
    assert_eq!(ec2.refused(CREATE, &form).0, "InvalidParameter");
    let form = [
        ("VerifiedAccessEndpointId", id.as_str()),
        ("NetworkInterfaceOptions.Protocol", "http"),
        ("NetworkInterfaceOptions.Port", "80"),
    ];
    ec2.call(MODIFY, &form);
    let options = described(&ec2, &id);
    let options = options.at("networkInterfaceOptions").unwrap();
    assert_eq!(options.text("port"), "80");
    assert!(!options.has("portRangeSet.item"));
}

#[test]
fn an_endpoint_leads_to_a_database() {
    let ec2 = Ec2::new();
    let place = place(&ec2);
    let id = create(&ec2, &place.rds());
    let form = [
        ("VerifiedAccessEndpointId", id.as_str()),
        ("RdsOptions.Port", "5432"),
        ("RdsOptions.RdsEndpoint", "one.rds.example.com"),
        ("RdsOptions.SubnetId.1", &place.subnets[1]),
    ];
    ec2.call(MODIFY, &form);
    let endpoint = described(&ec2, &id);
    let options = endpoint.at("rdsOptions").unwrap();
    for (member, value) in [
        ("rdsDbInstanceArn", DATABASE),
        ("protocol", "tcp"),
        ("port", "5432"),
        ("rdsEndpoint", "one.rds.example.com"),
        ("subnetIdSet.item", &place.subnets[1]),
    ] {
        assert_eq!(options.text(member), value, "{member}");
    }
    ec2.call("DeleteSubnet", &[("SubnetId", &place.subnets[0])]);
    let export = "ExportVerifiedAccessInstanceClientConfiguration";
    let (code, message) = ec2.refused(export, &[("VerifiedAccessInstanceId", &place.instance)]);
    assert_eq!(code, "UnsupportedOperation");
    let what = "the OpenVPN configuration of TCP endpoints";
    assert_eq!(message, format!("parlel-ec2 does not emulate {what}."));
}

#[test]
fn an_endpoint_leads_to_a_block_of_addresses() {
    let ec2 = Ec2::new();
    let place = place(&ec2);
    let id = create(&ec2, &place.cidr());
    let by_id = [("VerifiedAccessEndpointId", id.as_str())];
    let endpoint = described(&ec2, &id);
    assert!(!endpoint.has("endpointDomain"));
    let options = endpoint.at("cidrOptions").unwrap();
    assert_eq!(options.text("cidr"), "10.0.1.0/24");
    assert_eq!(options.text("portRangeSet.item.toPort"), "23");
    let more = [
        by_id[0],
        ("CidrOptions.PortRange.1.FromPort", "80"),
        ("CidrOptions.PortRange.1.ToPort", "90"),
    ];
    ec2.call(MODIFY, &more);
    let endpoint = described(&ec2, &id);
    assert_eq!(endpoint.texts("cidrOptions.portRangeSet.item.fromPort"), ["80"]);
    let targets = "GetVerifiedAccessEndpointTargets";
    let found = ec2.call(targets, &by_id);
    assert!(!found.has("verifiedAccessEndpointTargetSet.item"));
    ec2.call("CreateNetworkInterface", &[("SubnetId", &place.subnets[0])]);
    let (code, message) = ec2.refused(targets, &by_id);
    assert_eq!(code, "UnsupportedOperation");
    let what = "the names of the targets of network CIDR endpoints";
    assert_eq!(message, format!("parlel-ec2 does not emulate {what}."));
    let other = create(&ec2, &place.rds());
    let (code, message) = ec2.refused(targets, &[("VerifiedAccessEndpointId", &other)]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, format!("The endpoint {other} is not a network CIDR endpoint"));
}

#[test]
fn an_endpoint_takes_its_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let place = place(&ec2);
    let made = ec2.call(CREATE, &place.balancer());
    assert_eq!(made.text("verifiedAccessEndpoint.status.code"), "pending");
    let id = made.text("verifiedAccessEndpoint.verifiedAccessEndpointId");
    let by_id = ("VerifiedAccessEndpointId", id);
    let form = [by_id, ("Description", "mine")];
    let (code, message) = ec2.refused(MODIFY, &form);
    assert_eq!(code, "IncorrectState");
    assert_eq!(message, format!("The Verified Access endpoint '{id}' is not active."));
    ec2.advance(30);
    assert_eq!(described(&ec2, id).text("status.code"), "active");
    let changed = ec2.call(MODIFY, &form);
    assert_eq!(changed.text("verifiedAccessEndpoint.status.code"), "updating");
    assert_eq!(changed.text("verifiedAccessEndpoint.description"), "mine");
    ec2.advance(30);
    assert_eq!(described(&ec2, id).text("status.code"), "active");
    let left = ec2.call("DeleteVerifiedAccessEndpoint", &[by_id]);
    assert_eq!(left.text("verifiedAccessEndpoint.status.code"), "deleting");
    assert!(!left.has("verifiedAccessEndpoint.deletionTime"));
    let by_group = [("VerifiedAccessGroupId", place.group.as_str())];
    assert_eq!(ec2.refused("DeleteVerifiedAccessGroup", &by_group).0, "DependencyViolation");
    ec2.advance(30);
    let gone = described(&ec2, id);
    assert_eq!(gone.text("status.code"), "deleted");
    assert_eq!(gone.text("deletionTime"), "2026-01-31T12:02:30");
    let (code, message) = ec2.refused("DeleteVerifiedAccessEndpoint", &[by_id]);
    assert_eq!(code, "InvalidVerifiedAccessEndpointId.NotFound");
    assert_eq!(message, format!("The verifiedAccessEndpoint ID '{id}' does not exist"));
    ec2.call("DeleteVerifiedAccessGroup", &by_group);
    ec2.advance(3_600);
    assert!(
        !ec2.call("DescribeVerifiedAccessEndpoints", &[]).has("verifiedAccessEndpointSet.item")
    );
}

#[test]
fn an_endpoint_holds_group_security_group_and_subnets() {
    let ec2 = Ec2::new();
    let place = place(&ec2);
    let id = create(&ec2, &place.balancer());
    for (operation, name, held) in [
        ("DeleteVerifiedAccessGroup", "VerifiedAccessGroupId", &place.group),
        ("DeleteSecurityGroup", "GroupId", &place.security_group),
        ("DeleteSubnet", "SubnetId", &place.subnets[2]),
        ("DeleteVpc", "VpcId", &place.vpc),
    ] {
        assert_eq!(ec2.refused(operation, &[(name, held)]).0, "DependencyViolation");
    }
    let (code, message) =
        ec2.refused("DeleteVerifiedAccessGroup", &[("VerifiedAccessGroupId", &place.group)]);
    assert_eq!(code, "DependencyViolation");
    let text = format!("'{}' has dependencies and cannot be deleted.", place.group);
    assert_eq!(message, format!("The verifiedAccessGroup {text}"));
    ec2.call("DeleteVerifiedAccessEndpoint", &[("VerifiedAccessEndpointId", &id)]);
    ec2.call("DeleteSubnet", &[("SubnetId", &place.subnets[2])]);
    ec2.call("DeleteSecurityGroup", &[("GroupId", &place.security_group)]);
    ec2.call("DeleteVerifiedAccessGroup", &[("VerifiedAccessGroupId", &place.group)]);
}

#[test]
fn endpoints_move_with_groups_and_between_them() {
    let ec2 = Ec2::new();
    let place = place(&ec2);
    let id = create(&ec2, &place.balancer());
    let instance = instance(&ec2);
    let other = group(&ec2, &instance);
    let listed = |name: &str, value: &str| -> Vec<String> {
        let found = ec2.call("DescribeVerifiedAccessEndpoints", &[(name, value)]);
        let ids = found.texts("verifiedAccessEndpointSet.item.verifiedAccessEndpointId");
        ids.into_iter().map(str::to_owned).collect()
    };
    assert_eq!(listed("VerifiedAccessGroupId", &place.group), [id.as_str()]);
    let form = [("VerifiedAccessEndpointId", id.as_str()), ("VerifiedAccessGroupId", &other)];
    ec2.call(MODIFY, &form);
    assert!(listed("VerifiedAccessGroupId", &place.group).is_empty());
    assert_eq!(listed("VerifiedAccessInstanceId", &instance), [id.as_str()]);
    let back =
        [("VerifiedAccessGroupId", other.as_str()), ("VerifiedAccessInstanceId", &place.instance)];
    ec2.call("ModifyVerifiedAccessGroup", &back);
    assert!(listed("VerifiedAccessInstanceId", &instance).is_empty());
    assert_eq!(described(&ec2, &id).text("verifiedAccessInstanceId"), place.instance);
}

#[test]
fn the_policy_of_an_endpoint_is_set() {
    let ec2 = Ec2::new();
    let place = place(&ec2);
    let id = create(&ec2, &place.balancer());
    let by_id = ("VerifiedAccessEndpointId", id.as_str());
    let get = || ec2.call("GetVerifiedAccessEndpointPolicy", &[by_id]);
    assert_eq!(get().text("policyEnabled"), "false");
    let form = [by_id, ("PolicyEnabled", "true"), ("PolicyDocument", POLICY)];
    let changed = ec2.call("ModifyVerifiedAccessEndpointPolicy", &form);
    assert_eq!(changed.text("policyEnabled"), "true");
    assert_eq!(changed.text("sseSpecification.customerManagedKeyEnabled"), "false");
    assert_eq!(get().text("policyDocument"), POLICY);
}

#[test]
fn what_an_endpoint_lacks_is_asked_for() {
    let ec2 = Ec2::new();
    let place = place(&ec2);
    let (balancer, rds, cidr) = (place.balancer(), place.rds(), place.cidr());
    let tcp = with(&balancer, ("LoadBalancerOptions.Protocol", "tcp"));
    let tcp = with(&tcp, ("LoadBalancerOptions.Port", ""));
    let cut = |form: &[(&'static str, &'static str)]| form.to_vec();
    let half = [
        ("LoadBalancerOptions.PortRange.1.FromPort", "1"),
        ("LoadBalancerOptions.Protocol", "tcp"),
    ];
    let half = [tcp.as_slice(), cut(&half).as_slice()].concat();
    let no_subnet = with(&balancer, ("LoadBalancerOptions.SubnetId.1", ""));
    for (form, parameter) in [
        (place.of_type("load-balancer", &[]), "LoadBalancerOptions"),
        (place.of_type("network-interface", &[]), "NetworkInterfaceOptions"),
        (place.of_type("rds", &[]), "RdsOptions"),
        (place.of_type("cidr", &[]), "CidrOptions"),
        (with(&balancer, ("SecurityGroupId.1", "")), "SecurityGroupId"),
        (with(&balancer, ("ApplicationDomain", "")), "ApplicationDomain"),
        (with(&balancer, ("DomainCertificateArn", "")), "DomainCertificateArn"),
        (with(&balancer, ("EndpointDomainPrefix", "")), "EndpointDomainPrefix"),
        (with(&balancer, ("LoadBalancerOptions.Port", "")), "LoadBalancerOptions.Port"),
        (with(&balancer, ("LoadBalancerOptions.Protocol", "")), "LoadBalancerOptions.Protocol"),
        (
            with(&balancer, ("LoadBalancerOptions.LoadBalancerArn", "")),
            "LoadBalancerOptions.LoadBalancerArn",
        ),
        (with(&no_subnet, ("LoadBalancerOptions.SubnetId.2", "")), "LoadBalancerOptions.SubnetId"),
        (tcp.clone(), "LoadBalancerOptions.PortRange"),
        (half, "LoadBalancerOptions.PortRange.FromPort and ToPort"),
        (
            place.of_type("network-interface", &[("NetworkInterfaceOptions.Port", "80")]),
            "NetworkInterfaceOptions.NetworkInterfaceId",
        ),
        (with(&rds, ("RdsOptions.RdsDbInstanceArn", "")), "RdsOptions.RdsDbInstanceArn"),
        (with(&rds, ("RdsOptions.Protocol", "")), "RdsOptions.Protocol"),
        (with(&rds, ("RdsOptions.Port", "")), "RdsOptions.Port"),
        (with(&rds, ("RdsOptions.SubnetId.1", "")), "RdsOptions.SubnetId"),
        (with(&cidr, ("CidrOptions.Cidr", "")), "CidrOptions.Cidr"),
        (with(&cidr, ("CidrOptions.SubnetId.1", "")), "CidrOptions.SubnetId"),
    ] {
        let message = format!("The request must contain the parameter {parameter}");
        assert_eq!(ec2.refused(CREATE, &form), ("MissingParameter".to_owned(), message));
    }
}

#[test]
fn what_does_not_go_together_is_refused() {
    let ec2 = Ec2::new();
    let place = place(&ec2);
    let (balancer, rds, cidr) = (place.balancer(), place.rds(), place.cidr());
    let default = default_subnet(&ec2);
    let vpcs = format!("{} and {default} are not in the same VPC", place.subnets[0]);
    let reversed = format!("{default} and {} are not in the same VPC", place.subnets[0]);
    let second = "LoadBalancerOptions.SubnetId.2";
    let ranges = [
        ("LoadBalancerOptions.PortRange.1.FromPort", "1"),
        ("LoadBalancerOptions.PortRange.1.ToPort", "9"),
    ];
    let turned = with(&cidr, ("CidrOptions.PortRange.1.ToPort", "9"));
    for (form, message) in [
        (
            with(&balancer, (second, &place.subnets[1])),
            "Only one subnet can be specified in the zone us-east-1a".to_owned(),
        ),
        (
            with(&balancer, ("LoadBalancerOptions.Protocol", "tcp")),
            "Port cannot be specified for the protocol tcp".to_owned(),
        ),
        (
            [balancer.as_slice(), &ranges].concat(),
            "PortRange can only be specified for the protocol tcp".to_owned(),
        ),
        (turned, "The port range 22-9 ends before it begins".to_owned()),
        (
            with(&rds, ("RdsOptions.Protocol", "http")),
            "The protocol of RdsOptions must be tcp".to_owned(),
        ),
    ] {
        let refused = ec2.refused(CREATE, &form);
        assert_eq!(refused, ("InvalidParameterValue".to_owned(), message));
    }
    let (code, message) = ec2.refused(CREATE, &with(&balancer, (second, &default)));
    assert_eq!(code, "InvalidParameterValue");
    assert!(message == vpcs || message == reversed, "{message}");
    for (form, message) in [
        (
            with(&balancer, ("RdsOptions.Port", "1")),
            "RdsOptions cannot be specified for an endpoint of another type",
        ),
        (
            with(&rds, ("RdsOptions.RdsDbProxyArn", DATABASE)),
            "Only one of RdsDbInstanceArn, RdsDbClusterArn and RdsDbProxyArn can be specified",
        ),
    ] {
        let refused = ec2.refused(CREATE, &form);
        assert_eq!(refused, ("InvalidParameterCombination".to_owned(), message.to_owned()));
    }
}

#[test]
fn arns_are_looked_at() {
    let ec2 = Ec2::new();
    let place = place(&ec2);
    let (balancer, rds) = (place.balancer(), place.rds());
    for (form, parameter, reason) in [
        (
            with(&balancer, ("LoadBalancerOptions.LoadBalancerArn", "arn:one")),
            "LoadBalancerArn",
            "Expecting the ARN of an Application or Network Load Balancer of this region.",
        ),
        (
            with(&balancer, ("DomainCertificateArn", "arn:one")),
            "DomainCertificateArn",
            "Expecting the ARN of a certificate in AWS Certificate Manager.",
        ),
        (
            with(&rds, ("RdsOptions.RdsDbInstanceArn", "arn:one")),
            "RdsOptions",
            "Expecting the ARN of a DB instance, a DB cluster or a DB proxy.",
        ),
    ] {
        let message = format!("Value (arn:one) for parameter {parameter} is invalid. {reason}");
        assert_eq!(ec2.refused(CREATE, &form), ("InvalidParameterValue".to_owned(), message));
    }
}

#[test]
fn what_an_endpoint_has_not_cannot_be_modified() {
    let ec2 = Ec2::new();
    let place = place(&ec2);
    let (balancing, rds, default) = (place.balancer(), place.rds(), default_subnet(&ec2));
    let id = create(&ec2, &rds);
    let form = [("VerifiedAccessEndpointId", id.as_str()), ("RdsOptions.SubnetId.1", &default)];
    let (code, message) = ec2.refused(MODIFY, &form);
    assert_eq!(code, "InvalidParameterValue");
    let vpc = &place.vpc;
    assert_eq!(message, format!("The subnets are not in the VPC {vpc} of the endpoint"));
    for (name, options) in [
        ("LoadBalancerOptions.Port", "LoadBalancerOptions"),
        ("NetworkInterfaceOptions.Port", "NetworkInterfaceOptions"),
        ("CidrOptions.PortRange.1.FromPort", "CidrOptions"),
    ] {
        let (code, message) = ec2.refused(MODIFY, &[form[0], (name, "80")]);
        assert_eq!(code, "InvalidParameterCombination");
        assert_eq!(message, format!("The endpoint has no {options} that could be modified"));
    }
    let balanced = create(&ec2, &balancing);
    let form = [("VerifiedAccessEndpointId", balanced.as_str()), ("RdsOptions.Port", "80")];
    let (code, message) = ec2.refused(MODIFY, &form);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The endpoint has no RdsOptions that could be modified");
}

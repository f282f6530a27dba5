use super::support::{Ec2, Xml};

const OPTIONS: &str = "vpcBlockPublicAccessOptions";
const EXCLUSION: &str = "vpcBlockPublicAccessExclusion";

fn network(ec2: &Ec2) -> (String, String) {
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let vpc = vpc.text("vpc.vpcId");
    let subnet = ec2.call("CreateSubnet", &[("VpcId", vpc), ("CidrBlock", "10.0.0.0/24")]);
    (vpc.to_owned(), subnet.text("subnet.subnetId").to_owned())
}

fn block(ec2: &Ec2, mode: &str) -> Xml {
    let form = [("InternetGatewayBlockMode", mode)];
    let changed = ec2.call("ModifyVpcBlockPublicAccessOptions", &form);
    changed.at(OPTIONS).unwrap().clone()
}

fn exclude(ec2: &Ec2, what: (&str, &str), mode: &str) -> Xml {
    let form = [what, ("InternetGatewayExclusionMode", mode)];
    let answer = ec2.call("CreateVpcBlockPublicAccessExclusion", &form);
    answer.at(EXCLUSION).unwrap().clone()
}

/// What a VPC and a subnet show.
fn shown(ec2: &Ec2, vpc: &str, subnet: &str) -> (String, String) {
    let mode = "blockPublicAccessStates.internetGatewayBlockMode";
    let vpc = ec2.call("DescribeVpcs", &[("VpcId.1", vpc)]);
    let subnet = ec2.call("DescribeSubnets", &[("SubnetId.1", subnet)]);
    let vpc = vpc.text(&format!("vpcSet.item.{mode}")).to_owned();
    (vpc, subnet.text(&format!("subnetSet.item.{mode}")).to_owned())
}

fn pair(vpc: &str, subnet: &str) -> (String, String) {
    (vpc.to_owned(), subnet.to_owned())
}

#[test]
fn the_mode_is_shown() {
    let ec2 = Ec2::new();
    let (vpc, subnet) = network(&ec2);
    let found = ec2.call("DescribeVpcBlockPublicAccessOptions", &[]);
    let options = found.at(OPTIONS).unwrap();
    for (member, value) in [
        ("awsAccountId", "000000000000"),
        ("awsRegion", "us-east-1"),
        ("state", "default-state"),
        ("internetGatewayBlockMode", "off"),
        ("managedBy", "account"),
        ("exclusionsAllowed", "allowed"),
    ] {
        assert_eq!(options.text(member), value);
    }
    assert!(!options.has("lastUpdateTimestamp"));
    assert_eq!(shown(&ec2, &vpc, &subnet), pair("off", "off"));
    for mode in ["block-ingress", "block-bidirectional", "off"] {
        let changed = block(&ec2, mode);
        assert_eq!(changed.text("internetGatewayBlockMode"), mode);
        assert_eq!(changed.text("state"), "update-complete");
        assert!(changed.has("lastUpdateTimestamp"));
        let found = ec2.call("DescribeVpcBlockPublicAccessOptions", &[]);
        assert_eq!(found.at(OPTIONS).unwrap().children, changed.children);
        assert_eq!(shown(&ec2, &vpc, &subnet), pair(mode, mode));
    }
}

#[test]
fn exclusions_open_what_is_blocked() {
    let ec2 = Ec2::new();
    let (vpc, subnet) = network(&ec2);
    let (blocked, ingress) = ("block-bidirectional", "block-ingress");
    block(&ec2, blocked);
    let made = exclude(&ec2, ("SubnetId", &subnet), "allow-egress");
    let id = made.text("exclusionId");
    assert_eq!(shown(&ec2, &vpc, &subnet), pair(blocked, ingress));
    let form = [("ExclusionId", id), ("InternetGatewayExclusionMode", "allow-bidirectional")];
    let changed = ec2.call("ModifyVpcBlockPublicAccessExclusion", &form);
    let changed = changed.at(EXCLUSION).unwrap();
    assert_eq!(changed.text("state"), "update-complete");
    assert_eq!(changed.text("internetGatewayExclusionMode"), "allow-bidirectional");
    assert_eq!(shown(&ec2, &vpc, &subnet), pair(blocked, "off"));
    ec2.call("DeleteVpcBlockPublicAccessExclusion", &[("ExclusionId", id)]);
    assert_eq!(shown(&ec2, &vpc, &subnet), pair(blocked, blocked));
    exclude(&ec2, ("VpcId", &vpc), "allow-egress");
    assert_eq!(shown(&ec2, &vpc, &subnet), pair(ingress, ingress));
    exclude(&ec2, ("SubnetId", &subnet), "allow-bidirectional");
    assert_eq!(shown(&ec2, &vpc, &subnet), pair(ingress, "off"));
    block(&ec2, ingress);
    assert_eq!(shown(&ec2, &vpc, &subnet), pair(ingress, "off"));
    block(&ec2, "off");
    assert_eq!(shown(&ec2, &vpc, &subnet), pair("off", "off"));
    ec2.call("DeleteSubnet", &[("SubnetId", &subnet)]);
    ec2.call("DeleteVpc", &[("VpcId", &vpc)]);
    let left = ec2.call("DescribeVpcBlockPublicAccessExclusions", &[]);
    assert!(!left.has("vpcBlockPublicAccessExclusionSet.item"));
}

#[test]
fn an_exclusion_lives() {
    let ec2 = Ec2::new();
    let (vpc, subnet) = network(&ec2);
    let form = [
        ("VpcId", vpc.as_str()),
        ("InternetGatewayExclusionMode", "allow-egress"),
        ("TagSpecification.1.ResourceType", "vpc-block-public-access-exclusion"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "edge"),
    ];
    let made = ec2.call("CreateVpcBlockPublicAccessExclusion", &form);
    let made = made.at(EXCLUSION).unwrap();
    let id = made.text("exclusionId");
    assert!(id.starts_with("vpcbpa-exclude-"));
    let arn = format!("arn:aws:ec2:us-east-1:000000000000:vpc/{vpc}");
    for (member, value) in [
        ("resourceArn", arn.as_str()),
        ("internetGatewayExclusionMode", "allow-egress"),
        ("state", "create-complete"),
        ("tagSet.item.value", "edge"),
    ] {
        assert_eq!(made.text(member), value);
    }
    assert!(made.has("creationTimestamp") && !made.has("lastUpdateTimestamp"));
    let other = exclude(&ec2, ("SubnetId", &subnet), "allow-bidirectional");
    assert!(other.text("resourceArn").ends_with(&format!(":subnet/{subnet}")));
    let describe = "DescribeVpcBlockPublicAccessExclusions";
    let path = "vpcBlockPublicAccessExclusionSet.item";
    let found = ec2.call(describe, &[("ExclusionId.1", id)]);
    assert_eq!(found.texts(&format!("{path}.exclusionId")), [id]);
    assert!(found.has(&format!("{path}.lastUpdateTimestamp")));
    for (name, value, count) in [
        ("resource-arn", arn.as_str(), 1),
        ("internet-gateway-exclusion-mode", "allow-egress", 1),
        ("state", "create-complete", 2),
        ("tag:Name", "edge", 1),
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        assert_eq!(ec2.call(describe, &form).all_at(path).len(), count, "{name}");
    }
    let delete = "DeleteVpcBlockPublicAccessExclusion";
    let gone = ec2.call(delete, &[("ExclusionId", id)]);
    assert_eq!(gone.text(&format!("{EXCLUSION}.state")), "delete-complete");
    assert!(gone.has(&format!("{EXCLUSION}.deletionTimestamp")));
    let again = |done: &str| {
        let message = format!("Exclusion {id} is in delete-complete state and cannot be {done}");
        ("InvalidParameterValue".to_owned(), message)
    };
    assert_eq!(ec2.refused(delete, &[("ExclusionId", id)]), again("deleted"));
    let form = [("ExclusionId", id), ("InternetGatewayExclusionMode", "allow-egress")];
    assert_eq!(ec2.refused("ModifyVpcBlockPublicAccessExclusion", &form), again("modified"));
    exclude(&ec2, ("VpcId", &vpc), "allow-egress");
    ec2.advance(3_600);
    let (code, message) = ec2.refused(delete, &[("ExclusionId", id)]);
    assert_eq!(code, "InvalidVpcBlockPublicAccessExclusionId.NotFound");
    assert_eq!(message, format!("The VPC Block Public Access exclusion ID '{id}' does not exist"));
}

#[test]
fn exclusions_are_checked() {
    let ec2 = Ec2::new();
    let (vpc, subnet) = network(&ec2);
    let mode = ("InternetGatewayExclusionMode", "allow-egress");
    let refused = |form: &[(&str, &str)]| {
        ec2.refused("CreateVpcBlockPublicAccessExclusion", &[&[mode], form].concat())
    };
    let (code, message) = refused(&[]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter vpcId or subnetId");
    let (code, message) = refused(&[("VpcId", &vpc), ("SubnetId", &subnet)]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The parameter vpcId cannot be used with the parameter subnetId");
    assert_eq!(refused(&[("VpcId", "vpc-0123456789abcdef0")]).0, "InvalidVpcID.NotFound");
    assert_eq!(refused(&[("SubnetId", "subnet-0123456789abcdef0")]).0, "InvalidSubnetID.NotFound");
    exclude(&ec2, ("SubnetId", &subnet), "allow-egress");
    let (code, message) = refused(&[("SubnetId", &subnet)]);
    assert_eq!(code, "InvalidParameterValue");
    let reason = "It has a VPC Block Public Access exclusion already.";
    assert_eq!(message, format!("Value ({subnet}) for parameter subnetId is invalid. {reason}"));
    for at in 1..50 {
        let cidr = format!("10.0.{at}.0/24");
        let subnet = ec2.call("CreateSubnet", &[("VpcId", &vpc), ("CidrBlock", &cidr)]);
        exclude(&ec2, ("SubnetId", subnet.text("subnet.subnetId")), "allow-egress");
    }
    let (code, message) = refused(&[("VpcId", &vpc)]);
    assert_eq!(code, "VpcBlockPublicAccessExclusionLimitExceeded");
    let words = "The maximum number of VPC Block Public Access exclusions has been reached.";
    assert_eq!(message, words);
}

#[test]
fn changes_take_their_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let (vpc, subnet) = network(&ec2);
    let changed = block(&ec2, "block-ingress");
    assert_eq!(changed.text("state"), "update-in-progress");
    assert_eq!(changed.text("internetGatewayBlockMode"), "block-ingress");
    assert_eq!(shown(&ec2, &vpc, &subnet), pair("off", "off"));
    ec2.advance(60);
    assert_eq!(shown(&ec2, &vpc, &subnet), pair("block-ingress", "block-ingress"));
    let made = exclude(&ec2, ("VpcId", &vpc), "allow-bidirectional");
    assert_eq!(made.text("state"), "create-in-progress");
    assert_eq!(shown(&ec2, &vpc, &subnet), pair("block-ingress", "block-ingress"));
    ec2.advance(60);
    assert_eq!(shown(&ec2, &vpc, &subnet), pair("off", "off"));
    let form = [
        ("ExclusionId", made.text("exclusionId")),
        ("InternetGatewayExclusionMode", "allow-egress"),
    ];
    let changed = ec2.call("ModifyVpcBlockPublicAccessExclusion", &form);
    assert_eq!(changed.text(&format!("{EXCLUSION}.state")), "update-in-progress");
    assert_eq!(shown(&ec2, &vpc, &subnet), pair("off", "off"));
    ec2.advance(60);
    assert_eq!(shown(&ec2, &vpc, &subnet), pair("block-ingress", "block-ingress"));
    let gone = ec2.call("DeleteVpcBlockPublicAccessExclusion", &form[..1]);
    assert_eq!(gone.text(&format!("{EXCLUSION}.state")), "delete-in-progress");
    ec2.advance(60);
    let found = ec2.call("DescribeVpcBlockPublicAccessExclusions", &[]);
    let path = "vpcBlockPublicAccessExclusionSet.item.state";
    assert_eq!(found.text(path), "delete-complete");
}

//! VPC encryption controls.

use crate::instances::{default_subnet, launch_one};
use crate::support::Ec2;

fn is(code: &str, message: &str) -> (String, String) {
    (code.to_owned(), message.to_owned())
}

fn vpc(ec2: &Ec2) -> String {
    ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned()
}

#[test]
fn a_control_watches_one_vpc() {
    let ec2 = Ec2::with_aws_lifecycle();
    let (vpc, other) = (vpc(&ec2), vpc(&ec2));
    let form = [
        ("VpcId", vpc.as_str()),
        ("TagSpecification.1.ResourceType", "vpc-encryption-control"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "watch"),
    ];
    let made = ec2.call("CreateVpcEncryptionControl", &form);
    let made = made.at("vpcEncryptionControl").unwrap();
    let id = made.text("vpcEncryptionControlId").to_owned();
    assert!(id.starts_with("vpcec-0"), "{id}");
    assert_eq!(made.text("vpcId"), vpc);
    assert_eq!(made.text("mode"), "monitor");
    assert_eq!(made.text("state"), "creating");
    assert!(!made.has("stateMessage"));
    assert_eq!(made.text("resourceExclusions.natGateway.state"), "disabled");
    assert_eq!(made.text("tagSet.item.value"), "watch");
    ec2.advance(2);
    let shown = ec2.call("DescribeVpcs", &[("VpcId.1", &vpc)]);
    assert_eq!(shown.text("vpcSet.item.encryptionControl.state"), "available");
    assert_eq!(shown.text("vpcSet.item.encryptionControl.stateMessage"), "succeeded");
    let of = |vpc: &str| {
        let found = ec2.call("DescribeVpcEncryptionControls", &[("VpcId.1", vpc)]);
        let ids = found.texts("vpcEncryptionControlSet.item.vpcEncryptionControlId");
        ids.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(of(&vpc), std::slice::from_ref(&id));
    assert!(of(&other).is_empty());
    let words = format!("The VPC '{vpc}' already has the encryption control {id}");
    let again = ec2.refused("CreateVpcEncryptionControl", &form[..1]);
    assert_eq!(again, is("ResourceAlreadyExists", &words));

    let by_id = [("VpcEncryptionControlId", id.as_str())];
    let watch = ec2.call("ModifyVpcEncryptionControl", &[by_id[0], ("Mode", "monitor")]);
    assert_eq!(watch.text("vpcEncryptionControl.mode"), "monitor");
    let words = "parlel-ec2 does not emulate the mode enforce of VPC encryption controls.";
    let enforce = ec2.refused("ModifyVpcEncryptionControl", &[by_id[0], ("Mode", "enforce")]);
    assert_eq!(enforce, is("UnsupportedOperation", words));
    let deleted = ec2.call("DeleteVpcEncryptionControl", &by_id);
    assert_eq!(deleted.text("vpcEncryptionControl.state"), "deleting");
    let words = format!("The vpcEncryptionControl ID '{id}' does not exist");
    let gone = ec2.refused("DeleteVpcEncryptionControl", &by_id);
    assert_eq!(gone, is("InvalidVpcEncryptionControlID.NotFound", &words));
    ec2.advance(2);
    assert!(!ec2.call("DescribeVpcs", &[("VpcId.1", &vpc)]).has("vpcSet.item.encryptionControl"));
    ec2.call("CreateVpcEncryptionControl", &form);
    ec2.call("DeleteVpc", &form[..1]);
    assert!(of(&vpc).len() <= 1);
}

#[test]
fn gateways_and_old_instances_block_enforcement() {
    let ec2 = Ec2::new();
    let subnet = default_subnet(&ec2, "us-east-1a");
    let old = launch_one(&ec2, &[("SubnetId", &subnet), ("InstanceType", "t2.micro")]);
    launch_one(&ec2, &[("SubnetId", &subnet), ("InstanceType", "m6i.large")]);
    let vpcs =
        ec2.call("DescribeVpcs", &[("Filter.1.Name", "is-default"), ("Filter.1.Value.1", "true")]);
    let vpc = vpcs.text("vpcSet.item.vpcId");
    let egress = ec2.call("CreateEgressOnlyInternetGateway", &[("VpcId", vpc)]);
    let egress = egress.text("egressOnlyInternetGateway.egressOnlyInternetGatewayId");
    let asked = [("VpcId", vpc)];
    let found = ec2.call("GetVpcResourcesBlockingEncryptionEnforcement", &asked);
    let ids = found.texts("nonCompliantResourceSet.item.id");
    assert_eq!(ids.len(), 3);
    assert_eq!((ids[0], ids[2]), (old.as_str(), egress));
    let types = found.texts("nonCompliantResourceSet.item.type");
    assert_eq!(types, ["instance", "internet-gateway", "egress-only-internet-gateway"]);
    let excludable = found.texts("nonCompliantResourceSet.item.isExcludable");
    assert_eq!(excludable, ["false", "true", "true"]);
    ec2.call("TerminateInstances", &[("InstanceId.1", &old)]);
    let found = ec2.call("GetVpcResourcesBlockingEncryptionEnforcement", &asked);
    assert_eq!(found.texts("nonCompliantResourceSet.item.id").len(), 2);
}

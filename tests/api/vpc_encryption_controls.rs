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
    assert!(!made.has("resourceExclusions") && !made.has("stateMessage"));
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
    assert_eq!(watch.text("vpcEncryptionControl.stateMessage"), "succeeded");
    assert!(!watch.has("vpcEncryptionControl.resourceExclusions"));
    let deleted = ec2.call("DeleteVpcEncryptionControl", &by_id);
    assert_eq!(deleted.text("vpcEncryptionControl.state"), "deleting");
    let words = format!("The vpcEncryptionControl ID '{id}' does not exist");
    let gone = ec2.refused("DeleteVpcEncryptionControl", &by_id);
    assert_eq!(gone, is("InvalidVpcEncryptionControlId.NotFound", &words));
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

/// A VPC with a control in enforce mode, and the control.
fn enforced(ec2: &Ec2, more: &[(&str, &str)]) -> (String, String) {
    let vpc = vpc(ec2);
    let made = ec2.call("CreateVpcEncryptionControl", &[("VpcId", &vpc)]);
    let id = made.text("vpcEncryptionControl.vpcEncryptionControlId").to_owned();
    ec2.advance(5);
    let form = [&[("VpcEncryptionControlId", id.as_str()), ("Mode", "enforce")], more].concat();
    ec2.call("ModifyVpcEncryptionControl", &form);
    ec2.advance(5);
    (vpc, id)
}

#[test]
fn a_mode_takes_its_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let vpc = vpc(&ec2);
    let made = ec2.call("CreateVpcEncryptionControl", &[("VpcId", &vpc)]);
    let id = made.text("vpcEncryptionControl.vpcEncryptionControlId");
    ec2.advance(5);
    let by_id = ("VpcEncryptionControlId", id);
    let through = ("InternetGatewayExclusion", "enable");
    let refused = ec2.refused("ModifyVpcEncryptionControl", &[by_id, ("Mode", "monitor"), through]);
    let words = "Exclusions can only be enabled in enforce mode.";
    assert_eq!(refused, is("InvalidParameterCombination", words));
    let made = ec2.call("ModifyVpcEncryptionControl", &[by_id, ("Mode", "enforce"), through]);
    let made = made.at("vpcEncryptionControl").unwrap();
    assert_eq!((made.text("mode"), made.text("state")), ("enforce", "enforce-in-progress"));
    assert!(!made.has("stateMessage"));
    assert_eq!(made.text("resourceExclusions.internetGateway.state"), "enabling");
    ec2.advance(5);
    let found = ec2.call("DescribeVpcEncryptionControls", &[]);
    let found = found.at("vpcEncryptionControlSet.item").unwrap();
    assert_eq!((found.text("state"), found.text("stateMessage")), ("available", "succeeded"));
    for (what, state) in [
        ("internetGateway", "enabled"),
        ("egressOnlyInternetGateway", "disabled"),
        ("natGateway", "disabled"),
        ("virtualPrivateGateway", "disabled"),
        ("vpcPeering", "disabled"),
        ("lambda", "disabled"),
        ("vpcLattice", "disabled"),
        ("elasticFileSystem", "disabled"),
    ] {
        let exclusion = found.at(&format!("resourceExclusions.{what}")).unwrap();
        let shown = (exclusion.text("state"), exclusion.text("stateMessage"));
        assert_eq!(shown, (state, "succeeded"), "{what}");
    }
    assert!(!found.has("resourceExclusions.globalAccelerator"));
    let more = [by_id, ("NatGatewayExclusion", "enable"), ("InternetGatewayExclusion", "disable")];
    let made = ec2.call("ModifyVpcEncryptionControl", &more);
    assert_eq!(made.text("vpcEncryptionControl.state"), "available");
    let state = "vpcEncryptionControl.resourceExclusions.natGateway.state";
    assert_eq!(made.text(state), "enabled");
    let watch = ec2.call("ModifyVpcEncryptionControl", &[by_id, ("Mode", "monitor")]);
    assert_eq!(watch.text("vpcEncryptionControl.state"), "monitor-in-progress");
    assert!(!watch.has("vpcEncryptionControl.resourceExclusions"));
}

#[test]
fn what_does_not_encrypt_has_to_go_first() {
    let ec2 = Ec2::new();
    let vpc = vpc(&ec2);
    let made = ec2.call("CreateVpcEncryptionControl", &[("VpcId", &vpc)]);
    let id = made.text("vpcEncryptionControl.vpcEncryptionControlId");
    let gateway = ec2.call("CreateInternetGateway", &[]);
    let gateway = gateway.text("internetGateway.internetGatewayId");
    ec2.call("AttachInternetGateway", &[("InternetGatewayId", gateway), ("VpcId", &vpc)]);
    let enforce = [("VpcEncryptionControlId", id), ("Mode", "enforce")];
    let words = format!(
        "The VPC '{vpc}' has resources that do not encrypt traffic and are not excluded: {gateway}."
    );
    let expected = is("VpcEncryptionControlStateTransitionFailed", &words);
    assert_eq!(ec2.refused("ModifyVpcEncryptionControl", &enforce), expected);
    let through = [&enforce[..], &[("InternetGatewayExclusion", "enable")]].concat();
    let made = ec2.call("ModifyVpcEncryptionControl", &through);
    assert_eq!(made.text("vpcEncryptionControl.mode"), "enforce");
    let back = [enforce[0], ("InternetGatewayExclusion", "disable")];
    assert_eq!(ec2.refused("ModifyVpcEncryptionControl", &back), expected);
}

#[test]
fn an_enforced_vpc_keeps_out_what_does_not_encrypt() {
    let ec2 = Ec2::new();
    let (vpc, id) = enforced(&ec2, &[]);
    let subnet = [("VpcId", vpc.as_str()), ("CidrBlock", "10.0.0.0/24")];
    let subnet = ec2.call("CreateSubnet", &subnet).text("subnet.subnetId").to_owned();
    let words = |noun: &str| {
        format!(
            "The encryption control of the VPC '{vpc}' is in enforce mode and does not allow \
             {noun}."
        )
    };
    let of_vpc = ("VpcId", vpc.as_str());
    let internet = ec2.call("CreateInternetGateway", &[]);
    let internet = ("InternetGatewayId", internet.text("internetGateway.internetGatewayId"));
    let private = ec2.call("CreateVpnGateway", &[("Type", "ipsec.1")]);
    let private = ("VpnGatewayId", private.text("vpnGateway.vpnGatewayId"));
    let nat = [("SubnetId", subnet.as_str()), ("ConnectivityType", "private")];
    let transit = ec2.call("CreateTransitGateway", &[]);
    let transit = ("TransitGatewayId", transit.text("transitGateway.transitGatewayId"));
    let other = ec2.call("CreateVpc", &[("CidrBlock", "10.1.0.0/16")]);
    let other = ("PeerVpcId", other.text("vpc.vpcId"));
    let ways = [
        ("AttachInternetGateway", vec![internet, of_vpc], "internet gateways"),
        ("CreateEgressOnlyInternetGateway", vec![of_vpc], "egress-only internet gateways"),
        ("CreateNatGateway", nat.to_vec(), "NAT gateways"),
        ("AttachVpnGateway", vec![private, of_vpc], "virtual private gateways"),
        (
            "CreateVpcPeeringConnection",
            vec![of_vpc, other],
            "VPC peering connections to VPCs that do not enforce encryption",
        ),
    ];
    for (action, form, noun) in &ways {
        let refused = ec2.refused(action, form);
        assert_eq!(refused, is("UnsupportedOperation", &words(noun)), "{action}");
    }
    let attach = [transit, of_vpc, ("SubnetIds.1", &subnet)];
    let refused = ec2.refused("CreateTransitGatewayVpcAttachment", &attach);
    let noun = "transit gateways without encryption support";
    assert_eq!(refused, is("UnsupportedOperation", &words(noun)));
    let image = ("ImageId", crate::instances::IMAGE);
    let launch = [image, ("SubnetId", &subnet), ("InstanceType", "t3.micro")];
    let refused = ec2.refused("RunInstances", &launch);
    assert_eq!(refused, is("UnsupportedOperation", &words("instances of the type t3.micro")));
    let launch = [image, ("SubnetId", &subnet), ("InstanceType", "m6i.large")];
    let made = ec2.call("RunInstances", &launch);
    let instance = ("InstanceId.1", made.text("instancesSet.item.instanceId"));
    ec2.call("StopInstances", &[instance]);
    let change = [("InstanceId", instance.1), ("InstanceType.Value", "t3.micro")];
    ec2.call("ModifyInstanceAttribute", &change);
    let refused = ec2.refused("StartInstances", &[instance]);
    assert_eq!(refused.1, words("instances of the type t3.micro"));
    ec2.call("TerminateInstances", &[instance]);

    let through = [
        ("VpcEncryptionControlId", id.as_str()),
        ("InternetGatewayExclusion", "enable"),
        ("EgressOnlyInternetGatewayExclusion", "enable"),
        ("NatGatewayExclusion", "enable"),
        ("VirtualPrivateGatewayExclusion", "enable"),
        ("VpcPeeringExclusion", "enable"),
    ];
    ec2.call("ModifyVpcEncryptionControl", &through);
    for (action, form, _) in &ways {
        ec2.call(action, form);
    }
}

#[test]
fn vpcs_that_enforce_encryption_are_peered() {
    let ec2 = Ec2::new();
    let (vpc, _) = enforced(&ec2, &[]);
    let configured = [
        ("CidrBlock", "10.1.0.0/16"),
        ("VpcEncryptionControl.Mode", "enforce"),
        ("VpcEncryptionControl.NatGatewayExclusion", "enable"),
    ];
    let made = ec2.call("CreateVpc", &configured);
    let made = made.at("vpc").unwrap();
    assert_eq!(made.text("encryptionControl.mode"), "enforce");
    let state = "encryptionControl.resourceExclusions.natGateway.state";
    assert_eq!(made.text(state), "enabled");
    let pair = [("VpcId", vpc.as_str()), ("PeerVpcId", made.text("vpcId"))];
    let connection = ec2.call("CreateVpcPeeringConnection", &pair);
    let id = connection.text("vpcPeeringConnection.vpcPeeringConnectionId");
    ec2.call("AcceptVpcPeeringConnection", &[("VpcPeeringConnectionId", id)]);
    let blocking = ec2.call("GetVpcResourcesBlockingEncryptionEnforcement", &pair[..1]);
    assert!(!blocking.has("nonCompliantResourceSet.item"));
    let open = ec2.call("CreateVpc", &[("CidrBlock", "10.2.0.0/16")]);
    let pair = [("VpcId", open.text("vpc.vpcId")), ("PeerVpcId", vpc.as_str())];
    let connection = ec2.call("CreateVpcPeeringConnection", &pair);
    let id = connection.text("vpcPeeringConnection.vpcPeeringConnectionId");
    let refused = ec2.refused("AcceptVpcPeeringConnection", &[("VpcPeeringConnectionId", id)]);
    assert_eq!(refused.0, "UnsupportedOperation");
}

#[test]
fn a_transit_gateway_that_encrypts_is_let_in() {
    let ec2 = Ec2::with_aws_lifecycle();
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let of_vpc = ("VpcId", vpc.text("vpc.vpcId"));
    let transit = ec2.call("CreateTransitGateway", &[]);
    let transit = ("TransitGatewayId", transit.text("transitGateway.transitGatewayId"));
    ec2.advance(300);
    let subnet = ec2.call("CreateSubnet", &[of_vpc, ("CidrBlock", "10.0.0.0/24")]);
    let subnet = ("SubnetIds.1", subnet.text("subnet.subnetId"));
    let control = ec2.call("CreateVpcEncryptionControl", &[of_vpc]);
    let control = control.text("vpcEncryptionControl.vpcEncryptionControlId");
    let control = ("VpcEncryptionControlId", control);
    ec2.advance(300);
    let state = || {
        let found = ec2.call("DescribeTransitGateways", &[("TransitGatewayIds.1", transit.1)]);
        let options = found.at("transitGatewaySet.item.options").unwrap().clone();
        options.texts("encryptionSupport.encryptionState").join(" ")
    };
    assert_eq!(state(), "disabled");
    ec2.call("CreateTransitGatewayVpcAttachment", &[transit, of_vpc, subnet]);
    let blocking = || {
        let form = [("VpcId", of_vpc.1)];
        let found = ec2.call("GetVpcResourcesBlockingEncryptionEnforcement", &form);
        found.texts("nonCompliantResourceSet.item.id").len()
    };
    assert_eq!(blocking(), 1);
    let encryption = |value| ("Options.EncryptionSupport", value);
    let modified = ec2.call("ModifyTransitGateway", &[transit, encryption("enable")]);
    let shown = "transitGateway.options.encryptionSupport.encryptionState";
    assert_eq!(modified.text(shown), "enabling");
    assert_eq!(blocking(), 1);
    ec2.advance(300);
    assert_eq!((state().as_str(), blocking()), ("enabled", 0));
    ec2.call("ModifyVpcEncryptionControl", &[control, ("Mode", "enforce")]);
    ec2.advance(300);
    let refused = ec2.refused("ModifyTransitGateway", &[transit, encryption("disable")]);
    let words = format!("{} has attachments to VPCs that enforce encryption.", transit.1);
    assert_eq!(refused, ("IncorrectState".to_owned(), words));
    ec2.call("ModifyVpcEncryptionControl", &[control, ("Mode", "monitor")]);
    ec2.advance(300);
    ec2.call("ModifyTransitGateway", &[transit, encryption("disable")]);
    assert_eq!(state(), "disabling");
    ec2.advance(300);
    assert_eq!(state(), "disabled");
}

fn account(ec2: &Ec2, form: &[(&str, &str)]) -> crate::support::Xml {
    let made = ec2.call("ModifyAccountVpcEncryptionControl", form);
    made.at("accountVpcEncryptionControl").unwrap().clone()
}

fn account_shown(ec2: &Ec2) -> crate::support::Xml {
    let found = ec2.call("DescribeAccountVpcEncryptionControl", &[]);
    found.at("accountVpcEncryptionControl").unwrap().clone()
}

/// The mode of a VPC's control, if it has one.
fn mode(ec2: &Ec2, vpc: &str) -> Option<String> {
    let found = ec2.call("DescribeVpcs", &[("VpcId.1", vpc)]);
    found.at("vpcSet.item.encryptionControl.mode").map(|mode| mode.text.clone())
}

fn default_vpc(ec2: &Ec2) -> String {
    let form = [("Filter.1.Name", "is-default"), ("Filter.1.Value.1", "true")];
    ec2.call("DescribeVpcs", &form).text("vpcSet.item.vpcId").to_owned()
}

#[test]
fn an_account_attempts_to_watch_all_of_its_vpcs() {
    let ec2 = Ec2::with_aws_lifecycle();
    let first = account_shown(&ec2);
    assert_eq!((first.text("mode"), first.text("state")), ("unmanaged", "default-state"));
    assert_eq!(first.text("managedBy"), "account");
    assert_eq!(first.text("exclusions.internetGateway"), "disabled");
    assert!(!first.has("lastUpdateTimestamp"));
    let (vpc, _) = enforced(&ec2, &[]);
    let plain = default_vpc(&ec2);
    assert_eq!((mode(&ec2, &vpc).as_deref(), mode(&ec2, &plain)), (Some("enforce"), None));
    let watched = account(&ec2, &[("Mode", "attempt-monitor")]);
    assert_eq!(watched.text("mode"), "attempt-monitor");
    assert_eq!(watched.text("state"), "transitions-in-progress");
    assert!(watched.has("lastUpdateTimestamp"));
    ec2.advance(300);
    assert_eq!(account_shown(&ec2).text("state"), "transitions-successful");
    for vpc in [&vpc, &plain] {
        assert_eq!(mode(&ec2, vpc).as_deref(), Some("monitor"));
    }
    let later = self::vpc(&ec2);
    assert_eq!(mode(&ec2, &later).as_deref(), Some("monitor"));
    let elsewhere = ec2.in_region("eu-west-1");
    assert_eq!(account_shown(&elsewhere).text("mode"), "unmanaged");
}

#[test]
fn an_account_attempts_to_enforce_encryption() {
    let ec2 = Ec2::new();
    let (open, plain) = (vpc(&ec2), default_vpc(&ec2));
    let enforce = ("Mode", "attempt-enforce");
    let made = account(&ec2, &[enforce]);
    assert_eq!(made.text("state"), "transitions-partially-successful");
    let modes = |of: [&str; 2]| of.map(|vpc| mode(&ec2, vpc).unwrap_or_default());
    assert_eq!(modes([&open, &plain]), ["enforce", "monitor"]);
    let made = account(&ec2, &[("InternetGateway", "enable")]);
    assert_eq!(made.text("mode"), "attempt-enforce");
    assert_eq!(made.text("state"), "transitions-successful");
    assert_eq!(made.text("exclusions.internetGateway"), "enabled");
    assert_eq!(modes([&open, &plain]), ["enforce", "enforce"]);
    let control = ec2.call("DescribeVpcEncryptionControls", &[("VpcId.1", &open)]);
    let control = control.at("vpcEncryptionControlSet.item").unwrap();
    assert_eq!(control.text("resourceExclusions.internetGateway.state"), "enabled");
    let later = vpc(&ec2);
    assert_eq!(mode(&ec2, &later).as_deref(), Some("enforce"));
    let refused = ec2.refused("CreateEgressOnlyInternetGateway", &[("VpcId", &later)]);
    assert_eq!(refused.0, "UnsupportedOperation");

    let words = "VPC encryption controls are managed at the account level.";
    let managed = is("OperationNotPermitted", words);
    let by_id = ("VpcEncryptionControlId", control.text("vpcEncryptionControlId"));
    let modify = [by_id, ("Mode", "monitor")];
    assert_eq!(ec2.refused("ModifyVpcEncryptionControl", &modify), managed);
    assert_eq!(ec2.refused("DeleteVpcEncryptionControl", &[by_id]), managed);
    assert_eq!(ec2.refused("CreateVpcEncryptionControl", &[("VpcId", &open)]), managed);
    let configured = [("CidrBlock", "10.9.0.0/16"), ("VpcEncryptionControl.Mode", "monitor")];
    assert_eq!(ec2.refused("CreateVpc", &configured), managed);

    let made = account(&ec2, &[("Mode", "unmanaged")]);
    assert_eq!((made.text("mode"), made.text("state")), ("unmanaged", "default-state"));
    assert_eq!(modes([&open, &later]), ["enforce", "enforce"]);
    ec2.call("ModifyVpcEncryptionControl", &modify);
    assert_eq!(mode(&ec2, &open).as_deref(), Some("monitor"));
    let last = vpc(&ec2);
    assert_eq!(mode(&ec2, &last), None);
}

#[test]
fn an_account_may_fail_to_enforce_encryption() {
    let ec2 = Ec2::new();
    let plain = default_vpc(&ec2);
    let made = account(&ec2, &[("Mode", "attempt-enforce")]);
    assert_eq!(made.text("state"), "transitions-failed");
    assert_eq!(mode(&ec2, &plain).as_deref(), Some("monitor"));
    let again = account(&ec2, &[("InternetGateway", "enable")]);
    assert_eq!(again.text("state"), "transitions-successful");
}

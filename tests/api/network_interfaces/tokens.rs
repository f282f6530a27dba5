//! Client tokens of network interfaces.

use super::{create, filtered, id, subnet};
use crate::support::Ec2;

#[test]
fn a_token_goes_with_its_arguments() {
    let ec2 = Ec2::new();
    let subnet = subnet(&ec2);
    let form = [("SubnetId", &*subnet), ("ClientToken", "mine"), ("InterfaceType", "interface")];
    ec2.call("CreateNetworkInterface", &form[..2]);
    let (code, message) = ec2.refused("CreateNetworkInterface", &form);
    assert_eq!(code, "IdempotentParameterMismatch");
    assert_eq!(message, "Wrong arguments for token: mine");
    let bogus = [form[0], form[1], ("InterfaceType", "bogus")];
    let (code, message) = ec2.refused("CreateNetworkInterface", &bogus);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "invalid value for parameter interface-type: bogus");
}

#[test]
fn a_client_token_makes_one_interface() {
    let ec2 = Ec2::new();
    let group = |name| {
        let vpc = ec2.call("DescribeVpcs", &[]);
        let vpc = ("VpcId", vpc.text("vpcSet.item.vpcId"));
        let form = [vpc, ("GroupName", name), ("GroupDescription", "d")];
        ec2.call("CreateSecurityGroup", &form).text("groupId").to_owned()
    };
    let (one, two) = (group("one"), group("two"));
    let groups = [("SecurityGroupId.1", one.as_str()), ("SecurityGroupId.2", &two)];
    let tagged = |value| {
        let of = ("TagSpecification.1.ResourceType", "network-interface");
        [of, ("TagSpecification.1.Tag.1.Key", "Phase"), ("TagSpecification.1.Tag.1.Value", value)]
    };
    let token = [("ClientToken", "once"), ("SecondaryPrivateIpAddressCount", "1")];
    let first = create(&ec2, &[&token[..], &groups, &tagged("a")].concat());
    assert!(!first.has("clientToken"));
    let interface = id(&first);
    let turned = [("SecurityGroupId.1", two.as_str()), ("SecurityGroupId.2", &one)];
    let padded = [("ClientToken", " \tonce\r\n"), ("Description", ""), token[1]];
    let again = create(&ec2, &[&padded[..], &turned, &tagged("b")].concat());
    assert_eq!(id(&again), interface);
    assert_eq!(again.texts("networkInterface.tagSet.item.value"), ["b"]);

    let of = ("NetworkInterfaceId", interface.as_str());
    ec2.call("ModifyNetworkInterfaceAttribute", &[of, ("Description.Value", "now")]);
    ec2.call("ModifyNetworkInterfaceAttribute", &[of, ("SecurityGroupId.1", &one)]);
    ec2.call("AssignPrivateIpAddresses", &[of, token[1]]);
    let again = create(&ec2, &[&token[..], &groups].concat());
    let again = again.at("networkInterface").unwrap();
    assert_eq!((again.text("description"), again.text("status")), ("now", "available"));
    assert_eq!(again.texts("groupSet.item.groupId"), [&one]);
    assert_eq!(again.all_at("privateIpAddressesSet.item").len(), 3);
    assert!(!again.has("tagSet.item"));
    let subnet = subnet(&ec2);
    let refused = |rest: &[(&str, &str)]| {
        let (code, message) = ec2.refused(
            "CreateNetworkInterface",
            &[&[("SubnetId", subnet.as_str()), token[0]], rest].concat(),
        );
        format!("{code}: {message}")
    };
    let wrong = "IdempotentParameterMismatch: Wrong arguments for token: once";
    for other in [&[token[1], groups[0]][..], &groups, &[token[1], groups[0], ("Description", "x")]]
    {
        assert_eq!(refused(other), wrong, "{other:?}");
    }
    assert_eq!(filtered(&ec2, "status", "available").len(), 1);
    ec2.call("DeleteNetworkInterface", &[of]);
    let stale = "IdempotentParameterMismatch: The request with token: once is stale";
    assert_eq!(refused(&[token[1], groups[0], groups[1]]), stale);
}

#[test]
fn a_client_token_may_be_long_but_not_blank() {
    let ec2 = Ec2::new();
    let subnet = subnet(&ec2);
    let long = "x".repeat(65);
    for token in [long.as_str(), "é"] {
        assert_eq!(create(&ec2, &[("ClientToken", token)]).all_at("networkInterface").len(), 1);
    }
    for token in ["", " ", "\t\n"] {
        let form = [("SubnetId", subnet.as_str()), ("ClientToken", token)];
        let (code, message) = ec2.refused("CreateNetworkInterface", &form);
        assert_eq!(code, "InvalidParameterValue", "{token:?}");
        assert_eq!(message, format!("Value ({token}) for parameter clientToken is invalid"));
    }
    let ec2 = Ec2::with_aws_lifecycle();
    for after in [0, 60] {
        ec2.advance(after);
        let made = create(&ec2, &[("ClientToken", "slow")]);
        assert_eq!(made.text("networkInterface.status"), "pending");
    }
    let mine = [("ClientToken", "mine"), ("PrivateIpAddress", "172.31.9.9")];
    create(&ec2, &mine);
    let subnet = self::subnet(&ec2);
    let again = [("SubnetId", subnet.as_str()), mine[0], mine[1]];
    let (code, message) = ec2.refused("CreateNetworkInterface", &again);
    assert_eq!(code, "InvalidIPAddress.InUse");
    assert_eq!(message, "The specified address is already in use.");
}

//! Branch interfaces on trunks.

use crate::instances::{default_subnet, launch_one};
use crate::support::Ec2;

fn interface(ec2: &Ec2, kind: &str) -> String {
    let subnet = default_subnet(ec2, "us-east-1a");
    let mut form = vec![("SubnetId", subnet.as_str())];
    form.extend((!kind.is_empty()).then_some(("InterfaceType", kind)));
    let made = ec2.call("CreateNetworkInterface", &form);
    assert_eq!(
        made.text("networkInterface.interfaceType"),
        if kind.is_empty() { "interface" } else { kind }
    );
    made.text("networkInterface.networkInterfaceId").to_owned()
}

fn is(code: &str, message: &str) -> (String, String) {
    (code.to_owned(), message.to_owned())
}

#[test]
fn a_branch_is_on_a_trunk_until_it_is_taken_off() {
    let ec2 = Ec2::new();
    let (trunk, branch, other) =
        (interface(&ec2, "trunk"), interface(&ec2, ""), interface(&ec2, "interface"));
    let pair = [("TrunkInterfaceId", trunk.as_str()), ("BranchInterfaceId", branch.as_str())];
    let vlan = [("VlanId", "7"), ("ClientToken", "once")];
    let made = ec2.call("AssociateTrunkInterface", &[&pair[..], &vlan].concat());
    assert_eq!(made.text("clientToken"), "once");
    let made = made.at("interfaceAssociation").unwrap();
    let id = made.text("associationId");
    assert!(id.starts_with("trunk-assoc-0"), "{id}");
    assert_eq!(made.text("trunkInterfaceId"), trunk);
    assert_eq!(made.text("branchInterfaceId"), branch);
    assert_eq!(made.text("interfaceProtocol"), "VLAN");
    assert_eq!(made.text("vlanId"), "7");
    let second = [pair[0], ("BranchInterfaceId", &other), ("GreKey", "9")];
    let gre = ec2.call("AssociateTrunkInterface", &second);
    assert_eq!(gre.text("interfaceAssociation.interfaceProtocol"), "GRE");
    let form = [("Filter.1.Name", "gre-key"), ("Filter.1.Value.1", "9")];
    let found = ec2.call("DescribeTrunkInterfaceAssociations", &form);
    assert_eq!(found.texts("interfaceAssociationSet.item.branchInterfaceId"), [&other]);
    let shown = |id: &str| {
        let found = ec2.call("DescribeNetworkInterfaces", &[("NetworkInterfaceId.1", id)]);
        let shown = found.at("networkInterfaceSet.item").unwrap();
        assert!(!shown.has("attachment"));
        (shown.text("interfaceType").to_owned(), shown.text("status").to_owned())
    };
    assert_eq!(shown(&branch), is("branch", "in-use"));
    assert_eq!(shown(&trunk), is("trunk", "available"));
    let by_id = [("AssociationId", id)];
    assert_eq!(ec2.call("DisassociateTrunkInterface", &by_id).text("return"), "true");
    let missing = is(
        "InvalidTrunkInterfaceAssociationID.NotFound",
        &format!("The trunk interface association ID '{id}' does not exist"),
    );
    assert_eq!(ec2.refused("DisassociateTrunkInterface", &by_id), missing);
    assert_eq!(shown(&branch), is("interface", "available"));
}

#[test]
fn an_association_goes_with_either_interface() {
    let ec2 = Ec2::new();
    let trunk = interface(&ec2, "trunk");
    let branches = [interface(&ec2, ""), interface(&ec2, "")];
    for (branch, vlan) in branches.iter().zip(["1", "2"]) {
        let form = [("TrunkInterfaceId", &*trunk), ("BranchInterfaceId", branch), ("VlanId", vlan)];
        ec2.call("AssociateTrunkInterface", &form);
    }
    let left = || {
        let found = ec2.call("DescribeTrunkInterfaceAssociations", &[]);
        found.all_at("interfaceAssociationSet.item").len()
    };
    ec2.call("DeleteNetworkInterface", &[("NetworkInterfaceId", &branches[0])]);
    assert_eq!(left(), 1);
    ec2.call("DeleteNetworkInterface", &[("NetworkInterfaceId", &trunk)]);
    assert_eq!(left(), 0);
    ec2.call("DeleteNetworkInterface", &[("NetworkInterfaceId", &branches[1])]);
}

#[test]
fn a_branch_is_in_use_as_an_attached_interface_is() {
    let ec2 = Ec2::new();
    let subnet = default_subnet(&ec2, "us-east-1a");
    let launched = launch_one(&ec2, &[("SubnetId", &subnet)]);
    let (trunk, plain) = (interface(&ec2, "trunk"), interface(&ec2, ""));
    let words = |id: &str| {
        is("InvalidParameterValue", &format!("Network interface '{id}' is currently in use."))
    };
    let attach = [
        ("InstanceId", launched.as_str()),
        ("DeviceIndex", "1"),
        ("NetworkInterfaceId", plain.as_str()),
    ];
    let branch =
        [("TrunkInterfaceId", &*trunk), ("BranchInterfaceId", plain.as_str()), ("VlanId", "7")];
    let made = ec2.call("AssociateTrunkInterface", &branch);
    assert_eq!(ec2.refused("AttachNetworkInterface", &attach), words(&plain));
    let id = made.text("interfaceAssociation.associationId");
    ec2.call("DisassociateTrunkInterface", &[("AssociationId", id)]);
    ec2.call("AttachNetworkInterface", &attach);
    assert_eq!(ec2.refused("AssociateTrunkInterface", &branch), words(&plain));
}

#[test]
fn what_cannot_be_associated() {
    let ec2 = Ec2::new();
    let (trunk, branch, other, efa) = (
        interface(&ec2, "trunk"),
        interface(&ec2, ""),
        interface(&ec2, ""),
        interface(&ec2, "efa"),
    );
    let pair = [("TrunkInterfaceId", trunk.as_str()), ("BranchInterfaceId", branch.as_str())];
    let refused =
        |more: &[(&str, &str)]| ec2.refused("AssociateTrunkInterface", &[&pair[..], more].concat());
    let missing = "The request must contain the parameter vlanId";
    assert_eq!(refused(&[]), is("MissingParameter", missing));
    let both = "The parameter vlanId cannot be used with the parameter greKey";
    let form = [("VlanId", "7"), ("GreKey", "9")];
    assert_eq!(refused(&form), is("InvalidParameterCombination", both));
    let words =
        "Value (4095) for parameter vlanId is invalid. Expecting a value between 1 and 4094.";
    assert_eq!(refused(&[("VlanId", "4095")]), is("InvalidParameterValue", words));
    for (at, wanted) in [(0, "trunk"), (1, "interface")] {
        let mut form = pair;
        form[at].1 = &efa;
        let form = [&form[..], &[("VlanId", "7")]].concat();
        let words = format!("The network interface '{efa}' is not of the type '{wanted}'.");
        let refusal = ec2.refused("AssociateTrunkInterface", &form);
        assert_eq!(refusal, is("InvalidParameterValue", &words));
    }
    ec2.call("AssociateTrunkInterface", &[&pair[..], &[("VlanId", "7")]].concat());
    let words = format!("The branch interface '{branch}' is already associated.");
    assert_eq!(refused(&[("VlanId", "8")]), is("Resource.AlreadyAssociated", &words));
    let form = [pair[0], ("BranchInterfaceId", &other), ("VlanId", "7")];
    let words =
        format!("The VLAN ID or GRE key is already in use on the trunk interface '{trunk}'.");
    let refusal = ec2.refused("AssociateTrunkInterface", &form);
    assert_eq!(refusal, is("InvalidParameterValue", &words));
}

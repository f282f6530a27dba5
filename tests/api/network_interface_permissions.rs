use super::support::{Ec2, Xml};

const IMAGE: &str = "ami-0abcdef1234567890";
const OTHER: &str = "111111111111";

fn interface(ec2: &Ec2) -> String {
    let subnets = ec2.call("DescribeSubnets", &[]);
    let form = [("SubnetId", subnets.text("subnetSet.item.subnetId"))];
    let made = ec2.call("CreateNetworkInterface", &form);
    made.text("networkInterface.networkInterfaceId").to_owned()
}

fn permit(ec2: &Ec2, interface: &str, account: &str, permission: &str) -> Xml {
    let form =
        [("NetworkInterfaceId", interface), ("AwsAccountId", account), ("Permission", permission)];
    let made = ec2.call("CreateNetworkInterfacePermission", &form);
    made.at("interfacePermission").unwrap().clone()
}

fn described(ec2: &Ec2, form: &[(&str, &str)]) -> Vec<String> {
    let found = ec2.call("DescribeNetworkInterfacePermissions", form);
    let path = "networkInterfacePermissions.item.networkInterfacePermissionId";
    found.texts(path).into_iter().map(str::to_owned).collect()
}

#[test]
fn a_permission_lives() {
    let ec2 = Ec2::new();
    let (one, two) = (interface(&ec2), interface(&ec2));
    let made = permit(&ec2, &one, OTHER, "INSTANCE-ATTACH");
    let id = made.text("networkInterfacePermissionId").to_owned();
    assert!(id.starts_with("eni-perm-"));
    for (member, value) in [
        ("networkInterfaceId", one.as_str()),
        ("awsAccountId", OTHER),
        ("permission", "INSTANCE-ATTACH"),
        ("permissionState.state", "granted"),
    ] {
        assert_eq!(made.text(member), value);
    }
    assert!(!made.has("awsService"));
    let found = ec2.call("DescribeNetworkInterfacePermissions", &[]);
    assert_eq!(found.at("networkInterfacePermissions.item").unwrap().children, made.children);
    let second = permit(&ec2, &two, OTHER, "EIP-ASSOCIATE");
    let second = second.text("networkInterfacePermissionId");
    assert_eq!(described(&ec2, &[]), [&id, second]);
    assert_eq!(described(&ec2, &[("NetworkInterfacePermissionId.1", second)]), [second]);
    for (name, value) in [
        ("network-interface-id", one.as_str()),
        ("network-interface-permission-id", &id),
        ("permission", "INSTANCE-ATTACH"),
    ] {
        let name = format!("network-interface-permission.{name}");
        let form = [("Filter.1.Name", name.as_str()), ("Filter.1.Value.1", value)];
        assert_eq!(described(&ec2, &form), std::slice::from_ref(&id), "{name}");
    }
    let name = "network-interface-permission.aws-account-id";
    let form = [("Filter.1.Name", name), ("Filter.1.Value.1", OTHER)];
    assert_eq!(described(&ec2, &form).len(), 2);

    let form = [("NetworkInterfacePermissionId", id.as_str()), ("Force", "true")];
    assert_eq!(ec2.call("DeleteNetworkInterfacePermission", &form).text("return"), "true");
    let not_found = (
        "InvalidPermissionID.NotFound".to_owned(),
        format!("The network interface permission ID '{id}' does not exist"),
    );
    assert_eq!(ec2.refused("DeleteNetworkInterfacePermission", &form), not_found);
    let form = [("NetworkInterfacePermissionId.1", id.as_str())];
    assert_eq!(ec2.refused("DescribeNetworkInterfacePermissions", &form), not_found);
}

#[test]
fn a_page_has_fifty_unless_told_otherwise() {
    let ec2 = Ec2::new();
    for _ in 0..51 {
        permit(&ec2, &interface(&ec2), OTHER, "INSTANCE-ATTACH");
    }
    let first = ec2.call("DescribeNetworkInterfacePermissions", &[]);
    let path = "networkInterfacePermissions.item.networkInterfacePermissionId";
    assert_eq!(first.texts(path).len(), 50);
    let form = [("NextToken", first.text("nextToken"))];
    let second = ec2.call("DescribeNetworkInterfacePermissions", &form);
    assert_eq!(second.texts(path).len(), 1);
    assert!(!second.has("nextToken"));
    assert_eq!(described(&ec2, &[("MaxResults", "255")]).len(), 51);
}

#[test]
fn what_cannot_be_permitted() {
    let ec2 = Ec2::new();
    let interface = interface(&ec2);
    let refused = |form: &[(&str, &str)]| {
        let form = [form, &[("Permission", "INSTANCE-ATTACH")]].concat();
        let (code, message) = ec2.refused("CreateNetworkInterfacePermission", &form);
        format!("{code}: {message}")
    };
    let to = |id, account| [("NetworkInterfaceId", id), ("AwsAccountId", account)];
    assert_eq!(
        refused(&to("eni-0123456789abcdef0", OTHER)),
        "InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-0123456789abcdef0' does \
         not exist"
    );
    assert_eq!(
        refused(&to(&interface, OTHER)[..1]),
        "MissingParameter: The request must contain the parameter awsAccountId"
    );
    assert_eq!(
        refused(&to(&interface, "1")),
        "InvalidParameterValue: Value (1) for parameter awsAccountId is invalid. Expecting the 12 \
         digits of an account ID."
    );
    assert_eq!(
        refused(&[to(&interface, OTHER)[0], ("AwsService", "ec2.amazonaws.com")]),
        "UnsupportedOperation: parlel-ec2 does not emulate the parameter AwsService of \
         CreateNetworkInterfacePermission."
    );
    permit(&ec2, &interface, OTHER, "INSTANCE-ATTACH");
    permit(&ec2, &interface, OTHER, "EIP-ASSOCIATE");
    for account in [OTHER, "222222222222"] {
        assert_eq!(
            refused(&to(&interface, account)),
            format!(
                "OperationNotPermitted: The network interface '{interface}' already has a \
                 permission for the account {OTHER}."
            )
        );
    }
}

#[test]
fn permissions_end_with_their_interface() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let deleted = interface(&ec2);
        permit(&ec2, &deleted, OTHER, "INSTANCE-ATTACH");
        ec2.call("DeleteNetworkInterface", &[("NetworkInterfaceId", &deleted)]);
        assert!(described(&ec2, &[]).is_empty());

        let launched =
            ec2.call("RunInstances", &[("ImageId", IMAGE), ("InstanceType", "t3.micro")]);
        let launched = launched.at("instancesSet.item").unwrap();
        let own = launched.text("networkInterfaceSet.item.networkInterfaceId");
        permit(&ec2, own, OTHER, "INSTANCE-ATTACH");
        ec2.advance(600);
        ec2.call("TerminateInstances", &[("InstanceId.1", launched.text("instanceId"))]);
        ec2.advance(600);
        assert!(described(&ec2, &[]).is_empty());
    }
}

#[test]
fn the_use_of_a_permission_is_not_emulated() {
    let ec2 = Ec2::new();
    let interface = interface(&ec2);
    permit(&ec2, &interface, OTHER, "INSTANCE-ATTACH");
    let other = ec2.as_account(OTHER);
    let launched = other.call("RunInstances", &[("ImageId", IMAGE), ("InstanceType", "t3.micro")]);
    let attach = [
        ("NetworkInterfaceId", interface.as_str()),
        ("InstanceId", launched.text("instancesSet.item.instanceId")),
        ("DeviceIndex", "1"),
    ];
    let address = other.call("AllocateAddress", &[]).text("allocationId").to_owned();
    let associate = [attach[0], ("AllocationId", address.as_str())];
    for (action, form) in
        [("AttachNetworkInterface", &attach[..]), ("AssociateAddress", &associate)]
    {
        let (code, message) = other.refused(action, form);
        assert_eq!(code, "UnsupportedOperation");
        let expected =
            "parlel-ec2 does not emulate the use of network interfaces of other accounts.";
        assert_eq!(message, expected);
        let stranger = ec2.as_account("222222222222");
        assert!(stranger.refused(action, form).0.ends_with(".NotFound"));
    }
}

#[test]
fn what_is_given_on_an_interface_that_is_going_goes_with_it() {
    let ec2 = Ec2::with_aws_lifecycle();
    let form = [("ImageId", IMAGE), ("MinCount", "1"), ("MaxCount", "1")];
    let run = ec2.call("RunInstances", &form);
    let of = |name: &str| run.text(&format!("instancesSet.item.{name}")).to_owned();
    let (instance, interface) =
        (of("instanceId"), of("networkInterfaceSet.item.networkInterfaceId"));
    ec2.advance(60);
    let before = permit(&ec2, &interface, OTHER, "INSTANCE-ATTACH");
    let before = before.text("networkInterfacePermissionId").to_owned();
    ec2.call("DeleteNetworkInterfacePermission", &[("NetworkInterfacePermissionId", &before)]);
    ec2.call("TerminateInstances", &[("InstanceId.1", &instance)]);
    permit(&ec2, &interface, OTHER, "INSTANCE-ATTACH");
    assert_eq!(described(&ec2, &[]).len(), 1);
    ec2.advance(60);
    assert_eq!(described(&ec2, &[]).len(), 0);
}

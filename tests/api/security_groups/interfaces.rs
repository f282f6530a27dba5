//! Groups of interfaces.

use super::{create, default_vpc, refused, vpc};
use crate::support::Ec2;

#[test]
fn what_an_interface_is_in_cannot_go() {
    let ec2 = Ec2::new();
    let vpc = default_vpc(&ec2);
    let (web, elsewhere) = (create(&ec2, "web", &vpc), create(&ec2, "elsewhere", &self::vpc(&ec2)));
    let filter = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc.as_str())];
    let subnets = ec2.call("DescribeSubnets", &filter);
    let subnet = subnets.text("subnetSet.item.subnetId");
    let with = |group| [("SubnetId", subnet), ("SecurityGroupId.1", group)];
    let interface = ec2.call("CreateNetworkInterface", &with(&web));
    let path = "networkInterface.groupSet.item.groupId";
    assert_eq!(interface.texts(path), [web.as_str()]);
    let message = format!("resource {web} has a dependent object");
    refused(&ec2, "DeleteSecurityGroup", &[("GroupId", &web)], "DependencyViolation", &message);
    let interface = interface.text("networkInterface.networkInterfaceId");
    ec2.call("DeleteNetworkInterface", &[("NetworkInterfaceId", interface)]);
    ec2.call("DeleteSecurityGroup", &[("GroupId", &web)]);

    let interface = ec2.call("CreateNetworkInterface", &[("SubnetId", subnet)]);
    assert_eq!(interface.texts("networkInterface.groupSet.item.groupName"), ["default"]);
    let create = "CreateNetworkInterface";
    let message =
        format!("Security group {elsewhere} and subnet {subnet} belong to different networks.");
    refused(&ec2, create, &with(&elsewhere), "InvalidParameterValue", &message);
    let message = format!("The securityGroup ID '{web}' does not exist");
    refused(&ec2, create, &with(&web), "InvalidSecurityGroupID.NotFound", &message);
    let message = "The security-group ID '' is malformed";
    refused(&ec2, create, &with(""), "InvalidGroupId.Malformed", message);
}

#[test]
fn an_interface_is_in_five_groups_at_most() {
    let ec2 = Ec2::new();
    let vpc = default_vpc(&ec2);
    let subnets = ec2.call("DescribeSubnets", &[]);
    let groups: Vec<(String, String)> = (1..=6)
        .map(|at| (format!("SecurityGroupId.{at}"), create(&ec2, &format!("g{at}"), &vpc)))
        .collect();
    let mut form = vec![("SubnetId", subnets.text("subnetSet.item.subnetId"))];
    form.extend(groups.iter().map(|(key, id)| (key.as_str(), id.as_str())));
    // A create has words of its own.
    let message =
        "user 000000000000 exceeded limit 5 on the number of interface security group memberships";
    refused(&ec2, "CreateNetworkInterface", &form, "InvalidParameterValue", message);
    // The same group twice is one.
    form[6].1 = &groups[0].1;
    let interface = ec2.call("CreateNetworkInterface", &form);
    assert_eq!(interface.all_at("networkInterface.groupSet.item").len(), 5);
    form[0] = ("NetworkInterfaceId", interface.text("networkInterface.networkInterfaceId"));
    form[6].1 = &groups[5].1;
    let message = "The maximum number of security groups per interface has been reached.";
    let code = "SecurityGroupsPerInterfaceLimitExceeded";
    refused(&ec2, "ModifyNetworkInterfaceAttribute", &form, code, message);
}

#[test]
fn an_interface_has_room_for_five_groups() {
    let ec2 = Ec2::new();
    let ids: Vec<String> = (0..6)
        .map(|at| {
            let name = format!("group-{at}");
            let form = [("GroupName", name.as_str()), ("GroupDescription", "one")];
            ec2.call("CreateSecurityGroup", &form).text("groupId").to_owned()
        })
        .collect();
    let names: Vec<String> = (1..=6).map(|at| format!("SecurityGroupId.{at}")).collect();
    let pairs = names.iter().zip(&ids).map(|(name, id)| (name.as_str(), id.as_str()));
    let form: Vec<(&str, &str)> = pairs.collect();
    let validate = "ValidateSecurityGroupQuotasForInterface";
    assert_eq!(ec2.call(validate, &form[..5]).text("valid"), "true");
    assert_eq!(ec2.call(validate, &form).text("valid"), "false");
    let unknown = [("SecurityGroupId.1", "sg-0123456789abcdef0")];
    assert_eq!(ec2.refused(validate, &unknown).0, "InvalidGroup.NotFound");
    let twice = [form[0], ("SecurityGroupId.2", form[0].1)];
    let words = "Each security group ID must be unique.";
    let refusal = ec2.refused(validate, &twice);
    assert_eq!(refusal, ("InvalidParameterValue".to_owned(), words.to_owned()));
}

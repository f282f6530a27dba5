use super::support::Ec2;

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
}

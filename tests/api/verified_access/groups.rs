use super::{POLICY, group, instance};
use crate::support::Ec2;

#[test]
fn a_group_is_made_changed_and_deleted() {
    let ec2 = Ec2::new();
    let (first, second) = (instance(&ec2), instance(&ec2));
    let form = [
        ("VerifiedAccessInstanceId", first.as_str()),
        ("Description", "mine"),
        ("PolicyDocument", POLICY),
    ];
    let made = ec2.call("CreateVerifiedAccessGroup", &form);
    let made = made.at("verifiedAccessGroup").unwrap();
    let id = made.text("verifiedAccessGroupId");
    let arn = format!("arn:aws:ec2:us-east-1:000000000000:verified-access-group/{id}");
    assert!(id.starts_with("vagr-"), "{id}");
    for (member, value) in [
        ("verifiedAccessInstanceId", first.as_str()),
        ("description", "mine"),
        ("owner", "000000000000"),
        ("verifiedAccessGroupArn", &arn),
        ("creationTime", "2026-01-31T12:00:00"),
        ("sseSpecification.customerManagedKeyEnabled", "false"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    let other = group(&ec2, &second);
    let of = |instance: &str| -> Vec<String> {
        let form = [("VerifiedAccessInstanceId", instance)];
        let found = ec2.call("DescribeVerifiedAccessGroups", &form);
        let ids = found.texts("verifiedAccessGroupSet.item.verifiedAccessGroupId");
        ids.into_iter().map(str::to_owned).collect()
    };
    assert_eq!(of(&first), [id]);
    let by_id = ("VerifiedAccessGroupId", id);
    let form = [by_id, ("VerifiedAccessInstanceId", &second), ("Description", "theirs")];
    let changed = ec2.call("ModifyVerifiedAccessGroup", &form);
    assert_eq!(changed.text("verifiedAccessGroup.description"), "theirs");
    assert_eq!(of(&second), [id, &other]);
    let deleted = ec2.call("DeleteVerifiedAccessGroup", &[by_id]);
    assert_eq!(deleted.text("verifiedAccessGroup.deletionTime"), "2026-01-31T12:00:00");
    let (code, message) = ec2.refused("GetVerifiedAccessGroupPolicy", &[by_id]);
    assert_eq!(code, "InvalidVerifiedAccessGroupId.NotFound");
    assert_eq!(message, format!("The verifiedAccessGroup ID '{id}' does not exist"));
}

#[test]
fn a_policy_is_set_and_taken_away() {
    let ec2 = Ec2::new();
    let id = group(&ec2, &instance(&ec2));
    let by_id = ("VerifiedAccessGroupId", id.as_str());
    let get = || ec2.call("GetVerifiedAccessGroupPolicy", &[by_id]);
    assert_eq!(get().text("policyEnabled"), "false");
    assert!(!get().has("policyDocument"));
    let modify = "ModifyVerifiedAccessGroupPolicy";
    let (code, message) = ec2.refused(modify, &[by_id, ("PolicyDocument", POLICY)]);
    assert_eq!(code, "InvalidParameterValue");
    let only = "Policy Document cannot be provided when Policy Enabled is false or missing";
    assert_eq!(message, only);
    let (code, message) = ec2.refused(modify, &[by_id, ("PolicyEnabled", "true")]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "Policy Document must be provided when Policy Enabled is true");
    let set = [by_id, ("PolicyEnabled", "true"), ("PolicyDocument", POLICY)];
    assert_eq!(ec2.call(modify, &set).text("policyDocument"), POLICY);
    assert_eq!(get().text("policyEnabled"), "true");
    assert_eq!(get().text("policyDocument"), POLICY);
    let key = "arn:aws:kms:us-east-1:000000000000:key/one";
    let form = [
        by_id,
        ("SseSpecification.CustomerManagedKeyEnabled", "true"),
        ("SseSpecification.KmsKeyArn", key),
    ];
    let changed = ec2.call(modify, &form);
    assert_eq!(changed.text("sseSpecification.kmsKeyArn"), key);
    assert_eq!(changed.text("policyDocument"), POLICY);
    let changed = ec2.call(modify, &[by_id, ("PolicyEnabled", "false")]);
    assert_eq!(changed.text("policyEnabled"), "false");
    assert!(!get().has("policyDocument"));
}

#[test]
fn a_policy_is_looked_at() {
    let ec2 = Ec2::new();
    let id = instance(&ec2);
    let form = |policy| [("VerifiedAccessInstanceId", id.as_str()), ("PolicyDocument", policy)];
    for policy in [
        "// nobody\nforbid(principal, action, resource);",
        "permit (principal, action, resource) when { context.a like \"*;(\" };\n\
         forbid(principal, action, resource) unless { [1, 2].contains(1) };",
        "@id(\"one\") permit(principal, action, resource);",
    ] {
        ec2.call("CreateVerifiedAccessGroup", &form(policy));
    }
    for policy in [
        "allow everybody",
        "permit(principal, action, resource)",
        "permit(principal, action, resource;",
        "permit(principal, action, resource) when { context.a == \"b };",
        "{\"Version\": \"2012-10-17\"};",
    ] {
        let (code, message) = ec2.refused("CreateVerifiedAccessGroup", &form(policy));
        assert_eq!(code, "InvalidParameterValue", "{policy}");
        assert_eq!(message, "The policy document is not valid");
    }
}

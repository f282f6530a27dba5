use super::super::support::Ec2;
use super::{ipam, pool};

#[test]
fn a_scope_lives_from_create_to_delete() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let form = [
        ("IpamId", made.text("ipamId")),
        ("Description", "a second network"),
        ("TagSpecification.1.ResourceType", "ipam-scope"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "second"),
    ];
    let scope = ec2.call("CreateIpamScope", &form);
    let scope = scope.at("ipamScope").unwrap();
    let id = scope.text("ipamScopeId");
    assert_eq!(id.len(), "ipam-scope-".len() + 17);
    assert_eq!(scope.text("ipamScopeArn"), format!("arn:aws:ec2::000000000000:ipam-scope/{id}"));
    assert_eq!(scope.text("ipamArn"), made.text("ipamArn"));
    assert_eq!(scope.text("ipamRegion"), "us-east-1");
    assert_eq!(scope.text("ipamScopeType"), "private");
    assert_eq!(scope.text("isDefault"), "false");
    assert_eq!(scope.text("state"), "create-complete");
    assert_eq!(scope.text("tagSet.item.value"), "second");
    assert_eq!(ec2.call("DescribeIpams", &[]).text("ipamSet.item.scopeCount"), "3");

    let by_id = [("IpamScopeId", id)];
    let nothing = ec2.refused("ModifyIpamScope", &by_id);
    let message = "The request must contain a modification to the ipam scope.";
    assert_eq!(nothing, ("InvalidParameterCombination".to_owned(), message.to_owned()));
    let form = [("IpamScopeId", id), ("Description", "other")];
    let changed = ec2.call("ModifyIpamScope", &form);
    assert_eq!(changed.text("ipamScope.description"), "other");
    assert_eq!(changed.text("ipamScope.state"), "modify-complete");
    let is_default = [("Filter.1.Name", "is-default"), ("Filter.1.Value.1", "false")];
    let found = ec2.call("DescribeIpamScopes", &is_default);
    assert_eq!(found.texts("ipamScopeSet.item.ipamScopeId"), [id]);

    let within = pool(&ec2, id, &[]);
    let (code, message) = ec2.refused("DeleteIpamScope", &by_id);
    assert_eq!(code, "DependencyViolation");
    let not_valid = format!("The specified action is not valid for {id}.");
    assert_eq!(message, format!("{not_valid} There are one or more pools in the scope."));
    ec2.call("DeleteIpamPool", &[("IpamPoolId", &within)]);
    let deleted = ec2.call("DeleteIpamScope", &by_id);
    assert_eq!(deleted.text("ipamScope.state"), "delete-complete");
    for (operation, form) in
        [("DeleteIpamScope", by_id), ("DescribeIpamScopes", [("IpamScopeId.1", id)])]
    {
        let (code, message) = ec2.refused(operation, &form);
        assert_eq!(code, "InvalidIpamScopeId.NotFound");
        assert_eq!(message, format!("The ipam-scope ID '{id}' does not exist"));
    }
}

#[test]
fn what_is_refused_of_scopes() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    for default in ["publicDefaultScopeId", "privateDefaultScopeId"] {
        let id = made.text(default);
        let (code, message) = ec2.refused("DeleteIpamScope", &[("IpamScopeId", id)]);
        assert_eq!(code, "UnsupportedOperation");
        let first = "The operation DeleteIpamScope is not supported.";
        assert_eq!(message, format!("{first} {id} is a default."));
    }
    let by_ipam = [("IpamId", made.text("ipamId"))];
    let authority = ("ExternalAuthorityConfiguration.Type", "infoblox");
    let (code, message) = ec2.refused("CreateIpamScope", &[by_ipam[0], authority]);
    assert_eq!(code, "UnsupportedOperation");
    let parameter = "the parameter ExternalAuthorityConfiguration of CreateIpamScope";
    assert_eq!(message, format!("parlel-ec2 does not emulate {parameter}."));
    ec2.call("ModifyIpam", &[by_ipam[0], ("Tier", "free")]);
    let (code, message) = ec2.refused("CreateIpamScope", &by_ipam);
    assert_eq!(code, "UnsupportedOperation");
    let expected = "The operation CreateIpamScope is not supported. The Free Tier of IPAM has the \
                    default scopes only.";
    assert_eq!(message, expected);
}

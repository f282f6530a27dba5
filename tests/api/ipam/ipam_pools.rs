use super::super::support::Ec2;
use super::{ipam, pool, private_scope};

#[test]
fn a_pool_lives_from_create_to_delete() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let scope = made.text("privateDefaultScopeId");
    let form = [
        ("IpamScopeId", scope),
        ("AddressFamily", "ipv4"),
        ("Description", "top"),
        ("AllocationMinNetmaskLength", "16"),
        ("AllocationMaxNetmaskLength", "26"),
        ("AllocationDefaultNetmaskLength", "24"),
        ("AllocationResourceTag.1.Key", "Environment"),
        ("AllocationResourceTag.1.Value", "Preprod"),
        ("TagSpecification.1.ResourceType", "ipam-pool"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "first"),
    ];
    let top = ec2.call("CreateIpamPool", &form);
    let top = top.at("ipamPool").unwrap();
    let id = top.text("ipamPoolId");
    assert_eq!(id.len(), "ipam-pool-".len() + 17);
    assert_eq!(top.text("ipamPoolArn"), format!("arn:aws:ec2::000000000000:ipam-pool/{id}"));
    assert_eq!(top.text("ipamScopeArn"), format!("arn:aws:ec2::000000000000:ipam-scope/{scope}"));
    assert_eq!(top.text("ipamArn"), made.text("ipamArn"));
    for (path, value) in [
        ("ipamScopeType", "private"),
        ("ipamRegion", "us-east-1"),
        ("locale", "None"),
        ("poolDepth", "1"),
        ("state", "create-complete"),
        ("description", "top"),
        ("autoImport", "false"),
        ("addressFamily", "ipv4"),
        ("allocationMinNetmaskLength", "16"),
        ("allocationMaxNetmaskLength", "26"),
        ("allocationDefaultNetmaskLength", "24"),
        ("allocationResourceTagSet.item.key", "Environment"),
        ("allocationResourceTagSet.item.value", "Preprod"),
        ("tagSet.item.value", "first"),
    ] {
        assert_eq!(top.text(path), value, "{path}");
    }
}

#[test]
fn pools_are_made_out_of_pools() {
    let ec2 = Ec2::new();
    let scope = &private_scope(&ec2);
    let top = pool(&ec2, scope, &[]);
    let id = top.as_str();
    let inner = pool(&ec2, scope, &[("SourceIpamPoolId", id), ("Locale", "eu-west-1")]);
    let by_source = [("Filter.1.Name", "source-ipam-pool-id"), ("Filter.1.Value.1", id)];
    let found = ec2.call("DescribeIpamPools", &by_source);
    assert_eq!(found.texts("ipamPoolSet.item.ipamPoolId"), [&inner]);
    assert_eq!(found.text("ipamPoolSet.item.poolDepth"), "2");
    assert_eq!(found.text("ipamPoolSet.item.locale"), "eu-west-1");
    let third = pool(&ec2, scope, &[("SourceIpamPoolId", &inner)]);
    let found = ec2.call("DescribeIpamPools", &[("IpamPoolId.1", &third)]);
    assert_eq!(found.text("ipamPoolSet.item.locale"), "eu-west-1", "that of its source");
    let scopes = ec2.call("DescribeIpamScopes", &[("IpamScopeId.1", scope)]);
    assert_eq!(scopes.text("ipamScopeSet.item.poolCount"), "3");

    let by_id = [("IpamPoolId", id)];
    let (code, message) = ec2.refused("DeleteIpamPool", &by_id);
    assert_eq!(code, "DependencyViolation");
    let not_valid = format!("The specified action is not valid for {id}.");
    assert_eq!(message, format!("{not_valid} There are one or more pools whose source it is."));
    let deleted = ec2.call("DeleteIpamPool", &[("IpamPoolId", id), ("Cascade", "true")]);
    assert_eq!(deleted.text("ipamPool.state"), "delete-complete");
    assert!(!deleted.has("ipamPool.tagSet"));
    assert!(!ec2.call("DescribeIpamPools", &[]).has("ipamPoolSet.item"), "all that is in it");
    for (operation, form) in [
        ("DeleteIpamPool", by_id),
        ("ModifyIpamPool", by_id),
        ("DescribeIpamPools", [("IpamPoolId.1", id)]),
    ] {
        let (code, message) = ec2.refused(operation, &form);
        assert_eq!(code, "InvalidIpamPoolId.NotFound");
        assert_eq!(message, format!("The ipam-pool ID '{id}' does not exist"));
    }
}

#[test]
fn a_pool_is_changed() {
    let ec2 = Ec2::new();
    let lengths = [
        ("AllocationMaxNetmaskLength", "26"),
        ("AllocationDefaultNetmaskLength", "24"),
        ("AllocationResourceTag.1.Key", "Environment"),
        ("AllocationResourceTag.1.Value", "Preprod"),
    ];
    let id = pool(&ec2, &private_scope(&ec2), &lengths);
    let form = [
        ("IpamPoolId", id.as_str()),
        ("Description", "other"),
        ("AutoImport", "false"),
        ("ClearAllocationDefaultNetmaskLength", "true"),
        ("AllocationMinNetmaskLength", "14"),
        ("AddAllocationResourceTag.1.Key", "Owner"),
        ("AddAllocationResourceTag.1.Value", "Build Team"),
        ("RemoveAllocationResourceTag.1.Key", "Environment"),
        ("RemoveAllocationResourceTag.1.Value", "Preprod"),
    ];
    let changed = ec2.call("ModifyIpamPool", &form);
    let changed = changed.at("ipamPool").unwrap();
    assert_eq!(changed.text("state"), "modify-complete");
    assert_eq!(changed.text("description"), "other");
    assert_eq!(changed.text("allocationMinNetmaskLength"), "14");
    assert_eq!(changed.text("allocationMaxNetmaskLength"), "26");
    assert!(!changed.has("allocationDefaultNetmaskLength"));
    assert_eq!(changed.texts("allocationResourceTagSet.item.key"), ["Owner"]);

    let refused = |more: &[(&str, &str)]| {
        let mut form = vec![("IpamPoolId", id.as_str())];
        form.extend(more);
        ec2.refused("ModifyIpamPool", &form)
    };
    let (code, message) = refused(&[]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The request must contain a modification to the ipam pool.");
    let (code, message) = refused(&[
        ("AllocationDefaultNetmaskLength", "20"),
        ("ClearAllocationDefaultNetmaskLength", "true"),
    ]);
    assert_eq!(code, "InvalidParameterCombination");
    let both = "The parameter clearAllocationDefaultNetmaskLength cannot be used with the \
                parameter allocationDefaultNetmaskLength";
    assert_eq!(message, both);
    let (code, message) = refused(&[("AllocationMinNetmaskLength", "27")]);
    assert_eq!(code, "InvalidParameterValue");
    let parameter = "Value (27) for parameter allocationMinNetmaskLength is invalid.";
    let reason = "It must not be greater than the maximum netmask length.";
    assert_eq!(message, format!("{parameter} {reason}"));
}

#[test]
fn rules_that_no_pool_can_have() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let private = made.text("privateDefaultScopeId");
    let public = made.text("publicDefaultScopeId");
    let refused = |scope: &str, family: &str, more: &[(&str, &str)]| {
        let mut form = vec![("IpamScopeId", scope), ("AddressFamily", family)];
        form.extend(more);
        ec2.refused("CreateIpamPool", &form)
    };
    let top = pool(&ec2, private, &[]);
    let far = pool(&ec2, private, &[("Locale", "eu-west-1")]);
    let value = |value: &str, parameter: &str, reason: &str| {
        let message = format!("Value ({value}) for parameter {parameter} is invalid. {reason}");
        ("InvalidParameterValue".to_owned(), message)
    };

    let length = [("AllocationMinNetmaskLength", "33")];
    let reason = "It must be between 0 and 32.";
    let expected = value("33", "allocationMinNetmaskLength", reason);
    assert_eq!(refused(private, "ipv4", &length), expected);
    let lengths = [("AllocationMaxNetmaskLength", "64"), ("AllocationDefaultNetmaskLength", "96")];
    let reason = "It must be between the minimum and the maximum netmask length.";
    let expected = value("96", "allocationDefaultNetmaskLength", reason);
    assert_eq!(refused(private, "ipv6", &lengths), expected);
    let tag = [("AllocationResourceTag.1.Value", "Preprod")];
    let message = "The request must contain the parameter allocationResourceTag.key";
    let expected = ("MissingParameter".to_owned(), message.to_owned());
    assert_eq!(refused(private, "ipv4", &tag), expected);

    let from = [("SourceIpamPoolId", top.as_str())];
    let reason = "Its address family is not that of the pool.";
    assert_eq!(refused(private, "ipv6", &from), value(&top, "sourceIpamPoolId", reason));
    let reason = "It is not in the scope of the pool.";
    assert_eq!(refused(public, "ipv4", &from), value(&top, "sourceIpamPoolId", reason));
    let at = [("Locale", "us-west-2")];
    let reason = "It is not an operating Region of the IPAM.";
    assert_eq!(refused(private, "ipv4", &at), value("us-west-2", "locale", reason));
    let at = [("Locale", "us-east-1"), ("SourceIpamPoolId", far.as_str())];
    let reason = "It is not the locale of the source pool.";
    assert_eq!(refused(private, "ipv4", &at), value("us-east-1", "locale", reason));
    let (code, message) = refused(public, "ipv4", &[("Locale", "us-east-1-bos-1")]);
    assert_eq!(code, "UnsupportedOperation");
    let what = "the network border group us-east-1-bos-1 as a pool's locale";
    assert_eq!(message, format!("parlel-ec2 does not emulate {what}."));
}

#[test]
fn a_pool_without_a_locale_imports_nothing() {
    let ec2 = Ec2::new();
    let scope = private_scope(&ec2);
    let imports = ("AutoImport", "true");
    let found = |id: &str| {
        let found = ec2.call("DescribeIpamPools", &[("IpamPoolId.1", id)]);
        let found = found.at("ipamPoolSet.item").unwrap();
        (found.text("state").to_owned(), found.text("autoImport").to_owned())
    };
    let is = |state: &str, imports: &str| (state.to_owned(), imports.to_owned());
    let id = pool(&ec2, &scope, &[imports]);
    assert_eq!(found(&id), is("create-complete", "true"));
    ec2.call("ModifyIpamPool", &[("IpamPoolId", &id), ("AutoImport", "false")]);
    assert_eq!(found(&id), is("modify-complete", "false"));
    ec2.call("ModifyIpamPool", &[("IpamPoolId", &id), imports]);
    ec2.call("ModifyIpamPool", &[("IpamPoolId", &id), ("Description", "other")]);
    assert_eq!(found(&id), is("modify-complete", "true"));

    let what = "the value true of the parameter AutoImport for a pool with a locale";
    let refusal =
        ("UnsupportedOperation".to_owned(), format!("parlel-ec2 does not emulate {what}."));
    let here = ("Locale", "us-east-1");
    let form = [("IpamScopeId", scope.as_str()), ("AddressFamily", "ipv4"), here, imports];
    assert_eq!(ec2.refused("CreateIpamPool", &form), refusal);
    let id = pool(&ec2, &scope, &[here]);
    assert_eq!(ec2.refused("ModifyIpamPool", &[("IpamPoolId", &id), imports]), refusal);
}

#[test]
fn rules_of_public_pools() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let private = made.text("privateDefaultScopeId");
    let public = made.text("publicDefaultScopeId");
    let refused = |scope: &str, family: &str, more: &[(&str, &str)], expected: &str| {
        let mut form = vec![("IpamScopeId", scope), ("AddressFamily", family)];
        form.extend(more);
        let (code, message) = ec2.refused("CreateIpamPool", &form);
        assert_eq!(code, "InvalidParameterCombination");
        assert_eq!(message, expected);
    };
    let amazon = ("PublicIpSource", "amazon");
    let message = "The request can only contain PublicIpSource if the scope is public.";
    refused(private, "ipv4", &[amazon], message);
    let message = "The request can only contain AwsService if the scope is public.";
    refused(private, "ipv4", &[("AwsService", "ec2")], message);
    let own = pool(&ec2, public, &[]);
    let message = "The PublicIpSource must be that of the source pool.";
    refused(public, "ipv4", &[("SourceIpamPoolId", own.as_str()), amazon], message);
    let advertisable = ("PubliclyAdvertisable", "false");
    let message = "The request can only contain PubliclyAdvertisable if the AddressFamily is IPv6 \
                   and PublicIpSource is byoip.";
    refused(public, "ipv4", &[advertisable], message);
    refused(public, "ipv6", &[advertisable, amazon], message);
    let message = "The request must contain PubliclyAdvertisable if the AddressFamily is IPv6 and \
                   PublicIpSource is byoip.";
    refused(public, "ipv6", &[], message);
}

#[test]
fn public_pools_say_where_their_addresses_come_from() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let form = [
        ("IpamScopeId", made.text("publicDefaultScopeId")),
        ("AddressFamily", "ipv6"),
        ("Locale", "us-east-1"),
        ("PubliclyAdvertisable", "false"),
        ("AwsService", "ec2"),
    ];
    let brought = ec2.call("CreateIpamPool", &form);
    assert_eq!(brought.text("ipamPool.publicIpSource"), "byoip");
    assert_eq!(brought.text("ipamPool.publiclyAdvertisable"), "false");
    assert_eq!(brought.text("ipamPool.awsService"), "ec2");
    let given = [form[0], form[1], form[2], form[4], ("PublicIpSource", "amazon")];
    let given = ec2.call("CreateIpamPool", &given);
    assert_eq!(given.text("ipamPool.publicIpSource"), "amazon");
    assert!(!given.has("ipamPool.publiclyAdvertisable"));
    let cascade = [("IpamPoolId", given.text("ipamPool.ipamPoolId")), ("Cascade", "true")];
    let (code, message) = ec2.refused("DeleteIpamPool", &cascade);
    assert_eq!(code, "UnsupportedOperation");
    let first = "The operation DeleteIpamPool with Cascade is not supported.";
    assert_eq!(message, format!("{first} {} is in a public scope.", cascade[0].1));
}

#[test]
fn pools_that_the_free_tier_has_not() {
    let ec2 = Ec2::new();
    let form = [("Tier", "free"), ("OperatingRegion.1.RegionName", "eu-west-1")];
    let made = ec2.call("CreateIpam", &form);
    let (public, private) =
        (made.text("ipam.publicDefaultScopeId"), made.text("ipam.privateDefaultScopeId"));
    let first = "The operation CreateIpamPool is not supported. The Free Tier of IPAM has";
    let form = [("IpamScopeId", private), ("AddressFamily", "ipv4")];
    let (code, message) = ec2.refused("CreateIpamPool", &form);
    assert_eq!(code, "UnsupportedOperation");
    assert_eq!(message, format!("{first} no pools in private scopes."));
    let form = [("IpamScopeId", public), ("AddressFamily", "ipv4"), ("Locale", "eu-west-1")];
    let message = ec2.refused("CreateIpamPool", &form).1;
    assert_eq!(message, format!("{first} no pools with a locale but the home Region."));
    pool(&ec2, public, &[("Locale", "us-east-1")]);
}

#[test]
fn a_pool_can_be_ten_pools_deep() {
    let ec2 = Ec2::new();
    let scope = private_scope(&ec2);
    let mut id = pool(&ec2, &scope, &[]);
    for _ in 1..10 {
        id = pool(&ec2, &scope, &[("SourceIpamPoolId", &id)]);
    }
    let form =
        [("IpamScopeId", scope.as_str()), ("AddressFamily", "ipv4"), ("SourceIpamPoolId", &id)];
    let (code, message) = ec2.refused("CreateIpamPool", &form);
    assert_eq!(code, "InvalidParameterValue");
    let parameter = format!("Value ({id}) for parameter sourceIpamPoolId is invalid.");
    assert_eq!(message, format!("{parameter} A pool can be up to 10 pools deep."));
}

#[test]
fn in_the_aws_lifecycle_states_take_their_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = pool(&ec2, &private_scope(&ec2), &[]);
    let state = || {
        let found = ec2.call("DescribeIpamPools", &[]);
        found.at("ipamPoolSet.item.state").map(|state| state.text.clone())
    };
    assert_eq!(state().unwrap(), "create-in-progress");
    ec2.advance(10);
    assert_eq!(state().unwrap(), "create-complete");
    ec2.call("ModifyIpamPool", &[("IpamPoolId", &id), ("Description", "other")]);
    assert_eq!(state().unwrap(), "modify-in-progress");
    ec2.advance(10);
    assert_eq!(state().unwrap(), "modify-complete");
    ec2.call("DeleteIpamPool", &[("IpamPoolId", &id)]);
    assert_eq!(state().unwrap(), "delete-in-progress");
    ec2.advance(10);
    assert_eq!(state(), None);
}

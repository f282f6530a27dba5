use super::super::support::Ec2;
use super::{ipam, pool};

#[test]
fn an_ipam_is_made_and_seen_at_home() {
    let ec2 = Ec2::new();
    let form = [
        ("Description", "all"),
        ("OperatingRegion.1.RegionName", "us-east-2"),
        ("OperatingRegion.2.RegionName", "us-west-1"),
        ("OperatingRegion.3.RegionName", "us-west-1"),
        ("ClientToken", "once"),
        ("TagSpecification.1.ResourceType", "ipam"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "main"),
    ];
    let mut dry = form.to_vec();
    dry.push(("DryRun", "true"));
    assert_eq!(ec2.refused("CreateIpam", &dry).0, "DryRunOperation");
    let made = ec2.call("CreateIpam", &form);
    let made = made.at("ipam").unwrap();
    let id = made.text("ipamId");
    assert_eq!(id.len(), "ipam-".len() + 17);
    assert_eq!(made.text("ipamArn"), format!("arn:aws:ec2::000000000000:ipam/{id}"));
    assert_eq!(made.text("ipamRegion"), "us-east-1");
    assert_eq!(made.text("ownerId"), "000000000000");
    assert_eq!(made.text("description"), "all");
    let regions = made.texts("operatingRegionSet.item.regionName");
    assert_eq!(regions, ["us-east-2", "us-west-1", "us-east-1"]);
    assert_eq!(made.text("scopeCount"), "2");
    assert_eq!(made.text("resourceDiscoveryAssociationCount"), "1");
    assert_eq!(made.text("state"), "create-complete");
    assert_eq!(made.text("tier"), "advanced");
    assert_eq!(made.text("enablePrivateGua"), "false");
    assert_eq!(made.text("meteredAccount"), "ipam-owner");
    assert_eq!(made.text("tagSet.item.value"), "main");
    assert_eq!(ec2.call("CreateIpam", &form).text("ipam.ipamId"), id);

    // It is seen at home alone.
    assert!(!ec2.in_region("us-east-2").call("DescribeIpams", &[]).has("ipamSet.item"));
}

#[test]
fn what_an_ipam_has_by_default_comes_and_goes_with_it() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let id = made.text("ipamId");
    let scopes = ec2.call("DescribeIpamScopes", &[]);
    let scopes = scopes.all_at("ipamScopeSet.item");
    let [public, private] = scopes[..] else { panic!("two scopes") };
    assert_eq!(public.text("ipamScopeId"), made.text("publicDefaultScopeId"));
    assert_eq!(public.text("ipamScopeType"), "public");
    assert_eq!(private.text("ipamScopeId"), made.text("privateDefaultScopeId"));
    assert_eq!(private.text("ipamScopeType"), "private");
    assert_eq!(private.text("isDefault"), "true");
    assert_eq!(private.text("ipamArn"), made.text("ipamArn"));
    assert_eq!(private.text("poolCount"), "0");

    let found = ec2.call("DescribeIpamResourceDiscoveries", &[]);
    let discovery = found.at("ipamResourceDiscoverySet.item").unwrap();
    let discovery_id = discovery.text("ipamResourceDiscoveryId");
    assert_eq!(discovery_id, made.text("defaultResourceDiscoveryId"));
    assert_eq!(discovery_id.len(), "ipam-res-disco-".len() + 17);
    assert_eq!(discovery.text("isDefault"), "true");
    assert_eq!(discovery.text("ipamResourceDiscoveryRegion"), "us-east-1");
    let arn = format!("arn:aws:ec2::000000000000:ipam-resource-discovery/{discovery_id}");
    assert_eq!(discovery.text("ipamResourceDiscoveryArn"), arn);
    let regions = ["eu-west-1", "us-east-1"];
    assert_eq!(discovery.texts("operatingRegionSet.item.regionName"), regions);
    let found = ec2.call("DescribeIpamResourceDiscoveryAssociations", &[]);
    let association = found.at("ipamResourceDiscoveryAssociationSet.item").unwrap();
    let association_id = association.text("ipamResourceDiscoveryAssociationId");
    assert_eq!(association_id, made.text("defaultResourceDiscoveryAssociationId"));
    assert_eq!(association.text("ipamResourceDiscoveryId"), discovery_id);
    assert_eq!(association.text("ipamId"), id);
    assert_eq!(association.text("isDefault"), "true");
    assert_eq!(association.text("resourceDiscoveryStatus"), "active");
    assert_eq!(association.text("state"), "associate-complete");

    let by_id = [("IpamId", id)];
    let deleted = ec2.call("DeleteIpam", &by_id);
    assert_eq!(deleted.text("ipam.state"), "delete-complete");
    assert!(!deleted.has("ipam.tagSet"));
    assert!(!ec2.call("DescribeIpamScopes", &[]).has("ipamScopeSet.item"));
    let found = ec2.call("DescribeIpamResourceDiscoveryAssociations", &[]);
    assert!(!found.has("ipamResourceDiscoveryAssociationSet.item"));
    for (operation, form) in
        [("DeleteIpam", by_id), ("ModifyIpam", by_id), ("DescribeIpams", [("IpamId.1", id)])]
    {
        let (code, message) = ec2.refused(operation, &form);
        assert_eq!(code, "InvalidIpamId.NotFound");
        assert_eq!(message, format!("The ipam ID '{id}' does not exist"));
    }
    let found = [("IpamResourceDiscoveryId.1", discovery_id)];
    let (code, message) = ec2.refused("DescribeIpamResourceDiscoveries", &found);
    assert_eq!(code, "InvalidIpamResourceDiscoveryId.NotFound");
    assert_eq!(message, format!("The ipam-resource-discovery ID '{discovery_id}' does not exist"));
    let found = [("IpamResourceDiscoveryAssociationId.1", association_id)];
    let (code, message) = ec2.refused("DescribeIpamResourceDiscoveryAssociations", &found);
    assert_eq!(code, "InvalidIpamResourceDiscoveryAssociationId.NotFound");
    let noun = "ipam-resource-discovery-association";
    assert_eq!(message, format!("The {noun} ID '{association_id}' does not exist"));
}

#[test]
fn an_ipam_is_changed() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let id = made.text("ipamId");
    let form = [
        ("IpamId", id),
        ("Description", "other"),
        ("AddOperatingRegion.1.RegionName", "us-west-2"),
        ("RemoveOperatingRegion.1.RegionName", "eu-west-1"),
        ("EnablePrivateGua", "true"),
        ("MeteredAccount", "resource-owner"),
        ("Tier", "free"),
    ];
    let changed = ec2.call("ModifyIpam", &form);
    let changed = changed.at("ipam").unwrap();
    assert_eq!(changed.text("state"), "modify-complete");
    assert_eq!(changed.text("description"), "other");
    let regions = ["us-east-1", "us-west-2"];
    assert_eq!(changed.texts("operatingRegionSet.item.regionName"), regions);
    assert_eq!(changed.text("enablePrivateGua"), "true");
    assert_eq!(changed.text("meteredAccount"), "resource-owner");
    assert_eq!(changed.text("tier"), "free");
    let found = ec2.call("DescribeIpamResourceDiscoveries", &[]);
    let path = "ipamResourceDiscoverySet.item.operatingRegionSet.item.regionName";
    assert_eq!(found.texts(path), regions);
    let filter = [("Filter.1.Name", "tier"), ("Filter.1.Value.1", "free")];
    assert_eq!(ec2.call("DescribeIpams", &filter).texts("ipamSet.item.ipamId"), [id]);
}

#[test]
fn changes_that_are_refused() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let id = made.text("ipamId");
    let refused =
        |name: &str, value: &str| ec2.refused("ModifyIpam", &[("IpamId", id), (name, value)]);
    let nothing = ec2.refused("ModifyIpam", &[("IpamId", id)]);
    let message = "The request must contain a modification to the ipam.";
    assert_eq!(nothing, ("InvalidParameterCombination".to_owned(), message.to_owned()));
    let (code, message) = refused("AddOperatingRegion.1.RegionName", "moon-1");
    assert_eq!(code, "InvalidParameterValue");
    let parameter = "Value (moon-1) for parameter operatingRegion.regionName is invalid.";
    assert_eq!(message, format!("{parameter} It is not an AWS Region."));
    for (name, parameter) in [
        ("AddOperatingRegion.1.RegionName", "operatingRegion.regionName"),
        ("RemoveOperatingRegion.1.RegionName", "removeOperatingRegion.regionName"),
    ] {
        let (code, message) = refused(name, "");
        assert_eq!(code, "MissingParameter");
        assert_eq!(message, format!("The request must contain the parameter {parameter}"));
    }
    for (region, reason) in [
        ("us-east-1", "The home Region of an IPAM is always one of its operating Regions."),
        ("us-west-2", "It is not an operating Region of the IPAM."),
    ] {
        let (code, message) = refused("RemoveOperatingRegion.1.RegionName", region);
        assert_eq!(code, "InvalidParameterValue");
        let parameter = "for parameter removeOperatingRegion.regionName is invalid.";
        assert_eq!(message, format!("Value ({region}) {parameter} {reason}"));
    }

    let not_valid = format!("The specified action is not valid for {id}.");
    let public = made.text("publicDefaultScopeId");
    let far = pool(&ec2, public, &[("Locale", "eu-west-1")]);
    let (code, message) = refused("RemoveOperatingRegion.1.RegionName", "eu-west-1");
    assert_eq!(code, "DependencyViolation");
    let reason = "There are one or more pools with locale eu-west-1.";
    assert_eq!(message, format!("{not_valid} {reason}"));
    let (code, message) = refused("Tier", "free");
    assert_eq!(code, "DependencyViolation");
    let reason = "There are one or more pools with a locale other than the home Region.";
    assert_eq!(message, format!("{not_valid} {reason}"));
    ec2.call("DeleteIpamPool", &[("IpamPoolId", &far)]);
    let private = pool(&ec2, made.text("privateDefaultScopeId"), &[]);
    let reason = "There are one or more pools in the private scope.";
    assert_eq!(refused("Tier", "free").1, format!("{not_valid} {reason}"));
    ec2.call("DeleteIpamPool", &[("IpamPoolId", &private)]);
    ec2.call("CreateIpamScope", &[("IpamId", id)]);
    let reason = "There are one or more scopes that are not default ones.";
    assert_eq!(refused("Tier", "free").1, format!("{not_valid} {reason}"));
}

#[test]
fn what_is_in_an_ipam_goes_before_it_or_with_it() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let id = made.text("ipamId");
    let by_id = [("IpamId", id)];
    let not_valid = format!("The specified action is not valid for {id}.");
    ec2.call("CreateIpamScope", &by_id);
    let (code, message) = ec2.refused("DeleteIpam", &by_id);
    assert_eq!(code, "DependencyViolation");
    let reason = "There are one or more scopes that are not default ones.";
    assert_eq!(message, format!("{not_valid} {reason}"));
    pool(&ec2, made.text("privateDefaultScopeId"), &[]);
    let message = ec2.refused("DeleteIpam", &by_id).1;
    assert_eq!(message, format!("{not_valid} There are one or more pools in its scopes."));
    let public = pool(&ec2, made.text("publicDefaultScopeId"), &[]);
    let cascade = [("IpamId", id), ("Cascade", "true")];
    let (code, message) = ec2.refused("DeleteIpam", &cascade);
    assert_eq!(code, "DependencyViolation");
    assert_eq!(message, format!("{not_valid} There are one or more pools in the public scope."));
    ec2.call("DeleteIpamPool", &[("IpamPoolId", &public)]);
    ec2.call("DeleteIpam", &cascade);
    assert!(!ec2.call("DescribeIpamPools", &[]).has("ipamPoolSet.item"));
    assert!(!ec2.call("DescribeIpamScopes", &[]).has("ipamScopeSet.item"));
}

#[test]
fn in_the_aws_lifecycle_states_take_their_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let made = ipam(&ec2);
    assert_eq!(made.text("state"), "create-in-progress");
    let id = made.text("ipamId");
    let states = || {
        let found = ec2.call("DescribeIpams", &[]);
        found.texts("ipamSet.item.state").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    ec2.advance(10);
    assert_eq!(states(), ["create-complete"]);
    let form = [("IpamId", id), ("Description", "other")];
    let changed = ec2.call("ModifyIpam", &form);
    assert_eq!(changed.text("ipam.state"), "modify-in-progress");
    ec2.advance(10);
    assert_eq!(states(), ["modify-complete"]);
    let by_id = [("IpamId", id)];
    assert_eq!(ec2.call("DeleteIpam", &by_id).text("ipam.state"), "delete-in-progress");
    assert_eq!(states(), ["delete-in-progress"]);
    assert_eq!(ec2.refused("DeleteIpam", &by_id).0, "InvalidIpamId.NotFound");
    ec2.advance(10);
    assert!(states().is_empty());
    assert!(!ec2.call("DescribeIpamScopes", &[]).has("ipamScopeSet.item"));
}

use super::super::support::{Ec2, Xml};
use super::ipam;

const RULE: (&str, &str) = ("Rule.1.RuleType", "static-cidr");

/// A resolver with one block.
fn resolver(ec2: &Ec2, ipam: &Xml, cidr: &str) -> Xml {
    let form = [
        ("IpamId", ipam.text("ipamId")),
        ("AddressFamily", "ipv4"),
        RULE,
        ("Rule.1.StaticCidr", cidr),
    ];
    let made = ec2.call("CreateIpamPrefixListResolver", &form);
    made.at("ipamPrefixListResolver").unwrap().clone()
}

fn list(ec2: &Ec2, most: &str) -> String {
    let form = [
        ("PrefixListName", "mine"),
        ("AddressFamily", "IPv4"),
        ("MaxEntries", most),
        ("Entry.1.Cidr", "192.0.2.0/24"),
    ];
    ec2.call("CreateManagedPrefixList", &form).text("prefixList.prefixListId").to_owned()
}

fn target(ec2: &Ec2, resolver: &str, list: &str, more: &[(&str, &str)]) -> Xml {
    let form = [
        ("IpamPrefixListResolverId", resolver),
        ("PrefixListId", list),
        ("PrefixListRegion", "us-east-1"),
    ];
    let form = [&form[..], more].concat();
    let made = ec2.call("CreateIpamPrefixListResolverTarget", &form);
    made.at("ipamPrefixListResolverTarget").unwrap().clone()
}

fn entries(ec2: &Ec2, list: &str) -> Vec<String> {
    let found = ec2.call("GetManagedPrefixListEntries", &[("PrefixListId", list)]);
    found.texts("entrySet.item.cidr").into_iter().map(str::to_owned).collect()
}

fn described_list(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeManagedPrefixLists", &[("PrefixListId.1", id)]);
    found.at("prefixListSet.item").unwrap().clone()
}

fn described_target(ec2: &Ec2, id: &str) -> Xml {
    let form = [("IpamPrefixListResolverTargetId.1", id)];
    let found = ec2.call("DescribeIpamPrefixListResolverTargets", &form);
    found.at("ipamPrefixListResolverTargetSet.item").unwrap().clone()
}

fn value(message: &str) -> (String, String) {
    ("InvalidParameterValue".to_owned(), message.to_owned())
}

const TRACKS: (&str, &str) = ("TrackLatestVersion", "true");

#[test]
fn a_resolver_lives() {
    let ec2 = Ec2::with_aws_lifecycle();
    let ipam = ipam(&ec2);
    ec2.advance(60);
    let made = resolver(&ec2, &ipam, "10.0.0.0/16");
    let id = made.text("ipamPrefixListResolverId").to_owned();
    let arn = format!("arn:aws:ec2::000000000000:ipam-prefix-list-resolver/{id}");
    for (member, value) in [
        ("ownerId", "000000000000"),
        ("ipamPrefixListResolverArn", arn.as_str()),
        ("ipamArn", ipam.text("ipamArn")),
        ("ipamRegion", "us-east-1"),
        ("addressFamily", "ipv4"),
        ("state", "create-in-progress"),
        ("lastVersionCreationStatus", "success"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    ec2.advance(60);
    let found = ec2.call("DescribeIpamPrefixListResolvers", &[]);
    assert_eq!(found.text("ipamPrefixListResolverSet.item.state"), "create-complete");
    let by_id = ("IpamPrefixListResolverId", id.as_str());
    let modify = [by_id, ("Description", "ours"), RULE, ("Rule.1.StaticCidr", "10.1.0.0/16")];
    let changed = ec2.call("ModifyIpamPrefixListResolver", &modify);
    let changed = changed.at("ipamPrefixListResolver").unwrap();
    assert!(changed.text("state") == "modify-in-progress" && !changed.has("tagSet"));
    assert_eq!(changed.text("description"), "ours");
    let found = ec2.call("GetIpamPrefixListResolverRules", &[by_id]);
    assert_eq!(found.text("ruleSet.item.staticCidr"), "10.1.0.0/16");
    assert_eq!(found.text("ruleSet.item.ruleType"), "static-cidr");
    let held = ec2.refused("DeleteIpam", &[("IpamId", ipam.text("ipamId")), ("Cascade", "true")]);
    let message =
        format!("The ipam '{}' has dependencies and cannot be deleted.", ipam.text("ipamId"));
    assert_eq!(held, ("DependencyViolation".to_owned(), message));
    let left = ec2.call("DeleteIpamPrefixListResolver", &[by_id]);
    assert_eq!(left.text("ipamPrefixListResolver.state"), "delete-in-progress");
    ec2.advance(60);
    let (code, message) = ec2.refused("DeleteIpamPrefixListResolver", &[by_id]);
    assert_eq!(code, "InvalidIpamPrefixListResolverId.NotFound");
    assert_eq!(message, format!("The ipam-prefix-list-resolver ID '{id}' does not exist"));
}

#[test]
fn rules_are_blocks() {
    let ec2 = Ec2::new();
    let ipam = ipam(&ec2);
    let refused = |more: &[(&str, &str)]| {
        let form = [("IpamId", ipam.text("ipamId")), ("AddressFamily", "ipv4")];
        ec2.refused("CreateIpamPrefixListResolver", &[&form[..], more].concat())
    };
    for cidr in ["10.0.0.1/16", "fd00::/64", "x"] {
        let expected = format!(
            "Value ({cidr}) for parameter rule.staticCidr is invalid. Expecting a CIDR block of \
             the address family."
        );
        assert_eq!(refused(&[RULE, ("Rule.1.StaticCidr", cidr)]), value(&expected));
    }
    let missing = "The request must contain the parameter rule.staticCidr".to_owned();
    assert_eq!(refused(&[RULE]), ("MissingParameter".to_owned(), missing));
    let (code, message) = refused(&[("Rule.1.RuleType", "ipam-pool-cidr")]);
    assert_eq!(code, "UnsupportedOperation");
    let expected =
        "parlel-ec2 does not emulate the value ipam-pool-cidr of the parameter RuleType.";
    assert_eq!(message, expected);
    let (_, message) = refused(&[RULE, ("Rule.1.ResourceType", "vpc")]);
    assert!(message.contains("Rule.ResourceType"), "{message}");
    let id = resolver(&ec2, &ipam, "10.0.0.0/16");
    let by_id = [("IpamPrefixListResolverId", id.text("ipamPrefixListResolverId"))];
    let message = "The request must contain a modification to the ipam prefix list resolver.";
    let expected = ("InvalidParameterCombination".to_owned(), message.to_owned());
    assert_eq!(ec2.refused("ModifyIpamPrefixListResolver", &by_id), expected);
}

#[test]
fn there_are_up_to_a_hundred_rules_and_ten_resolvers() {
    let ec2 = Ec2::with(parlel_ec2::Config {
        quotas: parlel_ec2::QuotasArg::Default,
        ..parlel_ec2::Config::default()
    });
    let ipam = ipam(&ec2);
    let of = [("IpamId", ipam.text("ipamId")), ("AddressFamily", "ipv4")];
    let names: Vec<_> = (1..=101).map(|at| format!("Rule.{at}.")).collect();
    let names = names.iter().map(|name| (format!("{name}RuleType"), format!("{name}StaticCidr")));
    let names: Vec<_> = names.collect();
    let rules = names
        .iter()
        .flat_map(|(of, cidr)| [(of.as_str(), "static-cidr"), (cidr.as_str(), "10.0.0.0/16")]);
    let form: Vec<_> = of.into_iter().chain(rules).collect();
    let (code, message) = ec2.refused("CreateIpamPrefixListResolver", &form);
    assert_eq!(code, "ResourceLimitExceeded");
    assert_eq!(message, "A prefix list resolver can have at most 100 rules.");
    for _ in 0..10 {
        ec2.call("CreateIpamPrefixListResolver", &of);
    }
    let (code, message) = ec2.refused("CreateIpamPrefixListResolver", &of);
    assert_eq!(code, "ResourceLimitExceeded");
    let expected = "You've reached the limit for ipam-prefix-list-resolvers. You have created 10 \
                    ipam-prefix-list-resolvers and you are limited to 10.";
    assert_eq!(message, expected);
    let found = ec2.call("DescribeIpamPrefixListResolvers", &[]);
    let path = "ipamPrefixListResolverSet.item.ipamPrefixListResolverId";
    let resolver = found.texts(path)[0].to_owned();
    for _ in 0..50 {
        target(&ec2, &resolver, &list(&ec2, "1"), &[TRACKS]);
    }
    let form = [
        ("IpamPrefixListResolverId", resolver.as_str()),
        ("PrefixListId", &list(&ec2, "1")),
        ("PrefixListRegion", "us-east-1"),
        TRACKS,
    ];
    let (code, message) = ec2.refused("CreateIpamPrefixListResolverTarget", &form);
    assert_eq!(code, "ResourceLimitExceeded");
    let expected = "You've reached the limit for ipam-prefix-list-resolver-targets. You have \
                    created 50 ipam-prefix-list-resolver-targets and you are limited to 50.";
    assert_eq!(message, expected);
}

#[test]
fn other_blocks_make_a_version() {
    let ec2 = Ec2::new();
    let ipam = ipam(&ec2);
    let made = resolver(&ec2, &ipam, "10.0.0.0/16");
    let by_id = ("IpamPrefixListResolverId", made.text("ipamPrefixListResolverId"));
    let modify = |cidr: &str| {
        ec2.call("ModifyIpamPrefixListResolver", &[by_id, RULE, ("Rule.1.StaticCidr", cidr)]);
    };
    let versions = |more: &[(&str, &str)]| {
        let form = [&[by_id], more].concat();
        let found = ec2.call("GetIpamPrefixListResolverVersions", &form);
        let numbers = found.texts("ipamPrefixListResolverVersionSet.item.version");
        numbers.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(versions(&[]), ["1"]);
    modify("10.0.0.0/16");
    assert_eq!(versions(&[]), ["1"]);
    modify("10.1.0.0/16");
    assert_eq!(versions(&[]), ["1", "2"]);
    assert_eq!(versions(&[("IpamPrefixListResolverVersion.1", "2")]), ["2"]);
    for (version, cidr) in [("1", "10.0.0.0/16"), ("2", "10.1.0.0/16")] {
        let form = [by_id, ("IpamPrefixListResolverVersion", version)];
        let found = ec2.call("GetIpamPrefixListResolverVersionEntries", &form);
        assert_eq!(found.texts("entrySet.item.cidr"), [cidr]);
    }
    let absent = value(
        "Value (3) for parameter ipamPrefixListResolverVersion is invalid. The prefix list \
         resolver has no such version.",
    );
    let form = [by_id, ("IpamPrefixListResolverVersion", "3")];
    assert_eq!(ec2.refused("GetIpamPrefixListResolverVersionEntries", &form), absent);
    let form = [by_id, ("IpamPrefixListResolverVersion.1", "3")];
    assert_eq!(ec2.refused("GetIpamPrefixListResolverVersions", &form), absent);
}

#[test]
fn a_list_follows_a_resolver() {
    let ec2 = Ec2::with_aws_lifecycle();
    let ipam = ipam(&ec2);
    let list = list(&ec2, "2");
    ec2.advance(60);
    let made = resolver(&ec2, &ipam, "10.0.0.0/16");
    let resolver = made.text("ipamPrefixListResolverId");
    ec2.advance(60);
    let made = target(&ec2, resolver, &list, &[TRACKS]);
    let id = made.text("ipamPrefixListResolverTargetId").to_owned();
    let arn = format!("arn:aws:ec2::000000000000:ipam-prefix-list-resolver-target/{id}");
    for (member, value) in [
        ("ownerId", "000000000000"),
        ("ipamPrefixListResolverTargetArn", arn.as_str()),
        ("ipamPrefixListResolverId", resolver),
        ("prefixListId", &list),
        ("prefixListRegion", "us-east-1"),
        ("trackLatestVersion", "true"),
        ("state", "create-in-progress"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    assert_eq!(described_list(&ec2, &list).text("state"), "modify-in-progress");
    ec2.advance(60);
    let found = described_target(&ec2, &id);
    assert_eq!((found.text("state"), found.text("lastSyncedVersion")), ("sync-complete", "1"));
    let shown = described_list(&ec2, &list);
    assert_eq!(shown.text("version"), "2");
    assert_eq!(shown.text("ipamPrefixListResolverTargetId"), id);
    assert_eq!(shown.text("ipamPrefixListResolverSyncEnabled"), "true");
    assert_eq!(entries(&ec2, &list), ["10.0.0.0/16"]);
    let by_resolver = ("IpamPrefixListResolverId", resolver);
    let modify = [by_resolver, RULE, ("Rule.1.StaticCidr", "10.1.0.0/16")];
    ec2.call("ModifyIpamPrefixListResolver", &modify);
    assert_eq!(described_target(&ec2, &id).text("state"), "sync-in-progress");
    ec2.advance(60);
    assert_eq!(described_target(&ec2, &id).text("lastSyncedVersion"), "2");
    assert_eq!(entries(&ec2, &list), ["10.1.0.0/16"]);
    let held = ec2.refused("DeleteIpamPrefixListResolver", &[by_resolver]);
    let message = format!(
        "The ipam-prefix-list-resolver '{resolver}' has dependencies and cannot be deleted."
    );
    assert_eq!(held, ("DependencyViolation".to_owned(), message));
    let by_id = [("IpamPrefixListResolverTargetId", id.as_str())];
    let left = ec2.call("DeleteIpamPrefixListResolverTarget", &by_id);
    assert_eq!(left.text("ipamPrefixListResolverTarget.state"), "delete-in-progress");
    assert!(!described_list(&ec2, &list).has("ipamPrefixListResolverTargetId"));
    ec2.advance(60);
    let (code, message) = ec2.refused("DeleteIpamPrefixListResolverTarget", &by_id);
    assert_eq!(code, "InvalidIpamPrefixListResolverTargetId.NotFound");
    assert_eq!(message, format!("The ipam-prefix-list-resolver-target ID '{id}' does not exist"));
    assert_eq!(entries(&ec2, &list), ["10.1.0.0/16"]);
    ec2.call("DeleteIpamPrefixListResolver", &[by_resolver]);
}

#[test]
fn what_a_resolver_fills_is_not_the_users() {
    let ec2 = Ec2::new();
    let ipam = ipam(&ec2);
    let made = resolver(&ec2, &ipam, "10.0.0.0/16");
    let list = list(&ec2, "2");
    let resolver = made.text("ipamPrefixListResolverId");
    let made = target(&ec2, resolver, &list, &[TRACKS]);
    let id = made.text("ipamPrefixListResolverTargetId");
    let message = format!(
        "The prefix list '{list}' is managed by IPAM and cannot be modified. It is the target \
         {id} of a prefix list resolver."
    );
    let refusal = ("OperationNotPermitted".to_owned(), message);
    let by_list = ("PrefixListId", list.as_str());
    let add = [by_list, ("CurrentVersion", "2"), ("AddEntry.1.Cidr", "10.9.0.0/16")];
    assert_eq!(ec2.refused("ModifyManagedPrefixList", &add), refusal);
    let restore = [by_list, ("CurrentVersion", "2"), ("PreviousVersion", "1")];
    assert_eq!(ec2.refused("RestoreManagedPrefixListVersion", &restore), refusal);
    assert_eq!(ec2.refused("DeleteManagedPrefixList", &[by_list]), refusal);
    ec2.call("ModifyManagedPrefixList", &[by_list, ("PrefixListName", "ours")]);
    let form = [
        ("IpamPrefixListResolverId", resolver),
        by_list,
        ("PrefixListRegion", "us-east-1"),
        TRACKS,
    ];
    let expected = format!(
        "Value ({list}) for parameter prefixListId is invalid. It is the target of a prefix list \
         resolver already."
    );
    assert_eq!(ec2.refused("CreateIpamPrefixListResolverTarget", &form), value(&expected));
    let six = [("PrefixListName", "six"), ("AddressFamily", "IPv6"), ("MaxEntries", "1")];
    let six = ec2.call("CreateManagedPrefixList", &six);
    let six = six.text("prefixList.prefixListId");
    let form = [form[0], ("PrefixListId", six), form[2], TRACKS];
    let expected = format!(
        "Value ({six}) for parameter prefixListId is invalid. Its address family is not that of \
         the prefix list resolver."
    );
    assert_eq!(ec2.refused("CreateIpamPrefixListResolverTarget", &form), value(&expected));
}

#[test]
fn a_list_has_the_version_that_it_is_to_have() {
    let ec2 = Ec2::new();
    let ipam = ipam(&ec2);
    let made = resolver(&ec2, &ipam, "10.0.0.0/16");
    let list = list(&ec2, "2");
    let resolver = made.text("ipamPrefixListResolverId");
    let made = target(&ec2, resolver, &list, &[("TrackLatestVersion", "false")]);
    assert_eq!((made.text("state"), made.text("desiredVersion")), ("sync-complete", "1"));
    assert_eq!(made.text("trackLatestVersion"), "false");
    let by_resolver = ("IpamPrefixListResolverId", resolver);
    let modify = [by_resolver, RULE, ("Rule.1.StaticCidr", "10.1.0.0/16")];
    ec2.call("ModifyIpamPrefixListResolver", &modify);
    assert_eq!(entries(&ec2, &list), ["10.0.0.0/16"]);
    let by_id = ("IpamPrefixListResolverTargetId", made.text("ipamPrefixListResolverTargetId"));
    ec2.call("ModifyIpamPrefixListResolverTarget", &[by_id, ("DesiredVersion", "2")]);
    assert_eq!(entries(&ec2, &list), ["10.1.0.0/16"]);
    ec2.call("ModifyIpamPrefixListResolverTarget", &[by_id, ("DesiredVersion", "1")]);
    assert_eq!(entries(&ec2, &list), ["10.0.0.0/16"]);
    let changed = ec2.call("ModifyIpamPrefixListResolverTarget", &[by_id, TRACKS]);
    let changed = changed.at("ipamPrefixListResolverTarget").unwrap();
    assert!(changed.text("lastSyncedVersion") == "2" && !changed.has("desiredVersion"));
    let refused = |more: &[(&str, &str)]| {
        ec2.refused("ModifyIpamPrefixListResolverTarget", &[&[by_id], more].concat())
    };
    let message =
        "The request must contain a modification to the ipam prefix list resolver target.";
    let combination =
        |message: &str| ("InvalidParameterCombination".to_owned(), message.to_owned());
    assert_eq!(refused(&[]), combination(message));
    let both = "The parameter desiredVersion cannot be used with the parameter trackLatestVersion";
    assert_eq!(refused(&[TRACKS, ("DesiredVersion", "1")]), combination(both));
    let absent = "Value (3) for parameter desiredVersion is invalid. The prefix list resolver has \
                  no such version.";
    assert_eq!(refused(&[("DesiredVersion", "3")]), value(absent));
}

#[test]
fn a_list_that_is_too_small_stays_as_it_is() {
    let ec2 = Ec2::new();
    let ipam = ipam(&ec2);
    let made = resolver(&ec2, &ipam, "10.0.0.0/16");
    let resolver = made.text("ipamPrefixListResolverId");
    let list = list(&ec2, "1");
    let made = target(&ec2, resolver, &list, &[TRACKS]);
    let modify = [
        ("IpamPrefixListResolverId", resolver),
        RULE,
        ("Rule.1.StaticCidr", "10.1.0.0/16"),
        ("Rule.2.RuleType", "static-cidr"),
        ("Rule.2.StaticCidr", "10.2.0.0/16"),
    ];
    ec2.call("ModifyIpamPrefixListResolver", &modify);
    let found = described_target(&ec2, made.text("ipamPrefixListResolverTargetId"));
    assert_eq!(found.text("state"), "sync-failed");
    let told = "You've reached the maximum number of entries for the prefix list.";
    assert_eq!(found.text("stateMessage"), told);
    assert_eq!(found.text("lastSyncedVersion"), "1");
    assert_eq!(entries(&ec2, &list), ["10.0.0.0/16"]);
}

#[test]
fn a_list_may_be_in_another_region() {
    let ec2 = Ec2::new();
    let ipam = ipam(&ec2);
    let made = resolver(&ec2, &ipam, "10.0.0.0/16");
    let resolver = made.text("ipamPrefixListResolverId");
    let there = ec2.in_region("eu-west-1");
    let list = list(&there, "2");
    let form = [
        ("IpamPrefixListResolverId", resolver),
        ("PrefixListId", list.as_str()),
        ("PrefixListRegion", "eu-west-1"),
        TRACKS,
    ];
    let made = ec2.call("CreateIpamPrefixListResolverTarget", &form);
    assert_eq!(made.text("ipamPrefixListResolverTarget.state"), "sync-complete");
    assert_eq!(entries(&there, &list), ["10.0.0.0/16"]);
    let id = made.text("ipamPrefixListResolverTarget.ipamPrefixListResolverTargetId");
    let found = ec2.call("DescribeIpamPrefixListResolverTargets", &form[..1]);
    let path = "ipamPrefixListResolverTargetSet.item.ipamPrefixListResolverTargetId";
    assert_eq!(found.texts(path), [id]);
    ec2.call("DeleteIpamPrefixListResolverTarget", &[("IpamPrefixListResolverTargetId", id)]);
    assert!(!described_list(&there, &list).has("ipamPrefixListResolverTargetId"));
}

#[test]
fn the_free_tier_has_no_resolvers() {
    let ec2 = Ec2::new();
    let free = ec2.call("CreateIpam", &[("Tier", "free")]);
    let form = [("IpamId", free.text("ipam.ipamId")), ("AddressFamily", "ipv4")];
    let (code, message) = ec2.refused("CreateIpamPrefixListResolver", &form);
    assert_eq!(code, "UnsupportedOperation");
    let first = "The operation CreateIpamPrefixListResolver is not supported.";
    assert_eq!(message, format!("{first} The Free Tier of IPAM has no prefix list resolvers."));
}

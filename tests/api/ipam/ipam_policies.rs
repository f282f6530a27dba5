use super::super::support::{Ec2, Xml};
use super::ipam;

fn policy(ec2: &Ec2, ipam: &Xml) -> String {
    let made = ec2.call("CreateIpamPolicy", &[("IpamId", ipam.text("ipamId"))]);
    made.text("ipamPolicy.ipamPolicyId").to_owned()
}

/// A pool of public IPv4 addresses in a region.
fn pool(ec2: &Ec2, ipam: &Xml, locale: &str) -> String {
    let form = [
        ("IpamScopeId", ipam.text("publicDefaultScopeId")),
        ("AddressFamily", "ipv4"),
        ("Locale", locale),
    ];
    ec2.call("CreateIpamPool", &form).text("ipamPool.ipamPoolId").to_owned()
}

fn rules<'a>(policy: &'a str, of: &'a str, pool: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("IpamPolicyId", policy),
        ("Locale", "us-east-1"),
        ("ResourceType", of),
        ("AllocationRule.1.SourceIpamPoolId", pool),
    ]
}

#[test]
fn a_policy_lives() {
    let ec2 = Ec2::with_aws_lifecycle();
    let ipam = ipam(&ec2);
    ec2.advance(60);
    let made = ec2.call("CreateIpamPolicy", &[("IpamId", ipam.text("ipamId"))]);
    let made = made.at("ipamPolicy").unwrap();
    let id = made.text("ipamPolicyId").to_owned();
    let arn = format!("arn:aws:ec2::000000000000:ipam-policy/{id}");
    for (member, value) in [
        ("ownerId", "000000000000"),
        ("ipamPolicyArn", arn.as_str()),
        ("ipamPolicyRegion", "us-east-1"),
        ("state", "create-in-progress"),
        ("ipamId", ipam.text("ipamId")),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    ec2.advance(60);
    let found = ec2.call("DescribeIpamPolicies", &[("IpamPolicyId.1", &id)]);
    assert_eq!(found.text("ipamPolicySet.item.state"), "create-complete");
    let by_id = [("IpamPolicyId", id.as_str())];
    let left = ec2.call("DeleteIpamPolicy", &by_id);
    assert_eq!(left.text("ipamPolicy.state"), "delete-in-progress");
    ec2.advance(60);
    let (code, message) = ec2.refused("DeleteIpamPolicy", &by_id);
    assert_eq!(code, "InvalidIpamPolicyId.NotFound");
    assert_eq!(message, format!("The ipam-policy ID '{id}' does not exist"));
}

#[test]
fn policies_are_of_the_advanced_tier() {
    let ec2 = Ec2::new();
    let free = ec2.call("CreateIpam", &[("Tier", "free")]);
    let form = [("IpamId", free.text("ipam.ipamId"))];
    let (code, message) = ec2.refused("CreateIpamPolicy", &form);
    assert_eq!(code, "UnsupportedOperation");
    let expected = "The operation CreateIpamPolicy is not supported. The Free Tier of IPAM has no \
                    policies.";
    assert_eq!(message, expected);
}

#[test]
fn rules_name_pools_for_services() {
    let ec2 = Ec2::new();
    let ipam = ipam(&ec2);
    let (id, mine) = (policy(&ec2, &ipam), pool(&ec2, &ipam, "us-east-1"));
    let made = ec2.call("ModifyIpamPolicyAllocationRules", &rules(&id, "alb", &mine));
    let made = made.at("ipamPolicyDocument").unwrap();
    assert!(made.text("locale") == "us-east-1" && made.text("resourceType") == "alb");
    assert_eq!(made.text("allocationRuleSet.item.sourceIpamPoolId"), mine);
    ec2.call("ModifyIpamPolicyAllocationRules", &rules(&id, "eip", &mine));
    let by_id = ("IpamPolicyId", id.as_str());
    let list = |more: &[(&str, &str)]| {
        let found = ec2.call("GetIpamPolicyAllocationRules", &[&[by_id], more].concat());
        let of = found.texts("ipamPolicyDocumentSet.item.resourceType");
        of.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(list(&[]), ["alb", "eip"]);
    assert_eq!(list(&[("ResourceType", "eip")]), ["eip"]);
    assert!(list(&[("Locale", "eu-west-1")]).is_empty());
    ec2.call("ModifyIpamPolicyAllocationRules", &rules(&id, "eip", &mine)[..3]);
    assert_eq!(list(&[]), ["alb"]);
    let found = ec2.call("DescribeIpamPolicies", &[]);
    assert_eq!(found.text("ipamPolicySet.item.state"), "modify-complete");
}

#[test]
fn other_pools_are_refused() {
    let ec2 = Ec2::new();
    let ipam = ipam(&ec2);
    let (id, far) = (policy(&ec2, &ipam), pool(&ec2, &ipam, "eu-west-1"));
    let refused = |form: &[(&str, &str)]| ec2.refused("ModifyIpamPolicyAllocationRules", form);
    let (code, message) = refused(&rules(&id, "alb", &far));
    assert_eq!(code, "InvalidParameterValue");
    let expected = format!(
        "Value ({far}) for parameter allocationRule.sourceIpamPoolId is invalid. Expecting a \
         public IPv4 pool of the IPAM with this locale."
    );
    assert_eq!(message, expected);
    let form = [("IpamPolicyId", id.as_str()), ("Locale", "us-west-2"), ("ResourceType", "alb")];
    let (code, message) = refused(&form);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "Value (us-west-2) for parameter locale is invalid. It is not an operating \
                    Region of the IPAM.";
    assert_eq!(message, expected);
}

#[test]
fn one_policy_holds_for_the_account() {
    let ec2 = Ec2::new();
    let ipam = ipam(&ec2);
    let (id, other) = (policy(&ec2, &ipam), policy(&ec2, &ipam));
    let incorrect = |message: String| ("IncorrectState".to_owned(), message);
    let enabled = |ec2: &Ec2| ec2.call("GetEnabledIpamPolicy", &[]);
    assert_eq!(enabled(&ec2).text("ipamPolicyEnabled"), "false");
    let by_id = [("IpamPolicyId", id.as_str())];
    let off = incorrect(format!("The IPAM policy {id} is not enabled for the account."));
    assert_eq!(ec2.refused("DisableIpamPolicy", &by_id), off);
    assert_eq!(ec2.call("EnableIpamPolicy", &by_id).text("ipamPolicyId"), id);
    let found = enabled(&ec2);
    assert!(found.text("ipamPolicyEnabled") == "true" && found.text("ipamPolicyId") == id);
    assert_eq!(found.text("managedBy"), "account");
    let on = incorrect(format!("The IPAM policy {id} is enabled for the account."));
    assert_eq!(ec2.refused("EnableIpamPolicy", &[("IpamPolicyId", &other)]), on);
    let (code, message) = ec2.refused("DeleteIpamPolicy", &by_id);
    assert_eq!(code, "DependencyViolation");
    let expected =
        format!("The specified action is not valid for {id}. It is enabled for the account.");
    assert_eq!(message, expected);
    let found = ec2.call("GetIpamPolicyOrganizationTargets", &by_id);
    assert!(found.has("organizationTargetSet") && !found.has("organizationTargetSet.item"));
    let message = "The account is not the management account of an organization.".to_owned();
    let form = [by_id[0], ("OrganizationTargetId", "ou-1")];
    for operation in ["EnableIpamPolicy", "DisableIpamPolicy"] {
        let expected = ("UnsupportedOperation".to_owned(), message.clone());
        assert_eq!(ec2.refused(operation, &form), expected);
    }
    ec2.call("DisableIpamPolicy", &by_id);
    assert_eq!(enabled(&ec2).text("ipamPolicyEnabled"), "false");
    ec2.call("DeleteIpamPolicy", &by_id);
}

#[test]
fn what_is_emulated_gets_no_addresses_by_one() {
    let ec2 = Ec2::new();
    let ipam = ipam(&ec2);
    let (id, mine) = (policy(&ec2, &ipam), pool(&ec2, &ipam, "us-east-1"));
    let by_id = [("IpamPolicyId", id.as_str())];
    let message = "parlel-ec2 does not emulate addresses that Elastic IP addresses and NAT \
                   gateways get by an IPAM policy.";
    let not_given = ("UnsupportedOperation".to_owned(), message.to_owned());
    ec2.call("EnableIpamPolicy", &by_id);
    let operation = "ModifyIpamPolicyAllocationRules";
    assert_eq!(ec2.refused(operation, &rules(&id, "rnat", &mine)), not_given);
    ec2.call(operation, &rules(&id, "rds", &mine));
    ec2.call("DisableIpamPolicy", &by_id);
    ec2.call(operation, &rules(&id, "eip", &mine));
    assert_eq!(ec2.refused("EnableIpamPolicy", &by_id), not_given);
}

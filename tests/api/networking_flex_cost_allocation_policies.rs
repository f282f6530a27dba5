//! Flex cost allocation policies, their versions, and what they are associated with.

use crate::instances::launch_one;
use crate::support::{Ec2, Xml};
use parlel_ec2::{Config, QuotasArg};

const CREATE: &str = "CreateNetworkingFlexCostAllocationPolicy";
const MODIFY: &str = "ModifyNetworkingFlexCostAllocationPolicy";
const DELETE: &str = "DeleteNetworkingFlexCostAllocationPolicies";
const DESCRIBE: &str = "DescribeNetworkingFlexCostAllocationPolicies";
const VERSIONS: &str = "GetNetworkingFlexCostAllocationPolicyVersions";
const ASSOCIATE: &str = "AssociateNetworkingFlexCostAllocationPolicy";
const ASSOCIATIONS: &str = "DescribeNetworkingFlexCostAllocationPolicyAssociations";
const DISASSOCIATE: &str = "DisassociateNetworkingFlexCostAllocationPolicy";

const NAT: [(&str, &str); 3] = [
    ("NetworkResourceType", "natgw"),
    ("NatFcaPolicyDocument.ReportingGranularity.1", "eni"),
    ("NatFcaPolicyDocument.Dimensions.1", "data-transfer"),
];

const INSTANCES: [(&str, &str); 3] = [
    ("NetworkResourceType", "ec2"),
    ("InstanceFcaPolicyDocument.ReportingGranularity.1", "vpc"),
    ("InstanceFcaPolicyDocument.Dimensions.1", "data-transfer"),
];

const PEERING: [(&str, &str); 3] = [
    ("NetworkResourceType", "pcx"),
    ("PcxFcaPolicyDocument.ReportingGranularity.1", "peering-id"),
    ("PcxFcaPolicyDocument.Dimensions.1", "data-transfer"),
];

const CIDRS: [(&str, &str); 6] = [
    ("NetworkResourceType", "natgw"),
    ("NatFcaPolicyDocument.ReportingGranularity.1", "cidr"),
    ("NatFcaPolicyDocument.Dimensions.1", "data-processing"),
    ("NatFcaPolicyDocument.CidrRangeSpecifications.PrefixesType", "source-prefixes"),
    ("NatFcaPolicyDocument.CidrRangeSpecifications.Prefixes.1.CidrRange", "10.0.0.0/8"),
    ("NatFcaPolicyDocument.CidrRangeSpecifications.Prefixes.1.CidrLabel", "inside"),
];

fn policy(ec2: &Ec2, form: &[(&str, &str)]) -> String {
    ec2.call(CREATE, form).text("fcaPolicyId").to_owned()
}

fn is(code: &str, message: impl Into<String>) -> (String, String) {
    (code.to_owned(), message.into())
}

fn missing(id: &str) -> (String, String) {
    is("InvalidFcaPolicyId.NotFound", format!("The fca-policy ID '{id}' does not exist"))
}

fn shown(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call(DESCRIBE, &[("FcaPolicyIds.1", id)]);
    found.at("flexCostAllocationPolicies.item").unwrap().clone()
}

fn failure(answer: &Xml, list: &str) -> [String; 3] {
    let texts = ["resourceId", "failureCode", "failureReason"];
    texts.map(|text| answer.text(&format!("{list}.item.{text}")).to_owned())
}

fn associate(ec2: &Ec2, policy: &str, form: &[(&str, &str)]) -> Xml {
    ec2.call(ASSOCIATE, &[&[("FcaPolicyId", policy)], form].concat())
}

fn vpc(ec2: &Ec2, block: &str) -> String {
    let made = ec2.call("CreateVpc", &[("CidrBlock", block)]);
    made.text("vpc.vpcId").to_owned()
}

#[test]
fn a_policy_lives_from_create_to_delete() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let more = [
            ("Description", "by interface"),
            ("TagSpecifications.1.ResourceType", "fca-policy"),
            ("TagSpecifications.1.Tag.1.Key", "Team"),
            ("TagSpecifications.1.Tag.1.Value", "one"),
            ("ClientToken", "token"),
        ];
        let form = [&NAT[..], &more].concat();
        let made = ec2.call(CREATE, &form);
        let id = made.text("fcaPolicyId").to_owned();
        assert!(id.starts_with("fcap-0") && id.len() == 22, "{id}");
        let arn = format!("arn:aws:ec2:us-east-1:000000000000:fca-policy/{id}");
        assert_eq!(made.text("fcaPolicyArn"), arn);
        assert_eq!(made.text("createdAt"), "2026-01-31T12:00:00.000Z");
        assert_eq!(made.text("expectedEffectiveAt"), "2026-01-31T13:00:00.000Z");
        assert_eq!(ec2.call(CREATE, &form).text("fcaPolicyId"), id);
        policy(&ec2, &INSTANCES);
        for (member, value) in [
            ("fcaPolicyArn", arn.as_str()),
            ("networkResourceType", "natgw"),
            ("natFcaPolicyDocument.ReportingGranularity.item", "eni"),
            ("natFcaPolicyDocument.Dimensions.item", "data-transfer"),
            ("showBackEnabled", "true"),
            ("ownerAccount", "000000000000"),
            ("description", "by interface"),
            ("latestVersion", "1"),
            ("versionExpectedEffectiveAt", "2026-01-31T13:00:00.000Z"),
            ("policyCreatedAt", "2026-01-31T12:00:00.000Z"),
            ("updatedAt", "2026-01-31T12:00:00.000Z"),
            ("managedBy", "account"),
            ("tags.item.value", "one"),
        ] {
            assert_eq!(shown(&ec2, &id).text(member), value, "{member}");
        }
        assert!(!shown(&ec2, &id).has("instanceFcaPolicyDocument"));
        for (name, value, count) in [
            ("fca-policy-id", id.as_str(), 1),
            ("managed-by", "account", 2),
            ("network-resource-type", "ec2", 1),
            ("showback-enabled", "true", 2),
            ("showback-enabled", "false", 0),
            ("tag:Team", "one", 1),
        ] {
            let form = [("Filters.1.Name", name), ("Filters.1.Value.1", value)];
            let found = ec2.call(DESCRIBE, &form);
            assert_eq!(found.all_at("flexCostAllocationPolicies.item").len(), count, "{name}");
        }
        let two = [("FcaPolicyIds.1", id.as_str()), ("FcaPolicyIds.2", "fcap-x")];
        let gone = ec2.call(DELETE, &two);
        assert_eq!(gone.texts("successful.item"), [&*id]);
        let words = "The policy 'fcap-x' does not exist.";
        assert_eq!(failure(&gone, "failed"), ["fcap-x", "ResourceNotFound", words]);
        assert_eq!(ec2.refused(DESCRIBE, &two[..1]), missing(&id));
        assert_eq!(ec2.refused(VERSIONS, &[("FcaPolicyId", &id)]), missing(&id));
        assert_eq!(ec2.refused(MODIFY, &[("FcaPolicyId", &id)]), missing(&id));
        assert_eq!(ec2.refused(ASSOCIATE, &[("FcaPolicyId", &id)]), missing(&id));
        let words = "Invalid id: \"x\" (expecting \"fcap-...\")";
        let malformed = is("InvalidFcaPolicyId.Malformed", words);
        assert_eq!(ec2.refused(VERSIONS, &[("FcaPolicyId", "x")]), malformed);
    }
}

#[test]
fn a_document_says_what_its_type_can() {
    let ec2 = Ec2::new();
    policy(&ec2, &PEERING);
    policy(&ec2, &CIDRS);
    let parameter = |name: &str| format!("The request must contain the parameter {name}");
    for (of, name) in [
        ("natgw", "NatFcaPolicyDocument"),
        ("ec2", "InstanceFcaPolicyDocument"),
        ("pcx", "PcxFcaPolicyDocument"),
    ] {
        let refused = ec2.refused(CREATE, &[("NetworkResourceType", of)]);
        assert_eq!(refused, is("MissingParameter", parameter(name)));
    }
    let ranges = "NatFcaPolicyDocument.CidrRangeSpecifications";
    let refused = ec2.refused(CREATE, &CIDRS[..3]);
    assert_eq!(refused, is("MissingParameter", parameter(ranges)));
    let form = [&NAT[..], &CIDRS[3..]].concat();
    let words = format!("The parameter {ranges} goes with the granularity cidr alone.");
    assert_eq!(ec2.refused(CREATE, &form), is("InvalidParameterCombination", words));
    let words = "The parameter PcxFcaPolicyDocument cannot be used for the type natgw.";
    let form = [&NAT[..], &PEERING[1..]].concat();
    assert_eq!(ec2.refused(CREATE, &form), is("InvalidParameterCombination", words));
    let bad = |parameter: &str, value: &str, reason: &str| {
        let words = format!("Value ({value}) for parameter {parameter} is invalid. {reason}");
        is("InvalidParameterValue", words)
    };
    let reason = "It cannot be reported for the type ec2.";
    let form = [INSTANCES[0], INSTANCES[2], (INSTANCES[1].0, "peering-id")];
    let name = "InstanceFcaPolicyDocument.ReportingGranularity";
    assert_eq!(ec2.refused(CREATE, &form), bad(name, "peering-id", reason));
    let form = [INSTANCES[0], INSTANCES[1], (INSTANCES[2].0, "data-processing")];
    let name = "InstanceFcaPolicyDocument.Dimensions";
    assert_eq!(ec2.refused(CREATE, &form), bad(name, "data-processing", reason));
    let label = "It must have up to 64 letters, digits, hyphens and underscores, and start with a \
                 letter or a digit.";
    for (at, value, member, reason) in [
        (3, "x", "PrefixesType", "Expecting source-prefixes or destination-prefixes."),
        (4, "10.0.0.0", "Prefixes.CidrRange", "This is not a valid CIDR block."),
        (5, "-a", "Prefixes.CidrLabel", label),
    ] {
        let mut form = CIDRS;
        form[at].1 = value;
        let name = format!("{ranges}.{member}");
        assert_eq!(ec2.refused(CREATE, &form), bad(&name, value, reason));
    }
    let long = "x".repeat(1_025);
    let form = [&NAT[..], &[("Description", &long)]].concat();
    let reason = "It must have up to 1024 characters.";
    assert_eq!(ec2.refused(CREATE, &form), bad("description", &long, reason));
}

#[test]
fn a_change_of_what_is_reported_is_a_version() {
    let ec2 = Ec2::new();
    let id = policy(&ec2, &[&NAT[..], &[("Description", "one")]].concat());
    let by_id = ("FcaPolicyId", id.as_str());
    let words = "No attributes specified.";
    assert_eq!(ec2.refused(MODIFY, &[by_id]), is("InvalidParameterCombination", words));
    ec2.advance(3_600);
    for form in [&[("Description", "two")][..], &[NAT[1], NAT[2]], &[("ShowBackEnabled", "true")]] {
        let changed = ec2.call(MODIFY, &[&[by_id], form].concat());
        assert_eq!(changed.text("updatedAt"), "2026-01-31T13:00:00.000Z");
        assert!(!changed.has("version") && !changed.has("versionExpectedEffectiveAt"));
        assert_eq!(shown(&ec2, &id).text("latestVersion"), "1");
        assert_eq!(shown(&ec2, &id).text("description"), "two");
    }
    let changed = ec2.call(MODIFY, &[&[by_id], &CIDRS[1..]].concat());
    assert_eq!(changed.text("version"), "2");
    assert_eq!(changed.text("versionExpectedEffectiveAt"), "2026-01-31T14:00:00.000Z");
    let form = [by_id, ("ShowBackEnabled", "false"), ("Description", "three")];
    assert_eq!(ec2.call(MODIFY, &form).text("version"), "3");
    let versions = |form: &[(&str, &str)]| {
        let found = ec2.call(VERSIONS, &[&[by_id], form].concat());
        let found = found.all_at("fcaPolicyVersions.item").into_iter();
        let members = ["version", "showBackEnabled", "description", "createdAt"];
        found.map(|it| members.map(|member| it.text(member).to_owned())).collect::<Vec<_>>()
    };
    let one = ["1", "true", "two", "2026-01-31T12:00:00.000Z"];
    let two = ["2", "true", "two", "2026-01-31T13:00:00.000Z"];
    let three = ["3", "false", "three", "2026-01-31T13:00:00.000Z"];
    assert_eq!(versions(&[]), [one, two, three]);
    assert_eq!(versions(&[("VersionsToInclude.1", "2"), ("VersionsToInclude.2", "9")]), [two]);
    let found = ec2.call(VERSIONS, &[by_id, ("VersionsToInclude.1", "2")]);
    let found = found.at("fcaPolicyVersions.item").unwrap();
    let ranges = "natFcaPolicyDocument.CidrRangeSpecifications";
    assert_eq!(found.text(&format!("{ranges}.Prefixes.item.CidrLabel")), "inside");
    assert_eq!(found.text(&format!("{ranges}.PrefixesType")), "source-prefixes");
    let words = "The parameter PcxFcaPolicyDocument cannot be used for the type natgw.";
    let form = [&[by_id], &PEERING[1..]].concat();
    assert_eq!(ec2.refused(MODIFY, &form), is("InvalidParameterCombination", words));
    for number in 4..=100 {
        let value = if number % 2 == 0 { "true" } else { "false" };
        ec2.call(MODIFY, &[by_id, ("ShowBackEnabled", value)]);
    }
    let refused = ec2.refused(MODIFY, &[by_id, ("ShowBackEnabled", "false")]);
    assert_eq!(refused, is("ResourceLimitExceeded", "A policy can have up to 100 versions."));
    ec2.call(MODIFY, &[by_id, ("Description", "the last")]);
}

#[test]
fn a_policy_is_of_resources_or_of_scopes() {
    let ec2 = Ec2::new();
    let (id, other) = (policy(&ec2, &INSTANCES), policy(&ec2, &INSTANCES));
    let (instance, vpc) = (launch_one(&ec2, &[]), vpc(&ec2, "10.0.0.0/16"));
    let form = [
        ("NetworkResourceIds.1", instance.as_str()),
        ("NetworkResourceIds.2", &instance),
        ("NetworkResourceScope.ResourceType", "vpc"),
        ("NetworkResourceScope.ResourceIds.1", &vpc),
    ];
    let made = associate(&ec2, &id, &form);
    let all = made.all_at("fcaPolicyAssociations.item");
    assert_eq!(all.len(), 2);
    assert!(!made.has("fcaPolicyAssociationFailures.item"));
    for (member, value) in [
        ("fcaPolicyId", id.as_str()),
        ("networkResourceId", &instance),
        ("ownerAccount", "000000000000"),
        ("associatedAt", "2026-01-31T12:00:00.000Z"),
        ("expectedEffectiveAt", "2026-01-31T13:00:00.000Z"),
        ("associationMode", "direct"),
        ("managedBy", "account"),
    ] {
        assert_eq!(all[0].text(member), value, "{member}");
    }
    assert_eq!(all[1].text("associationMode"), "scope");
    assert_eq!(all[1].text("networkResourceId"), vpc);
    let association = all[0].text("fcaPolicyAssociationId");
    assert!(association.starts_with("fcapassoc-0") && association.len() == 27, "{association}");
    for (name, value, count) in [
        ("fca-policy-id", id.as_str(), 2),
        ("fca-policy-id", &other, 0),
        ("managed-by", "account", 2),
        ("resource-id", &vpc, 1),
    ] {
        let form = [("Filters.1.Name", name), ("Filters.1.Value.1", value)];
        let found = ec2.call(ASSOCIATIONS, &form);
        assert_eq!(found.all_at("fcaPolicyAssociations.item").len(), count, "{name}");
    }
    let again = associate(&ec2, &other, &form[..1]);
    let words = format!("It is associated with the policy '{id}'.");
    let expected = [instance.as_str(), "ResourceAlreadyAssociated", &words];
    assert_eq!(failure(&again, "fcaPolicyAssociationFailures"), expected);
    let kept = ec2.call(DELETE, &[("FcaPolicyIds.1", &id)]);
    let words = format!("The policy '{id}' has active associations.");
    assert_eq!(failure(&kept, "failed"), [id.as_str(), "InvalidResourceState", &words]);
    let two =
        [("FcaPolicyAssociationIds.1", association), ("FcaPolicyAssociationIds.2", "fcapassoc-x")];
    let gone = ec2.call(DISASSOCIATE, &two);
    assert_eq!(gone.texts("fcaPolicyDisassociations.item"), [association]);
    let words = "The association 'fcapassoc-x' does not exist.";
    let expected = ["fcapassoc-x", "InvalidResource", words];
    assert_eq!(failure(&gone, "fcaPolicyDisassociationFailures"), expected);
    let refused = ec2.refused(ASSOCIATIONS, &two[..1]);
    let words = format!("The fca-policy-association ID '{association}' does not exist");
    assert_eq!(refused, is("InvalidFcaPolicyAssociationId.NotFound", words));
    let refused = ec2.refused(ASSOCIATIONS, &[("FcaPolicyAssociationIds.1", "x")]);
    let words = "Invalid id: \"x\" (expecting \"fcapassoc-...\")";
    assert_eq!(refused, is("InvalidFcaPolicyAssociationId.Malformed", words));
    // What it is of takes it along.
    ec2.call("DeleteVpc", &[("VpcId", &vpc)]);
    assert!(!ec2.call(ASSOCIATIONS, &[]).has("fcaPolicyAssociations.item"));
    assert_eq!(ec2.call(DELETE, &[("FcaPolicyIds.1", &id)]).texts("successful.item"), [&*id]);
}

#[test]
fn what_cannot_be_associated_is_told() {
    let ec2 = Ec2::new();
    let policies = [&NAT, &INSTANCES, &PEERING].map(|form| policy(&ec2, form));
    let (one, two) = (vpc(&ec2, "10.0.0.0/16"), vpc(&ec2, "10.1.0.0/16"));
    let form = [("VpcId", one.as_str()), ("PeerVpcId", &two)];
    let made = ec2.call("CreateVpcPeeringConnection", &form);
    let connection = made.text("vpcPeeringConnection.vpcPeeringConnectionId").to_owned();
    let instance = launch_one(&ec2, &[]);
    let reason = |policy: &str, form: &[(&str, &str)]| {
        let failed = associate(&ec2, policy, form);
        assert!(!failed.has("fcaPolicyAssociations.item"));
        let [id, code, reason] = failure(&failed, "fcaPolicyAssociationFailures");
        assert_eq!((id.as_str(), code.as_str()), (form[form.len() - 1].1, "InvalidResource"));
        reason
    };
    let [nat, instances, peering] = policies;
    assert!(reason(&nat, &[("NetworkResourceIds.1", "nat-0123456789abcdef0")]).contains("nat-0"));
    assert!(reason(&nat, &[("NetworkResourceIds.1", &instance)]).contains(&instance));
    let words = format!("Invalid id: \"{connection}\"");
    assert_eq!(reason(&instances, &[("NetworkResourceIds.1", &connection)]), words);
    ec2.call("TerminateInstances", &[("InstanceId.1", &instance)]);
    let words = format!("The instance '{instance}' is not in a valid state for this operation.");
    assert_eq!(reason(&instances, &[("NetworkResourceIds.1", &instance)]), words);
    ec2.call("DeleteVpcPeeringConnection", &[("VpcPeeringConnectionId", &connection)]);
    let words = format!("The vpcPeeringConnection '{connection}' is no connection any more.");
    assert_eq!(reason(&peering, &[("NetworkResourceIds.1", &connection)]), words);
    let (of, named) = ("NetworkResourceScope.ResourceType", "NetworkResourceScope.ResourceIds.1");
    let other = reason(&nat, &[(of, "account"), (named, "111111111111")]);
    assert_eq!(other, "It is not your own account.");
    reason(&nat, &[(of, "subnet"), (named, "subnet-0123456789abcdef0")]);
    let made = associate(&ec2, &nat, &[(of, "account"), (named, "000000000000")]);
    assert_eq!(made.text("fcaPolicyAssociations.item.networkResourceId"), "000000000000");
    let none = ec2.refused(ASSOCIATE, &[("FcaPolicyId", &nat)]);
    let words = "The request must contain the parameter NetworkResourceIds or NetworkResourceScope";
    assert_eq!(none, is("MissingParameter", words));
}

/// A policy and some resources.
fn of<'a>(policy: &'a str, names: &'a [String], ids: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let resources = names.iter().map(String::as_str).zip(ids.iter().copied());
    std::iter::once(("FcaPolicyId", policy)).chain(resources).collect()
}

#[test]
fn a_policy_has_so_many_associations() {
    let ec2 = Ec2::new();
    let id = policy(&ec2, &INSTANCES);
    let launched = ec2.call(
        "RunInstances",
        &[
            ("ImageId", crate::instances::IMAGE),
            ("InstanceType", "t3.micro"),
            ("MinCount", "101"),
            ("MaxCount", "101"),
        ],
    );
    let instances = launched.texts("instancesSet.item.instanceId");
    let names: Vec<String> = (1..=21).map(|at| format!("NetworkResourceIds.{at}")).collect();
    for ids in instances[..100].chunks(20) {
        let made = ec2.call(ASSOCIATE, &of(&id, &names, ids));
        assert_eq!(made.all_at("fcaPolicyAssociations.item").len(), 20);
    }
    let form = of(&id, &names, &instances[100..]);
    let words = "A policy can have up to 100 active associations.";
    assert_eq!(ec2.refused(ASSOCIATE, &form), is("ResourceLimitExceeded", words));
    let scope = [
        ("NetworkResourceScope.ResourceType", "account"),
        ("NetworkResourceScope.ResourceIds.1", "000000000000"),
    ];
    let form = of(&id, &names, &instances[..20]);
    let words = "A request can associate up to 20 resources.";
    let refused = ec2.refused(ASSOCIATE, &[&form[..], &scope].concat());
    assert_eq!(refused, is("InvalidParameterValue", words));
}

#[test]
fn an_account_has_so_many_policies() {
    let ec2 = Ec2::with(Config { quotas: QuotasArg::Default, ..Config::default() });
    for _ in 0..100 {
        policy(&ec2, &NAT);
    }
    let words = "You can have up to 100 flex cost allocation policies.";
    assert_eq!(ec2.refused(CREATE, &NAT), is("ResourceLimitExceeded", words));
}

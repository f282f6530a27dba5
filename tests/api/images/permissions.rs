use super::super::support::Ec2;
use super::OWN;

const ORGANIZATION: &str = "arn:aws:organizations::123456789012:organization/o-123example";
const UNIT: &str = "arn:aws:organizations::123456789012:ou/o-123example/ou-1234-5example";

#[test]
fn launch_permissions() {
    let ec2 = Ec2::new();
    let permissions = || {
        let form = [("ImageId", OWN), ("Attribute", "launchPermission")];
        let answer = ec2.call("DescribeImageAttribute", &form);
        assert_eq!(answer.text("imageId"), OWN);
        let texts = |path| answer.texts(path).into_iter().map(str::to_owned).collect::<Vec<_>>();
        (texts("launchPermission.item.group"), texts("launchPermission.item.userId"))
    };
    assert_eq!(permissions(), (vec![], vec![]));
    ec2.call("ModifyImageAttribute", &[("ImageId", OWN), ("LaunchPermission.Add.1.Group", "all")]);
    assert_eq!(permissions(), (vec!["all".to_owned()], vec![]));

    let add = ("LaunchPermission.Add.1.UserId", "111111111111");
    let remove = ("LaunchPermission.Remove.1.Group", "all");
    ec2.call("ModifyImageAttribute", &[("ImageId", OWN), add, remove]);
    assert_eq!(permissions(), (vec![], vec!["111111111111".to_owned()]));
    let by = |user: &str| {
        let found = ec2.call("DescribeImages", &[("ExecutableBy.1", user), ("Owner.1", "self")]);
        found.has("imagesSet.item")
    };
    assert!(by("111111111111") && !by("222222222222") && !by("self") && !by("all"));

    let legacy = [
        ("ImageId", OWN),
        ("Attribute", "LaunchPermission"),
        ("OperationType", "remove"),
        ("UserId.1", "111111111111"),
    ];
    ec2.call("ModifyImageAttribute", &legacy);
    assert_eq!(permissions(), (vec![], vec![]));
    let group = [("ImageId", OWN), ("OperationType", "add"), ("UserGroup.1", "all")];
    ec2.call("ModifyImageAttribute", &group);
    assert!(by("all"));
    let both = [("ImageId", OWN), ("OperationType", "remove"), remove];
    ec2.call("ModifyImageAttribute", &both);
    assert!(!by("all"));
    ec2.call("ModifyImageAttribute", &[("ImageId", OWN), ("OperationType", "add"), add]);
    let (code, message) = ec2.refused("ModifyImageAttribute", &both[..2]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter userId");
    ec2.call("ResetImageAttribute", &[("ImageId", OWN), ("Attribute", "launchPermission")]);
    assert_eq!(permissions(), (vec![], vec![]));
    // Packer writes it in both ways.
    let users = [("ImageId", OWN), ("UserId.1", "111111111111"), add];
    ec2.call("ModifyImageAttribute", &users);
    let everybody = ("LaunchPermission.Add.1.Group", "all");
    ec2.call("ModifyImageAttribute", &[("ImageId", OWN), ("UserGroup.1", "all"), everybody]);
    assert_eq!(permissions(), (vec!["all".to_owned()], vec!["111111111111".to_owned()]));
    let (code, message) = ec2.refused("ModifyImageAttribute", &users[..2]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter LaunchPermission");
}

#[test]
fn images_are_shared_with_organizations_and_their_units() {
    let ec2 = Ec2::new();
    let permissions = || {
        let form = [("ImageId", OWN), ("Attribute", "launchPermission")];
        let answer = ec2.call("DescribeImageAttribute", &form);
        let texts = |path| answer.texts(path).into_iter().map(str::to_owned).collect::<Vec<_>>();
        (
            texts("launchPermission.item.organizationArn"),
            texts("launchPermission.item.organizationalUnitArn"),
        )
    };
    let modify = |more: &[(&str, &str)]| {
        ec2.call("ModifyImageAttribute", &[&[("ImageId", OWN)], more].concat());
    };
    modify(&[
        ("LaunchPermission.Add.1.OrganizationArn", ORGANIZATION),
        ("LaunchPermission.Add.2.OrganizationalUnitArn", UNIT),
    ]);
    assert_eq!(permissions(), (vec![ORGANIZATION.to_owned()], vec![UNIT.to_owned()]));
    modify(&[("LaunchPermission.Remove.1.OrganizationArn", ORGANIZATION)]);
    modify(&[("OperationType", "remove"), ("OrganizationalUnitArn.1", UNIT)]);
    assert_eq!(permissions(), (vec![], vec![]));
    modify(&[
        ("OperationType", "add"),
        ("OrganizationArn.1", ORGANIZATION),
        ("OrganizationalUnitArn.1", UNIT),
    ]);
    assert_eq!(permissions(), (vec![ORGANIZATION.to_owned()], vec![UNIT.to_owned()]));
    // Nobody here is known to belong to them.
    let other = ec2.as_account("111111111111");
    let found = other.call("DescribeImages", &[("Owner.1", "000000000000")]);
    assert!(!found.has("imagesSet.item"));
    ec2.call("ResetImageAttribute", &[("ImageId", OWN), ("Attribute", "launchPermission")]);
    assert_eq!(permissions(), (vec![], vec![]));

    for (parameter, arn, kind) in [
        ("OrganizationArn", UNIT, "OrganizationArn"),
        (
            "OrganizationArn",
            "arn:aws:organizations::123456789012:account/o-123example",
            "OrganizationArn",
        ),
        ("OrganizationArn", "o-123example", "OrganizationArn"),
        (
            "OrganizationArn",
            "arn:aws:organizations::1:organization/o-123example",
            "OrganizationArn",
        ),
        ("OrganizationalUnitArn", ORGANIZATION, "OrganizationalUnitArn"),
        ("UserId", "", "userId"),
    ] {
        let member = format!("LaunchPermission.Add.1.{parameter}");
        let form = [("ImageId", OWN), (member.as_str(), arn)];
        let arn = if kind == "userId" { " " } else { arn };
        let message = format!("Invalid attribute item value \"{arn}\" for {kind} item type.");
        assert_eq!(
            ec2.refused("ModifyImageAttribute", &form),
            ("InvalidAMIAttributeItemValue".to_owned(), message)
        );
    }
    assert_eq!(permissions(), (vec![], vec![]));
}

#[test]
fn a_public_image_is_deprecated_after_two_years() {
    let ec2 = Ec2::new();
    let shown = || {
        let found = ec2.call("DescribeImages", &[("ImageId.1", OWN)]);
        found.at("imagesSet.item.deprecationTime").map(|time| time.text.clone())
    };
    assert_eq!(shown(), None);
    let all = ("LaunchPermission.Add.1.Group", "all");
    ec2.call("ModifyImageAttribute", &[("ImageId", OWN), all]);
    let latest = "2028-01-30T12:00:00.000Z";
    assert_eq!(shown().as_deref(), Some(latest));
    let deprecate =
        |at| ec2.call("EnableImageDeprecation", &[("ImageId", OWN), ("DeprecateAt", at)]);
    deprecate("2027-01-01T00:00:00Z");
    assert_eq!(shown().as_deref(), Some("2027-01-01T00:00:00.000Z"));
    deprecate(latest);
    ec2.call("DisableImageDeprecation", &[("ImageId", OWN)]);
    assert_eq!(shown().as_deref(), Some(latest));
    ec2.call("ResetImageAttribute", &[("ImageId", OWN), ("Attribute", "launchPermission")]);
    assert_eq!(shown(), None);
    // Ten years, with their leap days.
    deprecate("2036-01-31T12:00:00Z");
    assert_eq!(shown().as_deref(), Some("2036-01-31T12:00:00.000Z"));
}

#[test]
fn an_attribute_that_is_named_is_the_one_that_changes() {
    let ec2 = Ec2::new();
    let refused = |form: &[(&str, &str)]| {
        let form = [&[("ImageId", OWN)], form].concat();
        ec2.refused("ModifyImageAttribute", &form)
    };
    let several = |names: &str| {
        let message = format!("Fields for multiple attribute types specified: {names}");
        ("InvalidParameterCombination".to_owned(), message)
    };
    let user = [("UserId.1", "111111111111"), ("OperationType", "add")];
    assert_eq!(
        refused(&[("Attribute", "description"), user[0], user[1]]),
        several("description, launchPermission")
    );
    let described = ("Description.Value", "mine");
    let both = several("description, launchPermission");
    assert_eq!(refused(&[("Attribute", "launchPermission"), described]), both);
    let both = several("description, imdsSupport");
    assert_eq!(refused(&[("Attribute", "imdsSupport"), described]), both);
    let name = |at: usize| match at {
        0..=5_000 => format!("LaunchPermission.Add.{}.UserId", at + 1),
        _ => format!("LaunchPermission.Remove.{}.UserId", at - 5_000),
    };
    let names: Vec<String> = (0..=10_000).map(name).collect();
    let many: Vec<_> = names.iter().map(|name| (name.as_str(), "111111111111")).collect();
    let message = "One request names at most 10000 accounts.";
    let expected = ("InvalidParameterValue".to_owned(), message.to_owned());
    assert_eq!(refused(&many), expected);
}

use super::support::Ec2;

fn two_vpcs(ec2: &Ec2) -> [String; 2] {
    ["10.0.0.0/16", "10.1.0.0/16"]
        .map(|cidr| ec2.call("CreateVpc", &[("CidrBlock", cidr)]).text("vpc.vpcId").to_owned())
}

#[test]
fn tags_are_set_found_and_taken_away() {
    let ec2 = Ec2::new();
    let [one, two] = two_vpcs(&ec2);
    let form = [
        ("ResourceId.1", one.as_str()),
        ("ResourceId.2", two.as_str()),
        ("Tag.1.Key", "Name"),
        ("Tag.1.Value", "x"),
        ("Tag.2.Key", "empty"),
        ("Tag.2.Value", ""),
    ];
    ec2.call("CreateTags", &form);
    ec2.call("CreateTags", &[("ResourceId.1", &two), ("Tag.1.Key", "Name"), ("Tag.1.Value", "y")]);
    let find = |filters: &[(&str, &str)]| {
        let found = ec2.call("DescribeTags", filters);
        let keys = found.texts("tagSet.item.key");
        let values = found.texts("tagSet.item.value");
        keys.iter().zip(values).map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>()
    };
    let of = |id: &str| find(&[("Filter.1.Name", "resource-id"), ("Filter.1.Value.1", id)]);
    assert_eq!(of(&one), ["Name=x", "empty="]);
    assert_eq!(of(&two), ["Name=y", "empty="]);
    assert_eq!(find(&[("Filter.1.Name", "key"), ("Filter.1.Value.1", "N*")]).len(), 2);
    assert_eq!(find(&[("Filter.1.Name", "value"), ("Filter.1.Value.1", "y")]), ["Name=y"]);
    assert_eq!(find(&[("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "x")]), ["Name=x"]);
    assert_eq!(find(&[("Filter.1.Name", "resource-type"), ("Filter.1.Value.1", "vpc")]).len(), 4);
    assert_eq!(find(&[("Filter.1.Name", "resource-id"), ("Filter.1.Value.1", "vpc-*")]).len(), 4);

    // The value must be the tag's, an empty one included; without a value the key suffices.
    let unset = |form: &[(&str, &str)]| {
        let mut all = vec![("ResourceId.1", one.as_str())];
        all.extend(form);
        ec2.call("DeleteTags", &all);
    };
    unset(&[("Tag.1.Key", "Name"), ("Tag.1.Value", "")]);
    unset(&[("Tag.1.Key", "Name"), ("Tag.1.Value", "other")]);
    assert_eq!(of(&one), ["Name=x", "empty="]);
    unset(&[("Tag.1.Key", "empty"), ("Tag.1.Value", "")]);
    assert_eq!(of(&one), ["Name=x"]);
    unset(&[("Tag.1.Key", "Name")]);
    assert!(of(&one).is_empty());
    ec2.call("DeleteTags", &[("ResourceId.1", &two)]);
    assert!(of(&two).is_empty());
}

#[test]
fn one_wrong_id_and_nothing_happens() {
    let ec2 = Ec2::new();
    let [one, _] = two_vpcs(&ec2);
    let before = ec2.state();
    let refused = |id: &str| {
        let form = [
            ("ResourceId.1", one.as_str()),
            ("ResourceId.2", id),
            ("Tag.1.Key", "a"),
            ("Tag.1.Value", "b"),
        ];
        ec2.refused("CreateTags", &form)
    };
    assert_eq!(refused("vpc-1").0, "InvalidVpcID.NotFound");
    assert_eq!(refused("colour-1"), ("InvalidID".into(), "The ID 'colour-1' is not valid".into()));
    assert_eq!(refused("nonsense").0, "InvalidID");
    assert_eq!(ec2.state(), before);
    let gone = [("ResourceId.1", "vpc-1"), ("Tag.1.Key", "a")];
    assert_eq!(ec2.refused("DeleteTags", &gone).0, "InvalidVpcID.NotFound");
}

#[test]
fn keys_values_and_numbers_have_limits() {
    let ec2 = Ec2::new();
    let [one, _] = two_vpcs(&ec2);
    let refused = |key: &str, value: &str| {
        let form = [("ResourceId.1", one.as_str()), ("Tag.1.Key", key), ("Tag.1.Value", value)];
        ec2.refused("CreateTags", &form)
    };
    assert_eq!(
        refused("aws:x", "y").1,
        "Tag keys starting with 'aws:' are reserved for internal use"
    );
    assert_eq!(refused("AWS:x", "y").0, "InvalidParameterValue");
    assert_eq!(refused("", "y").0, "InvalidParameterValue");
    assert_eq!(refused(&"k".repeat(129), "y").0, "InvalidParameterValue");
    assert_eq!(refused("k", &"v".repeat(257)).0, "InvalidParameterValue");
    let keys: Vec<(String, String)> =
        (1..=51).map(|at| (format!("Tag.{at}.Key"), at.to_string())).collect();
    let mut form: Vec<(&str, &str)> = vec![("ResourceId.1", &one)];
    form.extend(keys.iter().map(|(name, key)| (name.as_str(), key.as_str())));
    assert_eq!(ec2.refused("CreateTags", &form).0, "TagLimitExceeded");
    ec2.call("CreateTags", &form[..51]);
    assert_eq!(ec2.refused("CreateTags", &[("ResourceId.1", &one)]).0, "MissingParameter");
    let reserved = [("ResourceId.1", one.as_str()), ("Tag.1.Key", "aws:x")];
    assert_eq!(ec2.refused("DeleteTags", &reserved).0, "InvalidParameterValue");
}

#[test]
fn a_public_image_is_not_ones_own_to_tag() {
    let ec2 = Ec2::new();
    let form = [("Owner.1", "amazon"), ("Filter.1.Name", "name"), ("Filter.1.Value.1", "al2023-*")];
    let images = ec2.call("DescribeImages", &form);
    let id = images.text("imagesSet.item.imageId");
    let form = [("ResourceId.1", id), ("Tag.1.Key", "a"), ("Tag.1.Value", "b")];
    let (code, message) = ec2.refused("CreateTags", &form);
    assert_eq!(code, "AuthFailure");
    assert_eq!(message, format!("Not authorized for images: [{id}]"));
}

#[test]
fn specifications_name_what_is_created() {
    let ec2 = Ec2::new();
    let refused = |form: &[(&str, &str)]| {
        let mut all = vec![("CidrBlock", "10.0.0.0/16")];
        all.extend(form);
        ec2.refused("CreateVpc", &all)
    };
    let (code, message) = refused(&[
        ("TagSpecification.1.ResourceType", "instance"),
        ("TagSpecification.1.Tag.1.Key", "a"),
    ]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "'instance' is not a valid taggable resource type for this operation.");
    let (_, message) = refused(&[("TagSpecification.1.ResourceType", "vpc")]);
    assert_eq!(message, "Tag specification must have at least one tag");
    let (_, message) = refused(&[
        ("TagSpecification.1.ResourceType", "vpc"),
        ("TagSpecification.1.Tag.1.Key", "a"),
        ("TagSpecification.1.Tag.2.Key", "a"),
    ]);
    assert_eq!(message, "Duplicate tag key 'a' specified.");
}

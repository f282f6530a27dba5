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
    let empty = "Value ( null ) for parameter resourceId is invalid. Null/empty value for \
                 resourceId is invalid";
    assert_eq!(refused(""), ("InvalidParameterValue".into(), empty.into()));
    let no_digits = "The ID 'i-eCHmOTcEW0OZ9KbNe' is not valid";
    assert_eq!(refused("i-eCHmOTcEW0OZ9KbNe"), ("InvalidID".into(), no_digits.into()));
    let too_many = "i-d04e3e86b706490f9dfe6b3d2fc910cf";
    let expected = ("InvalidID".into(), format!("The ID '{too_many}' is not valid"));
    assert_eq!(refused(too_many), expected);
    assert_eq!(refused("sir-pzegskqj").0, "InvalidSpotInstanceRequestID.NotFound");
    let no_address = "The elasticIp ID 'eipalloc-0b32e1600cb854aca' does not exist";
    let expected = ("InvalidElasticIpID.NotFound".into(), no_address.into());
    assert_eq!(refused("eipalloc-0b32e1600cb854aca"), expected);
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
    let message = |key: &str, value: &str| {
        let (code, message) = refused(key, value);
        assert_eq!(code, "InvalidParameterValue");
        message
    };
    assert_eq!(
        message("aws:x", "y"),
        "Value ( aws:x ) for parameter key is invalid. \
         Tag keys starting with 'aws:' are reserved for internal use"
    );
    assert!(message("AWS:x", "y").ends_with("are reserved for internal use"));
    assert_eq!(
        message("", "y"),
        "Value ( '' ) for parameter Tag key is invalid. Tag key cannot be null or empty."
    );
    assert!(message(&"k".repeat(129), "y").ends_with("maximum length of 128 characters"));
    assert!(message("k", &"v".repeat(257)).ends_with("maximum length of 256 characters"));
    let no_value = [("ResourceId.1", one.as_str()), ("Tag.1.Key", "k")];
    assert_eq!(
        ec2.refused("CreateTags", &no_value).1,
        "Value ( k ) for parameter value is invalid. \
         Tag value cannot be null. Use empty string instead."
    );
    let mut twice = no_value.to_vec();
    twice.extend([("Tag.1.Value", "x"), ("Tag.2.Key", "k"), ("Tag.2.Value", "y")]);
    ec2.call("CreateTags", &twice);
    let of_one = [("Filter.1.Name", "resource-id"), ("Filter.1.Value.1", one.as_str())];
    assert_eq!(ec2.call("DescribeTags", &of_one).texts("tagSet.item.value"), ["y"]);
    ec2.call("DeleteTags", &[("ResourceId.1", one.as_str()), ("Tag.1.Key", "k")]);
    let names: Vec<[String; 2]> =
        (1..=51).map(|at| ["Key", "Value"].map(|part| format!("Tag.{at}.{part}"))).collect();
    let mut form: Vec<(&str, &str)> = vec![("ResourceId.1", &one)];
    form.extend(names.iter().flat_map(|[key, value]| [(key.as_str(), key.as_str()), (value, "")]));
    let (code, message) = ec2.refused("CreateTags", &form);
    assert_eq!(code, "TagLimitExceeded");
    assert_eq!(message, "The resultant tag set must not have more than 50 user tags.");
    ec2.call("CreateTags", &form[..101]);
    let (code, message) = ec2.refused("CreateTags", &form[..1]);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "Value ( empty ) for parameter tagSet is invalid. You must specify one or more \
                    tags to create";
    assert_eq!(message, expected);
    assert_eq!(ec2.refused("CreateTags", &form[1..]).0, "MissingParameter");
    let ids: Vec<String> = (1..=1_001).map(|at| format!("ResourceId.{at}")).collect();
    let mut many = vec![("Tag.1.Key", "a"), ("Tag.1.Value", "b")];
    many.extend(ids.iter().map(|name| (name.as_str(), one.as_str())));
    assert_eq!(ec2.refused("CreateTags", &many).0, "ResourceCountExceeded");
    assert_eq!(ec2.refused("DeleteTags", &many).0, "ResourceCountExceeded");
    let keys: Vec<String> = (1..=1_001).map(|at| format!("Tag.{at}.Key")).collect();
    let mut many = vec![("ResourceId.1", one.as_str())];
    many.extend(keys.iter().map(|name| (name.as_str(), name.as_str())));
    assert_eq!(ec2.refused("DeleteTags", &many).0, "InvalidParameterValue");
    let reserved = [("ResourceId.1", one.as_str()), ("Tag.1.Key", "aws:x")];
    let (code, message) = ec2.refused("DeleteTags", &reserved);
    assert_eq!(code, "InvalidParameterValue");
    assert!(message.starts_with("Value ( aws:x ) for parameter key is invalid."), "{message}");
}

#[test]
fn what_aws_owns_is_tagged_for_oneself() {
    let ec2 = Ec2::new();
    let named =
        [("Owner.1", "amazon"), ("Filter.1.Name", "name"), ("Filter.1.Value.1", "al2023-*")];
    let images = ec2.call("DescribeImages", &named);
    let id = images.text("imagesSet.item.imageId");
    let form = [("ResourceId.1", id), ("Tag.1.Key", "base"), ("Tag.1.Value", "yes")];
    // Nothing to take away yet.
    ec2.call("DeleteTags", &form);
    ec2.call("CreateTags", &form);
    let by_tag = [("Filter.1.Name", "tag:base"), ("Filter.1.Value.1", "yes")];
    let found = |ec2: &Ec2| {
        let found = ec2.call("DescribeImages", &by_tag);
        found.texts("imagesSet.item.imageId").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(found(&ec2), [id]);
    assert!(found(&ec2.as_account("111111111111")).is_empty());
    for form in [&[("Filter.1.Name", "resource-id"), ("Filter.1.Value.1", id)], &by_tag] {
        let tags = ec2.call("DescribeTags", form);
        assert_eq!(tags.texts("tagSet.item.resourceId"), [id]);
        assert_eq!(tags.text("tagSet.item.resourceType"), "image");
        assert_eq!(tags.text("tagSet.item.value"), "yes");
    }
    ec2.call("DeleteTags", &form[..1]);
    assert!(found(&ec2).is_empty());

    let lists = ec2.call("DescribePrefixLists", &[]);
    let list = lists.text("prefixListSet.item.prefixListId");
    let form = [("ResourceId.1", list), form[1], form[2]];
    let (code, message) = ec2.refused("CreateTags", &form);
    assert_eq!(code, "UnsupportedOperation");
    assert_eq!(message, "parlel-ec2 does not emulate tags on the prefix lists that AWS keeps.");
}

#[test]
fn every_kind_is_tagged_by_its_id() {
    let ec2 = Ec2::new();
    let key = ec2.call("CreateKeyPair", &[("KeyName", "mine")]);
    let group = [("GroupName", "near"), ("Strategy", "cluster")];
    let group = ec2.call("CreatePlacementGroup", &group);
    let list = [("PrefixListName", "offices"), ("MaxEntries", "3"), ("AddressFamily", "IPv4")];
    let list = ec2.call("CreateManagedPrefixList", &list);
    let gateway = [("Type", "ipsec.1"), ("IpAddress", "203.0.113.7")];
    let gateway = ec2.call("CreateCustomerGateway", &gateway);
    let ids = [
        gateway.text("customerGateway.customerGatewayId"),
        key.text("keyPairId"),
        group.text("placementGroup.groupId"),
        list.text("prefixList.prefixListId"),
    ];
    let names: Vec<String> = (1..=ids.len()).map(|at| format!("ResourceId.{at}")).collect();
    let mut form = vec![("Tag.1.Key", "a"), ("Tag.1.Value", "b")];
    form.extend(names.iter().map(String::as_str).zip(ids));
    ec2.call("CreateTags", &form);
    let tags = ec2.call("DescribeTags", &[]);
    assert_eq!(tags.texts("tagSet.item.resourceId"), ids);
    let types = ["customer-gateway", "key-pair", "placement-group", "prefix-list"];
    assert_eq!(tags.texts("tagSet.item.resourceType"), types);
    let shown = ec2.call("DescribePlacementGroups", &[("GroupId.1", ids[2])]);
    assert_eq!(shown.text("placementGroupSet.item.tagSet.item.value"), "b");
    let mut dry = form.clone();
    dry.push(("DryRun", "true"));
    let before = ec2.state();
    assert_eq!(ec2.refused("DeleteTags", &dry).0, "DryRunOperation");
    assert_eq!(ec2.state(), before);
}

#[test]
fn pages_of_tags_stay_while_tags_come_and_go() {
    let ec2 = Ec2::new();
    let [one, _] = two_vpcs(&ec2);
    let set = |key: &str| {
        let form = [("ResourceId.1", one.as_str()), ("Tag.1.Key", key), ("Tag.1.Value", "")];
        ec2.call("CreateTags", &form);
    };
    for key in ["b", "d", "f", "h", "j", "l", "n"] {
        set(key);
    }
    let first = ec2.call("DescribeTags", &[("MaxResults", "5")]);
    assert_eq!(first.texts("tagSet.item.key"), ["b", "d", "f", "h", "j"]);
    set("a");
    set("k");
    ec2.call("DeleteTags", &[("ResourceId.1", &one), ("Tag.1.Key", "j")]);
    let form = [("MaxResults", "5"), ("NextToken", first.text("nextToken"))];
    let second = ec2.call("DescribeTags", &form);
    assert_eq!(second.texts("tagSet.item.key"), ["k", "l", "n"]);
    assert!(!second.has("nextToken"));
    // Those of named resources come all at once.
    let of_one = [("Filter.1.Name", "resource-id"), ("Filter.1.Value.1", one.as_str())];
    let all = ec2.call("DescribeTags", &[&of_one[..], &[("MaxResults", "5")]].concat());
    assert_eq!(all.all_at("tagSet.item").len(), 8);
    assert!(!all.has("nextToken"));
    let (code, message) = ec2.refused("DescribeTags", &[("MaxResults", "4")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        "Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5."
    );
    assert_eq!(ec2.refused("DescribeTags", &[("NextToken", "x")]).0, "InvalidNextToken");
    let (code, message) = ec2.refused("DescribeTags", &[("Filter.1.Name", "colour")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "The filter 'colour' is invalid");
    let names: Vec<String> = (1..=201).map(|at| format!("Filter.1.Value.{at}")).collect();
    let mut many = vec![("Filter.1.Name", "key")];
    many.extend(names.iter().map(|name| (name.as_str(), "x")));
    let (code, message) = ec2.refused("DescribeTags", &many);
    assert_eq!(code, "FilterLimitExceeded");
    assert_eq!(message, "The maximum number of filter values specified on a single call is 200");
    let long = "x".repeat(256);
    let (code, message) =
        ec2.refused("DescribeVpcs", &[("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", &long)]);
    assert_eq!(code, "FilterLimitExceeded");
    assert_eq!(message, "The maximum length for a filter value is 255 characters");
    let names: Vec<String> = (1..=51).map(|at| format!("Filter.{at}.Name")).collect();
    let many: Vec<_> = names.iter().map(|name| (name.as_str(), "vpc-id")).collect();
    let (code, message) = ec2.refused("DescribeVpcs", &many);
    assert_eq!(code, "FilterLimitExceeded");
    assert_eq!(message, "The maximum number of filters specified on a single call is 50");
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
    assert_eq!(code, "InvalidParameter");
    assert_eq!(message, "'instance' is not a valid taggable resource type for this operation.");
    let (code, message) = ec2.refused(
        "CreateVolume",
        &[
            ("AvailabilityZone", "us-east-1a"),
            ("Size", "1"),
            ("TagSpecification.1.ResourceType", "vpc"),
            ("TagSpecification.1.Tag.1.Key", "a"),
        ],
    );
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "'vpc' is not a valid taggable resource type for this operation.");
    let (code, message) = refused(&[("TagSpecification.1.Tag.1.Key", "a")]);
    assert_eq!(code, "InvalidParameter");
    assert_eq!(message, "Tag specification resource type must have a value");
    let (_, message) = refused(&[
        ("TagSpecification.1.ResourceType", "vpc"),
        ("TagSpecification.1.Tag.1.Key", "a"),
        ("TagSpecification.1.Tag.1.Value", ""),
        ("TagSpecification.2.ResourceType", "vpc"),
        ("TagSpecification.2.Tag.1.Key", "b"),
        ("TagSpecification.2.Tag.1.Value", ""),
    ]);
    assert_eq!(
        message,
        "The same resource type may not be specified more than once in tag specifications"
    );
    assert_eq!(
        refused(&[("TagSpecification.1.ResourceType", "vpc")]),
        (
            "InvalidTagKey.Malformed".to_owned(),
            "Tag specification must have at least one tag".to_owned()
        )
    );
    let (_, message) = refused(&[
        ("TagSpecification.1.ResourceType", "vpc"),
        ("TagSpecification.1.Tag.1.Key", "a"),
        ("TagSpecification.1.Tag.2.Key", "a"),
    ]);
    assert_eq!(message, "Duplicate tag key 'a' specified.");
    let of_aws =
        [("TagSpecification.1.ResourceType", "vpc"), ("TagSpecification.1.Tag.1.Key", "aws:a")];
    let (_, message) = refused(&of_aws);
    assert_eq!(message, "Tag keys starting with 'aws:' are reserved for internal use");
    let no_value = [of_aws[0], ("TagSpecification.1.Tag.1.Key", "a")];
    assert_eq!(refused(&no_value).1, "Tag value cannot be null. Use empty string instead.");
}

#[test]
fn what_has_no_tags_is_not_tagged() {
    let ec2 = Ec2::new();
    let launch = [
        ("ImageId", "ami-0abcdef1234567890"),
        ("InstanceType", "t3.micro"),
        ("MinCount", "1"),
        ("MaxCount", "1"),
        ("IamInstanceProfile.Name", "web"),
    ];
    ec2.call("RunInstances", &launch);
    let found = ec2.call("DescribeIamInstanceProfileAssociations", &[]);
    let id = found.text("iamInstanceProfileAssociationSet.item.associationId");
    let tag = [("ResourceId.1", id), ("Tag.1.Key", "a"), ("Tag.1.Value", "b")];
    for action in ["CreateTags", "DeleteTags"] {
        let (code, message) = ec2.refused(action, &tag);
        assert_eq!(code, "InvalidID");
        assert_eq!(message, format!("The ID '{id}' is not valid"));
        let (code, message) = ec2.refused(action, &tag[1..]);
        assert_eq!(code, "MissingParameter");
        assert_eq!(message, "The request must contain the parameter resourceIdSet");
    }
    assert!(!ec2.call("DescribeTags", &[]).has("tagSet.item"));
}

#[test]
fn a_request_tags_so_many_resources() {
    let ec2 = Ec2::new();
    let names: Vec<String> = (1..=1_001).map(|at| format!("ResourceId.{at}")).collect();
    let mut many: Vec<_> = names.iter().map(|name| (name.as_str(), "vpc-00000000")).collect();
    many.push(("Tag.1.Key", "a"));
    many.push(("Tag.1.Value", "b"));
    let (code, message) = ec2.refused("CreateTags", &many);
    assert_eq!(code, "ResourceCountExceeded");
    let expected =
        "You have exceeded the number of resources allowed in a single call of this type";
    assert_eq!(message, expected);
    let names: Vec<String> = (1..=1_001).map(|at| format!("Tag.{at}.Key")).collect();
    let mut many: Vec<_> = names.iter().map(|name| (name.as_str(), name.as_str())).collect();
    many.push(("ResourceId.1", "vpc-00000000"));
    let (code, message) = ec2.refused("DeleteTags", &many);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "You may delete at most 1000 tags in one request.");
}

#[test]
fn a_tag_has_one_key_and_one_value() {
    let ec2 = Ec2::new();
    let [one, _] = two_vpcs(&ec2);
    // As flexera-public/right_aws#46 sent it.
    let form = [
        ("ResourceId.1", one.as_str()),
        ("Tag.1.Key.1", "myKey1"),
        ("Tag.1.Key.2", "myValue1"),
        ("Tag.1.Value.1", "myKey2"),
        ("Tag.1.Value.2", "myValue2"),
        ("Tag.2.Key.1", "default"),
        ("Tag.2.Key.2", ""),
        ("Tag.2.Value", ""),
    ];
    let (code, message) = ec2.refused("CreateTags", &form);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The parameter 'Value' may only be specified once.");
    let (code, message) =
        ec2.refused("CreateTags", &[form[0], form[1], form[2], ("Tag.1.Value", "")]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The parameter 'Key' may only be specified once.");
    assert!(!ec2.call("DescribeTags", &[]).has("tagSet.item"));
}

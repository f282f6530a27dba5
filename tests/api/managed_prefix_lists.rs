use super::support::Ec2;

const LIST: [(&str, &str); 3] =
    [("PrefixListName", "offices"), ("MaxEntries", "3"), ("AddressFamily", "IPv4")];

fn create(ec2: &Ec2) -> String {
    let mut form = LIST.to_vec();
    form.extend([
        ("Entry.1.Cidr", "10.0.0.0/16"),
        ("Entry.1.Description", "first"),
        ("Entry.2.Cidr", "10.1.0.9/24"),
    ]);
    ec2.call("CreateManagedPrefixList", &form).text("prefixList.prefixListId").to_owned()
}

fn cidrs(ec2: &Ec2, id: &str, version: &str) -> Vec<String> {
    let form = [("PrefixListId", id), ("TargetVersion", version)];
    let form = if version.is_empty() { &form[..1] } else { &form[..] };
    let entries = ec2.call("GetManagedPrefixListEntries", form);
    entries.texts("entrySet.item.cidr").into_iter().map(str::to_owned).collect()
}

#[test]
fn versions_follow_the_changes() {
    let ec2 = Ec2::new();
    let id = create(&ec2);
    assert_eq!(cidrs(&ec2, &id, ""), ["10.0.0.0/16", "10.1.0.0/24"]);
    let modify = [
        ("PrefixListId", id.as_str()),
        ("CurrentVersion", "1"),
        ("AddEntry.1.Cidr", "10.2.0.0/24"),
        ("RemoveEntry.1.Cidr", "10.0.0.0/16"),
    ];
    let modified = ec2.call("ModifyManagedPrefixList", &modify);
    assert_eq!(modified.text("prefixList.version"), "2");
    assert_eq!(modified.text("prefixList.state"), "modify-complete");
    assert_eq!(cidrs(&ec2, &id, ""), ["10.1.0.0/24", "10.2.0.0/24"]);
    assert_eq!(cidrs(&ec2, &id, "1"), ["10.0.0.0/16", "10.1.0.0/24"]);
    let (code, message) = ec2.refused("ModifyManagedPrefixList", &modify);
    assert_eq!(code, "PrefixListVersionMismatch");
    assert_eq!(message, "The prefix list has the incorrect version number");

    let restore =
        [("PrefixListId", id.as_str()), ("PreviousVersion", "1"), ("CurrentVersion", "2")];
    let restored = ec2.call("RestoreManagedPrefixListVersion", &restore);
    assert_eq!(restored.text("prefixList.version"), "3");
    assert_eq!(cidrs(&ec2, &id, ""), ["10.0.0.0/16", "10.1.0.0/24"]);
    assert_eq!(
        ec2.refused("RestoreManagedPrefixListVersion", &restore).0,
        "PrefixListVersionMismatch"
    );
    let form = [("PrefixListId", id.as_str()), ("TargetVersion", "9")];
    let (code, _) = ec2.refused("GetManagedPrefixListEntries", &form);
    assert_eq!(code, "InvalidPrefixListVersion.NotFound");
    let rename = [("PrefixListId", id.as_str()), ("PrefixListName", "homes"), ("MaxEntries", "2")];
    let renamed = ec2.call("ModifyManagedPrefixList", &rename);
    assert_eq!(renamed.text("prefixList.prefixListName"), "homes");
    assert_eq!(renamed.text("prefixList.version"), "3");

    ec2.call("DeleteManagedPrefixList", &[("PrefixListId", &id)]);
    let (code, _) = ec2.refused("DeleteManagedPrefixList", &[("PrefixListId", &id)]);
    assert_eq!(code, "InvalidPrefixListID.NotFound");
}

#[test]
fn changes_are_checked() {
    let ec2 = Ec2::new();
    let id = create(&ec2);
    let refused = |more: &[(&str, &str)]| {
        let mut form = vec![("PrefixListId", id.as_str()), ("CurrentVersion", "1")];
        form.extend(more);
        ec2.refused("ModifyManagedPrefixList", &form)
    };
    assert_eq!(refused(&[]).0, "InvalidRequest");
    assert_eq!(refused(&[("RemoveEntry.1.Cidr", "10.9.0.0/16")]).0, "InvalidRequest");
    let (code, message) =
        refused(&[("AddEntry.1.Cidr", "10.0.0.0/16"), ("RemoveEntry.1.Cidr", "10.0.0.0/16")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        "Request cannot contain Cidr 10.0.0.0/16 in both AddPrefixListEntries and \
         RemovePrefixListEntries"
    );
    let twice = [("AddEntry.1.Cidr", "10.5.0.0/16"), ("AddEntry.2.Cidr", "10.5.0.0/16")];
    assert_eq!(refused(&twice).0, "InvalidParameterValue");
    assert_eq!(refused(&[("AddEntry.1.Cidr", "2001:db8::/32")]).0, "InvalidParameterValue");
    let full = [("AddEntry.1.Cidr", "10.5.0.0/16"), ("AddEntry.2.Cidr", "10.6.0.0/16")];
    assert_eq!(refused(&full).0, "PrefixListMaxEntriesExceeded");
    let both = [("AddEntry.1.Cidr", "10.5.0.0/16"), ("MaxEntries", "9")];
    assert_eq!(refused(&both).0, "InvalidParameterCombination");
    let described =
        [("AddEntry.1.Cidr", "10.5.0.0/16"), ("AddEntry.1.Description", &"x".repeat(256))];
    assert_eq!(refused(&described).0, "InvalidParameterValue");
    let form = [("PrefixListId", id.as_str()), ("AddEntry.1.Cidr", "10.5.0.0/16")];
    assert_eq!(ec2.refused("ModifyManagedPrefixList", &form).0, "MissingParameter");
    for (name, value) in
        [("PrefixListName", "com.amazonaws.x"), ("MaxEntries", "0"), ("AddressFamily", "IPv5")]
    {
        let form: Vec<_> =
            LIST.iter().map(|(key, is)| (*key, if *key == name { value } else { is })).collect();
        assert_eq!(ec2.refused("CreateManagedPrefixList", &form).0, "InvalidParameterValue");
    }
}

#[test]
fn aws_keeps_lists_of_its_own() {
    let ec2 = Ec2::new().in_region("eu-west-1");
    let own = create(&ec2);
    let all = ec2.call("DescribeManagedPrefixLists", &[]);
    assert_eq!(all.all_at("prefixListSet.item").len(), 3);
    let of_aws = [("Filter.1.Name", "owner-id"), ("Filter.1.Value.1", "AWS")];
    let of_aws = ec2.call("DescribeManagedPrefixLists", &of_aws);
    let names = of_aws.texts("prefixListSet.item.prefixListName");
    assert!(names.contains(&"com.amazonaws.eu-west-1.s3"), "{names:?}");
    let id = of_aws.text("prefixListSet.item.prefixListId");
    assert!(!cidrs(&ec2, id, "").is_empty());
    let form = [("PrefixListId", id), ("TargetVersion", "2")];
    let (code, _) = ec2.refused("GetManagedPrefixListEntries", &form);
    assert_eq!(code, "InvalidPrefixListVersion.NotFound");
    assert_eq!(
        ec2.refused("DeleteManagedPrefixList", &[("PrefixListId", id)]).0,
        "OperationNotPermitted"
    );
    let both = [("PrefixListId.1", id), ("PrefixListId.2", own.as_str())];
    let both = ec2.call("DescribeManagedPrefixLists", &both);
    assert_eq!(both.all_at("prefixListSet.item").len(), 2);

    let service = [("Filter.1.Name", "prefix-list-name"), ("Filter.1.Value.1", "*.s3")];
    let lists = ec2.call("DescribePrefixLists", &service);
    assert_eq!(lists.all_at("prefixListSet.item").len(), 1);
    assert!(lists.has("prefixListSet.item.cidrSet.item"));
    let (code, _) = ec2.refused("DescribePrefixLists", &[("PrefixListId.1", &own)]);
    assert_eq!(code, "InvalidPrefixListID.NotFound");
    let of = [("PrefixListId", own.as_str())];
    let associations = ec2.call("GetManagedPrefixListAssociations", &of);
    assert!(!associations.has("prefixListAssociationSet.item"));
}

#[test]
fn in_the_aws_lifecycle_one_change_waits_for_the_other() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = create(&ec2);
    let rename = [("PrefixListId", id.as_str()), ("PrefixListName", "homes")];
    assert_eq!(ec2.refused("ModifyManagedPrefixList", &rename).0, "IncorrectState");
    ec2.advance(5);
    let renamed = ec2.call("ModifyManagedPrefixList", &rename);
    assert_eq!(renamed.text("prefixList.state"), "modify-in-progress");
    ec2.advance(5);
    let deleted = ec2.call("DeleteManagedPrefixList", &rename[..1]);
    assert_eq!(deleted.text("prefixList.state"), "delete-in-progress");
    ec2.advance(5);
    assert!(
        !ec2.call(
            "DescribeManagedPrefixLists",
            &[("Filter.1.Name", "prefix-list-id"), ("Filter.1.Value.1", &id)]
        )
        .has("prefixListSet.item")
    );
}

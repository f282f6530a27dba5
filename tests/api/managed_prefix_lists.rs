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
    let (code, message) = refused(&[("RemoveEntry.1.Cidr", "10.9.0.0/16")]);
    assert_eq!(code, "InvalidPrefixListModification");
    assert!(message.ends_with("does not exist."), "{message}");
    let again = [("AddEntry.1.Cidr", "10.0.0.0/16"), ("AddEntry.1.Description", "first")];
    let (code, message) = refused(&again);
    assert_eq!(code, "InvalidPrefixListModification");
    assert_eq!(
        message,
        "An entry with the CIDR (10.0.0.0/16) and description (first) already exists."
    );
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
    let (code, message) = refused(&both);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "You cannot modify the entries and the maximum entries for the prefix list in the same \
         request."
    );
    assert_eq!(refused(&[("MaxEntries", "1")]).0, "PrefixListMaxEntriesExceeded");
    assert_eq!(refused(&[("PrefixListName", "com.amazonaws.x")]).0, "InvalidParameterValue");
    let synchronised = [("IpamPrefixListResolverSyncEnabled", "true")];
    assert_eq!(refused(&synchronised).0, "UnsupportedOperation");
    let form = [("PrefixListId", id.as_str()), ("CurrentVersion", "0"), ("PrefixListName", "x")];
    let (code, message) = ec2.refused("ModifyManagedPrefixList", &form);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        "The specified value for version is not valid. The value must be greater than (1)."
    );
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
        let (code, message) = ec2.refused("CreateManagedPrefixList", &form);
        assert_eq!(code, "InvalidParameterValue");
        if name == "MaxEntries" {
            assert_eq!(message, "Must specify a max size between 1 and 1000");
        }
        assert_eq!(ec2.refused("CreateManagedPrefixList", &form[..2]).0, "MissingParameter");
    }
}

#[test]
fn an_entry_can_be_described_anew() {
    let ec2 = Ec2::new();
    let id = create(&ec2);
    let anew = [
        ("PrefixListId", id.as_str()),
        ("CurrentVersion", "1"),
        ("AddEntry.1.Cidr", "10.0.0.0/16"),
        ("AddEntry.1.Description", "head office"),
    ];
    ec2.call("ModifyManagedPrefixList", &anew);
    let described = |version: &str| {
        let form = [("PrefixListId", id.as_str()), ("TargetVersion", version)];
        let entries = ec2.call("GetManagedPrefixListEntries", &form);
        entries.text("entrySet.item.description").to_owned()
    };
    assert_eq!(described("2"), "head office");
    assert_eq!(described("1"), "first");
}

#[test]
fn a_list_is_shown_whole_and_found_by_its_name() {
    let ec2 = Ec2::new();
    let mut form = LIST.to_vec();
    form.extend([
        ("TagSpecification.1.ResourceType", "prefix-list"),
        ("TagSpecification.1.Tag.1.Key", "team"),
        ("TagSpecification.1.Tag.1.Value", "net"),
    ]);
    let mut dry = form.clone();
    dry.push(("DryRun", "true"));
    assert_eq!(ec2.refused("CreateManagedPrefixList", &dry).0, "DryRunOperation");
    ec2.call("CreateManagedPrefixList", &form);
    let named = [("Filter.1.Name", "prefix-list-name"), ("Filter.1.Value.1", "offices")];
    let found = ec2.call("DescribeManagedPrefixLists", &named);
    let list = found.at("prefixListSet.item").unwrap();
    let id = list.text("prefixListId");
    let arn = format!("arn:aws:ec2:us-east-1:000000000000:prefix-list/{id}");
    for (member, value) in [
        ("addressFamily", "IPv4"),
        ("state", "create-complete"),
        ("prefixListArn", arn.as_str()),
        ("maxEntries", "3"),
        ("version", "1"),
        ("ownerId", "000000000000"),
        ("tagSet.item.value", "net"),
    ] {
        assert_eq!(list.text(member), value);
    }
    assert_eq!(found.all_at("prefixListSet.item").len(), 1);
    let rename = [("PrefixListId", id), ("PrefixListName", "homes")];
    ec2.call("ModifyManagedPrefixList", &rename);
    assert!(!ec2.call("DescribeManagedPrefixLists", &named).has("prefixListSet.item"));
    let elsewhere = ec2.as_account("111111111111");
    let (code, message) =
        elsewhere.refused("DescribeManagedPrefixLists", &[("PrefixListId.1", id)]);
    assert_eq!(code, "InvalidPrefixListID.NotFound");
    assert_eq!(message, format!("The prefix list ID '{id}' does not exist"));
}

#[test]
fn pages_of_entries_stay_while_entries_come_and_go() {
    let ec2 = Ec2::new();
    let id = create(&ec2);
    let first =
        ec2.call("GetManagedPrefixListEntries", &[("PrefixListId", &id), ("MaxResults", "1")]);
    assert_eq!(first.texts("entrySet.item.cidr"), ["10.0.0.0/16"]);
    let modify = [
        ("PrefixListId", id.as_str()),
        ("CurrentVersion", "1"),
        ("AddEntry.1.Cidr", "9.0.0.0/8"),
        ("AddEntry.2.Cidr", "100.64.0.0/10"),
        ("RemoveEntry.1.Cidr", "10.0.0.0/16"),
    ];
    ec2.call("ModifyManagedPrefixList", &modify);
    let token = first.text("nextToken");
    let next = [("PrefixListId", id.as_str()), ("NextToken", token)];
    let rest = ec2.call("GetManagedPrefixListEntries", &next);
    assert_eq!(rest.texts("entrySet.item.cidr"), ["10.1.0.0/24", "100.64.0.0/10"]);
    let (code, _) = ec2.refused("DescribePrefixLists", &[("NextToken", token)]);
    assert_eq!(code, "InvalidNextToken");
}

#[test]
fn lists_hold_blocks_of_their_family() {
    let ec2 = Ec2::new();
    let form = [LIST[0], LIST[1], ("AddressFamily", "IPv6"), ("Entry.1.Cidr", "2001:DB8::/32")];
    let created = ec2.call("CreateManagedPrefixList", &form);
    let id = created.text("prefixList.prefixListId");
    assert_eq!(cidrs(&ec2, id, ""), ["2001:db8::/32"]);
    for cidr in ["10.0.0.0/8", "2001:db8::/129", "everywhere", ""] {
        let form = [form[0], form[1], form[2], ("Entry.1.Cidr", cidr)];
        let (code, _) = ec2.refused("CreateManagedPrefixList", &form);
        assert_eq!(code, "InvalidParameterValue", "{cidr}");
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
    let ids = of_aws.texts("prefixListSet.item.prefixListId");
    assert_eq!(ids, ["pl-6da54004", "pl-6fa54006"]);
    assert!(!of_aws.has("prefixListSet.item.version"));
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
    let names: Vec<String> = (1..=201).map(|at| format!("Filter.1.Value.{at}")).collect();
    let mut many = vec![("Filter.1.Name", "prefix-list-id")];
    many.extend(names.iter().map(|name| (name.as_str(), "x")));
    assert_eq!(ec2.refused("DescribePrefixLists", &many).0, "FilterLimitExceeded");
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

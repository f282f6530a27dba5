use super::support::Ec2;

const LIST: [(&str, &str); 3] =
    [("PrefixListName", "offices"), ("MaxEntries", "3"), ("AddressFamily", "IPv4")];

fn create(ec2: &Ec2) -> String {
    let mut form = LIST.to_vec();
    form.extend([
        ("Entry.1.Cidr", "10.0.0.0/16"),
        ("Entry.1.Description", "first"),
        ("Entry.2.Cidr", "10.1.0.0/24"),
    ]);
    ec2.call("CreateManagedPrefixList", &form).text("prefixList.prefixListId").to_owned()
}

fn cidrs(ec2: &Ec2, id: &str, version: &str) -> Vec<String> {
    let form = [("PrefixListId", id), ("TargetVersion", version)];
    let form = if version.is_empty() { &form[..1] } else { &form[..] };
    let entries = ec2.call("GetManagedPrefixListEntries", form);
    entries.texts("entrySet.item.cidr").into_iter().map(str::to_owned).collect()
}

fn too_many() -> (String, String) {
    let message = "You've reached the maximum number of entries for the prefix list.";
    ("PrefixListMaxEntriesExceeded".to_owned(), message.to_owned())
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
    assert!(!modified.has("prefixList.tagSet"));
    assert_eq!(cidrs(&ec2, &id, ""), ["10.1.0.0/24", "10.2.0.0/24"]);
    assert_eq!(cidrs(&ec2, &id, "1"), ["10.0.0.0/16", "10.1.0.0/24"]);
    let (code, message) = ec2.refused("ModifyManagedPrefixList", &modify);
    assert_eq!(code, "PrefixListVersionMismatch");
    assert_eq!(message, "The prefix list has the incorrect version number.");

    let restore =
        [("PrefixListId", id.as_str()), ("PreviousVersion", "1"), ("CurrentVersion", "2")];
    let restored = ec2.call("RestoreManagedPrefixListVersion", &restore);
    assert_eq!(restored.text("prefixList.version"), "3");
    assert!(!restored.has("prefixList.tagSet"));
    assert_eq!(cidrs(&ec2, &id, ""), ["10.0.0.0/16", "10.1.0.0/24"]);
    assert_eq!(
        ec2.refused("RestoreManagedPrefixListVersion", &restore).0,
        "PrefixListVersionMismatch"
    );
    let form = [("PrefixListId", id.as_str()), ("TargetVersion", "9")];
    let (code, message) = ec2.refused("GetManagedPrefixListEntries", &form);
    assert_eq!(code, "InvalidPrefixListVersion.NotFound");
    assert_eq!(message, "The prefix list version '9' does not exist");
    let rename = [("PrefixListId", id.as_str()), ("PrefixListName", "homes"), ("MaxEntries", "2")];
    let renamed = ec2.call("ModifyManagedPrefixList", &rename);
    assert_eq!(renamed.text("prefixList.prefixListName"), "homes");
    assert_eq!(renamed.text("prefixList.version"), "3");

    let deleted = ec2.call("DeleteManagedPrefixList", &[("PrefixListId", &id)]);
    assert!(!deleted.has("prefixList.tagSet"));
    let by_id: &[(&str, &str)] = &rename[..1];
    for (action, form) in [
        ("GetManagedPrefixListEntries", by_id),
        ("GetManagedPrefixListAssociations", by_id),
        ("ModifyManagedPrefixList", &rename),
        ("DeleteManagedPrefixList", by_id),
    ] {
        let (code, message) = ec2.refused(action, form);
        assert_eq!(code, "InvalidPrefixListID.NotFound", "{action}");
        assert_eq!(message, format!("The prefix list ({id}) does not exist."));
    }
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
    let invalid = |message: &str| ("InvalidParameterValue".to_owned(), message.to_owned());
    let (code, message) = refused(&[]);
    assert_eq!((code.as_str(), &*message), ("InvalidRequest", "The request received was invalid."));
    let (code, message) = refused(&[("RemoveEntry.1.Cidr", "10.9.0.0/16")]);
    assert_eq!(code, "InvalidPrefixListModification");
    assert_eq!(message, "An entry with the CIDR (10.9.0.0/16) does not exist.");
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
    let expected = invalid("Request cannot contain Cidr 10.5.0.0/16 more than once");
    assert_eq!(refused(&twice), expected);
    for cidr in ["2001:db8::/32", "52.94.133.132/24"] {
        let expected = invalid(&format!(
            "The specified CIDR ({cidr}) is not valid. For example, specify a CIDR in the \
             following form: 10.0.0.0/16."
        ));
        assert_eq!(refused(&[("AddEntry.1.Cidr", cidr)]), expected);
        assert_eq!(refused(&[("RemoveEntry.1.Cidr", cidr)]), expected);
    }
    let full = [("AddEntry.1.Cidr", "10.5.0.0/16"), ("AddEntry.2.Cidr", "10.6.0.0/16")];
    assert_eq!(refused(&full), too_many());
}

#[test]
fn what_is_no_entry_is_checked() {
    let ec2 = Ec2::new();
    let id = create(&ec2);
    let refused = |more: &[(&str, &str)]| {
        let mut form = vec![("PrefixListId", id.as_str()), ("CurrentVersion", "1")];
        form.extend(more);
        ec2.refused("ModifyManagedPrefixList", &form)
    };
    let invalid = |message: &str| ("InvalidParameterValue".to_owned(), message.to_owned());
    let both = [("AddEntry.1.Cidr", "10.5.0.0/16"), ("MaxEntries", "9")];
    let (code, message) = refused(&both);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "You cannot modify the entries and the maximum number of entries for the prefix list in \
         the same request."
    );
    assert_eq!(refused(&[("MaxEntries", "1")]), too_many());
    let reserved = invalid(
        "Value (com.amazonaws.x) for parameter prefixListName is invalid. It must have up to 255 \
         characters and cannot start with com.amazonaws.",
    );
    assert_eq!(refused(&[("PrefixListName", "com.amazonaws.x")]), reserved);
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
    let expected = invalid("The description of an entry has at most 255 characters.");
    assert_eq!(refused(&described), expected);
    let form = [("PrefixListId", id.as_str()), ("AddEntry.1.Cidr", "10.5.0.0/16")];
    assert_eq!(ec2.refused("ModifyManagedPrefixList", &form).0, "MissingParameter");
}

#[test]
fn a_new_list_is_checked() {
    let ec2 = Ec2::new();
    let name = |name: &str| {
        format!(
            "Value ({name}) for parameter prefixListName is invalid. It must have up to 255 \
             characters and cannot start with com.amazonaws."
        )
    };
    let family = "Value (IPv5) for parameter addressFamily is invalid. It must be IPv4 or IPv6.";
    for (name, value, said) in [
        ("PrefixListName", "com.amazonaws.x", &*name("com.amazonaws.x")),
        ("PrefixListName", "", &name("")),
        ("MaxEntries", "0", "Must specify a max size between 1 and 1000"),
        ("AddressFamily", "IPv5", family),
    ] {
        let form: Vec<_> =
            LIST.iter().map(|(key, is)| (*key, if *key == name { value } else { is })).collect();
        let (code, message) = ec2.refused("CreateManagedPrefixList", &form);
        assert_eq!((code.as_str(), &*message), ("InvalidParameterValue", said));
        assert_eq!(ec2.refused("CreateManagedPrefixList", &form[..2]).0, "MissingParameter");
    }
}

#[test]
fn a_request_has_a_hundred_entries_at_most() {
    let ec2 = Ec2::new();
    let form = |first: &[(&str, &str)], list: &str, from: u32, count: u32| {
        let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        let entry = |at| (format!("{list}.{at}.Cidr"), format!("10.{from}.{at}.0/24"));
        first.iter().map(owned).chain((1..=count).map(entry)).collect::<Vec<_>>()
    };
    let ask = |action: &str, form: Vec<(String, String)>| {
        let form: Vec<_> = form.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        ec2.ask(action, &form).map_err(|refusal| (refusal.code, refusal.message))
    };
    let message = "The number of entries per request cannot exceeds limit (100).";
    let expected = ("InvalidParameterValue".to_owned(), message.to_owned());
    let expected = Err(expected);
    let new = [LIST[0], ("MaxEntries", "300"), LIST[2]];
    let create = "CreateManagedPrefixList";
    assert_eq!(ask(create, form(&new, "Entry", 0, 101)), expected);
    let list = ask(create, form(&new, "Entry", 0, 100)).unwrap();
    let one = [("PrefixListId", list.text("prefixList.prefixListId")), ("CurrentVersion", "1")];
    let modify = "ModifyManagedPrefixList";
    for list in ["AddEntry", "RemoveEntry"] {
        assert_eq!(ask(modify, form(&one, list, 1, 101)), expected, "{list}");
    }
    let both = [form(&one, "AddEntry", 1, 100), form(&[], "RemoveEntry", 0, 100)].concat();
    ask(modify, both).unwrap();
}

#[test]
fn a_list_in_use_is_not_deleted() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = create(&ec2);
    let group = ec2.call("CreateSecurityGroup", &[("GroupName", "x"), ("GroupDescription", "x")]);
    let rule = [
        ("GroupId", group.text("groupId")),
        ("IpPermissions.1.IpProtocol", "-1"),
        ("IpPermissions.1.PrefixListIds.1.PrefixListId", &id),
    ];
    ec2.call("AuthorizeSecurityGroupIngress", &rule);
    ec2.advance(5);
    let one = [("PrefixListId", id.as_str())];
    let state = || {
        let form = [("PrefixListId.1", id.as_str())];
        ec2.call("DescribeManagedPrefixLists", &form).text("prefixListSet.item.state").to_owned()
    };
    let deleted = ec2.call("DeleteManagedPrefixList", &one);
    assert_eq!(deleted.text("prefixList.state"), "delete-in-progress");
    ec2.advance(5);
    assert_eq!(state(), "delete-failed");
    ec2.call("ModifyManagedPrefixList", &[one[0], ("PrefixListName", "kept")]);
    ec2.advance(5);
    assert_eq!(state(), "modify-complete");
    ec2.control("PUT", "lifecycle", "{\"mode\":\"instant\"}");
    let deleted = ec2.call("DeleteManagedPrefixList", &one);
    assert_eq!(deleted.text("prefixList.state"), "delete-failed");
    ec2.call("RevokeSecurityGroupIngress", &rule);
    let deleted = ec2.call("DeleteManagedPrefixList", &one);
    assert_eq!(deleted.text("prefixList.state"), "delete-complete");
    assert_eq!(ec2.refused("DeleteManagedPrefixList", &one).0, "InvalidPrefixListID.NotFound");
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
    assert_eq!(all.all_at("prefixListSet.item").len(), 4);
    let of_aws = [("Filter.1.Name", "owner-id"), ("Filter.1.Value.1", "AWS")];
    let of_aws = ec2.call("DescribeManagedPrefixLists", &of_aws);
    let ids = of_aws.texts("prefixListSet.item.prefixListId");
    assert_eq!(ids, ["pl-4fa04526", "pl-6da54004", "pl-6fa54006"]);
    assert!(!of_aws.has("prefixListSet.item.version"));
    let names = of_aws.texts("prefixListSet.item.prefixListName");
    for name in ["com.amazonaws.eu-west-1.s3", "com.amazonaws.global.cloudfront.origin-facing"] {
        assert!(names.contains(&name), "{names:?}");
    }
    let id = of_aws.text("prefixListSet.item.prefixListId");
    assert!(!cidrs(&ec2, id, "").is_empty());
    let form = [("PrefixListId", id), ("TargetVersion", "2")];
    let (code, _) = ec2.refused("GetManagedPrefixListEntries", &form);
    assert_eq!(code, "InvalidPrefixListVersion.NotFound");
    let (code, message) = ec2.refused("DeleteManagedPrefixList", &[("PrefixListId", id)]);
    assert_eq!(code, "OperationNotPermitted");
    assert_eq!(
        message,
        format!("The prefix list '{id}' is managed by AWS and cannot be modified.")
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
    let (code, message) = ec2.refused("DescribePrefixLists", &[("PrefixListId.1", &own)]);
    assert_eq!(code, "InvalidPrefixListId.NotFound");
    assert_eq!(message, format!("The prefix list ID '{own}' does not exist"));
    let of = [("PrefixListId", own.as_str())];
    let associations = ec2.call("GetManagedPrefixListAssociations", &of);
    assert!(!associations.has("prefixListAssociationSet.item"));
}

#[test]
fn in_the_aws_lifecycle_one_change_waits_for_the_other() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = create(&ec2);
    let rename = [("PrefixListId", id.as_str()), ("PrefixListName", "homes")];
    let in_state = |state: &str| {
        let message = format!(
            "The request cannot be completed while the prefix list ({id}) is in the current state \
             ({state})"
        );
        ("IncorrectState".to_owned(), message)
    };
    let busy = ec2.refused("ModifyManagedPrefixList", &rename);
    assert_eq!(busy, in_state("create-in-progress"));
    ec2.advance(5);
    let renamed = ec2.call("ModifyManagedPrefixList", &rename);
    assert_eq!(renamed.text("prefixList.state"), "modify-in-progress");
    let busy = ec2.refused("DeleteManagedPrefixList", &rename[..1]);
    assert_eq!(busy, in_state("modify-in-progress"));
    ec2.advance(5);
    let shown = || {
        let list = ec2.call("DescribeManagedPrefixLists", &[("PrefixListId.1", &id)]);
        list.text("prefixListSet.item.version").to_owned()
    };
    let remove = [rename[0], ("CurrentVersion", "1"), ("RemoveEntry.1.Cidr", "10.1.0.0/24")];
    let modified = ec2.call("ModifyManagedPrefixList", &remove);
    assert_eq!(modified.text("prefixList.version"), "1");
    assert_eq!(shown(), "1");
    assert_eq!(cidrs(&ec2, &id, ""), ["10.0.0.0/16", "10.1.0.0/24"]);
    ec2.advance(5);
    assert_eq!(shown(), "2");
    assert_eq!(cidrs(&ec2, &id, ""), ["10.0.0.0/16"]);
    let restore = [rename[0], ("CurrentVersion", "2"), ("PreviousVersion", "1")];
    let restored = ec2.call("RestoreManagedPrefixListVersion", &restore);
    assert_eq!(restored.text("prefixList.state"), "restore-in-progress");
    assert_eq!(restored.text("prefixList.version"), "2");
    ec2.advance(5);
    assert_eq!(shown(), "3");
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

//! Launch templates and their versions; launches from them are in `instances::templates`.

use crate::support::{Ec2, Xml};

const TEMPLATE: &str = "launchTemplates.item";
const VERSION: &str = "launchTemplateVersionSet.item";

fn create(ec2: &Ec2, name: &str, data: &[(&str, &str)]) -> String {
    let mut parameters = vec![("LaunchTemplateName", name)];
    parameters.extend(data);
    let answer = ec2.call("CreateLaunchTemplate", &parameters);
    answer.text("launchTemplate.launchTemplateId").to_owned()
}

fn web(ec2: &Ec2) -> String {
    create(ec2, "web", &[("LaunchTemplateData.InstanceType", "t3.micro")])
}

fn add_version(ec2: &Ec2, id: &str, parameters: &[(&str, &str)]) -> Xml {
    let mut all = vec![("LaunchTemplateId", id)];
    all.extend(parameters);
    ec2.call("CreateLaunchTemplateVersion", &all)
}

fn versions(ec2: &Ec2, parameters: &[(&str, &str)]) -> Vec<String> {
    let answer = ec2.call("DescribeLaunchTemplateVersions", parameters);
    let numbers = answer.texts("launchTemplateVersionSet.item.versionNumber");
    numbers.into_iter().map(str::to_owned).collect()
}

/// Three versions; the second one is the default.
fn three(ec2: &Ec2) -> String {
    let id = web(ec2);
    add_version(ec2, &id, &[("LaunchTemplateData.InstanceType", "t3.small")]);
    add_version(ec2, &id, &[("LaunchTemplateData.InstanceType", "t3.large")]);
    ec2.call("ModifyLaunchTemplate", &[("LaunchTemplateId", &id), ("SetDefaultVersion", "2")]);
    id
}

#[test]
fn a_template_is_made_and_described() {
    let ec2 = Ec2::new();
    let made = ec2.call(
        "CreateLaunchTemplate",
        &[
            ("LaunchTemplateName", "web"),
            ("VersionDescription", "first"),
            ("LaunchTemplateData.ImageId", "ami-0abcdef1234567890"),
            ("TagSpecification.1.ResourceType", "launch-template"),
            ("TagSpecification.1.Tag.1.Key", "Team"),
            ("TagSpecification.1.Tag.1.Value", "blue"),
        ],
    );
    let id = made.text("launchTemplate.launchTemplateId");
    let by_name = ec2.call("DescribeLaunchTemplates", &[("LaunchTemplateName.1", "web")]);
    let found = by_name.at(TEMPLATE).unwrap();
    assert_eq!(found.text("launchTemplateId"), id);
    assert_eq!(found.text("createTime"), "2026-01-31T12:00:00.000Z");
    assert_eq!(found.text("createdBy"), "arn:aws:iam::000000000000:root");
    assert_eq!(found.text("defaultVersionNumber"), "1");
    assert_eq!(found.text("latestVersionNumber"), "1");
    assert_eq!(found.text("tagSet.item.value"), "blue");
    let answer = ec2.call("DescribeLaunchTemplateVersions", &[("LaunchTemplateName", "web")]);
    let version = answer.at(VERSION).unwrap();
    assert_eq!(version.text("versionDescription"), "first");
    assert_eq!(version.text("defaultVersion"), "true");
    assert_eq!(version.text("launchTemplateData.imageId"), "ami-0abcdef1234567890");
    assert_eq!(version.at("launchTemplateData").unwrap().children.len(), 1);
    for (filter, value) in
        [("launch-template-name", "we*"), ("tag:Team", "blue"), ("tag-key", "Team")]
    {
        let filters = [("Filter.1.Name", filter), ("Filter.1.Value.1", value)];
        let answer = ec2.call("DescribeLaunchTemplates", &filters);
        assert_eq!(answer.all_at(TEMPLATE).len(), 1, "{filter}");
    }
    assert_eq!(ec2.in_region("eu-west-1").call("DescribeLaunchTemplates", &[]).children.len(), 2);
}

#[test]
fn what_a_template_says_comes_back() {
    let ec2 = Ec2::new();
    let given = [
        ("KernelId", "aki-12345678", "kernelId"),
        ("RamDiskId", "ari-12345678", "ramDiskId"),
        ("Placement.HostId", "h-0123456789abcdef0", "placement.hostId"),
        ("CpuOptions.AmdSevSnp", "enabled", "cpuOptions.amdSevSnp"),
        ("MetadataOptions.HttpTokens", "required", "metadataOptions.httpTokens"),
        ("InstanceRequirements.VCpuCount.Min", "2", "instanceRequirements.vCpuCount.min"),
        ("InstanceRequirements.MemoryMiB.Min", "1024", "instanceRequirements.memoryMiB.min"),
        (
            "InstanceRequirements.CpuManufacturer.1",
            "amd",
            "instanceRequirements.cpuManufacturerSet.item",
        ),
        ("BlockDeviceMapping.1.DeviceName", "/dev/xvda", "blockDeviceMappingSet.item.deviceName"),
        ("BlockDeviceMapping.1.Ebs.VolumeSize", "30", "blockDeviceMappingSet.item.ebs.volumeSize"),
        (
            "NetworkInterface.1.SecurityGroupId.1",
            "sg-1",
            "networkInterfaceSet.item.groupSet.groupId",
        ),
        (
            "NetworkInterface.1.Ipv4Prefix.1.Ipv4Prefix",
            "10.0.0.0/28",
            "networkInterfaceSet.item.ipv4PrefixSet.item.ipv4Prefix",
        ),
        (
            "LicenseSpecification.1.LicenseConfigurationArn",
            "arn:x",
            "licenseSet.item.licenseConfigurationArn",
        ),
        (
            "InstanceMarketOptions.SpotOptions.MaxPrice",
            "0.1",
            "instanceMarketOptions.spotOptions.maxPrice",
        ),
        ("TagSpecification.1.ResourceType", "volume", "tagSpecificationSet.item.resourceType"),
        ("TagSpecification.1.Tag.1.Key", "Name", "tagSpecificationSet.item.tagSet.item.key"),
        ("TagSpecification.1.Tag.1.Value", "disk", "tagSpecificationSet.item.tagSet.item.value"),
        ("SecurityGroupId.1", "sg-2", "securityGroupIdSet.item"),
        ("UserData", "aGVsbG8=", "userData"),
    ];
    let names: Vec<String> =
        given.iter().map(|(name, ..)| format!("LaunchTemplateData.{name}")).collect();
    let data: Vec<(&str, &str)> =
        names.iter().zip(given).map(|(name, (_, value, _))| (name.as_str(), value)).collect();
    let id = create(&ec2, "all", &data);
    let answer = ec2.call("DescribeLaunchTemplateVersions", &[("LaunchTemplateId", &id)]);
    let data = answer.at("launchTemplateVersionSet.item.launchTemplateData").unwrap();
    for (name, value, path) in given {
        assert_eq!(data.text(path), value, "{name}");
    }
}

#[test]
fn names_descriptions_and_data_are_checked() {
    let ec2 = Ec2::new();
    web(&ec2);
    let data = ("LaunchTemplateData.InstanceType", "t3.micro");
    for name in ["ab", "a b c", &"a".repeat(129)] {
        let (code, _) = ec2.refused("CreateLaunchTemplate", &[("LaunchTemplateName", name), data]);
        assert_eq!(code, "InvalidLaunchTemplateName.MalformedException", "{name}");
    }
    let refused = |parameters: &[(&str, &str)]| {
        let mut all = vec![("LaunchTemplateName", "other")];
        all.extend(parameters);
        ec2.refused("CreateLaunchTemplate", &all)
    };
    let (code, message) =
        ec2.refused("CreateLaunchTemplate", &[("LaunchTemplateName", "web"), data]);
    assert_eq!(code, "InvalidLaunchTemplateName.AlreadyExistsException");
    assert_eq!(message, "Launch template name already in use.");
    let long = "x".repeat(256);
    assert_eq!(refused(&[data, ("VersionDescription", &long)]).0, "InvalidParameterValue");
    assert_eq!(refused(&[]).0, "MissingParameter");
    let (code, message) = refused(&[("LaunchTemplateData", "")]);
    assert_eq!(code, "MissingParameter");
    assert!(message.starts_with("No launch template data was provided."), "{message}");
    let (code, _) = refused(&[("LaunchTemplateData.UserData", "no base64!")]);
    assert_eq!(code, "InvalidUserData.Malformed");
    let tags = [
        ("LaunchTemplateData.TagSpecification.1.ResourceType", "vpc"),
        ("LaunchTemplateData.TagSpecification.1.Tag.1.Key", "a"),
        ("LaunchTemplateData.TagSpecification.1.Tag.1.Value", "b"),
    ];
    let (code, message) = refused(&tags);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "'vpc' is not a valid taggable resource type for this operation.");
    let own = [
        data,
        ("TagSpecification.1.ResourceType", "instance"),
        ("TagSpecification.1.Tag.1.Key", "a"),
        ("TagSpecification.1.Tag.1.Value", "b"),
    ];
    let (code, message) = refused(&own);
    assert_eq!(code, "InvalidParameterValue");
    assert!(message.contains("must be 'launch-template'."), "{message}");
    let operator = refused(&[data, ("LaunchTemplateData.Operator.Principal", "x")]);
    assert_eq!(operator.0, "UnsupportedOperation");
    assert_eq!(refused(&[data, ("DryRun", "true")]).0, "DryRunOperation");
    assert_eq!(ec2.call("DescribeLaunchTemplates", &[]).all_at(TEMPLATE).len(), 1);
}

#[test]
fn a_client_token_makes_one_template() {
    let ec2 = Ec2::new();
    let data = [("LaunchTemplateData.InstanceType", "t3.micro"), ("ClientToken", "once")];
    assert_eq!(create(&ec2, "web", &data), create(&ec2, "web", &data));
}

#[test]
fn unknown_templates_are_refused() {
    let ec2 = Ec2::new();
    let gone = "lt-0123456789abcdef0";
    let message =
        format!("The specified launch template, with template ID {gone}, does not exist.");
    let not_found = ("InvalidLaunchTemplateId.NotFound".to_owned(), message);
    for action in ["DescribeLaunchTemplateVersions", "ModifyLaunchTemplate", "DeleteLaunchTemplate"]
    {
        assert_eq!(ec2.refused(action, &[("LaunchTemplateId", gone)]), not_found, "{action}");
        let (code, message) = ec2.refused(action, &[("LaunchTemplateName", "nobody")]);
        assert_eq!(code, "InvalidLaunchTemplateName.NotFoundException", "{action}");
        assert_eq!(
            message,
            "The specified launch template, with template name nobody, does not exist."
        );
        let (code, _) = ec2.refused(action, &[("LaunchTemplateId", "web")]);
        assert_eq!(code, "InvalidLaunchTemplateId.Malformed", "{action}");
        assert_eq!(ec2.refused(action, &[]).0, "MissingParameter", "{action}");
        let both = [("LaunchTemplateId", gone), ("LaunchTemplateName", "nobody")];
        assert_eq!(ec2.refused(action, &both).0, "InvalidParameterCombination", "{action}");
    }
    let all = "At least one of the launch templates specified in the request does not exist.";
    let by_name = ec2.refused("DescribeLaunchTemplates", &[("LaunchTemplateName.1", "nobody")]);
    assert_eq!(by_name.0, "InvalidLaunchTemplateName.NotFoundException");
    assert_eq!(by_name.1, all);
    assert_eq!(ec2.refused("DescribeLaunchTemplates", &[("LaunchTemplateId.1", gone)]), not_found);
    let two = [("LaunchTemplateId.1", gone), ("LaunchTemplateId.2", "lt-1")];
    assert_eq!(ec2.refused("DescribeLaunchTemplates", &two).1, all);
}

#[test]
fn a_version_inherits_what_it_does_not_say() {
    let ec2 = Ec2::new();
    let id = create(
        &ec2,
        "web",
        &[
            ("LaunchTemplateData.InstanceType", "t3.micro"),
            ("LaunchTemplateData.KeyName", "mine"),
            ("LaunchTemplateData.BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
            ("LaunchTemplateData.BlockDeviceMapping.1.Ebs.SnapshotId", "snap-1"),
            ("LaunchTemplateData.BlockDeviceMapping.1.Ebs.VolumeSize", "9"),
        ],
    );
    let large = ("LaunchTemplateData.InstanceType", "t3.large");
    let second = add_version(&ec2, &id, &[large, ("SourceVersion", "1")]);
    let second = second.at("launchTemplateVersion").unwrap();
    assert_eq!(second.text("versionNumber"), "2");
    assert_eq!(second.text("defaultVersion"), "false");
    let data = second.at("launchTemplateData").unwrap();
    assert_eq!(data.text("instanceType"), "t3.large");
    assert_eq!(data.text("keyName"), "mine");
    assert_eq!(data.text("blockDeviceMappingSet.item.ebs.volumeSize"), "9");
    assert!(!data.has("blockDeviceMappingSet.item.ebs.snapshotId"));
    let third = add_version(&ec2, &id, &[large]);
    assert!(!third.has("launchTemplateVersion.launchTemplateData.keyName"));
    let image = ("LaunchTemplateData.ImageId", "ami-1");
    let fourth = add_version(&ec2, &id, &[image, ("SourceVersion", "$Latest")]);
    assert!(!fourth.has("launchTemplateVersion.launchTemplateData.keyName"));
    let fifth = add_version(&ec2, &id, &[image, ("SourceVersion", "$Default")]);
    assert_eq!(fifth.text("launchTemplateVersion.launchTemplateData.keyName"), "mine");
    let refused = ec2.refused(
        "CreateLaunchTemplateVersion",
        &[("LaunchTemplateId", &id), large, ("SourceVersion", "9")],
    );
    assert_eq!(refused.0, "InvalidLaunchTemplateId.VersionNotFound");
    let message =
        format!("Could not find the specified version 9 for the launch template with ID {id}.");
    assert_eq!(refused.1, message);
    let empty = [("LaunchTemplateId", id.as_str()), ("LaunchTemplateData", "")];
    assert_eq!(ec2.refused("CreateLaunchTemplateVersion", &empty).0, "MissingParameter");
}

#[test]
fn versions_are_described_by_number_alias_range_and_filter() {
    let ec2 = Ec2::new();
    let id = three(&ec2);
    let of = |parameters: &[(&str, &str)]| {
        let mut all = vec![("LaunchTemplateId", id.as_str())];
        all.extend(parameters);
        versions(&ec2, &all)
    };
    assert_eq!(of(&[]), ["3", "2", "1"]);
    let named = |text| of(&[("LaunchTemplateVersion.1", text)]);
    assert_eq!(named("1"), ["1"]);
    assert_eq!(named("$Latest"), ["3"]);
    assert_eq!(named("$Default"), ["2"]);
    assert_eq!(
        of(&[("LaunchTemplateVersion.1", "$Latest"), ("LaunchTemplateVersion.2", "3")]),
        ["3"]
    );
    assert_eq!(of(&[("MinVersion", "2")]), ["3", "2"]);
    assert_eq!(of(&[("MinVersion", "2"), ("MaxVersion", "2")]), ["2"]);
    let by = |name, value| of(&[("Filter.1.Name", name), ("Filter.1.Value.1", value)]);
    assert_eq!(by("instance-type", "t3.small"), ["2"]);
    assert_eq!(by("is-default-version", "false"), ["3", "1"]);
    assert!(by("iam-instance-profile", "*").is_empty());
    assert_eq!(by("create-time", "2026-01-31*").len(), 3);
    let refused = |parameters: &[(&str, &str)]| {
        let mut all = vec![("LaunchTemplateId", id.as_str())];
        all.extend(parameters);
        ec2.refused("DescribeLaunchTemplateVersions", &all).0
    };
    let missing = refused(&[("LaunchTemplateVersion.1", "4")]);
    assert_eq!(missing, "InvalidLaunchTemplateId.VersionNotFound");
    assert_eq!(refused(&[("LaunchTemplateVersion.1", "latest")]), "InvalidParameterValue");
    assert_eq!(refused(&[("MaxResults", "201")]), "InvalidParameterValue");
}

#[test]
fn versions_of_all_templates() {
    let ec2 = Ec2::new();
    three(&ec2);
    create(&ec2, "other", &[("LaunchTemplateData.InstanceType", "t3.nano")]);
    let both = [("LaunchTemplateVersion.1", "$Latest"), ("LaunchTemplateVersion.2", "$Default")];
    assert_eq!(versions(&ec2, &both[..1]), ["3", "1"]);
    assert_eq!(versions(&ec2, &both), ["3", "2", "1"]);
    let mut page = both.to_vec();
    page.push(("MaxResults", "2"));
    let first = ec2.call("DescribeLaunchTemplateVersions", &page);
    assert_eq!(first.all_at(VERSION).len(), 2);
    page.push(("NextToken", first.text("nextToken")));
    assert_eq!(versions(&ec2, &page), ["1"]);
    let numbers = [("LaunchTemplateVersion.1", "1")];
    assert_eq!(ec2.refused("DescribeLaunchTemplateVersions", &numbers).0, "MissingParameter");
    let range = [both[0], ("MinVersion", "1")];
    let refused = ec2.refused("DescribeLaunchTemplateVersions", &range);
    assert_eq!(refused.0, "InvalidParameterCombination");
}

#[test]
fn aliases_of_images_are_kept_but_not_resolved() {
    let ec2 = Ec2::new();
    let parameter = "resolve:ssm:/aws/service/ami";
    let id = create(&ec2, "web", &[("LaunchTemplateData.ImageId", parameter)]);
    let asked = [("LaunchTemplateId", id.as_str()), ("ResolveAlias", "true")];
    let refused = ec2.refused("DescribeLaunchTemplateVersions", &asked);
    assert_eq!(refused.0, "UnsupportedOperation");
    let mut data = asked.to_vec();
    data.push(("LaunchTemplateData.ImageId", parameter));
    assert_eq!(ec2.refused("CreateLaunchTemplateVersion", &data).0, "UnsupportedOperation");
    let answer = ec2.call("DescribeLaunchTemplateVersions", &asked[..1]);
    assert_eq!(
        answer.texts("launchTemplateVersionSet.item.launchTemplateData.imageId"),
        [parameter]
    );
}

#[test]
fn the_default_version_is_what_was_set() {
    let ec2 = Ec2::new();
    let id = three(&ec2);
    let set = |version| [("LaunchTemplateName", "web"), ("SetDefaultVersion", version)];
    let answer = ec2.call("ModifyLaunchTemplate", &set("3"));
    assert_eq!(answer.text("launchTemplate.defaultVersionNumber"), "3");
    assert_eq!(answer.text("launchTemplate.latestVersionNumber"), "3");
    let (code, _) = ec2.refused("ModifyLaunchTemplate", &set("4"));
    assert_eq!(code, "InvalidLaunchTemplateId.VersionNotFound");
    assert_eq!(ec2.refused("ModifyLaunchTemplate", &set("three")).0, "InvalidParameterValue");
    let (code, _) = ec2.refused("ModifyLaunchTemplate", &[("LaunchTemplateId", &id)]);
    assert_eq!(code, "MissingParameter");
}

#[test]
fn versions_are_deleted_one_by_one() {
    let ec2 = Ec2::new();
    let id = three(&ec2);
    let version = |number: usize| format!("LaunchTemplateVersion.{number}");
    let names: Vec<String> = (1..=3).map(version).collect();
    let answer = ec2.call(
        "DeleteLaunchTemplateVersions",
        &[("LaunchTemplateId", &id), (&names[0], "3"), (&names[1], "2"), (&names[2], "7")],
    );
    let deleted = answer.all_at("successfullyDeletedLaunchTemplateVersionSet.item");
    assert_eq!(deleted.len(), 1);
    assert_eq!(deleted[0].text("versionNumber"), "3");
    assert_eq!(deleted[0].text("launchTemplateName"), "web");
    let kept = "unsuccessfullyDeletedLaunchTemplateVersionSet.item";
    assert_eq!(answer.texts(&format!("{kept}.versionNumber")), ["2", "7"]);
    assert_eq!(
        answer.texts(&format!("{kept}.responseError.code")),
        ["unexpectedError", "launchTemplateVersionDoesNotExist"]
    );
    assert_eq!(versions(&ec2, &[("LaunchTemplateId", &id)]), ["2", "1"]);
    let next = add_version(&ec2, &id, &[("LaunchTemplateData.KeyName", "mine")]);
    assert_eq!(next.text("launchTemplateVersion.versionNumber"), "4");
    let (code, _) = ec2.refused(
        "DeleteLaunchTemplateVersions",
        &[("LaunchTemplateId", &id), (&names[0], "$Latest")],
    );
    assert_eq!(code, "InvalidParameterValue");
    let names: Vec<String> = (1..=201).map(version).collect();
    let mut many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
    many.push(("LaunchTemplateId", &id));
    let (code, _) = ec2.refused("DeleteLaunchTemplateVersions", &many);
    assert_eq!(code, "InvalidParameterValue");
}

#[test]
fn a_deleted_template_leaves_its_name() {
    let ec2 = Ec2::new();
    let id = three(&ec2);
    let answer = ec2.call("DeleteLaunchTemplate", &[("LaunchTemplateName", "web")]);
    assert_eq!(answer.text("launchTemplate.launchTemplateId"), id);
    assert_eq!(answer.text("launchTemplate.defaultVersionNumber"), "2");
    let again = ec2.refused("DeleteLaunchTemplate", &[("LaunchTemplateId", &id)]);
    assert_eq!(again.0, "InvalidLaunchTemplateId.NotFound");
    assert_ne!(web(&ec2), id);
}

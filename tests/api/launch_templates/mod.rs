//! Launch templates and their versions; launches from them are in `instances::templates`.

mod refusals;

use crate::support::{Ec2, Xml};

const TEMPLATE: &str = "launchTemplates.item";
pub const NAME_RULE: &str = "A launch template name must be between 3 and 128 characters, and \
     may contain letters, numbers, and the following characters: - ( ) . / _.";
const VERSION: &str = "launchTemplateVersionSet.item";

fn create(ec2: &Ec2, name: &str, data: &[(&str, &str)]) -> String {
    let mut parameters = vec![("LaunchTemplateName", name)];
    parameters.extend(data);
    let answer = ec2.call("CreateLaunchTemplate", &parameters);
    answer.text("launchTemplate.launchTemplateId").to_owned()
}

fn refusal(code: &str, message: &str) -> (String, String) {
    (code.to_owned(), message.to_owned())
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
    assert_eq!(found.text("operator.managed"), "false");
    assert_eq!(made.text("launchTemplate.operator.managed"), "false");
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
fn a_client_token_makes_one_template() {
    let ec2 = Ec2::new();
    let data = [("LaunchTemplateData.InstanceType", "t3.micro"), ("ClientToken", "once")];
    let id = create(&ec2, "web", &data);
    assert_eq!(create(&ec2, "web", &data), id);
    let used = refusal("IdempotentParameterMismatch", "Client token already used before.");
    let form = [("LaunchTemplateName", "web"), data[0], data[1]];
    let other = [form[0], form[1], form[2], ("VersionDescription", "other")];
    assert_eq!(ec2.refused("CreateLaunchTemplate", &other), used);
    let version = [("LaunchTemplateId", &*id), data[0], data[1], ("VersionDescription", "a")];
    ec2.call("CreateLaunchTemplateVersion", &version);
    assert_eq!(
        ec2.refused("CreateLaunchTemplateVersion", &version[..3]),
        refusal("IdempotentParameterMismatch", "Client token already used before")
    );
    assert_eq!(ec2.refused("CreateLaunchTemplate", &form), used, "it is as it was no more");
    let set = [("LaunchTemplateId", &*id), ("SetDefaultVersion", "2"), ("ClientToken", "set")];
    ec2.call("ModifyLaunchTemplate", &set);
    let other = [set[0], ("SetDefaultVersion", "1"), set[2]];
    assert_eq!(
        ec2.refused("ModifyLaunchTemplate", &other),
        refusal(
            "IdempotentParameterMismatch",
            "The specified client token has already been used before."
        )
    );
    ec2.call("DeleteLaunchTemplate", &set[..1]);
    assert_eq!(ec2.refused("CreateLaunchTemplate", &form), used, "it is gone");
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
    assert_eq!(data.text("blockDeviceMappingSet.item.ebs.snapshotId"), "snap-1");
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
    // With a source there may be nothing to say, as programs send it: not even its name.
    let same = add_version(&ec2, &id, &[("SourceVersion", "1")]);
    assert_eq!(same.text("launchTemplateVersion.versionNumber"), "6");
    assert_eq!(same.text("launchTemplateVersion.launchTemplateData.keyName"), "mine");
    assert_eq!(same.text("launchTemplateVersion.operator.managed"), "false");
    // What Terraform sends of a template with a name and nothing else.
    let bare = [("LaunchTemplateName", "bare"), ("LaunchTemplateData.UserData", "")];
    let bare = ec2.call("CreateLaunchTemplate", &bare);
    let bare = ("LaunchTemplate.LaunchTemplateId", bare.text("launchTemplate.launchTemplateId"));
    let image = ("ImageId", "ami-0abcdef1234567890");
    ec2.call("RunInstances", &[image, ("MinCount", "1"), ("MaxCount", "1"), bare]);
    let empty = [("LaunchTemplateId", id.as_str()), ("LaunchTemplateData", "")];
    for form in [&empty[..], &empty[..1]] {
        let (code, message) = ec2.refused("CreateLaunchTemplateVersion", form);
        assert_eq!(code, "MissingParameter");
        assert!(message.starts_with("No launch template data was provided."), "{message}");
    }
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
    let twice = [("LaunchTemplateVersion.1", "$Latest"), ("LaunchTemplateVersion.2", "3")];
    assert_eq!(of(&twice), ["3", "3"]);
    assert_eq!(of(&[("MinVersion", "2")]), ["3", "2"]);
    assert_eq!(of(&[("MinVersion", "2"), ("MaxVersion", "2")]), ["2"]);
    assert_eq!(of(&[("MinVersion", "0"), ("MaxVersion", "$Latest")]), ["3", "2", "1"]);
    assert_eq!(of(&[("MinVersion", "$Default")]), ["3", "2"]);
    let by = |name, value| of(&[("Filter.1.Name", name), ("Filter.1.Value.1", value)]);
    assert_eq!(by("instance-type", "t3.small"), ["2"]);
    assert_eq!(by("is-default-version", "false"), ["3", "1"]);
    assert!(by("iam-instance-profile", "*").is_empty());
    assert_eq!(by("create-time", "2026-01-31*").len(), 3);
    let refused = |parameters: &[(&str, &str)]| {
        let mut all = vec![("LaunchTemplateId", id.as_str())];
        all.extend(parameters);
        ec2.refused("DescribeLaunchTemplateVersions", &all)
    };
    let message =
        format!("Could not find the specified version 4 for the launch template with ID {id}.");
    assert_eq!(
        refused(&[("LaunchTemplateVersion.1", "4")]),
        refusal("InvalidLaunchTemplateId.VersionNotFound", &message)
    );
    for text in ["latest", "0"] {
        assert_eq!(
            refused(&[("LaunchTemplateVersion.1", text)]),
            refusal(
                "InvalidParameterValue",
                "Invalid launch template version: either '$Default', '$Latest', or a numeric \
                 version are allowed."
            )
        );
    }
    assert_eq!(refused(&[("MinVersion", "-1")]).0, "InvalidParameterValue");
    for (limit, which) in [("MinVersion", "Minimum"), ("MaxVersion", "Maximum")] {
        let message =
            format!("{which} version filter is not applicable when given a list of versions.");
        assert_eq!(
            refused(&[("LaunchTemplateVersion.1", "1"), (limit, "2")]),
            refusal("InvalidParameterCombination", &message)
        );
    }
    assert_eq!(
        refused(&[("MaxResults", "201")]),
        refusal("InvalidParameterValue", "Maximum results allowed are between 1 and 200")
    );
}

#[test]
fn two_hundred_are_shown_at_once() {
    let ec2 = Ec2::new();
    for number in 0..201 {
        create(&ec2, &format!("t-{number}"), &[("LaunchTemplateData.InstanceType", "t3.nano")]);
        let form = [("LaunchTemplateName", "t-0"), ("LaunchTemplateData.KeyName", "mine")];
        ec2.call("CreateLaunchTemplateVersion", &form);
    }
    let shown = |action, path, form: &[(&str, &str)]| {
        let first = ec2.call(action, form);
        let token = [form, &[("NextToken", first.text("nextToken"))]].concat();
        let second = ec2.call(action, &token);
        assert!(second.at("nextToken").is_none());
        (first.all_at(path).len(), second.all_at(path).len())
    };
    assert_eq!(shown("DescribeLaunchTemplates", "launchTemplates.item", &[]), (200, 1));
    let of = [("LaunchTemplateName", "t-0")];
    assert_eq!(shown("DescribeLaunchTemplateVersions", VERSION, &of), (200, 2));
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
    let of_which = "To describe the launch template data for all your launch templates, for \
                    ‘--versions’ specify ‘$Latest’, ‘$Default’, or both, and omit \
                    ‘--launch-template-id’, ‘--launch-template-name’, and version numbers. To \
                    describe the launch template data for a specific launch template, specify \
                    ‘--launch-template-id’ or ‘--launch-template-name’, and for ‘--versions’ \
                    specify one or more of the following values: ‘$Latest’, ‘$Default’, or one or \
                    more version numbers.";
    assert_eq!(
        ec2.refused("DescribeLaunchTemplateVersions", &numbers),
        refusal("InvalidParameterValue", of_which)
    );
    assert_eq!(
        ec2.refused("DescribeLaunchTemplateVersions", &[]),
        refusal("MissingParameter", of_which)
    );
    let range = [both[0], ("MinVersion", "1")];
    assert_eq!(
        ec2.refused("DescribeLaunchTemplateVersions", &range),
        refusal(
            "InvalidParameterCombination",
            "The parameters minVersion and maxVersion require a launch template."
        )
    );
}

#[test]
fn aliases_of_images_are_kept_and_resolved_when_asked() {
    let ec2 = Ec2::new();
    let newest = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";
    let newest = format!("resolve:ssm:{newest}");
    let image = ("LaunchTemplateData.ImageId", newest.as_str());
    let id = create(&ec2, "resolved", &[image]);
    let path = format!("{VERSION}.launchTemplateData.imageId");
    let asked = [("LaunchTemplateId", id.as_str()), ("ResolveAlias", "true")];
    let answer = ec2.call("DescribeLaunchTemplateVersions", &asked[..1]);
    assert_eq!(answer.text(&path), newest);
    let several = "Resource aliasing (resolveAlias) is only supported when doing single version \
                   describe";
    assert_eq!(
        ec2.refused("DescribeLaunchTemplateVersions", &asked),
        refusal("InvalidParameterCombination", several)
    );
    let one = ("LaunchTemplateVersion.1", "$Latest");
    let answer = ec2.call("DescribeLaunchTemplateVersions", &[asked[0], asked[1], one]);
    let resolved = answer.text(&path).to_owned();
    let named = ec2.call("DescribeImages", &[("ImageId.1", &*resolved)]);
    let name = named.text("imagesSet.item.name");
    assert!(name.starts_with("al2023-ami-2023") && name.ends_with("-arm64"), "{name}");
    let made = ec2.call("CreateLaunchTemplateVersion", &[asked[0], asked[1], image]);
    assert_eq!(made.text("launchTemplateVersion.launchTemplateData.imageId"), resolved);

    let parameter = "resolve:ssm:/aws/service/ami";
    let id = create(&ec2, "web", &[("LaunchTemplateData.ImageId", parameter)]);
    let asked = [("LaunchTemplateId", id.as_str()), ("ResolveAlias", "true")];
    let named = "parlel-ec2 does not emulate the parameter /aws/service/ami of Systems Manager.";
    let unknown = refusal("UnsupportedOperation", named);
    let described = ec2.refused("DescribeLaunchTemplateVersions", &[asked[0], asked[1], one]);
    assert_eq!(described, unknown);
    let mut data = asked.to_vec();
    data.push(("LaunchTemplateData.ImageId", parameter));
    assert_eq!(ec2.refused("CreateLaunchTemplateVersion", &data), unknown);
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
    assert_eq!(answer.text("launchTemplate.createTime"), "1970-01-01T00:00:00.000Z");
    assert!(!answer.has("launchTemplate.tagSet"));
    ec2.call("ModifyLaunchTemplate", &set("1"));
    let answer = ec2.call("ModifyLaunchTemplate", &set("$Latest"));
    assert_eq!(answer.text("launchTemplate.defaultVersionNumber"), "3");
    assert_eq!(
        ec2.refused("ModifyLaunchTemplate", &set("4")),
        refusal(
            "InvalidLaunchTemplateId.VersionNotFound",
            "The launch template version 4 is not found for the specified launch template."
        )
    );
    assert_eq!(ec2.refused("ModifyLaunchTemplate", &set("three")).0, "InvalidParameterValue");
    let message = format!(
        "A launch template version must be specified to set the new default version for the \
         template with ID {id}."
    );
    assert_eq!(
        ec2.refused("ModifyLaunchTemplate", &[("LaunchTemplateId", &id)]),
        refusal("MissingParameter", &message)
    );
}

#[test]
fn versions_are_deleted_one_by_one() {
    let ec2 = Ec2::new();
    let id = three(&ec2);
    let version = |number: usize| format!("LaunchTemplateVersion.{number}");
    let delete = |texts: &[&str]| {
        let names: Vec<String> = (1..=texts.len()).map(version).collect();
        let mut form = vec![("LaunchTemplateId", id.as_str())];
        form.extend(names.iter().map(String::as_str).zip(texts.iter().copied()));
        ec2.ask("DeleteLaunchTemplateVersions", &form)
    };
    let answer = delete(&["3", "7"]).unwrap();
    let deleted = answer.all_at("successfullyDeletedLaunchTemplateVersionSet.item");
    assert_eq!(deleted.len(), 1);
    assert_eq!(deleted[0].text("versionNumber"), "3");
    assert_eq!(deleted[0].text("launchTemplateName"), "web");
    let kept = answer.at("unsuccessfullyDeletedLaunchTemplateVersionSet.item").unwrap();
    assert_eq!(kept.text("versionNumber"), "7");
    assert_eq!(kept.text("responseError.code"), "launchTemplateVersionDoesNotExist");
    assert_eq!(kept.text("responseError.message"), "The launch template version does not exist.");
    assert_eq!(versions(&ec2, &[("LaunchTemplateId", &id)]), ["2", "1"]);
    let next = add_version(&ec2, &id, &[("LaunchTemplateData.KeyName", "mine")]);
    assert_eq!(next.text("launchTemplateVersion.versionNumber"), "4");
    let message = "The default version cannot be deleted. Either specify another version as \
                   default or delete the launch template.";
    for texts in [&["1", "2", "7"][..], &["$Latest", "$Default"]] {
        assert_eq!(delete(texts).unwrap_err().message, message);
    }
    for text in ["x", "0", "-1"] {
        let refused = delete(&["1", "$Latest", text, "2"]).unwrap_err();
        assert_eq!(refused.code, "InvalidParameterValue");
        assert_eq!(refused.message, format!("Invalid value for version: {text}"));
    }
    delete(&["$Latest"]).unwrap();
    assert_eq!(versions(&ec2, &[("LaunchTemplateId", &id)]), ["2", "1"]);
    let names: Vec<String> = (1..=201).map(version).collect();
    let mut many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
    many.push(("LaunchTemplateId", &id));
    assert_eq!(
        ec2.refused("DeleteLaunchTemplateVersions", &many),
        refusal("InvalidParameterValue", "Up to 200 launch template versions can be deleted.")
    );
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

//! What is refused of launch templates.

use super::{NAME_RULE, TEMPLATE, refusal, web};
use crate::support::Ec2;

/// The refusal of a template.
fn refused(ec2: &Ec2, parameters: &[(&str, &str)]) -> (String, String) {
    let mut all = vec![("LaunchTemplateName", "other")];
    all.extend(parameters);
    ec2.refused("CreateLaunchTemplate", &all)
}

#[test]
fn names_and_descriptions_are_checked() {
    let ec2 = Ec2::new();
    web(&ec2);
    let data = ("LaunchTemplateData.InstanceType", "t3.micro");
    for name in ["ab", "a b c", &"a".repeat(129)] {
        assert_eq!(
            ec2.refused("CreateLaunchTemplate", &[("LaunchTemplateName", name), data]),
            refusal(
                "InvalidLaunchTemplateName.MalformedException",
                &format!("The specified launch template name is invalid. {NAME_RULE}")
            )
        );
    }
    let refused = |parameters: &[(&str, &str)]| refused(&ec2, parameters);
    let (code, message) =
        ec2.refused("CreateLaunchTemplate", &[("LaunchTemplateName", "web"), data]);
    assert_eq!(code, "InvalidLaunchTemplateName.AlreadyExistsException");
    assert_eq!(message, "Launch template name already in use.");
    let long = "x".repeat(256);
    let reason = "It must have up to 255 characters.";
    assert_eq!(
        refused(&[data, ("VersionDescription", &long)]),
        refusal(
            "InvalidParameterValue",
            &format!("Value ({long}) for parameter versionDescription is invalid. {reason}")
        )
    );
    // A structure of which nothing is sent is as good as none.
    for nothing in [&[][..], &[("LaunchTemplateData", "")]] {
        assert_eq!(
            refused(nothing),
            refusal(
                "MissingParameter",
                "No launch template data was provided. Launch template data is required to create \
                 a launch template."
            )
        );
    }
    // A dry run does not look at what it would make.
    for more in [data, ("VersionDescription", &*long)] {
        assert_eq!(refused(&[more, ("DryRun", "true")]).0, "DryRunOperation");
    }
    assert_eq!(ec2.call("DescribeLaunchTemplates", &[]).all_at(TEMPLATE).len(), 1);
}

#[test]
fn data_is_checked() {
    let ec2 = Ec2::new();
    let refused = |parameters: &[(&str, &str)]| refused(&ec2, parameters);
    assert_eq!(
        refused(&[("LaunchTemplateData.UserData", "no base64!")]),
        refusal("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.")
    );
    let image = ("LaunchTemplateData.ImageId", "nonsense");
    let hops = ("LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit", "999");
    assert_eq!(
        refused(&[hops, image]),
        refusal(
            "InvalidAMIID.Malformed",
            "The image ID 'nonsense' is not valid. The expected format is ami-xxxxxxxx or \
             ami-xxxxxxxxxxxxxxxxx."
        )
    );
    assert_eq!(
        refused(&[hops]),
        refusal(
            "InvalidParameterValue",
            "A value of ‘999’ is not valid for http-put-response-hop-limit. Specify a value \
             between 1 and 64, and try again."
        )
    );
    assert_eq!(
        refused(&[("LaunchTemplateData.UserData", &"QUFB".repeat(5_462))]),
        refusal("InvalidUserData.Malformed", "User data is limited to 16384 bytes.")
    );
    assert_eq!(
        refused(&[("LaunchTemplateData.BlockDeviceMapping.1.Ebs.SnapshotId", "")]),
        refusal(
            "InvalidSnapshotID.Malformed",
            "The snapshot ID '' is not valid. The expected format is snap-xxxxxxxx or \
             snap-xxxxxxxxxxxxxxxxx."
        )
    );
}

#[test]
fn a_type_that_there_is_not_is_warned_of() {
    let ec2 = Ec2::new();
    let id = web(&ec2);
    let named = [("LaunchTemplateName", "other"), ("LaunchTemplateData.InstanceType", "not-real")];
    let made = ec2.call("CreateLaunchTemplate", &named);
    let added =
        ec2.call("CreateLaunchTemplateVersion", &[("LaunchTemplateId", id.as_str()), named[1]]);
    for answer in [made, added] {
        let error = answer.at("warning.errorSet.item").unwrap();
        assert_eq!(error.text("code"), "InvalidInstanceType");
        assert_eq!(
            error.text("message"),
            "The following supplied instance types do not exist: [not-real]"
        );
    }
    let key = ("LaunchTemplateData.KeyName", "none");
    let made = ec2.call("CreateLaunchTemplate", &[("LaunchTemplateName", "keyed"), key]);
    assert!(!made.has("warning"));
}

#[test]
fn tags_are_checked() {
    let ec2 = Ec2::new();
    let data = ("LaunchTemplateData.InstanceType", "t3.micro");
    let refused = |parameters: &[(&str, &str)]| refused(&ec2, parameters);
    let tags = [
        ("LaunchTemplateData.TagSpecification.1.ResourceType", "vpc"),
        ("LaunchTemplateData.TagSpecification.1.Tag.1.Key", "a"),
        ("LaunchTemplateData.TagSpecification.1.Tag.1.Value", "b"),
    ];
    let (code, message) = refused(&tags);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "'vpc' is not a valid taggable resource type for this operation.");
    assert_eq!(
        refused(&tags[1..]),
        refusal("InvalidTagSpecification.Malformed", "The resource type cannot be null or empty.")
    );
    let of_instances = ("LaunchTemplateData.TagSpecification.1.ResourceType", "instance");
    assert_eq!(
        refused(&[of_instances]),
        refusal("InvalidTagSpecification.Malformed", "The tags cannot be null or empty.")
    );
    assert_eq!(
        refused(&[of_instances, ("LaunchTemplateData.TagSpecification.1.Tag", "")]),
        refusal("InvalidRequest", "The request received was invalid.")
    );
    let reserved =
        [of_instances, ("LaunchTemplateData.TagSpecification.1.Tag.1.Key", "aws:createdBy")];
    assert_eq!(
        refused(&reserved),
        refusal(
            "InvalidTagKey.Malformed",
            "The tag key ‘aws:createdBy’ is not valid. Tag keys starting with 'aws:' are reserved \
             for internal use."
        )
    );
    let own = [
        data,
        ("TagSpecification.1.ResourceType", "instance"),
        ("TagSpecification.1.Tag.1.Key", "a"),
        ("TagSpecification.1.Tag.1.Value", "b"),
    ];
    assert_eq!(
        refused(&own),
        refusal(
            "InvalidParameterValue",
            "The value for the ResourceType member of the TagSpecification request parameter must \
             be ‘launch-template’. Verify the ResourceType and try again."
        )
    );
    let operator = refused(&[data, ("LaunchTemplateData.Operator.Principal", "x")]);
    assert_eq!(operator.0, "UnsupportedOperation");
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
        assert_eq!(
            ec2.refused(action, &[("LaunchTemplateId", "web")]),
            refusal(
                "InvalidLaunchTemplateId.Malformed",
                "The specified launch template ID is not valid"
            )
        );
        let both = [("LaunchTemplateId", gone), ("LaunchTemplateName", "nobody")];
        let (code, message) = ec2.refused(action, &both);
        assert_eq!(code, "InvalidParameterCombination", "{action}");
        let expected =
            "Either provide launch template ID or launch template name to modify the template.";
        assert_eq!(message, expected, "{action}");
    }
    for action in ["ModifyLaunchTemplate", "DeleteLaunchTemplate"] {
        assert_eq!(
            ec2.refused(action, &[]),
            refusal(
                "MissingParameter",
                "Either a launch template ID or a launch template name must be specified in the \
                 request."
            )
        );
    }
    let all = "At least one of the launch templates specified in the request does not exist.";
    let by_name = ec2.refused("DescribeLaunchTemplates", &[("LaunchTemplateName.1", "nobody")]);
    assert_eq!(by_name.0, "InvalidLaunchTemplateName.NotFoundException");
    assert_eq!(by_name.1, all);
    let of_id = refusal("InvalidLaunchTemplateId.NotFound", all);
    let two = [("LaunchTemplateId.1", gone), ("LaunchTemplateId.2", "lt-1")];
    for ids in [&two[..1], &two] {
        assert_eq!(ec2.refused("DescribeLaunchTemplates", ids), of_id);
    }
    assert_eq!(
        ec2.refused("DescribeLaunchTemplates", &[("LaunchTemplateId.1", "oops")]),
        refusal(
            "InvalidLaunchTemplateId.Malformed",
            "The following launch template ids are malformed: oops"
        )
    );
}

#[test]
fn a_type_is_named_or_required() {
    let ec2 = Ec2::new();
    let of = |name: &str| format!("LaunchTemplateData.InstanceRequirements.{name}");
    let (vcpus, memory) = (of("VCpuCount.Min"), of("MemoryMiB.Min"));
    let (allowed, excluded) = (of("AllowedInstanceType.1"), of("ExcludedInstanceType.1"));
    let required = [(vcpus.as_str(), "1"), (memory.as_str(), "1024")];
    for (more, one, other) in [
        (
            &[("LaunchTemplateData.InstanceType", "t3.micro")][..],
            "instanceType",
            "instanceRequirements",
        ),
        (
            &[(&*allowed, "m5.*"), (&*excluded, "m5a.*")],
            "allowedInstanceTypes",
            "excludedInstanceTypes",
        ),
    ] {
        assert_eq!(
            refused(&ec2, &[&required[..], more].concat()),
            refusal(
                "InvalidParameterCombination",
                &format!("The parameter {one} cannot be used with the parameter {other}")
            )
        );
    }
}

#[test]
fn an_empty_choice_of_metadata_options_is_refused() {
    let ec2 = Ec2::new();
    for (member, either) in [
        ("HttpEndpoint", "'enabled' or 'disabled'"),
        ("HttpTokens", "'optional' or 'required'"),
        ("InstanceMetadataTags", "'enabled' or 'disabled'"),
    ] {
        let name = format!("LaunchTemplateData.MetadataOptions.{member}");
        let (code, message) = ec2
            .refused("CreateLaunchTemplate", &[("LaunchTemplateName", "web"), (name.as_str(), "")]);
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(
            message,
            format!(
                "A value of '' is not valid for {member}. Specify either {either} and try again."
            )
        );
    }
}

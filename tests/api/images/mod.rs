mod allowed;
mod ancestry;
mod copies;
mod founding;
mod instance_types;
mod making;
mod mappings;
mod permissions;
mod registering;
mod shared;
mod watermarks;

use super::support::{Ec2, Xml};

/// The image that every account has in every region.
const OWN: &str = "ami-0abcdef1234567890";
/// Recorded from AWS, for us-east-1.
const AL2023: &str = "ami-03c3da4cfa8e8943a";

fn names(answer: &Xml) -> Vec<&str> {
    answer.texts("imagesSet.item.name")
}

#[test]
fn every_public_image_ends_some_day() {
    let found = Ec2::new().call("DescribeImages", &[("IncludeDeprecated", "true")]);
    let images = found.all_at("imagesSet.item");
    let public: Vec<_> =
        images.into_iter().filter(|image| image.text("isPublic") == "true").collect();
    assert!(!public.is_empty());
    for image in public {
        assert!(image.text("deprecationTime") > image.text("creationDate"));
        assert!(!image.has("deregistrationProtection"));
    }
}

#[test]
fn a_public_image_is_shown_in_full() {
    let found = Ec2::new().call("DescribeImages", &[("ImageId.1", AL2023)]);
    let image = found.at("imagesSet.item").unwrap();
    assert_eq!(image.text("name"), "al2023-ami-2023.12.20260930.0-kernel-6.1-x86_64");
    assert_eq!(image.text("imageOwnerId"), "137112412989");
    assert_eq!(image.text("imageOwnerAlias"), "amazon");
    assert_eq!(image.text("creationDate"), "2026-09-30T00:00:00.000Z");
    assert_eq!(image.text("bootMode"), "uefi-preferred");
    assert_eq!(image.text("imdsSupport"), "v2.0");
    assert_eq!(image.text("enaSupport"), "true");
    assert_eq!(image.text("sriovNetSupport"), "simple");
    assert_eq!(image.text("virtualizationType"), "hvm");
    assert_eq!(image.text("hypervisor"), "xen");
    assert_eq!(image.text("platformDetails"), "Linux/UNIX");
    assert_eq!(image.text("usageOperation"), "RunInstances");
    let root = image.at("blockDeviceMapping.item.ebs").unwrap();
    assert_eq!((root.text("volumeType"), root.text("iops")), ("gp3", "3000"));
    assert_eq!(root.text("encrypted"), "false");
}

/// What Terraform's `most_recent` takes.
fn newest(ec2: &Ec2, owner: &str, pattern: &str) -> String {
    let form = [
        ("Owner.1", owner),
        ("Filter.1.Name", "name"),
        ("Filter.1.Value.1", pattern),
        ("Filter.2.Name", "virtualization-type"),
        ("Filter.2.Value.1", "hvm"),
    ];
    let found = ec2.call("DescribeImages", &form);
    let images = found.all_at("imagesSet.item");
    let newest = images.iter().max_by_key(|image| image.text("creationDate"));
    newest.unwrap_or_else(|| panic!("{pattern}")).text("name").to_owned()
}

#[test]
fn look_ups_of_real_configurations_find_the_newest_image() {
    for region in ["us-east-1", "eu-central-1", "ap-southeast-2"] {
        let ec2 = Ec2::new().in_region(region);
        assert!(
            newest(&ec2, "amazon", "al2023-ami-2023.*-x86_64").starts_with("al2023-ami-2023.12.")
        );
        assert_eq!(
            newest(
                &ec2,
                "099720109477",
                "ubuntu/images/hvm-ssd*/ubuntu-jammy-22.04-amd64-server-*"
            ),
            "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20260731"
        );
        assert!(newest(&ec2, "amazon", "amzn2-ami-hvm-*-x86_64-gp2").ends_with("x86_64-gp2"));
        newest(&ec2, "amazon", "Windows_Server-2022-English-Full-Base-*");
        newest(&ec2, "136693071363", "debian-12-amd64-*");
    }
}

#[test]
fn windows_is_a_platform() {
    let form = [("Filter.1.Name", "platform"), ("Filter.1.Value.1", "windows")];
    let found = Ec2::new().call("DescribeImages", &form);
    let platforms = found.texts("imagesSet.item.platform");
    assert!(!platforms.is_empty() && platforms.iter().all(|platform| *platform == "windows"));
    assert_eq!(platforms.len(), names(&found).len());
    assert!(names(&found).iter().all(|name| name.starts_with("Windows_Server-")));
}

#[test]
fn unknown_and_malformed_ids_are_named() {
    let ec2 = Ec2::new();
    let refused = |ids: &[&str]| {
        let keys: Vec<String> = (1..=ids.len()).map(|at| format!("ImageId.{at}")).collect();
        let form: Vec<(&str, &str)> =
            keys.iter().map(String::as_str).zip(ids.iter().copied()).collect();
        ec2.refused("DescribeImages", &form)
    };
    let (code, message) = refused(&["ami-00000000"]);
    assert_eq!(code, "InvalidAMIID.NotFound");
    assert_eq!(message, "The image id '[ami-00000000]' does not exist");
    let (_, message) = refused(&["ami-00000001", OWN, "ami-00000002"]);
    assert_eq!(message, "The image ids '[ami-00000001, ami-00000002]' do not exist");
    let (code, message) = refused(&["ami-fake123"]);
    assert_eq!(code, "InvalidAMIID.NotFound");
    assert_eq!(message, "The image id '[ami-fake123]' does not exist");
    for id in ["ami-0123456789abcdef01", "ami-0123456g", "ami-"] {
        let (code, message) = refused(&[id]);
        assert_eq!(code, "InvalidAMIID.Malformed");
        assert_eq!(message, format!("Invalid id: \"{id}\""));
    }
    // As a user of Terraform quotes it, with a request id.
    let launch = [("ImageId", "ami-ami-0123"), ("MinCount", "1"), ("MaxCount", "1")];
    let message = "Invalid id: \"ami-ami-0123\" (expecting \"ami-...\")".to_owned();
    let expected = ("InvalidAMIID.Malformed".to_owned(), message);
    assert_eq!(ec2.refused("RunInstances", &launch), expected);
    let (code, message) = refused(&["image"]);
    assert_eq!(code, "InvalidAMIID.Malformed");
    assert_eq!(message, "Invalid id: \"image\" (expecting \"ami-...\")");
    // Another region has other images.
    let (code, _) = ec2.in_region("eu-west-1").refused("DescribeImages", &[("ImageId.1", AL2023)]);
    assert_eq!(code, "InvalidAMIID.NotFound");
}

#[test]
fn owners() {
    let ec2 = Ec2::new();
    let by = |owner: &str| ec2.call("DescribeImages", &[("Owner.1", owner)]);
    assert_eq!(names(&by("000000000000")), ["parlel-amzn2-base"]);
    assert!(names(&by("999999999999")).is_empty());
    assert!(names(&by("aws-marketplace")).is_empty());
    let amazon = by("amazon");
    assert!(amazon.texts("imagesSet.item.imageOwnerAlias").iter().all(|alias| *alias == "amazon"));
    let both = ec2.call("DescribeImages", &[("Owner.1", "self"), ("Owner.2", "amazon")]);
    assert_eq!(names(&both).len(), names(&amazon).len() + 1);
    let (code, message) = ec2.refused("DescribeImages", &[("Owner.1", "canonical")]);
    assert_eq!(code, "InvalidUserID.Malformed");
    assert_eq!(message, "User ID 'canonical' is invalid");
    let (code, _) = ec2.refused("DescribeImages", &[("ExecutableBy.1", "amazon")]);
    assert_eq!(code, "InvalidUserID.Malformed");
}

#[test]
fn filters_look_into_the_view() {
    let ec2 = Ec2::new();
    let own = |filter: &str, value: &str| {
        let form = [("ImageId.1", OWN), ("Filter.1.Name", filter), ("Filter.1.Value.1", value)];
        ec2.call("DescribeImages", &form).has("imagesSet.item")
    };
    for (filter, value) in [
        ("architecture", "x86_64"),
        ("block-device-mapping.delete-on-termination", "true"),
        ("block-device-mapping.device-name", "/dev/xvda"),
        ("block-device-mapping.encrypted", "false"),
        ("block-device-mapping.snapshot-id", "snap-*"),
        ("block-device-mapping.volume-size", "8"),
        ("block-device-mapping.volume-type", "gp2"),
        ("creation-date", "2026-01-30*"),
        ("ena-support", "true"),
        ("hypervisor", "xen"),
        ("image-id", OWN),
        ("image-type", "machine"),
        ("is-public", "false"),
        ("manifest-location", "000000000000/parlel-*"),
        ("name", "parlel-*"),
        ("owner-id", "000000000000"),
        ("root-device-name", "/dev/xvda"),
        ("root-device-type", "ebs"),
        ("sriov-net-support", "simple"),
        ("state", "available"),
        ("virtualization-type", "hvm"),
    ] {
        assert!(own(filter, value), "{filter}");
        assert!(!own(filter, "other"), "{filter}");
    }
    for filter in ["owner-alias", "platform", "kernel-id", "product-code", "tag-key"] {
        assert!(!own(filter, "*"), "{filter}");
    }
    let form = [("Filter.1.Name", "nome"), ("Filter.1.Value.1", "x")];
    let (code, message) = ec2.refused("DescribeImages", &form);
    assert_eq!((&*code, &*message), ("InvalidParameterValue", "The filter 'nome' is invalid"));
}

#[test]
fn deprecated_images_are_hidden_from_those_who_do_not_ask() {
    let ec2 = Ec2::new();
    let old = ("Filter.1.Value.1", "al2023-ami-2023.3.20240304.0-kernel-6.1-x86_64");
    let form = [("Filter.1.Name", "name"), old];
    assert!(names(&ec2.call("DescribeImages", &form)).is_empty());
    let asked = [form[0], form[1], ("IncludeDeprecated", "true")];
    let found = ec2.call("DescribeImages", &asked);
    assert_eq!(found.text("imagesSet.item.deprecationTime"), "2024-06-02T00:00:00.000Z");
    let id = found.text("imagesSet.item.imageId");
    assert_eq!(names(&ec2.call("DescribeImages", &[("ImageId.1", id)])), [old.1]);
}

#[test]
fn an_owner_sees_what_is_deprecated() {
    let ec2 = Ec2::new();
    let form = [("ImageId", OWN), ("DeprecateAt", "2026-03-01T00:00:40Z")];
    let refused = |at: &str| ec2.refused("EnableImageDeprecation", &[form[0], ("DeprecateAt", at)]);
    let expected = |at: &str, reason: &str| {
        let message = format!("Value ({at}) for parameter deprecateAt is invalid. {reason}");
        ("InvalidParameterValue".to_owned(), message)
    };
    // A private image has ten years from now, a public one two from when it was made.
    let late = "2036-02-01T00:00:00.000Z";
    assert_eq!(refused(late), expected(late, "The date is beyond the upper limit."));
    let everybody = ("LaunchPermission.Add.1.Group", "all");
    ec2.call("ModifyImageAttribute", &[form[0], everybody]);
    let late = "2028-02-01T00:00:00.000Z";
    assert_eq!(refused(late), expected(late, "The date is beyond the upper limit."));
    ec2.call("ResetImageAttribute", &[form[0], ("Attribute", "launchPermission")]);
    let past = "2020-01-01T00:00:00.000Z";
    assert_eq!(refused(past), expected(past, "The date must not be in the past."));
    assert_eq!(ec2.call("EnableImageDeprecation", &form).text("return"), "true");
    let shown = |ec2: &Ec2| {
        let found = ec2.call("DescribeImages", &[("Owner.1", "self")]);
        found.at("imagesSet.item.deprecationTime").map(|time| time.text.clone())
    };
    assert_eq!(shown(&ec2).as_deref(), Some("2026-03-01T00:01:00.000Z"));
    ec2.advance(60 * 24 * 60 * 60);
    assert!(shown(&ec2).is_some());
    ec2.call("DisableImageDeprecation", &[("ImageId", OWN)]);
    assert_eq!(shown(&ec2), None);
    assert!(names(&ec2.call("DescribeImages", &[("Owner.1", "self")])).len() == 1);
}

#[test]
fn pages_go_through_own_and_public_images() {
    let ec2 = Ec2::new();
    let all = ec2.call("DescribeImages", &[]);
    assert!(!all.has("nextToken"));
    let mut seen: Vec<String> = Vec::new();
    let mut token = String::new();
    loop {
        let mut form = vec![("MaxResults", "37")];
        if !token.is_empty() {
            form.push(("NextToken", &token));
        }
        let page = ec2.call("DescribeImages", &form);
        seen.extend(names(&page).into_iter().map(str::to_owned));
        match page.at("nextToken") {
            Some(next) => {
                assert_eq!(names(&page).len(), 37);
                token = next.text.clone();
            }
            None => break,
        }
    }
    assert_eq!(seen, names(&all));
    assert_eq!(
        ec2.refused("DescribeImages", &[("NextToken", "x")]),
        ("InvalidParameterValue".to_owned(), "The NextToken is invalid.".to_owned())
    );
    let (code, message) = ec2.refused("DescribeImages", &[("MaxResults", "1")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Invalid value '1' for maxResults. Expecting a value greater than 5.");
    let (code, message) = ec2.refused("DescribeImages", &[("ImageId.1", "")]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter ImageId");
    let (code, message) = ec2.refused("DescribeImages", &[("ImageId.1", OWN), ("MaxResults", "5")]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The parameter imageIdsSet cannot be used with the parameter maxResults");
}

#[test]
fn description_and_metadata_version() {
    let ec2 = Ec2::new();
    let attribute = |name: &str, path: &str| {
        let answer = ec2.call("DescribeImageAttribute", &[("ImageId", OWN), ("Attribute", name)]);
        answer.at(path).map(|value| value.text.clone())
    };
    for name in ["description", "kernel", "ramdisk"] {
        assert_eq!(attribute(name, &format!("{name}.value")), None);
    }
    let kernel = [("ImageId", OWN), ("Attribute", "kernel")];
    assert!(ec2.call("DescribeImageAttribute", &kernel).at("kernel").is_none());
    ec2.call("ModifyImageAttribute", &[("ImageId", OWN), ("Description.Value", "golden")]);
    assert_eq!(attribute("description", "description.value").as_deref(), Some("golden"));
    // The attribute's name in any case.
    let named = [("ImageId", OWN), ("Attribute", "Description"), ("Value", "silver")];
    ec2.call("ModifyImageAttribute", &named);
    let found = ec2.call("DescribeImages", &[("ImageId.1", OWN)]);
    assert_eq!(found.text("imagesSet.item.description"), "silver");
    let beside = [("ImageId", OWN), ("Attribute", "DESCRIPTION"), ("Description.Value", "bronze")];
    ec2.call("ModifyImageAttribute", &beside);
    assert_eq!(attribute("description", "description.value").as_deref(), Some("bronze"));

    ec2.call("ModifyImageAttribute", &[("ImageId", OWN), ("ImdsSupport.Value", "v2.0")]);
    assert_eq!(attribute("imdsSupport", "imdsSupport.value").as_deref(), Some("v2.0"));
    assert_eq!(attribute("sriovNetSupport", "sriovNetSupport.value").as_deref(), Some("simple"));
    assert_eq!(attribute("bootMode", "bootMode.value"), None);
    assert_eq!(
        attribute("deregistrationProtection", "deregistrationProtection.value").as_deref(),
        Some("disabled")
    );
}

#[test]
fn refused_modifications_change_nothing() {
    let ec2 = Ec2::new();
    let before = ec2.call("DescribeImages", &[("ImageId.1", OWN)]);
    let refused = |rest: &[(&str, &str)]| {
        let form: Vec<_> = [("ImageId", OWN)].iter().chain(rest).copied().collect();
        ec2.refused("ModifyImageAttribute", &form)
    };
    let (code, message) = refused(&[]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "No attributes specified.");
    let add = ("LaunchPermission.Add.1.UserId", "111111111111");
    let (code, message) = refused(&[("Description.Value", "x"), add]);
    assert_eq!(code, "InvalidParameterCombination");
    let several = "Fields for multiple attribute types specified: description, launchPermission";
    assert_eq!(message, several);
    let (code, message) = refused(&[("Description.Value", "x"), ("ImdsSupport.Value", "v2.0")]);
    assert_eq!(code, "InvalidParameterCombination");
    let several = "Fields for multiple attribute types specified: description, imdsSupport";
    assert_eq!(message, several);
    let (code, message) = refused(&[("LaunchPermission.Add.1.UserId", "me")]);
    assert_eq!(code, "InvalidAMIAttributeItemValue");
    assert_eq!(message, "Invalid attribute item value \"me \" for userId item type.");
    for group in [("UserGroup.1", "us"), ("LaunchPermission.Add.1.Group", "us")] {
        let form = [group, ("OperationType", "add")];
        let (code, message) = refused(if group.0 == "UserGroup.1" { &form } else { &form[..1] });
        assert_eq!(code, "InvalidAMIAttributeItemValue");
        assert_eq!(message, "Invalid attribute item value \"us\" for UserGroup item type.");
    }
    let missing = |parameter: &str| {
        let message = format!("The request must contain the parameter {parameter}");
        ("MissingParameter".to_owned(), message)
    };
    let user = ("UserId.1", "111111111111");
    assert_eq!(refused(&[user]), missing("LaunchPermission"));
    let attribute = ("Attribute", "launchPermission");
    assert_eq!(refused(&[attribute, user]), missing("operationType"));
    assert_eq!(refused(&[("OperationType", "add")]), missing("userId"));
    assert_eq!(refused(&[("Value", "x")]).0, "MissingParameter");
    for version in ["", "v1.0"] {
        let asked = missing("imdsSupport with value v2.0");
        assert_eq!(refused(&[("ImdsSupport.Value", version)]), asked);
    }
    for (name, asked) in
        [("description", "description"), ("imdsSupport", "imdsSupport with value v2.0")]
    {
        assert_eq!(refused(&[("Attribute", name), ("Value", "")]), missing(asked));
    }
    let reset = [("ImageId", OWN), ("Attribute", "description")];
    assert_eq!(
        ec2.refused("ResetImageAttribute", &reset),
        ("InvalidRequest".to_owned(), "The request received was invalid.".to_owned())
    );
    for name in ["kernel", "blockDeviceMapping"] {
        let (code, message) = refused(&[("Attribute", name), ("Value", "x")]);
        assert_eq!(code, "InvalidParameter");
        let expected = "for parameter attribute is invalid. It cannot be modified.";
        assert_eq!(message, format!("Value ({name}) {expected}"));
    }
    let (code, message) = refused(&[("Attribute", "unsupported")]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "No attributes specified.");
    assert_eq!(refused(&[("ProductCode.1", "x")]).0, "UnsupportedOperation");
    let after = ec2.call("DescribeImages", &[("ImageId.1", OWN)]);
    assert_eq!(before.at("imagesSet"), after.at("imagesSet"));
}

#[test]
fn somebody_elses_image_is_not_the_callers_to_change() {
    let ec2 = Ec2::new();
    for (action, rest) in [
        ("DescribeImageAttribute", Some(("Attribute", "description"))),
        ("ModifyImageAttribute", Some(("Description.Value", "mine"))),
        ("ResetImageAttribute", Some(("Attribute", "launchPermission"))),
        ("EnableImageDeprecation", Some(("DeprecateAt", "2026-03-01T00:00:00Z"))),
        ("DisableImageDeprecation", None),
        ("EnableImage", None),
        ("DisableImage", None),
        ("EnableImageDeregistrationProtection", None),
        ("DisableImageDeregistrationProtection", None),
        ("DeregisterImage", None),
    ] {
        let form: Vec<_> = [("ImageId", AL2023)].into_iter().chain(rest).collect();
        let refused = ec2.ask(action, &form).unwrap_err();
        assert_eq!((refused.status, &*refused.code), (400, "AuthFailure"), "{action}");
        assert_eq!(refused.message, format!("Not authorized for image:{AL2023}"));
        let form: Vec<_> = [("ImageId", "ami-00000001")].into_iter().chain(rest).collect();
        let (code, message) = ec2.refused(action, &form);
        assert_eq!(code, "InvalidAMIID.NotFound", "{action}");
        let is_other = message == "Invalid ImageId: ami-00000001";
        assert_eq!(is_other, action.ends_with("ImageDeprecation"), "{action}: {message}");
    }
    let form = [("ImageId", OWN), ("Attribute", "blockDeviceMapping")];
    let (code, message) = ec2.refused("DescribeImageAttribute", &form);
    assert_eq!(code, "AuthFailure");
    assert_eq!(message, "Unauthorized attempt to access restricted resource");
}

#[test]
fn a_disabled_image_is_hidden_and_private() {
    let ec2 = Ec2::new();
    assert_eq!(ec2.call("DisableImage", &[("ImageId", OWN)]).text("return"), "true");
    assert!(!ec2.call("DescribeImages", &[("Owner.1", "self")]).has("imagesSet.item"));
    let form = [("Owner.1", "self"), ("IncludeDisabled", "true")];
    let found = ec2.call("DescribeImages", &form);
    assert_eq!(found.text("imagesSet.item.imageState"), "disabled");
    assert_eq!(found.text("imagesSet.item.isPublic"), "false");
    let share = [("ImageId", OWN), ("LaunchPermission.Add.1.Group", "all")];
    let unavailable =
        ("InvalidAMIID.Unavailable".to_owned(), format!("The image ID '{OWN}' is not available"));
    assert_eq!(ec2.refused("ModifyImageAttribute", &share), unavailable);
    let launch = [("ImageId", OWN), ("InstanceType", "t3.micro")];
    let (code, message) = ec2.refused("RunInstances", &launch);
    assert_eq!(code, "InvalidAMIID.Unavailable");
    assert_eq!(message, format!("AMI '{OWN}' is disabled, and cannot be run"));
    ec2.call("EnableImage", &[("ImageId", OWN)]);
    let found = ec2.call("DescribeImages", &[("Owner.1", "self")]);
    assert_eq!(found.text("imagesSet.item.imageState"), "available");
    assert_eq!(found.text("imagesSet.item.isPublic"), "false");
}

#[test]
fn a_deregistered_image_is_gone() {
    let ec2 = Ec2::new();
    let dry = [("ImageId", OWN), ("DryRun", "true")];
    assert_eq!(ec2.refused("DeregisterImage", &dry).0, "DryRunOperation");
    assert_eq!(ec2.call("DeregisterImage", &[("ImageId", OWN)]).text("return"), "true");
    let launch = [("ImageId", OWN), ("InstanceType", "t3.micro")];
    for (action, form) in [
        ("DeregisterImage", &launch[..1]),
        ("DescribeImageAttribute", &[launch[0], ("Attribute", "description")]),
        ("RunInstances", &launch),
    ] {
        let (code, message) = ec2.refused(action, form);
        assert_eq!(code, "InvalidAMIID.Unavailable", "{action}");
        assert_eq!(message, format!("The image ID '{OWN}' is no longer available"));
    }
    let found = ec2.call("DescribeImages", &[("ImageId.1", OWN), ("ImageId.2", AL2023)]);
    assert_eq!(found.texts("imagesSet.item.imageId"), [AL2023]);
    ec2.advance(60 * 60);
    assert_eq!(ec2.refused("DescribeImages", &[("ImageId.1", OWN)]).0, "InvalidAMIID.NotFound");
    assert_eq!(ec2.refused("DeregisterImage", &[("ImageId", OWN)]).0, "InvalidAMIID.NotFound");
    // Another region's is another image.
    ec2.in_region("eu-west-1").call("DescribeImages", &[("ImageId.1", OWN)]);
}

#[test]
fn a_protected_image_stays() {
    let ec2 = Ec2::new();
    let image = ("ImageId", OWN);
    let enable = |form: &[(&str, &str)]| {
        let answer = ec2.call("EnableImageDeregistrationProtection", form);
        answer.text("return").to_owned()
    };
    let deregistration = || {
        let (code, message) = ec2.refused("DeregisterImage", &[image]);
        assert_eq!(message, format!("The image '{OWN}' is protected from deregistration."));
        code
    };
    assert_eq!(enable(&[image]), "enabled-without-cooldown");
    assert_eq!(deregistration(), "OperationNotPermitted");
    let found = ec2.call("DescribeImages", &[("Owner.1", "self")]);
    assert_eq!(found.text("imagesSet.item.deregistrationProtection"), "enabled-without-cooldown");
    assert_eq!(enable(&[image, ("WithCooldown", "true")]), "enabled-with-cooldown");
    let attribute = [image, ("Attribute", "deregistrationProtection")];
    let shown = ec2.call("DescribeImageAttribute", &attribute);
    assert_eq!(shown.text("deregistrationProtection.value"), "enabled-with-cooldown");

    let disabled = ec2.call("DisableImageDeregistrationProtection", &[image]);
    assert_eq!(disabled.text("return"), "disabled");
    ec2.advance(60 * 60);
    // Asking again does not make the day longer.
    ec2.call("DisableImageDeregistrationProtection", &[image]);
    assert_eq!(deregistration(), "OperationNotPermitted");
    ec2.advance(23 * 60 * 60);
    ec2.call("DeregisterImage", &[image]);
    assert!(!ec2.call("DescribeImages", &[("Owner.1", "self")]).has("imagesSet.item"));
}

#[test]
fn without_a_cooldown_protection_ends_at_once() {
    let ec2 = Ec2::new();
    ec2.call("EnableImageDeregistrationProtection", &[("ImageId", OWN)]);
    ec2.call("DisableImageDeregistrationProtection", &[("ImageId", OWN)]);
    ec2.call("DeregisterImage", &[("ImageId", OWN)]);
}

//! Which images of others an account allows itself.

use crate::support::Ec2;

const OWN: &str = "ami-0abcdef1234567890";

fn amazon(ec2: &Ec2, name: &str) -> (String, String) {
    let form = [("Owner.1", "amazon"), ("Filter.1.Name", "name"), ("Filter.1.Value.1", name)];
    let found = ec2.call("DescribeImages", &form);
    let image = found.at("imagesSet.item").unwrap();
    (image.text("imageId").to_owned(), image.text("name").to_owned())
}

fn set(ec2: &Ec2, state: &str, criteria: &[(&str, &str)]) {
    ec2.call("ReplaceImageCriteriaInAllowedImagesSettings", criteria);
    ec2.call("EnableAllowedImagesSettings", &[("AllowedImagesSettingsState", state)]);
}

/// What DescribeImages says of an image, if it lists it.
fn allowed(ec2: &Ec2, id: &str) -> Option<String> {
    let found = ec2.call("DescribeImages", &[("ImageId.1", id)]);
    let image = found.at("imagesSet.item")?;
    Some(image.at("imageAllowed").map_or_else(String::new, |it| it.text.clone()))
}

#[test]
fn settings_are_kept_and_shown() {
    let ec2 = Ec2::new();
    let get = || ec2.call("GetAllowedImagesSettings", &[]);
    assert_eq!((get().text("state"), get().text("managedBy")), ("disabled", "account"));
    let criteria = [
        ("ImageCriterion.1.ImageProvider.1", "amazon"),
        ("ImageCriterion.1.ImageProvider.2", "111122223333"),
        ("ImageCriterion.1.ImageName.1", "al2023-*"),
        ("ImageCriterion.2.MarketplaceProductCode.1", "abc"),
        ("ImageCriterion.2.DeprecationTimeCondition.MaximumDaysSinceDeprecated", "0"),
        ("ImageCriterion.2.CreationDateCondition.MaximumDaysSinceCreated", "300"),
    ];
    let answer = ec2.call("ReplaceImageCriteriaInAllowedImagesSettings", &criteria);
    assert_eq!(answer.text("return"), "true");
    let form = [("AllowedImagesSettingsState", "audit-mode")];
    let answer = ec2.call("EnableAllowedImagesSettings", &form);
    assert_eq!(answer.text("allowedImagesSettingsState"), "audit-mode");
    let got = get();
    assert_eq!(got.text("state"), "audit-mode");
    let criteria = got.all_at("imageCriterionSet.item");
    assert_eq!(criteria[0].texts("imageProviderSet.item"), ["amazon", "111122223333"]);
    assert_eq!(criteria[0].texts("imageNameSet.item"), ["al2023-*"]);
    assert_eq!(criteria[1].texts("marketplaceProductCodeSet.item"), ["abc"]);
    let days = criteria[1].text("deprecationTimeCondition.maximumDaysSinceDeprecated");
    assert_eq!(days, "0");
    let days = criteria[1].text("creationDateCondition.maximumDaysSinceCreated");
    assert_eq!(days, "300");
    let answer = ec2.call("DisableAllowedImagesSettings", &[]);
    assert_eq!(answer.text("allowedImagesSettingsState"), "disabled");
    assert_eq!(get().text("state"), "disabled");
    assert_eq!(get().all_at("imageCriterionSet.item").len(), 2);
}

#[test]
fn what_is_not_allowed_is_neither_found_nor_launched() {
    let ec2 = Ec2::new();
    let (linux, name) = amazon(&ec2, "al2023-ami-2*");
    let (windows, _) = amazon(&ec2, "Windows_Server-2022-English-Full-Base-*");
    assert_eq!(allowed(&ec2, &linux).as_deref(), Some(""));
    let criteria = [
        ("ImageCriterion.1.ImageName.1", &name[..]),
        ("ImageCriterion.1.ImageProvider.1", "amazon"),
    ];
    set(&ec2, "audit-mode", &criteria);
    assert_eq!(allowed(&ec2, &linux).as_deref(), Some("true"));
    assert_eq!(allowed(&ec2, &windows).as_deref(), Some("false"));
    assert_eq!(allowed(&ec2, OWN).as_deref(), Some("true"));
    let launch =
        |id: &str| ec2.ask("RunInstances", &[("ImageId", id), ("InstanceType", "t3.micro")]);
    let launched = launch(&windows).unwrap();
    let form = [("Filter.1.Name", "image-allowed"), ("Filter.1.Value.1", "true")];
    let listed = ec2.call("DescribeImages", &form);
    assert!(listed.texts("imagesSet.item.imageId").contains(&&*linux));
    let instance = launched.text("instancesSet.item.instanceId");
    let found = ec2.call("DescribeInstanceImageMetadata", &[("InstanceId.1", instance)]);
    assert_eq!(found.text("instanceImageMetadataSet.item.imageMetadata.imageAllowed"), "false");

    set(&ec2, "enabled", &criteria);
    assert_eq!(allowed(&ec2, &linux).as_deref(), Some("true"));
    assert_eq!(allowed(&ec2, &windows), None);
    assert_eq!(allowed(&ec2, OWN).as_deref(), Some("true"));
    assert!(launch(&linux).is_ok() && launch(OWN).is_ok());
    let refused = launch(&windows).unwrap_err();
    assert_eq!(refused.code, "InvalidAMIID.NotFound");
    assert_eq!(refused.message, format!("The image id '[{windows}]' does not exist"));
    let template = [
        ("LaunchTemplateName", "mine"),
        ("LaunchTemplateData.ImageId", &*windows),
        ("LaunchTemplateData.InstanceType", "t3.micro"),
    ];
    ec2.call("CreateLaunchTemplate", &template);
    let form = [("LaunchTemplate.LaunchTemplateName", "mine")];
    assert_eq!(ec2.refused("RunInstances", &form).0, "InvalidAMIID.NotFound");
    ec2.call("DisableAllowedImagesSettings", &[]);
    assert!(launch(&windows).is_ok());
}

#[test]
fn shared_images_are_looked_at_by_whoever_looks() {
    let ec2 = Ec2::new();
    let other = ec2.as_account("111122223333");
    let form = [("SourceImageId", OWN), ("SourceRegion", "us-east-1"), ("Name", "shared")];
    let shared = other.call("CopyImage", &form);
    let shared = shared.text("imageId");
    let form = [("ImageId", shared), ("LaunchPermission.Add.1.UserId", "000000000000")];
    other.call("ModifyImageAttribute", &form);
    set(&ec2, "enabled", &[("ImageCriterion.1.ImageProvider.1", "111122223333")]);
    assert_eq!(allowed(&ec2, shared).as_deref(), Some("true"));
    set(&ec2, "enabled", &[("ImageCriterion.1.ImageProvider.1", "none")]);
    assert_eq!(allowed(&ec2, shared), None);
    assert_eq!(allowed(&other, shared).as_deref(), Some(""));
}

#[test]
fn images_can_be_too_old() {
    let ec2 = Ec2::new();
    let other = ec2.as_account("111122223333");
    let form = [("SourceImageId", OWN), ("SourceRegion", "us-east-1"), ("Name", "shared")];
    let shared = other.call("CopyImage", &form);
    let shared = shared.text("imageId");
    let form = [("ImageId", shared), ("LaunchPermission.Add.1.Group", "all")];
    other.call("ModifyImageAttribute", &form);
    let days = "ImageCriterion.1.CreationDateCondition.MaximumDaysSinceCreated";
    set(&ec2, "audit-mode", &[(days, "2")]);
    assert_eq!(allowed(&ec2, shared).as_deref(), Some("true"));
    ec2.advance(2 * 24 * 3600);
    assert_eq!(allowed(&ec2, shared).as_deref(), Some("false"));
    let days = "ImageCriterion.1.DeprecationTimeCondition.MaximumDaysSinceDeprecated";
    set(&ec2, "audit-mode", &[(days, "0")]);
    assert_eq!(allowed(&ec2, shared).as_deref(), Some("true"));
    let form = [("ImageId", shared), ("DeprecateAt", "2026-02-03T12:00:00Z")];
    other.call("EnableImageDeprecation", &form);
    ec2.advance(24 * 3600);
    assert_eq!(allowed(&ec2, shared).as_deref(), Some("false"));
}

#[test]
fn criteria_that_cannot_be_are_refused() {
    let ec2 = Ec2::new();
    let refused =
        |form: &[(&str, &str)]| ec2.refused("ReplaceImageCriteriaInAllowedImagesSettings", form);
    let bad = |message: &str| ("InvalidParameterValue".to_owned(), message.to_owned());
    assert_eq!(
        refused(&[("ImageCriterion.1.ImageProvider.1", "me")]),
        bad("Value (me) for parameter imageProvider is invalid. Expecting an account ID, amazon, \
             aws-marketplace, aws-backup-vault or none.")
    );
    let none = [
        ("ImageCriterion.1.ImageProvider.1", "none"),
        ("ImageCriterion.1.ImageProvider.2", "amazon"),
    ];
    assert_eq!(
        refused(&none),
        bad("Value (none) for parameter imageProvider is invalid. It cannot be specified with \
             other values.")
    );
    for name in ["a?", "100%", &"a".repeat(129)] {
        let message = format!(
            "Value ({name}) for parameter imageName is invalid. Expecting 1 to 128 letters, digits \
             and ()[] ./-'@_*?, or 3 at least with ?."
        );
        assert_eq!(refused(&[("ImageCriterion.1.ImageName.1", name)]), bad(&message));
    }
    for code in ["a-b", &"a".repeat(26)] {
        let message = format!(
            "Value ({code}) for parameter marketplaceProductCode is invalid. Expecting 1 to 25 \
             letters and digits."
        );
        assert_eq!(refused(&[("ImageCriterion.1.MarketplaceProductCode.1", code)]), bad(&message));
    }
    let many = |name: &str, count: usize| {
        (1..=count).map(|at| name.replace("{}", &at.to_string())).collect::<Vec<_>>()
    };
    for (name, count, parameter) in [
        ("ImageCriterion.{}.ImageName.1", 11, "imageCriterion"),
        ("ImageCriterion.1.ImageName.{}", 51, "imageName"),
        ("ImageCriterion.1.ImageProvider.{}", 201, "imageProvider"),
        ("ImageCriterion.1.MarketplaceProductCode.{}", 51, "marketplaceProductCode"),
    ] {
        let names = many(name, count);
        let form: Vec<_> = names.iter().map(|name| (name.as_str(), "amazon")).collect();
        let most = count - 1;
        let message = format!(
            "Value ({count}) for parameter {parameter} is invalid. Expecting at most {most} values."
        );
        assert_eq!(refused(&form), bad(&message));
    }
    let scan = "ImageCriterion.1.ScanResultCondition.";
    assert_eq!(
        refused(&[(&format!("{scan}MaxDaysSinceHighFixAvailable"), "-1")]),
        bad(
            "Value ( -1 ) for parameter maxDaysSinceHighFixAvailable is invalid. Expecting a value \
             greater than 0."
        )
    );
    let unknown = refused(&[(&format!("{scan}MaximumSeverityLabel"), "none")]);
    assert_eq!(unknown.0, "InvalidParameterValue");
}

#[test]
fn an_image_that_was_not_scanned_meets_no_condition_of_scans() {
    let ec2 = Ec2::new();
    let (linux, _) = amazon(&ec2, "al2023-ami-2*");
    let criteria = [
        ("ImageCriterion.1.ScanResultCondition.MaximumSeverityLabel", "medium"),
        ("ImageCriterion.1.ScanResultCondition.MaxDaysSinceLastFindingScan", "7"),
        ("ImageCriterion.1.ScanResultCondition.MaxDaysSinceCriticalFixAvailable", "0"),
    ];
    set(&ec2, "audit-mode", &criteria);
    let got = ec2.call("GetAllowedImagesSettings", &[]);
    let condition = got.at("imageCriterionSet.item.scanResultCondition").unwrap();
    assert_eq!(condition.text("maximumSeverityLabel"), "medium");
    assert_eq!(condition.text("maxDaysSinceLastFindingScan"), "7");
    assert_eq!(condition.text("maxDaysSinceCriticalFixAvailable"), "0");
    assert!(!condition.has("maxDaysSinceLowFixAvailable"));
    assert_eq!(allowed(&ec2, &linux).as_deref(), Some("false"));
    assert_eq!(allowed(&ec2, OWN).as_deref(), Some("true"));
    let other = criteria.iter().copied().chain([("ImageCriterion.2.ImageProvider.1", "amazon")]);
    set(&ec2, "audit-mode", &other.collect::<Vec<_>>());
    assert_eq!(allowed(&ec2, &linux).as_deref(), Some("true"));
}

//! Who uses an image, and what refers to one.

use super::support::{Ec2, Xml};

const IMAGE: &str = "ami-0abcdef1234567890";

fn shared(ec2: &Ec2) -> String {
    let form = [("SourceImageId", IMAGE), ("SourceRegion", "us-east-1"), ("Name", "shared")];
    let made = ec2.call("CopyImage", &form);
    ec2.advance(5);
    let id = made.text("imageId");
    ec2.call("ModifyImageAttribute", &[("ImageId", id), ("LaunchPermission.Add.1.Group", "all")]);
    id.to_owned()
}

fn launch(ec2: &Ec2, image: &str) -> String {
    let launched = ec2.call("RunInstances", &[("ImageId", image), ("InstanceType", "t3.micro")]);
    launched.text("instancesSet.item.instanceId").to_owned()
}

fn template(ec2: &Ec2, image: &str) -> String {
    let form = [("LaunchTemplateName", "mine"), ("LaunchTemplateData.ImageId", image)];
    let made = ec2.call("CreateLaunchTemplate", &form);
    let id = made.text("launchTemplate.launchTemplateId").to_owned();
    let form = [("LaunchTemplateId", &*id), ("LaunchTemplateData.InstanceType", "t3.micro")];
    ec2.call("CreateLaunchTemplateVersion", &form);
    id
}

fn entries(ec2: &Ec2, form: &[(&str, &str)]) -> Vec<(String, String, String)> {
    let found = ec2.call("DescribeImageUsageReportEntries", form);
    let all = found.all_at("imageUsageReportEntrySet.item");
    let entry = |it: &&Xml| {
        let text = |name| it.text(name).to_owned();
        (text("accountId"), text("resourceType"), text("usageCount"))
    };
    all.iter().map(entry).collect()
}

#[test]
fn a_report_counts_what_uses_an_image() {
    let ec2 = Ec2::with_aws_lifecycle();
    let other = ec2.as_account("111122223333");
    let image = shared(&ec2);
    launch(&ec2, &image);
    launch(&other, &image);
    let gone = launch(&other, &image);
    other.call("TerminateInstances", &[("InstanceId.1", &*gone)]);
    ec2.advance(20);
    template(&other, &image);
    let form = [
        ("ImageId", &*image),
        ("ResourceType.1.ResourceType", "ec2:Instance"),
        ("ResourceType.2.ResourceType", "ec2:LaunchTemplate"),
        ("ResourceType.2.ResourceTypeOption.1.OptionName", "version-depth"),
        ("ResourceType.2.ResourceTypeOption.1.OptionValue.1", "2"),
        ("ClientToken", "once"),
        ("TagSpecification.1.ResourceType", "image-usage-report"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "first"),
    ];
    let made = ec2.call("CreateImageUsageReport", &form);
    let id = made.text("reportId");
    assert!(id.starts_with("amiur-"), "{id}");
    let report = || {
        let found = ec2.call("DescribeImageUsageReports", &[("ReportId.1", id)]);
        found.at("imageUsageReportSet.item").unwrap().clone()
    };
    assert_eq!((report().text("state"), report().text("imageId")), ("pending", &*image));
    assert_eq!(report().text("creationTime"), "2026-01-31T12:00:25.000Z");
    assert_eq!(report().text("expirationTime"), "2026-03-02T12:00:25.000Z");
    assert_eq!(report().texts("resourceTypeSet.item.resourceType").len(), 2);
    let options = "resourceTypeSet.item.resourceTypeOptionSet.item";
    assert_eq!(report().texts(&format!("{options}.optionName")), ["version-depth"]);
    assert_eq!(report().texts(&format!("{options}.optionValueSet.item")), ["2"]);
    assert!(entries(&ec2, &[]).is_empty());
    ec2.advance(5);
    assert_eq!(
        (report().text("state"), report().text("tagSet.item.value")),
        ("available", "first")
    );
    let of = |account: &str, of: &str, count: &str| {
        (account.to_owned(), of.to_owned(), count.to_owned())
    };
    let all = [
        of("000000000000", "ec2:Instance", "1"),
        of("111122223333", "ec2:Instance", "1"),
        of("111122223333", "ec2:LaunchTemplate", "1"),
    ];
    assert_eq!(entries(&ec2, &[("ReportId.1", id)]), all);
    let filter = |name, value| [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
    assert_eq!(entries(&ec2, &filter("account-id", "000000000000")), all[..1]);
    assert_eq!(entries(&ec2, &filter("resource-type", "ec2:LaunchTemplate")), all[2..]);
    assert_eq!(entries(&ec2, &filter("creation-time", "2026-01-31T12:00:25.000Z")).len(), 3);
    assert!(entries(&ec2, &[("ImageId.1", IMAGE)]).is_empty());
    let first = ec2.call("DescribeImageUsageReportEntries", &[("MaxResults", "2")]);
    let next = [("MaxResults", "2"), ("NextToken", first.text("nextToken"))];
    assert_eq!(entries(&ec2, &next), all[2..]);
    let by_image = ec2.call("DescribeImageUsageReports", &[("ImageId.1", &*image)]);
    assert_eq!(by_image.texts("imageUsageReportSet.item.reportId"), [id]);

    ec2.advance(30 * 24 * 3600);
    let (code, message) = ec2.refused("DescribeImageUsageReports", &[("ReportId.1", id)]);
    assert_eq!(code, "InvalidImageUsageReportID.NotFound");
    assert_eq!(message, format!("The image usage report ID '{id}' does not exist"));
}

#[test]
fn what_other_services_have_is_asked_for_in_vain() {
    let ec2 = Ec2::new();
    let recipes = ["imagebuilder:ImageRecipe", "imagebuilder:ContainerRecipe"];
    let form = [
        ("ImageId", IMAGE),
        ("ResourceType.1.ResourceType", recipes[0]),
        ("ResourceType.2.ResourceType", recipes[1]),
    ];
    ec2.call("CreateImageUsageReport", &form);
    let report = ec2.call("DescribeImageUsageReports", &[]);
    let asked = report.texts("imageUsageReportSet.item.resourceTypeSet.item.resourceType");
    assert_eq!(asked, recipes);
    assert!(entries(&ec2, &[]).is_empty());
}

#[test]
fn a_report_is_of_some_accounts_and_can_be_deleted() {
    let ec2 = Ec2::new();
    let other = ec2.as_account("111122223333");
    let image = shared(&ec2);
    launch(&ec2, &image);
    launch(&other, &image);
    let depth = [
        ("ImageId", &*image),
        ("ResourceType.1.ResourceType", "ec2:Instance"),
        ("AccountId.1", "111122223333"),
    ];
    let made = ec2.call("CreateImageUsageReport", &depth);
    let id = made.text("reportId");
    let found = entries(&ec2, &[]);
    assert_eq!(found.iter().map(|it| &*it.0).collect::<Vec<_>>(), ["111122223333"]);
    let report = ec2.call("DescribeImageUsageReports", &[]);
    assert_eq!(report.texts("imageUsageReportSet.item.accountIdSet.item"), ["111122223333"]);
    let gone = ec2.call("DeleteImageUsageReport", &[("ReportId", id)]);
    assert_eq!(gone.text("return"), "true");
    assert!(entries(&ec2, &[]).is_empty());
    assert_eq!(
        ec2.refused("DeleteImageUsageReport", &[("ReportId", id)]).0,
        "InvalidImageUsageReportID.NotFound"
    );
}

#[test]
fn what_cannot_be_reported_is_refused() {
    let ec2 = Ec2::new();
    let refused = |more: &[(&str, &str)]| {
        ec2.refused("CreateImageUsageReport", &[&[("ImageId", IMAGE)], more].concat())
    };
    let bad = |message: &str| ("InvalidParameterValue".to_owned(), message.to_owned());
    assert_eq!(
        refused(&[("ResourceType.1.ResourceType", "ec2:Volume")]),
        bad("Value (ec2:Volume) for parameter resourceType is invalid. Expecting ec2:Instance, \
             ec2:LaunchTemplate, imagebuilder:ImageRecipe or imagebuilder:ContainerRecipe.")
    );
    let template = ("ResourceType.1.ResourceType", "ec2:LaunchTemplate");
    let name = "ResourceType.1.ResourceTypeOption.1.OptionName";
    let value = "ResourceType.1.ResourceTypeOption.1.OptionValue.1";
    assert_eq!(
        refused(&[template, (name, "state-name")]),
        bad("Value (state-name) for parameter optionName is invalid. There is no such option of \
             the resource type.")
    );
    for depth in ["none", "0", "10001"] {
        let message = format!(
            "Value ({depth}) for parameter optionValue is invalid. Expecting a number of versions, \
             up to 10000."
        );
        let form = [template, (name, "version-depth"), (value, depth)];
        assert_eq!(refused(&form), bad(&message));
    }
    let recipe = ("ResourceType.1.ResourceType", "imagebuilder:ImageRecipe");
    assert_eq!(
        refused(&[recipe, (name, "version-depth"), (value, "1")]),
        bad("Value (version-depth) for parameter optionName is invalid. There is no such option \
             of the resource type.")
    );
    assert_eq!(refused(&[template, ("AccountId.1", "me")]).0, "InvalidParameterValue");
}

#[test]
fn references_to_images_are_found() {
    let ec2 = Ec2::new();
    let instance = launch(&ec2, IMAGE);
    let stopped = launch(&ec2, IMAGE);
    ec2.call("StopInstances", &[("InstanceId.1", &*stopped)]);
    let template = template(&ec2, IMAGE);
    let arns = |more: &[(&str, &str)]| {
        let form = [&[("ImageId.1", IMAGE)], more].concat();
        let found = ec2.call("DescribeImageReferences", &form);
        let texts = found.texts("imageReferenceSet.item.arn");
        let mut arns: Vec<_> = texts.into_iter().map(str::to_owned).collect();
        arns.sort();
        arns
    };
    let arn =
        |resource: &str, id: &str| format!("arn:aws:ec2:us-east-1:000000000000:{resource}/{id}");
    let of_template = arn("launch-template", &template);
    let mut all = vec![arn("instance", &instance), arn("instance", &stopped), of_template.clone()];
    all.sort();
    assert_eq!(arns(&[("IncludeAllResourceTypes", "true")]), all);
    let kind = |of| [("ResourceType.1.ResourceType", of)];
    assert_eq!(arns(&kind("ec2:LaunchTemplate")), [of_template]);
    assert!(arns(&kind("ssm:Parameter")).is_empty());
    let name = "ResourceType.1.ResourceTypeOption.1.OptionName";
    let value = "ResourceType.1.ResourceTypeOption.1.OptionValue.1";
    let state = [kind("ec2:Instance")[0], (name, "state-name"), (value, "stopped")];
    assert_eq!(arns(&state), [arn("instance", &stopped)]);
    // The image stands in the version before the latest.
    let depth = [kind("ec2:LaunchTemplate")[0], (name, "version-depth"), (value, "1")];
    assert!(arns(&depth).is_empty());
    // Options take the place of what is usual.
    let some = [&[("IncludeAllResourceTypes", "true")], &depth[..]].concat();
    assert_eq!(arns(&some).len(), 2);
    let refused = |more: &[(&str, &str)]| {
        ec2.refused("DescribeImageReferences", &[&[("ImageId.1", IMAGE)], more].concat())
    };
    let pair = |code: &str, message: &str| (code.to_owned(), message.to_owned());
    assert_eq!(
        refused(&[]),
        pair("MissingParameter", "The request must contain the parameter resourceTypes")
    );
    let other = [kind("ec2:Instance")[0], (name, "version-depth"), (value, "1")];
    assert_eq!(
        refused(&other),
        pair(
            "InvalidParameterValue",
            "Value (version-depth) for parameter optionName is invalid. There is no such option \
             of the resource type."
        )
    );
    let zero = [kind("ec2:LaunchTemplate")[0], (name, "version-depth"), (value, "0")];
    assert_eq!(
        refused(&zero),
        pair(
            "InvalidParameterValue",
            "Value (0) for parameter optionValue is invalid. Expecting a number of versions, up \
             to 10000."
        )
    );
    let option = [(name, "state-name"), (value, "stopped")];
    assert_eq!(
        refused(&option),
        pair("MissingParameter", "The request must contain the parameter resourceType")
    );
}

#[test]
fn references_are_of_instances_in_any_state() {
    let ec2 = Ec2::new();
    let instance = launch(&ec2, IMAGE);
    ec2.call("TerminateInstances", &[("InstanceId.1", &*instance)]);
    let form = [("ImageId.1", IMAGE), ("ResourceType.1.ResourceType", "ec2:Instance")];
    let found = ec2.call("DescribeImageReferences", &form);
    assert!(found.text("imageReferenceSet.item.arn").ends_with(&instance));
    let with = |state| {
        let name = "ResourceType.1.ResourceTypeOption.1.OptionName";
        let value = "ResourceType.1.ResourceTypeOption.1.OptionValue.1";
        [&form[..], &[(name, "state-name"), (value, state)]].concat()
    };
    let running = ec2.call("DescribeImageReferences", &with("running"));
    assert!(!running.has("imageReferenceSet.item"));
    let (code, message) = ec2.refused("DescribeImageReferences", &with("gone"));
    assert_eq!(code, "InvalidParameterValue");
    let reason = "Expecting a state of instances.";
    assert_eq!(message, format!("Value (gone) for parameter optionValue is invalid. {reason}"));
}

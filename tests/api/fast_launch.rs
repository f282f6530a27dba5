//! Fast launch of Windows images.

use super::support::Ec2;

const IMAGE: &str = "ami-0abcdef1234567890";

/// A Windows image of the account's own.
fn windows(ec2: &Ec2) -> String {
    let form = [("Platform", "Windows"), ("DiskContainer.1.Url", "s3://my-disks/windows.ova")];
    let made = ec2.call("ImportImage", &form);
    ec2.advance(60);
    let form = [("ImportTaskId.1", made.text("importTaskId"))];
    let found = ec2.call("DescribeImportImageTasks", &form);
    found.text("importImageTaskSet.item.imageId").to_owned()
}

#[test]
fn an_image_is_prepared_for_fast_launches() {
    let ec2 = Ec2::with_aws_lifecycle();
    let image = windows(&ec2);
    let form = [("LaunchTemplateName", "mine"), ("LaunchTemplateData.InstanceType", "t3.micro")];
    let made = ec2.call("CreateLaunchTemplate", &form);
    let template = made.text("launchTemplate.launchTemplateId");
    let form = [
        ("ImageId", &*image),
        ("ResourceType", "snapshot"),
        ("SnapshotConfiguration.TargetResourceCount", "10"),
        ("MaxParallelLaunches", "8"),
        ("LaunchTemplate.LaunchTemplateName", "mine"),
        ("LaunchTemplate.Version", "1"),
    ];
    let made = ec2.call("EnableFastLaunch", &form);
    assert_eq!((made.text("imageId"), made.text("state")), (&*image, "enabling"));
    assert_eq!((made.text("resourceType"), made.text("maxParallelLaunches")), ("snapshot", "8"));
    assert_eq!(made.text("snapshotConfiguration.targetResourceCount"), "10");
    assert_eq!(made.text("launchTemplate.launchTemplateId"), template);
    assert_eq!(made.text("launchTemplate.launchTemplateName"), "mine");
    assert_eq!(made.text("stateTransitionReason"), "Client.UserInitiated");
    assert_eq!(made.text("stateTransitionTime"), "2026-01-31T12:01:00.000Z");
    ec2.advance(30);
    let listed = |form: &[(&str, &str)]| {
        let found = ec2.call("DescribeFastLaunchImages", form);
        found
            .texts("fastLaunchImageSet.item.state")
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(&[("ImageId.1", &image)]), ["enabled"]);
    assert!(listed(&[("ImageId.1", IMAGE)]).is_empty());
    let filter = |name, value| [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
    assert_eq!(listed(&filter("state", "enabled")).len(), 1);
    assert_eq!(listed(&filter("resource-type", "snapshot")).len(), 1);
    assert_eq!(listed(&filter("owner-id", "111111111111")).len(), 0);
    let gone = ec2.call("DisableFastLaunch", &[("ImageId", &*image), ("Force", "true")]);
    assert_eq!(gone.text("state"), "disabling");
    assert_eq!(listed(&[]), ["disabling"]);
    let (code, message) = ec2.refused("DisableFastLaunch", &[("ImageId", &*image)]);
    assert_eq!(code, "InvalidRequest");
    assert_eq!(message, format!("Fast launch is not enabled for {image}."));
    let (code, message) = ec2.refused("EnableFastLaunch", &[("ImageId", &*image)]);
    assert_eq!(code, "InvalidRequest");
    assert_eq!(message, format!("Fast launch is being disabled for {image}."));
    ec2.advance(30);
    assert!(listed(&[]).is_empty());
}

#[test]
fn whoever_an_image_is_shared_with_can_prepare_it() {
    let ec2 = Ec2::new();
    let other = ec2.as_account("111122223333");
    let image = windows(&ec2);
    let form = [("ImageId", &*image)];
    assert_eq!(other.refused("EnableFastLaunch", &form).0, "InvalidAMIID.NotFound");
    let share = |to| ec2.call("ModifyImageAttribute", &[form[0], to]);
    share(("LaunchPermission.Add.1.Group", "all"));
    let (code, message) = other.refused("EnableFastLaunch", &form);
    assert_eq!(code, "AuthFailure");
    assert_eq!(message, format!("Not authorized for image:{image}"));
    share(("LaunchPermission.Add.1.UserId", "111122223333"));
    let made = other.call("EnableFastLaunch", &form);
    assert_eq!((made.text("state"), made.text("ownerId")), ("enabled", "000000000000"));
    assert!(!ec2.call("DescribeFastLaunchImages", &[]).has("fastLaunchImageSet.item"));
    other.call("DisableFastLaunch", &form);
    let (code, _) = other.refused("DisableFastLaunch", &form);
    assert_eq!(code, "InvalidRequest");
}

#[test]
fn what_a_request_leaves_out_is_usual() {
    let ec2 = Ec2::new();
    let image = windows(&ec2);
    let made = ec2.call("EnableFastLaunch", &[("ImageId", &*image)]);
    assert_eq!((made.text("state"), made.text("maxParallelLaunches")), ("enabled", "6"));
    assert_eq!(made.text("snapshotConfiguration.targetResourceCount"), "5");
}

#[test]
fn what_cannot_be_prepared_is_refused() {
    let ec2 = Ec2::new();
    let image = windows(&ec2);
    let refused = |more: &[(&str, &str)]| {
        ec2.refused("EnableFastLaunch", &[&[("ImageId", &*image)], more].concat())
    };
    let bad = |message: &str| ("InvalidParameterValue".to_owned(), message.to_owned());
    let (code, message) = ec2.refused("EnableFastLaunch", &[("ImageId", IMAGE)]);
    assert_eq!(code, "InvalidRequest");
    assert_eq!(message, format!("Fast launch is for Windows images, which {IMAGE} is not."));
    assert_eq!(
        refused(&[("ResourceType", "volume")]),
        bad("Value (volume) for parameter resourceType is invalid. Expecting snapshot.")
    );
    assert_eq!(
        refused(&[("MaxParallelLaunches", "5")]),
        bad("Value (5) for parameter maxParallelLaunches is invalid. Expecting a value of at \
             least 6.")
    );
    assert_eq!(
        refused(&[("SnapshotConfiguration.TargetResourceCount", "0")]),
        bad("Value (0) for parameter targetResourceCount is invalid. Expecting a value of at \
             least 1.")
    );
    let template = [("LaunchTemplate.LaunchTemplateName", "none"), ("LaunchTemplate.Version", "1")];
    assert_eq!(refused(&template).0, "InvalidLaunchTemplateName.NotFoundException");
}

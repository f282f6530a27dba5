//! Watermarks of images.

use crate::support::{Ec2, Xml};

const IMAGE: &str = "ami-0abcdef1234567890";

const KEY: &str = "000000000000:approved";

fn attach(ec2: &Ec2, id: &str, name: &str) -> String {
    let form = [("ImageId", id), ("WatermarkName", name)];
    ec2.call("AttachImageWatermark", &form).text("watermarkKey").to_owned()
}

fn image(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeImages", &[("ImageId.1", id)]);
    found.at("imagesSet.item").unwrap().clone()
}

fn copy(ec2: &Ec2, name: &str) -> String {
    let form = [("SourceImageId", IMAGE), ("SourceRegion", "us-east-1"), ("Name", name)];
    ec2.call("CopyImage", &form).text("imageId").to_owned()
}

#[test]
fn a_watermark_is_handed_on() {
    let ec2 = Ec2::new();
    ec2.advance(60);
    assert_eq!(attach(&ec2, IMAGE, "approved"), KEY);
    ec2.advance(60);
    assert_eq!(attach(&ec2, IMAGE, "approved"), KEY);
    let west = ec2.in_region("eu-west-1");
    let copied = copy(&west, "copied");
    let launched = ec2.call("RunInstances", &[("ImageId", IMAGE), ("InstanceType", "t3.micro")]);
    let form = [("InstanceId", launched.text("instancesSet.item.instanceId")), ("Name", "made")];
    let made = ec2.call("CreateImage", &form);
    for found in [image(&ec2, IMAGE), image(&west, &copied), image(&ec2, made.text("imageId"))] {
        let marks = found.all_at("imageWatermarkSet.item");
        assert_eq!(marks.len(), 1);
        assert_eq!((marks[0].text("watermarkKey"), marks[0].text("sourceImageId")), (KEY, IMAGE));
        assert_eq!(marks[0].text("sourceImageRegion"), "us-east-1");
        assert_eq!(marks[0].text("watermarkCreationTime"), "2026-01-31T12:01:00.000Z");
        assert_eq!(marks[0].text("sourceImageCreationTime"), "2026-01-30T12:00:00.000Z");
    }
    let form = [("Filter.1.Name", "image-watermark.watermark-key"), ("Filter.1.Value.1", KEY)];
    let listed = west.call("DescribeImages", &form);
    assert_eq!(listed.texts("imagesSet.item.imageId"), [&*copied]);

    // What was made of it keeps its own.
    let form = [("ImageId", IMAGE), ("WatermarkKey", KEY)];
    for _ in 0..2 {
        assert_eq!(ec2.call("DetachImageWatermark", &form).text("return"), "true");
    }
    assert!(image(&ec2, IMAGE).at("imageWatermarkSet").is_none());
    assert!(image(&west, &copied).at("imageWatermarkSet").is_some());
}

#[test]
fn what_cannot_be_marked_is_refused() {
    let ec2 = Ec2::new();
    let (code, message) =
        ec2.refused("AttachImageWatermark", &[("ImageId", IMAGE), ("WatermarkName", "a!")]);
    assert_eq!(code, "InvalidParameterValue");
    let rule = "Expecting 3 to 128 letters, digits and ()[] ./-'@_.";
    assert_eq!(message, format!("Value (a!) for parameter watermarkName is invalid. {rule}"));
    let public = copy(&ec2, "public");
    let form = [("ImageId", &*public), ("LaunchPermission.Add.1.Group", "all")];
    ec2.call("ModifyImageAttribute", &form);
    let form = [("ImageId", &*public), ("WatermarkName", "approved")];
    let (code, message) = ec2.refused("AttachImageWatermark", &form);
    assert_eq!(code, "OperationNotPermitted");
    assert_eq!(message, format!("The image '{public}' is public and cannot have a watermark."));
    let other = ec2.as_account("111122223333");
    assert_eq!(other.refused("AttachImageWatermark", &form).0, "AuthFailure");
}

#[test]
fn images_with_a_watermark_can_be_allowed() {
    let ec2 = Ec2::new();
    let other = ec2.as_account("111122223333");
    let [marked, plain] = ["marked", "plain"].map(|name| {
        let id = copy(&other, name);
        let form = [("ImageId", &*id), ("LaunchPermission.Add.1.UserId", "000000000000")];
        other.call("ModifyImageAttribute", &form);
        id
    });
    attach(&other, &marked, "approved");
    let allowed = |id: &str| image(&ec2, id).text("imageAllowed").to_owned();
    let set = |more: &[(&str, &str)]| {
        let key = ("ImageCriterion.1.ImageWatermark.1.WatermarkKey", "111122223333:app*");
        ec2.call("ReplaceImageCriteriaInAllowedImagesSettings", &[&[key], more].concat());
        let state = [("AllowedImagesSettingsState", "audit-mode")];
        ec2.call("EnableAllowedImagesSettings", &state);
    };
    set(&[]);
    assert_eq!((&*allowed(&marked), &*allowed(&plain)), ("true", "false"));
    let got = ec2.call("GetAllowedImagesSettings", &[]);
    let path = "imageCriterionSet.item.imageWatermarkSet.item.watermarkKey";
    assert_eq!(got.texts(path), ["111122223333:app*"]);
    set(&[("ImageCriterion.1.ImageWatermark.1.SourceImageRegion", "eu-*")]);
    assert_eq!(allowed(&marked), "false");
    set(&[("ImageCriterion.1.ImageWatermark.1.MaximumDaysSinceWatermarkCreated", "1")]);
    assert_eq!(allowed(&marked), "true");
    ec2.advance(24 * 3600);
    assert_eq!(allowed(&marked), "false");
    let days = "ImageCriterion.1.ImageWatermark.1.MaximumDaysSinceSourceImageCreated";
    let (code, message) =
        ec2.refused("ReplaceImageCriteriaInAllowedImagesSettings", &[(days, "-1")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        "Value (-1) for parameter maximumDaysSinceSourceImageCreated is invalid. Expecting a \
         number of days."
    );
}

//! What an image was made from, and giving up a permission to launch one.

use crate::support::Ec2;

const IMAGE: &str = "ami-0abcdef1234567890";

fn copy(ec2: &Ec2, of: &str, name: &str) -> String {
    let form = [("SourceImageId", of), ("SourceRegion", "us-east-1"), ("Name", name)];
    ec2.call("CopyImage", &form).text("imageId").to_owned()
}

#[test]
fn an_image_tells_what_it_was_made_from() {
    let ec2 = Ec2::new();
    let first = copy(&ec2, IMAGE, "first");
    let west = ec2.in_region("eu-west-1");
    let second = copy(&west, &first, "second");
    let found = west.call("GetImageAncestry", &[("ImageId", &*second)]);
    assert_eq!(found.texts("imageAncestryEntrySet.item.imageId"), [&*second, &*first, IMAGE]);
    let entries = found.all_at("imageAncestryEntrySet.item");
    assert_eq!(entries[0].text("sourceImageId"), first);
    assert_eq!(entries[0].text("sourceImageRegion"), "us-east-1");
    assert_eq!(entries[0].text("imageOwnerAlias"), "000000000000");
    assert_eq!(entries[0].text("creationDate"), "2026-01-31T12:00:00.000Z");
    assert!(entries[2].at("sourceImageId").is_none());
    // What is gone ends it.
    ec2.call("DeregisterImage", &[("ImageId", &*first)]);
    let found = west.call("GetImageAncestry", &[("ImageId", &*second)]);
    assert_eq!(found.texts("imageAncestryEntrySet.item.imageId"), [&*second]);
    let refused = ec2.refused("GetImageAncestry", &[("ImageId", "ami-0123456789abcdef0")]);
    assert_eq!(refused.0, "InvalidAMIID.NotFound");
}

#[test]
fn an_account_gives_a_permission_up() {
    let ec2 = Ec2::new();
    let other = ec2.as_account("111122223333");
    let image = copy(&ec2, IMAGE, "shared");
    let form = [("ImageId", &*image), ("LaunchPermission.Add.1.UserId", "111122223333")];
    ec2.call("ModifyImageAttribute", &form);
    let cancel = [("ImageId", &*image)];
    assert_eq!(other.call("CancelImageLaunchPermission", &cancel).text("return"), "true");
    let form = [("ImageId", &*image), ("Attribute", "launchPermission")];
    let found = ec2.call("DescribeImageAttribute", &form);
    assert!(found.all_at("launchPermission.item").is_empty());
    let unknown = other.refused("CancelImageLaunchPermission", &cancel);
    let message = format!("The image id '[{image}]' does not exist");
    assert_eq!(unknown, ("InvalidAMIID.NotFound".to_owned(), message));
    let (code, message) = ec2.refused("CancelImageLaunchPermission", &cancel);
    assert_eq!(code, "InvalidRequest");
    assert_eq!(message, format!("This account has no launch permission of its own for {image}."));
}

#[test]
fn no_scan_finds_anything() {
    let ec2 = Ec2::new();
    let found = ec2.call("GetImageFindings", &[("ImageId", IMAGE)]);
    assert!(found.all_at("imageFindingSet.item").is_empty());
    let refused = ec2.refused("GetImageFindings", &[("ImageId", "ami-0123456789abcdef0")]);
    assert_eq!(refused.0, "InvalidAMIID.NotFound");
}

use super::super::support::Ec2;
use super::OWN;
use super::making::{described, instance, snapshot};

const OTHER: &str = "111111111111";

fn image(ec2: &Ec2, name: &str) -> String {
    let source = instance(ec2, &[]);
    let form = [("InstanceId", source.as_str()), ("Name", name)];
    ec2.call("CreateImage", &form).text("imageId").to_owned()
}

fn share(ec2: &Ec2, id: &str, grantee: (&str, &str)) {
    ec2.call("ModifyImageAttribute", &[("ImageId", id), grantee]);
}

fn ids(ec2: &Ec2, form: &[(&str, &str)]) -> Vec<String> {
    let found = ec2.call("DescribeImages", form);
    found.texts("imagesSet.item.imageId").into_iter().map(str::to_owned).collect()
}

#[test]
fn another_account_launches_what_is_shared_with_it() {
    let ec2 = Ec2::new();
    let other = ec2.as_account(OTHER);
    let id = image(&ec2, "golden");
    let launch = [("ImageId", id.as_str()), ("InstanceType", "t3.micro")];
    let (code, message) = other.refused("RunInstances", &launch);
    assert_eq!(code, "AuthFailure");
    assert_eq!(message, format!("Not authorized for images: [{id}]"));
    let named = [("ImageId.1", id.as_str())];
    assert_eq!(ids(&other, &named), [""; 0], "left out, not refused");

    let tag = [("ResourceId.1", &*id), ("Tag.1.Key", "Name"), ("Tag.1.Value", "theirs")];
    ec2.call("CreateTags", &tag);
    share(&ec2, &id, ("LaunchPermission.Add.1.UserId", OTHER));
    let seen = described(&other, &id);
    assert_eq!(seen.text("imageOwnerId"), "000000000000");
    assert_eq!(seen.text("imageLocation"), "000000000000/golden");
    assert!(!seen.has("tagSet.item"), "tags are their account's own");
    let own_tag = [("ResourceId.1", &*id), ("Tag.1.Key", "Name"), ("Tag.1.Value", "ours")];
    other.call("CreateTags", &own_tag);
    assert_eq!(described(&other, &id).text("tagSet.item.value"), "ours");
    assert_eq!(described(&ec2, &id).text("tagSet.item.value"), "theirs");

    let launched = other.call("RunInstances", &launch);
    assert_eq!(launched.text("instancesSet.item.imageId"), id);
    let volumes = other.call("DescribeVolumes", &[]);
    assert_eq!(volumes.texts("volumeSet.item.size"), ["8", "4"]);
    let copy = [("SourceRegion", "us-east-1"), ("SourceImageId", &*id), ("Name", "mine")];
    // Its snapshots are not shared with it.
    let (code, message) = other.refused("CopyImage", &copy);
    assert_eq!(code, "InvalidRequest");
    assert_eq!(message, "You do not have permission to access the storage of this ami");
    for snapshot in described(&ec2, &id).texts("blockDeviceMapping.item.ebs.snapshotId") {
        let account = ("CreateVolumePermission.Add.1.UserId", OTHER);
        ec2.call("ModifySnapshotAttribute", &[("SnapshotId", snapshot), account]);
    }
    let copy = other.call("CopyImage", &copy).text("imageId").to_owned();
    let copied = described(&other, &copy);
    assert_eq!(copied.text("imageOwnerId"), OTHER);
    snapshot(&other, copied.text("blockDeviceMapping.item.ebs.snapshotId"));

    // So are the tags that are meant for others.
    let tags = [
        ("ResourceId.1", &*id),
        ("Tag.1.Key", "ec2:SharedTag/team"),
        ("Tag.1.Value", "red"),
        ("Tag.2.Key", "Owner"),
        ("Tag.2.Value", "me"),
    ];
    ec2.call("CreateTags", &tags);
    let form = [
        ("SourceImageId", &*id),
        ("SourceRegion", "us-east-1"),
        ("Name", "tagged"),
        ("CopyImageTags", "true"),
    ];
    let tagged = other.call("CopyImage", &form).text("imageId").to_owned();
    let keys = described(&other, &tagged);
    assert_eq!(keys.texts("tagSet.item.key"), ["Name", "ec2:SharedTag/team"]);

    // It is the owner's alone to change.
    let (code, message) = other.refused("DeregisterImage", &[("ImageId", &id)]);
    assert_eq!((code.as_str(), message), ("AuthFailure", format!("Not authorized for image:{id}")));
    share(&ec2, &id, ("LaunchPermission.Remove.1.UserId", OTHER));
    assert_eq!(other.refused("RunInstances", &launch).0, "AuthFailure");
    ec2.call("DeregisterImage", &[("ImageId", &id)]);
    assert_eq!(other.refused("RunInstances", &launch).0, "InvalidAMIID.NotFound");
}

#[test]
fn shared_images_are_listed_between_own_and_public_ones() {
    let ec2 = Ec2::new();
    let other = ec2.as_account(OTHER);
    let shared: Vec<String> = ["one", "two", "three"].map(|name| image(&ec2, name)).to_vec();
    share(&ec2, &shared[0], ("LaunchPermission.Add.1.UserId", OTHER));
    share(&ec2, &shared[1], ("LaunchPermission.Add.1.Group", "all"));
    share(&ec2, &shared[1], ("LaunchPermission.Add.1.UserId", OTHER));
    let listed = ids(&other, &[]);
    assert_eq!(listed[..3], [OWN.to_owned(), shared[0].clone(), shared[1].clone()]);
    assert!(!listed.contains(&shared[2]));
    assert_eq!(ids(&other, &[("Owner.1", "000000000000")]), shared[..2]);
    assert_eq!(ids(&other, &[("ExecutableBy.1", "self")]), shared[..2]);
    assert_eq!(ids(&ec2.as_account("222222222222"), &[("Owner.1", "000000000000")]), shared[1..2]);
    let named = [("ImageId.1", shared[1].as_str()), ("ImageId.2", shared[0].as_str())];
    assert_eq!(ids(&other, &named), shared[..2]);
    let by_name =
        [("Filter.1.Name", "name"), ("Filter.1.Value.1", "t*"), ("Owner.1", "000000000000")];
    assert_eq!(ids(&other, &by_name), shared[1..2]);

    let (mut walked, mut token) = (Vec::new(), String::new());
    loop {
        let mut form = vec![("MaxResults", "5")];
        form.extend(Some(("NextToken", token.as_str())).filter(|(_, token)| !token.is_empty()));
        let page = other.call("DescribeImages", &form);
        walked.extend(page.texts("imagesSet.item.imageId").into_iter().map(str::to_owned));
        token = page.at("nextToken").map(|token| token.text.clone()).unwrap_or_default();
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(walked, listed);

    // The same question after a change in the other account alone.
    assert_eq!(ids(&other, &[]), listed);
    share(&ec2, &shared[2], ("LaunchPermission.Add.1.UserId", OTHER));
    assert_eq!(ids(&other, &[])[1..4], shared);
}

#[test]
fn the_first_image_of_an_account_is_not_shared() {
    let ec2 = Ec2::new();
    let other = ec2.as_account(OTHER);
    assert_eq!(ids(&ec2, &[("Owner.1", OTHER)]), [""; 0]);
    other.call("DeregisterImage", &[("ImageId", OWN)]);
    assert_eq!(described(&ec2, OWN).text("imageOwnerId"), "000000000000");
    other.advance(60 * 60);
    assert_eq!(other.refused("DescribeImages", &[("ImageId.1", OWN)]).0, "InvalidAMIID.NotFound");
    let launch = [("ImageId", OWN), ("InstanceType", "t3.micro")];
    assert_eq!(other.refused("RunInstances", &launch).0, "InvalidAMIID.NotFound");
}

#[test]
fn an_account_keeps_its_images_from_becoming_public() {
    let ec2 = Ec2::new();
    let (before, after) = (image(&ec2, "before"), image(&ec2, "after"));
    let path = "imageBlockPublicAccessState";
    let state = || ec2.call("GetImageBlockPublicAccessState", &[]).text(path).to_owned();
    assert_eq!(state(), "unblocked");
    let everybody = ("LaunchPermission.Add.1.Group", "all");
    share(&ec2, &before, everybody);
    let block = [("ImageBlockPublicAccessState", "block-new-sharing")];
    let enabled = ec2.call("EnableImageBlockPublicAccess", &block);
    assert_eq!(enabled.text(path), "block-new-sharing");
    assert_eq!(state(), "block-new-sharing");

    let refused = ec2.refused("ModifyImageAttribute", &[("ImageId", &after), everybody]);
    let message = "You can\u{2019}t publicly share this image because block public access for \
                   AMIs is enabled for this account. To publicly share the image, you must call \
                   the DisableImageBlockPublicAccess API.";
    assert_eq!(refused, ("OperationNotPermitted".to_owned(), message.to_owned()));
    share(&ec2, &after, ("LaunchPermission.Add.1.UserId", OTHER));
    let other = ec2.as_account("222222222222");
    assert_eq!(ids(&other, &[("ImageId.1", &before)]), [before.as_str()], "it stays public");
    share(&ec2, &before, everybody);

    let unblock = ec2.call("DisableImageBlockPublicAccess", &[]);
    assert_eq!(unblock.text(path), "unblocked");
    share(&ec2, &after, everybody);
    assert_eq!(ids(&other, &[("ImageId.1", &after)]), [after.as_str()]);
    let wrong = [("ImageBlockPublicAccessState", "unblocked")];
    assert_eq!(ec2.refused("EnableImageBlockPublicAccess", &wrong).0, "InvalidParameterValue");
    assert_eq!(ec2.refused("EnableImageBlockPublicAccess", &[]).0, "MissingParameter");
}

#[test]
fn what_is_wrong_with_a_change_by_itself_is_said_before_whose_image_it_is() {
    let ec2 = Ec2::new();
    let id = image(&ec2, "golden");
    let other = ec2.as_account(OTHER);
    for (name, code) in [
        (None, "InvalidParameterCombination"),
        (Some("unsupported"), "InvalidParameterCombination"),
        (Some("launchPermission"), "InvalidParameterCombination"),
        (Some("blockDeviceMapping"), "InvalidParameter"),
        (Some("description"), "MissingParameter"),
    ] {
        let attribute = name.map(|name| ("Attribute", name));
        let form: Vec<_> = [("ImageId", id.as_str())].into_iter().chain(attribute).collect();
        assert_eq!(other.refused("ModifyImageAttribute", &form).0, code, "{name:?}");
    }
}

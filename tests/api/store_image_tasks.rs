//! Storing images in S3 and restoring them.

use super::support::{Ec2, Xml};

const IMAGE: &str = "ami-0abcdef1234567890";

const STORE: [(&str, &str); 2] = [("ImageId", IMAGE), ("Bucket", "my-images")];

fn tasks(ec2: &Ec2, form: &[(&str, &str)]) -> Vec<Xml> {
    let found = ec2.call("DescribeStoreImageTasks", form);
    found.all_at("storeImageTaskResultSet.item").into_iter().cloned().collect()
}

fn image(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeImages", &[("ImageId.1", id)]);
    found.at("imagesSet.item").unwrap().clone()
}

#[test]
fn an_image_is_stored_and_restored() {
    let ec2 = Ec2::with_aws_lifecycle();
    ec2.call(
        "CreateTags",
        &[("ResourceId.1", IMAGE), ("Tag.1.Key", "Team"), ("Tag.1.Value", "one")],
    );
    let more = [("S3ObjectTag.1.Key", "Owner"), ("S3ObjectTag.1.Value", "me")];
    let made = ec2.call("CreateStoreImageTask", &[&STORE, &more[..]].concat());
    let key = made.text("objectKey");
    assert_eq!(key, format!("{IMAGE}.bin"));
    let [task] = &tasks(&ec2, &[])[..] else { panic!() };
    assert_eq!((task.text("amiId"), task.text("bucket")), (IMAGE, "my-images"));
    assert_eq!((task.text("s3objectKey"), task.text("storeTaskState")), (key, "InProgress"));
    assert_eq!(task.text("progressPercentage"), "0");
    assert_eq!(task.text("taskStartTime"), "2026-01-31T12:00:00.000Z");
    let restore = [("Bucket", "my-images"), ("ObjectKey", key)];
    let (code, message) = ec2.refused("CreateRestoreImageTask", &restore);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        format!(
            "Value ({key}) for parameter objectKey is invalid. There is no stored image in the \
             bucket 'my-images'."
        )
    );
    ec2.advance(15);
    assert_eq!(tasks(&ec2, &[])[0].text("progressPercentage"), "50");
    ec2.advance(15);
    let [task] = &tasks(&ec2, &[])[..] else { panic!() };
    assert_eq!(task.text("storeTaskState"), "Completed");
    assert_eq!(task.text("progressPercentage"), "100");

    let named = ec2.refused("CreateRestoreImageTask", &restore);
    assert_eq!(named.0, "InvalidAMIName.Duplicate");
    let more = [
        ("Name", "restored"),
        ("TagSpecification.1.ResourceType", "image"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "again"),
        ("TagSpecification.2.ResourceType", "snapshot"),
        ("TagSpecification.2.Tag.1.Key", "Of"),
        ("TagSpecification.2.Tag.1.Value", "it"),
    ];
    let made = ec2.call("CreateRestoreImageTask", &[&restore, &more[..]].concat());
    let id = made.text("imageId");
    assert_eq!(image(&ec2, id).text("imageState"), "pending");
    ec2.advance(10);
    let found = image(&ec2, id);
    assert_eq!((found.text("imageState"), found.text("name")), ("available", "restored"));
    assert_eq!(found.texts("tagSet.item.key"), ["Name", "Team"]);
    let snapshot = found.text("blockDeviceMapping.item.ebs.snapshotId");
    let found = ec2.call("DescribeSnapshots", &[("SnapshotId.1", snapshot)]);
    let found = found.at("snapshotSet.item").unwrap();
    assert_eq!((found.text("status"), found.text("volumeSize")), ("completed", "8"));
    assert_eq!(found.texts("tagSet.item.key"), ["Of"]);
    ec2.call("RunInstances", &[("ImageId", id), ("InstanceType", "t3.micro")]);
}

#[test]
fn an_object_outlives_its_image() {
    let ec2 = Ec2::new();
    ec2.call("CreateStoreImageTask", &STORE);
    ec2.call("DeregisterImage", &[("ImageId", IMAGE)]);
    let restore = [("Bucket", "my-images"), ("ObjectKey", "ami-0abcdef1234567890.bin")];
    let made = ec2.call("CreateRestoreImageTask", &restore);
    assert_eq!(image(&ec2, made.text("imageId")).text("name"), "parlel-amzn2-base");
}

#[test]
fn tasks_are_listed_for_a_month_and_the_latest_first() {
    let ec2 = Ec2::new();
    for bucket in ["bucket-1", "bucket-2", "bucket-3"] {
        ec2.call("CreateStoreImageTask", &[STORE[0], ("Bucket", bucket)]);
        ec2.advance(60);
    }
    let buckets = |form: &[(&str, &str)]| {
        let found = tasks(&ec2, form);
        found.iter().map(|task| task.text("bucket").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(buckets(&[]), ["bucket-3", "bucket-2", "bucket-1"]);
    let first = ec2.call("DescribeStoreImageTasks", &[("MaxResults", "2")]);
    let next = [("MaxResults", "2"), ("NextToken", first.text("nextToken"))];
    assert_eq!(buckets(&next), ["bucket-1"]);
    let filter = |name, value| [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
    assert_eq!(buckets(&filter("bucket", "bucket-2")), ["bucket-2"]);
    assert_eq!(buckets(&filter("task-state", "Completed")).len(), 3);
    assert_eq!(buckets(&filter("task-state", "Failed")).len(), 0);
    let both = [&filter("task-state", "Failed")[..], &[("ImageId.1", IMAGE)]].concat();
    assert_eq!(buckets(&both), ["bucket-3"], "the latest of the image, whatever the filters");
    assert_eq!(buckets(&[("ImageId.1", "ami-0123456789abcdef0")]).len(), 0);
    ec2.advance(31 * 24 * 3600);
    assert_eq!(buckets(&[]).len(), 0);
}

#[test]
fn what_cannot_be_stored_is_refused() {
    let ec2 = Ec2::new();
    let form = [("Name", "in-s3"), ("ImageLocation", "my-images/one.manifest.xml")];
    let made = ec2.call("RegisterImage", &form);
    let id = made.text("imageId");
    let pair = |code: &str, message: &str| (code.to_owned(), message.to_owned());
    assert_eq!(
        ec2.refused("CreateStoreImageTask", &[("ImageId", id), STORE[1]]),
        pair("InvalidRequest", &format!("The image '{id}' is not backed by EBS."))
    );
    let bucket = [STORE[0], ("Bucket", "My_Images")];
    let none = pair("InvalidParameter", "The S3 bucket 'My_Images' does not exist.");
    assert_eq!(ec2.refused("CreateStoreImageTask", &bucket), none);
    let names: Vec<String> = (1..=11).map(|at| format!("S3ObjectTag.{at}.Key")).collect();
    let tags = names.iter().map(|name| (name.as_str(), "k"));
    let many: Vec<_> = STORE.into_iter().chain(tags).collect();
    assert_eq!(
        ec2.refused("CreateStoreImageTask", &many),
        pair("InvalidParameterValue", "An object can have 10 tags at most.")
    );
    let value = [&STORE[..], &[("S3ObjectTag.1.Value", "alone")]].concat();
    assert_eq!(
        ec2.refused("CreateStoreImageTask", &value),
        pair(
            "InvalidParameterValue",
            "Value () for parameter S3ObjectTag is invalid. Expecting up to 128 characters, and a \
             value of up to 256."
        )
    );
    let reserved = [&STORE[..], &[("S3ObjectTag.1.Key", "aws:mine")]].concat();
    assert_eq!(
        ec2.refused("CreateStoreImageTask", &reserved),
        pair(
            "InvalidParameterValue",
            "Value (aws:mine) for parameter S3ObjectTag is invalid. It must not begin with aws:."
        )
    );
    assert_eq!(
        ec2.refused("DescribeStoreImageTasks", &[("ImageId.1", IMAGE), ("MaxResults", "5")]),
        pair(
            "InvalidParameterCombination",
            "The parameter imageIdsSet cannot be used with the parameter maxResults"
        )
    );
    let ids: Vec<String> = (1..=21).map(|at| format!("ImageId.{at}")).collect();
    let many: Vec<_> = ids.iter().map(|id| (id.as_str(), IMAGE)).collect();
    assert_eq!(
        ec2.refused("DescribeStoreImageTasks", &many),
        pair("InvalidParameterValue", "You may specify at most 20 image IDs.")
    );
}

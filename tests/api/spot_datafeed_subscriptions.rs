use crate::support::Ec2;

#[test]
fn a_data_feed_lives() {
    let ec2 = Ec2::new();
    let form = [("Bucket", "my-bucket.logs"), ("Prefix", "spot")];
    let made = ec2.call("CreateSpotDatafeedSubscription", &form);
    let feed = made.at("spotDatafeedSubscription").unwrap();
    for (member, value) in [
        ("bucket", "my-bucket.logs"),
        ("prefix", "spot"),
        ("ownerId", "000000000000"),
        ("state", "Active"),
    ] {
        assert_eq!(feed.text(member), value, "{member}");
    }
    let shown = ec2.call("DescribeSpotDatafeedSubscription", &[]);
    assert_eq!(shown.at("spotDatafeedSubscription"), Some(feed));
    // There is one at most.
    let other = ec2.call("CreateSpotDatafeedSubscription", &[("Bucket", "other")]);
    assert_eq!(other.text("spotDatafeedSubscription.prefix"), "");
    let shown = ec2.call("DescribeSpotDatafeedSubscription", &[]);
    assert_eq!(shown.text("spotDatafeedSubscription.bucket"), "other");
    ec2.call("DeleteSpotDatafeedSubscription", &[]);
    for operation in ["DescribeSpotDatafeedSubscription", "DeleteSpotDatafeedSubscription"] {
        let (code, message) = ec2.refused(operation, &[]);
        assert_eq!(code, "InvalidSpotDatafeed.NotFound", "{operation}");
        assert_eq!(message, "Spot datafeed subscription does not exist.", "{operation}");
    }
}

#[test]
fn each_account_has_its_own_in_each_region() {
    let ec2 = Ec2::new();
    ec2.call("CreateSpotDatafeedSubscription", &[("Bucket", "mine")]);
    for other in [ec2.in_region("us-west-2"), ec2.as_account("111111111111")] {
        let (code, _) = other.refused("DescribeSpotDatafeedSubscription", &[]);
        assert_eq!(code, "InvalidSpotDatafeed.NotFound");
    }
}

#[test]
fn a_bucket_has_a_name_that_s3_takes() {
    let ec2 = Ec2::new();
    let long = "a".repeat(64);
    for name in ["ab", "Upper", "-a-", "a..b", "a_b", "10.0.0.1", "ends-", &long] {
        let (code, message) = ec2.refused("CreateSpotDatafeedSubscription", &[("Bucket", name)]);
        assert_eq!(code, "InvalidParameterValue", "{name}");
        let expected = format!(
            "Value ({name}) for parameter bucket is invalid. It must be the name of an Amazon S3 \
             bucket."
        );
        assert_eq!(message, expected);
    }
    let (code, message) = ec2.refused("CreateSpotDatafeedSubscription", &[]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter bucket");
}

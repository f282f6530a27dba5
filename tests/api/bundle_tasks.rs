//! Bundling instances, of which none can be bundled.

use super::support::Ec2;

#[test]
fn what_is_backed_by_ebs_cannot_be_bundled() {
    let ec2 = Ec2::new();
    let launch = [("ImageId", "ami-0abcdef1234567890"), ("InstanceType", "t3.micro")];
    let launched = ec2.call("RunInstances", &launch);
    let instance = launched.text("instancesSet.item.instanceId");
    let form = |bucket| {
        [
            ("InstanceId", instance),
            ("Storage.S3.Bucket", bucket),
            ("Storage.S3.Prefix", "winami"),
            ("Storage.S3.AWSAccessKeyId", "AKIAEXAMPLE"),
        ]
    };
    let (code, message) = ec2.refused("BundleInstance", &form("my-bundles"));
    assert_eq!(code, "InvalidInstanceType");
    assert_eq!(message, "The instance does not support bundling: it is backed by EBS.");
    let (code, message) = ec2.refused("BundleInstance", &form("B"));
    assert_eq!(code, "InvalidParameter");
    assert_eq!(message, "The S3 bucket 'B' does not exist.");
    let (code, message) = ec2.refused("CancelBundleTask", &[("BundleId", "bun-0123456789abcdef0")]);
    assert_eq!(code, "InvalidBundleID.NotFound");
    assert_eq!(message, "The bundle task ID 'bun-0123456789abcdef0' does not exist");
}

use super::super::support::Ec2;

const KEY: &str = "arn:aws:kms:us-east-1:000000000000:key/12345678-1234-1234-1234-123456789012";

fn key_of_new(ec2: &Ec2, more: &[(&str, &str)]) -> Option<String> {
    let form = [&[("AvailabilityZone", "us-east-1a"), ("Size", "1")], more].concat();
    let made = ec2.call("CreateVolume", &form);
    let found = ec2.call("DescribeVolumes", &[("VolumeId.1", made.text("volumeId"))]);
    let key = found.at("volumeSet.item.kmsKeyId").map(|key| key.text.clone());
    assert_eq!(made.text("encrypted"), if key.is_some() { "true" } else { "false" });
    key
}

#[test]
fn volumes_are_encrypted_where_that_is_the_default() {
    let ec2 = Ec2::new();
    let state = |ec2: &Ec2| {
        let state = ec2.call("GetEbsEncryptionByDefault", &[]);
        (state.text("ebsEncryptionByDefault").to_owned(), state.text("sseType").to_owned())
    };
    assert_eq!(state(&ec2), ("false".to_owned(), "none".to_owned()));
    assert_eq!(key_of_new(&ec2, &[]), None);
    let dry = [("DryRun", "true")];
    assert_eq!(ec2.refused("EnableEbsEncryptionByDefault", &dry).0, "DryRunOperation");
    let enabled = ec2.call("EnableEbsEncryptionByDefault", &[]);
    assert_eq!(enabled.text("ebsEncryptionByDefault"), "true");
    assert_eq!(state(&ec2), ("true".to_owned(), "sse-kms".to_owned()));
    assert_eq!(state(&ec2.in_region("eu-west-1")).0, "false");
    let own = key_of_new(&ec2, &[("Encrypted", "false")]).unwrap();
    assert_eq!(key_of_new(&ec2, &[("KmsKeyId", KEY)]).as_deref(), Some(KEY));
    let launch = [("ImageId", "ami-0abcdef1234567890"), ("InstanceType", "t3.micro")];
    let launched = ec2.call("RunInstances", &launch);
    let root = [
        ("Filter.1.Name", "attachment.instance-id"),
        ("Filter.1.Value.1", launched.text("instancesSet.item.instanceId")),
    ];
    let root = ec2.call("DescribeVolumes", &root);
    assert_eq!(root.text("volumeSet.item.kmsKeyId"), own);

    assert_eq!(ec2.call("GetEbsDefaultKmsKeyId", &[]).text("kmsKeyId"), "alias/aws/ebs");
    let modified = ec2.call("ModifyEbsDefaultKmsKeyId", &[("KmsKeyId", KEY)]);
    assert_eq!(modified.text("kmsKeyId"), KEY);
    assert_eq!(ec2.call("GetEbsDefaultKmsKeyId", &[]).text("kmsKeyId"), KEY);
    assert_eq!(key_of_new(&ec2, &[]).as_deref(), Some(KEY));
    assert_eq!(key_of_new(&ec2, &[("KmsKeyId", "alias/aws/ebs")]), Some(own.clone()));
    let (code, _) = ec2.refused("ModifyEbsDefaultKmsKeyId", &[("KmsKeyId", "alias/mine")]);
    assert_eq!(code, "UnsupportedOperation");
    assert_eq!(ec2.refused("ModifyEbsDefaultKmsKeyId", &[]).0, "MissingParameter");
    let disabled = ec2.call("DisableEbsEncryptionByDefault", &[]);
    assert_eq!(disabled.text("ebsEncryptionByDefault"), "false");
    assert_eq!(key_of_new(&ec2, &[]), None);
    // The key is also that of what is encrypted on request.
    assert_eq!(key_of_new(&ec2, &[("Encrypted", "true")]).as_deref(), Some(KEY));
    assert_eq!(ec2.call("ResetEbsDefaultKmsKeyId", &[]).text("kmsKeyId"), "alias/aws/ebs");
    assert_eq!(key_of_new(&ec2, &[("Encrypted", "true")]), Some(own));
}

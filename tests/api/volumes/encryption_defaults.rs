use super::super::instances::launch_one;
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

/// aws/aws-sdk-ruby#1222, kubernetes-sigs/aws-ebs-csi-driver#3010 (2026): EC2 looks at it later.
#[test]
fn a_volume_of_what_is_no_key_is_lost() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let form = [("Size", "1"), ("Encrypted", "true"), ("AvailabilityZone", "us-east-1a")];
        for key in ["my-fake-kms-key-asdf", "mrk-1234", "12ab"] {
            let form = [&form[..], &[("KmsKeyId", key)]].concat();
            let made = ec2.call("CreateVolume", &form);
            assert_eq!(made.text("status"), "creating");
            ec2.advance(60);
            let (code, message) =
                ec2.refused("DescribeVolumes", &[("VolumeId.1", made.text("volumeId"))]);
            assert_eq!(code, "InvalidVolume.NotFound");
            assert_eq!(message, format!("The volume '{}' does not exist.", made.text("volumeId")));
        }
        let key = "mrk-1234abcd12ab34cd56ef1234567890ab";
        let made = ec2.call("CreateVolume", &[&form[..], &[("KmsKeyId", key)]].concat());
        ec2.advance(60);
        let found = ec2.call("DescribeVolumes", &[("VolumeId.1", made.text("volumeId"))]);
        assert_eq!(found.text("volumeSet.item.status"), "available");
    }
}

/// <https://repost.aws/knowledge-center/kms-iam-ec2-permission>
#[test]
fn a_launch_with_a_volume_of_what_is_no_key_fails() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let id = launch_one(
            &ec2,
            &[
                ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
                ("BlockDeviceMapping.1.Ebs.VolumeSize", "1"),
                ("BlockDeviceMapping.1.Ebs.Encrypted", "true"),
                ("BlockDeviceMapping.1.Ebs.KmsKeyId", "mine"),
                ("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "false"),
            ],
        );
        ec2.advance(60);
        let found = ec2.call("DescribeInstances", &[("InstanceId.1", &id)]);
        let of = |name: &str| {
            found.text(&format!("reservationSet.item.instancesSet.item.{name}")).to_owned()
        };
        assert_eq!(of("instanceState.name"), "terminated");
        assert_eq!(of("stateReason.code"), "Client.InternalError");
        assert_eq!(of("stateReason.message"), "Client.InternalError: Client error on launch");
        assert!(!ec2.call("DescribeVolumes", &[]).has("volumeSet.item"));
    }
}

/// They are launched again and again, but not at once.
#[test]
fn a_spot_request_or_fleet_with_what_is_no_key_goes_on_in_vain() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let device = |prefix: &str| {
            [("DeviceName", "/dev/sdf"), ("Ebs.VolumeSize", "1"), ("Ebs.Encrypted", "true")]
                .into_iter()
                .chain([("Ebs.KmsKeyId", "mine")])
                .map(|(name, value)| (format!("{prefix}.BlockDeviceMapping.1.{name}"), value))
                .collect::<Vec<_>>()
        };
        let image = ("LaunchSpecification.ImageId", "ami-0abcdef1234567890");
        let kind = ("LaunchSpecification.InstanceType", "t3.micro");
        let devices = device("LaunchSpecification");
        let form: Vec<_> = [("Type", "persistent"), image, kind]
            .into_iter()
            .chain(devices.iter().map(|(name, value)| (name.as_str(), *value)))
            .collect();
        ec2.call("RequestSpotInstances", &form);
        let devices = device("LaunchTemplateData");
        let form: Vec<_> = [
            ("LaunchTemplateName", "keyed"),
            ("LaunchTemplateData.ImageId", "ami-0abcdef1234567890"),
            ("LaunchTemplateData.InstanceType", "t3.micro"),
        ]
        .into_iter()
        .chain(devices.iter().map(|(name, value)| (name.as_str(), *value)))
        .collect();
        ec2.call("CreateLaunchTemplate", &form);
        let template = "LaunchTemplateConfigs.1.LaunchTemplateSpecification";
        let fleet = [
            ("Type", "maintain"),
            (&*format!("{template}.LaunchTemplateName"), "keyed"),
            (&*format!("{template}.Version"), "1"),
            ("TargetCapacitySpecification.TotalTargetCapacity", "2"),
            ("TargetCapacitySpecification.DefaultTargetCapacityType", "on-demand"),
        ];
        let made = ec2.call("CreateFleet", &fleet);
        assert!(made.has("fleetId"));
        ec2.advance(600);
        let described = ec2.call("DescribeInstances", &[]);
        let item = "reservationSet.item.instancesSet.item";
        let states = described.texts(&format!("{item}.instanceState.name"));
        assert!((27..=33).contains(&states.len()), "{}", states.len());
        assert!(states.iter().all(|state| *state == "terminated"));
        let reasons = described.texts(&format!("{item}.stateReason.code"));
        assert!(reasons.iter().all(|reason| *reason == "Client.InternalError"));
    }
}

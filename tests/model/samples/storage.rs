//! Samples of storage and images.

use super::Sample;

const KEY: &str = "arn:aws:kms:us-east-1:000000000000:key/12345678-1234-1234-1234-123456789012";

pub const SAMPLES: &[Sample] = &[
    Sample {
        kind: "volumes",
        create: "CreateVolume",
        form: &[
            ("AvailabilityZone", "us-east-1a"),
            ("Size", "8"),
            ("VolumeType", "gp3"),
            ("Iops", "4000"),
            ("Throughput", "200"),
        ],
        id: "volumeId",
        describe: ("DescribeVolumes", &[], "volumeSet.item"),
        delete: ("DeleteVolume", &[("VolumeId", "{id}")]),
        variants: &[
            &[("AvailabilityZone", ""), ("AvailabilityZoneId", "use1-az4")],
            &[("Encrypted", "true"), ("KmsKeyId", KEY)],
            &[("SnapshotId", "{snapshots}"), ("VolumeInitializationRate", "100")],
            &[("VolumeType", "io2"), ("Throughput", ""), ("MultiAttachEnabled", "true")],
        ],
    },
    Sample {
        kind: "snapshots",
        create: "CreateSnapshot",
        form: &[("VolumeId", "{volumes}"), ("Description", "of sample {n}")],
        id: "snapshotId",
        describe: ("DescribeSnapshots", &[("Owner.1", "self")], "snapshotSet.item"),
        delete: ("DeleteSnapshot", &[("SnapshotId", "{id}")]),
        variants: &[],
    },
    Sample {
        kind: "snapshots",
        create: "CopySnapshot",
        form: &[
            ("SourceRegion", "us-east-1"),
            ("SourceSnapshotId", "{snapshots}"),
            ("Description", "copy {n}"),
        ],
        id: "snapshotId",
        describe: ("DescribeSnapshots", &[("Owner.1", "self")], "snapshotSet.item"),
        delete: ("DeleteSnapshot", &[("SnapshotId", "{id}")]),
        variants: &[
            &[("Encrypted", "true"), ("KmsKeyId", KEY)],
            &[("CompletionDurationMinutes", "30")],
        ],
    },
    Sample {
        kind: "images",
        create: "RegisterImage",
        form: &[
            ("Name", "registered-{n}"),
            ("Description", "of sample {n}"),
            ("Architecture", "x86_64"),
            ("VirtualizationType", "hvm"),
            ("EnaSupport", "true"),
            ("RootDeviceName", "/dev/xvda"),
            ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
            ("BlockDeviceMapping.1.Ebs.SnapshotId", "{snapshots}"),
            ("BlockDeviceMapping.1.Ebs.VolumeSize", "40"),
            ("BlockDeviceMapping.1.Ebs.VolumeType", "gp3"),
            ("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true"),
        ],
        id: "imageId",
        describe: ("DescribeImages", &[("Owner.1", "self")], "imagesSet.item"),
        delete: ("DeregisterImage", &[("ImageId", "{id}")]),
        variants: &[
            &[("BootMode", "uefi"), ("TpmSupport", "v2.0"), ("ImdsSupport", "v2.0")],
            &[("SriovNetSupport", "simple")],
            &[
                ("BlockDeviceMapping.1.Ebs.Iops", "4000"),
                ("BlockDeviceMapping.1.Ebs.Throughput", "250"),
            ],
            &[
                ("BlockDeviceMapping.2.DeviceName", "/dev/sdb"),
                ("BlockDeviceMapping.2.VirtualName", "ephemeral0"),
            ],
            &[
                ("BlockDeviceMapping.2.DeviceName", "/dev/sdc"),
                ("BlockDeviceMapping.2.Ebs.VolumeSize", "3"),
                ("BlockDeviceMapping.2.Ebs.Encrypted", "true"),
            ],
        ],
    },
    Sample {
        kind: "images",
        create: "CreateImage",
        form: &[
            ("InstanceId", "{instances}"),
            ("Name", "made-{n}"),
            ("Description", "of sample {n}"),
        ],
        id: "imageId",
        describe: ("DescribeImages", &[("Owner.1", "self")], "imagesSet.item"),
        delete: ("DeregisterImage", &[("ImageId", "{id}")]),
        variants: &[
            &[
                ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
                ("BlockDeviceMapping.1.Ebs.VolumeSize", "10"),
                ("BlockDeviceMapping.1.Ebs.VolumeType", "gp3"),
                ("BlockDeviceMapping.1.Ebs.Iops", "4000"),
                ("BlockDeviceMapping.1.Ebs.Throughput", "200"),
                ("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true"),
                ("BlockDeviceMapping.1.Ebs.Encrypted", "true"),
            ],
            &[
                ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
                ("BlockDeviceMapping.1.Ebs.SnapshotId", "{snapshots}"),
            ],
            &[
                ("BlockDeviceMapping.1.DeviceName", "/dev/sdb"),
                ("BlockDeviceMapping.1.VirtualName", "ephemeral0"),
            ],
        ],
    },
    Sample {
        kind: "images",
        create: "CopyImage",
        form: &[
            ("SourceRegion", "us-east-1"),
            ("SourceImageId", "{images}"),
            ("Name", "copy-{n}"),
            ("Description", "of sample {n}"),
        ],
        id: "imageId",
        describe: ("DescribeImages", &[("Owner.1", "self")], "imagesSet.item"),
        delete: ("DeregisterImage", &[("ImageId", "{id}")]),
        variants: &[],
    },
    Sample {
        kind: "imageUsageReports",
        create: "CreateImageUsageReport",
        form: &[
            ("ImageId", "{images}"),
            ("ResourceType.1.ResourceType", "ec2:Instance"),
            ("AccountId.1", "111111111111"),
        ],
        id: "reportId",
        describe: ("DescribeImageUsageReports", &[], "imageUsageReportSet.item"),
        delete: ("DeleteImageUsageReport", &[("ReportId", "{id}")]),
        variants: &[&[
            ("ResourceType.1.ResourceType", "ec2:LaunchTemplate"),
            ("ResourceType.1.ResourceTypeOption.1.OptionName", "version-depth"),
            ("ResourceType.1.ResourceTypeOption.1.OptionValue.1", "5"),
        ]],
    },
];

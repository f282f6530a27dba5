//! Samples of instances and what they are launched with.

use super::{Form, Sample};

pub const SAMPLES: &[Sample] = &[
    Sample {
        kind: "instances",
        create: "RunInstances",
        form: &[
            ("ImageId", "ami-0abcdef1234567890"),
            ("InstanceType", "t3.micro"),
            ("SubnetId", "{subnets}"),
        ],
        id: "instancesSet.item.instanceId",
        describe: ("DescribeInstances", &[], "reservationSet.item.instancesSet.item"),
        delete: ("TerminateInstances", &[("InstanceId.1", "{id}")]),
        variants: &[
            &[
                ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
                ("BlockDeviceMapping.1.Ebs.VolumeSize", "5"),
                ("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "false"),
            ],
            &[("KeyName", "{keyPairs=KeyName}"), ("PrivateIpAddress", "10.0.1.77")],
            &[
                ("Placement.GroupName", "{placementGroups=GroupName}"),
                ("Placement.PartitionNumber", "2"),
            ],
            &[("Placement.AvailabilityZone", "us-east-1a")],
            &[("Placement.AvailabilityZoneId", "use1-az2")],
            &[
                ("InstanceType", "m5.large"),
                ("CpuOptions.CoreCount", "1"),
                ("CpuOptions.ThreadsPerCore", "1"),
            ],
            &[("InstanceType", "m5.xlarge"), ("EnclaveOptions.Enabled", "true")],
            &[
                ("InstanceType", "m5.large"),
                ("HibernationOptions.Configured", "true"),
                ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
                ("BlockDeviceMapping.1.Ebs.Encrypted", "true"),
            ],
            &[("Placement.HostId", "{hosts}"), ("SubnetId", "")],
            &[
                ("Placement.HostId", "{hosts}"),
                ("Placement.Tenancy", "host"),
                ("Placement.Affinity", "host"),
                ("SubnetId", "{DescribeSubnets subnetSet.item.subnetId}"),
            ],
            &[("CapacityReservationSpecification.CapacityReservationPreference", "none")],
            &[
                ("SubnetId", "{DescribeSubnets subnetSet.item.subnetId}"),
                (
                    "CapacityReservationSpecification.CapacityReservationTarget.\
                     CapacityReservationId",
                    "{capacityReservations}",
                ),
            ],
            &[("IamInstanceProfile.Arn", "arn:aws:iam::000000000000:instance-profile/sample-{n}")],
            &[
                ("SubnetId", ""),
                ("NetworkInterface.1.DeviceIndex", "0"),
                ("NetworkInterface.1.SubnetId", "{subnets}"),
                ("NetworkInterface.1.Description", "of sample {n}"),
                ("NetworkInterface.1.PrivateIpAddress", "10.0.1.78"),
                ("NetworkInterface.1.InterfaceType", "interface"),
            ],
            &[
                ("SubnetId", ""),
                ("NetworkInterface.1.DeviceIndex", "0"),
                ("NetworkInterface.1.SubnetId", "{subnets}"),
                ("NetworkInterface.1.PrivateIpAddresses.1.Primary", "true"),
                ("NetworkInterface.1.PrivateIpAddresses.1.PrivateIpAddress", "10.0.1.79"),
                ("NetworkInterface.1.Ipv4Prefix.1.Ipv4Prefix", "10.0.1.32/28"),
            ],
            &[
                ("SubnetId", ""),
                ("NetworkInterface.1.DeviceIndex", "0"),
                ("NetworkInterface.1.NetworkInterfaceId", "{networkInterfaces}"),
            ],
        ],
    },
    Sample {
        kind: "iamInstanceProfileAssociations",
        create: "AssociateIamInstanceProfile",
        form: &[
            ("InstanceId", "{instances}"),
            ("IamInstanceProfile.Arn", "arn:aws:iam::000000000000:instance-profile/sample-{n}"),
        ],
        id: "iamInstanceProfileAssociation.associationId",
        describe: (
            "DescribeIamInstanceProfileAssociations",
            &[],
            "iamInstanceProfileAssociationSet.item",
        ),
        delete: ("DisassociateIamInstanceProfile", &[("AssociationId", "{id}")]),
        variants: &[],
    },
    Sample {
        kind: "keyPairs",
        create: "ImportKeyPair",
        form: &[
            ("KeyName", "imported-{n}"),
            (
                "PublicKeyMaterial",
                "c3NoLWVkMjU1MTkgQUFBQUMzTnphQzFsWkRJMU5URTVBQUFBSUZDaUZLOVk4Ry82cmwvTE8rSHVLdUJM\
                 c21YemhqYlRVU2o2ZVdtSnp6dkkgbWVAaG9tZQ==",
            ),
        ],
        id: "keyPairId",
        describe: ("DescribeKeyPairs", &[], "keySet.item"),
        delete: ("DeleteKeyPair", &[("KeyPairId", "{id}")]),
        variants: &[],
    },
    Sample {
        kind: "keyPairs",
        create: "CreateKeyPair",
        form: &[("KeyName", "made-{n}"), ("KeyType", "ed25519")],
        id: "keyPairId",
        describe: ("DescribeKeyPairs", &[], "keySet.item"),
        delete: ("DeleteKeyPair", &[("KeyPairId", "{id}")]),
        variants: &[&[("KeyType", "rsa")]],
    },
    Sample {
        kind: "launchTemplates",
        create: "CreateLaunchTemplate",
        form: &[
            ("LaunchTemplateName", "template-{n}"),
            ("LaunchTemplateData.ImageId", "ami-0abcdef1234567890"),
        ],
        id: "launchTemplate.launchTemplateId",
        describe: ("DescribeLaunchTemplates", &[], "launchTemplates.item"),
        delete: ("DeleteLaunchTemplate", &[("LaunchTemplateId", "{id}")]),
        variants: &[],
    },
    Sample {
        kind: "launchTemplates",
        create: "CreateLaunchTemplateVersion",
        form: &[
            ("LaunchTemplateId", "{launchTemplates}"),
            ("VersionDescription", "version {n}"),
            ("LaunchTemplateData.InstanceType", "t3.micro"),
        ],
        id: "launchTemplateVersion.versionNumber",
        describe: (
            "DescribeLaunchTemplateVersions",
            &[("LaunchTemplateId", "{=LaunchTemplateId}")],
            "launchTemplateVersionSet.item",
        ),
        delete: (
            "DeleteLaunchTemplateVersions",
            &[("LaunchTemplateId", "{=LaunchTemplateId}"), ("LaunchTemplateVersion.1", "{id}")],
        ),
        variants: &[
            &[("LaunchTemplateData.UserData", "c2FtcGxl")],
            &[
                ("LaunchTemplateData.ElasticInferenceAccelerator.1.Type", "eia1.medium"),
                ("LaunchTemplateData.ElasticInferenceAccelerator.1.Count", "1"),
            ],
            &[
                ("LaunchTemplateData.TagSpecification.1.ResourceType", "instance"),
                ("LaunchTemplateData.TagSpecification.1.Tag.1.Key", "made"),
                ("LaunchTemplateData.TagSpecification.1.Tag.1.Value", "by sample {n}"),
            ],
            REQUIREMENTS,
            &[
                ("LaunchTemplateData.InstanceType", ""),
                ("LaunchTemplateData.InstanceRequirements.VCpuCount.Min", "2"),
                ("LaunchTemplateData.InstanceRequirements.MemoryMiB.Min", "1024"),
                ("LaunchTemplateData.InstanceRequirements.AllowedInstanceType.1", "m5.*"),
                (
                    "LaunchTemplateData.InstanceRequirements.\
                     MaxSpotPriceAsPercentageOfOptimalOnDemandPrice",
                    "80",
                ),
            ],
        ],
    },
    Sample {
        kind: "placementGroups",
        create: "CreatePlacementGroup",
        form: &[("GroupName", "group-{n}"), ("Strategy", "partition"), ("PartitionCount", "3")],
        id: "placementGroup.groupId",
        describe: ("DescribePlacementGroups", &[], "placementGroupSet.item"),
        delete: ("DeletePlacementGroup", &[("GroupName", "{=GroupName}")]),
        variants: &[&[("Strategy", "spread"), ("PartitionCount", ""), ("SpreadLevel", "rack")]],
    },
    Sample {
        kind: "fleets",
        create: "CreateFleet",
        form: FLEET,
        id: "fleetId",
        describe: ("DescribeFleets", &[], "fleetSet.item"),
        delete: ("DeleteFleets", &[("FleetId.1", "{id}"), ("TerminateInstances", "true")]),
        variants: &[
            &[
                (FLEET_TEMPLATE_ID, ""),
                (
                    "LaunchTemplateConfigs.1.LaunchTemplateSpecification.LaunchTemplateName",
                    "{launchTemplates=LaunchTemplateName}",
                ),
            ],
            &[
                ("Type", "request"),
                ("LaunchTemplateConfigs.1.Overrides.1.SubnetId", ""),
                ("LaunchTemplateConfigs.1.Overrides.1.AvailabilityZone", "us-east-1a"),
                ("LaunchTemplateConfigs.1.Overrides.1.MaxPrice", "0.5"),
            ],
            &[
                ("LaunchTemplateConfigs.1.Overrides.1.SubnetId", ""),
                ("LaunchTemplateConfigs.1.Overrides.1.AvailabilityZoneId", "use1-az2"),
                (
                    "LaunchTemplateConfigs.1.Overrides.1.Placement.GroupName",
                    "{placementGroups=GroupName}",
                ),
            ],
            &[
                ("SpotOptions.MaxTotalPrice", "3.5"),
                ("OnDemandOptions.MaxTotalPrice", "2.5"),
                ("OnDemandOptions.AllocationStrategy", "prioritized"),
                ("SpotOptions.AllocationStrategy", "price-capacity-optimized"),
                ("TargetCapacitySpecification.TotalTargetCapacity", "2"),
                ("TargetCapacitySpecification.OnDemandTargetCapacity", "1"),
                ("TargetCapacitySpecification.SpotTargetCapacity", "1"),
                (
                    "SpotOptions.MaintenanceStrategies.CapacityRebalance.ReplacementStrategy",
                    "launch-before-terminate",
                ),
                ("SpotOptions.MaintenanceStrategies.CapacityRebalance.TerminationDelay", "240"),
            ],
            &[
                ("ValidFrom", "2026-01-31T13:00:00Z"),
                ("ValidUntil", "2026-03-31T12:00:00Z"),
                ("ClientToken", "fleet-{n}"),
                ("TargetCapacitySpecification.DefaultTargetCapacityType", "spot"),
            ],
            FLEET_REQUIREMENTS,
            &[
                ("LaunchTemplateConfigs.1.Overrides.1.InstanceType", ""),
                ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.VCpuCount.Min", "2"),
                ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.MemoryMiB.Min", "1024"),
                (
                    "LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.\
                     AllowedInstanceType.1",
                    "m5.*",
                ),
                (
                    "LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.\
                     RequireHibernateSupport",
                    "true",
                ),
                (
                    "LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.\
                     MaxSpotPriceAsPercentageOfOptimalOnDemandPrice",
                    "80",
                ),
            ],
        ],
    },
    Sample {
        kind: "fleets",
        create: "CreateFleet",
        form: FLEET_AT_ONCE,
        id: "fleetId",
        describe: ("DescribeFleets", &[("FleetId.1", "{id}")], "fleetSet.item"),
        delete: ("DeleteFleets", &[("FleetId.1", "{id}"), ("TerminateInstances", "true")]),
        variants: &[&[
            ("SpotOptions.SingleInstanceType", "true"),
            ("SpotOptions.SingleAvailabilityZone", "true"),
            ("SpotOptions.MinTargetCapacity", "1"),
            ("OnDemandOptions.SingleInstanceType", "true"),
            ("OnDemandOptions.SingleAvailabilityZone", "true"),
            ("OnDemandOptions.MinTargetCapacity", "1"),
            ("LaunchTemplateConfigs.1.Overrides.1.ImageId", "ami-0abcdef1234567890"),
        ]],
    },
    Sample {
        kind: "spotInstanceRequests",
        create: "RequestSpotInstances",
        form: &[
            ("SpotPrice", "0.05"),
            ("Type", "one-time"),
            ("LaunchSpecification.ImageId", "ami-0abcdef1234567890"),
            ("LaunchSpecification.InstanceType", "t3.micro"),
            ("LaunchSpecification.SubnetId", "{subnets}"),
        ],
        id: "spotInstanceRequestSet.item.spotInstanceRequestId",
        describe: ("DescribeSpotInstanceRequests", &[], "spotInstanceRequestSet.item"),
        delete: ("CancelSpotInstanceRequests", &[("SpotInstanceRequestId.1", "{id}")]),
        variants: &[
            &[
                ("LaunchSpecification.BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
                ("LaunchSpecification.BlockDeviceMapping.1.Ebs.VolumeSize", "10"),
                ("LaunchSpecification.BlockDeviceMapping.1.Ebs.VolumeType", "gp3"),
                ("LaunchSpecification.BlockDeviceMapping.1.Ebs.Iops", "4000"),
                ("LaunchSpecification.BlockDeviceMapping.1.Ebs.Throughput", "200"),
                ("LaunchSpecification.BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true"),
                ("LaunchSpecification.BlockDeviceMapping.1.Ebs.Encrypted", "true"),
            ],
            &[
                ("LaunchSpecification.BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
                ("LaunchSpecification.BlockDeviceMapping.1.Ebs.SnapshotId", "{snapshots}"),
                ("LaunchSpecification.BlockDeviceMapping.1.Ebs.VolumeInitializationRate", "100"),
            ],
            &[
                ("LaunchSpecification.KeyName", "{keyPairs=KeyName}"),
                (
                    "LaunchSpecification.IamInstanceProfile.Arn",
                    "arn:aws:iam::000000000000:instance-profile/sample-{n}",
                ),
                ("LaunchSpecification.Placement.AvailabilityZone", "us-east-1a"),
            ],
            &[("LaunchSpecification.Placement.AvailabilityZoneId", "use1-az2")],
            &[("LaunchSpecification.Placement.GroupName", "{placementGroups=GroupName}")],
            &[
                ("LaunchSpecification.SubnetId", ""),
                ("LaunchSpecification.NetworkInterface.1.DeviceIndex", "0"),
                (
                    "LaunchSpecification.NetworkInterface.1.SubnetId",
                    "{DescribeSubnets subnetSet.item.subnetId}",
                ),
                (
                    "LaunchSpecification.NetworkInterface.1.SecurityGroupId.1",
                    "{DescribeSecurityGroups securityGroupInfo.item.groupId}",
                ),
            ],
            &[
                ("LaunchSpecification.SubnetId", ""),
                ("LaunchSpecification.NetworkInterface.1.DeviceIndex", "0"),
                (
                    "LaunchSpecification.NetworkInterface.1.NetworkInterfaceId",
                    "{networkInterfaces}",
                ),
            ],
            &[
                ("LaunchSpecification.BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
                ("LaunchSpecification.BlockDeviceMapping.1.Ebs.VolumeSize", "5"),
                ("LaunchSpecification.BlockDeviceMapping.1.Ebs.Encrypted", "true"),
                (
                    "LaunchSpecification.BlockDeviceMapping.1.Ebs.KmsKeyId",
                    "arn:aws:kms:us-east-1:000000000000:key/12345678-1234-1234-1234-123456789012",
                ),
            ],
            &[
                ("LaunchSpecification.BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
                ("LaunchSpecification.BlockDeviceMapping.1.VirtualName", "ephemeral0"),
            ],
            &[("LaunchSpecification.UserData", "c2FtcGxl")],
            &[("Type", "persistent"), ("InstanceInterruptionBehavior", "stop")],
            &[("Type", "persistent"), ("ValidUntil", "2026-06-30T00:00:00Z")],
            &[
                ("LaunchSpecification.SubnetId", ""),
                ("LaunchSpecification.NetworkInterface.1.DeviceIndex", "0"),
                ("LaunchSpecification.NetworkInterface.1.SubnetId", "{subnets}"),
                ("LaunchSpecification.NetworkInterface.1.Description", "of sample {n}"),
                ("LaunchSpecification.NetworkInterface.1.AssociatePublicIpAddress", "true"),
                ("LaunchSpecification.NetworkInterface.1.DeleteOnTermination", "true"),
                ("LaunchSpecification.NetworkInterface.1.InterfaceType", "interface"),
                ("LaunchSpecification.NetworkInterface.1.NetworkCardIndex", "0"),
                ("LaunchSpecification.NetworkInterface.1.PrivateIpAddress", "10.0.1.80"),
                ("LaunchSpecification.NetworkInterface.1.SecondaryPrivateIpAddressCount", "1"),
            ],
            &[
                ("LaunchSpecification.SubnetId", ""),
                ("LaunchSpecification.NetworkInterface.1.DeviceIndex", "0"),
                ("LaunchSpecification.NetworkInterface.1.SubnetId", "{subnets}"),
                ("LaunchSpecification.NetworkInterface.1.PrivateIpAddresses.1.Primary", "true"),
                (
                    "LaunchSpecification.NetworkInterface.1.PrivateIpAddresses.1.PrivateIpAddress",
                    "10.0.1.81",
                ),
            ],
        ],
    },
];

/// What can be asked of an instance at once in place of its type.
const REQUIREMENTS: Form = &[
    ("LaunchTemplateData.InstanceType", ""),
    ("LaunchTemplateData.InstanceRequirements.VCpuCount.Min", "2"),
    ("LaunchTemplateData.InstanceRequirements.VCpuCount.Max", "8"),
    ("LaunchTemplateData.InstanceRequirements.MemoryMiB.Min", "1024"),
    ("LaunchTemplateData.InstanceRequirements.MemoryMiB.Max", "65536"),
    ("LaunchTemplateData.InstanceRequirements.CpuManufacturer.1", "intel"),
    ("LaunchTemplateData.InstanceRequirements.MemoryGiBPerVCpu.Min", "0.5"),
    ("LaunchTemplateData.InstanceRequirements.MemoryGiBPerVCpu.Max", "16.0"),
    ("LaunchTemplateData.InstanceRequirements.ExcludedInstanceType.1", "t2.*"),
    ("LaunchTemplateData.InstanceRequirements.InstanceGeneration.1", "current"),
    ("LaunchTemplateData.InstanceRequirements.SpotMaxPricePercentageOverLowestPrice", "100"),
    ("LaunchTemplateData.InstanceRequirements.OnDemandMaxPricePercentageOverLowestPrice", "20"),
    ("LaunchTemplateData.InstanceRequirements.BareMetal", "included"),
    ("LaunchTemplateData.InstanceRequirements.BurstablePerformance", "included"),
    ("LaunchTemplateData.InstanceRequirements.RequireHibernateSupport", "true"),
    ("LaunchTemplateData.InstanceRequirements.NetworkInterfaceCount.Min", "1"),
    ("LaunchTemplateData.InstanceRequirements.NetworkInterfaceCount.Max", "8"),
    ("LaunchTemplateData.InstanceRequirements.LocalStorage", "included"),
    ("LaunchTemplateData.InstanceRequirements.LocalStorageType.1", "ssd"),
    ("LaunchTemplateData.InstanceRequirements.TotalLocalStorageGB.Min", "0.5"),
    ("LaunchTemplateData.InstanceRequirements.TotalLocalStorageGB.Max", "900.5"),
    ("LaunchTemplateData.InstanceRequirements.BaselineEbsBandwidthMbps.Min", "100"),
    ("LaunchTemplateData.InstanceRequirements.BaselineEbsBandwidthMbps.Max", "20000"),
    ("LaunchTemplateData.InstanceRequirements.AcceleratorType.1", "gpu"),
    ("LaunchTemplateData.InstanceRequirements.AcceleratorCount.Min", "0"),
    ("LaunchTemplateData.InstanceRequirements.AcceleratorCount.Max", "4"),
    ("LaunchTemplateData.InstanceRequirements.AcceleratorManufacturer.1", "nvidia"),
    ("LaunchTemplateData.InstanceRequirements.AcceleratorName.1", "t4"),
    ("LaunchTemplateData.InstanceRequirements.AcceleratorTotalMemoryMiB.Min", "1"),
    ("LaunchTemplateData.InstanceRequirements.AcceleratorTotalMemoryMiB.Max", "65536"),
    ("LaunchTemplateData.InstanceRequirements.NetworkBandwidthGbps.Min", "0.5"),
    ("LaunchTemplateData.InstanceRequirements.NetworkBandwidthGbps.Max", "25.5"),
    ("LaunchTemplateData.InstanceRequirements.RequireEncryptionInTransit", "true"),
];

const FLEET_TEMPLATE_ID: &str =
    "LaunchTemplateConfigs.1.LaunchTemplateSpecification.LaunchTemplateId";

const FLEET: Form = &[
    (FLEET_TEMPLATE_ID, "{launchTemplates}"),
    ("LaunchTemplateConfigs.1.LaunchTemplateSpecification.Version", "1"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceType", "t3.micro"),
    ("LaunchTemplateConfigs.1.Overrides.1.SubnetId", "{subnets}"),
    ("TargetCapacitySpecification.TotalTargetCapacity", "1"),
    ("TargetCapacitySpecification.DefaultTargetCapacityType", "on-demand"),
];

const FLEET_AT_ONCE: Form = &[
    ("Type", "instant"),
    (FLEET_TEMPLATE_ID, "{launchTemplates}"),
    ("LaunchTemplateConfigs.1.LaunchTemplateSpecification.Version", "1"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceType", "t3.micro"),
    ("LaunchTemplateConfigs.1.Overrides.1.SubnetId", "{subnets}"),
    ("TargetCapacitySpecification.TotalTargetCapacity", "1"),
    ("TargetCapacitySpecification.DefaultTargetCapacityType", "spot"),
];

/// What a g4dn.xlarge has.
const FLEET_REQUIREMENTS: Form = &[
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceType", ""),
    ("TargetCapacitySpecification.TargetCapacityUnitType", "vcpu"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.VCpuCount.Min", "2"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.VCpuCount.Max", "8"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.MemoryMiB.Min", "1024"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.MemoryMiB.Max", "65536"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.CpuManufacturer.1", "intel"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.MemoryGiBPerVCpu.Min", "0.5"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.MemoryGiBPerVCpu.Max", "16.0"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.ExcludedInstanceType.1", "t2.*"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.InstanceGeneration.1", "current"),
    (
        "LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.\
         SpotMaxPricePercentageOverLowestPrice",
        "100",
    ),
    (
        "LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.\
         OnDemandMaxPricePercentageOverLowestPrice",
        "30",
    ),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.BareMetal", "included"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.BurstablePerformance", "included"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.NetworkInterfaceCount.Min", "1"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.NetworkInterfaceCount.Max", "8"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.LocalStorage", "included"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.LocalStorageType.1", "ssd"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.TotalLocalStorageGB.Min", "0.5"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.TotalLocalStorageGB.Max", "900.5"),
    (
        "LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.BaselineEbsBandwidthMbps.Min",
        "100",
    ),
    (
        "LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.BaselineEbsBandwidthMbps.Max",
        "20000",
    ),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.AcceleratorType.1", "gpu"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.AcceleratorCount.Min", "0"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.AcceleratorCount.Max", "4"),
    (
        "LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.AcceleratorManufacturer.1",
        "nvidia",
    ),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.AcceleratorName.1", "t4"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.AcceleratorTotalMemoryMiB.Min", "1"),
    (
        "LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.AcceleratorTotalMemoryMiB.Max",
        "65536",
    ),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.NetworkBandwidthGbps.Min", "0.5"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.NetworkBandwidthGbps.Max", "25.5"),
    ("LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements.RequireEncryptionInTransit", "true"),
];

//! Samples of Spot Fleets.

use super::{Form, Sample};

/// What is asked of types in place of their names: what a g4dn.xlarge has, or an m5 of any size.
macro_rules! requirements {
    ($named:literal, $of:literal, few) => {
        &[
            ($named, ""),
            (concat!($of, ".VCpuCount.Min"), "2"),
            (concat!($of, ".MemoryMiB.Min"), "1024"),
            (concat!($of, ".AllowedInstanceTypeSet.1"), "m5.*"),
            (concat!($of, ".RequireHibernateSupport"), "true"),
            (concat!($of, ".MaxSpotPriceAsPercentageOfOptimalOnDemandPrice"), "80"),
        ]
    };
    ($named:literal, $of:literal, many) => {
        &[
            ($named, ""),
            ("SpotFleetRequestConfig.TargetCapacityUnitType", "vcpu"),
            (concat!($of, ".VCpuCount.Min"), "2"),
            (concat!($of, ".VCpuCount.Max"), "8"),
            (concat!($of, ".MemoryMiB.Min"), "1024"),
            (concat!($of, ".MemoryMiB.Max"), "65536"),
            (concat!($of, ".CpuManufacturerSet.1"), "intel"),
            (concat!($of, ".MemoryGiBPerVCpu.Min"), "0.5"),
            (concat!($of, ".MemoryGiBPerVCpu.Max"), "16.0"),
            (concat!($of, ".ExcludedInstanceTypeSet.1"), "t2.*"),
            (concat!($of, ".InstanceGenerationSet.1"), "current"),
            (concat!($of, ".SpotMaxPricePercentageOverLowestPrice"), "100"),
            (concat!($of, ".OnDemandMaxPricePercentageOverLowestPrice"), "30"),
            (concat!($of, ".BareMetal"), "included"),
            (concat!($of, ".BurstablePerformance"), "included"),
            (concat!($of, ".NetworkInterfaceCount.Min"), "1"),
            (concat!($of, ".NetworkInterfaceCount.Max"), "8"),
            (concat!($of, ".LocalStorage"), "included"),
            (concat!($of, ".LocalStorageTypeSet.1"), "ssd"),
            (concat!($of, ".TotalLocalStorageGB.Min"), "0.5"),
            (concat!($of, ".TotalLocalStorageGB.Max"), "900.5"),
            (concat!($of, ".BaselineEbsBandwidthMbps.Min"), "100"),
            (concat!($of, ".BaselineEbsBandwidthMbps.Max"), "20000"),
            (concat!($of, ".AcceleratorTypeSet.1"), "gpu"),
            (concat!($of, ".AcceleratorCount.Min"), "0"),
            (concat!($of, ".AcceleratorCount.Max"), "4"),
            (concat!($of, ".AcceleratorManufacturerSet.1"), "nvidia"),
            (concat!($of, ".AcceleratorNameSet.1"), "t4"),
            (concat!($of, ".AcceleratorTotalMemoryMiB.Min"), "1"),
            (concat!($of, ".AcceleratorTotalMemoryMiB.Max"), "65536"),
            (concat!($of, ".NetworkBandwidthGbps.Min"), "0.5"),
            (concat!($of, ".NetworkBandwidthGbps.Max"), "25.5"),
            (concat!($of, ".RequireEncryptionInTransit"), "true"),
        ]
    };
}

pub const SAMPLES: &[Sample] = &[
    Sample {
        kind: "spotFleetRequests",
        create: "RequestSpotFleet",
        form: SPECIFIED,
        id: "spotFleetRequestId",
        describe: ("DescribeSpotFleetRequests", &[], "spotFleetRequestConfigSet.item"),
        delete: CANCEL,
        variants: &[
            &[
                ("SpotFleetRequestConfig.AllocationStrategy", "diversified"),
                ("SpotFleetRequestConfig.SpotPrice", "0.5"),
                ("SpotFleetRequestConfig.SpotMaxTotalPrice", "3.5"),
                ("SpotFleetRequestConfig.Type", "request"),
                ("SpotFleetRequestConfig.LaunchSpecifications.1.SpotPrice", "0.25"),
                ("SpotFleetRequestConfig.LaunchSpecifications.1.WeightedCapacity", "2"),
            ],
            &[
                ("SpotFleetRequestConfig.InstancePoolsToUseCount", "2"),
                ("SpotFleetRequestConfig.ValidFrom", "2026-01-31T13:00:00Z"),
                ("SpotFleetRequestConfig.ValidUntil", "2026-03-31T12:00:00Z"),
                ("SpotFleetRequestConfig.ClientToken", "fleet-{n}"),
                ("SpotFleetRequestConfig.TerminateInstancesWithExpiration", "true"),
                ("SpotFleetRequestConfig.OnDemandMaxTotalPrice", "2.5"),
                (
                    "SpotFleetRequestConfig.SpotMaintenanceStrategies.CapacityRebalance.\
                     ReplacementStrategy",
                    "launch-before-terminate",
                ),
                (
                    "SpotFleetRequestConfig.SpotMaintenanceStrategies.CapacityRebalance.\
                     TerminationDelay",
                    "240",
                ),
            ],
            &[
                (
                    "SpotFleetRequestConfig.LaunchSpecifications.1.TagSpecificationSet.1.\
                     ResourceType",
                    "instance",
                ),
                (
                    "SpotFleetRequestConfig.LaunchSpecifications.1.TagSpecificationSet.1.Tag.1.Key",
                    "name",
                ),
                (
                    "SpotFleetRequestConfig.LaunchSpecifications.1.TagSpecificationSet.1.Tag.1.\
                     Value",
                    "one of many",
                ),
            ],
            &[("SpotFleetRequestConfig.LaunchSpecifications.1.SubnetId", "{subnets}")],
            &[
                (
                    "SpotFleetRequestConfig.LaunchSpecifications.1.NetworkInterfaceSet.1.\
                     DeviceIndex",
                    "0",
                ),
                (
                    "SpotFleetRequestConfig.LaunchSpecifications.1.NetworkInterfaceSet.1.SubnetId",
                    "{subnets}",
                ),
            ],
            requirements!(
                "SpotFleetRequestConfig.LaunchSpecifications.1.InstanceType",
                "SpotFleetRequestConfig.LaunchSpecifications.1.InstanceRequirements",
                many
            ),
            requirements!(
                "SpotFleetRequestConfig.LaunchSpecifications.1.InstanceType",
                "SpotFleetRequestConfig.LaunchSpecifications.1.InstanceRequirements",
                few
            ),
        ],
    },
    Sample {
        kind: "spotFleetRequests",
        create: "RequestSpotFleet",
        form: TEMPLATED,
        id: "spotFleetRequestId",
        describe: ("DescribeSpotFleetRequests", &[], "spotFleetRequestConfigSet.item"),
        delete: CANCEL,
        variants: &[
            &[
                ("SpotFleetRequestConfig.OnDemandTargetCapacity", "1"),
                ("SpotFleetRequestConfig.OnDemandAllocationStrategy", "prioritized"),
                ("SpotFleetRequestConfig.LaunchTemplateConfigs.1.Overrides.1.Priority", "3"),
                ("SpotFleetRequestConfig.LaunchTemplateConfigs.1.Overrides.1.SpotPrice", "0.5"),
                (
                    "SpotFleetRequestConfig.LaunchTemplateConfigs.1.Overrides.1.WeightedCapacity",
                    "1",
                ),
            ],
            &[
                ("SpotFleetRequestConfig.LaunchTemplateConfigs.1.Overrides.1.SubnetId", ""),
                (
                    "SpotFleetRequestConfig.LaunchTemplateConfigs.1.Overrides.1.AvailabilityZone",
                    "us-east-1a",
                ),
                (TEMPLATE_ID, ""),
                (
                    "SpotFleetRequestConfig.LaunchTemplateConfigs.1.LaunchTemplateSpecification.\
                     LaunchTemplateName",
                    "{launchTemplates=LaunchTemplateName}",
                ),
            ],
            &[
                ("SpotFleetRequestConfig.LaunchTemplateConfigs.1.Overrides.1.SubnetId", ""),
                (
                    "SpotFleetRequestConfig.LaunchTemplateConfigs.1.Overrides.1.AvailabilityZoneId",
                    "use1-az2",
                ),
            ],
            requirements!(
                "SpotFleetRequestConfig.LaunchTemplateConfigs.1.Overrides.1.InstanceType",
                "SpotFleetRequestConfig.LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements",
                many
            ),
            requirements!(
                "SpotFleetRequestConfig.LaunchTemplateConfigs.1.Overrides.1.InstanceType",
                "SpotFleetRequestConfig.LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements",
                few
            ),
        ],
    },
];

const CANCEL: (&str, Form) = (
    "CancelSpotFleetRequests",
    &[("SpotFleetRequestId.1", "{id}"), ("TerminateInstances", "true")],
);

const ROLE: (&str, &str) = (
    "SpotFleetRequestConfig.IamFleetRole",
    "arn:aws:iam::000000000000:role/aws-ec2-spot-fleet-tagging-role",
);

const TEMPLATE_ID: &str = "SpotFleetRequestConfig.LaunchTemplateConfigs.1.\
                           LaunchTemplateSpecification.LaunchTemplateId";

const SPECIFIED: Form = &[
    ROLE,
    ("SpotFleetRequestConfig.TargetCapacity", "1"),
    ("SpotFleetRequestConfig.LaunchSpecifications.1.ImageId", "ami-0abcdef1234567890"),
    ("SpotFleetRequestConfig.LaunchSpecifications.1.InstanceType", "t3.micro"),
];

const TEMPLATED: Form = &[
    ROLE,
    ("SpotFleetRequestConfig.TargetCapacity", "1"),
    (TEMPLATE_ID, "{launchTemplates}"),
    (
        "SpotFleetRequestConfig.LaunchTemplateConfigs.1.LaunchTemplateSpecification.Version",
        "$Latest",
    ),
    ("SpotFleetRequestConfig.LaunchTemplateConfigs.1.Overrides.1.InstanceType", "t3.micro"),
    ("SpotFleetRequestConfig.LaunchTemplateConfigs.1.Overrides.1.SubnetId", "{subnets}"),
];

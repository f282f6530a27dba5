//! Samples of fleets.

use super::{Form, Sample};

pub const SAMPLES: &[Sample] = &[
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
        variants: &[
            &[
                (
                    "OnDemandOptions.CapacityReservationOptions.UsageStrategy",
                    "use-capacity-reservations-first",
                ),
                ("SpotOptions.SingleInstanceType", "true"),
                ("SpotOptions.SingleAvailabilityZone", "true"),
                ("SpotOptions.MinTargetCapacity", "1"),
                ("OnDemandOptions.SingleInstanceType", "true"),
                ("OnDemandOptions.SingleAvailabilityZone", "true"),
                ("OnDemandOptions.MinTargetCapacity", "1"),
                ("LaunchTemplateConfigs.1.Overrides.1.ImageId", "ami-0abcdef1234567890"),
            ],
            &[
                ("LaunchTemplateConfigs.1.Overrides.1.BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
                ("LaunchTemplateConfigs.1.Overrides.1.BlockDeviceMapping.1.Ebs.VolumeSize", "10"),
                ("LaunchTemplateConfigs.1.Overrides.1.BlockDeviceMapping.1.Ebs.VolumeType", "gp3"),
                ("LaunchTemplateConfigs.1.Overrides.1.BlockDeviceMapping.1.Ebs.Iops", "4000"),
                ("LaunchTemplateConfigs.1.Overrides.1.BlockDeviceMapping.1.Ebs.Throughput", "200"),
                (
                    "LaunchTemplateConfigs.1.Overrides.1.BlockDeviceMapping.1.Ebs.\
                     DeleteOnTermination",
                    "true",
                ),
                ("LaunchTemplateConfigs.1.Overrides.1.BlockDeviceMapping.1.Ebs.Encrypted", "true"),
                (
                    "LaunchTemplateConfigs.1.Overrides.1.BlockDeviceMapping.1.Ebs.KmsKeyId",
                    "arn:aws:kms:us-east-1:000000000000:key/12345678-1234-1234-1234-123456789012",
                ),
            ],
            &[
                ("LaunchTemplateConfigs.1.Overrides.1.BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
                (
                    "LaunchTemplateConfigs.1.Overrides.1.BlockDeviceMapping.1.Ebs.SnapshotId",
                    "{snapshots}",
                ),
                ("LaunchTemplateConfigs.1.Overrides.1.BlockDeviceMapping.2.DeviceName", "/dev/sdg"),
                (
                    "LaunchTemplateConfigs.1.Overrides.1.BlockDeviceMapping.2.VirtualName",
                    "ephemeral0",
                ),
            ],
        ],
    },
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

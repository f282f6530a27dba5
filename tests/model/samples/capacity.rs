//! Samples of what capacity is held with.

use super::Sample;

pub const SAMPLES: &[Sample] = &[
    Sample {
        kind: "capacityReservations",
        create: "CreateCapacityReservation",
        form: &[
            ("InstanceType", "t3.micro"),
            ("InstancePlatform", "Linux/UNIX"),
            ("AvailabilityZone", "us-east-1a"),
            ("InstanceCount", "2"),
        ],
        id: "capacityReservation.capacityReservationId",
        describe: ("DescribeCapacityReservations", &[], "capacityReservationSet.item"),
        delete: ("CancelCapacityReservation", &[("CapacityReservationId", "{id}")]),
        variants: &[
            &[("AvailabilityZone", ""), ("AvailabilityZoneId", "use1-az4")],
            &[("EndDateType", "limited"), ("EndDate", "2026-03-31T12:00:00Z")],
            &[
                ("InstanceCount", "16"),
                ("StartDate", "2026-03-01T12:00:00Z"),
                ("CommitmentDuration", "1209600"),
                ("DeliveryPreference", "incremental"),
                ("InstanceMatchCriteria", "targeted"),
            ],
        ],
    },
    Sample {
        kind: "capacityManagerDataExports",
        create: "CreateCapacityManagerDataExport",
        form: &[
            ("S3BucketName", "bucket-{n}"),
            ("S3BucketPrefix", "{EnableCapacityManager capacityManagerStatus}"),
            ("Schedule", "hourly"),
            ("OutputFormat", "csv"),
        ],
        id: "capacityManagerDataExportId",
        describe: ("DescribeCapacityManagerDataExports", &[], "capacityManagerDataExportSet.item"),
        delete: ("DeleteCapacityManagerDataExport", &[("CapacityManagerDataExportId", "{id}")]),
        variants: &[&[("OutputFormat", "parquet")]],
    },
    Sample {
        kind: "capacityReservationFleets",
        create: "CreateCapacityReservationFleet",
        form: &[
            ("TotalTargetCapacity", "1"),
            ("AllocationStrategy", "prioritized"),
            ("InstanceTypeSpecification.1.InstanceType", "t3.micro"),
            ("InstanceTypeSpecification.1.InstancePlatform", "Linux/UNIX"),
            ("InstanceTypeSpecification.1.AvailabilityZone", "us-east-1a"),
            ("InstanceTypeSpecification.1.Weight", "1"),
            ("InstanceTypeSpecification.1.Priority", "1"),
        ],
        id: "capacityReservationFleetId",
        describe: ("DescribeCapacityReservationFleets", &[], "capacityReservationFleetSet.item"),
        delete: ("CancelCapacityReservationFleets", &[("CapacityReservationFleetId.1", "{id}")]),
        variants: &[
            &[("EndDate", "2026-03-31T12:00:00Z")],
            &[
                ("InstanceTypeSpecification.1.AvailabilityZone", ""),
                ("AvailabilityZone", "us-east-1a"),
            ],
            &[
                ("InstanceTypeSpecification.1.AvailabilityZone", ""),
                ("AvailabilityZoneId", "use1-az4"),
            ],
            &[
                ("InstanceTypeSpecification.1.AvailabilityZone", ""),
                ("InstanceTypeSpecification.1.AvailabilityZoneId", "use1-az4"),
            ],
        ],
    },
    Sample {
        kind: "hosts",
        create: "AllocateHosts",
        form: &[
            ("InstanceType", "t3.micro"),
            ("AvailabilityZone", "us-east-1a"),
            ("Quantity", "1"),
        ],
        id: "hostIdSet.item",
        describe: ("DescribeHosts", &[], "hostSet.item"),
        delete: ("ReleaseHosts", &[("HostId.1", "{id}")]),
        variants: &[
            &[("InstanceType", ""), ("InstanceFamily", "t3"), ("AutoPlacement", "on")],
            &[("AvailabilityZone", ""), ("AvailabilityZoneId", "use1-az4"), ("HostRecovery", "on")],
            &[("InstanceType", "m5.large"), ("HostMaintenance", "on")],
        ],
    },
];

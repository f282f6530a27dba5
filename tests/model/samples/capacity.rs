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

//! Samples of IP Address Manager.

use super::Sample;

pub const SAMPLES: &[Sample] = &[
    Sample {
        kind: "ipams",
        create: "CreateIpam",
        form: &[("Description", "sample {n}")],
        id: "ipam.ipamId",
        describe: ("DescribeIpams", &[], "ipamSet.item"),
        delete: ("DeleteIpam", &[("IpamId", "{id}"), ("Cascade", "true")]),
        variants: &[
            &[("Tier", "free"), ("OperatingRegion.1.RegionName", "us-east-1")],
            &[("EnablePrivateGua", "true"), ("MeteredAccount", "resource-owner")],
        ],
    },
    Sample {
        kind: "ipamScopes",
        create: "CreateIpamScope",
        form: &[("IpamId", "{ipams}"), ("Description", "sample {n}")],
        id: "ipamScope.ipamScopeId",
        describe: ("DescribeIpamScopes", &[], "ipamScopeSet.item"),
        delete: ("DeleteIpamScope", &[("IpamScopeId", "{id}")]),
        variants: &[],
    },
    Sample {
        kind: "ipamPools",
        create: "CreateIpamPool",
        form: &[
            ("IpamScopeId", "{ipamScopes}"),
            ("AddressFamily", "ipv4"),
            ("Description", "sample {n}"),
        ],
        id: "ipamPool.ipamPoolId",
        describe: ("DescribeIpamPools", &[], "ipamPoolSet.item"),
        delete: ("DeleteIpamPool", &[("IpamPoolId", "{id}"), ("Cascade", "true")]),
        variants: &[
            &[
                ("AddressFamily", "ipv6"),
                ("AllocationMinNetmaskLength", "44"),
                ("AllocationDefaultNetmaskLength", "56"),
                ("AllocationMaxNetmaskLength", "60"),
            ],
            &[("Locale", "us-east-1"), ("AllocationResourceTag.1.Key", "Environment")],
        ],
    },
];

//! Samples of IP Address Manager.

use super::Sample;

const PUBLIC_SCOPE: &str = "{DescribeIpams ipamSet.item.publicDefaultScopeId}";

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
            &[
                ("Locale", "us-east-1"),
                ("AllocationResourceTag.1.Key", "Environment"),
                ("AllocationResourceTag.1.Value", "Preprod"),
            ],
            &[
                ("Description", "of {ipams}"),
                ("IpamScopeId", PUBLIC_SCOPE),
                ("PublicIpSource", "amazon"),
                ("AwsService", "ec2"),
            ],
            &[
                ("Description", "of {ipams}"),
                ("IpamScopeId", PUBLIC_SCOPE),
                ("AddressFamily", "ipv6"),
                ("PubliclyAdvertisable", "true"),
            ],
        ],
    },
    Sample {
        kind: "ipamResourceDiscoveries",
        create: "CreateIpamResourceDiscovery",
        form: &[("Description", "sample {n}")],
        id: "ipamResourceDiscovery.ipamResourceDiscoveryId",
        describe: ("DescribeIpamResourceDiscoveries", &[], "ipamResourceDiscoverySet.item"),
        delete: ("DeleteIpamResourceDiscovery", &[("IpamResourceDiscoveryId", "{id}")]),
        variants: &[&[("OperatingRegion.1.RegionName", "us-east-1")]],
    },
    Sample {
        kind: "ipamResourceDiscoveryAssociations",
        create: "AssociateIpamResourceDiscovery",
        form: &[("IpamId", "{ipams}"), ("IpamResourceDiscoveryId", "{ipamResourceDiscoveries}")],
        id: "ipamResourceDiscoveryAssociation.ipamResourceDiscoveryAssociationId",
        describe: (
            "DescribeIpamResourceDiscoveryAssociations",
            &[],
            "ipamResourceDiscoveryAssociationSet.item",
        ),
        delete: (
            "DisassociateIpamResourceDiscovery",
            &[("IpamResourceDiscoveryAssociationId", "{id}")],
        ),
        variants: &[],
    },
    Sample {
        kind: "ipamExternalResourceVerificationTokens",
        create: "CreateIpamExternalResourceVerificationToken",
        form: &[("IpamId", "{ipams}")],
        id: "ipamExternalResourceVerificationToken.ipamExternalResourceVerificationTokenId",
        describe: (
            "DescribeIpamExternalResourceVerificationTokens",
            &[],
            "ipamExternalResourceVerificationTokenSet.item",
        ),
        delete: (
            "DeleteIpamExternalResourceVerificationToken",
            &[("IpamExternalResourceVerificationTokenId", "{id}")],
        ),
        variants: &[],
    },
    Sample {
        kind: "ipamInternetRegistryAssociations",
        create: "CreateIpamInternetRegistryAssociation",
        form: &[
            ("IpamId", "{ipams}"),
            ("Rir", "ripe"),
            ("OrganizationHandle", "ORG-{n}"),
            ("Description", "sample {n}"),
        ],
        id: "ipamInternetRegistryAssociation.ipamInternetRegistryAssociationId",
        describe: (
            "DescribeIpamInternetRegistryAssociations",
            &[],
            "ipamInternetRegistryAssociationSet.item",
        ),
        delete: (
            "DeleteIpamInternetRegistryAssociation",
            &[("IpamInternetRegistryAssociationId", "{id}")],
        ),
        variants: &[],
    },
    Sample {
        kind: "ipamPolicies",
        create: "CreateIpamPolicy",
        form: &[("IpamId", "{ipams}")],
        id: "ipamPolicy.ipamPolicyId",
        describe: ("DescribeIpamPolicies", &[], "ipamPolicySet.item"),
        delete: ("DeleteIpamPolicy", &[("IpamPolicyId", "{id}")]),
        variants: &[],
    },
    Sample {
        kind: "ipamPrefixListResolvers",
        create: "CreateIpamPrefixListResolver",
        form: &[
            ("IpamId", "{ipams}"),
            ("AddressFamily", "ipv4"),
            ("Description", "sample {n}"),
            ("Rule.1.RuleType", "static-cidr"),
            ("Rule.1.StaticCidr", "10.{byte}.0.0/16"),
        ],
        id: "ipamPrefixListResolver.ipamPrefixListResolverId",
        describe: ("DescribeIpamPrefixListResolvers", &[], "ipamPrefixListResolverSet.item"),
        delete: ("DeleteIpamPrefixListResolver", &[("IpamPrefixListResolverId", "{id}")]),
        variants: &[],
    },
    Sample {
        kind: "ipamPrefixListResolverTargets",
        create: "CreateIpamPrefixListResolverTarget",
        form: &[
            ("IpamPrefixListResolverId", "{ipamPrefixListResolvers}"),
            ("PrefixListId", "{managedPrefixLists}"),
            ("PrefixListRegion", "us-east-1"),
            ("TrackLatestVersion", "true"),
        ],
        id: "ipamPrefixListResolverTarget.ipamPrefixListResolverTargetId",
        describe: (
            "DescribeIpamPrefixListResolverTargets",
            &[],
            "ipamPrefixListResolverTargetSet.item",
        ),
        delete: (
            "DeleteIpamPrefixListResolverTarget",
            &[("IpamPrefixListResolverTargetId", "{id}")],
        ),
        variants: &[&[("TrackLatestVersion", "false"), ("DesiredVersion", "1")]],
    },
];

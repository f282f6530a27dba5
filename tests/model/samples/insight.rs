//! Samples of what looks at networks: mirrors, paths and their analyses.

use super::Sample;

const BALANCER: &str =
    "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/sample/0123456789abcdef";

const NAT: &str = "AWS::EC2::NatGateway";

const FCA_OF_NAT_GATEWAYS: &[(&str, &str)] = &[
    ("NetworkResourceType", "natgw"),
    ("InstanceFcaPolicyDocument.ReportingGranularity.1", ""),
    ("InstanceFcaPolicyDocument.Dimensions.1", ""),
    ("NatFcaPolicyDocument.ReportingGranularity.1", "cidr"),
    ("NatFcaPolicyDocument.Dimensions.1", "data-processing"),
    ("NatFcaPolicyDocument.CidrRangeSpecifications.PrefixesType", "source-prefixes"),
    ("NatFcaPolicyDocument.CidrRangeSpecifications.Prefixes.1.CidrRange", "10.0.0.0/8"),
    ("NatFcaPolicyDocument.CidrRangeSpecifications.Prefixes.1.CidrLabel", "inside"),
];

const FCA_OF_PEERING: &[(&str, &str)] = &[
    ("NetworkResourceType", "pcx"),
    ("InstanceFcaPolicyDocument.ReportingGranularity.1", ""),
    ("InstanceFcaPolicyDocument.Dimensions.1", ""),
    ("PcxFcaPolicyDocument.ReportingGranularity.1", "peering-id"),
    ("PcxFcaPolicyDocument.Dimensions.1", "data-transfer"),
];

pub const SAMPLES: &[Sample] = &[
    Sample {
        kind: "trafficMirrorTargets",
        create: "CreateTrafficMirrorTarget",
        form: &[("NetworkInterfaceId", "{networkInterfaces}"), ("Description", "sample {n}")],
        id: "trafficMirrorTarget.trafficMirrorTargetId",
        describe: ("DescribeTrafficMirrorTargets", &[], "trafficMirrorTargetSet.item"),
        delete: ("DeleteTrafficMirrorTarget", &[("TrafficMirrorTargetId", "{id}")]),
        variants: &[&[("NetworkInterfaceId", ""), ("NetworkLoadBalancerArn", BALANCER)]],
    },
    Sample {
        kind: "trafficMirrorFilters",
        create: "CreateTrafficMirrorFilter",
        form: &[("Description", "sample {n}")],
        id: "trafficMirrorFilter.trafficMirrorFilterId",
        describe: ("DescribeTrafficMirrorFilters", &[], "trafficMirrorFilterSet.item"),
        delete: ("DeleteTrafficMirrorFilter", &[("TrafficMirrorFilterId", "{id}")]),
        variants: &[],
    },
    Sample {
        kind: "trafficMirrorSessions",
        create: "CreateTrafficMirrorSession",
        // Of an interface that an instance has.
        form: &[
            ("Description", "of {instances}"),
            (
                "NetworkInterfaceId",
                "{DescribeInstances reservationSet.item.instancesSet.item\
                 /networkInterfaceSet.item.networkInterfaceId}",
            ),
            ("TrafficMirrorTargetId", "{trafficMirrorTargets}"),
            ("TrafficMirrorFilterId", "{trafficMirrorFilters}"),
            ("SessionNumber", "{n}"),
        ],
        id: "trafficMirrorSession.trafficMirrorSessionId",
        describe: ("DescribeTrafficMirrorSessions", &[], "trafficMirrorSessionSet.item"),
        delete: ("DeleteTrafficMirrorSession", &[("TrafficMirrorSessionId", "{id}")]),
        variants: &[&[("PacketLength", "100"), ("VirtualNetworkId", "{n}")]],
    },
    Sample {
        kind: "trafficMirrorFilterRules",
        create: "CreateTrafficMirrorFilterRule",
        form: &[
            ("TrafficMirrorFilterId", "{trafficMirrorFilters}"),
            ("TrafficDirection", "ingress"),
            ("RuleNumber", "{n}"),
            ("RuleAction", "accept"),
            ("SourceCidrBlock", "10.0.0.0/8"),
            ("DestinationCidrBlock", "10.{byte}.0.0/16"),
        ],
        id: "trafficMirrorFilterRule.trafficMirrorFilterRuleId",
        describe: ("DescribeTrafficMirrorFilterRules", &[], "trafficMirrorFilterRuleSet.item"),
        delete: ("DeleteTrafficMirrorFilterRule", &[("TrafficMirrorFilterRuleId", "{id}")]),
        variants: &[&[
            ("Protocol", "17"),
            ("DestinationPortRange.FromPort", "1"),
            ("DestinationPortRange.ToPort", "9"),
            ("SourcePortRange.FromPort", "2"),
            ("SourcePortRange.ToPort", "8"),
        ]],
    },
    Sample {
        kind: "networkInsightsPaths",
        create: "CreateNetworkInsightsPath",
        form: &[
            ("Source", "{networkInterfaces}"),
            ("Destination", "{networkInterfaces}"),
            ("Protocol", "tcp"),
            ("ClientToken", "path-{n}"),
        ],
        id: "networkInsightsPath.networkInsightsPathId",
        describe: ("DescribeNetworkInsightsPaths", &[], "networkInsightsPathSet.item"),
        delete: ("DeleteNetworkInsightsPath", &[("NetworkInsightsPathId", "{id}")]),
        variants: &[
            &[("SourceIp", "10.0.0.4"), ("DestinationIp", "10.0.0.5"), ("DestinationPort", "22")],
            &[
                ("FilterAtSource.SourceAddress", "10.0.0.4"),
                ("FilterAtSource.SourcePortRange.FromPort", "1024"),
                ("FilterAtSource.SourcePortRange.ToPort", "2048"),
                ("FilterAtSource.DestinationAddress", "10.0.0.5"),
                ("FilterAtSource.DestinationPortRange.FromPort", "22"),
                ("FilterAtSource.DestinationPortRange.ToPort", "23"),
                ("FilterAtDestination.SourceAddress", "10.0.0.4"),
                ("FilterAtDestination.SourcePortRange.FromPort", "1024"),
                ("FilterAtDestination.SourcePortRange.ToPort", "2048"),
                ("FilterAtDestination.DestinationAddress", "10.0.0.5"),
                ("FilterAtDestination.DestinationPortRange.FromPort", "22"),
                ("FilterAtDestination.DestinationPortRange.ToPort", "23"),
            ],
        ],
    },
    Sample {
        kind: "networkInsightsAnalyses",
        create: "StartNetworkInsightsAnalysis",
        form: &[
            ("NetworkInsightsPathId", "{networkInsightsPaths}"),
            ("ClientToken", "analysis-{n}"),
        ],
        id: "networkInsightsAnalysis.networkInsightsAnalysisId",
        describe: ("DescribeNetworkInsightsAnalyses", &[], "networkInsightsAnalysisSet.item"),
        delete: ("DeleteNetworkInsightsAnalysis", &[("NetworkInsightsAnalysisId", "{id}")]),
        variants: &[&[("FilterInArn.1", BALANCER), ("FilterOutArn.1", BALANCER)]],
    },
    Sample {
        kind: "networkInsightsAccessScopes",
        create: "CreateNetworkInsightsAccessScope",
        form: &[
            ("MatchPath.1.Source.ResourceStatement.Resource.1", "{subnets}"),
            ("MatchPath.1.Destination.ResourceStatement.Resource.1", "{subnets}"),
            ("ClientToken", "scope-{n}"),
        ],
        id: "networkInsightsAccessScope.networkInsightsAccessScopeId",
        describe: (
            "DescribeNetworkInsightsAccessScopes",
            &[],
            "networkInsightsAccessScopeSet.item",
        ),
        delete: ("DeleteNetworkInsightsAccessScope", &[("NetworkInsightsAccessScopeId", "{id}")]),
        variants: &[&[
            ("MatchPath.1.Source.PacketHeaderStatement.SourceAddress.1", "10.0.0.0/8"),
            ("MatchPath.1.Source.PacketHeaderStatement.DestinationAddress.1", "10.0.0.0/8"),
            ("MatchPath.1.Source.PacketHeaderStatement.SourcePort.1", "1-9"),
            ("MatchPath.1.Source.PacketHeaderStatement.DestinationPort.1", "22"),
            ("MatchPath.1.Source.PacketHeaderStatement.Protocol.1", "tcp"),
            ("MatchPath.1.ThroughResource.1.ResourceStatement.ResourceType.1", NAT),
            ("ExcludePath.1.ThroughResource.1.ResourceStatement.ResourceType.1", NAT),
        ]],
    },
    Sample {
        kind: "networkInsightsAccessScopeAnalyses",
        create: "StartNetworkInsightsAccessScopeAnalysis",
        form: &[
            ("NetworkInsightsAccessScopeId", "{networkInsightsAccessScopes}"),
            ("ClientToken", "scope-analysis-{n}"),
        ],
        id: "networkInsightsAccessScopeAnalysis.networkInsightsAccessScopeAnalysisId",
        describe: (
            "DescribeNetworkInsightsAccessScopeAnalyses",
            &[],
            "networkInsightsAccessScopeAnalysisSet.item",
        ),
        delete: (
            "DeleteNetworkInsightsAccessScopeAnalysis",
            &[("NetworkInsightsAccessScopeAnalysisId", "{id}")],
        ),
        variants: &[],
    },
    Sample {
        kind: "flexCostAllocationPolicies",
        create: "CreateNetworkingFlexCostAllocationPolicy",
        form: &[
            ("NetworkResourceType", "ec2"),
            ("InstanceFcaPolicyDocument.ReportingGranularity.1", "vpc"),
            ("InstanceFcaPolicyDocument.Dimensions.1", "data-transfer"),
            ("Description", "sample {n}"),
        ],
        id: "fcaPolicyId",
        describe: (
            "DescribeNetworkingFlexCostAllocationPolicies",
            &[],
            "flexCostAllocationPolicies.item",
        ),
        delete: ("DeleteNetworkingFlexCostAllocationPolicies", &[("FcaPolicyIds.1", "{id}")]),
        variants: &[FCA_OF_NAT_GATEWAYS, FCA_OF_PEERING, &[("ShowBackEnabled", "false")]],
    },
    Sample {
        kind: "flexCostAllocationPolicyAssociations",
        create: "AssociateNetworkingFlexCostAllocationPolicy",
        form: &[
            ("FcaPolicyId", "{flexCostAllocationPolicies}"),
            ("NetworkResourceIds.1", "{instances}"),
        ],
        id: "fcaPolicyAssociations.item.fcaPolicyAssociationId",
        describe: (
            "DescribeNetworkingFlexCostAllocationPolicyAssociations",
            &[],
            "fcaPolicyAssociations.item",
        ),
        delete: (
            "DisassociateNetworkingFlexCostAllocationPolicy",
            &[("FcaPolicyAssociationIds.1", "{id}")],
        ),
        variants: &[],
    },
];

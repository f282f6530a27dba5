//! Samples of the families that stand on networks: transit gateways, VPN, the edges, ways in, and
//! what looks at networks.

use super::Sample;

const GATEWAY: &str =
    "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/gwy/sample/0123456789abcdef";

const BALANCER: &str =
    "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/sample/0123456789abcdef";

pub const SAMPLES: &[Sample] = &[
    Sample {
        kind: "carrierGateways",
        create: "CreateCarrierGateway",
        form: &[("VpcId", "{vpcs}")],
        id: "carrierGateway.carrierGatewayId",
        describe: ("DescribeCarrierGateways", &[], "carrierGatewaySet.item"),
        delete: ("DeleteCarrierGateway", &[("CarrierGatewayId", "{id}")]),
        variants: &[],
    },
    Sample {
        kind: "instanceConnectEndpoints",
        create: "CreateInstanceConnectEndpoint",
        form: &[("SubnetId", "{subnets}")],
        id: "instanceConnectEndpoint.instanceConnectEndpointId",
        describe: ("DescribeInstanceConnectEndpoints", &[], "instanceConnectEndpointSet.item"),
        delete: ("DeleteInstanceConnectEndpoint", &[("InstanceConnectEndpointId", "{id}")]),
        variants: &[
            &[("PreserveClientIp", "true")],
            &[
                ("SubnetId", "{DescribeSubnets subnetSet.item.subnetId}"),
                ("SecurityGroupId.1", "{DescribeSecurityGroups securityGroupInfo.item.groupId}"),
            ],
        ],
    },
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
        kind: "vpcEndpointConnectionNotifications",
        create: "CreateVpcEndpointConnectionNotification",
        form: &[
            ("ServiceId", "{vpcEndpointServices}"),
            ("ConnectionNotificationArn", "arn:aws:sns:us-east-1:000000000000:sample-{n}"),
            ("ConnectionEvents.1", "Accept"),
        ],
        id: "connectionNotification.connectionNotificationId",
        describe: (
            "DescribeVpcEndpointConnectionNotifications",
            &[],
            "connectionNotificationSet.item",
        ),
        delete: (
            "DeleteVpcEndpointConnectionNotifications",
            &[("ConnectionNotificationId.1", "{id}")],
        ),
        variants: &[&[("ServiceId", ""), ("VpcEndpointId", "{vpcEndpoints}")]],
    },
    Sample {
        kind: "transitGateways",
        create: "CreateTransitGateway",
        form: &[
            ("Description", "sample {n}"),
            ("Options.TransitGatewayCidrBlocks.1", "10.99.0.0/24"),
        ],
        id: "transitGateway.transitGatewayId",
        describe: ("DescribeTransitGateways", &[], "transitGatewaySet.item"),
        delete: ("DeleteTransitGateway", &[("TransitGatewayId", "{id}")]),
        variants: &[&[("Options.AmazonSideAsn", "64600")]],
    },
    Sample {
        kind: "transitGatewayAttachments",
        create: "CreateTransitGatewayVpcAttachment",
        form: &[
            ("SubnetIds.1", "{DescribeSubnets subnetSet.item.subnetId}"),
            ("TransitGatewayId", "{transitGateways}"),
            ("VpcId", "{DescribeSubnets subnetSet.item.vpcId}"),
        ],
        id: "transitGatewayVpcAttachment.transitGatewayAttachmentId",
        describe: (
            "DescribeTransitGatewayVpcAttachments",
            &[],
            "transitGatewayVpcAttachments.item",
        ),
        delete: ("DeleteTransitGatewayVpcAttachment", &[("TransitGatewayAttachmentId", "{id}")]),
        variants: &[],
    },
    Sample {
        kind: "transitGatewayAttachments",
        create: "CreateTransitGatewayConnect",
        form: &[
            ("TransportTransitGatewayAttachmentId", "{transitGatewayAttachments}"),
            ("Options.Protocol", "gre"),
        ],
        id: "transitGatewayConnect.transitGatewayAttachmentId",
        describe: ("DescribeTransitGatewayConnects", &[], "transitGatewayConnectSet.item"),
        delete: ("DeleteTransitGatewayConnect", &[("TransitGatewayAttachmentId", "{id}")]),
        variants: &[],
    },
    Sample {
        kind: "transitGatewayConnectPeers",
        create: "CreateTransitGatewayConnectPeer",
        form: &[
            ("TransitGatewayAttachmentId", "{CreateTransitGatewayConnect}"),
            ("PeerAddress", "192.0.2.{byte}"),
            ("InsideCidrBlocks.1", "169.254.{byte}.8/29"),
        ],
        id: "transitGatewayConnectPeer.transitGatewayConnectPeerId",
        describe: ("DescribeTransitGatewayConnectPeers", &[], "transitGatewayConnectPeerSet.item"),
        delete: ("DeleteTransitGatewayConnectPeer", &[("TransitGatewayConnectPeerId", "{id}")]),
        variants: &[],
    },
    Sample {
        kind: "transitGatewayRouteTables",
        create: "CreateTransitGatewayRouteTable",
        form: &[("TransitGatewayId", "{transitGateways}")],
        id: "transitGatewayRouteTable.transitGatewayRouteTableId",
        describe: ("DescribeTransitGatewayRouteTables", &[], "transitGatewayRouteTables.item"),
        delete: ("DeleteTransitGatewayRouteTable", &[("TransitGatewayRouteTableId", "{id}")]),
        variants: &[],
    },
    Sample {
        kind: "vpcBlockPublicAccessExclusions",
        create: "CreateVpcBlockPublicAccessExclusion",
        form: &[("VpcId", "{vpcs}"), ("InternetGatewayExclusionMode", "allow-bidirectional")],
        id: "vpcBlockPublicAccessExclusion.exclusionId",
        describe: (
            "DescribeVpcBlockPublicAccessExclusions",
            &[],
            "vpcBlockPublicAccessExclusionSet.item",
        ),
        delete: ("DeleteVpcBlockPublicAccessExclusion", &[("ExclusionId", "{id}")]),
        variants: &[],
    },
    Sample {
        kind: "vpcEndpointServices",
        create: "CreateVpcEndpointServiceConfiguration",
        form: &[("NetworkLoadBalancerArn.1", BALANCER), ("AcceptanceRequired", "false")],
        id: "serviceConfiguration.serviceId",
        describe: ("DescribeVpcEndpointServiceConfigurations", &[], "serviceConfigurationSet.item"),
        delete: ("DeleteVpcEndpointServiceConfigurations", &[("ServiceId.1", "{id}")]),
        variants: &[&[("NetworkLoadBalancerArn.1", ""), ("GatewayLoadBalancerArn.1", GATEWAY)]],
    },
    Sample {
        kind: "vpnConnections",
        create: "CreateVpnConnection",
        form: &[
            ("Type", "ipsec.1"),
            ("CustomerGatewayId", "{customerGateways}"),
            ("VpnGatewayId", "{vpnGateways}"),
        ],
        id: "vpnConnection.vpnConnectionId",
        describe: ("DescribeVpnConnections", &[], "vpnConnectionSet.item"),
        delete: ("DeleteVpnConnection", &[("VpnConnectionId", "{id}")]),
        variants: &[
            &[
                ("Options.TunnelOptions.1.TunnelInsideCidr", "169.254.20.4/30"),
                ("Options.TunnelOptions.1.PreSharedKey", "abc.DEF_1234567"),
                ("Options.TunnelOptions.1.Phase1LifetimeSeconds", "7200"),
                ("Options.TunnelOptions.1.Phase2LifetimeSeconds", "1800"),
                ("Options.TunnelOptions.1.RekeyMarginTimeSeconds", "120"),
                ("Options.TunnelOptions.1.RekeyFuzzPercentage", "50"),
                ("Options.TunnelOptions.1.ReplayWindowSize", "128"),
                ("Options.TunnelOptions.1.DPDTimeoutSeconds", "60"),
                ("Options.TunnelOptions.1.DPDTimeoutAction", "restart"),
                ("Options.TunnelOptions.1.Phase1EncryptionAlgorithm.1.Value", "AES256"),
                ("Options.TunnelOptions.1.Phase2EncryptionAlgorithm.1.Value", "AES256-GCM-16"),
                ("Options.TunnelOptions.1.Phase1IntegrityAlgorithm.1.Value", "SHA2-256"),
                ("Options.TunnelOptions.1.Phase2IntegrityAlgorithm.1.Value", "SHA2-512"),
                ("Options.TunnelOptions.1.Phase1DHGroupNumber.1.Value", "14"),
                ("Options.TunnelOptions.1.Phase2DHGroupNumber.1.Value", "5"),
                ("Options.TunnelOptions.1.IKEVersion.1.Value", "ikev2"),
                ("Options.TunnelOptions.1.StartupAction", "start"),
                ("Options.TunnelOptions.1.LogOptions.CloudWatchLogOptions.LogEnabled", "true"),
                (
                    "Options.TunnelOptions.1.LogOptions.CloudWatchLogOptions.LogGroupArn",
                    "arn:aws:logs:us-east-1:000000000000:log-group:vpn:*",
                ),
                ("Options.TunnelOptions.1.LogOptions.CloudWatchLogOptions.LogOutputFormat", "text"),
                ("Options.TunnelOptions.1.LogOptions.CloudWatchLogOptions.BgpLogEnabled", "true"),
                (
                    "Options.TunnelOptions.1.LogOptions.CloudWatchLogOptions.BgpLogGroupArn",
                    "arn:aws:logs:us-east-1:000000000000:log-group:vpn:*",
                ),
                (
                    "Options.TunnelOptions.1.LogOptions.CloudWatchLogOptions.BgpLogOutputFormat",
                    "text",
                ),
            ],
            &[
                ("Options.LocalIpv4NetworkCidr", "10.0.0.0/8"),
                ("Options.RemoteIpv4NetworkCidr", "10.1.0.0/16"),
                ("Options.OutsideIpAddressType", "PublicIpv4"),
            ],
        ],
    },
];

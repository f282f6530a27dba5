"""What the sources of programs that run against AWS compare its answers with: the code by which
each knows that something is gone, when it reads, deletes or tags. A program tells what its
writers saw; where a recorded answer says otherwise, that one holds and no row is here.
"""

import pytest

import support

ABSENT = "0123456789abcdef0"
FLEET = "sfr-01234567-89ab-cdef-0123-456789abcdef"
RULE = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 2, "CidrIpv4": "10.0.0.0/8"}

# What hashicorp/terraform-provider-aws, internal/service/ec2/find.go, takes for one that is not
# there. `None` is an empty list.
READ = [
    ("describe_instance_credit_specifications", {"InstanceIds": ["i-"]},
     "InvalidInstanceID.NotFound"),
    ("describe_vpc_attribute", {"VpcId": "vpc-", "Attribute": "enableDnsSupport"},
     "InvalidVpcID.NotFound"),
    ("describe_egress_only_internet_gateways", {"EgressOnlyInternetGatewayIds": ["eigw-"]}, None),
    ("describe_flow_logs", {"FlowLogIds": ["fl-"]}, None),
    ("describe_security_group_vpc_associations",
     {"Filters": [{"Name": "group-id", "Values": ["sg-"]}]}, None),
    ("describe_spot_fleet_instances", {"SpotFleetRequestId": FLEET},
     "InvalidSpotFleetRequestId.NotFound"),
    ("describe_spot_fleet_request_history",
     {"SpotFleetRequestId": FLEET, "StartTime": "1970-01-01T00:00:00Z"},
     "InvalidSpotFleetRequestId.NotFound"),
    ("describe_client_vpn_authorization_rules", {"ClientVpnEndpointId": "cvpn-endpoint-"},
     "InvalidClientVpnEndpointId.NotFound"),
    ("describe_client_vpn_target_networks", {"ClientVpnEndpointId": "cvpn-endpoint-"},
     "InvalidClientVpnEndpointId.NotFound"),
    ("describe_client_vpn_routes", {"ClientVpnEndpointId": "cvpn-endpoint-"},
     "InvalidClientVpnEndpointId.NotFound"),
    ("describe_prefix_lists", {"PrefixListIds": ["pl-"]}, "InvalidPrefixListId.NotFound"),
    ("describe_network_interface_permissions", {"NetworkInterfacePermissionIds": ["eni-perm-"]},
     "InvalidPermissionID.NotFound"),
    ("get_ipam_pool_allocations", {"IpamPoolId": "ipam-pool-"}, "InvalidIpamPoolId.NotFound"),
    ("describe_transit_gateway_connect_peers",
     {"TransitGatewayConnectPeerIds": ["tgw-connect-peer-"]},
     "InvalidTransitGatewayConnectPeerID.NotFound"),
    ("describe_transit_gateway_multicast_domains",
     {"TransitGatewayMulticastDomainIds": ["tgw-mcast-domain-"]},
     "InvalidTransitGatewayMulticastDomainId.NotFound"),
    ("get_transit_gateway_prefix_list_references", {"TransitGatewayRouteTableId": "tgw-rtb-"},
     "InvalidRouteTableID.NotFound"),
    ("describe_transit_gateway_policy_tables", {"TransitGatewayPolicyTableIds": ["tgw-ptb-"]},
     "InvalidTransitGatewayPolicyTableId.NotFound"),
    ("get_transit_gateway_policy_table_associations",
     {"TransitGatewayPolicyTableId": "tgw-ptb-"},
     "InvalidTransitGatewayPolicyTableId.NotFound"),
    ("get_verified_access_endpoint_policy", {"VerifiedAccessEndpointId": "vae-"},
     "InvalidVerifiedAccessEndpointId.NotFound"),
    ("describe_verified_access_groups", {"VerifiedAccessGroupIds": ["vagr-"]},
     "InvalidVerifiedAccessGroupId.NotFound"),
    ("describe_verified_access_instance_logging_configurations",
     {"VerifiedAccessInstanceIds": ["vai-"]}, "InvalidVerifiedAccessInstanceId.NotFound"),
    ("describe_traffic_mirror_filters", {"TrafficMirrorFilterIds": ["tmf-"]},
     "InvalidTrafficMirrorFilterId.NotFound"),
    ("describe_traffic_mirror_sessions", {"TrafficMirrorSessionIds": ["tms-"]},
     "InvalidTrafficMirrorSessionId.NotFound"),
    ("describe_network_insights_analyses", {"NetworkInsightsAnalysisIds": ["nia-"]},
     "InvalidNetworkInsightsAnalysisId.NotFound"),
    ("describe_network_insights_paths", {"NetworkInsightsPathIds": ["nip-"]},
     "InvalidNetworkInsightsPathId.NotFound"),
    ("describe_vpc_block_public_access_exclusions", {"ExclusionIds": ["vpcbpa-exclude-"]},
     "InvalidVpcBlockPublicAccessExclusionId.NotFound"),
    ("get_route_server_associations", {"RouteServerId": "rs-"}, "InvalidRouteServerId.NotFound"),
    ("get_route_server_propagations", {"RouteServerId": "rs-"}, "InvalidRouteServerId.NotFound"),
    ("describe_route_server_endpoints", {"RouteServerEndpointIds": ["rse-"]},
     "InvalidRouteServerEndpointId.NotFound"),
    ("describe_route_server_peers", {"RouteServerPeerIds": ["rsp-"]},
     "InvalidRouteServerPeerId.NotFound"),
]

# What the deletes and updates of its resources take for it.
WRITTEN = [
    ("aws_security_group", "revoke_security_group_egress",
     {"GroupId": "sg-", "SecurityGroupRuleIds": ["sgr-"]}, "InvalidGroup.NotFound"),
    ("aws_vpc_security_group_ingress_rule", "revoke_security_group_ingress",
     {"GroupId": "<group>", "SecurityGroupRuleIds": ["sgr-"]},
     "InvalidSecurityGroupRuleId.NotFound"),
    ("aws_vpc_security_group_ingress_rule", "modify_security_group_rules",
     {"GroupId": "<group>", "SecurityGroupRules": [
         {"SecurityGroupRuleId": "sgr-", "SecurityGroupRule": RULE}]},
     "InvalidSecurityGroupRuleId.NotFound"),
    ("aws_network_interface_permission", "delete_network_interface_permission",
     {"NetworkInterfacePermissionId": "eni-perm-"}, "InvalidPermissionID.NotFound"),
    ("aws_vpc_dhcp_options_association", "associate_dhcp_options",
     {"DhcpOptionsId": "default", "VpcId": "vpc-"}, "InvalidVpcID.NotFound"),
    ("aws_vpc_endpoint_route_table_association", "modify_vpc_endpoint",
     {"VpcEndpointId": "vpce-", "RemoveRouteTableIds": ["<table>"]},
     "InvalidVpcEndpointId.NotFound"),
    ("aws_vpc_endpoint_subnet_association", "modify_vpc_endpoint",
     {"VpcEndpointId": "vpce-", "RemoveSubnetIds": ["<subnet>"]},
     "InvalidVpcEndpointId.NotFound"),
    ("cluster-api-provider-aws, awserrors", "create_nat_gateway",
     {"SubnetId": "<subnet>", "AllocationId": "eipalloc-"}, "InvalidElasticIpID.NotFound"),
    ("aws_key_pair", "delete_key_pair", {"KeyName": "nonesuch"}, None),
    ("aws_ec2_transit_gateway_route_table", "delete_transit_gateway_route_table",
     {"TransitGatewayRouteTableId": "tgw-rtb-"}, "InvalidRouteTableID.NotFound"),
    ("aws_ec2_transit_gateway_policy_table", "delete_transit_gateway_policy_table",
     {"TransitGatewayPolicyTableId": "tgw-ptb-"},
     "InvalidTransitGatewayPolicyTableId.NotFound"),
    ("aws_ec2_transit_gateway_policy_table_association",
     "disassociate_transit_gateway_policy_table",
     {"TransitGatewayPolicyTableId": "tgw-ptb-", "TransitGatewayAttachmentId": "tgw-attach-"},
     "InvalidTransitGatewayPolicyTableId.NotFound"),
    ("aws_ec2_transit_gateway_prefix_list_reference",
     "delete_transit_gateway_prefix_list_reference",
     {"TransitGatewayRouteTableId": "tgw-rtb-", "PrefixListId": "pl-"},
     "InvalidRouteTableID.NotFound"),
    ("aws_vpc_block_public_access_exclusion", "delete_vpc_block_public_access_exclusion",
     {"ExclusionId": "vpcbpa-exclude-"}, "InvalidVpcBlockPublicAccessExclusionId.NotFound"),
    ("aws_vpc_route_server_vpc_association", "disassociate_route_server",
     {"RouteServerId": "rs-", "VpcId": "<vpc>"}, "InvalidRouteServerId.NotFound"),
    ("aws_vpc_route_server_propagation", "disable_route_server_propagation",
     {"RouteServerId": "rs-", "RouteTableId": "<table>"}, "InvalidRouteServerId.NotFound"),
    ("aws_ec2_client_vpn_network_association", "disassociate_client_vpn_target_network",
     {"ClientVpnEndpointId": "cvpn-endpoint-", "AssociationId": "cvpn-assoc-"},
     "InvalidClientVpnEndpointId.NotFound"),
    ("aws_ec2_client_vpn_authorization_rule", "revoke_client_vpn_ingress",
     {"ClientVpnEndpointId": "cvpn-endpoint-", "TargetNetworkCidr": "10.0.0.0/8",
      "RevokeAllGroups": True}, "InvalidClientVpnEndpointId.NotFound"),
    ("aws_ec2_client_vpn_route", "delete_client_vpn_route",
     {"ClientVpnEndpointId": "cvpn-endpoint-", "DestinationCidrBlock": "10.0.0.0/8",
      "TargetVpcSubnetId": "<subnet>"}, "InvalidClientVpnEndpointId.NotFound"),
]

# kops, upup/pkg/fi/cloudup/awsup/aws_cloud.go, tries to tag again after most of these.
TAGGED = [
    ("sg-", "InvalidGroup.NotFound"),
    ("rtb-", "InvalidRouteTableID.NotFound"),
    ("subnet-", "InvalidSubnetID.NotFound"),
    ("igw-", "InvalidInternetGatewayID.NotFound"),
    ("vol-", "InvalidVolume.NotFound"),
    ("eni-", "InvalidNetworkInterfaceID.NotFound"),
]


def absent(value):
    """The request with ids that nothing has, where there are only their beginnings."""
    if isinstance(value, dict):
        return {name: absent(each) for name, each in value.items()}
    if isinstance(value, list):
        return [absent(each) for each in value]
    return value + ABSENT if isinstance(value, str) and value.endswith("-") else value


def compared(user, call, asked, code):
    ask = getattr(user.ec2, call)
    asked = absent(user.filled(asked))
    if code is None:
        return ask(**asked)
    with support.refused(code):
        ask(**asked)


@pytest.mark.parametrize("call, asked, code", READ, ids=[row[0] for row in READ])
def test_terraform_reads_that_it_is_gone(user, call, asked, code):
    answer = compared(user, call, asked, code)
    if code is None:
        assert [] in answer.values()


@pytest.mark.parametrize("resource, call, asked, code", WRITTEN, ids=[row[0] for row in WRITTEN])
def test_terraform_changes_what_is_gone(user, resource, call, asked, code):
    compared(user, call, asked, code)


@pytest.mark.parametrize("prefix, code", TAGGED)
def test_it_can_not_be_tagged_yet(user, prefix, code):
    tags = [{"Key": "Name", "Value": "web"}]
    compared(user, "create_tags", {"Resources": [prefix], "Tags": tags}, code)


def test_what_was_ended_can_be_ended_again(user):
    """As cleaners do that look once more."""
    user.ec2.terminate_instances(InstanceIds=[user.ended_instance])
    user.ec2.delete_nat_gateway(NatGatewayId=user.nat)
    user.wait()
    user.ec2.delete_nat_gateway(NatGatewayId=user.nat)


def test_a_rule_of_a_client_vpn_that_is_gone(user):
    """Terraform's aws_ec2_client_vpn_authorization_rule and …_network_association."""
    certificate = f"arn:aws:acm:us-east-1:{user.account}:certificate/{FLEET[4:]}"
    chain = {"ClientRootCertificateChainArn": certificate}
    made = user.ec2.create_client_vpn_endpoint(
        ClientCidrBlock="10.100.0.0/22", ServerCertificateArn=certificate,
        AuthenticationOptions=[
            {"Type": "certificate-authentication", "MutualAuthentication": chain}
        ],
        ConnectionLogOptions={"Enabled": False},
    )
    endpoint = {"ClientVpnEndpointId": made["ClientVpnEndpointId"]}
    with support.refused("InvalidClientVpnEndpointAuthorizationRuleNotFound"):
        user.ec2.revoke_client_vpn_ingress(
            TargetNetworkCidr="10.0.0.0/8", RevokeAllGroups=True, **endpoint
        )
    with support.refused("InvalidClientVpnAssociationIdNotFound"):
        user.ec2.describe_client_vpn_target_networks(
            AssociationIds=["cvpn-assoc-" + ABSENT], **endpoint
        )


def test_a_group_of_a_multicast_domain_that_is_gone(user):
    """Terraform's aws_ec2_transit_gateway_multicast_group_member and …_source."""
    made = user.ec2.create_transit_gateway(Options={"MulticastSupport": "enable"})
    gateway = user.waited(made["TransitGateway"]["TransitGatewayId"])
    made = user.ec2.create_transit_gateway_multicast_domain(TransitGatewayId=gateway)
    domain = made["TransitGatewayMulticastDomain"]["TransitGatewayMulticastDomainId"]
    asked = {
        "TransitGatewayMulticastDomainId": user.waited(domain),
        "GroupIpAddress": "224.0.0.9", "NetworkInterfaceIds": [user.interface],
    }
    with support.refused("TransitGatewayMulticastGroupMember.NotFound"):
        user.ec2.deregister_transit_gateway_multicast_group_members(**asked)
    with support.refused("TransitGatewayMulticastGroupSource.NotFound"):
        user.ec2.deregister_transit_gateway_multicast_group_sources(**asked)


def test_what_endpoints_are_looked_for_by(user):
    """Quoted in Terraform's find.go."""
    filters = [{"Name": "vpc-endpoint-id ", "Values": ["vpce-1"]}]
    with support.refused("InvalidFilter", "^The filter vpc-endpoint-id  is invalid$"):
        user.ec2.describe_vpc_endpoint_connections(Filters=filters)

"""Reports that a second list of queries drew, made beforehand by chance: of networks."""

import pytest

from reports import each, in_aws_lifecycle, reported

NO_INTERFACE = "eni-012e59eba5a61b3b9"
NO_OPTIONS = "dopt-0afbf75b2cde4f980"
NO_GROUP = "sg-0123456789abcdef0"
MALFORMED = "Value (::/0) for parameter destinationCidrBlock is invalid. "
NEITHER = "Either public IP or association id must be specified"
LAUNCH = {"ImageId": "ami-0abcdef1234567890", "InstanceType": "t3.micro", "MinCount": 1}
HTTP = {"IpPermissions.1.FromPort": 22, "IpPermissions.1.ToPort": 22}

REFUSED = [
    ("hashicorp/terraform-provider-aws#35568 (2024, request id)", "run_instances",
     {**LAUNCH, "MaxCount": 1,
      "NetworkInterfaces": [{"DeviceIndex": 0, "NetworkInterfaceId": NO_INTERFACE}]},
     "InvalidNetworkInterfaceID.NotFound",
     f"The networkInterface ID '{NO_INTERFACE}' does not exist"),
    ("kennyk65/aws-vpc-cloud-formation#1 (2020, request id)", "allocate_address",
     {"Domain": "VPC"}, "InvalidParameterValue", "Invalid value 'VPC' for domain."),
    ("crossplane-contrib/provider-aws#558 (2021, request id), "
     "aws-controllers-k8s/community#1826 (2023, request id)", "modify_vpc_attribute",
     {"VpcId": "<vpc>"}, "InvalidParameterCombination", "No attributes specified."),
    ("ansible-collections/amazon.aws#477 (2021)", "create_route",
     {"RouteTableId": "<table>", "GatewayId": "<gateway>", "DestinationCidrBlock": "::/0"},
     "InvalidParameterValue", MALFORMED + "This is not a valid CIDR block."),
    ("NixOS/nixops#683, NixOS/nixops-aws#63 (2017)", "AuthorizeSecurityGroupIngress",
     {**HTTP, "GroupId": "<group>", "IpPermissions.1.IpProtocol": "tcp",
      "IpPermissions.1.IpRanges.1.CidrIp": "::/0", "Version": "2014-10-01"},
     "InvalidParameterValue", "CIDR block ::/0 is malformed"),
    ("hashicorp/terraform-provider-aws#1683 (2017)", "disassociate_address", {},
     "MissingParameter", NEITHER),
    ("hashicorp/terraform#15980 (2017, request id)", "DisassociateAddress",
     {"AssociationId": ""}, "MissingParameter", NEITHER),
    ("hashicorp/terraform-provider-aws#10025 (2019, request id)", "create_route",
     {"RouteTableId": "<table>", "TransitGatewayId": "<transit_gateway>",
      "DestinationCidrBlock": "10.9.0.0/16"},
     "InvalidTransitGatewayID.NotFound",
     "The transitGateway ID '<transit_gateway>' does not exist."),
    ("hashicorp/terraform-provider-aws#36933 (2024, request id)", "delete_dhcp_options",
     {"DhcpOptionsId": NO_OPTIONS}, "InvalidDhcpOptionsID.NotFound",
     f"The dhcpOptions ID '{NO_OPTIONS}' does not exist"),
    ("zalando-stups/fullstop#351 (2016)", "describe_security_groups",
     {"GroupIds": [NO_GROUP]}, "InvalidGroup.NotFound",
     f"The security group '{NO_GROUP}' does not exist"),
    ("aws-controllers-k8s/community#1990 (2024, request id)",
     "authorize_security_group_ingress",
     {"GroupId": "<group>", "IpPermissions": [
         {"FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "192.168.1.0/8"}]}]},
     "InvalidParameterValue",
     "Invalid value 'null' for protocol. VPC security group rules must specify protocols "
     "explicitly."),
    ("aws-controllers-k8s/community#1990 (2024)", "create_security_group",
     {"GroupName": "web", "Description": "again", "VpcId": "<vpc>"},
     "InvalidGroup.Duplicate", "The security group 'web' already exists for VPC '<vpc>'",
     "group"),
    ("aws/aws-cli#803 (2014)", "ModifyVolumeAttribute",
     {"VolumeId": "<volume>", "AutoEnableIO": "true"},
     "InvalidRequest", "The request received was invalid."),
    ("aws-samples/aws-genai-llm-chatbot#493 (2024, request id)",
     "authorize_security_group_ingress",
     {"IpPermissions": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
                         "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]},
     None, "The request must contain the parameter groupName or groupId"),
    ("systeminit/si#3042 (2023)", "authorize_security_group_ingress",
     {"GroupId": "", "DryRun": True, "IpPermissions": [
         {"IpProtocol": "All", "FromPort": 0, "ToPort": 0,
          "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]},
     "InvalidGroupId.Malformed", "The security-group ID '' is malformed"),
    ("ansible/ansible#8666 (2014, request id)", "delete_route_table",
     {"RouteTableId": "<table>"}, "DependencyViolation",
     "The routeTable '<table>' has dependencies and cannot be deleted.", "association"),
    ("aws/aws-cli#16 (2012, request id)", "AttachInternetGateway",
     {"InternetGatewayId": "<loose_gateway>", "vpcId": "<vpc>"},
     "UnknownParameter", "The parameter vpcId is not recognized"),
    ("hashicorp/terraform-provider-aws#4136 (2018)", "describe_dhcp_options",
     {"DhcpOptionsIds": [NO_OPTIONS]}, "InvalidDhcpOptionID.NotFound",
     f"The dhcpOption ID '{NO_OPTIONS}' does not exist"),
    ("hashicorp/terraform#1137 (2015)", "CreateTags",
     {"Resources.1": "<vpc>", "Tag.1.Key": "a", "Tag.1.Value": "b"},
     None, "The parameter Resources is not recognized"),
]


@each(REFUSED)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def test_an_interface_of_a_service(user):
    made = user.ec2.create_vpc_endpoint(
        VpcId=user.vpc, ServiceName="com.amazonaws.us-east-1.ssm", VpcEndpointType="Interface",
        SubnetIds=[user.subnet], PrivateDnsEnabled=False,
    )
    user.wait()
    [interface] = made["VpcEndpoint"]["NetworkInterfaceIds"]
    [interface] = user.ec2.describe_network_interfaces(NetworkInterfaceIds=[interface])[
        "NetworkInterfaces"
    ]
    with reported(
        "jckuester/terradozer#16 (2021)", "OperationNotPermitted",
        "You are not allowed to manage 'ela-attach' attachments.",
    ):
        user.ec2.detach_network_interface(AttachmentId=interface["Attachment"]["AttachmentId"])


def test_a_full_subnet(user):
    subnet = user.make_subnet("10.0.1.0/28")
    for _ in range(11):
        user.ec2.create_network_interface(SubnetId=subnet)
    with reported(
        "aws/amazon-vpc-cni-k8s#40 (2018, request id)", "InsufficientFreeAddressesInSubnet",
        "The specified subnet does not have enough free addresses to satisfy the request.",
    ):
        user.ec2.create_network_interface(SubnetId=subnet)


@pytest.mark.parametrize("kind", [{}, {"VpcEndpointType": "Gateway"}])
def test_a_gateway_endpoint_of_an_interface_service(user, kind):
    user = user.at("ap-southeast-1")
    with reported(
        "nimblehq/infrastructure-templates#286 (2024, request id)", "InvalidParameter",
        "Endpoint type (Gateway) does not match available service types ([Interface]).",
    ):
        service = "com.amazonaws.ap-southeast-1.logs"
        user.ec2.create_vpc_endpoint(VpcId=user.vpc, ServiceName=service, **kind)


@pytest.mark.parametrize("service", ["ssm", "ssmmessages"])
def test_a_service_of_another_region(user, service):
    service = f"com.amazonaws.eu-west-1.{service}"
    with reported(
        "aws-samples/aws-network-firewall-terraform#4 (2022, request id)", "InvalidServiceName",
        f"The Vpc Endpoint Service '{service}' does not exist",
    ):
        user.ec2.create_vpc_endpoint(
            VpcId=user.vpc, ServiceName=service, VpcEndpointType="Interface"
        )


def test_a_service_without_a_private_name(user):
    balancer = f"arn:aws:elasticloadbalancing:us-east-1:{user.account}:loadbalancer/net/a/01234567"
    made = user.ec2.create_vpc_endpoint_service_configuration(
        NetworkLoadBalancerArns=[balancer + "89abcdef"], AcceptanceRequired=False
    )
    user.wait()
    service = made["ServiceConfiguration"]["ServiceName"]
    with reported(
        "vespa-engine/vespa#33303 (2025, request id)", "InvalidParameter",
        f"Private DNS can't be enabled because the service {service} does not provide a private "
        "DNS name.",
    ):
        user.ec2.create_vpc_endpoint(
            VpcId=user.hosted_vpc(), ServiceName=service, VpcEndpointType="Interface",
            PrivateDnsEnabled=True,
        )


def test_a_new_route_table(user):
    # As reported in hashicorp/terraform-provider-aws#1791 (2017).
    table = user.ec2.create_route_table(VpcId=user.vpc)["RouteTable"]
    assert table["Routes"] == [
        {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active",
         "Origin": "CreateRouteTable"},
    ]
    assert (table["Associations"], table["PropagatingVgws"]) == ([], [])


@pytest.mark.parametrize("again", [{}, {"AllowReassociation": True}])
def test_the_address_of_a_nat_gateway(user, again):
    user.has("nat")
    with reported(
        "hashicorp/terraform#14698 (2017, request id)", "AuthFailure",
        "You do not have permission to access the specified resource.",
    ):
        user.ec2.associate_address(
            AllocationId=user.allocation, InstanceId=user.instance, **again
        )


def test_an_address_that_is_in_use(user):
    user.has("gateway")
    asked = {"AllocationId": user.allocation, "AllowReassociation": False}
    association = user.ec2.associate_address(InstanceId=user.instance, **asked)["AssociationId"]
    other = user.launch(SubnetId=user.subnet)
    with reported(
        "hashicorp/terraform#3429 (2015), WrathOfChris/ops#19 (2014, request id)",
        "Resource.AlreadyAssociated",
        f"resource {user.allocation} is already associated with associate-id {association}",
    ):
        user.ec2.associate_address(InstanceId=other, **asked)
    user.ec2.terminate_instances(InstanceIds=[user.instance])
    user.wait()
    with reported(
        "hashicorp/terraform#2543 (2017, request id)", "InvalidAssociationID.NotFound",
        f"The association ID '{association}' does not exist",
    ):
        user.ec2.disassociate_address(AssociationId=association)


def test_a_rule_by_names(user):
    # As reported in grempe/amazon-ec2#43 (2011).
    names = {"UserId": user.account, "GroupName": "MongoDB"}
    rule = {"IpProtocol": "tcp", "FromPort": 27017, "ToPort": 27017, "UserIdGroupPairs": [names]}
    asked = {"GroupName": "MongoDB", "IpPermissions": [rule]}
    user.ec2.create_security_group(GroupName="MongoDB", Description="of a report")
    user.ec2.authorize_security_group_ingress(**asked)
    assert user.ec2.revoke_security_group_ingress(**asked)["Return"] is True
    [group] = user.ec2.describe_security_groups(GroupNames=["MongoDB"])["SecurityGroups"]
    assert group["IpPermissions"] == []


def test_a_connection_that_is_the_others_to_accept(user):
    other = user.other()
    asked = {"PeerVpcId": other.other_vpc, "PeerOwnerId": other.account, "VpcId": user.vpc}
    made = user.ec2.create_vpc_peering_connection(**asked)
    user.wait(30)
    connection = made["VpcPeeringConnection"]["VpcPeeringConnectionId"]
    with reported(
        "sparkleformation/sparkle_formation#242 (2018)", None,
        f"User {user.account} cannot accept peering {connection}",
    ):
        user.ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=connection)


def test_a_gateway_that_is_attached(user):
    # As reported in aws/aws-sdk-js-v3#7011 (2025), k1LoW/awspec#253 (2017).
    user.has("gateway")
    user.wait()
    asked = {"InternetGatewayIds": [user.gateway]}
    [gateway] = user.ec2.describe_internet_gateways(**asked)["InternetGateways"]
    assert gateway["Attachments"] == [{"VpcId": user.vpc, "State": "available"}]


def test_a_route_that_is_there(user):
    route = {"RouteTableId": user.table, "DestinationCidrBlock": "10.31.0.0/16"}
    user.ec2.create_route(GatewayId=user.gateway, **route)
    with reported(
        "ansible-collections/community.aws#357 (2021)", "RouteAlreadyExists",
        "The route identified by 10.31.0.0/16 already exists.",
    ):
        user.ec2.create_route(GatewayId=user.gateway, **route)


def test_an_attachment_that_is_to_be_accepted(user):
    # As reported in hashicorp/terraform-provider-aws#7417 (2019).
    options = {"AutoAcceptSharedAttachments": "disable"}
    theirs = user.other().ec2.create_transit_gateway(Options=options)["TransitGateway"]
    user.wait()
    made = user.ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=theirs["TransitGatewayId"], VpcId=user.vpc, SubnetIds=[user.subnet]
    )["TransitGatewayVpcAttachment"]
    user.wait()
    asked = {"TransitGatewayAttachmentIds": [made["TransitGatewayAttachmentId"]]}
    [attachment] = user.ec2.describe_transit_gateway_vpc_attachments(**asked)[
        "TransitGatewayVpcAttachments"
    ]
    assert attachment["State"] == "pendingAcceptance"


def test_a_group_by_its_name_in_another_vpc(user):
    vpc = [{"Name": "is-default", "Values": ["true"]}]
    [default] = user.ec2.describe_vpcs(Filters=vpc)["Vpcs"]
    user.has("group")
    for source, name in [
        ("aws/aws-sdk-ruby#3018 (2024)", "nonexistent-sg-name"),
        ("aws/aws-cli#8507 (2024)", "web"),
    ]:
        with reported(
            source, "InvalidGroup.NotFound",
            f"The security group '{name}' does not exist in default VPC '{default['VpcId']}'",
        ):
            user.ec2.describe_security_groups(
                GroupNames=[name], Filters=[{"Name": "vpc-id", "Values": [user.vpc]}]
            )


def test_options_that_a_vpc_has(user):
    values = [{"Key": "domain-name", "Values": ["example.com"]}]
    made = user.ec2.create_dhcp_options(DhcpConfigurations=values)["DhcpOptions"]
    user.ec2.associate_dhcp_options(DhcpOptionsId=made["DhcpOptionsId"], VpcId=user.vpc)
    [default] = user.ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    for source, options in [
        ("gruntwork-io/cloud-nuke#753 (2024, request id)", made["DhcpOptionsId"]),
        ("cloudfoundry/bosh#752 (2015), bosh-cloudfoundry#284 (2016)", default["DhcpOptionsId"]),
    ]:
        with reported(
            source, "DependencyViolation",
            f"The dhcpOptions '{options}' has dependencies and cannot be deleted.",
        ):
            user.ec2.delete_dhcp_options(DhcpOptionsId=options)


def test_a_new_acl(user):
    # As reported in aws-controllers-k8s/community#2241 (2025).
    acl = user.ec2.create_network_acl(VpcId=user.vpc)["NetworkAcl"]["NetworkAclId"]
    [acl] = user.ec2.describe_network_acls(NetworkAclIds=[acl])["NetworkAcls"]
    denial = {"RuleNumber": 32767, "Protocol": "-1", "RuleAction": "deny"}
    entries = sorted(acl["Entries"], key=lambda entry: entry["Egress"])
    both = [{**denial, "CidrBlock": "0.0.0.0/0", "Egress": egress} for egress in (False, True)]
    assert entries == both


def test_a_rule_of_a_numbered_protocol(user):
    rule = {"IpProtocol": "50", "FromPort": -1, "ToPort": -1}
    rule["IpRanges"] = [{"CidrIp": "12.12.12.12/32"}]
    asked = {"GroupId": user.group, "IpPermissions": [rule]}
    user.ec2.authorize_security_group_ingress(**asked)
    with reported(
        "boto/boto#3212, ansible/ansible#11177 (2015, request id)", "InvalidPermission.Duplicate",
        'the specified rule "peer: 12.12.12.12/32, protocol: 50, ALLOW" already exists',
    ):
        user.ec2.authorize_security_group_ingress(**asked)


def test_without_a_default_vpc(user):
    user.without_default_vpc()
    with reported(
        "ryanmurakami/hbfl#40 (2021, request id)", "VPCIdNotSpecified",
        "No default VPC for this user",
    ):
        user.ec2.create_security_group(GroupName="web", Description="of a report")
    with reported(
        "inlets/inletsctl#74 (2020)", "InvalidParameter",
        "The AssociatePublicIpAddress parameter is only supported for VPC launches.",
    ):
        interface = {"DeviceIndex": 0, "AssociatePublicIpAddress": True}
        user.try_launch(NetworkInterfaces=[interface])


def test_an_address_by_itself(user):
    user.has("gateway")
    with reported(
        "ansible/ansible#4436 (2013), gnunn1/openshift-aws-setup#12 (2017, request id)",
        "InvalidParameterCombination",
        "You must specify an allocation id when mapping an address to a VPC instance",
    ):
        user.ec2.associate_address(InstanceId=user.instance, PublicIp=user.ip)


@in_aws_lifecycle
def test_the_address_of_a_nat_gateway_that_leaves(user):
    user.ec2.delete_nat_gateway(NatGatewayId=user.nat)
    with reported(
        "eformat/sno-for-100#5 (2022)", "AuthFailure",
        "You do not have permission to access the specified resource.",
    ):
        user.ec2.release_address(AllocationId=user.allocation)

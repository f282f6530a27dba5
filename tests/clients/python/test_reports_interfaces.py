"""Reports of network interfaces and their addresses, Elastic IP addresses and NAT gateways."""

from reports import each, in_aws_lifecycle, reported

INTERFACES = [
    ("aws/aws-sdk-go-v2#1107 (2021)", "ModifyNetworkInterfaceAttribute",
     {"NetworkInterfaceId": "<interface>"},
     "InvalidParameterCombination", "No attributes specified."),
    ("transcript 7794812213", "create_network_interface",
     {"SubnetId": "<subnet>", "Groups": ["sg-05b1d815d1abcdef0"]},
     "InvalidSecurityGroupID.NotFound",
     "The securityGroup ID 'sg-05b1d815d1abcdef0' does not exist"),
    ("transcript 46925335855", "modify_network_interface_attribute",
     {"NetworkInterfaceId": "<interface>", "Groups": ["devopsacademy-ec2sg"]},
     "InvalidGroup.NotFound", "The security group 'devopsacademy-ec2sg' does not exist"),
    ("transcript 41657012003", "delete_network_interface",
     {"NetworkInterfaceId": "<second_interface>"},
     "InvalidParameterValue", "Network interface '<second_interface>' is currently in use."),
    ("boto/boto#933 (2012)", "DetachNetworkInterface", {"NetworkInterfaceId": "<interface>"},
     "UnknownParameter", "The parameter NetworkInterfaceId is not recognized"),
    ("lstoll/k8s-vpcnet#71 (2018)", "attach_network_interface",
     {"NetworkInterfaceId": "<interface>", "InstanceId": "<instance>", "DeviceIndex": 1},
     "InvalidParameterValue",
     "Instance '<instance>' already has an interface attached at device index '1'.",
     "second_interface"),
]

ADDRESSES = [
    ("gnunn1/openshift-aws-setup#10 (2017), redhat-cop/agnosticd#574 (2019)", "associate_address",
     {"PublicIp": "<ip>", "InstanceId": "<instance>"}, "InvalidParameterCombination",
     "You must specify an allocation id when mapping an address to a VPC instance", "gateway"),
    ("aws-samples/cfn101-workshop#165 (2022), transcript 3262160546", "associate_address",
     {"AllocationId": "<allocation>", "InstanceId": "<instance>"}, "Gateway.NotAttached",
     "Network <vpc> is not attached to any internet gateway"),
    ("hashicorp/terraform-provider-aws#3572 (2018)", "associate_address",
     {"AllocationId": "<allocation>", "NetworkInterfaceId": "<interface>",
      "AllowReassociation": True},
     "AuthFailure", "You do not have permission to access the specified resource.", "nat"),
    ("transcript 40030709164", "associate_address",
     {"AllocationId": "<allocation>", "InstanceId": "<instance>"}, "InvalidInstanceID",
     "There are multiple interfaces attached to instance '<instance>'. Please specify an "
     "interface ID for the operation instead.", "gateway second_interface"),
    ("transcript 61959845720", "associate_address",
     {"AllocationId": "eipalloc-09658a3b506276415", "InstanceId": "<instance>"},
     "InvalidAllocationID.NotFound",
     "The allocation ID 'eipalloc-09658a3b506276415' does not exist", "gateway"),
    ("eformat/sno-for-100#9 (2022), genevieve/leftovers#33 (2018)", "release_address",
     {"AllocationId": "<allocation>"},
     "AuthFailure", "You do not have permission to access the specified resource.", "nat"),
    ("transcript 47067484188 (2020)", "release_address", {"PublicIp": "<ip>"},
     "InvalidParameterValue",
     "You must specify an allocation id when releasing a VPC elastic IP address"),
    ("transcript 23270984034", "allocate_address", {"PublicIpv4Pool": "InvalidIpV4Address"},
     "InvalidParameterValue", "invalid value for parameter pool: InvalidIpV4Address"),
    ("transcript 6744049543", "allocate_address", {"Address": "198.51.100.7"},
     "InvalidAddress.NotFound",
     "The Elastic IP address '198.51.100.7' does not exist or is not available."),
    ("transcript 66896604801 (2026)", "describe_addresses",
     {"AllocationIds": ["eipassoc-0045976d3b4818dfa"]}, "InvalidAllocationID.NotFound",
     "The allocation ID 'eipassoc-0045976d3b4818dfa' does not exist"),
    ("transcript 63465491735 (2025)", "describe_addresses",
     {"Filters": [{"Name": "association.association-id", "Values": ["any"]}]},
     "InvalidParameterValue", "The filter 'association.association-id' is invalid"),
]

NAT_GATEWAYS = [
    ("transcript 46019460346 (2025)", "create_nat_gateway",
     {"SubnetId": "subnet-public-1a", "AllocationId": "<allocation>"},
     "InvalidSubnet", "The subnet ID 'subnet-public-1a' is malformed"),
    ("transcript 39120898493 (2022)", "create_nat_gateway",
     {"SubnetId": "<subnet>", "AllocationId": "#{aws_eip.eip01.id}"},
     "InvalidElasticIpID.Malformed", "The elastic-ip ID '#{aws_eip.eip01.id}' is malformed",
     "gateway"),
]


@each(INTERFACES + ADDRESSES + NAT_GATEWAYS)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def test_an_address_of_another_region(user):
    user.has("gateway")
    there = user.at("us-west-2").allocation
    with reported(
        "anomalyco/sst#6086 (2025)", "InvalidAllocationID.NotFound",
        f"The allocation ID '{there}' does not exist",
    ):
        user.ec2.associate_address(AllocationId=there, InstanceId=user.instance)


def test_an_address_that_another_interface_has(user):
    user.make_interface(PrivateIpAddress="10.0.0.9")
    with reported(
        "transcript 48332222568", "InvalidParameterValue",
        "[10.0.0.9] assigned, but move is not allowed.",
    ):
        user.ec2.assign_private_ip_addresses(
            NetworkInterfaceId=user.interface, PrivateIpAddresses=["10.0.0.9"]
        )


def test_an_address_of_an_interface_twice(user):
    user.make_interface(PrivateIpAddress="10.0.0.9")
    with reported(
        "transcript 42263100690, pulumi/pulumi#10923 (2022)", "InvalidIPAddress.InUse",
        "The specified address is already in use.",
    ):
        user.make_interface(PrivateIpAddress="10.0.0.9")


def test_more_addresses_than_the_type_has(user):
    [own] = user.described(user.launch(InstanceType="t3.medium", SubnetId=user.subnet))[
        "NetworkInterfaces"
    ]
    own = own["NetworkInterfaceId"]
    user.ec2.assign_private_ip_addresses(NetworkInterfaceId=own, SecondaryPrivateIpAddressCount=5)
    with reported(
        "cilium/cilium#36428 (2025)", "PrivateIpAddressLimitExceeded",
        "Number of private addresses will exceed limit.",
    ):
        user.ec2.assign_private_ip_addresses(
            NetworkInterfaceId=own, SecondaryPrivateIpAddressCount=2
        )


def test_more_addresses_than_the_subnet_has(user):
    interface = user.make_interface(SubnetId=user.make_subnet("10.0.0.0/28"))
    with reported(
        "aws/amazon-vpc-cni-k8s#1773 (2021)", "InsufficientFreeAddressesInSubnet",
        "The specified subnet does not have enough free addresses to satisfy the request.",
    ):
        user.ec2.assign_private_ip_addresses(
            NetworkInterfaceId=interface, SecondaryPrivateIpAddressCount=12
        )


def attach(user, interface, instance, index):
    user.ec2.attach_network_interface(
        NetworkInterfaceId=interface, InstanceId=instance, DeviceIndex=index
    )


def test_more_interfaces_than_the_type_has(user):
    instance = user.launch(InstanceType="t3.medium", SubnetId=user.subnet)
    for index in (1, 2):
        attach(user, user.make_interface(), instance, index)
    with reported(
        "cilium/cilium#15877 (2021)", "AttachmentLimitExceeded",
        "Interface count 4 exceeds the limit for t3.medium",
    ):
        attach(user, user.make_interface(), instance, 3)


def test_an_interface_of_another_zone(user):
    there = user.make_interface(SubnetId=user.make_subnet("10.0.1.0/24", "b"))
    with reported(
        "transcript 41777534007", "InvalidParameterCombination",
        "You may not attach a network interface to an instance if they are not in the same "
        "availability zone",
    ):
        attach(user, there, user.instance, 1)


def test_an_interface_of_another_instance(user):
    other = user.launch(SubnetId=user.subnet)
    with reported(
        "transcript 25873312666", "InvalidParameterValue",
        f"Network interface '{user.second_interface}' is currently in use.",
    ):
        attach(user, user.second_interface, other, 1)


def test_an_instance_with_an_interface_in_use(user):
    used = [{"DeviceIndex": 0, "NetworkInterfaceId": user.interface}]
    user.launch(NetworkInterfaces=used)
    with reported(
        "hashicorp/terraform-provider-aws#27513 (2022)", "InvalidNetworkInterface.InUse",
        f"Interface: [{user.interface}] in use.",
    ):
        user.try_launch(NetworkInterfaces=used)


def test_an_instance_at_an_address_outside_its_subnet(user):
    subnet = user.make_subnet("172.31.16.0/20", VpcId=user.make_vpc("172.31.0.0/16"))
    with reported(
        "JamesWoolfenden/terraform-aws-cassandra#18 (2023)", "InvalidParameterValue",
        "Address 172.31.0.16 does not fall within the subnet's address range",
    ):
        user.try_launch(SubnetId=subnet, PrivateIpAddress="172.31.0.16")


def test_the_interface_of_aws_is_not_detached(user):
    user.has("nat")
    [interface] = user.of_vpc("describe_network_interfaces", "NetworkInterfaces")
    attachment = interface["Attachment"]["AttachmentId"]
    assert attachment.startswith("ela-attach-")
    with reported(
        "boto/boto3#2218 (2019)", "OperationNotPermitted",
        "You are not allowed to manage 'ela-attach' attachments.",
    ):
        user.ec2.detach_network_interface(AttachmentId=attachment, Force=True)


def test_an_instances_first_interface_is_not_detached(user):
    [own] = user.described(user.instance)["NetworkInterfaces"]
    with reported(
        "redhat-performance/cloud-governance#952 (2025)", "OperationNotPermitted",
        "The network interface at device index 0 and networkCard index 0 cannot be detached.",
    ):
        user.ec2.detach_network_interface(AttachmentId=own["Attachment"]["AttachmentId"])


@in_aws_lifecycle
def test_an_address_for_an_instance_that_is_pending(user):
    user.has("gateway")
    instance = user.launch_now(SubnetId=user.subnet)
    with reported(
        "transcript 6855886169", "InvalidInstanceID",
        f"The pending instance '{instance}' is not in a valid state for this operation.",
    ):
        user.ec2.associate_address(AllocationId=user.allocation, InstanceId=instance)


@in_aws_lifecycle
def test_an_address_for_the_interface_of_an_instance_that_is_pending(user):
    user.has("gateway")
    interface = user.interface
    user.launch_now(NetworkInterfaces=[{"DeviceIndex": 0, "NetworkInterfaceId": interface}])
    with reported(
        "transcript 386969744", "IncorrectInstanceState",
        f"The pending-instance-creation instance to which '{interface}' is attached is not in a "
        "valid state for this operation",
    ):
        user.ec2.associate_address(AllocationId=user.allocation, NetworkInterfaceId=interface)


def test_a_nat_gateway_whose_address_is_taken(user):
    """As reported in hashicorp/terraform#13836 (2017)."""
    user.has("gateway")
    user.ec2.associate_address(AllocationId=user.allocation, NetworkInterfaceId=user.interface)
    [nat] = user.ec2.describe_nat_gateways(NatGatewayIds=[user.nat])["NatGateways"]
    assert nat["State"] == "failed"
    assert nat["FailureCode"] == "Resource.AlreadyAssociated"


def test_a_nat_gateway_is_deleted(user):
    """As shown in aws/aws-sdk-ruby#1323 (2019)."""
    answer = user.ec2.delete_nat_gateway(NatGatewayId=user.nat)
    assert answer.keys() == {"NatGatewayId", "ResponseMetadata"}
    assert answer["NatGatewayId"] == user.nat


def test_no_interface_is_in_two_subnets(user):
    """As reported in aws/aws-sdk-go#1163 (2020): filters of one name are not alternatives."""
    subnets = [user.subnet, user.make_subnet("10.0.1.0/24")]
    for subnet in subnets:
        user.make_interface(SubnetId=subnet)
    shown = user.ec2.describe_network_interfaces(
        Filters=[{"Name": "subnet-id", "Values": [subnet]} for subnet in subnets]
    )
    assert shown["NetworkInterfaces"] == []

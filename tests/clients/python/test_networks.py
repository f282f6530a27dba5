"""VPCs, subnets, security groups, interfaces and gateways as boto3 shows them."""

import pytest
from support import refused


def test_a_region_begins_with_a_default_vpc(ec2, account):
    [vpc] = ec2.describe_vpcs()["Vpcs"]
    assert vpc["IsDefault"] is True
    assert vpc["CidrBlock"] == "172.31.0.0/16"
    assert vpc["State"] == "available"
    assert vpc["OwnerId"] == account
    by_vpc = [{"Name": "vpc-id", "Values": [vpc["VpcId"]]}]
    subnets = ec2.describe_subnets(Filters=by_vpc)["Subnets"]
    zones = ec2.describe_availability_zones()["AvailabilityZones"]
    assert {subnet["AvailabilityZone"] for subnet in subnets} == {z["ZoneName"] for z in zones}
    assert all(subnet["DefaultForAz"] for subnet in subnets)
    assert all(subnet["MapPublicIpOnLaunch"] for subnet in subnets)
    [group] = ec2.describe_security_groups(Filters=by_vpc)["SecurityGroups"]
    assert group["GroupName"] == "default"


def test_a_vpc_comes_with_what_belongs_to_it(ec2):
    tags = [{"ResourceType": "vpc", "Tags": [{"Key": "Name", "Value": "main"}]}]
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tags)["Vpc"]
    assert vpc["CidrBlock"] == "10.0.0.0/16"
    assert vpc["IsDefault"] is False
    assert vpc["Tags"] == [{"Key": "Name", "Value": "main"}]
    by_vpc = [{"Name": "vpc-id", "Values": [vpc["VpcId"]]}]
    [group] = ec2.describe_security_groups(Filters=by_vpc)["SecurityGroups"]
    assert group["GroupName"] == "default"
    [table] = ec2.describe_route_tables(Filters=by_vpc)["RouteTables"]
    assert [route["DestinationCidrBlock"] for route in table["Routes"]] == ["10.0.0.0/16"]
    assert [association["Main"] for association in table["Associations"]] == [True]
    [acl] = ec2.describe_network_acls(Filters=by_vpc)["NetworkAcls"]
    assert acl["IsDefault"] is True


def test_subnets_share_out_the_vpc(ec2, network):
    subnets = ec2.describe_subnets(SubnetIds=network["subnets"])["Subnets"]
    assert {subnet["CidrBlock"] for subnet in subnets} == {"10.20.0.0/24", "10.20.1.0/24"}
    assert {subnet["AvailableIpAddressCount"] for subnet in subnets} == {251}
    with refused("InvalidSubnet.Conflict", "^The CIDR '10.20.1.128/25' conflicts with another"):
        ec2.create_subnet(VpcId=network["vpc"], CidrBlock="10.20.1.128/25")
    with refused("InvalidSubnet.Range"):
        ec2.create_subnet(VpcId=network["vpc"], CidrBlock="192.168.0.0/24")


def test_a_vpc_goes_last(ec2, network):
    vpc = network["vpc"]
    with refused("DependencyViolation", f"^The vpc '{vpc}' has dependencies"):
        ec2.delete_vpc(VpcId=vpc)
    for subnet in network["subnets"]:
        ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_security_group(GroupId=network["group"])
    ec2.delete_vpc(VpcId=vpc)
    with refused("InvalidVpcID.NotFound", f"^The vpc ID '{vpc}' does not exist$"):
        ec2.describe_vpcs(VpcIds=[vpc])


def test_a_subnet_in_use_stays(ec2, network, launch):
    [instance] = launch(SubnetId=network["subnets"][0])
    with refused("DependencyViolation", "^The subnet 'subnet-.*' has dependencies"):
        ec2.delete_subnet(SubnetId=network["subnets"][0])
    ec2.terminate_instances(InstanceIds=[instance])
    ec2.delete_subnet(SubnetId=network["subnets"][0])


def test_rules_come_and_go(ec2, network):
    group = network["group"]
    web = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
           "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "all"}]}
    answer = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[web])
    assert answer["Return"] is True
    [rule] = answer["SecurityGroupRules"]
    assert rule["SecurityGroupRuleId"].startswith("sgr-")
    assert (rule["IsEgress"], rule["CidrIpv4"], rule["FromPort"]) == (False, "0.0.0.0/0", 443)
    [described] = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    [permission] = described["IpPermissions"]
    assert permission["IpRanges"] == [{"CidrIp": "0.0.0.0/0", "Description": "all"}]
    [egress] = described["IpPermissionsEgress"]
    assert (egress["IpProtocol"], egress["IpRanges"]) == ("-1", [{"CidrIp": "0.0.0.0/0"}])

    already = '"peer: 0.0.0.0/0, TCP, from port: 443, to port: 443, ALLOW" already exists'
    with refused("InvalidPermission.Duplicate", already):
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[web])
    by_group = [{"Name": "group-id", "Values": [group]}]
    rules = ec2.describe_security_group_rules(Filters=by_group)["SecurityGroupRules"]
    assert len(rules) == 2
    ec2.revoke_security_group_ingress(
        GroupId=group, SecurityGroupRuleIds=[rule["SecurityGroupRuleId"]]
    )
    [described] = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    assert described["IpPermissions"] == []
    with refused("InvalidPermission.NotFound"):
        ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[web])


def test_groups_name_each_other(ec2, network):
    other = ec2.create_security_group(GroupName="db", Description="db", VpcId=network["vpc"])
    peer = [{"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432,
             "UserIdGroupPairs": [{"GroupId": network["group"]}]}]
    ec2.authorize_security_group_ingress(GroupId=other["GroupId"], IpPermissions=peer)
    with refused("DependencyViolation", f"^resource {network['group']} has a dependent object$"):
        ec2.delete_security_group(GroupId=network["group"])
    ec2.delete_security_group(GroupId=other["GroupId"])
    ec2.delete_security_group(GroupId=network["group"])


def test_an_interface_has_its_own_life(ec2, network, launch):
    answer = ec2.create_network_interface(
        SubnetId=network["subnets"][0], Groups=[network["group"]], Description="second"
    )
    interface = answer["NetworkInterface"]["NetworkInterfaceId"]
    assert answer["NetworkInterface"]["PrivateIpAddress"].startswith("10.20.0.")
    [instance] = launch(NetworkInterfaces=[{"NetworkInterfaceId": interface, "DeviceIndex": 0}])
    request = {"NetworkInterfaceIds": [interface]}
    [described] = ec2.describe_network_interfaces(**request)["NetworkInterfaces"]
    assert described["Status"] == "in-use"
    assert described["Attachment"]["InstanceId"] == instance
    with refused("InvalidParameterValue", f"^Network interface '{interface}' is currently in use"):
        ec2.delete_network_interface(NetworkInterfaceId=interface)
    # It was there before the instance, and outlives it.
    ec2.terminate_instances(InstanceIds=[instance])
    [described] = ec2.describe_network_interfaces(**request)["NetworkInterfaces"]
    assert described["Status"] == "available"
    ec2.delete_network_interface(NetworkInterfaceId=interface)
    with refused("InvalidNetworkInterfaceID.NotFound", f"'{interface}' does not exist"):
        ec2.describe_network_interfaces(**request)


def test_a_gateway_opens_a_vpc(ec2, network):
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=network["vpc"])
    table = ec2.create_route_table(VpcId=network["vpc"])["RouteTable"]["RouteTableId"]
    anywhere = {"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0"}
    assert ec2.create_route(GatewayId=gateway, **anywhere)["Return"] is True
    with refused("DependencyViolation", f"^The internetGateway '{gateway}' has dependencies"):
        ec2.delete_internet_gateway(InternetGatewayId=gateway)
    ec2.delete_route(**anywhere)
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=network["vpc"])
    ec2.delete_internet_gateway(InternetGatewayId=gateway)
    with refused("InvalidInternetGatewayID.NotFound"):
        ec2.describe_internet_gateways(InternetGatewayIds=[gateway])


@pytest.mark.parametrize("block", ["10.0.0.0/8", "10.0.0.0/29"])
def test_a_vpc_has_a_size(ec2, block):
    with refused("InvalidVpc.Range"):
        ec2.create_vpc(CidrBlock=block)

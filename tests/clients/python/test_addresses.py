"""Elastic IP addresses and the gateways of a network with private subnets, as Terraform's VPC
modules make and destroy them."""

from support import refused, wait


def make_network(ec2):
    """A VPC with an internet gateway, a public subnet and a private one; and their ids."""
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]["VpcId"]
    wait(ec2, "vpc_available", VpcIds=[vpc])
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=cidr)["Subnet"]["SubnetId"]
        for cidr in ("10.9.0.0/24", "10.9.1.0/24")
    ]
    wait(ec2, "subnet_available", SubnetIds=subnets)
    return vpc, gateway, subnets


def test_a_private_subnet_reaches_out(ec2, lifecycle):
    vpc, gateway, [public, private] = make_network(ec2)
    address = ec2.allocate_address(Domain="vpc")
    allocation = address["AllocationId"]
    nat = ec2.create_nat_gateway(SubnetId=public, AllocationId=allocation)["NatGateway"]
    assert nat["State"] == {"aws": "pending", "instant": "available"}[lifecycle]
    nat = nat["NatGatewayId"]
    wait(ec2, "nat_gateway_available", NatGatewayIds=[nat])
    [found] = ec2.describe_nat_gateways(NatGatewayIds=[nat])["NatGateways"]
    [place] = found["NatGatewayAddresses"]
    assert (place["PublicIp"], place["Status"]) == (address["PublicIp"], "succeeded")

    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)
    made = ec2.create_egress_only_internet_gateway(VpcId=vpc)["EgressOnlyInternetGateway"]
    egress = made["EgressOnlyInternetGatewayId"]
    ipv6 = {"DestinationIpv6CidrBlock": "::/0", "EgressOnlyInternetGatewayId": egress}
    ec2.create_route(RouteTableId=table, **ipv6)
    ec2.associate_route_table(RouteTableId=table, SubnetId=private)
    [routed] = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
    assert {route["State"] for route in routed["Routes"]} == {"active"}

    # The wrong order.
    with refused("DependencyViolation"):
        ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    with refused("AuthFailure", "You do not have permission to access the specified resource."):
        ec2.release_address(AllocationId=allocation)
    with refused("DependencyViolation"):
        ec2.delete_subnet(SubnetId=public)
    # The right one.
    ec2.delete_nat_gateway(NatGatewayId=nat)
    wait(ec2, "nat_gateway_deleted", NatGatewayIds=[nat])
    ec2.release_address(AllocationId=allocation)
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    ec2.delete_internet_gateway(InternetGatewayId=gateway)
    ec2.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=egress)
    for subnet in (public, private):
        ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_route_table(RouteTableId=table)
    ec2.delete_vpc(VpcId=vpc)


def test_an_address_moves_between_instances(ec2, launch):
    [one, two] = launch(2)
    wait(ec2, "instance_running", InstanceIds=[one, two])
    address = ec2.allocate_address()
    for instance in (one, two):
        ec2.associate_address(AllocationId=address["AllocationId"], InstanceId=instance)
        filters = [{"Name": "ip-address", "Values": [address["PublicIp"]]}]
        [reservation] = ec2.describe_instances(Filters=filters)["Reservations"]
        assert [found["InstanceId"] for found in reservation["Instances"]] == [instance]
    with refused("InvalidIPAddress.InUse", f"Address {address['PublicIp']} is in use."):
        ec2.release_address(AllocationId=address["AllocationId"])
    [found] = ec2.describe_addresses(PublicIps=[address["PublicIp"]])["Addresses"]
    ec2.disassociate_address(AssociationId=found["AssociationId"])
    ec2.release_address(AllocationId=address["AllocationId"])
    with refused("InvalidAllocationID.NotFound"):
        ec2.describe_addresses(AllocationIds=[address["AllocationId"]])

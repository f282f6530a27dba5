"""Reports that a list of queries drew, which was made beforehand by chance and was asked once all
was built: of each kind."""

import base64
import struct

import pytest
from botocore.exceptions import ClientError

from reports import each, reported
from support import control

TWO = "i-026d5801edec31980\ni-0280cd2a27136b5ac"
NO_OPTIONS = "dopt-005de86cff685951b"
DRY = "Request would have succeeded, but DryRun flag is set."
OTHER_STATE = "Instance is not in state 'running' or 'stopping' or 'stopped'"

REFUSED = [
    ("elotl/kip#207 (2021)", "TerminateInstances", {"InstanceId.1": TWO},
     "InvalidInstanceID.Malformed", f'Invalid id: "{TWO}"'),
    ("ansible-collections/amazon.aws#1320 (2023)", "describe_dhcp_options",
     {"DhcpOptionsIds": [NO_OPTIONS]}, "InvalidDhcpOptionID.NotFound",
     f"The dhcpOption ID '{NO_OPTIONS}' does not exist"),
    ("puppetlabs-toy-chest/puppetlabs-aws#260 (2015)", "describe_dhcp_options",
     {"DhcpOptionsIds": ["dopt-0af21b6f"]}, None,
     "The dhcpOption ID 'dopt-0af21b6f' does not exist"),
]


@each(REFUSED)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def test_an_image_of_what_is_terminated(user):
    user.ec2.terminate_instances(InstanceIds=[user.instance])
    for _ in range(2):
        with reported(
            "aws-samples/aws-systemsmanagerautomation-with-asglifecyclehooks#2 (2023, request id)",
            "InvalidParameterValue",
            f"Invalid value '{user.instance}' for instanceId. {OTHER_STATE}",
        ):
            user.ec2.create_image(InstanceId=user.instance, Name="backup")
        user.wait()


def test_a_key_that_is_encoded_twice(user):
    kind = b"ssh-ed25519"
    # The public key of RFC 8032's first test.
    key = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    parts = b"".join(struct.pack(">I", len(part)) + part for part in (kind, key))
    line = b" ".join((kind, base64.b64encode(parts), b"me@home"))
    with reported(
        "boto/boto3#4321 (2024)", "InvalidKey.Format",
        "Key is not in valid OpenSSH public key format",
    ):
        user.ec2.import_key_pair(KeyName="mine", PublicKeyMaterial=base64.b64encode(line))
    user.ec2.import_key_pair(KeyName="mine", PublicKeyMaterial=line)


def test_a_dry_run(user):
    user = user.at("eu-west-1")
    with reported("ansible/ansible#26292 (2017, request id)", "DryRunOperation", DRY):
        user.ec2.disassociate_route_table(AssociationId=user.association, DryRun=True)


def test_a_transit_gateway_of_another_account(user):
    theirs = user.other().transit_gateway
    with reported(
        "gruntwork-io/cloud-nuke#361 (2022)", "InvalidTransitGatewayID.NotFound",
        f"Transit Gateway {theirs} was deleted or does not exist.",
    ):
        user.ec2.delete_transit_gateway(TransitGatewayId=theirs)


def test_a_block_with_a_subnet_in_it(user):
    made = user.ec2.associate_vpc_cidr_block(VpcId=user.vpc, CidrBlock="10.2.0.0/16")
    user.wait()
    user.make_subnet("10.2.0.0/24")
    with reported(
        "aws/aws-k8s-tester#179 (2020, request id)", "InvalidCidrBlock.InUse",
        f"The vpc {user.vpc} currently has a subnet within CIDR block 10.2.0.0/16",
    ):
        user.ec2.disassociate_vpc_cidr_block(
            AssociationId=made["CidrBlockAssociation"]["AssociationId"]
        )


def way_out(user):
    """A route to the internet."""
    route = {"RouteTableId": user.table, "DestinationCidrBlock": "0.0.0.0/0"}
    user.ec2.create_route(GatewayId=user.gateway, **route)
    return route


def test_a_route_to_an_instance_with_two_interfaces(user):
    user.has("second_interface")
    route = way_out(user)
    with reported(
        "hashicorp/terraform-provider-aws#684 (2017, request id)", "InvalidInstanceID",
        f"There are multiple interfaces attached to instance '{user.instance}'. Please specify an "
        "interface ID for the operation instead.",
    ):
        user.ec2.replace_route(InstanceId=user.instance, **route)


def test_a_destination_in_a_small_letter(user):
    user = user.at("ap-southeast-2")
    asked = {"RouteTableId": user.table, "InstanceId": user.instance}
    with reported(
        "aws/aws-cli#13 (2012, request id)", "UnknownParameter",
        "The parameter destinationCidrBlock is not recognized",
    ):
        user.form("ReplaceRoute", destinationCidrBlock="0.0.0.0/0", **asked)


def test_a_route_that_is_there(user):
    route = way_out(user)
    user.ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=user.transit_gateway, VpcId=user.vpc, SubnetIds=[user.subnet]
    )
    user.wait()
    with reported(
        "40net-cloud/fortinet-aws-solutions#6 (2021)", None,
        "The route identified by 0.0.0.0/0 already exists…",
    ):
        user.ec2.create_route(TransitGatewayId=user.transit_gateway, **route)


def test_a_device_that_is_in_use(user):
    user.has("second_interface")
    interface = user.make_interface()
    for device in (0, 1):
        # As reported in cilium/cilium#8471 (2019).
        with pytest.raises(ClientError, match="already has an interface attached at device"):
            user.ec2.attach_network_interface(
                NetworkInterfaceId=interface, InstanceId=user.instance, DeviceIndex=device
            )


# What succeeded


def test_an_instant_fleet_is_listed_by_its_id(user):
    """As reported in aws/aws-cli#4889 (2020)."""
    template = {"LaunchTemplateId": user.template, "Version": "1"}
    of_one = {"TotalTargetCapacity": 1, "DefaultTargetCapacityType": "on-demand"}
    kept, instant = [
        user.ec2.create_fleet(
            Type=kind, TargetCapacitySpecification=of_one,
            LaunchTemplateConfigs=[{"LaunchTemplateSpecification": template}],
        )["FleetId"]
        for kind in ("maintain", "instant")
    ]
    user.wait()
    for fleet in (kept, instant):
        [shown] = user.ec2.describe_fleets(FleetIds=[fleet])["Fleets"]
        assert shown["FleetId"] == fleet
    assert [shown["FleetId"] for shown in user.ec2.describe_fleets()["Fleets"]] == [kept]


def test_the_deprecation_of_an_image(user):
    """As reported in containers/automation_images#186 (2022)."""
    next_year = int(control("GET", "clock")["now"][:4]) + 1
    made = user.ec2.enable_image_deprecation(
        ImageId=user.image, DeprecateAt=f"{next_year}-02-01T00:00:00Z"
    )
    assert made["Return"] is True


def test_a_peer_of_another_account(user):
    """As reported in boto/boto3#326 (2015)."""
    peer = user.other()
    both = {"PeerVpcId": peer.make_vpc("10.7.0.0/16"), "VpcId": user.vpc}
    made = user.ec2.create_vpc_peering_connection(PeerOwnerId=peer.account, **both)
    made = made["VpcPeeringConnection"]
    asked = {"VpcPeeringConnectionIds": [made["VpcPeeringConnectionId"]]}
    assert "CidrBlock" not in made["AccepterVpcInfo"]
    for _ in range(2):
        [waiting] = user.ec2.describe_vpc_peering_connections(**asked)["VpcPeeringConnections"]
        assert "CidrBlock" not in waiting["AccepterVpcInfo"]
        user.wait(60)
    peer.ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=made["VpcPeeringConnectionId"])
    user.wait(60)
    [active] = user.ec2.describe_vpc_peering_connections(**asked)["VpcPeeringConnections"]
    assert active["Status"]["Code"] == "active"
    assert active["AccepterVpcInfo"]["CidrBlock"] == "10.7.0.0/16"


def test_a_key_that_is_not_there_is_deleted(user):
    """As reported in boto/boto3#865 (2016, request id)."""
    user.ec2.delete_key_pair(KeyName="kjdfkjdfkdsjfskdfd")


def test_the_status_of_what_does_not_run(user):
    """As reported in AdRoll/goamz#420 (2015)."""
    for instance in (user.stopped_instance, user.waited(user.ended_instance)):
        shown = user.ec2.describe_instance_status(InstanceIds=[instance])
        assert shown["InstanceStatuses"] == []

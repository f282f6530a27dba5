"""The careless user: wrong ids, missing parameters, the same call twice, the wrong order."""

import pytest
from botocore import xform_name

import support
from support import IMAGE, refused, unchecked_client

UNKNOWN = [
    ("describe_instances", "InstanceIds", "i-0123456789abcdef0",
     "InvalidInstanceID.NotFound", "The instance ID 'i-0123456789abcdef0' does not exist"),
    ("stop_instances", "InstanceIds", "i-0123456789abcdef0",
     "InvalidInstanceID.NotFound", "The instance ID 'i-0123456789abcdef0' does not exist"),
    ("describe_vpcs", "VpcIds", "vpc-0123456789abcdef0",
     "InvalidVpcID.NotFound", "The vpc ID 'vpc-0123456789abcdef0' does not exist"),
    ("describe_subnets", "SubnetIds", "subnet-0123456789abcdef0",
     "InvalidSubnetID.NotFound", "The subnet ID 'subnet-0123456789abcdef0' does not exist"),
    ("describe_security_groups", "GroupIds", "sg-0123456789abcdef0",
     "InvalidGroup.NotFound", "The security group 'sg-0123456789abcdef0' does not exist"),
    ("describe_images", "ImageIds", "ami-0123456789abcdef0",
     "InvalidAMIID.NotFound", "The image id '[ami-0123456789abcdef0]' does not exist"),
    ("describe_volumes", "VolumeIds", "vol-0123456789abcdef0",
     "InvalidVolume.NotFound", "The volume 'vol-0123456789abcdef0' does not exist."),
    ("describe_route_tables", "RouteTableIds", "rtb-0123456789abcdef0",
     "InvalidRouteTableID.NotFound", "The routeTable ID 'rtb-0123456789abcdef0' does not exist"),
    ("describe_network_interfaces", "NetworkInterfaceIds", "eni-0123456789abcdef0",
     "InvalidNetworkInterfaceID.NotFound",
     "The networkInterface ID 'eni-0123456789abcdef0' does not exist"),
    ("describe_key_pairs", "KeyNames", "nobody",
     "InvalidKeyPair.NotFound", "The key pair 'nobody' does not exist"),
]


@pytest.mark.parametrize(("call", "member", "value", "code", "message"), UNKNOWN)
def test_unknown_ids(ec2, call, member, value, code, message):
    with refused(code) as caught:
        getattr(ec2, call)(**{member: [value]})
    assert caught.value.response["Error"]["Message"] == message


MALFORMED = [
    ("describe_instances", "InstanceIds", "i-nonsense", "InvalidInstanceID.Malformed"),
    ("terminate_instances", "InstanceIds", "vpc-0123456789abcdef0", "InvalidInstanceID.Malformed"),
    ("describe_volumes", "VolumeIds", "vol-disk", "InvalidParameterValue"),
    ("describe_security_groups", "GroupIds", "web", "InvalidGroupId.Malformed"),
    ("describe_images", "ImageIds", "ubuntu", "InvalidAMIID.Malformed"),
]


@pytest.mark.parametrize(("call", "member", "value", "code"), MALFORMED)
def test_malformed_ids(ec2, call, member, value, code):
    with refused(code, f'["( ]?{value}'):
        getattr(ec2, call)(**{member: [value]})


def test_nothing_of_a_refused_request_is_done(ec2, launch):
    [instance] = launch()
    with refused("InvalidInstanceID.NotFound"):
        ec2.terminate_instances(InstanceIds=[instance, "i-0123456789abcdef0"])
    [reservation] = ec2.describe_instances(InstanceIds=[instance])["Reservations"]
    assert reservation["Instances"][0]["State"]["Name"] == "running"


def test_missing_parameters():
    unchecked = unchecked_client()
    with refused("InvalidParameterCombination", "No instances specified"):
        unchecked.terminate_instances()
    with refused("MissingParameter", "vpcId|VpcId"):
        unchecked.create_subnet(CidrBlock="10.0.0.0/24")
    with refused("MissingParameter", "[iI]mageId"):
        unchecked.run_instances(InstanceType="t3.micro", MinCount=1, MaxCount=1)
    with refused("MissingParameter", "The request must contain the parameter MinCount"):
        unchecked.run_instances(ImageId=IMAGE)
    with refused("MissingParameter", "cidrBlock"):
        unchecked.create_vpc()


def test_bad_values(ec2, network):
    with refused("InvalidParameterValue", "This is not a valid CIDR block"):
        ec2.create_vpc(CidrBlock="10.0.0.0")
    with refused("InvalidParameterValue", "InstanceType|instanceType"):
        ec2.run_instances(ImageId=IMAGE, InstanceType="t3.pico", MinCount=1, MaxCount=1)
    with refused("InvalidParameterValue", "The filter 'colour' is invalid"):
        ec2.describe_instances(Filters=[{"Name": "colour", "Values": ["red"]}])
    with refused("InvalidAMIID.NotFound"):
        ec2.run_instances(
            ImageId="ami-0123456789abcdef0", InstanceType="t3.micro", MinCount=1, MaxCount=1
        )
    with refused("InvalidKeyPair.NotFound", "The key pair 'nobody' does not exist"):
        ec2.run_instances(
            ImageId=IMAGE, InstanceType="t3.micro", MinCount=1, MaxCount=1, KeyName="nobody"
        )
    with refused("InvalidParameterCombination", "instancesSet cannot be used with .* maxResults"):
        ec2.describe_instances(InstanceIds=["i-0123456789abcdef0"], MaxResults=5)
    with refused("InvalidParameterValue", "us-east-1z"):
        ec2.create_subnet(
            VpcId=network["vpc"], CidrBlock="10.20.9.0/24", AvailabilityZone="us-east-1z"
        )


def test_the_same_name_twice(ec2, network):
    again = f"^The security group 'web' already exists for VPC '{network['vpc']}'$"
    with refused("InvalidGroup.Duplicate", again):
        ec2.create_security_group(GroupName="web", Description="again", VpcId=network["vpc"])
    with refused("InvalidParameterValue"):
        ec2.create_security_group(GroupName="default", Description="d", VpcId=network["vpc"])


def test_deleting_twice(ec2, network):
    ec2.delete_security_group(GroupId=network["group"])
    with refused("InvalidGroup.NotFound"):
        ec2.delete_security_group(GroupId=network["group"])
    ec2.delete_subnet(SubnetId=network["subnets"][0])
    with refused("InvalidSubnetID.NotFound"):
        ec2.delete_subnet(SubnetId=network["subnets"][0])
    ec2.delete_key_pair(KeyName="never-was")


def test_stopping_and_terminating_twice(ec2, launch):
    [instance] = launch()
    ec2.stop_instances(InstanceIds=[instance])
    [change] = ec2.stop_instances(InstanceIds=[instance])["StoppingInstances"]
    assert change["PreviousState"]["Name"] == "stopped"
    ec2.terminate_instances(InstanceIds=[instance])
    [change] = ec2.terminate_instances(InstanceIds=[instance])["TerminatingInstances"]
    assert change["CurrentState"]["Name"] == "terminated"


def test_a_token_makes_a_launch_safe_to_repeat(ec2):
    launch = {"ImageId": IMAGE, "MinCount": 1, "MaxCount": 1, "ClientToken": "once"}
    first = ec2.run_instances(InstanceType="t3.micro", **launch)
    second = ec2.run_instances(InstanceType="t3.micro", **launch)
    assert first["Instances"][0]["InstanceId"] == second["Instances"][0]["InstanceId"]
    assert first["ReservationId"] == second["ReservationId"]
    assert len(ec2.describe_instances()["Reservations"]) == 1
    with refused("IdempotentParameterMismatch"):
        ec2.run_instances(InstanceType="t3.small", **launch)


def test_a_dry_run_changes_nothing(ec2, account):
    dry = {"ImageId": IMAGE, "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}
    message = "^Request would have succeeded, but DryRun flag is set.$"
    with refused("DryRunOperation", message, status=412):
        ec2.run_instances(DryRun=True, **dry)
    with refused("DryRunOperation", message, status=412):
        ec2.describe_instances(DryRun=True)
    with refused("InvalidAMIID.NotFound"):
        ec2.run_instances(DryRun=True, **{**dry, "ImageId": "ami-0123456789abcdef0"})
    assert ec2.describe_instances()["Reservations"] == []


def test_unknown_regions_and_versions(clients):
    with refused("AuthFailure", "AWS was not able to validate", status=401):
        clients(region="mars-north-1").describe_vpcs()


def test_what_is_not_emulated_says_so():
    operations = support.control("GET", "operations")
    missing = next(each["name"] for each in operations["operations"] if not each["emulated"])
    assert operations["emulated"] < operations["total"]
    with refused("NotImplemented", f"does not emulate {missing} yet", status=501):
        getattr(unchecked_client(), xform_name(missing))()

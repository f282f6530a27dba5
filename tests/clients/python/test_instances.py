"""An instance's life as boto3 shows it."""

import datetime

import support
from support import IMAGE, refused, wait


def state_of(ec2, instance):
    [reservation] = ec2.describe_instances(InstanceIds=[instance])["Reservations"]
    [only] = reservation["Instances"]
    return only["State"]["Name"]


def test_an_instance_lives_and_dies(ec2, account):
    answer = ec2.run_instances(
        ImageId=IMAGE,
        InstanceType="t3.micro",
        MinCount=1,
        MaxCount=1,
        TagSpecifications=[
            {"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "web"}]},
            {"ResourceType": "volume", "Tags": [{"Key": "Name", "Value": "root"}]},
        ],
    )
    assert answer["OwnerId"] == account
    assert answer["ReservationId"].startswith("r-")
    [launched] = answer["Instances"]
    instance = launched["InstanceId"]
    assert launched["ImageId"] == IMAGE
    assert launched["InstanceType"] == "t3.micro"
    assert launched["Tags"] == [{"Key": "Name", "Value": "web"}]

    wait(ec2, "instance_running", InstanceIds=[instance])
    [reservation] = ec2.describe_instances(InstanceIds=[instance])["Reservations"]
    [running] = reservation["Instances"]
    assert running["State"] == {"Code": 16, "Name": "running"}
    assert running["PrivateIpAddress"].startswith("172.31.")
    assert isinstance(running["LaunchTime"], datetime.datetime)
    [mapping] = running["BlockDeviceMappings"]
    assert mapping["DeviceName"] == running["RootDeviceName"]
    [volume] = ec2.describe_volumes(VolumeIds=[mapping["Ebs"]["VolumeId"]])["Volumes"]
    assert volume["State"] == "in-use"
    assert volume["Tags"] == [{"Key": "Name", "Value": "root"}]

    [change] = ec2.stop_instances(InstanceIds=[instance])["StoppingInstances"]
    assert change["InstanceId"] == instance
    assert change["PreviousState"]["Name"] == "running"
    wait(ec2, "instance_stopped", InstanceIds=[instance])
    assert state_of(ec2, instance) == "stopped"

    [change] = ec2.start_instances(InstanceIds=[instance])["StartingInstances"]
    assert change["PreviousState"] == {"Code": 80, "Name": "stopped"}
    wait(ec2, "instance_running", InstanceIds=[instance])

    [change] = ec2.terminate_instances(InstanceIds=[instance])["TerminatingInstances"]
    assert change["PreviousState"]["Name"] == "running"
    wait(ec2, "instance_terminated", InstanceIds=[instance])
    assert state_of(ec2, instance) == "terminated"
    with refused("IncorrectInstanceState"):
        ec2.start_instances(InstanceIds=[instance])
    with refused("InvalidVolume.NotFound"):
        ec2.describe_volumes(VolumeIds=[mapping["Ebs"]["VolumeId"]])


def test_interim_states_are_seen_in_the_aws_lifecycle(ec2, launch):
    support.control("PUT", "lifecycle", {"mode": "aws"})
    try:
        [instance] = launch()
        assert state_of(ec2, instance) == "pending"
        support.advance(120)
        assert state_of(ec2, instance) == "running"
        [change] = ec2.stop_instances(InstanceIds=[instance])["StoppingInstances"]
        assert change["CurrentState"] == {"Code": 64, "Name": "stopping"}
        assert state_of(ec2, instance) == "stopping"
        support.advance(300)
        assert state_of(ec2, instance) == "stopped"
        [change] = ec2.terminate_instances(InstanceIds=[instance])["TerminatingInstances"]
        assert change["PreviousState"]["Name"] == "stopped"
        support.advance(300)
        assert state_of(ec2, instance) == "terminated"
    finally:
        support.control("PUT", "lifecycle", {"mode": "instant"})


def test_many_at_once_are_one_reservation(ec2, launch):
    instances = launch(3)
    assert len(set(instances)) == 3
    [reservation] = ec2.describe_instances(InstanceIds=instances)["Reservations"]
    indexes = [instance["AmiLaunchIndex"] for instance in reservation["Instances"]]
    assert sorted(indexes) == [0, 1, 2]


def test_filters_find_instances(ec2, network, launch):
    [inside] = launch(SubnetId=network["subnets"][0], SecurityGroupIds=[network["group"]])
    [outside] = launch()
    ec2.create_tags(Resources=[inside], Tags=[{"Key": "tier", "Value": "front-end"}])

    def found(**filters):
        request = [{"Name": name.replace("__", ":").replace("_", "-"), "Values": values}
                   for name, values in filters.items()]
        reservations = ec2.describe_instances(Filters=request)["Reservations"]
        return {each["InstanceId"] for one in reservations for each in one["Instances"]}

    assert found(vpc_id=[network["vpc"]]) == {inside}
    assert found(subnet_id=network["subnets"]) == {inside}
    assert found(tag__tier=["front*"]) == {inside}
    assert found(tag_key=["tier"]) == {inside}
    assert found(instance_state_name=["running", "pending"]) == {inside, outside}
    assert found(instance_state_name=["running"], vpc_id=[network["vpc"]]) == {inside}
    assert found(instance_type=["m5.large"]) == set()


def test_an_instance_lists_its_attributes(ec2, launch):
    [instance] = launch(UserData="#!/bin/sh\n", DisableApiTermination=True)

    def attribute(name):
        return ec2.describe_instance_attribute(InstanceId=instance, Attribute=name)

    assert attribute("disableApiTermination")["DisableApiTermination"] == {"Value": True}
    assert attribute("instanceType")["InstanceType"] == {"Value": "t3.micro"}
    assert attribute("userData")["UserData"] == {"Value": "IyEvYmluL3NoCg=="}
    with refused("OperationNotPermitted", f"'{instance}' may not be terminated"):
        ec2.terminate_instances(InstanceIds=[instance])
    ec2.modify_instance_attribute(InstanceId=instance, DisableApiTermination={"Value": False})
    assert attribute("disableApiTermination")["DisableApiTermination"] == {"Value": False}
    ec2.terminate_instances(InstanceIds=[instance])
    assert state_of(ec2, instance) == "terminated"


def test_status_checks_follow_the_instance(ec2, launch):
    [instance] = launch()
    wait(ec2, "instance_status_ok", InstanceIds=[instance])
    [status] = ec2.describe_instance_status(InstanceIds=[instance])["InstanceStatuses"]
    assert status["InstanceState"]["Name"] == "running"
    assert status["SystemStatus"]["Status"] == "ok"
    ec2.stop_instances(InstanceIds=[instance])
    assert ec2.describe_instance_status(InstanceIds=[instance])["InstanceStatuses"] == []
    every = ec2.describe_instance_status(InstanceIds=[instance], IncludeAllInstances=True)
    [status] = every["InstanceStatuses"]
    assert status["InstanceState"]["Name"] == "stopped"

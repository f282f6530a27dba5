"""Fleets as those use them who buy machines by the dozen: at once with what fails told, and for as
long as they are needed."""

import datetime

import pytest
from support import IMAGE, advance, wait


@pytest.fixture
def template(ec2):
    data = {"ImageId": IMAGE, "InstanceType": "t3.micro"}
    made = ec2.create_launch_template(LaunchTemplateName="worker", LaunchTemplateData=data)
    return made["LaunchTemplate"]["LaunchTemplateId"]


def configs(template, *overrides):
    named = {"LaunchTemplateId": template, "Version": "$Latest"}
    return [{"LaunchTemplateSpecification": named, "Overrides": list(overrides)}]


def target(total, kind="spot", **more):
    return {"TotalTargetCapacity": total, "DefaultTargetCapacityType": kind, **more}


def fleet_of(ec2, fleet):
    [found] = ec2.describe_fleets(FleetIds=[fleet])["Fleets"]
    return found


def active(ec2, fleet):
    found = ec2.describe_fleet_instances(FleetId=fleet)["ActiveInstances"]
    return [each["InstanceId"] for each in found]


def test_one_pool_fails_and_another_is_taken(ec2, network, template, lifecycle):
    missing = {"InstanceType": "c5.large", "SubnetId": "subnet-00000000000000001"}
    there = {"InstanceType": "m5.large", "SubnetId": network["subnets"][1]}
    tags = [{"Key": "karpenter.sh/nodepool", "Value": "default"}]
    answer = ec2.create_fleet(
        Type="instant",
        LaunchTemplateConfigs=configs(template, missing, there),
        TargetCapacitySpecification=target(2, "on-demand"),
        TagSpecifications=[
            {"ResourceType": kind, "Tags": tags} for kind in ("fleet", "instance", "volume")
        ],
    )
    [error] = answer["Errors"]
    assert error["ErrorCode"] == "InvalidSubnetID.NotFound"
    assert error["Lifecycle"] == "on-demand"
    assert error["LaunchTemplateAndOverrides"]["Overrides"]["InstanceType"] == "c5.large"
    [pool] = answer["Instances"]
    assert pool["InstanceType"] == "m5.large" and pool["Lifecycle"] == "on-demand"
    assert len(pool["InstanceIds"]) == 2
    wait(ec2, "instance_running", InstanceIds=pool["InstanceIds"])
    answered = ec2.describe_instances(
        Filters=[{"Name": "tag:aws:ec2:fleet-id", "Values": [answer["FleetId"]]}]
    )
    found = [each for every in answered["Reservations"] for each in every["Instances"]]
    assert {each["InstanceId"] for each in found} == set(pool["InstanceIds"])
    deleted = ec2.delete_fleets(FleetIds=[answer["FleetId"]], TerminateInstances=True)
    assert deleted["UnsuccessfulFleetDeletions"] == []
    wait(ec2, "instance_terminated", InstanceIds=pool["InstanceIds"])
    assert fleet_of(ec2, answer["FleetId"])["FleetState"] == "deleted"


def test_a_fleet_heals_until_it_is_deleted(ec2, template, lifecycle):
    fleet = ec2.create_fleet(
        LaunchTemplateConfigs=configs(template),
        TargetCapacitySpecification=target(3, OnDemandTargetCapacity=1),
    )["FleetId"]
    advance(15)
    assert fleet_of(ec2, fleet)["FleetState"] == "active"
    first = active(ec2, fleet)
    wait(ec2, "instance_running", InstanceIds=first)
    ec2.terminate_instances(InstanceIds=first[1:])
    wait(ec2, "instance_terminated", InstanceIds=first[1:])
    second = active(ec2, fleet)
    assert len(second) == 3 and second[0] == first[0]
    seen = fleet_of(ec2, fleet)
    assert (seen["ActivityStatus"], seen["FulfilledCapacity"]) == ("fulfilled", 3.0)
    ec2.modify_fleet(FleetId=fleet, TargetCapacitySpecification={"TotalTargetCapacity": 1})
    advance(15)
    assert active(ec2, fleet) == first[:1]
    history = ec2.describe_fleet_history(FleetId=fleet, StartTime=datetime.datetime(2020, 1, 1))
    events = [each["EventInformation"]["EventSubType"] for each in history["HistoryRecords"]]
    assert events.count("launched") == 5 and "modify_succeeded" in events
    answer = ec2.delete_fleets(FleetIds=[fleet], TerminateInstances=True)
    [deleted] = answer["SuccessfulFleetDeletions"]
    assert deleted["CurrentFleetState"] == "deleted_terminating"
    wait(ec2, "instance_terminated", InstanceIds=first[:1])
    assert fleet_of(ec2, fleet)["FleetState"] == "deleted"
    assert active(ec2, fleet) == []


def test_pages_of_fleets(ec2, template):
    made = {
        ec2.create_fleet(
            LaunchTemplateConfigs=configs(template), TargetCapacitySpecification=target(0)
        )["FleetId"]
        for _ in range(3)
    }
    pages = ec2.get_paginator("describe_fleets").paginate(PaginationConfig={"PageSize": 2})
    found = [each["FleetId"] for page in pages for each in page["Fleets"]]
    assert len(found) == 3 and set(found) == made


def test_a_fleet_from_its_template_to_its_end(ec2, network, template, fault, lifecycle):
    """A pool without capacity is told and passed over; what lasts heals, and goes with all it has."""
    short, wide = network["subnets"]
    fault(
        error="InsufficientInstanceCapacity",
        instanceType="c5.large",
        zone="us-east-1a",
        count=2,
    )
    pools = [{"InstanceType": "c5.large", "SubnetId": each} for each in (short, wide)]
    answer = ec2.create_fleet(
        Type="instant",
        LaunchTemplateConfigs=configs(template, *pools),
        OnDemandOptions={"AllocationStrategy": "prioritized"},
        TargetCapacitySpecification=target(2, "on-demand"),
    )
    [error] = answer["Errors"]
    assert error["ErrorCode"] == "InsufficientInstanceCapacity"
    assert error["LaunchTemplateAndOverrides"]["Overrides"]["SubnetId"] == short
    [pool] = answer["Instances"]
    assert (pool["SubnetId"], len(pool["InstanceIds"])) == (wide, 2)
    wait(ec2, "instance_running", InstanceIds=pool["InstanceIds"])

    # One that lasts has nowhere else to go, and waits until there is capacity.
    fleet = ec2.create_fleet(
        LaunchTemplateConfigs=configs(template, pools[0]), TargetCapacitySpecification=target(2)
    )["FleetId"]
    advance(15)
    assert active(ec2, fleet) == []
    assert fleet_of(ec2, fleet)["ActivityStatus"] == "error"
    advance(60)
    first = active(ec2, fleet)
    assert len(first) == 2
    wait(ec2, "instance_running", InstanceIds=first)
    ec2.terminate_instances(InstanceIds=first[:1])
    wait(ec2, "instance_terminated", InstanceIds=first[:1])
    second = active(ec2, fleet)
    assert len(second) == 2 and first[0] not in second
    answer = ec2.delete_fleets(FleetIds=[fleet], TerminateInstances=True)
    assert answer["UnsuccessfulFleetDeletions"] == []
    wait(ec2, "instance_terminated", InstanceIds=second)
    assert fleet_of(ec2, fleet)["FleetState"] == "deleted"


def test_a_spot_fleet(ec2, network, lifecycle):
    config = {
        "IamFleetRole": "arn:aws:iam::123456789012:role/aws-ec2-spot-fleet-tagging-role",
        "TargetCapacity": 2,
        "TerminateInstancesWithExpiration": True,
        "LaunchSpecifications": [
            {"ImageId": IMAGE, "InstanceType": "t3.micro", "SubnetId": network["subnets"][0]}
        ],
        "ClientToken": "terraform-20260131",
    }
    asked = [ec2.request_spot_fleet(SpotFleetRequestConfig=config) for _ in range(2)]
    fleet = asked[0]["SpotFleetRequestId"]
    assert asked[1]["SpotFleetRequestId"] == fleet
    advance(15)
    [seen] = ec2.describe_spot_fleet_requests(SpotFleetRequestIds=[fleet])["SpotFleetRequestConfigs"]
    assert (seen["SpotFleetRequestState"], seen["ActivityStatus"]) == ("active", "fulfilled")
    assert seen["SpotFleetRequestConfig"]["FulfilledCapacity"] == 2.0
    found = ec2.describe_spot_fleet_instances(SpotFleetRequestId=fleet)["ActiveInstances"]
    instances = [each["InstanceId"] for each in found]
    assert len(instances) == 2 and all(each["SpotInstanceRequestId"] for each in found)
    unknown = "sfr-00000000-0000-0000-0000-000000000000"
    answer = ec2.cancel_spot_fleet_requests(
        SpotFleetRequestIds=[fleet, unknown], TerminateInstances=True
    )
    [done] = answer["SuccessfulFleetRequests"]
    assert done["CurrentSpotFleetRequestState"] == "cancelled_terminating"
    [failed] = answer["UnsuccessfulFleetRequests"]
    assert failed["Error"]["Code"] == "fleetRequestIdDoesNotExist"
    wait(ec2, "instance_terminated", InstanceIds=instances)
    [seen] = ec2.describe_spot_fleet_requests(SpotFleetRequestIds=[fleet])["SpotFleetRequestConfigs"]
    assert seen["SpotFleetRequestState"] == "cancelled"

"""Reports of Spot prices and of what becomes of a Spot Fleet."""

import re

from reports import each, reported
from support import IMAGE

STOPPED_ONCE = {
    "MarketType": "spot",
    "SpotOptions": {"SpotInstanceType": "one-time", "InstanceInterruptionBehavior": "stop"},
}

SPOT = [
    ("cirruslabs/cirrus-ci-docs#1132 (2023)", "run_instances",
     {"ImageId": IMAGE, "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1,
      "InstanceMarketOptions": STOPPED_ONCE},
     None,
     "The request with type 'one-time' is not supported when instanceInterruptionBehavior is set "
     "to 'STOP'."),
    ("diux-dev/cluster#27 (2018)", "request_spot_instances",
     {"InstanceInterruptionBehavior": "stop",
      "LaunchSpecification": {"ImageId": IMAGE, "InstanceType": "t3.micro"}},
     "InvalidParameterCombination",
     "The request with type 'null' is not supported when instanceInterruptionBehavior is set to "
     "'stop'."),
    ("boto/boto3#1336 (2017)", "describe_spot_fleet_request_history",
     {"SpotFleetRequestId": "sir-pzegskqj", "StartTime": "2017-11-01T00:00:00Z"},
     "InvalidParameterValue",
     "2 validation errors detected: Value 'sir-pzegskqj' at 'spotFleetRequestId' failed to "
     "satisfy constraint: Member must have length greater than or equal to 40; Value "
     "'sir-pzegskqj' at 'spotFleetRequestId' failed to satisfy constraint: Member must satisfy "
     "regular expression pattern: ^sfr-[a-z0-9-]*"),
]


@each(SPOT)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def ask_for_a_fleet(user, **more):
    """Asks for one of a launch specification, in a subnet of the first zone."""
    asked = {"ImageId": IMAGE, "InstanceType": "m3.large", **more.pop("launch", {})}
    fleet = {
        "IamFleetRole": f"arn:aws:iam::{user.account}:role/fleet", "TargetCapacity": 1,
        "LaunchSpecifications": [asked], **more,
    }
    return user.ec2.request_spot_fleet(SpotFleetRequestConfig=fleet)["SpotFleetRequestId"]


def events(user, fleet):
    history = user.ec2.describe_spot_fleet_request_history(
        SpotFleetRequestId=user.waited(fleet), StartTime="2020-01-01T00:00:00Z"
    )
    return [
        (record["EventType"], record["EventInformation"].get("EventSubType"),
         record["EventInformation"].get("EventDescription", ""))
        for record in history["HistoryRecords"]
    ]


def test_a_fleet_that_bids_too_little(user):
    """As reported in hashicorp/terraform-provider-aws#3080 (2018), with the prices of that time."""
    fleet = ask_for_a_fleet(user, SpotPrice="0.001", launch={"SubnetId": user.home_subnet})
    told = f"m3.large, {IMAGE}, Linux/UNIX, us-east-1a, Spot bid price is less than Spot market "
    assert any(
        (kind, what) == ("information", "launchSpecUnusable")
        and re.fullmatch(re.escape(told) + r"price \$0\.\d+", text)
        for kind, what, text in events(user, fleet)
    )


def test_a_fleet_with_a_group_that_is_not_there(user):
    """As reported in transcript 49635451837."""
    group = "sg-01234567890123451atest"
    interface = {"DeviceIndex": 0, "SubnetId": user.home_subnet, "Groups": [group]}
    fleet = ask_for_a_fleet(user, launch={"NetworkInterfaces": [interface]})
    [vpc] = user.ec2.describe_vpcs()["Vpcs"]
    told = (
        f"m3.large, {IMAGE}, Linux/UNIX: The security group '{group}' does not exist in VPC "
        f"'{vpc['VpcId']}'"
    )
    assert ("error", "spotFleetRequestConfigurationInvalid", told) in events(user, fleet)


def test_a_fleet_that_cannot_be(user):
    source = "transcript 49635451837"
    code = "InvalidSpotFleetRequestConfig"
    with reported(source, code, "Parameter: SpotFleetRequestConfig.IamFleetRole is invalid."):
        ask_for_a_fleet(user, IamFleetRole=f"arn:aws:iam::{user.account}:instance-profile/fleet")
    with reported(source, code, "One of the provided subnets was not valid."):
        ask_for_a_fleet(user, launch={"SubnetId": "subnet-0123456789abcdef0"})


def test_the_price_of_a_type_in_a_zone(user):
    """As reported in LeanerCloud/AutoSpotting#376 (2020), with the prices of that time."""
    prices = user.ec2.describe_spot_price_history(
        InstanceTypes=["t2.small"], AvailabilityZone="us-east-1b",
        ProductDescriptions=["Linux/UNIX"],
    )["SpotPriceHistory"]
    assert prices
    for price in prices:
        assert price["AvailabilityZone"] == "us-east-1b"
        assert price["InstanceType"] == "t2.small"
        assert price["ProductDescription"] == "Linux/UNIX"
        assert re.fullmatch(r"0\.\d{6}", price["SpotPrice"])
        assert price["Timestamp"]

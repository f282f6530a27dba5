"""Reports of regions and zones, and of what is asked for in one that is not there."""

from reports import reported

OF_ALL = (
    "ap-south-1 eu-north-1 eu-west-3 eu-west-2 eu-west-1 ap-northeast-3 ap-northeast-2 "
    "ap-northeast-1 ca-central-1 sa-east-1 ap-southeast-1 ap-southeast-2"
).split()


def test_regions_that_need_no_opting_in(user):
    """As a comment of 2024 on aws/aws-cli#1777 lists these; it is cut off."""
    regions = user.at("eu-west-1").ec2.describe_regions()["Regions"]
    regions = {region["RegionName"]: region for region in regions}
    for name in OF_ALL:
        assert regions[name]["Endpoint"] == f"ec2.{name}.amazonaws.com"
        assert regions[name]["OptInStatus"] == "opt-in-not-required"


def test_a_region_that_the_account_has_not(user):
    """As reported in aws/aws-sdk-java#1995 (2019): it is not listed."""
    regions = user.at("us-west-2").ec2.describe_regions()["Regions"]
    assert "ap-east-1" not in [region["RegionName"] for region in regions]


def zones(user, *members, **asked):
    found = user.ec2.describe_availability_zones(**asked)["AvailabilityZones"]
    return [[zone[member] for member in members] for zone in found]


def test_the_zones_of_a_region(user):
    """As reported in aws/aws-cli#4594 (2019); which letters they have is the account's."""
    told = zones(user.at("us-west-1"), "ZoneId", "State", "Messages", "RegionName")
    assert told == [[zone, "available", [], "us-west-1"] for zone in ("usw1-az1", "usw1-az3")]


def test_the_zone_of_a_name(user):
    """As reported in localstack/localstack#2263 (2020) and #4715 (2021), of AWS. The name of its
    group, which the second has too, is another since."""
    members = "ZoneName", "State", "OptInStatus", "Messages", "NetworkBorderGroup", "ZoneType"
    told = zones(user, *members, ZoneNames=["us-east-1a"])
    expected = "us-east-1a", "available", "opt-in-not-required", [], "us-east-1"
    assert told == [[*expected, "availability-zone"]]


def test_a_wavelength_zone(user):
    """As reported in boto/boto3#3994 (2024)."""
    name = "us-east-1-wl1-bos-wlz-1"
    user.ec2.modify_availability_zone_group(GroupName="us-east-1-wl1", OptInStatus="opted-in")
    user.wait()
    members = "State", "OptInStatus", "ZoneId", "GroupName", "NetworkBorderGroup", "ZoneType"
    told = zones(user, *members, "ParentZoneId", ZoneNames=[name])
    expected = "available", "opted-in", "use1-wl1-bos-wlz1", "us-east-1-wl1", name
    assert told == [[*expected, "wavelength-zone", "use1-az4"]]


def test_a_zone_that_the_account_has_not(user):
    with reported(
        "eksctl-io/eksctl#8174 (2025)", "InvalidParameterValue",
        "Invalid availability zone: [us-west-2-lax-1a]",
    ):
        zones(user.at("us-west-2"), "ZoneId", ZoneNames=["us-west-2-lax-1a"])


def test_a_subnet_in_a_zone_that_the_account_has_not(user):
    user = user.at("us-west-1")
    [first], [second] = zones(user, "ZoneName")
    [other] = {"us-west-1a", "us-west-1b", "us-west-1c"} - {first, second}
    # The second has these words without the code, the first without the full stop.
    with reported(
        "hashicorp/waypoint-examples#120 (2023), coreos/coreos-kubernetes#442 (2016)",
        "InvalidParameterValue",
        f"Value ({other}) for parameter availabilityZone is invalid. Subnets can currently only "
        f"be created in the following availability zones: {first}, {second}.",
    ):
        user.make_subnet(AvailabilityZone=other)

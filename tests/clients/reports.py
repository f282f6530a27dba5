"""What public reports quote of AWS's answers: issues, forums, logs and transcripts of people who
ran it. The modules `test_reports_…` hold each to the server, with its source, so that whoever
doubts an answer finds who was answered so. Only the ids and names in the words are ours.

Here is what they share: the user who asks, and how an answer is compared. A source is an issue
(`owner/repo#N`) or a public file (`transcript N`, by its number in the index it was found with),
with the year where it tells one. A report that is taken here has been seen: it is not used again
to sample how many fresh ones the server agrees with.
"""

import contextlib
import functools
import re
from typing import NamedTuple

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import Session

import support

# Making a client takes longer than most tests: there is one a region, and each request is signed
# for the user who asks.
SESSION = Session()
SESSION.set_credentials("any", "any")
# Others send what boto3 would refuse by itself.
CONFIG = Config(parameter_validation=False, retries={"total_max_attempts": 1})
# For tests of a state in between.
in_aws_lifecycle = pytest.mark.parametrize("lifecycle", ["aws"], indirect=True)


@functools.cache
def client(region, endpoint):
    return SESSION.create_client("ec2", region, endpoint_url=endpoint, config=CONFIG)


class Report(NamedTuple):
    """A call that was refused. `<vpc>` and the like stand for what the user has by that name;
    `having` names what has to be there besides. A call in capitals is a plain form."""

    source: str
    call: str
    asked: dict
    code: str | None
    words: str | None
    having: str = ""

    def holds_for(self, user):
        user.has(*self.having.split())
        asked = user.filled(self.asked)
        words = self.words and user.filled(self.words)
        with reported(self.source, self.code, words):
            if self.call.islower():
                getattr(user.ec2, self.call)(**asked)
            else:
                user.form(self.call, **asked)


def each(reports):
    """A test for each row of a table."""
    rows = [pytest.param(Report(*row), id=row[0]) for row in reports]
    return pytest.mark.parametrize("report", rows)


@contextlib.contextmanager
def reported(source, code, words):
    """Holds that a call in the block is refused as reported; None where it does not tell, and
    `…` where it cuts the words off."""
    with pytest.raises(ClientError) as caught:
        yield
    agrees(source, caught.value.response["Error"], code, words)


def agrees(source, error, code, words):
    told = error["Message"]
    if words is not None and words.endswith("…"):
        words = words[:-1]
        told = told[: len(words)]
    assert code in (None, error["Code"]), f"{source}: {code}, not {error}"
    assert words in (None, told), f"{source}: {words!r}, not {told!r}"


class User:
    """One who asks, in an account and a region of their own. What has a name here is made when
    it is named for the first time."""

    def __init__(self, account, region="us-east-1", endpoint=support.ENDPOINT):
        self.account, self.region, self.endpoint = account, region, endpoint

    @property
    def ec2(self):
        SESSION.get_credentials().access_key = self.account
        return client(self.region, self.endpoint)

    def has(self, *names):
        for name in names:
            getattr(self, name)

    def at(self, region):
        return User(self.account, region, self.endpoint)

    def other(self):
        """Somebody else in the same region."""
        return User(support.account_for(self.account), self.region, self.endpoint)

    def wait(self, seconds=600):
        """Lets the server's clock pass."""
        support.control("PUT", "clock", {"advanceSeconds": seconds}, self.endpoint)

    def waited(self, made, seconds=600):
        self.wait(seconds)
        return made

    def filled(self, value):
        if isinstance(value, dict):
            return {name: self.filled(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.filled(each) for each in value]
        if not isinstance(value, str):
            return value
        return re.sub("<([a-z0-9_]+)>", lambda name: str(getattr(self, name[1])), value)

    def form(self, action, **members):
        """Sends a form of these very names, signed as boto3 signs."""
        form = {"Action": action, "Version": "2016-11-15", **members}

        def replace(params, **_):
            params["body"] = form

        self.ec2.meta.events.register("before-call.ec2.DescribeRegions", replace)
        try:
            return self.ec2.describe_regions()
        finally:
            self.ec2.meta.events.unregister("before-call.ec2.DescribeRegions", replace)

    # Networks

    @functools.cached_property
    def vpc(self):
        return self.make_vpc()

    @functools.cached_property
    def other_vpc(self):
        return self.make_vpc("10.1.0.0/16")

    def make_vpc(self, block="10.0.0.0/16", **more):
        return self.ec2.create_vpc(CidrBlock=block, **more)["Vpc"]["VpcId"]

    def hosted_vpc(self):
        """The VPC with names for hosts, as private DNS needs."""
        self.ec2.modify_vpc_attribute(VpcId=self.vpc, EnableDnsHostnames={"Value": True})
        return self.vpc

    def without_default_vpc(self):
        [vpc] = self.ec2.describe_vpcs()["Vpcs"]
        vpc = vpc["VpcId"]
        of_vpc = [{"Name": "attachment.vpc-id", "Values": [vpc]}]
        [gateway] = self.ec2.describe_internet_gateways(Filters=of_vpc)["InternetGateways"]
        self.ec2.detach_internet_gateway(
            InternetGatewayId=gateway["InternetGatewayId"], VpcId=vpc
        )
        for subnet in self.ec2.describe_subnets()["Subnets"]:
            self.ec2.delete_subnet(SubnetId=subnet["SubnetId"])
        self.ec2.delete_vpc(VpcId=vpc)

    def of_vpc(self, call, key, vpc=None):
        """What the VPC has of a kind."""
        filters = [{"Name": "vpc-id", "Values": [vpc or self.vpc]}]
        return getattr(self.ec2, call)(Filters=filters)[key]

    @functools.cached_property
    def subnet(self):
        return self.make_subnet()

    def make_subnet(self, block="10.0.0.0/24", zone="a", **more):
        request = {"VpcId": self.vpc, "AvailabilityZone": self.region + zone, **more}
        return self.ec2.create_subnet(CidrBlock=block, **request)["Subnet"]["SubnetId"]

    def default_subnet(self, zone="a"):
        zone = [{"Name": "availability-zone", "Values": [self.region + zone]}]
        [subnet] = self.ec2.describe_subnets(Filters=zone)["Subnets"]
        return subnet["SubnetId"]

    @functools.cached_property
    def home_subnet(self):
        return self.default_subnet()

    @functools.cached_property
    def ipv6_vpc(self):
        return self.waited(self.make_vpc(AmazonProvidedIpv6CidrBlock=True))

    @functools.cached_property
    def ipv6_block(self):
        """One that a subnet of `ipv6_vpc` may have."""
        [vpc] = self.ec2.describe_vpcs(VpcIds=[self.ipv6_vpc])["Vpcs"]
        [block] = vpc["Ipv6CidrBlockAssociationSet"]
        return block["Ipv6CidrBlock"].replace("/56", "/64")

    @functools.cached_property
    def group(self):
        return self.make_group("web")

    @functools.cached_property
    def default_group(self):
        groups = self.of_vpc("describe_security_groups", "SecurityGroups")
        return next(group["GroupId"] for group in groups if group["GroupName"] == "default")

    def make_group(self, name, vpc=None):
        request = {"Description": "of a report", "VpcId": vpc or self.vpc}
        return self.ec2.create_security_group(GroupName=name, **request)["GroupId"]

    @functools.cached_property
    def table(self):
        return self.make_table()

    def make_table(self, vpc=None):
        made = self.ec2.create_route_table(VpcId=vpc or self.vpc)
        return made["RouteTable"]["RouteTableId"]

    @functools.cached_property
    def association(self):
        """That of the table with the subnet."""
        made = self.ec2.associate_route_table(RouteTableId=self.table, SubnetId=self.subnet)
        return made["AssociationId"]

    @functools.cached_property
    def gateway(self):
        self.ec2.attach_internet_gateway(InternetGatewayId=self.loose_gateway, VpcId=self.vpc)
        return self.loose_gateway

    @functools.cached_property
    def loose_gateway(self):
        return self.make_gateway()

    @functools.cached_property
    def second_gateway(self):
        return self.make_gateway()

    def make_gateway(self):
        return self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]

    @functools.cached_property
    def acl(self):
        """The VPC's default network ACL."""
        [acl] = self.of_vpc("describe_network_acls", "NetworkAcls")
        return acl["NetworkAclId"]

    @functools.cached_property
    def peering(self):
        """One with `other_vpc` that waits to be accepted."""
        made = self.ec2.create_vpc_peering_connection(VpcId=self.vpc, PeerVpcId=self.other_vpc)
        self.wait(30)
        return made["VpcPeeringConnection"]["VpcPeeringConnectionId"]

    @functools.cached_property
    def interface(self):
        return self.make_interface(Groups=[self.group])

    def make_interface(self, **more):
        subnet = more.pop("SubnetId", None) or self.subnet
        made = self.ec2.create_network_interface(SubnetId=subnet, **more)
        return self.waited(made["NetworkInterface"]["NetworkInterfaceId"])

    @functools.cached_property
    def second_interface(self):
        """Attached to the instance, beside its own."""
        interface = self.make_interface()
        self.ec2.attach_network_interface(
            NetworkInterfaceId=interface, InstanceId=self.instance, DeviceIndex=1
        )
        return self.waited(interface)

    @functools.cached_property
    def allocation(self):
        return self.address["AllocationId"]

    @functools.cached_property
    def ip(self):
        return self.address["PublicIp"]

    @functools.cached_property
    def address(self):
        return self.ec2.allocate_address(Domain="vpc")

    @functools.cached_property
    def nat(self):
        """A NAT gateway with the address, in a VPC that has a gateway."""
        self.has("gateway")
        made = self.ec2.create_nat_gateway(SubnetId=self.subnet, AllocationId=self.allocation)
        return self.waited(made["NatGateway"]["NatGatewayId"])

    @functools.cached_property
    def prefix_list(self):
        request = {"PrefixListName": "offices", "MaxEntries": 5, "AddressFamily": "IPv4"}
        made = self.ec2.create_managed_prefix_list(**request)
        return self.waited(made["PrefixList"]["PrefixListId"])

    @functools.cached_property
    def vpn(self):
        ours = self.ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]
        theirs = self.ec2.create_customer_gateway(
            Type="ipsec.1", IpAddress="203.0.113.12", BgpAsn=65000
        )["CustomerGateway"]
        made = self.ec2.create_vpn_connection(
            Type="ipsec.1", VpnGatewayId=ours["VpnGatewayId"],
            CustomerGatewayId=theirs["CustomerGatewayId"], Options={"StaticRoutesOnly": True},
        )["VpnConnection"]
        return self.waited(made["VpnConnectionId"])

    @functools.cached_property
    def transit_gateway(self):
        made = self.ec2.create_transit_gateway()["TransitGateway"]
        return self.waited(made["TransitGatewayId"])

    # Instances

    @functools.cached_property
    def instance(self):
        """A running one in the subnet."""
        return self.launch(SubnetId=self.subnet)

    def launch(self, **more):
        return self.waited(self.launch_now(**more))

    def launch_now(self, **more):
        [instance] = self.try_launch(**more)["Instances"]
        return instance["InstanceId"]

    def try_launch(self, **more):
        request = {"ImageId": support.IMAGE, "InstanceType": "t3.micro", **more}
        return self.ec2.run_instances(**{"MinCount": 1, "MaxCount": 1, **request})

    def described(self, instance):
        [reservation] = self.ec2.describe_instances(InstanceIds=[instance])["Reservations"]
        return reservation["Instances"][0]

    def stopped(self, instance):
        self.ec2.stop_instances(InstanceIds=[instance])
        return self.waited(instance)

    @functools.cached_property
    def stopped_instance(self):
        return self.stopped(self.launch())

    @functools.cached_property
    def ended_instance(self):
        instance = self.launch()
        self.ec2.terminate_instances(InstanceIds=[instance])
        return instance

    @functools.cached_property
    def cluster(self):
        """A placement group."""
        self.ec2.create_placement_group(GroupName="near", Strategy="cluster")
        return "near"

    @functools.cached_property
    def template(self):
        data = {"ImageId": support.IMAGE, "InstanceType": "t3.micro"}
        made = self.ec2.create_launch_template(LaunchTemplateName="web", LaunchTemplateData=data)
        return made["LaunchTemplate"]["LaunchTemplateId"]

    def reserve(self, kind):
        """Reserves the capacity of one, for those who name the reservation."""
        made = self.ec2.create_capacity_reservation(
            InstanceType=kind, InstancePlatform="Linux/UNIX", InstanceMatchCriteria="targeted",
            AvailabilityZone=self.region + "a", InstanceCount=1,
        )["CapacityReservation"]
        return self.waited(made["CapacityReservationId"])

    # Storage

    @functools.cached_property
    def volume(self):
        return self.make_volume()

    @functools.cached_property
    def far_volume(self):
        return self.make_volume(AvailabilityZone=self.region + "b")

    @functools.cached_property
    def data_volume(self):
        """Attached to the instance."""
        volume = self.make_volume()
        self.ec2.attach_volume(VolumeId=volume, InstanceId=self.instance, Device="/dev/sdf")
        return self.waited(volume)

    def make_volume(self, **more):
        return self.waited(self.make_volume_now(**more))

    def make_volume_now(self, **more):
        request = {"AvailabilityZone": self.region + "a", "Size": 10, **more}
        return self.ec2.create_volume(**request)["VolumeId"]

    @functools.cached_property
    def snapshot(self):
        return self.make_snapshot(self.volume)

    @functools.cached_property
    def secret_snapshot(self):
        """Encrypted, with AWS's own key."""
        return self.make_snapshot(self.make_volume(Encrypted=True))

    def make_snapshot(self, volume):
        return self.waited(self.ec2.create_snapshot(VolumeId=volume)["SnapshotId"], 3600)

    @functools.cached_property
    def image(self):
        return self.make_image("mine", VirtualizationType="hvm", EnaSupport=True)

    @functools.cached_property
    def root_snapshot(self):
        """What the image of most launches is made of."""
        [image] = self.ec2.describe_images(ImageIds=[support.IMAGE])["Images"]
        return image["BlockDeviceMappings"][0]["Ebs"]["SnapshotId"]

    @functools.cached_property
    def amazon_image(self):
        named = [{"Name": "name", "Values": ["al2023-ami-2*"]}]
        return self.ec2.describe_images(Owners=["amazon"], Filters=named)["Images"][0]["ImageId"]

    def make_image(self, name, mappings=(), snapshot=None, **more):
        """Registers one with a root volume of the snapshot."""
        root = {"DeviceName": "/dev/sda1", "Ebs": {"SnapshotId": snapshot or self.snapshot}}
        made = self.ec2.register_image(
            Name=name, Architecture="x86_64", RootDeviceName="/dev/sda1",
            BlockDeviceMappings=[root, *mappings], **more,
        )
        return self.waited(made["ImageId"])

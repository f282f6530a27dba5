"""Reports of a new account's quotas, which hold with `--quotas default`."""

import pytest

from reports import User, reported
from test_server import server


@pytest.fixture(scope="module")
def endpoint():
    with server("--quotas", "default", "--vcpu-limit", "8") as (_, address):
        yield address


@pytest.fixture
def user(account, endpoint):
    return User(account, endpoint=endpoint)


def test_a_prefix_list_counts_with_all_its_entries(user):
    made = user.ec2.create_managed_prefix_list(
        PrefixListName="many", MaxEntries=500, AddressFamily="IPv4"
    )
    many = [{"PrefixListId": user.waited(made["PrefixList"]["PrefixListId"])}]
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "PrefixListIds": many}
    with reported(
        "aws/res#27 (2024)", "RulesPerSecurityGroupLimitExceeded",
        "The maximum number of rules per security group has been reached.",
    ):
        user.ec2.authorize_security_group_ingress(GroupId=user.group, IpPermissions=[rule])


def test_a_sixth_address(user):
    """Of controllers and CI, too: kubernetes-sigs/cluster-api-provider-aws#4304 (2023, request
    id), awslabs/eks-perf-tests#370 (2023), opstrace/opstrace#71 (2020)."""
    for _ in range(5):
        user.ec2.allocate_address()
    with reported(
        "opstrace/opstrace#273 (2021), StreisandEffect/streisand#566 (2017), "
        "transcript 35959820877 (2020), radius-project/samples#711 (2023, request id), "
        "aws-quickstart/quickstart-drupal#6 (2018), cloudfoundry/bosh-bootloader#58 (2016)",
        "AddressLimitExceeded",
        "The maximum number of addresses has been reached.",
    ):
        user.ec2.allocate_address()


def test_a_sixth_vpc(user):
    for _ in range(4):
        user.make_vpc()
    with reported(
        "transcript 12962028507", "VpcLimitExceeded",
        "The maximum number of VPCs has been reached.",
    ):
        user.make_vpc()


def test_more_gateway_endpoints_than_the_quota(user):
    def endpoint():
        user.ec2.create_vpc_endpoint(
            VpcId=user.vpc, VpcEndpointType="Gateway", RouteTableIds=[user.make_table()],
            ServiceName="com.amazonaws.us-east-1.s3",
        )

    for _ in range(20):
        endpoint()
    with reported(
        "transcript 2920634173", None, "The maximum number of VPC endpoints has been reached.",
    ):
        endpoint()


def test_a_sixth_nat_gateway(user):
    private = {"SubnetId": user.subnet, "ConnectivityType": "private"}
    for _ in range(5):
        user.ec2.create_nat_gateway(**private)
    with reported(
        "transcript 47026157970 (2022)", "NatGatewayLimitExceeded",
        "Performing this operation would exceed the limit of 5 NAT gateways",
    ):
        user.ec2.create_nat_gateway(**private)


def test_more_vcpus_than_the_limit(user):
    with reported(
        "aws/amazon-cloudwatch-agent-test#256 (2023), "
        "transcripts 47081305848 and 4201265871",
        "VcpuLimitExceeded",
        "You have requested more vCPU capacity than your current vCPU limit of 8 allows for the "
        "instance bucket that the specified instance type belongs to. Please visit "
        "http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.",
    ):
        user.try_launch(InstanceType="m5.4xlarge")


def test_more_spot_vcpus_than_the_limit(user):
    with reported(
        "meadowdata/meadowrun#84 (2022), transcript 36671040829",
        "MaxSpotInstanceCountExceeded",
        "Max spot instance count exceeded",
    ):
        user.try_launch(
            InstanceType="m5.4xlarge", InstanceMarketOptions={"MarketType": "spot"}
        )


def test_snapshots_of_a_volume_one_after_the_other(user):
    volume = user.volume
    user.ec2.create_snapshot(VolumeId=volume)
    with reported(
        "velero-io/velero#5776 (2023)", "SnapshotCreationPerVolumeRateExceeded",
        "The maximum per volume CreateSnapshot request rate has been exceeded. Use an increasing "
        "or variable sleep interval between requests.",
    ):
        user.ec2.create_snapshot(VolumeId=volume)

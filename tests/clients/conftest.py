"""Fixtures of the Python suites."""

import boto3
import pytest
from botocore.config import Config

import reports
import support

SESSION = boto3.Session()


@pytest.fixture
def account(request):
    return support.account_for(request.node.nodeid)


@pytest.fixture(params=["instant", "aws"])
def lifecycle(request):
    """Runs a test in both lifecycles."""
    support.control("PUT", "lifecycle", {"mode": request.param})
    yield request.param
    support.control("PUT", "lifecycle", {"mode": "instant"})


@pytest.fixture
def clients(account):
    """Makes clients: of the test's account and the home region, unless told otherwise."""

    def client(service="ec2", region="us-east-1", account=account, **more):
        more.setdefault("aws_secret_access_key", "any")
        config = Config(retries={"mode": "standard", "max_attempts": 1}, read_timeout=60)
        more.setdefault("aws_access_key_id", account)
        return SESSION.client(service, region_name=region, config=config, **more)

    return client


@pytest.fixture
def ec2(clients):
    return clients()


@pytest.fixture
def network(ec2):
    """A VPC with two subnets and a group."""
    vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
    zones = ["us-east-1a", "us-east-1b"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.20.{at}.0/24", AvailabilityZone=zone)
        for at, zone in enumerate(zones)
    ]
    subnets = [subnet["Subnet"]["SubnetId"] for subnet in subnets]
    group = ec2.create_security_group(GroupName="web", Description="web servers", VpcId=vpc)
    return {"vpc": vpc, "subnets": subnets, "group": group["GroupId"]}


@pytest.fixture
def launch(ec2):
    """Launches instances and answers with their ids."""

    def run(count=1, **more):
        request = {"ImageId": support.IMAGE, "InstanceType": "t3.micro", **more}
        answer = ec2.run_instances(MinCount=count, MaxCount=count, **request)
        return [instance["InstanceId"] for instance in answer["Instances"]]

    return run


@pytest.fixture
def user(account, lifecycle):
    """Who asks in the tests of reports, in either lifecycle."""
    return reports.User(account)


@pytest.fixture
def fault(account):
    """Adds rules for the test's own account; they go with the test."""
    made = []

    def add(**rule):
        rule = support.control("POST", "faults", {"account": account, **rule})
        made.append(rule["id"])
        return rule["id"]

    yield add
    for id in made:
        support.control("DELETE", f"faults/{id}")

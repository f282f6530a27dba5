"""What boto3 finds of an instance in its metadata."""

import json
import urllib.error
import urllib.request

import boto3
import botocore.session
import pytest
from botocore.credentials import InstanceMetadataProvider
from botocore.utils import InstanceMetadataFetcher, InstanceMetadataRegionFetcher

from support import ENDPOINT


def endpoint(instance):
    return {"ec2_metadata_service_endpoint": f"{ENDPOINT}/_parlel/instances/{instance}/metadata"}


@pytest.mark.parametrize("tokens", ["optional", "required"])
def test_the_role_of_an_instance_gives_credentials(ec2, launch, account, tokens):
    options = {"HttpTokens": tokens}
    [instance] = launch(IamInstanceProfile={"Name": "app"}, MetadataOptions=options)
    fetcher = InstanceMetadataFetcher(num_attempts=1, env={}, config=endpoint(instance))
    credentials = InstanceMetadataProvider(iam_role_fetcher=fetcher).load()
    session = botocore.session.get_session()
    session._credentials = credentials
    inside = boto3.Session(botocore_session=session, region_name="us-east-1")
    identity = inside.client("sts").get_caller_identity()
    assert identity["Arn"] == f"arn:aws:sts::{account}:assumed-role/app/{instance}"
    found = inside.client("ec2").describe_instances(InstanceIds=[instance])
    assert found["Reservations"][0]["OwnerId"] == account
    region = InstanceMetadataRegionFetcher(num_attempts=1, env={}, config=endpoint(instance))
    assert region.retrieve_region() == "us-east-1"


def test_an_instance_without_a_role_has_no_credentials(launch):
    [instance] = launch()
    fetcher = InstanceMetadataFetcher(num_attempts=1, env={}, config=endpoint(instance))
    assert InstanceMetadataProvider(iam_role_fetcher=fetcher).load() is None


def test_metadata_that_is_turned_off_gives_nothing(ec2, launch):
    [instance] = launch(IamInstanceProfile={"Name": "app"})
    ec2.modify_instance_metadata_options(InstanceId=instance, HttpEndpoint="disabled")
    fetcher = InstanceMetadataFetcher(num_attempts=1, env={}, config=endpoint(instance))
    assert fetcher.retrieve_iam_role_credentials() == {}


def test_a_spot_handler_finds_its_notice(ec2, launch):
    [instance] = launch(InstanceMarketOptions={"MarketType": "spot"})
    ec2.get_waiter("instance_running").wait(InstanceIds=[instance])
    path = "/latest/meta-data/spot/instance-action"
    base = f"{ENDPOINT}/_parlel/instances/{instance}"
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{base}/metadata{path}")
    body = json.dumps({"type": "spot-interruption"}).encode()
    urllib.request.urlopen(urllib.request.Request(f"{base}/events", data=body, method="POST"))
    with urllib.request.urlopen(f"{base}/metadata{path}") as answer:
        notice = json.load(answer)
    assert notice["action"] == "terminate"
    filters = [{"Name": "instance-id", "Values": [instance]}]
    [request] = ec2.describe_spot_instance_requests(Filters=filters)["SpotInstanceRequests"]
    assert request["Status"]["Code"] == "instance-terminated-no-capacity"

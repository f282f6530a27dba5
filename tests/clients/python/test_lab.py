"""The test lab as a test suite uses it: failures, requests, durations, states and signatures."""

import json
import os
import subprocess
import time
import urllib.error
import urllib.request

import boto3
import pytest
from botocore.config import Config

import support
from test_server import BINARY, ask, client, server

KEYS = """\
[mine]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
aws_account_id = 111122223333
"""
MINE = {
    "aws_access_key_id": "AKIAIOSFODNN7EXAMPLE",
    "aws_secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}


def fired(id):
    [rule] = [it for it in support.control("GET", "faults")["faults"] if it["id"] == id]
    return rule["fired"]


def requests(account, **filters):
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return support.control("GET", f"requests?account={account}&{query}")["requests"]


@pytest.fixture
def retrying(account):
    config = Config(retries={"mode": "standard", "total_max_attempts": 3}, read_timeout=1)
    return boto3.client(
        "ec2", config=config, aws_access_key_id=account, aws_secret_access_key="any"
    )


@pytest.mark.parametrize(
    "failure",
    [
        {"error": "RequestLimitExceeded"},
        {"error": "Unavailable"},
        {"error": "InternalError"},
        {"connection": "dropped"},
        {"connection": "lost"},
    ],
)
def test_a_retrying_client_survives(retrying, fault, account, failure):
    id = fault(action="DescribeVpcs", count=2, **failure)
    answer = retrying.describe_vpcs()
    assert len(answer["Vpcs"]) == 1
    assert answer["ResponseMetadata"]["RetryAttempts"] == 2
    assert fired(id) == 2
    outcomes = [request["outcome"] for request in requests(account, action="DescribeVpcs")]
    assert outcomes[-1] == "ok" and len(outcomes) == 3


def test_a_slow_answer_is_asked_for_again(retrying, fault, account):
    fault(action="DescribeVpcs", count=1, latencyMillis=1500)
    assert retrying.describe_vpcs()["ResponseMetadata"]["RetryAttempts"] == 1
    time.sleep(0.6)
    outcomes = [request["outcome"] for request in requests(account)]
    assert sorted(outcomes) == ["abandoned", "ok"]


def test_a_lost_answer_does_not_launch_twice(retrying, fault, account):
    fault(action="RunInstances", count=1, connection="lost")
    launch = {"ImageId": support.IMAGE, "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}
    answer = retrying.run_instances(**launch)
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1
    assert len(retrying.describe_instances()["Reservations"]) == 1
    tokens = {it["parameters"]["ClientToken"] for it in requests(account, action="RunInstances")}
    assert len(tokens) == 1


def test_a_client_gives_up(retrying, fault, account):
    fault(action="DescribeVpcs", error="RequestLimitExceeded")
    with support.refused("RequestLimitExceeded", "Request limit exceeded.", 503):
        retrying.describe_vpcs()
    assert len(requests(account, error="RequestLimitExceeded")) == 3


def test_a_zone_without_capacity_is_gone_around(ec2, fault):
    fault(error="InsufficientInstanceCapacity", instanceType="m5.large", zone="us-east-1a")
    launch = {"ImageId": support.IMAGE, "InstanceType": "m5.large", "MinCount": 1, "MaxCount": 1}
    told = r"not specifying an Availability Zone in your request or choosing us-east-1b"
    with support.refused("InsufficientInstanceCapacity", told, 500):
        ec2.run_instances(Placement={"AvailabilityZone": "us-east-1a"}, **launch)
    [instance] = ec2.run_instances(**launch)["Instances"]
    assert instance["Placement"]["AvailabilityZone"] != "us-east-1a"


def test_calls_are_asserted_from_the_log(ec2, account):
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.create_tags(Resources=[vpc], Tags=[{"Key": "Name", "Value": "a & b"}])
    with support.refused("InvalidVpcID.NotFound"):
        ec2.delete_vpc(VpcId="vpc-1234567890abcdef0")
    create, tag, delete = requests(account)
    assert create["parameters"] == {"CidrBlock": "10.0.0.0/16"}
    tags = {"ResourceId.1": vpc, "Tag.1.Key": "Name", "Tag.1.Value": "a & b"}
    assert (tag["action"], tag["parameters"]) == ("CreateTags", tags)
    assert (delete["errorCode"], delete["status"]) == ("InvalidVpcID.NotFound", 400)
    assert create["userAgent"].startswith("Boto3/") and create["accessKeyId"] == account


def test_a_waiter_is_driven_by_the_clock():
    with server("--lifecycle", "aws") as (_, address):
        ask(address, "lifecycle", "PUT", {"durations": {"instances": {"pending": 3600}}})
        ask(address, "clock", "PUT", {"scale": 7200})
        ec2 = boto3.client(
            "ec2", endpoint_url=address, aws_access_key_id="x", aws_secret_access_key="x"
        )
        launch = {"ImageId": support.IMAGE, "InstanceType": "t3.micro"}
        [instance] = ec2.run_instances(MinCount=1, MaxCount=1, **launch)["Instances"]
        assert instance["State"]["Name"] == "pending"
        waiter = ec2.get_waiter("instance_running")
        waiter.wait(
            InstanceIds=[instance["InstanceId"]],
            WaiterConfig={"Delay": 0.1, "MaxAttempts": 100},
        )


def test_the_stream_tells_what_is_sent(ec2, account):
    url = f"{support.ENDPOINT}/_parlel/requests/stream?account={account}"
    with urllib.request.urlopen(url, timeout=30) as stream:
        ec2.describe_vpcs()
        for line in stream:
            if line.startswith(b"data: "):
                assert json.loads(line[6:])["action"] == "DescribeVpcs"
                break


def test_a_checkpoint_is_returned_to_between_tests():
    with server() as (_, address):
        ec2 = client(address)
        kept = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        ask(address, "checkpoints/base", "PUT")
        for _ in range(2):
            made = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
            ec2.delete_vpc(VpcId=kept)
            assert ask(address, "checkpoints/base/diff")
            ask(address, "checkpoints/base/restore", "POST")
            assert ec2.describe_vpcs(VpcIds=[kept])["Vpcs"]
            with support.refused("InvalidVpcID.NotFound"):
                ec2.describe_vpcs(VpcIds=[made])


def test_a_killed_server_comes_back_whole(tmp_path):
    flags = ("--data-dir", str(tmp_path / "data"))
    launch = {"ImageId": support.IMAGE, "MinCount": 3, "MaxCount": 3}
    with server(*flags) as (process, address):
        made = client(address).run_instances(ClientToken="once", **launch)["Instances"]
        process.kill()
        process.wait()
    with server(*flags) as (_, address):
        ec2 = client(address)
        again = ec2.run_instances(ClientToken="once", **launch)["Instances"]
        pages = ec2.get_paginator("describe_instances").paginate()
        held = [it for page in pages for r in page["Reservations"] for it in r["Instances"]]
    ids = sorted(it["InstanceId"] for it in made)
    assert sorted(it["InstanceId"] for it in again) == ids
    assert sorted(it["InstanceId"] for it in held) == ids


@pytest.fixture
def verifying(tmp_path):
    keys = tmp_path / "credentials"
    keys.write_text(KEYS)
    with server("--auth", "verify", "--credentials", str(keys)) as (_, address):
        yield address


def test_boto3_signs_as_is_wanted(verifying):
    ec2 = boto3.client("ec2", endpoint_url=verifying, **MINE)
    made = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]
    assert made["OwnerId"] == "111122223333"
    tags = [{"Key": "Name", "Value": "ü + & = ~ *"}]
    ec2.create_tags(Resources=[made["VpcId"]], Tags=tags)
    assert ec2.describe_vpcs(VpcIds=[made["VpcId"]])["Vpcs"][0]["Tags"] == tags
    sts = boto3.client("sts", endpoint_url=verifying, **MINE)
    assert sts.get_caller_identity()["Account"] == "111122223333"
    role = "arn:aws:iam::444455556666:role/r"
    session = sts.assume_role(RoleArn=role, RoleSessionName="me")["Credentials"]
    assumed = boto3.client(
        "ec2", endpoint_url=verifying, aws_access_key_id=session["AccessKeyId"],
        aws_secret_access_key=session["SecretAccessKey"],
        aws_session_token=session["SessionToken"],
    )
    assert assumed.describe_vpcs()["Vpcs"][0]["OwnerId"] == "444455556666"


def test_wrong_signatures_are_refused(verifying):
    none = "AWS was not able to validate the provided access credentials"
    other = boto3.client(
        "ec2", endpoint_url=verifying, aws_access_key_id="AKIAOTHER", aws_secret_access_key="x"
    )
    with support.refused("AuthFailure", none, 401):
        other.describe_vpcs()
    wrong = boto3.client("ec2", endpoint_url=verifying, **{**MINE, "aws_secret_access_key": "x"})
    with support.refused("SignatureDoesNotMatch", "does not match the signature", 403):
        wrong.describe_vpcs()
    sts = boto3.client("sts", endpoint_url=verifying, **{**MINE, "aws_access_key_id": "x"})
    with support.refused("InvalidClientTokenId", "security token", 403):
        sts.get_caller_identity()
    ask(verifying, "clock", "PUT", {"advanceSeconds": 3600})
    mine = boto3.client("ec2", endpoint_url=verifying, **MINE)
    with support.refused("RequestExpired", "Request has expired."):
        mine.describe_vpcs()


def test_presigned_requests_expire(verifying):
    ec2 = boto3.client("ec2", endpoint_url=verifying, **MINE)
    call = {"Filters": [{"Name": "tag:a b", "Values": ["c+d/ü"]}]}
    url = ec2.generate_presigned_url("describe_vpcs", Params=call, ExpiresIn=60, HttpMethod="GET")
    with urllib.request.urlopen(url, timeout=30) as answer:
        assert b"DescribeVpcsResponse" in answer.read()
    for sent in (url.replace("DescribeVpcs", "DescribeSubnets"), url):
        if sent == url:
            ask(verifying, "clock", "PUT", {"advanceSeconds": 120})
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(sent, timeout=30)
        code = b"RequestExpired" if sent == url else b"SignatureDoesNotMatch"
        assert code in caught.value.read()


def test_verifying_needs_keys(tmp_path):
    told = subprocess.run([BINARY, "--auth", "verify"], capture_output=True, text=True, timeout=30)
    assert told.returncode == 2 and "--auth verify needs --credentials FILE" in told.stderr
    keys = tmp_path / "credentials"
    keys.write_text("[mine]\n")
    flags = [BINARY, "--credentials", str(keys)]
    told = subprocess.run(flags, capture_output=True, text=True, timeout=30)
    assert told.returncode == 2 and "[mine] has no aws_access_key_id" in told.stderr


def test_the_cli_signs_as_is_wanted(verifying):
    def aws(secret):
        keys = {
            "AWS_ACCESS_KEY_ID": MINE["aws_access_key_id"], "AWS_SECRET_ACCESS_KEY": secret,
            "AWS_ENDPOINT_URL": verifying,
        }
        command = ["aws", "ec2", "describe-vpcs", "--filters", "Name=tag:a b,Values=c+d/*"]
        environment = {**os.environ, **keys}
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)

    assert aws(MINE["aws_secret_access_key"]).returncode == 0
    wrong = aws("another")
    assert wrong.returncode != 0 and "(SignatureDoesNotMatch)" in wrong.stderr

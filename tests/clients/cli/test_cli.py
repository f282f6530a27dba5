"""The AWS CLI against the server: the README's sample, and the stories a shell tells."""

import json
import os
import subprocess

import pytest

import support


@pytest.fixture
def aws(account):
    """Runs `aws ec2 …` as the test's account and answers with its JSON."""

    def run(*arguments, service="ec2", **environment):
        ran = ask(service, *arguments, account=account, **environment)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout) if ran.stdout.strip() else None

    return run


@pytest.fixture
def fails(account):
    """Runs `aws ec2 …`, expects it to fail and answers with what it says."""

    def run(*arguments, service="ec2", **environment):
        ran = ask(service, *arguments, account=account, **environment)
        assert ran.returncode != 0, ran.stdout
        return ran.stderr.strip()

    return run


def ask(*arguments, account, **environment):
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": account, **environment}
    command = ["aws", *arguments, "--output", "json"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def test_the_readmes_sample_runs():
    command = ["bash", "-euo", "pipefail", "-c", support.sample("sh")]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    assert "\trunning\n" in ran.stdout
    last = ran.stdout[ran.stdout.rindex("{\n    \"TerminatingInstances\""):]
    [change] = json.loads(last)["TerminatingInstances"]
    assert change["PreviousState"]["Name"] == "stopped"


def test_an_instance_from_the_shell(aws, fails):
    launched = aws(
        "run-instances", "--image-id", support.IMAGE, "--instance-type", "t3.micro",
        "--count", "2", "--tag-specifications",
        "ResourceType=instance,Tags=[{Key=Name,Value=web}]",
    )
    ids = [instance["InstanceId"] for instance in launched["Instances"]]
    aws("wait", "instance-running", "--instance-ids", *ids)
    states = aws(
        "describe-instances", "--filters", "Name=tag:Name,Values=w?b",
        "--query", "Reservations[].Instances[].State.Name",
    )
    assert states == ["running", "running"]
    aws("stop-instances", "--instance-ids", *ids)
    aws("wait", "instance-stopped", "--instance-ids", *ids)
    aws("terminate-instances", "--instance-ids", *ids)
    aws("wait", "instance-terminated", "--instance-ids", *ids)
    said = fails("start-instances", "--instance-ids", ids[0])
    assert said.endswith(
        "(IncorrectInstanceState) when calling the StartInstances operation: The instance "
        f"'{ids[0]}' is not in a state from which it can be started."
    )


def test_a_network_from_the_shell(aws, fails):
    vpc = aws("create-vpc", "--cidr-block", "10.0.0.0/16")["Vpc"]["VpcId"]
    aws("wait", "vpc-available", "--vpc-ids", vpc)
    made = aws("create-subnet", "--vpc-id", vpc, "--cidr-block", "10.0.1.0/24")
    subnet = made["Subnet"]["SubnetId"]
    group = aws(
        "create-security-group", "--group-name", "web", "--description", "web", "--vpc-id", vpc
    )["GroupId"]
    rule = ("--group-id", group, "--protocol", "tcp", "--port", "22", "--cidr", "192.0.2.0/24")
    assert aws("authorize-security-group-ingress", *rule)["Return"] is True
    assert "(InvalidPermission.Duplicate)" in fails("authorize-security-group-ingress", *rule)
    assert "(DependencyViolation)" in fails("delete-vpc", "--vpc-id", vpc)
    aws("delete-security-group", "--group-id", group)
    aws("delete-subnet", "--subnet-id", subnet)
    aws("delete-vpc", "--vpc-id", vpc)
    assert f"The vpc ID '{vpc}' does not exist" in fails("describe-vpcs", "--vpc-ids", vpc)


def test_a_key_from_the_shell(account, tmp_path):
    ran = subprocess.run(
        ["aws", "ec2", "create-key-pair", "--key-name", "mine", "--key-type", "ed25519",
         "--query", "KeyMaterial", "--output", "text"],
        env={**os.environ, "AWS_ACCESS_KEY_ID": account},
        capture_output=True, text=True, timeout=120, check=True,
    )
    assert ran.stdout.startswith("-----BEGIN OPENSSH PRIVATE KEY-----\n")


def test_the_world_from_the_shell(aws):
    names = aws("describe-regions", "--query", "Regions[].RegionName")
    assert "us-east-1" in names
    zones = aws("describe-availability-zones", "--query", "AvailabilityZones[].ZoneName")
    assert "us-east-1a" in zones
    types = aws(
        "describe-instance-types", "--instance-types", "t3.micro",
        "--query", "InstanceTypes[].VCpuInfo.DefaultVCpus",
    )
    assert types == [2]
    newest = aws(
        "describe-images", "--owners", "amazon", "--filters", "Name=name,Values=al2023-ami-2023*",
        "--query", "sort_by(Images, &CreationDate)[-1].OwnerId",
    )
    assert newest == "137112412989"
    assert aws("describe-account-attributes")["AccountAttributes"]


def test_pages_from_the_shell(aws):
    made = [aws("create-internet-gateway")["InternetGateway"]["InternetGatewayId"]
            for _ in range(6)]
    listed = aws(
        "describe-internet-gateways", "--page-size", "5",
        "--query", "InternetGateways[].InternetGatewayId",
    )
    # The default VPC has one too.
    assert len(listed) == len(set(listed)) == 7
    assert set(made) < set(listed)


def test_mistakes_from_the_shell(fails):
    dry = ("run-instances", "--image-id", support.IMAGE, "--instance-type", "t3.micro", "--dry-run")
    assert "(DryRunOperation)" in fails(*dry)
    said = fails("stop-instances", "--instance-ids", "i-0123456789abcdef0")
    assert "(InvalidInstanceID.NotFound)" in said
    said = fails("describe-instances", "--region", "mars-north-1")
    assert "(AuthFailure)" in said
    said = fails("ls", service="s3")
    assert "does not emulate the service 's3'" in said


def test_an_identity_from_the_shell(aws, account):
    assert aws("get-caller-identity", service="sts")["Account"] == account
    keys = aws(
        "assume-role", "--role-arn", "arn:aws:iam::777788889999:role/deploy",
        "--role-session-name", "shell", service="sts",
    )["Credentials"]
    as_role = {
        "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
        "AWS_SESSION_TOKEN": keys["SessionToken"],
    }
    identity = aws("get-caller-identity", service="sts", **as_role)
    assert identity["Account"] == "777788889999"

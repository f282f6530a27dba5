"""What the Python suites share: the server's control routes, and waiters that move its clock."""

import contextlib
import hashlib
import json
import os
import pathlib
import re
import urllib.request

import boto3
import botocore.exceptions
import pytest
from botocore.config import Config

ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
README = pathlib.Path(__file__).parents[2] / "README.md"
IMAGE = "ami-0abcdef1234567890"
OTHER_REGION = "eu-west-1"


def control(method, route, body=None, endpoint=ENDPOINT):
    """Asks one of the server's own routes."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"content-type": "application/json"}
    url = f"{endpoint}/_parlel/{route}"
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def advance(seconds):
    control("PUT", "clock", {"advanceSeconds": seconds})


def emulated():
    """The names of the operations that the server answers."""
    operations = control("GET", "operations")["operations"]
    return {operation["name"] for operation in operations if operation["emulated"]}


def account_for(name):
    """An account of its own for each test: what others do is not seen there."""
    return f"{int(hashlib.sha256(name.encode()).hexdigest(), 16) % 10**12:012}"


@contextlib.contextmanager
def refused(code, message=None, status=400):
    """Holds what a call in the block is refused with; `message` is a regular expression."""
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        yield caught
    answer = caught.value.response
    assert answer["Error"]["Code"] == code, answer["Error"]
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == status, answer
    if message is not None:
        assert re.search(message, answer["Error"]["Message"]), answer["Error"]["Message"]


def unchecked_client():
    """One that sends what boto3 would refuse by itself, as other clients do."""
    options = {"parameter_validation": False, "retries": {"total_max_attempts": 1}}
    return boto3.client("ec2", config=Config(**options))


def wait(client, name, **request):
    """Waits as boto3 does, but lets the server's clock pass instead of the machine's."""
    operations = client.meta.service_model.operation_names
    passes = [f"after-call.ec2.{operation}" for operation in operations]

    def pass_time(**_):
        advance(15)

    for event in passes:
        client.meta.events.register(event, pass_time)
    try:
        quick = {"Delay": 0, "MaxAttempts": 40}
        client.get_waiter(name).wait(WaiterConfig=quick, **request)
    finally:
        for event in passes:
            client.meta.events.unregister(event, pass_time)


def sample(language):
    """The README's code block in this language; it has one of each, but of `sh` several."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```", README.read_text(), re.S | re.M)
    if language == "sh":
        blocks = [block for block in blocks if "aws ec2 run-instances" in block]
    [block] = blocks
    return block

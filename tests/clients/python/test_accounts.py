"""Who asks and where: accounts, regions, roles, other services, proxies, presigned requests."""

import http.client
import urllib.parse
import xml.etree.ElementTree

import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

import support
from support import ENDPOINT, IMAGE, OTHER_REGION, refused


def vpcs(client):
    return {vpc["VpcId"] for vpc in client.describe_vpcs()["Vpcs"]}


def test_accounts_and_regions_do_not_see_each_other(clients):
    ours, theirs = clients(account="111122223333"), clients(account="444455556666")
    elsewhere = clients(account="111122223333", region=OTHER_REGION)
    made = ours.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]
    assert made["OwnerId"] == "111122223333"
    vpc = made["VpcId"]
    assert vpc in vpcs(ours)
    for other in (theirs, elsewhere):
        assert vpc not in vpcs(other)
        with refused("InvalidVpcID.NotFound"):
            other.delete_vpc(VpcId=vpc)
    zones = elsewhere.describe_availability_zones()["AvailabilityZones"]
    assert {zone["RegionName"] for zone in zones} == {OTHER_REGION}
    ours.delete_vpc(VpcId=vpc)


def test_a_caller_is_told_who_it_is(clients, account):
    identity = clients("sts").get_caller_identity()
    assert identity["Account"] == account
    assert identity["Arn"] == f"arn:aws:iam::{account}:root"


def test_a_key_that_is_no_account_is_the_default_one(clients):
    identity = clients("sts", account="AKIAIOSFODNN7EXAMPLE").get_caller_identity()
    assert identity["Account"] == "000000000000"


def test_a_role_leads_into_its_account(clients):
    target = support.account_for("the role's")
    arn = f"arn:aws:iam::{target}:role/deploy"
    assumed = clients("sts").assume_role(RoleArn=arn, RoleSessionName="tests")
    assert assumed["AssumedRoleUser"]["Arn"].endswith("assumed-role/deploy/tests")
    keys = assumed["Credentials"]
    as_role = {
        "account": keys["AccessKeyId"],
        "aws_secret_access_key": keys["SecretAccessKey"],
        "aws_session_token": keys["SessionToken"],
    }
    assert clients("sts", **as_role).get_caller_identity()["Account"] == target
    made = clients(**as_role).create_vpc(CidrBlock="10.2.0.0/16")["Vpc"]
    assert made["OwnerId"] == target
    assert made["VpcId"] in vpcs(clients(account=target))
    assert made["VpcId"] not in vpcs(clients())
    with refused("ValidationError"):
        clients("sts").assume_role(RoleArn="arn:aws:iam::12:role/x", RoleSessionName="tests")


@pytest.mark.parametrize(
    ("service", "call", "status"),
    [("s3", "list_buckets", 501), ("iam", "list_users", 403), ("dynamodb", "list_tables", 400)],
)
def test_other_services_are_refused_clearly(clients, service, call, status):
    with pytest.raises(ClientError) as caught:
        getattr(clients(service), call)()
    answer = caught.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == status
    message = answer["Error"]["Message"]
    assert f"It does not emulate the service '{service}'" in message, answer
    assert "AWS_ENDPOINT_URL_EC2" in message


def ask(method, target, body=None, headers=None):
    """A request as a simple client or a proxy sends it."""
    address = urllib.parse.urlsplit(ENDPOINT)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    connection.request(method, target, body=body, headers=headers or {})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, xml.etree.ElementTree.fromstring(text)


def name_of(element):
    return element.tag.split("}")[-1]


def test_a_proxy_may_stand_between():
    headers = {
        "Host": "4700-something.preview.example.com",
        "X-Forwarded-For": "203.0.113.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "elsewhere.example.com",
        "Cookie": "session=abc",
        "Accept-Encoding": "gzip, br",
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
    }
    form = "Action=DescribeVpcs&Version=2016-11-15"
    status, answer = ask("POST", "/proxied/ec2/", form, headers)
    assert (status, name_of(answer)) == (200, "DescribeVpcsResponse")


def test_a_request_needs_no_signature():
    status, answer = ask("GET", "/?Action=DescribeRegions&Version=2016-11-15")
    assert (status, name_of(answer)) == (200, "DescribeRegionsResponse")
    status, answer = ask("GET", "/?Action=LaunchRocket&Version=2016-11-15")
    assert (status, answer.findtext("Errors/Error/Code")) == (400, "InvalidAction")


def test_a_presigned_request_is_its_signer_s(clients, account):
    query = {
        "Action": "RunInstances", "Version": "2016-11-15", "ImageId": IMAGE,
        "InstanceType": "t3.micro", "MinCount": "1", "MaxCount": "1",
    }
    url = f"{ENDPOINT}/?{urllib.parse.urlencode(query)}"
    request = AWSRequest("GET", url)
    SigV4QueryAuth(Credentials(account, "any"), "ec2", OTHER_REGION).add_auth(request)
    status, answer = ask("GET", request.prepare().url.removeprefix(ENDPOINT))
    assert (status, name_of(answer)) == (200, "RunInstancesResponse")
    there = clients(region=OTHER_REGION).describe_instances()["Reservations"]
    assert [reservation["OwnerId"] for reservation in there] == [account]
    assert clients().describe_instances()["Reservations"] == []

"""Reports that a third list of queries drew, made beforehand by chance."""

from reports import each, reported

NO_ACL = "acl-925cbcf6"
NO_REQUEST = "sir-r1vi76vg"

REFUSED = [
    ("boto/boto#388 (2011)", "describe_key_pairs",
     {"KeyNames": ["none"]}, "InvalidKeyPair.NotFound", None),
    ("LeanerCloud/AutoSpotting#50 (2016, request id)", "create_tags",
     {"Resources": [NO_REQUEST], "Tags": [{"Key": "a", "Value": "b"}]},
     "InvalidSpotInstanceRequestID.NotFound",
     f"The spot instance request ID '{NO_REQUEST}' does not exist"),
    ("hashicorp/terraform#5392 (2016)", "describe_network_acls",
     {"NetworkAclIds": [NO_ACL]}, "InvalidNetworkAclID.NotFound",
     f"The networkAcl ID '{NO_ACL}' does not exist"),
    ("hashicorp/terraform-provider-aws#5931 (2018, request id)", "delete_route_table",
     {"RouteTableId": "<table>"}, "DependencyViolation",
     "The routeTable '<table>' has dependencies and cannot be deleted.", "association"),
    ("aws-samples/aws-genai-llm-chatbot#81 (2023), aws/copilot-cli#5481 (2023, request id)",
     "delete_subnet", {"SubnetId": "<subnet>"}, None,
     "The subnet '<subnet>' has dependencies and cannot be deleted.", "interface"),
    ("threeport/threeport#50 (2023, request id)", "delete_vpc",
     {"VpcId": "<vpc>"}, "DependencyViolation",
     "The vpc '<vpc>' has dependencies and cannot be deleted.", "subnet"),
]


@each(REFUSED)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def test_a_new_account_has_no_keys(user):
    """As reported in auser/poolparty#17 (2009, request id)."""
    assert user.ec2.describe_key_pairs()["KeyPairs"] == []


def test_the_metadata_options_of_a_usual_launch(user):
    """As reported in opstrace/opstrace#1390 (2021)."""
    asked = {"State": "applied", "HttpTokens": "optional", "HttpEndpoint": "enabled"}
    user.wait()
    options = user.described(user.instance)["MetadataOptions"]
    assert {**options, **asked, "HttpPutResponseHopLimit": 1} == options
    user.ec2.modify_instance_metadata_options(
        InstanceId=user.instance, HttpPutResponseHopLimit=2
    )
    user.wait()
    options = user.described(user.instance)["MetadataOptions"]
    assert {**options, **asked, "HttpPutResponseHopLimit": 2} == options


def test_an_attached_gateway(user):
    """As reported in boto/boto3#3724 (2023) and ansible/ansible-modules-extras#2093 (2016)."""
    [gateway] = user.ec2.describe_internet_gateways(InternetGatewayIds=[user.gateway])[
        "InternetGateways"
    ]
    assert gateway["Attachments"] == [{"State": "available", "VpcId": user.vpc}]


def test_a_transit_gateway_with_a_vpc(user):
    gateway = user.transit_gateway
    user.wait()
    made = user.ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=gateway, VpcId=user.vpc, SubnetIds=[user.subnet]
    )["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
    user.wait()
    with reported(
        "carina-rs/carina#1523 (2026)", None,
        f"{gateway} has non-deleted VPC Attachments: {made}.",
    ):
        user.ec2.delete_transit_gateway(TransitGatewayId=gateway)

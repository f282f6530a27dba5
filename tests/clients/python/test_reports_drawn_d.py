"""Reports that a second list of queries drew, which was made beforehand by chance: of instances
and templates above all."""

import base64

import support
from reports import each, in_aws_lifecycle, reported

NO_GROUP = "The Placement Groups 'XXX' is unknown."
NO_RULE = "The specified rule does not exist in this security group."
NO_TYPE = (
    "Your requested instance type (t3.micro) is not supported in your requested Availability Zone "
    "(us-east-1e). Please retry your request by not specifying an Availability Zone or choosing "
    "us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1f."
)
LAUNCH = {"ImageId": support.IMAGE, "MinCount": 1, "MaxCount": 1}
RULE = {
    "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.1.0.0/16"}],
}
MINE = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}

REFUSED = [
    ("aws/aws-parallelcluster#286 (2018)", "run_instances",
     {**LAUNCH, "InstanceType": "t2.128xlarge"}, None,
     "Invalid value 't2.128xlarge' for InstanceType."),
    ("buildbot/buildbot#4617 (2019), aws/aws-sdk-ruby#1559 (2017)",
     "describe_spot_instance_requests", {"SpotInstanceRequestIds": ["sir-g58i7yik"]},
     "InvalidSpotInstanceRequestID.NotFound",
     "The spot instance request ID 'sir-g58i7yik' does not exist"),
    ("hashicorp/terraform-provider-aws#9915 (2019) and #11671 (2020)",
     "describe_placement_groups", {"GroupNames": ["XXX"]}, "InvalidPlacementGroup.Unknown",
     NO_GROUP),
    ("spurin/diveintoansible-lab#71 (2021, request id)", "run_instances",
     {**LAUNCH, "InstanceType": "t3.micro", "KeyName": "ansible"}, "InvalidKeyPair.NotFound",
     "The key pair 'ansible' does not exist"),
    ("determined-ai/determined#771 (2020), trailofbits/algo#512 (2017)", "associate_address",
     {"PublicIp": "<ip>", "InstanceId": "<instance>"}, "InvalidParameterCombination",
     "You must specify an allocation id when mapping an address to a VPC instance"),
    ("aws/aws-cli#1503 (2015)", "authorize_security_group_ingress", MINE, None,
     "The request must contain the parameter groupName or groupId"),
    ("hashicorp/terraform-provider-aws#5636 (2018, request id)",
     "update_security_group_rule_descriptions_ingress",
     {"GroupId": "<group>", "IpPermissions": [RULE]}, "InvalidPermission.NotFound", NO_RULE),
    ("wellcomecollection/platform#1601 (2018, request id)", "revoke_security_group_ingress",
     {"GroupId": "<group>", "IpPermissions": [RULE]}, "InvalidPermission.NotFound", NO_RULE),
    ("aws-samples/aws-secure-environment-accelerator#1284 (2025)",
     "revoke_security_group_ingress", {"GroupId": "<default_group>", "IpPermissions": [RULE]},
     "InvalidPermission.NotFound", NO_RULE),
    ("hashicorp/terraform#687 (2014)", "run_instances",
     {**LAUNCH, "InstanceType": "t3.micro", "PrivateIpAddress": "10.0.28.150",
      "NetworkInterfaces": [{"DeviceIndex": 0, "SubnetId": "<subnet>"}]},
     "InvalidParameterCombination",
     "Network interfaces and an instance-level private IP address may not be specified on the "
     "same request"),
]


@each(REFUSED)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def test_a_type_in_a_zone_that_does_not_have_it(user):
    source = "aws-cloudformation-resource-providers-awsutilities-commandrunner#37"
    with reported(f"aws-cloudformation/{source} (2021)", "Unsupported", NO_TYPE):
        user.try_launch(SubnetId=user.default_subnet("e"))


@in_aws_lifecycle
def test_what_a_launch_from_a_template_answers(user):
    """As reported in boto/boto3#2556 (2020)."""
    [instance] = user.ec2.run_instances(
        MinCount=1, MaxCount=1, LaunchTemplate={"LaunchTemplateId": user.template, "Version": "1"}
    )["Instances"]
    assert instance["StateReason"] == {"Code": "pending", "Message": "pending"}
    tags = {tag["Key"]: tag["Value"] for tag in instance["Tags"]}
    assert tags == {
        "aws:ec2launchtemplate:id": user.template, "aws:ec2launchtemplate:version": "1",
    }
    [interface] = instance["NetworkInterfaces"]
    attachment = interface["Attachment"]
    assert attachment["Status"] == "attaching"
    assert attachment["DeviceIndex"] == 0
    assert attachment["DeleteOnTermination"]
    assert interface["Status"] == "in-use"
    assert interface["InterfaceType"] == "interface"
    assert interface["Description"] == ""
    assert interface["Ipv6Addresses"] == []
    name = f"ip-{interface['PrivateIpAddress'].replace('.', '-')}.ec2.internal"
    assert interface["PrivateDnsName"] == name


def test_more_versions_than_are_shown_at_once(user):
    """As reported in ansible-collections/community.aws#2131 (2024)."""
    for _ in range(200):
        user.ec2.create_launch_template_version(
            LaunchTemplateId=user.template, LaunchTemplateData={"InstanceType": "t3.small"}
        )
    shown = user.ec2.describe_launch_template_versions(LaunchTemplateId=user.template)
    numbers = [version["VersionNumber"] for version in shown["LaunchTemplateVersions"]]
    assert numbers == list(range(201, 1, -1))


def test_a_template_that_is_changed(user):
    """As reported in hashicorp/terraform-provider-aws#30674 (2023, request id)."""
    user.ec2.create_launch_template_version(
        LaunchTemplateId=user.template, LaunchTemplateData={"InstanceType": "t3.small"}
    )
    changed = user.ec2.modify_launch_template(LaunchTemplateId=user.template, DefaultVersion="2")
    changed = changed["LaunchTemplate"]
    assert changed["CreateTime"].timestamp() == 0
    assert changed["DefaultVersionNumber"] == changed["LatestVersionNumber"] == 2
    assert changed["LaunchTemplateId"] == user.template


def test_types_come_by_the_hundred(user):
    """As reported in ray-project/ray#11484 (2020)."""
    shown = user.ec2.describe_instance_types()
    assert len(shown["InstanceTypes"]) == 100
    assert shown["NextToken"]


def test_a_protected_instance(user):
    instance = user.launch(DisableApiTermination=True)
    with reported(
        "jenkinsci/ec2-fleet-plugin#327 (2022, request id)", "OperationNotPermitted",
        f"The instance '{instance}' may not be terminated. Modify its 'disableApiTermination' "
        "instance attribute and try again.",
    ):
        user.ec2.terminate_instances(InstanceIds=[instance])


def test_a_reservation_is_a_launch(user):
    """As reported in aws/aws-sdk-ruby#1536 (2017) and #1193 (2016)."""
    alone = [user.launch() for _ in range(2)]
    user.try_launch(MinCount=3, MaxCount=3)

    def sizes(**asked):
        found = user.ec2.describe_instances(**asked)["Reservations"]
        return sorted(len(reservation["Instances"]) for reservation in found)

    assert sizes() == [1, 1, 3]
    assert sizes(InstanceIds=alone) == [1, 1]


def test_a_password(user):
    """As reported in mitchellh/goamz#244 (2015, request id)."""
    windows = [{"Name": "name", "Values": ["Windows_Server-2022-English-Full-Base-*"]}]
    image = user.ec2.describe_images(Owners=["amazon"], Filters=windows)["Images"][0]["ImageId"]
    instance = user.launch(ImageId=image, KeyName=user.key)
    answer = user.ec2.get_password_data(InstanceId=instance)
    assert answer["InstanceId"] == instance
    assert len(base64.b64decode(answer["PasswordData"])) == 256


def test_a_group_that_the_default_vpc_does_not_have(user):
    [vpc] = user.ec2.describe_vpcs()["Vpcs"]
    with reported(
        "aws/aws-sdk-js#318 (2014)", "InvalidGroup.NotFound",
        f"The security group 'AmazonTest' does not exist in default VPC '{vpc['VpcId']}'",
    ):
        user.ec2.authorize_security_group_ingress(GroupName="AmazonTest", **MINE)


def test_a_vpc_of_another_account(user):
    theirs = user.other().vpc
    with reported(
        "ansible-collections/amazon.aws#663 (2022)", "InvalidVpcID.NotFound",
        f"The vpc ID '{theirs}' does not exist",
    ):
        user.ec2.describe_vpc_classic_link(VpcIds=[theirs])


def test_an_interface_of_aws(user):
    source = "openshift/installer#2498 (2019, request id)"
    user.has("nat")
    [interface] = user.of_vpc("describe_network_interfaces", "NetworkInterfaces")
    interface = interface["NetworkInterfaceId"]
    words = f"Network interface '{interface}' is currently in use."
    with reported(source, "InvalidParameterValue", words):
        user.ec2.delete_network_interface(NetworkInterfaceId=interface)
    shown = user.ec2.describe_network_interface_attribute(
        NetworkInterfaceId=interface, Attribute="attachment"
    )["Attachment"]
    attachment = shown.pop("AttachmentId")
    assert attachment.startswith("ela-attach-")
    assert shown == {
        "Status": "attached", "DeviceIndex": 1, "DeleteOnTermination": False,
        "InstanceOwnerId": "amazon-aws",
    }
    words = "You are not allowed to manage 'ela-attach' attachments."
    with reported(source, "OperationNotPermitted", words):
        user.ec2.detach_network_interface(AttachmentId=attachment, Force=True)


def test_the_routes_of_a_private_table(user):
    """As reported in aws/aws-sdk-ruby#1630 (2017)."""
    user.ec2.create_route(
        RouteTableId=user.table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=user.nat
    )
    made = user.ec2.create_vpc_endpoint(
        VpcId=user.vpc, ServiceName="com.amazonaws.us-east-1.s3", RouteTableIds=[user.table]
    )
    user.wait()
    [table] = user.ec2.describe_route_tables(RouteTableIds=[user.table])["RouteTables"]
    _, out, storage = table["Routes"]
    made_so = {"Origin": "CreateRoute", "State": "active"}
    assert out == {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": user.nat, **made_so}
    assert storage.pop("DestinationPrefixListId").startswith("pl-")
    assert storage == {"GatewayId": made["VpcEndpoint"]["VpcEndpointId"], **made_so}


def test_a_route_of_ipv6_alone(user):
    """As reported in aws/aws-sdk-ruby#3202 (2025)."""
    made = user.ec2.create_route(
        RouteTableId=user.table, DestinationIpv6CidrBlock="::/0", GatewayId=user.gateway
    )
    assert made["Return"]

"""Reports of what is refused alike whatever is asked: parameters, tokens, filters, pages, tags."""

from botocore import UNSIGNED
from botocore.config import Config

from reports import SESSION, each, reported
from support import IMAGE
from test_lab import verifying
from test_reports_launches import IDEMPOTENT, launch

NAME = [{"Key": "Name", "Value": "web"}]
UNKNOWN = "i-0123456789abcdef0"
DRY = "Request would have succeeded, but DryRun flag is set."
CONTROLLER = "services.k8s.aws/controller-version"

PARAMETERS = [
    ("appoxy/aws#32 (2010)", "DescribeImages", {"Version": "2010-08-31", "ImageType": "machine"},
     "UnknownParameter", "The parameter ImageType is not recognized"),
    ("aws/aws-cli#21 (2013)", "DescribeInstanceAttribute",
     {"instanceId": UNKNOWN, "Attribute": "blockDeviceMapping"},
     "UnknownParameter", "The parameter instanceId is not recognized"),
    ("soto-project/soto#291 (2020)", "RunInstances",
     launch(instanceInitiatedShutdownBehavior="terminate"), "UnknownParameter",
     "The parameter instanceInitiatedShutdownBehavior is not recognized"),
    ("aws/aws-sdk-js#653 (2015)", "CreateRoute",
     {"RouteTableId": "<table>", "DestinationCidrBlock": "10.9.0.0/24",
      "VpcPeeringConnectionId": "pcx-0123456789abcdef0", "ClientToken": "once"},
     "UnknownParameter", "The parameter ClientToken is not recognized"),
    ("cloudyr/aws.ec2#24 (2017)", "DescribeInstances", {"Filter.1.Key": "instance-state-name"},
     "UnknownParameter", "The parameter Key is not recognized"),
    ("cognitect-labs/aws-api#6 (2018)", ":DescribeInstances", {}, "InvalidAction",
     "The action :DescribeInstances is not valid for this web service."),
    # By their sources, these sent a name.
    ("toffer/minecloud-ami#19 (2016), trevor-laher/OnDemandMinecraft#14 (2019), #36 (2020)",
     "RunInstances", launch(**{"SecurityGroupId.1": "minecraft"}), "InvalidParameterValue",
     "Value () for parameter groupId is invalid. The value cannot be empty"),
    ("linuxkit/linuxkit#3468 (2020)", "RunInstances", launch(**{"SecurityGroupId.1": ""}),
     "MissingParameter",
     "When specifying a security group you must specify one of group id or group name for each "
     "item"),
    ("dtan4/terraforming#103 (2015)", "DescribeVolumes", {"VolumeId": ""},
     "MissingParameter", "The request must contain the parameter volumes"),
    ("aws/aws-sdk-js#403 (2014)", "DescribeTags",
     {"Filter.Item.1.Name": "resource-id", "Filter.Item.1.Value.1": UNKNOWN},
     "UnknownParameter", "The parameter Item is not recognized"),
    ("rusoto/rusoto#355 (2016)", "DescribeVolumes",
     {"Version": "2015-10-01", "Filter.0.String": "attachment.status",
      "Filter.0.Value.0": "attached"},
     "UnknownParameter", "The parameter String is not recognized"),
    ("mitchellh/vagrant-aws#429 (2015)", "RunInstances",
     {"InstanceType": "t3.micro", "MinCount": "1", "MaxCount": "1"},
     "MissingParameter", "The request must contain the parameter ImageId"),
    ("mitchellh/vagrant-aws#498 (2016)", "urn:Post", {}, "InvalidAction",
     "The action urn:Post is not valid for this web service."),
    ("boto/boto3#935 (2016)", "create_vpn_connection_route", {"VpnConnectionId": "<vpn>"},
     "MissingParameter", "The request must contain the parameter destinationCidrBlock"),
    ("docker/machine#3539 (2016)", "DeleteKeyPair", {},
     "MissingParameter", "The request must contain the parameter KeyName"),
    ("DanielThomas/ec2gaming#5 (2016)", "DescribeSpotInstanceRequests",
     {"SpotInstanceRequestId.1": ""}, None,
     "The request must contain the parameter SpotInstanceRequestId"),
    ("boto/boto#3137 (2015)", "DescribeInstanceTypes", {"Version": "2014-10-01"}, "InvalidAction",
     "The action DescribeInstanceTypes is not valid for this web service."),
    ("aws/aws-sdk-cpp#306 (2016)", "DescribeSpotFleets", {}, "InvalidAction",
     "The action DescribeSpotFleets is not valid for this web service."),
    # Its code is in a picture.
    ("boto/boto3#2304 (2020)", "RunInstances", launch(KernelId="", RamdiskId=""),
     None, 'Invalid id: "" (expecting "ami-...")'),
    ("transcript 30289343771", "describe_regions", {"DryRun": True}, "DryRunOperation", DRY),
    ("aws/aws-cli#4698 (2019)", "create_volume",
     {"AvailabilityZone": "us-east-1a", "Size": 1, "DryRun": True}, "DryRunOperation", DRY),
    ("aws/aws-cli#3127 (2018)", "run_instances",
     launch(NetworkInterfaces=[{"DeviceIndex": 0, "SubnetId": "<subnet>"}], DryRun=True),
     "DryRunOperation", DRY),
    ("awslabs/aws-cloudsaga#8 (2022)", "create_vpc",
     {"CidrBlock": "10.0.0.0/16", "DryRun": True}, "DryRunOperation", DRY),
]

LISTS = [
    ("boto/boto3#1299 (2017)", "describe_instances",
     {"Filters": [{"Name": "public-ip", "Values": ["1.2.3.4"]}]},
     "InvalidParameterValue", "The filter 'public-ip' is invalid"),
    ("aws/aws-sdk-ruby#2575 (2021)", "describe_instances", {"MaxResults": 1},
     "InvalidParameterValue",
     "Value ( 1 ) for parameter maxResults is invalid. Expecting a value greater than 5."),
]

TAGS = [
    # Neither of these tells the code.
    ("aws/aws-cli#33 (2013)", "CreateTags",
     {"ResourceId.1": "<instance>", "Item.1.Key": "Name", "Item.1.Value": "test"},
     None, "The parameter Item is not recognized"),
    ("flexera-public/right_aws#46 (2011)", "CreateTags",
     {"ResourceId.1": "<instance>", "Tag.1.Key.1": "myKey1", "Tag.1.Key.2": "myValue1",
      "Tag.1.Value.1": "myKey2", "Tag.1.Value.2": "myValue2", "Tag.2.Key.1": "default",
      "Tag.2.Key.2": "", "Tag.2.Value": ""},
     None, "The parameter 'Value' may only be specified once."),
    ("fastai/courses#49 (2017), awsdocs/aws-doc-sdk-examples#1302 (2020)", "create_tags",
     {"Tags": NAME},
     "MissingParameter", "The request must contain the parameter resourceIdSet"),
    ("kubernetes-sigs/cluster-api-provider-aws#1564 (2020)", "create_tags",
     {"Resources": [""], "Tags": NAME}, "InvalidParameterValue",
     "Value ( null ) for parameter resourceId is invalid. Null/empty value for resourceId is "
     "invalid"),
    ("cmachler/aws-lambda-ebs-backups#13 (2017), cloud-custodian/cloud-custodian#3612 (2019)",
     "create_tags",
     {"Resources": ["snap-0123456789abcdef0"], "Tags": NAME},
     "InvalidSnapshot.NotFound", "The snapshot 'snap-0123456789abcdef0' does not exist."),
    ("aws/aws-cli#4109 (2019)", "delete_tags", {"Resources": ["i-1234abcd i-9876dcba"]},
     "InvalidID", "The ID 'i-1234abcd i-9876dcba' is not valid"),
    ("chef-boneyard/chef-provisioning-aws#555 (2017)", "delete_tags",
     {"Resources": ["<vpc>"], "Tags": [{"Key": "aws:cloudformation:logical-id"}]},
     "InvalidParameterValue",
     "Value ( aws:cloudformation:logical-id ) for parameter key is invalid. Tag keys starting with "
     "'aws:' are reserved for internal use"),
    ("cloudavail/aws-missing-tools#71 (2014)", "create_tags",
     {"Resources": ["2014-10-21T13:34:24.000Z"], "Tags": NAME},
     "InvalidID", "The ID '2014-10-21T13:34:24.000Z' is not valid"),
    ("pulumi/pulumi-awsx#187", "create_tags", {"Resources": ["..."], "Tags": NAME},
     "InvalidID", "The ID '...' is not valid"),
    ("transcript 61959845720", "create_tags",
     {"Resources": ["eipassoc-0578b4e3415869944"], "Tags": NAME},
     "InvalidID", "The ID 'eipassoc-0578b4e3415869944' is not valid"),
    ("transcript 37910496305, saltstack/salt#23570 (2015), openaddresses/machine#445 (2016), "
     "ibi-group/datatools-server#324 (2020)", "create_tags",
     {"Resources": [UNKNOWN], "Tags": NAME},
     "InvalidInstanceID.NotFound", f"The instance ID '{UNKNOWN}' does not exist"),
    ("transcript 32245815985", "create_tags", {"Resources": ["<instance>"]}, None,
     "Value ( empty ) for parameter tagSet is invalid. You must specify one or more tags to "
     "create"),
    ("AndrewFarley/AWS-Automated-Daily-Instance-AMI-Snapshots#7 (2018)", "create_tags",
     {"Resources": ["<image>"], "Tags": [{"Key": "aws:autoscaling:groupName", "Value": "web"}]},
     "InvalidParameterValue",
     "Value ( aws:autoscaling:groupName ) for parameter key is invalid. Tag keys starting with "
     "'aws:' are reserved for internal use"),
]

TAG_SPECIFICATIONS = [
    ("awsdocs/aws-cloudformation-user-guide#634 (2020)", "create_launch_template",
     {"LaunchTemplateName": "web", "LaunchTemplateData": {
         "ImageId": IMAGE, "TagSpecifications": [{"Tags": NAME}],
     }},
     "InvalidTagSpecification.Malformed", "The resource type cannot be null or empty."),
    ("yegor256/rultor#1991 (2024)", "run_instances",
     launch(TagSpecifications=[{"Tags": NAME}]),
     "InvalidParameterValue", "Tag specification resource type must have a value"),
    ("jonrau1/SyntheticSun#13 (2020)", "create_vpc_endpoint",
     {"VpcId": "<vpc>", "ServiceName": "com.amazonaws.us-east-1.s3",
      "TagSpecifications": [{"ResourceType": "vpc-endpoint-service", "Tags": NAME}]},
     "InvalidParameter",
     "'vpc-endpoint-service' is not a valid taggable resource type for this operation."),
    ("boto/boto3#1806 (2018)", "create_snapshot",
     {"VolumeId": "<volume>", "TagSpecifications": [{"ResourceType": "instance", "Tags": NAME}]},
     "InvalidParameterValue",
     "'instance' is not a valid taggable resource type for this operation."),
    ("scylladb/scylla-cluster-tests#1532 (2019)", "run_instances",
     launch(TagSpecifications=[{"ResourceType": "instance", "Tags": [
         {"Key": "keep", "Value": "1"}, {"Key": "keep", "Value": "2"},
     ]}]),
     "InvalidParameterValue", "Duplicate tag key 'keep' specified."),
    ("aws-controllers-k8s/community#1864 (2023)", "run_instances",
     launch(MetadataOptions={"InstanceMetadataTags": "enabled"}, TagSpecifications=[
         {"ResourceType": "instance", "Tags": [{"Key": CONTROLLER, "Value": "1"}]},
     ]),
     "InvalidParameterValue",
     f"'{CONTROLLER}' is not a valid tag key. Tag keys must match pattern…"),
]


@each(PARAMETERS + LISTS + TAGS + TAG_SPECIFICATIONS)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def test_a_tag_that_is_not_there_is_taken_away(user):
    """As reported in aws/aws-cli#138 (2013): nothing is said of it."""
    user.ec2.delete_tags(Resources=[user.instance], Tags=[{"Key": "notexist"}])


def test_a_request_that_is_not_signed(verifying):
    unsigned = Config(signature_version=UNSIGNED)
    ec2 = SESSION.create_client("ec2", "us-east-1", endpoint_url=verifying, config=unsigned)
    with reported(
        "awsdocs/aws-doc-sdk-examples#4026 (2022)", "MissingParameter",
        "The request must contain the parameter AWSAccessKeyId",
    ):
        ec2.describe_regions()


def test_a_token_with_another_type(user):
    user.launch(ClientToken="once")
    with reported("rust-lang/bors#830 (2026)", "IdempotentParameterMismatch", IDEMPOTENT):
        user.try_launch(ClientToken="once", InstanceType="t3.small")


def test_a_token_of_an_instance_that_is_gone(user):
    instance = user.launch(ClientToken="once")
    user.ec2.terminate_instances(InstanceIds=[instance])
    user.wait()
    with reported(
        "boto/boto3#4406 (2025)", "IdempotentInstanceTerminated",
        "The client token you have provided is associated with a terminated instance. Please use "
        "a different client token.",
    ):
        user.try_launch(ClientToken="once")

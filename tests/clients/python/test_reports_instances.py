"""Reports of instances that are there: starting, stopping, changing, listing and tagging them."""

import datetime

from reports import each, in_aws_lifecycle, reported

UNKNOWN = "i-0123456789abcdef0"
NAME = [{"Key": "Name", "Value": "web"}]

CHANGES = [
    ("ansible-collections/amazon.aws#470 (2021)", "modify_instance_attribute",
     {"InstanceId": "<instance>"}, "InvalidParameterCombination", "No attributes specified."),
    ("hashicorp/terraform-provider-aws#7107 (2019)", "modify_instance_attribute",
     {"InstanceId": "<instance>", "SourceDestCheck": {"Value": False}}, "InvalidInstanceID",
     "There are multiple interfaces attached to instance '<instance>'. Please specify an "
     "interface ID for the operation instead.", "second_interface"),
    ("transcript 60822468533 (2026)", "modify_instance_attribute",
     {"InstanceId": "<stopped_instance>", "InstanceType": {"Value": "not-a-real-type"}},
     "InvalidParameterValue",
     "The following supplied instance types do not exist: [not-a-real-type]"),
    ("transcripts 24141620970 (2023) and 39767679277", "modify_instance_attribute",
     {"InstanceId": "<instance>", "EnaSupport": {"Value": True}}, "IncorrectInstanceState",
     "The instance '<instance>' is not in the 'stopped' state."),
    ("hashicorp/terraform#2998 (2015)", "attach_network_interface",
     {"NetworkInterfaceId": "<interface>", "InstanceId": "<instance>", "DeviceIndex": 0},
     "InvalidParameterValue",
     "Instance '<instance>' already has an interface attached at device index '0'."),
    ("aws-solutions/instance-scheduler-on-aws#510 (2024)", "stop_instances",
     {"InstanceIds": ["<instance>"], "Hibernate": True}, "UnsupportedHibernationConfiguration",
     "The instance can't be hibernated because it was not configured at launch for hibernation: "
     "<instance>"),
    ("transcripts 13175221378 and 55121616513", "stop_instances",
     {"InstanceIds": ["<instance>"], "DryRun": True},
     "DryRunOperation", "Request would have succeeded, but DryRun flag is set."),
]

# What is asked of one that has been terminated.
ENDED = [
    ("aws-solutions/instance-scheduler-on-aws#281 (2021), transcript 4647321287 (2020)",
     "start_instances", {"InstanceIds": ["<ended_instance>"]}, "IncorrectInstanceState",
     "The instance '<ended_instance>' is not in a state from which it can be started."),
    ("ansible-collections/amazon.aws#146 (2020), transcript 37765815526", "stop_instances",
     {"InstanceIds": ["<ended_instance>"]}, "IncorrectInstanceState",
     "This instance '<ended_instance>' is not in a state from which it can be stopped."),
    ("Enterprise-CMCS/eAPD#2304 (2020), transcripts 19129007935 and 19205453881",
     "associate_iam_instance_profile",
     {"InstanceId": "<ended_instance>", "IamInstanceProfile": {"Name": "web"}},
     "IncorrectInstanceState",
     "The instance '<ended_instance>' is not in the 'running' or 'stopped' states."),
]

LISTS = [
    ("transcript 6899500938", "start_instances", {"InstanceIds": ["i-0224e66eafc2asdfs"]},
     "InvalidInstanceID.Malformed", 'Invalid id: "i-0224e66eafc2asdfs"…'),
    ("transcript 48404551128", "start_instances",
     {"InstanceIds": [f"i-{at:017x}" for at in range(1001)]}, "ResourceCountExceeded",
     "You have exceeded the number of resources allowed in a single call of this type"),
    ("transcript 11997770092", "terminate_instances", {},
     "InvalidParameterCombination", "No instances specified"),
    ("AppScale/gts#63 (2012)", "terminate_instances", {"InstanceIds": ["r-81d7b6e7"]},
     "InvalidInstanceID.Malformed", 'Invalid id: "r-81d7b6e7"…'),
    ("boto/boto3#567 (2016)", "stop_instances",
     {"InstanceIds": ["i-c6464a3f ", "<instance>", "<ended_instance>"]},
     "InvalidInstanceID.NotFound", "The instance ID 'i-c6464a3f ' does not exist"),
    ("ClusterLabs/cluster-glue#29 (2021)", "describe_instances", {"InstanceIds": ["ma1"]},
     "InvalidInstanceID.Malformed", 'Invalid id: "ma1"…'),
    ("yuuki/grabeni#7 (2016), transcript 9004884391", "describe_instances",
     {"InstanceIds": ["<instance>"], "MaxResults": 10}, "InvalidParameterCombination",
     "The parameter instancesSet cannot be used with the parameter maxResults"),
    ("gjbae1212/gossm#35 (2021)", "describe_instances",
     {"Filters": [{"Name": "instance-id", "Values": [f"i-{at:017x}" for at in range(201)]}]},
     "FilterLimitExceeded",
     "The maximum number of filter values specified on a single call is 200"),
    ("aws/aws-cli#7225 (2022)", "describe_instance_status",
     {"Filters": [{"Name": "tag:Name", "Values": ["web*"]}]},
     "InvalidParameterValue", "The filter 'tag:Name' is invalid"),
    ("scylladb/scylla-cluster-tests#12419 (2025)", "describe_instance_types",
     {"InstanceTypes": ["i8ge.nano"]}, "InvalidInstanceType",
     "The following supplied instance types do not exist: [i8ge.nano]"),
    ("aws/aws-k8s-tester#517 (2024)", "describe_instance_types",
     {"InstanceTypes": ["t9.nano", "t3.micro", "t9.micro"]}, "InvalidInstanceType",
     "The following supplied instance types do not exist: [t9.nano, t9.micro]"),
    ("aws/aws-cli#1713 (2016)", "get_console_output", {"InstanceId": UNKNOWN},
     "InvalidInstanceID.NotFound", f"The instance ID '{UNKNOWN}' does not exist"),
    ("hazelcast/hazelcast-simulator#1531 (2017)", "create_tags",
     {"Resources": [UNKNOWN], "Tags": NAME},
     "InvalidInstanceID.NotFound", f"The instance ID '{UNKNOWN}' does not exist"),
    ("pulumi/pulumi-aws#502 (2019)", "create_tags",
     {"Resources": ["107.20.243.249"], "Tags": NAME},
     "InvalidID", "The ID '107.20.243.249' is not valid"),
]


@each(CHANGES + ENDED + LISTS)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def test_a_guarded_instance_does_not_stop(user):
    instance = user.launch(DisableApiStop=True)
    with reported(
        "cloud-custodian/cloud-custodian#8007 (2022)", "OperationNotPermitted",
        f"The instance '{instance}' may not be stopped. Modify its 'disableApiStop' instance "
        "attribute and try again.",
    ):
        user.ec2.stop_instances(InstanceIds=[instance])


def test_a_guarded_instance_does_not_end(user):
    instance = user.launch(DisableApiTermination=True)
    with reported(
        "rebuy-de/aws-nuke#279 (2018), jenkinsci/ec2-plugin#33 (2013)", "OperationNotPermitted",
        f"The instance '{instance}' may not be terminated. Modify its 'disableApiTermination' "
        "instance attribute and try again.",
    ):
        user.ec2.terminate_instances(InstanceIds=[instance])


def test_a_start_without_a_root_volume(user):
    instance = user.stopped_instance
    [root] = user.described(instance)["BlockDeviceMappings"]
    user.ec2.detach_volume(VolumeId=root["Ebs"]["VolumeId"])
    user.wait()
    with reported(
        "aws-solutions/instance-scheduler-on-aws#266 (2021)", "InvalidParameterValue",
        f"Invalid value '{instance}' for instanceId. Instance does not have a volume attached at "
        f"root ({root['DeviceName']})",
    ):
        user.ec2.start_instances(InstanceIds=[instance])


@in_aws_lifecycle
def test_a_stopping_instance_does_not_start(user):
    user.ec2.stop_instances(InstanceIds=[user.instance])
    with reported(
        "transcript 3618455627 (2019)", "IncorrectInstanceState",
        f"The instance '{user.instance}' is not in a state from which it can be started.",
    ):
        user.ec2.start_instances(InstanceIds=[user.instance])


@in_aws_lifecycle
def test_a_pending_instance_does_not_stop(user):
    instance = user.launch_now()
    with reported(
        "flatcar/mantle#315 (2022)", "IncorrectInstanceState",
        f"Instance '{instance}' cannot be stopped as it has never reached the 'running' state.",
    ):
        user.ec2.stop_instances(InstanceIds=[instance])


@in_aws_lifecycle
def test_states_in_between(user):
    """As reported in transcript 24141620970 (2023)."""
    [change] = user.ec2.stop_instances(InstanceIds=[user.instance])["StoppingInstances"]
    assert change["CurrentState"] == {"Code": 64, "Name": "stopping"}
    assert change["PreviousState"] == {"Code": 16, "Name": "running"}


@in_aws_lifecycle
def test_a_termination_begins(user):
    """As reported in transcript 49401419790."""
    [change] = user.ec2.terminate_instances(InstanceIds=[user.instance])["TerminatingInstances"]
    assert change["CurrentState"] == {"Code": 32, "Name": "shutting-down"}


def test_who_stopped_an_instance(user):
    """As reported in cloud-custodian/cloud-custodian#6924 (2021)."""
    reason = user.described(user.stopped_instance)["StateTransitionReason"]
    datetime.datetime.strptime(reason, "User initiated (%Y-%m-%d %H:%M:%S GMT)")


def test_why_an_instance_is_stopped(user):
    """As reported in aws/aws-sdk-js#704 (2015)."""
    instance = user.described(user.stopped_instance)
    assert instance["State"] == {"Code": 80, "Name": "stopped"}
    assert instance["StateReason"] == {
        "Code": "Client.UserInitiatedShutdown",
        "Message": "Client.UserInitiatedShutdown: User initiated shutdown",
    }


def test_the_status_of_a_stopped_instance(user):
    """As reported in aws/dotnet#39 (2022) of all, in boto/boto3#3770 (2023) of one by its id."""
    instance = user.launch()
    [status] = user.ec2.describe_instance_status()["InstanceStatuses"]
    assert status["InstanceId"] == instance
    user.stopped(instance)
    assert user.ec2.describe_instance_status()["InstanceStatuses"] == []
    one = user.ec2.describe_instance_status(InstanceIds=[instance])
    assert one["InstanceStatuses"] == []


def test_one_attribute_alone(user):
    """As reported in boto/botocore#173 (2013), of an image with this device."""
    instance = user.launch(ImageId=user.image)
    told = user.ec2.describe_instance_attribute(InstanceId=instance, Attribute="rootDeviceName")
    del told["ResponseMetadata"]
    assert told == {"InstanceId": instance, "RootDeviceName": {"Value": "/dev/sda1"}}


def test_types_by_what_they_have(user):
    """As reported in boto/boto3#2888 (2021), where the first page was without it."""
    small = [
        {"Name": "vcpu-info.default-vcpus", "Values": ["1"]},
        {"Name": "memory-info.size-in-mib", "Values": ["512"]},
    ]
    pages = user.at("eu-central-1").ec2.get_paginator("describe_instance_types")
    there = pages.paginate(Filters=small).search("InstanceTypes[].InstanceType")
    assert "t2.nano" in list(there)


def test_a_paravirtual_instance_of_a_type_that_has_none(user):
    image = user.make_image("old", VirtualizationType="paravirtual")
    instance = user.stopped(user.launch(ImageId=image, InstanceType="m1.small"))
    with reported(
        "transcript 22260426039", "InvalidParameterCombination",
        "Virtualization type 'hvm' is required for instances of type 't2.nano'. Ensure that you "
        "are using an AMI with virtualization type 'hvm'.…",
    ):
        user.ec2.modify_instance_attribute(InstanceId=instance, InstanceType={"Value": "t2.nano"})


def test_an_optimized_instance_of_a_type_that_has_none(user):
    instance = user.stopped(user.launch(InstanceType="m5.large", EbsOptimized=True))
    user.ec2.modify_instance_attribute(InstanceId=instance, InstanceType={"Value": "t2.large"})
    with reported(
        "transcript 30222099661", "Unsupported",
        "The requested configuration is currently not supported. Please check the documentation "
        "for supported configurations.",
    ):
        user.ec2.start_instances(InstanceIds=[instance])


def test_half_of_the_cpu_options(user):
    instance = user.stopped(user.launch(InstanceType="m5.xlarge"))
    with reported(
        "hashicorp/terraform-provider-aws#46821 (2026)", "MissingParameter",
        "When specifying CpuOptions you must specify both CoreCount and ThreadsPerCore.",
    ):
        user.ec2.modify_instance_cpu_options(InstanceId=instance, CoreCount=1)


def show_tags(user, key):
    """Asks for the tags of an instance with such a one."""
    tags = [{"Key": key, "Value": "any"}]
    instance = user.launch(TagSpecifications=[{"ResourceType": "instance", "Tags": tags}])
    user.ec2.modify_instance_metadata_options(InstanceId=instance, InstanceMetadataTags="enabled")


def test_a_tag_that_metadata_cannot_show(user):
    key = "services.k8s.aws/namespace"
    with reported(
        "aws-controllers-k8s/community#1789 (2023)", "InvalidParameterValue",
        f"'{key}' is not a valid tag key. Tag keys must match pattern "
        r"([0-9a-zA-Z\\-_+=,.@:]{1,255}), and must not be a reserved name ('.', '..', '_index')",
    ):
        show_tags(user, key)


def test_another_tag_that_metadata_cannot_show(user):
    key = "k8s.io/cluster-autoscaler/enabled"
    with reported(
        "aws/aws-cli#8825 (2024)", "InvalidParameterValue", f"'{key}' is not a valid…",
    ):
        show_tags(user, key)


def test_a_second_profile(user):
    instance = user.launch(IamInstanceProfile={"Name": "one"})
    with reported(
        "aws-samples/one-observability-demo#201 (2023), "
        "aws-samples/aws-cloud9-bootstrapping-example#5 (2022)", "IncorrectState",
        f"There is an existing association for instance {instance}",
    ):
        user.ec2.associate_iam_instance_profile(
            InstanceId=instance, IamInstanceProfile={"Name": "two"}
        )


def test_a_dedicated_host_of_a_family(user):
    """As reported in rebuy-de/aws-nuke#736 (2022)."""
    [host] = user.ec2.allocate_hosts(
        AvailabilityZone="us-east-1a", InstanceFamily="t3", Quantity=1
    )["HostIds"]
    user.wait()
    [there] = user.ec2.describe_hosts(HostIds=[host])["Hosts"]
    assert there["State"] == "available"
    assert there["HostProperties"]["Cores"] == 48
    assert there["HostProperties"]["InstanceFamily"] == "t3"
    user.ec2.release_hosts(HostIds=[host])
    [gone] = user.ec2.describe_hosts()["Hosts"]
    assert gone["State"] == "released"

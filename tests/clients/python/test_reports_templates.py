"""Reports of launch templates, fleets, Spot requests, placement groups and key pairs."""

import base64

from reports import agrees, each, in_aws_lifecycle, reported
from support import IMAGE
from test_reports_launches import IDEMPOTENT

UNKNOWN = "lt-019c5be5798f24ca7"
SMALL = {"InstanceType": "t3.micro"}
ECDSA = (
    b"ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEmKSENjQEezOmxkZMy7"
    b"opKgwFB9nkt5YRrYMjNuG5N87uRgg6CLrbo5wAdT/y6v0mKV0U2w0WZ2YB/++Tpockg= user@host"
)

TEMPLATES = [
    ("hashicorp/packer#7817 (2019), flux-iac/tofu-controller#536,"
     " github-aws-runners/terraform-aws-github-runner#1382 (2021)", "create_launch_template",
     {"LaunchTemplateName": "web", "LaunchTemplateData": SMALL},
     "InvalidLaunchTemplateName.AlreadyExistsException",
     "Launch template name already in use.", "template"),
    # The rest told what a name might be in that year.
    ("awsdocs/aws-cloudformation-user-guide#132 (2018)", "create_launch_template",
     {"LaunchTemplateName": "a b*", "LaunchTemplateData": SMALL},
     "InvalidLaunchTemplateName.MalformedException",
     "The specified launch template name is invalid. A launch template name must be between…"),
    ("awslabs/ec2-spot-workshops#15 (2019), hashicorp/terraform#18665 (2018),"
     " transcripts 38745119562 (2024) and 41722243947",
     "create_launch_template",
     {"LaunchTemplateName": "web", "LaunchTemplateData": {"UserData": "#!/bin/bash\necho $x"}},
     "InvalidUserData.Malformed", "Invalid BASE64 encoding of user data."),
    ("transcript 11035126994", "create_launch_template",
     {"LaunchTemplateName": "web", "LaunchTemplateData": SMALL,
      "TagSpecifications": [{"ResourceType": "volume", "Tags": [{"Key": "a", "Value": "b"}]}]},
     "InvalidParameterValue",
     "The value for the ResourceType member of the TagSpecification request parameter must be "
     "‘launch-template’. Verify the ResourceType and try again…"),
    ("github-aws-runners/terraform-aws-github-runner#3700 (2024)",
     "create_launch_template_version",
     {"LaunchTemplateId": "<template>",
      "LaunchTemplateData": {"UserData": base64.b64encode(b"x" * 16385).decode()}},
     "InvalidUserData.Malformed", "User data is limited to 16384 bytes."),
    ("kubernetes-sigs/cluster-api-provider-aws#2402 (2021)", "describe_launch_template_versions",
     {"LaunchTemplateName": "nobodys"}, "InvalidLaunchTemplateName.NotFoundException",
     "The specified launch template, with template name nobodys, does not exist."),
    ("aws-samples/service-screener#9 (2022)", "describe_launch_template_versions",
     {"Versions": ["1"]}, "InvalidParameterValue",
     "To describe the launch template data for all your launch templates, for ‘--versions’ "
     "specify ‘$Latest’, ‘$Default’, or both, and omit ‘--launch-template-id’, "
     "‘--launch-template-name’, and version numbers. To describe the launch template data for a "
     "specific launch template, specify ‘--launch-template-id’ or ‘--launch-template-name’, and "
     "for ‘--versions’ specify one or more of the following values: ‘$Latest’, ‘$Default’, or "
     "one or more version numbers."),
    ("transcript 9993036931", "describe_launch_template_versions",
     {"LaunchTemplateId": "<template>", "Versions": ["1", "$Latest"], "ResolveAlias": True}, None,
     "Resource aliasing (resolveAlias) is only supported when doing single version describe"),
    ("aws/karpenter-provider-aws#5535 (2024), #5665 (2024)", "delete_launch_template",
     {"LaunchTemplateId": UNKNOWN}, "InvalidLaunchTemplateId.NotFound",
     f"The specified launch template, with template ID {UNKNOWN}, does not exist."),
]

SPOT = [
    ("NixOS/nixops#514 (2016)", "cancel_spot_instance_requests",
     {"SpotInstanceRequestIds": ["sir-ex1g53fg"]}, "InvalidSpotInstanceRequestID.NotFound",
     "The spot instance request ID 'sir-ex1g53fg' does not exist"),
    ("NixOS/nixops#1022 (2018), cloudfoundry/bosh#577 (2014)", "describe_spot_instance_requests",
     {"SpotInstanceRequestIds": ["sir-w5trvcnj"]}, "InvalidSpotInstanceRequestID.NotFound",
     "The spot instance request ID 'sir-w5trvcnj' does not exist"),
]

GROUPS_AND_KEYS = [
    ("FDio/csit#179 (2025), cybertronai/ncluster#35 (2019)", "create_placement_group",
     {"GroupName": "<cluster>", "Strategy": "cluster"}, "InvalidPlacementGroup.Duplicate",
     "The placement group '<cluster>' already exists."),
    ("PhilKeeble/AWS-RedTeam-ADLab#1 (2021), aws/aws-sdk-js#314 (2014)", "import_key_pair",
     {"KeyName": "mine", "PublicKeyMaterial": b"file://path/to/key.pub"},
     "InvalidKey.Format", "Key is not in valid OpenSSH public key format"),
    ("cloud-barista/cb-spider#37 (2019)", "describe_key_pairs", {"KeyNames": ["mcb-keypair"]},
     "InvalidKeyPair.NotFound", "The key pair 'mcb-keypair' does not exist"),
    ("StreisandEffect/streisand#1171 (2018)", "import_key_pair",
     {"KeyName": "mine", "PublicKeyMaterial": ECDSA},
     "InvalidKey.Format", "Key is not in valid OpenSSH public key format"),
]


@each(TEMPLATES + SPOT + GROUPS_AND_KEYS)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def fleet(user, market="on-demand", overrides=(), **more):
    """Asks for an instant fleet of the user's template."""
    specification = {"LaunchTemplateId": user.template, "Version": "$Latest"}
    config = {"LaunchTemplateSpecification": specification, "Overrides": list(overrides)}
    target = {"TotalTargetCapacity": 1, "DefaultTargetCapacityType": market}
    return user.ec2.create_fleet(
        Type="instant", LaunchTemplateConfigs=[config], TargetCapacitySpecification=target, **more
    )


def test_a_template_that_is_deleted(user):
    template = user.template
    user.ec2.delete_launch_template(LaunchTemplateId=template)
    with reported(
        "cartography-cncf/cartography#1519 (2025)", "InvalidLaunchTemplateId.NotFound",
        f"The specified launch template, with template ID {template}, does not exist.",
    ):
        user.ec2.describe_launch_template_versions(LaunchTemplateId=template)


def test_a_version_without_a_source(user):
    """As reported in ansible-collections/community.aws#685 (2021)."""
    user.ec2.create_launch_template_version(
        LaunchTemplateId=user.template, LaunchTemplateData={"ImageId": "ami-0123456789abcdef0"}
    )
    second, _ = user.ec2.describe_launch_template_versions(LaunchTemplateId=user.template)[
        "LaunchTemplateVersions"
    ]
    assert second["VersionNumber"] == 2
    assert second["LaunchTemplateData"] == {"ImageId": "ami-0123456789abcdef0"}


def test_a_launch_by_a_template_with_a_rate_of_none(user):
    volume = {"DeviceName": "/dev/sdf", "Ebs": {"VolumeSize": 8, "VolumeType": "gp2", "Iops": 0}}
    user.ec2.create_launch_template_version(
        LaunchTemplateId=user.template, SourceVersion="1",
        LaunchTemplateData={"BlockDeviceMappings": [volume]},
    )
    version = {"LaunchTemplateId": user.template, "Version": "2"}
    with reported(
        "hashicorp/terraform-provider-aws#4344 (2018)", None,
        "The parameter iops is not supported for gp2 volumes.",
    ):
        user.ec2.run_instances(MinCount=1, MaxCount=1, LaunchTemplate=version)


def test_a_key_pair_that_is_not_there_is_deleted(user):
    """As reported in cloud-barista/cb-spider#37 (2019)."""
    assert user.ec2.delete_key_pair(KeyName="mcb-keypair")["Return"]


def test_a_fleets_token_with_other_arguments(user):
    fleet(user, "spot", ClientToken="once")
    with reported("runs-on/runs-on#251 (2025)", "IdempotentParameterMismatch", IDEMPOTENT):
        fleet(user, ClientToken="once")


def test_a_fleet_in_a_zone_without_the_type(user):
    made = fleet(user, "spot", [{"AvailabilityZone": "us-east-1e"}])
    [error] = made["Errors"]
    told = {"Code": error["ErrorCode"], "Message": error["ErrorMessage"]}
    agrees(
        "hashicorp/packer#8169 (2019)", told, None,
        "Your requested instance type (t3.micro) is not supported in your requested Availability "
        "Zone (us-east-1e).…",
    )


def test_a_fleet_with_a_tag_that_metadata_cannot_show(user):
    key = "karpenter.sh/provisioner-name"
    tags = [{"ResourceType": "instance", "Tags": [{"Key": key, "Value": "default"}]}]
    data = {"MetadataOptions": {"InstanceMetadataTags": "enabled"}, "TagSpecifications": tags}
    user.ec2.create_launch_template_version(
        LaunchTemplateId=user.template, SourceVersion="1", LaunchTemplateData=data
    )
    [error] = fleet(user)["Errors"]
    told = {"Code": error["ErrorCode"], "Message": error["ErrorMessage"]}
    agrees(
        "aws/karpenter-provider-aws#1527 (2022)", told, "InvalidParameterValue",
        f"'{key}' is not a valid tag key. Tag keys must match pattern "
        r"([0-9a-zA-Z\\-_+=,.@:]{1,255}), and must not be a reserved name ('.', '..', '_index')",
    )


def test_a_launch_by_a_template_without_a_market(user):
    spot = {"SpotOptions": {"MaxPrice": "0.1"}}
    user.ec2.create_launch_template_version(
        LaunchTemplateId=user.template, SourceVersion="1",
        LaunchTemplateData={"InstanceMarketOptions": spot},
    )
    version = {"LaunchTemplateId": user.template, "Version": "2"}
    with reported(
        "spinnaker/spinnaker#6114 (2020)", None,
        "The request must contain the parameter MarketType.",
    ):
        user.ec2.run_instances(MinCount=1, MaxCount=1, LaunchTemplate=version)


def test_an_instant_fleet_stays_as_it_is(user):
    made = fleet(user)["FleetId"]
    with reported(
        "transcript 23877192446", "Unsupported", "Fleets of type 'instant' cannot be modified.",
    ):
        user.ec2.modify_fleet(
            FleetId=made, TargetCapacitySpecification={"TotalTargetCapacity": 2}
        )


def test_an_instant_fleet_lists_no_instances(user):
    made = fleet(user)["FleetId"]
    with reported(
        "boto/boto3#4005 (2024), aws/aws-sdk#702 (2024)", "Unsupported",
        f"Fleet {made} is instant fleet. Describe fleet instances is not supported by this type "
        "of fleet",
    ):
        user.ec2.describe_fleet_instances(FleetId=made)


@in_aws_lifecycle
def test_a_fleet_that_is_deleted_with_its_instances(user):
    """As reported in aws-controllers-k8s/ec2-controller#308 (2026)."""
    config = {"LaunchTemplateSpecification": {"LaunchTemplateId": user.template, "Version": "1"}}
    target = {
        "TotalTargetCapacity": 2, "OnDemandTargetCapacity": 0, "SpotTargetCapacity": 2,
        "DefaultTargetCapacityType": "spot",
    }
    tags = [{"Key": "owner", "Value": "ack-controller"}]
    made = user.ec2.create_fleet(
        Type="maintain", LaunchTemplateConfigs=[config], TargetCapacitySpecification=target,
        TagSpecifications=[{"ResourceType": "fleet", "Tags": tags}],
    )["FleetId"]
    user.ec2.delete_fleets(FleetIds=[user.waited(made)], TerminateInstances=True)
    [there] = user.ec2.describe_fleets(FleetIds=[made])["Fleets"]
    assert there.pop("FleetId") == made
    assert there.pop("CreateTime") and there.pop("ClientToken")
    assert there == {
        "FleetState": "deleted_terminating", "Type": "maintain",
        "ExcessCapacityTerminationPolicy": "termination",
        "FulfilledCapacity": 0.0, "FulfilledOnDemandCapacity": 0.0,
        "LaunchTemplateConfigs": [config], "TargetCapacitySpecification": target,
        "TerminateInstancesWithExpiration": False, "ReplaceUnhealthyInstances": False,
        "SpotOptions": {
            "AllocationStrategy": "lowestPrice", "InstanceInterruptionBehavior": "terminate",
            "InstancePoolsToUseCount": 1,
        },
        "OnDemandOptions": {"AllocationStrategy": "lowestPrice"},
        "Tags": tags,
    }


@in_aws_lifecycle
def test_a_spot_request_is_evaluated(user):
    """As reported in cloudfoundry/bosh#2399 (2022)."""
    asked = {"ImageId": IMAGE, "InstanceType": "t3.small"}
    [made] = user.ec2.request_spot_instances(SpotPrice="0.03", LaunchSpecification=asked)[
        "SpotInstanceRequests"
    ]
    assert made["State"] == "open"
    assert made["SpotPrice"] == "0.030000"
    assert made["Type"] == "one-time"
    assert made["ProductDescription"] == "Linux/UNIX"
    assert made["Status"]["Code"] == "pending-evaluation"
    assert made["Status"]["Message"] == (
        "Your Spot request has been submitted for review, and is pending evaluation."
    )


def test_a_spot_price_that_is_too_low(user):
    """As reported in cloudfoundry/bosh#585 (2014), with the prices of that time."""
    asked = {"ImageId": IMAGE, "InstanceType": "m5.large"}
    user.ec2.request_spot_instances(SpotPrice="0.0001", LaunchSpecification=asked)
    user.wait()
    [request] = user.ec2.describe_spot_instance_requests()["SpotInstanceRequests"]
    assert request["Status"]["Code"] == "price-too-low"
    told = {"Code": "price-too-low", "Message": request["Status"]["Message"]}
    agrees(
        "cloudfoundry/bosh#585 (2014)", told, "price-too-low",
        "Your Spot request price of 0.0001 is lower than the minimum required Spot request "
        "fulfillment price of…",
    )


def test_a_one_time_spot_instance_does_not_stop(user):
    instance = user.launch(InstanceMarketOptions={"MarketType": "spot"})
    with reported(
        "diodonfrost/terraform-aws-lambda-scheduler-stop-start#8 (2020)", "UnsupportedOperation",
        f"You can't stop the Spot Instance '{instance}' because it is associated with a one-time "
        "Spot Instance request. You can only stop Spot Instances associated with persistent Spot "
        "Instance requests.",
    ):
        user.ec2.stop_instances(InstanceIds=[instance])


def test_a_spot_request_that_stops_what_cannot(user):
    image = user.ec2.register_image(
        Name="store", ImageLocation="bucket/image.manifest.xml", VirtualizationType="hvm",
        Architecture="x86_64",
    )["ImageId"]
    with reported(
        "hashicorp/terraform-provider-aws#1986 (2017)", "InvalidParameterCombination",
        "An AMI with a root device type of 'instance-store' is not supported when "
        "instanceInterruptionBehavior is set to 'stop'.",
    ):
        user.ec2.request_spot_instances(
            Type="persistent", InstanceInterruptionBehavior="stop", SpotPrice="0.05",
            LaunchSpecification={"ImageId": image, "InstanceType": "m1.small"},
        )


def test_a_spot_request_away_from_its_group(user):
    """As reported in cybertronai/ncluster#21 (2019)."""
    near = {"InstanceType": "m5.large", "Placement": {"GroupName": user.cluster}}
    user.launch(SubnetId=user.default_subnet("a"), **near)
    asked = {"ImageId": IMAGE, "SubnetId": user.default_subnet("b"), **near}
    user.ec2.request_spot_instances(SpotPrice="1", LaunchSpecification=asked)
    user.wait()
    [request] = user.ec2.describe_spot_instance_requests()["SpotInstanceRequests"]
    assert "Your placement group is spread across Availability Zones." in str(request)


def test_a_spot_fleet_of_no_type(user):
    fleet = {
        "IamFleetRole": f"arn:aws:iam::{user.account}:role/fleet", "TargetCapacity": 1,
        "LaunchSpecifications": [{"ImageId": IMAGE, "InstanceType": "t9.nothing"}],
    }
    with reported(
        "hashicorp/terraform-provider-aws#7740 (2019), #10201 (2019)",
        "InvalidSpotFleetRequestConfig", None,
    ):
        user.ec2.request_spot_fleet(SpotFleetRequestConfig=fleet)


def test_a_placement_group_in_use(user):
    user.launch(InstanceType="m5.large", Placement={"GroupName": user.cluster})
    with reported(
        "scylladb/scylla-cluster-tests#6742 (2023), jtriley/StarCluster#277 (2013)",
        "InvalidPlacementGroup.InUse",
        f"The placement group '{user.cluster}' is in use and may not be deleted.",
    ):
        user.ec2.delete_placement_group(GroupName=user.cluster)

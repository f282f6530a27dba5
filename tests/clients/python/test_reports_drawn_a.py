"""Reports that lists of queries drew, which were made beforehand by chance: of launches, templates,
fleets, volumes, images, tags and addresses."""

import re

import pytest
from botocore.exceptions import ClientError

from reports import User, each, in_aws_lifecycle, reported
from support import IMAGE
from test_reports_launches import IDEMPOTENT, launch
from test_server import server

UNKNOWN = "i-0123456789abcdef0"
BAD_TEMPLATE = "InvalidLaunchTemplateName.NotFoundException"
VERSIONS = (
    "To describe the launch template data for all your launch templates, for ‘--versions’ specify "
    "‘$Latest’, ‘$Default’, or both, and omit ‘--launch-template-id’, ‘--launch-template-name’, "
    "and version numbers. To describe the launch template data for a specific launch template, "
    "specify ‘--launch-template-id’ or ‘--launch-template-name’, and for ‘--versions’ specify one "
    "or more of the following values: ‘$Latest’, ‘$Default’, or one or more version numbers."
)
JUST_LAUNCHED = ["i-0170ad984d19605a7", "i-02d9d1b04ed4967a0", "i-0fe1b4ec0d61d2ebc"]

# Of 3072 bits, with the fingerprint that OpenSSL tells of it.
KEY = (
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC6KYxOUPXF3MfDXXYKcelWR8runPUB2rL1eIvL3tUtuN+I3hwbChJw"
    "mn79cx+pixhSXI8JDM+IMIDbuacu8TLc2PUReaLgCKTLUN4PuNHcMevESk1qckhjrdPCt5dZ/zo8mXPqEOVDbBaF+cJS"
    "iA+zqe0t2g7059bDg4NYXF6olztAogbzY7G6NiGA3kgqfwu09uvPn70dbD1by8/xipXFCTLqGjKUITqDy7PfOwhMRxq5"
    "K5UIAPtlYQ5RjtgP3UkFwzD2F0h7EBphgmg5h+s3SkZ3lGbMlV6kHbakgs6uXZ5KLhwCm6yR05kaIwArB1u5vOcKmIqv"
    "PXC47vnmNUTcfW4oZleqeaqLe2bIN1astJYNxS0wGfjv7496v2loJjpohfBoZ5wrR5SKNuoLpWStPKiNRyjv4Q3B9hXw"
    "zyL2xsGabFB5Y9v6H5dQyrkIf7YgJsk4pnksrmkljMbJ3bs9pSrEV5u/ThOmtVThRefaCy7vqaHRl6+IoYeYkF6eH40="
)
FINGERPRINT = "f7:a9:c3:d5:d4:4a:85:4a:b2:8f:b8:a1:9e:78:7e:c3"

COMPUTE = [
    ("hortonworks/cloudbreak#14575 (2023)", "terminate_instances", {"InstanceIds": [UNKNOWN]},
     "InvalidInstanceID.NotFound", None),
    ("aws-samples/aws-plugin-for-slurm#16 (2020)", "describe_instances",
     {"InstanceIds": JUST_LAUNCHED}, "InvalidInstanceID.NotFound",
     f"The instance IDs '{', '.join(JUST_LAUNCHED)}' do not exist"),
    ("getmoto/moto#5477 (2022), of the AWS CLI", "describe_launch_template_versions",
     {"LaunchTemplateName": "timski"}, BAD_TEMPLATE,
     "The specified launch template, with template name timski, does not exist."),
    ("cartography-cncf/cartography#1490 (2025)", "describe_launch_template_versions", {},
     "MissingParameter", VERSIONS),
    ("aws/karpenter-provider-aws#7941 (2025)", "describe_launch_templates",
     {"LaunchTemplateNames": ["karpenter.k8s.aws/12345"]}, BAD_TEMPLATE,
     "At least one of the launch templates specified in the request does not exist."),
    ("openshift/installer#10851 (2026)", "describe_instance_types",
     {"InstanceTypes": ["m99.none"]}, "InvalidInstanceType", None),
    ("boto/boto3#2897 (2021)", "request_spot_instances",
     {"LaunchSpecification": {"ImageId": IMAGE, "InstanceType": "t3.micro", "NetworkInterfaces": [
         {"DeviceIndex": 0, "SubnetId": "<home_subnet>", "NetworkCardIndex": 0},
     ]}},
     "UnknownParameter", "The parameter NetworkCardIndex is not recognized"),
    ("jenkinsci/ec2-plugin#63 (2013)", "request_spot_instances",
     {"LaunchSpecification": {
         "ImageId": IMAGE, "InstanceType": "t3.micro", "SubnetId": "<home_subnet>",
         "SecurityGroups": ["default"],
     }},
     "InvalidParameterCombination", "The parameter groupName cannot be used with the parameter "
     "subnet"),
    ("bcbio/bcbio-nextgen#1929 (2017)", "run_instances", launch(ImageId="ami-4dfb5d26"),
     "InvalidAMIID.NotFound", "The image id '[ami-4dfb5d26]' does not exist"),
]

STORAGE = [
    ("Netflix/aminator#238 (2016)", "attach_volume",
     {"VolumeId": "<volume>", "InstanceId": "<instance>", "Device": "/dev/sdf"}, None,
     "Invalid value '/dev/sdf' for unixDevice. Attachment point /dev/sdf is already in use",
     "data_volume"),
    ("aws/aws-cli#1083 (2015)", "describe_image_attribute",
     {"ImageId": "<image>", "Attribute": "blockDeviceMapping"}, "AuthFailure",
     "Unauthorized attempt to access restricted resource"),
    ("nccgroup/ScoutSuite#1433 (2022)", "describe_snapshot_attribute",
     {"SnapshotId": "snap-02dd0afe6d5a96ec0", "Attribute": "createVolumePermission"},
     "InvalidSnapshot.NotFound", "The snapshot 'snap-02dd0afe6d5a96ec0' does not exist."),
    # In the version that boto 2 asks in.
    ("boto/boto#3594 (2016)", "CopyImage",
     {"Version": "2014-10-01", "SourceRegion": "us-east-1", "SourceImageId": "<image>",
      "Name": "foo", "Encrypted": "true"},
     "UnknownParameter", "The parameter Encrypted is not recognized"),
]


@each(COMPUTE + STORAGE)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


@pytest.fixture(scope="module")
def small():
    """Where one has few vCPUs."""
    with server("--vcpu-limit", "1") as (_, address):
        yield address


def test_more_spot_instances_than_the_quota(account, small):
    with reported(
        "vrivellino/spoptimize#15 (2018)", "MaxSpotInstanceCountExceeded",
        "Max spot instance count exceeded",
    ):
        User(account, endpoint=small).ec2.request_spot_instances(
            Type="one-time", LaunchSpecification={"ImageId": IMAGE, "InstanceType": "m5.large"}
        )


def test_a_token_with_another_address(user):
    network = {"ClientToken": "once", "SubnetId": user.subnet}
    user.launch(PrivateIpAddress="10.0.0.40", **network)
    with reported("aws/aws-sdk-php#387 (2014)", None, IDEMPOTENT):
        user.try_launch(PrivateIpAddress="10.0.0.41", **network)


def test_a_template_with_no_operations_a_second_for_gp2(user):
    root = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeType": "gp2", "Iops": 0, "VolumeSize": 8}}
    user.ec2.create_launch_template(LaunchTemplateName="gp2", LaunchTemplateData={
        "ImageId": IMAGE, "InstanceType": "t3.micro", "BlockDeviceMappings": [root],
    })
    with reported(
        "boto/boto3#2353 (2020)", None, "The parameter iops is not supported for gp2 volumes.",
    ):
        user.ec2.run_instances(
            LaunchTemplate={"LaunchTemplateName": "gp2"}, MinCount=1, MaxCount=1
        )


def test_an_image_that_was_public(user):
    owner = user.other()
    image = owner.image
    everybody = [{"Group": "all"}]
    owner.ec2.modify_image_attribute(ImageId=image, LaunchPermission={"Add": everybody})
    user.launch(ImageId=image)
    owner.ec2.modify_image_attribute(ImageId=image, LaunchPermission={"Remove": everybody})
    with reported(
        "aws-samples/amazon-s3-datalake-handson#10 (2024), OTRF/Blacksmith#7 (2020)", None,
        f"Not authorized for images: [{image}]",
    ):
        user.try_launch(ImageId=image)
    # boto/boto3#774 (2016)
    assert user.ec2.describe_images(ImageIds=[image])["Images"] == []


def test_a_volume_that_nothing_has_any_more(user):
    volume = user.data_volume
    user.ec2.terminate_instances(InstanceIds=[user.instance])
    user.wait()
    with reported(
        "hashicorp/terraform#9023 (2016)", "IncorrectState",
        f"Volume '{volume}' is in the 'available' state.",
    ):
        user.ec2.detach_volume(VolumeId=volume, InstanceId=user.instance, Device="/dev/sdf")
    user.ec2.delete_volume(VolumeId=volume)
    user.wait(3600)
    with reported(
        "hashicorp/packer#7134 (2018)", "InvalidVolume.NotFound",
        f"The volume '{volume}' does not exist.",
    ):
        user.ec2.delete_volume(VolumeId=volume)


def test_an_address_with_a_name(user):
    user = user.at("cn-northwest-1")
    user.ec2.modify_address_attribute(AllocationId=user.allocation, DomainName="a.example.com")
    user.wait()
    with reported(
        "cloud-custodian/cloud-custodian#8924 (2023)", "InvalidAddress.PtrSet",
        f"The address with allocation id [{user.allocation}] cannot be released because it has a "
        "PTR record set.",
    ):
        user.ec2.release_address(AllocationId=user.allocation)


# What succeeded


def test_an_instance_in_a_vpc_with_names(user):
    """As reported in boto/boto#1483 (2013)."""
    user = user.at("us-west-2")
    user.hosted_vpc()
    subnet = user.make_subnet(zone="c")
    user.ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
    there = user.described(user.launch(SubnetId=subnet, PrivateIpAddress="10.0.0.233"))
    public = there["PublicIpAddress"].replace(".", "-")
    assert there["State"] == {"Code": 16, "Name": "running"}
    assert there["PrivateDnsName"] == "ip-10-0-0-233.us-west-2.compute.internal"
    assert there["PublicDnsName"] == f"ec2-{public}.us-west-2.compute.amazonaws.com"
    assert (there["StateTransitionReason"], there["AmiLaunchIndex"]) == ("", 0)
    assert (there["ProductCodes"], there["SourceDestCheck"]) == ([], True)
    assert there["Placement"]["AvailabilityZone"] == "us-west-2c"
    assert (there["Placement"]["GroupName"], there["Placement"]["Tenancy"]) == ("", "default")
    assert there["Monitoring"] == {"State": "disabled"}


def test_spot_instances_of_several_launches(user):
    """As reported in boto/boto3#2159 (2019): what was launched together is one reservation."""
    market = {"InstanceMarketOptions": {"MarketType": "spot"}}
    four = user.try_launch(MinCount=4, MaxCount=4, **market)["Instances"]
    ids = [instance["InstanceId"] for instance in four]
    ids += [user.launch_now(**market) for _ in range(11)]
    user.wait()
    assert len(user.ec2.describe_instances(InstanceIds=ids)["Reservations"]) == 12
    assert all(user.described(instance)["InstanceId"] == instance for instance in ids)


def test_attributes_are_told_alone(user):
    """As reported in boto/boto#3131 (2015)."""
    instance = user.launch(InstanceType="m5.large", EbsOptimized=True)
    for attribute, told in (
        ("ebsOptimized", {"EbsOptimized": {"Value": True}}), ("productCodes", {"ProductCodes": []}),
    ):
        shown = user.ec2.describe_instance_attribute(InstanceId=instance, Attribute=attribute)
        shown.pop("ResponseMetadata")
        assert shown == {"InstanceId": instance, **told}


def test_the_status_of_what_is_stopped(user):
    """As reported in aws/aws-cli#3182 (2018)."""
    instance = user.stopped_instance
    by_code = [{"Name": "instance-state-code", "Values": ["80"]}]
    by_name = [{"Name": "instance-state-name", "Values": ["stopped"]}]
    for filters in (by_code, by_name):
        assert user.ec2.describe_instance_status(Filters=filters)["InstanceStatuses"] == []
        [status] = user.ec2.describe_instance_status(
            Filters=filters, IncludeAllInstances=True
        )["InstanceStatuses"]
        assert status["InstanceId"] == instance


def test_a_spot_fleet_that_is_filled(user):
    """As reported in turbot/steampipe-plugin-aws#2599 (2025)."""
    asked = {
        "Type": "request", "TargetCapacity": 1, "TargetCapacityUnitType": "units",
        "AllocationStrategy": "priceCapacityOptimized",
    }
    fleet = user.ec2.request_spot_fleet(SpotFleetRequestConfig={
        "IamFleetRole": f"arn:aws:iam::{user.account}:role/fleet",
        "LaunchSpecifications": [
            {"ImageId": IMAGE, "InstanceType": "t3.micro", "SubnetId": user.subnet},
        ],
        **asked,
    })["SpotFleetRequestId"]
    user.wait()
    [there] = user.ec2.describe_spot_fleet_requests()["SpotFleetRequestConfigs"]
    assert re.fullmatch("sfr-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", fleet)
    assert (there["SpotFleetRequestState"], there["ActivityStatus"]) == ("active", "fulfilled")
    assert {name: there["SpotFleetRequestConfig"][name] for name in asked} == asked


def test_the_default_key_of_a_region(user):
    """As reported in turbot/steampipe-plugin-aws#1993 (2023)."""
    def shown(user):
        return (
            user.ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"],
            user.ec2.get_ebs_default_kms_key_id()["KmsKeyId"],
        )

    assert shown(user) == (False, "alias/aws/ebs")
    key = f"arn:aws:kms:us-east-1:{user.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    user.ec2.enable_ebs_encryption_by_default()
    user.ec2.modify_ebs_default_kms_key_id(KmsKeyId=key)
    assert shown(user) == (True, key)
    assert shown(user.at("us-west-2")) == (False, "alias/aws/ebs")


def test_a_reservation_of_a_host(user):
    """As reported in aws/aws-sdk-ruby#1567 (2017); the price is the market's."""
    user = user.at("us-west-2")
    year = 365 * 24 * 3600
    [offering] = user.ec2.describe_host_reservation_offerings(
        Filter=[
            {"Name": "instance-family", "Values": ["m4"]},
            {"Name": "payment-option", "Values": ["NoUpfront"]},
        ],
        MinDuration=year, MaxDuration=year,
    )["OfferingSet"]
    hosts = user.ec2.allocate_hosts(
        InstanceType="m4.large", AvailabilityZone="us-west-2a", Quantity=1
    )["HostIds"]
    user.wait()
    user.ec2.purchase_host_reservation(OfferingId=offering["OfferingId"], HostIdSet=hosts)
    [there] = user.ec2.describe_host_reservations()["HostReservationSet"]
    assert there.pop("HostReservationId").startswith("hr-")
    assert re.fullmatch(r"\d\.\d{3}", there.pop("HourlyPrice"))
    assert (there.pop("End") - there.pop("Start")).total_seconds() == year
    # Tags came later than the report.
    assert there.pop("Tags") == []
    assert there == {
        "Count": 1, "InstanceFamily": "m4", "OfferingId": offering["OfferingId"],
        "PaymentOption": "NoUpfront", "State": "active", "HostIdSet": hosts,
        "UpfrontPrice": "0.000", "Duration": year,
    }


def test_what_attaching_does_to_a_trust_provider(user):
    """As reported in turbot/steampipe-plugin-aws#1482 and #1484 (2022)."""
    names = ("test34", "test43")
    providers = [
        user.ec2.create_verified_access_trust_provider(
            TrustProviderType="user", UserTrustProviderType="iam-identity-center",
            PolicyReferenceName=name, Description="test",
        )["VerifiedAccessTrustProvider"]["VerifiedAccessTrustProviderId"]
        for name in names
    ]
    instance = user.ec2.create_verified_access_instance(Description="test")
    instance = instance["VerifiedAccessInstance"]["VerifiedAccessInstanceId"]
    user.wait(1)
    user.ec2.attach_verified_access_trust_provider(
        VerifiedAccessInstanceId=instance, VerifiedAccessTrustProviderId=providers[0]
    )
    attached, untouched = user.ec2.describe_verified_access_trust_providers(
        VerifiedAccessTrustProviderIds=providers
    )["VerifiedAccessTrustProviders"]
    for provider, name in zip((attached, untouched), names):
        assert re.fullmatch("vatp-[0-9a-f]{17}", provider["VerifiedAccessTrustProviderId"])
        assert (provider["TrustProviderType"], provider["PolicyReferenceName"]) == ("user", name)
        assert "DeviceTrustProviderType" not in provider
    assert untouched["LastUpdatedTime"] == untouched["CreationTime"]
    assert attached["LastUpdatedTime"] > attached["CreationTime"]
    [there] = user.ec2.describe_verified_access_instances()["VerifiedAccessInstances"]
    assert re.fullmatch("vai-[0-9a-f]{17}", there["VerifiedAccessInstanceId"])
    assert there["Description"] == "test"
    assert there["LastUpdatedTime"] > there["CreationTime"]
    [provider] = there["VerifiedAccessTrustProviders"]
    assert (provider["Description"], provider["TrustProviderType"]) == ("test", "user")
    assert "DeviceTrustProviderType" not in provider


def test_the_tags_of_a_backup(user):
    """As reported in aws/aws-cli#947 (2014), and of fifty that are overwritten in
    getmoto/moto#8150 (2024), where it was tried on AWS."""
    tags = {
        "TakenFromVolumeID": user.volume, "Name": "backup", "TakenWhileAttachedToID": UNKNOWN,
        "TakenWhileAttachedToName": "web", "TakenDate": "2014-10-15",
        "TakenAtUnixTime": "1413340867.87", "Tenant": "a",
    }
    tag(user, user.snapshot, tags)
    [snapshot] = user.ec2.describe_snapshots(SnapshotIds=[user.snapshot])["Snapshots"]
    assert {pair["Key"]: pair["Value"] for pair in snapshot["Tags"]} == tags
    fifty = {f"key-{at}": "a" for at in range(50)}
    tag(user, user.volume, fifty)
    for number in (1, 50):
        tag(user, user.volume, {name: "b" for name in list(fifty)[:number]})
    with pytest.raises(ClientError, match="TagLimitExceeded"):
        tag(user, user.volume, {"one-more": "a"})


def tag(user, resource, tags):
    pairs = [{"Key": key, "Value": value} for key, value in tags.items()]
    user.ec2.create_tags(Resources=[resource], Tags=pairs)


def test_a_root_volume_of_gp3(user):
    """As reported in mondoohq/mql#2784 (2023)."""
    root = {"VolumeType": "gp3", "VolumeSize": 80, "Throughput": 150, "Encrypted": True}
    instance = user.launch(BlockDeviceMappings=[{"DeviceName": "/dev/xvda", "Ebs": root}])
    of_instance = [{"Name": "attachment.instance-id", "Values": [instance]}]
    [volume] = user.ec2.describe_volumes(Filters=of_instance)["Volumes"]
    told = {
        "Iops": 3000, "Throughput": 150, "Size": 80, "VolumeType": "gp3", "Encrypted": True,
        "MultiAttachEnabled": False, "State": "in-use",
    }
    assert {name: volume[name] for name in told} == told
    [attachment] = volume["Attachments"]
    told = {"Device": "/dev/xvda", "DeleteOnTermination": True, "State": "attached"}
    assert {name: attachment[name] for name in told} == told


@in_aws_lifecycle
def test_a_volume_with_a_key_of_many_regions(user, lifecycle):
    """As reported in kubernetes-sigs/aws-ebs-csi-driver#1140 (2025)."""
    user = user.at("eu-central-1")
    key = f"arn:aws:kms:eu-central-1:{user.account}:key/mrk-1234abcd12ab34cd56ef1234567890ab"
    made = user.ec2.create_volume(
        AvailabilityZone="eu-central-1a", Size=1, VolumeType="gp2", Encrypted=True, KmsKeyId=key
    )
    told = {
        "Size": 1, "SnapshotId": "", "AvailabilityZone": "eu-central-1a", "State": "creating",
        "VolumeType": "gp2", "Iops": 100, "Encrypted": True, "KmsKeyId": key,
        "MultiAttachEnabled": False,
    }
    assert {name: made[name] for name in told} == told
    assert "Throughput" not in made


def test_the_product_codes_of_an_image(user):
    """As reported of AWS in localstack/localstack#7884 (2023)."""
    shown = user.ec2.describe_image_attribute(ImageId=user.image, Attribute="productCodes")
    shown.pop("ResponseMetadata")
    assert shown == {"ImageId": user.image, "ProductCodes": []}


@in_aws_lifecycle
def test_snapshots_of_an_instance(user, lifecycle):
    """As reported in aws/aws-cli#8211 (2023)."""
    [snapshot] = user.ec2.create_snapshots(
        InstanceSpecification={"InstanceId": user.instance}
    )["Snapshots"]
    told = {
        "Description": "", "Tags": [], "Encrypted": False, "State": "pending", "VolumeSize": 8,
        "Progress": "", "OwnerId": user.account,
    }
    assert {name: snapshot[name] for name in told} == told
    assert set(snapshot) - set(told) == {"VolumeId", "StartTime", "SnapshotId"}


def test_a_key_that_is_imported(user):
    """As reported in aws/aws-cli#5336 (2020)."""
    made = user.ec2.import_key_pair(KeyName="test-for-import", PublicKeyMaterial=KEY.encode())
    made.pop("ResponseMetadata")
    assert re.fullmatch("key-[0-9a-f]{17}", made.pop("KeyPairId"))
    assert made == {"KeyName": "test-for-import", "KeyFingerprint": FINGERPRINT}
    user.ec2.delete_key_pair(KeyName="test-for-import")
    assert user.ec2.describe_key_pairs()["KeyPairs"] == []


def test_a_public_snapshot_is_listed_for_all(user):
    """As reported in aws/aws-sdk-ruby#1305 (2016)."""
    owner = user.other()
    theirs, ours = owner.snapshot, user.snapshot
    owner.ec2.modify_snapshot_attribute(
        SnapshotId=theirs, Attribute="createVolumePermission", OperationType="add",
        GroupNames=["all"],
    )
    shown = user.ec2.describe_snapshots()["Snapshots"]
    listed = [snapshot["SnapshotId"] for snapshot in shown]
    assert {theirs, ours} <= set(listed)
    own = user.ec2.describe_snapshots(OwnerIds=[user.account])["Snapshots"]
    assert {snapshot["OwnerId"] for snapshot in own} == {user.account}
    owner.ec2.delete_snapshot(SnapshotId=theirs)

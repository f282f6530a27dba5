"""Reports of launches: what RunInstances refuses."""

import datetime

from reports import each, reported
from support import IMAGE, control

IDEMPOTENT = (
    "Arguments on this idempotent request are inconsistent with arguments used in previous "
    "request(s)."
)
RESERVED = (
    "The requested reservation does not have sufficient compatible and available capacity for "
    "this request."
)


def launch(**more):
    """What RunInstances is asked."""
    return {"ImageId": IMAGE, "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, **more}


def interface(**more):
    return [{"DeviceIndex": 0, "SubnetId": "<home_subnet>", **more}]


def tagged(*tags):
    return [{"ResourceType": "instance", "Tags": list(tags)}]


def reserved(reservation, **more):
    target = {"CapacityReservationTarget": {"CapacityReservationId": reservation}, **more}
    return {"CapacityReservationSpecification": target}


IMAGES_AND_TYPES = [
    ("validatedpatterns/agof#57 (2025)", "run_instances", launch(ImageId="ami-0c37ac84e611f43e0"),
     "InvalidAMIID.NotFound", "The image id '[ami-0c37ac84e611f43e0]' does not exist"),
    ("test-kitchen/kitchen-ec2#230 (2016)", "run_instances", launch(ImageId="ami-415f6d2x"),
     "InvalidAMIID.Malformed", 'Invalid id: "ami-415f6d2x"…'),
    ("hashicorp/packer#11585 (2022)", "run_instances", launch(InstanceType=""),
     "InvalidParameterValue", "Invalid value '' for InstanceType."),
    ("skypilot-org/skypilot#6315 (2025), hashicorp/packer-plugin-amazon#649 (2026)",
     "run_instances", launch(InstanceType="m6g.large"), "InvalidParameterValue",
     "The architecture 'arm64' of the specified instance type does not match the architecture "
     "'x86_64' of the specified AMI. Specify an instance type and an AMI that have matching "
     "architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to "
     "discover the architecture of the instance type or AMI."),
    ("ned1313/Getting-Started-Terraform#44 (2025)", "run_instances",
     launch(Placement={"AvailabilityZone": "us-east-1e"}), "Unsupported",
     "Your requested instance type (t3.micro) is not supported in your requested Availability "
     "Zone (us-east-1e). Please retry your request by not specifying an Availability Zone or "
     "choosing us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1f."),
    ("transcript 2699902094", "run_instances",
     launch(InstanceType="m5.xlarge", Placement={"AvailabilityZone": "us-east-1e"}),
     "Unsupported",
     "Your requested instance type (m5.xlarge) is not supported in your requested Availability "
     "Zone (us-east-1e).…"),
    ("mitchellh/vagrant-aws#188 (2014)", "run_instances",
     launch(Placement={"AvailabilityZone": "eu-west-1"}),
     "InvalidParameterValue", "Invalid availability zone: [eu-west-1]"),
    ("transcript 27213670099 (2019)", "run_instances",
     launch(InstanceType="t2.micro", EbsOptimized=True), "Unsupported",
     "EBS-optimized instances are not supported for your requested configuration. Please check "
     "the documentation for supported configurations."),
    ("aws/containers-roadmap#1523 (2021)", "run_instances",
     launch(BlockDeviceMappings=[{"DeviceName": "xvda", "Ebs": {"VolumeSize": 9}}] * 2),
     None, "The device 'xvda' is used in more than one block-device mapping"),
    ("transcript 15975025380 (2025)", "run_instances",
     launch(Placement={"AvailabilityZone": "us-east-2a"}),
     "InvalidParameterValue", "Invalid availability zone: [us-east-2a]"),
]

NETWORKS = [
    ("machulav/ec2-github-runner#168 (2023), galaxyproject/cloudlaunch#47 (2015)", "run_instances",
     launch(SecurityGroups=["default"], SubnetId="<home_subnet>"), "InvalidParameterCombination",
     "The parameter groupName cannot be used with the parameter subnet"),
    ("crossplane-contrib/provider-upjet-aws#1634 (2025), transcript 40064574064,"
     " kubernetes-sigs/cluster-api-provider-aws#3399", "run_instances",
     launch(SecurityGroupIds=["<group>"], SubnetId="<home_subnet>"), "InvalidParameter",
     "Security group <group> and subnet <home_subnet> belong to different networks."),
    ("ansible/ansible#40334 (2018)", "run_instances",
     launch(NetworkInterfaces=interface(
         Ipv6Addresses=[{"Ipv6Address": "2600:1f14:bb2:e501::10"}], Ipv6AddressCount=1,
     )),
     "InvalidParameterCombination",
     "IPv6 addresses and IPv6 address count may not be specified on the same request"),
    ("tungbq/devops-basics#1 (2022)", "run_instances",
     launch(SecurityGroupIds=[""], SubnetId="<home_subnet>"), "InvalidParameterValue",
     "Value () for parameter groupId is invalid. The value cannot be empty"),
    ("wallix/awless#265 (2019)", "run_instances",
     launch(SecurityGroupIds=["web"], SubnetId="<home_subnet>", DryRun=True),
     "InvalidParameterCombination",
     "The parameter groupName cannot be used with the parameter subnet"),
    ("boto/boto3#670 (2016)", "run_instances", launch(SecurityGroupIds=["ssg-f61ce690"]),
     "InvalidParameterValue",
     "Value () for parameter groupId is invalid. The value cannot be empty"),
    ("transcript 662141807", "run_instances",
     launch(NetworkInterfaces=[
         *interface(AssociatePublicIpAddress=True),
         {"DeviceIndex": 1, "SubnetId": "<home_subnet>"},
     ]),
     "InvalidParameterCombination",
     "The associatePublicIPAddress parameter cannot be specified when launching with multiple "
     "network interfaces."),
    ("transcript 28313941443", "run_instances",
     launch(SubnetId="<subnet>", PrivateIpAddress="10.0.0.2"), "InvalidParameterValue",
     "Address 10.0.0.2 is in subnet's reserved address range"),
    ("dmlc/xgboost#5620 (2020)", "run_instances",
     launch(NetworkInterfaces=interface(AssociatePublicIpAddress=True),
            SecurityGroupIds=["<group>"]),
     "InvalidParameterCombination",
     "Network interfaces and an instance-level security groups may not be specified on the same "
     "request"),
    ("ansible/ansible#48109 (2018)", "run_instances",
     launch(NetworkInterfaces=interface(AssociatePublicIpAddress=True),
            PrivateIpAddress="172.31.1.7"),
     "InvalidParameterCombination",
     "Network interfaces and an instance-level private IP address may not be specified on the "
     "same request"),
    ("aws/aws-cli#1874 (2016), #809 (2014), aws/aws-sdk-php#231 (2014), transcript 46730614252",
     "run_instances",
     launch(NetworkInterfaces=interface(AssociatePublicIpAddress=True), SubnetId="<home_subnet>"),
     "InvalidParameterCombination",
     "Network interfaces and an instance-level subnet ID may not be specified on the same "
     "request"),
    ("transcript 46319856787, of an address outside", "run_instances",
     launch(SubnetId="<home_subnet>", PrivateIpAddress="10.9.9.9"), "InvalidParameterValue",
     "Address 10.9.9.9 does not fall within the subnet's address range"),
]

SETTINGS = [
    ("test-kitchen/kitchen-ec2#289 (2017), ttlequals0/autovpn#21 (2017), transcript 22255451549",
     "run_instances",
     launch(KeyName="aws-key-name"),
     "InvalidKeyPair.NotFound", "The key pair 'aws-key-name' does not exist"),
    ("terraform-aws-modules/terraform-aws-ec2-instance#35 (2018)", "run_instances",
     launch(InstanceType="m4.2xlarge", CreditSpecification={"CpuCredits": "standard"}),
     "InstanceCreditSpecification.NotSupported",
     "The m4.2xlarge instance type does not support T2 Unlimited."),
    ("LeanerCloud/AutoSpotting#346 (2019)", "run_instances",
     launch(IamInstanceProfile={
         "Name": "web", "Arn": "arn:aws:iam::<account>:instance-profile/web",
     }),
     "InvalidParameterCombination",
     "The parameter 'iamInstanceProfile.name' may not be used in combination with "
     "'iamInstanceProfile.arn'"),
    ("transcript 53420785802", "run_instances", launch(UserData="x" * 19500),
     "InvalidParameterValue", "Encoded User data is limited to 25600 bytes"),
    # The former quotes it with a full stop.
    ("runs-on/runs-on#9 (2024), transcript 52923880648", "run_instances", launch(UserData="x" * 16385),
     "InvalidParameterValue", "User data is limited to 16384 bytes"),
    ("ManageIQ/manageiq#7344 (2016)", "RunInstances", launch(UserData="#!/bin/bash $x"),
     "InvalidParameterValue", "Invalid BASE64 encoding of user data"),
    ("apache/airflow#35790 (2023)", "run_instances",
     launch(InstanceType="m5.large", HibernationOptions={"Configured": True}),
     "UnsupportedHibernationConfiguration",
     "For hibernation, the root device volume must be encrypted."),
    ("jenkins-infra/evergreen#345 (2018)", "run_instances",
     launch(TagSpecifications=tagged({"Key": "role"})),
     "InvalidParameterValue", "Tag value cannot be null. Use empty string instead."),
    ("transcript 63100323910", "run_instances",
     launch(TagSpecifications=tagged(
         {"Key": "Name", "Value": "one"}, {"Key": "Name", "Value": "two"},
     )),
     "InvalidParameterValue", "Duplicate tag key 'Name'…"),
    ("dstackai/dstack#2872 (2025)", "run_instances",
     launch(InstanceType="t3.xlarge", Placement={"GroupName": "<cluster>"}),
     "InvalidParameterCombination",
     "Cluster placement groups are not supported by the 't3.xlarge' instance type. Specify a "
     "supported instance type or change the placement group strategy, and try again."),
    ("aws/aws-cli#4679 (2019)", "run_instances",
     launch(InstanceMarketOptions={
         "MarketType": "spot",
         "SpotOptions": {"SpotInstanceType": "one-time", "ValidUntil": "2099-01-01T00:00:00Z"},
     }),
     "InvalidParameterCombination",
     "The parameter validUntil cannot be specified when the SpotRequestType is set to "
     "'one-time'."),
    ("hashicorp/packer#12912 (2024)", "run_instances",
     launch(**reserved("cr-0123456789abcdef0", CapacityReservationPreference="none")),
     "InvalidParameterCombination",
     "The request can include either a CapacityReservationId or a CapacityReservationPreference "
     "but not both."),
]


@each(IMAGES_AND_TYPES + NETWORKS + SETTINGS)
def test_a_launch_is_refused(user, report):
    report.holds_for(user)


def test_a_type_that_a_zone_has_not(user):
    user = user.at("us-west-2")
    with reported(
        "transcript 3796976948", "Unsupported",
        "Your requested instance type (m4.large) is not supported in your requested Availability "
        "Zone (us-west-2d). Please retry your request by not specifying an Availability Zone or "
        "choosing us-west-2a, us-west-2b, us-west-2c.",
    ):
        user.try_launch(InstanceType="m4.large", Placement={"AvailabilityZone": "us-west-2d"})


def test_a_group_by_its_name(user):
    """As reported in boto/boto3#670 (2016): it is taken where there is no subnet."""
    [group] = user.described(user.launch(SecurityGroupIds=["default"]))["SecurityGroups"]
    assert group["GroupName"] == "default"


def test_a_windows_image_with_a_key_of_another_type(user):
    user.ec2.create_key_pair(KeyName="mine", KeyType="ed25519")
    windows = [{"Name": "platform", "Values": ["windows"]}]
    image = user.ec2.describe_images(Owners=["amazon"], Filters=windows)["Images"][0]["ImageId"]
    with reported(
        "transcript 43811699166", "Unsupported",
        "ED25519 key pairs are not supported with Windows AMIs. Choose a different key pair type "
        "and try again.",
    ):
        user.try_launch(ImageId=image, KeyName="mine")


def test_a_launch_into_a_zone_that_is_not_its_subnets(user):
    subnet = user.default_subnet("d")
    with reported(
        "InQuicker/kaws#11 (2016)", "InvalidParameterValue",
        "Value (us-east-1e) for parameter availabilityZone is invalid. "
        f"Subnet '{subnet}' is in the availability zone us-east-1d",
    ):
        user.try_launch(SubnetId=subnet, Placement={"AvailabilityZone": "us-east-1e"})


def test_a_launch_at_an_address_in_use(user):
    user.launch(SubnetId=user.subnet, PrivateIpAddress="10.0.0.77")
    with reported(
        "transcripts 46319856787 and 29538016919 (2016)", "InvalidIPAddress.InUse",
        "Address 10.0.0.77 is in use.",
    ):
        user.try_launch(SubnetId=user.subnet, PrivateIpAddress="10.0.0.77")


def test_a_launch_with_an_interface_in_use(user):
    used = [{"DeviceIndex": 0, "NetworkInterfaceId": user.interface}]
    user.launch(NetworkInterfaces=used)
    with reported(
        "aws/aws-parallelcluster#4063 (2022)", "InvalidNetworkInterface.InUse",
        f"Interface: [{user.interface}] in use.",
    ):
        user.try_launch(NetworkInterfaces=used)


def test_a_token_with_another_type(user):
    user.launch(ClientToken="once")
    with reported("ubicloud/ubicloud#5898 (2026)", "IdempotentParameterMismatch", IDEMPOTENT):
        user.try_launch(ClientToken="once", InstanceType="t3.small")


def test_an_image_without_enhanced_networking(user):
    image = user.make_image("plain", VirtualizationType="hvm", SriovNetSupport="simple")
    with reported(
        "keithvassallomt/parsec-aws-automation#4 (2020)", "InvalidParameterCombination",
        "Enhanced networking with the Elastic Network Adapter (ENA) is required for the "
        "'g4dn.xlarge' instance type. Ensure that you are using an AMI that is enabled for ENA.",
    ):
        user.try_launch(ImageId=image, InstanceType="g4dn.xlarge")


def test_an_image_of_another_region(user):
    there = user.at("us-west-2").image
    with reported(
        "ambrosejcarr/seqc#324 (2019)", "InvalidAMIID.NotFound",
        f"The image id '[{there}]' does not exist",
    ):
        user.try_launch(ImageId=there)


def test_an_image_that_somebody_keeps(user):
    theirs = user.other().image
    with reported(
        "appsecco/breaking-and-pwning-apps-and-servers-aws-azure-training#28 (2022), "
        "vmware-archive/salt-cloud#434 (2013)", "AuthFailure",
        f"Not authorized for images: [{theirs}]",
    ):
        user.try_launch(ImageId=theirs)


def test_a_paravirtual_image(user):
    image = user.make_image("old", VirtualizationType="paravirtual")
    with reported(
        "BD2KGenomics/cgcloud#10 (2015)", "InvalidParameterCombination",
        "Virtualization type 'hvm' is required for instances of type 't2.micro'.…",
    ):
        user.try_launch(ImageId=image, InstanceType="t2.micro")


def test_a_launch_into_a_reservation_that_is_too_small(user):
    reservation = user.reserve("i4i.4xlarge")
    with reported(
        "scylladb/scylla-cluster-tests#8839 (2024)", "ReservationCapacityExceeded", RESERVED,
    ):
        user.try_launch(
            InstanceType="i4i.4xlarge", MinCount=3, MaxCount=3, SubnetId=user.home_subnet,
            **reserved(reservation),
        )


def test_a_start_into_a_reservation_of_another_type(user):
    reservation = user.reserve("t3.micro")
    instance = user.stopped(user.launch(SubnetId=user.home_subnet, **reserved(reservation)))
    user.ec2.modify_instance_attribute(InstanceId=instance, InstanceType={"Value": "t3.small"})
    with reported(
        "hashicorp/terraform-provider-aws#35745 (2024), #32458 (2023)",
        "ReservationCapacityExceeded", RESERVED,
    ):
        user.ec2.start_instances(InstanceIds=[instance])


def test_a_capacity_block_is_a_market_of_its_own(user):
    offer = user.ec2.describe_capacity_block_offerings(
        InstanceType="p5.48xlarge", InstanceCount=1, CapacityDurationHours=24
    )["CapacityBlockOfferings"][0]
    block = user.ec2.purchase_capacity_block(
        CapacityBlockOfferingId=offer["CapacityBlockOfferingId"], InstancePlatform="Linux/UNIX"
    )["CapacityReservation"]
    now = datetime.datetime.fromisoformat(control("GET", "clock")["now"].replace("Z", "+00:00"))
    user.wait(int((block["StartDate"] - now).total_seconds()) + 600)
    with reported(
        "terraform-aws-modules/terraform-aws-ec2-instance#404 (2024)", "InvalidParameterValue",
        "The market type (purchasing) option is not valid. Choose a different market type and try "
        "again…",
    ):
        user.try_launch(
            InstanceType="p5.48xlarge", SubnetId=user.default_subnet(block["AvailabilityZone"][-1]),
            **reserved(block["CapacityReservationId"]),
        )

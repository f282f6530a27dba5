"""Reports of volumes: making, attaching and changing them, and those of a launch."""

from reports import each, in_aws_lifecycle, reported
from test_reports_launches import launch

UNKNOWN = "vol-0abcdef1234567890"
MANIFEST = "https://b.s3.amazonaws.com/m.xml?Signature=1&Expires=1&AWSAccessKeyId=A"


def made(**more):
    """What CreateVolume is asked."""
    return {"AvailabilityZone": "us-east-1a", "Size": 100, **more}


def attached(volume="<volume>", instance="<instance>", device="/dev/sdf"):
    """What AttachVolume is asked."""
    return {"VolumeId": volume, "InstanceId": instance, "Device": device}


def with_disk(**disk):
    """A launch with another root volume."""
    return launch(BlockDeviceMappings=[{"DeviceName": "/dev/xvda", "Ebs": disk}])


MAKING = [
    ("rocicorp/mono#4410 (2025)", "create_volume", made(Size=20, VolumeType="gp3", Iops=15000),
     "InvalidParameterValue",
     "Iops to volume size ratio of 750.000000 is too high; maximum is 500"),
    ("runs-on/runs-on#260 (2025)", "create_volume",
     made(VolumeType="gp3", Iops=3000, Throughput=1000), None,
     "Throughput (MiBps) to iops ratio of 0.333333 is too high; maximum is 0.250000 MiBps per "
     "iops"),
    # Quoted without the full stop.
    ("transcript 65828091641, of gp3", "create_volume",
     made(Size=1000, VolumeType="gp3", Iops=200000), "InvalidParameterValue",
     "Volume iops of 200000 is too high; maximum is 80000."),
    ("transcript 65828091641, of io2", "create_volume",
     made(Size=1000, VolumeType="io2", Iops=300000), "InvalidParameterCombination",
     "io2 volumes configured with greater than 64 TiB or 256K IOPS or 1000:1 IOPS:GB ratio are not "
     "supported"),
    ("kubernetes-sigs/aws-ebs-csi-driver#766 (2021)", "create_volume", made(VolumeType="io1"),
     "InvalidParameterCombination", "The parameter iops must be specified for io1 volumes."),
    ("velero-io/velero-plugin-for-aws#119 (2022)", "create_volume", made(VolumeType="io2"),
     "InvalidParameterCombination", "The parameter iops must be specified for io2 volumes."),
    ("kubernetes-retired/kube-aws#1208 (2018)", "create_volume",
     made(Size=30, VolumeType="gp2", Iops=0), "InvalidParameterCombination",
     "The parameter iops is not supported for gp2 volumes."),
    ("apache/libcloud#1422 (2020)", "create_volume", {"Size": 100},
     "MissingParameter", "The request must contain the parameter zone"),
    ("ajacoutot/aws-openbsd#19 (2017)", "import_volume",
     {"AvailabilityZone": "us-west-1a", "Volume": {"Size": 1}, "Image": {
         "Format": "VMDK", "Bytes": 1000000, "ImportManifestUrl": MANIFEST,
     }},
     "InvalidParameterValue", "Invalid value 'us-west-1a' for AvailabilityZone."),
    ("sodafoundation/strato#1116 (2020)", "create_volume", made(Size=0, VolumeType="gp2"),
     "InvalidParameterValue",
     "The volume size is invalid for gp2 volumes: 0 GiB. gp2 volumes must be at least 1 GiB in "
     "size. Please specify a volume size above the minimum limit."),
    ("kvnn/OrdControl#2 (2023), #13 (2023)", "create_volume",
     made(SnapshotId="snap-0123456789abcdef0"),
     "InvalidSnapshot.NotFound", "Snapshot does not exist"),
    ("boto/boto3#2474 (2020)", "run_instances", with_disk(VolumeType="gp2", Iops=300),
     "InvalidParameterCombination", "The parameter iops is not supported for gp2 volumes."),
    ("splunk/attack_range#1340 (2026)", "run_instances", with_disk(VolumeSize=1),
     "InvalidBlockDeviceMapping",
     "Volume of size 1GB is smaller than snapshot '<root_snapshot>', expect size>= 8GB"),
    ("hashicorp/packer#7802 (2019)", "run_instances",
     launch(BlockDeviceMappings=[{"DeviceName": "/dev/sda1", "Ebs": {"VolumeType": "gp2"}}]),
     "MissingParameter", "The request must contain the parameter size or snapshotId"),
    ("gardener/machine-controller-manager-provider-aws#95 (2022), of gp2", "run_instances",
     with_disk(VolumeType="gp2", Throughput=300), "InvalidBlockDeviceMapping",
     "throughput cannot be specified with the volumeType of device '/dev/xvda'"),
    ("gardener/machine-controller-manager-provider-aws#95 (2022), of io1", "run_instances",
     with_disk(VolumeType="io1", Iops=200, Throughput=300), "InvalidBlockDeviceMapping",
     "throughput cannot be specified with the volumeType of device '/dev/xvda'"),
]

CHANGING = [
    ("aws/aws-cli#4216 (2019), kubernetes/kops#17344 (2025)", "modify_volume",
     {"VolumeId": "<volume>", "Size": 5},
     "InvalidParameterValue", "New size cannot be smaller than existing size"),
    ("kubernetes-sigs/aws-ebs-csi-driver#1656 (2023)", "modify_volume", {"VolumeId": "<volume>"},
     "InvalidParameterValue",
     "Invalid input: Must specify at least one of size, type, iops, throughput or multi-attach."),
    ("hashicorp/terraform-provider-aws#17644 (2021)", "modify_volume",
     {"VolumeId": "<volume>", "VolumeType": "gp2", "Throughput": 125},
     "InvalidParameterCombination",
     "The throughput parameter is not supported for gp2 volumes."),
    ("awslabs/aws-sdk-rust#1346 (2025)", "describe_volumes_modifications",
     {"VolumeIds": ["<volume>"]}, "InvalidVolumeModification.NotFound",
     "Modification for volume '<volume>' does not exist."),
    ("aws-quickstart/quickstart-sap-hana#29 (2021)", "describe_volume_status",
     {"VolumeIds": [UNKNOWN]}, "InvalidVolume.NotFound", f"The volume '{UNKNOWN}' does not exist."),
    ("velero-io/velero#7513 (2024)", "describe_volumes",
     {"VolumeIds": [UNKNOWN]}, "InvalidVolume.NotFound", f"The volume '{UNKNOWN}' does not exist."),
]

ATTACHING = [
    ("transcript 12521569830", "attach_volume", attached(UNKNOWN),
     "InvalidVolume.NotFound", f"The volume '{UNKNOWN}' does not exist."),
    ("apecloud/kubeblocks#2177 (2023)", "attach_volume", attached("<far_volume>"),
     "InvalidVolume.ZoneMismatch",
     "The volume '<far_volume>' is not in the same availability zone as instance '<instance>'"),
    ("sous-chefs/aws#134 (2015)", "attach_volume", attached(device="/dev/sdi1"),
     "InvalidParameterValue",
     "Value (/dev/sdi1) for parameter device is invalid. /dev/sdi1 is not a valid EBS device "
     "name."),
    ("transcript 12347683526", "attach_volume", attached(device="/dev/sdZZ"),
     "InvalidParameterValue",
     "Value (/dev/sdZZ) for parameter device is invalid. /dev/sdZZ is not a valid EBS device "
     "name."),
    ("aws/aws-sdk-java#1623 (2018), diux-dev/cluster#23 (2018)", "attach_volume",
     attached("<data_volume>", device="/dev/sdg"),
     "VolumeInUse", "<data_volume> is already attached to an instance"),
    ("nanovms/ops#1189 (2021)", "attach_volume", attached(), "InvalidParameterValue",
     "Invalid value '/dev/sdf' for unixDevice. Attachment point /dev/sdf is already in use",
     "data_volume"),
    ("kubernetes-sigs/aws-ebs-csi-driver#1801 (2024)", "detach_volume",
     {"VolumeId": "<volume>", "InstanceId": "<instance>"},
     "IncorrectState", "Volume '<volume>' is in the 'available' state."),
]


@each(MAKING + CHANGING + ATTACHING)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def test_a_volume_that_is_deleted(user):
    user.ec2.delete_volume(VolumeId=user.volume)
    user.wait()
    with reported(
        "aws/aws-sdk-java#1339 (2017)", None, f"The volume '{user.volume}' does not exist.",
    ):
        user.ec2.describe_volumes(VolumeIds=[user.volume])


@in_aws_lifecycle
def test_a_volume_that_is_being_modified(user):
    user.ec2.modify_volume(VolumeId=user.volume, Size=20)
    with reported(
        "sodafoundation/strato#1120 (2020)", "IncorrectModificationState",
        f"Volume {user.volume} cannot be modified in modification state MODIFYING",
    ):
        user.ec2.modify_volume(VolumeId=user.volume, Size=30)


@in_aws_lifecycle
def test_a_volume_is_imported(user):
    """As reported in ajacoutot/aws-openbsd#34 (2019)."""
    image = {"Format": "VMDK", "Bytes": 1000000, "ImportManifestUrl": MANIFEST}
    user.ec2.import_volume(AvailabilityZone="us-east-1a", Image=image, Volume={"Size": 1})
    for _ in range(60):
        user.wait(1)
        [task] = user.ec2.describe_conversion_tasks()["ConversionTasks"]
        if task.get("StatusMessage") == "Progress: 20%":
            break
    assert task["State"] == "active"
    assert task["StatusMessage"] == "Progress: 20%"
    assert task["ImportVolume"]["BytesConverted"] == 0
    assert task["ImportVolume"]["Volume"]["Id"].startswith("vol-")


@in_aws_lifecycle
def test_a_volume_for_an_instance_that_is_pending(user):
    volume = user.volume
    instance = user.launch_now(SubnetId=user.subnet)
    with reported(
        "transcript 17013344022", "IncorrectState", f"Instance '{instance}' is not 'running'.",
    ):
        user.ec2.attach_volume(**attached(volume, instance))


@in_aws_lifecycle
def test_a_volume_that_is_being_made(user):
    instance = user.instance
    volume = user.make_volume_now()
    with reported(
        "jsmartin/raidformer#5 (2013)", "IncorrectState", f"{volume} is not 'available'.",
    ):
        user.ec2.attach_volume(**attached(volume, instance))


@in_aws_lifecycle
def test_a_volume_of_a_snapshot_that_is_pending(user):
    snapshot = user.ec2.create_snapshot(VolumeId=user.volume)["SnapshotId"]
    with reported(
        "velero-io/velero#1799 (2019)", "IncorrectState",
        "Snapshot is in invalid state - pending",
    ):
        user.make_volume_now(SnapshotId=snapshot)


def test_a_snapshot_for_a_device_without_a_volume(user):
    local = [{"DeviceName": "/dev/sdb", "VirtualName": "ephemeral0"}]
    image = user.make_image("local", local, VirtualizationType="hvm", EnaSupport=True)
    disk = {"DeviceName": "/dev/sdb", "Ebs": {"SnapshotId": user.snapshot}}
    with reported(
        "cloudfoundry/bosh-aws-cpi-release#84 (2018)", "InvalidBlockDeviceMapping",
        "snapshotId can only be modified on EBS devices",
    ):
        user.try_launch(ImageId=image, InstanceType="t2.micro", BlockDeviceMappings=[disk])

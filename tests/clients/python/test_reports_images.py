"""Reports of images and snapshots, and of importing them."""

from reports import each, in_aws_lifecycle, reported
from support import IMAGE
from test_reports_launches import launch

UNKNOWN = "snap-0643b6dcd0a6f01f0"
NAMES = (
    "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, "
    "'(', ')', '.', '-', '/' and '_'"
)

IMAGES = [
    ("zealvora/terraform-beginner-to-advanced-resource#15 (2021)", "run_instances",
     launch(ImageId="aws_ami.ubuntu.id"),
     "InvalidAMIID.Malformed", 'Invalid id: "aws_ami.ubuntu.id" (expecting "ami-...")'),
    ("boto/boto3#1505 (2018)", "run_instances", launch(ImageId="ami-0ebf472962bc6715"),
     "InvalidAMIID.Malformed", 'Invalid id: "ami-0ebf472962bc6715"…'),
    ("cartography-cncf/cartography#721 (2021)", "describe_images",
     {"ImageIds": ["ami-0123456789abcdef0"]},
     "InvalidAMIID.NotFound", "The image id '[ami-0123456789abcdef0]' does not exist"),
    ("cloud-custodian/cloud-custodian#8323 (2023)", "modify_image_attribute",
     {"ImageId": "<image>"}, "InvalidParameterCombination", "No attributes specified."),
    ("kenzanlabs/spinnaker-terraform#29 (2017)", "modify_image_attribute",
     {"ImageId": "<image>", "LaunchPermission": {"Add": [{"UserId": ""}]}},
     "InvalidAMIAttributeItemValue",
     'Invalid attribute item value " " for userId item type.'),
    ("cloudcaptainsh/cloudcaptain#66 (2016)", "deregister_image",
     {"ImageId": "<amazon_image>"}, "AuthFailure", "Not authorized for image:<amazon_image>"),
    ("base2Services/shelvery-aws-backups#28 (2018)", "create_image",
     {"InstanceId": "<instance>", "Name": "weird: name+x"}, "InvalidAMIName.Malformed", NAMES),
    ("ansible/ansible#20009 (2017)", "copy_image",
     {"SourceImageId": IMAGE, "SourceRegion": "us-east-1", "Name": "a!b#c$"},
     "InvalidAMIName.Malformed", NAMES),
    ("boto/boto3#2488 (2020)", "create_image", {"InstanceId": "i-0123456789abcdef0", "Name": "web"},
     "InvalidInstanceID.NotFound", "The instance ID 'i-0123456789abcdef0' does not exist"),
    ("aws-samples/aws-systemsmanagerautomation-with-asglifecyclehooks#2 (2023)", "create_image",
     {"InstanceId": "<ended_instance>", "Name": "web"}, "InvalidParameterValue",
     "Invalid value '<ended_instance>' for instanceId. Instance is not in state 'running' or "
     "'stopping' or 'stopped'"),
    ("hashicorp/packer#6212 (2018)", "CreateImage",
     {"InstanceId": "<instance>", "Name": "secret", "BlockDeviceMapping.1.DeviceName": "/dev/sdf",
      "BlockDeviceMapping.1.Ebs.KmsKeyId": "alias/aws/ebs",
      "BlockDeviceMapping.1.Ebs.VolumeSize": "10"},
     "UnknownParameter", "The parameter KmsKeyId is not recognized"),
    ("mitchellh/goamz#251 (2015)", "create_image",
     {"InstanceId": "<instance>", "Name": "disks", "BlockDeviceMappings": [
         {"DeviceName": "/dev/sdb", "Ebs": {"DeleteOnTermination": False}},
         {"DeviceName": "/dev/sdc", "Ebs": {"DeleteOnTermination": False}},
     ]},
     "InvalidBlockDeviceMapping",
     "Either snapshot ID or volume size must be provided for: /dev/sdb, /dev/sdc"),
    ("wazuh/wazuh-virtual-machines#654 (2026)", "create_image",
     {"InstanceId": "<instance>", "Name": "mine"}, "InvalidAMIName.Duplicate",
     "AMI name mine is already in use by AMI <image>", "image"),
    ("transcript 6267974458", "create_image",
     {"InstanceId": "<instance>", "Name": "tagged", "TagSpecifications": [
         {"ResourceType": "image", "Tags": [{"Key": "aws:a", "Value": "b"}]},
     ]},
     "InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use"),
]

SNAPSHOTS = [
    ("aws-samples/remote-swe-agents#171 (2025)", "delete_snapshot", {"SnapshotId": "<snapshot>"},
     None, "The snapshot <snapshot> is currently in use by <image>", "image"),
    ("sebdah/automated-ebs-snapshots#4 (2014), boto/boto#3019 (2015), "
     "Answers4AWS/backup-monkey#10 (2016), gruntwork-io/cloud-nuke#727 (2024)", "delete_snapshot",
     {"SnapshotId": "<snapshot>"}, "InvalidSnapshot.InUse",
     "The snapshot <snapshot> is currently in use by <image>", "image"),
    ("hashicorp/packer#7499 (2019)", "modify_snapshot_attribute",
     {"SnapshotId": "<secret_snapshot>", "Attribute": "createVolumePermission",
      "OperationType": "add", "UserIds": ["444455556666"]},
     "OperationNotPermitted", "Encrypted snapshots with EBS default key cannot be shared"),
    # The full stop is of a recording in radkawar/stackd.
    ("transcript 11143950780, of sharing", "modify_snapshot_attribute",
     {"SnapshotId": "<secret_snapshot>", "Attribute": "createVolumePermission",
      "OperationType": "add", "GroupNames": ["all"]},
     "OperationNotPermitted", "Encrypted snapshots cannot be shared publicly."),
    ("transcript 11143950780, of one that is gone", "describe_snapshots",
     {"SnapshotIds": [UNKNOWN]},
     "InvalidSnapshot.NotFound", f"The snapshot '{UNKNOWN}' does not exist."),
    ("cloudquery/cloudquery#11707 (2023)", "describe_snapshot_attribute",
     {"SnapshotId": UNKNOWN, "Attribute": "createVolumePermission"},
     "InvalidSnapshot.NotFound", f"The snapshot '{UNKNOWN}' does not exist."),
    ("boto/boto3#3942 (2023)", "enable_snapshot_block_public_access", {"State": "unblocked"},
     "InvalidRequest",
     "Value 'unblocked' for State is not valid. Valid values are 'block-all-sharing' and "
     "'block-new-sharing'."),
    ("turbot/steampipe-plugin-aws#918 (2022)", "describe_snapshots", {"SnapshotIds": [""]},
     "InvalidParameterValue",
     "Value () for parameter snapshotId is invalid. Parameter may not be null or empty"),
    ("aws-samples/copy-encrypted-ami#5 (2018)", "describe_snapshots", {"SnapshotIds": ["null"]},
     "InvalidParameterValue",
     "Value (null) for parameter snapshotId is invalid. Expected: 'snap-...'."),
    ("cloudavail/aws-missing-tools#59 (2014)", "create_snapshot", {"VolumeId": "standard"},
     "InvalidParameterValue",
     "Value (standard) for parameter volumeId is invalid. Expected: 'vol-...'."),
    ("noahlh/aws-automated-backup-powershell#9 (2015)", "describe_snapshots",
     {"OwnerIds": ["XXX_XXX"]}, "InvalidUserID.Malformed", 'Invalid user id: "XXX_XXX"'),
    ("Answers4AWS/graffiti-monkey#48 (2019)", "describe_snapshots",
     {"Filters": [{"Name": "volume-id", "Values": [f"vol-{at:017x}" for at in range(201)]}]},
     "FilterLimitExceeded",
     "The maximum number of filter values specified on a single call is 200"),
]


@each(IMAGES + SNAPSHOTS)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


def test_other_encryption_than_the_instance_has(user):
    user.ec2.attach_volume(VolumeId=user.volume, InstanceId=user.instance, Device="/dev/xvdb")
    user.wait()
    disk = {"DeviceName": "/dev/xvdb", "Ebs": {"Encrypted": True, "VolumeSize": 10}}
    with reported(
        "hashicorp/packer#6889 (2018)", "InvalidBlockDeviceMapping",
        "the encrypted flag cannot be specified since device /dev/xvdb has a conflicting "
        "encryption setting",
    ):
        user.ec2.create_image(
            InstanceId=user.instance, Name="secret", BlockDeviceMappings=[disk]
        )


def test_an_image_that_is_gone_is_described(user):
    """As reported in hashicorp/terraform-provider-aws#47945 (2026): by nothing, for a while."""
    user.ec2.deregister_image(ImageId=user.image)
    assert user.ec2.describe_images(ImageIds=[user.image])["Images"] == []
    with reported(
        "ansible/ansible#24945 (2017)", "InvalidAMIID.Unavailable",
        f"The image ID '{user.image}' is no longer available",
    ):
        user.ec2.deregister_image(ImageId=user.image)


def share_with_all(user, image):
    everybody = {"Add": [{"Group": "all"}]}
    user.ec2.modify_image_attribute(ImageId=image, LaunchPermission=everybody)


def test_a_public_image_whose_snapshot_is_not(user):
    user.ec2.disable_image_block_public_access()
    user.wait(1200)
    share_with_all(user, user.image)
    with reported(
        "transcript 8368847906, privacysandbox/aggregation-service#12 (2023)", "InvalidRequest",
        "You do not have permission to access the storage of this ami",
    ):
        user.other().at("us-west-2").ec2.copy_image(
            SourceImageId=user.image, SourceRegion="us-east-1", Name="ami-dr-dots"
        )


def test_a_public_image_where_these_are_blocked(user):
    user.ec2.enable_image_block_public_access(ImageBlockPublicAccessState="block-new-sharing")
    user.wait(1200)
    with reported(
        "aws-deepracer-community/deepracer-on-the-spot#106 (2024)", None,
        "You can’t publicly share this image because block public access for AMIs is enabled for "
        "this account. To publicly share the image, you must call the "
        "DisableImageBlockPublicAccess API.",
    ):
        share_with_all(user, user.image)


def test_a_public_image_of_an_encrypted_snapshot(user):
    user.ec2.disable_image_block_public_access()
    user.wait(1200)
    key = f"arn:aws:kms:us-east-1:{user.account}:key/01234567-89ab-cdef-0123-456789abcdef"
    snapshot = user.make_snapshot(user.make_volume(Encrypted=True, KmsKeyId=key))
    image = user.make_image("secret", snapshot=snapshot, VirtualizationType="hvm")
    # The report has lost the apostrophe.
    with reported(
        "opendevstack/ods-core#1062 (2021)", "UnsupportedOperation",
        "Encrypted snapshots can’t be shared publicly. Specify another snapshot.",
    ):
        share_with_all(user, image)


def test_a_plain_copy_of_an_encrypted_image(user):
    snapshot = user.secret_snapshot
    image = user.make_image("secret", snapshot=snapshot, VirtualizationType="hvm")
    with reported(
        "hashicorp/packer#6778 (2018), #6789 (2018), #7393 (2019)", "InvalidRequest",
        f"Snapshot {snapshot} is encrypted. Creating unencrypted copy from an encrypted snapshot "
        "is not supported.",
    ):
        user.at("us-west-2").ec2.copy_image(
            SourceImageId=image, SourceRegion="us-east-1", Name="plain", Encrypted=False
        )


def export(user, instance, environment, **more):
    target = {"S3Bucket": "exports-of-mine", **more}
    user.ec2.create_instance_export_task(
        InstanceId=instance, TargetEnvironment=environment, ExportToS3Task=target
    )


def test_an_export_of_what_was_not_imported(user):
    instance = user.launch(ImageId=user.amazon_image)
    [image] = user.ec2.describe_images(ImageIds=[user.amazon_image])["Images"]
    [root] = image["BlockDeviceMappings"]
    with reported(
        "aws/aws-cli#6779 (2022)", "NotExportable",
        f"The snapshot ID ({root['Ebs']['SnapshotId']}) of the instance neither is owned by "
        "current user nor had been previously imported through VMIE.",
    ):
        export(user, instance, "vmware")


def test_an_export_in_a_format_of_another_environment(user):
    instance = user.launch(ImageId=user.image)
    # AWS itself cuts this off.
    with reported(
        "aws/aws-sdk#535 (2023)", "Unsupported",
        "diskImageFormat 'raw' not supported for targetEnvironment 'citrix'. "
        "Valid value(s): [\"'vhd', .",
    ):
        export(user, instance, "citrix", DiskImageFormat="RAW")


def test_a_copy_of_a_snapshot_that_is_not_there(user):
    """As reported in hashicorp/terraform-provider-aws#3086 (2018): it is made, and fails."""
    made = user.ec2.copy_snapshot(SourceRegion="us-west-2", SourceSnapshotId=user.snapshot)
    user.wait(7200)
    [copy] = user.ec2.describe_snapshots(SnapshotIds=[made["SnapshotId"]])["Snapshots"]
    assert copy["State"] == "error"


def import_snapshot(user):
    bucket = {"S3Bucket": "images-bucket", "S3Key": "talos.vmdk"}
    container = {"Description": "Talos", "Format": "VMDK", "UserBucket": bucket}
    return user.ec2.import_snapshot(DiskContainer=container)["ImportTaskId"]


def imported(user, task):
    [task] = user.ec2.describe_import_snapshot_tasks(ImportTaskIds=[task])["ImportSnapshotTasks"]
    return task["SnapshotTaskDetail"]


def test_an_imported_snapshot_is_described(user):
    """As reported in aws/aws-sdk#762 (2024): not as its disk."""
    task = import_snapshot(user)
    user.wait(4 * 3600)
    snapshot = imported(user, task)["SnapshotId"]
    [snapshot] = user.ec2.describe_snapshots(SnapshotIds=[snapshot])["Snapshots"]
    assert snapshot["Description"] == f"Created by AWS-VMImport service for {task}"


@in_aws_lifecycle
def test_a_snapshot_is_imported_later(user):
    """As reported in aws/aws-cli#9118 (2024): the id is there, and empty."""
    task = import_snapshot(user)
    for _ in range(60):
        user.wait(1)
        told = imported(user, task)
        if "SnapshotId" in told:
            break
    assert told["Status"] == "active"
    assert told["SnapshotId"] == ""

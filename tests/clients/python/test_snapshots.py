"""Snapshots and the images made of them, as backup scripts and image builders use them."""

from botocore.exceptions import ClientError

from support import IMAGE, refused, wait


def make_volume(ec2, **more):
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=3, **more)["VolumeId"]
    wait(ec2, "volume_available", VolumeIds=[volume])
    return volume


def test_a_volume_is_saved_and_restored(ec2, lifecycle):
    volume = make_volume(ec2, Encrypted=True)
    tags = [{"ResourceType": "snapshot", "Tags": [{"Key": "Backup", "Value": "daily"}]}]
    made = ec2.create_snapshot(VolumeId=volume, Description="daily", TagSpecifications=tags)
    started = {"aws": ("pending", ""), "instant": ("completed", "100%")}
    assert (made["State"], made["Progress"]) == started[lifecycle]
    wait(ec2, "snapshot_completed", SnapshotIds=[made["SnapshotId"]])
    ec2.delete_volume(VolumeId=volume)
    filters = [{"Name": "tag:Backup", "Values": ["daily"]}]
    [found] = ec2.describe_snapshots(OwnerIds=["self"], Filters=filters)["Snapshots"]
    assert (found["State"], found["Encrypted"]) == ("completed", True)
    restored = ec2.create_volume(AvailabilityZone="us-east-1b", SnapshotId=found["SnapshotId"])
    assert (restored["Size"], restored["KmsKeyId"]) == (3, found["KmsKeyId"])


def test_a_snapshot_is_copied_also_to_another_region(ec2, clients):
    snapshot = ec2.create_snapshot(VolumeId=make_volume(ec2))["SnapshotId"]
    # boto3 adds a signed URL and the destination by itself.
    source = {"SourceRegion": "us-east-1", "SourceSnapshotId": snapshot}
    copy = ec2.copy_snapshot(**source, Encrypted=True)["SnapshotId"]
    [found] = ec2.describe_snapshots(SnapshotIds=[copy])["Snapshots"]
    assert (found["Encrypted"], found["TransferType"]) == (True, "standard")
    there = clients(region="eu-west-1")
    wait(ec2, "snapshot_completed", SnapshotIds=[snapshot])
    copy = there.copy_snapshot(**source)["SnapshotId"]
    wait(there, "snapshot_completed", SnapshotIds=[copy])
    with refused("InvalidSnapshot.NotFound", f"The snapshot '{copy}' does not exist."):
        ec2.describe_snapshots(SnapshotIds=[copy])


def test_an_image_is_built_and_launched(ec2, launch, lifecycle):
    """What Packer does."""
    [source] = launch()
    wait(ec2, "instance_running", InstanceIds=[source])
    ec2.stop_instances(InstanceIds=[source])
    wait(ec2, "instance_stopped", InstanceIds=[source])
    image = ec2.create_image(InstanceId=source, Name="built", Description="by hand")["ImageId"]
    wait(ec2, "image_available", ImageIds=[image])
    named = [{"Name": "name", "Values": ["built"]}]
    [found] = ec2.describe_images(Owners=["self"], Filters=named)["Images"]
    assert (found["ImageId"], found["SourceInstanceId"]) == (image, source)
    snapshots = [mapping["Ebs"]["SnapshotId"] for mapping in found["BlockDeviceMappings"]]
    wait(ec2, "snapshot_completed", SnapshotIds=snapshots)
    with refused("InvalidAMIName.Duplicate", f"AMI name built is already in use by AMI {image}"):
        ec2.create_image(InstanceId=source, Name="built")
    made = ec2.run_instances(ImageId=image, InstanceType="t3.micro", MinCount=1, MaxCount=1)
    instance = made["Instances"][0]["InstanceId"]
    wait(ec2, "instance_running", InstanceIds=[instance])
    of_instance = [{"Name": "attachment.instance-id", "Values": [instance]}]
    [volume] = ec2.describe_volumes(Filters=of_instance)["Volumes"]
    assert [volume["SnapshotId"]] == snapshots


def test_images_are_cleaned_up_in_the_only_order_that_works(ec2):
    """What Terraform does when it destroys an image."""
    snapshot = ec2.create_snapshot(VolumeId=make_volume(ec2))["SnapshotId"]
    root = {"DeviceName": "/dev/sda1", "Ebs": {"SnapshotId": snapshot}}
    image = ec2.register_image(
        Name="registered",
        Architecture="x86_64",
        VirtualizationType="hvm",
        EnaSupport=True,
        RootDeviceName="/dev/sda1",
        BlockDeviceMappings=[root],
    )["ImageId"]
    wait(ec2, "image_available", ImageIds=[image])
    with refused("InvalidSnapshot.InUse", f"{snapshot} is currently in use by {image}"):
        ec2.delete_snapshot(SnapshotId=snapshot)
    ec2.deregister_image(ImageId=image)
    ec2.delete_snapshot(SnapshotId=snapshot)
    with refused("InvalidSnapshot.NotFound", f"The snapshot '{snapshot}' does not exist."):
        ec2.describe_snapshots(SnapshotIds=[snapshot])


def test_a_snapshot_is_shared_with_an_account(ec2):
    snapshot = ec2.create_snapshot(VolumeId=make_volume(ec2))["SnapshotId"]
    change = {"SnapshotId": snapshot, "Attribute": "createVolumePermission"}
    ec2.modify_snapshot_attribute(**change, OperationType="add", UserIds=["111111111111"])
    shown = ec2.describe_snapshot_attribute(**change)["CreateVolumePermissions"]
    assert shown == [{"UserId": "111111111111"}]
    ec2.enable_snapshot_block_public_access(State="block-new-sharing")
    with refused("OperationNotPermitted"):
        ec2.modify_snapshot_attribute(**change, OperationType="add", GroupNames=["all"])


def test_retention_deletes_what_is_old(ec2):
    volume = make_volume(ec2)
    for _ in range(7):
        ec2.create_snapshot(VolumeId=volume)
    pages = ec2.get_paginator("describe_snapshots").paginate(
        OwnerIds=["self"],
        Filters=[{"Name": "volume-id", "Values": [volume]}],
        PaginationConfig={"PageSize": 5},
    )
    found = [snapshot["SnapshotId"] for page in pages for snapshot in page["Snapshots"]]
    assert len(found) == len(set(found)) == 7
    ec2.lock_snapshot(SnapshotId=found[0], LockMode="governance", LockDuration=1)
    kept = []
    for snapshot in found:
        try:
            ec2.delete_snapshot(SnapshotId=snapshot)
        except ClientError:
            kept.append(snapshot)
    assert kept == found[:1]


def test_an_image_is_copied_to_be_encrypted(ec2):
    copy = {"SourceRegion": "us-east-1", "SourceImageId": IMAGE, "Name": "encrypted"}
    image = ec2.copy_image(**copy, Encrypted=True)["ImageId"]
    wait(ec2, "image_available", ImageIds=[image])
    [found] = ec2.describe_images(ImageIds=[image])["Images"]
    assert [mapping["Ebs"]["Encrypted"] for mapping in found["BlockDeviceMappings"]] == [True]

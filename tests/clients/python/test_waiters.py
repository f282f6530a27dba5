"""Every waiter that boto3 ships for an emulated operation."""

import boto3
import pytest
from botocore import xform_name

import support
from support import IMAGE, wait

EMULATED = support.emulated()
SHIPPED = boto3.client("ec2")


def operation_of(waiter):
    return SHIPPED.get_waiter(waiter).config.operation


WAITERS = [name for name in SHIPPED.waiter_names if operation_of(name) in EMULATED]


def test_there_are_waiters_for_the_main_kinds():
    assert {"instance_running", "vpc_available", "volume_in_use", "image_available"} <= set(WAITERS)


@pytest.mark.parametrize("name", WAITERS)
def test_a_waiter_understands_the_answer(ec2, launch, name):
    """An answer that the waiter can evaluate, whatever it makes of it."""
    config = ec2.get_waiter(name).config
    shape = ec2.meta.service_model.operation_model(config.operation).input_shape
    given = {"InstanceId": launch()[0]}
    request = {member: given[member] for member in shape.required_members}
    answer = getattr(ec2, xform_name(config.operation))(**request)
    assert config.acceptors
    for acceptor in config.acceptors:
        assert acceptor.matcher_func(answer) in (True, False)


def test_waiters_follow_an_instance(ec2, launch, lifecycle):
    instances = launch(2)
    if lifecycle == "aws":
        reservations = ec2.describe_instances(InstanceIds=instances)["Reservations"]
        states = {each["State"]["Name"] for each in reservations[0]["Instances"]}
        assert states == {"pending"}
    wait(ec2, "instance_exists", InstanceIds=instances)
    wait(ec2, "instance_running", InstanceIds=instances)
    wait(ec2, "instance_status_ok", InstanceIds=instances)
    wait(ec2, "system_status_ok", InstanceIds=instances)
    ec2.stop_instances(InstanceIds=instances)
    wait(ec2, "instance_stopped", InstanceIds=instances)
    ec2.terminate_instances(InstanceIds=instances)
    wait(ec2, "instance_terminated", InstanceIds=instances)


def test_waiters_follow_a_network(ec2, lifecycle, network):
    wait(ec2, "vpc_exists", VpcIds=[network["vpc"]])
    wait(ec2, "vpc_available", VpcIds=[network["vpc"]])
    wait(ec2, "subnet_available", SubnetIds=network["subnets"])
    wait(ec2, "security_group_exists", GroupIds=[network["group"]])
    made = ec2.create_network_interface(SubnetId=network["subnets"][0])
    interface = made["NetworkInterface"]["NetworkInterfaceId"]
    wait(ec2, "network_interface_available", NetworkInterfaceIds=[interface])
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    wait(ec2, "internet_gateway_exists", InternetGatewayIds=[gateway])


def test_waiters_follow_the_smaller_kinds(ec2, lifecycle, launch):
    ec2.create_key_pair(KeyName="mine", KeyType="ed25519")
    wait(ec2, "key_pair_exists", KeyNames=["mine"])
    made = ec2.create_customer_gateway(Type="ipsec.1", IpAddress="203.0.113.12", BgpAsn=65000)
    gateway = made["CustomerGateway"]["CustomerGatewayId"]
    wait(ec2, "customer_gateway_available", CustomerGatewayIds=[gateway])
    wait(ec2, "image_exists", ImageIds=[IMAGE])
    wait(ec2, "image_available", ImageIds=[IMAGE])
    [instance] = launch()
    wait(ec2, "instance_running", InstanceIds=[instance])
    [reservation] = ec2.describe_instances(InstanceIds=[instance])["Reservations"]
    [mapping] = reservation["Instances"][0]["BlockDeviceMappings"]
    wait(ec2, "volume_in_use", VolumeIds=[mapping["Ebs"]["VolumeId"]])


def test_waiters_follow_a_spot_request_and_a_password(ec2, lifecycle):
    ec2.create_key_pair(KeyName="desk")
    windows = [{"Name": "name", "Values": ["Windows_Server-2022-English-Full-Base-*"]}]
    image = ec2.describe_images(Owners=["amazon"], Filters=windows)["Images"][0]["ImageId"]
    specification = {"ImageId": image, "InstanceType": "t3.micro", "KeyName": "desk"}
    made = ec2.request_spot_instances(SpotPrice="0.1", LaunchSpecification=specification)
    request = made["SpotInstanceRequests"][0]["SpotInstanceRequestId"]
    wait(ec2, "spot_instance_request_fulfilled", SpotInstanceRequestIds=[request])
    found = ec2.describe_spot_instance_requests(SpotInstanceRequestIds=[request])
    instance = found["SpotInstanceRequests"][0]["InstanceId"]
    wait(ec2, "password_data_available", InstanceId=instance)
    ec2.terminate_instances(InstanceIds=[instance])
    found = ec2.describe_spot_instance_requests(SpotInstanceRequestIds=[request])
    assert found["SpotInstanceRequests"][0]["State"] == "closed"


def test_waiters_follow_imports(ec2, lifecycle):
    disk = {"Format": "VMDK", "UserBucket": {"S3Bucket": "disks", "S3Key": "one.vmdk"}}
    task = ec2.import_snapshot(DiskContainer=disk)["ImportTaskId"]
    wait(ec2, "snapshot_imported", ImportTaskIds=[task])
    [found] = ec2.describe_import_snapshot_tasks(ImportTaskIds=[task])["ImportSnapshotTasks"]
    wait(ec2, "snapshot_completed", SnapshotIds=[found["SnapshotTaskDetail"]["SnapshotId"]])
    image = {
        "Format": "RAW", "Bytes": 1000, "ImportManifestUrl": "https://s3.amazonaws.com/disks/one"
    }
    zone = {"AvailabilityZone": "us-east-1a", "Volume": {"Size": 1}}
    made = ec2.import_volume(Image=image, **zone)
    task = made["ConversionTask"]["ConversionTaskId"]
    wait(ec2, "conversion_task_completed", ConversionTaskIds=[task])
    if lifecycle == "aws":
        made = ec2.import_volume(Image=image, **zone)
        task = made["ConversionTask"]["ConversionTaskId"]
        ec2.cancel_conversion_task(ConversionTaskId=task)
        wait(ec2, "conversion_task_cancelled", ConversionTaskIds=[task])


def test_waiters_follow_exports(ec2, lifecycle, launch):
    [instance] = launch()
    wait(ec2, "instance_running", InstanceIds=[instance])
    request = {
        "InstanceId": instance, "TargetEnvironment": "vmware",
        "ExportToS3Task": {"S3Bucket": "exports"},
    }
    task = ec2.create_instance_export_task(**request)["ExportTask"]["ExportTaskId"]
    wait(ec2, "export_task_completed", ExportTaskIds=[task])
    if lifecycle == "aws":
        task = ec2.create_instance_export_task(**request)["ExportTask"]["ExportTaskId"]
        ec2.cancel_export_task(ExportTaskId=task)
        wait(ec2, "export_task_cancelled", ExportTaskIds=[task])


def test_waiters_follow_images(ec2, lifecycle):
    ec2.create_store_image_task(ImageId=IMAGE, Bucket="images")
    wait(ec2, "store_image_task_complete", ImageIds=[IMAGE])
    made = ec2.create_restore_image_task(
        Bucket="images", ObjectKey=f"{IMAGE}.bin", Name="restored"
    )
    wait(ec2, "image_available", ImageIds=[made["ImageId"]])
    kinds = [{"ResourceType": "ec2:Instance"}]
    made = ec2.create_image_usage_report(ImageId=IMAGE, ResourceTypes=kinds)
    wait(ec2, "image_usage_report_available", ReportIds=[made["ReportId"]])

"""Launch templates as deployment scripts use them: a version for each release, the default one
for launches."""

import pytest
from support import IMAGE, refused, wait


@pytest.fixture
def template(ec2):
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "web"}]}]
    data = {"ImageId": IMAGE, "InstanceType": "t3.micro", "TagSpecifications": tags}
    made = ec2.create_launch_template(LaunchTemplateName="web", LaunchTemplateData=data)
    return made["LaunchTemplate"]["LaunchTemplateId"]


def release(ec2, template, **data):
    made = ec2.create_launch_template_version(
        LaunchTemplateId=template, SourceVersion="$Latest", LaunchTemplateData=data
    )
    return made["LaunchTemplateVersion"]["VersionNumber"]


def launched(ec2, **more):
    made = ec2.run_instances(
        MinCount=1, MaxCount=1, LaunchTemplate={"LaunchTemplateName": "web", **more}
    )
    [instance] = made["Instances"]
    wait(ec2, "instance_running", InstanceIds=[instance["InstanceId"]])
    return instance


def test_a_release_is_launched_once_it_is_the_default(ec2, template):
    number = release(ec2, template, InstanceType="t3.small")
    assert launched(ec2)["InstanceType"] == "t3.micro"
    ec2.modify_launch_template(LaunchTemplateId=template, DefaultVersion=str(number))
    instance = launched(ec2)
    assert instance["InstanceType"] == "t3.small"
    tags = {tag["Key"]: tag["Value"] for tag in instance["Tags"]}
    assert tags == {
        "Name": "web",
        "aws:ec2launchtemplate:id": template,
        "aws:ec2launchtemplate:version": str(number),
    }


def test_old_releases_are_cleaned_up(ec2, template):
    for size in ("small", "medium", "large"):
        last = release(ec2, template, InstanceType=f"t3.{size}")
    ec2.modify_launch_template(LaunchTemplateId=template, DefaultVersion=str(last))
    pages = ec2.get_paginator("describe_launch_template_versions").paginate(
        LaunchTemplateId=template, PaginationConfig={"PageSize": 2}
    )
    found = [each for page in pages for each in page["LaunchTemplateVersions"]]
    assert [each["VersionNumber"] for each in found] == [4, 3, 2, 1]
    old = [str(each["VersionNumber"]) for each in found if not each["DefaultVersion"]]
    answer = ec2.delete_launch_template_versions(LaunchTemplateId=template, Versions=old)
    assert len(answer["SuccessfullyDeletedLaunchTemplateVersions"]) == 3
    assert answer["UnsuccessfullyDeletedLaunchTemplateVersions"] == []
    with refused("InvalidLaunchTemplateId.VersionNotFound", "version 1 for"):
        launched(ec2, Version="1")


def test_an_instance_becomes_a_template(ec2, template):
    instance = launched(ec2, Version="$Latest")
    data = ec2.get_launch_template_data(InstanceId=instance["InstanceId"])["LaunchTemplateData"]
    for interface in data["NetworkInterfaces"]:
        for own in ("NetworkInterfaceId", "PrivateIpAddress", "PrivateIpAddresses"):
            del interface[own]
    ec2.create_launch_template(LaunchTemplateName="copy", LaunchTemplateData=data)
    [copy] = ec2.run_instances(
        MinCount=1, MaxCount=1, LaunchTemplate={"LaunchTemplateName": "copy"}
    )["Instances"]
    assert copy["InstanceType"] == instance["InstanceType"]
    assert copy["SubnetId"] == instance["SubnetId"]
    assert {"Key": "Name", "Value": "web"} in copy["Tags"]


def test_careless_uses(ec2, template):
    data = {"InstanceType": "t3.micro"}
    with refused("InvalidLaunchTemplateName.AlreadyExistsException"):
        ec2.create_launch_template(LaunchTemplateName="web", LaunchTemplateData=data)
    with refused("InvalidLaunchTemplateName.NotFoundException", "template name wbe"):
        ec2.describe_launch_template_versions(LaunchTemplateName="wbe")
    with refused("InvalidLaunchTemplateName.NotFoundException", "At least one"):
        ec2.describe_launch_templates(LaunchTemplateNames=["wbe"])
    ec2.delete_launch_template(LaunchTemplateId=template)
    with refused("InvalidLaunchTemplateId.NotFound", template):
        ec2.delete_launch_template(LaunchTemplateId=template)

"""Reports that a list of queries drew, which was made beforehand by chance: of volumes and images,
tags, launches, routes and addresses."""

import pytest

from reports import each, in_aws_lifecycle, reported

RULE = {
    "IpPermissions.1.IpProtocol": "tcp", "IpPermissions.1.FromPort": "0",
    "IpPermissions.1.ToPort": "65535", "IpPermissions.1.Groups.1.GroupId": "<group>",
    "GroupId": "<group>",
}
TAG = [{"Key": "Name", "Value": "web"}]
LAUNCH = {
    "ImageId": "ami-0abcdef1234567890", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1,
}

REFUSED = [
    ("ansible/ansible-modules-core#3322 (2016, request id), ansible/ansible#4368 (2013)",
     "describe_images", {"ImageIds": ["ami-9fec6bec"]}, "InvalidAMIID.NotFound",
     "The image id '[ami-9fec6bec]' does not exist"),
    ("ansible-collections/community.aws#1419 (2022)", "copy_snapshot",
     {"SourceRegion": "us-east-1", "SourceSnapshotId": "<snapshot>",
      "TagSpecifications": [{"Tags": TAG}]},
     "InvalidParameterValue", "Tag specification resource type must have a value"),
    ("kubernetes/kops#597 (2016, request id)", "create_tags",
     {"Resources": ["igw-f615a592"], "Tags": TAG}, "InvalidInternetGatewayID.NotFound",
     "The internetGateway ID 'igw-f615a592' does not exist"),
    ("kubernetes/kops#597 (2016, request id), of a table", "create_tags",
     {"Resources": ["rtb-2502dc42"], "Tags": TAG}, "InvalidRouteTableID.NotFound",
     "The routeTable ID 'rtb-2502dc42' does not exist"),
    ("ansible/ansible#67204 (2020)", "create_tags",
     {"Resources": ["acl-0b1e79817c10867e1"], "Tags": TAG}, "InvalidNetworkAclID.NotFound",
     "The networkAcl ID 'acl-0b1e79817c10867e1' does not exist"),
    ("aws/aws-sdk-js#57 (2013)", "CreateTags",
     {"ResourceId.1": "<vpc>", "Tag.Item.1.Key": "Name", "Tag.Item.1.Value": "web"},
     "UnknownParameter", "The parameter Item is not recognized"),
    ("dtan4/terraforming#199 (2016)", "describe_volumes", {"VolumeIds": ["vol-9d451d35"]},
     "InvalidVolume.NotFound", "The volume 'vol-9d451d35' does not exist."),
    ("hashicorp/terraform-provider-aws#31044 (2023, request id)", "modify_volume",
     {"VolumeId": "<volume>"}, "InvalidParameterValue",
     "Invalid input: Must specify at least one of size, type, iops, throughput or multi-attach."),
    ("QT-DevOps/DevOpsIssues#1008 (2021, request id)", "run_instances",
     {**LAUNCH, "KeyName": "terraform"}, "InvalidKeyPair.NotFound",
     "The key pair 'terraform' does not exist"),
    ("hashicorp/terraform#1851 (2015)", "run_instances",
     {**LAUNCH, "KeyName": "${module.base.key_name}"}, "InvalidKeyPair.NotFound",
     "The key pair '${module.base.key_name}' does not exist"),
    ("getmoto/moto#5484 (2022), what AWS answers in it", "run_instances",
     {**LAUNCH, "SubnetId": "<subnet>", "SecurityGroupIds": ["sg-bbfe0e"]},
     "InvalidGroup.NotFound", "The security group 'sg-bbfe0e' does not exist in VPC '<vpc>'"),
    ("aws-controllers-k8s/community#2052 (2024, request id)", "delete_route",
     {"RouteTableId": "<table>", "DestinationCidrBlock": "8.8.8.8/32"}, "InvalidRoute.NotFound",
     "no route with destination-cidr-block 8.8.8.8/32 in route table <table>"),
    ("NixOS/nixops#606 (2017, request id), NixOS/nixops-aws#69 (2020)", "describe_addresses",
     {"PublicIps": ["None"]}, "InvalidParameterValue",
     "Invalid value 'None' for PublicIp. Not a valid IPv4 address."),
    ("determined-ai/determined#771 (2020)", "associate_address",
     {"InstanceId": "<instance>", "PublicIp": "<ip>"}, "InvalidParameterCombination",
     "You must specify an allocation id when mapping an address to a VPC instance", "gateway"),
    ("hashicorp/terraform#5288 (2016)", "describe_route_tables",
     {"RouteTableIds": ["rtb-0f39cd5b"]}, "InvalidRouteTableID.NotFound",
     "The routeTable ID 'rtb-0f39cd5b' does not exist"),
    ("ansible/ansible#35663 (2018), ansible/ansible#7848 (2014)", "describe_vpcs",
     {"VpcIds": ["vpc-ceb858b5"]}, "InvalidVpcID.NotFound",
     "The vpc ID 'vpc-ceb858b5' does not exist"),
]


@each(REFUSED)
def test_a_call_is_refused(user, report):
    report.holds_for(user)


@in_aws_lifecycle
def test_a_volume_that_is_being_modified(user):
    user.has("instance", "volume")
    user.ec2.modify_volume(VolumeId=user.volume, Size=20)
    with reported(
        "hashicorp/terraform#24610 (2020), hashicorp/terraform-provider-aws#17547 (2021)",
        "OperationNotPermitted",
        f"Cannot attach volume {user.volume} when it is in modification state: MODIFYING",
    ):
        user.ec2.attach_volume(
            VolumeId=user.volume, InstanceId=user.instance, Device="/dev/sdf"
        )


@in_aws_lifecycle
def test_an_instance_that_begins(user):
    user.has("volume", "table")
    instance = user.launch_now(SubnetId=user.subnet)
    with reported(
        "ansible-collections/amazon.aws#497 (2021)", "IncorrectState",
        f"Instance '{instance}' is not 'running'.",
    ):
        user.ec2.attach_volume(VolumeId=user.volume, InstanceId=instance, Device="/dev/sdf")
    with reported(
        "hashicorp/terraform#9967 (2016, request id)", "IncorrectInstanceState",
        "Instance with state 'pending' is not valid for this operation.",
    ):
        user.ec2.create_route(
            RouteTableId=user.table, DestinationCidrBlock="10.9.0.0/16", InstanceId=instance
        )


def test_a_device_that_is_taken(user):
    user.has("data_volume")
    with reported(
        "ansible/ansible#9643 (2014)", "InvalidParameterValue",
        "Invalid value '/dev/sdf' for unixDevice. Attachment point /dev/sdf is already in use",
    ):
        user.ec2.attach_volume(
            VolumeId=user.volume, InstanceId=user.instance, Device="/dev/sdf"
        )


def test_a_volume_that_was_deleted(user):
    user.ec2.delete_volume(VolumeId=user.volume)
    user.wait()
    with reported(
        "kubernetes-sigs/aws-ebs-csi-driver#2436 (2025, request id)", "InvalidVolume.NotFound",
        f"The volume '{user.volume}' does not exist.",
    ):
        user.ec2.describe_volumes(VolumeIds=[user.volume])


def test_an_image_that_is_not_shared(user):
    theirs = user.other().image
    with reported(
        "cloudfoundry-attic/lattice-release#23 (2015)", "AuthFailure",
        f"Not authorized for images: [{theirs}]",
    ):
        user.try_launch(ImageId=theirs)


@pytest.mark.parametrize("region", ["us-east-1", "ap-northeast-2"])
def test_a_public_image_whose_snapshot_is_not_shared(user, region):
    them = user.other()
    them.ec2.modify_image_attribute(
        ImageId=them.image, LaunchPermission={"Add": [{"Group": "all"}]}
    )
    with reported(
        "MISP/misp-cloud#28 (2021), sourcegraph/sourcegraph-public-snapshot#43666 (2022)", None,
        "You do not have permission to access the storage of this ami",
    ):
        user.at(region).ec2.copy_image(
            Name="copy", SourceRegion="us-east-1", SourceImageId=them.image
        )


def test_the_attachment_of_an_interface_of_aws(user):
    user.ec2.create_vpc_endpoint(
        VpcId=user.hosted_vpc(), VpcEndpointType="Interface", SubnetIds=[user.subnet],
        ServiceName="com.amazonaws.us-east-1.ssm",
    )
    user.wait()
    [interface] = user.of_vpc("describe_network_interfaces", "NetworkInterfaces")
    with reported(
        "boto/boto3#2219 (2019)", "OperationNotPermitted",
        "You are not allowed to manage 'ela-attach' attachments.",
    ):
        user.ec2.detach_network_interface(AttachmentId=interface["Attachment"]["AttachmentId"])


def test_a_rule_that_a_group_has_for_itself(user):
    rule = user.filled(RULE)
    user.form("AuthorizeSecurityGroupIngress", **rule)
    with reported(
        "galaxyproject/cloudlaunch#56 (2016, request id)", "InvalidPermission.Duplicate",
        f'the specified rule "peer: {user.group}, TCP, from port: 0, to port: 65535, ALLOW" '
        "already exists",
    ):
        user.form("AuthorizeSecurityGroupIngress", **rule)


def test_a_route_through_a_peering_connection_twice(user):
    user.ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=user.peering)
    user.wait(60)
    route = {
        "RouteTableId": user.table, "DestinationCidrBlock": "10.1.0.0/16",
        "VpcPeeringConnectionId": user.peering,
    }
    user.ec2.create_route(**route)
    with reported(
        "hashicorp/terraform#7038 (2016, request id)", "RouteAlreadyExists",
        "The route identified by 10.1.0.0/16 already exists.",
    ):
        user.ec2.create_route(**route)


def test_the_main_association_of_a_table(user):
    [table] = user.of_vpc("describe_route_tables", "RouteTables")
    main = table["Associations"][0]["RouteTableAssociationId"]
    with reported(
        "hashicorp/vault#659 (2015)", "InvalidParameterValue",
        f"cannot disassociate the main route table association {main}",
    ):
        user.ec2.disassociate_route_table(AssociationId=main)

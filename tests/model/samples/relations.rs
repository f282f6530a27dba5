//! Requests that tie rows to each other, and take the ties apart.

use super::Form;

const ROUTE_TABLE_ASSOCIATION: &str =
    "{DescribeRouteTables routeTableSet.item.associationSet.item/routeTableAssociationId}";

const NETWORK_ACL_ASSOCIATION: &str =
    "{DescribeNetworkAcls networkAclSet.item.associationSet.item/networkAclAssociationId}";

pub const RELATIONS: &[(&str, Form)] = &[
    // Storage
    (
        "AttachVolume",
        &[("VolumeId", "{volumes}"), ("InstanceId", "{instances}"), ("Device", "/dev/sdf")],
    ),
    (
        "AttachVolume",
        &[("VolumeId", "{volumes}"), ("InstanceId", "{instances}"), ("Device", "/dev/sdg")],
    ),
    (
        "DetachVolume",
        &[("VolumeId", "{DescribeVolumes volumeSet.item/volumeId/attachmentSet.item}")],
    ),
    ("DetachVolume", &[("VolumeId", "{volumes}"), ("Force", "true")]),
    ("ModifyVolume", &[("VolumeId", "{volumes}"), ("Size", "20")]),
    ("CreateVolume", &[("SnapshotId", "{snapshots}"), ("AvailabilityZone", "us-east-1a")]),
    ("CreateSnapshots", &[("InstanceSpecification.InstanceId", "{instances}")]),
    (
        "LockSnapshot",
        &[("SnapshotId", "{snapshots}"), ("LockMode", "governance"), ("LockDuration", "1")],
    ),
    ("UnlockSnapshot", &[("SnapshotId", "{snapshots}")]),
    ("ModifySnapshotTier", &[("SnapshotId", "{snapshots}"), ("StorageTier", "archive")]),
    ("RestoreSnapshotTier", &[("SnapshotId", "{snapshots}"), ("PermanentRestore", "true")]),
    ("CopyVolumes", &[("SourceVolumeId", "{volumes}"), ("VolumeType", "gp3")]),
    (
        "EnableFastSnapshotRestores",
        &[("AvailabilityZone.1", "us-east-1a"), ("SourceSnapshotId.1", "{snapshots}")],
    ),
    (
        "DisableFastSnapshotRestores",
        &[("AvailabilityZone.1", "us-east-1a"), ("SourceSnapshotId.1", "{snapshots}")],
    ),
    (
        "ImportSnapshot",
        &[
            ("DiskContainer.UserBucket.S3Bucket", "disks"),
            ("DiskContainer.UserBucket.S3Key", "one.vmdk"),
        ],
    ),
    ("ImportImage", &[("DiskContainer.1.Url", "s3://disks/one.ova")]),
    ("ImportImage", &[("DiskContainer.1.SnapshotId", "{snapshots}")]),
    (
        "ExportImage",
        &[
            ("ImageId", "{images}"),
            ("DiskImageFormat", "RAW"),
            ("S3ExportLocation.S3Bucket", "exports"),
        ],
    ),
    (
        "CreateInstanceExportTask",
        &[
            ("InstanceId", "{instances}"),
            ("TargetEnvironment", "vmware"),
            ("ExportToS3.S3Bucket", "exports"),
        ],
    ),
    (
        "ImportVolume",
        &[
            ("AvailabilityZone", "us-east-1a"),
            ("Image.Format", "RAW"),
            ("Image.Bytes", "1000"),
            ("Image.ImportManifestUrl", "https://s3.amazonaws.com/disks/one.xml"),
            ("Volume.Size", "1"),
        ],
    ),
    (
        "ImportInstance",
        &[
            ("Platform", "windows"),
            ("LaunchSpecification.InstanceType", "t3.micro"),
            ("DiskImage.1.Image.Format", "RAW"),
            ("DiskImage.1.Image.Bytes", "1000"),
            ("DiskImage.1.Image.ImportManifestUrl", "https://s3.amazonaws.com/disks/one.xml"),
            ("DiskImage.1.Volume.Size", "1"),
        ],
    ),
    ("CreateStoreImageTask", &[("ImageId", "{images}"), ("Bucket", "stored")]),
    (
        "CreateRestoreImageTask",
        &[
            ("Bucket", "stored"),
            ("ObjectKey", "{DescribeStoreImageTasks storeImageTaskResultSet.item/s3objectKey}"),
            ("Name", "restored-{n}"),
        ],
    ),
    ("DisableImage", &[("ImageId", "{images}")]),
    ("EnableImage", &[("ImageId", "{images}")]),
    ("DeregisterImage", &[("ImageId", "{images}"), ("DeleteAssociatedSnapshots", "true")]),
    // Gateways and routes
    ("AttachInternetGateway", &[("InternetGatewayId", "{internetGateways}"), ("VpcId", "{vpcs}")]),
    (
        "DetachInternetGateway",
        &[
            (
                "InternetGatewayId",
                "{DescribeInternetGateways internetGatewaySet.item/internetGatewayId/\
                 attachmentSet.item.vpcId}",
            ),
            (
                "VpcId",
                "{DescribeInternetGateways internetGatewaySet.item/attachmentSet.item.vpcId}",
            ),
        ],
    ),
    ("AttachVpnGateway", &[("VpnGatewayId", "{vpnGateways}"), ("VpcId", "{vpcs}")]),
    (
        "DetachVpnGateway",
        &[
            (
                "VpnGatewayId",
                "{DescribeVpnGateways vpnGatewaySet.item/vpnGatewayId/attachments.item.vpcId}",
            ),
            ("VpcId", "{DescribeVpnGateways vpnGatewaySet.item/attachments.item.vpcId}"),
        ],
    ),
    (
        "EnableRouteServerPropagation",
        &[
            ("RouteServerId", "{AssociateRouteServer}"),
            ("RouteTableId", "{DescribeRouteTables routeTableSet.item/routeTableId}"),
        ],
    ),
    (
        "EnableVgwRoutePropagation",
        &[("GatewayId", "{vpnGateways}"), ("RouteTableId", "{routeTables}")],
    ),
    (
        "CreateRoute",
        &[
            ("RouteTableId", "{routeTables}"),
            ("DestinationCidrBlock", "0.0.0.0/0"),
            ("GatewayId", "{internetGateways}"),
        ],
    ),
    (
        "CreateRoute",
        &[
            ("RouteTableId", "{routeTables}"),
            ("DestinationCidrBlock", "192.0.2.0/24"),
            ("NatGatewayId", "{natGateways}"),
        ],
    ),
    (
        "CreateRoute",
        &[
            ("RouteTableId", "{routeTables}"),
            ("DestinationCidrBlock", "192.0.3.0/24"),
            ("NetworkInterfaceId", "{networkInterfaces}"),
        ],
    ),
    (
        "CreateRoute",
        &[
            ("RouteTableId", "{routeTables}"),
            ("DestinationCidrBlock", "192.0.4.0/24"),
            ("InstanceId", "{instances}"),
        ],
    ),
    (
        "CreateRoute",
        &[
            ("RouteTableId", "{routeTables}"),
            ("DestinationCidrBlock", "172.31.0.0/16"),
            ("VpcPeeringConnectionId", "{vpcPeeringConnections}"),
        ],
    ),
    (
        "CreateRoute",
        &[
            ("RouteTableId", "{routeTables}"),
            ("DestinationPrefixListId", "{managedPrefixLists}"),
            ("GatewayId", "{internetGateways}"),
        ],
    ),
    (
        "CreateRoute",
        &[
            ("RouteTableId", "{routeTables}"),
            ("DestinationIpv6CidrBlock", "::/0"),
            ("EgressOnlyInternetGatewayId", "{egressOnlyInternetGateways}"),
        ],
    ),
    ("DeleteRoute", &[("RouteTableId", "{routeTables}"), ("DestinationCidrBlock", "0.0.0.0/0")]),
    ("AssociateRouteTable", &[("RouteTableId", "{routeTables}"), ("SubnetId", "{subnets}")]),
    (
        "AssociateRouteTable",
        &[("RouteTableId", "{routeTables}"), ("GatewayId", "{internetGateways}")],
    ),
    (
        "ReplaceRouteTableAssociation",
        &[("AssociationId", ROUTE_TABLE_ASSOCIATION), ("RouteTableId", "{routeTables}")],
    ),
    ("DisassociateRouteTable", &[("AssociationId", ROUTE_TABLE_ASSOCIATION)]),
    ("AcceptVpcPeeringConnection", &[("VpcPeeringConnectionId", "{vpcPeeringConnections}")]),
    // Of the same VPC, or of a peered one, by chance.
    (
        "AuthorizeSecurityGroupIngress",
        &[
            ("GroupId", "{DescribeSecurityGroups securityGroupInfo.item.groupId}"),
            ("IpPermissions.1.IpProtocol", "{byte}"),
            (
                "IpPermissions.1.Groups.1.GroupId",
                "{DescribeSecurityGroups securityGroupInfo.item/groupId}",
            ),
        ],
    ),
    (
        "ModifyVpcEndpoint",
        &[("VpcEndpointId", "{vpcEndpoints}"), ("AddRouteTableId.1", "{routeTables}")],
    ),
    (
        "CreateVpcEndpoint",
        &[
            ("VpcEndpointType", "Interface"),
            ("VpcId", "{vpcs}"),
            ("ServiceName", "com.amazonaws.us-east-1.ec2"),
            ("SubnetId.1", "{subnets}"),
            ("SecurityGroupId.1", "{securityGroups}"),
            ("PrivateDnsEnabled", "false"),
        ],
    ),
    // Interfaces and addresses
    (
        "AttachNetworkInterface",
        &[
            ("NetworkInterfaceId", "{networkInterfaces}"),
            ("InstanceId", "{instances}"),
            ("DeviceIndex", "1"),
        ],
    ),
    (
        "DetachNetworkInterface",
        &[(
            "AttachmentId",
            "{DescribeNetworkInterfaces networkInterfaceSet.item/attachment.attachmentId}",
        )],
    ),
    (
        "RunInstances",
        &[
            ("ImageId", "ami-0abcdef1234567890"),
            ("InstanceType", "t3.micro"),
            ("NetworkInterface.1.DeviceIndex", "0"),
            (
                "NetworkInterface.1.NetworkInterfaceId",
                "{DescribeNetworkInterfaces networkInterfaceSet.item/networkInterfaceId}",
            ),
        ],
    ),
    (
        "DeleteNetworkInterface",
        &[(
            "NetworkInterfaceId",
            "{DescribeNetworkInterfaces networkInterfaceSet.item/networkInterfaceId}",
        )],
    ),
    ("AssociateAddress", &[("AllocationId", "{addresses}"), ("InstanceId", "{instances}")]),
    (
        "AssociateAddress",
        &[("AllocationId", "{addresses}"), ("NetworkInterfaceId", "{networkInterfaces}")],
    ),
    (
        "DisassociateAddress",
        &[("AssociationId", "{DescribeAddresses addressesSet.item/associationId}")],
    ),
    (
        "EnableAddressTransfer",
        &[("AllocationId", "{addresses}"), ("TransferAccountId", "111111111111")],
    ),
    (
        "AssociateNatGatewayAddress",
        &[("NatGatewayId", "{natGateways}"), ("AllocationId.1", "{addresses}")],
    ),
    (
        "AssignPrivateIpAddresses",
        &[("NetworkInterfaceId", "{networkInterfaces}"), ("SecondaryPrivateIpAddressCount", "2")],
    ),
    (
        "ModifyNetworkInterfaceAttribute",
        &[("NetworkInterfaceId", "{networkInterfaces}"), ("SecurityGroupId.1", "{securityGroups}")],
    ),
    (
        "ReplaceNetworkAclAssociation",
        &[("AssociationId", NETWORK_ACL_ASSOCIATION), ("NetworkAclId", "{networkAcls}")],
    ),
    // Networks
    ("AssociateDhcpOptions", &[("DhcpOptionsId", "{dhcpOptions}"), ("VpcId", "{vpcs}")]),
    ("AssociateVpcCidrBlock", &[("VpcId", "{vpcs}"), ("CidrBlock", "10.{byte}.0.0/16")]),
    ("CreateSubnet", &[("VpcId", "{vpcs}"), ("CidrBlock", "10.0.{byte}.0/24")]),
    (
        "AuthorizeSecurityGroupIngress",
        &[
            ("GroupId", "{securityGroups}"),
            ("IpPermissions.1.IpProtocol", "-1"),
            ("IpPermissions.1.Groups.1.GroupId", "{securityGroups}"),
        ],
    ),
    (
        "AuthorizeSecurityGroupEgress",
        &[
            ("GroupId", "{securityGroups}"),
            ("IpPermissions.1.IpProtocol", "tcp"),
            ("IpPermissions.1.FromPort", "22"),
            ("IpPermissions.1.ToPort", "22"),
            ("IpPermissions.1.PrefixListIds.1.PrefixListId", "{managedPrefixLists}"),
        ],
    ),
    (
        "CreateFlowLogs",
        &[
            ("ResourceType", "NetworkInterface"),
            ("ResourceId.1", "{networkInterfaces}"),
            ("TrafficType", "ALL"),
            ("LogDestinationType", "s3"),
            ("LogDestination", "arn:aws:s3:::flows"),
        ],
    ),
    (
        "CreateFlowLogs",
        &[
            ("ResourceType", "Subnet"),
            ("ResourceId.1", "{subnets}"),
            ("TrafficType", "ALL"),
            ("LogDestinationType", "s3"),
            ("LogDestination", "arn:aws:s3:::flows"),
        ],
    ),
    ("CreateDefaultVpc", &[]),
    ("CreateDefaultSubnet", &[("AvailabilityZone", "us-east-1a")]),
    // Instances
    (
        "RunInstances",
        &[
            ("ImageId", "{images}"),
            ("InstanceType", "t3.micro"),
            ("KeyName", "{keyPairs=KeyName}"),
            ("Placement.GroupName", "{placementGroups=GroupName}"),
            ("SecurityGroupId.1", "{securityGroups}"),
            ("SubnetId", "{subnets}"),
        ],
    ),
    (
        "RunInstances",
        &[
            ("ImageId", "ami-0abcdef1234567890"),
            ("InstanceType", "t3.micro"),
            ("SecurityGroupId.1", "{securityGroups}"),
            ("SubnetId", "{subnets}"),
        ],
    ),
    (
        "RunInstances",
        &[
            ("LaunchTemplate.LaunchTemplateId", "{launchTemplates}"),
            ("InstanceType", "t3.micro"),
            ("NetworkInterface.1.DeviceIndex", "0"),
            ("NetworkInterface.1.NetworkInterfaceId", "{networkInterfaces}"),
        ],
    ),
    (
        "RunInstances",
        &[
            ("ImageId", "ami-0abcdef1234567890"),
            ("InstanceType", "t3.micro"),
            ("NetworkInterface.1.DeviceIndex", "0"),
            ("NetworkInterface.1.SubnetId", "{subnets}"),
            ("NetworkInterface.1.AssociatePublicIpAddress", "true"),
            ("NetworkInterface.1.DeleteOnTermination", "false"),
        ],
    ),
    (
        "RunInstances",
        &[
            ("ImageId", "ami-0abcdef1234567890"),
            ("InstanceType", "t3.micro"),
            ("Placement.AvailabilityZone", "us-east-1a"),
            (
                "CapacityReservationSpecification.CapacityReservationTarget.CapacityReservationId",
                "{capacityReservations}",
            ),
        ],
    ),
    (
        "RunInstances",
        &[
            ("ImageId", "ami-0abcdef1234567890"),
            ("InstanceType", "t3.micro"),
            ("InstanceMarketOptions.MarketType", "spot"),
            ("InstanceMarketOptions.SpotOptions.SpotInstanceType", "persistent"),
            ("InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior", "stop"),
            ("SubnetId", "{subnets}"),
        ],
    ),
    (
        "MonitorInstances",
        &[("InstanceId.1", "{instances}"), ("MetricCategoryId.1", "{metricCategories}")],
    ),
    ("UnmonitorInstances", &[("InstanceId.1", "{instances}")]),
    ("StopInstances", &[("InstanceId.1", "{instances}")]),
    ("StopInstances", &[("InstanceId.1", "{instances}"), ("Force", "true")]),
    ("StartInstances", &[("InstanceId.1", "{instances}")]),
    ("RebootInstances", &[("InstanceId.1", "{instances}")]),
    ("TerminateInstances", &[("InstanceId.1", "{instances}")]),
    (
        "TerminateInstances",
        &[("InstanceId.1", "{DescribeInstances reservationSet.item.instancesSet.item/instanceId}")],
    ),
    (
        "ModifyInstanceAttribute",
        &[("InstanceId", "{instances}"), ("GroupId.1", "{securityGroups}")],
    ),
    (
        "ModifyInstanceAttribute",
        &[("InstanceId", "{instances}"), ("InstanceType.Value", "t3.small")],
    ),
    (
        "ModifyInstancePlacement",
        &[("InstanceId", "{instances}"), ("GroupName", "{placementGroups=GroupName}")],
    ),
    (
        "ModifyInstanceCapacityReservationAttributes",
        &[
            ("InstanceId", "{instances}"),
            (
                "CapacityReservationSpecification.CapacityReservationTarget.CapacityReservationId",
                "{capacityReservations}",
            ),
        ],
    ),
    (
        "ReplaceIamInstanceProfileAssociation",
        &[
            ("AssociationId", "{iamInstanceProfileAssociations}"),
            ("IamInstanceProfile.Name", "other"),
        ],
    ),
    (
        "CancelSpotInstanceRequests",
        &[(
            "SpotInstanceRequestId.1",
            "{DescribeSpotInstanceRequests spotInstanceRequestSet.item/spotInstanceRequestId}",
        )],
    ),
    (
        "RequestSpotInstances",
        &[
            ("Type", "persistent"),
            ("LaunchSpecification.ImageId", "{images}"),
            ("LaunchSpecification.InstanceType", "t3.micro"),
            ("LaunchSpecification.SubnetId", "{subnets}"),
            ("LaunchSpecification.SecurityGroupId.1", "{securityGroups}"),
        ],
    ),
    // Client VPN
    (
        "AssociateClientVpnTargetNetwork",
        &[("ClientVpnEndpointId", "{clientVpnEndpoints}"), ("SubnetId", "{subnets}")],
    ),
    (
        "AuthorizeClientVpnIngress",
        &[
            ("ClientVpnEndpointId", "{clientVpnEndpoints}"),
            ("TargetNetworkCidr", "10.{byte}.0.0/16"),
            ("AuthorizeAllGroups", "true"),
        ],
    ),
    (
        "CreateClientVpnRoute",
        &[
            ("ClientVpnEndpointId", "{clientVpnEndpoints}"),
            ("DestinationCidrBlock", "0.0.0.0/0"),
            (
                "TargetVpcSubnetId",
                "{DescribeClientVpnEndpoints \
                 clientVpnEndpoint.item.associatedTargetNetwork.item.networkId}",
            ),
        ],
    ),
    (
        "DeleteClientVpnRoute",
        &[("ClientVpnEndpointId", "{clientVpnEndpoints}"), ("DestinationCidrBlock", "0.0.0.0/0")],
    ),
];

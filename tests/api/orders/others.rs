//! The cases of instances, storage, VPN and transit.

use super::{BLOCK, Case, VPC};

const SNAPSHOT: (&str, &str) = ("SnapshotId", "snap-0123456789abcdef0");
const WINDOW: (&str, &str) = ("InstanceEventWindowId", "iew-0123456789abcdef0");
const MODE: (&str, &str) = ("LockMode", "governance");
const INSTANCE: (&str, &str) = ("InstanceId", "i-0123456789abcdef0");
const TRANSIT_TABLE: (&str, &str) = ("TransitGatewayRouteTableId", "tgw-rtb-0123456789abcdef0");
const ATTACHMENT: (&str, &str) = ("TransitGatewayAttachmentId", "tgw-attach-0123456789abcdef0");
const LIST: (&str, &str) = ("PrefixListId", "pl-0123456789abcdef0");
const CONNECTION: (&str, &str) = ("VpnConnectionId", "vpn-0123456789abcdef0");
const PEERING: (&str, &str) = ("VpcPeeringConnectionId", "pcx-0123456789abcdef0");
const CLIENT_VPN: (&str, &str) = ("ClientVpnEndpointId", "cvpn-endpoint-0123456789abcdef0");

pub(super) const STORAGE: &[Case] = &[
    (
        "LockSnapshot",
        &[SNAPSHOT, MODE, ("LockDuration", "1"), ("ExpirationDate", "2030-01-01T00:00:00Z")],
        (
            "InvalidParameterCombination",
            "The parameter lockDuration cannot be used with the parameter expirationDate",
        ),
        &[SNAPSHOT, MODE, ("LockDuration", "1")],
        "InvalidSnapshot.NotFound",
    ),
    (
        "LockSnapshot",
        &[SNAPSHOT, MODE, ("LockDuration", "1"), ("CoolOffPeriod", "1")],
        (
            "InvalidParameterCombination",
            "The parameter coolOffPeriod cannot be used with the lock mode governance",
        ),
        &[SNAPSHOT, MODE, ("ExpirationDate", "2030-01-01T00:00:00Z")],
        "InvalidSnapshot.NotFound",
    ),
    (
        "RestoreSnapshotTier",
        &[SNAPSHOT],
        ("MissingParameter", "The request must contain the parameter temporaryRestoreDays"),
        &[SNAPSHOT, ("PermanentRestore", "true")],
        "InvalidSnapshot.NotFound",
    ),
    (
        "RestoreSnapshotTier",
        &[SNAPSHOT, ("TemporaryRestoreDays", "1"), ("PermanentRestore", "true")],
        (
            "InvalidParameterCombination",
            "The parameter temporaryRestoreDays cannot be used with the parameter \
             permanentRestore",
        ),
        &[SNAPSHOT, ("TemporaryRestoreDays", "1")],
        "InvalidSnapshot.NotFound",
    ),
    (
        "ModifySnapshotAttribute",
        &[SNAPSHOT],
        ("InvalidParameterCombination", "No attributes specified."),
        &[SNAPSHOT, ("CreateVolumePermission.Add.1.UserId", "123456789012")],
        "InvalidSnapshot.NotFound",
    ),
    (
        "CreateReplaceRootVolumeTask",
        &[INSTANCE, SNAPSHOT, ("ImageId", "ami-0123456789abcdef0")],
        (
            "InvalidParameterCombination",
            "Only one of snapshotId, imageId and volumeId can be specified.",
        ),
        &[INSTANCE, SNAPSHOT],
        "InvalidInstanceID.NotFound",
    ),
];

pub(super) const TRANSIT: &[Case] = &[
    (
        "CreateTransitGatewayRoute",
        &[TRANSIT_TABLE, BLOCK, ("Blackhole", "true"), ATTACHMENT],
        (
            "InvalidParameterCombination",
            "The parameter Blackhole cannot be used with the parameter TransitGatewayAttachmentId",
        ),
        &[TRANSIT_TABLE, BLOCK, ("Blackhole", "true")],
        "InvalidRouteTableID.NotFound",
    ),
    (
        "ReplaceTransitGatewayRoute",
        &[TRANSIT_TABLE, BLOCK],
        ("MissingParameter", "Missing required parameter in request: TransitGatewayAttachmentId."),
        &[TRANSIT_TABLE, BLOCK, ATTACHMENT],
        "InvalidRouteTableID.NotFound",
    ),
    (
        "DeleteTransitGatewayRoute",
        &[TRANSIT_TABLE, ("DestinationCidrBlock", "x")],
        (
            "InvalidParameterValue",
            "Value (x) for parameter destinationCidrBlock is invalid. This is not a valid CIDR \
             block.",
        ),
        &[TRANSIT_TABLE, BLOCK],
        "InvalidRouteTableID.NotFound",
    ),
    (
        "CreateTransitGatewayPrefixListReference",
        &[TRANSIT_TABLE, LIST],
        ("MissingParameter", "Missing required parameter in request: TransitGatewayAttachmentId."),
        &[TRANSIT_TABLE, LIST, ATTACHMENT],
        "InvalidRouteTableID.NotFound",
    ),
    (
        "ModifyVpnConnection",
        &[CONNECTION],
        ("MissingParameter", "The request must contain the parameter vpnGatewayId"),
        &[CONNECTION, ("VpnGatewayId", "vgw-0123456789abcdef0")],
        "InvalidVpnConnectionID.NotFound",
    ),
    (
        "ModifyVpnConnectionOptions",
        &[CONNECTION],
        ("InvalidParameterCombination", "No options specified."),
        &[CONNECTION, ("LocalIpv4NetworkCidr", "0.0.0.0/0")],
        "InvalidVpnConnectionID.NotFound",
    ),
    (
        "ModifyVpcPeeringConnectionOptions",
        &[PEERING],
        (
            "MissingParameter",
            "The request must contain the parameter accepterPeeringConnectionOptions or \
             requesterPeeringConnectionOptions",
        ),
        &[PEERING, ("RequesterPeeringConnectionOptions.AllowDnsResolutionFromRemoteVpc", "true")],
        "InvalidVpcPeeringConnectionID.NotFound",
    ),
    (
        "AuthorizeClientVpnIngress",
        &[CLIENT_VPN, ("TargetNetworkCidr", "x"), ("AuthorizeAllGroups", "true")],
        (
            "InvalidParameterValue",
            "Value (x) for parameter targetNetworkCidr is invalid. This is not a valid CIDR block.",
        ),
        &[CLIENT_VPN, ("TargetNetworkCidr", "10.0.0.0/8"), ("AuthorizeAllGroups", "true")],
        "InvalidClientVpnEndpointId.NotFound",
    ),
];

pub(super) const COMPUTE: &[Case] = &[
    (
        "ModifyInstanceAttribute",
        &[INSTANCE, ("SourceDestCheck.Value", "true"), ("EbsOptimized.Value", "true")],
        ("InvalidParameterCombination", "Fields for multiple attribute types specified"),
        &[INSTANCE, ("EbsOptimized.Value", "true")],
        "InvalidInstanceID.NotFound",
    ),
    (
        "ModifyInstanceAttribute",
        &[INSTANCE, ("BlockDeviceMapping.1.DeviceName", "/dev/sdf")],
        ("MissingParameter", "The request must contain the parameter ebs"),
        &[
            INSTANCE,
            ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
            ("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true"),
        ],
        "InvalidInstanceID.NotFound",
    ),
    (
        "ModifyInstancePlacement",
        &[INSTANCE],
        ("MissingParameter", "The request must contain the parameter groupName"),
        &[INSTANCE, ("GroupId", "pg-0123456789abcdef0")],
        "InvalidInstanceID.NotFound",
    ),
    (
        "ModifyInstancePlacement",
        &[INSTANCE, ("GroupId", "pg-0123456789abcdef0"), ("GroupName", "mine")],
        (
            "InvalidParameterCombination",
            "The parameter groupName cannot be used with the parameter groupId",
        ),
        &[INSTANCE, ("GroupName", "mine")],
        "InvalidInstanceID.NotFound",
    ),
    (
        "ModifyVpnConnection",
        &[
            CONNECTION,
            ("CustomerGatewayId", "cgw-0123456789abcdef0"),
            ("VpnGatewayId", "vgw-0123456789abcdef0"),
        ],
        (
            "InvalidParameterCombination",
            "The parameter customerGatewayId cannot be used with the parameter vpnGatewayId",
        ),
        &[CONNECTION, ("CustomerGatewayId", "cgw-0123456789abcdef0")],
        "InvalidVpnConnectionID.NotFound",
    ),
    (
        "ModifyInstanceEventWindow",
        &[WINDOW, ("CronExpression", "x")],
        (
            "InvalidParameterValue",
            "Value (x) for parameter CronExpression is invalid. Only hours and days of the week \
             can be given, as in '* 0-4 * * 1,5'.",
        ),
        &[WINDOW, ("Name", "nightly")],
        "InvalidInstanceEventWindowID.NotFound",
    ),
    (
        "ModifyManagedPrefixList",
        &[LIST, ("AddEntry.1.Cidr", "10.0.0.0/8")],
        ("MissingParameter", "The request must contain the parameter currentVersion"),
        &[LIST, ("AddEntry.1.Cidr", "10.0.0.0/8"), ("CurrentVersion", "1")],
        "InvalidPrefixListID.NotFound",
    ),
    (
        "CreateClientVpnRoute",
        &[CLIENT_VPN, BLOCK],
        ("MissingParameter", "The request must contain the parameter TargetVpcSubnetId"),
        &[CLIENT_VPN, BLOCK, ("TargetVpcSubnetId", "subnet-0123456789abcdef0")],
        "InvalidClientVpnEndpointId.NotFound",
    ),
    (
        "DeleteClientVpnRoute",
        &[CLIENT_VPN, ("DestinationCidrBlock", "x")],
        (
            "InvalidParameterValue",
            "Value (x) for parameter destinationCidrBlock is invalid. This is not a valid CIDR \
             block.",
        ),
        &[CLIENT_VPN, BLOCK],
        "InvalidClientVpnEndpointId.NotFound",
    ),
    (
        "CreateVpcPeeringConnection",
        &[VPC, ("PeerVpcId", "x")],
        ("InvalidVpcId.Malformed", "Invalid id: \"x\" (expecting \"vpc-...\")"),
        &[VPC, ("PeerVpcId", "vpc-0123456789abcdef1")],
        "InvalidVpcID.NotFound",
    ),
];

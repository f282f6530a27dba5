//! What is said first of a request that is wrong in two ways: what its text shows comes before the
//! ids that it names are looked for.

mod others;

use super::support::Ec2;
use others::{COMPUTE, STORAGE, TRANSIT};

type Form = &'static [(&'static str, &'static str)];

const VPC: (&str, &str) = ("VpcId", "vpc-0123456789abcdef0");
const SUBNET: (&str, &str) = ("SubnetId", "subnet-0123456789abcdef0");
const TABLE: (&str, &str) = ("RouteTableId", "rtb-0123456789abcdef0");
const INTERFACE: (&str, &str) = ("NetworkInterfaceId", "eni-0123456789abcdef0");
const GATEWAY: (&str, &str) = ("GatewayId", "igw-0123456789abcdef0");
const GROUP: (&str, &str) = ("GroupId", "sg-0123456789abcdef0");
const ACL: (&str, &str) = ("NetworkAclId", "acl-0123456789abcdef0");
const ADDRESS: (&str, &str) = ("AllocationId", "eipalloc-0123456789abcdef0");
const BLOCK: (&str, &str) = ("DestinationCidrBlock", "10.0.0.0/8");
const NUMBER: (&str, &str) = ("RuleNumber", "100");
const RULE: [(&str, &str); 4] =
    [NUMBER, ("Protocol", "-1"), ("RuleAction", "allow"), ("Egress", "false")];

/// An operation, a wrong text with its code and words, and what is not found once it is right.
type Case = (&'static str, Form, (&'static str, &'static str), Form, &'static str);

const ROUTES: &[Case] = &[
    (
        "AssociateRouteTable",
        &[TABLE, SUBNET, GATEWAY],
        (
            "InvalidParameterCombination",
            "The parameter subnetId cannot be used with the parameter gatewayId",
        ),
        &[TABLE, SUBNET],
        "InvalidRouteTableID.NotFound",
    ),
    (
        "AssociateRouteTable",
        &[TABLE],
        ("MissingParameter", "The request must contain the parameter SubnetId or GatewayId"),
        &[TABLE, GATEWAY],
        "InvalidRouteTableID.NotFound",
    ),
    (
        "CreateRoute",
        &[TABLE, ("DestinationCidrBlock", "x"), GATEWAY],
        (
            "InvalidParameterValue",
            "Value (x) for parameter destinationCidrBlock is invalid. This is not a valid CIDR \
             block.",
        ),
        &[TABLE, BLOCK, GATEWAY],
        "InvalidRouteTableID.NotFound",
    ),
    (
        "CreateRoute",
        &[TABLE, BLOCK],
        (
            "MissingParameter",
            "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, \
             vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId, \
             localGatewayId, carrierGatewayId, vpcEndpointId, coreNetworkArn or instanceId",
        ),
        &[TABLE, ("DestinationPrefixListId", "pl-0123456789abcdef0"), GATEWAY],
        "InvalidRouteTableID.NotFound",
    ),
    (
        "ReplaceRoute",
        &[TABLE, BLOCK, ("LocalTarget", "true"), GATEWAY],
        (
            "InvalidParameterCombination",
            "The parameter localTarget cannot be used with another target.",
        ),
        &[TABLE, BLOCK, ("LocalTarget", "true")],
        "InvalidRouteTableID.NotFound",
    ),
    (
        "DeleteRoute",
        &[TABLE],
        (
            "MissingParameter",
            "The request must contain exactly one of: destinationCidrBlock, \
             destinationIpv6CidrBlock, destinationPrefixListId",
        ),
        &[TABLE, BLOCK],
        "InvalidRouteTableID.NotFound",
    ),
];

const RULES: &[Case] = &[
    (
        "CreateNetworkAclEntry",
        &[ACL, RULE[0], RULE[1], RULE[2], RULE[3]],
        ("MissingParameter", "The request must contain the parameter cidrBlock"),
        &[ACL, RULE[0], RULE[1], RULE[2], RULE[3], ("CidrBlock", "0.0.0.0/0")],
        "InvalidNetworkAclID.NotFound",
    ),
    (
        "ReplaceNetworkAclEntry",
        &[ACL, NUMBER, ("Protocol", "tcp"), RULE[2], RULE[3], ("CidrBlock", "0.0.0.0/0")],
        ("InvalidParameterValue", "Invalid value 'tcp' for IP protocol. Unknown protocol."),
        &[ACL, NUMBER, RULE[1], RULE[2], RULE[3], ("CidrBlock", "0.0.0.0/0")],
        "InvalidNetworkAclID.NotFound",
    ),
    (
        "DeleteNetworkAclEntry",
        &[ACL, ("RuleNumber", "0"), RULE[3]],
        (
            "InvalidParameterValue",
            "Value (0) for parameter ruleNumber is invalid. Rulenumber must be in range 1..32766",
        ),
        &[ACL, NUMBER, RULE[3]],
        "InvalidNetworkAclID.NotFound",
    ),
    (
        "AuthorizeSecurityGroupIngress",
        &[GROUP],
        (
            "MissingParameter",
            "Missing source specification: include source security group or CIDR information",
        ),
        &[GROUP, ("IpProtocol", "-1"), ("CidrIp", "10.0.0.0/8")],
        "InvalidGroup.NotFound",
    ),
    (
        "AuthorizeSecurityGroupEgress",
        &[GROUP],
        ("MissingParameter", "The request must contain the parameter ipPermissions"),
        &[GROUP, ("IpPermissions.1.IpProtocol", "-1")],
        "InvalidGroup.NotFound",
    ),
    (
        "RevokeSecurityGroupIngress",
        &[GROUP],
        (
            "MissingParameter",
            "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided.",
        ),
        &[GROUP, ("SecurityGroupRuleId.1", "sgr-0123456789abcdef0")],
        "InvalidGroup.NotFound",
    ),
    (
        "RevokeSecurityGroupEgress",
        &[GROUP, ("SecurityGroupRuleId.1", "sgr-0"), ("IpPermissions.1.IpProtocol", "-1")],
        (
            "InvalidParameterCombination",
            "The parameter 'ipPermissions' may not be used in combination with \
             'securityGroupRuleIds'.",
        ),
        &[GROUP, ("IpPermissions.1.IpProtocol", "-1")],
        "InvalidGroup.NotFound",
    ),
    (
        "UpdateSecurityGroupRuleDescriptionsIngress",
        &[GROUP],
        ("MissingParameter", "The request must contain the parameter ipPermissions"),
        &[GROUP, ("IpPermissions.1.IpProtocol", "-1")],
        "InvalidGroup.NotFound",
    ),
    (
        "UpdateSecurityGroupRuleDescriptionsEgress",
        &[GROUP, ("SecurityGroupRuleDescription.1.Description", "x")],
        ("MissingParameter", "The request must contain the parameter securityGroupRuleId"),
        &[GROUP, ("SecurityGroupRuleDescription.1.SecurityGroupRuleId", "sgr-0123456789abcdef0")],
        "InvalidGroup.NotFound",
    ),
];

const PLACES: &[Case] = &[
    (
        "ModifyVpcAttribute",
        &[VPC, ("EnableDnsSupport.Value", "true"), ("EnableDnsHostnames.Value", "true")],
        (
            "InvalidParameterCombination",
            "Fields for multiple attribute types specified: enableDnsHostnames, enableDnsSupport",
        ),
        &[VPC, ("EnableDnsSupport.Value", "true")],
        "InvalidVpcID.NotFound",
    ),
    (
        "ModifySubnetAttribute",
        &[SUBNET],
        ("InvalidParameterCombination", "No attributes specified."),
        &[SUBNET, ("MapPublicIpOnLaunch.Value", "true")],
        "InvalidSubnetID.NotFound",
    ),
    (
        "CreateSubnetCidrReservation",
        &[SUBNET, ("Cidr", "x"), ("ReservationType", "prefix")],
        (
            "InvalidParameterValue",
            "Value (x) for parameter cidr is invalid. This is not a valid CIDR block.",
        ),
        &[SUBNET, ("Cidr", "10.0.0.0/28"), ("ReservationType", "prefix")],
        "InvalidSubnetID.NotFound",
    ),
    (
        "AssociateAddress",
        &[ADDRESS],
        ("MissingParameter", "Either instance ID or network interface id must be specified"),
        &[ADDRESS, INTERFACE],
        "InvalidAllocationID.NotFound",
    ),
    (
        "ModifyNetworkInterfaceAttribute",
        &[INTERFACE, ("SourceDestCheck.Value", "true"), ("Description.Value", "x")],
        ("InvalidParameterCombination", "Fields for multiple attribute types specified"),
        &[INTERFACE, ("Description.Value", "x")],
        "InvalidNetworkInterfaceID.NotFound",
    ),
    (
        "ResetNetworkInterfaceAttribute",
        &[INTERFACE],
        ("InvalidParameterCombination", "No attributes specified."),
        &[INTERFACE, ("SourceDestCheck", "")],
        "InvalidNetworkInterfaceID.NotFound",
    ),
    (
        "AssignPrivateIpAddresses",
        &[INTERFACE, ("PrivateIpAddress.1", "10.0.0.9"), ("SecondaryPrivateIpAddressCount", "1")],
        (
            "InvalidParameterCombination",
            "The parameter secondaryPrivateIpAddressCount cannot be used with the parameter \
             privateIpAddress",
        ),
        &[INTERFACE, ("PrivateIpAddress.1", "10.0.0.9")],
        "InvalidNetworkInterfaceID.NotFound",
    ),
    (
        "AssignPrivateIpAddresses",
        &[INTERFACE],
        ("MissingParameter", "The request must contain the parameter privateIpAddress"),
        &[INTERFACE, ("SecondaryPrivateIpAddressCount", "1")],
        "InvalidNetworkInterfaceID.NotFound",
    ),
    (
        "UnassignPrivateIpAddresses",
        &[INTERFACE],
        ("MissingParameter", "The request must contain the parameter privateIpAddress"),
        &[INTERFACE, ("PrivateIpAddress.1", "10.0.0.9")],
        "InvalidNetworkInterfaceID.NotFound",
    ),
    (
        "AssignIpv6Addresses",
        &[INTERFACE],
        ("MissingParameter", "The request must contain the parameter ipv6Addresses"),
        &[INTERFACE, ("Ipv6AddressCount", "1")],
        "InvalidNetworkInterfaceID.NotFound",
    ),
    (
        "UnassignIpv6Addresses",
        &[INTERFACE],
        ("MissingParameter", "The request must contain the parameter ipv6Addresses"),
        &[INTERFACE, ("Ipv6Addresses.1", "2001:db8::1")],
        "InvalidNetworkInterfaceID.NotFound",
    ),
];

/// aws/aws-sdk-java#1059, of RevokeSecurityGroupIngress.
#[test]
fn a_group_is_asked_for_before_its_rules() {
    let words = "The request must contain the parameter groupName or groupId";
    for action in [
        "AuthorizeSecurityGroupIngress",
        "RevokeSecurityGroupIngress",
        "UpdateSecurityGroupRuleDescriptionsIngress",
        "UpdateSecurityGroupRuleDescriptionsEgress",
    ] {
        let refused = Ec2::new().refused(action, &[]);
        assert_eq!(refused, ("MissingParameter".to_owned(), words.to_owned()), "{action}");
    }
}

#[test]
fn what_the_text_shows_comes_before_what_is_not_there() {
    let ec2 = Ec2::new();
    for (action, wrong, (code, words), right, not_found) in
        [ROUTES, RULES, PLACES, STORAGE, TRANSIT, COMPUTE].concat()
    {
        let refusal = ec2.refused(action, wrong);
        assert_eq!((&*refusal.0, &*refusal.1), (code, words), "{action}");
        assert_eq!(ec2.refused(action, right).0, not_found, "{action}");
    }
}

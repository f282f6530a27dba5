//! Dry runs in networking: what they name is not looked for.

use super::support::Ec2;

const VPC: (&str, &str) = ("VpcId", "vpc-0123456789abcdef0");
const SUBNET: (&str, &str) = ("SubnetId", "subnet-0123456789abcdef0");
const TABLE: (&str, &str) = ("RouteTableId", "rtb-0123456789abcdef0");
const INTERFACE: (&str, &str) = ("NetworkInterfaceId", "eni-0123456789abcdef0");
const ACL: (&str, &str) = ("NetworkAclId", "acl-0123456789abcdef0");
const GATEWAY: (&str, &str) = ("InternetGatewayId", "igw-0123456789abcdef0");
const EVERYWHERE: (&str, &str) = ("DestinationCidrBlock", "0.0.0.0/0");

#[test]
fn a_dry_run_looks_for_no_resource() {
    let ec2 = Ec2::new();
    let before = ec2.state();
    let association = ("AssociationId", "x");
    for (action, form) in [
        ("DeleteVpc", vec![VPC]),
        ("CreateSubnet", vec![VPC, ("CidrBlock", "10.0.0.0/24")]),
        ("DeleteSubnet", vec![SUBNET]),
        ("CreateRouteTable", vec![VPC]),
        ("AssociateRouteTable", vec![TABLE, SUBNET]),
        ("ReplaceRouteTableAssociation", vec![TABLE, association]),
        ("DisassociateRouteTable", vec![association]),
        ("CreateRoute", vec![TABLE, EVERYWHERE, ("GatewayId", GATEWAY.1)]),
        ("ReplaceRoute", vec![TABLE, EVERYWHERE, ("GatewayId", GATEWAY.1)]),
        ("DeleteRoute", vec![TABLE, EVERYWHERE]),
        ("DeleteRouteTable", vec![TABLE]),
        ("CreateNetworkAcl", vec![VPC]),
        ("ReplaceNetworkAclAssociation", vec![ACL, association]),
        ("DeleteNetworkAcl", vec![ACL]),
        ("DeleteSecurityGroup", vec![("GroupId", "sg-0123456789abcdef0")]),
        ("DetachInternetGateway", vec![GATEWAY, VPC]),
        ("DeleteInternetGateway", vec![GATEWAY]),
        ("ModifyNetworkInterfaceAttribute", vec![INTERFACE, ("Description.Value", "x")]),
        ("DetachNetworkInterface", vec![("AttachmentId", "eni-attach-0")]),
    ] {
        let dry = [&form[..], &[("DryRun", "true")]].concat();
        let (code, message) = ec2.refused(action, &dry);
        assert_eq!(code, "DryRunOperation", "{action}");
        assert_eq!(message, "Request would have succeeded, but DryRun flag is set.");
        assert_ne!(ec2.refused(action, &form).0, "DryRunOperation", "{action}");
    }
    let (code, _) = ec2.refused("DeleteVpc", &[("DryRun", "true")]);
    assert_eq!(code, "MissingParameter", "it has to be readable");
    assert_eq!(ec2.state(), before);
}

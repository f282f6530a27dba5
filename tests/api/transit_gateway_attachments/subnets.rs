//! Which subnets can be those of attachments.

use super::Hub;

#[test]
fn a_subnet_has_ipv4() {
    let hub = Hub::new();
    let ec2 = &hub.ec2;
    let form = [("VpcId", hub.vpc.as_str()), ("AmazonProvidedIpv6CidrBlock", "true")];
    ec2.call("AssociateVpcCidrBlock", &form);
    ec2.advance(60);
    let vpcs = ec2.call("DescribeVpcs", &[("VpcId.1", &hub.vpc)]);
    let block = vpcs.text("vpcSet.item.ipv6CidrBlockAssociationSet.item.ipv6CidrBlock");
    let block = block.replace("/56", "/64");
    let form = [
        ("VpcId", hub.vpc.as_str()),
        ("AvailabilityZone", "us-east-1c"),
        ("Ipv6Native", "true"),
        ("Ipv6CidrBlock", &block),
    ];
    let subnet = ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned();
    ec2.advance(60);
    let refused = hub.attach(&[("SubnetIds.2", &subnet)]).unwrap_err();
    let message = format!("The subnet {subnet} of a transit gateway attachment needs IPv4.");
    assert_eq!((&*refused.code, refused.message), ("InvalidParameterValue", message));
    hub.attached();
}

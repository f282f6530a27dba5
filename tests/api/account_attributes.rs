use super::support::Ec2;

#[test]
fn six_attributes_and_the_default_vpc_among_them() {
    let ec2 = Ec2::new();
    let all = ec2.call("DescribeAccountAttributes", &[]);
    assert_eq!(
        all.texts("accountAttributeSet.item.attributeName"),
        [
            "supported-platforms",
            "vpc-max-security-groups-per-interface",
            "max-elastic-ips",
            "max-instances",
            "vpc-max-elastic-ips",
            "default-vpc"
        ]
    );
    let one = ec2.call("DescribeAccountAttributes", &[("AttributeName.1", "default-vpc")]);
    let vpc = one.text("accountAttributeSet.item.attributeValueSet.item.attributeValue");
    assert_eq!(ec2.call("DescribeVpcs", &[]).text("vpcSet.item.vpcId"), vpc);
    let max = ec2.call("DescribeAccountAttributes", &[("AttributeName.1", "max-instances")]);
    assert_eq!(max.text("accountAttributeSet.item.attributeName"), "max-instances");
}

#[test]
fn unknown_attributes_are_refused() {
    let asked = [("AttributeName.1", "x")];
    let (code, message) = Ec2::new().refused("DescribeAccountAttributes", &asked);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Value (x) for parameter attributeName is invalid. Unknown attribute.");
}

use super::support::Ec2;

fn value(ec2: &Ec2, name: &str) -> String {
    let found = ec2.call("DescribeAccountAttributes", &[("AttributeName.1", name)]);
    let item = found.at("accountAttributeSet.item").unwrap();
    assert_eq!(item.text("attributeName"), name);
    item.text("attributeValueSet.item.attributeValue").to_owned()
}

#[test]
fn limits_of_a_new_account() {
    let ec2 = Ec2::new();
    assert_eq!(value(&ec2, "supported-platforms"), "VPC");
    assert_eq!(value(&ec2, "max-instances"), "20");
    assert_eq!(value(&ec2, "max-elastic-ips"), "5");
    assert_eq!(value(&ec2, "vpc-max-elastic-ips"), "5");
    assert_eq!(value(&ec2, "vpc-max-security-groups-per-interface"), "5");
    let all = ec2.call("DescribeAccountAttributes", &[]);
    assert_eq!(all.texts("accountAttributeSet.item.attributeName").len(), 6);
}

#[test]
fn the_default_vpc_is_the_one_that_there_is() {
    let ec2 = Ec2::new();
    let form = [("Filter.1.Name", "is-default"), ("Filter.1.Value.1", "true")];
    let default = ec2.call("DescribeVpcs", &form).text("vpcSet.item.vpcId").to_owned();
    assert_eq!(value(&ec2, "default-vpc"), default);
}

#[test]
fn unknown_attributes_are_refused() {
    let form = [("AttributeName.1", "max-elastic-ips"), ("AttributeName.2", "max-fun")];
    let (code, message) = Ec2::new().refused("DescribeAccountAttributes", &form);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        "Value (max-fun) for parameter attributeName is invalid. Invalid attribute name."
    );
}

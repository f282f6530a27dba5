use super::support::Ec2;

#[test]
fn the_default_acl_allows_everything() {
    let ec2 = Ec2::new();
    let found = ec2.call("DescribeNetworkAcls", &[]);
    let acl = found.at("networkAclSet.item").unwrap();
    assert_eq!(acl.text("default"), "true");
    assert_eq!(acl.all_at("associationSet.item").len(), 6);
    assert_eq!(acl.texts("entrySet.item.ruleNumber"), ["100", "32767", "100", "32767"]);
    assert_eq!(acl.texts("entrySet.item.egress"), ["true", "true", "false", "false"]);
    assert_eq!(acl.texts("entrySet.item.ruleAction"), ["allow", "deny", "allow", "deny"]);
    for (name, value) in
        [("entry.cidr", "0.0.0.0/0"), ("default", "true"), ("entry.protocol", "-1")]
    {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeNetworkAcls", &form);
        assert_eq!(found.all_at("networkAclSet.item").len(), 1, "{name}");
    }
    for name in ["entry.ipv6-cidr", "entry.icmp.code", "entry.icmp.type"] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", "*")];
        assert!(!ec2.call("DescribeNetworkAcls", &form).has("networkAclSet.item"), "{name}");
    }
    let (code, _) = ec2.refused("DescribeNetworkAcls", &[("NetworkAclId.1", "acl-1")]);
    assert_eq!(code, "InvalidNetworkAclID.NotFound");
}

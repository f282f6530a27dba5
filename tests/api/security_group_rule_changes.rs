use super::support::{Ec2, Xml};

const MODIFY: &str = "ModifySecurityGroupRules";
const DESCRIBE: &str = "DescribeSecurityGroupRules";
const REVOKE: &str = "RevokeSecurityGroupIngress";
const NOT_FOUND: &str = "The specified rule does not exist in this security group.";

/// A group with one rule, TCP 80 from 10.0.0.0/8.
struct Group {
    ec2: Ec2,
    id: String,
    rule: String,
    form: Vec<(String, String)>,
}

impl Group {
    fn new(default_vpc: bool) -> Self {
        let ec2 = Ec2::new();
        let mut form = vec![("GroupName", "web"), ("GroupDescription", "x")];
        let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
        if !default_vpc {
            form.push(("VpcId", vpc.text("vpc.vpcId")));
        }
        let id = ec2.call("CreateSecurityGroup", &form).text("groupId").to_owned();
        let form = [
            ("GroupId", id.as_str()),
            ("IpPermissions.1.IpProtocol", "tcp"),
            ("IpPermissions.1.FromPort", "80"),
            ("IpPermissions.1.ToPort", "80"),
            ("IpPermissions.1.IpRanges.1.CidrIp", "10.0.0.0/8"),
        ];
        let rule = ec2.call("AuthorizeSecurityGroupIngress", &form);
        let rule = rule.text("securityGroupRuleSet.item.securityGroupRuleId").to_owned();
        let form = form.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
        Self { ec2, id, rule, form }
    }

    /// The parameters of the rule, with others.
    fn form<'a>(&'a self, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let form = self.form.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let form = form.filter(|(key, _)| more.iter().all(|(other, _)| key != other));
        form.chain(more.iter().copied()).collect()
    }

    fn rule(&self) -> Xml {
        let found =
            self.ec2.call("DescribeSecurityGroupRules", &[("SecurityGroupRuleId.1", &self.rule)]);
        found.at("securityGroupRuleSet.item").unwrap().clone()
    }

    /// The rule that every group begins with.
    fn egress_rule(&self) -> String {
        let filter = [("Filter.1.Name", "group-id"), ("Filter.1.Value.1", self.id.as_str())];
        let rules = self.ec2.call("DescribeSecurityGroupRules", &filter);
        rules.text("securityGroupRuleSet.item.securityGroupRuleId").to_owned()
    }

    #[track_caller]
    fn refused(&self, action: &str, form: &[(&str, &str)], code: &str, message: &str) {
        let before = self.ec2.state();
        assert_eq!(self.ec2.refused(action, form), (code.to_owned(), message.to_owned()));
        assert_eq!(self.ec2.state(), before);
    }
}

#[test]
fn a_rule_is_revoked_by_what_it_says() {
    let group = Group::new(false);
    group.refused(
        REVOKE,
        &group.form(&[("IpPermissions.1.IpRanges.2.CidrIp", "192.0.2.0/24")]),
        "InvalidPermission.NotFound",
        NOT_FOUND,
    );
    group.refused(
        "RevokeSecurityGroupEgress",
        &group.form(&[]),
        "InvalidPermission.NotFound",
        NOT_FOUND,
    );
    let revoked = group.ec2.call(REVOKE, &group.form(&[]));
    assert_eq!(revoked.text("return"), "true");
    let rule = revoked.at("revokedSecurityGroupRuleSet.item").unwrap();
    assert_eq!(rule.text("securityGroupRuleId"), group.rule);
    assert_eq!(rule.text("groupId"), group.id);
    assert_eq!(rule.text("isEgress"), "false");
    assert_eq!(rule.text("ipProtocol"), "tcp");
    assert_eq!((rule.text("fromPort"), rule.text("toPort")), ("80", "80"));
    assert_eq!(rule.text("cidrIpv4"), "10.0.0.0/8");
    assert!(!revoked.has("unknownIpPermissionSet.item"));
    group.refused(REVOKE, &group.form(&[]), "InvalidPermission.NotFound", NOT_FOUND);

    for action in [REVOKE, "RevokeSecurityGroupEgress"] {
        let dry = [("GroupId", "fake-group"), ("DryRun", "true")];
        let message = "Request would have succeeded, but DryRun flag is set.";
        group.refused(action, &dry, "DryRunOperation", message);
    }

    // As Terraform empties a new group.
    let all = [
        ("GroupId", group.id.as_str()),
        ("IpPermissions.1.IpProtocol", "-1"),
        ("IpPermissions.1.FromPort", "0"),
        ("IpPermissions.1.ToPort", "0"),
        ("IpPermissions.1.IpRanges.1.CidrIp", "0.0.0.0/0"),
    ];
    let revoked = group.ec2.call("RevokeSecurityGroupEgress", &all);
    assert_eq!(revoked.text("revokedSecurityGroupRuleSet.item.isEgress"), "true");
    let shown = group.ec2.call("DescribeSecurityGroups", &[("GroupId.1", &group.id)]);
    assert!(!shown.has("securityGroupInfo.item.ipPermissionsEgress.item"));
}

#[test]
fn a_default_vpc_names_what_it_does_not_know() {
    let group = Group::new(true);
    let form = group.form(&[
        ("IpPermissions.1.IpRanges.2.CidrIp", "192.0.2.0/24"),
        ("IpPermissions.1.Ipv6Ranges.1.CidrIpv6", "::/0"),
        ("IpPermissions.2.IpProtocol", "-1"),
        ("IpPermissions.2.Groups.1.GroupId", &group.id),
    ]);
    let revoked = group.ec2.call(REVOKE, &form);
    assert_eq!(revoked.texts("revokedSecurityGroupRuleSet.item.cidrIpv4"), ["10.0.0.0/8"]);
    let unknown = revoked.at("unknownIpPermissionSet").unwrap();
    assert_eq!(unknown.texts("item.ipProtocol"), ["tcp", "-1"]);
    assert_eq!(unknown.texts("item.ipRanges.item.cidrIp"), ["192.0.2.0/24"]);
    assert_eq!(unknown.texts("item.ipv6Ranges.item.cidrIpv6"), ["::/0"]);
    assert_eq!(unknown.texts("item.groups.item.groupId"), [group.id.as_str()]);
    assert_eq!(unknown.texts("item.fromPort"), ["80"]);
}

#[test]
fn a_rule_is_revoked_by_its_id() {
    let group = Group::new(false);
    let egress = group.egress_rule();
    let by_id = |id| [("GroupId", group.id.as_str()), ("SecurityGroupRuleId.1", id)];
    let not_found = "InvalidSecurityGroupRuleId.NotFound";
    for id in ["sgr-0", egress.as_str()] {
        let message = format!("The security group rule ID '{id}' does not exist");
        group.refused(REVOKE, &by_id(id), not_found, &message);
    }
    let code = group.ec2.refused(REVOKE, &by_id("rule")).0;
    assert_eq!(code, "InvalidSecurityGroupRuleId.Malformed");
    let both = group.form(&[("SecurityGroupRuleId.1", &group.rule)]);
    let message = "The parameter 'ipPermissions' may not be used in combination with \
                   'securityGroupRuleIds'.";
    group.refused(REVOKE, &both, "InvalidParameterCombination", message);
    let neither = [("GroupId", group.id.as_str())];
    let message = "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided.";
    group.refused(REVOKE, &neither, "MissingParameter", message);

    let mut one_unknown = by_id(&group.rule).to_vec();
    one_unknown.push(("SecurityGroupRuleId.2", "sgr-0"));
    let message = "The security group rule ID 'sgr-0' does not exist";
    group.refused(REVOKE, &one_unknown, not_found, message);
    let mut twice = by_id(&group.rule).to_vec();
    twice.push(("SecurityGroupRuleId.2", &group.rule));
    let revoked = group.ec2.call(REVOKE, &twice);
    assert_eq!(revoked.all_at("revokedSecurityGroupRuleSet.item").len(), 1);
    let revoked = group.ec2.call("RevokeSecurityGroupEgress", &by_id(&egress));
    assert_eq!(revoked.text("revokedSecurityGroupRuleSet.item.fromPort"), "-1");
    assert_eq!(group.ec2.refused(REVOKE, &by_id(&group.rule)).0, not_found);
    let missing = [("SecurityGroupRuleId.1", group.rule.as_str())];
    assert_eq!(group.ec2.refused("DescribeSecurityGroupRules", &missing).0, not_found);
}

#[test]
fn rules_are_found_by_id_group_and_tag() {
    let group = Group::new(false);
    let found = |name: &str, value: &str| {
        let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let rules = group.ec2.call("DescribeSecurityGroupRules", &filter);
        rules.all_at("securityGroupRuleSet.item").len()
    };
    let tag = [("ResourceId.1", group.rule.as_str()), ("Tag.1.Key", "a"), ("Tag.1.Value", "b")];
    group.ec2.call("CreateTags", &tag);
    assert_eq!(found("group-id", &group.id), 2);
    assert_eq!(found("security-group-rule-id", &group.rule), 1);
    assert_eq!(found("tag:a", "b"), 1);
    assert_eq!(found("tag:a", "c"), 0);
    assert_eq!(group.rule().text("tagSet.item.value"), "b");
    assert_eq!(found("group-id", "sg-0123456789abcdef0"), 0);
    assert_eq!(found("group-id", "sg-*"), 6);
    for id in ["foobar", "sg-malformed"] {
        let form = [
            ("Filter.1.Name", "group-id"),
            ("Filter.1.Value.1", group.id.as_str()),
            ("Filter.1.Value.2", id),
        ];
        let message = format!("The security group ID '{id}' is malformed");
        group.refused(DESCRIBE, &form, "InvalidGroupId.Malformed", &message);
    }
    let unknown = [("Filter.1.Name", "ip-protocol"), ("Filter.1.Value.1", "tcp")];
    let code = group.ec2.refused("DescribeSecurityGroupRules", &unknown).0;
    assert_eq!(code, "InvalidParameterValue");
}

/// The parameters that modify a rule.
fn update<'a>(group: &'a str, rule: &'a str, to: &[(&str, &'a str)]) -> Vec<(String, &'a str)> {
    let mut form = vec![
        ("GroupId".to_owned(), group),
        ("SecurityGroupRule.1.SecurityGroupRuleId".to_owned(), rule),
    ];
    let inner = to
        .iter()
        .map(|(key, value)| (format!("SecurityGroupRule.1.SecurityGroupRule.{key}"), *value));
    form.extend(inner);
    form
}

fn borrowed<'a>(form: &'a [(String, &'a str)]) -> Vec<(&'a str, &'a str)> {
    form.iter().map(|(key, value)| (key.as_str(), *value)).collect()
}

#[test]
fn a_rule_is_modified_as_a_whole() {
    let group = Group::new(false);
    let tcp = [("IpProtocol", "tcp"), ("FromPort", "443"), ("ToPort", "444")];
    let to = [tcp[0], tcp[1], tcp[2], ("CidrIpv4", "192.0.2.0/24"), ("Description", "TLS")];
    let form = update(&group.id, &group.rule, &to);
    assert_eq!(group.ec2.call(MODIFY, &borrowed(&form)).text("return"), "true");
    let rule = group.rule();
    assert_eq!((rule.text("fromPort"), rule.text("toPort")), ("443", "444"));
    assert_eq!(rule.text("cidrIpv4"), "192.0.2.0/24");
    assert_eq!(rule.text("description"), "TLS");
    assert_eq!(rule.text("isEgress"), "false");
    let form = update(&group.id, &group.rule, &[("IpProtocol", "-1"), ("CidrIpv4", "0.0.0.0/0")]);
    group.ec2.call(MODIFY, &borrowed(&form));
    assert_eq!(group.rule().text("ipProtocol"), "-1");
    assert!(!group.rule().has("description"));
    let shown = group.ec2.call("DescribeSecurityGroups", &[("GroupId.1", &group.id)]);
    assert!(!shown.has("securityGroupInfo.item.ipPermissions.item.fromPort"));
}

#[test]
fn a_modification_is_checked() {
    let group = Group::new(false);
    let check = |rule: &str, to: &[(&str, &str)]| {
        let before = group.ec2.state();
        let refusal = group.ec2.refused(MODIFY, &borrowed(&update(&group.id, rule, to)));
        assert_eq!(group.ec2.state(), before);
        refusal
    };
    let all = ("IpProtocol", "-1");
    let any = ("CidrIpv4", "0.0.0.0/0");
    let message = "You may not specify all protocols and specific ports. Please specify each \
                   protocol and port range combination individually, or all protocols and no port \
                   range.";
    let refusal = check(&group.rule, &[all, any, ("FromPort", "0"), ("ToPort", "0")]);
    assert_eq!(refusal, ("InvalidParameterValue".to_owned(), message.to_owned()));
    assert_eq!(check("sgr-0", &[all, any]).0, "InvalidSecurityGroupRuleId.NotFound");
    assert_eq!(
        check(&group.rule, &[]).1,
        "The request must contain the parameter securityGroupRule"
    );
    assert_eq!(check(&group.rule, &[all]).0, "MissingParameter");
    assert_eq!(check(&group.rule, &[any]).0, "InvalidParameterValue");
    let two = [all, any, ("CidrIpv6", "::/0")];
    let message =
        "Specify exactly one of cidrIpv4, cidrIpv6, prefixListId and referencedGroupId".to_owned();
    assert_eq!(check(&group.rule, &two), ("InvalidParameterCombination".to_owned(), message));
    for (protocol, named) in [("tcp", "TCP/UDP"), ("icmp", "ICMP"), ("icmpv6", "ICMPv6")] {
        let message = format!(
            "Invalid value 'Must specify both from and to ports with {named}.' for portRange."
        );
        let refusal = check(&group.rule, &[("IpProtocol", protocol), any]);
        assert_eq!(refusal, ("InvalidParameterValue".to_owned(), message));
    }
    let list = [("PrefixListName", "x"), ("MaxEntries", "5"), ("AddressFamily", "IPv4")];
    let list = group.ec2.call("CreateManagedPrefixList", &list);
    for (other, value, noun) in [
        ("CidrIpv6", "::/0", "an IPv6 CIDR"),
        ("PrefixListId", list.text("prefixList.prefixListId"), "a prefix list"),
        ("ReferencedGroupId", group.id.as_str(), "a referenced group id"),
    ] {
        let message = format!("You may not specify {noun} for an existing IPv4 CIDR rule.");
        assert_eq!(check(&group.rule, &[all, (other, value)]).1, message);
    }
    assert_eq!(
        check(&group.rule, &[all, ("ReferencedGroupId", "sg-0")]).0,
        "InvalidGroup.NotFound"
    );

    group.ec2.call(
        "AuthorizeSecurityGroupIngress",
        &group.form(&[("IpPermissions.1.IpRanges.1.CidrIp", "192.0.2.0/24")]),
    );
    let tcp = [("IpProtocol", "tcp"), ("FromPort", "80"), ("ToPort", "80")];
    let to = [tcp[0], tcp[1], tcp[2], ("CidrIpv4", "192.0.2.0/24")];
    let message = "the specified rule \"peer: 192.0.2.0/24, TCP, from port: 80, to port: 80, \
                   ALLOW\" already exists";
    let refusal = check(&group.rule, &to);
    assert_eq!(refusal, ("InvalidPermission.Duplicate".to_owned(), message.to_owned()));

    let mut twice = update(&group.id, &group.rule, &[all, any]);
    twice.push(("SecurityGroupRule.2.SecurityGroupRuleId".to_owned(), &group.rule));
    twice.push(("SecurityGroupRule.2.SecurityGroupRule.IpProtocol".to_owned(), "-1"));
    twice.push(("SecurityGroupRule.2.SecurityGroupRule.CidrIpv4".to_owned(), "10.0.0.0/8"));
    let message =
        format!("The security group rule ID '{}' is specified more than once", group.rule);
    group.refused(MODIFY, &borrowed(&twice), "InvalidParameterValue", &message);
}

#[test]
fn a_modification_takes_no_host_bits() {
    let group = Group::new(false);
    for (member, block) in [("CidrIpv4", "192.0.2.9/24"), ("CidrIpv6", "2001:db8::9/64")] {
        let form = update(&group.id, &group.rule, &[("IpProtocol", "-1"), (member, block)]);
        let message = format!("CIDR block {block} is malformed");
        group.refused(MODIFY, &borrowed(&form), "InvalidParameterValue", &message);
    }
}

#[test]
fn descriptions_change_without_the_rule() {
    let group = Group::new(false);
    let ingress = "UpdateSecurityGroupRuleDescriptionsIngress";
    let egress = "UpdateSecurityGroupRuleDescriptionsEgress";
    let described = group.form(&[("IpPermissions.1.IpRanges.1.Description", "web")]);
    assert_eq!(group.ec2.call(ingress, &described).text("return"), "true");
    assert_eq!(group.rule().text("description"), "web");
    group.ec2.call(ingress, &group.form(&[]));
    assert!(!group.rule().has("description"));
    group.refused(egress, &described, "InvalidPermission.NotFound", NOT_FOUND);

    let first = group.egress_rule();
    let by_id = [
        ("GroupId", group.id.as_str()),
        ("SecurityGroupRuleDescription.1.SecurityGroupRuleId", first.as_str()),
        ("SecurityGroupRuleDescription.1.Description", "out"),
    ];
    group.ec2.call(egress, &by_id);
    let shown = group.ec2.call("DescribeSecurityGroups", &[("GroupId.1", &group.id)]);
    let path = "securityGroupInfo.item.ipPermissionsEgress.item.ipRanges.item.description";
    assert_eq!(shown.texts(path), ["out"]);
    let code = group.ec2.refused(ingress, &by_id).0;
    assert_eq!(code, "InvalidSecurityGroupRuleId.NotFound");
    assert_eq!(group.ec2.refused(egress, &[by_id[0], by_id[2]]).0, "MissingParameter");
    assert_eq!(group.ec2.refused(egress, &by_id[..1]).0, "MissingParameter");
    let message = "The parameter 'ipPermissions' may not be used in combination with \
                   'securityGroupRuleDescriptions'.";
    let both = group.form(&by_id[1..]);
    group.refused(ingress, &both, "InvalidParameterCombination", message);

    let all = |port: &'static str| {
        [
            ("GroupId", group.id.as_str()),
            ("IpPermissions.1.IpProtocol", "-1"),
            ("IpPermissions.1.FromPort", port),
            ("IpPermissions.1.ToPort", port),
            ("IpPermissions.1.IpRanges.1.CidrIp", "0.0.0.0/0"),
        ]
    };
    let message = "When protocol is ALL, you cannot specify from-port.";
    group.refused(egress, &all("0"), "InvalidParameterValue", message);
    group.ec2.call(egress, &all("-1"));
}

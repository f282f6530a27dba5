use super::support::{Ec2, Xml};

type Form<'a> = Vec<(&'a str, &'a str)>;

const INGRESS: &str = "AuthorizeSecurityGroupIngress";
const EGRESS: &str = "AuthorizeSecurityGroupEgress";

/// A group in a VPC that is not the default one.
fn group(ec2: &Ec2, name: &str) -> String {
    let filter = [("Filter.1.Name", "cidr"), ("Filter.1.Value.1", "10.0.0.0/16")];
    let vpcs = ec2.call("DescribeVpcs", &filter);
    let vpc = match vpcs.at("vpcSet.item.vpcId") {
        Some(vpc) => vpc.text.clone(),
        None => ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned(),
    };
    let form = [("GroupName", name), ("GroupDescription", "x"), ("VpcId", vpc.as_str())];
    ec2.call("CreateSecurityGroup", &form).text("groupId").to_owned()
}

fn prefix_list(ec2: &Ec2, max_entries: &str) -> String {
    let form =
        [("PrefixListName", "offices"), ("MaxEntries", max_entries), ("AddressFamily", "IPv4")];
    let answer = ec2.call("CreateManagedPrefixList", &form);
    answer.text("prefixList.prefixListId").to_owned()
}

fn in_default_vpc(ec2: &Ec2, name: &str) -> String {
    let form = [("GroupName", name), ("GroupDescription", "x")];
    ec2.call("CreateSecurityGroup", &form).text("groupId").to_owned()
}

/// One permission of one IPv4 range.
fn rule<'a>(
    group: &'a str,
    protocol: &'a str,
    ports: (&'a str, &'a str),
    cidr: &'a str,
) -> Form<'a> {
    let mut form = vec![("GroupId", group), ("IpPermissions.1.IpProtocol", protocol)];
    form.extend([("IpPermissions.1.FromPort", ports.0), ("IpPermissions.1.ToPort", ports.1)]);
    form.push(("IpPermissions.1.IpRanges.1.CidrIp", cidr));
    form.retain(|(_, value)| !value.is_empty());
    form
}

fn rules_of(ec2: &Ec2, group: &str) -> Vec<Xml> {
    let filter = [("Filter.1.Name", "group-id"), ("Filter.1.Value.1", group)];
    let answer = ec2.call("DescribeSecurityGroupRules", &filter);
    answer.all_at("securityGroupRuleSet.item").into_iter().cloned().collect()
}

fn ingress_of(ec2: &Ec2, group: &str) -> Xml {
    let answer = ec2.call("DescribeSecurityGroups", &[("GroupId.1", group)]);
    answer.at("securityGroupInfo.item.ipPermissions").unwrap().clone()
}

#[track_caller]
fn refused(ec2: &Ec2, action: &str, form: &[(&str, &str)], code: &str, message: &str) {
    assert_eq!(ec2.refused(action, form), (code.to_owned(), message.to_owned()));
}

#[test]
fn a_permission_becomes_a_rule_for_each_source() {
    let ec2 = Ec2::new();
    let (web, database) = (group(&ec2, "web"), group(&ec2, "database"));
    let list = prefix_list(&ec2, "5");
    let mut form = rule(&database, "TCP", ("5432", "5432"), "192.0.2.77/24");
    form.extend([
        ("IpPermissions.1.IpRanges.1.Description", "office"),
        ("IpPermissions.1.Ipv6Ranges.1.CidrIpv6", "2001:DB8::1/32"),
        ("IpPermissions.1.PrefixListIds.1.PrefixListId", &list),
        ("IpPermissions.1.Groups.1.GroupId", &web),
        ("IpPermissions.1.Groups.1.UserId", "000000000000"),
        ("TagSpecification.1.ResourceType", "security-group-rule"),
        ("TagSpecification.1.Tag.1.Key", "tier"),
        ("TagSpecification.1.Tag.1.Value", "1"),
    ]);
    let answer = ec2.call(INGRESS, &form);
    assert_eq!(answer.text("return"), "true");
    let rules = answer.all_at("securityGroupRuleSet.item");
    assert_eq!(rules.len(), 4);
    let id = rules[0].text("securityGroupRuleId");
    assert!(id.starts_with("sgr-0"));
    let arn = format!("arn:aws:ec2:us-east-1:000000000000:security-group-rule/{id}");
    assert_eq!(rules[0].text("securityGroupRuleArn"), arn);
    assert_eq!(rules[0].text("groupId"), database);
    assert_eq!(rules[0].text("groupOwnerId"), "000000000000");
    assert_eq!(rules[0].text("isEgress"), "false");
    assert_eq!(rules[0].text("ipProtocol"), "tcp");
    assert_eq!((rules[0].text("fromPort"), rules[0].text("toPort")), ("5432", "5432"));
    assert_eq!(rules[0].text("cidrIpv4"), "192.0.2.0/24");
    assert_eq!(rules[0].text("description"), "office");
    assert_eq!(rules[1].text("cidrIpv6"), "2001:db8::/32");
    assert!(!rules[1].has("description") && !rules[1].has("cidrIpv4"));
    assert_eq!(rules[2].text("prefixListId"), list);
    assert_eq!(rules[3].text("referencedGroupInfo.groupId"), web);
    assert_eq!(rules[3].text("referencedGroupInfo.userId"), "000000000000");
    assert!(rules.iter().all(|rule| rule.text("tagSet.item.key") == "tier"));

    let shown = ingress_of(&ec2, &database);
    assert_eq!(shown.children.len(), 1);
    assert_eq!(shown.text("item.ipRanges.item.cidrIp"), "192.0.2.0/24");
    assert_eq!(shown.text("item.ipRanges.item.description"), "office");
    assert_eq!(shown.text("item.ipv6Ranges.item.cidrIpv6"), "2001:db8::/32");
    assert_eq!(shown.text("item.prefixListIds.item.prefixListId"), list);
    assert_eq!(shown.text("item.groups.item.groupId"), web);
    assert!(!shown.has("item.groups.item.groupName"));
}

#[test]
fn permissions_are_shown_by_protocol_and_ports() {
    let ec2 = Ec2::new();
    let id = group(&ec2, "web");
    for (protocol, ports, cidr) in [
        ("tcp", ("80", "80"), "10.0.0.0/8"),
        ("17", ("53", "53"), "10.0.0.0/8"),
        ("6", ("80", "80"), "192.0.2.0/24"),
        ("-1", ("0", "0"), "198.51.100.0/24"),
        ("50", ("1", "2"), "10.0.0.0/8"),
        ("icmp", ("8", "-1"), "10.0.0.0/8"),
        ("58", ("", ""), "10.0.0.0/8"),
    ] {
        ec2.call(INGRESS, &rule(&id, protocol, ports, cidr));
    }
    let shown = ingress_of(&ec2, &id);
    assert_eq!(shown.texts("item.ipProtocol"), ["tcp", "udp", "-1", "50", "icmp", "icmpv6"]);
    assert_eq!(shown.texts("item.fromPort"), ["80", "53", "8", "-1"]);
    assert_eq!(shown.texts("item.toPort"), ["80", "53", "-1", "-1"]);
    let first = shown.at("item").unwrap();
    assert_eq!(first.texts("ipRanges.item.cidrIp"), ["10.0.0.0/8", "192.0.2.0/24"]);
    let made = ec2.call(INGRESS, &rule(&id, "51", ("", ""), "10.0.0.0/8"));
    let made = made.at("securityGroupRuleSet.item").unwrap();
    assert!(!made.has("tagSet"), "an untagged rule is made without tags");
    let by_id = [("SecurityGroupRuleId.1", made.text("securityGroupRuleId"))];
    assert!(ec2.call("DescribeSecurityGroupRules", &by_id).has("securityGroupRuleSet.item.tagSet"));
    ec2.call("RevokeSecurityGroupIngress", &[("GroupId", id.as_str()), by_id[0]]);
    let rules = rules_of(&ec2, &id);
    assert_eq!(rules.len(), 8);
    assert_eq!(rules[0].text("isEgress"), "true");
    let all = rules.iter().find(|rule| rule.text("cidrIpv4") == "198.51.100.0/24").unwrap();
    assert_eq!((all.text("fromPort"), all.text("toPort")), ("-1", "-1"));
}

#[test]
fn an_empty_description_is_one() {
    let ec2 = Ec2::new();
    let id = group(&ec2, "balancer");
    let mut form = rule(&id, "tcp", ("80", "80"), "0.0.0.0/0");
    form.push(("IpPermissions.1.IpRanges.1.Description", ""));
    ec2.call(INGRESS, &form);
    assert_eq!(ingress_of(&ec2, &id).text("item.ipRanges.item.description"), "");
    assert_eq!(rules_of(&ec2, &id)[1].text("description"), "");
}

#[test]
fn the_old_parameters_name_one_rule() {
    let ec2 = Ec2::new();
    let (web, other) = (in_default_vpc(&ec2, "web"), in_default_vpc(&ec2, "other"));
    let flat = [
        ("GroupName", "web"),
        ("IpProtocol", "tcp"),
        ("FromPort", "22"),
        ("ToPort", "22"),
        ("CidrIp", "203.0.113.7/32"),
    ];
    let rule = ec2.call(INGRESS, &flat);
    assert_eq!(rule.text("securityGroupRuleSet.item.groupId"), web);
    assert_eq!(rule.text("securityGroupRuleSet.item.cidrIpv4"), "203.0.113.7/32");
    let source = [
        ("GroupId", web.as_str()),
        ("SourceSecurityGroupName", "other"),
        ("SourceSecurityGroupOwnerId", "000000000000"),
    ];
    let rules = ec2.call(INGRESS, &source);
    assert_eq!(rules.texts("securityGroupRuleSet.item.ipProtocol"), ["tcp", "udp", "icmp"]);
    assert_eq!(rules.texts("securityGroupRuleSet.item.toPort"), ["65535", "65535", "-1"]);
    let path = "securityGroupRuleSet.item.referencedGroupInfo.groupId";
    assert_eq!(rules.texts(path), [other.as_str(); 3]);
    let revoked = ec2.call("RevokeSecurityGroupIngress", &source);
    assert_eq!(revoked.all_at("revokedSecurityGroupRuleSet.item").len(), 3);
    let revoked = ec2.call("RevokeSecurityGroupIngress", &flat);
    assert_eq!(revoked.text("revokedSecurityGroupRuleSet.item.cidrIpv4"), "203.0.113.7/32");
    assert_eq!(rules_of(&ec2, &web).len(), 1);

    let ports = [("IpProtocol", "TCP"), ("FromPort", "3306"), ("ToPort", "3306")];
    let from = |name| [&source[..1], &ports, &[("SourceSecurityGroupName", name)]].concat();
    let rule = ec2.call(INGRESS, &from("other"));
    assert_eq!(rule.text(path), other);
    assert_eq!(rule.text("securityGroupRuleSet.item.toPort"), "3306");
    ec2.call("RevokeSecurityGroupIngress", &from("other"));
    let (code, message) = ec2.refused(INGRESS, &from("none"));
    assert_eq!(code, "InvalidGroup.NotFound");
    assert!(message.starts_with("The security group 'none' does not exist in default VPC"));
    let other = [&from("other")[..], &[("SourceSecurityGroupOwnerId", "111122223333")]].concat();
    let (code, message) = ec2.refused(INGRESS, &other);
    assert_eq!(code, "InvalidGroup.NotFound");
    assert!(message.starts_with("The security group 'other' does not exist in default VPC"));
    let missing = "Missing source specification: include source security group or CIDR information";
    let mut mixed = flat.to_vec();
    mixed.push(("IpPermissions.1.IpProtocol", "-1"));
    refused(&ec2, INGRESS, &mixed, "MissingParameter", missing);
    refused(&ec2, INGRESS, &[flat[0], flat[4]], "MissingParameter", missing);
    let owner = [("GroupName", "web"), ("SourceSecurityGroupOwnerId", "000000000000")];
    refused(&ec2, INGRESS, &owner, "MissingParameter", "Source group ID missing.");
}

#[test]
fn what_a_rule_may_allow_is_checked() {
    let ec2 = Ec2::new();
    let id = group(&ec2, "web");
    let before = ec2.state();
    let any = "0.0.0.0/0";
    let value = "InvalidParameterValue";
    let check = |protocol: &str, ports: (&str, &str), message: &str| {
        refused(&ec2, INGRESS, &rule(&id, protocol, ports, any), value, message);
    };
    let none = ("", "");
    let both = "Invalid value 'Must specify both from and to ports with";
    check("tcp", ("80", ""), &format!("{both} TCP/UDP.' for portRange."));
    check("udp", none, &format!("{both} TCP/UDP.' for portRange."));
    check("icmp", none, &format!("{both} ICMP.' for portRange."));
    check("icmpv6", ("8", ""), &format!("{both} ICMPv6.' for portRange."));
    check("tcp", ("-1", "-1"), "TCP/UDP (from) port (-1) out of range");
    check("tcp", ("0", "65536"), "TCP/UDP (to) port (65536) out of range");
    check("udp", ("81", "80"), "Invalid TCP/UDP port range (81:80)");
    check("icmp", ("256", "0"), "ICMP type (256) out of range");
    check("icmp", ("8", "-2"), "ICMP code (-2) out of range");
    check("icmp", ("-1", "0"), "ICMP code (0) must be -1 where the type is -1");
    check("all", none, "Invalid value 'all' for IP protocol. Unknown protocol.");
    check("256", none, "Invalid value '256' for IP protocol. Unknown protocol.");
    let message = "Invalid value 'all' for IP protocol. Unknown protocol.";
    refused(&ec2, INGRESS, &rule(&id, "all", ("0", "0"), "8.8.8.8"), value, message);
    let message = "Invalid value 'null' for protocol. \
                   VPC security group rules must specify protocols explicitly.";
    check("", none, message);
    for cidr in ["10.0.0.0", "10.0.0.0/33", "::/0", "here"] {
        let message = format!("CIDR block {cidr} is malformed");
        refused(&ec2, EGRESS, &rule(&id, "-1", none, cidr), value, &message);
    }
    let ipv6 = [
        ("GroupId", id.as_str()),
        ("IpPermissions.1.IpProtocol", "-1"),
        ("IpPermissions.1.Ipv6Ranges.1.CidrIpv6", "10.0.0.0/8"),
    ];
    refused(&ec2, EGRESS, &ipv6, value, "CIDR block 10.0.0.0/8 is malformed");
    let long = "x".repeat(256);
    for description in ["a > b", &long] {
        let mut form = rule(&id, "-1", none, "10.0.0.0/8");
        form.push(("IpPermissions.1.IpRanges.1.Description", description));
        let message = "Invalid rule description. Valid descriptions are strings less than 256 \
                       characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";
        refused(&ec2, EGRESS, &form, value, message);
    }
    assert_eq!(ec2.state(), before);
}

#[test]
fn a_source_must_be_there() {
    let ec2 = Ec2::new();
    let (id, elsewhere) = (group(&ec2, "web"), in_default_vpc(&ec2, "elsewhere"));
    let peer = |key: &str, peer: &str, code: &str, message: &str| {
        let key = format!("IpPermissions.1.{key}");
        let form = [("GroupId", id.as_str()), ("IpPermissions.1.IpProtocol", "-1"), (&key, peer)];
        refused(&ec2, INGRESS, &form, code, message);
    };
    let not_found = "InvalidGroup.NotFound";
    let networks = "You have specified two resources that belong to different networks.";
    peer("Groups.1.GroupId", "sg-0", not_found, "The security group 'sg-0' does not exist");
    peer("Groups.1.GroupId", &elsewhere, not_found, networks);
    peer("Groups.1.GroupName", "elsewhere", not_found, networks);
    peer(
        "PrefixListIds.1.PrefixListId",
        "pl-1",
        "InvalidPrefixListID.NotFound",
        "The prefix list ID 'pl-1' does not exist",
    );
    let unknown = [
        ("GroupId", id.as_str()),
        ("IpPermissions.1.IpProtocol", "all"),
        ("IpPermissions.1.Groups.1.GroupId", "sg-0"),
    ];
    refused(&ec2, INGRESS, &unknown, not_found, "The security group 'sg-0' does not exist");
    let source = "Missing source specification: include source security group or CIDR information";
    for member in ["UserId", "Description", "GroupId"] {
        let value = if member == "GroupId" { "" } else { "000000000000" };
        let missing = "Source group ID missing.";
        peer(&format!("Groups.1.{member}"), value, "MissingParameter", missing);
    }
    let malformed = "Invalid id: \"sg-malformed\" (expecting \"sg-...\")";
    peer("Groups.1.GroupId", "sg-malformed", "InvalidGroupId.Malformed", malformed);
    peer("IpRanges.1.Description", "none", "MissingParameter", source);

    let mut form = vec![("GroupId", id.as_str()), ("IpPermissions.1.IpProtocol", "-1")];
    form.extend([("IpPermissions.1.Groups.1.GroupId", id.as_str())]);
    let with = |key, value| {
        let mut form = form.clone();
        form.push((key, value));
        ec2.refused(INGRESS, &form)
    };
    assert_eq!(with("IpPermissions.1.Groups.1.UserId", "111122223333").0, not_found);
    assert_eq!(with("IpPermissions.1.Groups.1.GroupName", "other").0, not_found);
    assert_eq!(with("IpPermissions.1.Groups.1.VpcId", "vpc-0").1, networks);
    let peering = with("IpPermissions.1.Groups.1.VpcPeeringConnectionId", "pcx-0");
    assert_eq!(peering.0, "InvalidVpcPeeringConnectionID.NotFound");
    assert_eq!(with("IpPermissions.1.Groups.1.PeeringStatus", "active").1, networks);
    refused(&ec2, INGRESS, &form[..1], "MissingParameter", source);
    let missing = "The request must contain the parameter ipPermissions";
    refused(&ec2, EGRESS, &form[..1], "MissingParameter", missing);
    assert_eq!(ec2.refused(INGRESS, &form[1..]).0, "MissingParameter");
    assert_eq!(ec2.refused(EGRESS, &[("GroupId", "sg-0"), form[1], form[2]]).0, not_found);
    let tags = [("TagSpecification.1.ResourceType", "security-group"), form[0], form[1], form[2]];
    let (code, message) = ec2.refused(INGRESS, &tags);
    assert_eq!(code, "InvalidParameter");
    assert_eq!(
        message,
        "'security-group' is not a valid taggable resource type for this operation."
    );
}

#[test]
fn a_permission_without_a_source_is_no_rule() {
    let ec2 = Ec2::new();
    let id = group(&ec2, "web");
    let before = rules_of(&ec2, &id).len();
    let form = rule(&id, "tcp", ("22", "22"), "");
    let flat = [("GroupId", &*id), ("IpProtocol", "tcp"), ("FromPort", "22"), ("ToPort", "22")];
    for (action, form) in [(INGRESS, &form[..]), (EGRESS, &form[..]), (INGRESS, &flat[..])] {
        let answer = ec2.call(action, form);
        assert_eq!(answer.text("return"), "true");
        assert!(answer.at("securityGroupRuleSet").unwrap().children.is_empty());
    }
    assert_eq!(rules_of(&ec2, &id).len(), before);
}

/// aws/aws-sdk-ruby#1716 (2018): empty lists, sent by their names.
#[test]
fn a_rule_without_a_source_is_not_revoked() {
    let ec2 = Ec2::new();
    let id = group(&ec2, "web");
    let message = "missing mandatory parameter: exactly one of remote-security-group, \
                   remote-ip-range, remote-ipv6-range, or prefix-list-id must be present";
    for list in ["IpPermissions.1.IpRanges", "IpPermissions.1.PrefixListIds"] {
        let form = [("GroupId", &*id), ("IpPermissions.1.IpProtocol", "-1"), (list, "")];
        refused(&ec2, "RevokeSecurityGroupIngress", &form, "InvalidParameterValue", message);
    }
}

#[test]
fn a_rule_is_there_once() {
    let ec2 = Ec2::new();
    let id = group(&ec2, "web");
    let twice = |protocol: &str, ports: (&str, &str), cidr: &str, text: &str| {
        ec2.ask(INGRESS, &rule(&id, protocol, ports, "10.0.0.0/8")).unwrap();
        let message =
            format!("the specified rule \"peer: 10.0.0.0/8, {text}, ALLOW\" already exists");
        let form = rule(&id, protocol, ports, cidr);
        refused(&ec2, INGRESS, &form, "InvalidPermission.Duplicate", &message);
    };
    twice("tcp", ("80", "81"), "10.1.2.3/8", "TCP, from port: 80, to port: 81");
    twice("udp", ("53", "53"), "10.0.0.0/8", "UDP, from port: 53, to port: 53");
    twice("icmp", ("-1", "-1"), "10.0.0.0/8", "ICMP, type: ALL, code: ALL");
    twice("icmpv6", ("128", "0"), "10.0.0.0/8", "ICMPv6, type: 128, code: 0");
    twice("-1", ("", ""), "10.0.0.0/8", "ALL");
    twice("50", ("", ""), "10.0.0.0/8", "protocol: 50");
    let message = "the specified rule \"peer: 0.0.0.0/0, ALL, ALLOW\" already exists";
    let all = rule(&id, "-1", ("", ""), "0.0.0.0/0");
    refused(&ec2, EGRESS, &all, "InvalidPermission.Duplicate", message);
    ec2.call(INGRESS, &all);
    let mut form = rule(&id, "tcp", ("1", "1"), "10.0.0.0/8");
    form.push(("IpPermissions.1.IpRanges.2.CidrIp", "10.9.9.9/8"));
    let message = "The same permission must not appear multiple times";
    refused(&ec2, INGRESS, &form, "InvalidParameterValue", message);
}

#[test]
fn rules_for_traffic_out_have_one_form() {
    let ec2 = Ec2::new();
    let id = group(&ec2, "web");
    let single = [("IpProtocol", "-1"), ("FromPort", "-1"), ("ToPort", "-1"), ("GroupId", &id)];
    let address = ("CidrIp", "54.94.225.86/32");
    let source = ("SourceSecurityGroupName", "web");
    let owner = ("SourceSecurityGroupOwnerId", "000000000000");
    for action in [EGRESS, "RevokeSecurityGroupEgress"] {
        for (more, named) in [
            (&[address, single[0], single[1], single[2]][..], "CidrIp"),
            (&single[..3], "FromPort"),
            (&[single[0], source], "IpProtocol"),
            (&[source, owner], "SourceSecurityGroupName"),
            (&[owner, single[2]], "SourceSecurityGroupOwnerId"),
            (&single[2..3], "ToPort"),
        ] {
            let form = [&[single[3]], more].concat();
            let message = format!("The parameter {named} is not recognized");
            refused(&ec2, action, &form, "UnknownParameter", &message);
        }
    }
}

#[test]
fn a_group_has_sixty_rules_of_each_kind() {
    let ec2 = Ec2::new();
    let id = group(&ec2, "web");
    let keys: Vec<(String, String)> = (0..60)
        .map(|at| {
            (format!("IpPermissions.1.IpRanges.{}.CidrIp", at + 1), format!("10.{at}.0.0/16"))
        })
        .collect();
    let mut form = vec![("GroupId", id.as_str()), ("IpPermissions.1.IpProtocol", "-1")];
    form.extend(keys.iter().map(|(key, value)| (key.as_str(), value.as_str())));
    ec2.call(INGRESS, &form);
    let ipv6 = [form[0], form[1], ("IpPermissions.1.Ipv6Ranges.1.CidrIpv6", "::/0")];
    ec2.call(INGRESS, &ipv6);
    let message = "The maximum number of rules per security group has been reached.";
    let code = "RulesPerSecurityGroupLimitExceeded";
    for more in [
        [form[0], form[1], ("IpPermissions.1.IpRanges.1.CidrIp", "192.0.2.0/24")],
        [form[0], form[1], ("IpPermissions.1.Groups.1.GroupId", id.as_str())],
    ] {
        refused(&ec2, INGRESS, &more, code, message);
        ec2.call(EGRESS, &more);
    }
}

#[test]
fn a_prefix_list_counts_for_its_entries_and_stays_while_it_is_named() {
    let ec2 = Ec2::new();
    let (id, other) = (group(&ec2, "web"), group(&ec2, "other"));
    let (large, small) = (prefix_list(&ec2, "61"), prefix_list(&ec2, "60"));
    let name = |group: &str, list: &str| {
        let form = [
            ("GroupId", group),
            ("IpPermissions.1.IpProtocol", "-1"),
            ("IpPermissions.1.PrefixListIds.1.PrefixListId", list),
        ];
        ec2.ask(INGRESS, &form).map_err(|refusal| refusal.code)
    };
    let limit = "RulesPerSecurityGroupLimitExceeded";
    assert_eq!(name(&id, &large).unwrap_err(), limit);
    name(&id, &small).unwrap();
    name(&other, &small).unwrap();
    assert_eq!(ec2.refused(INGRESS, &rule(&id, "-1", ("", ""), "10.0.0.0/8")).0, limit);

    let list = [("PrefixListId", small.as_str())];
    let answer = ec2.call("GetManagedPrefixListAssociations", &list);
    let mut groups = [id.as_str(), other.as_str()];
    groups.sort_unstable();
    assert_eq!(answer.texts("prefixListAssociationSet.item.resourceId"), groups);
    let state = |deleted: Xml| deleted.text("prefixList.state").to_owned();
    let larger = ec2.call("ModifyManagedPrefixList", &[list[0], ("MaxEntries", "61")]);
    let message = format!(
        "The following resources do not support the new maximum size: {}",
        groups.join(", ")
    );
    assert_eq!(larger.text("prefixList.stateMessage"), message);
    assert_eq!(larger.text("prefixList.maxEntries"), "60");
    assert_eq!(state(larger), "modify-failed");
    let smaller = ec2.call("ModifyManagedPrefixList", &[list[0], ("MaxEntries", "59")]);
    assert!(!smaller.has("prefixList.stateMessage"));
    assert_eq!(state(smaller), "modify-complete");
    ec2.call(INGRESS, &rule(&id, "-1", ("", ""), "10.0.0.0/8"));
    let full = ec2.call("ModifyManagedPrefixList", &[list[0], ("MaxEntries", "60")]);
    assert!(full.text("prefixList.stateMessage").ends_with(&format!(": {id}")));
    assert_eq!(state(full), "modify-failed");
    assert_eq!(state(ec2.call("DeleteManagedPrefixList", &list)), "delete-failed");
    for group in [&id, &other] {
        ec2.call("DeleteSecurityGroup", &[("GroupId", group)]);
    }
    assert_eq!(state(ec2.call("DeleteManagedPrefixList", &list)), "delete-complete");
}

#[test]
fn a_list_of_aws_counts_for_its_weight() {
    let ec2 = Ec2::new();
    let (id, five) = (group(&ec2, "web"), prefix_list(&ec2, "5"));
    let name = |list: &str| {
        let form = [
            ("GroupId", id.as_str()),
            ("IpPermissions.1.IpProtocol", "-1"),
            ("IpPermissions.1.PrefixListIds.1.PrefixListId", list),
        ];
        ec2.ask(INGRESS, &form).map(|_| ()).map_err(|refusal| refusal.code)
    };
    // CloudFront's, and that of S3.
    name("pl-3b927c52").unwrap();
    let limit = Err("RulesPerSecurityGroupLimitExceeded".to_owned());
    assert_eq!(name(&prefix_list(&ec2, "6")), limit);
    name("pl-63a5400a").unwrap();
    assert_eq!(name(&five), limit);
    name(&prefix_list(&ec2, "4")).unwrap();
}

#[test]
fn a_dry_run_needs_no_group() {
    let ec2 = Ec2::new();
    let form = [&rule("", "tcp", ("22", "22"), "10.0.0.0/8")[1..], &[("DryRun", "true")]].concat();
    assert_eq!(ec2.refused(INGRESS, &form).0, "DryRunOperation");
    let (code, message) = ec2.refused(INGRESS, &form[..form.len() - 1]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter groupName or groupId");
}

use super::support::{Ec2, Xml};

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
    let unknown = "acl-0123456789abcdef0";
    let (code, message) = ec2.refused("DescribeNetworkAcls", &[("NetworkAclId.1", unknown)]);
    assert_eq!(message, format!("The networkAcl ID '{unknown}' does not exist"));
    assert_eq!(code, "InvalidNetworkAclID.NotFound");
}

struct Network {
    ec2: Ec2,
    vpc: String,
    acl: String,
}

impl Network {
    fn new() -> Self {
        let ec2 = Ec2::new();
        let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
        let vpc = vpc.text("vpc.vpcId").to_owned();
        let acl = ec2.call("CreateNetworkAcl", &[("VpcId", &vpc), ("ClientToken", "once")]);
        assert_eq!(acl.text("clientToken"), "once");
        let entries = acl.all_at("networkAcl.entrySet.item");
        for member in ["icmpTypeCode", "portRange"] {
            assert!(entries.iter().all(|entry| entry.text(member).is_empty()), "{member}");
        }
        let acl = acl.text("networkAcl.networkAclId").to_owned();
        Self { ec2, vpc, acl }
    }

    fn form<'a>(&'a self, entry: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        [&[("NetworkAclId", self.acl.as_str())], entry].concat()
    }

    fn call(&self, action: &str, entry: &[(&str, &str)]) {
        assert_eq!(self.ec2.call(action, &self.form(entry)).text("return"), "true");
    }

    fn refused(&self, action: &str, entry: &[(&str, &str)]) -> (String, String) {
        self.ec2.refused(action, &self.form(entry))
    }

    /// Numbers of the entries, and what each does.
    fn entries(&self) -> String {
        let found = self.ec2.call("DescribeNetworkAcls", &[("NetworkAclId.1", &self.acl)]);
        let entries = found.all_at("networkAclSet.item.entrySet.item");
        let entry = |entry: &&Xml| format!("{}{}", entry.text("ruleNumber"), of(entry));
        entries.iter().map(entry).collect::<Vec<_>>().join(" ")
    }
}

/// `>` for outgoing entries; `+` for those that allow.
fn of(entry: &Xml) -> &'static str {
    match (entry.text("egress"), entry.text("ruleAction")) {
        ("true", "allow") => ">+",
        ("true", _) => ">",
        (_, "allow") => "+",
        _ => "",
    }
}

const HTTPS: [(&str, &str); 7] = [
    ("RuleNumber", "200"),
    ("Egress", "false"),
    ("RuleAction", "allow"),
    ("Protocol", "6"),
    ("CidrBlock", "10.1.2.3/16"),
    ("PortRange.From", "443"),
    ("PortRange.To", "443"),
];

/// An entry like [`HTTPS`] with other values, or without those that are empty.
fn like_https<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut entry = HTTPS.to_vec();
    entry.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    entry.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    entry
}

#[test]
fn a_repeated_token_shows_the_acl_as_it_is() {
    let network = Network::new();
    network.call("CreateNetworkAclEntry", &HTTPS);
    let tag = [("Tag.1.Key", "state"), ("Tag.1.Value", "changed")];
    network.ec2.call("CreateTags", &[&[("ResourceId.1", network.acl.as_str())], &tag[..]].concat());
    let form = [("VpcId", network.vpc.as_str()), ("ClientToken", "once")];
    let again = network.ec2.call("CreateNetworkAcl", &form);
    let again = again.at("networkAcl").unwrap();
    assert_eq!(again.text("networkAclId"), network.acl);
    let entries = again.all_at("entrySet.item");
    let of = |path: &str| entries.iter().map(|it| it.has(path)).collect::<Vec<_>>();
    assert_eq!(of("portRange.from"), [false, true, false]);
    assert_eq!(of("icmpTypeCode"), [true; 3]);
    assert!(!again.has("tagSet.item"), "the tags are those of the request");
}

#[test]
fn a_new_acl_denies_everything() {
    let network = Network::new();
    assert_eq!(network.entries(), "32767> 32767");
    let found = network.ec2.call("DescribeNetworkAcls", &[("NetworkAclId.1", &network.acl)]);
    assert_eq!(found.text("networkAclSet.item.default"), "false");
    assert_eq!(found.text("networkAclSet.item.vpcId"), network.vpc);
    assert!(!found.has("networkAclSet.item.entrySet.item.portRange"));
    let of_vpc = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", network.vpc.as_str())];
    let found = network.ec2.call("DescribeNetworkAcls", &of_vpc);
    assert_eq!(found.all_at("networkAclSet.item").len(), 2);
    assert_eq!(
        network.ec2.refused("DeleteVpc", &[("VpcId", &network.vpc)]).0,
        "DependencyViolation"
    );
}

#[test]
fn tags_are_given_on_create() {
    let network = Network::new();
    let form = [
        ("VpcId", network.vpc.as_str()),
        ("TagSpecification.1.ResourceType", "network-acl"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "one"),
    ];
    let created = network.ec2.call("CreateNetworkAcl", &form);
    assert_eq!(created.text("networkAcl.tagSet.item.value"), "one");
    let unknown = network.ec2.refused("CreateNetworkAcl", &[("VpcId", "vpc-1")]);
    assert_eq!(unknown.0, "InvalidVpcID.NotFound");
}

#[test]
fn entries_are_created_replaced_and_deleted() {
    let network = Network::new();
    network.call("CreateNetworkAclEntry", &HTTPS);
    network.call("CreateNetworkAclEntry", &like_https(&[("Egress", "true")]));
    network.call("CreateNetworkAclEntry", &like_https(&[("RuleNumber", "90")]));
    assert_eq!(network.entries(), "200>+ 32767> 90+ 200+ 32767");
    // The same one again changes nothing.
    network.call("CreateNetworkAclEntry", &HTTPS);
    assert_eq!(network.entries(), "200>+ 32767> 90+ 200+ 32767");
    let other = like_https(&[("RuleAction", "deny")]);
    let (code, message) = network.refused("CreateNetworkAclEntry", &other);
    assert_eq!(code, "NetworkAclEntryAlreadyExists");
    assert_eq!(message, "The network acl entry identified by 200 already exists.");

    let found = network.ec2.call("DescribeNetworkAcls", &[("NetworkAclId.1", &network.acl)]);
    let entry = found.all_at("networkAclSet.item.entrySet.item")[0];
    assert_eq!(entry.text("cidrBlock"), "10.1.0.0/16");
    assert_eq!(entry.text("protocol"), "6");
    assert_eq!(entry.text("portRange.from"), "443");

    network.call("ReplaceNetworkAclEntry", &like_https(&[("RuleAction", "deny")]));
    assert_eq!(network.entries(), "200>+ 32767> 90+ 200 32767");
    // Without `Egress` it is the entry for traffic in, which a create does not assume.
    network.call("ReplaceNetworkAclEntry", &like_https(&[("Egress", "")]));
    assert_eq!(network.entries(), "200>+ 32767> 90+ 200+ 32767");
    let refused = network.refused("CreateNetworkAclEntry", &like_https(&[("Egress", "")]));
    assert_eq!(refused.1, "The request must contain the parameter egress");
    let gone = [("RuleNumber", "200"), ("Egress", "false")];
    network.call("DeleteNetworkAclEntry", &gone);
    assert_eq!(network.entries(), "200>+ 32767> 90+ 32767");
    let (code, message) = network.refused("DeleteNetworkAclEntry", &gone);
    assert_eq!(code, "InvalidNetworkAclEntry.NotFound");
    let missing = |direction: &str| {
        format!("no {direction} entry with number 200 in network ACL {}", network.acl)
    };
    assert_eq!(message, missing("ingress"));
    assert_eq!(network.refused("ReplaceNetworkAclEntry", &HTTPS), (code, missing("ingress")));
    let gone = [("RuleNumber", "200"), ("Egress", "true")];
    network.call("DeleteNetworkAclEntry", &gone);
    assert_eq!(network.refused("DeleteNetworkAclEntry", &gone).1, missing("egress"));
}

#[test]
fn an_action_is_taken_in_any_case() {
    let network = Network::new();
    network.call("CreateNetworkAclEntry", &like_https(&[("RuleAction", "Allow")]));
    network.call("ReplaceNetworkAclEntry", &like_https(&[("RuleAction", "DENY")]));
    let found = network.ec2.call("DescribeNetworkAcls", &[("NetworkAclId.1", &network.acl)]);
    assert_eq!(found.texts("networkAclSet.item.entrySet.item.ruleAction"), ["deny"; 3]);
    let other = like_https(&[("RuleAction", "permit")]);
    assert_eq!(network.refused("ReplaceNetworkAclEntry", &other).0, "InvalidParameterValue");
}

#[test]
fn numbers_that_aws_keeps_are_refused() {
    let network = Network::new();
    for number in ["0", "32767", "32768"] {
        let entry = like_https(&[("RuleNumber", number)]);
        let (code, message) = network.refused("CreateNetworkAclEntry", &entry);
        assert_eq!(code, "InvalidParameterValue");
        let expected = format!(
            "Value ({number}) for parameter ruleNumber is invalid. Rulenumber must be in range \
             1..32766"
        );
        assert_eq!(message, expected);
        let gone = [("RuleNumber", number), ("Egress", "true")];
        assert_eq!(network.refused("DeleteNetworkAclEntry", &gone).1, expected);
    }
}

#[test]
fn entries_are_checked() {
    let network = Network::new();
    let refused = |changes: &[(&'static str, &'static str)], code: &str, message: &str| {
        let refused = network.refused("CreateNetworkAclEntry", &like_https(changes));
        assert_eq!((refused.0.as_str(), refused.1.as_str()), (code, message), "{changes:?}");
    };
    for (changes, missing) in [
        (&[("CidrBlock", "")][..], "cidrBlock"),
        (&[("PortRange.To", "")], "portRange.to"),
        (&[("PortRange.From", "")], "portRange.from"),
        (&[("Protocol", "1")], "icmpTypeCode.type"),
        (&[("Protocol", "1"), ("Icmp.Type", "8")], "icmpTypeCode.code"),
        (&[("Protocol", "58"), ("CidrBlock", ""), ("Ipv6CidrBlock", "::/0")], "icmpTypeCode.type"),
    ] {
        let message = format!("The request must contain the parameter {missing}");
        refused(changes, "MissingParameter", &message);
    }
    for protocol in ["tcp", "256"] {
        let message = format!("Invalid value '{protocol}' for IP protocol. Unknown protocol.");
        refused(&[("Protocol", protocol)], "InvalidParameterValue", &message);
    }
    let unasked = "Request would have succeeded, but DryRun flag is set.";
    refused(&[("Protocol", "tcp"), ("DryRun", "true")], "DryRunOperation", unasked);
    let not_icmp = "Type and code must be in range -1..255; all types have all codes.";
    let not_ports = "Ports must be in range 0..65535, the first one not above the last.";
    for (changes, value, parameter, reason) in [
        (
            &[("CidrBlock", "everywhere")][..],
            "everywhere",
            "cidrBlock",
            "This is not a valid CIDR block.",
        ),
        (&[("PortRange.To", "80")], "443-80", "portRange", not_ports),
        (&[("PortRange.To", "65536")], "443-65536", "portRange", not_ports),
        (
            &[("Protocol", "1"), ("Icmp.Type", "256"), ("Icmp.Code", "0")],
            "256:0",
            "icmpTypeCode",
            not_icmp,
        ),
        (
            &[("Protocol", "1"), ("Icmp.Type", "-1"), ("Icmp.Code", "0")],
            "-1:0",
            "icmpTypeCode",
            not_icmp,
        ),
    ] {
        let message = format!("Value ({value}) for parameter {parameter} is invalid. {reason}");
        refused(changes, "InvalidParameterValue", &message);
    }
    let both = "The parameter cidrBlock cannot be used with the parameter ipv6CidrBlock";
    refused(&[("Ipv6CidrBlock", "::/0")], "InvalidParameterCombination", both);
    assert_eq!(network.entries(), "32767> 32767");
    let unknown = [&[("NetworkAclId", "acl-1")][..], &HTTPS].concat();
    for action in ["CreateNetworkAclEntry", "ReplaceNetworkAclEntry", "DeleteNetworkAclEntry"] {
        let form = if action.starts_with("Delete") { &unknown[..3] } else { &unknown[..] };
        assert_eq!(network.ec2.refused(action, form).0, "InvalidNetworkAclID.NotFound");
    }
}

#[test]
fn ports_and_icmp_types_belong_to_their_protocols() {
    let network = Network::new();
    network.call("CreateNetworkAclEntry", &like_https(&[("Protocol", "-1")]));
    let icmp = [("RuleNumber", "300"), ("Protocol", "1"), ("Icmp.Type", "8"), ("Icmp.Code", "-1")];
    network.call("CreateNetworkAclEntry", &like_https(&icmp));
    let found = network.ec2.call("DescribeNetworkAcls", &[("NetworkAclId.1", &network.acl)]);
    let entries = found.all_at("networkAclSet.item.entrySet.item");
    assert!(!entries[1].has("portRange"));
    assert!(!entries[2].has("portRange"));
    assert_eq!(entries[2].text("icmpTypeCode.type"), "8");
    assert_eq!(entries[2].text("icmpTypeCode.code"), "-1");
    // Of IPv4 addresses, ICMPv6 is all of it.
    for (number, kind) in [("301", ""), ("302", "128")] {
        let icmp = [
            ("RuleNumber", number),
            ("Protocol", "58"),
            ("Icmp.Type", kind),
            ("Icmp.Code", if kind.is_empty() { "" } else { "0" }),
        ];
        network.call("CreateNetworkAclEntry", &like_https(&icmp));
    }
    let found = network.ec2.call("DescribeNetworkAcls", &[("NetworkAclId.1", &network.acl)]);
    let entries = found.all_at("networkAclSet.item.entrySet.item");
    for number in ["301", "302"] {
        let entry = entries.iter().find(|entry| entry.text("ruleNumber") == number).unwrap();
        assert_eq!(entry.text("protocol"), "58");
        assert!(!entry.has("icmpTypeCode"));
    }
    for (name, value) in [("entry.icmp.type", "8"), ("entry.icmp.code", "-1")] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = network.ec2.call("DescribeNetworkAcls", &form);
        assert_eq!(found.texts("networkAclSet.item.networkAclId"), [&network.acl], "{name}");
    }
}

#[test]
fn subnets_move_between_acls() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let subnet = [("VpcId", network.vpc.as_str()), ("CidrBlock", "10.0.0.0/24")];
    let subnet = ec2.call("CreateSubnet", &subnet).text("subnet.subnetId").to_owned();
    let of_subnet = [("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", &subnet)];
    let first = ec2.call("DescribeNetworkAcls", &of_subnet);
    let association = "networkAclSet.item.associationSet.item.networkAclAssociationId";
    let old = first.text(association);
    let moved = ec2.call(
        "ReplaceNetworkAclAssociation",
        &[("AssociationId", old), ("NetworkAclId", &network.acl)],
    );
    let new = moved.text("newAssociationId");
    assert_ne!(new, old);
    let now = ec2.call("DescribeNetworkAcls", &of_subnet);
    assert_eq!(now.texts("networkAclSet.item.networkAclId"), [&network.acl]);
    assert_eq!(now.texts(association), [new]);
    let (code, message) =
        network.refused("ReplaceNetworkAclAssociation", &[("AssociationId", old)]);
    assert_eq!(code, "InvalidAssociationID.NotFound");
    assert_eq!(message, format!("The association ID '{old}' does not exist"));

    let foreign = [("Filter.1.Name", "default"), ("Filter.1.Value.1", "true")];
    let foreign = ec2.call("DescribeNetworkAcls", &foreign);
    let foreign = foreign.text("networkAclSet.item.networkAclId");
    let form = [("AssociationId", new), ("NetworkAclId", foreign)];
    let (code, message) = ec2.refused("ReplaceNetworkAclAssociation", &form);
    assert_eq!(code, "InvalidParameterValue");
    let expected =
        format!("network ACL {foreign} and subnet {subnet} belong to different networks");
    assert_eq!(message, expected);

    let (code, message) = network.refused("DeleteNetworkAcl", &[]);
    assert_eq!(code, "DependencyViolation");
    let id = &network.acl;
    assert_eq!(message, format!("The networkAcl '{id}' has dependencies and cannot be deleted."));
    ec2.call("DeleteSubnet", &[("SubnetId", &subnet)]);
    network.call("DeleteNetworkAcl", &[]);
    assert_eq!(network.refused("DeleteNetworkAcl", &[]).0, "InvalidNetworkAclID.NotFound");
    let (code, message) = ec2.refused("DeleteNetworkAcl", &[("NetworkAclId", foreign)]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, format!("cannot delete default network ACL {foreign}"));
    ec2.call("DeleteVpc", &[("VpcId", &network.vpc)]);
}

#[test]
fn ipv6_reaches_the_acls_of_its_vpc() {
    let network = Network::new();
    let form = [("VpcId", network.vpc.as_str()), ("AmazonProvidedIpv6CidrBlock", "true")];
    network.ec2.call("AssociateVpcCidrBlock", &form);
    assert_eq!(network.entries(), "32767> 32768> 32767 32768");
    let found = network.ec2.call(
        "DescribeNetworkAcls",
        &[("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", &network.vpc)],
    );
    let default = found.all_at("networkAclSet.item")[0];
    let numbers = "entrySet.item.ruleNumber";
    assert_eq!(default.text("default"), "true");
    assert_eq!(
        default.texts(numbers),
        ["100", "101", "32767", "32768", "100", "101", "32767", "32768"]
    );
    assert_eq!(default.texts("entrySet.item.ipv6CidrBlock"), ["::/0"; 4]);
    let later = network.ec2.call("CreateNetworkAcl", &[("VpcId", &network.vpc)]);
    let numbers = format!("networkAcl.{numbers}");
    assert_eq!(later.texts(&numbers), ["32767", "32768", "32767", "32768"]);
}

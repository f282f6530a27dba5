use super::support::Ec2;

const NAME: [(&str, &str); 2] =
    [("DhcpConfiguration.1.Key", "domain-name"), ("DhcpConfiguration.1.Value.1", "example.com")];

#[test]
fn options_are_used_by_vpcs() {
    let ec2 = Ec2::new();
    let mut form = NAME.to_vec();
    form.extend([
        ("DhcpConfiguration.2.Key", "domain-name-servers"),
        ("DhcpConfiguration.2.Value.1", "10.0.0.2"),
        ("DhcpConfiguration.2.Value.2", "10.0.0.3"),
        ("TagSpecification.1.ResourceType", "dhcp-options"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "one"),
    ]);
    let created = ec2.call("CreateDhcpOptions", &form);
    let id = created.text("dhcpOptions.dhcpOptionsId");
    let values = "dhcpOptions.dhcpConfigurationSet.item.valueSet.item.value";
    assert_eq!(created.texts(values), ["example.com", "10.0.0.2", "10.0.0.3"]);
    for (name, value) in [("key", "domain-name"), ("value", "10.0.0.3"), ("tag:Name", "one")] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeDhcpOptions", &form);
        assert!(found.texts("dhcpOptionsSet.item.dhcpOptionsId").contains(&id), "{name}");
    }
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let vpc = vpc.text("vpc.vpcId");
    ec2.call("AssociateDhcpOptions", &[("DhcpOptionsId", id), ("VpcId", vpc)]);
    let (code, message) = ec2.refused("DeleteDhcpOptions", &[("DhcpOptionsId", id)]);
    assert_eq!(code, "DependencyViolation");
    let expected = format!("The dhcpOptions '{id}' has dependencies and cannot be deleted.");
    assert_eq!(message, expected);
    ec2.call("AssociateDhcpOptions", &[("DhcpOptionsId", "default"), ("VpcId", vpc)]);
    let found = ec2.call("DescribeVpcs", &[("VpcId.1", vpc)]);
    assert_eq!(found.text("vpcSet.item.dhcpOptionsId"), "default");
    ec2.call("DeleteDhcpOptions", &[("DhcpOptionsId", id)]);
    let (code, message) = ec2.refused("DeleteDhcpOptions", &[("DhcpOptionsId", id)]);
    assert_eq!(code, "InvalidDhcpOptionsID.NotFound");
    assert_eq!(message, format!("The dhcpOptions ID '{id}' does not exist"));
    let form = [("DhcpOptionsId", id), ("VpcId", vpc)];
    let (code, message) = ec2.refused("AssociateDhcpOptions", &form);
    assert_eq!(code, "InvalidDhcpOptionID.NotFound");
    assert_eq!(message, format!("The dhcpOption ID '{id}' does not exist"));
}

#[test]
fn options_are_checked() {
    let ec2 = Ec2::new();
    let refused = |form: &[(&str, &str)]| ec2.refused("CreateDhcpOptions", form);
    let unknown = [("DhcpConfiguration.1.Key", "colour"), ("DhcpConfiguration.1.Value.1", "red")];
    let (code, message) = refused(&unknown);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Value (colour) for parameter name is invalid. Unknown DHCP option");
    let (code, message) = refused(&[]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter dhcpConfigurations");
    for form in [&NAME[..1], &[NAME[0], ("DhcpConfiguration.1.Value.1", "")]] {
        let (code, message) = refused(form);
        assert_eq!(code, "InvalidParameterValue");
        let expected = "Value (empty string for 'domain-name' is not allowed) for parameter value \
                        is invalid. Invalid DHCP option value.";
        assert_eq!(message, expected);
    }
    let two = [NAME[0], NAME[1], ("DhcpConfiguration.1.Value.2", "example.org")];
    let twice = [
        NAME[0],
        NAME[1],
        ("DhcpConfiguration.2.Key", "domain-name"),
        ("DhcpConfiguration.2.Value.1", "example.org"),
    ];
    for form in [&two[..], &twice] {
        let made = ec2.call("CreateDhcpOptions", form);
        assert_eq!(made.texts("dhcpOptions.dhcpConfigurationSet.item.key"), ["domain-name"]);
        let values = "dhcpOptions.dhcpConfigurationSet.item.valueSet.item.value";
        assert_eq!(made.texts(values), ["example.com", "example.org"]);
    }
}

#[test]
fn a_dry_run_looks_at_no_value_and_at_no_user() {
    let ec2 = Ec2::new();
    let dry = ("DryRun", "true");
    let unknown = one("wat", "x");
    let (code, message) = ec2.refused("CreateDhcpOptions", &[unknown[0], unknown[1], dry]);
    assert_eq!(code, "DryRunOperation");
    assert_eq!(message, "Request would have succeeded, but DryRun flag is set.");
    let used = ec2.call("DescribeVpcs", &[]).text("vpcSet.item.dhcpOptionsId").to_owned();
    for (id, code) in [
        (&*used, "DryRunOperation"),
        ("dopt-0944b1263256589aa", "InvalidDhcpOptionsID.NotFound"),
        ("none", "InvalidDhcpOptionsId.Malformed"),
    ] {
        assert_eq!(ec2.refused("DeleteDhcpOptions", &[("DhcpOptionsId", id), dry]).0, code);
    }
}

fn one(key: &'static str, value: &'static str) -> [(&'static str, &'static str); 2] {
    [("DhcpConfiguration.1.Key", key), ("DhcpConfiguration.1.Value.1", value)]
}

#[test]
fn values_fit_their_option() {
    let ec2 = Ec2::new();
    let long = "a".repeat(260);
    let refused = |key: &'static str, value: &str| {
        let form = [("DhcpConfiguration.1.Key", key), ("DhcpConfiguration.1.Value.1", value)];
        let (code, message) = ec2.refused("CreateDhcpOptions", &form);
        assert_eq!(code, "InvalidParameterValue", "{key}");
        message
    };
    for (key, value) in [
        ("domain-name-servers", "invalid"),
        ("domain-name", &*long),
        ("ntp-servers", "AmazonProvidedDNS"),
        ("netbios-name-servers", "fd00::1"),
        ("netbios-node-type", "128"),
        ("netbios-node-type", "-129"),
        ("netbios-node-type", "x"),
    ] {
        let reason = "Invalid DHCP option value.";
        let expected = format!("Value ({value}) for parameter value is invalid. {reason}");
        assert_eq!(refused(key, value), expected);
    }
    let lease = "ipv6-address-preferred-lease-time";
    for (value, reason) in
        [("139", "out of bounds"), ("4294967295", "out of bounds"), ("10m", "not allowed")]
    {
        let expected = format!(
            "Value ('{value}' for '{lease}' is {reason}) for parameter value is invalid. Invalid \
             DHCP option value."
        );
        assert_eq!(refused(lease, value), expected);
    }
    for (key, value) in [
        ("domain-name-servers", "AmazonProvidedDNS"),
        ("ntp-servers", "fd00:ec2::123"),
        ("netbios-node-type", "02"),
        ("netbios-node-type", "-128"),
        ("domain-name", "bad!domain"),
        ("ipv6-address-preferred-lease-time", "00140"),
    ] {
        let created = ec2.call("CreateDhcpOptions", &one(key, value));
        let values = "dhcpOptions.dhcpConfigurationSet.item.valueSet.item.value";
        assert_eq!(created.texts(values), [value]);
    }
}

#[test]
fn options_are_listed_in_an_order_of_their_own() {
    let ec2 = Ec2::new();
    let mut form = one("netbios-name-servers", "10.0.0.8").to_vec();
    form.extend([
        ("DhcpConfiguration.4.Key", "ntp-servers"),
        ("DhcpConfiguration.4.Value.1", "10.0.0.9"),
        ("DhcpConfiguration.2.Key", "domain-name-servers"),
        ("DhcpConfiguration.2.Value.1", "10.0.0.3"),
        ("DhcpConfiguration.2.Value.2", "10.0.0.2"),
        ("DhcpConfiguration.3.Key", "domain-name"),
        ("DhcpConfiguration.3.Value.1", "example.com"),
    ]);
    let created = ec2.call("CreateDhcpOptions", &form);
    let keys = "dhcpOptions.dhcpConfigurationSet.item.key";
    assert_eq!(
        created.texts(keys),
        ["domain-name", "domain-name-servers", "ntp-servers", "netbios-name-servers"]
    );
    let values = "dhcpOptions.dhcpConfigurationSet.item.valueSet.item.value";
    let listed = ["example.com", "10.0.0.3", "10.0.0.2", "10.0.0.9", "10.0.0.8"];
    assert_eq!(created.texts(values), listed);
}

#[test]
fn servers_may_come_with_commas() {
    let ec2 = Ec2::new();
    let created = ec2.call("CreateDhcpOptions", &one("domain-name-servers", "10.0.0.2, 10.0.0.3"));
    let values = "dhcpOptions.dhcpConfigurationSet.item.valueSet.item.value";
    assert_eq!(created.texts(values), ["10.0.0.2", "10.0.0.3"]);
    let five = one("domain-name-servers", "10.0.0.1,10.0.0.2,10.0.0.3,10.0.0.4,10.0.0.5");
    assert_eq!(ec2.refused("CreateDhcpOptions", &five).0, "InvalidParameterValue");
    // Four of each family.
    let clocks = "10.0.0.1,10.0.0.2,10.0.0.3,10.0.0.4,fd00::1,fd00::2,fd00::3,fd00::4";
    ec2.call("CreateDhcpOptions", &one("ntp-servers", clocks));
    for clocks in
        ["10.0.0.1,10.0.0.2,10.0.0.3,10.0.0.4,10.0.0.5", "fd00::1,fd00::2,fd00::3,fd00::4,fd00::5"]
    {
        let reason = "Invalid DHCP option value.";
        let message = format!("Value ({clocks}) for parameter value is invalid. {reason}");
        let refusal = ec2.refused("CreateDhcpOptions", &one("ntp-servers", clocks));
        assert_eq!(refusal, ("InvalidParameterValue".to_owned(), message));
    }
}

#[test]
fn a_new_vpc_gets_the_regions_options_and_no_others() {
    let ec2 = Ec2::new();
    let vpc = ec2.call("DescribeVpcs", &[]).text("vpcSet.item.vpcId").to_owned();
    let first = ec2.call("DescribeDhcpOptions", &[]);
    let first = first.text("dhcpOptionsSet.item.dhcpOptionsId").to_owned();
    // A user's own set is none of the region's, whatever it has of it.
    ec2.call("CreateDhcpOptions", &one("domain-name-servers", "AmazonProvidedDNS"));
    ec2.call("AssociateDhcpOptions", &[("DhcpOptionsId", "default"), ("VpcId", &vpc)]);
    ec2.call("DeleteDhcpOptions", &[("DhcpOptionsId", &first)]);
    let created = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let id = created.text("vpc.dhcpOptionsId");
    assert_ne!(id, first);
    let found = ec2.call("DescribeDhcpOptions", &[("DhcpOptionsId.1", id)]);
    let values = "dhcpOptionsSet.item.dhcpConfigurationSet.item.valueSet.item.value";
    assert_eq!(found.texts(values), ["ec2.internal", "AmazonProvidedDNS"]);
    let again = ec2.call("CreateVpc", &[("CidrBlock", "10.1.0.0/16")]);
    assert_eq!(again.text("vpc.dhcpOptionsId"), id);
}

#[test]
fn ids_of_other_shapes_are_looked_up() {
    let ec2 = Ec2::new();
    for id in ["vpc-1", "does-not-exist", "dopt-00000000"] {
        let (code, message) = ec2.refused("DescribeDhcpOptions", &[("DhcpOptionsId.1", id)]);
        assert_eq!(code, "InvalidDhcpOptionID.NotFound");
        assert_eq!(message, format!("The dhcpOption ID '{id}' does not exist"));
    }
    let (code, message) = ec2.refused("DescribeDhcpOptions", &[("DhcpOptionsId.1", "dopt-x")]);
    assert_eq!(code, "InvalidDhcpOptionsId.Malformed");
    assert_eq!(message, "The dhcp-options ID 'dopt-x' is malformed");
    let vpc = ec2.call("DescribeVpcs", &[]).text("vpcSet.item.vpcId").to_owned();
    let none = [("DhcpOptionsId", "none"), ("VpcId", &*vpc)];
    let (code, message) = ec2.refused("AssociateDhcpOptions", &none);
    assert_eq!(code, "InvalidDhcpOptionsId.Malformed");
    assert_eq!(message, "Invalid id: \"none\" (expecting \"dopt-...\")");
    for id in ["default", "dopt-x"] {
        let (code, message) = ec2.refused("DeleteDhcpOptions", &[("DhcpOptionsId", id)]);
        assert_eq!(code, "InvalidDhcpOptionsId.Malformed");
        assert_eq!(message, format!("The dhcp-options ID '{id}' is malformed"));
    }
}

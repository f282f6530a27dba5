use super::support::{Ec2, Xml};

fn create(ec2: &Ec2, form: &[(&str, &str)]) -> Xml {
    ec2.call("CreateTransitGateway", form).at("transitGateway").unwrap().clone()
}

fn id(gateway: &Xml) -> String {
    gateway.text("transitGatewayId").to_owned()
}

fn describe(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeTransitGateways", &[("TransitGatewayIds.1", id)]);
    found.at("transitGatewaySet.item").unwrap().clone()
}

#[test]
fn a_gateway_is_made_with_one_default_table() {
    let ec2 = Ec2::new();
    let gateway = create(&ec2, &[]);
    let table = gateway.text("options.associationDefaultRouteTableId").to_owned();
    assert!(table.starts_with("tgw-rtb-"));
    let arn = format!("arn:aws:ec2:us-east-1:000000000000:transit-gateway/{}", id(&gateway));
    for (member, value) in [
        ("transitGatewayArn", arn.as_str()),
        ("state", "available"),
        ("ownerId", "000000000000"),
        ("creationTime", "2026-01-31T12:00:00.000Z"),
        ("options.amazonSideAsn", "64512"),
        ("options.autoAcceptSharedAttachments", "disable"),
        ("options.defaultRouteTableAssociation", "enable"),
        ("options.defaultRouteTablePropagation", "enable"),
        ("options.propagationDefaultRouteTableId", &table),
        ("options.vpnEcmpSupport", "enable"),
        ("options.dnsSupport", "enable"),
        ("options.securityGroupReferencingSupport", "disable"),
        ("options.multicastSupport", "disable"),
    ] {
        assert_eq!(gateway.text(member), value, "{member}");
    }
    assert!(gateway.has("tagSet") && !gateway.has("description"));
    assert!(!gateway.has("options.transitGatewayCidrBlocks"));
    let found = ec2.call("DescribeTransitGatewayRouteTables", &[]);
    let found = found.at("transitGatewayRouteTables.item").unwrap();
    assert_eq!(found.text("transitGatewayRouteTableId"), table);
    assert_eq!(found.text("defaultAssociationRouteTable"), "true");
    assert_eq!(found.text("defaultPropagationRouteTable"), "true");
}

#[test]
fn a_gateway_is_made_as_asked() {
    let ec2 = Ec2::new();
    let gateway = create(
        &ec2,
        &[
            ("Description", "hub"),
            ("Options.AmazonSideAsn", "4200000000"),
            ("Options.AutoAcceptSharedAttachments", "enable"),
            ("Options.DefaultRouteTableAssociation", "disable"),
            ("Options.DefaultRouteTablePropagation", "disable"),
            ("Options.VpnEcmpSupport", "disable"),
            ("Options.DnsSupport", "disable"),
            ("Options.SecurityGroupReferencingSupport", "enable"),
            ("Options.MulticastSupport", "enable"),
            ("Options.TransitGatewayCidrBlocks.1", "10.99.0.0/24"),
            ("Options.TransitGatewayCidrBlocks.2", "2001:db8::/64"),
            ("TagSpecification.1.ResourceType", "transit-gateway"),
            ("TagSpecification.1.Tag.1.Key", "Name"),
            ("TagSpecification.1.Tag.1.Value", "hub"),
        ],
    );
    for (member, value) in [
        ("description", "hub"),
        ("options.amazonSideAsn", "4200000000"),
        ("options.autoAcceptSharedAttachments", "enable"),
        ("options.defaultRouteTableAssociation", "disable"),
        ("options.defaultRouteTablePropagation", "disable"),
        ("options.vpnEcmpSupport", "disable"),
        ("options.dnsSupport", "disable"),
        ("options.securityGroupReferencingSupport", "enable"),
        ("options.multicastSupport", "enable"),
        ("tagSet.item.value", "hub"),
    ] {
        assert_eq!(gateway.text(member), value, "{member}");
    }
    assert_eq!(
        gateway.texts("options.transitGatewayCidrBlocks.item"),
        ["10.99.0.0/24", "2001:db8::/64"]
    );
    assert!(!gateway.has("options.associationDefaultRouteTableId"));
    assert!(!gateway.has("options.propagationDefaultRouteTableId"));
    let tables = ec2.call("DescribeTransitGatewayRouteTables", &[]);
    assert!(!tables.has("transitGatewayRouteTables.item"));
    let other = create(&ec2, &[]);
    for (name, value, expected) in [
        ("options.amazon-side-asn", "64512", &other),
        ("options.dns-support", "disable", &gateway),
        ("options.multicast-support", "enable", &gateway),
        ("options.auto-accept-shared-attachments", "enable", &gateway),
        ("tag:Name", "hub", &gateway),
        ("transit-gateway-id", &id(&other), &other),
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeTransitGateways", &form);
        assert_eq!(found.texts("transitGatewaySet.item.transitGatewayId"), [&id(expected)]);
    }
}

fn no_block(block: &str) -> String {
    format!(
        "All Transit Gateway CIDR blocks must be a valid IPv4 or IPv6 CIDR and align with the \
         first address in the block.  Invalid block: {block}"
    )
}

#[test]
fn what_a_gateway_cannot_have_is_refused() {
    let ec2 = Ec2::new();
    let reserved = "Addresses of 169.254.0.0/16 cannot be given to a transit gateway.";
    let small = "It must be a /24 block or larger for IPv4, /64 or larger for IPv6.";
    for (block, reason) in [
        ("10.0.0.0/25", small),
        ("2001:db8::/65", small),
        ("169.254.1.0/24", reserved),
        ("169.0.0.0/8", reserved),
    ] {
        let form = [("Options.TransitGatewayCidrBlocks.1", block)];
        let (code, message) = ec2.refused("CreateTransitGateway", &form);
        assert_eq!(code, "InvalidParameterValue");
        let value = format!("Value ({block}) for parameter transitGatewayCidrBlocks is invalid.");
        assert_eq!(message, format!("{value} {reason}"));
    }
    for block in ["10.0.0.0", "10.99.0.7/24"] {
        let form = [("Options.TransitGatewayCidrBlocks.1", block)];
        let refused = ec2.refused("CreateTransitGateway", &form);
        assert_eq!(refused, ("InvalidParameterValue".to_owned(), no_block(block)));
    }
    let twice = [
        ("Options.TransitGatewayCidrBlocks.1", "10.0.0.0/16"),
        ("Options.TransitGatewayCidrBlocks.2", "10.0.1.0/24"),
    ];
    let (_, message) = ec2.refused("CreateTransitGateway", &twice);
    let expected = "It overlaps with another CIDR block of the transit gateway.";
    assert!(message.ends_with(expected), "{message}");
    let many: Vec<(String, String)> = (1..=6)
        .map(|at| (format!("Options.TransitGatewayCidrBlocks.{at}"), format!("10.0.{at}.0/24")))
        .collect();
    let many: Vec<_> = many.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let (_, message) = ec2.refused("CreateTransitGateway", &many);
    assert_eq!(message, "A transit gateway can have up to 5 CIDR blocks.");
    let (code, message) =
        ec2.refused("CreateTransitGateway", &[("Options.AmazonSideAsn", "65535")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        "Value (65535) for parameter amazonSideAsn is invalid. Expecting a private ASN: 64512 to \
         65534, or 4200000000 to 4294967294."
    );
    let dry = ec2.refused("CreateTransitGateway", &[("DryRun", "true")]);
    assert_eq!(dry.0, "DryRunOperation");
    assert!(
        !ec2.call("DescribeTransitGatewayRouteTables", &[]).has("transitGatewayRouteTables.item")
    );
}

#[test]
fn modify_changes_what_it_names() {
    let ec2 = Ec2::new();
    let gateway = create(&ec2, &[("Options.TransitGatewayCidrBlocks.1", "10.1.0.0/24")]);
    let id = id(&gateway);
    let modify = |form: &[(&str, &str)]| {
        let form = [&[("TransitGatewayId", id.as_str())], form].concat();
        ec2.ask("ModifyTransitGateway", &form).map_err(|refusal| (refusal.code, refusal.message))
    };
    let changed = modify(&[
        ("Description", "spoke"),
        ("Options.AmazonSideAsn", "64513"),
        ("Options.AddTransitGatewayCidrBlocks.1", "10.2.0.0/24"),
        ("Options.RemoveTransitGatewayCidrBlocks.1", "10.1.0.0/24"),
        ("Options.VpnEcmpSupport", "disable"),
        ("Options.DnsSupport", "disable"),
        ("Options.SecurityGroupReferencingSupport", "enable"),
        ("Options.AutoAcceptSharedAttachments", "enable"),
        ("Options.DefaultRouteTableAssociation", "disable"),
    ]);
    assert!(!changed.unwrap().has("transitGateway.tagSet"));
    let shown = describe(&ec2, &id);
    for (member, value) in [
        ("description", "spoke"),
        ("options.amazonSideAsn", "64513"),
        ("options.transitGatewayCidrBlocks.item", "10.2.0.0/24"),
        ("options.vpnEcmpSupport", "disable"),
        ("options.dnsSupport", "disable"),
        ("options.securityGroupReferencingSupport", "enable"),
        ("options.autoAcceptSharedAttachments", "enable"),
        ("options.defaultRouteTableAssociation", "disable"),
        ("options.defaultRouteTablePropagation", "enable"),
    ] {
        assert_eq!(shown.text(member), value, "{member}");
    }
    assert!(!shown.has("options.associationDefaultRouteTableId"));
}

#[test]
fn a_default_table_and_its_switch_go_together() {
    let ec2 = Ec2::new();
    let gateway = create(&ec2, &[]);
    let table = gateway.text("options.associationDefaultRouteTableId").to_owned();
    let id = id(&gateway);
    let modify = |form: &[(&str, &str)]| {
        let form = [&[("TransitGatewayId", id.as_str())], form].concat();
        ec2.ask("ModifyTransitGateway", &form).map_err(|refusal| (refusal.code, refusal.message))
    };
    modify(&[("Options.DefaultRouteTableAssociation", "disable")]).unwrap();
    for (form, code, message) in [
        (
            &[("Options.DefaultRouteTableAssociation", "enable")][..],
            "InvalidParameterCombination",
            "enable DefaultRouteTableAssociation conflicts with AssociationDefaultRouteTableId \
             null",
        ),
        (
            &[("Options.AssociationDefaultRouteTableId", &table)],
            "InvalidParameterCombination",
            "disable DefaultRouteTableAssociation conflicts with AssociationDefaultRouteTableId ID",
        ),
        (
            &[
                ("Options.DefaultRouteTablePropagation", "disable"),
                ("Options.PropagationDefaultRouteTableId", &table),
            ],
            "InvalidParameterCombination",
            "disable DefaultRouteTablePropagation conflicts with PropagationDefaultRouteTableId ID",
        ),
        (
            &[
                ("Options.DefaultRouteTablePropagation", "enable"),
                ("Options.PropagationDefaultRouteTableId", "tgw-rtb-0123456789abcdef0"),
            ],
            "InvalidRouteTableID.NotFound",
            "Transit Gateway Route Table tgw-rtb-0123456789abcdef0 was deleted or does not exist.",
        ),
        (
            &[("Options.RemoveTransitGatewayCidrBlocks.1", "10.1.0.0/24")],
            "InvalidParameterValue",
            "Value (10.1.0.0/24) for parameter removeTransitGatewayCidrBlocks is invalid. The \
             transit gateway has no such CIDR block.",
        ),
    ] {
        let message = message.replace("TableId ID", &format!("TableId {table}"));
        assert_eq!(modify(form).unwrap_err(), (code.to_owned(), message), "{form:?}");
    }
    let other = create(&ec2, &[]);
    let others = other.text("options.associationDefaultRouteTableId");
    let enable = |table: &str| {
        modify(&[
            ("Options.DefaultRouteTableAssociation", "enable"),
            ("Options.AssociationDefaultRouteTableId", table),
        ])
    };
    assert_eq!(enable(others).unwrap_err().0, "InvalidRouteTableID.NotFound");
    enable(&table).unwrap();
    assert_eq!(describe(&ec2, &id).text("options.associationDefaultRouteTableId"), table);
}

#[test]
fn an_empty_list_of_blocks_is_one_of_an_empty_block() {
    let ec2 = Ec2::new();
    let id = id(&create(&ec2, &[]));
    for list in ["AddTransitGatewayCidrBlocks", "RemoveTransitGatewayCidrBlocks"] {
        // How SDKs of Go send an empty list.
        let list = format!("Options.{list}");
        let form =
            [("TransitGatewayId", id.as_str()), ("Options.DnsSupport", "enable"), (&list, "")];
        let refused = ec2.refused("ModifyTransitGateway", &form);
        assert_eq!(refused, ("InvalidParameterValue".to_owned(), no_block("")));
    }
}

#[test]
fn delete_takes_the_tables_along() {
    let ec2 = Ec2::new();
    let gateway = create(&ec2, &[]);
    let gateway_id = id(&gateway);
    let form = [("TransitGatewayId", gateway_id.as_str())];
    let table = ec2.call("CreateTransitGatewayRouteTable", &form);
    let table = table.text("transitGatewayRouteTable.transitGatewayRouteTableId").to_owned();
    let deleted = ec2.call("DeleteTransitGateway", &form);
    assert_eq!(deleted.text("transitGateway.state"), "deleted");
    assert!(!deleted.has("transitGateway.tagSet"));
    assert_eq!(describe(&ec2, &gateway_id).text("state"), "deleted");
    let found =
        ec2.call("DescribeTransitGatewayRouteTables", &[("TransitGatewayRouteTableIds.1", &table)]);
    assert_eq!(found.text("transitGatewayRouteTables.item.state"), "deleted");
    let gone = format!("Transit Gateway {gateway_id} was deleted or does not exist.");
    for action in ["DeleteTransitGateway", "ModifyTransitGateway", "CreateTransitGatewayRouteTable"]
    {
        let (code, message) = ec2.refused(action, &form);
        assert_eq!(code, "InvalidTransitGatewayID.NotFound", "{action}");
        assert_eq!(message, gone);
    }
    ec2.advance(3_601);
    let (code, message) =
        ec2.refused("DescribeTransitGateways", &[("TransitGatewayIds.1", &gateway_id)]);
    assert_eq!((code.as_str(), message), ("InvalidTransitGatewayID.NotFound", gone));
    let (code, message) =
        ec2.refused("DescribeTransitGateways", &[("TransitGatewayIds.1", "tgw-x")]);
    assert_eq!(code, "InvalidTransitGatewayID.Malformed");
    assert_eq!(message, "The Transit Gateway 'tgw-x' is malformed");
}

#[test]
fn another_account_finds_a_gateway_by_its_id() {
    let ec2 = Ec2::new();
    let gateway = create(
        &ec2,
        &[
            ("TagSpecification.1.ResourceType", "transit-gateway"),
            ("TagSpecification.1.Tag.1.Key", "Name"),
            ("TagSpecification.1.Tag.1.Value", "hub"),
        ],
    );
    let gateway_id = id(&gateway);
    let other = ec2.as_account("111111111111");
    assert!(!other.call("DescribeTransitGateways", &[]).has("transitGatewaySet.item"));
    let mine = id(&create(&other, &[]));
    let ids = [("TransitGatewayIds.1", gateway_id.as_str()), ("TransitGatewayIds.2", &mine)];
    let found = other.call("DescribeTransitGateways", &ids);
    assert_eq!(found.texts("transitGatewaySet.item.transitGatewayId"), [&mine, &gateway_id]);
    let found = describe(&other, &gateway_id);
    assert_eq!(found.text("ownerId"), "000000000000");
    assert!(!found.has("tagSet.item"));
    let named = [ids[0], ("Filter.1.Name", "state"), ("Filter.1.Value.1", "pending")];
    assert!(!other.call("DescribeTransitGateways", &named).has("transitGatewaySet.item"));
    for action in ["ModifyTransitGateway", "DeleteTransitGateway"] {
        let (code, _) = other.refused(action, &[("TransitGatewayId", &gateway_id)]);
        assert_eq!(code, "InvalidTransitGatewayID.NotFound", "{action}");
    }
}

#[test]
fn in_the_aws_lifecycle_states_take_their_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let gateway = create(&ec2, &[]);
    assert_eq!(gateway.text("state"), "pending");
    assert!(gateway.has("options.associationDefaultRouteTableId"));
    let gateway_id = id(&gateway);
    let form = [("TransitGatewayId", gateway_id.as_str())];
    for action in ["DeleteTransitGateway", "ModifyTransitGateway", "CreateTransitGatewayRouteTable"]
    {
        let (code, message) = ec2.refused(action, &form);
        assert_eq!(code, "IncorrectState", "{action}");
        assert_eq!(message, format!("{gateway_id} is in invalid state"));
    }
    ec2.advance(10);
    assert_eq!(describe(&ec2, &gateway_id).text("state"), "available");
    let modified = ec2.call("ModifyTransitGateway", &form);
    assert_eq!(modified.text("transitGateway.state"), "modifying");
    ec2.advance(10);
    let deleted = ec2.call("DeleteTransitGateway", &form);
    assert_eq!(deleted.text("transitGateway.state"), "deleting");
    ec2.advance(10);
    assert_eq!(describe(&ec2, &gateway_id).text("state"), "deleted");
}

#[test]
fn a_full_subnet_takes_no_attachment() {
    let ec2 = Ec2::new();
    let gateway = ec2.call("CreateTransitGateway", &[]);
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned();
    let subnet = [("VpcId", vpc.as_str()), ("CidrBlock", "10.0.0.0/28")];
    let subnet = ec2.call("CreateSubnet", &subnet).text("subnet.subnetId").to_owned();
    // Eleven addresses of sixteen are free.
    let interface = [("SubnetId", subnet.as_str()), ("SecondaryPrivateIpAddressCount", "10")];
    ec2.call("CreateNetworkInterface", &interface);
    let gateway = gateway.text("transitGateway.transitGatewayId");
    let form = [("TransitGatewayId", gateway), ("VpcId", &vpc), ("SubnetIds.1", &subnet)];
    let (code, message) = ec2.refused("CreateTransitGatewayVpcAttachment", &form);
    assert_eq!(code, "InsufficientFreeAddressesInSubnet");
    assert_eq!(message, "Insufficient Free IP Addresses in subnet.");
    let left = ec2.call("DescribeTransitGatewayAttachments", &[]);
    assert!(!left.has("transitGatewayAttachments.item"));
}

use super::support::{Ec2, Xml};

/// A gateway with a table, and a peering attachment that no route table has.
struct Hub {
    ec2: Ec2,
    gateway: String,
    route_table: String,
    table: String,
    peering: String,
}

impl Hub {
    fn of(ec2: Ec2) -> Self {
        let other = ec2.in_region("eu-west-1");
        let [(gateway, route_table), (peer, _)] = [&ec2, &other].map(|ec2| {
            let made = ec2.call("CreateTransitGateway", &[]);
            let text = |member| made.text(&format!("transitGateway.{member}")).to_owned();
            (text("transitGatewayId"), text("options.associationDefaultRouteTableId"))
        });
        ec2.advance(60);
        let made = ec2.call(
            "CreateTransitGatewayPeeringAttachment",
            &[
                ("TransitGatewayId", &gateway),
                ("PeerTransitGatewayId", &peer),
                ("PeerAccountId", "000000000000"),
                ("PeerRegion", "eu-west-1"),
            ],
        );
        let peering =
            made.text("transitGatewayPeeringAttachment.transitGatewayAttachmentId").to_owned();
        ec2.advance(60);
        let by_id = [("TransitGatewayAttachmentId", peering.as_str())];
        other.call("AcceptTransitGatewayPeeringAttachment", &by_id);
        ec2.advance(60);
        let made = ec2.call("CreateTransitGatewayPolicyTable", &[("TransitGatewayId", &gateway)]);
        let table = made.text("transitGatewayPolicyTable.transitGatewayPolicyTableId").to_owned();
        ec2.advance(60);
        Self { ec2, gateway, route_table, table, peering }
    }

    fn both(&self) -> [(&str, &str); 2] {
        [
            ("TransitGatewayPolicyTableId", self.table.as_str()),
            ("TransitGatewayAttachmentId", &self.peering),
        ]
    }

    fn routed(&self) -> [(&str, &str); 2] {
        [
            ("TransitGatewayRouteTableId", self.route_table.as_str()),
            ("TransitGatewayAttachmentId", &self.peering),
        ]
    }

    fn unroute(&self) {
        self.ec2.call("DisassociateTransitGatewayRouteTable", &self.routed());
        self.ec2.advance(60);
    }

    fn associations(&self) -> Vec<Xml> {
        let form = [("TransitGatewayPolicyTableId", self.table.as_str())];
        let found = self.ec2.call("GetTransitGatewayPolicyTableAssociations", &form);
        found.all_at("associations.item").into_iter().cloned().collect()
    }
}

fn refusal(code: &str, message: impl Into<String>) -> (String, String) {
    (code.to_owned(), message.into())
}

const BOTH: &str = "Cannot have both PolicyTableAssociation and RouteTableAssociation on the same \
                    TransitGateway Attachment";

/// What is gone is listed no more: Terraform's provider waits for that.
fn was_deleted(id: &str) -> (String, String) {
    let message = format!("Transit Gateway Policy Table {id} was deleted or does not exist.");
    refusal("InvalidTransitGatewayPolicyTableId.NotFound", message)
}

#[test]
fn a_policy_table_has_a_life() {
    for (ec2, states) in [
        (Ec2::new(), ["available", "deleted"]),
        (Ec2::with_aws_lifecycle(), ["pending", "deleting"]),
    ] {
        let hub = Hub::of(ec2);
        let form = [
            ("TransitGatewayId", hub.gateway.as_str()),
            ("TagSpecifications.1.ResourceType", "transit-gateway-policy-table"),
            ("TagSpecifications.1.Tag.1.Key", "Name"),
            ("TagSpecifications.1.Tag.1.Value", "rules"),
        ];
        let made = hub.ec2.call("CreateTransitGatewayPolicyTable", &form);
        let made = made.at("transitGatewayPolicyTable").unwrap();
        let id = made.text("transitGatewayPolicyTableId");
        assert!(id.starts_with("tgw-ptb-"));
        assert_eq!(made.text("state"), states[0]);
        assert_eq!(made.text("tagSet.item.value"), "rules");
        let by_id = [("TransitGatewayPolicyTableId", id)];
        if states[0] == "pending" {
            let refused = hub.ec2.refused("DeleteTransitGatewayPolicyTable", &by_id);
            assert_eq!(refused, refusal("IncorrectState", format!("{id} is in invalid state")));
        }
        hub.ec2.advance(5);
        let entries = hub.ec2.call("GetTransitGatewayPolicyTableEntries", &by_id);
        assert!(!entries.has("transitGatewayPolicyTableEntries.item"));
        let gone = hub.ec2.call("DeleteTransitGatewayPolicyTable", &by_id);
        assert_eq!(gone.text("transitGatewayPolicyTable.state"), states[1]);
        hub.ec2.advance(5);
        let refused = hub.ec2.refused("DeleteTransitGatewayPolicyTable", &by_id);
        assert_eq!(refused, was_deleted(id));
        let by_id = [("TransitGatewayPolicyTableIds.1", id)];
        let refused = hub.ec2.refused("DescribeTransitGatewayPolicyTables", &by_id);
        assert_eq!(refused, was_deleted(id));
        let left = hub.ec2.call("DescribeTransitGatewayPolicyTables", &[]);
        let ids = left.texts("transitGatewayPolicyTables.item.transitGatewayPolicyTableId");
        assert_eq!(ids, [&hub.table]);
    }
}

#[test]
fn an_attachment_has_a_policy_or_routes() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let hub = Hub::of(ec2);
        let refused = hub.ec2.refused("AssociateTransitGatewayPolicyTable", &hub.both());
        assert_eq!(refused, refusal("IncorrectState", BOTH));
        hub.unroute();
        let made = hub.ec2.call("AssociateTransitGatewayPolicyTable", &hub.both());
        assert!(made.text("association.state").starts_with("associat"));
        assert_eq!(made.text("association.resourceType"), "peering");
        hub.ec2.advance(5);
        let [association] = &hub.associations()[..] else { panic!("there is one association") };
        assert_eq!(association.text("transitGatewayAttachmentId"), hub.peering);
        assert_eq!(association.text("state"), "associated");
        let form = [("TransitGatewayAttachmentIds.1", hub.peering.as_str())];
        let shown = hub.ec2.call("DescribeTransitGatewayAttachments", &form);
        let shown = shown.at("transitGatewayAttachments.item.association").unwrap();
        assert_eq!(shown.text("transitGatewayPolicyTableId"), hub.table);
        let refused = hub.ec2.refused("AssociateTransitGatewayPolicyTable", &hub.both());
        let message = format!(
            "Transit Gateway Attachment {} is already associated to a policy table.",
            hub.peering
        );
        assert_eq!(refused, refusal("Resource.AlreadyAssociated", message));
        let refused = hub.ec2.refused("AssociateTransitGatewayRouteTable", &hub.routed());
        assert_eq!(refused, refusal("IncorrectState", BOTH));
        let refused = hub.ec2.refused("DeleteTransitGatewayPolicyTable", &hub.both()[..1]);
        let message =
            format!("{} has associated Transit Gateway Attachments: {}.", hub.table, hub.peering);
        assert_eq!(refused, refusal("IncorrectState", message));
        let gone = hub.ec2.call("DisassociateTransitGatewayPolicyTable", &hub.both());
        assert!(gone.text("association.state").starts_with("disassociat"));
        hub.ec2.advance(5);
        assert!(hub.associations().is_empty());
        let refused = hub.ec2.refused("DisassociateTransitGatewayPolicyTable", &hub.both());
        let message = format!(
            "Transit Gateway Attachment {} is not associated to Transit Gateway Policy Table {}.",
            hub.peering, hub.table
        );
        assert_eq!(
            refused,
            refusal("InvalidTransitGatewayPolicyTableAssociation.NotFound", message)
        );
        hub.ec2.call("DeleteTransitGatewayPolicyTable", &hub.both()[..1]);
    }
}

#[test]
fn a_policy_ends_with_what_it_is_for() {
    let hub = Hub::of(Ec2::new());
    hub.unroute();
    hub.ec2.call("AssociateTransitGatewayPolicyTable", &hub.both());
    hub.ec2.call("DeleteTransitGatewayPeeringAttachment", &hub.both()[1..]);
    assert!(hub.associations().is_empty());
    hub.ec2.call("DeleteTransitGateway", &[("TransitGatewayId", &hub.gateway)]);
    let form = [("TransitGatewayPolicyTableIds.1", hub.table.as_str())];
    let refused = hub.ec2.refused("DescribeTransitGatewayPolicyTables", &form);
    assert_eq!(refused, was_deleted(&hub.table));
}

#[test]
fn an_attachment_of_any_type_has_a_policy_of_its_gateway() {
    let hub = Hub::of(Ec2::new());
    let vpc = hub.ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/24")]);
    let vpc = vpc.text("vpc.vpcId");
    let subnet = [("VpcId", vpc), ("CidrBlock", "10.0.0.0/24")];
    let subnet = hub.ec2.call("CreateSubnet", &subnet);
    let made = hub.ec2.call(
        "CreateTransitGatewayVpcAttachment",
        &[
            ("TransitGatewayId", hub.gateway.as_str()),
            ("VpcId", vpc),
            ("SubnetIds.1", subnet.text("subnet.subnetId")),
        ],
    );
    let id = made.text("transitGatewayVpcAttachment.transitGatewayAttachmentId");
    let routed = [hub.routed()[0], ("TransitGatewayAttachmentId", id)];
    hub.ec2.call("DisassociateTransitGatewayRouteTable", &routed);
    let form = [hub.both()[0], ("TransitGatewayAttachmentId", id)];
    let made = hub.ec2.call("AssociateTransitGatewayPolicyTable", &form);
    let shown = ["resourceType", "resourceId"].map(|it| made.text(&format!("association.{it}")));
    assert_eq!(shown, ["vpc", vpc]);
    let made = hub.ec2.call("CreateTransitGateway", &[]);
    let made = hub.ec2.call(
        "CreateTransitGatewayPolicyTable",
        &[("TransitGatewayId", made.text("transitGateway.transitGatewayId"))],
    );
    let other = made.text("transitGatewayPolicyTable.transitGatewayPolicyTableId");
    let form = [("TransitGatewayPolicyTableId", other), hub.both()[1]];
    let refused = hub.ec2.refused("AssociateTransitGatewayPolicyTable", &form);
    let message =
        format!("Transit Gateway Attachment {} was deleted or does not exist.", hub.peering);
    assert_eq!(refused, refusal("InvalidTransitGatewayAttachmentID.NotFound", message));
}

/// The form of an entry, and what a test adds or puts in its place.
fn entry<'a>(hub: &'a Hub, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("TransitGatewayPolicyTableId", hub.table.as_str()),
        ("PolicyRuleNumber", "10"),
        ("TargetRouteTableId", &hub.route_table),
    ];
    let kept = usual.into_iter().filter(|(key, _)| !more.iter().any(|(other, _)| other == key));
    kept.chain(more.iter().copied()).collect()
}

#[test]
fn entries_lead_to_route_tables() {
    let hub = Hub::of(Ec2::new());
    let by_table = [("TransitGatewayPolicyTableId", hub.table.as_str())];
    let all = entry(&hub, &[]);
    let made = hub.ec2.call("CreateTransitGatewayPolicyTableEntry", &all);
    let made = made.at("transitGatewayPolicyTableEntry").unwrap();
    assert_eq!(made.text("policyRuleNumber"), "10");
    assert_eq!(made.text("policyRule.protocol"), "*");
    for of in ["sourcePortRange", "sourceCidrBlock", "destinationPortRange", "destinationCidrBlock"]
    {
        assert_eq!(made.text(&format!("policyRule.{of}")), "*");
    }
    assert_eq!(
        (made.text("targetRouteTableId"), made.text("state")),
        (&*hub.route_table, "active")
    );
    let https = entry(
        &hub,
        &[
            ("PolicyRuleNumber", "9"),
            ("PolicyRule.Protocol", "6"),
            ("PolicyRule.SourceCidrBlock", "10.0.0.0/8"),
            ("PolicyRule.DestinationCidrBlock", "2001:db8::/32"),
            ("PolicyRule.SourcePortRange", "1024-65535"),
            ("PolicyRule.DestinationPortRange", "443"),
            ("PolicyRule.MetaData.MetaDataKey", "team"),
            ("PolicyRule.MetaData.MetaDataValue", "web"),
        ],
    );
    let made = hub.ec2.call("CreateTransitGatewayPolicyTableEntry", &https);
    assert!(!made.has("transitGatewayPolicyTableEntry.policyRule.metaData"));
    let found = hub.ec2.call("GetTransitGatewayPolicyTableEntries", &by_table);
    let found = found.all_at("transitGatewayPolicyTableEntries.item");
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].text("policyRule.destinationPortRange"), "443");
    assert!(!found[0].has("policyRule.metaData"));
    assert_eq!(found[1].text("policyRuleNumber"), "10");
    for (name, value) in
        [("policy-rule.source-ip", "10.0.0.0/8"), ("policy-rule.meta-data.value", "web")]
    {
        let filter = [by_table[0], ("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = hub.ec2.call("GetTransitGatewayPolicyTableEntries", &filter);
        assert_eq!(found.text("transitGatewayPolicyTableEntries.item.policyRuleNumber"), "9");
    }

    // A route table that an entry leads to stays.
    let made =
        hub.ec2.call("CreateTransitGatewayRouteTable", &[("TransitGatewayId", &hub.gateway)]);
    let other = made.text("transitGatewayRouteTable.transitGatewayRouteTableId").to_owned();
    let change = entry(&hub, &[("TargetRouteTableId", &other), ("PolicyRule.Protocol", "17")]);
    let changed = hub.ec2.call("ModifyTransitGatewayPolicyTableEntry", &change);
    let changed = changed.at("transitGatewayPolicyTableEntry").unwrap();
    assert_eq!(changed.text("targetRouteTableId"), other);
    assert_eq!(changed.text("policyRule.protocol"), "17");
    let by_id = [("TransitGatewayRouteTableId", other.as_str())];
    let message = format!("{other} is the target of Transit Gateway Policy Tables: {}.", hub.table);
    let refused = hub.ec2.refused("DeleteTransitGatewayRouteTable", &by_id);
    assert_eq!(refused, refusal("IncorrectState", message));
    let gone = hub.ec2.call("DeleteTransitGatewayPolicyTableEntry", &change[..2]);
    assert_eq!(gone.text("transitGatewayPolicyTableEntry.state"), "deleted");
    hub.ec2.call("DeleteTransitGatewayRouteTable", &by_id);
    let found = hub.ec2.call("GetTransitGatewayPolicyTableEntries", &by_table);
    assert_eq!(found.all_at("transitGatewayPolicyTableEntries.item").len(), 1);
}

#[test]
fn an_entry_needs_a_number_and_a_rule_that_can_be() {
    let hub = Hub::of(Ec2::new());
    hub.ec2.call("CreateTransitGatewayPolicyTableEntry", &entry(&hub, &[]));
    let table = &hub.table;
    let bad = |parameter: &str, value: &str, reason: &str| {
        let message = format!("Value ({value}) for parameter {parameter} is invalid. {reason}");
        refusal("InvalidParameterValue", message)
    };
    let no_number = "It must be a number from 1 to 50000.";
    let no_range = "It must be a port, a range or *.";
    let no_ports = "A port range can be specified only when the protocol is 6 or 17.";
    for (more, expected) in [
        (
            vec![],
            refusal(
                "InvalidPolicyRule.Duplicate",
                format!("The policy rule 10 already exists in {table}."),
            ),
        ),
        (vec![("PolicyRuleNumber", "first")], bad("policyRuleNumber", "first", no_number)),
        (vec![("PolicyRuleNumber", "50001")], bad("policyRuleNumber", "50001", no_number)),
        (
            vec![("PolicyRuleNumber", "1"), ("PolicyRule.Protocol", "tcp")],
            bad("protocol", "tcp", "Valid values are 1, 6, 17, 47 and *."),
        ),
        (
            vec![("PolicyRuleNumber", "1"), ("PolicyRule.SourceCidrBlock", "here")],
            bad("sourceCidrBlock", "here", "This is not a valid CIDR block."),
        ),
        (
            vec![
                ("PolicyRuleNumber", "1"),
                ("PolicyRule.Protocol", "6"),
                ("PolicyRule.SourcePortRange", "9-1"),
            ],
            bad("sourcePortRange", "9-1", no_range),
        ),
        (
            vec![("PolicyRuleNumber", "1"), ("PolicyRule.DestinationPortRange", "80")],
            bad("destinationPortRange", "80", no_ports),
        ),
    ] {
        let refused = hub.ec2.refused("CreateTransitGatewayPolicyTableEntry", &entry(&hub, &more));
        assert_eq!(refused, expected, "{more:?}");
    }
    let gateway = hub.ec2.call("CreateTransitGateway", &[]);
    let strange = gateway.text("transitGateway.options.associationDefaultRouteTableId");
    let form = entry(&hub, &[("PolicyRuleNumber", "1"), ("TargetRouteTableId", strange)]);
    let refused = hub.ec2.refused("CreateTransitGatewayPolicyTableEntry", &form);
    assert_eq!(refused.0, "InvalidRouteTableID.NotFound");
    let missing = [("TransitGatewayPolicyTableId", table.as_str()), ("PolicyRuleNumber", "7")];
    let message = format!("The policy rule 7 does not exist in {table}.");
    for action in ["ModifyTransitGatewayPolicyTableEntry", "DeleteTransitGatewayPolicyTableEntry"] {
        let refused = hub.ec2.refused(action, &missing);
        assert_eq!(
            refused,
            refusal("InvalidTransitGatewayPolicyTableEntry.NotFound", message.clone())
        );
    }
}

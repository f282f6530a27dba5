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

#[test]
fn a_policy_table_has_a_life_and_no_entries() {
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
        let message = format!("Transit Gateway Policy Table {id} was deleted or does not exist.");
        assert_eq!(refused, refusal("InvalidTransitGatewayPolicyTableId.NotFound", message));
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
        assert_eq!(refused, refusal("InvalidAssociation.NotFound", message));
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
    let found = hub.ec2.call("DescribeTransitGatewayPolicyTables", &form);
    assert_eq!(found.text("transitGatewayPolicyTables.item.state"), "deleted");
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

use super::support::{Ec2, Xml};

/// A gateway on either side of a peering attachment.
struct Sides {
    here: Ec2,
    there: Ec2,
    table: String,
    peering: String,
}

impl Sides {
    fn with(ec2: Ec2, dynamic_routing: &str) -> Self {
        let there = ec2.in_region("eu-west-1");
        let [gateway, peer] = [&ec2, &there].map(|ec2| {
            let made = ec2.call("CreateTransitGateway", &[]);
            made.text("transitGateway.transitGatewayId").to_owned()
        });
        ec2.advance(60);
        let made = ec2.call("CreateTransitGatewayRouteTable", &[("TransitGatewayId", &gateway)]);
        let table = made.text("transitGatewayRouteTable.transitGatewayRouteTableId").to_owned();
        let made = ec2.call(
            "CreateTransitGatewayPeeringAttachment",
            &[
                ("TransitGatewayId", &gateway),
                ("PeerTransitGatewayId", &peer),
                ("PeerAccountId", "000000000000"),
                ("PeerRegion", "eu-west-1"),
                ("Options.DynamicRouting", dynamic_routing),
            ],
        );
        let peering =
            made.text("transitGatewayPeeringAttachment.transitGatewayAttachmentId").to_owned();
        ec2.advance(60);
        let by_id = [("TransitGatewayAttachmentId", peering.as_str())];
        there.call("AcceptTransitGatewayPeeringAttachment", &by_id);
        ec2.advance(60);
        Self { here: ec2, there, table, peering }
    }

    fn form(&self) -> [(&str, &str); 2] {
        [
            ("TransitGatewayRouteTableId", self.table.as_str()),
            ("PeeringAttachmentId", &self.peering),
        ]
    }

    fn announced(&self) -> Xml {
        let made = self.here.call("CreateTransitGatewayRouteTableAnnouncement", &self.form());
        made.at("transitGatewayRouteTableAnnouncement").unwrap().clone()
    }
}

fn listed(ec2: &Ec2) -> Vec<Xml> {
    let found = ec2.call("DescribeTransitGatewayRouteTableAnnouncements", &[]);
    let found = found.all_at("transitGatewayRouteTableAnnouncements.item");
    found.into_iter().cloned().collect()
}

fn refusal(code: &str, message: impl Into<String>) -> (String, String) {
    (code.to_owned(), message.into())
}

#[test]
fn both_sides_know_of_an_announcement() {
    for (ec2, states) in [
        (Ec2::new(), ["available", "deleted"]),
        (Ec2::with_aws_lifecycle(), ["pending", "deleting"]),
    ] {
        let sides = Sides::with(ec2, "enable");
        let made = sides.announced();
        let id = made.text("transitGatewayRouteTableAnnouncementId");
        assert_eq!(made.text("state"), states[0]);
        assert_eq!(made.text("announcementDirection"), "outgoing");
        sides.here.advance(5);
        let [there] = &listed(&sides.there)[..] else { panic!("there is one announcement") };
        assert_eq!(there.text("transitGatewayRouteTableAnnouncementId"), id);
        assert_eq!(there.text("announcementDirection"), "incoming");
        assert_eq!(there.text("peerTransitGatewayId"), made.text("transitGatewayId"));
        assert_eq!(there.text("transitGatewayId"), made.text("peerTransitGatewayId"));
        assert_eq!(there.text("peeringAttachmentId"), sides.peering);
        let refused =
            sides.here.refused("CreateTransitGatewayRouteTableAnnouncement", &sides.form());
        let message = format!("{} is already announced to {}.", sides.table, sides.peering);
        assert_eq!(refused, refusal("IncorrectState", message));
        let by_id = [("TransitGatewayRouteTableAnnouncementId", id)];
        let refused = sides.there.refused("DeleteTransitGatewayRouteTableAnnouncement", &by_id);
        let message = format!("{id} is an incoming announcement.");
        assert_eq!(refused, refusal("OperationNotPermitted", message));
        let holds = |of: &str| {
            let message =
                format!("{of} has non-deleted Transit Gateway Route Table Announcements: {id}.");
            refusal("IncorrectState", message)
        };
        let peering = [("TransitGatewayAttachmentId", sides.peering.as_str())];
        for ec2 in [&sides.here, &sides.there] {
            let refused = ec2.refused("DeleteTransitGatewayPeeringAttachment", &peering);
            assert_eq!(refused, holds(&sides.peering));
        }
        let refused = sides.here.refused("DeleteTransitGatewayRouteTable", &sides.form()[..1]);
        assert_eq!(refused, holds(&sides.table));
        let gone = sides.here.call("DeleteTransitGatewayRouteTableAnnouncement", &by_id);
        assert_eq!(gone.text("transitGatewayRouteTableAnnouncement.state"), states[1]);
        sides.here.advance(5);
        for ec2 in [&sides.here, &sides.there] {
            assert_eq!(listed(ec2)[0].text("state"), "deleted");
        }
        let refused = sides.here.refused("DeleteTransitGatewayRouteTableAnnouncement", &by_id);
        let message =
            format!("Transit Gateway Route Table Announcement {id} was deleted or does not exist.");
        let code = "InvalidTransitGatewayRouteTableAnnouncementID.NotFound";
        assert_eq!(refused, refusal(code, message));
        sides.here.call("DeleteTransitGatewayPeeringAttachment", &peering);
    }
}

#[test]
fn an_announcement_needs_dynamic_routing() {
    let sides = Sides::with(Ec2::new(), "disable");
    let refused = sides.here.refused("CreateTransitGatewayRouteTableAnnouncement", &sides.form());
    let message = format!("Dynamic routing is not enabled for {}.", sides.peering);
    assert_eq!(refused, refusal("IncorrectState", message));
    let made = sides.here.call("CreateTransitGateway", &[]);
    let table = made.text("transitGateway.options.associationDefaultRouteTableId");
    let form = [("TransitGatewayRouteTableId", table), sides.form()[1]];
    let refused = sides.here.refused("CreateTransitGatewayRouteTableAnnouncement", &form);
    let message =
        format!("Transit Gateway Attachment {} was deleted or does not exist.", sides.peering);
    assert_eq!(refused, refusal("InvalidTransitGatewayAttachmentID.NotFound", message));
}

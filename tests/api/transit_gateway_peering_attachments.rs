use super::support::{Ec2, Xml};

const OTHER: &str = "111122223333";

/// A gateway on either side, and the default table of each.
struct Sides {
    requester: Ec2,
    accepter: Ec2,
    gateways: [String; 2],
    tables: [String; 2],
    to: (&'static str, &'static str),
}

impl Sides {
    fn of_accounts(ec2: Ec2) -> Self {
        let accepter = ec2.as_account(OTHER);
        Self::between(ec2, accepter, (OTHER, "us-east-1"))
    }

    fn of_regions() -> Self {
        let ec2 = Ec2::new();
        let accepter = ec2.in_region("eu-west-1");
        Self::between(ec2, accepter, ("000000000000", "eu-west-1"))
    }

    fn between(requester: Ec2, accepter: Ec2, to: (&'static str, &'static str)) -> Self {
        let made = [&requester, &accepter].map(|ec2| {
            let made = ec2.call("CreateTransitGateway", &[]);
            ["transitGatewayId", "options.associationDefaultRouteTableId"]
                .map(|member| made.text(&format!("transitGateway.{member}")).to_owned())
        });
        requester.advance(60);
        let [[one, first], [other, second]] = made;
        Self { requester, accepter, gateways: [one, other], tables: [first, second], to }
    }

    fn form(&self) -> [(&str, &str); 4] {
        [
            ("TransitGatewayId", self.gateways[0].as_str()),
            ("PeerTransitGatewayId", &self.gateways[1]),
            ("PeerAccountId", self.to.0),
            ("PeerRegion", self.to.1),
        ]
    }

    fn request(&self, more: &[(&str, &str)]) -> Xml {
        let form = [&self.form()[..], more].concat();
        let made = self.requester.call("CreateTransitGatewayPeeringAttachment", &form);
        made.at("transitGatewayPeeringAttachment").unwrap().clone()
    }

    fn accepted(&self) -> String {
        let id = id(&self.request(&[]));
        self.accepter.call("AcceptTransitGatewayPeeringAttachment", &by_id(&self.theirs(&id)));
        id
    }

    /// The id that the accepter knows an attachment by, which within a region is another one.
    fn theirs(&self, id: &str) -> String {
        let shown = describe(&self.requester, id);
        let told = "accepterTransitGatewayAttachmentId";
        if shown.has(told) {
            return shown.text(told).to_owned();
        }
        // Not told while it waits: it is the last that the accepter sees.
        let found = self.accepter.call("DescribeTransitGatewayPeeringAttachments", &[]);
        let ids = found.texts("transitGatewayPeeringAttachments.item.transitGatewayAttachmentId");
        ids.last().map_or(id, |last| last).to_owned()
    }

    /// The states that either side shows.
    fn states(&self, id: &str) -> [String; 2] {
        [(&self.requester, id), (&self.accepter, &self.theirs(id))]
            .map(|(ec2, id)| describe(ec2, id).text("state").to_owned())
    }
}

fn id(attachment: &Xml) -> String {
    attachment.text("transitGatewayAttachmentId").to_owned()
}

fn by_id(id: &str) -> [(&str, &str); 1] {
    [("TransitGatewayAttachmentId", id)]
}

fn describe(ec2: &Ec2, id: &str) -> Xml {
    let form = [("TransitGatewayAttachmentIds.1", id)];
    let found = ec2.call("DescribeTransitGatewayPeeringAttachments", &form);
    found.at("transitGatewayPeeringAttachments.item").unwrap().clone()
}

#[test]
fn both_sides_see_the_request_and_its_acceptance() {
    let sides = Sides::of_regions();
    let tags = [
        ("TagSpecification.1.ResourceType", "transit-gateway-attachment"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "bridge"),
        ("Options.DynamicRouting", "disable"),
    ];
    let asked = sides.request(&tags);
    let id = id(&asked);
    for ec2 in [&sides.requester, &sides.accepter] {
        let shown = describe(ec2, &id);
        for (member, value) in [
            ("requesterTgwInfo.transitGatewayId", sides.gateways[0].as_str()),
            ("requesterTgwInfo.ownerId", "000000000000"),
            ("requesterTgwInfo.region", "us-east-1"),
            ("accepterTgwInfo.transitGatewayId", &sides.gateways[1]),
            ("accepterTgwInfo.ownerId", "000000000000"),
            ("accepterTgwInfo.region", "eu-west-1"),
            ("options.dynamicRouting", "disable"),
            ("state", "pendingAcceptance"),
            ("creationTime", "2026-01-31T12:01:00.000Z"),
        ] {
            assert_eq!(shown.text(member), value, "{member}");
        }
        assert!(!shown.has("status"));
    }
    assert_eq!(describe(&sides.requester, &id).text("tagSet.item.value"), "bridge");
    assert!(!describe(&sides.accepter, &id).has("tagSet.item"));
    for (action, answer) in [
        ("AcceptTransitGatewayPeeringAttachment", "accept"),
        ("RejectTransitGatewayPeeringAttachment", "reject"),
    ] {
        let (code, message) = sides.requester.refused(action, &by_id(&id));
        assert_eq!(code, "InvalidParameterValue");
        let expected = format!("Cannot {answer} {id} as the source of the peering request.");
        assert_eq!(message, expected);
    }
    sides.accepter.call("AcceptTransitGatewayPeeringAttachment", &by_id(&id));
    assert_eq!(sides.states(&id), ["available", "available"]);
    for ec2 in [&sides.requester, &sides.accepter] {
        let shown = describe(ec2, &id);
        let status = (shown.text("status.code"), shown.text("status.message"));
        assert_eq!(status, ("available", "Available"));
    }
    for (at, ec2) in [&sides.requester, &sides.accepter].into_iter().enumerate() {
        let form = [("TransitGatewayAttachmentIds.1", id.as_str())];
        let found = ec2.call("DescribeTransitGatewayAttachments", &form);
        let any = found.at("transitGatewayAttachments.item").unwrap();
        assert_eq!(any.text("transitGatewayId"), sides.gateways[at]);
        assert_eq!(any.text("resourceId"), sides.gateways[1 - at]);
        assert_eq!(any.text("resourceType"), "peering");
        assert_eq!(any.text("association.transitGatewayRouteTableId"), sides.tables[at]);
        let none = ec2.call("GetTransitGatewayAttachmentPropagations", &by_id(&id));
        assert!(!none.has("transitGatewayAttachmentPropagations.item"));
    }
    for action in ["AcceptTransitGatewayPeeringAttachment", "RejectTransitGatewayPeeringAttachment"]
    {
        let (code, message) = sides.accepter.refused(action, &by_id(&id));
        assert_eq!(code, "IncorrectState");
        assert_eq!(message, format!("{id} is in invalid state"));
    }
}

#[test]
fn static_routes_lead_to_a_peer() {
    let sides = Sides::of_accounts(Ec2::new());
    let id = sides.accepted();
    let theirs = sides.theirs(&id);
    assert_ne!(id, theirs);
    let pair = [("TransitGatewayRouteTableId", sides.tables[0].as_str()), by_id(&id)[0]];
    let (code, message) =
        sides.requester.refused("EnableTransitGatewayRouteTablePropagation", &pair);
    assert_eq!(code, "InvalidParameterCombination");
    let expected = "You cannot propagate a peering attachment to a Transit Gateway Route Table";
    assert_eq!(message, expected);
    let route = [&pair[..], &[("DestinationCidrBlock", "10.0.0.0/8")]].concat();
    let made = sides.requester.call("CreateTransitGatewayRoute", &route);
    let to = made.at("route.transitGatewayAttachments.item").unwrap();
    assert_eq!(to.text("resourceType"), "peering");
    assert_eq!(to.text("resourceId"), sides.gateways[1]);
    for (ec2, gateway, id) in [
        (&sides.requester, &sides.gateways[0], &id),
        (&sides.accepter, &sides.gateways[1], &theirs),
    ] {
        let (code, message) = ec2.refused("DeleteTransitGateway", &[("TransitGatewayId", gateway)]);
        assert_eq!(code, "IncorrectState");
        let expected = format!(
            "{gateway} has non-deleted Transit Gateway Cross Region Peering Attachments: {id}."
        );
        assert_eq!(message, expected);
    }
    sides.accepter.call("DeleteTransitGatewayPeeringAttachment", &by_id(&theirs));
    assert_eq!(sides.states(&id), ["deleted", "deleted"]);
    let search = [pair[0], ("Filter.1.Name", "type"), ("Filter.1.Value.1", "static")];
    let found = sides.requester.call("SearchTransitGatewayRoutes", &search);
    assert_eq!(found.text("routeSet.item.state"), "blackhole");
    for action in [
        "DeleteTransitGatewayPeeringAttachment",
        "AcceptTransitGatewayPeeringAttachment",
        "RejectTransitGatewayPeeringAttachment",
    ] {
        let (code, message) = sides.accepter.refused(action, &by_id(&theirs));
        assert_eq!(code, "InvalidTransitGatewayAttachmentID.NotFound");
        let expected =
            format!("Transit Gateway Attachment {theirs} was deleted or does not exist.");
        assert_eq!(message, expected);
    }
    for (ec2, gateway) in
        [(&sides.requester, &sides.gateways[0]), (&sides.accepter, &sides.gateways[1])]
    {
        ec2.call("DeleteTransitGateway", &[("TransitGatewayId", gateway)]);
    }
}

#[test]
fn a_request_is_rejected_or_fails() {
    let sides = Sides::of_accounts(Ec2::new());
    let first = id(&sides.request(&[]));
    let form = sides.form();
    let (code, message) = sides.requester.refused("CreateTransitGatewayPeeringAttachment", &form);
    assert_eq!(code, "DuplicateTransitGatewayAttachment");
    let expected = format!(
        "{} has a non-deleted Transit Gateway Peering Attachment with {}.",
        sides.gateways[0], sides.gateways[1]
    );
    assert_eq!(message, expected);
    let theirs = sides.theirs(&first);
    let rejected = sides.accepter.call("RejectTransitGatewayPeeringAttachment", &by_id(&theirs));
    assert_eq!(rejected.text("transitGatewayPeeringAttachment.state"), "rejected");
    assert_eq!(sides.states(&first), ["rejected", "rejected"]);
    let (code, message) =
        sides.requester.refused("DeleteTransitGatewayPeeringAttachment", &by_id(&first));
    assert_eq!(code, "IncorrectState");
    assert_eq!(message, format!("{first} is in invalid state"));
    let second = id(&sides.request(&[]));
    sides.requester.call("DeleteTransitGatewayPeeringAttachment", &by_id(&second));
    assert_eq!(sides.states(&second), ["deleted", "deleted"]);

    let nobody = "tgw-0123456789abcdef0";
    let wrong = [form[0], ("PeerTransitGatewayId", nobody), form[2], form[3]];
    let failed = sides.requester.call("CreateTransitGatewayPeeringAttachment", &wrong);
    let failed = failed.at("transitGatewayPeeringAttachment").unwrap();
    assert_eq!(failed.text("state"), "failed");
    assert_eq!(failed.text("status.code"), "InvalidTransitGatewayID.NotFound");
    let expected = format!("Transit Gateway {nobody} was deleted or does not exist.");
    assert_eq!(failed.text("status.message"), expected);
    sides.requester.advance(3_620);
    let gone = [("TransitGatewayAttachmentIds.1", failed.text("transitGatewayAttachmentId"))];
    let (code, _) = sides.requester.refused("DescribeTransitGatewayPeeringAttachments", &gone);
    assert_eq!(code, "InvalidTransitGatewayAttachmentID.NotFound");
}

#[test]
fn what_is_wrong_is_refused() {
    let sides = Sides::of_accounts(Ec2::new());
    let form = sides.form();
    for (form, code, message) in [
        (
            [form[0], form[1], ("PeerAccountId", "me"), form[3]].to_vec(),
            "InvalidParameterValue",
            "Value (me) for parameter peerAccountId is invalid. Expecting the 12 digits of an \
             account ID."
                .to_owned(),
        ),
        (
            [form[0], ("PeerTransitGatewayId", form[0].1), form[2], form[3]].to_vec(),
            "InvalidParameterValue",
            format!(
                "Value ({}) for parameter peerTransitGatewayId is invalid. A transit gateway \
                 cannot be peered with itself.",
                form[0].1
            ),
        ),
        (
            [("TransitGatewayId", "tgw-0123456789abcdef0"), form[1], form[2], form[3]].to_vec(),
            "InvalidTransitGatewayID.NotFound",
            "Transit Gateway tgw-0123456789abcdef0 was deleted or does not exist.".to_owned(),
        ),
    ] {
        let refused = sides.requester.refused("CreateTransitGatewayPeeringAttachment", &form);
        assert_eq!(refused, (code.to_owned(), message));
    }
}

#[test]
fn peering_attachments_are_filtered_by_either_side() {
    let action = "DescribeTransitGatewayPeeringAttachments";
    let sides = Sides::of_regions();
    sides.accepted();
    for gateway in &sides.gateways {
        let form = [("Filter.1.Name", "transit-gateway-id"), ("Filter.1.Value.1", gateway)];
        let found = sides.accepter.call(action, &form);
        assert_eq!(found.all_at("transitGatewayPeeringAttachments.item").len(), 1);
    }
    let sides = Sides::of_accounts(Ec2::new());
    let id = sides.theirs(&sides.accepted());
    for (name, value, count) in [
        ("transit-gateway-id", sides.gateways[0].as_str(), 0),
        ("transit-gateway-id", &sides.gateways[1], 1),
        ("transit-gateway-attachment-id", &id, 1),
        ("local-owner-id", OTHER, 1),
        ("local-owner-id", "000000000000", 0),
        ("remote-owner-id", "000000000000", 1),
        ("state", "available", 1),
        ("state", "deleted", 0),
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = sides.accepter.call(action, &form);
        let found = found.all_at("transitGatewayPeeringAttachments.item").len();
        assert_eq!(found, count, "{name} {value}");
    }
    let form = [("Filter.1.Name", "local-owner-id"), ("Filter.1.Value.1", OTHER)];
    for action in ["DescribeTransitGatewayAttachments", "DescribeTransitGatewayVpcAttachments"] {
        let (code, message) = sides.accepter.refused(action, &form);
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(message, "The filter 'local-owner-id' is invalid");
    }
    let own =
        [("Filter.1.Name", "transit-gateway-id"), ("Filter.1.Value.1", sides.gateways[0].as_str())];
    let found = sides.accepter.call("DescribeTransitGatewayAttachments", &own);
    assert!(!found.has("transitGatewayAttachments.item"));
    let ids = [("TransitGatewayAttachmentIds.1", id.as_str())];
    let (code, _) = sides.accepter.refused("DescribeTransitGatewayVpcAttachments", &ids);
    assert_eq!(code, "InvalidTransitGatewayAttachmentID.NotFound");
    let (code, message) = sides.accepter.refused("DeleteTransitGatewayVpcAttachment", &by_id(&id));
    assert_eq!(code, "InvalidTransitGatewayAttachmentID.NotFound");
    assert_eq!(
        message,
        format!("Transit Gateway VPC Attachment {id} was deleted or does not exist.")
    );
}

#[test]
fn in_the_aws_lifecycle_a_rejection_takes_its_time() {
    let sides = Sides::of_accounts(Ec2::with_aws_lifecycle());
    let id = id(&sides.request(&[]));
    sides.requester.advance(11);
    let theirs = sides.theirs(&id);
    let rejected = sides.accepter.call("RejectTransitGatewayPeeringAttachment", &by_id(&theirs));
    assert_eq!(rejected.text("transitGatewayPeeringAttachment.state"), "rejecting");
    sides.requester.advance(10);
    assert_eq!(sides.states(&id), ["rejected", "rejected"]);
}

#[test]
fn in_the_aws_lifecycle_a_peering_takes_its_time() {
    let sides = Sides::of_accounts(Ec2::with_aws_lifecycle());
    let asked = sides.request(&[]);
    assert_eq!(asked.text("state"), "initiatingRequest");
    let id = id(&asked);
    let theirs = asked.text("accepterTransitGatewayAttachmentId").to_owned();
    let accept = "AcceptTransitGatewayPeeringAttachment";
    let none = "InvalidTransitGatewayAttachmentID.NotFound";
    assert_eq!(sides.accepter.refused(accept, &by_id(&theirs)).0, none);
    for kind in ["Attachments", "PeeringAttachments"] {
        let action = format!("DescribeTransitGateway{kind}");
        let found = sides.accepter.call(&action, &[]);
        assert!(!found.has(&format!("transitGateway{kind}.item")), "{action}");
    }
    sides.requester.advance(11);
    assert_eq!(asked.text("creationTime"), "2026-01-31T12:01:00.000Z");
    let arrived = describe(&sides.accepter, &theirs);
    assert_eq!(arrived.text("creationTime"), "2026-01-31T12:01:11.000Z");
    let accepted = sides.accepter.call(accept, &by_id(&theirs));
    assert_eq!(accepted.text("transitGatewayPeeringAttachment.state"), "pending");
    sides.requester.advance(10);
    assert_eq!(sides.states(&id), ["available", "available"]);
    sides.requester.call("DeleteTransitGatewayPeeringAttachment", &by_id(&id));
    assert_eq!(sides.states(&id), ["deleting", "deleting"]);
    sides.requester.advance(10);
    assert_eq!(sides.states(&id), ["deleted", "deleted"]);
}

#[test]
fn both_sides_allow_multipath_resilience() {
    let sides = Sides::of_regions();
    let made = sides.request(&[("Options.AllowMultipathResilience", "true")]);
    assert_eq!(made.text("options.requesterAllowMultipathResilience"), "true");
    assert_eq!(made.text("options.requesterMultipathResilienceMode"), "always-on");
    let id = id(&made);
    let form = [by_id(&id)[0], ("Options.AllowMultipathResilience", "true")];
    let (code, message) = sides.accepter.refused("ModifyTransitGatewayPeeringAttachment", &form);
    assert_eq!((code.as_str(), message), ("IncorrectState", format!("{id} is in invalid state")));
    sides.accepter.call("AcceptTransitGatewayPeeringAttachment", &by_id(&id));
    let status = |ec2: &Ec2| {
        let shown = describe(ec2, &id);
        shown.text("options.multipathResilienceStatus").to_owned()
    };
    assert_eq!(status(&sides.requester), "pending");
    let changed = sides.accepter.call("ModifyTransitGatewayPeeringAttachment", &form);
    let options = changed.at("transitGatewayPeeringAttachment.options").unwrap();
    assert_eq!(options.text("accepterAllowMultipathResilience"), "true");
    assert_eq!([status(&sides.requester), status(&sides.accepter)], ["enabled"; 2]);
    for ec2 in [&sides.requester, &sides.accepter] {
        let form = [by_id(&id)[0], ("Options.AllowMultipathResilience", "false")];
        ec2.call("ModifyTransitGatewayPeeringAttachment", &form);
    }
    assert_eq!([status(&sides.requester), status(&sides.accepter)], ["disabled"; 2]);
    let chosen = [by_id(&id)[0], ("Options.MultipathResilienceMode", "always-on")];
    let (code, message) = sides.requester.refused("ModifyTransitGatewayPeeringAttachment", &chosen);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "MultipathResilienceMode can be specified only if AllowMultipathResilience is true."
    );
    let sides = Sides::of_accounts(Ec2::new());
    let form = [&sides.form()[..], &[("Options.AllowMultipathResilience", "true")]].concat();
    let (code, message) = sides.requester.refused("CreateTransitGatewayPeeringAttachment", &form);
    assert_eq!(code, "UnsupportedOperation");
    assert_eq!(
        message,
        "Multipath resilience is not supported for transit gateway peering attachments in the \
         same Region."
    );
}

#[test]
fn a_gateway_is_peered_with_another_of_its_account_and_region() {
    let ec2 = Ec2::new();
    let same = ec2.as_account("000000000000");
    let sides = Sides::between(ec2, same, ("000000000000", "us-east-1"));
    let asked = sides.request(&[("Options.DynamicRouting", "enable")]);
    let (id, theirs) = (id(&asked), asked.text("accepterTransitGatewayAttachmentId"));
    assert_ne!(id, theirs);
    let told = "accepterTransitGatewayAttachmentId";
    assert!(!describe(&sides.accepter, theirs).has(told));
    let accept = "AcceptTransitGatewayPeeringAttachment";
    let (code, message) = sides.requester.refused(accept, &by_id(&id));
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, format!("Cannot accept {id} as the source of the peering request."));
    let accepted = sides.requester.call(accept, &by_id(theirs));
    assert_eq!(accepted.text("transitGatewayPeeringAttachment.state"), "available");
    assert_eq!(describe(&sides.accepter, theirs).text(told), theirs);
    assert_eq!(sides.states(&id), ["available", "available"]);
    for (id, gateway, table) in [
        (id.as_str(), &sides.gateways[0], &sides.tables[0]),
        (theirs, &sides.gateways[1], &sides.tables[1]),
    ] {
        let form = [("Filter.1.Name", "transit-gateway-id"), ("Filter.1.Value.1", gateway)];
        for (action, set) in [
            ("DescribeTransitGatewayAttachments", "transitGatewayAttachments"),
            ("DescribeTransitGatewayPeeringAttachments", "transitGatewayPeeringAttachments"),
        ] {
            let found = sides.requester.call(action, &form);
            let found = found.texts(&format!("{set}.item.transitGatewayAttachmentId"));
            assert_eq!(found, [id], "{action}");
        }
        let route = [
            ("TransitGatewayRouteTableId", table.as_str()),
            ("DestinationCidrBlock", "10.0.0.0/8"),
            by_id(id)[0],
        ];
        sides.requester.call("CreateTransitGatewayRoute", &route);
    }
    let form =
        [("TransitGatewayRouteTableId", sides.tables[0].as_str()), ("PeeringAttachmentId", &id)];
    let refused = sides.requester.refused("CreateTransitGatewayRouteTableAnnouncement", &form);
    assert_eq!(refused.0, "UnsupportedOperation");
    sides.requester.call("DeleteTransitGatewayPeeringAttachment", &by_id(theirs));
    assert_eq!(sides.states(&id), ["deleted", "deleted"]);
    let form = [&sides.form()[..], &[("Options.DynamicRouting", "enable")]].concat();
    let (code, message) = sides.requester.refused("CreateTransitGatewayPeeringAttachment", &form);
    assert_eq!(code, "IncorrectState");
    assert_eq!(message, "You cannot create a dynamic peering attachment.");
    sides.requester.advance(3_620);
    sides.request(&[("Options.DynamicRouting", "enable")]);
}

use super::Hub;

#[test]
fn static_routes_come_and_go() {
    let hub = Hub::new();
    let attachment = hub.tied(0)[1];
    let made = hub.add("10.7.0.9/16", attachment);
    for (member, value) in [
        ("destinationCidrBlock", "10.7.0.0/16"),
        ("type", "static"),
        ("state", "active"),
        ("transitGatewayAttachments.item.transitGatewayAttachmentId", &hub.attachments[0]),
        ("transitGatewayAttachments.item.resourceId", &hub.vpcs[0]),
        ("transitGatewayAttachments.item.resourceType", "vpc"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    assert!(!made.has("transitGatewayRouteTableAnnouncementId"));
    let dropping = hub.add("2001:db8::/32", ("Blackhole", "true"));
    assert_eq!(dropping.text("state"), "blackhole");
    assert!(!dropping.has("transitGatewayAttachments"));
    let route = [hub.tied(0)[0], ("DestinationCidrBlock", "10.7.0.0/16")];
    let to = |more: &[(&'static str, &'static str)]| [&route[..], more].concat();
    let again = to(&[("Blackhole", "true")]);
    let (code, message) = hub.ec2.refused("CreateTransitGatewayRoute", &again);
    assert_eq!(code, "RouteAlreadyExists");
    let expected =
        format!("Route 10.7.0.0/16 already exists in Transit Gateway Route Table {}.", hub.table);
    assert_eq!(message, expected);
    let replaced = hub.ec2.call("ReplaceTransitGatewayRoute", &again);
    assert_eq!(replaced.text("route.state"), "blackhole");
    assert_eq!(
        hub.search(&[("route-search.exact-match", "10.7.0.0/16")]),
        [("10.7.0.0/16".to_owned(), "static".to_owned(), "blackhole".to_owned())]
    );
    let deleted = hub.ec2.call("DeleteTransitGatewayRoute", &route);
    assert_eq!(deleted.text("route.state"), "deleted");
    let none =
        format!("Route 10.7.0.0/16 does not exists in Transit Gateway Route Table {}.", hub.table);
    for (action, form) in
        [("ReplaceTransitGatewayRoute", &again[..]), ("DeleteTransitGatewayRoute", &route)]
    {
        let (code, message) = hub.ec2.refused(action, form);
        assert_eq!(code, "InvalidRoute.NotFound", "{action}");
        assert_eq!(message, none);
    }
    for action in ["CreateTransitGatewayRoute", "ReplaceTransitGatewayRoute"] {
        let (code, message) = hub.ec2.refused(action, &route);
        assert_eq!(code, "MissingParameter");
        let expected = "Missing required parameter in request: TransitGatewayAttachmentId.";
        assert_eq!(message, expected);
        let both = [&again[..], &[attachment]].concat();
        let (code, message) = hub.ec2.refused(action, &both);
        assert_eq!(code, "InvalidParameterCombination");
        assert_eq!(
            message,
            "The parameter Blackhole cannot be used with the parameter TransitGatewayAttachmentId"
        );
    }
    let wrong = [route[0], ("DestinationCidrBlock", "10.7.0.0"), ("Blackhole", "true")];
    let (code, message) = hub.ec2.refused("CreateTransitGatewayRoute", &wrong);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "Value (10.7.0.0) for parameter destinationCidrBlock is invalid. This is not a \
                    valid CIDR block.";
    assert_eq!(message, expected);
}

#[test]
fn a_route_to_an_attachment_that_is_gone_drops_traffic() {
    let hub = Hub::new();
    let attachment = hub.tied(0)[1];
    hub.add("10.7.0.0/16", attachment);
    hub.ec2.call("EnableTransitGatewayRouteTablePropagation", &hub.tied(0));
    hub.ec2.call("DeleteTransitGatewayVpcAttachment", &[attachment]);
    let blackhole = ("10.7.0.0/16".to_owned(), "static".to_owned(), "blackhole".to_owned());
    assert_eq!(hub.search(&[("state", "*")]), [blackhole]);
    let form = [hub.tied(0)[0], ("DestinationCidrBlock", "10.9.0.0/16"), attachment];
    let (code, message) = hub.ec2.refused("CreateTransitGatewayRoute", &form);
    assert_eq!(code, "InvalidTransitGatewayAttachmentID.NotFound");
    let id = &hub.attachments[0];
    assert_eq!(message, format!("Transit Gateway Attachment {id} was deleted or does not exist."));
}

#[test]
fn routes_are_searched_by_where_they_lead() {
    let hub = Hub::new();
    for (at, block) in [(0, "10.0.0.0/8"), (1, "10.1.0.0/16")] {
        hub.add(block, hub.tied(at)[1]);
    }
    hub.add("10.1.2.0/24", ("Blackhole", "true"));
    hub.ec2.call("EnableTransitGatewayRouteTablePropagation", &hub.tied(0));
    hub.ec2.call("EnableTransitGatewayRouteTablePropagation", &hub.tied(1));
    let all = ["10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16", "10.1.2.0/24"];
    assert_eq!(hub.destinations(&[("state", "*")]), all);
    for (name, value, expected) in [
        ("type", "static", &["10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24"][..]),
        ("type", "propagated", &["10.0.0.0/16"]),
        ("state", "blackhole", &["10.1.2.0/24"]),
        ("state", "active", &all[..3]),
        ("route-search.exact-match", "10.1.0.0/16", &["10.1.0.0/16"]),
        ("route-search.exact-match", "10.2.0.0/16", &[]),
        ("route-search.longest-prefix-match", "10.1.2.3", &["10.1.2.0/24"]),
        ("route-search.longest-prefix-match", "10.1.0.0/20", &["10.1.0.0/16"]),
        ("route-search.longest-prefix-match", "192.168.0.1", &[]),
        ("route-search.subnet-of-match", "10.1.0.0/16", &["10.1.0.0/16", "10.1.2.0/24"]),
        ("route-search.supernet-of-match", "10.1.0.0/20", &["10.0.0.0/8", "10.1.0.0/16"]),
        ("attachment.transit-gateway-attachment-id", &hub.attachments[1], &["10.1.0.0/16"]),
        ("attachment.resource-id", &hub.vpcs[0], &["10.0.0.0/8", "10.0.0.0/16"]),
        ("attachment.resource-type", "vpc", &all[..3]),
        ("prefix-list-id", "pl-1", &[]),
    ] {
        assert_eq!(hub.destinations(&[(name, value)]), expected, "{name} {value}");
    }
    let both = [("type", "static"), ("route-search.supernet-of-match", "10.0.0.0/24")];
    assert_eq!(hub.destinations(&both), ["10.0.0.0/8"]);
    let form = [
        hub.tied(0)[0],
        ("Filter.1.Name", "route-search.exact-match"),
        ("Filter.1.Value.1", "ten"),
    ];
    let (code, message) = hub.ec2.refused("SearchTransitGatewayRoutes", &form);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "Value (ten) for parameter route-search.exact-match is invalid. This is not a \
                    valid CIDR block.";
    assert_eq!(message, expected);
    let form = [
        hub.tied(0)[0],
        ("S3Bucket", "routes"),
        ("Filter.1.Name", "destination-cidr-block"),
        ("Filter.1.Value.1", "10.0.0.0/8"),
    ];
    let (search, export) = ([form[0], form[2], form[3]], "ExportTransitGatewayRoutes");
    for (action, form) in [("SearchTransitGatewayRoutes", &search[..]), (export, &form[..])] {
        let (code, message) = hub.ec2.refused(action, form);
        assert_eq!(code, "InvalidParameterValue", "{action}");
        let expected = "Value (destination-cidr-block) for parameter Filters is invalid.";
        assert_eq!(message, expected, "{action}");
    }
}

#[test]
fn a_search_goes_on_where_it_stopped() {
    let hub = Hub::new();
    for at in 0..7 {
        hub.add(&format!("10.{at}.0.0/16"), ("Blackhole", "true"));
    }
    let form = [
        hub.tied(0)[0],
        ("Filter.1.Name", "type"),
        ("Filter.1.Value.1", "static"),
        ("MaxResults", "5"),
    ];
    let first = hub.ec2.call("SearchTransitGatewayRoutes", &form);
    assert_eq!(first.text("additionalRoutesAvailable"), "true");
    assert_eq!(first.all_at("routeSet.item").len(), 5);
    let next = [&form[..], &[("NextToken", first.text("nextToken"))]].concat();
    let rest = hub.ec2.call("SearchTransitGatewayRoutes", &next);
    assert_eq!(rest.text("additionalRoutesAvailable"), "false");
    let rest = rest.texts("routeSet.item.destinationCidrBlock");
    assert_eq!(rest, ["10.5.0.0/16", "10.6.0.0/16"]);
}

//! The NAT of attachments.

use super::{Hub, by_id, describe_any};
use crate::support::Ec2;

const NAT: &str = "ModifyTransitGatewayAttachmentNatConfiguration";

#[test]
fn a_gateway_translates_addresses() {
    for (ec2, first) in [
        (Ec2::new(), ["enabled", "activated"]),
        (Ec2::with_aws_lifecycle(), ["enabling", "pending"]),
    ] {
        let hub = Hub::of(ec2, &[]);
        let id = hub.attached();
        hub.ec2.advance(60);
        let get = "GetTransitGatewayAttachmentNatConfiguration";
        let none = hub.ec2.call(get, &by_id(&id));
        assert_eq!(none.text("natGatewaySupport"), "disabled");
        assert_eq!(none.text("natSystemRouteSupport"), "enable");
        assert!(!none.has("natGatewayRuleSet.item"));
        let form = [
            by_id(&id)[0],
            ("NatGatewaySupport", "enable"),
            ("NatGatewayRule.1.RuleNumber", "1"),
            ("NatGatewayRule.1.MatchSourceCidr", "10.0.0.0/16"),
            ("NatGatewayRule.1.NatCidr", "100.64.0.0/16"),
        ];
        let made = hub.ec2.call(NAT, &form);
        assert_eq!(made.text("transitGatewayAttachmentId"), id);
        assert_eq!(made.text("natGatewaySupport"), first[0]);
        assert_eq!(made.text("natGatewayRuleSet.item.state"), first[1]);
        assert_eq!(made.text("natGatewayRuleSet.item.natCidr"), "100.64.0.0/16");
        hub.ec2.advance(60);
        // The route to the VPC is one to what stands for it.
        let routes = |ec2: &Ec2| {
            let form = [
                ("TransitGatewayRouteTableId", hub.table.as_str()),
                ("Filter.1.Name", "type"),
                ("Filter.1.Value.1", "propagated"),
            ];
            let found = ec2.call("SearchTransitGatewayRoutes", &form);
            found.text("routeSet.item.destinationCidrBlock").to_owned()
        };
        assert_eq!(routes(&hub.ec2), "100.64.0.0/16");
        assert_eq!(describe_any(&hub.ec2, &id).text("natGatewaySupport"), "enabled");
        hub.ec2.call(NAT, &[by_id(&id)[0], ("NatGatewaySupport", "disable")]);
        hub.ec2.advance(60);
        let off = hub.ec2.call(get, &by_id(&id));
        assert_eq!(off.text("natGatewaySupport"), "disabled");
        assert_eq!(off.text("natGatewayRuleSet.item.state"), "deactivated");
        assert_eq!(routes(&hub.ec2), "10.0.0.0/16");
        let reset = hub.ec2.call(NAT, &[by_id(&id)[0], ("ResetNatGatewayRules", "true")]);
        assert!(!reset.has("natGatewayRuleSet.item"));
    }
}

#[test]
fn translation_is_one_to_one() {
    let hub = Hub::new();
    let id = hub.attached();
    let rule = |at: &'static str, number, source, nat| {
        let key = |member| format!("NatGatewayRule.{at}.{member}");
        let values = [("RuleNumber", number), ("MatchSourceCidr", source), ("NatCidr", nat)];
        values.map(|(member, value)| (key(member), value))
    };
    let bad = |parameter: &str, value: &str, reason: &str| {
        format!("Value ({value}) for parameter {parameter} is invalid. {reason}")
    };
    let one = rule("1", "1", "10.0.0.0/24", "10.9.0.0/24");
    let own = "Each rule needs a number of its own.";
    let size = "It must be as large as the block that it stands for.";
    let range = "It must be between 1 and 32766.";
    let far = "It overlaps the multicast or the link-local range.";
    let public = "It must be of a private or shared address range.";
    for (second, message) in [
        (rule("2", "0", "10.1.0.0/24", "10.8.0.0/24"), bad("ruleNumber", "0", range)),
        (rule("2", "32767", "10.1.0.0/24", "10.8.0.0/24"), bad("ruleNumber", "32767", range)),
        (
            rule("2", "2", "224.0.1.0/24", "10.8.0.0/24"),
            bad("matchSourceCidr", "224.0.1.0/24", far),
        ),
        (
            rule("2", "2", "169.254.1.0/24", "10.8.0.0/24"),
            bad("matchSourceCidr", "169.254.1.0/24", far),
        ),
        (rule("2", "2", "10.1.0.0/24", "8.8.8.0/24"), bad("natCidr", "8.8.8.0/24", public)),
        (rule("2", "1", "10.1.0.0/24", "10.8.0.0/24"), bad("ruleNumber", "1", own)),
        (rule("2", "2", "10.1.0.0/24", "10.8.0.0/25"), bad("natCidr", "10.8.0.0/25", size)),
        (
            rule("2", "2", "10.0.0.0/24", "10.8.0.0/24"),
            bad("matchSourceCidr", "10.0.0.0/24", "It overlaps the block of another rule."),
        ),
    ] {
        let all: Vec<_> = one.iter().chain(&second).map(|(key, value)| (&**key, *value)).collect();
        let refused = hub.ec2.refused(NAT, &[&by_id(&id)[..], &all].concat());
        assert_eq!(refused, ("InvalidParameterValue".to_owned(), message));
    }
    for (missing, rest) in [("RuleNumber", 1..3), ("MatchSourceCidr", 0..1), ("NatCidr", 0..2)] {
        let some: Vec<_> = one[rest].iter().map(|(key, value)| (&**key, *value)).collect();
        let (code, message) = hub.ec2.refused(NAT, &[&by_id(&id)[..], &some].concat());
        assert_eq!(code, "MissingParameter");
        assert_eq!(message, format!("Missing required parameter in request: {missing}."));
    }
    let both: Vec<_> = one.iter().map(|(key, value)| (&**key, *value)).collect();
    let both = [&by_id(&id)[..], &both, &[("ResetNatGatewayRules", "true")]].concat();
    let (code, message) = hub.ec2.refused(NAT, &both);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "The parameter NatGatewayRule cannot be used with the parameter ResetNatGatewayRules"
    );
    let (code, message) =
        hub.ec2.refused(NAT, &[by_id(&id)[0], ("NatSystemRouteSupport", "disable")]);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "NatSystemRouteSupport disable is not supported for attachments of type vpc.";
    assert_eq!(message, expected);
    // The VPC's owner has no say where the gateway is another's.
    let other = hub.ec2.as_account("111122223333");
    let (code, _) = other.refused("GetTransitGatewayAttachmentNatConfiguration", &by_id(&id));
    assert_eq!(code, "InvalidTransitGatewayAttachmentID.NotFound");
}

#[test]
fn translation_needs_a_rule_and_is_changed_when_it_is_settled() {
    let hub = Hub::of(Ec2::with_aws_lifecycle(), &[]);
    let id = hub.attached();
    hub.ec2.advance(60);
    let rule = [
        ("NatGatewayRule.1.RuleNumber", "1"),
        ("NatGatewayRule.1.MatchSourceCidr", "10.0.0.0/16"),
        ("NatGatewayRule.1.NatCidr", "192.168.0.0/16"),
    ];
    let enable = ("NatGatewaySupport", "enable");
    let refused = |more: &[(&str, &str)]| hub.ec2.refused(NAT, &[&by_id(&id)[..], more].concat());
    let needed = (
        "InvalidParameterCombination".to_owned(),
        "NAT gateway support needs at least one NAT gateway rule.".to_owned(),
    );
    assert_eq!(refused(&[enable]), needed);
    hub.ec2.call(NAT, &[&by_id(&id)[..], &rule, &[enable]].concat());
    let unsettled = ("IncorrectState".to_owned(), format!("{id} is in invalid state"));
    assert_eq!(refused(&[("NatGatewaySupport", "disable")]), unsettled);
    hub.ec2.advance(60);
    let reset = ("ResetNatGatewayRules", "true");
    assert_eq!(refused(&[reset]), needed);
    hub.ec2.call(NAT, &[by_id(&id)[0], reset, ("NatGatewaySupport", "disable")]);
    assert_eq!(refused(&[enable]), unsettled);
}

#[test]
fn a_vpn_connection_with_dynamic_routing_can_do_without_routes() {
    let hub = Hub::new();
    let attached = |fixed: &str| {
        let form = [("Type", "ipsec.1"), ("IpAddress", "198.51.100.1"), ("BgpAsn", "65001")];
        let made = hub.ec2.call("CreateCustomerGateway", &form);
        let gateway = made.text("customerGateway.customerGatewayId");
        let form = [
            ("Type", "ipsec.1"),
            ("CustomerGatewayId", gateway),
            ("TransitGatewayId", &*hub.gateway),
            ("Options.StaticRoutesOnly", fixed),
        ];
        let made = hub.ec2.call("CreateVpnConnection", &form);
        let id = made.text("vpnConnection.vpnConnectionId");
        let form = [("Filter.1.Name", "resource-id"), ("Filter.1.Value.1", id)];
        let found = hub.ec2.call("DescribeTransitGatewayAttachments", &form);
        found.text("transitGatewayAttachments.item.transitGatewayAttachmentId").to_owned()
    };
    let get = "GetTransitGatewayAttachmentNatConfiguration";
    let shown = |id: &str| {
        let found = hub.ec2.call(get, &by_id(id));
        found.text("natSystemRouteSupport").to_owned()
    };
    let dynamic = attached("false");
    assert_eq!(shown(&dynamic), "enable");
    for wanted in ["disable", "enable"] {
        let form = [by_id(&dynamic)[0], ("NatSystemRouteSupport", wanted)];
        assert_eq!(hub.ec2.call(NAT, &form).text("natSystemRouteSupport"), wanted);
        assert_eq!(shown(&dynamic), wanted);
    }
    let fixed = attached("true");
    assert_eq!(shown(&fixed), "disable");
    let form = [by_id(&fixed)[0], ("NatSystemRouteSupport", "enable")];
    let (code, message) = hub.ec2.refused(NAT, &form);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "NatSystemRouteSupport enable is not supported for attachments of type vpn.";
    assert_eq!(message, expected);
}

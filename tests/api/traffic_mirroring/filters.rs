use super::{Ec2, bad, combination, filter, filtered};

fn rule<'a>(
    filter: &'a str,
    number: &'a str,
    more: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("TrafficMirrorFilterId", filter),
        ("TrafficDirection", "ingress"),
        ("RuleNumber", number),
        ("RuleAction", "accept"),
        ("SourceCidrBlock", "10.0.0.0/8"),
        ("DestinationCidrBlock", "0.0.0.0/0"),
    ];
    for (name, value) in more {
        form.retain(|(given, _)| given != name);
        form.push((name, value));
    }
    form
}

#[test]
fn a_filter_lives_with_its_rules() {
    let ec2 = Ec2::new();
    let made = ec2.call("CreateTrafficMirrorFilter", &[("Description", "all")]);
    assert_eq!(made.text("clientToken").len(), 36);
    let view = made.at("trafficMirrorFilter").unwrap();
    let id = view.text("trafficMirrorFilterId");
    assert!(id.starts_with("tmf-"));
    for empty in ["ingressFilterRuleSet", "egressFilterRuleSet", "networkServiceSet", "tagSet"] {
        assert!(view.has(empty) && !view.has(&format!("{empty}.item")), "{empty}");
    }
    let modify = "ModifyTrafficMirrorFilterNetworkServices";
    let form = [("TrafficMirrorFilterId", id), ("AddNetworkService.1", "amazon-dns")];
    for _ in 0..2 {
        let changed = ec2.call(modify, &form);
        assert_eq!(changed.texts("trafficMirrorFilter.networkServiceSet.item"), ["amazon-dns"]);
    }
    let form = [("TrafficMirrorFilterId", id), ("RemoveNetworkService.1", "amazon-dns")];
    assert!(!ec2.call(modify, &form).has("trafficMirrorFilter.networkServiceSet.item"));

    ec2.call("CreateTrafficMirrorFilterRule", &rule(id, "20", &[]));
    ec2.call("CreateTrafficMirrorFilterRule", &rule(id, "10", &[]));
    let outward = [("TrafficDirection", "egress"), ("RuleAction", "reject")];
    let out = ec2.call("CreateTrafficMirrorFilterRule", &rule(id, "10", &outward));
    let out = out.text("trafficMirrorFilterRule.trafficMirrorFilterRuleId");
    let path = "trafficMirrorFilterSet.item";
    let found = ec2.call("DescribeTrafficMirrorFilters", &[("TrafficMirrorFilterId.1", id)]);
    let found = found.at(path).unwrap();
    assert_eq!(found.texts("ingressFilterRuleSet.item.ruleNumber"), ["10", "20"]);
    assert_eq!(found.texts("egressFilterRuleSet.item.trafficMirrorFilterRuleId"), [out]);
    assert_eq!(filtered(&ec2, "DescribeTrafficMirrorFilters", path, "description", "a*"), 1);
    assert_eq!(
        filtered(&ec2, "DescribeTrafficMirrorFilters", path, "traffic-mirror-filter-id", "tmf-1"),
        0
    );

    let by_id = [("TrafficMirrorFilterRuleId", out)];
    let gone = ec2.call("DeleteTrafficMirrorFilterRule", &by_id);
    assert_eq!(gone.text("trafficMirrorFilterRuleId"), out);
    let (code, message) = ec2.refused("DeleteTrafficMirrorFilterRule", &by_id);
    assert_eq!(code, "InvalidTrafficMirrorFilterRuleId.NotFound");
    assert_eq!(message, format!("The traffic mirror filter rule ID '{out}' does not exist"));
    let by_id = [("TrafficMirrorFilterId", id)];
    assert_eq!(ec2.call("DeleteTrafficMirrorFilter", &by_id).text("trafficMirrorFilterId"), id);
    assert!(
        !ec2.call("DescribeTrafficMirrorFilterRules", &[]).has("trafficMirrorFilterRuleSet.item")
    );
    let (code, message) = ec2.refused("DeleteTrafficMirrorFilter", &by_id);
    assert_eq!(code, "InvalidTrafficMirrorFilterId.NotFound");
    assert_eq!(message, format!("The traffic mirror filter ID '{id}' does not exist"));
}

#[test]
fn a_rule_lives() {
    let ec2 = Ec2::new();
    let (one, two) = (filter(&ec2), filter(&ec2));
    let more = [
        ("Protocol", "6"),
        ("SourcePortRange.FromPort", "1024"),
        ("SourcePortRange.ToPort", "65535"),
        ("DestinationPortRange.FromPort", "443"),
        ("DestinationPortRange.ToPort", "443"),
        ("SourceCidrBlock", "10.1.2.3/8"),
        ("Description", "web"),
        ("TagSpecification.1.ResourceType", "traffic-mirror-filter-rule"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "web"),
    ];
    let made = ec2.call("CreateTrafficMirrorFilterRule", &rule(&one, "100", &more));
    assert_eq!(made.text("clientToken").len(), 36);
    let view = made.at("trafficMirrorFilterRule").unwrap();
    let id = view.text("trafficMirrorFilterRuleId");
    for (member, value) in [
        ("trafficMirrorFilterId", one.as_str()),
        ("trafficDirection", "ingress"),
        ("ruleNumber", "100"),
        ("ruleAction", "accept"),
        ("protocol", "6"),
        ("sourcePortRange.fromPort", "1024"),
        ("sourcePortRange.toPort", "65535"),
        ("destinationPortRange.toPort", "443"),
        ("sourceCidrBlock", "10.0.0.0/8"),
        ("destinationCidrBlock", "0.0.0.0/0"),
        ("description", "web"),
        ("tagSet.item.value", "web"),
    ] {
        assert_eq!(view.text(member), value);
    }
    ec2.call("CreateTrafficMirrorFilterRule", &rule(&two, "100", &[]));
    let path = "trafficMirrorFilterRuleSet.item";
    for form in [("TrafficMirrorFilterId", one.as_str()), ("TrafficMirrorFilterRuleId.1", id)] {
        let found = ec2.call("DescribeTrafficMirrorFilterRules", &[form]);
        assert_eq!(found.texts(&format!("{path}.trafficMirrorFilterRuleId")), [id]);
    }
    check_filters(&ec2, id, &two);
    check_changes(&ec2, id);
}

fn check_filters(ec2: &Ec2, id: &str, other_filter: &str) {
    let path = "trafficMirrorFilterRuleSet.item";
    for (name, value, count) in [
        ("traffic-mirror-filter-rule-id", id, 1),
        ("traffic-mirror-filter-id", other_filter, 1),
        ("rule-number", "100", 2),
        ("rule-action", "accept", 2),
        ("traffic-direction", "egress", 0),
        ("protocol", "6", 1),
        ("source-cidr-block", "10.0.0.0/8", 2),
        ("destination-cidr-block", "0.0.0.0/0", 2),
        ("description", "web", 1),
        ("tag-key", "Name", 1),
    ] {
        let found = filtered(ec2, "DescribeTrafficMirrorFilterRules", path, name, value);
        assert_eq!(found, count, "{name}");
    }
}

fn check_changes(ec2: &Ec2, id: &str) {
    let modify = |form: &[(&str, &str)]| {
        let form = [&[("TrafficMirrorFilterRuleId", id)], form].concat();
        ec2.call("ModifyTrafficMirrorFilterRule", &form)
            .at("trafficMirrorFilterRule")
            .unwrap()
            .clone()
    };
    let changed = modify(&[("RuleAction", "reject"), ("RuleNumber", "7"), ("Description", "no")]);
    assert_eq!(changed.text("ruleAction"), "reject");
    assert_eq!((changed.text("ruleNumber"), changed.text("description")), ("7", "no"));
    assert_eq!(changed.text("protocol"), "6");
    let fields = ["source-port-range", "destination-port-range", "protocol", "description"];
    let names: Vec<String> = (1..=4).map(|at| format!("RemoveField.{at}")).collect();
    let form: Vec<_> = names.iter().map(String::as_str).zip(fields).collect();
    let changed = modify(&form);
    for field in ["sourcePortRange", "destinationPortRange", "protocol", "description"] {
        assert!(!changed.has(field), "{field}");
    }
}

#[test]
fn rules_are_checked() {
    let ec2 = Ec2::new();
    let id = filter(&ec2);
    let create = "CreateTrafficMirrorFilterRule";
    let refused = |more: &[(&str, &str)]| ec2.refused(create, &rule(&id, "1", more));
    for (member, parameter, value, reason) in [
        ("RuleNumber", "ruleNumber", "0", "It must be between 1 and 32766."),
        ("RuleNumber", "ruleNumber", "32767", "It must be between 1 and 32766."),
        ("Protocol", "protocol", "256", "It must be between 0 and 255."),
        ("SourceCidrBlock", "sourceCidrBlock", "ten", "This is not a valid CIDR block."),
        (
            "DestinationCidrBlock",
            "destinationCidrBlock",
            "1.2.3.4",
            "This is not a valid CIDR block.",
        ),
    ] {
        assert_eq!(refused(&[(member, value)]), bad(parameter, value, reason));
    }
    let from = ("SourcePortRange.FromPort", "9");
    let reason = "Expecting ports between 0 and 65535, the lower one first.";
    let form = [("Protocol", "6"), from, ("SourcePortRange.ToPort", "8")];
    assert_eq!(refused(&form), bad("sourcePortRange", "9-8", reason));
    let (code, message) = refused(&[("Protocol", "6"), from]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter sourcePortRange.toPort");
    let message = refused(&[("DestinationPortRange.ToPort", "1")]).1;
    assert_eq!(message, "The request must contain the parameter destinationPortRange.fromPort");
    let form = [from, ("SourcePortRange.ToPort", "9"), ("Protocol", "1")];
    assert_eq!(refused(&form), combination("Port ranges need the protocol TCP (6) or UDP (17)"));
    let families =
        "destinationCidrBlock and sourceCidrBlock must both be an IPv4 range or an IPv6 range";
    assert_eq!(refused(&[("SourceCidrBlock", "::/0")]), combination(families));
    let unknown = rule("tmf-0123456789abcdef0", "1", &[]);
    assert_eq!(ec2.refused(create, &unknown).0, "InvalidTrafficMirrorFilterId.NotFound");

    let made = ec2.call(create, &rule(&id, "1", &[]));
    let first = made.text("trafficMirrorFilterRule.trafficMirrorFilterRuleId");
    let (code, message) = refused(&[]);
    assert_eq!(code, "TrafficMirrorFilterRuleAlreadyExists");
    assert_eq!(message, "The Traffic Mirror filter rule already exists.");
    for number in 2..=10 {
        ec2.call(create, &rule(&id, &number.to_string(), &[]));
    }
    let (code, message) = ec2.refused(create, &rule(&id, "11", &[]));
    assert_eq!(code, "TrafficMirrorFilterRuleLimitExceeded");
    assert_eq!(message, "The maximum number of Traffic Mirror filter rules has been exceeded.");
    let modify = "ModifyTrafficMirrorFilterRule";
    let form = [("TrafficMirrorFilterRuleId", first), ("RuleNumber", "2")];
    assert_eq!(ec2.refused(modify, &form).0, "TrafficMirrorFilterRuleAlreadyExists");
    let form =
        [("TrafficMirrorFilterRuleId", first), ("Protocol", "6"), ("RemoveField.1", "protocol")];
    let both = combination("A field cannot be both specified and removed");
    assert_eq!(ec2.refused(modify, &form), both);
    let blocks = [
        ("TrafficMirrorFilterRuleId", first),
        ("SourceCidrBlock", "2001:db8::1/32"),
        ("DestinationCidrBlock", "::/0"),
    ];
    let changed = ec2.call(modify, &blocks);
    assert_eq!(changed.text("trafficMirrorFilterRule.sourceCidrBlock"), "2001:db8::/32");
}

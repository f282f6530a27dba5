use super::super::support::Xml;
use super::{BALANCER, Ec2, bad, combination, filter, filtered, interface, launched, target};

fn session<'a>(
    source: &'a str,
    target: &'a str,
    filter: &'a str,
    more: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("NetworkInterfaceId", source),
        ("TrafficMirrorTargetId", target),
        ("TrafficMirrorFilterId", filter),
        ("SessionNumber", "1"),
    ];
    for (name, value) in more {
        form.retain(|(given, _)| given != name);
        form.push((name, value));
    }
    form
}

fn create(ec2: &Ec2, form: &[(&str, &str)]) -> Xml {
    let made = ec2.call("CreateTrafficMirrorSession", form);
    assert_eq!(made.text("clientToken").len(), 36);
    made.at("trafficMirrorSession").unwrap().clone()
}

#[test]
fn a_session_lives_and_holds_its_target_and_filter() {
    let ec2 = Ec2::new();
    let (_, source) = launched(&ec2, "t3.micro");
    let sink = interface(&ec2);
    let to_interface = target(&ec2, &[("NetworkInterfaceId", &sink)]);
    let to_balancer = target(&ec2, &[("NetworkLoadBalancerArn", BALANCER)]);
    let filter = filter(&ec2);
    let view = create(&ec2, &session(&source, &to_interface, &filter, &[("Description", "s")]));
    let id = view.text("trafficMirrorSessionId");
    assert!(id.starts_with("tms-"));
    for (member, value) in [
        ("networkInterfaceId", source.as_str()),
        ("trafficMirrorTargetId", &to_interface),
        ("trafficMirrorFilterId", &filter),
        ("sessionNumber", "1"),
        ("description", "s"),
        ("ownerId", "000000000000"),
    ] {
        assert_eq!(view.text(member), value);
    }
    assert!(!view.has("packetLength"));
    let network: u32 = view.text("virtualNetworkId").parse().unwrap();
    assert!(network < 1 << 24);
    let more = [("SessionNumber", "2"), ("VirtualNetworkId", "7")];
    let second = create(&ec2, &session(&source, &to_balancer, &filter, &more));
    assert_eq!(second.text("packetLength"), "8500");
    let path = "trafficMirrorSessionSet.item";
    let found = ec2.call("DescribeTrafficMirrorSessions", &[("TrafficMirrorSessionId.1", id)]);
    assert_eq!(found.at(path).unwrap().children, view.children);
    for (name, value, count) in [
        ("description", "s", 1),
        ("network-interface-id", source.as_str(), 2),
        ("owner-id", "000000000000", 2),
        ("packet-length", "8500", 1),
        ("session-number", "2", 1),
        ("traffic-mirror-filter-id", &filter, 2),
        ("traffic-mirror-session-id", id, 1),
        ("traffic-mirror-target-id", &to_balancer, 1),
        ("virtual-network-id", "7", 1),
    ] {
        let found = filtered(&ec2, "DescribeTrafficMirrorSessions", path, name, value);
        assert_eq!(found, count, "{name}");
    }

    let by_target = [("TrafficMirrorTargetId", to_interface.as_str())];
    let (code, message) = ec2.refused("DeleteTrafficMirrorTarget", &by_target);
    assert_eq!(code, "TrafficMirrorTargetInUse");
    assert_eq!(message, format!("Cannot delete {to_interface}. Target is in use by {id}"));
    let by_filter = [("TrafficMirrorFilterId", filter.as_str())];
    let (code, message) = ec2.refused("DeleteTrafficMirrorFilter", &by_filter);
    assert_eq!(code, "TrafficMirrorFilterInUse");
    assert_eq!(message, format!("Cannot delete {filter}. Filter is in use by {id}"));
    for session in [id, second.text("trafficMirrorSessionId")] {
        let by_id = [("TrafficMirrorSessionId", session)];
        let gone = ec2.call("DeleteTrafficMirrorSession", &by_id);
        assert_eq!(gone.text("trafficMirrorSessionId"), session);
        let (code, message) = ec2.refused("DeleteTrafficMirrorSession", &by_id);
        assert_eq!(code, "InvalidTrafficMirrorSessionId.NotFound");
        assert_eq!(message, format!("The traffic mirror session ID '{session}' does not exist"));
    }
    ec2.call("DeleteTrafficMirrorTarget", &by_target);
    ec2.call("DeleteTrafficMirrorFilter", &by_filter);
}

#[test]
fn a_session_is_modified() {
    let ec2 = Ec2::new();
    let (_, source) = launched(&ec2, "t3.micro");
    let sink = interface(&ec2);
    let to_interface = target(&ec2, &[("NetworkInterfaceId", &sink)]);
    let to_balancer = target(&ec2, &[("NetworkLoadBalancerArn", BALANCER)]);
    let (one, two) = (filter(&ec2), filter(&ec2));
    let more = [("PacketLength", "100"), ("VirtualNetworkId", "7"), ("Description", "s")];
    let made = create(&ec2, &session(&source, &to_interface, &one, &more));
    let id = made.text("trafficMirrorSessionId");
    let form =
        |more: &[(&'static str, &'static str)]| [&[("TrafficMirrorSessionId", id)], more].concat();
    let modify = "ModifyTrafficMirrorSession";
    let mut all = form(&[("SessionNumber", "9"), ("VirtualNetworkId", "8"), ("Description", "t")]);
    all.extend([("TrafficMirrorFilterId", two.as_str()), ("TrafficMirrorTargetId", &to_balancer)]);
    let changed = ec2.call(modify, &all);
    let changed = changed.at("trafficMirrorSession").unwrap();
    for (member, value) in [
        ("trafficMirrorFilterId", two.as_str()),
        ("trafficMirrorTargetId", &to_balancer),
        ("sessionNumber", "9"),
        ("virtualNetworkId", "8"),
        ("packetLength", "100"),
        ("description", "t"),
    ] {
        assert_eq!(changed.text(member), value);
    }
    let removed = form(&[
        ("RemoveField.1", "packet-length"),
        ("RemoveField.2", "description"),
        ("RemoveField.3", "virtual-network-id"),
    ]);
    let changed = ec2.call(modify, &removed);
    let changed = changed.at("trafficMirrorSession").unwrap();
    assert_eq!(changed.text("packetLength"), "8500");
    assert!(!changed.has("description"));
    assert_ne!(changed.text("virtualNetworkId"), "8");
    let both = form(&[("RemoveField.1", "packet-length"), ("PacketLength", "5")]);
    let message = "A field cannot be both specified and removed";
    assert_eq!(ec2.refused(modify, &both), combination(message));
    let itself = [("NetworkInterfaceId", source.as_str())];
    let (code, message) = ec2.refused("CreateTrafficMirrorTarget", &itself);
    assert_eq!(code, "InterfaceInUseByTrafficMirrorSession");
    assert_eq!(message, format!("{source} is in use by a traffic mirror session"));
    let unknown = form(&[("TrafficMirrorFilterId", "tmf-0123456789abcdef0")]);
    assert_eq!(ec2.refused(modify, &unknown).0, "InvalidTrafficMirrorFilterId.NotFound");
    let unknown = form(&[("TrafficMirrorTargetId", "tmt-0123456789abcdef0")]);
    assert_eq!(ec2.refused(modify, &unknown).0, "InvalidTrafficMirrorTargetId.NotFound");
}

#[test]
fn sessions_are_checked() {
    let ec2 = Ec2::new();
    let (_, source) = launched(&ec2, "t3.micro");
    let balanced = target(&ec2, &[("NetworkLoadBalancerArn", BALANCER)]);
    let filter = filter(&ec2);
    let refused = |more: &[(&str, &str)]| {
        ec2.refused("CreateTrafficMirrorSession", &session(&source, &balanced, &filter, more))
    };
    for (member, parameter, value, reason) in [
        ("SessionNumber", "sessionNumber", "0", "It must be between 1 and 32766."),
        ("PacketLength", "packetLength", "0", "It must be between 1 and 8500."),
        ("PacketLength", "packetLength", "8501", "It must be between 1 and 8500."),
        ("VirtualNetworkId", "virtualNetworkId", "-1", "It must be between 0 and 16777215."),
        ("VirtualNetworkId", "virtualNetworkId", "16777216", "It must be between 0 and 16777215."),
    ] {
        assert_eq!(refused(&[(member, value)]), bad(parameter, value, reason));
    }
    let unsupported = |id: &str| {
        let message = format!("{id} must be attached to a supported instance");
        ("NetworkInterfaceNotSupported".to_owned(), message)
    };
    let loose = interface(&ec2);
    assert_eq!(refused(&[("NetworkInterfaceId", &loose)]), unsupported(&loose));
    for kind in ["t2.micro", "m6i.large", "m5.metal"] {
        let (_, other) = launched(&ec2, kind);
        assert_eq!(refused(&[("NetworkInterfaceId", &other)]), unsupported(&other), "{kind}");
    }
    let (_, sink) = launched(&ec2, "m5.large");
    target(&ec2, &[("NetworkInterfaceId", &sink)]);
    let (code, message) = refused(&[("NetworkInterfaceId", &sink)]);
    assert_eq!(code, "InterfaceInUseByTrafficMirrorTarget");
    assert_eq!(message, format!("{sink} is in use as a traffic mirror target"));
    let unknown = refused(&[("NetworkInterfaceId", "eni-0123456789abcdef0")]);
    assert_eq!(unknown.0, "InvalidNetworkInterfaceID.NotFound");
    let unknown = refused(&[("TrafficMirrorTargetId", "tmt-0123456789abcdef0")]);
    assert_eq!(unknown.0, "InvalidTrafficMirrorTargetId.NotFound");
    let unknown = refused(&[("TrafficMirrorFilterId", "tmf-0123456789abcdef0")]);
    assert_eq!(unknown.0, "InvalidTrafficMirrorFilterId.NotFound");

    for number in ["1", "2", "3"] {
        create(&ec2, &session(&source, &balanced, &filter, &[("SessionNumber", number)]));
    }
    let reason = format!("The number is that of another session of {source}.");
    assert_eq!(refused(&[]), bad("sessionNumber", "1", &reason));
    let (code, message) = refused(&[("SessionNumber", "4")]);
    assert_eq!(code, "TrafficMirrorSessionsPerInterfaceLimitExceeded");
    let words = "The allowed number of Traffic Mirror sessions for the specified network \
                 interface has been exceeded.";
    assert_eq!(message, words);
}

#[test]
fn a_session_ends_with_its_source() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let (instance, source) = launched(&ec2, "t3.micro");
        ec2.advance(60);
        let balanced = target(&ec2, &[("NetworkLoadBalancerArn", BALANCER)]);
        let filter = filter(&ec2);
        create(&ec2, &session(&source, &balanced, &filter, &[]));
        let by_id = [("TrafficMirrorTargetId", balanced.as_str())];
        assert_eq!(ec2.refused("DeleteTrafficMirrorTarget", &by_id).0, "TrafficMirrorTargetInUse");
        ec2.call("TerminateInstances", &[("InstanceId.1", &instance)]);
        ec2.advance(600);
        let found = ec2.call("DescribeTrafficMirrorSessions", &[]);
        assert!(!found.has("trafficMirrorSessionSet.item"));
        ec2.call("DeleteTrafficMirrorTarget", &by_id);
    }
}

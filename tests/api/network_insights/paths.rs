use super::{analyse, assert_blocked, codes, interface, net, path};
use crate::support::Ec2;

const CREATE: &str = "CreateNetworkInsightsPath";

#[test]
fn a_path_is_made_and_found() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let one = interface(&ec2, &net.subnets[0], "10.0.1.10", None);
    let other = interface(&ec2, &net.subnets[0], "10.0.1.11", None);
    let arn = format!("arn:aws:ec2:us-east-1:000000000000:network-interface/{other}");
    let form = [
        ("Source", one.as_str()),
        ("Destination", &arn),
        ("Protocol", "tcp"),
        ("ClientToken", "once"),
        ("FilterAtSource.SourceAddress", "10.0.1.10"),
        ("FilterAtSource.DestinationPortRange.FromPort", "22"),
        ("FilterAtSource.DestinationPortRange.ToPort", "23"),
        ("TagSpecification.1.ResourceType", "network-insights-path"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "one"),
    ];
    let made = ec2.call(CREATE, &form);
    let made = made.at("networkInsightsPath").unwrap();
    let id = made.text("networkInsightsPathId");
    let own = format!("arn:aws:ec2:us-east-1:000000000000:network-insights-path/{id}");
    assert!(id.starts_with("nip-"), "{id}");
    for (member, value) in [
        ("networkInsightsPathArn", own.as_str()),
        ("source", &one),
        ("destination", &other),
        ("destinationArn", &arn),
        ("protocol", "tcp"),
        ("createdDate", "2026-01-31T12:01:00.000Z"),
        ("filterAtSource.sourceAddress", "10.0.1.10"),
        ("filterAtSource.destinationPortRange.toPort", "23"),
        ("tagSet.item.value", "one"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    for (name, value) in [
        ("source", one.as_str()),
        ("destination", &other),
        ("protocol", "tcp"),
        ("filter-at-source.source-address", "10.0.1.10"),
        ("filter-at-source.destination-port-range", "22-23"),
        ("tag:Name", "one"),
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeNetworkInsightsPaths", &form);
        let ids = found.texts("networkInsightsPathSet.item.networkInsightsPathId");
        assert_eq!(ids, [id], "{name}");
    }
    for name in [
        "filter-at-source.source-port-range",
        "filter-at-destination.source-port-range",
        "filter-at-destination.destination-port-range",
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", "1-2")];
        let found = ec2.call("DescribeNetworkInsightsPaths", &form);
        assert!(!found.has("networkInsightsPathSet.item"), "{name}");
    }
}

#[test]
fn a_path_stays_while_it_has_analyses() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let one = interface(&ec2, &net.subnets[0], "10.0.1.10", None);
    let other = interface(&ec2, &net.subnets[0], "10.0.1.11", None);
    let path = path(&ec2, &one, &other, &[]);
    let analysis = analyse(&ec2, &path, &[]);
    let id = analysis.text("networkInsightsAnalysisId");
    assert!(id.starts_with("nia-"), "{id}");
    let by_path = [("NetworkInsightsPathId", path.as_str())];
    let (code, message) = ec2.refused("DeleteNetworkInsightsPath", &by_path);
    assert_eq!(code, "AnalysisExistsForNetworkInsightsPath");
    assert_eq!(message, format!("The path {path} has an analysis: {id}"));
    let by_id = [("NetworkInsightsAnalysisId", id)];
    let deleted = ec2.call("DeleteNetworkInsightsAnalysis", &by_id);
    assert_eq!(deleted.text("networkInsightsAnalysisId"), id);
    let (code, message) = ec2.refused("DeleteNetworkInsightsAnalysis", &by_id);
    assert_eq!(code, "InvalidNetworkInsightsAnalysisId.NotFound");
    assert_eq!(message, format!("The networkInsightsAnalysis ID '{id}' does not exist"));
    for kind in ["Analysis", "AccessScopeAnalysis"] {
        let member = format!("NetworkInsights{kind}Id");
        let (code, message) =
            ec2.refused(&format!("DeleteNetworkInsights{kind}"), &[(&member, "one")]);
        assert_eq!(code, format!("InvalidNetworkInsights{kind}Id.Malformed"));
        let prefix = if kind == "Analysis" { "nia" } else { "nisa" };
        assert_eq!(message, format!("Invalid id: \"one\" (expecting \"{prefix}-...\")"));
    }
    let deleted = ec2.call("DeleteNetworkInsightsPath", &by_path);
    assert_eq!(deleted.text("networkInsightsPathId"), path);
    let (code, message) = ec2.refused("DeleteNetworkInsightsPath", &by_path);
    assert_eq!(code, "InvalidNetworkInsightsPathId.NotFound");
    assert_eq!(message, format!("The networkInsightsPath ID '{path}' does not exist"));
}

#[test]
fn an_analysis_runs_and_is_forgotten() {
    let ec2 = Ec2::with_aws_lifecycle();
    let net = net(&ec2, 0);
    let one = interface(&ec2, &net.subnets[0], "10.0.1.10", None);
    let other = interface(&ec2, &net.subnets[0], "10.0.1.11", None);
    let path = path(&ec2, &one, &other, &[]);
    let running = analyse(&ec2, &path, &[]);
    assert_eq!(running.text("status"), "running");
    assert!(!running.has("networkPathFound") && !running.has("forwardPathComponentSet"));
    let listed = |name: &str, value: &str| {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeNetworkInsightsAnalyses", &form);
        found.at("networkInsightsAnalysisSet.item").cloned()
    };
    assert!(listed("path-found", "true").is_none());
    ec2.advance(60);
    let done = listed("path-found", "true").unwrap();
    assert_eq!(done.text("status"), "succeeded");
    assert_eq!(done.text("networkPathFound"), "true");
    assert_eq!(done.text("startDate"), running.text("startDate"));
    assert!(listed("status", "running").is_none());
    for (form, count) in [
        ([("NetworkInsightsPathId", path.as_str())], 1),
        ([("AnalysisStartTime", "2026-01-31T12:00:00Z")], 1),
        ([("AnalysisStartTime", "2026-02-01T12:00:00Z")], 0),
        ([("AnalysisEndTime", "2026-02-01T12:00:00Z")], 1),
        ([("AnalysisEndTime", "2026-01-31T12:00:00Z")], 0),
    ] {
        let found = ec2.call("DescribeNetworkInsightsAnalyses", &form);
        assert_eq!(found.all_at("networkInsightsAnalysisSet.item").len(), count, "{form:?}");
    }
    ec2.advance(120 * 24 * 60 * 60);
    let found = ec2.call("DescribeNetworkInsightsAnalyses", &[]);
    assert!(!found.has("networkInsightsAnalysisSet.item"));
    ec2.call("DeleteNetworkInsightsPath", &[("NetworkInsightsPathId", &path)]);
}

#[test]
fn what_has_gone_is_told() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let one = interface(&ec2, &net.subnets[0], "10.0.1.10", None);
    let gateway = ec2.call("CreateInternetGateway", &[]);
    let gateway = gateway.text("internetGateway.internetGatewayId");
    let path = path(&ec2, &one, gateway, &[]);
    let found = analyse(&ec2, &path, &[]);
    assert_blocked(&found, &["UNASSOCIATED_COMPONENT"]);
    assert_eq!(found.text("explanationSet.item.component.id"), gateway);
    ec2.call("DeleteInternetGateway", &[("InternetGatewayId", gateway)]);
    ec2.advance(1);
    assert_eq!(codes(&analyse(&ec2, &path, &[])), ["NO_SOURCE_OR_DESTINATION"]);
}

#[test]
fn what_is_no_path_is_refused() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let one = interface(&ec2, &net.subnets[0], "10.0.1.10", None);
    let other = interface(&ec2, &net.subnets[0], "10.0.1.11", None);
    let refused = |form: &[(&str, &str)]| {
        let base = [("Protocol", "tcp"), ("ClientToken", "token")];
        ec2.refused(CREATE, &[base.as_slice(), form].concat())
    };
    let source = ("Source", one.as_str());
    let both = [source, ("Destination", other.as_str())];
    let bad = |value: &str, parameter: &str, reason: &str| {
        let message = format!("Value ({value}) for parameter {parameter} is invalid. {reason}");
        ("InvalidParameterValue".to_owned(), message)
    };
    let reason = "This resource cannot be the source or the destination of a path.";
    let vpc = net.vpc.as_str();
    assert_eq!(refused(&[source, ("Destination", vpc)]), bad(vpc, "destination", reason));
    assert_eq!(refused(&[("Source", "one")]), bad("one", "source", reason));
    let arn = "arn:aws:s3:::bucket";
    let expecting = "Expecting an ID or an ARN.";
    assert_eq!(refused(&[("Source", arn)]), bad(arn, "source", expecting));
    let gone = [source, ("Destination", "eni-0123456789abcdef0")];
    assert_eq!(refused(&gone).0, "InvalidNetworkInterfaceID.NotFound");
    let missing = "The request must include either the Destination parameter or the \
                   FilterAtSource.DestinationAddress parameter. Add the required parameter and \
                   retry the request.";
    for more in [&[source][..], &[source, ("DestinationIp", "10.0.1.11")]] {
        assert_eq!(refused(more), ("MissingParameter".to_owned(), missing.to_owned()));
    }
    let no_address = "This is not a valid IPv4 address.";
    let with = |more: &[(&'static str, &'static str)]| {
        let more: Vec<(&str, &str)> = more.to_vec();
        refused(&[both.as_slice(), &more].concat())
    };
    assert_eq!(with(&[("SourceIp", "10.0.0.0.0")]), bad("10.0.0.0.0", "sourceIp", no_address));
    assert_eq!(
        with(&[("FilterAtSource.SourceAddress", "10.0.0/16")]),
        bad("10.0.0/16", "sourceAddress", no_address)
    );
    let (code, message) = with(&[("FilterAtSource.SourcePortRange.FromPort", "10")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "A port range must have a start and an end behind it");
    let told = |what: &str| {
        ("UnsupportedOperation".to_owned(), format!("parlel-ec2 does not emulate {what}."))
    };
    let elsewhere = "arn:aws:ec2:eu-west-1:000000000000:instance/i-0123456789abcdef0";
    let what = "paths to other accounts or Regions";
    assert_eq!(refused(&[source, ("Destination", elsewhere)]), told(what));
    let what = "VPC endpoint services and transit gateway attachments as the ends of a path";
    assert_eq!(refused(&[("Source", "tgw-attach-0123456789abcdef0")]), told(what));
}

#[test]
fn addresses_stand_in_a_filter_or_beside_it() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let one = interface(&ec2, &net.subnets[0], "10.0.1.10", None);
    let other = interface(&ec2, &net.subnets[0], "10.0.1.11", None);
    let both = [("Source", one.as_str()), ("Destination", other.as_str())];
    let with = |more: &[(&str, &str)]| {
        let base = [("Protocol", "tcp"), ("ClientToken", more[0].0)];
        ec2.ask(CREATE, &[&base[..], &both, more].concat())
    };
    let at_source = ("FilterAtSource.SourceAddress", "10.0.1.10");
    let at_destination = ("FilterAtDestination.SourceAddress", "10.0.1.10");
    for (given, filter, names) in [
        (("DestinationPort", "10"), at_source, ["destinationPort", "filterAtSource"]),
        (("SourceIp", "10.0.1.10"), at_source, ["sourceIp", "filterAtSource"]),
        (("DestinationIp", "10.0.1.11"), at_destination, ["destinationIp", "filterAtDestination"]),
    ] {
        let [name, other] = names;
        let message = format!("The parameter {name} cannot be used with the parameter {other}");
        let refusal = with(&[given, filter]).unwrap_err();
        assert_eq!(
            (refusal.code.as_str(), refusal.message),
            ("InvalidParameterCombination", message)
        );
    }
    for (given, filter) in [
        (("DestinationPort", "10"), at_destination),
        (("SourceIp", "10.0.1.10"), at_destination),
        (("DestinationIp", "10.0.1.11"), at_source),
    ] {
        with(&[given, filter]).unwrap();
    }
}

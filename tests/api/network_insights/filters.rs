use super::{analyse, assert_blocked, assert_found, interface, net, path, reach};
use crate::support::Ec2;

#[test]
fn packets_are_as_asked() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let one = interface(&ec2, &net.subnets[0], "10.0.1.10", None);
    let other = interface(&ec2, &net.subnets[1], "10.0.2.10", None);
    let source = "FilterAtSource.SourceAddress";
    assert_found(&reach(&ec2, &one, &other, &[(source, "10.0.1.10")]));
    let found = reach(&ec2, &one, &other, &[(source, "10.0.1.99")]);
    assert_blocked(&found, &["FILTER_AT_SOURCE_SOURCE_ADDRESS"]);
    let found = reach(&ec2, &one, &other, &[("FilterAtSource.DestinationAddress", "10.0.1.99")]);
    assert_blocked(&found, &["FILTER_AT_SOURCE_DESTINATION_ADDRESS"]);
    let ports = [
        ("FilterAtSource.DestinationPortRange.FromPort", "80"),
        ("FilterAtSource.DestinationPortRange.ToPort", "90"),
        ("FilterAtDestination.DestinationPortRange.FromPort", "85"),
        ("FilterAtDestination.DestinationPortRange.ToPort", "99"),
    ];
    let found = reach(&ec2, &one, &other, &ports);
    assert_found(&found);
    let range = "forwardPathComponentSet.item.outboundHeader.destinationPortRangeSet.item";
    let range = found.at(range).unwrap();
    assert_eq!((range.text("from"), range.text("to")), ("85", "90"));
    let apart =
        [ports[0], ports[1], ("FilterAtDestination.DestinationPortRange.FromPort", "95"), ports[3]];
    let found = reach(&ec2, &one, &other, &apart);
    assert_blocked(&found, &["FILTER_AT_DESTINATION_DESTINATION_PORT_RANGE"]);
}

#[test]
fn a_path_goes_through_what_it_is_asked_to() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let one = interface(&ec2, &net.subnets[0], "10.0.1.10", None);
    let other = interface(&ec2, &net.subnets[1], "10.0.2.10", None);
    let path = path(&ec2, &one, &other, &[]);
    let arn = |resource: &str| format!("arn:aws:ec2:us-east-1:000000000000:{resource}");
    let (there, fake) =
        (arn(&format!("network-interface/{other}")), arn("vpc-peering-connection/pcx-fakearn1"));
    let found = analyse(&ec2, &path, &[("FilterInArn.1", &there)]);
    assert_found(&found);
    assert_eq!(found.texts("filterInArnSet.item"), [&there]);
    ec2.advance(1);
    let found = analyse(&ec2, &path, &[("FilterInArn.1", &fake)]);
    assert_blocked(&found, &["COMPONENT_FILTER_RESTRICTION"]);
    assert_eq!(found.text("explanationSet.item.component.arn"), fake);
    ec2.advance(1);
    let found = analyse(&ec2, &path, &[("FilterOutArn.1", &there)]);
    assert_blocked(&found, &["COMPONENT_FILTER_RESTRICTION_REMOVED_COMPONENT"]);
    ec2.advance(1);
    assert_found(&analyse(&ec2, &path, &[("FilterOutArn.1", &fake)]));
    let form = [
        ("NetworkInsightsPathId", path.as_str()),
        ("AdditionalAccount.1", "111111111111"),
        ("ClientToken", "other"),
    ];
    let (code, message) = ec2.refused("StartNetworkInsightsAnalysis", &form);
    assert_eq!(code, "UnsupportedOperation");
    let what = "the parameter AdditionalAccount of StartNetworkInsightsAnalysis";
    assert_eq!(message, format!("parlel-ec2 does not emulate {what}."));
}

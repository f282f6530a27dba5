use super::gateways::{address, internet};
use super::{Net, group, instance, interface, let_in, net, route, token};
use crate::support::{Ec2, Xml};

const CREATE: &str = "CreateNetworkInsightsAccessScope";
const START: &str = "StartNetworkInsightsAccessScopeAnalysis";
const FINDINGS: &str = "GetNetworkInsightsAccessScopeAnalysisFindings";
const FROM_TYPE: &str = "MatchPath.1.Source.ResourceStatement.ResourceType.1";
const TO_TYPE: &str = "MatchPath.1.Destination.ResourceStatement.ResourceType.1";
const FROM: &str = "MatchPath.1.Source.ResourceStatement.Resource.1";
const TO: &str = "MatchPath.1.Destination.ResourceStatement.Resource.1";
const INTERNET: &str = "AWS::EC2::InternetGateway";
const INTERFACES: &str = "AWS::EC2::NetworkInterface";

fn scope(ec2: &Ec2, form: &[(&str, &str)]) -> String {
    let token = token();
    let form: Vec<_> = form.iter().copied().chain([("ClientToken", token.as_str())]).collect();
    let made = ec2.call(CREATE, &form);
    made.text("networkInsightsAccessScope.networkInsightsAccessScopeId").to_owned()
}

fn start(ec2: &Ec2, scope: &str) -> Xml {
    let form = [("NetworkInsightsAccessScopeId", scope), ("ClientToken", &token())];
    let made = ec2.call(START, &form);
    made.at("networkInsightsAccessScopeAnalysis").unwrap().clone()
}

/// What an analysis of a new scope finds: the ids of what is on each way.
fn found(ec2: &Ec2, form: &[(&str, &str)]) -> Vec<Vec<String>> {
    let scope = scope(ec2, form);
    let made = start(ec2, &scope);
    let id = made.text("networkInsightsAccessScopeAnalysisId");
    let all = ec2.call(FINDINGS, &[("NetworkInsightsAccessScopeAnalysisId", id)]);
    assert_eq!(all.text("analysisStatus"), "succeeded");
    let findings = all.all_at("analysisFindingSet.item");
    let has = if findings.is_empty() { "false" } else { "true" };
    assert_eq!(made.text("findingsFound"), has);
    let ids = |it: &Xml| it.texts("findingComponentSet.item.component.id").join(" ");
    findings.iter().map(|it| ids(it).split(' ').map(str::to_owned).collect()).collect()
}

/// Where each way starts and ends.
fn ends(ways: &[Vec<String>]) -> Vec<(&str, &str)> {
    ways.iter().map(|way| (way[0].as_str(), way.last().unwrap().as_str())).collect()
}

/// An instance that the internet reaches, and an interface that it does not.
fn public(ec2: &Ec2) -> (Net, String, String, String) {
    let net = net(ec2, 0);
    let open = group(ec2, &net, "open");
    let_in(ec2, &open, "22", "0.0.0.0/0");
    let gateway = internet(ec2, &net.vpc);
    route(ec2, &net.vpc, "0.0.0.0/0", ("GatewayId", &gateway));
    let (_, one) = instance(ec2, &net.subnets[0], "10.0.1.10", &open);
    ec2.advance(600);
    address(ec2, &one);
    let other = interface(ec2, &net.subnets[0], "10.0.1.11", Some(&open));
    ec2.advance(100_000);
    (net, gateway, one, other)
}

#[test]
fn a_scope_is_made_and_found() {
    let ec2 = Ec2::new();
    let form = [
        (FROM_TYPE, INTERFACES),
        ("MatchPath.1.Source.PacketHeaderStatement.SourceAddress.1", "10.0.0.0/8"),
        ("MatchPath.1.Source.PacketHeaderStatement.DestinationAddress.1", "192.0.2.1"),
        ("MatchPath.1.Source.PacketHeaderStatement.SourcePort.1", "1024-65535"),
        ("MatchPath.1.Source.PacketHeaderStatement.DestinationPort.1", "22"),
        ("MatchPath.1.Source.PacketHeaderStatement.SourcePrefixList.1", "pl-1"),
        ("MatchPath.1.Source.PacketHeaderStatement.DestinationPrefixList.1", "pl-2"),
        ("MatchPath.1.Source.PacketHeaderStatement.Protocol.1", "tcp"),
        ("MatchPath.1.ThroughResource.1.ResourceStatement.Resource.1", "nat-1"),
        ("ExcludePath.1.Destination.ResourceStatement.Resource.1", "igw-1"),
        ("ClientToken", "once"),
        ("TagSpecification.1.ResourceType", "network-insights-access-scope"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "one"),
    ];
    let made = ec2.call(CREATE, &form);
    assert_eq!(ec2.call(CREATE, &form).children[1..], made.children[1..]);
    let id = made.text("networkInsightsAccessScope.networkInsightsAccessScopeId");
    assert!(id.starts_with("nis-"), "{id}");
    let arn = format!("arn:aws:ec2:us-east-1:000000000000:network-insights-access-scope/{id}");
    let all = ec2.call("DescribeNetworkInsightsAccessScopes", &[]);
    let shown = all.at("networkInsightsAccessScopeSet.item").unwrap();
    let told = made.at("networkInsightsAccessScope").unwrap();
    assert_eq!(shown.children, told.children);
    assert_eq!(shown.text("networkInsightsAccessScopeArn"), arn);
    assert_eq!(shown.text("createdDate"), shown.text("updatedDate"));
    assert_eq!(shown.text("tagSet.item.value"), "one");
    let by_id = [("NetworkInsightsAccessScopeId", id)];
    let content = ec2.call("GetNetworkInsightsAccessScopeContent", &by_id);
    let content = content.at("networkInsightsAccessScopeContent").unwrap();
    assert_eq!(Some(content), made.at("networkInsightsAccessScopeContent"));
    let header = content.at("matchPathSet.item.source.packetHeaderStatement").unwrap();
    for (member, value) in [
        ("sourceAddressSet", "10.0.0.0/8"),
        ("destinationAddressSet", "192.0.2.1"),
        ("sourcePortSet", "1024-65535"),
        ("destinationPortSet", "22"),
        ("sourcePrefixListSet", "pl-1"),
        ("destinationPrefixListSet", "pl-2"),
        ("protocolSet", "tcp"),
    ] {
        assert_eq!(header.text(&format!("{member}.item")), value);
    }
    for (path, value) in [
        ("matchPathSet.item.source.resourceStatement.resourceTypeSet.item", INTERFACES),
        ("matchPathSet.item.throughResourceSet.item.resourceStatement.resourceSet.item", "nat-1"),
        ("excludePathSet.item.destination.resourceStatement.resourceSet.item", "igw-1"),
    ] {
        assert_eq!(content.text(path), value);
    }
    ec2.call("DeleteNetworkInsightsAccessScope", &by_id);
    let gone = ec2.refused("GetNetworkInsightsAccessScopeContent", &by_id).0;
    assert_eq!(gone, "InvalidNetworkInsightsAccessScopeId.NotFound");
}

#[test]
fn what_a_scope_cannot_say_is_refused() {
    let ec2 = Ec2::new();
    let header = |member: &str| format!("MatchPath.1.Source.PacketHeaderStatement.{member}.1");
    let refused = |form: &[(&str, &str)]| {
        let form: Vec<_> = form.iter().copied().chain([("ClientToken", "one")]).collect();
        ec2.refused(CREATE, &form)
    };
    let told = |code: &str, message: &str| (code.to_owned(), message.to_owned());
    let message = "The parameter resources cannot be used with the parameter resourceTypes";
    let both = refused(&[(FROM_TYPE, INTERFACES), (FROM, "eni-1")]);
    assert_eq!(both, told("InvalidParameterCombination", message));
    let message = "Value (nowhere) for parameter address is invalid. \
                   This is not a valid CIDR block.";
    let odd = refused(&[(&header("SourceAddress"), "nowhere")]);
    assert_eq!(odd, told("InvalidParameterValue", message));
    let message = "Value (9-1) for parameter port is invalid. This is not a valid port range.";
    let odd = refused(&[(&header("DestinationPort"), "9-1")]);
    assert_eq!(odd, told("InvalidParameterValue", message));
    let message = "parlel-ec2 does not emulate IPv6 addresses in Network Access Scopes.";
    let odd = refused(&[(&header("DestinationAddress"), "2001:db8::/32")]);
    assert_eq!(odd, told("UnsupportedOperation", message));
}

#[test]
fn an_analysis_takes_a_while() {
    let ec2 = Ec2::with_aws_lifecycle();
    let (_, _, one, _) = public(&ec2);
    let scope = scope(&ec2, &[(FROM_TYPE, INTERNET), (TO_TYPE, INTERFACES)]);
    let made = start(&ec2, &scope);
    let id = made.text("networkInsightsAccessScopeAnalysisId");
    let arn =
        format!("arn:aws:ec2:us-east-1:000000000000:network-insights-access-scope-analysis/{id}");
    for (member, value) in [
        ("networkInsightsAccessScopeAnalysisArn", arn.as_str()),
        ("networkInsightsAccessScopeId", &scope),
        ("status", "running"),
        ("findingsFound", "unknown"),
        ("analyzedEniCount", "0"),
    ] {
        assert_eq!(made.text(member), value);
    }
    assert!(id.starts_with("nisa-") && made.at("endDate").is_none());
    let by_id = [("NetworkInsightsAccessScopeAnalysisId", id)];
    let findings = ec2.call(FINDINGS, &by_id);
    assert_eq!(findings.text("analysisStatus"), "running");
    assert!(findings.all_at("analysisFindingSet.item").is_empty());
    ec2.advance(60);
    let all = ec2.call("DescribeNetworkInsightsAccessScopeAnalyses", &[]);
    let shown = all.at("networkInsightsAccessScopeAnalysisSet.item").unwrap();
    let known = ["status", "findingsFound", "analyzedEniCount"].map(|member| shown.text(member));
    assert_eq!(known, ["succeeded", "true", "2"]);
    assert!(shown.text("endDate") > shown.text("startDate"));
    let findings = ec2.call(FINDINGS, &by_id);
    let finding = findings.at("analysisFindingSet.item").unwrap();
    assert_eq!(finding.text("findingId"), "AnalysisFinding-1");
    assert_eq!(finding.text("networkInsightsAccessScopeAnalysisId"), id);
    assert_eq!(finding.text("networkInsightsAccessScopeId"), scope);
    let parts = finding.all_at("findingComponentSet.item");
    let kinds = parts.iter().map(|part| part.text("component.id").split_once('-').unwrap().0);
    // As in AWS's example.
    assert_eq!(kinds.collect::<Vec<_>>(), ["igw", "acl", "sg", "eni"]);
    let to = parts[0].text("inboundHeader.destinationAddressSet.item");
    assert_eq!(to, parts[0].text("outboundHeader.destinationAddressSet.item"));
    assert_eq!(parts[3].text("component.id"), one);
    assert!(parts[3].text("attachedTo.id").starts_with("i-"));
    assert!(parts[3].at("inboundHeader").is_some());
    let message = ec2
        .refused("DeleteNetworkInsightsAccessScope", &[("NetworkInsightsAccessScopeId", &scope)]);
    assert_eq!(message.0, "DependencyViolation");
    ec2.call("DeleteNetworkInsightsAccessScopeAnalysis", &by_id);
    let gone = ec2.refused(FINDINGS, &by_id).0;
    assert_eq!(gone, "InvalidNetworkInsightsAccessScopeAnalysisId.NotFound");
}

#[test]
fn analyses_are_found_by_scope_and_start() {
    let ec2 = Ec2::new();
    let scopes = ["igw-1", "igw-2"].map(|id| scope(&ec2, &[(FROM, id)]));
    start(&ec2, &scopes[0]);
    ec2.advance(3_600);
    start(&ec2, &scopes[1]);
    let count = |form: &[(&str, &str)]| {
        let all = ec2.call("DescribeNetworkInsightsAccessScopeAnalyses", form);
        all.all_at("networkInsightsAccessScopeAnalysisSet.item").len()
    };
    let half = "2026-01-31T12:30:00Z";
    assert_eq!(count(&[]), 2);
    assert_eq!(count(&[("NetworkInsightsAccessScopeId", &scopes[0])]), 1);
    assert_eq!(count(&[("AnalysisStartTimeBegin", half)]), 1);
    assert_eq!(count(&[("AnalysisStartTimeEnd", half)]), 1);
    let (begin, end) = (("AnalysisStartTimeBegin", half), ("AnalysisStartTimeEnd", half));
    assert_eq!(count(&[begin, end]), 0);
}

#[test]
fn ways_are_found_between_what_a_scope_names() {
    let ec2 = Ec2::new();
    let (net, gateway, one, other) = public(&ec2);
    let in_and_out = [(one.as_str(), gateway.as_str()), (&gateway, &one)];
    let out = found(&ec2, &[(FROM_TYPE, INTERFACES), (TO_TYPE, INTERNET)]);
    assert_eq!(ends(&out), [in_and_out[0]]);
    assert_eq!(ends(&found(&ec2, &[(FROM, &gateway)])), [in_and_out[1]]);
    // By the group's only rule, for SSH.
    let port = "MatchPath.1.Source.PacketHeaderStatement.DestinationPort.1";
    let by_port = |range: &str| found(&ec2, &[(FROM, &gateway), (port, range)]).len();
    assert_eq!((by_port("20-30"), by_port("443")), (1, 0));
    let protocol = "MatchPath.1.Destination.PacketHeaderStatement.Protocol.1";
    assert!(found(&ec2, &[(FROM, &gateway), (protocol, "udp")]).is_empty());
    let from = "MatchPath.1.Source.PacketHeaderStatement.SourceAddress.1";
    let by_address = |block: &str| found(&ec2, &[(FROM, &gateway), (from, block)]).len();
    assert_eq!((by_address("198.51.100.0/24"), by_address("10.0.0.0/8")), (1, 0));
    let both = [(one.as_str(), other.as_str()), (&other, &one)];
    for place in [&net.subnets[0], &net.vpc] {
        let inside = found(&ec2, &[(FROM, place), (TO, place)]);
        assert_eq!(ends(&inside), both, "{place}");
    }
    let arn = format!("arn:aws:ec2:us-east-1:000000000000:network-interface/{other}");
    assert_eq!(ends(&found(&ec2, &[(FROM, &arn), (TO_TYPE, INTERFACES)])), [both[1]]);
    let without = [
        (FROM, net.vpc.as_str()),
        (TO, &net.vpc),
        ("ExcludePath.1.Source.ResourceStatement.Resource.1", &one),
    ];
    assert_eq!(ends(&found(&ec2, &without)), [both[1]]);
    let peered = "MatchPath.1.ThroughResource.1.ResourceStatement.ResourceType.1";
    let form = [(FROM, net.vpc.as_str()), (peered, "AWS::EC2::VPCPeeringConnection")];
    assert!(found(&ec2, &form).is_empty());
}

#[test]
fn ways_lead_through_nat_gateways() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let gateway = internet(&ec2, &net.vpc);
    let inside = interface(&ec2, &net.subnets[0], "10.0.1.10", None);
    let made = ec2.call("AllocateAddress", &[("Domain", "vpc")]);
    let form = [("SubnetId", net.subnets[1].as_str()), ("AllocationId", made.text("allocationId"))];
    let nat = ec2.call("CreateNatGateway", &form);
    let nat = nat.text("natGateway.natGatewayId");
    ec2.advance(600);
    route(&ec2, &net.vpc, "0.0.0.0/0", ("GatewayId", &gateway));
    let table = ec2.call("CreateRouteTable", &[("VpcId", &net.vpc)]);
    let table = table.text("routeTable.routeTableId");
    ec2.call("AssociateRouteTable", &[("RouteTableId", table), ("SubnetId", &net.subnets[0])]);
    let form =
        [("RouteTableId", table), ("DestinationCidrBlock", "0.0.0.0/0"), ("NatGatewayId", nat)];
    ec2.call("CreateRoute", &form);
    let out = [(FROM_TYPE, INTERFACES), (TO_TYPE, INTERNET)];
    let ways = found(&ec2, &out);
    assert_eq!(ends(&ways), [(inside.as_str(), gateway.as_str())]);
    assert!(ways[0].iter().any(|id| id == nat));
    let through = |list: &str, member: &str, value: &str| {
        let name = format!("{list}.1.ThroughResource.1.ResourceStatement.{member}.1");
        found(&ec2, &[out[0], out[1], (&name, value)]).len()
    };
    assert_eq!(through("MatchPath", "ResourceType", "AWS::EC2::NatGateway"), 1);
    assert_eq!(through("MatchPath", "Resource", nat), 1);
    assert_eq!(through("ExcludePath", "Resource", nat), 0);
}

#[test]
fn what_cannot_be_analysed_is_refused() {
    let ec2 = Ec2::new();
    let (net, ..) = public(&ec2);
    let refused = |form: &[(&str, &str)]| {
        let scope = scope(&ec2, form);
        let form = [("NetworkInsightsAccessScopeId", scope.as_str()), ("ClientToken", &scope)];
        ec2.refused(START, &form)
    };
    let told = |what: &str| {
        ("UnsupportedOperation".to_owned(), format!("parlel-ec2 does not emulate {what}."))
    };
    let what = "the resource type AWS::EC2::VPCEndpointService as an end in Network Access Scopes";
    assert_eq!(refused(&[(FROM_TYPE, "AWS::EC2::VPCEndpointService")]), told(what));
    let through = "MatchPath.1.ThroughResource.1.ResourceStatement.ResourceType.1";
    let what = "AWS::NetworkFirewall::Firewall on the way in Network Access Scopes";
    assert_eq!(refused(&[(through, "AWS::NetworkFirewall::Firewall")]), told(what));
    let header = "ExcludePath.1.Source.PacketHeaderStatement.DestinationPort.1";
    let what = "packet headers of the paths that a Network Access Scope excludes";
    assert_eq!(refused(&[(FROM_TYPE, INTERFACES), (header, "22")]), told(what));
    for at in 0..100 {
        let address = format!("10.0.2.{}", at + 10);
        interface(&ec2, &net.subnets[1], &address, None);
    }
    let what = "Network Access Scopes of more than 10,000 pairs of resources";
    assert_eq!(refused(&[(FROM_TYPE, INTERFACES)]), told(what));
}

#[test]
fn an_analysis_of_what_has_gone_fails() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    let lone = interface(&ec2, &net.subnets[0], "10.0.1.10", None);
    let scope = scope(&ec2, &[(FROM, &lone)]);
    ec2.call("DeleteNetworkInterface", &[("NetworkInterfaceId", &lone)]);
    let made = start(&ec2, &scope);
    let message = format!("The request failed due to missing component {lone}");
    assert_eq!((made.text("status"), made.text("statusMessage")), ("failed", message.as_str()));
    assert_eq!(made.text("findingsFound"), "unknown");
}

#[test]
fn findings_come_in_pages() {
    let ec2 = Ec2::new();
    let net = net(&ec2, 0);
    for at in 10..13 {
        interface(&ec2, &net.subnets[0], &format!("10.0.1.{at}"), None);
    }
    let made = start(&ec2, &scope(&ec2, &[(FROM, &net.vpc), (TO, &net.vpc)]));
    let id = made.text("networkInsightsAccessScopeAnalysisId");
    let by_id = ("NetworkInsightsAccessScopeAnalysisId", id);
    let first = ec2.call(FINDINGS, &[by_id, ("MaxResults", "4")]);
    let token = ("NextToken", first.text("nextToken"));
    let second = ec2.call(FINDINGS, &[by_id, ("MaxResults", "4"), token]);
    let of = |page: &Xml| page.texts("analysisFindingSet.item.findingId").len();
    assert_eq!((of(&first), of(&second)), (4, 2));
    assert!(second.at("nextToken").is_none());
}

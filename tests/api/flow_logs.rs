use super::support::{Ec2, Xml};

const ROLE: (&str, &str) = ("DeliverLogsPermissionArn", "arn:aws:iam::000000000000:role/flow");
const GROUP: (&str, &str) = ("LogGroupName", "flows");
const ALL: (&str, &str) = ("TrafficType", "ALL");
const TO_S3: [(&str, &str); 2] =
    [("LogDestinationType", "s3"), ("LogDestination", "arn:aws:s3:::flows/of-mine/")];
const DEFAULT_FORMAT: &str = "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} \
                              ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} \
                              ${end} ${action} ${log-status}";

/// The default VPC.
fn vpc(ec2: &Ec2) -> String {
    ec2.call("DescribeVpcs", &[]).text("vpcSet.item.vpcId").to_owned()
}

fn form<'a>(vpc: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [&[("ResourceType", "VPC"), ("ResourceId.1", vpc)], more].concat()
}

fn create(ec2: &Ec2, more: &[(&str, &str)]) -> Xml {
    let vpc = vpc(ec2);
    ec2.call("CreateFlowLogs", &form(&vpc, more))
}

fn describe(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeFlowLogs", &[("FlowLogId.1", id)]);
    found.at("flowLogSet.item").unwrap().clone()
}

#[test]
fn a_flow_log_is_described_as_it_was_created() {
    let ec2 = Ec2::new();
    let created = create(&ec2, &[ALL, GROUP, ROLE]);
    assert!(created.at("unsuccessful").unwrap().children.is_empty());
    assert_eq!(created.text("clientToken").len(), 44, "AWS makes one");
    let id = created.text("flowLogIdSet.item");
    let log = describe(&ec2, id);
    for (path, value) in [
        ("flowLogId", id),
        ("resourceId", &vpc(&ec2)),
        ("flowLogStatus", "ACTIVE"),
        ("deliverLogsStatus", "SUCCESS"),
        ("trafficType", "ALL"),
        ("logDestinationType", "cloud-watch-logs"),
        ("logGroupName", "flows"),
        ("deliverLogsPermissionArn", ROLE.1),
        ("logFormat", DEFAULT_FORMAT),
        ("maxAggregationInterval", "600"),
        ("creationTime", "2026-01-31T12:00:00.000Z"),
    ] {
        assert_eq!(log.text(path), value, "{path}");
    }
    assert!(log.at("tagSet").unwrap().children.is_empty());
    for absent in ["logDestination", "destinationOptions"] {
        assert!(!log.has(absent), "{absent}");
    }
    let deleted = ec2.call("DeleteFlowLogs", &[("FlowLogId.1", id)]);
    assert!(deleted.at("unsuccessful").unwrap().children.is_empty());
    let found = ec2.call("DescribeFlowLogs", &[("FlowLogId.1", id)]);
    assert!(!found.has("flowLogSet.item"));
}

#[test]
fn a_flow_log_can_go_to_a_bucket_or_a_stream() {
    let ec2 = Ec2::new();
    let more = [
        TO_S3[0],
        TO_S3[1],
        ("TrafficType", "REJECT"),
        ("LogFormat", "${vpc-id} ${flow-direction}"),
        ("MaxAggregationInterval", "60"),
        ("DestinationOptions.FileFormat", "parquet"),
    ];
    let log = describe(&ec2, create(&ec2, &more).text("flowLogIdSet.item"));
    for (path, value) in [
        ("logDestination", "arn:aws:s3:::flows/of-mine/"),
        ("logFormat", "${vpc-id} ${flow-direction}"),
        ("maxAggregationInterval", "60"),
        ("destinationOptions.fileFormat", "parquet"),
        ("destinationOptions.hiveCompatiblePartitions", "false"),
        ("destinationOptions.perHourPartition", "false"),
    ] {
        assert_eq!(log.text(path), value, "{path}");
    }
    assert!(!log.has("logGroupName") && !log.has("deliverLogsPermissionArn"));
    let log = describe(&ec2, create(&ec2, &[ALL, TO_S3[0], TO_S3[1]]).text("flowLogIdSet.item"));
    let options = log.at("destinationOptions").unwrap();
    assert_eq!(
        options.children.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(),
        ["plain-text", "false", "false"]
    );
    let stream = "arn:aws:firehose:us-east-1:000000000000:deliverystream/flows";
    let to_stream =
        [ALL, ("LogDestinationType", "kinesis-data-firehose"), ("LogDestination", stream)];
    let log = describe(&ec2, create(&ec2, &to_stream).text("flowLogIdSet.item"));
    assert_eq!(log.text("logDestination"), stream);
    let group = "arn:aws:logs:us-east-1:000000000000:log-group:/vpc/flows:*";
    let to_group = [ALL, ROLE, ("LogDestination", group)];
    let log = describe(&ec2, create(&ec2, &to_group).text("flowLogIdSet.item"));
    assert_eq!((log.text("logGroupName"), log.text("logDestination")), ("/vpc/flows", group));
}

#[test]
fn a_request_names_up_to_a_thousand() {
    let ec2 = Ec2::new();
    let names: Vec<String> = (1..=1001).map(|at| format!("FlowLogId.{at}")).collect();
    let form: Vec<(&str, &str)> =
        names.iter().map(|name| (name.as_str(), "fl-0123456789abcdef0")).collect();
    let message = "No more than 1000 flow log IDs can be specified.".to_owned();
    let refusal = ("InvalidParameter".to_owned(), message);
    for action in ["DescribeFlowLogs", "DeleteFlowLogs"] {
        assert_eq!(ec2.refused(action, &form), refusal, "{action}");
        ec2.call(action, &form[..1000]);
    }
}

#[test]
fn each_resource_succeeds_or_fails_for_itself() {
    let ec2 = Ec2::new();
    let vpc = vpc(&ec2);
    let more = [ALL, TO_S3[0], TO_S3[1], ("ResourceId.2", "vpc-0123456789abcdef0")];
    let created = ec2.call("CreateFlowLogs", &form(&vpc, &more));
    assert_eq!(created.texts("flowLogIdSet.item").len(), 1);
    let failed = created.at("unsuccessful.item").unwrap();
    assert_eq!(failed.text("resourceId"), "vpc-0123456789abcdef0");
    assert_eq!(failed.text("error.code"), "InvalidVpcId.NotFound");
    assert_eq!(failed.text("error.message"), "Unknown resource vpc-0123456789abcdef0");
    let again = ec2.call("CreateFlowLogs", &form(&vpc, &more[..3]));
    assert!(!again.has("flowLogIdSet.item"));
    assert_eq!(again.text("unsuccessful.item.error.code"), "FlowLogAlreadyExists");
    let expected =
        "Error. There is an existing Flow Log with the same configuration and log destination.";
    assert_eq!(again.text("unsuccessful.item.error.message"), expected);
    let other = [("TrafficType", "ACCEPT"), TO_S3[0], TO_S3[1]];
    assert!(ec2.call("CreateFlowLogs", &form(&vpc, &other)).has("flowLogIdSet.item"));

    let subnet = ec2.call("DescribeSubnets", &[]);
    let subnet = subnet.text("subnetSet.item.subnetId");
    let interface = ec2.call("CreateNetworkInterface", &[("SubnetId", subnet)]);
    let interface = interface.text("networkInterface.networkInterfaceId");
    for (kind, id, other, code) in [
        ("Subnet", subnet, "subnet-0123456789abcdef0", "InvalidSubnetId.NotFound"),
        (
            "NetworkInterface",
            interface,
            "eni-0123456789abcdef0",
            "InvalidNetworkInterfaceId.NotFound",
        ),
    ] {
        let form = [("ResourceType", kind), ("ResourceId.1", id), ("ResourceId.2", other)];
        let created = ec2.call("CreateFlowLogs", &[&form[..], &more[..3]].concat());
        assert_eq!(created.texts("flowLogIdSet.item").len(), 1, "{kind}");
        assert_eq!(created.text("unsuccessful.item.error.code"), code);
    }
}

#[test]
fn destinations_and_roles_must_fit() {
    let ec2 = Ec2::new();
    let vpc = vpc(&ec2);
    let kind = |kind| ("LogDestinationType", kind);
    let to = |arn| ("LogDestination", arn);
    let role = ("DeliverCrossAccountRole", "arn:aws:iam::111122223333:role/flow");
    let stream = "arn:aws:firehose:us-east-1:000000000000:deliverystream/flows";
    let both = "When providing a role for cross-account delivery, both the \
                DeliverLogsPermissionArn and DeliverCrossAccountRole fields must be set.";
    let no_arn =
        |arn: &str, kind: &str| format!("LogDestination: {arn} is not a valid ARN for {kind}");
    let (bucket, group) = ("arn:aws:s3:::flows/AWSLogs/x", "arn:aws:logs:us-east-1:0:group:x");
    let elsewhere = "arn:aws:logs:eu-west-1:000000000000:log-group:x";
    for (more, said) in [
        (vec![ROLE, to(elsewhere)], "LogDestination must be in the same region as the API caller."),
        (vec![ROLE], "LogDestination can't be empty if LogGroupName is not provided."),
        (
            vec![ROLE, GROUP, to("x")],
            "Please only provide LogGroupName or only provide LogDestination.",
        ),
        (
            vec![GROUP, kind("s3")],
            "LogDestination type must be cloud-watch-logs if LogGroupName is provided.",
        ),
        (
            vec![GROUP],
            "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.",
        ),
        (
            vec![TO_S3[0], TO_S3[1], ROLE],
            "DeliverLogsPermissionArn is not applicable for s3 delivery",
        ),
        (
            vec![TO_S3[0], TO_S3[1], role],
            "DeliverCrossAccountRole is not applicable for s3 delivery",
        ),
        (vec![kind("kinesis-data-firehose"), to(stream), ROLE], both),
        (vec![kind("kinesis-data-firehose"), to(stream), role], both),
        (
            vec![kind("kinesis-data-firehose"), to("arn:aws:firehose:x")],
            &no_arn("arn:aws:firehose:x", "kinesis-data-firehose"),
        ),
        (vec![TO_S3[0], to("flows")], &no_arn("flows", "s3")),
        (vec![TO_S3[0], to(bucket)], &no_arn(bucket, "s3")),
        (vec![ROLE, to(group)], &no_arn(group, "cloud-watch-logs")),
        (
            vec![ROLE, GROUP, ("MaxAggregationInterval", "300")],
            "Invalid Flow Log Max Aggregation Interval",
        ),
        (
            vec![ROLE, GROUP, ("LogFormat", "${version} ${nothing}")],
            "Unknown field in LogFormat: nothing",
        ),
        (
            vec![ROLE, GROUP, ("DestinationOptions.PerHourPartition", "true")],
            "DestinationOptions are only applicable for s3 delivery",
        ),
    ] {
        let mut form = form(&vpc, &[ALL]);
        form.extend(&more);
        let (code, message) = ec2.refused("CreateFlowLogs", &form);
        assert_eq!((code.as_str(), message.as_str()), ("InvalidParameter", said), "{more:?}");
    }
    let none = ec2.call("DescribeFlowLogs", &[]);
    assert!(!none.has("flowLogSet.item"));
}

#[test]
fn formats_and_needed_parameters_are_checked() {
    let ec2 = Ec2::new();
    let vpc = vpc(&ec2);
    for format in ["${version} ${start} ", "version", "${version},${start}"] {
        let form = form(&vpc, &[ALL, ROLE, GROUP, ("LogFormat", format)]);
        let (code, message) = ec2.refused("CreateFlowLogs", &form);
        assert_eq!(code, "InvalidParameterValue");
        let expected = format!(
            "1 validation error detected: Value '{format}' at 'logFormat' has an invalid format"
        );
        assert_eq!(message, expected);
    }
    let other = [("ResourceType", "S3"), ("ResourceId.1", vpc.as_str()), ALL, ROLE, GROUP];
    let (code, message) = ec2.refused("CreateFlowLogs", &other);
    assert_eq!(code, "InvalidParameterValue");
    let expected =
        "1 validation error detected: Value 'S3' at 'resourceType' has an invalid format";
    assert_eq!(message, expected);
    let no_resources = [("ResourceType", "VPC"), ALL, ROLE, GROUP];
    for (form, name) in
        [(form(&vpc, &TO_S3), "TrafficType"), (no_resources.to_vec(), "ResourceIds")]
    {
        let (code, message) = ec2.refused("CreateFlowLogs", &form);
        assert_eq!(code, "MissingParameter");
        let expected = format!(
            "The request must include the {name} parameter. Add the required parameter and retry \
             the request."
        );
        assert_eq!(message, expected);
    }
    let ids: Vec<String> = (1..=301).map(|at| format!("ResourceId.{at}")).collect();
    let mut many = vec![("ResourceType", "VPC"), ALL, TO_S3[0], TO_S3[1]];
    many.extend(ids.iter().map(|name| (name.as_str(), vpc.as_str())));
    let (code, message) = ec2.refused("CreateFlowLogs", &many);
    assert_eq!(code, "InvalidParameter");
    assert_eq!(message, "No more than 300 resources can be specified.");
    assert!(!ec2.call("DescribeFlowLogs", &[]).has("flowLogSet.item"));
}

#[test]
fn what_is_not_emulated_is_refused_by_name() {
    let ec2 = Ec2::new();
    let gateway =
        [("ResourceType", "RegionalNatGateway"), ("ResourceId.1", "tgw-1"), ALL, GROUP, ROLE];
    let (code, message) = ec2.refused("CreateFlowLogs", &gateway);
    assert_eq!(code, "UnsupportedOperation");
    assert_eq!(message, "parlel-ec2 does not emulate flow logs of the type RegionalNatGateway.");
    for kind in ["TransitGatewayAttachment", "VPC", "Subnet", "NetworkInterface"] {
        let other = [&[("ResourceType", kind)], &gateway[1..]].concat();
        let (code, message) = ec2.refused("CreateFlowLogs", &other);
        assert_eq!(code, "InvalidParameter");
        assert_eq!(message, format!("Invalid Resource id tgw-1 for resource-type {kind}"));
    }
    let vpc = vpc(&ec2);
    let tags = [ALL, GROUP, ROLE, ("TagFieldSpecification.1.ResourceType", "instance")];
    let (code, message) = ec2.refused("CreateFlowLogs", &form(&vpc, &tags));
    assert_eq!(code, "UnsupportedOperation");
    assert!(message.contains("TagFieldSpecification of CreateFlowLogs"), "{message}");
}

#[test]
fn transit_gateways_and_their_attachments_have_flow_logs() {
    let ec2 = Ec2::new();
    let gateway = ec2.call("CreateTransitGateway", &[]);
    let gateway = gateway.text("transitGateway.transitGatewayId");
    let (vpc, subnet) = (vpc(&ec2), ec2.call("DescribeSubnets", &[]));
    let form = [
        ("TransitGatewayId", gateway),
        ("VpcId", vpc.as_str()),
        ("SubnetIds.1", subnet.texts("subnetSet.item.subnetId")[0]),
    ];
    let attachment = ec2.call("CreateTransitGatewayVpcAttachment", &form);
    let attachment = attachment.text("transitGatewayVpcAttachment.transitGatewayAttachmentId");
    for (kind, id) in [("TransitGateway", gateway), ("TransitGatewayAttachment", attachment)] {
        let of = [("ResourceType", kind), ("ResourceId.1", id), GROUP, ROLE];
        let created = ec2.call("CreateFlowLogs", &of);
        let log = describe(&ec2, created.text("flowLogIdSet.item"));
        assert_eq!(log.text("resourceId"), id);
        assert_eq!(log.text("maxAggregationInterval"), "60");
        assert!(!log.has("trafficType"), "there is none");
        let format = log.text("logFormat");
        assert!(format.starts_with("${version} ${resource-type} ${account-id} ${tgw-id}"));
        assert!(format.ends_with("${pkt-src-aws-service} ${pkt-dst-aws-service}"));

        let refused =
            |more: (&str, &str)| ec2.refused("CreateFlowLogs", &[&of[..], &[more]].concat());
        let no = "is not supported when the resource-type is TransitGateway or \
                  TransitGatewayAttachment";
        let other = format!("max-aggregation-interval other than 60 sec / 1 min {no}");
        let expected = ("InvalidParameter".to_owned(), other);
        assert_eq!(refused(("MaxAggregationInterval", "600")), expected);
        let expected = ("InvalidParameter".to_owned(), format!("traffic-type {no}"));
        assert_eq!(refused(ALL), expected);
        let unknown =
            ("InvalidParameter".to_owned(), "Unknown field in LogFormat: action".to_owned());
        assert_eq!(refused(("LogFormat", "${tgw-id} ${action}")), unknown);
        let again = ec2.call("CreateFlowLogs", &[&of[..], &[("LogFormat", "${tgw-id}")]].concat());
        assert_eq!(again.texts("flowLogIdSet.item").len(), 1);
    }
    for (kind, id, code) in [
        ("TransitGateway", "tgw-0123456789abcdef0", "InvalidTransitGatewayId.NotFound"),
        (
            "TransitGatewayAttachment",
            "tgw-attach-0123456789abcdef0",
            "InvalidTransitGatewayAttachmentId.NotFound",
        ),
    ] {
        let of = [("ResourceType", kind), ("ResourceId.1", id), GROUP, ROLE];
        let answer = ec2.call("CreateFlowLogs", &of);
        let error = answer.at("unsuccessful.item.error").unwrap();
        assert_eq!(error.text("code"), code);
        assert_eq!(error.text("message"), format!("Unknown resource {id}"));
    }
}

#[test]
fn ids_are_checked() {
    let ec2 = Ec2::new();
    let kept = create(&ec2, &[ALL, GROUP, ROLE]);
    let kept = kept.text("flowLogIdSet.item");
    let unknown = "fl-0123456789abcdef0";
    let form = [("FlowLogId.1", unknown), ("FlowLogId.2", kept)];
    let found = ec2.call("DescribeFlowLogs", &form);
    assert_eq!(found.texts("flowLogSet.item.flowLogId"), [kept]);
    let malformed = [("FlowLogId.1", "vpc-1"), ("FlowLogId.2", kept)];
    for action in ["DescribeFlowLogs", "DeleteFlowLogs"] {
        let (code, message) = ec2.refused(action, &malformed);
        assert_eq!(code, "InvalidParameterValue");
        let expected =
            "1 validation error detected: Value 'vpc-1' at 'flowLogId' has an invalid format";
        assert_eq!(message, expected);
    }
    let (code, message) = ec2.refused("DeleteFlowLogs", &[]);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "1 validation error detected: Value null at 'flowLogId' has an invalid format";
    assert_eq!(message, expected);
    let deleted = ec2.call("DeleteFlowLogs", &form);
    let failed = deleted.at("unsuccessful.item").unwrap();
    assert_eq!(failed.text("resourceId"), unknown);
    assert_eq!(failed.text("error.code"), "InvalidFlowLogId.NotFound");
    let expected =
        format!("These flow log ids in the input list are not found: [TotalCount: 1] {unknown}");
    assert_eq!(failed.text("error.message"), expected);
    assert!(!ec2.call("DescribeFlowLogs", &[]).has("flowLogSet.item"));
}

#[test]
fn tags_tokens_and_filters() {
    let ec2 = Ec2::new();
    let tagged = [
        ALL,
        GROUP,
        ROLE,
        ("ClientToken", "once"),
        ("TagSpecification.1.ResourceType", "vpc-flow-log"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "all"),
    ];
    let first = create(&ec2, &tagged);
    assert_eq!(first.text("clientToken"), "once");
    assert_eq!(create(&ec2, &tagged).children[1..], first.children[1..], "answered again");
    let first = first.text("flowLogIdSet.item");
    let second = create(&ec2, &[("TrafficType", "REJECT"), TO_S3[0], TO_S3[1]]);
    let second = second.text("flowLogIdSet.item");
    let find = |name: &str, value: &str| {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeFlowLogs", &form);
        let ids = found.texts("flowLogSet.item.flowLogId");
        ids.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(find("resource-id", &vpc(&ec2)), [first, second]);
    assert_eq!(find("log-destination-type", "s3"), [second]);
    assert_eq!(find("log-group-name", "flows"), [first]);
    assert_eq!(find("traffic-type", "REJECT"), [second]);
    assert_eq!(find("tag:Name", "all"), [first]);
    assert_eq!(find("deliver-log-status", "SUCCESS"), [first, second]);
    assert!(find("deliver-log-status", "FAILED").is_empty());
    let dry = [ALL, TO_S3[0], TO_S3[1], ("DryRun", "true")];
    let vpc = vpc(&ec2);
    assert_eq!(ec2.refused("CreateFlowLogs", &form(&vpc, &dry)).0, "DryRunOperation");
    assert_eq!(find("resource-id", &vpc).len(), 2);
}

use super::support::Ec2;

const TOPIC: &str = "arn:aws:sns:us-east-1:000000000000:endpoints";

const BALANCER: &str =
    "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/front/0123456789abcdef";

fn service(ec2: &Ec2) -> String {
    let form = [("NetworkLoadBalancerArn.1", BALANCER)];
    let made = ec2.call("CreateVpcEndpointServiceConfiguration", &form);
    made.text("serviceConfiguration.serviceId").to_owned()
}

#[test]
fn a_notification_lives_from_create_to_delete() {
    let ec2 = Ec2::new();
    let service = service(&ec2);
    let form = [
        ("ServiceId", service.as_str()),
        ("ConnectionNotificationArn", TOPIC),
        ("ConnectionEvents.1", "Reject"),
        ("ConnectionEvents.2", "Accept"),
    ];
    let made = ec2.call("CreateVpcEndpointConnectionNotification", &form);
    let made = made.at("connectionNotification").unwrap();
    let id = made.text("connectionNotificationId").to_owned();
    for (path, value) in [
        ("serviceId", service.as_str()),
        ("connectionNotificationType", "Topic"),
        ("connectionNotificationArn", TOPIC),
        ("connectionNotificationState", "Enabled"),
    ] {
        assert_eq!(made.text(path), value, "{path}");
    }
    assert_eq!(made.texts("connectionEvents.item"), ["Accept", "Reject"]);
    let by_id = ("ConnectionNotificationId", id.as_str());
    let other = "arn:aws:sns:us-east-1:000000000000:others";
    let change = [by_id, ("ConnectionNotificationArn", other), ("ConnectionEvents.1", "Delete")];
    ec2.call("ModifyVpcEndpointConnectionNotification", &change);
    let filter = [("Filter.1.Name", "service-id"), ("Filter.1.Value.1", service.as_str())];
    let found = ec2.call("DescribeVpcEndpointConnectionNotifications", &filter);
    let found = found.at("connectionNotificationSet.item").unwrap();
    assert_eq!(found.text("connectionNotificationArn"), other);
    assert_eq!(found.texts("connectionEvents.item"), ["Delete"]);

    let listed = [("ConnectionNotificationId.1", id.as_str())];
    for expected in [0, 1] {
        let answer = ec2.call("DeleteVpcEndpointConnectionNotifications", &listed);
        assert_eq!(answer.all_at("unsuccessful.item").len(), expected);
    }
    let (code, message) = ec2.refused("ModifyVpcEndpointConnectionNotification", &change);
    assert_eq!(code, "InvalidConnectionNotification");
    assert_eq!(message, format!("The ConnectionNotification Id '{id}' does not exist"));
    let (code, _) = ec2.refused("DescribeVpcEndpointConnectionNotifications", &[by_id]);
    assert_eq!(code, "InvalidConnectionNotification");
    // A service takes its notifications along.
    ec2.call("CreateVpcEndpointConnectionNotification", &form);
    ec2.call("DeleteVpcEndpointServiceConfigurations", &[("ServiceId.1", &service)]);
    let left = ec2.call("DescribeVpcEndpointConnectionNotifications", &[]);
    assert!(!left.has("connectionNotificationSet.item"));
}

const INTERFACE: [(&str, &str); 3] = [
    ("ServiceName", "com.amazonaws.us-east-1.ec2"),
    ("VpcEndpointType", "Interface"),
    ("PrivateDnsEnabled", "false"),
];

#[test]
fn a_notification_is_of_a_service_or_an_endpoint() {
    let ec2 = Ec2::new();
    let service = service(&ec2);
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned();
    let form = [("VpcId", vpc.as_str()), ("ServiceName", "com.amazonaws.us-east-1.s3")];
    let gateway = ec2.call("CreateVpcEndpoint", &form);
    let gateway = gateway.text("vpcEndpoint.vpcEndpointId");
    let endpoint = ec2.call("CreateVpcEndpoint", &[&form[..1], &INTERFACE].concat());
    let endpoint = endpoint.text("vpcEndpoint.vpcEndpointId");
    let rest = [("ConnectionNotificationArn", TOPIC), ("ConnectionEvents.1", "Connect")];
    let of_endpoint = ("VpcEndpointId", endpoint);
    let of_service = ("ServiceId", service.as_str());
    let action = "CreateVpcEndpointConnectionNotification";
    let no_gateways =
        format!("Endpoint type (Gateway) of {gateway} does not support notifications.");
    let made = ec2.call(action, &[of_endpoint, rest[0], rest[1]]);
    assert_eq!(made.text("connectionNotification.vpcEndpointId"), endpoint);
    for (form, code, message) in [
        (
            vec![("VpcEndpointId", gateway), rest[0], rest[1]],
            "InvalidParameter",
            no_gateways.as_str(),
        ),
        (
            vec![of_service, of_endpoint, rest[0], rest[1]],
            "InvalidParameterCombination",
            "The parameter serviceId cannot be used with the parameter vpcEndpointId",
        ),
        (rest.to_vec(), "MissingParameter", "The request must contain the parameter serviceId"),
        (
            vec![of_service, ("ConnectionNotificationArn", "topic"), rest[1]],
            "InvalidParameter",
            "The topic ARN 'topic' is not valid.",
        ),
        (
            vec![of_service, rest[0], ("ConnectionEvents.1", "Leave")],
            "InvalidParameter",
            "The connection event 'Leave' is not valid.",
        ),
    ] {
        assert_eq!(ec2.refused(action, &form), (code.to_owned(), message.to_owned()));
    }
    ec2.call("DeleteVpcEndpoints", &[("VpcEndpointId.1", endpoint)]);
    let left = ec2.call("DescribeVpcEndpointConnectionNotifications", &[]);
    assert!(!left.has("connectionNotificationSet.item"));
    assert_eq!(
        ec2.refused(action, &[of_endpoint, rest[0], rest[1]]).0,
        "InvalidVpcEndpointId.NotFound"
    );
}

//! Failures that a test asks for: which requests they strike, how often, and with what.

mod connections;
mod launched;
mod launches;
mod services;

use super::support::{Ec2, Refusal};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

fn add(ec2: &Ec2, rule: &Value) -> Value {
    ec2.control("POST", "faults", &rule.to_string())
}

/// How often each rule was matched and has struck.
fn fared(ec2: &Ec2) -> Vec<(u64, u64)> {
    let listed = ec2.control("GET", "faults", "");
    let of = |rule: &Value| (rule["matched"].as_u64().unwrap(), rule["fired"].as_u64().unwrap());
    listed["faults"].as_array().unwrap().iter().map(of).collect()
}

fn not_taken(ec2: &Ec2, rule: &Value) -> String {
    let request = Request::post("/_parlel/faults").body(Body::from(rule.to_string())).unwrap();
    let (status, text) = ec2.send(request);
    assert_eq!(status, 400, "{text}");
    serde_json::from_str::<Value>(&text).unwrap()["error"].as_str().unwrap().to_owned()
}

fn refusal(status: u16, code: &str, message: &str) -> Refusal {
    Refusal { status, code: code.to_owned(), message: message.to_owned() }
}

#[test]
fn a_rule_strikes_as_often_as_it_says() {
    let ec2 = Ec2::new();
    let rule = json!({ "action": "DescribeVpcs", "error": "RequestLimitExceeded", "count": 2 });
    let shown = add(&ec2, &rule);
    let wanted = json!({
        "id": 1, "action": "DescribeVpcs", "at": "request", "error": "RequestLimitExceeded",
        "status": 503, "count": 2, "matched": 0, "fired": 0,
    });
    assert_eq!(shown, wanted);
    let message = "Request limit exceeded. Account 000000000000 has been throttled on \
                   ec2:DescribeVpcs because it exceeded its request rate limit.";
    let limit = refusal(503, "RequestLimitExceeded", message);
    for _ in 0..2 {
        assert_eq!(ec2.ask("DescribeVpcs", &[]).unwrap_err(), limit);
        ec2.call("DescribeSubnets", &[]);
    }
    ec2.call("DescribeVpcs", &[]);
    assert_eq!(fared(&ec2), [(3, 2)]);
}

#[test]
fn answers_that_are_kept_are_struck_too() {
    let ec2 = Ec2::new();
    ec2.call("DescribeVpcs", &[]);
    ec2.call("DescribeVpcs", &[]);
    add(&ec2, &json!({ "action": "Describe*", "error": "InternalError" }));
    let broken = refusal(500, "InternalError", "An internal error has occurred");
    assert_eq!(ec2.ask("DescribeVpcs", &[]).unwrap_err(), broken);
    assert_eq!(ec2.control("DELETE", "faults", ""), json!({ "removed": 1 }));
    ec2.call("DescribeVpcs", &[]);
}

#[test]
fn rules_know_accounts_regions_and_what_a_request_names() {
    let ec2 = Ec2::new();
    let unavailable = "The service is unavailable. Please try again shortly.";
    let unavailable = refusal(503, "Unavailable", unavailable);
    let is_struck =
        |ec2: &Ec2, action: &str, parameters: &[(&str, &str)]| match ec2.ask(action, parameters) {
            Err(refusal) if refusal == unavailable => true,
            Ok(_) => false,
            Err(refusal) => panic!("{refusal:?}"),
        };
    let with = |matcher: &Value| {
        let mut rule = matcher.clone();
        rule["error"] = "Unavailable".into();
        ec2.control("DELETE", "faults", "");
        add(&ec2, &rule);
    };
    let other = ec2.as_account("111122223333");
    with(&json!({ "account": "1111*" }));
    assert!(is_struck(&other, "DescribeVpcs", &[]) && !is_struck(&ec2, "DescribeVpcs", &[]));
    let europe = ec2.in_region("eu-west-1");
    with(&json!({ "region": "eu-*" }));
    assert!(is_struck(&europe, "DescribeVpcs", &[]) && !is_struck(&ec2, "DescribeVpcs", &[]));
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let vpc = vpc.text("vpc.vpcId");
    with(&json!({ "resource": vpc }));
    assert!(is_struck(&ec2, "DescribeVpcs", &[("VpcId.1", vpc)]));
    assert!(!is_struck(&ec2, "DescribeVpcs", &[]));
    with(&json!({ "instanceType": "t3.*" }));
    let launch = |kind| [("ImageId", "ami-0abcdef1234567890"), ("InstanceType", kind)];
    assert!(is_struck(&ec2, "RunInstances", &launch("t3.micro")));
    assert!(!is_struck(&ec2, "RunInstances", &launch("m5.large")));
    assert!(is_struck(&ec2, "DescribeInstanceTypes", &[("InstanceType.1", "t3.nano")]));
    with(&json!({ "zone": "us-east-1b" }));
    let subnet = |zone| [("AvailabilityZone", zone), ("VpcId", vpc), ("CidrBlock", "10.0.0.0/24")];
    assert!(is_struck(&ec2, "CreateSubnet", &subnet("us-east-1b")));
    assert!(!is_struck(&ec2, "CreateSubnet", &subnet("us-east-1a")));
}

#[test]
fn chance_is_seeded() {
    let struck = |seed: u64| -> Vec<bool> {
        let ec2 = Ec2::new();
        let rule = json!({ "error": "Unavailable", "probability": 0.3, "seed": seed });
        add(&ec2, &rule);
        (0..200).map(|_| ec2.ask("DescribeVpcs", &[]).is_err()).collect()
    };
    let one = struck(7);
    assert_eq!(one, struck(7));
    assert_ne!(one, struck(8));
    let count = one.iter().filter(|struck| **struck).count();
    assert!((40..80).contains(&count), "{count} of 200");
}

#[test]
fn of_several_rules_the_first_failure_counts() {
    let ec2 = Ec2::new();
    add(&ec2, &json!({ "error": "Custom.Code", "message": "One <b>", "status": 418, "count": 1 }));
    add(&ec2, &json!({ "error": "InternalError" }));
    assert_eq!(ec2.ask("DescribeVpcs", &[]).unwrap_err(), refusal(418, "Custom.Code", "One <b>"));
    assert_eq!(ec2.ask("DescribeVpcs", &[]).unwrap_err().code, "InternalError");
    assert_eq!(fared(&ec2), [(2, 1), (2, 1)]);
    assert_eq!(ec2.control("DELETE", "faults/2", ""), json!({ "removed": 1 }));
    ec2.call("DescribeVpcs", &[]);
    let gone = Request::delete("/_parlel/faults/2").body(Body::empty()).unwrap();
    let (status, text) = ec2.send(gone);
    assert_eq!((status, text.as_str()), (404, r#"{"error":"there is no fault 2; there are: 1"}"#));
    ec2.control("POST", "reset", "");
    assert!(fared(&ec2).is_empty());
}

#[test]
fn who_may_not_is_told_what_and_why() {
    let ec2 = Ec2::new();
    add(&ec2, &json!({ "error": "UnauthorizedOperation" }));
    let (code, message) = ec2.refused("DescribeVpcs", &[]);
    assert_eq!(code, "UnauthorizedOperation");
    assert_eq!(
        message,
        "You are not authorized to perform this operation. User: \
         arn:aws:iam::000000000000:root is not authorized to perform: ec2:DescribeVpcs because no \
         identity-based policy allows the ec2:DescribeVpcs action"
    );
    for (action, parameters, resource) in [
        ("CreateInternetGateway", &[][..], "internet-gateway/*"),
        (
            "StopInstances",
            &[("InstanceId.1", "i-1234567890abcdef0")],
            "instance/i-1234567890abcdef0",
        ),
        ("RunInstances", &[("SubnetId", "subnet-1234567890abcdef0")], "instance/*"),
        ("EnableSerialConsoleAccess", &[], "*/*"),
    ] {
        let refused = ec2.ask(action, parameters).unwrap_err();
        let wanted = format!(
            "You are not authorized to perform this operation. User: \
             arn:aws:iam::000000000000:root is not authorized to perform: ec2:{action} on \
             resource: arn:aws:ec2:us-east-1:000000000000:{resource} because no identity-based \
             policy allows the ec2:{action} action. Encoded authorization failure message: "
        );
        assert_eq!(refused.status, 403);
        let encoded =
            refused.message.strip_prefix(&wanted).unwrap_or_else(|| panic!("{refused:?}"));
        assert!(encoded.len() > 100 && !encoded.contains(['+', '/', '=', ' ']), "{encoded}");
    }
}

#[test]
fn other_services_answer_in_their_own_form() {
    let ec2 = Ec2::new();
    add(&ec2, &json!({ "action": "GetCallerIdentity", "error": "RequestExpired" }));
    let request = Request::post("/")
        .header("content-type", "application/x-www-form-urlencoded")
        .header(
            "authorization",
            "AWS4-HMAC-SHA256 Credential=a/20260131/us-east-1/sts/aws4_request",
        )
        .body(Body::from("Action=GetCallerIdentity&Version=2011-06-15"))
        .unwrap();
    let (status, text) = ec2.send(request);
    assert_eq!(status, 400);
    assert!(
        text.contains("<ErrorResponse") && text.contains("<Code>RequestExpired</Code>"),
        "{text}"
    );
}

#[test]
fn a_wrong_rule_is_told_what_was_expected() {
    let ec2 = Ec2::new();
    let throttled = "RequestLimitExceeded";
    for (rule, told) in [
        (json!({}), "give what is to happen: error, latencyMillis, connection or event"),
        (json!({ "error": throttled, "connection": "cut" }), "give error or connection, not both"),
        (json!({ "connection": "cut", "status": 500 }), "status and message go with an error"),
        (json!({ "error": throttled, "count": 0 }), "count goes from 1"),
        (json!({ "error": throttled, "probability": 1.5 }), "probability goes from 0 to 1"),
        (json!({ "error": throttled, "seed": 1 }), "seed goes with probability"),
        (json!({ "error": throttled, "status": 200 }), "status goes from 400 to 599"),
        (json!({ "latencyMillis": 600_001 }), "latencyMillis goes up to 600000"),
        (json!({ "error": "no code", "message": "m" }), "error is a code such as"),
        (json!({ "error": "Unheard.Of" }), "Unheard.Of needs a message; AWS's words are known of"),
        (
            json!({ "error": "InsufficientInstanceCapacity", "at": "request" }),
            "InsufficientInstanceCapacity needs a message",
        ),
        (
            json!({ "error": "InsufficientInstanceCapacity", "latencyMillis": 5 }),
            "a launch takes an error alone",
        ),
        (json!({ "error": throttled, "market": "spot" }), "market goes with what happens at"),
        (json!({ "error": throttled, "action": "RunInstance" }), "action is none of EC2's"),
        (json!({ "error": throttled, "region": "mars-*" }), "region is none of AWS's"),
        (json!({ "error": throttled, "zone": "us-east-1" }), "zone is none of AWS's"),
        (json!({ "error": throttled, "instanceType": "t33.*" }), "instanceType is none of AWS's"),
        (json!({ "error": throttled, "account": "mine" }), "account is a number"),
        (json!({ "error": throttled, "actions": "x" }), "unknown field `actions`, expected one of"),
        (json!({ "error": throttled, "connection": "gone" }), "expected one of `dropped`, `lost`"),
    ] {
        let error = not_taken(&ec2, &rule);
        assert!(error.contains(told), "{rule}: {error}");
    }
    for _ in 0..1_000 {
        add(&ec2, &json!({ "error": throttled }));
    }
    let error = not_taken(&ec2, &json!({ "error": throttled }));
    assert_eq!(error, "there are 1000 rules already; DELETE some");
}

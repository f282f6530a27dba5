//! What lies around the API: methods, paths, headers, other services, the control routes.

use super::support::{Ec2, Xml};
use axum::body::Body;
use axum::http::Request;
use parlel_ec2::Config;

fn post(body: &str) -> axum::http::request::Builder {
    Request::post("/")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("content-length", body.len())
}

#[test]
fn any_path_host_and_header_will_do() {
    let form = "Action=DescribeRegions&Version=2016-11-15";
    let request = post(form)
        .uri("/some/proxy/path")
        .header("host", "4700-preview.example.com")
        .header("x-forwarded-host", "elsewhere.example.com")
        .header("cookie", "a=b")
        .body(Body::from(form))
        .unwrap();
    let (status, headers, text) = Ec2::new().send_for_headers(request);
    assert_eq!(status, 200);
    assert_eq!(headers["content-type"], "text/xml;charset=UTF-8");
    let answer = Xml::parse(&text);
    assert_eq!(answer.name, "DescribeRegionsResponse");
    assert_eq!(headers["x-amzn-requestid"], answer.text("requestId"));
}

#[test]
fn a_get_with_a_query_is_a_request_too() {
    let query = "/?Action=DescribeRegions&Version=2016-11-15&X-Amz-Algorithm=AWS4-HMAC-SHA256\
                 &X-Amz-Credential=000000000000/20260131/eu-west-1/ec2/aws4_request\
                 &X-Amz-Signature=0";
    let request = Request::get(query).body(Body::empty()).unwrap();
    let (status, text) = Ec2::new().send(request);
    assert_eq!(status, 200, "{text}");
}

#[test]
fn other_methods_are_refused() {
    let request = Request::delete("/").body(Body::empty()).unwrap();
    let (status, headers, text) = Ec2::new().send_for_headers(request);
    assert_eq!(status, 405);
    assert_eq!(headers["allow"], "GET, HEAD, POST");
    assert!(text.contains("<Code>MethodNotAllowed</Code>"), "{text}");
}

#[test]
fn a_body_without_end_is_refused() {
    let ec2 = Ec2::with(Config { max_body_kib: 1, ..Config::default() });
    let form = format!("Action=DescribeRegions&Padding={}", "x".repeat(2048));
    let (status, text) = ec2.send(post(&form).body(Body::from(form)).unwrap());
    assert_eq!(status, 413);
    assert!(text.contains("larger than 1024 bytes"), "{text}");
}

#[test]
fn a_request_without_an_action_is_told_where_it_is() {
    let (status, text) = Ec2::new().send(Request::get("/").body(Body::empty()).unwrap());
    assert_eq!(status, 400);
    assert!(text.contains("<Code>MissingAction</Code>"), "{text}");
    assert!(text.contains("parlel-ec2"), "{text}");
}

#[test]
fn unknown_actions_and_versions_are_refused() {
    let (code, message) = Ec2::new().refused("LaunchRocket", &[]);
    assert_eq!(code, "InvalidAction");
    assert_eq!(message, "The action LaunchRocket is not valid for this web service.");
    let form = "Action=DescribeRegions&Version=2009-01-01";
    let (status, text) = Ec2::new().send(post(form).body(Body::from(form)).unwrap());
    assert_eq!(status, 400);
    assert!(text.contains("<Code>NoSuchVersion</Code>"), "{text}");
}

#[test]
fn an_unknown_region_is_refused() {
    let refusal = Ec2::new().in_region("xx-north-9").ask("DescribeRegions", &[]).unwrap_err();
    assert_eq!((refusal.status, refusal.code.as_str()), (401, "AuthFailure"));
    assert!(refusal.message.contains("xx-north-9"));
}

#[test]
fn characters_that_xml_cannot_say_are_refused() {
    let (code, message) = Ec2::new().refused("DescribeRegions", &[("RegionName.1", "a\u{1}b")]);
    assert_eq!(code, "InvalidCharacter");
    assert_eq!(message, "The value of parameter RegionName.1 has an invalid character.");
}

#[test]
fn sts_says_who_is_asking() {
    let ec2 = Ec2::new();
    let ask = |key: &str, form: &str| {
        let credential = format!("Credential={key}/20260131/us-east-1/sts/aws4_request");
        let request = post(form)
            .header("authorization", format!("AWS4-HMAC-SHA256 {credential}, Signature=0"))
            .body(Body::from(form.to_owned()))
            .unwrap();
        let (status, text) = ec2.send(request);
        (status, Xml::parse(&text))
    };
    let who = "Action=GetCallerIdentity&Version=2011-06-15";
    let (_, identity) = ask("anything", who);
    assert_eq!(identity.text("GetCallerIdentityResult.Account"), "000000000000");

    let assume = "Action=AssumeRole&Version=2011-06-15&RoleSessionName=s\
                  &RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fpath%2Fadmin";
    let (_, session) = ask("anything", assume);
    let key = session.text("AssumeRoleResult.Credentials.AccessKeyId");
    let (_, identity) = ask(key, who);
    assert_eq!(identity.text("GetCallerIdentityResult.Account"), "111122223333");

    let (status, refusal) = ask("anything", "Action=AssumeRole&Version=2011-06-15");
    assert_eq!((status, refusal.text("Error.Code")), (400, "ValidationError"));
    let (status, refusal) = ask("anything", "Action=GetSessionToken&Version=2011-06-15");
    assert_eq!((status, refusal.text("Error.Code")), (400, "InvalidAction"));
}

#[test]
fn other_services_are_told_what_this_is() {
    let ec2 = Ec2::new();
    let request = Request::post("/")
        .header("x-amz-target", "DynamoDB_20120810.ListTables")
        .body(Body::from("{}"))
        .unwrap();
    let (status, text) = ec2.send(request);
    assert_eq!(status, 400);
    assert!(text.contains("does not emulate"), "{text}");

    let form = "Action=ListRoles&Version=2010-05-08";
    let (status, text) = ec2.send(post(form).body(Body::from(form)).unwrap());
    assert_eq!(status, 403);
    assert!(text.contains("<Code>AccessDenied</Code>") && text.contains("iam"), "{text}");

    let request = Request::get("/bucket/key")
        .header("authorization", "AWS4-HMAC-SHA256 Credential=a/20260131/us-east-1/s3/aws4_request")
        .body(Body::empty())
        .unwrap();
    let (status, text) = ec2.send(request);
    assert_eq!(status, 501);
    assert!(text.contains("'s3'"), "{text}");
}

#[test]
fn health_counts_and_reset_forgets() {
    let ec2 = Ec2::new();
    ec2.call("CreateCustomerGateway", &[("Type", "ipsec.1"), ("IpAddress", "203.0.113.7")]);
    let health = ec2.control("GET", "health", "");
    assert_eq!((&health["status"], &health["service"]), (&"ok".into(), &"ec2".into()));
    assert_eq!(health["customerGateways"], 1);
    let first = ec2.state();
    assert_eq!(ec2.control("POST", "reset", ""), serde_json::json!({ "ok": true }));
    assert_eq!(ec2.control("GET", "health", "")["customerGateways"], 0);
    ec2.call("CreateCustomerGateway", &[("Type", "ipsec.1"), ("IpAddress", "203.0.113.7")]);
    assert_eq!(ec2.state(), first, "a seeded server begins again where it began");
}

#[test]
fn the_clock_and_the_lifecycle_can_be_set() {
    let ec2 = Ec2::new();
    assert_eq!(ec2.control("GET", "clock", "")["now"], "2026-01-31T12:00:00.000Z");
    ec2.advance(90);
    assert_eq!(ec2.control("GET", "clock", "")["now"], "2026-01-31T12:01:30.000Z");
    let set = ec2.control("PUT", "clock", r#"{"now":"2030-01-01T00:00:00Z"}"#);
    assert_eq!(set["now"], "2030-01-01T00:00:00.000Z");
    assert_eq!(ec2.control("PUT", "clock", r#"{"run":true}"#)["stopped"], false);
    assert_eq!(ec2.control("PUT", "lifecycle", r#"{"mode":"aws"}"#)["mode"], "aws");
    assert_eq!(ec2.control("GET", "lifecycle", "")["mode"], "aws");

    for (path, body) in [
        ("clock", r#"{"now":"soon"}"#),
        ("clock", r#"{"advanceSeconds":-1}"#),
        ("clock", "{}"),
        ("clock", "nonsense"),
        ("lifecycle", r#"{"mode":"slow"}"#),
    ] {
        let request = Request::put(format!("/_parlel/{path}"))
            .header("content-type", "application/json")
            .body(Body::from(body))
            .unwrap();
        assert_eq!(ec2.send(request).0, 400, "{path} {body}");
    }
    let unknown = Request::get("/_parlel/nothing").body(Body::empty()).unwrap();
    assert_eq!(ec2.send(unknown).0, 404);
}

#[test]
fn accounts_and_regions_do_not_see_each_other() {
    let ec2 = Ec2::new();
    let gateway = [("Type", "ipsec.1"), ("IpAddress", "203.0.113.7")];
    let created = ec2.call("CreateCustomerGateway", &gateway);
    let id = created.text("customerGateway.customerGatewayId");
    for other in [ec2.in_region("eu-west-1"), ec2.as_account("111122223333")] {
        assert!(!other.call("DescribeCustomerGateways", &[]).has("customerGatewaySet.item"));
        let (code, _) = other.refused("DeleteCustomerGateway", &[("CustomerGatewayId", id)]);
        assert_eq!(code, "InvalidCustomerGatewayID.NotFound");
    }
}

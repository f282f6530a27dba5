//! The control routes: what they answer, and whom.

use super::support::Ec2;
use axum::body::Body;
use axum::http::Request;
use axum::http::request::Builder;
use parlel_ec2::Config;

fn asked(ec2: &Ec2, request: Builder, body: &str) -> (u16, serde_json::Value) {
    let (status, text) = ec2.send(request.body(Body::from(body.to_owned())).unwrap());
    (status, serde_json::from_str(&text).unwrap())
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
fn bodies_are_json_whatever_they_are_called() {
    let ec2 = Ec2::new();
    for kind in ["application/x-www-form-urlencoded", "text/plain", "application/json"] {
        let request = Request::put("/_parlel/lifecycle").header("content-type", kind);
        let (status, body) = asked(&ec2, request, r#"{"mode":"aws"}"#);
        assert_eq!((status, &body["mode"]), (200, &"aws".into()), "{kind}");
    }
    let (status, body) = asked(&ec2, Request::put("/_parlel/lifecycle"), "mode=aws");
    assert_eq!(status, 400);
    assert!(body["error"].as_str().unwrap().starts_with("the body is not right: "), "{body}");
    let (status, body) = asked(&ec2, Request::put("/_parlel/clock"), &" ".repeat(70_000));
    assert_eq!((status, &body["error"]), (413, &"the body is too large".into()));
}

#[test]
fn what_is_not_there_is_told_in_json() {
    let ec2 = Ec2::new();
    let (status, body) = asked(&ec2, Request::get("/_parlel/nothing"), "");
    assert_eq!(status, 404);
    assert!(body["error"].as_str().unwrap().contains("/_parlel/health"), "{body}");
    let (status, body) = asked(&ec2, Request::get("/_parlel/reset"), "");
    assert_eq!((status, &body["error"]), (405, &"/_parlel/reset does not take GET".into()));
    let routes = ec2.control("GET", "", "");
    let first = serde_json::json!({ "path": "/_parlel/health", "methods": "GET" });
    assert_eq!(routes["routes"][0], first);
    let (status, listed) = asked(&ec2, Request::get("/_parlel"), "");
    assert_eq!((status, &listed), (200, &routes));
    for route in routes["routes"].as_array().unwrap() {
        let path = route["path"].as_str().unwrap();
        // It does not end.
        if path == "/_parlel/requests/stream" {
            continue;
        }
        for method in route["methods"].as_str().unwrap().split(", ") {
            let request = Request::builder().method(method).uri(path).body(Body::from("{}"));
            let (status, _) = ec2.send(request.unwrap());
            // What has an id in its path is not there under the name of the place for one.
            let is_there = matches!(status, 200 | 400) || (status == 404 && path.contains('{'));
            assert!(is_there, "{method} {path}");
        }
    }
}

#[test]
fn a_token_is_asked_for_where_there_is_one() {
    let token = Some("s3cret".to_owned());
    let ec2 = Ec2::with(Config { control_token: token, ..Config::default() });
    for (method, path) in
        [("POST", "reset"), ("GET", "state"), ("PUT", "clock"), ("GET", ""), ("GET", "nothing")]
    {
        let path = format!("/_parlel/{path}");
        let builder = || Request::builder().method(method).uri(&path);
        for header in [None, Some("Bearer wrong"), Some("s3cret"), Some("Basic s3cret")] {
            let request = match header {
                Some(header) => builder().header("authorization", header),
                None => builder(),
            };
            let (status, body) = asked(&ec2, request, "{}");
            assert_eq!(status, 401, "{method} {path} {header:?}");
            assert!(body["error"].as_str().unwrap().contains("Authorization: Bearer"), "{body}");
        }
        let (status, _) = asked(&ec2, builder().header("authorization", "Bearer s3cret"), "{}");
        assert_ne!(status, 401, "{method} {path}");
    }
    assert_eq!(asked(&ec2, Request::get("/_parlel/health"), "").0, 200);
    ec2.call("DescribeVpcs", &[]);
}

#[test]
fn web_pages_do_not_control() {
    let ec2 = Ec2::new();
    let evil = Request::post("/_parlel/reset").header("origin", "https://evil.example");
    let (status, body) = asked(&ec2, evil, "");
    assert_eq!(status, 403);
    assert!(body["error"].as_str().unwrap().contains("web page of another site"), "{body}");
    let agent = "Mozilla/5.0 (X11) Firefox/140.0";
    let form = Request::post("/_parlel/reset")
        .header("host", "localhost:4700")
        .header("user-agent", agent)
        .header("content-type", "application/x-www-form-urlencoded");
    let (status, body) = asked(&ec2, form, "");
    let message = "A browser has to send application/json here; forms are not taken.";
    assert_eq!((status, &body["error"]), (415, &message.into()));
    let script = Request::post("/_parlel/reset")
        .header("host", "localhost:4700")
        .header("user-agent", agent)
        .header("content-type", "application/json");
    assert_eq!(asked(&ec2, script, "").0, 200);
}

#[test]
fn a_faster_clock_runs_on_from_where_it_is() {
    let ec2 = Ec2::new();
    let set = ec2.control("PUT", "clock", r#"{"scale":1000}"#);
    assert_eq!((&set["stopped"], &set["scale"]), (&false.into(), &1000.into()));
    let begins = "2026-01-31T12:";
    assert!(set["now"].as_str().unwrap().starts_with(begins), "{set}");
    let mut now = set["now"].clone();
    while now["now"] == set["now"] {
        now = ec2.control("GET", "clock", "");
    }
    assert_eq!(ec2.control("PUT", "clock", r#"{"run":true}"#)["scale"], 1);
    let told =
        "give one of now, advanceSeconds (not negative), run (true) and scale (1 to 1000000)";
    for body in [r#"{"scale":0}"#, r#"{"scale":2,"run":true}"#, r#"{"scale":1000001}"#] {
        let (status, answer) = asked(&ec2, Request::put("/_parlel/clock"), body);
        assert_eq!((status, &answer["error"]), (400, &told.into()), "{body}");
    }
}

#[test]
fn transitions_take_as_long_as_a_test_says() {
    let ec2 = Ec2::with_aws_lifecycle();
    let usual = ec2.control("GET", "lifecycle", "");
    assert_eq!(usual["durations"]["instances"]["pending"], 5.0);
    assert_eq!(usual["durations"]["customerGateways"]["deleting"], 2.0);
    let body = r#"{"durations":{"instances":{"pending":60.5,"initializing":0},
                   "customerGateways":{"pending":600}}}"#;
    let set = ec2.control("PUT", "lifecycle", body);
    assert_eq!(set["mode"], "aws");
    assert_eq!(set["durations"]["instances"]["pending"], 60.5);
    let launch = [("ImageId", "ami-0abcdef1234567890"), ("InstanceType", "t3.micro")];
    let launched = ec2.call("RunInstances", &launch);
    let id = launched.text("instancesSet.item.instanceId");
    let state = || {
        let status = [("InstanceId.1", id), ("IncludeAllInstances", "true")];
        let status = ec2.call("DescribeInstanceStatus", &status);
        let text = |path: &str| status.text(&format!("instanceStatusSet.item.{path}")).to_owned();
        (text("instanceState.name"), text("instanceStatus.status"))
    };
    ec2.advance(60);
    assert_eq!(state().0, "pending");
    ec2.advance(1);
    assert_eq!(state(), ("running".to_owned(), "ok".to_owned()));
    let gateway = [("Type", "ipsec.1"), ("IpAddress", "203.0.113.7")];
    ec2.call("CreateCustomerGateway", &gateway);
    ec2.advance(599);
    let gateways = ec2.call("DescribeCustomerGateways", &[]);
    assert_eq!(gateways.text("customerGatewaySet.item.state"), "pending");
    let usual_again = r#"{"mode":"instant","durations":{"instances":{"pending":null}}}"#;
    let set = ec2.control("PUT", "lifecycle", usual_again);
    assert_eq!(set["mode"], "instant");
    assert_eq!(set["durations"]["instances"]["pending"], 5.0);
    ec2.control("POST", "reset", "");
    assert_eq!(ec2.control("GET", "lifecycle", ""), usual);
    for (body, told) in [
        ("{}", "give mode (instant or aws), durations, or both"),
        (r#"{"durations":{"instance":{}}}"#, "no 'instance' takes time; there are addresses,"),
        (
            r#"{"durations":{"volumes":{"running":1}}}"#,
            "volumes have no 'running' that takes time; there are attaching, copying, creating",
        ),
        (
            r#"{"durations":{"volumes":{"creating":-1}}}"#,
            "volumes.creating is a number of seconds, from 0 to 315360000",
        ),
    ] {
        let (status, answer) = asked(&ec2, Request::put("/_parlel/lifecycle"), body);
        let error = answer["error"].as_str().unwrap();
        assert!(status == 400 && error.starts_with(told), "{body}: {error}");
    }
    assert_eq!(ec2.control("GET", "lifecycle", ""), usual);
}

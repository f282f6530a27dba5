//! The request log: what clients sent, and what came of it.

use super::connections::Running;
use super::support::Ec2;
use axum::body::Body;
use axum::http::Request;
use parlel_ec2::Config;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};

fn listed(ec2: &Ec2, query: &str) -> Vec<Value> {
    let listed = ec2.control("GET", &format!("requests?{query}"), "");
    listed["requests"].as_array().unwrap().clone()
}

fn actions(ec2: &Ec2, query: &str) -> Vec<String> {
    let of = |request: &Value| request["action"].as_str().unwrap().to_owned();
    listed(ec2, query).iter().map(of).collect()
}

#[test]
fn a_request_is_told_whole() {
    let ec2 = Ec2::new();
    let authorization = "AWS4-HMAC-SHA256 \
                         Credential=111122223333/20260131/eu-west-1/ec2/aws4_request, \
                         SignedHeaders=host, Signature=0";
    let form = "Action=CreateVpc&CidrBlock=10.0.0.0%2F16&TagSpecification.1.Tag.1.Value=a+b&\
                Version=2016-11-15";
    let request = Request::post("/?AWSAccessKeyId=unused")
        .header("authorization", authorization)
        .header("user-agent", "Boto3/1.44 md/Botocore#1.44")
        .body(Body::from(form))
        .unwrap();
    let (_, headers, _) = ec2.send_for_headers(request);
    let [told] = listed(&ec2, "").try_into().unwrap();
    assert!(told["durationMicros"].as_u64().unwrap() < 60_000_000);
    let mut rest = told.clone();
    rest.as_object_mut().unwrap().remove("durationMicros");
    let wanted = json!({
        "id": 1,
        "time": "2026-01-31T12:00:00.000Z",
        "requestId": headers["x-amzn-requestid"].to_str().unwrap(),
        "service": "ec2",
        "action": "CreateVpc",
        "parameters": { "CidrBlock": "10.0.0.0/16", "TagSpecification.1.Tag.1.Value": "a b" },
        "account": "111122223333",
        "region": "eu-west-1",
        "accessKeyId": "111122223333",
        "userAgent": "Boto3/1.44 md/Botocore#1.44",
        "outcome": "refused",
        "status": 400,
        "errorCode": "InvalidParameter",
        "errorMessage": "Tag specification resource type must have a value",
    });
    assert_eq!(rest, wanted);
}

#[test]
fn a_region_out_of_the_hosts_name_is_the_one_that_served() {
    let ec2 = Ec2::new();
    for region in ["0", "xx-north-9"] {
        let credential = format!("Credential=a/20260131/{region}/ec2/aws4_request");
        let form = "Action=DescribeVpcs&Version=2016-11-15";
        let request = Request::post("/")
            .header("host", "127.0.0.1:4700")
            .header("authorization", format!("AWS4-HMAC-SHA256 {credential}, Signature=0"))
            .body(Body::from(form))
            .unwrap();
        ec2.send(request);
    }
    let regions: Vec<_> = listed(&ec2, "").iter().map(|it| it["region"].clone()).collect();
    assert_eq!(regions, [json!("us-east-1"), json!("xx-north-9")]);
}

#[test]
fn filters_find_what_is_meant() {
    let ec2 = Ec2::new();
    let (other, europe) = (ec2.as_account("111122223333"), ec2.in_region("eu-west-1"));
    ec2.call("DescribeVpcs", &[]);
    ec2.call("DescribeVpcs", &[]);
    other.call("DescribeSubnets", &[]);
    ec2.advance(60);
    europe.call("CreateInternetGateway", &[]);
    ec2.refused("DeleteVpc", &[("VpcId", "vpc-1234567890abcdef0")]);
    ec2.control("POST", "faults", r#"{"action":"DescribeRegions","error":"Unavailable"}"#);
    ec2.refused("DescribeRegions", &[]);
    ec2.refused("DescribeHosts", &[("NextToken", "x")]);
    for (query, wanted) in [
        ("action=Describe*s&outcome=ok", &["DescribeVpcs", "DescribeVpcs", "DescribeSubnets"][..]),
        ("account=111122223333", &["DescribeSubnets"]),
        ("region=eu-*", &["CreateInternetGateway"]),
        ("outcome=refused&action=Delete*", &["DeleteVpc"]),
        ("error=InvalidVpcID.*", &["DeleteVpc"]),
        ("error=Unavailable&outcome=failed", &["DescribeRegions"]),
        ("since=2026-01-31T12:01:00Z&action=Create*", &["CreateInternetGateway"]),
        ("since=2026-01-31T12:01:01Z", &[]),
        ("after=3&limit=2", &["CreateInternetGateway", "DeleteVpc"]),
    ] {
        assert_eq!(actions(&ec2, query), wanted, "{query}");
    }
    let first = ec2.control("GET", "requests?limit=1&action=DescribeVpcs", "");
    assert_eq!((&first["requests"][0]["id"], &first["next"]), (&json!(1), &json!(1)));
    let second = ec2.control("GET", "requests?limit=1&action=DescribeVpcs&after=1", "");
    assert_eq!((&second["requests"][0]["id"], &second["next"]), (&json!(2), &json!(null)));
    for (query, told) in [
        ("actions=x", "there is no filter 'actions'; there are action, account, region,"),
        ("outcome=well", "outcome is one of ok, refused, failed, dropped, lost, cut, abandoned"),
        ("since=now", "'now' is no moment like 2026-01-31T12:00:00Z"),
        ("after=x", "after is the id of a request"),
        ("limit=0", "limit goes from 1 to 10000"),
    ] {
        let request = Request::get(format!("/_parlel/requests?{query}")).body(Body::empty());
        let (status, text) = ec2.send(request.unwrap());
        assert!(status == 400 && text.contains(told), "{query}: {text}");
    }
}

#[test]
fn presigned_requests_and_other_services_are_told_too() {
    let ec2 = Ec2::new();
    let scope = "a%2F20260131%2Fus-west-2%2Fec2%2Faws4_request";
    let uri = format!("/?Action=DescribeVpcs&Version=2016-11-15&X-Amz-Credential={scope}");
    ec2.send(Request::get(uri).body(Body::empty()).unwrap());
    let sts = "Action=GetCallerIdentity&Version=2011-06-15";
    ec2.send(Request::post("/").body(Body::from(sts)).unwrap());
    let ssm = Request::post("/")
        .header("x-amz-target", "AmazonSSM.GetParameter")
        .header("authorization", "AWS4-HMAC-SHA256 Credential=a/b/us-east-1/ssm/aws4_request")
        .body(Body::from(r#"{"Name":"/aws/x"}"#));
    ec2.send(ssm.unwrap());
    let [query, sts, ssm] = listed(&ec2, "").try_into().unwrap();
    assert_eq!((&query["region"], &query["parameters"]), (&json!("us-west-2"), &json!({})));
    assert_eq!((&sts["service"], &sts["action"]), (&json!("sts"), &json!("GetCallerIdentity")));
    assert_eq!((&ssm["service"], &ssm["action"]), (&json!("ssm"), &json!("GetParameter")));
    assert_eq!(ssm["parameters"], json!({ "Name": "/aws/x" }));
}

#[test]
fn the_log_is_bounded_and_can_be_cleared() {
    let ec2 = Ec2::with(Config { request_log_kib: 16, ..Config::default() });
    for _ in 0..200 {
        ec2.call("DescribeVpcs", &[]);
    }
    let kept = listed(&ec2, "");
    assert!((20..100).contains(&kept.len()), "{}", kept.len());
    assert_eq!(kept.last().unwrap()["id"], 200);
    let ids: Vec<String> = (0..300).map(|at| format!("vpc-{at:017x}")).collect();
    let names: Vec<String> = (1..=300).map(|at| format!("VpcId.{at}")).collect();
    let long: Vec<(&str, &str)> =
        names.iter().zip(&ids).map(|(name, id)| (&**name, &**id)).collect();
    ec2.refused("DescribeVpcs", &long);
    let last = listed(&ec2, "after=200").remove(0);
    assert_eq!(last["parametersAreCut"], true);
    let parameters = last["parameters"].as_object().unwrap();
    assert!((20..300).contains(&parameters.len()));
    assert!(parameters.values().all(|id| id.as_str().unwrap().len() == 21));
    let removed = ec2.control("DELETE", "requests", "")["removed"].as_u64().unwrap();
    assert!(removed > 10 && listed(&ec2, "").is_empty());
    ec2.call("DescribeVpcs", &[]);
    ec2.control("POST", "reset", "");
    assert!(listed(&ec2, "").is_empty());
    let ec2 = Ec2::with(Config { request_log_kib: 0, ..Config::default() });
    ec2.call("DescribeVpcs", &[]);
    assert!(listed(&ec2, "").is_empty());
}

#[test]
fn answers_that_did_not_arrive_are_told() {
    let server = Running::new(Config::default());
    for connection in ["dropped", "lost", "cut"] {
        let rule = format!(r#"{{"connection":"{connection}","count":1}}"#);
        server.ask_at("/_parlel/faults", &rule);
        server.ask("Action=DescribeVpcs&Version=2016-11-15");
    }
    // A client that does not wait.
    server.ask_at("/_parlel/faults", r#"{"latencyMillis":60000,"count":1}"#);
    let mut hasty = server.connect();
    hasty.write_all(b"GET /?Action=DescribeSubnets HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    while !server.get("/_parlel/faults").contains(r#""fired":1,"id":4"#) {
        std::thread::yield_now();
    }
    drop(hasty);
    let log = loop {
        let log = server.get("/_parlel/requests");
        if log.contains("abandoned") {
            break log;
        }
        std::thread::yield_now();
    };
    let (_, body) = log.split_once("\r\n\r\n").unwrap();
    let log: Value = serde_json::from_str(body).unwrap();
    let told = |at: usize, member: &str| log["requests"][at][member].clone();
    let outcomes = [0, 1, 2, 3].map(|at| told(at, "outcome"));
    assert_eq!(outcomes, ["dropped", "lost", "cut", "abandoned"].map(Value::from));
    assert_eq!((told(3, "action"), told(3, "status")), (json!("DescribeSubnets"), json!(null)));
}

#[test]
fn a_stream_tells_requests_as_they_are_answered() {
    let mut server = Running::new(Config::default());
    let mut stream = server.connect();
    let ask = "GET /_parlel/requests/stream?action=Describe* HTTP/1.1\r\nHost: x\r\n\r\n";
    stream.write_all(ask.as_bytes()).unwrap();
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    let head: Vec<String> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
    assert!(head.iter().any(|line| line == "content-type: text/event-stream"), "{head:?}");
    lines.find(|line| line == ": requests");
    server.ask("Action=AllocateAddress&Version=2016-11-15");
    server.ask("Action=DescribeVpcs&Version=2016-11-15");
    let mut next = |begins: &str| lines.find(|line| line.starts_with(begins)).unwrap();
    assert_eq!(next("id: "), "id: 2");
    assert_eq!(next("event: "), "event: request");
    let told: Value = serde_json::from_str(&next("data: ")[6..]).unwrap();
    assert_eq!((&told["action"], &told["outcome"]), (&json!("DescribeVpcs"), &json!("ok")));
    // An open stream does not keep the server from stopping.
    assert!(server.stop().as_secs() < 2);
}

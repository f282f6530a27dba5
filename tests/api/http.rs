//! What lies around the API: methods, paths, headers, texts, web pages, other services.

use super::support::{Ec2, Xml};
use axum::body::{Body, Bytes, HttpBody};
use axum::http::Request;
use hyper::body::Frame;
use parlel_ec2::Config;
use std::pin::Pin;
use std::task::{Context, Poll};

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
    assert_eq!(headers["cache-control"], "no-cache, no-store");
    assert_eq!(headers["server"], "AmazonEC2");
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
    assert!(text.contains("The request body is larger than 1024 bytes."), "{text}");
}

#[test]
fn a_request_without_an_action_is_told_where_it_is() {
    let (status, text) = Ec2::new().send(Request::get("/").body(Body::empty()).unwrap());
    assert_eq!(status, 400);
    assert!(text.contains("<Code>MissingAction</Code>"), "{text}");
    assert!(text.contains("parlel-ec2"), "{text}");
}

#[test]
fn a_service_of_a_clients_own_making_is_told_by_action_and_version() {
    let ec2 = Ec2::new();
    let ask = |service: &str, form: &str| {
        let credential = format!("Credential=a/20260131/us-east-1/{service}/aws4_request");
        let request = post(form)
            .header("authorization", format!("AWS4-HMAC-SHA256 {credential}, Signature=0"))
            .body(Body::from(form.to_owned()))
            .unwrap();
        ec2.send(request)
    };
    let (status, text) = ask("127", "Action=DescribeRegions&Version=2012-06-01");
    assert!(status == 200 && text.contains("<DescribeRegionsResponse"), "{text}");
    let (status, text) = ask("localhost", "Action=GetCallerIdentity&Version=2011-06-15");
    assert!(status == 200 && text.contains("<GetCallerIdentityResponse"), "{text}");
    let (status, text) = ask("127", "Action=ListRoles&Version=2010-05-08");
    assert!(status == 403 && text.contains("'iam'"), "{text}");
    // ELB has had a version of the same day, and an action of the same name.
    let (status, text) = ask("elasticloadbalancing", "Action=DescribeTags&Version=2012-06-01");
    assert!(status == 501 && text.contains("'elasticloadbalancing'"), "{text}");
    let (status, text) = ask("127", "Action=CreateQueue&Version=2012-11-05");
    assert!(status == 501 && text.contains("'127'"), "{text}");
}

/// boto 2 knows the region of an endpoint by its name alone.
#[test]
fn a_region_that_is_a_part_of_the_hosts_name_is_none() {
    let ec2 = Ec2::new();
    let form = "Action=DescribeAvailabilityZones&Version=2014-10-01";
    let ask = |host: &str, region: &str| {
        let credential = format!("Credential=a/20260131/{region}/ec2/aws4_request");
        let request = post(form)
            .header("host", host)
            .header("authorization", format!("AWS4-HMAC-SHA256 {credential}, Signature=0"))
            .body(Body::from(form))
            .unwrap();
        ec2.send(request)
    };
    let hosts = [("127.0.0.1:4700", "0"), ("localhost:4700", "localhost"), ("ec2.lab", "lab")];
    for (host, region) in hosts {
        let (status, text) = ask(host, region);
        assert!(status == 200 && text.contains("<zoneName>us-east-1a<"), "{text}");
    }
    let (status, text) = ask("eu-west-1.lab", "eu-west-1");
    assert!(status == 200 && text.contains("<zoneName>eu-west-1a<"), "{text}");
    for host in ["127.0.0.1:4700", "ec2.xx-north-9.amazonaws.com"] {
        let (status, text) = ask(host, "xx-north-9");
        assert!(status == 401 && text.contains("<Code>AuthFailure</Code>"), "{text}");
    }
}

#[test]
fn an_unknown_region_is_refused() {
    let refusal = Ec2::new().in_region("xx-north-9").ask("DescribeRegions", &[]).unwrap_err();
    assert_eq!((refusal.status, refusal.code.as_str()), (401, "AuthFailure"));
    let expected = "AWS was not able to validate the provided access credentials";
    assert_eq!(refusal.message, expected);
}

#[test]
fn characters_that_xml_cannot_say_are_refused() {
    let (code, message) = Ec2::new().refused("DescribeRegions", &[("RegionName.1", "a\u{1}b")]);
    assert_eq!(code, "InvalidCharacter");
    assert_eq!(message, "The value of parameter RegionName.1 has an invalid character.");
    let ec2 = Ec2::new();
    for (service, form) in [
        ("ec2", "Action=Describe%00&Version=2016-11-15"),
        ("ec2", "Action=DescribeRegions&Version=%1B"),
        ("ec2", "Action=DescribeRegions&Version=2016-11-15&RegionName.1=%FF%FE"),
        ("ec2", "Action=DescribeRegions&X-Amz-Credential=a%0B/20260131/%01/ec2/aws4_request"),
        ("sts", "Action=%08&Version=2011-06-15"),
        ("sts", "Action=AssumeRole&Version=2011-06-15&RoleSessionName=%EF%BF%BF&RoleArn=a"),
    ] {
        let credential = format!("Credential=a/20260131/us-east-1/{service}/aws4_request");
        let request = post(form)
            .header("authorization", format!("AWS4-HMAC-SHA256 {credential}, Signature=0"))
            .body(Body::from(form))
            .unwrap();
        let (status, text) = ec2.send(request);
        assert_eq!(status, 400, "{form}");
        assert!(text.contains("<Code>InvalidCharacter</Code>"), "{text}");
        assert!(text.bytes().all(|byte| byte == b'\n' || (b' '..0x80).contains(&byte)), "{text}");
    }
    let request = post("Action=DescribeRegions")
        .header("authorization", &b"AWS4-HMAC-SHA256 Credential=\xff/20260131/x/ec2/a"[..])
        .body(Body::from("Action=DescribeRegions"))
        .unwrap();
    let (_, text) = ec2.send(request);
    assert!(text.contains("A header of the request's signature has an invalid character."));
}

#[test]
fn a_carriage_return_comes_back_as_one() {
    let ec2 = Ec2::new();
    let value = "one\r\ntwo\rthree\tfour";
    let tagged = [
        ("CidrBlock", "10.0.0.0/16"),
        ("TagSpecification.1.ResourceType", "vpc"),
        ("TagSpecification.1.Tag.1.Key", "Lines"),
        ("TagSpecification.1.Tag.1.Value", value),
    ];
    assert_eq!(ec2.call("CreateVpc", &tagged).text("vpc.tagSet.item.value"), value);
}

/// A body that fails behind its first piece.
struct BreaksOff(bool);

impl HttpBody for BreaksOff {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<std::io::Result<Frame<Bytes>>>> {
        let began = std::mem::replace(&mut self.0, true);
        let piece = || Ok(Frame::data(Bytes::from_static(b"Action=Desc")));
        Poll::Ready(Some(if began { Err(std::io::Error::other("gone")) } else { piece() }))
    }
}

#[test]
fn a_body_that_breaks_off_is_not_too_large() {
    let ec2 = Ec2::new();
    let body = Body::new(BreaksOff(false));
    let (status, headers, text) = ec2.send_for_headers(post("").body(body).unwrap());
    assert_eq!((status, &headers["connection"]), (400, &"close".parse().unwrap()));
    assert!(text.contains("<Code>IncompleteBody</Code>"), "{text}");
    assert!(text.contains("The request body ended early."), "{text}");
}

#[test]
fn many_parameters_are_answered() {
    let ec2 = Ec2::new();
    // Each of them was once looked for among all the others.
    let keys: Vec<String> = (0..90_000).map(|at| format!("Key{at}=")).collect();
    let form = format!("Action=DescribeVpcs&Version=2016-11-15&{}", keys.join("&"));
    let (status, text) = ec2.send(post(&form).body(Body::from(form)).unwrap());
    assert_eq!(status, 400);
    assert!(text.contains("The parameter Key0 is not recognized"), "{text}");
}

#[test]
fn texts_and_lists_have_an_end() {
    let ec2 = Ec2::new();
    let text = "x".repeat(8_193);
    let (code, message) = ec2.refused("CreateKeyPair", &[("KeyName", &text)]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "The value of parameter KeyName has more than 8192 bytes.");
    let text = "x".repeat(65_537);
    let (_, message) = ec2.refused("RunInstances", &[("UserData", &text)]);
    assert_eq!(message, "The value of parameter UserData has more than 65536 bytes.");
    let list = |count: usize| -> Vec<(String, String)> {
        (1..=count).map(|at| (format!("InstanceId.{at}"), format!("i-{at:017x}"))).collect()
    };
    for (action, count, message) in [
        (
            "DescribeInstanceStatus",
            101,
            "101 exceeds the maximum number of instance IDs that can be specificied (100). Please \
             specify fewer than 100 instance IDs.",
        ),
        (
            "DescribeInstanceCreditSpecifications",
            1_001,
            "1001 exceeds the maximum number of instance IDs that can be specificied (1000). \
             Please specify fewer than 1000 instance IDs.",
        ),
        (
            "DescribeInstanceTopology",
            101,
            "101 exceeds the maximum number of instance IDs that can be specificied (100). Please \
             specify fewer than 100 instance IDs.",
        ),
        ("DescribeInstances", 10_001, "InstanceId has 10001 items; a list has up to 10000."),
    ] {
        let form = list(count);
        let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(ec2.refused(action, &form), ("InvalidRequest".to_owned(), message.to_owned()));
        let (code, message) = ec2.refused(action, &form[1..]);
        assert_eq!(code, "InvalidInstanceID.NotFound", "{message:.200}");
    }
    let form = list(1_001);
    let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    for action in ["RebootInstances", "StartInstances", "StopInstances", "TerminateInstances"] {
        assert_eq!(ec2.refused(action, &form).0, "ResourceCountExceeded");
        assert_eq!(ec2.refused(action, &form[1..]).0, "InvalidInstanceID.NotFound");
    }
}

#[test]
fn web_pages_of_other_sites_are_refused() {
    let ec2 = Ec2::new();
    let form = "Action=CreateVpc&CidrBlock=10.0.0.0%2F16";
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
        ("user-agent", "Mozilla/5.0 (X11) Firefox/140.0"),
    ] {
        let request = post(form)
            .header("host", "evil.example:4700")
            .header(name, value)
            .body(Body::from(form))
            .unwrap();
        let (status, text) = ec2.send(request);
        assert_eq!(status, 403, "{name}");
        assert!(text.contains("<Code>UnauthorizedOperation</Code>"), "{text}");
        assert!(text.contains("comes from a web page of another site"), "{text}");
    }
    assert_eq!(ec2.state(), serde_json::json!({}));
}

fn ask_sts(ec2: &Ec2, key: &str, token: Option<&str>, form: &str) -> (u16, Xml) {
    let credential = format!("Credential={key}/20260131/us-east-1/sts/aws4_request");
    let mut request =
        post(form).header("authorization", format!("AWS4-HMAC-SHA256 {credential}, Signature=0"));
    if let Some(token) = token {
        request = request.header("x-amz-security-token", token);
    }
    let (status, text) = ec2.send(request.body(Body::from(form.to_owned())).unwrap());
    (status, Xml::parse(&text))
}

const WHO: &str = "Action=GetCallerIdentity&Version=2011-06-15";
const ASSUME: &str = "Action=AssumeRole&Version=2011-06-15&RoleSessionName=my.session\
                      &RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fpath%2Fadmin";

#[test]
fn sts_says_who_is_asking() {
    let ec2 = Ec2::new();
    let (_, identity) = ask_sts(&ec2, "anything", None, WHO);
    assert_eq!(identity.text("GetCallerIdentityResult.Account"), "000000000000");
    assert_eq!(identity.text("GetCallerIdentityResult.Arn"), "arn:aws:iam::000000000000:root");
    let unknown = "Action=GetSessionToken&Version=2011-06-15";
    let (status, refusal) = ask_sts(&ec2, "anything", None, unknown);
    assert_eq!((status, refusal.text("Error.Code")), (400, "InvalidAction"));
}

#[test]
fn a_role_that_was_assumed_is_who_asks() {
    let ec2 = Ec2::new();
    let (_, session) = ask_sts(&ec2, "anything", None, ASSUME);
    let user = |member| session.text(&format!("AssumeRoleResult.AssumedRoleUser.{member}"));
    let credentials = |member| session.text(&format!("AssumeRoleResult.Credentials.{member}"));
    assert_eq!(user("Arn"), "arn:aws:sts::111122223333:assumed-role/admin/my.session");
    let (role_id, name) = user("AssumedRoleId").split_once(':').unwrap();
    assert!(role_id.starts_with("AROA") && role_id.len() == 21, "{role_id}");
    assert!(role_id.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7')), "{role_id}");
    assert_eq!(name, "my.session");

    let (key, token) = (credentials("AccessKeyId"), credentials("SessionToken"));
    let (_, identity) = ask_sts(&ec2, key, Some(token), WHO);
    assert_eq!(identity.text("GetCallerIdentityResult.Account"), "111122223333");
    assert_eq!(identity.text("GetCallerIdentityResult.Arn"), user("Arn"));
    assert_eq!(identity.text("GetCallerIdentityResult.UserId"), user("AssumedRoleId"));

    for token in [None, Some("nonsense")] {
        let (status, refusal) = ask_sts(&ec2, key, token, WHO);
        assert_eq!((status, refusal.text("Error.Code")), (403, "InvalidClientTokenId"));
        let message = "The security token included in the request is invalid";
        assert_eq!(refusal.text("Error.Message"), message);
    }
}

#[test]
fn roles_are_assumed_by_proper_names() {
    let ec2 = Ec2::new();
    let failed = "1 validation error detected: Value";
    let role = "&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fr";
    let long = format!("&RoleSessionName={}{role}", "s".repeat(65));
    let short_message = format!(
        "{failed} 's' at 'roleSessionName' failed to satisfy constraint: Member must have length \
         greater than or equal to 2"
    );
    let long_message = format!(
        "{failed} '{}' at 'roleSessionName' failed to satisfy constraint: Member must have length \
         less than or equal to 64",
        "s".repeat(65)
    );
    let odd_message = format!(
        "{failed} 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy \
         regular expression pattern: [\\w+=,.@-]*"
    );
    let arn_message = format!(
        "{failed} '{}' at 'roleArn' failed to satisfy constraint: Member must have length less \
         than or equal to 2048",
        "a".repeat(2_049)
    );
    let brief_message = format!(
        "{failed} 'role' at 'roleArn' failed to satisfy constraint: Member must have length \
         greater than or equal to 20"
    );
    let duration = |value: &str, wanted: &str| {
        format!(
            "{failed} '{value}' at 'durationSeconds' failed to satisfy constraint: Member must \
             have value {wanted}"
        )
    };
    let soon_message = duration("1", "greater than or equal to 900");
    let late_message = duration("43201", "less than or equal to 43200");
    let missing_message =
        format!("{failed} null at 'roleArn' failed to satisfy constraint: Member must not be null");
    for (form, message) in [
        (String::new(), missing_message.as_str()),
        (format!("&RoleSessionName=s{role}"), &short_message),
        (long, &long_message),
        (format!("&RoleSessionName=a+b{role}"), &odd_message),
        (format!("&RoleSessionName=ok&RoleArn={}", "a".repeat(2_049)), &arn_message),
        (
            format!("&RoleSessionName=ok&RoleArn={}", "a".repeat(20)),
            "aaaaaaaaaaaaaaaaaaaa is invalid",
        ),
        ("&RoleSessionName=ok&RoleArn=role".to_owned(), &brief_message),
        (format!("&RoleSessionName=ok{role}&DurationSeconds=1"), &soon_message),
        (format!("&RoleSessionName=ok{role}&DurationSeconds=43201"), &late_message),
    ] {
        let form = format!("Action=AssumeRole&Version=2011-06-15{form}");
        let (status, refusal) = ask_sts(&ec2, "anything", None, &form);
        assert_eq!((status, refusal.text("Error.Code")), (400, "ValidationError"));
        assert_eq!(refusal.text("Error.Message"), message);
    }
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

/// JuliaCloud/AWS.jl#670: a name in the wrong spelling is what is unknown, not what is missing.
#[test]
fn an_unknown_parameter_is_told_before_one_that_is_missing() {
    let ec2 = Ec2::new();
    let refused = ec2.refused("DeletePlacementGroup", &[("groupName", "cluster")]);
    let message = "The parameter groupName is not recognized".to_owned();
    assert_eq!(refused, ("UnknownParameter".to_owned(), message));
    let refused = ec2.refused("DescribeInstanceAttribute", &[("InstanceId", "i-1"), ("a", "b")]);
    let message = "The parameter a is not recognized".to_owned();
    assert_eq!(refused, ("UnknownParameter".to_owned(), message));
}

/// saltstack/salt#41362: a list where one value is taken.
#[test]
fn an_index_of_what_is_no_list_is_no_request() {
    let refused = Ec2::new().refused("DeleteKeyPair", &[("KeyName.1", "web")]);
    let message = "The request received was invalid.".to_owned();
    assert_eq!(refused, ("InvalidRequest".to_owned(), message));
}

/// aws/aws-cli#803: an attribute's value without `.Value`. Other parts are unknown if sent so.
#[test]
fn an_attribute_in_place_of_its_value_is_no_request() {
    let ec2 = Ec2::new();
    let message = "The request received was invalid.".to_owned();
    for (action, id, attribute) in [
        ("ModifyVolumeAttribute", "VolumeId", "AutoEnableIO"),
        ("ModifyInstanceAttribute", "InstanceId", "DisableApiTermination"),
        ("ModifyInstanceAttribute", "InstanceId", "InstanceType"),
        ("ModifyInstanceAttribute", "InstanceId", "UserData"),
        ("ModifyVpcAttribute", "VpcId", "EnableDnsSupport"),
        ("ModifySubnetAttribute", "SubnetId", "MapPublicIpOnLaunch"),
        ("ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", "SourceDestCheck"),
        ("ModifyImageAttribute", "ImageId", "Description"),
    ] {
        let refused = ec2.refused(action, &[(id, "one"), (attribute, "true")]);
        assert_eq!(refused, ("InvalidRequest".to_owned(), message.clone()), "{action}");
    }
    let (code, _) = ec2.refused("RunInstances", &[("Monitoring", "true")]);
    assert_eq!(code, "UnknownParameter");
}

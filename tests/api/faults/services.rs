//! The services beside EC2: what a refusal says can be decoded, and look-ups of images fail too.

use super::{add, fared};
use crate::support::{Ec2, Xml};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

fn credential(service: &str) -> String {
    format!("AWS4-HMAC-SHA256 Credential=a/20260131/us-east-1/{service}/aws4_request")
}

fn decoded(ec2: &Ec2, message: Option<&str>) -> (u16, Xml) {
    let form = [("Action", "DecodeAuthorizationMessage"), ("Version", "2011-06-15")];
    let form = form.into_iter().chain(message.map(|message| ("EncodedMessage", message)));
    let form = serde_urlencoded::to_string(form.collect::<Vec<_>>()).unwrap();
    let request = Request::post("/").header("authorization", credential("sts"));
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let (status, text) = ec2.send(request.body(Body::from(form)).unwrap());
    (status, Xml::parse(&text))
}

#[test]
fn the_message_of_a_refusal_can_be_decoded() {
    let ec2 = Ec2::new();
    add(&ec2, &json!({ "action": "StopInstances", "error": "UnauthorizedOperation" }));
    let (_, message) = ec2.refused("StopInstances", &[("InstanceId.1", "i-1234567890abcdef0")]);
    let (_, encoded) = message.rsplit_once("failure message: ").unwrap();
    let (status, answer) = decoded(&ec2, Some(encoded));
    assert_eq!(status, 200);
    let text = answer.text("DecodeAuthorizationMessageResult.DecodedMessage");
    let resource = "arn:aws:ec2:us-east-1:000000000000:instance/i-1234567890abcdef0";
    let wanted = json!({
        "allowed": false,
        "explicitDeny": false,
        "matchedStatements": { "items": [] },
        "failures": { "items": [] },
        "context": {
            "principal": { "arn": "arn:aws:iam::000000000000:root" },
            "action": "ec2:StopInstances",
            "resource": resource,
            "conditions": { "items": [] },
        },
    });
    assert_eq!(serde_json::from_str::<Value>(text).unwrap(), wanted);
}

#[test]
fn what_is_no_message_is_not_decoded() {
    let ec2 = Ec2::new();
    for message in ["", "no message!", "bm8gSlNPTg", "e30"] {
        let (status, answer) = decoded(&ec2, Some(message));
        let code = answer.text("Error.Code");
        assert_eq!((status, code), (400, "InvalidAuthorizationMessageException"));
        assert_eq!(answer.text("Error.Message"), "Message is not valid");
    }
    let (status, answer) = decoded(&ec2, None);
    assert_eq!((status, answer.text("Error.Code")), (400, "ValidationError"));
    let message = "1 validation error detected: Value null at 'encodedMessage' failed to satisfy \
                   constraint: Member must not be null";
    assert_eq!(answer.text("Error.Message"), message);
}

const IMAGE: &str = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64";

fn look_up(ec2: &Ec2, action: &str, body: &Value) -> (u16, Value) {
    let request = Request::post("/")
        .header("authorization", credential("ssm"))
        .header("content-type", "application/x-amz-json-1.1")
        .header("x-amz-target", format!("AmazonSSM.{action}"));
    let (status, text) = ec2.send(request.body(Body::from(body.to_string())).unwrap());
    (status, serde_json::from_str(&text).unwrap())
}

#[test]
fn look_ups_of_images_fail_too() {
    let ec2 = Ec2::new();
    let message = "Rate exceeded";
    let throttled = json!({ "action": "GetParameter*", "resource": "*al2023*", "count": 2,
        "error": "ThrottlingException", "status": 400, "message": message });
    add(&ec2, &throttled);
    let refusal = (400, json!({ "__type": "ThrottlingException", "message": message }));
    assert_eq!(look_up(&ec2, "GetParameter", &json!({ "Name": IMAGE })), refusal);
    assert_eq!(look_up(&ec2, "GetParameters", &json!({ "Names": ["/x", IMAGE] })), refusal);
    assert_eq!(look_up(&ec2, "GetParameter", &json!({ "Name": IMAGE })).0, 200);
    let path = json!({ "Path": "/aws/service/ecs", "MaxResults": 1 });
    assert_eq!(look_up(&ec2, "GetParametersByPath", &path).0, 200);
    // EC2's own requests are not meant.
    ec2.call("DescribeVpcs", &[]);
    assert_eq!(fared(&ec2), [(3, 2)]);
    add(&ec2, &json!({ "action": "GetParameter", "error": "UnauthorizedOperation" }));
    let message = format!(
        "User: arn:aws:iam::000000000000:root is not authorized to perform: ssm:GetParameter on \
         resource: arn:aws:ssm:us-east-1::parameter{IMAGE} because no identity-based policy allows \
         the ssm:GetParameter action"
    );
    let refusal = (400, json!({ "__type": "AccessDeniedException", "message": message }));
    assert_eq!(look_up(&ec2, "GetParameter", &json!({ "Name": IMAGE })), refusal);
}

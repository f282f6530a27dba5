use crate::support::Ec2;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

fn ask(ec2: &Ec2, region: &str, action: &str, body: &Value) -> (u16, Value) {
    let credential = format!("Credential=parlel/20260131/{region}/ssm/aws4_request");
    let request = Request::post("/")
        .header("authorization", format!("AWS4-HMAC-SHA256 {credential}, Signature=0"))
        .header("content-type", "application/x-amz-json-1.1")
        .header("x-amz-target", format!("AmazonSSM.{action}"))
        .body(Body::from(body.to_string()))
        .unwrap();
    let (status, text) = ec2.send(request);
    (status, serde_json::from_str(&text).unwrap())
}

#[track_caller]
fn refused(action: &str, body: &Value) -> (String, String) {
    let (status, refusal) = ask(&Ec2::new(), "us-east-1", action, body);
    assert_eq!(status, 400, "{refusal}");
    let text = |member: &str| refusal[member].as_str().unwrap_or_default().to_owned();
    (text("__type"), text("message"))
}

const AL2023: &str = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64";
const UBUNTU: &str =
    "/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id";
const ECS: &str = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended";

#[test]
fn a_parameter_tells_an_image_that_can_be_launched() {
    let ec2 = Ec2::new();
    let (status, answer) = ask(&ec2, "us-east-1", "GetParameter", &json!({ "Name": AL2023 }));
    let parameter = &answer["Parameter"];
    assert_eq!((status, &parameter["Type"]), (200, &json!("String")));
    assert_eq!(parameter["ARN"], format!("arn:aws:ssm:us-east-1::parameter{AL2023}"));
    assert_eq!(parameter["DataType"], "text");
    assert!(parameter["LastModifiedDate"].as_i64().unwrap() > 1_700_000_000, "{parameter}");
    let id = parameter["Value"].as_str().unwrap();
    let image = ec2.call("DescribeImages", &[("ImageId.1", id)]);
    assert!(image.text("imagesSet.item.name").starts_with("al2023-ami-2023"));
    ec2.call("RunInstances", &[("ImageId", id), ("InstanceType", "t3.micro")]);

    // By its ARN, and by its version.
    let version = parameter["Version"].to_string();
    for name in [format!("arn:aws:ssm:us-east-1::parameter{AL2023}"), format!("{AL2023}:{version}")]
    {
        let (_, again) = ask(&ec2, "us-east-1", "GetParameter", &json!({ "Name": name }));
        assert_eq!(again["Parameter"]["Value"], id, "{again}");
    }
    let (_, there) = ask(&ec2, "eu-west-1", "GetParameter", &json!({ "Name": AL2023 }));
    assert_ne!(there["Parameter"]["Value"], id);
    let (_, canonical) = ask(&ec2, "us-east-1", "GetParameter", &json!({ "Name": UBUNTU }));
    assert_eq!(canonical["Parameter"]["DataType"], "aws:ec2:image");
}

#[test]
fn ecs_and_eks_tell_more_of_their_images() {
    let ec2 = Ec2::new();
    let get = |name: &str| {
        let (_, answer) = ask(&ec2, "us-east-1", "GetParameter", &json!({ "Name": name }));
        answer["Parameter"]["Value"].as_str().unwrap().to_owned()
    };
    let all: Value = serde_json::from_str(&get(ECS)).unwrap();
    assert_eq!(all["image_id"], get(&format!("{ECS}/image_id")));
    assert_eq!(all["image_name"], get(&format!("{ECS}/image_name")));
    assert_eq!((&all["os"], &all["schema_version"]), (&json!("Amazon Linux 2023"), &json!(1)));
    let eks = "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/arm64/standard/recommended";
    let all: Value = serde_json::from_str(&get(eks)).unwrap();
    assert!(all["image_name"].as_str().unwrap().contains("arm64-standard-1.34"), "{all}");
}

#[test]
fn several_parameters_and_those_that_there_are_not() {
    let body = json!({ "Names": [UBUNTU, "/aws/service/none", "mine"], "WithDecryption": true });
    let (status, answer) = ask(&Ec2::new(), "us-east-1", "GetParameters", &body);
    assert_eq!((status, answer["Parameters"].as_array().unwrap().len()), (200, 1));
    assert_eq!(answer["InvalidParameters"], json!(["/aws/service/none", "mine"]));
    let eleven = vec!["a"; 11];
    let (code, message) = refused("GetParameters", &json!({ "Names": eleven }));
    assert_eq!(code, "ValidationException");
    assert!(message.ends_with(
        "at 'names' failed to satisfy constraint: Member must have length less than or equal to 10"
    ));
    let (_, message) = refused("GetParameters", &json!({ "Names": [] }));
    assert!(message.ends_with("Member must have length greater than or equal to 1"), "{message}");
}

#[test]
fn a_path_lists_what_is_below_it_page_by_page() {
    let ec2 = Ec2::new();
    let list = |mut body: Value| {
        let mut names = Vec::new();
        loop {
            let (status, answer) = ask(&ec2, "us-east-1", "GetParametersByPath", &body);
            assert_eq!(status, 200, "{answer}");
            let page = answer["Parameters"].as_array().unwrap();
            assert!(page.len() <= 10);
            names.extend(page.iter().map(|one| one["Name"].as_str().unwrap().to_owned()));
            match answer.get("NextToken") {
                Some(token) => body["NextToken"] = token.clone(),
                None => break names,
            }
        }
    };
    let linux = list(json!({ "Path": "/aws/service/ami-amazon-linux-latest" }));
    assert!(linux.len() > 20 && linux.contains(&AL2023.to_owned()), "{linux:?}");
    let trailing = json!({ "Path": "/aws/service/ami-amazon-linux-latest/", "MaxResults": 3 });
    assert_eq!(list(trailing), linux);
    assert!(list(json!({ "Path": "/aws/service/canonical" })).is_empty());
    let ubuntu = list(json!({ "Path": "/aws/service/canonical", "Recursive": true }));
    assert!(ubuntu.contains(&UBUNTU.to_owned()), "{ubuntu:?}");
    assert!(list(json!({ "Path": "/mine", "Recursive": true })).is_empty());
}

#[test]
fn what_is_not_there_is_refused() {
    let not_found = ("ParameterNotFound".to_owned(), String::new());
    assert_eq!(refused("GetParameter", &json!({ "Name": "/mine" })), not_found);
    let (code, message) = refused("GetParameter", &json!({ "Name": format!("{AL2023}:999") }));
    assert_eq!(code, "ParameterVersionNotFound");
    let expected = format!(
        "Systems Manager could not find version 999 of {AL2023}. Verify the version and try again."
    );
    assert_eq!(message, expected);
    let (code, message) = refused("PutParameter", &json!({ "Name": "/mine", "Value": "1" }));
    assert_eq!(code, "UnknownOperationException");
    assert!(message.ends_with("of Systems Manager; not 'PutParameter'."), "{message}");
    let (code, message) = refused("GetParameter", &json!({}));
    assert_eq!(code, "ValidationException");
    assert!(message.starts_with("1 validation error detected: Value null at 'name'"), "{message}");
    assert_eq!(refused("GetParameter", &json!({ "Nam": 1 })).0, "SerializationException");

    let (code, message) = refused("GetParametersByPath", &json!({ "Path": "aws" }));
    assert_eq!(code, "ValidationException");
    assert!(message.ends_with("must begin with a forward slash \"/\"."), "{message}");
    for (most, bound) in [(0, "greater than or equal to 1"), (11, "less than or equal to 10")] {
        let body = json!({ "Path": "/aws", "MaxResults": most });
        let (_, message) = refused("GetParametersByPath", &body);
        assert!(message.ends_with(&format!("Member must have value {bound}")), "{message}");
    }
    let body = json!({ "Path": "/aws", "ParameterFilters": [{ "Key": "Type" }] });
    let (_, message) = refused("GetParametersByPath", &body);
    assert!(message.contains("does not emulate ParameterFilters"), "{message}");
    let body = json!({ "Path": "/aws", "NextToken": "x" });
    assert_eq!(refused("GetParametersByPath", &body).0, "InvalidNextToken");
    let (status, refusal) =
        ask(&Ec2::new(), "xx-north-9", "GetParameter", &json!({ "Name": "/a" }));
    assert_eq!((status, &refusal["__type"]), (400, &json!("UnrecognizedClientException")));
    assert_eq!(refusal["message"], "The security token included in the request is invalid.");
}

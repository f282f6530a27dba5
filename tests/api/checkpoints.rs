//! Checkpoints: made, listed, returned to, compared and deleted.

use super::support::Ec2;
use axum::body::Body;
use axum::http::Request;
use parlel_ec2::Config;
use serde_json::{Value, json};

const OTHER: &str = "111122223333";

fn asked(ec2: &Ec2, method: &str, path: &str) -> (u16, Value) {
    let request = Request::builder().method(method).uri(format!("/_parlel/checkpoints{path}"));
    let (status, text) = ec2.send(request.body(Body::empty()).unwrap());
    (status, serde_json::from_str(&text).unwrap())
}

#[track_caller]
fn refused(ec2: &Ec2, method: &str, path: &str, status: u16, words: &str) {
    let answer = asked(ec2, method, path);
    assert_eq!((answer.0, answer.1["error"].as_str()), (status, Some(words)), "{method} {path}");
}

fn vpc(ec2: &Ec2, block: &str) -> String {
    ec2.call("CreateVpc", &[("CidrBlock", block)]).text("vpc.vpcId").to_owned()
}

fn vpcs(ec2: &Ec2) -> usize {
    ec2.call("DescribeVpcs", &[]).all_at("vpcSet.item").len()
}

#[test]
fn a_return_brings_back_what_was() {
    let ec2 = Ec2::new();
    let (west, other) = (ec2.in_region("eu-west-1"), ec2.as_account(OTHER));
    let first = vpc(&ec2, "10.1.0.0/16");
    let token = [("CidrBlock", "10.9.0.0/16"), ("ClientToken", "t")];
    let made = json!({ "name": "base", "at": "2026-01-31T12:00:00.000Z" });
    assert_eq!(asked(&ec2, "PUT", "/base"), (200, made.clone()));
    assert_eq!(asked(&ec2, "GET", ""), (200, json!({ "checkpoints": [made] })));
    let before = ec2.control("GET", "state", "");

    let second = vpc(&ec2, "10.2.0.0/16");
    ec2.call("DeleteVpc", &[("VpcId", &first)]);
    ec2.call("CreateVolume", &[("AvailabilityZone", "us-east-1a"), ("Size", "1")]);
    let launched = [("ImageId", "ami-0abcdef1234567890"), ("ClientToken", "t")];
    ec2.call("RunInstances", &launched);
    vpc(&west, "10.3.0.0/16");
    vpc(&other, "10.4.0.0/16");
    ec2.advance(100_000);
    ec2.control("PUT", "lifecycle", r#"{"mode":"aws"}"#);
    ec2.refused("CreateVpc", &token[1..]);
    assert_eq!(vpcs(&ec2), 2);

    assert_eq!(asked(&ec2, "POST", "/base/restore"), (200, json!({ "ok": true })));
    assert_eq!(ec2.control("GET", "state", ""), before);
    assert_eq!((vpcs(&ec2), vpcs(&west), vpcs(&other)), (2, 1, 1));
    assert_eq!(ec2.control("GET", "clock", "")["now"], "2026-01-31T12:00:00.000Z");
    assert_eq!(ec2.control("GET", "lifecycle", "")["mode"], "instant");
    // The sequence of ids goes on where it was.
    assert_eq!(vpc(&ec2, "10.2.0.0/16"), second);
    ec2.call("DeleteVpc", &[("VpcId", &first)]);
    // As often as one likes.
    assert_eq!(asked(&ec2, "POST", "/base/restore").0, 200);
    assert_eq!(ec2.control("GET", "state", ""), before);
}

#[test]
fn later_checkpoints_stay_what_they_are() {
    let ec2 = Ec2::new();
    let west = ec2.in_region("eu-west-1");
    let mut states = Vec::new();
    for (name, block) in [("a", "10.1.0.0/16"), ("b", "10.2.0.0/16"), ("c", "10.3.0.0/16")] {
        vpc(&ec2, block);
        vpc(&west, block);
        assert_eq!(asked(&ec2, "PUT", &format!("/{name}")).0, 200);
        states.push((name, ec2.control("GET", "state", "")));
        if name == "a" {
            ec2.control("POST", "reset?region=eu-west-1", "");
        }
    }
    for at in [0, 2, 1, 2, 0, 1] {
        let (name, state) = &states[at];
        assert_eq!(asked(&ec2, "POST", &format!("/{name}/restore")).0, 200);
        assert_eq!(ec2.control("GET", "state", ""), *state, "{name}");
        vpc(&ec2, "10.8.0.0/16");
        vpc(&west, "10.8.0.0/16");
    }
    assert_eq!(asked(&ec2, "DELETE", "/b"), (200, json!({ "ok": true })));
    for at in [2, 0] {
        let (name, state) = &states[at];
        assert_eq!(asked(&ec2, "POST", &format!("/{name}/restore")).0, 200);
        assert_eq!(ec2.control("GET", "state", ""), *state, "{name}");
    }
    // A name is given again.
    ec2.advance(7);
    assert_eq!(asked(&ec2, "PUT", "/a").1["at"], "2026-01-31T12:00:07.000Z");
    let names = asked(&ec2, "GET", "").1;
    let names: Vec<&Value> =
        names["checkpoints"].as_array().unwrap().iter().map(|it| &it["name"]).collect();
    assert_eq!(names, ["c", "a"]);
}

#[test]
fn a_difference_is_told_in_resources() {
    let ec2 = Ec2::new();
    let (gone, kept) = (vpc(&ec2, "10.1.0.0/16"), vpc(&ec2, "10.2.0.0/16"));
    asked(&ec2, "PUT", "/before");
    ec2.call("DeleteVpc", &[("VpcId", &gone)]);
    let tag = [("ResourceId.1", kept.as_str()), ("Tag.1.Key", "a"), ("Tag.1.Value", "b")];
    ec2.call("CreateTags", &tag);
    let west = ec2.in_region("eu-west-1");
    let address = west.call("AllocateAddress", &[]).text("allocationId").to_owned();
    asked(&ec2, "PUT", "/after");
    vpc(&ec2, "10.3.0.0/16");

    let of = |region: &str, kind: &str, id: &str| {
        json!({
            "account": "000000000000",
            "region": region,
            "kind": kind,
            "id": id,
        })
    };
    let (status, diff) = asked(&ec2, "GET", "/before/diff?to=after");
    assert_eq!((status, &diff["from"], &diff["to"]), (200, &"before".into(), &"after".into()));
    assert_eq!(diff["created"], json!([of("eu-west-1", "addresses", &address)]));
    let deleted = diff["deleted"].as_array().unwrap();
    assert!(deleted.contains(&of("us-east-1", "vpcs", &gone)), "{deleted:?}");
    let mut changed = of("us-east-1", "vpcs", &kept);
    changed["members"] = json!([{ "member": "tags", "before": [], "after": [["a", "b"]] }]);
    assert_eq!(diff["changed"], json!([changed]));

    let back = asked(&ec2, "GET", "/after/diff?to=before").1;
    assert_eq!((&back["created"], &back["deleted"]), (&diff["deleted"], &diff["created"]));
    let now = asked(&ec2, "GET", "/after/diff").1;
    assert_eq!(
        (&now["to"], &now["deleted"], &now["changed"]),
        (&Value::Null, &json!([]), &json!([]))
    );
    let kinds: Vec<&Value> =
        now["created"].as_array().unwrap().iter().map(|it| &it["kind"]).collect();
    assert!(kinds.contains(&&Value::from("vpcs")), "{kinds:?}");
    assert_eq!(asked(&ec2, "GET", "/after/diff?to=after").1["changed"], json!([]));
    let words = "the query is not right: unknown field `until`, expected `to`";
    refused(&ec2, "GET", "/after/diff?until=now", 400, words);
}

#[test]
fn what_is_not_there_is_named() {
    let ec2 = Ec2::new();
    refused(&ec2, "POST", "/x/restore", 404, "there is no checkpoint 'x'; there are: none");
    asked(&ec2, "PUT", "/one");
    asked(&ec2, "PUT", "/two");
    let words = "there is no checkpoint 'x'; there are: one, two";
    for (method, path) in
        [("POST", "/x/restore"), ("DELETE", "/x"), ("GET", "/x/diff"), ("GET", "/one/diff?to=x")]
    {
        refused(&ec2, method, path, 404, words);
    }
    let long = "x".repeat(65);
    for name in ["a b", "a%2Fb", "ä", long.as_str()] {
        let path = format!("/{}", name.replace(' ', "%20").replace('ä', "%C3%A4"));
        let shown = name.replace("%2F", "/");
        let words = format!(
            "'{shown}' is no name of a checkpoint: up to 64 letters, digits, '-', '_' and '.'"
        );
        refused(&ec2, "PUT", &path, 400, &words);
    }
    for at in 2..100 {
        assert_eq!(asked(&ec2, "PUT", &format!("/{at}")).0, 200);
    }
    let words = "there are 100 checkpoints already; DELETE some";
    refused(&ec2, "PUT", "/another", 400, words);
    assert_eq!(asked(&ec2, "PUT", "/99").0, 200);
}

#[test]
fn an_import_and_a_reset_forget_checkpoints() {
    let ec2 = Ec2::with(Config::default());
    asked(&ec2, "PUT", "/one");
    let state = ec2.control("GET", "state", "").to_string();
    ec2.control("PUT", "state", &state);
    assert_eq!(asked(&ec2, "GET", "").1, json!({ "checkpoints": [] }));
    asked(&ec2, "PUT", "/one");
    ec2.control("POST", "reset", "");
    assert_eq!(asked(&ec2, "GET", "").1, json!({ "checkpoints": [] }));
}

//! The state as a document: what stands in it, what is taken over, and what is refused.

use super::support::Ec2;
use axum::body::Body;
use axum::http::Request;
use parlel_ec2::{Config, LifecycleArg, app};
use serde_json::{Value, json};
use std::fs;

const OTHER: &str = "111122223333";

fn document(ec2: &Ec2, query: &str) -> String {
    let request = Request::get(format!("/_parlel/state{query}")).body(Body::empty()).unwrap();
    let (status, text) = ec2.send(request);
    assert_eq!(status, 200, "{text}");
    text
}

fn put(ec2: &Ec2, query: &str, document: &str) -> (u16, Value) {
    let request = Request::put(format!("/_parlel/state{query}"));
    let (status, text) = ec2.send(request.body(Body::from(document.to_owned())).unwrap());
    (status, serde_json::from_str(&text).unwrap())
}

fn vpc(ec2: &Ec2, block: &str) -> String {
    ec2.call("CreateVpc", &[("CidrBlock", block)]).text("vpc.vpcId").to_owned()
}

fn vpcs(ec2: &Ec2) -> Vec<String> {
    let answer = ec2.call("DescribeVpcs", &[]);
    answer.texts("vpcSet.item.vpcId").into_iter().map(str::to_owned).collect()
}

#[test]
fn a_state_is_the_same_in_another_server() {
    let ec2 = Ec2::with_aws_lifecycle();
    let token = [("CidrBlock", "10.1.0.0/16"), ("TagSpecification.1.ResourceType", "vpc")];
    let token = [&token[..], &[("TagSpecification.1.Tag.1.Key", "a")]].concat();
    let token = [&token[..], &[("TagSpecification.1.Tag.1.Value", "b")]].concat();
    let vpc_id = ec2.call("CreateVpc", &token).text("vpc.vpcId").to_owned();
    ec2.call("CreateSubnet", &[("VpcId", &vpc_id), ("CidrBlock", "10.1.1.0/24")]);
    let launch = [("ImageId", "ami-0abcdef1234567890"), ("ClientToken", "once")];
    let launched = ec2.call("RunInstances", &launch);
    ec2.in_region("eu-west-1").call("AllocateAddress", &[]);
    ec2.as_account(OTHER).call("CreateInternetGateway", &[]);
    let text = document(&ec2, "");
    let start = "{\"format\":1,\"seed\":\"42\",\"began\":1769860800000,\"at\":1769860800000,\
                 \"clock\":{\"stopped\":1769860800000},\"lifecycle\":\"aws\",\"accounts\":{\
                 \"000000000000\":{\"eu-west-1\":{\"ids\":{";
    assert!(text.starts_with(start), "{}", &text[..300]);

    let other = Ec2::with(Config::default());
    other.call("DescribeVpcs", &[]);
    assert_eq!(put(&other, "", &text), (200, json!({ "ok": true })));
    assert!(document(&other, "") == text, "an import and an export change nothing");
    // The clock, the lifecycle, tokens and the sequence of ids go on.
    let again = other.call("RunInstances", &launch);
    assert_eq!(again.at("instancesSet"), launched.at("instancesSet"));
    let state = "reservationSet.item.instancesSet.item.instanceState.name";
    assert_eq!(other.call("DescribeInstances", &[]).text(state), "pending");
    other.advance(60);
    assert_eq!(other.call("DescribeInstances", &[]).text(state), "running");
    let refusal = other.refused("DeleteVpc", &[("VpcId", &vpc_id)]);
    let words = format!("The vpc '{vpc_id}' has dependencies and cannot be deleted.");
    assert_eq!(refusal, ("DependencyViolation".to_owned(), words));
    ec2.advance(60);
    assert_eq!(vpc(&ec2, "10.2.0.0/16"), vpc(&other, "10.2.0.0/16"));
    // What nothing was ever changed in is the same, too.
    let (one, two) = (ec2.in_region("us-west-2"), other.in_region("us-west-2"));
    assert_eq!(vpcs(&one), vpcs(&two));
}

#[test]
fn answers_of_before_are_not_given_again() {
    let ec2 = Ec2::new();
    let text = document(&ec2, "");
    let first = vpcs(&ec2);
    vpc(&ec2, "10.1.0.0/16");
    assert_eq!(vpcs(&ec2).len(), 2);
    assert_eq!(put(&ec2, "", &text).0, 200);
    assert_eq!(vpcs(&ec2), first);
}

#[test]
fn a_part_is_exported_taken_over_and_reset() {
    let ec2 = Ec2::new();
    let (west, other) = (ec2.in_region("eu-west-1"), ec2.as_account(OTHER));
    for client in [&ec2, &west, &other] {
        vpc(client, "10.1.0.0/16");
    }
    let all = document(&ec2, "");
    let accounts = |query: &str| -> Vec<String> {
        let state: Value = serde_json::from_str(&document(&ec2, query)).unwrap();
        let accounts = state["accounts"].as_object().unwrap().iter();
        let regions = accounts.flat_map(|(account, regions)| {
            let regions = regions.as_object().unwrap().keys();
            regions.map(move |region| format!("{account} {region}"))
        });
        regions.collect()
    };
    assert_eq!(accounts("?account=111122223333"), ["111122223333 us-east-1"]);
    assert_eq!(accounts("?region=eu-west-1"), ["000000000000 eu-west-1"]);
    assert_eq!(accounts("?region=us-east-1").len(), 2);
    assert!(accounts("?account=111122223333&region=eu-west-1").is_empty());

    let part = document(&ec2, "?account=111122223333");
    ec2.control("POST", "reset?account=111122223333", "");
    assert_eq!((vpcs(&other).len(), vpcs(&ec2).len(), vpcs(&west).len()), (1, 2, 2));
    vpc(&ec2, "10.2.0.0/16");
    assert_eq!(put(&ec2, "?account=111122223333", &part).0, 200);
    assert_eq!((vpcs(&other).len(), vpcs(&ec2).len()), (2, 3));
    let (status, body) = put(&ec2, "?region=eu-west-1", &all);
    let words = "accounts.000000000000.us-east-1: it is not of the part that is to be replaced";
    assert_eq!((status, body["error"].as_str()), (400, Some(words)));
    ec2.control("POST", "reset?region=us-east-1", "");
    assert_eq!((vpcs(&other).len(), vpcs(&ec2).len(), vpcs(&west).len()), (1, 1, 2));

    for (query, words) in [
        ("?account=1", "account: '1' is not 12 digits"),
        ("?region=mars", "region: 'mars' is none of AWS's, such as us-east-1"),
        ("?zone=a", "the query is not right: unknown field `zone`, expected `account` or `region`"),
    ] {
        for (method, path) in [("GET", "state"), ("PUT", "state"), ("POST", "reset")] {
            let uri = format!("/_parlel/{path}{query}");
            let request = Request::builder().method(method).uri(uri).body(Body::empty());
            let (status, text) = ec2.send(request.unwrap());
            let body: Value = serde_json::from_str(&text).unwrap();
            assert_eq!((status, body["error"].as_str()), (400, Some(words)));
        }
    }
}

/// A document with a member changed; the path's parts are names and positions.
fn edited(text: &str, path: &str, edit: impl FnOnce(&mut Value)) -> String {
    let mut document: Value = serde_json::from_str(text).unwrap();
    edit(document.pointer_mut(path).unwrap_or_else(|| panic!("no {path}")));
    document.to_string()
}

/// The place of the only region of the documents here, as a pointer and as refusals name it.
const REGION: &str = "/accounts/000000000000/us-east-1";
const IN_REGION: &str = "accounts.000000000000.us-east-1";

fn set(value: impl Into<Value>) -> impl FnOnce(&mut Value) {
    let value = value.into();
    move |it| *it = value
}

/// A server with a VPC and a subnet in it, the VPC's id, and the state.
fn held() -> (Ec2, String, String) {
    let ec2 = Ec2::new();
    let vpc_id = vpc(&ec2, "10.1.0.0/16");
    ec2.call("CreateSubnet", &[("VpcId", &vpc_id), ("CidrBlock", "10.1.1.0/24")]);
    let text = document(&ec2, "");
    (ec2, vpc_id, text)
}

/// Checks that documents are refused in words that begin so, and that nothing changes.
#[track_caller]
fn check_refused(ec2: &Ec2, text: &str, cases: Vec<(String, String)>) {
    for (case, words) in cases {
        let (status, body) = put(ec2, "", &case);
        assert_eq!(status, 400, "{words}");
        let error = body["error"].as_str().unwrap();
        assert!(error.starts_with(&words), "{error}\n{words}");
        assert!(document(ec2, "") == text, "{words}");
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place_and_nothing_changes() {
    let (ec2, _, text) = held();
    let cases: Vec<(String, &str)> = vec![
        ("{}".into(), "missing field `format`"),
        ("nonsense".into(), "expected ident at line 1 column 2"),
        (
            edited(&text, "/format", set(9)),
            "format: this version reads format 1, and the document has format 9",
        ),
        (edited(&text, "/seed", set("x")), "seed: 'x' is no number in a text"),
        (
            edited(&text, "/lifecycle", set("slow")),
            "lifecycle: unknown variant `slow`, expected `instant` or `aws`",
        ),
        (
            edited(&text, REGION, |it| it["colour"] = 1.into()),
            "accounts.000000000000.us-east-1.colour: unknown field `colour`",
        ),
        (
            edited(&text, "/accounts", |it| it["1"] = it["000000000000"].clone()),
            "accounts.1.us-east-1: the account '1' is not 12 digits",
        ),
        (
            edited(&text, "/accounts/000000000000", |it| it["mars"] = it["us-east-1"].clone()),
            "accounts.000000000000.mars: the region 'mars' is none of AWS's",
        ),
        (
            text.replace("\"vpcs\":", "\"vpks\":"),
            "accounts.000000000000.us-east-1.kinds.vpks: this version knows no such kind",
        ),
        (
            text.replacen("\"accounts\":{", "\"accounts\":{\"000000000000\":{},", 1),
            "accounts.000000000000: '000000000000' is there twice",
        ),
    ];
    let cases = cases.into_iter().map(|(case, words)| (case, words.to_owned()));
    check_refused(&ec2, &text, cases.collect());
}

#[test]
fn a_wrong_row_is_named_with_its_place_and_nothing_changes() {
    let (ec2, vpc_id, text) = held();
    let case = |path: &str, edit: &dyn Fn(&mut Value), words: &str| {
        let case = edited(&text, &format!("{REGION}/kinds/{path}"), edit);
        (case, format!("{IN_REGION}.kinds.{words}"))
    };
    let third = |it: &mut Value| {
        let mut row = it["rows"][1].clone();
        row["seq"] = 3.into();
        it["rows"].as_array_mut().unwrap().push(row);
        it["next"] = 4.into();
    };
    let same = format!("vpcs.rows[2].id: '{vpc_id}' is the id of rows[1] already");
    let dangling = format!("subnets.rows[6]: it holds '{vpc_id}', which is not there");
    let life = json!({ "first": "There", "next": null });
    let cases = vec![
        case(
            "vpcs/rows/1/record/cidr_blocks",
            &|it| *it = 7.into(),
            "vpcs.rows[1].record.cidr_blocks: invalid type: integer `7`, expected a",
        ),
        case(
            "vpcs/rows/1/record/cidr_blocks/0",
            &|it| drop(it.as_object_mut().unwrap().remove("association_id")),
            "vpcs.rows[1].record.cidr_blocks[0]: missing field `association_id`",
        ),
        case(
            "vpcs/rows/1/record/cidr_blocks/0",
            &|it| it["colour, \"}"] = json!([{ "of": "it" }]),
            "vpcs.rows[1].record.cidr_blocks[0].colour, \"}: unknown field `colour, \"}`",
        ),
        case(
            "vpcs/rows/1/record",
            &|it| it["colour"] = "red".into(),
            "vpcs.rows[1].record.colour: unknown field `colour`",
        ),
        case(
            "vpcs/rows/1",
            &|it| it["colour"] = "red".into(),
            "vpcs.rows[1].colour: unknown field `colour`",
        ),
        case(
            "vpcs/rows/1",
            &|it| it["life"] = life.clone(),
            "vpcs.rows[1].life: the kind has none",
        ),
        case(
            "vpcs/rows/1/seq",
            &|it| *it = 1.into(),
            "vpcs.rows[1].seq: 1 is not between 1, the last one, and next",
        ),
        case(
            "vpcs/next",
            &|it| *it = 2.into(),
            "vpcs.rows[1].seq: 2 is not between 1, the last one, and next",
        ),
        case("volumes/next", &|it| *it = 0.into(), "volumes.next: 0 is not between 1 and 2^53"),
        case(
            "vpcs/rows/1/id",
            &|it| *it = "v".into(),
            "vpcs.rows[1].id: 'v' does not begin with vpc-",
        ),
        case("vpcs", &third, &same),
        case("vpcs/rows", &|it| drop(it.as_array_mut().unwrap().pop()), &dangling),
    ];
    check_refused(&ec2, &text, cases);
}

#[test]
fn the_longest_state_is_a_setting() {
    let ec2 = Ec2::with(Config { max_state_kib: 1, max_body_kib: 1, ..Config::default() });
    let (status, body) = put(&ec2, "", &" ".repeat(2_000));
    assert_eq!((status, &body["error"]), (413, &"the body is too large".into()));
    let ec2 = Ec2::with(Config { max_body_kib: 1, ..Config::default() });
    vpc(&ec2, "10.1.0.0/16");
    assert_eq!(put(&ec2, "", &document(&ec2, "")).0, 200);
}

#[test]
fn a_server_begins_with_a_state_in_a_file() {
    let file = std::env::temp_dir().join(format!("parlel-ec2-state-{}.json", std::process::id()));
    let ec2 = Ec2::with_aws_lifecycle();
    vpc(&ec2, "10.1.0.0/16");
    ec2.advance(5);
    let text = document(&ec2, "");
    fs::write(&file, &text).unwrap();
    let lifecycle = LifecycleArg::Instant;
    let config = Config { state: Some(file.clone()), lifecycle, ..Config::default() };
    let begun = Ec2::with(config.clone());
    assert!(document(&begun, "") == text);
    begun.control("POST", "reset", "");
    assert_eq!(begun.state(), json!({}), "a reset begins with nothing");
    fs::write(&file, "{\"format\":2}").unwrap();
    let why = app(&config).unwrap_err();
    let words = "format: this version reads format 1, and the document has format 2";
    assert_eq!(why, format!("cannot begin with {}: {words}", file.display()));
    fs::remove_file(&file).unwrap();
    assert!(app(&config).unwrap_err().starts_with("cannot begin with "));
}

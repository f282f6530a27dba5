//! State that outlives the process: what comes back, and which directories are not taken.

use super::support::Ec2;
use axum::body::Body;
use axum::http::Request;
use parlel_ec2::{Config, LifecycleArg, app};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A directory of a test's own, which goes with it.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("parlel-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn config(&self) -> Config {
        Config { data_dir: Some(self.0.clone()), ..Config::default() }
    }

    fn server(&self) -> Ec2 {
        Ec2::with(self.config())
    }

    fn refusal(&self) -> String {
        let refusal = app(&self.config()).err().unwrap();
        let place = format!("cannot keep the state in {}: ", self.0.display());
        refusal.strip_prefix(&place).unwrap().to_owned()
    }

    /// All that is in it, by its name.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let files = fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().path());
        files.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }

    fn state_file(&self) -> PathBuf {
        self.0.join("state-1.redb")
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn document(ec2: &Ec2) -> String {
    let request = Request::get("/_parlel/state").body(Body::empty()).unwrap();
    ec2.send(request).1
}

const LAUNCH: [(&str, &str); 3] =
    [("ImageId", "ami-0abcdef1234567890"), ("ClientToken", "once"), ("MaxCount", "2")];

fn launch(ec2: &Ec2, token: &str) -> Vec<String> {
    let parameters = [LAUNCH[0], ("ClientToken", token), ("MinCount", "2"), LAUNCH[2]];
    let answer = ec2.call("RunInstances", &parameters);
    answer.texts("instancesSet.item.instanceId").into_iter().map(str::to_owned).collect()
}

#[test]
fn all_is_there_again() {
    let directory = Directory::new("again");
    let (ec2, other) = (directory.server(), Ec2::new());
    for ec2 in [&ec2, &other] {
        ec2.control("PUT", "lifecycle", r#"{"mode":"aws"}"#);
        let launched = launch(ec2, "once");
        ec2.call(
            "CreateTags",
            &[("ResourceId.1", &launched[0]), ("Tag.1.Key", "a"), ("Tag.1.Value", "b")],
        );
        ec2.call("TerminateInstances", &[("InstanceId.1", &launched[1])]);
        ec2.in_region("eu-west-1").call("AllocateAddress", &[]);
        ec2.as_account("111122223333").call("EnableEbsEncryptionByDefault", &[]);
        ec2.control("PUT", "clock", r#"{"now":"2026-02-01T00:00:00Z"}"#);
    }
    let before = document(&ec2);
    drop(ec2);
    let ec2 = directory.server();
    assert!(document(&ec2) == before, "all is as it was");
    // Tokens answer again, and the sequences of ids go on where they were.
    for token in ["once", "twice"] {
        assert_eq!(launch(&ec2, token), launch(&other, token));
    }
    let clock = ec2.control("GET", "clock", "");
    assert_eq!(clock, json!({ "now": "2026-02-01T00:00:00.000Z", "stopped": true, "scale": 1 }));
    let encrypts = ec2.as_account("111122223333").call("GetEbsEncryptionByDefault", &[]);
    assert_eq!(encrypts.text("ebsEncryptionByDefault"), "true");
    let health = ec2.control("GET", "health", "");
    assert_eq!((&health["status"], &health["instances"]), (&json!("ok"), &json!(3)));
}

#[test]
fn what_a_refused_request_has_done_is_kept() {
    let directory = Directory::new("partial");
    let server = directory.server();
    let place = "Placement.AvailabilityZone";
    let of = |more: &[(&str, &str)]| {
        let usual = [LAUNCH[0], ("InstanceType", "t3.micro"), ("MinCount", "1"), ("MaxCount", "1")];
        let form = [&usual, more].concat();
        server.call("RunInstances", &form).text("instancesSet.item.instanceId").to_owned()
    };
    let gone = of(&[(place, "us-east-1a")]);
    let kept = of(&[(place, "us-east-1b"), ("DisableApiTermination", "true")]);
    let both = [("InstanceId.1", gone.as_str()), ("InstanceId.2", &kept)];
    assert_eq!(server.refused("TerminateInstances", &both).0, "OperationNotPermitted");
    drop(server);
    let server = directory.server();
    let found = server.call("DescribeInstances", &both);
    let states = found.texts("reservationSet.item.instancesSet.item.instanceState.name");
    assert_eq!(states, ["terminated", "running"]);
}

#[test]
fn what_happened_later_happens_once() {
    let directory = Directory::new("later");
    let config = Config { lifecycle: LifecycleArg::Aws, ..directory.config() };
    let ec2 = Ec2::with(config.clone());
    let spot = [("InstanceMarketOptions.MarketType", "spot"), LAUNCH[0]];
    let launched = ec2.call("RunInstances", &spot);
    let id = launched.text("instancesSet.item.instanceId");
    ec2.advance(60);
    let path = format!("instances/{id}/events");
    ec2.control("POST", &path, r#"{"type":"spot-interruption","afterSeconds":60}"#);
    drop(ec2);
    let ec2 = Ec2::with(config.clone());
    ec2.advance(400);
    let state = "reservationSet.item.instancesSet.item.instanceState.name";
    assert_eq!(ec2.call("DescribeInstances", &[]).text(state), "terminated");
    let before = document(&ec2);
    ec2.control("PUT", "lifecycle", r#"{"mode":"aws"}"#);
    drop(ec2);
    assert!(document(&Ec2::with(config)) == before);
}

#[test]
fn a_reset_an_import_and_a_return_are_kept() {
    let directory = Directory::new("reset");
    let ec2 = directory.server();
    launch(&ec2, "1");
    ec2.as_account("111122223333").call("CreateInternetGateway", &[]);
    let first = document(&ec2);
    ec2.control("PUT", "checkpoints/base", "");
    launch(&ec2, "2");
    ec2.call(
        "DeleteVpc",
        &[("VpcId", ec2.call("CreateVpc", &[("CidrBlock", "10.9.0.0/16")]).text("vpc.vpcId"))],
    );
    ec2.control("POST", "reset?account=111122223333", "");
    let second = document(&ec2);
    drop(ec2);
    let ec2 = directory.server();
    assert!(document(&ec2) == second);
    // Checkpoints are the process's.
    assert_eq!(ec2.control("GET", "checkpoints", ""), json!({ "checkpoints": [] }));

    ec2.control("PUT", "state", &first);
    drop(ec2);
    let ec2 = directory.server();
    assert!(document(&ec2) == first);
    ec2.control("PUT", "checkpoints/base", "");
    launch(&ec2, "3");
    ec2.as_account("111122223333").in_region("eu-west-1").call("CreateInternetGateway", &[]);
    ec2.control("POST", "reset?account=111122223333&region=us-east-1", "");
    ec2.control("POST", "checkpoints/base/restore", "");
    assert!(document(&ec2) == first);
    drop(ec2);
    let ec2 = directory.server();
    assert!(document(&ec2) == first);
    assert_eq!(launch(&ec2, "1").len(), 2);

    ec2.control("POST", "reset", "");
    let empty = document(&ec2);
    drop(ec2);
    let ec2 = directory.server();
    assert!(document(&ec2) == empty);
    let state: Value = serde_json::from_str(&empty).unwrap();
    assert_eq!(state["accounts"], json!({}));
}

#[test]
fn what_is_kept_holds_and_flags_are_for_a_beginning() {
    let directory = Directory::new("flags");
    let ec2 = directory.server();
    launch(&ec2, "1");
    ec2.advance(3_600);
    drop(ec2);
    let config = Config { lifecycle: LifecycleArg::Aws, ..directory.config() };
    let ec2 = Ec2::with(config);
    assert_eq!(ec2.control("GET", "lifecycle", "")["mode"], "instant");
    assert_eq!(ec2.control("GET", "clock", "")["now"], "2026-01-31T13:00:00.000Z");
    ec2.control("POST", "reset", "");
    assert_eq!(ec2.control("GET", "lifecycle", "")["mode"], "aws");
    assert_eq!(ec2.control("GET", "clock", "")["now"], "2026-01-31T12:00:00.000Z");
}

#[test]
fn a_strange_directory_is_left_as_it_is() {
    let directory = Directory::new("strange");
    fs::create_dir(&directory.0).unwrap();
    fs::write(directory.0.join("thesis.tex"), "a year's work").unwrap();
    let before = directory.files();
    assert_eq!(directory.refusal(), "it has 'thesis.tex' and no state; give one that is empty");
    assert_eq!(directory.files(), before);

    let directory = Directory::new("newer");
    fs::create_dir(&directory.0).unwrap();
    fs::write(directory.0.join("state-2.redb"), "of tomorrow").unwrap();
    let before = directory.files();
    let expected = "it has a state of format 2, and this version keeps format 1";
    assert_eq!(directory.refusal(), expected);
    assert_eq!(directory.files(), before);

    let directory = Directory::new("file");
    fs::write(&directory.0, "a file").unwrap();
    assert!(directory.refusal().contains("exists"), "{}", directory.refusal());
    fs::remove_file(&directory.0).unwrap();
}

#[test]
fn a_directory_is_one_server_s() {
    let directory = Directory::new("used");
    let ec2 = directory.server();
    assert_eq!(directory.refusal(), "another process uses it");
    launch(&ec2, "1");
    drop(ec2);
    assert_eq!(directory.server().control("GET", "health", "")["instances"], 2);
}

#[test]
fn damage_is_told_and_left_as_it_is() {
    let directory = Directory::new("damaged");
    let ec2 = directory.server();
    for token in 0..50 {
        launch(&ec2, &token.to_string());
    }
    drop(ec2);
    let whole = fs::read(directory.state_file()).unwrap();
    let is_refused = |bytes: &[u8]| {
        fs::write(directory.state_file(), bytes).unwrap();
        let refusal = directory.refusal();
        assert!(refusal.starts_with("it is damaged: "), "{refusal}");
        assert!(fs::read(directory.state_file()).unwrap() == bytes, "{refusal}");
    };
    is_refused(b"no such file");
    is_refused(&whole[..whole.len() / 2]);
    // Some bytes are others.
    let mut flipped = whole.clone();
    for at in places(&whole, b"/rows/instances/0") {
        flipped[at + 3] ^= 1;
    }
    is_refused(&flipped);
    fs::write(directory.state_file(), &whole).unwrap();
    assert_eq!(directory.server().control("GET", "health", "")["instances"], 100);
    // One that was not made to its end is made anew.
    fs::remove_file(directory.state_file()).unwrap();
    fs::write(directory.0.join("state-1.redb.new"), "half").unwrap();
    assert_eq!(directory.server().control("GET", "health", "")["instances"], 0);
}

/// Where some bytes are, in what holds and in what held before.
fn places(bytes: &[u8], wanted: &[u8]) -> Vec<usize> {
    let windows = bytes.windows(wanted.len()).enumerate();
    windows.filter(|(_, it)| *it == wanted).map(|(at, _)| at).collect()
}

#[test]
fn a_file_to_begin_with_has_no_place_beside_it() {
    use clap::Parser as _;
    let arguments = ["parlel-ec2", "--data-dir", "d", "--state", "s.json"];
    let refusal = Config::try_parse_from(arguments).unwrap_err().to_string();
    assert!(refusal.contains("cannot be used with"), "{refusal}");
    let config = Config::try_parse_from(&arguments[..3]).unwrap();
    assert_eq!(config.data_dir.as_deref(), Some(Path::new("d")));
}

//! A state that is taken over, or returned to, is the one that it was: whatever is asked from then
//! on is answered with the same bytes.

use super::emulated;
use super::play::{Player, steps};
use super::samples::populate;
use super::support::{Ec2, Refusal, Xml};
use axum::body::Body;
use axum::http::Request;
use parlel_ec2::Config;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use wire::model;

const STEPS: usize = 300;

/// What a version of this server has written, each of which every later one reads. A row of every
/// kind that had a sample then is in it.
const FORMAT_1: &str = "tests/model/kept/format-1.json";

fn exported(ec2: &Ec2) -> String {
    let request = Request::get("/_parlel/state").body(Body::empty()).unwrap();
    ec2.send(request).1
}

fn import(ec2: &Ec2, document: &str) {
    assert_eq!(ec2.control("PUT", "state", document), json!({ "ok": true }));
}

/// An answer without the id of its request, which is no part of the state.
fn told(result: &Result<Xml, Refusal>) -> String {
    let mut result = format!("{result:?}");
    if let Some(at) = result.find("\"requestId\", text: \"") {
        let begins = at + "\"requestId\", text: \"".len();
        result.replace_range(begins..begins + 36, "");
    }
    result
}

/// Plays `steps` on several servers, which answer alike.
fn play(servers: &[Ec2], seed: u64, steps: usize) {
    let model = model();
    let operations = emulated(&servers[0], &model);
    let ask = |operation: &str, form: &[(&str, &str)]| {
        let mut answers = servers.iter().map(|server| server.ask(operation, form));
        let first = answers.next().unwrap();
        for other in answers {
            assert_eq!(told(&first), told(&other), "{operation} {form:?}");
        }
        first
    };
    let mut player = Player::new(seed, &model, &operations, &ask);
    for step in 0..steps {
        if step % 10 == 0 {
            for server in servers {
                server.advance(20);
            }
            player.look_at(&servers[0]);
        }
        player.step();
    }
}

#[test]
fn a_game_goes_on_alike_after_an_import() {
    for (seed, first) in [(50, Ec2::new()), (51, Ec2::with_aws_lifecycle())] {
        play(std::slice::from_ref(&first), seed, steps(STEPS));
        let document = exported(&first);
        let second = Ec2::with(Config::default());
        import(&second, &document);
        let again = exported(&second);
        assert!(again == document, "{}", first_difference(&document, &again));
        let both = [first, second];
        play(&both, seed + 10, steps(STEPS));
        let [first, second] = both.map(|server| exported(&server));
        assert!(first == second, "{}", first_difference(&first, &second));
    }
}

#[test]
fn a_game_goes_on_alike_after_a_return() {
    let ec2 = Ec2::with_aws_lifecycle();
    let mut kept = Vec::new();
    for (at, name) in ["one", "two", "three"].into_iter().enumerate() {
        play(std::slice::from_ref(&ec2), 60 + at as u64, steps(STEPS / 3));
        ec2.control("PUT", &format!("checkpoints/{name}"), "");
        kept.push((name, exported(&ec2)));
    }
    play(std::slice::from_ref(&ec2), 64, steps(STEPS / 3));
    for at in [2, 0, 1, 0, 2, 2] {
        let (name, before) = &kept[at];
        ec2.control("POST", &format!("checkpoints/{name}/restore"), "");
        let after = exported(&ec2);
        assert!(after == *before, "{name}: {}", first_difference(before, &after));
        let diff = ec2.control("GET", &format!("checkpoints/{name}/diff"), "");
        for how in ["created", "deleted", "changed"] {
            assert_eq!(diff[how], json!([]), "{name}");
        }
        let other = Ec2::new();
        import(&other, before);
        play(&[ec2.clone(), other], 70 + at as u64, steps(STEPS / 6));
    }
    // Whose changes were another's, once that is gone.
    ec2.control("DELETE", "checkpoints/two", "");
    for at in [0, 2] {
        let (name, before) = &kept[at];
        ec2.control("POST", &format!("checkpoints/{name}/restore"), "");
        assert!(exported(&ec2) == *before, "{name}");
    }
}

fn first_difference(one: &str, other: &str) -> String {
    let same = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let around = |text: &str| {
        let part = text.as_bytes().get(same.saturating_sub(300)..).unwrap_or_default();
        String::from_utf8_lossy(&part[..part.len().min(500)]).into_owned()
    };
    format!("\n{}\n{}", around(one), around(other))
}

/// `UPDATE_STATE=1` writes it anew, which is for a new format alone.
#[test]
fn what_an_earlier_version_kept_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FORMAT_1);
    if std::env::var_os("UPDATE_STATE").is_some() {
        let ec2 = Ec2::new();
        populate(&ec2, 1);
        ec2.control("PUT", "lifecycle", r#"{"mode":"aws"}"#);
        ec2.call("RunInstances", &[("ImageId", "ami-0abcdef1234567890"), ("ClientToken", "t")]);
        std::fs::write(&path, exported(&ec2)).unwrap();
    }
    let document = std::fs::read_to_string(&path).unwrap();
    let ec2 = Ec2::new();
    import(&ec2, &document);
    let (kept, held): (Value, Value) =
        (serde_json::from_str(&document).unwrap(), serde_json::from_str(&exported(&ec2)).unwrap());
    let kinds = |state: &Value| state["accounts"]["000000000000"]["us-east-1"]["kinds"].clone();
    let (kept, held) = (kinds(&kept), kinds(&held));
    let mut filled = BTreeSet::new();
    for (kind, rows) in kept.as_object().unwrap() {
        let ids = |kinds: &Value| -> Vec<Value> {
            let rows = kinds[kind]["rows"].as_array().unwrap();
            rows.iter().map(|row| row["id"].clone()).collect()
        };
        assert_eq!(ids(&held), ids(&kept), "{kind}");
        filled.extend((rows["next"] != 1).then_some(kind.as_str()));
    }
    // As many as had a sample when it was written.
    assert!(filled.len() >= 44, "{filled:?}");
}

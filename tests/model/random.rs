//! Random requests, many of them nonsense: none makes the server fail, a refused one leaves the
//! state as it was, and the same seed gives the same bytes.

use super::emulated;
use super::play::{FIRST_IMAGE, Player, steps};
use super::support::{Ec2, Refusal, Xml};
use parlel_ec2::Config;
use rand::RngExt as _;
use serde_json::Value;
use std::cell::RefCell;
use wire::{OperationModel, StructModel, model};

const STEPS: usize = 800;

/// Asks, and holds what comes back against what must never be.
fn ask_checked(
    ec2: &Ec2,
    last: &RefCell<Option<Value>>,
    operation: &str,
    form: &[(&str, &str)],
) -> Result<Xml, Refusal> {
    let result = ec2.ask(operation, form);
    if let Err(refusal) = &result {
        assert!(refusal.status < 500, "{operation} {form:?}: {refusal:?}");
    }
    let reads = operation.starts_with("Describe") || operation.starts_with("Get");
    let mut last = last.borrow_mut();
    if let Some(before) = last.as_mut().filter(|_| result.is_err() || !reads) {
        let after = ec2.state();
        // EC2 terminates what is in other zones than a protected instance.
        let is_partial = |refusal: &Refusal| {
            operation == "TerminateInstances" && refusal.code == "OperationNotPermitted"
        };
        if result.as_ref().is_err_and(|refusal| !is_partial(refusal)) {
            assert_eq!(after, *before, "{operation} {form:?} changed something");
        }
        *before = after;
    }
    result
}

/// Plays a game of random requests and returns every answer of it.
fn play(seed: u64, compare_states: bool) -> Vec<String> {
    let (ec2, model) = (Ec2::new(), model());
    let operations: Vec<(&OperationModel, &StructModel)> = emulated(&ec2, &model);
    ec2.call("DescribeRegions", &[]);
    let last = RefCell::new(compare_states.then(|| ec2.state()));
    let answers = RefCell::new(Vec::new());
    let ask = |operation: &str, form: &[(&str, &str)]| {
        let result = ask_checked(&ec2, &last, operation, form);
        answers.borrow_mut().push(format!("{result:?}"));
        result
    };
    let mut player = Player::new(seed, &model, &operations, &ask);
    for step in 0..steps(STEPS) {
        if step % 10 == 0 {
            player.look_at(&ec2);
        }
        player.step();
    }
    drop(player);
    answers.into_inner()
}

/// Plays one game on three servers with questions that are asked over and over while time passes:
/// one gives whole answers again, one rows of them, one works everything out anew.
#[test]
fn an_answer_given_again_is_what_it_would_be_now() {
    let by_row = Config { kept_answers_kib: 0, ..Config::default() };
    let forgetful = Config { kept_rows_kib: 0, ..by_row.clone() };
    let servers = [Config::default(), by_row, forgetful].map(Ec2::with);
    let model = model();
    let operations = emulated(&servers[0], &model);
    let is_question = |shape: &StructModel| !shape.members.iter().any(|member| member.required);
    let questions: Vec<&OperationModel> = operations
        .iter()
        .filter(|(operation, _)| operation.name.starts_with("Describe"))
        .filter_map(|(operation, shape)| is_question(shape).then_some(*operation))
        .collect();
    let ask = |operation: &str, form: &[(&str, &str)]| {
        let [first, others @ ..] = servers.each_ref().map(|ec2| ec2.ask(operation, form));
        for other in others {
            assert_eq!(first, other, "{operation} {form:?}");
        }
        first
    };
    let mut player = Player::new(5, &model, &operations, &ask);
    let mut focus = Vec::new();
    for step in 0..steps(STEPS / 2) {
        if step % 10 == 0 {
            player.look_at(&servers[0]);
            let random = &mut player.chance.random;
            focus =
                (0..3).map(|_| &*questions[random.random_range(0..questions.len())].name).collect();
            focus.extend(["DescribeInstances", "DescribeNetworkInterfaces", "DescribeVolumes"]);
            let launch = [("ImageId", FIRST_IMAGE), ("InstanceType", "t3.micro")];
            let _ = ask("RunInstances", &launch);
        }
        player.step();
        let seconds =
            if player.chance.one_in(4) { player.chance.random.random_range(1..30) } else { 0 };
        for ec2 in &servers {
            meddle(ec2, step, seconds);
        }
        for question in &focus {
            let _ = ask(question, &[]);
        }
        for (question, name, value) in FILTERED {
            let _ = ask(question, &[("Filter.1.Name", name), ("Filter.1.Value.1", value)]);
        }
    }
}

/// Questions whose answers depend on what their rows' views show.
const FILTERED: [(&str, &str, &str); 4] = [
    ("DescribeInstances", "instance-state-name", "running"),
    ("DescribeInstances", "network-interface.group-name", "default"),
    ("DescribeVolumes", "attachment.status", "attached"),
    ("DescribeNetworkInterfaces", "status", "in-use"),
];

/// What else changes answers: time, the lifecycle, a reset.
fn meddle(ec2: &Ec2, step: usize, seconds: u32) {
    ec2.advance(seconds);
    match step % 200 {
        0 => drop(ec2.control("PUT", "lifecycle", r#"{"mode":"aws"}"#)),
        150 => drop(ec2.control("PUT", "lifecycle", r#"{"mode":"instant"}"#)),
        180 => drop(ec2.control("POST", "reset", "")),
        _ => {}
    }
}

#[test]
fn a_refused_request_changes_nothing() {
    let answers = play(1, true);
    assert!(answers.iter().any(|answer| answer.starts_with("Ok")));
    assert!(answers.iter().any(|answer| answer.starts_with("Err")));
}

#[test]
fn the_same_seed_gives_the_same_answers() {
    for seed in 2..4 {
        let (first, second) = (play(seed, false), play(seed, false));
        assert_eq!(first.len(), second.len());
        for (at, answer) in first.iter().enumerate() {
            assert_eq!(*answer, second[at], "seed {seed}, answer {at}");
        }
    }
}

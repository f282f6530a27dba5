//! Random requests, many of them nonsense: none makes the server fail, a refused one leaves the
//! state as it was, and the same seed gives the same bytes.

use super::emulated;
use super::samples::{borrowed, scalar};
use super::support::Ec2;
use parlel_ec2::Config;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use wire::{Model, OperationModel, StructModel, model};

const STEPS: usize = 800;

/// Ids of whatever there is, and some of nothing.
fn ids(state: &serde_json::Value, found: &mut Vec<String>) {
    match state {
        serde_json::Value::Object(members) => {
            if let Some(id) = members.get("id").and_then(|id| id.as_str()) {
                found.push(id.to_owned());
            }
            members.values().for_each(|value| ids(value, found));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|value| ids(value, found)),
        _ => {}
    }
}

struct Chance<'a> {
    random: StdRng,
    model: &'a Model,
    ids: Vec<String>,
}

impl Chance<'_> {
    fn one_in(&mut self, count: u32) -> bool {
        self.random.random_ratio(1, count)
    }

    fn pick<'b, T: ?Sized>(&mut self, from: &[&'b T]) -> &'b T {
        from[self.random.random_range(0..from.len())]
    }

    fn text(&mut self, name: &str) -> String {
        if name.ends_with("Id") && !self.ids.is_empty() && !self.one_in(10) {
            let prefix = match name {
                "GroupId" | "SecurityGroupId" => "sg",
                "ImageId" => return "ami-0abcdef1234567890".to_owned(),
                _ => name.trim_end_matches("Id"),
            };
            let like = |id: &&String| {
                let letters: String = id.split('-').next().unwrap_or_default().to_lowercase();
                prefix.to_lowercase().starts_with(letters.get(..1).unwrap_or_default())
            };
            let likely: Vec<&String> = self.ids.iter().filter(like).collect();
            let from: Vec<&String> =
                if likely.is_empty() { self.ids.iter().collect() } else { likely };
            return from[self.random.random_range(0..from.len())].clone();
        }
        let texts = [
            "sample",
            "",
            "10.0.0.0/16",
            "10.0.1.0/24",
            "172.31.1.7",
            "us-east-1a",
            "t3.micro",
            "*",
            "ipsec.1",
            "tcp",
            "-1",
            "0",
            "80",
            "default",
            "2026-01-31T12:00:00Z",
            "\u{1f980}",
            "arn:aws:iam::000000000000:role/x",
            "/dev/sdf",
            "vpc-0123456789abcdef0",
            "i-",
            "-",
        ];
        self.pick(&texts.map(|text| text)).to_owned()
    }

    fn value(&mut self, of: &str, name: &str) -> String {
        match of {
            "string" => self.text(name),
            "int" | "long" => {
                let numbers = ["0", "1", "2", "5", "8", "100", "65535", "-1", "2147483647"];
                self.pick(&numbers).to_owned()
            }
            "bool" => self.pick(&["true", "false", "TRUE"]).to_owned(),
            _ => match self.model.enums.get(of) {
                Some(values) => values[self.random.random_range(0..values.len())].clone(),
                None => scalar(self.model, of, None).unwrap_or_default(),
            },
        }
    }

    fn members(
        &mut self,
        shape: &StructModel,
        prefix: &str,
        depth: usize,
    ) -> Vec<(String, String)> {
        let mut parameters = Vec::new();
        for member in &shape.members {
            let wanted = if member.required { !self.one_in(30) } else { self.one_in(3) };
            if !wanted || member.name == "DryRun" && !self.one_in(3) {
                continue;
            }
            let count = if member.list_item.is_some() { self.random.random_range(1..3) } else { 1 };
            for at in 1..=count {
                let index =
                    if member.list_item.is_some() { format!(".{at}") } else { String::new() };
                let name = format!("{prefix}{}{index}", member.request_name);
                match self.model.structs.get(&member.of) {
                    Some(inner) if depth < 3 => {
                        parameters.extend(self.members(inner, &format!("{name}."), depth + 1));
                    }
                    Some(_) => {}
                    None => {
                        let value = self.value(&member.of, &member.request_name);
                        parameters.push((name, value));
                    }
                }
            }
        }
        parameters
    }
}

/// Plays a game of random requests and returns every answer of it.
fn play(seed: u64, compare_states: bool) -> Vec<String> {
    let (ec2, model) = (Ec2::new(), model());
    let operations: Vec<(&OperationModel, &StructModel)> = emulated(&ec2, &model);
    let mut chance = Chance { random: StdRng::seed_from_u64(seed), model: &model, ids: Vec::new() };
    let mut answers = Vec::new();
    ec2.call("DescribeRegions", &[]);
    let mut state = ec2.state();
    ids(&state, &mut chance.ids);
    for _ in 0..STEPS {
        let (operation, shape) = operations[chance.random.random_range(0..operations.len())];
        let parameters = chance.members(shape, "", 0);
        let result = ec2.ask(&operation.name, &borrowed(&parameters));
        if let Err(refusal) = &result {
            let context = format!("{} {parameters:?}: {refusal:?}", operation.name);
            assert!(refusal.status < 500, "{context}");
        }
        answers.push(format!("{result:?}"));
        let writes = !operation.name.starts_with("Describe") && !operation.name.starts_with("Get");
        if compare_states && (writes || result.is_err()) {
            let after = ec2.state();
            if result.is_err() {
                assert_eq!(after, state, "{} {parameters:?} changed something", operation.name);
            }
            state = after;
            chance.ids.clear();
            ids(&state, &mut chance.ids);
        }
    }
    answers
}

/// Plays one game on two servers, one of which works every answer out anew, with questions that
/// are asked over and over while time passes.
#[test]
fn an_answer_given_again_is_what_it_would_be_now() {
    let forgetful = Config { kept_answers_kib: 0, ..Config::default() };
    let servers = [Ec2::with(Config::default()), Ec2::with(forgetful)];
    let model = model();
    let operations = emulated(&servers[0], &model);
    let is_question = |shape: &StructModel| !shape.members.iter().any(|member| member.required);
    let questions: Vec<&OperationModel> = operations
        .iter()
        .filter(|(operation, _)| operation.name.starts_with("Describe"))
        .filter_map(|(operation, shape)| is_question(shape).then_some(*operation))
        .collect();
    let mut chance = Chance { random: StdRng::seed_from_u64(5), model: &model, ids: Vec::new() };
    let mut focus = Vec::new();
    let moving = ["DescribeInstances", "DescribeInstanceStatus", "DescribeVolumes"];
    for step in 0..STEPS / 2 {
        if step % 10 == 0 {
            chance.ids.clear();
            ids(&servers[0].state(), &mut chance.ids);
            let pick = |_| questions[chance.random.random_range(0..questions.len())].name.as_str();
            focus = (0..3).map(pick).chain(moving).collect();
            let launch = [("ImageId", "ami-0abcdef1234567890"), ("InstanceType", "t3.micro")];
            let launched = servers.each_ref().map(|ec2| ec2.ask("RunInstances", &launch));
            assert_eq!(launched[0], launched[1]);
        }
        let (operation, shape) = operations[chance.random.random_range(0..operations.len())];
        let parameters = chance.members(shape, "", 0);
        let seconds = if chance.one_in(4) { chance.random.random_range(1..30) } else { 0 };
        let answers = servers.each_ref().map(|ec2| {
            meddle(ec2, step, seconds);
            let first = ec2.ask(&operation.name, &borrowed(&parameters));
            let rest = focus.iter().map(|question| ec2.ask(question, &[]));
            std::iter::once(first).chain(rest).collect::<Vec<_>>()
        });
        assert_eq!(answers[0], answers[1], "step {step}: {}", operation.name);
    }
}

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
        assert_eq!(play(seed, false), play(seed, false));
    }
}

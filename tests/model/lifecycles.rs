//! Both lifecycles end alike: what takes time in one of them is the same there, once it is over.

use super::chance::looks_like_an_id;
use super::emulated;
use super::play::{Player, steps};
use super::samples::needed;
use super::support::{Ec2, Refusal, Xml};
use wire::{OperationModel, StructModel, model};

const STEPS: usize = 300;
const HOUR: u32 = 3600;
/// Long enough for anything; nothing is forgotten after a number of these.
const WHILE: u32 = 700;

/// How the two are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    /// Whatever was begun is over before the next request: both take and refuse the same.
    Waiting,
    /// The next request comes at once. What one of the two refuses is not asked of either.
    AtOnce,
}

/// Operations whose dry run does not tell what is refused: the first two refuse a part of what is
/// asked within their answer, those of the others end before what matters is looked at. What is
/// being done to the same thing may be the reason.
const UNTOLD: [&str; 12] = [
    "DisableFastSnapshotRestores",
    "EnableFastSnapshotRestores",
    "AttachInternetGateway",
    "CreateDhcpOptions",
    "CreateNetworkInterface",
    "DeleteDhcpOptions",
    "DeleteInternetGateway",
    "DeleteNetworkInterface",
    "DeleteSnapshot",
    "ImportImage",
    "ImportSnapshot",
    "ResetNetworkInterfaceAttribute",
];

/// One server in each lifecycle.
struct Pair<'a> {
    servers: [Ec2; 2],
    pace: Pace,
    /// The operations that can run dry.
    dry: Vec<&'a str>,
}

impl Pair<'_> {
    fn ask(&self, operation: &str, form: &[(&str, &str)]) -> Result<Xml, Refusal> {
        match self.pace {
            Pace::Waiting => self.servers.iter().for_each(|server| server.advance(WHILE)),
            Pace::AtOnce if UNTOLD.contains(&operation) => {
                self.servers.iter().for_each(|server| server.advance(WHILE));
            }
            Pace::AtOnce if form.iter().any(|(name, _)| *name == "DryRun") => {}
            Pace::AtOnce if self.dry.contains(&operation) => {
                let dry = [form, &[("DryRun", "true")]].concat();
                for server in &self.servers {
                    let refusal = server.ask(operation, &dry).unwrap_err();
                    if refusal.code != "DryRunOperation" {
                        return Err(refusal);
                    }
                }
            }
            Pace::AtOnce => self.servers.iter().for_each(|server| server.advance(WHILE)),
        }
        let [first, second] = self.servers.each_ref().map(|server| server.ask(operation, form));
        let alike = match (&first, &second) {
            (Ok(_), Ok(_)) => true,
            (Err(first), Err(second)) => first == second || self.pace == Pace::AtOnce,
            _ => false,
        };
        assert!(alike, "{operation} {form:?}:\n{first:?}\n{second:?}");
        if let (Ok(first), Ok(second)) = (&first, &second)
            && !is_question(operation)
        {
            let (mut one, mut other) = (Vec::new(), Vec::new());
            ids(first, &mut one);
            ids(second, &mut other);
            // What is just beginning may show less, and what is just ending more.
            let is_within = |some: &[&str], all: &[&str]| some.iter().all(|id| all.contains(id));
            let is_part = is_within(&other, &one) || is_within(&one, &other);
            assert!(is_part, "{operation} {form:?} names {one:?} and {other:?}");
        }
        first
    }

    /// Lists everything on both.
    fn compare(&self, operations: &[(&OperationModel, &StructModel)], context: &str) {
        let questions = operations.iter().filter(|(operation, shape)| {
            is_question(&operation.name) && !shape.members.iter().any(|member| member.required)
        });
        for (operation, _) in questions {
            let form = needed(&operation.name);
            let answers = self
                .servers
                .each_ref()
                .map(|server| server.ask(&operation.name, &form).map(|answer| untimed(&answer)));
            assert_alike(&answers, &format!("{context}: {}", operation.name));
        }
    }
}

fn is_question(operation: &str) -> bool {
    operation.starts_with("Describe") || operation.starts_with("Get")
}

/// The ids that an answer names.
fn ids<'a>(answer: &'a Xml, found: &mut Vec<&'a str>) {
    if looks_like_an_id(&answer.text) {
        found.push(&answer.text);
    }
    answer.children.iter().for_each(|child| ids(child, found));
}

fn assert_alike(answers: &[Result<Xml, Refusal>; 2], context: &str) {
    if answers[0] == answers[1] {
        return;
    }
    if let [Ok(first), Ok(second)] = answers {
        let mut found = Vec::new();
        differences(first, second, "", &mut found);
        panic!("{context}: {found:#?}");
    }
    panic!("{context}: {answers:#?}");
}

/// Where two answers differ, the first in `instant`.
fn differences(first: &Xml, second: &Xml, path: &str, found: &mut Vec<String>) {
    let path = format!("{path}.{}", first.name);
    if first.text != second.text {
        found.push(format!("{path}: {} / {}", first.text, second.text));
    }
    let names = |of: &Xml| of.children.iter().map(|child| child.name.clone()).collect::<Vec<_>>();
    if names(first) != names(second) {
        let only = |one: &Xml, other: &Xml| {
            let alone = one.children.iter().filter(|child| !other.children.contains(child));
            alone.map(|child| format!("{child:?}")).collect::<Vec<_>>()
        };
        found.push(format!("{path}: {:#?} / {:#?}", only(first, second), only(second, first)));
        return;
    }
    for (one, other) in first.children.iter().zip(&second.children) {
        differences(one, other, &path, found);
    }
}

/// An answer without what tells when something was.
fn untimed(answer: &Xml) -> Xml {
    if answer.name == "requestId" {
        return Xml::default();
    }
    let mut answer = answer.clone();
    answer.text = without_times(&answer.text);
    answer.children = answer.children.iter().map(untimed).collect();
    answer
}

/// `2026-01-31T12:00:00` and `2026-01-31 12:00:00` as `T`.
fn without_times(text: &str) -> String {
    const SHAPE: &str = "dddd-dd-dd dd:dd:dd";
    let is_time = |at: usize| {
        let Some(part) = text.as_bytes().get(at..at + SHAPE.len()) else { return false };
        part.iter().zip(SHAPE.bytes()).all(|(byte, shape)| match shape {
            b'd' => byte.is_ascii_digit(),
            b' ' => matches!(byte, b' ' | b'T'),
            _ => *byte == shape,
        })
    };
    match (0..text.len()).find(|at| is_time(*at)) {
        Some(at) => format!("{}T{}", &text[..at], without_times(&text[at + SHAPE.len()..])),
        None => text.to_owned(),
    }
}

fn play(seed: u64, pace: Pace) {
    let model = model();
    let servers = [Ec2::new(), Ec2::with_aws_lifecycle()];
    let operations = emulated(&servers[0], &model);
    let runs_dry = |shape: &StructModel| shape.members.iter().any(|it| it.name == "DryRun");
    let dry = operations.iter().filter(|(_, shape)| runs_dry(shape));
    let pair = Pair { dry: dry.map(|(it, _)| it.name.as_str()).collect(), servers, pace };
    let ask = |operation: &str, form: &[(&str, &str)]| pair.ask(operation, form);
    let mut player = Player::new(seed, &model, &operations, &ask);
    for step in 0..steps(STEPS) {
        if step % 10 == 0 {
            player.look_at(&pair.servers[0]);
        }
        player.step();
    }
    for (seconds, context) in [(HOUR + 60, "an hour later"), (24 * HOUR, "a day later")] {
        pair.servers.iter().for_each(|server| server.advance(seconds));
        pair.compare(&operations, &format!("seed {seed}, {pace:?}, {context}"));
    }
}

#[test]
fn after_each_step_was_waited_for() {
    (20..22).for_each(|seed| play(seed, Pace::Waiting));
}

#[test]
fn after_steps_that_overlapped() {
    (30..32).for_each(|seed| play(seed, Pace::AtOnce));
}

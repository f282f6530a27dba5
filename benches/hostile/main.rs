//! A hostile client: requests of every operation made at random from the model, with values and
//! bytes that nobody should send. Whatever it sends, the server goes on, answers what can be read,
//! never with a fault of its own, and what it refused has changed nothing.
//!
//! `cargo bench --bench hostile -- --seconds 300 --seed 7`; with `cargo test` in place of `cargo
//! bench` it drives the debug build, in which overflows panic.

mod forms;
mod wires;

#[path = "../load/process.rs"]
#[allow(dead_code, reason = "the load's ceiling is not needed here")]
mod process;

use forms::Forms;
use process::Server;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use wires::{Answer, Wire};

/// Clients, each with a server of its own, so that it knows what the server holds.
const CLIENTS: u64 = 2;
/// How often a server forgets all, so that it stays as quick as in the beginning.
const FORGET_AFTER: u64 = 4_000;

static SENT: AtomicU64 = AtomicU64::new(0);
static ACCEPTED: AtomicU64 = AtomicU64::new(0);

fn main() {
    let (mut seconds, mut seed) = (60, 1);
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    while let Some(argument) = arguments.next() {
        let value = arguments.next().and_then(|value| value.parse().ok()).expect("a number");
        match argument.as_str() {
            "--seconds" => seconds = value,
            "--seed" => seed = value,
            _ => panic!("--seconds N or --seed N, not {argument}"),
        }
    }
    let ends = Instant::now() + Duration::from_secs(seconds);
    let found: Vec<String> = thread::scope(|scope| {
        let clients: Vec<_> =
            (0..CLIENTS).map(|at| scope.spawn(move || attack(seed + at, ends))).collect();
        clients.into_iter().flat_map(|client| client.join().expect("a client")).collect()
    });
    let (sent, accepted) = (SENT.load(Ordering::Relaxed), ACCEPTED.load(Ordering::Relaxed));
    println!("{sent} requests, {accepted} of them accepted, {} faults found", found.len());
    for fault in &found {
        println!("{fault}\n");
    }
    assert!(found.is_empty(), "the server is at fault");
}

/// Attacks a server until it is time, or until a few faults are found.
fn attack(seed: u64, ends: Instant) -> Vec<String> {
    let lifecycle = if seed.is_multiple_of(2) { "aws" } else { "instant" };
    let arguments = ["--seed", "1", "--lifecycle", lifecycle, "--clock", "2026-01-31T12:00:00Z"];
    let server = Server::start(&[&arguments[..], &["--vcpu-limit", "64"]].concat());
    let mut wire = Wire::connect(server.address);
    let mut forms = Forms::new(seed);
    let mut found = Vec::new();
    let mut held = wire.counts();
    for at in 1_u64.. {
        if Instant::now() >= ends || found.len() >= 5 {
            break;
        }
        if at.is_multiple_of(FORGET_AFTER) {
            wire.control("POST", "reset");
            held = wire.counts();
            forms.forget();
        }
        let request = forms.request();
        let answer = wire.exchange(&request);
        SENT.fetch_add(1, Ordering::Relaxed);
        let told = String::from_utf8_lossy(&request[..request.len().min(3_000)]);
        if let Some(fault) = answer.fault() {
            found.push(format!("seed {seed}, {at}: {fault}\n{told}"));
        }
        let holds = wire.counts();
        match answer {
            Answer::Whole { status: 200, body } => {
                ACCEPTED.fetch_add(1, Ordering::Relaxed);
                forms.learn(&body);
            }
            _ if holds != held => {
                found.push(format!("seed {seed}, {at}: refused, and it left a trace\n{told}"));
            }
            _ => {}
        }
        held = holds;
    }
    found
}

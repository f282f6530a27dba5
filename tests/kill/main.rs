//! Nothing that was acknowledged is lost, and nothing is there by half, when a loaded server is
//! killed at any moment or its disk is full. `KILL_ROUNDS=300 cargo test --test kill` kills it more
//! often, `KILL_SEED=7` at other moments.

#![cfg(target_os = "linux")]

mod process;

use process::{Answer, Server, all, first};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

const CLIENTS: usize = 6;
/// How long a server is loaded at most before it is killed, and how often it is.
const MOST_MILLIS: u64 = 250;
const ROUNDS: u64 = 5;
const ROUNDS_OF_ONE: usize = 15;

/// What a client was told of the two instances of one launch.
#[derive(Debug, Clone, Default)]
struct Told {
    /// `None`: nothing.
    ids: Option<Vec<String>>,
    is_tagged: bool,
    is_terminated: bool,
}

/// By the client token of the launch, which is a tag of its instances, too.
type Launches = BTreeMap<String, Told>;

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().map_or(usual, |text| text.parse().expect("a number"))
}

fn directory(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("parlel-kill-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    path
}

fn launch(server: &Server, token: &str) -> Answer {
    server.post(&format!(
        "Action=RunInstances&Version=2016-11-15&ImageId=ami-0abcdef1234567890&MinCount=2\
         &MaxCount=2&ClientToken={token}&TagSpecification.1.ResourceType=instance\
         &TagSpecification.1.Tag.1.Key=token&TagSpecification.1.Tag.1.Value={token}"
    ))
}

/// Launches, tags and terminates until the server is gone.
fn load(server: &Server, client: usize, round: u64, told: &Mutex<Launches>) {
    for at in 0.. {
        let token = format!("{round}-{client}-{at}");
        let note = |what: &dyn Fn(&mut Told)| {
            what(told.lock().unwrap().entry(token.clone()).or_default());
        };
        note(&|_| {});
        let Some(launched) = launch(server, &token).ok() else { return };
        let ids: Vec<String> = all(&launched, "instanceId").map(str::to_owned).collect();
        note(&|it| it.ids = Some(ids.clone()));
        let both = format!("&{{}}.1={}&{{}}.2={}", ids[0], ids[1]);
        let tag = both.replace("{}", "ResourceId");
        let tag = format!("Action=CreateTags&Version=2016-11-15{tag}&Tag.1.Key=kept&Tag.1.Value=1");
        let Some(_) = server.post(&tag).ok() else { return };
        note(&|it| it.is_tagged = true);
        if at % 3 == 0 {
            let ids = both.replace("{}", "InstanceId");
            let end = format!("Action=TerminateInstances&Version=2016-11-15{ids}");
            let Some(_) = server.post(&end).ok() else { return };
            note(&|it| it.is_terminated = true);
        }
    }
}

/// What the server has: of each token the instances, with their states and their tags.
fn instances(server: &Server) -> BTreeMap<String, Vec<(String, String, bool)>> {
    let answer =
        server.post("Action=DescribeInstances&Version=2016-11-15").ok().expect("an answer");
    let mut found: BTreeMap<String, Vec<(String, String, bool)>> = BTreeMap::new();
    for item in answer.split("<architecture>").skip(1) {
        let id = first(item, "instanceId").to_owned();
        let tags = item.split_once("<tagSet>").map_or("", |(_, tags)| tags);
        let tags = tags.split_once("</tagSet>").map_or("", |(tags, _)| tags);
        let token = tags.split_once("<key>token</key><value>").expect("the tag of its launch").1;
        let token = token.split('<').next().unwrap().to_owned();
        let state = first(item, "name").to_owned();
        found.entry(token).or_default().push((id, state, tags.contains("<key>kept</key>")));
    }
    found
}

/// Holds what the server has against what its clients were told.
fn check(server: &Server, launches: &Launches) {
    let found = instances(server);
    for (token, told) in launches {
        let there = found.get(token);
        assert!(there.is_none_or(|there| there.len() == 2), "{token}: half a launch: {there:?}");
        let Some(ids) = &told.ids else { continue };
        let there = there.unwrap_or_else(|| panic!("{token} is lost"));
        for (id, (found, state, is_tagged)) in ids.iter().zip(there) {
            assert_eq!(id, found, "{token}");
            assert!(*is_tagged || !told.is_tagged, "{token}: its tags are lost");
            assert!(state == "terminated" || !told.is_terminated, "{token}: {state}");
        }
        let tagged = there.iter().filter(|(.., is_tagged)| *is_tagged).count();
        assert!(tagged != 1, "{token}: half of its tags");
    }
    let known: BTreeSet<&String> = launches.keys().collect();
    assert!(found.keys().all(|token| known.contains(token)), "nobody launched some");
    // What is taken over holds nothing that is not there, and no id twice.
    let state = server.control("GET", "state", "").ok().expect("the state");
    let whole = server.control("PUT", "state", &state);
    assert_eq!(whole.status, 200, "{}", whole.text);
}

#[test]
fn a_killed_server_has_lost_nothing() {
    let (rounds, seed) = (number("KILL_ROUNDS", ROUNDS), number("KILL_SEED", 1));
    let mut chance = StdRng::seed_from_u64(seed);
    // A directory has so many rounds; what there is to be checked becomes more with each.
    for from in (0..rounds).step_by(ROUNDS_OF_ONE) {
        let directory = directory("rounds");
        let told = Mutex::new(Launches::new());
        let mut clock = String::new();
        for round in from..rounds.min(from + ROUNDS_OF_ONE as u64) {
            let server = started(&directory, &told, &clock);
            clock = killed(server, round, &told, chance.random_range(0..MOST_MILLIS));
        }
        let server = started(&directory, &told, &clock);
        let told = told.into_inner().unwrap();
        let ids: Vec<&String> = told.values().flat_map(|it| it.ids.iter().flatten()).collect();
        let distinct: BTreeSet<&&String> = ids.iter().collect();
        assert_eq!(ids.len(), distinct.len(), "an id came twice");
        drop(server);
        std::fs::remove_dir_all(directory).unwrap();
    }
}

/// Starts the server again, which has all that it should have.
fn started(directory: &Path, told: &Mutex<Launches>, clock: &str) -> Server {
    let server = Server::start(directory, None);
    let now = server.control("GET", "clock", "").ok().expect("the time");
    assert!(*now > *clock, "time ran backwards: {clock} to {now}");
    let mut told = told.lock().unwrap();
    check(&server, &told);
    // Whoever got no answer asks again, and has its instances once.
    for (token, told) in told.iter_mut().filter(|(_, it)| it.ids.is_none()) {
        let launched = launch(&server, token).ok().expect("an answer");
        told.ids = Some(all(&launched, "instanceId").map(str::to_owned).collect());
    }
    check(&server, &told);
    server
}

/// Loads the server for a while, kills it, and tells when that was.
fn killed(mut server: Server, round: u64, told: &Mutex<Launches>, millis: u64) -> String {
    let clock = thread::scope(|scope| {
        for client in 0..CLIENTS {
            let server = &server;
            scope.spawn(move || load(server, client, round, told));
        }
        thread::sleep(Duration::from_millis(millis));
        let clock = server.control("GET", "clock", "").ok().expect("the time");
        server.kill();
        clock
    });
    server.wait();
    clock
}

#[test]
fn a_full_disk_loses_nothing() {
    let directory = directory("full");
    // Files of 4 MiB at most; what a limit cuts off is answered like a full disk.
    let mut server = Server::start(&directory, Some(4096));
    let mut told = Launches::new();
    let mut failed = None;
    for at in 0..2_000 {
        let token = format!("full-{at}");
        let answer = launch(&server, &token);
        let ids = answer.clone().ok().map(|it| all(&it, "instanceId").map(str::to_owned).collect());
        told.insert(token.clone(), Told { ids, ..Told::default() });
        if answer.status != 200 {
            failed = Some((token, answer));
            break;
        }
    }
    let (token, answer) = failed.expect("the disk is full");
    assert_eq!((answer.status, first(&answer.text, "Code")), (500, "InternalError"));
    // From then on changes are refused before they are made, and reading goes on.
    let refusal = launch(&server, "refused");
    assert_eq!((refusal.status, first(&refusal.text, "Code")), (503, "Unavailable"));
    let message = first(&refusal.text, "Message");
    assert!(message.starts_with("parlel-ec2 cannot keep its state for now: "), "{message}");
    let health = server.control("GET", "health", "");
    assert_eq!(health.status, 503);
    assert!(health.text.contains("\"failure\":\"cannot keep the state: "), "{}", health.text);
    let reset = server.control("POST", "reset", "");
    assert_eq!(reset.status, 503, "{}", reset.text);
    check_there(&server, &told);
    // There is room again: it goes on by itself, with what was not written.
    server.lift_limit();
    while server.control("GET", "health", "").status != 200 {
        thread::sleep(Duration::from_millis(50));
    }
    let launched = launch(&server, &token).ok().expect("its answer");
    let ids = all(&launched, "instanceId").map(str::to_owned).collect();
    told.insert(token, Told { ids: Some(ids), ..Told::default() });
    server.kill();
    server.wait();
    let server = Server::start(&directory, None);
    check(&server, &told);
    drop(server);
    std::fs::remove_dir_all(directory).unwrap();
}

fn check_there(server: &Server, told: &Launches) {
    let found = instances(server);
    assert!(told.iter().all(|(token, it)| it.ids.is_none() || found.contains_key(token)));
}

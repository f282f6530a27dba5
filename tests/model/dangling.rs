//! No id in the exported state names what is not there.

use super::emulated;
use super::play::{Player, steps};
use super::support::Ec2;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use wire::model;

const STEPS: usize = 500;
/// Between every ten of them, in seconds.
const PAUSE: u32 = 900;
/// `support::NOW`.
const STARTED_MILLIS: i64 = 1_769_860_800_000;

/// A member that may name what has gone, or what is elsewhere.
struct Kept {
    /// The kind and the members on the way.
    member: &'static str,
    /// Which rows may.
    when: fn(&Value, i64) -> bool,
}

const fn always(member: &'static str) -> Kept {
    Kept { member, when: |_, _| true }
}

const KEPT: &[Kept] = &[
    // What something was made from is told for ever.
    always("images.record.origin.image"),
    always("images.record.origin.instance"),
    always("instances.record.launch.image_id"),
    always("snapshots.record.volume_id"),
    always("spotInstanceRequests.record.launch.image_id"),
    always("volumes.record.settings.snapshot_id"),
    // Nobody checks a template before something is launched by it.
    always("launchTemplates.record.versions.*.data"),
    // `aws:ec2launchtemplate:id`.
    always("instances.tags"),
    // unverified: that a flow log outlives what it watches.
    always("flowLogs.record.resource_id"),
    // The reservation asked for, which need not be there any more, and the one it ran in while
    // that was active; nobody sees the latter from then on.
    always("instances.record.rare.reservation_target"),
    always("instances.record.rare.reservation"),
    // A route whose target has gone is a black hole.
    always("routeTables.record.routes.target"),
    // What has ended is listed for a while with what it was between, or in.
    Kept { member: "natGateways.record.place", when: |row, _| !row["ends"].is_null() },
    Kept { member: "vpcPeeringConnections.record", when: |row, _| !row["ends"].is_null() },
    // What is detached by now is so whenever somebody looks.
    Kept {
        member: "networkInterfaces.record.attachment",
        when: |row, now| is_detached(&row["record"]["attachment_state"], now),
    },
    Kept {
        member: "volumes.record.attachments",
        when: |row, now| {
            let attachments = row["record"]["attachments"].as_array();
            attachments.is_some_and(|all| all.iter().any(|it| is_detached(&it["state"], now)))
        },
    },
    Kept {
        member: "vpnGateways.record.attachment",
        when: |row, now| is_detached(&row["record"]["attachment"]["state"], now),
    },
];

/// Whether a state that moves on its own has come to its end.
fn is_detached(state: &Value, now: i64) -> bool {
    let is_over = state["next"][0].as_i64().is_some_and(|at| at <= now);
    is_over && state["next"][1] == "detached"
}

fn is_kept(path: &str, row: &Value, now: i64) -> bool {
    let below = |member: &str| {
        path.strip_prefix(member).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    KEPT.iter().any(|kept| below(kept.member) && (kept.when)(row, now))
}

/// The rows of a region by kind, without those that have ended.
fn rows(region: &Value, now: i64) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for (kind, rows) in region.as_object().unwrap() {
        let lives = |row: &&Value| row["ends"].as_i64().is_none_or(|ends| ends > now);
        let rows = rows.as_array().unwrap().iter().filter(lives);
        found.extend(rows.map(|row| (kind.clone(), row.clone())));
    }
    found
}

/// Every text of a row with the members that lead to it; keys of maps count as texts.
fn texts(value: &Value, path: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.push((path.to_owned(), text.clone())),
        Value::Array(items) => items.iter().for_each(|item| texts(item, path, found)),
        Value::Object(members) => {
            for (name, member) in members {
                let is_id = name.contains('-');
                if is_id {
                    found.push((format!("{path}.*"), name.clone()));
                }
                let is_key = is_id || name.bytes().all(|byte| byte.is_ascii_digit());
                let name = if is_key { "*" } else { name };
                texts(member, &format!("{path}.{name}"), found);
            }
        }
        _ => {}
    }
}

/// `vpc` of `vpc-0123456789abcdef0`.
fn prefix(text: &str) -> Option<&str> {
    let (prefix, digits) = text.rsplit_once('-')?;
    let is_id = digits.len() == 17 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_id.then_some(prefix)
}

/// The ids that name nothing, by the member that holds them.
fn dangling(ec2: &Ec2, now: i64) -> BTreeMap<String, BTreeSet<String>> {
    let state = ec2.state();
    let mut regions = Vec::new();
    for (account, inside) in state.as_object().unwrap() {
        for (name, region) in inside.as_object().unwrap() {
            regions.push((account, name, rows(region, now)));
        }
    }
    let known: BTreeSet<String> = regions
        .iter()
        .flat_map(|(_, _, rows)| rows)
        .filter_map(|(_, row)| prefix(row["id"].as_str()?).map(str::to_owned))
        .collect();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (account, name, rows) in &regions {
        let there: BTreeSet<&str> = rows.iter().filter_map(|(_, row)| row["id"].as_str()).collect();
        let client = ec2.as_account(account).in_region(name);
        for (kind, row) in rows {
            let mut named = Vec::new();
            texts(row, kind, &mut named);
            for (path, text) in named {
                let is_known = prefix(&text).is_some_and(|prefix| known.contains(prefix));
                if !is_known || there.contains(text.as_str()) || is_aws(&client, &text) {
                    continue;
                }
                if is_kept(&path, row, now) {
                    continue;
                }
                found.entry(path).or_default().insert(format!("{text} in {row}"));
            }
        }
    }
    found
}

/// Images and prefix lists that AWS offers are in no account's state.
fn is_aws(client: &Ec2, id: &str) -> bool {
    let (operation, parameter) = match prefix(id) {
        Some("ami") => ("DescribeImages", "ImageId.1"),
        Some("pl") => ("DescribeManagedPrefixLists", "PrefixListId.1"),
        _ => return false,
    };
    client.ask(operation, &[(parameter, id)]).is_ok()
}

fn play(ec2: &Ec2, seed: u64) {
    let model = model();
    let operations = emulated(ec2, &model);
    let ask = |operation: &str, form: &[(&str, &str)]| ec2.ask(operation, form);
    let mut player = Player::new(seed, &model, &operations, &ask);
    let mut now = STARTED_MILLIS;
    for step in 0..steps(STEPS) {
        if step % 10 == 0 {
            player.look_at(ec2);
            ec2.advance(PAUSE);
            now += i64::from(PAUSE) * 1000;
        }
        player.step();
    }
    let found = dangling(ec2, now);
    let counts: Vec<String> = found
        .iter()
        .map(|(path, texts)| {
            let first: String = texts.iter().next().unwrap().chars().take(700).collect();
            format!("{path} ({}): {first}", texts.len())
        })
        .collect();
    assert!(found.is_empty(), "seed {seed}: {counts:#?}");
}

#[test]
fn no_id_dangles() {
    for seed in 40..42 {
        play(&Ec2::new(), seed);
        play(&Ec2::with_aws_lifecycle(), seed);
    }
}

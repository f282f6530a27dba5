//! The style rules that a test can hold, so that reviewers need not.

mod floors;
mod members;
mod words;

use floors::House;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use wire::model;

const MAX_FILE_LINES: usize = 500;
const MAX_FUNCTION_LINES: usize = 70;
const MAX_COLUMNS: usize = 100;

/// Members of requests that the engine takes care of.
///
/// Nothing here is managed by a service, so that leaving it out or in is the same.
const ENGINES: [&str; 3] = ["DryRun", "ClientToken", "IncludeManagedResources"];

fn sources(below: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(below)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

fn all_sources() -> Vec<(PathBuf, String)> {
    ["src", "wire/src", "tests", "benches"].iter().flat_map(|folder| sources(folder)).collect()
}

fn name(path: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

#[test]
fn files_and_lines_are_short() {
    let mut long = Vec::new();
    for (path, text) in all_sources() {
        let count = text.lines().count();
        if count > MAX_FILE_LINES {
            long.push(format!("{}: {count} lines", name(&path)));
        }
        for (at, line) in text.lines().enumerate() {
            if line.chars().count() > MAX_COLUMNS {
                long.push(format!("{}:{}: over {MAX_COLUMNS} columns", name(&path), at + 1));
            }
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn functions_are_short() {
    let mut long = Vec::new();
    for (path, text) in all_sources() {
        let mut began: Option<(usize, usize, String)> = None;
        for (at, line) in text.lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let is_function = {
                let words: Vec<&str> = line.trim_start().split(' ').take(5).collect();
                words.iter().position(|word| *word == "fn").is_some_and(|at| {
                    words[..at].iter().all(|w| {
                        w.starts_with("pub") || matches!(*w, "const" | "async" | "unsafe" | "in")
                    })
                })
            };
            if is_function && began.is_none() {
                began = Some((at, indent, line.trim().to_owned()));
            }
            if let Some((from, depth, signature)) = &began
                && indent == *depth
                && (line.trim() == "}"
                    || (at == *from && line.ends_with('}'))
                    || line.ends_with(';'))
            {
                if at - from + 1 > MAX_FUNCTION_LINES {
                    let lines = at - from + 1;
                    long.push(format!("{}:{}: {lines} lines: {signature}", name(&path), from + 1));
                }
                began = None;
            }
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn every_file_says_what_it_is() {
    let missing: Vec<String> = sources("src")
        .into_iter()
        .chain(sources("wire/src"))
        .filter(|(path, text)| !text.starts_with("//!") && !path.ends_with("tests.rs"))
        .map(|(path, _)| name(&path))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_layers_do_not_know_each_other() {
    let world: &[&str] = &["crate::http", "axum", "quick_xml", "SystemTime", "Instant::now"];
    let forbidden: [(&str, &[&str]); 7] = [
        ("src/engine", &["crate::world", "crate::http", "crate::catalog", "axum", "quick_xml"]),
        ("src/records", world),
        ("src/effects", world),
        ("src/operations", world),
        ("src/metadata", world),
        ("src/catalog", &["crate::engine", "crate::http", "crate::world", "axum"]),
        ("wire/src", &["axum", "quick_xml", "SystemTime", "Instant::now"]),
    ];
    let mut found = Vec::new();
    for (folder, words) in forbidden {
        for (path, text) in sources(folder) {
            for word in words {
                if text.contains(word) {
                    found.push(format!("{} names {word}", name(&path)));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

fn house() -> Vec<(String, String)> {
    let below = |path: &Path| name(path).trim_start_matches("src/").to_owned();
    sources("src").into_iter().map(|(path, text)| (below(&path), text)).collect()
}

#[test]
fn floors_and_groups_are_named_downwards() {
    let files = house();
    let house = House::new(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let violations = house.violations();
    assert!(violations.is_empty(), "{violations:#?}");
}

#[test]
fn no_files_name_each_other_in_a_circle() {
    let files = house();
    let house = House::new(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let circles = house.circles();
    assert!(circles.is_empty(), "{circles:#?}");
}

/// Floors and circles take no notice of what this file names, so it does nothing but name.
#[test]
fn the_file_of_ids_holds_names_alone() {
    let (_, text) = sources("src/records").into_iter().find(|it| it.0.ends_with("ids.rs")).unwrap();
    let is_name = |line: &&str| {
        ["//", "use ", "pub(crate) type ", "pub(crate) enum ", "    "]
            .iter()
            .any(|it| line.starts_with(it))
            || matches!(*line, "" | "};")
    };
    let others: Vec<&str> = text.lines().filter(|line| !is_name(line)).collect();
    assert!(others.is_empty(), "{others:#?}");
}

/// An index that nothing is added to would answer "nothing" to whoever asks it.
#[test]
fn every_index_is_filled() {
    let mut declared = Vec::new();
    let mut filled = BTreeSet::new();
    for (path, text) in sources("src") {
        let kind = name(&path).split('/').nth(3).unwrap_or_default().to_owned();
        let words: Vec<&str> = text.split_whitespace().collect();
        for at in 0..words.len().saturating_sub(2) {
            if words[at] == "const" && words[at + 2].starts_with("By<") {
                declared.push((kind.clone(), words[at + 1].trim_end_matches(':').to_owned()));
            }
        }
        for call in ["index.add(", "index.add_written("] {
            let added = text.match_indices(call);
            for by in added.filter_map(|(at, _)| text[at + call.len()..].split(',').next()) {
                filled.insert((kind.clone(), by.trim().trim_start_matches("Self::").to_owned()));
            }
        }
    }
    assert!(declared.len() > 50, "the declarations of indexes have another form");
    declared.retain(|index| !filled.contains(index));
    assert!(declared.is_empty(), "declared and not filled: {declared:#?}");
}

#[test]
fn only_their_owners_touch_the_world() {
    let owners: [(&str, &[&str]); 3] = [
        ("SystemTime::now", &["src/engine/clock.rs"]),
        ("rand::random", &["src/engine/ids.rs"]),
        ("std::env", &["src/config.rs"]),
    ];
    let mut found = Vec::new();
    for (path, text) in sources("src") {
        for (word, allowed) in owners {
            if text.contains(word) && !allowed.contains(&name(&path).as_str()) {
                found.push(format!("{} uses {word}", name(&path)));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// What cannot be seen to have an effect, and why.
const WITHOUT_EFFECT: [(&str, &str, &str); 13] = [
    ("DisassociateNatGatewayAddress", "MaxDrainDurationSeconds", "no connection has to drain"),
    ("UnassignPrivateNatGatewayAddress", "MaxDrainDurationSeconds", "no connection has to drain"),
    ("ReportInstanceStatus", "Description", "it is said to AWS alone"),
    ("ReportInstanceStatus", "EndTime", "it is said to AWS alone"),
    ("ReportInstanceStatus", "ReasonCode", "it is said to AWS alone"),
    ("ReportInstanceStatus", "StartTime", "it is said to AWS alone"),
    ("ReportInstanceStatus", "Status", "it is said to AWS alone"),
    ("StopInstances", "Force", "no operating system hangs"),
    ("RequestSpotFleet", "SpotFleetRequestConfig.FulfilledCapacity", "is what it has"),
    ("RequestSpotFleet", "SpotFleetRequestConfig.OnDemandFulfilledCapacity", "is what it has"),
    ("StopInstances", "SkipOsShutdown", "no operating system is shut down"),
    ("TerminateInstances", "Force", "no operating system hangs"),
    ("TerminateInstances", "SkipOsShutdown", "no operating system is shut down"),
];

/// The operations that are registered, each with the parameters that it refuses.
fn registered() -> BTreeMap<String, BTreeSet<String>> {
    let mut operations = BTreeMap::new();
    for (_, text) in sources("src") {
        for statement in text.split(';') {
            let statement = statement.rsplit("operations! {").next().unwrap().trim_start();
            let after =
                statement.strip_prefix("Read ").or_else(|| statement.strip_prefix("Write "));
            if let Some((action, rest)) = after.and_then(|rest| rest.split_once("=>")) {
                // A long name goes on in the next line.
                let whole = |name: &str| name.split("\\\n").map(str::trim_start).collect();
                let refused = rest.split('"').skip(1).step_by(2).map(whole).collect();
                operations.insert(action.trim().to_owned(), refused);
            }
        }
    }
    operations
}

/// A member that nobody reads, nobody refuses and the engine does not know is one that is ignored.
#[test]
fn no_parameter_is_ignored() {
    let (model, unread, operations) = (model(), members::unread(), registered());
    let without_effect = |action: &str, path: &str| {
        WITHOUT_EFFECT.iter().any(|(of, member, _)| *of == action && *member == path)
    };
    let mut ignored = Vec::new();
    let mut refused_unread = 0;
    for (action, refused) in &operations {
        let operation = model.operations.iter().find(|operation| operation.name == *action);
        let operation = operation.unwrap_or_else(|| panic!("no operation {action}"));
        // No structure of the API contains itself.
        let mut todo = vec![(operation.request.clone(), String::new())];
        while let Some((of, prefix)) = todo.pop() {
            for member in &model.structs[&of].members {
                let path = format!("{prefix}{}", member.request_name);
                let is_unread = unread.contains(&format!("{of}.{}", member.field()));
                if refused.contains(&path) {
                    refused_unread += usize::from(is_unread);
                } else if is_unread {
                    let is_known =
                        ENGINES.contains(&member.name.as_str()) || without_effect(action, &path);
                    ignored.extend((!is_known).then(|| format!("{action} {path}")));
                } else if model.structs.contains_key(&member.of) {
                    todo.push((member.of.clone(), format!("{path}.")));
                }
            }
        }
    }
    assert!(refused_unread > 50, "the compiler tells less than it did: {refused_unread}");
    assert!(ignored.is_empty(), "{ignored:#?}");
}

#[test]
fn every_operation_is_exercised_by_name() {
    let tests: String = sources("tests/api").into_iter().map(|(_, text)| text).collect();
    let missing: Vec<String> = registered()
        .into_keys()
        .filter(|action| !tests.contains(&format!("\"{action}\"")))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Where no test asserts a text, the next wrong one hides.
#[test]
fn every_refusal_is_asserted_by_its_text() {
    let mut asserted: String =
        sources("tests").iter().map(|(_, text)| words::all_words(text) + "\n").collect();
    for (path, text) in sources("src").iter().chain(&sources("wire/src")) {
        // Unit tests stand behind the code, or in a file of their own.
        let behind = text.split_once("#[cfg(test)]\nmod tests {").map(|(_, tests)| tests);
        if let Some(tests) = behind.or(path.ends_with("tests.rs").then_some(text.as_str())) {
            asserted += &words::all_words(tests);
        }
    }
    let mut missing = Vec::new();
    for floor in ["src/engine", "src/records", "src/effects", "src/operations", "wire/src"] {
        for (path, text) in sources(floor).iter().filter(|(path, _)| !path.ends_with("tests.rs")) {
            for words in words::refusals(text) {
                if !asserted.contains(words::piece(&words)) {
                    missing.push(format!("{}: {words}", name(path)));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

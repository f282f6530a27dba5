//! The style rules that a test can hold, so that reviewers need not.

mod floors;
mod words;

use floors::House;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use wire::{Member, Model, model};

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
    let forbidden: [(&str, &[&str]); 6] = [
        ("src/engine", &["crate::world", "crate::http", "crate::catalog", "axum", "quick_xml"]),
        ("src/records", world),
        ("src/effects", world),
        ("src/operations", world),
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

/// An operation that hands structures of its request on, and the kind that reads them.
const HANDED_ON: [(&str, &str); 2] =
    [("GetSpotPlacementScores", "instance_requirements"), ("RequestSpotInstances", "instances")];

/// The kind that a file of a floor belongs to: records/storage/volumes/view.rs to `volumes`.
fn kind_of(floor: &str, path: &Path) -> String {
    let below = name(path).trim_start_matches(&format!("src/{floor}/")).to_owned();
    below.split('/').nth(1).unwrap_or_default().trim_end_matches(".rs").to_owned()
}

/// What a kind's operations register, with the text of all that the kind has on its floors; none
/// where the engine reads the whole request.
fn registered() -> Vec<(String, BTreeSet<String>, Option<String>)> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for floor in ["operations", "effects", "records"] {
        for (path, text) in sources(&format!("src/{floor}")) {
            texts.entry(kind_of(floor, &path)).or_default().push_str(&text);
        }
    }
    let mut operations = Vec::new();
    for text in texts.values() {
        // Long registrations stand on two lines.
        let text = &text.replace("\n        => ", " => ");
        for line in text.lines() {
            let line = line.trim_start();
            let after = line.strip_prefix("Read ").or_else(|| line.strip_prefix("Write "));
            let Some((action, rest)) = after.and_then(|rest| rest.split_once(" => ")) else {
                continue;
            };
            // Both take nothing but a request of ids, filters and pages, and read it whole.
            let is_listed = rest.starts_with("listed::<") || body(text, rest).contains(" none::<");
            let from = text.find(line).unwrap();
            let statement = &text[from..from + text[from..].find(';').unwrap()];
            let refused = statement.split('"').skip(1).step_by(2).map(str::to_owned).collect();
            assert!(!rest.is_empty());
            let handed_on = HANDED_ON.iter().find(|(from, _)| *from == action.trim());
            let there = handed_on.map_or("", |(_, kind)| texts[*kind].as_str());
            // A handler that hands its request to `listed` leaves the pages to it.
            let pages =
                if text.contains(">(cx, request)") { " .max_results .next_token" } else { "" };
            let text = (!is_listed).then(|| format!("{text}{there}{pages}"));
            operations.push((action.trim().to_owned(), refused, text));
        }
    }
    operations
}

/// The body of the handler that a registration names.
fn body<'t>(text: &'t str, registration: &str) -> &'t str {
    let handler = format!("fn {}(", registration.trim_end_matches(';'));
    let rest = text.split_once(&handler).map_or("", |(_, rest)| rest);
    rest.split_once("\n}").map_or("", |(body, _)| body)
}

/// A member that no handler reads, nobody refuses and the engine does not know is one that is
/// ignored.
#[test]
fn no_parameter_is_ignored() {
    let model = model();
    let mut ignored = Vec::new();
    let operations = registered();
    assert!(operations.len() > 3);
    for (action, refused, text) in &operations {
        let operation = model.operations.iter().find(|operation| operation.name == *action);
        let operation = operation.unwrap_or_else(|| panic!("no operation {action}"));
        let Some(text) = text else { continue };
        for member in &model.structs[&operation.request].members {
            if !ENGINES.contains(&member.name.as_str()) {
                check(&model, action, member, "", refused, text, &mut ignored);
            }
        }
    }
    assert!(ignored.is_empty(), "{ignored:#?}");
}

fn check(
    model: &Model,
    action: &str,
    member: &Member,
    prefix: &str,
    refused: &BTreeSet<String>,
    text: &str,
    ignored: &mut Vec<String>,
) {
    let path = format!("{prefix}{}", member.request_name);
    // Their members are read by the engine.
    if refused.contains(&path)
        || matches!(member.of.as_str(), "Filter" | "TagSpecification" | "Tag")
    {
        return;
    }
    let field = member.field();
    let is_read =
        [format!(".{field}"), format!(".r#{field}"), format!("{field}:"), format!("{field},")]
            .iter()
            .any(|use_| text.contains(use_.as_str()));
    if !is_read {
        ignored.push(format!("{action} {path}"));
    } else if let Some(inner) = model.structs.get(&member.of)
        && prefix.matches('.').count() < 3
    {
        for below in &inner.members {
            check(model, action, below, &format!("{path}."), refused, text, ignored);
        }
    }
}

#[test]
fn every_operation_is_exercised_by_name() {
    let tests: String = sources("tests/api").into_iter().map(|(_, text)| text).collect();
    let missing: Vec<String> = registered()
        .into_iter()
        .map(|(action, ..)| action)
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

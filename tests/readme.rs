//! The README's coverage table is made from the registration. `UPDATE_README=1 cargo test --test
//! readme` writes it; without the variable the test fails when it is out of date.

#[path = "api/support.rs"]
#[expect(dead_code, reason = "the API's tests use what this does not")]
mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use support::Ec2;

const START: &str = "<!-- coverage -->\n";
const END: &str = "<!-- /coverage -->";

fn coverage() -> String {
    let answer = Ec2::new().control("GET", "operations", "");
    let mut by_resource: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for operation in answer["operations"].as_array().unwrap() {
        if let Some(resource) = operation["resource"].as_str() {
            let resource = resource.replace('_', " ");
            by_resource.entry(resource).or_default().push(operation["name"].as_str().unwrap());
        }
    }
    let mut text = format!(
        "{} of the API's {} operations are emulated; the others answer `NotImplemented`.\n\n\
         | resource | operations |\n|---|---|\n",
        answer["emulated"], answer["total"]
    );
    for (resource, operations) in by_resource {
        writeln!(text, "| {resource} | {} |", operations.join(", ")).unwrap();
    }
    text
}

#[test]
fn the_coverage_table_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let (before, rest) = readme.split_once(START).expect("a start marker");
    let (now, after) = rest.split_once(END).expect("an end marker");
    let coverage = coverage();
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(path, format!("{before}{START}{coverage}{END}{after}")).unwrap();
    } else {
        assert_eq!(now, coverage, "run UPDATE_README=1 cargo test --test readme");
    }
}

//! Properties that every emulated operation has, read off the model: what is tested here is never
//! tested kind by kind.

mod chance;
mod dangling;
mod filters;
mod kept;
mod lifecycles;
mod pages;
mod play;
mod random;
mod refusals;
mod samples;
mod shown;
#[path = "../api/support.rs"]
mod support;

use support::Ec2;
use wire::{Model, OperationModel, StructModel};

/// The operations that the server says it emulates, with the shape of their requests.
fn emulated<'a>(ec2: &Ec2, model: &'a Model) -> Vec<(&'a OperationModel, &'a StructModel)> {
    let answer = ec2.control("GET", "operations", "");
    let names: Vec<&str> = answer["operations"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|operation| operation["emulated"] == true)
        .map(|operation| operation["name"].as_str().unwrap())
        .collect();
    assert!(!names.is_empty());
    let operations = model.operations.iter().filter(|op| names.contains(&op.name.as_str()));
    operations.map(|op| (op, &model.structs[&op.request])).collect()
}

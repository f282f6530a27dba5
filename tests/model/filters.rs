//! Every filter that an operation documents is taken, any other is refused.

use super::emulated;
use super::samples::{borrowed, required, with};
use super::support::Ec2;
use wire::{StructModel, model};

/// The parameter that takes the filters, if the request has one.
fn filter_parameter(shape: &StructModel) -> Option<&str> {
    let member = shape.members.iter().find(|member| member.of == "Filter");
    member.map(|member| member.request_name.as_str())
}

#[test]
fn documented_filters_are_taken() {
    let (ec2, model) = (Ec2::new(), model());
    let mut missing = Vec::new();
    for (operation, shape) in emulated(&ec2, &model) {
        let Some(parameter) = filter_parameter(shape) else { continue };
        for (name, _) in &operation.filters {
            let name = name.replace("<key>", "Name");
            let parameters = required(&model, shape);
            let parameters = with(&parameters, &format!("{parameter}.1.Name"), &name);
            let parameters = with(&parameters, &format!("{parameter}.1.Value.1"), "no-such-value");
            if let Err(refusal) = ec2.ask(&operation.name, &borrowed(&parameters))
                && refusal.message.contains("filter")
            {
                missing.push(format!("{} {name}: {}", operation.name, refusal.message));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_filter_that_matches_nothing_lists_nothing() {
    let (ec2, model) = (Ec2::new(), model());
    for (operation, shape) in emulated(&ec2, &model) {
        let Some(parameter) = filter_parameter(shape) else { continue };
        if shape.members.iter().any(|member| member.required) {
            continue;
        }
        for (name, _) in &operation.filters {
            let name = name.replace("<key>", "Name");
            let (key, value) = (format!("{parameter}.1.Name"), format!("{parameter}.1.Value.1"));
            let answer = ec2.call(&operation.name, &[(&key, &name), (&value, "no-such-value")]);
            let lists = answer.children.iter().filter(|child| child.name != "requestId");
            let items: usize = lists.map(|list| list.children.len()).sum();
            assert_eq!(items, 0, "{} lists rows that {name} rules out", operation.name);
        }
    }
}

#[test]
fn other_filters_are_refused() {
    let (ec2, model) = (Ec2::new(), model());
    let mut checked = 0;
    for (operation, shape) in emulated(&ec2, &model) {
        let Some(parameter) = filter_parameter(shape) else { continue };
        if shape.members.iter().any(|member| member.required) {
            continue;
        }
        let name = format!("{parameter}.1.Name");
        let value = format!("{parameter}.1.Value.1");
        let parameters = [(name.as_str(), "no-such-filter"), (value.as_str(), "x")];
        let (code, message) = ec2.refused(&operation.name, &parameters);
        assert_eq!(code, "InvalidParameterValue", "{}", operation.name);
        assert_eq!(message, "The filter 'no-such-filter' is invalid", "{}", operation.name);
        checked += 1;
    }
    assert!(checked > 0);
}

//! Every filter that an operation documents is taken and finds what shows its value; any other is
//! refused.

use super::emulated;
use super::pages::items;
use super::samples::{borrowed, needed, populate, required, with};
use super::support::{Ec2, Xml};
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

/// A value that nothing has; a few filters take only what can be an id.
fn nothing(operation: &str, filter: &str) -> &'static str {
    match (operation, filter) {
        ("DescribeSecurityGroupRules", "group-id") => "sg-0123456789abcdef0",
        ("DescribeSecurityGroups", "vpc-id") => "vpc-0123456789abcdef0",
        _ => "no-such-value",
    }
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
            let mut parameters = needed(&operation.name);
            parameters
                .extend([(key.as_str(), name.as_str()), (&value, nothing(&operation.name, &name))]);
            assert_lists_nothing(&ec2, &operation.name, &parameters);
        }
    }
}

fn assert_lists_nothing(ec2: &Ec2, action: &str, parameters: &[(&str, &str)]) {
    let answer = ec2.call(action, parameters);
    assert_eq!(items(&answer).len(), 0, "{action} lists rows that {parameters:?} rules out");
}

/// A name alone, and a name with a list of values that is empty.
#[test]
fn a_filter_without_values_lists_nothing() {
    let (ec2, model) = (Ec2::new(), model());
    populate(&ec2, 2);
    let mut checked = 0;
    for (operation, shape) in emulated(&ec2, &model) {
        let Some(parameter) = filter_parameter(shape) else { continue };
        let Some((name, _)) = operation.filters.first() else { continue };
        if shape.members.iter().any(|member| member.required) {
            continue;
        }
        let name = name.replace("<key>", "Name");
        let (key, value) = (format!("{parameter}.1.Name"), format!("{parameter}.1.Value"));
        let mut parameters = needed(&operation.name);
        parameters.push((&key, &name));
        assert_lists_nothing(&ec2, &operation.name, &parameters);
        parameters.push((&value, ""));
        assert_lists_nothing(&ec2, &operation.name, &parameters);
        checked += 1;
    }
    assert!(checked > 0);
}

/// The texts at a path into a row, whose lists have items between.
fn texts<'a>(row: &'a Xml, path: &[&str], found: &mut Vec<&'a str>) {
    for child in &row.children {
        match path {
            _ if child.name == "item" => texts(child, path, found),
            [name] if child.name == *name && child.children.is_empty() => found.push(&child.text),
            [name, rest @ ..] if child.name == *name => texts(child, rest, found),
            _ => {}
        }
    }
}

/// What an operation lists and filters: reservations hold the instances that are filtered.
fn rows(operation: &str, answer: &Xml) -> Vec<Xml> {
    let nested = answer.all_at("reservationSet.item.instancesSet.item");
    if operation == "DescribeInstances" {
        return nested.into_iter().cloned().collect();
    }
    items(answer)
}

/// An exact value may be looked up in an index, so this holds the indexes to the views.
#[test]
fn a_row_is_found_by_each_value_it_shows() {
    let (ec2, model) = (Ec2::new(), model());
    populate(&ec2, 2);
    let mut checked = 0;
    for (operation, shape) in emulated(&ec2, &model) {
        let Some(parameter) = filter_parameter(shape) else { continue };
        if shape.members.iter().any(|member| member.required) {
            continue;
        }
        let all = rows(&operation.name, &ec2.call(&operation.name, &needed(&operation.name)));
        let samples: Vec<&Xml> = all.first().into_iter().chain(all.last()).collect();
        for (name, path) in operation.filters.iter().filter(|(_, path)| path != "-") {
            let path: Vec<&str> = path.split('.').collect();
            for row in &samples {
                let mut found = Vec::new();
                texts(row, &path, &mut found);
                // An empty pattern matches nothing but emptiness, which no index answers, and a
                // filter's value has 255 characters at most.
                for value in found.into_iter().filter(|value| (1..=255).contains(&value.len())) {
                    let (key, at) =
                        (format!("{parameter}.1.Name"), format!("{parameter}.1.Value.1"));
                    let mut parameters = needed(&operation.name);
                    parameters.extend([(key.as_str(), name.as_str()), (&at, value)]);
                    let answer = ec2.call(&operation.name, &parameters);
                    let listed = rows(&operation.name, &answer).contains(row);
                    assert!(listed, "{} {name}={value} does not list {row:?}", operation.name);
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 300, "{checked}");
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
        if operation.name == "DescribeEgressOnlyInternetGateways" {
            // This one passes them over: kubernetes-sigs/cluster-api-provider-aws#5684.
            ec2.call(&operation.name, &parameters);
            continue;
        }
        let refusal = ec2.refused(&operation.name, &parameters);
        let usual = "The filter 'no-such-filter' is invalid";
        // As it was recorded of those that are named here.
        let (code, message) = match operation.name.as_str() {
            "DescribeVpcEndpointServices" => ("InvalidFilter", usual),
            "DescribeVpcEndpointConnections" => {
                ("InvalidFilter", "The filter no-such-filter is invalid")
            }
            "DescribeInstanceCreditSpecifications" => (
                "InvalidRequest",
                "The value ( no-such-filter ) for the parameter Filter is invalid. Change the \
                 value and try again.",
            ),
            _ => ("InvalidParameterValue", usual),
        };
        assert_eq!(refusal, (code.to_owned(), message.to_owned()), "{}", operation.name);
        checked += 1;
    }
    assert!(checked > 0);
}

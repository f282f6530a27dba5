//! Walking with the smallest page gives each row exactly once.

use super::emulated;
use super::samples::{needed, populate, samples};
use super::support::{Ec2, Xml};
use std::collections::BTreeMap;
use wire::{Member, model};

/// The items of the answer's lists, as they stand.
pub fn items(answer: &Xml) -> Vec<Xml> {
    lists(answer).flat_map(|list| list.children.iter().cloned()).collect()
}

fn lists(answer: &Xml) -> impl Iterator<Item = &Xml> {
    let skipped = ["requestId", "nextToken"];
    let there = answer.children.iter();
    let there = there.filter(move |child| !skipped.contains(&child.name.as_str()));
    // One answer has its list in a structure.
    there.map(|child| match child.children.as_slice() {
        [list] if list.name != "item" && is_list(list) => list,
        _ => child,
    })
}

fn is_list(element: &Xml) -> bool {
    element.text.is_empty() && element.children.iter().all(|child| child.name == "item")
}

/// The items of the answer's lists, by the name of the list; most answers have one list.
type Lists = BTreeMap<String, Vec<Xml>>;

/// What all pages list; each has at most `size` rows.
fn walk(ec2: &Ec2, operation: &str, size: Option<&str>) -> Lists {
    let mut walked = Lists::new();
    let mut seen: Vec<String> = Vec::new();
    loop {
        let mut parameters = needed(operation);
        parameters.extend(size.map(|size| ("MaxResults", size)));
        parameters.extend(seen.last().map(|token| ("NextToken", token.as_str())));
        let page = ec2.call(operation, &parameters);
        for list in lists(&page) {
            let found = &list.children;
            assert!(size.is_none_or(|size| found.len() <= size.parse().unwrap()), "{operation}");
            walked.entry(list.name.clone()).or_default().extend(found.iter().cloned());
        }
        match page.at("nextToken").map(|token| token.text.clone()).filter(|t| !t.is_empty()) {
            None => return walked,
            Some(token) => {
                assert!(!seen.contains(&token), "{operation} repeats rows");
                seen.push(token);
            }
        }
    }
}

/// How many rows of each kind there are.
const ROWS: usize = 6;

#[test]
fn each_row_once() {
    let (ec2, model) = (Ec2::new(), model());
    populate(&ec2, ROWS);
    let mut turned = Vec::new();
    for (operation, shape) in emulated(&ec2, &model) {
        let find = |name: &str| shape.members.iter().find(|member| member.name == name);
        let (Some(max), Some(_)) = (find("MaxResults"), find("NextToken")) else { continue };
        if shape.members.iter().any(|member| member.required) {
            continue;
        }
        let size = max.low.clone().filter(|low| low != "0").unwrap_or_else(|| "5".to_owned());
        // Some operations have a page size of their own.
        let all = walk(&ec2, &operation.name, None);
        let walked = walk(&ec2, &operation.name, Some(&size));
        assert_eq!(walked, all, "{}", operation.name);
        if all.values().any(|items| items.len() > size.parse().unwrap()) {
            turned.push(operation.name.as_str());
        }
    }
    let paged = |name: &str| {
        let operation = model.operations.iter().find(|operation| operation.name == name).unwrap();
        let members = &model.structs[&operation.request].members;
        // Some have no page as small as that.
        let low = |member: &Member| member.low.as_deref().and_then(|low| low.parse().ok());
        let is_small = |member: &Member| low(member).is_none_or(|low: usize| low < ROWS);
        members.iter().any(|member| member.name == "MaxResults" && is_small(member))
            && !members.iter().any(|member| member.required)
    };
    for operation in samples().map(|sample| sample.describe.0).filter(|name| paged(name)) {
        assert!(turned.contains(&operation), "no page of {operation} was turned");
    }
}

#[test]
fn a_token_of_somebody_elses_making_is_refused() {
    let (ec2, model) = (Ec2::new(), model());
    for (operation, shape) in emulated(&ec2, &model) {
        let has_token = shape.members.iter().any(|member| member.name == "NextToken");
        if !has_token || shape.members.iter().any(|member| member.required) {
            continue;
        }
        let (code, message) = ec2.refused(&operation.name, &[("NextToken", "made-up")]);
        let (as_code, words) = match operation.name.as_str() {
            "DescribeImages" => ("InvalidParameterValue", "The NextToken is invalid."),
            "DescribeVpcs"
            | "DescribeSubnets"
            | "DescribeNetworkInterfaces"
            | "DescribeSecurityGroups"
            | "DescribeInternetGateways"
            | "DescribeNetworkAcls"
            | "DescribeRouteTables"
            | "DescribeDhcpOptions" => (
                "InvalidParameterValue",
                "Value ( made-up ) for parameter NextToken is invalid. The token is invalid.",
            ),
            "DescribeVolumesModifications" => (
                "InvalidParameterValue",
                "Value ( made-up ) for parameter NextToken is invalid. The token is Invalid.",
            ),
            "DescribeVolumes" | "DescribeVolumeStatus" => {
                ("InvalidParameterValue", "Unable to parse pagination token")
            }
            _ => ("InvalidNextToken", "The token 'made-up' is invalid"),
        };
        assert_eq!((code.as_str(), message.as_str()), (as_code, words), "{}", operation.name);
    }
}

//! What the model alone refuses, over every emulated operation.

use super::emulated;
use super::samples::{borrowed, required, with};
use super::support::{Ec2, Refusal};
use wire::model;

fn ask(ec2: &Ec2, action: &str, parameters: &[(String, String)]) -> Result<(), Refusal> {
    ec2.ask(action, &borrowed(parameters)).map(|_| ())
}

#[track_caller]
fn assert_refused(result: Result<(), Refusal>, code: &str, context: &str) {
    match result {
        Err(refusal) => assert_eq!(refusal.code, code, "{context}: {refusal:?}"),
        Ok(()) => panic!("{context} was not refused"),
    }
}

#[test]
fn a_missing_required_member_is_named() {
    let (ec2, model) = (Ec2::new(), model());
    for (operation, shape) in emulated(&ec2, &model) {
        let complete = required(&model, shape);
        for member in shape.members.iter().filter(|member| member.required) {
            let name = &member.request_name;
            let rest: Vec<_> = complete
                .iter()
                .filter(|(key, _)| key.split('.').next() != Some(name))
                .cloned()
                .collect();
            let context = format!("{} without {name}", operation.name);
            match ask(&ec2, &operation.name, &rest) {
                // As the end-to-end tests of aws-controllers-k8s/ec2-controller have it.
                Err(refusal) if operation.name == "DeleteFlowLogs" => {
                    let message = "1 validation error detected: Value null at 'flowLogId' has an \
                                   invalid format";
                    let said = (refusal.code.as_str(), refusal.message.as_str());
                    assert_eq!(said, ("InvalidParameterValue", message));
                }
                Err(refusal)
                    if operation.name == "DescribeVolumeAttribute" && name == "Attribute" =>
                {
                    let said = (refusal.code.as_str(), refusal.message.as_str());
                    assert_eq!(said, ("InvalidParameterCombination", "No attributes specified."));
                }
                // As its API tests quote it.
                Err(refusal)
                    if operation.name == "CreateLaunchTemplate" && name == "LaunchTemplateData" =>
                {
                    assert_eq!(refusal.code, "MissingParameter", "{context}: {refusal:?}");
                    let message = "No launch template data was provided.";
                    assert!(refusal.message.starts_with(message), "{context}: {refusal:?}");
                }
                Err(refusal) => {
                    assert_eq!(refusal.code, "MissingParameter", "{context}: {refusal:?}");
                    let spelled = |name: &str| name[..1].to_lowercase() + &name[1..];
                    // Transit gateways' operations have a sentence around it; few others say it in
                    // words of their own, and by the member's name.
                    let said = &refusal.message;
                    let named = said.ends_with(&spelled(name))
                        || said.ends_with(&spelled(&member.name))
                        || said.ends_with(&format!(" {name}."))
                        || said.contains(&format!(" the {name} parameter."))
                        || said.contains(&format!(" for parameter {} ", spelled(name)))
                        || said.contains(&member.name);
                    assert!(named, "{context}: {refusal:?}");
                }
                Ok(()) => panic!("{context} was not refused"),
            }
        }
    }
}

#[test]
fn values_of_the_wrong_type_are_refused() {
    let (ec2, model) = (Ec2::new(), model());
    for (operation, shape) in emulated(&ec2, &model) {
        let complete = required(&model, shape);
        for member in &shape.members {
            let is_enum = model.enums.contains_key(&member.of);
            if !is_enum
                && !matches!(member.of.as_str(), "int" | "long" | "bool" | "time" | "double")
            {
                continue;
            }
            let index = if member.list_item.is_some() { ".1" } else { "" };
            let name = format!("{}{index}", member.request_name);
            let result = ask(&ec2, &operation.name, &with(&complete, &name, "no-such-value"));
            let context = format!("{} {name}=no-such-value", operation.name);
            let code = match member.of.as_str() {
                "VolumeType" => "UnknownVolumeType",
                "ImageAttributeName" | "ResetImageAttributeName" | "SnapshotAttributeName" => {
                    "InvalidRequest"
                }
                "Affinity" => "InvalidAffinity",
                "AutoPlacement" => "InvalidAutoPlacement",
                "UnlimitedSupportedInstanceFamily" => "InvalidInstanceFamily",
                "VpcEndpointType" => "InvalidVpcEndpointType",
                "VpcTenancy" => "UnsupportedTenancy",
                "OperationType" if operation.name == "ModifySnapshotAttribute" => {
                    "InvalidParameterCombination"
                }
                _ => "InvalidParameterValue",
            };
            assert_refused(result, code, &context);
        }
    }
}

/// Programs send what they do not mean as empty values; the exceptions are named in wire/empty.txt.
#[test]
fn an_optional_value_that_is_sent_empty_is_as_if_not_sent() {
    let (ec2, model) = (Ec2::new(), model());
    let empty = include_str!("../../wire/empty.txt");
    let counts = |of: &str, name: &str| {
        empty.lines().any(|line| line == format!("{of}.{name}") || line == format!("*.{name}"))
    };
    let mut checked = 0;
    for (operation, shape) in emulated(&ec2, &model) {
        let has_dry_run = shape.members.iter().any(|member| member.name == "DryRun");
        let mut complete = required(&model, shape);
        if has_dry_run {
            complete = with(&complete, "DryRun", "true");
        }
        for member in &shape.members {
            let is_part = model.structs.contains_key(&member.of);
            // The tokens of these are values like others.
            let is_value = member.name == "ClientToken"
                && matches!(
                    operation.name.as_str(),
                    "CreateNetworkAcl" | "CreateNetworkInterface" | "CreateRouteTable"
                );
            if member.required
                || is_part
                || is_value
                || member.list_item.is_some()
                // A launch must say how many instances it wants.
                || matches!(member.name.as_str(), "DryRun" | "MinCount" | "MaxCount")
                || counts(&operation.request, &member.name)
            {
                continue;
            }
            let (first, second) = (Ec2::new(), Ec2::new());
            let without = ask(&first, &operation.name, &complete);
            let empty = ask(&second, &operation.name, &with(&complete, &member.request_name, ""));
            assert_eq!(without, empty, "{} with an empty {}", operation.name, member.request_name);
            checked += 1;
        }
    }
    assert!(checked > 300, "{checked}");
}

#[test]
fn numbers_out_of_their_range_are_refused() {
    let (ec2, model) = (Ec2::new(), model());
    let mut checked = 0;
    for (operation, shape) in emulated(&ec2, &model) {
        let complete = required(&model, shape);
        for member in &shape.members {
            if member.list_item.is_some() || !matches!(member.of.as_str(), "int" | "long") {
                continue;
            }
            let low = member.low.as_ref().and_then(|low| low.parse::<i64>().ok());
            let high = member.high.as_ref().and_then(|high| high.parse::<i64>().ok());
            let outside = [low.map(|low| low - 1), high.map(|high| high + 1)];
            for value in outside.into_iter().flatten() {
                let name = &member.request_name;
                let parameters = with(&complete, name, &value.to_string());
                let context = format!("{} {name}={value}", operation.name);
                let result = ask(&ec2, &operation.name, &parameters);
                let code = match operation.name.as_str() {
                    "DescribeInstanceCreditSpecifications" => "InvalidRequest",
                    _ => "InvalidParameterValue",
                };
                assert_refused(result, code, &context);
                checked += 1;
            }
        }
    }
    assert!(checked > 0);
}

#[test]
fn a_member_that_the_operation_does_not_have_is_refused() {
    let (ec2, model) = (Ec2::new(), model());
    for (operation, shape) in emulated(&ec2, &model) {
        let parameters = with(&required(&model, shape), "NoSuchMember.1", "x");
        let context = format!("{} with NoSuchMember", operation.name);
        assert_refused(ask(&ec2, &operation.name, &parameters), "UnknownParameter", &context);
    }
}

#[test]
fn a_dry_run_changes_nothing() {
    let (ec2, model) = (Ec2::new(), model());
    ec2.call("DescribeRegions", &[]);
    let before = ec2.state();
    let mut would_have_succeeded = 0;
    for (operation, shape) in emulated(&ec2, &model) {
        let has_dry_run = shape.members.iter().any(|member| member.name == "DryRun");
        let mut parameters = required(&model, shape);
        if !has_dry_run {
            parameters = with(&parameters, "DryRun", "true");
            let result = ask(&ec2, &operation.name, &parameters);
            assert_refused(result, "UnknownParameter", &operation.name);
            continue;
        }
        parameters = with(&parameters, "DryRun", "true");
        let refusal = ask(&ec2, &operation.name, &parameters).expect_err(&operation.name);
        if refusal.code == "DryRunOperation" {
            assert_eq!(refusal.status, 412);
            would_have_succeeded += 1;
        }
        assert_eq!(ec2.state(), before, "{} changed something", operation.name);
    }
    assert!(would_have_succeeded > 0);
}

#[test]
fn the_rest_of_the_model_is_refused_by_name() {
    let (ec2, model) = (Ec2::new(), model());
    let emulated: Vec<&str> =
        emulated(&ec2, &model).iter().map(|(operation, _)| operation.name.as_str()).collect();
    for operation in &model.operations {
        if emulated.contains(&operation.name.as_str()) {
            continue;
        }
        let refusal = ec2.ask(&operation.name, &[]).expect_err(&operation.name);
        assert_eq!((refusal.status, refusal.code.as_str()), (501, "NotImplemented"));
        let expected = format!(
            "parlel-ec2 does not emulate {} yet. GET /_parlel/operations lists what it does.",
            operation.name
        );
        assert_eq!(refusal.message, expected);
    }
}

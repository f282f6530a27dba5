//! EC2 Fleets: what their tests share.

mod allocation;
mod describe;
mod ids;
mod instant;
mod maintain;
mod overrides;
mod refusals;
mod requirements;

use crate::instances::IMAGE;
use crate::support::{Ec2, Xml};

/// A new template: of a t3.micro, and what a test adds or puts in its place.
#[track_caller]
pub fn template(ec2: &Ec2, data: &[(&str, &str)]) -> String {
    let usual =
        [("LaunchTemplateData.ImageId", IMAGE), ("LaunchTemplateData.InstanceType", "t3.micro")];
    let kept = usual.into_iter().filter(|(key, _)| !data.iter().any(|(other, _)| other == key));
    let name = [("LaunchTemplateName", "fleet")];
    let given = data.iter().copied().filter(|(_, value)| !value.is_empty());
    let form: Vec<_> = name.into_iter().chain(kept).chain(given).collect();
    ec2.call("CreateLaunchTemplate", &form).text("launchTemplate.launchTemplateId").to_owned()
}

/// The form of a fleet of two Spot Instances out of a template.
pub fn form<'a>(template: &'a str, parameters: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("LaunchTemplateConfigs.1.LaunchTemplateSpecification.LaunchTemplateId", template),
        ("LaunchTemplateConfigs.1.LaunchTemplateSpecification.Version", "$Latest"),
        ("TargetCapacitySpecification.TotalTargetCapacity", "2"),
        ("TargetCapacitySpecification.DefaultTargetCapacityType", "spot"),
    ];
    let is_asked = |key: &str| parameters.iter().any(|(other, _)| *other == key);
    let kept = usual.into_iter().filter(|(key, _)| !is_asked(key));
    kept.chain(parameters.iter().copied()).filter(|(_, value)| !value.is_empty()).collect()
}

#[track_caller]
pub fn create(ec2: &Ec2, template: &str, parameters: &[(&str, &str)]) -> Xml {
    ec2.call("CreateFleet", &form(template, parameters))
}

/// The id of a new fleet.
#[track_caller]
pub fn created(ec2: &Ec2, template: &str, parameters: &[(&str, &str)]) -> String {
    create(ec2, template, parameters).text("fleetId").to_owned()
}

#[track_caller]
pub fn described(ec2: &Ec2, id: &str) -> Xml {
    ec2.call("DescribeFleets", &[("FleetId.1", id)]).at("fleetSet.item").unwrap().clone()
}

/// State and activity status.
#[track_caller]
pub fn states(ec2: &Ec2, id: &str) -> (String, String) {
    let fleet = described(ec2, id);
    let status = if fleet.has("activityStatus") { fleet.text("activityStatus") } else { "" };
    (fleet.text("fleetState").to_owned(), status.to_owned())
}

pub fn are(state: &str, status: &str) -> (String, String) {
    (state.to_owned(), status.to_owned())
}

/// The ids of the instances that a fleet has.
#[track_caller]
pub fn active(ec2: &Ec2, id: &str) -> Vec<String> {
    let found = ec2.call("DescribeFleetInstances", &[("FleetId", id)]);
    found.texts("activeInstanceSet.item.instanceId").into_iter().map(str::to_owned).collect()
}

/// What a fleet's history says, as (type, what).
#[track_caller]
pub fn history(ec2: &Ec2, id: &str) -> Vec<(String, String)> {
    let start = [("FleetId", id), ("StartTime", "2026-01-01T00:00:00Z")];
    let found = ec2.call("DescribeFleetHistory", &start);
    let records = found.all_at("historyRecordSet.item");
    let pair = |record: &&Xml| {
        let what = record.text("eventInformation.eventSubType");
        (record.text("eventType").to_owned(), what.to_owned())
    };
    records.iter().map(pair).collect()
}

/// Instance types by the entries of a fleet's answer.
pub fn types<'a>(answer: &'a Xml) -> Vec<(&'a str, usize)> {
    let entries = answer.all_at("fleetInstanceSet.item");
    let of = |entry: &&'a Xml| (entry.text("instanceType"), entry.texts("instanceIds.item").len());
    entries.iter().map(of).collect()
}

//! Instances: what their tests share.

mod attributes;
mod console;
mod defaults;
mod describe;
mod devices;
mod firmware;
mod interfaces;
mod launch;
mod lifecycle;
mod market;
mod options;
mod password;
mod placement;
mod refusals;
mod templates;
mod topology;
mod virtualization;

use crate::support::{Ec2, Xml};

/// An image that every region has.
pub const IMAGE: &str = "ami-0abcdef1234567890";

/// Where DescribeInstances has its instances.
pub const INSTANCE: &str = "reservationSet.item.instancesSet.item";

/// The form of a launch: a t3.micro, and what a test adds or puts in its place.
pub fn form<'a>(parameters: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual =
        [("ImageId", IMAGE), ("InstanceType", "t3.micro"), ("MinCount", "1"), ("MaxCount", "1")];
    let kept =
        usual.into_iter().filter(|(key, _)| !parameters.iter().any(|(other, _)| other == key));
    kept.chain(parameters.iter().copied()).collect()
}

/// The answer to a launch that must succeed.
#[track_caller]
pub fn launch(ec2: &Ec2, parameters: &[(&str, &str)]) -> Xml {
    ec2.call("RunInstances", &form(parameters))
}

/// The id of the first instance of a launch.
#[track_caller]
pub fn launch_one(ec2: &Ec2, parameters: &[(&str, &str)]) -> String {
    launch(ec2, parameters).text("instancesSet.item.instanceId").to_owned()
}

/// The refusal of a launch, as (code, message); nothing of it is left behind.
#[track_caller]
pub fn refused(ec2: &Ec2, parameters: &[(&str, &str)]) -> (String, String) {
    ec2.call("DescribeInstances", &[]);
    let before = ec2.state();
    let refusal = ec2.refused("RunInstances", &form(parameters));
    assert!(ec2.state() == before, "a refused launch changed something: {refusal:?}");
    refusal
}

/// An instance as DescribeInstances shows it.
#[track_caller]
pub fn shown(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeInstances", &[("InstanceId.1", id)]);
    found.at(INSTANCE).expect("an instance").clone()
}

/// The ids that DescribeInstances finds by one filter.
#[track_caller]
pub fn found(ec2: &Ec2, name: &str, value: &str) -> Vec<String> {
    let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
    let found = ec2.call("DescribeInstances", &filter);
    found.texts(&format!("{INSTANCE}.instanceId")).into_iter().map(str::to_owned).collect()
}

/// A subnet of the default VPC, by its zone.
#[track_caller]
pub fn default_subnet(ec2: &Ec2, zone: &str) -> String {
    let filter = [("Filter.1.Name", "availability-zone"), ("Filter.1.Value.1", zone)];
    ec2.call("DescribeSubnets", &filter).text("subnetSet.item.subnetId").to_owned()
}

mod filters;
mod sessions;
mod targets;

use super::support::Ec2;

const IMAGE: &str = "ami-0abcdef1234567890";
const BALANCER: &str =
    "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/nlb/50dc6c495c0c9188";

fn interface(ec2: &Ec2) -> String {
    let subnets = ec2.call("DescribeSubnets", &[]);
    let form = [("SubnetId", subnets.text("subnetSet.item.subnetId"))];
    let made = ec2.call("CreateNetworkInterface", &form);
    made.text("networkInterface.networkInterfaceId").to_owned()
}

/// An instance of a type, and its network interface.
fn launched(ec2: &Ec2, kind: &str) -> (String, String) {
    let form = [("ImageId", IMAGE), ("InstanceType", kind), ("MinCount", "1"), ("MaxCount", "1")];
    let made = ec2.call("RunInstances", &form);
    let made = made.at("instancesSet.item").unwrap();
    let interface = made.text("networkInterfaceSet.item.networkInterfaceId");
    (made.text("instanceId").to_owned(), interface.to_owned())
}

fn target(ec2: &Ec2, form: &[(&str, &str)]) -> String {
    let made = ec2.call("CreateTrafficMirrorTarget", form);
    made.text("trafficMirrorTarget.trafficMirrorTargetId").to_owned()
}

fn filter(ec2: &Ec2) -> String {
    let made = ec2.call("CreateTrafficMirrorFilter", &[]);
    made.text("trafficMirrorFilter.trafficMirrorFilterId").to_owned()
}

fn bad(parameter: &str, value: &str, reason: &str) -> (String, String) {
    let message = format!("Value ({value}) for parameter {parameter} is invalid. {reason}");
    ("InvalidParameterValue".to_owned(), message)
}

fn combination(message: &str) -> (String, String) {
    ("InvalidParameterCombination".to_owned(), message.to_owned())
}

fn filtered(ec2: &Ec2, action: &str, path: &str, name: &str, value: &str) -> usize {
    let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
    ec2.call(action, &form).all_at(path).len()
}

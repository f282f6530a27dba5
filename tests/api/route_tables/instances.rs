//! Routes to instances that begin, stop and end.

use super::Network;
use crate::support::Ec2;

#[test]
fn no_route_leads_to_an_instance_that_begins_or_ends() {
    let network = Network::of(Ec2::with_aws_lifecycle());
    let (instance, interface) = network.launch();
    let to_instance = ("InstanceId", instance.as_str());
    let refused = |action: &str, cidr: &str, state: &str| {
        let refusal = network.route_refused(action, &[("DestinationCidrBlock", cidr), to_instance]);
        let words = format!("Instance with state '{state}' is not valid for this operation.");
        assert_eq!(refusal, ("IncorrectInstanceState".to_owned(), words));
    };
    // What the instance is, not what its interface is attached to.
    network.routed("CreateRoute", "10.9.0.0/16", ("NetworkInterfaceId", &interface));
    refused("CreateRoute", "10.8.0.0/16", "pending");
    refused("ReplaceRoute", "10.9.0.0/16", "pending");

    network.ec2.advance(60);
    network.routed("CreateRoute", "10.8.0.0/16", to_instance);
    network.ec2.call("StopInstances", &[("InstanceId.1", &instance)]);
    network.routed("ReplaceRoute", "10.9.0.0/16", to_instance);
    network.ec2.advance(600);
    network.routed("CreateRoute", "10.7.0.0/16", to_instance);
    network.ec2.call("StartInstances", &[("InstanceId.1", &instance)]);
    refused("CreateRoute", "10.6.0.0/16", "pending");

    network.ec2.advance(60);
    network.ec2.call("TerminateInstances", &[("InstanceId.1", &instance)]);
    refused("CreateRoute", "10.6.0.0/16", "shutting-down");
    network.ec2.advance(600);
    refused("ReplaceRoute", "10.9.0.0/16", "terminated");
}

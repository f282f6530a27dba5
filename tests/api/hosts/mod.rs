mod placement;

use crate::instances::{INSTANCE, found, launch, launch_one, refused, shown};
use crate::support::{Ec2, Xml};

pub const HOST: &str = "Placement.HostId";

fn form<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual =
        [("InstanceType", "m5.large"), ("AvailabilityZone", "us-east-1a"), ("Quantity", "1")];
    let kept = usual.into_iter().filter(|(key, _)| !more.iter().any(|(other, _)| other == key));
    kept.chain(more.iter().copied()).filter(|(_, value)| !value.is_empty()).collect()
}

pub fn allocate(ec2: &Ec2, more: &[(&str, &str)]) -> String {
    ec2.call("AllocateHosts", &form(more)).text("hostIdSet.item").to_owned()
}

pub fn described(ec2: &Ec2, id: &str) -> Xml {
    ec2.call("DescribeHosts", &[("HostId.1", id)]).at("hostSet.item").unwrap().clone()
}

/// The failure of the one host of a request, as (code, message).
fn failed(answer: &Xml) -> (&str, &str) {
    assert!(!answer.has("successful.item"));
    (answer.text("unsuccessful.item.error.code"), answer.text("unsuccessful.item.error.message"))
}

pub fn modified(ec2: &Ec2, id: &str, more: &[(&str, &str)]) -> Xml {
    ec2.call("ModifyHosts", &[&[("HostId.1", id)], more].concat())
}

fn released(ec2: &Ec2, id: &str) -> Xml {
    ec2.call("ReleaseHosts", &[("HostId.1", id)])
}

#[test]
fn a_host_is_described_as_it_was_allocated() {
    let ec2 = Ec2::new();
    let tags = [
        ("TagSpecification.1.ResourceType", "dedicated-host"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "mine"),
        ("ClientToken", "once"),
    ];
    let id = allocate(&ec2, &tags);
    assert!(id.starts_with("h-0"), "{id}");
    assert_eq!(allocate(&ec2, &tags), id, "a token is answered once");
    let host = described(&ec2, &id);
    for (path, value) in [
        ("hostId", id.as_str()),
        ("ownerId", "000000000000"),
        ("state", "available"),
        ("availabilityZone", "us-east-1a"),
        ("availabilityZoneId", "use1-az2"),
        ("autoPlacement", "off"),
        ("hostRecovery", "off"),
        ("hostMaintenance", "off"),
        ("allowsMultipleInstanceTypes", "off"),
        ("clientToken", "once"),
        ("allocationTime", "2026-01-31T12:00:00.000Z"),
        ("memberOfServiceLinkedResourceGroup", "false"),
        ("hostProperties.instanceType", "m5.large"),
        ("hostProperties.sockets", "2"),
        ("hostProperties.cores", "48"),
        ("hostProperties.totalVCpus", "96"),
        ("availableCapacity.availableVCpus", "96"),
        ("availableCapacity.availableInstanceCapacity.item.instanceType", "m5.large"),
        ("availableCapacity.availableInstanceCapacity.item.availableCapacity", "48"),
        ("availableCapacity.availableInstanceCapacity.item.totalCapacity", "48"),
        ("tagSet.item.value", "mine"),
    ] {
        assert_eq!(host.text(path), value, "{path}");
    }
    assert!(!host.has("hostProperties.instanceFamily") && !host.has("instances.item"));
}

#[test]
fn a_host_for_a_family_is_found_by_filters() {
    let ec2 = Ec2::new();
    allocate(&ec2, &[("ClientToken", "once")]);
    let more = [
        ("InstanceType", ""),
        ("InstanceFamily", "r5"),
        ("Quantity", "2"),
        ("AutoPlacement", "on"),
        ("HostRecovery", "on"),
        ("HostMaintenance", "on"),
        ("AvailabilityZone", ""),
        ("AvailabilityZoneId", "use1-az4"),
    ];
    let answer = ec2.call("AllocateHosts", &form(&more));
    let ids = answer.texts("hostIdSet.item");
    assert_eq!(ids.len(), 2);
    let mixed = described(&ec2, ids[1]);
    for (path, value) in [
        ("allowsMultipleInstanceTypes", "on"),
        ("availabilityZone", "us-east-1b"),
        ("autoPlacement", "on"),
        ("hostRecovery", "on"),
        ("hostMaintenance", "on"),
        ("hostProperties.instanceFamily", "r5"),
    ] {
        assert_eq!(mixed.text(path), value, "{path}");
    }
    assert!(!mixed.has("hostProperties.instanceType"));
    assert_eq!(mixed.all_at("availableCapacity.availableInstanceCapacity.item").len(), 9);
    for (name, value, count) in [
        ("auto-placement", "on", 2),
        ("availability-zone", "us-east-1a", 1),
        ("client-token", "once", 1),
        ("instance-type", "m5.*", 1),
        ("state", "available", 3),
        ("host-reservation-id", "*", 0),
    ] {
        let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let hosts = ec2.call("DescribeHosts", &filter);
        assert_eq!(hosts.all_at("hostSet.item").len(), count, "{name}");
    }
    let both = [("HostId.1", ids[0]), ("MaxResults", "5")];
    let (code, message) = ec2.refused("DescribeHosts", &both);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The parameter hostIdSet cannot be used with the parameter maxResults");
}

#[test]
fn what_cannot_be_allocated_is_refused() {
    let ec2 = Ec2::new();
    let missing = |name: &str| format!("The request must contain the parameter {name}");
    let unsupported = "The requested configuration is currently not supported. Please check the \
                       documentation for supported configurations.";
    for (more, code, message) in [
        (vec![("InstanceType", "")], "MissingParameter", missing("instanceType")),
        (vec![("Quantity", "")], "MissingParameter", missing("quantity")),
        (vec![("AvailabilityZone", "")], "MissingParameter", missing("availabilityZone")),
        (
            vec![("InstanceFamily", "m5")],
            "InvalidParameterCombination",
            "The parameter instanceType cannot be used with the parameter instanceFamily".into(),
        ),
        (
            vec![("Quantity", "0")],
            "InvalidQuantity",
            "The quantity 0 of Dedicated Hosts is not valid.".into(),
        ),
        (
            vec![("InstanceType", "m5.huge")],
            "InvalidHostConfiguration",
            "The instance type 'm5.huge' is not supported.".into(),
        ),
        (
            vec![("InstanceType", ""), ("InstanceFamily", "mac1")],
            "InvalidHostConfiguration",
            "The instance family 'mac1' is not supported.".into(),
        ),
        (vec![("InstanceType", "t2.micro")], "UnsupportedHostConfiguration", unsupported.into()),
        (
            vec![("AvailabilityZone", "us-east-9a")],
            "InvalidParameterValue",
            "Invalid availability zone: [us-east-9a]".into(),
        ),
        (
            vec![("AvailabilityZoneId", "use1-az4")],
            "InvalidParameterCombination",
            "AvailabilityZone and AvailabilityZoneId can't be used together. Specify only one of \
             these parameters."
                .into(),
        ),
        (
            vec![("CpuOptions.AmdSevSnp", "enabled")],
            "UnsupportedOperation",
            "parlel-ec2 does not emulate the parameter CpuOptions of AllocateHosts.".into(),
        ),
    ] {
        assert_eq!(ec2.refused("AllocateHosts", &form(&more)), (code.to_owned(), message));
    }
    for action in ["DescribeHosts", "DescribeHostReservations"] {
        let (code, message) = ec2.refused(action, &[("MaxResults", "501")]);
        assert_eq!(code, "InvalidParameterValue");
        let expected = "Value ( 501 ) for parameter maxResults is invalid. Expecting a value less \
                        than 500.";
        assert_eq!(message, expected);
    }
    let (code, message) = ec2.refused("DescribeHosts", &[("HostId.1", "h-0123456789abcdef0")]);
    assert_eq!(code, "InvalidHostID.NotFound");
    assert_eq!(message, "The host ID 'h-0123456789abcdef0' does not exist");
    assert_eq!(ec2.refused("DescribeHosts", &[("HostId.1", "x")]).0, "InvalidHostId.Malformed");
}

#[test]
fn a_host_takes_what_names_it_until_it_is_full() {
    let ec2 = Ec2::new();
    let id = allocate(&ec2, &[("InstanceType", "m5.12xlarge"), ("AvailabilityZone", "us-east-1b")]);
    let on = [("InstanceType", "m5.12xlarge"), (HOST, id.as_str())];
    let first = launch_one(&ec2, &on);
    let instance = shown(&ec2, &first);
    for (path, value) in [
        ("placement.tenancy", "host"),
        ("placement.hostId", id.as_str()),
        ("placement.affinity", "default"),
        ("placement.availabilityZone", "us-east-1b"),
    ] {
        assert_eq!(instance.text(path), value, "{path}");
    }
    for (name, value) in [("host-id", id.as_str()), ("affinity", "default"), ("tenancy", "host")] {
        assert_eq!(found(&ec2, name, value), [first.as_str()], "{name}");
    }
    let host = described(&ec2, &id);
    assert_eq!(host.text("instances.item.instanceId"), first);
    assert_eq!(host.text("instances.item.instanceType"), "m5.12xlarge");
    assert_eq!(host.text("instances.item.ownerId"), "000000000000");
    assert_eq!(host.text("availableCapacity.availableVCpus"), "48");
    let capacity = "availableCapacity.availableInstanceCapacity.item.availableCapacity";
    assert_eq!(host.text(capacity), "1");
    let many = [&on[..], &[("MinCount", "1"), ("MaxCount", "3")]].concat();
    let launched = launch(&ec2, &many);
    assert_eq!(launched.all_at("instancesSet.item").len(), 1, "as many as there is room for");
    let (code, message) = refused(&ec2, &on);
    assert_eq!(code, "InsufficientCapacityOnHost");
    let expected = format!(
        "Dedicated host {id} has insufficient capacity to launch the instances in this request."
    );
    assert_eq!(message, expected);

    let answer = released(&ec2, &id);
    let (code, message) = failed(&answer);
    assert_eq!(code, "Client.InvalidHost.Occupied");
    assert_eq!(message, format!("Dedicated host '{id}' cannot be released as it is occupied."));
    let second = launched.text("instancesSet.item.instanceId");
    ec2.call("TerminateInstances", &[("InstanceId.1", second)]);
    ec2.call("StopInstances", &[("InstanceId.1", &first)]);
    assert!(!described(&ec2, &id).has("instances.item"));
    assert_eq!(released(&ec2, &id).texts("successful.item"), [&id]);
    let host = described(&ec2, &id);
    assert_eq!(host.text("state"), "released");
    assert_eq!(host.text("releaseTime"), "2026-01-31T12:00:00.000Z");
    assert!(!shown(&ec2, &first).has("placement.hostId"));
    for answer in [released(&ec2, &id), modified(&ec2, &id, &[("AutoPlacement", "on")])] {
        let gone = format!("The host ID '{id}' does not exist");
        assert_eq!(failed(&answer), ("Client.InvalidHostID.NotFound", gone.as_str()));
    }
    assert_eq!(refused(&ec2, &on).0, "InvalidHostID.NotFound");
    ec2.advance(3_700);
    assert_eq!(ec2.refused("DescribeHosts", &[("HostId.1", &id)]).0, "InvalidHostID.NotFound");
}

#[test]
fn a_host_changes_within_its_family() {
    let ec2 = Ec2::new();
    let id = allocate(&ec2, &[]);
    let wrong = [("HostId.1", id.as_str()), ("AutoPlacement", "some")];
    assert_eq!(ec2.refused("ModifyHosts", &wrong).0, "InvalidAutoPlacement");
    let running = launch_one(&ec2, &[(HOST, &id), ("InstanceType", "m5.large")]);
    let answer = modified(&ec2, &id, &[("InstanceType", "r5.large")]);
    let message = format!(
        "Dedicated host {id} supports the instance family 'm5' and cannot be changed to 'r5'."
    );
    assert_eq!(failed(&answer), ("Client.InvalidHostConfiguration", message.as_str()));
    let answer = modified(&ec2, &id, &[("InstanceType", "m5.xlarge")]);
    let message = format!("Dedicated host {id} is occupied by instances of other types.");
    assert_eq!(failed(&answer), ("Client.InvalidHost.Occupied", message.as_str()));
    modified(&ec2, &id, &[("InstanceFamily", "m5"), ("HostRecovery", "on")]);
    let host = described(&ec2, &id);
    assert_eq!(host.text("allowsMultipleInstanceTypes"), "on");
    assert_eq!(host.text("hostRecovery"), "on");
    ec2.call("TerminateInstances", &[("InstanceId.1", &running)]);
    modified(&ec2, &id, &[("InstanceType", "m5.xlarge"), ("HostMaintenance", "on")]);
    let host = described(&ec2, &id);
    assert_eq!(host.text("hostProperties.instanceType"), "m5.xlarge");
    assert_eq!(host.text("hostMaintenance"), "on");
    let metal = allocate(&ec2, &[("InstanceType", "m5.metal")]);
    for (id, other) in [
        (&id, ("InstanceType", "m5.metal")),
        (&metal, ("InstanceType", "m5.large")),
        (&metal, ("InstanceFamily", "m5")),
    ] {
        let words = "cannot be changed between bare metal and other instance types.";
        let message = format!("Dedicated host {id} {words}");
        let answer = modified(&ec2, id, &[other]);
        assert_eq!(failed(&answer), ("Client.InvalidHostConfiguration", message.as_str()));
    }
}

#[test]
fn hosts_for_macos_are_kept_for_a_day() {
    let ec2 = Ec2::new();
    let id = allocate(&ec2, &[("InstanceType", "mac1.metal"), ("AvailabilityZone", "us-east-1b")]);
    allocate(&ec2, &[]);
    let macs = ec2.call("DescribeMacHosts", &[]);
    assert_eq!(macs.texts("macHostSet.item.hostId"), [&id]);
    for (name, value, count) in
        [("instance-type", "mac1.metal", 1), ("availability-zone", "us-east-1a", 0)]
    {
        let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let macs = ec2.call("DescribeMacHosts", &filter);
        assert_eq!(macs.all_at("macHostSet.item").len(), count, "{name}");
    }
    let answer = released(&ec2, &id);
    let message = format!(
        "Unable to release Dedicated Host {id}. mac1.metal hosts must be allocated to your AWS \
         account for at least 24 hour(s). You can release this host any time after \
         2026-02-01T12:00:00.000Z."
    );
    assert_eq!(failed(&answer), ("Client.HostMinAllocationPeriodUnexpired", message.as_str()));
    ec2.advance(24 * 3_600);
    assert_eq!(released(&ec2, &id).texts("successful.item"), [&id]);
}

#[test]
fn in_the_aws_lifecycle_a_host_is_launched_onto_at_once() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = allocate(&ec2, &[]);
    assert_eq!(described(&ec2, &id).text("state"), "available");
    assert!(described(&ec2, &id).has("availableCapacity"));
    let on = [(HOST, id.as_str()), ("InstanceType", "m5.large")];
    let instance = launch_one(&ec2, &on);
    ec2.advance(10);
    ec2.call("TerminateInstances", &[("InstanceId.1", &instance)]);
    assert_eq!(failed(&released(&ec2, &id)).0, "Client.InvalidHost.Occupied", "it shuts down");
    ec2.advance(30);
    released(&ec2, &id);
    assert_eq!(described(&ec2, &id).text("state"), "released");
    assert_eq!(ec2.call("DescribeInstances", &[]).all_at(INSTANCE).len(), 1);
}

//! What happens to instances of which a test said so before they were launched.

use super::{add, fared, not_taken};
use crate::fleets;
use crate::support::{Ec2, Xml};
use serde_json::json;

const IMAGE: (&str, &str) = ("ImageId", "ami-0abcdef1234567890");
const SPOT: (&str, &str) = ("InstanceMarketOptions.MarketType", "spot");

fn launch(ec2: &Ec2, more: &[(&str, &str)]) -> Xml {
    let parameters: Vec<_> = [IMAGE].iter().chain(more).copied().collect();
    ec2.call("RunInstances", &parameters).at("instancesSet.item").unwrap().clone()
}

fn shown(ec2: &Ec2, launched: &Xml) -> Xml {
    let id = launched.text("instanceId");
    let found = ec2.call("DescribeInstances", &[("InstanceId.1", id)]);
    found.at("reservationSet.item.instancesSet.item").unwrap().clone()
}

fn state(ec2: &Ec2, launched: &Xml) -> String {
    shown(ec2, launched).text("instanceState.name").to_owned()
}

#[test]
fn a_launch_fails_to_boot_in_either_lifecycle() {
    for (ec2, first) in [(Ec2::new(), "running"), (Ec2::with_aws_lifecycle(), "pending")] {
        let event = json!({ "type": "boot-failure", "reason": "Server.InternalError" });
        let rule = json!({ "event": event, "instanceType": "m5.*", "count": 1 });
        let added = add(&ec2, &rule);
        assert_eq!((&added["at"], &added["event"]), (&"launched".into(), &event));
        let other = launch(&ec2, &[("InstanceType", "t3.micro")]);
        let failing = launch(&ec2, &[("InstanceType", "m5.large")]);
        let second = launch(&ec2, &[("InstanceType", "m5.large")]);
        assert_eq!(failing.text("instanceState.name"), first);
        // It is over for whoever looks next, and its time has not passed.
        let failed = shown(&ec2, &failing);
        assert!(["shutting-down", "terminated"].contains(&failed.text("instanceState.name")));
        assert_eq!(failed.text("stateReason.code"), "Server.InternalError");
        let message = "Server.InternalError: Internal error on launch";
        assert_eq!(failed.text("stateReason.message"), message);
        ec2.advance(120);
        assert_eq!(state(&ec2, &failing), "terminated");
        assert_eq!((&*state(&ec2, &other), &*state(&ec2, &second)), ("running", "running"));
        assert_eq!(fared(&ec2), [(2, 1)]);
    }
}

#[test]
fn what_comes_later_is_listed_and_comes_then() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let rule = json!({
            "event": { "type": "shutdown" }, "afterSeconds": 300, "tag": "Name=web*",
            "zone": "us-east-1?", "region": "us-*", "account": "0*", "action": "RunInstances",
        });
        add(&ec2, &rule);
        let tagged = |value| {
            let of_instance = ("TagSpecification.1.ResourceType", "instance");
            let key = ("TagSpecification.1.Tag.1.Key", "Name");
            launch(&ec2, &[of_instance, key, ("TagSpecification.1.Tag.1.Value", value)])
        };
        let (web, database) = (tagged("web-1"), tagged("database"));
        let elsewhere = launch(&ec2.in_region("eu-west-1"), &[]);
        let path = format!("instances/{}/events", web.text("instanceId"));
        let events = ec2.control("GET", &path, "");
        let coming = json!({ "Coming": [1_769_861_100_000_i64, { "type": "shutdown" }] });
        assert_eq!(events["events"][0]["is"], coming);
        ec2.advance(299);
        assert_eq!(state(&ec2, &web), "running");
        ec2.advance(121);
        assert_eq!(state(&ec2, &web), "stopped");
        assert_eq!(shown(&ec2, &web).text("stateReason.code"), "Client.InstanceInitiatedShutdown");
        assert_eq!(state(&ec2, &database), "running");
        assert_eq!(state(&ec2.in_region("eu-west-1"), &elsewhere), "running");
        // It can be taken back.
        let later = tagged("web-2");
        let path = format!("instances/{}/events", later.text("instanceId"));
        let id = ec2.control("GET", &path, "")["events"][0]["id"].clone();
        ec2.control("DELETE", &format!("{path}/{}", id.as_str().unwrap()), "");
        ec2.advance(600);
        assert_eq!(state(&ec2, &later), "running");
    }
}

#[test]
fn spot_instances_are_interrupted() {
    let ec2 = Ec2::with_aws_lifecycle();
    let event = json!({ "type": "spot-interruption" });
    let added = add(&ec2, &json!({ "event": event, "afterSeconds": 60, "count": 1 }));
    assert_eq!(added["market"], "spot");
    let on_demand = launch(&ec2, &[]);
    let spot = launch(&ec2, &[SPOT]);
    ec2.advance(60);
    let status = || {
        let requests = ec2.call("DescribeSpotInstanceRequests", &[]);
        requests.text("spotInstanceRequestSet.item.status.code").to_owned()
    };
    assert_eq!(status(), "instance-terminated-no-capacity");
    ec2.advance(120);
    assert!(["shutting-down", "terminated"].contains(&&*state(&ec2, &spot)));
    assert_eq!(state(&ec2, &on_demand), "running");
    assert_eq!(fared(&ec2), [(1, 1)]);
}

#[test]
fn checks_fail_and_maintenance_is_told() {
    let ec2 = Ec2::new();
    let impaired = json!({ "type": "impaired", "check": "instance" });
    add(&ec2, &json!({ "event": impaired, "afterSeconds": 10 }));
    let events = ["instance-reboot", "system-reboot", "system-maintenance", "instance-retirement"];
    for kind in events {
        add(&ec2, &json!({ "event": { "type": kind, "noticeSeconds": 3600 } }));
    }
    let stop = json!({ "type": "instance-stop", "noticeSeconds": 60, "description": "moving" });
    add(&ec2, &json!({ "event": stop }));
    add(&ec2, &json!({ "event": { "type": "rebalance-recommendation" } }));
    let launched = launch(&ec2, &[]);
    let status = || ec2.call("DescribeInstanceStatus", &[]);
    let told = status();
    let told: Vec<&str> = told.texts("instanceStatusSet.item.eventsSet.item.code");
    assert_eq!(told.len(), 5, "{told:?}");
    assert_eq!(status().text("instanceStatusSet.item.instanceStatus.status"), "ok");
    ec2.advance(10);
    assert_eq!(status().text("instanceStatusSet.item.instanceStatus.status"), "impaired");
    ec2.advance(50);
    assert_eq!(state(&ec2, &launched), "stopped");
}

#[test]
fn what_an_instance_cannot_have_passes_it_by() {
    let ec2 = Ec2::with_aws_lifecycle();
    let failure = json!({ "type": "boot-failure", "reason": "Client.InternalError" });
    add(&ec2, &json!({ "event": failure, "afterSeconds": 100, "count": 1 }));
    let stopped = launch(&ec2, &[]);
    ec2.advance(60);
    ec2.call("StopInstances", &[("InstanceId.1", stopped.text("instanceId"))]);
    ec2.advance(600);
    assert_eq!(state(&ec2, &stopped), "stopped");
    let path = format!("instances/{}/events", stopped.text("instanceId"));
    assert_eq!(ec2.control("GET", &path, ""), json!({ "events": [] }));
    // A dry run launches nothing.
    add(&ec2, &json!({ "event": { "type": "shutdown" } }));
    ec2.refused("RunInstances", &[IMAGE, ("DryRun", "true")]);
    assert_eq!(fared(&ec2)[1], (0, 0));
}

#[test]
fn a_fleet_launches_others_for_those_that_failed() {
    let ec2 = Ec2::with_aws_lifecycle();
    let event = json!({ "type": "boot-failure", "reason": "Client.VolumeLimitExceeded" });
    add(&ec2, &json!({ "event": event, "count": 1, "action": "CreateFleet" }));
    let template = fleets::template(&ec2, &[]);
    let asked = [
        ("TargetCapacitySpecification.TotalTargetCapacity", "1"),
        ("TargetCapacitySpecification.DefaultTargetCapacityType", "on-demand"),
    ];
    fleets::create(&ec2, &template, &asked);
    ec2.advance(300);
    let states = "reservationSet.item.instancesSet.item.instanceState.name";
    let described = ec2.call("DescribeInstances", &[]);
    let mut states = described.texts(states);
    states.sort_unstable();
    assert_eq!(states, ["running", "terminated"]);
}

/// A rule that is for every launch is for those as well that take the place of what it has ended.
#[test]
fn what_cannot_boot_is_launched_again_once_a_minute() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let event = json!({ "type": "boot-failure", "reason": "Server.InternalError" });
        add(&ec2, &json!({ "event": event }));
        let image = ("LaunchSpecification.ImageId", IMAGE.1);
        let kind = ("LaunchSpecification.InstanceType", "t3.micro");
        ec2.call("RequestSpotInstances", &[("Type", "persistent"), image, kind]);
        let request = || {
            let requests = ec2.call("DescribeSpotInstanceRequests", &[]);
            let request = requests.at("spotInstanceRequestSet.item").unwrap();
            (request.text("status.code").to_owned(), request.has("instanceId"))
        };
        let launched = || {
            let described = ec2.call("DescribeInstances", &[]);
            described.texts("reservationSet.item.instancesSet.item.instanceId").len()
        };
        ec2.advance(30);
        assert_eq!((request(), launched()), (("pending-evaluation".to_owned(), false), 1));
        ec2.advance(600);
        assert_eq!(launched(), 11);
        // Where no rule ends it, the next one goes on.
        ec2.control("DELETE", "faults", "");
        ec2.advance(120);
        assert_eq!((request(), launched()), (("fulfilled".to_owned(), true), 12));
    }
}

#[test]
fn a_wrong_event_is_told() {
    let ec2 = Ec2::new();
    let shutdown = json!({ "type": "shutdown" });
    for (rule, told) in [
        (json!({ "event": { "type": "explosion" } }), "the event is not right: unknown variant"),
        (json!({ "event": { "type": "impaired" } }), "the event is not right: missing field"),
        (
            json!({ "event": { "type": "system-reboot" } }),
            "the event is not right: missing field `noticeSeconds`",
        ),
        (
            json!({ "event": shutdown, "error": "InternalError" }),
            "give an event, or what is answered, not both",
        ),
        (
            json!({ "event": shutdown, "resource": "i-1" }),
            "an event is for what will be launched: no resource, no other at",
        ),
        (
            json!({ "event": shutdown, "at": "request" }),
            "an event is for what will be launched: no resource, no other at",
        ),
        (
            json!({ "error": "InternalError", "afterSeconds": 1 }),
            "tag, afterSeconds and \"at\":\"launched\" go with an event",
        ),
        (
            json!({ "error": "InternalError", "at": "launched" }),
            "tag, afterSeconds and \"at\":\"launched\" go with an event",
        ),
        (json!({ "event": shutdown, "tag": "web" }), "tag is a key and a value such as Name=web*"),
        (
            json!({ "event": shutdown, "afterSeconds": 40_000_000 }),
            "afterSeconds goes up to 31536000",
        ),
        (
            json!({ "event": { "type": "spot-interruption" }, "market": "on-demand" }),
            "the event is one of Spot Instances",
        ),
    ] {
        let refusal = not_taken(&ec2, &rule);
        assert!(refusal.starts_with(told), "{refusal}");
    }
}

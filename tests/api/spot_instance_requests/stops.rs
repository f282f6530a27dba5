//! What the stop and the start of an instance mean to a persistent request.

use super::{PERSISTENT, SPOT, STOP, described, is, status};
use crate::instances::{launch_one, shown};
use crate::support::Ec2;

#[test]
fn a_persistent_request_stops_starts_and_launches_again() {
    let ec2 = Ec2::new();
    let instance = launch_one(&ec2, &[SPOT, PERSISTENT, STOP]);
    let id = shown(&ec2, &instance).text("spotInstanceRequestId").to_owned();
    assert_eq!(described(&ec2, &id).text("type"), "persistent");
    ec2.call("StopInstances", &[("InstanceId.1", &instance)]);
    assert_eq!(status(&ec2, &id), is("disabled", "instance-stopped-by-user"));
    assert_eq!(
        described(&ec2, &id).text("status.message"),
        "Spot Instance stopped due to user-initiated stop."
    );
    ec2.call("StartInstances", &[("InstanceId.1", &instance)]);
    assert_eq!(status(&ec2, &id), is("active", "fulfilled"));

    ec2.call("TerminateInstances", &[("InstanceId.1", &instance)]);
    assert_eq!(status(&ec2, &id), is("active", "fulfilled"));
    let next = described(&ec2, &id).text("instanceId").to_owned();
    assert_ne!(next, instance);
    let shown = shown(&ec2, &next);
    assert_eq!(shown.text("instanceState.name"), "running");
    assert_eq!(shown.text("spotInstanceRequestId"), id);

    ec2.call("StopInstances", &[("InstanceId.1", &next)]);
    ec2.call("CancelSpotInstanceRequests", &[("SpotInstanceRequestId.1", &id)]);
    assert_eq!(status(&ec2, &id), is("cancelled", "instance-terminated-by-user"));
    assert_eq!(self::shown(&ec2, &next).text("instanceState.name"), "terminated");
}

#[test]
fn an_instance_starts_again_when_its_request_has_stopped() {
    let ec2 = Ec2::with_aws_lifecycle();
    let instance = launch_one(&ec2, &[SPOT, PERSISTENT, STOP]);
    ec2.advance(10);
    let id = shown(&ec2, &instance).text("spotInstanceRequestId").to_owned();
    let start = [("InstanceId.1", &*instance)];
    ec2.call("StopInstances", &start);
    ec2.advance(15);
    assert_eq!(shown(&ec2, &instance).text("instanceState.name"), "stopped");
    assert_eq!(status(&ec2, &id), is("active", "marked-for-stop"));
    let (code, message) = ec2.refused("StartInstances", &start);
    assert_eq!(code, "IncorrectSpotRequestState");
    let expected = format!(
        "You can't start the Spot Instance '{instance}' because the associated Spot Instance \
         request is not in an appropriate state to support start."
    );
    assert_eq!(message, expected);
    ec2.advance(60);
    assert_eq!(status(&ec2, &id), is("disabled", "instance-stopped-by-user"));
    ec2.control("POST", "faults", r#"{"error":"InsufficientInstanceCapacity","count":1}"#);
    let (code, message) = ec2.refused("StartInstances", &start);
    assert_eq!(code, "Unsupported");
    assert!(message.ends_with("because there is no available Spot capacity."), "{message}");
    ec2.call("StartInstances", &start);
    assert_eq!(status(&ec2, &id), is("active", "fulfilled"));
}

#[test]
fn what_has_no_request_any_more_does_not_start() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let start = |instance: &str| {
            let (code, message) = ec2.refused("StartInstances", &[("InstanceId.1", instance)]);
            assert_eq!(code, "IncorrectSpotRequestState");
            let expected = format!(
                "You can't start the Spot Instance '{instance}' because the associated Spot \
                 Instance request is not in an appropriate state to support start."
            );
            assert_eq!(message, expected);
        };
        let launch = || {
            let instance = launch_one(&ec2, &[SPOT, PERSISTENT, STOP]);
            ec2.advance(10);
            let id = shown(&ec2, &instance).text("spotInstanceRequestId").to_owned();
            (instance, id)
        };
        let canceled = is("cancelled", "request-canceled-and-instance-running");
        let state = |instance: &str| shown(&ec2, instance).text("instanceState.name").to_owned();

        let (instance, id) = launch();
        ec2.call("CancelSpotInstanceRequests", &[("SpotInstanceRequestId.1", &id)]);
        let events = format!("instances/{instance}/events");
        ec2.control("POST", &events, r#"{"type":"shutdown"}"#);
        ec2.advance(90);
        assert_eq!(state(&instance), "stopped");
        start(&instance);

        let (stopped, of_stopped) = launch();
        let (running, of_running) = launch();
        ec2.call("StopInstances", &[("InstanceId.1", &stopped)]);
        ec2.advance(6 * 24 * 60 * 60);
        assert_eq!(status(&ec2, &of_running), is("active", "fulfilled"));
        ec2.advance(24 * 60 * 60);
        for id in [&of_stopped, &of_running] {
            assert_eq!(status(&ec2, id), canceled);
        }
        let until = described(&ec2, &of_running).text("validUntil").to_owned();
        assert_eq!(described(&ec2, &of_running).text("status.updateTime"), until);
        assert_eq!((state(&stopped).as_str(), state(&running).as_str()), ("stopped", "running"));
        start(&stopped);
        ec2.call("TerminateInstances", &[("InstanceId.1", &running)]);
        ec2.advance(60);
        assert_eq!(status(&ec2, &of_running), is("cancelled", "instance-terminated-by-user"));
        assert_eq!(described(&ec2, &of_running).text("instanceId"), running, "none follows");
    }
}

//! What happens to instances without their owners' doing, as a test raises it.

use crate::instances::{IMAGE, launch_one, shown};
use crate::support::{Ec2, Xml};
use axum::body::Body;
use axum::http::Request;
use parlel_ec2::{Config, LifecycleArg};

const SPOT: (&str, &str) = ("InstanceMarketOptions.MarketType", "spot");
const PERSISTENT: (&str, &str) =
    ("InstanceMarketOptions.SpotOptions.SpotInstanceType", "persistent");
const BEHAVIOR: &str = "InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior";
const INTERRUPTION: &str = r#"{"type":"spot-interruption"}"#;

fn both() -> [Ec2; 2] {
    [Ec2::new(), Ec2::with_aws_lifecycle()]
}

/// An instance that runs, in either lifecycle.
fn running(ec2: &Ec2, parameters: &[(&str, &str)]) -> String {
    let id = launch_one(ec2, parameters);
    ec2.advance(60);
    id
}

fn raise(ec2: &Ec2, id: &str, body: &str) -> Vec<String> {
    let raised = ec2.control("POST", &format!("instances/{id}/events"), body);
    let events = raised["events"].as_array().unwrap();
    events.iter().map(|event| event.as_str().unwrap().to_owned()).collect()
}

fn asked(ec2: &Ec2, method: &str, path: &str, body: &str) -> (u16, String) {
    let request = Request::builder().method(method).uri(format!("/_parlel/instances/{path}"));
    let request = request.header("content-type", "application/json");
    let (status, text) = ec2.send(request.body(Body::from(body.to_owned())).unwrap());
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    (status, json["error"].as_str().unwrap_or_default().to_owned())
}

fn refused(ec2: &Ec2, id: &str, body: &str) -> (u16, String) {
    asked(ec2, "POST", &format!("{id}/events"), body)
}

/// What the instance finds at a path below `meta-data`.
fn inside(ec2: &Ec2, id: &str, path: &str) -> Option<String> {
    let uri = format!("/_parlel/instances/{id}/metadata/latest/meta-data/{path}");
    let (status, text) = ec2.send(Request::get(uri).body(Body::empty()).unwrap());
    (status == 200).then_some(text)
}

fn request_of(ec2: &Ec2, id: &str) -> Xml {
    let filter = [("Filter.1.Name", "instance-id"), ("Filter.1.Value.1", id)];
    let found = ec2.call("DescribeSpotInstanceRequests", &filter);
    found.at("spotInstanceRequestSet.item").unwrap().clone()
}

fn status_of(ec2: &Ec2, id: &str) -> (String, String) {
    let request = request_of(ec2, id);
    (request.text("state").to_owned(), request.text("status.code").to_owned())
}

fn checks(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2
        .call("DescribeInstanceStatus", &[("InstanceId.1", id), ("IncludeAllInstances", "true")]);
    found.at("instanceStatusSet.item").unwrap().clone()
}

fn is(state: &str, code: &str) -> (String, String) {
    (state.to_owned(), code.to_owned())
}

#[test]
fn a_spot_instance_is_told_two_minutes_before_it_ends() {
    for ec2 in both() {
        let id = running(&ec2, &[SPOT]);
        assert_eq!(inside(&ec2, &id, "spot/instance-action"), None);
        assert_eq!(raise(&ec2, &id, r#"{"type":"spot-interruption","afterSeconds":60}"#).len(), 2);
        let recommended = inside(&ec2, &id, "events/recommendations/rebalance").unwrap();
        assert_eq!(recommended, "{\"noticeTime\":\"2026-01-31T12:01:00Z\"}");
        assert_eq!(inside(&ec2, &id, "spot/instance-action"), None);
        assert_eq!(status_of(&ec2, &id), is("active", "fulfilled"));
        ec2.advance(60);
        let told = inside(&ec2, &id, "spot/instance-action").unwrap();
        assert_eq!(told, "{\"action\": \"terminate\", \"time\": \"2026-01-31T12:04:00Z\"}");
        let at = inside(&ec2, &id, "spot/termination-time").unwrap();
        assert_eq!(at, "2026-01-31T12:04:00Z");
        assert_eq!(status_of(&ec2, &id), is("closed", "instance-terminated-no-capacity"));
        ec2.advance(119);
        assert_eq!(shown(&ec2, &id).text("instanceState.name"), "running");
        ec2.advance(11);
        let ended = shown(&ec2, &id);
        assert_eq!(ended.text("instanceState.name"), "terminated");
        assert_eq!(ended.text("stateReason.code"), "Server.SpotInstanceTermination");
        assert_eq!(
            ended.text("stateReason.message"),
            "Server.SpotInstanceTermination: Spot instance termination"
        );
        assert_eq!(ended.text("reason"), "Service initiated (2026-01-31 12:04:00 GMT)");
        assert_eq!(status_of(&ec2, &id), is("closed", "instance-terminated-no-capacity"));
    }
}

#[test]
fn a_persistent_request_launches_again_when_there_is_capacity() {
    for ec2 in both() {
        let made = ec2.call(
            "RequestSpotInstances",
            &[
                ("Type", "persistent"),
                ("LaunchSpecification.ImageId", IMAGE),
                ("LaunchSpecification.InstanceType", "t3.micro"),
            ],
        );
        let request = made.text("spotInstanceRequestSet.item.spotInstanceRequestId").to_owned();
        ec2.advance(60);
        let filter =
            [("Filter.1.Name", "spot-instance-request-id"), ("Filter.1.Value.1", &*request)];
        let id = ec2.call("DescribeInstances", &filter);
        let id = id.text("reservationSet.item.instancesSet.item.instanceId").to_owned();
        raise(&ec2, &id, INTERRUPTION);
        assert_eq!(status_of(&ec2, &id), is("open", "instance-terminated-no-capacity"));
        ec2.control(
            "POST",
            "faults",
            r#"{"error":"InsufficientInstanceCapacity","market":"spot"}"#,
        );
        ec2.advance(130);
        let described =
            || ec2.call("DescribeSpotInstanceRequests", &[("SpotInstanceRequestId.1", &request)]);
        let path = "spotInstanceRequestSet.item";
        assert_eq!(described().text(&format!("{path}.status.code")), "capacity-not-available");
        ec2.control("DELETE", "faults", "");
        ec2.advance(5 * 60);
        assert_eq!(described().text(&format!("{path}.status.code")), "fulfilled");
        assert_ne!(described().text(&format!("{path}.instanceId")), id);
    }
}

#[test]
fn a_spot_instance_that_stops_is_started_by_ec2_alone() {
    for ec2 in both() {
        let id = running(&ec2, &[SPOT, PERSISTENT, (BEHAVIOR, "stop")]);
        raise(&ec2, &id, INTERRUPTION);
        assert_eq!(status_of(&ec2, &id), is("active", "marked-for-stop"));
        let told = inside(&ec2, &id, "spot/instance-action").unwrap();
        assert_eq!(told, "{\"action\": \"stop\", \"time\": \"2026-01-31T12:03:00Z\"}");
        assert_eq!(inside(&ec2, &id, "spot/termination-time"), None);
        ec2.advance(135);
        let stopped = shown(&ec2, &id);
        assert_eq!(stopped.text("instanceState.name"), "stopped");
        assert_eq!(stopped.text("stateReason.code"), "Server.SpotInstanceShutdown");
        assert_eq!(status_of(&ec2, &id), is("disabled", "instance-stopped-no-capacity"));
        let refused = ec2.refused("StartInstances", &[("InstanceId.1", &id)]);
        assert_eq!(
            refused,
            is(
                "Unsupported",
                &format!(
                    "You can't start the Spot Instance '{id}' because there is no available Spot \
                     capacity."
                )
            )
        );
        ec2.control("POST", "faults", r#"{"error":"InsufficientInstanceCapacity","count":1}"#);
        ec2.advance(5 * 60);
        assert_eq!(status_of(&ec2, &id), is("disabled", "instance-stopped-no-capacity"));
        ec2.advance(6 * 60);
        assert_eq!(shown(&ec2, &id).text("instanceState.name"), "running");
        assert_eq!(status_of(&ec2, &id), is("active", "fulfilled"));
        assert_eq!(inside(&ec2, &id, "events/recommendations/rebalance"), None);
    }
}

#[test]
fn maintenance_is_announced_and_happens() {
    for ec2 in both() {
        let id = running(&ec2, &[]);
        let reboot = raise(
            &ec2,
            &id,
            r#"{"type":"system-reboot","notBefore":"2026-02-01T09:00:43Z",
                "notAfter":"2026-02-01T09:17:23Z","notBeforeDeadline":"2026-02-05T09:00:43Z"}"#,
        );
        let stop = r#"{"type":"instance-retirement","notBefore":"2026-02-03T09:00:00Z"}"#;
        let retirement = raise(&ec2, &id, stop);
        let shown_events = checks(&ec2, &id);
        assert_eq!(
            shown_events.texts("eventsSet.item.instanceEventId"),
            [&*reboot[0], &retirement[0]]
        );
        let event = shown_events.at("eventsSet.item").unwrap();
        for (member, value) in [
            ("code", "system-reboot"),
            ("description", "scheduled reboot"),
            ("notBefore", "2026-02-01T09:00:43.000Z"),
            ("notAfter", "2026-02-01T09:17:23.000Z"),
            ("notBeforeDeadline", "2026-02-05T09:00:43.000Z"),
        ] {
            assert_eq!(event.text(member), value);
        }
        let stop = running(&ec2, &[]);
        raise(&ec2, &stop, r#"{"type":"instance-stop","notBefore":"2026-02-03T09:00:00Z"}"#);
        for descriptions in [shown_events, checks(&ec2, &stop)] {
            let shown = descriptions.texts("eventsSet.item.description");
            assert_eq!(shown.last(), Some(&"The instance is running on degraded hardware"));
        }
        let filter = [("Filter.1.Name", "event.code"), ("Filter.1.Value.1", "instance-retirement")];
        assert!(ec2.call("DescribeInstanceStatus", &filter).has("instanceStatusSet.item"));
        let scheduled = inside(&ec2, &id, "events/maintenance/scheduled").unwrap();
        let scheduled: serde_json::Value = serde_json::from_str(&scheduled).unwrap();
        assert_eq!(
            scheduled[0],
            serde_json::json!({
                "NotBefore": "1 Feb 2026 09:00:43 GMT",
                "Code": "system-reboot",
                "Description": "scheduled reboot",
                "EventId": reboot[0],
                "NotAfter": "1 Feb 2026 09:17:23 GMT",
                "State": "active",
            })
        );
        ec2.advance(22 * 60 * 60);
        let completed = checks(&ec2, &id);
        assert_eq!(completed.text("eventsSet.item.description"), "[Completed] scheduled reboot");
        let history = inside(&ec2, &id, "events/maintenance/history").unwrap();
        assert!(history.contains("\"completed\""), "{history}");
        ec2.advance(2 * 24 * 60 * 60);
        let stopped = shown(&ec2, &id);
        assert_eq!(stopped.text("instanceState.name"), "stopped");
        assert_eq!(stopped.text("stateReason.code"), "Server.ScheduledStop");
        ec2.advance(8 * 24 * 60 * 60);
        assert!(!checks(&ec2, &id).has("eventsSet.item"));
    }
}

fn form<'a>(id: &'a str, event: &'a str, at: &'a str) -> [(&'a str, &'a str); 3] {
    [("InstanceId", id), ("InstanceEventId", event), ("NotBefore", at)]
}

#[test]
fn maintenance_can_be_put_off_until_its_deadline() {
    let ec2 = Ec2::new();
    let id = running(&ec2, &[]);
    let body = r#"{"type":"system-reboot","notBefore":"2026-02-01T09:00:00Z",
                   "notAfter":"2026-02-01T09:30:00Z","notBeforeDeadline":"2026-02-05T09:00:00Z"}"#;
    let event = &raise(&ec2, &id, body)[0];
    let moved = ec2.call("ModifyInstanceEventStartTime", &form(&id, event, "2026-02-04T10:00:00Z"));
    assert_eq!(moved.text("event.notBefore"), "2026-02-04T10:00:00.000Z");
    assert_eq!(moved.text("event.notAfter"), "2026-02-04T10:30:00.000Z");
    let cannot = is(
        "InstanceEventStartTimeCannotChange",
        "The specified scheduled event start time does not meet the requirements for rescheduling \
         a scheduled event.",
    );
    for at in ["2026-02-05T09:00:01Z", "2026-01-31T12:30:00Z"] {
        let refused = ec2.refused("ModifyInstanceEventStartTime", &form(&id, event, at));
        assert_eq!(refused, cannot);
    }
    let retirement = r#"{"type":"instance-retirement","notBefore":"2026-02-03T09:00:00Z"}"#;
    let retirement = &raise(&ec2, &id, retirement)[0];
    let at = "2026-02-04T10:00:00Z";
    assert_eq!(ec2.refused("ModifyInstanceEventStartTime", &form(&id, retirement, at)), cannot);
    let recommended = {
        let spot = running(&ec2, &[SPOT]);
        let event = raise(&ec2, &spot, r#"{"type":"rebalance-recommendation"}"#).remove(0);
        ec2.refused("ModifyInstanceEventStartTime", &form(&spot, &event, at))
    };
    assert_eq!(recommended.0, "InvalidInstanceEventIDNotFound");
    assert_eq!(
        ec2.refused("ModifyInstanceEventStartTime", &form(&id, "instance-event-1", at)),
        is(
            "InvalidInstanceEventIDNotFound",
            "The specified instance event 'instance-event-1' does not exist."
        )
    );
    let gone = ec2.refused("ModifyInstanceEventStartTime", &form("i-0123456789abcdef0", event, at));
    assert_eq!(gone.0, "InvalidInstanceID.NotFound");
}

#[test]
fn a_check_fails_until_the_instance_is_well() {
    for ec2 in both() {
        let id = running(&ec2, &[]);
        ec2.advance(60);
        for (check, shown) in [
            ("system", "systemStatus"),
            ("instance", "instanceStatus"),
            ("attached-ebs", "attachedEbsStatus"),
        ] {
            let body = format!("{{\"type\":\"impaired\",\"check\":\"{check}\"}}");
            let event = raise(&ec2, &id, &body).remove(0);
            assert!(raise(&ec2, &id, &body).is_empty(), "it is impaired already");
            let impaired = checks(&ec2, &id);
            assert_eq!(impaired.text(&format!("{shown}.status")), "impaired");
            assert_eq!(impaired.text(&format!("{shown}.details.item.status")), "failed");
            let since = impaired.text(&format!("{shown}.details.item.impairedSince"));
            assert_eq!(since, "2026-01-31T12:02:00.000Z");
            let path = format!("instances/{id}/events/{event}");
            assert_eq!(ec2.control("DELETE", &path, "")["withdrawn"], *event);
            assert_eq!(checks(&ec2, &id).text(&format!("{shown}.status")), "ok");
        }
        raise(&ec2, &id, r#"{"type":"impaired","check":"system"}"#);
        ec2.call("StopInstances", &[("InstanceId.1", &id)]);
        ec2.advance(60);
        ec2.call("StartInstances", &[("InstanceId.1", &id)]);
        ec2.advance(120);
        assert_eq!(checks(&ec2, &id).text("systemStatus.status"), "ok");
    }
}

#[test]
fn an_instance_may_shut_itself_down() {
    for ec2 in both() {
        for (behavior, state) in [("stop", "stopped"), ("terminate", "terminated")] {
            let id = running(&ec2, &[("InstanceInitiatedShutdownBehavior", behavior)]);
            assert!(raise(&ec2, &id, r#"{"type":"shutdown"}"#).is_empty());
            ec2.advance(60);
            let shown = shown(&ec2, &id);
            assert_eq!(shown.text("instanceState.name"), state);
            assert_eq!(
                shown.text("stateReason.message"),
                "Client.InstanceInitiatedShutdown: Instance initiated shutdown"
            );
            assert_eq!(shown.text("reason"), "User initiated");
        }
        let spot = running(&ec2, &[SPOT]);
        raise(&ec2, &spot, r#"{"type":"shutdown"}"#);
        assert_eq!(status_of(&ec2, &spot), is("closed", "instance-terminated-by-user"));
    }
}

#[test]
fn an_instance_may_fail_to_boot() {
    let config = Config { lifecycle: LifecycleArg::Aws, ..Config::default() };
    let ec2 = Ec2::with(config);
    for (reason, words) in [
        ("Client.InternalError", "Client error on launch"),
        ("Server.InternalError", "Internal error on launch"),
        ("Client.VolumeLimitExceeded", "Volume limit exceeded"),
    ] {
        let id = launch_one(&ec2, &[]);
        let body = format!("{{\"type\":\"boot-failure\",\"reason\":\"{reason}\"}}");
        raise(&ec2, &id, &body);
        let failed = shown(&ec2, &id);
        assert_eq!(failed.text("instanceState.name"), "terminated");
        assert_eq!(failed.text("stateReason.code"), reason);
        assert_eq!(failed.text("stateReason.message"), format!("{reason}: {words}"));
        assert_eq!(failed.text("reason"), reason);
    }
    let id = running(&ec2, &[]);
    let body = r#"{"type":"boot-failure","reason":"Server.InternalError"}"#;
    let message = format!("the instance {id} is running, and this happens to one that is pending");
    assert_eq!(refused(&ec2, &id, body), (409, message));
}

#[test]
fn what_cannot_happen_is_refused() {
    let ec2 = Ec2::new();
    let id = running(&ec2, &[]);
    let message = format!("the instance {id} is no Spot Instance");
    assert_eq!(refused(&ec2, &id, INTERRUPTION), (409, message));
    let gone = "i-0123456789abcdef0";
    let message = format!("there is no instance {gone}");
    assert_eq!(refused(&ec2, gone, INTERRUPTION), (404, message));
    assert_eq!(refused(&ec2, &id, r#"{"type":"flood"}"#).0, 400);
    let far = r#"{"type":"spot-interruption","afterSeconds":99999999}"#;
    assert_eq!(refused(&ec2, &id, far), (400, "afterSeconds goes up to 31536000".to_owned()));
    let never = r#"{"type":"instance-stop","notBefore":"soon"}"#;
    let message = "'soon' is no moment like 2026-01-31T12:00:00Z".to_owned();
    assert_eq!(refused(&ec2, &id, never), (400, message));
    let body = r#"{"type":"system-maintenance","notBefore":"2026-02-03T09:00:00Z",
                   "notAfter":"2026-02-01T09:00:00Z"}"#;
    let message = "notAfter and notBeforeDeadline do not come before notBefore".to_owned();
    assert_eq!(refused(&ec2, &id, body), (400, message));
    let path = format!("{id}/events/instance-event-1");
    let message = format!("the instance {id} has no event instance-event-1");
    assert_eq!(asked(&ec2, "DELETE", &path, ""), (409, message));
    let spot = running(&ec2, &[SPOT]);
    let interruption = raise(&ec2, &spot, INTERRUPTION).pop().unwrap();
    let message = format!("the instance {spot} is to be interrupted already");
    assert_eq!(refused(&ec2, &spot, INTERRUPTION), (409, message));
    assert_eq!(status_of(&ec2, &spot).1, "instance-terminated-no-capacity");
    let message = format!("the event {interruption} cannot be taken back any more");
    let path = format!("{spot}/events/{interruption}");
    assert_eq!(asked(&ec2, "DELETE", &path, ""), (409, message));
}

#[test]
fn events_are_listed_and_taken_back() {
    let ec2 = Ec2::new();
    let id = running(&ec2, &[SPOT]);
    let body = r#"{"type":"spot-interruption","afterSeconds":600}"#;
    let [_, interruption] = raise(&ec2, &id, body).try_into().unwrap();
    let body =
        r#"{"type":"instance-stop","notBefore":"2026-02-03T09:00:00Z","description":"move"}"#;
    let stop = raise(&ec2, &id, body).remove(0);
    let list = || ec2.control("GET", &format!("instances/{id}/events"), "");
    assert_eq!(list()["events"].as_array().unwrap().len(), 3);
    for event in [&interruption, &stop] {
        ec2.control("DELETE", &format!("instances/{id}/events/{event}"), "");
    }
    assert_eq!(checks(&ec2, &id).text("eventsSet.item.description"), "[Canceled] move");
    ec2.advance(4 * 24 * 60 * 60);
    assert_eq!(shown(&ec2, &id).text("instanceState.name"), "running");
    ec2.call("TerminateInstances", &[("InstanceId.1", &id)]);
    assert!(list()["events"].as_array().unwrap().is_empty());
}

#[test]
fn an_account_says_which_tags_notifications_have() {
    let ec2 = Ec2::new();
    let shown = |ec2: &Ec2| {
        let shown = ec2.call("DescribeInstanceEventNotificationAttributes", &[]);
        let keys = shown.texts("instanceTagAttribute.instanceTagKeySet.item");
        let keys: Vec<String> = keys.into_iter().map(str::to_owned).collect();
        (shown.text("instanceTagAttribute.includeAllTagsOfInstance").to_owned(), keys)
    };
    let is = |all: &str, keys: &[&str]| {
        (all.to_owned(), keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>())
    };
    let (key, all) =
        ("InstanceTagAttribute.InstanceTagKey", "InstanceTagAttribute.IncludeAllTagsOfInstance");
    let [first, second] = ["1", "2"].map(|at| format!("{key}.{at}"));
    assert_eq!(shown(&ec2), is("false", &[]));
    let [register, deregister] =
        ["Register", "Deregister"].map(|it| format!("{it}InstanceEventNotificationAttributes"));
    ec2.call(&register, &[(&first, "stage"), (&second, "app")]);
    assert_eq!(shown(&ec2), is("false", &["app", "stage"]));
    let removed = ec2.call(&deregister, &[(&first, "stage")]);
    assert_eq!(removed.texts("instanceTagAttribute.instanceTagKeySet.item"), ["stage"]);
    assert_eq!(removed.text("instanceTagAttribute.includeAllTagsOfInstance"), "false");
    ec2.call(&register, &[(all, "true")]);
    assert_eq!(shown(&ec2), is("true", &["app"]));
    let removed = ec2.call(&deregister, &[(all, "true")]);
    assert_eq!(removed.text("instanceTagAttribute.includeAllTagsOfInstance"), "true");
    assert_eq!(shown(&ec2), is("false", &[]));
    for operation in [
        "RegisterInstanceEventNotificationAttributes",
        "DeregisterInstanceEventNotificationAttributes",
    ] {
        let refused = ec2.refused(operation, &[(all, "true"), (&first, "app")]);
        assert_eq!(refused.0, "InvalidParameterCombination");
        assert_eq!(ec2.refused(operation, &[(all, "")]).0, "MissingParameter");
    }
}

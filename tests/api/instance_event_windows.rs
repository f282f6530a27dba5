//! Event windows, and what they do to maintenance that is scheduled.

use crate::hosts::{HOST, allocate};
use crate::instances::launch_one;
use crate::support::{Ec2, Xml};

const CRON: (&str, &str) = ("CronExpression", "* 2-6 * * SUN");
const INSTANCE: &str = "AssociationTarget.InstanceId.1";
const HOST_ID: &str = "AssociationTarget.DedicatedHostId.1";
const KEY: &str = "AssociationTarget.InstanceTag.1.Key";
const VALUE: &str = "AssociationTarget.InstanceTag.1.Value";

fn window(ec2: &Ec2, form: &[(&str, &str)]) -> String {
    let made = ec2.call("CreateInstanceEventWindow", form);
    made.text("instanceEventWindow.instanceEventWindowId").to_owned()
}

fn changed(ec2: &Ec2, action: &str, id: &str, form: &[(&str, &str)]) -> Xml {
    let made = ec2.call(action, &[&[("InstanceEventWindowId", id)], form].concat());
    made.at("instanceEventWindow").unwrap().clone()
}

fn associate(ec2: &Ec2, id: &str, form: &[(&str, &str)]) -> Xml {
    changed(ec2, "AssociateInstanceEventWindow", id, form)
}

fn refused(ec2: &Ec2, action: &str, id: &str, form: &[(&str, &str)]) -> (String, String) {
    ec2.refused(action, &[&[("InstanceEventWindowId", id)], form].concat())
}

fn is(code: &str, message: &str) -> (String, String) {
    (code.to_owned(), message.to_owned())
}

fn found(ec2: &Ec2, name: &str, value: &str) -> Vec<String> {
    let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
    let found = ec2.call("DescribeInstanceEventWindows", &form);
    let ids = found.texts("instanceEventWindowSet.item.instanceEventWindowId");
    ids.into_iter().map(str::to_owned).collect()
}

const RANGE: [(&str, &str); 4] = [
    ("TimeRange.1.StartWeekDay", "monday"),
    ("TimeRange.1.StartHour", "2"),
    ("TimeRange.1.EndWeekDay", "wednesday"),
    ("TimeRange.1.EndHour", "8"),
];

#[test]
fn a_window_lives_from_create_to_delete() {
    let ec2 = Ec2::with_aws_lifecycle();
    let tags = [
        ("Name", "nights"),
        ("TagSpecification.1.ResourceType", "instance-event-window"),
        ("TagSpecification.1.Tag.1.Key", "K1"),
        ("TagSpecification.1.Tag.1.Value", "V1"),
    ];
    let made = ec2.call("CreateInstanceEventWindow", &[&RANGE[..], &tags].concat());
    let made = made.at("instanceEventWindow").unwrap();
    let id = made.text("instanceEventWindowId").to_owned();
    assert!(id.starts_with("iew-0"), "{id}");
    assert_eq!(made.text("state"), "creating");
    assert_eq!(made.text("name"), "nights");
    assert_eq!(made.text("timeRangeSet.item.startWeekDay"), "monday");
    assert_eq!(made.text("timeRangeSet.item.startHour"), "2");
    assert_eq!(made.text("timeRangeSet.item.endWeekDay"), "wednesday");
    assert_eq!(made.text("timeRangeSet.item.endHour"), "8");
    assert_eq!(made.text("tagSet.item.value"), "V1");
    assert!(!made.has("cronExpression") && !made.has("associationTarget"));
    ec2.advance(2);
    assert_eq!(found(&ec2, "event-window-name", "night*"), [&*id]);
    assert_eq!(found(&ec2, "tag:K1", "V1"), [&*id]);

    let changes = [CRON, ("Name", "Sundays")];
    let modified = changed(&ec2, "ModifyInstanceEventWindow", &id, &changes);
    assert_eq!(modified.text("state"), "creating");
    assert_eq!(modified.text("cronExpression"), "* 2-6 * * SUN");
    assert_eq!(modified.text("name"), "Sundays");
    assert!(!modified.has("timeRangeSet"));
    ec2.advance(2);
    let by_id = [("InstanceEventWindowId.1", id.as_str())];
    let state = || {
        let found = ec2.call("DescribeInstanceEventWindows", &by_id);
        found.text("instanceEventWindowSet.item.state").to_owned()
    };
    assert_eq!(state(), "active");

    let one = [("InstanceEventWindowId", id.as_str())];
    let deleted = ec2.call("DeleteInstanceEventWindow", &one);
    assert_eq!(deleted.text("instanceEventWindowState.instanceEventWindowId"), id);
    assert_eq!(deleted.text("instanceEventWindowState.state"), "deleting");
    ec2.advance(2);
    assert_eq!(state(), "deleted");
    let missing = is(
        "InvalidInstanceEventWindowID.NotFound",
        &format!("The instanceEventWindow ID '{id}' does not exist"),
    );
    for action in ["DeleteInstanceEventWindow", "ModifyInstanceEventWindow"] {
        assert_eq!(ec2.refused(action, &one), missing, "{action}");
    }
    let ec2 = Ec2::new();
    let id = window(&ec2, &[CRON]);
    let deleted = ec2.call("DeleteInstanceEventWindow", &[("InstanceEventWindowId", &id)]);
    assert_eq!(deleted.text("instanceEventWindowState.state"), "deleted");
}

#[test]
fn a_window_says_when_it_is_in_one_of_two_ways() {
    let ec2 = Ec2::new();
    let create = "CreateInstanceEventWindow";
    let missing = |member: &str| {
        is("MissingParameter", &format!("The request must contain the parameter {member}"))
    };
    assert_eq!(ec2.refused(create, &[]), missing("TimeRange or CronExpression"));
    for left_out in RANGE {
        let form = RANGE.into_iter().filter(|it| *it != left_out).collect::<Vec<_>>();
        assert_eq!(ec2.refused(create, &form), missing(&left_out.0.replace(".1", "")));
    }
    let both = "The parameter TimeRange cannot be used with the parameter CronExpression";
    let form = [&RANGE[..], &[CRON]].concat();
    assert_eq!(ec2.refused(create, &form), is("InvalidParameterCombination", both));
    let short = is(
        "InvalidParameterValue",
        "Each time range must be at least 2 hours, and all time ranges of an event window together \
         at least 4 hours.",
    );
    for expression in ["* 2-4 * * SUN", "* 2-3,4-8 * * 1"] {
        assert_eq!(ec2.refused(create, &[("CronExpression", expression)]), short, "{expression}");
    }
    for expression in ["* 2 * * 1", "0 2-8 * * 1", "* 8-2 * * 1", "* 2-8 * * 7", "* 2-8 * *", "x"] {
        let words = format!(
            "Value ({expression}) for parameter CronExpression is invalid. Only hours and days of \
             the week can be given, as in '* 0-4 * * 1,5'."
        );
        let refusal = ec2.refused(create, &[("CronExpression", expression)]);
        assert_eq!(refusal, is("InvalidParameterValue", &words));
    }
    for expression in ["* 0-4,20-23 * * 1,5", "* 21-23 * * 2,3", "* 0-4 * * *", "* 0-2 * * 1-3"] {
        window(&ec2, &[("CronExpression", expression)]);
    }
}

#[test]
fn an_account_has_two_hundred_windows() {
    let ec2 = Ec2::new();
    let ids: Vec<String> = (0..200).map(|_| window(&ec2, &[CRON])).collect();
    let full =
        is("InstanceEventWindowLimitExceeded", "You have reached the limit of 200 event windows.");
    assert_eq!(ec2.refused("CreateInstanceEventWindow", &[CRON]), full);
    ec2.call("DeleteInstanceEventWindow", &[("InstanceEventWindowId", &ids[0])]);
    window(&ec2, &[CRON]);
}

#[test]
fn targets_are_of_one_type_and_have_one_window() {
    let ec2 = Ec2::new();
    let (instance, id, other) =
        (launch_one(&ec2, &[]), window(&ec2, &[CRON]), window(&ec2, &[CRON]));
    let action = "AssociateInstanceEventWindow";
    let shown = associate(&ec2, &id, &[(INSTANCE, &instance)]);
    assert_eq!(shown.text("associationTarget.instanceIdSet.item"), instance);
    assert!(shown.has("associationTarget.tagSet"));
    assert_eq!(found(&ec2, "instance-id", &instance), [&*id]);
    associate(&ec2, &id, &[(INSTANCE, &instance)]);

    let taken =
        format!("The target '{instance}' is already associated with the event window '{id}'.");
    let form = [(INSTANCE, instance.as_str())];
    assert_eq!(refused(&ec2, action, &other, &form), is("InvalidParameterValue", &taken));
    let one = "Only one type of target (instance ID, instance tag, or Dedicated Host ID) can be \
               associated with an event window.";
    let tag = [(KEY, "stage"), (VALUE, "test")];
    assert_eq!(refused(&ec2, action, &id, &tag), is("InvalidParameterCombination", one));
    let none = is("MissingParameter", "The request must contain the parameter associationTarget");
    assert_eq!(refused(&ec2, action, &id, &[]), none);
    let form = [(INSTANCE, "i-0123456789abcdef0")];
    assert_eq!(refused(&ec2, action, &id, &form).0, "InvalidInstanceID.NotFound");
    let form = [(HOST_ID, "h-0123456789abcdef0")];
    assert_eq!(refused(&ec2, action, &other, &form).0, "InvalidHostID.NotFound");

    let host = allocate(&ec2, &[]);
    let placed = [("InstanceType", "m5.large"), ("Placement.Tenancy", "host"), (HOST, &host)];
    let hosted = launch_one(&ec2, &placed);
    let words =
        format!("The instance '{hosted}' is on a Dedicated Host. Associate the host instead.");
    let form = [(INSTANCE, hosted.as_str())];
    assert_eq!(refused(&ec2, action, &id, &form), is("InvalidParameterValue", &words));
    associate(&ec2, &other, &[(HOST_ID, &host)]);
    assert_eq!(found(&ec2, "dedicated-host-id", &host), [&*other]);

    let form: Vec<(String, String)> = (0..51)
        .flat_map(|at| {
            let name = format!("AssociationTarget.InstanceTag.{}", at + 1);
            [(format!("{name}.Key"), format!("k{at}")), (format!("{name}.Value"), "v".to_owned())]
        })
        .collect();
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (&**name, &**value)).collect();
    let many = "An event window can be associated with up to 100 instance IDs, 50 Dedicated Host \
                IDs or 50 instance tags.";
    let third = window(&ec2, &[CRON]);
    let refusal = refused(&ec2, action, &third, &form);
    assert_eq!(refusal, is("InstanceEventWindowLimitExceeded", many));
}

#[test]
fn targets_are_taken_away_before_a_window_goes() {
    let ec2 = Ec2::new();
    let (instance, id) = (launch_one(&ec2, &[]), window(&ec2, &[CRON]));
    let action = "DisassociateInstanceEventWindow";
    associate(&ec2, &id, &[(INSTANCE, &instance)]);
    let words = format!(
        "The event window '{id}' is associated with targets. Use ForceDelete to delete it."
    );
    let delete = "DeleteInstanceEventWindow";
    assert_eq!(refused(&ec2, delete, &id, &[]), is("DependencyViolation", &words));
    let form = [(INSTANCE, instance.as_str())];
    let shown = changed(&ec2, action, &id, &form);
    assert!(shown.has("associationTarget.instanceIdSet"));
    assert!(!shown.has("associationTarget.instanceIdSet.item"));
    let form_of_none = [(INSTANCE, "i-0123456789abcdef0")];
    assert_eq!(refused(&ec2, action, &id, &form_of_none).0, "InvalidInstanceID.NotFound");
    for (form, target) in [
        (form.to_vec(), instance.as_str()),
        (vec![(KEY, "stage"), (VALUE, "test")], "stage=test"),
        (vec![(HOST_ID, "h-0123456789abcdef0")], "h-0123456789abcdef0"),
    ] {
        let words =
            format!("The target '{target}' is not associated with the event window '{id}'.");
        assert_eq!(refused(&ec2, action, &id, &form), is("InvalidParameterValue", &words));
    }
    associate(&ec2, &id, &[(INSTANCE, &instance)]);
    ec2.call(delete, &[("InstanceEventWindowId", &id), ("ForceDelete", "true")]);
    let other = window(&ec2, &[CRON]);
    associate(&ec2, &other, &[(INSTANCE, &instance)]);
}

/// When maintenance comes that is raised for the Monday after the tests' Saturday.
fn comes(ec2: &Ec2, id: &str, kind: &str, more: &str) -> (String, String) {
    let body = format!(
        r#"{{"type":"{kind}","notBefore":"2026-02-02T09:00:00Z",
            "notAfter":"2026-02-02T11:00:00Z"{more}}}"#
    );
    let path = format!("instances/{id}/events");
    let raised = ec2.control("POST", &path, &body);
    let event = raised["events"][0].as_str().unwrap().to_owned();
    let found = ec2.call("DescribeInstanceStatus", &[("InstanceId.1", id)]);
    let events = found.all_at("instanceStatusSet.item.eventsSet.item");
    let shown = events.iter().find(|it| it.text("instanceEventId") == event).unwrap();
    (shown.text("notBefore").to_owned(), shown.text("notAfter").to_owned())
}

#[test]
fn maintenance_comes_in_the_window_of_its_instance() {
    let ec2 = Ec2::new();
    let tagged = [
        ("TagSpecification.1.ResourceType", "instance"),
        ("TagSpecification.1.Tag.1.Key", "stage"),
        ("TagSpecification.1.Tag.1.Value", "test"),
    ];
    let (one, other) = (launch_one(&ec2, &tagged), launch_one(&ec2, &[]));
    let at = |first: &str, last: &str| {
        (format!("2026-02-{first}:00:00.000Z"), format!("2026-02-{last}:00:00.000Z"))
    };
    let asked = at("02T09", "02T11");
    assert_eq!(comes(&ec2, &one, "system-reboot", ""), asked);
    let id = window(&ec2, &[CRON]);
    associate(&ec2, &id, &[(KEY, "stage"), (VALUE, "test")]);
    assert_eq!(found(&ec2, "instance-tag", "stage=test"), [&*id]);
    assert_eq!(found(&ec2, "instance-tag-key", "stage"), [&*id]);
    assert_eq!(found(&ec2, "instance-tag-value", "test"), [&*id]);
    let moved = at("08T02", "08T04");
    for kind in ["system-reboot", "instance-reboot", "instance-stop", "instance-retirement"] {
        assert_eq!(comes(&ec2, &one, kind, ""), moved, "{kind}");
    }
    assert_eq!(comes(&ec2, &one, "system-maintenance", ""), asked);
    assert_eq!(comes(&ec2, &other, "system-reboot", ""), asked);
    // An expedited one cannot wait for the window.
    let deadline = r#","notBeforeDeadline":"2026-02-05T09:00:00Z""#;
    assert_eq!(comes(&ec2, &one, "system-reboot", deadline), asked);

    // Within the window it comes when it was to come; across the end of a week, too.
    let ranges = [
        ("TimeRange.1.StartWeekDay", "saturday"),
        ("TimeRange.1.StartHour", "22"),
        ("TimeRange.1.EndWeekDay", "monday"),
        ("TimeRange.1.EndHour", "10"),
    ];
    changed(&ec2, "ModifyInstanceEventWindow", &id, &ranges);
    assert_eq!(comes(&ec2, &one, "system-reboot", ""), asked);
    let ranges =
        [ranges[0], ranges[1], ("TimeRange.1.EndWeekDay", "monday"), ("TimeRange.1.EndHour", "9")];
    changed(&ec2, "ModifyInstanceEventWindow", &id, &ranges);
    assert_eq!(comes(&ec2, &one, "system-reboot", ""), at("07T22", "08T00"));
    ec2.call(
        "DeleteInstanceEventWindow",
        &[("InstanceEventWindowId", &id), ("ForceDelete", "true")],
    );
    assert_eq!(comes(&ec2, &one, "system-reboot", ""), asked);
}

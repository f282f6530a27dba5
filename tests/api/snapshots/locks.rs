use super::super::support::{Ec2, Xml};
use super::{NOBODYS, listed, snapshot, snapshot_of, volume};

const HOUR: u32 = 3_600;
const DAY: u32 = 24 * HOUR;

fn lock(ec2: &Ec2, id: &str, more: &[(&str, &str)]) -> Xml {
    ec2.call("LockSnapshot", &[&[("SnapshotId", id)], more].concat())
}

fn refused(ec2: &Ec2, id: &str, more: &[(&str, &str)]) -> (String, String) {
    ec2.refused("LockSnapshot", &[&[("SnapshotId", id)], more].concat())
}

/// The state of every lock there is, by filter.
fn states(ec2: &Ec2, form: &[(&str, &str)]) -> Vec<String> {
    let found = ec2.call("DescribeLockedSnapshots", form);
    found.texts("snapshotSet.item.lockState").into_iter().map(str::to_owned).collect()
}

#[test]
fn a_lock_in_governance_mode_can_be_taken_off() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, &[]);
    snapshot(&ec2, &[]);
    let made = lock(&ec2, &id, &[("LockMode", "governance"), ("LockDuration", "2")]);
    for (member, value) in [
        ("snapshotId", id.as_str()),
        ("lockState", "governance"),
        ("lockDuration", "2"),
        ("lockCreatedOn", "2026-01-31T12:00:00.000Z"),
        ("lockDurationStartTime", "2026-01-31T12:00:00.000Z"),
        ("lockExpiresOn", "2026-02-02T12:00:00.000Z"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    assert!(!made.has("coolOffPeriod") && !made.has("coolOffPeriodExpiresOn"));
    let locked = ec2.refused("DeleteSnapshot", &[("SnapshotId", &id)]);
    let message = format!("The snapshot '{id}' is locked.");
    assert_eq!(locked, ("OperationNotPermitted".to_owned(), message));
    let found = ec2.call("DescribeLockedSnapshots", &[]);
    assert_eq!(found.texts("snapshotSet.item.snapshotId"), [id.as_str()]);
    assert_eq!(found.text("snapshotSet.item.ownerId"), "000000000000");
    assert_eq!(states(&ec2, &[("SnapshotId.1", &id)]), ["governance"]);
    // It can be made shorter, and a date can say so too.
    let date = ("ExpirationDate", "2026-02-01T00:00:00Z");
    let changed = lock(&ec2, &id, &[("LockMode", "governance"), date]);
    assert_eq!(changed.text("lockExpiresOn"), "2026-02-01T00:00:00.000Z");
    assert!(!changed.has("lockDuration"));
    let unlocked = ec2.call("UnlockSnapshot", &[("SnapshotId", &id)]);
    assert_eq!(unlocked.text("snapshotId"), id);
    assert!(states(&ec2, &[]).is_empty());
    let again = ec2.refused("UnlockSnapshot", &[("SnapshotId", &id)]);
    assert_eq!(again, ("IncorrectState".to_owned(), format!("The snapshot '{id}' is not locked.")));
    ec2.call("DeleteSnapshot", &[("SnapshotId", &id)]);
}

#[test]
fn a_lock_in_compliance_mode_stays_once_it_has_cooled_off() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, &[]);
    let compliance = ("LockMode", "compliance");
    let cooling = [compliance, ("LockDuration", "5"), ("CoolOffPeriod", "3")];
    let made = lock(&ec2, &id, &cooling);
    assert_eq!(made.text("lockState"), "compliance-cooloff");
    assert_eq!(made.text("coolOffPeriod"), "3");
    assert_eq!(made.text("coolOffPeriodExpiresOn"), "2026-01-31T15:00:00.000Z");
    ec2.call("UnlockSnapshot", &[("SnapshotId", &id)]);
    lock(&ec2, &id, &cooling);
    ec2.advance(3 * HOUR);
    assert_eq!(states(&ec2, &[]), ["compliance"]);
    let unlock = ec2.refused("UnlockSnapshot", &[("SnapshotId", &id)]);
    let message = format!("The snapshot '{id}' is locked in compliance mode.");
    assert_eq!(unlock, ("OperationNotPermitted".to_owned(), message));
    for more in [
        vec![compliance, ("LockDuration", "4")],
        vec![compliance, ("LockDuration", "6"), ("CoolOffPeriod", "1")],
        vec![("LockMode", "governance"), ("LockDuration", "6")],
    ] {
        let message = "A lock in compliance mode can only be extended once its cooling-off period \
                       has expired.";
        let expected = ("OperationNotPermitted".to_owned(), message.to_owned());
        assert_eq!(refused(&ec2, &id, &more), expected, "{more:?}");
    }
    let longer = lock(&ec2, &id, &[compliance, ("LockDuration", "6")]);
    assert_eq!(longer.text("lockExpiresOn"), "2026-02-06T12:00:00.000Z");
    assert_eq!(longer.text("lockCreatedOn"), "2026-01-31T12:00:00.000Z");
    ec2.advance(6 * DAY);
    assert_eq!(states(&ec2, &[]), ["expired"]);
    let over = ec2.refused("UnlockSnapshot", &[("SnapshotId", &id)]);
    assert_eq!(over.0, "IncorrectState");
    ec2.call("DeleteSnapshot", &[("SnapshotId", &id)]);
}

#[test]
fn the_duration_begins_when_the_snapshot_is_complete() {
    let ec2 = Ec2::with_aws_lifecycle();
    let volume = volume(&ec2, &[("Size", "1")]);
    ec2.advance(5);
    let id = snapshot_of(&ec2, &volume, &[]);
    let made = lock(&ec2, &id, &[("LockMode", "governance"), ("LockDuration", "1")]);
    assert_eq!(made.text("lockCreatedOn"), "2026-01-31T12:00:05.000Z");
    assert_eq!(made.text("lockDurationStartTime"), "2026-01-31T12:00:10.000Z");
    assert_eq!(made.text("lockExpiresOn"), "2026-02-01T12:00:10.000Z");
}

#[test]
fn locks_are_filtered_and_paged() {
    let ec2 = Ec2::new();
    let ids: Vec<String> = (0..7).map(|_| snapshot(&ec2, &[])).collect();
    for (at, id) in ids.iter().enumerate() {
        let mode = if at == 0 { "compliance" } else { "governance" };
        lock(&ec2, id, &[("LockMode", mode), ("LockDuration", "1")]);
    }
    let filter = |value| [("Filter.1.Name", "lock-state"), ("Filter.1.Value.1", value)];
    assert_eq!(states(&ec2, &filter("compliance")), ["compliance"]);
    assert_eq!(states(&ec2, &filter("governance")).len(), 6);
    let path = "snapshotSet.item.snapshotId";
    let first = ec2.call("DescribeLockedSnapshots", &[("MaxResults", "5")]);
    let next = [("MaxResults", "5"), ("NextToken", first.text("nextToken"))];
    let second = ec2.call("DescribeLockedSnapshots", &next);
    assert_eq!([first.texts(path), second.texts(path)].concat(), ids);
    assert_eq!(listed(&ec2, &[]), ids);
}

#[test]
fn what_is_no_lock() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, &[]);
    let governance = ("LockMode", "governance");
    let days = ("LockDuration", "1");
    for (more, code, message) in [
        (vec![days], "MissingParameter", "The request must contain the parameter lockMode"),
        (
            vec![governance],
            "MissingParameter",
            "The request must contain the parameter lockDuration",
        ),
        (
            vec![governance, days, ("CoolOffPeriod", "1")],
            "InvalidParameterCombination",
            "The parameter coolOffPeriod cannot be used with the lock mode governance",
        ),
        (
            vec![governance, days, ("ExpirationDate", "2026-03-01T00:00:00Z")],
            "InvalidParameterCombination",
            "The parameter lockDuration cannot be used with the parameter expirationDate",
        ),
        (
            vec![governance, ("ExpirationDate", "2026-01-01T00:00:00Z")],
            "InvalidParameterValue",
            "Value (2026-01-01T00:00:00.000Z) for parameter expirationDate is invalid. The date \
             must not be in the past.",
        ),
    ] {
        let expected = (code.to_owned(), message.to_owned());
        assert_eq!(refused(&ec2, &id, &more), expected, "{more:?}");
    }
    assert_eq!(refused(&ec2, NOBODYS, &[governance, days]).0, "InvalidSnapshot.NotFound");
    for (action, parameter) in
        [("UnlockSnapshot", "SnapshotId"), ("DescribeLockedSnapshots", "SnapshotId.1")]
    {
        assert_eq!(ec2.refused(action, &[(parameter, NOBODYS)]).0, "InvalidSnapshot.NotFound");
    }
    assert!(states(&ec2, &[]).is_empty());
}

#[test]
fn a_locked_snapshot_stays_when_its_image_goes() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, &[]);
    let form = [
        ("Name", "locked"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/sda1"),
        ("BlockDeviceMapping.1.Ebs.SnapshotId", id.as_str()),
    ];
    let image = ec2.call("RegisterImage", &form).text("imageId").to_owned();
    lock(&ec2, &id, &[("LockMode", "governance"), ("LockDuration", "1")]);
    let form = [("ImageId", image.as_str()), ("DeleteAssociatedSnapshots", "true")];
    let gone = ec2.call("DeregisterImage", &form);
    assert_eq!(gone.text("deleteSnapshotResultSet.item.returnCode"), "client-error");
    assert_eq!(listed(&ec2, &[]), [id]);
}

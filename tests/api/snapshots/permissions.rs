use super::super::support::Ec2;
use super::{NOBODYS, listed, snapshot, snapshot_of, volume};

const OTHER: &str = "111111111111";
const THIRD: &str = "222222222222";

fn modify(ec2: &Ec2, id: &str, more: &[(&str, &str)]) {
    let answer = ec2.call("ModifySnapshotAttribute", &[&[("SnapshotId", id)], more].concat());
    assert_eq!(answer.text("return"), "true");
}

fn refused(ec2: &Ec2, id: &str, more: &[(&str, &str)]) -> (String, String) {
    ec2.refused("ModifySnapshotAttribute", &[&[("SnapshotId", id)], more].concat())
}

/// The accounts, and whether everybody is among those who may.
fn permissions(ec2: &Ec2, id: &str) -> (Vec<String>, bool) {
    let form = [("SnapshotId", id), ("Attribute", "createVolumePermission")];
    let found = ec2.call("DescribeSnapshotAttribute", &form);
    assert_eq!(found.text("snapshotId"), id);
    let accounts = found.texts("createVolumePermission.item.userId");
    let groups = found.texts("createVolumePermission.item.group");
    (accounts.into_iter().map(str::to_owned).collect(), groups == ["all"])
}

#[test]
fn permissions_are_given_and_taken_in_both_ways_of_writing() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, &[]);
    assert_eq!(permissions(&ec2, &id), (vec![], false));
    modify(
        &ec2,
        &id,
        &[
            ("CreateVolumePermission.Add.1.UserId", OTHER),
            ("CreateVolumePermission.Add.2.Group", "all"),
        ],
    );
    assert_eq!(permissions(&ec2, &id), (vec![OTHER.to_owned()], true));
    modify(
        &ec2,
        &id,
        &[
            ("Attribute", "createVolumePermission"),
            ("OperationType", "add"),
            ("UserId.1", THIRD),
            ("UserId.2", OTHER),
        ],
    );
    assert_eq!(permissions(&ec2, &id), (vec![OTHER.to_owned(), THIRD.to_owned()], true));
    let listed = ("Attribute", "createVolumePermission");
    modify(&ec2, &id, &[listed, ("OperationType", "remove"), ("UserGroup.1", "all")]);
    modify(&ec2, &id, &[("CreateVolumePermission.Remove.1.UserId", OTHER)]);
    // Its owner is never listed.
    modify(&ec2, &id, &[("CreateVolumePermission.Add.1.UserId", "000000000000")]);
    // Taking away what is not there is no mistake.
    modify(&ec2, &id, &[("CreateVolumePermission.Remove.1.UserId", OTHER)]);
    assert_eq!(permissions(&ec2, &id), (vec![THIRD.to_owned()], false));
    // Others are told of what everybody may use.
    let third = ec2.as_account(THIRD);
    let reset = [("SnapshotId", id.as_str()), ("Attribute", "createVolumePermission")];
    assert_eq!(third.refused("DescribeSnapshotAttribute", &reset).0, "InvalidSnapshot.NotFound");
    modify(&ec2, &id, &[listed, ("OperationType", "add"), ("UserGroup.1", "all")]);
    assert_eq!(permissions(&third, &id), (vec![THIRD.to_owned()], true));
    assert_eq!(ec2.call("ResetSnapshotAttribute", &reset).text("return"), "true");
    assert_eq!(permissions(&ec2, &id), (vec![], false));
    let codes = [("SnapshotId", id.as_str()), ("Attribute", "productCodes")];
    let found = ec2.call("DescribeSnapshotAttribute", &codes);
    assert!(found.has("productCodes") && !found.has("createVolumePermission"));
}

#[test]
fn what_is_no_change_of_permissions() {
    let ec2 = Ec2::new();
    let id = snapshot(&ec2, &[]);
    let add = ("CreateVolumePermission.Add.1.UserId", OTHER);
    let adding = ("OperationType", "add");
    let nothing = ("InvalidParameterCombination", "No attributes specified.");
    // `sharing_controls.json` among the recordings of EBS in radkawar/stackd.
    let both = (
        "InvalidParameterCombination",
        "One and only one operation type may be specified for createVolumePermissions",
    );
    let undone = (
        "InvalidParameterCombination",
        "No operation specified for createVolumePermission attribute.",
    );
    let untold = (
        "MissingParameter",
        "Value for parameter attribute is invalid. Parameter may not be null or empty.",
    );
    let fixed = ("InvalidParameterValue", "Unrecognized attribute.");
    let group = ("InvalidAMIAttributeItemValue", "UserGroup none");
    let permission = ("Attribute", "createVolumePermission");
    for (more, (code, message)) in [
        (vec![], nothing),
        (vec![adding], untold),
        (vec![("UserId.1", OTHER)], untold),
        (vec![permission], undone),
        (vec![permission, ("UserId.1", OTHER)], undone),
        (vec![permission, ("UserId.1", OTHER), ("OperationType", "replace")], undone),
        (
            vec![permission, adding, ("UserId.1", "me")],
            ("InvalidAMIAttributeItemValue", "UserId me"),
        ),
        (vec![permission, adding, ("UserGroup.1", "none")], group),
        (vec![("CreateVolumePermission.Add.1.Group", "none")], group),
        (vec![("Attribute", "productCodes"), adding, ("UserId.1", OTHER)], fixed),
        (vec![add, ("CreateVolumePermission.Remove.1.UserId", THIRD)], both),
    ] {
        let expected = (code.to_owned(), message.to_owned());
        assert_eq!(refused(&ec2, &id, &more), expected, "{more:?}");
    }
    let names: Vec<String> = (1..=501).map(|at| format!("UserId.{at}")).collect();
    let accounts: Vec<String> = (1..=501).map(|at| format!("{at:012}")).collect();
    let mut many = vec![permission, adding];
    many.extend(names.iter().map(String::as_str).zip(accounts.iter().map(String::as_str)));
    assert_eq!(refused(&ec2, &id, &many).1, "Modification size must not be greater than 500.");
    assert_eq!(permissions(&ec2, &id), (vec![], false));
    assert_eq!(refused(&ec2, NOBODYS, &[add]).0, "InvalidSnapshot.NotFound");
    for action in ["DescribeSnapshotAttribute", "ResetSnapshotAttribute"] {
        let form = [("SnapshotId", NOBODYS), ("Attribute", "createVolumePermission")];
        assert_eq!(ec2.refused(action, &form).0, "InvalidSnapshot.NotFound");
    }
    let codes = [("SnapshotId", id.as_str()), ("Attribute", "productCodes")];
    assert_eq!(ec2.refused("ResetSnapshotAttribute", &codes).0, "InvalidRequest");
    let unnamed = [("SnapshotId", id.as_str())];
    let missing = "The request must contain the parameter Attribute".to_owned();
    let expected = ("MissingParameter".to_owned(), missing);
    assert_eq!(ec2.refused("DescribeSnapshotAttribute", &unnamed), expected);
}

#[test]
fn encrypted_snapshots_are_shared_with_care() {
    let ec2 = Ec2::new();
    let encrypted = |more: &[(&str, &str)]| {
        let form = [("Size", "1"), ("Encrypted", "true")];
        snapshot_of(&ec2, &volume(&ec2, &[&form, more].concat()), &[])
    };
    let account = [("CreateVolumePermission.Add.1.UserId", OTHER)];
    let everybody = [("CreateVolumePermission.Add.1.Group", "all")];
    let default = encrypted(&[]);
    let message = "Encrypted snapshots with EBS default key cannot be shared";
    let expected = ("OperationNotPermitted".to_owned(), message.to_owned());
    assert_eq!(refused(&ec2, &default, &account), expected);
    let keyed = encrypted(&[("KmsKeyId", "1234abcd-12ab-34cd-56ef-1234567890ab")]);
    modify(&ec2, &keyed, &account);
    let message = "Encrypted snapshots cannot be shared publicly.";
    let expected = ("OperationNotPermitted".to_owned(), message.to_owned());
    assert_eq!(refused(&ec2, &keyed, &everybody), expected);
    assert_eq!(refused(&ec2, &default, &everybody), expected);
    assert_eq!(permissions(&ec2, &keyed), (vec![OTHER.to_owned()], false));
}

#[test]
fn public_access_can_be_blocked() {
    let ec2 = Ec2::new();
    let state = |ec2: &Ec2| {
        let found = ec2.call("GetSnapshotBlockPublicAccessState", &[]);
        assert_eq!(found.text("managedBy"), "account");
        found.text("state").to_owned()
    };
    assert_eq!(state(&ec2), "unblocked");
    let everybody = [("CreateVolumePermission.Add.1.Group", "all")];
    let public = snapshot(&ec2, &[]);
    modify(&ec2, &public, &everybody);
    for mode in ["block-new-sharing", "block-all-sharing"] {
        let enabled = ec2.call("EnableSnapshotBlockPublicAccess", &[("State", mode)]);
        assert_eq!(enabled.text("state"), mode);
        assert_eq!(state(&ec2), mode);
        let id = snapshot(&ec2, &[]);
        let message = "Block public access for snapshots is enabled for this account and Region";
        let expected = ("OperationNotPermitted".to_owned(), message.to_owned());
        assert_eq!(refused(&ec2, &id, &everybody), expected);
        modify(&ec2, &id, &[("CreateVolumePermission.Add.1.UserId", OTHER)]);
        // What is public stays so by its attribute, available or not.
        assert!(permissions(&ec2, &public).1);
        let available = listed(&ec2, &[("RestorableBy.1", "all")]);
        assert_eq!(available.is_empty(), mode == "block-all-sharing");
    }
    assert_eq!(state(&ec2.in_region("eu-west-1")), "unblocked");
    let unblocked = [("State", "unblocked")];
    let refusal = ec2.refused("EnableSnapshotBlockPublicAccess", &unblocked);
    let message = "Value 'unblocked' for State is not valid. Valid values are \
                   'block-all-sharing' and 'block-new-sharing'.";
    assert_eq!(refusal, ("InvalidRequest".to_owned(), message.to_owned()));
    assert_eq!(ec2.refused("EnableSnapshotBlockPublicAccess", &[]).0, "MissingParameter");
    let disabled = ec2.call("DisableSnapshotBlockPublicAccess", &[]);
    assert_eq!(disabled.text("state"), "unblocked");
    assert_eq!(listed(&ec2, &[("RestorableBy.1", "all")]), [public]);
    modify(&ec2, &snapshot(&ec2, &[]), &everybody);
}

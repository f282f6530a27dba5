//! Ids of fleets that there are not, and too many at once.

use super::{created, template};
use crate::support::Ec2;

#[test]
fn wrong_ids_are_refused_one_by_one() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let id = created(&ec2, &template, &[]);
    let unknown = "fleet-12a34b55-67cd-8ef9-ba9b-9208d0000000";
    let answer = ec2.call(
        "DeleteFleets",
        &[
            ("FleetId.1", unknown),
            ("FleetId.2", "sfr-12a34b55"),
            ("FleetId.3", &id),
            ("TerminateInstances", "true"),
        ],
    );
    assert_eq!(answer.texts("successfulFleetDeletionSet.item.fleetId"), [&id]);
    let errors = answer.all_at("unsuccessfulFleetDeletionSet.item");
    let text = |at: usize, path: &str| errors[at].text(path);
    assert_eq!(text(0, "error.code"), "fleetIdDoesNotExist");
    assert_eq!(text(0, "error.message"), format!("The fleet ID '{unknown}' does not exist"));
    assert_eq!(text(1, "error.code"), "fleetIdMalformed");
    assert_eq!(text(1, "error.message"), "Invalid id: \"sfr-12a34b55\" (expecting \"fleet-...\")");
    let start = ("StartTime", "2026-01-31T00:00:00Z");
    for (action, form) in [
        ("DescribeFleets", &[("FleetId.1", unknown)][..]),
        ("DescribeFleetInstances", &[("FleetId", unknown)]),
        ("DescribeFleetHistory", &[("FleetId", unknown), start]),
        ("ModifyFleet", &[("FleetId", unknown)]),
    ] {
        assert_eq!(
            ec2.refused(action, form),
            (
                "InvalidFleetId.NotFound".to_owned(),
                format!("The fleet ID '{unknown}' does not exist")
            )
        );
    }
    let many: Vec<_> = (1..=101).map(|at| (format!("FleetId.{at}"), unknown)).collect();
    let mut many: Vec<_> = many.iter().map(|(name, id)| (name.as_str(), *id)).collect();
    many.push(("TerminateInstances", "true"));
    assert_eq!(
        ec2.refused("DeleteFleets", &many).1,
        "Can't delete more than 100 fleets of type maintain or request in a single request."
    );
}

#[test]
fn few_instant_fleets_are_deleted_at_once() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let one = ("TargetCapacitySpecification.TotalTargetCapacity", "1");
    let ids: Vec<_> =
        (0..26).map(|_| created(&ec2, &template, &[("Type", "instant"), one])).collect();
    let names: Vec<_> = (1..=26).map(|at| format!("FleetId.{at}")).collect();
    let mut form: Vec<_> =
        names.iter().zip(&ids).map(|(name, id)| (name.as_str(), id.as_str())).collect();
    form.push(("TerminateInstances", "true"));
    let answer = ec2.call("DeleteFleets", &form);
    let error = answer.at("unsuccessfulFleetDeletionSet.item.error").unwrap();
    assert_eq!(error.text("code"), "ExceededInstantFleetNumForDeletion");
    assert_eq!(
        error.text("message"),
        "Can\u{2019}t delete more than 25 instant fleets in a single request."
    );
    assert!(!answer.has("successfulFleetDeletionSet.item"));
    let fewer = [&form[..25], &form[26..]].concat();
    let answer = ec2.call("DeleteFleets", &fewer);
    assert_eq!(answer.all_at("successfulFleetDeletionSet.item").len(), 25);
}

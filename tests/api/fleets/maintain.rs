use super::{active, are, create, created, described, history, states, template};
use crate::instances::{found, shown};
use crate::support::Ec2;

const TOTAL: &str = "TargetCapacitySpecification.TotalTargetCapacity";
const ON_DEMAND: &str = "TargetCapacitySpecification.OnDemandTargetCapacity";

fn pair(kind: &str, what: &str) -> (String, String) {
    (kind.to_owned(), what.to_owned())
}

#[test]
fn a_fleet_has_its_capacity_and_replaces_what_ends() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let template = template(&ec2, &[]);
        let answer = create(&ec2, &template, &[(TOTAL, "3"), (ON_DEMAND, "1")]);
        let id = answer.text("fleetId");
        assert!(!answer.has("fleetInstanceSet") && !answer.has("errorSet"), "{answer:?}");
        let first = active(&ec2, id);
        assert_eq!(first.len(), 3);
        ec2.advance(15);
        assert_eq!(states(&ec2, id), are("active", "fulfilled"));
        assert_eq!(described(&ec2, id).text("fulfilledOnDemandCapacity"), "1.0");
        for instance in &first {
            assert!(shown(&ec2, instance).texts("tagSet.item.key").contains(&"aws:ec2:fleet-id"));
        }

        // One that is on demand, and one that is not.
        for instance in [&first[0], &first[2]] {
            ec2.call("TerminateInstances", &[("InstanceId.1", instance)]);
            ec2.advance(1);
        }
        let second = active(&ec2, id);
        assert_eq!(second.len(), 3);
        assert_eq!(second.iter().filter(|it| first.contains(it)).count(), 1);
        let fleet = described(&ec2, id);
        assert_eq!(fleet.text("fulfilledCapacity"), "3.0");
        assert_eq!(fleet.text("fulfilledOnDemandCapacity"), "1.0");
        let [changed, launched, ended] = [
            ("fleetRequestChange", "active"),
            ("instanceChange", "launched"),
            ("instanceChange", "terminated"),
        ]
        .map(|(kind, what)| pair(kind, what));
        let events = history(&ec2, id);
        assert_eq!(events[0], pair("fleetRequestChange", "submitted"));
        assert_eq!(events.iter().filter(|it| **it == changed).count(), 1);
        assert_eq!(events.iter().filter(|it| **it == launched).count(), 5);
        assert_eq!(events.iter().filter(|it| **it == ended).count(), 2);
    }
}

#[test]
fn states_take_time_where_transitions_do() {
    let ec2 = Ec2::with_aws_lifecycle();
    let template = template(&ec2, &[]);
    let id = created(&ec2, &template, &[]);
    assert_eq!(states(&ec2, &id), are("submitted", ""));
    ec2.advance(10);
    assert_eq!(states(&ec2, &id), are("active", "fulfilled"));
    ec2.call("ModifyFleet", &[("FleetId", &id), (TOTAL, "1")]);
    assert_eq!(states(&ec2, &id), are("modifying", "pending_termination"));
    ec2.advance(10);
    assert_eq!(states(&ec2, &id), are("active", "fulfilled"));
    ec2.call("DeleteFleets", &[("FleetId.1", &id), ("TerminateInstances", "true")]);
    assert_eq!(states(&ec2, &id), are("deleted_terminating", ""));
    ec2.advance(10);
    assert_eq!(states(&ec2, &id), are("deleted", ""));
    ec2.advance(47 * 3600);
    assert_eq!(states(&ec2, &id), are("deleted", ""));
    ec2.advance(3600);
    assert_eq!(
        ec2.refused("DescribeFleets", &[("FleetId.1", &id)]),
        ("InvalidFleetId.NotFound".to_owned(), format!("The fleet ID '{id}' does not exist"))
    );
}

#[test]
fn a_fleet_grows_and_shrinks() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let id = created(&ec2, &template, &[(ON_DEMAND, "1")]);
    let resize = |total: &str, policy: &str| {
        let form =
            [("FleetId", id.as_str()), (TOTAL, total), ("ExcessCapacityTerminationPolicy", policy)];
        assert_eq!(ec2.call("ModifyFleet", &form).text("return"), "true");
        let fleet = described(&ec2, &id);
        let text = |path: &str| fleet.text(path).to_owned();
        (text("fulfilledCapacity"), text("fulfilledOnDemandCapacity"))
    };
    let is = |all: &str, on_demand: &str| (all.to_owned(), on_demand.to_owned());
    assert_eq!(resize("5", "termination"), is("5.0", "1.0"));
    let target = "targetCapacitySpecification";
    let fleet = described(&ec2, &id);
    assert_eq!(fleet.text(&format!("{target}.spotTargetCapacity")), "4");
    assert_eq!(fleet.text(&format!("{target}.onDemandTargetCapacity")), "1");
    assert_eq!(resize("3", "no-termination"), is("5.0", "1.0"));
    // It keeps what it has, and replaces none of it.
    let spot = active(&ec2, &id)[4].clone();
    ec2.call("TerminateInstances", &[("InstanceId.1", &spot)]);
    assert_eq!(described(&ec2, &id).text("fulfilledCapacity"), "4.0");
    assert_eq!(resize("2", "termination"), is("2.0", "1.0"));
    assert_eq!(resize("0", "termination"), is("0.0", "0.0"));
    assert_eq!(states(&ec2, &id), are("active", "fulfilled"));
    let events = history(&ec2, &id);
    let modified = pair("fleetRequestChange", "modify_succeeded");
    assert_eq!(events.iter().filter(|it| **it == modified).count(), 4);
    assert!(events.contains(&pair("fleetRequestChange", "modify_in_progress")));
}

#[test]
fn a_fleet_takes_other_templates() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let id = created(&ec2, &template, &[]);
    let of = |name: &str| format!("LaunchTemplateConfig.1.LaunchTemplateSpecification.{name}");
    ec2.call(
        "ModifyFleet",
        &[
            ("FleetId", &id),
            (&of("LaunchTemplateName"), "fleet"),
            (&of("Version"), "1"),
            ("LaunchTemplateConfig.1.Overrides.1.InstanceType", "c5.large"),
            (TOTAL, "3"),
        ],
    );
    assert_eq!(found(&ec2, "instance-type", "c5.large").len(), 1);
    assert_eq!(found(&ec2, "instance-type", "t3.micro").len(), 2);
    let config = described(&ec2, &id).at("launchTemplateConfigs.item").unwrap().clone();
    assert_eq!(config.text("launchTemplateSpecification.launchTemplateName"), "fleet");
    assert_eq!(config.text("overrides.item.instanceType"), "c5.large");
}

#[test]
fn what_fails_is_tried_again_less_and_less_often() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let group = [
        ("LaunchTemplateConfigs.1.Overrides.1.Placement.GroupName", "later"),
        ("LaunchTemplateConfigs.1.Overrides.1.InstanceType", "c5.large"),
    ];
    let id = created(&ec2, &template, &group);
    let failed = pair("service-error", "spotFleetRequestConfigurationInvalid");
    let failures = || history(&ec2, &id).iter().filter(|it| **it == failed).count();
    assert_eq!(states(&ec2, &id), are("active", "error"));
    assert_eq!(failures(), 1);
    ec2.advance(60);
    assert_eq!(failures(), 2);
    ec2.advance(60);
    assert_eq!(failures(), 2);
    let start = [("FleetId", id.as_str()), ("StartTime", "2026-01-01T00:00:00Z")];
    let only = [start[0], start[1], ("EventType", "service-error")];
    let found = ec2.call("DescribeFleetHistory", &only);
    assert_eq!(
        found.text("historyRecordSet.item.eventInformation.eventDescription"),
        "c5.large, ami-0abcdef1234567890, Linux/UNIX: The placement group 'later' is unknown."
    );
    ec2.call("CreatePlacementGroup", &[("GroupName", "later"), ("Strategy", "cluster")]);
    ec2.advance(60);
    assert_eq!(states(&ec2, &id), are("active", "fulfilled"));
    // Without its template there is nothing to launch.
    ec2.call("DeleteLaunchTemplate", &[("LaunchTemplateId", &template)]);
    let instance = active(&ec2, &id)[0].clone();
    ec2.call("TerminateInstances", &[("InstanceId.1", &instance)]);
    assert_eq!(states(&ec2, &id), are("active", "error"));
    // Years later it is no busier.
    ec2.advance(4_000_000_000);
    assert_eq!(states(&ec2, &id), are("active", "error"));
}

#[test]
fn one_that_asks_once_neither_replaces_nor_tries_elsewhere() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let id = created(&ec2, &template, &[("Type", "request")]);
    let instances = active(&ec2, &id);
    ec2.call("TerminateInstances", &[("InstanceId.1", &instances[0])]);
    ec2.advance(3600);
    assert_eq!(active(&ec2, &id), [instances[1].clone()]);
    assert_eq!(states(&ec2, &id), are("active", "pending_fulfillment"));
    let refusal = ec2.refused("ModifyFleet", &[("FleetId", &id), (TOTAL, "1")]);
    assert_eq!(refusal.0, "FleetNotInModifiableState");
    assert_eq!(refusal.1, format!("Fleet Request: {id} is not a modifiable fleet request type."));

    let id = created(
        &ec2,
        &template,
        &[
            ("Type", "request"),
            ("LaunchTemplateConfigs.1.Overrides.1.InstanceType", "t3.nano"),
            ("LaunchTemplateConfigs.1.Overrides.1.MaxPrice", "0.001"),
            ("LaunchTemplateConfigs.1.Overrides.2.InstanceType", "t3.medium"),
        ],
    );
    assert!(active(&ec2, &id).is_empty());
    assert_eq!(states(&ec2, &id), are("active", "error"));
    let form = [("FleetId", &*id), ("StartTime", "2026-01-01T00:00:00Z")];
    let told = ec2.call("DescribeFleetHistory", &form);
    let texts = told.texts("historyRecordSet.item.eventInformation.eventDescription");
    let wanted = "t3.nano, ami-0abcdef1234567890, Linux/UNIX, Spot bid price is less than Spot \
                  market price $0.00";
    assert!(texts.iter().any(|text| text.starts_with(wanted)), "{texts:?}");
    let wanted = "All launch specifications are unusable. Please refer to individual information \
                  events for more detail.";
    assert!(texts.contains(&wanted), "{texts:?}");
    let subnet = crate::instances::default_subnet(&ec2, "us-east-1e");
    let only = [
        ("LaunchTemplateConfigs.1.Overrides.1.InstanceType", "t3.medium"),
        ("LaunchTemplateConfigs.1.Overrides.1.SubnetId", subnet.as_str()),
    ];
    let id = created(&ec2, &template, &only);
    let form = [("FleetId", &*id), ("StartTime", "2026-01-01T00:00:00Z")];
    let told = ec2.call("DescribeFleetHistory", &form);
    let texts = told.texts("historyRecordSet.item.eventInformation.eventDescription");
    let wanted = "t3.medium, ami-0abcdef1234567890, Linux/UNIX, us-east-1e, requested instance \
                  type is not supported in the requested Availability Zone";
    assert!(texts.contains(&wanted), "{texts:?}");
}

#[test]
fn a_fleet_is_left_with_its_instances_or_without() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let id = created(&ec2, &template, &[]);
    let instances = active(&ec2, &id);
    let delete = |id: &str, terminate: &str| {
        ec2.call("DeleteFleets", &[("FleetId.1", id), ("TerminateInstances", terminate)])
    };
    let answer = delete(&id, "false");
    let item = answer.at("successfulFleetDeletionSet.item").unwrap();
    assert_eq!(item.text("currentFleetState"), "deleted_running");
    assert_eq!(states(&ec2, &id), are("deleted_running", ""));
    let refusal = ec2.refused("ModifyFleet", &[("FleetId", &id), (TOTAL, "1")]);
    assert_eq!(refusal.0, "FleetNotInModifiableState");
    assert_eq!(refusal.1, format!("Fleet Request: {id} is not in a modifiable state."));
    let again = delete(&id, "false");
    let error = again.at("unsuccessfulFleetDeletionSet.item.error").unwrap();
    assert_eq!(error.text("code"), "fleetNotInDeletableState");
    assert_eq!(error.text("message"), format!("The fleet '{id}' is not in a deletable state."));
    // Nothing is replaced any more, and with the last instance it ends.
    for instance in &instances {
        assert_eq!(states(&ec2, &id).0, "deleted_running");
        ec2.call("TerminateInstances", &[("InstanceId.1", instance)]);
    }
    assert_eq!(states(&ec2, &id).0, "deleted");
    assert!(delete(&id, "true").has("unsuccessfulFleetDeletionSet.item"));
    // Whose instances went on ends with them when it is deleted once more.
    let left = created(&ec2, &template, &[]);
    delete(&left, "false");
    let answer = delete(&left, "true");
    let item = answer.at("successfulFleetDeletionSet.item").unwrap();
    assert_eq!(item.text("previousFleetState"), "deleted_running");
    assert_eq!(item.text("currentFleetState"), "deleted_terminating");
    assert_eq!(states(&ec2, &left).0, "deleted");
    let answer = delete(&created(&ec2, &template, &[]), "true");
    assert_eq!(
        answer.text("successfulFleetDeletionSet.item.currentFleetState"),
        "deleted_terminating"
    );
    assert_eq!(found(&ec2, "instance-state-name", "running").len(), 0);
}

#[test]
fn a_fleet_has_its_time() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let valid = [("ValidFrom", "2026-01-31T13:00:00Z"), ("ValidUntil", "2026-01-31T14:00:00Z")];
    let kept = created(&ec2, &template, &valid);
    let ends = ("TerminateInstancesWithExpiration", "true");
    let gone = created(&ec2, &template, &[valid[0], valid[1], ends]);
    assert_eq!(states(&ec2, &kept), are("active", "pending_fulfillment"));
    ec2.advance(3600);
    assert_eq!(active(&ec2, &kept).len(), 2);
    assert_eq!(states(&ec2, &gone), are("active", "fulfilled"));
    ec2.advance(3600);
    assert_eq!(states(&ec2, &kept), are("deleted_running", ""));
    assert_eq!(states(&ec2, &gone), are("deleted", ""));
    let events = history(&ec2, &gone);
    assert!(events.contains(&pair("fleetRequestChange", "expired")));
    assert!(events.contains(&pair("fleetRequestChange", "deleted_terminating")));
    assert!(history(&ec2, &kept).contains(&pair("fleetRequestChange", "deleted_running")));
}

#[test]
fn what_is_stopped_when_it_is_interrupted_has_a_lasting_request() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let id = created(&ec2, &template, &[("SpotOptions.InstanceInterruptionBehavior", "stop")]);
    let instances = active(&ec2, &id);
    let request = || ec2.call("DescribeSpotInstanceRequests", &[]);
    assert_eq!(request().texts("spotInstanceRequestSet.item.type"), ["persistent"; 2]);
    assert_eq!(
        ec2.refused("StopInstances", &[("InstanceId.1", &instances[0])]),
        (
            "UnsupportedOperation".to_owned(),
            format!(
                "You can't stop the Spot Instance '{}' because it is in a fleet, which does not \
                 support stop.",
                instances[0]
            )
        )
    );
    // The fleet replaces it, and not its request.
    ec2.call("TerminateInstances", &[("InstanceId.1", &instances[0])]);
    assert_eq!(active(&ec2, &id).len(), 2);
    assert_eq!(request().all_at("spotInstanceRequestSet.item").len(), 3);
}

use super::{active, created, described, template};
use crate::support::{Ec2, NOW};

#[test]
fn a_fleet_shows_what_was_asked_for_and_what_is_usual() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let fleet = described(&ec2, &created(&ec2, &template, &[]));
    // As a recorded answer has it.
    for (path, value) in [
        ("type", "maintain"),
        ("createTime", "2026-01-31T12:00:00.000Z"),
        ("excessCapacityTerminationPolicy", "termination"),
        ("fulfilledCapacity", "2.0"),
        ("fulfilledOnDemandCapacity", "0.0"),
        ("launchTemplateConfigs.item.launchTemplateSpecification.launchTemplateId", &template),
        ("launchTemplateConfigs.item.launchTemplateSpecification.version", "$Latest"),
        ("targetCapacitySpecification.totalTargetCapacity", "2"),
        ("targetCapacitySpecification.onDemandTargetCapacity", "0"),
        ("targetCapacitySpecification.spotTargetCapacity", "2"),
        ("targetCapacitySpecification.defaultTargetCapacityType", "spot"),
        ("terminateInstancesWithExpiration", "false"),
        ("replaceUnhealthyInstances", "false"),
        ("spotOptions.allocationStrategy", "lowestPrice"),
        ("spotOptions.instanceInterruptionBehavior", "terminate"),
        ("spotOptions.instancePoolsToUseCount", "1"),
        ("onDemandOptions.allocationStrategy", "lowestPrice"),
    ] {
        assert_eq!(fleet.text(path), value, "{path}");
    }
    assert!(!fleet.has("validUntil") && !fleet.has("clientToken") && !fleet.has("errorSet"));

    let fleet = described(
        &ec2,
        &created(
            &ec2,
            &template,
            &[
                ("SpotOptions.AllocationStrategy", "capacity-optimized"),
                (
                    "SpotOptions.MaintenanceStrategies.CapacityRebalance.ReplacementStrategy",
                    "launch-before-terminate",
                ),
                ("SpotOptions.MaintenanceStrategies.CapacityRebalance.TerminationDelay", "120"),
                ("SpotOptions.MaxTotalPrice", "5"),
                ("OnDemandOptions.AllocationStrategy", "prioritized"),
                ("ReplaceUnhealthyInstances", "true"),
                ("ExcessCapacityTerminationPolicy", "no-termination"),
            ],
        ),
    );
    let rebalance = "spotOptions.maintenanceStrategies.capacityRebalance";
    for (path, value) in [
        ("spotOptions.allocationStrategy", "capacity-optimized"),
        (&format!("{rebalance}.replacementStrategy"), "launch-before-terminate"),
        (&format!("{rebalance}.terminationDelay"), "120"),
        ("spotOptions.maxTotalPrice", "5"),
        ("onDemandOptions.allocationStrategy", "prioritized"),
        ("replaceUnhealthyInstances", "true"),
        ("excessCapacityTerminationPolicy", "no-termination"),
    ] {
        assert_eq!(fleet.text(path), value, "{path}");
    }
    assert!(!fleet.has("spotOptions.instancePoolsToUseCount"));
}

#[test]
fn an_instant_fleet_shows_what_was_asked_for_and_no_more() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let instant = [
        ("Type", "instant"),
        ("SpotOptions.SingleInstanceType", "true"),
        ("OnDemandOptions.SingleAvailabilityZone", "true"),
        ("OnDemandOptions.AllocationStrategy", "lowest-price"),
    ];
    let fleet = described(&ec2, &created(&ec2, &template, &instant));
    for (path, value) in [
        ("validFrom", "1970-01-01T00:00:00.000Z"),
        ("validUntil", "1970-01-01T00:00:00.000Z"),
        ("targetCapacitySpecification.totalTargetCapacity", "2"),
        ("targetCapacitySpecification.onDemandTargetCapacity", "0"),
        ("targetCapacitySpecification.spotTargetCapacity", "0"),
        ("fulfilledCapacity", "2.0"),
        ("spotOptions.minTargetCapacity", "2"),
        ("onDemandOptions.minTargetCapacity", "0"),
        ("onDemandOptions.allocationStrategy", "lowest-price"),
    ] {
        assert_eq!(fleet.text(path), value, "{path}");
    }
    assert!(!fleet.has("excessCapacityTerminationPolicy"));
    let named = [instant[0], ("ExcessCapacityTerminationPolicy", "termination")];
    let fleet = described(&ec2, &created(&ec2, &template, &named));
    assert_eq!(fleet.text("excessCapacityTerminationPolicy"), "termination");
    assert!(!fleet.has("spotOptions.minTargetCapacity"));
}

#[test]
fn fleets_are_found_by_their_filters() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let kept = created(&ec2, &template, &[("ExcessCapacityTerminationPolicy", "no-termination")]);
    let left = created(&ec2, &template, &[("Type", "request")]);
    ec2.call("DeleteFleets", &[("FleetId.1", &left), ("TerminateInstances", "false")]);
    let found = |name: &str, value: &str| {
        let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeFleets", &filter);
        found.texts("fleetSet.item.fleetId").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    for (name, value, id) in [
        ("activity-status", "fulfilled", &kept),
        ("fleet-state", "active", &kept),
        ("fleet-state", "deleted_running", &left),
        ("fleet-state", "deleted-running", &left),
        ("type", "request", &left),
        ("excess-capacity-termination-policy", "no-termination", &kept),
        ("excess-capacity-termination-policy", "true", &left),
    ] {
        assert_eq!(found(name, value), std::slice::from_ref(id), "{name} {value}");
    }
    assert_eq!(found("replace-unhealthy-instances", "false").len(), 2);
}

#[test]
fn instances_are_listed_in_pages() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let id =
        created(&ec2, &template, &[("TargetCapacitySpecification.OnDemandTargetCapacity", "1")]);
    let all = ec2.call("DescribeFleetInstances", &[("FleetId", &id)]);
    assert_eq!(all.text("fleetId"), id);
    let items = all.all_at("activeInstanceSet.item");
    assert_eq!(items.len(), 2);
    assert!(items.iter().all(|it| it.text("instanceHealth") == "healthy"));
    assert!(items.iter().all(|it| it.text("instanceType") == "t3.micro"));
    let of_spot: Vec<_> = items.iter().map(|it| it.has("spotInstanceRequestId")).collect();
    assert_eq!(of_spot, [false, true]);
    let first = ec2.call("DescribeFleetInstances", &[("FleetId", &id), ("MaxResults", "1")]);
    let token = first.text("nextToken");
    let second = ec2.call("DescribeFleetInstances", &[("FleetId", &id), ("NextToken", token)]);
    assert!(!second.has("nextToken"));
    assert_eq!(second.text("activeInstanceSet.item.instanceId"), active(&ec2, &id)[1]);
    let filter = [
        ("FleetId", id.as_str()),
        ("Filter.1.Name", "instance-type"),
        ("Filter.1.Value.1", "m5.large"),
    ];
    assert!(!ec2.call("DescribeFleetInstances", &filter).has("activeInstanceSet.item"));
}

#[test]
fn history_is_told_from_a_moment_on_and_for_two_days() {
    let ec2 = Ec2::with_aws_lifecycle();
    let template = template(&ec2, &[]);
    let id = created(&ec2, &template, &[]);
    let told = |more: &[(&str, &str)]| {
        let form = [&[("FleetId", id.as_str()), ("StartTime", NOW)], more].concat();
        ec2.call("DescribeFleetHistory", &form)
    };
    let whats = |more: &[(&str, &str)]| {
        let told = told(more);
        let whats = told.texts("historyRecordSet.item.eventInformation.eventSubType");
        whats.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(whats(&[]), ["submitted", "launched", "launched"]);
    ec2.advance(10);
    assert_eq!(whats(&[]), ["submitted", "launched", "launched", "active"]);
    for kind in ["instance-change", "instanceChange"] {
        assert_eq!(whats(&[("EventType", kind)]), ["launched", "launched"]);
    }
    for kind in ["fleet-change", "fleetRequestChange"] {
        assert_eq!(whats(&[("EventType", kind)]), ["submitted", "active"]);
    }
    let all = told(&[]);
    assert_eq!(all.text("startTime"), "2026-01-31T12:00:00.000Z");
    assert_eq!(all.text("lastEvaluatedTime"), "2026-01-31T12:00:10.000Z");
    assert_eq!(all.text("fleetId"), id);
    let launched = all.all_at("historyRecordSet.item")[1];
    assert_eq!(launched.text("eventInformation.instanceId"), active(&ec2, &id)[0]);
    assert_eq!(
        launched.text("eventInformation.eventDescription"),
        "{\"availabilityZone\":\"us-east-1a\",\"image\":\"ami-0abcdef1234567890\",\
         \"instanceType\":\"t3.micro\",\"productDescription\":\"Linux/UNIX\"}"
    );
    let first = told(&[("MaxResults", "3")]);
    assert!(!first.has("lastEvaluatedTime"));
    let rest = told(&[("NextToken", first.text("nextToken"))]);
    assert_eq!(rest.texts("historyRecordSet.item.eventInformation.eventSubType"), ["active"]);
    let later = [("FleetId", id.as_str()), ("StartTime", "2026-01-31T12:00:01Z")];
    let later = ec2.call("DescribeFleetHistory", &later);
    assert_eq!(later.all_at("historyRecordSet.item").len(), 1);
    ec2.advance(48 * 3600);
    assert!(whats(&[]).is_empty());
}

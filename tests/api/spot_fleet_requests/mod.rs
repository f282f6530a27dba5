//! Spot Fleets: what they have beside what all fleets have alike.

mod refusals;

use crate::fleets::template;
use crate::instances::{IMAGE, default_subnet, found, shown};
use crate::support::{Ec2, Xml};
use parlel_ec2::Config;

const ERRORS: (&str, &str) = ("EventType", "error");
const OF: &str = "SpotFleetRequestConfig";
const ROLE: &str = "arn:aws:iam::123456789012:role/aws-ec2-spot-fleet-tagging-role";

/// The form of a fleet of two t3.micro out of one specification.
fn form(parameters: &[(&str, &str)]) -> Vec<(String, String)> {
    let usual = [
        ("IamFleetRole", ROLE),
        ("TargetCapacity", "2"),
        ("LaunchSpecifications.1.ImageId", IMAGE),
        ("LaunchSpecifications.1.InstanceType", "t3.micro"),
    ];
    let is_asked = |key: &str| parameters.iter().any(|(other, _)| *other == key);
    let kept = usual.into_iter().filter(|(key, _)| !is_asked(key));
    let all = kept.chain(parameters.iter().copied()).filter(|(_, value)| !value.is_empty());
    all.map(|(key, value)| (format!("{OF}.{key}"), value.to_owned())).collect()
}

/// What puts a template in the place of the specification.
fn templated(template: &str) -> [(&str, &str); 4] {
    [
        ("LaunchSpecifications.1.ImageId", ""),
        ("LaunchSpecifications.1.InstanceType", ""),
        ("LaunchTemplateConfigs.1.LaunchTemplateSpecification.LaunchTemplateId", template),
        ("LaunchTemplateConfigs.1.LaunchTemplateSpecification.Version", "1"),
    ]
}

fn borrowed(form: &[(String, String)]) -> Vec<(&str, &str)> {
    form.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect()
}

#[track_caller]
fn requested(ec2: &Ec2, parameters: &[(&str, &str)]) -> String {
    let form = form(parameters);
    ec2.call("RequestSpotFleet", &borrowed(&form)).text("spotFleetRequestId").to_owned()
}

#[track_caller]
fn described(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeSpotFleetRequests", &[("SpotFleetRequestId.1", id)]);
    found.at("spotFleetRequestConfigSet.item").unwrap().clone()
}

/// State and activity status.
#[track_caller]
fn states(ec2: &Ec2, id: &str) -> (String, String) {
    let fleet = described(ec2, id);
    let status = if fleet.has("activityStatus") { fleet.text("activityStatus") } else { "" };
    (fleet.text("spotFleetRequestState").to_owned(), status.to_owned())
}

fn are(state: &str, status: &str) -> (String, String) {
    (state.to_owned(), status.to_owned())
}

#[track_caller]
fn active(ec2: &Ec2, id: &str) -> Vec<String> {
    let found = ec2.call("DescribeSpotFleetInstances", &[("SpotFleetRequestId", id)]);
    assert_eq!(found.text("spotFleetRequestId"), id);
    found.texts("activeInstanceSet.item.instanceId").into_iter().map(str::to_owned).collect()
}

/// What a fleet's history says, as (type, what); perhaps of one type only.
#[track_caller]
fn history(ec2: &Ec2, id: &str, only: &[(&str, &str)]) -> Vec<(String, String)> {
    let start = [("SpotFleetRequestId", id), ("StartTime", "2026-01-01T00:00:00Z")];
    let found = ec2.call("DescribeSpotFleetRequestHistory", &[&start, only].concat());
    let pair = |record: &&Xml| {
        let what = record.text("eventInformation.eventSubType");
        (record.text("eventType").to_owned(), what.to_owned())
    };
    found.all_at("historyRecordSet.item").iter().map(pair).collect()
}

fn cancel(ec2: &Ec2, id: &str, terminate: &str) -> Xml {
    let form = [("SpotFleetRequestId.1", id), ("TerminateInstances", terminate)];
    ec2.call("CancelSpotFleetRequests", &form)
}

#[track_caller]
fn refused(ec2: &Ec2, parameters: &[(&str, &str)]) -> (String, String) {
    ec2.call("DescribeInstances", &[]);
    let before = ec2.state();
    let form = form(parameters);
    let refusal = ec2.refused("RequestSpotFleet", &borrowed(&form));
    assert!(ec2.state() == before, "a refused fleet changed something");
    refusal
}

/// Terraform sends both, and ends where it reads none.
#[test]
fn an_empty_price_or_subnet_is_shown_and_says_nothing() {
    let ec2 = Ec2::new();
    let [price, subnet] =
        ["SpotPrice", "SubnetId"].map(|of| format!("{OF}.LaunchSpecifications.1.{of}"));
    let form = form(&[("SpotPrice", "0.05")]);
    let mut form = borrowed(&form);
    form.extend([(price.as_str(), ""), (subnet.as_str(), "")]);
    let id = ec2.call("RequestSpotFleet", &form).text("spotFleetRequestId").to_owned();
    let fleet = described(&ec2, &id);
    let config = fleet.at("spotFleetRequestConfig").unwrap();
    assert_eq!(config.text("spotPrice"), "0.05");
    for member in ["spotPrice", "subnetId"] {
        assert_eq!(config.text(&format!("launchSpecifications.item.{member}")), "");
    }
    assert_eq!(active(&ec2, &id).len(), 2);
    let requests = ec2.call("DescribeSpotInstanceRequests", &[]);
    let prices = requests.texts("spotInstanceRequestSet.item.spotPrice");
    assert!(prices.iter().all(|price| price.starts_with("0.05")), "{prices:?}");
}

#[test]
fn a_fleet_lives_as_terraform_has_it() {
    for (ec2, first) in [(Ec2::new(), "active"), (Ec2::with_aws_lifecycle(), "submitted")] {
        let subnet = default_subnet(&ec2, "us-east-1b");
        let id = requested(
            &ec2,
            &[
                ("LaunchSpecifications.1.SubnetId", &subnet),
                ("LaunchSpecifications.1.UserData", "c2FtcGxl"),
                ("LaunchSpecifications.1.TagSpecificationSet.1.ResourceType", "instance"),
                ("LaunchSpecifications.1.TagSpecificationSet.1.Tag.1.Key", "Name"),
                ("LaunchSpecifications.1.TagSpecificationSet.1.Tag.1.Value", "worker"),
                ("TagSpecification.1.ResourceType", "spot-fleet-request"),
                ("TagSpecification.1.Tag.1.Key", "team"),
                ("TagSpecification.1.Tag.1.Value", "a"),
            ],
        );
        assert_eq!((&id[..4], id.len()), ("sfr-", 40));
        assert_eq!(states(&ec2, &id).0, first);
        ec2.advance(10);
        assert_eq!(states(&ec2, &id), are("active", "fulfilled"));
        let fleet = described(&ec2, &id);
        assert_eq!(fleet.text("tagSet.item.key"), "team");
        let config = fleet.at("spotFleetRequestConfig").unwrap();
        for (member, value) in [
            ("allocationStrategy", "lowestPrice"),
            ("onDemandAllocationStrategy", "lowestPrice"),
            ("excessCapacityTerminationPolicy", "default"),
            ("fulfilledCapacity", "2.0"),
            ("onDemandFulfilledCapacity", "0.0"),
            ("targetCapacity", "2"),
            ("onDemandTargetCapacity", "0"),
            ("iamFleetRole", ROLE),
            ("instanceInterruptionBehavior", "terminate"),
            ("replaceUnhealthyInstances", "false"),
            ("terminateInstancesWithExpiration", "false"),
            ("type", "maintain"),
            ("launchSpecifications.item.ebsOptimized", "false"),
        ] {
            assert_eq!(config.text(member), value, "{member}");
        }
        let instances = active(&ec2, &id);
        let tag = found(&ec2, "tag:aws:ec2spot:fleet-request-id", &id);
        assert_eq!(tag, instances);
        let one = shown(&ec2, &instances[0]);
        assert_eq!(one.text("instanceLifecycle"), "spot");
        assert_eq!(one.text("subnetId"), subnet);
        assert!(one.texts("tagSet.item.value").contains(&"worker"));

        // One that ends is replaced.
        ec2.call("TerminateInstances", &[("InstanceId.1", &instances[0])]);
        ec2.advance(10);
        let second = active(&ec2, &id);
        assert_eq!(second.len(), 2);
        assert!(second.contains(&instances[1]) && !second.contains(&instances[0]));
        let answer = cancel(&ec2, &id, "true");
        let item = answer.at("successfulFleetRequestSet.item").unwrap();
        assert_eq!(item.text("currentSpotFleetRequestState"), "cancelled_terminating");
        assert_eq!(item.text("previousSpotFleetRequestState"), "active");
        assert_eq!(item.text("spotFleetRequestId"), id);
        ec2.advance(10);
        assert_eq!(states(&ec2, &id), are("cancelled", ""));
        assert!(active(&ec2, &id).is_empty());
        ec2.advance(48 * 3600);
        let gone = ec2.refused("DescribeSpotFleetRequests", &[("SpotFleetRequestId.1", &id)]);
        assert_eq!(gone.0, "InvalidSpotFleetRequestId.NotFound");
        assert_eq!(gone.1, format!("The spot fleet request ID '{id}' does not exist"));
    }
}

#[test]
fn states_take_time_where_transitions_do() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = requested(&ec2, &[]);
    let modify = |capacity: &str| {
        ec2.ask(
            "ModifySpotFleetRequest",
            &[("SpotFleetRequestId", &id), ("TargetCapacity", capacity)],
        )
    };
    assert_eq!(states(&ec2, &id), are("submitted", ""));
    let refusal = modify("1").unwrap_err();
    assert_eq!(refusal.code, "FleetNotInModifiableState");
    assert_eq!(refusal.message, format!("Fleet Request: {id} is not in a modifiable state."));
    ec2.advance(10);
    assert_eq!(modify("1").unwrap().text("return"), "true");
    assert_eq!(states(&ec2, &id), are("modifying", "pending_termination"));
    ec2.advance(10);
    assert_eq!(states(&ec2, &id), are("active", "fulfilled"));
    let answer = cancel(&ec2, &id, "false");
    let current = "successfulFleetRequestSet.item.currentSpotFleetRequestState";
    assert_eq!(answer.text(current), "cancelled_running");
    assert_eq!(states(&ec2, &id), are("cancelled_running", ""));
    assert_eq!(modify("3").unwrap_err().code, "FleetNotInModifiableState");
    let events = history(&ec2, &id, &[("EventType", "fleetRequestChange")]);
    let what: Vec<&str> = events.iter().map(|(_, what)| what.as_str()).collect();
    let all =
        ["submitted", "active", "modify_in_progress", "modify_succeeded", "cancelled_running"];
    assert_eq!(what, all);
    let form = [("SpotFleetRequestId", &*id), ("StartTime", "2026-01-01T00:00:00Z")];
    let told = ec2.call("DescribeSpotFleetRequestHistory", &form);
    let told = told.texts("historyRecordSet.item.eventInformation.eventDescription");
    assert!(told.contains(&"Modify request received. Requested targetCapacity: 1"), "{told:?}");
    assert!(told.contains(&"New targetCapacity: 1"), "{told:?}");
    assert_eq!(history(&ec2, &id, &[("EventType", "information")]), []);
    assert_eq!(history(&ec2, &id, &[("EventType", "instanceChange")]).len(), 3);
    // Its last instance ends, and so does it.
    let last = active(&ec2, &id)[0].clone();
    ec2.call("TerminateInstances", &[("InstanceId.1", &last)]);
    ec2.advance(10);
    assert_eq!(states(&ec2, &id), are("cancelled", ""));
}

#[test]
fn a_fleet_takes_templates_weights_and_capacity_on_demand() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let [b, c] = ["us-east-1b", "us-east-1c"].map(|zone| default_subnet(&ec2, zone));
    let overrides = "LaunchTemplateConfigs.1.Overrides";
    let keys = ["1.InstanceType", "1.WeightedCapacity", "1.SubnetId"]
        .map(|it| format!("{overrides}.{it}"));
    let subnets = format!("{b}, {c}");
    let more = [
        ("TargetCapacity", "6"),
        ("OnDemandTargetCapacity", "2"),
        ("AllocationStrategy", "diversified"),
        (&*keys[0], "c5.large"),
        (&*keys[1], "2"),
        (&*keys[2], &*subnets),
    ];
    let id = requested(&ec2, &[&templated(&template)[..], &more].concat());
    assert_eq!(states(&ec2, &id), are("active", "fulfilled"));
    let config = described(&ec2, &id);
    assert_eq!(config.text("spotFleetRequestConfig.fulfilledCapacity"), "6.0");
    assert_eq!(config.text("spotFleetRequestConfig.onDemandFulfilledCapacity"), "2.0");
    assert_eq!(found(&ec2, "instance-lifecycle", "spot").len(), 2);
    assert_eq!(found(&ec2, "instance-type", "c5.large").len(), 3);
    assert_eq!(found(&ec2, "subnet-id", &c).len(), 1);
    // Another size and another template version's type.
    let named = "LaunchTemplateConfig.1.LaunchTemplateSpecification";
    ec2.call(
        "ModifySpotFleetRequest",
        &[
            ("SpotFleetRequestId", &id),
            ("TargetCapacity", "8"),
            ("OnDemandTargetCapacity", "4"),
            ("ExcessCapacityTerminationPolicy", "noTermination"),
            (&format!("{named}.LaunchTemplateId"), &template),
            (&format!("{named}.Version"), "1"),
        ],
    );
    let config = described(&ec2, &id);
    assert_eq!(config.text("spotFleetRequestConfig.fulfilledCapacity"), "8.0");
    assert_eq!(config.text("spotFleetRequestConfig.onDemandTargetCapacity"), "4");
    let policy = "spotFleetRequestConfig.excessCapacityTerminationPolicy";
    assert_eq!(config.text(policy), "noTermination");
    // As Terraform spells it.
    for spelled in ["Default", "NoTermination"] {
        let change = [("SpotFleetRequestId", &*id), ("ExcessCapacityTerminationPolicy", spelled)];
        ec2.call("ModifySpotFleetRequest", &change);
        assert_eq!(described(&ec2, &id).text(policy), spelled);
    }
    assert_eq!(found(&ec2, "instance-type", "t3.micro").len(), 2);
}

#[test]
fn specifications_have_zones_and_prices() {
    let ec2 = Ec2::new();
    let zones = ("LaunchSpecifications.1.Placement.AvailabilityZone", "us-east-1a,us-east-1b");
    let id = requested(&ec2, &[zones, ("AllocationStrategy", "diversified")]);
    assert_eq!(active(&ec2, &id).len(), 2);
    for zone in ["us-east-1a", "us-east-1b"] {
        assert_eq!(found(&ec2, "availability-zone", zone).len(), 1);
    }
    // Nothing is as cheap as that.
    let id = requested(&ec2, &[("SpotPrice", "0.001")]);
    assert_eq!(states(&ec2, &id), are("active", "error"));
    let told = |what: &str| ("information".to_owned(), what.to_owned());
    let all = [told("launchSpecUnusable"), told("fleetProgressHalted")];
    assert_eq!(history(&ec2, &id, &[("EventType", "information")]), all);
    assert!(history(&ec2, &id, &[("EventType", "error")]).is_empty());
}

#[test]
fn a_fleet_has_its_time() {
    let ec2 = Ec2::new();
    let valid = [("ValidFrom", "2026-01-31T13:00:00Z"), ("ValidUntil", "2026-01-31T14:00:00Z")];
    let kept = requested(&ec2, &valid);
    let ends = ("TerminateInstancesWithExpiration", "true");
    let gone = requested(&ec2, &[valid[0], valid[1], ends]);
    assert_eq!(states(&ec2, &kept), are("active", "pending_fulfillment"));
    ec2.advance(3600);
    assert_eq!(active(&ec2, &kept).len(), 2);
    ec2.advance(3600);
    assert_eq!(states(&ec2, &kept), are("cancelled_running", ""));
    assert_eq!(states(&ec2, &gone), are("cancelled", ""));
    let expired = ("fleetRequestChange".to_owned(), "expired".to_owned());
    assert!(history(&ec2, &gone, &[]).contains(&expired));
}

#[test]
fn a_token_makes_one_fleet() {
    let ec2 = Ec2::new();
    let token = ("ClientToken", "once");
    let id = requested(&ec2, &[token]);
    assert_eq!(requested(&ec2, &[token]), id);
    let other = refused(&ec2, &[token, ("TargetCapacity", "3")]);
    assert_eq!(other.0, "IdempotentParameterMismatch");
    let dry = form(&[]);
    let dry = [&borrowed(&dry)[..], &[("DryRun", "true")]].concat();
    assert_eq!(ec2.refused("RequestSpotFleet", &dry).0, "DryRunOperation");
    let all = ec2.call("DescribeSpotFleetRequests", &[]);
    assert_eq!(all.all_at("spotFleetRequestConfigSet.item").len(), 1);
}

#[test]
fn cancellations_fail_one_by_one() {
    let ec2 = Ec2::new();
    let id = requested(&ec2, &[]);
    cancel(&ec2, &id, "false");
    let unknown = "sfr-00000000-0000-0000-0000-000000000000";
    let answer = ec2.call(
        "CancelSpotFleetRequests",
        &[
            ("SpotFleetRequestId.1", unknown),
            ("SpotFleetRequestId.2", "fleet-1"),
            ("SpotFleetRequestId.3", &id),
            ("TerminateInstances", "false"),
        ],
    );
    let items = answer.all_at("unsuccessfulFleetRequestSet.item");
    let errors: Vec<_> = items
        .iter()
        .map(|it| (it.text("spotFleetRequestId"), it.text("error.code"), it.text("error.message")))
        .collect();
    let not_there = format!("The spot fleet request ID '{unknown}' does not exist");
    let left = format!("The fleet request '{id}' is not in a cancellable state.");
    assert_eq!(
        errors,
        [
            (unknown, "fleetRequestIdDoesNotExist", &*not_there),
            (
                "fleet-1",
                "fleetRequestIdMalformed",
                "Invalid id: \"fleet-1\" (expecting \"sfr-...\")"
            ),
            (&id, "fleetRequestNotInCancellableState", &left),
        ]
    );
    assert_eq!(active(&ec2, &id).len(), 2);
    // What was left with its instances may still be left without them.
    let item = cancel(&ec2, &id, "true");
    let item = item.at("successfulFleetRequestSet.item").unwrap();
    assert_eq!(item.text("previousSpotFleetRequestState"), "cancelled_running");
    assert_eq!(item.text("currentSpotFleetRequestState"), "cancelled_terminating");
}

#[test]
fn load_balancers_are_kept_if_they_are_well_named() {
    let ec2 = Ec2::new();
    let group = "LoadBalancersConfig.TargetGroupsConfig.TargetGroups.1.Arn";
    let classic = "LoadBalancersConfig.ClassicLoadBalancersConfig.ClassicLoadBalancers.1.Name";
    let arn =
        "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/web/0123456789abcdef";
    let id = requested(&ec2, &[(group, arn), (classic, "old")]);
    let shown = described(&ec2, &id);
    let kept = shown.at("spotFleetRequestConfig.loadBalancersConfig").unwrap();
    assert_eq!(kept.text("targetGroupsConfig.targetGroups.item.arn"), arn);
    let name = "classicLoadBalancersConfig.classicLoadBalancers.item.name";
    assert_eq!(kept.text(name), "old");
    for wrong in ["web", "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/web"] {
        let message = "Parameter: SpotFleetRequestConfig.LoadBalancersConfig is invalid.";
        assert_eq!(refused(&ec2, &[(group, wrong)]).1, message);
    }
}

/// DistributedScience/Distributed-CellProfiler#157 (2023): the event has no words.
#[test]
fn what_is_above_the_quota_is_told_without_words() {
    let ec2 = Ec2::with(Config { vcpu_limit: 2, ..Config::default() });
    let id = requested(&ec2, &[("TargetCapacity", "4")]);
    ec2.advance(60);
    let form = [("SpotFleetRequestId", &*id), ("StartTime", "2026-01-01T00:00:00Z")];
    let told = ec2.call("DescribeSpotFleetRequestHistory", &[&form[..], &[ERRORS]].concat());
    let errors = told.all_at("historyRecordSet.item.eventInformation");
    assert!(!errors.is_empty());
    for error in errors {
        assert_eq!(error.text("eventSubType"), "spotInstanceCountLimitExceeded");
        assert!(!error.has("eventDescription"));
    }
}

use super::{active, create, created, form, template, types};
use crate::instances::{default_subnet, found};
use crate::support::{Ec2, Xml};

const TOTAL: &str = "TargetCapacitySpecification.TotalTargetCapacity";
const INSTANT: (&str, &str) = ("Type", "instant");
const ON_DEMAND: (&str, &str) =
    ("TargetCapacitySpecification.DefaultTargetCapacityType", "on-demand");

/// An instant fleet of overrides: `InstanceType=m5.large SubnetId=...` each.
fn launch(ec2: &Ec2, overrides: &[&str], parameters: &[(&str, &str)]) -> Xml {
    let template = template_once(ec2);
    let mut form: Vec<(String, &str)> = Vec::new();
    for (at, text) in overrides.iter().enumerate() {
        for part in text.split(' ') {
            let (name, value) = part.split_once('=').unwrap();
            form.push((format!("LaunchTemplateConfigs.1.Overrides.{}.{name}", at + 1), value));
        }
    }
    let mut all: Vec<_> = form.iter().map(|(key, value)| (key.as_str(), *value)).collect();
    all.push(INSTANT);
    all.extend(parameters);
    create(ec2, &template, &all)
}

fn template_once(ec2: &Ec2) -> String {
    let known = ec2.call("DescribeLaunchTemplates", &[]);
    match known.at("launchTemplates.item") {
        Some(template) => template.text("launchTemplateId").to_owned(),
        None => template(ec2, &[]),
    }
}

const TYPES: [&str; 3] =
    ["InstanceType=m5.2xlarge", "InstanceType=m5.large", "InstanceType=m5.xlarge"];

#[test]
fn the_lowest_price_is_taken_first() {
    let ec2 = Ec2::new();
    let four = (TOTAL, "4");
    assert_eq!(types(&launch(&ec2, &TYPES, &[four])), [("m5.large", 4)]);
    assert_eq!(types(&launch(&ec2, &TYPES, &[four, ON_DEMAND])), [("m5.large", 4)]);
    let strategy = ("SpotOptions.AllocationStrategy", "price-capacity-optimized");
    assert_eq!(types(&launch(&ec2, &TYPES, &[four, strategy])), [("m5.large", 4)]);
    for spelling in ["lowest-price", "lowestPrice"] {
        let two = [
            four,
            ("SpotOptions.AllocationStrategy", spelling),
            ("SpotOptions.InstancePoolsToUseCount", "2"),
        ];
        assert_eq!(types(&launch(&ec2, &TYPES, &two)), [("m5.large", 2), ("m5.xlarge", 2)]);
    }
}

#[test]
fn a_price_is_that_of_a_unit() {
    let ec2 = Ec2::new();
    let weighed =
        ["InstanceType=m5.large WeightedCapacity=1", "InstanceType=m5.2xlarge WeightedCapacity=5"];
    let ten = (TOTAL, "11");
    assert_eq!(types(&launch(&ec2, &weighed, &[ten, ON_DEMAND])), [("m5.2xlarge", 3)]);
    // Where one instance is more than enough, it is that of an instance.
    let heavy =
        ["InstanceType=m5.large WeightedCapacity=3", "InstanceType=m5.2xlarge WeightedCapacity=50"];
    let two = (TOTAL, "2");
    assert_eq!(types(&launch(&ec2, &heavy, &[two, ON_DEMAND])), [("m5.large", 1)]);
}

#[test]
fn units_are_spread_or_go_by_priority() {
    let ec2 = Ec2::new();
    let four = (TOTAL, "4");
    let diversified = ("SpotOptions.AllocationStrategy", "diversified");
    assert_eq!(
        types(&launch(&ec2, &TYPES, &[four, diversified])),
        [("m5.2xlarge", 2), ("m5.large", 1), ("m5.xlarge", 1)]
    );
    let optimized = ("SpotOptions.AllocationStrategy", "capacity-optimized");
    assert_eq!(types(&launch(&ec2, &TYPES, &[four, optimized])), [("m5.2xlarge", 4)]);
    let ranked = [
        "InstanceType=m5.large",
        "InstanceType=m5.2xlarge Priority=2",
        "InstanceType=m5.xlarge Priority=1",
    ];
    let by_priority = ("SpotOptions.AllocationStrategy", "capacity-optimized-prioritized");
    assert_eq!(types(&launch(&ec2, &ranked, &[four, by_priority])), [("m5.xlarge", 4)]);
    let prioritized = ("OnDemandOptions.AllocationStrategy", "prioritized");
    assert_eq!(types(&launch(&ec2, &ranked, &[four, ON_DEMAND, prioritized])), [("m5.xlarge", 4)]);
}

/// A pool with room for one instance, and what it takes to have all of one kind.
#[test]
fn all_of_one_type_or_none() {
    let ec2 = Ec2::new();
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let form = [("VpcId", vpc.text("vpc.vpcId")), ("CidrBlock", "10.0.0.0/28")];
    let form = [form[0], form[1], ("AvailabilityZone", "us-east-1a")];
    let small = ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned();
    let large = default_subnet(&ec2, "us-east-1b");
    let pools = [
        format!("InstanceType=t3.nano SubnetId={small}"),
        format!("InstanceType=t3.micro SubnetId={large}"),
    ];
    let pools = pools.each_ref().map(String::as_str);
    let many = (TOTAL, "20");
    let mixed = launch(&ec2, &pools, &[many, ON_DEMAND]);
    assert_eq!(types(&mixed), [("t3.nano", 11), ("t3.micro", 9)]);
    ec2.call(
        "DeleteFleets",
        &[("FleetId.1", mixed.text("fleetId")), ("TerminateInstances", "true")],
    );
    let single = ("OnDemandOptions.SingleInstanceType", "true");
    let least = ("OnDemandOptions.MinTargetCapacity", "15");
    let answer = launch(&ec2, &pools, &[many, ON_DEMAND, single, least]);
    assert_eq!(types(&answer), [("t3.micro", 20)]);
    assert_eq!(answer.text("errorSet.item.errorCode"), "InsufficientFreeAddressesInSubnet");
    // Without a least number, the first that has any is it.
    let answer = launch(&ec2, &pools, &[many, ON_DEMAND, single]);
    assert_eq!(types(&answer), [("t3.nano", 11)]);
    ec2.call(
        "DeleteFleets",
        &[("FleetId.1", answer.text("fleetId")), ("TerminateInstances", "true")],
    );
    let zone = ("SpotOptions.SingleAvailabilityZone", "true");
    let least = ("SpotOptions.MinTargetCapacity", "20");
    let only = [pools[0]];
    let answer = launch(&ec2, &only, &[many, zone, least]);
    assert!(!answer.has("fleetInstanceSet.item"), "{answer:?}");
    assert_eq!(answer.texts("errorSet.item.errorCode"), ["InsufficientFreeAddressesInSubnet"]);
    assert_eq!(found(&ec2, "subnet-id", &small).len(), 0, "what was rolled back is no instance");
}

#[test]
fn a_budget_ends_a_launch() {
    let ec2 = Ec2::new();
    // An m5.large costs 0.096 an hour.
    let budget = ("OnDemandOptions.MaxTotalPrice", "0.3");
    let answer = launch(&ec2, &TYPES, &[(TOTAL, "10"), ON_DEMAND, budget]);
    assert_eq!(types(&answer), [("m5.large", 3)]);
    assert!(!answer.has("errorSet.item"));
}

#[test]
fn several_subnets_of_an_override_are_several_pools() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let subnets = ["us-east-1a", "us-east-1b"].map(|zone| default_subnet(&ec2, zone));
    let both = subnets.join(", ");
    let id = created(
        &ec2,
        &template,
        &[
            ("SpotOptions.AllocationStrategy", "diversified"),
            ("LaunchTemplateConfigs.1.Overrides.1.SubnetId", &both),
        ],
    );
    assert_eq!(active(&ec2, &id).len(), 2);
    for subnet in &subnets {
        assert_eq!(found(&ec2, "subnet-id", subnet).len(), 1);
    }
}

#[test]
fn what_is_too_much_ends_by_the_strategy() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let kinds = [
        ("LaunchTemplateConfigs.1.Overrides.1.InstanceType", "m5.large"),
        ("LaunchTemplateConfigs.1.Overrides.2.InstanceType", "m5.xlarge"),
    ];
    let left = |strategy: (&str, &str), more: &[(&str, &str)]| {
        let form = [&kinds[..], &[(TOTAL, "6"), strategy], more].concat();
        let id = created(&ec2, &template, &form);
        ec2.call("ModifyFleet", &[("FleetId", &id), (TOTAL, "2")]);
        let found = ec2.call("DescribeFleetInstances", &[("FleetId", &id)]);
        let kinds = found.texts("activeInstanceSet.item.instanceType");
        kinds.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let lowest = ("SpotOptions.AllocationStrategy", "lowestPrice");
    let pools = ("SpotOptions.InstancePoolsToUseCount", "2");
    assert_eq!(left(lowest, &[pools]), ["m5.large", "m5.large"]);
    let diversified = ("SpotOptions.AllocationStrategy", "diversified");
    let mut both = left(diversified, &[]);
    both.sort_unstable();
    assert_eq!(both, ["m5.large", "m5.xlarge"]);
}

#[test]
fn strategies_are_named_as_fleets_name_them() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let spot = ("SpotOptions.AllocationStrategy", "priceCapacityOptimized");
    let one_of = "AllocationStrategy must be \"lowest-price\", \"diversified\", \
                  \"capacity-optimized\", \"capacity-optimized-prioritized\", or \
                  \"price-capacity-optimized\"";
    let on_demand = ("OnDemandOptions.AllocationStrategy", "diversified");
    let either = "OnDemandAllocationStrategy must be \"lowest-price\" or \"prioritized\"";
    for (strategy, message) in [(spot, one_of), (on_demand, either)] {
        let expected = ("InvalidParameter".to_owned(), message.to_owned());
        assert_eq!(ec2.refused("CreateFleet", &form(&template, &[strategy])), expected);
    }
    // A dry run says nothing of it.
    let dry = [spot, ("DryRun", "true")];
    assert_eq!(ec2.refused("CreateFleet", &form(&template, &dry)).0, "DryRunOperation");
}

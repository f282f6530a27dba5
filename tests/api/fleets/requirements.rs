use super::{created, described, form, template, types};
use crate::instances::{default_subnet, found};
use crate::support::Ec2;

const OVERRIDE: &str = "LaunchTemplateConfigs.1.Overrides.1.InstanceRequirements";

fn asked<'a>(names: &'a [(String, &'a str)]) -> Vec<(&'a str, &'a str)> {
    names.iter().map(|(name, value)| (name.as_str(), *value)).collect()
}

fn requirement(name: &str) -> String {
    format!("{OVERRIDE}.{name}")
}

#[test]
fn types_are_found_by_their_attributes() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let names = [
        (requirement("VCpuCount.Min"), "2"),
        (requirement("VCpuCount.Max"), "2"),
        (requirement("MemoryMiB.Min"), "8192"),
        (requirement("MemoryMiB.Max"), "8192"),
        (requirement("AllowedInstanceType.1"), "m5.*"),
        (requirement("AllowedInstanceType.2"), "m6g.*"),
    ];
    let mut parameters = asked(&names);
    parameters.push(("Type", "instant"));
    let answer = ec2.call("CreateFleet", &form(&template, &parameters));
    // The image starts on no m6g.
    assert_eq!(types(&answer), [("m5.large", 2)]);
    let used = answer.at("fleetInstanceSet.item.launchTemplateAndOverrides.overrides").unwrap();
    assert_eq!(used.text("instanceType"), "m5.large");
    assert_eq!(used.text("instanceRequirements.vCpuCount.min"), "2");
    let id = answer.text("fleetId");
    let shown = described(&ec2, id);
    let shown = shown.at("launchTemplateConfigs.item.overrides.item").unwrap();
    assert!(!shown.has("instanceType"));
    assert_eq!(shown.text("instanceRequirements.memoryMiB.max"), "8192");
}

#[test]
fn a_template_may_require_attributes_too() {
    let ec2 = Ec2::new();
    let of = |name: &str| format!("LaunchTemplateData.InstanceRequirements.{name}");
    let names = [
        (of("VCpuCount.Min"), "2"),
        (of("MemoryMiB.Min"), "1024"),
        (of("AllowedInstanceType.1"), "c5.large"),
        ("LaunchTemplateData.InstanceType".to_owned(), ""),
    ];
    let template = template(&ec2, &asked(&names));
    created(&ec2, &template, &[]);
    assert_eq!(found(&ec2, "instance-type", "c5.large").len(), 2);
}

#[test]
fn capacity_is_counted_in_what_types_have() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    for (unit, total, count) in [("vcpu", "9", 3), ("memory-mib", "20000", 2), ("units", "2", 2)] {
        let names = [
            (requirement("VCpuCount.Min"), "4"),
            (requirement("MemoryMiB.Min"), "1024"),
            (requirement("AllowedInstanceType.1"), "m5.xlarge"),
        ];
        let mut parameters = asked(&names);
        parameters.extend([
            ("Type", "instant"),
            ("TargetCapacitySpecification.TargetCapacityUnitType", unit),
            ("TargetCapacitySpecification.TotalTargetCapacity", total),
        ]);
        let answer = ec2.call("CreateFleet", &form(&template, &parameters));
        assert_eq!(types(&answer), [("m5.xlarge", count)], "{unit}");
        let fleet = described(&ec2, answer.text("fleetId"));
        let shown = fleet.text("targetCapacitySpecification.targetCapacityUnitType");
        assert_eq!(shown, unit);
    }
}

/// What costs much more than the cheapest is no choice unless it is asked for.
#[test]
fn prices_are_held_near_the_lowest() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let subnet = default_subnet(&ec2, "us-east-1a");
    let kinds = |more: &[(String, &str)]| {
        let names = [
            (requirement("VCpuCount.Min"), "2"),
            (requirement("MemoryMiB.Min"), "4096"),
            (requirement("AllowedInstanceType.1"), "m5.large"),
            (requirement("AllowedInstanceType.2"), "m5.4xlarge"),
            ("LaunchTemplateConfigs.1.Overrides.1.SubnetId".to_owned(), subnet.as_str()),
        ];
        let names = [&names[..], more].concat();
        let mut parameters = asked(&names);
        parameters.push(("Type", "instant"));
        parameters.push(("SpotOptions.AllocationStrategy", "diversified"));
        let answer = ec2.call("CreateFleet", &form(&template, &parameters));
        types(&answer).iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&[]), ["m5.large"]);
    let free = [(requirement("SpotMaxPricePercentageOverLowestPrice"), "999999")];
    assert_eq!(kinds(&free), ["m5.4xlarge", "m5.large"]);
}

#[test]
fn requirements_have_refusals_of_their_own() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let at = |index: usize, name: &str| {
        format!("LaunchTemplateConfigs.1.Overrides.{index}.InstanceRequirements.{name}")
    };
    let times = |count: usize| {
        let mut names = Vec::new();
        for index in 1..=count {
            names.push((at(index, "VCpuCount.Min"), "2"));
            names.push((at(index, "MemoryMiB.Min"), "4096"));
        }
        names
    };
    let refused =
        |names: &[(String, &str)]| ec2.refused("CreateFleet", &form(&template, &asked(names)));
    let invalid = |message: &str| ("InvalidParameterValue".to_owned(), message.to_owned());
    assert_eq!(
        refused(&times(5)),
        invalid(
            "Your request contains more than the maximum allowed number of InstanceRequirements (4)"
        )
    );
    assert_eq!(
        refused(&times(2)),
        invalid(
            "Two or more of your InstanceRequirements structures include overlapping values. \
             Ensure that there is no overlap, and try again."
        )
    );
    let mut nothing = times(1);
    nothing.push((at(1, "AllowedInstanceType.1"), "none.*"));
    assert_eq!(
        refused(&nothing),
        invalid(
            "We couldn't find any instance pools that match your instance requirements. Change \
             your instance requirements, and try again."
        )
    );
    let mut both = times(1);
    both.push(("LaunchTemplateConfigs.1.Overrides.1.InstanceType".to_owned(), "m5.large"));
    assert_eq!(
        refused(&both),
        (
            "InvalidParameterCombination".to_owned(),
            "The parameter instanceType cannot be used with the parameter instanceRequirements"
                .to_owned()
        )
    );
}

#[test]
fn attributes_go_with_no_names_weights_and_priorities() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let of = |at: usize, name: &str| format!("LaunchTemplateConfigs.1.Overrides.{at}.{name}");
    let usual = [(requirement("VCpuCount.Min"), "2"), (requirement("MemoryMiB.Min"), "8192")];
    for (name, value, (one, other)) in [
        (of(1, "InstanceType"), "m5.large", ("instanceType", "instanceRequirements")),
        (of(2, "InstanceType"), "m5.large", ("instanceType", "instanceRequirements")),
        (of(1, "WeightedCapacity"), "2", ("weightedCapacity", "instanceRequirements")),
        (of(1, "Priority"), "2", ("priority", "instanceRequirements")),
    ] {
        let mut parameters = asked(&usual);
        parameters.push((&name, value));
        let refusal = ec2.refused("CreateFleet", &form(&template, &parameters));
        let message = format!("The parameter {one} cannot be used with the parameter {other}");
        assert_eq!(refusal, ("InvalidParameterCombination".to_owned(), message));
    }
}

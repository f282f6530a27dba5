use super::{created, form, template};
use crate::instances::default_subnet;
use crate::support::Ec2;

const CONFIG: &str = "LaunchTemplateConfigs.1";

#[track_caller]
fn check(ec2: &Ec2, template: &str, parameters: &[(&str, &str)], code: &str, message: &str) {
    ec2.call("DescribeInstances", &[]);
    let before = ec2.state();
    let refusal = ec2.refused("CreateFleet", &form(template, parameters));
    assert_eq!(refusal, (code.to_owned(), message.to_owned()));
    assert!(ec2.state() == before, "a refused fleet changed something");
}

#[test]
fn fleets_of_some_types_have_what_others_have_not() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let together = |kind: &str, parameter: (&str, &str), shown: &str| {
        let message =
            format!("Parameter: {shown} and FleetType:{kind} can not be specified together.");
        let form = [("Type", kind), parameter];
        check(&ec2, &template, &form, "InvalidParameterCombination", &message);
    };
    for behaviour in ["hibernate", "stop"] {
        let parameter = ("SpotOptions.InstanceInterruptionBehavior", behaviour);
        together("request", parameter, &format!("InstanceInterruptionBehavior:{behaviour}"));
        check(
            &ec2,
            &template,
            &[("Type", "instant"), parameter],
            "InvalidParameterValue",
            "SpotOptions.InstanceInterruptionBehavior must be null or \"terminate\" for given \
             fleet type.",
        );
    }
    for side in ["SpotOptions", "OnDemandOptions"] {
        for (name, value) in [
            ("SingleInstanceType", "true"),
            ("SingleAvailabilityZone", "true"),
            ("MinTargetCapacity", "1"),
        ] {
            together("maintain", (&format!("{side}.{name}"), value), name);
        }
    }
    together("request", ("ReplaceUnhealthyInstances", "true"), "ReplaceUnhealthyInstances");
    let image = (&*format!("{CONFIG}.Overrides.1.ImageId"), "ami-0abcdef1234567890");
    together("maintain", image, "ImageId");
    let disk = format!("{CONFIG}.Overrides.1.BlockDeviceMapping.1.DeviceName");
    together("request", (&disk, "/dev/sdf"), "BlockDeviceMappings");
    for (name, member) in [
        ("KeyName", "KeyName"),
        ("IamInstanceProfile.Name", "IamInstanceProfile"),
        ("MetadataOptions.HttpTokens", "MetadataOptions"),
    ] {
        let value = if member == "MetadataOptions" { "required" } else { "worker" };
        let name = format!("{CONFIG}.Overrides.1.{name}");
        together("maintain", (&name, value), member);
        together("request", (&name, value), member);
    }
    let user_data = "LaunchTemplateSpecificationUserData";
    let name = format!("{CONFIG}.LaunchTemplateSpecification.{user_data}");
    together("maintain", (&name, "bmV3"), user_data);
    let excess = ("ExcessCapacityTerminationPolicy", "no-termination");
    together("request", excess, excess.0);
    created(&ec2, &template, &[("Type", "request"), (excess.0, "termination")]);
    let usage = "OnDemandOptions.CapacityReservationOptions.UsageStrategy";
    let first = (usage, "use-capacity-reservations-first");
    together("maintain", first, "CapacityReservationOptions");
    let none = ("TargetCapacitySpecification.TotalTargetCapacity", "0");
    together("request", none, "TotalTargetCapacity:0");
    created(&ec2, &template, &[none]);
}

#[test]
fn instant_fleets_maintain_nothing() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    for parameter in [
        ("ReplaceUnhealthyInstances", "true"),
        ("ExcessCapacityTerminationPolicy", "no-termination"),
        ("TerminateInstancesWithExpiration", "true"),
        ("ValidFrom", "2026-02-01T00:00:00Z"),
        ("ValidUntil", "2026-02-01T00:00:00Z"),
    ] {
        let message = format!("{} is not supported for given fleet type", parameter.0);
        check(&ec2, &template, &[("Type", "instant"), parameter], "InvalidParameter", &message);
    }
    let rebalance = "SpotOptions.MaintenanceStrategies.CapacityRebalance.ReplacementStrategy";
    for kind in ["instant", "request"] {
        let message = "SpotOptions.MaintenanceStrategies is only compatible with fleet type \
                       maintain";
        let form = [("Type", kind), (rebalance, "launch")];
        check(&ec2, &template, &form, "InvalidParameter", message);
    }
}

#[test]
fn targets_are_numbers_that_add_up() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let total = "TargetCapacitySpecification.TotalTargetCapacity";
    for (name, shown) in [
        (total, "totalTargetCapacity"),
        ("TargetCapacitySpecification.OnDemandTargetCapacity", "onDemandTargetCapacity"),
        ("TargetCapacitySpecification.SpotTargetCapacity", "spotTargetCapacity"),
    ] {
        for value in ["-1", "10001"] {
            let message = format!(
                "Value ({value}) for parameter {shown} is invalid. Expecting a number from 0 to \
                 10000."
            );
            check(&ec2, &template, &[(name, value)], "InvalidParameterValue", &message);
        }
    }
    check(
        &ec2,
        &template,
        &[
            ("TargetCapacitySpecification.OnDemandTargetCapacity", "2"),
            ("TargetCapacitySpecification.SpotTargetCapacity", "1"),
        ],
        "InvalidTargetCapacitySpecification",
        "The sum of OnDemandTargetCapacity and SpotTargetCapacity must not be greater than \
         TotalTargetCapacity.",
    );
    let default = "TargetCapacitySpecification.DefaultTargetCapacityType";
    check(
        &ec2,
        &template,
        &[(default, "reserved-capacity")],
        "InvalidParameterCombination",
        "Parameter: DefaultTargetCapacityType:reserved-capacity and FleetType:maintain can not be \
         specified together.",
    );
    check(
        &ec2,
        &template,
        &[(default, "capacity-block"), ("Type", "instant")],
        "InvalidFleetConfig",
        "The launch template must specify the MarketType capacity-block for a fleet with this \
         DefaultTargetCapacityType.",
    );
    check(
        &ec2,
        &template,
        &[
            ("TargetCapacitySpecification.TargetCapacityUnitType", "vcpu"),
            (&format!("{CONFIG}.Overrides.1.InstanceType"), "m5.large"),
        ],
        "InvalidParameterCombination",
        "The parameter targetCapacityUnitType cannot be used with the parameter instanceType",
    );
}

#[test]
fn options_are_what_they_can_be() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let instant = ("Type", "instant");
    check(
        &ec2,
        &template,
        &[
            ("SpotOptions.AllocationStrategy", "diversified"),
            ("SpotOptions.InstancePoolsToUseCount", "2"),
        ],
        "InvalidFleetConfig",
        "InstancePoolsToUseCount option is only available with the lowestPrice allocation \
         strategy.",
    );
    for (parameters, message) in [
        (
            &[("SpotOptions.InstancePoolsToUseCount", "0")][..],
            "Value (0) for parameter instancePoolsToUseCount is invalid. Expecting a value greater \
             than 0.",
        ),
        (
            &[instant, ("OnDemandOptions.MinTargetCapacity", "1001")],
            "Value (1001) for parameter minTargetCapacity is invalid. Expecting a number from 0 to \
             1000.",
        ),
        (
            &[("SpotOptions.MaxTotalPrice", "much")],
            "Value (much) for parameter maxTotalPrice is invalid. Expecting a positive number.",
        ),
        (
            &[("ValidUntil", "2026-01-31T11:00:00Z")],
            "The parameter validUntil must be in the future.",
        ),
        (
            &[("ValidFrom", "2026-02-02T00:00:00Z"), ("ValidUntil", "2026-02-01T00:00:00Z")],
            "The parameter validUntil must be after validFrom.",
        ),
    ] {
        check(&ec2, &template, parameters, "InvalidParameterValue", message);
    }
    check(
        &ec2,
        &template,
        &[instant, ("SpotOptions.MinTargetCapacity", "1")],
        "InvalidParameterCombination",
        "MinTargetCapacity can only be specified together with SingleInstanceType or \
         SingleAvailabilityZone.",
    );
}

#[test]
fn a_rebalance_makes_sense() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let of = |name: &str| format!("SpotOptions.MaintenanceStrategies.CapacityRebalance.{name}");
    let (strategy, delay) = (of("ReplacementStrategy"), of("TerminationDelay"));
    let before = (strategy.as_str(), "launch-before-terminate");
    check(
        &ec2,
        &template,
        &[before],
        "MissingParameter",
        "The request must contain the parameter TerminationDelay",
    );
    check(
        &ec2,
        &template,
        &[before, (&delay, "119")],
        "InvalidParameterValue",
        "Value (119) for parameter terminationDelay is invalid. Expecting a number from 120 to \
         7200.",
    );
    check(
        &ec2,
        &template,
        &[(&strategy, "launch"), (&delay, "120")],
        "InvalidParameterCombination",
        "TerminationDelay can only be specified with the replacement strategy \
         launch-before-terminate.",
    );
}

#[test]
fn overrides_are_what_they_can_be() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let of = |at: usize, name: &str| format!("{CONFIG}.Overrides.{at}.{name}");
    for (name, value, message) in [
        (
            "WeightedCapacity",
            "0",
            "Value (0) for parameter weightedCapacity is invalid. Expecting a value greater than \
             0.",
        ),
        (
            "Priority",
            "-1",
            "Value (-1) for parameter priority is invalid. Expecting a number from 0 on.",
        ),
        (
            "MaxPrice",
            "0.0009",
            "Value (0.0009) for parameter maxPrice is invalid. The price must not be less than \
             $0.001.",
        ),
    ] {
        check(&ec2, &template, &[(&of(1, name), value)], "InvalidParameterValue", message);
    }
    check(
        &ec2,
        &template,
        &[(&of(1, "AvailabilityZone"), "us-east-1a"), (&of(1, "AvailabilityZoneId"), "use1-az1")],
        "InvalidParameterCombination",
        "The parameter availabilityZone cannot be used with the parameter availabilityZoneId",
    );
    // Two subnets of one zone are one pool.
    let subnet = default_subnet(&ec2, "us-east-1a");
    check(
        &ec2,
        &template,
        &[
            (&of(1, "InstanceType"), "m5.large"),
            (&of(1, "SubnetId"), &subnet),
            (&of(2, "InstanceType"), "m5.large"),
            (&of(2, "AvailabilityZone"), "us-east-1a"),
        ],
        "InvalidFleetConfig",
        "The fleet configuration contains duplicate instance pools.",
    );
}

#[test]
fn a_parameter_stands_for_an_image_at_once_or_never() {
    let ec2 = Ec2::new();
    let parameter = "resolve:ssm:/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2";
    let template = template(&ec2, &[("LaunchTemplateData.ImageId", parameter)]);
    let message = "The launch template must specify an AMI ID: a Systems Manager parameter is \
                   supported for EC2 Fleets of type instant only.";
    for kind in ["maintain", "request"] {
        check(&ec2, &template, &[("Type", kind)], "InvalidFleetConfig", message);
    }
    created(&ec2, &template, &[("Type", "instant")]);
}

#[test]
fn templates_are_looked_up_at_once() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let of = |name: &str| format!("{CONFIG}.LaunchTemplateSpecification.{name}");
    let (id, name, version) = (of("LaunchTemplateId"), of("LaunchTemplateName"), of("Version"));
    check(
        &ec2,
        "lt-00000000000000001",
        &[],
        "InvalidLaunchTemplateId.NotFound",
        "The specified launch template, with template ID lt-00000000000000001, does not exist.",
    );
    check(
        &ec2,
        &template,
        &[(&id, ""), (&name, "nobody")],
        "InvalidLaunchTemplateName.NotFoundException",
        "The specified launch template, with template name nobody, does not exist.",
    );
    check(
        &ec2,
        &template,
        &[(&version, "9")],
        "InvalidLaunchTemplateId.VersionNotFound",
        &format!(
            "Could not find the specified version 9 for the launch template with ID {template}."
        ),
    );
    check(
        &ec2,
        &template,
        &[(&version, "")],
        "MissingParameter",
        "The request must contain the parameter LaunchTemplateSpecification.Version",
    );
    check(
        &ec2,
        &template,
        &[(&id, ""), (&version, ""), (&format!("{CONFIG}.Overrides.1.InstanceType"), "m5.large")],
        "MissingParameter",
        "The request must contain the parameter LaunchTemplateSpecification",
    );
    let spot = ec2.call(
        "CreateLaunchTemplate",
        &[
            ("LaunchTemplateName", "spot"),
            ("LaunchTemplateData.InstanceMarketOptions.MarketType", "spot"),
        ],
    );
    check(
        &ec2,
        spot.text("launchTemplate.launchTemplateId"),
        &[("TargetCapacitySpecification.DefaultTargetCapacityType", "on-demand")],
        "InvalidFleetConfig",
        "The launch template must not specify InstanceMarketOptions, which the fleet decides on.",
    );
}

#[test]
fn tags_are_of_what_the_request_makes() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    for (kind, resource) in [("maintain", "instance"), ("request", "volume"), ("instant", "vpc")] {
        check(
            &ec2,
            &template,
            &[
                ("Type", kind),
                ("TagSpecification.1.ResourceType", resource),
                ("TagSpecification.1.Tag.1.Key", "a"),
                ("TagSpecification.1.Tag.1.Value", "b"),
            ],
            "InvalidParameterValue",
            &format!("'{resource}' is not a valid taggable resource type for this operation."),
        );
    }
}

#[test]
fn the_default_and_the_unit_stay() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let id = created(&ec2, &template, &[]);
    let of = |name: &str| format!("TargetCapacitySpecification.{name}");
    let total = of("TotalTargetCapacity");
    for (name, value) in
        [("DefaultTargetCapacityType", "on-demand"), ("TargetCapacityUnitType", "units")]
    {
        let form = [("FleetId", id.as_str()), (&total, "2"), (&of(name), value)];
        assert_eq!(
            ec2.refused("ModifyFleet", &form),
            (
                "InvalidTargetCapacitySpecification".to_owned(),
                "Currently we only support total target capacity modification.".to_owned()
            )
        );
    }
    let (on_demand, spot) = (of("OnDemandTargetCapacity"), of("SpotTargetCapacity"));
    let form = [("FleetId", id.as_str()), (&total, "2"), (&on_demand, "2"), (&spot, "1")];
    let (code, message) = ec2.refused("ModifyFleet", &form);
    assert_eq!(code, "InvalidTargetCapacitySpecification");
    let sum = "The sum of OnDemandTargetCapacity and SpotTargetCapacity must not be greater than \
               TotalTargetCapacity.";
    assert_eq!(message, sum);
}

#[test]
fn the_parts_of_the_total_can_be_said() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let id = created(&ec2, &template, &[]);
    let of = |name: &str| format!("TargetCapacitySpecification.{name}");
    let (total, default) = (of("TotalTargetCapacity"), of("DefaultTargetCapacityType"));
    let (on_demand, spot) = (of("OnDemandTargetCapacity"), of("SpotTargetCapacity"));
    let parts = |more: &[(&str, &str)]| {
        ec2.call("ModifyFleet", &[&[("FleetId", id.as_str())], more].concat());
        let found = ec2.call("DescribeFleets", &[("FleetId.1", &id)]);
        let target = found.at("fleetSet.item.targetCapacitySpecification").unwrap();
        ["totalTargetCapacity", "onDemandTargetCapacity", "spotTargetCapacity"]
            .map(|member| target.text(member).to_owned())
    };
    assert_eq!(parts(&[(&total, "2"), (&spot, "2"), (&default, "spot")]), ["2", "0", "2"]);
    assert_eq!(parts(&[(&total, "3"), (&on_demand, "1")]), ["3", "1", "2"]);
    assert_eq!(parts(&[(&total, "5")]), ["5", "1", "4"]);
}

#[test]
fn what_is_not_emulated_is_refused_by_name() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    for (name, value, shown) in [
        (
            "ReservedCapacityOptions.AllocationStrategy",
            "prioritized",
            "ReservedCapacityOptions.AllocationStrategy",
        ),
        (
            "LaunchTemplateConfigs.1.Overrides.1.Placement.SpreadDomain",
            "x",
            "LaunchTemplateConfigs.Overrides.Placement.SpreadDomain",
        ),
    ] {
        check(
            &ec2,
            &template,
            &[(name, value)],
            "UnsupportedOperation",
            &format!("parlel-ec2 does not emulate the parameter {shown} of CreateFleet."),
        );
    }
}

#[test]
fn no_account_has_a_context() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let context = ("Context", "Reserved");
    let message = "The account \"000000000000\" is not allowed to access Context \"Reserved\".";
    check(&ec2, &template, &[context], "UnauthorizedOperation", message);
    let id = created(&ec2, &template, &[]);
    let form = [("FleetId", id.as_str()), context];
    let expected = ("UnauthorizedOperation".to_owned(), message.to_owned());
    assert_eq!(ec2.refused("ModifyFleet", &form), expected);
}

/// aws/aws-sdk-go#5134
#[test]
fn a_pool_has_an_image() {
    let ec2 = Ec2::new();
    let bare = ec2.call(
        "CreateLaunchTemplate",
        &[("LaunchTemplateName", "bare"), ("LaunchTemplateData.InstanceType", "t3.micro")],
    );
    let bare = bare.text("launchTemplate.launchTemplateId");
    for kind in ["instant", "maintain", "request"] {
        let message = "Parameter 'amiIdList' cannot be empty.";
        check(&ec2, bare, &[("Type", kind)], "InvalidParameterValue", message);
    }
}

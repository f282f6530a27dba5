use super::{are, borrowed, form, refused, requested, templated};
use crate::fleets::template;
use crate::instances::{IMAGE, default_subnet};
use crate::support::Ec2;

#[test]
fn what_cannot_be_is_refused() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let spec = "LaunchSpecifications.1";
    let too_many: Vec<(String, &str)> =
        (1..=51).map(|at| (format!("LaunchSpecifications.{at}.ImageId"), IMAGE)).collect();
    let too_many: Vec<(&str, &str)> =
        too_many.iter().map(|(key, value)| (key.as_str(), *value)).collect();
    let on_demand = ("OnDemandTargetCapacity", "3");
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("IamFleetRole", "aws-ec2-spot-fleet-tagging-role")], "IamFleetRole"),
        (&[("Type", "instant")], "Type"),
        (&[("Type", "request"), ("ReplaceUnhealthyInstances", "true")], "Type"),
        (&[("Type", "request"), ("TargetCapacity", "0")], "TargetCapacity"),
        (&[("TargetCapacity", "10001")], "TargetCapacity"),
        (&[("TargetCapacity", "-1")], "TargetCapacity"),
        (&[("OnDemandTargetCapacity", "1")], "OnDemandTargetCapacity"),
        (&[&templated(&template)[..], &[on_demand]].concat(), "OnDemandTargetCapacity"),
        (&templated(&template)[2..], "LaunchSpecifications"),
        (&templated(&template)[..2], "LaunchSpecifications"),
        (&too_many, "LaunchSpecifications"),
        (&[(&format!("{spec}.ImageId"), "")], "LaunchSpecifications.ImageId"),
        (&[("TargetCapacityUnitType", "vcpu")], "TargetCapacityUnitType"),
        (&[("InstancePoolsToUseCount", "0")], "InstancePoolsToUseCount"),
        (&[("AllocationStrategy", "capacityOptimizedPrioritized")], "AllocationStrategy"),
        (
            &[("InstancePoolsToUseCount", "2"), ("AllocationStrategy", "diversified")],
            "InstancePoolsToUseCount",
        ),
        (&[("SpotPrice", "free")], "SpotPrice"),
        (&[("SpotMaxTotalPrice", "-1")], "SpotMaxTotalPrice"),
        (&[("OnDemandMaxTotalPrice", "0")], "OnDemandMaxTotalPrice"),
        (&[("ValidUntil", "2026-01-31T11:00:00Z")], "ValidUntil"),
        (&[("ValidUntil", "2026-03-01T11:00:00.123Z")], "ValidUntil"),
        (&[("ValidFrom", "2026-03-01T11:00:00.123Z")], "ValidFrom"),
        (
            &[("ValidFrom", "2026-03-01T00:00:00Z"), ("ValidUntil", "2026-02-01T00:00:00Z")],
            "ValidUntil",
        ),
        (
            &[
                (&format!("{spec}.TagSpecificationSet.1.ResourceType"), "volume"),
                (&format!("{spec}.TagSpecificationSet.1.Tag.1.Key"), "k"),
            ],
            "LaunchSpecifications.TagSpecifications",
        ),
        (
            &[(&format!("{spec}.NetworkInterfaceSet.1.InterfaceType"), "efa")],
            "LaunchSpecifications.NetworkInterfaces",
        ),
        (
            &[(&format!("{spec}.NetworkInterfaceSet.1.NetworkInterfaceId"), "eni-1")],
            "LaunchSpecifications.NetworkInterfaces",
        ),
    ];
    for (parameters, name) in cases {
        let message = format!("Parameter: SpotFleetRequestConfig.{name} is invalid.");
        let refusal = refused(&ec2, parameters);
        assert_eq!(refusal, ("InvalidSpotFleetRequestConfig".to_owned(), message));
    }
}

#[test]
fn subnets_are_there_and_of_their_zones() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let subnet = default_subnet(&ec2, "us-east-1a");
    let place = |key: &str| format!("LaunchTemplateConfigs.1.Overrides.1.{key}");
    let (subnet_id, zone) = (place("SubnetId"), place("AvailabilityZone"));
    let torn = [(subnet_id.as_str(), subnet.as_str()), (&zone, "us-east-1b")];
    let nowhere = ("LaunchSpecifications.1.SubnetId", "subnet-0123456789abcdef0");
    let message = "One of the provided subnets was not valid.".to_owned();
    let refusal = refused(&ec2, &[nowhere]);
    assert_eq!(refusal, ("InvalidSpotFleetRequestConfig".to_owned(), message));
    let message = format!(
        "The specified Subnet: {subnet} cannot be used with the specified Availability Zone: \
         us-east-1b."
    );
    let refusal = refused(&ec2, &[&templated(&template)[..], &torn].concat());
    assert_eq!(refusal, ("InvalidSpotFleetRequestConfig".to_owned(), message));
}

#[test]
fn what_other_fleets_refuse_is_refused_alike() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let pair = |code: &str, message: &str| (code.to_owned(), message.to_owned());
    let rebalance = "SpotMaintenanceStrategies.CapacityRebalance.ReplacementStrategy";
    assert_eq!(
        refused(&ec2, &[("Type", "request"), (rebalance, "launch")]),
        pair(
            "InvalidSpotFleetConfig",
            "SpotMaintenanceStrategies option is only available with the spot fleet type maintain."
        )
    );
    assert_eq!(refused(&ec2, &[(rebalance, "launch-before-terminate")]).0, "MissingParameter");
    let stop = [("Type", "request"), ("InstanceInterruptionBehavior", "stop")];
    assert_eq!(
        refused(&ec2, &stop),
        pair(
            "InvalidParameterCombination",
            "Parameter: InstanceInterruptionBehavior:stop and FleetType:request can not be \
             specified together."
        )
    );
    let twice = [
        ("LaunchSpecifications.2.ImageId", IMAGE),
        ("LaunchSpecifications.2.InstanceType", "t3.micro"),
    ];
    let message = "The fleet configuration contains duplicate instance pools.";
    assert_eq!(refused(&ec2, &twice), pair("InvalidFleetConfig", message));
    let requirements = "LaunchSpecifications.1.InstanceRequirements";
    let [cpus, memory] =
        ["VCpuCount.Min", "MemoryMiB.Min"].map(|it| format!("{requirements}.{it}"));
    let untyped = ("LaunchSpecifications.1.InstanceType", "");
    assert_eq!(
        refused(&ec2, &[untyped, (&memory, "1024")]).1,
        "The request must contain the parameter InstanceRequirements.VCpuCount.Min"
    );
    assert_eq!(
        refused(&ec2, &[untyped, (&cpus, "2")]).1,
        "The request must contain the parameter InstanceRequirements.MemoryMiB.Min"
    );
    assert_eq!(refused(&ec2, &[(&cpus, "2"), (&memory, "2")]).0, "InvalidParameterCombination");
    let overrides = "LaunchTemplateConfigs.1.Overrides.1";
    let both = [
        (&*format!("{overrides}.AvailabilityZone"), "us-east-1a"),
        (&*format!("{overrides}.AvailabilityZoneId"), "use1-az4"),
    ];
    let refusal = refused(&ec2, &[&templated(&template)[..], &both].concat());
    assert_eq!(refusal.0, "InvalidParameterCombination");
    let refusal = refused(&ec2, &[("Context", "x")]);
    let context = "The account \"000000000000\" is not allowed to access Context \"x\".";
    assert_eq!(refusal, ("UnauthorizedOperation".to_owned(), context.to_owned()));
}

#[test]
fn what_asks_once_or_has_specifications_is_not_changed() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    // One that asks once is not modified, and specifications are not exchanged.
    let id = requested(&ec2, &[("Type", "request")]);
    let resize = [("SpotFleetRequestId", id.as_str()), ("TargetCapacity", "1")];
    assert_eq!(
        ec2.refused("ModifySpotFleetRequest", &resize).1,
        format!("Fleet Request: {id} is not a modifiable fleet request type.")
    );
    let id = requested(&ec2, &[]);
    let refusal = ec2.refused("ModifySpotFleetRequest", &[("SpotFleetRequestId", id.as_str())]);
    let nothing = ("InvalidParameterCombinationException", "No attributes specified.");
    assert_eq!((refusal.0.as_str(), refusal.1.as_str()), nothing);
    let named = "LaunchTemplateConfig.1.LaunchTemplateSpecification";
    for (name, more) in [
        ("LaunchTemplateConfigs", (format!("{named}.LaunchTemplateId"), template.as_str())),
        ("OnDemandTargetCapacity", ("OnDemandTargetCapacity".to_owned(), "1")),
        ("TargetCapacity", ("TargetCapacity".to_owned(), "-1")),
    ] {
        let form = [("SpotFleetRequestId", id.as_str()), (&more.0, more.1)];
        assert_eq!(
            ec2.refused("ModifySpotFleetRequest", &form).1,
            format!("Parameter: SpotFleetRequestConfig.{name} is invalid.")
        );
    }
}

#[test]
fn what_is_missing_is_said_in_words_of_their_own() {
    let ec2 = Ec2::new();
    for (action, form) in [
        ("DescribeSpotFleetInstances", &[][..]),
        ("DescribeSpotFleetRequestHistory", &[("StartTime", "2026-01-01T00:00:00Z")]),
        ("ModifySpotFleetRequest", &[("TargetCapacity", "1")]),
    ] {
        let (code, message) = ec2.refused(action, form);
        assert_eq!(code, "MissingParameter", "{action}");
        assert_eq!(
            message,
            "The request must include the SpotFleetRequestId parameter. Add the required \
             parameter and retry the request."
        );
    }
    let specified = [
        ("LaunchSpecifications.1.ImageId", ""),
        ("LaunchSpecifications.1.InstanceType", ""),
        ("LaunchTemplateConfigs.1.Overrides.1.InstanceType", "t3.micro"),
    ];
    let (code, message) = refused(&ec2, &specified);
    assert_eq!(code, "InvalidSpotFleetRequestConfig");
    assert_eq!(
        message,
        "At least one LaunchTemplateConfig does not have LaunchTemplateSpecification."
    );
}

#[test]
fn a_template_names_no_interface_that_there_is() {
    let ec2 = Ec2::new();
    let interface = "LaunchTemplateData.NetworkInterface.1";
    let id = format!("{interface}.NetworkInterfaceId");
    let index = format!("{interface}.DeviceIndex");
    let template = template(&ec2, &[(&index, "0"), (&id, "eni-0123456789abcdef0")]);
    let message = "The launch template must not specify NetworkInterfaceId, which a Spot Fleet \
                   does not support.";
    let expected = ("InvalidSpotFleetRequestConfig".to_owned(), message.to_owned());
    assert_eq!(refused(&ec2, &templated(&template)), expected);
}

#[test]
fn a_hundred_are_cancelled_at_once() {
    let ec2 = Ec2::new();
    let ids: Vec<_> = (1..=101).map(|at| format!("SpotFleetRequestId.{at}")).collect();
    let mut form: Vec<_> = ids.iter().map(|name| (name.as_str(), "sfr-1")).collect();
    form.push(("TerminateInstances", "true"));
    let message = "Can't cancel more than 100 Spot Fleet requests in a single request.";
    let expected = ("InvalidParameterValue".to_owned(), message.to_owned());
    assert_eq!(ec2.refused("CancelSpotFleetRequests", &form), expected);
}

#[test]
fn specifications_are_of_what_there_can_be() {
    let ec2 = Ec2::new();
    let image = ("LaunchSpecifications.1.ImageId", "ami-notavalidamiid");
    let message = "Invalid value 'ami-notavalidamiid' for amiId";
    assert_eq!(refused(&ec2, &[image]), are("InvalidParameterValue", message));
    let tags = "LaunchSpecifications.1.TagSpecificationSet.1";
    let [kind, a, b] = ["ResourceType", "Tag.1.Key", "Tag.2.Key"].map(|it| format!("{tags}.{it}"));
    let [of_a, of_b] = ["Tag.1.Value", "Tag.2.Value"].map(|it| format!("{tags}.{it}"));
    for (keys, message) in [
        (["Name", "Name"], "Duplicate tag key 'Name' specified."),
        (["Name", "aws:b"], "Tag keys starting with 'aws:' are reserved for internal use"),
    ] {
        let form: [(&str, &str); 5] =
            [(&kind, "instance"), (&a, keys[0]), (&b, keys[1]), (&of_a, "a"), (&of_b, "b")];
        assert_eq!(refused(&ec2, &form), are("InvalidSpotFleetRequestConfig", message));
    }
    let message = "1 validation error detected: Value 'price-capacity-optimized' at \
                   'spotFleetRequestConfig.allocationStrategy' failed to satisfy constraint: \
                   Member must satisfy enum value set: [lowestPrice, diversified, \
                   capacityOptimized, capacityOptimizedPrioritized, priceCapacityOptimized]";
    let strategy = ("AllocationStrategy", "price-capacity-optimized");
    assert_eq!(refused(&ec2, &[strategy]), are("InvalidParameterValue", message));
    let kind = ("LaunchSpecifications.1.InstanceType", "g5g.xlarge");
    let form = form(&[kind]);
    let (code, message) = ec2.in_region("eu-west-3").refused("RequestSpotFleet", &borrowed(&form));
    let expected = "Invalid: (InstanceType: g5g.xlarge with Os: Linux/UNIX and EC2-VPC)";
    assert_eq!((&*code, &*message), ("InvalidSpotFleetRequestConfig", expected));
    // The code is of hashicorp/terraform-provider-aws#7740.
    let none = ("LaunchSpecifications.1.InstanceType", "t9.none");
    let message = "Invalid: (InstanceType: t9.none with Os: Linux/UNIX and EC2-VPC)";
    assert_eq!(refused(&ec2, &[none]), are("InvalidSpotFleetRequestConfig", message));
}

/// As reported for the history in boto/boto3#1336.
#[test]
fn an_id_of_another_form_is_refused_before_it_is_looked_up() {
    let ec2 = Ec2::new();
    let long = "Member must have length greater than or equal to 40";
    let made = "Member must satisfy regular expression pattern: ^sfr-[a-z0-9-]*";
    let value = |id: &str, constraint: &str| {
        format!("Value '{id}' at 'spotFleetRequestId' failed to satisfy constraint: {constraint}")
    };
    let both = "sir-pzegskqj";
    let short = "sfr-12a34b55";
    let other = "fleet-12a34b55-67cd-8ef9-ba9b-9208d0000000";
    let two = format!("2 validation errors detected: {}; {}", value(both, long), value(both, made));
    let start = ("StartTime", "2026-01-31T00:00:00Z");
    for (id, message) in [
        (both, two),
        (short, format!("1 validation error detected: {}", value(short, long))),
        (other, format!("1 validation error detected: {}", value(other, made))),
    ] {
        let id = ("SpotFleetRequestId", id);
        for (action, form) in [
            ("DescribeSpotFleetRequestHistory", &[id, start][..]),
            ("DescribeSpotFleetInstances", &[id]),
            ("ModifySpotFleetRequest", &[id, ("TargetCapacity", "1")]),
        ] {
            let refusal = ec2.refused(action, form);
            assert_eq!(refusal, ("InvalidParameterValue".to_owned(), message.clone()), "{action}");
        }
    }
    let unknown = "sfr-00000000-0000-0000-0000-000000000000";
    let refusal = ec2.refused("DescribeSpotFleetInstances", &[("SpotFleetRequestId", unknown)]);
    assert_eq!(refusal.0, "InvalidSpotFleetRequestId.NotFound");
}

//! Spot instances and burst credits.

use super::refusals::check;
use super::{found, launch_one, refused, shown};
use crate::support::Ec2;

const SPOT: (&str, &str) = ("InstanceMarketOptions.MarketType", "spot");

#[test]
fn a_price_below_any_market_is_refused() {
    let ec2 = Ec2::new();
    let (code, message) =
        refused(&ec2, &[SPOT, ("InstanceMarketOptions.SpotOptions.MaxPrice", "0.001")]);
    assert_eq!(code, "SpotMaxPriceTooLow");
    let wanted = "Your Spot request price of 0.001 is lower than the minimum required Spot \
                  request fulfillment price of 0.00";
    assert!(message.starts_with(wanted) && message.ends_with('.'), "{message}");
    assert!(found(&ec2, "instance-lifecycle", "spot").is_empty());
}

#[test]
fn a_spot_request_is_fulfilled_at_once() {
    let ec2 = Ec2::new();
    let tags = [
        SPOT,
        ("InstanceMarketOptions.SpotOptions.MaxPrice", "0.05"),
        ("TagSpecification.1.ResourceType", "spot-instances-request"),
        ("TagSpecification.1.Tag.1.Key", "a"),
        ("TagSpecification.1.Tag.1.Value", "b"),
    ];
    let id = launch_one(&ec2, &tags);
    let instance = shown(&ec2, &id);
    assert_eq!(instance.text("instanceLifecycle"), "spot");
    let request = instance.text("spotInstanceRequestId");
    assert!(request.starts_with("sir-") && request.len() == 12, "{request}");
    assert_eq!(found(&ec2, "instance-lifecycle", "spot"), [id.as_str()]);
    assert_eq!(found(&ec2, "spot-instance-request-id", request), [id.as_str()]);
    assert_eq!(refused(&ec2, &tags[2..]).0, "InvalidParameterValue");

    let (code, message) = ec2.refused("StopInstances", &[("InstanceId.1", &id)]);
    assert_eq!(code, "UnsupportedOperation");
    assert_eq!(
        message,
        format!(
            "You can't stop the Spot Instance '{id}' because it is associated with a one-time \
             Spot Instance request. You can only stop Spot Instances associated with persistent \
             Spot Instance requests."
        )
    );
    for (parameter, value, attribute) in [
        ("DisableApiTermination.Value", "true", "disableApiTermination"),
        ("DisableApiTermination.Value", "false", "disableApiTermination"),
        ("DisableApiStop.Value", "true", "disableApiStop"),
        ("InstanceType.Value", "t3.small", "instanceType"),
        ("InstanceInitiatedShutdownBehavior.Value", "stop", "instanceInitiatedShutdownBehavior"),
    ] {
        let change = [("InstanceId", id.as_str()), (parameter, value)];
        let (code, message) = ec2.refused("ModifyInstanceAttribute", &change);
        assert_eq!(code, "UnsupportedOperation");
        let expected = format!("Modifying '{attribute}' is not supported for spot instances.");
        assert_eq!(message, expected);
    }
    ec2.call("TerminateInstances", &[("InstanceId.1", &id)]);
}

#[test]
fn each_spot_instance_has_a_request_of_its_own() {
    let ec2 = Ec2::new();
    let form = super::form(&[SPOT, ("MinCount", "2"), ("MaxCount", "2")]);
    let launched = ec2.call("RunInstances", &form);
    let requests = launched.texts("instancesSet.item.spotInstanceRequestId");
    assert_ne!(requests[0], requests[1]);
}

#[test]
fn a_persistent_spot_instance_can_be_stopped() {
    let ec2 = Ec2::new();
    let id = launch_one(
        &ec2,
        &[
            SPOT,
            ("InstanceMarketOptions.SpotOptions.SpotInstanceType", "persistent"),
            ("InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior", "stop"),
            ("InstanceMarketOptions.SpotOptions.ValidUntil", "2026-12-31T00:00:00Z"),
        ],
    );
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    assert_eq!(shown(&ec2, &id).text("instanceState.name"), "stopped");
}

#[test]
fn a_spot_instance_that_can_hibernate_does_so() {
    let ec2 = Ec2::new();
    let kind = ("InstanceMarketOptions.SpotOptions.SpotInstanceType", "persistent");
    let disk = [
        ("InstanceType", "m5.large"),
        ("HibernationOptions.Configured", "true"),
        ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
        ("BlockDeviceMapping.1.Ebs.Encrypted", "true"),
    ];
    let hibernates =
        ("InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior", "hibernate");
    let (code, message) = refused(&ec2, &[SPOT, kind, hibernates, disk[0]]);
    assert_eq!(code, "UnsupportedHibernationConfiguration");
    assert_eq!(message, "For hibernation, the root device volume must be encrypted.");
    launch_one(&ec2, &[SPOT, kind, hibernates, disk[0], disk[2], disk[3]]);
    let id = launch_one(&ec2, &[&[SPOT, kind], &disk[..]].concat());
    let request = shown(&ec2, &id).text("spotInstanceRequestId").to_owned();
    let found = ec2.call("DescribeSpotInstanceRequests", &[("SpotInstanceRequestId.1", &request)]);
    let behaviour = "spotInstanceRequestSet.item.instanceInterruptionBehavior";
    assert_eq!(found.text(behaviour), "hibernate");
    let (code, message) = refused(&ec2, &[&[SPOT], &disk[..]].concat());
    assert_eq!(code, "InvalidParameterCombination");
    let expected = "The request with type 'one-time' is not supported when \
                    HibernationOptions.Configured is set to 'true'.";
    assert_eq!(message, expected);
    for other in ["stop", "terminate"] {
        let other = ("InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior", other);
        let (code, message) = refused(&ec2, &[&[SPOT, kind, other], &disk[..]].concat());
        assert_eq!(code, "InvalidParameterCombination");
        let expected = "The parameter instanceInterruptionBehavior must be set to 'hibernate' when \
                        hibernation is configured.";
        assert_eq!(message, expected);
    }
}

#[test]
fn spot_instances_of_a_launch_group_stay_together() {
    let ec2 = Ec2::new();
    let request = [
        ("Type", "persistent"),
        ("InstanceInterruptionBehavior", "stop"),
        ("LaunchGroup", "all"),
        ("LaunchSpecification.ImageId", super::IMAGE),
        ("LaunchSpecification.InstanceType", "t3.micro"),
    ];
    let made = ec2.call("RequestSpotInstances", &request);
    let id = made.text("spotInstanceRequestSet.item.instanceId");
    let (code, message) = ec2.refused("StopInstances", &[("InstanceId.1", id)]);
    assert_eq!(code, "UnsupportedOperation");
    let expected =
        format!("You can't stop the Spot Instance '{id}' because it is part of a launch group.");
    assert_eq!(message, expected);
}

#[test]
fn market_options_are_checked() {
    let ec2 = Ec2::new();
    let interruption = "InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior";
    let kind = "InstanceMarketOptions.SpotOptions.SpotInstanceType";
    let until = ("InstanceMarketOptions.SpotOptions.ValidUntil", "2026-12-31T00:00:00Z");
    let persistent = (kind, "persistent");
    let combination = "InvalidParameterCombination";
    let terminate = "The terminate InstanceInterruptionBehavior is not supported when requestType \
                     is set to persistent.";
    check(
        &ec2,
        &[
            (
                vec![SPOT, (interruption, "stop")],
                combination,
                "The request with type 'null' is not supported when \
                 instanceInterruptionBehavior is set to 'STOP'.",
            ),
            (
                vec![SPOT, (interruption, "stop"), (kind, "one-time")],
                combination,
                "The request with type 'one-time' is not supported when \
                 instanceInterruptionBehavior is set to 'STOP'.",
            ),
            (vec![SPOT, persistent], combination, terminate),
            (vec![SPOT, persistent, (interruption, "terminate")], combination, terminate),
            (
                vec![SPOT, until],
                combination,
                "The parameter validUntil cannot be specified when the SpotRequestType is set to \
                 'one-time'.",
            ),
            (vec![SPOT, until, ("DryRun", "true")], "DryRunOperation", DRY),
            (
                vec![SPOT, persistent, (interruption, "stop"), (until.0, "2026-01-01T00:00:00Z")],
                "InvalidParameterValue",
                "The parameter validUntil must be in the future.",
            ),
            (
                vec![SPOT, persistent, (interruption, "stop"), ("Placement.GroupName", "web")],
                combination,
                "The parameter GroupName within placement information cannot be specified when \
                 instanceInterruptionBehavior is set to 'STOP'",
            ),
            (
                vec![
                    SPOT,
                    persistent,
                    (interruption, "stop"),
                    ("Placement.AvailabilityZone", "us-east-1a"),
                    ("Placement.GroupName", ""),
                ],
                combination,
                "The parameter GroupName within placement information cannot be specified when \
                 instanceInterruptionBehavior is set to 'STOP'",
            ),
            (
                vec![
                    SPOT,
                    persistent,
                    (interruption, "stop"),
                    ("InstanceInitiatedShutdownBehavior", "terminate"),
                ],
                combination,
                "The request with instanceInitiatedShutdownBehavior 'terminate' is not supported \
                 when instanceInterruptionBehavior is set to 'stop'.",
            ),
        ],
    );
}

#[test]
fn options_are_for_spot_instances() {
    let ec2 = Ec2::new();
    let price = "InstanceMarketOptions.SpotOptions.MaxPrice";
    check(
        &ec2,
        &[
            (
                vec![SPOT, (price, "cheap")],
                "InvalidParameterValue",
                "Value (cheap) for parameter price is invalid. \
                 \"cheap\" is an invalid spot instance price",
            ),
            (
                vec![SPOT, (price, "0.0009")],
                "InvalidParameterValue",
                "Value (0.0009) for parameter price is invalid. \
                 \"0.0009\" is an invalid spot instance price",
            ),
            (
                vec![SPOT, ("InstanceMarketOptions.SpotOptions.BlockDurationMinutes", "60")],
                "InvalidParameterValue",
                "BlockDurationMinutes is not a valid parameter.",
            ),
            (
                vec![SPOT, ("DisableApiTermination", "true")],
                "UnsupportedOperation",
                "Termination protection is not supported for spot instances.",
            ),
            (
                vec![SPOT, ("DisableApiStop", "true")],
                "UnsupportedOperation",
                "Stop protection is not supported for spot instances.",
            ),
            (
                vec![("InstanceMarketOptions.MarketType", "capacity-block")],
                "InvalidParameterValue",
                "The market type (purchasing) option is not valid. Choose a different market type \
                 and try again",
            ),
            (
                vec![(price, "1")],
                "MissingParameter",
                "The request must contain the parameter MarketType.",
            ),
        ],
    );
}

const DRY: &str = "Request would have succeeded, but DryRun flag is set.";

fn credits(ec2: &Ec2, id: &str) -> String {
    let found = ec2.call("DescribeInstanceCreditSpecifications", &[("InstanceId.1", id)]);
    found.text("instanceCreditSpecificationSet.item.cpuCredits").to_owned()
}

#[test]
fn credits_follow_the_type() {
    let ec2 = Ec2::new();
    let t2 = launch_one(&ec2, &[("InstanceType", "t2.micro")]);
    let t3 = launch_one(&ec2, &[]);
    let set = launch_one(&ec2, &[("CreditSpecification.CpuCredits", "standard")]);
    assert_eq!(credits(&ec2, &t2), "standard");
    assert_eq!(credits(&ec2, &t3), "unlimited");
    assert_eq!(credits(&ec2, &set), "standard");
    let all = ec2.call("DescribeInstanceCreditSpecifications", &[]);
    assert_eq!(all.texts("instanceCreditSpecificationSet.item.instanceId"), [t3]);
    let wrong = [("InstanceType", "m5.large"), ("CreditSpecification.CpuCredits", "unlimited")];
    let (code, message) = refused(&ec2, &wrong);
    assert_eq!(code, "InstanceCreditSpecification.NotSupported");
    assert_eq!(message, "The m5.large instance type does not support T2 Unlimited.");
    let (code, message) = refused(&ec2, &[("CreditSpecification.CpuCredits", "some")]);
    assert_eq!(code, "InvalidCpuCredits");
    let expected =
        "The specified CpuCredit value is invalid. Valid values are standard and unlimited.";
    assert_eq!(message, expected);
}

#[test]
fn what_once_was_unlimited_stays_listed() {
    let ec2 = Ec2::new();
    let listed = |parameters: &[(&str, &str)]| {
        let found = ec2.call("DescribeInstanceCreditSpecifications", parameters);
        let text = |path| {
            let texts = found.texts(&format!("instanceCreditSpecificationSet.item.{path}"));
            texts.into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        (text("instanceId"), text("cpuCredits"))
    };
    let first = launch_one(&ec2, &[("InstanceType", "t2.micro")]);
    let second = launch_one(&ec2, &[]);
    assert_eq!(listed(&[]).0, [second.as_str()], "a t2 is standard");
    for credits in ["unlimited", "standard"] {
        let change = [
            ("InstanceCreditSpecification.1.InstanceId", first.as_str()),
            ("InstanceCreditSpecification.1.CpuCredits", credits),
        ];
        ec2.call("ModifyInstanceCreditSpecification", &change);
        let expected = vec![credits.to_owned(), "unlimited".into()];
        assert_eq!(listed(&[]), (vec![first.clone(), second.clone()], expected));
    }
    ec2.call("StopInstances", &[("InstanceId.1", &second)]);
    let other = [("InstanceId", second.as_str()), ("InstanceType.Value", "m5.large")];
    ec2.call("ModifyInstanceAttribute", &other);
    assert_eq!(listed(&[]).1, ["standard", "unlimited"]);
    let filter = [("Filter.1.Name", "instance-id"), ("Filter.1.Value.1", second.as_str())];
    assert_eq!(listed(&filter).0, [second.as_str()]);
    assert_eq!(credits(&ec2, &second), "unlimited");
}

#[test]
fn credits_are_changed_one_by_one() {
    let ec2 = Ec2::new();
    let t3 = launch_one(&ec2, &[]);
    let m5 = launch_one(&ec2, &[("InstanceType", "m5.large")]);
    let changed = ec2.call(
        "ModifyInstanceCreditSpecification",
        &[
            ("InstanceCreditSpecification.1.InstanceId", t3.as_str()),
            ("InstanceCreditSpecification.1.CpuCredits", "standard"),
            ("InstanceCreditSpecification.2.InstanceId", m5.as_str()),
            ("InstanceCreditSpecification.2.CpuCredits", "standard"),
            ("InstanceCreditSpecification.3.InstanceId", "i-0123456789abcdef0"),
            ("InstanceCreditSpecification.3.CpuCredits", "standard"),
        ],
    );
    let done = changed.texts("successfulInstanceCreditSpecificationSet.item.instanceId");
    assert_eq!(done, [t3.as_str()]);
    let codes = changed.texts("unsuccessfulInstanceCreditSpecificationSet.item.error.code");
    let expected = ["InstanceCreditSpecification.NotSupported", "InvalidInstanceID.NotFound"];
    assert_eq!(codes, expected);
    assert_eq!(credits(&ec2, &t3), "standard");
    assert_eq!(credits(&ec2, &m5), "standard", "a type without credits shows it, too");
    ec2.call("TerminateInstances", &[("InstanceId.1", &t3)]);
    let one = [
        ("InstanceCreditSpecification.1.InstanceId", t3.as_str()),
        ("InstanceCreditSpecification.1.CpuCredits", "unlimited"),
    ];
    ec2.call("ModifyInstanceCreditSpecification", &one);
    assert_eq!(credits(&ec2, &t3), "unlimited", "even then");
    let twice = [
        ("InstanceCreditSpecification.1.InstanceId", t3.as_str()),
        ("InstanceCreditSpecification.1.CpuCredits", "standard"),
        ("InstanceCreditSpecification.2.InstanceId", t3.as_str()),
        ("InstanceCreditSpecification.2.CpuCredits", "unlimited"),
    ];
    let (code, message) = ec2.refused("ModifyInstanceCreditSpecification", &twice);
    assert_eq!(code, "InvalidInstanceCreditSpecification.DuplicateInstanceId");
    assert_eq!(message, "The request may not contain duplicate instance IDs.");
}

#[test]
fn credits_are_told_of_in_words_of_their_own() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let null = ("InstanceId.1", "i-00000000000000000");
    for (parameters, code, message) in [
        (
            &[("InstanceId.1", id.as_str()), ("MaxResults", "5")][..],
            "InvalidParameterCombination",
            "The parameter InstanceIds cannot be used with the parameter MaxResults. Use one of \
             the parameters and try again.",
        ),
        (
            &[("Filter.1.Name", "cpu-credits"), ("Filter.1.Value.1", "standard")],
            "InvalidRequest",
            "The value ( cpu-credits ) for the parameter Filter is invalid. Change the value and \
             try again.",
        ),
        (
            &[("MaxResults", "4")],
            "InvalidRequest",
            "The value 4 for the maxResults parameter must be between 5 and 1000. Change the value \
             and try again.",
        ),
        (
            &[null],
            "InvalidInstanceID.Malformed",
            "Invalid ID: i-00000000000000000. Change the ID and try again.",
        ),
        (&[null, ("DryRun", "true")], "DryRunOperation", DRY),
    ] {
        let refused = ec2.refused("DescribeInstanceCreditSpecifications", parameters);
        assert_eq!(refused, (code.to_owned(), message.to_owned()));
    }
    let dry = ec2.refused("ModifyInstanceCreditSpecification", &[("DryRun", "true")]);
    assert_eq!(dry.0, "DryRunOperation");
}

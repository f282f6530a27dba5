use super::{are, create, created, described, form, history, states, template, types};
use crate::instances::{IMAGE, default_subnet, found, shown};
use crate::support::Ec2;

const INSTANT: (&str, &str) = ("Type", "instant");
const ON_DEMAND: (&str, &str) =
    ("TargetCapacitySpecification.DefaultTargetCapacityType", "on-demand");

#[test]
fn a_fleet_launches_all_at_once_and_answers_what() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let template = template(&ec2, &[]);
        let subnet = default_subnet(&ec2, "us-east-1b");
        let answer = create(
            &ec2,
            &template,
            &[
                INSTANT,
                ("TargetCapacitySpecification.TotalTargetCapacity", "3"),
                ("TargetCapacitySpecification.OnDemandTargetCapacity", "1"),
                ("LaunchTemplateConfigs.1.Overrides.1.InstanceType", "m5.large"),
                ("LaunchTemplateConfigs.1.Overrides.1.SubnetId", &subnet),
                ("LaunchTemplateConfigs.1.Overrides.1.AvailabilityZone", "us-east-1b"),
                ("LaunchTemplateConfigs.1.Overrides.1.ImageId", IMAGE),
                ("LaunchTemplateConfigs.1.Overrides.1.MaxPrice", "1.5"),
                ("TagSpecification.1.ResourceType", "fleet"),
                ("TagSpecification.1.Tag.1.Key", "a"),
                ("TagSpecification.1.Tag.1.Value", "of the fleet"),
                ("TagSpecification.2.ResourceType", "instance"),
                ("TagSpecification.2.Tag.1.Key", "a"),
                ("TagSpecification.2.Tag.1.Value", "of the instance"),
                ("TagSpecification.3.ResourceType", "volume"),
                ("TagSpecification.3.Tag.1.Key", "a"),
                ("TagSpecification.3.Tag.1.Value", "of the volume"),
            ],
        );
        let id = answer.text("fleetId");
        assert!(id.starts_with("fleet-") && id.len() == 42, "{id}");
        assert!(!answer.has("errorSet.item"), "{answer:?}");
        assert_eq!(types(&answer), [("m5.large", 1), ("m5.large", 2)]);
        let entries = answer.all_at("fleetInstanceSet.item");
        for (entry, lifecycle) in entries.iter().zip(["on-demand", "spot"]) {
            let used = entry.at("launchTemplateAndOverrides").unwrap();
            for (path, value) in [
                ("launchTemplateSpecification.launchTemplateId", template.as_str()),
                ("launchTemplateSpecification.version", "1"),
                ("overrides.instanceType", "m5.large"),
                ("overrides.subnetId", &subnet),
                ("overrides.availabilityZone", "us-east-1b"),
                ("overrides.imageId", IMAGE),
                ("overrides.maxPrice", "1.5"),
            ] {
                assert_eq!(used.text(path), value, "{path}");
            }
            assert_eq!(entry.text("lifecycle"), lifecycle);
            assert_eq!(entry.text("subnetId"), subnet);
            assert!(!entry.has("platform"));
            for instance in entry.texts("instanceIds.item") {
                let instance = shown(&ec2, instance);
                assert_eq!(instance.text("subnetId"), subnet);
                assert_eq!(instance.has("spotInstanceRequestId"), lifecycle == "spot");
                let tags: Vec<_> =
                    instance.all_at("tagSet.item").iter().map(|tag| tag.text("value")).collect();
                assert_eq!(tags, ["of the instance", id, &template, "1"]);
            }
        }
        assert_eq!(found(&ec2, "tag:aws:ec2:fleet-id", id).len(), 3);
        check_described(&ec2, id);
    }
}

fn check_described(ec2: &Ec2, id: &str) {
    let volumes = [("Filter.1.Name", "tag:a"), ("Filter.1.Value.1", "of the volume")];
    assert_eq!(ec2.call("DescribeVolumes", &volumes).all_at("volumeSet.item").len(), 3);

    assert_eq!(states(ec2, id), are("active", "fulfilled"));
    let fleet = described(ec2, id);
    assert_eq!(fleet.all_at("fleetInstanceSet.item").len(), 2);
    assert_eq!(fleet.text("fulfilledCapacity"), "3.0");
    assert_eq!(fleet.text("fulfilledOnDemandCapacity"), "1.0");
    assert_eq!(fleet.text("tagSet.item.value"), "of the fleet");
    assert_eq!(history(ec2, id), []);
    let all = ec2.call("DescribeFleets", &[]);
    assert!(!all.has("fleetSet.item"), "such fleets show by their ids");
    assert_eq!(
        ec2.refused("DescribeFleetInstances", &[("FleetId", id)]),
        (
            "Unsupported".to_owned(),
            format!(
                "Fleet {id} is instant fleet. Describe fleet instances is not supported by \
                 this type of fleet"
            )
        )
    );
}

#[test]
fn what_cannot_be_launched_is_an_error_of_its_pool() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let [here, there] = ["us-east-1a", "us-east-1b"].map(|zone| default_subnet(&ec2, zone));
    let answer = create(
        &ec2,
        &template,
        &[
            INSTANT,
            ON_DEMAND,
            ("LaunchTemplateConfigs.1.Overrides.1.InstanceType", "t3.nano"),
            ("LaunchTemplateConfigs.1.Overrides.1.SubnetId", &here),
            ("LaunchTemplateConfigs.1.Overrides.1.ImageId", "ami-00000000000000001"),
            ("LaunchTemplateConfigs.1.Overrides.2.InstanceType", "t3.micro"),
            ("LaunchTemplateConfigs.1.Overrides.2.SubnetId", "subnet-00000000000000001"),
            ("LaunchTemplateConfigs.1.Overrides.3.InstanceType", "t3.medium"),
            ("LaunchTemplateConfigs.1.Overrides.3.SubnetId", &there),
        ],
    );
    assert_eq!(types(&answer), [("t3.medium", 2)]);
    let errors = answer.all_at("errorSet.item");
    let expected = [
        (
            "t3.nano",
            "InvalidAMIID.NotFound",
            "The image id '[ami-00000000000000001]' does not exist",
        ),
        (
            "t3.micro",
            "InvalidSubnetID.NotFound",
            "The subnet ID 'subnet-00000000000000001' does not exist",
        ),
    ];
    assert_eq!(errors.len(), expected.len());
    for (error, (instance_type, code, message)) in errors.iter().zip(expected) {
        let used = error.at("launchTemplateAndOverrides").unwrap();
        assert_eq!(used.text("overrides.instanceType"), instance_type);
        assert_eq!(used.text("launchTemplateSpecification.launchTemplateId"), template);
        assert_eq!(error.text("lifecycle"), "on-demand");
        assert_eq!(error.text("errorCode"), code);
        assert_eq!(error.text("errorMessage"), message);
    }
    let fleet = described(&ec2, answer.text("fleetId"));
    assert_eq!(fleet.texts("errorSet.item.errorCode"), expected.map(|(_, code, _)| code));
    assert_eq!(fleet.text("activityStatus"), "fulfilled");
}

#[test]
fn types_that_a_zone_has_not_or_nobody_has_are_refused_alike() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let subnet = default_subnet(&ec2, "us-east-1e");
    for name in ["m7i.large", "m5.enormous"] {
        let answer = create(
            &ec2,
            &template,
            &[
                INSTANT,
                ("LaunchTemplateConfigs.1.Overrides.1.InstanceType", name),
                ("LaunchTemplateConfigs.1.Overrides.1.SubnetId", &subnet),
            ],
        );
        assert!(!answer.has("fleetInstanceSet.item"));
        assert_eq!(answer.text("errorSet.item.errorCode"), "InvalidFleetConfiguration");
        assert_eq!(
            answer.text("errorSet.item.errorMessage"),
            format!(
                "Your requested instance type ({name}) is not supported in your requested \
                 Availability Zone (us-east-1e)."
            )
        );
    }
}

#[test]
fn a_fleet_has_no_default_type() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[("LaunchTemplateData.InstanceType", "")]);
    let subnet = default_subnet(&ec2, "us-east-1a");
    let within = ("LaunchTemplateConfigs.1.Overrides.1.SubnetId", subnet.as_str());
    let answer = create(&ec2, &template, &[INSTANT, within]);
    assert_eq!(answer.text("errorSet.item.errorCode"), "InvalidFleetConfiguration");
    assert_eq!(
        answer.text("errorSet.item.errorMessage"),
        "Your requested instance type (null) is not supported in your requested Availability Zone \
         (us-east-1a)."
    );
}

/// As Packer launches what it builds an image of.
#[test]
fn a_template_of_a_spot_fleet_may_say_so_and_what_it_pays() {
    let ec2 = Ec2::new();
    let data = |name: &str| format!("LaunchTemplateData.InstanceMarketOptions.{name}");
    let (market, price) = (data("MarketType"), data("SpotOptions.MaxPrice"));
    let spot = template(&ec2, &[(&market, "spot"), (&price, "0.0001")]);
    let answer = create(&ec2, &spot, &[INSTANT]);
    assert_eq!(answer.texts("errorSet.item.errorCode"), ["SpotMaxPriceTooLow"]);
    let over = ("LaunchTemplateConfigs.1.Overrides.1.MaxPrice", "1");
    let answer = create(&ec2, &spot, &[INSTANT, over]);
    assert_eq!(answer.text("fleetInstanceSet.item.lifecycle"), "spot");
    let message = "The launch template must not specify InstanceMarketOptions, which the fleet \
                   decides on.";
    let refusal = ("InvalidFleetConfig".to_owned(), message.to_owned());
    let some = ("TargetCapacitySpecification.OnDemandTargetCapacity", "1");
    for other in [ON_DEMAND, some] {
        assert_eq!(ec2.refused("CreateFleet", &form(&spot, &[INSTANT, other])), refusal);
    }
    ec2.call("DeleteLaunchTemplate", &[("LaunchTemplateId", &spot)]);
    let interruption = data("SpotOptions.InstanceInterruptionBehavior");
    let stops = template(&ec2, &[(&market, "spot"), (&interruption, "stop")]);
    assert_eq!(ec2.refused("CreateFleet", &form(&stops, &[INSTANT])), refusal);
}

/// Three pools are tried, and no more.
#[test]
fn a_price_that_is_too_low_is_an_error_of_each_pool() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let parameter =
        |at: usize, name: &str| format!("LaunchTemplateConfigs.1.Overrides.{at}.{name}");
    let mut form = vec![("Type".to_owned(), "instant".to_owned())];
    for (at, kind) in ["m5.large", "m5.xlarge", "c5.large", "r5.large"].into_iter().enumerate() {
        form.push((parameter(at + 1, "InstanceType"), kind.to_owned()));
        form.push((parameter(at + 1, "MaxPrice"), "0.001".to_owned()));
    }
    let form: Vec<_> = form.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let answer = create(&ec2, &template, &form);
    assert!(!answer.has("fleetInstanceSet.item"));
    assert_eq!(
        answer.texts("errorSet.item.errorCode"),
        ["SpotMaxPriceTooLow", "SpotMaxPriceTooLow", "SpotMaxPriceTooLow", "UnfulfillableCapacity"]
    );
    let texts = answer.texts("errorSet.item.errorMessage");
    let price = texts[0].strip_prefix(
        "Your Spot request price of 0.001 is lower than the minimum required Spot request \
         fulfillment price of ",
    );
    let price: f64 = price.unwrap().trim_end_matches('.').parse().unwrap();
    assert!((0.01..0.09).contains(&price), "{price}");
    assert_eq!(
        texts[3],
        "Unable to fulfill capacity due to your request configuration. Please adjust your request \
         and try again."
    );
}

#[test]
fn quotas_and_addresses_end_where_a_launch_would_find_their_end() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let vpc = vpc.text("vpc.vpcId");
    let subnet = ec2.call("CreateSubnet", &[("VpcId", vpc), ("CidrBlock", "10.0.0.0/28")]);
    let subnet = subnet.text("subnet.subnetId");
    let answer = create(
        &ec2,
        &template,
        &[
            INSTANT,
            ("TargetCapacitySpecification.TotalTargetCapacity", "12"),
            ("LaunchTemplateConfigs.1.Overrides.1.SubnetId", subnet),
        ],
    );
    assert_eq!(types(&answer), [("t3.micro", 11)]);
    assert_eq!(answer.text("errorSet.item.errorCode"), "InsufficientFreeAddressesInSubnet");
}

/// Terraform's modules and Karpenter make templates with interfaces, and override their subnets.
#[test]
fn an_overriding_subnet_is_that_of_the_template_s_primary_interface() {
    let ec2 = Ec2::new();
    let subnet = default_subnet(&ec2, "us-east-1c");
    let template = template(
        &ec2,
        &[
            ("LaunchTemplateData.NetworkInterface.1.DeviceIndex", "0"),
            ("LaunchTemplateData.NetworkInterface.1.AssociatePublicIpAddress", "true"),
        ],
    );
    let answer = create(
        &ec2,
        &template,
        &[INSTANT, ("LaunchTemplateConfigs.1.Overrides.1.SubnetId", &subnet)],
    );
    let instance = shown(&ec2, answer.text("fleetInstanceSet.item.instanceIds.item"));
    assert_eq!(instance.text("subnetId"), subnet);
}

#[test]
fn tags_of_spot_requests_go_with_spot_instances() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let tag = [
        INSTANT,
        ("TagSpecification.1.ResourceType", "spot-instances-request"),
        ("TagSpecification.1.Tag.1.Key", "a"),
        ("TagSpecification.1.Tag.1.Value", "b"),
    ];
    create(&ec2, &template, &tag);
    let requests = ec2.call("DescribeSpotInstanceRequests", &[]);
    let requests = requests.all_at("spotInstanceRequestSet.item");
    assert_eq!(requests.len(), 2);
    assert!(requests.iter().all(|it| it.text("type") == "one-time" && it.has("tagSet.item")));
    // aws/karpenter-provider-aws#5850
    let answer = create(&ec2, &template, &[&tag[..], &[ON_DEMAND]].concat());
    assert_eq!(answer.text("errorSet.item.errorCode"), "InvalidParameterValue");
    assert_eq!(
        answer.text("errorSet.item.errorMessage"),
        "You cannot specify tags for Spot instances requests if there are no Spot instances \
         requests being created by the request."
    );
}

#[test]
fn a_dry_run_launches_nothing_and_a_token_launches_once() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let (code, _) = ec2.refused("CreateFleet", &form(&template, &[INSTANT, ("DryRun", "true")]));
    assert_eq!(code, "DryRunOperation");
    assert_eq!(found(&ec2, "instance-type", "t3.micro").len(), 0);
    let once = [INSTANT, ("ClientToken", "once")];
    let id = created(&ec2, &template, &once);
    assert_eq!(created(&ec2, &template, &once), id);
    assert_eq!(found(&ec2, "instance-type", "t3.micro").len(), 2);
    assert_eq!(described(&ec2, &id).text("clientToken"), "once");
    let (code, _) = ec2.refused("CreateFleet", &form(&template, &[ON_DEMAND, once[0], once[1]]));
    assert_eq!(code, "IdempotentParameterMismatch");
}

#[test]
fn one_is_deleted_with_its_instances() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let id = created(&ec2, &template, &[INSTANT]);
    let delete = |terminate: &str| {
        ec2.call("DeleteFleets", &[("FleetId.1", &id), ("TerminateInstances", terminate)])
    };
    let kept = delete("false");
    let item = kept.at("unsuccessfulFleetDeletionSet.item").unwrap();
    assert_eq!(item.text("fleetId"), id);
    assert_eq!(item.text("error.code"), "NoTerminateInstancesNotSupported");
    assert_eq!(
        item.text("error.message"),
        "NoTerminateInstances option is not supported for instant fleet"
    );
    let deleted = delete("true");
    let item = deleted.at("successfulFleetDeletionSet.item").unwrap();
    assert_eq!(item.text("previousFleetState"), "active");
    assert_eq!(item.text("currentFleetState"), "deleted_terminating");
    assert_eq!(found(&ec2, "instance-state-name", "terminated").len(), 2);
    assert_eq!(states(&ec2, &id).0, "deleted");
    let again = delete("true");
    let state = again.text("successfulFleetDeletionSet.item.currentFleetState");
    assert_eq!(state, "deleted_terminating");
}

#[test]
fn a_zone_without_capacity_is_an_error_of_its_pools() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let rule = r#"{ "error": "InsufficientInstanceCapacity", "zone": "us-east-1a" }"#;
    ec2.control("POST", "faults", rule);
    let [here, there] = ["us-east-1a", "us-east-1b"].map(|zone| default_subnet(&ec2, zone));
    let pools = [
        ("LaunchTemplateConfigs.1.Overrides.1.SubnetId", here.as_str()),
        ("LaunchTemplateConfigs.1.Overrides.2.SubnetId", &there),
        ("OnDemandOptions.AllocationStrategy", "prioritized"),
        INSTANT,
        ON_DEMAND,
    ];
    let answer = create(&ec2, &template, &pools);
    assert_eq!(types(&answer), [("t3.micro", 2)]);
    assert_eq!(answer.text("fleetInstanceSet.item.subnetId"), there);
    let error = answer.at("errorSet.item").unwrap();
    assert_eq!(error.text("errorCode"), "InsufficientInstanceCapacity");
    assert!(
        error.text("errorMessage").starts_with(
            "We currently do not have sufficient t3.micro capacity in the Availability Zone you \
             requested (us-east-1a)."
        ),
        "{error:?}"
    );
    assert_eq!(error.text("launchTemplateAndOverrides.overrides.subnetId"), here);
    // One that maintains its capacity waits for it.
    let id = created(&ec2, &template, &[pools[0]]);
    assert_eq!(states(&ec2, &id), are("active", "error"));
    ec2.control("DELETE", "faults", "");
    ec2.advance(60);
    assert_eq!(states(&ec2, &id), are("active", "fulfilled"));
}

#[test]
fn an_instant_fleet_is_not_modified_and_its_spot_instances_do_not_hibernate() {
    let ec2 = Ec2::new();
    let template = template(
        &ec2,
        &[
            ("LaunchTemplateData.InstanceType", "m5.large"),
            ("LaunchTemplateData.HibernationOptions.Configured", "true"),
            ("LaunchTemplateData.BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
            ("LaunchTemplateData.BlockDeviceMapping.1.Ebs.Encrypted", "true"),
        ],
    );
    let answer = create(&ec2, &template, &[INSTANT]);
    let error = answer.at("errorSet.item").unwrap();
    assert_eq!(error.text("errorCode"), "InvalidParameterCombination");
    assert_eq!(
        error.text("errorMessage"),
        "The request with type 'one-time' is not supported when HibernationOptions.Configured is \
         set to 'true'."
    );
    let fleet = created(&ec2, &template, &[INSTANT, ON_DEMAND]);
    let target = [("TargetCapacitySpecification.TotalTargetCapacity", "3")];
    let form: Vec<_> = target.into_iter().chain([("FleetId", fleet.as_str())]).collect();
    let (code, message) = ec2.refused("ModifyFleet", &form);
    assert_eq!(code, "Unsupported");
    assert_eq!(message, "Fleets of type 'instant' cannot be modified.");
}

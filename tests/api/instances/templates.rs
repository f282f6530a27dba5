//! Launches from launch templates, and templates' data from instances.

use crate::support::{Ec2, Xml};

const IMAGE: &str = "ami-0abcdef1234567890";

fn template(ec2: &Ec2, data: &[(&str, &str)]) -> String {
    let names: Vec<String> =
        data.iter().map(|(name, _)| format!("LaunchTemplateData.{name}")).collect();
    let mut parameters = vec![("LaunchTemplateName", "web")];
    parameters.extend(names.iter().zip(data).map(|(name, (_, value))| (name.as_str(), *value)));
    let answer = ec2.call("CreateLaunchTemplate", &parameters);
    answer.text("launchTemplate.launchTemplateId").to_owned()
}

fn launch(ec2: &Ec2, parameters: &[(&str, &str)]) -> Xml {
    let mut all = vec![("LaunchTemplate.LaunchTemplateName", "web")];
    all.extend(parameters);
    ec2.call("RunInstances", &all).at("instancesSet.item").unwrap().clone()
}

fn refused(ec2: &Ec2, parameters: &[(&str, &str)]) -> (String, String) {
    let mut all = vec![("LaunchTemplate.LaunchTemplateName", "web")];
    all.extend(parameters);
    ec2.refused("RunInstances", &all)
}

fn tags(of: &Xml) -> Vec<(&str, &str)> {
    of.all_at("tagSet.item").into_iter().map(|it| (it.text("key"), it.text("value"))).collect()
}

#[test]
fn a_template_says_all_of_a_launch() {
    let ec2 = Ec2::new();
    let id = template(
        &ec2,
        &[
            ("ImageId", IMAGE),
            ("InstanceType", "t3.small"),
            ("DisableApiTermination", "true"),
            ("InstanceInitiatedShutdownBehavior", "terminate"),
            ("Monitoring.Enabled", "true"),
            ("EbsOptimized", "true"),
            ("MetadataOptions.HttpTokens", "required"),
            ("IamInstanceProfile.Name", "web"),
            ("UserData", "aGVsbG8="),
            ("NetworkInterface.1.DeviceIndex", "0"),
            ("NetworkInterface.1.Description", "first"),
        ],
    );
    let made = launch(&ec2, &[]);
    assert_eq!(made.text("imageId"), IMAGE);
    assert_eq!(made.text("instanceType"), "t3.small");
    assert_eq!(made.text("monitoring.state"), "enabled");
    assert_eq!(made.text("ebsOptimized"), "true");
    assert_eq!(made.text("metadataOptions.httpTokens"), "required");
    assert!(made.text("iamInstanceProfile.arn").ends_with(":instance-profile/web"));
    assert_eq!(made.text("networkInterfaceSet.item.description"), "first");
    assert_eq!(
        tags(&made),
        [("aws:ec2launchtemplate:id", id.as_str()), ("aws:ec2launchtemplate:version", "1")]
    );
    let attribute = |name| {
        let asked = [("InstanceId", made.text("instanceId")), ("Attribute", name)];
        ec2.call("DescribeInstanceAttribute", &asked)
    };
    assert_eq!(attribute("userData").text("userData.value"), "aGVsbG8=");
    assert_eq!(attribute("disableApiTermination").text("disableApiTermination.value"), "true");
    let filter = [("Filter.1.Name", "tag:aws:ec2launchtemplate:id"), ("Filter.1.Value.1", &id)];
    let found = ec2.call("DescribeInstances", &filter);
    assert_eq!(found.all_at("reservationSet.item.instancesSet.item").len(), 1);
}

#[test]
fn the_request_overrides_its_template() {
    let ec2 = Ec2::new();
    template(
        &ec2,
        &[
            ("ImageId", IMAGE),
            ("InstanceType", "t3.small"),
            ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
            ("BlockDeviceMapping.1.Ebs.VolumeSize", "7"),
            ("BlockDeviceMapping.2.DeviceName", "/dev/sdg"),
            ("BlockDeviceMapping.2.Ebs.VolumeSize", "8"),
            ("TagSpecification.1.ResourceType", "instance"),
            ("TagSpecification.1.Tag.1.Key", "Name"),
            ("TagSpecification.1.Tag.1.Value", "template"),
            ("TagSpecification.1.Tag.2.Key", "Team"),
            ("TagSpecification.1.Tag.2.Value", "blue"),
            ("TagSpecification.2.ResourceType", "volume"),
            ("TagSpecification.2.Tag.1.Key", "Kind"),
            ("TagSpecification.2.Tag.1.Value", "disk"),
        ],
    );
    let made = launch(
        &ec2,
        &[
            ("InstanceType", "t3.large"),
            ("BlockDeviceMapping.1.DeviceName", "/dev/sdg"),
            ("BlockDeviceMapping.1.Ebs.VolumeSize", "9"),
            ("TagSpecification.1.ResourceType", "instance"),
            ("TagSpecification.1.Tag.1.Key", "Name"),
            ("TagSpecification.1.Tag.1.Value", "request"),
        ],
    );
    assert_eq!(made.text("instanceType"), "t3.large");
    assert_eq!(tags(&made)[..2], [("Name", "request"), ("Team", "blue")]);
    let volumes = ec2.call("DescribeVolumes", &[]);
    let mut disks: Vec<_> = volumes
        .all_at("volumeSet.item")
        .into_iter()
        .map(|it| (it.text("attachmentSet.item.device"), it.text("size")))
        .collect();
    disks.sort_unstable();
    assert_eq!(disks[..2], [("/dev/sdf", "7"), ("/dev/sdg", "9")]);
    for volume in volumes.all_at("volumeSet.item") {
        assert_eq!(tags(volume), [("Kind", "disk")]);
    }
}

#[test]
fn a_launch_takes_the_version_it_names() {
    let ec2 = Ec2::new();
    let id = template(&ec2, &[("ImageId", IMAGE), ("InstanceType", "t3.nano")]);
    let second = [
        ("LaunchTemplateId", id.as_str()),
        ("SourceVersion", "1"),
        ("LaunchTemplateData.InstanceType", "t3.micro"),
    ];
    ec2.call("CreateLaunchTemplateVersion", &second);
    for (version, expected, number) in [
        ("", "t3.nano", "1"),
        ("$Default", "t3.nano", "1"),
        ("$Latest", "t3.micro", "2"),
        ("2", "t3.micro", "2"),
    ] {
        let made = launch(&ec2, &[("LaunchTemplate.Version", version)]);
        assert_eq!(made.text("instanceType"), expected, "{version}");
        assert_eq!(tags(&made)[1], ("aws:ec2launchtemplate:version", number));
    }
    let (code, message) = refused(&ec2, &[("LaunchTemplate.Version", "3")]);
    assert_eq!(code, "InvalidLaunchTemplateId.VersionNotFound");
    assert!(message.contains("version 3") && message.contains(&id), "{message}");
    let by_id = |id| ec2.refused("RunInstances", &[("LaunchTemplate.LaunchTemplateId", id)]);
    let (code, message) = by_id("lt-0123456789abcdef0");
    assert_eq!(code, "InvalidLaunchTemplateId.NotFound");
    assert_eq!(
        message,
        "The specified launch template, with template ID lt-0123456789abcdef0, does not exist."
    );
    let both = [
        ("LaunchTemplate.LaunchTemplateId", id.as_str()),
        ("LaunchTemplate.LaunchTemplateName", "web"),
    ];
    let (code, message) = ec2.refused("RunInstances", &both);
    assert_eq!(code, "InvalidParameterCombination");
    let expected = "A launch template ID and a launch template name cannot be specified in the \
                    same request.";
    assert_eq!(message, expected);
    let malformed = [("LaunchTemplate.LaunchTemplateName", "a,b")];
    let (code, message) = ec2.refused("RunInstances", &malformed);
    assert_eq!(code, "InvalidLaunchTemplateName.Malformed");
    assert_eq!(message, crate::launch_templates::NAME_RULE);
    ec2.call("DeleteLaunchTemplate", &[("LaunchTemplateId", &id)]);
    assert_eq!(refused(&ec2, &[]).0, "InvalidLaunchTemplateName.NotFoundException");
    assert_eq!(
        ec2.refused("RunInstances", &[("LaunchTemplate.Version", "1")]).0,
        "MissingParameter"
    );
}

#[test]
fn what_a_template_leaves_out_is_asked_for() {
    let ec2 = Ec2::new();
    template(&ec2, &[("InstanceType", "t3.nano"), ("NetworkInterface.1.DeviceIndex", "0")]);
    assert_eq!(refused(&ec2, &[]).0, "MissingParameter");
    let subnets = ec2.call("DescribeSubnets", &[]);
    let subnet = subnets.text("subnetSet.item.subnetId");
    let (code, _) = refused(&ec2, &[("ImageId", IMAGE), ("SubnetId", subnet)]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(ec2.call("DescribeInstances", &[]).all_at("reservationSet.item").len(), 0);
}

const RESERVATION_GROUP: &str = "CapacityReservationSpecification.CapacityReservationTarget.\
                                 CapacityReservationResourceGroupArn";

#[test]
fn data_that_is_not_emulated_is_named_at_launch() {
    for (name, value) in [
        ("KernelId", "aki-12345678"),
        ("RamDiskId", "ari-12345678"),
        ("ElasticGpuSpecification.1.Type", "eg1.medium"),
        ("ElasticInferenceAccelerator.1.Type", "eia1.medium"),
        ("SecondaryInterface.1.DeviceIndex", "1"),
        ("Placement.HostResourceGroupArn", "arn:x"),
        ("Placement.SpreadDomain", "x"),
        (RESERVATION_GROUP, "arn:x"),
    ] {
        let ec2 = Ec2::new();
        template(&ec2, &[("ImageId", IMAGE), (name, value)]);
        let (code, message) = refused(&ec2, &[]);
        assert_eq!(code, "UnsupportedOperation", "{name}");
        let last = name.split('.').filter(|part| part.parse::<u32>().is_err());
        let last = last.take(2).collect::<Vec<_>>();
        assert!(message.contains(last[0]) && message.contains("launch template"), "{message}");
    }
    let ec2 = Ec2::new();
    let duration = "InstanceMarketOptions.SpotOptions.BlockDurationMinutes";
    template(&ec2, &[("ImageId", IMAGE), (duration, "60")]);
    let message = "BlockDurationMinutes is not a valid parameter.".to_owned();
    assert_eq!(refused(&ec2, &[]), ("InvalidParameterValue".to_owned(), message));
    let ec2 = Ec2::new();
    template(&ec2, &[("ImageId", "resolve:ssm:/aws/service/ami")]);
    let (code, message) = refused(&ec2, &[]);
    assert_eq!(code, "UnsupportedOperation");
    assert_eq!(
        message,
        "parlel-ec2 does not emulate the parameter /aws/service/ami of Systems Manager."
    );
    launch(&ec2, &[("ImageId", IMAGE), ("InstanceType", "t3.nano")]);
}

#[test]
fn types_chosen_by_requirements_are_for_fleets() {
    let ec2 = Ec2::new();
    let requirements = [
        ("ImageId", IMAGE),
        ("InstanceRequirements.VCpuCount.Min", "2"),
        ("InstanceRequirements.MemoryMiB.Min", "1024"),
    ];
    template(&ec2, &requirements);
    let (code, message) = refused(&ec2, &[]);
    assert_eq!(code, "UnsupportedOperation");
    assert!(message.contains("InstanceRequirements"), "{message}");
}

#[test]
fn a_token_launches_once_from_a_template() {
    let ec2 = Ec2::new();
    template(&ec2, &[("ImageId", IMAGE), ("InstanceType", "t3.nano")]);
    let first = launch(&ec2, &[("ClientToken", "once")]);
    let again = launch(&ec2, &[("ClientToken", "once")]);
    assert_eq!(first.text("instanceId"), again.text("instanceId"));
    assert_eq!(refused(&ec2, &[("DryRun", "true")]).0, "DryRunOperation");
}

#[test]
fn an_instance_gives_the_data_of_a_template() {
    let ec2 = Ec2::new();
    let request = [
        ("ImageId", IMAGE),
        ("InstanceType", "t3.micro"),
        ("MinCount", "1"),
        ("MaxCount", "1"),
        ("UserData", "aGVsbG8="),
        ("InstanceMarketOptions.MarketType", "spot"),
        ("TagSpecification.1.ResourceType", "instance"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "one"),
    ];
    let made = ec2.call("RunInstances", &request);
    let id = made.text("instancesSet.item.instanceId");
    let answer = ec2.call("GetLaunchTemplateData", &[("InstanceId", id)]);
    let data = answer.at("launchTemplateData").unwrap();
    assert_eq!(data.text("imageId"), IMAGE);
    assert_eq!(data.text("instanceType"), "t3.micro");
    assert_eq!(data.text("userData"), "aGVsbG8=");
    assert_eq!(data.text("creditSpecification.cpuCredits"), "unlimited");
    assert_eq!(data.text("instanceMarketOptions.marketType"), "spot");
    assert_eq!(data.text("placement.tenancy"), "default");
    assert_eq!(data.text("placement.availabilityZone"), "us-east-1a");
    assert!(!data.has("placement.availabilityZoneId"));
    assert_eq!(data.text("blockDeviceMappingSet.item.ebs.deleteOnTermination"), "true");
    assert_eq!(data.text("networkInterfaceSet.item.deviceIndex"), "0");
    assert_eq!(data.text("tagSpecificationSet.item.tagSet.item.value"), "one");
    let (code, _) = ec2.refused("GetLaunchTemplateData", &[("InstanceId", "i-0123456789abcdef0")]);
    assert_eq!(code, "InvalidInstanceID.NotFound");
}

#[test]
fn a_template_names_an_ebs_card() {
    let ec2 = Ec2::new();
    let device = "BlockDeviceMapping.1.DeviceName";
    let size = ("BlockDeviceMapping.1.Ebs.VolumeSize", "8");
    let card = ("BlockDeviceMapping.1.Ebs.EbsCardIndex", "1");
    template(&ec2, &[("ImageId", IMAGE), (device, "/dev/sdf"), size, card]);
    let launched = launch(&ec2, &[("InstanceType", "c8ib.96xlarge")]);
    let shown = crate::instances::shown(&ec2, launched.text("instanceId"));
    assert_eq!(shown.texts("blockDeviceMapping.item.ebs.ebsCardIndex"), ["0", "1"]);
    let (code, message) = refused(&ec2, &[("InstanceType", "m5.large")]);
    assert_eq!(code, "InvalidParameterValue");
    let words = "Value (1) for parameter ebsCardIndex is invalid. The instance type m5.large has \
                 no such EBS card.";
    assert_eq!(message, words);
}

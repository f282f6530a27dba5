//! RunInstances: counts, images, types, keys, user data, tags, tokens.

use super::{IMAGE, INSTANCE, found, launch, launch_one, refused, shown};
use crate::support::Ec2;
use parlel_ec2::Config;

#[test]
fn a_launch_answers_with_the_whole_instance() {
    let ec2 = Ec2::new();
    let launched = launch(&ec2, &[]);
    assert_eq!(launched.text("ownerId"), "000000000000");
    assert!(launched.text("reservationId").starts_with("r-0"));
    assert!(launched.has("groupSet"));
    let instance = launched.at("instancesSet.item").unwrap();
    for (path, value) in [
        ("imageId", IMAGE),
        ("instanceState.code", "16"),
        ("instanceState.name", "running"),
        ("reason", ""),
        ("amiLaunchIndex", "0"),
        ("instanceType", "t3.micro"),
        ("launchTime", "2026-01-31T12:00:00.000Z"),
        ("placement.groupName", ""),
        ("placement.tenancy", "default"),
        ("placement.availabilityZone", "us-east-1a"),
        ("monitoring.state", "disabled"),
        ("architecture", "x86_64"),
        ("rootDeviceType", "ebs"),
        ("rootDeviceName", "/dev/xvda"),
        ("virtualizationType", "hvm"),
        ("clientToken", ""),
        ("hypervisor", "xen"),
        ("ebsOptimized", "false"),
        ("enaSupport", "true"),
        ("sourceDestCheck", "true"),
        ("cpuOptions.coreCount", "1"),
        ("cpuOptions.threadsPerCore", "2"),
        ("capacityReservationSpecification.capacityReservationPreference", "open"),
        ("enclaveOptions.enabled", "false"),
        ("metadataOptions.state", "applied"),
        ("metadataOptions.httpTokens", "optional"),
        ("metadataOptions.httpPutResponseHopLimit", "1"),
        ("metadataOptions.httpEndpoint", "enabled"),
        ("metadataOptions.httpProtocolIpv6", "disabled"),
        ("metadataOptions.instanceMetadataTags", "disabled"),
        ("maintenanceOptions.autoRecovery", "default"),
        ("maintenanceOptions.rebootMigration", "default"),
        ("privateDnsNameOptions.hostnameType", "ip-name"),
        ("privateDnsNameOptions.enableResourceNameDnsARecord", "false"),
        ("operator.managed", "false"),
        ("groupSet.item.groupName", "default"),
        ("blockDeviceMapping.item.deviceName", "/dev/xvda"),
        ("blockDeviceMapping.item.ebs.status", "attached"),
        ("blockDeviceMapping.item.ebs.deleteOnTermination", "true"),
        ("networkInterfaceSet.item.status", "in-use"),
        ("networkInterfaceSet.item.attachment.deviceIndex", "0"),
        ("networkInterfaceSet.item.attachment.status", "attached"),
        ("networkInterfaceSet.item.attachment.deleteOnTermination", "true"),
        ("networkInterfaceSet.item.privateIpAddressesSet.item.primary", "true"),
        ("networkInterfaceSet.item.interfaceType", "interface"),
        ("networkInterfaceSet.item.association.ipOwnerId", "amazon"),
    ] {
        assert_eq!(instance.text(path), value, "{path}");
    }
    for absent in ["keyName", "platform", "iamInstanceProfile", "instanceLifecycle", "stateReason"]
    {
        assert!(!instance.has(absent), "{absent}");
    }
}

#[test]
fn addresses_have_names() {
    let ec2 = Ec2::new();
    let launched = launch(&ec2, &[]);
    let instance = launched.at("instancesSet.item").unwrap();
    let address = instance.text("privateIpAddress");
    let dashed = address.replace('.', "-");
    assert_eq!(instance.text("privateDnsName"), format!("ip-{dashed}.ec2.internal"));
    let public = instance.text("ipAddress").replace('.', "-");
    assert_eq!(instance.text("dnsName"), format!("ec2-{public}.compute-1.amazonaws.com"));
}

#[test]
fn names_outside_the_first_region_carry_the_region() {
    let ec2 = Ec2::new().in_region("eu-west-1");
    let instance = launch(&ec2, &[]);
    let instance = instance.at("instancesSet.item").unwrap();
    assert!(instance.text("privateDnsName").ends_with(".eu-west-1.compute.internal"));
    assert!(instance.text("dnsName").ends_with(".eu-west-1.compute.amazonaws.com"));
}

#[test]
fn several_instances_share_a_reservation() {
    let ec2 = Ec2::new();
    let launched = launch(&ec2, &[("MinCount", "2"), ("MaxCount", "3")]);
    assert_eq!(launched.texts("instancesSet.item.amiLaunchIndex"), ["0", "1", "2"]);
    let other = launch_one(&ec2, &[]);
    let all = ec2.call("DescribeInstances", &[]);
    assert_eq!(all.all_at("reservationSet.item").len(), 2);
    assert_eq!(all.all_at(INSTANCE).len(), 4);
    let mut addresses = all.texts(&format!("{INSTANCE}.privateIpAddress"));
    addresses.sort_unstable();
    addresses.dedup();
    assert_eq!(addresses.len(), 4);
    assert_eq!(found(&ec2, "reservation-id", launched.text("reservationId")).len(), 3);
    assert_eq!(found(&ec2, "launch-index", "2").len(), 1);
    assert!(found(&ec2, "instance-id", &other).contains(&other));
}

#[test]
fn counts_are_checked() {
    let ec2 = Ec2::new();
    let (code, message) = refused(&ec2, &[("MinCount", "3"), ("MaxCount", "2")]);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "Maximum instance count must not be smaller than minimum instance count";
    assert_eq!(message, expected);
    for (name, of, count) in
        [("MinCount", "Minimum", "0"), ("MaxCount", "Maximum", "0"), ("MaxCount", "Maximum", "-1")]
    {
        let (code, message) = refused(&ec2, &[(name, count)]);
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(message, format!("{of} instance count must be greater than zero"));
    }
    for (given, missing) in [("MaxCount", "MinCount"), ("MinCount", "MaxCount")] {
        let (code, message) = ec2.refused("RunInstances", &[("ImageId", IMAGE), (given, "1")]);
        assert_eq!(code, "MissingParameter");
        assert_eq!(message, format!("The request must contain the parameter {missing}"));
    }
}

#[test]
fn a_launch_stays_within_the_quota() {
    let ec2 = Ec2::with(Config { vcpu_limit: 8, ..Config::default() });
    let of = |count: &str, kind: &str| {
        let form =
            [("ImageId", IMAGE), ("InstanceType", kind), ("MinCount", "1"), ("MaxCount", count)];
        ec2.ask("RunInstances", &form)
    };
    let first = of("2", "t3.micro").unwrap();
    assert_eq!(of("9", "m5.large").unwrap().all_at("instancesSet.item").len(), 2);
    let refusal = of("1", "t3.micro").unwrap_err();
    assert_eq!(refusal.code, "VcpuLimitExceeded");
    assert_eq!(
        refusal.message,
        "You have requested more vCPU capacity than your current vCPU limit of 8 allows for the \
         instance bucket that the specified instance type belongs to. Please visit \
         http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit."
    );
    // Another bucket, another region; and what does not run does not count.
    of("1", "g4dn.xlarge").unwrap();
    let form =
        [("ImageId", IMAGE), ("InstanceType", "t3.micro"), ("MinCount", "4"), ("MaxCount", "9")];
    ec2.in_region("eu-west-1").call("RunInstances", &form);
    let ids = first.texts("instancesSet.item.instanceId");
    ec2.call("TerminateInstances", &[("InstanceId.1", ids[0])]);
    ec2.call("StopInstances", &[("InstanceId.1", ids[1])]);
    assert_eq!(of("9", "t3.micro").unwrap().all_at("instancesSet.item").len(), 2);
    let refusal = ec2.ask("StartInstances", &[("InstanceId.1", ids[1])]).unwrap_err();
    assert_eq!(refusal.code, "VcpuLimitExceeded");
    assert!(refusal.message.starts_with("You have requested more vCPU capacity"));
    let spot = |count| {
        let market = ("InstanceMarketOptions.MarketType", "spot");
        let form = [form[0], form[1], ("MinCount", count), ("MaxCount", count), market];
        ec2.ask("RunInstances", &form)
    };
    spot("4").unwrap();
    let refusal = spot("1").unwrap_err();
    assert_eq!(refusal.code, "MaxSpotInstanceCountExceeded");
    assert_eq!(refusal.message, "Max spot instance count exceeded");
}

#[test]
fn a_launch_takes_what_addresses_there_are() {
    let ec2 = Ec2::new();
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let vpc = vpc.text("vpc.vpcId");
    let subnet = [("VpcId", vpc), ("CidrBlock", "10.0.0.0/28")];
    let subnet = ec2.call("CreateSubnet", &subnet);
    let subnet = subnet.text("subnet.subnetId");
    let launched = launch(&ec2, &[("SubnetId", subnet), ("MinCount", "5"), ("MaxCount", "50")]);
    assert_eq!(launched.all_at("instancesSet.item").len(), 11);
    let (code, message) = refused(&ec2, &[("SubnetId", subnet)]);
    assert_eq!(code, "InsufficientFreeAddressesInSubnet");
    assert_eq!(
        message,
        format!(
            "There are not enough free addresses in subnet '{subnet}' to satisfy the requested \
             number of instances."
        )
    );
}

#[test]
fn an_image_is_needed_and_must_exist() {
    let ec2 = Ec2::new();
    let (code, _) = ec2.refused("RunInstances", &[("InstanceType", "t3.micro")]);
    assert_eq!(code, "MissingParameter");
    let (code, message) = refused(&ec2, &[("ImageId", "ami-00eb69d236edcfaf8")]);
    assert_eq!(code, "InvalidAMIID.NotFound");
    assert_eq!(message, "The image id '[ami-00eb69d236edcfaf8]' does not exist");
    let (code, message) = refused(&ec2, &[("ImageId", "ami-12345")]);
    assert_eq!(code, "InvalidAMIID.NotFound");
    assert_eq!(message, "The image id '[ami-12345]' does not exist");
    let null = "ami-00000000000000000";
    for id in ["", "nonsense", "ami-0ebf472962bc6715", null, "ami-1234567890abcdef0"] {
        let (code, message) = refused(&ec2, &[("ImageId", id)]);
        assert_eq!(code, "InvalidAMIID.Malformed");
        assert_eq!(message, format!("Invalid id: \"{id}\" (expecting \"ami-...\")"));
    }
    let (code, message) = refused(&ec2, &[("Placement.SpreadDomain", "one")]);
    assert_eq!(code, "UnknownParameter");
    assert_eq!(message, "The parameter SpreadDomain is not recognized");
}

#[test]
fn type_and_image_must_fit() {
    let ec2 = Ec2::new();
    let (code, message) = refused(&ec2, &[("InstanceType", "t99.huge")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Invalid value 't99.huge' for InstanceType.");
    let (code, message) = refused(&ec2, &[("InstanceType", "t3.micro"), ("KernelId", "")]);
    assert_eq!(code, "InvalidAMIID.Malformed");
    assert_eq!(message, "Invalid id: \"\" (expecting \"ami-...\")");
    let (code, message) = refused(&ec2, &[("InstanceType", "")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Invalid value '' for InstanceType.");
    let (code, message) = refused(&ec2, &[("InstanceType", "t4g.micro")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        "The architecture 'arm64' of the specified instance type does not match the architecture \
         'x86_64' of the specified AMI. Specify an instance type and an AMI that have matching \
         architectures, and try again. You can use 'describe-instance-types' or \
         'describe-images' to discover the architecture of the instance type or AMI."
    );
}

#[test]
fn without_a_type_it_is_an_m1_small() {
    let ec2 = Ec2::new();
    let launched = ec2.call("RunInstances", &[("ImageId", IMAGE)]);
    assert_eq!(launched.text("instancesSet.item.instanceType"), "m1.small");
    let data = [("LaunchTemplateName", "web"), ("LaunchTemplateData.ImageId", IMAGE)];
    ec2.call("CreateLaunchTemplate", &data);
    let form = [("LaunchTemplate.LaunchTemplateName", "web")];
    let launched = ec2.call("RunInstances", &form);
    assert_eq!(launched.text("instancesSet.item.instanceType"), "m1.small");
    let form = [("LaunchSpecification.ImageId", IMAGE)];
    let made = ec2.call("RequestSpotInstances", &form);
    let made = made.at("spotInstanceRequestSet.item").unwrap();
    assert_eq!(shown(&ec2, made.text("instanceId")).text("instanceType"), "m1.small");
    for kind in ["t1.micro", "m2.xlarge", "c1.medium"] {
        launch_one(&ec2, &[("InstanceType", kind), ("Placement.AvailabilityZone", "us-east-1a")]);
    }
}

#[test]
fn in_the_aws_lifecycle_a_launch_fills_in_step_by_step() {
    let ec2 = Ec2::with_aws_lifecycle();
    let launched = launch(&ec2, &[]);
    let first = launched.at("instancesSet.item").unwrap();
    let id = first.text("instanceId");
    let interface = || {
        let found = ec2.call("DescribeNetworkInterfaces", &[]);
        found.at("networkInterfaceSet.item").unwrap().clone()
    };
    assert_eq!(
        (first.text("instanceState.name"), first.text("stateReason.code")),
        ("pending", "pending")
    );
    assert_eq!(first.text("dnsName"), "");
    assert!(first.has("privateIpAddress") && first.text("privateDnsName").starts_with("ip-"));
    assert!(first.has("blockDeviceMapping") && !first.has("blockDeviceMapping.item"));
    for absent in ["ipAddress", "networkInterfaceSet.item.association", "sriovNetSupport"] {
        assert!(!first.has(absent), "{absent}");
    }
    assert!(!first.has("networkInterfaceSet.item.privateIpAddressesSet.item.association"));
    assert_eq!(first.text("networkInterfaceSet.item.attachment.status"), "attaching");
    assert!(first.has("tagSet") && !first.has("tagSet.item"));
    assert!(!interface().has("association") && !interface().has("requesterId"));
    ec2.advance(2);
    let second = shown(&ec2, id);
    assert_eq!(second.text("instanceState.name"), "pending");
    assert!(!second.has("stateReason"));
    assert!(second.has("ipAddress") && second.text("dnsName").starts_with("ec2-"));
    assert_eq!(second.text("blockDeviceMapping.item.ebs.status"), "attaching");
    assert!(second.has("networkInterfaceSet.item.association") && !second.has("tagSet"));
    assert!(interface().has("association"));
    ec2.advance(10);
    let last = shown(&ec2, id);
    assert_eq!(last.text("instanceState.name"), "running");
    assert_eq!(last.text("blockDeviceMapping.item.ebs.status"), "attached");
}

#[test]
fn a_key_pair_must_exist() {
    let ec2 = Ec2::new();
    let (code, message) = refused(&ec2, &[("KeyName", "mine")]);
    assert_eq!(code, "InvalidKeyPair.NotFound");
    assert_eq!(message, "The key pair 'mine' does not exist");
    let (code, message) = refused(&ec2, &[("KeyName", "")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Invalid value '' for keyPairNames. It should not be blank");
    let long = "k".repeat(256);
    let (code, message) = refused(&ec2, &[("KeyName", &long)]);
    assert_eq!(code, "InvalidParameterValue");
    let expected = format!("Value for parameter {long} is invalid. Length exceeds maximum of 255.");
    assert_eq!(message, expected);
    ec2.call("CreateKeyPair", &[("KeyName", "mine"), ("KeyType", "ed25519")]);
    let id = launch_one(&ec2, &[("KeyName", "mine")]);
    assert_eq!(shown(&ec2, &id).text("keyName"), "mine");
    assert_eq!(found(&ec2, "key-name", "m*"), [id]);
}

#[test]
fn user_data_is_base64_and_limited() {
    let ec2 = Ec2::new();
    let (code, message) = refused(&ec2, &[("UserData", "#!/bin/sh")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Invalid BASE64 encoding of user data");
    let long = "QUFB".repeat(5_462);
    let (code, message) = refused(&ec2, &[("UserData", &long)]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "User data is limited to 16384 bytes");
    let (code, message) = refused(&ec2, &[("UserData", &"QUFB".repeat(6_401))]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Encoded User data is limited to 25600 bytes");
    let (code, message) = refused(&ec2, &[("AdditionalInfo", "Testing this property")]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "Bad property set: [Testing this property]");
    let (code, message) = refused(&ec2, &[("MinCount", "1001"), ("MaxCount", "1001")]);
    assert_eq!(code, "ResourceCountExceeded");
    let expected =
        "You have exceeded the number of resources allowed in a single call of this type";
    assert_eq!(message, expected);
    let id = launch_one(&ec2, &[("UserData", "IyEvYmluL3No")]);
    let asked = [("InstanceId", id.as_str()), ("Attribute", "userData")];
    let attribute = ec2.call("DescribeInstanceAttribute", &asked);
    assert_eq!(attribute.text("userData.value"), "IyEvYmluL3No");
}

#[test]
fn tags_go_to_each_kind() {
    let ec2 = Ec2::new();
    let tag = |number: usize, kind: &'static str| {
        let of = format!("TagSpecification.{number}.");
        [
            (format!("{of}ResourceType"), kind),
            (format!("{of}Tag.1.Key"), "Kind"),
            (format!("{of}Tag.1.Value"), kind),
        ]
    };
    let tags: Vec<_> = ["instance", "volume", "network-interface"]
        .into_iter()
        .enumerate()
        .flat_map(|(at, kind)| tag(at + 1, kind))
        .collect();
    let tags: Vec<(&str, &str)> = tags.iter().map(|(key, value)| (key.as_str(), *value)).collect();
    let id = launch_one(&ec2, &tags);
    assert_eq!(shown(&ec2, &id).text("tagSet.item.value"), "instance");
    let volumes = ec2.call("DescribeVolumes", &[]);
    assert_eq!(volumes.text("volumeSet.item.tagSet.item.value"), "volume");
    let interfaces = ec2.call("DescribeNetworkInterfaces", &[]);
    assert_eq!(interfaces.text("networkInterfaceSet.item.tagSet.item.value"), "network-interface");
    assert_eq!(found(&ec2, "tag:Kind", "instance"), [id.as_str()]);
    assert_eq!(found(&ec2, "network-interface.tag-value", "network-interface"), [id.as_str()]);
    assert_eq!(found(&ec2, "network-interface.tag-key", "Kind"), [id]);

    let wrong = [
        ("TagSpecification.1.ResourceType", "vpc"),
        ("TagSpecification.1.Tag.1.Key", "a"),
        ("TagSpecification.1.Tag.1.Value", "b"),
    ];
    let (code, message) = refused(&ec2, &wrong);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "'vpc' is not a valid taggable resource type for this operation.";
    assert_eq!(message, expected);
    let gone = [("TagSpecification.1.ResourceType", "elastic-gpu"), wrong[1], wrong[2]];
    let (code, message) = refused(&ec2, &gone);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "You cannot specify tags for elastic GPUs if there are no elastic GPUs being \
                    created by the request.";
    assert_eq!(message, expected);
}

#[test]
fn a_token_of_a_terminated_instance_is_spent() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[("ClientToken", "once")]);
    assert_eq!(launch_one(&ec2, &[("ClientToken", "once")]), id);
    assert_eq!(shown(&ec2, &id).text("clientToken"), "once");
    assert_eq!(found(&ec2, "client-token", "once"), [id.as_str()]);
    ec2.call("TerminateInstances", &[("InstanceId.1", &id)]);
    let (code, message) = refused(&ec2, &[("ClientToken", "once")]);
    assert_eq!(code, "IdempotentInstanceTerminated");
    assert_eq!(
        message,
        "The client token you have provided is associated with a terminated instance. Please use \
         a different client token."
    );
}

#[test]
fn a_dry_run_launches_nothing() {
    let ec2 = Ec2::new();
    let refusal = refused(&ec2, &[("DryRun", "true"), ("MaxCount", "3"), ("MinCount", "3")]);
    assert_eq!(refusal.0, "DryRunOperation");
    assert_eq!(ec2.call("DescribeInstances", &[]).all_at(INSTANCE).len(), 0);
}

#[test]
fn what_is_not_emulated_is_named() {
    let ec2 = Ec2::new();
    for (name, value) in [
        ("Placement.HostResourceGroupArn", "arn:aws:resource-groups:x"),
        ("KernelId", "aki-12345678"),
        ("BlockDeviceMapping.1.Ebs.OutpostArn", "arn:aws:outposts:x"),
    ] {
        let (code, message) = refused(&ec2, &[(name, value)]);
        assert_eq!(code, "UnsupportedOperation", "{name}");
        assert!(message.starts_with("parlel-ec2 does not emulate the parameter"), "{message}");
    }
}

#[test]
fn a_public_parameter_stands_for_an_image() {
    let ec2 = Ec2::new();
    let parameter = "resolve:ssm:/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2";
    let launched = launch(&ec2, &[("ImageId", parameter)]);
    let image = launched.text("instancesSet.item.imageId").to_owned();
    let named = ec2.call("DescribeImages", &[("ImageId.1", &*image)]);
    assert!(named.text("imagesSet.item.name").starts_with("amzn2-ami-hvm-2.0"));
    let spot = [
        ("LaunchSpecification.ImageId", parameter),
        ("LaunchSpecification.InstanceType", "t3.micro"),
    ];
    let made = ec2.call("RequestSpotInstances", &spot);
    let made = made.at("spotInstanceRequestSet.item").unwrap();
    assert_eq!(made.text("launchSpecification.imageId"), image);
}

#[test]
fn licenses_and_memory_encryption_are_shown_as_asked_for() {
    let ec2 = Ec2::new();
    let arn = "arn:aws:license-manager:us-east-1:123456789012:license-configuration:\
               lic-0123456789abcdef0123456789abcdef";
    let form = [
        ("InstanceType", "m6a.large"),
        ("CpuOptions.AmdSevSnp", "enabled"),
        ("LicenseSpecification.1.LicenseConfigurationArn", arn),
    ];
    let id = launch_one(&ec2, &form);
    let instance = shown(&ec2, &id);
    assert_eq!(instance.text("cpuOptions.amdSevSnp"), "enabled");
    assert_eq!(instance.text("licenseSet.item.licenseConfigurationArn"), arn);
    let data = ec2.call("GetLaunchTemplateData", &[("InstanceId", &id)]);
    let data = data.at("launchTemplateData").unwrap();
    assert_eq!(data.text("cpuOptions.amdSevSnp"), "enabled");
    assert_eq!(data.text("licenseSet.item.licenseConfigurationArn"), arn);
    assert!(!shown(&ec2, &launch_one(&ec2, &[])).has("licenseSet"));

    let template = [
        ("LaunchTemplateName", "web"),
        ("LaunchTemplateData.ImageId", IMAGE),
        ("LaunchTemplateData.InstanceType", "m6a.large"),
        ("LaunchTemplateData.CpuOptions.AmdSevSnp", "disabled"),
        ("LaunchTemplateData.LicenseSpecification.1.LicenseConfigurationArn", arn),
    ];
    ec2.call("CreateLaunchTemplate", &template);
    let launched = ec2.call("RunInstances", &[("LaunchTemplate.LaunchTemplateName", "web")]);
    let instance = launched.at("instancesSet.item").unwrap();
    assert_eq!(instance.text("cpuOptions.amdSevSnp"), "disabled");
    assert_eq!(instance.text("licenseSet.item.licenseConfigurationArn"), arn);

    let (code, message) = refused(&ec2, &[form[1]]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The instance type 't3.micro' does not support AMD SEV-SNP.");
    let license = "LicenseSpecification.1.LicenseConfigurationArn";
    for wrong in ["web", "arn:aws:license-manager:us-east-1:1:license-configuration:lic-0"] {
        let (code, message) = refused(&ec2, &[(license, wrong)]);
        assert_eq!(code, "InvalidParameterValue");
        let reason = "Expecting the ARN of a license configuration.";
        let expected =
            format!("Value ({wrong}) for parameter licenseConfigurationArn is invalid. {reason}");
        assert_eq!(message, expected);
    }
}

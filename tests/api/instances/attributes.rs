//! DescribeInstanceAttribute, ModifyInstanceAttribute, ResetInstanceAttribute.

use super::{launch_one, shown};
use crate::support::Ec2;

#[track_caller]
fn attribute(ec2: &Ec2, id: &str, name: &str, path: &str) -> String {
    let asked = [("InstanceId", id), ("Attribute", name)];
    let answer = ec2.call("DescribeInstanceAttribute", &asked);
    assert_eq!(answer.text("instanceId"), id);
    answer.text(path).to_owned()
}

#[track_caller]
fn modify(ec2: &Ec2, id: &str, name: &str, value: &str) {
    ec2.call("ModifyInstanceAttribute", &[("InstanceId", id), (name, value)]);
}

#[track_caller]
fn refused(ec2: &Ec2, id: &str, form: &[(&str, &str)]) -> (String, String) {
    ec2.refused("ModifyInstanceAttribute", &[&[("InstanceId", id)], form].concat())
}

#[test]
fn each_attribute_is_told() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[("InstanceInitiatedShutdownBehavior", "terminate")]);
    for (name, path, value) in [
        ("instanceType", "instanceType.value", "t3.micro"),
        ("disableApiTermination", "disableApiTermination.value", "false"),
        ("disableApiStop", "disableApiStop.value", "false"),
        (
            "instanceInitiatedShutdownBehavior",
            "instanceInitiatedShutdownBehavior.value",
            "terminate",
        ),
        ("rootDeviceName", "rootDeviceName.value", "/dev/xvda"),
        ("blockDeviceMapping", "blockDeviceMapping.item.deviceName", "/dev/xvda"),
        ("sourceDestCheck", "sourceDestCheck.value", "true"),
        ("ebsOptimized", "ebsOptimized.value", "false"),
        ("enclaveOptions", "enclaveOptions.enabled", "false"),
        ("userData", "userData", ""),
        ("kernel", "kernel", ""),
        ("ramdisk", "ramdisk", ""),
        ("sriovNetSupport", "sriovNetSupport", ""),
        ("productCodes", "productCodes", ""),
    ] {
        assert_eq!(attribute(&ec2, &id, name, path), value, "{name}");
    }
    let group = attribute(&ec2, &id, "groupSet", "groupSet.item.groupId");
    assert_eq!(group, shown(&ec2, &id).text("groupSet.item.groupId"));
    // aws/aws-cli#4273
    for name in ["enaSupport", "colour"] {
        let form = [("InstanceId", id.as_str()), ("Attribute", name)];
        let message =
            format!("Value ({name}) for parameter attribute is invalid. Unknown attribute.");
        let refusal = ec2.refused("DescribeInstanceAttribute", &form);
        assert_eq!(refusal, ("InvalidParameterValue".to_owned(), message));
    }
}

#[test]
fn switches_turn_while_it_runs() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    for name in ["disableApiTermination", "disableApiStop", "sourceDestCheck"] {
        for value in ["false", "true"] {
            let capital = name[..1].to_uppercase() + &name[1..];
            modify(&ec2, &id, &format!("{capital}.Value"), value);
            assert_eq!(attribute(&ec2, &id, name, &format!("{name}.value")), value, "{name}");
            let old = [("InstanceId", id.as_str()), ("Attribute", name), ("Value", value)];
            ec2.call("ModifyInstanceAttribute", &old);
        }
    }
    modify(&ec2, &id, "InstanceInitiatedShutdownBehavior.Value", "terminate");
    let name = "instanceInitiatedShutdownBehavior";
    assert_eq!(attribute(&ec2, &id, name, &format!("{name}.value")), "terminate");
    let form = [("InstanceInitiatedShutdownBehavior.Value", "sleep")];
    let (code, message) = refused(&ec2, &id, &form);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "Value (sleep) for parameter instanceInitiatedShutdownBehavior is invalid. \
                    Expecting stop or terminate.";
    assert_eq!(message, expected);
    modify(&ec2, &id, "SourceDestCheck.Value", "false");
    assert_eq!(shown(&ec2, &id).text("sourceDestCheck"), "false");
    let reset = [("InstanceId", id.as_str()), ("Attribute", "sourceDestCheck")];
    ec2.call("ResetInstanceAttribute", &reset);
    assert_eq!(shown(&ec2, &id).text("sourceDestCheck"), "true");
}

#[test]
fn enhanced_networking_turns_on_while_it_is_stopped() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[("InstanceType", "m4.large")]);
    let simple = [("SriovNetSupport.Value", "simple")];
    // hashicorp/packer#2763
    let message = format!("The instance '{id}' is not in the 'stopped' state.");
    let running = refused(&ec2, &id, &simple);
    assert_eq!(running, ("IncorrectInstanceState".to_owned(), message));
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    let (code, message) = refused(&ec2, &id, &[("SriovNetSupport.Value", "complex")]);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "Value (complex) for parameter sriovNetSupport is invalid. Expecting simple.";
    assert_eq!(message, expected);
    modify(&ec2, &id, "SriovNetSupport.Value", "simple");
    let path = "sriovNetSupport.value";
    assert_eq!(attribute(&ec2, &id, "sriovNetSupport", path), "simple");
    let old = [("InstanceId", &*id), ("Attribute", "sriovNetSupport"), ("Value", "simple")];
    ec2.call("ModifyInstanceAttribute", &old);
}

#[test]
fn three_attributes_can_be_reset() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let reset = |attribute| {
        let form = [("InstanceId", id.as_str()), ("Attribute", attribute)];
        ec2.ask("ResetInstanceAttribute", &form)
    };
    for attribute in ["kernel", "ramdisk"] {
        let refusal = reset(attribute).unwrap_err();
        assert_eq!(refusal.code, "IncorrectInstanceState");
        assert_eq!(refusal.message, format!("The instance '{id}' is not in the 'stopped' state."));
    }
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    for attribute in ["kernel", "ramdisk"] {
        assert_eq!(reset(attribute).unwrap().text("return"), "true");
        assert_eq!(self::attribute(&ec2, &id, attribute, attribute), "");
    }
    let message = "Value (instanceType) for parameter attribute is invalid. Expecting kernel, \
                   ramdisk or sourceDestCheck.";
    for id in [id.as_str(), "i-0123456789abcdef0"] {
        let form = [("InstanceId", id), ("Attribute", "instanceType")];
        let refusal = ec2.refused("ResetInstanceAttribute", &form);
        assert_eq!(refusal, ("InvalidParameterValue".to_owned(), message.to_owned()));
    }
}

#[test]
fn a_type_must_be_one_that_the_region_has() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    let by_name = [("Attribute", "instanceType"), ("Value", "hpc6a.48xlarge")];
    for form in [&by_name[..], &[("InstanceType.Value", "hpc6a.48xlarge")]] {
        let expected = "The following supplied instance types do not exist: [hpc6a.48xlarge]";
        let refusal = refused(&ec2, &id, form);
        assert_eq!(refusal, ("InvalidParameterValue".to_owned(), expected.to_owned()));
    }
}

#[test]
fn a_type_must_suit_what_the_instance_has() {
    let ec2 = Ec2::new();
    let group = [("GroupName", "fast"), ("Strategy", "cluster")];
    ec2.call("CreatePlacementGroup", &group);
    let id = launch_one(
        &ec2,
        &[
            ("InstanceType", "m5.xlarge"),
            ("EnclaveOptions.Enabled", "true"),
            ("Placement.GroupName", "fast"),
            ("NetworkInterface.1.DeviceIndex", "0"),
            ("NetworkInterface.2.DeviceIndex", "1"),
            ("NetworkInterface.3.DeviceIndex", "2"),
            ("NetworkInterface.4.DeviceIndex", "3"),
        ],
    );
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    let change = |kind| refused(&ec2, &id, &[("InstanceType.Value", kind)]);
    let (code, message) = change("p4d.24xlarge");
    assert_eq!(code, "InvalidInstanceAttributeValue");
    let expected = "Modifying the instance type from m5.xlarge to p4d.24xlarge is not allowed.";
    assert_eq!(message, expected);
    let cluster = [("InstanceId", "ig-0123456789abc"), ("EbsOptimized.Value", "true")];
    let (code, message) = ec2.refused("ModifyInstanceAttribute", &cluster);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "Value (ig-0123456789abc) for parameter instanceId is invalid. Expected: \
                    'i-...'.";
    assert_eq!(message, expected);
    let (code, message) = change("not-a-real-type");
    assert_eq!(code, "InvalidParameterValue");
    let expected = "The following supplied instance types do not exist: [not-a-real-type]";
    assert_eq!(message, expected);
    let (code, message) = change("t3.small");
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The instance type 't3.small' does not support Nitro Enclaves.");
    modify(&ec2, &id, "EnclaveOptions.Enabled", "false");
    let (code, message) = change("t3.small");
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "Cluster placement groups are not supported by the 't3.small' instance type. Specify a \
         supported instance type or change the placement group strategy, and try again."
    );
    ec2.call("ModifyInstancePlacement", &[("InstanceId", &id), ("GroupName", "")]);
    let (code, message) = change("t3.small");
    assert_eq!(code, "AttachmentLimitExceeded");
    assert_eq!(message, "Interface count 4 exceeds the limit for t3.small");
    let (code, message) = change("m6g.xlarge");
    assert_eq!(code, "InvalidParameterValue");
    assert!(message.starts_with("The architecture 'arm64' of the specified instance type"));
    modify(&ec2, &id, "InstanceType.Value", "m5.2xlarge");
    assert_eq!(shown(&ec2, &id).text("instanceType"), "m5.2xlarge");
}

#[test]
fn a_type_must_suit_volumes_and_interfaces() {
    let ec2 = Ec2::new();
    let zone = "us-east-1a";
    let placed = ("Placement.AvailabilityZone", zone);
    let id = launch_one(&ec2, &[("InstanceType", "m7i.48xlarge"), placed]);
    let instance = shown(&ec2, &id);
    let interface = instance.text("networkInterfaceSet.item.networkInterfaceId");
    let express = |on| {
        let form = [("NetworkInterfaceId", interface), ("EnaSrdSpecification.EnaSrdEnabled", on)];
        ec2.call("ModifyNetworkInterfaceAttribute", &form);
    };
    express("true");
    // With the root volume, 28.
    for device in ('a'..='z').map(|letter| format!("/dev/xvdb{letter}")).chain(["/dev/sdf".into()])
    {
        let made = ec2.call("CreateVolume", &[("AvailabilityZone", zone), ("Size", "1")]);
        let volume = ("VolumeId", made.text("volumeId"));
        ec2.call("AttachVolume", &[volume, ("InstanceId", &id), ("Device", &device)]);
    }
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    let change = |kind| refused(&ec2, &id, &[("InstanceType.Value", kind)]);
    let (code, message) = change("m6i.large");
    assert_eq!(code, "AttachmentLimitExceeded");
    assert!(message.starts_with("You may attach up to 27 devices for this instance type."));
    let (code, message) = change("m7i.8xlarge");
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The instance type 'm7i.8xlarge' does not support ENA Express.");
    express("false");
    modify(&ec2, &id, "InstanceType.Value", "m7i.8xlarge");
    let many = ("SecondaryPrivateIpAddressCount", "12");
    ec2.call("AssignPrivateIpAddresses", &[("NetworkInterfaceId", interface), many]);
    let (code, message) = change("m7i.large");
    assert_eq!(code, "InvalidInterface.IpAddressLimitExceeded");
    assert!(message.ends_with(" exceeds the limit for m7i.large"), "{message}");
}

#[test]
fn a_type_must_suit_hibernation() {
    let ec2 = Ec2::new();
    let id = launch_one(
        &ec2,
        &[
            ("HibernationOptions.Configured", "true"),
            ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
            ("BlockDeviceMapping.1.Ebs.Encrypted", "true"),
        ],
    );
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    let (code, message) = refused(&ec2, &id, &[("InstanceType.Value", "p3dn.24xlarge")]);
    assert_eq!(code, "UnsupportedHibernationConfiguration");
    assert_eq!(message, "The instance type 'p3dn.24xlarge' does not support hibernation.");
}

#[test]
fn some_attributes_need_a_stopped_instance() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    for (name, value) in [
        ("InstanceType.Value", "t3.small"),
        ("UserData.Value", "IyEvYmluL3No"),
        ("EbsOptimized.Value", "true"),
        ("EnaSupport.Value", "true"),
        ("EnclaveOptions.Enabled", "false"),
    ] {
        let (code, message) = refused(&ec2, &id, &[(name, value)]);
        assert_eq!(code, "IncorrectInstanceState", "{name}");
        assert_eq!(message, format!("The instance '{id}' is not in the 'stopped' state."));
    }
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    modify(&ec2, &id, "InstanceType.Value", "m5.large");
    modify(&ec2, &id, "UserData.Value", "IyEvYmluL3No");
    modify(&ec2, &id, "EbsOptimized.Value", "true");
    let instance = shown(&ec2, &id);
    assert_eq!(instance.text("instanceType"), "m5.large");
    assert_eq!(instance.text("ebsOptimized"), "true");
    assert_eq!(attribute(&ec2, &id, "userData", "userData.value"), "IyEvYmluL3No");
    let (code, message) = refused(&ec2, &id, &[("InstanceType.Value", "m6g.large")]);
    assert_eq!(code, "InvalidParameterValue");
    assert!(message.starts_with("The architecture 'arm64'"), "{message}");
    for kind in ["m9.huge", ""] {
        let form = [("InstanceType.Value", kind)];
        assert_eq!(refused(&ec2, &id, &form).0, "InvalidParameterValue");
    }
    // Only its start finds out that a t2 cannot be EBS-optimized.
    modify(&ec2, &id, "InstanceType.Value", "t2.micro");
    let (code, message) = ec2.refused("StartInstances", &[("InstanceId.1", &id)]);
    assert_eq!(code, "Unsupported");
    assert_eq!(
        message,
        "The requested configuration is currently not supported. Please check the documentation \
         for supported configurations."
    );
    modify(&ec2, &id, "EbsOptimized.Value", "false");
    let (code, _) = refused(&ec2, &id, &[("EbsOptimized.Value", "true")]);
    assert_eq!(code, "Unsupported");
    modify(&ec2, &id, "EnaSupport.Value", "false");
    let (code, message) = refused(&ec2, &id, &[("InstanceType.Value", "m5.large")]);
    assert_eq!(code, "InvalidParameterCombination");
    assert!(message.contains("(ENA) is required for the 'm5.large'"), "{message}");
    ec2.call("StartInstances", &[("InstanceId.1", &id)]);
    assert_eq!(shown(&ec2, &id).text("instanceType"), "t2.micro");
}

#[test]
fn a_type_must_be_offered_where_the_instance_starts() {
    let ec2 = Ec2::new();
    let place = [("InstanceType", "m4.large"), ("Placement.AvailabilityZone", "us-east-1e")];
    let id = launch_one(&ec2, &place);
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    modify(&ec2, &id, "InstanceType.Value", "t3.micro");
    let (code, message) = ec2.refused("StartInstances", &[("InstanceId.1", &id)]);
    assert_eq!(code, "Unsupported");
    let expected = "Your requested instance type (t3.micro) is not supported in your requested \
                    Availability Zone (us-east-1e).";
    assert!(message.starts_with(expected), "{message}");
}

#[test]
fn one_attribute_a_request() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let two = [("DisableApiStop.Value", "true"), ("SourceDestCheck.Value", "true")];
    let (code, message) = refused(&ec2, &id, &two);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "Fields for multiple attribute types specified");
    let (code, message) = refused(&ec2, &id, &[]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "No attributes specified.");
    assert_eq!(refused(&ec2, &id, &[("Value", "true")]).0, "MissingParameter");
    let (code, message) = refused(&ec2, &id, &[("Attribute", "disableApiStop")]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter value");
    let both = [("Attribute", "disableApiStop"), ("Value", "True"), two[1]];
    assert_eq!(refused(&ec2, &id, &both).0, "InvalidParameterCombination");
    for (value, shown) in [("True", "true"), ("False", "false")] {
        let form = [("InstanceId", id.as_str()), both[0], ("Value", value)];
        ec2.call("ModifyInstanceAttribute", &form);
        assert_eq!(attribute(&ec2, &id, "disableApiStop", "disableApiStop.value"), shown);
    }
    let named = [("Attribute", "disableApiStop"), ("Value", "perhaps")];
    let (code, message) = refused(&ec2, &id, &named);
    assert_eq!(code, "InvalidParameterValue");
    let expected = "Value (perhaps) for parameter value is invalid. Expecting true or false.";
    assert_eq!(message, expected);
    let named = [("Attribute", "kernel"), ("Value", "aki-12345678")];
    let (code, message) = refused(&ec2, &id, &named);
    assert_eq!(code, "UnsupportedOperation");
    let expected = "parlel-ec2 does not emulate the attribute kernel by name and value.";
    assert_eq!(message, expected);
    assert_eq!(refused(&ec2, &id, &[("Kernel.Value", "aki-1")]).0, "UnsupportedOperation");
    let volume = [
        ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
        ("BlockDeviceMapping.1.Ebs.VolumeId", "vol-0123456789abcdef0"),
    ];
    let (code, message) = refused(&ec2, &id, &volume);
    assert_eq!(code, "UnsupportedOperation");
    let expected = "parlel-ec2 does not emulate attaching a volume by ModifyInstanceAttribute.";
    assert_eq!(message, expected);
    ec2.call("TerminateInstances", &[("InstanceId.1", &id)]);
    let (code, _) = refused(&ec2, &id, &[("DisableApiStop.Value", "true")]);
    assert_eq!(code, "IncorrectInstanceState");
    let (code, _) = refused(&ec2, "i-123456789", &[("DisableApiStop.Value", "true")]);
    assert_eq!(code, "InvalidInstanceID.Malformed");
}

#[test]
fn volumes_and_groups_change_through_the_instance() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let keep = [
        ("InstanceId", id.as_str()),
        ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
        ("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "false"),
    ];
    ec2.call("ModifyInstanceAttribute", &keep);
    let instance = shown(&ec2, &id);
    let deletes = "blockDeviceMapping.item.ebs.deleteOnTermination";
    assert_eq!(instance.text(deletes), "false");
    // Where nothing is said of it, it goes.
    let volume = instance.text("blockDeviceMapping.item.ebs.volumeId");
    let usual = [keep[0], keep[1], ("BlockDeviceMapping.1.Ebs.VolumeId", volume)];
    ec2.call("ModifyInstanceAttribute", &usual);
    assert_eq!(shown(&ec2, &id).text(deletes), "true");
    ec2.call("ModifyInstanceAttribute", &keep);
    let (code, message) = refused(
        &ec2,
        &id,
        &[
            ("BlockDeviceMapping.1.DeviceName", "/dev/sdz"),
            ("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "false"),
        ],
    );
    assert_eq!(code, "InvalidInstanceAttributeValue");
    assert_eq!(message, "No device is currently mapped at /dev/sdz");
    let vpc = instance.text("vpcId");
    let group = [("GroupName", "other"), ("GroupDescription", "other"), ("VpcId", vpc)];
    let group = ec2.call("CreateSecurityGroup", &group);
    let group = group.text("groupId");
    modify(&ec2, &id, "GroupId.1", group);
    assert_eq!(shown(&ec2, &id).texts("groupSet.item.groupId"), [group]);
    let unknown = [("GroupId.1", "sg-0123456789abcdef0")];
    assert_eq!(refused(&ec2, &id, &unknown).0, "InvalidGroup.NotFound");
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let vpc = vpc.text("vpc.vpcId");
    let elsewhere = [("GroupName", "far"), ("GroupDescription", "far"), ("VpcId", vpc)];
    let elsewhere = ec2.call("CreateSecurityGroup", &elsewhere);
    let form = [("GroupId.1", group), ("GroupId.2", elsewhere.text("groupId"))];
    let (code, message) = refused(&ec2, &id, &form);
    assert_eq!(code, "InvalidGroup.NotFound");
    let expected = "You have specified two resources that belong to different networks.";
    assert_eq!(message, expected);
    ec2.call("TerminateInstances", &[("InstanceId.1", &id)]);
    assert_eq!(ec2.call("DescribeVolumes", &[]).text("volumeSet.item.status"), "available");
}

#[test]
fn several_interfaces_have_attributes_of_their_own() {
    let ec2 = Ec2::new();
    let id = launch_one(
        &ec2,
        &[("NetworkInterface.1.DeviceIndex", "0"), ("NetworkInterface.2.DeviceIndex", "1")],
    );
    let message = format!(
        "There are multiple interfaces attached to instance '{id}'. Please specify an interface \
         ID for the operation instead."
    );
    let several = ("InvalidInstanceID".to_owned(), message);
    // Groups are not looked for.
    for change in [("SourceDestCheck.Value", "false"), ("GroupId.1", "sg-0")] {
        assert_eq!(refused(&ec2, &id, &[change]), several);
    }
    for attribute in ["sourceDestCheck", "groupSet"] {
        let form = [("InstanceId", id.as_str()), ("Attribute", attribute)];
        assert_eq!(ec2.refused("DescribeInstanceAttribute", &form), several);
    }
}

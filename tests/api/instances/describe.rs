//! DescribeInstances and DescribeInstanceStatus: filters, pages, ids.

use super::{IMAGE, INSTANCE, found, launch, launch_one, shown};
use crate::support::{Ec2, Xml};

#[test]
fn only_the_launch_shows_that_there_are_no_tags_and_leaves_out_what_is_told_later() {
    let ec2 = Ec2::new();
    let mut instance = launch(&ec2, &[]).at("instancesSet.item").unwrap().clone();
    assert!(instance.has("tagSet") && !instance.has("tagSet.item"));
    instance.children.retain(|member| member.name != "tagSet");
    let mut later = shown(&ec2, instance.text("instanceId"));
    for (member, path, value) in [
        ("hibernationOptions", "hibernationOptions.configured", "false"),
        ("platformDetails", "platformDetails", "Linux/UNIX"),
        ("usageOperation", "usageOperation", "RunInstances"),
        ("usageOperationUpdateTime", "usageOperationUpdateTime", "2026-01-31T12:00:00.000Z"),
        ("networkPerformanceOptions", "networkPerformanceOptions.bandwidthWeighting", "default"),
    ] {
        assert!(!instance.has(member), "{member}");
        assert_eq!(later.text(path), value, "{path}");
        later.children.retain(|it| it.name != member);
    }
    assert!(later.has("secondaryInterfaceSet") && !later.has("secondaryInterfaceSet.item"));
    assert_eq!(later.text("operator.hiddenByDefault"), "false");
    assert!(!instance.has("operator.hiddenByDefault"));
    let is_kept = |member: &Xml| !["operator", "secondaryInterfaceSet"].contains(&&*member.name);
    later.children.retain(is_kept);
    instance.children.retain(is_kept);
    assert_eq!(later, instance);
}

#[test]
fn pages_hold_every_instance_once() {
    let ec2 = Ec2::new();
    launch(&ec2, &[("MinCount", "7"), ("MaxCount", "7")]);
    launch(&ec2, &[("MinCount", "5"), ("MaxCount", "5")]);
    let mut seen = Vec::new();
    let mut token = String::new();
    loop {
        let page = [("MaxResults", "5"), ("NextToken", token.as_str())];
        let page = ec2.call("DescribeInstances", &page);
        let ids = page.texts(&format!("{INSTANCE}.instanceId"));
        assert!(ids.len() <= 5);
        seen.extend(ids.into_iter().map(str::to_owned));
        let Some(next) = page.at("nextToken") else { break };
        next.text.clone_into(&mut token);
    }
    assert_eq!(seen.len(), 12);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 12);
}

#[test]
fn pages_have_bounds_and_exclude_ids() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    for (action, ids) in
        [("DescribeInstances", "instancesSet"), ("DescribeInstanceStatus", "instanceIdsSet")]
    {
        let both = [("InstanceId.1", id.as_str()), ("MaxResults", "10")];
        let (code, message) = ec2.refused(action, &both);
        assert_eq!(code, "InvalidParameterCombination");
        let expected = format!("The parameter {ids} cannot be used with the parameter maxResults");
        assert_eq!(message, expected);
        assert_eq!(ec2.refused(action, &[("MaxResults", "2")]).0, "InvalidParameterValue");
        assert_eq!(ec2.refused(action, &[("NextToken", "x")]).0, "InvalidNextToken");
        ec2.call(action, &[("MaxResults", "5000")]);
    }
}

const NULL: &str = "i-00000000000000000";

#[test]
fn ids_are_checked() {
    let ec2 = Ec2::new();
    for action in ["DescribeInstances", "DescribeInstanceStatus"] {
        for form in [[("InstanceId.1", "")], [("InstanceId.9", "")]] {
            let (code, message) = ec2.refused(action, &form);
            assert_eq!(code, "MissingParameter");
            assert_eq!(message, "The request must contain the parameter InstanceId");
        }
        for id in [
            "i-",
            "instance",
            "i-123456789",
            "i-0123456789abcdeg0",
            "i-é23456789abcdef0",
            "i-1234567890abcdef0",
            NULL,
        ] {
            let (code, message) = ec2.refused(action, &[("InstanceId.1", id)]);
            assert_eq!(code, "InvalidInstanceID.Malformed", "{id}");
            assert_eq!(message, format!("Invalid id: \"{id}\""));
        }
        for id in ["i-0", "i-1234567", "i-12345678", "i-ABCDEF12", "i-00000000000000001"] {
            let (code, message) = ec2.refused(action, &[("InstanceId.1", id)]);
            assert_eq!(code, "InvalidInstanceID.NotFound");
            assert_eq!(message, format!("The instance ID '{id}' does not exist"));
        }
    }
}

#[test]
fn filters_compare_what_is_shown() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[("Monitoring.Enabled", "true")]);
    launch_one(&ec2, &[("InstanceType", "m5.large"), ("DisableApiStop", "true")]);
    let instance = shown(&ec2, &id);
    let text = |path: &str| instance.text(path).to_owned();
    for (name, value) in [
        ("instance-type", "t3.*".to_owned()),
        ("monitoring-state", "enabled".to_owned()),
        ("instance-id", id.clone()),
        ("ip-address", text("ipAddress")),
        ("dns-name", text("dnsName")),
        ("private-dns-name", text("privateDnsName")),
        ("private-ip-address", text("privateIpAddress")),
        ("block-device-mapping.volume-id", text("blockDeviceMapping.item.ebs.volumeId")),
        (
            "network-interface.network-interface-id",
            text("networkInterfaceSet.item.networkInterfaceId"),
        ),
        (
            "network-interface.attachment.attachment-id",
            text("networkInterfaceSet.item.attachment.attachmentId"),
        ),
        ("network-interface.attachment.instance-id", id.clone()),
        ("network-interface.mac-address", text("networkInterfaceSet.item.macAddress")),
        ("network-interface.addresses.association.public-ip", text("ipAddress")),
    ] {
        assert_eq!(found(&ec2, name, &value), [id.as_str()], "{name}");
    }
    for (name, value) in [
        ("owner-id", "000000000000"),
        ("architecture", "x86_64"),
        ("instance-state-name", "running"),
        ("instance-state-code", "16"),
        ("availability-zone", "us-east-1a"),
        ("root-device-type", "ebs"),
        ("virtualization-type", "hvm"),
        ("hypervisor", "xen"),
        ("image-id", super::IMAGE),
        ("tenancy", "default"),
        ("network-interface.requester-managed", "false"),
        ("network-interface.ipv6-native", "false"),
        ("network-interface.deny-all-igw-traffic", "false"),
        ("metadata-options.http-protocol-ipv4", "enabled"),
        ("metadata-options.http-tokens", "optional"),
        ("platform-details", "Linux*"),
    ] {
        assert_eq!(found(&ec2, name, value).len(), 2, "{name}");
    }
    for (name, value) in [
        ("owner-id", "111122223333"),
        ("requester-id", "*"),
        ("platform", "windows"),
        ("instance-lifecycle", "spot"),
        ("network-interface.outpost-arn", "*"),
        ("network-interface.requester-id", "*"),
        ("network-interface.association.allocation-id", "*"),
        ("network-interface.association.association-id", "*"),
        ("network-interface.addresses.association.allocation-id", "*"),
        ("network-interface.addresses.association.association-id", "*"),
        ("network-interface.tag-key", "*"),
    ] {
        assert!(found(&ec2, name, value).is_empty(), "{name}");
    }
    let unknown = [("Filter.1.Name", "colour"), ("Filter.1.Value.1", "red")];
    let (code, message) = ec2.refused("DescribeInstances", &unknown);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "The filter 'colour' is invalid");
}

#[test]
fn filters_lead_from_interfaces_to_instances() {
    let ec2 = Ec2::new();
    let (id, other) = (launch_one(&ec2, &[]), launch_one(&ec2, &[]));
    let address = ec2.call("AllocateAddress", &[]);
    let allocation = address.text("allocationId");
    let associate = [("AllocationId", allocation), ("InstanceId", id.as_str())];
    let association = ec2.call("AssociateAddress", &associate);
    let association = association.text("associationId");
    let instance = shown(&ec2, &id);
    let vpc = instance.text("vpcId");
    let group = [("GroupName", "web"), ("GroupDescription", "web"), ("VpcId", vpc)];
    let group = ec2.call("CreateSecurityGroup", &group);
    let group = group.text("groupId");
    ec2.call("ModifyInstanceAttribute", &[("InstanceId", &id), ("GroupId.1", group)]);
    for (name, value) in [
        ("network-interface.association.allocation-id", allocation),
        ("network-interface.addresses.association.allocation-id", allocation),
        ("network-interface.association.association-id", association),
        ("network-interface.addresses.association.association-id", association),
        ("instance.group-id", group),
        ("instance.group-name", "web"),
        ("network-interface.group-id", group),
        ("network-interface.group-name", "web"),
        ("network-interface.public-dns-name", instance.text("dnsName")),
        ("network-interface.association.public-dns-name", instance.text("dnsName")),
        ("network-interface.addresses.association.public-dns-name", instance.text("dnsName")),
        ("network-interface.private-dns-name", instance.text("privateDnsName")),
        ("network-interface.addresses.private-dns-name", instance.text("privateDnsName")),
    ] {
        assert_eq!(found(&ec2, name, value), [id.as_str()], "{name}");
        assert!(found(&ec2, name, "none").is_empty(), "{name}");
    }
    assert_eq!(found(&ec2, "instance.group-name", "default"), [other.as_str()]);
    assert_eq!(found(&ec2, "network-interface.group-name", "w*"), [id.as_str()]);
    ec2.call("TerminateInstances", &[("InstanceId.1", &id)]);
    assert!(found(&ec2, "instance.group-name", "web").is_empty());
}

#[test]
fn other_accounts_and_regions_see_nothing() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    for other in [ec2.in_region("eu-west-1"), ec2.as_account("111122223333")] {
        assert!(!other.call("DescribeInstances", &[]).has("reservationSet.item"));
        let (code, _) = other.refused("TerminateInstances", &[("InstanceId.1", &id)]);
        assert_eq!(code, "InvalidInstanceID.NotFound");
    }
}

#[test]
fn no_resources_are_managed() {
    let ec2 = Ec2::new();
    launch(&ec2, &[]);
    let managed = [("IncludeManagedResources", "true")];
    for (action, path) in [
        ("DescribeInstances", "reservationSet.item"),
        ("DescribeInstanceStatus", "instanceStatusSet.item"),
        ("DescribeVolumes", "volumeSet.item"),
        ("DescribeNetworkInterfaces", "networkInterfaceSet.item"),
    ] {
        let (plain, with_managed) = (ec2.call(action, &[]), ec2.call(action, &managed));
        assert!(plain.has(path), "{action}");
        assert_eq!(plain.at(path), with_managed.at(path), "{action}");
    }
}

#[test]
fn checks_pass_where_an_instance_runs() {
    let ec2 = Ec2::new();
    let running = launch_one(&ec2, &[]);
    let stopped = launch_one(&ec2, &[]);
    ec2.call("StopInstances", &[("InstanceId.1", &stopped)]);
    let statuses = ec2.call("DescribeInstanceStatus", &[]);
    let status = statuses.at("instanceStatusSet.item").unwrap();
    for (path, value) in [
        ("instanceId", running.as_str()),
        ("availabilityZone", "us-east-1a"),
        ("instanceState.name", "running"),
        ("instanceStatus.status", "ok"),
        ("instanceStatus.details.item.name", "reachability"),
        ("instanceStatus.details.item.status", "passed"),
        ("systemStatus.status", "ok"),
        ("attachedEbsStatus.status", "ok"),
        ("operator.managed", "false"),
    ] {
        assert_eq!(status.text(path), value, "{path}");
    }
    assert_eq!(statuses.all_at("instanceStatusSet.item").len(), 1);
    let all = ec2.call("DescribeInstanceStatus", &[("IncludeAllInstances", "true")]);
    let checks = all.texts("instanceStatusSet.item.instanceStatus.status");
    assert_eq!(checks, ["ok", "not-applicable"]);
    let one = [("InstanceId.1", stopped.as_str())];
    assert!(!ec2.call("DescribeInstanceStatus", &one).has("instanceStatusSet.item"));
    let one = [("InstanceId.1", stopped.as_str()), ("IncludeAllInstances", "true")];
    assert!(ec2.call("DescribeInstanceStatus", &one).has("instanceStatusSet.item"));
    for (name, value, count) in [
        ("instance-status.status", "ok", 1),
        ("instance-status.reachability", "passed", 1),
        ("system-status.reachability", "failed", 0),
        ("instance-state-name", "stopped", 1),
        ("availability-zone", "us-east-1a", 2),
        ("event.code", "*", 0),
    ] {
        let form =
            [("IncludeAllInstances", "true"), ("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeInstanceStatus", &form);
        assert_eq!(found.all_at("instanceStatusSet.item").len(), count, "{name}");
    }
}

#[test]
fn checks_are_told_of_a_hundred_instances_at_most() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let names: Vec<String> = (1..=101).map(|at| format!("InstanceId.{at}")).collect();
    let form: Vec<_> = names.iter().map(|name| (name.as_str(), id.as_str())).collect();
    ec2.call("DescribeInstanceStatus", &form[..100]);
    let (code, message) = ec2.refused("DescribeInstanceStatus", &form);
    assert_eq!(code, "InvalidRequest");
    assert_eq!(
        message,
        "101 exceeds the maximum number of instance IDs that can be specificied (100). Please \
         specify fewer than 100 instance IDs."
    );
}

#[test]
fn checks_take_a_while_after_a_start() {
    let ec2 = Ec2::with_aws_lifecycle();
    launch(&ec2, &[]);
    let status = || {
        let found = ec2.call("DescribeInstanceStatus", &[]);
        found.at("instanceStatusSet.item.instanceStatus.status").map(|it| it.text.clone())
    };
    assert_eq!(status(), None);
    ec2.advance(10);
    assert_eq!(status().as_deref(), Some("initializing"));
    ec2.advance(120);
    assert_eq!(status().as_deref(), Some("ok"));
}

#[test]
fn instances_are_described_with_their_images() {
    let ec2 = Ec2::new();
    let listed = "instanceImageMetadataSet.item";
    let id = launch_one(&ec2, &[]);
    let other = launch_one(&ec2, &[("InstanceType", "m5.large")]);
    let image = ec2.call("DescribeImages", &[("ImageId.1", IMAGE)]);
    let created = image.text("imagesSet.item.creationDate").to_owned();
    let all = ec2.call("DescribeInstanceImageMetadata", &[]);
    assert_eq!(all.texts(&format!("{listed}.instanceId")), [id.as_str(), other.as_str()]);
    let first = all.at(listed).unwrap();
    for (path, value) in [
        ("instanceType", "t3.micro"),
        ("instanceState.name", "running"),
        ("instanceOwnerId", "000000000000"),
        ("imageMetadata.imageId", IMAGE),
        ("imageMetadata.name", "parlel-amzn2-base"),
        ("imageMetadata.imageState", "available"),
        ("imageMetadata.isPublic", "false"),
        ("imageMetadata.creationDate", "2026-01-30T12:00:00Z"),
        ("imageMetadata.imageAllowed", "true"),
        ("imageMetadata.creationDate", &created.replace(".000Z", "Z")),
    ] {
        assert_eq!(first.text(path), value, "{path}");
    }
    let found = |name: &str, value: &str| {
        let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        ec2.call("DescribeInstanceImageMetadata", &filter).all_at(listed).len()
    };
    assert_eq!((found("instance-type", "m5.*"), found("owner-alias", "amazon")), (1, 0));
    let page = ec2.call("DescribeInstanceImageMetadata", &[("MaxResults", "1")]);
    assert_eq!(page.all_at(listed).len(), 1);
    let next = [("MaxResults", "1"), ("NextToken", page.text("nextToken"))];
    let next = ec2.call("DescribeInstanceImageMetadata", &next);
    assert_eq!(next.text(&format!("{listed}.instanceId")), other);
    ec2.call("DeregisterImage", &[("ImageId", IMAGE)]);
    let bare = ec2.call("DescribeInstanceImageMetadata", &[("InstanceId.1", &id)]);
    assert_eq!(bare.text(&format!("{listed}.imageMetadata.imageId")), IMAGE);
    assert!(!bare.has(&format!("{listed}.imageMetadata.name")));
    let both = [("InstanceId.1", id.as_str()), ("MaxResults", "5")];
    let found = ec2.call("DescribeInstanceImageMetadata", &both);
    assert_eq!(found.texts(&format!("{listed}.instanceId")), [&id]);
}

#[test]
fn a_running_instance_is_reported_on() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let report = |status: &str, id: &str| {
        let request = [("InstanceId.1", id), ("Status", status), ("ReasonCode.1", "other")];
        ec2.ask("ReportInstanceStatus", &request)
    };
    assert_eq!(report("impaired", &id).unwrap().text("return"), "true");
    assert_eq!(report("sad", &id).unwrap_err().code, "InvalidParameterValue");
    assert_eq!(report("ok", "i-0123456789abcdef0").unwrap_err().code, "InvalidInstanceID.NotFound");
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    let refusal = report("ok", &id).unwrap_err();
    assert_eq!(refusal.code, "IncorrectInstanceState");
    assert_eq!(refusal.message, format!("The instance '{id}' is not in the 'running' state."));
}

/// A list that is empty, as the SDK for Go sends it: teralytics/prometheus-ecs-discovery#11.
#[test]
fn an_empty_list_of_ids_lists_nothing() {
    let ec2 = Ec2::new();
    let (code, message) = ec2.refused("DescribeInstances", &[("InstanceId", "")]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter InstanceId");
}

//! What an account of today sees of what AWS retired, and of what it would need more than EC2 for.

use super::support::Ec2;

const UNAVAILABLE: &str = "The functionality you requested is not available in this region.";

/// A Describe of what an account has nothing of: its list, its parameter for ids, its code for
/// unknown ones and their noun, and a filter that it knows.
const EMPTY: [(&str, &str, &str, &str, &str, &str); 23] = [
    (
        "DescribeIpv6Pools",
        "ipv6PoolSet",
        "PoolId",
        "InvalidIpv6PoolID.NotFound",
        "IPv6 pool ID",
        "tag:Name",
    ),
    (
        "DescribeCoipPools",
        "coipPoolSet",
        "PoolId",
        "InvalidPoolID.NotFound",
        "pool ID",
        "coip-pool.pool-id",
    ),
    (
        "DescribeLocalGateways",
        "localGatewaySet",
        "LocalGatewayId",
        "InvalidLocalGatewayID.NotFound",
        "local gateway ID",
        "state",
    ),
    (
        "DescribeLocalGatewayRouteTables",
        "localGatewayRouteTableSet",
        "LocalGatewayRouteTableId",
        "InvalidLocalGatewayRouteTableID.NotFound",
        "local gateway route table ID",
        "outpost-arn",
    ),
    (
        "DescribeLocalGatewayRouteTableVpcAssociations",
        "localGatewayRouteTableVpcAssociationSet",
        "LocalGatewayRouteTableVpcAssociationId",
        "InvalidLocalGatewayRouteTableVpcAssociationID.NotFound",
        "local gateway route table VPC association ID",
        "vpc-id",
    ),
    (
        "DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociations",
        "localGatewayRouteTableVirtualInterfaceGroupAssociationSet",
        "LocalGatewayRouteTableVirtualInterfaceGroupAssociationId",
        "InvalidLocalGatewayRouteTableVirtualInterfaceGroupAssociationID.NotFound",
        "local gateway route table virtual interface group association ID",
        "local-gateway-route-table-virtual-interface-group-id",
    ),
    (
        "DescribeLocalGatewayVirtualInterfaceGroups",
        "localGatewayVirtualInterfaceGroupSet",
        "LocalGatewayVirtualInterfaceGroupId",
        "InvalidLocalGatewayVirtualInterfaceGroupID.NotFound",
        "local gateway virtual interface group ID",
        "local-gateway-virtual-interface-id",
    ),
    (
        "DescribeLocalGatewayVirtualInterfaces",
        "localGatewayVirtualInterfaceSet",
        "LocalGatewayVirtualInterfaceId",
        "InvalidLocalGatewayVirtualInterfaceID.NotFound",
        "local gateway virtual interface ID",
        "vlan",
    ),
    (
        "DescribeOutpostLags",
        "outpostLagSet",
        "OutpostLagId",
        "InvalidOutpostLagID.NotFound",
        "outpost LAG ID",
        "vlan",
    ),
    (
        "DescribeServiceLinkVirtualInterfaces",
        "serviceLinkVirtualInterfaceSet",
        "ServiceLinkVirtualInterfaceId",
        "InvalidServiceLinkVirtualInterfaceID.NotFound",
        "service link virtual interface ID",
        "state",
    ),
    (
        "DescribeMacModificationTasks",
        "macModificationTaskSet",
        "MacModificationTaskId",
        "InvalidMacModificationTaskID.NotFound",
        "Mac modification task ID",
        "mac-system-integrity-protection-configuration.sip-status",
    ),
    (
        "DescribeElasticGpus",
        "elasticGpuSet",
        "ElasticGpuId",
        "InvalidElasticGpuID.NotFound",
        "Elastic GPU ID",
        "elastic-gpu-health",
    ),
    (
        "DescribeBundleTasks",
        "bundleInstanceTasksSet",
        "BundleId",
        "InvalidBundleID.NotFound",
        "bundle task ID",
        "s3-bucket",
    ),
    (
        "DescribeScheduledInstances",
        "scheduledInstanceSet",
        "ScheduledInstanceId",
        "InvalidScheduledInstance",
        "scheduled instance ID",
        "platform",
    ),
    (
        "DescribeReservedInstances",
        "reservedInstancesSet",
        "ReservedInstancesId",
        "InvalidReservedInstancesId",
        "reserved instances ID",
        "scope",
    ),
    (
        "DescribeReservedInstancesModifications",
        "reservedInstancesModificationsSet",
        "ReservedInstancesModificationId",
        "InvalidReservedInstancesModificationId",
        "reserved instances modification ID",
        "modification-result.target-configuration.platform",
    ),
    (
        "DescribeCapacityReservationCancellationQuotes",
        "capacityReservationCancellationQuoteSet",
        "CapacityReservationCancellationQuoteId",
        "InvalidCapacityReservationCancellationQuoteId.NotFound",
        "Capacity Reservation cancellation quote ID",
        "",
    ),
    (
        "DescribeCapacityReservationDateChangeQuotes",
        "capacityReservationModificationQuoteSet",
        "CapacityReservationModificationQuoteId",
        "InvalidCapacityReservationModificationQuoteId.NotFound",
        "Capacity Reservation modification quote ID",
        "",
    ),
    (
        "DescribeDeclarativePoliciesReports",
        "reportSet",
        "ReportId",
        "InvalidDeclarativePoliciesReportId.NotFound",
        "report ID",
        "",
    ),
    ("DescribeFpgaImages", "fpgaImageSet", "", "", "", "shell-version"),
    ("DescribeByoipCidrs", "byoipCidrSet", "", "", "", ""),
    ("DescribeClassicLinkInstances", "instancesSet", "", "", "", "group-id"),
    ("DescribeMovingAddresses", "movingAddressStatusSet", "", "", "", "moving-status"),
];

/// What a request needs besides.
fn needed(action: &str) -> Vec<(&'static str, &'static str)> {
    match action {
        "DescribeByoipCidrs" => vec![("MaxResults", "5")],
        "DescribeFpgaImages" => vec![("Owner.1", "self")],
        _ => Vec::new(),
    }
}

#[test]
fn what_cannot_be_made_is_listed_as_nothing() {
    let ec2 = Ec2::new();
    for (action, list, parameter, code, noun, filter) in EMPTY {
        let found = ec2.call(action, &needed(action));
        assert!(found.has(list) && !found.has(&format!("{list}.item")), "{action}");
        if !parameter.is_empty() {
            let (one, two) = (format!("{parameter}.1"), format!("{parameter}.2"));
            let mut form = needed(action);
            form.push((&one, "x-1"));
            let message = format!("The {noun} 'x-1' does not exist");
            assert_eq!(ec2.refused(action, &form), (code.to_owned(), message), "{action}");
            form.push((&two, "x-2"));
            let message = format!("The {noun}s 'x-1, x-2' do not exist");
            assert_eq!(ec2.refused(action, &form), (code.to_owned(), message), "{action}");
        }
        let by = |name| [needed(action), vec![("Filter.1.Name", name), ("Filter.1.Value.1", "x")]];
        if !filter.is_empty() {
            assert!(!ec2.call(action, &by(filter).concat()).has(&format!("{list}.item")));
            let (code, message) = ec2.refused(action, &by("shoe-size").concat());
            assert_eq!(code, "InvalidParameterValue", "{action}");
            assert_eq!(message, "The filter 'shoe-size' is invalid");
        }
    }
    let tokens = [("MaxResults", "5"), ("NextToken", "none")];
    assert_eq!(ec2.refused("DescribeByoipCidrs", &tokens).0, "InvalidNextToken");
}

#[test]
fn nothing_is_for_sale() {
    let ec2 = Ec2::new();
    let action = "DescribeReservedInstancesListings";
    let found = ec2.call(action, &[("Filter.1.Name", "status"), ("Filter.1.Value.1", "active")]);
    assert!(found.has("reservedInstancesListingsSet"));
    assert!(!found.has("reservedInstancesListingsSet.item"));
    for (parameter, noun) in
        [("ReservedInstancesListingId", "listing ID"), ("ReservedInstancesId", "ID")]
    {
        let (code, message) = ec2.refused(action, &[(parameter, "x-1")]);
        assert_eq!(code, format!("Invalid{parameter}"));
        assert_eq!(message, format!("The reserved instances {noun} 'x-1' does not exist"));
    }
}

#[test]
fn every_id_is_long() {
    let ec2 = Ec2::new();
    let all = ec2.call("DescribeIdFormat", &[]);
    let kinds = all.texts("statusSet.item.resource");
    assert_eq!(kinds.len(), 31);
    assert!(all.texts("statusSet.item.useLongIds").iter().all(|long| *long == "true"));
    let one = ec2.call("DescribeIdFormat", &[("Resource", "instance")]);
    assert_eq!(one.texts("statusSet.item.resource"), ["instance"]);
    assert_eq!(one.text("statusSet.item.deadline"), "2016-12-15T00:00:00.000Z");
    let sum = ec2.call("DescribeAggregateIdFormat", &[]);
    assert_eq!(sum.text("useLongIdsAggregated"), "true");
    assert_eq!(sum.texts("statusSet.item.resource"), kinds);
    assert_eq!(sum.text("statusSet.item.deadline"), "2018-08-13T02:00:00.000Z");
    let role = ("PrincipalArn", "arn:aws:iam::000000000000:role/one");
    let of_role = ec2.call("DescribeIdentityIdFormat", &[role, ("Resource", "vpc")]);
    assert_eq!(of_role.texts("statusSet.item.resource"), ["vpc"]);
    assert_eq!(of_role.text("statusSet.item.deadline"), "2018-08-15T00:00:00.000Z");
    let principals = ec2.call("DescribePrincipalIdFormat", &[("Resource.1", "vpc")]);
    assert!(principals.has("principalSet") && !principals.has("principalSet.item"));
    for kind in ["vpc", "all-current"] {
        let form = [("Resource", kind), ("UseLongIds", "true")];
        ec2.call("ModifyIdFormat", &form);
        ec2.call("ModifyIdentityIdFormat", &[form[0], form[1], role]);
        ec2.call("ModifyIdentityIdFormat", &[form[0], form[1], ("PrincipalArn", "all")]);
    }
    let bad = |parameter: &str, value: &str, reason: &str| {
        let message = format!("Value ({value}) for parameter {parameter} is invalid. {reason}");
        ("InvalidParameterValue".to_owned(), message)
    };
    let message = "The resource type 'shoe' is not supported.";
    let unknown = ("InvalidResourceType.Unknown".to_owned(), message.to_owned());
    let shoe = ("Resource", "shoe");
    assert_eq!(ec2.refused("DescribeIdFormat", &[shoe]), unknown);
    assert_eq!(ec2.refused("DescribeIdentityIdFormat", &[shoe, role]), unknown);
    assert_eq!(ec2.refused("DescribePrincipalIdFormat", &[("Resource.1", "shoe")]), unknown);
    assert_eq!(ec2.refused("ModifyIdFormat", &[shoe, ("UseLongIds", "true")]), unknown);
    let short = [("Resource", "vpc"), ("UseLongIds", "false")];
    let passed = bad("useLongIds", "false", "The deadline has passed; IDs of this kind are long.");
    assert_eq!(ec2.refused("ModifyIdFormat", &short), passed);
    assert_eq!(ec2.refused("ModifyIdentityIdFormat", &[short[0], short[1], role]), passed);
    for arn in ["me", "arn:aws:iam::000000000000:user/", "arn:aws:s3:::bucket"] {
        let (code, message) = ec2.refused("DescribeIdentityIdFormat", &[("PrincipalArn", arn)]);
        assert_eq!(code, "InvalidTargetArn.Unknown");
        let expected =
            format!("'{arn}' is not the ARN of an IAM user, an IAM role or the root user.");
        assert_eq!(message, expected);
    }
}

#[test]
fn no_vpc_is_linked_with_classic() {
    let ec2 = Ec2::new();
    let vpcs = ec2.call("DescribeVpcs", &[]);
    let vpc = vpcs.text("vpcSet.item.vpcId");
    ec2.call("CreateTags", &[("ResourceId.1", vpc), ("Tag.1.Key", "Name"), ("Tag.1.Value", "v")]);
    let other = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let other = other.text("vpc.vpcId");
    let found = ec2.call("DescribeVpcClassicLink", &[("VpcId.1", vpc)]);
    let found = found.at("vpcSet.item").unwrap();
    assert_eq!((found.text("vpcId"), found.text("classicLinkEnabled")), (vpc, "false"));
    assert_eq!(found.text("tagSet.item.value"), "v");
    for (name, value, count) in [
        ("is-classic-link-enabled", "false", 2),
        ("is-classic-link-enabled", "true", 0),
        ("tag:Name", "v", 1),
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeVpcClassicLink", &form);
        assert_eq!(found.all_at("vpcSet.item").len(), count, "{name}");
    }
    let unknown = [("VpcId.1", "vpc-0123456789abcdef0")];
    assert_eq!(ec2.refused("DescribeVpcClassicLink", &unknown).0, "InvalidVpcID.NotFound");
    let found = ec2.call("DescribeVpcClassicLinkDnsSupport", &[("VpcIds.1", other)]);
    assert_eq!(found.texts("vpcs.item.classicLinkDnsSupported"), ["false"]);
    assert_eq!(ec2.call("DescribeVpcClassicLinkDnsSupport", &[]).all_at("vpcs.item").len(), 2);
    let newer = ec2.in_region("eu-central-1");
    let refusal = ("UnsupportedOperation".to_owned(), UNAVAILABLE.to_owned());
    for action in [
        "DescribeVpcClassicLink",
        "DescribeVpcClassicLinkDnsSupport",
        "DescribeClassicLinkInstances",
        "DescribeMovingAddresses",
    ] {
        assert_eq!(newer.refused(action, &[]), refusal, "{action}");
    }
}

#[test]
fn nothing_moves_to_or_from_classic() {
    let ec2 = Ec2::new();
    let refusal = ("UnsupportedOperation".to_owned(), UNAVAILABLE.to_owned());
    let vpcs = ec2.call("DescribeVpcs", &[]);
    let by_vpc = ("VpcId", vpcs.text("vpcSet.item.vpcId"));
    let unknown = ("VpcId", "vpc-0123456789abcdef0");
    for action in [
        "EnableVpcClassicLink",
        "DisableVpcClassicLink",
        "EnableVpcClassicLinkDnsSupport",
        "DisableVpcClassicLinkDnsSupport",
    ] {
        assert_eq!(ec2.refused(action, &[by_vpc]), refusal, "{action}");
        assert_eq!(ec2.refused(action, &[unknown]).0, "InvalidVpcID.NotFound", "{action}");
    }
    let form = [
        ("ImageId", "ami-0abcdef1234567890"),
        ("InstanceType", "t3.micro"),
        ("MinCount", "1"),
        ("MaxCount", "1"),
    ];
    let made = ec2.call("RunInstances", &form);
    let made = made.at("instancesSet.item").unwrap();
    let by_instance = ("InstanceId", made.text("instanceId"));
    let groups = ("SecurityGroupId.1", made.text("groupSet.item.groupId"));
    assert_eq!(ec2.refused("AttachClassicLinkVpc", &[by_vpc, by_instance, groups]), refusal);
    assert_eq!(ec2.refused("DetachClassicLinkVpc", &[by_vpc, by_instance]), refusal);
    let none = ("InstanceId", "i-0123456789abcdef0");
    assert_eq!(
        ec2.refused("DetachClassicLinkVpc", &[by_vpc, none]).0,
        "InvalidInstanceID.NotFound"
    );
    let linked = [("InstanceId.1", by_instance.1)];
    assert!(!ec2.call("DescribeClassicLinkInstances", &linked).has("instancesSet.item"));
    let address = ec2.call("AllocateAddress", &[]);
    let by_address = ("PublicIp", address.text("publicIp"));
    for action in ["MoveAddressToVpc", "RestoreAddressToClassic"] {
        assert_eq!(ec2.refused(action, &[by_address]), refusal, "{action}");
        let (code, message) = ec2.refused(action, &[("PublicIp", "192.0.2.1")]);
        assert_eq!(code, "InvalidAddress.NotFound");
        assert_eq!(message, "Address '192.0.2.1' not found.");
    }
    let moving = ec2.call("DescribeMovingAddresses", &[("PublicIp.1", by_address.1)]);
    assert!(!moving.has("movingAddressStatusSet.item"));
    let unknown = [("PublicIp.1", "192.0.2.1")];
    assert_eq!(ec2.refused("DescribeMovingAddresses", &unknown).0, "InvalidAddress.NotFound");
}

//! The quotas of a new account, which hold with `--quotas default`.

mod computing;

use super::instances::launch_one;
use super::support::Ec2;
use parlel_ec2::{Config, LifecycleArg, QuotasArg};

fn new_account() -> Ec2 {
    Ec2::with(Config { quotas: QuotasArg::Default, ..Config::default() })
}

/// Asks until it is refused: how often it was not, the code and the message.
fn until_refused(
    mut ask: impl FnMut(u32) -> Result<(), (String, String)>,
) -> (u32, String, String) {
    for count in 0..=6_000 {
        if let Err((code, message)) = ask(count) {
            return (count, code, message);
        }
    }
    panic!("it is never refused")
}

fn ask(ec2: &Ec2, action: &str, form: &[(&str, &str)]) -> Result<(), (String, String)> {
    ec2.ask(action, form).map(|_| ()).map_err(|error| (error.code, error.message))
}

/// An operation, how often a new account can do it in a region, and what it is told then. The
/// default VPC, its gateway and its group count.
const IN_REGION: [(&str, u32, &str, &str); 8] = [
    ("CreateVpc", 4, "VpcLimitExceeded", "The maximum number of VPCs has been reached."),
    (
        "CreateInternetGateway",
        4,
        "InternetGatewayLimitExceeded",
        "The maximum number of internet gateways has been reached.",
    ),
    (
        "CreateEgressOnlyInternetGateway",
        5,
        "EgressOnlyInternetGatewayLimitExceeded",
        "The maximum number of egress-only internet gateways has been reached.",
    ),
    (
        "AllocateAddress",
        5,
        "AddressLimitExceeded",
        "The maximum number of addresses has been reached.",
    ),
    (
        "CreateVpnGateway",
        5,
        "VpnGatewayLimitExceeded",
        "The maximum number of virtual private gateways has been reached.",
    ),
    (
        "CreateCustomerGateway",
        50,
        "CustomerGatewayLimitExceeded",
        "The maximum number of customer gateways has been reached.",
    ),
    ("CreateTransitGateway", 5, "TransitGatewayLimitExceeded", "TransitGateway limit exceeded"),
    (
        "CreateSecurityGroup",
        2499,
        "SecurityGroupLimitExceeded",
        "The maximum number of security groups for VPC '{vpc}' has been reached.",
    ),
];

#[test]
fn a_region_holds_so_many() {
    let group = |count: u32| format!("group-{count}");
    let vpc_of = |ec2: &Ec2| ec2.call("DescribeVpcs", &[]).texts("vpcSet.item.vpcId")[0].to_owned();
    let gateway = |count: u32| format!("203.0.{}.{}", count / 200, count % 200 + 1);
    for (action, room, code, message) in IN_REGION {
        let ec2 = new_account();
        let vpc = vpc_of(&ec2);
        let refusal = until_refused(|count| {
            let (name, address) = (group(count), gateway(count));
            let form: &[(&str, &str)] = match action {
                "CreateVpc" => &[("CidrBlock", "10.0.0.0/16")],
                "CreateEgressOnlyInternetGateway" => &[("VpcId", &vpc)],
                "CreateVpnGateway" => &[("Type", "ipsec.1")],
                "CreateCustomerGateway" => {
                    &[("Type", "ipsec.1"), ("BgpAsn", "65000"), ("IpAddress", &address)]
                }
                "CreateSecurityGroup" => &[("GroupName", &name), ("GroupDescription", "one")],
                _ => &[],
            };
            ask(&ec2, action, form)
        });
        let message = message.replace("{vpc}", &vpc);
        assert_eq!(refusal, (room, code.to_owned(), message), "{action}");
    }
}

#[test]
fn what_is_gone_makes_room_and_a_refusal_changes_nothing() {
    let ec2 = new_account();
    let form = [("CidrBlock", "10.0.0.0/16")];
    let made: Vec<String> =
        (0..4).map(|_| ec2.call("CreateVpc", &form).text("vpc.vpcId").to_owned()).collect();
    let tables = ec2.call("DescribeRouteTables", &[]).all_at("routeTableSet.item").len();
    assert_eq!(ec2.refused("CreateVpc", &form).0, "VpcLimitExceeded");
    assert_eq!(ec2.call("DescribeRouteTables", &[]).all_at("routeTableSet.item").len(), tables);
    // Other regions have their own.
    ec2.in_region("eu-west-1").call("CreateVpc", &form);
    ec2.call("DeleteVpc", &[("VpcId", &made[0])]);
    ec2.call("CreateVpc", &form);
    assert_eq!(ec2.refused("CreateVpc", &form).0, "VpcLimitExceeded");
}

#[test]
fn a_vpc_holds_so_many() {
    let rows = [
        (
            "CreateSubnet",
            200,
            "SubnetLimitExceeded",
            "The maximum number of subnets has been reached.",
        ),
        (
            "CreateRouteTable",
            199,
            "RouteTableLimitExceeded",
            "The maximum number of route tables has been reached.",
        ),
        (
            "CreateNetworkAcl",
            199,
            "NetworkAclLimitExceeded",
            "The maximum number of network ACLs has been reached.",
        ),
        (
            "CreateVpcEndpoint",
            50,
            "VpcEndpointLimitExceeded",
            "The maximum number of VPC endpoints has been reached.",
        ),
    ];
    for (action, room, code, message) in rows {
        let ec2 = new_account();
        let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
        let vpc = ("VpcId", vpc.text("vpc.vpcId"));
        let refusal = until_refused(|count| {
            let block = format!("10.0.{count}.0/24");
            let service = ("ServiceName", "com.amazonaws.us-east-1.ec2");
            let form: &[(&str, &str)] = match action {
                "CreateSubnet" => &[vpc, ("CidrBlock", &block)],
                "CreateVpcEndpoint" => &[
                    vpc,
                    service,
                    ("VpcEndpointType", "Interface"),
                    ("PrivateDnsEnabled", "false"),
                ],
                _ => &[vpc],
            };
            ask(&ec2, action, form)
        });
        assert_eq!(refusal, (room, code.to_owned(), message.to_owned()), "{action}");
    }
}

#[test]
fn zones_and_acls_have_their_own_quotas() {
    let ec2 = new_account();
    // Private gateways, since the quota of addresses is met first.
    let subnets = ec2.call("DescribeSubnets", &[]);
    let subnets = subnets.texts("subnetSet.item.subnetId");
    let gateway = |subnet: &str| {
        ask(&ec2, "CreateNatGateway", &[("SubnetId", subnet), ("ConnectivityType", "private")])
    };
    let message = "Performing this operation would exceed the limit of 5 NAT gateways";
    let expected = (5, "NatGatewayLimitExceeded".to_owned(), message.to_owned());
    assert_eq!(until_refused(|_| gateway(subnets[0])), expected);
    assert_eq!(gateway(subnets[1]), Ok(()));

    let acl = ec2.call("DescribeNetworkAcls", &[]);
    // The entries that are there count, those that deny the rest among them.
    let acl = ("NetworkAclId", acl.texts("networkAclSet.item.networkAclId")[0]);
    let entry = |number: u32, egress: &str, block: (&str, &str)| {
        let number = (number + 200).to_string();
        let rule = [acl, ("RuleNumber", &number), ("Egress", egress), ("Protocol", "-1")];
        let rest = [("RuleAction", "deny"), block];
        ask(&ec2, "CreateNetworkAclEntry", &[&rule[..], &rest].concat())
    };
    let message = "The maximum number of network acl entries has been reached.";
    let expected = (18, "NetworkAclEntryLimitExceeded".to_owned(), message.to_owned());
    let ipv4 = ("CidrBlock", "10.0.0.0/8");
    assert_eq!(until_refused(|number| entry(number, "false", ipv4)), expected);
    assert_eq!(entry(0, "true", ipv4), Ok(()));
    assert_eq!(entry(99, "false", ("Ipv6CidrBlock", "::/0")), Ok(()));
}

#[test]
fn each_type_of_volume_has_its_own_quota() {
    let ec2 = new_account();
    let volume = |kind: &str| {
        let form = [("Size", "16384"), ("VolumeType", kind), ("AvailabilityZone", "us-east-1a")];
        let iops = [("Iops", "3000")];
        let iops = if kind == "io2" { &iops[..] } else { &[] };
        ask(&ec2, "CreateVolume", &[&form[..], iops].concat())
    };
    for (kind, room, most) in [("gp3", 3, 50), ("io2", 1, 20), ("st1", 3, 50)] {
        let message = format!(
            "You have exceeded your maximum {kind} storage limit of {most} TiB in this region. \
             Please contact AWS Support to request an Elastic Block Store service limit increase."
        );
        let expected = (room, "VolumeLimitExceeded".to_owned(), message);
        assert_eq!(until_refused(|_| volume(kind)), expected);
    }
}

#[test]
fn vpn_connections_and_gateway_endpoints_count_in_the_region() {
    let ec2 = new_account();
    // The same ends have one connection, so that these have different ones.
    let vpn_gateways = ["CreateVpnGateway"; 5].map(|action| {
        let made = ec2.call(action, &[("Type", "ipsec.1")]);
        made.text("vpnGateway.vpnGatewayId").to_owned()
    });
    let customers: Vec<String> = (1..=11)
        .map(|count| {
            let address = format!("203.0.113.{count}");
            let form = [("Type", "ipsec.1"), ("BgpAsn", "65000"), ("IpAddress", &address)];
            let made = ec2.call("CreateCustomerGateway", &form);
            made.text("customerGateway.customerGatewayId").to_owned()
        })
        .collect();
    let message = "The maximum number of VPN connections has been reached.";
    let expected = (50, "VpnConnectionLimitExceeded".to_owned(), message.to_owned());
    let refusal = until_refused(|count| {
        let customer = ("CustomerGatewayId", customers[count as usize / 5].as_str());
        let gateway = ("VpnGatewayId", vpn_gateways[count as usize % 5].as_str());
        ask(&ec2, "CreateVpnConnection", &[("Type", "ipsec.1"), customer, gateway])
    });
    assert_eq!(refusal, expected);

    let vpcs: Vec<String> = (0..3)
        .map(|_| {
            ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned()
        })
        .collect();
    let services = ["com.amazonaws.us-east-1.s3", "com.amazonaws.us-east-1.dynamodb"];
    let refusal = until_refused(|count| {
        let vpc = &vpcs[count as usize % 3];
        let service = services[count as usize / 3 % 2];
        ask(&ec2, "CreateVpcEndpoint", &[("VpcId", vpc), ("ServiceName", service)])
    });
    assert_eq!(refusal.0, 20);
    assert_eq!(refusal.1, "VpcEndpointLimitExceeded");
}

#[test]
fn so_many_snapshots_are_copied_at_once() {
    let (quotas, lifecycle) = (QuotasArg::Default, LifecycleArg::Aws);
    let ec2 = Ec2::with(Config { quotas, lifecycle, ..Config::default() });
    let volume = ec2.call("CreateVolume", &[("Size", "1"), ("AvailabilityZone", "us-east-1a")]);
    ec2.advance(60);
    let snapshot = ec2.call("CreateSnapshot", &[("VolumeId", volume.text("volumeId"))]);
    ec2.advance(600);
    let form = [("SourceRegion", "us-east-1"), ("SourceSnapshotId", snapshot.text("snapshotId"))];
    let refusal = until_refused(|_| ask(&ec2, "CopySnapshot", &form));
    let message =
        "Too many snapshot copies in progress. The limit is 20 for this destination region.";
    assert_eq!(refusal, (20, "ResourceLimitExceeded".to_owned(), message.to_owned()));
    ec2.advance(600);
    ec2.call("CopySnapshot", &form);
}

#[test]
fn snapshots_of_a_volume_are_asked_for_apart() {
    let ec2 = new_account();
    let instance = launch_one(&ec2, &[]);
    let (zone, size) = (("AvailabilityZone", "us-east-1a"), ("Size", "1"));
    let volume = ec2.call("CreateVolume", &[size, zone]);
    let form = [("VolumeId", volume.text("volumeId"))];
    ec2.call("CreateSnapshot", &form);
    let code = "SnapshotCreationPerVolumeRateExceeded".to_owned();
    let message = "The maximum per volume CreateSnapshot request rate has been exceeded. Use an \
                   increasing or variable sleep interval between requests.";
    let refusal = (code, message.to_owned());
    assert_eq!(ec2.refused("CreateSnapshot", &form), refusal);
    let other = ec2.call("CreateVolume", &[size, zone]);
    ec2.call("CreateSnapshot", &[("VolumeId", other.text("volumeId"))]);
    ec2.advance(15);
    ec2.call("CreateSnapshot", &form);
    let all = [("InstanceSpecification.InstanceId", instance.as_str())];
    ec2.call("CreateSnapshots", &all);
    assert_eq!(ec2.refused("CreateSnapshots", &all), refusal);
    // Quotas that are raised leave room for it.
    let raised = Ec2::new();
    let volume = raised.call("CreateVolume", &[size, zone]);
    let form = [("VolumeId", volume.text("volumeId"))];
    for _ in 0..3 {
        raised.call("CreateSnapshot", &form);
    }
}

#[test]
fn so_many_snapshots_of_a_volume_are_pending_at_once() {
    let (quotas, lifecycle) = (QuotasArg::Default, LifecycleArg::Aws);
    let ec2 = Ec2::with(Config { quotas, lifecycle, ..Config::default() });
    ec2.control("PUT", "lifecycle", r#"{"durations":{"snapshots":{"pending":600}}}"#);
    for (kind, size, most) in [("gp3", "1", 5), ("st1", "125", 1)] {
        let form = [("Size", size), ("VolumeType", kind), ("AvailabilityZone", "us-east-1a")];
        let volume = ec2.call("CreateVolume", &form);
        let form = [("VolumeId", volume.text("volumeId"))];
        ec2.advance(60);
        let refusal = until_refused(|_| {
            ec2.advance(15);
            ask(&ec2, "CreateSnapshot", &form)
        });
        let message = "Maximum allowed in-progress snapshots for a single volume exceeded.";
        let code = "ConcurrentSnapshotLimitExceeded".to_owned();
        assert_eq!(refusal, (most, code, message.to_owned()));
        ec2.advance(600);
        ec2.call("CreateSnapshot", &form);
    }
}

#[test]
fn ip_address_manager_holds_so_many() {
    let ec2 = new_account();
    let limit =
        |room: u32, message: &str| (room, "ResourceLimitExceeded".to_owned(), message.to_owned());
    let message =
        "You've reached the limit for ipams. You have created 1 ipams and you are limited to 1.";
    assert_eq!(until_refused(|_| ask(&ec2, "CreateIpam", &[])), limit(1, message));
    let ipam = ec2.call("DescribeIpams", &[]);
    let ipam = ipam.at("ipamSet.item").unwrap();
    let pool = [("IpamScopeId", ipam.text("privateDefaultScopeId")), ("AddressFamily", "ipv4")];
    let message = "You've reached the limit for ipam-pools. You have created 50 ipam-pools and you \
                   are limited to 50.";
    assert_eq!(until_refused(|_| ask(&ec2, "CreateIpamPool", &pool)), limit(50, message));
    let scope = [("IpamId", ipam.text("ipamId"))];
    let message = "You've reached the limit for ipam-scopes. You have created 5 ipam-scopes and \
                   you are limited to 5.";
    assert_eq!(until_refused(|_| ask(&ec2, "CreateIpamScope", &scope)), limit(3, message));
}

#[test]
fn a_family_has_so_many_hosts() {
    let ec2 = new_account();
    let zone = ("AvailabilityZone", "us-east-1b");
    let form = |kind, quantity| [("InstanceType", kind), zone, ("Quantity", quantity)];
    let refusal = |more: u32, total: u32, family: &str, limit: u32| {
        let message = format!(
            "The number of Dedicated hosts you've requested ({more}) would bring your total up to \
             {total} for the specified group of instance types ({family}). This exceeds your \
             current limit of {limit}. If you've recently released Dedicated hosts, it may take \
             some time for them to stop counting towards your limit. Try allocating your hosts \
             again after a few minutes. Please visit \
             http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit."
        );
        Err(("HostLimitExceeded".to_owned(), message))
    };
    let ask = |kind, quantity| ask(&ec2, "AllocateHosts", &form(kind, quantity));
    assert_eq!(ask("c5.large", "3"), refusal(3, 3, "c5", 2));
    assert_eq!(ask("c5.large", "2"), Ok(()));
    assert_eq!(ask("c5.xlarge", "1"), refusal(1, 3, "c5", 2));
    assert_eq!(ask("mac1.metal", "1"), Ok(()));
    assert_eq!(ask("mac1.metal", "1"), refusal(1, 2, "mac1", 1));
    let hosts = ec2.call("DescribeHosts", &[]);
    let host = hosts.all_at("hostSet.item")[0].text("hostId").to_owned();
    ec2.call("ReleaseHosts", &[("HostId.1", &host)]);
    assert_eq!(ask("c5.xlarge", "1"), Ok(()));
    let raised = Ec2::new();
    raised.call("AllocateHosts", &form("c5.large", "3"));
}

#[test]
fn a_nat_gateway_has_two_public_or_eight_private_addresses() {
    let ec2 = new_account();
    let subnet = ec2.call("DescribeSubnets", &[]).text("subnetSet.item.subnetId").to_owned();
    let ids: Vec<String> =
        (0..3).map(|_| ec2.call("AllocateAddress", &[]).text("allocationId").to_owned()).collect();
    let form = [
        ("SubnetId", subnet.as_str()),
        ("AllocationId", ids[0].as_str()),
        ("SecondaryAllocationId.1", ids[1].as_str()),
        ("SecondaryAllocationId.2", ids[2].as_str()),
    ];
    let limit = (
        "AddressLimitExceeded".to_owned(),
        "The maximum number of addresses has been reached.".to_owned(),
    );
    assert_eq!(ec2.refused("CreateNatGateway", &form), limit);
    let made = ec2.call("CreateNatGateway", &form[..3]);
    let more =
        [("NatGatewayId", made.text("natGateway.natGatewayId")), ("AllocationId.1", &*ids[2])];
    assert_eq!(ec2.refused("AssociateNatGatewayAddress", &more), limit);
    let limit = (
        "PrivateIpAddressLimitExceeded".to_owned(),
        "Number of private addresses will exceed limit.".to_owned(),
    );
    let private = [form[0], ("ConnectivityType", "private")];
    let with = |count| [private[0], private[1], ("SecondaryPrivateIpAddressCount", count)];
    assert_eq!(ec2.refused("CreateNatGateway", &with("8")), limit);
    let made = ec2.call("CreateNatGateway", &with("6"));
    let id = ("NatGatewayId", made.text("natGateway.natGatewayId"));
    let assign = |count| [id, ("PrivateIpAddressCount", count)];
    assert_eq!(ec2.refused("AssignPrivateNatGatewayAddress", &assign("2")), limit);
    ec2.call("AssignPrivateNatGatewayAddress", &assign("1"));
}

#[test]
fn a_vpc_has_so_many_peers() {
    let ec2 = new_account();
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let vpc = vpc.text("vpc.vpcId");
    let account = |count: u32| format!("2000000000{count:02}");
    let request = |count: u32| -> Result<String, (String, String)> {
        let owner = account(count);
        let peer = ec2.as_account(&owner).call("DescribeVpcs", &[]);
        let peer = peer.text("vpcSet.item.vpcId");
        let form = [("VpcId", vpc), ("PeerVpcId", peer), ("PeerOwnerId", owner.as_str())];
        let made = ec2.ask("CreateVpcPeeringConnection", &form);
        let made = made.map_err(|refusal| (refusal.code, refusal.message))?;
        Ok(made.text("vpcPeeringConnection.vpcPeeringConnectionId").to_owned())
    };
    let waiting: Vec<String> = (0..25).map(|count| request(count).unwrap()).collect();
    let message =
        "The maximum number of outstanding VPC peering connection requests has been reached.";
    let code = "OutstandingVpcPeeringConnectionLimitExceeded";
    assert_eq!(request(25).unwrap_err(), (code.to_owned(), message.to_owned()));
    let accept = |count: u32, id: &str| {
        let accepter = ec2.as_account(&account(count));
        ask(&accepter, "AcceptVpcPeeringConnection", &[("VpcPeeringConnectionId", id)])
    };
    for (count, id) in (0..).zip(&waiting) {
        accept(count, id).unwrap();
    }
    for count in 25..50 {
        accept(count, &request(count).unwrap()).unwrap();
    }
    let message = format!(
        "The maximum number of active VPC peering connections for VPC '{vpc}' has been reached."
    );
    let code = "ActiveVpcPeeringConnectionPerVpcLimitExceeded";
    assert_eq!(accept(50, &request(50).unwrap()).unwrap_err(), (code.to_owned(), message));
}

#[test]
fn a_table_has_so_many_routes_of_a_family() {
    let ec2 = new_account();
    let vpc = ec2.call("DescribeVpcs", &[]).text("vpcSet.item.vpcId").to_owned();
    let gateway = ec2.call("DescribeInternetGateways", &[]);
    let gateway = gateway.text("internetGatewaySet.item.internetGatewayId");
    let list = [("PrefixListName", "x"), ("MaxEntries", "20"), ("AddressFamily", "IPv4")];
    let list = ec2.call("CreateManagedPrefixList", &list);
    let table = ec2.call("CreateRouteTable", &[("VpcId", &vpc)]);
    let table = ("RouteTableId", table.text("routeTable.routeTableId"));
    let to = ("GatewayId", gateway);
    let listed = ("DestinationPrefixListId", list.text("prefixList.prefixListId"));
    assert_eq!(ask(&ec2, "CreateRoute", &[table, to, listed]), Ok(()));
    let (count, code, message) = until_refused(|count| {
        let block = format!("198.{}.{}.0/24", 18 + count / 256, count % 256);
        ask(&ec2, "CreateRoute", &[table, to, ("DestinationCidrBlock", &block)])
    });
    assert_eq!((count, code.as_str()), (480, "RouteLimitExceeded"));
    assert_eq!(message, "The maximum number of routes has been reached.");
    let other = ("DestinationIpv6CidrBlock", "2001:db8::/32");
    assert_eq!(ask(&ec2, "CreateRoute", &[table, to, other]), Ok(()));
}

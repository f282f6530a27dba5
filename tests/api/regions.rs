use super::support::Ec2;

#[test]
fn a_default_account_sees_the_regions_that_need_no_opt_in() {
    let ec2 = Ec2::new();
    let usual = ec2.call("DescribeRegions", &[]);
    let names = usual.texts("regionInfo.item.regionName");
    assert!(names.contains(&"us-east-1") && names.contains(&"eu-west-1"));
    assert!(!names.contains(&"af-south-1"));
    assert!(usual.texts("regionInfo.item.optInStatus").iter().all(|s| *s == "opt-in-not-required"));
    let all = ec2.call("DescribeRegions", &[("AllRegions", "true")]);
    let form = [
        ("AllRegions", "true"),
        ("Filter.1.Name", "opt-in-status"),
        ("Filter.1.Value.1", "not-opted-in"),
    ];
    let others = ec2.call("DescribeRegions", &form);
    assert!(others.texts("regionInfo.item.regionName").contains(&"af-south-1"));
    let counts = [&usual, &others, &all].map(|answer| answer.all_at("regionInfo.item").len());
    assert_eq!(counts[0] + counts[1], counts[2]);
    assert!(!all.texts("regionInfo.item.regionName").contains(&"cn-north-1"));
}

#[test]
fn who_asks_in_a_region_has_opted_in_to_it() {
    let ec2 = Ec2::new().in_region("af-south-1");
    let form = [("Filter.1.Name", "opt-in-status"), ("Filter.1.Value.1", "opted-in")];
    let regions = ec2.call("DescribeRegions", &form);
    assert_eq!(regions.texts("regionInfo.item.regionName"), ["af-south-1"]);
}

#[test]
fn regions_by_name_and_endpoint() {
    let ec2 = Ec2::new();
    let one = ec2.call("DescribeRegions", &[("RegionName.1", "af-south-1")]);
    assert_eq!(one.texts("regionInfo.item.regionEndpoint"), ["ec2.af-south-1.amazonaws.com"]);
    let form = [("Filter.1.Name", "endpoint"), ("Filter.1.Value.1", "*eu-west-?.amazonaws.com")];
    let found = ec2.call("DescribeRegions", &form);
    let names = found.texts("regionInfo.item.regionName");
    assert_eq!(names, ["eu-west-1", "eu-west-2", "eu-west-3"]);
    let (code, message) = ec2.refused("DescribeRegions", &[("RegionName.1", "mars-1")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Invalid region provided: mars-1");
}

#[test]
fn zones_are_those_of_the_region() {
    let ec2 = Ec2::new();
    let zones = ec2.call("DescribeAvailabilityZones", &[]);
    let names = zones.texts("availabilityZoneInfo.item.zoneName");
    assert_eq!(names.len(), 6);
    assert!(names.iter().all(|name| name.starts_with("us-east-1")));
    assert!(zones.texts("availabilityZoneInfo.item.zoneState").iter().all(|s| *s == "available"));
    let elsewhere = ec2.in_region("eu-west-1").call("DescribeAvailabilityZones", &[]);
    assert_eq!(elsewhere.all_at("availabilityZoneInfo.item").len(), 3);
}

#[test]
fn zones_by_name_id_and_type() {
    let ec2 = Ec2::new();
    let named = ec2.call("DescribeAvailabilityZones", &[("ZoneName.1", "us-east-1a")]);
    let id = named.text("availabilityZoneInfo.item.zoneId");
    let by_id = ec2.call("DescribeAvailabilityZones", &[("ZoneId.1", id)]);
    assert_eq!(by_id.text("availabilityZoneInfo.item.zoneName"), "us-east-1a");
    let form = [
        ("AllAvailabilityZones", "true"),
        ("Filter.1.Name", "zone-type"),
        ("Filter.1.Value.1", "local-zone"),
    ];
    let local = ec2.call("DescribeAvailabilityZones", &form);
    assert!(local.has("availabilityZoneInfo.item"));
    let states = local.texts("availabilityZoneInfo.item.optInStatus");
    assert!(states.iter().all(|state| *state == "not-opted-in"));

    let (code, message) = ec2.refused("DescribeAvailabilityZones", &[("ZoneName.1", "us-east-1z")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Invalid availability zone: [us-east-1z]");
    let (_, message) = ec2.refused("DescribeAvailabilityZones", &[("ZoneId.1", "use1-az9")]);
    assert_eq!(message, "Invalid availability zone-id: [use1-az9]");
    // One that the account did not opt in to is none.
    let local = [("ZoneName.1", "us-east-1-bos-1a")];
    let (_, message) = ec2.refused("DescribeAvailabilityZones", &local);
    assert_eq!(message, "Invalid availability zone: [us-east-1-bos-1a]");
    let dry = ec2.refused("DescribeAvailabilityZones", &[("DryRun", "true")]);
    assert_eq!(dry.0, "DryRunOperation");
}

#[test]
fn a_zone_beyond_the_region_names_its_parent() {
    let ec2 = Ec2::new();
    let zone = |ec2: &Ec2, name: &str| {
        let form = [("ZoneName.1", name), ("AllAvailabilityZones", "true")];
        let found = ec2.call("DescribeAvailabilityZones", &form);
        found.at("availabilityZoneInfo.item").unwrap().clone()
    };
    let local = zone(&ec2, "us-east-1-bue-1a");
    assert_eq!(local.text("parentZoneId"), "use1-az2");
    assert_eq!(local.text("geographySet.item.name"), "Argentina");
    assert!(local.has("subGeographySet") && !local.has("subGeographySet.item"));
    let tokyo = ec2.in_region("ap-northeast-1");
    let wavelength = zone(&tokyo, "ap-northeast-1-wl1-kix-wlz-1");
    assert_eq!(wavelength.text("parentZoneName"), "ap-northeast-1c");
    assert_eq!(wavelength.text("groupLongName"), "Asia Pacific (KDDI)");
    assert!(wavelength.has("geographySet") && !wavelength.has("geographySet.item"));
    let oregon = ec2.in_region("us-west-2");
    assert_eq!(zone(&oregon, "us-west-2-las-2a").text("parentZoneId"), "usw2-az1");
}

#[test]
fn an_account_opts_in_to_a_group_of_zones() {
    let ec2 = Ec2::new();
    let modify = "ModifyAvailabilityZoneGroup";
    let group = ("GroupName", "us-east-1-bos-1");
    let status = || {
        let form = [("ZoneName.1", "us-east-1-bos-1a"), ("AllAvailabilityZones", "true")];
        let found = ec2.call("DescribeAvailabilityZones", &form);
        found.text("availabilityZoneInfo.item.optInStatus").to_owned()
    };
    let volume = [("AvailabilityZone", "us-east-1-bos-1a"), ("Size", "1")];
    assert_eq!(status(), "not-opted-in");
    assert_eq!(ec2.refused("CreateVolume", &volume).0, "InvalidZone.NotFound");
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned();
    let subnet = [("VpcId", vpc.as_str()), ("CidrBlock", "10.0.0.0/24"), volume[0]];
    assert_eq!(ec2.refused("CreateSubnet", &subnet).0, "InvalidParameterValue");
    let opted = ec2.call(modify, &[group, ("OptInStatus", "opted-in")]);
    assert_eq!(opted.text("return"), "true");
    assert_eq!(status(), "opted-in");
    ec2.call("CreateVolume", &volume);
    let made = ec2.call("CreateSubnet", &subnet);
    let made = made.at("subnet").unwrap();
    assert_eq!(made.text("availabilityZone"), "us-east-1-bos-1a");
    let there = ("SubnetId", made.text("subnetId"));
    let interface = ec2.call("CreateNetworkInterface", &[there]);
    assert_eq!(interface.text("networkInterface.availabilityZone"), "us-east-1-bos-1a");
    what_is_not_told_of_a_zone(&ec2, &vpc, there);
    let out = ec2.refused(modify, &[group, ("OptInStatus", "not-opted-in")]);
    let words = "Opting out of Local Zones is not currently supported. Contact AWS Support for \
                 additional assistance.";
    assert_eq!(out, ("InvalidOptInStatus".to_owned(), words.to_owned()));
    for name in ["us-east-1-zg-1", "nowhere"] {
        let refusal = ec2.refused(modify, &[("GroupName", name), ("OptInStatus", "opted-in")]);
        let words = format!(
            "Value ({name}) for parameter groupName is invalid. Expecting a group of Local Zones \
             or Wavelength Zones of the region."
        );
        assert_eq!(refusal, ("InvalidParameterValue".to_owned(), words));
    }
}

/// What is refused in a Local Zone, by name.
fn what_is_not_told_of_a_zone(ec2: &Ec2, vpc: &str, subnet: (&str, &str)) {
    let image = ("ImageId", crate::instances::IMAGE);
    let transit = ec2.call("CreateTransitGateway", &[]);
    let transit = ("TransitGatewayId", transit.text("transitGateway.transitGatewayId"));
    let attach = [transit, ("VpcId", vpc), ("SubnetIds.1", subnet.1)];
    let zone = ("AvailabilityZone", "us-east-1-bos-1a");
    for (action, form, what) in [
        ("RunInstances", vec![image, subnet], "instances"),
        ("CreateTransitGatewayVpcAttachment", attach.to_vec(), "transit gateway attachments"),
        ("CreateInstanceConnectEndpoint", vec![subnet], "EC2 Instance Connect Endpoints"),
        (
            "AssociateSubnetCidrBlock",
            vec![subnet, ("Ipv6CidrBlock", "2600:1f18::/64")],
            "IPv6 blocks of subnets",
        ),
        ("CreateDefaultSubnet", vec![zone], "default subnets"),
    ] {
        let words =
            format!("parlel-ec2 does not emulate {what} in the Local Zone us-east-1-bos-1a.");
        assert_eq!(
            ec2.refused(action, &form),
            ("UnsupportedOperation".to_owned(), words),
            "{action}"
        );
    }
}

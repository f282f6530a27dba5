use super::support::Ec2;

fn names(ec2: &Ec2, form: &[(&str, &str)]) -> Vec<String> {
    let found = ec2.call("DescribeRegions", form);
    found.texts("regionInfo.item.regionName").into_iter().map(str::to_owned).collect()
}

fn zones(ec2: &Ec2, form: &[(&str, &str)]) -> Vec<String> {
    let found = ec2.call("DescribeAvailabilityZones", form);
    found.texts("availabilityZoneInfo.item.zoneName").into_iter().map(str::to_owned).collect()
}

#[test]
fn a_region_has_its_endpoint_and_opt_in_status() {
    let ec2 = Ec2::new();
    let found = ec2.call("DescribeRegions", &[("RegionName.1", "eu-west-1")]);
    let region = found.at("regionInfo.item").unwrap();
    assert_eq!(region.text("regionName"), "eu-west-1");
    assert_eq!(region.text("regionEndpoint"), "ec2.eu-west-1.amazonaws.com");
    assert_eq!(region.text("optInStatus"), "opt-in-not-required");
    assert_eq!(region.text("geographySet.item.name"), "Ireland");
}

#[test]
fn regions_not_opted_in_to_come_when_asked_for() {
    let ec2 = Ec2::new();
    let usable = names(&ec2, &[]);
    assert!(usable.contains(&"us-east-1".to_owned()) && !usable.contains(&"af-south-1".to_owned()));
    assert_eq!(usable.len(), 17);
    let all = names(&ec2, &[("AllRegions", "true")]);
    assert!(all.contains(&"af-south-1".to_owned()) && !all.contains(&"cn-north-1".to_owned()));
    assert_eq!(names(&ec2, &[("RegionName.1", "af-south-1")]), ["af-south-1"]);
    let here = ec2.in_region("af-south-1").call("DescribeRegions", &[]);
    let own = here
        .all_at("regionInfo.item")
        .into_iter()
        .find(|region| region.text("regionName") == "af-south-1");
    assert_eq!(own.unwrap().text("optInStatus"), "opted-in");
}

#[test]
fn partitions_do_not_see_each_other() {
    let china = names(&Ec2::new().in_region("cn-north-1"), &[("AllRegions", "true")]);
    assert_eq!(china, ["cn-north-1", "cn-northwest-1"]);
}

#[test]
fn unknown_regions_are_refused() {
    let ec2 = Ec2::new();
    for name in ["us-east-9", "cn-north-1"] {
        let form = [("RegionName.1", "us-east-1"), ("RegionName.2", name)];
        let (code, message) = ec2.refused("DescribeRegions", &form);
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(message, format!("Invalid region provided: {name}"));
    }
}

#[test]
fn regions_are_filtered() {
    let ec2 = Ec2::new();
    let by = |filter, value| {
        let all = ("AllRegions", "true");
        names(&ec2, &[("Filter.1.Name", filter), ("Filter.1.Value.1", value), all])
    };
    assert_eq!(by("endpoint", "*us-west*"), ["us-west-1", "us-west-2"]);
    assert_eq!(by("region-name", "us-east-?"), ["us-east-1", "us-east-2"]);
    assert!(by("opt-in-status", "not-opted-in").contains(&"ap-east-1".to_owned()));
    let form = [("Filter.1.Name", "geography"), ("Filter.1.Value.1", "x")];
    assert_eq!(ec2.refused("DescribeRegions", &form).0, "InvalidParameterValue");
}

#[test]
fn a_zone_is_shown_in_full() {
    let form = [("ZoneName.1", "us-east-1a")];
    let found = Ec2::new().call("DescribeAvailabilityZones", &form);
    let zone = found.at("availabilityZoneInfo.item").unwrap();
    for (member, value) in [
        ("zoneName", "us-east-1a"),
        ("zoneId", "use1-az2"),
        ("zoneState", "available"),
        ("zoneType", "availability-zone"),
        ("regionName", "us-east-1"),
        ("groupName", "us-east-1-zg-1"),
        ("groupLongName", "US East (N. Virginia) 1"),
        ("networkBorderGroup", "us-east-1"),
        ("optInStatus", "opt-in-not-required"),
    ] {
        assert_eq!(zone.text(member), value, "{member}");
    }
    assert!(zone.has("messageSet") && !zone.has("parentZoneId"));
}

#[test]
fn local_zones_come_only_when_asked_for() {
    let ec2 = Ec2::new();
    let own: Vec<String> = "abcdef".chars().map(|letter| format!("us-east-1{letter}")).collect();
    assert_eq!(zones(&ec2, &[]), own);
    let all = ("AllAvailabilityZones", "true");
    assert!(zones(&ec2, &[all]).contains(&"us-east-1-bos-1a".to_owned()));
    assert!(zones(&ec2, &[("ZoneName.1", "us-east-1-bos-1a")]).is_empty());
    let found = ec2.call("DescribeAvailabilityZones", &[("ZoneName.1", "us-east-1-bos-1a"), all]);
    let zone = found.at("availabilityZoneInfo.item").unwrap();
    assert_eq!(zone.text("zoneType"), "local-zone");
    assert_eq!(zone.text("optInStatus"), "not-opted-in");
    assert_eq!(zone.text("groupName"), "us-east-1-bos-1");
    assert_eq!(zone.text("parentZoneName"), "us-east-1b");
}

#[test]
fn zones_by_id_and_filter() {
    let ec2 = Ec2::new().in_region("eu-west-1");
    let ids = ec2.call("DescribeAvailabilityZones", &[]);
    let ids = ids.texts("availabilityZoneInfo.item.zoneId");
    assert_eq!(ids.len(), 3);
    assert_eq!(zones(&ec2, &[("ZoneId.1", ids[1])]), ["eu-west-1b"]);
    let by = |filter, value| zones(&ec2, &[("Filter.1.Name", filter), ("Filter.1.Value.1", value)]);
    assert_eq!(by("zone-name", "*c"), ["eu-west-1c"]);
    assert_eq!(by("zone-id", ids[0]), ["eu-west-1a"]);
    assert_eq!(by("state", "available").len(), 3);
    assert_eq!(by("region-name", "eu-west-1").len(), 3);
    assert_eq!(by("zone-type", "availability-zone").len(), 3);
    assert!(by("opt-in-status", "opted-in").is_empty());
    assert!(by("message", "*").is_empty());
}

#[test]
fn unknown_zones_are_refused() {
    let ec2 = Ec2::new();
    let (code, message) = ec2.refused("DescribeAvailabilityZones", &[("ZoneName.1", "eu-west-1a")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Invalid availability zone: [eu-west-1a]");
    let (code, message) = ec2.refused("DescribeAvailabilityZones", &[("ZoneId.1", "euw1-az1")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Invalid availability zone-id: [euw1-az1]");
    // What health checks of the EBS CSI driver send.
    let dry = [("DryRun", "true")];
    assert_eq!(ec2.refused("DescribeAvailabilityZones", &dry).0, "DryRunOperation");
}

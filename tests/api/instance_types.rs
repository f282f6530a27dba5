use super::support::Ec2;

#[test]
fn a_type_is_shown_in_full() {
    let found = Ec2::new().call("DescribeInstanceTypes", &[("InstanceType.1", "m5.large")]);
    let item = found.at("instanceTypeSet.item").unwrap();
    assert_eq!(item.text("vCpuInfo.defaultVCpus"), "2");
    assert_eq!(item.text("memoryInfo.sizeInMiB"), "8192");
    assert_eq!(item.text("hypervisor"), "nitro");
    assert_eq!(item.text("networkInfo.maximumNetworkInterfaces"), "3");
    assert_eq!(item.texts("processorInfo.supportedArchitectures.item"), ["x86_64"]);
    assert_eq!(item.text("ebsInfo.ebsOptimizedSupport"), "default");
    assert_eq!(item.text("supportedInRegion"), "true");
}

#[test]
fn unknown_types_are_named_together() {
    let form =
        [("InstanceType.1", "m5.tiny"), ("InstanceType.2", "m5.large"), ("InstanceType.3", "x")];
    let (code, message) = Ec2::new().refused("DescribeInstanceTypes", &form);
    assert_eq!(code, "InvalidInstanceType");
    assert_eq!(message, "The following supplied instance types do not exist: [m5.tiny, x]");
    let dry = [form[0], ("DryRun", "true")];
    assert_eq!(Ec2::new().refused("DescribeInstanceTypes", &dry).0, "DryRunOperation");
}

#[test]
fn what_the_region_does_not_offer_does_not_exist_there() {
    let ec2 = Ec2::new();
    let form = [("InstanceType.1", "m5.large"), ("InstanceType.2", "hpc6a.48xlarge")];
    let (code, message) = ec2.refused("DescribeInstanceTypes", &form);
    assert_eq!(code, "InvalidInstanceType");
    assert_eq!(message, "The following supplied instance types do not exist: [hpc6a.48xlarge]");
    let elsewhere = ec2.in_region("us-east-2").call("DescribeInstanceTypes", &form);
    assert_eq!(elsewhere.texts("instanceTypeSet.item.instanceType").len(), 2);
    let form = [&form[..], &[("IncludeUnsupportedInRegion", "true")]].concat();
    let anywhere = ec2.call("DescribeInstanceTypes", &form);
    assert_eq!(anywhere.texts("instanceTypeSet.item.supportedInRegion"), ["false", "true"]);
}

#[test]
fn names_and_a_limit_exclude_each_other() {
    let form = [("InstanceType.1", "m5.large"), ("MaxResults", "5")];
    let (code, message) = Ec2::new().refused("DescribeInstanceTypes", &form);
    assert_eq!(code, "InvalidParameterCombination");
    let expected = "The parameter instanceTypes cannot be used with the parameter maxResults";
    assert_eq!(message, expected);
}

#[test]
fn filters_look_into_the_view() {
    let form = [
        ("Filter.1.Name", "instance-type"),
        ("Filter.1.Value.1", "t3.*"),
        ("Filter.2.Name", "memory-info.size-in-mib"),
        ("Filter.2.Value.1", "1024"),
        ("Filter.2.Value.2", "2048"),
        ("Filter.3.Name", "supported-usage-class"),
        ("Filter.3.Value.1", "spot"),
    ];
    let found = Ec2::new().call("DescribeInstanceTypes", &form);
    assert_eq!(found.texts("instanceTypeSet.item.instanceType"), ["t3.micro", "t3.small"]);
}

#[test]
fn a_region_lists_what_it_offers() {
    let ec2 = Ec2::new().in_region("us-west-1");
    let form = [("InstanceType.1", "t3.micro"), ("IncludeUnsupportedInRegion", "true")];
    let found = ec2.call("DescribeInstanceTypes", &form);
    assert_eq!(found.text("instanceTypeSet.item.supportedInRegion"), "true");
    let here = all_pages(&ec2, "DescribeInstanceTypes", &[]);
    let anywhere =
        all_pages(&ec2, "DescribeInstanceTypes", &[("IncludeUnsupportedInRegion", "true")]);
    assert!(here.len() < anywhere.len() && here.iter().all(|name| anywhere.contains(name)));
}

#[test]
fn offerings_by_zone_and_by_region() {
    let ec2 = Ec2::new();
    let offerings = |location_type: &str| {
        let form = [
            ("LocationType", location_type),
            ("Filter.1.Name", "instance-type"),
            ("Filter.1.Value.1", "t3.micro"),
        ];
        let found = ec2.call("DescribeInstanceTypeOfferings", &form);
        let locations = found.texts("instanceTypeOfferingSet.item.location");
        locations.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(offerings("region"), ["us-east-1"]);
    let zones = offerings("availability-zone");
    assert!(zones.contains(&"us-east-1a".to_owned()) && !zones.contains(&"us-east-1e".to_owned()));
    let ids = offerings("availability-zone-id");
    assert_eq!(ids.len(), zones.len());
    assert!(ids.iter().all(|id| id.starts_with("use1-az")));
    assert!(offerings("outpost").is_empty());
    let form = [("Filter.1.Name", "location"), ("Filter.1.Value.1", "eu-west-1")];
    let elsewhere = ec2.call("DescribeInstanceTypeOfferings", &form);
    assert!(!elsewhere.has("instanceTypeOfferingSet.item"));
}

/// The names on all pages.
fn all_pages(ec2: &Ec2, action: &str, form: &[(&str, &str)]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut token = None;
    loop {
        let next = token.as_deref().map(|token| ("NextToken", token));
        let form: Vec<_> = form.iter().copied().chain(next).collect();
        let page = ec2.call(action, &form);
        let set = page.children.iter().find(|child| child.name.ends_with("Set")).unwrap();
        let of_page = set.texts("item.instanceType");
        names.extend(of_page.iter().map(|name| (*name).to_owned()));
        token = page.at("nextToken").map(|token| token.text.clone());
        if token.is_none() {
            return names;
        }
    }
}

#[test]
fn a_page_has_a_limit_even_when_none_is_asked_for() {
    let ec2 = Ec2::new();
    let first = ec2.call("DescribeInstanceTypes", &[]);
    assert_eq!(first.all_at("instanceTypeSet.item").len(), 100);
    let mut names = all_pages(&ec2, "DescribeInstanceTypes", &[]);
    let count = names.len();
    assert!(count > 1_000);
    names.dedup();
    assert_eq!(names.len(), count);

    let zones = [("LocationType", "availability-zone")];
    let first = ec2.call("DescribeInstanceTypeOfferings", &zones);
    assert_eq!(first.all_at("instanceTypeOfferingSet.item").len(), 1_000);
    let offerings = all_pages(&ec2, "DescribeInstanceTypeOfferings", &zones);
    assert!(offerings.len() > 4_000);
    assert_eq!(
        ec2.refused("DescribeInstanceTypes", &[("MaxResults", "4")]).0,
        "InvalidParameterValue"
    );
    assert_eq!(ec2.refused("DescribeInstanceTypes", &[("NextToken", "x")]).0, "InvalidNextToken");
}

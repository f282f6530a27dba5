use crate::support::Ec2;

const OPERATION: &str = "GetInstanceTypesFromInstanceRequirements";

/// A form whose requirements are named without what they all begin with.
fn form(requirements: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut form = vec![
        ("ArchitectureType.1".to_owned(), "x86_64".to_owned()),
        ("VirtualizationType.1".to_owned(), "hvm".to_owned()),
    ];
    let usual = [("VCpuCount.Min", "0"), ("MemoryMiB.Min", "0")];
    let given = |name: &str| requirements.iter().any(|(known, _)| *known == name);
    let usual = usual.iter().filter(|(name, _)| !given(name));
    form.extend(
        usual
            .chain(requirements)
            .map(|(name, value)| (format!("InstanceRequirements.{name}"), (*value).to_owned())),
    );
    form
}

fn borrowed(form: &[(String, String)]) -> Vec<(&str, &str)> {
    form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// The types that have the attributes, out of those with the names.
fn matching(ec2: &Ec2, requirements: &[(&str, &str)]) -> Vec<String> {
    let found = ec2.call(OPERATION, &borrowed(&form(requirements)));
    found.texts("instanceTypeSet.item.instanceType").into_iter().map(str::to_owned).collect()
}

#[test]
fn numbers_lie_in_their_ranges() {
    let ec2 = Ec2::new();
    let m5 = |requirements: &[(&str, &str)]| {
        let mut requirements = requirements.to_vec();
        requirements.push(("AllowedInstanceType.1", "m5.*"));
        matching(&ec2, &requirements)
    };
    assert_eq!(m5(&[("VCpuCount.Max", "4")]), ["m5.large", "m5.xlarge"]);
    assert_eq!(m5(&[("VCpuCount.Min", "96")]), ["m5.24xlarge"]);
    assert_eq!(m5(&[("MemoryMiB.Min", "8192"), ("MemoryMiB.Max", "8192")]), ["m5.large"]);
    assert_eq!(m5(&[("MemoryGiBPerVCpu.Min", "4.1")]), [""; 0]);
    assert_eq!(m5(&[("MemoryGiBPerVCpu.Max", "4")]).len(), 8);
    assert_eq!(m5(&[("NetworkInterfaceCount.Max", "3")]), ["m5.large"]);
    assert_eq!(m5(&[("NetworkBandwidthGbps.Min", "20")]), ["m5.16xlarge", "m5.24xlarge"]);
    assert_eq!(m5(&[("BaselineEbsBandwidthMbps.Max", "650")]), ["m5.large"]);
    assert_eq!(m5(&[("TotalLocalStorageGB.Min", "1")]), [""; 0]);
    assert_eq!(m5(&[("TotalLocalStorageGB.Max", "1")]).len(), 8);
    assert_eq!(m5(&[("AcceleratorCount.Max", "0")]).len(), 8);
}

#[test]
fn bare_metal_and_burstable_types_must_be_asked_for() {
    let ec2 = Ec2::new();
    let count = |names: &str, requirements: &[(&str, &str)]| {
        let mut requirements = requirements.to_vec();
        requirements.push(("AllowedInstanceType.1", names));
        matching(&ec2, &requirements).len()
    };
    for (names, attribute) in [("m5.*", "BareMetal"), ("t3.*", "BurstablePerformance")] {
        let (without, with) = (count(names, &[]), count(names, &[(attribute, "included")]));
        assert!(without < with, "{attribute}");
        assert_eq!(count(names, &[(attribute, "excluded")]), without, "{attribute}");
        assert_eq!(count(names, &[(attribute, "required")]), with - without, "{attribute}");
    }
}

#[test]
fn features_are_required_or_not() {
    let ec2 = Ec2::new();
    let among = |requirements: &[(&str, &str)]| {
        let names = [
            ("AllowedInstanceType.1", "m5.large"),
            ("AllowedInstanceType.2", "m5d.large"),
            ("AllowedInstanceType.3", "m6a.large"),
            ("AllowedInstanceType.4", "m4.large"),
            ("AllowedInstanceType.5", "d2.xlarge"),
        ];
        matching(&ec2, &[requirements, &names].concat())
    };
    let all = ["d2.xlarge", "m4.large", "m5.large", "m5d.large", "m6a.large"];
    assert_eq!(among(&[]), all);
    assert_eq!(among(&[("CpuManufacturer.1", "amd")]), ["m6a.large"]);
    assert_eq!(among(&[("CpuManufacturer.1", "intel"), ("CpuManufacturer.2", "amd")]), all);
    assert_eq!(among(&[("LocalStorage", "required")]), ["d2.xlarge", "m5d.large"]);
    assert_eq!(among(&[("LocalStorage", "excluded")]), ["m4.large", "m5.large", "m6a.large"]);
    assert_eq!(among(&[("LocalStorageType.1", "hdd")]), ["d2.xlarge"]);
    assert_eq!(among(&[("LocalStorageType.1", "hdd"), ("LocalStorageType.2", "ssd")]), all);
    assert_eq!(among(&[("RequireEncryptionInTransit", "true")]), ["m6a.large"]);
    let hibernating = among(&[("RequireHibernateSupport", "true")]);
    assert!(hibernating.contains(&"m5.large".to_owned()), "{hibernating:?}");
    assert!(!hibernating.contains(&"d2.xlarge".to_owned()), "{hibernating:?}");
    let previous = among(&[("InstanceGeneration.1", "previous")]);
    let current = among(&[("InstanceGeneration.1", "current")]);
    assert_eq!(previous.len() + current.len(), all.len());
    assert!(current.contains(&"m6a.large".to_owned()));
}

#[test]
fn accelerators_are_of_a_sort_a_maker_and_a_model() {
    let ec2 = Ec2::new();
    for (attribute, value, family) in [
        ("AcceleratorType.1", "gpu", "g4dn."),
        ("AcceleratorType.1", "fpga", "f2."),
        ("AcceleratorType.1", "inference", "inf1."),
        ("AcceleratorType.1", "media", "vt1."),
        ("AcceleratorManufacturer.1", "nvidia", "g5."),
        ("AcceleratorManufacturer.1", "amazon-web-services", "trn1."),
        ("AcceleratorName.1", "t4", "g4dn."),
        ("AcceleratorName.1", "inferentia2", "inf2."),
        ("AcceleratorName.1", "trainium", "trn1."),
        ("AcceleratorCount.Min", "1", "g5."),
    ] {
        let found = matching(&ec2, &[(attribute, value)]);
        assert!(found.iter().any(|name| name.starts_with(family)), "{attribute}={value}");
        assert!(!found.iter().any(|name| name.starts_with("m5.")), "{attribute}={value}");
    }
    let gpus = [("AcceleratorName.1", "t4"), ("AcceleratorCount.Min", "4")];
    let more = ("AcceleratorTotalMemoryMiB.Min", "65536");
    assert_eq!(matching(&ec2, &gpus), ["g4dn.12xlarge"]);
    assert_eq!(matching(&ec2, &[&gpus[..1], &[more]].concat()), ["g4dn.12xlarge"]);
    let plain =
        matching(&ec2, &[("AllowedInstanceType.1", "g4dn.*"), ("AcceleratorCount.Max", "0")]);
    assert!(plain.is_empty());
}

#[test]
fn names_have_wildcards() {
    let ec2 = Ec2::new();
    let allowed = matching(&ec2, &[("AllowedInstanceType.1", "c5*")]);
    assert!(
        ["c5.large", "c5a.large", "c5n.large"].iter().all(|it| allowed.contains(&(*it).into()))
    );
    let rest =
        matching(&ec2, &[("ExcludedInstanceType.1", "c5*"), ("ExcludedInstanceType.2", "r*")]);
    assert!(!rest.iter().any(|name| name.starts_with("c5") || name.starts_with('r')));
    assert!(rest.contains(&"c6i.large".to_owned()));
}

#[test]
fn architectures_and_regions_have_types_of_their_own() {
    let ec2 = Ec2::new();
    let of = |ec2: &Ec2, architecture: &str, virtualization_type: &str| {
        let mut form = form(&[]);
        form[0].1 = architecture.to_owned();
        form[1].1 = virtualization_type.to_owned();
        let found = ec2.call(OPERATION, &borrowed(&form));
        let names = found.texts("instanceTypeSet.item.instanceType").into_iter();
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    let arm = of(&ec2, "arm64", "hvm");
    assert!(arm.contains(&"m6g.large".to_owned()) && !arm.contains(&"m5.large".to_owned()));
    let old = of(&ec2, "i386", "paravirtual");
    assert!(old.contains(&"m1.small".to_owned()) && !old.contains(&"m5.large".to_owned()));
    let there = of(&ec2.in_region("us-west-1"), "x86_64", "hvm");
    assert!(there.len() < of(&ec2, "x86_64", "hvm").len());
}

#[test]
fn a_price_threshold_drops_what_is_dear() {
    let ec2 = Ec2::new();
    let names = [("AllowedInstanceType.1", "m5.large"), ("AllowedInstanceType.2", "m5.24xlarge")];
    let with = |requirement: (&str, &str)| matching(&ec2, &[&names[..], &[requirement]].concat());
    let of_optimal = "MaxSpotPriceAsPercentageOfOptimalOnDemandPrice";
    assert_eq!(with((of_optimal, "100")), ["m5.large"]);
    assert_eq!(with((of_optimal, "999999")), ["m5.24xlarge", "m5.large"]);
    assert_eq!(with((of_optimal, "1")), [""; 0]);
    // AWS says of these that the operation does not support them.
    for over_lowest in
        ["SpotMaxPricePercentageOverLowestPrice", "OnDemandMaxPricePercentageOverLowestPrice"]
    {
        assert_eq!(with((over_lowest, "1")), ["m5.24xlarge", "m5.large"]);
    }
}

#[test]
fn pages_go_on() {
    let ec2 = Ec2::new();
    let whole = matching(&ec2, &[("AllowedInstanceType.1", "m5*")]);
    let mut walked: Vec<String> = Vec::new();
    let mut token = None;
    loop {
        let mut form = form(&[("AllowedInstanceType.1", "m5*")]);
        form.push(("MaxResults".to_owned(), "7".to_owned()));
        form.extend(token.map(|token| ("NextToken".to_owned(), token)));
        let page = ec2.call(OPERATION, &borrowed(&form));
        let names = page.texts("instanceTypeSet.item.instanceType");
        assert!(names.len() <= 7);
        walked.extend(names.into_iter().map(str::to_owned));
        token = page.at("nextToken").map(|token| token.text.clone());
        if token.is_none() {
            break;
        }
    }
    assert_eq!(walked, whole);
}

#[test]
fn a_family_that_cannot_be_compared_has_no_equals() {
    let ec2 = Ec2::new();
    let reference = "BaselinePerformanceFactors.Cpu.Reference.1.InstanceFamily";
    for family in ["p5", "t1", "x99"] {
        assert!(matching(&ec2, &[(reference, family)]).is_empty(), "{family}");
    }
    let (code, message) = ec2.refused(OPERATION, &borrowed(&form(&[(reference, "c6i")])));
    assert_eq!(code, "UnsupportedOperation");
    let expected = "parlel-ec2 does not emulate how fast the processors of instance families are: \
                    BaselinePerformanceFactors.";
    assert_eq!(message, expected);
    let two =
        [(reference, "p5"), ("BaselinePerformanceFactors.Cpu.Reference.2.InstanceFamily", "t1")];
    let (code, message) = ec2.refused(OPERATION, &borrowed(&form(&two)));
    assert_eq!(code, "InvalidParameterValue");
    let expected =
        "Only one instance family can be specified as a baseline reference for CPU performance.";
    assert_eq!(message, expected);
}

#[test]
fn what_is_refused() {
    let ec2 = Ec2::new();
    let refused =
        |requirements: &[(&str, &str)]| ec2.refused(OPERATION, &borrowed(&form(requirements)));
    let is = |code: &str, message: &str| (code.to_owned(), message.to_owned());
    assert_eq!(
        refused(&[("AllowedInstanceType.1", "m5*"), ("ExcludedInstanceType.1", "c5*")]),
        is(
            "InvalidParameterCombination",
            "The parameter allowedInstanceTypes cannot be used with the parameter \
             excludedInstanceTypes"
        )
    );
    let prices = [
        ("SpotMaxPricePercentageOverLowestPrice", "1"),
        ("MaxSpotPriceAsPercentageOfOptimalOnDemandPrice", "1"),
    ];
    assert_eq!(
        refused(&prices),
        is(
            "InvalidParameterCombination",
            "The parameter spotMaxPricePercentageOverLowestPrice cannot be used with the \
             parameter maxSpotPriceAsPercentageOfOptimalOnDemandPrice"
        )
    );
    for (name, range) in [
        ("VCpuCount", [("VCpuCount.Min", "4"), ("VCpuCount.Max", "2")]),
        ("MemoryMiB", [("MemoryMiB.Min", "-1"), ("VCpuCount.Max", "2")]),
        ("AcceleratorCount", [("AcceleratorCount.Max", "-1"), ("VCpuCount.Max", "2")]),
    ] {
        let message = format!(
            "The range of {name} is invalid. Its minimum and maximum must be at least 0, and the \
             minimum must not be greater than the maximum."
        );
        assert_eq!(refused(&range), is("InvalidParameterValue", &message));
    }
    let dear = refused(&[("OnDemandMaxPricePercentageOverLowestPrice", "-1")]);
    let message = "A price threshold must be a percentage of at least 0.";
    assert_eq!(dear, is("InvalidParameterValue", message));
}

#[test]
fn what_is_missing_or_unknown_is_refused() {
    let ec2 = Ec2::new();
    let is = |code: &str, message: &str| (code.to_owned(), message.to_owned());
    let without = |name: &str| {
        let mut form = form(&[]);
        form.retain(|(known, _)| !known.starts_with(name));
        ec2.refused(OPERATION, &borrowed(&form))
    };
    for (name, parameter) in [
        ("ArchitectureType", "architectureType"),
        ("VirtualizationType", "virtualizationType"),
        ("InstanceRequirements.VCpuCount", "vCpuCount"),
        ("InstanceRequirements.MemoryMiB", "memoryMiB"),
    ] {
        let message = format!("The request must contain the parameter {parameter}");
        assert_eq!(without(name), is("MissingParameter", &message), "{name}");
    }
    let with = |name: &str, value: &str| {
        let mut form = form(&[]);
        form.push((name.to_owned(), value.to_owned()));
        ec2.refused(OPERATION, &borrowed(&form))
    };
    assert_eq!(
        with("MaxResults", "0"),
        is(
            "InvalidParameterValue",
            "Value ( 0 ) for parameter maxResults is invalid. Expecting a value greater than 0."
        )
    );
    assert_eq!(
        with("NextToken", "made-up"),
        is("InvalidNextToken", "The token 'made-up' is invalid")
    );
    assert_eq!(
        with("Context", "x"),
        is(
            "UnauthorizedOperation",
            "The account \"000000000000\" is not allowed to access Context \"x\"."
        )
    );
}

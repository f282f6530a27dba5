use super::{launch_one, refused, shown};
use crate::support::{Ec2, Xml};

fn metadata(ec2: &Ec2, parameters: &[(&str, &str)]) -> Xml {
    let instance = shown(ec2, &launch_one(ec2, parameters));
    instance.at("metadataOptions").unwrap().clone()
}

#[test]
fn an_account_has_defaults_for_metadata_options() {
    let ec2 = Ec2::new();
    let level = |ec2: &Ec2| {
        ec2.call("GetInstanceMetadataDefaults", &[]).at("accountLevel").unwrap().clone()
    };
    let members = ["httpTokens", "httpPutResponseHopLimit", "httpEndpoint"];
    for member in members.iter().chain(&["instanceMetadataTags"]) {
        assert!(!level(&ec2).has(member), "{member}");
    }
    assert_eq!(level(&ec2).text("managedBy"), "account");
    let defaults = [
        ("HttpTokens", "required"),
        ("HttpPutResponseHopLimit", "7"),
        ("InstanceMetadataTags", "enabled"),
    ];
    assert_eq!(ec2.call("ModifyInstanceMetadataDefaults", &defaults).text("return"), "true");
    let set = level(&ec2);
    assert_eq!(set.text("httpTokens"), "required");
    assert_eq!(set.text("httpPutResponseHopLimit"), "7");
    assert_eq!(set.text("instanceMetadataTags"), "enabled");
    assert!(!set.has("httpEndpoint"));
    assert_eq!(set.text("managedBy"), "account");
    assert!(!level(&ec2.in_region("eu-west-1")).has("httpTokens"));

    let options = metadata(&ec2, &[]);
    assert_eq!(options.text("httpTokens"), "required");
    assert_eq!(options.text("httpPutResponseHopLimit"), "7");
    assert_eq!(options.text("instanceMetadataTags"), "enabled");
    assert_eq!(options.text("httpEndpoint"), "enabled");
    let asked = metadata(&ec2, &[("MetadataOptions.HttpTokens", "optional")]);
    assert_eq!(asked.text("httpTokens"), "optional");
    assert_eq!(asked.text("httpPutResponseHopLimit"), "7");

    let cleared = [("HttpTokens", "no-preference"), ("HttpPutResponseHopLimit", "-1")];
    ec2.call("ModifyInstanceMetadataDefaults", &cleared);
    assert!(!level(&ec2).has("httpTokens") && !level(&ec2).has("httpPutResponseHopLimit"));
    assert_eq!(metadata(&ec2, &[]).text("httpTokens"), "optional");
    ec2.call("ModifyInstanceMetadataDefaults", &[("HttpEndpoint", "disabled")]);
    assert_eq!(metadata(&ec2, &[]).text("httpEndpoint"), "disabled");

    for (name, value, code) in [
        ("HttpTokens", "never", "InvalidParameterValue"),
        ("HttpPutResponseHopLimit", "65", "InvalidParameterValue"),
        ("HttpPutResponseHopLimit", "0", "InvalidParameterValue"),
        ("HttpTokensEnforced", "always", "InvalidParameterValue"),
    ] {
        let refused = ec2.refused("ModifyInstanceMetadataDefaults", &[(name, value)]);
        assert_eq!(refused.0, code, "{name} {value}");
    }
}

#[test]
fn an_account_enforces_tokens_for_metadata() {
    let ec2 = Ec2::new();
    let old = launch_one(&ec2, &[("MetadataOptions.HttpTokens", "optional")]);
    let enforce = |how: &str| {
        ec2.call("ModifyInstanceMetadataDefaults", &[("HttpTokensEnforced", how)]);
        let level = ec2.call("GetInstanceMetadataDefaults", &[]);
        let level = level.at("accountLevel").unwrap().clone();
        level.has("httpTokensEnforced").then(|| level.text("httpTokensEnforced").to_owned())
    };
    assert_eq!(enforce("enabled").as_deref(), Some("enabled"));
    let expected = "You can't launch instances with IMDSv1 because httpTokensEnforced is enabled \
                    for this account. Either launch the instance with httpTokens=required or \
                    contact your account owner to disable httpTokensEnforced using the \
                    ModifyInstanceMetadataDefaults API or the account settings in the EC2 console.";
    let optional = ("MetadataOptions.HttpTokens", "optional");
    for form in [&[][..], &[optional], &[optional, ("DryRun", "true")]] {
        let (code, message) = refused(&ec2, form);
        assert_eq!((&*code, &*message), ("UnsupportedOperation", expected));
    }
    launch_one(&ec2, &[("MetadataOptions.HttpTokens", "required")]);
    // What runs already may go on, and cannot be set so again.
    assert_eq!(shown(&ec2, &old).text("metadataOptions.httpTokens"), "optional");
    let change = [("InstanceId", old.as_str()), ("HttpTokens", "optional")];
    let (code, message) = ec2.refused("ModifyInstanceMetadataOptions", &change);
    assert_eq!(code, "UnsupportedOperation");
    let expected = "You can't set httpTokens to 'optional' because httpTokensEnforced is enabled \
                    for this account.";
    assert_eq!(message, expected);
    ec2.call("ModifyInstanceMetadataOptions", &[change[0], ("HttpTokens", "required")]);
    assert_eq!(enforce("disabled").as_deref(), Some("disabled"));
    launch_one(&ec2, &[optional]);
    assert_eq!(enforce("no-preference"), None);
}

#[test]
fn a_burstable_family_has_a_default_for_its_credits() {
    let ec2 = Ec2::new();
    let path = "instanceFamilyCreditSpecification";
    let of_family = |family: &str| {
        let answer = ec2.call("GetDefaultCreditSpecification", &[("InstanceFamily", family)]);
        assert_eq!(answer.text(&format!("{path}.instanceFamily")), family);
        answer.text(&format!("{path}.cpuCredits")).to_owned()
    };
    assert_eq!((of_family("t2"), of_family("t4g")), ("standard".into(), "unlimited".into()));
    let modify = [("InstanceFamily", "t3"), ("CpuCredits", "standard")];
    let modified = ec2.call("ModifyDefaultCreditSpecification", &modify);
    assert_eq!(modified.text(&format!("{path}.cpuCredits")), "standard");
    assert_eq!((of_family("t3"), of_family("t3a")), ("standard".into(), "unlimited".into()));

    let credits = |instance: &str| {
        let ids = [("InstanceId.1", instance)];
        let found = ec2.call("DescribeInstanceCreditSpecifications", &ids);
        found.text("instanceCreditSpecificationSet.item.cpuCredits").to_owned()
    };
    assert_eq!(credits(&launch_one(&ec2, &[])), "standard");
    let asked = [("CreditSpecification.CpuCredits", "unlimited")];
    assert_eq!(credits(&launch_one(&ec2, &asked)), "unlimited");
    let other = launch_one(&ec2, &[("InstanceType", "m5.large")]);
    ec2.call("StopInstances", &[("InstanceId.1", &other)]);
    let change = [("InstanceId", other.as_str()), ("InstanceType.Value", "t3.small")];
    ec2.call("ModifyInstanceAttribute", &change);
    assert_eq!(credits(&other), "standard");

    let wrong = [("InstanceFamily", "m5"), ("CpuCredits", "standard")];
    let (code, message) = ec2.refused("ModifyDefaultCreditSpecification", &wrong);
    assert_eq!(code, "InvalidInstanceFamily");
    let expected = "The m5 instance family does not support Unlimited. Only burstable performance \
                    instance families support Unlimited. Change the instance family and try again.";
    assert_eq!(message, expected);
    // A dry run does not look at what it asks for.
    let dry = [wrong[0], ("CpuCredits", "free"), ("DryRun", "true")];
    assert_eq!(ec2.refused("ModifyDefaultCreditSpecification", &dry).0, "DryRunOperation");
    let large = ec2.call("GetDefaultCreditSpecification", &[("InstanceFamily", "T3")]);
    assert_eq!(large.text(&format!("{path}.instanceFamily")), "t3");
    let wrong = [("InstanceFamily", "t3"), ("CpuCredits", "free")];
    assert_eq!(ec2.refused("ModifyDefaultCreditSpecification", &wrong).0, "InvalidCpuCredits");
    let (code, message) = ec2.refused("GetDefaultCreditSpecification", &[]);
    assert_eq!(code, "MissingParameter");
    let expected = "The request must include the InstanceFamily parameter. Add the required \
                    parameter and retry the request.";
    assert_eq!(message, expected);
}

#[test]
fn serial_consoles_are_reached_where_the_account_says_so() {
    let ec2 = Ec2::new();
    let path = "serialConsoleAccessEnabled";
    let status = |ec2: &Ec2| ec2.call("GetSerialConsoleAccessStatus", &[]).text(path).to_owned();
    assert_eq!(status(&ec2), "false");
    assert_eq!(ec2.call("EnableSerialConsoleAccess", &[]).text(path), "true");
    assert_eq!(status(&ec2), "true");
    assert_eq!(status(&ec2.as_account("111111111111")), "false");
    let dry = [("DryRun", "true")];
    assert_eq!(ec2.refused("DisableSerialConsoleAccess", &dry).0, "DryRunOperation");
    assert_eq!(status(&ec2), "true");
    assert_eq!(ec2.call("DisableSerialConsoleAccess", &[]).text(path), "false");
    assert_eq!(status(&ec2), "false");
}

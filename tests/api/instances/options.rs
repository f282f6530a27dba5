//! Options of a launch, and the operations that change them later.

use super::{found, launch_one, refused, shown};
use crate::support::Ec2;

#[test]
fn metadata_options_at_launch_and_later() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = launch_one(
        &ec2,
        &[
            ("MetadataOptions.HttpTokens", "optional"),
            ("MetadataOptions.HttpPutResponseHopLimit", "3"),
            ("MetadataOptions.InstanceMetadataTags", "enabled"),
        ],
    );
    let options = shown(&ec2, &id);
    assert_eq!(options.text("metadataOptions.httpTokens"), "optional");
    assert_eq!(options.text("metadataOptions.httpPutResponseHopLimit"), "3");
    assert_eq!(options.text("metadataOptions.instanceMetadataTags"), "enabled");
    ec2.advance(60);
    let change = [
        ("InstanceId", id.as_str()),
        ("HttpEndpoint", "disabled"),
        ("HttpProtocolIpv6", "enabled"),
    ];
    let changed = ec2.call("ModifyInstanceMetadataOptions", &change);
    assert_eq!(changed.text("instanceId"), id);
    let path = |name: &str| format!("instanceMetadataOptions.{name}");
    assert_eq!(changed.text(&path("state")), "pending");
    assert_eq!(changed.text(&path("httpEndpoint")), "disabled");
    assert_eq!(changed.text(&path("httpTokens")), "optional");
    ec2.advance(60);
    assert_eq!(shown(&ec2, &id).text("metadataOptions.state"), "applied");
    assert_eq!(found(&ec2, "metadata-options.http-endpoint", "disabled"), [id.as_str()]);
    for limit in ["0", "65"] {
        let change = [("InstanceId", id.as_str()), ("HttpPutResponseHopLimit", limit)];
        let (code, message) = ec2.refused("ModifyInstanceMetadataOptions", &change);
        assert_eq!(code, "InvalidParameterValue");
        let expected = format!(
            "Value ({limit}) for parameter httpPutResponseHopLimit is invalid. Expecting a value \
             between 1 and 64."
        );
        assert_eq!(message, expected);
    }
    let expected = "A value of 'bad' is not valid for HttpTokens. Specify either 'optional' or \
                    'required' and try again.";
    let expected = ("InvalidParameterValue".to_owned(), expected.to_owned());
    assert_eq!(refused(&ec2, &[("MetadataOptions.HttpTokens", "bad")]), expected);
    let long = "Client token must be less than or equal to 64 characters";
    let long = ("InvalidParameterValue".to_owned(), long.to_owned());
    assert_eq!(refused(&ec2, &[("ClientToken", &"x".repeat(65))]), long);
}

#[test]
fn an_endpoint_that_is_turned_off_takes_no_other_options() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let off = ("HttpEndpoint", "disabled");
    for (name, value) in [("HttpTokens", "required"), ("HttpPutResponseHopLimit", "2")] {
        let message = format!(
            "The HttpEndpoint is not set to 'enabled' in this request. To specify a value for \
             {name}, set HttpEndpoint to 'enabled'."
        );
        let expected = ("InvalidParameterValue".to_owned(), message);
        let change = [("InstanceId", id.as_str()), off, (name, value)];
        assert_eq!(ec2.refused("ModifyInstanceMetadataOptions", &change), expected);
        let launch = format!("MetadataOptions.{name}");
        assert_eq!(
            refused(&ec2, &[("MetadataOptions.HttpEndpoint", off.1), (&launch, value)]),
            expected
        );
    }
    ec2.call("ModifyInstanceMetadataOptions", &[("InstanceId", &id), off]);
    assert_eq!(shown(&ec2, &id).text("metadataOptions.httpTokens"), "optional");
}

#[test]
fn an_empty_choice_of_metadata_options_is_refused() {
    let ec2 = Ec2::new();
    for (member, either) in [
        ("HttpEndpoint", "'enabled' or 'disabled'"),
        ("HttpProtocolIpv6", "'enabled' or 'disabled'"),
        ("HttpTokens", "'optional' or 'required'"),
        ("InstanceMetadataTags", "'enabled' or 'disabled'"),
    ] {
        let name = format!("MetadataOptions.{member}");
        let (code, message) = refused(&ec2, &[(&name, "")]);
        assert_eq!(code, "InvalidParameterValue");
        let expected = format!(
            "A value of '' is not valid for {member}. Specify either {either} and try again."
        );
        assert_eq!(message, expected);
    }
}

#[test]
fn tags_in_metadata_have_keys_that_can_be_paths() {
    let ec2 = Ec2::new();
    let check = |(code, message): (String, String), key: &str| {
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(
            message,
            format!(
                "'{key}' is not a valid tag key. Tag keys must match pattern \
                 ([0-9a-zA-Z\\\\-_+=,.@:]{{1,255}}), and must not be a reserved name ('.', '..', \
                 '_index')"
            )
        );
    };
    let on = ("MetadataOptions.InstanceMetadataTags", "enabled");
    let tagged = |key| {
        [
            ("TagSpecification.1.ResourceType", "instance"),
            ("TagSpecification.1.Tag.1.Key", key),
            ("TagSpecification.1.Tag.1.Value", "x"),
        ]
    };
    for key in ["Patch Group", "k8s.io/cluster", ".", "..", "_index", "größe"] {
        check(refused(&ec2, &[&tagged(key)[..], &[on]].concat()), key);
    }
    let off = launch_one(&ec2, &tagged("Patch Group"));
    let turn_on = [("InstanceId", off.as_str()), ("InstanceMetadataTags", "enabled")];
    check(ec2.refused("ModifyInstanceMetadataOptions", &turn_on), "Patch Group");
    assert_eq!(shown(&ec2, &off).text("metadataOptions.instanceMetadataTags"), "disabled");

    let shown = launch_one(&ec2, &[&tagged("team:a+b=c,d@e_f-g.h")[..], &[on]].concat());
    let tag = |id: &str, key: &str| {
        let form = [("ResourceId.1", off.as_str()), ("ResourceId.2", id), ("Tag.1.Key", key)];
        ec2.ask("CreateTags", &[&form[..], &[("Tag.1.Value", "x")]].concat())
    };
    let refusal = tag(&shown, "a/b").unwrap_err();
    check((refusal.code, refusal.message), "a/b");
    assert!(tag(&shown, "a.b").is_ok());
    let volume = [
        ("TagSpecification.1.ResourceType", "volume"),
        ("TagSpecification.1.Tag.1.Key", "a b"),
        ("TagSpecification.1.Tag.1.Value", "x"),
    ];
    launch_one(&ec2, &[&volume[..], &[on]].concat());

    ec2.call("ModifyInstanceMetadataDefaults", &[("InstanceMetadataTags", "enabled")]);
    check(refused(&ec2, &tagged("a b")), "a b");
    let off = [("MetadataOptions.InstanceMetadataTags", "disabled")];
    launch_one(&ec2, &[&tagged("a b")[..], &off].concat());
}

#[test]
fn monitoring_is_turned_on_and_off() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = launch_one(&ec2, &[]);
    let one = [("InstanceId.1", id.as_str())];
    let state = "instancesSet.item.monitoring.state";
    assert_eq!(ec2.call("MonitorInstances", &one).text(state), "pending");
    ec2.advance(60);
    assert_eq!(shown(&ec2, &id).text("monitoring.state"), "enabled");
    assert_eq!(ec2.call("MonitorInstances", &one).text(state), "enabled");
    assert_eq!(ec2.call("UnmonitorInstances", &one).text(state), "disabling");
    ec2.advance(60);
    assert_eq!(shown(&ec2, &id).text("monitoring.state"), "disabled");
    let instant = Ec2::new();
    let id = launch_one(&instant, &[]);
    let one = [("InstanceId.1", id.as_str())];
    assert_eq!(instant.call("MonitorInstances", &one).text(state), "enabled");
    instant.call("TerminateInstances", &one);
    assert_eq!(instant.refused("MonitorInstances", &one).0, "IncorrectInstanceState");
}

#[test]
fn processors_are_chosen_within_the_type() {
    let ec2 = Ec2::new();
    let kind = ("InstanceType", "m5.xlarge");
    let cores = ("CpuOptions.CoreCount", "2");
    let id = launch_one(&ec2, &[kind, cores, ("CpuOptions.ThreadsPerCore", "1")]);
    let instance = shown(&ec2, &id);
    assert_eq!(instance.text("cpuOptions.coreCount"), "2");
    assert_eq!(instance.text("cpuOptions.threadsPerCore"), "1");
    let (code, message) = refused(&ec2, &[kind, cores]);
    assert_eq!(code, "MissingParameter");
    let expected = "When specifying CpuOptions you must specify both CoreCount and ThreadsPerCore.";
    assert_eq!(message, expected);
    let threads = ("CpuOptions.ThreadsPerCore", "2");
    for wrong in ["3", "0", "-1"] {
        let form = [kind, ("CpuOptions.CoreCount", wrong), threads];
        assert_eq!(refused(&ec2, &form).0, "InvalidParameterValue", "{wrong}");
    }
    for (form, parameter, value) in [
        ([kind, ("CpuOptions.CoreCount", "3"), threads], "coreCount", 3),
        ([kind, cores, ("CpuOptions.ThreadsPerCore", "3")], "threadsPerCore", 3),
    ] {
        let expected = format!(
            "Value ({value}) for parameter {parameter} is invalid. The instance type m5.xlarge \
             does not support it."
        );
        assert_eq!(refused(&ec2, &form).1, expected);
    }
    for kind in ["t2.micro", "m5.metal"] {
        let form = [
            ("InstanceType", kind),
            ("CpuOptions.CoreCount", "1"),
            ("CpuOptions.ThreadsPerCore", "1"),
        ];
        let (code, message) = refused(&ec2, &form);
        assert_eq!(code, "UnsupportedOperation");
        let expected = format!("The {kind} instance type does not support specifying CpuOptions.");
        assert_eq!(message, expected);
    }
    let change = [("InstanceId", id.as_str()), ("CoreCount", "2"), ("ThreadsPerCore", "2")];
    let (code, _) = ec2.refused("ModifyInstanceCpuOptions", &change);
    assert_eq!(code, "IncorrectInstanceState");
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    let changed = ec2.call("ModifyInstanceCpuOptions", &change);
    assert_eq!(changed.text("threadsPerCore"), "2");
    assert_eq!(shown(&ec2, &id).text("cpuOptions.threadsPerCore"), "2");
}

#[test]
fn host_names_and_maintenance() {
    let ec2 = Ec2::new();
    let id = launch_one(
        &ec2,
        &[
            ("PrivateDnsNameOptions.HostnameType", "resource-name"),
            ("PrivateDnsNameOptions.EnableResourceNameDnsARecord", "true"),
            ("MaintenanceOptions.AutoRecovery", "disabled"),
        ],
    );
    let instance = shown(&ec2, &id);
    assert_eq!(instance.text("privateDnsName"), format!("{id}.ec2.internal"));
    assert_eq!(instance.text("privateDnsNameOptions.enableResourceNameDnsARecord"), "true");
    assert_eq!(instance.text("maintenanceOptions.autoRecovery"), "disabled");
    let to_ip = [("InstanceId", id.as_str()), ("PrivateDnsHostnameType", "ip-name")];
    let (code, message) = ec2.refused("ModifyPrivateDnsNameOptions", &to_ip);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Cannot modify hostname-type for running instances");
    let records = [
        ("InstanceId", id.as_str()),
        ("EnableResourceNameDnsARecord", "false"),
        ("EnableResourceNameDnsAAAARecord", "true"),
    ];
    assert_eq!(ec2.call("ModifyPrivateDnsNameOptions", &records).text("return"), "true");
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    ec2.call("ModifyPrivateDnsNameOptions", &to_ip);
    let instance = shown(&ec2, &id);
    assert!(instance.text("privateDnsName").starts_with("ip-"));
    assert_eq!(instance.text("privateDnsNameOptions.enableResourceNameDnsARecord"), "false");
    let maintain =
        [("InstanceId", id.as_str()), ("AutoRecovery", "default"), ("RebootMigration", "disabled")];
    let changed = ec2.call("ModifyInstanceMaintenanceOptions", &maintain);
    assert_eq!(changed.text("autoRecovery"), "default");
    assert_eq!(shown(&ec2, &id).text("maintenanceOptions.rebootMigration"), "disabled");
}

#[test]
fn capacity_reservations_are_preferred_or_not() {
    let ec2 = Ec2::new();
    let preference = "CapacityReservationSpecification.CapacityReservationPreference";
    let id = launch_one(&ec2, &[(preference, "none")]);
    let path = "capacityReservationSpecification.capacityReservationPreference";
    assert_eq!(shown(&ec2, &id).text(path), "none");
    let change = [("InstanceId", id.as_str()), (preference, "open")];
    let action = "ModifyInstanceCapacityReservationAttributes";
    assert_eq!(ec2.refused(action, &change).0, "IncorrectInstanceState");
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    ec2.call("ModifyInstanceCapacityReservationAttributes", &change);
    assert_eq!(shown(&ec2, &id).text(path), "open");
    let only = [("InstanceId", id.as_str()), (preference, "capacity-reservations-only")];
    ec2.call("ModifyInstanceCapacityReservationAttributes", &only);
    assert_eq!(shown(&ec2, &id).text(path), "capacity-reservations-only");
    let start = ec2.refused("StartInstances", &[("InstanceId.1", &id)]);
    assert_eq!(start.0, "ReservationCapacityExceeded");
    let nothing = [("InstanceId", id.as_str())];
    let refused = ec2.refused("ModifyInstanceCapacityReservationAttributes", &nothing);
    assert_eq!(refused.0, "MissingParameter");
}

#[test]
fn instance_profiles_are_named() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[("IamInstanceProfile.Name", "web")]);
    let arn = "arn:aws:iam::000000000000:instance-profile/web";
    let instance = shown(&ec2, &id);
    assert_eq!(instance.text("iamInstanceProfile.arn"), arn);
    let profile = instance.text("iamInstanceProfile.id");
    assert!(profile.starts_with("AIPA") && profile.len() == 21, "{profile}");
    let other = launch_one(&ec2, &[("IamInstanceProfile.Arn", arn)]);
    assert_eq!(shown(&ec2, &other).text("iamInstanceProfile.id"), profile);
    assert_eq!(found(&ec2, "iam-instance-profile.arn", arn).len(), 2);
    let (code, message) = refused(&ec2, &[("IamInstanceProfile.Name", "not a name")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        "Value (not a name) for parameter iamInstanceProfile.name is invalid. Invalid IAM \
         Instance Profile name"
    );
    let (code, _) = refused(&ec2, &[("IamInstanceProfile.Arn", "arn:aws:iam::1:role/x")]);
    assert_eq!(code, "InvalidParameterValue");
    let both = [("IamInstanceProfile.Arn", arn), ("IamInstanceProfile.Name", "web")];
    assert_eq!(refused(&ec2, &both).0, "InvalidParameterCombination");
}

#[test]
fn what_a_type_cannot_do_is_refused() {
    let ec2 = Ec2::new();
    for (form, code) in [
        (vec![("InstanceType", "t2.micro"), ("EbsOptimized", "true")], "Unsupported"),
        (
            vec![("InstanceType", "t3.micro"), ("EnclaveOptions.Enabled", "true")],
            "InvalidParameterCombination",
        ),
        (vec![("HibernationOptions.Configured", "true")], "UnsupportedHibernationConfiguration"),
        (vec![("NetworkPerformanceOptions.BandwidthWeighting", "vpc-1")], "InvalidParameterValue"),
        (vec![("MetadataOptions.HttpPutResponseHopLimit", "65")], "InvalidParameterValue"),
    ] {
        assert_eq!(refused(&ec2, &form).0, code, "{form:?}");
    }
    let enclave = [("InstanceType", "m5.xlarge"), ("EnclaveOptions.Enabled", "true")];
    let id = launch_one(&ec2, &enclave);
    assert_eq!(shown(&ec2, &id).text("enclaveOptions.enabled"), "true");
}

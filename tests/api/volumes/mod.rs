mod attachment;
mod copies;
mod encryption_defaults;
mod malformed;
mod modifications;
mod multi_attach;
mod status;
mod tokens;

use super::support::{Ec2, NOW, Xml};

fn create(ec2: &Ec2, parameters: &[(&str, &str)]) -> Xml {
    ec2.call("CreateVolume", &in_zone(parameters))
}

fn in_zone<'a>(parameters: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![("AvailabilityZone", "us-east-1a")];
    all.extend(parameters);
    all
}

fn refused(ec2: &Ec2, parameters: &[(&str, &str)]) -> (String, String) {
    ec2.refused("CreateVolume", &in_zone(parameters))
}

fn filtered(ec2: &Ec2, name: &str, value: &str) -> Vec<String> {
    let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
    let found = ec2.call("DescribeVolumes", &filter);
    found.texts("volumeSet.item.volumeId").into_iter().map(Into::into).collect()
}

#[test]
fn a_volume_is_described_as_it_was_created() {
    let ec2 = Ec2::new();
    let created = create(
        &ec2,
        &[
            ("Size", "100"),
            ("TagSpecification.1.ResourceType", "volume"),
            ("TagSpecification.1.Tag.1.Key", "Name"),
            ("TagSpecification.1.Tag.1.Value", "data"),
        ],
    );
    let id = created.text("volumeId");
    let found = ec2.call("DescribeVolumes", &[("VolumeId.1", id)]);
    let volume = found.at("volumeSet.item").unwrap();
    for (path, value) in [
        ("volumeId", id),
        ("size", "100"),
        ("snapshotId", ""),
        ("availabilityZone", "us-east-1a"),
        ("status", "available"),
        ("createTime", &NOW.replace('Z', ".000Z")),
        ("volumeType", "gp2"),
        ("iops", "300"),
        ("encrypted", "false"),
        ("multiAttachEnabled", "false"),
        ("tagSet.item.value", "data"),
    ] {
        assert_eq!(volume.text(path), value, "{path}");
        assert_eq!(created.text(path), value, "{path} of the create");
    }
    assert!(volume.text("availabilityZoneId").starts_with("use1-az"));
    assert!(volume.has("attachmentSet") && !volume.has("attachmentSet.item"));
    assert!(!created.has("attachmentSet"));
    for (path, value) in [
        ("ownerId", "000000000000"),
        ("volumeArn", &format!("arn:aws:ec2:us-east-1:000000000000:volume/{id}")),
        ("operator.managed", "false"),
        ("operator.hiddenByDefault", "false"),
    ] {
        assert_eq!(volume.text(path), value, "{path}");
        assert!(!created.has(path), "{path} of the create");
    }
    assert!(!volume.has("throughput") && !volume.has("kmsKeyId"));

    // The answer has whole seconds.
    ec2.control("PUT", "clock", r#"{"now":"2026-01-31T12:00:00.250Z"}"#);
    let untagged = create(&ec2, &[("Size", "1")]);
    assert_eq!(untagged.text("createTime"), "2026-01-31T12:00:00.000Z");
    let found = ec2.call("DescribeVolumes", &[("VolumeId.1", untagged.text("volumeId"))]);
    assert_eq!(found.text("volumeSet.item.createTime"), "2026-01-31T12:00:00.250Z");
    assert!(untagged.has("tagSet") && !untagged.has("tagSet.item"));
    let found = ec2.call("DescribeVolumes", &[("VolumeId.1", untagged.text("volumeId"))]);
    assert_eq!(found.text("volumeSet.item.createTime"), "2026-01-31T12:00:00.250Z");
    assert!(untagged.has("tagSet") && !untagged.has("tagSet.item"));
    assert!(!found.has("volumeSet.item.tagSet"));
}

#[test]
fn each_type_has_its_iops_and_throughput() {
    let ec2 = Ec2::new();
    for (volume_type, size, more, iops, throughput) in [
        ("gp2", "1", None, Some("100"), None),
        ("gp2", "34", None, Some("102"), None),
        ("gp2", "16384", None, Some("16000"), None),
        ("gp3", "1", None, Some("3000"), Some("125")),
        ("gp3", "65536", Some(("Iops", "80000")), Some("80000"), Some("125")),
        ("gp3", "10", Some(("Throughput", "750")), Some("3000"), Some("750")),
        // Less than the usual is taken for the usual: `volume_controls_bounds.json` among the
        // recordings of EBS in radkawar/stackd.
        ("gp3", "1", Some(("Iops", "100")), Some("3000"), Some("125")),
        ("gp3", "8", Some(("Throughput", "1")), Some("3000"), Some("125")),
        ("GP3", "8", None, Some("3000"), Some("125")),
        ("io1", "4", Some(("Iops", "200")), Some("200"), None),
        ("io2", "256", Some(("Iops", "256000")), Some("256000"), None),
        ("st1", "125", None, None, None),
        ("sc1", "16384", None, None, None),
        ("standard", "1024", None, None, None),
    ] {
        let mut parameters = vec![("VolumeType", volume_type), ("Size", size)];
        parameters.extend(more);
        let created = create(&ec2, &parameters);
        assert_eq!(created.text("volumeType"), volume_type.to_lowercase());
        assert_eq!(created.at("iops").map(|iops| iops.text.as_str()), iops, "{volume_type}");
        let shown = created.at("throughput").map(|throughput| throughput.text.as_str());
        assert_eq!(shown, throughput, "{volume_type}");
    }
    let fast = create(
        &ec2,
        &[("VolumeType", "gp3"), ("Size", "100"), ("Iops", "8000"), ("Throughput", "2000")],
    );
    assert_eq!(fast.text("throughput"), "2000");
}

#[test]
fn sizes_are_held_to_those_of_the_type() {
    let ec2 = Ec2::new();
    for (volume_type, size, bound) in [
        ("gp2", "0", "at least 1 GiB in size"),
        ("st1", "124", "at least 125 GiB in size"),
        (
            "gp2",
            "16385",
            "Volume of 16385GiB is too large for volume type gp2; maximum is 16384GiB",
        ),
        (
            "gp3",
            "65537",
            "Volume of 65537GiB is too large for volume type gp3; maximum is 65536GiB",
        ),
        (
            "sc1",
            "16385",
            "Volume of 16385GiB is too large for volume type sc1; maximum is 16384GiB",
        ),
        ("standard", "1025", "is too large for volume type standard; maximum is 1024GiB"),
        (
            "gp2",
            "-1",
            "Value (-1) for parameter size is invalid. Value must be a positive integer.",
        ),
    ] {
        let (code, message) = refused(&ec2, &[("VolumeType", volume_type), ("Size", size)]);
        assert_eq!(code, "InvalidParameterValue");
        assert!(message.contains(bound), "{message}");
    }
    assert_eq!(
        refused(&ec2, &[("Size", "0")]).1,
        "The volume size is invalid for gp2 volumes: 0 GiB. gp2 volumes must be at least 1 GiB in \
         size. Please specify a volume size above the minimum limit."
    );
    let (code, message) = refused(&ec2, &[]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter size/snapshot");
}

/// What is refused for a type: its size, a parameter and its value, and why.
type Beyond<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str);

fn assert_refused(cases: &[Beyond<'_>]) {
    let ec2 = Ec2::new();
    for (volume_type, size, name, number, code, message) in cases {
        let request = [("VolumeType", *volume_type), ("Size", size), (name, number)];
        assert_eq!(refused(&ec2, &request), ((*code).to_owned(), (*message).to_owned()));
    }
    assert!(ec2.call("DescribeVolumes", &[]).texts("volumeSet.item.volumeId").is_empty());
}

const VALUE: &str = "InvalidParameterValue";
const COMBINATION: &str = "InvalidParameterCombination";

#[test]
fn iops_are_held_to_those_of_the_type() {
    let beyond_io2 = "io2 volumes configured with greater than 64 TiB or 256K IOPS or 1000:1 \
                      IOPS:GB ratio are not supported";
    let too_dense = "Iops to volume size ratio of 750.000000 is too high; maximum is 500";
    let denser = "Iops to volume size ratio of 50.250000 is too high; maximum is 50";
    let too_many = "Volume iops of 80001 is too high; maximum is 80000.";
    let none = "The parameter iops is not supported for gp2 volumes.";
    assert_refused(&[
        ("gp3", "8", "Iops", "99", VALUE, "Volume iops of 99 is too low; minimum is 100."),
        ("gp3", "500", "Iops", "80001", VALUE, too_many),
        ("gp3", "20", "Iops", "15000", VALUE, too_dense),
        ("io1", "8", "Iops", "99", VALUE, "Volume iops of 99 is too low; minimum is 100."),
        ("io1", "4", "Iops", "201", VALUE, denser),
        ("io2", "4", "Iops", "4001", COMBINATION, beyond_io2),
        ("io2", "65536", "Iops", "256001", COMBINATION, beyond_io2),
        ("io2", "65537", "Iops", "100", COMBINATION, beyond_io2),
        ("gp2", "8", "Iops", "300", COMBINATION, none),
    ]);
    let (code, message) = refused(&Ec2::new(), &[("VolumeType", "io1"), ("Size", "8")]);
    assert_eq!(code, COMBINATION);
    assert_eq!(message, "The parameter iops must be specified for io1 volumes.");
}

#[test]
fn throughput_is_held_to_that_of_the_type() {
    let none =
        |name: &str| format!("The throughput parameter is not supported for {name} volumes.");
    let little =
        "Value (-1) for parameter throughput is invalid. Value must be a positive integer.";
    let much = "Volume throughput of 2001 is too high; maximum is 2000.";
    let dense = "Throughput (MiBps) to iops ratio of 0.333333 is too high; maximum is 0.250000 \
                 MiBps per iops";
    assert_refused(&[
        ("gp2", "8", "Throughput", "125", COMBINATION, &none("gp2")),
        ("st1", "125", "Throughput", "125", COMBINATION, &none("st1")),
        ("gp3", "8", "Throughput", "-1", VALUE, little),
        ("gp3", "8", "Throughput", "2001", VALUE, much),
        ("gp3", "8", "Throughput", "1000", VALUE, dense),
    ]);
}

#[test]
fn encryption_names_a_key_by_its_arn() {
    let ec2 = Ec2::new();
    let key = |key: &str| {
        let request = [("Size", "1"), ("Encrypted", "true"), ("KmsKeyId", key)];
        create(&ec2, &request).text("kmsKeyId").to_owned()
    };
    let arn = "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    assert_eq!(key("1234abcd-12ab-34cd-56ef-1234567890ab"), arn);
    assert_eq!(key(arn), arn);

    let encrypted = |ec2: &Ec2| {
        let made = create(ec2, &[("Size", "1"), ("Encrypted", "true")]);
        assert_eq!(made.text("encrypted"), "true");
        // The answer names no key that the request did not: `encryption_contract.json` among the
        // recordings of EBS in radkawar/stackd.
        assert!(!made.has("kmsKeyId"));
        let found = ec2.call("DescribeVolumes", &[("VolumeId.1", made.text("volumeId"))]);
        found.text("volumeSet.item.kmsKeyId").to_owned()
    };
    let default = encrypted(&ec2);
    assert!(default.starts_with("arn:aws:kms:us-east-1:000000000000:key/"), "{default}");
    assert_eq!(key("alias/aws/ebs"), default);
    assert_eq!(key("arn:aws:kms:us-east-1:000000000000:alias/aws/ebs"), default);
    let other = ec2.as_account("111111111111");
    assert_ne!(encrypted(&other), default);

    let (code, message) = refused(&ec2, &[("Size", "1"), ("KmsKeyId", arn)]);
    assert_eq!(code, "InvalidParameterDependency");
    assert_eq!(message, "The parameter [KmsKeyId] requires the parameter Encrypted to be set.");
    let (code, message) = ec2.refused("CreateVolume", &[("Size", "1")]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter zone");
    let (code, message) = refused(&ec2, &[("Size", "1"), ("VolumeType", "io3")]);
    assert_eq!(code, "UnknownVolumeType");
    assert_eq!(message, "Unsupported volume type 'io3' for volume creation. ");
    let alias = [("Size", "1"), ("Encrypted", "true"), ("KmsKeyId", "alias/mine")];
    let (code, message) = refused(&ec2, &alias);
    assert_eq!(code, "UnsupportedOperation");
    assert_eq!(
        message,
        "parlel-ec2 does not emulate aliases of KMS keys other than alias/aws/ebs: give the key's \
         id or ARN."
    );
}

#[test]
fn a_zone_is_named_once_and_exists() {
    let ec2 = Ec2::new();
    let size = ("Size", "1");
    let by_id = ec2.call("CreateVolume", &[("AvailabilityZoneId", "use1-az2"), size]);
    assert_eq!(by_id.text("availabilityZone"), "us-east-1a");
    assert_eq!(ec2.refused("CreateVolume", &[size]).0, "MissingParameter");
    let both = [("AvailabilityZone", "us-east-1a"), ("AvailabilityZoneId", "use1-az2"), size];
    assert_eq!(
        ec2.refused("CreateVolume", &both),
        (
            COMBINATION.to_owned(),
            "AvailabilityZone and AvailabilityZoneId can't be used together. Specify only one of \
             these parameters."
                .to_owned()
        )
    );
    for zone in ["eu-west-1a", "us-east-1-bos-1a", "mars"] {
        let (code, message) = ec2.refused("CreateVolume", &[("AvailabilityZone", zone), size]);
        assert_eq!(code, "InvalidZone.NotFound");
        assert_eq!(message, format!("The zone '{zone}' does not exist."));
    }
}

#[test]
fn what_is_not_emulated_is_refused_by_name() {
    let ec2 = Ec2::new();
    for (parameter, value) in [
        ("OutpostArn", "arn:aws:outposts:us-east-1:000000000000:outpost/op-1"),
        ("Operator.Principal", "x"),
    ] {
        let (code, message) = refused(&ec2, &[("Size", "1"), (parameter, value)]);
        assert_eq!(code, "UnsupportedOperation", "{parameter}");
        assert!(message.contains(parameter.split('.').next().unwrap()), "{message}");
    }
}

#[test]
fn a_volume_can_be_told_how_fast_its_snapshot_is_loaded() {
    let ec2 = Ec2::new();
    let snapshot = ("SnapshotId", "snap-0abcdef1234567890");
    let made = create(&ec2, &[snapshot, ("VolumeInitializationRate", "300")]);
    assert_eq!(made.text("volumeInitializationRate"), "300");
    let id = made.text("volumeId");
    let found = ec2.call("DescribeVolumes", &[("VolumeId.1", id)]);
    assert_eq!(found.text("volumeSet.item.volumeInitializationRate"), "300");
    let status = ec2.call("DescribeVolumeStatus", &[("VolumeId.1", id)]);
    let details = status.at("volumeStatusSet.item.initializationStatusDetails").unwrap();
    for (member, value) in [
        ("initializationType", "provisioned-rate"),
        ("progress", "100"),
        ("estimatedTimeToCompleteInSeconds", "0"),
    ] {
        assert_eq!(details.text(member), value, "{member}");
    }
    assert!(!create(&ec2, &[snapshot]).has("volumeInitializationRate"));
    for rate in ["99", "301"] {
        let message = "The value specified for VolumeInitializationRate is not in the allowed \
                       range."
            .to_owned();
        let beyond = refused(&ec2, &[snapshot, ("VolumeInitializationRate", rate)]);
        assert_eq!(beyond, (VALUE.to_owned(), message));
    }
    assert_eq!(
        refused(&ec2, &[("Size", "1"), ("VolumeInitializationRate", "100")]),
        (
            COMBINATION.to_owned(),
            "You can't specify VolumeInitializationRate for volumes that are not created from a \
             snapshot."
                .to_owned()
        )
    );
}

#[test]
fn a_snapshot_that_nobody_has_makes_no_volume() {
    let ec2 = Ec2::new();
    let unknown = refused(&ec2, &[("SnapshotId", "snap-0123456789abcdef0")]);
    assert_eq!(
        unknown,
        ("InvalidSnapshot.NotFound".to_owned(), "Snapshot does not exist".to_owned())
    );
    for (id, reason) in [
        ("vol-1", "Expected: 'snap-...'."),
        ("null", "Expected: 'snap-...'."),
        ("standard", "Expected: 'snap-...'."),
        ("", "Parameter may not be null or empty"),
    ] {
        let message = format!("Value ({id}) for parameter snapshotId is invalid. {reason}");
        assert_eq!(refused(&ec2, &[("SnapshotId", id)]), (VALUE.to_owned(), message));
    }
}

#[test]
fn volumes_come_and_go_over_interim_states() {
    let ec2 = Ec2::with_aws_lifecycle();
    let created = create(&ec2, &[("Size", "1")]);
    let id = created.text("volumeId");
    let state = || {
        let found = ec2.call("DescribeVolumes", &[("VolumeId.1", id)]);
        found.text("volumeSet.item.status").to_owned()
    };
    assert_eq!(created.text("status"), "creating");
    // `volume_controls_deletion.json` among the recordings of EBS in radkawar/stackd.
    let early = create(&ec2, &[("Size", "1")]).text("volumeId").to_owned();
    ec2.call("DeleteVolume", &[("VolumeId", &early)]);
    ec2.advance(5);
    assert_eq!(state(), "available");
    ec2.call("DeleteVolume", &[("VolumeId", id)]);
    assert_eq!(state(), "deleting");
    assert_eq!(ec2.refused("DeleteVolume", &[("VolumeId", id)]).0, "IncorrectState");
    ec2.advance(5);
    let (code, message) = ec2.refused("DescribeVolumes", &[("VolumeId.1", id)]);
    assert_eq!(code, "InvalidVolume.NotFound");
    assert_eq!(message, format!("The volume '{id}' does not exist."));
}

#[test]
fn a_deleted_volume_is_gone() {
    let ec2 = Ec2::new();
    let id = create(&ec2, &[("Size", "1")]).text("volumeId").to_owned();
    assert_eq!(
        ec2.refused("DeleteVolume", &[("VolumeId", &id), ("DryRun", "true")]).0,
        "DryRunOperation"
    );
    assert_eq!(ec2.call("DeleteVolume", &[("VolumeId", &id)]).text("return"), "true");
    assert_eq!(ec2.refused("DeleteVolume", &[("VolumeId", &id)]).0, "InvalidVolume.NotFound");
    for (action, parameter, name) in [
        ("DetachVolume", "VolumeId", "volumeId"),
        ("CreateSnapshot", "VolumeId", "volumeId"),
        ("DescribeVolumes", "VolumeId.1", "volumes"),
    ] {
        let wrong = |id| ec2.refused(action, &[(parameter, id)]);
        let expected =
            format!("Value (snap-1) for parameter {name} is invalid. Expected: 'vol-...'.");
        assert_eq!(wrong("snap-1"), (VALUE.to_owned(), expected), "{action}");
        let expected = match name {
            "volumes" => "The request must contain the parameter volumes",
            _ => "Value () for parameter volumeId is invalid. Parameter may not be null or empty",
        };
        let (code, message) = wrong("");
        assert_eq!(code, if name == "volumes" { "MissingParameter" } else { VALUE });
        assert_eq!(message, expected, "{action}");
    }
    let two = [("VolumeId.1", "vol-00000001"), ("VolumeId.2", "vol-00000002")];
    let (_, message) = ec2.refused("DescribeVolumes", &two);
    assert_eq!(message, "The volume 'vol-00000001' does not exist.");
}

#[test]
fn filters_leave_what_they_name() {
    let ec2 = Ec2::new();
    let plain = create(&ec2, &[("Size", "10")]).text("volumeId").to_owned();
    let request = [("Size", "20"), ("VolumeType", "gp3"), ("Encrypted", "true")];
    let other = create(&ec2, &request).text("volumeId").to_owned();
    for (name, value) in [
        ("size", "20"),
        ("volume-type", "gp3"),
        ("encrypted", "true"),
        ("volume-id", other.as_str()),
    ] {
        assert_eq!(filtered(&ec2, name, value), std::slice::from_ref(&other), "{name}={value}");
    }
    let both = [plain, other];
    for (name, value) in [
        ("availability-zone", "us-east-1a"),
        ("availability-zone-id", "use1-az2"),
        ("create-time", "2026-01-31*"),
        ("multi-attach-enabled", "false"),
        ("operator.managed", "false"),
        ("status", "available"),
    ] {
        assert_eq!(filtered(&ec2, name, value), both, "{name}={value}");
    }
    for (name, value) in [("attachment.instance-id", "*"), ("snapshot-id", "snap-*")] {
        assert!(filtered(&ec2, name, value).is_empty(), "{name}={value}");
    }
}

#[test]
fn pages_follow_each_other() {
    let ec2 = Ec2::new();
    let ids: Vec<String> =
        (0..7).map(|_| create(&ec2, &[("Size", "1")]).text("volumeId").to_owned()).collect();
    for (action, path) in [
        ("DescribeVolumes", "volumeSet.item.volumeId"),
        ("DescribeVolumeStatus", "volumeStatusSet.item.volumeId"),
    ] {
        let first = ec2.call(action, &[("MaxResults", "5")]);
        let token = first.text("nextToken");
        let second = ec2.call(action, &[("MaxResults", "5"), ("NextToken", token)]);
        assert_eq!([first.texts(path), second.texts(path)].concat(), ids);
        assert_eq!(
            ec2.refused(action, &[("VolumeId.1", &ids[0]), ("MaxResults", "5")]),
            (
                "InvalidParameterCombination".to_owned(),
                "The parameter volumeIdsSet cannot be used with the parameter maxResults"
                    .to_owned()
            )
        );
        assert_eq!(
            ec2.refused(action, &[("MaxResults", "4")]).1,
            "Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5."
        );
        assert_eq!(ec2.call(action, &[("MaxResults", "5000")]).texts(path).len(), 7);
        let managed = ec2.call(action, &[("IncludeManagedResources", "true")]);
        assert_eq!(managed.texts(path).len(), 7);
    }
}

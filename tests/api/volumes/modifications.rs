use super::super::support::{Ec2, Xml};

fn volume(ec2: &Ec2, more: &[(&str, &str)]) -> String {
    let form = [&[("AvailabilityZone", "us-east-1a")], more].concat();
    ec2.call("CreateVolume", &form).text("volumeId").to_owned()
}

fn described(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeVolumes", &[("VolumeId.1", id)]);
    found.at("volumeSet.item").unwrap().clone()
}

fn modification(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeVolumesModifications", &[("VolumeId.1", id)]);
    found.at("volumeModificationSet.item").unwrap().clone()
}

#[test]
fn a_volume_grows_and_changes_its_type() {
    let ec2 = Ec2::new();
    let id = volume(&ec2, &[("Size", "10"), ("VolumeType", "gp2")]);
    let form = [("VolumeId", id.as_str()), ("Size", "20"), ("VolumeType", "gp3")];
    let dry = [&form[..], &[("DryRun", "true")]].concat();
    assert_eq!(ec2.refused("ModifyVolume", &dry).0, "DryRunOperation");
    let modified = ec2.call("ModifyVolume", &form);
    let modified = modified.at("volumeModification").unwrap();
    for (member, value) in [
        ("volumeId", id.as_str()),
        ("modificationState", "completed"),
        ("originalSize", "10"),
        ("originalVolumeType", "gp2"),
        ("originalIops", "100"),
        ("targetSize", "20"),
        ("targetVolumeType", "gp3"),
        ("targetIops", "3000"),
        ("targetThroughput", "125"),
        ("progress", "100"),
    ] {
        assert_eq!(modified.text(member), value, "{member}");
    }
    let shown = described(&ec2, &id);
    for (member, value) in
        [("size", "20"), ("volumeType", "gp3"), ("iops", "3000"), ("throughput", "125")]
    {
        assert_eq!(shown.text(member), value, "{member}");
    }
    // What is left out stays.
    let faster = [("VolumeId", id.as_str()), ("Iops", "4000"), ("Throughput", "250")];
    ec2.call("ModifyVolume", &faster);
    ec2.call("ModifyVolume", &[("VolumeId", &id), ("Size", "30")]);
    let shown = described(&ec2, &id);
    for (member, value) in [("size", "30"), ("iops", "4000"), ("throughput", "250")] {
        assert_eq!(shown.text(member), value, "{member}");
    }
    let last = modification(&ec2, &id);
    assert_eq!((last.text("originalSize"), last.text("targetSize")), ("20", "30"));
    assert!(last.has("startTime") && last.has("endTime"));
}

#[test]
fn what_cannot_be_modified() {
    let ec2 = Ec2::new();
    let id = volume(&ec2, &[("Size", "10"), ("VolumeType", "gp3")]);
    let refused = |more: &[(&str, &str)]| {
        ec2.refused("ModifyVolume", &[&[("VolumeId", id.as_str())], more].concat())
    };
    let (code, message) = refused(&[("Size", "9")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "New size cannot be smaller than existing size");
    let (code, message) = refused(&[]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        "Invalid input: Must specify at least one of size, type, iops, throughput or multi-attach."
    );
    let (code, message) = refused(&[("Iops", "90000")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Volume iops of 90000 is too high; maximum is 80000.");
    for (more, code) in [
        (&[("Size", "70000")][..], "InvalidParameterValue"),
        (&[("Throughput", "2001")][..], "InvalidParameterValue"),
        (&[("VolumeType", "st1")][..], "InvalidParameterValue"),
        (&[("VolumeType", "gp2"), ("Iops", "200")][..], "InvalidParameterCombination"),
        (&[("VolumeType", "gp2"), ("Throughput", "200")][..], "InvalidParameterCombination"),
    ] {
        assert_eq!(refused(more).0, code, "{more:?}");
    }
    let unknown = [("VolumeId", "vol-0123456789abcdef0"), ("Size", "20")];
    assert_eq!(ec2.refused("ModifyVolume", &unknown).0, "InvalidVolume.NotFound");
    let magnetic = volume(&ec2, &[("Size", "10"), ("VolumeType", "standard")]);
    let beyond = [("VolumeId", magnetic.as_str()), ("Size", "1025")];
    assert_eq!(ec2.refused("ModifyVolume", &beyond).0, "InvalidParameterValue");
    let grown = [("VolumeId", magnetic.as_str()), ("Size", "20"), ("VolumeType", "gp3")];
    let grown = ec2.call("ModifyVolume", &grown);
    assert_eq!(grown.text("volumeModification.originalVolumeType"), "standard");
    assert!(!grown.has("volumeModification.originalIops"));
    assert_eq!(grown.text("volumeModification.targetIops"), "3000");
    assert_eq!(described(&ec2, &id).text("size"), "10");

    let (code, message) = ec2.refused("DescribeVolumesModifications", &[("VolumeId.1", &id)]);
    assert_eq!(code, "InvalidVolumeModification.NotFound");
    assert_eq!(message, format!("Modification for volume '{id}' does not exist."));
    for size in ["11", "12", "13", "14"] {
        ec2.call("ModifyVolume", &[("VolumeId", &id), ("Size", size)]);
    }
    let (code, message) = refused(&[("Size", "15")]);
    assert_eq!(code, "VolumeModificationRateExceeded");
    assert_eq!(
        message,
        "You've reached the maximum modification rate per volume limit. Wait until \
         2026-02-01T12:00:00.000Z before you can issue the next modification request for this \
         volume."
    );
    ec2.advance(24 * 3_600);
    ec2.call("ModifyVolume", &[("VolumeId", &id), ("Size", "15")]);
}

#[test]
fn in_the_aws_lifecycle_a_modification_takes_its_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = volume(&ec2, &[("Size", "10")]);
    let grow = [("VolumeId", id.as_str()), ("Size", "20")];
    assert_eq!(ec2.refused("ModifyVolume", &grow).0, "IncorrectState");
    let launch = [
        ("ImageId", "ami-0abcdef1234567890"),
        ("InstanceType", "t3.micro"),
        ("Placement.AvailabilityZone", "us-east-1a"),
    ];
    let launched = ec2.call("RunInstances", &launch);
    let instance = launched.text("instancesSet.item.instanceId");
    ec2.advance(60);
    ec2.call("ModifyVolume", &grow);
    assert_eq!(modification(&ec2, &id).text("modificationState"), "modifying");
    assert_eq!(described(&ec2, &id).text("size"), "10");
    let attach = [("VolumeId", id.as_str()), ("InstanceId", instance), ("Device", "/dev/sdf")];
    let (code, message) = ec2.refused("AttachVolume", &attach);
    assert_eq!(code, "OperationNotPermitted");
    let expected = format!("Cannot attach volume {id} when it is in modification state: MODIFYING");
    assert_eq!(message, expected);
    ec2.advance(3);
    let optimizing = modification(&ec2, &id);
    assert_eq!(optimizing.text("modificationState"), "optimizing");
    assert_eq!(optimizing.text("progress"), "30");
    assert!(!optimizing.has("endTime"));
    assert_eq!(described(&ec2, &id).text("size"), "20");
    let more = [("VolumeId", id.as_str()), ("Size", "30")];
    let (code, message) = ec2.refused("ModifyVolume", &more);
    assert_eq!(code, "IncorrectModificationState");
    let expected = format!("Volume {id} cannot be modified in modification state OPTIMIZING");
    assert_eq!(message, expected);
    ec2.call("AttachVolume", &attach);
    ec2.advance(7);
    assert_eq!(modification(&ec2, &id).text("modificationState"), "completed");
    ec2.call("ModifyVolume", &more);
}

#[test]
fn modifications_are_filtered_and_paged() {
    let ec2 = Ec2::new();
    let ids: Vec<String> = (1..=7)
        .map(|at| {
            let id = volume(&ec2, &[("Size", "10")]);
            let size = (10 + at).to_string();
            ec2.call("ModifyVolume", &[("VolumeId", &id), ("Size", &size)]);
            id
        })
        .collect();
    volume(&ec2, &[("Size", "10")]);
    let list = |form: &[(&str, &str)]| ec2.call("DescribeVolumesModifications", form);
    let path = "volumeModificationSet.item.volumeId";
    assert_eq!(list(&[]).texts(path), ids);
    let first = list(&[("MaxResults", "5")]);
    assert_eq!(first.texts(path), ids[..5]);
    let rest = [("MaxResults", "5"), ("NextToken", first.text("nextToken"))];
    assert_eq!(list(&rest).texts(path), ids[5..]);
    for (name, value, expected) in [
        ("target-size", "12", &ids[1..2]),
        ("original-size", "10", &ids[..]),
        ("modification-state", "completed", &ids[..]),
        ("volume-id", &ids[2], &ids[2..3]),
        ("target-volume-type", "io1", &[]),
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        assert_eq!(list(&form).texts(path), expected, "{name}");
    }
    assert_eq!(list(&[("IncludeManagedResources", "true")]).texts(path), ids);
}

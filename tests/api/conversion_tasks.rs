//! Importing volumes and machines by a manifest.

use super::support::{Ec2, Xml};

const URL: &str = "https://s3.amazonaws.com/my-disks/server.manifest.xml";

const VOLUME: [(&str, &str); 6] = [
    ("AvailabilityZone", "us-east-1a"),
    ("Image.Format", "VMDK"),
    ("Image.Bytes", "2000000000"),
    ("Image.ImportManifestUrl", URL),
    ("Volume.Size", "8"),
    ("Description", "a disk"),
];

const MACHINE: [(&str, &str); 9] = [
    ("Platform", "windows"),
    ("Description", "a machine"),
    ("LaunchSpecification.InstanceType", "m5.large"),
    ("LaunchSpecification.Architecture", "x86_64"),
    ("DiskImage.1.Image.Format", "VMDK"),
    ("DiskImage.1.Image.Bytes", "2000000000"),
    ("DiskImage.1.Image.ImportManifestUrl", URL),
    ("DiskImage.1.Volume.Size", "12"),
    ("DiskImage.1.Description", "its disk"),
];

fn task(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeConversionTasks", &[("ConversionTaskId.1", id)]);
    found.at("conversionTasks.item").unwrap().clone()
}

#[test]
fn a_disk_becomes_a_volume() {
    let ec2 = Ec2::with_aws_lifecycle();
    let made = ec2.call("ImportVolume", &VOLUME);
    let made = made.at("conversionTask").unwrap();
    let id = made.text("conversionTaskId");
    assert!(id.starts_with("import-vol-"), "{id}");
    assert_eq!((made.text("state"), made.text("statusMessage")), ("active", "Pending"));
    assert_eq!(made.text("expirationTime"), "2026-02-07T12:00:00Z");
    let details = made.at("importVolume").unwrap();
    assert_eq!((details.text("bytesConverted"), details.text("description")), ("0", "a disk"));
    assert_eq!(details.text("availabilityZone"), "us-east-1a");
    assert_eq!(details.text("image.importManifestUrl"), URL);
    assert_eq!((details.text("image.format"), details.text("image.size")), ("VMDK", "2000000000"));
    assert_eq!(details.text("volume.size"), "8");
    assert!(details.at("volume.id").is_none());
    ec2.advance(30);
    let half = task(&ec2, id);
    assert_eq!((half.text("state"), half.text("statusMessage")), ("active", "Progress: 50%"));
    assert_eq!(half.text("importVolume.bytesConverted"), "0");
    assert!(half.text("importVolume.volume.id").starts_with("vol-"));
    ec2.advance(30);
    let done = task(&ec2, id);
    assert_eq!(done.text("state"), "completed");
    assert_eq!(done.text("importVolume.bytesConverted"), "2000000000");
    let volume = done.text("importVolume.volume.id");
    let found = ec2.call("DescribeVolumes", &[("VolumeId.1", volume)]);
    let found = found.at("volumeSet.item").unwrap();
    assert_eq!((found.text("status"), found.text("size")), ("available", "8"));
}

#[test]
fn a_machine_becomes_a_stopped_instance() {
    let ec2 = Ec2::with_aws_lifecycle();
    let more = [
        ("LaunchSpecification.Monitoring", "true"),
        ("LaunchSpecification.UserData.Data", "aGVsbG8="),
        ("LaunchSpecification.InstanceInitiatedShutdownBehavior", "terminate"),
        ("LaunchSpecification.GroupName.1", "default"),
        ("LaunchSpecification.Placement.AvailabilityZone", "us-east-1a"),
    ];
    let made = ec2.call("ImportInstance", &[&MACHINE, &more[..]].concat());
    let made = made.at("conversionTask").unwrap();
    let id = made.text("conversionTaskId");
    assert!(id.starts_with("import-i-"), "{id}");
    let details = made.at("importInstance").unwrap();
    assert_eq!((details.text("description"), details.text("platform")), ("a machine", "windows"));
    let volume = details.at("volumes.item").unwrap();
    assert_eq!((volume.text("status"), volume.text("description")), ("active", "its disk"));
    let instance = details.text("instanceId");
    let state = || {
        let found = ec2.call("DescribeInstances", &[("InstanceId.1", instance)]);
        found.at("reservationSet.item.instancesSet.item").unwrap().clone()
    };
    assert_eq!(state().text("instanceState.name"), "pending");
    ec2.advance(60);
    let done = task(&ec2, id);
    assert_eq!(done.text("state"), "completed");
    let found = state();
    assert_eq!(found.text("instanceState.name"), "stopped");
    assert_eq!((found.text("platform"), found.text("instanceType")), ("windows", "m5.large"));
    assert!(found.at("ipAddress").is_none());
    let disk = done.text("importInstance.volumes.item.volume.id");
    assert_eq!(found.texts("blockDeviceMapping.item.ebs.volumeId"), [disk]);
    let volumes = ec2.call("DescribeVolumes", &[("VolumeId.1", disk)]);
    assert_eq!(volumes.text("volumeSet.item.size"), "12");
    ec2.call("StartInstances", &[("InstanceId.1", instance)]);
    ec2.advance(10);
    assert_eq!(state().text("instanceState.name"), "running");
}

#[test]
fn a_conversion_is_cancelled_while_it_works() {
    let ec2 = Ec2::with_aws_lifecycle();
    let volume = ec2.call("ImportVolume", &VOLUME);
    let machine = ec2.call("ImportInstance", &MACHINE);
    let ids = [volume, machine].map(|it| it.text("conversionTask.conversionTaskId").to_owned());
    for id in &ids {
        let form = [("ConversionTaskId", id.as_str()), ("ReasonMessage", "not needed")];
        ec2.call("CancelConversionTask", &form);
        let cancelled = task(&ec2, id);
        assert_eq!(cancelled.text("state"), "cancelling");
        assert_eq!(cancelled.text("statusMessage"), "not needed");
        let (code, message) = ec2.refused("CancelConversionTask", &form);
        assert_eq!(code, "IncorrectState");
        assert_eq!(message, format!("The task '{id}' is not active and cannot be cancelled."));
    }
    ec2.advance(60);
    assert_eq!(task(&ec2, &ids[0]).text("state"), "cancelled");
    assert!(ec2.call("DescribeVolumes", &[]).all_at("volumeSet.item").is_empty());
    let found = ec2.call("DescribeInstances", &[]);
    let states = found.texts("reservationSet.item.instancesSet.item.instanceState.name");
    assert_eq!(states, ["terminated"]);
    ec2.advance(3600);
    let (code, message) =
        ec2.refused("DescribeConversionTasks", &[("ConversionTaskId.1", &ids[0])]);
    assert_eq!(code, "InvalidConversionTaskId");
    assert_eq!(message, format!("The conversion task ID '{}' does not exist", ids[0]));
}

#[test]
fn what_cannot_be_converted_is_refused() {
    let ec2 = Ec2::new();
    let with = |form: &[(&'static str, &'static str)], name: &str, value: &'static str| {
        let other = form.iter().map(|(key, old)| (*key, if *key == name { value } else { *old }));
        other.filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>()
    };
    let pair = |code: &str, message: &str| (code.to_owned(), message.to_owned());
    let bad = |message: &str| pair("InvalidParameterValue", message);
    let missing = |name: &str| {
        pair("MissingParameter", &format!("The request must contain the parameter {name}"))
    };
    assert_eq!(
        ec2.refused("ImportVolume", &with(&VOLUME, "Image.ImportManifestUrl", "nowhere")),
        bad("Value (nowhere) for parameter importManifestUrl is invalid. Expecting the URL of a \
             manifest.")
    );
    assert_eq!(
        ec2.refused("ImportVolume", &with(&VOLUME, "Image.Bytes", "0")),
        bad("Value (0) for parameter bytes is invalid. Expecting a number of bytes.")
    );
    assert_eq!(
        ec2.refused("ImportVolume", &with(&VOLUME, "Volume.Size", "-3")),
        bad("Value (-3) for parameter size is invalid. Expecting a size in GiB.")
    );
    let zone = ec2.refused("ImportVolume", &with(&VOLUME, "AvailabilityZone", ""));
    assert_eq!(zone, missing("zone"));
    let zone = ec2.refused("ImportVolume", &with(&VOLUME, "AvailabilityZone", "us-west-1a"));
    assert_eq!(zone, bad("Invalid value 'us-west-1a' for AvailabilityZone."));
    assert_eq!(ec2.refused("ImportInstance", &MACHINE[..1]), missing("diskImage"));
    assert_eq!(
        ec2.refused(
            "ImportInstance",
            &MACHINE[4..].iter().copied().chain([MACHINE[0]]).collect::<Vec<_>>()
        ),
        missing("launchSpecification")
    );
    let volume = with(&MACHINE, "DiskImage.1.Volume.Size", "");
    assert_eq!(ec2.refused("ImportInstance", &volume), missing("volume"));
    let image = [MACHINE[0], MACHINE[7]];
    assert_eq!(ec2.refused("ImportInstance", &image), missing("image"));
    let two = [&MACHINE[..], &[("DiskImage.2.Description", "another")]].concat();
    assert_eq!(
        ec2.refused("ImportInstance", &two),
        pair("InvalidParameterCombination", "ImportInstance takes machines with one volume only.")
    );
    assert_eq!(
        ec2.refused("ImportInstance", &with(&MACHINE, "LaunchSpecification.Architecture", "arm64")),
        bad("Value (arm64) for parameter architecture is invalid. Expecting i386 or x86_64.")
    );
    for (name, value, what) in [
        ("Affinity", "default", "The parameter affinity"),
        ("HostId", "h-0123456789abcdef0", "The parameter hostId"),
        ("Tenancy", "host", "The tenancy host"),
    ] {
        let name = format!("LaunchSpecification.Placement.{name}");
        let form: Vec<_> = MACHINE.into_iter().chain([(&*name, value)]).collect();
        let message = format!("{what} is not supported for ImportInstance.");
        let expected = pair("InvalidParameterCombination", &message);
        assert_eq!(ec2.refused("ImportInstance", &form), expected);
    }
    // As all SDKs spell it.
    ec2.call("ImportInstance", &with(&MACHINE, "Platform", "Windows"));
    let info = [&MACHINE[..], &[("LaunchSpecification.AdditionalInfo", "more")]].concat();
    assert_eq!(ec2.refused("ImportInstance", &info).0, "UnsupportedOperation");
}

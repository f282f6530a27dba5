//! Importing disks and machines out of S3.

use super::support::{Ec2, Xml};

const DISK: [(&str, &str); 2] = [
    ("DiskContainer.UserBucket.S3Bucket", "my-disks"),
    ("DiskContainer.UserBucket.S3Key", "server.vmdk"),
];

const MACHINE: [(&str, &str); 2] = [
    ("DiskContainer.1.UserBucket.S3Bucket", "my-disks"),
    ("DiskContainer.1.UserBucket.S3Key", "server.ova"),
];

fn form<'a>(some: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [some, more].concat()
}

fn import_snapshot(ec2: &Ec2) -> Xml {
    let more = [
        ("Description", "My server"),
        ("DiskContainer.Description", "Its disk"),
        ("DiskContainer.Format", "vmdk"),
        ("ClientData.UploadSize", "2.5"),
        ("ClientData.Comment", "by hand"),
        ("ClientData.UploadStart", "2026-01-31T11:00:00Z"),
        ("ClientData.UploadEnd", "2026-01-31T11:30:00Z"),
        ("RoleName", "my-vmimport"),
        ("TagSpecification.1.ResourceType", "import-snapshot-task"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "first"),
    ];
    ec2.call("ImportSnapshot", &form(&DISK, &more))
}

fn snapshot_task(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeImportSnapshotTasks", &[("ImportTaskId.1", id)]);
    found.at("importSnapshotTaskSet.item").unwrap().clone()
}

fn image_task(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeImportImageTasks", &[("ImportTaskId.1", id)]);
    found.at("importImageTaskSet.item").unwrap().clone()
}

#[test]
fn a_disk_becomes_a_snapshot() {
    let ec2 = Ec2::with_aws_lifecycle();
    let made = import_snapshot(&ec2);
    let id = made.text("importTaskId");
    assert!(id.starts_with("import-snap-"), "{id}");
    assert_eq!(made.text("description"), "My server");
    let detail = made.at("snapshotTaskDetail").unwrap();
    assert_eq!(detail.text("description"), "My server");
    assert_eq!((detail.text("status"), detail.text("statusMessage")), ("active", "pending"));
    assert_eq!(detail.text("progress"), "0");
    assert!(!detail.has("format"));
    assert_eq!(detail.text("diskImageSize"), "0.0");
    assert_eq!(detail.text("userBucket.s3Bucket"), "my-disks");
    assert_eq!(detail.text("userBucket.s3Key"), "server.vmdk");
    assert!(detail.at("snapshotId").is_none());
    assert_eq!(made.text("tagSet.item.value"), "first");

    // Clients wait for what has its description.
    let name = format!("Created by AWS-VMImport service for {id}");
    let by_name = [("Filter.1.Name", "description"), ("Filter.1.Value.1", name.as_str())];
    let found = ec2.call("DescribeSnapshots", &by_name);
    assert_eq!(found.texts("snapshotSet.item.status"), ["pending"]);

    ec2.advance(15);
    let task = snapshot_task(&ec2, id);
    let detail = task.at("snapshotTaskDetail").unwrap();
    assert_eq!((detail.text("progress"), detail.text("format")), ("50", "VMDK"));
    assert!(detail.has("snapshotId") && detail.text("snapshotId").is_empty());
    assert_eq!(detail.text("statusMessage"), "downloading/converting");
    assert_eq!(detail.text("diskImageSize"), "3.221225472E9");

    ec2.advance(15);
    let task = snapshot_task(&ec2, id);
    let detail = task.at("snapshotTaskDetail").unwrap();
    assert_eq!(detail.text("status"), "completed");
    assert!(detail.at("progress").is_none() && detail.at("statusMessage").is_none());
    let snapshot = detail.text("snapshotId");
    let found = ec2.call("DescribeSnapshots", &[("SnapshotId.1", snapshot)]);
    let found = found.at("snapshotSet.item").unwrap();
    assert_eq!((found.text("status"), found.text("volumeSize")), ("completed", "3"));
    assert_eq!((found.text("volumeId"), found.text("description")), ("vol-ffffffff", &*name));
    let volume = [("SnapshotId", snapshot), ("AvailabilityZone", "us-east-1a")];
    assert_eq!(ec2.call("CreateVolume", &volume).text("size"), "3");
}

#[test]
fn where_nothing_takes_time_it_is_complete_at_once() {
    let ec2 = Ec2::new();
    let made = import_snapshot(&ec2);
    assert_eq!(made.text("snapshotTaskDetail.status"), "completed");
    let snapshot = made.text("snapshotTaskDetail.snapshotId");
    let found = ec2.call("DescribeSnapshots", &[("SnapshotId.1", snapshot)]);
    assert_eq!(found.text("snapshotSet.item.status"), "completed");
    let refused = ec2.refused("CancelImportTask", &[("ImportTaskId", made.text("importTaskId"))]);
    assert_eq!(refused.0, "IncorrectState");
}

#[test]
fn an_import_can_be_encrypted_and_comes_from_a_url() {
    let ec2 = Ec2::new();
    let key = "arn:aws:kms:us-east-1:000000000000:key/12345678-1234-1234-1234-123456789012";
    let form = [
        ("DiskContainer.Url", "s3://my-disks/server.raw"),
        ("Encrypted", "true"),
        ("KmsKeyId", key),
        ("ClientToken", "once"),
    ];
    let made = ec2.call("ImportSnapshot", &form);
    let again = ec2.call("ImportSnapshot", &form);
    assert_eq!(made.text("importTaskId"), again.text("importTaskId"));
    assert!(made.has("tagSet") && !made.has("tagSet.item"));
    let detail = made.at("snapshotTaskDetail").unwrap();
    assert_eq!(detail.text("url"), "s3://my-disks/server.raw");
    assert_eq!(detail.text("userBucket.s3Bucket"), "my-disks");
    assert_eq!(detail.text("userBucket.s3Key"), "server.raw");
    assert_eq!((detail.text("encrypted"), detail.text("kmsKeyId")), ("true", key));
    let form = [("SnapshotId.1", detail.text("snapshotId"))];
    let found = ec2.call("DescribeSnapshots", &form);
    assert_eq!(found.text("snapshotSet.item.encrypted"), "true");
    assert_eq!(found.text("snapshotSet.item.kmsKeyId"), key);
    // Nothing tells its size.
    assert_eq!(found.text("snapshotSet.item.volumeSize"), "8");
}

/// awsdocs/vm-import-export-user-guide#9 (2022)
#[test]
fn an_import_wants_a_key() {
    let ec2 = Ec2::new();
    let key = [("Encrypted", "true"), ("KmsKeyId", "abc-efg-hij-klm-nop-xyz")];
    for (action, disk) in
        [("ImportSnapshot", "DiskContainer.Url"), ("ImportImage", "DiskContainer.1.Url")]
    {
        let form = [&[(disk, "s3://my-disks/server.raw")], &key[..]].concat();
        let (code, message) = ec2.refused(action, &form);
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(
            message,
            "The specified KMS key is not accessible. If this is a default EBS CMK, please retry \
             your request without specifying the key explicitly"
        );
    }
}

#[test]
fn a_machine_becomes_an_image() {
    let ec2 = Ec2::with_aws_lifecycle();
    let more = [
        ("Description", "My server"),
        ("DiskContainer.1.Format", "ova"),
        ("DiskContainer.2.Url", "https://s3.amazonaws.com/my-disks/data.raw"),
        ("DiskContainer.2.Description", "data"),
        ("Architecture", "x86_64"),
        ("BootMode", "uefi"),
        ("Hypervisor", "xen"),
        ("ClientData.UploadSize", "12"),
        ("TagSpecification.1.ResourceType", "import-image-task"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "first"),
    ];
    let made = ec2.call("ImportImage", &form(&MACHINE, &more));
    let id = made.text("importTaskId");
    assert!(id.starts_with("import-ami-"), "{id}");
    assert_eq!((made.text("status"), made.text("statusMessage")), ("active", "pending"));
    assert_eq!(made.text("progress"), "1");
    assert!(!made.has("platform") && !made.has("licenseType"), "nobody has looked at the disks");
    assert_eq!((made.text("hypervisor"), made.text("architecture")), ("xen", "x86_64"));
    assert!(made.at("imageId").is_none());
    assert!(!made.has("snapshotDetailSet.item.deviceName"));
    assert!(!made.has("snapshotDetailSet.item.status"));
    assert_eq!(made.text("snapshotDetailSet.item.format"), "OVA");
    assert_eq!(made.text("tagSet.item.key"), "Name");
    let mine = ec2.call(
        "DescribeImages",
        &[("Owner.1", "self"), ("Filter.1.Name", "name"), ("Filter.1.Value.1", id)],
    );
    assert_eq!(mine.texts("imagesSet.item.imageState"), ["pending"]);

    for (seconds, message, disk, platform, license, snapshots) in [
        (3, "validated", "", "", "", 0),
        (9, "converting", "active", "", "", 0),
        (18, "updating", "completed", "", "", 0),
        (6, "booting", "completed", "Linux", "BYOL", 0),
        (10, "preparing ami", "completed", "Linux", "BYOL", 2),
    ] {
        ec2.advance(seconds);
        let task = image_task(&ec2, id);
        assert_eq!(task.text("statusMessage"), message);
        let told = |path| task.at(path).map_or("", |it| it.text.as_str());
        assert_eq!(told("snapshotDetailSet.item.status"), disk, "{message}");
        assert_eq!((told("platform"), told("licenseType")), (platform, license), "{message}");
        assert_eq!(task.all_at("snapshotDetailSet.item.snapshotId").len(), snapshots);
    }
    let task = image_task(&ec2, id);
    assert_eq!(task.texts("snapshotDetailSet.item.deviceName"), ["/dev/sda1", "/dev/sdb"]);
    ec2.advance(14);
    let task = image_task(&ec2, id);
    assert_eq!((task.text("status"), task.text("bootMode")), ("completed", "uefi"));
    assert_eq!(task.texts("snapshotDetailSet.item.status"), ["completed", "completed"]);
    let image = task.text("imageId");
    let found = ec2.call("DescribeImages", &[("ImageId.1", image)]);
    let found = found.at("imagesSet.item").unwrap();
    assert_eq!((found.text("name"), found.text("imageState")), (id, "available"));
    assert_eq!(found.text("description"), "AWS-VMImport service: Linux");
    assert_eq!((found.text("bootMode"), found.text("rootDeviceName")), ("uefi", "/dev/sda1"));
    assert_eq!(found.texts("blockDeviceMapping.item.ebs.volumeSize"), ["12", "12"]);
    assert_eq!(
        found.texts("blockDeviceMapping.item.ebs.snapshotId"),
        task.texts("snapshotDetailSet.item.snapshotId")
    );
    ec2.call("RunInstances", &[("ImageId", image), ("InstanceType", "t3.micro")]);
}

#[test]
fn an_image_is_billed_as_its_license_says() {
    let ec2 = Ec2::new();
    let usage = |more: &[(&str, &str)]| {
        let made = ec2.call("ImportImage", &form(&MACHINE, more));
        let found = ec2.call("DescribeImages", &[("ImageId.1", made.text("imageId"))]);
        let image = found.at("imagesSet.item").unwrap();
        (image.text("usageOperation").to_owned(), image.text("platformDetails").to_owned())
    };
    let pair = |usage: &str, details: &str| (usage.to_owned(), details.to_owned());
    assert_eq!(usage(&[]), pair("RunInstances", "Linux/UNIX"));
    assert_eq!(usage(&[("Platform", "Windows")]), pair("RunInstances:0002", "Windows"));
    let own = [("Platform", "Windows"), ("LicenseType", "BYOL")];
    assert_eq!(usage(&own), pair("RunInstances:0800", "Windows BYOL"));
    let license = |more: &[(&str, &str)]| {
        let made = ec2.call("ImportImage", &form(&MACHINE, more));
        image_task(&ec2, made.text("importTaskId")).text("licenseType").to_owned()
    };
    assert_eq!(license(&[("Platform", "Windows")]), "AWS");
    assert_eq!((license(&own), license(&[])), ("BYOL".to_owned(), "BYOL".to_owned()));
    let said = [("UsageOperation", "RunInstances:0006")];
    assert_eq!(usage(&said), pair("RunInstances:0006", "Windows with SQL Server Standard"));
}

#[test]
fn a_snapshot_can_be_one_of_the_disks() {
    let ec2 = Ec2::new();
    let snapshot = "snap-0abcdef1234567890";
    let made = ec2.call("ImportImage", &[("DiskContainer.1.SnapshotId", snapshot)]);
    assert_eq!(made.texts("snapshotDetailSet.item.snapshotId"), [snapshot]);
    let found = ec2.call("DescribeImages", &[("ImageId.1", made.text("imageId"))]);
    assert_eq!(found.text("imagesSet.item.blockDeviceMapping.item.ebs.snapshotId"), snapshot);
}

#[test]
fn what_is_cancelled_leaves_nothing() {
    let ec2 = Ec2::with_aws_lifecycle();
    let snapshots = import_snapshot(&ec2);
    let images = ec2.call("ImportImage", &MACHINE);
    let tasks = [snapshots.text("importTaskId"), images.text("importTaskId")];
    for id in tasks {
        let form = [("ImportTaskId", id), ("CancelReason", "not needed")];
        let answer = ec2.call("CancelImportTask", &form);
        assert_eq!(answer.text("importTaskId"), id);
        assert_eq!((answer.text("previousState"), answer.text("state")), ("active", "deleting"));
        let (code, message) = ec2.refused("CancelImportTask", &form);
        assert_eq!(code, "IncorrectState");
        assert_eq!(message, format!("The task '{id}' is not active and cannot be cancelled."));
    }
    let task = snapshot_task(&ec2, tasks[0]);
    assert_eq!(task.text("snapshotTaskDetail.status"), "deleting");
    assert_eq!(task.text("snapshotTaskDetail.statusMessage"), "not needed");
    assert_eq!(image_task(&ec2, tasks[1]).text("status"), "deleting");
    let own = [("Owner.1", "self")];
    assert_eq!(ec2.call("DescribeSnapshots", &own).all_at("snapshotSet.item").len(), 1);
    assert_eq!(ec2.call("DescribeImages", &own).all_at("imagesSet.item").len(), 1);
    ec2.advance(5);
    assert_eq!(image_task(&ec2, tasks[1]).text("status"), "deleted");
    let state = |state| {
        let form = [("Filters.1.Name", "task-state"), ("Filters.1.Value.1", state)];
        let images = ec2.call("DescribeImportImageTasks", &form);
        let snapshots = ec2.call("DescribeImportSnapshotTasks", &form);
        let count = |of: &Xml, set: &str| of.all_at(set).len();
        (count(&images, "importImageTaskSet.item"), count(&snapshots, "importSnapshotTaskSet.item"))
    };
    assert_eq!((state("deleted"), state("active")), ((1, 1), (0, 0)));
    ec2.advance(3600);
    assert_eq!(state("deleted"), (0, 0));
}

#[test]
fn what_cannot_be_imported_is_refused() {
    let ec2 = Ec2::new();
    let refused = |action: &str, form: &[(&str, &str)]| ec2.refused(action, form);
    let pair = |code: &str, message: &str| (code.to_owned(), message.to_owned());
    let missing = |name: &str| {
        pair("MissingParameter", &format!("The request must contain the parameter {name}"))
    };
    let bad = |message: &str| pair("InvalidParameterValue", message);
    let snapshot = |more: &[(&str, &str)]| refused("ImportSnapshot", &form(&DISK, more));
    let image = |more: &[(&str, &str)]| refused("ImportImage", &form(&MACHINE, more));
    assert_eq!(refused("ImportSnapshot", &[]), missing("diskContainer"));
    assert_eq!(refused("ImportImage", &[]), missing("diskContainer"));
    let format = [("DiskContainer.Format", "RAW")];
    assert_eq!(refused("ImportSnapshot", &format), missing("userBucket"));
    let (bucket, key) = (DISK[0], DISK[1]);
    assert_eq!(refused("ImportSnapshot", &[bucket]), missing("s3Key"));
    assert_eq!(refused("ImportSnapshot", &[key]), missing("s3Bucket"));
    assert_eq!(
        snapshot(&[("DiskContainer.Format", "qcow2")]),
        bad(
            "Value (QCOW2) for parameter format is invalid. Expecting one of VHD, VHDX, VMDK, RAW."
        )
    );
    let both = |one: &str, other: &str| {
        let message = format!("The parameter {one} cannot be used with the parameter {other}");
        pair("InvalidParameterCombination", &message)
    };
    let url = ("DiskContainer.Url", "s3://my-disks/server.raw");
    assert_eq!(snapshot(&[url]), both("url", "userBucket"));
    let id = ("DiskContainer.1.SnapshotId", "snap-0abcdef1234567890");
    assert_eq!(image(&[id]), both("snapshotId", "userBucket"));
    let url = ("DiskContainer.1.Url", "s3://my-disks/server.raw");
    assert_eq!(refused("ImportImage", &[id, url]), both("snapshotId", "url"));
    assert_eq!(
        refused("ImportSnapshot", &[("DiskContainer.Url", "ftp://disks")]),
        bad("Value (ftp://disks) for parameter url is invalid. Expecting https://... or s3://...")
    );
    assert_eq!(
        refused("ImportSnapshot", &[("DiskContainer.UserBucket.S3Bucket", "My_Disks"), key]),
        pair("InvalidParameter", "The S3 bucket 'My_Disks' does not exist.")
    );
    assert_eq!(
        snapshot(&[("RoleName", "a role")]),
        pair(
            "InvalidParameter",
            "The service role a role provided does not exist or does not have sufficient \
             permissions"
        )
    );
    assert_eq!(
        snapshot(&[("ClientData.UploadSize", "-1")]),
        bad(
            "Value (-1) for parameter uploadSize is invalid. Expecting a size in GiB, up to 65536."
        )
    );
}

#[test]
fn machines_that_cannot_be_imported_are_refused() {
    let ec2 = Ec2::new();
    let refused = |action: &str, form: &[(&str, &str)]| ec2.refused(action, form);
    let pair = |code: &str, message: &str| (code.to_owned(), message.to_owned());
    let image = |more: &[(&str, &str)]| refused("ImportImage", &form(&MACHINE, more));
    for (name, value, parameter, reason) in [
        ("Architecture", "arm", "architecture", "Expecting i386, x86_64 or arm64."),
        ("Platform", "BeOS", "platform", "Expecting Linux or Windows."),
        ("LicenseType", "none", "licenseType", "Expecting AWS or BYOL."),
        ("Hypervisor", "kvm", "hypervisor", "Expecting xen."),
        ("UsageOperation", "RunInstances:9999", "usageOperation", "There is no such one."),
        ("BootMode", "uefi-preferred", "bootMode", "Expecting legacy-bios or uefi."),
    ] {
        let message = format!("Value ({value}) for parameter {parameter} is invalid. {reason}");
        assert_eq!(image(&[(name, value)]), pair("InvalidParameterValue", &message));
    }
    let license = [("LicenseSpecifications.1.LicenseConfigurationArn", "arn:aws:license-manager:")];
    assert_eq!(
        image(&license),
        pair(
            "UnsupportedOperation",
            "parlel-ec2 does not emulate the parameter LicenseSpecifications of ImportImage."
        )
    );
    let uefi = [("DiskContainer.1.SnapshotId", "snap-0abcdef1234567890"), ("BootMode", "uefi")];
    assert_eq!(
        refused("ImportImage", &uefi),
        pair("MissingParameter", "The request must contain the parameter platform")
    );
    assert_eq!(
        refused("CancelImportTask", &[]),
        pair("MissingParameter", "The request must contain the parameter importTaskId")
    );
    let gone = pair("InvalidConversionTaskId.Malformed", "Import task(s) import-snap-1 not found");
    assert_eq!(refused("CancelImportTask", &[("ImportTaskId", "import-snap-1")]), gone);
    for action in ["DescribeImportSnapshotTasks", "DescribeImportImageTasks"] {
        assert_eq!(refused(action, &[("ImportTaskId.1", "import-snap-1")]), gone);
    }
}

#[test]
fn a_dry_run_is_not_looked_into() {
    let ec2 = Ec2::new();
    for action in ["ImportImage", "ImportSnapshot"] {
        assert_eq!(ec2.refused(action, &[("DryRun", "true")]).0, "DryRunOperation");
    }
}

//! Exporting images and instances to S3.

use super::support::{Ec2, Xml};

const IMAGE: &str = "ami-0abcdef1234567890";

const EXPORT: [(&str, &str); 4] = [
    ("ImageId", IMAGE),
    ("DiskImageFormat", "VMDK"),
    ("S3ExportLocation.S3Bucket", "my-exports"),
    ("S3ExportLocation.S3Prefix", "exports/"),
];

fn launch(ec2: &Ec2, more: &[(&str, &str)]) -> String {
    let has_image = more.iter().any(|(name, _)| *name == "ImageId");
    let image: &[(&str, &str)] = if has_image { &[] } else { &[("ImageId", IMAGE)] };
    let form = [image, &[("InstanceType", "t3.micro")], more].concat();
    ec2.call("RunInstances", &form).text("instancesSet.item.instanceId").to_owned()
}

fn export_instance(ec2: &Ec2, instance: &str, more: &[(&str, &str)]) -> Xml {
    let form = [
        ("InstanceId", instance),
        ("TargetEnvironment", "vmware"),
        ("ExportToS3.S3Bucket", "my-exports"),
    ];
    ec2.call("CreateInstanceExportTask", &[&form, more].concat())
}

fn image_task(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeExportImageTasks", &[("ExportImageTaskId.1", id)]);
    found.at("exportImageTaskSet.item").unwrap().clone()
}

fn task(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeExportTasks", &[("ExportTaskId.1", id)]);
    found.at("exportTaskSet.item").unwrap().clone()
}

#[test]
fn an_image_is_exported() {
    let ec2 = Ec2::with_aws_lifecycle();
    let more = [
        ("Description", "a copy"),
        ("RoleName", "vmimport"),
        ("TagSpecification.1.ResourceType", "export-image-task"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "first"),
    ];
    let made = ec2.call("ExportImage", &[&EXPORT, &more[..]].concat());
    let id = made.text("exportImageTaskId");
    assert!(id.starts_with("export-ami-"), "{id}");
    assert_eq!((made.text("status"), made.text("statusMessage")), ("active", "validating"));
    // As in transcripts of 2023, with the file's ending in small letters nevertheless.
    assert_eq!((made.text("progress"), made.text("diskImageFormat")), ("0", "VMDK"));
    assert_eq!((made.text("imageId"), made.text("roleName")), (IMAGE, "vmimport"));
    assert_eq!(made.text("s3ExportLocation.s3Bucket"), "my-exports");
    assert_eq!(made.text("s3ExportLocation.s3Prefix"), "exports/");
    for (seconds, progress, message) in [(6, "20", "updating"), (9, "50", "converting")] {
        ec2.advance(seconds);
        let task = image_task(&ec2, id);
        assert_eq!((task.text("progress"), task.text("statusMessage")), (progress, message));
    }
    ec2.advance(15);
    let task = image_task(&ec2, id);
    assert_eq!((task.text("status"), task.text("description")), ("completed", "a copy"));
    assert_eq!(task.text("tagSet.item.value"), "first");
    assert!(task.at("progress").is_none() && task.at("imageId").is_none());
    let done = [("Filter.1.Name", "task-state"), ("Filter.1.Value.1", "completed")];
    let found = ec2.call("DescribeExportImageTasks", &done);
    assert_eq!(found.texts("exportImageTaskSet.item.exportImageTaskId"), [id]);
}

#[test]
fn an_instance_is_exported() {
    let ec2 = Ec2::with_aws_lifecycle();
    let instance = launch(&ec2, &[]);
    let more = [
        ("Description", "a machine"),
        ("ExportToS3.S3Prefix", "exports/"),
        ("ExportToS3.ContainerFormat", "ova"),
        ("ExportToS3.DiskImageFormat", "vmdk"),
        ("TagSpecification.1.ResourceType", "export-instance-task"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "first"),
    ];
    let made = export_instance(&ec2, &instance, &more);
    let made = made.at("exportTask").unwrap();
    let id = made.text("exportTaskId");
    assert!(id.starts_with("export-i-"), "{id}");
    assert_eq!((made.text("state"), made.text("description")), ("active", "a machine"));
    assert_eq!(made.text("instanceExport.instanceId"), instance);
    assert_eq!(made.text("instanceExport.targetEnvironment"), "vmware");
    assert_eq!(made.text("exportToS3.s3Key"), format!("exports/{id}.ova"));
    assert_eq!(made.text("exportToS3.diskImageFormat"), "vmdk");
    ec2.advance(30);
    assert_eq!(task(&ec2, id).text("state"), "completed");
    // A disk alone.
    let made = export_instance(&ec2, &instance, &[]);
    let id = made.text("exportTask.exportTaskId");
    assert_eq!(made.text("exportTask.exportToS3.s3Key"), format!("{id}.vmdk"));
}

#[test]
fn an_environment_reads_one_format() {
    let ec2 = Ec2::new();
    let instance = launch(&ec2, &[]);
    for (environment, format) in [("vmware", "vmdk"), ("citrix", "vhd"), ("microsoft", "vhd")] {
        let form = [
            ("InstanceId", &*instance),
            ("TargetEnvironment", environment),
            ("ExportToS3.S3Bucket", "my-exports"),
        ];
        let raw = [&form[..], &[("ExportToS3.DiskImageFormat", "RAW")]].concat();
        let message = format!(
            "diskImageFormat 'raw' not supported for targetEnvironment '{environment}'. Valid \
             value(s): [\"'{format}', ."
        );
        let refused = ec2.refused("CreateInstanceExportTask", &raw);
        assert_eq!(refused, ("Unsupported".to_owned(), message));
        for named in [&[][..], &[("ExportToS3.DiskImageFormat", format)]] {
            let made = ec2.call("CreateInstanceExportTask", &[&form[..], named].concat());
            assert_eq!(made.text("exportTask.exportToS3.diskImageFormat"), format);
        }
    }
}

#[test]
fn an_export_is_cancelled_while_it_works() {
    let ec2 = Ec2::with_aws_lifecycle();
    let instance = launch(&ec2, &[]);
    let made = export_instance(&ec2, &instance, &[]);
    let of_instance = made.text("exportTask.exportTaskId");
    let made = ec2.call("ExportImage", &EXPORT);
    assert!(!made.has("roleName") && !made.has("tagSet"));
    let of_image = made.text("exportImageTaskId");
    assert!(image_task(&ec2, of_image).has("tagSet"));
    for id in [of_instance, of_image] {
        ec2.call("CancelExportTask", &[("ExportTaskId", id)]);
        let (code, message) = ec2.refused("CancelExportTask", &[("ExportTaskId", id)]);
        assert_eq!(code, "IncorrectState");
        assert_eq!(message, format!("The task '{id}' is not active and cannot be cancelled."));
    }
    assert_eq!(task(&ec2, of_instance).text("state"), "cancelling");
    assert_eq!(image_task(&ec2, of_image).text("status"), "deleting");
    ec2.advance(5);
    assert_eq!(task(&ec2, of_instance).text("state"), "cancelled");
    assert_eq!(image_task(&ec2, of_image).text("status"), "deleted");
    ec2.advance(3600);
    let (code, message) = ec2.refused("DescribeExportTasks", &[("ExportTaskId.1", of_instance)]);
    assert_eq!(code, "InvalidExportTaskID.NotFound");
    assert_eq!(message, format!("The export task ID '{of_instance}' does not exist"));
    let form = [("ExportImageTaskId.1", of_image)];
    let (code, message) = ec2.refused("DescribeExportImageTasks", &form);
    assert_eq!(code, "InvalidExportTaskID.NotFound");
    assert_eq!(message, format!("The export image task ID '{of_image}' does not exist"));
}

#[test]
fn what_cannot_be_exported_is_refused() {
    let ec2 = Ec2::new();
    let pair = |code: &str, message: String| (code.to_owned(), message);
    let cannot = |id: &str, reason: &str| {
        pair("NotExportable", format!("{id} cannot be exported. {reason}"))
    };
    let export = |instance: &str| {
        let form = [
            ("InstanceId", instance),
            ("TargetEnvironment", "microsoft"),
            ("ExportToS3.S3Bucket", "my-exports"),
        ];
        ec2.refused("CreateInstanceExportTask", &form)
    };
    let windows = [
        ("Filter.1.Name", "name"),
        ("Filter.1.Value.1", "Windows_Server-2022-English-Full-Base-*"),
    ];
    let found = ec2.call("DescribeImages", &windows);
    let windows = launch(&ec2, &[("ImageId", found.text("imagesSet.item.imageId"))]);
    assert_eq!(export(&windows), cannot(&windows, "It contains software that AWS provides."));
    let linux =
        [("Owner.1", "amazon"), ("Filter.1.Name", "name"), ("Filter.1.Value.1", "al2023-*")];
    let found = ec2.call("DescribeImages", &linux);
    let found = found.at("imagesSet.item").unwrap();
    let of_amazon = launch(&ec2, &[("ImageId", found.text("imageId"))]);
    let snapshot = found.text("blockDeviceMapping.item.ebs.snapshotId");
    let message = format!(
        "The snapshot ID ({snapshot}) of the instance neither is owned by current user nor had \
         been previously imported through VMIE."
    );
    assert_eq!(export(&of_amazon), pair("NotExportable", message));
    let encrypted = [
        ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
        ("BlockDeviceMapping.1.Ebs.Encrypted", "true"),
    ];
    let encrypted = launch(&ec2, &encrypted);
    assert_eq!(export(&encrypted), cannot(&encrypted, "It has an encrypted volume."));
    let two = [
        ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
        ("BlockDeviceMapping.1.Ebs.VolumeSize", "1"),
    ];
    let two = launch(&ec2, &two);
    let message = "This instance has multiple volumes attached. Please remove additional volumes.";
    assert_eq!(export(&two), pair("NotExportable", message.to_owned()));
    let rootless = launch(&ec2, &[]);
    let found = ec2.call("DescribeInstances", &[("InstanceId.1", &rootless)]);
    let mapping = "reservationSet.item.instancesSet.item.blockDeviceMapping.item.ebs.volumeId";
    ec2.call("StopInstances", &[("InstanceId.1", &rootless)]);
    ec2.call("DetachVolume", &[("VolumeId", found.text(mapping))]);
    let none = cannot(&rootless, "It does not have one EBS volume and no other.");
    assert_eq!(export(&rootless), none);
    let plain = launch(&ec2, &[]);
    let found = ec2.call("DescribeInstances", &[("InstanceId.1", &plain)]);
    let subnet_id = found.text("reservationSet.item.instancesSet.item.subnetId");
    let made = ec2.call("CreateNetworkInterface", &[("SubnetId", subnet_id)]);
    let interface = made.text("networkInterface.networkInterfaceId");
    let form = [("NetworkInterfaceId", interface), ("InstanceId", &*plain), ("DeviceIndex", "1")];
    ec2.call("AttachNetworkInterface", &form);
    assert_eq!(export(&plain), cannot(&plain, "It has several network interfaces."));
    ec2.call("TerminateInstances", &[("InstanceId.1", &plain)]);
    let (code, message) = export(&plain);
    assert_eq!(code, "IncorrectInstanceState");
    let ended = format!("The instance '{plain}' is not in a valid state for this operation.");
    assert_eq!(message, ended);
    let form =
        [("InstanceId", &*two), ("TargetEnvironment", "vmware"), ("ExportToS3.S3Prefix", "")];
    assert_eq!(ec2.refused("CreateInstanceExportTask", &form).0, "MissingParameter");
}

#[test]
fn a_description_has_up_to_255_characters() {
    let ec2 = Ec2::new();
    let instance = launch(&ec2, &[]);
    let long = "x".repeat(256);
    let form = [
        ("InstanceId", &*instance),
        ("TargetEnvironment", "vmware"),
        ("ExportToS3.S3Bucket", "my-exports"),
        ("Description", &long),
    ];
    let (code, message) = ec2.refused("CreateInstanceExportTask", &form);
    assert_eq!(code, "InvalidParameterValue");
    let reason = "Expecting at most 255 characters.";
    assert_eq!(message, format!("Value (256) for parameter description is invalid. {reason}"));
}

#[test]
fn images_that_cannot_be_exported_are_refused() {
    let ec2 = Ec2::new();
    let pair = |code: &str, message: String| (code.to_owned(), message);
    let refused = |image: &str, more: &[(&str, &str)]| {
        let form = [&[("ImageId", image)], &EXPORT[1..], more].concat();
        ec2.refused("ExportImage", &form)
    };
    let copy = [
        ("SourceImageId", IMAGE),
        ("SourceRegion", "us-east-1"),
        ("Name", "a-copy"),
        ("Encrypted", "true"),
    ];
    let made = ec2.call("CopyImage", &copy);
    let copy = made.text("imageId");
    let message = format!(
        "The image ID ({copy}) provided has encrypted EBS block devices and is not exportable."
    );
    assert_eq!(refused(copy, &[]), pair("InvalidParameter", message));
    let stored = [("Name", "in-s3"), ("ImageLocation", "my-images/one.manifest.xml")];
    let made = ec2.call("RegisterImage", &stored);
    let stored = made.text("imageId");
    let message = format!("{stored} cannot be exported. It is not backed by EBS.");
    assert_eq!(refused(stored, &[]), pair("NotExportable", message));
    let long = "x".repeat(256);
    assert_eq!(
        refused(IMAGE, &[("Description", &long)]),
        pair(
            "InvalidParameterValue",
            "Value (256) for parameter description is invalid. Expecting at most 255 characters."
                .to_owned()
        )
    );
    ec2.call("DisableImage", &[("ImageId", IMAGE)]);
    let message = format!("The image ID '{IMAGE}' is not available");
    assert_eq!(refused(IMAGE, &[]), pair("InvalidAMIID.Unavailable", message));
}

//! The quotas of fleets and public images of a new account, which hold with `--quotas default`.

use super::fleets;
use super::quotas::{ask, new_account, until_refused};

#[test]
fn public_images_have_a_quota() {
    let ec2 = new_account();
    let volume = ec2.call("CreateVolume", &[("Size", "8"), ("AvailabilityZone", "us-east-1a")]);
    let snapshot = ec2.call("CreateSnapshot", &[("VolumeId", volume.text("volumeId"))]);
    ec2.call("DisableImageBlockPublicAccess", &[]);
    let refusal = until_refused(|count| {
        let name = format!("image-{count}");
        let form = [
            ("Name", name.as_str()),
            ("RootDeviceName", "/dev/xvda"),
            ("BlockDeviceMapping.1.DeviceName", "/dev/xvda"),
            ("BlockDeviceMapping.1.Ebs.SnapshotId", snapshot.text("snapshotId")),
        ];
        let image = ec2.call("RegisterImage", &form);
        let add = ("LaunchPermission.Add.1.Group", "all");
        ask(&ec2, "ModifyImageAttribute", &[("ImageId", image.text("imageId")), add])
    });
    let message = "You have reached your quota of 5 for the number of public images allowed in \
                   this Region. Deregister unused public images or make them private, or request \
                   an increase in your public AMIs quota.";
    assert_eq!(refusal, (5, "ResourceLimitExceeded".to_owned(), message.to_owned()));
}

#[test]
fn fleets_have_a_quota() {
    let ec2 = new_account();
    let template = fleets::template(&ec2, &[]);
    let none = [("TargetCapacitySpecification.TotalTargetCapacity", "0")];
    let form = fleets::form(&template, &none);
    let refusal = until_refused(|_| ask(&ec2, "CreateFleet", &form));
    let code = "MaxFleetCountExceeded".to_owned();
    let message = "You've reached your quota for maximum Fleet Requests for this account.";
    assert_eq!(refusal, (1_000, code, message.to_owned()));
    let instant = [("Type", "instant"), ("TargetCapacitySpecification.TotalTargetCapacity", "1")];
    fleets::create(&ec2, &template, &instant);
}

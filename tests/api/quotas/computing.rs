//! What a new account may have of what computes, and how often it changes it.

use super::{ask, new_account, until_refused};
use crate::fleets;
use crate::instances::IMAGE;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

#[test]
fn keys_templates_and_groups_have_quotas() {
    let ec2 = new_account();
    let key =
        STANDARD.encode([&[0, 0, 0, 11][..], b"ssh-ed25519", &[0, 0, 0, 32], &[7; 32]].concat());
    let key = STANDARD.encode(format!("ssh-ed25519 {key}"));
    let kind = ("LaunchTemplateData.InstanceType", "t3.micro");
    let keys = (
        5_000,
        "KeyPairLimitExceeded".to_owned(),
        "The maximum number of key pairs has been reached.".to_owned(),
    );
    let templates = (
        5_000,
        "MaxTemplateLimitExceeded".to_owned(),
        "The maximum number of launch templates has been reached.".to_owned(),
    );
    let groups = (
        500,
        "PlacementGroupLimitExceeded".to_owned(),
        "The maximum number of placement groups has been reached.".to_owned(),
    );
    for (action, named, more, refusal) in [
        ("ImportKeyPair", "KeyName", ("PublicKeyMaterial", &*key), keys),
        ("CreateLaunchTemplate", "LaunchTemplateName", kind, templates),
        ("CreatePlacementGroup", "GroupName", ("Strategy", "spread"), groups),
    ] {
        let found = until_refused(|count| {
            let name = format!("name-{count}");
            ask(&ec2, action, &[(named, &name), more])
        });
        assert_eq!(found, refusal, "{action}");
    }
}

#[test]
fn spot_fleets_have_a_quota() {
    let of = "SpotFleetRequestConfig";
    let [role, image, kind, target, price] = [
        "IamFleetRole",
        "LaunchSpecifications.1.ImageId",
        "LaunchSpecifications.1.InstanceType",
        "TargetCapacity",
        "SpotPrice",
    ]
    .map(|name| format!("{of}.{name}"));
    let form = |total| {
        [
            (&*role, "arn:aws:iam::123456789012:role/aws-ec2-spot-fleet-tagging-role"),
            (&*image, IMAGE),
            (&*kind, "t3.micro"),
            (&*price, "0.001"),
            (&*target, total),
        ]
    };
    for (total, room) in [("0", 1_000), ("10000", 10)] {
        let ec2 = new_account();
        let refusal = until_refused(|_| ask(&ec2, "RequestSpotFleet", &form(total)));
        let code = "MaxSpotFleetRequestCountExceeded".to_owned();
        assert_eq!(refusal, (room, code, "Max spot fleet request count exceeded".to_owned()));
    }
}

#[test]
fn default_credits_change_four_times_a_day() {
    let ec2 = new_account();
    let change = || {
        let form = [("InstanceFamily", "t3"), ("CpuCredits", "standard")];
        ask(&ec2, "ModifyDefaultCreditSpecification", &form)
    };
    let message = "The default credit specification for an instance family can be modified only \
                   once in a rolling 5-minute period, and up to four times in a rolling 24-hour \
                   period.";
    let refusal = Err(("UpdateLimitExceeded".to_owned(), message.to_owned()));
    for _ in 0..4 {
        assert_eq!(change(), Ok(()));
        assert_eq!(change(), refusal);
        ec2.advance(5 * 60);
    }
    assert_eq!(change(), refusal);
    ec2.advance(24 * 3600 - 20 * 60);
    assert_eq!(change(), Ok(()));
    assert_eq!(change(), refusal);
}

#[test]
fn twenty_reserved_instances_are_purchased_a_month() {
    let ec2 = new_account();
    let offered = |scope: &str| {
        let form =
            [("InstanceType", "t3.micro"), ("Filter.1.Name", "scope"), ("Filter.1.Value.1", scope)];
        let found = ec2.call("DescribeReservedInstancesOfferings", &form);
        let path = "reservedInstancesOfferingsSet.item.reservedInstancesOfferingId";
        found.texts(path)[0].to_owned()
    };
    let purchase = |id: &str, count: &str| {
        let form = [("ReservedInstancesOfferingId", id), ("InstanceCount", count)];
        ask(&ec2, "PurchaseReservedInstancesOffering", &form)
    };
    let message = "Your current quota does not allow you to purchase the required number of \
                   reserved instances";
    let refusal = Err(("ReservedInstancesLimitExceeded".to_owned(), message.to_owned()));
    for scope in ["Region", "Availability Zone"] {
        let id = offered(scope);
        assert_eq!(purchase(&id, "21"), refusal);
        assert_eq!(purchase(&id, "20"), Ok(()));
        assert_eq!(purchase(&id, "1"), refusal);
    }
    ec2.advance(31 * 24 * 3600);
    assert_eq!(purchase(&offered("Region"), "1"), Ok(()));
}

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

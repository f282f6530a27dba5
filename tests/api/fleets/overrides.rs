//! What a fleet launches otherwise than its template says, and into which reservations.

use super::{create, created, described, form, template, types};
use crate::instances::{default_subnet, found, shown};
use crate::support::Ec2;

const CONFIG: &str = "LaunchTemplateConfigs.1";
const INSTANT: (&str, &str) = ("Type", "instant");
const ON_DEMAND: (&str, &str) =
    ("TargetCapacitySpecification.DefaultTargetCapacityType", "on-demand");

#[test]
fn an_override_stands_in_the_place_of_the_template() {
    let ec2 = Ec2::new();
    for name in ["old", "new"] {
        ec2.call("CreateKeyPair", &[("KeyName", name)]);
    }
    let disks = "LaunchTemplateData.BlockDeviceMapping";
    let template = template(
        &ec2,
        &[
            ("LaunchTemplateData.KeyName", "old"),
            ("LaunchTemplateData.UserData", "b2xk"),
            ("LaunchTemplateData.MetadataOptions.HttpTokens", "optional"),
            (&format!("{disks}.1.DeviceName"), "/dev/sdf"),
            (&format!("{disks}.1.Ebs.VolumeSize"), "7"),
        ],
    );
    let of = |name: &str| format!("{CONFIG}.Overrides.1.{name}");
    let profile = "arn:aws:iam::000000000000:instance-profile/worker";
    let user_data =
        format!("{CONFIG}.LaunchTemplateSpecification.LaunchTemplateSpecificationUserData");
    let answer = create(
        &ec2,
        &template,
        &[
            INSTANT,
            ON_DEMAND,
            ("TargetCapacitySpecification.TotalTargetCapacity", "1"),
            (&user_data, "bmV3"),
            (&of("KeyName"), "new"),
            (&of("IamInstanceProfile.Arn"), profile),
            (&of("MetadataOptions.HttpTokens"), "required"),
            (&of("MetadataOptions.HttpPutResponseHopLimit"), "3"),
            (&of("MetadataOptions.HttpEndpoint"), "enabled"),
            (&of("BlockDeviceMapping.1.DeviceName"), "/dev/sdf"),
            (&of("BlockDeviceMapping.1.Ebs.VolumeSize"), "9"),
            (&of("BlockDeviceMapping.1.Ebs.VolumeType"), "gp3"),
        ],
    );
    let id = answer.text("fleetInstanceSet.item.instanceIds.item");
    let instance = shown(&ec2, id);
    assert_eq!(instance.text("keyName"), "new");
    assert_eq!(instance.text("iamInstanceProfile.arn"), profile);
    assert_eq!(instance.text("metadataOptions.httpTokens"), "required");
    assert_eq!(instance.text("metadataOptions.httpPutResponseHopLimit"), "3");
    let volumes = [("Filter.1.Name", "size"), ("Filter.1.Value.1", "9")];
    assert_eq!(ec2.call("DescribeVolumes", &volumes).text("volumeSet.item.volumeType"), "gp3");
    let data = [("InstanceId", id), ("Attribute", "userData")];
    let data = ec2.call("DescribeInstanceAttribute", &data);
    assert_eq!(data.text("userData.value"), "bmV3");
    let fleet = described(&ec2, answer.text("fleetId"));
    let disk = "launchTemplateConfigs.item.overrides.item.blockDeviceMappingSet.item";
    assert_eq!(fleet.text(&format!("{disk}.ebs.volumeSize")), "9");

    // A key that there is not is an error of its pool.
    let key = of("KeyName");
    let answer = create(&ec2, &template, &[INSTANT, (&key, "none")]);
    assert_eq!(answer.text("errorSet.item.errorCode"), "InvalidKeyPair.NotFound");
    let fleet = created(&ec2, &template, &[INSTANT, (&key, "new"), (&user_data, "bmV3")]);
    assert_eq!(found(&ec2, "tag:aws:ec2:fleet-id", &fleet).len(), 2);
    assert_eq!(found(&ec2, "key-name", "new").len(), 3);
}

#[test]
fn reservations_are_filled_first() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    ec2.call(
        "CreateCapacityReservation",
        &[
            ("InstanceType", "c5.large"),
            ("InstancePlatform", "Linux/UNIX"),
            ("AvailabilityZone", "us-east-1b"),
            ("InstanceCount", "2"),
        ],
    );
    let subnet = default_subnet(&ec2, "us-east-1b");
    let of = |at: u32, name: &str| format!("{CONFIG}.Overrides.{at}.{name}");
    let first = "OnDemandOptions.CapacityReservationOptions.UsageStrategy";
    let first = (first, "use-capacity-reservations-first");
    let keys = [of(1, "InstanceType"), of(1, "SubnetId"), of(2, "InstanceType"), of(2, "SubnetId")];
    let pools = [
        INSTANT,
        ON_DEMAND,
        ("TargetCapacitySpecification.TotalTargetCapacity", "3"),
        (&*keys[0], "t3.nano"),
        (&*keys[1], &*subnet),
        (&*keys[2], "c5.large"),
        (&*keys[3], &*subnet),
    ];
    let answer = create(&ec2, &template, &[&pools[..], &[first]].concat());
    assert_eq!(types(&answer), [("c5.large", 2), ("t3.nano", 1)]);
    let fleet = described(&ec2, answer.text("fleetId"));
    let shown = "onDemandOptions.capacityReservationOptions.usageStrategy";
    assert_eq!(fleet.text(shown), first.1);
    let reservation = ec2.call("DescribeCapacityReservations", &[]);
    let available = "capacityReservationSet.item.availableInstanceCount";
    assert_eq!(reservation.text(available), "0");
    // They are full, and without the wish nobody looks at them.
    for more in [&[first][..], &[]] {
        assert_eq!(types(&create(&ec2, &template, &[&pools[..], more].concat())), [("t3.nano", 3)]);
    }
}

#[test]
fn overrides_are_so_many_and_place_so_much() {
    let ec2 = Ec2::new();
    let template = template(&ec2, &[]);
    let of = |at: usize, name: &str| format!("{CONFIG}.Overrides.{at}.{name}");
    let check = |parameters: &[(&str, &str)], code: &str, message: &str| {
        let expected = (code.to_owned(), message.to_owned());
        assert_eq!(ec2.refused("CreateFleet", &form(&template, parameters)), expected);
    };
    let many: Vec<_> = (1..=301).map(|at| of(at, "InstanceType")).collect();
    let many: Vec<_> = many.iter().map(|name| (name.as_str(), "m5.large")).collect();
    let message = "Your request contains more than the maximum allowed number of Overrides (300)";
    check(&many, "InvalidParameterValue", message);
    for (name, value) in [
        ("AvailabilityZoneId", "use1-az1"),
        ("Affinity", "host"),
        ("PartitionNumber", "1"),
        ("HostId", "h-0123456789abcdef0"),
        ("Tenancy", "dedicated"),
    ] {
        let message = format!("The parameter Placement.{name} is not supported for fleets.");
        let name = of(1, &format!("Placement.{name}"));
        check(&[(&name, value)], "InvalidFleetConfig", &message);
    }
}

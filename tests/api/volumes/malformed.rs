//! What each operation says of ids that are none, and of pages.

use super::super::support::Ec2;
use super::{COMBINATION, VALUE, create, refused};

/// The words of `volume_controls.json` and `volume_controls_deletion.json` among the recordings of
/// EBS in radkawar/stackd, with their blanks.
#[test]
fn each_operation_has_its_words_for_ids() {
    let ec2 = Ec2::new();
    let id = create(&ec2, &[("Size", "1")]).text("volumeId").to_owned();
    ec2.call("ModifyVolume", &[("VolumeId", &id), ("Size", "2")]);
    let malformed = "InvalidVolumeID.Malformed";
    let shaped = "Value ( vol-00000000000000000 ) for parameter VOLUME is invalid. ";
    let expected = "Value (bad) for parameter volumeId is invalid. Expected: 'vol-...'.";
    let empty = "Value () for parameter volumeId is invalid. Parameter may not be null or empty";
    let missing = "Value () for parameter volumeId is invalid. Parameter may not be null or empty.";
    let several = "Value (vol-00000000000000000) for parameter volumes is invalid. Expected: \
                   'vol-...'.";
    let of_status = "Invalid id: \"bad\" (expecting \"vol-...\")";
    for (action, id, code, message) in [
        (
            "DeleteVolume",
            "vol-00000000000000000",
            VALUE,
            "The volume ID 'vol-00000000000000000' is malformed",
        ),
        ("DeleteVolume", "bad", VALUE, "The volume ID 'bad' is malformed"),
        ("DetachVolume", "vol-00000000000000000", malformed, shaped),
        ("DetachVolume", "bad", VALUE, expected),
        ("DetachVolume", "", VALUE, empty),
        ("ModifyVolume", "vol-00000000000000000", malformed, shaped),
        ("ModifyVolume", "bad", VALUE, expected),
        ("ModifyVolume", "", "MissingParameter", missing),
        (
            "EnableVolumeIO",
            "vol-00000000000000000",
            malformed,
            "Invalid id: \"vol-00000000000000000\"",
        ),
        ("EnableVolumeIO", "bad", VALUE, expected),
        ("ModifyVolumeAttribute", "bad", malformed, "The volume ID 'bad' is malformed"),
        ("DescribeVolumes", "vol-00000000000000000", VALUE, several),
        (
            "DescribeVolumeStatus",
            "vol-00000000000000000",
            malformed,
            "Invalid id: \"vol-00000000000000000\"",
        ),
        ("DescribeVolumeStatus", "bad", malformed, of_status),
        ("DescribeVolumesModifications", "bad", VALUE, expected),
        ("DescribeVolumesModifications", "", "MissingParameter", missing),
    ] {
        let is_list = ["DescribeVolumes", "DescribeVolumeStatus", "DescribeVolumesModifications"];
        let name = if is_list.contains(&action) { "VolumeId.1" } else { "VolumeId" };
        let form = [(name, id), ("AutoEnableIO.Value", "true"), ("Size", "3")];
        let many = match action {
            "ModifyVolume" => 3,
            "ModifyVolumeAttribute" => 2,
            _ => 1,
        };
        let form = if many == 3 { vec![form[0], form[2]] } else { form[..many].to_vec() };
        let refusal = ec2.refused(action, &form);
        assert_eq!(refusal, (code.to_owned(), message.to_owned()), "{action} {id}");
    }
}

/// The same of ids that are missing.
#[test]
fn each_operation_has_its_words_for_no_id() {
    let ec2 = Ec2::new();
    let id = create(&ec2, &[("Size", "1")]).text("volumeId").to_owned();
    for (action, code, message) in [
        (
            "DeleteVolume",
            "MissingParameter",
            "The request must include the VolumeId parameter. Add the required parameter and retry \
             the request.",
        ),
        (
            "ModifyVolume",
            "MissingParameter",
            "Value (null) for parameter volumeId is invalid. Parameter may not be null or empty.",
        ),
        ("ModifyVolumeAttribute", "MissingParameter", "volumeId"),
        ("DetachVolume", "MissingParameter", "The request must contain the parameter volumeId"),
    ] {
        assert_eq!(ec2.refused(action, &[]), (code.to_owned(), message.to_owned()), "{action}");
    }
    // An empty list, as Ruby's SDK writes one: dtan4/terraforming#103.
    let none = ec2.refused("DescribeVolumes", &[("VolumeId", "")]);
    let volumes = "The request must contain the parameter volumes".to_owned();
    assert_eq!(none, ("MissingParameter".to_owned(), volumes));
    let unnamed = ec2.refused("DescribeVolumeAttribute", &[("VolumeId", &id)]);
    assert_eq!(unnamed, (COMBINATION.to_owned(), "No attributes specified.".to_owned()));
    let unknown = [("VolumeId", &*id), ("Attribute", "size")];
    let message = "Value (size) for parameter attribute is invalid. Unknown attribute.".to_owned();
    assert_eq!(ec2.refused("DescribeVolumeAttribute", &unknown), (VALUE.to_owned(), message));
}

/// As the same recordings have it, whatever is wrong beside.
#[test]
fn iops_are_missed_before_the_size_is_looked_at_and_keys_of_tags_have_a_value() {
    let ec2 = Ec2::new();
    let missing = "The parameter iops must be specified for io2 volumes.".to_owned();
    let small = [("Size", "1"), ("VolumeType", "io2")];
    assert_eq!(refused(&ec2, &small), (COMBINATION.to_owned(), missing));
    let tagged = [
        ("Size", "1"),
        ("TagSpecification.1.ResourceType", "volume"),
        ("TagSpecification.1.Tag.1.Key", ""),
        ("TagSpecification.1.Tag.1.Value", "x"),
    ];
    let message = "Tag key must have a value".to_owned();
    assert_eq!(refused(&ec2, &tagged), (VALUE.to_owned(), message));
}

/// As the same recordings have it.
#[test]
fn ids_go_with_no_page_and_tokens_are_read_in_words_of_their_own() {
    let ec2 = Ec2::new();
    let id = create(&ec2, &[("Size", "1")]).text("volumeId").to_owned();
    let ids = ("VolumeId.1", &*id);
    for (action, set) in [
        ("DescribeVolumes", "volumeIdsSet"),
        ("DescribeVolumeStatus", "volumeIdsSet"),
        ("DescribeVolumesModifications", "volumeModificationSet"),
    ] {
        for (more, name) in [("MaxResults", "maxResults"), ("NextToken", "nextToken")] {
            let message = format!("The parameter {set} cannot be used with the parameter {name}");
            let refusal = ec2.refused(action, &[ids, (more, "5")]);
            assert_eq!(refusal, (COMBINATION.to_owned(), message), "{action}");
        }
    }
    for (action, message) in [
        ("DescribeVolumes", "Unable to parse pagination token"),
        ("DescribeVolumeStatus", "Unable to parse pagination token"),
        (
            "DescribeVolumesModifications",
            "Value ( bad ) for parameter NextToken is invalid. The token is Invalid.",
        ),
    ] {
        let refusal = ec2.refused(action, &[("NextToken", "bad")]);
        assert_eq!(refusal, (VALUE.to_owned(), message.to_owned()), "{action}");
    }
}

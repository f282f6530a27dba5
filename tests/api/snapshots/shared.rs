use super::super::support::Ec2;
use super::{FOUNDING, described, listed, snapshot};

const OTHER: &str = "111111111111";

fn share(ec2: &Ec2, id: &str, grantee: (&str, &str)) {
    ec2.call("ModifySnapshotAttribute", &[("SnapshotId", id), grantee]);
}

#[test]
fn another_account_makes_volumes_and_copies_of_what_is_shared_with_it() {
    let ec2 = Ec2::new();
    let other = ec2.as_account(OTHER);
    let id = snapshot(&ec2, &[("Description", "shared")]);
    let tag = [("ResourceId.1", &*id), ("Tag.1.Key", "Name"), ("Tag.1.Value", "secret")];
    ec2.call("CreateTags", &tag);
    let volume = [("AvailabilityZone", "us-east-1a"), ("SnapshotId", id.as_str())];
    assert_eq!(other.refused("CreateVolume", &volume).0, "InvalidSnapshot.NotFound");
    let named = [("SnapshotId.1", id.as_str())];
    assert_eq!(other.refused("DescribeSnapshots", &named).0, "InvalidSnapshot.NotFound");

    share(&ec2, &id, ("CreateVolumePermission.Add.1.UserId", OTHER));
    let seen = described(&other, &id);
    assert_eq!((seen.text("ownerId"), seen.text("description")), ("000000000000", "shared"));
    assert!(!seen.has("tagSet.item"), "tags are their account's own");
    assert!(listed(&other, &[("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "*")]).is_empty());
    assert_eq!(other.call("CreateVolume", &volume).text("size"), "3");
    let copy = [("SourceRegion", "us-east-1"), ("SourceSnapshotId", id.as_str())];
    let copy = other.call("CopySnapshot", &copy).text("snapshotId").to_owned();
    assert_eq!(described(&other, &copy).text("ownerId"), OTHER);

    // It is the owner's alone to change.
    for action in ["DeleteSnapshot", "UnlockSnapshot"] {
        let (code, _) = other.refused(action, &[("SnapshotId", &id)]);
        assert_eq!(code, "InvalidSnapshot.NotFound", "{action}");
    }
    share(&ec2, &id, ("CreateVolumePermission.Remove.1.UserId", OTHER));
    assert_eq!(other.refused("CreateVolume", &volume).0, "InvalidSnapshot.NotFound");
    assert_eq!(listed(&other, &[]), [copy]);
}

/// `sharing_data_contract.json` and `encryption_contract.json` among the recordings of EBS in
/// radkawar/stackd.
#[test]
fn whoever_a_snapshot_is_shared_with_has_tags_and_a_key_of_its_own() {
    let ec2 = Ec2::new();
    let other = ec2.as_account(OTHER);
    let id = snapshot(&ec2, &[]);
    let tag = [("ResourceId.1", &*id), ("Tag.1.Key", "mine"), ("Tag.1.Value", "1")];
    assert_eq!(other.refused("CreateTags", &tag).0, "InvalidSnapshot.NotFound");
    share(&ec2, &id, ("CreateVolumePermission.Add.1.UserId", OTHER));
    other.call("CreateTags", &tag);
    let of_id = [("Filter.1.Name", "resource-id"), ("Filter.1.Value.1", &*id)];
    assert!(!ec2.call("DescribeTags", &of_id).has("tagSet.item"));
    let found = other.call("DescribeTags", &of_id);
    assert_eq!(found.text("tagSet.item.resourceType"), "snapshot");
    assert_eq!(other.call("DescribeTags", &[]).text("tagSet.item.resourceId"), id);
    let tagged = [("Filter.1.Name", "tag:mine"), ("Filter.1.Value.1", "1")];
    assert_eq!(listed(&other, &tagged), std::slice::from_ref(&id));
    assert_eq!(described(&other, &id).text("tagSet.item.key"), "mine");
    other.call("DeleteTags", &tag);
    assert!(listed(&other, &tagged).is_empty());

    let keyed = [
        ("AvailabilityZone", "us-east-1a"),
        ("Size", "1"),
        ("Encrypted", "true"),
        ("KmsKeyId", "1234abcd-12ab-34cd-56ef-1234567890ab"),
    ];
    let volume = ec2.call("CreateVolume", &keyed).text("volumeId").to_owned();
    let id = ec2.call("CreateSnapshot", &[("VolumeId", &volume)]).text("snapshotId").to_owned();
    share(&ec2, &id, ("CreateVolumePermission.Add.1.UserId", OTHER));
    let made = [("AvailabilityZone", "us-east-1a"), ("SnapshotId", &*id)];
    let made = other.call("CreateVolume", &made);
    assert!(!made.has("kmsKeyId"));
    let found = other.call("DescribeVolumes", &[("VolumeId.1", made.text("volumeId"))]);
    let key = found.text("volumeSet.item.kmsKeyId");
    assert!(key.starts_with(&format!("arn:aws:kms:us-east-1:{OTHER}:key/")), "{key}");
}

#[test]
fn shared_snapshots_follow_the_callers_own_on_pages() {
    let ec2 = Ec2::new();
    let other = ec2.as_account(OTHER);
    let mut all: Vec<String> = (0..6).map(|_| snapshot(&other, &[])).collect();
    let shared: Vec<String> = (0..7).map(|_| snapshot(&ec2, &[])).collect();
    for id in &shared {
        share(&ec2, id, ("CreateVolumePermission.Add.1.UserId", OTHER));
        share(&ec2, id, ("CreateVolumePermission.Add.1.Group", "all"));
    }
    all.extend(shared.iter().cloned());
    assert_eq!(listed(&other, &[]), all);
    let named: Vec<_> = shared.iter().take(1).map(|id| ("SnapshotId.1", id.as_str())).collect();
    let (code, message) = other.refused("DescribeSnapshots", &[named[0], ("MaxResults", "5")]);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The parameter snapshotSet cannot be used with the parameter maxResults");
    for size in ["5", "6", "7", "13"] {
        let (mut walked, mut token) = (Vec::new(), String::new());
        loop {
            let mut form = vec![("MaxResults", size)];
            form.extend(Some(("NextToken", token.as_str())).filter(|(_, token)| !token.is_empty()));
            let page = other.call("DescribeSnapshots", &form);
            let ids = page.texts("snapshotSet.item.snapshotId");
            assert!(ids.len() <= size.parse().unwrap());
            let ids = ids.into_iter().filter(|id| *id != FOUNDING);
            walked.extend(ids.map(str::to_owned));
            token = page.at("nextToken").map(|token| token.text.clone()).unwrap_or_default();
            if token.is_empty() {
                break;
            }
        }
        assert_eq!(walked, all, "pages of {size}");
    }
    assert_eq!(listed(&other, &[("Owner.1", "self")]), all[..6]);
    assert_eq!(listed(&other, &[("Owner.1", "000000000000")]), shared);
    assert_eq!(listed(&other, &[("RestorableBy.1", "all")]), shared);
    assert_eq!(listed(&other, &[("RestorableBy.1", "self")]), all);
    assert!(listed(&other, &[("RestorableBy.1", "222222222222")]).is_empty());
    let some = [("SnapshotId.1", shared[1].as_str()), ("SnapshotId.2", all[2].as_str())];
    assert_eq!(listed(&other, &some), [all[2].clone(), shared[1].clone()]);
    assert_eq!(listed(&other, &some[..1]), [shared[1].clone()]);
    let of_owner = [("Filter.1.Name", "owner-id"), ("Filter.1.Value.1", "000000000000")];
    assert_eq!(listed(&other, &of_owner), shared);

    // What is blocked is public no longer, while explicit permissions stay.
    ec2.call("EnableSnapshotBlockPublicAccess", &[("State", "block-all-sharing")]);
    assert!(listed(&ec2.as_account("222222222222"), &[]).is_empty());
    assert_eq!(listed(&other, &[]), all);
}

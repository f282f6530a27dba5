//! EC2 Capacity Manager.

use super::support::{Ec2, Xml};

/// A server on which it is on.
fn enabled(ec2: Ec2) -> Ec2 {
    ec2.call("EnableCapacityManager", &[]);
    ec2
}

fn keys(ec2: &Ec2) -> Vec<String> {
    let found = ec2.call("GetCapacityManagerMonitoredTagKeys", &[]);
    let text = |row: &Xml| format!("{} {}", row.text("tagKey"), row.text("status"));
    let rows = found.all_at("capacityManagerTagKeySet.item").into_iter();
    rows.filter(|row| row.text("capacityManagerProvided") == "false").map(text).collect()
}

#[test]
fn it_is_on_in_one_region_until_it_is_turned_off() {
    let ec2 = Ec2::new();
    let words = "Capacity Manager is not enabled for this account in this Region.".to_owned();
    let disabled = ("CapacityManager.Disabled".to_owned(), words);
    let zone = [
        ("MarketType", "spot"),
        ("CapacityAmount", "1"),
        ("CapacityUnit", "vcpus"),
        ("CapacityAvailabilityZoneId.1", "use1-az1"),
        ("InstanceType.1", "m5.large"),
    ];
    let export = [("S3BucketName", "my-bucket"), ("Schedule", "hourly"), ("OutputFormat", "csv")];
    for (action, form) in [
        ("GetCapacityManagerAttributes", &[][..]),
        ("DisableCapacityManager", &[]),
        ("UpdateCapacityManagerOrganizationsAccess", &[("OrganizationsAccess", "false")]),
        ("GetCapacityManagerMonitoredTagKeys", &[]),
        ("UpdateCapacityManagerMonitoredTagKeys", &[("ActivateTagKey.1", "team")]),
        ("CreateCapacityManagerDataExport", &export),
        ("GetCapacityManagerSupportabilityScores", &zone),
    ] {
        assert_eq!(ec2.refused(action, form), disabled, "{action}");
    }
    for _ in 0..2 {
        let made = ec2.call("EnableCapacityManager", &[]);
        assert_eq!(made.text("capacityManagerStatus"), "enabled");
        assert_eq!(made.text("organizationsAccess"), "false");
    }
    let found = ec2.call("GetCapacityManagerAttributes", &[]);
    assert_eq!(found.text("capacityManagerStatus"), "enabled");
    assert_eq!(found.text("organizationsAccess"), "false");
    assert_eq!(found.text("dataExportCount"), "0");
    assert_eq!(found.text("ingestionStatus"), "ingestion-complete");

    let elsewhere = ec2.in_region("eu-west-1");
    assert_eq!(elsewhere.refused("GetCapacityManagerAttributes", &[]), disabled);
    let (code, message) = elsewhere.refused("EnableCapacityManager", &[]);
    assert_eq!(code, "UnsupportedOperation");
    let words = "Capacity Manager is already enabled in the Region us-east-1. It can be enabled \
                 in one Region per account.";
    assert_eq!(message, words);
    ec2.as_account("111111111111").in_region("eu-west-1").call("EnableCapacityManager", &[]);

    let left = ec2.call("DisableCapacityManager", &[]);
    assert_eq!(left.text("capacityManagerStatus"), "disabled");
    assert_eq!(left.text("organizationsAccess"), "false");
    assert_eq!(ec2.refused("DisableCapacityManager", &[]), disabled);
    elsewhere.call("EnableCapacityManager", &[]);
}

#[test]
fn some_regions_lack_it_and_no_account_is_in_an_organization() {
    let ec2 = Ec2::new();
    for region in ["ap-east-1", "us-gov-west-1"] {
        let (code, message) = ec2.in_region(region).refused("EnableCapacityManager", &[]);
        assert_eq!(code, "UnsupportedOperation");
        let words = format!("Capacity Manager is not supported in the Region {region}.");
        assert_eq!(message, words);
    }
    let access = [("OrganizationsAccess", "true")];
    let words = "The account is not the management account of an organization.".to_owned();
    let refusal = ("UnsupportedOperation".to_owned(), words);
    assert_eq!(ec2.refused("EnableCapacityManager", &access), refusal);
    let ec2 = enabled(ec2);
    assert_eq!(ec2.refused("UpdateCapacityManagerOrganizationsAccess", &access), refusal);
    let without = [("OrganizationsAccess", "false")];
    let changed = ec2.call("UpdateCapacityManagerOrganizationsAccess", &without);
    assert_eq!(changed.text("capacityManagerStatus"), "enabled");
    assert_eq!(changed.text("organizationsAccess"), "false");
}

#[test]
fn data_is_ingested_in_a_while() {
    let ec2 = enabled(Ec2::with_aws_lifecycle());
    let status = || {
        let found = ec2.call("GetCapacityManagerAttributes", &[]);
        found.text("ingestionStatus").to_owned()
    };
    assert_eq!(status(), "initial-ingestion-in-progress");
    ec2.advance(30 * 60);
    assert_eq!(status(), "ingestion-complete");
}

#[test]
fn an_export_holds_the_manager() {
    let ec2 = enabled(Ec2::new());
    let form = [
        ("S3BucketName", "my-bucket"),
        ("S3BucketPrefix", "capacity"),
        ("Schedule", "hourly"),
        ("OutputFormat", "parquet"),
        ("TagSpecification.1.ResourceType", "capacity-manager-data-export"),
        ("TagSpecification.1.Tag.1.Key", "team"),
        ("TagSpecification.1.Tag.1.Value", "a"),
    ];
    let made = ec2.call("CreateCapacityManagerDataExport", &form);
    let id = made.text("capacityManagerDataExportId");
    let by_id = [("CapacityManagerDataExportId.1", id)];
    let found = ec2.call("DescribeCapacityManagerDataExports", &by_id);
    let export = found.at("capacityManagerDataExportSet.item").unwrap();
    for (name, value) in [
        ("capacityManagerDataExportId", id),
        ("s3BucketName", "my-bucket"),
        ("s3BucketPrefix", "capacity"),
        ("schedule", "hourly"),
        ("outputFormat", "parquet"),
        ("createTime", "2026-01-31T12:00:00.000Z"),
        ("latestDeliveryStatus", "pending"),
        ("tagSet.item.value", "a"),
    ] {
        assert_eq!(export.text(name), value, "{name}");
    }
    let found = ec2.call("GetCapacityManagerAttributes", &[]);
    assert_eq!(found.text("dataExportCount"), "1");
    let (code, message) = ec2.refused("DisableCapacityManager", &[]);
    assert_eq!(code, "DependencyViolation");
    assert_eq!(message, "Capacity Manager has active data exports and cannot be disabled.");

    let by_id = [("CapacityManagerDataExportId", id)];
    let left = ec2.call("DeleteCapacityManagerDataExport", &by_id);
    assert_eq!(left.text("capacityManagerDataExportId"), id);
    let (code, message) = ec2.refused("DeleteCapacityManagerDataExport", &by_id);
    assert_eq!(code, "InvalidCapacityManagerDataExportID.NotFound");
    assert_eq!(message, format!("The capacityManagerDataExport ID '{id}' does not exist"));
    ec2.call("DisableCapacityManager", &[]);
}

#[test]
fn an_export_goes_to_a_bucket() {
    let ec2 = enabled(Ec2::new());
    let form = [("S3BucketName", "My_Bucket"), ("Schedule", "hourly"), ("OutputFormat", "csv")];
    let (code, message) = ec2.refused("CreateCapacityManagerDataExport", &form);
    assert_eq!(code, "InvalidParameterValue");
    let words = "Value (My_Bucket) for parameter s3BucketName is invalid. It must be the name of \
                 an Amazon S3 bucket.";
    assert_eq!(message, words);
    let quotas = parlel_ec2::Config {
        quotas: parlel_ec2::QuotasArg::Default,
        ..parlel_ec2::Config::default()
    };
    let ec2 = enabled(Ec2::with(quotas));
    let form = [("S3BucketName", "my-bucket"), form[1], form[2]];
    ec2.call("CreateCapacityManagerDataExport", &form);
    let (code, message) = ec2.refused("CreateCapacityManagerDataExport", &form);
    assert_eq!(code, "ResourceLimitExceeded");
    assert_eq!(message, "Capacity Manager allows one data export per account.");
}

#[test]
fn tag_keys_are_monitored_until_they_are_deactivated() {
    let ec2 = enabled(Ec2::new());
    let found = ec2.call("GetCapacityManagerMonitoredTagKeys", &[]);
    let provided = [
        "aws:autoscaling:groupName",
        "aws:eks:cluster-name",
        "eks:kubernetes-node-pool-name",
        "karpenter.sh/nodepool",
    ];
    assert_eq!(found.texts("capacityManagerTagKeySet.item.tagKey"), provided);
    assert_eq!(found.texts("capacityManagerTagKeySet.item.status"), ["activating"; 4]);
    let both = [("ActivateTagKey.1", "team"), ("ActivateTagKey.2", "environment")];
    let made = ec2.call("UpdateCapacityManagerMonitoredTagKeys", &both);
    let changed = "capacityManagerTagKeySet.item";
    assert_eq!(made.texts(&format!("{changed}.tagKey")), ["team", "environment"]);
    assert_eq!(keys(&ec2), ["team activated", "environment activated"]);
    let other = [("ActivateTagKey.1", "project"), ("DeactivateTagKey.1", "team")];
    let made = ec2.call("UpdateCapacityManagerMonitoredTagKeys", &other);
    assert_eq!(made.texts(&format!("{changed}.status")), ["activated", "deactivating"]);
    assert_eq!(keys(&ec2), ["environment activated", "project activated"]);
    let first = ec2.call("GetCapacityManagerMonitoredTagKeys", &[("MaxResults", "5")]);
    assert_eq!(first.texts("capacityManagerTagKeySet.item").len(), 5);
    let next = [("MaxResults", "5"), ("NextToken", first.text("nextToken"))];
    let next = ec2.call("GetCapacityManagerMonitoredTagKeys", &next);
    assert_eq!(next.text("capacityManagerTagKeySet.item.tagKey"), "project");
    assert!(!next.has("nextToken"));
    // They go with the manager.
    ec2.call("DisableCapacityManager", &[]);
    ec2.call("EnableCapacityManager", &[]);
    assert!(keys(&ec2).is_empty());
}

#[test]
fn tag_keys_take_their_time() {
    let ec2 = enabled(Ec2::with_aws_lifecycle());
    let on = [("ActivateTagKey.1", "team")];
    ec2.call("UpdateCapacityManagerMonitoredTagKeys", &on);
    assert_eq!(keys(&ec2), ["team activating"]);
    ec2.advance(24 * 3_600);
    assert_eq!(keys(&ec2), ["team activated"]);
    let off = [("DeactivateTagKey.1", "team")];
    ec2.call("UpdateCapacityManagerMonitoredTagKeys", &off);
    assert_eq!(keys(&ec2), ["team deactivating"]);
    ec2.call("UpdateCapacityManagerMonitoredTagKeys", &on);
    assert_eq!(keys(&ec2), ["team activating"]);
    ec2.advance(24 * 3_600);
    assert_eq!(keys(&ec2), ["team activated"]);
    ec2.call("UpdateCapacityManagerMonitoredTagKeys", &off);
    ec2.advance(3_600);
    assert!(keys(&ec2).is_empty());
}

#[test]
fn tag_keys_are_checked() {
    let ec2 = enabled(Ec2::new());
    let refused = |form: &[(&str, &str)], code: &str, expected: &str| {
        let (found, message) = ec2.refused("UpdateCapacityManagerMonitoredTagKeys", form);
        assert_eq!((found.as_str(), message.as_str()), (code, expected));
    };
    let message = "Either 'activateTagKey' or 'deactivateTagKey' should be provided.";
    refused(&[], "MissingParameter", message);
    let both = [("ActivateTagKey.1", "team"), ("DeactivateTagKey.1", "team")];
    let message = "The tag key 'team' is to be activated and deactivated.";
    refused(&both, "InvalidParameterCombination", message);
    let value = "InvalidParameterValue";
    let provided = "karpenter.sh/nodepool";
    for (parameter, called) in
        [("ActivateTagKey.1", "activateTagKey"), ("DeactivateTagKey.1", "deactivateTagKey")]
    {
        let words = format!(
            "Value ({provided}) for parameter {called} is invalid. It is provided by Capacity \
             Manager."
        );
        refused(&[(parameter, provided)], value, &words);
    }
    let message = "Value (team) for parameter deactivateTagKey is invalid. It is not monitored.";
    refused(&[("DeactivateTagKey.1", "team")], value, message);
    let long = "x".repeat(129);
    for key in ["a,b", &long] {
        let words = format!(
            "Value ({key}) for parameter activateTagKey is invalid. It is not a valid tag key."
        );
        refused(&[("ActivateTagKey.1", key)], value, &words);
    }
    let names: Vec<String> = (1..=6).map(|at| format!("ActivateTagKey.{at}")).collect();
    let six: Vec<_> = names.iter().map(|name| (name.as_str(), name.as_str())).collect();
    let message = "An account can monitor up to 5 tag keys.";
    refused(&six, "ResourceLimitExceeded", message);
    ec2.call("UpdateCapacityManagerMonitoredTagKeys", &six[..5]);
    refused(&six[5..], "ResourceLimitExceeded", message);
}

#[test]
fn no_account_here_is_told_what_capacity_there_is() {
    let ec2 = enabled(Ec2::new());
    let form = [
        ("MarketType", "on-demand"),
        ("CapacityAmount", "10"),
        ("CapacityUnit", "instances"),
        ("CapacityAvailabilityZoneId.1", "use1-az1"),
        ("InstanceType.1", "m5.large"),
    ];
    let refused = |changes: &[(&'static str, &'static str)], code: &str, expected: &str| {
        let kept = form.into_iter().filter(|(name, _)| changes.iter().all(|it| it.0 != *name));
        let form: Vec<_> = kept.chain(changes.iter().copied()).collect();
        let form: Vec<_> = form.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let (found, message) = ec2.refused("GetCapacityManagerSupportabilityScores", &form);
        assert_eq!((found.as_str(), message.as_str()), (code, expected));
    };
    let message = "Real-time supportability checks are available only to AWS Support customers on \
                   the Unified Operations plan.";
    refused(&[], "UnsupportedOperation", message);
    let message = "Value (use9-az1) for parameter capacityAvailabilityZoneId is invalid. \
                   Expecting the ID of an Availability Zone.";
    refused(&[("CapacityAvailabilityZoneId.1", "use9-az1")], "InvalidParameterValue", message);
    let message = "Value (m5.lage) for parameter instanceType is invalid. It is not an instance \
                   type.";
    refused(&[("InstanceType.1", "m5.lage")], "InvalidParameterValue", message);
    let message = "The request must contain the parameter instanceTypes";
    refused(&[("InstanceType.1", "")], "MissingParameter", message);
    let cpus = "InstanceRequirementsWithMetadata.InstanceRequirements.VCpuCount.Min";
    let memory = "InstanceRequirementsWithMetadata.InstanceRequirements.MemoryMiB.Min";
    let message = "The parameter instanceTypes cannot be used with the parameter \
                   instanceRequirementsWithMetadata";
    refused(&[(cpus, "1"), (memory, "1")], "InvalidParameterCombination", message);
}

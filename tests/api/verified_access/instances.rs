use super::{DEVICE, USER, attach, group, instance, provider};
use crate::support::Ec2;

#[test]
fn an_instance_is_made_changed_and_deleted() {
    let ec2 = Ec2::new();
    let form = [
        ("Description", "mine"),
        ("FIPSEnabled", "true"),
        ("CidrEndpointsCustomSubDomain", "va.example.com"),
        ("ClientToken", "once"),
        ("TagSpecification.1.ResourceType", "verified-access-instance"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "one"),
    ];
    let dry = ec2.refused("CreateVerifiedAccessInstance", &[("DryRun", "true")]);
    assert_eq!(dry.0, "DryRunOperation");
    let made = ec2.call("CreateVerifiedAccessInstance", &form);
    let again = ec2.call("CreateVerifiedAccessInstance", &form);
    let made = made.at("verifiedAccessInstance").unwrap();
    assert_eq!(again.at("verifiedAccessInstance").unwrap(), made);
    let id = made.text("verifiedAccessInstanceId");
    assert!(id.starts_with("vai-"), "{id}");
    for (member, value) in [
        ("description", "mine"),
        ("fipsEnabled", "true"),
        ("creationTime", "2026-01-31T12:00:00"),
        ("lastUpdatedTime", "2026-01-31T12:00:00"),
        ("cidrEndpointsCustomSubDomain.subDomain", "va.example.com"),
        ("tagSet.item.value", "one"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    assert_eq!(made.texts("verifiedAccessTrustProviderSet.item").len(), 0);
    let servers = made.texts("cidrEndpointsCustomSubDomain.nameserverSet.item");
    assert_eq!(servers.len(), 4);
    for (server, end) in servers.iter().zip([".com", ".net", ".org", ".co.uk"]) {
        assert!(server.starts_with("ns-") && server.ends_with(end), "{server}");
    }
    ec2.advance(60);
    let by_id = ("VerifiedAccessInstanceId", id);
    let changed = ec2.call("ModifyVerifiedAccessInstance", &[by_id, ("Description", "")]);
    let changed = changed.at("verifiedAccessInstance").unwrap();
    assert_eq!(changed.text("description"), "");
    assert_eq!(changed.text("lastUpdatedTime"), "2026-01-31T12:01:00");
    assert_eq!(changed.texts("cidrEndpointsCustomSubDomain.nameserverSet.item"), servers);
    assert!(!changed.has("tagSet"));
    let other = [by_id, ("CidrEndpointsCustomSubDomain", "other.example.com")];
    let changed = ec2.call("ModifyVerifiedAccessInstance", &other);
    let name = "verifiedAccessInstance.cidrEndpointsCustomSubDomain.subDomain";
    assert_eq!(changed.text(name), "other.example.com");
    let plain = ec2.call("CreateVerifiedAccessInstance", &[]);
    assert_eq!(plain.text("verifiedAccessInstance.description"), "");
    assert_eq!(plain.text("verifiedAccessInstance.fipsEnabled"), "false");
    assert!(!plain.has("verifiedAccessInstance.cidrEndpointsCustomSubDomain"));
    let form = [("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "one")];
    let found = ec2.call("DescribeVerifiedAccessInstances", &form);
    assert_eq!(found.texts("verifiedAccessInstanceSet.item.verifiedAccessInstanceId"), [id]);
    let deleted = ec2.call("DeleteVerifiedAccessInstance", &[by_id]);
    assert_eq!(deleted.text("verifiedAccessInstance.verifiedAccessInstanceId"), id);
    let (code, message) = ec2.refused("DeleteVerifiedAccessInstance", &[by_id]);
    assert_eq!(code, "InvalidVerifiedAccessInstanceId.NotFound");
    assert_eq!(message, format!("The verifiedAccessInstance ID '{id}' does not exist"));
}

#[test]
fn trust_providers_are_attached_and_hold() {
    let ec2 = Ec2::new();
    let (id, user, device) = (instance(&ec2), provider(&ec2, &USER), provider(&ec2, &DEVICE));
    ec2.advance(60);
    let attached = attach(&ec2, &id, &user);
    let provider_id = "verifiedAccessTrustProvider.verifiedAccessTrustProviderId";
    assert_eq!(attached.text(provider_id), user);
    let path = "verifiedAccessInstance.lastUpdatedTime";
    assert_eq!(attached.text(path), "2026-01-31T12:01:00");
    let attached = attach(&ec2, &id, &device);
    let set = attached.all_at("verifiedAccessInstance.verifiedAccessTrustProviderSet.item");
    let ids: Vec<_> = set.iter().map(|it| it.text("verifiedAccessTrustProviderId")).collect();
    assert_eq!(ids, [&user, &device]);
    assert_eq!(set[0].text("userTrustProviderType"), "oidc");
    assert_eq!(set[1].text("deviceTrustProviderType"), "jamf");
    assert!(!set[0].has("description"));
    let both =
        [("VerifiedAccessInstanceId", id.as_str()), ("VerifiedAccessTrustProviderId", &user)];
    let (code, message) = ec2.refused("AttachVerifiedAccessTrustProvider", &both);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, format!("Trust provider {user} is already attached to instance {id}"));
    let by_user = [both[1]];
    let (code, message) = ec2.refused("DeleteVerifiedAccessTrustProvider", &by_user);
    assert_eq!(code, "DependencyViolation");
    let noun = "The verifiedAccessTrustProvider";
    assert_eq!(message, format!("{noun} '{user}' has dependencies and cannot be deleted."));
    let (code, message) = ec2.refused("DeleteVerifiedAccessInstance", &[both[0]]);
    assert_eq!(code, "DependencyViolation");
    assert_eq!(message, format!("Trust provider {user} is attached to instance {id}"));
    let detached = ec2.call("DetachVerifiedAccessTrustProvider", &both);
    let path = "verifiedAccessInstance.verifiedAccessTrustProviderSet.item";
    assert_eq!(detached.all_at(path).len(), 1);
    let (code, message) = ec2.refused("DetachVerifiedAccessTrustProvider", &both);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, format!("Trust provider {user} is not attached to instance {id}"));
    ec2.call("DeleteVerifiedAccessTrustProvider", &by_user);
    let (code, _) = ec2.refused("DetachVerifiedAccessTrustProvider", &both);
    assert_eq!(code, "InvalidVerifiedAccessTrustProviderId.NotFound");
}

#[test]
fn a_group_holds_its_instance() {
    let ec2 = Ec2::new();
    let id = instance(&ec2);
    let group = group(&ec2, &id);
    let by_id = [("VerifiedAccessInstanceId", id.as_str())];
    let (code, message) = ec2.refused("DeleteVerifiedAccessInstance", &by_id);
    assert_eq!(code, "DependencyViolation");
    let noun = "The verifiedAccessInstance";
    assert_eq!(message, format!("{noun} '{id}' has dependencies and cannot be deleted."));
    ec2.call("DeleteVerifiedAccessGroup", &[("VerifiedAccessGroupId", &group)]);
    ec2.call("DeleteVerifiedAccessInstance", &by_id);
}

#[test]
fn logs_are_configured() {
    let ec2 = Ec2::new();
    let id = instance(&ec2);
    let by_id = ("VerifiedAccessInstanceId", id.as_str());
    let described = || {
        let form = [("VerifiedAccessInstanceId.1", id.as_str())];
        let found = ec2.call("DescribeVerifiedAccessInstanceLoggingConfigurations", &form);
        found.at("loggingConfigurationSet.item").unwrap().clone()
    };
    let none = described();
    for (member, value) in [
        ("verifiedAccessInstanceId", id.as_str()),
        ("accessLogs.s3.enabled", "false"),
        ("accessLogs.cloudWatchLogs.enabled", "false"),
        ("accessLogs.kinesisDataFirehose.enabled", "false"),
        ("accessLogs.logVersion", "ocsf-1.0.0-rc.2"),
        ("accessLogs.includeTrustContext", "false"),
    ] {
        assert_eq!(none.text(member), value, "{member}");
    }
    let modify = "ModifyVerifiedAccessInstanceLoggingConfiguration";
    let groups = [
        by_id,
        ("AccessLogs.CloudWatchLogs.Enabled", "true"),
        ("AccessLogs.CloudWatchLogs.LogGroup", "logs"),
    ];
    let changed = ec2.call(modify, &groups);
    let logs = changed.at("loggingConfiguration.accessLogs").unwrap();
    assert_eq!(logs.text("cloudWatchLogs.logGroup"), "logs");
    assert_eq!(logs.text("cloudWatchLogs.deliveryStatus.code"), "success");
    let others = [
        by_id,
        ("AccessLogs.S3.Enabled", "true"),
        ("AccessLogs.S3.BucketName", "bucket"),
        ("AccessLogs.S3.Prefix", "prefix"),
        ("AccessLogs.KinesisDataFirehose.Enabled", "true"),
        ("AccessLogs.KinesisDataFirehose.DeliveryStream", "stream"),
        ("AccessLogs.LogVersion", "ocsf-0.1"),
        ("AccessLogs.IncludeTrustContext", "true"),
    ];
    ec2.call(modify, &others);
    let all = described();
    for (member, value) in [
        ("accessLogs.s3.bucketName", "bucket"),
        ("accessLogs.s3.bucketOwner", "000000000000"),
        ("accessLogs.s3.prefix", "prefix"),
        ("accessLogs.cloudWatchLogs.logGroup", "logs"),
        ("accessLogs.kinesisDataFirehose.deliveryStream", "stream"),
        ("accessLogs.logVersion", "ocsf-0.1"),
        ("accessLogs.includeTrustContext", "true"),
    ] {
        assert_eq!(all.text(member), value, "{member}");
    }
    ec2.call(modify, &[by_id, ("AccessLogs.S3.Enabled", "false")]);
    assert!(!described().has("accessLogs.s3.bucketName"));
}

#[test]
fn logs_are_refused_that_lead_nowhere() {
    let ec2 = Ec2::new();
    let id = instance(&ec2);
    let missing = |parameter: &str| format!("The request must contain the parameter {parameter}");
    for (form, parameter) in [
        (("AccessLogs.S3.Enabled", "true"), "AccessLogs.S3.BucketName"),
        (("AccessLogs.S3.BucketName", "bucket"), "enabled"),
        (("AccessLogs.CloudWatchLogs.Enabled", "true"), "AccessLogs.CloudWatchLogs.LogGroup"),
        (
            ("AccessLogs.KinesisDataFirehose.Enabled", "true"),
            "AccessLogs.KinesisDataFirehose.DeliveryStream",
        ),
    ] {
        let form = [("VerifiedAccessInstanceId", id.as_str()), form];
        let refused = ec2.refused("ModifyVerifiedAccessInstanceLoggingConfiguration", &form);
        assert_eq!(refused, ("MissingParameter".to_owned(), missing(parameter)));
    }
    let form = [("VerifiedAccessInstanceId", id.as_str()), ("AccessLogs.LogVersion", "ocsf-9")];
    let (code, message) = ec2.refused("ModifyVerifiedAccessInstanceLoggingConfiguration", &form);
    assert_eq!(code, "InvalidParameterValue");
    let reason = "Expecting ocsf-0.1 or ocsf-1.0.0-rc.2.";
    assert_eq!(message, format!("Value (ocsf-9) for parameter LogVersion is invalid. {reason}"));
}

#[test]
fn clients_are_told_of_trust_providers() {
    let ec2 = Ec2::new();
    let id = instance(&ec2);
    let by_id = [("VerifiedAccessInstanceId", id.as_str())];
    let export = "ExportVerifiedAccessInstanceClientConfiguration";
    assert!(!ec2.call(export, &by_id).has("userTrustProvider"));
    let native = [
        ("NativeApplicationOidcOptions.Issuer", "https://issuer.example.com"),
        ("NativeApplicationOidcOptions.ClientSecret", "hidden"),
        ("NativeApplicationOidcOptions.Scope", "openid"),
    ];
    let user = provider(&ec2, &[USER.as_slice(), &native].concat());
    attach(&ec2, &id, &user);
    attach(&ec2, &id, &provider(&ec2, &DEVICE));
    let exported = ec2.call(export, &by_id);
    for (member, value) in [
        ("version", "1.0"),
        ("verifiedAccessInstanceId", id.as_str()),
        ("region", "us-east-1"),
        ("deviceTrustProviderSet.item", "jamf"),
        ("userTrustProvider.type", "oidc"),
        ("userTrustProvider.issuer", "https://issuer.example.com"),
        ("userTrustProvider.scopes", "openid"),
        ("userTrustProvider.clientSecret", "hidden"),
        ("userTrustProvider.pkceEnabled", "true"),
    ] {
        assert_eq!(exported.text(member), value, "{member}");
    }
    let other = instance(&ec2);
    let center = [
        ("TrustProviderType", "user"),
        ("UserTrustProviderType", "iam-identity-center"),
        ("PolicyReferenceName", "idc"),
    ];
    attach(&ec2, &other, &provider(&ec2, &center));
    let (code, message) = ec2.refused(export, &[("VerifiedAccessInstanceId", &other)]);
    assert_eq!(code, "UnsupportedOperation");
    let what = "the client configuration of IAM Identity Center";
    assert_eq!(message, format!("parlel-ec2 does not emulate {what}."));
}

use super::{DEVICE, USER, provider, with};
use crate::support::Ec2;

const CREATE: &str = "CreateVerifiedAccessTrustProvider";

#[test]
fn a_trust_provider_is_made_changed_and_deleted() {
    let ec2 = Ec2::new();
    let made = ec2.call(CREATE, &USER);
    let made = made.at("verifiedAccessTrustProvider").unwrap();
    let id = made.text("verifiedAccessTrustProviderId");
    assert!(id.starts_with("vatp-"), "{id}");
    for (member, value) in [
        ("description", ""),
        ("trustProviderType", "user"),
        ("userTrustProviderType", "oidc"),
        ("policyReferenceName", "test"),
        ("oidcOptions.issuer", "https://example.com"),
        ("oidcOptions.clientId", "client"),
        ("sseSpecification.customerManagedKeyEnabled", "false"),
        ("creationTime", "2026-01-31T12:00:00"),
        ("lastUpdatedTime", "2026-01-31T12:00:00"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    assert!(!made.has("oidcOptions.clientSecret"));
    ec2.advance(60);
    let key = "arn:aws:kms:us-east-1:000000000000:key/one";
    let form = [
        ("VerifiedAccessTrustProviderId", id),
        ("Description", "mine"),
        ("OidcOptions.Scope", "openid"),
        ("SseSpecification.CustomerManagedKeyEnabled", "true"),
        ("SseSpecification.KmsKeyArn", key),
    ];
    let changed = ec2.call("ModifyVerifiedAccessTrustProvider", &form);
    let changed = changed.at("verifiedAccessTrustProvider").unwrap();
    for (member, value) in [
        ("description", "mine"),
        ("oidcOptions.scope", "openid"),
        ("oidcOptions.issuer", "https://example.com"),
        ("sseSpecification.kmsKeyArn", key),
        ("lastUpdatedTime", "2026-01-31T12:01:00"),
    ] {
        assert_eq!(changed.text(member), value, "{member}");
    }
    let form = [("VerifiedAccessTrustProviderId.1", id)];
    let found = ec2.call("DescribeVerifiedAccessTrustProviders", &form);
    let found = found.at("verifiedAccessTrustProviderSet.item").unwrap();
    assert_eq!(found.text("description"), "mine");
    assert!(found.has("tagSet") && !changed.has("tagSet"));
    let by_id = [("VerifiedAccessTrustProviderId", id)];
    ec2.call("DeleteVerifiedAccessTrustProvider", &by_id);
    let (code, message) = ec2.refused("DeleteVerifiedAccessTrustProvider", &by_id);
    assert_eq!(code, "InvalidVerifiedAccessTrustProviderId.NotFound");
    assert_eq!(message, format!("The verifiedAccessTrustProvider ID '{id}' does not exist"));
}

#[test]
fn a_device_is_told_of_otherwise() {
    let ec2 = Ec2::new();
    let id = provider(&ec2, &DEVICE);
    let form = [
        ("VerifiedAccessTrustProviderId", id.as_str()),
        ("DeviceOptions.PublicSigningKeyUrl", "https://keys.example.com"),
    ];
    let changed = ec2.call("ModifyVerifiedAccessTrustProvider", &form);
    let options = changed.at("verifiedAccessTrustProvider.deviceOptions").unwrap();
    assert_eq!(options.text("tenantId"), "tenant");
    assert_eq!(options.text("publicSigningKeyUrl"), "https://keys.example.com");
    for (options, name) in [
        (("OidcOptions.Scope", "openid"), "OidcOptions"),
        (("NativeApplicationOidcOptions.Scope", "openid"), "NativeApplicationOidcOptions"),
    ] {
        let (code, message) = ec2.refused("ModifyVerifiedAccessTrustProvider", &[form[0], options]);
        assert_eq!(code, "InvalidParameterCombination");
        assert_eq!(message, format!("The trust provider has no {name} that could be modified"));
    }
    let user = provider(&ec2, &USER);
    let form = [("VerifiedAccessTrustProviderId", user.as_str()), form[1]];
    let (code, message) = ec2.refused("ModifyVerifiedAccessTrustProvider", &form);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(message, "The trust provider has no DeviceOptions that could be modified");
}

#[test]
fn what_a_type_needs_is_asked_for() {
    let ec2 = Ec2::new();
    let center = with(&USER, ("UserTrustProviderType", "iam-identity-center"));
    for (form, code, message) in [
        (with(&USER, ("UserTrustProviderType", "")), "MissingParameter", "UserTrustProviderType"),
        (USER[..3].to_vec(), "MissingParameter", "OidcOptions"),
        (
            with(&DEVICE, ("DeviceTrustProviderType", "")),
            "MissingParameter",
            "DeviceTrustProviderType",
        ),
        (with(&DEVICE, ("DeviceOptions.TenantId", "")), "MissingParameter", "DeviceOptions"),
        (
            with(&USER, ("DeviceTrustProviderType", "jamf")),
            "InvalidParameterCombination",
            "DeviceTrustProviderType and DeviceOptions cannot be specified for a trust provider of \
             type user",
        ),
        (
            center,
            "InvalidParameterCombination",
            "OidcOptions and NativeApplicationOidcOptions cannot be specified for a trust provider \
             of type iam-identity-center",
        ),
        (
            with(&DEVICE, ("UserTrustProviderType", "oidc")),
            "InvalidParameterCombination",
            "UserTrustProviderType and options of OIDC cannot be specified for a trust provider of \
             type device",
        ),
        (
            with(&USER, ("SseSpecification.CustomerManagedKeyEnabled", "true")),
            "MissingParameter",
            "SseSpecification.KmsKeyArn",
        ),
        (
            with(&USER, ("SseSpecification.KmsKeyArn", "arn:aws:kms:us-east-1:0:key/1")),
            "InvalidParameterCombination",
            "KmsKeyArn can only be specified when CustomerManagedKeyEnabled is true",
        ),
    ] {
        let refused = ec2.refused(CREATE, &form);
        let message = match code {
            "MissingParameter" => format!("The request must contain the parameter {message}"),
            _ => message.to_owned(),
        };
        assert_eq!(refused, (code.to_owned(), message));
    }
    let form = with(&USER, ("SseSpecification.CustomerManagedKeyEnabled", "true"));
    let (code, message) = ec2.refused(CREATE, &with(&form, ("SseSpecification.KmsKeyArn", "key")));
    assert_eq!(code, "InvalidParameterValue");
    let reason = "Expecting the ARN of a key in AWS KMS.";
    assert_eq!(message, format!("Value (key) for parameter KmsKeyArn is invalid. {reason}"));
}

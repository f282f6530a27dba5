//! AWS Verified Access: its four kinds, and what they hold of each other.

mod endpoints;
mod groups;
mod instances;
mod trust_providers;

use super::support::{Ec2, Xml};

pub const USER: [(&str, &str); 6] = [
    ("TrustProviderType", "user"),
    ("UserTrustProviderType", "oidc"),
    ("PolicyReferenceName", "test"),
    ("OidcOptions.Issuer", "https://example.com"),
    ("OidcOptions.ClientId", "client"),
    ("OidcOptions.ClientSecret", "secret"),
];

pub const DEVICE: [(&str, &str); 4] = [
    ("TrustProviderType", "device"),
    ("DeviceTrustProviderType", "jamf"),
    ("PolicyReferenceName", "jamf"),
    ("DeviceOptions.TenantId", "tenant"),
];

pub const POLICY: &str = "permit(principal, action, resource)\nwhen {\n context.a == \"GET\"\n};";

pub fn instance(ec2: &Ec2) -> String {
    let made = ec2.call("CreateVerifiedAccessInstance", &[]);
    made.text("verifiedAccessInstance.verifiedAccessInstanceId").to_owned()
}

pub fn provider(ec2: &Ec2, form: &[(&str, &str)]) -> String {
    let made = ec2.call("CreateVerifiedAccessTrustProvider", form);
    made.text("verifiedAccessTrustProvider.verifiedAccessTrustProviderId").to_owned()
}

pub fn group(ec2: &Ec2, instance: &str) -> String {
    let made = ec2.call("CreateVerifiedAccessGroup", &[("VerifiedAccessInstanceId", instance)]);
    made.text("verifiedAccessGroup.verifiedAccessGroupId").to_owned()
}

pub fn attach(ec2: &Ec2, instance: &str, provider: &str) -> Xml {
    let form =
        [("VerifiedAccessInstanceId", instance), ("VerifiedAccessTrustProviderId", provider)];
    ec2.call("AttachVerifiedAccessTrustProvider", &form)
}

/// A form with one of its values in another way; an empty one is left out.
pub fn with<'a>(
    form: &[(&'a str, &'a str)],
    (name, value): (&'a str, &'a str),
) -> Vec<(&'a str, &'a str)> {
    let mut form: Vec<_> = form.iter().copied().filter(|(other, _)| *other != name).collect();
    if !value.is_empty() {
        form.push((name, value));
    }
    form
}

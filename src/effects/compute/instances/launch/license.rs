//! License configurations of a launch. License Manager is not emulated: whichever configuration an
//! ARN names is taken to be there.

use crate::engine::Text;
use crate::error::{Error, Result};
use wire::LicenseConfigurationRequest;

// unverified (looked up 2026-11-26): both refusals.
fn check(arn: Option<&str>) -> Result<&str> {
    let arn = arn.unwrap_or_default();
    if arn.is_empty() {
        return Err(Error::missing("licenseConfigurationArn"));
    }
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let is_one = match parts[..] {
        ["arn", partition, "license-manager", region, account, name] => {
            let id = name.strip_prefix("license-configuration:lic-").unwrap_or_default();
            partition.starts_with("aws")
                && !region.is_empty()
                && account.len() == 12
                && account.bytes().all(|byte| byte.is_ascii_digit())
                && !id.is_empty()
                && id.bytes().all(|byte| byte.is_ascii_hexdigit())
        }
        _ => false,
    };
    if !is_one {
        let reason = "Expecting the ARN of a license configuration.";
        return Err(Error::bad_parameter("licenseConfigurationArn", arn, reason));
    }
    Ok(arn)
}

/// # Errors
/// `MissingParameter` without an ARN, `InvalidParameterValue` for one of another kind.
pub(crate) fn asked_for(specifications: &[LicenseConfigurationRequest]) -> Result<Vec<Text>> {
    let arns = specifications.iter().map(|it| check(it.license_configuration_arn.as_deref()));
    arns.map(|arn| arn.map(Into::into)).collect()
}

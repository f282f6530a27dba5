//! The policies that endpoints are given. They are kept and never applied.

use crate::catalog::endpoint_services::EndpointService;
use crate::error::{Error, Result};
use serde_json::{Value, json};

/// With white space, and for whatever account:
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html>
const MOST_CHARACTERS: usize = 20_480;

/// The policy asked for.
///
/// # Errors
/// `InvalidPolicyDocument` for what is no JSON object, as recorded in
/// <https://github.com/hashicorp/terraform-provider-aws/issues/42291>, and for what is too long;
/// `InvalidParameter` for a service whose endpoints have none:
/// <https://github.com/pulumi/pulumi-aws-native/issues/1711>.
// unverified (looked up 2026-11-26): where AWS sees the mistake; code and words for what is too
// long.
pub(crate) fn policy(service: &EndpointService, asked: Option<&str>) -> Result<Option<String>> {
    let Some(asked) = asked.filter(|asked| !asked.is_empty()) else { return Ok(None) };
    if asked.chars().count() > MOST_CHARACTERS {
        let message = format!("The Policy Document is longer than {MOST_CHARACTERS} characters.");
        return Err(Error::new("InvalidPolicyDocument", message));
    }
    let invalid = |line: usize, column: usize| {
        let message =
            format!("The Policy Document is not valid. Syntax error at position ({line},{column})");
        Error::new("InvalidPolicyDocument", message)
    };
    let policy = serde_json::from_str::<Value>(asked)
        .map_err(|error| invalid(error.line(), error.column()))?;
    if !policy.is_object() {
        return Err(invalid(1, 1));
    }
    if service.policy_supported {
        return Ok(Some(asked.to_owned()));
    }
    if grants_all(&policy) {
        return Ok(None);
    }
    let message =
        format!("Service {} only supports the full-access endpoint policy.", service.name);
    Err(Error::new("InvalidParameter", message))
}

/// What an endpoint has that was given none.
fn grants_all(policy: &Value) -> bool {
    let all = json!({ "Action": "*", "Effect": "Allow", "Principal": "*", "Resource": "*" });
    policy.get("Statement") == Some(&json!([all]))
}

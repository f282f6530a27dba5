//! The policies that endpoints are given. They are kept and never applied.

use crate::catalog::endpoint_services::EndpointService;
use crate::error::{Error, Result};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// With white space, and for whatever account:
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html>
const MOST_CHARACTERS: usize = 20_480;

/// The policy asked for.
///
/// # Errors
/// `InvalidPolicyDocument` for what is no policy, as recorded in
/// <https://github.com/hashicorp/terraform-provider-aws/issues/42291> of a `Condition` that is a
/// list, and for what is too long;
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
    let broken = |error: serde_json::Error| invalid(error.line(), error.column());
    let policy = serde_json::from_str::<Value>(asked).map_err(broken)?;
    if !policy.is_object() {
        return Err(invalid(1, 1));
    }
    serde_json::from_str::<Document>(asked).map_err(broken)?;
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

/// Read to be dropped: where it cannot be read is where the mistake is.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>
// unverified (looked up 2026-11-26): that AWS reads on where an element is unknown, and that it
// looks into no principal.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(dead_code, reason = "only whether it can be read is asked")]
struct Document {
    version: Option<String>,
    id: Option<String>,
    statement: OneOrMore<Statement>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(dead_code, reason = "only whether it can be read is asked")]
struct Statement {
    sid: Option<String>,
    effect: Effect,
    action: Option<OneOrMore<String>>,
    not_action: Option<OneOrMore<String>>,
    resource: Option<OneOrMore<String>>,
    not_resource: Option<OneOrMore<String>>,
    condition: Option<BTreeMap<String, BTreeMap<String, Value>>>,
}

#[derive(Deserialize)]
enum Effect {
    Allow,
    Deny,
}

/// One that stands alone, or a list; serde's untagged enums forget where they failed.
struct OneOrMore<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMore<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(OneOrMore(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrMore<T> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one or a list")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self, E> {
        T::deserialize(serde::de::value::StrDeserializer::new(text)).map(|_| self)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|_| self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self, A::Error> {
        while list.next_element::<T>()?.is_some() {}
        Ok(self)
    }
}

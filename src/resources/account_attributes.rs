//! Account attributes: limits and defaults of an account in a region.

use super::vpcs::Vpc;
use crate::engine::{Operation, Read, operations};
use crate::error::{Error, Result};
use wire::{
    AccountAttribute, AccountAttributeValue, DescribeAccountAttributesRequest,
    DescribeAccountAttributesResult,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Read DescribeAccountAttributes => describe_account_attributes;
};

/// The names and what a new account has for them; `None` is worked out.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAccountAttributes.html>
const ATTRIBUTES: [(&str, Option<&str>); 6] = [
    ("supported-platforms", Some("VPC")),
    ("vpc-max-security-groups-per-interface", Some("5")),
    ("max-elastic-ips", Some("5")),
    ("max-instances", Some("20")),
    ("vpc-max-elastic-ips", Some("5")),
    (DEFAULT_VPC, None),
];
const DEFAULT_VPC: &str = "default-vpc";

fn describe_account_attributes(
    cx: Read<'_>,
    request: &DescribeAccountAttributesRequest,
) -> Result<DescribeAccountAttributesResult> {
    let names = &request.attribute_names;
    let known = |name: &str| ATTRIBUTES.iter().any(|(known, _)| *known == name);
    if let Some(unknown) = names.iter().find(|name| !known(name)) {
        // unverified: the message.
        return Err(Error::bad_parameter("attributeName", unknown, "Invalid attribute name."));
    }
    let wanted = ATTRIBUTES
        .iter()
        .filter(|(name, _)| names.is_empty() || names.iter().any(|wanted| wanted == name));
    let views = wanted.map(|(name, fixed)| {
        let value = fixed.map_or_else(|| default_vpc(cx), str::to_owned);
        AccountAttribute {
            attribute_name: Some((*name).to_owned()),
            attribute_values: Some(vec![AccountAttributeValue { attribute_value: Some(value) }]),
        }
    });
    Ok(DescribeAccountAttributesResult { account_attributes: Some(views.collect()) })
}

fn default_vpc(cx: Read<'_>) -> String {
    let default = cx.with::<Vpc>("is-default", "true").next();
    default.map_or_else(|| "none".to_owned(), |row| row.id.to_string())
}

//! What DescribeAccountAttributes says of an account in a region: platforms, default VPC, quotas.

use crate::engine::{Operation, Read, operations};
use crate::error::{Error, Result};
use crate::records::network::vpcs::Vpc;
use wire::{
    AccountAttribute, AccountAttributeValue, DescribeAccountAttributesRequest,
    DescribeAccountAttributesResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read DescribeAccountAttributes => describe_account_attributes;
};

/// Name and value, where `None` is worked out, in AWS's order. The quotas are a new account's:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAccountAttributes.html>
const ATTRIBUTES: [(&str, Option<&str>); 6] = [
    ("supported-platforms", Some("VPC")),
    ("vpc-max-security-groups-per-interface", Some("5")),
    ("max-elastic-ips", Some("5")),
    ("max-instances", Some("20")),
    ("vpc-max-elastic-ips", Some("5")),
    ("default-vpc", None),
];

fn describe_account_attributes(
    cx: Read<'_>,
    request: &DescribeAccountAttributesRequest,
) -> Result<DescribeAccountAttributesResult> {
    let asked = &request.attribute_names;
    let unknown = |name: &&String| !ATTRIBUTES.iter().any(|(known, _)| known == name);
    if let Some(name) = asked.iter().find(unknown) {
        let message = "Unknown attribute.";
        return Err(Error::bad_parameter("attributeName", name, message));
    }
    let listed = ATTRIBUTES
        .iter()
        .filter(|(name, _)| asked.is_empty() || asked.iter().any(|asked| asked == name));
    let attribute = |(name, value): &(&str, Option<&str>)| {
        let value = value.map_or_else(|| default_vpc(cx), str::to_owned);
        AccountAttribute {
            attribute_name: Some((*name).to_owned()),
            attribute_values: Some(vec![AccountAttributeValue { attribute_value: Some(value) }]),
        }
    };
    let attributes = listed.map(attribute).collect();
    Ok(DescribeAccountAttributesResult { account_attributes: Some(attributes) })
}

/// The default VPC's id, `none` without one.
fn default_vpc(cx: Read<'_>) -> String {
    let vpc = cx.with(Vpc::BY_IS_DEFAULT, &true).next();
    vpc.map_or_else(|| "none".to_owned(), |vpc| vpc.id.to_string())
}

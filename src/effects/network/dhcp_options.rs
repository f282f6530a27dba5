//! The DHCP options that a region has from the start.

use crate::engine::{Row, Tags, Write};
use crate::records::ids::DhcpOptionsId;
use crate::records::network::dhcp_options::{AMAZON_DNS, BY_VALUE, OPTIONS, as_text};
use wire::{AttributeValue, DhcpConfiguration, DhcpOptions};

/// Makes a set of options that are known to be right; they are listed in the order of
/// [`OPTIONS`].
pub(crate) fn create(
    cx: &mut Write<'_>,
    configurations: &[(&str, impl AsRef<[String]>)],
    tags: Tags,
) -> DhcpOptionsId {
    let value = |value: &String| AttributeValue { value: Some(value.clone()) };
    let configurations = configurations.iter().map(|(key, values)| DhcpConfiguration {
        key: Some((*key).to_owned()),
        values: Some(values.as_ref().iter().map(value).collect()),
    });
    let mut configurations: Vec<_> = configurations.collect();
    configurations.sort_by_key(|one| {
        OPTIONS.iter().position(|(known, ..)| one.key.as_deref() == Some(*known))
    });
    let record =
        DhcpOptions { dhcp_configurations: Some(configurations), ..DhcpOptions::default() };
    let id = cx.new_id::<DhcpOptions>();
    cx.insert(id.clone(), record, tags);
    id
}

/// The options of a region's new VPCs; a set that was deleted is made again:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSet.html>
pub(crate) fn of_region(cx: &mut Write<'_>) -> DhcpOptionsId {
    let domain = domain_name(cx.region());
    let wanted = [("domain-name", domain.as_str()), ("domain-name-servers", AMAZON_DNS)];
    let is_it = |options: &&Row<DhcpOptions>| {
        as_text(options).eq(wanted.iter().map(|(key, value)| (*key, vec![*value])))
    };
    if let Some(options) = cx.read().with(BY_VALUE, &domain).find(is_it) {
        return options.id.clone();
    }
    create(cx, &wanted.map(|(key, value)| (key, [value.to_owned()])), Tags::default())
}

/// The domain of a region's private host names.
fn domain_name(region: &str) -> String {
    match region {
        "us-east-1" => "ec2.internal".to_owned(),
        region => format!("{region}.compute.internal"),
    }
}

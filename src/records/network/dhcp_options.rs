//! Sets of DHCP options, and which VPCs use them.

use crate::engine::{By, CustomFilter, Index, Read, Resource, Row};
use crate::error::Error;
use std::net::{IpAddr, Ipv4Addr};
use wire::{DhcpConfiguration, DhcpOptions, ResourceType};

/// An option's name, how many values it takes, and which.
pub(crate) type Choice = (&'static str, usize, fn(&str) -> bool);

/// The options there are:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDhcpOptions.html>. What EC2
/// takes beyond that page, and what not, is recorded in `dhcp_options.json` of `radkawar/stackd`.
/// They are listed in this order, which the integration tests of Ansible's `amazon.aws` and the
/// examples of AWS's CLI have of AWS; unverified (looked up 2026-11-27): where the last one stands.
pub(crate) const OPTIONS: [Choice; 6] = [
    // More than one, as the functional tests of OpenStack's EC2 API have it of AWS.
    ("domain-name", usize::MAX, |value| value.len() <= MAX_NAME),
    ("domain-name-servers", 4, |value| value == AMAZON_DNS || is_address(value)),
    ("ntp-servers", 8, is_address),
    ("netbios-name-servers", 4, |value| value.parse::<Ipv4Addr>().is_ok()),
    ("netbios-node-type", 1, |value| value.parse::<i8>().is_ok()),
    (LEASE_TIME, 1, |value| value.parse().is_ok_and(|seconds: i32| seconds >= 140)),
];

pub(crate) const LEASE_TIME: &str = "ipv6-address-preferred-lease-time";

/// The longest name of the domain name system.
// unverified (looked up 2026-11-26): that EC2's bound is this one; a longer name is refused.
const MAX_NAME: usize = 253;

/// The value that stands for Amazon's own name servers.
pub(crate) const AMAZON_DNS: &str = "AmazonProvidedDNS";

fn is_address(value: &str) -> bool {
    value.parse::<IpAddr>().is_ok()
}

pub(crate) const BY_KEY: By<DhcpOptions, str> = By::new("key");
pub(crate) const BY_VALUE: By<DhcpOptions, str> = By::new("value");

impl Resource for DhcpOptions {
    type View = Self;
    const PREFIX: &'static str = "dopt";
    const TYPE: Option<ResourceType> = Some(ResourceType::DhcpOptions);
    const PLURAL: &'static str = "dhcpOptions";
    const MALFORMED: &'static str = "InvalidDhcpOptionsId.Malformed";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("dhcp-options-id");
    const FILTERS: &'static [CustomFilter<Self>] = &[
        ("key", |row: &Row<Self>, _| {
            configurations(row).iter().filter_map(|one| one.key.clone()).collect()
        }),
        ("value", |row: &Row<Self>, _| {
            let values = configurations(row).iter().filter_map(|one| one.values.as_ref());
            values.flatten().filter_map(|value| value.value.clone()).collect()
        }),
    ];

    fn view(row: &Row<Self>, cx: Read<'_>) -> Self {
        Self {
            owner_id: Some(cx.account().to_string()),
            tags: row.tags.wire(),
            dhcp_options_id: Some(row.id.to_string()),
            ..row.record.clone()
        }
    }

    fn in_use(id: &str) -> Error {
        let message = format!("The dhcpOptions '{id}' has dependencies and cannot be deleted.");
        Error::new("DependencyViolation", message)
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        for (key, values) in as_text(self) {
            index.add(BY_KEY, key);
            for value in values {
                index.add(BY_VALUE, value);
            }
        }
    }
}

/// The options as keys and values.
pub(crate) fn as_text(options: &DhcpOptions) -> impl Iterator<Item = (&str, Vec<&str>)> {
    configurations(options).iter().map(|one| {
        let values = one.values.iter().flatten().filter_map(|value| value.value.as_deref());
        (one.key.as_deref().unwrap_or_default(), values.collect())
    })
}

fn configurations(options: &DhcpOptions) -> &[DhcpConfiguration] {
    options.dhcp_configurations.as_deref().unwrap_or_default()
}

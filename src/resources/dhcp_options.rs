//! Sets of DHCP options, and which VPCs use them.

use super::vpcs::Vpc;
use crate::engine::{
    CustomFilter, Id, Index, Operation, Query, Read, Resource, Row, Tags, Write, operations,
};
use crate::error::{Error, Result};
use std::net::IpAddr;
use wire::{
    AssociateDhcpOptionsRequest, AttributeValue, CreateDhcpOptionsRequest, CreateDhcpOptionsResult,
    DeleteDhcpOptionsRequest, DescribeDhcpOptionsRequest, DescribeDhcpOptionsResult,
    DhcpConfiguration, DhcpOptions, ResourceType,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateDhcpOptions => create_dhcp_options;
    Read  DescribeDhcpOptions => describe_dhcp_options;
    Write AssociateDhcpOptions => associate_dhcp_options;
    Write DeleteDhcpOptions => delete_dhcp_options;
};

/// The options there are, and whether more than one value makes sense:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDhcpOptions.html>
const OPTIONS: [(&str, usize); 6] = [
    ("domain-name-servers", 4),
    ("domain-name", 1),
    ("ntp-servers", 8),
    ("netbios-name-servers", 4),
    ("netbios-node-type", 1),
    ("ipv6-address-preferred-lease-time", 1),
];

const SHORTEST_LEASE_SECONDS: i32 = 140;

/// What a VPC without options refers to.
const NONE: &str = "default";

impl Resource for DhcpOptions {
    type View = Self;
    const PREFIX: &'static str = "dopt";
    const TYPE: Option<ResourceType> = Some(ResourceType::DhcpOptions);
    const PLURAL: &'static str = "dhcpOptions";
    const NOT_FOUND: &'static str = "InvalidDhcpOptionID.NotFound";
    const MALFORMED: &'static str = "InvalidDhcpOptionsId.Malformed";
    const NOUN: &'static str = "dhcpOption ID";
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

    fn index(&self, index: &mut Index<'_>) {
        for (key, values) in as_text(self) {
            index.add("key", key);
            for value in values {
                index.add("value", value);
            }
        }
    }
}

/// The options as keys and values.
fn as_text(options: &DhcpOptions) -> impl Iterator<Item = (&str, Vec<&str>)> {
    configurations(options).iter().map(|one| {
        let values = one.values.iter().flatten().filter_map(|value| value.value.as_deref());
        (one.key.as_deref().unwrap_or_default(), values.collect())
    })
}

fn configurations(options: &DhcpOptions) -> &[DhcpConfiguration] {
    options.dhcp_configurations.as_deref().unwrap_or_default()
}

fn create_dhcp_options(
    cx: &mut Write<'_>,
    request: &CreateDhcpOptionsRequest,
) -> Result<CreateDhcpOptionsResult> {
    let tags = cx.tags_for::<DhcpOptions>(&request.tag_specifications)?;
    let mut configurations: Vec<(&str, Vec<String>)> = Vec::new();
    for configuration in &request.dhcp_configurations {
        let key = configuration.key.as_deref().unwrap_or_default();
        let values = configuration.values.as_deref().unwrap_or_default();
        let values = check(key, values)?;
        if configurations.iter().any(|(other, _)| *other == key) {
            // unverified: AWS documents no message for this.
            let message = format!("Duplicate option '{key}' in the request.");
            return Err(Error::invalid_value(message));
        }
        configurations.push((key, values));
    }
    let id = create(cx, &configurations, tags);
    let options = DhcpOptions::view(cx.get::<DhcpOptions>(&id)?, cx.read());
    Ok(CreateDhcpOptionsResult { dhcp_options: Some(options) })
}

/// The values of an option, one by one.
fn check(key: &str, values: &[String]) -> Result<Vec<String>> {
    let Some((_, most)) = OPTIONS.iter().find(|(known, _)| *known == key) else {
        return Err(Error::bad_parameter("name", key, "Unknown DHCP option"));
    };
    // Servers may also come as one text with commas.
    let is_list = key.ends_with("servers");
    let values: Vec<String> = if is_list {
        values.iter().flat_map(|text| text.split(',')).map(|v| v.trim().into()).collect()
    } else {
        values.to_vec()
    };
    if values.is_empty() || values.iter().any(String::is_empty) {
        return Err(Error::missing("value"));
    }
    // unverified: what follows is documented of the options; AWS documents no messages.
    if values.len() > *most {
        let reason = format!("Option {key} takes at most {most} values.");
        return Err(Error::bad_parameter("value", values.join(","), &reason));
    }
    match values.iter().find(|value| !is_value_of(key, value)) {
        Some(value) => {
            let reason = format!("This is not a valid value of the option {key}.");
            Err(Error::bad_parameter("value", value, &reason))
        }
        None => Ok(values),
    }
}

fn is_value_of(key: &str, value: &str) -> bool {
    let is_address = || value.parse::<IpAddr>().is_ok();
    match key {
        "domain-name-servers" => value == AMAZON_DNS || is_address(),
        "ntp-servers" | "netbios-name-servers" => is_address(),
        "netbios-node-type" => matches!(value, "1" | "2" | "4" | "8"),
        "ipv6-address-preferred-lease-time" => {
            value.parse().is_ok_and(|seconds: i32| seconds >= SHORTEST_LEASE_SECONDS)
        }
        _ => true,
    }
}

/// Makes a set of options that are known to be right; they are listed by their keys.
fn create(cx: &mut Write<'_>, configurations: &[(&str, impl AsRef<[String]>)], tags: Tags) -> Id {
    let value = |value: &String| AttributeValue { value: Some(value.clone()) };
    let configurations = configurations.iter().map(|(key, values)| DhcpConfiguration {
        key: Some((*key).to_owned()),
        values: Some(values.as_ref().iter().map(value).collect()),
    });
    let mut configurations: Vec<_> = configurations.collect();
    configurations.sort_by(|one, other| one.key.cmp(&other.key));
    let record =
        DhcpOptions { dhcp_configurations: Some(configurations), ..DhcpOptions::default() };
    let id = cx.new_id::<DhcpOptions>();
    cx.insert(id.clone(), record, tags);
    id
}

/// The options of a region's new VPCs; a set that was deleted is made again:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSet.html>
pub(super) fn of_region(cx: &mut Write<'_>) -> Id {
    let domain = domain_name(cx.region());
    let wanted = [("domain-name", domain.as_str()), ("domain-name-servers", AMAZON_DNS)];
    let is_it = |options: &&Row<DhcpOptions>| {
        as_text(options).eq(wanted.iter().map(|(key, value)| (*key, vec![*value])))
    };
    if let Some(options) = cx.read().with::<DhcpOptions>("value", &domain).find(is_it) {
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

/// The value that stands for Amazon's own name servers.
const AMAZON_DNS: &str = "AmazonProvidedDNS";

fn describe_dhcp_options(
    cx: Read<'_>,
    request: &DescribeDhcpOptionsRequest,
) -> Result<DescribeDhcpOptionsResult> {
    let page = cx.select::<DhcpOptions>(&Query {
        ids: &request.dhcp_options_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    })?;
    Ok(DescribeDhcpOptionsResult { next_token: page.next_token, dhcp_options: Some(page.items) })
}

fn associate_dhcp_options(cx: &mut Write<'_>, request: &AssociateDhcpOptionsRequest) -> Result<()> {
    let id = match request.dhcp_options_id.as_str() {
        NONE => NONE.into(),
        id => cx.get::<DhcpOptions>(id)?.id.clone(),
    };
    cx.get_mut::<Vpc>(&request.vpc_id)?.dhcp_options_id = id;
    Ok(())
}

fn delete_dhcp_options(cx: &mut Write<'_>, request: &DeleteDhcpOptionsRequest) -> Result<()> {
    let Some(options) = cx.find::<DhcpOptions>(&request.dhcp_options_id) else {
        let id = &request.dhcp_options_id;
        DhcpOptions::check_id(id)?;
        // The spelling is the one that Terraform takes for "gone" here; unverified: the message.
        let message = format!("The dhcpOptions ID '{id}' does not exist");
        return Err(Error::new("InvalidDhcpOptionsID.NotFound", message));
    };
    let id = options.id.clone();
    if cx.read().with::<Vpc>("dhcp-options-id", &id).next().is_some() {
        let message = format!("The dhcpOptions '{id}' has dependencies and cannot be deleted.");
        return Err(Error::new("DependencyViolation", message));
    }
    cx.remove::<DhcpOptions>(&id);
    Ok(())
}

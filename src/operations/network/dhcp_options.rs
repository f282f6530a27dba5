//! Sets of DHCP options, and which VPCs use them.

use crate::effects::network::dhcp_options::{AMAZON_DNS, create};
use crate::engine::{Id, Operation, Resource, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::network::vpcs::Vpc;
use std::net::IpAddr;
use wire::{
    AssociateDhcpOptionsRequest, CreateDhcpOptionsRequest, CreateDhcpOptionsResult,
    DeleteDhcpOptionsRequest, DhcpOptions,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateDhcpOptions => create_dhcp_options;
    Read  DescribeDhcpOptions => listed::<DhcpOptions>;
    Write AssociateDhcpOptions => associate_dhcp_options;
    Write DeleteDhcpOptions => delete_dhcp_options;
};

/// An option's name, how many values it takes, and which.
type Choice = (&'static str, usize, fn(&str) -> bool);

/// The options there are:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDhcpOptions.html>
const OPTIONS: [Choice; 6] = [
    ("domain-name-servers", 4, |value| value == AMAZON_DNS || is_address(value)),
    ("domain-name", 1, |_| true),
    ("ntp-servers", 8, is_address),
    ("netbios-name-servers", 4, is_address),
    ("netbios-node-type", 1, |value| matches!(value, "1" | "2" | "4" | "8")),
    ("ipv6-address-preferred-lease-time", 1, |value| {
        value.parse().is_ok_and(|seconds: i32| seconds >= 140)
    }),
];

fn is_address(value: &str) -> bool {
    value.parse::<IpAddr>().is_ok()
}

/// What a VPC without options refers to.
const NONE: &str = "default";

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
            // unverified (looked up 2026-11-26): AWS documents no message for this.
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
    let Some((_, most, takes)) = OPTIONS.iter().find(|(known, ..)| *known == key) else {
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
    // unverified (looked up 2026-11-26): what follows is documented of the options; AWS documents
    // no messages.
    if values.len() > *most {
        let reason = format!("Option {key} takes at most {most} values.");
        return Err(Error::bad_parameter("value", values.join(","), &reason));
    }
    match values.iter().find(|value| !takes(value)) {
        Some(value) => {
            let reason = format!("This is not a valid value of the option {key}.");
            Err(Error::bad_parameter("value", value, &reason))
        }
        None => Ok(values),
    }
}

fn associate_dhcp_options(cx: &mut Write<'_>, request: &AssociateDhcpOptionsRequest) -> Result<()> {
    let id = match request.dhcp_options_id.as_str() {
        NONE => Id::new(NONE),
        id => cx.get::<DhcpOptions>(id)?.id.clone(),
    };
    cx.get_mut::<Vpc>(&request.vpc_id)?.dhcp_options_id = id;
    Ok(())
}

fn delete_dhcp_options(cx: &mut Write<'_>, request: &DeleteDhcpOptionsRequest) -> Result<()> {
    let id = &request.dhcp_options_id;
    if cx.find::<DhcpOptions>(id).is_none() {
        DhcpOptions::check_id(id)?;
        // The spelling is the one that Terraform takes for "gone" here; unverified (looked up
        // 2026-11-26): the message.
        let message = format!("The dhcpOptions ID '{id}' does not exist");
        return Err(Error::new("InvalidDhcpOptionsID.NotFound", message));
    }
    cx.delete::<DhcpOptions>(id)?;
    Ok(())
}

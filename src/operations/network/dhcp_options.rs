//! Sets of DHCP options, and which VPCs use them.

use crate::effects::network::dhcp_options::create;
use crate::engine::{Id, Operation, Resource as _, Write, deleted, listed, operations};
use crate::error::{Error, Result};
use crate::records::network::dhcp_options::{LEASE_TIME, OPTIONS};
use crate::records::network::token_rules::PAGES;
use crate::records::network::vpcs::Vpc;
use wire::{
    AssociateDhcpOptionsRequest, CreateDhcpOptionsRequest, CreateDhcpOptionsResult,
    DeleteDhcpOptionsRequest, DhcpOptions, NewDhcpConfiguration,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateDhcpOptions => create_dhcp_options;
    Read  DescribeDhcpOptions => listed::<DhcpOptions>, ruled by PAGES;
    Write AssociateDhcpOptions => associate_dhcp_options;
    Write DeleteDhcpOptions => delete_dhcp_options;
};

// What is refused, and in which words, is recorded in `dhcp_options.json` of `radkawar/stackd`.

fn create_dhcp_options(
    cx: &mut Write<'_>,
    request: &CreateDhcpOptionsRequest,
) -> Result<CreateDhcpOptionsResult> {
    cx.permitted()?;
    let tags = cx.tags_for::<DhcpOptions>(&request.tag_specifications)?;
    let mut configurations: Vec<(&str, Vec<String>)> = Vec::new();
    for configuration in &request.dhcp_configurations {
        let key = configuration.key.as_deref().unwrap_or_default();
        let values = values_of(key, configuration);
        // What is said of one option twice is taken together.
        match configurations.iter_mut().find(|(other, _)| *other == key) {
            Some((_, before)) => before.extend(values),
            None => configurations.push((key, values)),
        }
    }
    for (key, values) in &configurations {
        check(key, values)?;
    }
    let id = create(cx, &configurations, tags);
    Ok(CreateDhcpOptionsResult { dhcp_options: Some(cx.view::<DhcpOptions>(&id)?) })
}

/// An option's values one by one: those of servers may also come as one text with commas.
fn values_of(key: &str, configuration: &NewDhcpConfiguration) -> Vec<String> {
    let values = configuration.values.clone().unwrap_or_default();
    if key.ends_with("servers") && !values.is_empty() {
        return values.join(",").split(',').map(|value| value.trim().to_owned()).collect();
    }
    values
}

/// # Errors
/// `InvalidParameterValue`, with all values of the option together.
fn check(key: &str, values: &[String]) -> Result<()> {
    let Some((_, most, takes)) = OPTIONS.iter().find(|(known, ..)| *known == key) else {
        return Err(Error::bad_parameter("name", key, "Unknown DHCP option"));
    };
    let bad = |what: &str| Err(Error::bad_parameter("value", what, "Invalid DHCP option value."));
    if values.is_empty() || values.iter().any(String::is_empty) {
        return bad(&format!("empty string for '{key}' is not allowed"));
    }
    let joined = values.join(",");
    let is_fit = values.len() <= *most && values.iter().all(|value| takes(value));
    if key == LEASE_TIME && !is_fit {
        let is_number = joined.parse::<i64>().is_ok();
        let reason = if is_number { "out of bounds" } else { "not allowed" };
        return bad(&format!("'{joined}' for '{key}' is {reason}"));
    }
    // unverified (looked up 2026-11-26): the words where there are too many clocks of a family.
    let of_family = |is_ipv6| values.iter().filter(move |it| it.contains(':') == is_ipv6).count();
    let is_crowded = key == "ntp-servers" && of_family(false).max(of_family(true)) > most / 2;
    if !is_fit || is_crowded { bad(&joined) } else { Ok(()) }
}

fn associate_dhcp_options(cx: &mut Write<'_>, request: &AssociateDhcpOptionsRequest) -> Result<()> {
    let id = match request.dhcp_options_id.as_str() {
        id @ "default" => Id::new(id), // No options.
        id => {
            DhcpOptions::check_prefix(id)?;
            cx.get::<DhcpOptions>(id)?.id.clone()
        }
    };
    cx.get_mut::<Vpc>(&request.vpc_id)?.dhcp_options_id = id;
    Ok(())
}

fn delete_dhcp_options(cx: &mut Write<'_>, request: &DeleteDhcpOptionsRequest) -> Result<()> {
    let id = &request.dhcp_options_id;
    // As recorded of `default`: aws-control-tower-account-setup-using-step-functions#9 (2023).
    // unverified (looked up 2026-11-26): of others.
    if !id.starts_with("dopt-") || DhcpOptions::check_id(id).is_err() {
        let message = format!("The dhcp-options ID '{id}' is malformed");
        return Err(Error::new(DhcpOptions::MALFORMED, message));
    }
    if cx.find::<DhcpOptions>(id).is_none() {
        // As recorded in kubernetes/kops#10508 (2020), and as Terraform takes for "gone" here.
        let message = format!("The dhcpOptions ID '{id}' does not exist");
        return Err(Error::new("InvalidDhcpOptionsID.NotFound", message));
    }
    // A dry run does not look at who uses them.
    cx.permitted()?;
    deleted::<DhcpOptions>(cx, request)
}

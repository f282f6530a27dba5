//! Sets of DHCP options, and which VPCs use them.

use crate::effects::network::dhcp_options::create;
use crate::engine::{Id, Operation, Resource as _, Write, deleted, listed, operations};
use crate::error::{Error, Result};
use crate::records::network::dhcp_options::OPTIONS;
use crate::records::network::vpcs::Vpc;
use wire::{
    AssociateDhcpOptionsRequest, CreateDhcpOptionsRequest, CreateDhcpOptionsResult,
    DeleteDhcpOptionsRequest, DhcpOptions, NewDhcpConfiguration,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateDhcpOptions => create_dhcp_options;
    Read  DescribeDhcpOptions => listed::<DhcpOptions>;
    Write AssociateDhcpOptions => associate_dhcp_options;
    Write DeleteDhcpOptions => delete_dhcp_options;
};

fn create_dhcp_options(
    cx: &mut Write<'_>,
    request: &CreateDhcpOptionsRequest,
) -> Result<CreateDhcpOptionsResult> {
    let tags = cx.tags_for::<DhcpOptions>(&request.tag_specifications)?;
    let mut configurations: Vec<(&str, Vec<String>)> = Vec::new();
    for configuration in &request.dhcp_configurations {
        let (key, values) = checked(configuration)?;
        if configurations.iter().any(|(other, _)| *other == key) {
            // unverified (looked up 2026-11-26): AWS documents no message for this.
            return Err(Error::invalid_value(format!("Duplicate option '{key}' in the request.")));
        }
        configurations.push((key, values));
    }
    let id = create(cx, &configurations, tags);
    Ok(CreateDhcpOptionsResult { dhcp_options: Some(cx.view::<DhcpOptions>(&id)?) })
}

/// An option's name, and its values one by one.
fn checked(configuration: &NewDhcpConfiguration) -> Result<(&str, Vec<String>)> {
    let key = configuration.key.as_deref().unwrap_or_default();
    let Some((_, most, takes)) = OPTIONS.iter().find(|(known, ..)| *known == key) else {
        return Err(Error::bad_parameter("name", key, "Unknown DHCP option"));
    };
    let mut values = configuration.values.clone().unwrap_or_default();
    if key.ends_with("servers") {
        // They may also come as one text with commas.
        values = values.join(",").split(',').map(|value| value.trim().to_owned()).collect();
    }
    // unverified (looked up 2026-11-26): the messages; what they say is documented.
    let bad = |value: &str, reason: String| Err(Error::bad_parameter("value", value, &reason));
    if configuration.values.as_ref().is_none_or(Vec::is_empty) {
        // The code is that of the same tests.
        return bad("", format!("Option {key} takes a value."));
    }
    if values.is_empty() || values.iter().any(String::is_empty) {
        return Err(Error::missing("value"));
    }
    if values.len() > *most {
        return bad(&values.join(","), format!("Option {key} takes at most {most} values."));
    }
    if key == "ntp-servers" {
        let of_family = |is_ipv6: bool| values.iter().filter(move |it| it.contains(':') == is_ipv6);
        for (family, is_ipv6) in [("IPv4", false), ("IPv6", true)] {
            if of_family(is_ipv6).count() > most / 2 {
                let reason = format!("Option {key} takes at most {} {family} addresses.", most / 2);
                return bad(&values.join(","), reason);
            }
        }
    }
    match values.iter().find(|value| !takes(value)) {
        Some(value) => bad(value, format!("This is not a valid value of the option {key}.")),
        None => Ok((key, values)),
    }
}

fn associate_dhcp_options(cx: &mut Write<'_>, request: &AssociateDhcpOptionsRequest) -> Result<()> {
    let id = match request.dhcp_options_id.as_str() {
        id @ "default" => Id::new(id), // No options.
        id => cx.get::<DhcpOptions>(id)?.id.clone(),
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
    // As recorded in kubernetes/kops#10508 (2020), and as Terraform takes for "gone" here.
    let message = format!("The dhcpOptions ID '{id}' does not exist");
    deleted::<DhcpOptions>(cx, request).map_err(|error| match error.code {
        DhcpOptions::NOT_FOUND => Error::new("InvalidDhcpOptionsID.NotFound", message),
        _ => error,
    })
}

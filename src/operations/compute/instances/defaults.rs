//! What an account sets for all its launches in a region: metadata options, how burstable families
//! pay for bursts, and whether serial consoles can be reached.

use crate::effects::account::account_settings as account_settings_effects;
use crate::effects::compute::instances::launch::settings::{hop_limit_of, parse_credits};
use crate::engine::{Read, Write};
use crate::error::{Error, Result};
use crate::records::account::account_settings;
use wire::{
    DefaultHttpTokensEnforcedState as DefaultEnforced,
    DefaultInstanceMetadataEndpointState as DefaultEndpoint,
    DefaultInstanceMetadataTagsState as DefaultTags, DisableSerialConsoleAccessRequest,
    DisableSerialConsoleAccessResult, EnableSerialConsoleAccessRequest,
    EnableSerialConsoleAccessResult, GetDefaultCreditSpecificationRequest,
    GetDefaultCreditSpecificationResult, GetInstanceMetadataDefaultsRequest,
    GetInstanceMetadataDefaultsResult, GetSerialConsoleAccessStatusRequest,
    GetSerialConsoleAccessStatusResult, HttpTokensEnforcedState, HttpTokensState,
    InstanceFamilyCreditSpecification, InstanceMetadataDefaultsResponse,
    InstanceMetadataEndpointState, InstanceMetadataTagsState, ManagedBy,
    MetadataDefaultHttpTokensState as DefaultTokens, ModifyDefaultCreditSpecificationRequest,
    ModifyDefaultCreditSpecificationResult, ModifyInstanceMetadataDefaultsRequest,
    ModifyInstanceMetadataDefaultsResult, Timestamp, UnlimitedSupportedInstanceFamily as Family,
    WireEnum as _,
};

pub(crate) fn modify_metadata_defaults(
    cx: &mut Write<'_>,
    request: &ModifyInstanceMetadataDefaultsRequest,
) -> Result<ModifyInstanceMetadataDefaultsResult> {
    let mut defaults = account_settings::of(cx.read()).instance_metadata.clone();
    if let Some(tokens) = request.http_tokens {
        defaults.tokens = match tokens {
            DefaultTokens::Optional => Some(HttpTokensState::Optional),
            DefaultTokens::Required => Some(HttpTokensState::Required),
            DefaultTokens::NoPreference => None,
        };
    }
    match request.http_put_response_hop_limit {
        None => {}
        Some(-1) => defaults.hop_limit = None,
        limit => defaults.hop_limit = Some(hop_limit_of(limit, 1)?),
    }
    if let Some(endpoint) = request.http_endpoint {
        defaults.endpoint = match endpoint {
            DefaultEndpoint::Disabled => Some(InstanceMetadataEndpointState::Disabled),
            DefaultEndpoint::Enabled => Some(InstanceMetadataEndpointState::Enabled),
            DefaultEndpoint::NoPreference => None,
        };
    }
    if let Some(tags) = request.instance_metadata_tags {
        defaults.tags = match tags {
            DefaultTags::Disabled => Some(InstanceMetadataTagsState::Disabled),
            DefaultTags::Enabled => Some(InstanceMetadataTagsState::Enabled),
            DefaultTags::NoPreference => None,
        };
    }
    if let Some(enforced) = request.http_tokens_enforced {
        defaults.enforced = match enforced {
            DefaultEnforced::Disabled => Some(HttpTokensEnforcedState::Disabled),
            DefaultEnforced::Enabled => Some(HttpTokensEnforcedState::Enabled),
            DefaultEnforced::NoPreference => None,
        };
    }
    account_settings_effects::change(cx, |settings| settings.instance_metadata = defaults)?;
    Ok(ModifyInstanceMetadataDefaultsResult { r#return: Some(true) })
}

/// Only what the account prefers is shown, and of one without preferences who manages them:
/// `console_screenshot.json` of radkawar/stackd (looked up 2026-11-26).
pub(crate) fn metadata_defaults(
    cx: Read<'_>,
    _request: &GetInstanceMetadataDefaultsRequest,
) -> Result<GetInstanceMetadataDefaultsResult> {
    let defaults = &account_settings::of(cx).instance_metadata;
    let account_level = InstanceMetadataDefaultsResponse {
        http_tokens: defaults.tokens,
        http_put_response_hop_limit: defaults.hop_limit,
        http_endpoint: defaults.endpoint,
        instance_metadata_tags: defaults.tags,
        http_tokens_enforced: defaults.enforced,
        managed_by: Some(ManagedBy::Account),
        ..InstanceMetadataDefaultsResponse::default()
    };
    Ok(GetInstanceMetadataDefaultsResult { account_level: Some(account_level) })
}

const FIVE_MINUTES: i64 = 5 * 60 * 1_000;
const DAY: i64 = 24 * 60 * 60 * 1_000;

/// On AWS it takes up to five minutes to reach all zones.
pub(crate) fn modify_default_credits(
    cx: &mut Write<'_>,
    request: &ModifyDefaultCreditSpecificationRequest,
) -> Result<ModifyDefaultCreditSpecificationResult> {
    let credits = parse_credits(&request.cpu_credits)?;
    let family = request.instance_family;
    let now = cx.now().timestamp();
    let changes = account_settings::of(cx.read()).credit_changes.get(family.as_str());
    let is_recent = |at: &&Timestamp| at.plus_millis(DAY) > now;
    let mut recent: Vec<_> = changes.into_iter().flatten().filter(is_recent).copied().collect();
    let is_new = recent.last().is_some_and(|last| last.plus_millis(FIVE_MINUTES) > now);
    if cx.read().has_default_quotas() && (is_new || recent.len() >= 4) {
        // The code and what it says are those of AWS's list of codes.
        // unverified (looked up 2026-11-26): the wording.
        let message = "The default credit specification for an instance family can be modified \
                       only once in a rolling 5-minute period, and up to four times in a rolling \
                       24-hour period.";
        return Err(Error::new("UpdateLimitExceeded", message));
    }
    recent.push(now);
    let recent = recent.split_off(recent.len().saturating_sub(4));
    account_settings_effects::change(cx, |settings| {
        settings.credits.0.insert(family.as_str().into(), credits);
        settings.credit_changes.insert(family.as_str().into(), recent);
    })?;
    let specification = Some(specification(cx.read(), family));
    Ok(ModifyDefaultCreditSpecificationResult {
        instance_family_credit_specification: specification,
    })
}

pub(crate) fn default_credits(
    cx: Read<'_>,
    request: &GetDefaultCreditSpecificationRequest,
) -> Result<GetDefaultCreditSpecificationResult> {
    let specification = Some(specification(cx, request.instance_family));
    Ok(GetDefaultCreditSpecificationResult { instance_family_credit_specification: specification })
}

fn specification(cx: Read<'_>, family: Family) -> InstanceFamilyCreditSpecification {
    let credits = account_settings::of(cx).credits.of(family.as_str());
    InstanceFamilyCreditSpecification {
        instance_family: Some(family),
        cpu_credits: Some(credits.as_str().to_owned()),
    }
}

pub(crate) fn enable_serial_console_access(
    cx: &mut Write<'_>,
    _request: &EnableSerialConsoleAccessRequest,
) -> Result<EnableSerialConsoleAccessResult> {
    account_settings_effects::change(cx, |settings| settings.serial_console_access = true)?;
    Ok(EnableSerialConsoleAccessResult { serial_console_access_enabled: Some(true) })
}

pub(crate) fn disable_serial_console_access(
    cx: &mut Write<'_>,
    _request: &DisableSerialConsoleAccessRequest,
) -> Result<DisableSerialConsoleAccessResult> {
    account_settings_effects::change(cx, |settings| settings.serial_console_access = false)?;
    Ok(DisableSerialConsoleAccessResult { serial_console_access_enabled: Some(false) })
}

pub(crate) fn serial_console_access(
    cx: Read<'_>,
    _request: &GetSerialConsoleAccessStatusRequest,
) -> Result<GetSerialConsoleAccessStatusResult> {
    Ok(GetSerialConsoleAccessStatusResult {
        serial_console_access_enabled: Some(account_settings::of(cx).serial_console_access),
        managed_by: Some(ManagedBy::Account),
    })
}

//! The settings of the images that an account allows itself.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-settings-allowed-amis.html>

use crate::effects::account::account_settings;
use crate::engine::{Read, Write};
use crate::error::{Error, Result};
use crate::records::account::account_settings as account_settings_records;
use crate::records::account::account_settings::{ImageCriterion, ScanCondition, WatermarkFilter};
use std::ops::RangeInclusive;
use wire::{
    AllowedImagesSettingsDisabledState as Disabled, CreationDateCondition,
    DeprecationTimeCondition, DisableAllowedImagesSettingsRequest,
    DisableAllowedImagesSettingsResult, EnableAllowedImagesSettingsRequest,
    EnableAllowedImagesSettingsResult, GetAllowedImagesSettingsRequest,
    GetAllowedImagesSettingsResult, ImageCriterionRequest, ImageWatermarkFilterRequest,
    ImageWatermarkFilterResponse, ManagedBy, ReplaceImageCriteriaInAllowedImagesSettingsRequest,
    ReplaceImageCriteriaInAllowedImagesSettingsResult, ScanResultCondition,
    ScanResultConditionRequest, WireEnum as _,
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImageCriterionRequest.html>
const MAX_CRITERIA: usize = 10;
const MAX_PROVIDERS: usize = 200;
const MAX_NAMES: usize = 50;
const MAX_PRODUCT_CODES: usize = 50;
const MAX_WATERMARKS: usize = 50;

const NAME_CHARS: RangeInclusive<usize> = 1..=128;
const CODE_CHARS: RangeInclusive<usize> = 1..=25;

/// What a name may have beside letters and digits.
const PUNCTUATION: &str = "()[] ./-'@_*?";

/// Providers that go by a name.
const ALIASES: [&str; 4] = ["amazon", "aws-marketplace", "aws-backup-vault", NONE];

/// No one but the account itself.
const NONE: &str = "none";

pub(crate) fn enable(
    cx: &mut Write<'_>,
    request: &EnableAllowedImagesSettingsRequest,
) -> Result<EnableAllowedImagesSettingsResult> {
    let state = Some(request.allowed_images_settings_state);
    account_settings::change(cx, |settings| settings.allowed_images.state = state)?;
    Ok(EnableAllowedImagesSettingsResult { allowed_images_settings_state: state })
}

/// The criteria stay for another time.
pub(crate) fn disable(
    cx: &mut Write<'_>,
    _request: &DisableAllowedImagesSettingsRequest,
) -> Result<DisableAllowedImagesSettingsResult> {
    account_settings::change(cx, |settings| settings.allowed_images.state = None)?;
    let state = Some(Disabled::Disabled);
    Ok(DisableAllowedImagesSettingsResult { allowed_images_settings_state: state })
}

pub(crate) fn get(
    cx: Read<'_>,
    _request: &GetAllowedImagesSettingsRequest,
) -> Result<GetAllowedImagesSettingsResult> {
    let settings = &account_settings_records::of(cx).allowed_images;
    let state = settings.state.map_or(Disabled::Disabled.as_str(), |state| state.as_str());
    Ok(GetAllowedImagesSettingsResult {
        state: Some(state.to_owned()),
        image_criteria: Some(settings.criteria.iter().map(view).collect()),
        managed_by: Some(ManagedBy::Account),
    })
}

pub(crate) fn replace(
    cx: &mut Write<'_>,
    request: &ReplaceImageCriteriaInAllowedImagesSettingsRequest,
) -> Result<ReplaceImageCriteriaInAllowedImagesSettingsResult> {
    check_count("imageCriterion", request.image_criteria.len(), MAX_CRITERIA)?;
    let criteria = request.image_criteria.iter().map(criterion).collect::<Result<_>>()?;
    account_settings::change(cx, |settings| settings.allowed_images.criteria = criteria)?;
    Ok(ReplaceImageCriteriaInAllowedImagesSettingsResult { return_value: Some(true) })
}

// unverified (looked up 2026-11-26): codes and wordings of the refusals; the limits are documented.
fn check_count(parameter: &str, count: usize, most: usize) -> Result<()> {
    if count <= most {
        return Ok(());
    }
    let reason = format!("Expecting at most {most} values.");
    Err(Error::bad_parameter(parameter, count, &reason))
}

fn criterion(asked: &ImageCriterionRequest) -> Result<ImageCriterion> {
    let of = |list: &Option<Vec<String>>| list.clone().unwrap_or_default();
    let (providers, names) = (of(&asked.image_providers), of(&asked.image_names));
    let product_codes = of(&asked.marketplace_product_codes);
    check_count("imageProvider", providers.len(), MAX_PROVIDERS)?;
    check_count("imageName", names.len(), MAX_NAMES)?;
    check_count("marketplaceProductCode", product_codes.len(), MAX_PRODUCT_CODES)?;
    let is_known = |provider: &str| {
        let is_account = provider.len() == 12 && provider.bytes().all(|it| it.is_ascii_digit());
        is_account || ALIASES.contains(&provider)
    };
    if let Some(other) = providers.iter().find(|provider| !is_known(provider)) {
        let reason = "Expecting an account ID, amazon, aws-marketplace, aws-backup-vault or none.";
        return Err(Error::bad_parameter("imageProvider", other, reason));
    }
    if providers.len() > 1 && providers.iter().any(|provider| provider == NONE) {
        let reason = "It cannot be specified with other values.";
        return Err(Error::bad_parameter("imageProvider", NONE, reason));
    }
    let is_code = |code: &String| {
        CODE_CHARS.contains(&code.len()) && code.bytes().all(|it| it.is_ascii_alphanumeric())
    };
    if let Some(other) = product_codes.iter().find(|code| !is_code(code)) {
        let reason = "Expecting 1 to 25 letters and digits.";
        return Err(Error::bad_parameter("marketplaceProductCode", other, reason));
    }
    if let Some(other) = names.iter().find(|name| !is_name(name)) {
        let reason = "Expecting 1 to 128 letters, digits and ()[] ./-'@_*?, or 3 at least with ?.";
        return Err(Error::bad_parameter("imageName", other, reason));
    }
    let watermarks = asked.image_watermarks.as_deref().unwrap_or_default();
    check_count("imageWatermark", watermarks.len(), MAX_WATERMARKS)?;
    let deprecated = asked.deprecation_time_condition.as_ref();
    let created = asked.creation_date_condition.as_ref();
    let criterion = ImageCriterion {
        providers,
        product_codes,
        names,
        max_days_deprecated: deprecated.and_then(|it| it.maximum_days_since_deprecated),
        max_days_created: created.and_then(|it| it.maximum_days_since_created),
        watermarks: watermarks.iter().map(filter).collect::<Result<_>>()?,
        scan: asked.scan_result_condition.as_ref().map(scan),
    };
    if criterion == ImageCriterion::default() {
        return Err(Error::missing("imageProvider"));
    }
    Ok(criterion)
}

/// A name of images, or a pattern of names.
fn is_name(name: &str) -> bool {
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || PUNCTUATION.contains(letter);
    NAME_CHARS.contains(&name.len())
        && (name.len() >= 3 || !name.contains('?'))
        && name.chars().all(is_allowed)
}

fn scan(asked: &ScanResultConditionRequest) -> ScanCondition {
    ScanCondition {
        severity: asked.maximum_severity_label,
        max_days_scanned: asked.max_days_since_last_finding_scan,
        max_days_fixed: [
            asked.max_days_since_informational_fix_available,
            asked.max_days_since_low_fix_available,
            asked.max_days_since_medium_fix_available,
            asked.max_days_since_high_fix_available,
            asked.max_days_since_critical_fix_available,
        ],
    }
}

fn scan_view(of: &ScanCondition) -> ScanResultCondition {
    let [informational, low, medium, high, critical] = of.max_days_fixed;
    ScanResultCondition {
        max_days_since_last_finding_scan: of.max_days_scanned,
        maximum_severity_label: of.severity,
        max_days_since_informational_fix_available: informational,
        max_days_since_low_fix_available: low,
        max_days_since_medium_fix_available: medium,
        max_days_since_high_fix_available: high,
        max_days_since_critical_fix_available: critical,
    }
}

fn filter(asked: &ImageWatermarkFilterRequest) -> Result<WatermarkFilter> {
    let days = |parameter: &str, days: Option<i32>| match days {
        Some(days) if days < 0 => {
            Err(Error::bad_parameter(parameter, days, "Expecting a number of days."))
        }
        days => Ok(days),
    };
    let source = asked.maximum_days_since_source_image_created;
    let attached = asked.maximum_days_since_watermark_created;
    Ok(WatermarkFilter {
        key: asked.watermark_key.clone(),
        region: asked.source_image_region.clone(),
        max_days_source_created: days("maximumDaysSinceSourceImageCreated", source)?,
        max_days_attached: days("maximumDaysSinceWatermarkCreated", attached)?,
    })
}

fn filter_view(of: &WatermarkFilter) -> ImageWatermarkFilterResponse {
    ImageWatermarkFilterResponse {
        watermark_key: of.key.clone(),
        source_image_region: of.region.clone(),
        maximum_days_since_source_image_created: of.max_days_source_created,
        maximum_days_since_watermark_created: of.max_days_attached,
    }
}

fn view(of: &ImageCriterion) -> wire::ImageCriterion {
    let list = |list: &Vec<String>| (!list.is_empty()).then(|| list.clone());
    wire::ImageCriterion {
        image_providers: list(&of.providers),
        marketplace_product_codes: list(&of.product_codes),
        image_names: list(&of.names),
        deprecation_time_condition: of
            .max_days_deprecated
            .map(|days| DeprecationTimeCondition { maximum_days_since_deprecated: Some(days) }),
        creation_date_condition: of
            .max_days_created
            .map(|days| CreationDateCondition { maximum_days_since_created: Some(days) }),
        image_watermarks: (!of.watermarks.is_empty())
            .then(|| of.watermarks.iter().map(filter_view).collect()),
        scan_result_condition: of.scan.as_ref().map(scan_view),
    }
}

//! Which images of others an account allows itself to see and to launch. Its own ones are allowed
//! whatever the criteria say.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-allowed-amis.html>

use super::record::{Image, Watermark};
use crate::catalog::images::PublicImage;
use crate::engine::filter::Pattern;
use crate::engine::{Now, Read};
use crate::records::account::account_settings::{
    self, AllowedImages, ImageCriterion, WatermarkFilter,
};
use wire::{AllowedImagesSettingsEnabledState as State, Timestamp};

const DAY_MILLIS: i64 = 24 * 3_600_000;

/// What criteria look at.
struct Facts<'a> {
    owner_id: &'a str,
    owner_alias: Option<&'a str>,
    name: &'a str,
    created: Timestamp,
    deprecated: Option<Timestamp>,
    watermarks: &'a [Watermark],
}

/// The settings of the account that looks, unless they are disabled.
fn settings(cx: Read<'_>) -> Option<(State, &AllowedImages)> {
    let viewer = cx.of(cx.seen_by(), cx.region())?;
    let settings = &account_settings::of(viewer).allowed_images;
    Some((settings.state?, settings))
}

/// Whether an image meets the criteria; nothing where nobody asks for that.
pub(crate) fn is_allowed(cx: Read<'_>, image: &Image) -> Option<bool> {
    let (_, settings) = settings(cx)?;
    let facts = Facts {
        owner_id: &image.owner_id,
        owner_alias: image.owner_alias.as_deref(),
        name: &image.name,
        created: image.created,
        deprecated: image.deprecation(),
        watermarks: &image.watermarks,
    };
    Some(*image.owner_id == **cx.seen_by() || settings.allow(&facts, cx.now()))
}

/// Whether an image is neither found nor launched.
pub(crate) fn is_hidden(cx: Read<'_>, image: &Image) -> bool {
    is_enabled(cx) && is_allowed(cx, image) == Some(false)
}

/// The same of an image of the catalogue.
pub(crate) fn is_public_hidden(cx: Read<'_>, image: &PublicImage) -> bool {
    let Some((State::Enabled, settings)) = settings(cx) else { return false };
    let facts = Facts {
        owner_id: image.owner_id,
        owner_alias: image.owner_alias,
        name: &image.name,
        created: Timestamp::parse(image.creation_date).unwrap_or_default(),
        deprecated: Timestamp::parse(image.deprecation_time),
        watermarks: &[],
    };
    !settings.allow(&facts, cx.now())
}

fn is_enabled(cx: Read<'_>) -> bool {
    settings(cx).is_some_and(|(state, _)| state == State::Enabled)
}

impl AllowedImages {
    /// One criterion suffices, and all that it says has to be so.
    // unverified (looked up 2026-11-26): that nothing is allowed where there is no criterion.
    fn allow(&self, image: &Facts<'_>, now: Now<'_>) -> bool {
        self.criteria.iter().any(|criterion| criterion.allows(image, now))
    }
}

impl ImageCriterion {
    fn allows(&self, image: &Facts<'_>, now: Now<'_>) -> bool {
        let is_provider = |it: &String| *it == image.owner_id || Some(&**it) == image.owner_alias;
        let is_name = |name: &String| Pattern::parse(name).matches(image.name);
        let is_deprecated = |days| image.deprecated.is_some_and(|since| is_older(since, days, now));
        let is_marked = |filter: &WatermarkFilter| {
            image.watermarks.iter().any(|watermark| filter.takes(watermark, now))
        };
        // No image here is sold on the Marketplace, or was looked at by Amazon Inspector.
        self.product_codes.is_empty()
            && self.scan.is_none()
            && (self.providers.is_empty() || self.providers.iter().any(is_provider))
            && (self.names.is_empty() || self.names.iter().any(is_name))
            && (self.watermarks.is_empty() || self.watermarks.iter().any(is_marked))
            && !self.max_days_deprecated.is_some_and(is_deprecated)
            && !self.max_days_created.is_some_and(|days| is_older(image.created, days, now))
    }
}

impl WatermarkFilter {
    fn takes(&self, watermark: &Watermark, now: Now<'_>) -> bool {
        let is = |wanted: &Option<String>, value: &str| {
            wanted.as_ref().is_none_or(|wanted| Pattern::parse(wanted).matches(value))
        };
        let is_old =
            |days: Option<i32>, from: Timestamp| days.is_some_and(|days| is_older(from, days, now));
        is(&self.key, &watermark.key)
            && is(&self.region, &watermark.region)
            && !is_old(self.max_days_source_created, watermark.image_created)
            && !is_old(self.max_days_attached, watermark.attached)
    }
}

/// Whether more days than some have passed since a moment.
fn is_older(from: Timestamp, days: i32, now: Now<'_>) -> bool {
    now.reached(from.plus_millis(i64::from(days).saturating_mul(DAY_MILLIS)))
}

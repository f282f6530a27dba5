//! What an account sets once for all that it has in a region. What a setting means is told where
//! it takes effect; the operations that change it are there, too.

use crate::engine::{Read, Record, Text};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use wire::{
    AllowedImagesSettingsEnabledState, HttpTokensEnforcedState, HttpTokensState,
    InstanceMetadataEndpointState, InstanceMetadataTagsState, ManagedResourceDefaultVisibility,
    SeverityLabel, SnapshotBlockPublicAccessState, Timestamp,
};

/// The only row of its table, there once something was set.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct AccountSettings {
    pub ebs_encryption: EncryptionDefaults,
    /// `None`: unblocked.
    pub snapshot_block_public_access: Option<SnapshotBlockPublicAccessState>,
    pub image_block_public_access: bool,
    pub serial_console_access: bool,
    pub instance_metadata: MetadataDefaults,
    pub credits: DefaultCredits,
    /// When the credits of a family were last set.
    #[serde(default)]
    pub credit_changes: BTreeMap<Box<str>, Vec<Timestamp>>,
    pub event_notifications: EventNotifications,
    #[serde(default)]
    pub allowed_images: AllowedImages,
    /// The groups of Local Zones and Wavelength Zones that it has opted in to.
    #[serde(default)]
    pub zone_groups: BTreeSet<Box<str>>,
    /// Whether Describes list what other services manage.
    #[serde(default)]
    pub managed_resources: Option<ManagedResourceDefaultVisibility>,
}

pub(crate) const ONLY: &str = "settings";

impl Record for AccountSettings {
    const PLURAL: &'static str = "accountSettings";
}

/// The settings of the caller's account in its region.
pub(crate) fn of(cx: Read<'_>) -> &AccountSettings {
    static UNSET: LazyLock<AccountSettings> = LazyLock::new(AccountSettings::default);
    cx.find::<AccountSettings>(ONLY).map_or(&*UNSET, |row| &row.record)
}

/// Which images of others it allows itself.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct AllowedImages {
    /// `None`: disabled.
    pub state: Option<AllowedImagesSettingsEnabledState>,
    pub criteria: Vec<ImageCriterion>,
}

/// All of what it says has to be so; what it leaves out is not looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct ImageCriterion {
    pub providers: Vec<String>,
    pub product_codes: Vec<String>,
    pub names: Vec<String>,
    pub max_days_deprecated: Option<i32>,
    pub max_days_created: Option<i32>,
    /// One of them has to be met by a watermark.
    #[serde(default)]
    pub watermarks: Vec<WatermarkFilter>,
    #[serde(default)]
    pub scan: Option<ScanCondition>,
}

/// What Amazon Inspector has to have found in an image.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct ScanCondition {
    pub severity: Option<SeverityLabel>,
    pub max_days_scanned: Option<i32>,
    /// Since there was a fix for what is informational, low, medium, high and critical.
    pub max_days_fixed: [Option<i32>; 5],
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct WatermarkFilter {
    pub key: Option<String>,
    pub region: Option<String>,
    pub max_days_source_created: Option<i32>,
    pub max_days_attached: Option<i32>,
}

/// Each `None` where the account has no preference.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct MetadataDefaults {
    pub tokens: Option<HttpTokensState>,
    pub hop_limit: Option<i32>,
    pub endpoint: Option<InstanceMetadataEndpointState>,
    pub tags: Option<InstanceMetadataTagsState>,
    /// Whether instances have to be launched with tokens required.
    #[serde(default)]
    pub enforced: Option<HttpTokensEnforcedState>,
}

/// Which tags of an instance the notifications of its events have.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct EventNotifications {
    pub all_tags: bool,
    pub tag_keys: BTreeSet<Box<str>>,
}

/// By family, where they are not the family's own.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct DefaultCredits(pub BTreeMap<Box<str>, Credits>);

impl DefaultCredits {
    pub fn of(&self, family: &str) -> Credits {
        self.0.get(family).copied().unwrap_or_else(|| usual_credits_of(family))
    }
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct EncryptionDefaults {
    pub by_default: bool,
    /// `None`: AWS's own.
    pub key: Option<Text>,
}

/// How a burstable instance pays for bursts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Credits {
    Standard,
    Unlimited,
}

impl Credits {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Unlimited => "unlimited",
        }
    }
}

/// What a family has if nobody says otherwise.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances.html>
pub(crate) fn usual_credits_of(family: &str) -> Credits {
    if family == "t2" { Credits::Standard } else { Credits::Unlimited }
}

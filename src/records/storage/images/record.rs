//! What is kept of images.

use super::permissions::SharedWith;
use super::protection::DeregistrationProtection;
use crate::engine::{Now, Text, Timed, filter};
use crate::error::{Error, Result};
use crate::records::ids::{ImageId, InstanceId};
use serde::{Deserialize, Serialize};
use wire::{
    ArchitectureValues, BlockDeviceMapping, BootModeValues, ImageState, Timestamp,
    VirtualizationType,
};

const MOST_PUBLIC_YEARS: i16 = 2;

/// An image, whoever owns it. All are machine images.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts; EC2 has each as a boolean")]
pub(crate) struct Image {
    pub name: String,
    pub owner_id: Text,
    pub architecture: ArchitectureValues,
    /// `Linux/UNIX`, `Windows`, …
    pub platform_details: String,
    pub usage_operation: String,
    pub is_windows: bool,
    /// Empty where an image in S3 does not say.
    pub root_device_name: String,
    pub ena_support: bool,
    pub boot_mode: Option<BootModeValues>,
    pub imds_v2_required: bool,
    /// Instances have a Trusted Platform Module of version 2.0.
    pub tpm_support: bool,
    /// The UEFI variables that instances begin with, as base64.
    #[serde(default)]
    pub uefi_data: Option<Text>,
    pub block_devices: Vec<BlockDeviceMapping>,
    /// Where in S3 it is; `None` for one that is backed by EBS.
    pub manifest: Option<Box<str>>,
    pub description: Option<String>,
    /// `amazon`, `aws-marketplace`; ordinary accounts have none.
    pub owner_alias: Option<Text>,
    /// Enhanced networking, which EC2 calls `simple`.
    pub sriov_net_support: bool,
    pub virtualization_type: VirtualizationType,
    pub created: Timestamp,
    /// As its owner said; [`Image::deprecation`] tells.
    pub deprecated: Option<Timestamp>,
    pub last_launched: Option<Timestamp>,
    pub state: Timed<ImageState>,
    pub is_public: bool,
    /// Who may launch it beside its owner.
    pub shared_with: SharedWith,
    pub deregistration_protection: DeregistrationProtection,
    pub origin: Origin,
    #[serde(default)]
    pub watermarks: Vec<Watermark>,
    /// Which instance types may be launched of it; `None`: all.
    #[serde(default)]
    pub instance_types: Option<Box<InstanceTypes>>,
}

/// Names of instance types, in which `*` stands for any letters.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct InstanceTypes {
    /// Empty: all.
    pub supported: Vec<String>,
    pub unsupported: Vec<String>,
}

impl InstanceTypes {
    pub fn allow(&self, kind: &str) -> bool {
        let names = |patterns: &[String]| {
            filter::patterns(patterns).iter().any(|pattern| pattern.matches(kind))
        };
        (self.supported.is_empty() || names(&self.supported)) && !names(&self.unsupported)
    }
}

/// What its owner marked an image with, or the image that it was made from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Watermark {
    /// The account that attached it, and its name.
    pub key: String,
    pub image_id: ImageId,
    pub region: Text,
    pub image_created: Timestamp,
    pub attached: Timestamp,
}

/// What an image was made of; nothing if it was registered.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Origin {
    pub instance: Option<InstanceId>,
    /// An image and its region: the one that was copied, or that the instance was launched from.
    pub image: Option<(ImageId, Text)>,
}

impl Image {
    /// An image as EC2 makes one of which it is told no more than this, for Linux and without
    /// devices.
    pub fn new(name: String, owner_id: Text, created: Timestamp, state: Timed<ImageState>) -> Self {
        Self {
            name,
            owner_id,
            architecture: ArchitectureValues::X8664,
            platform_details: "Linux/UNIX".to_owned(),
            usage_operation: "RunInstances".to_owned(),
            is_windows: false,
            root_device_name: String::new(),
            ena_support: true,
            boot_mode: None,
            imds_v2_required: false,
            tpm_support: false,
            uefi_data: None,
            block_devices: Vec::new(),
            manifest: None,
            description: None,
            owner_alias: None,
            sriov_net_support: false,
            virtualization_type: VirtualizationType::Hvm,
            created,
            deprecated: None,
            last_launched: None,
            state,
            is_public: false,
            shared_with: SharedWith::default(),
            deregistration_protection: DeregistrationProtection::Disabled,
            origin: Origin::default(),
            watermarks: Vec::new(),
            instance_types: None,
        }
    }

    /// Whether its price is that of the instance alone, or what Windows adds.
    // unverified (looked up 2026-11-26): users show an image of Ubuntu, and their own one made of
    // it; that of Windows is by <https://aws.amazon.com/free/>.
    pub fn is_free_tier_eligible(&self) -> bool {
        matches!(self.usage_operation.as_str(), "RunInstances" | "RunInstances:0002")
    }

    /// The same made anew, without devices: its owner alone may launch it, nothing protects it, and
    /// it was made of nothing.
    pub fn anew(
        self,
        name: String,
        owner_id: Text,
        created: Timestamp,
        state: Timed<ImageState>,
    ) -> Self {
        let new = Self::new(name, owner_id, created, state);
        Self {
            architecture: self.architecture,
            platform_details: self.platform_details,
            usage_operation: self.usage_operation,
            is_windows: self.is_windows,
            root_device_name: self.root_device_name,
            ena_support: self.ena_support,
            boot_mode: self.boot_mode,
            imds_v2_required: self.imds_v2_required,
            tpm_support: self.tpm_support,
            uefi_data: self.uefi_data,
            description: self.description,
            sriov_net_support: self.sriov_net_support,
            virtualization_type: self.virtualization_type,
            instance_types: self.instance_types,
            ..new
        }
    }

    /// When a public image is deprecated at the latest: two years after it was made, by
    /// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-deprecate.html>. AWS's own say it
    /// themselves.
    pub fn public_until(&self) -> Option<Timestamp> {
        let ends = self.is_public && self.owner_alias.is_none();
        ends.then(|| self.created.plus_years(MOST_PUBLIC_YEARS))
    }

    /// When it is deprecated. A public one is some day, whether its owner says so or not.
    // unverified (looked up 2026-11-26): that one which is private again has the date that its
    // owner said.
    pub fn deprecation(&self) -> Option<Timestamp> {
        let latest = self.public_until();
        self.deprecated.map_or(latest, |at| Some(latest.map_or(at, |latest| at.min(latest))))
    }

    /// # Errors
    /// `InvalidAMIID.Unavailable` unless something can be made of it.
    pub fn check_available(&self, id: &str, now: Now<'_>) -> Result<()> {
        if self.state.at(now) == ImageState::Available {
            return Ok(());
        }
        let message = format!("The image ID '{id}' is not available");
        Err(Error::new("InvalidAMIID.Unavailable", message))
    }

    pub fn location(&self) -> String {
        if let Some(manifest) = &self.manifest {
            return manifest.to_string();
        }
        format!("{}/{}", self.owner_alias.as_ref().unwrap_or(&self.owner_id), self.name)
    }
}

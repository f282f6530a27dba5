//! What is kept of images.

use super::permissions::SharedWith;
use super::protection::DeregistrationProtection;
use crate::engine::{Text, Timed};
use crate::records::ids::{ImageId, InstanceId};
use serde::{Deserialize, Serialize};
use wire::{
    ArchitectureValues, BlockDeviceMapping, BootModeValues, ImageState, Timestamp,
    VirtualizationType,
};

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
    pub deprecated: Option<Timestamp>,
    pub last_launched: Option<Timestamp>,
    pub state: Timed<ImageState>,
    pub is_public: bool,
    /// Who may launch it beside its owner.
    pub shared_with: SharedWith,
    pub deregistration_protection: DeregistrationProtection,
    pub origin: Origin,
}

/// What an image was made of; nothing if it was registered.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Origin {
    pub instance: Option<InstanceId>,
    /// An image and its region: the one that was copied, or that the instance was launched from.
    pub image: Option<(ImageId, Text)>,
}

impl Image {
    pub fn location(&self) -> String {
        if let Some(manifest) = &self.manifest {
            return manifest.to_string();
        }
        format!("{}/{}", self.owner_alias.as_ref().unwrap_or(&self.owner_id), self.name)
    }
}

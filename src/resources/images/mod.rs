//! Amazon machine images: the public ones of the catalogue, and the caller's own.

use crate::engine::{Id, Index, Operation, Read, Resource, Row, operations};
use crate::error::Result;
use serde::Serialize;
use wire::{ArchitectureValues, ResourceType};

pub(super) const OPERATIONS: &[Operation] = operations! {};

impl Resource for Image {
    type View = wire::Image;
    const PREFIX: &'static str = "ami";
    const TYPE: ResourceType = ResourceType::Image;
    const PLURAL: &'static str = "images";
    const NOT_FOUND: &'static str = "InvalidAMIID.NotFound";
    const MALFORMED: &'static str = "InvalidAMIID.Malformed";
    const NOUN: &'static str = "image id";

    fn view(_row: &Row<Self>, _cx: Read<'_>) -> wire::Image {
        wire::Image::default()
    }

    fn index(&self, _index: &mut Index<'_>) {}
}

/// An image, whoever owns it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Image {
    pub name: String,
    pub owner_id: Id,
    pub architecture: ArchitectureValues,
    /// `Linux/UNIX`, `Windows`, …
    pub platform_details: String,
    pub usage_operation: String,
    pub is_windows: bool,
    pub root_device_name: String,
    pub ena_support: bool,
    pub boot_mode: Option<wire::BootModeValues>,
    pub imds_v2_required: bool,
    pub block_devices: Vec<wire::BlockDeviceMapping>,
}

/// The image with an id, public or the caller's, as a launch looks it up.
///
/// # Errors
/// `InvalidAMIID.Malformed`, `InvalidAMIID.NotFound`.
pub(super) fn find(cx: Read<'_>, id: &str) -> Result<Image> {
    cx.get::<Image>(id).map(|row| row.record.clone())
}

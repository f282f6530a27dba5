//! The image that every account has in every region from the start, for launches that need just
//! any, and its snapshot.

use super::{DeregistrationProtection, Image, Origin, Sharing};
use crate::engine::{Tags, Timed, Write};
use crate::resources::snapshots::{self, NewSnapshot};
use wire::{
    ArchitectureValues, BlockDeviceMapping, EbsBlockDevice, ImageState, VirtualizationType,
    VolumeType,
};

pub(super) const IMAGE: &str = "ami-0abcdef1234567890";
pub(in crate::resources) const SNAPSHOT: &str = "snap-0abcdef1234567890";
const NAME: &str = "parlel-amzn2-base";
const DEVICE: &str = "/dev/xvda";
const SIZE_GIB: i32 = 8;
/// How much older it is than the clock's start: no image that a client makes is older.
const AGE_MILLIS: i64 = 24 * 3_600_000;

/// Puts both there.
pub(in crate::resources) fn found(cx: &mut Write<'_>) {
    let created = cx.now().plus_millis(-AGE_MILLIS);
    let new = NewSnapshot::without_volume(SIZE_GIB, NAME.to_owned());
    snapshots::found(cx, SNAPSHOT.into(), new, created);
    let root = EbsBlockDevice {
        delete_on_termination: Some(true),
        snapshot_id: Some(SNAPSHOT.to_owned()),
        volume_size: Some(SIZE_GIB),
        volume_type: Some(VolumeType::Gp2),
        encrypted: Some(false),
        ..EbsBlockDevice::default()
    };
    let record = Image {
        name: NAME.to_owned(),
        owner_id: cx.account().clone(),
        architecture: ArchitectureValues::X8664,
        platform_details: "Linux/UNIX".to_owned(),
        usage_operation: "RunInstances".to_owned(),
        is_windows: false,
        root_device_name: DEVICE.to_owned(),
        ena_support: true,
        boot_mode: None,
        imds_v2_required: false,
        tpm_support: false,
        block_devices: vec![BlockDeviceMapping {
            device_name: Some(DEVICE.to_owned()),
            ebs: Some(root),
            ..BlockDeviceMapping::default()
        }],
        manifest: None,
        description: None,
        owner_alias: None,
        sriov_net_support: true,
        virtualization_type: VirtualizationType::Hvm,
        created,
        deprecated: None,
        last_launched: None,
        state: Timed::settled(ImageState::Available),
        is_public: false,
        shared_with: Sharing::default(),
        deregistration_protection: DeregistrationProtection::Disabled,
        origin: Origin::default(),
    };
    cx.insert(IMAGE.into(), record, Tags::default());
}

//! What is noted of an image that is launched, and the image that an account has from the start.

use crate::effects::storage::snapshots;
use crate::engine::{Id, Resource, RowMut, Tags, Timed, Write};
use crate::error::Result;
use crate::records::storage::images::founding::{IMAGE, SNAPSHOT};
use crate::records::storage::images::public::PublicImageTags;
use crate::records::storage::images::{Image, is_anothers};
use crate::records::storage::snapshots::create::NewSnapshot;
use wire::{BlockDeviceMapping, EbsBlockDevice, ImageState, VolumeType};

const NAME: &str = "parlel-amzn2-base";

const DEVICE: &str = "/dev/xvda";

const SIZE_GIB: i32 = 8;

/// How much older it is than the clock's start: no image that a client makes is older.
const AGE_MILLIS: i64 = 24 * 3_600_000;

/// Puts both there.
pub(crate) fn found(cx: &mut Write<'_>) {
    let created = cx.now().plus_millis(-AGE_MILLIS);
    let new = NewSnapshot::without_volume(SIZE_GIB, NAME.to_owned());
    snapshots::found(cx, Id::new(SNAPSHOT), new, created);
    let root = EbsBlockDevice {
        delete_on_termination: Some(true),
        snapshot_id: Some(SNAPSHOT.to_owned()),
        volume_size: Some(SIZE_GIB),
        volume_type: Some(VolumeType::Gp2),
        encrypted: Some(false),
        ..EbsBlockDevice::default()
    };
    let state = Timed::settled(ImageState::Available);
    let record = Image {
        root_device_name: DEVICE.to_owned(),
        block_devices: vec![BlockDeviceMapping {
            device_name: Some(DEVICE.to_owned()),
            ebs: Some(root),
            ..BlockDeviceMapping::default()
        }],
        sriov_net_support: true,
        ..Image::new(NAME.to_owned(), cx.account().clone(), created, state)
    };
    cx.insert(Id::new(IMAGE), record, Tags::default());
}

/// The same, to be changed.
///
/// # Errors
/// Those of the id.
pub(crate) fn tags_of_public<'a>(
    cx: &'a mut Write<'_>,
    id: &str,
) -> Result<RowMut<'a, PublicImageTags>> {
    if is_anothers(cx.read(), id) && cx.find::<PublicImageTags>(id).is_none() {
        cx.insert(Id::new(id), PublicImageTags {}, Tags::default());
    }
    cx.find_mut(id).ok_or_else(|| Image::not_found(&[id]))
}

/// Notes that an image of the caller's own was launched; another's owner is not told here.
// unverified (looked up 2026-11-26): AWS tells it a day later; here the wait would only hide what
// was done.
pub(crate) fn launched(cx: &mut Write<'_>, id: &str) -> Result<()> {
    let now = cx.now().timestamp();
    if cx.find::<Image>(id).is_some() {
        cx.get_mut::<Image>(id)?.last_launched = Some(now);
    }
    Ok(())
}

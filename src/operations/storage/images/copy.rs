//! CopyImage: an image of one's own with copies of the snapshots of another.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/CopyingAMIs.html>

use crate::effects::storage::snapshots;
use crate::engine::{Id, Read, Tags, Text, Write};
use crate::error::{Error, Result};
use crate::records::ids::SnapshotId;
use crate::records::storage::images::checks::tags_of_both;
use crate::records::storage::images::public::public_tags;
use crate::records::storage::images::{Image, Origin, find, names};
use crate::records::storage::snapshots as snapshots_records;
use crate::records::storage::snapshots::Source;
use crate::records::storage::snapshots::create::{self, COMPLETING_MILLIS, NewSnapshot};
use crate::records::storage::snapshots::record::Transfer;
use crate::records::storage::volumes::encryption::{can_be_key, encryption};
use wire::{
    BlockDeviceMapping, CopyImageRequest, CopyImageResult, EbsBlockDevice, ImageState, Timestamp,
};

pub(crate) fn copy_image(
    cx: &mut Write<'_>,
    request: &CopyImageRequest,
) -> Result<CopyImageResult> {
    let (mut image_tags, snapshot_tags) = tags_of_both(&request.tag_specifications)?;
    let read = cx.read();
    let there = create::source_region(read, &request.source_region)?;
    // Unlike other images, a copy may have the name of another: Packer encrypted an image by a copy
    // of the same name beside it, <https://github.com/hashicorp/packer/issues/2123>.
    names::check_letters(&request.name)?;
    let transfer = transfer(request)?;
    check_key(request)?;
    let source = find(there, &request.source_image_id)?;
    if request.copy_image_tags.unwrap_or(false) {
        image_tags = with_those_of(there, &request.source_image_id, &image_tags)?;
    }
    let is_own = there.find::<Image>(&request.source_image_id).is_some();
    let is_shared = !is_own && there.find_shared::<Image>(&request.source_image_id).is_some();
    let devices = source.block_devices.iter();
    let devices = devices.map(|mapping| plan((read, there), request, mapping, is_shared));
    let devices = devices.collect::<Result<Vec<_>>>()?;
    let (owner, now) = (read.account().clone(), read.now().timestamp());
    let mut keys =
        devices.iter().filter_map(|planned| planned.snapshot.as_ref()?.encryption.1.as_deref());
    // As reported in hashicorp/packer#6599 and #6737 (2018).
    let then = if keys.all(can_be_key) { ImageState::Available } else { ImageState::Failed };
    let state = read.transition(ImageState::Pending, then, COMPLETING_MILLIS);
    let mut record = Image {
        // unverified (looked up 2026-11-26): that a copy without a description of its own has none.
        description: request.description.clone(),
        watermarks: source.watermarks.clone(),
        origin: Origin {
            instance: None,
            image: Some((Id::new(request.source_image_id.as_str()), there.region().clone())),
        },
        ..source.anew(request.name.clone(), owner, now, state)
    };

    let id = cx.new_id::<Image>();
    for Planned { mut mapping, snapshot } in devices {
        if let (Some(ebs), Some(of)) = (&mut mapping.ebs, snapshot) {
            let text = description(&id, &request.source_image_id, &of.id, record.created);
            ebs.encrypted = Some(of.encryption.0);
            let new = NewSnapshot::copy(of.size_gib, of.encryption, text, transfer);
            let copy = snapshots::create(cx, new, snapshot_tags.clone());
            ebs.snapshot_id = Some(copy.to_string());
        }
        record.block_devices.push(mapping);
    }
    cx.insert(id.clone(), record, image_tags);
    Ok(CopyImageResult { image_id: Some(id.to_string()) })
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopyImage.html>
fn check_key(request: &CopyImageRequest) -> Result<()> {
    let has_key = request.kms_key_id.as_deref().is_some_and(|key| !key.is_empty());
    if has_key && request.encrypted != Some(true) {
        // unverified (looked up 2026-11-26): recorded for volumes only.
        let message = "The parameter KmsKeyId requires the parameter Encrypted to be set.";
        return Err(Error::new("InvalidParameterDependency", message));
    }
    Ok(())
}

fn transfer(request: &CopyImageRequest) -> Result<Transfer> {
    let minutes = request.snapshot_copy_completion_duration_minutes;
    let minutes = minutes.map(|minutes| i32::try_from(minutes).unwrap_or(i32::MAX));
    create::transfer("snapshotCopyCompletionDurationMinutes", minutes)
}

const SHARED_TAG: &str = "ec2:SharedTag/";

/// The tags that the caller gave to an image, overridden by those of the request.
// unverified (looked up 2026-11-26): which of the two wins. Tags of AWS's own are never copied.
fn with_those_of(cx: Read<'_>, id: &str, tags: &Tags) -> Result<Tags> {
    let source = cx.find::<Image>(id).map(|row| &row.tags).or_else(|| public_tags(cx, id));
    let mut all = Tags::default();
    // Of those that its owner gave to a shared one, some are for others:
    // <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopyImage.html>.
    let shared = cx.find_shared::<Image>(id).into_iter().flat_map(|(_, row)| row.tags.iter());
    let shared = shared.filter(|(key, _)| key.starts_with(SHARED_TAG));
    let copied = source.into_iter().flat_map(Tags::iter);
    let copied = copied.filter(|(key, _)| !key.starts_with("aws:")).chain(shared);
    copied.for_each(|(key, value)| all.set(key, value));
    all.add(&tags.wire().unwrap_or_default())?;
    Ok(all)
}

/// A device of the image to be, and the snapshot to be copied for it.
pub(crate) struct Planned {
    mapping: BlockDeviceMapping,
    snapshot: Option<Original>,
}

pub(crate) struct Original {
    id: SnapshotId,
    size_gib: i32,
    /// That of the copy: the original's, unless the request says more.
    encryption: (bool, Option<Text>),
}

fn plan(
    (cx, there): (Read<'_>, Read<'_>),
    request: &CopyImageRequest,
    mapping: &BlockDeviceMapping,
    is_shared: bool,
) -> Result<Planned> {
    let of_mapping = |ebs: &EbsBlockDevice| {
        if is_shared {
            shared_storage(there, ebs).transpose()
        } else {
            snapshots_records::source_of_mapping(there, ebs).transpose()
        }
    };
    let snapshot = match mapping.ebs.as_ref().and_then(of_mapping).transpose()? {
        None => None,
        Some(source) => {
            create::check_copy(&source, request.encrypted)?;
            // A key is of its region.
            let key = source.kms_key_id.filter(|_| cx.region() == there.region());
            let source = Source { kms_key_id: key, ..source };
            let wanted = (request.encrypted, request.kms_key_id.as_deref());
            let encryption = encryption(cx, wanted, Some(&source))?;
            Some(Original { id: source.id, size_gib: source.size_gib, encryption })
        }
    };
    Ok(Planned { mapping: mapping.clone(), snapshot })
}

/// Whoever may launch an image may not copy it before its snapshots are shared too.
fn shared_storage(cx: Read<'_>, ebs: &EbsBlockDevice) -> Result<Option<Source>> {
    let Some(id) = ebs.snapshot_id.as_deref() else { return Ok(None) };
    snapshots_records::usable(cx, id).map(Some).ok_or_else(|| {
        let message = "You do not have permission to access the storage of this ami";
        Error::new("InvalidRequest", message)
    })
}

/// What AWS writes to the snapshots of a copy: `… Task created on 1,769,860,800,000.`
fn description(id: &str, source: &str, snapshot: &str, now: Timestamp) -> String {
    let digits = now.0.to_string();
    let mut moment = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            moment.push(',');
        }
        moment.push(digit);
    }
    format!(
        "Copied for DestinationAmi {id} from SourceAmi {source} for SourceSnapshot {snapshot}. \
         Task created on {moment}."
    )
}

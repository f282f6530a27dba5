//! How volumes are found and shown to others.

use super::record::{Volume, VolumeAttachment};
use crate::catalog::regions::{OptIn, Zone};
use crate::engine::{Read, Row};
use crate::error::{Error, Result};
use crate::records::account::arns::arn;
use crate::records::account::operators;
use crate::records::account::regions::{named_zone, opt_in, zone_not_found};
use wire::VolumeAttachmentState;

/// With the members that `console_screenshot.json` of radkawar/stackd has of DescribeVolumes
/// (looked up 2026-11-26).
pub(crate) fn view(row: &Row<Volume>, cx: Read<'_>) -> wire::Volume {
    let modification = row.modification.as_deref();
    let original = modification.and_then(|modification| modification.original(cx.now()));
    let settings = original.unwrap_or(&row.settings);
    let snapshot = settings.snapshot_id.as_ref();
    wire::Volume {
        attachments: Some(
            row.attached(cx.now())
                .map(|(attachment, state)| wire::VolumeAttachment {
                    ebs_card_index: Some(i32::from(attachment.card)),
                    ..attachment_view(&row.id, attachment, state)
                })
                .collect(),
        ),
        availability_zone: Some(row.zone.to_string()),
        availability_zone_id: Some(row.zone_id.to_string()),
        create_time: Some(row.created),
        encrypted: Some(settings.encrypted),
        // unverified (looked up 2026-11-26): that others are told nothing.
        fast_restored: row.fast_restored.then_some(true),
        iops: settings.iops,
        kms_key_id: settings.kms_key_id.as_ref().map(ToString::to_string),
        multi_attach_enabled: Some(settings.multi_attach),
        operator: Some(operators::nobody_in_lists()),
        owner_id: Some(cx.account().to_string()),
        size: Some(settings.size_gib),
        snapshot_id: Some(snapshot.map(ToString::to_string).unwrap_or_default()),
        source_volume_id: row.source_volume_id.as_deref().map(str::to_owned),
        state: Some(row.state(cx.now())),
        tags: row.tags.wire_unless_empty(),
        throughput: settings.throughput_mibps,
        volume_arn: Some(arn(cx, &format!("volume/{}", row.id))),
        volume_id: Some(row.id.to_string()),
        volume_type: Some(settings.volume_type),
        volume_initialization_rate: settings.initialization_rate_mibps,
        ..wire::Volume::default()
    }
}

/// How much the account's volumes of the same type hold in the region.
pub(crate) fn gib_of_type(row: &Row<Volume>, cx: Read<'_>) -> i64 {
    let all = cx.table::<Volume>().iter(0, cx.now()).map(|(_, row)| &row.settings);
    let same = all.filter(|settings| settings.volume_type == row.settings.volume_type);
    same.map(|settings| i64::from(settings.size_gib)).sum()
}

pub(crate) fn attachment_view(
    volume_id: &str,
    attachment: &VolumeAttachment,
    state: VolumeAttachmentState,
) -> wire::VolumeAttachment {
    wire::VolumeAttachment {
        attach_time: Some(attachment.attached),
        delete_on_termination: Some(attachment.delete_on_termination),
        device: Some(attachment.device.to_string()),
        instance_id: Some(attachment.instance_id.to_string()),
        state: Some(state),
        volume_id: Some(volume_id.to_owned()),
        // No recorded answer but a Describe's tells of the first card.
        ebs_card_index: (attachment.card != 0).then(|| i32::from(attachment.card)),
        ..wire::VolumeAttachment::default()
    }
}

/// The zone asked for, by its name or its id.
///
/// # Errors
/// `MissingParameter` for none, and those of a zone that there is not, or not for the account.
pub(crate) fn zone(cx: Read<'_>, name: Option<&str>, id: Option<&str>) -> Result<&'static Zone> {
    zone_or(cx, (name, id), zone_not_found)
}

/// The same, where EC2 has words of its own for a zone that there is not.
pub(crate) fn zone_or(
    cx: Read<'_>,
    (name, id): (Option<&str>, Option<&str>),
    unknown: fn(&str, &str) -> Error,
) -> Result<&'static Zone> {
    let zone = named_zone(cx, name, id, unknown)?;
    // <https://github.com/hashicorp/terraform-provider-aws/issues/13990>
    let zone = zone.ok_or_else(|| Error::missing("zone"))?;
    match opt_in(cx, zone) {
        OptIn::NotOptedIn => Err(unknown("", name.or(id).unwrap_or_default())),
        _ => Ok(zone),
    }
}

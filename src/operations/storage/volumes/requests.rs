//! The operations on volumes but those on their status and their attachment.

use super::attach::{attach_volume, detach_volume};
use super::copy::copy_volumes;
use super::modification::{describe_volumes_modifications, modify_volume};
use super::status::{
    describe_volume_attribute, describe_volume_status, enable_volume_io, modify_volume_attribute,
};
use super::{encryption_defaults, multi_attach};
use crate::effects::storage::recycle_bin;
use crate::effects::storage::volumes::{begun, end_without_key};
use crate::engine::{
    Millis, Operation, PageRule, Resource, Rules, TokenRule, Write, listed, operations,
};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::storage::snapshots;
use crate::records::storage::volumes::Volume;
use crate::records::storage::volumes::finders::zone;
use crate::records::storage::volumes::settings::settings;
use wire::{CreateVolumeRequest, DeleteVolumeRequest, EbsBlockDevice, VolumeState};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateVolume => create_volume, spent without "volumeId", ruled by CREATE,
        refuses ["OutpostArn", "Operator"];
    Write CopyVolumes => copy_volumes;
    Read  DescribeVolumes => listed::<Volume>, ruled by PAGES;
    Read  DescribeVolumeStatus => describe_volume_status, ruled by PAGES;
    Read  DescribeVolumeAttribute => describe_volume_attribute, ruled by DRY;
    Write ModifyVolumeAttribute => modify_volume_attribute, ruled by DRY;
    Read  EnableVolumeIO => enable_volume_io, ruled by DRY;
    Write AttachVolume => attach_volume;
    Write DetachVolume => detach_volume;
    Write ModifyVolume => modify_volume, ruled by DRY;
    Read  DescribeVolumesModifications => describe_volumes_modifications, ruled by MODIFICATIONS;
    Write EnableEbsEncryptionByDefault => encryption_defaults::enable;
    Write DisableEbsEncryptionByDefault => encryption_defaults::disable;
    Read  GetEbsEncryptionByDefault => encryption_defaults::get;
    Read  GetEbsDefaultKmsKeyId => encryption_defaults::get_key;
    Write ModifyEbsDefaultKmsKeyId => encryption_defaults::modify_key;
    Write ResetEbsDefaultKmsKeyId => encryption_defaults::reset_key;
    Write DeleteVolume => delete_volume;
};

// `volume_controls.json` and `volume_controls_bounds.json` among the recordings of EBS in
// radkawar/stackd (looked up 2026-11-26).
const DRY: Rules = Rules { is_blind_when_dry: true, ..Rules::USUAL };
const CREATE: Rules = Rules {
    token: TokenRule {
        used: "Parameters on this idempotent request are inconsistent with parameters used in \
               previous request(s)",
        too_long: Some("Client token must be less than or equal to 64 characters."),
        is_free_when_dry: true,
        alike: Some(alike),
        ..TokenRule::USUAL
    },
    ..Rules::USUAL
};

const PAGES: Rules = Rules {
    page: PageRule {
        unknown: |_| Error::invalid_value("Unable to parse pagination token"),
        ..PageRule::USUAL
    },
    ..Rules::USUAL
};
const MODIFICATIONS: Rules = Rules {
    page: PageRule {
        unknown: |token| {
            let token = format_args!(" {token} ");
            Error::bad_parameter("NextToken", token, "The token is Invalid.")
        },
        ..PageRule::USUAL
    },
    ..Rules::USUAL
};

/// The order of tags is no matter, nor whether the least throughput is spelt out, nor whether the
/// zone goes by its name or its id, which the token is known by in any case.
fn alike(pairs: &[(String, String)]) -> Vec<(String, String)> {
    let text = |name: String| pairs.iter().find(|(key, _)| *key == name).map(|(_, text)| &**text);
    let alike = |(name, value): &(String, String)| {
        let of_tag = name.rsplit_once('.').and_then(|(tag, part)| {
            let (tags, _) = tag.rsplit_once('.').filter(|(tags, _)| tags.ends_with(".Tag"))?;
            Some((tags, tag, part))
        });
        match (of_tag, name.as_str(), value.as_str()) {
            (Some((tags, tag, "Key")), _, key) => {
                let value = text(format!("{tag}.Value")).unwrap_or_default();
                Some((format!("{tags}.{key}"), value.to_owned()))
            }
            (Some(_), ..)
            | (_, "Throughput", "125")
            | (_, "AvailabilityZone" | "AvailabilityZoneId", _) => None,
            _ => Some((name.clone(), value.clone())),
        }
    };
    pairs.iter().filter_map(alike).collect()
}

/// How long a volume takes to go.
const DELETING_MILLIS: Millis = durations::VOLUMES_DELETING;

fn create_volume(cx: &mut Write<'_>, request: &CreateVolumeRequest) -> Result<wire::Volume> {
    let tags = cx.tags_for::<Volume>(&request.tag_specifications)?;
    let (name, id) = (&request.availability_zone, &request.availability_zone_id);
    let zone = zone(cx.read(), name.as_deref(), id.as_deref())?;
    let source = request.snapshot_id.as_deref();
    let source = source.map(|id| snapshots::source(cx.read(), id)).transpose()?;
    let asked = EbsBlockDevice {
        encrypted: request.encrypted,
        iops: request.iops,
        kms_key_id: request.kms_key_id.clone(),
        throughput: request.throughput,
        volume_size: request.size,
        volume_type: request.volume_type,
        volume_initialization_rate: request.volume_initialization_rate,
        ..EbsBlockDevice::default()
    };
    let read = cx.read();
    let mut settings = settings(read, &asked, source.as_ref())?;
    settings.multi_attach = request.multi_attach_enabled.unwrap_or(false);
    // `volume_controls.json` has it last: a dry run does not get there.
    cx.permitted()?;
    multi_attach::check_type(&settings, cx.read().region())?;
    let names_key =
        request.kms_key_id.is_some() || source.is_some_and(|source| source.kms_key_id.is_some());
    let read = cx.read();
    let place = (zone.name.into(), zone.id.into());
    let record = begun(read, settings, place);
    let id = cx.new_id::<Volume>();
    cx.insert(id.clone(), record, tags);
    // The answer has no attachments yet, not even an empty list of them, and does not say whether
    // it was restored fast, as it is documented; but a list of tags, and the time in whole seconds:
    // so it is in transcripts of 2020 to 2026, which have no ARN and no owner either, nor a key
    // that nobody named.
    let row = cx.get::<Volume>(&id)?;
    let (tags, create_time) = (row.tags.wire(), Some(row.created.whole_seconds()));
    let view = Volume::view(row, cx.read());
    end_without_key(cx, &id);
    Ok(wire::Volume {
        attachments: None,
        fast_restored: None,
        kms_key_id: view.kms_key_id.filter(|_| names_key),
        operator: None,
        owner_id: None,
        volume_arn: None,
        tags,
        create_time,
        ..view
    })
}

fn delete_volume(cx: &mut Write<'_>, request: &DeleteVolumeRequest) -> Result<()> {
    let read = cx.read();
    let row = read.get::<Volume>(&request.volume_id)?;
    if row.attached(read.now()).next().is_some() {
        // With braces since 2026. unverified (looked up 2026-11-26): how several are told.
        let instances: Vec<&str> =
            row.attached(read.now()).map(|(attachment, _)| &*attachment.instance_id).collect();
        let instances = instances.join(", ");
        let message = format!("Volume {} is currently attached to {{{instances}}}", row.id);
        return Err(Error::new("VolumeInUse", message));
    }
    if !matches!(row.state(read.now()), VolumeState::Available | VolumeState::Creating) {
        // unverified (looked up 2026-11-26): recorded for AttachVolume only.
        let message = format!("{} is not 'available'.", row.id);
        return Err(Error::new("IncorrectState", message));
    }
    if read.retained(<Volume as Resource>::PLURAL, &row.tags).is_some() {
        return recycle_bin::remove::<Volume>(cx, &request.volume_id).map(|_| ());
    }
    let gone = read.transition(VolumeState::Deleting, VolumeState::Deleted, DELETING_MILLIS);
    cx.get_mut::<Volume>(&request.volume_id)?.unattached = gone;
    let at = gone.settles().unwrap_or_else(|| cx.now().timestamp());
    cx.end::<Volume>(&request.volume_id, at);
    Ok(())
}

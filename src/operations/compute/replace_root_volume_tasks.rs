//! Tasks that replace the root volume of a running instance: by one as it was launched with, one of
//! a snapshot, one of an image, or a volume that is there already. The new volume is made at once;
//! it takes the other one's place after a while, and then the instance is back.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/replace-root.html>

use crate::effects::compute::instances::launch::settings::check_boot;
use crate::effects::storage::volumes as volumes_effects;
use crate::engine::{
    By, Id, Index, Operation, Read, Resource, Row, Tags, Write, listed, operations,
};
use crate::error::{Error, Result};
use crate::records::compute::instance_events::is_running;
use crate::records::compute::instances::Instance;
use crate::records::durations;
use crate::records::ids::{ImageId, InstanceId, SnapshotId, VolumeId};
use crate::records::storage::images::{self, Image, seconds};
use crate::records::storage::snapshots::{self, Snapshot};
use crate::records::storage::volumes::attached::attached_to;
use crate::records::storage::volumes::settings::{self, Iops};
use crate::records::storage::volumes::{Volume, VolumeAttachment, VolumeSettings};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use wire::{
    CreateReplaceRootVolumeTaskRequest, CreateReplaceRootVolumeTaskResult, EbsBlockDevice,
    ReplaceRootVolumeTaskState as State, ResourceType, Timestamp, VolumeState,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateReplaceRootVolumeTask => create_replace_root_volume_task;
    Read  DescribeReplaceRootVolumeTasks => listed::<ReplaceRootVolumeTask>;
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ReplaceRootVolumeTask {
    instance_id: InstanceId,
    image_id: Option<ImageId>,
    snapshot_id: Option<SnapshotId>,
    replaced: VolumeId,
    replacement: VolumeId,
    /// Whether the replacement was made for this.
    is_new: bool,
    delete_on_termination: bool,
    delete_replaced: bool,
    started: Timestamp,
    swaps: Timestamp,
    completes: Timestamp,
    state: State,
}

impl ReplaceRootVolumeTask {
    const BY_INSTANCE: By<Self, InstanceId> = By::new("instance-id");

    const fn is_over(&self) -> bool {
        !matches!(self.state, State::Pending | State::InProgress)
    }
}

impl Resource for ReplaceRootVolumeTask {
    type View = wire::ReplaceRootVolumeTask;
    const PREFIX: &'static str = "replacevol";
    const TYPE: Option<ResourceType> = Some(ResourceType::ReplaceRootVolumeTask);
    const PLURAL: &'static str = "replaceRootVolumeTasks";

    fn view(row: &Row<Self>, _: Read<'_>) -> wire::ReplaceRootVolumeTask {
        wire::ReplaceRootVolumeTask {
            replace_root_volume_task_id: Some(row.id.to_string()),
            instance_id: Some(row.instance_id.to_string()),
            task_state: Some(row.state),
            start_time: Some(seconds(row.started)),
            complete_time: row.is_over().then(|| seconds(row.completes)),
            tags: row.tags.wire(),
            image_id: row.image_id.as_ref().map(ToString::to_string),
            snapshot_id: row.snapshot_id.as_ref().map(ToString::to_string),
            delete_replaced_root_volume: Some(row.delete_replaced),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_INSTANCE, &self.instance_id);
    }

    fn due(&self) -> Option<Timestamp> {
        match self.state {
            State::Pending => Some(self.swaps),
            State::InProgress => Some(self.completes),
            _ => None,
        }
    }
}

/// What takes the root volume's place.
enum Replacement {
    New(VolumeSettings),
    Volume(VolumeId),
}

fn create_replace_root_volume_task(
    cx: &mut Write<'_>,
    request: &CreateReplaceRootVolumeTaskRequest,
) -> Result<CreateReplaceRootVolumeTaskResult> {
    let tags = cx.tags_for::<ReplaceRootVolumeTask>(&request.tag_specifications)?;
    let source = Source::of(request)?;
    let read = cx.read();
    let instance = read.get::<Instance>(&request.instance_id)?;
    let root = root(read, instance)?;
    let attachment = root.attached_to(&instance.id, read.now()).map(|(it, _)| it.clone());
    let keeps = attachment.is_some_and(|it| it.delete_on_termination);
    let replacement =
        replacement(read, source, request.volume_initialization_rate, (instance, root))?;
    let (instance_id, replaced) = (instance.id.clone(), root.id.clone());
    let (zone, zone_id) = (root.zone.clone(), root.zone_id.clone());
    let started = cx.now().timestamp();
    let after = |part| read.transition(false, true, part).settles();
    let swaps = after(durations::REPLACE_ROOT_VOLUME_TASKS_PENDING).unwrap_or(started);
    let completes = after(durations::REPLACE_ROOT_VOLUME_TASKS_COMPLETING).unwrap_or(started);
    let (replacement, is_new) = match replacement {
        Replacement::Volume(id) => (id, false),
        Replacement::New(settings) => {
            let record = volumes_effects::begun(cx.read(), settings, (zone, zone_id));
            let id = cx.new_id::<Volume>();
            cx.insert(id.clone(), record, Tags::default());
            (id, true)
        }
    };
    let id = cx.new_id::<ReplaceRootVolumeTask>();
    let task = ReplaceRootVolumeTask {
        instance_id,
        image_id: request.image_id.as_deref().map(Id::new),
        snapshot_id: request.snapshot_id.as_deref().map(Id::new),
        replaced,
        replacement,
        is_new,
        // That of a volume which was there is as if it had been attached.
        delete_on_termination: keeps && is_new,
        delete_replaced: request.delete_replaced_root_volume == Some(true),
        started,
        swaps,
        completes,
        state: State::Pending,
    };
    cx.insert(id.clone(), task, tags);
    if swaps == started {
        happen(cx, &id)?;
    }
    let task = cx.view::<ReplaceRootVolumeTask>(&id)?;
    Ok(CreateReplaceRootVolumeTaskResult { replace_root_volume_task: Some(task) })
}

/// The root volume of an instance that can be given another one.
// unverified (looked up 2026-11-26): the words of these refusals, and their codes but the first.
fn root<'a>(cx: Read<'a>, instance: &Row<Instance>) -> Result<&'a Row<Volume>> {
    let id = &instance.id;
    if !is_running(instance, cx.now()) {
        let message = format!("The instance '{id}' is not in the 'running' state.");
        return Err(Error::new("IncorrectInstanceState", message));
    }
    if instance.kind.bare_metal && !instance.kind.family().starts_with("mac") {
        let message = "Root volume replacement is not supported for bare metal instances.";
        return Err(Error::new("UnsupportedOperation", message));
    }
    let device = &instance.launch.root_device_name;
    let volumes = attached_to(cx, id);
    let Some(root) = volumes.into_iter().find(|row| row.is_device(id, device)) else {
        let message = format!("The instance '{id}' does not have an EBS root volume.");
        return Err(Error::new("UnsupportedOperation", message));
    };
    if tasks(cx, id).any(|task| !task.is_over()) {
        let message = format!(
            "A root volume replacement task is already in progress for the instance '{id}'."
        );
        return Err(Error::new("IncorrectState", message));
    }
    Ok(root)
}

fn tasks<'a>(
    cx: Read<'a>,
    id: &InstanceId,
) -> impl Iterator<Item = &'a Row<ReplaceRootVolumeTask>> {
    cx.with(ReplaceRootVolumeTask::BY_INSTANCE, id)
}

/// What a replacement is asked to be made of.
#[derive(Clone, Copy)]
enum Source<'a> {
    LaunchState,
    Snapshot(&'a str),
    Image(&'a str),
    Volume(&'a str),
}

impl<'a> Source<'a> {
    fn of(request: &'a CreateReplaceRootVolumeTaskRequest) -> Result<Self> {
        let (snapshot, image) = (request.snapshot_id.as_deref(), request.image_id.as_deref());
        match (snapshot, image, request.volume_id.as_deref()) {
            (None, None, None) => Ok(Self::LaunchState),
            (Some(id), None, None) => Ok(Self::Snapshot(id)),
            (None, Some(id), None) => Ok(Self::Image(id)),
            (None, None, Some(id)) if request.volume_initialization_rate.is_none() => {
                Ok(Self::Volume(id))
            }
            // unverified (looked up 2026-11-26): the words.
            (None, None, Some(_)) => Err(Error::exclusive("volumeId", "volumeInitializationRate")),
            _ => {
                let message = "Only one of snapshotId, imageId and volumeId can be specified.";
                Err(Error::combination(message))
            }
        }
    }
}

fn replacement(
    cx: Read<'_>,
    source: Source<'_>,
    rate: Option<i64>,
    (instance, root): (&Row<Instance>, &Row<Volume>),
) -> Result<Replacement> {
    let (id, size) = match source {
        Source::Volume(id) => return volume(cx, id, (instance, root)),
        Source::LaunchState => (launch_state(root)?.to_string(), None),
        Source::Snapshot(id) => {
            check_past(cx, id, (instance, root))?;
            (id.to_owned(), None)
        }
        Source::Image(id) => {
            let image = images::find(cx, id)?;
            check_image(&image, instance)?;
            let ebs = root_of(&image).ok_or_else(|| incompatible("root device type"))?;
            (ebs.snapshot_id.clone().unwrap_or_default(), ebs.volume_size)
        }
    };
    let source = snapshots::source(cx, &id)?;
    let of = &root.settings;
    let is_asked = matches!(settings::limits(of.volume_type).iops, Iops::Asked { .. });
    let ebs = EbsBlockDevice {
        volume_type: Some(of.volume_type),
        volume_size: Some(of.size_gib.max(source.size_gib).max(size.unwrap_or_default())),
        iops: of.iops.filter(|_| is_asked),
        throughput: of.throughput_mibps,
        encrypted: of.encrypted.then_some(true),
        kms_key_id: of.kms_key_id.as_ref().filter(|_| of.encrypted).map(ToString::to_string),
        volume_initialization_rate: rate.map(|rate| i32::try_from(rate).unwrap_or(i32::MAX)),
        ..EbsBlockDevice::default()
    };
    Ok(Replacement::New(settings::settings(cx, &ebs, Some(&source))?))
}

// unverified (looked up 2026-11-26): what is said of a root volume that no snapshot was the source
// of.
fn launch_state(root: &Row<Volume>) -> Result<&SnapshotId> {
    root.settings.snapshot_id.as_ref().ok_or_else(|| {
        let message = format!("The root volume '{}' was not created from a snapshot.", root.id);
        Error::invalid_value(message)
    })
}

/// It must be of a root volume that the instance has or had. Those that it had before its volumes
/// were attached by hand are not known here.
fn check_past(
    cx: Read<'_>,
    id: &str,
    (instance, root): (&Row<Instance>, &Row<Volume>),
) -> Result<()> {
    let of = cx.reach::<Snapshot>(id).map(|(_, row)| &row.volume_id);
    let is_past =
        |of: &VolumeId| *of == root.id || tasks(cx, &instance.id).any(|task| task.replaced == *of);
    match of {
        Some(of) if !is_past(of) => {
            // Recorded.
            let message = format!(
                "Invalid snapshot for root volume for virt {}. The snapshot should be of one of \
                 the root volumes attached to the instance in the past",
                instance.id
            );
            Err(Error::invalid_value(message))
        }
        _ => Ok(()),
    }
}

fn root_of(image: &Image) -> Option<&EbsBlockDevice> {
    let mut devices = image.block_devices.iter();
    let root = devices.find(|it| it.device_name.as_deref() == Some(&image.root_device_name))?;
    root.ebs.as_ref()
}

/// The image has to be of the instance's kind, and not to take anything away from it.
fn check_image(image: &Image, instance: &Instance) -> Result<()> {
    let launch = &instance.launch;
    if image.architecture != launch.architecture {
        return Err(incompatible("architecture"));
    }
    if image.virtualization_type != launch.virtualization {
        return Err(incompatible("virtualization type"));
    }
    if *image.usage_operation != *launch.usage_operation {
        return Err(incompatible("billing information"));
    }
    // The words are those that a user noted of sr-iov; unverified (looked up 2026-11-26): the
    // others, and the code.
    for (component, has, keeps) in [
        ("sr-iov", launch.sriov_net_support, image.sriov_net_support),
        ("ena", instance.switches.ena_support, image.ena_support),
    ] {
        if has && !keeps {
            let message = format!("enhanced networking component [{component}] cannot be removed");
            return Err(Error::combination(message));
        }
    }
    if launch.tpm_support && !image.tpm_support {
        return Err(incompatible("NitroTPM support"));
    }
    check_boot(image.boot_mode, false, instance.kind)
}

// unverified (looked up 2026-11-26): code and words.
fn incompatible(what: &str) -> Error {
    Error::combination(format!("The {what} of the AMI does not match that of the instance."))
}

// unverified (looked up 2026-11-26): the words, and that the codes are those of attaching a volume.
fn volume(
    cx: Read<'_>,
    id: &str,
    (instance, root): (&Row<Instance>, &Row<Volume>),
) -> Result<Replacement> {
    let volume = cx.get::<Volume>(id)?;
    if volume.zone != instance.launch.zone {
        let message = format!(
            "The volume '{id}' is not in the same availability zone as instance '{}'",
            instance.id
        );
        return Err(Error::new("InvalidVolume.ZoneMismatch", message));
    }
    if volume.state(cx.now()) != VolumeState::Available {
        return Err(Error::new("IncorrectState", format!("{id} is not 'available'.")));
    }
    if root.settings.encrypted && !volume.settings.encrypted {
        let message = "An encrypted root volume cannot be replaced by an unencrypted volume.";
        return Err(Error::combination(message));
    }
    Ok(Replacement::Volume(volume.id.clone()))
}

/// What comes of a task at its moments.
pub(crate) fn happen(cx: &mut Write<'_>, id: &Id<ReplaceRootVolumeTask>) -> Result<()> {
    let Some(task) = cx.find::<ReplaceRootVolumeTask>(id).map(|row| row.record.clone()) else {
        return Ok(());
    };
    let state = match task.state {
        State::Pending => swap(cx, &task)?,
        _ => complete(cx, &task)?,
    };
    let now = cx.now();
    let mut row = cx.get_mut::<ReplaceRootVolumeTask>(id)?;
    row.state = state;
    if state == State::Failed {
        row.completes = now.timestamp();
    }
    drop(row);
    if state == State::InProgress && now.reached(task.completes) {
        return happen(cx, id);
    }
    Ok(())
}

/// It fails where the instance does not run any more, or either volume is not where it was; what
/// was made for it goes.
fn swap(cx: &mut Write<'_>, task: &ReplaceRootVolumeTask) -> Result<State> {
    let (read, now) = (cx.read(), cx.now());
    let instance = read.find::<Instance>(&task.instance_id);
    let root = read.find::<Volume>(&task.replaced);
    let of_root = root.and_then(|row| row.attached_to(&task.instance_id, now));
    let is_free = |row: &&Row<Volume>| row.attached(now).next().is_none();
    let replacement = read.find::<Volume>(&task.replacement).filter(is_free);
    let runs = instance.is_some_and(|row| is_running(row, now));
    let (true, Some((attachment, _)), Some(_)) = (runs, of_root, replacement) else {
        if task.is_new && replacement.is_some() {
            cx.remove::<Volume>(&task.replacement);
        }
        return Ok(State::Failed);
    };
    let attachment = VolumeAttachment {
        attached: now.timestamp().whole_seconds(),
        delete_on_termination: task.delete_on_termination,
        ..attachment.clone()
    };
    let attachment = volumes_effects::attaching(read, attachment);
    volumes_effects::detach(cx, &task.replaced, &task.instance_id, now.timestamp())?;
    cx.get_mut::<Volume>(&task.replacement)?.attachments.push(attachment);
    Ok(State::InProgress)
}

fn complete(cx: &mut Write<'_>, task: &ReplaceRootVolumeTask) -> Result<State> {
    let now = cx.now();
    let is_free = |row: &Row<Volume>| row.attached(now).next().is_none();
    if task.delete_replaced && cx.find::<Volume>(&task.replaced).is_some_and(is_free) {
        cx.remove::<Volume>(&task.replaced);
    }
    let image = task.image_id.as_ref().and_then(|id| images::find(cx.read(), id).ok());
    let instance = cx.find_mut::<Instance>(&task.instance_id);
    if let (Some(image_id), Some(image), Some(mut row)) = (&task.image_id, image, instance) {
        row.switches.ena_support |= image.ena_support;
        let launch = Arc::make_mut(&mut row.launch);
        launch.image_id = image_id.clone();
        launch.boot_mode = image.boot_mode;
        launch.sriov_net_support |= image.sriov_net_support;
    }
    Ok(State::Succeeded)
}

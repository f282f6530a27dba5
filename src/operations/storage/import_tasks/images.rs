//! ImportImage: disks in S3, and snapshots, become an image, which is pending until the task is
//! complete. What runs on the disks is what the request says, and Linux where it says nothing.
//! <https://docs.aws.amazon.com/vm-import/latest/userguide/vmimport-image-import.html>

use super::disks::{self, Disk, Named};
use super::ids;
use super::systems::{self, System};
use crate::effects::storage::snapshots;
use crate::engine::{CustomFilter, PageSize, Read, Resource, Row, Tags, Text, Write};
use crate::error::{Error, Result};

use super::keys::checked_encryption;
use crate::records::account::other_services;
use crate::records::durations;
use crate::records::ids::{ImageId, SnapshotId};
use crate::records::storage::images::Image;
use crate::records::storage::images::mappings::{self, device_name};
use crate::records::storage::snapshots::create::NewSnapshot;
use crate::records::storage::tasks::Work;
use serde::{Deserialize, Serialize};
use wire::{
    ArchitectureValues, BlockDeviceMapping, EbsBlockDevice, ImageState, ImportImageRequest,
    ImportImageResult, ResourceType, SnapshotDetail, SnapshotState, WireEnum as _,
};

const FORMATS: [&str; 5] = ["OVA", "VHD", "VHDX", "VMDK", "RAW"];

/// As recorded in descriptions of tasks that work; unverified (looked up 2026-11-26): when one
/// becomes the next.
const STEPS: [(i64, &str); 6] = [
    (0, "pending"),
    (5, "validated"),
    (CONVERTS, "converting"),
    (UPDATES, "updating"),
    (BOOTS, "booting"),
    (PREPARES, "preparing ami"),
];

const CONVERTS: i64 = 19;

const UPDATES: i64 = 30;

/// From when on it is told what the task has found on the disks.
const BOOTS: i64 = 58;

/// From when on the snapshots are told.
const PREPARES: i64 = 76;

const ROOT: &str = "/dev/sda1";

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ImportImageTask {
    description: Option<String>,
    architecture: ArchitectureValues,
    /// Told from the start, as the request names it.
    #[serde(default)]
    names_architecture: bool,
    system: System,
    encrypted: bool,
    kms_key_id: Option<Text>,
    disks: Vec<ImportedDisk>,
    pub image_id: ImageId,
    pub work: Work,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct ImportedDisk {
    disk: Disk,
    device: String,
    #[serde(default)]
    names_device: bool,
    snapshot_id: SnapshotId,
    /// Made by the task.
    is_new: bool,
}

impl ImportImageTask {
    /// Those that the task has made.
    pub fn new_snapshots(&self) -> impl Iterator<Item = &SnapshotId> {
        self.disks.iter().filter(|it| it.is_new).map(|it| &it.snapshot_id)
    }
}

impl Resource for ImportImageTask {
    type View = wire::ImportImageTask;
    const PREFIX: &'static str = "import-ami";
    const TYPE: Option<ResourceType> = Some(ResourceType::ImportImageTask);
    const PLURAL: &'static str = "importImageTasks";
    const PAGE_SIZE: PageSize = PageSize::Bounded;
    const FILTERS: &'static [CustomFilter<Self>] =
        &[("task-state", |row, cx| vec![row.work.stage(cx.now()).as_status().to_owned()])];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::ImportImageTask {
        let now = cx.now();
        let is_completed = row.work.is_completed(now);
        let is_found = row.work.percent(now) >= BOOTS;
        let architecture = row.architecture.as_str().to_owned();
        wire::ImportImageTask {
            architecture: (is_found || row.names_architecture).then_some(architecture),
            boot_mode: row.system.boot_mode,
            description: row.description.clone(),
            encrypted: row.encrypted.then_some(true),
            hypervisor: row.system.hypervisor.clone(),
            image_id: is_completed.then(|| row.image_id.to_string()),
            import_task_id: Some(row.id.to_string()),
            kms_key_id: row.kms_key_id.as_deref().map(str::to_owned),
            license_type: row.system.told_license_type(is_found),
            platform: row.system.told_platform(is_found),
            progress: row.work.progress(1, now),
            snapshot_details: Some(row.disks.iter().map(|it| detail(it, row, cx)).collect()),
            status: Some(row.work.stage(now).as_status().to_owned()),
            status_message: row.work.message(&STEPS, now),
            tags: row.tags.wire(),
            usage_operation: row.system.asked_usage_operation(),
            ..wire::ImportImageTask::default()
        }
    }

    fn check_id(_id: &str) -> Result<()> {
        Ok(())
    }

    fn not_found(wanted: &[&str]) -> Error {
        ids::not_found(wanted)
    }
}

/// As transcripts of 2019 to 2024 have it.
fn detail(of: &ImportedDisk, row: &Row<ImportImageTask>, cx: Read<'_>) -> SnapshotDetail {
    let done = row.work.percent(cx.now());
    let status = match done {
        UPDATES.. => Some("completed"),
        CONVERTS.. => Some("active"),
        _ => None,
    };
    SnapshotDetail {
        description: of.disk.description.clone(),
        device_name: (of.names_device || done >= BOOTS).then(|| of.device.clone()),
        disk_image_size: Some(of.disk.image_size(done >= CONVERTS)),
        format: of.disk.format.clone(),
        snapshot_id: (done >= PREPARES).then(|| of.snapshot_id.to_string()),
        status: status.map(str::to_owned),
        url: of.disk.url(),
        user_bucket: of.disk.bucket(),
        ..SnapshotDetail::default()
    }
}

pub(crate) fn import_image(
    cx: &mut Write<'_>,
    request: &ImportImageRequest,
) -> Result<ImportImageResult> {
    // aws/aws-cli#1574, #8873
    cx.permitted()?;
    let tags = cx.tags_for::<ImportImageTask>(&request.tag_specifications)?;
    let read = cx.read();
    let wanted = wanted(request)?;
    let devices: Vec<_> = wanted.iter().map(|(_, mapping)| mapping.clone()).collect();
    let devices = mappings::of_request(read, &devices)?;
    let architecture = systems::architecture(request.architecture.as_deref())?;
    let system = System::of(request)?;
    other_services::check_role(request.role_name.as_deref())?;
    let key = (request.encrypted, request.kms_key_id.as_deref());
    let (encrypted, kms_key_id) = checked_encryption(read, key)?;

    let work = Work::begin(read, durations::IMPORT_IMAGE_TASKS_ACTIVE);
    let id = cx.new_id::<ImportImageTask>();
    let state = work.makes(ImageState::Pending, ImageState::Available);
    let mut image = Image::new(id.to_string(), cx.account().clone(), work.started, state);
    image.architecture = architecture;
    image.root_device_name = devices.first().map(device_name).unwrap_or_default().into();
    system.apply(&mut image);
    let mut imported = Vec::with_capacity(devices.len());
    let named = request.disk_containers.iter().map(|it| it.device_name.is_some());
    for (((disk, _), mut mapping), names_device) in wanted.into_iter().zip(devices).zip(named) {
        let device = device_name(&mapping).to_owned();
        let ebs = mapping.ebs.get_or_insert_default();
        let is_new = ebs.snapshot_id.is_none();
        let snapshot_id = ebs.snapshot_id.clone().map_or_else(
            || {
                let text = format!("Created by AWS-VMImport service for {id}");
                let new = NewSnapshot::without_volume(disk.size_gib, text);
                let new = NewSnapshot { encrypted, kms_key_id: kms_key_id.clone(), ..new };
                let state = work.makes(SnapshotState::Pending, SnapshotState::Completed);
                snapshots::create_in(cx, new, Tags::default(), state)
            },
            SnapshotId::new,
        );
        if is_new {
            ebs.encrypted = Some(encrypted);
            ebs.snapshot_id = Some(snapshot_id.to_string());
        }
        image.block_devices.push(mapping);
        imported.push(ImportedDisk { disk, device, names_device, snapshot_id, is_new });
    }
    let image_id = cx.new_id::<Image>();
    cx.insert(image_id.clone(), image, Tags::default());
    let description = request.description.clone();
    let record = ImportImageTask {
        description,
        architecture,
        names_architecture: request.architecture.is_some(),
        system,
        encrypted,
        kms_key_id,
        disks: imported,
        image_id,
        work,
    };
    cx.insert(id.clone(), record, tags);
    Ok(result(cx.view::<ImportImageTask>(&id)?))
}

fn result(task: wire::ImportImageTask) -> ImportImageResult {
    ImportImageResult {
        architecture: task.architecture,
        description: task.description,
        encrypted: task.encrypted,
        hypervisor: task.hypervisor,
        image_id: task.image_id,
        import_task_id: task.import_task_id,
        kms_key_id: task.kms_key_id,
        license_type: task.license_type,
        platform: task.platform,
        progress: task.progress,
        snapshot_details: task.snapshot_details,
        status: task.status,
        status_message: task.status_message,
        license_specifications: None,
        tags: task.tags,
        usage_operation: task.usage_operation,
    }
}

/// The disks of a request, each with the device that it becomes.
fn wanted(request: &ImportImageRequest) -> Result<Vec<(Disk, BlockDeviceMapping)>> {
    if request.disk_containers.is_empty() {
        return Err(Error::missing("diskContainer"));
    }
    let size_gib = disks::size_gib(request.client_data.as_ref())?;
    // unverified (looked up 2026-11-26): the devices that a request does not name.
    let usual =
        std::iter::once(ROOT.to_owned()).chain(('b'..='z').map(|it| format!("/dev/sd{it}")));
    let containers = request.disk_containers.iter().zip(usual);
    containers
        .map(|(container, device)| {
            let named = Named {
                description: container.description.as_deref(),
                format: container.format.as_deref(),
                url: container.url.as_deref(),
                bucket: container.user_bucket.as_ref(),
                snapshot: container.snapshot_id.as_deref(),
            };
            let disk = Disk::new(&named, &FORMATS, size_gib)?;
            let volume_size = container.snapshot_id.is_none().then_some(size_gib);
            let ebs = EbsBlockDevice {
                snapshot_id: container.snapshot_id.clone(),
                volume_size,
                ..EbsBlockDevice::default()
            };
            let mapping = BlockDeviceMapping {
                device_name: Some(container.device_name.clone().unwrap_or(device)),
                ebs: Some(ebs),
                ..BlockDeviceMapping::default()
            };
            Ok((disk, mapping))
        })
        .collect()
}

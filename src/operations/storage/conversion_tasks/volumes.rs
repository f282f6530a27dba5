//! ImportVolume: the volume is being created until the task is complete.

use super::task::{self, ConversionTask, Disk};
use crate::engine::{Id, Tags, Write};
use crate::error::Result;
use crate::records::account::regions;
use crate::records::durations;
use crate::records::storage::tasks::Work;
use crate::records::storage::volumes::finders::zone_or;
use crate::records::storage::volumes::{Volume, settings};
use wire::{EbsBlockDevice, ImportVolumeRequest, ImportVolumeResult, VolumeState};

pub(crate) fn import_volume(
    cx: &mut Write<'_>,
    request: &ImportVolumeRequest,
) -> Result<ImportVolumeResult> {
    let read = cx.read();
    let (name, id) = (&request.availability_zone, &request.availability_zone_id);
    let zone = zone_or(read, (name.as_deref(), id.as_deref()), regions::wrong_zone)?;
    let size = request.volume.size.unwrap_or_default();
    let disk = Disk::new(&request.image, size, None)?;
    let wanted = EbsBlockDevice { volume_size: Some(disk.size_gib), ..EbsBlockDevice::default() };
    let settings = settings::settings(read, &wanted, None)?;

    let work = Work::begin(read, durations::CONVERSION_TASKS_ACTIVE);
    let state = work.makes(VolumeState::Creating, VolumeState::Available);
    let place = (zone.name.into(), zone.id.into());
    let volume = Volume::new(settings, place, work.started, state);
    let volume_id = cx.new_id::<Volume>();
    cx.insert(volume_id.clone(), volume, Tags::default());
    let id: Id<ConversionTask> = cx.ids().next("import-vol");
    let record = ConversionTask {
        description: request.description.clone(),
        disk,
        zone: zone.name.into(),
        zone_id: zone.id.into(),
        volume_id,
        instance_id: None,
        work,
    };
    cx.insert(id.clone(), record, Tags::default());
    let task = task::view(task::get(cx.read(), &id)?, cx.read());
    Ok(ImportVolumeResult { conversion_task: Some(task) })
}

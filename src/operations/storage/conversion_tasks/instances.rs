//! ImportInstance: an instance with one volume, which is pending until the task is complete and
//! stopped from then on, as it is told in the reference. It is launched as one of a public image
//! for Windows, the only system that the reference has, and names that image.

use super::task::{self, ConversionTask, Disk};
use crate::catalog::images;
use crate::effects::compute::instances::launch;
use crate::effects::compute::instances::launch::plan::Plan;
use crate::effects::network::network_interfaces::life::take_public_addresses;
use crate::engine::{Id, Read, Tags, Write};
use crate::error::{Error, Result};
use crate::records::compute::instances::Instance;
use crate::records::durations;
use crate::records::ids::InstanceId;
use crate::records::storage::tasks::Work;
use crate::records::storage::volumes::attached::attached_to;
use crate::records::storage::volumes::settings;
use std::sync::Arc;
use wire::{
    ArchitectureValues, DiskImage, EbsBlockDevice, ImportInstanceLaunchSpecification,
    ImportInstanceRequest, ImportInstanceResult, InstanceStateName, Placement,
    RunInstancesMonitoringEnabled, RunInstancesRequest, Tenancy, WireEnum as _,
};

pub(crate) fn import_instance(
    cx: &mut Write<'_>,
    request: &ImportInstanceRequest,
) -> Result<ImportInstanceResult> {
    // There is no other: the decoder has refused all others.
    let _ = request.platform;
    let disk = disk(&request.disk_images)?;
    let specification = request.launch_specification.as_ref();
    let specification = specification.ok_or_else(|| Error::missing("launchSpecification"))?;
    check_placement(specification.placement.as_ref())?;
    let run = run(cx.read(), specification)?;
    let mut plan = launch::plan(cx, &run, None)?;
    let work = Work::begin(cx.read(), durations::CONVERSION_TASKS_ACTIVE);
    adapt(cx.read(), &mut plan, (specification, &disk, &work))?;
    let made = launch::carry_out(cx, &plan, &run)?;
    // A plan has at least one instance.
    let instance_id = made.into_iter().next().ok_or_else(|| Error::missing("diskImage"))?;
    hold(cx, &instance_id)?;

    let launch = Arc::clone(&cx.get::<Instance>(&instance_id)?.launch);
    let volumes = attached_to(cx.read(), &instance_id);
    let volume_id = volumes.first().map(|row| row.id.clone());
    let record = ConversionTask {
        description: request.description.clone(),
        disk,
        zone: launch.zone.clone(),
        zone_id: launch.zone_id.clone(),
        volume_id: volume_id.ok_or_else(|| Error::missing("diskImage"))?,
        instance_id: Some(instance_id),
        work,
    };
    let id: Id<ConversionTask> = cx.ids().next("import-i");
    cx.insert(id.clone(), record, Tags::default());
    let task = task::view(task::get(cx.read(), &id)?, cx.read());
    Ok(ImportInstanceResult { conversion_task: Some(task) })
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportInstance.html>
// unverified (looked up 2026-11-26): code and message.
fn disk(images: &[DiskImage]) -> Result<Disk> {
    match images {
        [] => Err(Error::missing("diskImage")),
        [one] => {
            let image = one.image.as_ref().ok_or_else(|| Error::missing("image"))?;
            let size = one.volume.as_ref().and_then(|volume| volume.size);
            let size = size.ok_or_else(|| Error::missing("volume"))?;
            Disk::new(image, size, one.description.as_deref())
        }
        _ => Err(Error::combination("ImportInstance takes machines with one volume only.")),
    }
}

/// What other launches take.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Placement.html>
// unverified (looked up 2026-11-26): code and words.
fn check_placement(placement: Option<&Placement>) -> Result<()> {
    let Some(placement) = placement else { return Ok(()) };
    let refuse = |what: &str| {
        Err(Error::combination(format!("{what} is not supported for ImportInstance.")))
    };
    if placement.affinity.is_some() {
        return refuse("The parameter affinity");
    }
    if placement.host_id.is_some() {
        return refuse("The parameter hostId");
    }
    match placement.tenancy {
        Some(Tenancy::Host) => refuse("The tenancy host"),
        _ => Ok(()),
    }
}

/// The launch that comes closest.
fn run(
    cx: Read<'_>,
    specification: &ImportInstanceLaunchSpecification,
) -> Result<RunInstancesRequest> {
    let windows = images::in_region(cx.region()).iter().find(|image| image.platform.is_some());
    let enabled = specification.monitoring;
    Ok(RunInstancesRequest {
        image_id: windows.map(|image| image.id.clone()),
        instance_type: specification.instance_type.clone(),
        min_count: Some(1),
        max_count: Some(1),
        security_group_ids: specification.group_ids.clone().unwrap_or_default(),
        security_groups: specification.group_names.clone().unwrap_or_default(),
        subnet_id: specification.subnet_id.clone(),
        private_ip_address: specification.private_ip_address.clone(),
        placement: specification.placement.clone(),
        monitoring: enabled.map(|enabled| RunInstancesMonitoringEnabled {
            enabled: Some(enabled),
            ..RunInstancesMonitoringEnabled::default()
        }),
        user_data: specification.user_data.as_ref().and_then(|it| it.data.clone()),
        instance_initiated_shutdown_behavior: specification.instance_initiated_shutdown_behavior,
        ..RunInstancesRequest::default()
    })
}

/// The launch as it is of an imported machine.
fn adapt(
    cx: Read<'_>,
    plan: &mut Plan,
    (specification, disk, work): (&ImportInstanceLaunchSpecification, &Disk, &Work),
) -> Result<()> {
    let launch = Arc::make_mut(&mut plan.instance.launch);
    match specification.architecture {
        None => {}
        Some(known @ (ArchitectureValues::I386 | ArchitectureValues::X8664)) => {
            launch.architecture = known;
        }
        // unverified (looked up 2026-11-26): the wording.
        Some(other) => {
            let reason = "Expecting i386 or x86_64.";
            return Err(Error::bad_parameter("architecture", other.as_str(), reason));
        }
    }
    launch.instance_store.clear();
    plan.devices.truncate(1);
    let wanted = EbsBlockDevice { volume_size: Some(disk.size_gib), ..EbsBlockDevice::default() };
    let settings = settings::settings(cx, &wanted, None)?;
    if let Some(root) = plan.devices.first_mut() {
        root.settings = settings;
    }
    plan.instance.state = work.makes(InstanceStateName::Pending, InstanceStateName::Stopped);
    Ok(())
}

/// It does not run: it has no public address, and no part of a reservation.
fn hold(cx: &mut Write<'_>, id: &InstanceId) -> Result<()> {
    let now = cx.now().timestamp();
    take_public_addresses(cx, id, now)?;
    if let Some(rare) = &mut cx.get_mut::<Instance>(id)?.rare {
        rare.reservation = None;
    }
    Ok(())
}

//! The checks of a RunInstances request: what comes out is a plan that can be carried out.

use super::devices::{self, Device};
use super::interface::Interface;
use super::place::{self, Place, Zones};
use super::plan::{LaunchTags, PENDING_MILLIS, Plan};
use super::{group, host, interfaces, license, market, quota, settings};
use crate::catalog::instance_types::InstanceType;
use crate::engine::{Id, Read, Timed};
use crate::error::{Error, Result};
use crate::records::compute::instance_types::check_volumes;
use crate::records::compute::instances::launch::capacity::{self, Wanted};
use crate::records::compute::instances::{Instance, Launch, Rare, Spot, Switches, Wish};
use crate::records::compute::metric_categories::MetricCategory;
use crate::records::compute::{
    capacity_reservations, iam_instance_profile_associations, key_pairs,
};
use crate::records::ids::{HostId, MetricCategoryId, ReservationId};
use crate::records::storage::images::{self, Image};
use std::sync::Arc;
use wire::{
    Action, InstanceAutoRecoveryState, InstanceInterruptionBehavior as Interruption,
    InstanceLifecycleType, InstanceRebootMigrationState, InstanceStateName, MonitoringState,
    RunInstancesRequest, ShutdownBehavior, SpotInstanceType, Tenancy,
};

/// # Errors
/// Whatever RunInstances refuses.
pub(crate) fn plan(
    cx: Read<'_>,
    request: &RunInstancesRequest,
    spot: Option<Spot>,
    (reservation, zones): (ReservationId, Zones),
) -> Result<Plan> {
    let range = counts(request)?;
    let kind = settings::instance_type(request)?;
    let (image_id, image) = image(cx, request, kind)?;
    request.key_name.iter().try_for_each(|name| key_pairs::check(cx, name, image.is_windows))?;
    let wanted = Wanted::new(kind, spot.is_some());
    let place = place::choose(cx, request, (&wanted, zones), &image)?;
    settings::check_encrypts(cx, &place.subnet.vpc_id, kind)?;
    let devices = devices::plan(cx, request, &image, kind)?;
    let interfaces = interfaces(cx, request, (kind, &devices), &place, range.1)?;
    let tags = LaunchTags::new(request, wanted.is_spot, &interfaces)?;
    let switches = switches(request, kind, &image, &devices, spot.as_ref())?;
    let housing = host::asked_for(request, kind, &place, wanted.is_spot)?;
    let group = group::asked_for(cx, request, kind, place.subnet)?;
    let (name, tenancy) = (group.as_ref().map(|group| &*group.name), housing.tenancy);
    group::check_tenancy(cx, name, tenancy.unwrap_or(Tenancy::Default))?;
    let profile =
        iam_instance_profile_associations::asked_for(cx, request.iam_instance_profile.as_ref())?;
    let market = market::of_reservation(request);
    let wish = Wish::new(cx, request.capacity_reservation_specification.as_ref(), market)?;
    let rare = Rare {
        cpu: settings::cpu(request, kind)?,
        amd_sev_snp: settings::amd_sev_snp(request, kind)?,
        nested_virtualization: settings::nested(request, kind)?,
        licenses: license::asked_for(&request.license_specifications)?,
        tenancy: housing.tenancy,
        affinity: housing.affinity,
        spot,
        market,
        metric_categories: metric_categories(cx, request)?,
        group: group.as_ref().map(|group| group.name.clone()),
        reservation_target: wish.target.clone(),
        ..Rare::default()
    };
    let metadata = settings::metadata(cx, request, &image)?;
    let launch = launch(cx, request, (image_id, image), &place, kind, reservation)?;
    let instance = Instance {
        launch: Arc::new(launch),
        launch_index: 0,
        kind,
        state: pending(cx),
        reason: None,
        launched: cx.now().timestamp().whole_seconds(),
        switches,
        shutdown_behavior: shutdown_behavior(request),
        monitoring: Timed::settled(monitoring(request)),
        metadata,
        private_dns: settings::private_dns(request, place.subnet)?,
        auto_recovery: auto_recovery(request),
        reboot_migration: InstanceRebootMigrationState::Default,
        capacity_reservation: wish.preference,
        credits: housing.credits(settings::credits(cx, request, kind)?),
        user_data: settings::user_data(request)?,
        rare: rare.is_worth_keeping().then(|| Box::new(rare)),
    };
    let range = group.as_ref().map_or(Ok(range), |group| group.room(range))?;
    let hosts = housing.hosts(cx, kind, &place.subnet.zone, range)?;
    let range = in_quota(cx, &instance, hosts.as_deref(), range)?;
    let range = in_reservation(cx, &instance, &wish, range)?;
    let count = interfaces::affordable(cx, &interfaces, range)?;
    check_capacity(cx, &wanted, &place, wish.insists() || hosts.is_some())?;
    let partitions = group.map(|group| group.partitions).unwrap_or_default();
    Ok(Plan { count, instance, profile, devices, interfaces, partitions, hosts, tags })
}

/// The interfaces, which have to go with the volumes.
fn interfaces(
    cx: Read<'_>,
    request: &RunInstancesRequest,
    (kind, devices): (&'static InstanceType, &[Device]),
    place: &Place<'_>,
    most: u32,
) -> Result<Vec<Interface>> {
    let interfaces = interfaces::plan(cx, request, kind, place, most)?;
    let cards: Vec<u8> = devices.iter().map(|device| device.card).collect();
    check_volumes(kind, &cards, interfaces.len())?;
    Ok(interfaces)
}

/// How many instances there is room for on the hosts that were found for them, or in the quota.
fn in_quota(
    cx: Read<'_>,
    instance: &Instance,
    hosts: Option<&[HostId]>,
    (least, most): (u32, u32),
) -> Result<(u32, u32)> {
    match hosts {
        Some(hosts) => Ok((least, u32::try_from(hosts.len()).unwrap_or(most))),
        None if instance.market() == Some(InstanceLifecycleType::CapacityBlock) => {
            Ok((least, most))
        }
        None => quota::room(cx, instance.kind, instance.spot().is_some(), (least, most)),
    }
}

/// A zone that was chosen has it, and so have a reservation and hosts of one's own.
fn check_capacity(
    cx: Read<'_>,
    wanted: &Wanted<'_>,
    place: &Place<'_>,
    is_reserved: bool,
) -> Result<()> {
    if place.is_chosen || is_reserved {
        return Ok(());
    }
    capacity::check(cx, wanted, &place.subnet.zone)
}

/// How many instances there is room for in the reservation that they insist on.
fn in_reservation(
    cx: Read<'_>,
    instance: &Instance,
    wish: &Wish,
    (least, most): (u32, u32),
) -> Result<(u32, u32)> {
    if !wish.insists() {
        return Ok((least, most));
    }
    if instance.spot().is_some() {
        // unverified (looked up 2026-11-26): code and message.
        let message = "Spot Instances cannot be launched into Capacity Reservations.";
        return Err(Error::combination(message));
    }
    if instance.tenancy() == Tenancy::Host {
        // <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-reservations.html>
        // unverified (looked up 2026-11-26): code and message.
        let message = "Capacity Reservations cannot be used with a tenancy of 'host'.";
        return Err(Error::combination(message));
    }
    let room = capacity_reservations::check_room(cx, instance, wish, least)?;
    Ok((least, most.min(room)))
}

fn image<'a>(
    cx: Read<'_>,
    request: &'a RunInstancesRequest,
    kind: &'static InstanceType,
) -> Result<(&'a str, Image)> {
    let id = request.image_id.as_deref().ok_or_else(|| Error::missing("ImageId"))?;
    let image = images::find(cx, id).map_err(|usual| match (cx.action(), usual.code) {
        (Action::RequestSpotInstances, code @ "InvalidAMIID.NotFound") => {
            // jamesyonan/brenda#41, whose source asks for nothing else.
            Error::new(code, format!("The image id '{id}' does not exist"))
        }
        _ => usual,
    })?;
    settings::check_image(&image, kind)?;
    Ok((id, image))
}

// unverified (looked up 2026-11-26): the number; that there is one is recorded.
const MOST_AT_ONCE: i32 = 1_000;

/// The least and the greatest number of instances to launch.
fn counts(request: &RunInstancesRequest) -> Result<(u32, u32)> {
    let least = request.min_count.ok_or_else(|| Error::missing("MinCount"))?;
    let most = request.max_count.ok_or_else(|| Error::missing("MaxCount"))?;
    for (name, count) in [("Maximum", most), ("Minimum", least)] {
        if count < 1 {
            // Recorded of the maximum: jenkinsci/ec2-plugin#252.
            let message = format!("{name} instance count must be greater than zero");
            return Err(Error::invalid_value(message));
        }
    }
    if most < least {
        return Err(Error::invalid_value(
            "Maximum instance count must not be smaller than minimum instance count",
        ));
    }
    if least > MOST_AT_ONCE {
        return Err(Error::too_many_resources());
    }
    Ok((least.unsigned_abs(), most.unsigned_abs()))
}

fn launch(
    cx: Read<'_>,
    request: &RunInstancesRequest,
    (image_id, image): (&str, Image),
    place: &Place<'_>,
    kind: &'static InstanceType,
    reservation: ReservationId,
) -> Result<Launch> {
    let subnet = place.subnet;
    let token = request.client_token.as_deref().filter(|token| !token.is_empty());
    let instance_store = devices::instance_store(request, &image, kind);
    let key = request.key_name.as_deref().and_then(|name| key_pairs::find(cx, name));
    Ok(Launch {
        reservation,
        client_token: token.map(Into::into),
        at: cx.now().timestamp().whole_seconds(),
        image_id: Id::new(image_id),
        architecture: image.architecture,
        platform_details: image.platform_details.into(),
        usage_operation: image.usage_operation.into(),
        is_windows: image.is_windows,
        virtualization: image.virtualization_type,
        sriov_net_support: image.sriov_net_support,
        root_device_name: image.root_device_name.into(),
        boot_mode: image.boot_mode,
        tpm_support: image.tpm_support,
        uefi_data: image.uefi_data,
        imds_v2_required: image.imds_v2_required,
        instance_store,
        key_name: key.map(|key| key.name.clone()),
        public_key: key.map(|key| key.public_key.as_str().into()),
        vpc_id: subnet.vpc_id.clone(),
        subnet_id: subnet.id.clone(),
        zone: subnet.zone.clone(),
        zone_id: subnet.zone_id.clone(),
        bandwidth: settings::bandwidth(request, kind)?,
    })
}

fn switches(
    request: &RunInstancesRequest,
    kind: &'static InstanceType,
    image: &Image,
    devices: &[Device],
    spot: Option<&Spot>,
) -> Result<Switches> {
    let switches = Switches {
        disable_api_termination: request.disable_api_termination.unwrap_or(false),
        disable_api_stop: request.disable_api_stop.unwrap_or(false),
        ebs_optimized: request.ebs_optimized.unwrap_or(false),
        ena_support: image.ena_support,
        enclave: request.enclave_options.as_ref().is_some_and(|it| it.enabled == Some(true)),
        hibernation: request
            .hibernation_options
            .as_ref()
            .is_some_and(|it| it.configured == Some(true)),
    };
    if switches.disable_api_termination && spot.is_some() {
        // <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html>
        // unverified (looked up 2026-11-26): the wording.
        let message = "Termination protection is not supported for spot instances.";
        return Err(Error::new("UnsupportedOperation", message));
    }
    if switches.disable_api_stop && spot.is_some() {
        // <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-stop-protection.html>
        // unverified (looked up 2026-11-26): code and wording.
        let message = "Stop protection is not supported for spot instances.";
        return Err(Error::new("UnsupportedOperation", message));
    }
    settings::check_ebs_optimized(switches.ebs_optimized, kind)?;
    settings::check_enclave(&switches, kind)?;
    if switches.hibernation && spot.is_some_and(|spot| spot.kind == SpotInstanceType::OneTime) {
        // Met by an instant fleet (transcript 71454277879).
        return Err(Error::combination(
            "The request with type 'one-time' is not supported when \
             HibernationOptions.Configured is set to 'true'.",
        ));
    }
    // A Spot Instance that is to hibernate when it is interrupted needs no option of its own
    // (transcript 9937841031).
    if switches.hibernation || spot.is_some_and(|it| it.interruption == Interruption::Hibernate) {
        let root = devices.iter().find(|device| *device.name == *image.root_device_name);
        settings::check_hibernation(kind, root.is_some_and(|root| root.settings.encrypted))?;
    }
    Ok(switches)
}

fn pending(cx: Read<'_>) -> Timed<InstanceStateName> {
    cx.transition(InstanceStateName::Pending, InstanceStateName::Running, PENDING_MILLIS)
}

fn shutdown_behavior(request: &RunInstancesRequest) -> ShutdownBehavior {
    request.instance_initiated_shutdown_behavior.unwrap_or(ShutdownBehavior::Stop)
}

fn monitoring(request: &RunInstancesRequest) -> MonitoringState {
    match &request.monitoring {
        Some(monitoring) if monitoring.enabled == Some(true) => MonitoringState::Enabled,
        _ => MonitoringState::Disabled,
    }
}

/// # Errors
/// `InvalidParameterCombination` without detailed monitoring; those of the ids.
// unverified (looked up 2026-11-26): code and wording; the rule is documented.
fn metric_categories(cx: Read<'_>, request: &RunInstancesRequest) -> Result<Vec<MetricCategoryId>> {
    let ids = request.monitoring.as_ref().and_then(|it| it.metric_category_ids.as_deref());
    let ids = ids.unwrap_or_default();
    if !ids.is_empty() && monitoring(request) != MonitoringState::Enabled {
        let message = "To specify metric categories, you must enable detailed monitoring.";
        return Err(Error::combination(message));
    }
    let rows = cx.get_all::<MetricCategory>(ids)?;
    Ok(rows.into_iter().map(|row| row.id.clone()).collect())
}

fn auto_recovery(request: &RunInstancesRequest) -> InstanceAutoRecoveryState {
    let options = request.maintenance_options.as_ref();
    options.and_then(|it| it.auto_recovery).unwrap_or(InstanceAutoRecoveryState::Default)
}

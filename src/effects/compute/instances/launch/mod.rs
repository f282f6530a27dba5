//! What instances do to other resources, and others to them.

pub(crate) mod devices;
pub(crate) mod group;
pub(crate) mod host;
pub(crate) mod interface;
pub(crate) mod interfaces;
pub(crate) mod license;
pub(crate) mod market;
pub(crate) mod place;
pub(crate) mod plan;
pub(crate) mod quota;
pub(crate) mod request;
pub(crate) mod settings;
pub(crate) mod specification;
pub(crate) mod template;

use crate::effects::compute::instance_events::coming;
use crate::effects::compute::instances::password;
use crate::effects::compute::spot_instance_requests::life;
use crate::effects::compute::{capacity_reservations, iam_instance_profile_associations};
use crate::effects::storage::{images, volumes};
use crate::engine::{Read, Tags, Write};
use crate::error::Result;
use crate::records::compute::instances::launch::place::is_offered;
use crate::records::compute::instances::{BootFailure, Instance, Launch, Spot, metadata_tags};
use crate::records::compute::placement_groups;
use crate::records::compute::spot_instance_requests::LaunchedIn;
use crate::records::ids::{InstanceId, SecurityGroupId, SpotInstanceRequestId};
use crate::records::network::network_interfaces::attached::attached_to;
use crate::records::storage::images::parameters;
use crate::records::storage::volumes::VolumeAttachment;
use interface::Interface;
use place::Zones;
use plan::Plan;
use std::borrow::Cow;
use std::sync::Arc;
use wire::{Placement, RunInstancesRequest};

/// The same request, with an image in place of the parameter that stands for one, and its placement
/// group by name.
pub(crate) fn resolved<'a>(
    cx: Read<'_>,
    request: &'a RunInstancesRequest,
) -> Result<Cow<'a, RunInstancesRequest>> {
    let mut request = Cow::Borrowed(request);
    let image = request.image_id.as_deref().unwrap_or_default();
    if let Some(id) = parameters::resolved(cx, image)? {
        request.to_mut().image_id = Some(id);
    }
    let placement = request.placement.as_ref().filter(|placement| placement.group_id.is_some());
    if let Some(placement) = placement {
        let (name, id) = (placement.group_name.as_deref(), placement.group_id.as_deref());
        let group_name = placement_groups::named(cx, name, id)?;
        let placement = Placement { group_name, group_id: None, ..placement.clone() };
        request.to_mut().placement = Some(placement);
    }
    Ok(request)
}

/// Launches what spot requests ask for, and returns the ids of these requests.
pub(crate) fn launch_spot(
    cx: &mut Write<'_>,
    request: &RunInstancesRequest,
    spot: Spot,
    tags: &Tags,
) -> Result<Vec<SpotInstanceRequestId>> {
    let request = &*resolved(cx.read(), request)?;
    let mut plan = plan(cx, request, Some(spot))?;
    market::check_price(cx.read(), &plan)?;
    plan.tags.spot_request = tags.clone();
    let made = carry_out(cx, &plan, request)?;
    let rows = made.iter().filter_map(|id| cx.find::<Instance>(id));
    Ok(rows.filter_map(|row| Some(row.spot()?.request_id.clone())).collect())
}

/// What a spot request would launch, if nothing else stood in its way: not even that the zone has
/// no such type.
fn unhindered(cx: &mut Write<'_>, request: &RunInstancesRequest, spot: Spot) -> Result<Plan> {
    let request = &*resolved(cx.read(), request)?;
    cx.unhindered(|cx| planned(cx, request, Some(spot), Zones::Any))
}

/// Where a spot request would launch.
pub(crate) fn place_of_spot(
    cx: &mut Write<'_>,
    request: &RunInstancesRequest,
    spot: Spot,
) -> Result<LaunchedIn> {
    let plan = unhindered(cx, request, spot)?;
    let groups = plan.interfaces.first().and_then(Interface::new_groups);
    Ok(place(&plan.instance.launch, groups.unwrap_or_default().to_vec()))
}

/// Whether a spot request is to launch in a zone that has no such type.
pub(crate) fn lacks_type(
    cx: &mut Write<'_>,
    request: &RunInstancesRequest,
    spot: Spot,
) -> Result<bool> {
    let plan = unhindered(cx, request, spot)?;
    Ok(!is_offered(cx.region(), &plan.instance.launch.zone, plan.instance.kind))
}

/// Launches another instance for a spot request that has lost its own.
pub(crate) fn launch_again(
    cx: &mut Write<'_>,
    request: &RunInstancesRequest,
    spot: Spot,
) -> Result<(InstanceId, LaunchedIn)> {
    let request = RunInstancesRequest {
        min_count: Some(1),
        max_count: Some(1),
        client_token: None,
        ..request.clone()
    };
    let plan = plan(cx, &request, Some(spot))?;
    market::check_price(cx.read(), &plan)?;
    let id = make(cx, &plan, 0)?;
    let place = place_of(cx.read(), &id)?;
    Ok((id, place))
}

pub(crate) fn plan(
    cx: &mut Write<'_>,
    request: &RunInstancesRequest,
    spot: Option<Spot>,
) -> Result<Plan> {
    planned(cx, request, spot, Zones::Offering)
}

fn planned(
    cx: &mut Write<'_>,
    request: &RunInstancesRequest,
    spot: Option<Spot>,
    zones: Zones,
) -> Result<Plan> {
    if let Some(spot) = &spot {
        market::check_launch(cx.read(), spot, request)?;
    }
    let reservation = cx.ids().next("r");
    let plan = request::plan(cx.read(), request, spot, (reservation, zones))?;
    let keys = plan.tags.instance.iter().map(|(key, _)| key);
    metadata_tags::check(plan.instance.metadata.tags, keys)?;
    Ok(plan)
}

pub(crate) fn carry_out(
    cx: &mut Write<'_>,
    plan: &Plan,
    request: &RunInstancesRequest,
) -> Result<Vec<InstanceId>> {
    let mut made = Vec::new();
    for index in 0..plan.count {
        let id = make(cx, plan, index)?;
        // Every instance fulfils a spot request of its own.
        if let Some(spot) = &plan.instance.spot() {
            let spot = Spot { request_id: market::new_request_id(cx), ..(*spot).clone() };
            let place = place_of(cx.read(), &id)?;
            let tags = plan.tags.spot_request.clone();
            life::fulfilled(cx, &spot, (&id, place), request, tags);
            cx.get_mut::<Instance>(&id)?.rare_mut().spot = Some(spot);
        }
        made.push(id);
    }
    Ok(made)
}

fn place_of(cx: Read<'_>, id: &InstanceId) -> Result<LaunchedIn> {
    let launch = &cx.get::<Instance>(id)?.launch;
    let interfaces = attached_to(cx, id);
    let groups = interfaces.first().map(|primary| primary.groups.to_vec());
    Ok(place(launch, groups.unwrap_or_default()))
}

fn place(launch: &Launch, groups: Vec<SecurityGroupId>) -> LaunchedIn {
    LaunchedIn {
        zone: launch.zone.clone(),
        zone_id: launch.zone_id.clone(),
        subnet_id: launch.subnet_id.clone(),
        groups,
        is_windows: launch.is_windows,
    }
}

fn make(cx: &mut Write<'_>, plan: &Plan, index: u32) -> Result<InstanceId> {
    let id = cx.new_id::<Instance>();
    for interface in &plan.interfaces {
        interface.attach(cx, &id, &plan.tags.interface)?;
    }
    let launch = Arc::clone(&plan.instance.launch);
    if index == 0 {
        images::launched(cx, &launch.image_id)?;
    }
    for device in &plan.devices {
        let attachment = VolumeAttachment {
            instance_id: id.clone(),
            device: device.name.clone(),
            attached: launch.at,
            delete_on_termination: device.delete_on_termination,
            card: device.card,
        };
        let zone = (&launch.zone, &launch.zone_id);
        let settings = device.settings.clone();
        volumes::create_attached(cx, settings, zone, attachment, plan.tags.volume.clone());
    }
    let mut instance = Instance { launch_index: index, ..plan.instance.clone() };
    let turn = index as usize % plan.partitions.len().max(1);
    if let Some(partition) = plan.partitions.get(turn) {
        instance.rare_mut().partition = Some(*partition);
    }
    if let Some(host) = plan.hosts.as_ref().and_then(|hosts| hosts.get(index as usize)) {
        instance.rare_mut().host = Some(host.clone());
    }
    if let Some(password) = password::generate(cx, &launch) {
        instance.rare_mut().password = Some(password);
    }
    cx.insert(id.clone(), instance, plan.tags.instance.clone());
    capacity_reservations::enter(cx, &id)?;
    if let Some(profile) = &plan.profile {
        iam_instance_profile_associations::associate(cx, id.clone(), profile.clone());
    }
    if !plan.has_sound_keys() {
        coming::failed_boot(cx, &id, BootFailure::Client);
    }
    coming::note(cx, &id);
    Ok(id)
}

//! RunInstances: a request, or what it and its launch template come to, is checked and becomes a
//! plan, and the plan is carried out once for each instance. Nothing is refused any more once the
//! first row is made, but for addresses that `interfaces` could not foresee.

mod devices;
pub(super) mod group;
mod interfaces;
mod license;
mod market;
mod place;
pub(super) mod quota;
mod request;
mod settings;
mod template;

pub(in crate::resources) use market::{new as spot, new_request_id};
pub(in crate::resources) use place::check_offered;
pub(in crate::resources) use settings::{DEFAULT_TYPE, MAX_USER_DATA_BYTES};
pub(super) use settings::{
    METADATA_MILLIS, check_architecture, check_bandwidth, check_boot, check_cpu,
    check_ebs_optimized, check_ena, check_enclave, check_hibernation, check_user_data,
    check_virtualization, default_credits, find_type, hop_limit_of, parse_credits,
    usual_credits_of,
};

use super::{Instance, Launch, Spot, metadata_tags, password, view};
use crate::engine::{Id, Read, Row, Tags, Write, tags};
use crate::error::{Error, Result};
use crate::resources::capacity_reservations;
use crate::resources::iam_instance_profile_associations::{self as profiles, IamProfile};
use crate::resources::images::{self, parameters};
use crate::resources::network_interfaces::attachment::attached_to;
use crate::resources::spot_instance_requests::{self, Place};
use crate::resources::volumes::{self, VolumeAttachment};
use devices::Device;
use interfaces::Interface;
use std::borrow::Cow;
use std::sync::Arc;
use wire::{Reservation, ResourceType, RunInstancesRequest};

/// How long a launch takes where transitions take time.
pub(super) const PENDING_MILLIS: i64 = 5_000;

pub(super) fn run_instances(
    cx: &mut Write<'_>,
    request: &RunInstancesRequest,
) -> Result<Reservation> {
    let template = template::asked_for(cx.read(), request)?;
    let request = template.as_ref().map_or(request, |template| &template.request);
    let request = &*with_image(cx.read(), request)?;
    let spot = market::spot(request)?;
    let mut plan = plan(cx, request, spot)?;
    if let Some(template) = &template {
        template.tag(&mut plan.tags.instance);
    }
    let made = carry_out(cx, &plan, request)?;
    let cx = cx.read();
    let rows: Vec<_> = made.iter().filter_map(|id| cx.find::<Instance>(id)).collect();
    Ok(answer(cx, &rows))
}

/// The same request, with an image in place of the parameter that stands for one.
fn with_image<'a>(
    cx: Read<'_>,
    request: &'a RunInstancesRequest,
) -> Result<Cow<'a, RunInstancesRequest>> {
    let image = request.image_id.as_deref().unwrap_or_default();
    Ok(match parameters::resolved(cx, image)? {
        Some(id) => Cow::Owned(RunInstancesRequest { image_id: Some(id), ..request.clone() }),
        None => Cow::Borrowed(request),
    })
}

/// Launches what spot requests ask for, and returns the ids of these requests.
pub(in crate::resources) fn launch_spot(
    cx: &mut Write<'_>,
    request: &RunInstancesRequest,
    spot: Spot,
    tags: &Tags,
) -> Result<Vec<Id>> {
    let request = &*with_image(cx.read(), request)?;
    let mut plan = plan(cx, request, Some(spot))?;
    plan.tags.spot_request = tags.clone();
    let made = carry_out(cx, &plan, request)?;
    let rows = made.iter().filter_map(|id| cx.find::<Instance>(id));
    Ok(rows.filter_map(|row| Some(row.spot()?.request_id.clone())).collect())
}

/// Where a spot request would launch, if nothing else stood in its way.
pub(in crate::resources) fn place_of_spot(
    cx: &mut Write<'_>,
    request: &RunInstancesRequest,
    spot: Spot,
) -> Result<Place> {
    let request = &*with_image(cx.read(), request)?;
    let plan = plan(cx, request, Some(spot))?;
    let groups = plan.interfaces.first().and_then(Interface::new_groups);
    Ok(place(&plan.instance.launch, groups.unwrap_or_default().to_vec()))
}

/// Launches another instance for a spot request that has lost its own.
pub(in crate::resources) fn launch_again(
    cx: &mut Write<'_>,
    request: &RunInstancesRequest,
    spot: Spot,
) -> Result<(Id, Place)> {
    let request = RunInstancesRequest {
        min_count: Some(1),
        max_count: Some(1),
        client_token: None,
        ..request.clone()
    };
    let plan = plan(cx, &request, Some(spot))?;
    let id = make(cx, &plan, 0)?;
    let place = place_of(cx.read(), &id)?;
    Ok((id, place))
}

fn plan(cx: &mut Write<'_>, request: &RunInstancesRequest, spot: Option<Spot>) -> Result<Plan> {
    if let Some(spot) = &spot {
        market::check_launch(spot, request)?;
    }
    let reservation = cx.ids().next("r");
    let plan = request::plan(cx.read(), request, spot, reservation)?;
    let keys = plan.tags.instance.iter().map(|(key, _)| key);
    metadata_tags::check(plan.instance.metadata.tags, keys)?;
    Ok(plan)
}

fn carry_out(cx: &mut Write<'_>, plan: &Plan, request: &RunInstancesRequest) -> Result<Vec<Id>> {
    let mut made = Vec::new();
    for index in 0..plan.count {
        let id = make(cx, plan, index)?;
        // Every instance fulfils a spot request of its own.
        if let Some(spot) = &plan.instance.spot() {
            let spot = Spot { request_id: market::new_request_id(cx), ..(*spot).clone() };
            let place = place_of(cx.read(), &id)?;
            let tags = plan.tags.spot_request.clone();
            spot_instance_requests::fulfilled(cx, &spot, (&id, place), request, tags);
            cx.get_mut::<Instance>(&id)?.rare_mut().spot = Some(spot);
        }
        made.push(id);
    }
    Ok(made)
}

fn place_of(cx: Read<'_>, id: &str) -> Result<Place> {
    let launch = &cx.get::<Instance>(id)?.launch;
    let interfaces = attached_to(cx, id);
    let groups = interfaces.first().map(|primary| primary.groups.clone());
    Ok(place(launch, groups.unwrap_or_default()))
}

fn place(launch: &Launch, groups: Vec<Id>) -> Place {
    Place {
        zone: launch.zone.clone(),
        zone_id: launch.zone_id.clone(),
        subnet_id: launch.subnet_id.clone(),
        groups,
        is_windows: launch.is_windows,
    }
}

/// The instances that a repeated client token launched, as they are now.
pub(super) fn replay_run_instances(
    cx: Read<'_>,
    request: &RunInstancesRequest,
) -> Result<Reservation> {
    let token = request.client_token.as_deref().unwrap_or_default();
    let rows: Vec<_> = cx.with::<Instance>("client-token", token).collect();
    // <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>
    // unverified: that one instance left keeps the token usable.
    if rows.iter().all(|row| row.is_terminated(cx.now())) {
        let message = "The client token you have provided is associated with a terminated \
                       instance. Please use a different client token";
        return Err(Error::new("IdempotentInstanceTerminated", message));
    }
    Ok(answer(cx, &rows))
}

fn answer(cx: Read<'_>, rows: &[&Row<Instance>]) -> Reservation {
    // A plan has at least one instance.
    let mut reservation =
        rows.first().map(|first| view::reservation(&first.launch, cx)).unwrap_or_default();
    let shown = rows.iter().map(|row| wire::Instance {
        // Empty where there are none, which a Describe leaves out.
        tags: row.tags.wire(),
        ..view::instance(row, cx)
    });
    reservation.instances = Some(shown.collect());
    reservation
}

/// What a request comes down to.
struct Plan {
    count: u32,
    /// Every instance is a copy of this one, but for its index.
    instance: Instance,
    profile: Option<IamProfile>,
    devices: Vec<Device>,
    interfaces: Vec<Interface>,
    /// The partitions of a placement group that the instances take turns with; none without.
    partitions: Vec<i32>,
    tags: LaunchTags,
}

/// The tags a request gives to each kind it makes.
struct LaunchTags {
    instance: Tags,
    volume: Tags,
    interface: Tags,
    spot_request: Tags,
}

impl LaunchTags {
    fn new(request: &RunInstancesRequest, is_spot: bool) -> Result<Self> {
        let mut allowed =
            vec![ResourceType::Instance, ResourceType::Volume, ResourceType::NetworkInterface];
        if is_spot {
            allowed.push(ResourceType::SpotInstancesRequest);
        }
        let of = |kind| tags::specified(&request.tag_specifications, kind, &allowed);
        Ok(Self {
            instance: of(ResourceType::Instance)?,
            volume: of(ResourceType::Volume)?,
            interface: of(ResourceType::NetworkInterface)?,
            spot_request: of(ResourceType::SpotInstancesRequest)?,
        })
    }
}

fn make(cx: &mut Write<'_>, plan: &Plan, index: u32) -> Result<Id> {
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
    if let Some(password) = password::generate(cx, &launch) {
        instance.rare_mut().password = Some(password);
    }
    cx.insert(id.clone(), instance, plan.tags.instance.clone());
    capacity_reservations::settle(cx, &id)?;
    if let Some(profile) = &plan.profile {
        profiles::associate(cx, id.clone(), profile.clone());
    }
    Ok(id)
}

//! What a fleet can launch: pools, each a type at a place, out of a launch template or a
//! specification.

use super::prices::{self, Market};
use crate::catalog::instance_types::{self, InstanceType};
use crate::catalog::prices::Product;
use crate::catalog::regions;
use crate::engine::{Read, Row, Text};
use crate::error::{Error, Result};
use crate::records::compute::instance_requirements::{Wanted, matching, optimal};
use crate::records::ids::{LaunchTemplateId, SubnetId};
use crate::records::network::subnets::Subnet;
use crate::records::storage::images::{self, parameters};
use std::sync::Arc;
use wire::{
    ArchitectureType, FleetLaunchTemplateOverrides, InstanceNetworkInterfaceSpecification,
    InstanceRequirementsRequest, Placement, RunInstancesRequest, TargetCapacityUnitType as Unit,
    VirtualizationType, WireEnum as _,
};

#[derive(Debug, Clone)]
pub(crate) struct Pool {
    pub launch: Launch,
    pub instance_type: String,
    /// `None`: the launch finds a place.
    pub zone: Option<Text>,
    /// US dollars an hour and unit that a Spot Instance may cost.
    pub max_price: Option<String>,
    pub weight: f64,
    pub priority: f64,
    /// What one that was chosen by its attributes may cost at most.
    pub most: Most,
    /// What an answer says of it.
    pub overrides: FleetLaunchTemplateOverrides,
}

impl Pool {
    /// The subnet and the zone that it is asked to be in, where one is not in the other.
    pub fn torn(&self, cx: Read<'_>) -> Option<(SubnetId, Text)> {
        let subnet = subnet(cx, &self.launch.request)?;
        let zone = named_zone(cx, &self.launch.request).filter(|zone| *zone != subnet.zone)?;
        Some((subnet.id.clone(), zone))
    }

    /// Whether there is no such subnet as it is asked to be in.
    pub fn is_nowhere(&self, cx: Read<'_>) -> bool {
        let asked = subnet_id(&self.launch.request);
        asked.is_some_and(|id| cx.find::<Subnet>(id).is_none())
    }

    /// Whether its type is none, or one that is offered in other regions alone.
    pub fn is_elsewhere(&self, cx: Read<'_>) -> bool {
        let (region, kind) = (cx.region(), self.instance_type.as_str());
        let is_known = instance_types::find(kind).is_some();
        let is_here = instance_types::offered_in_region(region, kind);
        !is_known || instance_types::offerings_recorded(region) && !is_here
    }

    /// What an hour of one instance costs, in US dollars.
    pub fn price(&self, cx: Read<'_>, market: Market) -> Option<f64> {
        let kind = instance_types::find(&self.instance_type)?;
        prices::of(cx, (kind, self.launch.product), self.zone.as_deref(), market)
    }

    /// Whether it costs no more than what is found by its attributes may.
    pub fn is_affordable(&self, cx: Read<'_>, market: Market) -> bool {
        let most = match market {
            Market::OnDemand => self.most.on_demand,
            Market::Spot => self.most.spot,
        };
        most.is_none_or(|most| self.price(cx, market).is_none_or(|price| price <= most))
    }
}

/// Fleets have no default: aws/karpenter-provider-aws#476.
const NO_TYPE: &str = "null";

/// What an instance is launched from, whatever its type is.
#[derive(Debug, Clone)]
pub(crate) struct Launch {
    pub request: Arc<RunInstancesRequest>,
    /// Its id and the version's number.
    pub template: Option<(LaunchTemplateId, i64)>,
    pub product: Product,
}

/// US dollars an hour.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Most {
    pub on_demand: Option<f64>,
    pub spot: Option<f64>,
}

/// What one entry of a fleet's configuration says beside its template or specification.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wish {
    /// What a launch is asked in place of what the template says.
    pub launch: RunInstancesRequest,
    pub instance_type: Option<String>,
    pub requirements: Option<InstanceRequirementsRequest>,
    pub image_id: Option<String>,
    pub subnet_id: Option<String>,
    pub zone: Option<String>,
    pub zone_id: Option<String>,
    pub placement: Option<Placement>,
    pub max_price: Option<String>,
    pub weight: Option<f64>,
    pub priority: Option<f64>,
    pub overrides: FleetLaunchTemplateOverrides,
}

/// The pools of an entry: one, or as many as there are types with the attributes that it requires.
///
/// # Errors
/// Those of the requirements.
pub(crate) fn of(
    cx: Read<'_>,
    (request, template): (RunInstancesRequest, Option<(LaunchTemplateId, i64)>),
    wish: &Wish,
    unit: Unit,
) -> Result<Vec<Pool>> {
    let request = placed(request, wish);
    let image = image(cx, request.image_id.as_deref());
    let launch = Launch { product: product(image.as_ref()), request: Arc::new(request), template };
    let pool = |instance_type: &str, weight: f64, most: Most| Pool {
        launch: launch.clone(),
        instance_type: instance_type.to_owned(),
        zone: zone(cx, &launch.request),
        max_price: wish.max_price.clone(),
        weight,
        priority: wish.priority.unwrap_or(f64::INFINITY),
        most,
        overrides: FleetLaunchTemplateOverrides {
            instance_type: Some(instance_type.to_owned()),
            ..wish.overrides.clone()
        },
    };
    let weight = wish.weight.unwrap_or(1.0);
    let Some(requirements) = &wish.requirements else {
        let named = wish.instance_type.as_deref().or(launch.request.instance_type.as_deref());
        return Ok(vec![pool(named.unwrap_or(NO_TYPE), weight, Most::default())]);
    };
    let found = kinds(cx, image.as_ref(), requirements)?;
    let here = |market| {
        let place = zone(cx, &launch.request);
        let price = |kind| prices::of(cx, (kind, launch.product), place.as_deref(), market);
        optimal(&found, price)
    };
    let most = most(requirements, here(Market::OnDemand), here(Market::Spot));
    let weight = |kind: &InstanceType| match unit {
        Unit::Units => weight,
        Unit::Vcpu => f64::from(kind.processor.vcpus),
        #[expect(clippy::cast_precision_loss, reason = "no type has that much memory")]
        Unit::MemoryMib => kind.memory_mib as f64,
    };
    Ok(found.iter().map(|kind| pool(kind.name, weight(kind), most)).collect())
}

/// The types with the attributes, of those that the image starts on.
fn kinds(
    cx: Read<'_>,
    image: Option<&images::Image>,
    requirements: &InstanceRequirementsRequest,
) -> Result<Vec<&'static InstanceType>> {
    let architecture = image.and_then(|it| ArchitectureType::parse(it.architecture.as_str()));
    let virtualization =
        image.and_then(|it| VirtualizationType::parse(it.virtualization_type.as_str()));
    let wanted = Wanted {
        architectures: &Vec::from_iter(architecture),
        virtualization_types: &Vec::from_iter(virtualization),
        requirements,
    };
    let found = matching(&wanted, cx.region(), cx.now())?;
    if found.is_empty() {
        // runs-on/runs-on#464
        return Err(Error::invalid_value(
            "We couldn't find any instance pools that match your instance requirements. Change \
             your instance requirements, and try again.",
        ));
    }
    Ok(found)
}

/// Thresholds over the lowest price, which are there unless they are set otherwise.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceRequirementsRequest.html>
fn most(
    requirements: &InstanceRequirementsRequest,
    on_demand: Option<f64>,
    spot: Option<f64>,
) -> Most {
    let over = |percent: i32, lowest: f64| lowest * (1.0 + f64::from(percent) / 100.0);
    let of_on_demand = requirements.on_demand_max_price_percentage_over_lowest_price.unwrap_or(20);
    let of_spot = requirements.spot_max_price_percentage_over_lowest_price.unwrap_or(100);
    let is_free = requirements.max_spot_price_as_percentage_of_optimal_on_demand_price.is_some();
    Most {
        on_demand: on_demand.map(|lowest| over(of_on_demand, lowest)),
        spot: spot.map(|lowest| over(of_spot, lowest)).filter(|_| !is_free),
    }
}

/// The image of a launch, if there is such a one; what is wrong with it, the launch says.
fn image(cx: Read<'_>, id: Option<&str>) -> Option<images::Image> {
    let id = id?;
    let resolved = parameters::resolved(cx, id).ok()?;
    images::find(cx, resolved.as_deref().unwrap_or(id)).ok()
}

fn product(image: Option<&images::Image>) -> Product {
    let details = image.map_or("", |image| &*image.platform_details);
    let named = Product::ALL.into_iter().find(|product| details.starts_with(product.as_str()));
    named.unwrap_or(Product::Linux)
}

/// The request with what an entry says of image and place.
fn placed(mut request: RunInstancesRequest, wish: &Wish) -> RunInstancesRequest {
    if wish.image_id.is_some() {
        request.image_id.clone_from(&wish.image_id);
    }
    if let Some(asked) = &wish.placement {
        let placement = request.placement.get_or_insert_default();
        let has_name = asked.group_name.as_deref().is_some_and(|name| !name.is_empty());
        if has_name || asked.group_id.is_some() {
            placement.group_name.clone_from(&asked.group_name);
            placement.group_id.clone_from(&asked.group_id);
        }
        if asked.availability_zone.is_some() {
            placement.availability_zone.clone_from(&asked.availability_zone);
            placement.availability_zone_id = None;
        }
    }
    if wish.zone.is_some() || wish.zone_id.is_some() {
        let placement = request.placement.get_or_insert_default();
        placement.availability_zone.clone_from(&wish.zone);
        placement.availability_zone_id.clone_from(&wish.zone_id);
    }
    if let Some(subnet) = &wish.subnet_id {
        match request.network_interfaces.iter_mut().find(|it| is_primary(it)) {
            Some(primary) => primary.subnet_id = Some(subnet.clone()),
            None => request.subnet_id = Some(subnet.clone()),
        }
    }
    request
}

fn is_primary(interface: &InstanceNetworkInterfaceSpecification) -> bool {
    interface.device_index.unwrap_or(0) == 0 && interface.network_card_index.unwrap_or(0) == 0
}

fn subnet<'a>(cx: Read<'a>, request: &RunInstancesRequest) -> Option<&'a Row<Subnet>> {
    subnet_id(request).and_then(|id| cx.find::<Subnet>(id))
}

fn subnet_id(request: &RunInstancesRequest) -> Option<&str> {
    let primary = request.network_interfaces.iter().find(|it| is_primary(it));
    primary.map_or(&request.subnet_id, |primary| &primary.subnet_id).as_deref()
}

/// Where the request wants to be.
fn zone(cx: Read<'_>, request: &RunInstancesRequest) -> Option<Text> {
    subnet(cx, request).map_or_else(|| named_zone(cx, request), |it| Some(it.zone.clone()))
}

fn named_zone(cx: Read<'_>, request: &RunInstancesRequest) -> Option<Text> {
    let placement = request.placement.as_ref()?;
    if let Some(name) = &placement.availability_zone {
        return Some(name.as_str().into());
    }
    let id = placement.availability_zone_id.as_deref()?;
    Some(regions::find(cx.region())?.zone_by_id(id)?.name.into())
}

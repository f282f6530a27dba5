//! Pools out of launch templates, with what overrides these.

use super::pools::{self, Pool, Wish};
use crate::effects::compute::instances::launch::template;
use crate::engine::Read;
use crate::error::{Error, Result};
use crate::records::compute::fleets::Fleet;
use crate::records::compute::fleets::core::Fleeting;
use crate::records::compute::launch_templates::{Same as _, same};
use crate::records::storage::images::parameters::PARAMETER;
use wire::{
    DefaultTargetCapacityType as DefaultType, FleetLaunchTemplateConfigRequest,
    FleetLaunchTemplateOverridesRequest, FleetType, InstanceMarketOptionsRequest, MarketType,
    RunInstancesRequest, SpotMarketOptions, TagSpecification, TargetCapacityUnitType as Unit,
    WireEnum as _,
};

same! {
    FleetBlockDeviceMappingRequest => BlockDeviceMapping {
        ebs, no_device, device_name, virtual_name,
    }
    FleetEbsBlockDeviceRequest => EbsBlockDevice {
        encrypted, delete_on_termination, iops, throughput, kms_key_id, snapshot_id, volume_size,
        volume_type, ..Default
    }
    FleetIamInstanceProfileSpecificationRequest => IamInstanceProfileSpecification {
        arn, name,
    }
    FleetInstanceMetadataOptionsRequest => InstanceMetadataOptionsRequest {
        http_tokens, http_put_response_hop_limit, http_endpoint, ..Default
    }
}

/// A kind of fleets, with what they launch.
pub(crate) trait Launches: Fleeting {
    /// The tag by which its instances name the fleet.
    const TAG: &'static str;
    /// What its history says when it was left with its instances running, and with these ending.
    const LEFT: [&'static str; 2];

    /// Tags are those that a request gives to what is launched at once.
    ///
    /// # Errors
    /// Those of templates, their versions, and attributes that are required.
    fn pools(&self, cx: Read<'_>, tags: &[TagSpecification]) -> Result<Vec<Pool>>;
}

impl Launches for Fleet {
    const TAG: &'static str = "aws:ec2:fleet-id";
    const LEFT: [&'static str; 2] = ["deleted_running", "deleted_terminating"];

    fn pools(&self, cx: Read<'_>, tags: &[TagSpecification]) -> Result<Vec<Pool>> {
        let unit = self.core.unit.unwrap_or(Unit::Units);
        let mut pools = Vec::new();
        for config in &self.configs {
            let market = match self.default_type {
                DefaultType::CapacityBlock => Says::This(MarketType::CapacityBlock),
                DefaultType::ReservedCapacity => {
                    Says::This(MarketType::InterruptibleCapacityReservation)
                }
                DefaultType::Spot if self.core.target.on_demand == 0 => Says::NothingOrSpot,
                DefaultType::Spot | DefaultType::OnDemand => Says::Nothing,
            };
            pools.extend(of_config(cx, config, (self.core.kind, unit, market), tags)?);
        }
        Ok(pools)
    }
}

fn of_config(
    cx: Read<'_>,
    config: &FleetLaunchTemplateConfigRequest,
    (kind, unit, market): (FleetType, Unit, Says),
    tags: &[TagSpecification],
) -> Result<Vec<Pool>> {
    let named = config.launch_template_specification.as_ref();
    let named = named.ok_or_else(|| Error::missing("LaunchTemplateSpecification"))?;
    let overrides = config.overrides.as_deref().unwrap_or_default();
    let mut wishes: Vec<Wish> = overrides.iter().flat_map(|it| wishes(it, kind)).collect();
    if wishes.is_empty() {
        wishes.push(Wish::default());
    }
    let user_data = &named.launch_template_specification_user_data;
    for wish in &mut wishes {
        wish.launch.user_data.clone_from(user_data);
    }
    let template = Named {
        id: named.launch_template_id.as_deref(),
        name: named.launch_template_name.as_deref(),
        version: named.version.as_deref(),
        market,
        is_instant: kind == FleetType::Instant,
    };
    of_template(cx, &template, wishes, (tags, unit))
}

/// What a template has to say of the market, which most fleets decide on.
#[derive(Clone, Copy)]
pub(crate) enum Says {
    Nothing,
    /// Packer's launch all that is Spot: `step_run_spot_instance.go` of hashicorp/packer.
    NothingOrSpot,
    This(MarketType),
}

/// How a configuration names its template.
pub(crate) struct Named<'a> {
    pub id: Option<&'a str>,
    pub name: Option<&'a str>,
    pub version: Option<&'a str>,
    pub market: Says,
    /// Whether all is launched at once.
    pub is_instant: bool,
}

/// The pools of a template and what overrides it; one, if nothing does.
///
/// # Errors
/// Those of the template, of its version, which must be said, and of what it requires.
pub(crate) fn of_template(
    cx: Read<'_>,
    named: &Named<'_>,
    wishes: Vec<Wish>,
    (tags, unit): (&[TagSpecification], Unit),
) -> Result<Vec<Pool>> {
    if named.version.is_none_or(str::is_empty) {
        // See `API_FleetLaunchTemplateSpecificationRequest` in AWS's reference.
        // unverified (looked up 2026-11-26): code and wording.
        return Err(Error::missing("LaunchTemplateSpecification.Version"));
    }
    let mut found = Vec::new();
    for mut wish in wishes {
        let over = RunInstancesRequest { tag_specifications: tags.to_vec(), ..wish.launch.clone() };
        let mut template = template::under(cx, (named.id, named.name), named.version, &over)?;
        check_market(&template.request, named.market)?;
        if let Says::NothingOrSpot = named.market {
            let options = template.request.instance_market_options.take();
            let most = options.and_then(|options| options.spot_options?.max_price);
            // unverified (looked up 2026-11-26): that it is for an instance, as in a launch.
            wish.max_price = wish.max_price.or(most);
        }
        check_image(&template.request, named.is_instant)?;
        if wish.instance_type.is_none() && wish.requirements.is_none() {
            wish.requirements = template.requirements.same();
        }
        let made_of = Some((template.id, template.version));
        found.extend(pools::of(cx, (template.request, made_of), &wish, unit)?);
    }
    Ok(found)
}

/// # Errors
/// `InvalidFleetConfig` for a template of another market than the fleet's.
// unverified (looked up 2026-11-26): code and wordings.
fn check_market(request: &RunInstancesRequest, wanted: Says) -> Result<()> {
    let options = request.instance_market_options.as_ref();
    let message = match wanted {
        Says::NothingOrSpot if options.is_none_or(is_plain_spot) => return Ok(()),
        Says::Nothing | Says::NothingOrSpot if options.is_some() => {
            "The launch template must not specify InstanceMarketOptions, which the fleet decides \
             on."
            .to_owned()
        }
        Says::This(wanted) if options.and_then(|options| options.market_type) != Some(wanted) => {
            format!(
                "The launch template must specify the MarketType {} for a fleet with this \
                 DefaultTargetCapacityType.",
                wanted.as_str()
            )
        }
        _ => return Ok(()),
    };
    Err(Error::new("InvalidFleetConfig", message))
}

/// No more than what the fleet asks for, and a price.
fn is_plain_spot(options: &InstanceMarketOptionsRequest) -> bool {
    let is_plain = |spot: &SpotMarketOptions| {
        let price = spot.max_price.clone();
        *spot == SpotMarketOptions { max_price: price, ..SpotMarketOptions::default() }
    };
    let is_spot = options.market_type == Some(MarketType::Spot);
    is_spot && options.spot_options.as_ref().is_none_or(is_plain)
}

/// A parameter in place of an image is for fleets that launch all at once. See
/// `API_RequestLaunchTemplateData` in AWS's reference.
// unverified (looked up 2026-11-26): code and wording.
fn check_image(request: &RunInstancesRequest, is_instant: bool) -> Result<()> {
    let image = request.image_id.as_deref().unwrap_or_default();
    if is_instant || !image.starts_with(PARAMETER) {
        return Ok(());
    }
    let message = "The launch template must specify an AMI ID: a Systems Manager parameter is \
                   supported for EC2 Fleets of type instant only.";
    Err(Error::new("InvalidFleetConfig", message))
}

/// An override: one for each of its subnets, of which what is launched at once has one.
/// See `API_FleetLaunchTemplateOverridesRequest` in AWS's reference.
fn wishes(asked: &FleetLaunchTemplateOverridesRequest, kind: FleetType) -> Vec<Wish> {
    let launch = RunInstancesRequest {
        block_device_mappings: asked.block_device_mappings.same(),
        iam_instance_profile: asked.iam_instance_profile.same(),
        key_name: asked.key_name.clone(),
        metadata_options: asked.metadata_options.same(),
        ..RunInstancesRequest::default()
    };
    let wish = Wish {
        launch,
        instance_type: asked.instance_type.clone(),
        requirements: asked.instance_requirements.clone(),
        image_id: asked.image_id.clone(),
        subnet_id: asked.subnet_id.clone(),
        zone: asked.availability_zone.clone(),
        zone_id: asked.availability_zone_id.clone(),
        placement: asked.placement.clone(),
        max_price: asked.max_price.clone(),
        weight: asked.weighted_capacity,
        priority: asked.priority,
        overrides: asked.same(),
    };
    match asked.subnet_id.as_deref() {
        Some(subnets) if kind != FleetType::Instant => in_each(subnets, &wish),
        _ => vec![wish],
    }
}

/// The same in each of several subnets, between which there are commas.
pub(crate) fn in_each(subnets: &str, wish: &Wish) -> Vec<Wish> {
    let subnets = subnets.split(',').map(str::trim);
    subnets.map(|subnet| Wish { subnet_id: Some(subnet.to_owned()), ..wish.clone() }).collect()
}

//! Pools out of what a Spot Fleet is configured with: launch specifications, or launch templates.

use super::pools::{self, Pool, Wish};
use super::templates::{Launches, Named, Says, in_each, of_template};
use crate::engine::Read;
use crate::error::{Error, Result};
use crate::records::compute::launch_templates::Same as _;
use crate::records::compute::spot_fleet_requests::SpotFleetRequest;
use wire::{
    LaunchTemplateConfig, LaunchTemplateOverrides, Placement, RunInstancesMonitoringEnabled,
    RunInstancesRequest, SpotFleetLaunchSpecification, SpotPlacement, TagSpecification,
    TargetCapacityUnitType as Unit, WireEnum as _,
};

impl Launches for SpotFleetRequest {
    const TAG: &'static str = "aws:ec2spot:fleet-request-id";
    const LEFT: [&'static str; 2] = ["cancelled_running", "cancelled_terminating"];

    /// Nothing is tagged but by templates and specifications.
    fn pools(&self, cx: Read<'_>, _tags: &[TagSpecification]) -> Result<Vec<Pool>> {
        let unit = self.core.unit.unwrap_or(Unit::Units);
        let mut found = Vec::new();
        for specification in self.config.launch_specifications.iter().flatten() {
            for wish in self.wishes(specification) {
                found.extend(pools::of(cx, (launch(specification), None), &wish, unit)?);
            }
        }
        for config in self.config.launch_template_configs.iter().flatten() {
            found.extend(self.of_config(cx, config, unit)?);
        }
        Ok(found)
    }
}

impl SpotFleetRequest {
    fn of_config(
        &self,
        cx: Read<'_>,
        config: &LaunchTemplateConfig,
        unit: Unit,
    ) -> Result<Vec<Pool>> {
        let named = config.launch_template_specification.as_ref();
        let named = named.ok_or_else(|| {
            // awsdocs/aws-cloudformation-user-guide#163
            // unverified (looked up 2026-11-26): the code.
            let message =
                "At least one LaunchTemplateConfig does not have LaunchTemplateSpecification.";
            Error::new("InvalidSpotFleetRequestConfig", message)
        })?;
        let overrides = config.overrides.iter().flatten();
        let template = Named {
            id: named.launch_template_id.as_deref(),
            name: named.launch_template_name.as_deref(),
            version: named.version.as_deref(),
            market: Says::Nothing,
            is_instant: false,
        };
        let mut wishes: Vec<Wish> = overrides.flat_map(|it| self.overridden(it)).collect();
        if wishes.is_empty() {
            wishes.push(Wish { max_price: self.config.spot_price.clone(), ..Wish::default() });
        }
        let pools = of_template(cx, &template, wishes, (&[], unit))?;
        let mut interfaces = pools.iter().flat_map(|pool| &pool.launch.request.network_interfaces);
        if interfaces.any(|interface| interface.network_interface_id.is_some()) {
            // See `API_LaunchTemplateConfig` in AWS's reference.
            // unverified (looked up 2026-11-26): code and wording.
            return Err(Error::new(
                "InvalidSpotFleetRequestConfig",
                "The launch template must not specify NetworkInterfaceId, which a Spot Fleet does \
                 not support.",
            ));
        }
        Ok(pools)
    }

    /// An override: one for each of its subnets.
    fn overridden(&self, asked: &LaunchTemplateOverrides) -> Vec<Wish> {
        let wish = Wish {
            instance_type: asked.instance_type.clone(),
            requirements: asked.instance_requirements.same(),
            subnet_id: asked.subnet_id.clone(),
            zone: asked.availability_zone.clone(),
            zone_id: asked.availability_zone_id.clone(),
            max_price: asked.spot_price.clone().or_else(|| self.config.spot_price.clone()),
            weight: asked.weighted_capacity,
            priority: asked.priority,
            ..Wish::default()
        };
        match asked.subnet_id.as_deref() {
            Some(subnets) => in_each(subnets, &wish),
            None => vec![wish],
        }
    }

    /// One for each of its subnets, or of its zones, between which there are commas.
    /// See `API_SpotFleetLaunchSpecification` and `API_SpotPlacement` in AWS's reference.
    fn wishes(&self, asked: &SpotFleetLaunchSpecification) -> Vec<Wish> {
        let price = asked.spot_price.as_ref().filter(|price| !price.is_empty());
        let wish = Wish {
            requirements: asked.instance_requirements.same(),
            max_price: price.or(self.config.spot_price.as_ref()).cloned(),
            weight: asked.weighted_capacity,
            ..Wish::default()
        };
        if let Some(subnets) = asked.subnet_id.as_deref().filter(|subnets| !subnets.is_empty()) {
            return in_each(subnets, &wish);
        }
        let placement = asked.placement.as_ref();
        let zones = placement.and_then(|it| it.availability_zone.as_deref());
        let Some(zones) = zones else { return vec![wish] };
        let zones = zones.split(',').map(str::trim);
        zones.map(|zone| Wish { zone: Some(zone.to_owned()), ..wish.clone() }).collect()
    }
}

fn launch(asked: &SpotFleetLaunchSpecification) -> RunInstancesRequest {
    let monitoring = asked.monitoring.as_ref().map(|it| RunInstancesMonitoringEnabled {
        enabled: it.enabled,
        ..RunInstancesMonitoringEnabled::default()
    });
    let groups = || asked.security_groups.iter().flatten();
    let tags = asked.tag_specifications.iter().flatten().map(|it| TagSpecification {
        resource_type: it.resource_type.map(|kind| kind.as_str().to_owned()),
        tags: it.tags.clone(),
    });
    RunInstancesRequest {
        block_device_mappings: asked.block_device_mappings.clone().unwrap_or_default(),
        ebs_optimized: asked.ebs_optimized,
        iam_instance_profile: asked.iam_instance_profile.clone(),
        image_id: asked.image_id.clone(),
        instance_type: asked.instance_type.clone(),
        key_name: asked.key_name.clone(),
        monitoring,
        network_interfaces: asked.network_interfaces.clone().unwrap_or_default(),
        placement: asked.placement.as_ref().map(placement),
        security_group_ids: groups().filter_map(|it| it.group_id.clone()).collect(),
        security_groups: groups().filter_map(|it| it.group_name.clone()).collect(),
        user_data: asked.user_data.clone(),
        tag_specifications: tags.collect(),
        ..RunInstancesRequest::default()
    }
}

fn placement(asked: &SpotPlacement) -> Placement {
    Placement {
        availability_zone_id: asked.availability_zone_id.clone(),
        group_name: asked.group_name.clone(),
        tenancy: asked.tenancy,
        ..Placement::default()
    }
}

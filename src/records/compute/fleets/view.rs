//! How DescribeFleets shows a fleet.

use super::core::{self, Activity, Phase};
use super::record::{AtOnce, Fleet};
use crate::engine::{Read, Row};
use crate::records::compute::launch_templates::{Same as _, same};
use wire::{
    DefaultTargetCapacityType, FleetActivityStatus as Status, FleetData, FleetReservationType,
    FleetStateCode as State, FleetType, ReservedCapacityOptions, TargetCapacitySpecification,
    Timestamp,
};

same! {
    FleetLaunchTemplateConfigRequest => FleetLaunchTemplateConfig {
        launch_template_specification, overrides,
    }
    FleetLaunchTemplateSpecificationRequest => FleetLaunchTemplateSpecification {
        launch_template_id, launch_template_name, version,
    }
    FleetLaunchTemplateOverridesRequest => FleetLaunchTemplateOverrides {
        instance_type, max_price, subnet_id, availability_zone, weighted_capacity, priority,
        placement, instance_requirements, image_id, availability_zone_id, block_device_mappings,
    }
    FleetBlockDeviceMappingRequest => BlockDeviceMappingResponse {
        device_name, virtual_name, ebs, no_device,
    }
    FleetEbsBlockDeviceRequest => EbsBlockDeviceResponse {
        encrypted, delete_on_termination, iops, throughput, kms_key_id, snapshot_id, volume_size,
        volume_type,
    }
    Placement => PlacementResponse {
        group_name,
    }
}

pub(crate) fn state(row: &Row<Fleet>, cx: Read<'_>) -> State {
    match core::phase(row, cx) {
        Phase::Submitted => State::Submitted,
        Phase::Active => State::Active,
        Phase::Modifying => State::Modifying,
        Phase::LeftRunning => State::DeletedRunning,
        Phase::LeftTerminating => State::DeletedTerminating,
        Phase::Gone => State::Deleted,
    }
}

pub(crate) fn view(row: &Row<Fleet>, cx: Read<'_>) -> FleetData {
    let fleet = &row.core;
    let (all, on_demand) = core::fulfilled(cx, &row.id);
    let is_instant = fleet.kind == FleetType::Instant;
    // An instant one was shown so in 2025 (transcript 23302434022).
    let asked = row.at_once.unwrap_or(AtOnce {
        excess: Some(row.excess),
        on_demand: fleet.target.on_demand,
        spot: fleet.target.spot,
    });
    let always = is_instant.then_some(Timestamp(0));
    FleetData {
        activity_status: core::activity(row, cx).map(|activity| match activity {
            Activity::Error => Status::Error,
            Activity::PendingFulfillment => Status::PendingFulfillment,
            Activity::PendingTermination => Status::PendingTermination,
            Activity::Fulfilled => Status::Fulfilled,
        }),
        create_time: Some(fleet.created),
        fleet_id: Some(row.id.to_string()),
        fleet_state: Some(state(row, cx)),
        client_token: row.token.clone(),
        excess_capacity_termination_policy: asked.excess,
        fulfilled_capacity: Some(all),
        fulfilled_on_demand_capacity: Some(on_demand),
        launch_template_configs: Some(row.configs.same()),
        target_capacity_specification: Some(TargetCapacitySpecification {
            total_target_capacity: Some(fleet.target.total),
            on_demand_target_capacity: Some(asked.on_demand),
            spot_target_capacity: Some(asked.spot),
            default_target_capacity_type: Some(row.default_type),
            target_capacity_unit_type: fleet.unit,
        }),
        terminate_instances_with_expiration: Some(fleet.terminates_with_expiration),
        r#type: Some(fleet.kind),
        valid_from: fleet.valid_from.or(always),
        valid_until: fleet.valid_until.or(always),
        replace_unhealthy_instances: Some(row.replaces_unhealthy),
        spot_options: Some(row.spot_options.clone()),
        on_demand_options: Some(row.on_demand_options.clone()),
        reserved_capacity_options: (row.default_type
            == DefaultTargetCapacityType::ReservedCapacity)
            .then(|| ReservedCapacityOptions {
                reservation_types: Some(vec![
                    FleetReservationType::InterruptibleCapacityReservation,
                ]),
                ..ReservedCapacityOptions::default()
            }),
        tags: row.tags.wire_unless_empty(),
        errors: is_instant.then(|| row.errors.clone()),
        instances: is_instant.then(|| row.instances.clone()),
        ..FleetData::default()
    }
}

//! `GetLaunchTemplateData`: what a template would have to say for an instance like one that there
//! is.

use crate::engine::{Read, Resource as _, Row};
use crate::error::Result;
use crate::records::compute::instances::{Instance, Spot};
use crate::records::compute::launch_templates::{Same, same};
use wire::{
    CreditSpecification, GetLaunchTemplateDataRequest, GetLaunchTemplateDataResult,
    InstanceBlockDeviceMapping, InstanceNetworkInterface,
    LaunchTemplateBlockDeviceMapping as BlockDevice, LaunchTemplateEbsBlockDevice,
    LaunchTemplateIamInstanceProfileSpecification, LaunchTemplateInstanceMarketOptions,
    LaunchTemplateInstanceNetworkInterfaceSpecification as Interface,
    LaunchTemplateSpotMarketOptions, LaunchTemplateTagSpecification, LaunchTemplatesMonitoring,
    MarketType, MonitoringState, PrivateIpAddressSpecification, ResourceType,
    ResponseLaunchTemplateData,
};

pub(crate) fn get_launch_template_data(
    cx: Read<'_>,
    request: &GetLaunchTemplateDataRequest,
) -> Result<GetLaunchTemplateDataResult> {
    let row = cx.get::<Instance>(&request.instance_id)?;
    Ok(GetLaunchTemplateDataResult { launch_template_data: Some(of_instance(cx, row)) })
}

// unverified (looked up 2026-11-26): which members the answer has; AWS's own examples show the
// devices, the interfaces, the placement and the plain ones.
fn of_instance(cx: Read<'_>, row: &Row<Instance>) -> ResponseLaunchTemplateData {
    let view = Instance::view(row, cx);
    let monitoring = view.monitoring.unwrap_or_default();
    let tags: Vec<_> = view.tags.unwrap_or_default();
    let tags: Vec<_> = tags.into_iter().filter(is_given).collect();
    let of_instance = |tags| LaunchTemplateTagSpecification {
        resource_type: Some(ResourceType::Instance),
        tags: Some(tags),
    };
    ResponseLaunchTemplateData {
        ebs_optimized: view.ebs_optimized,
        iam_instance_profile: view.iam_instance_profile.map(|profile| {
            LaunchTemplateIamInstanceProfileSpecification { arn: profile.arn, name: None }
        }),
        block_device_mappings: view
            .block_device_mappings
            .map(|all| all.iter().map(device).collect()),
        network_interfaces: view.network_interfaces.map(|all| all.iter().map(interface).collect()),
        image_id: view.image_id,
        instance_type: view.instance_type,
        key_name: view.key_name,
        monitoring: Some(LaunchTemplatesMonitoring {
            enabled: Some(matches!(
                monitoring.state,
                Some(MonitoringState::Enabled | MonitoringState::Pending)
            )),
            metric_category_ids: monitoring.metric_category_ids,
        }),
        // The zone by its name alone: a launch takes only one of name and id.
        placement: view.placement.same(),
        disable_api_termination: Some(row.switches.disable_api_termination),
        disable_api_stop: Some(row.switches.disable_api_stop),
        instance_initiated_shutdown_behavior: Some(row.shutdown_behavior),
        user_data: row.user_data.as_deref().map(str::to_owned),
        tag_specifications: Some(tags)
            .filter(|tags| !tags.is_empty())
            .map(|tags| vec![of_instance(tags)]),
        credit_specification: row
            .credits
            .map(|credits| CreditSpecification { cpu_credits: Some(credits.as_str().to_owned()) }),
        instance_market_options: row.spot().map(market),
        cpu_options: view.cpu_options.same(),
        license_specifications: view.licenses.same(),
        capacity_reservation_specification: view.capacity_reservation_specification.same(),
        hibernation_options: view.hibernation_options.same(),
        metadata_options: view.metadata_options.same(),
        enclave_options: view.enclave_options.same(),
        private_dns_name_options: view.private_dns_name_options.same(),
        maintenance_options: view.maintenance_options.same(),
        ..ResponseLaunchTemplateData::default()
    }
}

fn market(spot: &Spot) -> LaunchTemplateInstanceMarketOptions {
    LaunchTemplateInstanceMarketOptions {
        market_type: Some(MarketType::Spot),
        spot_options: Some(LaunchTemplateSpotMarketOptions {
            max_price: spot.max_price.as_deref().map(str::to_owned),
            spot_instance_type: Some(spot.kind),
            valid_until: spot.valid_until,
            instance_interruption_behavior: Some(spot.interruption),
            ..LaunchTemplateSpotMarketOptions::default()
        }),
    }
}

/// Tags that AWS itself gives are no tags of a launch.
fn is_given(tag: &wire::Tag) -> bool {
    !tag.key.as_deref().unwrap_or_default().starts_with("aws:")
}

fn device(mapping: &InstanceBlockDeviceMapping) -> BlockDevice {
    let delete = mapping.ebs.as_ref().and_then(|ebs| ebs.delete_on_termination);
    // unverified (looked up 2026-11-26): that another card than the first one is told.
    let card = mapping.ebs.as_ref().and_then(|ebs| ebs.ebs_card_index).filter(|card| *card != 0);
    let ebs = LaunchTemplateEbsBlockDevice {
        delete_on_termination: delete,
        ebs_card_index: card,
        ..LaunchTemplateEbsBlockDevice::default()
    };
    BlockDevice {
        device_name: mapping.device_name.clone(),
        ebs: Some(ebs),
        ..BlockDevice::default()
    }
}

fn interface(from: &InstanceNetworkInterface) -> Interface {
    let attachment = from.attachment.as_ref();
    let groups = from.groups.iter().flatten().filter_map(|group| group.group_id.clone()).collect();
    let addresses = from.private_ip_addresses.iter().flatten();
    let addresses = addresses.map(|address| PrivateIpAddressSpecification {
        primary: address.primary,
        private_ip_address: address.private_ip_address.clone(),
    });
    Interface {
        delete_on_termination: attachment.and_then(|it| it.delete_on_termination),
        description: from.description.clone(),
        device_index: attachment.and_then(|it| it.device_index),
        groups: Some(groups),
        interface_type: from.interface_type.clone(),
        ipv6_addresses: from.ipv6_addresses.clone().filter(|addresses| !addresses.is_empty()),
        network_interface_id: from.network_interface_id.clone(),
        private_ip_address: from.private_ip_address.clone(),
        private_ip_addresses: Some(addresses.collect()),
        subnet_id: from.subnet_id.clone(),
        network_card_index: attachment.and_then(|it| it.network_card_index),
        ..Interface::default()
    }
}

same! {
    Placement => LaunchTemplatePlacement {
        affinity, availability_zone, group_id, group_name, host_id, host_resource_group_arn,
        partition_number, spread_domain, tenancy, ..Default
    }
    CpuOptions => LaunchTemplateCpuOptions {
        core_count, threads_per_core, amd_sev_snp, nested_virtualization,
    }
    LicenseConfiguration => LaunchTemplateLicenseConfiguration {
        license_configuration_arn,
    }
    CapacityReservationSpecificationResponse
        => LaunchTemplateCapacityReservationSpecificationResponse {
        capacity_reservation_preference, capacity_reservation_target,
    }
    CapacityReservationTargetResponse => CapacityReservationTargetResponse {
        capacity_reservation_id, ..Default
    }
    HibernationOptions => LaunchTemplateHibernationOptions {
        configured,
    }
    InstanceMetadataOptionsResponse => LaunchTemplateInstanceMetadataOptions {
        http_tokens, http_put_response_hop_limit, http_endpoint, http_protocol_ipv6,
        instance_metadata_tags, ..Default
    }
    EnclaveOptions => LaunchTemplateEnclaveOptions {
        enabled,
    }
    PrivateDnsNameOptionsResponse => LaunchTemplatePrivateDnsNameOptions {
        hostname_type, enable_resource_name_dns_a_record,
        enable_resource_name_dns_aaaa_record,
    }
    InstanceMaintenanceOptions => LaunchTemplateInstanceMaintenanceOptions {
        auto_recovery,
    }
}

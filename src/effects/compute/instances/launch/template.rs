//! A launch from a template: the template's data becomes a request, which the request itself
//! overrides; what comes out is checked as any other request is.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-instances-from-launch-template.html>

use crate::engine::{Read, Tags};
use crate::error::{Error, Result};
use crate::records::compute::instances::launch::market::check_duration;
use crate::records::compute::launch_templates::{self, Same as _, same};
use crate::records::ids::LaunchTemplateId;
use crate::records::storage::images::mappings::device_name;
use wire::{
    BlockDeviceMapping, InstanceRequirements, ResponseLaunchTemplateData, RunInstancesRequest, Tag,
    TagSpecification,
};

/// What AWS tags the instances with.
const ID_TAG: &str = "aws:ec2launchtemplate:id";

const VERSION_TAG: &str = "aws:ec2launchtemplate:version";

/// The template of a launch.
pub(crate) struct Template {
    pub id: LaunchTemplateId,
    pub version: i64,
    /// What the template and the request come to.
    pub request: RunInstancesRequest,
    /// What its data requires of an instance type, in place of naming one.
    pub requirements: Option<InstanceRequirements>,
}

/// # Errors
/// Those of the template and its version, and a refusal of data that is not emulated.
pub(crate) fn asked_for(cx: Read<'_>, request: &RunInstancesRequest) -> Result<Option<Template>> {
    let Some(named) = &request.launch_template else { return Ok(None) };
    let template = under(
        cx,
        (named.launch_template_id.as_deref(), named.launch_template_name.as_deref()),
        named.version.as_deref(),
        request,
    )?;
    if template.requirements.is_some() {
        return Err(refused("InstanceRequirements", &template.id));
    }
    Ok(Some(template))
}

/// A template, by id or name, and its version, under a request that overrides it.
///
/// # Errors
/// The same; whoever launches says what becomes of requirements.
pub(crate) fn under(
    cx: Read<'_>,
    (id, name): (Option<&str>, Option<&str>),
    version: Option<&str>,
    request: &RunInstancesRequest,
) -> Result<Template> {
    let (id, version, found) = launch_templates::find_version(cx, id, name, version)?;
    if let Some(name) = not_emulated(&found.data) {
        return Err(refused(name, id));
    }
    let market = found.data.instance_market_options.as_ref();
    let spot = market.and_then(|market| market.spot_options.as_ref());
    check_duration(spot.and_then(|options| options.block_duration_minutes))?;
    Ok(Template {
        id: id.clone(),
        version,
        request: overridden(&found.data, request),
        requirements: found.data.instance_requirements.clone(),
    })
}

fn refused(name: &str, id: &str) -> Error {
    Error::not_emulated(format!("{name} of the launch template {id}"))
}

/// Tells the tags of an instance which template it was launched from.
pub(crate) fn tag(tags: &mut Tags, id: &str, version: i64) {
    tags.set(ID_TAG, id);
    tags.set(VERSION_TAG, &version.to_string());
}

/// The first member of the data that a launch refuses when a request gives it.
fn not_emulated(data: &ResponseLaunchTemplateData) -> Option<&'static str> {
    let placement = data.placement.as_ref();
    let capacity = data.capacity_reservation_specification.as_ref();
    let capacity = capacity.and_then(|it| it.capacity_reservation_target.as_ref());
    let refused = [
        ("KernelId", data.kernel_id.is_some()),
        ("RamDiskId", data.ram_disk_id.is_some()),
        ("ElasticGpuSpecification", data.elastic_gpu_specifications.is_some()),
        ("ElasticInferenceAccelerator", data.elastic_inference_accelerators.is_some()),
        ("SecondaryInterface", data.secondary_interfaces.is_some()),
        (
            "Placement.HostResourceGroupArn",
            placement.is_some_and(|it| it.host_resource_group_arn.is_some()),
        ),
        ("Placement.SpreadDomain", placement.is_some_and(|it| it.spread_domain.is_some())),
        (
            "CapacityReservationSpecification.CapacityReservationTarget.\
             CapacityReservationResourceGroupArn",
            capacity.is_some_and(|it| it.capacity_reservation_resource_group_arn.is_some()),
        ),
    ];
    refused.into_iter().find(|(_, given)| *given).map(|(name, _)| name)
}

/// The template's data as a request, with the request's own parameters before it.
// unverified (looked up 2026-11-26): that a structure of the request stands for the template's
// whole one, and a list too but for block devices and tags.
fn overridden(
    data: &ResponseLaunchTemplateData,
    request: &RunInstancesRequest,
) -> RunInstancesRequest {
    let template: RunInstancesRequest = data.same();
    let mut merged = request.clone();
    macro_rules! unless_given {
        ($($member:ident),* $(,)?) => {
            $(if merged.$member.is_none() { merged.$member = template.$member; })*
        };
    }
    unless_given! {
        capacity_reservation_specification, cpu_options, credit_specification, disable_api_stop,
        disable_api_termination, ebs_optimized, enclave_options, hibernation_options,
        iam_instance_profile, image_id, instance_initiated_shutdown_behavior,
        instance_market_options, instance_type, key_name, maintenance_options, metadata_options,
        monitoring, network_performance_options, placement, private_dns_name_options, user_data,
    }
    if merged.license_specifications.is_empty() {
        merged.license_specifications = template.license_specifications;
    }
    if merged.network_interfaces.is_empty() {
        merged.network_interfaces = template.network_interfaces;
    }
    if merged.security_group_ids.is_empty() && merged.security_groups.is_empty() {
        merged.security_group_ids = template.security_group_ids;
        merged.security_groups = template.security_groups;
    }
    let mappings = &request.block_device_mappings;
    merged.block_device_mappings = with_mappings(template.block_device_mappings, mappings);
    let specifications = &request.tag_specifications;
    merged.tag_specifications = with_tags(template.tag_specifications, specifications);
    merged
}

/// The template's devices, those of the request in place of the ones of the same name:
/// cdklabs/cdk-nag#1346.
fn with_mappings(
    mut template: Vec<BlockDeviceMapping>,
    request: &[BlockDeviceMapping],
) -> Vec<BlockDeviceMapping> {
    template.retain(|mapping| !request.iter().any(|it| device_name(it) == device_name(mapping)));
    template.extend(request.iter().cloned());
    template
}

/// The template's tags and those of the request, which win where both have a key for a type.
// unverified (looked up 2026-11-26): documented for Auto Scaling groups and fleets, not for
// RunInstances.
fn with_tags(
    mut template: Vec<TagSpecification>,
    request: &[TagSpecification],
) -> Vec<TagSpecification> {
    let mut both = request.to_vec();
    for specification in &mut both {
        let tags = specification.tags.get_or_insert_default();
        let of_type = |it: &&TagSpecification| it.resource_type == specification.resource_type;
        let others = template.iter().filter(of_type).flat_map(|it| it.tags.iter().flatten());
        let is_free = |tag: &&Tag| !tags.iter().any(|it| it.key == tag.key);
        let others: Vec<Tag> = others.filter(is_free).cloned().collect();
        // A request that gives none is refused.
        if !tags.is_empty() {
            tags.extend(others);
        }
        template.retain(|it| it.resource_type != specification.resource_type);
    }
    template.retain(|it| it.tags.as_ref().is_some_and(|tags| !tags.is_empty()));
    template.extend(both);
    template
}

same! {
    ResponseLaunchTemplateData => RunInstancesRequest {
        block_device_mappings, image_id, instance_type, key_name, monitoring, placement,
        security_group_ids, security_groups, user_data, tag_specifications,
        instance_market_options, credit_specification, cpu_options,
        capacity_reservation_specification, hibernation_options, metadata_options,
        enclave_options, private_dns_name_options, maintenance_options, disable_api_stop,
        network_performance_options, disable_api_termination,
        instance_initiated_shutdown_behavior, network_interfaces, iam_instance_profile,
        ebs_optimized, license_specifications, ..Default
    }
    LaunchTemplateLicenseConfiguration => LicenseConfigurationRequest {
        license_configuration_arn,
    }
    LaunchTemplateBlockDeviceMapping => BlockDeviceMapping {
        ebs, no_device, device_name, virtual_name,
    }
    LaunchTemplateEbsBlockDevice => EbsBlockDevice {
        delete_on_termination, iops, snapshot_id, volume_size, volume_type, kms_key_id,
        throughput, encrypted, volume_initialization_rate, ebs_card_index, ..Default
    }
    LaunchTemplatesMonitoring => RunInstancesMonitoringEnabled {
        enabled, metric_category_ids,
    }
    LaunchTemplatePlacement => Placement {
        availability_zone_id, affinity, group_id, group_name, partition_number, host_id,
        tenancy, availability_zone, ..Default
    }
    LaunchTemplateTagSpecification => TagSpecification {
        resource_type, tags,
    }
    LaunchTemplateInstanceMarketOptions => InstanceMarketOptionsRequest {
        market_type, spot_options,
    }
    LaunchTemplateSpotMarketOptions => SpotMarketOptions {
        max_price, spot_instance_type, valid_until, instance_interruption_behavior, ..Default
    }
    CreditSpecification => CreditSpecificationRequest {
        cpu_credits,
    }
    LaunchTemplateCpuOptions => CpuOptionsRequest {
        core_count, threads_per_core, amd_sev_snp, nested_virtualization,
    }
    LaunchTemplateCapacityReservationSpecificationResponse => CapacityReservationSpecification {
        capacity_reservation_preference, capacity_reservation_target,
    }
    CapacityReservationTargetResponse => CapacityReservationTarget {
        capacity_reservation_id, ..Default
    }
    LaunchTemplateHibernationOptions => HibernationOptionsRequest {
        configured,
    }
    LaunchTemplateInstanceMetadataOptions => InstanceMetadataOptionsRequest {
        http_tokens, http_put_response_hop_limit, http_endpoint, http_protocol_ipv6,
        instance_metadata_tags,
    }
    LaunchTemplateEnclaveOptions => EnclaveOptionsRequest {
        enabled,
    }
    LaunchTemplatePrivateDnsNameOptions => PrivateDnsNameOptionsRequest {
        hostname_type, enable_resource_name_dns_a_record,
        enable_resource_name_dns_aaaa_record,
    }
    LaunchTemplateInstanceMaintenanceOptions => InstanceMaintenanceOptionsRequest {
        auto_recovery,
    }
    LaunchTemplateNetworkPerformanceOptions => InstanceNetworkPerformanceOptionsRequest {
        bandwidth_weighting,
    }
    LaunchTemplateInstanceNetworkInterfaceSpecification => InstanceNetworkInterfaceSpecification {
        associate_public_ip_address, delete_on_termination, description, device_index,
        groups, ipv6_address_count, ipv6_addresses, network_interface_id,
        private_ip_address, private_ip_addresses, secondary_private_ip_address_count,
        subnet_id, interface_type, network_card_index, ipv4_prefixes, ipv4_prefix_count,
        ipv6_prefixes, ipv6_prefix_count, primary_ipv6, associate_carrier_ip_address,
        connection_tracking_specification, ena_srd_specification, ena_queue_count,
    }
    ConnectionTrackingSpecification => ConnectionTrackingSpecificationRequest {
        tcp_established_timeout, udp_timeout, udp_stream_timeout,
    }
    LaunchTemplateEnaSrdSpecification => EnaSrdSpecificationRequest {
        ena_srd_enabled, ena_srd_udp_specification,
    }
    LaunchTemplateEnaSrdUdpSpecification => EnaSrdUdpSpecificationRequest {
        ena_srd_udp_enabled,
    }
    Ipv4PrefixSpecificationResponse => Ipv4PrefixSpecificationRequest {
        ipv4_prefix,
    }
    Ipv6PrefixSpecificationResponse => Ipv6PrefixSpecificationRequest {
        ipv6_prefix,
    }
    LaunchTemplateIamInstanceProfileSpecification => IamInstanceProfileSpecification {
        arn, name,
    }
}

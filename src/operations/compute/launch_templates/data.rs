//! A template's data: as a request gives it and as it is kept and answered, which is the same but
//! for the names of the types, what is checked of it, and what a version takes from another.

use crate::catalog::instance_types;
use crate::engine::tags::{self, Flaw};
use crate::error::{Error, Result};
use crate::records::compute::instance_requirements::check as check_requirements;
use crate::records::compute::instances::launch::settings::MAX_USER_DATA_BYTES;
use crate::records::compute::launch_templates::{Same, is_image, same};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wire::{
    LaunchTemplateTagSpecificationRequest, RequestLaunchTemplateData, ResourceType,
    ResponseLaunchTemplateData, ValidationError, ValidationWarning, WireEnum as _,
};

/// What a launch can tag: see `LaunchTemplateTagSpecificationRequest` in
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Types.html>
const TAGGED: [ResourceType; 5] = [
    ResourceType::ElasticGpu,
    ResourceType::Instance,
    ResourceType::NetworkInterface,
    ResourceType::SpotInstancesRequest,
    ResourceType::Volume,
];

/// The data of a request. EC2 takes nearly everything: what it means is found out at launch.
///
/// # Errors
/// `InvalidUserData.Malformed`, `InvalidSnapshotID.Malformed`, and those of the tags.
pub(crate) fn given(
    data: Option<&RequestLaunchTemplateData>,
) -> Result<ResponseLaunchTemplateData> {
    data.map_or_else(|| Ok(ResponseLaunchTemplateData::default()), checked)
}

fn checked(data: &RequestLaunchTemplateData) -> Result<ResponseLaunchTemplateData> {
    if let Some(image) = data.image_id.as_deref().filter(|image| !is_image(image)) {
        let message = format!(
            "The image ID '{image}' is not valid. The expected format is ami-xxxxxxxx or \
             ami-xxxxxxxxxxxxxxxxx."
        );
        return Err(Error::new("InvalidAMIID.Malformed", message));
    }
    if let Some(text) = &data.user_data {
        check_user_data(text)?;
    }
    for ebs in data.block_device_mappings.iter().flatten().filter_map(|it| it.ebs.as_ref()) {
        if ebs.snapshot_id.as_deref() == Some("") {
            return Err(Error::new(
                "InvalidSnapshotID.Malformed",
                "The snapshot ID '' is not valid. The expected format is snap-xxxxxxxx or \
                 snap-xxxxxxxxxxxxxxxxx.",
            ));
        }
    }
    let hops = data.metadata_options.as_ref().and_then(|it| it.http_put_response_hop_limit);
    if let Some(hops) = hops.filter(|hops| !(1..=64).contains(hops)) {
        return Err(Error::invalid_value(format!(
            "A value of ‘{hops}’ is not valid for http-put-response-hop-limit. Specify a value \
             between 1 and 64, and try again."
        )));
    }
    if let Some(requirements) = &data.instance_requirements {
        // See `API_RequestLaunchTemplateData` in AWS's reference.
        if data.instance_type.is_some() {
            return Err(Error::exclusive("instanceType", "instanceRequirements"));
        }
        check_requirements(requirements)?;
    }
    for specification in data.tag_specifications.iter().flatten() {
        check_tags(specification)?;
    }
    Ok(data.same())
}

/// What EC2 says of data that it takes all the same.
pub(crate) fn warning(data: &ResponseLaunchTemplateData) -> Option<ValidationWarning> {
    let name = data.instance_type.as_deref()?;
    if instance_types::find(name).is_some() {
        return None;
    }
    let error = ValidationError {
        code: Some("InvalidInstanceType".to_owned()),
        message: Some(format!("The following supplied instance types do not exist: [{name}]")),
    };
    Some(ValidationWarning { errors: Some(vec![error]) })
}

fn check_user_data(text: &str) -> Result<()> {
    let malformed = |message: String| Error::new("InvalidUserData.Malformed", message);
    let bytes = STANDARD.decode(text.split_ascii_whitespace().collect::<String>());
    let bytes = bytes.map_err(|_| malformed("Invalid BASE64 encoding of user data.".to_owned()))?;
    if bytes.len() > MAX_USER_DATA_BYTES {
        return Err(malformed(format!("User data is limited to {MAX_USER_DATA_BYTES} bytes.")));
    }
    Ok(())
}

fn check_tags(specification: &LaunchTemplateTagSpecificationRequest) -> Result<()> {
    let Some(kind) = specification.resource_type else {
        let message = "The resource type cannot be null or empty.";
        return Err(Error::new("InvalidTagSpecification.Malformed", message));
    };
    if !TAGGED.contains(&kind) {
        // unverified (looked up 2026-11-26): the wording, which is RunInstances' own.
        let kind = kind.as_str();
        let message = format!("'{kind}' is not a valid taggable resource type for this operation.");
        return Err(Error::invalid_value(message));
    }
    let tags = specification.tags.as_deref().unwrap_or_default();
    if tags.is_empty() {
        // aws-cloudformation/cfn-lint#975
        let message = "The tags cannot be null or empty.";
        return Err(Error::new("InvalidTagSpecification.Malformed", message));
    }
    if tags.iter().any(|tag| tag.key.is_none() && tag.value.is_none()) {
        // What the Go SDK writes for an empty list: jetbrains-infra/terraform-aws-nat-instance#1.
        return Err(Error::new("InvalidRequest", "The request received was invalid."));
    }
    for tag in tags {
        let key = tag.key.as_deref().unwrap_or_default();
        if tags::check_key(key) == Err(Flaw::ReservedKey) {
            // Recorded in buildkite/elastic-ci-stack-for-aws#856, which has lost the outer quotes.
            let message =
                format!("The tag key ‘{key}’ is not valid. {}.", Flaw::ReservedKey.reason());
            return Err(Error::new("InvalidTagKey.Malformed", message));
        }
    }
    tags::check_unique(tags)?;
    tags::Tags::default().add(tags)
}

/// # Errors
/// `MissingParameter` if there is nothing in it.
pub(crate) fn check_given(data: &ResponseLaunchTemplateData) -> Result<()> {
    if *data != ResponseLaunchTemplateData::default() {
        return Ok(());
    }
    // Recorded in <https://github.com/awsdocs/aws-cloudformation-user-guide/pull/453>.
    let message = "No launch template data was provided. Launch template data is required to \
                   create a launch template.";
    Err(Error::new("MissingParameter", message))
}

/// A version's data on the basis of another one's: a list and a structure replace the source's
/// whole one. The documentation says that snapshots of the source's devices are left out; a
/// recording of 2026 has them in.
pub(crate) fn inherited(
    given: ResponseLaunchTemplateData,
    source: &ResponseLaunchTemplateData,
) -> ResponseLaunchTemplateData {
    let source = source.clone();
    macro_rules! either {
        ($($member:ident),* $(,)?) => {
            ResponseLaunchTemplateData { $($member: given.$member.or(source.$member),)* }
        };
    }
    either! {
        block_device_mappings, capacity_reservation_specification, cpu_options,
        credit_specification, disable_api_stop, disable_api_termination, ebs_optimized,
        elastic_gpu_specifications, elastic_inference_accelerators, enclave_options,
        hibernation_options, iam_instance_profile, image_id,
        instance_initiated_shutdown_behavior, instance_market_options, instance_requirements,
        instance_type, kernel_id, key_name, license_specifications, maintenance_options,
        metadata_options, monitoring, network_interfaces, network_performance_options, operator,
        placement, private_dns_name_options, ram_disk_id, secondary_interfaces,
        security_group_ids, security_groups, tag_specifications, user_data,
    }
}

same! {
    RequestLaunchTemplateData => ResponseLaunchTemplateData {
        kernel_id, ebs_optimized, iam_instance_profile, block_device_mappings,
        network_interfaces, image_id, instance_type, key_name, monitoring, placement,
        ram_disk_id, disable_api_termination, instance_initiated_shutdown_behavior,
        user_data, tag_specifications, elastic_gpu_specifications,
        elastic_inference_accelerators, security_group_ids, security_groups,
        instance_market_options, credit_specification, cpu_options,
        capacity_reservation_specification, license_specifications, hibernation_options,
        metadata_options, enclave_options, private_dns_name_options, maintenance_options,
        disable_api_stop, network_performance_options, secondary_interfaces,
        instance_requirements, ..Default
    }
    LaunchTemplateIamInstanceProfileSpecificationRequest
        => LaunchTemplateIamInstanceProfileSpecification {
        arn, name,
    }
    LaunchTemplateBlockDeviceMappingRequest => LaunchTemplateBlockDeviceMapping {
        device_name, virtual_name, ebs, no_device,
    }
    LaunchTemplateEbsBlockDeviceRequest => LaunchTemplateEbsBlockDevice {
        encrypted, delete_on_termination, iops, kms_key_id, snapshot_id, volume_size,
        volume_type, throughput, volume_initialization_rate, ebs_card_index,
    }
    LaunchTemplateInstanceNetworkInterfaceSpecificationRequest
        => LaunchTemplateInstanceNetworkInterfaceSpecification {
        associate_carrier_ip_address, associate_public_ip_address, delete_on_termination,
        description, device_index, groups, interface_type, ipv6_address_count,
        ipv6_addresses, network_interface_id, private_ip_address, private_ip_addresses,
        secondary_private_ip_address_count, subnet_id, network_card_index, ipv4_prefixes,
        ipv4_prefix_count, ipv6_prefixes, ipv6_prefix_count, primary_ipv6,
        ena_srd_specification, connection_tracking_specification, ena_queue_count,
    }
    InstanceIpv6AddressRequest => InstanceIpv6Address {
        ipv6_address, ..Default
    }
    Ipv4PrefixSpecificationRequest => Ipv4PrefixSpecificationResponse {
        ipv4_prefix,
    }
    Ipv6PrefixSpecificationRequest => Ipv6PrefixSpecificationResponse {
        ipv6_prefix,
    }
    EnaSrdSpecificationRequest => LaunchTemplateEnaSrdSpecification {
        ena_srd_enabled, ena_srd_udp_specification,
    }
    EnaSrdUdpSpecificationRequest => LaunchTemplateEnaSrdUdpSpecification {
        ena_srd_udp_enabled,
    }
    ConnectionTrackingSpecificationRequest => ConnectionTrackingSpecification {
        tcp_established_timeout, udp_timeout, udp_stream_timeout,
    }
    LaunchTemplatesMonitoringRequest => LaunchTemplatesMonitoring {
        enabled, metric_category_ids,
    }
    LaunchTemplatePlacementRequest => LaunchTemplatePlacement {
        availability_zone, availability_zone_id, affinity, group_name, host_id, tenancy,
        spread_domain, host_resource_group_arn, partition_number, group_id,
    }
    LaunchTemplateTagSpecificationRequest => LaunchTemplateTagSpecification {
        resource_type, tags,
    }
    ElasticGpuSpecification => ElasticGpuSpecificationResponse {
        r#type,
    }
    LaunchTemplateElasticInferenceAccelerator
        => LaunchTemplateElasticInferenceAcceleratorResponse {
        r#type, count,
    }
    LaunchTemplateInstanceMarketOptionsRequest => LaunchTemplateInstanceMarketOptions {
        market_type, spot_options,
    }
    LaunchTemplateSpotMarketOptionsRequest => LaunchTemplateSpotMarketOptions {
        max_price, spot_instance_type, block_duration_minutes, valid_until,
        instance_interruption_behavior,
    }
    CreditSpecificationRequest => CreditSpecification {
        cpu_credits,
    }
    LaunchTemplateCpuOptionsRequest => LaunchTemplateCpuOptions {
        core_count, threads_per_core, amd_sev_snp, nested_virtualization,
    }
    LaunchTemplateCapacityReservationSpecificationRequest
        => LaunchTemplateCapacityReservationSpecificationResponse {
        capacity_reservation_preference, capacity_reservation_target,
    }
    CapacityReservationTarget => CapacityReservationTargetResponse {
        capacity_reservation_id, capacity_reservation_resource_group_arn,
    }
    LaunchTemplateLicenseConfigurationRequest => LaunchTemplateLicenseConfiguration {
        license_configuration_arn,
    }
    LaunchTemplateHibernationOptionsRequest => LaunchTemplateHibernationOptions {
        configured,
    }
    LaunchTemplateInstanceMetadataOptionsRequest => LaunchTemplateInstanceMetadataOptions {
        http_tokens, http_put_response_hop_limit, http_endpoint, http_protocol_ipv6,
        instance_metadata_tags, ..Default
    }
    LaunchTemplateEnclaveOptionsRequest => LaunchTemplateEnclaveOptions {
        enabled,
    }
    LaunchTemplatePrivateDnsNameOptionsRequest => LaunchTemplatePrivateDnsNameOptions {
        hostname_type, enable_resource_name_dns_a_record,
        enable_resource_name_dns_aaaa_record,
    }
    LaunchTemplateInstanceMaintenanceOptionsRequest => LaunchTemplateInstanceMaintenanceOptions {
        auto_recovery,
    }
    LaunchTemplateNetworkPerformanceOptionsRequest => LaunchTemplateNetworkPerformanceOptions {
        bandwidth_weighting,
    }
    LaunchTemplateInstanceSecondaryInterfaceSpecificationRequest
        => LaunchTemplateInstanceSecondaryInterfaceSpecification {
        delete_on_termination, device_index, private_ip_addresses,
        private_ip_address_count, secondary_subnet_id, interface_type, network_card_index,
    }
    SecondaryInterfacePrivateIpAddressSpecificationRequest
        => SecondaryInterfacePrivateIpAddressSpecification {
        private_ip_address,
    }
}

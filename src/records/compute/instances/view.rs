//! Instances as EC2 shows them. What a record does not hold is looked up by id: interfaces,
//! volumes, groups, the VPC.

use super::reasons;
use super::record::{Instance, Rare};
use crate::catalog::instance_types::BootMode;
use crate::engine::{Now, Read, Row, Text, network};
use crate::records::account::operators;
use crate::records::compute::instances::Launch;
use crate::records::compute::{
    capacity_reservations, iam_instance_profile_associations, placement_groups,
};
use crate::records::ids::{InstanceId, SecurityGroupId};
use crate::records::network::network_interfaces::attached::attached_to;
use crate::records::network::network_interfaces::settings::{Ena, Express};
use crate::records::network::network_interfaces::{
    self, Attachment, NetworkInterface, PrivateAddress, dns,
};
use crate::records::network::security_groups::SecurityGroup;
use crate::records::storage::volumes::{Volume, attached as attached_volumes};
use wire::{
    AttachmentStatus, BootModeValues, CapacityReservationSpecificationResponse,
    CapacityReservationTargetResponse, CpuOptions, DeviceType, EbsInstanceBlockDevice,
    EnclaveOptions, GroupIdentifier, HibernationOptions, HostnameType, HypervisorType,
    InstanceBlockDeviceMapping, InstanceBootModeValues, InstanceIpv4Prefix, InstanceIpv6Prefix,
    InstanceLifecycleType, InstanceMaintenanceOptions, InstanceMetadataOptionsResponse,
    InstanceMetadataOptionsState, InstanceNetworkInterface, InstanceNetworkInterfaceAssociation,
    InstanceNetworkInterfaceAttachment, InstanceNetworkPerformanceOptions,
    InstancePrivateIpAddress, InstanceState, InstanceStateName, LicenseConfiguration, Monitoring,
    NetworkInterfaceStatus, Placement, PlatformValues, PrivateDnsNameOptionsResponse, Reservation,
    Tenancy, VolumeState, WireEnum as _,
};

pub(crate) fn instance(row: &Row<Instance>, cx: Read<'_>) -> wire::Instance {
    let now = cx.now();
    let mut view = of_launch(row);
    let state = row.state(now);
    view.instance_id = Some(row.id.to_string());
    view.tags = row.tags.wire_unless_empty();
    view.state = Some(self::state(state));
    let reason = row.reason.as_deref().copied();
    view.state_transition_reason = Some(reasons::transition(reason));
    view.state_reason = reasons::state_reason(reason);
    view.launch_time = Some(row.launched);
    view.monitoring = Some(monitoring(row, now));
    view.metadata_options = Some(metadata_options(row, now));
    view.capacity_reservation_specification = Some(capacity_reservation(row));
    view.hibernation_options =
        Some(HibernationOptions { configured: Some(row.switches.hibernation) });
    view.operator = Some(operators::nobody_in_lists());
    view.secondary_interfaces = Some(Vec::new());
    view.enclave_options = Some(EnclaveOptions { enabled: Some(row.switches.enclave) });
    view.maintenance_options = Some(InstanceMaintenanceOptions {
        auto_recovery: Some(row.auto_recovery),
        reboot_migration: Some(row.reboot_migration),
    });
    of_rare(&mut view, row);
    if let Some(placement) = &mut view.placement {
        let group = placement.group_name.as_deref().and_then(|it| placement_groups::find(cx, it));
        placement.group_id = group.map(|group| group.id.to_string());
    }
    if state == InstanceStateName::Terminated {
        view.private_dns_name = Some(String::new());
        view.public_dns_name = Some(String::new());
        view.block_device_mappings = Some(Vec::new());
        view.network_interfaces = Some(Vec::new());
        view.security_groups = Some(Vec::new());
        return view;
    }
    view.private_dns_name_options = Some(PrivateDnsNameOptionsResponse {
        hostname_type: Some(row.private_dns.hostname_type),
        enable_resource_name_dns_a_record: Some(row.private_dns.a_record),
        enable_resource_name_dns_aaaa_record: Some(row.private_dns.aaaa_record),
    });
    let reservation = capacity_reservations::of_instance(cx, row);
    view.capacity_reservation_id = reservation.map(|reservation| reservation.id.to_string());
    view.vpc_id = Some(row.launch.vpc_id.to_string());
    view.subnet_id = Some(row.launch.subnet_id.to_string());
    view.iam_instance_profile = iam_instance_profile_associations::view(cx, &row.id);
    view.block_device_mappings = Some(block_devices(&row.id, cx));
    of_interfaces(&mut view, row, cx);
    view
}

/// As the answer of a launch shows it: the transcripts of 2024 to 2026 that have one (42126130482,
/// 252596112, 40682881994, CloudTrail's event in 52738191915, and `instance_credits_resize.json` in
/// `radkawar/stackd`, which goes on with a Describe) lack what is taken out here.
// unverified (looked up 2026-11-26): that an instance that can hibernate says so.
pub(crate) fn launched(row: &Row<Instance>, cx: Read<'_>) -> wire::Instance {
    let view = instance(row, cx);
    let is_pending = row.state(cx.now()) == InstanceStateName::Pending;
    wire::Instance {
        state_reason: view.state_reason.or_else(|| is_pending.then(reasons::pending)),
        operator: Some(operators::nobody()),
        secondary_interfaces: None,
        // Empty where there are none, which a Describe leaves out.
        tags: row.tags.wire(),
        hibernation_options: view.hibernation_options.filter(|it| it.configured == Some(true)),
        platform_details: None,
        usage_operation: None,
        usage_operation_update_time: None,
        network_performance_options: None,
        ..view
    }
}

/// What stays as it was when the instance was launched, or follows from its type.
fn of_launch(row: &Row<Instance>) -> wire::Instance {
    let launch = &row.launch;
    wire::Instance {
        architecture: Some(launch.architecture),
        client_token: Some(launch.client_token.as_deref().unwrap_or_default().to_owned()),
        ebs_optimized: Some(row.switches.ebs_optimized),
        ena_support: Some(row.switches.ena_support),
        // EC2 says `xen` of Nitro too:
        // <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html>
        hypervisor: Some(HypervisorType::Xen),
        root_device_name: Some(launch.root_device_name.to_string()),
        root_device_type: Some(DeviceType::Ebs),
        virtualization_type: Some(launch.virtualization),
        boot_mode: launch.boot_mode,
        tpm_support: launch.tpm_support.then(|| "v2.0".to_owned()),
        current_instance_boot_mode: Some(current_boot_mode(row)),
        platform_details: Some(launch.platform_details.to_string()),
        usage_operation: Some(launch.usage_operation.to_string()),
        usage_operation_update_time: Some(launch.at),
        network_performance_options: Some(InstanceNetworkPerformanceOptions {
            bandwidth_weighting: Some(launch.bandwidth),
        }),
        image_id: Some(launch.image_id.to_string()),
        key_name: launch.key_name.as_deref().map(str::to_owned),
        ami_launch_index: i32::try_from(row.launch_index).ok(),
        product_codes: Some(Vec::new()),
        instance_type: Some(row.kind.name.to_owned()),
        platform: launch.is_windows.then_some(PlatformValues::Windows),
        ..wire::Instance::default()
    }
}

/// One that names a reservation shows that in place of a preference.
/// See `API_CapacityReservationSpecificationResponse` in AWS's reference.
fn capacity_reservation(row: &Instance) -> CapacityReservationSpecificationResponse {
    let target = row.rare.as_ref().and_then(|rare| rare.reservation_target.as_ref());
    CapacityReservationSpecificationResponse {
        capacity_reservation_preference: target.is_none().then_some(row.capacity_reservation),
        capacity_reservation_target: target.map(|id| CapacityReservationTargetResponse {
            capacity_reservation_id: Some(id.to_string()),
            ..CapacityReservationTargetResponse::default()
        }),
    }
}

/// What few instances have, and what the others show in its place.
fn of_rare(view: &mut wire::Instance, row: &Row<Instance>) {
    static NOTHING: Rare = Rare {
        cpu: None,
        amd_sev_snp: None,
        nested_virtualization: None,
        licenses: Vec::new(),
        group: None,
        partition: None,
        tenancy: None,
        spot: None,
        market: None,
        password: None,
        reservation_target: None,
        reservation: None,
        host: None,
        affinity: None,
        was_unlimited: false,
        fleet: None,
        metric_categories: Vec::new(),
    };
    let rare = row.rare.as_deref().unwrap_or(&NOTHING);
    view.placement = Some(Placement {
        availability_zone: Some(row.launch.zone.to_string()),
        availability_zone_id: Some(row.launch.zone_id.to_string()),
        group_name: Some(rare.group.as_deref().unwrap_or_default().to_owned()),
        partition_number: rare.partition,
        tenancy: Some(rare.tenancy.unwrap_or(Tenancy::Default)),
        host_id: rare.host.as_deref().map(str::to_owned),
        affinity: rare.affinity.map(|affinity| affinity.as_str().to_owned()),
        ..Placement::default()
    });
    let processor = &row.kind.processor;
    let (cores, threads) = rare.cpu.unwrap_or((processor.cores, processor.threads_per_core));
    view.cpu_options = Some(CpuOptions {
        core_count: i32::try_from(cores).ok(),
        threads_per_core: i32::try_from(threads).ok(),
        amd_sev_snp: rare.amd_sev_snp,
        nested_virtualization: rare.nested_virtualization,
    });
    let license =
        |arn: &Text| LicenseConfiguration { license_configuration_arn: Some(arn.to_string()) };
    let licenses = Some(rare.licenses.iter().map(license).collect::<Vec<_>>());
    view.licenses = licenses.filter(|licenses| !licenses.is_empty());
    view.instance_lifecycle = rare.market;
    if let Some(spot) = &rare.spot {
        view.instance_lifecycle = Some(InstanceLifecycleType::Spot);
        view.spot_instance_request_id = Some(spot.request_id.to_string());
    }
}

fn of_interfaces(view: &mut wire::Instance, row: &Row<Instance>, cx: Read<'_>) {
    let interfaces = attached_to(cx, &row.id);
    let is_named = dns::has_host_names(cx, &row.launch.vpc_id);
    let views: Vec<_> =
        interfaces.iter().map(|interface| interface_view(interface, is_named, cx)).collect();
    if let (Some(primary), Some(shown)) = (interfaces.first(), views.first()) {
        view.private_ip_address.clone_from(&shown.private_ip_address);
        view.source_dest_check = shown.source_dest_check;
        view.security_groups = Some(groups(&primary.groups, cx));
        view.ipv6_address = primary.ipv6_addresses.first().map(ToString::to_string);
        view.private_dns_name = private_dns_name(row, primary, cx);
        if let Some(association) = &shown.association {
            view.public_ip_address.clone_from(&association.public_ip);
            view.public_dns_name.clone_from(&association.public_dns_name);
        }
    }
    view.public_dns_name.get_or_insert_default();
    view.private_dns_name.get_or_insert_default();
    view.security_groups.get_or_insert_default();
    view.network_interfaces = Some(views);
}

/// The name after the address, or after the instance's id, as its launch says.
fn private_dns_name(
    row: &Row<Instance>,
    primary: &NetworkInterface,
    cx: Read<'_>,
) -> Option<String> {
    let address = primary.primary_address().map(|first| first.address);
    match (row.private_dns.hostname_type, address) {
        (HostnameType::IpName, Some(address)) => Some(dns::private_name(cx.region(), address)),
        _ => Some(dns::resource_name(cx.region(), &row.id)),
    }
}

fn interface_view(
    row: &Row<NetworkInterface>,
    is_named: bool,
    cx: Read<'_>,
) -> InstanceNetworkInterface {
    let addresses: Vec<_> = row
        .addresses
        .iter()
        .enumerate()
        .map(|(at, address)| InstancePrivateIpAddress {
            association: association(row, address, is_named, cx),
            primary: Some(at == 0),
            private_dns_name: is_named.then(|| dns::private_name(cx.region(), address.address)),
            private_ip_address: Some(network::dotted(address.address)),
        })
        .collect();
    let first = addresses.first();
    let association_of = |primary| association(row, primary, is_named, cx);
    InstanceNetworkInterface {
        association: row.primary_address().and_then(association_of),
        attachment: row.attached(cx.now()).map(|it| attachment(it, row.settings().ena)),
        connection_tracking_configuration: row.settings().tracking.view_of_instance(),
        description: Some(row.description.clone().into()),
        groups: Some(groups(&row.groups, cx)),
        ipv4_prefixes: ipv4_prefixes(row),
        ipv6_addresses: Some(ipv6_addresses(row)),
        ipv6_prefixes: ipv6_prefixes(row),
        mac_address: Some(row.mac_address.clone().into()),
        network_interface_id: Some(row.id.to_string()),
        owner_id: Some(cx.account().to_string()),
        private_dns_name: first.and_then(|address| address.private_dns_name.clone()),
        private_ip_address: first.and_then(|address| address.private_ip_address.clone()),
        private_ip_addresses: Some(addresses),
        source_dest_check: Some(row.source_dest_check),
        status: Some(NetworkInterfaceStatus::InUse),
        subnet_id: Some(row.subnet_id.to_string()),
        vpc_id: Some(row.vpc_id.to_string()),
        interface_type: Some(row.interface_type.as_str().to_owned()),
        operator: Some(operators::nobody()),
    }
}

fn ipv4_prefixes(row: &NetworkInterface) -> Option<Vec<InstanceIpv4Prefix>> {
    let prefixes = row.ipv4_prefixes.iter();
    let prefixes =
        prefixes.map(|prefix| InstanceIpv4Prefix { ipv4_prefix: Some(prefix.to_string()) });
    (!row.ipv4_prefixes.is_empty()).then(|| prefixes.collect())
}

fn ipv6_prefixes(row: &NetworkInterface) -> Option<Vec<InstanceIpv6Prefix>> {
    let prefixes = row.ipv6_prefixes.iter();
    let prefixes =
        prefixes.map(|prefix| InstanceIpv6Prefix { ipv6_prefix: Some(prefix.to_string()) });
    (!row.ipv6_prefixes.is_empty()).then(|| prefixes.collect())
}

fn ipv6_addresses(row: &NetworkInterface) -> Vec<wire::InstanceIpv6Address> {
    let address = |(at, address): (usize, &std::net::Ipv6Addr)| wire::InstanceIpv6Address {
        ipv6_address: Some(address.to_string()),
        is_primary_ipv6: Some(row.has_primary_ipv6 && at == 0),
    };
    row.ipv6_addresses.iter().enumerate().map(address).collect()
}

fn association(
    row: &NetworkInterface,
    address: &PrivateAddress,
    is_named: bool,
    cx: Read<'_>,
) -> Option<InstanceNetworkInterfaceAssociation> {
    if !row.shows_public(address, cx.now()) {
        return None;
    }
    let association = network_interfaces::association(cx, address, is_named)?;
    Some(InstanceNetworkInterfaceAssociation {
        ip_owner_id: association.ip_owner_id,
        public_dns_name: association.public_dns_name,
        public_ip: association.public_ip,
        ..InstanceNetworkInterfaceAssociation::default()
    })
}

pub(crate) fn groups(ids: &[SecurityGroupId], cx: Read<'_>) -> Vec<GroupIdentifier> {
    let group = |id: &SecurityGroupId| GroupIdentifier {
        group_id: Some(id.to_string()),
        group_name: cx.find::<SecurityGroup>(id).map(|group| group.name.to_string()),
    };
    ids.iter().map(group).collect()
}

pub(crate) fn block_devices(
    instance: &InstanceId,
    cx: Read<'_>,
) -> Vec<InstanceBlockDeviceMapping> {
    let volumes = attached_volumes::attached_to(cx, instance).into_iter();
    volumes.filter_map(|row| block_device(instance, row, cx)).collect()
}

fn block_device(
    instance: &InstanceId,
    row: &Row<Volume>,
    cx: Read<'_>,
) -> Option<InstanceBlockDeviceMapping> {
    let (attachment, state) = row.attached_to(instance, cx.now())?;
    // A launch's first answer has no devices, as recorded ones show.
    if row.state(cx.now()) == VolumeState::Creating {
        return None;
    }
    Some(InstanceBlockDeviceMapping {
        device_name: Some(attachment.device.to_string()),
        ebs: Some(EbsInstanceBlockDevice {
            attach_time: Some(attachment.attached),
            delete_on_termination: Some(attachment.delete_on_termination),
            // `busy` is an attachment's own word; an instance shows it as detaching.
            status: AttachmentStatus::parse(state.as_str()).or(Some(AttachmentStatus::Detaching)),
            volume_id: Some(row.id.to_string()),
            ebs_card_index: Some(i32::from(attachment.card)),
            ..EbsInstanceBlockDevice::default()
        }),
    })
}

/// How an instance starts, by its type and its image.
pub(crate) fn current_boot_mode(row: &Row<Instance>) -> InstanceBootModeValues {
    let modes = &row.kind.boot_modes;
    let uefi = match row.launch.boot_mode {
        Some(BootModeValues::Uefi) => true,
        Some(BootModeValues::UefiPreferred) => modes.contains(&BootMode::Uefi),
        Some(BootModeValues::LegacyBios) => false,
        // Types that know both start in legacy BIOS where the image says nothing.
        None => !modes.contains(&BootMode::LegacyBios) && modes.contains(&BootMode::Uefi),
    };
    if uefi { InstanceBootModeValues::Uefi } else { InstanceBootModeValues::LegacyBios }
}

pub(crate) fn state(name: InstanceStateName) -> InstanceState {
    let code = match name {
        InstanceStateName::Pending => 0,
        InstanceStateName::Running => 16,
        InstanceStateName::ShuttingDown => 32,
        InstanceStateName::Terminated => 48,
        InstanceStateName::Stopping => 64,
        InstanceStateName::Stopped => 80,
    };
    InstanceState { code: Some(code), name: Some(name) }
}

pub(crate) fn monitoring(instance: &Instance, now: Now<'_>) -> Monitoring {
    let categories = instance.metric_categories();
    let ids = || categories.iter().map(ToString::to_string).collect();
    Monitoring {
        state: Some(instance.monitoring.at(now)),
        metric_category_ids: (!categories.is_empty()).then(ids),
    }
}

pub(crate) fn metadata_options(
    instance: &Instance,
    now: Now<'_>,
) -> InstanceMetadataOptionsResponse {
    let options = &instance.metadata;
    // As in `instance_credits_terminal.json`, `hibernation.json` and (of what stops)
    // `hibernation_type_mutation.json` in `radkawar/stackd` (looked up 2026-11-26).
    let state = match instance.state(now) {
        InstanceStateName::Stopping
        | InstanceStateName::ShuttingDown
        | InstanceStateName::Terminated => InstanceMetadataOptionsState::Pending,
        _ => options.state.at(now),
    };
    InstanceMetadataOptionsResponse {
        state: Some(state),
        http_tokens: Some(options.tokens),
        http_put_response_hop_limit: Some(options.hop_limit),
        http_endpoint: Some(options.endpoint),
        http_protocol_ipv6: Some(options.ipv6),
        instance_metadata_tags: Some(options.tags),
    }
}

/// A reservation whose instances the caller adds.
pub(crate) fn reservation(launch: &Launch, cx: Read<'_>) -> Reservation {
    Reservation {
        reservation_id: Some(launch.reservation.to_string()),
        owner_id: Some(cx.account().to_string()),
        groups: Some(Vec::new()),
        instances: Some(Vec::new()),
        ..Reservation::default()
    }
}

fn attachment(
    (attachment, status): (&Attachment, AttachmentStatus),
    ena: Ena,
) -> InstanceNetworkInterfaceAttachment {
    InstanceNetworkInterfaceAttachment {
        attach_time: Some(attachment.attached),
        attachment_id: Some(attachment.id.to_string()),
        delete_on_termination: Some(attachment.delete_on_termination),
        device_index: Some(attachment.device_index),
        network_card_index: Some(attachment.network_card_index),
        status: Some(status),
        ena_srd_specification: ena.express.map(Express::view_of_instance),
        ena_queue_count: ena.queues,
    }
}

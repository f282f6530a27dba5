//! An instance type as DescribeInstanceTypes shows it.

use crate::catalog::instance_types::{
    Accelerator, EbsPerformance, EbsRate, InstanceStorage, InstanceType, NetworkCard, NeuronDevice,
};
use wire::{
    DefaultConnectionTrackingConfiguration, DiskInfo, EbsCardInfo, EbsEncryptionSupport, EbsInfo,
    EbsOptimizedInfo, EfaInfo, FlexibleEnaQueuesSupport, FpgaDeviceInfo, FpgaDeviceMemoryInfo,
    FpgaInfo, GpuDeviceInfo, GpuDeviceMemoryInfo, GpuInfo, InferenceAcceleratorInfo,
    InferenceDeviceInfo, InferenceDeviceMemoryInfo, InstanceStorageInfo, InstanceTypeInfo,
    MediaAcceleratorInfo, MediaDeviceInfo, MediaDeviceMemoryInfo, MemoryInfo, NetworkCardInfo,
    NetworkInfo, NeuronDeviceCoreInfo, NeuronDeviceInfo, NeuronDeviceMemoryInfo, NeuronInfo,
    NitroEnclavesSupport, NitroTpmInfo, NitroTpmSupport, PhcSupport, PlacementGroupInfo,
    ProcessorInfo, RebootMigrationSupport, VCpuInfo, WireEnum,
};

/// Seconds after which connections are forgotten, the same for every type.
const UDP_TIMEOUT_SECONDS: i32 = 30;

const UDP_STREAM_TIMEOUT_SECONDS: i32 = 180;

pub(crate) fn info(kind: &InstanceType) -> InstanceTypeInfo {
    InstanceTypeInfo {
        instance_type: Some(kind.name.to_owned()),
        current_generation: Some(kind.current_generation),
        free_tier_eligible: Some(kind.free_tier_eligible),
        supported_usage_classes: some_of(kind.usage_classes.iter().map(|c| c.as_str())),
        supported_root_device_types: some_of(kind.root_device_types.iter().map(|t| t.as_str())),
        supported_virtualization_types: some_of(
            kind.virtualization_types.iter().map(|t| t.as_str()),
        ),
        bare_metal: Some(kind.bare_metal),
        hypervisor: kind.hypervisor.and_then(|hypervisor| WireEnum::parse(hypervisor.as_str())),
        processor_info: Some(processor(kind)),
        v_cpu_info: Some(vcpus(kind)),
        memory_info: Some(MemoryInfo { size_in_mi_b: i64::try_from(kind.memory_mib).ok() }),
        instance_storage_supported: Some(kind.instance_storage.is_some()),
        instance_storage_info: kind.instance_storage.as_ref().map(storage),
        ebs_info: Some(ebs(kind)),
        network_info: Some(network(kind)),
        gpu_info: gpus(kind),
        fpga_info: fpgas(&kind.fpgas),
        placement_group_info: Some(PlacementGroupInfo {
            supported_strategies: some_of(kind.placement_strategies.iter().map(|s| s.as_str())),
        }),
        inference_accelerator_info: inference(&kind.inference_accelerators),
        hibernation_supported: Some(kind.hibernation),
        burstable_performance_supported: Some(kind.burstable_performance),
        dedicated_hosts_supported: Some(kind.dedicated_hosts),
        auto_recovery_supported: Some(kind.auto_recovery),
        supported_boot_modes: some_of(kind.boot_modes.iter().map(|mode| mode.as_str())),
        nitro_enclaves_support: supported::<NitroEnclavesSupport>(kind.nitro_enclaves),
        nitro_tpm_support: supported::<NitroTpmSupport>(kind.nitro_tpm),
        nitro_tpm_info: kind
            .nitro_tpm
            .then(|| NitroTpmInfo { supported_versions: Some(vec!["2.0".to_owned()]) }),
        media_accelerator_info: media(&kind.media_accelerators),
        neuron_info: neuron(&kind.neuron_devices),
        phc_support: supported::<PhcSupport>(kind.phc),
        reboot_migration_support: supported::<RebootMigrationSupport>(kind.reboot_migration),
        supported_in_region: None,
    }
}

/// The values the API's enum has; the recording is newer than the API in places.
fn some_of<'a, T: WireEnum>(names: impl Iterator<Item = &'a str>) -> Option<Vec<T>> {
    Some(names.filter_map(T::parse).collect())
}

fn supported<T: WireEnum>(is: bool) -> Option<T> {
    T::parse(if is { "supported" } else { "unsupported" })
}

fn int(number: impl TryInto<i32>) -> Option<i32> {
    number.try_into().ok()
}

fn ints(numbers: &[u32]) -> Option<Vec<i32>> {
    if numbers.is_empty() { None } else { Some(numbers.iter().filter_map(|n| int(*n)).collect()) }
}

fn processor(kind: &InstanceType) -> ProcessorInfo {
    let processor = &kind.processor;
    let features = some_of(processor.features.iter().map(|feature| feature.as_str()));
    ProcessorInfo {
        supported_architectures: some_of(processor.architectures.iter().map(|a| a.as_str())),
        sustained_clock_speed_in_ghz: processor.sustained_clock_ghz,
        supported_features: features.filter(|features| !features.is_empty()),
        manufacturer: Some(processor.manufacturer.to_owned()),
    }
}

fn vcpus(kind: &InstanceType) -> VCpuInfo {
    let processor = &kind.processor;
    VCpuInfo {
        default_v_cpus: int(processor.vcpus),
        default_cores: int(processor.cores),
        default_threads_per_core: int(processor.threads_per_core),
        valid_cores: ints(&processor.valid_cores),
        valid_threads_per_core: ints(&processor.valid_threads_per_core),
    }
}

fn storage(storage: &InstanceStorage) -> InstanceStorageInfo {
    let disk = |disk: &crate::catalog::instance_types::Disk| DiskInfo {
        size_in_gb: i64::try_from(disk.size_gb).ok(),
        count: int(disk.count),
        r#type: WireEnum::parse(disk.kind.as_str()),
    };
    InstanceStorageInfo {
        total_size_in_gb: i64::try_from(storage.total_gb()).ok(),
        disks: Some(storage.disks.iter().map(disk).collect()),
        nvme_support: WireEnum::parse(storage.nvme_support.as_str()),
        encryption_support: WireEnum::parse(storage.encryption_support.as_str()),
    }
}

fn ebs(kind: &InstanceType) -> EbsInfo {
    let ebs = &kind.ebs;
    let cards = ebs.cards.iter().enumerate().map(|(at, card)| ebs_card(at, card)).collect();
    EbsInfo {
        ebs_optimized_support: WireEnum::parse(ebs.optimized_support.as_str()),
        encryption_support: Some(EbsEncryptionSupport::Supported),
        ebs_optimized_info: ebs.optimized.map(|optimized| {
            let EbsPerformance { baseline, maximum } = optimized;
            EbsOptimizedInfo {
                baseline_bandwidth_in_mbps: int(baseline.bandwidth_mbps),
                baseline_throughput_in_m_bps: Some(baseline.throughput),
                baseline_iops: int(baseline.iops),
                maximum_bandwidth_in_mbps: int(maximum.bandwidth_mbps),
                maximum_throughput_in_m_bps: Some(maximum.throughput),
                maximum_iops: int(maximum.iops),
            }
        }),
        nvme_support: WireEnum::parse(ebs.nvme_support.as_str()),
        maximum_ebs_attachments: int(ebs.maximum_attachments),
        attachment_limit_type: WireEnum::parse(ebs.attachment_limit.as_str()),
        maximum_ebs_cards: if ebs.cards.is_empty() { None } else { int(ebs.cards.len()) },
        ebs_cards: Some(cards).filter(|cards: &Vec<_>| !cards.is_empty()),
    }
}

fn ebs_card(at: usize, card: &EbsPerformance) -> EbsCardInfo {
    let EbsRate { bandwidth_mbps, iops, throughput } = card.baseline;
    EbsCardInfo {
        ebs_card_index: int(at),
        baseline_bandwidth_in_mbps: int(bandwidth_mbps),
        baseline_throughput_in_m_bps: Some(throughput),
        baseline_iops: int(iops),
        maximum_bandwidth_in_mbps: int(card.maximum.bandwidth_mbps),
        maximum_throughput_in_m_bps: Some(card.maximum.throughput),
        maximum_iops: int(card.maximum.iops),
    }
}

fn network(kind: &InstanceType) -> NetworkInfo {
    let network = &kind.network;
    let cards = network.cards.iter().enumerate().map(|(at, card)| network_card(at, card));
    let weightings = some_of(network.bandwidth_weightings.iter().map(|w| w.as_str()));
    NetworkInfo {
        network_performance: Some(network.performance.to_owned()),
        maximum_network_interfaces: int(network.maximum_interfaces),
        maximum_network_cards: int(network.cards.len()),
        default_network_card_index: Some(0),
        network_cards: Some(cards.collect()),
        ipv4_addresses_per_interface: int(network.ipv4_addresses_per_interface),
        ipv6_addresses_per_interface: int(network.ipv6_addresses_per_interface),
        ipv6_supported: Some(network.ipv6_addresses_per_interface > 0),
        ena_support: WireEnum::parse(network.ena_support.as_str()),
        efa_supported: Some(network.maximum_efa_interfaces.is_some()),
        efa_info: network
            .maximum_efa_interfaces
            .map(|maximum| EfaInfo { maximum_efa_interfaces: int(maximum) }),
        encryption_in_transit_supported: Some(network.encryption_in_transit),
        ena_srd_supported: Some(network.ena_srd),
        bandwidth_weightings: weightings.filter(|weightings| !weightings.is_empty()),
        flexible_ena_queues_support: supported::<FlexibleEnaQueuesSupport>(
            network.flexible_ena_queues,
        ),
        connection_tracking_configuration: Some(DefaultConnectionTrackingConfiguration {
            default_tcp_established_timeout: int(network.default_tcp_established_timeout),
            default_udp_timeout: Some(UDP_TIMEOUT_SECONDS),
            default_udp_stream_timeout: Some(UDP_STREAM_TIMEOUT_SECONDS),
        }),
        secondary_network_supported: Some(network.secondary_networks),
        maximum_secondary_network_interfaces: None,
        ipv4_addresses_per_secondary_interface: network
            .ipv4_addresses_per_secondary_interface
            .and_then(int),
    }
}

fn network_card(at: usize, card: &NetworkCard) -> NetworkCardInfo {
    NetworkCardInfo {
        network_card_index: int(at),
        network_performance: Some(card.performance.to_owned()),
        maximum_network_interfaces: int(card.maximum_interfaces),
        additional_flexible_network_interfaces: card.additional_flexible_interfaces.and_then(int),
        baseline_bandwidth_in_gbps: Some(card.baseline_gbps),
        peak_bandwidth_in_gbps: Some(card.peak_gbps),
        default_ena_queue_count_per_interface: card.default_ena_queues_per_interface.and_then(int),
        maximum_ena_queue_count: card.maximum_ena_queues.and_then(int),
        maximum_ena_queue_count_per_interface: card.maximum_ena_queues_per_interface.and_then(int),
        interface_types: some_of(card.interface_types.iter().map(|kind| kind.as_str())),
    }
}

fn gpus(kind: &InstanceType) -> Option<GpuInfo> {
    let gpu = |gpu: &crate::catalog::instance_types::Gpu| GpuDeviceInfo {
        name: Some(gpu.name.to_owned()),
        manufacturer: Some(gpu.manufacturer.to_owned()),
        count: int(gpu.count),
        logical_gpu_count: int(gpu.logical_count),
        gpu_partition_size: Some(gpu.partition_size),
        workloads: Some(gpu.workloads.iter().map(|workload| (*workload).to_owned()).collect()),
        memory_info: Some(GpuDeviceMemoryInfo { size_in_mi_b: int(gpu.memory_mib) }),
    };
    (!kind.gpus.is_empty()).then(|| GpuInfo {
        gpus: Some(kind.gpus.iter().map(gpu).collect()),
        total_gpu_memory_in_mi_b: int(kind.total_gpu_memory_mib),
    })
}

fn fpgas(devices: &[Accelerator]) -> Option<FpgaInfo> {
    let fpga = |device: &Accelerator| FpgaDeviceInfo {
        name: Some(device.name.to_owned()),
        manufacturer: Some(device.manufacturer.to_owned()),
        count: int(device.count),
        memory_info: Some(FpgaDeviceMemoryInfo { size_in_mi_b: int(device.memory_mib) }),
    };
    (!devices.is_empty()).then(|| FpgaInfo {
        fpgas: Some(devices.iter().map(fpga).collect()),
        total_fpga_memory_in_mi_b: int(Accelerator::total_memory_mib(devices)),
    })
}

fn inference(devices: &[Accelerator]) -> Option<InferenceAcceleratorInfo> {
    let accelerator = |device: &Accelerator| InferenceDeviceInfo {
        count: int(device.count),
        name: Some(device.name.to_owned()),
        manufacturer: Some(device.manufacturer.to_owned()),
        memory_info: Some(InferenceDeviceMemoryInfo { size_in_mi_b: int(device.memory_mib) }),
    };
    (!devices.is_empty()).then(|| InferenceAcceleratorInfo {
        accelerators: Some(devices.iter().map(accelerator).collect()),
        total_inference_memory_in_mi_b: int(Accelerator::total_memory_mib(devices)),
    })
}

fn media(devices: &[Accelerator]) -> Option<MediaAcceleratorInfo> {
    let accelerator = |device: &Accelerator| MediaDeviceInfo {
        count: int(device.count),
        name: Some(device.name.to_owned()),
        manufacturer: Some(device.manufacturer.to_owned()),
        memory_info: Some(MediaDeviceMemoryInfo { size_in_mi_b: int(device.memory_mib) }),
    };
    (!devices.is_empty()).then(|| MediaAcceleratorInfo {
        accelerators: Some(devices.iter().map(accelerator).collect()),
        total_media_memory_in_mi_b: int(Accelerator::total_memory_mib(devices)),
    })
}

fn neuron(devices: &[NeuronDevice]) -> Option<NeuronInfo> {
    let neuron_device = |device: &NeuronDevice| NeuronDeviceInfo {
        count: int(device.count),
        name: Some(device.name.to_owned()),
        core_info: Some(NeuronDeviceCoreInfo {
            count: int(device.cores),
            version: int(device.core_version),
        }),
        memory_info: Some(NeuronDeviceMemoryInfo { size_in_mi_b: int(device.memory_mib) }),
    };
    (!devices.is_empty()).then(|| NeuronInfo {
        neuron_devices: Some(devices.iter().map(neuron_device).collect()),
        total_neuron_device_memory_in_mi_b: int(NeuronDevice::total_memory_mib(devices)),
    })
}

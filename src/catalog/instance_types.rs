//! Instance types: every fact that `DescribeInstanceTypes` answers of them, as recorded from AWS
//! in `data/instance_types.tsv`. Where a type is offered is told by `offerings`.

mod load;
mod offerings;

use std::sync::OnceLock;

use super::{Architecture, names};

pub(crate) use offerings::{
    offered_in_region, offered_in_zone, offerings_recorded, zones_offering,
};

static TYPES: OnceLock<Vec<InstanceType>> = OnceLock::new();

/// All instance types, sorted by name.
pub(crate) fn all() -> &'static [InstanceType] {
    TYPES.get_or_init(load::instance_types)
}

pub(crate) fn find(name: &str) -> Option<&'static InstanceType> {
    let types = all();
    types.binary_search_by(|kind| kind.name.cmp(name)).ok().map(|at| &types[at])
}

names! {
    /// How far a type supports something that it may also insist on.
    Support { Unsupported = "unsupported", Supported = "supported", Required = "required" }
}
names! {
    EbsOptimizedSupport {
        Unsupported = "unsupported",
        Supported = "supported",
        Default = "default",
    }
}
names! { Hypervisor { Nitro = "nitro", Xen = "xen" } }
names! { UsageClass { OnDemand = "on-demand", Spot = "spot", CapacityBlock = "capacity-block" } }
names! { RootDeviceType { Ebs = "ebs", InstanceStore = "instance-store" } }
names! { VirtualizationType { Hvm = "hvm", Paravirtual = "paravirtual" } }
names! { BootMode { LegacyBios = "legacy-bios", Uefi = "uefi" } }
names! { PlacementStrategy { Cluster = "cluster", Partition = "partition", Spread = "spread" } }
names! { AttachmentLimitType { Shared = "shared", Dedicated = "dedicated" } }
names! { DiskType { Hdd = "hdd", Ssd = "ssd" } }
names! { InterfaceType { Interface = "interface", Efa = "efa", EfaOnly = "efa-only" } }
names! { BandwidthWeighting { Default = "default", Vpc1 = "vpc-1", Ebs1 = "ebs-1" } }
names! {
    ProcessorFeature {
        AmdSevSnp = "amd-sev-snp",
        MetalCompatibility = "metal-compatibility",
        NestedVirtualization = "nested-virtualization",
    }
}

#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "AWS answers each of them as a boolean")]
pub(crate) struct InstanceType {
    pub(crate) name: &'static str,
    pub(crate) current_generation: bool,
    pub(crate) free_tier_eligible: bool,
    pub(crate) bare_metal: bool,
    pub(crate) burstable_performance: bool,
    pub(crate) hibernation: bool,
    pub(crate) dedicated_hosts: bool,
    pub(crate) auto_recovery: bool,
    pub(crate) nitro_enclaves: bool,
    /// Version 2.0, the only one there is.
    pub(crate) nitro_tpm: bool,
    /// A PTP hardware clock.
    pub(crate) phc: bool,
    pub(crate) reboot_migration: bool,
    /// None on bare metal.
    pub(crate) hypervisor: Option<Hypervisor>,
    pub(crate) usage_classes: Box<[UsageClass]>,
    pub(crate) root_device_types: Box<[RootDeviceType]>,
    pub(crate) virtualization_types: Box<[VirtualizationType]>,
    pub(crate) boot_modes: Box<[BootMode]>,
    pub(crate) placement_strategies: Box<[PlacementStrategy]>,
    pub(crate) processor: Processor,
    pub(crate) memory_mib: u64,
    pub(crate) ebs: Ebs,
    pub(crate) instance_storage: Option<InstanceStorage>,
    pub(crate) network: Network,
    pub(crate) gpus: Box<[Gpu]>,
    /// Not always the sum over `gpus`: a type with a part of a GPU counts none.
    pub(crate) total_gpu_memory_mib: u64,
    pub(crate) fpgas: Box<[Accelerator]>,
    pub(crate) inference_accelerators: Box<[Accelerator]>,
    pub(crate) media_accelerators: Box<[Accelerator]>,
    pub(crate) neuron_devices: Box<[NeuronDevice]>,
}

impl InstanceType {
    /// `m5` of `m5.large`.
    pub(crate) fn family(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(family, _)| family)
    }
}

#[derive(Debug)]
pub(crate) struct Processor {
    pub(crate) manufacturer: &'static str,
    pub(crate) architectures: Box<[Architecture]>,
    pub(crate) sustained_clock_ghz: Option<f64>,
    pub(crate) features: Box<[ProcessorFeature]>,
    pub(crate) vcpus: u32,
    pub(crate) cores: u32,
    pub(crate) threads_per_core: u32,
    /// What `CpuOptions` may ask for; empty where AWS names nothing.
    pub(crate) valid_cores: Box<[u32]>,
    pub(crate) valid_threads_per_core: Box<[u32]>,
}

#[derive(Debug)]
pub(crate) struct Ebs {
    pub(crate) optimized_support: EbsOptimizedSupport,
    pub(crate) nvme_support: Support,
    pub(crate) attachment_limit: AttachmentLimitType,
    pub(crate) maximum_attachments: u32,
    /// Absent where EBS optimisation is unsupported.
    pub(crate) optimized: Option<EbsPerformance>,
    /// Named only for types with several EBS cards.
    pub(crate) cards: Box<[EbsPerformance]>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct EbsPerformance {
    pub(crate) baseline: EbsRate,
    pub(crate) maximum: EbsRate,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct EbsRate {
    pub(crate) bandwidth_mbps: u32,
    pub(crate) iops: u32,
    /// MB/s
    pub(crate) throughput: f64,
}

#[derive(Debug)]
pub(crate) struct InstanceStorage {
    pub(crate) disks: Box<[Disk]>,
    pub(crate) nvme_support: Support,
    /// `Required` or `Unsupported`.
    pub(crate) encryption_support: Support,
}

impl InstanceStorage {
    pub(crate) fn total_gb(&self) -> u64 {
        self.disks.iter().map(|disk| u64::from(disk.count) * disk.size_gb).sum()
    }
}

#[derive(Debug)]
pub(crate) struct Disk {
    pub(crate) count: u32,
    pub(crate) size_gb: u64,
    pub(crate) kind: DiskType,
}

#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "AWS answers each of them as a boolean")]
pub(crate) struct Network {
    pub(crate) performance: &'static str,
    /// At their place: the card with index 0, the default, comes first.
    pub(crate) cards: Box<[NetworkCard]>,
    /// Over all cards.
    pub(crate) maximum_interfaces: u32,
    pub(crate) ipv4_addresses_per_interface: u32,
    /// 0: no IPv6.
    pub(crate) ipv6_addresses_per_interface: u32,
    pub(crate) ipv4_addresses_per_secondary_interface: Option<u32>,
    pub(crate) ena_support: Support,
    pub(crate) ena_srd: bool,
    /// None: EFA is unsupported.
    pub(crate) maximum_efa_interfaces: Option<u32>,
    pub(crate) encryption_in_transit: bool,
    pub(crate) flexible_ena_queues: bool,
    pub(crate) secondary_networks: bool,
    pub(crate) bandwidth_weightings: Box<[BandwidthWeighting]>,
    /// Seconds. UDP's are the same for all types: 30, and 180 for streams.
    pub(crate) default_tcp_established_timeout: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NetworkCard {
    pub(crate) performance: &'static str,
    pub(crate) maximum_interfaces: u32,
    pub(crate) additional_flexible_interfaces: Option<u32>,
    pub(crate) baseline_gbps: f64,
    pub(crate) peak_gbps: f64,
    pub(crate) default_ena_queues_per_interface: Option<u32>,
    pub(crate) maximum_ena_queues: Option<u32>,
    pub(crate) maximum_ena_queues_per_interface: Option<u32>,
    pub(crate) interface_types: Box<[InterfaceType]>,
}

#[derive(Debug)]
pub(crate) struct Gpu {
    pub(crate) name: &'static str,
    pub(crate) manufacturer: &'static str,
    pub(crate) count: u32,
    pub(crate) memory_mib: u64,
    pub(crate) logical_count: u32,
    /// 1 for whole GPUs.
    pub(crate) partition_size: f64,
    pub(crate) workloads: Box<[&'static str]>,
}

/// An FPGA, an inference accelerator or a media accelerator.
#[derive(Debug)]
pub(crate) struct Accelerator {
    pub(crate) name: &'static str,
    pub(crate) manufacturer: &'static str,
    pub(crate) count: u32,
    pub(crate) memory_mib: u64,
}

impl Accelerator {
    pub(crate) fn total_memory_mib(devices: &[Self]) -> u64 {
        devices.iter().map(|device| u64::from(device.count) * device.memory_mib).sum()
    }
}

#[derive(Debug)]
pub(crate) struct NeuronDevice {
    pub(crate) name: &'static str,
    pub(crate) count: u32,
    pub(crate) cores: u32,
    pub(crate) core_version: u32,
    pub(crate) memory_mib: u64,
}

impl NeuronDevice {
    pub(crate) fn total_memory_mib(devices: &[Self]) -> u64 {
        devices.iter().map(|device| u64::from(device.count) * device.memory_mib).sum()
    }
}

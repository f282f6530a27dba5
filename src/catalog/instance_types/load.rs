//! Reads `data/instance_types.tsv`, whose header explains its columns. The text is ours, written
//! by `update.py`: a value it cannot read is a defect of the build, hence the panics.

use std::str::FromStr;

use super::{
    Accelerator, Disk, Ebs, EbsPerformance, EbsRate, Gpu, InstanceStorage, InstanceType, Network,
    NetworkCard, NeuronDevice, Processor, Support,
};
use crate::catalog::{names, rows, value};

static DATA: &str = include_str!("../data/instance_types.tsv");

names! {
    Key {
        Flags = "flags", Hypervisor = "hv", Maker = "maker", Architectures = "arch",
        Clock = "clock", Features = "features", Usage = "usage", Root = "root",
        Virtualization = "virt", Boot = "boot", Placement = "placement", Cpu = "cpu",
        Cores = "cores", Threads = "threads", Memory = "mem", Ebs = "ebs", EbsOptimized = "ebsopt",
        EbsCards = "ebscards", Disks = "disks", Network = "net", Addresses = "ips", Ena = "ena",
        Efas = "efas", Tcp = "tcp", Weights = "weights", SecondaryAddresses = "ip2",
        Cards = "cards", Gpu = "gpu", Fpga = "fpga", Inference = "inference", Media = "media",
        Neuron = "neuron",
    }
}
const KEYS: usize = Key::Neuron as usize + 1;

/// A row's values by key; "" is none.
#[derive(Clone, Copy)]
struct Facts([&'static str; KEYS]);

pub(super) fn instance_types() -> Vec<InstanceType> {
    let mut family = Facts([""; KEYS]);
    let mut types = Vec::with_capacity(rows(DATA).count());
    for (name, columns) in rows(DATA) {
        if name.starts_with("family ") {
            family = Facts([""; KEYS]).with(columns);
        } else {
            types.push(instance_type(name, &family.with(columns)));
        }
    }
    types.shrink_to_fit();
    // The file goes by family, `find` by name: `m5-x.large` would stand before `m5.large`.
    types.sort_unstable_by_key(|kind: &InstanceType| kind.name);
    types
}

fn instance_type(name: &'static str, facts: &Facts) -> InstanceType {
    InstanceType {
        name,
        current_generation: facts.flag("current"),
        free_tier_eligible: facts.flag("free-tier"),
        bare_metal: facts.flag("bare-metal"),
        burstable_performance: facts.flag("burstable"),
        hibernation: facts.flag("hibernation"),
        dedicated_hosts: facts.flag("dedicated-hosts"),
        auto_recovery: facts.flag("auto-recovery"),
        nitro_enclaves: facts.flag("enclaves"),
        nitro_tpm: facts.flag("tpm"),
        phc: facts.flag("phc"),
        reboot_migration: facts.flag("reboot-migration"),
        hypervisor: facts.list(Key::Hypervisor, super::Hypervisor::parse).first().copied(),
        usage_classes: facts.list(Key::Usage, super::UsageClass::parse),
        root_device_types: facts.list(Key::Root, super::RootDeviceType::parse),
        virtualization_types: facts.list(Key::Virtualization, super::VirtualizationType::parse),
        boot_modes: facts.list(Key::Boot, super::BootMode::parse),
        placement_strategies: facts.list(Key::Placement, super::PlacementStrategy::parse),
        processor: processor(facts),
        memory_mib: number(facts.required(Key::Memory)),
        ebs: ebs(facts),
        instance_storage: storage(facts.get(Key::Disks)),
        network: network(facts),
        gpus: facts.each(Key::Gpu, gpu),
        total_gpu_memory_mib: optional(facts.get(Key::Gpu).rsplit('|').next()).unwrap_or(0),
        fpgas: facts.each(Key::Fpga, accelerator),
        inference_accelerators: facts.each(Key::Inference, accelerator),
        media_accelerators: facts.each(Key::Media, accelerator),
        neuron_devices: facts.each(Key::Neuron, neuron_device),
    }
}

fn processor(facts: &Facts) -> Processor {
    let (cores, threads) = pair(facts.get(Key::Cpu), 'x');
    Processor {
        manufacturer: facts.required(Key::Maker),
        architectures: facts.list(Key::Architectures, crate::catalog::Architecture::parse),
        sustained_clock_ghz: optional(Some(facts.get(Key::Clock))),
        features: facts.list(Key::Features, super::ProcessorFeature::parse),
        vcpus: number::<u32>(cores) * number::<u32>(threads),
        cores: number(cores),
        threads_per_core: number(threads),
        valid_cores: ranges(facts.get(Key::Cores)),
        valid_threads_per_core: ranges(facts.get(Key::Threads)),
    }
}

fn ebs(facts: &Facts) -> Ebs {
    let mut words = facts.get(Key::Ebs).split(' ');
    let mut word = || words.next().unwrap_or_default();
    Ebs {
        optimized_support: known(word(), super::EbsOptimizedSupport::parse),
        nvme_support: known(word(), Support::parse),
        attachment_limit: known(word(), super::AttachmentLimitType::parse),
        maximum_attachments: number(word()),
        optimized: value(Some(facts.get(Key::EbsOptimized))).map(ebs_performance),
        cards: runs(facts.get(Key::EbsCards), ebs_performance),
    }
}

/// `650/3600-4750/18750`: baseline and maximum.
fn ebs_performance(text: &'static str) -> EbsPerformance {
    let (baseline, maximum) = pair(text, '-');
    EbsPerformance { baseline: ebs_rate(baseline), maximum: ebs_rate(maximum) }
}

/// `650/3600` or, if MB/s are not an eighth of the Mbps, `521/3000@65.13`.
fn ebs_rate(text: &'static str) -> EbsRate {
    let (rate, throughput) = text.split_once('@').map_or((text, None), |(a, b)| (a, Some(b)));
    let (bandwidth, iops) = pair(rate, '/');
    let bandwidth_mbps = number(bandwidth);
    let throughput = throughput.map_or(f64::from(bandwidth_mbps) / 8.0, number);
    EbsRate { bandwidth_mbps, iops: number(iops), throughput }
}

/// `4x900 ssd required required`
fn storage(text: &'static str) -> Option<InstanceStorage> {
    let mut words = value(Some(text))?.rsplitn(3, ' ');
    let mut word = || words.next().unwrap_or_default();
    let encryption_support = known(word(), Support::parse);
    let nvme_support = known(word(), Support::parse);
    let disks = word().split(',').map(|disk| {
        let (size, kind) = pair(disk, ' ');
        let (count, size) = pair(size, 'x');
        Disk {
            count: number(count),
            size_gb: number(size),
            kind: known(kind, super::DiskType::parse),
        }
    });
    Some(InstanceStorage { disks: disks.collect(), nvme_support, encryption_support })
}

fn network(facts: &Facts) -> Network {
    let performance = facts.required(Key::Network);
    let cards = runs(facts.get(Key::Cards), |card| network_card(card, performance));
    let (ipv4, ipv6) = pair(facts.get(Key::Addresses), ' ');
    Network {
        performance,
        maximum_interfaces: cards.iter().map(|card| card.maximum_interfaces).sum(),
        cards,
        ipv4_addresses_per_interface: number(ipv4),
        ipv6_addresses_per_interface: number(ipv6),
        ipv4_addresses_per_secondary_interface: optional(Some(facts.get(Key::SecondaryAddresses))),
        ena_support: known(facts.get(Key::Ena), Support::parse),
        ena_srd: facts.flag("srd"),
        maximum_efa_interfaces: optional(Some(facts.get(Key::Efas))),
        encryption_in_transit: facts.flag("in-transit-encryption"),
        flexible_ena_queues: facts.flag("flexible-queues"),
        secondary_networks: facts.flag("secondary-network"),
        bandwidth_weightings: facts.list(Key::Weights, super::BandwidthWeighting::parse),
        default_tcp_established_timeout: number(facts.get(Key::Tcp)),
    }
}

fn network_card(text: &'static str, performance: &'static str) -> NetworkCard {
    let mut columns = text.split('|');
    NetworkCard {
        maximum_interfaces: number(columns.next().unwrap_or_default()),
        additional_flexible_interfaces: optional(columns.next()),
        baseline_gbps: number(columns.next().unwrap_or_default()),
        peak_gbps: number(columns.next().unwrap_or_default()),
        default_ena_queues_per_interface: optional(columns.next()),
        maximum_ena_queues: optional(columns.next()),
        maximum_ena_queues_per_interface: optional(columns.next()),
        interface_types: list(columns.next().unwrap_or_default(), super::InterfaceType::parse),
        performance: value(columns.next()).unwrap_or(performance),
    }
}

fn gpu(text: &'static str) -> Gpu {
    let mut columns = text.split('|');
    let mut column = || columns.next().unwrap_or_default();
    Gpu {
        name: column(),
        manufacturer: column(),
        count: number(column()),
        memory_mib: number(column()),
        logical_count: number(column()),
        partition_size: number(column()),
        workloads: list(column(), Some),
    }
}

fn accelerator(text: &'static str) -> Accelerator {
    let mut columns = text.split('|');
    let mut column = || columns.next().unwrap_or_default();
    Accelerator {
        name: column(),
        manufacturer: column(),
        count: number(column()),
        memory_mib: number(column()),
    }
}

fn neuron_device(text: &'static str) -> NeuronDevice {
    let mut columns = text.split('|');
    let mut column = || columns.next().unwrap_or_default();
    NeuronDevice {
        name: column(),
        count: number(column()),
        cores: number(column()),
        core_version: number(column()),
        memory_mib: number(column()),
    }
}

impl Facts {
    /// These facts, with those of the columns in their place.
    fn with(&self, columns: impl Iterator<Item = &'static str>) -> Self {
        let mut facts = *self;
        for column in columns {
            let (key, text) = pair(column, '=');
            facts.0[known(key, Key::parse) as usize] = value(Some(text)).unwrap_or_default();
        }
        facts
    }

    fn get(&self, key: Key) -> &'static str {
        self.0[key as usize]
    }

    fn required(&self, key: Key) -> &'static str {
        let text = value(Some(self.get(key)));
        text.unwrap_or_else(|| panic!("instance_types.tsv: a type without {}", key.as_str()))
    }

    fn flag(&self, name: &str) -> bool {
        self.get(Key::Flags).split(',').any(|flag| flag == name)
    }

    fn list<T>(&self, key: Key, parse: impl Fn(&'static str) -> Option<T>) -> Box<[T]> {
        list(self.get(key), parse)
    }

    fn each<T>(&self, key: Key, parse: impl Fn(&'static str) -> T) -> Box<[T]> {
        self.get(key).split_terminator(';').map(parse).collect()
    }
}

fn list<T>(text: &'static str, parse: impl Fn(&'static str) -> Option<T>) -> Box<[T]> {
    text.split_terminator(',').map(|word| known(word, &parse)).collect()
}

/// `a;2*b` -> a, b, b
fn runs<T: Clone>(text: &'static str, parse: impl Fn(&'static str) -> T) -> Box<[T]> {
    let runs = text.split_terminator(';').flat_map(|run| {
        let (count, item) = run.split_once('*').map_or((1, run), |(a, b)| (number(a), b));
        std::iter::repeat_n(parse(item), count)
    });
    runs.collect()
}

/// `1-3,8` -> 1, 2, 3, 8; `2-6/2` -> 2, 4, 6
fn ranges(text: &'static str) -> Box<[u32]> {
    let ranges = text.split_terminator(',').flat_map(|range| {
        let (range, step) = range.split_once('/').map_or((range, 1), |(a, b)| (a, number(b)));
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        (number::<u32>(first)..=number(last)).step_by(step)
    });
    ranges.collect()
}

fn pair(text: &'static str, separator: char) -> (&'static str, &'static str) {
    text.split_once(separator)
        .unwrap_or_else(|| panic!("instance_types.tsv: no {separator:?} in {text:?}"))
}

fn known<T>(text: &'static str, parse: impl Fn(&'static str) -> Option<T>) -> T {
    parse(text).unwrap_or_else(|| panic!("instance_types.tsv: unknown word {text:?}"))
}

fn number<T: FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("instance_types.tsv: {text:?} is no number"))
}

fn optional<T: FromStr>(text: Option<&'static str>) -> Option<T> {
    value(text).map(number)
}

#[cfg(test)]
mod tests {
    use super::super::{all, find};
    use super::*;

    #[test]
    fn ranges_and_runs_unfold() {
        assert_eq!(*ranges("1-3,8"), [1, 2, 3, 8]);
        assert_eq!(*ranges("2-6/2"), [2, 4, 6]);
        assert!(ranges("").is_empty());
        assert_eq!(*runs("a;2*b", str::to_owned), ["a", "b", "b"]);
    }

    #[test]
    fn a_size_takes_what_it_does_not_say_from_its_family() {
        let large = find("m5.large").unwrap();
        assert_eq!((large.processor.vcpus, large.memory_mib), (2, 8192));
        assert_eq!(large.processor.manufacturer, "Intel");
        assert_eq!(large.hypervisor, Some(super::super::Hypervisor::Nitro));
        let rate = large.ebs.optimized.unwrap().baseline;
        assert_eq!((rate.bandwidth_mbps, rate.iops, rate.throughput), (650, 3600, 81.25));
        assert_eq!(large.network.maximum_interfaces, 3);
        assert_eq!(large.network.cards[0].performance, "Up to 10 Gigabit");
        assert_eq!(find("m5.metal").unwrap().hypervisor, None);
    }

    #[test]
    fn accelerators_and_disks_are_read() {
        let gpu = find("g5.xlarge").unwrap();
        assert_eq!((gpu.gpus[0].name, gpu.total_gpu_memory_mib), ("A10G", 22888));
        assert_eq!(gpu.instance_storage.as_ref().unwrap().total_gb(), 250);
        let cluster = find("p5.48xlarge").unwrap();
        assert_eq!(cluster.network.cards.len(), 32);
        assert_eq!(cluster.network.maximum_efa_interfaces, Some(32));
        let inferentia = find("inf2.48xlarge").unwrap();
        assert_eq!(NeuronDevice::total_memory_mib(&inferentia.neuron_devices), 393_216);
    }

    #[test]
    fn every_type_is_found_by_its_name() {
        assert!(all().iter().all(|kind| std::ptr::eq(find(kind.name).unwrap(), kind)));
        assert!(find("m5.huge").is_none());
        assert!(find("t2.micro").unwrap().burstable_performance);
    }
}

//! The accelerators of an instance type, of whatever sort, as requirements speak of them.

use crate::catalog::instance_types::{self, InstanceType};
use wire::{AcceleratorManufacturer, AcceleratorName, AcceleratorType, WireEnum as _};

pub(crate) struct Accelerator {
    pub kind: AcceleratorType,
    /// `None`: one that requirements cannot name.
    pub manufacturer: Option<AcceleratorManufacturer>,
    pub name: Option<AcceleratorName>,
    pub count: u32,
}

pub(crate) fn of(kind: &InstanceType) -> Vec<Accelerator> {
    let plain = |of: AcceleratorType, devices: &[instance_types::Accelerator]| {
        let made = |device: &instance_types::Accelerator| {
            accelerator(of, device.manufacturer, device.name, device.count)
        };
        devices.iter().map(made).collect::<Vec<_>>()
    };
    let gpus = kind.gpus.iter();
    let gpus =
        gpus.map(|gpu| accelerator(AcceleratorType::Gpu, gpu.manufacturer, gpu.name, gpu.count));
    let mut found: Vec<_> = gpus.collect();
    found.extend(plain(AcceleratorType::Fpga, &kind.fpgas));
    found.extend(plain(AcceleratorType::Media, &kind.media_accelerators));
    found.extend(plain(AcceleratorType::Inference, &kind.inference_accelerators));
    // Inferentia is described as both; Trainium as a Neuron device alone.
    // unverified (looked up 2026-11-26): that Trainium counts among what infers, there being no
    // better type.
    if kind.inference_accelerators.is_empty() {
        found.extend(kind.neuron_devices.iter().map(|device| {
            accelerator(AcceleratorType::Inference, "AWS", device.name, device.count)
        }));
    }
    found
}

fn accelerator(kind: AcceleratorType, manufacturer: &str, name: &str, count: u32) -> Accelerator {
    let spelt = |text: &str| text.to_ascii_lowercase().replace(' ', "-");
    let manufacturer = match manufacturer {
        "AWS" => Some(AcceleratorManufacturer::AmazonWebServices),
        other => AcceleratorManufacturer::parse(&spelt(other)),
    };
    Accelerator { kind, manufacturer, name: AcceleratorName::parse(&spelt(name)), count }
}

pub(crate) fn total_memory_mib(kind: &InstanceType) -> u64 {
    let inference = if kind.inference_accelerators.is_empty() {
        instance_types::NeuronDevice::total_memory_mib(&kind.neuron_devices)
    } else {
        instance_types::Accelerator::total_memory_mib(&kind.inference_accelerators)
    };
    let others = [&kind.fpgas, &kind.media_accelerators];
    let others = others.map(|devices| instance_types::Accelerator::total_memory_mib(devices));
    kind.total_gpu_memory_mib + inference + others.iter().sum::<u64>()
}

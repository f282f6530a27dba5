//! Instance requirements of a template's data: kept and answered, and asked again by the fleets
//! that choose types by them.

use crate::records::compute::launch_templates::same::alike;

alike! {
    InstanceRequirementsRequest = InstanceRequirements {
        v_cpu_count, memory_mi_b, cpu_manufacturers, memory_gi_b_per_v_cpu,
        excluded_instance_types, instance_generations,
        spot_max_price_percentage_over_lowest_price,
        on_demand_max_price_percentage_over_lowest_price, bare_metal,
        burstable_performance, require_hibernate_support, network_interface_count,
        local_storage, local_storage_types, total_local_storage_gb,
        baseline_ebs_bandwidth_mbps, accelerator_types, accelerator_count,
        accelerator_manufacturers, accelerator_names, accelerator_total_memory_mi_b,
        network_bandwidth_gbps, allowed_instance_types,
        max_spot_price_as_percentage_of_optimal_on_demand_price,
        baseline_performance_factors, require_encryption_in_transit,
    }
    VCpuCountRangeRequest = VCpuCountRange {
        min, max,
    }
    MemoryMiBRequest = MemoryMiB {
        min, max,
    }
    MemoryGiBPerVCpuRequest = MemoryGiBPerVCpu {
        min, max,
    }
    NetworkInterfaceCountRequest = NetworkInterfaceCount {
        min, max,
    }
    TotalLocalStorageGBRequest = TotalLocalStorageGB {
        min, max,
    }
    BaselineEbsBandwidthMbpsRequest = BaselineEbsBandwidthMbps {
        min, max,
    }
    AcceleratorCountRequest = AcceleratorCount {
        min, max,
    }
    AcceleratorTotalMemoryMiBRequest = AcceleratorTotalMemoryMiB {
        min, max,
    }
    NetworkBandwidthGbpsRequest = NetworkBandwidthGbps {
        min, max,
    }
    BaselinePerformanceFactorsRequest = BaselinePerformanceFactors {
        cpu,
    }
    CpuPerformanceFactorRequest = CpuPerformanceFactor {
        references,
    }
    PerformanceFactorReferenceRequest = PerformanceFactorReference {
        instance_family,
    }
}

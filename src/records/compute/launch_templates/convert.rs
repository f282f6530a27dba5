//! From one type of the wire to another with members of the same names: what a template's data is
//! in a request, in an answer, and in a launch. The compiler holds that no member is left out but
//! where a table says so.

use crate::records::compute::launch_templates::Same;
use wire::{
    AcceleratorManufacturer, AcceleratorName, AcceleratorType, AmdSevSnpSpecification, BareMetal,
    BurstablePerformance, CapacityReservationPreference, CpuManufacturer,
    FleetLaunchTemplateOverrides, FleetReplacementStrategy, HostnameType,
    InstanceBandwidthWeighting, InstanceGeneration, InstanceInterruptionBehavior,
    InstanceIpv6Address, InstanceLifecycle, LaunchTemplateAndOverridesResponse,
    LaunchTemplateAutoRecoveryState, LaunchTemplateHttpTokensState,
    LaunchTemplateInstanceMetadataEndpointState, LaunchTemplateInstanceMetadataProtocolIpv6,
    LaunchTemplateInstanceMetadataTagsState, LocalStorage, LocalStorageType, MarketType,
    NestedVirtualizationSpecification, PlatformValues, PrivateIpAddressSpecification, ResourceType,
    SecondaryInterfaceType, ShutdownBehavior, SpotInstanceType, Tag, Tenancy, Timestamp,
    VolumeType,
};

/// Enums of templates that launches have under another name.
macro_rules! choices {
    ($($one:ident = $other:ident { $first:ident, $second:ident })*) => {
        $(choices!(@ $one => $other { $first, $second });
        choices!(@ $other => $one { $first, $second });)*
    };
    (@ $from:ident => $to:ident { $first:ident, $second:ident }) => {
        impl Same<wire::$to> for wire::$from {
            fn same(&self) -> wire::$to {
                match self {
                    Self::$first => wire::$to::$first,
                    Self::$second => wire::$to::$second,
                }
            }
        }
    };
}

choices! {
    LaunchTemplateAutoRecoveryState = InstanceAutoRecoveryState { Default, Disabled }
    LaunchTemplateHttpTokensState = HttpTokensState { Optional, Required }
    LaunchTemplateInstanceMetadataEndpointState = InstanceMetadataEndpointState {
        Disabled, Enabled
    }
    LaunchTemplateInstanceMetadataProtocolIpv6 = InstanceMetadataProtocolState {
        Disabled, Enabled
    }
    LaunchTemplateInstanceMetadataTagsState = InstanceMetadataTagsState { Disabled, Enabled }
    FleetHttpTokensState = HttpTokensState { Optional, Required }
    FleetInstanceMetadataEndpointState = InstanceMetadataEndpointState { Disabled, Enabled }
}

macro_rules! leaves {
    ($($leaf:ty),* $(,)?) => {
        $(impl Same<$leaf> for $leaf {
            fn same(&self) -> $leaf {
                self.clone()
            }
        })*
    };
}

leaves! {
    AcceleratorManufacturer, AcceleratorName, AcceleratorType, AmdSevSnpSpecification, BareMetal,
    BurstablePerformance, CapacityReservationPreference, CpuManufacturer,
    FleetLaunchTemplateOverrides, FleetReplacementStrategy, HostnameType,
    InstanceBandwidthWeighting, InstanceGeneration, InstanceInterruptionBehavior,
    InstanceIpv6Address, InstanceLifecycle, LaunchTemplateAndOverridesResponse,
    LaunchTemplateAutoRecoveryState, LaunchTemplateHttpTokensState,
    LaunchTemplateInstanceMetadataEndpointState, LaunchTemplateInstanceMetadataProtocolIpv6,
    LaunchTemplateInstanceMetadataTagsState, LocalStorage, LocalStorageType, MarketType,
    NestedVirtualizationSpecification, PlatformValues, PrivateIpAddressSpecification, ResourceType,
    SecondaryInterfaceType, ShutdownBehavior, SpotInstanceType, String, Tag, Tenancy, Timestamp,
    VolumeType, bool, f64, i32,
}

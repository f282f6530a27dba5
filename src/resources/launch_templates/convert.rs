//! From one type of the wire to another with members of the same names: what a template's data is
//! in a request, in an answer, and in a launch. The compiler holds that no member is left out but
//! where a table says so.

use wire::{
    AcceleratorManufacturer, AcceleratorName, AcceleratorType, AmdSevSnpSpecification, BareMetal,
    BurstablePerformance, CapacityReservationPreference, CpuManufacturer, HostnameType,
    InstanceBandwidthWeighting, InstanceGeneration, InstanceInterruptionBehavior,
    InstanceIpv6Address, LaunchTemplateAutoRecoveryState, LaunchTemplateHttpTokensState,
    LaunchTemplateInstanceMetadataEndpointState, LaunchTemplateInstanceMetadataProtocolIpv6,
    LaunchTemplateInstanceMetadataTagsState, LocalStorage, LocalStorageType, MarketType,
    NestedVirtualizationSpecification, PrivateIpAddressSpecification, ResourceType,
    SecondaryInterfaceType, ShutdownBehavior, SpotInstanceType, Tag, Tenancy, Timestamp,
    VolumeType, WireEnum as _,
};

pub(in crate::resources) trait Same<T> {
    fn same(&self) -> T;
}

impl<From: Same<To>, To> Same<Option<To>> for Option<From> {
    fn same(&self) -> Option<To> {
        self.as_ref().map(Same::same)
    }
}

impl<From: Same<To>, To> Same<Vec<To>> for Vec<From> {
    fn same(&self) -> Vec<To> {
        self.iter().map(Same::same).collect()
    }
}

/// Lists that stand in a request itself are plain.
impl<From: Same<To>, To> Same<Vec<To>> for Option<Vec<From>> {
    fn same(&self) -> Vec<To> {
        self.iter().flatten().map(Same::same).collect()
    }
}

impl Same<String> for ResourceType {
    fn same(&self) -> String {
        self.as_str().to_owned()
    }
}

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
    BurstablePerformance, CapacityReservationPreference, CpuManufacturer, HostnameType,
    InstanceBandwidthWeighting, InstanceGeneration, InstanceInterruptionBehavior,
    InstanceIpv6Address, LaunchTemplateAutoRecoveryState, LaunchTemplateHttpTokensState,
    LaunchTemplateInstanceMetadataEndpointState, LaunchTemplateInstanceMetadataProtocolIpv6,
    LaunchTemplateInstanceMetadataTagsState, LocalStorage, LocalStorageType, MarketType,
    NestedVirtualizationSpecification, PrivateIpAddressSpecification, ResourceType,
    SecondaryInterfaceType, ShutdownBehavior, SpotInstanceType, String, Tag, Tenancy, Timestamp,
    VolumeType, bool, f64, i32,
}

/// Types of the wire, each with the one it becomes and the members both have; `..Default` after
/// these leaves the other ones of the second type empty.
macro_rules! same {
    ($($from:ident => $to:ident { $($member:ident,)* $(..$rest:ident)? })*) => {
        $(impl $crate::resources::launch_templates::Same<wire::$to> for wire::$from {
            fn same(&self) -> wire::$to {
                use $crate::resources::launch_templates::Same;
                wire::$to {
                    $($member: Same::same(&self.$member),)*
                    $(..$rest::default())?
                }
            }
        })*
    };
}
pub(in crate::resources) use same;

//! Whether an instance type has what is required of it.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceRequirementsRequest.html>

use super::accelerators;
use crate::catalog::instance_types::{self, DiskType, InstanceType};
use crate::catalog::prices::{self, Product};
use crate::catalog::regions;
use crate::catalog::spot_prices::{self, Pool};
use crate::engine::Now;
use crate::engine::filter::{Pattern, patterns};
use crate::error::{Error, Result};
use crate::records::compute::instance_types::is_offered;
use wire::{
    ArchitectureType, BareMetal, BurstablePerformance, CpuManufacturer, InstanceGeneration,
    InstanceRequirementsRequest, LocalStorage, LocalStorageType, VirtualizationType, WireEnum as _,
};

/// What is asked of the types. Thresholds over the lowest price, of which AWS says that neither
/// GetInstanceTypesFromInstanceRequirements nor GetSpotPlacementScores supports them, have no
/// effect here.
pub(crate) struct Wanted<'a> {
    /// Of these two any will do where none is named.
    pub architectures: &'a [ArchitectureType],
    pub virtualization_types: &'a [VirtualizationType],
    pub requirements: &'a InstanceRequirementsRequest,
}

/// The families whose processors AWS cannot compare with others, as the API reference of
/// PerformanceFactorReferenceRequest lists them.
const INCOMPARABLE: [&str; 25] = [
    "c1",
    "g3",
    "g3s",
    "hpc7g",
    "m1",
    "m2",
    "mac1",
    "mac2",
    "mac2-m1ultra",
    "mac2-m2",
    "mac2-m2pro",
    "p3dn",
    "p4d",
    "p5",
    "t1",
    "u-12tb1",
    "u-18tb1",
    "u-24tb1",
    "u-3tb1",
    "u-6tb1",
    "u-9tb1",
    "u7i-12tb",
    "u7in-16tb",
    "u7in-24tb",
    "u7in-32tb",
];

/// The types of a region that have all that is required, sorted by name.
///
/// # Errors
/// Those of [`check`], and for a comparison of processors, which is not emulated.
pub(crate) fn matching(
    wanted: &Wanted<'_>,
    region: &str,
    now: Now<'_>,
) -> Result<Vec<&'static InstanceType>> {
    check(wanted.requirements)?;
    if let Some(family) = baseline_family(wanted.requirements)? {
        if is_comparable(family) {
            return Err(Error::not_emulated(
                "how fast the processors of instance families are: BaselinePerformanceFactors",
            ));
        }
        return Ok(Vec::new());
    }
    let measures = measures(wanted.requirements);
    let names = Names::of(wanted.requirements);
    let types = instance_types::all().iter().filter(|kind| is_offered(region, kind));
    let found = types.filter(|kind| {
        is_of_kind(wanted, kind)
            && has_features(wanted.requirements, kind)
            && has_accelerators(wanted.requirements, kind)
            && measures.iter().all(|measure| measure.holds((measure.of)(kind)))
            && names.admit(kind.name)
    });
    let found: Vec<_> = found.collect();
    Ok(match wanted.requirements.max_spot_price_as_percentage_of_optimal_on_demand_price {
        Some(percent) => affordable(found, percent, region, now),
        None => found,
    })
}

/// # Errors
/// For parameters that exclude each other, and ranges that hold nothing.
pub(crate) fn check(requirements: &InstanceRequirementsRequest) -> Result<()> {
    let given = |list: &Option<Vec<String>>| list.as_ref().is_some_and(|names| !names.is_empty());
    // unverified (looked up 2026-11-26): the wording of both; the documentation says that they
    // exclude each other.
    let exclusive = |one: &str, other: &str| {
        let message = format!("The parameter {one} cannot be used with the parameter {other}");
        Err(Error::combination(message))
    };
    if given(&requirements.allowed_instance_types) && given(&requirements.excluded_instance_types) {
        return exclusive("allowedInstanceTypes", "excludedInstanceTypes");
    }
    if requirements.spot_max_price_percentage_over_lowest_price.is_some()
        && requirements.max_spot_price_as_percentage_of_optimal_on_demand_price.is_some()
    {
        return exclusive(
            "spotMaxPricePercentageOverLowestPrice",
            "maxSpotPriceAsPercentageOfOptimalOnDemandPrice",
        );
    }
    for percent in [
        requirements.spot_max_price_percentage_over_lowest_price,
        requirements.on_demand_max_price_percentage_over_lowest_price,
        requirements.max_spot_price_as_percentage_of_optimal_on_demand_price,
    ] {
        if percent.is_some_and(|percent| percent < 0) {
            // unverified (looked up 2026-11-26): the wording.
            return Err(Error::invalid_value(
                "A price threshold must be a percentage of at least 0.",
            ));
        }
    }
    for Measure { name, min, max, .. } in measures(requirements) {
        let is_reversed = min.zip(max).is_some_and(|(min, max)| min > max);
        if is_reversed || min.is_some_and(|min| min < 0.0) || max.is_some_and(|max| max < 0.0) {
            // unverified (looked up 2026-11-26): the wording.
            return Err(Error::invalid_value(format!(
                "The range of {name} is invalid. Its minimum and maximum must be at least 0, and \
                 the minimum must not be greater than the maximum."
            )));
        }
    }
    Ok(())
}

/// The family that a type's processor must keep up with.
fn baseline_family(requirements: &InstanceRequirementsRequest) -> Result<Option<&str>> {
    let factors = requirements.baseline_performance_factors.as_ref();
    let references = factors.and_then(|factors| factors.cpu.as_ref()?.references.as_deref());
    match references.unwrap_or_default() {
        [] => Ok(None),
        [one] => Ok(Some(one.instance_family.as_deref().unwrap_or_default())),
        // unverified (looked up 2026-11-26): the wording; the documentation takes one.
        _ => Err(Error::invalid_value(
            "Only one instance family can be specified as a baseline reference for CPU \
             performance.",
        )),
    }
}

fn is_comparable(family: &str) -> bool {
    let is_known = instance_types::all().iter().any(|kind| kind.family() == family);
    is_known && !INCOMPARABLE.contains(&family)
}

/// A number of a type that must lie in a range.
struct Measure {
    name: &'static str,
    min: Option<f64>,
    max: Option<f64>,
    of: fn(&InstanceType) -> f64,
}

impl Measure {
    fn holds(&self, value: f64) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max)
    }
}

macro_rules! measures {
    ($($name:literal $range:expr => $of:expr;)*) => {
        [$({
            let range = $range.as_ref();
            Measure {
                name: $name,
                min: range.and_then(|range| range.min).map(f64::from),
                max: range.and_then(|range| range.max).map(f64::from),
                of: $of,
            }
        }),*]
    };
}

fn measures(requirements: &InstanceRequirementsRequest) -> [Measure; 9] {
    measures! {
        "VCpuCount" requirements.v_cpu_count => |kind| f64::from(kind.processor.vcpus);
        "MemoryMiB" requirements.memory_mi_b => |kind| number(kind.memory_mib);
        "MemoryGiBPerVCpu" requirements.memory_gi_b_per_v_cpu =>
            |kind| number(kind.memory_mib) / 1_024.0 / f64::from(kind.processor.vcpus.max(1));
        "NetworkInterfaceCount" requirements.network_interface_count =>
            |kind| f64::from(kind.network.maximum_interfaces);
        "NetworkBandwidthGbps" requirements.network_bandwidth_gbps =>
            |kind| kind.network.cards.iter().map(|card| card.baseline_gbps).sum();
        "TotalLocalStorageGB" requirements.total_local_storage_gb =>
            |kind| kind.instance_storage.as_ref().map_or(0.0, |storage| number(storage.total_gb()));
        "BaselineEbsBandwidthMbps" requirements.baseline_ebs_bandwidth_mbps =>
            |kind| kind.ebs.optimized.map_or(0.0, |ebs| f64::from(ebs.baseline.bandwidth_mbps));
        "AcceleratorCount" requirements.accelerator_count =>
            |kind| f64::from(accelerators::of(kind).iter().map(|device| device.count).sum::<u32>());
        "AcceleratorTotalMemoryMiB" requirements.accelerator_total_memory_mi_b =>
            |kind| number(accelerators::total_memory_mib(kind));
    }
}

#[expect(clippy::cast_precision_loss, reason = "no type has that much memory")]
const fn number(of: u64) -> f64 {
    of as f64
}

/// Whether anything will do, or one of those is it.
fn is_among<T: PartialEq>(wanted: Option<&[T]>, one: Option<T>) -> bool {
    match wanted {
        None | Some([]) => true,
        Some(wanted) => one.is_some_and(|one| wanted.contains(&one)),
    }
}

fn is_of_kind(wanted: &Wanted<'_>, kind: &InstanceType) -> bool {
    let requirements = wanted.requirements;
    let architectures = kind.processor.architectures.iter();
    let virtualization_types = kind.virtualization_types.iter();
    let manufacturer = match kind.processor.manufacturer {
        "AWS" => Some(CpuManufacturer::AmazonWebServices),
        other => CpuManufacturer::parse(&other.to_ascii_lowercase()),
    };
    let generation = if kind.current_generation {
        InstanceGeneration::Current
    } else {
        InstanceGeneration::Previous
    };
    let mut architectures = architectures.map(|it| ArchitectureType::parse(it.as_str()));
    let mut virtualization_types =
        virtualization_types.map(|it| VirtualizationType::parse(it.as_str()));
    architectures.any(|one| is_among(Some(wanted.architectures), one))
        && virtualization_types.any(|one| is_among(Some(wanted.virtualization_types), one))
        && is_among(requirements.cpu_manufacturers.as_deref(), manufacturer)
        && is_among(requirements.instance_generations.as_deref(), Some(generation))
}

fn has_features(requirements: &InstanceRequirementsRequest, kind: &InstanceType) -> bool {
    let bare_metal = match requirements.bare_metal.unwrap_or(BareMetal::Excluded) {
        BareMetal::Included => true,
        BareMetal::Required => kind.bare_metal,
        BareMetal::Excluded => !kind.bare_metal,
    };
    let burstable = requirements.burstable_performance;
    let burstable = match burstable.unwrap_or(BurstablePerformance::Excluded) {
        BurstablePerformance::Included => true,
        BurstablePerformance::Required => kind.burstable_performance,
        BurstablePerformance::Excluded => !kind.burstable_performance,
    };
    let storage = match requirements.local_storage.unwrap_or(LocalStorage::Included) {
        LocalStorage::Included => true,
        LocalStorage::Required => kind.instance_storage.is_some(),
        LocalStorage::Excluded => kind.instance_storage.is_none(),
    };
    let is_flagged = |asked: Option<bool>, has: bool| asked != Some(true) || has;
    bare_metal
        && burstable
        && storage
        && has_disks(requirements.local_storage_types.as_deref(), kind)
        && is_flagged(requirements.require_hibernate_support, kind.hibernation)
        && is_flagged(
            requirements.require_encryption_in_transit,
            kind.network.encryption_in_transit,
        )
}

/// Whether its disks are of a type that is required. Both types require nothing, being the default.
fn has_disks(types: Option<&[LocalStorageType]>, kind: &InstanceType) -> bool {
    let types = types.unwrap_or_default();
    let is_default = LocalStorageType::VALUES.iter().all(|known| types.contains(known));
    if types.is_empty() || is_default {
        return true;
    }
    let disks = kind.instance_storage.as_ref().map_or(&[][..], |storage| &storage.disks);
    disks.iter().any(|disk| {
        types.contains(&match disk.kind {
            DiskType::Hdd => LocalStorageType::Hdd,
            DiskType::Ssd => LocalStorageType::Ssd,
        })
    })
}

/// Of sorts, makers and models that are named, a type must have an accelerator.
fn has_accelerators(requirements: &InstanceRequirementsRequest, kind: &InstanceType) -> bool {
    let (types, makers, names) = (
        requirements.accelerator_types.as_deref().unwrap_or_default(),
        requirements.accelerator_manufacturers.as_deref().unwrap_or_default(),
        requirements.accelerator_names.as_deref().unwrap_or_default(),
    );
    if types.is_empty() && makers.is_empty() && names.is_empty() {
        return true;
    }
    accelerators::of(kind).into_iter().any(|device| {
        is_among(Some(types), Some(device.kind))
            && is_among(Some(makers), device.manufacturer)
            && is_among(Some(names), device.name)
    })
}

/// Types that are allowed or excluded by their names.
struct Names {
    allowed: Option<Vec<Pattern>>,
    excluded: Vec<Pattern>,
}

impl Names {
    fn of(requirements: &InstanceRequirementsRequest) -> Self {
        let allowed = requirements.allowed_instance_types.as_deref();
        let excluded = requirements.excluded_instance_types.as_deref();
        Self {
            allowed: allowed.filter(|names| !names.is_empty()).map(patterns),
            excluded: patterns(excluded.unwrap_or_default()),
        }
    }

    fn admit(&self, name: &str) -> bool {
        let has = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.matches(name));
        self.allowed.as_deref().is_none_or(has) && !has(&self.excluded)
    }
}

/// The price that others are compared with: that of the cheapest current C, M or R type, or else of
/// the cheapest current one, or else of the cheapest.
pub(crate) fn optimal(
    found: &[&'static InstanceType],
    price: impl Fn(&'static InstanceType) -> Option<f64>,
) -> Option<f64> {
    let cheapest = |wanted: &dyn Fn(&InstanceType) -> bool| {
        let wanted = found.iter().copied().filter(|kind| wanted(kind));
        wanted.filter_map(&price).min_by(f64::total_cmp)
    };
    cheapest(&|kind| kind.current_generation && is_general(kind))
        .or_else(|| cheapest(&|kind| kind.current_generation))
        .or_else(|| cheapest(&|_| true))
}

/// Those whose Spot price is no more than a percentage of the optimal on-demand price.
fn affordable(
    found: Vec<&'static InstanceType>,
    percent: i32,
    region: &str,
    now: Now<'_>,
) -> Vec<&'static InstanceType> {
    let optimal = optimal(&found, |kind| prices::on_demand(region, kind, Product::Linux));
    let Some(most) = optimal.map(|optimal| optimal * f64::from(percent) / 100.0) else {
        return found;
    };
    let seconds = now.timestamp().0.div_euclid(1_000);
    let is_cheap = |kind: &&InstanceType| spot_price(region, kind, seconds) <= Some(most);
    found.iter().copied().filter(is_cheap).collect()
}

fn is_general(kind: &InstanceType) -> bool {
    let mut letters = kind.name.chars();
    matches!(letters.next(), Some('c' | 'm' | 'r')) && letters.next().is_some_and(char::is_numeric)
}

/// In the cheapest zone.
fn spot_price(region: &str, kind: &InstanceType, seconds: i64) -> Option<f64> {
    let region = regions::find(region)?.name;
    let kind = instance_types::find(kind.name)?;
    let zones = instance_types::zones_offering(region, kind.name).into_iter();
    let prices = zones.filter_map(|zone| {
        spot_prices::in_force(Pool { region, zone, kind }, Product::Linux, seconds)
    });
    prices.min_by(f64::total_cmp)
}

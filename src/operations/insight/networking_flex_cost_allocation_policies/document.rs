//! What a policy says of the costs of one type of network resource.

use crate::error::{Error, Result};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use wire::{
    FlexCostAllocationCidrRangeSpecifications as CidrRanges,
    FlexCostAllocationCostDimension as Dimension,
    FlexCostAllocationNetworkResourceType as ResourceType,
    FlexCostAllocationReportingGranularity as Granularity,
    InstanceFlexCostAllocationPolicyDocument as OfInstances,
    NatFlexCostAllocationPolicyDocument as OfNatGateways,
    PcxFlexCostAllocationPolicyDocument as OfPeering, WireEnum as _,
};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Document {
    Nat(OfNatGateways),
    Instance(OfInstances),
    Pcx(OfPeering),
}

/// What a request has of documents, of which one fits.
pub(crate) type Asked<'a> =
    (&'a Option<OfNatGateways>, &'a Option<OfInstances>, &'a Option<OfPeering>);

const PREFIXES: [&str; 2] = ["source-prefixes", "destination-prefixes"];

impl Document {
    /// The one that was given, if any.
    ///
    /// # Errors
    /// `InvalidParameterCombination` for one of another type, and those of what it says.
    // The rules are documented; unverified (looked up 2026-11-26): all codes and words here.
    pub fn asked(of: ResourceType, (nat, instance, pcx): Asked<'_>) -> Result<Option<Self>> {
        let nat = nat.clone().map(Self::Nat);
        let instance = instance.clone().map(Self::Instance);
        let pcx = pcx.clone().map(Self::Pcx);
        let given: Vec<Self> = [nat, instance, pcx].into_iter().flatten().collect();
        if let Some(other) = given.iter().find(|document| document.of() != of) {
            let (name, of) = (Self::parameter(other.of()), of.as_str());
            let message = format!("The parameter {name} cannot be used for the type {of}.");
            return Err(Error::combination(message));
        }
        given.iter().try_for_each(Self::check)?;
        Ok(given.into_iter().next())
    }

    pub const fn of(&self) -> ResourceType {
        match self {
            Self::Nat(_) => ResourceType::Natgw,
            Self::Instance(_) => ResourceType::Ec2,
            Self::Pcx(_) => ResourceType::Pcx,
        }
    }

    /// What a request calls the document of a type.
    pub const fn parameter(of: ResourceType) -> &'static str {
        match of {
            ResourceType::Natgw => "NatFcaPolicyDocument",
            ResourceType::Ec2 => "InstanceFcaPolicyDocument",
            ResourceType::Pcx => "PcxFcaPolicyDocument",
        }
    }

    pub fn nat(&self) -> Option<OfNatGateways> {
        if let Self::Nat(document) = self { Some(document.clone()) } else { None }
    }

    pub fn instance(&self) -> Option<OfInstances> {
        if let Self::Instance(document) = self { Some(document.clone()) } else { None }
    }

    pub fn pcx(&self) -> Option<OfPeering> {
        if let Self::Pcx(document) = self { Some(document.clone()) } else { None }
    }

    fn parts(&self) -> (&[Granularity], &[Dimension], Option<&CidrRanges>) {
        let (granularity, dimensions, ranges) = match self {
            Self::Nat(it) => {
                (&it.reporting_granularity, &it.dimensions, &it.cidr_range_specifications)
            }
            Self::Instance(it) => {
                (&it.reporting_granularity, &it.dimensions, &it.cidr_range_specifications)
            }
            Self::Pcx(it) => {
                (&it.reporting_granularity, &it.dimensions, &it.cidr_range_specifications)
            }
        };
        let granularity = granularity.as_deref().unwrap_or_default();
        (granularity, dimensions.as_deref().unwrap_or_default(), ranges.as_ref())
    }

    fn check(&self) -> Result<()> {
        let (granularity, dimensions, ranges) = self.parts();
        let (of, named) = (self.of(), Self::parameter(self.of()));
        let reason = format!("It cannot be reported for the type {}.", of.as_str());
        if of != ResourceType::Pcx && granularity.contains(&Granularity::PeeringId) {
            let parameter = format!("{named}.ReportingGranularity");
            return Err(Error::bad_parameter(&parameter, "peering-id", &reason));
        }
        if of != ResourceType::Natgw && dimensions.contains(&Dimension::DataProcessing) {
            let parameter = format!("{named}.Dimensions");
            return Err(Error::bad_parameter(&parameter, "data-processing", &reason));
        }
        let parameter = format!("{named}.CidrRangeSpecifications");
        match (granularity.contains(&Granularity::Cidr), ranges) {
            (true, None) => Err(Error::missing(&parameter)),
            (false, Some(_)) => {
                let message =
                    format!("The parameter {parameter} goes with the granularity cidr alone.");
                Err(Error::combination(message))
            }
            (_, ranges) => ranges.map_or(Ok(()), |ranges| check_ranges(&parameter, ranges)),
        }
    }
}

fn check_ranges(parameter: &str, ranges: &CidrRanges) -> Result<()> {
    let bad = |member: &str, value: &str, reason: &str| {
        Err(Error::bad_parameter(&format!("{parameter}.{member}"), value, reason))
    };
    let of = ranges.prefixes_type.as_deref().unwrap_or_default();
    if !PREFIXES.contains(&of) {
        return bad("PrefixesType", of, "Expecting source-prefixes or destination-prefixes.");
    }
    for mapping in ranges.prefixes.iter().flatten() {
        let range = mapping.cidr_range.as_deref().unwrap_or_default();
        if range.parse::<IpNet>().is_err() {
            return bad("Prefixes.CidrRange", range, "This is not a valid CIDR block.");
        }
        let label = mapping.cidr_label.as_deref().unwrap_or_default();
        if !is_label(label) {
            let reason = "It must have up to 64 letters, digits, hyphens and underscores, and \
                          start with a letter or a digit.";
            return bad("Prefixes.CidrLabel", label, reason);
        }
    }
    Ok(())
}

fn is_label(text: &str) -> bool {
    let is_of_label = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_');
    text.len() <= 64
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.bytes().all(is_of_label)
}

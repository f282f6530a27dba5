//! What each metric is worked out from. Costs of Spot Instances, and what was requested and
//! fulfilled, are not emulated, nor is what reservations are to have some day.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/cm-metrics-units.html>

use super::uses::{CapacityUse, Held, What};
use crate::error::{Error, Result};
use std::collections::BTreeMap;
use wire::{GroupBy, Metric, WireEnum as _};

/// Of which of what is held a metric tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Reservations,
    /// The same of one reservation at a time.
    EachReservation,
    Reserved,
    Unreserved,
    Spot,
    /// Of which there are three dimensions alone.
    SpotCount,
    Interruptions,
}

/// How the parts of a period come to one number.
#[derive(Debug, Clone, Copy)]
enum How {
    /// The sum over all hours.
    Hours,
    Most,
    Least,
    /// Each once, however long it was there.
    Each,
    /// What was used of all hours, as a percentage.
    Used,
    /// What was interrupted of all that ran, as a percentage.
    Interrupted,
    /// How long what was interrupted had run.
    MeanRun,
    LongestRun,
    ShortestRun,
}

/// How much something counts; `None`: it is not known.
type Amount = fn(&Held) -> Option<f64>;

/// A metric.
pub(crate) struct Rule {
    pub of: Of,
    how: How,
    amount: Amount,
}

/// Some hours of something that was held.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part<'a> {
    pub hours: f64,
    /// How long it had run when it was interrupted within them, if it was.
    pub run: Option<f64>,
    pub of: &'a CapacityUse,
}

/// # Errors
/// That a metric is not emulated.
pub(crate) fn rule(metric: Metric) -> Result<Rule> {
    use Metric as M;
    let (of, how, amount): (Of, How, Amount) = match metric {
        M::ReservationTotalCapacityHrsVcpu => (Of::Reservations, How::Hours, size_in_vcpus),
        M::ReservationTotalCapacityHrsInst => (Of::Reservations, How::Hours, size),
        M::ReservationMaxSizeVcpu => (Of::EachReservation, How::Most, size_in_vcpus),
        M::ReservationMaxSizeInst => (Of::EachReservation, How::Most, size),
        M::ReservationMinSizeVcpu => (Of::EachReservation, How::Least, size_in_vcpus),
        M::ReservationMinSizeInst => (Of::EachReservation, How::Least, size),
        M::ReservationUnusedTotalCapacityHrsVcpu => (Of::Reservations, How::Hours, unused_in_vcpus),
        M::ReservationUnusedTotalCapacityHrsInst => (Of::Reservations, How::Hours, unused),
        M::ReservationMaxUnusedSizeVcpu => (Of::EachReservation, How::Most, unused_in_vcpus),
        M::ReservationMaxUnusedSizeInst => (Of::EachReservation, How::Most, unused),
        M::ReservationMinUnusedSizeVcpu => (Of::EachReservation, How::Least, unused_in_vcpus),
        M::ReservationMinUnusedSizeInst => (Of::EachReservation, How::Least, unused),
        M::ReservationMaxUtilization => (Of::EachReservation, How::Most, utilization),
        M::ReservationMinUtilization => (Of::EachReservation, How::Least, utilization),
        M::ReservationAvgUtilizationVcpu => (Of::Reservations, How::Used, vcpus),
        M::ReservationAvgUtilizationInst => (Of::Reservations, How::Used, one),
        M::ReservationTotalCount => (Of::Reservations, How::Each, one),
        M::ReservationTotalEstimatedCost => {
            (Of::Reservations, How::Hours, |held| Some(size(held)? * held.price()?))
        }
        M::ReservationUnusedTotalEstimatedCost => {
            (Of::Reservations, How::Hours, |held| Some(unused(held)? * held.price()?))
        }
        M::ReservedTotalUsageHrsVcpu => (Of::Reserved, How::Hours, vcpus),
        M::ReservedTotalUsageHrsInst => (Of::Reserved, How::Hours, one),
        M::ReservedTotalEstimatedCost => (Of::Reserved, How::Hours, Held::price),
        M::UnreservedTotalUsageHrsVcpu => (Of::Unreserved, How::Hours, vcpus),
        M::UnreservedTotalUsageHrsInst => (Of::Unreserved, How::Hours, one),
        M::UnreservedTotalEstimatedCost => (Of::Unreserved, How::Hours, Held::price),
        M::SpotTotalUsageHrsVcpu => (Of::Spot, How::Hours, vcpus),
        M::SpotTotalUsageHrsInst => (Of::Spot, How::Hours, one),
        M::SpotTotalCountVcpu => (Of::SpotCount, How::Each, vcpus),
        M::SpotTotalCountInst => (Of::SpotCount, How::Each, one),
        M::SpotTotalInterruptionsVcpu => (Of::Interruptions, How::Each, vcpus),
        M::SpotTotalInterruptionsInst => (Of::Interruptions, How::Each, one),
        M::SpotInterruptionRateVcpu => (Of::SpotCount, How::Interrupted, vcpus),
        M::SpotInterruptionRateInst => (Of::SpotCount, How::Interrupted, one),
        M::SpotAvgRunTimeBeforeInterruptionInst => (Of::Interruptions, How::MeanRun, one),
        M::SpotMaxRunTimeBeforeInterruptionInst => (Of::Interruptions, How::LongestRun, one),
        M::SpotMinRunTimeBeforeInterruptionInst => (Of::Interruptions, How::ShortestRun, one),
        other => {
            let what = format!("the metric {} of Capacity Manager", other.as_str());
            return Err(Error::not_emulated(what));
        }
    };
    Ok(Rule { of, how, amount })
}

fn one(_: &Held) -> Option<f64> {
    Some(1.0)
}

fn vcpus(held: &Held) -> Option<f64> {
    Some(held.vcpus())
}

fn size(held: &Held) -> Option<f64> {
    held.reserved().map(|it| it.total.into())
}

fn size_in_vcpus(held: &Held) -> Option<f64> {
    Some(size(held)? * held.vcpus())
}

fn unused(held: &Held) -> Option<f64> {
    held.reserved().map(|it| it.total.saturating_sub(it.used).into())
}

fn unused_in_vcpus(held: &Held) -> Option<f64> {
    Some(unused(held)? * held.vcpus())
}

fn utilization(held: &Held) -> Option<f64> {
    let it = held.reserved()?;
    Some(percentage(it.used.into(), it.total.into()))
}

fn percentage(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { 100.0 * part / whole } else { 0.0 }
}

impl Of {
    /// Whether a metric tells of something.
    pub fn includes(self, held: &Held) -> bool {
        match self {
            Self::Reservations | Self::EachReservation => held.reserved().is_some(),
            Self::Reserved => matches!(held.what, What::OnDemand(_, Some(_))),
            Self::Unreserved => matches!(held.what, What::OnDemand(_, None)),
            Self::Spot | Self::SpotCount | Self::Interruptions => {
                matches!(held.what, What::Spot(..))
            }
        }
    }

    /// Whether it tells of a part of it.
    pub fn counts(self, part: &Part<'_>) -> bool {
        self.includes(&part.of.held) && (self != Self::Interruptions || part.run.is_some())
    }

    /// Whether a metric has a dimension, as documented.
    pub fn has(self, dimension: GroupBy) -> bool {
        use GroupBy as By;
        match dimension {
            By::ResourceRegion | By::AvailabilityZoneId | By::AccountId => true,
            By::InstanceFamily | By::InstanceType | By::InstancePlatform | By::Tenancy => {
                !matches!(self, Self::SpotCount | Self::Interruptions)
            }
            By::ReservationId | By::ReservationArn | By::ReservationType => {
                matches!(self, Self::Reservations | Self::EachReservation | Self::Reserved)
            }
            // Accounts have no names but in an organization.
            By::AccountName => false,
            _ => matches!(self, Self::Reservations | Self::EachReservation),
        }
    }
}

impl Rule {
    /// What the parts of a period come to.
    ///
    /// # Errors
    /// That a price is not known.
    pub fn value(&self, parts: &[Part<'_>]) -> Result<f64> {
        let amount = |held: &Held| {
            (self.amount)(held).ok_or_else(|| {
                let (kind, platform) = (&held.instance_type, &held.platform);
                Error::not_emulated(format!("the price of {kind} with {platform}"))
            })
        };
        let amounts = parts.iter().map(|part| Ok((*part, amount(&part.of.held)?)));
        let amounts = amounts.collect::<Result<Vec<(Part<'_>, f64)>>>()?;
        let each = amounts.iter().map(|(_, amount)| *amount);
        let runs = parts.iter().filter_map(|part| part.run);
        let sum = |of: Amount| -> f64 {
            let hours = |(part, weight): &(Part<'_>, f64)| {
                part.hours * weight * of(&part.of.held).unwrap_or_default()
            };
            amounts.iter().map(hours).sum()
        };
        let distinct = |counts: fn(&Part<'_>) -> bool| -> f64 {
            let counted = amounts.iter().filter(|(part, _)| counts(part));
            let by_key: BTreeMap<&str, f64> =
                counted.map(|(part, amount)| (part.of.held.key(), *amount)).collect();
            by_key.into_values().sum()
        };
        Ok(match self.how {
            How::Hours => amounts.iter().map(|(part, amount)| part.hours * amount).sum(),
            How::Most => each.fold(f64::MIN, f64::max),
            How::Least => each.fold(f64::MAX, f64::min),
            How::Each => distinct(|_| true),
            How::Used => percentage(sum(size) - sum(unused), sum(size)),
            How::Interrupted => percentage(distinct(|part| part.run.is_some()), distinct(|_| true)),
            How::MeanRun => runs.clone().sum::<f64>() / runs.map(|_| 1.0).sum::<f64>(),
            How::LongestRun => runs.fold(f64::MIN, f64::max),
            How::ShortestRun => runs.fold(f64::MAX, f64::min),
        })
    }
}

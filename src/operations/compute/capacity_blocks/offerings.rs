//! Which Capacity Blocks can be purchased. An offering's id says all of it, so that nothing is kept
//! of what was only looked at.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-blocks-purchase.html>

use crate::catalog::instance_types::{self, InstanceType, UsageClass};
use crate::catalog::prices::{self, Product};
use crate::catalog::regions::{self, Zone};
use crate::catalog::spot_prices::hash;
use crate::engine::Read;
use crate::error::{Error, Result};
use wire::{
    CapacityBlockOffering, CapacityReservationTenancy, DescribeCapacityBlockOfferingsRequest,
    DescribeCapacityBlockOfferingsResult, Timestamp,
};

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;
/// Blocks begin and end at half past eleven, UTC.
const MORNING_MILLIS: i64 = (11 * 60 + 30) * 60 * 1_000;
/// "Up to eight weeks in advance."
const AHEAD_DAYS: i64 = 8 * 7;
const MOST_INSTANCES: i32 = 64;

/// What is offered, as an id tells it.
pub(crate) struct Offering {
    pub kind: &'static InstanceType,
    pub zone: &'static Zone,
    pub count: i32,
    /// Since 1970.
    pub first_day: i64,
    pub days: i64,
}

impl Offering {
    pub const fn start(&self) -> Timestamp {
        Timestamp(self.first_day * DAY_MILLIS + MORNING_MILLIS)
    }

    pub const fn end(&self) -> Timestamp {
        Timestamp((self.first_day + self.days) * DAY_MILLIS + MORNING_MILLIS)
    }

    fn id(&self, region: &str) -> String {
        let zones = regions::find(region).map_or(&[][..], |region| &region.zones);
        let place = zones.iter().position(|zone| zone.name == self.zone.name).unwrap_or(0);
        let [place, count, days, day] =
            [i64::try_from(place).unwrap_or(0), i64::from(self.count), self.days, self.first_day];
        let parts = [(place, 4), (count, 7), (days, 8), (day, 16)];
        let digits = parts
            .iter()
            .fold(name_part(self.kind), |all, (part, bits)| (all << bits) | part.cast_unsigned());
        format!("cbr-0{:016x}", digits ^ hash(&["capacity block", region]))
    }

    /// What an id of the region says.
    fn read(region: &str, id: &str) -> Option<Self> {
        let digits = id.strip_prefix("cbr-0").filter(|digits| digits.len() == 16)?;
        let mut rest = u64::from_str_radix(digits, 16).ok()? ^ hash(&["capacity block", region]);
        let mut next = |bits: u32| {
            let part = rest & ((1 << bits) - 1);
            rest >>= bits;
            part
        };
        let [day, days, count, place] = [16, 8, 7, 4].map(&mut next);
        let zone = regions::find(region)?.zones.get(usize::try_from(place).ok()?)?;
        let kind = kinds().find(|kind| name_part(kind) == rest)?;
        Some(Self {
            kind,
            zone,
            count: i32::try_from(count).ok()?,
            first_day: i64::try_from(day).ok()?,
            days: i64::try_from(days).ok()?,
        })
    }
}

/// The types that blocks are made of, of which instance types tell.
fn kinds() -> impl Iterator<Item = &'static InstanceType> {
    instance_types::all().iter().filter(|it| it.usage_classes.contains(&UsageClass::CapacityBlock))
}

fn name_part(kind: &InstanceType) -> u64 {
    hash(&[kind.name]) >> 35
}

/// US dollars at once. AWS's prices go by supply and demand; here it is the one on demand.
pub(crate) fn fee(region: &str, kind: &InstanceType, (count, days): (i32, i64)) -> String {
    let price = prices::on_demand(region, kind, Product::Linux).unwrap_or(0.0);
    #[expect(clippy::cast_precision_loss, reason = "half a year has few days")]
    let hours = days as f64 * 24.0;
    format!("{:.2}", price * hours * f64::from(count))
}

/// "1 to 14 days in 1-day increments and up to 182 days in 7-day increments."
// unverified (looked up 2026-11-26): the wording.
pub(crate) fn days(hours: i32) -> Result<i64> {
    let days = i64::from(hours / 24);
    let is_offered = hours % 24 == 0 && (1..=182).contains(&days) && (days <= 14 || days % 7 == 0);
    if is_offered {
        return Ok(days);
    }
    let reason = "Expecting one to fourteen days, or up to 26 weeks.";
    Err(Error::bad_parameter("capacityDurationHours", hours, reason))
}

/// The block of each zone that begins next.
pub(crate) fn describe_offerings(
    cx: Read<'_>,
    request: &DescribeCapacityBlockOfferingsRequest,
) -> Result<DescribeCapacityBlockOfferingsResult> {
    // The catalogue has such types in Availability Zones alone, which need no opt-in.
    let _ = request.all_availability_zones;
    let days = days(request.capacity_duration_hours)?;
    let name = request.instance_type.as_deref().ok_or_else(|| Error::missing("InstanceType"))?;
    let Some(kind) = kinds().find(|kind| kind.name == name) else {
        // unverified (looked up 2026-11-26): the wording.
        let message = format!("The instance type '{name}' is not supported by Capacity Blocks.");
        return Err(Error::invalid_value(message));
    };
    let count = request.instance_count.unwrap_or(1);
    if !(1..=MOST_INSTANCES).contains(&count) {
        let reason = "Expecting a number from 1 to 64.";
        return Err(Error::bad_parameter("instanceCount", count, reason));
    }
    let now = cx.now().timestamp();
    let from = request.start_date_range.unwrap_or(now).max(now);
    let first_day = (from.0 - MORNING_MILLIS).div_euclid(DAY_MILLIS) + 1;
    let is_near = first_day <= now.0.div_euclid(DAY_MILLIS) + AHEAD_DAYS;
    let region = cx.region();
    let zones = instance_types::zones_offering(region, kind.name).into_iter();
    let zones = zones.filter_map(|name| regions::find(region)?.zone(name)).filter(|_| is_near);
    let offered = zones.map(|zone| Offering { kind, zone, count, first_day, days });
    let offered = offered.filter(|it| request.end_date_range.is_none_or(|until| it.end() <= until));
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let rows = (1_u64..).zip(offered.map(|offering| view(region, &offering)));
    let rows = rows.filter(|(at, _)| *at > paging.position());
    let page = paging.cut(rows.map(Ok))?;
    Ok(DescribeCapacityBlockOfferingsResult {
        capacity_block_offerings: Some(page.items),
        next_token: page.next_token,
    })
}

fn view(region: &str, offering: &Offering) -> CapacityBlockOffering {
    let hours = i32::try_from(offering.days * 24).ok();
    CapacityBlockOffering {
        capacity_block_offering_id: Some(offering.id(region)),
        instance_type: Some(offering.kind.name.to_owned()),
        availability_zone: Some(offering.zone.name.to_owned()),
        instance_count: Some(offering.count),
        start_date: Some(offering.start()),
        end_date: Some(offering.end()),
        capacity_block_duration_hours: hours,
        upfront_fee: Some(fee(region, offering.kind, (offering.count, offering.days))),
        currency_code: Some("USD".to_owned()),
        tenancy: Some(CapacityReservationTenancy::Default),
        capacity_block_duration_minutes: hours.map(|hours| hours * 60),
        ..CapacityBlockOffering::default()
    }
}

/// # Errors
/// For an id that says nothing, and for a block that has begun.
// unverified (looked up 2026-11-26): code and wording.
pub(crate) fn find(cx: Read<'_>, id: &str) -> Result<Offering> {
    let found = Offering::read(cx.region(), id).filter(|it| !cx.now().reached(it.start()));
    found.ok_or_else(|| {
        let message = format!("The Capacity Block offering ID '{id}' does not exist");
        Error::new("InvalidCapacityBlockOfferingId.NotFound", message)
    })
}

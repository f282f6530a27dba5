//! What reservations of Dedicated Hosts are offered: each family's, for one year and for three, in
//! three ways to pay. Prices follow from those of hosts on demand as AWS's documented offerings for
//! `m4` do.
//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-host-reservation-offerings.html>

use crate::catalog::dedicated_hosts;
use crate::catalog::spot_prices::hash;
use crate::engine::filter::ViewFilters;
use crate::engine::{Id, Read};
use crate::error::{Error, Result};
use crate::records::compute::host_reservations::{NO_CURRENCY, Offering, TERMS, dollars};
use crate::records::compute::instance_types::is_offered;
use wire::{
    DescribeHostReservationOfferingsRequest, DescribeHostReservationOfferingsResult, HostOffering,
    WireEnum as _,
};

const YEAR_SECONDS: i32 = 365 * 24 * 60 * 60;

/// All that is offered in a region, in the order of the families that it has.
fn all(region: &str) -> impl Iterator<Item = Offering> + use<'_> {
    let is_there =
        move |family: &&str| dedicated_hosts::types(family).any(|kind| is_offered(region, kind));
    dedicated_hosts::families().into_iter().filter(is_there).flat_map(move |family| {
        let price = dedicated_hosts::find(family).and_then(|model| model.price(region));
        let terms = TERMS.iter().filter_map(move |term| Some((price?, term)));
        terms.map(move |(price, (years, option, hourly, upfront))| {
            let seconds = years * YEAR_SECONDS;
            let parts = ["host reservation", region, family, option.as_str(), &years.to_string()];
            let hours = f64::from(seconds) / 3_600.0;
            Offering {
                id: Id::new(format!("hro-0{:016x}", hash(&parts))),
                family: family.into(),
                seconds,
                option: *option,
                hourly: (price * hourly * 1_000.0).round() / 1_000.0,
                upfront: (price * upfront * hours).round(),
            }
        })
    })
}

/// # Errors
/// `InvalidHostReservationOfferingId.Malformed` and its like for an id that no offering has.
// unverified (looked up 2026-11-26): the code of the latter, and both messages.
pub(crate) fn find(region: &str, id: &str) -> Result<Offering> {
    if !id.starts_with("hro-") {
        let message = format!("Invalid id: \"{id}\" (expecting \"hro-...\")");
        return Err(Error::new("InvalidHostReservationOfferingId.Malformed", message));
    }
    let found = all(region).find(|offering| *offering.id == *id);
    found.ok_or_else(|| {
        let message = format!("The host reservation offering ID '{id}' does not exist");
        Error::new("InvalidHostReservationOfferingId.NotFound", message)
    })
}

pub(crate) fn describe_host_reservation_offerings(
    cx: Read<'_>,
    request: &DescribeHostReservationOfferingsRequest,
) -> Result<DescribeHostReservationOfferingsResult> {
    let filters = ViewFilters::parse(cx.action(), &request.filter)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let named = request.offering_id.as_deref().map(|id| find(cx.region(), id)).transpose()?;
    let offered = all(cx.region()).filter(|offering| {
        named.as_ref().is_none_or(|named| named.id == offering.id)
            && request.min_duration.is_none_or(|least| offering.seconds >= least)
            && request.max_duration.is_none_or(|most| offering.seconds <= most)
    });
    let views = offered.map(|offering| HostOffering {
        currency_code: NO_CURRENCY,
        duration: Some(offering.seconds),
        hourly_price: Some(dollars(offering.hourly, 1)),
        instance_family: Some(offering.family.to_string()),
        offering_id: Some(offering.id.to_string()),
        payment_option: Some(offering.option),
        upfront_price: Some(dollars(offering.upfront, 1)),
    });
    let views = views.filter(|view| filters.matches(view)).enumerate();
    let after = paging.position();
    let rows = views.map(|(at, view)| (at as u64 + 1, view)).filter(|(at, _)| *at > after);
    let page = paging.cut(rows.map(Ok))?;
    Ok(DescribeHostReservationOfferingsResult {
        offering_set: Some(page.items),
        next_token: page.next_token,
    })
}

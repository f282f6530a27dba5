//! Purchasing a reservation for hosts that there are, or seeing what that would cost.

use super::offerings;
use crate::engine::{Read, Write};
use crate::error::{Error, Result};
use crate::records::compute::host_reservations::{HostReservation, NO_CURRENCY, Offering, dollars};
use crate::records::compute::hosts::Host;
use crate::records::ids::{HostId, HostReservationId};
use wire::{
    GetHostReservationPurchasePreviewRequest, GetHostReservationPurchasePreviewResult, Purchase,
    PurchaseHostReservationRequest, PurchaseHostReservationResult,
};

pub(crate) fn get_host_reservation_purchase_preview(
    cx: Read<'_>,
    request: &GetHostReservationPurchasePreviewRequest,
) -> Result<GetHostReservationPurchasePreviewResult> {
    let (offering, hosts) = checked(cx, &request.offering_id, &request.host_id_set)?;
    let purchase = purchase(&offering, &hosts, None);
    Ok(GetHostReservationPurchasePreviewResult {
        currency_code: NO_CURRENCY,
        total_hourly_price: purchase.hourly_price.clone(),
        total_upfront_price: purchase.upfront_price.clone(),
        purchase: Some(vec![purchase]),
    })
}

pub(crate) fn purchase_host_reservation(
    cx: &mut Write<'_>,
    request: &PurchaseHostReservationRequest,
) -> Result<PurchaseHostReservationResult> {
    // Dollars are the only currency.
    let _ = request.currency_code;
    let tags = cx.tags_for::<HostReservation>(&request.tag_specifications)?;
    let (offering, hosts) = checked(cx.read(), &request.offering_id, &request.host_id_set)?;
    check_limit(request.limit_price.as_deref(), &offering, hosts.len())?;
    let start = cx.now().timestamp().whole_seconds();
    let record = HostReservation { offering: offering.clone(), hosts: hosts.clone(), start };
    let end = record.end();
    let id = cx.new_id::<HostReservation>();
    let purchase = purchase(&offering, &hosts, Some(&id));
    for host in &hosts {
        cx.get_mut::<Host>(host)?.reservation = Some((id.clone(), end));
    }
    cx.insert(id, record, tags);
    Ok(PurchaseHostReservationResult {
        client_token: request.client_token.clone(),
        currency_code: NO_CURRENCY,
        total_hourly_price: purchase.hourly_price.clone(),
        total_upfront_price: purchase.upfront_price.clone(),
        purchase: Some(vec![purchase]),
    })
}

/// # Errors
/// Those of the ids, `InvalidInstanceFamily` for a host of another family than the offering's,
/// `HostAlreadyCoveredByReservation`.
// unverified (looked up 2026-11-26): the wordings; the codes are documented.
fn checked(cx: Read<'_>, offering: &str, hosts: &[String]) -> Result<(Offering, Vec<HostId>)> {
    let offering = offerings::find(cx.region(), offering)?;
    let mut found = Vec::new();
    for id in hosts {
        let host = cx.get_live::<Host>(id)?;
        if *host.model.family != *offering.family {
            let message = format!(
                "The instance family '{}' of dedicated host {id} is not that of the offering, \
                 '{}'.",
                host.model.family, offering.family
            );
            return Err(Error::new("InvalidInstanceFamily", message));
        }
        if host.reservation_id(cx.now()).is_some() {
            let message = format!("Dedicated host {id} is already covered by a reservation.");
            return Err(Error::new("HostAlreadyCoveredByReservation", message));
        }
        if !found.contains(&host.id) {
            found.push(host.id.clone());
        }
    }
    Ok((offering, found))
}

/// A limit to what is paid upfront and, where nothing is, by the hour.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_PurchaseHostReservation.html>
// unverified (looked up 2026-11-26): the wordings, and which of the prices is compared.
fn check_limit(limit: Option<&str>, offering: &Offering, count: usize) -> Result<()> {
    let Some(text) = limit else { return Ok(()) };
    let reason = "Expecting a price.";
    let limit: f64 = text.parse().map_err(|_| Error::bad_parameter("limitPrice", text, reason))?;
    let price = if offering.upfront > 0.0 { offering.upfront } else { offering.hourly };
    let total = dollars(price, count);
    if total.parse::<f64>().is_ok_and(|total| total <= limit) {
        return Ok(());
    }
    let message = format!("The cost of the order, {total}, is above the limit price {text}.");
    Err(Error::new("LimitPriceExceeded", message))
}

/// One purchase for all of the hosts.
// unverified (looked up 2026-11-26): that its prices are those of all of them.
fn purchase(offering: &Offering, hosts: &[HostId], id: Option<&HostReservationId>) -> Purchase {
    Purchase {
        currency_code: NO_CURRENCY,
        duration: Some(offering.seconds),
        host_id_set: Some(hosts.iter().map(ToString::to_string).collect()),
        host_reservation_id: id.map(ToString::to_string),
        hourly_price: Some(dollars(offering.hourly, hosts.len())),
        instance_family: Some(offering.family.to_string()),
        payment_option: Some(offering.option),
        upfront_price: Some(dollars(offering.upfront, hosts.len())),
    }
}

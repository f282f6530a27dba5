//! What Reserved Instances are offered: each type that a region has, on each product that has a
//! price there, for one year and for three, in three ways to pay. Prices follow from those on
//! demand, and licences cost what they cost on demand. Nobody sells any on a marketplace.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/reserved-instances-types.html>

use super::record::Offering;
use crate::catalog::instance_types::{self, InstanceType};
use crate::catalog::prices::{self, Product};
use crate::catalog::regions;
use crate::catalog::spot_prices::hash;
use crate::engine::filter::{ViewFilters, patterns};
use crate::engine::{Paging, Read};
use crate::error::{Error, Result};
use crate::operations::compute::host_reservations::offerings::TERMS;
use wire::{
    CurrencyCodeValues, DescribeReservedInstancesOfferingsRequest as Request,
    DescribeReservedInstancesOfferingsResult, OfferingClassType as Class, OfferingTypeValues,
    PaymentOption, PricingDetail, RIProductDescription, ReservedInstancesOffering, Tenancy,
    WireEnum as _,
};

const PRODUCTS: [(RIProductDescription, Product); 4] = [
    (RIProductDescription::LinuxUNIX, Product::Linux),
    (RIProductDescription::Windows, Product::Windows),
    (RIProductDescription::RedHatEnterpriseLinux, Product::RedHat),
    (RIProductDescription::SUSELinux, Product::Suse),
];

/// The classes with what they cost of the price of a Standard one: 40 % and 60 % off on average, or
/// 31 % and 54 %, says AWS's whitepaper on reservation models of both classes.
const CLASSES: [(Class, f64); 2] = [(Class::Standard, 1.0), (Class::Convertible, 1.15)];

// unverified: what a Dedicated Instance costs more.
const TENANCIES: [(Tenancy, f64); 2] = [(Tenancy::Default, 1.0), (Tenancy::Dedicated, 1.06)];

/// More than there are of one type.
const OF_TYPE: u64 = 1_000;

/// See `API_DescribeReservedInstancesOfferings` in AWS's reference.
const MOST: i32 = 100;
const MIN_SECONDS: i64 = 2_592_000;
const MAX_SECONDS: i64 = 94_608_000;

fn of_type(region: &str, kind: &'static InstanceType) -> Vec<Offering> {
    let Some(price) = prices::linux(region, kind) else { return Vec::new() };
    let known = regions::find(region);
    let zones = instance_types::zones_offering(region, kind.name).into_iter();
    let zones = zones.filter_map(|name| Some((name.into(), known?.zone(name)?.id.into())));
    let places: Vec<_> = [None].into_iter().chain(zones.map(Some)).collect();
    let mut found = Vec::new();
    for (product, runs) in PRODUCTS {
        let Some(licence) = prices::surcharge(kind, runs) else { continue };
        for (tenancy, more) in TENANCIES {
            for zone in &places {
                for (years, option, hourly, upfront) in TERMS {
                    for (class, factor) in CLASSES {
                        let seconds = i64::from(years) * 365 * 24 * 60 * 60;
                        let paid = |part: f64| {
                            part * factor * price * more + licence * part / (hourly + upfront)
                        };
                        let hours = f64::from(years) * 365.0 * 24.0;
                        found.push(Offering {
                            id: "".into(),
                            instance_type: kind.name.into(),
                            product,
                            tenancy,
                            zone: zone.clone(),
                            seconds,
                            class,
                            option: paid_as(option),
                            hourly: (paid(hourly) * 100_000.0).round() / 100_000.0,
                            upfront: (paid(upfront) * hours).round(),
                        });
                    }
                }
            }
        }
    }
    found.iter_mut().for_each(|offering| offering.id = id(region, offering).into());
    found
}

const fn paid_as(option: PaymentOption) -> OfferingTypeValues {
    match option {
        PaymentOption::AllUpfront => OfferingTypeValues::AllUpfront,
        PaymentOption::PartialUpfront => OfferingTypeValues::PartialUpfront,
        PaymentOption::NoUpfront => OfferingTypeValues::NoUpfront,
    }
}

/// A UUID whose first part tells the type.
fn id(region: &str, offering: &Offering) -> String {
    let place = offering.zone.as_ref().map_or(region, |(name, _)| name);
    let of = |turn: &str| {
        hash(&[
            &offering.instance_type,
            place,
            offering.product.as_str(),
            offering.tenancy.as_str(),
            &offering.seconds.to_string(),
            offering.class.as_str(),
            offering.option.as_str(),
            turn,
        ])
    };
    let (a, b) = (of("a"), of("b"));
    let [first, second, third] = [a >> 48, a >> 32, a >> 16].map(|part| part & 0xffff);
    let last = b >> 16;
    let of_type = type_part(region, &offering.instance_type);
    format!("{of_type}-{first:04x}-{second:04x}-{third:04x}-{last:012x}")
}

fn type_part(region: &str, name: &str) -> String {
    format!("{:08x}", hash(&["reserved instances", region, name]) >> 32)
}

/// # Errors
/// `InvalidReservedInstancesOfferingId`, which is documented.
// unverified: the wording.
pub(crate) fn find(region: &str, id: &str) -> Result<Offering> {
    let first = id.split('-').next().unwrap_or_default();
    let mut kinds = instance_types::all().iter().filter(|it| type_part(region, it.name) == first);
    let found = kinds.find_map(|kind| of_type(region, kind).into_iter().find(|it| *it.id == *id));
    found.ok_or_else(|| {
        let message = format!("The reserved instances offering ID '{id}' does not exist");
        Error::new("InvalidReservedInstancesOfferingId", message)
    })
}

pub(crate) fn describe_offerings(
    cx: Read<'_>,
    request: &Request,
) -> Result<DescribeReservedInstancesOfferingsResult> {
    // Nothing is on a marketplace, which these narrow.
    let _ = (request.include_marketplace, request.max_instance_count);
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let size = request.max_results.map_or(MOST, |max| max.min(MOST));
    let paging = Paging::new(cx.action(), Some(size), request.next_token.as_deref())?;
    let after = paging.position();
    let region = cx.region();
    let ids = &request.reserved_instances_offering_ids;
    if !ids.is_empty() {
        let named = ids.iter().map(|id| find(region, id)).collect::<Result<Vec<_>>>()?;
        let rows = (1_u64..).zip(named);
        let page = paging.cut(shown(rows, request, &filters, after))?;
        return Ok(answer(page.items, page.next_token));
    }
    let kinds = (0_u64..).zip(instance_types::all());
    let kinds =
        kinds.filter(|(at, kind)| (at + 1) * OF_TYPE > after && is_wanted(request, kind.name));
    let rows = kinds.flat_map(|(at, kind)| (at * OF_TYPE + 1..).zip(of_type(region, kind)));
    let page = paging.cut(shown(rows, request, &filters, after))?;
    Ok(answer(page.items, page.next_token))
}

fn answer(
    items: Vec<ReservedInstancesOffering>,
    next_token: Option<String>,
) -> DescribeReservedInstancesOfferingsResult {
    DescribeReservedInstancesOfferingsResult {
        reserved_instances_offerings: Some(items),
        next_token,
    }
}

/// Whether a type can be among what is asked for: most of what there is need not be looked at.
fn is_wanted(request: &Request, name: &str) -> bool {
    let mut of_type =
        request.filters.iter().filter(|it| it.name.as_deref() == Some("instance-type"));
    request.instance_type.as_deref().is_none_or(|asked| asked == name)
        && of_type.all(|filter| {
            let values = filter.values.as_deref().unwrap_or_default();
            patterns(values).iter().any(|pattern| pattern.matches(name))
        })
}

fn shown(
    rows: impl Iterator<Item = (u64, Offering)>,
    request: &Request,
    filters: &ViewFilters,
    after: u64,
) -> impl Iterator<Item = Result<(u64, ReservedInstancesOffering)>> {
    let is_there = |offering: &Offering| {
        let (name, id) = offering.zone.as_ref().map(|(name, id)| (&**name, &**id)).unzip();
        request.availability_zone.as_deref().is_none_or(|asked| name == Some(asked))
            && request.availability_zone_id.as_deref().is_none_or(|asked| id == Some(asked))
    };
    let rows = rows.filter(move |(at, offering)| {
        *at > after
            && is_there(offering)
            && request.instance_type.as_deref().is_none_or(|it| *offering.instance_type == *it)
            && request.product_description.is_none_or(|it| offering.product == it)
            && request.offering_class.is_none_or(|it| offering.class == it)
            && request.offering_type.is_none_or(|it| offering.option == it)
            // unverified: that it is the default where nothing is asked.
            && offering.tenancy == request.instance_tenancy.unwrap_or(Tenancy::Default)
            && offering.seconds >= request.min_duration.unwrap_or(MIN_SECONDS)
            && offering.seconds <= request.max_duration.unwrap_or(MAX_SECONDS)
    });
    rows.map(|(at, offering)| (at, view(&offering)))
        .filter(|(_, view)| filters.matches(view))
        .map(Ok)
}

fn view(offering: &Offering) -> ReservedInstancesOffering {
    let (zone, zone_id) = offering.zone.as_ref().map(|(name, id)| (name, id)).unzip();
    ReservedInstancesOffering {
        currency_code: Some(CurrencyCodeValues::USD),
        instance_tenancy: Some(offering.tenancy),
        marketplace: Some(false),
        offering_class: Some(offering.class),
        offering_type: Some(offering.option),
        pricing_details: Some(Vec::<PricingDetail>::new()),
        recurring_charges: Some(offering.charges()),
        scope: Some(offering.scope()),
        availability_zone_id: zone_id.map(ToString::to_string),
        reserved_instances_offering_id: Some(offering.id.to_string()),
        instance_type: Some(offering.instance_type.to_string()),
        availability_zone: zone.map(ToString::to_string),
        duration: Some(offering.seconds),
        usage_price: Some(0.0),
        fixed_price: Some(offering.fixed_price()),
        product_description: Some(offering.product),
    }
}

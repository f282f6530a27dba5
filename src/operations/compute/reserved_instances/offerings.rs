//! What Reserved Instances are offered: each type that a region has, on each product that has a
//! price there, for one year and for three, in three ways to pay. Prices follow from those on
//! demand, and licences cost what they cost on demand. Nobody sells any on a marketplace.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/reserved-instances-types.html>

use super::record::Offering;
use crate::catalog::instance_types::{self, InstanceType};
use crate::catalog::prices::{self, Product};
use crate::catalog::regions;
use crate::catalog::spot_prices::hash;
use crate::engine::Read;
use crate::engine::filter::{ViewFilters, patterns};
use crate::engine::pattern::Pattern;
use crate::error::{Error, Result};
use crate::records::account::regions::wrong_zone;
use crate::records::compute::host_reservations::TERMS;
use crate::records::compute::instance_types::is_offered;
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

// unverified (looked up 2026-11-26): what a Dedicated Instance costs more.
const TENANCIES: [(Tenancy, f64); 2] = [(Tenancy::Default, 1.0), (Tenancy::Dedicated, 1.06)];

/// More than there are of one type.
const OF_TYPE: u64 = 1_000;

/// See `API_DescribeReservedInstancesOfferings` in AWS's reference.
const MOST: i32 = 100;
const MIN_SECONDS: i64 = 2_592_000;
const MAX_SECONDS: i64 = 94_608_000;

/// All that is offered of a type, without ids: most of it is only looked at.
fn of_type(region: &str, kind: &'static InstanceType) -> Vec<Offering> {
    let price = prices::linux(region, kind).filter(|_| is_offered(region, kind));
    let Some(price) = price else { return Vec::new() };
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
// unverified (looked up 2026-11-26): the wording.
pub(crate) fn find(region: &str, id: &str) -> Result<Offering> {
    let first = id.split('-').next().unwrap_or_default();
    let mut kinds = instance_types::all().iter().filter(|it| type_part(region, it.name) == first);
    let is_it = |it: &Offering| self::id(region, it) == *id;
    let found = kinds.find_map(|kind| of_type(region, kind).into_iter().find(is_it));
    found.map(|found| Offering { id: id.into(), ..found }).ok_or_else(|| {
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
    let paging = cx.paging(Some(size), request.next_token.as_deref())?;
    let after = paging.position();
    let region = cx.region();
    check_zone(region, request.availability_zone.as_deref())?;
    let wanted = Wanted::new(request);
    let ids = &request.reserved_instances_offering_ids;
    let page = if ids.is_empty() {
        let kinds = (0_u64..).zip(instance_types::all());
        let kinds = kinds
            .filter(|(at, kind)| (at + 1) * OF_TYPE > after && wanted.is_type(region, kind.name));
        let rows = kinds.flat_map(|(at, kind)| (at * OF_TYPE + 1..).zip(of_type(region, kind)));
        paging.cut(shown(region, rows, &wanted, (&filters, after)))?
    } else {
        let named = ids.iter().map(|id| find(region, id)).collect::<Result<Vec<_>>>()?;
        let rows = (1_u64..).zip(named);
        paging.cut(shown(region, rows, &wanted, (&filters, after)))?
    };
    Ok(DescribeReservedInstancesOfferingsResult {
        reserved_instances_offerings: Some(page.items),
        next_token: page.next_token,
    })
}

/// Of a zone that the caller's region does not have.
fn check_zone(region: &str, name: Option<&str>) -> Result<()> {
    match name.filter(|name| regions::find(region).is_none_or(|it| it.zone(name).is_none())) {
        Some(name) => Err(wrong_zone("availabilityZone", name)),
        None => Ok(()),
    }
}

/// What is asked for. A filter rules most of what there is out before it is shown, where it is a
/// filter of what an offering is made of.
struct Wanted<'a> {
    request: &'a Request,
    filters: Vec<(&'a str, Vec<Pattern>)>,
}

impl<'a> Wanted<'a> {
    fn new(request: &'a Request) -> Self {
        let filters = request.filters.iter().map(|filter| {
            let values = filter.values.as_deref().unwrap_or_default();
            (filter.name.as_deref().unwrap_or_default(), patterns(values))
        });
        Self { request, filters: filters.collect() }
    }

    fn can_be(&self, name: &str, matches: impl Fn(&Pattern) -> bool) -> bool {
        let mut named = self.filters.iter().filter(|(filter, _)| *filter == name);
        named.all(|(_, patterns)| patterns.iter().any(&matches))
    }

    fn is_type(&self, region: &str, name: &str) -> bool {
        let is_id =
            |it: &Pattern| it.plain().is_none_or(|id| id.starts_with(&type_part(region, name)));
        self.request.instance_type.as_deref().is_none_or(|asked| asked == name)
            && self.can_be("instance-type", |it| it.matches(name))
            && self.can_be("marketplace", |it| it.matches("false"))
            && self.can_be("usage-price", |it| it.matches("0.0"))
            && self.can_be("reserved-instances-offering-id", is_id)
    }

    fn is(&self, offering: &Offering) -> bool {
        let asked = self.request;
        let (name, id) = offering.zone.as_ref().map(|(name, id)| (&**name, &**id)).unzip();
        let is_zone = |it: &Pattern| name.is_some_and(|name| it.matches(name));
        let price = offering.fixed_price();
        let is_price = |it: &Pattern| {
            it.plain()
                .is_none_or(|text| text.parse::<f32>().is_ok_and(|it| (it - price).abs() < 0.01))
        };
        let is_zone_id = |it: &Pattern| id.is_some_and(|id| it.matches(id));
        asked.availability_zone.as_deref().is_none_or(|asked| name == Some(asked))
            && asked.availability_zone_id.as_deref().is_none_or(|asked| id == Some(asked))
            && asked.product_description.is_none_or(|it| offering.product == it)
            && asked.offering_class.is_none_or(|it| offering.class == it)
            && asked.offering_type.is_none_or(|it| offering.option == it)
            // unverified (looked up 2026-11-26): that it is the default where nothing is asked.
            && offering.tenancy == asked.instance_tenancy.unwrap_or(Tenancy::Default)
            && offering.seconds >= asked.min_duration.unwrap_or(MIN_SECONDS)
            && offering.seconds <= asked.max_duration.unwrap_or(MAX_SECONDS)
            && self.can_be("availability-zone", is_zone)
            && self.can_be("availability-zone-id", is_zone_id)
            && self.can_be("product-description", |it| it.matches(offering.product.as_str()))
            && self.can_be("scope", |it| it.matches(offering.scope().as_str()))
            && self.can_be("duration", |it| it.matches(&offering.seconds.to_string()))
            && self.can_be("fixed-price", is_price)
    }
}

fn shown(
    region: &str,
    rows: impl Iterator<Item = (u64, Offering)>,
    wanted: &Wanted<'_>,
    (filters, after): (&ViewFilters, u64),
) -> impl Iterator<Item = Result<(u64, ReservedInstancesOffering)>> {
    let rows = rows.filter(move |(at, offering)| *at > after && wanted.is(offering));
    rows.map(|(at, offering)| (at, view(region, &offering)))
        .filter(|(_, view)| filters.matches(view))
        .map(Ok)
}

fn view(region: &str, offering: &Offering) -> ReservedInstancesOffering {
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
        reserved_instances_offering_id: Some(id(region, offering)),
        instance_type: Some(offering.instance_type.to_string()),
        availability_zone: zone.map(ToString::to_string),
        duration: Some(offering.seconds),
        usage_price: Some(0.0),
        fixed_price: Some(offering.fixed_price()),
        product_description: Some(offering.product),
    }
}

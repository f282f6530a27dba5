//! The services that endpoints can lead to: AWS's own in a region, and those of accounts that the
//! caller may see.

use crate::catalog::endpoint_services::{EndpointKind, EndpointService, in_region};
use crate::catalog::regions::{self, Zone};
use crate::engine::filter::ViewFilters;
use crate::engine::{Read, Resource as _, Row, page};
use crate::error::{Error, Result};
use crate::records::network::vpc_endpoint_services::{
    self, VpcEndpointService, does_not_exist, none_of_aws, other_type,
};
use crate::records::network::vpc_endpoints::find;
use std::borrow::Cow;
use wire::{
    DescribeVpcEndpointServicesRequest, DescribeVpcEndpointServicesResult, DnsNameState,
    PrivateDnsDetails, ServiceConnectivityType, ServiceDetail, ServiceType, ServiceTypeDetail,
    WireEnum as _,
};

pub(crate) fn describe_vpc_endpoint_services(
    cx: Read<'_>,
    request: &DescribeVpcEndpointServicesRequest,
) -> Result<DescribeVpcEndpointServicesResult> {
    let mut services = Vec::new();
    let asked = request.service_regions.iter().map(|name| service_region(cx, Some(name)));
    let mut regions = asked.collect::<Result<Vec<&str>>>()?;
    regions.sort_unstable();
    regions.dedup();
    if regions.is_empty() {
        regions.push(cx.region());
    }
    for region in regions {
        let of_aws = of_aws(cx, region);
        services
            .extend(of_aws.map(|it| (it.name.clone(), it.kind.as_str(), Offer::OfAws(region, it))));
        services.extend(vpc_endpoint_services::visible(cx, region).into_iter().map(
            |(owner, row)| {
                let name = vpc_endpoint_services::name(owner, &row.id);
                (name, row.service_type().as_str(), Offer::OfAccount(owner, row))
            },
        ));
    }
    services.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
    let asked = &request.service_names;
    let unknown = asked.iter().find(|name| services.iter().all(|it| it.0 != **name));
    if let Some(name) = unknown {
        return Err(does_not_exist(name));
    }
    let filters = ViewFilters::parse(cx.action(), &request.filters).map_err(of_filter)?;
    let mut last_name = None;
    let found = services
        .iter()
        .filter(|(name, ..)| asked.is_empty() || asked.contains(name))
        .map(|(name, kind, offer)| (name, kind, offer.detail(cx)))
        .filter(|(_, _, view)| filters.matches(view))
        .map(|(name, kind, view)| {
            // A service of two types is named once.
            let is_first = last_name.replace(name) != Some(name);
            (format!("{name} {kind}"), (is_first.then(|| name.clone()), view))
        });
    let size = page::size(request.max_results)?;
    let paging = cx.paging(size, request.next_token.as_deref())?;
    let page = paging.cut_sorted(found)?;
    let (names, details): (Vec<_>, Vec<_>) = page.items.into_iter().unzip();
    Ok(DescribeVpcEndpointServicesResult {
        service_names: Some(names.into_iter().flatten().collect()),
        service_details: Some(details),
        next_token: page.next_token,
    })
}

/// Another code than other operations': <https://github.com/mondoohq/mql/issues/4454>.
fn of_filter(error: Error) -> Error {
    if error.code == "InvalidParameterValue" {
        Error::new("InvalidFilter", error.message)
    } else {
        error
    }
}

/// A region that services are to be in, of the same partition: the caller's own if none is named.
///
/// # Errors
/// `InvalidParameter` for another one.
// unverified (looked up 2026-11-26): code and message.
pub(crate) fn service_region<'a>(cx: Read<'a>, name: Option<&'a str>) -> Result<&'a str> {
    let name = name.unwrap_or(cx.region());
    let partition = |name: &str| regions::find(name).map(|region| region.partition);
    if *name == **cx.region()
        || partition(name).is_some_and(|it| partition(cx.region()) == Some(it))
    {
        return Ok(name);
    }
    let message = format!("The service region '{name}' is not valid.");
    Err(Error::new("InvalidParameter", message))
}

/// AWS's own services in a region that endpoints here can lead to.
fn of_aws(cx: Read<'_>, region: &str) -> impl Iterator<Item = &'static EndpointService> {
    let is_here = **cx.region() == *region;
    in_region(region).iter().filter(move |it| is_here || it.is_reached_across_regions())
}

enum Offer<'a> {
    OfAws(&'a str, &'static EndpointService),
    OfAccount(Read<'a>, &'a Row<VpcEndpointService>),
}

impl Offer<'_> {
    fn detail(&self, cx: Read<'_>) -> ServiceDetail {
        match self {
            Self::OfAws(region, service) => detail(service, region),
            Self::OfAccount(owner, row) => detail_of_account(cx, row, *owner),
        }
    }
}

/// What an account sees of a service. Its tags are its owner's own, who finds it by them, as
/// Terraform's tests of the data source do.
fn detail_of_account(
    cx: Read<'_>,
    row: &Row<VpcEndpointService>,
    owner: Read<'_>,
) -> ServiceDetail {
    let view = VpcEndpointService::view(row, owner);
    let private = row.verified_name(owner);
    let details = |name: &String| PrivateDnsDetails { private_dns_name: Some(name.clone()) };
    ServiceDetail {
        service_name: view.service_name,
        service_id: view.service_id,
        service_type: view.service_type,
        service_region: Some(owner.region().to_string()),
        availability_zone_ids: view.availability_zone_ids,
        availability_zones: view.availability_zones,
        owner: Some(owner.account().to_string()),
        base_endpoint_dns_names: view.base_endpoint_dns_names,
        private_dns_name: private.cloned(),
        private_dns_names: private.map(|name| vec![details(name)]),
        vpc_endpoint_policy_supported: Some(false),
        acceptance_required: view.acceptance_required,
        manages_vpc_endpoints: Some(false),
        payer_responsibility: view.payer_responsibility,
        tags: if owner.account() == cx.account() { view.tags } else { Some(Vec::new()) },
        private_dns_name_verification_state: private.map(|_| DnsNameState::Verified),
        supported_ip_address_types: view.supported_ip_address_types,
    }
}

/// The service of a region with a name that has endpoints of a type where the caller is.
///
/// # Errors
/// `InvalidServiceName` if there is none, `InvalidParameter` if it has none of that type.
pub(crate) fn get(
    cx: Read<'_>,
    region: &str,
    name: &str,
    kind: EndpointKind,
) -> Result<Cow<'static, EndpointService>> {
    if let Some(service) = find(region, name, kind) {
        let is_reached = of_aws(cx, region).any(|it| it.id == service.id);
        return is_reached.then_some(Cow::Borrowed(service)).ok_or_else(|| does_not_exist(name));
    }
    if let Some((owner, row)) = vpc_endpoint_services::named(cx, name) {
        let service = vpc_endpoint_services::offered(row, owner);
        let is_there = **owner.region() == *region && row.is_for(owner, cx.region());
        return match service.kind == kind {
            _ if !is_there || !row.is_open_to(owner, cx.account()) => Err(does_not_exist(name)),
            true => Ok(Cow::Owned(service)),
            false => Err(other_type(kind, row.service_type().as_str())),
        };
    }
    Err(none_of_aws(region, name, kind))
}

/// The zones of a region that a service is in.
pub(crate) fn zones<'a>(
    region: &str,
    service: &'a EndpointService,
) -> impl Iterator<Item = &'static Zone> + use<'a> {
    let zones = regions::find(region).map(|region| region.zones.as_slice());
    zones.unwrap_or_default().iter().filter(|zone| service.is_in(zone))
}

fn detail(service: &EndpointService, region: &str) -> ServiceDetail {
    let (names, ids): (Vec<_>, Vec<_>) =
        zones(region, service).map(|zone| (zone.name.to_owned(), zone.id.to_owned())).unzip();
    let private_names = &service.private_names;
    let private = |name: &String| PrivateDnsDetails { private_dns_name: Some(name.clone()) };
    let has_private = !private_names.is_empty();
    let kind = match service.kind {
        EndpointKind::Gateway => ServiceType::Gateway,
        EndpointKind::Interface => ServiceType::Interface,
        EndpointKind::GatewayLoadBalancer => ServiceType::GatewayLoadBalancer,
    };
    // unverified (looked up 2026-11-26): which services take IPv6 is known of a few.
    let ip_types = [ServiceConnectivityType::Ipv6, ServiceConnectivityType::Ipv4];
    ServiceDetail {
        service_name: Some(service.name.clone()),
        service_id: Some(service.id.clone()),
        service_type: Some(vec![ServiceTypeDetail { service_type: Some(kind) }]),
        service_region: Some(region.to_owned()),
        availability_zone_ids: Some(ids),
        availability_zones: Some(names),
        owner: Some("amazon".to_owned()),
        base_endpoint_dns_names: Some(vec![service.base_name.clone()]),
        private_dns_name: private_names.first().cloned(),
        private_dns_names: has_private.then(|| private_names.iter().map(private).collect()),
        vpc_endpoint_policy_supported: Some(service.policy_supported),
        acceptance_required: Some(false),
        manages_vpc_endpoints: Some(false),
        tags: Some(Vec::new()),
        private_dns_name_verification_state: has_private.then_some(DnsNameState::Verified),
        supported_ip_address_types: Some(ip_types[usize::from(!service.ipv6)..].to_vec()),
        ..ServiceDetail::default()
    }
}

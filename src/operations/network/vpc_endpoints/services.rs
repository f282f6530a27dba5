//! The services that endpoints can lead to: AWS's own in the region. Services of other accounts and
//! regions are none here, as nobody can make any.

use crate::catalog::endpoint_services::{EndpointKind, EndpointService, in_region};
use crate::catalog::regions::{self, Zone};
use crate::engine::filter::ViewFilters;
use crate::engine::{Paging, Read, page};
use crate::error::{Error, Result};
use crate::records::network::vpc_endpoints::find;
use wire::{
    DescribeVpcEndpointServicesRequest, DescribeVpcEndpointServicesResult, DnsNameState,
    PrivateDnsDetails, ServiceConnectivityType, ServiceDetail, ServiceType, ServiceTypeDetail,
};

pub(crate) fn describe_vpc_endpoint_services(
    cx: Read<'_>,
    request: &DescribeVpcEndpointServicesRequest,
) -> Result<DescribeVpcEndpointServicesResult> {
    if request.service_regions.iter().any(|region| **region != **cx.region()) {
        return Err(Error::not_emulated("endpoint services of another region"));
    }
    let services = in_region(cx.region());
    let asked = &request.service_names;
    let unknown = asked.iter().find(|name| services.iter().all(|it| it.name != **name));
    if let Some(name) = unknown {
        return Err(does_not_exist(name));
    }
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let mut last_name = None;
    let found = services
        .iter()
        .filter(|service| asked.is_empty() || asked.contains(&service.name))
        .map(|service| (service, detail(service, cx)))
        .filter(|(_, view)| filters.matches(view))
        .map(|(service, view)| {
            // A service of two types is named once.
            let is_first = last_name.replace(&service.name) != Some(&service.name);
            let key = format!("{} {}", service.name, service.kind.as_str());
            (key, (is_first.then(|| service.name.clone()), view))
        });
    let size = page::size(request.max_results)?;
    let paging = Paging::new(cx.action(), size, request.next_token.as_deref())?;
    let page = paging.cut_sorted(found)?;
    let (names, details): (Vec<_>, Vec<_>) = page.items.into_iter().unzip();
    Ok(DescribeVpcEndpointServicesResult {
        service_names: Some(names.into_iter().flatten().collect()),
        service_details: Some(details),
        next_token: page.next_token,
    })
}

fn does_not_exist(name: &str) -> Error {
    let message = format!("The Vpc Endpoint Service '{name}' does not exist");
    Error::new("InvalidServiceName", message)
}

/// The service with a name that has endpoints of a type.
///
/// # Errors
/// `InvalidServiceName` if there is none, `InvalidParameter` if it has none of that type.
pub(crate) fn get(
    cx: Read<'_>,
    name: &str,
    kind: EndpointKind,
) -> Result<&'static EndpointService> {
    if let Some(service) = find(cx.region(), name, kind) {
        return Ok(service);
    }
    let others = in_region(cx.region()).iter().filter(|service| service.name == name);
    let kinds: Vec<&str> = others.map(|service| service.kind.as_str()).collect();
    if kinds.is_empty() {
        return Err(does_not_exist(name));
    }
    let message = format!(
        "Endpoint type ({}) does not match available service types ([{}]).",
        kind.as_str(),
        kinds.join(", ")
    );
    Err(Error::new("InvalidParameter", message))
}

/// The zones of the region that a service is in.
pub(crate) fn zones<'a>(
    cx: Read<'a>,
    service: &'a EndpointService,
) -> impl Iterator<Item = &'static Zone> + use<'a> {
    let zones = regions::find(cx.region()).map(|region| region.zones.as_slice());
    zones.unwrap_or_default().iter().filter(|zone| service.is_in(zone))
}

fn detail(service: &EndpointService, cx: Read<'_>) -> ServiceDetail {
    let (names, ids): (Vec<_>, Vec<_>) =
        zones(cx, service).map(|zone| (zone.name.to_owned(), zone.id.to_owned())).unzip();
    let private_names = &service.private_names;
    let private = |name: &String| PrivateDnsDetails { private_dns_name: Some(name.clone()) };
    let has_private = !private_names.is_empty();
    let kind = match service.kind {
        EndpointKind::Gateway => ServiceType::Gateway,
        EndpointKind::Interface => ServiceType::Interface,
    };
    // unverified: which services take IPv6 is known of a few.
    let ip_types = [ServiceConnectivityType::Ipv6, ServiceConnectivityType::Ipv4];
    ServiceDetail {
        service_name: Some(service.name.clone()),
        service_id: Some(service.id.clone()),
        service_type: Some(vec![ServiceTypeDetail { service_type: Some(kind) }]),
        service_region: Some(cx.region().to_string()),
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

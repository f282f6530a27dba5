//! Making an endpoint.

use super::ip_types::{check_gateway_records, check_is_ipv4, check_service, check_subnet, records};
use super::places::{
    add_places, check_addresses, check_places, check_reach, new_place, wanted_places,
};
use super::policies::policy;
use super::{ids, services};
use crate::catalog::endpoint_services::{EndpointKind, EndpointService};
use crate::engine::{Millis, Read, Resource as _, Text, Timed, Write};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::ids::{PrefixListId, RouteTableId, VpcEndpointId, VpcId};
use crate::records::network::managed_prefix_lists::aws;
use crate::records::network::security_groups;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpc_endpoint_services::{self, is_of_account};
use crate::records::network::vpc_endpoints::{
    Gateway, InSubnet, Interface, Means, VpcEndpoint, routes_of,
};
use crate::records::network::vpcs::Vpc;
use std::borrow::Cow;
use wire::{
    CreateVpcEndpointRequest, CreateVpcEndpointResult, DnsOptionsSpecification, DnsRecordIpType,
    IpAddressType, NetworkInterfaceType, State, VpcEndpointType,
};

/// How long an interface endpoint is pending; a gateway is available at once.
const PENDING_MILLIS: Millis = durations::VPC_ENDPOINTS_PENDING;

const LABEL_LETTERS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";

const ZONE_LETTERS: &[u8; 36] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

pub(crate) fn create_vpc_endpoint(
    cx: &mut Write<'_>,
    request: &CreateVpcEndpointRequest,
) -> Result<CreateVpcEndpointResult> {
    let tags = cx.tags_for::<VpcEndpoint>(&request.tag_specifications)?;
    let kind = match request.vpc_endpoint_type {
        None | Some(VpcEndpointType::Gateway) => EndpointKind::Gateway,
        Some(VpcEndpointType::Interface) => EndpointKind::Interface,
        Some(VpcEndpointType::GatewayLoadBalancer) => EndpointKind::GatewayLoadBalancer,
        Some(other) => {
            return Err(Error::not_emulated(format!("VPC endpoints of the type {other:?}")));
        }
    };
    let name = request.service_name.as_deref().ok_or_else(|| Error::missing("serviceName"))?;
    let vpc_id = ids::vpc(cx.read(), &request.vpc_id)?.id.clone();
    check_parameters(request, kind)?;
    let (service, service_region) = service(cx.read(), request, name, kind)?;
    let policy = policy(&service, request.policy_document.as_deref())?;
    let waits = waits_for_acceptance(cx.read(), name);
    if waits && request.private_dns_enabled == Some(true) {
        return Err(not_accepted_yet(name));
    }
    let id = cx.new_id::<VpcEndpoint>();
    let (means, state) = match kind {
        EndpointKind::Gateway => (
            Means::Gateway(gateway(cx.read(), request, &vpc_id)?),
            Timed::settled(State::Available),
        ),
        _ => {
            let state = if waits {
                Timed::settled(State::PendingAcceptance)
            } else {
                cx.read().transition(State::Pending, State::Available, PENDING_MILLIS)
            };
            let means = if kind == EndpointKind::Interface {
                let interface = interface(cx, request, &vpc_id, &service, &id)?;
                let zone_since = state.settles();
                Means::Interface(Interface { zone_since, ..interface })
            } else {
                Means::LoadBalancer(load_balancer(cx, request, &vpc_id, &service, &id)?)
            };
            (means, state)
        }
    };
    let created = cx.now().timestamp();
    let service_name = service.name.as_str().into();
    let connection_id = is_of_account(&service.name).then(|| cx.ids().next("vpce-con"));
    let record = VpcEndpoint {
        vpc_id,
        service_name,
        created,
        state,
        connection_id,
        policy,
        service_region,
        payer: None,
        means,
    };
    cx.insert(id.clone(), record, tags);
    let row = cx.get::<VpcEndpoint>(&id)?;
    let mut view = VpcEndpoint::view(row, cx.read());
    view.tags = row.tags.wire_unless_empty();
    // As recorded for four years; unverified (looked up 2026-11-26): also where the request has a
    // policy.
    view.policy_document = view.policy_document.filter(|_| row.kind() == EndpointKind::Gateway);
    Ok(CreateVpcEndpointResult {
        vpc_endpoint: Some(view),
        client_token: request.client_token.clone(),
    })
}

/// The service that is asked for, and its region if that is another one.
fn service(
    cx: Read<'_>,
    request: &CreateVpcEndpointRequest,
    name: &str,
    kind: EndpointKind,
) -> Result<(Cow<'static, EndpointService>, Option<Text>)> {
    let region = services::service_region(cx, request.service_region.as_deref())?;
    let is_far = *region != **cx.region();
    if is_far && kind != EndpointKind::Interface {
        // That it is interfaces alone is documented; unverified (looked up 2026-11-26): code and
        // message.
        let message = "Services of another Region are only supported for Interface type VPC \
                       Endpoints.";
        return Err(Error::new("InvalidParameter", message));
    }
    let service = services::get(cx, region, name, kind)?;
    if is_far {
        check_reach(cx, &request.subnet_ids)?;
    }
    Ok((service, is_far.then(|| region.into())))
}

/// Whether the owner of a service lets each endpoint in.
// unverified (looked up 2026-11-26): that an endpoint has its network interfaces before that.
fn waits_for_acceptance(cx: Read<'_>, name: &str) -> bool {
    vpc_endpoint_services::named(cx, name).is_some_and(|(_, service)| service.acceptance_required)
}

pub(crate) fn not_accepted_yet(name: &str) -> Error {
    let message = format!(
        "Private DNS can only be enabled after the endpoint connection is accepted by the owner of \
         {name}."
    );
    Error::new("InvalidParameter", message)
}

/// What is of the other type is refused before the service is looked at:
/// <https://github.com/nanlabs/terraform-aws-starter/issues/18>.
fn check_parameters(request: &CreateVpcEndpointRequest, kind: EndpointKind) -> Result<()> {
    match kind {
        EndpointKind::Gateway => refuse_for_gateway(
            !request.subnet_ids.is_empty() || !request.subnet_configurations.is_empty(),
            !request.security_group_ids.is_empty(),
            request.private_dns_enabled,
        ),
        _ if !request.route_table_ids.is_empty() => Err(no_route_tables()),
        EndpointKind::Interface => Ok(()),
        EndpointKind::GatewayLoadBalancer => {
            let has_groups = !request.security_group_ids.is_empty();
            refuse_for_gateway(false, has_groups, request.private_dns_enabled)?;
            no_dns_options(request.dns_options.as_ref())
        }
    }
}

// unverified (looked up 2026-11-26): the code and the wording.
pub(crate) fn no_dns_options(options: Option<&DnsOptionsSpecification>) -> Result<()> {
    if options.is_none() {
        return Ok(());
    }
    let message = "DnsOptions is not applicable to GatewayLoadBalancer VPC Endpoints.";
    Err(Error::new("InvalidParameter", message))
}

fn gateway(cx: Read<'_>, request: &CreateVpcEndpointRequest, vpc_id: &VpcId) -> Result<Gateway> {
    let ip_address_type = request.ip_address_type.unwrap_or(IpAddressType::Ipv4);
    let asked = gateway_dns(request.dns_options.as_ref())?;
    let dns_record_ip_type = asked.unwrap_or(DnsRecordIpType::ServiceDefined);
    let name = request.service_name.as_deref().unwrap_or_default();
    check_gateway_records(cx, (vpc_id, name), ip_address_type, dns_record_ip_type)?;
    let prefix_list_id = aws::of_service(cx, name);
    let prefix_list_id = prefix_list_id.ok_or_else(|| Error::not_emulated(name))?;
    let route_table_ids = free_route_tables(cx, vpc_id, &prefix_list_id, &request.route_table_ids)?;
    Ok(Gateway { prefix_list_id, route_table_ids, ip_address_type, dns_record_ip_type })
}

/// What only interface endpoints have.
///
/// # Errors
/// `InvalidParameter` for any of it.
pub(crate) fn refuse_for_gateway(
    subnets: bool,
    groups: bool,
    private_dns: Option<bool>,
) -> Result<()> {
    let message = if subnets {
        "Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints."
    } else if groups {
        // unverified (looked up 2026-11-26): by likeness to the others; so is the next one.
        "Security group IDs are only supported for Interface type VPC Endpoints."
    } else if private_dns == Some(true) {
        "Private DNS is only supported for Interface type VPC Endpoints."
    } else {
        return Ok(());
    };
    Err(Error::new("InvalidParameter", message))
}

/// # Errors
/// `InvalidParameter` for options that only interface endpoints have.
pub(crate) fn gateway_dns(
    options: Option<&DnsOptionsSpecification>,
) -> Result<Option<DnsRecordIpType>> {
    let Some(options) = options else { return Ok(None) };
    if options.private_dns_only_for_inbound_resolver_endpoint.is_some() {
        let message = "DnsOptions PrivateDnsOnlyForInboundResolverEndpoint is applicable only to \
                       Interface VPC Endpoints.";
        return Err(Error::new("InvalidParameter", message));
    }
    no_lattice_options(options)?;
    Ok(options.dns_record_ip_type)
}

/// What only endpoints to service networks and resources have, which are not emulated:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DnsOptionsSpecification.html>
// unverified (looked up 2026-11-26): the code and the wording, which follow those for another
// option.
fn no_lattice_options(options: &DnsOptionsSpecification) -> Result<()> {
    let option = if options.private_dns_preference.is_some() {
        "PrivateDnsPreference"
    } else if options.private_dns_specified_domains.is_some() {
        "PrivateDnsSpecifiedDomains"
    } else {
        return Ok(());
    };
    let message = format!(
        "DnsOptions {option} is applicable only to ServiceNetwork and Resource VPC Endpoints."
    );
    Err(Error::new("InvalidParameter", message))
}

/// The tables asked for, each once; a table leads to one endpoint of a service at most.
///
/// # Errors
/// `RouteAlreadyExists`, and those of [`ids::route_table`].
pub(crate) fn free_route_tables(
    cx: Read<'_>,
    vpc_id: &str,
    prefix_list_id: &PrefixListId,
    asked: &[String],
) -> Result<Vec<RouteTableId>> {
    let mut tables: Vec<RouteTableId> = Vec::with_capacity(asked.len());
    for id in asked {
        let table = ids::route_table(cx, vpc_id, id)?;
        if routes_of(cx, &table.id).any(|(present, _)| present == prefix_list_id) {
            let message = format!(
                "route table {id} already has a route with destination-prefix-list-id \
                 {prefix_list_id}"
            );
            return Err(Error::new("RouteAlreadyExists", message));
        }
        if !tables.contains(&table.id) {
            tables.push(table.id.clone());
        }
    }
    Ok(tables)
}

fn interface(
    cx: &mut Write<'_>,
    request: &CreateVpcEndpointRequest,
    vpc_id: &VpcId,
    service: &EndpointService,
    id: &VpcEndpointId,
) -> Result<Interface> {
    let ip_address_type = request.ip_address_type.unwrap_or(IpAddressType::Ipv4);
    check_service(cx.read(), service, ip_address_type)?;
    // unverified (looked up 2026-11-26): that the names of an account's service have to be asked
    // for.
    let by_default = service.private_by_default && !is_of_account(&service.name);
    let private_dns = request.private_dns_enabled.unwrap_or(by_default);
    let options = request.dns_options.as_ref();
    let dns_record_ip_type = records(options, ip_address_type, None)?;
    let inbound_resolver_only = inbound_resolver_only(service, options, private_dns, None)?;
    check_private_dns(cx.read(), vpc_id, service, private_dns, inbound_resolver_only, None)?;
    let wanted = wanted_places(&request.subnet_ids, &request.subnet_configurations)?;
    check_addresses(ip_address_type, &wanted)?;
    let first = wanted.first().map_or("", |place| place.subnet_id);
    let asked = &request.security_group_ids;
    let groups = security_groups::resolve(cx.read(), vpc_id, first, asked, &[])?;
    check_places(cx.read(), vpc_id, service, &[], &wanted)?;
    for place in &wanted {
        check_subnet(cx.read(), cx.get::<Subnet>(place.subnet_id)?, ip_address_type)?;
    }
    let mut interface = Interface {
        places: Vec::new(),
        groups,
        private_dns,
        inbound_resolver_only,
        label: random(cx, LABEL_LETTERS, 8),
        private_zone: format!("Z0{}", random(cx, ZONE_LETTERS, 19)),
        zone_since: None,
        ip_address_type,
        dns_record_ip_type,
    };
    add_places(cx, id, &mut interface, &wanted, None)?;
    Ok(interface)
}

/// It is in one subnet for good:
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html>
// unverified (looked up 2026-11-26): the refusal of none or several.
fn load_balancer(
    cx: &mut Write<'_>,
    request: &CreateVpcEndpointRequest,
    vpc_id: &VpcId,
    service: &EndpointService,
    id: &VpcEndpointId,
) -> Result<InSubnet> {
    check_is_ipv4(request.ip_address_type)?;
    let wanted = wanted_places(&request.subnet_ids, &request.subnet_configurations)?;
    let [place] = wanted.as_slice() else {
        let message = "A GatewayLoadBalancer type VPC Endpoint must have exactly one subnet.";
        return Err(Error::new("InvalidParameter", message));
    };
    check_places(cx.read(), vpc_id, service, &[], &wanted)?;
    check_addresses(IpAddressType::Ipv4, &wanted)?;
    let kind = NetworkInterfaceType::GatewayLoadBalancerEndpoint;
    new_place(cx, id, *place, (kind, IpAddressType::Ipv4), &[])
}

pub(crate) fn no_route_tables() -> Error {
    let message = "Route table IDs are only supported for Gateway type VPC Endpoint.";
    Error::new("InvalidParameter", message)
}

/// Whether only an inbound resolver is to know the private names; `None` for services where that
/// cannot be asked.
///
/// # Errors
/// `InvalidParameter` for options that the service does not have.
pub(crate) fn inbound_resolver_only(
    service: &EndpointService,
    options: Option<&DnsOptionsSpecification>,
    private_dns: bool,
    now: Option<bool>,
) -> Result<Option<bool>> {
    options.map(no_lattice_options).transpose()?;
    let asked = options.and_then(|it| it.private_dns_only_for_inbound_resolver_endpoint);
    let has_both = !service.private_names.is_empty() && !service.private_by_default;
    match asked {
        Some(_) if !has_both => {
            // hashicorp/terraform-provider-aws#46102
            let message =
                "PrivateDnsOnlyForInboundResolverEndpoint not supported for this service.";
            Err(Error::new("InvalidParameter", message))
        }
        _ if !has_both => Ok(None),
        // As seen in <https://github.com/hashicorp/terraform-provider-aws/issues/31117>.
        asked => Ok(Some(asked.or(now).unwrap_or(private_dns))),
    }
}

/// Whether an endpoint can have the service's own names; `but` is the endpoint itself if it is
/// there already.
///
/// # Errors
/// `InvalidParameter` if it cannot.
pub(crate) fn check_private_dns(
    cx: Read<'_>,
    vpc_id: &VpcId,
    service: &EndpointService,
    private_dns: bool,
    inbound_resolver_only: Option<bool>,
    but: Option<&str>,
) -> Result<()> {
    if !private_dns {
        return Ok(());
    }
    let refuse = |message: String| Err(Error::new("InvalidParameter", message));
    let Some(domain) = service.private_names.first() else {
        let own = vpc_endpoint_services::named(cx, &service.name);
        let why = match own.and_then(|(_, row)| row.private_dns.as_ref()) {
            Some(_) => "has not verified the private DNS name.",
            None => "does not provide a private DNS name.",
        };
        return refuse(format!(
            "Private DNS can't be enabled because the service {} {why}",
            service.name
        ));
    };
    let named = cx
        .find::<Vpc>(vpc_id)
        .is_some_and(|vpc| vpc.enable_dns_support && vpc.enable_dns_hostnames);
    if !named {
        return refuse(format!(
            "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC \
             attributes set to true for {vpc_id}"
        ));
    }
    let others = || {
        let now = cx.now();
        let of_vpc = cx.with(VpcEndpoint::BY_VPC, vpc_id);
        of_vpc.filter(move |row| *row.service_name == *service.name && !row.is_being_deleted(now))
    };
    let mut rivals = others().filter(|row| but != Some(&*row.id));
    if rivals.any(|row| matches!(&row.means, Means::Interface(it) if it.private_dns)) {
        return refuse(format!(
            "private-dns-enabled cannot be set because there is already a conflicting DNS domain \
             for {domain} in the VPC {vpc_id}"
        ));
    }
    let has_gateway = others().any(|row| row.kind() == EndpointKind::Gateway);
    if inbound_resolver_only == Some(true) && !has_gateway {
        return refuse(format!(
            "To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC {vpc_id} must have a \
             Gateway endpoint for the service."
        ));
    }
    Ok(())
}

fn random(cx: &mut Write<'_>, letters: &[u8; 36], count: usize) -> String {
    let mut next = || {
        let at = cx.ids().below(36) as usize;
        letters.get(at).copied().map_or('0', char::from)
    };
    (0..count).map(|_| next()).collect()
}

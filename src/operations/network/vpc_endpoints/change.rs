//! Changing endpoints and deleting them.

use super::create::{
    check_private_dns, free_route_tables, gateway_dns, inbound_resolver_only, no_dns_options,
    no_route_tables, not_accepted_yet, refuse_for_gateway,
};
use super::ip_types::{
    check_gateway_records, check_is_ipv4, check_service, check_subnet, has_ipv6, records,
};
use super::places::{
    WantedPlace, add_places, check_addresses, check_places, check_reach, new_place, wanted_places,
};
use super::policies::policy;
use super::services;
use crate::catalog::endpoint_services::{EndpointKind, EndpointService};
use crate::effects::network::network_interfaces::addresses;
use crate::engine::{Id, Millis, Read, Resource, Row, Timed, Write};
use crate::error::{Error, Result, unsuccessful};
use crate::records::durations;
use crate::records::ids::{VpcEndpointId, VpcId};
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::route_tables::RouteTable;
use crate::records::network::route_tables::record::Target;
use crate::records::network::security_groups;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpc_endpoints::{Gateway, InSubnet, Interface, Means, VpcEndpoint};
use wire::{
    DeleteVpcEndpointsRequest, DeleteVpcEndpointsResult, ModifyVpcEndpointRequest,
    ModifyVpcEndpointResult, NetworkInterfaceType, State, Timestamp,
};

/// How long an interface endpoint takes to be changed, and to be gone; gateways do neither.
const MODIFYING_MILLIS: Millis = durations::VPC_ENDPOINTS_MODIFYING;

const DELETING_MILLIS: Millis = durations::VPC_ENDPOINTS_DELETING;

/// How many endpoints one request deletes.
const DELETED_AT_ONCE: usize = 25;

pub(crate) fn modify_vpc_endpoint(
    cx: &mut Write<'_>,
    request: &ModifyVpcEndpointRequest,
) -> Result<ModifyVpcEndpointResult> {
    let endpoint = cx.get::<VpcEndpoint>(&request.vpc_endpoint_id)?;
    match endpoint.state.at(cx.now()) {
        // unverified (looked up 2026-11-26): what AWS says of an endpoint on its way out.
        State::Deleting => return Err(VpcEndpoint::not_found(&[&request.vpc_endpoint_id])),
        // unverified (looked up 2026-11-26): that it says so of one that is being made, too; it is
        // recorded in <https://github.com/hashicorp/terraform-provider-aws/pull/42884> for one
        // being modified.
        State::Pending => {
            let message = "VpcEndpoint modify operation in progress";
            return Err(Error::new("OperationInProgress", message));
        }
        _ => {}
    }
    let (id, vpc_id) = (endpoint.id.clone(), endpoint.vpc_id.clone());
    let region = endpoint.service_region(cx.read());
    let service = services::get(cx.read(), region, &endpoint.service_name, endpoint.kind())?;
    if *region != **cx.region() {
        check_reach(cx.read(), &request.add_subnet_ids)?;
    }
    let new_policy = new_policy(endpoint.policy.as_ref(), &service, request)?;
    let was = endpoint.state;
    // unverified (looked up 2026-11-26): that one which is not let in can be changed otherwise.
    let is_out = matches!(was.at(cx.now()), State::PendingAcceptance | State::Rejected);
    if is_out && request.private_dns_enabled == Some(true) {
        return Err(not_accepted_yet(&endpoint.service_name));
    }
    let mut state = Timed::settled(State::Available);
    let means = match endpoint.means.clone() {
        Means::Gateway(gateway) => {
            Means::Gateway(changed_gateway(cx.read(), (&vpc_id, &service.name), gateway, request)?)
        }
        Means::Interface(interface) => {
            state = cx.read().transition(State::Pending, State::Available, MODIFYING_MILLIS);
            let endpoint = (&id, &vpc_id, state.settles());
            Means::Interface(change_interface(cx, endpoint, &service, interface, request)?)
        }
        Means::LoadBalancer(place) => {
            check_fixed(request)?;
            Means::LoadBalancer(place)
        }
    };
    let mut endpoint = cx.get_mut::<VpcEndpoint>(&id)?;
    endpoint.state = if is_out { was } else { state };
    endpoint.policy = new_policy;
    endpoint.means = means;
    Ok(ModifyVpcEndpointResult { r#return: Some(true) })
}

fn new_policy(
    now: Option<&String>,
    service: &EndpointService,
    request: &ModifyVpcEndpointRequest,
) -> Result<Option<String>> {
    let asked = policy(service, request.policy_document.as_deref())?;
    match (request.reset_policy, asked) {
        (Some(true), Some(_)) => {
            // unverified (looked up 2026-11-26): AWS documents no message for this.
            Err(Error::exclusive("policyDocument", "resetPolicy"))
        }
        (Some(true), None) => Ok(None),
        (_, asked) => Ok(asked.or_else(|| now.cloned())),
    }
}

fn changes_subnets(request: &ModifyVpcEndpointRequest) -> bool {
    let (new, old) = (&request.add_subnet_ids, &request.remove_subnet_ids);
    !new.is_empty() || !old.is_empty() || !request.subnet_configurations.is_empty()
}

fn changed_gateway(
    cx: Read<'_>,
    (vpc_id, service): (&str, &str),
    mut gateway: Gateway,
    request: &ModifyVpcEndpointRequest,
) -> Result<Gateway> {
    refuse_for_gateway(
        changes_subnets(request),
        !request.add_security_group_ids.is_empty() || !request.remove_security_group_ids.is_empty(),
        request.private_dns_enabled,
    )?;
    if let Some(record_type) = gateway_dns(request.dns_options.as_ref())? {
        gateway.dns_record_ip_type = record_type;
    }
    gateway.ip_address_type = request.ip_address_type.unwrap_or(gateway.ip_address_type);
    let (of, records) = (gateway.ip_address_type, gateway.dns_record_ip_type);
    check_gateway_records(cx, (vpc_id, service), of, records)?;
    remove(&mut gateway.route_table_ids, &request.remove_route_table_ids, |id| id)?;
    // A table that the endpoint has already is not asked for again.
    let mut new = request.add_route_table_ids.clone();
    new.retain(|id| gateway.route_table_ids.iter().all(|present| **present != **id));
    let removed = |id: &String| request.remove_route_table_ids.contains(id);
    if let Some(id) = new.iter().find(|id| removed(id)) {
        return Err(not_both(id));
    }
    let new = free_route_tables(cx, vpc_id, &gateway.prefix_list_id, &new)?;
    gateway.route_table_ids.extend(new);
    Ok(gateway)
}

// unverified (looked up 2026-11-26): AWS documents no message for an id that the endpoint does not
// have.
fn not_associated(id: &str) -> Error {
    let message = format!("{id} is not associated with the VPC endpoint.");
    Error::new("InvalidParameter", message)
}

/// Takes `ids` out of what an endpoint has.
fn remove<T, K>(from: &mut Vec<T>, ids: &[String], id_of: fn(&T) -> &Id<K>) -> Result<()> {
    for id in ids {
        if from.iter().all(|one| **id_of(one) != **id) {
            return Err(not_associated(id));
        }
    }
    from.retain(|one| ids.iter().all(|id| **id_of(one) != **id));
    Ok(())
}

// unverified (looked up 2026-11-26): AWS documents no message for this.
fn not_both(id: &str) -> Error {
    Error::combination(format!("{id} cannot be added and removed in one request"))
}

/// The endpoint of a Gateway Load Balancer keeps its subnet, and has nothing else to change:
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html>
// unverified (looked up 2026-11-26): the wording for subnets.
fn check_fixed(request: &ModifyVpcEndpointRequest) -> Result<()> {
    if !request.add_route_table_ids.is_empty() || !request.remove_route_table_ids.is_empty() {
        return Err(no_route_tables());
    }
    check_is_ipv4(request.ip_address_type)?;
    no_dns_options(request.dns_options.as_ref())?;
    let (new, old) = (&request.add_security_group_ids, &request.remove_security_group_ids);
    let has_groups = !new.is_empty() || !old.is_empty();
    refuse_for_gateway(false, has_groups, request.private_dns_enabled)?;
    if !changes_subnets(request) {
        return Ok(());
    }
    let message = "The subnet of a GatewayLoadBalancer type VPC Endpoint cannot be changed.";
    Err(Error::new("InvalidParameter", message))
}

fn change_interface(
    cx: &mut Write<'_>,
    (id, vpc_id, changes): (&VpcEndpointId, &VpcId, Option<Timestamp>),
    service: &EndpointService,
    mut interface: Interface,
    request: &ModifyVpcEndpointRequest,
) -> Result<Interface> {
    if !request.add_route_table_ids.is_empty() || !request.remove_route_table_ids.is_empty() {
        return Err(no_route_tables());
    }
    let ip_address_type = request.ip_address_type.unwrap_or(interface.ip_address_type);
    check_service(cx.read(), service, ip_address_type)?;
    let now = Some(interface.dns_record_ip_type);
    interface.dns_record_ip_type = records(request.dns_options.as_ref(), ip_address_type, now)?;
    interface.ip_address_type = ip_address_type;
    let private_dns = request.private_dns_enabled.unwrap_or(interface.private_dns);
    let only = interface.inbound_resolver_only.filter(|_| interface.private_dns);
    let options = request.dns_options.as_ref();
    let inbound_resolver_only = inbound_resolver_only(service, options, private_dns, only)?;
    check_private_dns(cx.read(), vpc_id, service, private_dns, inbound_resolver_only, Some(id))?;
    interface.private_dns = private_dns;
    interface.inbound_resolver_only = inbound_resolver_only;
    change_groups(cx.read(), vpc_id, &mut interface, request)?;

    let before = interface.places.clone();
    let is_removed = |id: &str| request.remove_subnet_ids.iter().any(|one| one == id);
    remove(&mut interface.places, &request.remove_subnet_ids, |place| &place.subnet_id)?;
    let (moved, added) = moves(&interface, request)?;
    check_places(cx.read(), vpc_id, service, &interface.places, &added)?;
    check_addresses(ip_address_type, &moved)?;
    check_addresses(ip_address_type, &added)?;
    let kept = interface.places.iter().map(|place| &*place.subnet_id);
    for subnet_id in kept.chain(added.iter().map(|place| place.subnet_id)) {
        check_subnet(cx.read(), cx.get::<Subnet>(subnet_id)?, ip_address_type)?;
    }
    for place in before.iter().filter(|place| is_removed(&place.subnet_id)) {
        cx.remove::<NetworkInterface>(&place.network_interface_id);
    }
    for place in &interface.places {
        let mut row = cx.get_mut::<NetworkInterface>(&place.network_interface_id)?;
        row.groups = interface.groups.iter().cloned().collect();
        drop(row);
        give_ipv6(cx, place, has_ipv6(ip_address_type))?;
    }
    for wanted in moved {
        replace(cx, id, &mut interface, wanted, changes)?;
    }
    add_places(cx, id, &mut interface, &added, changes)?;
    Ok(interface)
}

/// The subnets where an endpoint is to have other addresses, and those where it is to be anew.
fn moves<'a>(
    interface: &Interface,
    request: &'a ModifyVpcEndpointRequest,
) -> Result<(Vec<WantedPlace<'a>>, Vec<WantedPlace<'a>>)> {
    let names =
        |ids: &[String], place: &WantedPlace<'_>| ids.iter().any(|id| id == place.subnet_id);
    let all = wanted_places(&request.add_subnet_ids, &request.subnet_configurations)?;
    if let Some(both) = all.iter().find(|place| names(&request.remove_subnet_ids, place)) {
        return Err(not_both(both.subnet_id));
    }
    let is_there = |wanted: &WantedPlace<'_>| {
        interface.places.iter().any(|it| *it.subnet_id == *wanted.subnet_id)
    };
    let (mut present, added): (Vec<_>, Vec<_>) = all.into_iter().partition(is_there);
    if let Some(other) = added.iter().find(|place| !names(&request.add_subnet_ids, place)) {
        return Err(not_associated(other.subnet_id));
    }
    present.retain(|place| *place != WantedPlace::any(place.subnet_id));
    Ok((present, added))
}

/// Another interface takes the place of the one in a subnet. See `API_SubnetConfiguration` in AWS's
/// reference.
fn replace(
    cx: &mut Write<'_>,
    id: &VpcEndpointId,
    interface: &mut Interface,
    wanted: WantedPlace<'_>,
    since: Option<Timestamp>,
) -> Result<()> {
    let kind = (NetworkInterfaceType::VpcEndpoint, interface.ip_address_type);
    let mut places = interface.places.iter_mut();
    if let Some(place) = places.find(|place| *place.subnet_id == *wanted.subnet_id) {
        cx.remove::<NetworkInterface>(&place.network_interface_id);
        *place = InSubnet { since, ..new_place(cx, id, wanted, kind, &interface.groups)? };
    }
    Ok(())
}

/// Gives an interface that is there an IPv6 address, or takes it; whether it has IPv4 is its
/// subnet's matter.
fn give_ipv6(cx: &mut Write<'_>, place: &InSubnet, is_wanted: bool) -> Result<()> {
    let row = cx.get::<NetworkInterface>(&place.network_interface_id)?;
    if row.ipv6_addresses.is_empty() != is_wanted {
        return Ok(());
    }
    let count = u32::from(is_wanted);
    let addresses = addresses::choose_ipv6(cx, &place.subnet_id, &[], count)?;
    let mut row = cx.get_mut::<NetworkInterface>(&place.network_interface_id)?;
    row.ipv6_addresses = addresses.into();
    Ok(())
}

fn change_groups(
    cx: Read<'_>,
    vpc_id: &VpcId,
    interface: &mut Interface,
    request: &ModifyVpcEndpointRequest,
) -> Result<()> {
    let (new, old) = (&request.add_security_group_ids, &request.remove_security_group_ids);
    if new.is_empty() && old.is_empty() {
        return Ok(());
    }
    remove(&mut interface.groups, old, |id| id)?;
    let kept = interface.groups.iter().map(ToString::to_string);
    let all: Vec<String> = kept.chain(new.iter().cloned()).collect();
    if all.is_empty() {
        // unverified (looked up 2026-11-26): AWS documents no message for this.
        let message = "An interface endpoint must have at least one security group.";
        return Err(Error::new("InvalidParameter", message));
    }
    let subnet = interface.places.first().map_or("", |place| &place.subnet_id);
    interface.groups = security_groups::resolve(cx, vpc_id, subnet, &all, &[])?;
    Ok(())
}

/// One endpoint that cannot be deleted does not keep the others.
///
/// # Errors
/// `InvalidParameter`
pub(crate) fn delete_vpc_endpoints(
    cx: &mut Write<'_>,
    request: &DeleteVpcEndpointsRequest,
) -> Result<DeleteVpcEndpointsResult> {
    if request.vpc_endpoint_ids.len() > DELETED_AT_ONCE {
        // As recorded in <https://github.com/couchbaselabs/cbdinocluster/pull/199>.
        let message = format!(
            "Maximum number of VPC endpoints to delete was exceeded. You can provide up to \
             {DELETED_AT_ONCE} VPC endpoints."
        );
        return Err(Error::new("InvalidParameter", message));
    }
    let unsuccessful = unsuccessful(&request.vpc_endpoint_ids, |id| delete(cx, id));
    Ok(DeleteVpcEndpointsResult { unsuccessful: Some(unsuccessful) })
}

fn delete(cx: &mut Write<'_>, id: &str) -> Result<()> {
    let Some(endpoint) = cx.find::<VpcEndpoint>(id) else {
        VpcEndpoint::check_id(id)?;
        // Its code differs from that of DescribeVpcEndpoints; Terraform knows both.
        let message = format!("The Vpc Endpoint Id '{id}' does not exist");
        return Err(Error::new("InvalidVpcEndpoint.NotFound", message));
    };
    if endpoint.is_being_deleted(cx.now()) {
        return Ok(());
    }
    check_nobody_needs(cx.read(), endpoint)?;
    check_no_route(cx.read(), endpoint)?;
    let places = match &endpoint.means {
        // amazon.aws sees no gateway any more once it was deleted.
        Means::Gateway(_) => {
            cx.remove::<VpcEndpoint>(id);
            return Ok(());
        }
        Means::Interface(interface) => interface.places.clone(),
        Means::LoadBalancer(place) => vec![place.clone()],
    };
    let state = cx.read().transition(State::Deleting, State::Deleted, DELETING_MILLIS);
    let at = state.settles().unwrap_or_else(|| cx.now().timestamp());
    cx.get_mut::<VpcEndpoint>(id)?.state = state;
    cx.end::<VpcEndpoint>(id, at);
    for place in places {
        cx.end::<NetworkInterface>(&place.network_interface_id, at);
    }
    Ok(())
}

/// A gateway stays while an interface endpoint leaves the VPC's own traffic to it.
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html>
fn check_nobody_needs(cx: Read<'_>, endpoint: &Row<VpcEndpoint>) -> Result<()> {
    let leaves_to_gateway = |other: &Row<VpcEndpoint>| {
        other.service_name == endpoint.service_name
            && !other.is_being_deleted(cx.now())
            && matches!(&other.means, Means::Interface(it)
                if it.private_dns && it.inbound_resolver_only == Some(true))
    };
    let mut others = cx.with(VpcEndpoint::BY_VPC, &endpoint.vpc_id);
    if endpoint.kind() == EndpointKind::Gateway && others.any(leaves_to_gateway) {
        // unverified (looked up 2026-11-26): AWS documents the rule and no message.
        let message = format!(
            "The gateway endpoint {} cannot be deleted while private DNS only for inbound resolver \
             endpoints is enabled for an interface endpoint of the service.",
            endpoint.id
        );
        return Err(Error::new("InvalidParameter", message));
    }
    Ok(())
}

/// # Errors
/// `InvalidParameter` while a route leads to it, as the acceptance tests of Terraform's provider
/// tell.
fn check_no_route(cx: Read<'_>, endpoint: &Row<VpcEndpoint>) -> Result<()> {
    let leads_there = |table: &Row<RouteTable>| {
        let mut routes = table.routes.iter().chain(&table.replaced);
        routes.any(|route| matches!(&route.target, Target::Endpoint(id) if *id == endpoint.id))
    };
    if cx.with(RouteTable::BY_VPC, &endpoint.vpc_id).any(leads_there) {
        let message = "Endpoint must be removed from route table before deletion";
        return Err(Error::new("InvalidParameter", message));
    }
    Ok(())
}

//! The addresses that a NAT gateway has beside its primary one: Elastic IP addresses on those of a
//! public gateway, private addresses alone on a private one.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-working-with.html>

use super::local_zones::check_border_group;
use crate::effects::network::nat_gateways::ADDING_MILLIS;
use crate::effects::network::network_interfaces::elastic as elastic_effects;
use crate::effects::network::network_interfaces::managed::{add_addresses, remove_addresses};
use crate::engine::{Read, Resource as _, Row, Timed, Write};
use crate::error::{Error, Result};
use crate::records::account::regions::border_group;
use crate::records::ids::{AllocationId, NatGatewayId, NetworkInterfaceId};
use crate::records::network::addresses::Address;
use crate::records::network::nat_gateways::{self, NatGateway, shown};
use crate::records::network::network_interfaces::{NetworkInterface, addresses, elastic};
use std::net::Ipv4Addr;
use wire::{
    AssignPrivateNatGatewayAddressRequest, AssignPrivateNatGatewayAddressResult,
    AssociateNatGatewayAddressRequest, AssociateNatGatewayAddressResult, ConnectivityType,
    CreateNatGatewayRequest, DisassociateNatGatewayAddressRequest,
    DisassociateNatGatewayAddressResult, NatGatewayAddress, NatGatewayAddressStatus as Status,
    UnassignPrivateNatGatewayAddressRequest, UnassignPrivateNatGatewayAddressResult,
};

pub(crate) fn allocation<'a>(
    cx: Read<'a>,
    connectivity: ConnectivityType,
    id: Option<&str>,
) -> Result<Option<&'a Row<Address>>> {
    match (connectivity, id) {
        (ConnectivityType::Private, None) => Ok(None),
        (ConnectivityType::Private, Some(_)) => {
            // unverified (looked up 2026-11-26): code and message.
            let message = "The parameter allocationId cannot be used with the connectivityType \
                           private";
            Err(Error::combination(message))
        }
        (ConnectivityType::Public, None) => {
            let message = "The request must include the AllocationId parameter. Add the required \
                           parameter and retry the request.";
            Err(Error::new("MissingParameter", message))
        }
        (ConnectivityType::Public, Some(id)) => match cx.find(id) {
            Some(address) => Ok(Some(address)),
            None if !id.starts_with(Address::PREFIX) || Address::check_id(id).is_err() => {
                let message = format!("The elastic-ip ID '{id}' is malformed");
                Err(Error::new("InvalidElasticIpID.Malformed", message))
            }
            None => Err(Address::unknown_elastic_ip(id)),
        },
    }
}

/// Private addresses of a gateway of a new account, and Elastic IP addresses of any:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>
const MAX_ADDRESSES: usize = 8;

/// Elastic IP addresses of a gateway of a new account.
const ELASTIC_QUOTA: usize = 2;

/// Addresses that a gateway is to get.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    private: Vec<Ipv4Addr>,
    /// Private addresses to choose besides.
    count: u32,
    /// One for each private address; none for those of a private gateway.
    allocations: Vec<(AllocationId, Ipv4Addr)>,
}

impl Wanted {
    /// What a request to create a gateway asks for.
    ///
    /// # Errors
    /// `InvalidParameterCombination` for parameters of the other connectivity, and those of
    /// [`Wanted::public`].
    pub fn of_new(
        cx: Read<'_>,
        request: &CreateNatGatewayRequest,
        connectivity: ConnectivityType,
        group: &str,
    ) -> Result<Self> {
        let private = parsed(&request.secondary_private_ip_addresses)?;
        let count = request.secondary_private_ip_address_count;
        if connectivity == ConnectivityType::Private {
            if !request.secondary_allocation_ids.is_empty() {
                return Err(only("secondaryAllocationIds", "public"));
            }
            return Self::private(private, count);
        }
        if count.is_some() {
            return Err(only("secondaryPrivateIpAddressCount", "private"));
        }
        if !private.is_empty() && request.secondary_allocation_ids.is_empty() {
            // As transcribed from Terraform's provider of 2023 or later.
            return Err(Error::combination(
                "Secondary allocation Ids is a required parameter when secondary private Ip \
                 addresses parameter is set for NAT Gateway with Connectivity Type public.",
            ));
        }
        let wanted = Self::public(cx, &request.secondary_allocation_ids, private, group)?;
        if request.allocation_id.as_ref().is_some_and(|id| wanted.has(id)) {
            return Err(already_associated(request.allocation_id.as_deref().unwrap_or_default()));
        }
        Ok(wanted)
    }

    // unverified (looked up 2026-11-26): the wordings of these refusals.
    fn private(private: Vec<Ipv4Addr>, count: Option<i32>) -> Result<Self> {
        if !private.is_empty() && count.is_some() {
            return Err(Error::combination(
                "Private IP addresses and their number cannot be given together.",
            ));
        }
        let count = count.unwrap_or(0).unsigned_abs();
        Ok(Self { private, count, allocations: Vec::new() })
    }

    /// # Errors
    /// Those of the allocations, `Resource.AlreadyAssociated` for one that is in use, and
    /// `InvalidParameterCombination` for a number of private addresses that is another.
    fn public(cx: Read<'_>, ids: &[String], private: Vec<Ipv4Addr>, group: &str) -> Result<Self> {
        if !private.is_empty() && private.len() != ids.len() {
            return Err(Error::combination(
                "There must be as many private IP addresses as there are allocation IDs.",
            ));
        }
        let allocations = public_allocations(cx, ids, group)?;
        let mut wanted = Self { private, allocations, ..Self::default() };
        if wanted.private.is_empty() {
            wanted.count = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        }
        Ok(wanted)
    }

    /// # Errors
    /// Beside those that the gateway has, for more than it can have.
    // unverified (looked up 2026-11-26): both codes and wordings, which are those of other
    // operations.
    pub fn check_room(&self, cx: Read<'_>, present: usize) -> Result<()> {
        let is_new = cx.has_default_quotas();
        let elastic =
            if self.allocations.is_empty() { 0 } else { present + self.allocations.len() };
        if elastic > if is_new { ELASTIC_QUOTA } else { MAX_ADDRESSES } {
            return Err(too_many_addresses());
        }
        let count = usize::try_from(self.count).unwrap_or(usize::MAX);
        let private = present.saturating_add(self.private.len()).saturating_add(count);
        if is_new && private > MAX_ADDRESSES {
            let message = "Number of private addresses will exceed limit.";
            return Err(Error::new("PrivateIpAddressLimitExceeded", message));
        }
        Ok(())
    }

    fn has(&self, id: &str) -> bool {
        self.allocations.iter().any(|(other, _)| **other == *id)
    }
}

/// The Elastic IP addresses of a request, which nothing has yet, for zones of a border group.
///
/// # Errors
/// Those of the allocations, `Resource.AlreadyAssociated`, and that of [`check_border_group`].
pub(crate) fn public_allocations(
    cx: Read<'_>,
    ids: &[String],
    group: &str,
) -> Result<Vec<(AllocationId, Ipv4Addr)>> {
    let mut found: Vec<(AllocationId, Ipv4Addr)> = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(address) = allocation(cx, ConnectivityType::Public, Some(id))? else { continue };
        if found.iter().any(|(other, _)| *other == address.id) || is_associated(cx, &address.id) {
            return Err(already_associated(id));
        }
        check_border_group(cx, address, "Secondary", group)?;
        found.push((address.id.clone(), address.public_ip));
    }
    Ok(found)
}

pub(crate) fn is_associated(cx: Read<'_>, id: &AllocationId) -> bool {
    elastic::of_allocation(cx, id).is_some() || nat_gateways::of_allocation(cx, id).is_some()
}

fn parsed(texts: &[String]) -> Result<Vec<Ipv4Addr>> {
    texts.iter().map(|text| addresses::parse(text)).collect()
}

fn only(parameter: &str, connectivity: &str) -> Error {
    Error::combination(format!("{parameter} may only be given for {connectivity} NAT gateways."))
}

pub(crate) fn already_associated(id: &str) -> Error {
    let message = format!("Elastic IP address [{id}] is already associated");
    Error::new("Resource.AlreadyAssociated", message)
}

/// Gives the addresses to the interface of a gateway, and says from when on they work.
///
/// # Errors
/// Those of the private addresses.
pub(crate) fn add(
    cx: &mut Write<'_>,
    interface: &NetworkInterfaceId,
    wanted: &Wanted,
) -> Result<Vec<(Ipv4Addr, Timed<Status>)>> {
    let added = add_addresses(cx, interface, &wanted.private, wanted.count)?;
    for (address, allocation) in added.iter().zip(&wanted.allocations) {
        elastic_effects::associate(cx, interface, *address, allocation.clone())?;
    }
    let first = if wanted.allocations.is_empty() { Status::Assigning } else { Status::Associating };
    let status = cx.read().transition(first, Status::Succeeded, ADDING_MILLIS);
    Ok(added.into_iter().map(|address| (address, status)).collect())
}

pub(crate) fn associate_nat_gateway_address(
    cx: &mut Write<'_>,
    request: &AssociateNatGatewayAddressRequest,
) -> Result<AssociateNatGatewayAddressResult> {
    let row = cx.get::<NatGateway>(&request.nat_gateway_id)?;
    let id = row.id.clone();
    check_no_other_is_coming(cx.read(), row)?;
    let private = parsed(&request.private_ip_addresses)?;
    let zone = &interface(cx.read(), row)?.zone;
    let group = border_group(cx.read().region(), zone);
    let wanted = Wanted::public(cx.read(), &request.allocation_ids, private, group)?;
    let addresses = extend(cx, &id, &wanted)?;
    Ok(AssociateNatGatewayAddressResult {
        nat_gateway_id: Some(id.to_string()),
        nat_gateway_addresses: Some(addresses),
    })
}

pub(crate) fn assign_private_nat_gateway_address(
    cx: &mut Write<'_>,
    request: &AssignPrivateNatGatewayAddressRequest,
) -> Result<AssignPrivateNatGatewayAddressResult> {
    let row = of_kind(cx.read(), &request.nat_gateway_id, ConnectivityType::Private)?;
    let id = row.id.clone();
    let private = parsed(&request.private_ip_addresses)?;
    if private.is_empty() && request.private_ip_address_count.is_none() {
        return Err(Error::missing("PrivateIpAddress"));
    }
    let wanted = Wanted::private(private, request.private_ip_address_count)?;
    let addresses = extend(cx, &id, &wanted)?;
    Ok(AssignPrivateNatGatewayAddressResult {
        nat_gateway_id: Some(id.to_string()),
        nat_gateway_addresses: Some(addresses),
    })
}

/// There are no connections to drain: the addresses go at once.
pub(crate) fn disassociate_nat_gateway_address(
    cx: &mut Write<'_>,
    request: &DisassociateNatGatewayAddressRequest,
) -> Result<DisassociateNatGatewayAddressResult> {
    let DisassociateNatGatewayAddressRequest { max_drain_duration_seconds: _, .. } = request;
    let row = cx.get::<NatGateway>(&request.nat_gateway_id)?;
    let id = row.id.clone();
    let interface = interface(cx.read(), row)?;
    let mut leaving = Vec::new();
    for association in &request.association_ids {
        let mut places = interface.addresses.iter();
        let place = places.find(|place| {
            place.elastic.as_ref().is_some_and(|it| *it.association_id == **association)
        });
        let place = place.ok_or_else(|| no_association(association))?;
        leaving.push(place.address);
    }
    let addresses = shrink(cx, &id, &leaving, Status::Disassociating)?;
    Ok(DisassociateNatGatewayAddressResult {
        nat_gateway_id: Some(id.to_string()),
        nat_gateway_addresses: Some(addresses),
    })
}

/// There are no connections to drain: the addresses go at once.
pub(crate) fn unassign_private_nat_gateway_address(
    cx: &mut Write<'_>,
    request: &UnassignPrivateNatGatewayAddressRequest,
) -> Result<UnassignPrivateNatGatewayAddressResult> {
    let UnassignPrivateNatGatewayAddressRequest { max_drain_duration_seconds: _, .. } = request;
    let row = of_kind(cx.read(), &request.nat_gateway_id, ConnectivityType::Private)?;
    let id = row.id.clone();
    let leaving = parsed(&request.private_ip_addresses)?;
    if leaving.is_empty() {
        return Err(Error::missing("PrivateIpAddress"));
    }
    let interface = interface(cx.read(), row)?;
    let has = |address| interface.addresses.iter().any(|place| place.address == address);
    if leaving.iter().any(|address| !has(*address)) {
        let message = format!(
            "Some of the specified addresses are not assigned to interface {}",
            interface.id
        );
        return Err(Error::invalid_value(message));
    }
    let addresses = shrink(cx, &id, &leaving, Status::Unassigning)?;
    Ok(UnassignPrivateNatGatewayAddressResult {
        nat_gateway_id: Some(id.to_string()),
        nat_gateway_addresses: Some(addresses),
    })
}

pub(crate) fn no_association(id: &str) -> Error {
    let message = format!("The association ID '{id}' does not exist");
    Error::new("InvalidAssociationID.NotFound", message)
}

/// A gateway of a connectivity whose addresses can change.
// unverified (looked up 2026-11-26): codes and messages.
pub(crate) fn of_kind<'a>(
    cx: Read<'a>,
    id: &str,
    connectivity: ConnectivityType,
) -> Result<&'a Row<NatGateway>> {
    let row = cx.get::<NatGateway>(id)?;
    if row.connectivity != connectivity {
        let message = format!("The NAT gateway {id} has another connectivity type.");
        return Err(Error::combination(message));
    }
    if !row.is_available(cx.now()) {
        let message = format!("The NAT gateway {id} is not in the state available.");
        return Err(Error::new("IncorrectState", message));
    }
    Ok(row)
}

/// As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/44581>, of one; how
/// several stand there is as of other lists.
fn check_no_other_is_coming(cx: Read<'_>, row: &NatGateway) -> Result<()> {
    let is_coming = |address: Ipv4Addr| {
        let mut adding = row.adding.iter().filter(|(added, _)| *added == address);
        adding.any(|(_, status)| status.at(cx.now()) == Status::Associating)
    };
    let places = interface(cx, row)?.addresses.iter();
    let coming = places.filter(|place| is_coming(place.address));
    let coming = coming.filter_map(|place| Some(&*place.elastic.as_deref()?.allocation_id));
    let coming: Vec<&str> = coming.collect();
    if coming.is_empty() {
        return Ok(());
    }
    let message =
        format!("Service is currently ASSOCIATING the following EIPs: [{}].", coming.join(", "));
    Err(Error::new("OperationInProgress", message))
}

fn interface<'a>(cx: Read<'a>, row: &NatGateway) -> Result<&'a Row<NetworkInterface>> {
    let interface = row.place.as_deref().and_then(|id| cx.find::<NetworkInterface>(id));
    interface.ok_or_else(|| NetworkInterface::not_found(&[row.place.as_deref().unwrap_or("")]))
}

/// Gives addresses to a gateway, and shows them.
fn extend(
    cx: &mut Write<'_>,
    id: &NatGatewayId,
    wanted: &Wanted,
) -> Result<Vec<NatGatewayAddress>> {
    let interface = interface(cx.read(), cx.get::<NatGateway>(id)?)?;
    wanted.check_room(cx.read(), interface.addresses.len())?;
    let place = interface.id.clone();
    let added = add(cx, &place, wanted)?;
    let addresses: Vec<Ipv4Addr> = added.iter().map(|(address, _)| *address).collect();
    cx.get_mut::<NatGateway>(id)?.adding.extend(added);
    show(cx.read(), id, &addresses)
}

/// Takes addresses from a gateway, and shows them for the last time.
fn shrink(
    cx: &mut Write<'_>,
    id: &NatGatewayId,
    leaving: &[Ipv4Addr],
    status: Status,
) -> Result<Vec<NatGatewayAddress>> {
    // unverified (looked up 2026-11-26): that an address can go before it works.
    let interface = interface(cx.read(), cx.get::<NatGateway>(id)?)?;
    if interface.primary_address().is_some_and(|primary| leaving.contains(&primary.address)) {
        // unverified (looked up 2026-11-26): code and message.
        let message = "The primary address of a NAT gateway cannot be taken from it.";
        return Err(Error::invalid_value(message));
    }
    let place = interface.id.clone();
    let shown = show(cx.read(), id, leaving)?;
    let shown = shown.into_iter();
    let shown = shown.map(|address| NatGatewayAddress { status: Some(status), ..address });
    let shown = shown.collect();
    remove_addresses(cx, &place, leaving)?;
    cx.get_mut::<NatGateway>(id)?.adding.retain(|(address, _)| !leaving.contains(address));
    Ok(shown)
}

pub(crate) fn show(
    cx: Read<'_>,
    id: &str,
    addresses: &[Ipv4Addr],
) -> Result<Vec<NatGatewayAddress>> {
    Ok(shown(cx.get::<NatGateway>(id)?, cx, Some(addresses)))
}

pub(super) fn too_many_addresses() -> Error {
    Error::new("AddressLimitExceeded", "The maximum number of addresses has been reached.")
}

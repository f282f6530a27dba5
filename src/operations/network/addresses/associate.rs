//! Putting an address on an interface, and taking it off.

use super::checks::{either_or, none_named};
use crate::effects::network::network_interfaces::elastic as elastic_effects;
use crate::engine::{Id, Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::account::regions::border_group;
use crate::records::compute::instances::Instance;
use crate::records::ids::AddressAssociationId;
use crate::records::network::addresses::{Address, with_public_ip};
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::network_interfaces::attached::{is_past_launch, only_interface};
use crate::records::network::network_interfaces::elastic::{self, Placed};
use crate::records::network::network_interfaces::managed::{check_is_users, not_users};
use crate::records::network::{internet_gateways, nat_gateways, network_interface_permissions};
use std::net::Ipv4Addr;
use wire::{
    AssociateAddressRequest, AssociateAddressResult, DisassociateAddressRequest, InstanceStateName,
    PublicIpDnsOption, WireEnum as _,
};

// The refusals, and what is none, are recorded in `public_addresses.json` of `radkawar/stackd`.

pub(crate) fn associate_address(
    cx: &mut Write<'_>,
    request: &AssociateAddressRequest,
) -> Result<AssociateAddressResult> {
    let read = cx.read();
    let allocation_id = allocation_id(read, request)?;
    let target = Target::of(request)?;
    let address = read.get::<Address>(allocation_id)?;
    let interface = target.interface(read)?;
    check_is_users(interface)?;
    check_border_group(read, address, interface)?;
    let private = private_address(interface, request.private_ip_address.as_deref())?;
    if !internet_gateways::is_attached_to(read, &interface.vpc_id) {
        let message =
            format!("Network {} is not attached to any internet gateway", interface.vpc_id);
        return Err(Error::new("Gateway.NotAttached", message));
    }

    if nat_gateways::of_allocation(read, &address.id).is_some() {
        return Err(not_users());
    }
    let place = elastic::of_allocation(read, &address.id);
    if let Some(place) = place {
        check_is_users(place.interface)?;
        // Once more is no mistake:
        // <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html>
        if place.interface.id == interface.id && place.private.address == private {
            return Ok(associated(&place.elastic.association_id));
        }
    }
    // Another address where this one is to go makes room for it all the same.
    if let (Some(false), Some(place)) = (request.allow_reassociation, place) {
        let (id, association) = (&address.id, &place.elastic.association_id);
        let message =
            format!("resource {id} is already associated with associate-id {association}");
        return Err(Error::new("Resource.AlreadyAssociated", message));
    }
    let (id, public, interface_id) = (address.id.clone(), address.public_ip, interface.id.clone());
    elastic_effects::disassociate(cx, &id)?;
    let association_id = elastic_effects::associate(cx, &interface_id, private, (id, public))?;
    Ok(associated(&association_id))
}

fn associated(id: &AddressAssociationId) -> AssociateAddressResult {
    AssociateAddressResult { r#return: Some(true), association_id: Some(id.to_string()) }
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html>
// unverified (looked up 2026-11-26): code and words, after those of NAT gateways.
fn check_border_group(
    cx: Read<'_>,
    address: &Row<Address>,
    interface: &Row<NetworkInterface>,
) -> Result<()> {
    if address.border_group(cx) == border_group(cx.region(), &interface.zone) {
        return Ok(());
    }
    let message = "Elastic IP and network interface belong in different network border groups.";
    Err(Error::new("OperationNotPermitted", message))
}

fn allocation_id<'a>(cx: Read<'_>, request: &'a AssociateAddressRequest) -> Result<&'a str> {
    match (request.allocation_id.as_deref(), request.public_ip.as_deref()) {
        (Some(id), None) => Ok(id),
        (None, Some(public_ip)) => {
            of_caller(cx, public_ip)?;
            // The words for an instance: lithiumtech/ha-nat#2, splunk/attack_range#263 (2020).
            let to = match request.network_interface_id {
                Some(_) => "a network interface",
                None => "a VPC instance",
            };
            let message =
                format!("You must specify an allocation id when mapping an address to {to}");
            Err(Error::combination(message))
        }
        (None, None) => Err(none_named("allocation id")),
        (Some(_), Some(_)) => Err(either_or()),
    }
}

pub(super) fn of_caller<'a>(cx: Read<'a>, public_ip: &str) -> Result<&'a Row<Address>> {
    with_public_ip(cx, public_ip).ok_or_else(|| {
        let message = format!("The address '{public_ip}' does not belong to you.");
        Error::new("AuthFailure", message)
    })
}

/// Where an address is to go.
enum Target<'a> {
    Instance(&'a str),
    Interface(&'a str),
}

impl<'a> Target<'a> {
    /// The instance counts where an interface is named beside it, as Terraform's provider does.
    fn of(request: &'a AssociateAddressRequest) -> Result<Self> {
        match (request.instance_id.as_deref(), request.network_interface_id.as_deref()) {
            (Some(id), _) => Ok(Self::Instance(id)),
            (None, Some(id)) => Ok(Self::Interface(id)),
            (None, None) => {
                let message = "Either instance ID or network interface id must be specified";
                Err(Error::new("MissingParameter", message))
            }
        }
    }

    fn interface(self, cx: Read<'_>) -> Result<&Row<NetworkInterface>> {
        let id = match self {
            Self::Instance(id) => id,
            Self::Interface(id) => {
                network_interface_permissions::check_not_granted(cx, id)?;
                return of_ready_instance(cx, cx.get(id)?);
            }
        };
        let instance = cx.get::<Instance>(id)?;
        let state = instance.state(cx.now());
        if is_past_launch(state) {
            return only_interface(cx, &instance.id);
        }
        // Recorded of pending instances.
        let state = state.as_str();
        let message =
            format!("The {state} instance '{id}' is not in a valid state for this operation.");
        Err(Error::new("InvalidInstanceID", message))
    }
}

/// # Errors
/// `IncorrectInstanceState` for the interface of an instance that begins, as recorded in
/// <https://github.com/hashicorp/terraform-provider-aws/issues/19699>, or ends.
fn of_ready_instance<'a>(
    cx: Read<'a>,
    interface: &'a Row<NetworkInterface>,
) -> Result<&'a Row<NetworkInterface>> {
    let attached = interface.attached(cx.now());
    let instance = attached.and_then(|(it, _)| cx.find::<Instance>(&it.instance_id));
    let state = match instance.map(|instance| instance.state(cx.now())) {
        None => return Ok(interface),
        Some(state) if is_past_launch(state) => return Ok(interface),
        Some(InstanceStateName::Pending) => "pending-instance-creation",
        // unverified (looked up 2026-11-26): the words for an instance that ends.
        Some(state) => state.as_str(),
    };
    let message = format!(
        "The {state} instance to which '{}' is attached is not in a valid state for this operation",
        interface.id
    );
    Err(Error::new("IncorrectInstanceState", message))
}

fn private_address(interface: &Row<NetworkInterface>, asked: Option<&str>) -> Result<Ipv4Addr> {
    let mut addresses = interface.addresses.iter().map(|it| it.address);
    let found = match asked {
        None => addresses.next(),
        Some(asked) => {
            let parsed = asked.parse::<Ipv4Addr>().map_err(|_| {
                let message = format!("invalid value for parameter private-address: {asked}");
                Error::invalid_value(message)
            })?;
            addresses.find(|address| *address == parsed)
        }
    };
    found.ok_or_else(|| {
        // As recorded in hashicorp/terraform#6436.
        let asked = asked.unwrap_or_default();
        Error::invalid_value(format!("{asked} is not mapped to the interface {}", interface.id))
    })
}

pub(crate) fn disassociate_address(
    cx: &mut Write<'_>,
    request: &DisassociateAddressRequest,
) -> Result<()> {
    let Some(id) = request.association_id.as_deref() else {
        return Err(match &request.public_ip {
            Some(public_ip) => {
                // Looked up first: <https://github.com/flexera-public/right_aws/issues/113>.
                of_caller(cx.read(), public_ip)?;
                let message = "You must specify an association id when unmapping an address from \
                               a VPC instance";
                Error::invalid_value(message)
            }
            None => none_named("association id"),
        });
    };
    if nat_gateways::of_association(cx.read(), &Id::new(id)).is_some() {
        return Err(not_users());
    }
    let Some(place) = elastic::of_association(cx.read(), &Id::new(id)) else {
        let message = format!("The association ID '{id}' does not exist");
        return Err(Error::new("InvalidAssociationID.NotFound", message));
    };
    check_is_users(place.interface)?;
    check_name_keeps_one(place)?;
    let allocation_id = place.elastic.allocation_id.clone();
    elastic_effects::disassociate(cx, &allocation_id)
}

/// # Errors
/// `OperationNotPermitted` for the primary address where it is the last one, and a name of the
/// interface stands for both IPv4 and IPv6.
// unverified (looked up 2026-11-26): code and words; the rule is that of
// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateAddress.html>.
fn check_name_keeps_one(Placed { interface, private, .. }: Placed<'_>) -> Result<()> {
    let is_dual = interface.public_host_names == Some(PublicIpDnsOption::PublicDualStackDnsName);
    let is_primary =
        interface.primary_address().is_some_and(|primary| primary.address == private.address);
    let count = interface.addresses.iter().filter(|it| it.public.is_some()).count();
    if is_dual && is_primary && count == 1 {
        let message = format!(
            "The network interface '{}' has a public dual-stack DNS name, and its only public IPv4 \
             address cannot be disassociated.",
            interface.id
        );
        return Err(Error::new("OperationNotPermitted", message));
    }
    Ok(())
}

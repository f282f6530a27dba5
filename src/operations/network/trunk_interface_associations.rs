//! Putting interfaces on trunks as their branches, and taking them off.

use crate::engine::{Operation, Read, Tags, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::ids::NetworkInterfaceId;
use crate::records::network::network_interfaces::{NetworkInterface, in_use};
use crate::records::network::trunk_interface_associations::{
    TrunkInterfaceAssociation, Tunnel, is_branch,
};
use wire::{
    AssociateTrunkInterfaceRequest, AssociateTrunkInterfaceResult,
    DisassociateTrunkInterfaceRequest, DisassociateTrunkInterfaceResult, NetworkInterfaceType,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write AssociateTrunkInterface => associate_trunk_interface;
    Read  DescribeTrunkInterfaceAssociations => listed::<TrunkInterfaceAssociation>;
    Write DisassociateTrunkInterface => disassociate_trunk_interface;
};

const VLANS: std::ops::RangeInclusive<i32> = 1..=4094;

fn associate_trunk_interface(
    cx: &mut Write<'_>,
    request: &AssociateTrunkInterfaceRequest,
) -> Result<AssociateTrunkInterfaceResult> {
    let tunnel = tunnel(request.vlan_id, request.gre_key)?;
    let read = cx.read();
    let branch = of_type(read, &request.branch_interface_id, NetworkInterfaceType::Interface)?;
    let trunk = of_type(read, &request.trunk_interface_id, NetworkInterfaceType::Trunk)?;
    // unverified (looked up 2026-11-26): codes and words.
    if is_branch(read, branch) {
        let message = format!("The branch interface '{branch}' is already associated.");
        return Err(Error::new("Resource.AlreadyAssociated", message));
    }
    if in_use(read.get::<NetworkInterface>(branch)?, read) {
        let message = format!("Network interface '{branch}' is currently in use.");
        return Err(Error::invalid_value(message));
    }
    let mut others = read.with(TrunkInterfaceAssociation::BY_TRUNK, trunk);
    if others.any(|other| other.tunnel == tunnel) {
        let message =
            format!("The VLAN ID or GRE key is already in use on the trunk interface '{trunk}'.");
        return Err(Error::invalid_value(message));
    }
    let (branch, trunk) = (branch.clone(), trunk.clone());
    let record = TrunkInterfaceAssociation { branch, trunk, tunnel };
    Ok(AssociateTrunkInterfaceResult {
        interface_association: Some(cx.create(record, Tags::default())?),
        client_token: request.client_token.clone(),
    })
}

// unverified (looked up 2026-11-26): codes and words.
fn tunnel(vlan: Option<i32>, gre: Option<i32>) -> Result<Tunnel> {
    match (vlan, gre) {
        (Some(id), None) if VLANS.contains(&id) => Ok(Tunnel::Vlan(id)),
        (Some(id), None) => {
            Err(Error::bad_parameter("vlanId", id, "Expecting a value between 1 and 4094."))
        }
        (None, Some(key)) => Ok(Tunnel::Gre(key)),
        (Some(_), Some(_)) => Err(Error::exclusive("vlanId", "greKey")),
        (None, None) => Err(Error::missing("vlanId")),
    }
}

// unverified (looked up 2026-11-26): code and words.
fn of_type<'a>(
    cx: Read<'a>,
    id: &str,
    wanted: NetworkInterfaceType,
) -> Result<&'a NetworkInterfaceId> {
    let row = cx.get::<NetworkInterface>(id)?;
    if row.interface_type == wanted {
        return Ok(&row.id);
    }
    let wanted = wire::WireEnum::as_str(wanted);
    let message = format!("The network interface '{id}' is not of the type '{wanted}'.");
    Err(Error::invalid_value(message))
}

fn disassociate_trunk_interface(
    cx: &mut Write<'_>,
    request: &DisassociateTrunkInterfaceRequest,
) -> Result<DisassociateTrunkInterfaceResult> {
    cx.delete::<TrunkInterfaceAssociation>(&request.association_id)?;
    let client_token = request.client_token.clone();
    Ok(DisassociateTrunkInterfaceResult { r#return: Some(true), client_token })
}

//! Branch interfaces on a trunk, each in a VLAN or a GRE tunnel of its own: what lets containers on
//! an instance have interfaces.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateTrunkInterface.html>

use crate::engine::{
    By, Hold, Index, Operation, Read, Resource, Row, Tags, Write, listed, operations,
};
use crate::error::{Error, Result};
use crate::records::ids::NetworkInterfaceId;
use crate::records::network::network_interfaces::NetworkInterface;
use serde::{Deserialize, Serialize};
use wire::{
    AssociateTrunkInterfaceRequest, AssociateTrunkInterfaceResult,
    DisassociateTrunkInterfaceRequest, DisassociateTrunkInterfaceResult, InterfaceProtocolType,
    NetworkInterfaceType,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write AssociateTrunkInterface => associate_trunk_interface;
    Read  DescribeTrunkInterfaceAssociations => listed::<TrunkInterfaceAssociation>;
    Write DisassociateTrunkInterface => disassociate_trunk_interface;
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TrunkInterfaceAssociation {
    branch: NetworkInterfaceId,
    trunk: NetworkInterfaceId,
    tunnel: Tunnel,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Tunnel {
    Vlan(i32),
    Gre(i32),
}

// No filter has these names.
impl TrunkInterfaceAssociation {
    const BY_BRANCH: By<Self, NetworkInterfaceId> = By::new("branch-interface-id");
    const BY_TRUNK: By<Self, NetworkInterfaceId> = By::new("trunk-interface-id");
}

impl Resource for TrunkInterfaceAssociation {
    type View = wire::TrunkInterfaceAssociation;
    const PREFIX: &'static str = "trunk-assoc";
    const PLURAL: &'static str = "trunkInterfaceAssociations";
    const OF_VPC: bool = true;
    // unverified (looked up 2026-11-26): the codes and the noun; and that neither interface can be
    // deleted.
    const NOUN: &'static str = "trunk interface association ID";
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_BRANCH), Hold::of(Self::BY_TRUNK)];

    fn view(row: &Row<Self>, _: Read<'_>) -> wire::TrunkInterfaceAssociation {
        let (protocol, vlan_id, gre_key) = match row.tunnel {
            Tunnel::Vlan(id) => (InterfaceProtocolType::VLAN, Some(id), None),
            Tunnel::Gre(key) => (InterfaceProtocolType::GRE, None, Some(key)),
        };
        wire::TrunkInterfaceAssociation {
            association_id: Some(row.id.to_string()),
            branch_interface_id: Some(row.branch.to_string()),
            trunk_interface_id: Some(row.trunk.to_string()),
            interface_protocol: Some(protocol),
            vlan_id,
            gre_key,
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_BRANCH, &self.branch);
        index.add(Self::BY_TRUNK, &self.trunk);
    }
}

const VLANS: std::ops::RangeInclusive<i32> = 1..=4094;

fn associate_trunk_interface(
    cx: &mut Write<'_>,
    request: &AssociateTrunkInterfaceRequest,
) -> Result<AssociateTrunkInterfaceResult> {
    let tunnel = tunnel(request.vlan_id, request.gre_key)?;
    let read = cx.read();
    let branch = of_type(read, &request.branch_interface_id, NetworkInterfaceType::Branch)?;
    let trunk = of_type(read, &request.trunk_interface_id, NetworkInterfaceType::Trunk)?;
    // unverified (looked up 2026-11-26): codes and words.
    if read.with(TrunkInterfaceAssociation::BY_BRANCH, branch).next().is_some() {
        let message = format!("The branch interface '{branch}' is already associated.");
        return Err(Error::new("Resource.AlreadyAssociated", message));
    }
    let mut others = read.with(TrunkInterfaceAssociation::BY_TRUNK, trunk);
    if others.any(|other| other.tunnel == tunnel) {
        let message =
            format!("The VLAN ID or GRE key is already in use on the trunk interface '{trunk}'.");
        return Err(Error::invalid_value(message));
    }
    drop(others);
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

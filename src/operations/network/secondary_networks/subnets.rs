//! Subnets of secondary networks, each in a zone.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecondarySubnet.html>

use super::record::{LIFE, SecondaryNetwork, block, check_modifiable};
use crate::engine::network::overlap;
use crate::engine::{By, Hold, Id, Index, Life, Phase, Read, Resource, Row, Text, Write};
use crate::error::{Error, Result};
use crate::records::account::arns::arn;
use crate::records::ids::SecondaryCidrBlockId;
use crate::records::network::subnets::zone;
use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use wire::{
    CreateSecondarySubnetRequest, CreateSecondarySubnetResult, DeleteSecondarySubnetRequest,
    DeleteSecondarySubnetResult, ResourceType, SecondaryNetworkType,
    SecondarySubnetCidrBlockAssociationState as State, SecondarySubnetIpv4CidrBlockAssociation,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SecondarySubnet {
    network_id: Id<SecondaryNetwork>,
    of: SecondaryNetworkType,
    cidr: Ipv4Net,
    association_id: SecondaryCidrBlockId,
    zone: Text,
    zone_id: Text,
}

impl SecondarySubnet {
    const BY_NETWORK: By<Self, Id<SecondaryNetwork>> = By::new("secondary-network-id");
}

// As of networks.
impl Resource for SecondarySubnet {
    type View = wire::SecondarySubnet;
    const PREFIX: &'static str = "ss";
    const TYPE: Option<ResourceType> = Some(ResourceType::SecondarySubnet);
    const PLURAL: &'static str = "secondarySubnets";
    const OF_VPC: bool = true;
    const NOT_FOUND: &'static str = "InvalidSecondarySubnetId.NotFound";
    const NOUN: &'static str = "secondary subnet ID";
    const ID_FILTER: Option<&'static str> = Some("secondary-subnet-id");
    const LIFE: Option<Life> = Some(LIFE);
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_NETWORK)];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::SecondarySubnet {
        let state = match row.life_phase(cx.now()) {
            Phase::Making => State::Associating,
            Phase::There => State::Associated,
            Phase::Leaving => State::Disassociating,
            Phase::Gone => State::Disassociated,
        };
        wire::SecondarySubnet {
            secondary_subnet_id: Some(row.id.to_string()),
            secondary_subnet_arn: Some(arn(cx, &format!("secondary-subnet/{}", row.id))),
            secondary_network_id: Some(row.network_id.to_string()),
            secondary_network_type: Some(row.of),
            owner_id: Some(cx.account().to_string()),
            availability_zone_id: Some(row.zone_id.to_string()),
            availability_zone: Some(row.zone.to_string()),
            ipv4_cidr_block_associations: Some(vec![SecondarySubnetIpv4CidrBlockAssociation {
                association_id: Some(row.association_id.to_string()),
                cidr_block: Some(row.cidr.to_string()),
                state: Some(state),
                state_reason: None,
            }]),
            state: row.life_state(cx.now()),
            state_reason: None,
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_NETWORK, &self.network_id);
    }
}

/// That subnets of a network do not overlap is documented.
// unverified (looked up 2026-11-26): the codes and words, that they are within the network, and
// what the ids of associations begin with.
pub(super) fn create_secondary_subnet(
    cx: &mut Write<'_>,
    request: &CreateSecondarySubnetRequest,
) -> Result<CreateSecondarySubnetResult> {
    let tags = cx.tags_for::<SecondarySubnet>(&request.tag_specifications)?;
    let read = cx.read();
    let cidr = block(&request.ipv4_cidr_block)?;
    let (name, zone_id) = (&request.availability_zone, &request.availability_zone_id);
    let zone = zone(read, name.as_deref(), zone_id.as_deref())?;
    check_modifiable::<SecondaryNetwork>(read, &request.secondary_network_id)?;
    let network = read.get::<SecondaryNetwork>(&request.secondary_network_id)?;
    if !network.cidr.contains(&cidr) {
        let reason = "It must be within the block of the secondary network.";
        return Err(Error::bad_parameter("ipv4CidrBlock", cidr, reason));
    }
    let mut others = read.with(SecondarySubnet::BY_NETWORK, &network.id);
    let is_there = |other: &Row<SecondarySubnet>| other.life_phase(read.now()) != Phase::Gone;
    if others.any(|other| is_there(other) && overlap(&other.cidr, &cidr)) {
        let message = format!("The CIDR '{cidr}' conflicts with another secondary subnet");
        return Err(Error::new("InvalidSubnet.Conflict", message));
    }
    let (network_id, of) = (network.id.clone(), network.of);
    let record = SecondarySubnet {
        network_id,
        of,
        cidr,
        association_id: cx.ids().next("ss-cidr-assoc"),
        zone: zone.name.into(),
        zone_id: zone.id.into(),
    };
    Ok(CreateSecondarySubnetResult {
        secondary_subnet: Some(cx.create(record, tags)?),
        client_token: request.client_token.clone(),
    })
}

pub(super) fn delete_secondary_subnet(
    cx: &mut Write<'_>,
    request: &DeleteSecondarySubnetRequest,
) -> Result<DeleteSecondarySubnetResult> {
    let id = request.secondary_subnet_id.as_str();
    check_modifiable::<SecondarySubnet>(cx.read(), id)?;
    Ok(DeleteSecondarySubnetResult {
        secondary_subnet: Some(cx.delete::<SecondarySubnet>(id)?.view),
        client_token: request.client_token.clone(),
    })
}

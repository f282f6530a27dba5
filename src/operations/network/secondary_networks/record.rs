//! A secondary network: its record and its view, and what it has in common with its subnets.

use crate::engine::network::parse_ipv4_cidr;
use crate::engine::{HOUR_MILLIS, Life, Phase, Read, Resource, Row};
use crate::error::{Error, Result};
use crate::records::account::arns::arn;
use crate::records::ids::SecondaryCidrBlockId;
use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use wire::{
    ResourceType, SecondaryNetworkCidrBlockAssociationState as State,
    SecondaryNetworkIpv4CidrBlockAssociation, SecondaryNetworkType,
};

// AWS's waiters know the states; unverified (looked up 2026-11-26): how long what is deleted is
// listed.
pub(super) const LIFE: Life = Life {
    states: ["create-in-progress", "create-complete", "delete-in-progress", "delete-complete"],
    making_millis: 10_000,
    leaving_millis: 10_000,
    listed_millis: HOUR_MILLIS,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SecondaryNetwork {
    pub of: SecondaryNetworkType,
    pub cidr: Ipv4Net,
    pub association_id: SecondaryCidrBlockId,
}

// The code is the one that AWS's waiters look for. unverified (looked up 2026-11-26): the noun.
impl Resource for SecondaryNetwork {
    type View = wire::SecondaryNetwork;
    const PREFIX: &'static str = "sn";
    const TYPE: Option<ResourceType> = Some(ResourceType::SecondaryNetwork);
    const PLURAL: &'static str = "secondaryNetworks";
    const OF_VPC: bool = true;
    const NOT_FOUND: &'static str = "InvalidSecondaryNetworkId.NotFound";
    const NOUN: &'static str = "secondary network ID";
    const ID_FILTER: Option<&'static str> = Some("secondary-network-id");
    const LIFE: Option<Life> = Some(LIFE);

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::SecondaryNetwork {
        let state = match row.life_phase(cx.now()) {
            Phase::Making => State::Associating,
            Phase::There => State::Associated,
            Phase::Leaving => State::Disassociating,
            Phase::Gone => State::Disassociated,
        };
        wire::SecondaryNetwork {
            secondary_network_id: Some(row.id.to_string()),
            secondary_network_arn: Some(arn(cx, &format!("secondary-network/{}", row.id))),
            owner_id: Some(cx.account().to_string()),
            r#type: Some(row.of),
            state: row.life_state(cx.now()),
            state_reason: None,
            ipv4_cidr_block_associations: Some(vec![SecondaryNetworkIpv4CidrBlockAssociation {
                association_id: Some(row.association_id.to_string()),
                cidr_block: Some(row.cidr.to_string()),
                state: Some(state),
                state_reason: None,
            }]),
            tags: row.tags.wire(),
        }
    }
}

/// A block of the size that networks and their subnets have, as documented.
// unverified (looked up 2026-11-26): the words for another size.
pub(super) fn block(text: &str) -> Result<Ipv4Net> {
    let block = parse_ipv4_cidr("ipv4CidrBlock", text)?;
    if (12..=28).contains(&block.prefix_len()) {
        return Ok(block);
    }
    let reason = "The block size must be between /12 and /28.";
    Err(Error::bad_parameter("ipv4CidrBlock", text, reason))
}

/// # Errors
/// `InvalidState` for what is on its way in or out, or gone and still listed: Terraform's provider
/// takes this for what is being deleted already.
// unverified (looked up 2026-11-26): what stands before the words that it looks for.
pub(super) fn check_modifiable<T: Resource>(cx: Read<'_>, id: &str) -> Result<()> {
    if cx.get::<T>(id)?.life_phase(cx.now()) == Phase::There {
        return Ok(());
    }
    let message = format!("The resource {id} is not in a modifiable state.");
    Err(Error::new("InvalidState", message))
}

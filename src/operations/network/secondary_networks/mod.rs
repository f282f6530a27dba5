//! Secondary networks, over which instances reach each other's memory beside their VPC, and their
//! subnets. No instance is launched with an interface in one: such a launch is refused by name.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecondaryNetwork.html>

pub(crate) mod record;
pub(crate) mod subnets;

use crate::engine::{Operation, Write, listed, operations};
use crate::error::Result;
use crate::records::account::empty_lists::none;
use record::{SecondaryNetwork, block, check_modifiable};
use subnets::SecondarySubnet;
use wire::{
    CreateSecondaryNetworkRequest, CreateSecondaryNetworkResult, DeleteSecondaryNetworkRequest,
    DeleteSecondaryNetworkResult, SecondaryInterface,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateSecondaryNetwork => create_secondary_network;
    Read  DescribeSecondaryNetworks => listed::<SecondaryNetwork>;
    Write DeleteSecondaryNetwork => delete_secondary_network;
    Write CreateSecondarySubnet => subnets::create_secondary_subnet;
    Read  DescribeSecondarySubnets => listed::<SecondarySubnet>;
    Write DeleteSecondarySubnet => subnets::delete_secondary_subnet;
    Read  DescribeSecondaryInterfaces =>
        |cx, it| none::<SecondaryInterface>(cx, it, OF_INTERFACES, &[]);
};

/// The code and the noun of an id that no interface has.
// unverified (looked up 2026-11-26): both.
const OF_INTERFACES: (&str, &str) =
    ("InvalidSecondaryInterfaceId.NotFound", "secondary interface ID");

// unverified (looked up 2026-11-26): what the ids of associations begin with.
fn create_secondary_network(
    cx: &mut Write<'_>,
    request: &CreateSecondaryNetworkRequest,
) -> Result<CreateSecondaryNetworkResult> {
    let tags = cx.tags_for::<SecondaryNetwork>(&request.tag_specifications)?;
    let cidr = block(&request.ipv4_cidr_block)?;
    let association_id = cx.ids().next("sn-cidr-assoc");
    let record = SecondaryNetwork { of: request.network_type, cidr, association_id };
    Ok(CreateSecondaryNetworkResult {
        secondary_network: Some(cx.create(record, tags)?),
        client_token: request.client_token.clone(),
    })
}

fn delete_secondary_network(
    cx: &mut Write<'_>,
    request: &DeleteSecondaryNetworkRequest,
) -> Result<DeleteSecondaryNetworkResult> {
    let id = request.secondary_network_id.as_str();
    check_modifiable::<SecondaryNetwork>(cx.read(), id)?;
    Ok(DeleteSecondaryNetworkResult {
        secondary_network: Some(cx.delete::<SecondaryNetwork>(id)?.view),
        client_token: request.client_token.clone(),
    })
}

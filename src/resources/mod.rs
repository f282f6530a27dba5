//! The table of contents: every kind of resource in one list.

// Networks
mod customer_gateways;
mod network_interfaces;
mod security_groups;
mod subnets;
mod vpcs;
// Regions and accounts
mod account_attributes;
mod regions;
// Instances
mod instance_types;
mod key_pairs;
// Storage and images
mod images;
mod volumes;

use crate::engine::{Kind, Operation, World, Write};

/// The kinds that have rows.
const KINDS: &[Kind] = &[
    Kind::of::<wire::CustomerGateway>(),
    Kind::of::<images::Image>(),
    Kind::of::<key_pairs::KeyPair>(),
    Kind::of::<network_interfaces::NetworkInterface>(),
    Kind::of::<security_groups::SecurityGroup>(),
    Kind::of::<subnets::Subnet>(),
    Kind::of::<volumes::Volume>(),
    Kind::of::<vpcs::Vpc>(),
];

/// The operations of every file.
const OPERATIONS: &[&[Operation]] = &[
    account_attributes::OPERATIONS,
    customer_gateways::OPERATIONS,
    images::OPERATIONS,
    instance_types::OPERATIONS,
    key_pairs::OPERATIONS,
    network_interfaces::OPERATIONS,
    regions::OPERATIONS,
    security_groups::OPERATIONS,
    subnets::OPERATIONS,
    volumes::OPERATIONS,
    vpcs::OPERATIONS,
];

pub(crate) const WORLD: World = World { kinds: KINDS, operations: OPERATIONS, found };

/// What a fresh region holds.
fn found(cx: &mut Write<'_>) {
    images::found(cx);
}

//! VPCs and their attributes.

use crate::engine::{Id, Index, Operation, Read, Resource, Row, operations};
use ipnet::{Ipv4Net, Ipv6Net};
use serde::Serialize;
use wire::{ResourceType, Tenancy};

pub(super) const OPERATIONS: &[Operation] = operations! {};

impl Resource for Vpc {
    type View = wire::Vpc;
    const PREFIX: &'static str = "vpc";
    const TYPE: ResourceType = ResourceType::Vpc;
    const PLURAL: &'static str = "vpcs";
    const NOT_FOUND: &'static str = "InvalidVpcID.NotFound";
    const MALFORMED: &'static str = "InvalidVpcID.Malformed";
    const NOUN: &'static str = "vpc ID";

    fn view(_row: &Row<Self>, _cx: Read<'_>) -> wire::Vpc {
        wire::Vpc::default()
    }

    fn index(&self, index: &mut Index<'_>) {
        if self.is_default {
            index.add("is-default", "true");
        }
        index.add("dhcp-options-id", self.dhcp_options_id.clone());
    }
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Vpc {
    /// The first one is the VPC's own; the others were associated later.
    pub cidr_blocks: Vec<Ipv4Block>,
    pub ipv6_cidr_blocks: Vec<Ipv6Block>,
    /// `default` when the VPC uses none.
    pub dhcp_options_id: Id,
    pub instance_tenancy: Tenancy,
    pub is_default: bool,
    pub enable_dns_support: bool,
    pub enable_dns_hostnames: bool,
    pub enable_network_address_usage_metrics: bool,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Ipv4Block {
    pub association_id: Id,
    pub cidr: Ipv4Net,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Ipv6Block {
    pub association_id: Id,
    pub cidr: Ipv6Net,
}

//! Subnets, and how many addresses they have left.

use crate::engine::{Id, Index, Operation, Read, Resource, Row, operations};
use ipnet::{Ipv4Net, Ipv6Net};
use serde::Serialize;
use wire::{HostnameType, ResourceType};

pub(super) const OPERATIONS: &[Operation] = operations! {};

impl Resource for Subnet {
    type View = wire::Subnet;
    const PREFIX: &'static str = "subnet";
    const TYPE: ResourceType = ResourceType::Subnet;
    const PLURAL: &'static str = "subnets";
    const NOT_FOUND: &'static str = "InvalidSubnetID.NotFound";
    const MALFORMED: &'static str = "InvalidSubnetID.Malformed";
    const NOUN: &'static str = "subnet ID";

    fn view(_row: &Row<Self>, _cx: Read<'_>) -> wire::Subnet {
        wire::Subnet::default()
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add("vpc-id", self.vpc_id.clone());
    }
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Subnet {
    pub vpc_id: Id,
    pub cidr: Ipv4Net,
    pub ipv6_cidr: Option<Ipv6Block>,
    /// The zone's name and id: `us-east-1a`, `use1-az4`.
    pub zone: Id,
    pub zone_id: Id,
    pub default_for_az: bool,
    pub map_public_ip_on_launch: bool,
    pub assign_ipv6_address_on_creation: bool,
    pub enable_dns64: bool,
    pub hostname_type: HostnameType,
    pub resource_name_dns_a_record: bool,
    pub resource_name_dns_aaaa_record: bool,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Ipv6Block {
    pub association_id: Id,
    pub cidr: Ipv6Net,
}

//! What a regional NAT gateway is: one for all zones of a VPC, which needs no subnet and shows no
//! interface, and has a route table of its own.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html>

use crate::engine::{Now, Text, Timed};
use crate::records::ids::{AddressAssociationId, AllocationId, RouteTableId};
use serde::{Deserialize, Serialize};
use std::net::Ipv4Addr;
use wire::{
    AutoProvisionZonesState, AutoScalingIpsState, NatGatewayAddress,
    NatGatewayAddressStatus as Status,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Regional {
    /// Whether AWS chooses the zones, which are those of the VPC's subnets, and the addresses.
    pub is_automatic: bool,
    /// None if the gateway failed.
    pub route_table_id: Option<RouteTableId>,
    pub places: Vec<InZone>,
}

/// An Elastic IP address for what comes from a zone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct InZone {
    pub zone: Text,
    pub zone_id: Text,
    pub allocation_id: AllocationId,
    pub association_id: AddressAssociationId,
    pub public_ip: Ipv4Addr,
    pub status: Timed<Status>,
}

impl Regional {
    pub fn auto_provision_zones(&self) -> AutoProvisionZonesState {
        if self.is_automatic {
            AutoProvisionZonesState::Enabled
        } else {
            AutoProvisionZonesState::Disabled
        }
    }

    pub fn auto_scaling_ips(&self) -> AutoScalingIpsState {
        if self.is_automatic { AutoScalingIpsState::Enabled } else { AutoScalingIpsState::Disabled }
    }
}

impl InZone {
    /// The members are those that Terraform's provider reads.
    // unverified (looked up 2026-11-26): that none of them is the primary one.
    pub fn view(&self, of_gateway: Status, now: Now<'_>) -> NatGatewayAddress {
        let status = match of_gateway {
            Status::Succeeded => self.status.at(now),
            other => other,
        };
        let works = !matches!(status, Status::Associating | Status::Failed);
        NatGatewayAddress {
            allocation_id: Some(self.allocation_id.to_string()),
            association_id: works.then(|| self.association_id.to_string()),
            public_ip: works.then(|| self.public_ip.to_string()),
            availability_zone: Some(self.zone.to_string()),
            availability_zone_id: Some(self.zone_id.to_string()),
            status: Some(status),
            ..NatGatewayAddress::default()
        }
    }
}

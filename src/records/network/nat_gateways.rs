//! NAT gateways: a network interface in a subnet, with an Elastic IP address if the gateway is
//! public. No traffic ever passes through one. Further addresses are in `secondary`.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html>

use crate::engine::{
    By, HOUR_MILLIS, IdRule, Index, Life, Now, Phase, Quota, Read, Resource, Row, Timed,
};
use crate::error::Error;
use crate::records::ids::{AllocationId, NetworkInterfaceId, SubnetId, VpcId};
use crate::records::network::network_interfaces::{NetworkInterface, PrivateAddress};
use serde::{Deserialize, Serialize};
use std::net::Ipv4Addr;
use wire::{
    AvailabilityMode, ConnectivityType, NatGatewayAddress, NatGatewayAddressStatus,
    NatGatewayState, ResourceType, Timestamp,
};

/// How long one that failed or was deleted is listed:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html>.
pub(crate) const LISTED_MILLIS: i64 = HOUR_MILLIS;

impl NatGateway {
    pub(crate) const BY_SUBNET: By<Self, SubnetId> = By::new("subnet-id");
    pub(crate) const BY_VPC: By<Self, VpcId> = By::new("vpc-id");
}

impl Resource for NatGateway {
    type View = wire::NatGateway;
    const PREFIX: &'static str = "nat";
    const TYPE: Option<ResourceType> = Some(ResourceType::Natgateway);
    const PLURAL: &'static str = "natGateways";
    const NOT_FOUND: &'static str = "NatGatewayNotFound";
    const MALFORMED: &'static str = "NatGatewayMalformed";
    const NOUN: &'static str = "NAT gateway ID";
    const OF_VPC: bool = true;
    const LIFE: Option<Life> = Some(Life {
        making_millis: 10_000,
        leaving_millis: 10_000,
        listed_millis: LISTED_MILLIS,
        ..Life::USUAL
    });
    const ID: IdRule = IdRule::Prefixed;
    const ID_FILTER: Option<&'static str> = Some("nat-gateway-id");
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |row, cx| in_zone(row, cx) > 5,
        code: "NatGatewayLimitExceeded",
        message: |_| {
            "Performing this operation would exceed the limit of 5 NAT gateways".to_owned()
        },
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::NatGateway {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_SUBNET, &self.subnet_id);
        index.add(Self::BY_VPC, &self.vpc_id);
    }

    // unverified (looked up 2026-11-26): the wording for more than one.
    fn not_found(ids: &[&str]) -> Error {
        let message = match ids {
            [id] => format!("NAT gateway {id} was not found"),
            _ => format!("NAT gateways {} were not found", ids.join(", ")),
        };
        Error::new(Self::NOT_FOUND, message)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NatGateway {
    pub subnet_id: SubnetId,
    pub vpc_id: VpcId,
    pub connectivity: ConnectivityType,
    pub created: Timestamp,
    pub deleted: Option<Timestamp>,
    pub failure: Option<Failure>,
    /// As the request named it; the association is the interface's.
    pub allocation_id: Option<AllocationId>,
    /// The interface; none if the gateway failed.
    pub place: Option<NetworkInterfaceId>,
    /// The addresses beside the primary one, and whether they work already.
    pub adding: Vec<(Ipv4Addr, Timed<NatGatewayAddressStatus>)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Failure {
    pub code: Box<str>,
    pub message: String,
}

impl Row<NatGateway> {
    /// One that cannot be fails where others become available.
    pub fn nat_state(&self, now: Now<'_>) -> NatGatewayState {
        match self.life_phase(now) {
            Phase::Making => NatGatewayState::Pending,
            Phase::There if self.failure.is_some() => NatGatewayState::Failed,
            Phase::There => NatGatewayState::Available,
            Phase::Leaving => NatGatewayState::Deleting,
            Phase::Gone => NatGatewayState::Deleted,
        }
    }

    pub fn is_available(&self, now: Now<'_>) -> bool {
        self.nat_state(now) == NatGatewayState::Available
    }
}

/// How many gateways of its zone count, which those that failed do not.
fn in_zone(row: &Row<NatGateway>, cx: Read<'_>) -> usize {
    let now = cx.now();
    let zone = |row: &Row<NatGateway>| cx.find(&row.subnet_id).map(|subnet| subnet.zone.clone());
    let counts =
        |row: &Row<NatGateway>| row.failure.is_none() && row.life_phase(now) != Phase::Gone;
    let all = cx.table::<NatGateway>().iter(0, now).map(|(_, each)| each);
    all.filter(|each| counts(each) && zone(each) == zone(row)).count()
}

fn view(row: &Row<NatGateway>, cx: Read<'_>) -> wire::NatGateway {
    let state = row.nat_state(cx.now());
    let failure = row.failure.as_ref().filter(|_| state == NatGatewayState::Failed);
    wire::NatGateway {
        create_time: Some(row.created),
        delete_time: row.deleted,
        failure_code: failure.map(|failure| failure.code.to_string()),
        failure_message: failure.map(|failure| failure.message.clone()),
        nat_gateway_addresses: Some(shown(row, cx, None)),
        nat_gateway_id: Some(row.id.to_string()),
        state: Some(state),
        subnet_id: Some(row.subnet_id.to_string()),
        vpc_id: Some(row.vpc_id.to_string()),
        tags: row.tags.wire(),
        connectivity_type: Some(row.connectivity),
        availability_mode: Some(AvailabilityMode::Zonal),
        ..wire::NatGateway::default()
    }
}

/// The addresses of a gateway, the primary one first: all, or just some.
pub(crate) fn shown(
    row: &Row<NatGateway>,
    cx: Read<'_>,
    some: Option<&[Ipv4Addr]>,
) -> Vec<NatGatewayAddress> {
    let state = row.nat_state(cx.now());
    let status = match state {
        NatGatewayState::Pending => NatGatewayAddressStatus::Associating,
        NatGatewayState::Failed => NatGatewayAddressStatus::Failed,
        _ => NatGatewayAddressStatus::Succeeded,
    };
    // A gateway that is pending shows neither its interface nor its addresses.
    let interface = row.place.as_deref().filter(|_| state != NatGatewayState::Pending);
    let Some(interface) = interface.and_then(|id| cx.find::<NetworkInterface>(id)) else {
        return vec![NatGatewayAddress {
            allocation_id: row.allocation_id.as_deref().map(str::to_owned),
            is_primary: Some(true),
            status: Some(status),
            ..NatGatewayAddress::default()
        }];
    };
    let address = |(at, place): (usize, &PrivateAddress)| {
        let elastic = place.elastic.as_deref();
        let adding = row.adding.iter().find(|(address, _)| *address == place.address);
        let status = adding.map_or(status, |(_, status)| status.at(cx.now()));
        // One on its way shows no address yet, as the examples of
        // <https://docs.aws.amazon.com/cli/latest/reference/ec2/associate-nat-gateway-address.html>
        // and of assign-private-nat-gateway-address have it.
        let coming = matches!(
            status,
            NatGatewayAddressStatus::Assigning | NatGatewayAddressStatus::Associating
        );
        let association = elastic.map(|elastic| elastic.association_id.to_string());
        NatGatewayAddress {
            allocation_id: elastic.map(|elastic| elastic.allocation_id.to_string()),
            network_interface_id: Some(interface.id.to_string()),
            private_ip: (!coming).then(|| place.address.to_string()),
            public_ip: place.public.filter(|_| !coming).map(|public| public.to_string()),
            association_id: association.filter(|_| !coming),
            is_primary: Some(at == 0),
            status: Some(status),
            ..NatGatewayAddress::default()
        }
    };
    let is_asked = |place: &PrivateAddress| some.is_none_or(|some| some.contains(&place.address));
    let places = interface.addresses.iter().enumerate();
    places.filter(|(_, place)| is_asked(place)).map(address).collect()
}

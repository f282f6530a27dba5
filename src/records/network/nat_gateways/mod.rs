//! NAT gateways: a network interface in a subnet, with an Elastic IP address if the gateway is
//! public, or one for all zones of a VPC, as in `regional`. No traffic ever passes through one.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html>

mod regional;

use crate::engine::{
    By, HOUR_MILLIS, Hold, Id, IdRule, Index, Life, Now, Phase, Quota, Read, Resource, Row, Timed,
};
use crate::error::Error;
use crate::records::ids::{
    AddressAssociationId, AllocationId, NetworkInterfaceId, RouteTableId, SubnetId, VpcId,
};
use crate::records::network::network_interfaces::{NetworkInterface, PrivateAddress};
pub(crate) use regional::{InZone, Regional};
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
    /// Those of regional gateways; others have theirs on their interfaces.
    const BY_ALLOCATION: By<Self, AllocationId> = By::new("allocation-id");
    const BY_ASSOCIATION: By<Self, AddressAssociationId> = By::new("association-id");
    const BY_ROUTE_TABLE: By<Self, RouteTableId> = By::new("route-table-id");
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
    /// One in a subnet holds this with its interface.
    const HOLDS: &'static [Hold<Self>] = &[
        Hold::of_those(Self::BY_VPC, Row::has_places),
        Hold::of_those(Self::BY_ROUTE_TABLE, Row::has_places),
    ];
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
        if let Some(subnet_id) = &self.subnet_id {
            index.add(Self::BY_SUBNET, subnet_id);
        }
        index.add(Self::BY_VPC, &self.vpc_id);
        let Some(regional) = &self.regional else { return };
        if let Some(table_id) = &regional.route_table_id {
            index.add(Self::BY_ROUTE_TABLE, table_id);
        }
        for place in &regional.places {
            index.add(Self::BY_ALLOCATION, &place.allocation_id);
            index.add(Self::BY_ASSOCIATION, &place.association_id);
        }
    }

    // kubernetes/kops#16876
    // unverified (looked up 2026-11-26): the wording for more than one.
    fn not_found(ids: &[&str]) -> Error {
        let message = match ids {
            [id] => format!("The Nat gateway {id} was not found"),
            _ => format!("The Nat gateways {} were not found", ids.join(", ")),
        };
        Error::new(Self::NOT_FOUND, message)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NatGateway {
    /// None of a regional gateway.
    pub subnet_id: Option<SubnetId>,
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
    #[serde(default)]
    pub regional: Option<Box<Regional>>,
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

    /// Whether AWS chooses its zones and addresses.
    pub fn is_automatic(&self) -> bool {
        self.failure.is_none() && self.regional.as_ref().is_some_and(|it| it.is_automatic)
    }

    /// Whether it is a regional one that has addresses, or may have some.
    fn has_places(&self, now: Now<'_>) -> bool {
        let is_there = self.failure.is_none() && self.life_phase(now) != Phase::Gone;
        is_there && self.regional.is_some()
    }

    pub fn is_available(&self, now: Now<'_>) -> bool {
        self.nat_state(now) == NatGatewayState::Available
    }
}

/// Where a regional gateway of a VPC has an Elastic IP address.
pub(crate) fn of_allocation<'a>(cx: Read<'a>, id: &AllocationId) -> Option<&'a InZone> {
    place(cx, NatGateway::BY_ALLOCATION, id, |place| place.allocation_id == *id)
}

pub(crate) fn of_association<'a>(cx: Read<'a>, id: &AddressAssociationId) -> Option<&'a InZone> {
    place(cx, NatGateway::BY_ASSOCIATION, id, |place| place.association_id == *id)
}

fn place<'a, K>(
    cx: Read<'a>,
    by: By<NatGateway, Id<K>>,
    id: &Id<K>,
    is_it: impl Fn(&InZone) -> bool,
) -> Option<&'a InZone> {
    let mut gateways = cx.with(by, id).filter(|row| row.has_places(cx.now()));
    gateways.find_map(|row| row.record.regional.as_ref()?.places.iter().find(|it| is_it(it)))
}

/// Whether a VPC has a regional gateway with addresses.
pub(crate) fn has_regional_addresses(cx: Read<'_>, vpc_id: &VpcId) -> bool {
    let mut gateways = cx.with(NatGateway::BY_VPC, vpc_id).filter(|row| row.has_places(cx.now()));
    gateways.any(|row| row.regional.as_ref().is_some_and(|it| !it.places.is_empty()))
}

/// How many gateways of its zone count, which those that failed do not.
// unverified (looked up 2026-11-26): nor regional ones, which are in no single zone.
fn in_zone(row: &Row<NatGateway>, cx: Read<'_>) -> usize {
    let now = cx.now();
    let zone = |row: &Row<NatGateway>| Some(cx.find(row.subnet_id.as_ref()?)?.zone.clone());
    let counts =
        |row: &Row<NatGateway>| row.failure.is_none() && row.life_phase(now) != Phase::Gone;
    let all = cx.table::<NatGateway>().iter(0, now).map(|(_, each)| each);
    all.filter(|each| counts(each) && each.regional.is_none() && zone(each) == zone(row)).count()
}

fn view(row: &Row<NatGateway>, cx: Read<'_>) -> wire::NatGateway {
    let state = row.nat_state(cx.now());
    let failure = row.failure.as_ref().filter(|_| state == NatGatewayState::Failed);
    let regional = row.regional.as_deref();
    wire::NatGateway {
        create_time: Some(row.created),
        delete_time: row.deleted,
        failure_code: failure.map(|failure| failure.code.to_string()),
        failure_message: failure.map(|failure| failure.message.clone()),
        nat_gateway_addresses: Some(shown(row, cx, None)),
        nat_gateway_id: Some(row.id.to_string()),
        state: Some(state),
        subnet_id: row.subnet_id.as_ref().map(ToString::to_string),
        vpc_id: Some(row.vpc_id.to_string()),
        tags: row.tags.wire(),
        connectivity_type: Some(row.connectivity),
        availability_mode: Some(match row.regional {
            Some(_) => AvailabilityMode::Regional,
            None => AvailabilityMode::Zonal,
        }),
        // Nothing here attaches one.
        attached_appliances: Some(Vec::new()),
        auto_provision_zones: regional.map(Regional::auto_provision_zones),
        auto_scaling_ips: regional.map(Regional::auto_scaling_ips),
        route_table_id: regional.and_then(|it| it.route_table_id.as_deref()).map(str::to_owned),
        ..wire::NatGateway::default()
    }
}

/// The addresses of a gateway, the primary one first: all, or just some, the private ones of a
/// gateway in a subnet and the public ones of a regional one.
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
    if let Some(regional) = &row.regional {
        let is_asked = |place: &&InZone| some.is_none_or(|some| some.contains(&place.public_ip));
        let places = regional.places.iter().filter(is_asked);
        return places.map(|place| place.view(status, cx.now())).collect();
    }
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

//! CIDR reservations of subnets: addresses that EC2 does not give by itself. Those of the type
//! `explicit` are given to whoever asks for one of them; those of the type `prefix` are for
//! prefixes. <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html>

use super::Subnet;
use crate::engine::{Id, IdRule, Index, Query, Read, Resource, Row, Write};
use crate::error::{Error, Result};
use ipnet::IpNet;
use serde::Serialize;
use std::net::IpAddr;
use wire::{
    CreateSubnetCidrReservationRequest, CreateSubnetCidrReservationResult,
    DeleteSubnetCidrReservationRequest, DeleteSubnetCidrReservationResult, Filter,
    GetSubnetCidrReservationsRequest, GetSubnetCidrReservationsResult, ResourceType,
    SubnetCidrReservationType,
};

const SUBNET: &str = "subnet-id";

impl Resource for SubnetCidrReservation {
    type View = wire::SubnetCidrReservation;
    const PREFIX: &'static str = "scr";
    const TYPE: Option<ResourceType> = Some(ResourceType::SubnetCidrReservation);
    const PLURAL: &'static str = "subnetCidrReservations";
    const NOT_FOUND: &'static str = "InvalidSubnetCidrReservationID.NotFound";
    const MALFORMED: &'static str = "InvalidSubnetCidrReservationID.Malformed";
    const NOUN: &'static str = "subnet-cidr-reservation ID";
    const OF_VPC: bool = true;
    const ID: IdRule = IdRule::Prefixed;

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::SubnetCidrReservation {
        wire::SubnetCidrReservation {
            subnet_cidr_reservation_id: Some(row.id.to_string()),
            subnet_id: Some(row.subnet_id.to_string()),
            cidr: Some(row.cidr.to_string()),
            reservation_type: Some(row.kind),
            owner_id: Some(cx.account().to_string()),
            description: row.description.clone(),
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add(SUBNET, self.subnet_id.clone());
    }
}

pub(super) fn create_subnet_cidr_reservation(
    cx: &mut Write<'_>,
    request: &CreateSubnetCidrReservationRequest,
) -> Result<CreateSubnetCidrReservationResult> {
    let tags = cx.tags_for::<SubnetCidrReservation>(&request.tag_specifications)?;
    let subnet = cx.get::<Subnet>(&request.subnet_id)?;
    let subnet_id = subnet.id.clone();
    let cidr: IpNet = request.cidr.parse().map_err(|_| {
        Error::bad_parameter("cidr", &request.cidr, "This is not a valid CIDR block.")
    })?;
    let cidr = cidr.trunc();
    let is_within = match cidr {
        IpNet::V4(cidr) => subnet.cidr.is_some_and(|block| block.contains(&cidr)),
        IpNet::V6(cidr) => {
            subnet.ipv6_block(cx.now()).is_some_and(|block| block.cidr.contains(&cidr))
        }
    };
    if !is_within {
        // unverified: code and message.
        let reason = "It is not within a CIDR block of the subnet.";
        return Err(Error::bad_parameter("cidr", &request.cidr, reason));
    }
    let mut others = of_subnet(cx.read(), &subnet_id);
    if others.any(|other| is_part(&other.cidr, &cidr)) {
        let message =
            format!("Reservation CIDR {cidr} has overlap with existing reserved CIDR block");
        return Err(Error::invalid_value(message));
    }
    drop(others);
    let record = SubnetCidrReservation {
        subnet_id,
        cidr,
        kind: request.reservation_type,
        description: request.description.clone(),
    };
    let id = cx.new_id::<SubnetCidrReservation>();
    cx.insert(id.clone(), record, tags);
    let reservation = SubnetCidrReservation::view(cx.get(&id)?, cx.read());
    Ok(CreateSubnetCidrReservationResult { subnet_cidr_reservation: Some(reservation) })
}

/// A page is one of both lists together.
pub(super) fn get_subnet_cidr_reservations(
    cx: Read<'_>,
    request: &GetSubnetCidrReservationsRequest,
) -> Result<GetSubnetCidrReservationsResult> {
    let subnet_id = cx.get::<Subnet>(&request.subnet_id)?.id.to_string();
    let of_subnet = Filter { name: Some(SUBNET.to_owned()), values: Some(vec![subnet_id]) };
    let given = request.filters.iter();
    let given = given.map(|it| Filter { name: it.name.clone(), values: it.values.clone() });
    let filters: Vec<Filter> = given.chain([of_subnet]).collect();
    let query = Query {
        filters: &filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
        ..Query::default()
    };
    let page = cx.select_rows::<SubnetCidrReservation>(&query, |_| true)?;
    let (mut ipv4, mut ipv6) = (Vec::new(), Vec::new());
    for (row, view) in page.items {
        match row.cidr {
            IpNet::V4(_) => ipv4.push(view),
            IpNet::V6(_) => ipv6.push(view),
        }
    }
    Ok(GetSubnetCidrReservationsResult {
        subnet_ipv4_cidr_reservations: Some(ipv4),
        subnet_ipv6_cidr_reservations: Some(ipv6),
        next_token: page.next_token,
    })
}

pub(super) fn delete_subnet_cidr_reservation(
    cx: &mut Write<'_>,
    request: &DeleteSubnetCidrReservationRequest,
) -> Result<DeleteSubnetCidrReservationResult> {
    let row = cx.get::<SubnetCidrReservation>(&request.subnet_cidr_reservation_id)?;
    let (id, deleted) = (row.id.clone(), SubnetCidrReservation::view(row, cx.read()));
    cx.remove::<SubnetCidrReservation>(&id);
    Ok(DeleteSubnetCidrReservationResult { deleted_subnet_cidr_reservation: Some(deleted) })
}

#[derive(Debug, Clone, Serialize)]
pub(in crate::resources) struct SubnetCidrReservation {
    subnet_id: Id,
    cidr: IpNet,
    kind: SubnetCidrReservationType,
    description: Option<String>,
}

fn is_part(one: &IpNet, other: &IpNet) -> bool {
    one.contains(other) || other.contains(one)
}

fn of_subnet<'a>(
    cx: Read<'a>,
    subnet_id: &str,
) -> impl Iterator<Item = &'a Row<SubnetCidrReservation>> {
    cx.with::<SubnetCidrReservation>(SUBNET, subnet_id)
}

/// The blocks out of which no address of a subnet is given unless it is asked for.
pub(in crate::resources) fn reserved(cx: Read<'_>, subnet_id: &str) -> Vec<IpNet> {
    of_subnet(cx, subnet_id).map(|row| row.cidr).collect()
}

/// The blocks of a subnet that are for prefixes.
pub(in crate::resources) fn for_prefixes(cx: Read<'_>, subnet_id: &str) -> Vec<IpNet> {
    let rows = of_subnet(cx, subnet_id);
    rows.filter(|row| row.kind == SubnetCidrReservationType::Prefix).map(|row| row.cidr).collect()
}

/// Whether an address can be asked for.
///
/// # Errors
/// `InvalidParameterValue` for one that is reserved for prefixes.
pub(in crate::resources) fn check(
    cx: Read<'_>,
    subnet_id: &str,
    address: impl Into<IpAddr>,
) -> Result<()> {
    let address = address.into();
    let mut prefixes =
        of_subnet(cx, subnet_id).filter(|row| row.kind == SubnetCidrReservationType::Prefix);
    if !prefixes.any(|row| row.cidr.contains(&address)) {
        return Ok(());
    }
    // unverified: code and message.
    let message = format!("Address {address} is in a CIDR reservation of the type prefix");
    Err(Error::invalid_value(message))
}

/// The reservations of a subnet that is deleted go with it.
// unverified: that they do not hold it.
pub(super) fn forget_subnet(cx: &mut Write<'_>, subnet_id: &str) {
    let ids: Vec<Id> = of_subnet(cx.read(), subnet_id).map(|row| row.id.clone()).collect();
    for id in ids {
        cx.remove::<SubnetCidrReservation>(&id);
    }
}

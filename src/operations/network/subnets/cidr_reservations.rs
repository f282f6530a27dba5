//! CIDR reservations of subnets: addresses that EC2 does not give by itself. Those of the type
//! `explicit` are given to whoever asks for one of them; those of the type `prefix` are for
//! prefixes. <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html>

use crate::engine::{Query, Read, Write};
use crate::error::{Error, Result};
use crate::records::network::subnets::{Subnet, SubnetCidrReservation, of_subnet};
use ipnet::IpNet;
use wire::{
    CreateSubnetCidrReservationRequest, CreateSubnetCidrReservationResult, Filter,
    GetSubnetCidrReservationsRequest, GetSubnetCidrReservationsResult,
};

pub(crate) fn create_subnet_cidr_reservation(
    cx: &mut Write<'_>,
    request: &CreateSubnetCidrReservationRequest,
) -> Result<CreateSubnetCidrReservationResult> {
    let tags = cx.tags_for::<SubnetCidrReservation>(&request.tag_specifications)?;
    let cidr: IpNet = request.cidr.parse().map_err(|_| {
        Error::bad_parameter("cidr", &request.cidr, "This is not a valid CIDR block.")
    })?;
    let cidr = cidr.trunc();
    let subnet = cx.get::<Subnet>(&request.subnet_id)?;
    let subnet_id = subnet.id.clone();
    let is_within = match cidr {
        IpNet::V4(cidr) => subnet.cidr.is_some_and(|block| block.contains(&cidr)),
        IpNet::V6(cidr) => {
            subnet.ipv6_block(cx.now()).is_some_and(|block| block.cidr.contains(&cidr))
        }
    };
    if !is_within {
        // unverified (looked up 2026-11-26): code and message.
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
    let reservation = cx.create(record, tags)?;
    Ok(CreateSubnetCidrReservationResult { subnet_cidr_reservation: Some(reservation) })
}

/// A page is one of both lists together.
pub(crate) fn get_subnet_cidr_reservations(
    cx: Read<'_>,
    request: &GetSubnetCidrReservationsRequest,
) -> Result<GetSubnetCidrReservationsResult> {
    let subnet_id = cx.get::<Subnet>(&request.subnet_id)?.id.to_string();
    let of_subnet = Filter { name: Some("subnet-id".to_owned()), values: Some(vec![subnet_id]) };
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

fn is_part(one: &IpNet, other: &IpNet) -> bool {
    one.contains(other) || other.contains(one)
}

//! Regional NAT gateways: one for all zones of a VPC. Either the request says which Elastic IP
//! addresses it has in which zones, or AWS chooses.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html>

use super::secondary::{
    already_associated, no_association, public_allocations, show, too_many_addresses,
};
use crate::effects::network::nat_gateways::{ADDING_MILLIS, follow_subnets, in_zone};
use crate::effects::network::route_tables;
use crate::engine::{Read, Row, Tags, Text, Timed, Write};
use crate::error::{Error, Result};
use crate::records::account::regions::{check_is_regional, invalid_zone, named_zone};
use crate::records::ids::{AllocationId, AnyId, NatGatewayId, VpcId};
use crate::records::network::internet_gateways::InternetGateway;
use crate::records::network::nat_gateways::{Failure, InZone, LISTED_MILLIS, NatGateway, Regional};
use crate::records::network::vpc_encryption_controls::{Exclusion, check_way_out};
use crate::records::network::vpcs::Vpc;
use std::net::Ipv4Addr;
use wire::{
    AssociateNatGatewayAddressRequest, AssociateNatGatewayAddressResult, AvailabilityZoneAddress,
    ConnectivityType, CreateNatGatewayRequest, DisassociateNatGatewayAddressRequest,
    DisassociateNatGatewayAddressResult, NatGatewayAddress, NatGatewayAddressStatus as Status,
};

/// How many addresses a gateway can have in a zone.
const MAX_IN_ZONE: usize = 32;

/// What a gateway is to have in a zone: its name and id, and the addresses.
type Wanted = ((Text, Text), Vec<(AllocationId, Ipv4Addr)>);

pub(crate) fn create(
    cx: &mut Write<'_>,
    request: &CreateNatGatewayRequest,
    tags: Tags,
) -> Result<NatGatewayId> {
    check_members(request)?;
    let read = cx.read();
    let vpc_id = request.vpc_id.as_deref().ok_or_else(|| Error::missing("vpcId"))?;
    let vpc_id = read.get::<Vpc>(vpc_id)?.id.clone();
    check_way_out(read, &vpc_id, Exclusion::NatGateway, "NAT gateways")?;
    let wanted = wanted(read, &request.availability_zone_addresses)?;
    let way_out = read.with(InternetGateway::BY_VPC, &vpc_id).next().map(|it| it.id.any());
    let is_automatic = wanted.is_empty();

    let mut places = Vec::new();
    for (zone, allocations) in wanted {
        for allocation in allocations {
            let status = Timed::settled(Status::Succeeded);
            places.push(in_zone(cx, zone.clone(), allocation, status));
        }
    }
    let table = way_out
        .as_ref()
        .map(|gateway: &AnyId| route_tables::create_leading_out(cx, &vpc_id, gateway));
    let created = cx.now().timestamp();
    let record = NatGateway {
        subnet_id: None,
        vpc_id: vpc_id.clone(),
        // A private one is asked for in vain: aws-controllers-k8s/ec2-controller.
        connectivity: ConnectivityType::Public,
        created,
        deleted: None,
        failure: table.is_none().then(|| no_way_out(&vpc_id)),
        allocation_id: None,
        place: None,
        adding: Vec::new(),
        regional: Some(Box::new(Regional { is_automatic, route_table_id: table, places })),
    };
    let id = cx.new_id::<NatGateway>();
    let has_failed = record.failure.is_some();
    cx.insert(id.clone(), record, tags);
    if has_failed {
        cx.end::<NatGateway>(&id, created.plus_millis(LISTED_MILLIS));
    }
    follow_subnets(cx, &vpc_id);
    Ok(id)
}

pub(crate) fn no_way_out(vpc_id: &VpcId) -> Failure {
    let message = format!("Network {vpc_id} has no Internet gateway attached");
    Failure { code: "Gateway.NotAttached".into(), message }
}

/// # Errors
/// For what only a gateway in a subnet has.
fn check_members(request: &CreateNatGatewayRequest) -> Result<()> {
    let members = [
        ("SubnetId", request.subnet_id.is_some()),
        ("AllocationId", request.allocation_id.is_some()),
        ("PrivateIpAddress", request.private_ip_address.is_some()),
        ("SecondaryAllocationId", !request.secondary_allocation_ids.is_empty()),
        ("SecondaryPrivateIpAddress", !request.secondary_private_ip_addresses.is_empty()),
        ("SecondaryPrivateIpAddressCount", request.secondary_private_ip_address_count.is_some()),
    ];
    match members.iter().find(|(_, is_there)| *is_there) {
        Some((member, _)) => Err(unsupported(member, "regional")),
        None => Ok(()),
    }
}

/// As quoted of Terraform for a VPC next to a subnet, which it sent for a while.
// unverified (looked up 2026-11-26): of the other members.
pub(crate) fn unsupported(member: &str, mode: &str) -> Error {
    let message =
        format!("{member} is not supported for a NAT gateway with availability mode {mode}.");
    Error::new("MissingParameter", message)
}

fn wanted(cx: Read<'_>, asked: &[AvailabilityZoneAddress]) -> Result<Vec<Wanted>> {
    let mut all: Vec<Wanted> = Vec::new();
    for each in asked {
        let zone =
            zone(cx, each.availability_zone.as_deref(), each.availability_zone_id.as_deref())?;
        let ids = each.allocation_ids.as_deref().unwrap_or_default();
        if ids.is_empty() {
            return Err(Error::missing("AllocationId"));
        }
        let addresses = public_allocations(cx, ids, cx.region())?;
        let taken = all.iter().flat_map(|(_, others)| others);
        let twice = taken.map(|(id, _)| id).find(|id| addresses.iter().any(|(it, _)| it == *id));
        if let Some(id) = twice {
            return Err(already_associated(id));
        }
        all.push((zone, addresses));
        let zone = &all[all.len() - 1].0;
        let in_zone = all.iter().filter(|(other, _)| other == zone);
        check_room(in_zone.map(|(_, addresses)| addresses.len()).sum())?;
    }
    Ok(all)
}

fn check_room(in_zone: usize) -> Result<()> {
    if in_zone > MAX_IN_ZONE { Err(too_many_addresses()) } else { Ok(()) }
}

/// The zone that is named by its name or by its id.
fn zone(cx: Read<'_>, name: Option<&str>, id: Option<&str>) -> Result<(Text, Text)> {
    let zone = named_zone(cx, name, id, invalid_zone)?;
    let zone = zone.ok_or_else(|| Error::missing("AvailabilityZone"))?;
    check_is_regional(cx.region(), zone.name, "NAT gateways")?;
    Ok((zone.name.into(), zone.id.into()))
}

pub(crate) fn associate(
    cx: &mut Write<'_>,
    id: &NatGatewayId,
    request: &AssociateNatGatewayAddressRequest,
) -> Result<AssociateNatGatewayAddressResult> {
    if !request.private_ip_addresses.is_empty() {
        return Err(unsupported("PrivateIpAddress", "regional"));
    }
    let (name, zone_id) = (&request.availability_zone, &request.availability_zone_id);
    let zone = zone(cx.read(), name.as_deref(), zone_id.as_deref())?;
    let row = cx.get::<NatGateway>(id)?;
    check_is_manual(row)?;
    let addresses = public_allocations(cx.read(), &request.allocation_ids, cx.region())?;
    let present = row.regional.iter().flat_map(|regional| &regional.places);
    let present = present.filter(|place| place.zone == zone.0).count();
    check_room(present + addresses.len())?;

    let shown: Vec<Ipv4Addr> = addresses.iter().map(|(_, public_ip)| *public_ip).collect();
    for address in addresses {
        let status = cx.read().transition(Status::Associating, Status::Succeeded, ADDING_MILLIS);
        let place = in_zone(cx, zone.clone(), address, status);
        change(cx, id, |places| places.push(place))?;
    }
    Ok(AssociateNatGatewayAddressResult {
        nat_gateway_id: Some(id.to_string()),
        nat_gateway_addresses: Some(show(cx.read(), id, &shown)?),
    })
}

// unverified (looked up 2026-11-26): that the last address may go, too.
pub(crate) fn disassociate(
    cx: &mut Write<'_>,
    id: &NatGatewayId,
    request: &DisassociateNatGatewayAddressRequest,
) -> Result<DisassociateNatGatewayAddressResult> {
    let row = cx.get::<NatGateway>(id)?;
    check_is_manual(row)?;
    let places = row.regional.iter().flat_map(|regional| &regional.places);
    let mut leaving: Vec<Ipv4Addr> = Vec::new();
    for association in &request.association_ids {
        let place = places.clone().find(|place| *place.association_id == **association);
        let place = place.ok_or_else(|| no_association(association))?;
        leaving.push(place.public_ip);
    }
    let shown = show(cx.read(), id, &leaving)?;
    let status = Some(Status::Disassociating);
    let shown = shown.into_iter().map(|address| NatGatewayAddress { status, ..address });
    let shown: Vec<NatGatewayAddress> = shown.collect();
    change(cx, id, |places| places.retain(|place| !leaving.contains(&place.public_ip)))?;
    Ok(DisassociateNatGatewayAddressResult {
        nat_gateway_id: Some(id.to_string()),
        nat_gateway_addresses: Some(shown),
    })
}

// unverified (looked up 2026-11-26): code and message.
fn check_is_manual(row: &Row<NatGateway>) -> Result<()> {
    if row.is_automatic() {
        let message =
            format!("The addresses of the NAT gateway {} are managed automatically.", row.id);
        return Err(Error::combination(message));
    }
    Ok(())
}

fn change(
    cx: &mut Write<'_>,
    id: &NatGatewayId,
    change: impl FnOnce(&mut Vec<InZone>),
) -> Result<()> {
    if let Some(regional) = cx.get_mut::<NatGateway>(id)?.regional.as_deref_mut() {
        change(&mut regional.places);
    }
    Ok(())
}

//! Regional NAT gateways: the addresses that they have in zones, and the route table that comes and
//! goes with one.

use super::network_interfaces::addresses;
use super::{route_tables, vpc_endpoints};
use crate::engine::{Millis, Tags, Text, Timed, Write};
use crate::error::Result;
use crate::records::account::regions::availability_zones;
use crate::records::durations;
use crate::records::ids::{AllocationId, NatGatewayId, VpcId};
use crate::records::network::addresses::Address;
use crate::records::network::nat_gateways::{InZone, NatGateway};
use crate::records::network::subnets::Subnet;
use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use wire::{NatGatewayAddressStatus as Status, ServiceManaged, Timestamp};

/// How long a new address takes.
pub(crate) const ADDING_MILLIS: Millis = durations::NAT_GATEWAYS_ADDRESS;

/// An address in a zone; where it has to wait for nothing, its gateway is still being made.
pub(crate) fn in_zone(
    cx: &mut Write<'_>,
    (zone, zone_id): (Text, Text),
    (allocation_id, public_ip): (AllocationId, Ipv4Addr),
    status: Timed<Status>,
) -> InZone {
    let association_id = cx.ids().next("eipassoc");
    InZone { zone, zone_id, allocation_id, association_id, public_ip, status }
}

/// Has the gateways of a VPC for which AWS chooses serve the zones in which it has subnets:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NatGateway.html>.
// unverified (looked up 2026-11-26): that a zone without an interface counts; how long it takes,
// which the guide says may be an hour; and that there is one address a zone, as no traffic comes.
pub(crate) fn follow_subnets(cx: &mut Write<'_>, vpc_id: &VpcId) {
    let (read, now) = (cx.read(), cx.now());
    let gateways = read.with(NatGateway::BY_VPC, vpc_id);
    let gateways = gateways.filter(|row| row.is_automatic() && !row.is_leaving(now));
    let gateways: Vec<NatGatewayId> = gateways.map(|row| row.id.clone()).collect();
    if gateways.is_empty() {
        return;
    }
    let subnets = read.with(Subnet::BY_VPC, vpc_id);
    let region = read.region();
    let regional =
        subnets.filter(|it| availability_zones(region).any(|zone| *zone.name == *it.zone));
    let zones: BTreeSet<(Text, Text)> =
        regional.map(|it| (it.zone.clone(), it.zone_id.clone())).collect();
    for id in &gateways {
        serve(cx, id, &zones);
    }
}

fn serve(cx: &mut Write<'_>, id: &NatGatewayId, zones: &BTreeSet<(Text, Text)>) {
    let regional = cx.find::<NatGateway>(id).and_then(|row| row.regional.clone());
    let Some(mut regional) = regional else { return };
    let (stay, go): (Vec<InZone>, Vec<InZone>) = regional
        .places
        .into_iter()
        .partition(|place| zones.iter().any(|(zone, _)| *zone == place.zone));
    for place in go {
        cx.remove::<Address>(&place.allocation_id);
    }
    regional.places = stay;
    for zone in zones {
        if regional.places.iter().any(|place| place.zone == zone.0) {
            continue;
        }
        let address = allocate(cx);
        let status = cx.read().transition(Status::Associating, Status::Succeeded, ADDING_MILLIS);
        regional.places.push(in_zone(cx, zone.clone(), address, status));
    }
    if let Some(mut row) = cx.find_mut::<NatGateway>(id) {
        row.regional = Some(regional);
    }
}

/// An address of the account's that AWS manages.
fn allocate(cx: &mut Write<'_>) -> (AllocationId, Ipv4Addr) {
    let public_ip = addresses::free_public(cx);
    let id = cx.new_id::<Address>();
    let service = Some(ServiceManaged::Rnat);
    let record = Address { service, ..Address::new(public_ip) };
    cx.insert(id.clone(), record, Tags::default());
    (id, public_ip)
}

/// Takes what a gateway that leaves has for its own: the table at once, and the addresses that AWS
/// manages once it is gone.
// unverified (looked up 2026-11-26): when the table goes.
pub(crate) fn end(cx: &mut Write<'_>, id: &NatGatewayId, gone: Timestamp) -> Result<()> {
    let Some(regional) = cx.get::<NatGateway>(id)?.regional.clone() else { return Ok(()) };
    if let Some(table) = &regional.route_table_id {
        route_tables::remove(cx, table);
        vpc_endpoints::forget_route_table(cx, table)?;
    }
    if regional.is_automatic {
        for place in &regional.places {
            cx.end::<Address>(&place.allocation_id, gone);
        }
    }
    Ok(())
}

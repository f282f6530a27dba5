//! DescribeCapacityReservationTopology: below which nodes of the network a reservation's capacity
//! is, for the types that EC2 tells it of.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-reservation-topology.html>

use crate::catalog::instance_types;
use crate::engine::filter::ViewFilters;
use crate::engine::{Read, Row};
use crate::error::Result;
use crate::records::compute::capacity_reservations::CapacityReservation;
use crate::records::compute::instances::topology::{depth, nodes_below};
use wire::{
    CapacityReservationTopology, DescribeCapacityReservationTopologyRequest,
    DescribeCapacityReservationTopologyResult, WireEnum as _,
};

/// See `API_DescribeCapacityReservationTopology` in AWS's reference.
const PER_PAGE: i32 = 10;

// unverified (looked up 2026-11-26): that one without a topology is left out where its id is given,
// too.
pub(crate) fn describe_topology(
    cx: Read<'_>,
    request: &DescribeCapacityReservationTopologyRequest,
) -> Result<DescribeCapacityReservationTopologyResult> {
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let size = request.max_results.unwrap_or(PER_PAGE);
    let paging = cx.paging(Some(size), request.next_token.as_deref())?;
    let ids = &request.capacity_reservation_ids;
    let views = cx
        .listed::<CapacityReservation>(ids, None, &paging)?
        .filter(|(_, row)| row.is_active(cx.now()))
        .filter_map(|(seq, row)| Some((seq, topology(cx, row)?)))
        .filter(|(_, view)| filters.matches(view));
    let page = paging.cut(views.map(Ok))?;
    Ok(DescribeCapacityReservationTopologyResult {
        capacity_reservations: Some(page.items),
        next_token: page.next_token,
    })
}

fn topology(cx: Read<'_>, row: &Row<CapacityReservation>) -> Option<CapacityReservationTopology> {
    let kind = instance_types::find(&row.instance_type)?;
    Some(CapacityReservationTopology {
        capacity_reservation_id: Some(row.id.to_string()),
        state: Some(row.state(cx.now()).as_str().to_owned()),
        instance_type: Some(row.instance_type.to_string()),
        network_nodes: Some(nodes_below(cx, &row.zone_id, &row.id, depth(kind)?)),
        availability_zone_id: Some(row.zone_id.to_string()),
        availability_zone: Some(row.zone.to_string()),
        ..CapacityReservationTopology::default()
    })
}

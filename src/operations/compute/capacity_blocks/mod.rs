//! Capacity Blocks: accelerated instances that are reserved for some days to come. There is always
//! capacity here, for the next block of each zone, and nothing is paid.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-blocks.html>

pub(crate) mod extensions;
pub(crate) mod offerings;
pub(crate) mod purchase;
pub(crate) mod record;

use crate::engine::filter::ViewFilters;
use crate::engine::{Operation, Read, Row, listed, operations};
use crate::error::Result;
use crate::records::compute::capacity_reservations::{CapacityReservation, available};
use record::CapacityBlock;
use wire::{
    CapacityBlockStatus, CapacityReservationStatus, DescribeCapacityBlockStatusRequest,
    DescribeCapacityBlockStatusResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeCapacityBlockOfferings => offerings::describe_offerings, refuses [
        "UltraserverType", "UltraserverCount", "InstanceTypePreference",
    ];
    Write PurchaseCapacityBlock => purchase::purchase_block;
    Read  DescribeCapacityBlocks => listed::<CapacityBlock>;
    Read  DescribeCapacityBlockStatus => describe_status;
    Read  DescribeCapacityBlockExtensionOfferings => extensions::describe_offerings;
    Write PurchaseCapacityBlockExtension => extensions::purchase_extension;
    Read  DescribeCapacityBlockExtensionHistory => extensions::describe_history;
};

fn describe_status(
    cx: Read<'_>,
    request: &DescribeCapacityBlockStatusRequest,
) -> Result<DescribeCapacityBlockStatusResult> {
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let views = cx
        .listed::<CapacityBlock>(&request.capacity_block_ids, None, &paging)?
        .filter_map(|(seq, row)| Some((seq, status(cx, row)?)))
        .filter(|(_, view)| filters.matches(view));
    let page = paging.cut(views.map(Ok))?;
    Ok(DescribeCapacityBlockStatusResult {
        capacity_block_statuses: Some(page.items),
        next_token: page.next_token,
    })
}

/// Only UltraServers have an interconnect that could be impaired.
fn status(cx: Read<'_>, row: &Row<CapacityBlock>) -> Option<CapacityBlockStatus> {
    let reservation = cx.find::<CapacityReservation>(&row.reservation)?;
    let total = i32::try_from(reservation.total).ok();
    let free = i32::try_from(available(cx, reservation)).ok();
    Some(CapacityBlockStatus {
        capacity_block_id: Some(row.id.to_string()),
        total_capacity: total,
        total_available_capacity: free,
        total_unavailable_capacity: Some(0),
        capacity_reservation_statuses: Some(vec![CapacityReservationStatus {
            capacity_reservation_id: Some(row.reservation.to_string()),
            total_capacity: total,
            total_available_capacity: free,
            total_unavailable_capacity: Some(0),
        }]),
        ..CapacityBlockStatus::default()
    })
}

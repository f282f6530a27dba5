//! Reserved Instances: offerings, what was purchased of them, and how that is changed, exchanged
//! and put up for sale. Nothing is paid here, no bill is any lower for them, and nobody buys what
//! is listed: the quotas of purchases a month are not kept either.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-reserved-instances.html>

pub(crate) mod exchange;
pub(crate) mod listings;
pub(crate) mod modify;
pub(crate) mod offerings;
pub(crate) mod purchase;
pub(crate) mod record;

use crate::engine::{Operation, Query, Read, Row, listed, operations};
use crate::error::Result;
use modify::ReservedInstancesModification;
use record::ReservedInstances;
use wire::{DescribeReservedInstancesRequest, DescribeReservedInstancesResult};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeReservedInstancesOfferings => offerings::describe_offerings;
    Write PurchaseReservedInstancesOffering => purchase::purchase_offering;
    Read  DescribeReservedInstances => describe_reserved_instances;
    Write DeleteQueuedReservedInstances => purchase::delete_queued_reserved_instances;
    Write ModifyReservedInstances => modify::modify_reserved_instances;
    Read  DescribeReservedInstancesModifications => listed::<ReservedInstancesModification>;
    Read  GetReservedInstancesExchangeQuote => exchange::get_exchange_quote;
    Write AcceptReservedInstancesExchangeQuote => exchange::accept_exchange_quote;
    Write CreateReservedInstancesListing => listings::create_listing;
    Write CancelReservedInstancesListing => listings::cancel_listing;
    Read  DescribeReservedInstancesListings => listings::describe_listings;
};

fn describe_reserved_instances(
    cx: Read<'_>,
    request: &DescribeReservedInstancesRequest,
) -> Result<DescribeReservedInstancesResult> {
    let query = Query {
        ids: &request.reserved_instances_ids,
        filters: &request.filters,
        ..Query::default()
    };
    let shows = |row: &Row<ReservedInstances>| {
        request.offering_class.is_none_or(|class| row.offering.class == class)
            && request.offering_type.is_none_or(|option| row.offering.option == option)
    };
    let page = cx.select_rows::<ReservedInstances>(&query, shows)?.map(|(_, view)| view);
    Ok(DescribeReservedInstancesResult { reserved_instances: Some(page.items) })
}

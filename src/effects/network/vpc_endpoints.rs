//! What goes from endpoints with the route tables that they lead from.

use crate::engine::Write;
use crate::error::Result;
use crate::records::ids::RouteTableId;
use crate::records::network::vpc_endpoints::{Means, VpcEndpoint};

/// Takes a route table that goes from the endpoints it led to.
pub(crate) fn forget_route_table(cx: &mut Write<'_>, id: &RouteTableId) -> Result<()> {
    let endpoints = cx.read().with(VpcEndpoint::BY_ROUTE_TABLE, id).map(|row| row.id.clone());
    for endpoint in endpoints.collect::<Vec<_>>() {
        if let Means::Gateway(gateway) = &mut cx.get_mut::<VpcEndpoint>(&endpoint)?.means {
            gateway.route_table_ids.retain(|table| table != id);
        }
    }
    Ok(())
}

//! What the operations on endpoints say of the ids in their requests; their spelling is not that of
//! the kinds' own operations. Recorded in
//! <https://github.com/hashicorp/terraform-provider-aws/issues/111> and
//! <https://github.com/terraform-aws-modules/terraform-aws-vpc/issues/722>.

use crate::engine::{Read, Row};
use crate::error::{Error, Result};
use crate::records::network::route_tables::RouteTable;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpc_endpoint_ids::check;
use crate::records::network::vpcs::Vpc;

/// # Errors
/// `InvalidVpcId.Malformed`, `InvalidVpcId.NotFound`.
// unverified (looked up 2026-11-26): the wording where there is none with the id, here and for
// subnets.
pub(crate) fn vpc<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<Vpc>> {
    cx.find(id).map_or_else(
        || {
            check("InvalidVpcId.Malformed", "Id", "vpc", id)?;
            let message = format!("The Vpc Id {id} does not exist");
            Err(Error::new("InvalidVpcId.NotFound", message))
        },
        Ok,
    )
}

/// # Errors
/// `InvalidSubnetId.Malformed`, `InvalidSubnetId.NotFound`, `InvalidParameter` for a subnet of
/// another VPC.
pub(crate) fn subnet<'a>(cx: Read<'a>, vpc_id: &str, id: &str) -> Result<&'a Row<Subnet>> {
    let Some(subnet) = cx.find::<Subnet>(id) else {
        check("InvalidSubnetId.Malformed", "Subnet Id", "subnet", id)?;
        let message = format!("The subnet ID '{id}' does not exist");
        return Err(Error::new("InvalidSubnetId.NotFound", message));
    };
    if *subnet.vpc_id != *vpc_id {
        return Err(other_network("Subnet", id, vpc_id));
    }
    Ok(subnet)
}

/// # Errors
/// `InvalidRouteTableId.Malformed`, `InvalidRouteTableId.NotFound`, `InvalidParameter` for a table
/// of another VPC.
pub(crate) fn route_table<'a>(cx: Read<'a>, vpc_id: &str, id: &str) -> Result<&'a Row<RouteTable>> {
    let Some(table) = cx.find::<RouteTable>(id) else {
        check("InvalidRouteTableId.Malformed", "Id", "rtb", id)?;
        let message = format!("The routeTable ID '{id}' does not exist");
        return Err(Error::new("InvalidRouteTableId.NotFound", message));
    };
    if *table.vpc_id != *vpc_id {
        return Err(other_network("Route table", id, vpc_id));
    }
    Ok(table)
}

// unverified (looked up 2026-11-26): AWS documents the rule and no message.
fn other_network(what: &str, id: &str, vpc_id: &str) -> Error {
    let message = format!("{what} {id} and VPC {vpc_id} belong to different networks");
    Error::new("InvalidParameter", message)
}

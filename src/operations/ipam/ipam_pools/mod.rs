//! What is asked of pools themselves; what is in them has files of its own.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/create-top-ipam.html>

mod change;
mod checks;
mod create;

use crate::engine::{Operation, listed, operations};
use crate::records::ipam::ipam_pools::IpamPool;

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateIpamPool => create::create_ipam_pool;
    Read  DescribeIpamPools => listed::<IpamPool>;
    Write ModifyIpamPool => change::modify_ipam_pool;
    Write DeleteIpamPool => change::delete_ipam_pool;
};

//! What there is of resource discoveries and their associations: those that IPAMs have by default.

use crate::engine::{Operation, listed, operations};
use crate::records::ipam::ipam_resource_discoveries::{
    IpamResourceDiscovery, IpamResourceDiscoveryAssociation,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeIpamResourceDiscoveries => listed::<IpamResourceDiscovery>;
    Read  DescribeIpamResourceDiscoveryAssociations => listed::<IpamResourceDiscoveryAssociation>;
};

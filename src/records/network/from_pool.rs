//! That a block, or an address, is out of a pool of IP Address Manager, and whose it is again when
//! it goes.

use crate::engine::Text;
use serde::{Deserialize, Serialize};
use wire::{IpSource, Ipv6AddressAttribute};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FromPool {
    /// The region that the pool is at home in; `None`: the block is a part of one out of a pool,
    /// and no pool has it again.
    pub home: Option<Text>,
    /// Who the addresses are from; nobody, if they are private.
    pub source: IpSource,
}

/// What the IPv6 block of a VPC or subnet shows; those that are out of no pool are Amazon's.
pub(crate) fn source(from_pool: Option<&FromPool>) -> (IpSource, Ipv6AddressAttribute) {
    let source = from_pool.map_or(IpSource::Amazon, |from| from.source);
    let is_private = source == IpSource::None;
    let attribute =
        if is_private { Ipv6AddressAttribute::Private } else { Ipv6AddressAttribute::Public };
    (source, attribute)
}

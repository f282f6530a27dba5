//! Pools of public IPv4 addresses, out of which Elastic IP addresses come. Their blocks are out of
//! pools of IP Address Manager: no range that an account brings can be verified here.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/tutorials-byoip-ipam-ipv4.html>

use crate::engine::{Read, Resource, Row};
use crate::records::network::addresses::{Address, is_allocated};
use crate::records::network::from_pool::FromPool;
use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use std::net::Ipv4Addr;
use wire::{PublicIpv4PoolRange, ResourceType};

// The code is the one that Terraform looks for; unverified (looked up 2026-11-26): the noun.
impl Resource for PublicIpv4Pool {
    type View = wire::PublicIpv4Pool;
    const PREFIX: &'static str = "ipv4pool-ec2";
    const TYPE: Option<ResourceType> = Some(ResourceType::Ipv4poolEc2);
    const PLURAL: &'static str = "publicIpv4Pools";
    const NOUN: &'static str = "public IPv4 pool ID";

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::PublicIpv4Pool {
        let given = given(cx, row);
        let ranges: Vec<_> = row.ranges().map(|range| range.shown(&given)).collect();
        let sum = |count: fn(&PublicIpv4PoolRange) -> Option<i32>| {
            Some(ranges.iter().filter_map(count).sum())
        };
        wire::PublicIpv4Pool {
            pool_id: Some(row.id.to_string()),
            total_address_count: sum(|range| range.address_count),
            total_available_address_count: sum(|range| range.available_address_count),
            pool_address_ranges: Some(ranges),
            network_border_group: Some(cx.region().to_string()),
            tags: row.tags.wire(),
            ..wire::PublicIpv4Pool::default()
        }
    }
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct PublicIpv4Pool {
    #[serde(default)]
    pub blocks: Vec<Block>,
}

/// What was provisioned at once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Block {
    pub cidr: Ipv4Net,
    pub from: FromPool,
    /// What was not deprovisioned of it.
    pub left: Vec<Range>,
}

/// Addresses from a first to a last one.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Range {
    pub first: Ipv4Addr,
    pub last: Ipv4Addr,
}

impl PublicIpv4Pool {
    pub fn ranges(&self) -> impl Iterator<Item = &Range> {
        self.blocks.iter().flat_map(|block| &block.left)
    }

    pub fn contains(&self, address: Ipv4Addr) -> bool {
        self.ranges().any(|range| range.contains(address))
    }

    /// The first address that nobody has.
    // unverified (looked up 2026-11-26): which one AWS takes.
    pub fn free(&self, cx: Read<'_>) -> Option<Ipv4Addr> {
        self.ranges().flat_map(Range::addresses).find(|address| !is_allocated(cx, *address))
    }
}

/// The addresses that were allocated out of a pool.
pub(crate) fn given(cx: Read<'_>, row: &Row<PublicIpv4Pool>) -> Vec<Ipv4Addr> {
    cx.with(Address::BY_POOL, &row.id.any()).map(|address| address.public_ip).collect()
}

impl Range {
    pub fn of(cidr: &Ipv4Net) -> Self {
        Self { first: cidr.network(), last: cidr.broadcast() }
    }

    pub fn contains(&self, address: Ipv4Addr) -> bool {
        (self.first..=self.last).contains(&address)
    }

    /// All of them: the first and the last one can be used, too.
    pub fn addresses(&self) -> impl Iterator<Item = Ipv4Addr> + use<> {
        (u32::from(self.first)..=u32::from(self.last)).map(Ipv4Addr::from)
    }

    /// What is left of it without others.
    pub fn without(&self, gone: &Self) -> impl Iterator<Item = Self> + use<> {
        let before = u32::from(gone.first).checked_sub(1).map(Ipv4Addr::from);
        let after = u32::from(gone.last).checked_add(1).map(Ipv4Addr::from);
        let before = before.map(|last| Self { first: self.first, last: last.min(self.last) });
        let after = after.map(|first| Self { first: first.max(self.first), last: self.last });
        before.into_iter().chain(after).filter(|range| range.first <= range.last)
    }

    pub fn shown(&self, given: &[Ipv4Addr]) -> PublicIpv4PoolRange {
        let count = |addresses: usize| i32::try_from(addresses).ok();
        let all = self.addresses().count();
        let taken = given.iter().filter(|address| self.contains(**address)).count();
        PublicIpv4PoolRange {
            first_address: Some(self.first.to_string()),
            last_address: Some(self.last.to_string()),
            address_count: count(all),
            available_address_count: count(all.saturating_sub(taken)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_lies_before_and_behind() {
        let range = |cidr: &str| Range::of(&cidr.parse().unwrap());
        let left = |gone: &str| -> Vec<String> {
            let left = range("198.51.100.0/30").without(&range(gone));
            left.map(|it| format!("{}-{}", it.first, it.last)).collect()
        };
        assert!(left("198.51.100.0/30").is_empty());
        assert_eq!(left("198.51.100.0/31"), ["198.51.100.2-198.51.100.3"]);
        let both = ["198.51.100.0-198.51.100.0", "198.51.100.2-198.51.100.3"];
        assert_eq!(left("198.51.100.1/32"), both);
        assert_eq!(left("198.51.100.4/30"), ["198.51.100.0-198.51.100.3"]);
        assert_eq!(left("192.0.2.0/24"), ["198.51.100.0-198.51.100.3"]);
    }
}

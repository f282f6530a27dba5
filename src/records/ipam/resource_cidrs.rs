//! The blocks that an IPAM watches, each in a scope: that of the pool which it is out of, that
//! which it was moved to, or the default one.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/monitor-cidr-compliance-ipam.html>

use crate::engine::{By, Id, Index, PartOf, Read, Record, Row};
use crate::records::ids::{IpamId, IpamScopeId};
use crate::records::ipam::ipam_pool_allocations::IpamPoolAllocation;
use crate::records::ipam::ipam_pools::{IpamPool, ResourceTag};
use crate::records::ipam::ipams::Ipam;
use crate::records::ipam::watched::{Watched, all_in};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use wire::{
    IpamComplianceStatus as Compliance, IpamManagementState as Management,
    IpamOverlapStatus as Overlap, IpamResourceCidrIpSource as Source, WireEnum as _,
};

impl IpamResourceSetting {
    pub(crate) const BY_IPAM: By<Self, IpamId> = By::new("ipam-id");
    pub(crate) const BY_SCOPE: By<Self, IpamScopeId> = By::new("ipam-scope-id");
}

impl Record for IpamResourceSetting {
    const PLURAL: &'static str = "ipamResourceSettings";
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_IPAM), PartOf::of(Self::BY_SCOPE)];

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_IPAM, &self.ipam_id);
        if let Some(scope_id) = &self.scope_id {
            index.add(Self::BY_SCOPE, scope_id);
        }
    }
}

/// What was said of a block of a VPC.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IpamResourceSetting {
    pub ipam_id: IpamId,
    /// The one that it was moved to.
    pub scope_id: Option<IpamScopeId>,
    pub is_ignored: bool,
}

/// A block as an IPAM knows it.
pub(crate) struct Known<'a> {
    pub block: Watched<'a>,
    pub scope_id: IpamScopeId,
    pub allocation: Option<&'a Row<IpamPoolAllocation>>,
    pub is_ignored: bool,
    pool: Option<&'a Row<IpamPool>>,
    /// Whether a block of another VPC in the scope has some of its addresses.
    overlaps: Cell<bool>,
}

/// What an IPAM knows of, in the regions that it operates in.
pub(crate) fn known<'a>(home: Read<'a>, ipam: &Row<Ipam>) -> Vec<Known<'a>> {
    let places = ipam.operating_regions.iter().filter_map(|name| home.in_region(name));
    let all: Vec<_> = places.flat_map(all_in).map(|block| know(home, ipam, block)).collect();
    mark_overlaps(&all);
    all
}

/// Blocks lie within each other or apart: each is looked at behind those around it.
fn mark_overlaps(all: &[Known<'_>]) {
    let counts = |one: &&Known<'_>| one.block.vpc_id.is_some() && !one.is_ignored;
    let mut order: Vec<&Known<'_>> = all.iter().filter(counts).collect();
    order.sort_unstable_by(|one, other| one.place().cmp(&other.place()));
    let mut around: Vec<&Known<'_>> = Vec::new();
    for one in order {
        while around.last().is_some_and(|outer| !outer.is_around(one)) {
            around.pop();
        }
        if around.iter().any(|outer| outer.block.vpc_id != one.block.vpc_id) {
            one.overlaps.set(true);
            // What is around one that was marked was marked with it.
            let unmarked = around.iter().rev().take_while(|outer| !outer.overlaps.get());
            unmarked.for_each(|outer| outer.overlaps.set(true));
        }
        around.push(one);
    }
}

/// A block that an IPAM looks at, of which is not said whether it overlaps with others.
pub(crate) fn know<'a>(home: Read<'a>, ipam: &Row<Ipam>, block: Watched<'a>) -> Known<'a> {
    let mut allocations = home.with(IpamPoolAllocation::BY_RESOURCE, &block.id);
    let found = allocations.find_map(|row| {
        let pool = home.find::<IpamPool>(&row.pool_id)?;
        (row.cidr == block.cidr && pool.ipam_id == ipam.id).then_some((row, pool))
    });
    let setting = setting(home, ipam, &block);
    let is_private = block.source == Source::None;
    let default = if is_private { &ipam.private_scope_id } else { &ipam.public_scope_id };
    let moved = setting.and_then(|setting| setting.scope_id.as_ref());
    let scope_id = found.map_or(moved.unwrap_or(default), |(_, pool)| &pool.scope_id).clone();
    Known {
        scope_id,
        allocation: found.map(|(row, _)| row),
        is_ignored: setting.is_some_and(|setting| setting.is_ignored),
        pool: found.map(|(_, pool)| pool),
        overlaps: Cell::new(false),
        block,
    }
}

/// What was said of a block, or of the VPC's that it is within: subnets follow their VPC.
fn setting<'a>(
    home: Read<'a>,
    ipam: &Row<Ipam>,
    block: &Watched<'_>,
) -> Option<&'a Row<IpamResourceSetting>> {
    let of_vpc = block.vpc_id.as_ref()?;
    home.with(IpamResourceSetting::BY_IPAM, &ipam.id).next()?;
    // The block of a VPC that a subnet's is within is one of those that are as large or larger.
    let lengths = (0..=block.cidr.prefix_len()).rev();
    lengths.filter_map(|length| around(block, length)).find_map(|cidr| {
        home.find::<IpamResourceSetting>(&key(&ipam.id, block.region, of_vpc, &cidr))
    })
}

fn around(block: &Watched<'_>, length: u8) -> Option<IpNet> {
    IpNet::new(block.cidr.addr(), length).ok().map(|net| net.trunc())
}

/// Under what is kept what was said of a block of a VPC.
pub(crate) fn key(
    ipam_id: &IpamId,
    region: &str,
    vpc_id: &str,
    cidr: &IpNet,
) -> Id<IpamResourceSetting> {
    Id::new(format!("{ipam_id}/{region}/{vpc_id}/{cidr}"))
}

impl Known<'_> {
    fn management(&self) -> Management {
        match self.allocation {
            _ if self.is_ignored => Management::Ignored,
            Some(_) => Management::Managed,
            None => Management::Unmanaged,
        }
    }

    pub fn compliance(&self) -> Compliance {
        let Some(pool) = self.pool.filter(|_| !self.is_ignored) else {
            return if self.is_ignored { Compliance::Ignored } else { Compliance::Unmanaged };
        };
        let length = i32::from(self.block.cidr.prefix_len());
        let has_tag = |tag: &ResourceTag| self.block.tags.get(&tag.key) == Some(tag.value.as_str());
        let is_compliant = pool.lengths.min.is_none_or(|min| length >= min)
            && pool.lengths.max.is_none_or(|max| length <= max)
            && pool.resource_tags.iter().all(has_tag);
        if is_compliant { Compliance::Compliant } else { Compliance::Noncompliant }
    }

    /// What it is compared with, and where it comes among these.
    fn place(&self) -> (&'static str, &str, IpNet) {
        (self.block.of.as_str(), &self.scope_id, self.block.cidr)
    }

    fn is_around(&self, other: &Self) -> bool {
        let ((of, scope, cidr), (its_type, its_scope, its_cidr)) = (self.place(), other.place());
        of == its_type && scope == its_scope && cidr.contains(&its_cidr)
    }

    fn overlap(&self) -> Overlap {
        match self.overlaps.get() {
            _ if self.is_ignored => Overlap::Ignored,
            true => Overlap::Overlapping,
            false => Overlap::Nonoverlapping,
        }
    }

    pub fn view(&self, ipam_id: &IpamId, owner: &str) -> wire::IpamResourceCidr {
        let block = &self.block;
        wire::IpamResourceCidr {
            ipam_id: Some(ipam_id.to_string()),
            ipam_scope_id: Some(self.scope_id.to_string()),
            ipam_pool_id: self.pool.map(|pool| pool.id.to_string()),
            resource_region: Some(block.region.to_string()),
            resource_owner_id: Some(owner.to_owned()),
            resource_id: Some(block.id.to_string()),
            resource_name: block.tags.get("Name").map(str::to_owned),
            resource_cidr: Some(block.cidr.to_string()),
            resource_type: Some(block.of),
            resource_tags: Some(block.tags()),
            ip_usage: block.usage(),
            compliance_status: Some(self.compliance()),
            management_state: Some(self.management()),
            overlap_status: Some(self.overlap()),
            vpc_id: block.vpc_id.as_ref().map(ToString::to_string),
            availability_zone_id: block.zone_id.as_ref().map(ToString::to_string),
        }
    }
}

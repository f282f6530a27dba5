//! What an IPAM remembers of addresses: what had which, within which scope, from when to when.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/view-history-cidr-ipam.html>

use crate::engine::{By, Index, PartOf, Read, Record, Row, Text};
use crate::records::ids::{AnyId, IpamId, IpamScopeId, VpcId};
use crate::records::ipam::blocks;
use crate::records::ipam::ipams::Ipam;
use crate::records::ipam::resource_cidrs::know;
use crate::records::ipam::watched::{Watched, of_vpc};
use crate::records::network::vpcs::Vpc;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use wire::{
    IpamAddressHistoryResourceType as Type, IpamComplianceStatus, IpamOverlapStatus, Timestamp,
    WireEnum as _,
};

/// How long it is kept, as documented: three years.
pub(crate) const KEPT_MILLIS: i64 = 3 * 365 * 24 * 3_600_000;

impl IpamAddressRecord {
    /// Those of what has its addresses still.
    pub(crate) const BY_IPAM: By<Self, IpamId> = By::new("ipam-id");
    /// The same by IPAM, and the region and the resource that they are known by.
    pub(crate) const BY_KNOWN: By<Self, str> = By::new("known-by");
    /// The same by IPAM and region.
    pub(crate) const BY_REGION: By<Self, str> = By::new("region");
    pub(crate) const BY_SCOPE: By<Self, IpamScopeId> = By::new("ipam-scope-id");
    /// By scope and block.
    pub(crate) const BY_CIDR: By<Self, str> = By::new("cidr");
}

impl Record for IpamAddressRecord {
    const PLURAL: &'static str = "ipamAddressRecords";
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_SCOPE)];

    fn index(&self, index: &mut Index<'_, Self>) {
        if self.ended.is_none() {
            let holding = &self.holding;
            index.add(Self::BY_IPAM, &self.ipam_id);
            let known = known_under(&self.ipam_id, &holding.region, &holding.known_by);
            index.add(Self::BY_KNOWN, &*known);
            index.add(Self::BY_REGION, &*in_region(&self.ipam_id, &holding.region));
        }
        index.add(Self::BY_SCOPE, &self.holding.scope_id);
        index.add(Self::BY_CIDR, &*under(&self.holding.scope_id, &self.holding.cidr));
    }

    fn due(&self) -> Option<Timestamp> {
        self.holding.changes.filter(|_| self.ended.is_none())
    }
}

/// What the records of a block are found under.
pub(crate) fn under(scope_id: &IpamScopeId, cidr: &IpNet) -> String {
    format!("{scope_id} {cidr}")
}

/// What those of a region are found under that have it still.
pub(crate) fn in_region(ipam_id: &str, region: &str) -> String {
    format!("{ipam_id} {region}")
}

/// The same of what has its addresses still, by the resource that it is known by.
pub(crate) fn known_under(ipam_id: &str, region: &str, known_by: &str) -> String {
    format!("{ipam_id} {region} {known_by}")
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IpamAddressRecord {
    pub ipam_id: IpamId,
    pub began: Timestamp,
    /// `None`: it has them still.
    pub ended: Option<Timestamp>,
    /// What was to be said of it when it ended.
    pub overlap: Option<IpamOverlapStatus>,
    pub holding: Holding,
}

/// A block, or an address as one, and what has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Holding {
    pub scope_id: IpamScopeId,
    pub cidr: IpNet,
    pub region: Text,
    pub of: Type,
    /// The resource by which it is known.
    pub known_by: AnyId,
    /// `None`: something of AWS's own has it.
    pub resource_id: Option<AnyId>,
    pub owner: Text,
    pub vpc_id: Option<VpcId>,
    /// These two as they were when it was looked at last.
    pub name: Option<Text>,
    pub compliance: Option<IpamComplianceStatus>,
    /// When it may be another one without anybody doing anything.
    pub changes: Option<Timestamp>,
}

impl Holding {
    /// What it is the same one by.
    pub fn key(&self) -> String {
        let Self { scope_id, cidr, region, of, known_by, resource_id, .. } = self;
        let resource = resource_id.as_deref().unwrap_or_default();
        format!("{scope_id} {cidr} {region} {known_by} {} {resource}", of.as_str())
    }

    /// Where AWS's examples list it among those that were found at once.
    pub const fn rank(&self) -> u8 {
        match self.of {
            Type::Subnet => 0,
            Type::Vpc => 1,
            Type::NetworkInterface => 2,
            Type::Instance => 3,
            Type::Eip => 4,
        }
    }
}

impl IpamAddressRecord {
    /// Whether it had the block at some moment of a time.
    pub fn is_within(&self, from: Timestamp, to: Timestamp) -> bool {
        self.began <= to && self.ended.is_none_or(|ended| ended > from)
    }

    pub fn view(
        row: &Row<Self>,
        overlap: Option<IpamOverlapStatus>,
    ) -> wire::IpamAddressHistoryRecord {
        let holding = &row.holding;
        wire::IpamAddressHistoryRecord {
            resource_owner_id: Some(holding.owner.to_string()),
            resource_region: Some(holding.region.to_string()),
            resource_type: Some(holding.of),
            resource_id: holding.resource_id.as_ref().map(ToString::to_string),
            resource_cidr: Some(holding.cidr.to_string()),
            resource_name: holding.name.as_ref().map(ToString::to_string),
            resource_compliance_status: holding.compliance,
            resource_overlap_status: overlap,
            vpc_id: holding.vpc_id.as_ref().map(ToString::to_string),
            sampled_start_time: Some(row.began),
            sampled_end_time: row.ended,
        }
    }
}

/// Whether what has a block has some of the addresses that another VPC has in the scope. Others but
/// VPCs have their addresses alone; of subnets nothing is said, as in AWS's examples.
pub(crate) fn overlap(
    home: Read<'_>,
    ipam: &Row<Ipam>,
    holding: &Holding,
) -> Option<IpamOverlapStatus> {
    match holding.of {
        Type::Vpc if holding.compliance == Some(IpamComplianceStatus::Ignored) => {
            return Some(IpamOverlapStatus::Ignored);
        }
        Type::Vpc => {}
        Type::Eip => return Some(IpamOverlapStatus::Nonoverlapping),
        _ => return None,
    }
    let is_in_the_way = |block: &Watched<'_>| {
        blocks::overlap(&block.cidr, &holding.cidr) && block.id != holding.known_by
    };
    let places = ipam.operating_regions.iter().filter_map(|name| home.in_region(name));
    let vpcs = places.flat_map(|there| {
        let rows = there.table::<Vpc>().iter(0, there.now());
        rows.flat_map(move |(_, row)| of_vpc(there, row))
    });
    let mut others = vpcs.filter(is_in_the_way).map(|block| know(home, ipam, block));
    let is_there = others.any(|it| it.scope_id == holding.scope_id && !it.is_ignored);
    Some(if is_there { IpamOverlapStatus::Overlapping } else { IpamOverlapStatus::Nonoverlapping })
}

//! What an IPAM remembers of addresses: what had which, within which scope, from when to when.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/view-history-cidr-ipam.html>

use crate::engine::{By, Index, PartOf, Record, Row, Text};
use crate::records::ids::{AnyId, IpamId, IpamScopeId, VpcId};
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
    pub(crate) const BY_SCOPE: By<Self, IpamScopeId> = By::new("ipam-scope-id");
    /// By scope and block.
    pub(crate) const BY_CIDR: By<Self, str> = By::new("cidr");
}

impl Record for IpamAddressRecord {
    const PLURAL: &'static str = "ipamAddressRecords";
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_SCOPE)];

    fn index(&self, index: &mut Index<'_, Self>) {
        if self.ended.is_none() {
            index.add(Self::BY_IPAM, &self.ipam_id);
        }
        index.add(Self::BY_SCOPE, &self.holding.scope_id);
        index.add(Self::BY_CIDR, &under(&self.holding.scope_id, &self.holding.cidr));
    }

    fn due(&self) -> Option<Timestamp> {
        self.holding.changes.filter(|_| self.ended.is_none())
    }
}

/// What the records of a block are found under.
pub(crate) fn under(scope_id: &IpamScopeId, cidr: &IpNet) -> String {
    format!("{scope_id} {cidr}")
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IpamAddressRecord {
    pub ipam_id: IpamId,
    pub began: Timestamp,
    /// `None`: it has them still.
    pub ended: Option<Timestamp>,
    pub holding: Holding,
}

/// A block, or an address as one, and what has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Holding {
    pub scope_id: IpamScopeId,
    pub cidr: IpNet,
    pub region: Text,
    pub of: Type,
    /// `None`: something of AWS's own has it.
    pub resource_id: Option<AnyId>,
    pub owner: Text,
    pub vpc_id: Option<VpcId>,
    /// These three as they were when it was looked at last.
    pub name: Option<Text>,
    pub compliance: Option<IpamComplianceStatus>,
    pub overlap: Option<IpamOverlapStatus>,
    /// When it may be another one without anybody doing anything.
    pub changes: Option<Timestamp>,
}

impl Holding {
    /// What it is the same one by.
    pub fn key(&self) -> String {
        let Self { scope_id, cidr, region, of, resource_id, vpc_id, .. } = self;
        let resource = resource_id.as_deref().or(vpc_id.as_deref()).unwrap_or_default();
        format!("{scope_id} {cidr} {region} {} {resource}", of.as_str())
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

    pub fn view(row: &Row<Self>) -> wire::IpamAddressHistoryRecord {
        let holding = &row.holding;
        wire::IpamAddressHistoryRecord {
            resource_owner_id: Some(holding.owner.to_string()),
            resource_region: Some(holding.region.to_string()),
            resource_type: Some(holding.of),
            resource_id: holding.resource_id.as_ref().map(ToString::to_string),
            resource_cidr: Some(holding.cidr.to_string()),
            resource_name: holding.name.as_ref().map(ToString::to_string),
            resource_compliance_status: holding.compliance,
            resource_overlap_status: holding.overlap,
            vpc_id: holding.vpc_id.as_ref().map(ToString::to_string),
            sampled_start_time: Some(row.began),
            sampled_end_time: row.ended,
        }
    }
}

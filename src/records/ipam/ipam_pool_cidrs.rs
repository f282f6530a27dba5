//! The blocks that were provisioned to pools.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/prov-cidr-ipam.html>

use crate::engine::{By, CustomFilter, Index, Now, PartOf, Read, Resource, Row, Timed};
use crate::records::ids::IpamPoolId;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use wire::{IpamPoolCidrFailureCode, IpamPoolCidrFailureReason, IpamPoolCidrState as State};

impl IpamPoolCidr {
    pub(crate) const BY_POOL: By<Self, IpamPoolId> = By::new("ipam-pool-id");
}

impl Resource for IpamPoolCidr {
    type View = wire::IpamPoolCidr;
    const PREFIX: &'static str = "ipam-pool-cidr";
    const PLURAL: &'static str = "ipamPoolCidrs";
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_POOL)];
    const FILTERS: &'static [CustomFilter<Self>] =
        &[("ipam-pool-id", |row, _| vec![row.pool_id.to_string()])];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::IpamPoolCidr {
        let state = row.state.at(cx.now());
        let failure = row.failure.as_ref().filter(|_| state == State::FailedProvision);
        // Which one it is shows when it is there, where a length was asked for.
        let is_chosen = row.is_asked || state != State::PendingProvision;
        let length = i32::from(row.cidr.prefix_len());
        wire::IpamPoolCidr {
            cidr: Some(row.cidr.to_string()).filter(|_| is_chosen),
            state: Some(state),
            failure_reason: failure.map(|message| IpamPoolCidrFailureReason {
                code: Some(IpamPoolCidrFailureCode::CidrNotAvailable),
                message: Some(message.clone()),
            }),
            ipam_pool_cidr_id: Some(row.id.to_string()),
            netmask_length: Some(length),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_POOL, &self.pool_id);
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IpamPoolCidr {
    pub pool_id: IpamPoolId,
    pub cidr: IpNet,
    /// Whether this very block was asked for, and not one of its length.
    pub is_asked: bool,
    pub state: Timed<State>,
    /// Why it is not provisioned.
    pub failure: Option<String>,
}

impl IpamPoolCidr {
    /// Whether its addresses are its pool's, now or soon.
    pub fn is_held(&self, now: Now<'_>) -> bool {
        self.failure.is_none() && self.state.at(now) != State::Deprovisioned
    }
}

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
        // Which one it is shows when it is there, where a length was asked for.
        let is_chosen = row.is_asked || state != State::PendingProvision;
        wire::IpamPoolCidr {
            cidr: Some(row.cidr.to_string()).filter(|_| is_chosen),
            state: Some(state),
            failure_reason: row.failure_reason(state),
            ipam_pool_cidr_id: Some(row.id.to_string()),
            netmask_length: Some(row.cidr.prefix_len().into()),
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
}

impl IpamPoolCidr {
    /// Whether addresses can be given out of it.
    pub fn is_provisioned(&self, now: Now<'_>) -> bool {
        matches!(self.state.at(now), State::Provisioned | State::FailedDeprovision)
    }

    /// Whether its addresses are its pool's, now or soon.
    pub fn is_held(&self, now: Now<'_>) -> bool {
        let state = self.state.at(now);
        let is_gone = matches!(state, State::FailedProvision | State::Deprovisioned);
        !is_gone && self.state.settles_as(State::FailedProvision).is_none()
    }

    /// That of a block with allocations, which has no code, is as recorded in
    /// hashicorp/terraform-provider-aws#30165.
    // unverified (looked up 2026-11-26): the words of the other; its code is the model's.
    fn failure_reason(&self, state: State) -> Option<IpamPoolCidrFailureReason> {
        let (code, message) = match state {
            State::FailedProvision => {
                let message = format!("The CIDR {} is not available.", self.cidr);
                (Some(IpamPoolCidrFailureCode::CidrNotAvailable), message)
            }
            State::FailedDeprovision => (None, "The CIDR has one or more allocations.".to_owned()),
            _ => return None,
        };
        Some(IpamPoolCidrFailureReason { code, message: Some(message) })
    }
}

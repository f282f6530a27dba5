//! The static translation, one to one, of the addresses of what is attached.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nat-routing.html>

use crate::engine::{Now, Timed};
use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use wire::{
    TransitGatewayAttachmentNatGatewaySupportState as Support, TransitGatewayNatRuleState as State,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Nat {
    pub support: Timed<Support>,
    /// In the order of their numbers.
    pub rules: Vec<NatRule>,
    /// Whether there are no routes to its blocks although there could be.
    #[serde(default)]
    pub is_without_routes: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NatRule {
    pub number: i32,
    pub source: Ipv4Net,
    /// As large as the source.
    pub nat: Ipv4Net,
    pub state: Timed<State>,
}

impl Default for Nat {
    fn default() -> Self {
        let support = Timed::settled(Support::Disabled);
        Self { support, rules: Vec::new(), is_without_routes: false }
    }
}

impl Nat {
    /// What stands for a block of a VPC in route tables: that of a rule for exactly it.
    pub fn of(&self, block: Ipv4Net, now: Now<'_>) -> Option<Ipv4Net> {
        let is_for_it =
            |rule: &&NatRule| rule.source == block && rule.state.at(now) == State::Activated;
        self.rules.iter().find(is_for_it).map(|rule| rule.nat)
    }
}

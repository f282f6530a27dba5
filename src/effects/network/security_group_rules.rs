//! Rules that come with their security group.

use crate::engine::{Id, Tags, Write};
use crate::records::ids::SecurityGroupId;
use crate::records::network::security_group_rules::{Direction, Peer, SecurityGroupRule, Traffic};

/// Lets all traffic to or from a peer through, as the rules do that a group begins with.
pub(crate) fn allow_all(
    cx: &mut Write<'_>,
    group_id: &SecurityGroupId,
    direction: Direction,
    peer: Peer,
) {
    let rule = SecurityGroupRule {
        group_id: group_id.clone(),
        direction,
        traffic: Traffic::EVERYTHING,
        peer,
        description: None,
    };
    add(cx, rule, Tags::default());
}

pub(crate) fn add(
    cx: &mut Write<'_>,
    rule: SecurityGroupRule,
    tags: Tags,
) -> Id<SecurityGroupRule> {
    let id = cx.new_id::<SecurityGroupRule>();
    cx.insert(id.clone(), rule, tags);
    id
}

//! What several operations of these resources check alike.

use super::permissions::no_source;
use crate::engine::{Read, Resource, Row};
use crate::error::{Error, Result};
use crate::records::network::managed_prefix_lists;
use crate::records::network::security_group_rules::{
    Direction, Peer, SecurityGroupRule, Traffic, fit_a_group,
};
use wire::IpPermission;

/// The permissions of a request that gives them in one of two ways.
pub(crate) fn one_form<'a>(
    flat: &'a [IpPermission],
    permissions: &'a [IpPermission],
) -> Result<&'a [IpPermission]> {
    match (flat, permissions) {
        ([], permissions) => Ok(permissions),
        (flat, []) => Ok(flat),
        // unverified (looked up 2026-11-26): the words of this for more than a block, which is
        // refused before; EC2 is known to add the rules of the permissions all the same.
        _ => Err(no_source()),
    }
}

/// The parameters of one rule outside of IpPermissions, and whether a request has them.
macro_rules! flat_parameters {
    ($request:ident) => {
        [
            ("CidrIp", $request.cidr_ip.is_some()),
            ("FromPort", $request.from_port.is_some()),
            ("IpProtocol", $request.ip_protocol.is_some()),
            ("SourceSecurityGroupName", $request.source_security_group_name.is_some()),
            ("SourceSecurityGroupOwnerId", $request.source_security_group_owner_id.is_some()),
            ("ToPort", $request.to_port.is_some()),
        ]
    };
}

pub(crate) use flat_parameters;

/// The parameters of a single rule, which the operations for traffic out have in the model alone:
/// <https://github.com/boto/boto3/issues/526>.
///
/// # Errors
/// `UnknownParameter` for the first one that is there.
pub(crate) fn check_not_flat(parameters: &[(&str, bool)]) -> Result<()> {
    match parameters.iter().find(|(_, is_there)| *is_there) {
        Some((name, _)) => {
            let message = format!("The parameter {name} is not recognized");
            Err(Error::new("UnknownParameter", message))
        }
        None => Ok(()),
    }
}

pub(crate) fn check_count<'a>(cx: Read<'_>, peers: impl Iterator<Item = &'a Peer>) -> Result<()> {
    if !fit_a_group(peers, |id| managed_prefix_lists::weight(cx, id)) {
        let message = "The maximum number of rules per security group has been reached.";
        return Err(Error::new("RulesPerSecurityGroupLimitExceeded", message));
    }
    Ok(())
}

pub(crate) fn duplicate(traffic: Traffic, peer: &Peer) -> Error {
    let message = format!("the specified rule \"peer: {peer}, {traffic}, ALLOW\" already exists");
    Error::new("InvalidPermission.Duplicate", message)
}

/// A rule of this group and direction.
///
/// # Errors
/// The kind's not-found code, also for a rule of another group.
pub(crate) fn get_of_group<'a>(
    cx: Read<'a>,
    group_id: &str,
    direction: Option<Direction>,
    id: &str,
) -> Result<&'a Row<SecurityGroupRule>> {
    let rule = cx.get::<SecurityGroupRule>(id)?;
    if *rule.group_id == *group_id && direction.is_none_or(|of| rule.direction == of) {
        return Ok(rule);
    }
    // unverified (looked up 2026-11-26): the code for the id of a rule of another group or of the
    // other direction.
    Err(SecurityGroupRule::not_found(&[id]))
}

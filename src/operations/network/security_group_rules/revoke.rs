//! Takes rules away, by their ids or by what they say.

use super::checks::{check_not_flat, flat_parameters, get_of_group, one_form};
use super::permissions::{self, Asked, Flat};
use super::referenced::Naming;
use crate::engine::{Id, Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::network::security_group_rules::{
    self, ALL, Direction, Peer, SecurityGroupRule, of_group,
};
use crate::records::network::security_groups::{self, SecurityGroup};
use crate::records::network::vpcs::Vpc;
use wire::{
    IpPermission, RevokeSecurityGroupEgressRequest, RevokeSecurityGroupEgressResult,
    RevokeSecurityGroupIngressRequest, RevokeSecurityGroupIngressResult, RevokedSecurityGroupRule,
};

pub(crate) fn revoke_security_group_ingress(
    cx: &mut Write<'_>,
    request: &RevokeSecurityGroupIngressRequest,
) -> Result<RevokeSecurityGroupIngressResult> {
    cx.permitted()?;
    let flat = Flat {
        protocol: request.ip_protocol.as_deref(),
        from_port: request.from_port,
        to_port: request.to_port,
        cidr: request.cidr_ip.as_deref(),
        source_name: request.source_security_group_name.as_deref(),
        source_owner: request.source_security_group_owner_id.as_deref(),
    };
    let flat = flat.permissions()?;
    let permissions = one_form(&flat, &request.ip_permissions)?;
    let (id, name) = (request.group_id.as_deref(), request.group_name.as_deref());
    security_groups::check_named(id, name)?;
    let named = Named::of(permissions, &request.security_group_rule_ids)?;
    let group = security_groups::find(cx.read(), id, name)?;
    let chosen = choose(cx.read(), group, Direction::Ingress, named)?;
    let (revoked, unknown) = revoke(cx, chosen);
    Ok(RevokeSecurityGroupIngressResult {
        r#return: Some(true),
        unknown_ip_permissions: unknown,
        revoked_security_group_rules: revoked,
    })
}

pub(crate) fn revoke_security_group_egress(
    cx: &mut Write<'_>,
    request: &RevokeSecurityGroupEgressRequest,
) -> Result<RevokeSecurityGroupEgressResult> {
    // A dry run looks at no group; programs ask so, with one that is none, whether they may.
    // unverified (looked up 2026-11-26): of traffic in, too.
    cx.permitted()?;
    check_not_flat(&flat_parameters!(request))?;
    let named = Named::of(&request.ip_permissions, &request.security_group_rule_ids)?;
    let group = cx.get::<SecurityGroup>(&request.group_id)?;
    let chosen = choose(cx.read(), group, Direction::Egress, named)?;
    let (revoked, unknown) = revoke(cx, chosen);
    Ok(RevokeSecurityGroupEgressResult {
        r#return: Some(true),
        unknown_ip_permissions: unknown,
        revoked_security_group_rules: revoked,
    })
}

/// The rules to take away, and what was asked for and is not there.
pub(crate) struct Chosen {
    rules: Vec<Id<SecurityGroupRule>>,
    unknown: Vec<IpPermission>,
}

/// How a request names rules.
#[derive(Clone, Copy)]
enum Named<'a> {
    Permissions(&'a [IpPermission]),
    Ids(&'a [String]),
}

impl<'a> Named<'a> {
    fn of(permissions: &'a [IpPermission], ids: &'a [String]) -> Result<Self> {
        match (permissions, ids) {
            ([], []) => {
                // As transcribed of both directions from the CLI.
                let message =
                    "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided.";
                Err(Error::new("MissingParameter", message))
            }
            (permissions, []) => {
                check_sources(permissions)?;
                Ok(Self::Permissions(permissions))
            }
            ([], ids) => Ok(Self::Ids(ids)),
            // unverified (looked up 2026-11-26): the wording, by analogy with
            // UpdateSecurityGroupRuleDescriptionsIngress.
            _ => Err(Error::combination(
                "The parameter 'ipPermissions' may not be used in combination with \
                 'securityGroupRuleIds'.",
            )),
        }
    }
}

fn choose(
    cx: Read<'_>,
    group: &Row<SecurityGroup>,
    direction: Direction,
    named: Named<'_>,
) -> Result<Chosen> {
    let ids = match named {
        Named::Permissions(permissions) => {
            return by_permissions(cx, group, direction, permissions);
        }
        Named::Ids(ids) => ids,
    };
    let mut rules: Vec<Id<SecurityGroupRule>> = Vec::new();
    for id in ids {
        let rule = get_of_group(cx, &group.id, Some(direction), id)?;
        if !rules.contains(&rule.id) {
            rules.push(rule.id.clone());
        }
    }
    Ok(Chosen { rules, unknown: Vec::new() })
}

/// As a client that sent empty lists was answered in aws/aws-sdk-ruby#1716 (2018), in other words
/// than where rules are made.
fn check_sources(permissions: &[IpPermission]) -> Result<()> {
    let lacks_source = |permission: &IpPermission| {
        let (ipv4, ipv6) = (&permission.ip_ranges, &permission.ipv6_ranges);
        let lists = &permission.prefix_list_ids;
        ipv4.iter().flatten().any(|range| range.cidr_ip.is_none())
            || ipv6.iter().flatten().any(|range| range.cidr_ipv6.is_none())
            || lists.iter().flatten().any(|list| list.prefix_list_id.is_none())
    };
    if permissions.iter().any(lacks_source) {
        return Err(Error::invalid_value(
            "missing mandatory parameter: exactly one of remote-security-group, remote-ip-range, \
             remote-ipv6-range, or prefix-list-id must be present",
        ));
    }
    Ok(())
}

/// What matches no rule is an error, but in a default VPC it is listed in the answer:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html>
fn by_permissions(
    cx: Read<'_>,
    group: &Row<SecurityGroup>,
    direction: Direction,
    permissions: &[IpPermission],
) -> Result<Chosen> {
    let asked = permissions::parse(cx, &Naming::present(cx, group, direction), permissions)?;
    let mut rules = Vec::new();
    let mut unknown: Vec<Asked> = Vec::new();
    for asked in asked {
        match of_group(cx, &group.id, direction).find(|rule| asked.is(rule)) {
            Some(rule) => rules.push(rule.id.clone()),
            None => unknown.push(asked),
        }
    }
    let lenient = cx.find::<Vpc>(&group.vpc_id).is_some_and(|vpc| vpc.is_default);
    if !unknown.is_empty() && !lenient {
        let message = "The specified rule does not exist in this security group.";
        return Err(Error::new("InvalidPermission.NotFound", message));
    }
    let unknown =
        unknown.iter().map(|asked| (asked.traffic, &asked.peer, asked.description.as_deref()));
    Ok(Chosen { rules, unknown: security_group_rules::grouped(cx, unknown) })
}

pub(crate) type Answer = (Option<Vec<RevokedSecurityGroupRule>>, Option<Vec<IpPermission>>);

fn revoke(cx: &mut Write<'_>, chosen: Chosen) -> Answer {
    let mut revoked = Vec::with_capacity(chosen.rules.len());
    for id in &chosen.rules {
        revoked.extend(cx.find::<SecurityGroupRule>(id).map(revoked_view));
        cx.remove::<SecurityGroupRule>(id);
    }
    (Some(revoked), Some(chosen.unknown))
}

fn revoked_view(rule: &Row<SecurityGroupRule>) -> RevokedSecurityGroupRule {
    let (from, to) = rule.traffic.ports.unwrap_or((ALL, ALL));
    let mut view = RevokedSecurityGroupRule {
        security_group_rule_id: Some(rule.id.to_string()),
        group_id: Some(rule.group_id.to_string()),
        is_egress: Some(rule.direction == Direction::Egress),
        ip_protocol: Some(rule.traffic.protocol.to_string()),
        from_port: Some(from),
        to_port: Some(to),
        description: rule.description.clone(),
        ..RevokedSecurityGroupRule::default()
    };
    match &rule.peer {
        Peer::Ipv4(net) => view.cidr_ipv4 = Some(net.to_string()),
        Peer::Ipv6(net) => view.cidr_ipv6 = Some(net.to_string()),
        Peer::PrefixList(id) => view.prefix_list_id = Some(id.to_string()),
        Peer::Group(_) | Peer::PeeredGroup(_) => {
            view.referenced_group_id = rule.peer.group_id().map(ToString::to_string);
        }
    }
    view
}

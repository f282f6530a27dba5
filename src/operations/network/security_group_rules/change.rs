//! Changes to rules that are there: what they allow, and their descriptions.

use super::checks::{check_count, duplicate, get_of_group};
use super::permissions::{self, check_description};
use super::referenced::Naming;
use crate::engine::{Id, Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::ids::SecurityGroupId;
use crate::records::network::security_group_rules::{
    ALL, Direction, Peer, SecurityGroupRule, Traffic, of_group,
};
use crate::records::network::security_groups::{self, SecurityGroup};
use ipnet::IpNet;
use wire::{
    IpPermission, ModifySecurityGroupRulesRequest, ModifySecurityGroupRulesResult,
    SecurityGroupRuleDescription, SecurityGroupRuleRequest, SecurityGroupRuleUpdate,
    UpdateSecurityGroupRuleDescriptionsEgressRequest,
    UpdateSecurityGroupRuleDescriptionsEgressResult,
    UpdateSecurityGroupRuleDescriptionsIngressRequest,
    UpdateSecurityGroupRuleDescriptionsIngressResult,
};

pub(crate) fn modify_security_group_rules(
    cx: &mut Write<'_>,
    request: &ModifySecurityGroupRulesRequest,
) -> Result<ModifySecurityGroupRulesResult> {
    let group = cx.get::<SecurityGroup>(&request.group_id)?;
    let mut changed: Vec<(Id<SecurityGroupRule>, SecurityGroupRule)> = Vec::new();
    for update in &request.security_group_rules {
        let (id, rule) = modified(cx.read(), group, update)?;
        if changed.iter().any(|(other, _)| *other == id) {
            // unverified (looked up 2026-11-26): the code and the wording.
            let message = format!("The security group rule ID '{id}' is specified more than once");
            return Err(Error::invalid_value(message));
        }
        changed.push((id, rule));
    }
    check_together(cx.read(), &group.id, &changed)?;

    for (id, rule) in changed {
        cx.get_mut::<SecurityGroupRule>(&id)?.record = rule;
    }
    Ok(ModifySecurityGroupRulesResult { r#return: Some(true) })
}

/// A rule as an update wants it. The update describes the whole rule, and its peer stays of the
/// same type:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRuleRequest.html>
fn modified(
    cx: Read<'_>,
    group: &Row<SecurityGroup>,
    update: &SecurityGroupRuleUpdate,
) -> Result<(Id<SecurityGroupRule>, SecurityGroupRule)> {
    let id = update.security_group_rule_id.as_deref().unwrap_or_default();
    let rule = get_of_group(cx, &group.id, None, id)?;
    let wanted = update.security_group_rule.as_ref();
    let wanted = wanted.ok_or_else(|| Error::missing("securityGroupRule"))?;
    let (from, to) = (wanted.from_port, wanted.to_port);
    let traffic = Traffic::parse(wanted.ip_protocol.as_deref(), from, to)?;
    traffic.check_both_ports(from, to)?;
    let specific = |port: Option<i32>| port.is_some_and(|port| port != ALL);
    if traffic == Traffic::EVERYTHING && (specific(from) || specific(to)) {
        // As recorded in
        // <https://github.com/aws-ia/terraform-aws-genai-document-ingestion-rag/pull/36>.
        let message = "You may not specify all protocols and specific ports. Please specify each \
                       protocol and port range combination individually, or all protocols and no \
                       port range.";
        return Err(Error::invalid_value(message));
    }
    let peer = wanted_peer(cx, group, wanted, rule)?;
    if noun(&peer) != noun(&rule.peer) {
        return Err(other_kind(&peer, &rule.peer));
    }
    let description = check_description(wanted.description.as_deref())?;
    let (group_id, direction) = (rule.group_id.clone(), rule.direction);
    Ok((rule.id.clone(), SecurityGroupRule { group_id, direction, traffic, peer, description }))
}

/// As the console shows it of CIDR blocks and groups:
/// <https://github.com/mukulmantosh/SampleDemo/issues/1>.
// unverified (looked up 2026-11-26): the code, and what stands for a prefix list that is there.
fn other_kind(wanted: &Peer, present: &Peer) -> Error {
    let ((article, wanted), (_, present)) = (noun(wanted), noun(present));
    Error::invalid_value(format!(
        "You may not specify {article} {wanted} for an existing {present} rule."
    ))
}

const fn noun(peer: &Peer) -> (&'static str, &'static str) {
    match peer {
        Peer::Ipv4(_) => ("an", "IPv4 CIDR"),
        Peer::Ipv6(_) => ("an", "IPv6 CIDR"),
        Peer::PrefixList(_) => ("a", "prefix list"),
        Peer::Group(_) | Peer::PeeredGroup(_) => ("a", "referenced group id"),
    }
}

/// The group that the rule names already may be another account's, or gone.
fn wanted_peer(
    cx: Read<'_>,
    group: &Row<SecurityGroup>,
    wanted: &SecurityGroupRuleRequest,
    present: &SecurityGroupRule,
) -> Result<Peer> {
    let peer = &present.peer;
    let (v4, v6) = (wanted.cidr_ipv4.as_deref(), wanted.cidr_ipv6.as_deref());
    let (list, id) = (wanted.prefix_list_id.as_deref(), wanted.referenced_group_id.as_deref());
    match (v4, v6, list, id) {
        (v4, None, None, None) => permissions::ipv4(v4).and_then(|peer| canonical(peer, v4)),
        (None, v6, None, None) => permissions::ipv6(v6).and_then(|peer| canonical(peer, v6)),
        (None, None, list, None) => permissions::prefix_list(cx, list),
        (None, None, None, Some(id)) if peer.group_id().is_some_and(|group| **group == *id) => {
            Ok(peer.clone())
        }
        (None, None, None, Some(id)) => {
            let naming = Naming::new(group, present.direction);
            naming.in_network(cx, cx.get::<SecurityGroup>(id)?)
        }
        // unverified (looked up 2026-11-26): the wording.
        _ => Err(Error::combination(
            "Specify exactly one of cidrIpv4, cidrIpv6, prefixListId and referencedGroupId",
        )),
    }
}

/// New rules lose the host bits of their blocks; here AWS refuses them with this code, as observed
/// in <https://github.com/alchemy-run/distilled/pull/608>.
// unverified (looked up 2026-11-26): the words.
fn canonical(peer: Peer, text: Option<&str>) -> Result<Peer> {
    let text = text.unwrap_or_default();
    let has_host_bits = text.parse().is_ok_and(|net: IpNet| net.trunc() != net);
    if has_host_bits { Err(permissions::malformed(text)) } else { Ok(peer) }
}

/// Whether the group's rules would still differ from each other and be few enough.
fn check_together(
    cx: Read<'_>,
    group_id: &SecurityGroupId,
    changed: &[(Id<SecurityGroupRule>, SecurityGroupRule)],
) -> Result<()> {
    for direction in [Direction::Ingress, Direction::Egress] {
        let unchanged = of_group(cx, group_id, direction)
            .filter(|rule| !changed.iter().any(|(id, _)| *id == rule.id))
            .map(|rule| &rule.record);
        let changed = changed.iter().map(|(_, rule)| rule);
        let changed = changed.filter(|rule| rule.direction == direction);
        let mut seen: Vec<&SecurityGroupRule> = unchanged.collect();
        for rule in changed {
            if seen.iter().any(|other| other.traffic == rule.traffic && other.peer == rule.peer) {
                return Err(duplicate(rule.traffic, &rule.peer));
            }
            seen.push(rule);
        }
        check_count(cx, seen.iter().map(|rule| &rule.peer))?;
    }
    Ok(())
}

pub(crate) fn describe_ingress(
    cx: &mut Write<'_>,
    request: &UpdateSecurityGroupRuleDescriptionsIngressRequest,
) -> Result<UpdateSecurityGroupRuleDescriptionsIngressResult> {
    let (id, name) = (request.group_id.as_deref(), request.group_name.as_deref());
    let (permissions, by_id) = (&request.ip_permissions, &request.security_group_rule_descriptions);
    security_groups::check_named(id, name)?;
    let described = Described::of(permissions, by_id)?;
    let group = security_groups::find(cx.read(), id, name)?;
    let texts = described.texts(cx.read(), group, Direction::Ingress)?;
    describe(cx, texts)?;
    Ok(UpdateSecurityGroupRuleDescriptionsIngressResult { r#return: Some(true) })
}

pub(crate) fn describe_egress(
    cx: &mut Write<'_>,
    request: &UpdateSecurityGroupRuleDescriptionsEgressRequest,
) -> Result<UpdateSecurityGroupRuleDescriptionsEgressResult> {
    let (id, name) = (request.group_id.as_deref(), request.group_name.as_deref());
    let (permissions, by_id) = (&request.ip_permissions, &request.security_group_rule_descriptions);
    security_groups::check_named(id, name)?;
    let described = Described::of(permissions, by_id)?;
    let group = security_groups::find(cx.read(), id, name)?;
    let texts = described.texts(cx.read(), group, Direction::Egress)?;
    describe(cx, texts)?;
    Ok(UpdateSecurityGroupRuleDescriptionsEgressResult { r#return: Some(true) })
}

/// The rules that a request names, in one of two ways, and their new descriptions.
enum Described<'a> {
    Permissions(&'a [IpPermission]),
    /// By id.
    Rules(Vec<(&'a str, Option<String>)>),
}

impl<'a> Described<'a> {
    fn of(
        permissions: &'a [IpPermission],
        by_id: &'a [SecurityGroupRuleDescription],
    ) -> Result<Self> {
        match (permissions, by_id) {
            ([], []) => Err(Error::missing("ipPermissions")),
            (permissions, []) => Ok(Self::Permissions(permissions)),
            ([], by_id) => {
                let by_id = by_id.iter().map(|of| {
                    let id = of.security_group_rule_id.as_deref();
                    let id = id.ok_or_else(|| Error::missing("securityGroupRuleId"))?;
                    Ok((id, check_description(of.description.as_deref())?))
                });
                by_id.collect::<Result<_>>().map(Self::Rules)
            }
            // As recorded in <https://github.com/aws/aws-sdk-java-v2/issues/5217>.
            _ => Err(Error::combination(
                "The parameter 'ipPermissions' may not be used in combination with \
                 'securityGroupRuleDescriptions'.",
            )),
        }
    }

    fn texts(
        self,
        cx: Read<'_>,
        group: &Row<SecurityGroup>,
        direction: Direction,
    ) -> Result<Vec<(Id<SecurityGroupRule>, Option<String>)>> {
        match self {
            Self::Permissions(permissions) => by_permission(cx, group, direction, permissions),
            Self::Rules(rules) => {
                let found = rules.into_iter().map(|(id, text)| {
                    Ok((get_of_group(cx, &group.id, Some(direction), id)?.id.clone(), text))
                });
                found.collect()
            }
        }
    }
}

fn by_permission(
    cx: Read<'_>,
    group: &Row<SecurityGroup>,
    direction: Direction,
    permissions: &[IpPermission],
) -> Result<Vec<(Id<SecurityGroupRule>, Option<String>)>> {
    let asked = permissions::parse(cx, &Naming::present(cx, group, direction), permissions)?;
    for permission in permissions {
        let (from, to) = (permission.from_port, permission.to_port);
        Traffic::parse(permission.ip_protocol.as_deref(), from, to)?.check_no_port(from)?;
    }
    let found = asked.into_iter().map(|asked| {
        let rule = of_group(cx, &group.id, direction).find(|rule| asked.is(rule));
        // As recorded in <https://github.com/aws/aws-sdk-java/issues/1810>.
        let rule = rule.ok_or_else(|| {
            let message = "The specified rule does not exist in this security group.";
            Error::new("InvalidPermission.NotFound", message)
        })?;
        Ok((rule.id.clone(), asked.description))
    });
    found.collect()
}

fn describe(cx: &mut Write<'_>, texts: Vec<(Id<SecurityGroupRule>, Option<String>)>) -> Result<()> {
    for (id, description) in texts {
        cx.get_mut::<SecurityGroupRule>(&id)?.description = description;
    }
    Ok(())
}

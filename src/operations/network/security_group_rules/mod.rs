//! The rules of security groups: rows of their own, with ids and tags. The groups themselves are
//! in security_groups.

pub(crate) mod change;
pub(crate) mod checks;
pub(crate) mod permissions;
pub(crate) mod referenced;
pub(crate) mod revoke;

use crate::engine::{Listing, Operation, Read, Resource, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::ids::SecurityGroupId;
use crate::records::network::security_group_rules::{Direction, SecurityGroupRule, of_group};
use crate::records::network::security_groups::{self, SecurityGroup};
use checks::{check_count, check_not_flat, duplicate, flat_parameters, one_form};
use permissions::{Asked, Flat};
use referenced::Naming;
use wire::{
    AuthorizeSecurityGroupEgressRequest, AuthorizeSecurityGroupEgressResult,
    AuthorizeSecurityGroupIngressRequest, AuthorizeSecurityGroupIngressResult,
    DescribeSecurityGroupRulesRequest, IpPermission, TagSpecification,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write AuthorizeSecurityGroupIngress => authorize_security_group_ingress;
    Write AuthorizeSecurityGroupEgress => authorize_security_group_egress;
    Read  DescribeSecurityGroupRules => describe_security_group_rules;
    Write ModifySecurityGroupRules => change::modify_security_group_rules;
    Write UpdateSecurityGroupRuleDescriptionsIngress => change::describe_ingress;
    Write UpdateSecurityGroupRuleDescriptionsEgress => change::describe_egress;
    Write RevokeSecurityGroupIngress => revoke::revoke_security_group_ingress;
    Write RevokeSecurityGroupEgress => revoke::revoke_security_group_egress;
};

fn authorize_security_group_ingress(
    cx: &mut Write<'_>,
    request: &AuthorizeSecurityGroupIngressRequest,
) -> Result<AuthorizeSecurityGroupIngressResult> {
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
    if id.or(name).is_none() {
        // A dry run does without a group: <https://github.com/systeminit/si/pull/1862>.
        cx.permitted()?;
    }
    security_groups::check_named(id, name)?;
    if permissions.is_empty() {
        return Err(permissions::no_source());
    }
    let group = security_groups::find(cx.read(), id, name)?.id.clone();
    let rules =
        authorize(cx, &group, Direction::Ingress, permissions, &request.tag_specifications)?;
    Ok(AuthorizeSecurityGroupIngressResult { r#return: Some(true), security_group_rules: rules })
}

fn authorize_security_group_egress(
    cx: &mut Write<'_>,
    request: &AuthorizeSecurityGroupEgressRequest,
) -> Result<AuthorizeSecurityGroupEgressResult> {
    check_not_flat(&flat_parameters!(request))?;
    let (permissions, tags) = (&request.ip_permissions, &request.tag_specifications);
    if permissions.is_empty() {
        // unverified (looked up 2026-11-26): the wording, which is another one of traffic in.
        return Err(Error::missing("ipPermissions"));
    }
    let group = cx.get::<SecurityGroup>(&request.group_id)?.id.clone();
    let rules = authorize(cx, &group, Direction::Egress, permissions, tags)?;
    Ok(AuthorizeSecurityGroupEgressResult { r#return: Some(true), security_group_rules: rules })
}

fn authorize(
    cx: &mut Write<'_>,
    group_id: &SecurityGroupId,
    direction: Direction,
    permissions: &[IpPermission],
    tags: &[TagSpecification],
) -> Result<Option<Vec<wire::SecurityGroupRule>>> {
    let tags = cx.tags_for::<SecurityGroupRule>(tags)?;
    let group = cx.get::<SecurityGroup>(group_id)?;
    let asked = permissions::parse(cx.read(), &Naming::new(group, direction), permissions)?;
    let present: Vec<_> = of_group(cx.read(), group_id, direction).collect();
    if let Some(twice) = asked.iter().find(|asked| present.iter().any(|rule| asked.is(rule))) {
        return Err(duplicate(twice.traffic, &twice.peer));
    }
    let peers = present.iter().map(|rule| &rule.peer).chain(asked.iter().map(|asked| &asked.peer));
    check_count(cx.read(), peers)?;

    let add = |asked: Asked| {
        let Asked { traffic, peer, description } = asked;
        crate::effects::network::security_group_rules::add(
            cx,
            SecurityGroupRule { group_id: group_id.clone(), direction, traffic, peer, description },
            tags.clone(),
        )
    };
    let ids: Vec<_> = asked.into_iter().map(add).collect();
    let views = ids.iter().map(|id| {
        let row = cx.get::<SecurityGroupRule>(id)?;
        let tags = row.tags.wire_unless_empty();
        Ok(wire::SecurityGroupRule { tags, ..SecurityGroupRule::view(row, cx.read()) })
    });
    views.collect::<Result<_>>().map(Some)
}

fn describe_security_group_rules(
    cx: Read<'_>,
    request: &DescribeSecurityGroupRulesRequest,
) -> Result<Listing<wire::SecurityGroupRule>> {
    check_filters(&request.filters)?;
    listed::<SecurityGroupRule>(cx, request)
}

/// The ids of groups among the filters' values are looked at; `foobar` is recorded.
// unverified (looked up 2026-11-26): that the ids of rules are not, and that patterns are let
// through.
fn check_filters(filters: &[wire::Filter]) -> Result<()> {
    let named = filters.iter().filter(|filter| filter.name.as_deref() == Some("group-id"));
    let mut ids = named.flat_map(|filter| filter.values.iter().flatten());
    let malformed = |id: &&String| SecurityGroup::check_id(id).is_err() && !id.contains(['*', '?']);
    match ids.find(malformed) {
        Some(id) => {
            let message = format!("The security group ID '{id}' is malformed");
            Err(Error::new("InvalidGroupId.Malformed", message))
        }
        None => Ok(()),
    }
}

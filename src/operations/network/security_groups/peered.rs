//! Groups of other VPCs that rules name, across peering connections and transit gateways or by
//! association: who names them, and which rules name what is gone, or what nothing leads to any
//! more.

use crate::engine::{Read, Row};
use crate::error::{Error, Result};
use crate::records::ids::{SecurityGroupId, VpcId};
use crate::records::network::security_group_rules::{
    Direction, Peer, SecurityGroupRule, grouped, of_group,
};
use crate::records::network::security_groups::{SecurityGroup, name_of_peered};
use crate::records::network::vpc_peering_connections;
use crate::records::network::vpcs::Vpc;
use crate::records::transit::transit_gateway_attachments::referencing;
use wire::{
    DescribeSecurityGroupReferencesRequest, DescribeSecurityGroupReferencesResult,
    DescribeStaleSecurityGroupsRequest, DescribeStaleSecurityGroupsResult, SecurityGroupReference,
    StaleIpPermission, StaleSecurityGroup, UserIdGroupPair,
};

/// How many groups one request asks about.
const MOST_GROUPS: usize = 200;

pub(crate) fn describe_security_group_references(
    cx: Read<'_>,
    request: &DescribeSecurityGroupReferencesRequest,
) -> Result<DescribeSecurityGroupReferencesResult> {
    check_count(&request.group_id)?;
    let groups = cx.get_all::<SecurityGroup>(&request.group_id)?;
    let references = groups.into_iter().flat_map(|group| references_to(cx, group));
    Ok(DescribeSecurityGroupReferencesResult {
        security_group_reference_set: Some(references.collect()),
    })
}

/// As recorded in cloud-custodian/cloud-custodian#1024 (2017).
fn check_count(ids: &[String]) -> Result<()> {
    if ids.len() <= MOST_GROUPS {
        return Ok(());
    }
    let message =
        format!("The number of resources allowed for this request ({MOST_GROUPS}) is exceeded");
    Err(Error::new("ResourceCountExceeded", message))
}

/// The VPCs on the other sides of connections with rules that name a group.
// unverified (looked up 2026-11-26): that a connection which is gone, or on its way, is told of no
// more, although the rule is still there.
fn references_to(cx: Read<'_>, group: &Row<SecurityGroup>) -> Vec<SecurityGroupReference> {
    let reference = |vpc_id: &VpcId| SecurityGroupReference {
        group_id: Some(group.id.to_string()),
        referencing_vpc_id: Some(vpc_id.to_string()),
        ..SecurityGroupReference::default()
    };
    let mut references: Vec<SecurityGroupReference> = Vec::new();
    for connection in vpc_peering_connections::active_of(cx, &group.vpc_id) {
        let side = connection.across(&group.vpc_id);
        let there = cx.of(&side.owner, &side.region);
        if there.is_some_and(|there| names(there, &side.vpc_id, &group.id)) {
            let id = Some(connection.id.to_string());
            let found = reference(&side.vpc_id);
            references.push(SecurityGroupReference { vpc_peering_connection_id: id, ..found });
        }
    }
    for gateway in referencing::of_vpc(cx, &group.vpc_id) {
        for (owner, vpc_id) in referencing::vpcs(cx, &gateway) {
            let found = reference(&vpc_id);
            let there = cx.of(&owner, cx.region());
            let is_new =
                references.iter().all(|it| it.referencing_vpc_id != found.referencing_vpc_id);
            if is_new && there.is_some_and(|there| names(there, &vpc_id, &group.id)) {
                let id = Some(gateway.to_string());
                references.push(SecurityGroupReference { transit_gateway_id: id, ..found });
            }
        }
    }
    references
}

/// Whether a rule of a VPC names a group of another one.
fn names(there: Read<'_>, vpc_id: &VpcId, group_id: &SecurityGroupId) -> bool {
    let mut rules = there.with(SecurityGroupRule::BY_PEERED_GROUP, group_id);
    rules.any(|rule| rule.peer.peered().is_some_and(|peer| peer.own_vpc_id == *vpc_id))
}

pub(crate) fn describe_stale_security_groups(
    cx: Read<'_>,
    request: &DescribeStaleSecurityGroupsRequest,
) -> Result<DescribeStaleSecurityGroupsResult> {
    let vpc = cx.get::<Vpc>(&request.vpc_id)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let groups = cx.with(SecurityGroup::BY_VPC, &vpc.id).filter_map(|group| {
        let stale = |direction| stale_permissions(cx, group, direction);
        let (ingress, egress) = (stale(Direction::Ingress), stale(Direction::Egress));
        if ingress.is_empty() && egress.is_empty() {
            return None;
        }
        let view = StaleSecurityGroup {
            description: Some(group.description.clone()),
            group_id: Some(group.id.to_string()),
            group_name: Some(group.name.to_string()),
            stale_ip_permissions: Some(ingress),
            stale_ip_permissions_egress: Some(egress),
            vpc_id: Some(group.vpc_id.to_string()),
        };
        Some((group.id.to_string(), view))
    });
    let page = paging.sort_and_cut(groups)?;
    Ok(DescribeStaleSecurityGroupsResult {
        stale_security_group_set: Some(page.items),
        next_token: page.next_token,
    })
}

/// The stale rules of a group. What they name has its name here, unless it is gone, as in the
/// example of <https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html>.
fn stale_permissions(
    cx: Read<'_>,
    group: &Row<SecurityGroup>,
    direction: Direction,
) -> Vec<StaleIpPermission> {
    let rules = of_group(cx, &group.id, direction);
    let stale: Vec<&Row<SecurityGroupRule>> = rules
        .filter(|rule| rule.peer.peered().is_some_and(|peer| referencing::is_stale(cx, peer)))
        .collect();
    let named = |pair: UserIdGroupPair| {
        let mut peers = stale.iter().filter_map(|rule| rule.record.peer.peered());
        let peer = peers.find(|peer| pair.group_id.as_deref() == Some(&*peer.group_id));
        let group_name = peer.and_then(|peer| name_of_peered(peer, cx));
        UserIdGroupPair { group_name, ..pair }
    };
    let rules = stale.iter().map(|rule| {
        let peer: &Peer = &rule.record.peer;
        (rule.traffic, peer, rule.description.as_deref())
    });
    let permissions = grouped(cx, rules).into_iter().map(|permission| {
        let pairs = permission.user_id_group_pairs.into_iter().flatten();
        StaleIpPermission {
            from_port: permission.from_port,
            to_port: permission.to_port,
            ip_protocol: permission.ip_protocol,
            user_id_group_pairs: Some(pairs.map(named).collect()),
            ..StaleIpPermission::default()
        }
    });
    permissions.collect()
}

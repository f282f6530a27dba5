//! DescribeInstanceTopology: below which nodes of the network an instance runs, for the types that
//! EC2 tells it of.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-topology.html>

use super::status;
use crate::engine::filter::ViewFilters;
use crate::engine::{Read, Row};
use crate::error::Result;
use crate::records::compute::instances::Instance;
use crate::records::compute::instances::topology::{depth, nodes_below};
use crate::records::compute::placement_groups::{self, unknown};
use wire::{
    DescribeInstanceTopologyRequest, DescribeInstanceTopologyResult, InstanceStateName,
    InstanceTopology, PlacementStrategy,
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTopology.html>
const INSTANCES_PER_PAGE: i32 = 20;

// unverified (looked up 2026-11-26): that an instance without a topology is left out where its id
// is given, too, and that ids and groups together show what both name.
pub(crate) fn describe_instance_topology(
    cx: Read<'_>,
    request: &DescribeInstanceTopologyRequest,
) -> Result<DescribeInstanceTopologyResult> {
    let (ids, groups) = (&request.instance_ids, &request.group_names);
    status::check_paging(ids, request.max_results)?;
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    if let Some(name) = groups.iter().find(|name| placement_groups::find(cx, name).is_none()) {
        return Err(unknown(name));
    }
    let limit = request.max_results.or(Some(INSTANCES_PER_PAGE)).filter(|_| ids.is_empty());
    let paging = cx.paging(limit, request.next_token.as_deref())?;
    let is_named = |row: &Instance| {
        let group = row.rare.as_ref().and_then(|rare| rare.group.as_deref());
        groups.is_empty() || groups.iter().any(|name| Some(name.as_str()) == group)
    };
    let views = cx
        .listed::<Instance>(ids, Some(Instance::WITH_TOPOLOGY.under(&())), &paging)?
        .filter(|(_, row)| row.state(cx.now()) == InstanceStateName::Running && is_named(row))
        .filter_map(|(seq, row)| Some((seq, topology(cx, row)?)))
        .filter(|(_, view)| filters.matches(view));
    let page = paging.cut(views.map(Ok))?;
    Ok(DescribeInstanceTopologyResult { instances: Some(page.items), next_token: page.next_token })
}

fn topology(cx: Read<'_>, row: &Row<Instance>) -> Option<InstanceTopology> {
    let group = row.rare.as_ref().and_then(|rare| rare.group.as_deref());
    Some(InstanceTopology {
        instance_id: Some(row.id.to_string()),
        instance_type: Some(row.kind.name.to_owned()),
        group_name: group.map(str::to_owned),
        network_nodes: Some(nodes(cx, row, group, depth(row.kind)?)),
        availability_zone: Some(row.launch.zone.to_string()),
        zone_id: Some(row.launch.zone_id.to_string()),
        capacity_block_id: None,
    })
}

/// From the top to the node that the instance is attached to. A zone has one node at the top; the
/// instances of a cluster placement group are together, any other is by itself.
fn nodes(cx: Read<'_>, row: &Row<Instance>, group: Option<&str>, depth: usize) -> Vec<String> {
    let is_cluster = |name: &&str| {
        let group = placement_groups::find(cx, name);
        group.is_some_and(|group| group.strategy == Some(PlacementStrategy::Cluster))
    };
    let place = group.filter(is_cluster).unwrap_or(&row.id);
    nodes_below(cx, &row.launch.zone_id, place, depth)
}

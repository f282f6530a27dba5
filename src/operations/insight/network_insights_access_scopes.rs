//! Making Network Access Scopes, and deleting them.
//! <https://docs.aws.amazon.com/vpc/latest/network-access-analyzer/resource-statement.html>

use crate::effects::insight::reachability::{net, port_range};
use crate::engine::{Operation, Read, Write, deleted, listed, operations};
use crate::error::{Error, Result};
use crate::records::insight::network_insights_access_scopes::NetworkInsightsAccessScope;
use std::net::Ipv6Addr;
use wire::{
    AccessScopePath, AccessScopePathRequest, CreateNetworkInsightsAccessScopeRequest,
    CreateNetworkInsightsAccessScopeResult, GetNetworkInsightsAccessScopeContentRequest,
    GetNetworkInsightsAccessScopeContentResult, NetworkInsightsAccessScopeContent,
    PacketHeaderStatement, PacketHeaderStatementRequest, PathStatement, PathStatementRequest,
    ResourceStatement, ResourceStatementRequest, ThroughResourcesStatement,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateNetworkInsightsAccessScope => create_network_insights_access_scope;
    Read  DescribeNetworkInsightsAccessScopes => listed::<NetworkInsightsAccessScope>;
    Read  GetNetworkInsightsAccessScopeContent => get_network_insights_access_scope_content;
    Write DeleteNetworkInsightsAccessScope => deleted::<NetworkInsightsAccessScope>;
};

fn create_network_insights_access_scope(
    cx: &mut Write<'_>,
    request: &CreateNetworkInsightsAccessScopeRequest,
) -> Result<CreateNetworkInsightsAccessScopeResult> {
    let tags = cx.tags_for::<NetworkInsightsAccessScope>(&request.tag_specifications)?;
    let content = NetworkInsightsAccessScopeContent {
        network_insights_access_scope_id: None,
        match_paths: paths(&request.match_paths)?,
        exclude_paths: paths(&request.exclude_paths)?,
    };
    let now = Some(cx.now().timestamp());
    let shown = wire::NetworkInsightsAccessScope {
        created_date: now,
        updated_date: now,
        ..wire::NetworkInsightsAccessScope::default()
    };
    let id = cx.new_id::<NetworkInsightsAccessScope>();
    cx.insert(id.clone(), NetworkInsightsAccessScope { shown, content: content.clone() }, tags);
    let scope = cx.view::<NetworkInsightsAccessScope>(&id)?;
    Ok(CreateNetworkInsightsAccessScopeResult {
        network_insights_access_scope: Some(scope),
        network_insights_access_scope_content: Some(of(&id, content)),
    })
}

fn of(id: &str, content: NetworkInsightsAccessScopeContent) -> NetworkInsightsAccessScopeContent {
    let id = Some(id.to_owned());
    NetworkInsightsAccessScopeContent { network_insights_access_scope_id: id, ..content }
}

fn get_network_insights_access_scope_content(
    cx: Read<'_>,
    request: &GetNetworkInsightsAccessScopeContentRequest,
) -> Result<GetNetworkInsightsAccessScopeContentResult> {
    let id = &request.network_insights_access_scope_id;
    let row = cx.get::<NetworkInsightsAccessScope>(id)?;
    let content = Some(of(&row.id, row.content.clone()));
    Ok(GetNetworkInsightsAccessScopeContentResult {
        network_insights_access_scope_content: content,
    })
}

fn paths(asked: &[AccessScopePathRequest]) -> Result<Option<Vec<AccessScopePath>>> {
    let paths = asked.iter().map(|path| {
        let through = path.through_resources.as_deref().unwrap_or_default().iter().map(|it| {
            let resource_statement = resources(it.resource_statement.as_ref())?;
            Ok(ThroughResourcesStatement { resource_statement })
        });
        let through = through.collect::<Result<Vec<_>>>()?;
        Ok(AccessScopePath {
            source: end(path.source.as_ref())?,
            destination: end(path.destination.as_ref())?,
            through_resources: path.through_resources.is_some().then_some(through),
        })
    });
    let paths = paths.collect::<Result<Vec<_>>>()?;
    Ok((!paths.is_empty()).then_some(paths))
}

fn end(asked: Option<&PathStatementRequest>) -> Result<Option<PathStatement>> {
    let Some(asked) = asked else { return Ok(None) };
    Ok(Some(PathStatement {
        packet_header_statement: headers(asked.packet_header_statement.as_ref())?,
        resource_statement: resources(asked.resource_statement.as_ref())?,
    }))
}

// unverified (looked up 2026-11-26): how AWS refuses both, which it documents not to take; what is
// neither an address nor a port, too.
fn resources(asked: Option<&ResourceStatementRequest>) -> Result<Option<ResourceStatement>> {
    let Some(asked) = asked else { return Ok(None) };
    if asked.resources.is_some() && asked.resource_types.is_some() {
        return Err(Error::exclusive("resources", "resourceTypes"));
    }
    Ok(Some(ResourceStatement {
        resources: asked.resources.clone(),
        resource_types: asked.resource_types.clone(),
    }))
}

fn headers(asked: Option<&PacketHeaderStatementRequest>) -> Result<Option<PacketHeaderStatement>> {
    let Some(asked) = asked else { return Ok(None) };
    let addresses = [asked.source_addresses.as_ref(), asked.destination_addresses.as_ref()];
    for text in addresses.into_iter().flatten().flatten() {
        let address = text.split('/').next().unwrap_or(text);
        if address.parse::<Ipv6Addr>().is_ok() {
            return Err(Error::not_emulated("IPv6 addresses in Network Access Scopes"));
        }
        if net(text).is_none() {
            return Err(Error::bad_parameter("address", text, "This is not a valid CIDR block."));
        }
    }
    let ports = [asked.source_ports.as_ref(), asked.destination_ports.as_ref()];
    let mut ports = ports.into_iter().flatten().flatten();
    if let Some(text) = ports.find(|text| port_range(text).is_none()) {
        return Err(Error::bad_parameter("port", text, "This is not a valid port range."));
    }
    Ok(Some(PacketHeaderStatement {
        source_addresses: asked.source_addresses.clone(),
        destination_addresses: asked.destination_addresses.clone(),
        source_ports: asked.source_ports.clone(),
        destination_ports: asked.destination_ports.clone(),
        source_prefix_lists: asked.source_prefix_lists.clone(),
        destination_prefix_lists: asked.destination_prefix_lists.clone(),
        protocols: asked.protocols.clone(),
    }))
}

//! Making the routes of a table, which lead to an attachment or drop traffic, and searching them.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html>

use super::ties::{listed, pair};
use crate::engine::filter::{ViewFilters, check_limits};
use crate::engine::{Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::account::buckets::check_bucket;
use crate::records::ids::TransitGatewayAttachmentId;
use crate::records::network::managed_prefix_lists::entries;
use crate::records::transit::transit_gateway_attachments::TransitGatewayAttachment;
use crate::records::transit::transit_gateway_route_tables::{TransitGatewayRouteTable, available};
use crate::records::transit::transit_gateway_routes::{all, fixed};
use crate::records::transit::transit_gateways::missing;
use ipnet::IpNet;
use std::collections::BTreeMap;
use wire::{
    CreateTransitGatewayRouteRequest, CreateTransitGatewayRouteResult,
    DeleteTransitGatewayRouteRequest, DeleteTransitGatewayRouteResult,
    ExportTransitGatewayRoutesRequest, ExportTransitGatewayRoutesResult,
    ReplaceTransitGatewayRouteRequest, ReplaceTransitGatewayRouteResult,
    SearchTransitGatewayRoutesRequest, SearchTransitGatewayRoutesResult, TransitGatewayRoute,
    TransitGatewayRouteState as State,
};

/// How many routes a search tells of at most.
const MAX_ROUTES: i32 = 1_000;

pub(crate) fn create_transit_gateway_route(
    cx: &mut Write<'_>,
    request: &CreateTransitGatewayRouteRequest,
) -> Result<CreateTransitGatewayRouteResult> {
    let destination = cidr(&request.destination_cidr_block)?;
    let asked = request.transit_gateway_attachment_id.as_deref();
    let asked = asked_target(asked, request.blackhole)?;
    let table = available(cx.read(), &request.transit_gateway_route_table_id)?;
    let target = target(cx.read(), &table.id, asked)?;
    if table.routes.contains_key(&destination) {
        // As recorded in
        // <https://github.com/ministryofjustice/modernisation-platform/pull/4810>.
        let id = &table.id;
        let message =
            format!("Route {destination} already exists in Transit Gateway Route Table {id}.");
        return Err(Error::new("RouteAlreadyExists", message));
    }
    let route = put(cx, &request.transit_gateway_route_table_id, destination, target)?;
    Ok(CreateTransitGatewayRouteResult { route: Some(route) })
}

/// # Errors
/// `InvalidParameterValue`
// unverified (looked up 2026-11-26): the wording is that of other operations on networks.
fn cidr(text: &str) -> Result<IpNet> {
    let reason = "This is not a valid CIDR block.";
    let refusal = |_| Error::bad_parameter("destinationCidrBlock", text, reason);
    text.parse::<IpNet>().map(|block| block.trunc()).map_err(refusal)
}

/// Where a route is asked to lead: to an attachment, or nowhere.
///
/// # Errors
/// For both or neither.
pub(super) fn asked_target(
    attachment_id: Option<&str>,
    blackhole: Option<bool>,
) -> Result<Option<&str>> {
    match (attachment_id, blackhole == Some(true)) {
        (Some(_), true) => Err(Error::exclusive("Blackhole", "TransitGatewayAttachmentId")),
        (None, false) => Err(missing("TransitGatewayAttachmentId")),
        (attachment_id, _) => Ok(attachment_id),
    }
}

/// The same, once it is known to be there.
///
/// # Errors
/// Those of the attachment.
pub(super) fn target(
    cx: Read<'_>,
    table_id: &str,
    asked: Option<&str>,
) -> Result<Option<TransitGatewayAttachmentId>> {
    let Some(id) = asked else { return Ok(None) };
    let (_, id) = pair(cx, table_id, id)?;
    check_static(cx, &id)?;
    Ok(Some(id))
}

/// What comes by a Connect attachment its peers tell themselves:
/// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-connect.html>
// unverified (looked up 2026-11-26): code and message.
fn check_static(cx: Read<'_>, id: &TransitGatewayAttachmentId) -> Result<()> {
    if cx.get::<TransitGatewayAttachment>(id)?.transport().is_none() {
        return Ok(());
    }
    let message = format!("Static routes are not supported for Connect attachment {id}.");
    Err(Error::invalid_value(message))
}

fn put(
    cx: &mut Write<'_>,
    table_id: &str,
    destination: IpNet,
    target: Option<TransitGatewayAttachmentId>,
) -> Result<TransitGatewayRoute> {
    let route = fixed(cx.read(), destination, target.as_ref());
    cx.get_mut::<TransitGatewayRouteTable>(table_id)?.routes.insert(destination, target);
    Ok(route)
}

pub(crate) fn replace_transit_gateway_route(
    cx: &mut Write<'_>,
    request: &ReplaceTransitGatewayRouteRequest,
) -> Result<ReplaceTransitGatewayRouteResult> {
    let destination = cidr(&request.destination_cidr_block)?;
    let asked = request.transit_gateway_attachment_id.as_deref();
    let asked = asked_target(asked, request.blackhole)?;
    let table = available(cx.read(), &request.transit_gateway_route_table_id)?;
    let target = target(cx.read(), &table.id, asked)?;
    check_has(table, &destination)?;
    let route = put(cx, &request.transit_gateway_route_table_id, destination, target)?;
    Ok(ReplaceTransitGatewayRouteResult { route: Some(route) })
}

/// # Errors
/// `InvalidRoute.NotFound`, worded as a deletion is answered in
/// hashicorp/terraform-provider-aws#6817.
fn check_has(table: &Row<TransitGatewayRouteTable>, destination: &IpNet) -> Result<()> {
    if table.routes.contains_key(destination) {
        return Ok(());
    }
    let id = &table.id;
    let message =
        format!("Route {destination} does not exists in Transit Gateway Route Table {id}.");
    Err(Error::new("InvalidRoute.NotFound", message))
}

pub(crate) fn delete_transit_gateway_route(
    cx: &mut Write<'_>,
    request: &DeleteTransitGatewayRouteRequest,
) -> Result<DeleteTransitGatewayRouteResult> {
    let destination = cidr(&request.destination_cidr_block)?;
    let table = available(cx.read(), &request.transit_gateway_route_table_id)?;
    check_has(table, &destination)?;
    let target = table.routes.get(&destination).cloned().flatten();
    let mut route = fixed(cx.read(), destination, target.as_ref());
    route.state = Some(State::Deleted);
    let id = request.transit_gateway_route_table_id.as_str();
    cx.get_mut::<TransitGatewayRouteTable>(id)?.routes.remove(&destination);
    Ok(DeleteTransitGatewayRouteResult { route: Some(route) })
}

pub(crate) fn search_transit_gateway_routes(
    cx: Read<'_>,
    request: &SearchTransitGatewayRoutesRequest,
) -> Result<SearchTransitGatewayRoutesResult> {
    let table = listed(cx, &request.transit_gateway_route_table_id)?;
    check_filters(cx, &request.filters)?;
    let others = request.filters.iter().filter(|filter| Search::named(filter).is_none());
    let others: Vec<wire::Filter> = others
        .map(|filter| wire::Filter { name: filter.name.clone(), values: filter.values.clone() })
        .collect();
    let filters = ViewFilters::parse(cx.action(), &others)?;
    let mut routes = all(cx, table);
    for filter in &request.filters {
        search(&mut routes, filter)?;
    }
    let limit = request.max_results.unwrap_or(MAX_ROUTES);
    let paging = cx.paging(Some(limit), request.next_token.as_deref())?;
    let routes = routes.into_iter().filter(|(_, route)| filters.matches(route));
    let page = paging.cut_sorted(
        routes.map(|(destination, route)| (entries::key(&destination), searched(route))),
    )?;
    Ok(SearchTransitGatewayRoutesResult {
        routes: Some(page.items),
        additional_routes_available: Some(page.next_token.is_some()),
        next_token: page.next_token,
    })
}

/// A search names the announcement of each route, which none here is of, as a user shows in 2026;
/// the CLI's examples of the operations that make routes do not.
fn searched(route: TransitGatewayRoute) -> TransitGatewayRoute {
    let none = Some(String::new());
    TransitGatewayRoute { transit_gateway_route_table_announcement_id: none, ..route }
}

/// Says where the routes are to be found. S3 is not asked about the bucket, and nothing is written
/// into it. <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-export-route-tables.html>
// unverified (looked up 2026-11-26): the file's name.
pub(crate) fn export_transit_gateway_routes(
    cx: Read<'_>,
    request: &ExportTransitGatewayRoutesRequest,
) -> Result<ExportTransitGatewayRoutesResult> {
    let table = &listed(cx, &request.transit_gateway_route_table_id)?.id;
    let bucket = request.s3_bucket.as_str();
    check_bucket("s3Bucket", bucket)?;
    check_filters(cx, &request.filters)?;
    for filter in &request.filters {
        search(&mut BTreeMap::new(), filter)?;
    }
    let folder = "VPCTransitGateway/TransitGatewayRouteTables";
    let moment = cx.now().timestamp().0;
    let s3_location = Some(format!("s3://{bucket}/{folder}/{table}_{moment}.json"));
    Ok(ExportTransitGatewayRoutesResult { s3_location })
}

/// # Errors
/// `InvalidParameterValue` for a filter that the operation has not, in the words that are quoted in
/// <https://github.com/hashicorp/terraform-provider-aws/pull/6605>.
fn check_filters(cx: Read<'_>, filters: &[wire::Filter]) -> Result<()> {
    check_limits(filters)?;
    let known = cx.action().filters();
    let mut names = filters.iter().map(|filter| filter.name.as_deref().unwrap_or("null"));
    let unknown = names.find(|name| known.iter().all(|filter| filter.name != *name));
    unknown.map_or(Ok(()), |name| {
        Err(Error::invalid_value(format!("Value ({name}) for parameter Filters is invalid.")))
    })
}

/// The ways to search for destinations.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SearchTransitGatewayRoutes.html>
#[derive(Clone, Copy)]
enum Search {
    Exact,
    LongestPrefix,
    SubnetOf,
    SupernetOf,
}

impl Search {
    fn named(filter: &wire::Filter) -> Option<Self> {
        match filter.name.as_deref()? {
            "route-search.exact-match" => Some(Self::Exact),
            "route-search.longest-prefix-match" => Some(Self::LongestPrefix),
            "route-search.subnet-of-match" => Some(Self::SubnetOf),
            "route-search.supernet-of-match" => Some(Self::SupernetOf),
            _ => None,
        }
    }
}

/// Keeps the routes that a filter finds by one of its values, if it is such a search.
// unverified (looked up 2026-11-26): that a block is a subnet and a supernet of itself; what AWS
// says of no block.
fn search(routes: &mut BTreeMap<IpNet, TransitGatewayRoute>, filter: &wire::Filter) -> Result<()> {
    let Some(search) = Search::named(filter) else { return Ok(()) };
    let mut wanted = Vec::new();
    for text in filter.values.as_deref().unwrap_or_default() {
        let address = text.parse::<std::net::IpAddr>().map(IpNet::from);
        let block = text.parse::<IpNet>().or(address).map_err(|_| {
            let name = filter.name.as_deref().unwrap_or_default();
            Error::bad_parameter(name, text, "This is not a valid CIDR block.")
        })?;
        wanted.push(block.trunc());
    }
    let longest = |block: &IpNet| {
        let containing = routes.keys().filter(|route| route.contains(block));
        containing.max_by_key(|route| route.prefix_len()).copied()
    };
    let best: Vec<IpNet> = match search {
        Search::LongestPrefix => wanted.iter().filter_map(longest).collect(),
        Search::Exact | Search::SubnetOf | Search::SupernetOf => wanted.clone(),
    };
    routes.retain(|route, _| match search {
        Search::Exact | Search::LongestPrefix => best.contains(route),
        Search::SubnetOf => wanted.iter().any(|block| block.contains(route)),
        Search::SupernetOf => wanted.iter().any(|block| route.contains(block)),
    });
    Ok(())
}

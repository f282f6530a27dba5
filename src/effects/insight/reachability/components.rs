//! How an analysis names what is on the way, and what it says of it.

use crate::engine::Read;
use crate::records::account::arns::arn;
use wire::{AnalysisComponent, AnalysisRouteTableRoute, Explanation, PathComponent, WireEnum as _};

/// A resource by its id, with the name that its tags give it.
pub(crate) fn component(cx: Read<'_>, id: &str) -> AnalysisComponent {
    let known = cx.tags_of(id);
    AnalysisComponent {
        id: Some(id.to_owned()),
        arn: known.map(|(of, _)| arn(cx, &format!("{}/{id}", of.as_str()))),
        name: known.and_then(|(_, tags)| tags.get("Name")).map(str::to_owned),
    }
}

/// A component of a path, with nothing but what it is.
pub(super) fn of_path(cx: Read<'_>, id: &str) -> PathComponent {
    PathComponent {
        component: Some(component(cx, id)),
        additional_details: Some(Vec::new()),
        explanations: Some(Vec::new()),
        ..PathComponent::default()
    }
}

/// <https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html>
// unverified (looked up 2026-11-26): which members AWS gives with each code, but for those of
// security groups.
pub(super) fn explained(code: &str) -> Explanation {
    Explanation { explanation_code: Some(code.to_owned()), ..Explanation::default() }
}

pub(super) fn route(route: &wire::Route) -> AnalysisRouteTableRoute {
    AnalysisRouteTableRoute {
        destination_cidr: route.destination_cidr_block.clone(),
        destination_prefix_list_id: route.destination_prefix_list_id.clone(),
        egress_only_internet_gateway_id: route.egress_only_internet_gateway_id.clone(),
        gateway_id: route.gateway_id.clone(),
        instance_id: route.instance_id.clone(),
        nat_gateway_id: route.nat_gateway_id.clone(),
        network_interface_id: route.network_interface_id.clone(),
        // AWS's example has it in lower case: `createroute`.
        origin: route.origin.map(|origin| origin.as_str().to_lowercase()),
        transit_gateway_id: route.transit_gateway_id.clone(),
        vpc_peering_connection_id: route.vpc_peering_connection_id.clone(),
        state: route.state.map(|state| state.as_str().to_owned()),
        carrier_gateway_id: route.carrier_gateway_id.clone(),
        ..AnalysisRouteTableRoute::default()
    }
}

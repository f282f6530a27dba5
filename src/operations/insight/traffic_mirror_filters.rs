//! Traffic mirror filters: which packets are mirrored. No packet is ever looked at.
//! <https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-filters.html>

use crate::effects::insight::client_tokens;
use crate::engine::{Operation, Query, Read, Resource, Write, operations};
use crate::error::{Error, Result};
use crate::records::insight::traffic_mirror_sessions::{self, BY_FILTER};
use wire::{
    CreateTrafficMirrorFilterRequest, CreateTrafficMirrorFilterResult,
    DeleteTrafficMirrorFilterRequest, DeleteTrafficMirrorFilterResult,
    DescribeTrafficMirrorFiltersRequest, DescribeTrafficMirrorFiltersResult,
    ModifyTrafficMirrorFilterNetworkServicesRequest,
    ModifyTrafficMirrorFilterNetworkServicesResult, TrafficMirrorFilter,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateTrafficMirrorFilter => create_traffic_mirror_filter;
    Read  DescribeTrafficMirrorFilters => describe_traffic_mirror_filters;
    Write ModifyTrafficMirrorFilterNetworkServices
        => modify_traffic_mirror_filter_network_services;
    Write DeleteTrafficMirrorFilter => delete_traffic_mirror_filter;
};

fn create_traffic_mirror_filter(
    cx: &mut Write<'_>,
    request: &CreateTrafficMirrorFilterRequest,
) -> Result<CreateTrafficMirrorFilterResult> {
    let tags = cx.tags_for::<TrafficMirrorFilter>(&request.tag_specifications)?;
    let record = TrafficMirrorFilter {
        description: request.description.clone(),
        network_services: Some(Vec::new()),
        ..TrafficMirrorFilter::default()
    };
    let client_token = client_tokens::shown(cx, request.client_token.as_ref());
    let id = cx.new_id::<TrafficMirrorFilter>();
    cx.insert(id.clone(), record, tags);
    let filter = TrafficMirrorFilter::view(cx.get(&id)?, cx.read());
    Ok(CreateTrafficMirrorFilterResult {
        traffic_mirror_filter: Some(filter),
        client_token: Some(client_token),
    })
}

fn describe_traffic_mirror_filters(
    cx: Read<'_>,
    request: &DescribeTrafficMirrorFiltersRequest,
) -> Result<DescribeTrafficMirrorFiltersResult> {
    let page = cx.select::<TrafficMirrorFilter>(&Query {
        ids: &request.traffic_mirror_filter_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    })?;
    Ok(DescribeTrafficMirrorFiltersResult {
        traffic_mirror_filters: Some(page.items),
        next_token: page.next_token,
    })
}

fn modify_traffic_mirror_filter_network_services(
    cx: &mut Write<'_>,
    request: &ModifyTrafficMirrorFilterNetworkServicesRequest,
) -> Result<ModifyTrafficMirrorFilterNetworkServicesResult> {
    let id = &request.traffic_mirror_filter_id;
    let mut row = cx.get_mut::<TrafficMirrorFilter>(id)?;
    let services = row.network_services.get_or_insert_default();
    for service in &request.add_network_services {
        if !services.contains(service) {
            services.push(*service);
        }
    }
    services.retain(|service| !request.remove_network_services.contains(service));
    drop(row);
    let filter = TrafficMirrorFilter::view(cx.get(id)?, cx.read());
    Ok(ModifyTrafficMirrorFilterNetworkServicesResult { traffic_mirror_filter: Some(filter) })
}

fn delete_traffic_mirror_filter(
    cx: &mut Write<'_>,
    request: &DeleteTrafficMirrorFilterRequest,
) -> Result<DeleteTrafficMirrorFilterResult> {
    let id = &request.traffic_mirror_filter_id;
    let filter_id = cx.get::<TrafficMirrorFilter>(id)?.id.clone();
    if let Some(session) = traffic_mirror_sessions::using(cx.read(), BY_FILTER, &filter_id) {
        // The code is documented; unverified (looked up 2026-11-26): the message, which is a
        // target's.
        let message = format!("Cannot delete {id}. Filter is in use by {session}");
        return Err(Error::new("TrafficMirrorFilterInUse", message));
    }
    cx.remove::<TrafficMirrorFilter>(id);
    Ok(DeleteTrafficMirrorFilterResult { traffic_mirror_filter_id: Some(id.clone()) })
}

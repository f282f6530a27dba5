//! Traffic mirror filters: which packets are mirrored. No packet is ever looked at.
//! <https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-filters.html>

use crate::effects::insight::client_tokens;
use crate::engine::{Operation, Write, deleted, listed, operations};
use crate::error::Result;
use wire::{
    CreateTrafficMirrorFilterRequest, CreateTrafficMirrorFilterResult,
    ModifyTrafficMirrorFilterNetworkServicesRequest,
    ModifyTrafficMirrorFilterNetworkServicesResult, TrafficMirrorFilter,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateTrafficMirrorFilter => create_traffic_mirror_filter;
    Read  DescribeTrafficMirrorFilters => listed::<TrafficMirrorFilter>;
    Write ModifyTrafficMirrorFilterNetworkServices
        => modify_traffic_mirror_filter_network_services;
    Write DeleteTrafficMirrorFilter => deleted::<TrafficMirrorFilter>;
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
    let filter = cx.create(record, tags)?;
    Ok(CreateTrafficMirrorFilterResult {
        traffic_mirror_filter: Some(filter),
        client_token: Some(client_token),
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
    let filter = cx.view::<TrafficMirrorFilter>(id)?;
    Ok(ModifyTrafficMirrorFilterNetworkServicesResult { traffic_mirror_filter: Some(filter) })
}

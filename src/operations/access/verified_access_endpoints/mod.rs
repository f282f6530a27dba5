//! Verified Access endpoints: through each, people reach an application. Nobody does here.
//! <https://docs.aws.amazon.com/verified-access/latest/ug/verified-access-endpoints.html>

mod modify;
mod options;

use crate::catalog::regions;
use crate::engine::{Operation, Query, Read, Write, operations};
use crate::error::{Error, Result};
use crate::records::access::verified_access::{Policy, encryption, moment, written};
use crate::records::access::verified_access_endpoints::VerifiedAccessEndpoint;
use crate::records::access::verified_access_groups::VerifiedAccessGroup;
use crate::records::access::verified_access_instances::{VerifiedAccessInstance, trust_providers};
use crate::records::account::empty_lists::check_none;
use crate::records::account::other_services::check_certificate;
use crate::records::ids::VerifiedAccessInstanceId;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::security_groups;
use ipnet::Ipv4Net;
use wire::{
    CreateVerifiedAccessEndpointRequest, CreateVerifiedAccessEndpointResult,
    DeleteVerifiedAccessEndpointRequest, DeleteVerifiedAccessEndpointResult,
    DescribeVerifiedAccessEndpointsRequest, DescribeVerifiedAccessEndpointsResult,
    GetVerifiedAccessEndpointPolicyRequest, GetVerifiedAccessEndpointPolicyResult,
    GetVerifiedAccessEndpointTargetsRequest, GetVerifiedAccessEndpointTargetsResult,
    VerifiedAccessEndpointProtocol as Protocol, VerifiedAccessEndpointType as Type,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateVerifiedAccessEndpoint => create_verified_access_endpoint;
    Read  DescribeVerifiedAccessEndpoints => describe_verified_access_endpoints;
    Write ModifyVerifiedAccessEndpoint => modify::modify_verified_access_endpoint;
    Read  GetVerifiedAccessEndpointPolicy => get_verified_access_endpoint_policy;
    Write ModifyVerifiedAccessEndpointPolicy => modify::modify_verified_access_endpoint_policy;
    Read  GetVerifiedAccessEndpointTargets => get_verified_access_endpoint_targets;
    Write DeleteVerifiedAccessEndpoint => delete_verified_access_endpoint;
};

fn create_verified_access_endpoint(
    cx: &mut Write<'_>,
    request: &CreateVerifiedAccessEndpointRequest,
) -> Result<CreateVerifiedAccessEndpointResult> {
    let tags = cx.tags_for::<VerifiedAccessEndpoint>(&request.tag_specifications)?;
    let group = cx.get::<VerifiedAccessGroup>(&request.verified_access_group_id)?;
    let (group_id, instance_id) = (group.id.clone(), group.instance_id.clone());
    let mut shown = wire::VerifiedAccessEndpoint::default();
    let (vpc_id, subnet_id) = options::set(cx.read(), request, &mut shown)?;
    check_domain(request)?;
    if request.security_group_ids.is_empty() {
        // AWS documents that an endpoint in a VPC needs one.
        return Err(Error::missing("SecurityGroupId"));
    }
    let ids = &request.security_group_ids;
    let security_groups = security_groups::resolve(cx.read(), &vpc_id, &subnet_id, ids, &[])?;
    let policy = Policy::new(request.policy_document.as_ref())?;
    let created = Some(moment(cx.read()));
    let (endpoint_domain, device_validation_domain) = domains(cx, &instance_id, request);
    let shown = wire::VerifiedAccessEndpoint {
        application_domain: request.application_domain.clone(),
        endpoint_type: Some(request.endpoint_type),
        attachment_type: Some(request.attachment_type),
        domain_certificate_arn: request.domain_certificate_arn.clone(),
        endpoint_domain,
        device_validation_domain,
        description: Some(request.description.clone().unwrap_or_default()),
        creation_time: created.clone(),
        last_updated_time: created,
        sse_specification: encryption(None, request.sse_specification.as_ref())?,
        ..shown
    };
    let modified = None;
    let record = VerifiedAccessEndpoint {
        shown,
        instance_id,
        group_id,
        vpc_id,
        security_groups,
        policy,
        modified,
    };
    let endpoint = cx.create(record, tags)?;
    Ok(CreateVerifiedAccessEndpointResult { verified_access_endpoint: Some(endpoint) })
}

/// An endpoint of HTTP has a domain of its application, a certificate and a prefix:
/// <https://docs.aws.amazon.com/verified-access/latest/ug/create-load-balancer-endpoint.html>
// unverified (looked up 2026-11-26): that AWS misses them in these words.
fn check_domain(request: &CreateVerifiedAccessEndpointRequest) -> Result<()> {
    if let Some(arn) = &request.domain_certificate_arn {
        check_certificate("DomainCertificateArn", arn)?;
    }
    let balancer = request.load_balancer_options.as_ref().and_then(|it| it.protocol);
    let interface = request.network_interface_options.as_ref().and_then(|it| it.protocol);
    if !matches!(balancer.or(interface), Some(Protocol::Http | Protocol::Https)) {
        return Ok(());
    }
    let needed = [
        ("ApplicationDomain", &request.application_domain),
        ("DomainCertificateArn", &request.domain_certificate_arn),
        ("EndpointDomainPrefix", &request.endpoint_domain_prefix),
    ];
    let lacking = needed.into_iter().find(|(_, value)| value.is_none());
    lacking.map_or(Ok(()), |(parameter, _)| Err(Error::missing(parameter)))
}

/// The domain by which an endpoint is reached, and that by which devices are looked at where the
/// instance has a trust provider for them. The first is as in AWS's examples.
// unverified (looked up 2026-11-26): the second, and that a block of addresses has none.
fn domains(
    cx: &mut Write<'_>,
    instance_id: &VerifiedAccessInstanceId,
    request: &CreateVerifiedAccessEndpointRequest,
) -> (Option<String>, Option<String>) {
    let edge = cx.ids().next::<Edge>("edge");
    let region = cx.region();
    let suffix = regions::find(region).map_or("", |it| it.partition.dns_suffix());
    let domain = format!("{edge}.{instance_id}.prod.verified-access.{region}.{suffix}");
    let instance = cx.find::<VerifiedAccessInstance>(instance_id);
    let has_devices = instance.is_some_and(|row| {
        trust_providers(row, cx.read()).any(|it| it.shown.device_trust_provider_type.is_some())
    });
    let of_devices = has_devices.then(|| format!("device-validation.{domain}"));
    let endpoint = match &request.endpoint_domain_prefix {
        _ if request.endpoint_type == Type::Cidr => None,
        Some(prefix) => Some(format!("{prefix}.{domain}")),
        None => Some(domain),
    };
    (endpoint, of_devices)
}

/// What the name of an endpoint says of where AWS has it.
enum Edge {}

fn describe_verified_access_endpoints(
    cx: Read<'_>,
    request: &DescribeVerifiedAccessEndpointsRequest,
) -> Result<DescribeVerifiedAccessEndpointsResult> {
    let instance_id = request.verified_access_instance_id.as_ref();
    let group_id = request.verified_access_group_id.as_ref();
    instance_id.map_or(Ok(()), |id| cx.get::<VerifiedAccessInstance>(id).map(|_| ()))?;
    group_id.map_or(Ok(()), |id| cx.get::<VerifiedAccessGroup>(id).map(|_| ()))?;
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref());
    let query = query.among(&request.verified_access_endpoint_ids);
    let page = cx.select_rows::<VerifiedAccessEndpoint>(&query, |row| {
        instance_id.is_none_or(|id| *row.instance_id == **id)
            && group_id.is_none_or(|id| *row.group_id == **id)
    })?;
    Ok(DescribeVerifiedAccessEndpointsResult {
        verified_access_endpoints: Some(page.items.into_iter().map(|(_, view)| view).collect()),
        next_token: page.next_token,
    })
}

fn get_verified_access_endpoint_policy(
    cx: Read<'_>,
    request: &GetVerifiedAccessEndpointPolicyRequest,
) -> Result<GetVerifiedAccessEndpointPolicyResult> {
    let id = &request.verified_access_endpoint_id;
    let policy = &cx.get_live::<VerifiedAccessEndpoint>(id)?.policy;
    Ok(GetVerifiedAccessEndpointPolicyResult {
        policy_enabled: Some(policy.is_enabled()),
        policy_document: policy.document.clone(),
    })
}

/// Each address in the block of an endpoint that something has is a target, with a name in the
/// instance's domain. How AWS makes these names is not documented.
fn get_verified_access_endpoint_targets(
    cx: Read<'_>,
    request: &GetVerifiedAccessEndpointTargetsRequest,
) -> Result<GetVerifiedAccessEndpointTargetsResult> {
    let endpoint = cx.get_live::<VerifiedAccessEndpoint>(&request.verified_access_endpoint_id)?;
    let cidr = endpoint.shown.cidr_options.as_ref().and_then(|options| options.cidr.as_ref());
    let Some(block) = cidr.and_then(|cidr| cidr.parse::<Ipv4Net>().ok()) else {
        // unverified (looked up 2026-11-26): code and wording.
        let message = format!("The endpoint {} is not a network CIDR endpoint", endpoint.id);
        return Err(Error::invalid_value(message));
    };
    let is_within =
        |row: &NetworkInterface| row.addresses.iter().any(|it| block.contains(&it.address));
    let mut interfaces = cx.with(NetworkInterface::BY_VPC, &endpoint.vpc_id);
    if interfaces.any(|row| is_within(row)) {
        return Err(Error::not_emulated("the names of the targets of network CIDR endpoints"));
    }
    let query = Query::of(&[], request.max_results, request.next_token.as_deref());
    check_none(cx, &query, ("", ""), &[])?;
    let verified_access_endpoint_targets = Some(Vec::new());
    Ok(GetVerifiedAccessEndpointTargetsResult {
        verified_access_endpoint_targets,
        next_token: None,
    })
}

fn delete_verified_access_endpoint(
    cx: &mut Write<'_>,
    request: &DeleteVerifiedAccessEndpointRequest,
) -> Result<DeleteVerifiedAccessEndpointResult> {
    let id = request.verified_access_endpoint_id.as_str();
    let now = Some(moment(cx.read()));
    let gone = cx.delete::<VerifiedAccessEndpoint>(id)?.gone;
    let mut row = cx.get_mut::<VerifiedAccessEndpoint>(id)?;
    row.shown.last_updated_time = now;
    row.shown.deletion_time = Some(written(gone));
    drop(row);
    let view = cx.view::<VerifiedAccessEndpoint>(id)?;
    let endpoint = wire::VerifiedAccessEndpoint { tags: None, ..view };
    Ok(DeleteVerifiedAccessEndpointResult { verified_access_endpoint: Some(endpoint) })
}

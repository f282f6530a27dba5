//! Making a service, changing it, and showing that its private name is its owner's.

use crate::catalog::regions;
use crate::engine::{Millis, Read, Text, Timed, Write};
use crate::error::{Error, Result};
use crate::records::account::other_services::is_load_balancer;
use crate::records::durations;
use crate::records::network::vpc_endpoint_services::{PrivateDns, VpcEndpointService};
use wire::{
    CreateVpcEndpointServiceConfigurationRequest, CreateVpcEndpointServiceConfigurationResult,
    DnsNameState, ModifyVpcEndpointServiceConfigurationRequest,
    ModifyVpcEndpointServiceConfigurationResult, ServiceConnectivityType, ServiceState,
    StartVpcEndpointServicePrivateDnsVerificationRequest,
    StartVpcEndpointServicePrivateDnsVerificationResult, WireEnum as _,
};

const VERIFYING_MILLIS: Millis = durations::VPC_ENDPOINT_SERVICES_VERIFYING;

fn invalid(message: impl Into<String>) -> Error {
    Error::new("InvalidParameter", message)
}

pub(super) fn create_vpc_endpoint_service_configuration(
    cx: &mut Write<'_>,
    request: &CreateVpcEndpointServiceConfigurationRequest,
) -> Result<CreateVpcEndpointServiceConfigurationResult> {
    let tags = cx.tags_for::<VpcEndpointService>(&request.tag_specifications)?;
    let (networks, gateways) =
        (&request.network_load_balancer_arns, &request.gateway_load_balancer_arns);
    let (is_of_gateways, arns) = match (networks.is_empty(), gateways.is_empty()) {
        (false, true) => (false, networks),
        (true, false) => (true, gateways),
        // Recorded for neither, in
        // <https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1859>.
        (true, true) | (false, false) => {
            return Err(invalid(
                "exactly one of network_load_balancer_arn or gateway_load_balancer_arn is a \
                 required member",
            ));
        }
    };
    check_arns(cx.read(), arns, is_of_gateways)?;
    let private_dns = request.private_dns_name.as_deref().filter(|name| !name.is_empty());
    if private_dns.is_some() && is_of_gateways {
        return Err(no_private_dns());
    }
    let mut types = ip_types(&request.supported_ip_address_types)?;
    if types.is_empty() {
        types.push(ServiceConnectivityType::Ipv4);
    }
    let mut regions: Vec<Text> = Vec::new();
    add(&mut regions, &supported(cx.read(), &request.supported_regions, is_of_gateways)?);
    let mut load_balancer_arns: Vec<String> = Vec::new();
    add(&mut load_balancer_arns, arns);
    let private_dns = private_dns.map(|name| unproven(cx, name));
    let record = VpcEndpointService {
        // At once, in the answer of aws/aws-sdk-go-v2#2254 and of AWS CLI's example.
        state: Timed::settled(ServiceState::Available),
        is_of_gateways,
        load_balancer_arns,
        // <https://github.com/awsdocs/amazon-vpc-user-guide/pull/1>
        acceptance_required: request.acceptance_required.unwrap_or(true),
        ip_address_types: types,
        private_dns,
        principals: Vec::new(),
        owner_pays: false,
        supported_regions: regions,
    };
    let view = cx.create(record, tags)?;
    Ok(CreateVpcEndpointServiceConfigurationResult {
        service_configuration: Some(view),
        client_token: request.client_token.clone(),
    })
}

fn not_both() -> Error {
    invalid("Network and gateway load balancers cannot be specified together.")
}

fn no_private_dns() -> Error {
    invalid("Private DNS names are not supported for services with gateway load balancers.")
}

// unverified (looked up 2026-11-26): the wording.
fn check_arns(cx: Read<'_>, arns: &[String], is_of_gateways: bool) -> Result<()> {
    let kind = if is_of_gateways { "gwy" } else { "net" };
    match arns.iter().find(|arn| !is_load_balancer(cx, arn, &[kind])) {
        None => Ok(()),
        Some(arn) => Err(invalid(format!("The load balancer ARN '{arn}' is not valid."))),
    }
}

/// The regions that are named as those of endpoints.
///
/// # Errors
/// For one that is none of the partition's, and for another one than the service's own where
/// endpoints are those of gateway load balancers.
// unverified (looked up 2026-11-26): codes and messages; that the latter cannot be elsewhere, as it
// is interface endpoints that are documented to.
fn supported(cx: Read<'_>, names: &[String], is_of_gateways: bool) -> Result<Vec<Text>> {
    let partition = |name: &str| regions::find(name).map(|region| region.partition);
    let is_one =
        |name: &str| partition(name).is_some() && partition(name) == partition(cx.region());
    if let Some(name) = names.iter().find(|name| !is_one(name) && ***name != **cx.region()) {
        return Err(invalid(format!("The supported Region '{name}' is not valid.")));
    }
    if is_of_gateways && names.iter().any(|name| **name != **cx.region()) {
        let message = "Other Regions are not supported for services with gateway load balancers.";
        return Err(invalid(message));
    }
    Ok(names.iter().map(|name| name.as_str().into()).collect())
}

fn ip_types(asked: &[String]) -> Result<Vec<ServiceConnectivityType>> {
    let parse = |text: &String| {
        let known = ServiceConnectivityType::parse(text);
        known.ok_or_else(|| invalid(format!("The IP address type '{text}' is not valid.")))
    };
    let mut types: Vec<ServiceConnectivityType> = asked.iter().map(parse).collect::<Result<_>>()?;
    types.sort_unstable();
    types.dedup();
    Ok(types)
}

fn add<T: Clone + PartialEq>(to: &mut Vec<T>, more: &[T]) {
    for one in more {
        if !to.contains(one) {
            to.push(one.clone());
        }
    }
}

/// A private name with the record that is to prove whose it is.
fn unproven(cx: &mut Write<'_>, name: &str) -> PrivateDns {
    let mut letters = |count: usize| -> String {
        let all = b"abcdefghijklmnopqrstuvwxyz0123456789";
        (0..count).map(|_| char::from(all[cx.ids().below(36) as usize % all.len()])).collect()
    };
    PrivateDns {
        name: name.to_owned(),
        state: Timed::settled(DnsNameState::PendingVerification),
        value: format!("vpce:{}", letters(20)),
        label: format!("_{}", letters(20)),
    }
}

pub(super) fn modify_vpc_endpoint_service_configuration(
    cx: &mut Write<'_>,
    request: &ModifyVpcEndpointServiceConfigurationRequest,
) -> Result<ModifyVpcEndpointServiceConfigurationResult> {
    let id = request.service_id.as_str();
    let mut service = cx.get::<VpcEndpointService>(id)?.record.clone();
    let (mine, others) = if service.is_of_gateways {
        (
            (&request.add_gateway_load_balancer_arns, &request.remove_gateway_load_balancer_arns),
            (&request.add_network_load_balancer_arns, &request.remove_network_load_balancer_arns),
        )
    } else {
        (
            (&request.add_network_load_balancer_arns, &request.remove_network_load_balancer_arns),
            (&request.add_gateway_load_balancer_arns, &request.remove_gateway_load_balancer_arns),
        )
    };
    if !others.0.is_empty() || !others.1.is_empty() {
        return Err(not_both());
    }
    check_arns(cx.read(), mine.0, service.is_of_gateways)?;
    service.load_balancer_arns.retain(|arn| !mine.1.contains(arn));
    add(&mut service.load_balancer_arns, mine.0);
    let removed = ip_types(&request.remove_supported_ip_address_types)?;
    service.ip_address_types.retain(|of| !removed.contains(of));
    add(&mut service.ip_address_types, &ip_types(&request.add_supported_ip_address_types)?);
    let mut regions = service.regions(cx.read());
    let removed = &request.remove_supported_regions;
    regions.retain(|region| !removed.iter().any(|name| **name == **region));
    let added = supported(cx.read(), &request.add_supported_regions, service.is_of_gateways)?;
    add(&mut regions, &added);
    // unverified (looked up 2026-11-26): the wordings.
    if regions.is_empty() {
        return Err(invalid("The last supported Region of a service cannot be removed."));
    }
    service.supported_regions = regions;
    if service.load_balancer_arns.is_empty() {
        return Err(invalid("The last load balancer of a service cannot be removed."));
    }
    if service.ip_address_types.is_empty() {
        return Err(invalid("The last IP address type of a service cannot be removed."));
    }
    service.acceptance_required =
        request.acceptance_required.unwrap_or(service.acceptance_required);
    let asked = request.private_dns_name.as_deref().filter(|name| !name.is_empty());
    match (asked, request.remove_private_dns_name == Some(true)) {
        (Some(_), true) => {
            let message = "A private DNS name cannot be set and removed in one request.";
            return Err(Error::combination(message));
        }
        (Some(_), false) if service.is_of_gateways => return Err(no_private_dns()),
        (Some(name), false) => service.private_dns = Some(unproven(cx, name)),
        (None, true) => service.private_dns = None,
        (None, false) => {}
    }
    cx.get_mut::<VpcEndpointService>(id)?.record = service;
    Ok(ModifyVpcEndpointServiceConfigurationResult { r#return: Some(true) })
}

/// The DNS that the record would be in is another service's, so that it counts as being there.
pub(super) fn start_vpc_endpoint_service_private_dns_verification(
    cx: &mut Write<'_>,
    request: &StartVpcEndpointServicePrivateDnsVerificationRequest,
) -> Result<StartVpcEndpointServicePrivateDnsVerificationResult> {
    let id = request.service_id.as_str();
    let service = cx.get::<VpcEndpointService>(id)?;
    if service.private_dns.is_none() {
        // unverified (looked up 2026-11-26): the wording.
        return Err(invalid(format!("The service {id} does not have a private DNS name.")));
    }
    let (first, then) = (DnsNameState::PendingVerification, DnsNameState::Verified);
    let state = cx.read().transition(first, then, VERIFYING_MILLIS);
    if let Some(dns) = &mut cx.get_mut::<VpcEndpointService>(id)?.private_dns {
        dns.state = state;
    }
    let return_value = Some(true);
    Ok(StartVpcEndpointServicePrivateDnsVerificationResult { return_value })
}

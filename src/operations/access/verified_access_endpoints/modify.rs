//! Changing endpoints.

use super::options::{Ports, check_subnets};
use crate::engine::{Read, Write};
use crate::error::{Error, Result};
use crate::records::access::verified_access::{encryption, moment, replace};
use crate::records::access::verified_access_endpoints::{
    CHANGING_MILLIS, VerifiedAccessEndpoint, status,
};
use crate::records::access::verified_access_groups::VerifiedAccessGroup;
use wire::{
    ModifyVerifiedAccessEndpointPolicyRequest, ModifyVerifiedAccessEndpointPolicyResult,
    ModifyVerifiedAccessEndpointPortRange, ModifyVerifiedAccessEndpointRequest,
    ModifyVerifiedAccessEndpointResult, VerifiedAccessEndpointPortRange as PortRange,
    VerifiedAccessEndpointProtocol as Protocol, VerifiedAccessEndpointStatusCode as Status,
};

/// What is not given stays.
pub(super) fn modify_verified_access_endpoint(
    cx: &mut Write<'_>,
    request: &ModifyVerifiedAccessEndpointRequest,
) -> Result<ModifyVerifiedAccessEndpointResult> {
    let id = request.verified_access_endpoint_id.as_str();
    let row = cx.read().get_live::<VerifiedAccessEndpoint>(id)?;
    if status(row, cx.read()) != Some(Status::Active) {
        // unverified (looked up 2026-11-26): code and message.
        let message = format!("The Verified Access endpoint '{id}' is not active.");
        return Err(Error::new("IncorrectState", message));
    }
    let mut record = row.record.clone();
    change_balancer(cx.read(), &mut record, request)?;
    change_interface(&mut record, request)?;
    change_database(cx.read(), &mut record, request)?;
    change_cidr(&mut record, request)?;
    if let Some(group_id) = &request.verified_access_group_id {
        let group = cx.get::<VerifiedAccessGroup>(group_id)?;
        record.group_id = group.id.clone();
        record.instance_id = group.instance_id.clone();
    }
    replace(&mut record.shown.description, request.description.as_ref());
    record.shown.last_updated_time = Some(moment(cx.read()));
    let changing = cx.read().transition(Status::Updating, Status::Active, CHANGING_MILLIS);
    record.modified = Some(changing);
    cx.get_mut::<VerifiedAccessEndpoint>(id)?.record = record;
    let view = cx.view::<VerifiedAccessEndpoint>(id)?;
    let endpoint = wire::VerifiedAccessEndpoint { tags: None, ..view };
    Ok(ModifyVerifiedAccessEndpointResult { verified_access_endpoint: Some(endpoint) })
}

// unverified (looked up 2026-11-26): code and wording.
fn lacking(options: &str) -> Error {
    Error::combination(format!("The endpoint has no {options} that could be modified"))
}

fn ranges(asked: Option<&Vec<ModifyVerifiedAccessEndpointPortRange>>) -> Option<Vec<PortRange>> {
    let range = |range: &ModifyVerifiedAccessEndpointPortRange| PortRange {
        from_port: range.from_port,
        to_port: range.to_port,
    };
    Some(asked?.iter().map(range).collect())
}

/// The subnets that an endpoint is to have, which stay in its VPC.
fn change_subnets(
    cx: Read<'_>,
    (vpc_id, parameter): (&str, &str),
    subnets: &mut Option<Vec<String>>,
    asked: Option<&Vec<String>>,
) -> Result<()> {
    let Some(asked) = asked.filter(|asked| !asked.is_empty()) else { return Ok(()) };
    let (of, _) = check_subnets(cx, parameter, asked)?;
    if *of != *vpc_id {
        // unverified (looked up 2026-11-26): code and wording.
        let message = format!("The subnets are not in the VPC {vpc_id} of the endpoint");
        return Err(Error::invalid_value(message));
    }
    *subnets = Some(asked.clone());
    Ok(())
}

fn change_ports(
    (protocol, port, ranges): (
        &mut Option<Protocol>,
        &mut Option<i32>,
        &mut Option<Vec<PortRange>>,
    ),
    asked: Ports,
    options: &str,
) -> Result<()> {
    let before = Ports { protocol: *protocol, port: *port, ranges: ranges.take() };
    let ports = before.changed(asked);
    ports.check(options)?;
    (*protocol, *port, *ranges) = (ports.protocol, ports.port, ports.ranges);
    Ok(())
}

fn change_balancer(
    cx: Read<'_>,
    record: &mut VerifiedAccessEndpoint,
    request: &ModifyVerifiedAccessEndpointRequest,
) -> Result<()> {
    let (Some(asked), name) = (&request.load_balancer_options, "LoadBalancerOptions") else {
        return Ok(());
    };
    let vpc_id = &record.vpc_id;
    let options = record.shown.load_balancer_options.as_mut().ok_or_else(|| lacking(name))?;
    let at = (vpc_id.as_text().as_str(), "LoadBalancerOptions.SubnetId");
    change_subnets(cx, at, &mut options.subnet_ids, asked.subnet_ids.as_ref())?;
    let (protocol, port) = (asked.protocol, asked.port);
    let asked = Ports { protocol, port, ranges: ranges(asked.port_ranges.as_ref()) };
    let now = (&mut options.protocol, &mut options.port, &mut options.port_ranges);
    change_ports(now, asked, name)
}

fn change_interface(
    record: &mut VerifiedAccessEndpoint,
    request: &ModifyVerifiedAccessEndpointRequest,
) -> Result<()> {
    let (Some(asked), name) = (&request.network_interface_options, "NetworkInterfaceOptions")
    else {
        return Ok(());
    };
    let options = record.shown.network_interface_options.as_mut().ok_or_else(|| lacking(name))?;
    let (protocol, port) = (asked.protocol, asked.port);
    let asked = Ports { protocol, port, ranges: ranges(asked.port_ranges.as_ref()) };
    let now = (&mut options.protocol, &mut options.port, &mut options.port_ranges);
    change_ports(now, asked, name)
}

fn change_database(
    cx: Read<'_>,
    record: &mut VerifiedAccessEndpoint,
    request: &ModifyVerifiedAccessEndpointRequest,
) -> Result<()> {
    let Some(asked) = &request.rds_options else { return Ok(()) };
    let vpc_id = &record.vpc_id;
    let options = record.shown.rds_options.as_mut().ok_or_else(|| lacking("RdsOptions"))?;
    let at = (vpc_id.as_text().as_str(), "RdsOptions.SubnetId");
    change_subnets(cx, at, &mut options.subnet_ids, asked.subnet_ids.as_ref())?;
    options.port = asked.port.or(options.port);
    replace(&mut options.rds_endpoint, asked.rds_endpoint.as_ref());
    Ok(())
}

fn change_cidr(
    record: &mut VerifiedAccessEndpoint,
    request: &ModifyVerifiedAccessEndpointRequest,
) -> Result<()> {
    let Some(asked) = &request.cidr_options else { return Ok(()) };
    let options = record.shown.cidr_options.as_mut().ok_or_else(|| lacking("CidrOptions"))?;
    let before =
        Ports { protocol: options.protocol, port: None, ranges: options.port_ranges.take() };
    let asked = Ports { ranges: ranges(asked.port_ranges.as_ref()), ..Ports::default() };
    let ports = before.changed(asked);
    ports.check("CidrOptions")?;
    options.port_ranges = ports.ranges;
    Ok(())
}

// unverified (looked up 2026-11-26): that a new policy is not told in the endpoint's status.
pub(super) fn modify_verified_access_endpoint_policy(
    cx: &mut Write<'_>,
    request: &ModifyVerifiedAccessEndpointPolicyRequest,
) -> Result<ModifyVerifiedAccessEndpointPolicyResult> {
    let id = request.verified_access_endpoint_id.as_str();
    let row = cx.read().get_live::<VerifiedAccessEndpoint>(id)?;
    let policy = row.policy.changed(request.policy_enabled, request.policy_document.as_ref())?;
    let before = row.shown.sse_specification.as_ref();
    let encrypted = encryption(before, request.sse_specification.as_ref())?;
    let now = moment(cx.read());
    let mut row = cx.get_mut::<VerifiedAccessEndpoint>(id)?;
    row.policy = policy.clone();
    row.shown.sse_specification.clone_from(&encrypted);
    row.shown.last_updated_time = Some(now);
    Ok(ModifyVerifiedAccessEndpointPolicyResult {
        policy_enabled: Some(policy.is_enabled()),
        policy_document: policy.document,
        sse_specification: encrypted,
    })
}

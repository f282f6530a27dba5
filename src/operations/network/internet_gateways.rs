//! Internet gateways and the VPC each is attached to.

use crate::effects::network::internet_gateways::create;
use crate::engine::{Operation, Resource as _, Row, Write, deleted, listed, operations};
use crate::error::{Error, Result};
use crate::records::network::internet_gateways::{InternetGateway, is_attached_to};
use crate::records::network::nat_gateways;
use crate::records::network::network_interfaces::{NetworkInterface, PrivateAddress};
use crate::records::network::route_tables::associations;
use crate::records::network::token_rules::{DRY_FIRST, PAGES};
use crate::records::network::vpc_encryption_controls::{Exclusion, check_way_out};
use crate::records::network::vpcs::Vpc;
use wire::{
    AttachInternetGatewayRequest, CreateInternetGatewayRequest, CreateInternetGatewayResult,
    DeleteInternetGatewayRequest, DetachInternetGatewayRequest,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateInternetGateway => create_internet_gateway;
    Read  DescribeInternetGateways => listed::<InternetGateway>, ruled by PAGES;
    Write AttachInternetGateway => attach_internet_gateway;
    Write DetachInternetGateway => detach_internet_gateway, ruled by DRY_FIRST;
    Write DeleteInternetGateway => delete_internet_gateway, ruled by DRY_FIRST;
};

fn create_internet_gateway(
    cx: &mut Write<'_>,
    request: &CreateInternetGatewayRequest,
) -> Result<CreateInternetGatewayResult> {
    let tags = cx.tags_for::<InternetGateway>(&request.tag_specifications)?;
    let id = create(cx, None, tags);
    let gateway = cx.view::<InternetGateway>(&id)?;
    Ok(CreateInternetGatewayResult { internet_gateway: Some(gateway) })
}

fn attach_internet_gateway(
    cx: &mut Write<'_>,
    request: &AttachInternetGatewayRequest,
) -> Result<()> {
    // Even where the gateway is gone: `internet_gateways.json` of `radkawar/stackd`.
    cx.permitted()?;
    let gateway = cx.get::<InternetGateway>(&request.internet_gateway_id)?;
    // Not looked up, as elsewhere, where it has no prefix: the end-to-end tests of
    // aws-controllers-k8s/ec2-controller, which run on AWS.
    Vpc::check_prefix(&request.vpc_id)?;
    let vpc_id = cx.get::<Vpc>(&request.vpc_id)?.id.clone();
    if let Some(attached) = &gateway.vpc_id {
        let message = format!("resource {} is already attached to network {attached}", gateway.id);
        return Err(Error::new("Resource.AlreadyAssociated", message));
    }
    if is_attached_to(cx.read(), &vpc_id) {
        let message = format!("Network {vpc_id} already has an internet gateway attached");
        return Err(Error::invalid_value(message));
    }
    check_way_out(cx.read(), &vpc_id, Exclusion::InternetGateway, "internet gateways")?;
    cx.get_mut::<InternetGateway>(&request.internet_gateway_id)?.vpc_id = Some(vpc_id);
    Ok(())
}

fn detach_internet_gateway(
    cx: &mut Write<'_>,
    request: &DetachInternetGatewayRequest,
) -> Result<()> {
    let gateway = cx.get::<InternetGateway>(&request.internet_gateway_id)?;
    // As transcribed of what is no VPC at all, which AWS does not look up.
    let vpc_id = gateway.vpc_id.clone().filter(|vpc_id| **vpc_id == *request.vpc_id);
    let vpc_id = vpc_id.ok_or_else(|| {
        let (id, vpc_id) = (&gateway.id, &request.vpc_id);
        let message = format!("resource {id} is not attached to network {vpc_id}");
        Error::new("Gateway.NotAttached", message)
    })?;
    associations::check_has_none(cx.read(), &gateway.id)?;
    let now = cx.now();
    let is_mapped = |interface: &Row<NetworkInterface>| {
        let has_public =
            |it: &PrivateAddress| it.public.is_some() && interface.shows_public(it, now);
        interface.addresses.iter().any(has_public)
    };
    let is_one_mapped = cx.read().with(NetworkInterface::BY_VPC, &vpc_id).any(is_mapped);
    if is_one_mapped || nat_gateways::has_regional_addresses(cx.read(), &vpc_id) {
        let message = format!(
            "Network {vpc_id} has some mapped public address(es). Please unmap those public \
             address(es) before detaching the gateway."
        );
        return Err(Error::new("DependencyViolation", message));
    }
    cx.get_mut::<InternetGateway>(&request.internet_gateway_id)?.vpc_id = None;
    Ok(())
}

fn delete_internet_gateway(
    cx: &mut Write<'_>,
    request: &DeleteInternetGatewayRequest,
) -> Result<()> {
    let gateway = cx.get::<InternetGateway>(&request.internet_gateway_id)?;
    if gateway.vpc_id.is_some() {
        return Err(InternetGateway::in_use(&gateway.id));
    }
    deleted::<InternetGateway>(cx, request)
}

//! Internet gateways and the VPC each is attached to.

use super::network_interfaces::{NetworkInterface, PrivateAddress};
use super::route_tables;
use super::vpcs::Vpc;
use crate::engine::{
    CustomFilter, Id, Index, Operation, Query, Read, Resource, Row, Tags, Write, operations,
};
use crate::error::{Error, Result};
use serde::Serialize;
use wire::{
    AttachInternetGatewayRequest, CreateInternetGatewayRequest, CreateInternetGatewayResult,
    DeleteInternetGatewayRequest, DescribeInternetGatewaysRequest, DescribeInternetGatewaysResult,
    DetachInternetGatewayRequest, InternetGatewayAttachment, ResourceType,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateInternetGateway => create_internet_gateway;
    Read  DescribeInternetGateways => describe_internet_gateways;
    Write AttachInternetGateway => attach_internet_gateway;
    Write DetachInternetGateway => detach_internet_gateway;
    Write DeleteInternetGateway => delete_internet_gateway;
};

impl Resource for InternetGateway {
    type View = wire::InternetGateway;
    const PREFIX: &'static str = "igw";
    const TYPE: Option<ResourceType> = Some(ResourceType::InternetGateway);
    const PLURAL: &'static str = "internetGateways";
    const NOT_FOUND: &'static str = "InvalidInternetGatewayID.NotFound";
    const MALFORMED: &'static str = "InvalidInternetGatewayId.Malformed";
    const NOUN: &'static str = "internetGateway ID";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("internet-gateway-id");
    /// What is attached is `available` in the answer and in this filter, not `attached`:
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInternetGateways.html>
    const FILTERS: &'static [CustomFilter<Self>] = &[("attachment.state", |row: &Row<Self>, _| {
        row.vpc_id.iter().map(|_| AVAILABLE.to_owned()).collect()
    })];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::InternetGateway {
        let attachment = row.vpc_id.iter().map(|vpc_id| InternetGatewayAttachment {
            state: Some(AVAILABLE.to_owned()),
            vpc_id: Some(vpc_id.to_string()),
        });
        wire::InternetGateway {
            attachments: Some(attachment.collect()),
            internet_gateway_id: Some(row.id.to_string()),
            owner_id: Some(cx.account().to_string()),
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_>) {
        if let Some(vpc_id) = &self.vpc_id {
            index.add("attachment.vpc-id", vpc_id.clone());
        }
    }
}

/// The state of what is attached.
const AVAILABLE: &str = "available";

fn create_internet_gateway(
    cx: &mut Write<'_>,
    request: &CreateInternetGatewayRequest,
) -> Result<CreateInternetGatewayResult> {
    let tags = cx.tags_for::<InternetGateway>(&request.tag_specifications)?;
    let id = create(cx, None, tags);
    let gateway = InternetGateway::view(cx.get::<InternetGateway>(&id)?, cx.read());
    Ok(CreateInternetGatewayResult { internet_gateway: Some(gateway) })
}

pub(super) fn create(cx: &mut Write<'_>, vpc_id: Option<Id>, tags: Tags) -> Id {
    let id = cx.new_id::<InternetGateway>();
    cx.insert(id.clone(), InternetGateway { vpc_id }, tags);
    id
}

fn describe_internet_gateways(
    cx: Read<'_>,
    request: &DescribeInternetGatewaysRequest,
) -> Result<DescribeInternetGatewaysResult> {
    let page = cx.select::<InternetGateway>(&Query {
        ids: &request.internet_gateway_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    })?;
    Ok(DescribeInternetGatewaysResult {
        internet_gateways: Some(page.items),
        next_token: page.next_token,
    })
}

fn attach_internet_gateway(
    cx: &mut Write<'_>,
    request: &AttachInternetGatewayRequest,
) -> Result<()> {
    let gateway = cx.get::<InternetGateway>(&request.internet_gateway_id)?;
    let vpc_id = cx.get::<Vpc>(&request.vpc_id)?.id.clone();
    if let Some(attached) = &gateway.vpc_id {
        let message = format!("resource {} is already attached to network {attached}", gateway.id);
        return Err(Error::new("Resource.AlreadyAssociated", message));
    }
    if is_attached_to(cx.read(), &vpc_id) {
        let message = format!("Network {vpc_id} already has an internet gateway attached");
        return Err(Error::invalid_value(message));
    }
    cx.get_mut::<InternetGateway>(&request.internet_gateway_id)?.vpc_id = Some(vpc_id);
    Ok(())
}

fn detach_internet_gateway(
    cx: &mut Write<'_>,
    request: &DetachInternetGatewayRequest,
) -> Result<()> {
    let gateway = cx.get::<InternetGateway>(&request.internet_gateway_id)?;
    let vpc_id = cx.get::<Vpc>(&request.vpc_id)?.id.clone();
    if gateway.vpc_id.as_ref() != Some(&vpc_id) {
        let message = format!("resource {} is not attached to network {vpc_id}", gateway.id);
        return Err(Error::new("Gateway.NotAttached", message));
    }
    route_tables::check_has_none(cx.read(), &gateway.id)?;
    let now = cx.now();
    let is_mapped = |interface: &Row<NetworkInterface>| {
        let has_public =
            |it: &PrivateAddress| it.public.is_some() && interface.shows_public(it, now);
        interface.addresses.iter().any(has_public)
    };
    if cx.read().with::<NetworkInterface>("vpc-id", &vpc_id).any(is_mapped) {
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
        let id = &gateway.id;
        let message = format!("The internetGateway '{id}' has dependencies and cannot be deleted.");
        return Err(Error::new("DependencyViolation", message));
    }
    cx.remove::<InternetGateway>(&request.internet_gateway_id);
    Ok(())
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct InternetGateway {
    pub vpc_id: Option<Id>,
}

/// Whether a VPC has a gateway.
pub(super) fn is_attached_to(cx: Read<'_>, vpc_id: &str) -> bool {
    cx.with::<InternetGateway>("attachment.vpc-id", vpc_id).next().is_some()
}

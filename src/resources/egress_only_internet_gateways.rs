//! Egress-only internet gateways: how IPv6 traffic leaves a VPC and does not enter it.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html>

use super::vpcs::Vpc;
use crate::engine::{Id, Index, Operation, Query, Read, Resource, Row, Write, operations};
use crate::error::Result;
use serde::Serialize;
use wire::{
    CreateEgressOnlyInternetGatewayRequest, CreateEgressOnlyInternetGatewayResult,
    DeleteEgressOnlyInternetGatewayRequest, DeleteEgressOnlyInternetGatewayResult,
    DescribeEgressOnlyInternetGatewaysRequest, DescribeEgressOnlyInternetGatewaysResult,
    InternetGatewayAttachment, ResourceType,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateEgressOnlyInternetGateway => create_egress_only_internet_gateway;
    Read  DescribeEgressOnlyInternetGateways => describe_egress_only_internet_gateways;
    Write DeleteEgressOnlyInternetGateway => delete_egress_only_internet_gateway;
};

/// No filter has this name.
const VPC: &str = "vpc-id";

impl Resource for EgressOnlyInternetGateway {
    type View = wire::EgressOnlyInternetGateway;
    const PREFIX: &'static str = "eigw";
    const TYPE: Option<ResourceType> = Some(ResourceType::EgressOnlyInternetGateway);
    const PLURAL: &'static str = "egressOnlyInternetGateways";
    /// Terraform takes this code for "gone"; unverified: the message, and that of malformed ids.
    const NOT_FOUND: &'static str = "InvalidGatewayID.NotFound";
    const MALFORMED: &'static str = "InvalidEgressOnlyInternetGatewayId.Malformed";
    const NOUN: &'static str = "egressOnlyInternetGateway ID";
    const OF_VPC: bool = true;

    fn view(row: &Row<Self>, _cx: Read<'_>) -> wire::EgressOnlyInternetGateway {
        let attachment = InternetGatewayAttachment {
            state: Some("attached".to_owned()),
            vpc_id: Some(row.vpc_id.to_string()),
        };
        wire::EgressOnlyInternetGateway {
            attachments: Some(vec![attachment]),
            egress_only_internet_gateway_id: Some(row.id.to_string()),
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add(VPC, self.vpc_id.clone());
    }
}

fn create_egress_only_internet_gateway(
    cx: &mut Write<'_>,
    request: &CreateEgressOnlyInternetGatewayRequest,
) -> Result<CreateEgressOnlyInternetGatewayResult> {
    let tags = cx.tags_for::<EgressOnlyInternetGateway>(&request.tag_specifications)?;
    let vpc_id = cx.get::<Vpc>(&request.vpc_id)?.id.clone();
    let id = cx.new_id::<EgressOnlyInternetGateway>();
    cx.insert(id.clone(), EgressOnlyInternetGateway { vpc_id }, tags);
    let gateway = EgressOnlyInternetGateway::view(cx.get(&id)?, cx.read());
    Ok(CreateEgressOnlyInternetGatewayResult {
        client_token: request.client_token.clone(),
        egress_only_internet_gateway: Some(gateway),
    })
}

/// Ids that nothing has are passed over.
fn describe_egress_only_internet_gateways(
    cx: Read<'_>,
    request: &DescribeEgressOnlyInternetGatewaysRequest,
) -> Result<DescribeEgressOnlyInternetGatewaysResult> {
    let mut ids = Vec::new();
    for id in &request.egress_only_internet_gateway_ids {
        match cx.find::<EgressOnlyInternetGateway>(id) {
            Some(_) => ids.push(id.clone()),
            None => EgressOnlyInternetGateway::check_id(id)?,
        }
    }
    let query = Query {
        ids: &ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    };
    let is_wanted = !ids.is_empty() || request.egress_only_internet_gateway_ids.is_empty();
    let page = cx.select_rows::<EgressOnlyInternetGateway>(&query, |_| is_wanted)?;
    let page = page.map(|(_, view)| view);
    Ok(DescribeEgressOnlyInternetGatewaysResult {
        egress_only_internet_gateways: Some(page.items),
        next_token: page.next_token,
    })
}

/// Routes to it become black holes.
// unverified: that a route does not hold it.
fn delete_egress_only_internet_gateway(
    cx: &mut Write<'_>,
    request: &DeleteEgressOnlyInternetGatewayRequest,
) -> Result<DeleteEgressOnlyInternetGatewayResult> {
    let id = &request.egress_only_internet_gateway_id;
    cx.get::<EgressOnlyInternetGateway>(id)?;
    cx.remove::<EgressOnlyInternetGateway>(id);
    Ok(DeleteEgressOnlyInternetGatewayResult { return_code: Some(true) })
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct EgressOnlyInternetGateway {
    pub vpc_id: Id,
}

pub(super) fn are_in_vpc(cx: Read<'_>, vpc_id: &str) -> bool {
    cx.with::<EgressOnlyInternetGateway>(VPC, vpc_id).next().is_some()
}

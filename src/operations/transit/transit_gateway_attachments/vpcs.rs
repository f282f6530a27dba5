//! Attachments to VPCs, with a subnet of the VPC in each zone that is to reach the gateway.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html>

use super::answers::{self, deletable};
use super::check_filters;
use crate::effects::transit::transit_gateway_attachments::{
    CHANGING_MILLIS, close, fill_places, on_each_side, open,
};
use crate::engine::{Query, Read, Resource as _, Row, Tags, Timed, Write};
use crate::error::{Error, Result};
use crate::records::account::regions::check_is_regional;
use crate::records::ids::TransitGatewayAttachmentId;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpc_encryption_controls::check_encrypts;
use crate::records::network::vpcs::Vpc;
use crate::records::transit::transit_gateway_attachments::{
    Attached, AttachedVpc, InSubnet, TransitGatewayAttachment, View, VpcOptions, of_vpc, vpc_view,
};
use crate::records::transit::transit_gateways::{self, invalid_state};
use wire::{
    AcceptTransitGatewayVpcAttachmentRequest, AcceptTransitGatewayVpcAttachmentResult,
    ApplianceModeSupportValue, AutoAcceptSharedAttachmentsValue,
    CreateTransitGatewayVpcAttachmentRequest, CreateTransitGatewayVpcAttachmentResult,
    DeleteTransitGatewayVpcAttachmentRequest, DeleteTransitGatewayVpcAttachmentResult,
    DescribeTransitGatewayVpcAttachmentsRequest, DescribeTransitGatewayVpcAttachmentsResult,
    DnsSupportValue, Ipv6SupportValue, ModifyTransitGatewayVpcAttachmentRequest,
    ModifyTransitGatewayVpcAttachmentResult, RejectTransitGatewayVpcAttachmentRequest,
    RejectTransitGatewayVpcAttachmentResult, SecurityGroupReferencingSupportValue,
    TransitGatewayAttachmentState as State, TransitGatewayVpcAttachment,
};

pub(crate) fn create_transit_gateway_vpc_attachment(
    cx: &mut Write<'_>,
    request: &CreateTransitGatewayVpcAttachmentRequest,
) -> Result<CreateTransitGatewayVpcAttachmentResult> {
    let tags = cx.tags_for::<TransitGatewayAttachment>(&request.tag_specifications)?;
    let read = cx.read();
    let (owner, gateway) = transit_gateways::available(read, &request.transit_gateway_id)?;
    let (gateway_owner, gateway_id) = (owner.account().clone(), gateway.id.clone());
    // AWS tells of these before it does of the VPC.
    for id in &request.subnet_ids {
        read.get::<Subnet>(id)?;
    }
    let vpc_id = read.get::<Vpc>(&request.vpc_id)?.id.clone();
    let does = gateway.options.encrypts(read.now());
    check_encrypts(read, &vpc_id, does, "transit gateways without encryption support")?;
    if of_vpc(read, &vpc_id).any(|row| row.gateway_id == gateway_id) {
        // As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/10852>.
        let message =
            format!("{gateway_id} has non-deleted Transit Gateway Attachments with same VPC ID.");
        return Err(Error::new("DuplicateTransitGatewayAttachment", message));
    }
    let places = with_subnets(read, &vpc_id, Vec::new(), &request.subnet_ids)?;
    let wanted = request.options.as_ref();
    let default = VpcOptions {
        dns: DnsSupportValue::Enable,
        security_group_referencing: SecurityGroupReferencingSupportValue::Enable,
        ipv6: Ipv6SupportValue::Disable,
        appliance_mode: ApplianceModeSupportValue::Disable,
    };
    let options = VpcOptions {
        dns: wanted.and_then(|it| it.dns_support).unwrap_or(default.dns),
        security_group_referencing: wanted
            .and_then(|it| it.security_group_referencing_support)
            .unwrap_or(default.security_group_referencing),
        ipv6: wanted.and_then(|it| it.ipv6_support).unwrap_or(default.ipv6),
        appliance_mode: wanted
            .and_then(|it| it.appliance_mode_support)
            .unwrap_or(default.appliance_mode),
    };
    let waits = gateway_owner != *cx.account()
        && gateway.options.auto_accept == AutoAcceptSharedAttachmentsValue::Disable;
    let owner = cx.account().clone();
    let to = Attached::Vpc(AttachedVpc { vpc_id, owner, places, options });
    let state = Timed::settled(State::PendingAcceptance);
    let record = TransitGatewayAttachment::new((&gateway_id, &gateway_owner), to, state, cx.now());
    let id = cx.new_id::<TransitGatewayAttachment>();
    if let Some((account, region)) = record.twin(cx.read()) {
        let (id, record) = (id.clone(), record.clone());
        cx.also_in(&account, &region, move |there| {
            there.insert(id, record, Tags::default());
        });
    }
    cx.insert(id.clone(), record, tags);
    if !waits {
        open(cx, &id)?;
    }
    let made = shown(cx.read(), &id)?;
    Ok(CreateTransitGatewayVpcAttachmentResult { transit_gateway_vpc_attachment: Some(made) })
}

/// Places with further subnets of a VPC.
///
/// # Errors
/// `InvalidSubnetID.NotFound`, as recorded in
/// <https://github.com/terraform-aws-modules/terraform-aws-transit-gateway/issues/121> and, in
/// other words, in <https://github.com/hashicorp/terraform-provider-aws/issues/26136>;
/// `DuplicateSubnetsInSameZone`, as recorded in
/// <https://github.com/zoitech/terraform-aws-network/issues/46>.
// unverified (looked up 2026-11-26): that the latter words are those for another VPC's subnets.
fn with_subnets(
    cx: Read<'_>,
    vpc_id: &str,
    mut places: Vec<InSubnet>,
    subnet_ids: &[String],
) -> Result<Vec<InSubnet>> {
    for id in subnet_ids {
        let subnet = cx.get::<Subnet>(id)?;
        if *subnet.vpc_id != *vpc_id {
            let message = format!("Subnet {id} was deleted or does not exist.");
            return Err(Error::new("InvalidSubnetID.NotFound", message));
        }
        check_is_regional(cx.region(), &subnet.zone, "transit gateway attachments")?;
        if subnet.cidr.is_none() {
            // <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html>; unverified
            // (looked up 2026-11-26): code and message.
            let message = format!("The subnet {id} of a transit gateway attachment needs IPv4.");
            return Err(Error::invalid_value(message));
        }
        let zone = |place: &InSubnet| cx.find::<Subnet>(&place.subnet_id).map(|it| &it.zone_id);
        if places.iter().any(|place| zone(place) == Some(&subnet.zone_id)) {
            let message = "Duplicate Subnets for same AZ";
            return Err(Error::new("DuplicateSubnetsInSameZone", message));
        }
        places.push(InSubnet { subnet_id: subnet.id.clone(), interface_id: None });
    }
    Ok(places)
}

/// The attachment with an id, if it is one to a VPC and not gone.
///
/// # Errors
/// As recorded in <https://github.com/rebuy-de/aws-nuke/issues/961>.
fn get<'a>(cx: Read<'a>, id: &str) -> Result<(&'a Row<TransitGatewayAttachment>, &'a AttachedVpc)> {
    let not_found = || {
        let message = format!("Transit Gateway VPC Attachment {id} was deleted or does not exist.");
        Error::new("InvalidTransitGatewayAttachmentID.NotFound", message)
    };
    let Some(row) = cx.find::<TransitGatewayAttachment>(id) else {
        TransitGatewayAttachment::check_id(id)?;
        return Err(not_found());
    };
    let vpc = row.vpc().filter(|_| row.state.at(cx.now()) != State::Deleted);
    Ok((row, vpc.ok_or_else(not_found)?))
}

fn shown(cx: Read<'_>, id: &str) -> Result<TransitGatewayVpcAttachment> {
    let row = cx.get::<TransitGatewayAttachment>(id)?;
    let vpc = row.vpc().ok_or_else(|| TransitGatewayAttachment::not_found(&[id]))?;
    Ok(vpc_view(row, vpc, cx))
}

/// What the operations that change an attachment answer.
// unverified (looked up 2026-11-26): that it has no tags, as that of a gateway has none.
fn changed(cx: Read<'_>, id: &str) -> Result<Option<TransitGatewayVpcAttachment>> {
    Ok(Some(TransitGatewayVpcAttachment { tags: None, ..shown(cx, id)? }))
}

/// Whoever owns the gateway answers.
fn awaited(cx: Read<'_>, id: &str, answer: &str) -> Result<TransitGatewayAttachmentId> {
    let (row, _) = get(cx, id)?;
    if row.gateway_owner != *cx.account() {
        // unverified (looked up 2026-11-26): code and message.
        let message = format!("User {} cannot {answer} attachment {id}", cx.account());
        return Err(Error::new("OperationNotPermitted", message));
    }
    answers::awaited(cx, row)
}

pub(crate) fn accept_transit_gateway_vpc_attachment(
    cx: &mut Write<'_>,
    request: &AcceptTransitGatewayVpcAttachmentRequest,
) -> Result<AcceptTransitGatewayVpcAttachmentResult> {
    let id = awaited(cx.read(), &request.transit_gateway_attachment_id, "accept")?;
    open(cx, &id)?;
    let transit_gateway_vpc_attachment = changed(cx.read(), &id)?;
    Ok(AcceptTransitGatewayVpcAttachmentResult { transit_gateway_vpc_attachment })
}

pub(crate) fn reject_transit_gateway_vpc_attachment(
    cx: &mut Write<'_>,
    request: &RejectTransitGatewayVpcAttachmentRequest,
) -> Result<RejectTransitGatewayVpcAttachmentResult> {
    let id = awaited(cx.read(), &request.transit_gateway_attachment_id, "reject")?;
    let state = cx.read().transition(State::Rejecting, State::Rejected, CHANGING_MILLIS);
    close(cx, &id, state)?;
    let transit_gateway_vpc_attachment = changed(cx.read(), &id)?;
    Ok(RejectTransitGatewayVpcAttachmentResult { transit_gateway_vpc_attachment })
}

pub(crate) fn describe_transit_gateway_vpc_attachments(
    cx: Read<'_>,
    request: &DescribeTransitGatewayVpcAttachmentsRequest,
) -> Result<DescribeTransitGatewayVpcAttachmentsResult> {
    check_filters(&request.filters)?;
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref())
        .among(&request.transit_gateway_attachment_ids);
    let is_one = |row: &TransitGatewayAttachment| row.vpc().is_some();
    let page = answers::of_type(cx, &query, is_one, |view| match view {
        View::Vpc(view) => Some(view),
        _ => None,
    })?;
    Ok(DescribeTransitGatewayVpcAttachmentsResult {
        transit_gateway_vpc_attachments: Some(page.items),
        next_token: page.next_token,
    })
}

pub(crate) fn modify_transit_gateway_vpc_attachment(
    cx: &mut Write<'_>,
    request: &ModifyTransitGatewayVpcAttachmentRequest,
) -> Result<ModifyTransitGatewayVpcAttachmentResult> {
    let read = cx.read();
    let (row, vpc) = get(read, &request.transit_gateway_attachment_id)?;
    if vpc.owner != *cx.account() {
        // unverified (looked up 2026-11-26): code and message.
        let message = format!("User {} cannot modify attachment {}", cx.account(), row.id);
        return Err(Error::new("OperationNotPermitted", message));
    }
    if row.state.at(cx.now()) != State::Available {
        return Err(invalid_state(&row.id));
    }
    let (kept, leaving) = without_subnets(vpc.places.clone(), &request.remove_subnet_ids)?;
    let places = with_subnets(read, &vpc.vpc_id, kept, &request.add_subnet_ids)?;
    if places.is_empty() {
        // unverified (looked up 2026-11-26): code and message.
        let message = format!("{} must have a subnet in at least one Availability Zone.", row.id);
        return Err(Error::invalid_value(message));
    }
    let mut options = vpc.options;
    if let Some(wanted) = &request.options {
        options.dns = wanted.dns_support.unwrap_or(options.dns);
        let groups = wanted.security_group_referencing_support;
        options.security_group_referencing = groups.unwrap_or(options.security_group_referencing);
        options.ipv6 = wanted.ipv6_support.unwrap_or(options.ipv6);
        options.appliance_mode = wanted.appliance_mode_support.unwrap_or(options.appliance_mode);
    }
    let id = row.id.clone();
    let state = read.transition(State::Modifying, State::Available, CHANGING_MILLIS);
    for interface in leaving.iter().filter_map(|place| place.interface_id.as_ref()) {
        cx.remove::<NetworkInterface>(interface);
    }
    on_each_side(cx, &id, move |cx, id| {
        let mut row = cx.get_mut::<TransitGatewayAttachment>(id)?;
        row.state = state;
        if let Some(vpc) = row.vpc_mut() {
            vpc.options = options;
            vpc.places.clone_from(&places);
        }
        Ok(())
    })?;
    fill_places(cx, &id)?;
    let transit_gateway_vpc_attachment = changed(cx.read(), &id)?;
    Ok(ModifyTransitGatewayVpcAttachmentResult { transit_gateway_vpc_attachment })
}

/// The places that stay, and those in the subnets.
///
/// # Errors
/// `InvalidSubnetID.NotFound` for a subnet without a place.
// unverified (looked up 2026-11-26): code and message.
fn without_subnets(
    places: Vec<InSubnet>,
    subnet_ids: &[String],
) -> Result<(Vec<InSubnet>, Vec<InSubnet>)> {
    let is_there = |id: &String| places.iter().any(|place| *place.subnet_id == **id);
    if let Some(id) = subnet_ids.iter().find(|id| !is_there(id)) {
        let message = format!("Subnet {id} was deleted or does not exist.");
        return Err(Error::new("InvalidSubnetID.NotFound", message));
    }
    let leaves = |place: &InSubnet| subnet_ids.iter().any(|id| **id == *place.subnet_id);
    Ok(places.into_iter().partition(|place| !leaves(place)))
}

pub(crate) fn delete_transit_gateway_vpc_attachment(
    cx: &mut Write<'_>,
    request: &DeleteTransitGatewayVpcAttachmentRequest,
) -> Result<DeleteTransitGatewayVpcAttachmentResult> {
    let (row, _) = get(cx.read(), &request.transit_gateway_attachment_id)?;
    let id = deletable(cx.read(), row)?;
    let state = cx.read().transition(State::Deleting, State::Deleted, CHANGING_MILLIS);
    close(cx, &id, state)?;
    // It tells neither subnets nor options, as in the example of this command in
    // <https://docs.aws.amazon.com/cli/latest/reference/ec2/>.
    let bare = |view| TransitGatewayVpcAttachment { subnet_ids: None, options: None, ..view };
    let transit_gateway_vpc_attachment = changed(cx.read(), &id)?.map(bare);
    Ok(DeleteTransitGatewayVpcAttachmentResult { transit_gateway_vpc_attachment })
}

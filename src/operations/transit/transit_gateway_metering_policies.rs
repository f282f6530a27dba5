//! Metering policies of transit gateways: who pays for which traffic. There is no traffic here, and
//! nobody pays. <https://docs.aws.amazon.com/vpc/latest/tgw/metering-policy.html>

use crate::engine::filter::ViewFilters;
use crate::engine::{
    By, Index, Life, Operation, PartOf, Phase, Read, Resource, Row, Timed, Write, deleted, listed,
    operations,
};
use crate::error::{Error, Result};
use crate::records::account::billing::next_hour;
use crate::records::ids::{TransitGatewayAttachmentId, TransitGatewayId};
use crate::records::transit::transit_gateway_attachments::{self, TransitGatewayAttachment};
use crate::records::transit::transit_gateways::{available_own, invalid_state};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wire::{
    CreateTransitGatewayMeteringPolicyEntryRequest, CreateTransitGatewayMeteringPolicyEntryResult,
    CreateTransitGatewayMeteringPolicyRequest, CreateTransitGatewayMeteringPolicyResult,
    DeleteTransitGatewayMeteringPolicyEntryRequest, DeleteTransitGatewayMeteringPolicyEntryResult,
    DeleteTransitGatewayMeteringPolicyRequest, DeleteTransitGatewayMeteringPolicyResult,
    GetTransitGatewayMeteringPolicyEntriesRequest, GetTransitGatewayMeteringPolicyEntriesResult,
    ModifyTransitGatewayMeteringPolicyRequest, ModifyTransitGatewayMeteringPolicyResult,
    ResourceType, Timestamp, TransitGatewayMeteringPayerType, TransitGatewayMeteringPolicyEntry,
    TransitGatewayMeteringPolicyEntryState as EntryState, TransitGatewayMeteringPolicyRule,
    TransitGatewayMeteringPolicyState as State,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateTransitGatewayMeteringPolicy => create_transit_gateway_metering_policy;
    Read  DescribeTransitGatewayMeteringPolicies => listed::<TransitGatewayMeteringPolicy>;
    Write ModifyTransitGatewayMeteringPolicy => modify_transit_gateway_metering_policy;
    Write CreateTransitGatewayMeteringPolicyEntry => create_transit_gateway_metering_policy_entry;
    Read  GetTransitGatewayMeteringPolicyEntries => get_transit_gateway_metering_policy_entries;
    Write DeleteTransitGatewayMeteringPolicyEntry => delete_transit_gateway_metering_policy_entry;
    Write DeleteTransitGatewayMeteringPolicy => delete_transit_gateway_metering_policy;
};

/// <https://docs.aws.amazon.com/vpc/latest/tgw/metering-policy-middlebox.html>
const MAX_MIDDLEBOXES: usize = 10;

const CHANGING_MILLIS: i64 = 5_000;

impl TransitGatewayMeteringPolicy {
    /// No filter has this name.
    pub(crate) const BY_GATEWAY: By<Self, TransitGatewayId> = By::new("transit-gateway-id");
}

impl Resource for TransitGatewayMeteringPolicy {
    type View = wire::TransitGatewayMeteringPolicy;
    const PREFIX: &'static str = "tgw-mp";
    const TYPE: Option<ResourceType> = Some(ResourceType::TransitGatewayMeteringPolicy);
    const PLURAL: &'static str = "transitGatewayMeteringPolicies";
    // The first code is what Terraform's provider looks for; unverified (looked up 2026-11-26): the
    // other one, and the words, by likeness to policy tables.
    const NOT_FOUND: &'static str = "InvalidTransitGatewayMeteringPolicyId.NotFound";
    const MALFORMED: &'static str = "InvalidTransitGatewayMeteringPolicyId.Malformed";
    const NOUN: &'static str = "transitGatewayMeteringPolicy ID";
    const OF_VPC: bool = true;
    const LIFE: Option<Life> = Some(Life {
        making_millis: CHANGING_MILLIS,
        leaving_millis: CHANGING_MILLIS,
        ..Life::USUAL
    });
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_GATEWAY)];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::TransitGatewayMeteringPolicy {
        let is_modified = row.life_phase(cx.now()) == Phase::There && row.modified.at(cx.now());
        let boxes = row.middleboxes.iter().map(ToString::to_string).collect();
        wire::TransitGatewayMeteringPolicy {
            transit_gateway_metering_policy_id: Some(row.id.to_string()),
            transit_gateway_id: Some(row.gateway_id.to_string()),
            middlebox_attachment_ids: Some(boxes),
            state: if is_modified { Some(State::Modifying) } else { row.life_state(cx.now()) },
            // <https://docs.aws.amazon.com/vpc/latest/tgw/metering-policy-edit.html>
            update_effective_at: Some(next_hour(row.updated)),
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_GATEWAY, &self.gateway_id);
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TransitGatewayMeteringPolicy {
    gateway_id: TransitGatewayId,
    middleboxes: Vec<TransitGatewayAttachmentId>,
    updated: Timestamp,
    /// Whether it is being modified.
    modified: Timed<bool>,
    entries: BTreeMap<i32, Entry>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry {
    rule: TransitGatewayMeteringPolicyRule,
    metered: TransitGatewayMeteringPayerType,
    updated: Timestamp,
}

impl Entry {
    fn view(&self, number: i32, state: EntryState) -> TransitGatewayMeteringPolicyEntry {
        TransitGatewayMeteringPolicyEntry {
            policy_rule_number: Some(number.to_string()),
            metered_account: Some(self.metered),
            state: Some(state),
            updated_at: Some(self.updated),
            update_effective_at: Some(next_hour(self.updated)),
            metering_policy_rule: Some(self.rule.clone()),
        }
    }
}

fn create_transit_gateway_metering_policy(
    cx: &mut Write<'_>,
    request: &CreateTransitGatewayMeteringPolicyRequest,
) -> Result<CreateTransitGatewayMeteringPolicyResult> {
    let tags = cx.tags_for::<TransitGatewayMeteringPolicy>(&request.tag_specifications)?;
    let gateway_id = available_own(cx.read(), &request.transit_gateway_id)?.id.clone();
    check_first(cx.read(), &gateway_id)?;
    let boxes = &request.middlebox_attachment_ids;
    let middleboxes = added(cx.read(), &gateway_id, Vec::new(), boxes)?;
    let record = TransitGatewayMeteringPolicy {
        gateway_id,
        middleboxes,
        updated: cx.now().timestamp(),
        modified: Timed::settled(false),
        entries: BTreeMap::new(),
    };
    let made = cx.create(record, tags)?;
    Ok(CreateTransitGatewayMeteringPolicyResult { transit_gateway_metering_policy: Some(made) })
}

/// # Errors
/// `IncorrectState` where a gateway has a policy.
// unverified (looked up 2026-11-26): that it has one at most; code and message.
fn check_first(cx: Read<'_>, gateway_id: &TransitGatewayId) -> Result<()> {
    let mut policies = cx.with(TransitGatewayMeteringPolicy::BY_GATEWAY, gateway_id);
    policies.find(|policy| !policy.is_leaving(cx.now())).map_or(Ok(()), |policy| {
        let message = format!("{gateway_id} already has the metering policy {}.", policy.id);
        Err(Error::new("IncorrectState", message))
    })
}

/// Middleboxes with some more: attachments of the gateway to VPCs, VPNs and network functions.
///
/// # Errors
/// Those of the attachments, and for too many or for one of another type.
// unverified (looked up 2026-11-26): codes and messages of the latter.
fn added(
    cx: Read<'_>,
    gateway_id: &TransitGatewayId,
    mut middleboxes: Vec<TransitGatewayAttachmentId>,
    ids: &[String],
) -> Result<Vec<TransitGatewayAttachmentId>> {
    use wire::TransitGatewayAttachmentResourceType as Of;
    for id in ids {
        let attachment = transit_gateway_attachments::available(cx, id)?;
        if attachment.gateway_id != *gateway_id {
            return Err(TransitGatewayAttachment::not_found(&[id]));
        }
        if !matches!(attachment.resource_type(), Of::NetworkFunction | Of::Vpc | Of::Vpn) {
            let reason = "Expecting an attachment of a network function, a VPC or a VPN.";
            return Err(Error::bad_parameter("middleboxAttachmentId", id, reason));
        }
        if !middleboxes.contains(&attachment.id) {
            middleboxes.push(attachment.id.clone());
        }
    }
    if middleboxes.len() > MAX_MIDDLEBOXES {
        let message =
            format!("A metering policy can have up to {MAX_MIDDLEBOXES} middlebox attachments.");
        return Err(Error::invalid_value(message));
    }
    Ok(middleboxes)
}

/// A policy that can be changed.
fn available<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<TransitGatewayMeteringPolicy>> {
    let row = cx.get_live::<TransitGatewayMeteringPolicy>(id)?;
    if row.life_phase(cx.now()) == Phase::There && !row.modified.at(cx.now()) {
        return Ok(row);
    }
    Err(invalid_state(id))
}

fn modify_transit_gateway_metering_policy(
    cx: &mut Write<'_>,
    request: &ModifyTransitGatewayMeteringPolicyRequest,
) -> Result<ModifyTransitGatewayMeteringPolicyResult> {
    let id = request.transit_gateway_metering_policy_id.as_str();
    let policy = available(cx.read(), id)?;
    let mut middleboxes = policy.middleboxes.clone();
    for leaving in &request.remove_middlebox_attachment_ids {
        let before = middleboxes.len();
        middleboxes.retain(|present| **present != **leaving);
        if middleboxes.len() == before {
            // unverified (looked up 2026-11-26): code and message.
            let reason = "It is no middlebox attachment of the policy.";
            return Err(Error::bad_parameter("removeMiddleboxAttachmentId", leaving, reason));
        }
    }
    let boxes = &request.add_middlebox_attachment_ids;
    let middleboxes = added(cx.read(), &policy.gateway_id, middleboxes, boxes)?;
    let modified = cx.read().transition(true, false, CHANGING_MILLIS);
    let now = cx.now().timestamp();
    let mut row = cx.get_mut::<TransitGatewayMeteringPolicy>(id)?;
    (row.middleboxes, row.modified, row.updated) = (middleboxes, modified, now);
    drop(row);
    let changed = cx.view::<TransitGatewayMeteringPolicy>(id)?;
    Ok(ModifyTransitGatewayMeteringPolicyResult { transit_gateway_metering_policy: Some(changed) })
}

fn create_transit_gateway_metering_policy_entry(
    cx: &mut Write<'_>,
    request: &CreateTransitGatewayMeteringPolicyEntryRequest,
) -> Result<CreateTransitGatewayMeteringPolicyEntryResult> {
    let id = request.transit_gateway_metering_policy_id.as_str();
    let policy = available(cx.read(), id)?;
    let number = request.policy_rule_number;
    let rule = rule(cx.read(), request)?;
    if policy.entries.contains_key(&number) {
        // unverified (looked up 2026-11-26): code and message, by likeness to routes.
        let message = format!("Policy rule {number} already exists in {id}.");
        return Err(Error::new("MeteringPolicyEntryAlreadyExists", message));
    }
    let entry = Entry { rule, metered: request.metered_account, updated: cx.now().timestamp() };
    let made = entry.view(number, EntryState::Available);
    cx.get_mut::<TransitGatewayMeteringPolicy>(id)?.entries.insert(number, entry);
    Ok(CreateTransitGatewayMeteringPolicyEntryResult {
        transit_gateway_metering_policy_entry: Some(made),
    })
}

/// # Errors
/// `InvalidParameterValue` for what no rule can say.
// unverified (looked up 2026-11-26): which values AWS takes, and all messages.
fn rule(
    cx: Read<'_>,
    request: &CreateTransitGatewayMeteringPolicyEntryRequest,
) -> Result<TransitGatewayMeteringPolicyRule> {
    if !(1..=32_766).contains(&request.policy_rule_number) {
        let reason = "Expecting a number from 1 to 32766.";
        return Err(Error::bad_parameter("policyRuleNumber", request.policy_rule_number, reason));
    }
    let (source, destination) = (
        &request.source_transit_gateway_attachment_id,
        &request.destination_transit_gateway_attachment_id,
    );
    for id in [source, destination].into_iter().flatten() {
        cx.get::<TransitGatewayAttachment>(id)?;
    }
    for (parameter, text) in [
        ("sourceCidrBlock", &request.source_cidr_block),
        ("destinationCidrBlock", &request.destination_cidr_block),
    ] {
        if let Some(text) = text.as_deref().filter(|text| text.parse::<IpNet>().is_err()) {
            let reason = "This is not a valid CIDR block.";
            return Err(Error::bad_parameter(parameter, text, reason));
        }
    }
    for (parameter, text) in [
        ("sourcePortRange", &request.source_port_range),
        ("destinationPortRange", &request.destination_port_range),
    ] {
        if let Some(text) = text.as_deref().filter(|text| !is_port_range(text)) {
            let reason = "Expecting a port, or two with a hyphen between them.";
            return Err(Error::bad_parameter(parameter, text, reason));
        }
    }
    Ok(TransitGatewayMeteringPolicyRule {
        source_transit_gateway_attachment_id: source.clone(),
        source_transit_gateway_attachment_type: request.source_transit_gateway_attachment_type,
        source_cidr_block: request.source_cidr_block.clone(),
        source_port_range: request.source_port_range.clone(),
        destination_transit_gateway_attachment_id: destination.clone(),
        destination_transit_gateway_attachment_type: request
            .destination_transit_gateway_attachment_type,
        destination_cidr_block: request.destination_cidr_block.clone(),
        destination_port_range: request.destination_port_range.clone(),
        protocol: request.protocol.clone(),
    })
}

fn is_port_range(text: &str) -> bool {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    matches!((first.parse::<u16>(), last.parse::<u16>()), (Ok(first), Ok(last)) if first <= last)
}

fn get_transit_gateway_metering_policy_entries(
    cx: Read<'_>,
    request: &GetTransitGatewayMeteringPolicyEntriesRequest,
) -> Result<GetTransitGatewayMeteringPolicyEntriesResult> {
    let id = request.transit_gateway_metering_policy_id.as_str();
    let policy = cx.get_live::<TransitGatewayMeteringPolicy>(id)?;
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let entries = policy.entries.iter().map(|(number, entry)| {
        (format!("{number:05}"), entry.view(*number, EntryState::Available))
    });
    let page = paging.cut_sorted(entries.filter(|(_, entry)| filters.matches(entry)))?;
    Ok(GetTransitGatewayMeteringPolicyEntriesResult {
        transit_gateway_metering_policy_entries: Some(page.items),
        next_token: page.next_token,
    })
}

fn delete_transit_gateway_metering_policy_entry(
    cx: &mut Write<'_>,
    request: &DeleteTransitGatewayMeteringPolicyEntryRequest,
) -> Result<DeleteTransitGatewayMeteringPolicyEntryResult> {
    let (id, number) =
        (request.transit_gateway_metering_policy_id.as_str(), request.policy_rule_number);
    let Some(entry) = available(cx.read(), id)?.entries.get(&number) else {
        // What Terraform's provider looks for.
        return Err(Error::invalid_value("RuleNumber provided does not exists"));
    };
    let gone = entry.view(number, EntryState::Deleted);
    cx.get_mut::<TransitGatewayMeteringPolicy>(id)?.entries.remove(&number);
    Ok(DeleteTransitGatewayMeteringPolicyEntryResult {
        transit_gateway_metering_policy_entry: Some(gone),
    })
}

fn delete_transit_gateway_metering_policy(
    cx: &mut Write<'_>,
    request: &DeleteTransitGatewayMeteringPolicyRequest,
) -> Result<DeleteTransitGatewayMeteringPolicyResult> {
    available(cx.read(), &request.transit_gateway_metering_policy_id)?;
    deleted::<TransitGatewayMeteringPolicy>(cx, request)
}

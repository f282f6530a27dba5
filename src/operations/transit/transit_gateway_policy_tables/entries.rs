//! The entries of policy tables: what traffic each is for, and the route table that it takes. No
//! traffic is here, so that they are kept and shown, and hold their route tables. See
//! `API_CreateTransitGatewayPolicyTableEntry` in AWS's reference.

use crate::engine::Resource as _;
use crate::engine::filter::ViewFilters;
use crate::engine::{Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::ids::{TransitGatewayPolicyTableId, TransitGatewayRouteTableId};
use crate::records::transit::transit_gateway_policy_tables::{
    Entry, TransitGatewayPolicyTable, available,
};
use crate::records::transit::transit_gateway_route_tables::{self, TransitGatewayRouteTable};
use ipnet::IpNet;
use wire::{
    CreateTransitGatewayPolicyTableEntryRequest, CreateTransitGatewayPolicyTableEntryResult,
    DeleteTransitGatewayPolicyTableEntryRequest, DeleteTransitGatewayPolicyTableEntryResult,
    GetTransitGatewayPolicyTableEntriesRequest, GetTransitGatewayPolicyTableEntriesResult,
    ModifyTransitGatewayPolicyTableEntryRequest, ModifyTransitGatewayPolicyTableEntryResult,
    TransitGatewayPolicyRule, TransitGatewayPolicyRuleMetaData, TransitGatewayPolicyTableEntry,
    TransitGatewayPolicyTableEntryState as State, TransitGatewayRequestPolicyRule,
};

/// What stands for all protocols, and for all ports.
const ALL: &str = "*";

/// As the pages of AWS and of Terraform's provider say.
const MOST: u32 = 50_000;

const PROTOCOLS: [&str; 5] = ["1", "6", "17", "47", ALL];

/// Those that have ports: TCP and UDP.
const WITH_PORTS: [&str; 2] = ["6", "17"];

/// Filters whose documentation tells no path.
const PATHS: &[(&str, &[&str])] = &[
    ("policy-rule.source-ip", &["policyRule", "sourceCidrBlock"]),
    ("policy-rule.destination-ip", &["policyRule", "destinationCidrBlock"]),
    ("policy-rule.source-port", &["policyRule", "sourcePortRange"]),
    ("policy-rule.destination-port", &["policyRule", "destinationPortRange"]),
    ("policy-rule.meta-data.key", &["policyRule", "metaData", "metaDataKey"]),
    ("policy-rule.meta-data.value", &["policyRule", "metaData", "metaDataValue"]),
];

pub(super) fn create_entry(
    cx: &mut Write<'_>,
    request: &CreateTransitGatewayPolicyTableEntryRequest,
) -> Result<CreateTransitGatewayPolicyTableEntryResult> {
    let table = available(cx.read(), &request.transit_gateway_policy_table_id)?;
    let number = number(&request.policy_rule_number)?;
    if table.entries.iter().any(|entry| entry.number == number) {
        // unverified (looked up 2026-11-26): code and words.
        let message = format!("The policy rule {number} already exists in {}.", table.id);
        return Err(Error::new("InvalidPolicyRule.Duplicate", message));
    }
    let target = target(cx.read(), table, &request.target_route_table_id)?;
    let entry = Entry { number, rule: rule(request.policy_rule.as_ref())?, target };
    let shown = shown(view(&entry, State::Active));
    let id = table.id.clone();
    let mut table = cx.get_mut::<TransitGatewayPolicyTable>(&id)?;
    table.entries.push(entry);
    table.entries.sort_unstable_by_key(|entry| entry.number);
    Ok(CreateTransitGatewayPolicyTableEntryResult {
        transit_gateway_policy_table_entry: Some(shown),
    })
}

pub(super) fn modify_entry(
    cx: &mut Write<'_>,
    request: &ModifyTransitGatewayPolicyTableEntryRequest,
) -> Result<ModifyTransitGatewayPolicyTableEntryResult> {
    let (id, at) =
        find(cx.read(), &request.transit_gateway_policy_table_id, &request.policy_rule_number)?;
    let table = cx.get::<TransitGatewayPolicyTable>(&id)?;
    let mut entry = table.entries[at].clone();
    if let Some(wanted) = &request.target_route_table_id {
        entry.target = target(cx.read(), table, wanted)?;
    }
    // unverified (looked up 2026-11-26): that a rule which is given takes the place of the whole
    // one, as Terraform sends it.
    if let Some(wanted) = &request.policy_rule {
        entry.rule = rule(Some(wanted))?;
    }
    let shown = shown(view(&entry, State::Active));
    cx.get_mut::<TransitGatewayPolicyTable>(&id)?.entries[at] = entry;
    Ok(ModifyTransitGatewayPolicyTableEntryResult {
        transit_gateway_policy_table_entry: Some(shown),
    })
}

pub(super) fn delete_entry(
    cx: &mut Write<'_>,
    request: &DeleteTransitGatewayPolicyTableEntryRequest,
) -> Result<DeleteTransitGatewayPolicyTableEntryResult> {
    let (id, at) =
        find(cx.read(), &request.transit_gateway_policy_table_id, &request.policy_rule_number)?;
    let entry = cx.get_mut::<TransitGatewayPolicyTable>(&id)?.entries.remove(at);
    let shown = shown(view(&entry, State::Deleted));
    Ok(DeleteTransitGatewayPolicyTableEntryResult {
        transit_gateway_policy_table_entry: Some(shown),
    })
}

pub(super) fn get_entries(
    cx: Read<'_>,
    request: &GetTransitGatewayPolicyTableEntriesRequest,
) -> Result<GetTransitGatewayPolicyTableEntriesResult> {
    let table =
        cx.get_live::<TransitGatewayPolicyTable>(&request.transit_gateway_policy_table_id)?;
    let filters = ViewFilters::parse_with(cx.action(), &request.filters, PATHS)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let entries = table.entries.iter();
    let views = entries.map(|entry| (format!("{:010}", entry.number), view(entry, State::Active)));
    let page = paging.cut_sorted(views.filter(|(_, view)| filters.matches(view)))?;
    Ok(GetTransitGatewayPolicyTableEntriesResult {
        transit_gateway_policy_table_entries: Some(page.items.into_iter().map(shown).collect()),
        next_token: page.next_token,
    })
}

fn view(entry: &Entry, state: State) -> TransitGatewayPolicyTableEntry {
    TransitGatewayPolicyTableEntry {
        policy_rule_number: Some(entry.number.to_string()),
        policy_rule: Some(entry.rule.clone()),
        target_route_table_id: Some(entry.target.to_string()),
        state: Some(state),
    }
}

/// Without its metadata, which no answer has: hashicorp/terraform-provider-aws#49256.
fn shown(mut view: TransitGatewayPolicyTableEntry) -> TransitGatewayPolicyTableEntry {
    if let Some(rule) = &mut view.policy_rule {
        rule.meta_data = None;
    }
    view
}

/// A table, and where the entry with a number stands in it.
fn find(cx: Read<'_>, table_id: &str, text: &str) -> Result<(TransitGatewayPolicyTableId, usize)> {
    let table = available(cx, table_id)?;
    let number = number(text)?;
    let at = table.entries.iter().position(|entry| entry.number == number);
    // The code is what Terraform's provider looks for; unverified (looked up 2026-11-26): the
    // message.
    let missing = || {
        let message = format!("The policy rule {number} does not exist in {}.", table.id);
        Error::new("InvalidTransitGatewayPolicyTableEntry.NotFound", message)
    };
    Ok((table.id.clone(), at.ok_or_else(missing)?))
}

// unverified (looked up 2026-11-26): the words.
fn number(text: &str) -> Result<u32> {
    let number = text.parse().ok().filter(|number| (1..=MOST).contains(number));
    let reason = format!("It must be a number from 1 to {MOST}.");
    number.ok_or_else(|| Error::bad_parameter("policyRuleNumber", text, &reason))
}

/// A route table of the same gateway.
fn target(
    cx: Read<'_>,
    table: &Row<TransitGatewayPolicyTable>,
    id: &str,
) -> Result<TransitGatewayRouteTableId> {
    let target = transit_gateway_route_tables::available(cx, id)?;
    if target.gateway_id != table.gateway_id {
        return Err(TransitGatewayRouteTable::not_found(&[id]));
    }
    Ok(target.id.clone())
}

/// What is not said is all, and shown so: hashicorp/terraform-provider-aws#49256.
fn rule(wanted: Option<&TransitGatewayRequestPolicyRule>) -> Result<TransitGatewayPolicyRule> {
    let Some(wanted) = wanted else { return Ok(all(TransitGatewayPolicyRule::default())) };
    let protocol = wanted.protocol.as_deref().unwrap_or(ALL);
    if !PROTOCOLS.contains(&protocol) {
        let reason = "Valid values are 1, 6, 17, 47 and *.";
        return Err(Error::bad_parameter("protocol", protocol, reason));
    }
    let block = |name: &str, text: &Option<String>| match text {
        Some(text) if text == ALL => Ok(None),
        Some(text) => match text.parse::<IpNet>() {
            Ok(net) => Ok(Some(net.trunc().to_string())),
            Err(_) => Err(Error::bad_parameter(name, text, "This is not a valid CIDR block.")),
        },
        None => Ok(None),
    };
    Ok(all(TransitGatewayPolicyRule {
        source_cidr_block: block("sourceCidrBlock", &wanted.source_cidr_block)?,
        source_port_range: ports("sourcePortRange", wanted.source_port_range.as_deref(), protocol)?,
        destination_cidr_block: block("destinationCidrBlock", &wanted.destination_cidr_block)?,
        destination_port_range: ports(
            "destinationPortRange",
            wanted.destination_port_range.as_deref(),
            protocol,
        )?,
        protocol: Some(protocol.to_owned()),
        meta_data: wanted.meta_data.as_ref().map(|data| TransitGatewayPolicyRuleMetaData {
            meta_data_key: data.meta_data_key.clone(),
            meta_data_value: data.meta_data_value.clone(),
        }),
    }))
}

fn all(rule: TransitGatewayPolicyRule) -> TransitGatewayPolicyRule {
    let or_all = |text: Option<String>| text.or_else(|| Some(ALL.to_owned()));
    TransitGatewayPolicyRule {
        source_cidr_block: or_all(rule.source_cidr_block),
        source_port_range: or_all(rule.source_port_range),
        destination_cidr_block: or_all(rule.destination_cidr_block),
        destination_port_range: or_all(rule.destination_port_range),
        protocol: or_all(rule.protocol),
        ..rule
    }
}

/// A port or a range of ports, which only protocols with ports have.
fn ports(name: &str, text: Option<&str>, protocol: &str) -> Result<Option<String>> {
    let Some(text) = text.filter(|text| *text != ALL) else { return Ok(None) };
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let is_range = match (first.parse::<u16>(), last.parse::<u16>()) {
        (Ok(first), Ok(last)) => first <= last,
        _ => false,
    };
    if !is_range {
        return Err(Error::bad_parameter(name, text, "It must be a port, a range or *."));
    }
    if !WITH_PORTS.contains(&protocol) {
        let reason = "A port range can be specified only when the protocol is 6 or 17.";
        return Err(Error::bad_parameter(name, text, reason));
    }
    Ok(Some(text.to_owned()))
}

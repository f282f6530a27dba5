//! The rules of traffic mirror filters.
//! <https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-filters.html>

use crate::effects::insight::client_tokens;
use crate::engine::network::{parse_ipv4_cidr, parse_ipv6_cidr};
use crate::engine::{Id, Operation, Query, Read, Write, deleted, operations};
use crate::error::{Error, Result, check_between};
use crate::records::insight::traffic_mirror_filter_rules::of_filter;
use wire::{
    CreateTrafficMirrorFilterRuleRequest, CreateTrafficMirrorFilterRuleResult,
    DescribeTrafficMirrorFilterRulesRequest, DescribeTrafficMirrorFilterRulesResult, Filter,
    ModifyTrafficMirrorFilterRuleRequest, ModifyTrafficMirrorFilterRuleResult, TrafficMirrorFilter,
    TrafficMirrorFilterRule, TrafficMirrorFilterRuleField as Field, TrafficMirrorPortRange,
    TrafficMirrorPortRangeRequest,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateTrafficMirrorFilterRule => create_traffic_mirror_filter_rule;
    Read  DescribeTrafficMirrorFilterRules => describe_traffic_mirror_filter_rules;
    Write ModifyTrafficMirrorFilterRule => modify_traffic_mirror_filter_rule;
    Write DeleteTrafficMirrorFilterRule => deleted::<TrafficMirrorFilterRule>;
};

/// <https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-quotas.html>
const MAX_RULES: usize = 10;

/// As the console takes them.
const MAX_NUMBER: i32 = 32_766;

const MAX_PROTOCOL: i32 = 255;

const MAX_PORT: i32 = 65_535;

/// TCP and UDP.
const WITH_PORTS: [i32; 2] = [6, 17];

fn create_traffic_mirror_filter_rule(
    cx: &mut Write<'_>,
    request: &CreateTrafficMirrorFilterRuleRequest,
) -> Result<CreateTrafficMirrorFilterRuleResult> {
    let tags = cx.tags_for::<TrafficMirrorFilterRule>(&request.tag_specifications)?;
    let filter_id = &request.traffic_mirror_filter_id;
    cx.get::<TrafficMirrorFilter>(filter_id)?;
    let rule = TrafficMirrorFilterRule {
        traffic_mirror_filter_id: Some(filter_id.clone()),
        traffic_direction: Some(request.traffic_direction),
        rule_number: Some(request.rule_number),
        rule_action: Some(request.rule_action),
        protocol: request.protocol,
        destination_port_range: ports(
            "destinationPortRange",
            request.destination_port_range.as_ref(),
        )?,
        source_port_range: ports("sourcePortRange", request.source_port_range.as_ref())?,
        destination_cidr_block: Some(request.destination_cidr_block.clone()),
        source_cidr_block: Some(request.source_cidr_block.clone()),
        description: request.description.clone(),
        ..TrafficMirrorFilterRule::default()
    };
    let rule = checked(cx.read(), rule, None)?;
    if of_filter(cx.read(), &Id::new(filter_id.as_str())).count() >= MAX_RULES {
        // Code and message are the documentation's, as for an equal number.
        let message = "The maximum number of Traffic Mirror filter rules has been exceeded.";
        return Err(Error::new("TrafficMirrorFilterRuleLimitExceeded", message));
    }
    let client_token = client_tokens::shown(cx, request.client_token.as_ref());
    let rule = cx.create(rule, tags)?;
    Ok(CreateTrafficMirrorFilterRuleResult {
        traffic_mirror_filter_rule: Some(rule),
        client_token: Some(client_token),
    })
}

// unverified (looked up 2026-11-26): the wordings here and below; AWS documents the numbers.
fn ports(
    parameter: &str,
    asked: Option<&TrafficMirrorPortRangeRequest>,
) -> Result<Option<TrafficMirrorPortRange>> {
    let Some(asked) = asked else { return Ok(None) };
    let from = asked.from_port.ok_or_else(|| Error::missing(&format!("{parameter}.fromPort")))?;
    let to = asked.to_port.ok_or_else(|| Error::missing(&format!("{parameter}.toPort")))?;
    if from < 0 || to > MAX_PORT || from > to {
        let reason = format!("Expecting ports between 0 and {MAX_PORT}, the lower one first.");
        return Err(Error::bad_parameter(parameter, format!("{from}-{to}"), &reason));
    }
    Ok(Some(TrafficMirrorPortRange { from_port: Some(from), to_port: Some(to) }))
}

/// The rule with its blocks in their canonical form, if it can be the one with an id, or a new one.
fn checked(
    cx: Read<'_>,
    mut rule: TrafficMirrorFilterRule,
    id: Option<&str>,
) -> Result<TrafficMirrorFilterRule> {
    let number = rule.rule_number.unwrap_or_default();
    check_between("ruleNumber", number, 1..=MAX_NUMBER)?;
    if let Some(protocol) = rule.protocol {
        check_between("protocol", protocol, 0..=MAX_PROTOCOL)?;
    }
    let has_ports = rule.destination_port_range.is_some() || rule.source_port_range.is_some();
    if has_ports && !rule.protocol.is_some_and(|protocol| WITH_PORTS.contains(&protocol)) {
        return Err(Error::combination("Port ranges need the protocol TCP (6) or UDP (17)"));
    }
    let destination = rule.destination_cidr_block.as_deref().unwrap_or_default();
    let source = rule.source_cidr_block.as_deref().unwrap_or_default();
    // "must both be an IPv4 range or an IPv6 range", says the reference of the modification.
    if destination.contains(':') != source.contains(':') {
        return Err(Error::combination(
            "destinationCidrBlock and sourceCidrBlock must both be an IPv4 range or an IPv6 range",
        ));
    }
    let destination = block("destinationCidrBlock", destination)?;
    let source = block("sourceCidrBlock", source)?;
    let filter_id = Id::new(rule.traffic_mirror_filter_id.as_deref().unwrap_or_default());
    let is_same = |other: &wire::TrafficMirrorFilterRule| {
        other.rule_number == rule.rule_number && other.traffic_direction == rule.traffic_direction
    };
    if of_filter(cx, &filter_id).any(|other| id != Some(&*other.id) && is_same(other)) {
        let message = "The Traffic Mirror filter rule already exists.";
        return Err(Error::new("TrafficMirrorFilterRuleAlreadyExists", message));
    }
    rule.destination_cidr_block = Some(destination);
    rule.source_cidr_block = Some(source);
    Ok(rule)
}

fn block(parameter: &str, text: &str) -> Result<String> {
    if text.contains(':') {
        return Ok(parse_ipv6_cidr(parameter, text)?.to_string());
    }
    Ok(parse_ipv4_cidr(parameter, text)?.to_string())
}

fn describe_traffic_mirror_filter_rules(
    cx: Read<'_>,
    request: &DescribeTrafficMirrorFilterRulesRequest,
) -> Result<DescribeTrafficMirrorFilterRulesResult> {
    let copy = |it: &Filter| Filter { name: it.name.clone(), values: it.values.clone() };
    let mut filters: Vec<Filter> = request.filters.iter().map(copy).collect();
    if let Some(id) = &request.traffic_mirror_filter_id {
        cx.get::<TrafficMirrorFilter>(id)?;
        filters.push(Filter {
            name: Some("traffic-mirror-filter-id".to_owned()),
            values: Some(vec![id.clone()]),
        });
    }
    let page = cx.select::<TrafficMirrorFilterRule>(&Query {
        ids: &request.traffic_mirror_filter_rule_ids,
        filters: &filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    })?;
    Ok(DescribeTrafficMirrorFilterRulesResult {
        traffic_mirror_filter_rules: Some(page.items),
        next_token: page.next_token,
    })
}

/// Fields can be taken away or given; without protocol a rule is for all of them.
fn modify_traffic_mirror_filter_rule(
    cx: &mut Write<'_>,
    request: &ModifyTrafficMirrorFilterRuleRequest,
) -> Result<ModifyTrafficMirrorFilterRuleResult> {
    let id = &request.traffic_mirror_filter_rule_id;
    let mut rule = cx.get::<TrafficMirrorFilterRule>(id)?.record.clone();
    let destination = ports("destinationPortRange", request.destination_port_range.as_ref())?;
    let source = ports("sourcePortRange", request.source_port_range.as_ref())?;
    for field in &request.remove_fields {
        let is_given = match field {
            Field::DestinationPortRange => destination.is_some(),
            Field::SourcePortRange => source.is_some(),
            Field::Protocol => request.protocol.is_some(),
            Field::Description => request.description.is_some(),
        };
        if is_given {
            return Err(Error::combination("A field cannot be both specified and removed"));
        }
        match field {
            Field::DestinationPortRange => rule.destination_port_range = None,
            Field::SourcePortRange => rule.source_port_range = None,
            Field::Protocol => rule.protocol = None,
            Field::Description => rule.description = None,
        }
    }
    rule.traffic_direction = request.traffic_direction.or(rule.traffic_direction);
    rule.rule_number = request.rule_number.or(rule.rule_number);
    rule.rule_action = request.rule_action.or(rule.rule_action);
    rule.protocol = request.protocol.or(rule.protocol);
    rule.destination_port_range = destination.or(rule.destination_port_range);
    rule.source_port_range = source.or(rule.source_port_range);
    rule.destination_cidr_block =
        request.destination_cidr_block.clone().or(rule.destination_cidr_block);
    rule.source_cidr_block = request.source_cidr_block.clone().or(rule.source_cidr_block);
    rule.description = request.description.clone().or(rule.description);
    let rule = checked(cx.read(), rule, Some(id))?;
    cx.get_mut::<TrafficMirrorFilterRule>(id)?.record = rule;
    let rule = cx.view::<TrafficMirrorFilterRule>(id)?;
    Ok(ModifyTrafficMirrorFilterRuleResult { traffic_mirror_filter_rule: Some(rule) })
}

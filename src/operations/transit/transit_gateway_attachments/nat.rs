//! The NAT of an attachment, which the owner of the gateway says. See
//! `API_ModifyTransitGatewayAttachmentNatConfiguration` in AWS's reference.

use crate::effects::transit::transit_gateway_attachments::CHANGING_MILLIS;
use crate::engine::network::{overlap, parse_ipv4_cidr};
use crate::engine::{Read, Resource as _, Row, Timed, Write};
use crate::error::{Error, Result, check_between};
use crate::records::network::vpn_connections::VpnConnection;
use crate::records::transit::transit_gateway_attachments::{
    Nat, NatRule, TransitGatewayAttachment, available,
};
use crate::records::transit::transit_gateways::{invalid_state, missing};
use ipnet::Ipv4Net;
use std::net::Ipv4Addr;
use wire::{
    GetTransitGatewayAttachmentNatConfigurationRequest,
    GetTransitGatewayAttachmentNatConfigurationResult,
    ModifyTransitGatewayAttachmentNatConfigurationRequest,
    ModifyTransitGatewayAttachmentNatConfigurationResult,
    TransitGatewayAttachmentNatGatewaySupportState as Support,
    TransitGatewayAttachmentNatGatewaySupportValue as Wanted,
    TransitGatewayAttachmentNatSystemRouteSupportValue as SystemRoutes,
    TransitGatewayAttachmentResourceType as AttachedTo, TransitGatewayNatRule,
    TransitGatewayNatRuleRequest, TransitGatewayNatRuleState as State, WireEnum as _,
};

const MULTICAST: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(224, 0, 0, 0), 4);

const LINK_LOCAL: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 0, 0), 16);

/// The blocks of RFC 1918 and of RFC 6598.
const PRIVATE: [Ipv4Net; 4] = [
    Ipv4Net::new_assert(Ipv4Addr::new(10, 0, 0, 0), 8),
    Ipv4Net::new_assert(Ipv4Addr::new(172, 16, 0, 0), 12),
    Ipv4Net::new_assert(Ipv4Addr::new(192, 168, 0, 0), 16),
    Ipv4Net::new_assert(Ipv4Addr::new(100, 64, 0, 0), 10),
];

pub(crate) fn get_nat_configuration(
    cx: Read<'_>,
    request: &GetTransitGatewayAttachmentNatConfigurationRequest,
) -> Result<GetTransitGatewayAttachmentNatConfigurationResult> {
    let row = own(cx, &request.transit_gateway_attachment_id)?;
    let (support, rules) = shown(row, cx);
    Ok(GetTransitGatewayAttachmentNatConfigurationResult {
        transit_gateway_attachment_id: Some(row.id.to_string()),
        nat_gateway_support: Some(support),
        nat_system_route_support: Some(system_routes(cx, row)),
        nat_gateway_rules: Some(rules),
    })
}

pub(crate) fn modify_nat_configuration(
    cx: &mut Write<'_>,
    request: &ModifyTransitGatewayAttachmentNatConfigurationRequest,
) -> Result<ModifyTransitGatewayAttachmentNatConfigurationResult> {
    let row = own(cx.read(), &request.transit_gateway_attachment_id)?;
    let read = cx.read();
    let routes = asked_routes(read, row, request.nat_system_route_support)?;
    let resets = request.reset_nat_gateway_rules == Some(true);
    if resets && !request.nat_gateway_rules.is_empty() {
        return Err(Error::exclusive("NatGatewayRule", "ResetNatGatewayRules"));
    }
    let mut nat = row.nat.as_deref().cloned().unwrap_or_default();
    let was = nat.support.at(cx.now());
    if matches!(was, Support::Enabling | Support::Disabling) {
        // That it stays as it is until then is documented; unverified (looked up 2026-11-26): code
        // and words.
        return Err(invalid_state(&row.id));
    }
    let wanted = request.nat_gateway_support;
    let is_on = wanted.map_or(was == Support::Enabled, |wanted| wanted == Wanted::Enable);
    // unverified (looked up 2026-11-26): that rules which others take the place of are gone at
    // once.
    if resets {
        nat.rules.clear();
    } else if !request.nat_gateway_rules.is_empty() {
        nat.rules = rules(&request.nat_gateway_rules)?;
    }
    if is_on && nat.rules.is_empty() {
        // That it needs one is documented; unverified (looked up 2026-11-26): code and words.
        let message = "NAT gateway support needs at least one NAT gateway rule.";
        return Err(Error::combination(message));
    }
    if is_on && was == Support::Disabled {
        nat.support = read.transition(Support::Enabling, Support::Enabled, CHANGING_MILLIS);
    } else if !is_on && was == Support::Enabled {
        nat.support = read.transition(Support::Disabling, Support::Disabled, CHANGING_MILLIS);
    }
    let then = if is_on { State::Activated } else { State::Deactivated };
    for rule in nat.rules.iter_mut().filter(|rule| rule.state.at(read.now()) != then) {
        rule.state = read.transition(State::Pending, then, CHANGING_MILLIS);
    }
    nat.is_without_routes = is_dynamic(read, row) && routes == SystemRoutes::Disable;
    let id = row.id.clone();
    cx.get_mut::<TransitGatewayAttachment>(&id)?.nat = Some(Box::new(nat));
    let (support, rules) = shown(cx.get(&id)?, cx.read());
    Ok(ModifyTransitGatewayAttachmentNatConfigurationResult {
        transit_gateway_attachment_id: Some(id.to_string()),
        nat_gateway_support: Some(support),
        nat_system_route_support: Some(routes),
        nat_gateway_rules: Some(rules),
    })
}

/// An attachment of a gateway of one's own.
// unverified (looked up 2026-11-26): that another's is not found.
fn own<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<TransitGatewayAttachment>> {
    let row = available(cx, id)?;
    if row.gateway_owner != *cx.account() {
        return Err(TransitGatewayAttachment::not_found(&[id]));
    }
    Ok(row)
}

/// A VPC has routes for its blocks, and what says its routes itself has them unless it is told not
/// to: <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nat-routing.html>.
fn system_routes(cx: Read<'_>, row: &TransitGatewayAttachment) -> SystemRoutes {
    let is_without = row.nat.as_deref().is_some_and(|nat| nat.is_without_routes);
    if row.vpc().is_some() || is_dynamic(cx, row) && !is_without {
        SystemRoutes::Enable
    } else {
        SystemRoutes::Disable
    }
}

/// Whether it is a VPN connection with dynamic routing.
fn is_dynamic(cx: Read<'_>, row: &TransitGatewayAttachment) -> bool {
    let connection = cx.find::<VpnConnection>(row.resource_id());
    row.resource_type() == AttachedTo::Vpn && connection.is_some_and(|it| !it.static_routes_only)
}

/// # Errors
/// `InvalidParameterValue` for what the type of the attachment does not let be changed.
// That it is rejected is documented for each type; unverified (looked up 2026-11-26): code and
// words.
fn asked_routes(
    cx: Read<'_>,
    row: &TransitGatewayAttachment,
    wanted: Option<SystemRoutes>,
) -> Result<SystemRoutes> {
    let routes = system_routes(cx, row);
    match wanted.filter(|wanted| *wanted != routes) {
        Some(wanted) if !is_dynamic(cx, row) => {
            let (of, wanted) = (row.resource_type().as_str(), wanted.as_str());
            let message = format!(
                "NatSystemRouteSupport {wanted} is not supported for attachments of type {of}."
            );
            Err(Error::invalid_value(message))
        }
        wanted => Ok(wanted.unwrap_or(routes)),
    }
}

fn shown(row: &TransitGatewayAttachment, cx: Read<'_>) -> (Support, Vec<TransitGatewayNatRule>) {
    let none = Nat::default();
    let nat = row.nat.as_deref().unwrap_or(&none);
    let rules = nat.rules.iter().map(|rule| TransitGatewayNatRule {
        rule_number: Some(rule.number),
        match_source_cidr: Some(rule.source.to_string()),
        nat_cidr: Some(rule.nat.to_string()),
        state: Some(rule.state.at(cx.now())),
    });
    (nat.support.at(cx.now()), rules.collect())
}

// unverified (looked up 2026-11-26): codes and words.
fn rules(wanted: &[TransitGatewayNatRuleRequest]) -> Result<Vec<NatRule>> {
    let mut rules: Vec<NatRule> = Vec::new();
    for rule in wanted {
        let number = rule.rule_number.ok_or_else(|| missing("RuleNumber"))?;
        let source = rule.match_source_cidr.as_deref();
        let nat = rule.nat_cidr.as_deref();
        let source = source.ok_or_else(|| missing("MatchSourceCidr"))?;
        let nat = nat.ok_or_else(|| missing("NatCidr"))?;
        let source = parse_ipv4_cidr("matchSourceCidr", source)?;
        let nat = parse_ipv4_cidr("natCidr", nat)?;
        check_between("ruleNumber", number, 1..=32_766)?;
        if overlap(&source, &MULTICAST) || overlap(&source, &LINK_LOCAL) {
            let reason = "It overlaps the multicast or the link-local range.";
            return Err(Error::bad_parameter("matchSourceCidr", source, reason));
        }
        if !PRIVATE.iter().any(|block| block.contains(&nat)) {
            let reason = "It must be of a private or shared address range.";
            return Err(Error::bad_parameter("natCidr", nat, reason));
        }
        if source.prefix_len() != nat.prefix_len() {
            let reason = "It must be as large as the block that it stands for.";
            return Err(Error::bad_parameter("natCidr", nat, reason));
        }
        if rules.iter().any(|other| other.number == number) {
            let reason = "Each rule needs a number of its own.";
            return Err(Error::bad_parameter("ruleNumber", number, reason));
        }
        if rules.iter().any(|other| overlap(&other.source, &source) || overlap(&other.nat, &nat)) {
            let reason = "It overlaps the block of another rule.";
            return Err(Error::bad_parameter("matchSourceCidr", source, reason));
        }
        rules.push(NatRule { number, source, nat, state: Timed::settled(State::Deactivated) });
    }
    rules.sort_unstable_by_key(|rule| rule.number);
    Ok(rules)
}

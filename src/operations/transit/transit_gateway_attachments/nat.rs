//! The NAT of an attachment, which the owner of the gateway says. See
//! `API_ModifyTransitGatewayAttachmentNatConfiguration` in AWS's reference.

use crate::effects::transit::transit_gateway_attachments::CHANGING_MILLIS;
use crate::engine::network::{overlap, parse_ipv4_cidr};
use crate::engine::{Read, Resource as _, Row, Timed, Write};
use crate::error::{Error, Result};
use crate::records::transit::transit_gateway_attachments::{
    Nat, NatRule, TransitGatewayAttachment, available,
};
use crate::records::transit::transit_gateways::missing;
use wire::{
    GetTransitGatewayAttachmentNatConfigurationRequest,
    GetTransitGatewayAttachmentNatConfigurationResult,
    ModifyTransitGatewayAttachmentNatConfigurationRequest,
    ModifyTransitGatewayAttachmentNatConfigurationResult,
    TransitGatewayAttachmentNatGatewaySupportState as Support,
    TransitGatewayAttachmentNatGatewaySupportValue as Wanted,
    TransitGatewayAttachmentNatSystemRouteSupportValue as SystemRoutes, TransitGatewayNatRule,
    TransitGatewayNatRuleRequest, TransitGatewayNatRuleState as State, WireEnum as _,
};

pub(crate) fn get_nat_configuration(
    cx: Read<'_>,
    request: &GetTransitGatewayAttachmentNatConfigurationRequest,
) -> Result<GetTransitGatewayAttachmentNatConfigurationResult> {
    let row = own(cx, &request.transit_gateway_attachment_id)?;
    let (support, rules) = shown(row, cx);
    Ok(GetTransitGatewayAttachmentNatConfigurationResult {
        transit_gateway_attachment_id: Some(row.id.to_string()),
        nat_gateway_support: Some(support),
        nat_system_route_support: Some(system_routes(row)),
        nat_gateway_rules: Some(rules),
    })
}

pub(crate) fn modify_nat_configuration(
    cx: &mut Write<'_>,
    request: &ModifyTransitGatewayAttachmentNatConfigurationRequest,
) -> Result<ModifyTransitGatewayAttachmentNatConfigurationResult> {
    let row = own(cx.read(), &request.transit_gateway_attachment_id)?;
    let routes = system_routes(row);
    if let Some(wanted) = request.nat_system_route_support.filter(|wanted| *wanted != routes) {
        // That it is rejected is documented for each type; unverified: code and words.
        let (of, wanted) = (row.resource_type().as_str(), wanted.as_str());
        let message = format!(
            "NatSystemRouteSupport {wanted} is not supported for attachments of type {of}."
        );
        return Err(Error::invalid_value(message));
    }
    let resets = request.reset_nat_gateway_rules == Some(true);
    if resets && !request.nat_gateway_rules.is_empty() {
        return Err(Error::exclusive("NatGatewayRule", "ResetNatGatewayRules"));
    }
    let mut nat = row.nat.as_deref().cloned().unwrap_or_default();
    let was = nat.support.at(cx.now());
    let is_on = match request.nat_gateway_support {
        Some(wanted) => wanted == Wanted::Enable,
        None => matches!(was, Support::Enabled | Support::Enabling),
    };
    let read = cx.read();
    if is_on && matches!(was, Support::Disabled | Support::Disabling) {
        nat.support = read.transition(Support::Enabling, Support::Enabled, CHANGING_MILLIS);
    } else if !is_on && matches!(was, Support::Enabled | Support::Enabling) {
        nat.support = read.transition(Support::Disabling, Support::Disabled, CHANGING_MILLIS);
    }
    // unverified: that rules which others take the place of are gone at once.
    if resets {
        nat.rules.clear();
    } else if !request.nat_gateway_rules.is_empty() {
        nat.rules = rules(&request.nat_gateway_rules)?;
    }
    let then = if is_on { State::Activated } else { State::Deactivated };
    for rule in nat.rules.iter_mut().filter(|rule| rule.state.at(read.now()) != then) {
        rule.state = read.transition(State::Pending, then, CHANGING_MILLIS);
    }
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
// unverified: that another's is not found.
fn own<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<TransitGatewayAttachment>> {
    let row = available(cx, id)?;
    if row.gateway_owner != *cx.account() {
        return Err(TransitGatewayAttachment::not_found(&[id]));
    }
    Ok(row)
}

/// The type of what is attached decides:
/// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nat-routing.html>.
fn system_routes(row: &TransitGatewayAttachment) -> SystemRoutes {
    if row.vpc().is_some() { SystemRoutes::Enable } else { SystemRoutes::Disable }
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

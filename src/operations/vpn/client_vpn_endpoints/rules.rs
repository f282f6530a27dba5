//! Which networks clients may reach: all of them, or those of a group.
//! <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-rules.html>

use super::record::{CHANGING_MILLIS, ClientVpnEndpoint, Passing as _, Rule, there};
use super::view;
use crate::engine::filter::ViewFilters;
use crate::engine::network::parse_ipv4_cidr;
use crate::engine::{Read, Write};
use crate::error::{Error, Result};
use wire::{
    AuthorizeClientVpnIngressRequest, AuthorizeClientVpnIngressResult,
    ClientVpnAuthorizationRuleStatusCode as State, DescribeClientVpnAuthorizationRulesRequest,
    DescribeClientVpnAuthorizationRulesResult, RevokeClientVpnIngressRequest,
    RevokeClientVpnIngressResult,
};

/// <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/limits.html>
const RULES_QUOTA: usize = 200;

pub(super) fn authorize_client_vpn_ingress(
    cx: &mut Write<'_>,
    request: &AuthorizeClientVpnIngressRequest,
) -> Result<AuthorizeClientVpnIngressResult> {
    let destination = parse_ipv4_cidr("targetNetworkCidr", &request.target_network_cidr)?;
    let group = whose(
        request.access_group_id.as_ref(),
        ("authorize", "AuthorizeAllGroups"),
        request.authorize_all_groups,
    )?;
    let row = cx.read().get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let is_same = |rule: &&Rule| rule.destination == destination && rule.group == group;
    if there(&row.rules, cx.now()).any(|rule| is_same(&rule)) {
        // The code is in AWS's list of them; unverified (looked up 2026-11-26): the message.
        let message = format!("The authorization rule for {destination} already exists");
        return Err(Error::new("InvalidClientVpnDuplicateAuthorizationRule", message));
    }
    if cx.read().has_default_quotas() && there(&row.rules, cx.now()).count() >= RULES_QUOTA {
        // The code is in AWS's list; unverified (looked up 2026-11-26): the words, of a route's.
        return Err(Error::new("ClientVpnAuthorizationRuleLimitExceeded", "Limit exceeded"));
    }
    let state = cx.read().transition(State::Authorizing, State::Active, CHANGING_MILLIS);
    let description = request.description.clone();
    let rule = Rule { destination, group, description, state, is_revoked: false };
    let status = Some(view::rule_status(&rule, cx.read()));
    let (id, now) = (row.id.clone(), cx.now());
    let mut row = cx.get_mut::<ClientVpnEndpoint>(&id)?;
    row.rules.retain(|rule| rule.is_there(now));
    row.rules.push(rule);
    Ok(AuthorizeClientVpnIngressResult { status })
}

/// The group that a rule is for; `None`: all of them, which has to be said.
// unverified (looked up 2026-11-26): the wording for both.
fn whose(
    group: Option<&String>,
    (to, all): (&str, &str),
    is_for_all: Option<bool>,
) -> Result<Option<String>> {
    match (group, is_for_all == Some(true)) {
        (None, false) => {
            // <https://github.com/awsdocs/aws-cloudformation-user-guide/pull/583>
            let message = format!("You must specify either access-group-id or {to}-all-groups");
            Err(Error::new("MissingParameter", message))
        }
        (Some(_), true) => Err(Error::exclusive("AccessGroupId", all)),
        _ => Ok(group.cloned()),
    }
}

pub(super) fn describe_client_vpn_authorization_rules(
    cx: Read<'_>,
    request: &DescribeClientVpnAuthorizationRulesRequest,
) -> Result<DescribeClientVpnAuthorizationRulesResult> {
    let row = cx.get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let rules = there(&row.rules, cx.now()).map(|rule| {
        let key = format!("{} {}", rule.destination, rule.group.as_deref().unwrap_or_default());
        (key, view::rule(row, rule, cx))
    });
    let page = paging.sort_and_cut(rules.filter(|(_, view)| filters.matches(view)))?;
    Ok(DescribeClientVpnAuthorizationRulesResult {
        authorization_rules: Some(page.items),
        next_token: page.next_token,
    })
}

pub(super) fn revoke_client_vpn_ingress(
    cx: &mut Write<'_>,
    request: &RevokeClientVpnIngressRequest,
) -> Result<RevokeClientVpnIngressResult> {
    let destination = parse_ipv4_cidr("targetNetworkCidr", &request.target_network_cidr)?;
    let group = whose(
        request.access_group_id.as_ref(),
        ("revoke", "RevokeAllGroups"),
        request.revoke_all_groups,
    )?;
    let row = cx.read().get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let is_it =
        |rule: &Rule| !rule.is_revoked && rule.destination == destination && rule.group == group;
    if !row.rules.iter().any(is_it) {
        // The code is what Terraform's provider looks for; unverified (looked up 2026-11-26): the
        // message.
        let message = format!("The authorization rule for {destination} does not exist");
        return Err(Error::new("InvalidClientVpnEndpointAuthorizationRuleNotFound", message));
    }
    let state = cx.read().transition(State::Revoking, State::Revoking, CHANGING_MILLIS);
    let (id, now) = (row.id.clone(), cx.now());
    let mut row = cx.get_mut::<ClientVpnEndpoint>(&id)?;
    let mut status = None;
    for rule in row.rules.iter_mut().filter(|rule| is_it(rule)) {
        (rule.state, rule.is_revoked) = (state, true);
        status = Some(rule.clone());
    }
    row.rules.retain(|rule| rule.is_there(now));
    drop(row);
    let status = status.map(|rule| view::rule_status(&rule, cx.read()));
    Ok(RevokeClientVpnIngressResult { status })
}

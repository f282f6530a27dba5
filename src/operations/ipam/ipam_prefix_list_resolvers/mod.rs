//! IPAM prefix list resolvers: rules that say which blocks are in managed prefix lists. The only
//! rules here are blocks as such; those that follow resources and pools are refused by name. The
//! lists that a resolver fills are in `targets`, how it does in `sync`.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/automate-prefix-list-updates.html>

pub(crate) mod record;
mod sync;
pub(crate) mod target;
mod targets;
mod versions;

use crate::engine::filter::ViewFilters;
use crate::engine::{Operation, Read, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::ipam::ipams::Ipam;
use crate::records::ipam::refusals::check_tier;
use crate::records::ipam::states::changing;
use ipnet::IpNet;
use record::IpamPrefixListResolver;
use std::collections::BTreeSet;
use wire::{
    AddressFamily, CreateIpamPrefixListResolverRequest, CreateIpamPrefixListResolverResult,
    DeleteIpamPrefixListResolverRequest, DeleteIpamPrefixListResolverResult,
    GetIpamPrefixListResolverRulesRequest, GetIpamPrefixListResolverRulesResult,
    IpamPrefixListResolverRule, IpamPrefixListResolverRuleRequest,
    IpamPrefixListResolverRuleType as RuleType, ModifyIpamPrefixListResolverRequest,
    ModifyIpamPrefixListResolverResult, WireEnum as _,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateIpamPrefixListResolver => create_ipam_prefix_list_resolver, refuses [
        "Rule.IpamScopeId", "Rule.ResourceType", "Rule.Condition",
    ];
    Read  DescribeIpamPrefixListResolvers => listed::<IpamPrefixListResolver>;
    Write ModifyIpamPrefixListResolver => modify_ipam_prefix_list_resolver, refuses [
        "Rule.IpamScopeId", "Rule.ResourceType", "Rule.Condition",
    ];
    Read  GetIpamPrefixListResolverRules => get_ipam_prefix_list_resolver_rules;
    Read  GetIpamPrefixListResolverVersions => versions::get_ipam_prefix_list_resolver_versions;
    Read  GetIpamPrefixListResolverVersionEntries => versions::get_version_entries;
    Write CreateIpamPrefixListResolverTarget => targets::create_target,
        visits "PrefixListRegion";
    Read  DescribeIpamPrefixListResolverTargets => targets::describe_targets;
    Write ModifyIpamPrefixListResolverTarget => targets::modify_target;
    Write DeleteIpamPrefixListResolverTarget => targets::delete_target;
    Write DeleteIpamPrefixListResolver => delete_ipam_prefix_list_resolver;
};

/// How many rules there may be: <https://docs.aws.amazon.com/vpc/latest/ipam/quotas-ipam.html>
const MOST_RULES: usize = 100;

// unverified (looked up 2026-11-26): that the first version is there at once, also without rules.
fn create_ipam_prefix_list_resolver(
    cx: &mut Write<'_>,
    request: &CreateIpamPrefixListResolverRequest,
) -> Result<CreateIpamPrefixListResolverResult> {
    let tags = cx.tags_for::<IpamPrefixListResolver>(&request.tag_specifications)?;
    let ipam = cx.read().get_live::<Ipam>(&request.ipam_id)?;
    // That it needs the Advanced Tier is documented.
    check_tier("CreateIpamPrefixListResolver", ipam.tier, "no prefix list resolvers")?;
    let ipam_id = ipam.id.clone();
    let rules = rules(cx.read(), request.address_family, &request.rules)?;
    let versions = vec![rules.iter().copied().collect()];
    let record = IpamPrefixListResolver {
        ipam_id,
        description: request.description.clone(),
        family: request.address_family,
        rules,
        versions,
        changed: None,
    };
    let resolver = cx.create(record, tags)?;
    Ok(CreateIpamPrefixListResolverResult { ipam_prefix_list_resolver: Some(resolver) })
}

/// # Errors
/// `MissingParameter` for a rule without its block, `InvalidParameterValue` for what is none of the
/// family, `ResourceLimitExceeded` for too many.
// unverified (looked up 2026-11-26): the words.
fn rules(
    cx: Read<'_>,
    family: AddressFamily,
    asked: &[IpamPrefixListResolverRuleRequest],
) -> Result<Vec<IpNet>> {
    if asked.len() > MOST_RULES && cx.has_default_quotas() {
        let message = format!("A prefix list resolver can have at most {MOST_RULES} rules.");
        return Err(Error::new("ResourceLimitExceeded", message));
    }
    let rule = |rule: &IpamPrefixListResolverRuleRequest| {
        if let Some(of) = rule.rule_type.filter(|of| *of != RuleType::StaticCidr) {
            let what = format!("the value {} of the parameter RuleType", of.as_str());
            return Err(Error::not_emulated(what));
        }
        let text = rule.static_cidr.as_deref();
        let text = text.ok_or_else(|| Error::missing("rule.staticCidr"))?;
        let net = text.parse::<IpNet>().ok().filter(|net| net.trunc() == *net);
        let is_fit = |net: &IpNet| net.addr().is_ipv4() == (family == AddressFamily::Ipv4);
        net.filter(is_fit).ok_or_else(|| {
            let reason = "Expecting a CIDR block of the address family.";
            Error::bad_parameter("rule.staticCidr", text, reason)
        })
    };
    asked.iter().map(rule).collect()
}

/// Other blocks make another version, which the lists that follow the latest one then have.
fn modify_ipam_prefix_list_resolver(
    cx: &mut Write<'_>,
    request: &ModifyIpamPrefixListResolverRequest,
) -> Result<ModifyIpamPrefixListResolverResult> {
    let resolver =
        cx.read().get_live::<IpamPrefixListResolver>(&request.ipam_prefix_list_resolver_id)?;
    if request.description.is_none() && request.rules.is_empty() {
        // unverified (looked up 2026-11-26): that it is as with pools.
        let message = "The request must contain a modification to the ipam prefix list resolver.";
        return Err(Error::combination(message));
    }
    let id = resolver.id.clone();
    let rules = rules(cx.read(), resolver.family, &request.rules)?;
    let blocks: BTreeSet<IpNet> = rules.iter().copied().collect();
    let is_version = !rules.is_empty() && resolver.versions.last() != Some(&blocks);
    let changed = changing(cx.read());
    let mut resolver = cx.get_mut::<IpamPrefixListResolver>(&id)?;
    resolver.changed = changed;
    if request.description.is_some() {
        resolver.description.clone_from(&request.description);
    }
    if !rules.is_empty() {
        resolver.rules = rules;
    }
    if is_version {
        resolver.versions.push(blocks);
    }
    drop(resolver);
    if is_version {
        sync::follow(cx, &id)?;
    }
    let view = cx.view::<IpamPrefixListResolver>(&id)?;
    let resolver = wire::IpamPrefixListResolver { tags: None, ..view };
    Ok(ModifyIpamPrefixListResolverResult { ipam_prefix_list_resolver: Some(resolver) })
}

fn get_ipam_prefix_list_resolver_rules(
    cx: Read<'_>,
    request: &GetIpamPrefixListResolverRulesRequest,
) -> Result<GetIpamPrefixListResolverRulesResult> {
    let id = &request.ipam_prefix_list_resolver_id;
    let resolver = cx.get::<IpamPrefixListResolver>(id)?;
    ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let rules = (1..).zip(&resolver.rules).filter(|(at, _)| *at > paging.position());
    let page = paging.cut(rules.map(|(at, cidr)| Ok((at, shown(cidr)))))?;
    Ok(GetIpamPrefixListResolverRulesResult {
        rules: Some(page.items),
        next_token: page.next_token,
    })
}

fn shown(cidr: &IpNet) -> IpamPrefixListResolverRule {
    IpamPrefixListResolverRule {
        rule_type: Some(RuleType::StaticCidr),
        static_cidr: Some(cidr.to_string()),
        ..IpamPrefixListResolverRule::default()
    }
}

fn delete_ipam_prefix_list_resolver(
    cx: &mut Write<'_>,
    request: &DeleteIpamPrefixListResolverRequest,
) -> Result<DeleteIpamPrefixListResolverResult> {
    let id = request.ipam_prefix_list_resolver_id.as_str();
    let view = cx.delete::<IpamPrefixListResolver>(id)?.view;
    let resolver = wire::IpamPrefixListResolver { tags: None, ..view };
    Ok(DeleteIpamPrefixListResolverResult { ipam_prefix_list_resolver: Some(resolver) })
}

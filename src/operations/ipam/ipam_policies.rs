//! IPAM policies: out of which pools the services of an account get public addresses. Nobody here
//! gets one by a policy: one that would give addresses to what is emulated cannot be enabled.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateIpamPolicy.html>

use crate::engine::filter::ViewFilters;
use crate::engine::{
    By, Index, Life, Operation, PartOf, Read, Resource, Row, Text, Write, listed, operations,
};
use crate::error::{Error, Result};
use crate::records::account::arns::global_arn;
use crate::records::account::organizations::not_managing;
use crate::records::ids::{IpamId, IpamPoolId};
use crate::records::ipam::ipam_pools::IpamPool;
use crate::records::ipam::ipams::Ipam;
use crate::records::ipam::refusals::{check_tier, check_without};
use crate::records::ipam::states::{self, Changed, changing};
use serde::{Deserialize, Serialize};
use wire::{
    AddressFamily, CreateIpamPolicyRequest, CreateIpamPolicyResult, DeleteIpamPolicyRequest,
    DeleteIpamPolicyResult, DisableIpamPolicyRequest, DisableIpamPolicyResult,
    EnableIpamPolicyRequest, EnableIpamPolicyResult, GetEnabledIpamPolicyRequest,
    GetEnabledIpamPolicyResult, GetIpamPolicyAllocationRulesRequest,
    GetIpamPolicyAllocationRulesResult, GetIpamPolicyOrganizationTargetsRequest,
    GetIpamPolicyOrganizationTargetsResult, IpamPolicyAllocationRule,
    IpamPolicyAllocationRuleRequest, IpamPolicyDocument, IpamPolicyManagedBy,
    IpamPolicyResourceType, IpamScopeType, ModifyIpamPolicyAllocationRulesRequest,
    ModifyIpamPolicyAllocationRulesResult, ResourceType, WireEnum as _,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateIpamPolicy => create_ipam_policy;
    Read  DescribeIpamPolicies => listed::<IpamPolicy>;
    Write ModifyIpamPolicyAllocationRules => modify_ipam_policy_allocation_rules;
    Read  GetIpamPolicyAllocationRules => get_ipam_policy_allocation_rules;
    Write EnableIpamPolicy => enable_ipam_policy;
    Read  GetEnabledIpamPolicy => get_enabled_ipam_policy;
    Read  GetIpamPolicyOrganizationTargets => get_ipam_policy_organization_targets;
    Write DisableIpamPolicy => disable_ipam_policy;
    Write DeleteIpamPolicy => delete_ipam_policy;
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IpamPolicy {
    ipam_id: IpamId,
    documents: Vec<Document>,
    /// Whether it holds for the account.
    is_enabled: bool,
    changed: Changed,
}

/// The pools of a service in a region, in their order.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Document {
    locale: Text,
    of: IpamPolicyResourceType,
    pools: Vec<IpamPoolId>,
}

impl Document {
    /// Whether what it is for is emulated, and would have to get its addresses by it.
    fn gives(&self) -> bool {
        matches!(self.of, IpamPolicyResourceType::Eip | IpamPolicyResourceType::Rnat)
    }
}

impl IpamPolicy {
    // No filter has this name.
    const BY_IPAM: By<Self, IpamId> = By::new("ipam-id");
}

// unverified (looked up 2026-11-26): the prefix, the code and the noun, as those of pools.
impl Resource for IpamPolicy {
    type View = wire::IpamPolicy;
    const PREFIX: &'static str = "ipam-policy";
    const TYPE: Option<ResourceType> = Some(ResourceType::IpamPolicy);
    const PLURAL: &'static str = "ipamPolicies";
    const NOT_FOUND: &'static str = "InvalidIpamPolicyId.NotFound";
    const MALFORMED: &'static str = "InvalidIpamPolicyId.Malformed";
    const NOUN: &'static str = "ipam-policy ID";
    const LIFE: Option<Life> = Some(states::LIFE);
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_IPAM)];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::IpamPolicy {
        wire::IpamPolicy {
            owner_id: Some(cx.account().to_string()),
            ipam_policy_id: Some(row.id.to_string()),
            ipam_policy_arn: Some(global_arn(cx, &format!("ipam-policy/{}", row.id))),
            ipam_policy_region: Some(cx.region().to_string()),
            state: states::state(row, row.changed, cx.now()),
            state_message: None,
            tags: row.tags.wire(),
            ipam_id: Some(row.ipam_id.to_string()),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_IPAM, &self.ipam_id);
    }
}

/// That it needs the Advanced Tier is documented.
fn create_ipam_policy(
    cx: &mut Write<'_>,
    request: &CreateIpamPolicyRequest,
) -> Result<CreateIpamPolicyResult> {
    let tags = cx.tags_for::<IpamPolicy>(&request.tag_specifications)?;
    let ipam = cx.read().get_live::<Ipam>(&request.ipam_id)?;
    check_tier("CreateIpamPolicy", ipam.tier, "no policies")?;
    let ipam_id = ipam.id.clone();
    let record = IpamPolicy { ipam_id, documents: Vec::new(), is_enabled: false, changed: None };
    Ok(CreateIpamPolicyResult { ipam_policy: Some(cx.create(record, tags)?) })
}

/// All rules of a service in a region, in place of those that there were.
// unverified (looked up 2026-11-26): the words for another region.
fn modify_ipam_policy_allocation_rules(
    cx: &mut Write<'_>,
    request: &ModifyIpamPolicyAllocationRulesRequest,
) -> Result<ModifyIpamPolicyAllocationRulesResult> {
    let read = cx.read();
    let policy = read.get_live::<IpamPolicy>(&request.ipam_policy_id)?;
    let ipam = read.get::<Ipam>(&policy.ipam_id)?;
    let locale = request.locale.as_str();
    if !ipam.operates_in(locale) {
        let reason = "It is not an operating Region of the IPAM.";
        return Err(Error::bad_parameter("locale", locale, reason));
    }
    let rules = request.allocation_rules.iter();
    let pools = rules.map(|rule| pool(read, ipam, locale, rule)).collect::<Result<Vec<_>>>()?;
    let document = Document { locale: locale.into(), of: request.resource_type, pools };
    if policy.is_enabled && !document.pools.is_empty() && document.gives() {
        return Err(not_given());
    }
    let id = policy.id.clone();
    let view = document.view(&id);
    let changed = changing(read);
    let mut policy = cx.get_mut::<IpamPolicy>(&id)?;
    policy.changed = changed;
    policy.documents.retain(|it| (&it.locale, it.of) != (&document.locale, document.of));
    if !document.pools.is_empty() {
        policy.documents.push(document);
    }
    Ok(ModifyIpamPolicyAllocationRulesResult { ipam_policy_document: Some(view) })
}

/// The pool of a rule: one of public IPv4 addresses in the region.
///
/// # Errors
/// `MissingParameter`; those of the id; `InvalidParameterValue` for another pool.
// unverified (looked up 2026-11-26): the words.
fn pool(
    cx: Read<'_>,
    ipam: &Row<Ipam>,
    locale: &str,
    rule: &IpamPolicyAllocationRuleRequest,
) -> Result<IpamPoolId> {
    let id = rule.source_ipam_pool_id.as_deref();
    let id = id.ok_or_else(|| Error::missing("allocationRule.sourceIpamPoolId"))?;
    let pool = cx.get_live::<IpamPool>(id)?;
    let is_fit = pool.ipam_id == ipam.id
        && pool.scope_type == IpamScopeType::Public
        && pool.family == AddressFamily::Ipv4
        && pool.locale.as_deref() == Some(locale);
    if is_fit {
        return Ok(pool.id.clone());
    }
    let reason = "Expecting a public IPv4 pool of the IPAM with this locale.";
    Err(Error::bad_parameter("allocationRule.sourceIpamPoolId", id, reason))
}

fn not_given() -> Error {
    Error::not_emulated(
        "addresses that Elastic IP addresses and NAT gateways get by an IPAM policy",
    )
}

impl Document {
    fn view(&self, policy_id: &str) -> IpamPolicyDocument {
        let rule = |id: &IpamPoolId| IpamPolicyAllocationRule {
            source_ipam_pool_id: Some(id.to_string()),
        };
        IpamPolicyDocument {
            ipam_policy_id: Some(policy_id.to_owned()),
            locale: Some(self.locale.to_string()),
            resource_type: Some(self.of),
            allocation_rules: Some(self.pools.iter().map(rule).collect()),
        }
    }
}

fn get_ipam_policy_allocation_rules(
    cx: Read<'_>,
    request: &GetIpamPolicyAllocationRulesRequest,
) -> Result<GetIpamPolicyAllocationRulesResult> {
    let policy = cx.get::<IpamPolicy>(&request.ipam_policy_id)?;
    ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let is_wanted = |it: &&Document| {
        request.locale.as_deref().is_none_or(|locale| *it.locale == *locale)
            && request.resource_type.is_none_or(|of| of == it.of)
    };
    let documents = policy.documents.iter().filter(is_wanted);
    let keyed =
        documents.map(|it| (format!("{}/{}", it.locale, it.of.as_str()), it.view(&policy.id)));
    let page = paging.sort_and_cut(keyed)?;
    Ok(GetIpamPolicyAllocationRulesResult {
        ipam_policy_documents: Some(page.items),
        next_token: page.next_token,
    })
}

fn enabled(cx: Read<'_>) -> Option<&Row<IpamPolicy>> {
    let mut rows = cx.table::<IpamPolicy>().iter(0, cx.now()).map(|(_, row)| row);
    rows.find(|row| row.is_enabled && !row.is_leaving(cx.now()))
}

/// For the account itself; what is in no organization has no other targets.
// unverified (looked up 2026-11-26): that another one has to be disabled before, and the words; and
// that a policy holds where its IPAM is at home.
fn enable_ipam_policy(
    cx: &mut Write<'_>,
    request: &EnableIpamPolicyRequest,
) -> Result<EnableIpamPolicyResult> {
    let policy = cx.read().get_live::<IpamPolicy>(&request.ipam_policy_id)?;
    if request.organization_target_id.is_some() {
        return Err(not_managing());
    }
    let id = policy.id.clone();
    if let Some(other) = enabled(cx.read()).filter(|other| other.id != id) {
        let message = format!("The IPAM policy {} is enabled for the account.", other.id);
        return Err(Error::new("IncorrectState", message));
    }
    if policy.documents.iter().any(Document::gives) {
        return Err(not_given());
    }
    cx.get_mut::<IpamPolicy>(&id)?.is_enabled = true;
    Ok(EnableIpamPolicyResult { ipam_policy_id: Some(id.to_string()) })
}

// unverified (looked up 2026-11-26): who it is managed by where there is none.
fn get_enabled_ipam_policy(
    cx: Read<'_>,
    _: &GetEnabledIpamPolicyRequest,
) -> Result<GetEnabledIpamPolicyResult> {
    let policy = enabled(cx);
    Ok(GetEnabledIpamPolicyResult {
        ipam_policy_enabled: Some(policy.is_some()),
        ipam_policy_id: policy.map(|policy| policy.id.to_string()),
        managed_by: policy.map(|_| IpamPolicyManagedBy::Account),
    })
}

/// None, as the account is in no organization.
fn get_ipam_policy_organization_targets(
    cx: Read<'_>,
    request: &GetIpamPolicyOrganizationTargetsRequest,
) -> Result<GetIpamPolicyOrganizationTargetsResult> {
    cx.get::<IpamPolicy>(&request.ipam_policy_id)?;
    ViewFilters::parse(cx.action(), &request.filters)?;
    cx.paging(request.max_results, request.next_token.as_deref())?;
    Ok(GetIpamPolicyOrganizationTargetsResult {
        organization_targets: Some(Vec::new()),
        next_token: None,
    })
}

// unverified (looked up 2026-11-26): code and words for one that is not enabled.
fn disable_ipam_policy(
    cx: &mut Write<'_>,
    request: &DisableIpamPolicyRequest,
) -> Result<DisableIpamPolicyResult> {
    let policy = cx.read().get_live::<IpamPolicy>(&request.ipam_policy_id)?;
    if request.organization_target_id.is_some() {
        return Err(not_managing());
    }
    let id = policy.id.clone();
    if !policy.is_enabled {
        let message = format!("The IPAM policy {id} is not enabled for the account.");
        return Err(Error::new("IncorrectState", message));
    }
    cx.get_mut::<IpamPolicy>(&id)?.is_enabled = false;
    Ok(DisableIpamPolicyResult { r#return: Some(true) })
}

// unverified (looked up 2026-11-26): that one that is enabled stays, and the words.
fn delete_ipam_policy(
    cx: &mut Write<'_>,
    request: &DeleteIpamPolicyRequest,
) -> Result<DeleteIpamPolicyResult> {
    let policy = cx.read().get_live::<IpamPolicy>(&request.ipam_policy_id)?;
    let id = policy.id.clone();
    check_without(policy.is_enabled, &id, "It is enabled for the account.")?;
    let view = cx.delete::<IpamPolicy>(&id)?.view;
    let policy = wire::IpamPolicy { tags: None, ..view };
    Ok(DeleteIpamPolicyResult { ipam_policy: Some(policy) })
}

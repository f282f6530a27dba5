//! Security groups; their rules are rows of their own, in security_group_rules.

mod filters;
mod names;

use super::arns::arn;
use super::network_interfaces::NetworkInterface;
use super::security_group_rules::{self as rules, Direction, Peer};
use super::vpc_endpoints;
use super::vpcs::Vpc;
use crate::engine::filter::ViewFilters;
use crate::engine::{
    CustomFilter, Id, IdRule, Index, Operation, Paging, Query, Read, Resource, Row, Tags, Write,
    operations,
};
use crate::error::{Error, Result};
use ipnet::{Ipv4Net, Ipv6Net};
use serde::Serialize;
use wire::{
    CreateSecurityGroupRequest, CreateSecurityGroupResult, DeleteSecurityGroupRequest,
    DeleteSecurityGroupResult, DescribeSecurityGroupReferencesRequest,
    DescribeSecurityGroupReferencesResult, DescribeSecurityGroupsRequest,
    DescribeSecurityGroupsResult, GetSecurityGroupsForVpcRequest, GetSecurityGroupsForVpcResult,
    ResourceType, SecurityGroupForVpc,
};

pub(super) use names::is_allowed;

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateSecurityGroup => create_security_group;
    Read  DescribeSecurityGroups => describe_security_groups;
    Read  DescribeSecurityGroupReferences => describe_security_group_references;
    Read  GetSecurityGroupsForVpc => get_security_groups_for_vpc;
    Write DeleteSecurityGroup => delete_security_group;
};

/// The name of the group that each VPC has from the beginning.
const DEFAULT: &str = "default";
const DEFAULT_DESCRIPTION: &str = "default VPC security group";

/// Index: VPC and name together, without regard to case.
const NAME_IN_VPC: &str = "vpc-id/group-name";

/// <https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>
const MAX_GROUPS_OF_INTERFACE: usize = 5;

const ALL_IPV4: Peer = Peer::Ipv4(Ipv4Net::new_assert(std::net::Ipv4Addr::UNSPECIFIED, 0));
const ALL_IPV6: Peer = Peer::Ipv6(Ipv6Net::new_assert(std::net::Ipv6Addr::UNSPECIFIED, 0));

impl Resource for SecurityGroup {
    type View = wire::SecurityGroup;
    const PREFIX: &'static str = "sg";
    const TYPE: Option<ResourceType> = Some(ResourceType::SecurityGroup);
    const PLURAL: &'static str = "securityGroups";
    const NOT_FOUND: &'static str = "InvalidGroup.NotFound";
    const MALFORMED: &'static str = "InvalidGroupId.Malformed";
    const NOUN: &'static str = "security group";
    const OF_VPC: bool = true;
    const ID: IdRule = IdRule::Prefixed;
    const ID_FILTER: Option<&'static str> = Some("group-id");
    const FILTERS: &'static [CustomFilter<Self>] = filters::FILTERS;

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::SecurityGroup {
        wire::SecurityGroup {
            group_id: Some(row.id.to_string()),
            ip_permissions_egress: Some(rules::permissions_of(cx, &row.id, Direction::Egress)),
            tags: row.tags.wire_unless_empty(),
            vpc_id: Some(row.vpc_id.to_string()),
            security_group_arn: Some(arn_of(cx, &row.id)),
            owner_id: Some(cx.account().to_string()),
            group_name: Some(row.name.to_string()),
            description: Some(row.description.clone()),
            ip_permissions: Some(rules::permissions_of(cx, &row.id, Direction::Ingress)),
        }
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add("vpc-id", self.vpc_id.clone());
        index.add("group-name", self.name.clone());
        index.add(NAME_IN_VPC, name_in_vpc(&self.vpc_id, &self.name));
    }

    /// How many digits an id has is not looked at; that they are none is.
    fn check_id(id: &str) -> Result<()> {
        if id.is_empty() {
            let message = format!("The security-group ID '{id}' is malformed");
            return Err(Error::new("InvalidGroupId.Malformed", message));
        }
        let digits = id.strip_prefix("sg-").unwrap_or_default();
        if !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Ok(());
        }
        let message = format!("Invalid id: \"{id}\" (expecting \"sg-...\")");
        Err(Error::new("InvalidGroupId.Malformed", message))
    }
}

fn create_security_group(
    cx: &mut Write<'_>,
    request: &CreateSecurityGroupRequest,
) -> Result<CreateSecurityGroupResult> {
    let tags = cx.tags_for::<SecurityGroup>(&request.tag_specifications)?;
    let name = names::check_name(&request.group_name)?;
    names::check_description(&request.description)?;
    let vpc_id = match request.vpc_id.as_deref() {
        Some(vpc_id) => cx.get::<Vpc>(vpc_id)?.id.clone(),
        None => default_vpc(cx.read())?.id.clone(),
    };
    if in_vpc(cx.read(), &vpc_id, name).is_some() {
        let message = format!("The security group '{name}' already exists for VPC '{vpc_id}'");
        return Err(Error::new("InvalidGroup.Duplicate", message));
    }

    let id = insert(cx, &vpc_id, name, &request.description, tags);
    Ok(CreateSecurityGroupResult {
        r#return: Some(true),
        tags: cx.get::<SecurityGroup>(&id)?.tags.wire_unless_empty(),
        security_group_arn: Some(arn_of(cx.read(), &id)),
        group_id: Some(id.to_string()),
    })
}

/// A new group lets all traffic out, by IPv6 too where its VPC has such addresses.
fn insert(cx: &mut Write<'_>, vpc_id: &Id, name: &str, description: &str, tags: Tags) -> Id {
    let id = cx.new_id::<SecurityGroup>();
    let description = description.to_owned();
    let group = SecurityGroup { vpc_id: vpc_id.clone(), name: name.into(), description };
    cx.insert(id.clone(), group, tags);
    rules::allow_all(cx, &id, Direction::Egress, ALL_IPV4);
    if cx.find::<Vpc>(vpc_id).is_some_and(|vpc| vpc.has_ipv6(cx.now())) {
        rules::allow_all(cx, &id, Direction::Egress, ALL_IPV6);
    }
    id
}

fn describe_security_groups(
    cx: Read<'_>,
    request: &DescribeSecurityGroupsRequest,
) -> Result<DescribeSecurityGroupsResult> {
    let mut ids = request.group_ids.clone();
    for name in &request.group_names {
        // An id is taken for a name here:
        // <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html>
        let is_id = name.starts_with("sg-");
        ids.push(if is_id { name.clone() } else { find(cx, None, Some(name))?.id.to_string() });
    }
    filters::check(&request.filters)?;
    let page = cx.select::<SecurityGroup>(&Query {
        ids: &ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    })?;
    Ok(DescribeSecurityGroupsResult {
        next_token: page.next_token,
        security_groups: Some(page.items),
    })
}

/// Only groups on the other side of a peering connection or a transit gateway count as references
/// here, and rules can name none of these.
fn describe_security_group_references(
    cx: Read<'_>,
    request: &DescribeSecurityGroupReferencesRequest,
) -> Result<DescribeSecurityGroupReferencesResult> {
    cx.get_all::<SecurityGroup>(&request.group_id)?;
    Ok(DescribeSecurityGroupReferencesResult { security_group_reference_set: Some(Vec::new()) })
}

fn get_security_groups_for_vpc(
    cx: Read<'_>,
    request: &GetSecurityGroupsForVpcRequest,
) -> Result<GetSecurityGroupsForVpcResult> {
    let vpc = cx.get::<Vpc>(&request.vpc_id)?;
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let token = request.next_token.as_deref();
    let paging = Paging::new(cx.action(), request.max_results, token)?;
    let groups = cx.with::<SecurityGroup>("vpc-id", &vpc.id).map(|row| {
        let view = SecurityGroupForVpc {
            description: Some(row.description.clone()),
            group_name: Some(row.name.to_string()),
            owner_id: Some(cx.account().to_string()),
            group_id: Some(row.id.to_string()),
            tags: row.tags.wire(),
            primary_vpc_id: Some(row.vpc_id.to_string()),
        };
        (row.id.to_string(), view)
    });
    let mut groups: Vec<_> = groups.filter(|(_, view)| filters.matches(view)).collect();
    groups.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    let page = paging.cut_sorted(groups.into_iter())?;
    Ok(GetSecurityGroupsForVpcResult {
        next_token: page.next_token,
        security_group_for_vpcs: Some(page.items),
    })
}

fn delete_security_group(
    cx: &mut Write<'_>,
    request: &DeleteSecurityGroupRequest,
) -> Result<DeleteSecurityGroupResult> {
    let (id, name) = (request.group_id.as_deref(), request.group_name.as_deref());
    let group = find(cx.read(), id, name)?;
    let id = group.id.clone();
    if *group.name == *DEFAULT {
        let message = format!(
            "the specified group: \"{id}\" name: \"{DEFAULT}\" cannot be deleted by a user"
        );
        return Err(Error::new("CannotDelete", message));
    }
    let used = cx.read().with::<NetworkInterface>("group-id", &id).next().is_some()
        || vpc_endpoints::use_group(cx.read(), &id);
    if used || rules::is_referenced(cx.read(), &id) {
        let message = format!("resource {id} has a dependent object");
        return Err(Error::new("DependencyViolation", message));
    }

    remove(cx, &id);
    Ok(DeleteSecurityGroupResult { r#return: Some(true), group_id: Some(id.to_string()) })
}

fn remove(cx: &mut Write<'_>, id: &Id) {
    rules::delete_of_group(cx, id);
    cx.remove::<SecurityGroup>(id);
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct SecurityGroup {
    pub vpc_id: Id,
    pub name: Id,
    pub description: String,
}

fn arn_of(cx: Read<'_>, id: &str) -> String {
    arn(cx, &format!("security-group/{id}"))
}

fn name_in_vpc(vpc_id: &str, name: &str) -> String {
    format!("{vpc_id}/{}", name.to_ascii_lowercase())
}

fn in_vpc<'a>(cx: Read<'a>, vpc_id: &str, name: &str) -> Option<&'a Row<SecurityGroup>> {
    cx.with(NAME_IN_VPC, &name_in_vpc(vpc_id, name)).next()
}

fn default_vpc(cx: Read<'_>) -> Result<&Row<Vpc>> {
    cx.with::<Vpc>("is-default", "true").next().ok_or_else(|| {
        let message = "No default VPC for this user. GroupName is only supported for EC2-Classic \
                       and default VPC.";
        Error::new("VPCIdNotSpecified", message)
    })
}

/// The group that a request names, by its id or, in the default VPC, by its name. What looks like
/// an id is no name that a group can have.
///
/// # Errors
/// The kind's malformed or not-found code, `VPCIdNotSpecified` for a name without a default VPC.
pub(super) fn find<'a>(
    cx: Read<'a>,
    id: Option<&str>,
    name: Option<&str>,
) -> Result<&'a Row<SecurityGroup>> {
    match (id, name) {
        (Some(id), None) => cx.get(id),
        (None, Some(name)) => {
            let vpc = default_vpc(cx)?;
            in_vpc(cx, &vpc.id, name).ok_or_else(|| {
                let id = &vpc.id;
                let message =
                    format!("The security group '{name}' does not exist in default VPC '{id}'");
                Error::new("InvalidGroup.NotFound", message)
            })
        }
        // The default VPC that the name needs is looked for first.
        // unverified: the wording of this and the next.
        (Some(_), Some(_)) => default_vpc(cx).and(Err(Error::combination(
            "The parameter groupName cannot be used with the parameter groupId",
        ))),
        (None, None) => Err(Error::missing("groupName or groupId")),
    }
}

/// Makes the group that a new VPC has.
pub(super) fn create_default(cx: &mut Write<'_>, vpc_id: &Id) -> Id {
    let id = insert(cx, vpc_id, DEFAULT, DEFAULT_DESCRIPTION, Tags::default());
    rules::allow_all(cx, &id, Direction::Ingress, Peer::Group(id.clone()));
    id
}

/// Takes away the group that a VPC has to its end.
pub(super) fn delete_of_vpc(cx: &mut Write<'_>, vpc_id: &Id) {
    if let Some(id) = default_of_vpc(cx.read(), vpc_id) {
        remove(cx, &id);
    }
}

pub(super) fn default_of_vpc(cx: Read<'_>, vpc_id: &str) -> Option<Id> {
    in_vpc(cx, vpc_id, DEFAULT).map(|group| group.id.clone())
}

/// The groups for an interface in a subnet, by ids and names; the VPC's default group if there
/// are neither.
///
/// # Errors
/// `InvalidGroup.NotFound`, `InvalidGroupId.Malformed`, `InvalidParameter` for a group of another
/// VPC, `SecurityGroupsPerInterfaceLimitExceeded` for more than five.
pub(super) fn resolve(
    cx: Read<'_>,
    vpc_id: &str,
    subnet_id: &str,
    ids: &[String],
    names: &[String],
) -> Result<Vec<Id>> {
    let mut groups: Vec<Id> = Vec::new();
    // One by one for their order, which answers keep; all at once for the refusal.
    cx.get_all::<SecurityGroup>(ids)?;
    for id in ids {
        let group = cx.get::<SecurityGroup>(id)?;
        if *group.vpc_id != *vpc_id {
            let message =
                format!("Security group {id} and subnet {subnet_id} belong to different networks.");
            return Err(Error::new("InvalidParameter", message));
        }
        groups.push(group.id.clone());
    }
    for name in names {
        let group = in_vpc(cx, vpc_id, name).ok_or_else(|| {
            let default = cx.find::<Vpc>(vpc_id).is_some_and(|vpc| vpc.is_default);
            let kind = if default { "default VPC" } else { "VPC" };
            let message =
                format!("The security group '{name}' does not exist in {kind} '{vpc_id}'");
            Error::new("InvalidGroup.NotFound", message)
        })?;
        groups.push(group.id.clone());
    }
    if groups.is_empty() {
        groups.extend(default_of_vpc(cx, vpc_id));
    }
    let mut seen: Vec<Id> = Vec::with_capacity(groups.len());
    groups.retain(|id| {
        !seen.contains(id) && {
            seen.push(id.clone());
            true
        }
    });
    if groups.len() > MAX_GROUPS_OF_INTERFACE {
        let message = "The maximum number of security groups per interface has been reached.";
        return Err(Error::new("SecurityGroupsPerInterfaceLimitExceeded", message));
    }
    Ok(groups)
}

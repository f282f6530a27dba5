//! Security groups; their rules are rows of their own, in security_group_rules.

pub(crate) mod filters;
pub(crate) mod names;
pub(crate) mod peered;

use crate::effects::network::security_groups::insert;
use crate::engine::filter::ViewFilters;
use crate::engine::{Operation, Query, Read, Write, operations};
use crate::error::{Error, Result};
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::security_groups::{
    DEFAULT, MAX_GROUPS_OF_INTERFACE, SecurityGroup, arn_of, find, in_vpc,
};
use crate::records::network::token_rules::{DRY_FIRST, PAGES};
use crate::records::network::vpcs::{self, Vpc};
use crate::records::network::{
    security_group_rules, security_group_vpc_associations, vpc_endpoints,
};
use std::collections::BTreeSet;
use wire::{
    CreateSecurityGroupRequest, CreateSecurityGroupResult, DeleteSecurityGroupRequest,
    DeleteSecurityGroupResult, DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult,
    GetSecurityGroupsForVpcRequest, GetSecurityGroupsForVpcResult, SecurityGroupForVpc,
    ValidateSecurityGroupQuotasForInterfaceRequest, ValidateSecurityGroupQuotasForInterfaceResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateSecurityGroup => create_security_group;
    Read  DescribeSecurityGroups => describe_security_groups, ruled by PAGES;
    Read  DescribeSecurityGroupReferences => peered::describe_security_group_references;
    Read  DescribeStaleSecurityGroups => peered::describe_stale_security_groups;
    Read  GetSecurityGroupsForVpc => get_security_groups_for_vpc;
    Read  ValidateSecurityGroupQuotasForInterface => validate_quotas_for_interface;
    Write DeleteSecurityGroup => delete_security_group, ruled by DRY_FIRST;
};

fn create_security_group(
    cx: &mut Write<'_>,
    request: &CreateSecurityGroupRequest,
) -> Result<CreateSecurityGroupResult> {
    let tags = cx.tags_for::<SecurityGroup>(&request.tag_specifications)?;
    let name = names::check_name(&request.group_name)?;
    names::check_description(&request.description)?;
    let vpc_id = match request.vpc_id.as_deref() {
        Some(vpc_id) => cx.get::<Vpc>(vpc_id)?.id.clone(),
        None => {
            // As transcribed of clients' groups; where a name is looked up, it says more.
            let message = "No default VPC for this user";
            let vpc = vpcs::default_of_region(cx.read());
            vpc.ok_or_else(|| Error::new("VPCIdNotSpecified", message))?.id.clone()
        }
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
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref());
    let page = cx.select::<SecurityGroup>(&query.among(&ids))?;
    Ok(DescribeSecurityGroupsResult {
        next_token: page.next_token,
        security_groups: Some(page.items),
    })
}

fn get_security_groups_for_vpc(
    cx: Read<'_>,
    request: &GetSecurityGroupsForVpcRequest,
) -> Result<GetSecurityGroupsForVpcResult> {
    let vpc = cx.get::<Vpc>(&request.vpc_id)?;
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let token = request.next_token.as_deref();
    let paging = cx.paging(request.max_results, token)?;
    let others = security_group_vpc_associations::usable_in(cx, &vpc.id);
    let others = others.filter_map(|id| cx.find::<SecurityGroup>(id));
    let groups = cx.with(SecurityGroup::BY_VPC, &vpc.id).chain(others).map(|row| {
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
    let page = paging.sort_and_cut(groups.filter(|(_, view)| filters.matches(view)))?;
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
    let used = cx.read().with(NetworkInterface::BY_GROUP, &id).next().is_some()
        || vpc_endpoints::use_group(cx.read(), &id);
    let used = used || security_group_vpc_associations::has_group(cx.read(), &id);
    let used = used || cx.read().check_free::<SecurityGroup>(&id).is_err();
    if used || security_group_rules::is_referenced(cx.read(), &id) {
        let message = format!("resource {id} has a dependent object");
        return Err(Error::new("DependencyViolation", message));
    }

    cx.remove::<SecurityGroup>(&id);
    Ok(DeleteSecurityGroupResult { r#return: Some(true), group_id: Some(id.to_string()) })
}

/// Whether an interface can have all of the groups: there are five at most.
// unverified (looked up 2026-11-26): that rules, of which no number is too high here, are not
// looked at.
fn validate_quotas_for_interface(
    cx: Read<'_>,
    request: &ValidateSecurityGroupQuotasForInterfaceRequest,
) -> Result<ValidateSecurityGroupQuotasForInterfaceResult> {
    cx.get_all::<SecurityGroup>(&request.security_group_ids)?;
    let different: BTreeSet<&String> = request.security_group_ids.iter().collect();
    if different.len() < request.security_group_ids.len() {
        // unverified (looked up 2026-11-26): code and words; the rule is documented.
        return Err(Error::invalid_value("Each security group ID must be unique."));
    }
    let valid = Some(different.len() <= MAX_GROUPS_OF_INTERFACE);
    Ok(ValidateSecurityGroupQuotasForInterfaceResult { valid })
}

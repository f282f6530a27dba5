//! Who may have an endpoint to a service, or attach a transit gateway.

use crate::engine::filter::ViewFilters;
use crate::engine::{Read, Write, page};
use crate::error::{Error, Result};
use crate::records::network::vpc_endpoint_services::{Principal, VpcEndpointService};
use wire::{
    AddedPrincipal, DescribeVpcEndpointServicePermissionsRequest,
    DescribeVpcEndpointServicePermissionsResult, Filter,
    ModifyVpcEndpointServicePermissionsRequest, ModifyVpcEndpointServicePermissionsResult,
    PermissionType,
};

pub(super) fn modify_vpc_endpoint_service_permissions(
    cx: &mut Write<'_>,
    request: &ModifyVpcEndpointServicePermissionsRequest,
) -> Result<ModifyVpcEndpointServicePermissionsResult> {
    let id = request.service_id.as_str();
    let service = cx.get::<VpcEndpointService>(id)?;
    let is_of_attachments =
        request.permission_type == Some(PermissionType::TransitGatewayAttachment);
    if is_of_attachments && !service.is_of_gateways {
        // unverified (looked up 2026-11-26): code and message.
        let message = "The permission type transit-gateway-attachment is only supported for \
                       services with gateway load balancers.";
        return Err(Error::new("InvalidParameter", message));
    }
    let mut principals = service.principals.clone();
    for arn in &request.add_allowed_principals {
        check_principal(arn, is_of_attachments)?;
    }
    let is_it = |one: &Principal, arn: &String| {
        one.is_of_attachments == is_of_attachments && one.arn == *arn
    };
    // unverified (looked up 2026-11-26): that it is no mistake to take a permission that there is
    // none of.
    principals.retain(|one| !request.remove_allowed_principals.iter().any(|arn| is_it(one, arn)));
    let mut added = Vec::new();
    for arn in &request.add_allowed_principals {
        if !principals.iter().any(|one| is_it(one, arn)) {
            let id_of_new = cx.ids().next("vpce-svc-perm");
            let new = Principal { id: id_of_new, arn: arn.clone(), is_of_attachments };
            let view = new.view(id);
            added.push(AddedPrincipal {
                principal_type: view.principal_type,
                principal: view.principal,
                service_permission_id: view.service_permission_id,
                service_id: view.service_id,
                permission_type: view.permission_type,
            });
            principals.push(new);
        }
    }
    cx.get_mut::<VpcEndpointService>(id)?.principals = principals;
    Ok(ModifyVpcEndpointServicePermissionsResult {
        added_principals: Some(added),
        return_value: Some(true),
    })
}

/// `*`, or the ARN of an account, or of a user or role without a path; for attachments that of an
/// account alone.
/// As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/16657>.
// unverified (looked up 2026-11-26): that attachments have the same words.
fn check_principal(arn: &str, is_of_attachments: bool) -> Result<()> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let is_arn = matches!(parts[..], ["arn", _, "iam", "", account, of]
        if account.len() == 12 && account.bytes().all(|digit| digit.is_ascii_digit())
            && (of == "root"
                || !is_of_attachments
                    && matches!(of.split_once('/'), Some(("user" | "role", name))
                        if !name.is_empty() && !name.contains('/'))));
    if arn == "*" && !is_of_attachments || is_arn {
        return Ok(());
    }
    Err(Error::new("InvalidPrincipal", format!("Invalid Principal: '{arn}'")))
}

pub(super) fn describe_vpc_endpoint_service_permissions(
    cx: Read<'_>,
    request: &DescribeVpcEndpointServicePermissionsRequest,
) -> Result<DescribeVpcEndpointServicePermissionsResult> {
    let service = cx.get::<VpcEndpointService>(&request.service_id)?;
    let filters = ViewFilters::parse(cx.action(), &request.filters).map_err(of_filter)?;
    check_values(&request.filters)?;
    let mut principals: Vec<&Principal> = service.principals.iter().collect();
    principals.sort_unstable_by_key(|one| &one.id);
    let views = principals.into_iter().map(|one| (one.id.to_string(), one.view(&service.id)));
    let size = page::size(request.max_results)?;
    let paging = cx.paging(size, request.next_token.as_deref())?;
    let page = paging.cut_sorted(views.filter(|(_, view)| filters.matches(view)))?;
    Ok(DescribeVpcEndpointServicePermissionsResult {
        allowed_principals: Some(page.items),
        next_token: page.next_token,
    })
}

/// Another code than other operations', and no quotes: as Terraform's provider quotes it of
/// DescribeVpcEndpointConnections, `internal/service/ec2/find.go`.
// unverified (looked up 2026-11-27): that it is so of permissions, whose values have the same code.
pub(super) fn of_filter(error: Error) -> Error {
    if error.code == "InvalidParameterValue" {
        Error::new("InvalidFilter", error.message.replace('\'', ""))
    } else {
        error
    }
}

/// As Terraform's provider quotes of a role, for which it looks through all of them instead:
/// `internal/service/ec2/find.go`.
// unverified (looked up 2026-11-26): that it is for the slash.
fn check_values(filters: &[Filter]) -> Result<()> {
    let of_principals = filters.iter().filter(|it| it.name.as_deref() == Some("principal"));
    let mut values = of_principals.flat_map(|it| it.values.iter().flatten());
    values.find(|value| value.contains('/')).map_or(Ok(()), |value| {
        let message = format!("The filter value {value} contains unsupported characters");
        Err(Error::new("InvalidFilter", message))
    })
}

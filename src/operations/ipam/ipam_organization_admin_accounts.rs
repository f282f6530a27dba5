//! The account that manages the addresses of an organization, which is for the organization's
//! management account to say. No account here is in one.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/enable-integ-ipam.html>

use crate::engine::{Operation, Write, operations};
use crate::error::Result;
use crate::records::account::arns::check_account;
use crate::records::account::organizations::not_managing;
use wire::{
    DisableIpamOrganizationAdminAccountRequest, DisableIpamOrganizationAdminAccountResult,
    EnableIpamOrganizationAdminAccountRequest, EnableIpamOrganizationAdminAccountResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write EnableIpamOrganizationAdminAccount => enable_ipam_organization_admin_account;
    Write DisableIpamOrganizationAdminAccount => disable_ipam_organization_admin_account;
};

fn enable_ipam_organization_admin_account(
    _: &mut Write<'_>,
    request: &EnableIpamOrganizationAdminAccountRequest,
) -> Result<EnableIpamOrganizationAdminAccountResult> {
    check_account("delegatedAdminAccountId", &request.delegated_admin_account_id)?;
    Err(not_managing())
}

fn disable_ipam_organization_admin_account(
    _: &mut Write<'_>,
    request: &DisableIpamOrganizationAdminAccountRequest,
) -> Result<DisableIpamOrganizationAdminAccountResult> {
    check_account("delegatedAdminAccountId", &request.delegated_admin_account_id)?;
    Err(not_managing())
}

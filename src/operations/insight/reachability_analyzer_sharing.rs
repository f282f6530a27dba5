//! That Reachability Analyzer looks into all accounts of an organization, which is for the
//! organization's management account to say. No account here is in one.
//! <https://docs.aws.amazon.com/vpc/latest/reachability/multi-account.html>

use crate::engine::{Operation, Write, operations};
use crate::error::Result;
use crate::records::account::organizations::not_managing;
use wire::{
    EnableReachabilityAnalyzerOrganizationSharingRequest,
    EnableReachabilityAnalyzerOrganizationSharingResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write EnableReachabilityAnalyzerOrganizationSharing => enable_organization_sharing;
};

fn enable_organization_sharing(
    _: &mut Write<'_>,
    _: &EnableReachabilityAnalyzerOrganizationSharingRequest,
) -> Result<EnableReachabilityAnalyzerOrganizationSharingResult> {
    Err(not_managing())
}

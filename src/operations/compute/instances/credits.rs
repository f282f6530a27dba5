//! How burstable instances pay for bursts.

use crate::effects::compute::instances::launch::host::check_credits;
use crate::effects::compute::instances::launch::settings::parse_credits;
use crate::engine::filter::ViewFilters;
use crate::engine::{Read, Resource as _, Row, Write};
use crate::error::{Error, Result};
use crate::records::account::account_settings::Credits;
use crate::records::compute::instances::Instance;
use crate::records::compute::instances::finders::alive;
use std::collections::BTreeSet;
use wire::{
    DescribeInstanceCreditSpecificationsRequest, DescribeInstanceCreditSpecificationsResult,
    InstanceCreditSpecification, InstanceCreditSpecificationRequest,
    ModifyInstanceCreditSpecificationRequest, ModifyInstanceCreditSpecificationResult,
    SuccessfulInstanceCreditSpecificationItem, Tenancy,
    UnsuccessfulInstanceCreditSpecificationErrorCode, UnsuccessfulInstanceCreditSpecificationItem,
    UnsuccessfulInstanceCreditSpecificationItemError,
};

/// Without ids: the instances that are `unlimited`, as those of most families are from the start,
/// and those that once were, whatever type they have now.
/// See `API_DescribeInstanceCreditSpecifications` in AWS's reference.
pub(crate) fn describe_credit_specifications(
    cx: Read<'_>,
    request: &DescribeInstanceCreditSpecificationsRequest,
) -> Result<DescribeInstanceCreditSpecificationsResult> {
    let ids = &request.instance_ids;
    check_asked(request)?;
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let token = request.next_token.as_deref();
    let paging = cx.paging(request.max_results, token)?;
    cx.get_all::<Instance>(ids)?;
    let views = cx
        .listed::<Instance>(ids, Some(Instance::UNLIMITED.under(&())), &paging)?
        .map(|(seq, row)| (seq, view(row)))
        .filter(|(_, view)| filters.matches(view));
    let page = paging.cut(views.map(Ok))?;
    Ok(DescribeInstanceCreditSpecificationsResult {
        instance_credit_specifications: Some(page.items),
        next_token: page.next_token,
    })
}

/// In words of their own, as recorded in `instance_credits_api.json` of `radkawar/stackd`
/// (looked up 2026-11-26).
fn check_asked(request: &DescribeInstanceCreditSpecificationsRequest) -> Result<()> {
    if !request.instance_ids.is_empty() && request.max_results.is_some() {
        return Err(Error::combination(
            "The parameter InstanceIds cannot be used with the parameter MaxResults. Use one of \
             the parameters and try again.",
        ));
    }
    let mut names = request.filters.iter().map(|filter| filter.name.as_deref().unwrap_or_default());
    if let Some(name) = names.find(|name| *name != "instance-id") {
        let message = format!(
            "The value ( {name} ) for the parameter Filter is invalid. Change the value and try \
             again."
        );
        return Err(Error::new("InvalidRequest", message));
    }
    match request.instance_ids.iter().find(|id| Instance::check_id(id).is_err()) {
        Some(id) => {
            let message = format!("Invalid ID: {id}. Change the ID and try again.");
            Err(Error::new(Instance::MALFORMED, message))
        }
        None => Ok(()),
    }
}

/// An instance of a type without credits shows `standard`, as go-to-k/cdk-real-drift#1514 and
/// k1LoW/awspec#404 observed.
// unverified (looked up 2026-11-26): that one which was of another type goes on showing what it
// was.
fn view(row: &Row<Instance>) -> InstanceCreditSpecification {
    let usual = if row.is_or_was_unlimited() { Credits::Unlimited } else { Credits::Standard };
    InstanceCreditSpecification {
        instance_id: Some(row.id.to_string()),
        cpu_credits: Some(row.credits.unwrap_or(usual).as_str().to_owned()),
    }
}

/// Each instance succeeds or fails for itself.
pub(crate) fn modify_credit_specification(
    cx: &mut Write<'_>,
    request: &ModifyInstanceCreditSpecificationRequest,
) -> Result<ModifyInstanceCreditSpecificationResult> {
    let mut changes = Vec::new();
    let mut failed = Vec::new();
    let items = &request.instance_credit_specifications;
    let ids: BTreeSet<_> = items.iter().map(|item| &item.instance_id).collect();
    if ids.len() < items.len() {
        // The code and what it says are those of AWS's list of codes.
        // unverified (looked up 2026-11-26): the wording.
        return Err(Error::new(
            "InvalidInstanceCreditSpecification.DuplicateInstanceId",
            "The request may not contain duplicate instance IDs.",
        ));
    }
    for item in items {
        let credits = parse_credits(item.cpu_credits.as_deref().unwrap_or_default())?;
        match check(cx.read(), item, credits) {
            Ok(()) => changes.push((item.instance_id.clone().unwrap_or_default(), credits)),
            Err(error) => failed.push(UnsuccessfulInstanceCreditSpecificationItem {
                instance_id: item.instance_id.clone(),
                error: Some(error),
            }),
        }
    }
    let mut done = Vec::with_capacity(changes.len());
    for (id, credits) in changes {
        cx.get_mut::<Instance>(&id)?.set_credits(Some(credits));
        done.push(SuccessfulInstanceCreditSpecificationItem { instance_id: Some(id) });
    }
    Ok(ModifyInstanceCreditSpecificationResult {
        successful_instance_credit_specifications: Some(done),
        unsuccessful_instance_credit_specifications: Some(failed),
    })
}

fn check(
    cx: Read<'_>,
    item: &InstanceCreditSpecificationRequest,
    credits: Credits,
) -> Result<(), UnsuccessfulInstanceCreditSpecificationItemError> {
    use UnsuccessfulInstanceCreditSpecificationErrorCode as Code;
    let failure = |code, message| UnsuccessfulInstanceCreditSpecificationItemError {
        code: Some(code),
        message: Some(message),
    };
    let id = item.instance_id.as_deref().unwrap_or_default();
    if let Err(error) = Instance::check_id(id) {
        return Err(failure(Code::InvalidInstanceIDMalformed, error.message));
    }
    let Some(row) = cx.find::<Instance>(id) else {
        let message = Instance::not_found(&[id]).message;
        return Err(failure(Code::InvalidInstanceIDNotFound, message));
    };
    // One that has ended may be changed: `instance_credits_terminal.json` in `radkawar/stackd`.
    let has_ended = row.is_terminated(cx.now());
    if !has_ended && let Err(error) = alive(cx, id) {
        return Err(failure(Code::IncorrectInstanceState, error.message));
    }
    if row.credits.is_none() {
        // unverified (looked up 2026-11-26): the wording, which is RunInstances' own.
        let kind = row.kind.name;
        let message = format!("The {kind} instance type does not support T2 Unlimited.");
        return Err(failure(Code::InstanceCreditSpecificationNotSupported, message));
    }
    if row.tenancy() == Tenancy::Host
        && let Err(error) = check_credits(Some(credits.as_str()), row.kind)
    {
        return Err(failure(Code::InstanceCreditSpecificationNotSupported, error.message));
    }
    Ok(())
}

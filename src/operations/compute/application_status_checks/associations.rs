//! For which instances checks are. What comes of one does not keep the others.

use crate::engine::filter::ViewFilters;
use crate::engine::tags::Flaw;
use crate::engine::{Id, Read, Resource as _, Row, Tags, Write};
use crate::error::{Error, Result};
use crate::records::compute::application_status_checks::{
    ApplicationStatusCheck, ApplicationStatusCheckAssociation, Target,
};
use crate::records::compute::instances::Instance;
use crate::records::compute::instances::finders::alive;
use crate::records::ids::{ApplicationStatusCheckId, InstanceId};
use wire::{
    ApplicationStatusCheckAssociationObject, AssociateApplicationStatusCheckRequest,
    AssociateApplicationStatusCheckResult, AssociationTypeEnum, CustomTagKeyValueRequestPair,
    DescribeApplicationStatusCheckAssociationsRequest,
    DescribeApplicationStatusCheckAssociationsResult, DisassociateApplicationStatusCheckRequest,
    DisassociateApplicationStatusCheckResult, SuccessfulAssociationResponseObject as Successful,
    Tag, UnsuccessfulAssociationResponseObject as Unsuccessful,
};

/// `API_AssociateApplicationStatusCheck` in AWS's reference.
const MAX_TAGS: usize = 50;

fn key(check: &str, target: &Target) -> Id<ApplicationStatusCheckAssociation> {
    let kind = if matches!(target, Target::Tag(..)) { "tag " } else { "" };
    Id::new(format!("{check} {kind}{}", target.text()))
}

/// # Errors
/// `InvalidParameterCombination` for both, which is documented, and `MissingParameter` for none;
/// for what can be no tag, and no instance's id.
// unverified (looked up 2026-11-26): the words.
fn targets(tags: &[CustomTagKeyValueRequestPair], instances: &[String]) -> Result<Vec<Target>> {
    match (tags.is_empty(), instances.is_empty()) {
        (true, true) => Err(Error::missing("TargetTagAssociation or InstanceId")),
        (false, false) => Err(Error::exclusive("TargetTagAssociation", "InstanceId")),
        (false, true) => tags.iter().map(tag).collect(),
        (true, false) => instances.iter().map(|id| instance(id)).collect(),
    }
}

/// A tag that instances have from AWS is one, too.
fn tag(asked: &CustomTagKeyValueRequestPair) -> Result<Target> {
    let key = asked.key.as_deref().ok_or(Flaw::NoKey)?;
    let value = asked.value.as_deref().ok_or(Flaw::NoValue)?;
    Ok(Target::Tag(key.into(), value.into()))
}

fn instance(id: &str) -> Result<Target> {
    Instance::check_id(id)?;
    Ok(Target::Instance(InstanceId::new(id)))
}

fn successful(check: &str, target: &Target) -> Successful {
    Successful {
        application_status_check_id: Some(check.to_owned()),
        association_type: Some(kind(target).to_owned()),
        association_value: Some(target.text()),
    }
}

fn unsuccessful(check: &str, target: &Target, reason: String) -> Unsuccessful {
    Unsuccessful {
        application_status_check_id: Some(check.to_owned()),
        association_type: Some(kind(target).to_owned()),
        association_value: Some(target.text()),
        reason: Some(reason),
    }
}

const fn kind(target: &Target) -> &'static str {
    match target {
        Target::Instance(_) => "INSTANCE_ID",
        Target::Tag(..) => "EC2TAG",
    }
}

/// One that there is already is as good as a new one.
// unverified (looked up 2026-11-26): that it is, and the reasons.
pub(crate) fn associate(
    cx: &mut Write<'_>,
    request: &AssociateApplicationStatusCheckRequest,
) -> Result<AssociateApplicationStatusCheckResult> {
    let id = request.application_status_check_id.as_str();
    let check_id = cx.read().get_live::<ApplicationStatusCheck>(id)?.id.clone();
    let (mut made, mut failed) = (Vec::new(), Vec::new());
    for target in targets(&request.target_tag_associations, &request.instance_ids)? {
        let key = key(id, &target);
        let is_there = cx.find(&key).is_some();
        match if is_there { Ok(()) } else { check_new(cx.read(), &check_id, &target) } {
            Ok(()) => made.push(successful(id, &target)),
            Err(reason) => {
                failed.push(unsuccessful(id, &target, reason));
                continue;
            }
        }
        if !is_there {
            let (check_id, associated) = (check_id.clone(), cx.now().timestamp());
            let record = ApplicationStatusCheckAssociation { check_id, target, associated };
            cx.insert(key, record, Tags::default());
        }
    }
    Ok(AssociateApplicationStatusCheckResult {
        successful_results: Some(made),
        unsuccessful_results: Some(failed),
    })
}

/// # Errors
/// Why there can be no such association.
fn check_new(
    cx: Read<'_>,
    check_id: &ApplicationStatusCheckId,
    target: &Target,
) -> Result<(), String> {
    if let Target::Instance(id) = target {
        return alive(cx, id).map(drop).map_err(|error| error.message);
    }
    let present = cx.with(ApplicationStatusCheckAssociation::BY_CHECK, check_id);
    let present = present.filter(|row| matches!(row.target, Target::Tag(..))).count();
    if present < MAX_TAGS {
        return Ok(());
    }
    Err(format!("A check can be associated with up to {MAX_TAGS} tags."))
}

// unverified (looked up 2026-11-26): the reason.
pub(crate) fn disassociate(
    cx: &mut Write<'_>,
    request: &DisassociateApplicationStatusCheckRequest,
) -> Result<DisassociateApplicationStatusCheckResult> {
    let id = request.application_status_check_id.as_str();
    cx.read().get_live::<ApplicationStatusCheck>(id)?;
    let (mut removed, mut failed) = (Vec::new(), Vec::new());
    for target in targets(&request.target_tag_associations, &request.instance_ids)? {
        let key = key(id, &target);
        if cx.find(&key).is_some() {
            cx.remove(&key);
            removed.push(successful(id, &target));
        } else {
            let reason = "It is not associated with the application status check.".to_owned();
            failed.push(unsuccessful(id, &target, reason));
        }
    }
    Ok(DisassociateApplicationStatusCheckResult {
        successful_results: Some(removed),
        unsuccessful_results: Some(failed),
    })
}

// unverified (looked up 2026-11-26): that ids of no check are refused here, and that the tags are
// those of the checks whose associations are shown.
pub(crate) fn describe(
    cx: Read<'_>,
    request: &DescribeApplicationStatusCheckAssociationsRequest,
) -> Result<DescribeApplicationStatusCheckAssociationsResult> {
    let ids = &request.application_status_check_ids;
    for id in ids {
        cx.get_live::<ApplicationStatusCheck>(id)?;
    }
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let rows = cx.table::<ApplicationStatusCheckAssociation>().iter(paging.position(), cx.now());
    let rows = rows
        .filter(|(_, row)| ids.is_empty() || ids.iter().any(|id| **id == *row.check_id))
        .map(|(seq, row)| (seq, view(row)))
        .filter(|(_, view)| filters.matches(view));
    let page = paging.cut(rows.map(Ok))?;
    let shown = page.items.iter().filter_map(|it| it.application_status_check_id.as_deref());
    let mut shown: Vec<&str> = shown.collect();
    shown.sort_unstable();
    shown.dedup();
    let checks = shown.into_iter().filter_map(|id| cx.find::<ApplicationStatusCheck>(id));
    let tags = checks.flat_map(|check: &Row<_>| check.tags.wire().unwrap_or_default());
    let tags: Vec<Tag> = tags.collect();
    Ok(DescribeApplicationStatusCheckAssociationsResult {
        associations: Some(page.items),
        next_token: page.next_token,
        tags: Some(tags),
    })
}

fn view(row: &ApplicationStatusCheckAssociation) -> ApplicationStatusCheckAssociationObject {
    let (of, key, value) = match &row.target {
        Target::Instance(id) => (AssociationTypeEnum::InstanceId, None, id.to_string()),
        Target::Tag(key, value) => {
            (AssociationTypeEnum::Tag, Some(key.to_string()), value.to_string())
        }
    };
    ApplicationStatusCheckAssociationObject {
        application_status_check_id: Some(row.check_id.to_string()),
        association_type: Some(of),
        key,
        value: Some(value),
    }
}

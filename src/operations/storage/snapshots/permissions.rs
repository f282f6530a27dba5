//! Who may make volumes of a snapshot beside its owner.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html>

use crate::engine::{Read, Row, Text, Write};
use crate::error::{Error, Result};
use crate::records::storage::images::describe;
use crate::records::storage::snapshots::finders::check_tier;
use crate::records::storage::snapshots::{Snapshot, block_public_access};
use crate::records::storage::volumes::encryption;
use wire::{
    CreateVolumePermission, DescribeSnapshotAttributeRequest, DescribeSnapshotAttributeResult,
    Invalid, ModifySnapshotAttributeRequest, OperationType, PermissionGroup,
    ResetSnapshotAttributeRequest, SnapshotAttributeName, SnapshotBlockPublicAccessState,
    WireEnum as _,
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html>
const MAX_CHANGES: usize = 500;

pub(crate) fn describe_snapshot_attribute(
    cx: Read<'_>,
    request: &DescribeSnapshotAttributeRequest,
) -> Result<DescribeSnapshotAttributeResult> {
    let row = readable(cx, &request.snapshot_id)?;
    let mut answer = DescribeSnapshotAttributeResult {
        snapshot_id: Some(row.id.to_string()),
        ..DescribeSnapshotAttributeResult::default()
    };
    match request.attribute {
        SnapshotAttributeName::ProductCodes => answer.product_codes = Some(Vec::new()),
        SnapshotAttributeName::CreateVolumePermission => {
            answer.create_volume_permissions = Some(permissions(row));
        }
    }
    Ok(answer)
}

/// The caller's own snapshot, or one that everybody may use.
fn readable<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<Snapshot>> {
    match cx.reach::<Snapshot>(id) {
        Some((_, row)) if row.is_public => Ok(row),
        // unverified (looked up 2026-11-26): that those with whom alone it is shared are told
        // nothing.
        _ => cx.get::<Snapshot>(id),
    }
}

fn permissions(row: &Row<Snapshot>) -> Vec<CreateVolumePermission> {
    let everybody = row.is_public.then_some(CreateVolumePermission {
        group: Some(PermissionGroup::All),
        ..CreateVolumePermission::default()
    });
    let accounts = row.shared_with.iter().map(|account| CreateVolumePermission {
        user_id: Some(account.to_string()),
        ..CreateVolumePermission::default()
    });
    everybody.into_iter().chain(accounts).collect()
}

pub(crate) fn modify_snapshot_attribute(
    cx: &mut Write<'_>,
    request: &ModifySnapshotAttributeRequest,
) -> Result<()> {
    let row = cx.get::<Snapshot>(&request.snapshot_id)?;
    check_attribute(request.attribute)?;
    let (operation, grantees) = change(cx.read(), request)?;
    if operation == OperationType::Add {
        check_sharing(cx.read(), row, &grantees)?;
    }
    // Its owner is not listed: <https://github.com/hashicorp/terraform-provider-aws/pull/6826>.
    let own = Grantee::Account(cx.account().clone());
    let mut row = cx.get_mut::<Snapshot>(&request.snapshot_id)?;
    for grantee in grantees.into_iter().filter(|grantee| *grantee != own) {
        match (operation, grantee) {
            (OperationType::Add, Grantee::Everybody) => row.is_public = true,
            (OperationType::Remove, Grantee::Everybody) => row.is_public = false,
            (OperationType::Add, Grantee::Account(id)) => drop(row.shared_with.insert(id)),
            (OperationType::Remove, Grantee::Account(id)) => drop(row.shared_with.remove(&id)),
        }
    }
    Ok(())
}

fn check_attribute(attribute: Option<SnapshotAttributeName>) -> Result<()> {
    match attribute {
        Some(SnapshotAttributeName::ProductCodes) => {
            // unverified (looked up 2026-11-26): the wording.
            Err(Error::bad_parameter("attribute", "productCodes", "It cannot be modified."))
        }
        _ => Ok(()),
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Grantee {
    Everybody,
    Account(Text),
}

/// Permissions stand in a member of their own, or users and groups beside an operation. One request
/// adds or removes.
// unverified (looked up 2026-11-26): the codes and messages of all refusals here.
fn change(
    cx: Read<'_>,
    request: &ModifySnapshotAttributeRequest,
) -> Result<(OperationType, Vec<Grantee>)> {
    let account = |id: &String| match id.as_str() {
        "self" => Err(Error::new("InvalidUserID.Malformed", format!("User ID '{id}' is invalid"))),
        _ => describe::account(cx, id).map(|id| Grantee::Account(id.into())),
    };
    let mut listed: Vec<Grantee> = request.user_ids.iter().map(account).collect::<Result<_>>()?;
    for group in &request.group_names {
        match PermissionGroup::parse(group) {
            Some(PermissionGroup::All) => listed.push(Grantee::Everybody),
            None => return Err(Invalid::item(group, "UserGroup").into()),
        }
    }
    let each = |permissions: &Option<Vec<CreateVolumePermission>>| {
        let permissions = permissions.as_deref().unwrap_or_default().iter();
        let grantees = permissions.flat_map(|permission| {
            let group = permission.group.map(|PermissionGroup::All| Ok(Grantee::Everybody));
            group.into_iter().chain(permission.user_id.as_ref().map(account))
        });
        grantees.collect::<Result<Vec<_>>>()
    };
    let modifications = request.create_volume_permission.as_ref();
    let add = modifications.map_or_else(|| Ok(Vec::new()), |it| each(&it.add))?;
    let remove = modifications.map_or_else(|| Ok(Vec::new()), |it| each(&it.remove))?;
    let change = match (listed.is_empty(), add.is_empty(), remove.is_empty()) {
        (true, true, true) => return Err(Error::combination("No attributes specified.")),
        (false, true, true) => {
            let operation = request.operation_type;
            (operation.ok_or_else(|| Error::missing("operationType"))?, listed)
        }
        (true, false, true) => (OperationType::Add, add),
        (true, true, false) => (OperationType::Remove, remove),
        _ => {
            let message = "One request either adds permissions or removes them.";
            return Err(Error::combination(message));
        }
    };
    if change.1.len() > MAX_CHANGES {
        let message = format!("One request makes at most {MAX_CHANGES} modifications.");
        return Err(Error::invalid_value(message));
    }
    Ok(change)
}

fn check_sharing(cx: Read<'_>, row: &Row<Snapshot>, grantees: &[Grantee]) -> Result<()> {
    check_tier(row, cx.now())?;
    let is_public = grantees.contains(&Grantee::Everybody);
    if is_public && row.encrypted {
        // As AWS's Security Hub workshop quotes it, also with the default key.
        let message = "Encrypted snapshots cannot be shared publicly";
        return Err(Error::new("OperationNotPermitted", message));
    }
    if row.kms_key_id.as_ref() == Some(&encryption::aws_key(cx)) {
        let message = "Encrypted snapshots with EBS default key cannot be shared";
        return Err(Error::new("OperationNotPermitted", message));
    }
    if !is_public {
        return Ok(());
    }
    // unverified (looked up 2026-11-26): code and message; the documentation says that it cannot.
    if block_public_access::of_region(cx) != SnapshotBlockPublicAccessState::Unblocked {
        let message = "Block public access for snapshots is enabled for this account and Region";
        return Err(Error::new("OperationNotPermitted", message));
    }
    Ok(())
}

pub(crate) fn reset_snapshot_attribute(
    cx: &mut Write<'_>,
    request: &ResetSnapshotAttributeRequest,
) -> Result<()> {
    cx.get::<Snapshot>(&request.snapshot_id)?;
    check_attribute(Some(request.attribute))?;
    let mut row = cx.get_mut::<Snapshot>(&request.snapshot_id)?;
    row.is_public = false;
    row.shared_with.clear();
    Ok(())
}

//! Who may make volumes of a snapshot beside its owner.
//! <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html>

use crate::engine::{Read, Row, Text, Write};
use crate::error::{Error, Result};
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
    let (operation, grantees) = change(request)?;
    let row = cx.get::<Snapshot>(&request.snapshot_id)?;
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

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Grantee {
    Everybody,
    Account(Text),
}

/// What permissions to add or to take away.
type Change = (OperationType, Vec<Grantee>);

/// Permissions stand in a member of their own, beside which others do not count, or users and
/// groups beside an operation. One request adds or removes. The words are those of
/// `sharing_controls.json` and `sharing_data_contract.json` among the recordings of EBS in
/// radkawar/stackd (looked up 2026-11-26).
fn change(request: &ModifySnapshotAttributeRequest) -> Result<Change> {
    let modifications = request.create_volume_permission.as_ref();
    let each = |permissions: Option<&Option<Vec<CreateVolumePermission>>>| {
        let permissions = permissions.and_then(Option::as_deref).unwrap_or_default().iter();
        let grantees = permissions.flat_map(|permission| {
            let group = permission.group.map(|PermissionGroup::All| Ok(Grantee::Everybody));
            group.into_iter().chain(permission.user_id.as_deref().map(account))
        });
        grantees.collect::<Vec<_>>()
    };
    let add = each(modifications.map(|it| &it.add));
    let remove = each(modifications.map(|it| &it.remove));
    let (operation, grantees) = match (add.is_empty(), remove.is_empty()) {
        (true, true) => listed(request)?,
        (false, true) => (OperationType::Add, add),
        (true, false) => (OperationType::Remove, remove),
        (false, false) => {
            return Err(Error::combination(
                "One and only one operation type may be specified for createVolumePermissions",
            ));
        }
    };
    if grantees.len() > MAX_CHANGES {
        let message = format!("Modification size must not be greater than {MAX_CHANGES}.");
        return Err(Error::invalid_value(message));
    }
    Ok((operation, grantees.into_iter().collect::<Result<_>>()?))
}

/// The same of users and groups beside an operation.
fn listed(
    request: &ModifySnapshotAttributeRequest,
) -> Result<(OperationType, Vec<Result<Grantee>>)> {
    let group = |group: &String| match PermissionGroup::parse(group) {
        Some(PermissionGroup::All) => Ok(Grantee::Everybody),
        None => Err(Invalid::grantee("UserGroup", group).into()),
    };
    let users = request.user_ids.iter().map(|id| account(id));
    let grantees: Vec<_> = users.chain(request.group_names.iter().map(group)).collect();
    match (request.attribute, request.operation_type) {
        (None, None) if grantees.is_empty() => Err(Error::combination("No attributes specified.")),
        (None, _) => Err(Error::new(
            "MissingParameter",
            "Value for parameter attribute is invalid. Parameter may not be null or empty.",
        )),
        (Some(SnapshotAttributeName::ProductCodes), _) => {
            Err(Error::invalid_value("Unrecognized attribute."))
        }
        (Some(SnapshotAttributeName::CreateVolumePermission), None) => {
            Err(Error::combination("No operation specified for createVolumePermission attribute."))
        }
        // unverified (looked up 2026-11-26): an operation on nobody.
        (Some(_), Some(_)) if grantees.is_empty() => {
            Err(Error::combination("No attributes specified."))
        }
        (Some(_), Some(operation)) => Ok((operation, grantees)),
    }
}

fn account(id: &str) -> Result<Grantee> {
    if id.len() == 12 && id.bytes().all(|digit| digit.is_ascii_digit()) {
        return Ok(Grantee::Account(id.into()));
    }
    Err(Invalid::grantee("UserId", id).into())
}

fn check_sharing(cx: Read<'_>, row: &Row<Snapshot>, grantees: &[Grantee]) -> Result<()> {
    check_tier(row, cx.now())?;
    let is_public = grantees.contains(&Grantee::Everybody);
    if is_public && row.encrypted {
        // Also with the default key: `sharing_controls.json` there.
        let message = "Encrypted snapshots cannot be shared publicly.";
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
    if request.attribute == SnapshotAttributeName::ProductCodes {
        return Err(Invalid::request().into());
    }
    let mut row = cx.get_mut::<Snapshot>(&request.snapshot_id)?;
    row.is_public = false;
    row.shared_with.clear();
    Ok(())
}

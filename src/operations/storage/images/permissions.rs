//! Who may launch an image beside its owner.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharing-amis.html>
//!
//! Which accounts an organization or a unit of one has is another service's to know: what is shared
//! with them is kept and shown, and no account here sees it by that.

use super::block_public_access;
use crate::engine::{Read, Row, Text, Write};
use crate::error::{Error, Result};
use crate::records::storage::images::Image;
use crate::records::storage::snapshots;
use crate::records::storage::volumes::encryption;
use wire::{
    CancelImageLaunchPermissionRequest, CancelImageLaunchPermissionResult, Invalid,
    LaunchPermission, ModifyImageAttributeRequest, OperationType, PermissionGroup, WireEnum as _,
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchPermission.html>
const MAX_ACCOUNTS: usize = 10_000;

/// In a region, with the quotas of a new account.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-quotas.html>
const MAX_PUBLIC: usize = 5;

#[derive(PartialEq, Eq)]
pub(crate) enum Grantee {
    Everybody,
    Account(Text),
    Organization(Text),
    OrganizationalUnit(Text),
}

/// What a request adds and what it takes away.
pub(crate) struct Change {
    pub add: Vec<Grantee>,
    remove: Vec<Grantee>,
}

impl Change {
    /// # Errors
    /// `InvalidAMIAttributeItemValue` for nobody's name, `MissingParameter` for a list without its
    /// operation.
    pub fn read(request: &ModifyImageAttributeRequest) -> Result<Option<Self>> {
        let listed = listed(request)?;
        let (mut add, mut remove) = (Vec::new(), Vec::new());
        match (listed.is_empty(), request.operation_type) {
            (true, Some(_)) if request.launch_permission.is_none() => {
                return Err(Error::missing("userId"));
            }
            // An operation beside the member that says it already, as Cloud Custodian writes it.
            // unverified (looked up 2026-11-26): that it is not compared with the member.
            (true, _) => {}
            // Packer names whom it adds in a list, too. unverified (looked up 2026-11-26): that
            // the list does not count then, as it does not for a snapshot.
            (false, None) if request.launch_permission.is_some() => {}
            (false, Some(OperationType::Add)) => add = listed,
            (false, Some(OperationType::Remove)) => remove = listed,
            // hashicorp/packer#2305, of 2015; unverified (looked up 2026-11-26): that neither of
            // the next two goes without the other.
            (false, None) if request.attribute.is_none() => {
                return Err(Error::missing("LaunchPermission"));
            }
            (false, None) => return Err(Error::missing("operationType")),
        }
        if let Some(modifications) = &request.launch_permission {
            add.extend(grantees(modifications.add.as_deref().unwrap_or_default())?);
            remove.extend(grantees(modifications.remove.as_deref().unwrap_or_default())?);
        }
        let is_account = |grantee: &&Grantee| matches!(grantee, Grantee::Account(_));
        if add.iter().chain(&remove).filter(is_account).count() > MAX_ACCOUNTS {
            // unverified (looked up 2026-11-26): code and message.
            let message = format!("One request names at most {MAX_ACCOUNTS} accounts.");
            return Err(Error::invalid_value(message));
        }
        let any = !add.is_empty() || !remove.is_empty();
        Ok(any.then_some(Self { add, remove }))
    }

    pub fn apply(self, image: &mut Image) {
        for grantee in self.remove {
            let shared = &mut image.shared_with;
            match grantee {
                Grantee::Everybody => image.is_public = false,
                Grantee::Account(id) => drop(shared.accounts.remove(&id)),
                Grantee::Organization(arn) => drop(shared.organizations.remove(&arn)),
                Grantee::OrganizationalUnit(arn) => drop(shared.organizational_units.remove(&arn)),
            }
        }
        for grantee in self.add {
            let shared = &mut image.shared_with;
            match grantee {
                Grantee::Everybody => image.is_public = true,
                Grantee::Account(id) => drop(shared.accounts.insert(id)),
                Grantee::Organization(arn) => drop(shared.organizations.insert(arn)),
                Grantee::OrganizationalUnit(arn) => drop(shared.organizational_units.insert(arn)),
            }
        }
    }
}

/// Those that stand in lists of their own beside an operation.
fn listed(request: &ModifyImageAttributeRequest) -> Result<Vec<Grantee>> {
    let groups = request.user_groups.iter().map(|group| everybody(group));
    let accounts = request.user_ids.iter().map(|id| account(id));
    let organizations = request.organization_arns.iter().map(|arn| organization(arn));
    let units = request.organizational_unit_arns.iter().map(|arn| organizational_unit(arn));
    groups.chain(accounts).chain(organizations).chain(units).collect()
}

fn grantees(permissions: &[LaunchPermission]) -> Result<Vec<Grantee>> {
    let each = permissions.iter().flat_map(|permission| {
        let group = permission.group.map(|PermissionGroup::All| Ok(Grantee::Everybody));
        let organization_arn = permission.organization_arn.as_deref().map(organization);
        let unit = permission.organizational_unit_arn.as_deref().map(organizational_unit);
        let account = permission.user_id.as_deref().map(account);
        group.into_iter().chain(account).chain(organization_arn).chain(unit)
    });
    each.collect()
}

fn everybody(group: &str) -> Result<Grantee> {
    match PermissionGroup::parse(group) {
        Some(PermissionGroup::All) => Ok(Grantee::Everybody),
        None => Err(bad_item(group, "UserGroup")),
    }
}

fn account(id: &str) -> Result<Grantee> {
    if is_account(id) {
        return Ok(Grantee::Account(id.into()));
    }
    // The blank is EC2's: `images_controls.json` of radkawar/stackd (looked up 2026-11-26), and of
    // the empty user kenzanlabs/spinnaker-terraform#29.
    Err(bad_item(&format!("{id} "), "userId"))
}

fn is_account(id: &str) -> bool {
    id.len() == 12 && id.bytes().all(|digit| digit.is_ascii_digit())
}

/// `arn:aws:organizations::123456789012:organization/o-…`; that others are refused is recorded in
/// <https://github.com/hashicorp/packer-plugin-amazon/issues/156>.
fn organization(arn: &str) -> Result<Grantee> {
    let id = of_organizations(arn).and_then(|resource| resource.strip_prefix("organization/"));
    match id {
        Some(id) if id.starts_with("o-") && !id.contains('/') => {
            Ok(Grantee::Organization(arn.into()))
        }
        _ => Err(bad_item(arn, "OrganizationArn")),
    }
}

/// `arn:aws:organizations::123456789012:ou/o-…/ou-…`.
fn organizational_unit(arn: &str) -> Result<Grantee> {
    let path = of_organizations(arn).and_then(|resource| resource.strip_prefix("ou/"));
    match path.and_then(|path| path.split_once('/')) {
        Some((organization, unit)) if organization.starts_with("o-") && unit.starts_with("ou-") => {
            Ok(Grantee::OrganizationalUnit(arn.into()))
        }
        _ => Err(bad_item(arn, "OrganizationalUnitArn")),
    }
}

/// The resource of an ARN of the service that has organizations.
fn of_organizations(arn: &str) -> Option<&str> {
    let mut parts = arn.splitn(6, ':');
    let is_arn = parts.next()? == "arn" && parts.next()?.starts_with("aws");
    let is_global = parts.next()? == "organizations" && parts.next()?.is_empty();
    let is_of_account = is_account(parts.next()?);
    parts.next().filter(|_| is_arn && is_global && is_of_account)
}

fn bad_item(value: &str, kind: &str) -> Error {
    Invalid::item(value, kind).into()
}

pub(crate) fn view(row: &Row<Image>) -> Vec<LaunchPermission> {
    let none = LaunchPermission::default;
    let everybody =
        row.is_public.then(|| LaunchPermission { group: Some(PermissionGroup::All), ..none() });
    let shared = &row.shared_with;
    let accounts = shared.accounts.iter();
    let accounts = accounts.map(|id| LaunchPermission { user_id: Some(id.to_string()), ..none() });
    let organizations = shared.organizations.iter();
    let organizations = organizations
        .map(|arn| LaunchPermission { organization_arn: Some(arn.to_string()), ..none() });
    let units = shared.organizational_units.iter();
    let units = units
        .map(|arn| LaunchPermission { organizational_unit_arn: Some(arn.to_string()), ..none() });
    everybody.into_iter().chain(accounts).chain(organizations).chain(units).collect()
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html>
///
/// # Errors
/// `OperationNotPermitted` where no image may become public, `InvalidParameter` and
/// `UnsupportedOperation` for snapshots whose encryption is in the way.
pub(crate) fn check(cx: Read<'_>, row: &Row<Image>, add: &[Grantee]) -> Result<()> {
    if add.is_empty() {
        return Ok(());
    }
    if add.contains(&Grantee::Everybody) && !row.is_public {
        block_public_access::check(cx)?;
        let rows = cx.table::<Image>().iter(0, cx.now());
        let public = rows.filter(|(_, row)| row.is_public).count();
        if cx.has_default_quotas() && public >= MAX_PUBLIC {
            // iterative/studio-selfhosted#90
            return Err(Error::new(
                "ResourceLimitExceeded",
                format!(
                    "You have reached your quota of {MAX_PUBLIC} for the number of public images \
                     allowed in this Region. Deregister unused public images or make them \
                     private, or request an increase in your public AMIs quota."
                ),
            ));
        }
    }
    let ebs = row.block_devices.iter().filter_map(|device| device.ebs.as_ref());
    let sources = ebs.filter_map(|ebs| snapshots::source_of_mapping(cx, ebs).transpose());
    for source in sources.collect::<Result<Vec<_>>>()? {
        if !source.encrypted {
            continue;
        }
        if source.kms_key_id.as_ref() == Some(&encryption::aws_key(cx)) {
            // With its apostrophe in DataDog/stratus-red-team#109.
            let message = "Snapshots encrypted with the AWS Managed CMK can't be shared. Specify \
                           another snapshot.";
            return Err(Error::new("InvalidParameter", message));
        }
        if add.contains(&Grantee::Everybody) {
            let message =
                "Encrypted snapshots can\u{2019}t be shared publicly. Specify another snapshot.";
            return Err(Error::new("UnsupportedOperation", message));
        }
    }
    Ok(())
}

/// An account takes itself out of those that may launch another's image.
pub(crate) fn cancel_image_launch_permission(
    cx: &mut Write<'_>,
    request: &CancelImageLaunchPermissionRequest,
) -> Result<CancelImageLaunchPermissionResult> {
    let id = request.image_id.as_str();
    let read = cx.read();
    let shared = read.find_shared::<Image>(id);
    let shared = shared.filter(|(_, row)| row.shared_with.accounts.contains(read.account()));
    let Some((owner, _)) = shared else {
        // For those that are shared otherwise or not at all: cloud-custodian/cloud-custodian#8728;
        // unverified (looked up 2026-11-26): for a public one, too, and the message.
        read.get::<Image>(id)?;
        // unverified (looked up 2026-11-26): code and message for the caller's own.
        let message = format!("This account has no launch permission of its own for {id}.");
        return Err(Error::new("InvalidRequest", message));
    };
    let (owner, region) = (owner.account().clone(), read.region().clone());
    let (account, id) = (read.account().clone(), id.to_owned());
    cx.also_in(&owner, &region, move |cx| {
        if let Some(mut image) = cx.find_mut::<Image>(id.as_str()) {
            image.shared_with.accounts.remove(&account);
        }
    });
    Ok(CancelImageLaunchPermissionResult { r#return: Some(true) })
}

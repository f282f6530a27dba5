//! Turns Capacity Manager on and off. No account here is in an organization.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/enable-capacity-manager.html>

use super::data_exports::CapacityManagerDataExport;
use super::look::look;
use super::monitored_tag_keys::MonitoredTagKey;
use super::record::{CapacityManager, ONLY, enabled, hour};
use super::uses::CapacityUse;
use crate::catalog::regions::{self, OptIn, Partition};
use crate::engine::{HOUR_MILLIS, Id, Read, Record, Tags, Write};
use crate::error::{Error, Result};
use crate::records::account::organizations::not_managing;
use crate::records::durations;
use wire::{
    CapacityManagerStatus as Status, DisableCapacityManagerRequest, DisableCapacityManagerResult,
    EnableCapacityManagerRequest, EnableCapacityManagerResult, GetCapacityManagerAttributesRequest,
    GetCapacityManagerAttributesResult, IngestionStatus,
    UpdateCapacityManagerOrganizationsAccessRequest,
    UpdateCapacityManagerOrganizationsAccessResult,
};

/// Where it is on already, it stays so.
// unverified (looked up 2026-11-26): that it is no mistake to turn it on again.
pub(crate) fn enable_capacity_manager(
    cx: &mut Write<'_>,
    request: &EnableCapacityManagerRequest,
) -> Result<EnableCapacityManagerResult> {
    check_region(cx.read())?;
    if request.organizations_access == Some(true) {
        return Err(not_managing());
    }
    if enabled(cx.read()).is_err() {
        let ingestion = cx.read().transition(
            IngestionStatus::InitialIngestionInProgress,
            IngestionStatus::IngestionComplete,
            durations::CAPACITY_MANAGERS_INGESTING,
        );
        let first = hour(cx.now().plus_millis(HOUR_MILLIS - 1));
        let manager = CapacityManager { ingestion, first, next: None };
        cx.insert(Id::new(ONLY), manager, Tags::default());
        look(cx, &Id::new(ONLY))?;
    }
    let (status, access) = (Some(Status::Enabled), Some(false));
    Ok(EnableCapacityManagerResult {
        capacity_manager_status: status,
        organizations_access: access,
    })
}

/// The table of regions has Yes for those that need no opting in, but in GovCloud; an account has
/// it in one of them:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-service-linked-roles-cm.html>
///
/// # Errors
/// `UnsupportedOperation` in the others.
// unverified (looked up 2026-11-26): codes and words; that China's regions lack it.
fn check_region(cx: Read<'_>) -> Result<()> {
    let here = cx.region();
    let is_supported = regions::find(here).is_some_and(|region| {
        region.partition == Partition::Aws && region.opt_in == OptIn::OptInNotRequired
    });
    if !is_supported {
        let message = format!("Capacity Manager is not supported in the Region {here}.");
        return Err(Error::new("UnsupportedOperation", message));
    }
    let mut elsewhere = regions::all().iter().filter(|region| *region.name != **here);
    let is_on = |name: &str| cx.in_region(name).is_some_and(|there| enabled(there).is_ok());
    match elsewhere.find(|region| is_on(region.name)) {
        Some(region) => {
            let message = format!(
                "Capacity Manager is already enabled in the Region {}. It can be enabled in one \
                 Region per account.",
                region.name
            );
            Err(Error::new("UnsupportedOperation", message))
        }
        None => Ok(()),
    }
}

pub(crate) fn get_capacity_manager_attributes(
    cx: Read<'_>,
    _: &GetCapacityManagerAttributesRequest,
) -> Result<GetCapacityManagerAttributesResult> {
    let manager = enabled(cx)?;
    let last = CapacityManager::end(cx).plus_millis(-HOUR_MILLIS);
    let has_data = last >= manager.first;
    Ok(GetCapacityManagerAttributesResult {
        capacity_manager_status: Some(Status::Enabled),
        organizations_access: Some(false),
        data_export_count: i32::try_from(cx.count::<CapacityManagerDataExport>()).ok(),
        ingestion_status: Some(manager.ingestion.at(cx.now())),
        ingestion_status_message: None,
        earliest_datapoint_timestamp: has_data.then_some(manager.first),
        latest_datapoint_timestamp: has_data.then_some(last),
    })
}

pub(crate) fn update_organizations_access(
    cx: &mut Write<'_>,
    request: &UpdateCapacityManagerOrganizationsAccessRequest,
) -> Result<UpdateCapacityManagerOrganizationsAccessResult> {
    enabled(cx.read())?;
    if request.organizations_access {
        return Err(not_managing());
    }
    Ok(UpdateCapacityManagerOrganizationsAccessResult {
        capacity_manager_status: Some(Status::Enabled),
        organizations_access: Some(false),
    })
}

/// That exports are deleted before is documented.
///
/// # Errors
/// `DependencyViolation` while there is one.
// unverified (looked up 2026-11-26): code and words; that the monitored tag keys go, too. AWS keeps
// what it has collected, of which it tells nothing while it is off.
pub(crate) fn disable_capacity_manager(
    cx: &mut Write<'_>,
    _: &DisableCapacityManagerRequest,
) -> Result<DisableCapacityManagerResult> {
    enabled(cx.read())?;
    if cx.read().count::<CapacityManagerDataExport>() > 0 {
        let message = "Capacity Manager has active data exports and cannot be disabled.";
        return Err(Error::new("DependencyViolation", message));
    }
    forget_all::<MonitoredTagKey>(cx);
    forget_all::<CapacityUse>(cx);
    cx.remove::<CapacityManager>(ONLY);
    let (status, access) = (Some(Status::Disabled), Some(false));
    Ok(DisableCapacityManagerResult {
        capacity_manager_status: status,
        organizations_access: access,
    })
}

/// Ends all rows of a kind at once.
fn forget_all<T: Record>(cx: &mut Write<'_>) {
    let rows = cx.read().table::<T>().iter(0, cx.now());
    let ids: Vec<Id<T>> = rows.map(|(_, row)| row.id.clone()).collect();
    for id in &ids {
        cx.remove::<T>(id);
    }
}
